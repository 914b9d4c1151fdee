/* Reports: opening, places and paths, rows, texts, what is refused. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report_fixture.h"
#include "report_form.h"

static struct report *block(struct form *f)
{
	return report_of(f, rich_reports[2][1]);
}

static void assert_path(struct report *r, const char *path, const char *expected)
{
	struct strbuf out;

	strbuf_init(&out, 0);
	report_path(r, spot_at(r, path), &out);
	assert_string_equal(out.text, expected);
	strbuf_release(&out);
}

static void assert_no_path(struct report *r, const char *path, const char *message)
{
	struct spot s;
	struct error e = { .kind = ERR_NONE };

	assert_false(report_find(r, path, &s, &e));
	assert_int_equal(e.kind, ERR_PATH);
	if (!strstr(e.text, message))
		fail_msg("%s: '%s' does not say '%s'", path, e.text, message);
}

static void paths_name_every_place_and_wrong_ones_the_nearest(void **state)
{
	struct form *f = rich();
	struct report *r = block(f);

	(void)state;
	assert_path(r, "main.a", "main.a");
	assert_path(r, "main", "main");
	assert_path(r, "main.items", "main.items");
	assert_path(r, "main.items[2]", "main.items[2]");
	assert_path(r, "main.items[2].x", "main.items[2].x");
	assert_path(r, "main.items['乙'].x", "main.items[1].x");
	assert_path(r, "main.items[\"丙\"]", "main.items[2]");
	assert_path(r, "grid_part.grid.r1.p", "grid_part.grid.r1.p");
	assert_no_path(r, "main.totl", "did you mean 'total'");
	assert_no_path(r, "mian.total", "did you mean 'main'");
	assert_no_path(r, "main.items[3].x", "3 rows");
	assert_no_path(r, "main.items[-1].x", "3 rows");
	assert_no_path(r, "main.items[99999999999999999999].x", "3 rows");
	assert_no_path(r, "main.items['丁'].x", "no row");
	assert_no_path(r, "main.items[1.x", "]");
	assert_no_path(r, "main.items['甲", "no row");
	assert_no_path(r, "main.items[1].xx", "no 'xx'");
	assert_no_path(r, "main.a.b", "too much");
	assert_no_path(r, "grid_part.grid.r2.q", "no 'q'");
	assert_no_path(r, "grid_part.grid.r1", "column");
	assert_no_path(r, "", "''");
	set_to(r, "main.items[0].name", "it's");
	assert_path(r, "main.items['it''s'].x", "main.items[0].x");
	report_free(r);
	form_free(f);
}

static void assert_place(struct report *r, const char *path, unsigned line, unsigned column)
{
	struct place at = report_place(r, spot_at(r, path));

	if (at.line != line || at.column != column)
		fail_msg("%s is at %u:%u, not %u:%u", path, at.line, at.column, line, column);
}

static void a_place_is_the_value_or_its_key_or_its_section(void **state)
{
	struct form *f = rich();
	struct report *r = block(f);

	(void)state;
	assert_place(r, "main.a", 7, 6);
	assert_place(r, "main.only", 23, 9);
	assert_place(r, "main.items", 25, 3);
	assert_place(r, "main.items[1]", 36, 7);
	assert_place(r, "main.items[1].x", 37, 10);
	assert_place(r, "grid_part.grid.r1.q", 51, 22);
	assert_place(r, "grid_part.after", 49, 1);
	assert_place(r, "main.sum1", 5, 1);
	set_to(r, "main.a", "");
	assert_place(r, "main.a", 7, 6); /* in the file as it was read */
	report_free(r);
	r = report_of(f, "form: rich\nmain:\n  a:\n  b: null\n  n: ''\n");
	assert_place(r, "main.a", 3, 3);
	assert_place(r, "main.b", 4, 3);
	assert_place(r, "main.n", 5, 3);
	assert_place(r, "last.note", 1, 1);
	report_free(r);
	form_free(f);
}

