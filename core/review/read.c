#include "review/read.h"

#include "base/i18n.h"

#include <string.h>
#include <sys/stat.h>

bool review_is_nothing(const char *path)
{
	struct stat st;

	return strcmp(path, "/dev/null") == 0 || (strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0);
}

static bool read_nothing(const char *path, const struct form *form, struct source **ret, struct error *reterr)
{
	struct strbuf text;
	char *copy;

	strbuf_init(&text, 4096);
	strbuf_printf(&text, "form: %s@%s\n", form->id, form->version);
	copy = strbuf_ok(&text) ? malloc(text.len + 1) : NULL;
	if (copy)
		memcpy(copy, text.text, text.len + 1);
	strbuf_release(&text);
	return copy ? source_parse(path, copy, strlen(copy), ret, reterr) : error_memory(reterr);
}

static struct place form_place(const struct source *s)
{
	node_id n = source_find(s, NODE_ROOT, "form");

	return n ? source_place(s, source_node(s, n)->start) : (struct place){ .file = source_name(s), .line = 1, .column = 1 };
}

/* the form that the file names is of the same id: then another version or copy of it will do */
static bool same_form(const struct source *s, const char *path, const char *beside, const struct form *form, struct error *reterr)
{
	const char *name = report_form_name(s);
	struct form_query query = { .relative_to = beside ? beside : path };
	struct form *own = NULL;
	struct error why = { 0 };
	struct strbuf text;
	bool other, same = false;
	size_t len;

	if (!name)
		return error_set(reterr, ERR_FORM, form_place(s), _("the report names no form; begin it with a line such as 'form: %s'"),
				 form->id);
	source_text(s, source_find(s, NODE_ROOT, "form"), &len); /* what stands in the source has no NUL behind it */
	strbuf_init(&text, 1 << 16);
	strbuf_add(&text, name, len);
	if (strncmp(text.text, form->id, strlen(form->id)) == 0 && strchr("@", text.text[strlen(form->id)])) {
		same = true;
	} else {
		query.name = text.text;
		if (!form_load(&query, &own, &other, &why)) {
			strbuf_release(&text);
			return error_set(reterr, why.kind, why.line ? (struct place){ why.file, why.line, why.column } : form_place(s), "%s",
					 why.text);
		}
		same = strcmp(own->id, form->id) == 0;
	}
	if (!same)
		error_set(reterr, ERR_FORM, form_place(s), _("this is a report of the form '%s' and the other one of '%s'; only reports of one form go together"),
			  own->id, form->id);
	form_free(own);
	strbuf_release(&text);
	return same;
}

bool review_read(const char *path, const char *beside, struct form *form, struct report **ret, struct error *reterr)
{
	struct source *source;

	if (review_is_nothing(path))
		return read_nothing(path, form, &source, reterr) && report_new(form, source, ret, reterr);
	if (!source_load(path, &source, reterr))
		return false;
	if (!same_form(source, path, beside, form, reterr)) {
		source_free(source);
		return false;
	}
	return report_new(form, source, ret, reterr);
}
