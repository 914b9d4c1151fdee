/*
 * Calculation of single values: what was entered as formulas see it, calculated fields, aggregates that are not kept.
 */
#include "report/report_private.h"

static void blank(struct value *ret)
{
	*ret = (struct value){ .kind = VALUE_BLANK };
}

/* ---- entered values ---- */

static int128 cell_number(const struct report *r, const struct field *f, const struct cell *c)
{
	struct reading in;
	size_t len;
	const char *text;

	if (!(c->flags & CELL_WIDE))
		return c->units;
	text = text_get(r, f, c->text, &len);
	entry_read(f, text, len, &in);
	return in.number.units;
}

static const char *measure_sign(const struct report *r, const struct field *f, const struct cell *c, size_t *ret_len)
{
	static const char *const signs[] = { "≥", "≤", ">", "<", "=" };
	struct reading in;
	size_t len;
	const char *text = text_get(r, f, c->text, &len);

	entry_read(f, text, len, &in);
	for (size_t i = 0; i < ARRAY_SIZE(signs); i++) {
		if (strcmp(signs[i], in.sign) == 0) {
			*ret_len = strlen(signs[i]);
			return signs[i];
		}
	}
	*ret_len = 0;
	return "";
}

static void entered_number(const struct report *r, const struct field *f, const struct cell *c, struct value *ret)
{
	int128 value = decimal_value((struct decimal){ cell_number(r, f, c), c->places });
	int places = c->places;

	ret->kind = VALUE_NUMBER;
	if (f->type == TYPE_DECIMAL && f->decimals > places)
		places = f->decimals;
	if (f->type == TYPE_INTEGER || f->type == TYPE_YEAR || f->exact)
		ret->figure = figure_point(value);
	else
		ret->figure = figure_rounded(value, places);
}

void calc_entered(const struct report *r, const struct field *f, row_id row, struct value *ret)
{
	const struct cell *c = cell_look(r, f, row);

	blank(ret);
	if (c->fit == FIT_NA)
		ret->na = true;
	if (c->fit != FIT_GOOD)
		return;
	switch (f->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_YEAR:
		entered_number(r, f, c, ret);
		return;
	case TYPE_MEASURE:
		if (!c->has_number)
			return;
		entered_number(r, f, c, ret);
		ret->text = measure_sign(r, f, c, &ret->len);
		return;
	case TYPE_BOOLEAN:
		ret->kind = VALUE_BOOLEAN;
		ret->truth = c->units != 0;
		return;
	case TYPE_DATE:
		ret->kind = VALUE_DATE;
		ret->figure = (struct figure){ c->units, c->units, c->units };
		return;
	default:
		ret->kind = VALUE_TEXT;
		ret->text = text_get(r, f, c->text, &ret->len);
		return;
	}
}

/* ---- formulas ---- */

void calc_formula(struct report *r, const struct formula *f, row_id row, bool intervals, struct value *ret)
{
	const struct formula_rows rows = { .row = row };

	if (!formula_evaluate(f->expr, r->machine, &r->reader, rows, intervals, ret)) {
		r->short_of_memory = true;
		blank(ret);
	}
}

bool calc_true(struct report *r, const struct formula *f, row_id row)
{
	struct value v;

	calc_formula(r, f, row, false, &v);
	return v.kind == VALUE_BOOLEAN && v.truth;
}

bool calc_relevant(struct report *r, const struct field *f, row_id row)
{
	if (f->relevant && !calc_true(r, f->relevant, f->table ? row : 0))
		return false;
	if (f->table && f->table->relevant && !calc_true(r, f->table->relevant, 0))
		return false;
	return !f->matrix || !f->matrix->relevant || calc_true(r, f->matrix->relevant, 0);
}

void calc_column(struct report *r, const struct field *f, row_id row, bool intervals, struct value *ret, bool *ret_pending)
{
	struct memo *m = &r->tables[f->table->index].memo[f->index];
	bool seen = r->saw_pending;

	(void)intervals; /* always with intervals: a chain of columns is then computed once a row */
	if (m->epoch != r->epoch || m->row != row) {
		r->saw_pending = false;
		calc_formula(r, f->calculate, row, true, &m->value);
		m->pending = r->saw_pending;
		m->row = row;
		m->epoch = r->epoch;
	}
	r->saw_pending = seen || m->pending;
	*ret = m->value;
	*ret_pending = m->pending;
}

