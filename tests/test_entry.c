#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "form/formula.h"
#include "report/entry.h"

static const struct field decimal = { .type = TYPE_DECIMAL, .decimals = 2, .unit = "万元" };
static const struct field bare = { .type = TYPE_DECIMAL, .decimals = DECIMALS_TYPED };
static const struct field percent = { .type = TYPE_DECIMAL, .decimals = 2, .unit = "%" };
static const struct field people = { .type = TYPE_INTEGER, .unit = "人", .none = "无", .na = true };
static const struct field date = { .type = TYPE_DATE };
static const struct field year = { .type = TYPE_YEAR };
static const struct field boolean = { .type = TYPE_BOOLEAN };
static const struct field text = { .type = TYPE_TEXT };
static const struct field longtext = { .type = TYPE_LONGTEXT };
static const struct field measure = { .type = TYPE_MEASURE };
static const struct choice kinds[] = {
	{ "special", { "专项", "Special" } }, { "基本", { "基本", NULL } }, { "其他、未列明", { "其他、未列明", NULL } },
	{ "a1", { "同名", NULL } }, { "a2", { "同名", NULL } },
};
static const struct field choice = { .type = TYPE_CHOICE, .choices = kinds, .choice_count = ARRAY_SIZE(kinds) };
static const struct field choices = { .type = TYPE_CHOICES, .choices = kinds, .choice_count = ARRAY_SIZE(kinds) };

static bool understood(const struct field *f, const char *typed, char *stored, size_t size, struct error *e)
{
	struct understanding u;
	bool good;

	strbuf_init(&u.stored, 0);
	good = entry_understand(NULL, f, typed, strlen(typed), &u, e);
	assert_true(u.stored.len < size);
	memcpy(stored, u.stored.text, u.stored.len + 1);
	strbuf_release(&u.stored);
	return good;
}

/* what is understood must also fit when it is read back */
static void assert_stored(const struct field *f, const char *typed, const char *want)
{
	char stored[1024];
	struct error e = { 0 };
	struct reading r;

	if (!understood(f, typed, stored, sizeof(stored), &e))
		fail_msg("'%s' is refused: %s", typed, e.text);
	assert_string_equal(stored, want);
	entry_read(f, stored, strlen(stored), &r);
	assert_true(r.fit == FIT_GOOD || r.fit == FIT_NA || (r.fit == FIT_BLANK && !*want));
}

static void assert_refused(const struct field *f, const char *typed, const char *because)
{
	char stored[1024];
	struct error e = { 0 };

	if (understood(f, typed, stored, sizeof(stored), &e))
		fail_msg("'%s' is taken as '%s'", typed, stored);
	assert_int_equal(e.kind, ERR_VALUE);
	assert_string_equal(stored, "");
	if (!strstr(e.text, because))
		fail_msg("'%s': the reason '%s' does not say '%s'", typed, e.text, because);
}

static enum fit fit_of(const struct field *f, const char *stored)
{
	struct reading r;

	entry_read(f, stored, strlen(stored), &r);
	return r.fit;
}

/* ---- numbers, typed ---- */

static void numbers_keep_their_digits(void **state)
{
	(void)state;
	assert_stored(&decimal, "2255.22", "2255.22");
	assert_stored(&decimal, "74.0", "74.0");
	assert_stored(&decimal, "89.974", "89.974");
	assert_stored(&decimal, "1", "1");
	assert_stored(&percent, "1", "1");
	assert_stored(&decimal, "007", "7");
	assert_stored(&decimal, "000", "0");
	assert_stored(&decimal, "00.50", "0.50");
	assert_stored(&decimal, ".5", "0.5");
	assert_stored(&decimal, "5.", "5");
	assert_stored(&decimal, "-0.30", "-0.30");
	assert_stored(&decimal, "-0.00", "0.00");
	assert_stored(&decimal, "+5", "5");
	assert_stored(&decimal, "−5", "-5");
	assert_stored(&decimal, "－5", "-5");
}

