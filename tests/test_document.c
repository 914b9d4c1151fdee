/* Documents: what a section reads like, with a wording and without, and how it is written as text and Markdown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "publish/document.h"
#include "publish/typeset.h"
#include "publish/writers.h"
#include "report_fixture.h"

#define HEAD "form: t\ntitle: 自评报告\nunit: main.name\nyear: main.year\nsections:\n"
#define FIELDS \
	"  - id: main\n    number: 一\n    title: 基本情况\n    fields:\n" \
	"      - {id: name, label: 单位, type: text}\n" \
	"      - {id: year, label: 年度, type: year}\n" \
	"      - {id: money, label: 支出, type: decimal, unit: 万元, decimals: 2, none: 无, group: （一）支出}\n" \
	"      - {id: rate, label: 执行率, type: decimal, unit: '%', decimals: 2, calculate: money / 200 * 100}\n" \
	"      - {id: day, label: 日期, type: date, group: （二）其他}\n" \
	"      - {id: kind, label: 类别, type: choices, choices: [{value: a, label: 甲类}, {value: b, label: 乙类}]}\n" \
	"      - {id: open, label: 公开, type: boolean}\n" \
	"      - {id: people, label: 人数, type: integer, unit: 人, na: true}\n" \
	"      - {id: goal, label: 目标, type: measure, unit: 个}\n" \
	"      - {id: phone, label: 电话, type: text, personal: true}\n" \
	"      - {id: hidden, label: 隐藏, type: text, relevant: open = true}\n" \
	"      - {id: story, label: 情况, type: longtext}\n" \
	"      - id: items\n        label: 项目\n        type: table\n        key: name\n        columns:\n" \
	"          - {id: name, label: 名称, type: text}\n" \
	"          - {id: amount, label: 金额, type: decimal, unit: 万元, decimals: 2}\n" \
	"          - {id: owner, label: 联系人, type: text, personal: true}\n" \
	"      - id: grid\n        label: 三公\n        type: matrix\n" \
	"        columns: [{id: budget, label: 预算, type: decimal, decimals: 2}, {id: spent, label: 决算, type: decimal, decimals: 2}]\n" \
	"        rows: [{id: cars, label: 车, indent: 1, group: 其中}, {id: trips, label: 出国, cells: {spent: absent}}]\n" \
	"    checks: [{id: big, rule: money < 100, severity: error, at: money, explain: true, message: 太大}]\n"

#define VALUES \
	"form: t\nmain:\n  name: 某局\n  year: 2021\n  money: 1234.5\n  day: 2021-03-01\n  kind: [a, b]\n  open: false\n  people: 不适用\n" \
	"  phone: '0731'\n  hidden: 秘密\n  story: |-\n    支出{main.money}，执行率{main.rate}，{rate}{nothing}。\n    第二段\n" \
	"  items:\n    - {name: 甲, amount: 1000, owner: 张}\n    - {name: 乙, amount: 234.5}\n  grid:\n    cars: {budget: 2, spent: 1.5}\n"

static struct strbuf written(const char *wording, const char *values, struct document_style style, bool markdown)
{
	struct strbuf form, out;
	struct form *f;
	struct report *r;
	struct document d;
	struct error e;

	strbuf_init(&form, 0);
	strbuf_init(&out, 0);
	strbuf_puts(&form, HEAD FIELDS);
	if (wording[0])
		strbuf_puts(&form, "    text: |\n");
	for (size_t at = 0, n; wording[at]; at += n + (wording[at + n] == '\n')) {
		n = strcspn(wording + at, "\n");
		strbuf_puts(&form, "      ");
		strbuf_add(&form, wording + at, n);
		strbuf_putc(&form, '\n');
	}
	f = form_of(form.text);
	r = report_of(f, values);
	if (!document_render(r, &style, &d, &e))
		fail_msg("%s", e.text);
	assert_true(markdown ? write_markdown(&d, (struct sink){ into_strbuf, &out }) : write_plain(&d, (struct sink){ into_strbuf, &out }));
	document_release(&d);
	report_free(r);
	form_free(f);
	strbuf_release(&form);
	return out;
}

/* the section's lines, without the title and its heading */
static void says_with(const char *wording, const char *values, struct document_style style, const char *expected)
{
	struct strbuf out = written(wording, values, style, false);
	const char *body = strstr(out.text, "一、基本情况\n");

	assert_non_null(body);
	assert_same(wording, body + strlen("一、基本情况\n"), expected);
	strbuf_release(&out);
}

