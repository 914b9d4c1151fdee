/* A table's filter: only the rows that have problems are shown, until it is taken off or what is wanted lies elsewhere. */
#include "tui/app_private.h"

#include "report/check.h"
#include "tui/views/views.h"

void app_filter_off(struct app *app)
{
	app->filter.table = NULL;
	app->filter.count = 0;
}

struct gathering {
	struct app *app;
	const struct field *table;
	bool failed;
};

static bool gather(void *to, const struct problem *p)
{
	struct gathering *g = to;
	struct filter *f = &g->app->filter;
	row_id *grown;

	if (!p->spot.row || !p->spot.field || (p->spot.field != g->table && p->spot.field->table != g->table))
		return true;
	grown = memory_grow(f->rows, &f->capacity, f->count + 1, sizeof(*grown));
	if (!grown) {
		g->failed = true;
		return false;
	}
	f->rows = grown;
	f->rows[f->count++] = p->spot.row;
	return true;
}

struct numbered_row {
	uint32_t index;
	row_id row;
};

static int by_index(const void *a, const void *b)
{
	const struct numbered_row *x = a, *y = b;

	return (x->index > y->index) - (x->index < y->index);
}

/* in the table's order, each row once, none that is gone; false: out of memory */
static bool put_in_order(struct app *app)
{
	struct filter *f = &app->filter;
	struct numbered_row *rows = memory_alloc(f->count + 1, sizeof(*rows));
	size_t kept = 0;

	if (!rows)
		return false;
	for (size_t i = 0; i < f->count; i++)
		rows[i] = (struct numbered_row){ report_row_index(app->report, f->table, f->rows[i]), f->rows[i] };
	qsort(rows, f->count, sizeof(*rows), by_index);
	for (size_t i = 0; i < f->count; i++) {
		if (rows[i].index != UINT32_MAX && (kept == 0 || f->rows[kept - 1] != rows[i].row))
			f->rows[kept++] = rows[i].row;
	}
	f->count = kept;
	f->revision = report_revision(app->report);
	memory_free(rows);
	return true;
}

/* rows may have gone, or moved, by undo */
void app_filter_settle(struct app *app)
{
	struct filter *f = &app->filter;

	if (!f->table)
		return;
	if ((f->revision != report_revision(app->report) && !put_in_order(app)) || f->count == 0 || (app->focus.field && grid_of(app->focus.field) == f->table && app->focus.row &&
						    app_filter_index(app, app->focus.row) == UINT32_MAX))
		app_filter_off(app);
}

/* where a row stands among those shown; UINT32_MAX: nowhere */
uint32_t app_filter_index(const struct app *app, row_id row)
{
	const struct filter *f = &app->filter;
	uint32_t wanted = report_row_index(app->report, f->table, row);
	size_t low = 0, high = f->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		uint32_t at = report_row_index(app->report, f->table, f->rows[middle]);

		if (f->rows[middle] == row)
			return (uint32_t)middle;
		if (at < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return UINT32_MAX;
}

unsigned act_filter(struct app *app)
{
	const struct field *table = grid_of(app->focus.field);
	struct gathering g = { .app = app, .table = table };
	struct error e;

	if (app->filter.table) {
		app_filter_off(app);
		app_say(app, STYLE_NOTE, "%s", _("all rows are shown again"));
		return REACT_REDRAW;
	}
	if (!table || table->type != TYPE_TABLE) {
		app_say(app, STYLE_WARNING, "%s", _("rows belong to a table: go to one of its cells first"));
		return REACT_REDRAW;
	}
	g.failed |= !report_problems(app->report, (struct problem_sink){ .tell = gather, .to = &g }, &e);
	app->filter.table = table;
	if (g.failed || !put_in_order(app)) {
		app_filter_off(app);
		(void)error_memory(&e);
		app_say(app, STYLE_WARNING, "%s", e.text);
		return REACT_REDRAW;
	}
	if (app->filter.count == 0) {
		app_filter_off(app);
		app_say(app, STYLE_GOOD, _("no row of '%s' has a problem"), field_label(app->form, table));
		return REACT_REDRAW;
	}
	if (app_filter_index(app, app->focus.row) == UINT32_MAX)
		app_focus(app, grid_spot(app, table, 0, app->focus.field == table ? 0 : grid_column_of(app->focus)));
	return REACT_REDRAW;
}

/* what adds, moves or goes by rows of the whole table shows them all first */
void app_filter_for(struct app *app, unsigned action)
{
	switch (action) {
	case ACTION_ROW_ADD:
	case ACTION_ROW_DELETE:
	case ACTION_ROW_DOUBLE:
	case ACTION_ROW_UP:
	case ACTION_ROW_DOWN:
	case ACTION_SORT:
	case ACTION_ROUND:
	case ACTION_FIND_NEXT:
		app_filter_off(app);
		break;
	default:
		break;
	}
}
