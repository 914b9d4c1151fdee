/* Editing: the open editor, what is typed into it, and how it becomes an edit of the report. */
#include "tui/app_private.h"

#include "report/entry.h"
#include "tui/views/views.h"

#define CELL_BOX_ROWS 6 /* of a long text in a cell, which is typed in a box of its own */

bool spot_is_long(struct spot s)
{
	return s.field && s.field->type == TYPE_LONGTEXT;
}

bool app_read_only(const struct app *app)
{
	const char *status = report_status(app->report);

	return app->session->open_elsewhere || (!app->options.review && strcmp(status, "draft") != 0 && strcmp(status, "returned") != 0);
}

void app_say_read_only(struct app *app)
{
	if (app->session->open_elsewhere)
		app_say(app, STYLE_WARNING, _("the report is open elsewhere (%s on %s): here it can only be read"),
			app->session->owner.name, app->session->owner.host);
	else if (strcmp(report_status(app->report), "submitted") == 0)
		app_say(app, STYLE_WARNING, "%s",
			_("the report has been submitted and can only be read: to change it, withdraw it (menu, F10) or have it returned"));
	else
		app_say(app, STYLE_WARNING, "%s", _("the report has been approved and can only be read: the reviewer reopens it to be changed"));
}

bool app_can_change(struct app *app, struct spot s)
{
	const char *label = s.field ? field_label(app->form, s.field) : "";
	struct error error = { 0 };

	if (app_read_only(app)) {
		app_say_read_only(app);
		return false;
	}
	if (!s.field) {
		app_say(app, STYLE_WARNING, "%s", _("there is nothing here to type into"));
		return false;
	}
	if (report_is_calculated(s.field)) {
		app_say(app, STYLE_WARNING, _("'%s' is calculated and cannot be typed into: F4 shows how"), label);
		return false;
	}
	if (!report_may(app->report, s, &error)) {
		app_say(app, STYLE_WARNING, app->options.review ? _("%s: F7") : "%s", error.text);
		return false;
	}
	if (!report_relevant(app->report, s)) {
		app_say(app, STYLE_WARNING, _("'%s' does not apply here"), label);
		return false;
	}
	return true;
}

/* ---- what the editor starts with ---- */

static void text_to_edit(struct app *app, struct spot s, struct strbuf *out)
{
	size_t len;
	const char *text = report_text(app->report, s, &len);
	enum field_type type = s.field->type;
	struct value v;

	if (len > 0 && (type == TYPE_BOOLEAN || type == TYPE_CHOICE || type == TYPE_CHOICES) &&
	    report_value(app->report, s, false, &v) != STATE_MISFIT)
		report_show(app->report, s, false, out);
	else
		strbuf_add(out, text, len);
}

/* false: memory is out, and nothing is in the editor: half of a text must not come to be stored in its place */
static bool fill_editor(struct app *app, struct spot s)
{
	struct error error;
	struct strbuf text;
	bool ok;

	strbuf_init(&text, 0);
	text_to_edit(app, s, &text);
	app->edit->multiline = spot_is_long(s);
	lineedit_set(app->edit, text.text, text.len);
	app->edit->top = 0;
	ok = strbuf_ok(&text) && strbuf_ok(&app->edit->text);
	strbuf_release(&text);
	app->edit_spot = ok ? s : (struct spot){ 0 };
	app->edit_revision = report_revision(app->report);
	app->burst = false;
	if (!ok) {
		lineedit_set(app->edit, "", 0);
		app->editing = false;
		(void)error_memory(&error);
		app_say(app, STYLE_ERROR, "%s", error.text);
	}
	return ok;
}

/* where what differs between two texts ends in the second: undo puts the caret where it changed something */
static size_t changed_end(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t same = 0, shorter = a_len < b_len ? a_len : b_len, start = 0;

	while (start < shorter && a[start] == b[start])
		start++;
	while (same < shorter - start && a[a_len - 1 - same] == b[b_len - 1 - same])
		same++;
	return b_len - same;
}

/* a long text in focus has its text and its caret ready, and follows what happens to it elsewhere */
void app_edit_load(struct app *app)
{
	size_t caret = 0;
	bool same = view_same_spot(app->edit_spot, app->focus);

	if (!spot_is_long(app->focus)) {
		if (!app->editing)
			app->edit_spot = (struct spot){ 0 };
		return;
	}
	if (same && (app->burst || app->edit_revision == report_revision(app->report)))
		return;
	if (same) {
		size_t len;
		const char *text = report_text(app->report, app->focus, &len);

		app->edit_revision = report_revision(app->report);
		if (len == app->edit->text.len && memcmp(text, app->edit->text.text, len) == 0)
			return;
		caret = changed_end(app->edit->text.text, app->edit->text.len, text, len);
	}
	if (fill_editor(app, app->focus) && same) {
		size_t at = 0;

		while (at < caret && at < app->edit->text.len) /* at a cluster's border */
			at += text_cluster(app->edit->text.text + at, app->edit->text.len - at, &(int){ 0 });
		app->edit->caret = app->edit->anchor = at;
	}
}