static void reader_field(void *report, const struct field *f, row_id row, bool intervals, struct value *ret)
{
	struct report *r = report;
	bool pending;

	blank(ret);
	if (f->table) {
		if (row == 0 || !calc_relevant(r, f, row))
			return;
		if (report_is_calculated(f))
			calc_column(r, f, row, intervals, ret, &pending);
		else
			calc_entered(r, f, row, ret);
	} else if (field_is_scalar(f)) {
		*ret = r->scalars[f->index].value;
		r->saw_pending |= r->scalars[f->index].pending;
	}
}

static row_id reader_find_row(void *report, const struct field *table, const char *key, uint32_t index)
{
	struct report *r = report;

	if (!key)
		return report_row_at(r, table, index);
	return report_row_by_key(r, table, key, strlen(key));
}

static const char *reader_status(void *report)
{
	return ((struct report *)report)->status;
}

/* ---- aggregates that are computed whenever they are read ---- */

struct gathering {
	enum function function;
	uint32_t count, anything;
	int128 sum, lo, hi;
	struct figure best;
	enum value_kind kind;
};

static void gather(struct gathering *g, const struct value *v)
{
	const struct figure *f = &v->figure;

	if (v->kind == VALUE_BLANK)
		return;
	g->count++;
	if (v->kind != VALUE_NUMBER && v->kind != VALUE_DATE)
		return;
	g->kind = v->kind;
	g->anything += v->anything;
	g->sum += f->value;
	g->lo += f->lo;
	g->hi += f->hi;
	if (g->count == 1) {
		g->best = *f;
	} else if (g->function == FN_MIN) {
		g->best.value = f->value < g->best.value ? f->value : g->best.value;
		g->best.lo = f->lo < g->best.lo ? f->lo : g->best.lo;
		g->best.hi = f->hi < g->best.hi ? f->hi : g->best.hi;
	} else {
		g->best.value = f->value > g->best.value ? f->value : g->best.value;
		g->best.lo = f->lo > g->best.lo ? f->lo : g->best.lo;
		g->best.hi = f->hi > g->best.hi ? f->hi : g->best.hi;
	}
}

static void gathered(const struct gathering *g, struct value *ret)
{
	blank(ret);
	if (g->function == FN_COUNT) {
		ret->kind = VALUE_NUMBER;
		ret->figure = figure_point((int128)g->count * number_power(NUMBER_PLACES));
		return;
	}
	if (g->count == 0)
		return;
	ret->kind = g->kind;
	ret->anything = g->anything > 0;
	ret->figure = (struct figure){ g->sum, g->lo, g->hi };
	ret->len = g->count; /* for avg: see formula.h */
	if (g->function == FN_MIN || g->function == FN_MAX)
		ret->figure = g->best;
}

static bool passes(struct report *r, const struct aggregate *a, struct formula_rows rows)
{
	struct value v;

	if (!a->where)
		return true;
	if (!formula_evaluate(a->where, r->machine, &r->reader, rows, false, &v)) {
		r->short_of_memory = true;
		return false;
	}
	return v.kind == VALUE_BOOLEAN && v.truth;
}

static void gather_matrix(struct report *r, const struct aggregate *a, row_id outer, struct gathering *g)
{
	const struct field *m = a->over;

	for (uint32_t row = 0; row < m->row_count; row++) {
		const struct field *cell = a->column ? m->cells[row * m->column_count + a->column->column] : NULL;
		struct value v;

		if (m->rows[row].total || (a->column && !cell) || !passes(r, a, (struct formula_rows){ row + 1, outer }))
			continue;
		if (cell)
			reader_field(r, cell, 0, true, &v);
		else
			v = (struct value){ .kind = VALUE_BOOLEAN };
		gather(g, &v);
	}
}

static void gather_table(struct report *r, const struct aggregate *a, row_id outer, struct gathering *g)
{
	const struct table *t = &r->tables[a->over->index];

	for (row_id row = order_at(t->order, 0); row; row = order_next(t->order, row)) {
		struct value v = { .kind = VALUE_BOOLEAN };

		if (!passes(r, a, (struct formula_rows){ row, outer }))
			continue;
		if (a->column)
			reader_field(r, a->column, row, true, &v);
		gather(g, &v);
	}
}

