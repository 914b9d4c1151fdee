/* Focus: where the keys go, the ways from field to field, and keeping it all on the screen. */
#include "tui/app_looks.h"
#include "tui/app_private.h"

#include "base/text.h"
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

/* ---- settling ---- */

/* the row in focus may be gone, or the field may not apply any more */
static void settle_focus(struct app *app)
{
	const struct field *f = app->focus.field;
	const struct field *table = f ? f->table : NULL;

	if (table) {
		uint32_t row = report_row_index(app->report, table, app->focus.row), rows = grid_rows(app, table);

		if (row == UINT32_MAX && rows == 0)
			app->focus = (struct spot){ .section = table->section, .field = table };
		else if (row == UINT32_MAX)
			app->focus.row = report_row_at(app->report, table, app->focus_row < rows ? app->focus_row : rows - 1);
	} else if (f && f->type == TYPE_TABLE && grid_rows(app, f) > 0) {
		app->focus = spot_enter(app, f);
	}
	if (app->focus.field && app->focus.field->table)
		app->focus_row = report_row_index(app->report, app->focus.field->table, app->focus.row);
	if (app->mark.field && app->mark.field->table &&
	    report_row_index(app->report, app->mark.field->table, app->mark.row) == UINT32_MAX)
		app->mark = (struct spot){ 0 };
}

/* a field that is not shown any more gives the focus to the one shown before it */
static void settle_hidden(struct app *app)
{
	const struct field *f = grid_of(app->focus.field) ? grid_of(app->focus.field) : app->focus.field;
	struct spot to = spot_first(app, app->focus.section);

	if (f && layout_block(&app->layout, f))
		return;
	for (size_t i = 0; f && i < f->section->field_count && f->section->fields[i] != f; i++) {
		if (layout_block(&app->layout, f->section->fields[i]))
			to = spot_enter(app, f->section->fields[i]);
	}
	if (app->editing)
		app_edit_cancel(app);
	app->focus = to;
}

/* the lines that should be seen: the focus, with its heading above */
static void focus_lines(const struct app *app, const struct block *b, uint32_t *ret_start, uint32_t *ret_line, uint32_t *ret_end)
{
	*ret_start = *ret_line = b->top;
	*ret_end = b->top + b->height;
	if (b->kind == BLOCK_GRID) {
		uint32_t rows = grid_rows(app, b->field);
		uint32_t row = app->focus.field && field_is_scalar(app->focus.field) ? grid_row_of(app, app->focus) : 0;

		*ret_line = b->top + (rows ? grid_line_of(app, b->field, row) : grid_heading(app, b->field));
		*ret_start = *ret_line - grid_heading(app, b->field);
		*ret_end = *ret_line + 1 + (grid_has_totals(app, b->field) ? 1 : 0);
	}
	if (*ret_start == b->top) {
		while (b > app->layout.blocks && !b[-1].field) /* headings and help above it */
			*ret_start = (--b)->top;
	}
}

/*
 * Coming to a block from elsewhere: as much of it is shown as there is room for below its start, and from far away some of
 * what stands above it, too. Returns the end of what should be seen.
 */
static uint32_t come_to(struct app *app, const struct block *b, uint32_t start, uint32_t end, uint32_t rows)
{
	uint32_t wanted = b->top + b->height;

	if (wanted > start + rows)
		wanted = start + rows;
	if (wanted < end)
		wanted = end;
	if (wanted > app->top + rows + rows / 2)
		app->top = start > rows / 4 ? start - rows / 4 : 0;
	return wanted;
}

static void settle_scroll(struct app *app)
{
	const struct block *b = layout_block(&app->layout, app->focus.field);
	int seen = frame_of(app->rows, app->columns).content.rows;
	uint32_t rows = seen > 1 ? (uint32_t)seen : 1;
	uint32_t start, line, end;

	if (b) {
		focus_lines(app, b, &start, &line, &end);
		if (app->seen != b->field)
			end = come_to(app, b, start, end, rows);
		app->seen = b->field;
		if (end > app->top + rows)
			app->top = end - rows;
		if (start < app->top)
			app->top = start;
		if (line >= app->top + rows) /* no room for all: the line itself matters most */
			app->top = line + 1 - rows;
	}
	if (app->top + rows > app->layout.height)
		app->top = app->layout.height > rows ? app->layout.height - rows : 0;
}

