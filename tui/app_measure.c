/*
 * What the values of a grid need in columns: of its first rows, and of those that have been on the screen since. It only
 * grows until the section is left, so that columns do not move to and fro.
 */
#include "tui/app_private.h"

#include "tui/views/views.h"

#define FIRST_ROWS 40
#define BYTES_MOST 240 /* of words: wider than any column */

static bool widen(uint8_t *widest, int columns)
{
	if (columns > UINT8_MAX)
		columns = UINT8_MAX;
	if (columns <= *widest)
		return false;
	*widest = (uint8_t)columns;
	return true;
}

static int value_columns(const struct app *app, struct spot s)
{
	struct strbuf shown;
	int columns;

	if (s.field->type == TYPE_TEXT || s.field->type == TYPE_LONGTEXT) {
		size_t len;
		const char *text = report_text(app->report, s, &len);

		return text_columns(text, len < BYTES_MOST ? len : BYTES_MOST);
	}
	strbuf_init(&shown, 0);
	view_value(app, s, &shown);
	columns = text_columns(shown.text, shown.len < BYTES_MOST ? shown.len : BYTES_MOST);
	strbuf_release(&shown);
	return columns;
}

static bool look_at_row(const struct app *app, struct measure *m, uint32_t row)
{
	bool wider = false;

	for (size_t c = 0; c < m->grid->column_count && c < GRID_COLUMNS_MAX; c++) {
		struct spot s = grid_spot(app, m->grid, row, c);

		if (s.field && report_relevant(app->report, s))
			wider |= widen(&m->widest[c], value_columns(app, s));
	}
	return wider;
}

/* the rows on the screen; those that were there at the same revision need no second look */
static bool look_at_seen(const struct app *app, struct measure *m, const struct block *b)
{
	uint32_t rows = (uint32_t)app->rows, line = app->top > b->top ? app->top - b->top : 0, end = app->top + rows;
	bool same = m->revision == report_revision(app->report) && m->refreshed == app->refreshed, wider = false;
	uint32_t from = UINT32_MAX, to = 0, row;
	const char *group;

	for (end = end > b->top ? end - b->top : 0; line < end && line < b->height; line++) {
		if (!grid_row_at(app, m->grid, line, &row, &group))
			continue;
		from = row < from ? row : from;
		to = row + 1;
		if (!same || row < m->from || row >= m->to)
			wider |= look_at_row(app, m, row);
	}
	m->from = from;
	m->to = to;
	m->revision = report_revision(app->report);
	m->refreshed = app->refreshed;
	return wider;
}

static bool look_at_totals(const struct app *app, struct measure *m)
{
	bool wider = false;

	for (size_t i = 0; i < app->totals_count; i++) {
		const struct totals *t = &app->totals[i];

		for (size_t c = 0; t->table == m->grid && c < m->grid->column_count && c < GRID_COLUMNS_MAX; c++) {
			struct strbuf sum;

			if (!t->columns[c].known)
				continue;
			strbuf_init(&sum, 0);
			number_print(&sum, t->columns[c].sum, NUMBER_PLACES, m->grid->columns[c]->decimals, true);
			wider |= widen(&m->widest[c], text_columns(sum.text, sum.len));
			strbuf_release(&sum);
		}
	}
	return wider;
}

static struct measure *measure_of(struct app *app, const struct field *grid)
{
	struct measure *grown, *m;

	for (size_t i = 0; i < app->measure_count; i++) {
		if (app->measures[i].grid == grid)
			return &app->measures[i];
	}
	grown = memory_grow(app->measures, &app->measure_capacity, app->measure_count + 1, sizeof(*grown));
	if (!grown)
		return NULL;
	app->measures = grown;
	m = &grown[app->measure_count++];
	*m = (struct measure){ .grid = grid };
	for (size_t c = 0; c < grid->column_count && c < GRID_COLUMNS_MAX; c++) {
		int one, two;

		grid_header_columns(app, grid->columns[c], &one, &two);
		widen(&m->header[c], one);
		widen(&m->header_two[c], two);
	}
	return m;
}

const struct measure *grid_measure(const struct app *app, const struct field *grid)
{
	for (size_t i = 0; i < app->measure_count; i++) {
		if (app->measures[i].grid == grid)
			return &app->measures[i];
	}
	return NULL;
}

void app_measure_forget(struct app *app)
{
	app->measure_count = 0;
	app->measured_section = NULL;
}

bool app_measure_settle(struct app *app)
{
	int columns = frame_of(app->rows, app->columns).content.columns;
	bool changed = false;

	if (app->measured_section != app->focus.section || app->measured_columns != columns) {
		app_measure_forget(app);
		app->measured_section = app->focus.section;
		app->measured_columns = columns;
	}
	for (size_t i = 0; i < app->layout.count; i++) {
		const struct block *b = &app->layout.blocks[i];
		size_t known = app->measure_count;
		struct measure *m = b->kind == BLOCK_GRID ? measure_of(app, b->field) : NULL;
		bool wider = app->measure_count > known;

		if (!m)
			continue;
		for (; m->measured < FIRST_ROWS && m->measured < grid_rows(app, b->field); m->measured++)
			wider |= look_at_row(app, m, m->measured);
		wider |= look_at_seen(app, m, b);
		wider |= look_at_totals(app, m);
		if (wider && !m->tall)
			m->tall = grid_is_tall(app, b->field, columns);
		changed |= wider;
	}
	app->measured += changed;
	return changed;
}
