/*
 * The machine's stack, and what goes in and comes out of it.
 */
#include "form/formula_machine.h"

#include "base/arena.h"

struct machine *machine_new(void)
{
	struct machine *m = memory_alloc(1, sizeof(*m));

	if (!m)
		return NULL;
	number_keep_reserve();
	for (size_t i = 0; i < ARRAY_SIZE(m->corner); i++)
		mpq_init(m->corner[i]);
	if (number_was_short()) {
		machine_free(m);
		(void)number_was_short();
		return NULL;
	}
	return m;
}

static void drop_operands(struct machine *m)
{
	while (m->made > m->used) {
		struct operand *o = m->stack[--m->made];

		mpq_clear(o->value);
		mpq_clear(o->lo);
		mpq_clear(o->hi);
		memory_free(o);
	}
}

void machine_free(struct machine *m)
{
	if (!m)
		return;
	m->used = 0;
	drop_operands(m);
	for (size_t i = 0; i < ARRAY_SIZE(m->corner); i++)
		mpq_clear(m->corner[i]);
	memory_free(m->stack);
	memory_free(m);
}

void machine_let_go(struct machine *m)
{
	drop_operands(m);
	for (size_t i = 0; i < ARRAY_SIZE(m->corner); i++) {
		mpq_clear(m->corner[i]);
		mpq_init(m->corner[i]);
	}
}

static bool make_operand(struct machine *m)
{
	struct operand **stack = memory_grow(m->stack, &m->capacity, m->made + 1, sizeof(*stack));
	struct operand *o;

	if (!stack)
		return false;
	m->stack = stack;
	o = memory_alloc(1, sizeof(*o));
	if (!o)
		return false;
	mpq_init(o->value);
	mpq_init(o->lo);
	mpq_init(o->hi);
	m->stack[m->made++] = o;
	return true;
}

struct operand *machine_push(struct machine *m)
{
	struct operand *o;

	if (m->used == m->made && !make_operand(m))
		return NULL;
	o = m->stack[m->used++];
	operand_blank(o);
	return o;
}

void machine_pop(struct machine *m)
{
	m->used--;
}

void operand_blank(struct operand *o)
{
	o->kind = VALUE_BLANK;
	o->na = false;
	o->anything = false;
	o->wide = o->ratio = false;
	o->text = NULL;
	o->len = 0;
}

void operand_text(struct operand *out, const char *text, size_t len)
{
	operand_blank(out);
	out->kind = VALUE_TEXT;
	out->text = text;
	out->len = len;
}

void operand_boolean(struct operand *o, bool truth)
{
	operand_blank(o);
	o->kind = VALUE_BOOLEAN;
	o->truth = truth;
}

void operand_point(struct operand *o, int128 value)
{
	operand_blank(o);
	o->kind = VALUE_NUMBER;
	o->figure = (struct figure){.value = value, .lo = value * 10, .hi = value * 10};
}

bool operand_is_empty(const struct operand *o)
{
	return o->kind == VALUE_BLANK || (o->kind == VALUE_TEXT && o->len == 0);
}

void operand_load(struct operand *o, const struct value *v)
{
	o->kind = v->kind;
	o->na = v->kind == VALUE_BLANK && v->na;
	o->anything = v->kind == VALUE_NUMBER && v->anything;
	o->truth = v->truth;
	o->wide = o->ratio = false;
	o->figure = v->figure;
	o->text = v->text;
	o->len = v->len;
}

/* an end that lies beyond what numbers hold stops there: the value itself fits, so that nothing is lost by it */
static int128 finish_end(const struct operand *o, const mpq_t wide, int128 narrow)
{
	int128 limit = number_power(NUMBER_WHOLE + INTERVAL_PLACES), end = narrow;

	if (o->wide && !rational_to(wide, INTERVAL_PLACES, &end))
		end = mpq_sgn(wide) < 0 ? -limit : limit;
	if (end > limit)
		return limit;
	return end < -limit ? -limit : end;
}

static void finish_number(const struct machine *m, struct operand *o, struct value *ret)
{
	int128 value;

	if (o->ratio && ratio_finish(m, o, ret))
		return;
	if (o->ratio)
		operand_widen(m, o);
	value = o->figure.value;
	if (o->wide ? !rational_to(o->value, NUMBER_PLACES, &value) : !number_fits(value)) {
		ret->kind = VALUE_BLANK;
		ret->overflow = true;
		return;
	}
	ret->anything = m->intervals && o->anything;
	ret->figure = figure_point(value);
	if (o->wide)
		ret->tail = (int8_t)rational_tail(o->value, NUMBER_PLACES, value);
	if (!m->intervals || o->anything)
		return;
	ret->figure.lo = finish_end(o, o->lo, o->figure.lo);
	ret->figure.hi = finish_end(o, o->hi, o->figure.hi);
}

void operand_finish(struct machine *m, struct operand *o, struct value *ret)
{
	*ret = (struct value){.kind = o->kind};
	switch (o->kind) {
	case VALUE_BLANK:
		break;
	case VALUE_NUMBER:
		finish_number(m, o, ret);
		break;
	case VALUE_TEXT:
		ret->text = o->text ? o->text : "";
		ret->len = o->text ? o->len : 0;
		break;
	case VALUE_BOOLEAN:
		ret->truth = o->truth;
		break;
	case VALUE_DATE:
		ret->figure = o->figure;
		break;
	}
}
