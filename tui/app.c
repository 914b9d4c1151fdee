/* App: the state's beginning and end, and the way of a key through it. */
#include "tui/app.h"

#include "tui/app_looks.h"
#include "tui/app_private.h"
#include "tui/paths.h"
#include "tui/views/views.h"

#define MESSAGE_ROOM 1000 /* bytes */

static struct lineedit *editor_new(void)
{
	struct lineedit *e = memory_alloc(1, sizeof(*e));

	if (e)
		lineedit_init(e, false);
	return e;
}

static void editor_free(struct lineedit *e)
{
	if (e)
		lineedit_release(e);
	memory_free(e);
}

bool app_begin(struct app *app, struct error *reterr)
{
	app->report = app->session->report;
	app->form = app->session->form;
	report_act_as(app->report, app->options.review ? ROLE_REVIEWER : ROLE_CLERK);
	app_panel_close(app);
	app_compare_forget(app);
	app_filter_off(app);
	app->pressed = app->focus = app->mark = app->edit_spot = app->back = (struct spot){ 0 };
	app->editing = app->burst = app->choosing.open = app->dragging = false;
	app->top = 0;
	app->left = 0;
	app->seen = NULL;
	app->layout.count = 0;
	app->laid_out = app->settled = 0;
	app_totals_forget(app);
	app_measure_forget(app);
	app_review_forget(app);
	if (app->signs)
		app->signs->table = NULL; /* another report's rows are not these */
	app->fresh_row = 0;
	if (app->form->section_count == 0)
		return error_set(reterr, ERR_FORM, NOWHERE, _("the form '%s' has no sections: there is nothing to show"), app->form->id);
	app->focus = spot_first(app, app->form->sections[0]);
	app_settle(app);
	return true;
}

bool app_init(struct app *app, struct session *session, const struct app_options *options, int rows, int columns,
	      struct error *reterr)
{
	*app = (struct app){ .session = session, .rows = rows, .columns = columns };
	if (options)
		app->options = *options;
	strbuf_init(&app->found, 0);
	strbuf_init(&app->message, 0);
	strbuf_init(&app->copied, 0);
	strbuf_init(&app->plain, 0);
	strbuf_init(&app->pasted, 0);
	strbuf_init(&app->choosing.on, 0);
	strbuf_init(&app->replacing.from, 0);
	strbuf_init(&app->replacing.to, 0);
	strbuf_init(&app->comparing.name, 0);
	strbuf_init(&app->comparing.theirs, 0);
	strbuf_init(&app->reviewing.opinion, 0);
	app->signs = memory_alloc(1, sizeof(*app->signs));
	app->edit = editor_new();
	app->query = editor_new();
	strbuf_repeat(&app->message, " ", MESSAGE_ROOM); /* that memory is out can be said without any */
	if (!app->edit || !app->query || !strbuf_ok(&app->message)) {
		app_release(app);
		return error_memory(reterr);
	}
	strbuf_clear(&app->message);
	if (!app_begin(app, reterr)) {
		app_release(app);
		return false;
	}
	app_ask_first(app);
	if (app->options.last) {
		struct error why = { 0 };

		if (!app_compare_read(app, app->options.last, &why))
			app_say(app, STYLE_ERROR, "%s", why.text);
	}
	return true;
}

void app_release(struct app *app)
{
	app_looks_close(app);
	editor_free(app->edit);
	editor_free(app->query);
	layout_release(&app->layout);
	list_release(&app->list);
	app_totals_forget(app);
	memory_free(app->totals);
	memory_free(app->measures);
	memory_free(app->signs);
	strbuf_release(&app->found);
	strbuf_release(&app->message);
	strbuf_release(&app->copied);
	strbuf_release(&app->plain);
	strbuf_release(&app->pasted);
	strbuf_release(&app->choosing.on);
	strbuf_release(&app->replacing.from);
	strbuf_release(&app->replacing.to);
	app_compare_forget(app);
	strbuf_release(&app->comparing.name);
	strbuf_release(&app->comparing.theirs);
	memory_free(app->filter.rows);
	app_review_release(app);
	*app = (struct app){ 0 };
}

