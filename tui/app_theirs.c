/* The file was changed by another program while it was open here: what they changed, and what is to become of it. */
#include "tui/app_private.h"

#include "base/text.h"
#include "review/diff.h"
#include "review/merge.h"

#define CHANGES_SHOWN 12
#define VALUE_SHOWN 60 /* bytes */

static unsigned overwrite(struct app *app)
{
	app_panel_close(app);
	app_save(app, true);
	return REACT_REDRAW;
}

static unsigned take_theirs(struct app *app)
{
	struct error error = { 0 };
	bool aside = report_modified(app->report);

	app_panel_close(app);
	app_compare_forget(app); /* it is read with the form that goes */
	if (!session_take_theirs(app->session, &error) || !app_begin(app, &error))
		app_say(app, STYLE_ERROR, "%s", error.text);
	else if (aside)
		app_say(app, STYLE_NOTE, "%s", _("this is their version; your edits were put aside, the menu brings them back"));
	else
		app_say(app, STYLE_NOTE, "%s", _("this is their version"));
	return REACT_REDRAW;
}

/* an edit like any other, and saved at once, or taken back: the journal is of the file that was there before */
static bool merge(struct app *app, struct merged *ret, struct error *reterr)
{
	struct report *theirs = NULL, *base = NULL;
	const size_t done = report_history_done(app->report);
	bool ok = session_theirs(app->session, &theirs, reterr) && session_base(app->session, &base, reterr) &&
		  merge_reports(base, app->report, theirs, ret, reterr);

	report_free(base);
	report_free(theirs);
	if (!ok)
		return false;
	ok = session_save_merged(app->session, reterr);
	if (!ok && reterr->kind != ERR_UNSURE && report_history_done(app->report) > done)
		(void)report_undo(app->report, &(struct spot){ NULL });
	return ok;
}

static unsigned bring_together(struct app *app)
{
	struct error error = { 0 };
	struct merged merged;

	app_panel_close(app);
	if (!merge(app, &merged, &error))
		app_say(app, STYLE_ERROR, "%s", error.text);
	else if (merged.conflicts)
		app_say(app, STYLE_WARNING,
			ngettext("both are together and saved; %zu place that both changed differently is left to decide: F8",
				 "both are together and saved; %zu places that both changed differently are left to decide: F8",
				 merged.conflicts),
			merged.conflicts);
	else
		app_say(app, STYLE_GOOD, "%s", _("both are together and saved"));
	return REACT_REDRAW;
}

static void add_value(const struct diff *d, const struct change *c, bool after, struct strbuf *out)
{
	struct strbuf value;
	size_t shown = 0, next;

	strbuf_init(&value, 0);
	diff_shown(d, c, after, &value);
	while (shown < value.len && shown < VALUE_SHOWN) {
		next = text_cluster(value.text + shown, value.len - shown, &(int){ 0 });
		if (!next)
			break;
		shown += next;
	}
	text_visible(out, value.text, shown);
	if (shown < value.len)
		strbuf_puts(out, "…");
	strbuf_release(&value);
}

static void list_changes(const struct diff *d, struct strbuf *out)
{
	size_t count = 0;

	for (size_t i = 0; i < diff_count(d); i++) {
		const struct change *c = diff_change(d, i);

		if (c->kind == CHANGE_CALCULATED)
			continue;
		if (count++ >= CHANGES_SHOWN)
			continue;
		strbuf_putc(out, '\n');
		diff_label(d, c, out);
		if (c->kind == CHANGE_MOVED) {
			strbuf_puts(out, _(": moved"));
			continue;
		}
		strbuf_puts(out, ": ");
		add_value(d, c, false, out);
		strbuf_puts(out, " → ");
		add_value(d, c, true, out);
	}
	if (count > CHANGES_SHOWN)
		strbuf_printf(out, ngettext("\nand %zu more", "\nand %zu more", count - CHANGES_SHOWN), count - CHANGES_SHOWN);
	if (!count)
		strbuf_puts(out, _("\nno value: only how it is written"));
}

/* false when theirs cannot be read as a report: what then stands in *out says why */
static bool tell_theirs(struct app *app, struct strbuf *out)
{
	struct report *theirs = NULL, *base = NULL;
	struct diff *d = NULL;
	struct error error = { 0 };
	bool ok = session_theirs(app->session, &theirs, &error) && session_base(app->session, &base, &error) &&
		  diff_reports(base, theirs, &d, &error);

	if (ok) {
		strbuf_puts(out, _("they changed:"));
		list_changes(d, out);
	} else {
		strbuf_printf(out, _("it can no longer be read as this report: %s"), error.text);
	}
	diff_free(d);
	report_free(base);
	report_free(theirs);
	return ok;
}

void app_ask_theirs(struct app *app, const char *why)
{
	static const struct answer readable[] = {
		{ N_("go back without writing"), "", app_stay },
		{ N_("bring both together, field by field"), "", bring_together },
		{ N_("overwrite the file; theirs is kept beside it with a ~"), "^W", overwrite },
		{ N_("take theirs; my edits are put aside"), "", take_theirs },
	};
	static const struct answer unreadable[] = {
		{ N_("go back without writing"), "", app_stay },
		{ N_("overwrite the file; theirs is kept beside it with a ~"), "^W", overwrite },
	};
	struct strbuf text;

	strbuf_init(&text, 0);
	strbuf_puts(&text, why);
	strbuf_puts(&text, "\n\n");
	if (tell_theirs(app, &text))
		app_ask(app, QUESTION_OVERWRITE, text.text, readable, ARRAY_SIZE(readable));
	else
		app_ask(app, QUESTION_OVERWRITE, text.text, unreadable, ARRAY_SIZE(unreadable));
	strbuf_release(&text);
}
