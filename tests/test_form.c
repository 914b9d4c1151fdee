/* Forms: what is read, what is refused and where, how a form is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "form/builtin.h"
#include "form/form.h"
#include "form/formula.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- helpers ---- */

static struct form *form_of(const char *text)
{
	struct form *f = NULL;
	struct error e;

	if (!form_parse("test.yaml", text, strlen(text), &f, &e))
		fail_msg("%s:%u:%u: %s", e.file, e.line, e.column, e.text);
	return f;
}

static const struct field *field_of(const struct form *f, const char *section, const char *id)
{
	const struct section *s = form_section(f, section, strlen(section));
	const struct field *field = s ? section_field(s, id, strlen(id)) : NULL;

	if (!field)
		fail_msg("no field %s.%s", section, id);
	return field;
}

/* a folder of its own for the files of one test */
struct folder {
	char path[64];
};

static void folder_make(struct folder *f)
{
	snprintf(f->path, sizeof(f->path), "/tmp/ziping-form-XXXXXX");
	assert_non_null(mkdtemp(f->path));
}

static void folder_remove(const struct folder *f)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -r %s", f->path);
	assert_int_equal(system(command), 0);
}

static void folder_write(const struct folder *f, const char *name, const char *text)
{
	char path[128];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", f->path, name);
	out = fopen(path, "w");
	assert_non_null(out);
	assert_int_equal(fputs(text, out) < 0, 0);
	assert_int_equal(fclose(out), 0);
}

