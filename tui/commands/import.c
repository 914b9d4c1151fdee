#include "tui/commands/command.h"

#include "base/i18n.h"
#include "desk/fresh.h"
#include "publish/import.h"

#include <limits.h>

static void tell_each(const char *path, const struct import_remarks *remarks)
{
	for (size_t i = 0; i < remarks->count; i++)
		command_complain("%s:%u: %s", path, remarks->items[i].line, remarks->items[i].text);
}

static void tell(const char *path, const struct imported *result)
{
	command_complain(ngettext("%s: %zu value was entered", "%s: %zu values were entered", result->values), path, result->values);
	tell_each(path, &result->remarks);
	if (!result->unplaced.count)
		return;
	command_complain(ngettext("%s: %zu paragraph or row found no place; it is kept under 'unplaced':",
				  "%s: %zu paragraphs or rows found no place; they are kept under 'unplaced':", result->unplaced.count),
			 path, result->unplaced.count);
	tell_each(path, &result->unplaced);
}

static struct form *choose_form(struct invocation *in, const char *path, struct strbuf *name, struct error *reterr)
{
	const char *given = in->options.form ? in->options.form : "overall-report";
	const struct form_query query = { .name = given, .any_path = true };
	struct form *form;
	bool other;

	if (!form_load(&query, &form, &other, reterr))
		return NULL;
	form_speak(form, in->options.english);
	if (other)
		command_complain(_("there is no version '%s'; the form is '%s@%s'"), given, form->id, form->version);
	if (fresh_form_name(form, given, path, name, reterr))
		return form;
	form_free(form);
	return NULL;
}

enum status import_command(struct invocation *in)
{
	const char *path = in->arguments[0], *out = in->options.output ? in->options.output : "-";
	struct manuscript document = { 0 };
	struct imported result = { 0 };
	struct form *form = NULL;
	struct report *r = NULL;
	struct error why = { 0 };
	struct strbuf name;
	bool ok;

	strbuf_init(&name, 2 * PATH_MAX);
	form = choose_form(in, out, &name, &why);
	ok = form && manuscript_load(path, &document, &why) && fresh_report(form, name.text, out, &r, &why) &&
	     import_manuscript(&document, r, &result, &why);
	ok = ok && (strcmp(out, "-") == 0 ? report_write(r, command_sink(), &why) : fresh_save(r, out, &why));
	if (ok)
		tell(path, &result);
	else
		command_error(&why);
	imported_release(&result);
	manuscript_release(&document);
	report_free(r);
	form_free(form);
	strbuf_release(&name);
	return ok ? STATUS_FINE : STATUS_REFUSED;
}
