/* Focus: where the keys go, and the ways from field to field. */
#include "tui/app_private.h"

#include "tui/views/views.h"

bool spot_may_change(const struct app *app, struct spot s)
{
	struct error error;

	return spot_can_type(app, s) && report_may(app->report, s, &error);
}

bool spot_can_type(const struct app *app, struct spot s)
{
	return s.field && field_is_scalar(s.field) && !report_is_calculated(s.field) &&
	       (!s.field->reviewer || app->options.review) && report_relevant(app->report, s);
}

static bool is_stop(const struct app *app, struct spot s, bool to_type)
{
	return s.field && (!to_type || spot_can_type(app, s) || s.field->type == TYPE_TABLE);
}

/* the first (or last) stop of a grid; the table itself when it has no rows */
static struct spot grid_end(const struct app *app, const struct field *grid, bool last, bool to_type)
{
	uint32_t rows = grid_rows(app, grid);

	if (rows == 0)
		return (struct spot){ .section = grid->section, .field = grid };
	/* a table whose rows cannot be typed into is not walked to its end to find that out */
	for (uint32_t i = 0; i < rows && (i < 1 || grid->type == TYPE_MATRIX); i++) {
		for (size_t c = 0; c < grid->column_count; c++) {
			struct spot s = grid_spot(app, grid, last ? rows - 1 - i : i, last ? grid->column_count - 1 - c : c);

			if (is_stop(app, s, to_type))
				return s;
		}
	}
	return (struct spot){ .section = grid->section };
}

struct spot spot_enter(const struct app *app, const struct field *f)
{
	return field_is_scalar(f) ? (struct spot){ .section = f->section, .field = f } : grid_end(app, f, false, false);
}

struct spot spot_first(const struct app *app, const struct section *s)
{
	for (size_t i = 0; i < s->field_count; i++) {
		struct spot at = { .section = s, .field = s->fields[i] };

		if (!report_relevant(app->report, at))
			continue;
		at = spot_enter(app, s->fields[i]);
		if (at.field)
			return at;
	}
	return (struct spot){ .section = s };
}

/* ---- steps ---- */

static struct spot block_end(const struct app *app, const struct block *b, bool last, bool to_type)
{
	struct spot s = { .section = b->field->section, .field = b->field };

	if (b->kind == BLOCK_GRID)
		return grid_end(app, b->field, last, to_type);
	return is_stop(app, s, to_type) ? s : (struct spot){ 0 };
}

/* from one block to the next that has something to stop at */
static bool step_block(struct app *app, int by, bool to_type, struct spot *ret)
{
	const struct block *at = layout_block(&app->layout, app->focus.field);
	ptrdiff_t i = at ? at - app->layout.blocks : -1;

	for (i += by; i >= 0 && i < (ptrdiff_t)app->layout.count; i += by) {
		if (!app->layout.blocks[i].field)
			continue;
		struct spot s = block_end(app, &app->layout.blocks[i], by < 0, to_type);

		if (s.field) {
			*ret = s;
			return true;
		}
	}
	return false;
}

/* cell by cell, row by row */
static bool step_cells(struct app *app, const struct field *grid, int by, bool to_type, struct spot *ret)
{
	uint32_t rows = grid_rows(app, grid), row = grid_row_of(app, app->focus);
	size_t column = grid_column_of(app->focus);
	unsigned empty_rows = 0;

	while (empty_rows < 2 || grid->type == TYPE_MATRIX) {
		if (by > 0 ? ++column >= grid->column_count : column-- == 0) {
			if (by > 0 ? ++row >= rows : row-- == 0)
				return false;
			column = by > 0 ? 0 : grid->column_count - 1;
			empty_rows++;
		}
		struct spot s = grid_spot(app, grid, row, column);

		if (is_stop(app, s, to_type)) {
			*ret = s;
			return true;
		}
	}
	return false;
}

/* up and down in a grid: the next row that has a cell in this column */
static bool step_rows(struct app *app, const struct field *grid, int by, struct spot *ret)
{
	uint32_t rows = grid_rows(app, grid), row = grid_row_of(app, app->focus);

	while (by > 0 ? ++row < rows : row-- > 0) {
		struct spot s = grid_spot(app, grid, row, grid_column_of(app->focus));

		if (s.field) {
			*ret = s;
			return true;
		}
	}
	return false;
}

static bool step_columns(struct app *app, const struct field *grid, int by, struct spot *ret)
{
	size_t column = grid_column_of(app->focus);

	while (by > 0 ? ++column < grid->column_count : column-- > 0) {
		struct spot s = grid_spot(app, grid, grid_row_of(app, app->focus), column);

		if (s.field) {
			*ret = s;
			return true;
		}
	}
	return false;
}

/* going up into a grid: its last row, first column */
static struct spot line_start(const struct app *app, struct spot s)
{
	const struct field *grid = grid_of(s.field);

	if (!grid || !field_is_scalar(s.field))
		return s;
	for (size_t c = 0; c < grid->column_count; c++) {
		struct spot first = grid_spot(app, grid, grid_row_of(app, s), c);

		if (first.field)
			return first;
	}
	return s;
}