static void folder_sub(const struct folder *f, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", f->path, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void note_mistake(void *to, const struct error *e)
{
	strbuf_printf(to, "%u:%u: %s\n", e->line, e->column, e->text);
}

/* every mistake in a form's text, one a line */
static void assert_mistakes(const char *text, const char *expected)
{
	struct folder dir;
	struct strbuf got;
	char path[128];
	struct form_query q = {.name = path, .any_path = true};

	folder_make(&dir);
	folder_write(&dir, "form.yaml", text);
	snprintf(path, sizeof(path), "%s/form.yaml", dir.path);
	strbuf_init(&got, 0);
	form_check(&q, note_mistake, &got);
	assert_string_equal(got.text, expected);
	strbuf_release(&got);
	folder_remove(&dir);
}

/* one field, on line 6 from column 9, in a section that also has the fields a (decimal) and w (text) */
#define FIELD(attributes)                                                                                              \
	"form: f\nversion: 1\nsections:\n  - id: s\n    fields:\n"                                                     \
	"      - {" attributes "}\n"                                                                                   \
	"      - {id: a, label: A, type: decimal}\n      - {id: w, label: W, type: text}\n"

/* ---- reading ---- */

static const char village[] =
    "form: village\n"
    "version: 2021.10\n"
    "title: 村级报告\n"
    "title_en: Village report\n"
    "unit: head.name\n"
    "year: head.year\n"
    "headline: [money.total, {path: money.share, label: 占比, label_en: Share}]\n"
    "levels: [乡镇, 县局]\n"
    "constants: {limit: 12.50, since: 2020-01-01, strict: true, word: '7'}\n"
    "renamed: {money.sum: money.total, money.all: money.sum}\n"
    "sections:\n"
    "  - id: head\n"
    "    number: 一\n"
    "    title: 基本情况\n"
    "    fields:\n"
    "      - {id: name, label: 村名, label_en: Village, type: text, required: true, max_length: 40}\n"
    "      - {id: year, label: 年度, type: year, default: 2021, min: 2000, max: year(date('2100-01-01'))}\n"
    "      - {id: kind, label: 类别, type: choice, choices: [1, true, {value: c, label: 丙, label_en: Third}], "
    "default: c}\n"
    "      - {id: day, label: 日期, type: date, default: 2021-12-31, relevant: strict and date('2021-01-01') > since}\n"
    "      - {id: code, label: 代码, type: text, pattern: '\\d{4}', by: reviewer, personal: true}\n"
    "  - id: money\n"
    "    title: 收支\n"
    "    text: |\n"
    "      共{total}。\n"
    "    fields:\n"
    "      - {id: total, label: 合计, type: decimal, unit: 万元, decimals: 2, stated: true, calculate: "
    "sum(items.amount), na: true}\n"
    "      - {id: share, label: 占比, type: decimal, unit: '%', calculate: total / limit * 100}\n"
    "      - id: items\n"
    "        label: 明细\n"
    "        type: table\n"
    "        key: what\n"
    "        min_rows: 1\n"
    "        max_rows: 20\n"
    "        locked: true\n"
    "        columns:\n"
    "          - {id: what, label: 事项, type: text, width: 24, merge: true}\n"
    "          - {id: amount, label: 金额, type: decimal, decimals: typed, none: 无}\n"
    "      - id: people\n"
    "        label: 人员\n"
    "        type: matrix\n"
    "        columns:\n"
    "          - {id: planned, label: 编制, label_en: Planned, type: integer, min: 0}\n"
    "          - {id: actual, label: 实有, type: integer, unit: 人, help: 年末数}\n"
    "          - {id: rate, label: 比率, type: decimal, decimals: 2, unit: '%', calculate: actual / planned * 100}\n"
    "        rows:\n"
    "          - {id: staff, label: 在职, required: true}\n"
    "          - {id: retired, label: 离退休, planned: absent, cells: {rate: absent, actual: {unit: 名, help: null}}}\n"
    "          - {id: all, label: 合计, label_en: All, total: true, calculate: 'sum(people.actual)', cells: {planned: "
    "{calculate: null}, rate: {calculate: actual / planned * 100}}}\n"
    "    checks:\n"
    "      - {id: big, rule: amount < limit, each: items, at: amount, severity: warning, message: '{what}为 "
    "{amount}，超过 {{{limit}}}', explain: true}\n"
    "      - {id: some, rule: total > 0, at: people, message: 合计为零}\n"
    "      - {id: cell, rule: people.staff.actual > 0, at: people.staff.actual, severity: submit, message: 无人}\n";

static void a_form_is_read_whole(void **state)
{
	struct form *f = form_of(village);
	const struct field *total = field_of(f, "money", "total"), *items = field_of(f, "money", "items");

	(void)state;
	assert_string_equal(f->id, "village");
	assert_string_equal(f->version, "2021.10");
	assert_string_equal(f->file, "test.yaml");
	assert_int_equal(f->section_count, 2);
	assert_int_equal(f->level_count, 2);
	assert_string_equal(f->levels[1], "县局");
	assert_ptr_equal(f->unit, field_of(f, "head", "name"));
	assert_ptr_equal(f->year, field_of(f, "head", "year"));
	assert_string_equal(f->sections[0]->number, "一");
	assert_string_equal(f->sections[1]->text, "共{total}。\n");

	assert_int_equal(total->type, TYPE_DECIMAL);
	assert_int_equal(total->decimals, 2);
	assert_string_equal(total->unit, "万元");
	assert_true(total->stated);
	assert_true(total->na);
	assert_non_null(total->calculate);
	assert_int_equal(total->at.line, 26);
	assert_int_equal(total->calculate->at.line, 26);

	assert_int_equal(items->key, 0);
	assert_int_equal(items->min_rows, 1);
	assert_int_equal(items->max_rows, 20);
	assert_int_equal(items->columns[0]->width, 24);
	assert_true(items->columns[0]->merge);
	assert_true(items->columns[0]->locked); /* as the table is */
	assert_int_equal(items->columns[1]->decimals, DECIMALS_TYPED);
	assert_string_equal(items->columns[1]->none, "无");
	assert_int_equal(items->columns[1]->index, 1);
	assert_ptr_equal(items->columns[1]->table, items);
	form_free(f);
}

static void slots_and_tables_are_numbered_in_form_order_the_reserved_last(void **state)
{
	struct form *f = form_of(village);
	const struct field *people = field_of(f, "money", "people");

	(void)state;
	/* five fields of head, two of money, seven cells, three of the program's own */
	assert_int_equal(f->slot_count, 17);
	for (size_t i = 0; i < f->slot_count; i++)
		assert_int_equal(f->slots[i]->index, i);
	assert_ptr_equal(f->slots[5], field_of(f, "money", "total"));
	assert_ptr_equal(f->slots[7], people->cells[0]);
	assert_int_equal(people->index, UINT32_MAX);

	assert_int_equal(f->table_count, 6);
	for (size_t i = 0; i < f->table_count; i++)
		assert_int_equal(f->tables[i]->index, i);
	assert_string_equal(f->tables[0]->id, "items");
	assert_string_equal(f->tables[1]->id, "reasons");
	assert_true(f->tables[1]->builtin);
	assert_ptr_equal(f->tables[5]->section, f->reserved);
	assert_null(form_section(f, "", 0));
	assert_null(form_section(f, "reasons", 7));
	form_free(f);
}

static void a_cell_takes_from_itself_then_its_row_then_its_column(void **state)
{
	struct form *f = form_of(village);
	const struct field *m = field_of(f, "money", "people");
	struct field *const *staff = m->cells, *const *retired = m->cells + 3, *const *all = m->cells + 6;

	(void)state;
	assert_string_equal(staff[1]->unit, "人");
	assert_string_equal(staff[1]->help.zh, "年末数");
	assert_true(staff[0]->required_always);
	assert_null(retired[0]);
	assert_null(retired[2]);
	assert_string_equal(retired[1]->unit, "名");
	assert_null(retired[1]->help.zh); /* null takes away what the column says */
	assert_false(retired[1]->required_always);
	assert_true(m->rows[2].total);
	assert_null(all[0]->calculate);
	assert_string_equal(all[1]->calculate->text, "sum(people.actual)");
	assert_string_equal(all[2]->calculate->text, "actual / planned * 100");
	assert_string_equal(staff[0]->label.zh, "在职 · 编制");
	assert_string_equal(all[0]->label.en, "All · Planned");
	assert_string_equal(m->columns[0]->label.zh, "编制");
	assert_int_equal(staff[2]->row, 0);
	assert_int_equal(staff[2]->column, 2);
	assert_string_equal(staff[2]->id, "rate");
	form_free(f);
}

static void words_follow_the_language(void **state)
{
	struct form *f = form_of(village);
	const struct field *name = field_of(f, "head", "name");

	(void)state;
	assert_string_equal(field_label(f, name), "村名");
	assert_string_equal(f->headline[1].text, "占比");
	assert_null(f->headline[0].text);
	form_speak(f, true);
	assert_string_equal(form_words(f, f->title), "Village report");
	assert_string_equal(field_label(f, name), "Village");
	assert_string_equal(field_label(f, field_of(f, "head", "year")), "年度"); /* no English: the form's own */
	assert_string_equal(f->headline[1].text, "Share");
	assert_ptr_equal(f->headline[1].field, field_of(f, "money", "share"));
	form_speak(f, true);
	form_speak(f, false);
	assert_string_equal(f->headline[1].text, "占比");
	form_free(f);
}

static void the_name_of_a_part_follows_the_language(void **state)
{
	struct form *f = form_of("form: f\nversion: 1\nsections:\n"
				 "  - {id: a, part: 附件, part_en: Annex, title: 一, fields: [{id: x, label: X, type: text}]}\n"
				 "  - {id: b, part: 附件, title: 二, fields: [{id: x, label: X, type: text}]}\n"
				 "  - {id: c, title: 三, fields: [{id: x, label: X, type: text}]}\n");

	(void)state;
	assert_string_equal(section_part(f, f->sections[0]), "附件");
	form_speak(f, true);
	assert_string_equal(section_part(f, f->sections[0]), "Annex");
	assert_string_equal(section_part(f, f->sections[1]), "附件"); /* no English: the form's own */
	assert_null(section_part(f, f->sections[2]));
	form_free(f);
}

static void choices_are_texts_whatever_yaml_takes_them_for(void **state)
{
	struct form *f = form_of(village);
	const struct field *kind = field_of(f, "head", "kind");

	(void)state;
	assert_int_equal(kind->choice_count, 3);
	assert_string_equal(kind->choices[0].value, "1");
	assert_string_equal(kind->choices[1].value, "true");
	assert_string_equal(kind->choices[1].label.zh, "true");
	assert_string_equal(kind->choices[2].label.zh, "丙");
	assert_string_equal(kind->choices[2].label.en, "Third");
	assert_int_equal(kind->initial->expr->op, EXPR_TEXT);
	assert_string_equal(kind->initial->expr->text, "c");
	form_free(f);
}

static void a_default_is_a_value_or_a_formula(void **state)
{
	struct form *f = form_of("form: f\nversion: 1\nsections:\n  - id: s\n    fields:\n"
	                         "      - {id: a, label: A, type: text, default: it's}\n"
	                         "      - {id: b, label: B, type: text, default: =a}\n"
	                         "      - {id: c, label: C, type: decimal, default: 2 * 3}\n"
	                         "      - {id: d, label: D, type: boolean, default: 是}\n"
	                         "      - {id: e, label: E, type: choices, choices: [x, y, z], default: [x, z]}\n"
	                         "      - {id: f, label: F, type: date, default: 2021-12-31}\n"
	                         "      - {id: g, label: G, type: measure, default: ≥50个}\n");

	(void)state;
	assert_string_equal(field_of(f, "s", "a")->initial->expr->text, "it's");
	assert_int_equal(field_of(f, "s", "b")->initial->expr->op, EXPR_FIELD);
	assert_int_equal(field_of(f, "s", "c")->initial->expr->op, EXPR_MULTIPLY);
	assert_int_equal(field_of(f, "s", "d")->initial->expr->type, EXPR_TYPE_BOOLEAN);
	assert_string_equal(field_of(f, "s", "e")->initial->expr->text, "x\nz");
	assert_int_equal(field_of(f, "s", "f")->initial->expr->type, EXPR_TYPE_DATE);
	assert_string_equal(field_of(f, "s", "g")->initial->expr->text, "≥50个");
	form_free(f);
}

static void a_message_is_words_and_values(void **state)
{
	struct form *f = form_of(village);
	const struct check *c = f->checks[0];

	(void)state;
	assert_int_equal(f->check_count, 3);
	assert_string_equal(c->each->id, "items");
	assert_ptr_equal(c->at, c->each->columns[1]);
	assert_int_equal(c->severity, SEVERITY_WARNING);
	assert_true(c->explain);
	assert_int_equal(c->part_count, 6);
	assert_ptr_equal(c->parts[0].field, c->each->columns[0]);
	assert_string_equal(c->parts[1].text, "为 ");
	assert_null(c->parts[1].expr);
	assert_string_equal(c->parts[3].text, "，超过 {");
	assert_non_null(c->parts[4].expr);
	assert_null(c->parts[4].field); /* a constant */
	assert_string_equal(c->parts[5].text, "}");
	assert_int_equal(f->checks[1]->at->type, TYPE_MATRIX);
	assert_int_equal(f->checks[1]->severity, SEVERITY_ERROR);
	assert_ptr_equal(f->checks[2]->at->matrix, f->checks[1]->at);
	assert_int_equal(f->checks[2]->severity, SEVERITY_SUBMIT);
	form_free(f);
}

static void a_message_is_one_line_however_it_is_broken(void **state)
{
	struct form *f =
	    form_of("form: f\nsections:\n  - id: s\n    help: |\n      one\n      two\n    checks:\n      - id: c\n"
	            "        rule: 1 > 0\n        message: |\n          one {1 + 1}\n          two\n");
	const struct check *c = f->checks[0];

	(void)state;
	assert_string_equal(f->sections[0]->help.zh, "one\ntwo");
	assert_int_equal(c->part_count, 3);
	assert_string_equal(c->parts[2].text, " two");
	form_free(f);
}

static void a_path_renamed_twice_leads_to_where_it_is_now(void **state)
{
	struct form *f = form_of(village);

	(void)state;
	assert_int_equal(f->rename_count, 2);
	assert_string_equal(f->renames[1].from, "money.all");
	assert_string_equal(f->renames[1].to, "money.total");
	form_free(f);
}

/* last year's form may have had the place: no report is refused for it */
static void where_carry_leads_is_checked_and_keeps_no_report_from_opening(void **state)
{
	static const char text[] = "form: f\nversion: 2\nrenamed: {s.old: s.a}\nsections:\n  - id: s\n    fields:\n"
				   "      - {id: a, label: A, type: decimal, carry: s.old}\n"
				   "      - {id: b, label: B, type: decimal, carry: s.aa}\n"
				   "      - {id: c, label: C, type: decimal, carry: sum}\n"
				   "      - {id: d, label: D, type: decimal, carry: s.m.r.k}\n"
				   "      - {id: t, label: T, type: table, carry: s.t, columns: [{id: x, label: X, type: text, carry: s.t.y}]}\n"
				   "      - id: m\n        label: M\n        type: matrix\n"
				   "        columns: [{id: k, label: K, type: decimal, carry: s.m}, {id: l, label: L, type: decimal, carry: s.m.k}]\n"
				   "        rows: [{id: r, label: R}, {id: q, label: Q, cells: {k: {carry: s.m.r.z}}}]\n";
	struct form *f;
	struct error e;

	(void)state;
	assert_mistakes(text, "8:49: 'carry' leads to 's.aa', which is neither in the form nor an old name under 'renamed'\n"
			      "9:49: 'carry' leads to 'sum', which is neither in the form nor an old name under 'renamed'\n"
			      "11:99: 'carry' leads to 's.t.y', which is neither in the form nor an old name under 'renamed'\n"
			      "16:72: 'carry' leads to 's.m.r.z', which is neither in the form nor an old name under 'renamed'\n");
	if (!form_parse("f.yaml", text, strlen(text), &f, &e))
		fail_msg("%u:%u: %s", e.line, e.column, e.text);
	form_free(f);
}

static void a_word_for_every_attribute_is_in_the_table(void **state)
{
	(void)state;
	assert_true(form_words_count > 80);
	for (size_t i = 0; i < form_words_count; i++) {
		assert_true(*form_words_table[i].word && *form_words_table[i].where);
		assert_true(*form_words_table[i].kind && *form_words_table[i].help);
	}
}

/* ---- mistakes ---- */

static void a_mistake_has_its_place_its_cause_and_its_mend(void **state)
{
	static const struct {
		const char *form, *mistakes;
	} cases[] = {
	    {FIELD("id: x, lable: X, type: text"), "6:17: unknown attribute 'lable', did you mean 'label'?\n"},
	    {FIELD("id: x, label: X, type: text, rule: 1"),
	     "6:39: 'rule' is no attribute of a field; it belongs to a check\n"},
	    {FIELD("id: x, label: X, type: text, qqqqqqqqq: 1"),
	     "6:39: unknown attribute 'qqqqqqqqq' of a field; remove it\n"},
	    {FIELD("id: x, label: X, type: decmal"), "6:33: unknown type 'decmal', did you mean 'decimal'?\n"},
	    {FIELD("id: x, label: X"), "6:9: 'x' has no type; give it one, as 'type: decimal'\n"},
	    {FIELD("id: x, type: text"), "6:9: 'x' has no label; give it one\n"},
	    {FIELD("label: X, type: text"), "6:9: a field has no 'id'; give it one\n"},
	    {FIELD("id: X, label: X, type: text"),
	     "6:14: the id 'X' is not of the letters a-z, digits and _, with no digit first; write it so\n"},
	    {FIELD("id: this, label: X, type: text"), "6:14: the id 'this' is a word of formulas; choose another\n"},
	    {FIELD("id: x, label: X, type: text, decimals: 2"),
	     "6:39: 'decimals' means nothing for a field of type text; it belongs to a decimal or a measure\n"},
	    {FIELD("id: x, label: X, type: decimal, columns: [{id: c, label: C, type: text}]"),
	     "6:42: 'columns' means nothing for a field of type decimal; it belongs to a table or a matrix\n"},
	    {FIELD("id: x, label: X, type: decimal, decimals: 13"),
	     "6:52: 'decimals' must be a whole number from 0 to 12\n"},
	    {FIELD("id: x, label: X, type: decimal, decimals: 1.0"),
	     "6:52: 'decimals' must be a whole number from 0 to 12\n"},
	    {FIELD("id: x, label: X, type: integer, decimals: 2"),
	     "6:52: an integer has no decimals; make it a decimal, or leave 'decimals' out\n"},
	    {FIELD("id: x, label: [X], type: text"), "6:24: 'label' must be a text\n"},
	    {FIELD("id: x, label: X, type: decimal, na: yes"), "6:46: 'na' must be true or false\n"},
	    {FIELD("id: x, label: X, type: decimal, stated: true"),
	     "6:42: 'x' is stated but has no 'calculate' to compare with; give it a formula\n"},
	    {FIELD("id: x, label: X, type: decimal, min: 3, max: 2"),
	     "6:47: 'min' is greater than 'max', so that no value fits\n"},
	    {FIELD("id: x, label: X, type: choice"), "6:9: 'x' has no choices; list them, as 'choices: [是, 否]'\n"},
	    {FIELD("id: x, label: X, type: choice, choices: [甲, 乙, 甲]"),
	     "6:57: the choice '甲' is there twice; remove one\n"},
	    {FIELD("id: x, label: X, type: table"), "6:9: the table 'x' has no columns; list them under 'columns'\n"},
	    {FIELD("id: x, label: X, type: table, key: nam, columns: [{id: name, label: N, type: text}]"),
	     "6:45: the key 'nam' is no column of 'x', did you mean 'name'?\n"},
	    {FIELD("id: x, label: X, type: table, columns: [{id: n, label: N, type: text}, {id: n, label: N, type: "
	           "text}]"),
	     "6:86: duplicate id 'n'; it is already used on line 6\n"},
	    {FIELD("id: x, label: X, type: table, columns: [{id: t, label: T, type: table}]"),
	     "6:74: a column cannot be a table; give it a type with a single value\n"},
	    {FIELD("id: x, label: X, type: matrix, columns: [{id: n, label: N, type: text}]"),
	     "6:9: the matrix 'x' has no rows; list them under 'rows'\n"},
	    {FIELD("id: x, label: X, type: matrix, columns: [{id: n, label: N, type: text}], rows: [{id: r, label: R, "
	           "cells: {m: absent}}]"),
	     "6:116: 'm' is no column of 'x'; name one of its columns\n"},
	    {FIELD("id: a, label: X, type: text"), "7:14: duplicate id 'a'; it is already used on line 6\n"},
	    {FIELD("id: x, label: X, type: text, after: w"),
	     "6:39: 'after' means something only in a form that extends another\n"},
	    {FIELD("id: x, label: X, type: text, by: me"),
	     "6:43: 'by' can only be reviewer; without it the clerk fills the field in\n"},
	    {"form: f\nversion: 1\n", "1:1: the form has no sections; list them under 'sections'\n"},
	    {"version: 1\nsections: [{id: s}]\n", "1:1: the form has no 'form'; give it one\n"},
	    {"form: f\nsections: [{id: s}, {id: s}]\n", "2:26: duplicate id 's'; it is already used on line 2\n"},
	    {"form: f\nsections: [{id: history}]\n",
	     "2:17: the id 'history' is kept for the program; choose another\n"},
	    {"form: f\nsections: [{id: s}]\nrenamed: {s.a: s.b}\n",
	     "3:16: 's.a' is renamed to 's.b', which the form does not have\n"},
	    {"form: f\nsections: [{id: s, checks: [{id: c, rule: 'true', severity: fatal, message: 'a { b'}]}]\n",
	     "2:61: 'severity' must be error, warning, note or submit\n2:80: this '{' is never closed; write '{{' for "
	     "a brace\n"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_mistakes(cases[i].form, cases[i].mistakes);
}

/* the words are the formulas' own; the place in the file is ours to get right */
static void a_mistake_in_a_formula_is_told_where_it_stands(void **state)
{
	static const struct {
		const char *form;
		unsigned line, column;
	} cases[] = {
	    {FIELD("id: x, label: X, type: decimal, calculate: a + nothing"), 6, 57},
	    {FIELD("id: x, label: X, type: decimal, calculate: 'a + nothing'"), 6, 58},
	    {FIELD("id: x, label: X, type: decimal, calculate: w * 2"), 6, 53},
	    {FIELD("id: x, label: X, type: text, pattern: '['"), 6, 49},
	    {"form: f\nsections:\n  - id: s\n    checks:\n      - id: c\n        rule: |\n          nothing > 2\n", 7,
	     11},
	    {"form: f\nsections: [{id: s, checks: [{id: c, rule: 'true', message: '共 {nothing}'}]}]\n", 2, 64},
	    {"form: f\nunit: s.nothing\nsections: [{id: s}]\n", 2, 9},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct form *f = NULL;
		struct error e;

		assert_false(form_parse("test.yaml", cases[i].form, strlen(cases[i].form), &f, &e));
		assert_int_equal(e.kind, ERR_FORM);
		assert_string_equal(e.file, "test.yaml");
		if (e.line != cases[i].line || e.column != cases[i].column)
			fail_msg("case %zu: %u:%u: %s", i, e.line, e.column, e.text);
	}
}

static void what_has_no_label_is_called_by_its_id(void **state)
{
	struct form *f = form_of("form: f\nsections: [{id: s, fields: [{id: x, type: text}]}]\n");

	(void)state;
	assert_string_equal(f->title.zh, "f");
	assert_string_equal(f->sections[0]->title.zh, "s");
	assert_string_equal(field_label(f, field_of(f, "s", "x")), "x");
	form_free(f);
}

static void a_circle_is_refused(void **state)
{
	static const char text[] = "form: f\nsections:\n  - id: s\n    fields:\n"
	                           "      - {id: a, label: 甲, type: decimal, calculate: b + 1}\n"
	                           "      - {id: b, label: 乙, type: decimal, calculate: a + 1}\n";
	struct form *f = NULL;
	struct error e;

	(void)state;
	assert_false(form_parse("test.yaml", text, sizeof(text) - 1, &f, &e));
	assert_non_null(strstr(e.text, "甲"));
	assert_non_null(strstr(e.text, "乙"));
}

static void a_mistake_in_a_column_of_a_matrix_is_told_once(void **state)
{
	(void)state;
	assert_mistakes(
	    FIELD("id: x, label: X, type: matrix, columns: [{id: n, label: N, type: text, decimals: 2}], "
	          "rows: [{id: r, label: R}, {id: t, label: T}]"),
	    "6:81: 'decimals' means nothing for a field of type text; it belongs to a decimal or a measure\n");
}

static void a_row_may_hand_down_what_only_some_cells_can_use(void **state)
{
	struct form *f = form_of(FIELD("id: x, label: X, type: matrix, columns: [{id: n, label: N, type: text}, {id: "
	                               "d, label: D, type: decimal}], "
	                               "rows: [{id: r, label: R, decimals: 3}, {id: t, label: T, type: text}]"));

	(void)state;
	assert_int_equal(field_of(f, "s", "x")->cells[1]->decimals, 3);
	assert_int_equal(field_of(f, "s", "x")->cells[3]->type, TYPE_TEXT);
	form_free(f);
	assert_mistakes(
	    FIELD("id: x, label: X, type: matrix, columns: [{id: n, label: N, type: text}], rows: [{id: r, label: R, "
	          "decimals: 3}]"),
	    "6:108: 'decimals' means nothing for any cell of this row; it belongs to a decimal or a measure\n");
}

/* ---- finding ---- */

#define TINY(version, title) "form: tiny\nversion: " version "\ntitle: " title "\nsections: [{id: s}]\n"

static void assert_found(const char *name, const char *title, bool other_version)
{
	struct form_query q = {.name = name};
	struct form *f = NULL;
	struct error e;
	bool other = !other_version;

	if (!form_load(&q, &f, &other, &e))
		fail_msg("%s: %s", name, e.text);
	assert_string_equal(f->title.zh, title);
	assert_int_equal(other, other_version);
	form_free(f);
}

static void the_version_named_is_found_first(void **state)
{
	struct folder first, data;
	char forms[128];

	(void)state;
	folder_make(&first);
	folder_make(&data);
	folder_sub(&data, "ziping");
	folder_sub(&data, "ziping/forms");
	folder_write(&first, "old.yaml", TINY("2021.9", "old"));
	folder_write(&first, "new.yml", TINY("2021.10", "new"));
	folder_write(&first, "broken.yaml", "form: [\n");
	folder_write(&data, "ziping/forms/tiny.yaml", TINY("2020.1", "user"));
	assert_int_equal(setenv("ZIPING_FORMS", first.path, 1), 0);
	assert_int_equal(setenv("XDG_DATA_HOME", data.path, 1), 0);

	assert_found("tiny", "new", false); /* 2021.10 is newer than 2021.9 */
	assert_found("tiny@2021.9", "old", false);
	assert_found("tiny@2021.10", "new", false);
	assert_found("tiny@2020.1", "user", false); /* the right version in a later folder before a wrong one */
	assert_found("tiny@2021.1", "new", true);

	snprintf(forms, sizeof(forms), "%s/none", first.path);
	assert_int_equal(setenv("ZIPING_FORMS", forms, 1), 0);
	assert_found("tiny", "user", false);
	unsetenv("ZIPING_FORMS");
	unsetenv("XDG_DATA_HOME");
	folder_remove(&first);
	folder_remove(&data);
}

static void assert_not_found(const struct form_query *q, const char *cause)
{
	struct form *f = NULL;
	struct error e;
	bool other;

	assert_false(form_load(q, &f, &other, &e));
	if (!strstr(e.text, cause))
		fail_msg("'%s' is not in '%s'", cause, e.text);
}

static void a_form_that_is_not_there_has_its_nearest_named(void **state)
{
	struct folder dir;

	(void)state;
	folder_make(&dir);
	folder_write(&dir, "tiny.yaml", TINY("1", "t"));
	folder_write(&dir, "bad.yaml", "form: bad\nform: bad\n");
	assert_int_equal(setenv("ZIPING_FORMS", dir.path, 1), 0);
	assert_not_found(&(struct form_query){.name = "tinny"}, "did you mean 'tiny'?");
	assert_not_found(&(struct form_query){.name = "zzzzzzzzzz@1"}, "there is no form 'zzzzzzzzzz'");
	assert_not_found(&(struct form_query){.name = "bad"}, "form"); /* its own mistake, not that it is not there */
	assert_not_found(&(struct form_query){.name = ""}, "no form");
	unsetenv("ZIPING_FORMS");
	folder_remove(&dir);
}

static void a_path_leads_no_further_than_the_folder_above(void **state)
{
	struct folder dir;
	char report[128], outside[128], link[128];
	struct form_query q = {.relative_to = report};
	struct form *f = NULL;
	struct error e;
	bool other;
	static const char *const allowed[] = {"f.yaml", "./f.yaml", "../f.yaml", "sub/f.yaml", "../c/f.yaml"};
	static const char *const refused[] = {"../../f.yaml", "../../x/f.yaml", "link.yaml",
	                                      "/dev/null",    "pipe.yaml",      "sub/"};

	(void)state;
	folder_make(&dir);
	for (const char *const *p = (const char *const[]){"a", "a/b", "a/b/sub", "a/c", "x", NULL}; *p; p++) {
		char name[32];

		folder_sub(&dir, *p);
		snprintf(name, sizeof(name), "%s/f.yaml", *p);
		folder_write(&dir, name, TINY("1", "t"));
	}
	folder_write(&dir, "f.yaml", TINY("1", "t"));
	snprintf(report, sizeof(report), "%s/a/b/report.yaml", dir.path);
	snprintf(outside, sizeof(outside), "%s/x/f.yaml", dir.path);
	snprintf(link, sizeof(link), "%s/a/b/link.yaml", dir.path);
	assert_int_equal(symlink(outside, link), 0);
	snprintf(link, sizeof(link), "%s/a/b/pipe.yaml", dir.path);
	assert_int_equal(mkfifo(link, 0600), 0);
	for (size_t i = 0; i < ARRAY_SIZE(allowed); i++) {
		q.name = allowed[i];
		if (!form_load(&q, &f, &other, &e))
			fail_msg("%s: %s", allowed[i], e.text);
		form_free(f);
	}
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		q.name = refused[i];
		if (form_load(&q, &f, &other, &e))
			fail_msg("%s was read", refused[i]);
	}

	/* but in a forms folder anything goes, and so does what the user names himself */
	snprintf(link, sizeof(link), "%s/x", dir.path);
	assert_int_equal(setenv("ZIPING_FORMS", link, 1), 0);
	q.name = "../../x/f.yaml";
	assert_true(form_load(&q, &f, &other, &e));
	form_free(f);
	unsetenv("ZIPING_FORMS");
	q = (struct form_query){.name = outside, .any_path = true};
	assert_true(form_load(&q, &f, &other, &e));
	form_free(f);
	folder_remove(&dir);
}

static void every_form_built_in_is_without_mistakes_and_listed(void **state)
{
	struct arena a = {0};
	struct form_entry *list;
	size_t count, seen = 0;
	struct error e;

	(void)state;
	assert_true(form_list(&a, &list, &count, &e));
	for (size_t i = 0; i < builtin_form_count; i++) {
		struct form_query q = {.name = builtin_forms[i].id};
		struct strbuf got;

		strbuf_init(&got, 0);
		form_check(&q, note_mistake, &got);
		assert_string_equal(got.text, "");
		strbuf_release(&got);
		for (size_t k = 0; k < count; k++)
			seen += strncmp(list[k].file, BUILTIN_FOLDER, strlen(BUILTIN_FOLDER)) == 0 &&
			        strcmp(list[k].id, builtin_forms[i].id) == 0;
	}
	assert_int_equal(seen, builtin_form_count);
	arena_release(&a);
}

static void a_form_hidden_by_another_of_its_version_is_listed_once(void **state)
{
	struct folder dir;
	struct arena a = {0};
	struct form_entry *list;
	size_t count, seen = 0;
	struct error e;
	char text[256];

	(void)state;
	folder_make(&dir);
	snprintf(text, sizeof(text), "form: %s\nversion: %s\ntitle: 我的\nsections: [{id: s}]\n", builtin_forms[0].id,
	         builtin_forms[0].version);
	folder_write(&dir, "mine.yaml", text);
	assert_int_equal(setenv("ZIPING_FORMS", dir.path, 1), 0);
	assert_true(form_list(&a, &list, &count, &e));
	unsetenv("ZIPING_FORMS");
	for (size_t i = 0; i < count; i++) {
		if (strcmp(list[i].id, builtin_forms[0].id) == 0 &&
		    strcmp(list[i].version, builtin_forms[0].version) == 0) {
			assert_string_equal(list[i].title, "我的");
			seen++;
		}
	}
	assert_int_equal(seen, 1);
	arena_release(&a);
	folder_remove(&dir);
}

static void a_form_that_is_far_too_long_is_refused_at_once(void **state)
{
	struct strbuf text;
	struct form *f = NULL;
	struct error e;

	(void)state;
	strbuf_init(&text, 0);
	strbuf_puts(&text, "form: f\nsections:\n");
	for (int i = 0; i < 5001; i++)
		strbuf_printf(&text, "  - {id: s%d}\n", i);
	assert_false(form_parse("test.yaml", text.text, text.len, &f, &e));
	assert_int_equal(e.line, 3);
	assert_non_null(strstr(e.text, "5000"));
	strbuf_release(&text);
}

/* ---- memory ---- */

static void every_failed_allocation_is_told_and_nothing_leaks(void **state)
{
	struct form *f = NULL;
	struct error e;
	long n = 0;

	(void)state;
	for (;; n++) {
		bool ok;

		memory_fail_after = n;
		ok = form_parse("test.yaml", village, sizeof(village) - 1, &f, &e);
		memory_fail_after = -1;
		if (ok)
			break;
		assert_int_equal(e.kind, ERR_MEMORY);
		assert_true(n < 100000);
	}
	assert_true(n > 0);
	form_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_form_is_read_whole),
	    cmocka_unit_test(slots_and_tables_are_numbered_in_form_order_the_reserved_last),
	    cmocka_unit_test(a_cell_takes_from_itself_then_its_row_then_its_column),
	    cmocka_unit_test(words_follow_the_language),
	    cmocka_unit_test(the_name_of_a_part_follows_the_language),
	    cmocka_unit_test(choices_are_texts_whatever_yaml_takes_them_for),
	    cmocka_unit_test(a_default_is_a_value_or_a_formula),
	    cmocka_unit_test(a_message_is_words_and_values),
	    cmocka_unit_test(a_message_is_one_line_however_it_is_broken),
	    cmocka_unit_test(a_path_renamed_twice_leads_to_where_it_is_now),
	    cmocka_unit_test(where_carry_leads_is_checked_and_keeps_no_report_from_opening),
	    cmocka_unit_test(a_word_for_every_attribute_is_in_the_table),
	    cmocka_unit_test(a_mistake_has_its_place_its_cause_and_its_mend),
	    cmocka_unit_test(a_mistake_in_a_formula_is_told_where_it_stands),
	    cmocka_unit_test(what_has_no_label_is_called_by_its_id),
	    cmocka_unit_test(a_circle_is_refused),
	    cmocka_unit_test(a_mistake_in_a_column_of_a_matrix_is_told_once),
	    cmocka_unit_test(a_row_may_hand_down_what_only_some_cells_can_use),
	    cmocka_unit_test(the_version_named_is_found_first),
	    cmocka_unit_test(a_form_that_is_not_there_has_its_nearest_named),
	    cmocka_unit_test(a_path_leads_no_further_than_the_folder_above),
	    cmocka_unit_test(every_form_built_in_is_without_mistakes_and_listed),
	    cmocka_unit_test(a_form_hidden_by_another_of_its_version_is_listed_once),
	    cmocka_unit_test(a_form_that_is_far_too_long_is_refused_at_once),
	    cmocka_unit_test(every_failed_allocation_is_told_and_nothing_leaks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
