/* Import: documents that the program wrote, and one that somebody else did, read back into reports. Names of import.h's promises in brackets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "desk/session.h"
#include "form/wording.h"
#include "publish/document.h"
#include "publish/import.h"
#include "publish/writers.h"
#include "report/blank.h"
#include "report_fixture.h"

#ifndef SOURCE_ROOT
#define SOURCE_ROOT "."
#endif

/* ---- reading ---- */

static struct report *blank_of(struct form *form)
{
	struct strbuf text;
	struct report *r;

	strbuf_init(&text, 0);
	blank_text(form, "f", &text);
	r = report_of_len(form, text.text, text.len);
	strbuf_release(&text);
	return r;
}

static struct report *imported_of(struct form *form, const char *text, size_t len, struct imported *ret)
{
	struct report *r = blank_of(form);
	struct manuscript m;
	struct error e = { 0 };

	if (!manuscript_read("document.txt", text, len, &m, &e) || !import_manuscript(&m, r, ret, &e))
		fail_msg("%s", e.text);
	manuscript_release(&m);
	return r;
}

static struct report *read_of(struct form *form, const char *text, struct imported *ret)
{
	return imported_of(form, text, strlen(text), ret);
}

static void assert_stored(struct report *r, const char *path, const char *expected)
{
	size_t len;
	const char *text = report_text(r, spot_at(r, path), &len);

	if (len != strlen(expected) || memcmp(text, expected, len) != 0)
		fail_msg("%s is '%.*s' and should be '%s'", path, (int)len, text, expected);
}

static struct form *form_from(const char *name)
{
	const struct form_query q = { .name = name, .any_path = true };
	struct form *f = NULL;
	struct error e = { 0 };
	bool other;

	if (!form_load(&q, &f, &other, &e))
		fail_msg("%s: %s", name, e.text);
	return f;
}

/* ---- what a document shows of a report: told by the form ---- */

static bool says(const struct wording *first, const struct field *f)
{
	for (const struct wording *n = first; n; n = n->next) {
		switch (n->kind) {
		case WORDING_VALUE:
			if (n->field == f)
				return true;
			break;
		case WORDING_TABLE:
			if (n->field == f->table || n->field == f->matrix)
				return true;
			break;
		case WORDING_CELL:
			if (n->field == f->matrix && n->column == f->column)
				return true;
			break;
		case WORDING_OPTIONAL:
		case WORDING_EACH:
			if (says(n->first, f))
				return true;
			break;
		default:
			break;
		}
	}
	return false;
}

/* unit and year stand in the title; what is shown only where a box is ticked tells that it is */
static bool is_shown(const struct form *form, const struct field *f)
{
	if (f == form->unit || f == form->year)
		return true;
	return !f->section->wording || says(f->section->wording, f);
}

static bool same_number(const char *a, size_t a_len, const char *b, size_t b_len)
{
	struct decimal x, y;

	return decimal_parse(a, a_len, &x) == NUMBER_OK && decimal_parse(b, b_len, &y) == NUMBER_OK && decimal_value(x) == decimal_value(y);
}

/* in the columns of a plain text nothing parts the paragraphs of a cell from its lines */
static bool same_but_lines(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t i = 0, k = 0;

	for (;; i++, k++) {
		while (i < a_len && (a[i] == '\n' || a[i] == ' '))
			i++;
		while (k < b_len && (b[k] == '\n' || b[k] == ' '))
			k++;
		if (i >= a_len || k >= b_len)
			return i >= a_len && k >= b_len;
		if (a[i] != b[k])
			return false;
	}
}

static bool plain; /* what is compared went through plain text */

static unsigned compare_value(struct report *a, struct spot from, struct report *b, struct spot to)
{
	size_t a_len, b_len;
	const char *was = report_text(a, from, &a_len), *is = report_text(b, to, &b_len);
	struct strbuf path;
	struct value v;

	if (report_is_calculated(from.field) || !is_shown(report_form(a), from.field) || !report_relevant(a, from) ||
	    report_value(a, from, false, &v) == STATE_MISFIT)
		return 0;
	if (a_len == b_len && memcmp(was, is, a_len) == 0)
		return 0;
	if (same_number(was, a_len, is, b_len))
		return 0; /* at its field's decimals */
	if (plain && from.field->table && from.field->type == TYPE_LONGTEXT && same_but_lines(was, a_len, is, b_len))
		return 0;
	strbuf_init(&path, 0);
	report_path(a, from, &path);
	print_error("%s was '%.*s' and is '%.*s'\n", path.text, (int)a_len, was, (int)b_len, is);
	strbuf_release(&path);
	return 1;
}

