/*
 * Calculated values that stand in the file (a finished export). One that was out of date on opening is noted and left alone
 * until something that it depends on is edited.
 */
#include "report/report_private.h"

static bool same_shown(const struct report *r, const struct field *f, const struct value *calculated, const char *text, size_t len)
{
	struct strbuf shown;
	bool same;

	strbuf_init(&shown, SOURCE_MAX_SCALAR);
	report_show_value(r, f, calculated, true, &shown);
	same = shown.len == len && memcmp(shown.text, text, len) == 0;
	strbuf_release(&shown);
	return same;
}

/* 74.0 and 74.00 are the same number */
static bool same_number(const struct report *r, const struct field *f, const struct cell *c, const struct value *calculated)
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
	same = a.len == b.len && memcmp(a.text, b.text, a.len) == 0;
	strbuf_release(&a);
	strbuf_release(&b);
	return same;
}

bool stored_current(const struct report *r, const struct field *f, row_id row, const struct value *calculated)
{
	const struct cell *c = cell_look(r, f, row);
	size_t len;
	const char *text = text_get(r, f, c->text, &len);

	return same_shown(r, f, calculated, text, len) || same_number(r, f, c, calculated);
}

bool stored_judge(struct report *r)
{
	if (r->stored_judged)
		return true;
	r->stored_judged = true;
	if (r->stored_count)
		calc_finish_totals(r);
	for (size_t i = 0; i < r->stored_count; i++) {
		struct stored *s = &r->stored[i];
		struct value v;

		report_calculated(r, (struct spot){ s->field->section, s->field, s->row }, true, &v);
		cell_at(r, s->field, s->row)->flags |= CELL_STORED;
		s->stale = !stored_current(r, s->field, s->row, &v);
		s->opened = v;
		if (s->stale)
			cell_at(r, s->field, s->row)->flags |= CELL_STALE;
	}
	return true;
}

/* whether a stored value that was out of date still is left alone: nothing it depends on has changed its result */
bool stored_untouched(struct report *r, const struct stored *s, const struct value *now)
{
	(void)r;
	return s->opened.kind == now->kind && s->opened.figure.value == now->figure.value && s->opened.truth == now->truth &&
	       s->opened.len == now->len && (!now->len || !now->text || memcmp(s->opened.text, now->text, now->len) == 0);
}
