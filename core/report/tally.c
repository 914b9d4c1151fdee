/*
 * How many problems there are: a tally for each scalar, row, table and check, and their sums by section, kept by difference.
 */
#include "report/report_private.h"

/* tables up to this size are counted within the edit when every row is concerned; larger ones between keys */
#define AT_ONCE_ROWS 64

bool tally_init(struct report *r)
{
	const struct form *f = r->form;

	r->slot_tally = memory_alloc(f->slot_count + 1, sizeof(struct tally));
	r->check_tally = memory_alloc(f->check_count + 1, sizeof(struct tally));
	r->counts = memory_alloc(f->section_count + 1, sizeof(struct counts));
	for (size_t i = 0; i < f->table_count; i++)
		r->tables[i].generation = 1;
	return r->slot_tally && r->check_tally && r->counts;
}

void tally_free(struct report *r)
{
	memory_free(r->slot_tally);
	memory_free(r->check_tally);
	memory_free(r->counts);
}

static void counts_add(struct counts *c, const struct tally *t)
{
	c->errors += t->errors;
	c->warnings += t->warnings;
	c->notes += t->notes;
	c->blank += t->blank;
	c->filled += t->filled;
	c->required += t->required;
}

static void counts_take(struct counts *c, const struct tally *t)
{
	c->errors -= t->errors;
	c->warnings -= t->warnings;
	c->notes -= t->notes;
	c->blank -= t->blank;
	c->filled -= t->filled;
	c->required -= t->required;
}

static void replace(struct report *r, const struct section *s, struct tally *was, struct tally now)
{
	struct counts *all = &r->counts[r->form->section_count];

	counts_take(all, was);
	counts_add(all, &now);
	if (s && !s->builtin) {
		counts_take(&r->counts[s->index], was);
		counts_add(&r->counts[s->index], &now);
	}
	*was = now;
}

static void raise_by_one(uint8_t *n)
{
	if (*n < UINT8_MAX)
		++*n;
}

static bool is_draft(const struct report *r)
{
	return strcmp(r->status, "draft") == 0 || strcmp(r->status, "returned") == 0;
}

struct count {
	const struct report *r;
	struct tally tally;
};

static bool count_problem(void *to, const struct problem *p)
{
	struct count *c = to;

	if (p->blank_required && is_draft(c->r))
		raise_by_one(&c->tally.blank);
	else if (p->severity == SEVERITY_ERROR)
		raise_by_one(&c->tally.errors);
	else if (p->severity == SEVERITY_WARNING)
		raise_by_one(&c->tally.warnings);
	else if (p->severity == SEVERITY_NOTE)
		raise_by_one(&c->tally.notes);
	return true;
}

static struct teller counting(struct report *r, struct count *c)
{
	*c = (struct count){ .r = r };
	return (struct teller){ .r = r, .sink = { count_problem, c }, .counting = true };
}

static void count_filling(struct report *r, const struct field *f, row_id row, struct tally *t)
{
	if (report_is_calculated(f) || !report_required(r, (struct spot){ f->section, f, row }))
		return;
	raise_by_one(&t->required);
	if (cell_look(r, f, row)->fit != FIT_BLANK)
		raise_by_one(&t->filled);
}

void tally_slot(struct report *r, uint32_t slot)
{
	const struct field *f = r->form->slots[slot];
	struct count c;
	struct teller t = counting(r, &c);

	check_tell_slot(&t, f);
	count_filling(r, f, 0, &c.tally);
	replace(r, f->section, &r->slot_tally[slot], c.tally);
}

void tally_row(struct report *r, struct table *table, row_id row)
{
	const struct field *f = table->field;
	struct count c;
	struct teller t = counting(r, &c);

	/* while the index of keys is incomplete, repeated keys are not known: the sweep counts this row later */
	if (!order_holds(table->order, row) || (table->keys && table->keys_done < table->rows))
		return;
	check_tell_row(&t, table, row);
	for (size_t i = 0; i < f->column_count; i++) {
		if (f->columns[i]->required_always || f->columns[i]->required)
			count_filling(r, f->columns[i], row, &c.tally);
	}
	c.tally.generation = table->generation;
	replace(r, f->section, &table->tally[row - 1], c.tally);
}

void tally_row_gone(struct report *r, struct table *table, row_id row)
{
	replace(r, table->field->section, &table->tally[row - 1], (struct tally){ 0 });
}

static void sweep(struct report *r, struct table *t, unsigned *budget)
{
	if (t->sweep >= t->rows || !keys_complete(r, t))
		return;
	while (t->sweep < t->rows && *budget > 0) {
		row_id row = ++t->sweep;

		if (t->tally[row - 1].generation != t->generation && order_holds(t->order, row))
			tally_row(r, t, row);
		*budget -= *budget < 4 ? *budget : 4;
	}
}

void tally_rows(struct report *r, struct table *table)
{
	if (++table->generation == 0) {
		for (uint32_t i = 0; i < table->rows; i++)
			table->tally[i].generation = 0;
		table->generation = 1;
	}
	table->sweep = 0;
	if (table->rows <= AT_ONCE_ROWS && table->rows <= r->at_once) {
		unsigned budget = UINT32_MAX;

		sweep(r, table, &budget);
	}
}

void tally_table(struct report *r, struct table *table)
{
	struct count c;
	struct teller t = counting(r, &c);

	check_tell_table(&t, table);
	replace(r, table->field->section, &table->own, c.tally);
}

void tally_check(struct report *r, const struct check *check)
{
	struct count c;
	struct teller t = counting(r, &c);

	check_tell_rule(&t, check, 0);
	replace(r, check->section, &r->check_tally[check->index], c.tally);
}

static void tally_strays(struct report *r)
{
	struct count c;
	struct teller t = counting(r, &c);
	struct tally none = { 0 };

	/* one at a time: there may be more than a tally holds */
	for (size_t i = 0; i < r->stray_rows; i++) {
		c.tally = none;
		check_tell_stray(&t, &r->strays[i]);
		replace(r, r->strays[i].section, &(struct tally){ 0 }, c.tally);
	}
}

bool tally_waits(const struct report *r)
{
	for (size_t i = 0; i < r->form->table_count; i++) {
		if (r->tables[i].sweep < r->tables[i].rows)
			return true;
	}
	return !r->strays_counted || stored_wait(r);
}

void tally_step(struct report *r, unsigned *budget)
{
	for (size_t i = 0; i < r->form->table_count && *budget > 0; i++)
		sweep(r, &r->tables[i], budget);
	if (!r->strays_counted) {
		r->strays_counted = true;
		tally_strays(r);
	}
}

struct counts report_counts(struct report *r, const struct section *section)
{
	struct counts c = r->counts[section ? section->index : r->form->section_count];

	c.waiting = tally_waits(r);
	return c;
}

enum severity counts_worst(const struct counts *c)
{
	return c->errors ? SEVERITY_ERROR : c->warnings ? SEVERITY_WARNING : c->notes ? SEVERITY_NOTE : SEVERITY_NONE;
}
