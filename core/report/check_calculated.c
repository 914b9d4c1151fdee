/*
 * Problems of what is calculated: overflows, stated values that disagree, values in the file that are out of date.
 */
#include "report/report_private.h"

#include "base/i18n.h"

struct looking {
	const struct report *r;
	bool too_many;
};

static void look_at_aggregate(void *to, const struct aggregate *a)
{
	struct looking *l = to;

	l->too_many |= calc_too_many(l->r, a);
}

static void tell_overflow(struct teller *t, const struct field *f, row_id row)
{
	struct problem p = { .severity = SEVERITY_ERROR, .code = "overflow", .spot = teller_spot(f, row) };
	struct looking l = { .r = t->r };

	expr_visit(f->calculate->expr, &(struct expr_visitor){ .aggregate = look_at_aggregate, .to = &l });
	if (l.too_many) {
		TELL(t, &p, _("the formula of '%s' compares rows with rows, which is limited to tables of %u rows; divide the table, or ask the author of the form"),
		     field_label(t->r->form, f), (unsigned)CORRELATED_ROWS_MAX);
		return;
	}
	TELL(t, &p, _("what '%s' is calculated as has more than 15 digits before the point and cannot be shown"), field_label(t->r->form, f));
}

void check_calculated(struct teller *t, const struct field *f, row_id row)
{
	const struct cell *c = cell_look(t->r, f, row);
	const struct stored *stored = c->flags & CELL_STORED ? stored_find(t->r, f, row) : NULL;
	struct value v;
	enum state state;

	state = report_calculated(t->r, teller_spot(f, row), true, &v);
	if (state == STATE_OVERFLOW)
		tell_overflow(t, f, row);
	else if (state == STATE_VALUE && (f->min || f->max))
		check_limits(t, f, row, &v);
	if (stored && stored->stale && state != STATE_PENDING && stored_untouched(stored, &v)) {
		struct problem p = { .severity = SEVERITY_NOTE, .code = "stale", .spot = teller_spot(f, row) };
		struct strbuf now;
		size_t len;
		const char *text = text_get(t->r, f, c->text, &len);

		strbuf_init(&now, SOURCE_MAX_SCALAR);
		if (!t->counting)
			report_show_value(t->r, f, &v, true, &now);
		TELL(t, &p, _("the file has '%.*s' for '%s', which is calculated as '%s'"), teller_clip(text, len), text, field_label(t->r->form, f), now.text);
		strbuf_release(&now);
	}
}

static bool blank_input(struct report *r, const struct field *f, row_id row)
{
	struct value v;

	calc_effective(r, f, row, &v);
	return v.kind == VALUE_BLANK && !v.na;
}

struct blanks {
	struct teller *t;
	row_id row;
	struct strbuf names;
	unsigned count;
};

static void blank_name(struct blanks *b, const char *name)
{
	if (b->count++)
		strbuf_puts(&b->names, b->t->r->form->english ? ", " : "、");
	strbuf_puts(&b->names, name);
}

static void blank_field(void *to, const struct expr *e)
{
	struct blanks *b = to;

	if (e->op != EXPR_FIELD || !field_is_scalar(e->field) || (e->field->table && !b->row))
		return;
	if (blank_input(b->t->r, e->field, b->row))
		blank_name(b, field_label(b->t->r->form, e->field));
}

/* whether a row (of a matrix: its number and one) counts in an aggregate, and gives it nothing */
static bool blank_part(const struct blanks *b, const struct aggregate *a, row_id row)
{
	struct report *r = b->t->r;
	const struct field *m = a->over->type == TYPE_MATRIX ? a->over : NULL;
	const struct field *cell = m ? m->cells[(row - 1) * m->column_count + a->column->column] : a->column;
	struct value passes;

	if (!cell || (m && m->rows[row - 1].total) || !blank_input(r, cell, m ? 0 : row))
		return false;
	return !a->where || (formula_evaluate(a->where, r->machine, &r->reader, (struct formula_rows){ row, b->row }, false, &passes) &&
			     passes.kind == VALUE_BOOLEAN && passes.truth);
}

