/* Totals rows: sums of columns, kept until the report changes. Where the form sums a column itself, its sum is taken. */
#include "tui/app_private.h"

#include "tui/views/views.h"

#define ROWS_SUMMED 5000 /* of a longer table only what the form itself sums is shown */

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

static bool sum_rows(struct app *app, const struct field *table, size_t column, struct total *ret, bool *ret_waiting)
{
	uint32_t rows = grid_rows(app, table);
	int128 limit = number_power(12 + NUMBER_WHOLE);
	struct value v;

	ret->sum = 0;
	for (uint32_t r = 0; r < rows; r++) {
		enum state state = report_value(app->report, grid_spot(app, table, r, column), false, &v);

		if (state == STATE_PENDING)
			*ret_waiting = true;
		if (state == STATE_VALUE && v.kind == VALUE_NUMBER) {
			ret->known = true;
			ret->sum += v.figure.value;
		}
		if (ret->sum >= limit || ret->sum <= -limit)
			return ret->known = false;
	}
	return ret->known;
}

static void fill_totals(struct app *app, struct totals *t)
{
	const struct field *table = t->table;
	struct value v;

	t->revision = report_revision(app->report);
	t->waiting = false;
	for (size_t c = 0; c < table->column_count && c < GRID_COLUMNS_MAX; c++) {
		const struct field *sum = own_sum(app->form, table->columns[c]);
		struct total *total = &t->columns[c];

		total->known = false;
		if (!column_sums(table, c))
			continue;
		if (sum) {
			struct spot s = { .section = sum->section, .field = sum };
			enum state state = report_calculated(app->report, s, false, &v);

			t->waiting |= state == STATE_PENDING;
			total->known = state == STATE_VALUE && v.kind == VALUE_NUMBER;
			total->sum = v.figure.value;
		} else if (grid_rows(app, table) <= ROWS_SUMMED) {
			sum_rows(app, table, c, total, &t->waiting);
		}
	}
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
	}
}
