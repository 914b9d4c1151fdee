/* Forms that extend others: what of the base stays, what changes, where mistakes are told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "form/form.h"
#include "form/formula.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- helpers: a folder with base.yaml, and a child that extends it ---- */

static const char base[] = "form: base\n"
                           "version: 1\n"
                           "title: 基本表\n"
                           "constants: {limit: 10, rate: 5}\n"
                           "headline: [a.x, a.y]\n"
                           "renamed: {a.old: a.x, a.gone: a.z}\n"
                           "sections:\n"
                           "  - id: a\n"
                           "    number: 一\n"
                           "    title: 甲\n"
                           "    fields:\n"
                           "      - {id: x, label: 子, type: decimal, decimals: 2, required: true, min: 0}\n"
                           "      - {id: y, label: 丑, type: decimal, calculate: x * limit}\n"
                           "      - {id: z, label: 寅, type: choice, choices: [是, 否]}\n"
                           "      - id: t\n"
                           "        label: 表\n"
                           "        type: table\n"
                           "        columns:\n"
                           "          - {id: name, label: 名, type: text}\n"
                           "          - {id: sum, label: 数, type: decimal}\n"
                           "      - id: m\n"
                           "        label: 阵\n"
                           "        type: matrix\n"
                           "        columns:\n"
                           "          - {id: p, label: 左, type: decimal}\n"
                           "          - {id: q, label: 右, type: decimal, unit: 人}\n"
                           "        rows:\n"
                           "          - {id: r1, label: 上, cells: {p: {unit: 元}, q: {decimals: 1}}}\n"
                           "          - {id: r2, label: 下, p: absent}\n"
                           "    checks:\n"
                           "      - {id: small, rule: x < limit, severity: warning, message: 大了}\n"
                           "      - {id: some, rule: x > 0, message: 没有}\n"
                           "  - id: b\n"
                           "    title: 乙\n";

static char folder[64];

static int folder_make(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/ziping-merge-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static int folder_remove(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command);
}

static void write_file(const char *name, const char *text)
{
	char path[128];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	out = fopen(path, "w");
	assert_non_null(out);
	assert_true(fputs(text, out) >= 0);
	assert_int_equal(fclose(out), 0);
}

static bool try_load(const char *name, struct form **ret, struct error *reterr)
{
	char path[128];
	struct form_query q = {.name = path, .any_path = true};
	bool other;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return form_load(&q, ret, &other, reterr);
}

/* the child's text comes after these three lines: its first is line 4 */
static void write_child(const char *text)
{
	char all[4096];

	write_file("base.yaml", base);
	snprintf(all, sizeof(all), "form: child\nversion: 2\nextends: base.yaml\n%s", text);
	write_file("child.yaml", all);
}

static struct form *child_of(const char *text)
{
	struct form *f = NULL;
	struct error e;

	write_child(text);
	if (!try_load("child.yaml", &f, &e))
		fail_msg("%s:%u:%u: %s", e.file, e.line, e.column, e.text);
	return f;
}

static void assert_refused(const char *text, const char *file, unsigned line, unsigned column, const char *message)
{
	struct form *f = NULL;
	struct error e;

	write_child(text);
	assert_false(try_load("child.yaml", &f, &e));
	if (!strstr(e.file, file) || e.line != line || e.column != column || !strstr(e.text, message))
		fail_msg("%s:%u:%u: %s", e.file, e.line, e.column, e.text);
}

static const struct field *field_of(const struct form *f, const char *id)
{
	return section_field(f->sections[0], id, strlen(id));
}

/* the ids of a list of fields, with blanks between */
static void assert_ids(struct field *const *fields, size_t count, const char *expected)
{
	struct strbuf sb;

	strbuf_init(&sb, 0);
	for (size_t i = 0; i < count; i++)
		strbuf_printf(&sb, "%s%s", i ? " " : "", fields[i]->id);
	assert_string_equal(sb.text, expected);
	strbuf_release(&sb);
}

