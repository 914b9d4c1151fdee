/*
 * What formulas give: by hand where the contract has a sentence, and by thousands of random ones whose values
 * tests/vectors/formula_vectors.py worked out on its own.
 */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "form_fixture.h"

#ifndef FORMULA_VECTORS
#define FORMULA_VECTORS "tests/vectors/formula.txt"
#endif

static int setup(void **state)
{
	*state = fixture_new();
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	fixture_free(*state);
	return 0;
}

static void set(struct fixture *fx, const char *path, const char *text)
{
	struct field *f = fixture_field(fx, path);

	assert_non_null(f);
	assert_true(fixture_set(fx, f, 0, text));
}

/* NULL-ended texts, one a column */
static void add_row(struct fixture *fx, const char *table, const char *const *texts)
{
	struct field *t = fixture_field(fx, table);
	row_id row = fx->rows[t->index] + 1;

	fx->rows[t->index] = row;
	for (size_t c = 0; texts[c]; c++)
		assert_true(fixture_set(fx, t->columns[c], row, texts[c]));
}

static struct value value_of(struct fixture *fx, const char *text, row_id row, bool intervals)
{
	const struct formula *f = NULL;
	struct error e = {.kind = ERR_NONE};
	struct value v;

	fx->scope.table = row ? fx->form->tables[0] : NULL;
	if (!fixture_compile(fx, text, &f, &e))
		fail_msg("%s: %u:%u: %s", text, e.line, e.column, e.text);
	assert_true(fixture_evaluate(fx, f, (struct formula_rows){.row = row}, intervals, &v));
	return v;
}

static void check_row(struct fixture *fx, row_id row, const char *text, const char *expected, const char *ends)
{
	struct value v = value_of(fx, text, row, false);
	struct strbuf out;

	strbuf_init(&out, 0);
	fixture_print(&v, &out);
	if (strcmp(out.text, expected) != 0)
		fail_msg("%s (row %u) is %s, expected %s", text, row, out.text, expected);
	v = value_of(fx, text, row, true);
	strbuf_clear(&out);
	fixture_print(&v, &out);
	if (strcmp(out.text, expected) != 0)
		fail_msg("%s (row %u) with intervals is %s, expected %s", text, row, out.text, expected);
	strbuf_clear(&out);
	if (v.kind == VALUE_NUMBER)
		fixture_print_ends(&v, &out);
	if (ends && strcmp(out.text, ends) != 0)
		fail_msg("%s (row %u) spans %s, expected %s", text, row, out.text, ends);
	strbuf_release(&out);
}

static void check(struct fixture *fx, const char *text, const char *expected)
{
	check_row(fx, 0, text, expected, NULL);
}

static void check_ends(struct fixture *fx, const char *text, const char *expected, const char *ends)
{
	check_row(fx, 0, text, expected, ends);
}

/* ---- by hand ---- */

static void operators_bind_as_written_in_the_contract(void **state)
{
	struct fixture *fx = *state;

	check(fx, "1 + 2 * 3", "7");
	check(fx, "10 - 2 - 3", "5");
	check(fx, "8 / 2 / 2", "2");
	check(fx, "-2 * 3", "-6");
	check(fx, "2 * -3", "-6");
	check(fx, "--2", "2");
	check(fx, "(1 + 2) * 3", "9");
	check(fx, "1 + 1 = 2 and 3 < 4", "true");
	check(fx, "true or true and false", "true");
	check(fx, "not 1 = 2", "true");
	check(fx, "not true or true", "true");
	check(fx, "not (true or true)", "false");
	check(fx, "not not true", "true");
	check(fx, "(1 < 2) = (3 < 4)", "true");
}