static unsigned compare_table(struct report *a, struct report *b, const struct field *t)
{
	uint32_t rows = report_row_count(a, t), found = report_row_count(b, t);
	unsigned wrong = rows != found;
	bool shown = false;

	for (size_t c = 0; c < t->column_count; c++)
		shown |= is_shown(report_form(a), t->columns[c]);
	if (!shown || !report_relevant(a, (struct spot){ t->section, t, 0 }))
		return 0;
	if (wrong)
		print_error("%s.%s had %u rows and has %u\n", t->section->id, t->id, rows, found);
	for (uint32_t i = 0; i < rows && i < found; i++) {
		for (size_t c = 0; c < t->column_count; c++)
			wrong += compare_value(a, (struct spot){ t->section, t->columns[c], report_row_at(a, t, i) }, b,
					       (struct spot){ t->section, t->columns[c], report_row_at(b, t, i) });
	}
	return wrong;
}

/* how many of the values that a document shows are not the same */
static unsigned compare(struct report *a, struct report *b)
{
	const struct form *f = report_form(a);
	unsigned wrong = 0;

	for (size_t i = 0; i < f->slot_count; i++) {
		struct spot s = { f->slots[i]->section, f->slots[i], 0 };

		if (!f->slots[i]->builtin)
			wrong += compare_value(a, s, b, s);
	}
	for (size_t i = 0; i < f->table_count; i++) {
		if (!f->tables[i]->builtin)
			wrong += compare_table(a, b, f->tables[i]);
	}
	return wrong;
}

static struct strbuf written(struct report *r, bool markdown)
{
	const struct document_style style = { .draft = true };
	struct document d;
	struct strbuf out;
	struct error e;

	strbuf_init(&out, 0);
	if (!document_render(r, &style, &d, &e))
		fail_msg("%s", e.text);
	assert_true(markdown ? write_markdown(&d, (struct sink){ into_strbuf, &out }) : write_plain(&d, (struct sink){ into_strbuf, &out }));
	document_release(&d);
	return out;
}

/* writes, reads and compares; how many values are not the same */
static unsigned there_and_back(struct report *r, struct form *form, bool markdown)
{
	struct strbuf document = written(r, markdown);
	struct imported result;
	struct report *back = imported_of(form, document.text, document.len, &result);
	unsigned wrong;

	plain = !markdown;
	wrong = compare(r, back) + (unsigned)result.unplaced.count;

	if (wrong) {
		for (size_t i = 0; i < result.remarks.count; i++)
			print_error("line %u: %s\n", result.remarks.items[i].line, result.remarks.items[i].text);
		for (size_t i = 0; i < result.unplaced.count; i++)
			print_error("line %u found no place: %s\n", result.unplaced.items[i].line, result.unplaced.items[i].text);
		print_error("%s\n", document.text);
	}
	imported_release(&result);
	report_free(back);
	strbuf_release(&document);
	return wrong;
}

/* ---- exported documents (5) ---- */

static void the_document_of_each_sample_gives_its_report_back(void **state)
{
	static const char *const samples[] = { "lusong-2021.yaml", "small.yaml", "small-wrong.yaml" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char path[600];
		struct session *s;
		struct error e;

		snprintf(path, sizeof(path), "%s/samples/%s", SOURCE_ROOT, samples[i]);
		if (!session_open(path, SESSION_READ, false, &s, &e))
			fail_msg("%s", e.text);
		assert_int_equal(there_and_back(s->report, s->form, true), 0);
		assert_int_equal(there_and_back(s->report, s->form, false), 0);
		session_free(s);
	}
}

/* every `from` as `to` */
static void write_otherwise(struct strbuf *text, const char *from, const char *to)
{
	struct strbuf out;
	const char *at = text->text, *hit;

	strbuf_init(&out, 0);
	for (; (hit = strstr(at, from)) != NULL; at = hit + strlen(from)) {
		strbuf_add(&out, at, (size_t)(hit - at));
		strbuf_puts(&out, to);
	}
	strbuf_puts(&out, at);
	assert_true(strbuf_ok(&out) && strcmp(out.text, text->text) != 0); /* it does stand there */
	strbuf_clear(text);
	strbuf_add(text, out.text, out.len);
	strbuf_release(&out);
}

