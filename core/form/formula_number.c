/*
 * Arithmetic on the machine's operands, with the intervals that they stand for (spec section 4, "Agreement follows
 * rounding"): sums and differences add ends, products and quotients take the outermost of their four corners.
 */
#include "form/formula_machine.h"

#define ROUND_LIMIT 64 /* places beyond which rounding changes nothing that a result could show */

static void widen_with(struct operand *o, bool ends)
{
	if (o->wide)
		return;
	if (o->ratio) {
		rational_ratio(o->value, o->figure.value, o->below.value);
		if (ends) {
			rational_ratio(o->lo, o->figure.lo, o->below.lo);
			rational_ratio(o->hi, o->figure.hi, o->below.hi);
		}
		o->ratio = false;
		o->wide = true;
		return;
	}
	rational_from(o->value, o->figure.value, NUMBER_PLACES);
	if (ends) {
		rational_from(o->lo, o->figure.lo, INTERVAL_PLACES);
		rational_from(o->hi, o->figure.hi, INTERVAL_PLACES);
	}
	o->wide = true;
}

static void widen(const struct machine *m, struct operand *o)
{
	widen_with(o, m->intervals);
}

void operand_widen(const struct machine *m, struct operand *o)
{
	widen(m, o);
}

static bool is_narrow(const struct operand *o)
{
	return !o->wide && !o->ratio;
}

static bool both_narrow(const struct operand *a, const struct operand *b)
{
	return is_narrow(a) && is_narrow(b);
}

/* sums, products, quotients and rounded numbers may grow: when one has grown too large, the formula goes no further */
static void look_at_size(struct machine *m, const struct operand *a)
{
	m->too_large |= rational_is_too_large(a->value) ||
	                (m->intervals && !a->anything && (rational_is_too_large(a->lo) || rational_is_too_large(a->hi)));
}

/* ---- sums ---- */

static bool add_narrow(const struct machine *m, struct figure *a, const struct figure *b)
{
	struct figure sum;

	if (__builtin_add_overflow(a->value, b->value, &sum.value))
		return false;
	if (!m->intervals) {
		a->value = sum.value;
		return true;
	}
	if (__builtin_add_overflow(a->lo, b->lo, &sum.lo) || __builtin_add_overflow(a->hi, b->hi, &sum.hi))
		return false;
	*a = sum;
	return true;
}

void operand_add(struct machine *m, struct operand *a, struct operand *b)
{
	a->anything |= b->anything;
	if (both_narrow(a, b) && add_narrow(m, &a->figure, &b->figure))
		return;
	widen(m, a);
	widen(m, b);
	mpq_add(a->value, a->value, b->value);
	if (m->intervals && !a->anything) {
		mpq_add(a->lo, a->lo, b->lo);
		mpq_add(a->hi, a->hi, b->hi);
	}
	look_at_size(m, a);
}

static bool negate_narrow(const struct machine *m, struct figure *a)
{
	struct figure minus;

	if (__builtin_sub_overflow((int128)0, a->value, &minus.value))
		return false;
	if (!m->intervals) {
		a->value = minus.value;
		return true;
	}
	if (__builtin_sub_overflow((int128)0, a->hi, &minus.lo) || __builtin_sub_overflow((int128)0, a->lo, &minus.hi))
		return false;
	*a = minus;
	return true;
}

void operand_negate(struct machine *m, struct operand *a)
{
	if (is_narrow(a) && negate_narrow(m, &a->figure))
		return;
	widen(m, a);
	mpq_neg(a->value, a->value);
	if (!m->intervals)
		return;
	mpq_neg(a->lo, a->lo);
	mpq_neg(a->hi, a->hi);
	mpq_swap(a->lo, a->hi);
}

void operand_subtract(struct machine *m, struct operand *a, struct operand *b)
{
	operand_negate(m, b);
	operand_add(m, a, b);
}

/* ---- products ---- */

