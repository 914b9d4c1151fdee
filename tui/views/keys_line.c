/* The keys line: those that mean something right now, by rank, as many as there is room for. */
#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

#define RANK_KEPT 90

static const struct action_info *next_by_rank(unsigned mode, unsigned after)
{
	const struct action_info *best = NULL;

	for (unsigned i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *a = &action_table[i];

		if ((a->modes & mode) && a->rank > after && (!best || a->rank < best->rank))
			best = a;
	}
	return best;
}

/* adding a row means something only where there are rows to add, a formula where there is one, taking back what is typed */
static bool is_useful(const struct app *app, const struct action_info *a)
{
	const struct field *f = app->focus.field, *grid = grid_of(f);

	if (a == &action_table[ACTION_ROW_ADD])
		return grid && grid->type == TYPE_TABLE && view_takes_rows(app, grid);
	if (a == &action_table[ACTION_WHY])
		return app->panel == PANEL_NONE && f && f->calculate;
	if (a == &action_table[ACTION_TAKE_OURS] || a == &action_table[ACTION_TAKE_BASE])
		return app->panel == PANEL_CONFLICTS;
	if (a == &action_table[ACTION_TAKE_THEIRS] || (a == &action_table[ACTION_UNDO] && app->panel != PANEL_NONE))
		return app->panel == PANEL_CONFLICTS || app->panel == PANEL_COMPARE;
	if (a == &action_table[ACTION_COMPARE_ALL] || a == &action_table[ACTION_DIFFERENCE_NEXT])
		return app->panel == PANEL_COMPARE;
	if (a == &action_table[ACTION_COMMENT])
		return (app->options.review && app->panel == PANEL_NONE) || app->panel == PANEL_COMMENTS ||
		       (app->panel == PANEL_NONE && f && app_noted(app, app->focus, false));
	if (a == &action_table[ACTION_LIST_TAKE]) /* in help it only leaves, as Esc does */
		return app->panel != PANEL_HELP;
	if (a == &action_table[ACTION_LIST_UP])
		return app->panel != PANEL_FIND && app->panel != PANEL_PROMPT && app->panel != PANEL_PATH;
	return a != &action_table[ACTION_TAKE_BACK] || app->editing;
}

/* what Esc does to a question */
static const char *leave_name(const struct app *app)
{
	switch (app->question) {
	case QUESTION_RECOVER:
		return _("put them aside");
	case QUESTION_TAKE_OVER:
	case QUESTION_ELSEWHERE:
		return _("only read");
	case QUESTION_UNIT:
		return _("paste nothing");
	default:
		return _(action_table[ACTION_ASK_LEAVE].name);
	}
}

/* a key that does another thing here than its name says: Enter in panels that go nowhere, Esc in a long text */
static const char *key_name(const struct app *app, const struct action_info *a)
{
	if (a == &action_table[ACTION_TAKE_BACK] && (app_mode(app) & MODE_LONG))
		return _("done");
	if (a == &action_table[ACTION_COMMENT] && (app->panel == PANEL_COMMENTS || (app->focus.field && app_noted(app, app->focus, false))))
		return _("read comment");
	if (a == &action_table[ACTION_ASK_LEAVE])
		return leave_name(app);
	if (a == &action_table[ACTION_LIST_UP])
		return app->panel == PANEL_HELP || app->panel == PANEL_PREVIEW ? _("scroll") : _("choose");
	if (a == &action_table[ACTION_LIST_TAKE]) {
		switch (app->panel) {
		case PANEL_MENU:
		case PANEL_EXPORT:
		case PANEL_PATH:
		case PANEL_ASIDES:
		case PANEL_OTHER:
			return _("do it");
		case PANEL_PROMPT:
			return _("keep");
		case PANEL_REPLACE:
			return _("replace");
		case PANEL_COMMENT:
			return _("do it");
		case PANEL_HIDDEN:
			return _("why hidden");
		case PANEL_UNPLACED:
			return _("show it");
		case PANEL_FIND:
			return _("find");
		case PANEL_GOTO:
			if (app->referring)
				return _("insert");
			break;
		case PANEL_WHY:
			if (app_takes_calculated(app))
				return _("take the calculated value");
			break;
		default:
			break;
		}
	}
	return _(a->name);
}

static void key_sign(const struct app *app, const struct action_info *a, struct strbuf *out)
{
	if (a == &action_table[ACTION_ASK_LEFT] || a == &action_table[ACTION_LIST_UP])
		strbuf_puts(out, app->ascii ? "Up/Down" : "↑↓");
	else
		action_key_name(a, out);
}

static int key_columns(const struct app *app, const struct action_info *a)
{
	const char *name = key_name(app, a);
	struct strbuf key;
	int columns;

	strbuf_init(&key, 0);
	key_sign(app, a, &key);
	columns = text_columns(key.text, key.len) + 1 + text_columns(name, strlen(name)) + 2;
	strbuf_release(&key);
	return columns;
}

static int draw_key(const struct app *app, struct canvas *c, int row, int column, const struct action_info *a)
{
	struct strbuf key;

	strbuf_init(&key, 0);
	key_sign(app, a, &key);
	column = canvas_text(c, row, column, STYLE_KEY, key.text, key.len) + 1;
	strbuf_release(&key);
	return canvas_puts(c, row, column, STYLE_DIM, key_name(app, a)) + 2;
}

/*
 * As many keys as there is room for, by rank; help and menu, which lead to all others, are always there. Drawn in a row of a
 * canvas; or, without one, the key that is at a column is looked for.
 */
static const struct action_info *walk_keys(const struct app *app, struct canvas *c, int row, int column)
{
	unsigned mode = app_mode(app);
	const struct action_info *a;
	int at = 1, kept = 0;

	for (a = next_by_rank(mode, RANK_KEPT - 1); a; a = next_by_rank(mode, a->rank))
		kept += key_columns(app, a);
	for (a = next_by_rank(mode, 0); a; a = next_by_rank(mode, a->rank)) {
		int columns = key_columns(app, a);

		if (a->rank < RANK_KEPT && (!is_useful(app, a) || at + columns - 2 + kept > app->columns))
			continue;
		if (c)
			(void)draw_key(app, c, row, at, a);
		else if (column >= at && column < at + columns - 2)
			return a;
		at += columns;
	}
	return NULL;
}

const struct action_info *view_key_at(const struct app *app, int column)
{
	return walk_keys(app, NULL, 0, column);
}

void view_keys_line_draw(const struct app *app, struct canvas *c, const struct frame *f)
{
	(void)walk_keys(app, c, f->keys_row, 0);
}
