/*
 * Calculated values that stand in the file (a finished export). One that was out of date on opening is noted and left alone
 * until something that it depends on is edited.
 */
#include "report/report_private.h"

static bool same_shown(struct report *r, const struct field *f, const struct value *calculated, const char *text, size_t len)
{
	struct strbuf shown;
	bool same;

	strbuf_init(&shown, SOURCE_MAX_SCALAR);
	report_show_value(r, f, calculated, true, &shown);
	r->short_of_memory |= !strbuf_ok(&shown);
	same = shown.len == len && memcmp(shown.text, text, len) == 0;
	strbuf_release(&shown);
	return same;
}

/* 74.0 and 74.00 are the same number */
static bool same_number(struct report *r, const struct field *f, const struct cell *c, const struct value *calculated)
{
	struct value stored;
	struct strbuf a, b;
	bool same;
	size_t len;
	const char *text = text_get(r, f, c->text, &len);
	struct decimal d;

	if (calculated->kind != VALUE_NUMBER || decimal_parse(text, len, &d) != NUMBER_OK)
		return false;
	stored = (struct value){ .kind = VALUE_NUMBER, .figure = figure_point(decimal_value(d)) };
	strbuf_init(&a, 256);
	strbuf_init(&b, 256);
	number_print(&a, stored.figure.value, NUMBER_PLACES, f->decimals >= d.places ? f->decimals : -1, false);
	number_print(&b, f->decimals < 0 ? calculated->figure.value : number_round_exact(calculated->figure.value, calculated->tail, f->decimals), NUMBER_PLACES, f->decimals, false);
	r->short_of_memory |= !strbuf_ok(&a) || !strbuf_ok(&b);
	same = a.len == b.len && memcmp(a.text, b.text, a.len) == 0;
	strbuf_release(&a);
	strbuf_release(&b);
	return same;
}

bool stored_current(struct report *r, const struct field *f, row_id row, const struct value *calculated)
{
	const struct cell *c = cell_look(r, f, row);
	size_t len;
	const char *text = text_get(r, f, c->text, &len);

	return same_shown(r, f, calculated, text, len) || same_number(r, f, c, calculated);
}

/* ---- which were out of date ---- */

static int stored_compare(const void *a, const void *b)
{
	const struct stored *x = a, *y = b;

	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

void stored_sort(struct report *r)
{
	if (r->stored_count)
		qsort(r->stored, r->stored_count, sizeof(*r->stored), stored_compare);
}

const struct stored *stored_find(const struct report *r, const struct field *f, row_id row)
{
	const struct stored key = { .field = f, .row = row };

	return r->stored_count ? bsearch(&key, r->stored, r->stored_count, sizeof(key), stored_compare) : NULL;
}

bool stored_wait(const struct report *r)
{
	return r->stored_judged < r->stored_count;
}

static void judge(struct report *r, struct stored *s)
{
	struct value v;

	report_calculated(r, (struct spot){ s->field->section, s->field, s->row }, true, &v);
	s->opened = v;
	s->stale = !stored_current(r, s->field, s->row, &v);
	if (!s->stale)
		return;
	if (s->row)
		tally_row(r, table_of(r, s->field), s->row);
	else
		tally_slot(r, s->field->index);
}

void stored_step(struct report *r, unsigned *budget)
{
	while (stored_wait(r) && *budget > 0) {
		judge(r, &r->stored[r->stored_judged]);
		if (r->short_of_memory)
			return;
		r->stored_judged++;
		*budget -= *budget < 4 ? *budget : 4;
	}
}

void stored_judge(struct report *r)
{
	unsigned budget;

	if (stored_wait(r))
		calc_finish_totals(r);
	for (budget = UINT32_MAX; stored_wait(r) && !r->short_of_memory; budget = UINT32_MAX)
		stored_step(r, &budget);
}

/* whether a stored value that was out of date still is left alone: nothing it depends on has changed its result */
bool stored_untouched(const struct stored *s, const struct value *now)
{
	return s->opened.kind == now->kind && s->opened.figure.value == now->figure.value && s->opened.truth == now->truth &&
	       s->opened.na == now->na && s->opened.overflow == now->overflow &&
	       (now->kind != VALUE_TEXT || (s->opened.len == now->len && memcmp(s->opened.text, now->text, now->len) == 0));
}
