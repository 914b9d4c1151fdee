#include "tui/commands/command.h"

#include "base/i18n.h"
#include "desk/fresh.h"
#include "report/blank.h"
#include "review/carry.h"

#include <limits.h>

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

/* the form of the new report: as it was asked for, or last year's */
static struct form *choose_form(struct invocation *in, const struct session *last, struct strbuf *name, struct error *reterr)
{
	const char *path = in->arguments[0], *given = in->options.form ? in->options.form : "overall-report";
	const struct form_query query = { .name = given, .any_path = true };
	struct form *form;
	bool other;

	if (last && !in->options.form)
		return carry_form_name(last, path, name, reterr) ? last->form : NULL;
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

#define TOLD_MOST 20 /* values without a place, one by one */

static void tell_unplaced(const struct report *r, size_t count)
{
	const struct field *table = section_field(report_form(r)->reserved, "unplaced", 8);

	for (size_t i = 0; i < count && i < TOLD_MOST; i++) {
		const struct spot path = { table->section, table_column(table, "path", 4), report_row_at(r, table, (uint32_t)i) };
		const struct spot label = { table->section, table_column(table, "label", 5), path.row };
		size_t path_len, label_len;
		const char *path_text = report_text(r, path, &path_len), *label_text = report_text(r, label, &label_len);

		command_complain("  %.*s%s%.*s", (int)path_len, path_text, label_len ? "  " : "", (int)label_len, label_text);
	}
	if (count > TOLD_MOST)
		command_complain(_("  and others: %zu"), count - TOLD_MOST);
}

static void tell_carried(const struct session *last, const struct report *r, const struct carried_over *over)
{
	const struct counts n = report_counts(last->report, NULL);

	if (n.errors + n.blank)
		command_complain(_("last year's report '%s' has errors (%u) and required fields left blank (%u)"), last->path, n.errors, n.blank);
	command_complain(ngettext("%zu value was brought over from '%s'; it waits to be confirmed",
				  "%zu values were brought over from '%s'; they wait to be confirmed", over->values),
			 over->values, last->path);
	if (!over->unplaced)
		return;
	command_complain(ngettext("%zu value found no place; it is kept under 'unplaced':", "%zu values found no place; they are kept under 'unplaced':",
				  over->unplaced),
			 over->unplaced);
	tell_unplaced(r, over->unplaced);
}

enum status new_command(struct invocation *in)
{
	const char *path = in->arguments[0];
	struct carried_over over = { 0 };
	struct session *last = NULL;
	struct form *form = NULL;
	struct report *r = NULL;
	struct error why = { 0 };
	struct strbuf name;
	bool ok = false;

	strbuf_init(&name, 2 * PATH_MAX);
	if (in->options.from && !(last = command_open(in, in->options.from)))
		goto said;
	form = choose_form(in, last, &name, &why);
	if (!form || !fresh_report(form, name.text, path, &r, &why) || (last && !carry_over(last->report, r, &over, &why)) || !fill(in, r, &why))
		goto out;
	ok = strcmp(path, "-") == 0 ? report_write(r, command_sink(), &why) : fresh_save(r, path, &why);
	if (ok && last)
		tell_carried(last, r, &over);
out:
	if (!ok)
		command_error(&why);
said:
	report_free(r);
	if (!last || form != last->form)
		form_free(form);
	session_free(last);
	strbuf_release(&name);
	return ok ? STATUS_FINE : STATUS_REFUSED;
}
