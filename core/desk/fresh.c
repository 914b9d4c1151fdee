#include "desk/fresh.h"

#include "desk/save.h"
#include "report/blank.h"

bool fresh_report(struct form *form, const char *name, const char *path, struct report **ret, struct error *reterr)
{
	struct strbuf text;
	struct source *source;
	size_t len;
	char *copy;

	strbuf_init(&text, 0);
	blank_text(form, name, &text);
	len = text.len;
	copy = strbuf_ok(&text) ? malloc(len + 1) : NULL;
	if (copy)
		memcpy(copy, text.text, len);
	strbuf_release(&text);
	if (!copy)
		return error_memory(reterr);
	return source_parse(path, copy, len, &source, reterr) && report_new(form, source, ret, reterr);
}

struct writing {
	struct report *report;
	struct error *reterr;
};

static bool write_report(void *from, struct sink to)
{
	struct writing *w = from;

	return report_write(w->report, to, w->reterr);
}

bool fresh_file(const char *form_id, bool english, const char *path, struct error *reterr)
{
	const struct form_query query = { .name = form_id };
	struct form *form = NULL;
	struct report *r = NULL;
	struct strbuf name;
	bool other, ok = false;

	strbuf_init(&name, 0);
	if (form_load(&query, &form, &other, reterr)) {
		form_speak(form, english);
		strbuf_printf(&name, "%s@%s", form->id, form->version);
		ok = fresh_report(form, name.text, path, &r, reterr) && blank_defaults(r, reterr) &&
		     create_new(path, write_report, &(struct writing){ r, reterr }, reterr);
	}
	report_free(r);
	form_free(form);
	strbuf_release(&name);
	return ok;
}