bool app_step(struct app *app, enum step step, bool to_type)
{
	const struct field *grid = app->focus.field && field_is_scalar(app->focus.field) ? grid_of(app->focus.field) : NULL;
	int by = step == STEP_NEXT || step == STEP_DOWN || step == STEP_RIGHT ? 1 : -1;
	struct spot to;
	bool found = false;

	if (grid && (step == STEP_NEXT || step == STEP_PREVIOUS))
		found = step_cells(app, grid, by, to_type, &to);
	else if (grid && (step == STEP_UP || step == STEP_DOWN))
		found = step_rows(app, grid, by, &to);
	else if (step == STEP_LEFT || step == STEP_RIGHT)
		return grid && step_columns(app, grid, by, &to) && app_focus(app, to);
	if (!found) {
		found = step_block(app, by, to_type, &to);
		if (found && step == STEP_UP)
			to = line_start(app, to);
	}
	return found && app_focus(app, to);
}

void app_next_section(struct app *app, int by)
{
	ptrdiff_t to = (ptrdiff_t)app->focus.section->index + by;

	if (to < 0 || to >= (ptrdiff_t)app->form->section_count)
		return;
	app_focus(app, spot_first(app, app->form->sections[to]));
	app->top = 0;
}

static bool focus_last_typed(struct app *app)
{
	for (size_t i = app->layout.count; i-- > 0;) {
		if (!app->layout.blocks[i].field)
			continue;
		struct spot s = block_end(app, &app->layout.blocks[i], true, true);

		if (s.field)
			return app_focus(app, s);
	}
	return false;
}

void app_go_on(struct app *app, enum step step)
{
	const struct section *from = app->focus.section;
	int by = step == STEP_NEXT ? 1 : -1;

	if (app_step(app, step, true))
		return;
	for (;;) { /* sections without anything to type are passed over */
		const struct section *before = app->focus.section;

		app_next_section(app, by);
		if (app->focus.section == before) {
			if (from != before)
				app_focus(app, spot_first(app, from));
			return;
		}
		app_settle(app);
		if (by < 0 ? focus_last_typed(app) : is_stop(app, app->focus, true) || app_step(app, STEP_NEXT, true))
			return;
	}
}

bool app_focus(struct app *app, struct spot s)
{
	if (s.field && !field_is_scalar(s.field))
		s = spot_enter(app, s.field);
	else if (!s.field && s.section)
		s = spot_first(app, s.section);
	if (!s.section || s.section->builtin)
		return false;
	if (app->editing && !view_same_spot(s, app->edit_spot))
		app_edit_cancel(app); /* stored before: only a long text is still open here */
	if (s.section != app->focus.section)
		app->top = 0;
	if (grid_of(s.field) != grid_of(app->focus.field))
		app->left = 0;
	if (s.row != app->focus.row)
		app->fresh_row = app->fresh_row == s.row ? s.row : 0;
	app->focus = s;
	app->mark = (struct spot){ 0 };
	return true;
}

bool app_focus_place(struct app *app, struct spot s)
{
	const struct field *table = s.field && s.field->type == TYPE_TABLE ? s.field : s.field ? s.field->table : NULL;
	uint32_t row;

	if (!table || s.row == 0)
		return app_focus(app, s);
	if (app->filter.table == table && s.field == table)
		app_filter_off(app);
	row = report_row_index(app->report, table, s.row);
	if (row == UINT32_MAX)
		return app_focus(app, (struct spot){ .section = table->section, .field = table });
	return app_focus(app, s.field == table ? grid_spot(app, table, row, 0) : s);
}

/* ---- the actions ---- */

unsigned act_next(struct app *app)
{
	app_go_on(app, STEP_NEXT);
	return REACT_REDRAW;
}

unsigned act_previous(struct app *app)
{
	app_go_on(app, STEP_PREVIOUS);
	return REACT_REDRAW;
}

unsigned act_up(struct app *app)
{
	app_step(app, STEP_UP, false);
	return REACT_REDRAW;
}

unsigned act_down(struct app *app)
{
	app_step(app, STEP_DOWN, false);
	return REACT_REDRAW;
}

unsigned act_left(struct app *app)
{
	app_step(app, STEP_LEFT, false);
	return REACT_REDRAW;
}

unsigned act_right(struct app *app)
{
	app_step(app, STEP_RIGHT, false);
	return REACT_REDRAW;
}

unsigned act_section_next(struct app *app)
{
	app_next_section(app, 1);
	return REACT_REDRAW;
}

unsigned act_section_previous(struct app *app)
{
	app_next_section(app, -1);
	return REACT_REDRAW;
}

static unsigned go_to_end(struct app *app, bool last)
{
	const struct field *grid = grid_of(app->focus.field);

	if (grid) {
		app_focus(app, line_start(app, grid_end(app, grid, last, false)));
		return REACT_REDRAW;
	}
	for (size_t i = 0; i < app->layout.count; i++) {
		const struct block *b = &app->layout.blocks[last ? app->layout.count - 1 - i : i];

		if (b->field) {
			app_focus(app, line_start(app, block_end(app, b, last, false)));
			break;
		}
	}
	return REACT_REDRAW;
}

unsigned act_first(struct app *app)
{
	return go_to_end(app, false);
}

unsigned act_last(struct app *app)
{
	return go_to_end(app, true);
}
