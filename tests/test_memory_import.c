/*
 * Memory that ends while a report is read from a document. See ordeal.h.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "ordeal.h"
#include "publish/import.h"
#include "report/blank.h"
#include "report_fixture.h"

static const char form_text[] =
	"form: t\ntitle: 简表\nunit: a.unit\nyear: a.year\nsections:\n  - id: a\n    number: 一\n    title: 资金情况\n    fields:\n"
	"      - {id: unit, label: 单位名称, type: text}\n"
	"      - {id: year, label: 年度, type: year}\n"
	"      - {id: kind, label: 类别, type: choice, choices: [甲类, 乙类]}\n"
	"      - {id: money, label: 财政拨款收入, type: decimal, unit: 万元, decimals: 2, required: true, none: 无}\n"
	"      - {id: half, label: 一半, type: decimal, unit: 万元, decimals: 2, calculate: money / 2}\n"
	"      - {id: story, label: 情况, type: longtext}\n"
	"      - id: items\n        label: 明细\n        type: table\n        key: name\n        columns:\n"
	"          - {id: name, label: 项目, type: text}\n"
	"          - {id: amount, label: 金额, type: decimal, unit: 万元, decimals: 2}\n"
	"    text: |\n      （一）收入\n      {unit}是{kind}单位，财政拨款收入{money}，一半{half}。\n      [{each items sep=；}{index}、{name}支出{amount}{end}。]\n"
	"      （二）情况\n      {story}\n"
	"  - id: b\n    number: 二\n    title: 成效\n    fields:\n"
	"      - id: rates\n        label: 指标\n        type: table\n        key: name\n        columns:\n"
	"          - {id: name, label: 指标, type: text}\n"
	"          - {id: value, label: 完成值, type: decimal}\n"
	"          - {id: unit, label: 单位, type: text}\n"
	"          - {id: rate, label: 完成率, type: decimal, unit: '%', decimals: 2}\n"
	"      - id: grid\n        label: 三公\n        type: matrix\n"
	"        columns: [{id: p, label: 预算数, type: decimal, unit: 万元}, {id: q, label: 决算数, type: decimal, unit: 万元}]\n"
	"        rows: [{id: r1, label: 公车}, {id: r2, label: 接待}]\n";

/* the form's own */
static const char own_words[] =
	"某局\n2021年度简表\n一、资金情况\n（一）收入\n某局是乙类单位，财政拨款收入5.00万元，一半2.50万元。\n1、甲支出1.00万元；2、乙支出2.00万元。\n（二）情况\n第一段。\n第二段。\n";

/* somebody else's */
static const char foreign_words[] =
	"1、资金\n（1）本局\n2021年度某局财政拨款收入3，5万元\n1、甲支出1万元。2、乙2万元。\n(2) 有关情况\n第一段。\n余下一句\n二、成效\n结案率99.2%，种树800棵。\n"
	"单位：元\n项目\t预算数\t决算数\n公车\t10000\t约2\n接待\t20000\t\n";

/* Markdown */
static const char markdown[] =
	"# 某局<br>2021年度简表\n\n## 一、资金情况\n\n类别：甲类　　一半：9万元\n\n| 项目 | 金额（元） |\n| --- | --: |\n| 甲 | 10000 |\n| 合计 | 3 |\n";

static const char *const documents[] = { own_words, foreign_words, markdown };

struct world {
	struct form *form;
	struct report *r;
	const char *document;
	char told[4000];
};

static void begin(void *world)
{
	struct world *w = world;
	struct strbuf text;

	w->told[0] = '\0';
	strbuf_init(&text, 0);
	blank_text(w->form, "f", &text);
	w->r = report_of_len(w->form, text.text, text.len);
	strbuf_release(&text);
	report_finish(w->r);
}

static bool run(void *world, struct error *reterr)
{
	struct world *w = world;
	struct manuscript m;
	struct imported result;
	bool ok;

	if (!manuscript_read("x", w->document, strlen(w->document), &m, reterr))
		return false;
	ok = import_manuscript(&m, w->r, &result, reterr);
	if (ok) {
		size_t used = (size_t)snprintf(w->told, sizeof(w->told), "%zu values\n", result.values);

		for (size_t i = 0; i < result.remarks.count && used < sizeof(w->told); i++)
			used += (size_t)snprintf(w->told + used, sizeof(w->told) - used, "%u %s\n", result.remarks.items[i].line, result.remarks.items[i].text);
		imported_release(&result);
	}
	manuscript_release(&m);
	return ok;
}

static void tell(void *world, struct strbuf *out)
{
	struct world *w = world;
	struct strbuf text = text_of(w->r);

	strbuf_printf(out, "%s\n%s", text.text, w->told);
	strbuf_release(&text);
}

static void end(void *world)
{
	struct world *w = world;

	report_free(w->r);
	w->r = NULL;
}

static void a_document_is_read_wholly_or_not_at_all(void **state)
{
	static const char *const names[] = { "import own", "import foreign", "import markdown" };
	struct world w = { .form = form_of(form_text) };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(documents); i++) {
		const struct ordeal o = { .name = names[i], .begin = begin, .run = run, .tell = tell, .end = end };

		w.document = documents[i];
		ordeal_undergo(&o, &w);
	}
	form_free(w.form);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_is_read_wholly_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
