/* Sign-offs: asked about once, done as an edit, refused with the reason at its place; and what was signed so far. */
#include "tui/app_private.h"

#include "report/carried.h"
#include "report/check.h"
#include "review/merge.h"
#include "review/place.h"
#include "tui/views/views.h"

static const struct {
	enum action action;
	const char *consequence, *done; /* msgids */
	bool has_note, must_note;
} signoffs[SIGNOFF_COUNT] = {
	[SIGNOFF_SUBMIT] = { ACTION_SUBMIT,
			     N_("From then on the report can only be read; to change it, withdraw it, or the reviewer returns it."),
			     N_("submitted; ^S saves it"), false, false },
	[SIGNOFF_WITHDRAW] = { ACTION_WITHDRAW, N_("The report is a draft again and can be changed; submit it again afterwards."),
			       N_("withdrawn; ^S saves it"), false, false },
	[SIGNOFF_RETURN] = { ACTION_RETURN, N_("The report goes back to the clerk, who can change it and submits it again."),
			     N_("returned; ^S saves it"), true, true },
	[SIGNOFF_APPROVE] = { ACTION_APPROVE, N_("From then on the clerk cannot change the report unless it is reopened."),
			      N_("approved; ^S saves it"), true, false },
	[SIGNOFF_PUBLISH] = { ACTION_PUBLISH,
			      N_("Its status is then 'published'. Make sure that it holds no secrets; export the copy for the public "
				 "without personal fields."),
			      N_("marked as published; ^S saves it"), false, false },
	[SIGNOFF_REOPEN] = { ACTION_REOPEN, N_("The report is a draft again; the clerk can change it and submits it again."),
			     N_("reopened; ^S saves it"), true, false },
};

/* false: it changes what a reviewer, with the focus where it is, cannot change */
static bool is_for_reviewer(const struct app *app, unsigned action)
{
	struct spot s = app->focus;
	struct error ignored;

	switch (action) {
	case ACTION_REPLACE:
	case ACTION_MERGE:
	case ACTION_ASIDES:
	case ACTION_CONFIRM:
	case ACTION_REASON:
		return false; /* the clerk's, wherever it is */
	case ACTION_ROW_ADD:
	case ACTION_ROW_DELETE:
	case ACTION_ROW_DOUBLE:
	case ACTION_ROW_UP:
	case ACTION_ROW_DOWN:
	case ACTION_SORT:
		if (s.field && s.field->table)
			s.field = s.field->table;
		return report_may(app->report, s, &ignored);
	case ACTION_ERASE:
	case ACTION_CUT:
	case ACTION_PASTE:
	case ACTION_FILL:
	case ACTION_ROUND:
	case ACTION_REFERENCE:
	case ACTION_EDITOR:
		return report_may(app->report, s, &ignored);
	default:
		return true;
	}
}

bool app_command_shown(const struct app *app, unsigned action)
{
	struct error ignored;

	if (app->options.review && !is_for_reviewer(app, action))
		return false;
	for (int a = 0; a < SIGNOFF_COUNT; a++) {
		if (signoffs[a].action == action)
			return !app->session->open_elsewhere && signoff_in_turn(app->report, (enum signoff_action)a, &ignored);
	}
	return true;
}

/* ---- what forbids it ---- */

struct obstacles {
	struct spot blank, error, waiting; /* the first of each; section NULL: none */
};

static bool keep_obstacle(void *to, const struct problem *p)
{
	struct obstacles *o = to;
	struct spot *s = p->blank_required ? &o->blank : p->severity == SEVERITY_ERROR ? &o->error :
			 p->check && p->check->severity == SEVERITY_SUBMIT ? &o->waiting : NULL;

	if (s && !s->section)
		*s = p->spot;
	return true;
}

/* to the first thing that has to be done before; what is said names the list of all */
static void go_to_obstacle(struct app *app, const struct error *why)
{
	struct obstacles o = { 0 };
	struct error ignored;
	struct spot first;

	if (!report_problems(app->report, (struct problem_sink){ .tell = keep_obstacle, .to = &o }, &ignored))
		return;
	first = o.blank.section ? o.blank : o.error.section ? o.error : o.waiting;
	if (!first.section) { /* nothing but comments */
		act_comment_next(app);
		app_say(app, STYLE_WARNING, _("%s; Alt-c lists them all"), why->text);
		return;
	}
	if (!first.section->builtin)
		app_focus_place(app, first);
	app_say(app, STYLE_WARNING, _("%s; F8 lists them all"), why->text);
}

