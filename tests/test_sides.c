/* Two reports side by side: what differs, by how much, and taking it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "merge_form.h"
#include "review/sides.h"

#include <string.h>

struct two {
	struct form *form;
	struct report *here, *there;
	struct sides *sides;
};

static struct two two_of(void)
{
	struct two t = { .form = form_of(merge_form) };

	t.here = report_of(t.form, merge_base);
	t.there = report_of(t.form, merge_base);
	return t;
}

static void make(struct two *t)
{
	struct error e;

	sides_free(t->sides);
	if (!sides_make(t->here, t->there, &t->sides, &e))
		fail_msg("%s", e.text);
}

static void free_two(struct two *t)
{
	sides_free(t->sides);
	report_free(t->here);
	report_free(t->there);
	form_free(t->form);
}

/* label | here | there | difference, a line each */
static void tell(const struct two *t, bool all, struct strbuf *out)
{
	struct strbuf percent;

	strbuf_init(&percent, 0);
	for (size_t i = 0; i < sides_count(t->sides, all); i++) {
		const struct sides_line *l = sides_line(t->sides, all, i);

		sides_label(t->sides, l, false, out);
		strbuf_puts(out, " | ");
		sides_shown(t->sides, l, false, out);
		strbuf_puts(out, " | ");
		sides_shown(t->sides, l, true, out);
		strbuf_puts(out, " | ");
		strbuf_clear(&percent);
		if (sides_difference(t->sides, l, out, &percent) && percent.len)
			strbuf_printf(out, " %s", percent.text);
		strbuf_puts(out, l->moved ? " moved\n" : "\n");
	}
	strbuf_release(&percent);
}

static void assert_tells(struct two *t, bool all, const char *expected)
{
	struct strbuf out;

	make(t);
	strbuf_init(&out, 0);
	tell(t, all, &out);
	assert_string_equal(out.text, expected);
	strbuf_release(&out);
}

static void put(struct report *r, const char *path, const char *text)
{
	struct error e;

	if (!report_set(r, spot_at(r, path), text, strlen(text), true, &e))
		fail_msg("%s: %s", path, e.text);
}

static void equal_reports_have_no_difference_and_are_listed_whole(void **state)
{
	struct two t = two_of();

	(void)state;
	assert_tells(&t, false, "");
	assert_int_equal(sides_differences(t.sides), 0);
	assert_true(sides_count(t.sides, true) > 15);
	free_two(&t);
}

static void differences_are_exact_with_their_share_of_the_other(void **state)
{
	struct two t = two_of();

	(void)state;
	put(t.here, "main.amount", "74.10");
	put(t.here, "main.grid.first.plan", "-5.00");
	put(t.there, "main.grid.second.plan", "3");
	assert_tells(&t, false,
		     "一、主要 |  |  | \n金额 | 74.10 | 74.00 | +0.10 +0.1%\n第一 · 计划 | -5.00 | 5.00 | -10.00 -200.0%\n第二 · 计划 |  | 3.00 | \n");
	assert_int_equal(sides_differences(t.sides), 3);
	free_two(&t);
}

static void rows_are_matched_by_key_and_lone_or_moved_ones_are_marked(void **state)
{
	struct two t = two_of();
	struct error e;

	(void)state;
	put(t.here, "main.items['乙'].x", "2.50");
	row_with(t.here, "main.items", 0, (const char *const[]){ "戊", "9", NULL });
	assert_true(report_delete(t.there, spot_at(t.there, "main.items").field, spot_at(t.there, "main.items['丙']").row, &e));
	assert_true(report_move(t.there, spot_at(t.there, "main.items").field, spot_at(t.there, "main.items['甲']").row, 2, &e));
	assert_tells(&t, false,
		     "一、主要 |  |  | \n合计 | 19.50 | 7.00 | +12.50 +178.6%\n"
		     "项目 1（戊） | 项目名 戊，数额 9.00 |  | \n项目 2（甲） |  |  |  moved\n"
		     "项目 3（乙） |  |  | \n数额 | 2.50 | 2.00 | +0.50 +25.0%\n占比 | 12.82 | 28.57 | -15.75 -55.1%\n项目 4（丙） | 项目名 丙，数额 3.00 |  | \n");
	free_two(&t);
}

static void long_texts_tell_the_paragraphs_that_differ(void **state)
{
	struct two t = two_of();
	struct strbuf out;

	(void)state;
	put(t.here, "main.story", "第一段。第二句。\n改过的一段。\n第三段。");
	make(&t);
	strbuf_init(&out, 0);
	assert_true(sides_paragraphs(t.sides, sides_line(t.sides, false, 1), "本：", "彼：", &out));
	assert_string_equal(out.text, "彼：第二段。\n本：改过的一段。");
	strbuf_release(&out);
	free_two(&t);
}

static void taking_every_difference_makes_them_equal_and_undo_brings_all_back(void **state)
{
	struct two t = two_of();
	struct strbuf before, after;
	struct error e;
	unsigned taken = 0;

	(void)state;
	put(t.there, "main.amount", "75");
	put(t.there, "main.items['乙'].x", "2.50");
	put(t.there, "main.tags", "甲类\n乙类");
	row_with(t.there, "main.items", 1, (const char *const[]){ "戊", "9", NULL });
	assert_true(report_delete(t.there, spot_at(t.there, "main.items").field, spot_at(t.there, "main.items['丙']").row, &e));
	assert_true(report_move(t.there, spot_at(t.there, "main.items").field, spot_at(t.there, "main.items['甲']").row, 3, &e));
	before = text_of(t.here);
	for (make(&t); sides_differences(t.sides) && taken < 20; make(&t), taken++) {
		const struct sides_line *l = NULL;

		for (size_t i = 0; i < sides_count(t.sides, false); i++) {
			l = sides_line(t.sides, false, i);
			if (l->counts && !(l->kind == SIDES_VALUE && report_is_calculated(l->field)))
				break;
		}
		if (!sides_take(t.sides, l, &e))
			fail_msg("%s", e.text);
	}
	assert_int_equal(sides_differences(t.sides), 0);
	while (report_undo(t.here, &(struct spot){ NULL }))
		;
	after = text_of(t.here);
	assert_string_equal(after.text, before.text);
	strbuf_release(&before);
	strbuf_release(&after);
	free_two(&t);
}

static void what_is_calculated_is_not_taken(void **state)
{
	struct two t = two_of();
	struct error e = { 0 };

	(void)state;
	put(t.there, "main.items['甲'].x", "8");
	make(&t);
	assert_false(sides_take(t.sides, sides_line(t.sides, false, 1), &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	free_two(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_reports_have_no_difference_and_are_listed_whole),
		cmocka_unit_test(differences_are_exact_with_their_share_of_the_other),
		cmocka_unit_test(rows_are_matched_by_key_and_lone_or_moved_ones_are_marked),
		cmocka_unit_test(long_texts_tell_the_paragraphs_that_differ),
		cmocka_unit_test(taking_every_difference_makes_them_equal_and_undo_brings_all_back),
		cmocka_unit_test(what_is_calculated_is_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
