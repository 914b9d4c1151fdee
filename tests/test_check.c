/* Problems: each code with its exact place, severity and order; reasons; marks. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report_fixture.h"

static const char check_form[] =
	"form: checked\nversion: 1\ntitle: 查\nsections:\n"
	"  - id: s\n    number: 一\n    title: 甲\n    fields:\n"
	"      - {id: unit, label: 单位, type: text, required: true, max_length: 4, pattern: '[^0-9]*'}\n"
	"      - {id: total, label: 支出合计, type: decimal, decimals: 2, stated: true, calculate: basic + public + project}\n"
	"      - {id: basic, label: 基本支出, type: decimal, decimals: 2, min: 0, max: 1000}\n"
	"      - {id: public, label: 公用经费, type: decimal, decimals: 2}\n"
	"      - {id: project, label: 项目支出, type: decimal, decimals: 2, stated: true, calculate: sum(items.amount)}\n"
	"      - {id: kind, label: 类别, type: choice, choices: [专项, 运转]}\n"
	"      - {id: born, label: 日期, type: date, max: date('2025-12-31')}\n"
	"      - {id: text, label: 情况, type: longtext}\n"
	"      - {id: huge, label: 大数, type: decimal, decimals: 2, calculate: basic * 1000000 * 1000000 * 100}\n"
	"      - {id: rate, label: 比例, type: decimal, decimals: 2, calculate: basic / total * 100, max: 90}\n"
	"      - id: items\n        label: 明细\n        type: table\n        key: name\n        max_rows: 3\n        columns:\n"
	"          - {id: name, label: 名称, type: text, required: true}\n"
	"          - {id: amount, label: 金额, type: decimal, decimals: 2, required: name != '其他'}\n"
	"    checks:\n"
	"      - {id: big, each: items, rule: amount <= 500, severity: warning, at: amount, explain: true, message: '{name} 的 {amount} 太大'}\n"
	"      - {id: sent, rule: not blank(kind), severity: submit, at: kind, message: 类别没有选}\n"
	"      - {id: whole, rule: basic < 900, severity: note, message: '基本支出 {basic}'}\n"
	"  - id: later\n    number: 二\n    title: 乙\n    fields:\n"
	"      - {id: must, label: 必填, type: integer, required: true}\n";

static void check(const char *text, const char *expected)
{
	struct form *f = form_of(check_form);
	struct report *r = report_of(f, text);

	assert_problems(r, expected);
	report_free(r);
	form_free(f);
}

static void a_blank_field_is_at_its_key_an_absent_one_at_its_section_or_at_the_start(void **state)
{
	(void)state;
	check("form: checked\ns:\n  unit:\n  kind: 专项\n",
	      "1:1: error [required] later.must: '必填' is required and is blank; fill it in\n"
	      "3:3: error [required] s.unit: '单位' is required and is blank; fill it in\n");
	check("form: checked\nlater: {}\ns: {unit: ~, kind: 专项}\n",
	      "2:1: error [required] later.must: '必填' is required and is blank; fill it in\n"
	      "3:5: error [required] s.unit: '单位' is required and is blank; fill it in\n");
	check("form: checked\nlater:\n  must: 1\n# 说明\ns:\n  kind: 专项\n",
	      "5:1: error [required] s.unit: '单位' is required and is blank; fill it in\n");
}

static void each_misfit_has_its_code_and_the_place_of_its_value(void **state)
{
	(void)state;
	check("form: checked\n"
	      "s:\n"
	      "  unit: 某某某某局1\n"
	      "  basic: -1\n"
	      "  kind: 没有\n"
	      "  born: 2026-01-01\n"
	      "  public: 12.345\n"
	      "  text: |-\n"
	      "    合计 {s.total}，另 {s.totle}，{不是}\n"
	      "  项目: 1\n"
	      "later: {must: 1.5}\n",
	      "3:9: error [pattern] s.unit: '单位' holds '某某某某局1', which does not have the form that is asked for: '[^0-9]*'\n"
	      "3:9: error [length] s.unit: '单位' has 6 characters; at most 4 are allowed\n"
	      "4:10: error [range] s.basic: '基本支出' is -1, less than the least allowed, 0\n"
	      "5:9: error [choice] s.kind: '类别' holds '没有', which is not among its choices: 专项、运转\n"
	      "5:9: warning [check:sent] s.kind: 类别没有选\n"
	      "6:9: error [range] s.born: '日期' is 2026-01-01, more than the most allowed, 2025-12-31\n"
	      "7:11: note [range] s.public: '公用经费' has 3 places after the point, and the form asks for 2; its own last place counts\n"
	      "8:9: error [reference] s.text: '情况' speaks of {s.totle}, which is no place in this report: 's.totle': there is no 'totle' here; did you mean 'total'?\n"
	      "10:3: warning [unknown] s.项目: the form does not know 's.项目'; it is kept in the file\n"
	      "11:15: error [type] later.must: '必填' holds '1.5', but takes integer; it is kept as it stands until you change it\n");
}

static void rows_are_judged_one_by_one(void **state)
{
	(void)state;
	check("form: checked\nlater: {must: 1}\ns:\n  unit: 某局\n  kind: 专项\n  items:\n"
	      "  - name: 甲\n    amount: 600\n"
	      "  - name: 甲\n    amount:\n"
	      "  - name: 其他\n"
	      "  - amount: 1234567890123456\n"
	      "    nmae: x\n",
	      "6:3: error [range] s.items: '明细' may have at most 3 rows and has 4\n"
	      "8:13: warning [check:big] s.items[0].amount: 甲 的 600.00 太大\n"
	      "9:11: error [duplicate] s.items[1].name: rows 1 and 2 of '明细' have the same 名称, '甲'\n"
	      "10:5: error [required] s.items[1].amount: '金额' is required and is blank; fill it in\n"
	      "12:5: error [required] s.items[3].name: '名称' is required and is blank; fill it in\n"
	      "12:13: error [overflow] s.items[3].amount: '金额' holds '1234567890123456': a number has at most 15 digits before the point and 12 after it\n"
	      "13:5: warning [unknown] s.items[3].nmae: the form does not know 's.items[3].nmae'; did you mean 'name'? It is kept in the file\n");
}

static void what_is_calculated_is_judged_too(void **state)
{
	(void)state;
	check("form: checked\nlater: {must: 1}\ns:\n  unit: 某局\n  kind: 专项\n  basic: 950\n  public: 5\n  total: 955\n",
	      "3:1: error [overflow] s.huge: what '大数' is calculated as has more than 15 digits before the point and cannot be shown\n"
	      "3:1: error [range] s.rate: '比例' is 99.476439790576, more than the most allowed, 90\n"
	      "3:1: note [check:whole] s: 基本支出 950.00\n");
}

static void a_disagreement_tells_difference_tolerance_and_blank_parts(void **state)
{
	(void)state;
	check("form: checked\nlater: {must: 1}\ns:\n  unit: 某局\n  kind: 专项\n  total: 10.00\n  basic: 7\n  project: 2.96\n  items: [{name: a, amount: 1.50}, {name: b, amount: 1.48}]\n",
	      "6:10: error [disagrees] s.total: '支出合计': stated 10.00, calculated 9.96; the difference of 0.04 is beyond rounding (±0.015)；公用经费 not filled in, taken as 0\n"
	      "8:12: error [disagrees] s.project: '项目支出': stated 2.96, calculated 2.98; the difference of -0.02 is beyond rounding (±0.015)\n");
	check("form: checked\nlater: {must: 1}\ns:\n  unit: 某局\n  kind: 专项\n  project: 2.97\n  items: [{name: a, amount: 1.50}, {name: b, amount: 1.48}]\n",
	      "6:12: note [disagrees] s.project: '项目支出': stated 2.97, calculated 2.98; the difference of -0.01 is within rounding (±0.015)\n");
}

static void fourteen_projects_agree_within_rounding_and_a_hundredth_more_does_not(void **state)
{
	struct form *f = form_of(check_form);
	struct report *r = report_of(f, "form: checked\ns:\n  project: 1863.68\n");
	struct comparison c;

	(void)state;
	for (uint32_t i = 0; i < 14; i++) {
		row_id row = 0;
		struct error e;
		const struct field *t = spot_at(r, "s.items").field;

		/* the table holds three rows by the form; the file may hold more, and so may a test */
		((struct field *)(uintptr_t)t)->max_rows = 0;
		assert_true(report_insert(r, t, i, &row, &e));
		assert_true(report_set(r, (struct spot){ t->section, t->columns[1], row }, i ? "133.12" : "133.15", 6, false, &e));
	}
	assert_int_equal(report_mark(r, spot_at(r, "s.project"), &c), MARK_WITHIN);
	assert_true(c.difference == -3 * number_power(NUMBER_PLACES - 2));
	assert_true(c.tolerance == 75 * number_power(INTERVAL_PLACES - 3));
	set_to(r, "s.project", "1863.64");
	assert_int_equal(report_mark(r, spot_at(r, "s.project"), &c), MARK_WITHIN);
	set_to(r, "s.project", "1863.63");
	assert_int_equal(report_mark(r, spot_at(r, "s.project"), &c), MARK_BEYOND);
	set_to(r, "s.project", "1863.71");
	assert_int_equal(report_mark(r, spot_at(r, "s.project"), &c), MARK_EQUAL);
	set_to(r, "s.project", "1863.7");
	assert_int_equal(report_mark(r, spot_at(r, "s.project"), &c), MARK_WITHIN);
	set_to(r, "s.project", "");
	assert_int_equal(report_mark(r, spot_at(r, "s.project"), &c), MARK_NONE);
	report_free(r);
	form_free(f);
}