void app_say(struct app *app, enum style style, const char *format, ...)
{
	va_list args;

	strbuf_clear(&app->message);
	va_start(args, format);
	strbuf_vprintf(&app->message, format, args);
	va_end(args);
	app->message_style = style;
}

unsigned app_mode(const struct app *app)
{
	switch (app->panel) {
	case PANEL_NONE:
		break;
	case PANEL_ASK:
		return MODE_ASK;
	case PANEL_FIND:
	case PANEL_GOTO:
	case PANEL_MENU:
	case PANEL_PATH:
	case PANEL_OTHER:
	case PANEL_PROMPT:
		return MODE_PICK;
	default:
		return MODE_LIST;
	}
	if (app->editing)
		return spot_is_long(app->edit_spot) ? MODE_LONG : MODE_EDIT;
	if (grid_of(app->focus.field))
		return MODE_GRID;
	return spot_is_long(app->focus) ? MODE_TEXT : MODE_FIELD;
}

/* ---- keys ---- */

/* these act on what is being typed; all others are about the report, and what is being typed belongs to it first */
static bool acts_on_editor(enum action a)
{
	return a == ACTION_TAKE_BACK || a == ACTION_UNDO || a == ACTION_REDO || a == ACTION_COPY || a == ACTION_CUT ||
	       a == ACTION_PASTE;
}

static unsigned run(struct app *app, enum action a, unsigned mode)
{
	if (mode == MODE_EDIT && !acts_on_editor(a) && !app_edit_commit(app))
		return a == ACTION_SAVE ? app_save_rest(app) : REACT_REDRAW;
	if (mode == MODE_LONG && !acts_on_editor(a) && !app_edit_store(app))
		return REACT_REDRAW;
	if (mode & MODE_TYPE)
		app_settle(app); /* what was typed may have brought fields, or taken them away */
	app_filter_for(app, a);
	return action_table[a].act(app);
}

/* a long text that does not fit its box is paged; in one that does, the keys change sections as everywhere */
static bool pages_text(const struct app *app, const struct key *k)
{
	int rows, columns;

	if (k->code != KEYCODE_PAGE_UP && k->code != KEYCODE_PAGE_DOWN)
		return false;
	columns = app_edit_columns(app, &rows);
	return lineedit_lines(app->edit, columns) > rows;
}

static unsigned answer_by_key(struct app *app, const struct key *k, bool *ret_taken)
{
	struct key own;

	for (size_t i = 0; i < app->answer_count; i++) {
		if (!app->answers[i].key[0] || !key_parse(app->answers[i].key, &own))
			continue;
		if (own.code == k->code && own.letter == k->letter && own.number == k->number) {
			*ret_taken = true;
			return app->answers[i].act(app);
		}
	}
	return REACT_NONE;
}

static unsigned type(struct app *app, const struct key *k, unsigned mode)
{
	if (mode == MODE_PICK) {
		if ((app->panel == PANEL_PATH || app->panel == PANEL_OTHER) && k->code == KEYCODE_TAB) {
			if (!path_complete(app->query, app->panel == PANEL_PATH ? PATHS_ALL : PATHS_REPORTS))
				return REACT_NONE;
			app_query_changed(app);
			return REACT_REDRAW;
		}
		if (!lineedit_key(app->query, k, app->columns, 1))
			return REACT_NONE;
		app_query_changed(app);
		return REACT_REDRAW;
	}
	if (app->panel == PANEL_REPLACE && k->code == KEYCODE_TEXT && k->len == 1 && k->text[0] == ' ') {
		app_replace_toggle(app);
		return REACT_REDRAW;
	}
	if (!(mode & MODE_FORM))
		return REACT_NONE;
	if (k->code == KEYCODE_PASTE)
		return app_paste_text(app, k->text, k->len);
	if (mode & MODE_TYPE)
		return app_edit_key(app, k) ? REACT_REDRAW : REACT_NONE;
	return k->code == KEYCODE_TEXT ? app_type(app, k) : REACT_NONE;
}