static void assert_fields(const struct form *f, const char *expected)
{
	assert_ids(f->sections[0]->fields, f->sections[0]->field_count, expected);
}

#define IN_A(fields) "sections:\n  - id: a\n    fields:\n" fields

/* ---- what is merged ---- */

static void a_child_that_changes_nothing_is_its_base_under_its_own_name(void **state)
{
	struct form *f = child_of("");

	(void)state;
	assert_string_equal(f->id, "child");
	assert_string_equal(f->version, "2");
	assert_string_equal(f->title.zh, "基本表");
	assert_fields(f, "x y z t m");
	assert_int_equal(f->section_count, 2);
	assert_int_equal(f->check_count, 2);
	assert_int_equal(f->headline_count, 2);
	form_free(f);
}

static void an_entry_changes_the_attributes_that_it_names(void **state)
{
	struct form *f = child_of("title: 省表\n" IN_A("      - {id: x, label: 新, min: null, max: 9}\n"));
	const struct field *x = field_of(f, "x");

	(void)state;
	assert_string_equal(f->title.zh, "省表");
	assert_string_equal(x->label.zh, "新");
	assert_int_equal(x->decimals, 2);
	assert_true(x->required_always);
	assert_null(x->min);
	assert_string_equal(x->max->text, "9");
	assert_non_null(strstr(x->max->at.file, "child.yaml"));
	assert_fields(f, "x y z t m");
	assert_string_equal(f->sections[0]->number, "一");
	form_free(f);
}

static void what_a_new_type_has_no_use_for_is_left_behind(void **state)
{
	struct form *f = child_of(IN_A(
	    "      - {id: x, type: text}\n      - {id: y, calculate: \"'丑'\", type: text}\n") "    checks: null\n");

	(void)state;
	assert_int_equal(field_of(f, "x")->type, TYPE_TEXT);
	assert_null(field_of(f, "x")->min);
	assert_int_equal(field_of(f, "x")->decimals, 0);
	form_free(f);
}

static void a_new_entry_comes_last_or_after_the_one_named(void **state)
{
	struct form *f = child_of(IN_A("      - {id: last, label: L, type: text}\n"
	                               "      - {id: n1, label: 1, type: text, after: x}\n"
	                               "      - {id: n2, label: 2, type: text, after: x}\n"
	                               "      - {id: n3, label: 3, type: text, after: n1}\n"
	                               "      - {id: z, after: m}\n") "  - {id: c, title: 丙, after: a}\n");

	(void)state;
	assert_fields(f, "x n1 n3 n2 y t m z last");
	assert_int_equal(f->section_count, 3);
	assert_string_equal(f->sections[1]->id, "c");
	form_free(f);
}

static void what_is_dropped_is_gone(void **state)
{
	struct form *f = child_of("sections:\n  - id: a\n    fields:\n"
	                          "      - {id: z, drop: true}\n"
	                          "      - {id: w, label: W, type: text, after: z}\n"
	                          "      - {id: t, columns: [{id: sum, drop: true}]}\n"
	                          "    checks:\n      - {id: small, drop: true}\n"
	                          "  - {id: b, drop: true}\n");

	(void)state;
	assert_fields(f, "x y w t m");
	assert_int_equal(field_of(f, "t")->column_count, 1);
	assert_int_equal(f->check_count, 1);
	assert_string_equal(f->checks[0]->id, "some");
	assert_int_equal(f->section_count, 1);
	assert_int_equal(f->rename_count, 1); /* a.gone led to what is dropped */
	form_free(f);
}

static void a_dropped_column_takes_its_cells_with_it(void **state)
{
	struct form *f = child_of(IN_A("      - id: m\n        columns: [{id: p, drop: true}]\n"));
	const struct field *m = field_of(f, "m");

	(void)state;
	assert_ids(m->columns, m->column_count, "q");
	assert_int_equal(m->row_count, 2);
	assert_int_equal(m->cells[0]->decimals, 1);
	form_free(f);
}

