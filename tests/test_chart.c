/* Charts: rows by size, what they are of the whole, and bars of the right length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "publish/chart.h"
#include "report_fixture.h"

static const char form_text[] =
	"form: t\ntitle: t\nsections:\n  - id: s\n    title: s\n    fields:\n"
	"      - id: t\n        label: 表\n        type: table\n        columns:\n"
	"          - {id: name, label: 名称, type: text}\n"
	"          - {id: x, label: 预算, type: decimal, unit: 万元, decimals: 2}\n"
	"          - {id: y, label: 决算, type: decimal, unit: 万元, decimals: 2}\n"
	"          - {id: n, label: 人数, type: integer, unit: 人}\n"
	"          - {id: when, label: 年度, type: year}\n"
	"      - id: g\n        label: 矩阵\n        type: matrix\n        columns: [{id: p, label: 数, type: decimal, decimals: 1}]\n"
	"        rows: [{id: a, label: 甲}, {id: b, label: 乙}, {id: all, label: 合计, total: true, cells: {p: {calculate: sum(g.p)}}}]\n";

struct stage {
	struct form *form;
	struct report *report;
	struct chart chart;
};

static void open_chart(struct stage *st, const char *report, const char *grid, size_t series, bool sums, size_t most)
{
	struct chart_series all[16];
	struct error e;

	st->form = form_of(form_text);
	st->report = report_of(st->form, report);
	assert_true(chart_series(spot_at(st->report, grid).field, all, ARRAY_SIZE(all)) > series);
	assert_true(chart_make(st->report, &all[series], sums, most, &st->chart, &e));
}

static void close_chart(struct stage *st)
{
	chart_release(&st->chart);
	report_free(st->report);
	form_free(st->form);
}

/* label value share, a line each */
static void shows(struct stage *st, const char *expected)
{
	struct strbuf out;

	strbuf_init(&out, 0);
	for (size_t i = 0; i < st->chart.count; i++) {
		const struct chart_bar *b = &st->chart.bars[i];

		if (b->label)
			strbuf_puts(&out, b->label);
		else
			strbuf_printf(&out, "+%u", b->rows);
		for (size_t k = 0; k < st->chart.series.count; k++)
			strbuf_printf(&out, " %s", b->values[k].blank ? "-" : b->values[k].shown);
		if (b->values[0].share >= 0)
			strbuf_printf(&out, " %d", b->values[0].share);
		strbuf_putc(&out, '\n');
	}
	assert_string_equal(out.text, expected);
	strbuf_release(&out);
}

static void columns_of_numbers_and_pairs_with_one_unit_can_be_charted(void **state)
{
	struct form *f = form_of(form_text);
	struct chart_series all[16];
	const struct field *t = f->sections[0]->fields[0];

	(void)state;
	assert_int_equal(chart_series(t, all, ARRAY_SIZE(all)), 4); /* x, y, n, x beside y */
	assert_int_equal(all[3].count, 2);
	assert_int_equal(all[3].columns[0], 1);
	assert_int_equal(all[3].columns[1], 2);
	assert_int_equal(chart_series(t, all, 1), 4);
	form_free(f);
}

static void the_largest_comes_first_with_its_share_and_blanks_last(void **state)
{
	struct stage st;

	(void)state;
	open_chart(&st, "form: t\ns:\n  t: [{name: 甲, x: 1}, {name: 乙}, {name: 丙, x: 1000}, {name: 丁, x: 0}, {name: 戊, x: 1}]\n", "s.t", 0, true, 9);
	shows(&st, "丙 1,000.00 998\n甲 1.00 1\n戊 1.00 1\n丁 0.00 0\n乙 -\n");
	close_chart(&st);
}

static void the_rest_is_one_bar(void **state)
{
	struct stage st;
	const char *report = "form: t\ns:\n  t: [{name: 甲, x: 5, y: 1}, {name: 乙, x: 3}, {name: 丙, x: 1, y: 4}, {name: 丁, x: 1}]\n";

	(void)state;
	open_chart(&st, report, "s.t", 0, true, 2);
	shows(&st, "甲 5.00 500\n乙 3.00 300\n+2 2.00 200\n");
	close_chart(&st);
	open_chart(&st, report, "s.t", 3, true, 1);
	shows(&st, "甲 5.00 1.00\n+3 5.00 4.00\n");
	close_chart(&st);
	open_chart(&st, report, "s.t", 0, false, 2); /* what cannot be added up is counted only */
	shows(&st, "甲 5.00\n乙 3.00\n+2 -\n");
	close_chart(&st);
}