static void a_quotient_is_exact_inside_a_formula(void **state)
{
	struct fixture *fx = *state;

	check(fx, "1 / 3 * 3", "1");
	check(fx, "1 / 3 * 3 = 1", "true");
	check(fx, "1 / 3", "0.333333333333");
	check(fx, "2 / 3", "0.666666666667");
	check(fx, "-2 / 3", "-0.666666666667");
	check(fx, "0.000000000001 / 2", "0.000000000001");
	check(fx, "-0.000000000001 / 2", "-0.000000000001");
	check(fx, "0.000000000001 / 2.01", "0");
}

static void an_average_is_exact_inside_a_formula(void **state)
{
	struct fixture *fx = *state;
	const char *const rows[] = {"1", "1", "2"};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		add_row(fx, "main.items", (const char *const[]){"", "", rows[i], NULL});
	check(fx, "avg(items.x) * 3", "4");
	check(fx, "avg(items.x)", "1.333333333333");
	check(fx, "avg(1, 1, 2) * 3 = 4", "true");
	check(fx, "avg(items.w)", "blank");
	check_ends(fx, "avg(items.x)", "1.333333333333", "0.8333333333333 1.8333333333333");
}

static void what_does_not_fit_is_an_overflow_and_not_a_number(void **state)
{
	struct fixture *fx = *state;

	check(fx, "999999999999999 + 1", "overflow");
	check(fx, "999999999999999 + 1 - 1", "999999999999999");
	check(fx, "999999999999999 * 999999999999999 / 999999999999999", "999999999999999");
	check(fx, "-999999999999999 - 1", "overflow");
	check(fx, "999999999999999.999999999999 + 0.000000000001 / 2", "overflow");
}

/* `first`, then `times` times `again`; "%d" in it counts */
static void repeated(struct strbuf *out, const char *first, int times, const char *again)
{
	strbuf_puts(out, first);
	for (int i = 1; i <= times; i++) {
		const char *count = strstr(again, "%d");

		strbuf_add(out, again, count ? (size_t)(count - again) : strlen(again));
		if (count)
			strbuf_printf(out, "%d%s", i, count + 2);
	}
}

static void what_grows_beyond_all_measure_is_an_overflow_even_if_it_would_shrink_again(void **state)
{
	static const struct {
		const char *first, *again, *then;
		int times;
		const char *expected;
	} cases[] = {
		{ "a", "*a", "/a", 300, "-999999999999999.999999999989" },
		{ "a", "*a", "/a", 500, "overflow" },
		{ "0", "+1/(a+%d)", "-1/(a+%d)", 90, "0" },
		{ "0", "+999999999999999.999999999989/(a-%d)", "", 105, "-104.999999999994" },
	};
	struct fixture *fx = *state;

	set(fx, "main.a", "-999999999999999.999999999989");
	set(fx, "main.b", "999999999999999.999999999877");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf text;

		strbuf_init(&text, 0);
		repeated(&text, cases[i].first, cases[i].times, cases[i].again);
		if (*cases[i].then)
			repeated(&text, "", cases[i].times, cases[i].then);
		assert_in_range(text.len, 1, 4096);
		check(fx, text.text, cases[i].expected);
		strbuf_release(&text);
	}
}

static void blanks_follow_the_contract(void **state)
{
	struct fixture *fx = *state;

	set(fx, "main.b", "2");
	check(fx, "a + b", "2");
	check(fx, "b - a", "2");
	check(fx, "a - b", "-2");
	check(fx, "a + c", "blank");
	check(fx, "a - c", "blank");
	check(fx, "a * b", "blank");
	check(fx, "a / b", "blank");
	check(fx, "b / a", "blank");
	check(fx, "b / 0", "blank");
	check(fx, "0 / 0", "blank");
	check(fx, "b / (b - 2)", "blank");
	check(fx, "-a", "blank");
	check(fx, "a = b", "blank");
	check(fx, "a = c", "blank");
	check(fx, "a != b", "blank");
	check(fx, "abs(a)", "blank");
	check(fx, "round(a, 2)", "blank");
	check(fx, "round(b, a)", "blank");
	check(fx, "clamp(b, a, 3)", "blank");
	check(fx, "length(t)", "blank");
	check(fx, "year(day)", "blank");
	check(fx, "agrees(a, b)", "blank");
	check(fx, "sign(m)", "blank");
	check(fx, "blank(a)", "true");
	check(fx, "blank(b)", "false");
	check(fx, "coalesce(a, b)", "2");
	check(fx, "coalesce(a, c)", "blank");
	check(fx, "sum(a, c)", "blank");
	check(fx, "sum(a, b, 3)", "5");
	check(fx, "min(a, b, 3)", "2");
	check(fx, "max(a, c)", "blank");
	check(fx, "avg(a, b, 4)", "3");
	check(fx, "count(a, c)", "0");
	check(fx, "count(a, b, t, day, ks)", "1");
}

