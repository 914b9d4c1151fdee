/* Comments: adding, answering, listing; and that they stay with their rows, whatever happens to those. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report_fixture.h"
#include "review/comment.h"

static const char form_text[] =
	"form: f\nversion: 1\ntitle: 表\nsections:\n  - id: s\n    title: 甲\n    fields:\n"
	"      - {id: a, label: 甲数, type: decimal, decimals: 2}\n"
	"      - {id: t, label: 明细, type: table, key: name, columns: [{id: name, label: 名, type: text}, {id: x, label: 额, type: decimal}]}\n"
	"      - {id: p, label: 无键, type: table, columns: [{id: v, label: 值, type: text}]}\n"
	"  - id: z\n    title: 乙\n    fields:\n"
	"      - id: m\n        label: 表\n        type: matrix\n        columns: [{id: q, label: 数, type: decimal}]\n        rows: [{id: r1, label: 一}, {id: r2, label: 二}]\n";

static const struct who li = { "李四", "2022-03-02T10:15:00+08:00" };

static row_id comment_at(struct report *r, struct spot s, const char *text)
{
	struct error e;
	row_id row = 0;

	if (!comment_add(r, s, li, text, strlen(text), &row, &e))
		fail_msg("%s", e.text);
	return row;
}

static struct comment read_comment(struct report *r, row_id row)
{
	struct comment c;

	assert_true(comment_read(r, row, &c));
	return c;
}

static void assert_words(struct words_of w, const char *expected)
{
	if (w.len != strlen(expected) || memcmp(w.text, expected, w.len) != 0)
		fail_msg("'%.*s', not '%s'", (int)w.len, w.text, expected);
}

static void a_comment_is_written_as_a_person_would_and_undone_without_a_trace(void **state)
{
	static const char text[] = "form: f\ns:\n  a: 1\n  t:\n    - name: 市政维护\n      x: 2\n";
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, text);
	row_id first = comment_at(r, spot_at(r, "s.t[0].x"), "请核对");
	struct error e;

	(void)state;
	assert_true(comment_reply_add(r, first, (struct who){ "王五", "2022-03-03T09:00:00+08:00" }, "已核对", strlen("已核对"), &e));
	comment_at(r, (struct spot){ NULL }, "总的来说可以");
	assert_true(comment_resolve(r, first, &e));
	assert_writes(r, "form: f\ns:\n  a: 1\n  t:\n    - name: 市政维护\n      x: 2\nreview:\n  - id: c1\n    path: s.t['市政维护'].x\n"
			 "    by: 李四\n    at: '2022-03-02T10:15:00+08:00'\n    text: |-\n      请核对\n    state: resolved\n    replies:\n"
			 "      - by: 王五\n        at: '2022-03-03T09:00:00+08:00'\n        text: 已核对\n"
			 "  - id: c2\n    by: 李四\n    at: '2022-03-02T10:15:00+08:00'\n    text: |-\n      总的来说可以\n    state: open\n");
	for (int steps = 0; steps < 4; steps++)
		assert_true(report_undo(r, &(struct spot){ NULL }));
	assert_false(report_can_undo(r));
	assert_writes(r, text);
	report_free(r);
	form_free(f);
}

static void a_reply_answers_and_states_go_to_and_fro(void **state)
{
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, "form: f\nreview:\n  - id: c7\n    path: s.a\n    text: 问\n    replies: 口头已答\n");
	row_id row = report_row_at(r, spot_at(r, "review").field, 0);
	struct comment c = read_comment(r, row);
	struct strbuf by, text;
	struct error e;

	(void)state;
	strbuf_init(&by, 0);
	strbuf_init(&text, 0);
	assert_int_equal(c.state, COMMENT_OPEN);
	assert_true(comment_reply(&c, 0, &by, NULL, &text));
	assert_string_equal(text.text, "口头已答");
	assert_false(comment_reply(&c, 1, &by, NULL, &text));
	assert_true(comment_reply_add(r, row, li, "再答", strlen("再答"), &e));
	c = read_comment(r, row);
	assert_int_equal(c.state, COMMENT_ANSWERED);
	strbuf_clear(&text);
	assert_true(comment_reply(&c, 0, &by, NULL, &text) && comment_reply(&c, 1, &by, NULL, &text));
	assert_string_equal(text.text, "口头已答再答");
	assert_true(comment_resolve(r, row, &e));
	assert_int_equal(read_comment(r, row).state, COMMENT_RESOLVED);
	assert_true(comment_reopen(r, row, &e));
	assert_int_equal(read_comment(r, row).state, COMMENT_OPEN);
	comment_at(r, spot_at(r, "s.a"), "又问");
	assert_words(read_comment(r, report_row_at(r, spot_at(r, "review").field, 1)).id, "c8");
	assert_false(comment_reply_add(r, row, li, " \n", 2, &e));
	assert_false(comment_add(r, spot_at(r, "s.a"), (struct who){ "", "" }, "a", 1, &row, &e));
	assert_false(comment_add(r, spot_at(r, "review"), li, "a", 1, &row, &e));
	strbuf_release(&by);
	strbuf_release(&text);
	report_free(r);
	form_free(f);
}

static void comments_are_listed_in_the_order_of_the_form_and_those_without_a_place_last(void **state)
{
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, "form: f\ns:\n  t:\n    - name: 甲\n    - name: 乙\nreview:\n  - {path: s.gone, text: x, state: open}\n");
	static const char *const paths[] = { "z.m.r2.q", "z", "s.t[1].x", "s.t[0]", "s.t", "s.a", "s" };
	static const char expected[] = "|s|s.a|s.t|s.t['甲']|s.t['乙'].x|z|z.m.r2.q|s.gone";
	struct strbuf out;
	struct error e;
	row_id *rows;
	size_t count;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
		comment_at(r, spot_at(r, paths[i]), "问");
	comment_at(r, (struct spot){ NULL }, "总");
	strbuf_init(&out, 0);
	assert_true(comment_list(r, COMMENTS_ALL, &rows, &count, &e));
	for (size_t i = 0; i < count; i++) {
		struct comment c = read_comment(r, rows[i]);

		strbuf_printf(&out, "%s%.*s", i ? "|" : "", (int)c.path.len, c.path.text);
	}
	assert_string_equal(out.text, expected);
	assert_true(comment_resolve(r, rows[0], &e));
	memory_free(rows);
	assert_true(comment_list(r, COMMENTS_OPEN, &rows, &count, &e));
	assert_int_equal(count, 8);
	memory_free(rows);
	assert_int_equal(comment_count(r, spot_at(r, "s.t")).open, 3);
	assert_int_equal(comment_count(r, spot_at(r, "s.t[1]")).open, 1);
	assert_int_equal(comment_count(r, spot_at(r, "s.t[1].x")).open, 1);
	assert_int_equal(comment_count(r, spot_at(r, "s.t[1].name")).open, 0);
	assert_int_equal(comment_count(r, spot_at(r, "z")).open, 2);
	assert_int_equal(comment_count(r, spot_at(r, "z.m")).open, 1);
	assert_int_equal(comment_count(r, (struct spot){ NULL }).open, 8);
	assert_int_equal(comment_count(r, (struct spot){ NULL }).resolved, 1);
	strbuf_release(&out);
	report_free(r);
	form_free(f);
}

static void a_deleted_row_leaves_its_comment_with_place_and_value(void **state)
{
	static const char text[] = "form: f\ns:\n  t:\n    - name: 甲\n      x: 1.5\n    - name: 乙\n      x: 2\n  p:\n    - v: 一\n    - v: 二\n";
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, text), *again;
	row_id keyed = comment_at(r, spot_at(r, "s.t[0].x"), "问"), plain = comment_at(r, spot_at(r, "s.p[1].v"), "问");
	struct strbuf out;
	struct comment c;

	(void)state;
	assert_words(read_comment(r, plain).label, "无键 2 · 值");
	row_out(r, "s.t", 0);
	row_out(r, "s.p", 0);
	row_out(r, "s.p", 0);
	out = text_of(r);
	again = report_of_len(f, out.text, out.len);
	for (int pass = 0; pass < 2; pass++) {
		c = read_comment(pass ? again : r, keyed);
		assert_true(c.gone);
		assert_words(c.label, "明细 1（甲） · 额：1.5");
		c = read_comment(pass ? again : r, plain);
		assert_true(c.gone);
		assert_words(c.label, "无键 1 · 值：二");
	}
	row_into(again, "s.t", 0);
	set_to(again, "s.t[0].name", "甲"); /* a row of that key is there again */
	assert_false(read_comment(again, keyed).gone);
	row_into(again, "s.p", 0);
	assert_true(read_comment(again, plain).gone);
	for (int steps = 0; steps < 3; steps++)
		report_undo(r, &(struct spot){ NULL });
	assert_false(read_comment(r, keyed).gone);
	assert_words(read_comment(r, keyed).label, "");
	assert_words(read_comment(r, plain).path, "s.p[1].v");
	assert_false(read_comment(r, plain).gone);
	report_free(again);
	report_free(r);
	strbuf_release(&out);
	form_free(f);
}