static void separators_and_full_width_are_understood(void **state)
{
	(void)state;
	assert_stored(&decimal, "2,255.22", "2255.22");
	assert_stored(&decimal, "1,234,567.8", "1234567.8");
	assert_stored(&decimal, "２２５５．２２", "2255.22");
	assert_stored(&decimal, "２，２５５．２２", "2255.22");
	assert_stored(&decimal, "2255。22", "2255.22");
	assert_stored(&decimal, "2，255.22", "2255.22");
	assert_stored(&decimal, "2,255", "2255");
	assert_stored(&decimal, " \u3000 2255.22\u00A0\t\n", "2255.22");
	assert_stored(&decimal, "", "");
	assert_stored(&decimal, " \u3000", "");
}

static void money_is_converted_exactly(void **state)
{
	static const struct field yuan = { .type = TYPE_DECIMAL, .decimals = 2, .unit = "元" };
	static const struct field count = { .type = TYPE_INTEGER, .unit = "万元" };

	(void)state;
	assert_stored(&decimal, "¥2255.22", "2255.22");
	assert_stored(&decimal, "￥ 2,255.22", "2255.22");
	assert_stored(&decimal, "-¥5", "-5");
	assert_stored(&decimal, "¥-5", "-5");
	assert_stored(&bare, "¥5", "5");
	assert_stored(&decimal, "2255.22万元", "2255.22");
	assert_stored(&decimal, "2255.22 万元", "2255.22");
	assert_stored(&decimal, "22552200元", "2255.22");
	assert_stored(&decimal, "25,754,899.39元", "2575.489939");
	assert_stored(&decimal, "10000元", "1");
	assert_stored(&decimal, "-1元", "-0.0001");
	assert_stored(&decimal, "0元", "0");
	assert_stored(&decimal, "1.5亿元", "15000");
	assert_stored(&decimal, "0.00005亿元", "0.5");
	assert_stored(&decimal, "3亿", "30000");
	assert_stored(&yuan, "2255.22万元", "22552200");
	assert_stored(&yuan, "74.0元", "74.0");
	assert_stored(&count, "50000元", "5");
	assert_refused(&count, "5000元", "whole number");
	assert_refused(&percent, "5万元", "%");
	assert_refused(&percent, "¥5", "%");
	assert_refused(&people, "5元", "人");
	assert_refused(&bare, "5万元", "no unit");
}

static void a_unit_behind_must_be_the_fields_own(void **state)
{
	(void)state;
	assert_stored(&percent, "99.2％", "99.2");
	assert_stored(&percent, "99.20 %", "99.20");
	assert_stored(&people, "50人", "50");
	assert_refused(&people, "50个", "人");
	assert_refused(&decimal, "99.2%", "万元");
	assert_refused(&bare, "99.2%", "no unit");
	assert_refused(&people, "50%", "人");
}

static void what_could_mean_two_things_is_refused_with_both(void **state)
{
	(void)state;
	assert_refused(&decimal, "3，5", "3.5 or 35");
	assert_refused(&decimal, "3,5", "3.5 or 35");
	assert_refused(&decimal, "1,23", "1.23 or 123");
	assert_refused(&decimal, "1.234.567", "1234.567 or 1234567");
	assert_refused(&decimal, "1,0000", "1.0000 or 10000");
	assert_refused(&decimal, "1.234,56", "1234.56 or 123456");
	assert_refused(&decimal, "0,123", "0.123 or 123");
	assert_refused(&decimal, "1234,567", "1234.567 or 1234567");
	assert_refused(&decimal, "12,34,567", "1234.567 or 1234567");
}

