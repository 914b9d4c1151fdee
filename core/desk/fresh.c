#include "desk/fresh.h"

#include "base/i18n.h"
#include "desk/save.h"
#include "report/blank.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

bool fresh_is_file(const char *name)
{
	size_t len = strlen(name);

	return strchr(name, '/') || (len > 5 && strcmp(name + len - 5, ".yaml") == 0) || (len > 4 && strcmp(name + len - 4, ".yml") == 0);
}

/* the folder that a path lies in, resolved */
static bool folder_of(const char *path, char *ret)
{
	char copy[PATH_MAX], *slash;

	if (snprintf(copy, sizeof(copy), "%s", path) >= (int)sizeof(copy))
		return false;
	slash = strrchr(copy, '/');
	if (!slash)
		return realpath(".", ret) != NULL;
	slash[slash == copy] = '\0';
	return realpath(copy, ret) != NULL;
}

bool fresh_form_name(const struct form *form, const char *given, const char *report, struct strbuf *out, struct error *reterr)
{
	char folder[PATH_MAX], file[PATH_MAX], *slash;

	if (!fresh_is_file(given)) {
		strbuf_printf(out, "%s@%s", form->id, form->version);
		return strbuf_ok(out) || error_memory(reterr);
	}
	if (!folder_of(report, folder) || !realpath(given, file))
		return error_set(reterr, ERR_IO, NOWHERE, _("cannot tell how '%s' is reached from '%s'"), given, report);
	for (int up = 0; up < 2; up++) {
		size_t len = strlen(folder);

		if (strncmp(file, folder, len) == 0 && (file[len] == '/' || len == 1)) {
			strbuf_printf(out, "%s%s", up ? "../" : "", file + len + (len > 1));
			return strbuf_ok(out) || error_memory(reterr);
		}
		slash = strrchr(folder, '/');
		slash[slash == folder] = '\0';
	}
	return error_set(reterr, ERR_FORM, NOWHERE,
			 _("the form '%s' lies outside of the report's folder and the one above it; copy it there, or into your forms folder"), given);
}

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

bool fresh_save(struct report *r, const char *path, struct error *reterr)
{
	return create_new(path, write_report, &(struct writing){ r, reterr }, reterr);
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
		ok = (strbuf_ok(&name) || error_memory(reterr)) && fresh_report(form, name.text, path, &r, reterr) && blank_defaults(r, reterr) &&
		     fresh_save(r, path, reterr);
	}
	report_free(r);
	form_free(form);
	strbuf_release(&name);
	return ok;
}