static void a_reason_and_what_was_carried_over_follow_a_renamed_key(void **state)
{
	static const char text[] = "form: f\ncarried:\n  - s.t['甲'].x   # 去年\n  - s.a\ns:\n  t:\n    - name: 甲\n      x: 1\n    - name: 乙\nreasons:\n  - check: c\n    path: s.t['甲'].x\n    text: 因\n";
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, text);
	size_t len;
	const char *kept;

	(void)state;
	set_to(r, "s.t[0].name", "丙's");
	kept = report_text(r, spot_at(r, "carried"), &len);
	assert_int_equal(len, strlen("s.t['丙''s'].x\ns.a"));
	assert_memory_equal(kept, "s.t['丙''s'].x\ns.a", len);
	kept = report_text(r, spot_at(r, "reasons[0].path"), &len);
	assert_memory_equal(kept, "s.t['丙''s'].x", len);
	row_out(r, "s.t", 0);
	kept = report_text(r, spot_at(r, "carried"), &len);
	assert_memory_equal(kept, "s.a", len);
	while (report_undo(r, &(struct spot){ NULL }))
		;
	assert_writes(r, text);
	report_free(r);
	form_free(f);
}

/* ---- at random ---- */

static uint32_t below(uint32_t *state, uint32_t n)
{
	*state = *state * 1664525u + 1013904223u;
	return n ? (*state >> 8) % n : 0;
}