static void numbers_marks_and_units_may_be_written_otherwise(void **state)
{
	static const char *const ways[][2] = {
		{ "　一、", "　1、" },
		{ "　二、", "　2. " },
		{ "　八、", "第八部分　" },
		{ "（一）", "(1)" },
		{ "　（二）", "（ 二 ）" },
		{ "万元，其中：", "万元,其中: " },
		{ "万元；", "万元;  " },
		{ "2255.22", "２，２５５．２２" },
		{ "1863.68万元", "18,636,800元" },
		{ "年末在编人数22人", "年末在编人数 ２２ 人" },
		{ "、城管考评", "．城管考评" },
		{ "　政府性基金预算支出", "　2021年度本单位政府性基金预算支出" },
		{ "草稿（未定稿）", "草稿(未定稿)" },
		{ "\n", "\r\n" },
	};
	char path[600];
	struct session *s;
	struct error e;

	(void)state;
	snprintf(path, sizeof(path), "%s/samples/lusong-2021.yaml", SOURCE_ROOT);
	assert_true(session_open(path, SESSION_READ, false, &s, &e));
	plain = true;
	for (size_t way = 0; way <= ARRAY_SIZE(ways); way++) { /* one by one, then all at once */
		struct strbuf document = written(s->report, false);
		struct imported result;
		struct report *back;

		for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
			if (i == way || way == ARRAY_SIZE(ways))
				write_otherwise(&document, ways[i][0], ways[i][1]);
		}
		back = imported_of(s->form, document.text, document.len, &result);
		if (compare(s->report, back) || result.unplaced.count)
			fail_msg("%s:\n%s", way < ARRAY_SIZE(ways) ? ways[way][1] : "all", document.text);
		imported_release(&result);
		report_free(back);
		strbuf_release(&document);
	}
	session_free(s);
}

/* ---- reports filled in at random ---- */

static uint32_t seed;