static void says(const char *wording, const char *expected)
{
	says_with(wording, VALUES, (struct document_style){ 0 }, expected);
}

static void values_stand_with_their_units_and_without_separators(void **state)
{
	(void)state;
	says("支出{money}，执行率{rate}。", "　　支出1234.50万元，执行率617.25%。\n");
	says("{day}，{kind}，{open}，{people}。", "　　2021年3月1日，甲类、乙类，否，不适用。\n");
	says("{grid.cars.spent}/{grid.cars.budget}", "　　1.50/2.00\n");
}

static void zero_reads_as_the_form_says(void **state)
{
	(void)state;
	says_with("支出{money}。", "form: t\nmain: {money: 0}\n", (struct document_style){ 0 }, "　　支出无。\n");
	says_with("支出{money}。", "form: t\nmain: {money: 0.00}\n", (struct document_style){ 0 }, "　　支出无。\n");
}

static void a_measure_has_its_unit_once(void **state)
{
	(void)state;
	says_with("[目标{goal}]", "form: t\nmain: {goal: ≥50个}\n", (struct document_style){ 0 }, "　　目标≥50个\n");
	says_with("[目标{goal}]", "form: t\nmain: {goal: ≥50}\n", (struct document_style){ 0 }, "　　目标≥50个\n");
	says_with("[目标{goal}]", "form: t\nmain: {goal: 明显改善}\n", (struct document_style){ 0 }, "　　目标明显改善\n");
}

static void a_value_that_does_not_fit_stands_as_it_is(void **state)
{
	(void)state;
	says_with("支出{money}。", "form: t\nmain: {money: 约三万}\n", (struct document_style){ 0 }, "　　支出约三万。\n");
}

static void brackets_are_left_out_when_every_field_in_them_is_blank(void **state)
{
	const char *blank = "form: t\nmain: {name: 某局, open: true}\n";

	(void)state;
	says_with("甲[乙{money}丙{day}丁]戊", blank, (struct document_style){ 0 }, "　　甲戊\n");
	says_with("甲[乙{money}丙{name}丁]戊", blank, (struct document_style){ 0 }, "　　甲乙丙某局丁戊\n");
	says_with("甲[乙[{money}][{name}]丁]戊", blank, (struct document_style){ 0 }, "　　甲乙某局丁戊\n");
	says_with("甲[{each items}{name}{end}][{table grid}]戊", blank, (struct document_style){ 0 }, "　　甲戊\n");
	says_with("[{hidden}]甲", VALUES, (struct document_style){ 0 }, "　　甲\n"); /* not relevant: blank */
	says_with("[人数{people}]", VALUES, (struct document_style){ 0 }, "　　人数不适用\n");
	says_with("[（一）甲\n{money}\n][（二）乙\n{name}]", blank, (struct document_style){ 0 }, "　　（一）乙\n　　某局\n");
}

static void rows_are_repeated_with_what_stands_between_them(void **state)
{
	(void)state;
	says("{each items sep=；}{index}、{name}{amount}{end}。", "　　1、甲1000.00万元；2、乙234.50万元。\n");
	says("{each items}{index}.{name}。\n{end}", "　　1.甲。\n　　2.乙。\n");
	says("{each items}{name}[（{owner}）]{end}", "　　甲（张）乙\n");
	says("{each grid sep=，}{label}{budget}{end}。", "　　车2.00。\n"); /* a row without figures says nothing */
}

