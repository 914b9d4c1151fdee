/*
 * The functions of formulas. Blanks: sum, min, max, avg and count skip them, blank, na and coalesce look at them, `if`
 * takes one for a condition that is not true, every other function of a blank is blank.
 */
#include "form/formula_machine.h"

#include "base/text.h"

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
		ok = formula_eval_as(ev, e->args[i], VALUE_NUMBER, count > 0 ? next : out);
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
	operand_point(divisor, (int128)count * NUMBER_ONE);
	operand_divide(ev->m, out, divisor);
	machine_pop(ev->m);
	return true;
}

static bool eval_count(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	int128 count = 0;

	for (size_t i = 0; i < e->arg_count; i++) {
		if (!formula_eval(ev, e->args[i], out))
			return false;
		if (!operand_is_empty(out))
			count++;
	}
	operand_point(out, count * NUMBER_ONE);
	return true;
}

/* the branches that are not taken are not looked at */
static bool eval_if(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	size_t i;

	for (i = 0; i + 1 < e->arg_count; i += 2) {
		if (!formula_eval_as(ev, e->args[i], VALUE_BOOLEAN, out))
			return false;
		if (out->kind == VALUE_BOOLEAN && out->truth)
			return formula_eval(ev, e->args[i + 1], out);
	}
	if (i < e->arg_count)
		return formula_eval(ev, e->args[i], out);
	operand_blank(out);
	return true;
}

static bool eval_coalesce(struct evaluation *ev, const struct expr *e, struct operand *out)
{
	bool empty_text = false;

	for (size_t i = 0; i < e->arg_count; i++) {
		if (!formula_eval(ev, e->args[i], out))
			return false;
		if (!operand_is_empty(out))
			return true;
		empty_text = empty_text || out->kind == VALUE_TEXT;
	}
	if (empty_text)
		operand_text(out, "", 0);
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
	ok = formula_eval(ev, e->args[0], out) && formula_eval(ev, e->args[1], b);
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
	struct operand *rest[2] = {NULL, NULL};
	bool ok = formula_eval_as(ev, e->args[0], VALUE_NUMBER, out);
	bool blank = ok && out->kind == VALUE_BLANK;
	size_t used = 0;

	for (size_t i = 1; ok && i < e->arg_count; i++) {
		struct operand *o = machine_push(m);

		ok = o != NULL;
		if (!ok)
			break;
		rest[used++] = o;
		ok = formula_eval_as(ev, e->args[i], VALUE_NUMBER, o);
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
	operand_point(o, (int128)year * NUMBER_ONE);
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
	if (!formula_eval_as(ev, e->args[0], argument_kind(e->function), out))
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
		operand_point(out, (int128)text_clusters(out->text, out->len) * NUMBER_ONE);
		break;
	case FN_YEAR:
		year_of(out);
		break;
	default: /* FN_SIGN: the reader gives it beside the figure */
		operand_text(out, out->text ? out->text : "", out->text ? out->len : 0);
		break;
	}
	return true;
}

bool formula_eval_call(struct evaluation *ev, const struct expr *e, struct operand *out)
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
		if (!formula_eval(ev, e->args[0], out))
			return false;
		operand_boolean(out, e->function == FN_NA ? out->na : operand_is_empty(out));
		return true;
	default:
		return eval_simple(ev, e, out);
	}
}