static void cells_are_merged_too(void **state)
{
	struct form *f = child_of(IN_A("      - id: m\n"
	                               "        columns: [{id: s, label: 新, type: text, after: p}]\n"
	                               "        rows:\n"
	                               "          - {id: r1, q: absent, cells: {p: {decimals: 3}, s: {help: h}}}\n"
	                               "          - {id: r2, cells: {p: {unit: 个}}}\n"
	                               "          - {id: r0, label: 零, total: true, after: r1}\n"));
	const struct field *m = field_of(f, "m");

	(void)state;
	assert_ids(m->columns, m->column_count, "p s q");
	assert_int_equal(m->row_count, 3);
	assert_string_equal(m->rows[1].id, "r0");
	assert_true(m->rows[1].total);
	assert_string_equal(m->cells[0]->unit, "元"); /* the base's, beside the child's decimals */
	assert_int_equal(m->cells[0]->decimals, 3);
	assert_string_equal(m->cells[1]->help.zh, "h");
	assert_null(m->cells[2]);                     /* absent in the child */
	assert_string_equal(m->cells[6]->unit, "个"); /* absent in the base, there again in the child */
	form_free(f);
}

static void a_list_without_ids_replaces_the_whole(void **state)
{
	struct form *f = child_of("headline: [a.y]\n" IN_A("      - {id: z, choices: [有, 无, 不详]}\n"));

	(void)state;
	assert_int_equal(f->headline_count, 1);
	assert_int_equal(field_of(f, "z")->choice_count, 3);
	assert_string_equal(field_of(f, "z")->choices[0].value, "有");
	form_free(f);
}

static void constants_are_merged_by_name(void **state)
{
	struct form *f = child_of("constants: {limit: 20, more: 7}\n" IN_A(
	    "      - {id: n, label: N, type: decimal, calculate: limit + more + rate}\n"));
	const struct expr *product = field_of(f, "y")->calculate->expr;

	(void)state;
	assert_true(product->args[1]->number == (int128)20 * 1000000000000);
	form_free(f);
	assert_refused("constants: {limit: null}\n", "base.yaml", 13, 57,
	               "limit"); /* the formula that needs it stands in the base */
}

static void a_rename_of_both_is_kept(void **state)
{
	struct form *f = child_of("renamed: {a.x: a.xx}\n" IN_A(
	    "      - {id: x, drop: true}\n"
	    "      - {id: y, calculate: xx}\n"
	    "      - {id: xx, label: X, type: decimal}\n") "    checks: null\nheadline: null\n");

	(void)state;
	assert_int_equal(f->rename_count, 3);
	assert_string_equal(f->renames[0].from, "a.old");
	assert_string_equal(f->renames[0].to, "a.xx"); /* a.old became a.x, which became a.xx */
	assert_int_equal(f->check_count, 0);
	assert_int_equal(f->headline_count, 0);
	form_free(f);
}

/* ---- mistakes ---- */

static void a_mistake_is_told_in_the_file_where_it_stands(void **state)
{
	(void)state;
	assert_refused(IN_A("      - {id: x, drop: true}\n"), "base.yaml", 13, 53, "'x'");
	assert_refused(IN_A("      - {id: xx, drop: true}\n"), "child.yaml", 7, 9, "no 'xx' to drop");
	assert_refused(IN_A("      - {id: n, label: N, type: text, after: nowhere}\n"), "child.yaml", 7, 46,
	               "no 'nowhere' to come after");
	assert_refused(IN_A("      - {id: n, label: N, type: text}\n      - {id: n, label: N, type: text}\n"),
	               "child.yaml", 8, 9, "duplicate id 'n'");
	assert_refused(IN_A("      - {id: x, lable: X}\n"), "child.yaml", 7, 17, "did you mean 'label'");
	assert_refused(IN_A("      - {id: z, decimals: 2}\n"), "child.yaml", 7, 17, "'decimals' means nothing");
	assert_refused(IN_A("      - {label: X, type: text}\n      - {id: x, label: N}\n"), "child.yaml", 7, 9,
	               "has no 'id'");
	assert_refused(IN_A("      - {id: x, drop: perhaps}\n"), "child.yaml", 7, 23, "true or false");
	assert_refused("renamed: {a.q: a.nowhere}\n", "child.yaml", 4, 16, "which the form does not have");
}