static uint32_t below(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

static void add_words(struct strbuf *out, unsigned least, unsigned most)
{
	static const char *const words[] = { "城区", "绿地", "养护", "道路", "设备", "采购", "培训", "群众", "安全", "巡查", "宣传", "修缮", "河道", "学校", "站点" };

	for (unsigned n = least + below(most - least + 1); n > 0; n--)
		strbuf_puts(out, words[below(ARRAY_SIZE(words))]);
}

static void add_value(const struct field *f, struct strbuf *out)
{
	switch (f->type) {
	case TYPE_TEXT:
		add_words(out, 2, 5);
		break;
	case TYPE_LONGTEXT:
		for (unsigned lines = 1 + below(3); lines > 0; lines--) {
			for (unsigned n = 1 + below(3); n > 0; n--) {
				add_words(out, 2, 6);
				strbuf_puts(out, "，");
				add_words(out, 2, 6);
				strbuf_puts(out, "。");
			}
			if (lines > 1)
				strbuf_putc(out, '\n');
		}
		break;
	case TYPE_INTEGER:
		strbuf_printf(out, "%u", below(5000));
		break;
	case TYPE_YEAR:
		strbuf_printf(out, "%u", 2015 + below(12));
		break;
	case TYPE_DATE:
		strbuf_printf(out, "%u-%02u-%02u", 2018 + below(8), 1 + below(12), 1 + below(28));
		break;
	case TYPE_BOOLEAN:
		strbuf_puts(out, below(2) ? "true" : "false");
		break;
	case TYPE_CHOICE:
	case TYPE_CHOICES:
		strbuf_puts(out, f->choice_count ? f->choices[below((uint32_t)f->choice_count)].value : "甲");
		break;
	case TYPE_MEASURE:
		strbuf_printf(out, "≥%u个", below(90));
		break;
	default:
		if (f->decimals == 0)
			strbuf_printf(out, "%u", below(100000));
		else
			strbuf_printf(out, "%u.%02u", below(20000), below(100));
	}
}

static void fill(struct report *r, struct spot s, unsigned percent)
{
	struct strbuf text;
	struct error e;

	if (report_is_calculated(s.field) || (below(100) >= percent && !s.field->required_always))
		return; /* what every finished report has is there */
	strbuf_init(&text, 0);
	add_value(s.field, &text);
	if (!report_set(r, s, text.text, text.len, false, &e)) /* a pattern, a length: left blank */
		assert_int_equal(e.kind, ERR_VALUE);
	strbuf_release(&text);
}

static void fill_table(struct report *r, const struct field *t)
{
	for (unsigned n = below(5), i = 0; i < n; i++) {
		struct error e;
		char key[64];
		row_id row;

		assert_true(report_insert(r, t, i, &row, &e));
		for (size_t c = 0; c < t->column_count; c++)
			fill(r, (struct spot){ t->section, t->columns[c], row }, t->columns[c]->merge ? 100 : 70);
		if (t->key < 0)
			continue;
		snprintf(key, sizeof(key), "第%c项工作", 'a' + (char)i);
		assert_true(report_set(r, (struct spot){ t->section, t->columns[t->key], row }, key, strlen(key), true, &e));
	}
}

static void come_back_filled_at_random(struct form *form)
{
	unsigned wrong = 0;

	for (uint32_t round = 1; round <= 100 && !wrong; round++) {
		struct report *r = blank_of(form);
		const unsigned percent = round % 3 == 0 ? 40 : 90;

		seed = round;
		for (size_t i = 0; i < form->slot_count; i++) {
			if (!form->slots[i]->builtin)
				fill(r, (struct spot){ form->slots[i]->section, form->slots[i], 0 }, percent);
		}
		for (size_t i = 0; i < form->table_count; i++) {
			if (!form->tables[i]->builtin)
				fill_table(r, form->tables[i]);
		}
		wrong = there_and_back(r, form, true);
		if (!wrong)
			wrong = there_and_back(r, form, false);
		if (wrong)
			print_error("round %u\n", round);
		report_free(r);
	}
	assert_int_equal(wrong, 0);
}

static void a_report_filled_in_at_random_comes_back_from_its_document(void **state)
{
	struct form *form = form_from("overall-report");

	(void)state;
	come_back_filled_at_random(form);
	form_free(form);
}

/* two fields of one label, a choice and yes or no among them: only their order tells which is which */
static void without_a_wording_it_comes_back_too(void **state)
{
	struct form *form = form_of(
		"form: t\ntitle: 简表\nunit: a.unit\nyear: a.year\nsections:\n  - id: a\n    number: 一\n    title: 资金\n    fields:\n"
		"      - {id: unit, label: 单位名称, type: text, required: true}\n      - {id: year, label: 年度, type: year, required: true}\n"
		"      - {id: money, label: 收入, type: decimal, unit: 万元, decimals: 2, group: （一）收入}\n"
		"      - {id: kind, label: 情况, type: choice, choices: [甲类, {value: b, label: 乙类}]}\n"
		"      - {id: open, label: 情况, type: boolean}\n      - {id: day, label: 日期, type: date}\n"
		"      - {id: target, label: 目标, type: measure}\n      - {id: story, label: 说明, type: longtext, group: （二）其他}\n"
		"      - id: items\n        label: 明细\n        type: table\n        key: name\n        columns:\n"
		"          - {id: name, label: 项目, type: text}\n          - {id: amount, label: 金额, type: decimal, unit: 万元, decimals: 2}\n"
		"          - {id: note, label: 备注, type: longtext}\n"
		"      - id: grid\n        label: 三公\n        type: matrix\n        columns: [{id: p, label: 列, type: decimal}, {id: q, label: 列, type: decimal}]\n"
		"        rows: [{id: r1, label: 公车}, {id: r2, label: 接待, group: 其中}]\n"
		"      - {id: sum, label: 合计, type: decimal, decimals: 2, stated: true, calculate: sum(items.amount)}\n"
		"  - id: b\n    number: 一\n    title: 资金\n    fields: [{id: more, label: 情况, type: longtext}]\n");

	(void)state;
	come_back_filled_at_random(form);
	form_free(form);
}

static void a_reason_comes_back_to_its_problem(void **state)
{
	struct form *form = form_of("form: t\ntitle: 简表\nsections:\n  - id: a\n    number: 一\n    title: 资金\n    fields:\n"
				    "      - {id: spent, label: 支出, type: decimal}\n"
				    "    checks: [{id: big, rule: spent < 5, severity: error, at: spent, explain: true, message: 太大}]\n"
				    "    text: 支出{spent}。\n"
				    "  - id: b\n    number: 二\n    title: 其他\n    fields: [{id: story, label: 情况, type: longtext}]\n    text: '{story}'\n");
	struct report *r = blank_of(form), *back;
	const struct check *c = form->checks[0];
	const struct spot s = spot_at(r, "a.spent");
	struct imported result;
	struct strbuf document;
	struct error e;

	(void)state;
	set_to(r, "a.spent", "7");
	set_to(r, "b.story", "无");
	assert_true(report_explain(r, c, s, "年末\n追加", strlen("年末\n追加"), &e));
	document = written(r, true);
	back = imported_of(form, document.text, document.len, &result);
	assert_string_equal(report_reason(back, c, s), "年末\n追加");
	assert_stored(back, "a.spent", "7");
	assert_stored(back, "b.story", "无");
	assert_int_equal(result.unplaced.count, 0);
	imported_release(&result);
	report_free(back);
	/* of a problem that does not stand it is kept */
	back = read_of(form, "一、资金\n支出3。\n关于“支出”的说明：年末追加\n二、其他\n无\n", &result);
	assert_null(report_reason(back, c, s));
	assert_stored(back, "unplaced[0].value", "\"关于“支出”的说明：年末追加\"");
	imported_release(&result);
	report_free(back);
	strbuf_release(&document);
	report_free(r);
	form_free(form);
}

/* ---- documents that somebody else wrote ---- */

static const char foreign[] =
	"关于2021年度部门整体支出绩效自评的报告\n"
	"一、基本情况\n"
	"（一）本局基本情况\n"
	"某区园林局为全额预算管理的正科级单位，下辖２个二级机构：苗圃管理所、公园服务中心，内设1个股室：综合股，年末在编人数２２人。\n"
	"（2）  年度目标\n"
	"把公园管好，方便群众。\n"
	"二、一般公共预算支出情况\n"
	"（一）基本支出情况\n"
	"1、2021年预算情况\n"
	"2、2021年度单位一般公共预算财政拨款收入22,552,200.00元\n"
	"3、2021年度单位一般公共预算财政拨款支出2255.22 万元，其中:项目支出1863.68万元，基本支出391.55万元，其中：人员经费３３２．５５万元，公用经费58.99万元。\n"
	"(2)项目支出情况\n"
	"1、苗木采购项目支出1800.00万元；2、公园维护项目支出40万元。3.厕所修缮23.68万元。\n"
	"3、 政府性基金预算支出情况\n"
	"2021年度政府性基金预算支出23.26万元。\n"
	"四、国有资本经营预算支出情况\n"
	"无。\n"
	"六、资金使用及绩效情况\n"
	"(一）部门整体支出绩效情况\n"
	"公园面貌有了改观。\n"
	"（二）专项资金支出绩效情况\n"
	"1．苗木更新。栽植树木800余株，应巡查40次，已巡查39次，巡查完成率97.50%，3月24日通过验收，鲜花5.7万余盆。\n"
	"2．公园维护。修补园路2075平方米。\n"
	"7、存在的问题及原因分析\n"
	"无\n"
	"8、 下一步计划\n"
	"（1） 抓好队伍，改进作风。坚持每月培训一次。\n"
	"（二）补种树木。春季完成。\n"
	"九、绩效自评结果拟应用和公开情况\n"
	"结果用于编制下年预算。\n"
	"十、其他需要说明的情况\n"
	"暂无。\n";

static void values_are_found_in_somebody_elses_words(void **state)
{
	static const struct {
		const char *path, *value;
	} expected[] = {
		{ "profile.unit", "某区园林局" },
		{ "profile.year", "2021" },
		{ "profile.level", "正科级" },
		{ "profile.subordinate_count", "2" },
		{ "profile.subordinates[1].name", "公园服务中心" },
		{ "profile.offices[0].name", "综合股" },
		{ "profile.staff", "22" },
		{ "profile.goal", "把公园管好，方便群众。" },
		{ "general_budget.revenue", "2255.22" },
		{ "general_budget.expenditure", "2255.22" },
		{ "general_budget.project", "1863.68" },
		{ "general_budget.basic", "391.55" },
		{ "general_budget.personnel", "332.55" },
		{ "general_budget.public_funds", "58.99" },
		{ "general_budget.projects[0].name", "苗木采购" },
		{ "general_budget.projects[0].amount", "1800.00" },
		{ "general_budget.projects[2].name", "厕所修缮" },
		{ "general_budget.projects[2].amount", "23.68" },
		{ "government_fund.expenditure", "23.26" },
		{ "state_capital.expenditure", "0" },
		{ "performance.overall", "公园面貌有了改观。" },
		{ "performance.achievements[1].title", "公园维护" },
		{ "performance.indicators['栽植树木'].value", "800" },
		{ "performance.indicators['栽植树木'].about", "余" },
		{ "performance.indicators['栽植树木'].unit", "株" },
		{ "performance.indicators['巡查完成率'].rate", "97.50" },
		{ "performance.indicators['巡查完成率'].numerator", "39" },
		{ "performance.indicators['巡查完成率'].denominator", "40" },
		{ "performance.indicators['巡查完成率'].unit", "次" },
		{ "performance.indicators['鲜花'].unit", "万盆" },
		{ "performance.indicators['修补园路'].value", "2075" },
		{ "problems.text", "无" },
		{ "plan.items[0].title", "抓好队伍，改进作风" },
		{ "plan.items[1].text", "春季完成。" },
		{ "publication.use", "结果用于编制下年预算。" },
		{ "other.text", "暂无。" },
		{ "unplaced[0].path", "general_budget" },
		{ "unplaced[0].label", "第9行" },
		{ "unplaced[0].value", "\"1、2021年预算情况\"" },
	};
	struct form *form = form_from("overall-report");
	struct imported result;
	struct report *r = read_of(form, foreign, &result);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(expected); i++)
		assert_stored(r, expected[i].path, expected[i].value);
	assert_int_equal(report_row_count(r, spot_at(r, "performance.indicators").field), 4);
	assert_int_equal(result.unplaced.count, 1);
	imported_release(&result);
	report_free(r);
	form_free(form);
}

