/*
 * Values as people read them, and the comparison of a stated value with its formula.
 */
#include "report/report_private.h"

#include "base/i18n.h"

static const struct choice *choice_of(const struct field *f, const char *text, size_t len)
{
	for (size_t i = 0; i < f->choice_count; i++) {
		if (strlen(f->choices[i].value) == len && memcmp(f->choices[i].value, text, len) == 0)
			return &f->choices[i];
	}
	return NULL;
}

static void show_choices(const struct form *form, const struct field *f, const char *text, size_t len, bool bare, struct strbuf *out)
{
	const char *end = text + len;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t size = (size_t)((stop ? stop : end) - text);
		const struct choice *c = choice_of(f, text, size);

		if (c && !bare)
			strbuf_puts(out, form_words(form, c->label));
		else
			strbuf_add(out, text, size);
		text += size + 1;
		if (text < end)
			strbuf_puts(out, bare ? "\n" : form->english ? ", " : "、");
	}
}

static void show_number(const struct report *r, const struct field *f, int128 value, int places, bool bare, struct strbuf *out)
{
	(void)r;
	if (!bare && value == 0 && f->none)
		strbuf_puts(out, f->none);
	else
		number_print(out, value, NUMBER_PLACES, places, !bare && f->type != TYPE_YEAR);
}

/* a formula's result: rounded once, from the exact number */
static void show_result(const struct report *r, const struct field *f, const struct value *v, bool bare, struct strbuf *out)
{
	int places = f->type == TYPE_INTEGER || f->type == TYPE_YEAR ? 0 : f->type == TYPE_DECIMAL ? f->decimals : -1;

	show_number(r, f, places < 0 ? v->figure.value : number_round_exact(v->figure.value, v->tail, places), places, bare, out);
}

static int places_of(const struct field *f, int typed)
{
	if (f->type == TYPE_INTEGER || f->type == TYPE_YEAR)
		return typed > 0 ? typed : 0;
	if (f->type != TYPE_DECIMAL || f->decimals == DECIMALS_TYPED)
		return typed;
	return typed > f->decimals ? typed : f->decimals;
}

void report_show_value(const struct report *r, const struct field *f, const struct value *v, bool bare, struct strbuf *out)
{
	int year, month, day;

	switch (v->kind) {
	case VALUE_NUMBER:
		if (f->type == TYPE_TEXT || f->type == TYPE_LONGTEXT)
			number_print(out, v->figure.value, NUMBER_PLACES, -1, false);
		else
			show_result(r, f, v, bare, out);
		break;
	case VALUE_DATE:
		date_from_days((int32_t)v->figure.value, &year, &month, &day);
		strbuf_printf(out, "%04d-%02d-%02d", year, month, day);
		break;
	case VALUE_BOOLEAN:
		strbuf_puts(out, bare ? (v->truth ? "true" : "false") : v->truth ? _("yes") : _("no"));
		break;
	case VALUE_TEXT:
		if (f->type == TYPE_CHOICE || f->type == TYPE_CHOICES)
			show_choices(r->form, f, v->text, v->len, bare, out);
		else
			strbuf_add(out, v->text, v->len);
		break;
	case VALUE_BLANK:
		if (v->na)
			strbuf_puts(out, ENTRY_NA);
		break;
	}
}

int report_places(struct report *r, struct spot s)
{
	const struct cell *c;

	if (report_is_calculated(s.field))
		return s.field->type == TYPE_DECIMAL ? s.field->decimals : s.field->type == TYPE_INTEGER ? 0 : -1;
	c = cell_look(r, s.field, s.row);
	return places_of(s.field, c->fit == FIT_GOOD ? c->places : s.field->decimals);
}

static void show_entered(struct report *r, struct spot s, bool bare, struct strbuf *out)
{
	const struct cell *c = cell_look(r, s.field, s.row);
	struct value v;
	size_t len;
	const char *text = text_get(r, s.field, c->text, &len);

	switch (s.field->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_YEAR:
		if (c->fit != FIT_GOOD)
			break;
		calc_entered(r, s.field, s.row, &v);
		show_number(r, s.field, v.figure.value, places_of(s.field, c->places), bare, out);
		return;
	case TYPE_BOOLEAN:
		if (c->fit != FIT_GOOD)
			break;
		strbuf_puts(out, bare ? (c->units ? "true" : "false") : c->units ? _("yes") : _("no"));
		return;
	case TYPE_CHOICE:
	case TYPE_CHOICES:
		show_choices(r->form, s.field, text, len, bare, out);
		return;
	default:
		break;
	}
	strbuf_add(out, text, len);
}

void report_show(struct report *r, struct spot s, bool bare, struct strbuf *out)
{
	struct value v;

	if (!s.field || !field_is_scalar(s.field) || (s.field->table && !s.row))
		return;
	if (!report_is_calculated(s.field)) {
		show_entered(r, s, bare, out);
		return;
	}
	report_calculated(r, s, false, &v);
	report_show_value(r, s.field, &v, bare, out);
}

void report_show_calculated(struct report *r, struct spot s, bool bare, struct strbuf *out)
{
	struct value v;

	if (report_calculated(r, s, false, &v) == STATE_VALUE)
		report_show_value(r, s.field, &v, bare, out);
}

/* ---- stated values ---- */

static int128 absolute(int128 v)
{
	return v < 0 ? -v : v;
}

static void compare_numbers(const struct field *f, int places, struct comparison *c)
{
	const struct figure *s = &c->stated.figure, *k = &c->calculated.figure;
	int128 difference = s->value - k->value;
	int128 width = (s->hi - s->lo) + (k->hi - k->lo);

	c->numbers = true;
	c->difference = f->type == TYPE_DECIMAL && f->decimals != DECIMALS_TYPED ? number_round_exact(difference, -c->calculated.tail, f->decimals) : difference;
	c->tolerance = (absolute(width) + 1) / 2;
	if (difference == 0 || (places >= 0 && number_round_exact(k->value, c->calculated.tail, places) == s->value))
		c->mark = MARK_EQUAL;
	else
		c->mark = values_agree(&c->stated, &c->calculated) ? MARK_WITHIN : MARK_BEYOND;
}

enum mark report_mark(struct report *r, struct spot s, struct comparison *ret)
{
	struct comparison c = { .mark = MARK_NONE };

	*ret = c;
	if (!s.field || !s.field->stated || (s.field->table && !s.row) || !report_relevant(r, s))
		return MARK_NONE;
	report_calculated(r, s, true, &c.calculated);
	calc_entered(r, s.field, s.row, &c.stated);
	ret->calculated = c.calculated;
	if (c.stated.kind == VALUE_BLANK || c.calculated.kind == VALUE_BLANK || c.stated.kind != c.calculated.kind)
		return MARK_NONE;
	if (c.stated.kind == VALUE_NUMBER)
		compare_numbers(s.field, report_places(r, s), &c);
	else
		c.mark = values_agree(&c.stated, &c.calculated) ? MARK_EQUAL : MARK_BEYOND;
	*ret = c;
	return c.mark;
}