static void two_columns_stand_side_by_side_without_shares(void **state)
{
	struct stage st;

	(void)state;
	open_chart(&st, "form: t\ns:\n  t: [{name: 甲, x: 1, y: 9}, {name: 乙, x: 2}, {name: 丙, y: 7}]\n", "s.t", 3, true, 9);
	shows(&st, "乙 2.00 -\n甲 1.00 9.00\n丙 - 7.00\n");
	close_chart(&st);
}

static void totals_of_a_matrix_are_no_bars(void **state)
{
	struct stage st;

	(void)state;
	open_chart(&st, "form: t\ns:\n  g: {a: {p: 1}, b: {p: 3}}\n", "s.g", 0, true, 9);
	shows(&st, "乙 3.0 750\n甲 1.0 250\n");
	close_chart(&st);
}

static void extent(const struct chart *c, int128 value, int columns, int start, int length)
{
	int s, l;

	chart_extent(c, value * number_power(NUMBER_PLACES), columns, &s, &l);
	if (s != start || l != length)
		fail_msg("%d: from %d, %d long", (int)value, s, l);
}

static void bars_are_as_long_as_their_numbers(void **state)
{
	struct stage st;

	(void)state;
	open_chart(&st, "form: t\ns:\n  t: [{x: 100}, {x: 50}, {x: 1}, {x: 0}]\n", "s.t", 0, true, 9);
	extent(&st.chart, 100, 40, 0, 40);
	extent(&st.chart, 50, 40, 0, 20);
	extent(&st.chart, 1, 40, 0, 1); /* something, however little */
	extent(&st.chart, 0, 40, 0, 0);
	extent(&st.chart, 100, 0, 0, 0);
	close_chart(&st);
	open_chart(&st, "form: t\ns:\n  t: [{x: 30}, {x: -10}]\n", "s.t", 0, true, 9);
	assert_false(st.chart.shares);
	extent(&st.chart, 30, 40, 10, 30);
	extent(&st.chart, -10, 40, 0, 10);
	close_chart(&st);
	open_chart(&st, "form: t\ns:\n  t: [{x: -4}, {x: -2}]\n", "s.t", 0, true, 9);
	extent(&st.chart, -4, 10, 0, 10);
	extent(&st.chart, -2, 10, 5, 5);
	close_chart(&st);
}

static void the_largest_numbers_do_not_overflow(void **state)
{
	struct stage st;
	int start, length;

	(void)state;
	open_chart(&st, "form: t\ns:\n  t: [{name: a, x: 999999999999999.99}, {name: b, x: 999999999999999.99}, {name: c, x: -999999999999999.99}]\n", "s.t", 0,
		   true, 9);
	chart_extent(&st.chart, st.chart.most, 200, &start, &length);
	assert_int_equal(start, 100);
	assert_int_equal(length, 100);
	close_chart(&st);
}

static void every_bar_lies_inside(void **state)
{
	struct stage st;

	(void)state;
	open_chart(&st, "form: t\ns:\n  t: [{x: 1000}, {x: -1}, {x: 1}]\n", "s.t", 0, true, 9);
	for (int columns = 2; columns < 100; columns++) {
		for (int v = -1; v <= 1000; v++) {
			int start, length;

			chart_extent(&st.chart, v * number_power(NUMBER_PLACES), columns, &start, &length);
			if (start < 0 || length < 0 || start + length > columns || (v != 0 && length == 0))
				fail_msg("%d in %d: from %d, %d long", v, columns, start, length);
		}
	}
	close_chart(&st);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_of_numbers_and_pairs_with_one_unit_can_be_charted),
		cmocka_unit_test(the_largest_comes_first_with_its_share_and_blanks_last),
		cmocka_unit_test(the_rest_is_one_bar),
		cmocka_unit_test(two_columns_stand_side_by_side_without_shares),
		cmocka_unit_test(totals_of_a_matrix_are_no_bars),
		cmocka_unit_test(bars_are_as_long_as_their_numbers),
		cmocka_unit_test(the_largest_numbers_do_not_overflow),
		cmocka_unit_test(every_bar_lies_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