/* ---- labels, tables, units (1) ---- */

#define SMALL \
	"form: t\ntitle: 简表\nsections:\n  - id: a\n    number: 一\n    title: 资金\n    fields:\n" \
	"      - {id: unit, label: 单位名称, type: text}\n" \
	"      - {id: money, label: 财政拨款收入, type: decimal, unit: 万元, decimals: 2}\n" \
	"      - {id: people, label: 人数, type: integer, unit: 人}\n" \
	"      - {id: day, label: 填报日期, type: date}\n" \
	"      - {id: rate, label: 执行率, type: decimal, unit: '%', decimals: 2, calculate: money / 200 * 100}\n" \
	"      - id: items\n        label: 明细\n        type: table\n        key: name\n        columns:\n" \
	"          - {id: name, label: 项目, type: text}\n" \
	"          - {id: amount, label: 金额, type: decimal, unit: 万元, decimals: 2}\n" \
	"          - {id: note, label: 备注, type: text}\n" \
	"      - id: grid\n        label: 三公\n        type: matrix\n" \
	"        columns: [{id: budget, label: 预算数, type: decimal, unit: 万元, decimals: 2}, {id: spent, label: 决算数, type: decimal, unit: 万元, decimals: 2}]\n" \
	"        rows: [{id: cars, label: 公车运行}, {id: trips, label: 因公出国（境）}]\n"