static void logic_is_three_valued(void **state)
{
	struct fixture *fx = *state;

	check(fx, "f and false", "false");
	check(fx, "false and f", "false");
	check(fx, "f and true", "blank");
	check(fx, "true and f", "blank");
	check(fx, "f or true", "true");
	check(fx, "true or f", "true");
	check(fx, "f or false", "blank");
	check(fx, "f or g", "blank");
	check(fx, "not f", "blank");
	check(fx, "if(f, 1, 2)", "2");
	check(fx, "if(f, 1)", "blank");
	check(fx, "if(false, 1, true, 2)", "2");
	check(fx, "if(false, 1, f, 2, 3)", "3");
	check(fx, "if(false, 1, f, 2)", "blank");
}

static void the_empty_text_equals_blank(void **state)
{
	struct fixture *fx = *state;

	check(fx, "t = ''", "true");
	check(fx, "'' = t", "true");
	check(fx, "t != ''", "false");
	check(fx, "a = ''", "true");
	check(fx, "day = ''", "true");
	check(fx, "f != ''", "false");
	check(fx, "t = u", "blank");
	set(fx, "main.t", "字");
	check(fx, "t = ''", "false");
	check(fx, "t != ''", "true");
	check(fx, "blank('')", "true");
	check(fx, "coalesce(u, '')", "''");
	check(fx, "coalesce(u, '') = ''", "true");
	check(fx, "if(true, '', 5)", "blank");
	check(fx, "if(a > 0, a, '') = ''", "true");
}

static void not_applicable_is_a_blank_that_can_be_told(void **state)
{
	struct fixture *fx = *state;

	set(fx, "main.a", "不适用");
	check(fx, "na(a)", "true");
	check(fx, "na(b)", "false");
	check(fx, "blank(a)", "true");
	check(fx, "a + 1", "1");
	check(fx, "a", "blank");
	check(fx, "na(a + b)", "false");
	check(fx, "sum(a, 1)", "1");
}

static void rounding_is_half_away_from_zero(void **state)
{
	struct fixture *fx = *state;

	check(fx, "round(2.5, 0)", "3");
	check(fx, "round(-2.5, 0)", "-3");
	check(fx, "round(2.345, 2)", "2.35");
	check(fx, "round(1250, -2)", "1300");
	check(fx, "round(-1250, -2)", "-1300");
	check(fx, "round(1 / 3, 4)", "0.3333");
	check(fx, "round(5, 400)", "5");
	check(fx, "round(5, -400)", "0");
	check(fx, "round(5, a + 0.5)", "blank");
	check(fx, "floor(-1.5)", "-2");
	check(fx, "ceil(-1.5)", "-1");
	check(fx, "floor(7 / 2)", "3");
	check(fx, "ceil(7 / 2)", "4");
	check(fx, "clamp(5, 1, 3)", "3");
	check(fx, "clamp(0, 1, 3)", "1");
	check(fx, "clamp(2, 1, 3)", "2");
	check(fx, "abs(-2.5)", "2.5");
}

