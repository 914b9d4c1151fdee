/* Merge: what two people changed, three ways. Numbers in names are those of the rules in review/merge.h. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "merge_form.h"

#include "review/diff.h"
#include "review/merge.h"
#include "review/signoff.h"

struct three {
	struct form *form;
	struct report *base, *ours, *theirs;
};

static struct three three_of(const char *base, const char *ours, const char *theirs)
{
	struct three t = { .form = form_of(merge_form) };

	t.base = report_of(t.form, base);
	t.ours = report_of(t.form, ours);
	t.theirs = report_of(t.form, theirs);
	return t;
}

static struct three copies(void)
{
	return three_of(merge_base, merge_base, merge_base);
}

static void free_three(struct three *t)
{
	report_free(t->base);
	report_free(t->ours);
	report_free(t->theirs);
	form_free(t->form);
}

static size_t merge_now(struct three *t)
{
	struct merged m = { 0 };
	struct error e = { 0 };

	if (!merge_reports(t->base, t->ours, t->theirs, &m, &e))
		fail_msg("%s", e.text);
	return m.conflicts;
}

/* merges, and compares what is written then with `expected` put in place of one part of the base */
static void assert_merges(struct three *t, const char *part, const char *expected)
{
	struct strbuf wanted;
	const char *at = strstr(merge_base, part);

	assert_non_null(at);
	assert_int_equal(merge_now(t), 0);
	strbuf_init(&wanted, 0);
	strbuf_add(&wanted, merge_base, (size_t)(at - merge_base));
	strbuf_puts(&wanted, expected);
	strbuf_puts(&wanted, at + strlen(part));
	assert_writes(t->ours, wanted.text);
	strbuf_release(&wanted);
}

/* path, then base, ours, theirs */
static void assert_conflict(struct report *r, uint32_t n, const char *expected)
{
	struct conflict c;
	struct strbuf out;

	assert_true(merge_conflict(r, n, &c));
	strbuf_init(&out, 0);
	strbuf_add(&out, c.path.text, c.path.len);
	for (int side = 0; side < 3; side++) {
		strbuf_puts(&out, " | ");
		merge_conflict_shown(r, n, (enum side)side, &out);
	}
	assert_string_equal(out.text, expected);
	strbuf_release(&out);
}

static void resolve(struct report *r, uint32_t n, enum side side)
{
	struct error e = { 0 };

	if (!merge_resolve(r, n, side, &e))
		fail_msg("%s", e.text);
}

/* ---- by example ---- */

static void values_of_both_sides_come_together_and_only_their_lines_change_3(void **state)
{
	struct three t = copies();

	(void)state;
	set_to(t.ours, "main.name", "我局");
	report_saved(t.ours);
	set_to(t.theirs, "main.amount", "75.0");
	set_to(t.theirs, "main.items['乙'].x", "2.50");
	assert_int_equal(merge_now(&t), 0);
	assert_string_equal(shown(t.ours, "main.name"), "我局");
	assert_string_equal(shown(t.ours, "main.total"), "10.50");
	set_to(t.ours, "main.name", "某局");
	set_to(t.ours, "main.items['乙'].x", "2.00");
	assert_non_null(strstr(merge_base, "amount: 74.0   # 万元"));
	{
		struct strbuf text = text_of(t.ours);

		assert_non_null(strstr(text.text, "amount: 75.0   # 万元"));
		assert_int_equal(text.len, strlen(merge_base));
		strbuf_release(&text);
	}
	free_three(&t);
}

static void one_undo_takes_a_merge_back_3(void **state)
{
	struct three t = copies();
	struct spot where;

	(void)state;
	set_to(t.theirs, "main.name", "他局");
	row_out(t.theirs, "main.items", 1);
	row_to(t.theirs, "main.items", 0, 2);
	assert_int_equal(merge_now(&t), 0);
	assert_true(report_undo(t.ours, &where));
	assert_false(report_can_undo(t.ours));
	assert_writes(t.ours, merge_base);
	free_three(&t);
}

