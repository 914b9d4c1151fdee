/*
 * Plain text for the terminal's own selection: the selected cells, the long text, the table or the section in focus, without
 * frames, outline or colours. Whoever runs the app shows it.
 */
#include "tui/app_private.h"

#include "tui/views/views.h"

#define ROWS_MOST 2000 /* what a terminal keeps to be scrolled back to; more is for an export */

static void put_cell(struct strbuf *out, const char *text, size_t len, int columns, bool right)
{
	int used = text_columns(text, len);
	size_t rest = columns > used ? (size_t)(columns - used) : 0;

	strbuf_repeat(out, " ", right ? rest : 0);
	text_visible(out, text, len);
	strbuf_repeat(out, " ", right ? 0 : rest);
}

static void end_line(struct strbuf *out)
{
	while (out->len && out->text[out->len - 1] == ' ')
		strbuf_truncate(out, out->len - 1);
	strbuf_putc(out, '\n');
}

/* a paragraph stays one line, however long: the terminal folds it, and copies it whole */
static void put_long(struct strbuf *out, const char *text, size_t len)
{
	for (size_t at = 0, n; at < len; at += n + 1) {
		const char *end = memchr(text + at, '\n', len - at);

		n = end ? (size_t)(end - text) - at : len - at;
		text_visible(out, text + at, n);
		strbuf_putc(out, '\n');
	}
}

/* the text of a cell, or above the first row of its heading; a line of it */
static void cell_text(const struct app *app, const struct cells *c, uint32_t row, size_t column, struct strbuf *out)
{
	struct spot s = row == UINT32_MAX ? (struct spot){ 0 } : grid_spot(app, c->grid, c->row + row, c->column + column);
	const struct field *f = c->grid->columns[c->column + column];

	strbuf_clear(out);
	if (row == UINT32_MAX) {
		strbuf_puts(out, field_label(app->form, f));
		if (f->unit)
			strbuf_printf(out, "（%s）", f->unit);
	} else if (s.field) {
		(void)view_value(app, s, out);
	}
	strbuf_truncate(out, strcspn(out->text, "\n"));
}

static const char *row_label(const struct app *app, const struct cells *c, uint32_t row)
{
	if (c->grid->type != TYPE_MATRIX)
		return NULL;
	return row == UINT32_MAX ? "" : form_words(app->form, c->grid->rows[c->row + row].label);
}

static void put_row(const struct app *app, const struct cells *c, uint32_t row, int labels, const int *widths, struct strbuf *out)
{
	const char *label = row_label(app, c, row);
	struct strbuf text;

	strbuf_init(&text, 0);
	if (label) {
		put_cell(out, label, strlen(label), labels, false);
		strbuf_puts(out, "  ");
	}
	for (size_t i = 0; i < c->columns; i++) {
		cell_text(app, c, row, i, &text);
		put_cell(out, text.text, text.len, widths[i], view_number_column(c->grid->columns[c->column + i]));
		strbuf_puts(out, "  ");
	}
	end_line(out);
	strbuf_release(&text);
}

/* lined up: the heading, then rows; row UINT32_MAX is the heading */
static void put_cells(const struct app *app, const struct cells *c, struct strbuf *out)
{
	uint32_t rows = c->rows < ROWS_MOST ? c->rows : ROWS_MOST;
	int widths[GRID_COLUMNS_MAX] = { 0 }, labels = 0;
	struct cells seen = *c;
	struct strbuf text;

	if (seen.columns > GRID_COLUMNS_MAX)
		seen.columns = GRID_COLUMNS_MAX;
	strbuf_init(&text, 0);
	for (uint32_t r = 0; r <= rows; r++) {
		const char *label = row_label(app, c, r - 1);
		int columns = label ? text_columns(label, strlen(label)) : 0;

		labels = columns > labels ? columns : labels;
		for (size_t i = 0; i < seen.columns; i++) {
			cell_text(app, c, r - 1, i, &text);
			columns = text_columns(text.text, text.len);
			widths[i] = columns > widths[i] ? columns : widths[i];
		}
	}
	strbuf_release(&text);
	for (uint32_t r = 0; r <= rows; r++)
		put_row(app, &seen, r - 1, labels, widths, out);
	if (rows < c->rows)
		strbuf_printf(out, _("… and %u more rows; an export has them all\n"), (unsigned)(c->rows - rows));
}

static void put_grid(const struct app *app, const struct field *grid, struct strbuf *out)
{
	struct cells all = { .grid = grid, .rows = grid_rows(app, grid), .columns = grid->column_count };

	strbuf_printf(out, "%s\n", field_label(app->form, grid));
	put_cells(app, &all, out);
}

static void put_field(const struct app *app, const struct field *f, struct strbuf *out)
{
	struct spot s = { .section = f->section, .field = f };
	struct strbuf text;

	if (!report_relevant(app->report, s))
		return;
	if (!field_is_scalar(f)) {
		put_grid(app, f, out);
		return;
	}
	strbuf_init(&text, 0);
	(void)view_value(app, s, &text);
	strbuf_puts(out, field_label(app->form, f));
	strbuf_puts(out, f->type == TYPE_LONGTEXT ? "\n" : "  ");
	if (f->type == TYPE_LONGTEXT) {
		size_t len;
		const char *whole = report_text(app->report, s, &len);

		put_long(out, whole ? whole : "", whole ? len : 0);
	} else {
		text_visible(out, text.text, text.len);
		if (f->unit && text.len)
			strbuf_printf(out, " %s", f->unit);
		strbuf_putc(out, '\n');
	}
	strbuf_release(&text);
}

unsigned act_plain(struct app *app)
{
	const struct section *section = app->focus.section;
	const struct field *grid = grid_of(app->focus.field);
	struct cells cells;
	size_t len;
	const char *text;

	strbuf_clear(&app->plain);
	if (app->mark.field && app_selection(app, &cells)) {
		put_cells(app, &cells, &app->plain);
	} else if (grid) {
		put_grid(app, grid, &app->plain);
	} else if (spot_is_long(app->focus)) {
		text = report_text(app->report, app->focus, &len);
		put_long(&app->plain, text ? text : "", text ? len : 0);
	} else {
		for (size_t i = 0; section && i < section->field_count; i++)
			put_field(app, section->fields[i], &app->plain);
	}
	strbuf_printf(&app->plain, "\n%s\n", _("(select with the mouse and copy; any key goes back)"));
	return REACT_REDRAW | REACT_PLAIN;
}