static void texts_dates_and_measures_are_read(void **state)
{
	struct fixture *fx = *state;

	set(fx, "main.t", "甲乙");
	set(fx, "main.u", "e\xcc\x81👨‍👩‍👧\n字");
	set(fx, "main.day", "2021-12-31");
	set(fx, "main.m", "≥50.0");
	check(fx, "t = '甲乙'", "true");
	check(fx, "'it''s'", "'it's'");
	check(fx, "length(u)", "3");
	check(fx, "year(day) + 1", "2022");
	check(fx, "day < date('2022-01-01')", "true");
	check(fx, "day = date('2021-12-31')", "true");
	check(fx, "year(date('2020-02-29'))", "2020");
	check(fx, "if(true, day)", "2021-12-31");
	check(fx, "sign(m)", "'≥'");
	check_ends(fx, "m", "50", "49.95 50.05");
	set(fx, "main.m", "7");
	check(fx, "sign(m)", "''");
	check(fx, "sign(m) = ''", "true");
	check(fx, "status = 'draft'", "true");
	fx->status = "approved";
	check(fx, "status", "'approved'");
	check(fx, "rate * 100", "5");
	check(fx, "word = 'x'", "true");
}

static void rows_are_found_by_index_and_by_key(void **state)
{
	struct fixture *fx = *state;

	add_row(fx, "main.items", (const char *const[]){"市政", "专项", "10.00", "1", NULL});
	add_row(fx, "main.items", (const char *const[]){"it's", "其他", "20.5", "2", NULL});
	add_row(fx, "other.items", (const char *const[]){"7", NULL});
	check(fx, "items[0].x", "10");
	check(fx, "items[1].x", "20.5");
	check(fx, "items[2].x", "blank");
	check(fx, "items['市政'].x", "10");
	check(fx, "items['it''s'].x", "20.5");
	check(fx, "items['无'].x", "blank");
	check(fx, "main.items['市政'].w", "1");
	check(fx, "other.items[0].x", "7");
	check_row(fx, 2, "x - w", "18.5", NULL);
	check_row(fx, 2, "x / sum(items.x) * 100", "67.213114754098", NULL);
}

static void filters_see_their_own_row_then_the_outer_one(void **state)
{
	struct fixture *fx = *state;

	add_row(fx, "main.items", (const char *const[]){"a", "专项", "10", "1", "5", NULL});
	add_row(fx, "main.items", (const char *const[]){"b", "其他", "20", "2", "6", NULL});
	add_row(fx, "main.items", (const char *const[]){"c", "专项", "30", "3", "7", NULL});
	add_row(fx, "other.items", (const char *const[]){"10", NULL});
	add_row(fx, "other.items", (const char *const[]){"25", NULL});
	set(fx, "main.a", "15");
	set(fx, "main.n", "6");
	check(fx, "sum(items.x where kind = '专项')", "40");
	check(fx, "sum(items.x where x > a)", "50");
	check(fx, "count(items where x > a)", "2");
	check(fx, "sum(items.x where n = main.n)", "20");
	check(fx, "sum(items.x where n = this.n)", "20");
	check(fx, "count(items)", "3");
	check(fx, "count(items where false)", "0");
	check(fx, "min(items.x where false)", "blank");
	check(fx, "sum(items.x where f)", "blank");
	check_row(fx, 1, "sum(items.x where kind = this.kind)", "40", NULL);
	check_row(fx, 2, "sum(items.x where kind = this.kind)", "20", NULL);
	check_row(fx, 3, "count(items where x < this.x) + 1", "3", NULL);
	check_row(fx, 2, "sum(other.items.x where x >= w * 10)", "25", NULL);
	check_row(fx, 2, "this.x", "20", NULL);
	check(fx, "count(items where x >= max(other.items.x))", "1");
	check(fx, "sum(items.x where count(other.items where x = this.x) > 0)", "10");
}