static void tables_are_grids(void **state)
{
	(void)state;
	says("明细：\n{table items}完",
	     "　　明细：\n\n名称  金额（万元）  联系人\n──────────────────────────\n甲         1000.00  张\n乙          234.50\n\n　　完\n");
	says("{table grid}",
	     "\n项目  预算  决算\n────────────────\n其中\n　车  2.00  1.50\n出国           —\n");
}

static void headings_are_numbered_by_the_program(void **state)
{
	(void)state;
	says("（三）甲\n{name}\n（七）乙\n{money}", "　　（一）甲\n　　某局\n　　（二）乙\n　　1234.50万元\n");
	says("（五）{name}情况：好。", "　　（一）某局情况：好。\n");
}

static void a_path_in_a_long_text_stands_for_a_value(void **state)
{
	(void)state;
	says("{story}", "　　支出1234.50万元，执行率617.25%，{rate}{nothing}。\n　　第二段\n");
}

static void personal_fields_are_left_out_of_a_public_copy(void **state)
{
	const struct document_style style = { .public_copy = true };

	(void)state;
	says_with("{name}[，电话{phone}]{each items}{name}[（{owner}）]{end}\n{table items}", VALUES, style,
		  "　　某局甲乙\n\n名称  金额（万元）\n──────────────────\n甲         1000.00\n乙          234.50\n");
}

static void without_a_wording_a_section_is_its_groups_fields_and_tables(void **state)
{
	(void)state;
	says("", "　　单位：某局\n　　年度：2021\n　　（一）支出\n　　支出：1234.50万元\n　　执行率：617.25%\n　　（二）其他\n"
		 "　　日期：2021年3月1日\n　　类别：甲类、乙类\n　　公开：否\n　　人数：不适用\n　　目标：\n　　电话：0731\n"
		 "　　情况：支出1234.50万元，执行率617.25%，{rate}{nothing}。\n　　第二段\n　　项目\n\n"
		 "名称  金额（万元）  联系人\n──────────────────────────\n甲         1000.00  张\n乙          234.50\n\n　　三公\n\n"
		 "项目  预算  决算\n────────────────\n其中\n　车  2.00  1.50\n出国           —\n");
}

static void reasons_are_printed(void **state)
{
	(void)state;
	says_with("{money}", VALUES "reasons:\n  - {check: big, path: main.money, text: 年中追加}\n", (struct document_style){ 0 },
		  "　　1234.50万元\n　　关于“支出”的说明：年中追加\n");
}

static void a_draft_says_so_and_the_title_names_unit_and_year(void **state)
{
	struct strbuf out = written("{name}", VALUES, (struct document_style){ .draft = true }, false);

	(void)state;
	assert_string_equal(out.text, "草稿（未定稿）\n\n某局\n2021年度自评报告\n\n　　一、基本情况\n　　某局\n");
	strbuf_release(&out);
}

static void markdown_takes_no_value_for_markup(void **state)
{
	struct strbuf out = written("{name}\n- 甲\n1. 乙\n{table items}",
				    "form: t\nmain:\n  name: '*甲* [乙](x) <b> `c`'\n  items: [{name: 'a|b', amount: 1}]\n", (struct document_style){ .draft = true }, true);

	(void)state;
	assert_same("markdown", out.text,
		    "> **草稿（未定稿）**\n\n# \\*甲\\* \\[乙\\](x) &lt;b> \\`c\\`<br>自评报告\n\n## 一、基本情况\n\n\\*甲\\* \\[乙\\](x) &lt;b> \\`c\\`\n\n"
		    "\\- 甲\n\n1\\. 乙\n\n| 名称 | 金额（万元） | 联系人 |\n| --- | ---: | --- |\n| a\\|b | 1.00 | |\n");
	strbuf_release(&out);
}