static void forms_that_extend_each_other_are_refused_with_the_whole_circle(void **state)
{
	struct form *f = NULL;
	struct error e;

	(void)state;
	write_file("one.yaml", "form: one\nversion: 1\nextends: ./two.yaml\nsections: [{id: s}]\n");
	write_file("two.yaml", "form: two\nversion: 1\nextends: three.yaml\n");
	write_file("three.yaml", "form: three\nversion: 1\nextends: ../");
	assert_false(try_load("one.yaml", &f, &e));
	assert_non_null(strstr(e.file, "three.yaml")); /* that is a folder */
	write_file("three.yaml", "form: three\nversion: 1\nextends: two.yaml\n");
	assert_false(try_load("one.yaml", &f, &e));
	assert_non_null(strstr(e.text, "two.yaml → "));
	assert_non_null(strstr(e.text, "three.yaml → "));
	assert_null(strstr(e.text, "one.yaml"));
	assert_int_equal(e.line, 3);
}

static void a_chain_may_be_eight_forms_long(void **state)
{
	struct form *f = NULL;
	struct error e;

	(void)state;
	write_file("f1.yaml", "form: f1\nversion: 1\nsections: [{id: s}]\n");
	for (int i = 2; i <= 9; i++) {
		char name[32], text[128];

		snprintf(name, sizeof(name), "f%d.yaml", i);
		snprintf(text, sizeof(text), "form: f%d\nversion: 1\nextends: f%d.yaml\n", i, i - 1);
		write_file(name, text);
	}
	assert_true(try_load("f8.yaml", &f, &e));
	assert_string_equal(f->sections[0]->id, "s");
	form_free(f);
	f = NULL;
	assert_false(try_load("f9.yaml", &f, &e));
	assert_non_null(strstr(e.text, "8"));
}

static void a_form_of_the_same_id_may_extend_the_one_that_it_stands_before(void **state)
{
	struct form_query q = {.name = "overall-report"};
	struct form *f = NULL, *builtin = NULL;
	struct error e;
	bool other;

	(void)state;
	unsetenv("ZIPING_FORMS");
	assert_true(form_load(&q, &builtin, &other, &e));
	write_file("mine.yaml", "form: overall-report\nversion: 9999\nextends: overall-report\ntitle: 我们的\n");
	assert_int_equal(setenv("ZIPING_FORMS", folder, 1), 0);
	if (!form_load(&q, &f, &other, &e))
		fail_msg("%s", e.text);
	unsetenv("ZIPING_FORMS");
	assert_string_equal(f->title.zh, "我们的");
	assert_int_equal(f->slot_count, builtin->slot_count);
	form_free(f);
	form_free(builtin);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_child_that_changes_nothing_is_its_base_under_its_own_name, folder_make,
	                                    folder_remove),
	    cmocka_unit_test_setup_teardown(an_entry_changes_the_attributes_that_it_names, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(what_a_new_type_has_no_use_for_is_left_behind, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(a_new_entry_comes_last_or_after_the_one_named, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(what_is_dropped_is_gone, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(a_dropped_column_takes_its_cells_with_it, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(cells_are_merged_too, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(a_list_without_ids_replaces_the_whole, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(constants_are_merged_by_name, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(a_rename_of_both_is_kept, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(a_mistake_is_told_in_the_file_where_it_stands, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(forms_that_extend_each_other_are_refused_with_the_whole_circle, folder_make,
	                                    folder_remove),
	    cmocka_unit_test_setup_teardown(a_chain_may_be_eight_forms_long, folder_make, folder_remove),
	    cmocka_unit_test_setup_teardown(a_form_of_the_same_id_may_extend_the_one_that_it_stands_before, folder_make,
	                                    folder_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