/* ---- asking ---- */

static void add_count(struct strbuf *out, const char *format, unsigned n)
{
	if (n == 0)
		return;
	strbuf_printf(out, format, n);
}

/* what stays open although it does not forbid */
static void add_standing(struct app *app, enum signoff_action a, struct strbuf *out)
{
	struct counts n = report_counts(app->report, NULL);

	if (a == SIGNOFF_SUBMIT)
		add_count(out, ngettext("%u value from last year has not been confirmed.\n", "%u values from last year have not been confirmed.\n",
					report_carried_count(app->report, NULL)), report_carried_count(app->report, NULL));
	if (a == SIGNOFF_SUBMIT || a == SIGNOFF_APPROVE) {
		add_count(out, ngettext("%u warning stands; it does not stop this.\n", "%u warnings stand; they do not stop this.\n", n.warnings),
			  n.warnings);
		add_count(out, ngettext("%u comment was answered and is not resolved yet.\n", "%u comments were answered and are not resolved yet.\n",
					app->reviewing.answered), app->reviewing.answered);
	}
	if (a == SIGNOFF_RETURN)
		add_count(out, ngettext("%u comment waits for an answer.\n", "%u comments wait for an answer.\n", app->reviewing.open),
			  app->reviewing.open);
}

static void add_level(struct app *app, struct strbuf *out)
{
	size_t approved;
	const char *level = signoff_level_due(app->report, &approved);

	if (!level)
		return;
	strbuf_printf(out, _("Level %zu of %zu: %s."), approved + 1, app->form->level_count, level);
	if (approved + 1 < app->form->level_count)
		strbuf_printf(out, " %s", _("The report is approved once all levels have."));
	strbuf_putc(out, '\n');
}

static unsigned sign(struct app *app)
{
	const enum signoff_action a = app->reviewing.action;
	const struct strbuf *note = &app->reviewing.opinion;
	struct error error = { 0 };
	const char *next = NULL;
	char at[WHO_TIME];
	size_t approved;

	app_panel_close(app);
	if (!signoff(app->report, a, app_who(app, at), note->text ? note->text : "", note->len, &error)) {
		app_say(app, STYLE_ERROR, "%s", error.text);
		return REACT_REDRAW;
	}
	if (a == SIGNOFF_APPROVE)
		next = signoff_level_due(app->report, &approved);
	if (next)
		app_say(app, STYLE_GOOD, _("approved at this level, next is %s; ^S saves it"), next);
	else
		app_say(app, STYLE_GOOD, "%s", _(signoffs[a].done));
	return REACT_REDRAW;
}

static void ask_whether(struct app *app)
{
	const enum signoff_action a = app->reviewing.action;
	const struct answer answers[] = {
		{ action_table[signoffs[a].action].name, "", sign },
		{ N_("cancel"), "", app_stay },
	};
	const char *label = signoff_action_label(app->form, a);
	struct strbuf text;
	char at[WHO_TIME];

	strbuf_init(&text, 0);
	strbuf_printf(&text, _("%s, signed by %s"), label, app_who(app, at).name);
	strbuf_puts(&text, "\n\n");
	if (a == SIGNOFF_APPROVE)
		add_level(app, &text);
	strbuf_printf(&text, "%s\n", _(signoffs[a].consequence));
	add_standing(app, a, &text);
	if (app->reviewing.opinion.len > 0)
		strbuf_printf(&text, _("Opinion: %s\n"), app->reviewing.opinion.text);
	strbuf_puts(&text, _("Until it is saved it can be undone."));
	app_ask(app, QUESTION_SIGNOFF, text.text, answers, ARRAY_SIZE(answers));
	strbuf_release(&text);
}

static unsigned begin(struct app *app, enum signoff_action a)
{
	struct error error = { 0 };

	if (app->session->open_elsewhere) {
		app_say(app, STYLE_WARNING, _("the report is open elsewhere (%s on %s): here it can only be read"),
			app->session->owner.name, app->session->owner.host);
		return REACT_REDRAW;
	}
	if (!signoff_in_turn(app->report, a, &error)) {
		app_say(app, STYLE_WARNING, "%s", error.text);
		return REACT_REDRAW;
	}
	if (!signoff_may(app->report, a, &error)) {
		go_to_obstacle(app, &error);
		return REACT_REDRAW;
	}
	app->reviewing.action = a;
	app->reviewing.missed = false;
	strbuf_clear(&app->reviewing.opinion);
	if (signoffs[a].has_note)
		app_prompt_open(app, PROMPT_OPINION, "", 0);
	else
		ask_whether(app);
	return REACT_REDRAW;
}