static const char *const names[] = { "", "甲", "乙", "丙", "it's", "a]b", "甲 1", "  " };

static void random_edit(struct report *r, uint32_t *state)
{
	static const char *const tables[] = { "s.t", "s.p" };
	const struct field *t = spot_at(r, tables[below(state, 2)]).field;
	uint32_t count = report_row_count(r, t), kind = below(state, 6);
	const char *name = names[below(state, ARRAY_SIZE(names))];
	struct error e;
	row_id row = count ? report_row_at(r, t, below(state, count)) : 0;

	if (kind == 0 || !row)
		assert_true(report_insert(r, t, below(state, count + 1), &row, &e));
	else if (kind == 1)
		assert_true(report_delete(r, t, row, &e));
	else if (kind == 2)
		assert_true(report_move(r, t, row, below(state, count), &e));
	else
		assert_true(report_set(r, (struct spot){ t->section, t->columns[0], row }, name, strlen(name), true, &e));
}

#define COMMENTS 6

struct followed {
	row_id comment, row;
	struct spot spot;
	bool taken_on; /* its row is gone, and another one has the key that it had */
};

static bool holds(struct words_of w, const char *piece)
{
	for (size_t i = 0; i + strlen(piece) <= w.len; i++) {
		if (memcmp(w.text + i, piece, strlen(piece)) == 0)
			return true;
	}
	return false;
}

/* while nothing is saved each comment stands at the row that it was put at, or that row is gone */
static void assert_each_stands_at_its_row(struct report *r, struct followed *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *t = list[i].spot.field->table;
		struct comment c = read_comment(r, list[i].comment);
		bool there = report_row_index(r, t, list[i].row) != UINT32_MAX;

		if (there && (c.gone || c.spot.row != list[i].row || c.spot.field != list[i].spot.field))
			fail_msg("comment %zu: %.*s '%.*s' is not at its row %u", i, (int)c.path.len, c.path.text, (int)c.label.len, c.label.text, report_row_index(r, t, list[i].row));
		list[i].taken_on = !there && !c.gone && (list[i].taken_on || holds(c.path, "['"));
		if (!there && !c.gone && !list[i].taken_on)
			fail_msg("comment %zu: %.*s '%.*s' is at another row", i, (int)c.path.len, c.path.text, (int)c.label.len, c.label.text);
		if (!there && c.gone && !holds(c.label, "："))
			fail_msg("comment %zu: '%.*s' does not say what it was", i, (int)c.label.len, c.label.text);
	}
}