static void different_values_are_a_conflict_and_ours_stays_2(void **state)
{
	struct three t = copies();
	struct strbuf text, problems;

	(void)state;
	set_to(t.ours, "main.amount", "75.0");
	set_to(t.theirs, "main.amount", "76.0");
	set_to(t.ours, "main.tags", "乙类");
	set_to(t.theirs, "main.tags", "");
	assert_int_equal(merge_now(&t), 2);
	assert_string_equal(shown(t.ours, "main.amount"), "75.00");
	assert_conflict(t.ours, 0, "main.amount | 74.0 | 75.0 | 76.0");
	assert_conflict(t.ours, 1, "main.tags | 甲类 | 乙类 | —");
	text = text_of(t.ours);
	assert_non_null(strstr(text.text, "conflicts:\n"));
	strbuf_init(&problems, 0);
	dump_problems(t.ours, false, &problems);
	assert_non_null(strstr(problems.text, "error [conflict] main.amount: "));
	assert_non_null(strstr(problems.text, "75.0"));
	assert_non_null(strstr(problems.text, "76.0"));
	strbuf_release(&problems);
	{ /* it is read again as it was written */
		struct report *again = report_of_len(t.form, text.text, text.len);

		assert_conflict(again, 1, "main.tags | 甲类 | 乙类 | —");
		resolve(again, 1, SIDE_THEIRS);
		resolve(again, 0, SIDE_BASE);
		assert_string_equal(shown(again, "main.tags"), "");
		assert_string_equal(shown(again, "main.amount"), "74.00");
		assert_int_equal(merge_conflict_count(again), 0);
		report_free(again);
	}
	strbuf_release(&text);
	free_three(&t);
}

static void paragraphs_of_both_sides_come_together(void **state)
{
	struct three t = copies();

	(void)state;
	set_to(t.ours, "main.story", "新开头。\n第一段。第二句。\n第二段。\n第三段。");
	set_to(t.theirs, "main.story", "第一段。第二句。\n第二段。\n第三段改。\n第四段。");
	assert_int_equal(merge_now(&t), 0);
	assert_string_equal(shown(t.ours, "main.story"), "新开头。\n第一段。第二句。\n第二段。\n第三段改。\n第四段。");
	set_to(t.theirs, "main.story", "第一段。第二句。\n第二段他改。\n第三段。");
	set_to(t.ours, "main.story", "第一段。第二句。\n第二段我改。\n第三段。");
	assert_int_equal(merge_now(&t), 1);
	assert_string_equal(shown(t.ours, "main.story"), "第一段。第二句。\n第二段我改。\n第三段。");
	free_three(&t);
}

static void rows_added_removed_and_moved_by_theirs_are_so_in_ours(void **state)
{
	struct three t = copies();
	static const char *const cells[] = { "戊", "5.00", NULL };

	(void)state;
	row_out(t.theirs, "main.items", 1);
	row_with(t.theirs, "main.items", 1, cells);
	row_to(t.theirs, "main.items", 3, 0);
	assert_merges(&t, "  # 甲的说明\n  - {name: 甲, x: 1.00}\n  - {name: 乙, x: 2.00, note: 旧}\n  - {name: 丙, x: 3.00}\n  - {name: 丁, x: 4.00}\n",
		      "  - {name: 丁, x: 4.00}\n  # 甲的说明\n  - {name: 甲, x: 1.00}\n  - name: 戊\n    x: 5.00\n  - {name: 丙, x: 3.00}\n");
	free_three(&t);
}

static void a_row_that_both_added_is_merged_field_by_field(void **state)
{
	struct three t = copies();
	static const char *const ours[] = { "戊", "5.00", NULL }, *const theirs[] = { "戊", "5.50", "他的备注", NULL };

	(void)state;
	row_with(t.ours, "main.items", 4, ours);
	row_with(t.theirs, "main.items", 0, theirs);
	assert_int_equal(merge_now(&t), 1);
	assert_int_equal(report_row_count(t.ours, spot_at(t.ours, "main.items").field), 5);
	assert_string_equal(shown(t.ours, "main.items['戊'].note"), "他的备注");
	assert_conflict(t.ours, 0, "main.items['戊'].x | — | 5.00 | 5.50");
	free_three(&t);
}

