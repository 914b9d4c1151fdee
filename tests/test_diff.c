/* Diff: two versions of a report by meaning. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "merge_form.h"

#include "review/align.h"
#include "review/diff.h"
#include "review/prose.h"

#include <time.h>

/* two copies of the base; `after` is what is edited */
struct two {
	struct form *form;
	struct report *before, *after;
};

static struct two two_of(const char *text)
{
	struct two t = { .form = form_of(merge_form) };

	t.before = report_of(t.form, text);
	t.after = report_of(t.form, text);
	return t;
}

static void free_two(struct two *t)
{
	report_free(t->before);
	report_free(t->after);
	form_free(t->form);
}

static void assert_tells(struct two *t, const char *expected)
{
	struct diff *d;
	struct error e = { 0 };
	struct strbuf out;

	if (!diff_reports(t->before, t->after, &d, &e))
		fail_msg("%s", e.text);
	strbuf_init(&out, 0);
	for (size_t i = 0; i < diff_count(d); i++) {
		const struct change *c = diff_change(d, i);

		strbuf_printf(&out, "%c ", "~+-^=*"[c->kind]);
		diff_path(d, c, &out);
		if (c->kind == CHANGE_MOVED) {
			strbuf_printf(&out, " %u>%u\n", c->from, c->to);
			continue;
		}
		strbuf_puts(&out, " ");
		diff_value(d, c, false, &out);
		strbuf_puts(&out, ">");
		diff_value(d, c, true, &out);
		strbuf_puts(&out, c->digits ? " digits\n" : "\n");
	}
	assert_string_equal(out.text, expected);
	strbuf_release(&out);
	diff_free(d);
}

static void equal_reports_have_no_changes(void **state)
{
	struct two t = two_of(merge_base);

	(void)state;
	assert_tells(&t, "");
	free_two(&t);
}

static void values_are_told_and_what_followed_from_them(void **state)
{
	struct two t = two_of(merge_base);

	(void)state;
	set_to(t.after, "main.amount", "74.00");
	set_to(t.after, "main.name", "");
	set_to(t.after, "main.grid.second.plan", "6");
	set_to(t.after, "main.items['乙'].x", "12.00");
	assert_tells(&t, "- main.name 某局>\n~ main.amount 74.0>74.00 digits\n~ main.items['乙'].x 2.00>12.00\n+ main.grid.second.plan >6\n"
			 "* main.total 10.00>20.00\n* main.stated 10.00>20.00\n* main.items['甲'].share 10.00>5.00\n* main.items['乙'].share 20.00>60.00\n"
			 "* main.items['丙'].share 30.00>15.00\n* main.items['丁'].share 40.00>20.00\n");
	free_two(&t);
}

static void rows_are_matched_by_key_renamed_moved_added_and_removed(void **state)
{
	struct two t = two_of(merge_base);
	static const char *const cells[] = { "戊", "4.00", NULL };

	(void)state;
	row_to(t.after, "main.items", 0, 2);
	set_to(t.after, "main.items['乙'].name", "新乙");
	row_out(t.after, "main.items", 3);
	row_with(t.after, "main.items", 0, cells);
	set_to(t.after, "main.items['戊'].note", "又");
	assert_tells(&t, "+ main.items['戊'] >{\"name\":\"戊\",\"x\":\"4.00\",\"note\":\"又\"}\n"
			 "= main.items['新乙'].name 乙>新乙\n^ main.items['甲'] 0>3\n- main.items['丁'] {\"name\":\"丁\",\"x\":\"4.00\"}>\n");
	free_two(&t);
}

static void rows_without_a_key_are_aligned_by_likeness(void **state)
{
	struct two t = two_of(merge_base);
	static const char *const cells[] = { "新", "全新", "没有", NULL };

	(void)state;
	row_with(t.after, "main.lines", 0, cells);
	set_to(t.after, "main.lines[2].body", "改");
	row_out(t.after, "main.lines", 1);
	assert_tells(&t, "+ main.lines[0] >{\"head\":\"新\",\"body\":\"全新\",\"more\":\"没有\"}\n"
			 "- main.lines[0] {\"head\":\"一\",\"body\":\"甲\",\"more\":\"子\"}>\n~ main.lines[1].body 乙>改\n");
	free_two(&t);
}

