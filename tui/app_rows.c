/* Rows of tables: starting, dropping, moving, copying them; selections; Enter in a grid. */
#include "tui/app_private.h"

#include "tui/views/views.h"

static unsigned said(struct app *app, bool ok, const struct error *error)
{
	if (!ok)
		app_say(app, STYLE_ERROR, "%s", error->text);
	return REACT_REDRAW;
}

/* the table whose rows the keys are about; says why there is none */
static const struct field *table_at_hand(struct app *app)
{
	const struct field *grid = grid_of(app->focus.field), *only = NULL;
	size_t tables = 0;

	if (grid && grid->type == TYPE_MATRIX) {
		app_say(app, STYLE_WARNING, "%s", _("the rows of this table are fixed by the form"));
		return NULL;
	}
	for (size_t i = 0; !grid && i < app->layout.count; i++) {
		const struct field *f = app->layout.blocks[i].field;

		if (f && f->type == TYPE_TABLE) {
			only = f;
			tables++;
		}
	}
	if (!grid && tables == 1)
		grid = only;
	if (!grid)
		app_say(app, STYLE_WARNING, "%s", _("rows belong to a table: go to one of its cells first"));
	else if (!(app_read_only(app) || app->options.review) || app_can_change(app, (struct spot){ .section = grid->section, .field = grid }))
		return grid;
	return NULL;
}

static struct spot first_typed(const struct app *app, const struct field *table, uint32_t row)
{
	for (size_t c = 0; c < table->column_count; c++) {
		struct spot s = grid_spot(app, table, row, c);

		if (spot_can_type(app, s))
			return s;
	}
	return grid_spot(app, table, row, 0);
}

bool app_row_start(struct app *app, const struct field *table, uint32_t at)
{
	struct error error = { 0 };
	row_id row;

	if (app->filter.table) { /* what is shown is not where rows go */
		app_filter_off(app);
		at = report_row_count(app->report, table);
	}
	if ((app_read_only(app) || app->options.review) && !app_can_change(app, (struct spot){ .section = table->section, .field = table }))
		return false;
	if (table->max_rows && report_row_count(app->report, table) >= table->max_rows) {
		app_say(app, STYLE_WARNING, _("'%s' takes at most %u rows"), field_label(app->form, table), (unsigned)table->max_rows);
		return false;
	}
	if (!report_insert(app->report, table, at, &row, &error)) {
		app_say(app, STYLE_ERROR, "%s", error.text);
		return false;
	}
	app_focus(app, first_typed(app, table, at));
	app->fresh_row = row;
	app->fresh_revision = report_revision(app->report);
	return true;
}

/* a row that was started and is empty goes without a trace: when nothing happened since, by undoing its start */
bool app_row_drop_fresh(struct app *app)
{
	const struct field *table = app->focus.field ? app->focus.field->table : NULL;
	struct error error = { 0 };
	struct spot where;

	if (!table || app->fresh_row == 0 || app->fresh_row != app->focus.row ||
	    !report_row_is_empty(app->report, table, app->focus.row))
		return false;
	if (app->fresh_revision == report_revision(app->report))
		return report_undo(app->report, &where);
	return report_delete(app->report, table, app->focus.row, &error);
}

/* Esc in a row that was started and is empty: back to the row before it, or to the table without rows */
bool app_row_take_back(struct app *app)
{
	const struct field *table = app->focus.field ? app->focus.field->table : NULL;
	size_t column = table ? grid_column_of(app->focus) : 0;
	uint32_t row = table ? grid_row_of(app, app->focus) : 0;

	if (!app_row_drop_fresh(app))
		return false;
	app->fresh_row = 0;
	if (grid_rows(app, table) == 0)
		app_focus(app, (struct spot){ .section = table->section, .field = table });
	else
		app_focus(app, grid_spot(app, table, row > 0 ? row - 1 : 0, column));
	return true;
}

/* behind a grid: the next thing to fill in, from the grid's last cell */
static void leave_grid(struct app *app, const struct field *grid)
{
	uint32_t rows = grid_rows(app, grid);

	if (rows == 0)
		app->focus = (struct spot){ .section = grid->section, .field = grid };
	for (size_t c = grid->column_count; rows > 0 && c-- > 0;) {
		struct spot s = grid_spot(app, grid, rows - 1, c);

		if (s.field) {
			app->focus = s;
			break;
		}
	}
	app->fresh_row = 0;
	app_go_on(app, STEP_NEXT);
}

unsigned app_enter_grid(struct app *app)
{
	const struct field *grid = grid_of(app->focus.field);
	uint32_t row;

	if (!field_is_scalar(app->focus.field)) { /* a table without rows */
		app_row_start(app, grid, 0);
		return REACT_REDRAW;
	}
	if (app_row_drop_fresh(app)) {
		leave_grid(app, grid);
		return REACT_REDRAW;
	}
	row = grid_row_of(app, app->focus);
	for (size_t c = grid_column_of(app->focus) + 1; c < grid->column_count; c++) {
		struct spot s = grid_spot(app, grid, row, c);

		if (spot_can_type(app, s)) {
			app_focus(app, s);
			return REACT_REDRAW;
		}
	}
	while (++row < grid_rows(app, grid)) {
		struct spot s = first_typed(app, grid, row);

		if (s.field && (spot_can_type(app, s) || grid->type == TYPE_TABLE)) {
			app_focus(app, s);
			return REACT_REDRAW;
		}
	}
	if (grid->type == TYPE_MATRIX || app_read_only(app) || app->options.review ||
	    !app_row_start(app, grid, grid_rows(app, grid)))
		leave_grid(app, grid);
	return REACT_REDRAW;
}

