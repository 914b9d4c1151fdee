/* Grids: tables and matrices as rows and columns, alike for moving, drawing and pasting. */
#include "tui/views/layout.h"

#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

#include <assert.h>

#define GAP 2           /* between columns: room for the brackets of the cell in focus */
#define HEADER_MOST 14  /* a longer header does not widen its column */
#define NUMBER_MOST 12  /* columns of numbers are not made wider than this when room is short */

const struct field *grid_of(const struct field *f)
{
	if (!f)
		return NULL;
	if (f->type == TYPE_TABLE || f->type == TYPE_MATRIX)
		return f;
	return f->table ? f->table : f->matrix;
}

uint32_t grid_rows(const struct app *app, const struct field *grid)
{
	if (grid == app->filter.table)
		return (uint32_t)app->filter.count;
	return grid->type == TYPE_TABLE ? report_row_count(app->report, grid) : (uint32_t)grid->row_count;
}

struct spot grid_spot(const struct app *app, const struct field *grid, uint32_t row, size_t column)
{
	struct spot s = { .section = grid->section };

	if (column >= grid->column_count || row >= grid_rows(app, grid))
		return s;
	if (grid->type == TYPE_TABLE) {
		s.field = grid->columns[column];
		s.row = grid == app->filter.table ? app->filter.rows[row] : report_row_at(app->report, grid, row);
	} else {
		s.field = grid->cells[row * grid->column_count + column];
	}
	return s;
}

uint32_t grid_row_of(const struct app *app, struct spot s)
{
	if (s.field->table && s.field->table == app->filter.table)
		return app_filter_index(app, s.row);
	if (s.field->table)
		return report_row_index(app->report, s.field->table, s.row);
	return s.field->matrix ? s.field->row : UINT32_MAX;
}

size_t grid_column_of(struct spot s)
{
	return s.field->matrix ? s.field->column : s.field->index;
}

/* ---- lines ---- */

static bool starts_group(const struct field *matrix, size_t row)
{
	const char *group = matrix->rows[row].group;

	return group && (row == 0 || !matrix->rows[row - 1].group || strcmp(group, matrix->rows[row - 1].group) != 0);
}

uint32_t grid_line_of(const struct app *app, const struct field *grid, uint32_t row)
{
	uint32_t line = GRID_HEADING + row;

	(void)app;
	if (grid->type == TYPE_MATRIX) {
		for (uint32_t i = 0; i <= row && i < grid->row_count; i++)
			line += starts_group(grid, i);
	}
	return line;
}

bool grid_row_at(const struct app *app, const struct field *grid, uint32_t line, uint32_t *ret_row, const char **ret_group)
{
	*ret_group = NULL;
	if (line < GRID_HEADING)
		return false;
	line -= GRID_HEADING;
	if (grid->type == TYPE_TABLE) {
		*ret_row = line;
		return line < grid_rows(app, grid);
	}
	for (uint32_t row = 0; row < grid->row_count; row++) {
		if (starts_group(grid, row) && line-- == 0) {
			*ret_group = grid->rows[row].group;
			return false;
		}
		if (line-- == 0) {
			*ret_row = row;
			return true;
		}
	}
	return false;
}

/* ---- totals ---- */

/* a sum over this very table, all of it, somewhere in the formula: what it divides are shares, and they add up */
static bool divides_by_own_sum(const struct expr *e, const struct field *table)
{
	if (!e)
		return false;
	if (e->op == EXPR_AGGREGATE && e->aggregate->function == FN_SUM && e->aggregate->over == table && !e->aggregate->where)
		return true;
	for (size_t i = 0; i < e->arg_count; i++) {
		if (divides_by_own_sum(e->args[i], table))
			return true;
	}
	return false;
}

bool column_sums(const struct field *grid, size_t column)
{
	const struct field *f = grid->columns[column];

	if (grid->type != TYPE_TABLE || (f->type != TYPE_INTEGER && f->type != TYPE_DECIMAL))
		return false;
	if (!f->unit || strchr(f->unit, '/')) /* figures of many kinds under one another, or a rate */
		return false;
	if (!strchr(f->unit, '%') && !strstr(f->unit, "％"))
		return true;
	return f->calculate && divides_by_own_sum(f->calculate->expr, grid);
}

bool grid_has_totals(const struct app *app, const struct field *grid)
{
	if (grid->type != TYPE_TABLE || grid_rows(app, grid) == 0)
		return false;
	for (size_t i = 0; i < grid->column_count; i++) {
		if (column_sums(grid, i))
			return true;
	}
	return false;
}

/* ---- columns ---- */

static int columns_of(const char *text)
{
	return text_columns(text, strlen(text));
}

static int choices_columns(const struct form *form, const struct field *f)
{
	int most = 4;

	for (size_t i = 0; i < f->choice_count; i++) {
		int columns = columns_of(form_words(form, f->choices[i].label));

		if (columns > most)
			most = columns;
	}
	return most > 16 ? 16 : most;
}

static int type_columns(const struct form *form, const struct field *f)
{
	switch (f->type) {
	case TYPE_INTEGER:
		return 9;
	case TYPE_DECIMAL:
		return f->unit && strchr(f->unit, '%') ? 8 : 12;
	case TYPE_YEAR:
	case TYPE_BOOLEAN:
		return 4;
	case TYPE_DATE:
		return 10;
	case TYPE_MEASURE:
		return 12;
	case TYPE_CHOICE:
		return choices_columns(form, f);
	case TYPE_LONGTEXT:
		return 28;
	default:
		return 16;
	}
}