static void a_row_removed_here_and_changed_there_is_a_conflict_1(void **state)
{
	struct three t = copies();

	(void)state;
	row_out(t.ours, "main.items", 0);
	set_to(t.theirs, "main.items['甲'].x", "1.50");
	row_out(t.theirs, "main.items", 1);
	set_to(t.ours, "main.items['乙'].x", "2.50");
	assert_int_equal(merge_now(&t), 2);
	assert_conflict(t.ours, 0, "main.items['甲'] | 项目名 甲，数额 1.00 | — | 项目名 甲，数额 1.50");
	assert_conflict(t.ours, 1, "main.items['乙'] | 项目名 乙，数额 2.00，备注 旧 | 项目名 乙，数额 2.50，备注 旧 | —");
	resolve(t.ours, 1, SIDE_THEIRS);
	resolve(t.ours, 0, SIDE_THEIRS);
	assert_string_equal(shown(t.ours, "main.items['甲'].x"), "1.50");
	assert_int_equal(report_row_count(t.ours, spot_at(t.ours, "main.items").field), 3);
	free_three(&t);
}

static void a_value_follows_its_row_when_the_other_side_renamed_it(void **state)
{
	struct three t = copies();

	(void)state;
	set_to(t.ours, "main.items['乙'].name", "新乙");
	set_to(t.theirs, "main.items['乙'].x", "2.50");
	assert_int_equal(merge_now(&t), 0);
	assert_string_equal(shown(t.ours, "main.items['新乙'].x"), "2.50");
	assert_int_equal(report_row_count(t.ours, spot_at(t.ours, "main.items").field), 4);
	free_three(&t);
}

static void rows_without_a_key_are_merged_too(void **state)
{
	struct three t = copies();
	static const char *const cells[] = { "又", "一", "行", NULL };

	(void)state;
	set_to(t.ours, "main.lines[1].body", "我改");
	row_with(t.ours, "main.lines", 0, cells);
	set_to(t.theirs, "main.lines[1].more", "他改");
	row_with(t.theirs, "main.lines", 3, cells);
	row_out(t.theirs, "main.lines", 2);
	assert_int_equal(merge_now(&t), 0);
	assert_int_equal(report_row_count(t.ours, spot_at(t.ours, "main.lines").field), 3); /* the new one of both once */
	assert_string_equal(shown(t.ours, "main.lines[2].body"), "我改");
	assert_string_equal(shown(t.ours, "main.lines[2].more"), "他改");
	free_three(&t);
}