struct reading_case {
	const char *text;
	const char *path, *value;
};

static void each_reads(const struct reading_case *cases, size_t count)
{
	struct form *form = form_of(SMALL);

	for (size_t i = 0; i < count; i++) {
		struct imported result;
		struct report *r = read_of(form, cases[i].text, &result);

		assert_stored(r, cases[i].path, cases[i].value);
		imported_release(&result);
		report_free(r);
	}
	form_free(form);
}

static void values_are_found_by_their_labels(void **state)
{
	static const struct reading_case cases[] = {
		{ "单位名称：某局", "a.unit", "某局" },
		{ "一、单位名称: 某局。", "a.unit", "某局" },
		{ "单位名称：某局　　填报日期：2022年3月1日", "a.unit", "某局" },
		{ "单位名称：某局　　填报日期：2022年3月1日", "a.day", "2022-03-01" },
		{ "财政拨款收入：2,255.22万元", "a.money", "2255.22" },
		{ "财政拨款收入 ２２５５．２２ 万元", "a.money", "2255.22" },
		{ "财政拨款收入为22552200元。", "a.money", "2255.22" },
		{ "财政拨款收入（元）：22552200", "a.money", "2255.22" },
		{ "全局财政拨款收入共计2255.22万元，人数22人", "a.people", "22" },
		{ "| 单位名称 | 某局 | 人数 | 22 |", "a.people", "22" },
		{ "| 人员情况 | 人数 | 控制率 |\n|  | 22 | 88% |", "a.people", "22" },
	};

	(void)state;
	each_reads(cases, ARRAY_SIZE(cases));
}