static void a_matrix_is_read_by_cell_by_column_and_by_row(void **state)
{
	struct fixture *fx = *state;

	set(fx, "main.grid.r1.p", "1");
	set(fx, "main.grid.r2.p", "2");
	set(fx, "main.grid.r3.p", "4");
	set(fx, "main.grid.all.p", "100");
	set(fx, "main.grid.r1.q", "8");
	check(fx, "grid.r2.p", "2");
	check(fx, "main.grid.r2.p", "2");
	check(fx, "sum(grid.p)", "7");
	check(fx, "sum(main.grid.p)", "7");
	check(fx, "sum(grid.all.p)", "100");
	check(fx, "sum(grid.p where row != 'r2')", "5");
	check(fx, "sum(grid.p where label = '三行')", "4");
	check(fx, "count(grid.q)", "1");
	check(fx, "sum(grid.p where blank(q))", "6");
	fx->scope.matrix = fixture_field(fx, "main.grid");
	fx->scope.matrix_row = 1;
	check(fx, "row", "'r2'");
	check(fx, "label", "'二行'");
	check(fx, "p * 10", "20");
	check(fx, "sum(grid.p where row = this.row)", "2");
	check(fx, "sum(grid.p where p < this.p)", "1");
	check(fx, "count(items where label = '二行')", "0");
	fx->scope.matrix_row = 2;
	check(fx, "p + q", "4");
	check(fx, "blank(q)", "true");
	fx->scope.matrix = NULL;
}

static void intervals_are_those_of_the_contract(void **state)
{
	struct fixture *fx = *state;

	set(fx, "main.a", "2.0");
	set(fx, "main.b", "-3");
	set(fx, "main.c", "!4.00");
	set(fx, "main.n", "5");
	set(fx, "main.d", "0.2");
	check_ends(fx, "a", "2", "1.95 2.05");
	check_ends(fx, "c", "4", "4 4");
	check_ends(fx, "n", "5", "5 5");
	check_ends(fx, "2.0", "2", "2 2");
	check_ends(fx, "a + b", "-1", "-1.55 -0.45");
	check_ends(fx, "a - b", "5", "4.45 5.55");
	check_ends(fx, "a - a", "0", "-0.1 0.1");
	check_ends(fx, "a * b", "-6", "-7.175 -4.875");
	check_ends(fx, "n / a", "2.5", "2.4390243902439 2.5641025641026");
	check_ends(fx, "n / (a - a + d - 0.15)", "100", "*");
	check_ends(fx, "n / (d + 0.0 - 0.15) + 1", "101", "*");
	check_ends(fx, "n / b", "-1.666666666667", "-2 -1.4285714285714");
	check_ends(fx, "abs(b)", "3", "2.5 3.5");
	check_ends(fx, "abs(d - 0.22)", "0.02", "0 0.07");
	check_ends(fx, "-a", "-2", "-2.05 -1.95");
	check_ends(fx, "round(a, 0)", "2", "2 2");
	check_ends(fx, "floor(a)", "2", "2 2");
	check_ends(fx, "min(a, 1.96)", "1.96", "1.95 1.96");
	check_ends(fx, "max(a, 1.96)", "2", "1.96 2.05");
	check_ends(fx, "clamp(a, 1.99, 2.01)", "2", "1.99 2.01");
	check_ends(fx, "if(a > 1, b, c)", "-3", "-3.5 -2.5");
	check_ends(fx, "round(n / (a - a + d - 0.15), 0)", "100", "100 100");
}

static void agreement_follows_rounding(void **state)
{
	struct fixture *fx = *state;

	set(fx, "main.total", "2255.22");
	set(fx, "main.a", "2255.23");
	set(fx, "main.b", "2255.24");
	set(fx, "main.n", "2255");
	set(fx, "main.y", "2256");
	set(fx, "main.t", "x");
	check(fx, "agrees(total, a)", "true");
	check(fx, "agrees(total, b)", "false");
	check(fx, "agrees(n, y)", "false");
	check(fx, "agrees(total, 2255.225)", "true");
	check(fx, "agrees(total, 2255.2251)", "false");
	check(fx, "agrees(t, word)", "true");
	check(fx, "agrees(t, 'y')", "false");
	check(fx, "agrees(total, n / (a - a))", "blank");
	check(fx, "agrees(total, n / (a - b + 0.015))", "true");
	check(fx, "agrees(999999999999999 * 10, 999999999999999 * 10)", "true");
	check(fx, "agrees(999999999999999 * 10, 999999999999999 * 11)", "false");
	check(fx, "agrees(1 / 3, 0.333333333333)", "false");
}