unsigned app_opinion_typed(struct app *app)
{
	const enum signoff_action a = app->reviewing.action;
	struct strbuf *opinion = &app->reviewing.opinion;
	const char *at;
	size_t len;

	strbuf_clear(opinion);
	strbuf_add(opinion, app->query->text.text, app->query->text.len);
	at = opinion->text;
	len = opinion->len;
	if (len > 0)
		text_trim(&at, &len);
	if (signoffs[a].must_note && len == 0) {
		app->reviewing.missed = true;
		return REACT_REDRAW;
	}
	ask_whether(app);
	return REACT_REDRAW;
}

unsigned act_submit(struct app *app)
{
	return begin(app, SIGNOFF_SUBMIT);
}

unsigned act_withdraw(struct app *app)
{
	return begin(app, SIGNOFF_WITHDRAW);
}

unsigned act_return(struct app *app)
{
	return begin(app, SIGNOFF_RETURN);
}

unsigned act_approve(struct app *app)
{
	return begin(app, SIGNOFF_APPROVE);
}

unsigned act_publish(struct app *app)
{
	return begin(app, SIGNOFF_PUBLISH);
}

unsigned act_reopen(struct app *app)
{
	return begin(app, SIGNOFF_REOPEN);
}

/* ---- what was signed ---- */

static void put_value(struct strbuf *out, struct words_of w)
{
	if (w.len == 0)
		strbuf_puts(out, _("(blank)"));
	for (size_t i = 0; i < w.len; i++)
		strbuf_putc(out, w.text[i] == '\n' ? ' ' : w.text[i]);
}

static void list_change(struct app *app, const struct since_change *c)
{
	struct strbuf label, text;
	struct list_item *item;

	strbuf_init(&label, 0);
	strbuf_init(&text, 0);
	if (c->gone)
		strbuf_add(&label, c->path.text, c->path.len);
	else
		report_label(app->report, c->spot, &label);
	put_value(&text, c->was);
	strbuf_puts(&text, " → ");
	put_value(&text, c->is);
	item = list_add(&app->list, "", label.text, text.text);
	if (item)
		item->spot = c->spot;
	strbuf_release(&label);
	strbuf_release(&text);
}

#define CHANGES_LISTED 500

static void list_changes(struct app *app, uint32_t n)
{
	struct since since;
	struct error error;
	char text[128];

	if (!since_signoff(app->report, n, false, &since, &error)) {
		app_say(app, STYLE_ERROR, "%s", error.text);
	} else if (since.count > 0) {
		snprintf(text, sizeof(text), ngettext("changed after it: %zu value", "changed after it: %zu values", since.count), since.count);
		list_add(&app->list, "", text, "");
		for (size_t i = 0; i < since.count && i < CHANGES_LISTED; i++)
			list_change(app, &since.changes[i]);
		app->list.more |= since.count > CHANGES_LISTED;
	}
	since_release(&since);
}

static void list_signoff(struct app *app, uint32_t n)
{
	struct strbuf when, what, note;
	struct list_item *item;
	struct signoff s;

	if (!signoff_read(app->report, n, &s))
		return;
	strbuf_init(&when, 0);
	strbuf_init(&what, 0);
	strbuf_init(&note, 0);
	app_when(s.at, &when);
	strbuf_puts(&what, s.action >= 0 ? signoff_action_label(app->form, (enum signoff_action)s.action) : "?");
	if (s.level.len > 0)
		strbuf_printf(&what, _(" (%.*s)"), (int)s.level.len, s.level.text);
	strbuf_printf(&what, "  %.*s", (int)s.by.len, s.by.text);
	for (size_t i = 0; i < s.note.len; i++)
		strbuf_putc(&note, s.note.text[i] == '\n' ? ' ' : s.note.text[i]);
	item = list_add(&app->list, when.len > 0 ? when.text : "", what.text, note.len > 0 ? note.text : "");
	if (item)
		item->style = STYLE_KEY;
	strbuf_release(&when);
	strbuf_release(&what);
	strbuf_release(&note);
	list_changes(app, n);
}

/* the last one first */
void app_list_history(struct app *app)
{
	struct error error = { 0 };
	struct list_item *item;
	bool tampered = false;

	if (report_tampered(app->report, &tampered, &error) && tampered) {
		item = list_add(&app->list, _("warning"), _("changed outside of the program after it was signed off"),
				_("values of the report are not as they were signed off, and this program did not change them"));
		if (item)
			item->style = STYLE_WARNING;
	}
	for (uint32_t n = signoff_count(app->report); n > 0; n--)
		list_signoff(app, n - 1);
}

