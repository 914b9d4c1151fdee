/*
 * Totals rows: sums of columns, kept until the report changes. Where the form sums a column itself, its sum is taken. A column
 * whose values come from their own row alone is kept by difference. What has to be summed anew after an edit (a column of
 * shares) waits for a pause between keys, as all else in the report does: an edit costs the same however many rows there are.
 */
#include "tui/app_private.h"

#include "tui/views/views.h"

#define ROWS_SUMMED 5000 /* of a longer table only what the form itself sums is shown */
#define ROWS_AT_ONCE 64  /* of a longer table what is to be summed anew after an edit waits */

/* the field that is nothing but the sum of this column, if the form has one */
static const struct field *own_sum(const struct form *form, const struct field *column)
{
	for (size_t i = 0; i < form->slot_count; i++) {
		const struct field *f = form->slots[i];
		const struct expr *e = f->calculate ? f->calculate->expr : NULL;

		if (e && e->op == EXPR_AGGREGATE && e->aggregate->function == FN_SUM && e->aggregate->column == column &&
		    !e->aggregate->where)
			return f;
	}
	return NULL;
}

/* ---- columns that are kept by difference ---- */

struct reads {
	const struct field *table;
	unsigned depth;
	bool own;
};

static bool comes_from_own_row(const struct field *column, unsigned depth);

static void reads_field(void *to, const struct expr *e)
{
	struct reads *r = to;

	r->own = r->own && e->op == EXPR_FIELD && e->level == 0 && e->field->table == r->table && !e->field->relevant &&
		 comes_from_own_row(e->field, r->depth + 1);
}

static void reads_aggregate(void *to, const struct aggregate *a)
{
	(void)a;
	((struct reads *)to)->own = false;
}

static void reads_status(void *to)
{
	((struct reads *)to)->own = false;
}

static bool comes_from_own_row(const struct field *column, unsigned depth)
{
	struct reads reads = { .table = column->table, .depth = depth, .own = !column->table->relevant && depth < 8 };
	const struct expr_visitor v = { .field = reads_field, .aggregate = reads_aggregate, .status = reads_status, .to = &reads };

	if (report_is_calculated(column))
		expr_visit(column->calculate->expr, &v);
	return reads.own;
}

/* so small that no sum of them comes near the limit, in whichever order they are added */
static bool is_small(int128 value)
{
	int128 most = number_power(12 + NUMBER_WHOLE) / (ROWS_SUMMED + 1);

	return value < most && value > -most;
}

#define NOTHING number_power(38) /* a part that is none */

static bool make_parts(struct app *app, struct totals *t)
{
	uint32_t rows = report_row_count(app->report, t->table);
	row_id last = 0;
	int128 *grown;

	for (uint32_t i = 0; i < rows; i++) {
		row_id row = report_row_at(app->report, t->table, i);

		last = row > last ? row : last;
	}
	grown = memory_grow(t->parts, &t->parts_capacity, ((size_t)last + 1) * t->table->column_count, sizeof(*grown));
	t->parts = grown ? grown : t->parts;
	return grown != NULL;
}

static int128 *part_of(const struct totals *t, row_id row, size_t column)
{
	return &t->parts[(size_t)row * t->table->column_count + column];
}

/* ---- sums ---- */

static bool sum_rows(struct app *app, struct totals *t, size_t column)
{
	uint32_t rows = grid_rows(app, t->table);
	int128 limit = number_power(12 + NUMBER_WHOLE);
	struct total *ret = &t->columns[column];
	struct value v;

	ret->sum = 0;
	ret->rows = 0;
	ret->waits = false;
	for (uint32_t r = 0; r < rows; r++) {
		struct spot s = grid_spot(app, t->table, r, column);
		enum state state = report_value(app->report, s, false, &v);
		bool counts = state == STATE_VALUE && v.kind == VALUE_NUMBER;

		if (state == STATE_PENDING)
			t->waiting = true;
		if (counts) {
			ret->rows++;
			ret->sum += v.figure.value;
			ret->kept &= is_small(v.figure.value);
		}
		if (ret->kept)
			*part_of(t, s.row, column) = counts ? v.figure.value : NOTHING;
		if (ret->sum >= limit || ret->sum <= -limit)
			return ret->known = false;
	}
	return ret->known = ret->rows > 0;
}

/* one row of a column that is kept was edited */
static void sum_again(struct app *app, struct totals *t, row_id row, size_t column)
{
	struct spot s = { .section = t->table->section, .field = t->table->columns[column], .row = row };
	struct total *total = &t->columns[column];
	int128 *part = part_of(t, row, column);
	struct value v;
	enum state state = report_value(app->report, s, false, &v);
	bool counts = state == STATE_VALUE && v.kind == VALUE_NUMBER;

	if (state == STATE_PENDING || (counts && !is_small(v.figure.value))) {
		t->waiting = true;
		return;
	}
	if (*part != NOTHING) {
		total->rows--;
		total->sum -= *part;
	}
	if (counts) {
		total->rows++;
		total->sum += v.figure.value;
	}
	*part = counts ? v.figure.value : NOTHING;
	total->known = total->rows > 0;
}

