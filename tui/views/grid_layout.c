/* Grids: tables and matrices as rows and columns, alike for moving, drawing and pasting. */
#include "tui/views/layout.h"

#include "tui/app_private.h"
#include "tui/views/views.h"

#include <assert.h>

#define TALL_ROWS 6 /* lower, a header takes one line: rows are what is looked for */

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

uint32_t grid_heading(const struct app *app, const struct field *grid)
{
	const struct measure *m = grid_measure(app, grid);

	return m && m->tall && frame_of(app->rows, app->columns).content.rows >= TALL_ROWS ? 4 : 3;
}

static bool starts_group(const struct field *matrix, size_t row)
{
	const char *group = matrix->rows[row].group;

	return group && (row == 0 || !matrix->rows[row - 1].group || strcmp(group, matrix->rows[row - 1].group) != 0);
}

uint32_t grid_line_of(const struct app *app, const struct field *grid, uint32_t row)
{
	uint32_t line = grid_heading(app, grid) + row;

	if (grid->type == TYPE_MATRIX) {
		for (uint32_t i = 0; i <= row && i < grid->row_count; i++)
			line += starts_group(grid, i);
	}
	return line;
}

bool grid_row_at(const struct app *app, const struct field *grid, uint32_t line, uint32_t *ret_row, const char **ret_group)
{
	const uint32_t heading = grid_heading(app, grid);

	*ret_group = NULL;
	if (line < heading)
		return false;
	line -= heading;
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