static void tables_are_known_by_the_words_over_their_columns(void **state)
{
	static const struct reading_case cases[] = {
		{ "项目\t金额\t备注\n甲\t1.50\t好\n乙\t2\t\n", "a.items[1].amount", "2" },
		{ "项目名称\t金额（元）\n甲\t15,000\n合计\t15000\n", "a.items[0].amount", "1.5" },
		{ "单位：元\n项目\t金额\n甲\t15000\n", "a.items[0].amount", "1.5" },
		{ "| 备注 | 金额（万元） | 项目 |\n| --- | --: | --- |\n| 好 | 1.50 | 甲 |\n", "a.items['甲'].note", "好" },
		{ "项目    金额    备注\n甲      1.50    好\n乙      2.00\n", "a.items['乙'].amount", "2.00" },
		{ "项目\t预算数\t决算数\n公车运行\t3\t2\n因公出国（境）\t\t1\n", "a.grid.trips.spent", "1" },
		{ "项目\t预算数（元）\n其中：公车运行\t30000\n1.因公出国（境）\t0\n", "a.grid.cars.budget", "3" },
	};

	(void)state;
	each_reads(cases, ARRAY_SIZE(cases));
}

/* ---- what is not taken is told and kept (1, 2, 4) ---- */

static void what_could_mean_two_things_is_told_and_kept(void **state)
{
	struct form *form = form_of(SMALL);
	struct imported result;
	struct report *r = read_of(form, "财政拨款收入：3，5万元\n另有一段没有去处的话。\n项目\t金额\n甲\t约12\n", &result);

	(void)state;
	assert_stored(r, "a.money", "");
	assert_stored(r, "a.items[0].name", "甲");
	assert_stored(r, "a.items[0].amount", "");
	assert_int_equal(result.remarks.count, 2);
	assert_non_null(strstr(result.remarks.items[0].text, "3，5"));
	assert_int_equal(result.remarks.items[1].line, 4);
	assert_int_equal(result.unplaced.count, 3);
	assert_stored(r, "unplaced[0].value", "\"财政拨款收入：3，5万元\"");
	assert_stored(r, "unplaced[1].value", "\"另有一段没有去处的话。\"");
	assert_stored(r, "unplaced[2].value", "\"甲 | 约12\"");
	imported_release(&result);
	report_free(r);
	form_free(form);
}

static void a_figure_that_the_form_calculates_otherwise_is_told(void **state)
{
	struct form *form = form_of(SMALL "    text: 收入{money}，执行率{rate}。\n");
	struct imported result;
	struct report *r = read_of(form, "一、资金\n收入100万元，执行率51.00%。\n", &result);

	(void)state;
	assert_stored(r, "a.money", "100");
	assert_int_equal(result.remarks.count, 1);
	assert_non_null(strstr(result.remarks.items[0].text, "51.00%"));
	assert_non_null(strstr(result.remarks.items[0].text, "50.00"));
	imported_release(&result);
	report_free(r);
	form_free(form);
}

static void the_first_of_two_is_taken_and_the_other_told(void **state)
{
	struct form *form = form_of(SMALL);
	struct imported result;
	struct report *r = read_of(form, "| 人数 | 22 |\n| 人数 | 22 |\n\n项目\t金额\n甲\t1\n\n中间一句\n\n项目\t金额\n甲\t2\n", &result);

	(void)state;
	assert_stored(r, "a.people", "22");
	assert_stored(r, "a.items[0].amount", "1");
	assert_int_equal(report_row_count(r, spot_at(r, "a.items").field), 1);
	assert_int_equal(result.remarks.count, 1);
	imported_release(&result);
	report_free(r);
	form_free(form);
}

