/*
 * Evaluation of formulas (spec section 4): what blanks do, and three-valued logic. Arithmetic is in formula_number.c.
 *
 * Every function here leaves its value in an operand that the caller owns, and returns false only when memory is out, or when
 * a number on the way has grown too large to go on with (machine->too_large). A value of another kind than the types promise
 * (a matrix's row may say otherwise than its column) counts as blank.
 */
#include "form/formula_machine.h"

/* ---- reading ---- */

static void read_field(struct evaluation *ev, const struct field *f, row_id row, struct operand *out)
{
	struct value v = {.kind = VALUE_BLANK};

	ev->reader->field(ev->reader->report, f, row, ev->m->intervals, &v);
	operand_load(out, &v);
}

static row_id level_row(const struct evaluation *ev, const struct expr *e)
{
	return e->level ? ev->rows.outer : ev->rows.row;
}

static const struct matrix_row *matrix_row(const struct evaluation *ev, const struct expr *e)
{
	row_id row = level_row(ev, e);

	return row > 0 && row <= e->field->row_count ? &e->field->rows[row - 1] : NULL;
}

static void eval_field(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	const struct field *f = e->field;
	row_id row = level_row(ev, e);

	if (e->op == EXPR_MATRIX_FIELD) {
		f = matrix_row(ev, e) ? e->field->cells[(size_t)(row - 1) * e->field->column_count + e->matrix_column]
		                      : NULL;
		row = 0;
	} else if (e->op == EXPR_ROW_FIELD) {
		row = ev->reader->find_row(ev->reader->report, f->table, e->row_key, e->row_index);
	} else if (!f->table) {
		row = 0;
	}
	if (!f || (f->table && row == 0))
		operand_blank(out);
	else
		read_field(ev, f, row, out);
}

static void eval_row_word(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	const struct matrix_row *row;
	const char *text = e->text;

	if (!text) {
		row = matrix_row(ev, e);
		if (row)
			text = e->op == EXPR_ROW_LABEL ? row->label.zh : row->id;
	}
	if (text)
		operand_text(out, text, strlen(text));
	else
		operand_blank(out);
}

static void eval_status(struct evaluation *ev, struct operand *out)
{
	const char *status = ev->reader->status(ev->reader->report);

	operand_text(out, status, strlen(status));
}

static void eval_aggregate(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	struct value v = {.kind = VALUE_BLANK};

	ev->reader->aggregate(ev->reader->report, e->aggregate, ev->rows, ev->m->intervals, &v);
	operand_load(out, &v);
}

/* ---- operators ---- */

/* a value that is not of the kind wanted counts as blank */
bool formula_eval_as(struct evaluation *ev, const struct expr *e, enum value_kind kind, struct operand *out)
{
	if (!formula_eval(ev, e, out))
		return false;
	if (out->kind != kind)
		operand_blank(out);
	return true;
}

/* a blank side is 0 unless both are blank */
static void add(struct machine *m, enum expr_op op, struct operand *a, struct operand *b)
{
	if (b->kind == VALUE_BLANK)
		return;
	if (a->kind == VALUE_BLANK)
		operand_point(a, 0);
	if (op == EXPR_SUBTRACT)
		operand_subtract(m, a, b);
	else
		operand_add(m, a, b);
}

static bool eval_arithmetic(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	struct machine *m = ev->m;
	struct operand *b;
	bool ok;

	b = machine_push(m);
	if (!b)
		return false;
	ok = formula_eval_as(ev, e->args[0], VALUE_NUMBER, out) && formula_eval_as(ev, e->args[1], VALUE_NUMBER, b);
	out->na = false;
	if (!ok)
		;
	else if (e->op == EXPR_ADD || e->op == EXPR_SUBTRACT)
		add(m, e->op, out, b);
	else if (out->kind == VALUE_BLANK || b->kind == VALUE_BLANK)
		operand_blank(out);
	else if (e->op == EXPR_MULTIPLY)
		operand_multiply(m, out, b);
	else
		operand_divide(m, out, b);
	machine_pop(m);
	return ok;
}