int app_edit_columns(const struct app *app, int *ret_rows)
{
	struct frame f = frame_of(app->rows, app->columns);
	const struct block *b = layout_block(&app->layout, app->focus.field);

	*ret_rows = grid_of(app->focus.field) ? CELL_BOX_ROWS : b && b->height > 3 ? (int)b->height - 3 : 1;
	return f.content.columns - 4;
}

bool app_edit_open(struct app *app, enum edit_start start)
{
	struct key k = { .code = KEYCODE_NONE };

	if (app->focus.field && app->focus.field->type == TYPE_TABLE && !app_row_start(app, app->focus.field, 0))
		return false;
	if (!app_can_change(app, app->focus))
		return false;
	app->mark = (struct spot){ 0 };
	if ((!view_same_spot(app->edit_spot, app->focus) || !spot_is_long(app->focus)) && !fill_editor(app, app->focus))
		return false;
	app->editing = true;
	app_choice_open(app);
	switch (start) {
	case EDIT_REPLACE: /* a long text is typed into, at its caret */
		if (!spot_is_long(app->focus))
			lineedit_set(app->edit, "", 0);
		return true;
	case EDIT_AT_START:
		k.code = KEYCODE_HOME;
		break;
	case EDIT_AT_END:
		k.code = KEYCODE_END;
		break;
	case EDIT_BEFORE_LAST:
		k.code = KEYCODE_LEFT;
		break;
	}
	return app_edit_key(app, &k);
}

/* ---- from the editor into the report ---- */

struct said {
	struct app *app;
	enum severity worst;
};

static bool say_problem(void *to, const struct problem *p)
{
	struct said *said = to;
	enum style style;

	if (p->severity < SEVERITY_WARNING || p->severity <= said->worst)
		return true;
	said->worst = p->severity;
	view_sign(said->app, p->severity, &style);
	app_say(said->app, style, "%s", p->message);
	return true;
}

/* what the value was taken as; what is wrong with it matters more, and is said before it */
static void say_understood(struct app *app, struct spot s, const struct strbuf *stored, const char *typed, size_t len)
{
	struct said said = { .app = app };
	struct strbuf shown, original;

	report_problems_at(app->report, s, (struct problem_sink){ .tell = say_problem, .to = &said });
	strbuf_init(&shown, 0);
	strbuf_init(&original, 0);
	text_visible(&shown, stored->text, stored->len);
	text_visible(&original, typed, len);
	if (said.worst == SEVERITY_NONE)
		app_say(app, STYLE_NOTE, _("taken as %s (typed: %s)"), shown.text, original.text);
	else
		strbuf_printf(&app->message, _(" (taken as %s)"), shown.text);
	strbuf_release(&shown);
	strbuf_release(&original);
}

/* what is wrong with a value that was typed as it stands: the focus may have left it already */
static void say_wrong(struct app *app, struct spot s)
{
	struct said said = { .app = app, .worst = SEVERITY_WARNING };

	report_problems_at(app->report, s, (struct problem_sink){ .tell = say_problem, .to = &said });
}

/* 无 for a zero that is shown as 无, 是 for what is stored as true: there is nothing to tell */
static bool reads_as_typed(const struct field *f, const struct strbuf *stored, const char *typed, size_t len)
{
	return f->type == TYPE_BOOLEAN ||
	       (f->none && strcmp(stored->text, "0") == 0 && strlen(f->none) == len && memcmp(f->none, typed, len) == 0);
}

bool app_set(struct app *app, struct spot s, const char *typed, size_t len)
{
	struct understanding u = { .changed = false };
	struct error error = { 0 };
	bool ok, as_it_is = spot_is_long(s); /* a long text too long is kept, and reported, not lost */

	strbuf_init(&u.stored, 0);
	ok = entry_understand(app->form, s.field, typed, len, &u, &error) &&
	     report_set(app->report, s, u.stored.text, u.stored.len, as_it_is, &error);
	if (!ok)
		app_say(app, STYLE_ERROR, "%s", error.text);
	else if (u.changed && !spot_is_long(s) && !reads_as_typed(s.field, &u.stored, typed, len))
		say_understood(app, s, &u.stored, typed, len);
	else if (u.stored.len)
		say_wrong(app, s);
	strbuf_release(&u.stored);
	return ok;
}

static void untyped(struct app *app)
{
	if (app->session->journal)
		journal_untyped(app->session->journal);
}