unsigned app_history_take(struct app *app, const struct list_item *item)
{
	const struct spot s = item->spot;

	if (!s.section)
		return REACT_REDRAW;
	app_panel_close(app);
	app_filter_off(app);
	app_focus_place(app, s);
	return REACT_REDRAW;
}

unsigned act_history(struct app *app)
{
	if (app->panel == PANEL_HISTORY) {
		app_panel_close(app);
		return REACT_REDRAW;
	}
	app_panel_open(app, PANEL_HISTORY);
	if (app->list.count == 0) {
		app_panel_close(app);
		app_say(app, STYLE_NOTE, "%s", _("the report has not been submitted yet"));
	}
	return REACT_REDRAW;
}

/* ---- when the report is opened ---- */

static void add_open(struct app *app, struct strbuf *out)
{
	if (app->reviewing.open == 0)
		return;
	if (out->len > 0)
		strbuf_puts(out, _("; "));
	strbuf_printf(out, ngettext("%u comment waits for an answer: Alt-n goes to it", "%u comments wait for an answer: Alt-n goes from one to the next",
				    app->reviewing.open), app->reviewing.open);
}

static void add_answered(struct app *app, struct strbuf *out)
{
	if (app->reviewing.answered == 0)
		return;
	if (out->len > 0)
		strbuf_puts(out, _("; "));
	strbuf_printf(out, ngettext("%u comment was answered: Alt-n goes to it", "%u comments were answered: Alt-n goes from one to the next",
				    app->reviewing.answered), app->reviewing.answered);
}

static void add_conflicts(struct app *app, struct strbuf *out)
{
	const uint32_t n = merge_conflict_count(app->report);

	if (n > 0)
		strbuf_printf(out, ngettext("a merge left %u conflict to decide: Alt-d shows both sides",
					    "a merge left %u conflicts to decide: Alt-d shows both sides", n), n);
}

static void welcome_reviewer(struct app *app, struct strbuf *out)
{
	const struct reviewing *v = &app->reviewing;
	struct error error = { 0 };
	bool tampered = false;

	if (report_tampered(app->report, &tampered, &error) && tampered)
		strbuf_printf(out, "%s; %s", _("changed outside of the program after it was signed off"),
			      _("F9 compares the report with an earlier copy"));
	else if (v->since.count > 0)
		strbuf_printf(out, ngettext("%zu value changed since '%s'", "%zu values changed since '%s'", v->since.count), v->since.count,
			      v->since_action >= 0 ? signoff_action_label(app->form, (enum signoff_action)v->since_action) : "?");
	else if (signoff_in_turn(app->report, SIGNOFF_RETURN, &error) && v->answered == 0)
		strbuf_puts(out, _("for review: F7 comments, PgDn turns the pages, the menu (F10) returns or approves"));
	else if (strcmp(report_status(app->report), "approved") == 0)
		strbuf_puts(out, _("approved: the menu (F10) publishes it, or reopens it to be changed"));
	else if (strcmp(report_status(app->report), "published") == 0)
		strbuf_puts(out, _("published: the menu (F10) reopens it to be changed"));
	else if (strcmp(report_status(app->report), "submitted") != 0)
		strbuf_puts(out, _("not submitted: nothing to return or approve yet; F7 comments, PgDn pages"));
	if (strcmp(report_status(app->report), "submitted") == 0)
		add_answered(app, out);
}

void app_review_welcome(struct app *app)
{
	const char *status = report_status(app->report);
	struct strbuf out;
	struct signoff s;

	strbuf_init(&out, 0);
	if (app->options.review) {
		welcome_reviewer(app, &out);
	} else if (strcmp(status, "returned") == 0 && signoff_read(app->report, signoff_count(app->report) - 1, &s)) {
		strbuf_printf(&out, _("returned by %.*s: %.*s"), (int)s.by.len, s.by.text, (int)s.note.len, s.note.text);
		add_open(app, &out);
	} else if (app_read_only(app)) {
		struct error error = { 0 };

		if (!report_may(app->report, app->focus, &error))
			strbuf_puts(&out, error.text);
	} else {
		add_conflicts(app, &out);
		add_open(app, &out);
	}
	if (out.len > 0)
		app_say(app, STYLE_NOTE, "%s", out.text);
	strbuf_release(&out);
}