static void no_line_is_wider_than_the_page(void **state)
{
	struct form *f = form_of(HEAD FIELDS "    text: |\n      {name}{story}{story}{story}\n      {table items}\n      {table grid}\n");
	struct report *r = report_of(f, VALUES);
	const struct document_style style = { 0 };
	struct document d;
	struct error e;

	(void)state;
	assert_true(document_render(r, &style, &d, &e));
	for (int columns = 12; columns < 90; columns++) {
		struct typeset lines;

		assert_true(typeset_document(&d, &(struct typeset_style){ .columns = columns, .blank = "" }, &lines));
		assert_true(lines.count > 0);
		for (size_t i = 0; i < lines.count; i++) {
			if (text_columns(lines.lines[i].text, lines.lines[i].len) > columns)
				fail_msg("%d: %s", columns, lines.lines[i].text);
		}
		typeset_release(&lines);
	}
	document_release(&d);
	report_free(r);
	form_free(f);
}

static void running_out_of_memory_is_told(void **state)
{
	struct form *f = form_of(HEAD FIELDS "    text: |\n      （一）甲\n      [{name}]{story}{each items sep=；}{name}{end}{table items}{table grid}\n");
	struct report *r = report_of(f, VALUES);
	const struct document_style style = { .draft = true };
	struct document d;
	struct error e;
	bool ok = false;

	(void)state;
	report_finish(r);
	for (long n = 0; !ok && n < 3000; n++) {
		memory_fail_after = n;
		ok = document_render(r, &style, &d, &e);
		memory_fail_after = -1;
	}
	assert_true(ok);
	document_release(&d);
	report_free(r);
	form_free(f);
}

/* ---- a form in English ---- */

static void an_english_form_has_its_annexes_in_english(void **state)
{
	static const char form[] = "form: t\ntitle: Report\nsections:\n"
				   "  - {id: a, number: '1', title: Money, fields: [{id: x, label: X, type: text}]}\n"
				   "  - {id: b, number: '1', part: Annex, title: Base data, fields: [{id: y, label: Y, type: text}]}\n";
	static const char values[] = "form: t\na: {x: one}\nb: {y: two}\nreview:\n"
				     "  - {id: c1, path: b.y, by: Li, at: '2022-03-01T09:00:00+08:00', text: why, state: open}\n";
	struct form *f = form_of(form);
	struct report *r = report_of(f, values);
	const struct document_style style = { .draft = false };
	struct document d;
	struct strbuf out;
	struct error e;

	(void)state;
	strbuf_init(&out, 0);
	assert_true(document_render(r, &style, &d, &e));
	assert_true(write_plain(&d, (struct sink){ into_strbuf, &out }));
	document_release(&d);
	assert_non_null(strstr(out.text, "Annex 1\n"));
	strbuf_clear(&out);
	assert_true(document_has_opinions(r));
	assert_true(document_render_opinions(r, &style, &d, &e));
	assert_true(write_plain(&d, (struct sink){ into_strbuf, &out }));
	document_release(&d);
	assert_non_null(strstr(out.text, "Annex 1. Base data\n"));
	strbuf_release(&out);
	report_free(r);
	form_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_stand_with_their_units_and_without_separators),
		cmocka_unit_test(zero_reads_as_the_form_says),
		cmocka_unit_test(a_measure_has_its_unit_once),
		cmocka_unit_test(a_value_that_does_not_fit_stands_as_it_is),
		cmocka_unit_test(brackets_are_left_out_when_every_field_in_them_is_blank),
		cmocka_unit_test(rows_are_repeated_with_what_stands_between_them),
		cmocka_unit_test(tables_are_grids),
		cmocka_unit_test(headings_are_numbered_by_the_program),
		cmocka_unit_test(a_path_in_a_long_text_stands_for_a_value),
		cmocka_unit_test(personal_fields_are_left_out_of_a_public_copy),
		cmocka_unit_test(without_a_wording_a_section_is_its_groups_fields_and_tables),
		cmocka_unit_test(reasons_are_printed),
		cmocka_unit_test(a_draft_says_so_and_the_title_names_unit_and_year),
		cmocka_unit_test(markdown_takes_no_value_for_markup),
		cmocka_unit_test(no_line_is_wider_than_the_page),
		cmocka_unit_test(running_out_of_memory_is_told),
		cmocka_unit_test(an_english_form_has_its_annexes_in_english),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
