/*
 * Totals kept up to date by difference, and the walk from an edit to all that depends on it.
 */
#include "report/report_private.h"

/* tables up to this size are summed anew within the edit, larger ones between keys; before the first edit there is more time */
#define AT_ONCE_ROWS 64
#define AT_FIRST_ROWS 4096

enum scope { SCOPE_NONE, SCOPE_ROW, SCOPE_ALL };

/* ---- totals ---- */

void total_value(struct report *r, const struct total *t, struct value *ret)
{
	const struct aggregate *a = t->aggregate;

	*ret = (struct value){ .kind = VALUE_BLANK };
	if (t->pending) {
		r->saw_pending = true;
		return;
	}
	if (a->function == FN_COUNT) {
		ret->kind = VALUE_NUMBER;
		ret->figure = figure_point((int128)t->count * number_power(NUMBER_PLACES));
		return;
	}
	if (t->count == 0)
		return;
	ret->kind = a->column->type == TYPE_DATE ? VALUE_DATE : VALUE_NUMBER;
	ret->anything = t->anything > 0;
	if (t->tournament)
		tournament_winner(t->tournament, &ret->figure);
	else
		ret->figure = (struct figure){ t->sum, t->lo, t->hi };
	ret->len = t->count; /* for avg: see formula.h */
}

/* what a row gives to a total: false when nothing */
static bool part(struct report *r, const struct aggregate *a, row_id row, struct value *ret)
{
	struct value passes;

	if (a->over->relevant && !calc_true(r, a->over->relevant, 0))
		return false;
	if (a->where && !formula_evaluate(a->where, r->machine, &r->reader, (struct formula_rows){ .row = row }, false, &passes)) {
		r->short_of_memory = true;
		return false;
	}
	if (a->where && (passes.kind != VALUE_BOOLEAN || !passes.truth))
		return false;
	*ret = (struct value){ .kind = VALUE_BOOLEAN };
	if (!a->column)
		return true;
	if (a->column->relevant || report_is_calculated(a->column))
		calc_effective(r, a->column, row, ret);
	else
		calc_entered(r, a->column, row, ret);
	if (a->function == FN_COUNT)
		return ret->kind != VALUE_BLANK;
	return ret->kind == VALUE_NUMBER || ret->kind == VALUE_DATE;
}

static void total_add(struct report *r, struct total *t, row_id row)
{
	struct value v;

	if (!part(r, t->aggregate, row, &v))
		return;
	t->count++;
	t->anything += v.anything;
	t->sum += v.figure.value;
	t->lo += v.figure.lo;
	t->hi += v.figure.hi;
	if (t->tournament)
		tournament_set(t->tournament, row, &v.figure);
}

static void total_take(struct report *r, struct total *t, row_id row)
{
	struct value v;

	if (!part(r, t->aggregate, row, &v))
		return;
	t->count--;
	t->anything -= v.anything;
	t->sum -= v.figure.value;
	t->lo -= v.figure.lo;
	t->hi -= v.figure.hi;
	if (t->tournament)
		tournament_set(t->tournament, row, NULL);
}

static void total_clear(struct total *t)
{
	t->count = t->anything = 0;
	t->sum = t->lo = t->hi = 0;
	t->next = 0;
	if (t->tournament)
		tournament_clear(t->tournament);
}

/* adds rows up to `budget`; true when all are in. What reads something that itself waits begins again later. */
static bool total_build(struct report *r, struct total *t, unsigned *budget)
{
	const struct table *table = table_of(r, t->aggregate->over);

	r->saw_pending = false;
	while (t->next < table->rows && *budget > 0) {
		row_id row = ++t->next;

		if (order_holds(table->order, row))
			total_add(r, t, row);
		--*budget;
		if (r->saw_pending) {
			r->saw_pending = false;
			total_clear(t);
			return false;
		}
	}
	return t->next >= table->rows;
}

/* figures by their number of places, as most columns have one or two of them */
struct plain_sum {
	uint32_t count;
	int128 units;
};