static void a_rule_holds_when_it_is_true_or_blank(void **state)
{
	struct fixture *fx = *state;
	static const struct {
		const char *rule;
		bool holds;
	} rules[] = {{"1 = 1", true}, {"1 = 2", false}, {"a = 1", true}};

	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		const struct formula *f = NULL;
		struct error e;

		assert_true(fixture_compile(fx, rules[i].rule, &f, &e));
		assert_int_equal(formula_holds(f->expr, fx->machine, &fx->reader, (struct formula_rows){.row = 0}),
		                 rules[i].holds);
	}
}

static void values_agree_only_with_their_own_kind(void **state)
{
	struct value blank = {.kind = VALUE_BLANK}, text = {.kind = VALUE_TEXT, .text = "1", .len = 1};
	struct value one = {.kind = VALUE_NUMBER, .figure = figure_point(1)};
	struct value any = {.kind = VALUE_NUMBER, .figure = figure_point(5), .anything = true};
	struct value yes = {.kind = VALUE_BOOLEAN, .truth = true}, no = {.kind = VALUE_BOOLEAN};

	(void)state;
	assert_false(values_agree(&blank, &blank));
	assert_false(values_agree(&blank, &any));
	assert_false(values_agree(&one, &text));
	assert_true(values_agree(&one, &any));
	assert_true(values_agree(&text, &text));
	assert_false(values_agree(&yes, &no));
}

static void days_are_those_of_the_calendar(void **state)
{
	int year, month, day;
	int32_t before = date_days(1, 1, 1) - 1;

	(void)state;
	assert_int_equal(date_days(1970, 1, 1), 0);
	assert_int_equal(date_days(2000, 3, 1), 11017);
	assert_int_equal(date_days(2021, 12, 31), 18992);
	assert_int_equal(date_days(2021, 2, 29), INT32_MIN);
	assert_int_equal(date_days(1900, 2, 29), INT32_MIN);
	assert_int_equal(date_days(2021, 13, 1), INT32_MIN);
	assert_int_equal(date_days(2021, 4, 31), INT32_MIN);
	assert_int_equal(date_days(0, 1, 1), INT32_MIN);
	assert_int_equal(date_days(10000, 1, 1), INT32_MIN);
	for (int y = 1; y <= 9999; y += y == 1 || y > 1890 ? 1 : 7) {
		for (int m = 1; m <= 12; m++) {
			for (int d = 1; d <= 31; d++) {
				int32_t days = date_days(y, m, d);

				if (days == INT32_MIN)
					continue;
				date_from_days(days, &year, &month, &day);
				if (year != y || month != m || day != d)
					fail_msg("%d-%d-%d came back as %d-%d-%d", y, m, d, year, month, day);
				if (y == 1)
					assert_int_equal(days, ++before);
			}
		}
	}
}

static void evaluation_without_memory_says_so(void **state)
{
	struct fixture *fx = *state;
	const struct formula *f = NULL;
	struct machine *m = machine_new();
	struct error e;
	struct value v;
	bool ok = false;

	assert_non_null(m);
	assert_true(fixture_compile(fx, "agrees(1 + (2 + (3 + (4 + max(5, 6)))), clamp(1, 2, 3))", &f, &e));
	for (long after = 0; !ok; after++) {
		memory_fail_after = after;
		ok = formula_evaluate(f->expr, m, &fx->reader, (struct formula_rows){.row = 0}, false, &v);
		memory_fail_after = -1;
		assert_true(after < 100);
	}
	assert_int_equal(v.kind, VALUE_BOOLEAN);
	/* what was made is used again: no memory is needed any more */
	memory_fail_after = 0;
	ok = formula_evaluate(f->expr, m, &fx->reader, (struct formula_rows){.row = 0}, true, &v);
	memory_fail_after = -1;
	assert_true(ok);
	machine_free(m);
}

