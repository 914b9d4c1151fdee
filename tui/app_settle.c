/* Settling: after every key the focus is on something that is there, the layout is that of its section, and what matters is seen. */
#include "tui/app_looks.h"
#include "tui/app_private.h"

#include "base/text.h"
#include "tui/views/views.h"

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
		app->session->open_elsewhere, app->troubled, app->edit_lines, app->top, app->left, (uintptr_t)app->rows, (uintptr_t)app->laid_out,
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