/*
 * A sum or count of figures that were entered, of a whole table: digits are added up as they stand, by number of places.
 * Figures too wide for a cell (and other types) are left to total_add(). False: nothing was done.
 */
static bool total_quick(struct report *r, struct total *t)
{
	const struct field *f = t->aggregate->column;
	const struct table *table = table_of(r, t->aggregate->over);
	struct plain_sum sums[NUMBER_PLACES + 1] = { { 0 } };
	const size_t columns = table->field->column_count;
	const bool whole = order_count(table->order) == table->rows;

	if (!f || f->type != TYPE_DECIMAL || t->tournament || t->aggregate->over->relevant)
		return false;
	for (row_id row = 1; row <= table->rows; row++) {
		const struct cell *c = &table->cells[(size_t)(row - 1) * columns + f->index];

		if (c->fit != FIT_GOOD || (!whole && !order_holds(table->order, row)))
			continue;
		if (c->flags & CELL_WIDE) {
			total_add(r, t, row);
			continue;
		}
		sums[c->places].count++;
		sums[c->places].units += c->units;
	}
	for (int places = 0; places <= NUMBER_PLACES; places++) {
		const int128 value = decimal_value((struct decimal){ sums[places].units, (uint8_t)places });
		const int128 half = f->exact ? 0 : figure_rounded(0, f->decimals > places ? f->decimals : places).hi;

		t->count += sums[places].count;
		t->sum += value;
		t->lo += value * 10 - half * sums[places].count;
		t->hi += value * 10 + half * sums[places].count;
	}
	return true;
}

static void total_rebuild(struct report *r, struct total *t)
{
	unsigned at_once = r->revision == 0 ? AT_FIRST_ROWS : AT_ONCE_ROWS, budget = at_once;
	const struct field *column = t->aggregate->column;
	bool plain = !t->aggregate->where && (!column || (!report_is_calculated(column) && !column->relevant)) && r->at_once;

	total_clear(t);
	/* a plain sum of what was entered is quick at any size */
	if (plain && total_quick(r, t)) {
		t->pending = false;
		return;
	}
	if (plain)
		budget = UINT32_MAX;
	else if (table_of(r, t->aggregate->over)->rows > at_once || table_of(r, t->aggregate->over)->rows > r->at_once)
		budget = 0;
	t->pending = true;
	if (total_build(r, t, &budget))
		t->pending = false;
}

static bool value_same(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind || a->na != b->na || a->anything != b->anything || a->overflow != b->overflow || a->tail != b->tail)
		return false;
	switch (a->kind) {
	case VALUE_NUMBER:
		return a->figure.value == b->figure.value && a->figure.lo == b->figure.lo && a->figure.hi == b->figure.hi &&
		       a->len == b->len && (a->len == 0 || !a->text || !b->text || memcmp(a->text, b->text, a->len) == 0);
	case VALUE_DATE:
		return a->figure.value == b->figure.value;
	case VALUE_BOOLEAN:
		return a->truth == b->truth;
	case VALUE_TEXT:
		return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
	default:
		return true;
	}
}

/* ---- the walk ---- */

static void mark(struct report *r, uint32_t node, enum scope scope)
{
	if (r->dirty[node] < scope)
		r->dirty[node] = (uint8_t)scope;
}

static void mark_users(struct report *r, uint32_t node, enum scope scope)
{
	const struct graph_node *n = &r->graph->nodes[node];

	for (uint32_t e = 0; e < n->edge_count; e++)
		mark(r, n->edges[e].to, n->edges[e].same_row ? scope : SCOPE_ALL);
}

static bool slot_update(struct report *r, uint32_t slot)
{
	struct scalar *s = &r->scalars[slot];
	const struct field *f = r->form->slots[slot];
	struct value before = s->value;
	bool pending = s->pending, relevant = s->relevant;

	r->saw_pending = false;
	s->relevant = calc_relevant(r, f, 0);
	s->value = (struct value){ .kind = VALUE_BLANK };
	if (s->relevant && report_is_calculated(f))
		calc_formula(r, f->calculate, 0, true, &s->value);
	else if (s->relevant)
		calc_entered(r, f, 0, &s->value);
	s->pending = r->saw_pending;
	r->saw_pending = false;
	return pending != s->pending || relevant != s->relevant || !value_same(&before, &s->value);
}