/*
 * The same for as long as nothing changes that a layout is made from, but for the open editor's text and caret. What a view
 * reads from the state must go in here, or into app_key(), or be left out of what app_settle() and app_draw() pass over.
 */
static uint64_t key_of(const struct app *app, const uint64_t *more, size_t count)
{
	uint64_t words[32] = {
		(uintptr_t)app->report, (uintptr_t)report_revision(app->report), (uintptr_t)app->refreshed,
		(uintptr_t)app->focus.section, (uintptr_t)app->edit_spot.field, app->edit_spot.row, (uintptr_t)app->columns,
		text_class_changes(), app->ascii, (uintptr_t)app->filter.table, app->filter.count,
	};
	size_t used = 11;
	uint64_t key;

	for (size_t i = 0; i < count && used < ARRAY_SIZE(words); i++)
		words[used++] = more[i];
	key = text_hash((const char *)words, used * sizeof(*words));
	return key ? key : 1;
}

uint64_t app_key(const struct app *app)
{
	const uint64_t words[] = {
		(uintptr_t)app->focus.field, app->focus.row, (uintptr_t)app->mark.field, app->mark.row, app->panel, app->editing,
		app->editing || app->burst || report_modified(app->report), app->burst, app_read_only(app),
		app->session->open_elsewhere, app->edit_lines, app->top, app->left, (uintptr_t)app->rows, (uintptr_t)app->laid_out,
		app->message_style, (uintptr_t)text_hash(app->message.text, app->message.len),
		(uintptr_t)text_hash(report_status(app->report), strlen(report_status(app->report))),
	};

	return key_of(app, words, ARRAY_SIZE(words));
}

/* the section's layout, made anew when something that it is made from has changed */
static void settle_layout(struct app *app)
{
	struct frame f = frame_of(app->rows, app->columns);
	const uint64_t more[] = { app->edit_lines, app->measured, (uintptr_t)app->filter.table, (uintptr_t)app->filter.rows, app->filter.count };
	uint64_t key = key_of(app, more, ARRAY_SIZE(more));

	if (app->laid_out == key && !app->filter.table)
		return;
	app->laid_out = key;
	if (!section_layout(app, app->focus.section, f.content.columns, &app->layout)) {
		app->layout.count = 0;
		app->laid_out = 0;
	}
}

/* how high the box of a long text in the editor has to be */
static void settle_edit_lines(struct app *app)
{
	app->edit_lines = spot_is_long(app->edit_spot) ? layout_edit_lines(app, frame_of(app->rows, app->columns).content.columns) : 0;
}

/* what is seen of the layout */
static void settle_view(struct app *app)
{
	const struct field *grid = grid_of(app->focus.field);

	if (grid && field_is_scalar(app->focus.field))
		app->left = grid_left(app, grid, frame_of(app->rows, app->columns).content.columns, app->left, grid_column_of(app->focus));
	settle_scroll(app);
	app_totals_settle(app);
}

void app_settle(struct app *app)
{
	settle_edit_lines(app);
	if (app->panel == PANEL_NONE && !app->choosing.open && !app->filter.table && app->settled == app_key(app))
		return;
	app_review_settle(app);
	app_filter_settle(app);
	settle_focus(app);
	app_filter_settle(app);
	app_edit_load(app);
	for (int twice = 0; twice < 2; twice++) { /* a hidden field's section is laid out anew */
		settle_edit_lines(app);
		settle_layout(app);
		settle_hidden(app);
	}
	app_edit_load(app);
	settle_edit_lines(app);
	settle_view(app);
	if (app_measure_settle(app)) { /* columns need more room, or headers another line */
		settle_layout(app);
		settle_view(app);
	}
	if (app->panel != PANEL_NONE)
		list_settle(&app->list, app_list_rows(app));
	app_looks_settle(app);
	app->settled = spot_is_long(app->focus) && !view_same_spot(app->edit_spot, app->focus) ? 0 : app_key(app); /* 0: its text waits for memory */
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
