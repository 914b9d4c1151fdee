/* What stands on the lines of a comparison, and taking what stands on the other side. */
#include "review/sides_private.h"

#include "base/i18n.h"
#include "base/text.h"
#include "review/place.h"
#include "review/prose.h"

#include <string.h>

#define ROW_COLUMNS 60 /* of the screen, for a value of a row that is told on one line */
#define PERCENT_MAX ((int128)100000000) /* in tenths: beyond it a percentage says nothing */

static bool is_lone(const struct sides_line *l)
{
	return l->kind == SIDES_ROW && (!l->here || !l->there);
}

bool sides_has(const struct sides_line *l, bool there)
{
	const bool in_row = l->kind == SIDES_ROW || (l->field && l->field->table);

	return l->field && (!in_row || (there ? l->there : l->here));
}

struct spot sides_spot(const struct sides_line *l, bool there)
{
	if (!sides_has(l, there))
		return (struct spot){ .section = l->section };
	return (struct spot){ l->section, l->field, there ? l->there : l->here };
}

static struct report *report_at(const struct sides *s, bool there)
{
	return there ? s->there : s->here;
}

void sides_label(const struct sides *s, const struct sides_line *l, bool whole, struct strbuf *out)
{
	const struct form *form = report_form(s->here);
	const bool there = !sides_has(l, false);

	if (l->kind == SIDES_SECTION) {
		if (l->section->number)
			strbuf_printf(out, form->english ? "%s. " : "%s、", l->section->number);
		strbuf_puts(out, form_words(form, l->section->title));
	} else if (l->kind == SIDES_VALUE && l->field->table && !whole) {
		strbuf_puts(out, field_label(form, l->field));
	} else {
		report_label(report_at(s, there), sides_spot(l, there), out);
	}
}

void sides_shown(const struct sides *s, const struct sides_line *l, bool there, struct strbuf *out)
{
	if (!sides_has(l, there) || l->kind == SIDES_SECTION)
		return;
	if (l->kind == SIDES_VALUE)
		report_show(report_at(s, there), sides_spot(l, there), false, out);
	else if (is_lone(l) || !l->differs)
		place_shown(report_at(s, there), sides_spot(l, there), ROW_COLUMNS, out);
}

/* ---- differences ---- */

static bool number_at(const struct sides *s, const struct sides_line *l, bool there, int128 *ret, int *ret_places)
{
	struct report *r = report_at(s, there);
	const struct spot at = sides_spot(l, there);
	struct value v;

	if (!at.field || (at.field->type != TYPE_INTEGER && at.field->type != TYPE_DECIMAL) ||
	    report_value(r, at, false, &v) != STATE_VALUE || v.kind != VALUE_NUMBER)
		return false;
	*ret = v.figure.value;
	*ret_places = report_places(r, at);
	if (*ret_places < 0)
		*ret_places = number_places(number_round(v.figure.value, NUMBER_PLACES));
	return true;
}

/* half away from zero, in tenths of a percent */
static int128 tenths(int128 difference, int128 of)
{
	const bool minus = difference < 0;
	const int128 whole = of < 0 ? -of : of, part = minus ? -difference : difference;
	const int128 result = (2 * 1000 * part + whole) / (2 * whole);

	return minus ? -result : result;
}

static void put_signed(struct strbuf *out, int128 value, unsigned scale, int places)
{
	if (value > 0)
		strbuf_putc(out, '+');
	number_print(out, value, scale, places, true);
}

bool sides_difference(const struct sides *s, const struct sides_line *l, struct strbuf *difference, struct strbuf *percent)
{
	int128 here, there, by;
	int places, other;

	if (l->kind != SIDES_VALUE || !number_at(s, l, false, &here, &places) || !number_at(s, l, true, &there, &other))
		return false;
	places = other > places ? other : places;
	by = here - there; /* of what is shown: 0.01 stands where the two numbers seen are 0.01 apart */
	if (report_is_calculated(l->field))
		by = number_round(here, places) - number_round(there, places);
	put_signed(difference, by, NUMBER_PLACES, places);
	if (!there || !by || (l->field->unit && strcmp(l->field->unit, "%") == 0))
		return true;
	by = tenths(by, there);
	if (by < PERCENT_MAX && by > -PERCENT_MAX) {
		put_signed(percent, by, 1, 1);
		strbuf_putc(percent, '%');
	}
	return true;
}