static void what_is_no_number_is_refused(void **state)
{
	static const char *const bad[] = { "abc", "一百", ".", ",", "1,", ",1", "1e3", "0x10", "3-5", "1/2", "(5)", "5 6", "--5", "约5",
					   "NaN", "¥", "1..2.", "5万元6", "1 000" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_refused(&decimal, bad[i], bad[i]);
	assert_refused(&people, "1.0", "whole number");
	assert_refused(&decimal, "1234567890123456", "15 digits");
	assert_refused(&decimal, "0.1234567890123", "12 after");
	assert_stored(&decimal, "1234567890123456元", "123456789012.3456");
	assert_refused(&decimal, "一\x1B[31m", "␛");
}

static void small_sums_are_worked_out_exactly(void **state)
{
	(void)state;
	assert_stored(&decimal, "=12.5+3*4", "24.5");
	assert_stored(&decimal, "＝（12.5＋3）×4", "62");
	assert_stored(&decimal, "=0.1+0.2", "0.3");
	assert_stored(&decimal, "=10/3", "3.333333333333");
	assert_stored(&decimal, "=-2/3", "-0.666666666667");
	assert_stored(&decimal, "=10÷4", "2.5");
	assert_stored(&decimal, "=1-2-3", "-4");
	assert_stored(&decimal, "= 1,234.5 + 5 ", "1239.5");
	assert_stored(&decimal, "=-(2-5)", "3");
	assert_stored(&decimal, "=1/3*3", "1");
	assert_stored(&people, "=6/2", "3");
	assert_refused(&people, "=7/2", "whole number");
	assert_refused(&decimal, "=1/(2-2)", "divides by zero");
	assert_refused(&decimal, "=SUM(A1:A3)", "sum");
	assert_refused(&decimal, "=", "sum");
	assert_refused(&decimal, "=1+", "sum");
	assert_refused(&decimal, "=(1", "sum");
	assert_refused(&decimal, "=1)", "sum");
	assert_refused(&decimal, "=3,5+1", "3.5 or 35");
	assert_refused(&decimal, "=999999999999999*999999999999999", "15 digits");
}

static void a_deep_or_long_sum_is_refused(void **state)
{
	char deep[1600];

	(void)state;
	deep[0] = '=';
	memset(deep + 1, '(', 900);
	deep[901] = '\0';
	assert_refused(&decimal, deep, "sum");
	memset(deep + 1, '-', 1500);
	deep[1501] = '\0';
	assert_refused(&decimal, deep, "sum");
}

static void not_applicable_and_none_are_what_the_form_allows(void **state)
{
	static const struct field words = { .type = TYPE_TEXT, .na = true, .none = "无" };

	(void)state;
	assert_stored(&people, "/", ENTRY_NA);
	assert_stored(&people, " - ", ENTRY_NA);
	assert_stored(&people, "—", ENTRY_NA);
	assert_stored(&people, "－", ENTRY_NA);
	assert_stored(&people, "不适用", ENTRY_NA);
	assert_stored(&words, "／", ENTRY_NA);
	assert_stored(&words, "无", "无");
	assert_stored(&people, "无", "0");
	assert_refused(&decimal, "无", "not a number");
	assert_refused(&decimal, "/", "leave it blank");
	assert_refused(&decimal, "不适用", "leave it blank");
	assert_refused(&date, "-", "leave it blank");
	assert_stored(&text, "/", "/");
}

/* ---- other types, typed ---- */

static void dates_are_understood_in_their_usual_forms(void **state)
{
	(void)state;
	assert_stored(&date, "2021年12月31日", "2021-12-31");
	assert_stored(&date, "２０２１年１月５日", "2021-01-05");
	assert_stored(&date, "2021 年 1 月 5 号", "2021-01-05");
	assert_stored(&date, "2021/12/31", "2021-12-31");
	assert_stored(&date, "2021.12.31", "2021-12-31");
	assert_stored(&date, "2021。1。5", "2021-01-05");
	assert_stored(&date, "20211231", "2021-12-31");
	assert_stored(&date, "2021-12-31", "2021-12-31");
	assert_stored(&date, "2020-2-29", "2020-02-29");
	assert_refused(&date, "2021-02-29", "no such day");
	assert_refused(&date, "20211301", "no such day");
	assert_refused(&date, "2021年0月5日", "no such day");
	assert_refused(&date, "21/12/31", "not a date");
	assert_refused(&date, "12/31/2021", "not a date");
	assert_refused(&date, "2021年12月", "not a date");
	assert_refused(&date, "2021-12.31", "not a date");
	assert_refused(&date, "2021-12-31x", "not a date");
	assert_refused(&date, "202112311", "not a date");
}

static void years_have_four_digits(void **state)
{
	(void)state;
	assert_stored(&year, "2021", "2021");
	assert_stored(&year, "２０２１年", "2021");
	assert_stored(&year, "2021 年度", "2021");
	assert_refused(&year, "21", "four digits");
	assert_refused(&year, "0999", "four digits");
	assert_refused(&year, "20211", "four digits");
	assert_refused(&year, "2021年12月", "four digits");
}

static void yes_and_no_have_many_words(void **state)
{
	(void)state;
	assert_stored(&boolean, "是", "true");
	assert_stored(&boolean, "√", "true");
	assert_stored(&boolean, "Yes", "true");
	assert_stored(&boolean, "TRUE", "true");
	assert_stored(&boolean, "否", "false");
	assert_stored(&boolean, "no", "false");
	assert_stored(&boolean, "false", "false");
	assert_refused(&boolean, "1", "neither yes nor no");
}

static void a_choice_is_found_by_value_or_label(void **state)
{
	(void)state;
	assert_stored(&choice, "special", "special");
	assert_stored(&choice, "专项", "special");
	assert_stored(&choice, "Special", "special");
	assert_stored(&choice, "ＳＰＥＣＩＡＬ", "special");
	assert_stored(&choice, "a2", "a2");
	assert_refused(&choice, "同名", "several");
	assert_refused(&choice, "专", "专项 | 基本");
}

static void several_choices_are_parted_by_any_separator(void **state)
{
	(void)state;
	assert_stored(&choices, "专项、基本", "special\n基本");
	assert_stored(&choices, "基本，专项", "基本\nspecial");
	assert_stored(&choices, "基本; a1；a2,special", "基本\na1\na2\nspecial");
	assert_stored(&choices, "基本\r\n专项\n", "基本\nspecial");
	assert_stored(&choices, "基本、基本、special、专项", "基本\nspecial");
	assert_stored(&choices, "其他、未列明", "其他、未列明");
	assert_stored(&choices, "其他、未列明\n基本、专项", "其他、未列明\n基本\nspecial");
	assert_refused(&choices, "基本、没有", "没有");
}

static void text_is_kept_as_typed(void **state)
{
	(void)state;
	assert_stored(&text, "0012", "0012");
	assert_stored(&text, "  ２０２１，共 3，5 个。 ", "２０２１，共 3，5 个。");
	assert_stored(&text, "上\r\n下\n左\u2028右", "上 下 左 右");
	assert_stored(&text, "é e\u0301", "é e\u0301");
	assert_stored(&longtext, "  一\r\n\r\n二\r三\n", "  一\n\n二\n三\n");
	assert_stored(&longtext, " \n\n", "");
	assert_refused(&text, "a\xFF", "UTF-8");
}

static void a_nul_is_refused(void **state)
{
	struct understanding u;
	struct error e;

	(void)state;
	strbuf_init(&u.stored, 0);
	assert_false(entry_understand(NULL, &text, "a\0b", 3, &u, &e));
	assert_int_equal(e.kind, ERR_VALUE);
	strbuf_release(&u.stored);
}

static void only_more_than_blanks_counts_as_changed(void **state)
{
	struct understanding u;
	struct error e;

	(void)state;
	strbuf_init(&u.stored, 0);
	assert_true(entry_understand(NULL, &decimal, " 5.0 ", 5, &u, &e));
	assert_false(u.changed);
	assert_true(entry_understand(NULL, &decimal, "2,255", 5, &u, &e));
	assert_true(u.changed);
	assert_true(entry_understand(NULL, &text, "a b", 3, &u, &e));
	assert_false(u.changed);
	assert_string_equal(u.stored.text, "a b");
	strbuf_release(&u.stored);
}

/* ---- stored ---- */

static void stored_numbers_are_strictly_plain(void **state)
{
	struct reading r;

	(void)state;
	entry_read(&decimal, "74.0", 4, &r);
	assert_int_equal(r.fit, FIT_GOOD);
	assert_true(r.number.units == 740 && r.number.places == 1);
	assert_int_equal(fit_of(&decimal, ""), FIT_BLANK);
	assert_int_equal(fit_of(&decimal, "2,255"), FIT_TYPE);
	assert_int_equal(fit_of(&decimal, "1e3"), FIT_TYPE);
	assert_int_equal(fit_of(&decimal, "99%"), FIT_TYPE);
	assert_int_equal(fit_of(&decimal, " 5"), FIT_TYPE);
	assert_int_equal(fit_of(&decimal, "1234567890123456"), FIT_OVERFLOW);
	assert_int_equal(fit_of(&decimal, ENTRY_NA), FIT_TYPE);
	assert_int_equal(fit_of(&people, ENTRY_NA), FIT_NA);
	assert_int_equal(fit_of(&people, "无"), FIT_TYPE);
	assert_int_equal(fit_of(&people, "5"), FIT_GOOD);
	assert_int_equal(fit_of(&people, "5.0"), FIT_TYPE);
	assert_int_equal(fit_of(&text, ENTRY_NA), FIT_GOOD);
}

static void stored_dates_years_and_words_are_strict(void **state)
{
	struct reading r;

	(void)state;
	entry_read(&date, "2021-12-31", 10, &r);
	assert_int_equal(r.fit, FIT_GOOD);
	assert_true(r.number.units == date_days(2021, 12, 31));
	assert_int_equal(fit_of(&date, "2021-2-3"), FIT_TYPE);
	assert_int_equal(fit_of(&date, "2021-02-30"), FIT_TYPE);
	assert_int_equal(fit_of(&date, "2021/12/31"), FIT_TYPE);
	entry_read(&year, "2021", 4, &r);
	assert_true(r.fit == FIT_GOOD && r.number.units == 2021);
	assert_int_equal(fit_of(&year, "0999"), FIT_TYPE);
	assert_int_equal(fit_of(&year, "999"), FIT_TYPE);
	assert_int_equal(fit_of(&year, "20.1"), FIT_TYPE);
	assert_int_equal(fit_of(&year, "-202"), FIT_TYPE);
	entry_read(&boolean, "是", 3, &r);
	assert_true(r.fit == FIT_GOOD && r.number.units == 1);
	entry_read(&boolean, "false", 5, &r);
	assert_true(r.fit == FIT_GOOD && r.number.units == 0);
	assert_int_equal(fit_of(&boolean, "yes"), FIT_TYPE);
	entry_read(&choice, "基本", 6, &r);
	assert_true(r.fit == FIT_GOOD && r.number.units == 1);
	assert_int_equal(fit_of(&choice, "专项"), FIT_CHOICE);
	assert_int_equal(fit_of(&choices, "基本\nspecial"), FIT_GOOD);
	assert_int_equal(fit_of(&choices, "基本\n专项"), FIT_CHOICE);
	assert_int_equal(fit_of(&choices, "基本\n"), FIT_CHOICE);
}

static void assert_measure(const char *stored, const char *sign, const char *figure)
{
	struct reading r;
	struct strbuf sb;

	entry_read(&measure, stored, strlen(stored), &r);
	assert_int_equal(r.fit, FIT_GOOD);
	strbuf_init(&sb, 0);
	if (r.has_number)
		number_print(&sb, r.number.units, r.number.places, r.number.places, false);
	if (strcmp(sb.text, figure) != 0)
		fail_msg("the figure of '%s' is '%s' and not '%s'", stored, sb.text, figure);
	assert_string_equal(r.sign, sign);
	strbuf_release(&sb);
}

static void a_measure_has_sign_figure_and_unit(void **state)
{
	(void)state;
	assert_measure("≥50个", "≥", "50");
	assert_measure(">= 50 个", "≥", "50");
	assert_measure("＞＝５０", "≥", "50");
	assert_measure("≤3.50%", "≤", "3.50");
	assert_measure("＝100％", "=", "100");
	assert_measure("<5", "<", "5");
	assert_measure("＞5天", ">", "5");
	assert_measure("≧5", "≥", "5");
	assert_measure("99.2%", "", "99.2");
	assert_measure("1,200.5万元", "", "1200.5");
	assert_measure("-3℃", "", "-3");
	assert_measure("12元/平方米", "", "12");
}

static void words_that_begin_with_a_figure_are_words(void **state)
{
	static const char *const words[] = { "效果明显", "2021年12月31日前完成", "3-5个", "3,5", "1:3", "50个左右", "12月底前", "≥", "1.2.3",
					     "1/2", "50个以上", "2小时内", "007", "3.", "达到100%", "0,123" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		assert_measure(words[i], "", "");
	assert_stored(&measure, " ≥50个 ", "≥50个");
	assert_stored(&measure, "效果\n明显", "效果 明显");
}

/* whatever is typed is either refused with a reason or stored so that it fits */
static void random_typing_is_understood_or_refused(void **state)
{
	static const char *const bits[] = { "1", "0", "25", ".", ",", "，", "。", "¥", "万元", "元", "%", "-", "=", "+", "/", "(", ")", "年",
					    "月", "日", " ", "２", "≥", "是", "无", "、", "基本", "2021", "12", "\n", "亿", "*" };
	static const struct field *const fields[] = { &decimal, &bare, &percent, &people, &date, &year, &boolean, &text, &longtext,
						      &measure, &choice, &choices };
	uint64_t random = 7;

	(void)state;
	for (int run = 0; run < 20000; run++) {
		const struct field *f = fields[run % (int)ARRAY_SIZE(fields)];
		char typed[128], stored[256];
		struct error e = { 0 };
		struct reading r;
		size_t len = 0;

		for (int i = 0; i < 1 + run % 9; i++) {
			const char *bit;

			random = random * 6364136223846793005u + 1442695040888963407u;
			bit = bits[(random >> 33) % ARRAY_SIZE(bits)];
			memcpy(typed + len, bit, strlen(bit));
			len += strlen(bit);
		}
		typed[len] = '\0';
		if (!understood(f, typed, stored, sizeof(stored), &e)) {
			assert_true(e.text[0]);
			continue;
		}
		entry_read(f, stored, strlen(stored), &r);
		if (r.fit != FIT_GOOD && r.fit != FIT_NA && r.fit != FIT_BLANK)
			fail_msg("'%s' is stored as '%s', which does not fit", typed, stored);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_keep_their_digits),
		cmocka_unit_test(separators_and_full_width_are_understood),
		cmocka_unit_test(money_is_converted_exactly),
		cmocka_unit_test(a_unit_behind_must_be_the_fields_own),
		cmocka_unit_test(what_could_mean_two_things_is_refused_with_both),
		cmocka_unit_test(what_is_no_number_is_refused),
		cmocka_unit_test(small_sums_are_worked_out_exactly),
		cmocka_unit_test(a_deep_or_long_sum_is_refused),
		cmocka_unit_test(not_applicable_and_none_are_what_the_form_allows),
		cmocka_unit_test(dates_are_understood_in_their_usual_forms),
		cmocka_unit_test(years_have_four_digits),
		cmocka_unit_test(yes_and_no_have_many_words),
		cmocka_unit_test(a_choice_is_found_by_value_or_label),
		cmocka_unit_test(several_choices_are_parted_by_any_separator),
		cmocka_unit_test(text_is_kept_as_typed),
		cmocka_unit_test(a_nul_is_refused),
		cmocka_unit_test(only_more_than_blanks_counts_as_changed),
		cmocka_unit_test(stored_numbers_are_strictly_plain),
		cmocka_unit_test(stored_dates_years_and_words_are_strict),
		cmocka_unit_test(a_measure_has_sign_figure_and_unit),
		cmocka_unit_test(words_that_begin_with_a_figure_are_words),
		cmocka_unit_test(random_typing_is_understood_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
