/* Undo and redo: a step at a time, and what it did in words. */
#include "tui/app_private.h"

#include "review/signoff.h"
#include "tui/views/views.h"

/* what the edits of a step did, without what followed from them (kept comments, values to confirm) */
struct edit_step {
	size_t sets;                      /* of values, but for those in rows that it added */
	size_t added, deleted, moved;     /* rows */
	const struct field *table;        /* of the last of them */
};

static bool is_added_by(const struct report *r, size_t from, size_t to, row_id row)
{
	for (size_t i = from; i < to; i++) {
		const struct edit *e = report_history(r, i);

		if (e->kind == EDIT_INSERT && e->row == row)
			return true;
	}
	return false;
}

static struct edit_step step_of(const struct report *r, size_t from, size_t to)
{
	struct edit_step s = { 0 };

	for (size_t i = from; i < to; i++) {
		const struct edit *e = report_history(r, i);

		if (e->field->section->builtin)
			continue;
		switch (e->kind) {
		case EDIT_SET:
			s.sets += !e->field->table || !is_added_by(r, from, to, e->row);
			continue;
		case EDIT_INSERT: s.added++; break;
		case EDIT_DELETE: s.deleted++; break;
		case EDIT_MOVE: s.moved++; break;
		}
		s.table = e->field;
	}
	return s;
}

/* in words; one value is its `label` */
static void put_step(const struct app *app, const struct edit_step *s, const char *label, struct strbuf *out)
{
	const char *table = s->table ? field_label(app->form, s->table) : "";
	size_t rest = s->sets + s->added + s->deleted + s->moved - 1;

	if (s->sets && rest)
		strbuf_printf(out, ngettext("%s and %zu more place", "%s and %zu more places", rest), label, rest);
	else if (s->added)
		strbuf_printf(out, ngettext("%zu row added to %s", "%zu rows added to %s", s->added), s->added, table);
	else if (s->deleted)
		strbuf_printf(out, ngettext("%zu row deleted from %s", "%zu rows deleted from %s", s->deleted), s->deleted, table);
	else if (s->moved)
		strbuf_printf(out, ngettext("%zu row of %s moved", "%zu rows of %s moved", s->moved), s->moved, table);
	else
		strbuf_puts(out, label);
}

/* false, and said: nothing can be undone or done again now */
static bool may_travel(struct app *app, bool undoing)
{
	if (app->session->open_elsewhere) {
		app_say_read_only(app);
		return false;
	}
	if (undoing && signoff_is_last_step(app->report) && report_history_done(app->report) <= app->reviewing.saved_at) {
		app_say(app, STYLE_WARNING, "%s", _("a sign-off that has been saved is not undone: the next one (menu, F10) follows it"));
		return false;
	}
	return true;
}

/* says what the step was that went from `place`, and goes there */
static void arrive(struct app *app, struct spot place, const struct edit_step *step, const char *said)
{
	bool kept = place.section && place.section->builtin; /* a comment, a sign-off */
	struct strbuf label, words;

	if (place.field && !kept && !view_same_spot(place, app->focus))
		app_focus_place(app, place);
	strbuf_init(&label, 0);
	strbuf_init(&words, 0);
	if (kept && place.field)
		strbuf_puts(&label, field_label(app->form, place.field->table ? place.field->table : place.field));
	else if (place.section)
		report_label(app->report, app->focus, &label);
	put_step(app, step, label.text, &words);
	if (step->sets + step->added > 1)
		app_measure_forget(app); /* what made columns wide may be gone */
	app_say(app, STYLE_NOTE, said, words.text);
	strbuf_release(&label);
	strbuf_release(&words);
	if (app->panel == PANEL_CONFLICTS)
		app_conflicts_again(app);
}

/* what is being typed in a line is taken back first; true: it was, or it cannot be left */
static bool is_typing(struct app *app)
{
	if (app->editing && !spot_is_long(app->edit_spot)) {
		app_edit_cancel(app);
		return true;
	}
	return !app_edit_store(app);
}

static bool is_open_to_it(const struct app *app)
{
	return app->panel == PANEL_NONE || app->panel == PANEL_COMPARE || app->panel == PANEL_CONFLICTS;
}

/* how many of the last edits are the step that undo takes back */
static size_t last_step(const struct report *r)
{
	size_t done = report_history_done(r), from = done;

	while (from && report_history(r, from - 1)->group == report_history(r, done - 1)->group)
		from--;
	return done - from;
}

unsigned act_undo(struct app *app)
{
	struct report *r = app->report;
	struct spot place = { 0 };
	struct edit_step step;

	if (!is_open_to_it(app))
		return REACT_NONE;
	if (is_typing(app) || !may_travel(app, true))
		return REACT_REDRAW;
	step = step_of(r, report_history_done(r) - last_step(r), report_history_done(r));
	if (report_undo(r, &place))
		arrive(app, place, &step, _("undone: %s"));
	else
		app_say(app, STYLE_NOTE, "%s", _("there is nothing to undo"));
	return REACT_REDRAW;
}

unsigned act_redo(struct app *app)
{
	struct report *r = app->report;
	struct spot place = { 0 };
	struct edit_step step;
	size_t from;

	if (!is_open_to_it(app))
		return REACT_NONE;
	if (is_typing(app) || !may_travel(app, false))
		return REACT_REDRAW;
	from = report_history_done(r);
	if (!report_redo(r, &place)) {
		app_say(app, STYLE_NOTE, "%s", _("there is nothing to do again"));
		return REACT_REDRAW;
	}
	if (report_history_done(r) > from) { /* where it begins: a pasted block's first cell */
		const struct edit *first = report_history(r, from);

		place = (struct spot){ first->field->section, first->field, first->row };
	}
	step = step_of(r, from, report_history_done(r));
	arrive(app, place, &step, _("done again: %s"));
	return REACT_REDRAW;
}
