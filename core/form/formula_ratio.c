/*
 * Products and quotients that keep within 128 bits over and under the line. Shares and rates are nearly all that forms calculate
 * for each row: this way they need no common divisor and no long division. It is as exact as the rationals, and whatever does
 * not fit, or has an interval that reaches below 0, is left to them.
 */
#include "form/formula_machine.h"

#define SHRUNK 100000000 /* 10^8: most figures have no more than four places */

static bool multiply(int128 a, int128 b, int128 *ret)
{
	return !__builtin_mul_overflow(a, b, ret);
}

static bool fits_word(int128 n)
{
	return n >= INT64_MIN && n <= INT64_MAX;
}

static void shrink(int128 *n, int128 *below)
{
	if (fits_word(*n) ? (int64_t)*n % SHRUNK != 0 : *n % SHRUNK != 0)
		return;
	*n = fits_word(*n) ? (int64_t)*n / SHRUNK : *n / SHRUNK;
	*below /= SHRUNK;
}

/* a figure is a ratio, too: over 10^12, its ends over 10^13 */
static void open_ratio(const struct machine *m, const struct operand *o, struct figure *ret, struct figure *ret_below)
{
	*ret = o->figure;
	*ret_below = o->below;
	if (o->ratio)
		return;
	*ret_below = (struct figure){NUMBER_ONE, NUMBER_ONE * 10, NUMBER_ONE * 10};
	shrink(&ret->value, &ret_below->value);
	if (!m->intervals)
		return;
	shrink(&ret->lo, &ret_below->lo);
	shrink(&ret->hi, &ret_below->hi);
}

static bool can_open(const struct operand *a, const struct operand *b)
{
	return !a->wide && !b->wide && !a->anything && !b->anything;
}

static void close_ratio(struct operand *o, const struct figure *n, const struct figure *below)
{
	o->figure = *n;
	o->below = *below;
	o->ratio = true;
}

bool ratio_multiply(const struct machine *m, struct operand *a, const struct operand *b)
{
	struct figure x, y, under_x, under_y;

	if (!can_open(a, b))
		return false;
	open_ratio(m, a, &x, &under_x);
	open_ratio(m, b, &y, &under_y);
	if (!multiply(x.value, y.value, &x.value) || !multiply(under_x.value, under_y.value, &under_x.value))
		return false;
	if (m->intervals) {
		if (x.lo < 0 || y.lo < 0 || x.hi < 0 || y.hi < 0)
			return false;
		if (!multiply(x.lo, y.lo, &x.lo) || !multiply(under_x.lo, under_y.lo, &under_x.lo) ||
		    !multiply(x.hi, y.hi, &x.hi) || !multiply(under_x.hi, under_y.hi, &under_x.hi))
			return false;
	}
	close_ratio(a, &x, &under_x);
	return true;
}

bool ratio_divide(const struct machine *m, struct operand *a, const struct operand *b)
{
	struct figure x, y, under_x, under_y, n, below;

	if (!can_open(a, b) || b->figure.value <= 0)
		return false;
	open_ratio(m, a, &x, &under_x);
	open_ratio(m, b, &y, &under_y);
	n = below = (struct figure){0, 0, 0};
	if (!multiply(x.value, under_y.value, &n.value) || !multiply(under_x.value, y.value, &below.value))
		return false;
	if (m->intervals) {
		if (x.lo < 0 || x.hi < 0 || y.lo <= 0 || y.hi <= 0)
			return false;
		if (!multiply(x.lo, under_y.hi, &n.lo) || !multiply(under_x.lo, y.hi, &below.lo) ||
		    !multiply(x.hi, under_y.lo, &n.hi) || !multiply(under_x.hi, y.lo, &below.hi))
			return false;
	}
	close_ratio(a, &n, &below);
	return true;
}

/* n / below × 10^places, rounded half away from zero; tail: on which side of that the exact number lies */
static bool round_ratio(int128 n, int128 below, unsigned places, int128 *ret, int8_t *ret_tail)
{
	int128 scaled, most = number_power(NUMBER_WHOLE + places), left;
	int sign = n < 0 ? -1 : 1;

	if (!multiply(n, number_power(places), &scaled))
		return false;
	*ret = scaled / below;
	left = (scaled - *ret * below) * sign;
	*ret_tail = (int8_t)(left == 0 ? 0 : sign);
	if (left >= below - left) {
		*ret += sign;
		*ret_tail = (int8_t)-sign;
	}
	return *ret < most && *ret > -most;
}

bool ratio_finish(const struct machine *m, const struct operand *o, struct value *ret)
{
	struct figure f;
	int8_t tail, ignored;

	if (!round_ratio(o->figure.value, o->below.value, NUMBER_PLACES, &f.value, &tail))
		return false;
	ret->figure = figure_point(f.value);
	if (m->intervals) {
		if (!round_ratio(o->figure.lo, o->below.lo, INTERVAL_PLACES, &f.lo, &ignored) ||
		    !round_ratio(o->figure.hi, o->below.hi, INTERVAL_PLACES, &f.hi, &ignored))
			return false;
		ret->figure = f;
	}
	ret->tail = tail;
	return true;
}
