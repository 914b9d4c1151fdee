/*
 * The mouse: a click focuses what it hits, or does what a key's name in the keys line says; a drag selects; the wheel goes up
 * and down.
 */
#include "tui/app_private.h"

#include "tui/views/views.h"

static unsigned wheel(struct app *app, bool down)
{
	if (app->panel == PANEL_NONE && app->editing && spot_is_long(app->edit_spot)) {
		const struct key k = { .code = down ? KEYCODE_DOWN : KEYCODE_UP };

		for (int i = 0; i < 3; i++)
			(void)app_edit_key(app, &k);
		return REACT_REDRAW;
	}
	for (int i = 0; i < 3; i++) {
		if (app_mode(app) & MODE_LISTS)
			down ? act_list_down(app) : act_list_up(app);
		else if (app->panel == PANEL_NONE && !app->editing)
			down ? act_down(app) : act_up(app);
	}
	return REACT_REDRAW;
}

/*
 * The row of a grid that a line stands for: its heading, for the row in focus; totals, for the last row. False: the whole
 * grid is meant, or it has no rows.
 */
static bool row_at(const struct app *app, const struct block *b, uint32_t line, uint32_t *ret)
{
	bool inside = grid_of(app->focus.field) == b->field && field_is_scalar(app->focus.field);
	uint32_t rows = grid_rows(app, b->field), row = inside ? grid_row_of(app, app->focus) : 0;
	const char *group;

	if (grid_row_at(app, b->field, line, ret, &group))
		return true;
	if (line == 0 || group || rows == 0)
		return false;
	*ret = line < grid_line_of(app, b->field, 0) ? (row < rows ? row : 0) : rows - 1;
	return true;
}

static struct spot cell_at(const struct app *app, const struct block *b, uint32_t line, int column)
{
	struct grid_column seen[GRID_COLUMNS_MAX];
	int width = frame_of(app->rows, app->columns).content.columns;
	size_t left = grid_of(app->focus.field) == b->field ? app->left : 0;
	size_t count = grid_columns(app, b->field, width, left, seen);
	uint32_t row;

	if (!row_at(app, b, line, &row))
		return (struct spot){ .section = b->field->section, .field = b->field };
	for (size_t i = count; i-- > 0;) {
		if (seen[i].column != GRID_FROZEN && (column >= seen[i].at - 1 || i == 1))
			return grid_spot(app, b->field, row, seen[i].column);
	}
	return (struct spot){ 0 };
}

static struct spot spot_at(const struct app *app, uint32_t line, int column)
{
	for (size_t i = 0; i < app->layout.count; i++) {
		const struct block *b = &app->layout.blocks[i];

		if (!b->field || line < b->top || line >= b->top + b->height)
			continue;
		if (b->kind == BLOCK_GRID)
			return cell_at(app, b, line - b->top, column);
		return (struct spot){ .section = b->field->section, .field = b->field };
	}
	return (struct spot){ 0 };
}

static bool in_rect(const struct rect *r, int row, int column)
{
	return row >= r->row && row < r->row + r->rows && column >= r->column && column < r->column + r->columns;
}

/* the action as if its key had been pressed */
static unsigned press_key(struct app *app, const struct action_info *a)
{
	struct key k;

	return a && (a->modes & app_mode(app)) && action_key(a, 0, &k) ? app_handle(app, &k) : REACT_NONE;
}

unsigned app_mouse_drag(struct app *app, const struct key *k)
{
	struct rect content = frame_of(app->rows, app->columns).content;
	const struct field *grid = grid_of(app->pressed.field);
	struct spot before = app->focus, s;

	if (app->panel != PANEL_NONE || app->editing || grid_of(before.field) != grid)
		return REACT_NONE;
	if (k->row < content.row)
		(void)app_step(app, STEP_UP, false); /* what is beyond the edge comes into sight */
	else if (k->row >= content.row + content.rows)
		(void)app_step(app, STEP_DOWN, false);
	s = k->row < content.row || k->row >= content.row + content.rows ?
		    app->focus :
		    spot_at(app, app->top + (uint32_t)(k->row - content.row), k->column - content.column);
	if (grid_of(s.field) != grid || !field_is_scalar(s.field))
		s = before;
	(void)app_focus(app, s);
	if (!view_same_spot(s, app->pressed))
		app->mark = app->pressed;
	return REACT_REDRAW;
}

unsigned app_mouse(struct app *app, const struct key *k)
{
	struct frame f = frame_of(app->rows, app->columns);
	struct spot s;

	app->pressed = (struct spot){ 0 };
	if (k->code != KEYCODE_MOUSE_PRESS)
		return wheel(app, k->code == KEYCODE_WHEEL_DOWN);
	if (!f.too_small && k->row == f.keys_row)
		return press_key(app, view_key_at(app, k->column));
	if (!f.too_small && k->row == f.strip_row)
		return press_key(app, &action_table[ACTION_PROBLEMS]);
	if (app->choosing.open && app->editing && app->panel == PANEL_NONE) {
		struct rect box = view_choice_box(app);

		if (in_rect(&box, k->row, k->column)) {
			app_choice_click(app, k->row - box.row - 1);
			return REACT_REDRAW;
		}
	}
	if (app->panel == PANEL_ASK || app->panel == PANEL_FIND || app->panel == PANEL_PROMPT || !app_edit_commit(app))
		return REACT_REDRAW;
	if (app->panel == PANEL_COMPARE) {
		struct rect r = app_compare_rect(app);

		if (in_rect(&r, k->row, k->column))
			app_compare_click(app, k->row - r.row);
		return REACT_REDRAW;
	}
	if (in_rect(&f.content, k->row, k->column) && app->panel != PANEL_NONE && app->panel != PANEL_OUTLINE) {
		size_t at = app->list.top + (size_t)(k->row - f.content.row);
		size_t head = app->panel == PANEL_GOTO || app->panel == PANEL_MENU || app->panel == PANEL_OTHER ? 2 : 0;

		if (at < head || at - head >= app->list.count || at - head >= app->list.top + app_list_rows(app) || app->list.items[at - head].heading)
			return REACT_NONE;
		app->list.at = at - head;
		if (app->panel == PANEL_REPLACE) { /* Enter does all */
			app_replace_toggle(app);
			return REACT_REDRAW;
		}
		return act_list_take(app);
	}
	if (f.outline && k->column < f.outline && k->row > f.rule_row && k->row < f.lower_rule_row) {
		const struct section *to = view_outline_at(app, k->row - f.section_row, f.lower_rule_row - f.section_row);

		app_panel_close(app);
		if (to)
			app_focus(app, (struct spot){ .section = to });
		return REACT_REDRAW;
	}
	if (!in_rect(&f.content, k->row, k->column) || app->panel != PANEL_NONE)
		return REACT_NONE;
	s = spot_at(app, app->top + (uint32_t)(k->row - f.content.row), k->column - f.content.column);
	if (s.field)
		app_focus(app, s);
	if (app_point_press(app, k->row, k->column) && k->twice)
		return app_point_word(app);
	if (s.field && grid_of(app->focus.field) && field_is_scalar(app->focus.field))
		app->pressed = app->focus;
	return REACT_REDRAW;
}