static void labels_name_the_row_by_its_key(void **state)
{
	struct form *f = rich();
	struct report *r = block(f);
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 0);
	report_label(r, spot_at(r, "main.items[1].x"), &out);
	assert_string_equal(out.text, "明细 2（乙） · 金额");
	strbuf_clear(&out);
	report_label(r, spot_at(r, "main.groups[0].kind"), &out);
	assert_string_equal(out.text, "分类 1 · 类");
	strbuf_release(&out);
	report_free(r);
	form_free(f);
}

static void values_are_shown_at_their_decimals(void **state)
{
	struct form *f = rich();
	struct report *r = block(f);
	struct strbuf out;

	(void)state;
	assert_string_equal(shown(r, "main.a"), "74.00");
	assert_string_equal(shown(r, "main.f"), "true");
	assert_string_equal(shown(r, "main.ks"), "专项\n其他");
	assert_string_equal(shown(r, "main.t"), "0012");
	assert_string_equal(shown(r, "last.flag"), "true");
	set_to(r, "main.a", "89.974");
	assert_string_equal(shown(r, "main.a"), "89.974");
	set_to(r, "main.a", "0");
	assert_string_equal(shown(r, "main.a"), "0.00");
	strbuf_init(&out, 0);
	report_show(r, spot_at(r, "main.a"), false, &out);
	assert_string_equal(out.text, "无");
	strbuf_clear(&out);
	set_to(r, "main.a", "1234567.5");
	report_show(r, spot_at(r, "main.a"), false, &out);
	assert_string_equal(out.text, "1,234,567.50");
	strbuf_clear(&out);
	report_show(r, spot_at(r, "main.ks"), false, &out);
	assert_string_equal(out.text, "专项、其他");
	strbuf_release(&out);
	set_to(r, "main.b", "不适用");
	assert_string_equal(shown(r, "main.b"), "不适用");
	report_free(r);
	form_free(f);
}

static void assert_refused(struct report *r, const char *path, const char *text, bool as_it_is, enum error_kind kind)
{
	struct error e = { .kind = ERR_NONE };
	size_t done = report_history_done(r);

	assert_false(report_set(r, spot_at(r, path), text, strlen(text), as_it_is, &e));
	assert_int_equal(e.kind, kind);
	assert_int_equal(report_history_done(r), done);
}

static void what_does_not_fit_is_refused_unless_it_is_to_stay_as_it_is(void **state)
{
	struct form *f = rich();
	struct report *r = block(f);
	struct error e;
	row_id row = report_row_at(r, f->tables[0], 0);

	(void)state;
	assert_refused(r, "main.a", "abc", false, ERR_VALUE);
	assert_refused(r, "main.k", "没有", false, ERR_VALUE);
	assert_refused(r, "main.t", "ab", false, ERR_VALUE);
	assert_refused(r, "main.t", "ABCDEFGHI", false, ERR_VALUE);
	assert_refused(r, "main.d", "2022-02-30", false, ERR_VALUE);
	assert_refused(r, "main.sum1", "1", true, ERR_REFUSED);
	assert_refused(r, "main.items[0].z", "1", true, ERR_REFUSED);
	assert_refused(r, "main.items", "1", true, ERR_PATH);
	set_to(r, "main.a", "abc");
	assert_int_equal(report_worst_at(r, spot_at(r, "main.a")), SEVERITY_ERROR);
	row_out(r, "main.items", 0);
	assert_false(report_set(r, (struct spot){ f->tables[0]->section, f->tables[0]->columns[0], row }, "x", 1, true, &e));
	assert_false(report_delete(r, f->tables[0], row, &e));
	assert_false(report_move(r, f->tables[0], row, 0, &e));
	assert_false(report_move(r, f->tables[0], report_row_at(r, f->tables[0], 0), 2, &e));
	assert_false(report_insert(r, f->tables[0], 9, &row, &e));
	for (unsigned i = 2; i < 40; i++)
		row_into(r, "main.items", 0);
	assert_false(report_insert(r, f->tables[0], 0, &row, &e));
	assert_int_equal(e.kind, ERR_LIMIT);
	report_free(r);
	form_free(f);
}