static void take_corners(struct machine *m, struct operand *a)
{
	size_t least = 0, greatest = 0;

	for (size_t i = 1; i < 4; i++) {
		if (mpq_cmp(m->corner[i], m->corner[least]) < 0)
			least = i;
		if (mpq_cmp(m->corner[i], m->corner[greatest]) > 0)
			greatest = i;
	}
	mpq_set(a->lo, m->corner[least]);
	mpq_set(a->hi, m->corner[greatest]);
}

/* nothing of it lies below 0: which corners are the outermost is then known beforehand */
static bool above_zero(const struct operand *a)
{
	return mpq_sgn(a->lo) >= 0 && mpq_sgn(a->hi) >= 0;
}

static void multiply_ends(struct machine *m, struct operand *a, struct operand *b)
{
	if (above_zero(a) && above_zero(b)) {
		mpq_mul(a->lo, a->lo, b->lo);
		mpq_mul(a->hi, a->hi, b->hi);
		return;
	}
	mpq_mul(m->corner[0], a->lo, b->lo);
	mpq_mul(m->corner[1], a->lo, b->hi);
	mpq_mul(m->corner[2], a->hi, b->lo);
	mpq_mul(m->corner[3], a->hi, b->hi);
	take_corners(m, a);
}

void operand_multiply(struct machine *m, struct operand *a, struct operand *b)
{
	if (ratio_multiply(m, a, b))
		return;
	widen(m, a);
	widen(m, b);
	a->anything |= b->anything;
	mpq_mul(a->value, a->value, b->value);
	if (m->intervals && !a->anything)
		multiply_ends(m, a, b);
	look_at_size(m, a);
}

static void divide_ends(struct machine *m, struct operand *a, struct operand *b)
{
	if (above_zero(a) && above_zero(b)) {
		mpq_div(a->lo, a->lo, b->hi);
		mpq_div(a->hi, a->hi, b->lo);
		return;
	}
	mpq_div(m->corner[0], a->lo, b->lo);
	mpq_div(m->corner[1], a->lo, b->hi);
	mpq_div(m->corner[2], a->hi, b->lo);
	mpq_div(m->corner[3], a->hi, b->hi);
	take_corners(m, a);
}

void operand_divide(struct machine *m, struct operand *a, struct operand *b)
{
	if (ratio_divide(m, a, b))
		return;
	widen(m, a);
	widen(m, b);
	if (mpq_sgn(b->value) == 0) {
		operand_blank(a);
		return;
	}
	mpq_div(a->value, a->value, b->value);
	if (m->intervals) {
		a->anything |= b->anything || (mpq_sgn(b->lo) <= 0 && mpq_sgn(b->hi) >= 0);
		if (!a->anything)
			divide_ends(m, a, b);
	}
	look_at_size(m, a);
}

/* ---- order ---- */

int operand_compare(struct operand *a, struct operand *b)
{
	if (both_narrow(a, b))
		return (a->figure.value > b->figure.value) - (a->figure.value < b->figure.value);
	/* a side that is widened here loses its ends: whoever compares is done with both */
	widen_with(a, false);
	widen_with(b, false);
	return mpq_cmp(a->value, b->value);
}

static void take_narrow(int128 *a, int128 b, bool greater)
{
	if (greater ? b > *a : b < *a)
		*a = b;
}

static void take_wide(mpq_t a, mpq_t b, bool greater)
{
	int order = mpq_cmp(b, a);

	if (greater ? order > 0 : order < 0)
		mpq_swap(a, b);
}

static void take(struct machine *m, struct operand *a, struct operand *b, bool greater)
{
	a->anything |= b->anything;
	if (both_narrow(a, b)) {
		take_narrow(&a->figure.value, b->figure.value, greater);
		take_narrow(&a->figure.lo, b->figure.lo, greater);
		take_narrow(&a->figure.hi, b->figure.hi, greater);
		return;
	}
	widen(m, a);
	widen(m, b);
	take_wide(a->value, b->value, greater);
	if (!m->intervals)
		return;
	take_wide(a->lo, b->lo, greater);
	take_wide(a->hi, b->hi, greater);
}