static void an_import_is_one_step_that_undo_takes_back(void **state)
{
	struct form *form = form_of(SMALL);
	struct imported result;
	struct report *r = read_of(form, "单位名称：某局\n项目\t金额\n甲\t1\n无处可去\n", &result);
	struct spot where;

	(void)state;
	assert_true(report_undo(r, &where));
	assert_false(report_can_undo(r));
	assert_stored(r, "a.unit", "");
	assert_int_equal(report_row_count(r, spot_at(r, "unplaced").field), 0);
	imported_release(&result);
	report_free(r);
	form_free(form);
}

static void origins_name_the_line_and_what_stood_there(void **state)
{
	struct form *form = form_of(SMALL);
	struct imported result;
	struct report *r = read_of(form, "单位名称：某局\n\n财政拨款收入：22552200元\n项目\t金额\n甲\t1\n", &result);

	(void)state;
	assert_stored(r, "origins", "{\"a.unit\":{\"line\":1},\"a.money\":{\"line\":3,\"text\":\"22552200元\"},\"a.items['甲']\":{\"line\":5}}");
	imported_release(&result);
	report_free(r);
	form_free(form);
}

/* ---- what files are written in ---- */

static void texts_are_read_in_what_they_are_written_in(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} texts[] = {
		{ "\xEF\xBB\xBF单位名称：某局\r\n", 26 },
		{ "\xB5\xA5\xCE\xBB\xC3\xFB\xB3\xC6\xA3\xBA\xC4\xB3\xBE\xD6", 14 },
		{ "\xFF\xFE\x55\x53\x4D\x4F\x0D\x54\xF0\x79\x1A\xFF\xD0\x67\x40\x5C", 16 },
		{ "\xFE\xFF\x53\x55\x4F\x4D\x54\x0D\x79\xF0\xFF\x1A\x67\xD0\x5C\x40", 16 },
	};
	struct form *form = form_of(SMALL);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct imported result;
		struct report *r = imported_of(form, texts[i].bytes, texts[i].len, &result);

		assert_stored(r, "a.unit", "某局");
		imported_release(&result);
		report_free(r);
	}
	form_free(form);
}

static void what_is_no_text_is_refused_with_what_to_do(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *says;
	} files[] = {
		{ "a\0b", 3, "NUL" },
		{ "\xD0\xCF\x11\xE0\xA1\xB1", 6, ".docx" },
		{ "%PDF-1.4", 8, "PDF" },
		{ "{\\rtf1", 6, ".docx" },
		{ "\xFF\xFF\xFF\xFF", 4, "GB18030" },
		{ " \n\n", 3, "no text" },
		{ "", 0, "no text" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		struct manuscript m;
		struct error e = { 0 };

		assert_false(manuscript_read("x", files[i].bytes, files[i].len, &m, &e));
		if (!strstr(e.text, files[i].says))
			fail_msg("'%s' does not say '%s'", e.text, files[i].says);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_document_of_each_sample_gives_its_report_back),
		cmocka_unit_test(numbers_marks_and_units_may_be_written_otherwise),
		cmocka_unit_test(a_report_filled_in_at_random_comes_back_from_its_document),
		cmocka_unit_test(without_a_wording_it_comes_back_too),
		cmocka_unit_test(a_reason_comes_back_to_its_problem),
		cmocka_unit_test(values_are_found_in_somebody_elses_words),
		cmocka_unit_test(values_are_found_by_their_labels),
		cmocka_unit_test(tables_are_known_by_the_words_over_their_columns),
		cmocka_unit_test(what_could_mean_two_things_is_told_and_kept),
		cmocka_unit_test(a_figure_that_the_form_calculates_otherwise_is_told),
		cmocka_unit_test(the_first_of_two_is_taken_and_the_other_told),
		cmocka_unit_test(an_import_is_one_step_that_undo_takes_back),
		cmocka_unit_test(origins_name_the_line_and_what_stood_there),
		cmocka_unit_test(texts_are_read_in_what_they_are_written_in),
		cmocka_unit_test(what_is_no_text_is_refused_with_what_to_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