static void what_stands_in_the_place_of_something_else_is_not_edited_over(void **state)
{
	struct form *f = rich();
	struct report *r = report_of(f, "form: rich\nmain:\n  items: 5\n  a: [1]\ngrid_part: 7\n");
	struct error e;
	row_id row;

	(void)state;
	assert_false(report_insert(r, f->tables[0], 0, &row, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_refused(r, "grid_part.grid.r1.p", "1", false, ERR_REFUSED);
	set_to(r, "main.a", "1");
	assert_writes(r, "form: rich\nmain:\n  items: 5\n  a: 1\ngrid_part: 7\n");
	report_free(r);
	form_free(f);
}

static bool refuse(void *to, const struct report *r, const struct edit *e, bool backwards, struct error *reterr)
{
	unsigned *left = to;

	(void)r;
	(void)e;
	(void)backwards;
	if (*left) {
		--*left;
		return true;
	}
	return error_set(reterr, ERR_IO, NOWHERE, "no");
}

static void what_the_watcher_refuses_does_not_happen(void **state)
{
	struct form *f = rich();
	struct report *r = block(f);
	unsigned left = 0;
	struct error e;
	struct spot where;
	row_id row;

	(void)state;
	report_watch(r, (struct edit_watcher){ refuse, &left });
	assert_refused(r, "main.a", "5", false, ERR_IO);
	assert_false(report_insert(r, f->tables[0], 0, &row, &e));
	assert_int_equal(report_row_count(r, f->tables[0]), 3);
	assert_false(report_modified(r));
	left = 3;
	report_group_begin(r);
	set_to(r, "main.a", "5");
	set_to(r, "main.b", "6");
	set_to(r, "main.n", "7");
	report_group_end(r);
	left = 2; /* the third of the three is refused: all three stay */
	assert_false(report_undo(r, &where));
	left = 100;
	assert_string_equal(shown(r, "main.a"), "5.00");
	assert_string_equal(shown(r, "main.n"), "7");
	assert_true(report_undo(r, &where));
	assert_writes(r, rich_reports[2][1]);
	assert_false(report_modified(r));
	report_free(r);
	form_free(f);
}

static void modified_is_a_position_in_the_history(void **state)
{
	struct form *f = rich();
	struct report *r = block(f);
	struct spot where;

	(void)state;
	assert_false(report_modified(r));
	set_to(r, "main.a", "74.0"); /* what is there already is no edit */
	assert_false(report_modified(r));
	set_to(r, "main.a", "1");
	set_to(r, "main.a", "2");
	report_saved(r);
	assert_false(report_modified(r));
	assert_true(report_undo(r, &where));
	assert_true(report_modified(r));
	assert_ptr_equal(where.field, spot_at(r, "main.a").field);
	assert_true(report_redo(r, &where));
	assert_false(report_modified(r));
	assert_true(report_undo(r, &where));
	set_to(r, "main.a", "2"); /* the saved position is out of reach now */
	assert_true(report_modified(r));
	assert_false(report_can_redo(r));
	report_free(r);
	form_free(f);
}

static void a_group_that_is_taken_back_leaves_what_was_done_before_it(void **state)
{
	struct form *f = rich();
	struct report *r = block(f);
	struct spot where;

	(void)state;
	set_to(r, "main.a", "1");
	report_group_begin(r);
	set_to(r, "main.b", "2");
	row_into(r, "main.items", 1);
	row_out(r, "main.items", 0);
	report_group_cancel(r);
	assert_string_equal(shown(r, "main.b"), "12.30");
	assert_int_equal(report_row_count(r, f->tables[0]), 3);
	assert_false(report_can_redo(r));
	report_undo(r, &where);
	assert_writes(r, rich_reports[2][1]);
	report_free(r);
	form_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_name_every_place_and_wrong_ones_the_nearest),
		cmocka_unit_test(a_place_is_the_value_or_its_key_or_its_section),
		cmocka_unit_test(labels_name_the_row_by_its_key),
		cmocka_unit_test(values_are_shown_at_their_decimals),
		cmocka_unit_test(what_does_not_fit_is_refused_unless_it_is_to_stay_as_it_is),
		cmocka_unit_test(what_stands_in_the_place_of_something_else_is_not_edited_over),
		cmocka_unit_test(what_the_watcher_refuses_does_not_happen),
		cmocka_unit_test(modified_is_a_position_in_the_history),
		cmocka_unit_test(a_group_that_is_taken_back_leaves_what_was_done_before_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