static int compare_texts(const struct operand *a, const struct operand *b)
{
	size_t shorter = a->len < b->len ? a->len : b->len;
	int order = shorter > 0 ? memcmp(a->text, b->text, shorter) : 0;

	return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

static int compare(struct operand *a, struct operand *b)
{
	switch (a->kind) {
	case VALUE_NUMBER:
		return operand_compare(a, b);
	case VALUE_DATE:
		return (a->figure.value > b->figure.value) - (a->figure.value < b->figure.value);
	case VALUE_BOOLEAN:
		return (int)a->truth - (int)b->truth;
	case VALUE_TEXT:
	case VALUE_BLANK:
		break;
	}
	return compare_texts(a, b);
}

static bool order_holds(enum expr_op op, int order)
{
	switch (op) {
	case EXPR_EQUAL:
		return order == 0;
	case EXPR_UNEQUAL:
		return order != 0;
	case EXPR_LESS:
		return order < 0;
	case EXPR_LESS_EQUAL:
		return order <= 0;
	case EXPR_GREATER:
		return order > 0;
	default:
		return order >= 0;
	}
}

static bool is_empty_text(const struct operand *o)
{
	return o->kind == VALUE_TEXT && o->len == 0;
}

static void compare_into(enum expr_op op, struct operand *a, struct operand *b)
{
	bool equality = op == EXPR_EQUAL || op == EXPR_UNEQUAL;

	if (equality && (is_empty_text(a) || is_empty_text(b)))
		operand_boolean(a, (operand_is_empty(a) && operand_is_empty(b)) == (op == EXPR_EQUAL));
	else if (a->kind == VALUE_BLANK || b->kind == VALUE_BLANK || a->kind != b->kind)
		operand_blank(a);
	else
		operand_boolean(a, order_holds(op, compare(a, b)));
}

static bool eval_comparison(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	struct operand *b = machine_push(ev->m);
	bool ok;

	if (!b)
		return false;
	ok = formula_eval(ev, e->args[0], out) && formula_eval(ev, e->args[1], b);
	if (ok)
		compare_into(e->op, out, b);
	machine_pop(ev->m);
	return ok;
}

/* false and anything is false, true or anything is true, else a blank makes a blank */
static bool eval_logic(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	bool decisive = e->op == EXPR_OR;
	struct operand *b;
	bool ok;

	if (!formula_eval_as(ev, e->args[0], VALUE_BOOLEAN, out))
		return false;
	out->na = false;
	if (out->kind == VALUE_BOOLEAN && out->truth == decisive)
		return true;
	b = machine_push(ev->m);
	if (!b)
		return false;
	ok = formula_eval_as(ev, e->args[1], VALUE_BOOLEAN, b);
	if (ok && b->kind == VALUE_BOOLEAN && b->truth == decisive)
		operand_boolean(out, decisive);
	else if (ok && b->kind == VALUE_BLANK)
		operand_blank(out);
	machine_pop(ev->m);
	return ok;
}

/* ---- everything ---- */

static bool eval_unary(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	if (!formula_eval_as(ev, e->args[0], e->op == EXPR_NOT ? VALUE_BOOLEAN : VALUE_NUMBER, out))
		return false;
	out->na = false;
	if (out->kind == VALUE_BOOLEAN)
		out->truth = !out->truth;
	else if (out->kind == VALUE_NUMBER)
		operand_negate(ev->m, out);
	return true;
}

static void eval_date(const struct expr *e, struct operand *out)
{
	operand_blank(out);
	out->kind = VALUE_DATE;
	out->figure.value = e->number;
}

static bool eval(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	switch (e->op) {
	case EXPR_NUMBER:
		operand_point(out, e->number);
		break;
	case EXPR_TEXT:
		operand_text(out, e->text, e->len);
		break;
	case EXPR_BOOLEAN:
		operand_boolean(out, e->truth);
		break;
	case EXPR_DATE:
		eval_date(e, out);
		break;
	case EXPR_FIELD:
	case EXPR_MATRIX_FIELD:
	case EXPR_ROW_FIELD:
		eval_field(ev, e, out);
		break;
	case EXPR_ROW_ID:
	case EXPR_ROW_LABEL:
		eval_row_word(ev, e, out);
		break;
	case EXPR_STATUS:
		eval_status(ev, out);
		break;
	case EXPR_AGGREGATE:
		eval_aggregate(ev, e, out);
		break;
	case EXPR_ADD:
	case EXPR_SUBTRACT:
	case EXPR_MULTIPLY:
	case EXPR_DIVIDE:
		return eval_arithmetic(ev, e, out);
	case EXPR_NEGATE:
	case EXPR_NOT:
		return eval_unary(ev, e, out);
	case EXPR_EQUAL:
	case EXPR_UNEQUAL:
	case EXPR_LESS:
	case EXPR_LESS_EQUAL:
	case EXPR_GREATER:
	case EXPR_GREATER_EQUAL:
		return eval_comparison(ev, e, out);
	case EXPR_AND:
	case EXPR_OR:
		return eval_logic(ev, e, out);
	case EXPR_CALL:
		return formula_eval_call(ev, e, out);
	}
	return true;
}

bool formula_eval(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	return eval(ev, e, out) && !number_short() && !ev->m->too_large;
}

bool formula_evaluate(const struct expr *e, struct machine *m, const struct formula_reader *reader,
                      struct formula_rows rows, bool intervals, struct value *ret)
{
	struct evaluation ev = {.m = m, .reader = reader, .rows = rows};
	const bool before = m->intervals, outside = m->too_large;
	size_t used = m->used;
	struct operand *out = machine_push(m);
	bool ok = out != NULL;

	m->intervals = intervals;
	m->too_large = false;
	if (ok)
		ok = formula_eval(&ev, e, out);
	if (ok)
		operand_finish(m, out, ret);
	if (m->too_large) {
		*ret = (struct value){.kind = VALUE_BLANK, .overflow = true};
		ok = true;
	}
	m->intervals = before;
	m->too_large = outside;
	m->used = used;
	if (number_was_short()) {
		machine_let_go(m);
		(void)number_was_short(); /* letting go makes the corners anew */
		ok = false;
	}
	return ok;
}

bool formula_holds(const struct expr *e, struct machine *m, const struct formula_reader *reader,
                   struct formula_rows rows)
{
	struct value v;

	/* without memory nothing can be said against it */
	if (!formula_evaluate(e, m, reader, rows, false, &v))
		return true;
	return v.kind != VALUE_BOOLEAN || v.truth;
}

bool values_agree(const struct value *a, const struct value *b)
{
	if (a->kind == VALUE_BLANK || a->kind != b->kind)
		return false;
	switch (a->kind) {
	case VALUE_NUMBER:
		return a->anything || b->anything || (a->figure.lo <= b->figure.hi && b->figure.lo <= a->figure.hi);
	case VALUE_TEXT:
		return a->len == b->len && (a->len == 0 || memcmp(a->text, b->text, a->len) == 0);
	case VALUE_BOOLEAN:
		return a->truth == b->truth;
	case VALUE_DATE:
		return a->figure.value == b->figure.value;
	case VALUE_BLANK:
		break;
	}
	return false;
}