static const char sent_report[] = "form: checked\nlater: {must: 1}\ns:\n  unit: 某局\n  kind:\nhistory:\n"
				  "  - {at: 2022-01-01, by: 李, action: submit}\n  - {at: 2022-01-02, by: 王, action: return}\n";

static void a_check_for_submitting_warns_in_a_draft_and_is_an_error_afterwards(void **state)
{
	struct form *f = form_of(check_form);
	struct report *r = report_of(f, sent_report);
	struct strbuf out;
	struct error e;
	struct counts c;

	(void)state;
	assert_string_equal(report_status(r), "returned");
	assert_problems(r, "5:3: warning [check:sent] s.kind: 类别没有选\n");
	row_out(r, "history", 1);
	assert_string_equal(report_status(r), "submitted");
	assert_problems(r, "5:3: error [check:sent] s.kind: 类别没有选\n");
	set_to(r, "later.must", "");
	c = report_counts(r, NULL);
	assert_int_equal(c.errors, 2);
	assert_int_equal(c.blank, 0);
	set_to(r, "history[0].action", "withdraw");
	assert_string_equal(report_status(r), "draft");
	c = report_counts(r, NULL);
	assert_int_equal(c.errors, 0);
	assert_int_equal(c.warnings, 1);
	assert_int_equal(c.blank, 1);
	assert_int_equal(report_counts(r, report_form(r)->sections[1]).blank, 1);
	assert_false(report_set(r, spot_at(r, "s.huge"), "1", 1, true, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	strbuf_init(&out, 0);
	strbuf_release(&out);
	report_free(r);
	form_free(f);
}

static void a_reason_passes_a_check_until_its_figures_change(void **state)
{
	struct form *f = form_of(check_form);
	struct report *r = report_of(f, "form: checked\nlater: {must: 1}\ns:\n  unit: 某局\n  kind: 专项\n  items:\n  - name: 甲'乙\n    amount: 600\n");
	const struct check *big = f->checks[0];
	struct spot at = spot_at(r, "s.items[0].amount"), where;
	struct error e;

	(void)state;
	assert_problems(r, "8:13: warning [check:big] s.items[0].amount: 甲'乙 的 600.00 太大\n");
	assert_true(report_explain(r, big, at, "追加了预算", strlen("追加了预算"), &e));
	assert_problems(r, "");
	assert_int_equal(report_counts(r, NULL).warnings, 0);
	assert_string_equal(report_reason(r, big, at), "追加了预算");
	assert_writes(r, "form: checked\nlater: {must: 1}\ns:\n  unit: 某局\n  kind: 专项\n  items:\n  - name: 甲'乙\n    amount: 600\n"
			 "reasons:\n  - check: big\n    path: s.items['甲''乙'].amount\n    text: |-\n      追加了预算\n    figures: amount 600.00\n");
	set_to(r, "s.items[0].amount", "700");
	assert_int_equal(report_counts(r, NULL).warnings, 1);
	assert_problems(r, "8:13: warning [check:big] s.items[0].amount: 甲'乙 的 700.00 太大\n");
	assert_true(report_explain(r, big, at, "追加了预算", strlen("追加了预算"), &e));
	assert_problems(r, "");
	assert_true(report_undo(r, &where));
	assert_true(report_undo(r, &where));
	assert_problems(r, "");
	assert_true(report_undo(r, &where));
	assert_problems(r, "8:13: warning [check:big] s.items[0].amount: 甲'乙 的 600.00 太大\n");
	assert_false(report_explain(r, f->checks[1], spot_at(r, "s.kind"), "x", 1, &e));
	report_free(r);
	form_free(f);
}

static void a_stored_value_that_is_out_of_date_is_noted_until_what_it_depends_on_changes(void **state)
{
	struct form *f = form_of(check_form);
	struct report *r = report_of(f, "form: checked\nlater: {must: 1}\ns:\n  unit: 某局\n  kind: 专项\n  basic: 5\n  total: 10 # a\n  rate: 51.00 # b\n  public: 5\n");
	struct spot where;

	(void)state;
	assert_problems(r, "8:9: note [stale] s.rate: the file has '51.00' for '比例', which is calculated as '50.00'\n");
	assert_int_equal(report_counts(r, NULL).notes, 1);
	set_to(r, "s.kind", "运转");
	assert_writes(r, "form: checked\nlater: {must: 1}\ns:\n  unit: 某局\n  kind: 运转\n  basic: 5\n  total: 10 # a\n  rate: 51.00 # b\n  public: 5\n");
	set_to(r, "s.basic", "6");
	assert_int_equal(report_counts(r, NULL).notes, 0);
	assert_writes(r, "form: checked\nlater: {must: 1}\ns:\n  unit: 某局\n  kind: 运转\n  basic: 6\n  total: 10 # a\n  rate: 60.00 # b\n  public: 5\n");
	report_undo(r, &where);
	assert_int_equal(report_counts(r, NULL).notes, 1);
	report_free(r);
	form_free(f);
}

static bool stop_at_once(void *to, const struct problem *p)
{
	(void)p;
	return ++*(int *)to < 2;
}

static void telling_stops_when_it_is_asked_to(void **state)
{
	struct form *f = form_of(check_form);
	struct report *r = report_of(f, "form: checked\ns:\n  basic: x\n  public: y\n  kind: z\n");
	int told = 0;

	(void)state;
	assert_true(report_problems(r, (struct problem_sink){ stop_at_once, &told }, &(struct error){ 0 }));
	assert_int_equal(told, 2);
	assert_int_equal(report_worst_at(r, spot_at(r, "s.basic")), SEVERITY_ERROR);
	assert_int_equal(report_worst_at(r, spot_at(r, "s.text")), SEVERITY_NONE);
	report_free(r);
	form_free(f);
}

static void a_cell_that_its_row_lacks_is_not_said_to_be_meant_for_itself(void **state)
{
	static const char form[] = "form: m\nversion: 1\ntitle: 表\nsections:\n  - id: s\n    title: 甲\n    fields:\n      - id: m\n        label: 表\n        type: matrix\n"
				   "        columns:\n          - {id: p, label: 甲, type: integer}\n          - {id: q, label: 乙, type: integer}\n"
				   "        rows:\n          - {id: r, label: 一, cells: {q: absent}}\n";
	struct form *f = form_of(form);
	struct report *r = report_of(f, "form: m\ns:\n  m:\n    r: {p: 1, q: 2}\n");

	(void)state;
	assert_problems(r, "4:15: warning [unknown] s.m.r.q: the form does not know 's.m.r.q'; it is kept in the file\n");
	report_free(r);
	form_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_blank_field_is_at_its_key_an_absent_one_at_its_section_or_at_the_start),
		cmocka_unit_test(each_misfit_has_its_code_and_the_place_of_its_value),
		cmocka_unit_test(rows_are_judged_one_by_one),
		cmocka_unit_test(what_is_calculated_is_judged_too),
		cmocka_unit_test(a_disagreement_tells_difference_tolerance_and_blank_parts),
		cmocka_unit_test(fourteen_projects_agree_within_rounding_and_a_hundredth_more_does_not),
		cmocka_unit_test(a_check_for_submitting_warns_in_a_draft_and_is_an_error_afterwards),
		cmocka_unit_test(a_reason_passes_a_check_until_its_figures_change),
		cmocka_unit_test(a_stored_value_that_is_out_of_date_is_noted_until_what_it_depends_on_changes),
		cmocka_unit_test(telling_stops_when_it_is_asked_to),
		cmocka_unit_test(a_cell_that_its_row_lacks_is_not_said_to_be_meant_for_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