bool calc_too_many(const struct report *r, const struct aggregate *a)
{
	return a->correlated && a->over->type == TYPE_TABLE && report_row_count(r, a->over) > CORRELATED_ROWS_MAX;
}

static void reader_aggregate(void *report, const struct aggregate *a, struct formula_rows rows, bool intervals, struct value *ret)
{
	struct report *r = report;
	struct gathering g = { .function = a->function, .kind = VALUE_NUMBER };

	(void)intervals;
	if (graph_keeps(a)) {
		total_value(r, &r->totals[a->index], ret);
		return;
	}
	if (calc_too_many(r, a)) { /* a number that fits nowhere, so that what is made of it is an overflow, and not a blank */
		blank(ret);
		ret->kind = VALUE_NUMBER;
		ret->figure = figure_point(number_power(NUMBER_WHOLE + NUMBER_PLACES));
		ret->len = 1;
		return;
	}
	if (!a->over->relevant || calc_true(r, a->over->relevant, 0)) {
		if (a->over->type == TYPE_MATRIX)
			gather_matrix(r, a, rows.row, &g);
		else
			gather_table(r, a, rows.row, &g);
	}
	gathered(&g, ret);
}

void calc_reader(struct report *r)
{
	r->reader = (struct formula_reader){
		.report = r,
		.field = reader_field,
		.aggregate = reader_aggregate,
		.find_row = reader_find_row,
		.status = reader_status,
	};
}

/* ---- the value that a place shows ---- */

void calc_effective(struct report *r, const struct field *f, row_id row, struct value *ret)
{
	reader_field(r, f, row, true, ret);
}

/* 999999999999999.5 fits, but not once it is rounded to whole units */
static bool rounds_too_long(const struct field *f, const struct value *v)
{
	int places = f->type == TYPE_INTEGER ? 0 : f->type == TYPE_DECIMAL ? f->decimals : NUMBER_PLACES;

	return v->kind == VALUE_NUMBER && places >= 0 && !number_fits(number_round_exact(v->figure.value, v->tail, places));
}

enum state report_calculated(struct report *r, struct spot s, bool intervals, struct value *ret)
{
	bool seen = r->saw_pending;

	blank(ret);
	if (!s.field || !s.field->calculate || (s.field->table && !s.row))
		return STATE_BLANK;
	r->saw_pending = false;
	if (s.field->table && !s.field->stated) {
		bool pending;

		calc_column(r, s.field, s.row, intervals, ret, &pending);
	} else {
		calc_formula(r, s.field->calculate, s.row, true, ret);
	}
	if (r->saw_pending) {
		blank(ret);
		r->saw_pending = seen;
		return STATE_PENDING;
	}
	r->saw_pending = seen;
	if (rounds_too_long(s.field, ret)) {
		blank(ret);
		ret->overflow = true;
	}
	if (ret->overflow)
		return STATE_OVERFLOW;
	return ret->na ? STATE_NA : ret->kind == VALUE_BLANK ? STATE_BLANK : STATE_VALUE;
}

enum state report_value(struct report *r, struct spot s, bool intervals, struct value *ret)
{
	blank(ret);
	if (!s.field || !field_is_scalar(s.field) || (s.field->table && !s.row))
		return STATE_BLANK;
	if (report_is_calculated(s.field))
		return report_calculated(r, s, intervals, ret);
	calc_entered(r, s.field, s.row, ret);
	switch ((enum fit)cell_look(r, s.field, s.row)->fit) {
	case FIT_BLANK:
		return STATE_BLANK;
	case FIT_GOOD:
		return STATE_VALUE;
	case FIT_NA:
		return STATE_NA;
	default:
		return STATE_MISFIT;
	}
}

bool report_relevant(struct report *r, struct spot s)
{
	if (!s.field)
		return true;
	if (!field_is_scalar(s.field))
		return !s.field->relevant || calc_true(r, s.field->relevant, 0);
	if (!s.field->table)
		return r->scalars[s.field->index].relevant;
	return calc_relevant(r, s.field, s.row);
}

bool report_required(struct report *r, struct spot s)
{
	if (!s.field || !report_relevant(r, s))
		return false;
	return s.field->required_always || (s.field->required && calc_true(r, s.field->required, s.row));
}