static int natural_columns(const struct form *form, const struct field *f)
{
	int columns = f->width ? f->width : type_columns(form, f);
	int header = columns_of(field_label(form, f));

	if (f->unit && f->unit[0])
		header += 2 + columns_of(f->unit) + 2 * (!form->english);
	if (header > HEADER_MOST)
		header = HEADER_MOST;
	return columns > header ? columns : header;
}

static int frozen_columns(const struct app *app, const struct field *grid, int columns)
{
	int most = 4;

	if (grid->type == TYPE_TABLE) {
		for (uint32_t rows = grid_rows(app, grid); rows > 9999; rows /= 10)
			most++;
		return most;
	}
	for (size_t i = 0; i < grid->row_count; i++) {
		int own = columns_of(form_words(app->form, grid->rows[i].label)) + 2 * grid->rows[i].indent;

		if (own > most)
			most = own;
	}
	return most > columns * 2 / 5 ? columns * 2 / 5 : most;
}

/* what a column can do with, where there is not room for all */
static int least_columns(const struct field *f, bool first)
{
	switch (f->type) {
	case TYPE_INTEGER:
		return 7;
	case TYPE_DECIMAL:
		return f->unit && strchr(f->unit, '%') ? 6 : 9;
	case TYPE_YEAR:
	case TYPE_BOOLEAN:
		return 4;
	case TYPE_DATE:
		return 10;
	default:
		return first ? 14 : f->type == TYPE_LONGTEXT ? 16 : 8;
	}
}

/* whether all columns have room as wide as they would be */
static bool all_fit(const struct app *app, const struct field *grid, int columns, int frozen)
{
	int at = 1 + frozen + GAP;

	for (size_t i = 0; i < grid->column_count; i++)
		at += natural_columns(app->form, grid->columns[i]) + GAP;
	return grid->column_count < GRID_COLUMNS_MAX && at - GAP + 1 <= columns;
}

/* room that is left goes to the columns until they are as wide as they would be: numbers first, so that none is hidden */
static int widen(const struct app *app, const struct field *grid, struct grid_column *seen, size_t count, int spare, bool numbers)
{
	for (size_t i = 1; i < count && spare > 0; i++) {
		const struct field *f = grid->columns[seen[i].column];
		int more = natural_columns(app->form, f) - seen[i].columns;

		if (view_number_column(f) != numbers || more <= 0)
			continue;
		if (numbers && seen[i].columns + more > NUMBER_MOST)
			more = NUMBER_MOST - seen[i].columns;
		if (more > spare)
			more = spare;
		if (more > 0) {
			seen[i].columns += more;
			spare -= more;
		}
	}
	return spare;
}

/* what is left when all have their width goes to columns of words, the first one first */
static void spread(const struct field *grid, struct grid_column *seen, size_t count, int spare)
{
	for (size_t i = 1; i < count && spare > 0; i++) {
		int more = spare > 24 ? 24 : spare;

		if (view_number_column(grid->columns[seen[i].column]))
			continue;
		seen[i].columns += more;
		spare -= more;
	}
}

static void place(struct grid_column *seen, size_t count)
{
	int at = 1;

	for (size_t i = 0; i < count; i++) {
		seen[i].at = at;
		at += seen[i].columns + GAP;
	}
}

size_t grid_columns(const struct app *app, const struct field *grid, int columns, size_t left, struct grid_column *ret)
{
	size_t fixed = grid->type == TYPE_TABLE ? 1 : 0; /* columns that never scroll away */
	int frozen = frozen_columns(app, grid, columns), at = 1 + frozen + GAP;
	bool all = all_fit(app, grid, columns, frozen);
	size_t count = 1;

	ret[0] = (struct grid_column){ .column = GRID_FROZEN, .columns = frozen };
	if (left < fixed)
		left = fixed;
	for (size_t i = 0; i < grid->column_count && count < GRID_COLUMNS_MAX; i++) {
		const struct field *f = grid->columns[i];
		int width = natural_columns(app->form, f), least = least_columns(f, i < fixed), room = columns - 1 - at;

		if (i >= fixed && i < left && !all)
			continue;
		if (!all && width > least)
			width = least;
		if (width > room) {
			if (i >= fixed && i > left) /* it comes when the grid is scrolled */
				break;
			width = room;
		}
		if (width < 2)
			break;
		ret[count++] = (struct grid_column){ .column = i, .columns = width };
		at += width + GAP;
	}
	at = columns - 1 - (at - GAP); /* what is left */
	if (!all) {
		at = widen(app, grid, ret, count, at, true);
		at = widen(app, grid, ret, count, at, false);
	}
	spread(grid, ret, count, at);
	place(ret, count);
	return count;
}

size_t grid_left(const struct app *app, const struct field *grid, int columns, size_t left, size_t wanted)
{
	struct grid_column seen[GRID_COLUMNS_MAX];
	size_t fixed = grid->type == TYPE_TABLE ? 1 : 0;

	if (left < fixed)
		left = fixed;
	if (wanted < fixed)
		return left;
	if (wanted < left)
		return wanted;
	for (; left < wanted; left++) {
		size_t count = grid_columns(app, grid, columns, left, seen);

		for (size_t i = 0; i < count; i++) {
			if (seen[i].column == wanted)
				return left;
		}
	}
	return left;
}