static unsigned dispatch(struct app *app, const struct key *k)
{
	unsigned mode = app_mode(app);
	bool taken = false;
	enum action a;

	if (mode == MODE_ASK) {
		unsigned reaction = answer_by_key(app, k, &taken);

		if (taken)
			return reaction;
	}
	if (mode == MODE_LONG && pages_text(app, k))
		return app_edit_key(app, k) ? REACT_REDRAW : REACT_NONE;
	if (app_choice_key(app, k, mode))
		return REACT_REDRAW;
	a = (mode & MODE_TYPE) && k->code == KEYCODE_TEXT ? ACTION_NONE : action_find(k, mode); /* no letter is an action there */
	if (a != ACTION_NONE)
		return run(app, a, mode);
	return type(app, k, mode);
}

/* edits go on without a journal; that a lost connection would lose them is said once, and stands in the title for as long as it is so */
static void say_trouble(struct app *app)
{
	const char *why = journal_trouble(app->session->journal);

	if (why && !app->troubled)
		app_say(app, STYLE_WARNING, _("what you type is not safe until it is saved: %s"), why);
	app->troubled = why != NULL;
}

/* a pause: what was typed into a long text becomes a step for undo; what was waited for may have come */
static unsigned tick(struct app *app)
{
	bool burst = app->burst, troubled = app->troubled;

	if (burst)
		app_edit_store(app);
	app_settle(app);
	say_trouble(app);
	return burst || troubled != app->troubled ? REACT_REDRAW : REACT_NONE;
}

unsigned app_handle(struct app *app, const struct key *k)
{
	unsigned reaction;
	bool said = app->message.len > 0;

	switch (k->code) {
	case KEYCODE_NONE:
	case KEYCODE_FOCUS_IN:
	case KEYCODE_FOCUS_OUT:
	case KEYCODE_MOUSE_RELEASE:
		return REACT_NONE;
	case KEYCODE_MOUSE_DRAG:
		if (app->dragging || !app->pressed.field)
			return app_point_drag(app, k->row, k->column);
		reaction = app_mouse_drag(app, k);
		app_settle(app);
		return reaction;
	case KEYCODE_HANGUP:
		return REACT_QUIT;
	case KEYCODE_TICK:
		reaction = tick(app);
		journal_look_after(app->session->journal);
		say_trouble(app);
		return said == (app->message.len > 0) ? reaction : reaction | REACT_REDRAW;
	case KEYCODE_RESIZE:
		app->rows = k->row;
		app->columns = k->column;
		app_settle(app);
		return REACT_REDRAW;
	case KEYCODE_SUSPENDED:
		return REACT_REDRAW;
	case KEYCODE_MOUSE_PRESS:
	case KEYCODE_WHEEL_UP:
	case KEYCODE_WHEEL_DOWN:
		strbuf_clear(&app->message);
		reaction = app_mouse(app, k);
		break;
	default:
		strbuf_clear(&app->message);
		reaction = dispatch(app, k);
	}
	if (!(reaction & REACT_QUIT))
		app_settle(app);
	say_trouble(app);
	return said ? reaction | REACT_REDRAW : reaction;
}

bool app_work(struct app *app, unsigned budget)
{
	return report_step(app->report, budget) || app_totals_step(app);
}

void app_refresh(struct app *app)
{
	app->refreshed++;
	app_settle(app);
}

/*
 * While somebody types only the editor changes: it alone is drawn on a canvas that shows the rest already. In a grid on a
 * very small screen its header and totals may lie over the editor.
 */
void app_draw(const struct app *app, struct canvas *c)
{
	uint64_t key = app_key(app);
	bool more = app->choosing.open || app->filter.table || app_sum(app, NULL); /* more than the editor follows what is typed */
	bool alone = app->editing && app->panel == PANEL_NONE && !more && (!grid_of(app->focus.field) || app->rows >= 20);

	if (alone && c->shows == key && view_same_spot(app->edit_spot, app->focus)) {
		view_editor_draw(app, c);
		return;
	}
	canvas_clear(c);
	view_frame_draw(app, c);
	if (app->rows == c->rows && app->columns == c->columns && !frame_of(app->rows, app->columns).too_small)
		c->shows = more ? 0 : key;
}