/* true when nothing but values were set since then, and columns that are kept could be brought up to date */
static bool follow_edits(struct app *app, struct totals *t)
{
	size_t done = report_history_done(app->report);
	uint64_t edits = report_revision(app->report) - t->revision;

	if (t->waiting || app->filter.table == t->table || !t->parts || done < t->done || done - t->done != edits)
		return false;
	for (size_t i = t->done; i < done; i++) {
		const struct edit *e = report_history(app->report, i);

		if (e->kind != EDIT_SET && e->field == t->table)
			return false;
	}
	for (size_t i = t->done; i < done && !t->waiting; i++) {
		const struct edit *e = report_history(app->report, i);

		for (size_t c = 0; e->field->table == t->table && c < t->table->column_count && c < GRID_COLUMNS_MAX; c++) {
			if (t->columns[c].kept && !t->columns[c].waits)
				sum_again(app, t, e->row, c);
		}
	}
	return !t->waiting;
}

/* whether a sum over all rows has to wait; the first one does not, as there is nothing to show before it */
static bool has_to_wait(const struct app *app, const struct totals *t)
{
	return t->filled && grid_rows(app, t->table) > ROWS_AT_ONCE;
}

static void fill_total(struct app *app, struct totals *t, size_t c)
{
	const struct field *sum = own_sum(app->form, t->table->columns[c]);
	struct total *total = &t->columns[c];
	struct value v;

	total->known = total->waits = false;
	if (sum) {
		struct spot s = { .section = sum->section, .field = sum };
		enum state state = report_calculated(app->report, s, false, &v);

		t->waiting |= state == STATE_PENDING;
		total->known = state == STATE_VALUE && v.kind == VALUE_NUMBER;
		total->sum = v.figure.value;
	} else if (grid_rows(app, t->table) <= ROWS_SUMMED) {
		total->waits = has_to_wait(app, t);
		if (!total->waits)
			sum_rows(app, t, c);
	}
}

static void fill_totals(struct app *app, struct totals *t)
{
	const struct field *table = t->table;
	bool followed = follow_edits(app, t);
	bool keeps = followed || (app->filter.table != table && grid_rows(app, table) <= ROWS_SUMMED && make_parts(app, t));

	t->revision = report_revision(app->report);
	t->done = report_history_done(app->report);
	t->waiting = false;
	for (size_t c = 0; c < table->column_count && c < GRID_COLUMNS_MAX; c++) {
		struct total *total = &t->columns[c];

		if (followed && total->kept && !total->waits)
			continue;
		if (!followed)
			total->kept = keeps && column_sums(table, c) && !own_sum(app->form, table->columns[c]) &&
				      comes_from_own_row(table->columns[c], 0);
		total->known = total->waits = false;
		if (column_sums(table, c))
			fill_total(app, t, c);
	}
	t->filled = true;
}

void app_totals_forget(struct app *app)
{
	for (size_t i = 0; i < app->totals_count; i++)
		memory_free(app->totals[i].parts);
	app->totals_count = 0;
}

static struct totals *totals_of(struct app *app, const struct field *table)
{
	struct totals *grown;

	for (size_t i = 0; i < app->totals_count; i++) {
		if (app->totals[i].table == table)
			return &app->totals[i];
	}
	grown = memory_grow(app->totals, &app->totals_capacity, app->totals_count + 1, sizeof(*grown));
	if (!grown)
		return NULL;
	app->totals = grown;
	grown[app->totals_count] = (struct totals){ .table = table, .waiting = true };
	return &app->totals[app->totals_count++];
}

void app_totals_settle(struct app *app)
{
	uint32_t rows = (uint32_t)app->rows;

	for (size_t i = 0; i < app->layout.count; i++) {
		const struct block *b = &app->layout.blocks[i];
		struct totals *t;

		if (b->kind != BLOCK_GRID || b->top > app->top + rows || b->top + b->height < app->top ||
		    !grid_has_totals(app, b->field))
			continue;
		t = totals_of(app, b->field);
		if (t && (t->waiting || t->revision != report_revision(app->report)))
			fill_totals(app, t);
		for (size_t c = 0; t && c < t->table->column_count && c < GRID_COLUMNS_MAX; c++)
			app->totals_wait |= t->columns[c].waits;
	}
}

bool app_totals_step(struct app *app)
{
	bool waited = app->totals_wait;

	for (size_t i = 0; waited && i < app->totals_count; i++) {
		struct totals *t = &app->totals[i];

		for (size_t c = 0; t->revision == report_revision(app->report) && c < t->table->column_count && c < GRID_COLUMNS_MAX; c++) {
			if (t->columns[c].waits)
				sum_rows(app, t, c);
		}
	}
	app->totals_wait = false;
	return waited;
}