/* ---- by vectors ---- */

/* cuts a line at its tabs */
static size_t cut(char *line, char **parts, size_t most)
{
	size_t count = 0;

	line[strcspn(line, "\n")] = '\0';
	while (count < most) {
		parts[count++] = line;
		line = strchr(line, '\t');
		if (!line)
			break;
		*line++ = '\0';
	}
	return count;
}

static void replay_line(struct fixture *fx, char *line)
{
	char *part[9] = {NULL};
	size_t count = cut(line, part, 8);

	switch (*part[0]) {
	case 'c':
		fixture_clear(fx);
		break;
	case 's':
		set(fx, part[1], part[2]);
		break;
	case 'r':
		add_row(fx, "main.items", (const char *const *)(part + 1));
		break;
	case 'o':
		add_row(fx, "other.items", (const char *const *)(part + 1));
		break;
	default:
		assert_int_equal(count, 5);
		check_row(fx, (row_id)strtoul(part[1], NULL, 10), part[2], part[3], part[4]);
		break;
	}
}

static void random_formulas_give_what_fractions_give(void **state)
{
	FILE *in = fopen(FORMULA_VECTORS, "r");
	size_t capacity = 0, lines = 0;
	char *line = NULL;

	assert_non_null(in);
	while (getline(&line, &capacity, in) > 0) {
		replay_line(*state, line);
		lines++;
	}
	free(line);
	fclose(in);
	assert_true(lines > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(operators_bind_as_written_in_the_contract, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_quotient_is_exact_inside_a_formula, setup, teardown),
	    cmocka_unit_test_setup_teardown(an_average_is_exact_inside_a_formula, setup, teardown),
	    cmocka_unit_test_setup_teardown(what_does_not_fit_is_an_overflow_and_not_a_number, setup, teardown),
	    cmocka_unit_test_setup_teardown(what_grows_beyond_all_measure_is_an_overflow_even_if_it_would_shrink_again, setup, teardown),
	    cmocka_unit_test_setup_teardown(blanks_follow_the_contract, setup, teardown),
	    cmocka_unit_test_setup_teardown(logic_is_three_valued, setup, teardown),
	    cmocka_unit_test_setup_teardown(the_empty_text_equals_blank, setup, teardown),
	    cmocka_unit_test_setup_teardown(not_applicable_is_a_blank_that_can_be_told, setup, teardown),
	    cmocka_unit_test_setup_teardown(rounding_is_half_away_from_zero, setup, teardown),
	    cmocka_unit_test_setup_teardown(texts_dates_and_measures_are_read, setup, teardown),
	    cmocka_unit_test_setup_teardown(rows_are_found_by_index_and_by_key, setup, teardown),
	    cmocka_unit_test_setup_teardown(filters_see_their_own_row_then_the_outer_one, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_matrix_is_read_by_cell_by_column_and_by_row, setup, teardown),
	    cmocka_unit_test_setup_teardown(intervals_are_those_of_the_contract, setup, teardown),
	    cmocka_unit_test_setup_teardown(agreement_follows_rounding, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_rule_holds_when_it_is_true_or_blank, setup, teardown),
	    cmocka_unit_test_setup_teardown(evaluation_without_memory_says_so, setup, teardown),
	    cmocka_unit_test_setup_teardown(random_formulas_give_what_fractions_give, setup, teardown),
	    cmocka_unit_test(values_agree_only_with_their_own_kind),
	    cmocka_unit_test(days_are_those_of_the_calendar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