static void what_the_form_does_not_know_is_a_conflict_where_theirs_changed_it_1(void **state)
{
	static const char base[] = "form: kinds\nmain:\n  odd: 1\n  same: 2\n  items:\n  - {name: 甲, what: 旧}\n";
	static const char theirs[] = "form: kinds@2\nmain:\n  odd: 3\n  same: 2\n  items:\n  - {name: 甲, what: 新}\n  - {name: 乙, what: 又}\n";
	struct three t = three_of(base, base, theirs);
	struct error e = { 0 };

	(void)state;
	assert_int_equal(merge_now(&t), 4);
	assert_conflict(t.ours, 0, "form | kinds | kinds | kinds@2");
	assert_conflict(t.ours, 1, "main.items['甲'].what | 旧 | 旧 | 新");
	assert_conflict(t.ours, 2, "main.items['乙'].what | — | — | 又");
	assert_conflict(t.ours, 3, "main.odd | 1 | 1 | 3");
	assert_false(merge_resolve(t.ours, 3, SIDE_THEIRS, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_int_equal(merge_conflict_count(t.ours), 4);
	resolve(t.ours, 3, SIDE_OURS);
	assert_int_equal(merge_conflict_count(t.ours), 3);
	free_three(&t);
}

static void comments_replies_and_signoffs_are_united(void **state)
{
	static const char base[] = "form: kinds\nmain: {}\nreview:\n- {id: c1, by: 王, at: '2022-03-02T10:00:00+08:00', text: 核对, state: open}\n"
				   "carried: [main.name, main.amount, main.tags]\n";
	static const char ours[] = "form: kinds\nmain: {}\nreview:\n- {id: c1, by: 王, at: '2022-03-02T10:00:00+08:00', text: 核对, state: answered, replies: [{by: 李, at: '2022-03-04T10:00:00+08:00', text: 已核}]}\n"
				   "- {id: c2, by: 李, at: '2022-03-05T10:00:00+08:00', text: 我的, state: open}\ncarried: [main.name, main.tags]\n"
				   "history:\n- {at: '2022-04-02T10:00:00+08:00', by: 李, action: submit}\n";
	static const char theirs[] = "form: kinds\nmain: {}\nreview:\n- {id: c1, by: 王, at: '2022-03-02T10:00:00+08:00', text: 核对, state: resolved, replies: [{by: 王, at: '2022-03-03T10:00:00+08:00', text: 催}]}\n"
				     "- {id: c2, by: 王, at: '2022-03-06T10:00:00+08:00', text: 他的, state: open}\ncarried: [main.name, main.amount]\n"
				     "history:\n- {at: '2022-04-01T10:00:00+08:00', by: 王, action: return}\n";
	struct three t = three_of(base, ours, theirs);

	(void)state;
	assert_int_equal(merge_now(&t), 0);
	assert_int_equal(report_row_count(t.ours, spot_at(t.ours, "review").field), 3);
	assert_string_equal(shown(t.ours, "review[0].state"), "resolved");
	assert_non_null(strstr(shown(t.ours, "review[0].replies"), "催\"},{"));
	assert_string_equal(shown(t.ours, "review[1].text"), "我的");
	assert_string_equal(shown(t.ours, "review[2].text"), "他的");
	assert_string_equal(shown(t.ours, "review[2].id"), "c3");
	assert_string_equal(report_status(t.ours), "submitted"); /* the later sign-off stays the last */
	assert_int_equal(report_row_count(t.ours, spot_at(t.ours, "history").field), 2);
	assert_string_equal(shown(t.ours, "carried"), "main.name");
	assert_int_equal(merge_now(&t), 0); /* once more brings nothing new */
	assert_int_equal(report_row_count(t.ours, spot_at(t.ours, "review").field), 3);
	free_three(&t);
}

static void a_comment_of_theirs_speaks_of_the_row_by_the_name_that_ours_gave_it(void **state)
{
	struct three t = copies();
	static const char *const cells[] = { "c1", "main.items['乙'].x", NULL };

	(void)state;
	set_to(t.ours, "main.items['乙'].name", "新乙");
	row_with(t.theirs, "review", 0, cells);
	assert_int_equal(merge_now(&t), 0);
	assert_string_equal(shown(t.ours, "review[0].path"), "main.items['新乙'].x");
	free_three(&t);
}

static void a_row_that_both_moved_elsewhere_is_a_conflict_of_places(void **state)
{
	struct three t = copies();

	(void)state;
	row_to(t.ours, "main.items", 0, 3);
	row_to(t.theirs, "main.items", 0, 2);
	assert_int_equal(merge_now(&t), 1);
	assert_conflict(t.ours, 0, "main.items['甲'] | 0 | 3 | 2");
	resolve(t.ours, 0, SIDE_THEIRS);
	assert_string_equal(shown(t.ours, "main.items[2].name"), "甲");
	free_three(&t);
	t = copies();
	row_to(t.ours, "main.items", 0, 2);
	row_to(t.theirs, "main.items", 0, 2);
	assert_int_equal(merge_now(&t), 0);
	free_three(&t);
}

/* ---- at random ---- */

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* every text that is put in has a mark of its own, ‹12›: so it can be told where it went */
static const char *marked(unsigned *mark)
{
	static char text[32];

	snprintf(text, sizeof(text), "<%u>", (*mark)++);
	return text;
}

static void edit_story(struct report *r, uint32_t *seed, unsigned *mark)
{
	struct strbuf text;
	const uint32_t at = next_random(seed) % 4, how = next_random(seed) % 3;
	const char *line = shown(r, "main.story");
	uint32_t n = 0;

	strbuf_init(&text, 0);
	for (; *line; n++) {
		const size_t len = strcspn(line, "\n");

		if (n == at && how != 0)
			strbuf_puts(&text, marked(mark));
		if (n == at && how == 2)
			strbuf_puts(&text, "\n");
		if (n != at || how == 2)
			strbuf_add(&text, line, len);
		line += len + (line[len] == '\n');
		if (*line && (n != at || how))
			strbuf_putc(&text, '\n');
	}
	set_to(r, "main.story", text.text);
	strbuf_release(&text);
}

static void edit_table(struct report *r, const char *table, uint32_t *seed, unsigned *mark)
{
	const struct field *t = spot_at(r, table).field;
	const uint32_t count = report_row_count(r, t), at = count ? next_random(seed) % count : 0, how = next_random(seed) % 7;
	struct error e;
	row_id row = report_row_at(r, t, at);

	if (!count || how == 0) {
		char key[32], other[32];
		const char *cells[3] = { key, NULL, NULL };

		snprintf(key, sizeof(key), "%s", marked(mark));
		snprintf(other, sizeof(other), "%s", marked(mark));
		cells[1] = t->key < 0 ? other : NULL;
		row_with(r, table, at, cells);
	} else if (how == 1) {
		row_out(r, table, at);
	} else if (how == 2) {
		row_to(r, table, at, next_random(seed) % count);
	} else {
		const struct field *f = t->columns[how == 3 && t->key < 0 ? 0 : how == 3 ? 0 : 2];
		const char *text = marked(mark);

		assert_true(report_set(r, (struct spot){ t->section, f, row }, text, strlen(text), true, &e));
	}
}

static void edit_something(struct report *r, uint32_t *seed, unsigned *mark)
{
	static const char *const places[] = { "main.name", "main.amount", "main.grid.first.plan", "main.grid.second.plan" };

	switch (next_random(seed) % 5) {
	case 0:
		set_to(r, places[next_random(seed) % ARRAY_SIZE(places)], next_random(seed) % 5 ? marked(mark) : "");
		break;
	case 1:
		edit_story(r, seed, mark);
		break;
	case 2:
		edit_table(r, "main.lines", seed, mark);
		break;
	default:
		edit_table(r, "main.items", seed, mark);
	}
}

/* every mark of `from` that the base does not have stands in `result` */
static void assert_holds_marks(const char *from, const char *base, const char *result)
{
	for (const char *at = from; (at = strchr(at, '<')) != NULL; at++) {
		char mark[32];

		snprintf(mark, sizeof(mark), "%.*s", (int)(strcspn(at, ">") + 1), at);
		if (!strstr(base, mark) && !strstr(result, mark))
			fail_msg("%s is lost\n--- base\n%s\n--- side\n%s\n--- result\n%s", mark, base, from, result);
	}
}

/* … and no row (a line of the base) that one side took out and the other left as it was still does */
static void assert_took_out(const char *from, const char *other, const char *base, const char *result)
{
	for (const char *at = strstr(base, "\n  - {"), *end; at; at = strstr(end, "\n  - {")) {
		char line[256], mark[32];

		end = at + 1 + strcspn(at + 1, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)(end - at), at);
		if (!strchr(line, '<') || !strstr(other, line))
			continue;
		snprintf(mark, sizeof(mark), "%.*s", (int)(strcspn(strchr(line, '<'), ">") + 1), strchr(line, '<'));
		if (!strstr(from, mark) && strstr(result, mark))
			fail_msg("%s is back\n--- side\n%s\n--- result\n%s", line, from, result);
	}
}

static void assert_same_values(struct report *a, struct report *b, uint32_t seed)
{
	struct diff *d;
	struct error e;

	assert_true(diff_reports(a, b, &d, &e));
	for (size_t i = 0; i < diff_count(d); i++) {
		struct strbuf out;

		if (diff_change(d, i)->kind == CHANGE_MOVED)
			continue;
		strbuf_init(&out, 0);
		diff_write_json(d, &out);
		fail_msg("seed %u: %s", seed, out.text);
	}
	diff_free(d);
}

static void resolve_all(struct report *r, enum side side)
{
	for (uint32_t n = merge_conflict_count(r); n > 0; n--)
		resolve(r, n - 1, side);
}

/* a base with marks in it, and two runs of edits on copies of it */
static struct three random_three(uint32_t *seed, struct report **ret_base_again)
{
	struct three t = { .form = form_of(merge_form) };
	unsigned mark = 100;

	t.base = report_of(t.form, merge_base);
	for (int i = 0; i < 12; i++)
		edit_something(t.base, seed, &mark);
	*ret_base_again = copy_of(t.form, t.base);
	t.ours = copy_of(t.form, t.base);
	t.theirs = copy_of(t.form, t.base);
	for (uint32_t i = next_random(seed) % 8; i > 0; i--)
		edit_something(t.ours, seed, &mark);
	for (uint32_t i = next_random(seed) % 8; i > 0; i--)
		edit_something(t.theirs, seed, &mark);
	return t;
}

static void of_random_edits_nothing_is_dropped_on_either_side_1_4(void **state)
{
	(void)state;
	for (uint32_t round = 1; round <= 1000; round++) {
		uint32_t seed = round;
		struct report *unused;
		struct three t = random_three(&seed, &unused);
		struct three back = { .form = t.form, .base = t.base, .ours = copy_of(t.form, t.theirs), .theirs = copy_of(t.form, t.ours) };
		struct strbuf base = text_of(t.base), ours = text_of(t.ours), theirs = text_of(t.theirs), result;
		size_t conflicts = merge_now(&t);

		result = text_of(t.ours);
		assert_holds_marks(ours.text, base.text, result.text);
		assert_holds_marks(theirs.text, base.text, result.text);
		assert_took_out(ours.text, theirs.text, base.text, result.text);
		assert_took_out(theirs.text, ours.text, base.text, result.text);
		if (merge_now(&back) != conflicts)
			fail_msg("seed %u: other conflicts the other way round", round);
		resolve_all(t.ours, SIDE_OURS);
		resolve_all(back.ours, SIDE_THEIRS);
		assert_same_values(t.ours, back.ours, round);
		strbuf_release(&base);
		strbuf_release(&ours);
		strbuf_release(&theirs);
		strbuf_release(&result);
		report_free(unused);
		report_free(back.ours);
		report_free(back.theirs);
		free_three(&t);
	}
}

static void with_one_side_unchanged_the_other_is_the_result_3(void **state)
{
	(void)state;
	for (uint32_t round = 1; round <= 500; round++) {
		uint32_t seed = round * 7919;
		struct report *base_again;
		struct three t = random_three(&seed, &base_again);
		struct three theirs_alone = { .form = t.form, .base = t.base, .ours = copy_of(t.form, t.base), .theirs = t.theirs };
		struct three ours_alone = { .form = t.form, .base = t.base, .ours = t.ours, .theirs = base_again };
		struct strbuf before = text_of(t.ours);

		assert_int_equal(merge_now(&ours_alone), 0);
		assert_writes(t.ours, before.text);
		assert_int_equal(merge_now(&theirs_alone), 0);
		assert_same_values(theirs_alone.ours, t.theirs, round);
		for (uint32_t i = 0; i < report_row_count(t.theirs, spot_at(t.theirs, "main.items").field); i++) {
			char path[32];
			struct strbuf wanted;

			snprintf(path, sizeof(path), "main.items[%u].name", i);
			strbuf_init(&wanted, 0);
			strbuf_puts(&wanted, shown(t.theirs, path));
			assert_string_equal(shown(theirs_alone.ours, path), wanted.text);
			strbuf_release(&wanted);
		}
		strbuf_release(&before);
		report_free(theirs_alone.ours);
		report_free(base_again);
		free_three(&t);
	}
}

static void without_memory_a_merge_fails_and_changes_nothing(void **state)
{
	bool done = false;

	(void)state;
	for (long after = 0; !done && after < 5000; after += 1 + after / 8) {
		uint32_t seed = 5;
		struct report *unused;
		struct three t = random_three(&seed, &unused);
		struct strbuf before = text_of(t.ours);
		struct merged m;
		struct error e = { 0 };

		memory_fail_after = after;
		done = merge_reports(t.base, t.ours, t.theirs, &m, &e);
		memory_fail_after = -1;
		if (!done) {
			assert_int_equal(e.kind, ERR_MEMORY);
			assert_writes(t.ours, before.text);
		}
		strbuf_release(&before);
		report_free(unused);
		free_three(&t);
	}
	assert_true(done);
}

/* ---- sign-offs ---- */

static void sign(struct report *r, enum signoff_action a, const char *at)
{
	struct error e;

	report_act_as(r, ROLE_CLERK);
	if (!signoff(r, a, (struct who){ "王五", at }, "", 0, &e))
		fail_msg("%s", e.text);
	report_act_as(r, ROLE_PROGRAM);
}

/* what was merged and saved, read again: nobody but this program changed it */
static void assert_untampered(struct three *t)
{
	struct report *again = copy_of(t->form, t->ours);
	struct error e;
	bool tampered;

	assert_true(report_tampered(again, &tampered, &e));
	if (tampered) {
		struct strbuf text = text_of(again);

		fail_msg("changed outside:\n%s", text.text);
	}
	report_free(again);
}

static struct report *signed_base(struct form *f)
{
	struct report *r = report_of(f, merge_base), *again;

	sign(r, SIGNOFF_SUBMIT, "2022-03-01T09:00:00+08:00");
	sign(r, SIGNOFF_WITHDRAW, "2022-03-01T10:00:00+08:00");
	again = copy_of(f, r);
	report_free(r);
	return again;
}

static void merged_edits_stand_as_changes_since_the_sign_off(void **state)
{
	struct three t = { .form = form_of(merge_form) };
	struct strbuf changed;
	struct error e;

	(void)state;
	t.base = signed_base(t.form);
	t.ours = copy_of(t.form, t.base);
	t.theirs = copy_of(t.form, t.base);
	set_to(t.ours, "main.amount", "75.0");
	set_to(t.theirs, "main.items['乙'].x", "2.50");
	assert_int_equal(merge_now(&t), 0);
	strbuf_init(&changed, 0);
	assert_true(report_changed(t.ours, &changed, &e));
	assert_non_null(strstr(changed.text, "main.amount"));
	assert_non_null(strstr(changed.text, "main.items['乙'].x"));
	assert_untampered(&t);
	strbuf_release(&changed);
	free_three(&t);
}

/* theirs signs what ours has edited meanwhile, and edits it further itself */
static struct three signed_by_theirs(bool keyless_rows)
{
	struct three t = { .form = form_of(merge_form) };

	t.base = signed_base(t.form);
	t.ours = copy_of(t.form, t.base);
	t.theirs = copy_of(t.form, t.base);
	set_to(t.ours, "main.amount", "75.0");
	set_to(t.ours, "main.items['乙'].x", "2.50");
	set_to(t.ours, "main.name", "另一局");
	set_to(t.theirs, "main.items['丙'].note", "新");
	set_to(t.theirs, "main.name", "又一局");
	if (keyless_rows)
		row_with(t.ours, "main.lines", 0, (const char *const[]){ "零", "零", NULL });
	sign(t.theirs, SIGNOFF_SUBMIT, "2022-03-02T09:00:00+08:00");
	sign(t.theirs, SIGNOFF_WITHDRAW, "2022-03-02T10:00:00+08:00");
	set_to(t.theirs, "main.grid.second.plan", "6.00");
	set_to(t.theirs, "main.items['丁'].x", "");
	return t;
}

static struct report *reread(struct three *t, struct report *r)
{
	struct report *again = copy_of(t->form, r);

	report_free(r);
	return again;
}

static void a_merged_sign_off_is_told_from_what_ours_had_edited(void **state)
{
	struct strbuf changed;
	struct error e;

	(void)state;
	for (int saved = 0; saved < 4; saved++) {
		struct three t = signed_by_theirs(saved & 2);

		if (saved & 1) { /* as git has them: all from files */
			t.ours = reread(&t, t.ours);
			t.theirs = reread(&t, t.theirs);
		}
		assert_int_equal(merge_now(&t), 1);
		strbuf_init(&changed, 0);
		assert_true(report_changed(t.ours, &changed, &e));
		assert_non_null(strstr(changed.text, "main.amount"));
		assert_non_null(strstr(changed.text, "main.items['乙'].x"));
		assert_non_null(strstr(changed.text, "main.items['丁'].x"));
		assert_non_null(strstr(changed.text, "main.grid.second.plan"));
		assert_null(strstr(changed.text, "main.items['丙']"));
		assert_untampered(&t);
		strbuf_release(&changed);
		/* an edit made after the merge and taken back by hand leaves what was signed */
		set_to(t.ours, "main.amount", "74.0");
		set_to(t.ours, "main.story", "新的。");
		assert_untampered(&t);
		strbuf_init(&changed, 0);
		assert_true(report_changed(t.ours, &changed, &e));
		assert_null(strstr(changed.text, "main.amount"));
		assert_non_null(strstr(changed.text, "main.story"));
		strbuf_release(&changed);
		free_three(&t);
	}
}

static void what_another_program_had_changed_in_ours_is_not_hidden_by_a_merged_sign_off(void **state)
{
	struct three t = signed_by_theirs(false);
	struct strbuf text = text_of(t.ours);
	struct error e;
	bool tampered;
	char *at = strstr(text.text, "plan: 5.00");

	(void)state;
	assert_non_null(at);
	at[6] = '9';
	report_free(t.ours);
	t.ours = report_of_len(t.form, text.text, text.len);
	assert_true(report_tampered(t.ours, &tampered, &e));
	assert_true(tampered);
	merge_now(&t);
	assert_true(report_tampered(t.ours, &tampered, &e));
	assert_true(tampered);
	strbuf_release(&text);
	free_three(&t);
}

static void without_memory_no_sign_off_is_merged(void **state)
{
	bool done = false;

	(void)state;
	for (long after = 0; !done && after < 5000; after += 1 + after / 16) {
		struct three t = signed_by_theirs(true);
		struct strbuf before = text_of(t.ours);
		struct merged m;
		struct error e = { 0 };

		memory_fail_after = after;
		done = merge_reports(t.base, t.ours, t.theirs, &m, &e);
		memory_fail_after = -1;
		if (done) {
			assert_untampered(&t);
		} else {
			assert_int_equal(e.kind, ERR_MEMORY);
			assert_writes(t.ours, before.text);
		}
		strbuf_release(&before);
		free_three(&t);
	}
	assert_true(done);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_of_both_sides_come_together_and_only_their_lines_change_3),
		cmocka_unit_test(one_undo_takes_a_merge_back_3),
		cmocka_unit_test(different_values_are_a_conflict_and_ours_stays_2),
		cmocka_unit_test(paragraphs_of_both_sides_come_together),
		cmocka_unit_test(rows_added_removed_and_moved_by_theirs_are_so_in_ours),
		cmocka_unit_test(a_row_that_both_added_is_merged_field_by_field),
		cmocka_unit_test(a_row_removed_here_and_changed_there_is_a_conflict_1),
		cmocka_unit_test(a_value_follows_its_row_when_the_other_side_renamed_it),
		cmocka_unit_test(rows_without_a_key_are_merged_too),
		cmocka_unit_test(what_the_form_does_not_know_is_a_conflict_where_theirs_changed_it_1),
		cmocka_unit_test(comments_replies_and_signoffs_are_united),
		cmocka_unit_test(a_comment_of_theirs_speaks_of_the_row_by_the_name_that_ours_gave_it),
		cmocka_unit_test(a_row_that_both_moved_elsewhere_is_a_conflict_of_places),
		cmocka_unit_test(of_random_edits_nothing_is_dropped_on_either_side_1_4),
		cmocka_unit_test(with_one_side_unchanged_the_other_is_the_result_3),
		cmocka_unit_test(without_memory_a_merge_fails_and_changes_nothing),
		cmocka_unit_test(merged_edits_stand_as_changes_since_the_sign_off),
		cmocka_unit_test(a_merged_sign_off_is_told_from_what_ours_had_edited),
		cmocka_unit_test(without_memory_no_sign_off_is_merged),
		cmocka_unit_test(what_another_program_had_changed_in_ours_is_not_hidden_by_a_merged_sign_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