/* typing it back to what it was is no edit, even where what it was does not fit */
static bool is_unchanged(struct app *app)
{
	struct strbuf before;
	bool same;

	strbuf_init(&before, 0);
	text_to_edit(app, app->edit_spot, &before);
	same = strbuf_ok(&before) && before.len == app->edit->text.len && memcmp(before.text, app->edit->text.text, before.len) == 0;
	strbuf_release(&before);
	return same;
}

bool app_edit_store(struct app *app)
{
	if (!app->editing || (spot_is_long(app->edit_spot) && !app->burst))
		return true;
	if (app->choosing.open ? !app_choice_store(app) : !is_unchanged(app) && !app_set(app, app->edit_spot, app->edit->text.text, app->edit->text.len)) {
		app_choice_refused(app);
		if (!spot_is_long(app->edit_spot))
			lineedit_select_all(app->edit); /* what is typed next is the better value, not more of this one */
		return false;
	}
	app->burst = false;
	app->edit_revision = report_revision(app->report);
	untyped(app);
	return true;
}

bool app_edit_commit(struct app *app)
{
	if (!app->editing)
		return true;
	if (!app_edit_store(app))
		return false;
	app->editing = false;
	app_choice_close(app);
	return true;
}

void app_edit_cancel(struct app *app)
{
	if (!app->editing)
		return;
	app->editing = app->burst = false;
	app_choice_close(app);
	app->edit_spot = (struct spot){ 0 };
	untyped(app);
}

void app_edit_typed(struct app *app)
{
	app_choice_typed(app);
	if (spot_is_long(app->edit_spot))
		app->burst = true;
	if (app->session->journal)
		journal_typing(app->session->journal, app->report, app->edit_spot, app->edit->text.text, app->edit->text.len);
}

bool app_edit_key(struct app *app, const struct key *k)
{
	int rows, columns = app_edit_columns(app, &rows);
	uint64_t changes = app->edit->changes;
	bool taken = lineedit_key(app->edit, k, columns, rows);

	if (app->edit->changes != changes)
		app_edit_typed(app);
	return taken;
}

unsigned app_type(struct app *app, const struct key *k)
{
	if (app_choice_type(app, k))
		return REACT_REDRAW;
	if (app_edit_open(app, EDIT_REPLACE))
		app_edit_key(app, k);
	return REACT_REDRAW;
}

/* ---- the actions ---- */

static unsigned open_editor(struct app *app, enum edit_start start)
{
	app_edit_open(app, start);
	return REACT_REDRAW;
}

unsigned act_edit_left(struct app *app)
{
	return open_editor(app, EDIT_BEFORE_LAST);
}

unsigned act_edit_home(struct app *app)
{
	return open_editor(app, EDIT_AT_START);
}

unsigned act_edit_end(struct app *app)
{
	return open_editor(app, EDIT_AT_END);
}

unsigned act_edit_back(struct app *app)
{
	struct key k = { .code = KEYCODE_BACKSPACE };

	if (app_edit_open(app, spot_is_long(app->focus) ? EDIT_REPLACE : EDIT_AT_END))
		app_edit_key(app, &k);
	return REACT_REDRAW;
}

unsigned act_erase(struct app *app)
{
	struct error error = { 0 };
	struct cells cells;
	bool ok = true;

	if (!app_selection(app, &cells)) {
		if (app->focus.field && field_is_scalar(app->focus.field) && app_can_change(app, app->focus) && !report_set(app->report, app->focus, "", 0, false, &error))
			app_say(app, STYLE_ERROR, "%s", error.text);
		return REACT_REDRAW;
	}
	if (cells.rows * cells.columns == 1 && !app_can_change(app, app->focus))
		return REACT_REDRAW;
	report_group_begin(app->report);
	for (uint32_t r = 0; ok && r < cells.rows; r++) {
		for (size_t c = 0; ok && c < cells.columns; c++) {
			struct spot s = grid_spot(app, cells.grid, cells.row + r, cells.column + c);

			if (spot_can_type(app, s) && app_can_change(app, s))
				ok = report_set(app->report, s, "", 0, false, &error);
		}
	}
	report_group_end(app->report);
	if (!ok)
		app_say(app, STYLE_ERROR, "%s", error.text);
	return REACT_REDRAW;
}

unsigned act_enter(struct app *app)
{
	bool confirmed = !app->editing && app_confirm_here(app);

	if (grid_of(app->focus.field))
		return app_enter_grid(app);
	if (spot_is_long(app->focus) && !app->editing && !confirmed)
		return open_editor(app, EDIT_REPLACE);
	app_go_on(app, STEP_NEXT);
	return REACT_REDRAW;
}

unsigned act_take_back(struct app *app)
{
	if (app->editing && spot_is_long(app->edit_spot))
		app_edit_commit(app); /* left, not taken back: that is what undo is for */
	else if (app->editing)
		app_edit_cancel(app);
	else if (!app_row_take_back(app))
		app->mark = (struct spot){ 0 };
	return REACT_REDRAW;
}
