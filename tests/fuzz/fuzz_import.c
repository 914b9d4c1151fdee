/*
 * Any bytes as a document: no crash; what is read becomes a report that is written as YAML which reads back, and one undo takes
 * all of it back. Bytes that begin as a zip archive are a Word file.
 */
#include "publish/import.h"
#include "report/blank.h"
#include "report/edit.h"
#include "check.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct form *the_form(size_t which)
{
	static const char small[] =
		"form: t\ntitle: 简表\nunit: a.unit\nyear: a.year\nsections:\n  - id: a\n    number: 一\n    title: 资金情况\n    fields:\n"
		"      - {id: unit, label: 单位名称, type: text}\n      - {id: year, label: 年度, type: year}\n"
		"      - {id: money, label: 收入, type: decimal, unit: 万元, decimals: 2, required: true, none: 无}\n"
		"      - {id: story, label: 情况, type: longtext}\n      - id: items\n        label: 明细\n        type: table\n        key: name\n"
		"        columns: [{id: name, label: 项目, type: text, merge: true}, {id: amount, label: 金额, type: decimal, unit: 万元}]\n"
		"      - id: grid\n        label: 三公\n        type: matrix\n        columns: [{id: p, label: 预算数, type: decimal, unit: 万元}]\n"
		"        rows: [{id: r1, label: 公车}, {id: r2, label: 接待}]\n";
	static struct form *forms[2];
	const struct form_query q = { .name = "overall-report" };
	struct error e;
	bool other;

	if (!forms[0])
		check(form_load(&q, &forms[0], &other, &e) && form_parse("small.yaml", small, sizeof(small) - 1, &forms[1], &e));
	return forms[which % 2];
}

static struct report *blank_of(struct form *form)
{
	struct source *source;
	struct report *r = NULL;
	struct strbuf text;
	struct error e;
	char *copy;

	strbuf_init(&text, 0);
	blank_text(form, "f", &text);
	copy = malloc(text.len);
	check(copy != NULL);
	memcpy(copy, text.text, text.len);
	check(source_parse("x.yaml", copy, text.len, &source, &e) && report_new(form, source, &r, &e));
	strbuf_release(&text);
	return r;
}

static bool into(void *to, const char *text, size_t len)
{
	strbuf_add(to, text, len);
	return true;
}

static void check_written(struct report *r, bool parse)
{
	struct source *source;
	struct strbuf out;
	struct error e;
	char *copy;

	strbuf_init(&out, 0);
	check(report_write(r, (struct sink){ into, &out }, &e));
	copy = malloc(out.len + 1);
	check(copy != NULL);
	memcpy(copy, out.text, out.len);
	if (parse) {
		check(source_parse("x.yaml", copy, out.len, &source, &e));
		source_free(source);
	} else {
		free(copy);
	}
	strbuf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct manuscript m;
	struct imported result;
	struct report *r = NULL;
	struct spot where;
	struct error e;

	if (size > 1 << 16 || !manuscript_read("x", (const char *)data, size, &m, &e))
		return 0;
	r = blank_of(the_form(size));
	check(import_manuscript(&m, r, &result, &e));
	for (size_t i = 0; i < result.remarks.count; i++)
		check(result.remarks.items[i].text[0] && result.remarks.items[i].line > 0);
	report_finish(r);
	check_written(r, true);
	if (report_can_undo(r))
		check(report_undo(r, &where));
	check(!report_can_undo(r) && !report_modified(r));
	imported_release(&result);
	report_free(r);
	manuscript_release(&m);
	return 0;
}