/* ---- long texts ---- */

static void put_parts(const struct prose *p, uint32_t from, uint32_t end, const char *title, struct strbuf *out)
{
	if (from == end)
		return;
	if (out->len > 0)
		strbuf_putc(out, '\n');
	strbuf_puts(out, title);
	for (uint32_t i = from; i < end; i++) {
		size_t len = p->parts[i].len;

		while (len > 0 && (p->parts[i].text[len - 1] == '\n' || p->parts[i].text[len - 1] == '\r'))
			len--;
		if (i > from)
			strbuf_putc(out, '\n');
		strbuf_add(out, p->parts[i].text, len);
	}
}

bool sides_paragraphs(const struct sides *s, const struct sides_line *l, const char *here, const char *there, struct strbuf *out)
{
	struct prose a = { 0 }, b = { 0 };
	struct hunk *hunks = NULL;
	const char *x, *y;
	uint32_t count = 0;
	size_t len, other;
	bool ok;

	if (l->kind != SIDES_VALUE || l->field->type != TYPE_LONGTEXT || !sides_has(l, false) || !sides_has(l, true))
		return false;
	x = report_text(s->there, sides_spot(l, true), &len);
	y = report_text(s->here, sides_spot(l, false), &other);
	if (!len || !other)
		return false;
	ok = prose_split(x, len, false, &a) && prose_split(y, other, false, &b) && prose_hunks(&a, &b, &hunks, &count);
	for (uint32_t i = 0; ok && i < count; i++) {
		put_parts(&a, hunks[i].a, hunks[i].a_end, there, out);
		put_parts(&b, hunks[i].b, hunks[i].b_end, here, out);
	}
	memory_free(hunks);
	prose_release(&a);
	prose_release(&b);
	return ok && count > 0;
}

/* ---- taking ---- */

static bool put_value(const struct sides *s, struct spot to, struct spot from, struct error *reterr)
{
	size_t len;
	const char *text = report_text(s->there, from, &len);

	return report_set(s->here, to, text, len, true, reterr);
}

static bool insert_row(const struct sides *s, const struct field *table, row_id from, struct error *reterr)
{
	const uint32_t at = report_row_index(s->there, table, from), count = report_row_count(s->here, table);
	row_id row;

	if (!report_insert(s->here, table, at < count ? at : count, &row, reterr))
		return false;
	for (size_t c = 0; c < table->column_count; c++) {
		const struct field *f = table->columns[c];

		if (!report_is_calculated(f) &&
		    !put_value(s, (struct spot){ f->section, f, row }, (struct spot){ f->section, f, from }, reterr))
			return false;
	}
	return true;
}

static bool take_row(const struct sides *s, const struct sides_line *l, struct error *reterr)
{
	uint32_t at, count;

	if (!l->there)
		return report_delete(s->here, l->field, l->here, reterr);
	if (!l->here)
		return insert_row(s, l->field, l->there, reterr);
	for (size_t c = 0; c < l->field->column_count; c++) {
		const struct field *f = l->field->columns[c];

		if (!report_is_calculated(f) &&
		    !put_value(s, (struct spot){ f->section, f, l->here }, (struct spot){ f->section, f, l->there }, reterr))
			return false;
	}
	if (!l->moved)
		return true;
	at = report_row_index(s->there, l->field, l->there);
	count = report_row_count(s->here, l->field);
	return report_move(s->here, l->field, l->here, at < count ? at : count - 1, reterr);
}

bool sides_take(const struct sides *s, const struct sides_line *l, struct error *reterr)
{
	bool ok;

	if (l->kind == SIDES_SECTION)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("choose a value or a row to take it from the other report"));
	if (l->kind == SIDES_VALUE)
		return put_value(s, sides_spot(l, false), sides_spot(l, true), reterr);
	report_group_begin(s->here);
	ok = take_row(s, l, reterr);
	if (ok)
		report_group_end(s->here);
	else
		report_group_cancel(s->here);
	return ok;
}