static void repeated_and_blank_keys_do_not_confuse_it(void **state)
{
	struct two t = two_of("form: kinds\nmain:\n  items:\n  - {name: 甲, x: 1, note: 子}\n  - {name: 甲, x: 2, note: 丑}\n  - {x: 3, note: 丙}\n"
			      "  - {name: 乙, x: 4}\n");

	(void)state;
	set_to(t.after, "main.items[1].x", "22");
	set_to(t.after, "main.items[2].x", "33");
	row_out(t.after, "main.items", 0);
	assert_tells(&t, "- main.items['甲'] {\"name\":\"甲\",\"x\":\"1\",\"note\":\"子\"}>\n~ main.items['甲'].x 2>22\n~ main.items[1].x 3>33\n"
			 "* main.total 10.00>59.00\n* main.stated 10.00>59.00\n* main.items['甲'].share 20.00>37.29\n"
			 "* main.items[1].share 30.00>55.93\n* main.items['乙'].share 40.00>6.78\n");
	free_two(&t);
}

static void old_names_are_the_same_place_and_unknown_keys_are_compared(void **state)
{
	struct two t = { .form = form_of(merge_form) };

	(void)state;
	t.before = report_of(t.form, "form: kinds\nmain:\n  former: 1.00\n  odd: {a: 1, b: [x]}\n  gone: 2\n  items:\n  - {name: 甲, what: 旧}\n");
	t.after = report_of(t.form, "form: kinds\nmain:\n  amount: 1.00\n  odd: {a: 1, b: [y]}\n  items:\n  - {name: 甲, what: 新}\nextra: 3\n");
	assert_tells(&t, "~ main.items['甲'].what \"旧\">\"新\"\n+ extra >3\n- main.gone 2>\n~ main.odd {\"a\":1,\"b\":[\"x\"]}>{\"a\":1,\"b\":[\"y\"]}\n");
	free_two(&t);
}

static void comments_and_signoffs_are_told_but_not_their_digests(void **state)
{
	struct two t = { .form = form_of(merge_form) };

	(void)state;
	t.before = report_of(t.form, "form: kinds\nhistory:\n- {at: '2022-01-01T00:00:00+08:00', by: 甲, action: submit, digest: 'sha256:a'}\n");
	t.after = report_of(t.form, "form: kinds\nhistory:\n- {at: '2022-01-01T00:00:00+08:00', by: 甲, action: submit, digest: 'sha256:b', changed: {main.name: x}}\n"
				    "review:\n- {id: c1, text: 请核对}\n");
	assert_tells(&t, "+ review[0] >{\"id\":\"c1\",\"text\":\"请核对\"}\n");
	free_two(&t);
}

static void of_a_long_text_only_the_sentences_that_changed_are_printed(void **state)
{
	struct two t = two_of(merge_base);
	struct diff *d;
	struct error e;
	struct strbuf out;

	(void)state;
	set_to(t.after, "main.story", "第一段。改了句。\n第二段。\n第三段。\n第四段。");
	assert_true(diff_reports(t.before, t.after, &d, &e));
	strbuf_init(&out, 0);
	diff_write_text(d, &out);
	assert_string_equal(out.text, "一、主要\n  说明：\n    - 第二句。\n    + 改了句。\n    + 第四段。\n");
	strbuf_release(&out);
	diff_free(d);
	free_two(&t);
}