static bool total_update(struct report *r, struct total *t, enum scope scope, row_id row, bool there)
{
	struct value now;

	if (scope == SCOPE_ROW && !t->pending) {
		if (there)
			total_add(r, t, row);
	} else {
		total_rebuild(r, t);
	}
	total_value(r, t, &now);
	r->saw_pending = false;
	return scope == SCOPE_ALL || t->pending || !value_same(&t->before, &now);
}

static void visit(struct report *r, uint32_t node, enum scope scope, row_id row, bool there)
{
	const struct graph_node *n = &r->graph->nodes[node];

	switch (n->kind) {
	case GRAPH_SLOT:
		if (slot_update(r, n->index))
			mark_users(r, node, SCOPE_ALL);
		break;
	case GRAPH_COLUMN:
	case GRAPH_STRUCTURE:
		mark_users(r, node, n->kind == GRAPH_COLUMN ? scope : SCOPE_ALL);
		break;
	case GRAPH_TOTAL:
		if (total_update(r, &r->totals[n->index], scope, row, there))
			mark_users(r, node, SCOPE_ALL);
		break;
	case GRAPH_WATCH_SLOT:
		tally_slot(r, n->index);
		break;
	case GRAPH_WATCH_ROWS:
		if (scope == SCOPE_ALL)
			tally_rows(r, &r->tables[n->index]);
		else if (there)
			tally_row(r, &r->tables[n->index], row);
		break;
	case GRAPH_WATCH_TABLE:
		tally_table(r, &r->tables[n->index]);
		break;
	case GRAPH_WATCH_CHECK:
		if (!r->form->checks[n->index]->each) /* those are counted with their rows */
			tally_check(r, r->form->checks[n->index]);
		break;
	}
}

static void walk(struct report *r, row_id row, bool there)
{
	for (uint32_t node = 0; node < r->graph->count; node++) {
		enum scope scope = (enum scope)r->dirty[node];

		if (scope == SCOPE_NONE)
			continue;
		r->dirty[node] = SCOPE_NONE;
		r->epoch++;
		visit(r, node, scope, row, there);
	}
	r->epoch++;
}

/* ---- edits ---- */

/* takes a row's part out of every total over its table, before the row changes */
static void totals_before(struct report *r, const struct table *t, row_id row, bool there)
{
	for (uint32_t node = r->graph->count; node-- > 0;) {
		const struct graph_node *gn = &r->graph->nodes[node];
		size_t i = gn->index;
		struct total *total;

		if (gn->kind != GRAPH_TOTAL)
			continue;
		total = &r->totals[i];
		if (total->aggregate->over != t->field || !graph_keeps(total->aggregate))
			continue;
		total_value(r, total, &total->before);
		r->saw_pending = false;
		if (there && !total->pending)
			total_take(r, total, row);
		mark(r, r->graph->total[i], SCOPE_ROW);
	}
}

void calc_before(struct report *r, const struct field *f, row_id row)
{
	if (f->table)
		totals_before(r, table_of(r, f), row, true);
}

void calc_after(struct report *r, const struct field *f, row_id row)
{
	uint32_t node = graph_of(r->graph, f);

	r->epoch++;
	mark(r, node, f->table ? SCOPE_ROW : SCOPE_ALL);
	if (!f->table)
		mark(r, r->graph->watch_slot[f->index], SCOPE_ALL);
	walk(r, row, true);
}

void calc_row_before(struct report *r, struct table *t, row_id row)
{
	totals_before(r, t, row, order_index(t->order, row) != ORDER_NONE);
}

