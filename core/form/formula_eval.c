/*
 * Evaluation of formulas (spec section 4): what blanks do, and three-valued logic. Arithmetic is in formula_number.c.
 *
 * Every function here leaves its value in an operand that the caller owns, and returns false only when memory is out. A
 * value of another kind than the types promise (a matrix's row may say otherwise than its column) counts as blank.
 */
#include "form/formula_machine.h"

#include "base/text.h"

#define SCALE ((int128)1000000000000) /* 10^NUMBER_PLACES */

struct evaluation {
	struct machine *m;
	const struct formula_reader *reader;
	struct formula_rows rows;
};

static bool eval(struct evaluation *ev, const struct expr *e, struct operand *out);

/* ---- reading ---- */

static void read_field(struct evaluation *ev, const struct field *f, row_id row, struct operand *out)
{
	struct value v = { .kind = VALUE_BLANK };

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
		f = matrix_row(ev, e) ? e->field->cells[(size_t)(row - 1) * e->field->column_count + e->matrix_column] : NULL;
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

static void set_text(struct operand *out, const char *text, size_t len)
{
	operand_blank(out);
	out->kind = VALUE_TEXT;
	out->text = text;
	out->len = len;
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
		set_text(out, text, strlen(text));
	else
		operand_blank(out);
}

static void eval_status(struct evaluation *ev, struct operand *out)
{
	const char *status = ev->reader->status(ev->reader->report);

	set_text(out, status, strlen(status));
}

static void eval_aggregate(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	struct value v = { .kind = VALUE_BLANK };

	ev->reader->aggregate(ev->reader->report, e->aggregate, ev->rows, ev->m->intervals, &v);
	operand_load(out, &v);
}

/* ---- operators ---- */

/* a value that is not of the kind wanted counts as blank */
static bool eval_as(struct evaluation *ev, const struct expr *e, enum value_kind kind, struct operand *out)
{
	if (!eval(ev, e, out))
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
	ok = eval_as(ev, e->args[0], VALUE_NUMBER, out) && eval_as(ev, e->args[1], VALUE_NUMBER, b);
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
	ok = eval(ev, e->args[0], out) && eval(ev, e->args[1], b);
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

	if (!eval_as(ev, e->args[0], VALUE_BOOLEAN, out))
		return false;
	out->na = false;
	if (out->kind == VALUE_BOOLEAN && out->truth == decisive)
		return true;
	b = machine_push(ev->m);
	if (!b)
		return false;
	ok = eval_as(ev, e->args[1], VALUE_BOOLEAN, b);
	if (ok && b->kind == VALUE_BOOLEAN && b->truth == decisive)
		operand_boolean(out, decisive);
	else if (ok && b->kind == VALUE_BLANK)
		operand_blank(out);
	machine_pop(ev->m);
	return ok;
}

/* ---- functions ---- */

typedef void fold(struct machine *m, struct operand *a, struct operand *b);

/* sum min max of several values; blanks are skipped. *ret_count is how many were not. */
static bool eval_fold(struct evaluation *ev, const struct expr *e, fold *step, struct operand *out, unsigned *ret_count)
{
	struct operand *next = machine_push(ev->m);
	unsigned count = 0;
	bool ok = next != NULL;

	operand_blank(out);
	for (size_t i = 0; ok && i < e->arg_count; i++) {
		ok = eval_as(ev, e->args[i], VALUE_NUMBER, count > 0 ? next : out);
		if (!ok || (count > 0 ? next : out)->kind == VALUE_BLANK)
			continue;
		if (count++ > 0)
			step(ev->m, out, next);
	}
	out->na = false;
	if (next)
		machine_pop(ev->m);
	*ret_count = count;
	return ok;
}

static bool eval_average(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	struct operand *divisor;
	unsigned count;

	if (!eval_fold(ev, e, operand_add, out, &count))
		return false;
	if (count == 0)
		return true;
	divisor = machine_push(ev->m);
	if (!divisor)
		return false;
	operand_point(divisor, (int128)count * SCALE);
	operand_divide(ev->m, out, divisor);
	machine_pop(ev->m);
	return true;
}

static bool eval_count(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	int128 count = 0;

	for (size_t i = 0; i < e->arg_count; i++) {
		if (!eval(ev, e->args[i], out))
			return false;
		if (!operand_is_empty(out))
			count++;
	}
	operand_point(out, count * SCALE);
	return true;
}

/* the branches that are not taken are not looked at */
static bool eval_if(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	size_t i;

	for (i = 0; i + 1 < e->arg_count; i += 2) {
		if (!eval_as(ev, e->args[i], VALUE_BOOLEAN, out))
			return false;
		if (out->kind == VALUE_BOOLEAN && out->truth)
			return eval(ev, e->args[i + 1], out);
	}
	if (i < e->arg_count)
		return eval(ev, e->args[i], out);
	operand_blank(out);
	return true;
}

static bool eval_coalesce(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	bool empty_text = false;

	for (size_t i = 0; i < e->arg_count; i++) {
		if (!eval(ev, e->args[i], out))
			return false;
		if (!operand_is_empty(out))
			return true;
		empty_text = empty_text || out->kind == VALUE_TEXT;
	}
	if (empty_text)
		set_text(out, "", 0);
	else
		operand_blank(out);
	return true;
}

static bool eval_agrees(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	struct machine *m = ev->m;
	bool before = m->intervals;
	struct operand *b = machine_push(m);
	bool ok;

	if (!b)
		return false;
	m->intervals = true;
	ok = eval(ev, e->args[0], out) && eval(ev, e->args[1], b);
	if (!ok)
		;
	else if (out->kind == VALUE_BLANK || b->kind == VALUE_BLANK || out->kind != b->kind)
		operand_blank(out);
	else
		operand_agree(m, out, b);
	m->intervals = before;
	machine_pop(m);
	return ok;
}

/* round and clamp: a blank among their numbers makes a blank */
static bool eval_numbers(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	struct machine *m = ev->m;
	struct operand *rest[2] = { NULL, NULL };
	bool ok = eval_as(ev, e->args[0], VALUE_NUMBER, out);
	bool blank = ok && out->kind == VALUE_BLANK;
	size_t used = 0;

	for (size_t i = 1; ok && i < e->arg_count; i++) {
		struct operand *o = machine_push(m);

		ok = o != NULL;
		if (!ok)
			break;
		rest[used++] = o;
		ok = eval_as(ev, e->args[i], VALUE_NUMBER, o);
		blank = blank || o->kind == VALUE_BLANK;
	}
	if (!ok || blank) {
		operand_blank(out);
	} else if (e->function == FN_ROUND) {
		operand_round(m, out, rest[0]);
	} else {
		operand_greatest(m, out, rest[0]);
		operand_least(m, out, rest[1]);
	}
	while (used-- > 0)
		machine_pop(m);
	return ok;
}

static void year_of(struct operand *o)
{
	int year, month, day;

	date_from_days((int32_t)o->figure.value, &year, &month, &day);
	operand_point(o, (int128)year * SCALE);
}

static enum value_kind argument_kind(enum function function)
{
	if (function == FN_LENGTH)
		return VALUE_TEXT;
	return function == FN_YEAR ? VALUE_DATE : VALUE_NUMBER;
}

/* functions of one value that are blank when it is */
static bool eval_simple(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	if (!eval_as(ev, e->args[0], argument_kind(e->function), out))
		return false;
	out->na = false;
	if (out->kind == VALUE_BLANK)
		return true;
	switch (e->function) {
	case FN_ABS:
		operand_absolute(ev->m, out);
		break;
	case FN_FLOOR:
		operand_floor(ev->m, out);
		break;
	case FN_CEIL:
		operand_ceil(ev->m, out);
		break;
	case FN_LENGTH:
		operand_point(out, (int128)text_clusters(out->text, out->len) * SCALE);
		break;
	case FN_YEAR:
		year_of(out);
		break;
	default: /* FN_SIGN: the reader gives it beside the figure */
		set_text(out, out->text ? out->text : "", out->text ? out->len : 0);
		break;
	}
	return true;
}

static bool eval_call(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	unsigned count;

	switch (e->function) {
	case FN_SUM:
		return eval_fold(ev, e, operand_add, out, &count);
	case FN_MIN:
		return eval_fold(ev, e, operand_least, out, &count);
	case FN_MAX:
		return eval_fold(ev, e, operand_greatest, out, &count);
	case FN_AVG:
		return eval_average(ev, e, out);
	case FN_COUNT:
		return eval_count(ev, e, out);
	case FN_IF:
		return eval_if(ev, e, out);
	case FN_COALESCE:
		return eval_coalesce(ev, e, out);
	case FN_AGREES:
		return eval_agrees(ev, e, out);
	case FN_ROUND:
	case FN_CLAMP:
		return eval_numbers(ev, e, out);
	case FN_BLANK:
	case FN_NA:
		if (!eval(ev, e->args[0], out))
			return false;
		operand_boolean(out, e->function == FN_NA ? out->na : operand_is_empty(out));
		return true;
	default:
		return eval_simple(ev, e, out);
	}
}

/* ---- everything ---- */

static bool eval_unary(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	if (!eval_as(ev, e->args[0], e->op == EXPR_NOT ? VALUE_BOOLEAN : VALUE_NUMBER, out))
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
		set_text(out, e->text, e->len);
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
		return eval_call(ev, e, out);
	}
	return true;
}

bool formula_evaluate(const struct expr *e, struct machine *m, const struct formula_reader *reader, struct formula_rows rows,
		      bool intervals, struct value *ret)
{
	struct evaluation ev = { .m = m, .reader = reader, .rows = rows };
	bool before = m->intervals;
	size_t used = m->used;
	struct operand *out = machine_push(m);
	bool ok = out != NULL;

	m->intervals = intervals;
	if (ok)
		ok = eval(&ev, e, out);
	if (ok)
		operand_finish(m, out, ret);
	m->intervals = before;
	m->used = used;
	return ok;
}

bool formula_holds(const struct expr *e, struct machine *m, const struct formula_reader *reader, struct formula_rows rows)
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
