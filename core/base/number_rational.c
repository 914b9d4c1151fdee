/*
 * Rationals: GMP does the arithmetic, this file carries values in and out and rounds them.
 */
#include "base/number.h"

__extension__ typedef unsigned __int128 uint128;

/* beyond this many places rounding would only cost memory */
#define ROUND_MOST 1000

static void set_int128(mpz_t ret, int128 value)
{
	uint128 m = value < 0 ? (uint128)0 - (uint128)value : (uint128)value;
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

void rational_from(mpq_t ret, int128 scaled, unsigned places)
{
	set_int128(mpq_numref(ret), scaled);
	set_int128(mpq_denref(ret), number_power(places));
	if (places)
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

bool rational_to(const mpq_t q, unsigned places, int128 *ret)
{
	mpz_t scaled, rounded;
	int128 value;
	bool fits;

	mpz_init(scaled);
	mpz_init(rounded);
	set_int128(scaled, number_power(places));
	mpz_mul(scaled, scaled, mpq_numref(q));
	divide_rounded(rounded, scaled, mpq_denref(q));
	fits = mpz_sizeinbase(rounded, 2) <= 126;
	value = fits ? get_int128(rounded) : 0;
	if (fits) {
		int128 end = number_power(NUMBER_WHOLE + places);

		fits = value < end && value > -end;
	}
	mpz_clear(scaled);
	mpz_clear(rounded);
	if (fits)
		*ret = value;
	return fits;
}

int rational_tail(const mpq_t q, unsigned places, int128 value)
{
	mpq_t rounded;
	int order;

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
