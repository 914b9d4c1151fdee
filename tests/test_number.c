#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/number.h"

static int128 value_of(const char *text)
{
	struct decimal d;

	assert_int_equal(decimal_parse(text, strlen(text), &d), NUMBER_OK);
	return decimal_value(d);
}

static void assert_printed(int128 value, unsigned scale, int places, bool separators, const char *want)
{
	struct strbuf sb;

	strbuf_init(&sb, 0);
	number_print(&sb, value, scale, places, separators);
	assert_string_equal(sb.text, want);
	strbuf_release(&sb);
}

static void plain_decimals_keep_their_digits(void **state)
{
	static const struct {
		const char *text;
		long units;
		int places;
	} cases[] = {
		{ "0", 0, 0 }, { "74.0", 740, 1 }, { "-12.50", -1250, 2 }, { "2255.22", 225522, 2 }, { "0.00", 0, 2 },
		{ "-0", 0, 0 }, { "999999999999999", 999999999999999, 0 }, { "0.000000000001", 1, 12 },
		{ "123456.123456789012", 123456123456789012, 12 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct decimal d;

		assert_int_equal(decimal_parse(cases[i].text, strlen(cases[i].text), &d), NUMBER_OK);
		assert_true(d.units == cases[i].units);
		assert_int_equal(d.places, cases[i].places);
	}
}

static void all_27_digits_are_read(void **state)
{
	(void)state;
	assert_printed(value_of("-123456789012345.123456789012"), 12, -1, false, "-123456789012345.123456789012");
	assert_printed(value_of("999999999999999.999999999999"), 12, 12, true, "999,999,999,999,999.999999999999");
}

static void what_is_no_plain_decimal_is_refused(void **state)
{
	static const char *const bad[] = { "", "-", "+1", "1.", ".5", "007", "00", "1e3", "1,000", " 1", "1 ", "0x10", "1.2.3",
					   "--1", "-.5", "１", "1.2a", "NaN", "01.5" };
	struct decimal d;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(decimal_parse(bad[i], strlen(bad[i]), &d), NUMBER_NOT);
	assert_int_equal(decimal_parse("1234567890123456", 16, &d), NUMBER_TOO_LONG);
	assert_int_equal(decimal_parse("0.1234567890123", 15, &d), NUMBER_TOO_LONG);
	assert_int_equal(decimal_parse("12x", 2, &d), NUMBER_OK); /* never looks behind the end */
}

static void halves_round_away_from_zero(void **state)
{
	(void)state;
	assert_true(number_round(value_of("0.005"), 2) == value_of("0.01"));
	assert_true(number_round(value_of("-0.005"), 2) == value_of("-0.01"));
	assert_true(number_round(value_of("0.004999999999"), 2) == 0);
	assert_true(number_round(value_of("2.5"), 0) == value_of("3"));
	assert_true(number_round(value_of("1.25"), 12) == value_of("1.25"));
	assert_printed(value_of("89.975"), 12, 2, false, "89.98");
	assert_printed(value_of("-89.975"), 12, 2, false, "-89.98");
	assert_printed(value_of("999.995"), 12, 2, true, "1,000.00");
}

static void numbers_are_printed_at_their_places(void **state)
{
	(void)state;
	assert_printed(value_of("1234567.8"), 12, 2, true, "1,234,567.80");
	assert_printed(value_of("123"), 12, 0, true, "123");
	assert_printed(value_of("-1234"), 12, 0, true, "-1,234");
	assert_printed(value_of("-0.004"), 12, 2, true, "0.00");
	assert_printed(value_of("74.50"), 12, -1, false, "74.5");
	assert_printed(0, 12, -1, false, "0");
	assert_printed(value_of("0.05"), 12, -1, false, "0.05");
	assert_printed(740, 1, 3, false, "74.000");
	assert_printed(-7, 0, 0, false, "-7");
	assert_printed(5, 3, 0, false, "0");
	assert_printed(500, 3, 0, false, "1");
	assert_printed(750000000000, 13, -1, false, "0.075");
}

static void places_and_size_are_known(void **state)
{
	(void)state;
	assert_int_equal(number_places(value_of("74.50")), 1);
	assert_int_equal(number_places(value_of("100")), 0);
	assert_int_equal(number_places(0), 0);
	assert_int_equal(number_places(1), 12);
	assert_true(number_fits(value_of("-999999999999999.999999999999")));
	assert_false(number_fits(number_power(27)));
	assert_false(number_fits(-number_power(27)));
}

static void a_figure_stands_for_half_a_unit_either_side(void **state)
{
	struct figure f = figure_rounded(value_of("2255.22"), 2);

	(void)state;
	assert_true(f.value == value_of("2255.22"));
	assert_true(f.lo == value_of("2255.215") * 10);
	assert_true(f.hi == value_of("2255.225") * 10);
	f = figure_rounded(value_of("1"), 12);
	assert_true(f.hi - f.lo == 10);
	f = figure_point(value_of("3"));
	assert_true(f.lo == f.hi && f.lo == value_of("30"));
}

static void set_ratio(mpq_t q, long num, unsigned long den)
{
	mpq_set_si(q, num, den);
	mpq_canonicalize(q);
}

static void rationals_round_once_and_exactly(void **state)
{
	mpq_t q;
	int128 v;

	(void)state;
	mpq_init(q);
	set_ratio(q, 2, 3);
	assert_true(rational_to(q, 12, &v) && v == value_of("0.666666666667"));
	set_ratio(q, -2, 3);
	assert_true(rational_to(q, 12, &v) && v == value_of("-0.666666666667"));
	set_ratio(q, -1, 2);
	assert_true(rational_to(q, 0, &v) && v == -1);
	rational_round(q, 0);
	assert_int_equal(mpq_cmp_si(q, -1, 1), 0);
	set_ratio(q, 2345, 1000);
	rational_round(q, 2);
	assert_int_equal(mpq_cmp_si(q, 235, 100), 0);
	set_ratio(q, 1250, 1);
	rational_round(q, -2);
	assert_int_equal(mpq_cmp_si(q, 1300, 1), 0);
	set_ratio(q, 12499, 10);
	rational_round(q, -2);
	assert_int_equal(mpq_cmp_si(q, 1200, 1), 0);
	rational_round(q, -100000);
	assert_int_equal(mpq_sgn(q), 0);
	set_ratio(q, 1, 3);
	rational_round(q, 100000);
	assert_int_equal(mpq_cmp_si(q, 1, 3), 0);
	mpq_clear(q);
}

static void floor_and_ceil_go_down_and_up(void **state)
{
	mpq_t q;

	(void)state;
	mpq_init(q);
	set_ratio(q, -7, 2);
	rational_floor(q);
	assert_int_equal(mpq_cmp_si(q, -4, 1), 0);
	set_ratio(q, -7, 2);
	rational_ceil(q);
	assert_int_equal(mpq_cmp_si(q, -3, 1), 0);
	set_ratio(q, 5, 1);
	rational_ceil(q);
	assert_int_equal(mpq_cmp_si(q, 5, 1), 0);
	mpq_clear(q);
}

static void what_does_not_fit_is_told(void **state)
{
	mpq_t q;
	int128 v = 5;

	(void)state;
	mpq_init(q);
	rational_from(q, number_power(27) - 1, 12);
	assert_true(rational_to(q, 12, &v) && v == number_power(27) - 1);
	v = 5;
	rational_from(q, number_power(27), 12);
	assert_false(rational_to(q, 12, &v));
	mpq_neg(q, q);
	assert_false(rational_to(q, 12, &v));
	mpq_mul(q, q, q);
	mpq_mul(q, q, q);
	assert_false(rational_to(q, 12, &v));
	assert_true(v == 5);
	rational_from(q, -number_power(38), 0);
	assert_int_equal(mpz_sizeinbase(mpq_numref(q), 10), 39);
	mpq_clear(q);
}

/* decimals and rationals, whichever way, tell the same */
static void rounding_agrees_with_rational_rounding(void **state)
{
	uint64_t seed = 42;
	mpq_t q;

	(void)state;
	mpq_init(q);
	for (int i = 0; i < 5000; i++) {
		int128 value, got;
		int places = i % 13;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		value = (int128)(int64_t)seed * (i % 3 ? 1 : 100000);
		rational_from(q, value, 12);
		rational_round(q, places);
		assert_true(rational_to(q, 12, &got));
		assert_true(got == number_round(value, places));
	}
	mpq_clear(q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_decimals_keep_their_digits),
		cmocka_unit_test(all_27_digits_are_read),
		cmocka_unit_test(what_is_no_plain_decimal_is_refused),
		cmocka_unit_test(halves_round_away_from_zero),
		cmocka_unit_test(numbers_are_printed_at_their_places),
		cmocka_unit_test(places_and_size_are_known),
		cmocka_unit_test(a_figure_stands_for_half_a_unit_either_side),
		cmocka_unit_test(rationals_round_once_and_exactly),
		cmocka_unit_test(floor_and_ceil_go_down_and_up),
		cmocka_unit_test(what_does_not_fit_is_told),
		cmocka_unit_test(rounding_agrees_with_rational_rounding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