void calc_row_after(struct report *r, struct table *t, row_id row, bool there)
{
	r->epoch++;
	for (size_t c = 0; c < t->field->column_count; c++)
		mark(r, graph_of(r->graph, t->field->columns[c]), SCOPE_ROW);
	mark(r, r->graph->structure[t->field->index], SCOPE_ALL);
	if (!there)
		tally_row_gone(r, t, row);
	walk(r, row, there);
}

void calc_structure(struct report *r, struct table *t)
{
	r->epoch++;
	mark(r, r->graph->structure[t->field->index], SCOPE_ALL);
	walk(r, 0, false);
}

bool calc_total_reserve(struct report *r, struct table *t, uint32_t rows)
{
	for (size_t i = 0; i < r->form->aggregate_count; i++) {
		struct total *total = &r->totals[i];

		if (total->tournament && total->aggregate->over == t->field && !tournament_reserve(total->tournament, rows + 1))
			return false;
	}
	return true;
}

void calc_everything(struct report *r)
{
	memset(r->dirty, SCOPE_ALL, r->graph->count);
	walk(r, 0, false);
}

bool calc_recover(struct report *r)
{
	if (r->short_of_memory) {
		r->short_of_memory = false;
		calc_everything(r);
	}
	return !r->short_of_memory;
}

/* ---- life ---- */

bool calc_init(struct report *r)
{
	const struct form *f = r->form;

	r->machine = machine_new();
	r->totals = memory_alloc(f->aggregate_count + 1, sizeof(*r->totals));
	if (!r->machine || !r->totals || !graph_new(f, &r->graph) || !tally_init(r))
		return false;
	r->dirty = memory_alloc(r->graph->count + 1, 1);
	if (!r->dirty)
		return false;
	for (size_t i = 0; i < f->aggregate_count; i++) {
		const struct aggregate *a = f->aggregates[i];

		r->totals[i].aggregate = a;
		if (!graph_keeps(a) || (a->function != FN_MIN && a->function != FN_MAX))
			continue;
		r->totals[i].tournament = tournament_new(a->function == FN_MAX);
		if (!r->totals[i].tournament || !tournament_reserve(r->totals[i].tournament, table_of(r, a->over)->rows + 1))
			return false;
	}
	calc_reader(r);
	calc_everything(r);
	return !r->short_of_memory;
}

void calc_free(struct report *r)
{
	for (size_t i = 0; r->totals && i < r->form->aggregate_count; i++)
		tournament_free(r->totals[i].tournament);
	memory_free(r->totals);
	memory_free(r->dirty);
	tally_free(r);
	graph_free(r->graph);
	machine_free(r->machine);
}

/* ---- what waits ---- */

static void totals_step(struct report *r, unsigned *budget)
{
	for (uint32_t node = 0; node < r->graph->count && *budget > 0; node++) {
		const struct graph_node *n = &r->graph->nodes[node];
		struct total *t = n->kind == GRAPH_TOTAL ? &r->totals[n->index] : NULL;

		if (!t || !t->pending || !total_build(r, t, budget))
			continue;
		t->pending = false;
		mark_users(r, node, SCOPE_ALL);
		walk(r, 0, false);
	}
}

static bool totals_wait(const struct report *r)
{
	for (size_t i = 0; i < r->form->aggregate_count; i++) {
		if (r->totals[i].pending)
			return true;
	}
	return false;
}

bool report_step(struct report *r, unsigned budget)
{
	if (!calc_recover(r))
		return true;
	totals_step(r, &budget);
	if (totals_wait(r))
		return true;
	stored_step(r, &budget);
	tally_step(r, &budget);
	return tally_waits(r);
}

void calc_finish_totals(struct report *r)
{
	while (totals_wait(r)) {
		unsigned budget = UINT32_MAX;

		totals_step(r, &budget);
	}
}

bool report_reliable(const struct report *r)
{
	return !r->short_of_memory;
}

void report_finish(struct report *r)
{
	while (report_step(r, UINT32_MAX / 2) && !r->short_of_memory)
		;
}