void operand_least(struct machine *m, struct operand *a, struct operand *b)
{
	take(m, a, b, false);
}

void operand_greatest(struct machine *m, struct operand *a, struct operand *b)
{
	take(m, a, b, true);
}

void operand_absolute(struct machine *m, struct operand *a)
{
	if (!m->intervals && is_narrow(a) && a->figure.value >= 0)
		return;
	widen(m, a);
	mpq_abs(a->value, a->value);
	if (!m->intervals || mpq_sgn(a->lo) >= 0)
		return;
	/* below 0 the interval is turned over; over 0 it starts there and reaches as far as its farther end */
	mpq_neg(a->lo, a->lo);
	if (mpq_sgn(a->hi) <= 0) {
		mpq_neg(a->hi, a->hi);
		mpq_swap(a->lo, a->hi);
		return;
	}
	if (mpq_cmp(a->lo, a->hi) > 0)
		mpq_swap(a->lo, a->hi);
	mpq_set_ui(a->lo, 0, 1);
}

/* ---- rounding: the result stands for itself alone ---- */

static void make_point(const struct machine *m, struct operand *a)
{
	a->anything = false;
	if (!m->intervals)
		return;
	mpq_set(a->lo, a->value);
	mpq_set(a->hi, a->value);
}

/* the whole number that an operand is, within ±ROUND_LIMIT; false when it is not whole */
static bool whole_places(struct operand *places, long *ret)
{
	int128 value = places->figure.value;

	if (places->ratio)
		widen_with(places, false);
	if (places->wide && mpz_cmp_ui(mpq_denref(places->value), 1) != 0)
		return false;
	if (!places->wide && value % NUMBER_ONE != 0)
		return false;
	if (places->wide ? mpq_cmp_si(places->value, ROUND_LIMIT, 1) > 0 : value > ROUND_LIMIT * NUMBER_ONE)
		*ret = ROUND_LIMIT;
	else if (places->wide ? mpq_cmp_si(places->value, -ROUND_LIMIT, 1) < 0 : value < -ROUND_LIMIT * NUMBER_ONE)
		*ret = -ROUND_LIMIT;
	else
		*ret = places->wide ? mpz_get_si(mpq_numref(places->value)) : (long)(value / NUMBER_ONE);
	return true;
}

void operand_round(struct machine *m, struct operand *a, struct operand *places)
{
	long n;

	if (!whole_places(places, &n)) {
		operand_blank(a);
		return;
	}
	if (is_narrow(a) && n >= 0 && n <= NUMBER_PLACES && number_fits(a->figure.value)) {
		operand_point(a, number_round(a->figure.value, (int)n));
		return;
	}
	widen(m, a);
	rational_round(a->value, n);
	make_point(m, a);
	look_at_size(m, a);
}

void operand_floor(struct machine *m, struct operand *a)
{
	widen(m, a);
	rational_floor(a->value);
	make_point(m, a);
}

void operand_ceil(struct machine *m, struct operand *a)
{
	widen(m, a);
	rational_ceil(a->value);
	make_point(m, a);
}

/* ---- agreement ---- */

void operand_agree(struct machine *m, struct operand *a, struct operand *b)
{
	struct value x, y;

	operand_finish(m, a, &x);
	operand_finish(m, b, &y);
	if (!x.overflow && !y.overflow) {
		operand_boolean(a, values_agree(&x, &y));
		return;
	}
	/* too large for a result, not for a comparison on the way to one */
	widen(m, a);
	widen(m, b);
	operand_boolean(a, a->anything || b->anything || (mpq_cmp(a->lo, b->hi) <= 0 && mpq_cmp(b->lo, a->hi) <= 0));
}
