/*
 * Rationals: GMP does the arithmetic, this file carries values in and out and rounds them.
 */
#include "base/number.h"

#include <limits.h>

__extension__ typedef unsigned __int128 uint128;

/* beyond this many places rounding would only cost memory */
#define ROUND_MOST 1000

static uint128 magnitude(int128 value)
{
	return value < 0 ? (uint128)0 - (uint128)value : (uint128)value;
}

static void set_int128(mpz_t ret, int128 value)
{
	uint128 m = magnitude(value);
	uint64_t words[2] = { (uint64_t)m, (uint64_t)(m >> 64) };

	mpz_import(ret, words[1] ? 2 : 1, -1, sizeof(words[0]), 0, 0, words);
	if (value < 0)
		mpz_neg(ret, ret);
}

/* z is known to be smaller than 2^127 */
static int128 get_int128(const mpz_t z)
{
	uint64_t words[2] = { 0, 0 };
	int128 value;

	mpz_export(words, NULL, -1, sizeof(words[0]), 0, 0, z);
	value = (int128)(((uint128)words[1] << 64) | words[0]);
	return mpz_sgn(z) < 0 ? -value : value;
}

/*
 * Nearly all numbers of reports fit into one word over and under the line. For them GMP's general ways (a common divisor by
 * Euclid, imports, numbers made and thrown away) would cost more than everything else in a formula.
 */
static bool in_one_word(uint128 n)
{
	return n <= ULONG_MAX;
}

/* 10^places has no divisors but 2 and 5 */
static void reduce(uint64_t *n, uint64_t *power, unsigned places)
{
	unsigned twos = (unsigned)__builtin_ctzll(*n);

	twos = twos < places ? twos : places;
	*n >>= twos;
	*power >>= twos;
	for (unsigned i = 0; i < places && *n % 5 == 0; i++) {
		*n /= 5;
		*power /= 5;
	}
}

static bool from_word(mpq_t ret, int128 scaled, unsigned places)
{
	uint128 m = magnitude(scaled), power = (uint128)number_power(places);
	uint64_t n, d;

	if (!in_one_word(m) || !in_one_word(power))
		return false;
	n = (uint64_t)m;
	d = n ? (uint64_t)power : 1;
	if (n)
		reduce(&n, &d, places);
	mpz_set_ui(mpq_numref(ret), (unsigned long)n);
	mpz_set_ui(mpq_denref(ret), (unsigned long)d);
	if (scaled < 0)
		mpq_neg(ret, ret);
	return true;
}

void rational_from(mpq_t ret, int128 scaled, unsigned places)
{
	if (from_word(ret, scaled, places))
		return;
	set_int128(mpq_numref(ret), scaled);
	set_int128(mpq_denref(ret), number_power(places));
	if (places)
		mpq_canonicalize(ret);
}

void rational_ratio(mpq_t ret, int128 num, int128 den)
{
	set_int128(mpq_numref(ret), num);
	set_int128(mpq_denref(ret), den);
	mpq_canonicalize(ret);
}

/* ret = num / den, den above 0, to the nearest integer, half away from zero */
static void divide_rounded(mpz_t ret, const mpz_t num, const mpz_t den)
{
	bool negative = mpz_sgn(num) < 0;
	mpz_t doubled;

	mpz_init(doubled);
	mpz_mul_2exp(doubled, den, 1);
	mpz_mul_2exp(ret, num, 1);
	mpz_abs(ret, ret);
	mpz_add(ret, ret, den);
	mpz_fdiv_q(ret, ret, doubled);
	if (negative)
		mpz_neg(ret, ret);
	mpz_clear(doubled);
}

static bool holds(int128 value, unsigned places)
{
	int128 end = number_power(NUMBER_WHOLE + places);

	return value < end && value > -end;
}

/* the two words of a number, and the first times 10^places, when that leaves room to be doubled */
static bool to_words(const mpq_t q, unsigned places, uint128 *ret_scaled, uint128 *ret_den)
{
	if (places > INTERVAL_PLACES || mpz_size(mpq_numref(q)) > 1 || mpz_size(mpq_denref(q)) > 1)
		return false;
	*ret_scaled = (uint128)mpz_get_ui(mpq_numref(q)) * (uint128)number_power(places);
	*ret_den = mpz_get_ui(mpq_denref(q));
	return true;
}

static bool to_wide(const mpq_t q, unsigned places, int128 *ret)
{
	mpz_t scaled, rounded;
	bool fits;

	mpz_init(scaled);
	mpz_init(rounded);
	set_int128(scaled, number_power(places));
	mpz_mul(scaled, scaled, mpq_numref(q));
	divide_rounded(rounded, scaled, mpq_denref(q));
	fits = mpz_sizeinbase(rounded, 2) <= 126;
	*ret = fits ? get_int128(rounded) : 0;
	mpz_clear(scaled);
	mpz_clear(rounded);
	return fits;
}

bool rational_to(const mpq_t q, unsigned places, int128 *ret)
{
	uint128 scaled, den;
	int128 value;

	if (to_words(q, places, &scaled, &den)) {
		value = (int128)((2 * scaled + den) / (2 * den));
		if (mpq_sgn(q) < 0)
			value = -value;
	} else if (!to_wide(q, places, &value)) {
		return false;
	}
	if (!holds(value, places))
		return false;
	*ret = value;
	return true;
}

int rational_tail(const mpq_t q, unsigned places, int128 value)
{
	uint128 scaled, den, whole;
	mpq_t rounded;
	int order;

	if (to_words(q, places, &scaled, &den) && (mpq_sgn(q) < 0) == (value < 0) &&
	    !__builtin_mul_overflow(magnitude(value), den, &whole)) {
		order = (scaled > whole) - (scaled < whole);
		return value < 0 ? -order : order;
	}
	mpq_init(rounded);
	rational_from(rounded, value, places);
	order = mpq_cmp(q, rounded);
	mpq_clear(rounded);
	return order > 0 ? 1 : order < 0 ? -1 : 0;
}

void rational_round(mpq_t q, long places)
{
	mpz_t unit;

	if (places > ROUND_MOST)
		return;
	if (places < -ROUND_MOST)
		places = -ROUND_MOST;
	mpz_init(unit);
	mpz_ui_pow_ui(unit, 10, (unsigned long)(places < 0 ? -places : places));
	if (places < 0) {
		mpz_mul(mpq_denref(q), mpq_denref(q), unit);
		divide_rounded(mpq_numref(q), mpq_numref(q), mpq_denref(q));
		mpz_mul(mpq_numref(q), mpq_numref(q), unit);
		mpz_set_ui(mpq_denref(q), 1);
	} else {
		mpz_mul(mpq_numref(q), mpq_numref(q), unit);
		divide_rounded(mpq_numref(q), mpq_numref(q), mpq_denref(q));
		mpz_set(mpq_denref(q), unit);
		mpq_canonicalize(q);
	}
	mpz_clear(unit);
}

bool rational_is_too_large(const mpq_t q)
{
	const size_t most = RATIONAL_BITS / GMP_NUMB_BITS;

	return mpz_size(mpq_numref(q)) > most || mpz_size(mpq_denref(q)) > most;
}

void rational_floor(mpq_t q)
{
	mpz_fdiv_q(mpq_numref(q), mpq_numref(q), mpq_denref(q));
	mpz_set_ui(mpq_denref(q), 1);
}

void rational_ceil(mpq_t q)
{
	mpz_cdiv_q(mpq_numref(q), mpq_numref(q), mpq_denref(q));
	mpz_set_ui(mpq_denref(q), 1);
}