bool app_selection(const struct app *app, struct cells *ret)
{
	const struct field *grid = app->focus.field && field_is_scalar(app->focus.field) ? grid_of(app->focus.field) : NULL;
	uint32_t row, mark_row;
	size_t column, mark_column;

	if (!grid)
		return false;
	row = mark_row = grid_row_of(app, app->focus);
	column = mark_column = grid_column_of(app->focus);
	if (app->mark.field && grid_of(app->mark.field) == grid) {
		mark_row = grid_row_of(app, app->mark);
		mark_column = grid_column_of(app->mark);
	}
	ret->grid = grid;
	ret->row = row < mark_row ? row : mark_row;
	ret->rows = (row < mark_row ? mark_row - row : row - mark_row) + 1;
	ret->column = column < mark_column ? column : mark_column;
	ret->columns = (column < mark_column ? mark_column - column : column - mark_column) + 1;
	return true;
}

/* ---- the actions ---- */

unsigned act_row_add(struct app *app)
{
	const struct field *table = table_at_hand(app);
	uint32_t rows;

	if (!table)
		return REACT_REDRAW;
	rows = report_row_count(app->report, table);
	if (grid_of(app->focus.field) == table && field_is_scalar(app->focus.field))
		rows = grid_row_of(app, app->focus) + 1;
	app_row_start(app, table, rows);
	return REACT_REDRAW;
}

unsigned act_row_delete(struct app *app)
{
	const struct field *table = table_at_hand(app);
	struct error error = { 0 };
	struct cells cells;
	bool ok = true;

	if (!table || !app_selection(app, &cells))
		return REACT_REDRAW;
	app_edit_cancel(app);
	report_group_begin(app->report);
	for (uint32_t i = 0; ok && i < cells.rows; i++)
		ok = report_delete(app->report, table, report_row_at(app->report, table, cells.row), &error);
	report_group_end(app->report);
	app->focus_row = cells.row;
	app->mark = (struct spot){ 0 };
	return said(app, ok, &error);
}

unsigned act_row_double(struct app *app)
{
	const struct field *table = table_at_hand(app);
	struct error error = { 0 };
	uint32_t row;
	row_id copy;
	bool ok;

	if (!table || !field_is_scalar(app->focus.field) || app->focus.field->table != table)
		return REACT_REDRAW;
	row = grid_row_of(app, app->focus);
	report_group_begin(app->report);
	ok = report_insert(app->report, table, row + 1, &copy, &error);
	for (size_t c = 0; ok && c < table->column_count; c++) {
		size_t len;
		const char *text = report_text(app->report, grid_spot(app, table, row, c), &len);

		if (!report_is_calculated(table->columns[c]))
			ok = report_set(app->report, grid_spot(app, table, row + 1, c), text, len, true, &error);
	}
	if (ok)
		report_group_end(app->report);
	else
		report_group_cancel(app->report);
	if (ok)
		app_focus(app, grid_spot(app, table, row + 1, grid_column_of(app->focus)));
	return said(app, ok, &error);
}

static unsigned move_row(struct app *app, int by)
{
	const struct field *table = table_at_hand(app);
	struct error error = { 0 };
	uint32_t row;

	if (!table || !field_is_scalar(app->focus.field))
		return REACT_REDRAW;
	row = grid_row_of(app, app->focus);
	if (by < 0 ? row == 0 : row + 1 >= grid_rows(app, table))
		return REACT_NONE;
	return said(app, report_move(app->report, table, app->focus.row, by < 0 ? row - 1 : row + 1, &error), &error);
}

unsigned act_row_up(struct app *app)
{
	return move_row(app, -1);
}

unsigned act_row_down(struct app *app)
{
	return move_row(app, 1);
}

unsigned act_fill(struct app *app)
{
	struct error error = { 0 };
	struct cells cells;
	bool ok = true;

	if (!app_selection(app, &cells))
		return REACT_REDRAW;
	if (cells.rows == 1) { /* no selection downwards: the cell above into this one */
		if (cells.row == 0 || (cells.columns == 1 && !app_can_change(app, app->focus)))
			return REACT_REDRAW;
		cells.row--;
		cells.rows = 2;
	}
	report_group_begin(app->report);
	for (size_t c = cells.column; ok && c < cells.column + cells.columns; c++) {
		struct spot from = grid_spot(app, cells.grid, cells.row, c);
		size_t len;
		const char *text = from.field ? report_text(app->report, from, &len) : NULL;

		for (uint32_t r = 1; ok && text && r < cells.rows; r++) {
			struct spot to = grid_spot(app, cells.grid, cells.row + r, c);

			if (spot_can_type(app, to) && app_can_change(app, to))
				ok = report_set(app->report, to, text, len, true, &error);
		}
	}
	report_group_end(app->report);
	return said(app, ok, &error);
}

static unsigned select_step(struct app *app, enum step step)
{
	struct spot mark = app->mark.field ? app->mark : app->focus, before = app->focus;
	const struct field *grid = grid_of(app->focus.field);

	if (!grid || !field_is_scalar(app->focus.field))
		return REACT_NONE;
	app_step(app, step, false);
	if (grid_of(app->focus.field) != grid)
		app_focus(app, before); /* a selection stays in its table */
	app->mark = mark;
	return REACT_REDRAW;
}

unsigned act_select_up(struct app *app)
{
	return select_step(app, STEP_UP);
}

unsigned act_select_down(struct app *app)
{
	return select_step(app, STEP_DOWN);
}

unsigned act_select_left(struct app *app)
{
	return select_step(app, STEP_LEFT);
}

unsigned act_select_right(struct app *app)
{
	return select_step(app, STEP_RIGHT);
}