static void reports_of_other_forms_are_refused(void **state)
{
	struct two t = two_of(merge_base);
	struct form *other = form_of(merge_form);
	struct report *r = report_of(other, merge_base);
	struct diff *d = NULL;
	struct error e = { 0 };

	(void)state;
	assert_false(diff_reports(t.before, r, &d, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_null(d);
	report_free(r);
	form_free(other);
	free_two(&t);
}

/* ---- its parts ---- */

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* by the definition */
static uint32_t longest_common(const uint64_t *a, uint32_t n, const uint64_t *b, uint32_t m)
{
	uint32_t best[33][33] = { 0 };

	for (uint32_t i = 1; i <= n; i++) {
		for (uint32_t j = 1; j <= m; j++) {
			best[i][j] = a[i - 1] == b[j - 1] ? best[i - 1][j - 1] + 1 : best[i - 1][j] > best[i][j - 1] ? best[i - 1][j] : best[i][j - 1];
		}
	}
	return best[n][m];
}

static void alignment_of_short_sequences_is_the_longest_there_is(void **state)
{
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		uint64_t a[32], b[32];
		uint32_t to_b[32], n = next_random(&seed) % 32, m = next_random(&seed) % 32, found = 0, last = 0;

		for (uint32_t i = 0; i < 32; i++) {
			a[i] = next_random(&seed) % 6;
			b[i] = next_random(&seed) % 6;
		}
		assert_true(align_equal(a, n, b, m, to_b));
		for (uint32_t i = 0; i < n; i++) {
			if (to_b[i] == ALIGN_NONE)
				continue;
			assert_true(a[i] == b[to_b[i]]);
			assert_true(!found || to_b[i] > last);
			last = to_b[i];
			found++;
		}
		assert_int_equal(found, longest_common(a, n, b, m));
	}
}

static void alignment_of_long_sequences_finds_what_was_taken_out(void **state)
{
	enum { N = 100000 };
	uint64_t *a = calloc(N, sizeof(*a)), *b = calloc(N, sizeof(*b));
	uint32_t *to_b = calloc(N, sizeof(*to_b)), m = 0;

	(void)state;
	assert_true(a && b && to_b);
	for (uint32_t i = 0; i < N; i++) {
		a[i] = i % 3 ? i + 10 : 7; /* every third is nothing to go by */
		if (i % 1000 != 500)
			b[m++] = a[i];
	}
	assert_true(align_equal(a, N, b, m, to_b));
	for (uint32_t i = 0; i < N; i++) {
		if (i % 1000 == 500 && i % 3)
			assert_int_equal(to_b[i], ALIGN_NONE);
		else if (i % 3)
			assert_int_equal(to_b[i], i - (i / 1000 + (i % 1000 > 500)));
	}
	free(a);
	free(b);
	free(to_b);
}

static void a_change_among_200000_rows_is_found_in_seconds(void **state)
{
	struct two t = { .form = form_of(merge_form) };
	struct strbuf text;
	struct timespec from, to;
	struct diff *d;
	struct error e;

	(void)state;
	strbuf_init(&text, 0);
	strbuf_puts(&text, "form: kinds\nmain:\n  items:\n");
	for (int i = 0; i < 200000; i++)
		strbuf_printf(&text, "  - {name: 项%d, x: %d.00}\n", i, i % 1000);
	strbuf_puts(&text, "  lines:\n");
	for (int i = 0; i < 100000; i++)
		strbuf_printf(&text, "  - {head: 条%d, body: 同}\n", i);
	t.before = report_of_len(t.form, text.text, text.len);
	t.after = report_of_len(t.form, text.text, text.len);
	set_to(t.after, "main.items[100000].note", "x");
	row_out(t.after, "main.lines", 50000);
	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_true(diff_reports(t.before, t.after, &d, &e));
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_int_equal(diff_count(d), 2);
	assert_true(to.tv_sec - from.tv_sec < 30); /* sanitizers and all; comparing each row with each would take hours */
	diff_free(d);
	strbuf_release(&text);
	free_two(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_reports_have_no_changes),
		cmocka_unit_test(values_are_told_and_what_followed_from_them),
		cmocka_unit_test(rows_are_matched_by_key_renamed_moved_added_and_removed),
		cmocka_unit_test(rows_without_a_key_are_aligned_by_likeness),
		cmocka_unit_test(repeated_and_blank_keys_do_not_confuse_it),
		cmocka_unit_test(old_names_are_the_same_place_and_unknown_keys_are_compared),
		cmocka_unit_test(comments_and_signoffs_are_told_but_not_their_digests),
		cmocka_unit_test(of_a_long_text_only_the_sentences_that_changed_are_printed),
		cmocka_unit_test(reports_of_other_forms_are_refused),
		cmocka_unit_test(alignment_of_short_sequences_is_the_longest_there_is),
		cmocka_unit_test(alignment_of_long_sequences_finds_what_was_taken_out),
		cmocka_unit_test(a_change_among_200000_rows_is_found_in_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
