#include "tui/commands/command.h"

#include "base/i18n.h"
#include "desk/fresh.h"
#include "desk/save.h"
#include "report/blank.h"

#include <limits.h>
#include <unistd.h>

static bool is_file(const char *name)
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

/*
 * What stands behind form: — id@version for a form that is found by its id; for a form file its path from the report's
 * folder, which must not lead further up than one folder.
 */
static bool form_name(const struct form *form, const char *given, const char *report, struct strbuf *out, struct error *reterr)
{
	char folder[PATH_MAX], file[PATH_MAX], *slash;

	if (!is_file(given)) {
		strbuf_printf(out, "%s@%s", form->id, form->version);
		return true;
	}
	if (!folder_of(report, folder) || !realpath(given, file))
		return error_set(reterr, ERR_IO, NOWHERE, _("cannot tell how '%s' is reached from '%s'"), given, report);
	for (int up = 0; up < 2; up++) {
		size_t len = strlen(folder);

		if (strncmp(file, folder, len) == 0 && (file[len] == '/' || len == 1)) {
			strbuf_printf(out, "%s%s", up ? "../" : "", file + len + (len > 1));
			return true;
		}
		slash = strrchr(folder, '/');
		slash[slash == folder] = '\0';
	}
	return error_set(reterr, ERR_FORM, NOWHERE,
			 _("the form '%s' lies outside of the report's folder and the one above it; copy it there, or into your forms folder"), given);
}

static bool write_report(void *from, struct sink to)
{
	struct error ignored;

	return report_write(from, to, &ignored);
}

static bool write_out(void *to, const char *text, size_t len)
{
	(void)to;
	return command_out(text, len);
}

static bool fill(struct invocation *in, struct report *r, struct error *reterr)
{
	if (!blank_defaults(r, reterr))
		return false;
	for (size_t i = 0; i < in->options.set_count; i++) {
		if (!assign(r, in->options.sets[i], reterr))
			return false;
	}
	return true;
}

enum status new_command(struct invocation *in)
{
	const char *path = in->arguments[0], *given = in->options.form ? in->options.form : "overall-report";
	const struct form_query query = { .name = given, .any_path = true };
	struct form *form = NULL;
	struct report *r = NULL;
	struct error why = { 0 };
	struct strbuf name;
	bool other = false, ok = false;

	strbuf_init(&name, 2 * PATH_MAX);
	if (!form_load(&query, &form, &other, &why))
		goto out;
	form_speak(form, in->options.english);
	if (other)
		command_complain(_("there is no version '%s'; the form is '%s@%s'"), given, form->id, form->version);
	if (!form_name(form, given, path, &name, &why) || !fresh_report(form, name.text, path, &r, &why) || !fill(in, r, &why))
		goto out;
	ok = strcmp(path, "-") == 0 ? report_write(r, (struct sink){ write_out, NULL }, &why) : create_new(path, write_report, r, &why);
out:
	if (!ok)
		command_error(&why);
	report_free(r);
	form_free(form);
	strbuf_release(&name);
	return ok ? STATUS_FINE : STATUS_REFUSED;
}
