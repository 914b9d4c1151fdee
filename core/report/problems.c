/*
 * Problems told in file order, or of one place.
 */
#include "report/report_private.h"

struct kept {
	struct problem problem;
	struct comparison comparison;
	size_t sequence;
};

struct keeper {
	struct arena arena;
	struct kept **kept;
	size_t count, capacity;
	bool failed;
};

static bool keep(void *to, const struct problem *p)
{
	struct keeper *k = to;
	struct kept **list = memory_grow(k->kept, &k->capacity, k->count + 1, sizeof(*list));
	struct kept *one = list ? arena_alloc(&k->arena, sizeof(*one)) : NULL;

	if (list)
		k->kept = list;
	if (!one) {
		k->failed = true;
		return false;
	}
	one->problem = *p;
	one->sequence = k->count;
	one->problem.message = arena_strdup(&k->arena, p->message);
	one->problem.code = arena_strdup(&k->arena, p->code);
	one->problem.path = p->path ? arena_strdup(&k->arena, p->path) : NULL;
	if (p->comparison) {
		one->comparison = *p->comparison;
		one->problem.comparison = &one->comparison;
	}
	if (!one->problem.message || !one->problem.code || (p->path && !one->problem.path)) {
		k->failed = true;
		return false;
	}
	list[k->count++] = one;
	return true;
}

static int in_file_order(const void *a, const void *b)
{
	const struct kept *x = *(struct kept *const *)a, *y = *(struct kept *const *)b;
	const struct place *p = &x->problem.place, *q = &y->problem.place;

	if (p->line != q->line)
		return p->line < q->line ? -1 : 1;
	if (p->column != q->column)
		return p->column < q->column ? -1 : 1;
	return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

static void teller_init(struct teller *t, struct report *r, struct problem_sink sink)
{
	*t = (struct teller){ .r = r, .sink = sink };
	strbuf_init(&t->message, 0);
	strbuf_init(&t->path, 0);
	strbuf_init(&t->code, 0);
}

static void teller_release(struct teller *t)
{
	strbuf_release(&t->message);
	strbuf_release(&t->path);
	strbuf_release(&t->code);
}

static void tell_table(struct teller *t, const struct table *table)
{
	check_tell_table(t, table);
	for (row_id row = order_at(table->order, 0); row && !t->stopped; row = order_next(table->order, row)) {
		const struct tally *tally = &table->tally[row - 1];

		if (tally->errors || tally->warnings || tally->notes || tally->blank)
			check_tell_row(t, table, row);
	}
}

bool report_problems(struct report *r, struct problem_sink sink, struct error *reterr)
{
	struct keeper k = { .count = 0 };
	const unsigned long refused = memory_refused();
	struct teller t;
	bool whole;

	report_finish(r);
	teller_init(&t, r, (struct problem_sink){ keep, &k });
	for (size_t i = 0; i < r->stray_rows; i++)
		check_tell_stray(&t, &r->strays[i]);
	for (size_t i = 0; i < r->form->slot_count; i++)
		check_tell_slot(&t, r->form->slots[i]);
	for (size_t i = 0; i < r->form->table_count; i++)
		tell_table(&t, &r->tables[i]);
	for (size_t i = 0; i < r->form->check_count; i++) {
		if (!r->form->checks[i]->each)
			check_tell_rule(&t, r->form->checks[i], 0);
	}
	check_tampered(&t);
	teller_release(&t);
	whole = !k.failed && !r->short_of_memory && refused == memory_refused();
	if (k.count)
		qsort(k.kept, k.count, sizeof(struct kept *), in_file_order);
	for (size_t i = 0; whole && i < k.count; i++) {
		if (!sink.tell(sink.to, &k.kept[i]->problem))
			break;
	}
	memory_free(k.kept);
	arena_release(&k.arena);
	return whole || error_memory(reterr);
}

/* ---- of one place ---- */

struct filter {
	struct spot spot;
	struct problem_sink sink;
};

static bool filtered(void *to, const struct problem *p)
{
	struct filter *f = to;

	if (f->spot.field && p->spot.field != f->spot.field &&
	    !(f->spot.field->type == TYPE_TABLE && f->spot.row && p->spot.field && p->spot.field->table == f->spot.field))
		return true;
	if (f->spot.row && p->spot.row != f->spot.row)
		return true;
	return f->sink.tell(f->sink.to, p);
}

void report_problems_at(struct report *r, struct spot s, struct problem_sink sink)
{
	struct filter f = { s, sink };
	struct teller t;

	stored_judge(r);
	teller_init(&t, r, (struct problem_sink){ filtered, &f });
	if (s.field && s.field->table && s.row && keys_complete(r, table_of(r, s.field)))
		check_tell_row(&t, table_of(r, s.field), s.row);
	else if (s.field && s.field->type == TYPE_TABLE && s.row && keys_complete(r, table_of(r, s.field)))
		check_tell_row(&t, table_of(r, s.field), s.row);
	else if (s.field && s.field->type == TYPE_TABLE)
		check_tell_table(&t, table_of(r, s.field));
	else if (s.field && s.field->type != TYPE_MATRIX)
		check_tell_slot(&t, s.field);
	for (size_t i = 0; i < r->form->check_count && !(s.row && s.field); i++) {
		const struct check *c = r->form->checks[i];

		if (!c->each && c->section == s.section && (s.field ? c->at == s.field : true))
			check_tell_rule(&t, c, 0);
	}
	for (size_t i = 0; i < r->stray_rows; i++) {
		if (r->strays[i].field == s.field && r->strays[i].section == s.section && r->strays[i].row == s.row)
			check_tell_stray(&t, &r->strays[i]);
	}
	teller_release(&t);
}

static bool worst(void *to, const struct problem *p)
{
	enum severity *w = to;

	if (p->severity > *w)
		*w = p->severity;
	return *w < SEVERITY_ERROR;
}

enum severity report_worst_at(struct report *r, struct spot s)
{
	enum severity w = SEVERITY_NONE;

	report_problems_at(r, s, (struct problem_sink){ worst, &w });
	return w;
}