/* the same comments, at the same places or gone, in a report that was read from what the other wrote */
static void assert_same_comments(struct report *a, struct report *b)
{
	const struct field *review = spot_at(a, "review").field;

	assert_int_equal(report_row_count(a, review), report_row_count(b, review));
	for (uint32_t i = 0; i < report_row_count(a, review); i++) {
		struct comment x = read_comment(a, report_row_at(a, review, i)), y = read_comment(b, report_row_at(b, review, i));

		assert_int_equal(x.gone, y.gone);
		assert_int_equal(x.path.len, y.path.len);
		assert_memory_equal(x.path.text, y.path.text, x.path.len);
		if (!x.gone && x.spot.field)
			assert_int_equal(report_row_index(a, x.spot.field->table, x.spot.row), report_row_index(b, x.spot.field->table, y.spot.row));
	}
}

static void whatever_happens_to_rows_comments_stay_with_them(void **state)
{
	struct form *f = form_of(form_text);
	uint32_t seed = 11;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct report *r = report_of(f, "form: f\ns:\n  t:\n    - name: 甲\n    - name: 乙\n    - name: 甲\n    - x: 1\n  p:\n    - v: 一\n    - v: 一\n    - v: 二\n");
		struct followed list[COMMENTS];
		char start[4096];
		struct strbuf out;
		size_t undone = 0;

		for (size_t i = 0; i < COMMENTS; i++) {
			const struct field *t = spot_at(r, i % 2 ? "s.p" : "s.t").field;
			row_id row = report_row_at(r, t, below(&seed, report_row_count(r, t)));
			struct spot s = { t->section, t->columns[t->column_count - 1], row };

			list[i] = (struct followed){ comment_at(r, s, "问"), row, s };
		}
		out = text_of(r);
		snprintf(start, sizeof(start), "%s", out.text);
		strbuf_release(&out);
		for (int step = 0; step < 40; step++) {
			struct report *again;

			if (below(&seed, 4) == 0 && report_can_undo(r) && report_history_done(r) > 60)
				report_undo(r, &(struct spot){ NULL });
			else if (below(&seed, 6) == 0 && report_can_redo(r))
				report_redo(r, &(struct spot){ NULL });
			else
				random_edit(r, &seed);
			assert_int_equal(report_row_count(r, spot_at(r, "review").field), COMMENTS);
			assert_each_stands_at_its_row(r, list, COMMENTS);
			if (step % 8)
				continue;
			out = text_of(r);
			again = report_of_len(f, out.text, out.len);
			assert_same_comments(r, again);
			report_free(again);
			strbuf_release(&out);
		}
		while (report_undo(r, &(struct spot){ NULL }))
			undone++;
		while (undone-- && report_redo(r, &(struct spot){ NULL }))
			;
		assert_each_stands_at_its_row(r, list, COMMENTS);
		report_free(r);
	}
	form_free(f);
}

static void counts_of_problems_follow_what_comments_speak_of(void **state)
{
	struct form *f = form_of(form_text);
	uint32_t seed = 5;

	(void)state;
	for (int round = 0; round < 40; round++) {
		struct report *r = report_of(f, "form: f\ns:\n  t:\n    - name: 甲\n    - name: 乙\n  p:\n    - v: 一\nreview:\n  - path: s.t['甲'].x\n  - path: s.t[2].x\n  - path: s.p[1]\ncarried: [s.none]\n");

		for (int step = 0; step < 15; step++) {
			struct strbuf out, now, fresh;
			struct report *again;

			random_edit(r, &seed);
			out = text_of(r);
			again = report_of_len(f, out.text, out.len);
			strbuf_init(&now, 0);
			strbuf_init(&fresh, 0);
			report_finish(r);
			report_finish(again);
			dump_counts(r, NULL, &now);
			dump_counts(again, NULL, &fresh);
			assert_same("counts", now.text, fresh.text);
			strbuf_release(&now);
			strbuf_release(&fresh);
			strbuf_release(&out);
			report_free(again);
		}
		report_free(r);
	}
	form_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_comment_is_written_as_a_person_would_and_undone_without_a_trace),
		cmocka_unit_test(a_reply_answers_and_states_go_to_and_fro),
		cmocka_unit_test(comments_are_listed_in_the_order_of_the_form_and_those_without_a_place_last),
		cmocka_unit_test(a_deleted_row_leaves_its_comment_with_place_and_value),
		cmocka_unit_test(a_reason_and_what_was_carried_over_follow_a_renamed_key),
		cmocka_unit_test(whatever_happens_to_rows_comments_stay_with_them),
		cmocka_unit_test(counts_of_problems_follow_what_comments_speak_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
