/* A form with one of each kind of place, and copies of a report, for the tests of diff and merge. */
#ifndef ZIPING_TESTS_MERGE_FORM_H
#define ZIPING_TESTS_MERGE_FORM_H

#include "report_fixture.h"

static const char merge_form[] =
    "form: kinds\nversion: 1\ntitle: 试表\nrenamed: {main.former: main.amount}\nsections:\n"
    "- id: main\n  number: 一\n  title: 主要\n  fields:\n"
    "  - {id: name, label: 名称, type: text}\n"
    "  - {id: amount, label: 金额, type: decimal, decimals: 2}\n"
    "  - {id: total, label: 合计, type: decimal, decimals: 2, calculate: sum(items.x)}\n"
    "  - {id: stated, label: 填报合计, type: decimal, decimals: 2, stated: true, calculate: sum(items.x)}\n"
    "  - {id: tags, label: 类别, type: choices, choices: [甲类, 乙类, 丙类]}\n"
    "  - {id: story, label: 说明, type: longtext}\n"
    "  - id: items\n    label: 项目\n    type: table\n    key: name\n    columns:\n"
    "    - {id: name, label: 项目名, type: text}\n    - {id: x, label: 数额, type: decimal, decimals: 2}\n    - {id: note, label: 备注, type: longtext}\n"
    "    - {id: share, label: 占比, type: decimal, decimals: 2, calculate: x / sum(items.x) * 100}\n"
    "  - id: lines\n    label: 条目\n    type: table\n    columns:\n"
    "    - {id: head, label: 标题, type: text}\n    - {id: body, label: 内容, type: text}\n    - {id: more, label: 其他, type: text}\n"
    "  - id: grid\n    label: 固定表\n    type: matrix\n    columns: [{id: plan, label: 计划, type: decimal, decimals: 2}]\n"
    "    rows: [{id: first, label: 第一}, {id: second, label: 第二}]\n";

static const char merge_base[] = "form: kinds # 表式\nmain:\n  name: 某局\n  amount: 74.0   # 万元\n  stated: 10.00\n  tags: [甲类]\n  story: |-\n    第一段。第二句。\n    第二段。\n"
				 "    第三段。\n  items:\n  # 甲的说明\n  - {name: 甲, x: 1.00}\n  - {name: 乙, x: 2.00, note: 旧}\n  - {name: 丙, x: 3.00}\n  - {name: 丁, x: 4.00}\n"
				 "  lines:\n  - {head: 一, body: 甲, more: 子}\n  - {head: 二, body: 乙, more: 丑}\n  - {head: 三, body: 丙, more: 寅}\n"
				 "  grid: {first: {plan: 5.00}}\n";

/* another report of the same form with what the first one says */
static inline struct report *copy_of(struct form *f, struct report *r)
{
	struct strbuf text = text_of(r);
	struct report *copy = report_of_len(f, text.text, text.len);

	strbuf_release(&text);
	return copy;
}

static inline row_id row_with(struct report *r, const char *table, uint32_t index, const char *const *cells)
{
	const struct field *t = spot_at(r, table).field;
	const row_id row = row_into(r, table, index);
	struct error e;

	for (size_t c = 0; cells[c]; c++) {
		if (!report_set(r, (struct spot){ t->section, t->columns[c], row }, cells[c], strlen(cells[c]), true, &e))
			fail_msg("%s: %s", cells[c], e.text);
	}
	return row;
}

#endif