static void blank_column(void *to, const struct aggregate *a)
{
	struct blanks *b = to;
	struct report *r = b->t->r;
	const bool matrix = a->over->type == TYPE_MATRIX;
	const uint32_t count = matrix ? (uint32_t)a->over->row_count : report_row_count(r, a->over);
	unsigned blank = 0;

	if (!a->column || a->function == FN_COUNT || count > 10000)
		return;
	for (uint32_t i = 0; i < count; i++)
		blank += blank_part(b, a, matrix ? i + 1 : report_row_at(r, a->over, i));
	if (blank) {
		struct strbuf name;

		strbuf_init(&name, 1024);
		strbuf_printf(&name, ngettext("%s (in %u row)", "%s (in %u rows)", blank), field_label(b->t->r->form, a->column), blank);
		blank_name(b, name.text);
		strbuf_release(&name);
	}
}

static void append_blank_parts(struct teller *t, const struct field *f, row_id row)
{
	struct blanks b = { .t = t, .row = row };
	const struct expr_visitor v = { .field = blank_field, .aggregate = blank_column, .to = &b };

	strbuf_init(&b.names, 4096);
	expr_visit(f->calculate->expr, &v);
	if (b.count) {
		strbuf_puts(&t->message, t->r->form->english ? "; " : "；");
		strbuf_printf(&t->message, _("%s not filled in, taken as 0"), b.names.text);
	}
	strbuf_release(&b.names);
}

static void disagreement_text(struct teller *t, const struct field *f, const struct comparison *c)
{
	struct strbuf stated, calculated, difference, tolerance;
	struct report *r = t->r;

	strbuf_init(&stated, 8192);
	strbuf_init(&calculated, 8192);
	strbuf_init(&difference, 256);
	strbuf_init(&tolerance, 256);
	report_show_value(r, f, &c->stated, false, &stated);
	report_show_value(r, f, &c->calculated, false, &calculated);
	number_print(&difference, c->difference, NUMBER_PLACES, f->decimals, true);
	number_print(&tolerance, c->tolerance, INTERVAL_PLACES, -1, true);
	strbuf_clear(&t->message);
	if (!c->numbers)
		strbuf_printf(&t->message, _("'%s': stated '%s', but it is calculated as '%s'"), field_label(t->r->form, f), stated.text, calculated.text);
	else if (c->mark == MARK_WITHIN)
		strbuf_printf(&t->message, _("'%s': stated %s, calculated %s; the difference of %s is within rounding (±%s)"), field_label(t->r->form, f),
			      stated.text, calculated.text, difference.text, tolerance.text);
	else if (c->tolerance == 0) /* counts: nothing was rounded */
		strbuf_printf(&t->message, _("'%s': stated %s, calculated %s; they differ by %s"), field_label(t->r->form, f), stated.text,
			      calculated.text, difference.text);
	else
		strbuf_printf(&t->message, _("'%s': stated %s, calculated %s; the difference of %s is beyond rounding (±%s)"),
			      field_label(t->r->form, f), stated.text, calculated.text, difference.text, tolerance.text);
	strbuf_release(&stated);
	strbuf_release(&calculated);
	strbuf_release(&difference);
	strbuf_release(&tolerance);
}

void check_stated(struct teller *t, const struct field *f, row_id row)
{
	struct comparison c;
	struct problem p = { .code = "disagrees", .spot = teller_spot(f, row), .comparison = &c };
	enum mark mark = report_mark(t->r, p.spot, &c);

	if (c.calculated.overflow)
		tell_overflow(t, f, row);
	if (mark != MARK_WITHIN && mark != MARK_BEYOND)
		return;
	p.severity = mark == MARK_WITHIN ? SEVERITY_NOTE : SEVERITY_ERROR;
	if (!t->counting) {
		disagreement_text(t, f, &c);
		append_blank_parts(t, f, row);
	}
	teller_tell(t, &p);
}
