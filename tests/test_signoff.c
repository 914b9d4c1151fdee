/* Sign-offs: who may do what, what differs since, and that other programs' changes are told apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/data.h"
#include "base/sha256.h"
#include "report_fixture.h"
#include "review/signoff.h"

#include <unistd.h>

#define FIELDS \
	"sections:\n  - id: s\n    title: 甲\n    fields:\n" \
	"      - {id: a, label: 甲数, type: decimal, decimals: 2, required: true, max: 1000}\n" \
	"      - {id: w, label: 话, type: longtext}\n" \
	"      - {id: score, label: 评分, type: decimal, by: reviewer}\n" \
	"      - {id: budget, label: 预算, type: decimal, locked: true}\n" \
	"      - {id: sum, label: 和, type: decimal, decimals: 2, calculate: sum(t.x)}\n" \
	"      - {id: t, label: 明细, type: table, key: name, columns: [{id: name, label: 名, type: text}, {id: x, label: 额, type: decimal}, {id: said, label: 审, type: text, by: reviewer}]}\n" \
	"      - {id: p, label: 无键, type: table, columns: [{id: v, label: 值, type: text}]}\n" \
	"    checks:\n      - {id: sub, rule: 'a != 13', severity: submit, at: a, message: 十三}\n"

static const char form_text[] = "form: f\nversion: 1\ntitle: 表\n" FIELDS;
static const char form_of_levels[] = "form: f\nversion: 1\ntitle: 表\nlevels: [主管部门, 财政局]\n" FIELDS;
static const char filled[] = "form: f\ns:\n  a: 1.50\n  w: |\n    话\n  t:\n    - name: 甲\n      x: 1\n    - name: 乙\n      x: 2\n  p:\n    - v: 一\n";

static const struct who clerk = { "王五", "2022-03-01T09:00:00+08:00" }, reviewer = { "李四", "2022-03-02T10:15:00+08:00" };

static void sign(struct report *r, enum signoff_action a, enum role role)
{
	struct error e;

	report_act_as(r, role);
	if (!signoff(r, a, role == ROLE_REVIEWER ? reviewer : clerk, "请改", strlen("请改"), &e))
		fail_msg("%s", e.text);
}

static void assert_refused(struct report *r, enum signoff_action a, enum role role, const char *says)
{
	struct error e = { .text = "" };

	report_act_as(r, role);
	assert_false(signoff_may(r, a, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	if (!strstr(e.text, says))
		fail_msg("'%s' does not say '%s'", e.text, says);
}

static void hashes_are_those_of_the_standard(void **state)
{
	static const char *const known[][2] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		unsigned char hash[SHA256_BYTES];
		struct sha256 h;
		char hex[65];

		sha256_init(&h);
		for (const char *p = known[i][0]; *p; p++)
			sha256_add(&h, p, 1);
		sha256_end(&h, hash);
		for (size_t b = 0; b < SHA256_BYTES; b++)
			snprintf(hex + 2 * b, 3, "%02x", hash[b]);
		assert_string_equal(hex, known[i][1]);
	}
}

static void each_step_is_taken_by_whom_it_belongs_to_and_in_its_turn(void **state)
{
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, filled);
	struct error e;

	(void)state;
	assert_refused(r, SIGNOFF_APPROVE, ROLE_REVIEWER, "not been submitted");
	assert_refused(r, SIGNOFF_SUBMIT, ROLE_REVIEWER, "clerk");
	sign(r, SIGNOFF_SUBMIT, ROLE_CLERK);
	assert_string_equal(report_status(r), "submitted");
	assert_refused(r, SIGNOFF_SUBMIT, ROLE_CLERK, "already");
	assert_refused(r, SIGNOFF_APPROVE, ROLE_CLERK, "reviewer");
	sign(r, SIGNOFF_WITHDRAW, ROLE_CLERK);
	assert_string_equal(report_status(r), "draft");
	sign(r, SIGNOFF_SUBMIT, ROLE_CLERK);
	report_act_as(r, ROLE_REVIEWER);
	assert_false(signoff(r, SIGNOFF_RETURN, reviewer, " \n", 2, &e));
	assert_int_equal(e.kind, ERR_VALUE);
	sign(r, SIGNOFF_RETURN, ROLE_REVIEWER);
	assert_string_equal(report_status(r), "returned");
	sign(r, SIGNOFF_SUBMIT, ROLE_CLERK);
	assert_refused(r, SIGNOFF_PUBLISH, ROLE_CLERK, "approve");
	sign(r, SIGNOFF_APPROVE, ROLE_REVIEWER);
	assert_refused(r, SIGNOFF_WITHDRAW, ROLE_CLERK, "reopen");
	sign(r, SIGNOFF_PUBLISH, ROLE_CLERK);
	assert_string_equal(report_status(r), "published");
	assert_refused(r, SIGNOFF_PUBLISH, ROLE_CLERK, "already");
	sign(r, SIGNOFF_REOPEN, ROLE_REVIEWER);
	assert_string_equal(report_status(r), "draft");
	assert_int_equal(signoff_count(r), 8);
	while (report_undo(r, &(struct spot){ NULL }))
		;
	assert_string_equal(report_status(r), "draft");
	assert_writes(r, filled);
	report_free(r);
	form_free(f);
}

static void a_report_with_errors_blanks_or_open_comments_is_not_submitted(void **state)
{
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, filled);
	struct error e;
	row_id comment;

	(void)state;
	set_to(r, "s.a", "");
	assert_refused(r, SIGNOFF_SUBMIT, ROLE_CLERK, "blank");
	set_to(r, "s.a", "2000");
	assert_refused(r, SIGNOFF_SUBMIT, ROLE_CLERK, "error");
	set_to(r, "s.a", "13");
	assert_refused(r, SIGNOFF_SUBMIT, ROLE_CLERK, "check");
	set_to(r, "s.a", "5");
	assert_true(comment_add(r, spot_at(r, "s.a"), reviewer, "问", 3, &comment, &e));
	assert_refused(r, SIGNOFF_SUBMIT, ROLE_CLERK, "comment");
	assert_true(comment_reply_add(r, comment, clerk, "答", 3, &e));
	sign(r, SIGNOFF_SUBMIT, ROLE_CLERK);
	assert_true(comment_reopen(r, comment, &e));
	assert_refused(r, SIGNOFF_APPROVE, ROLE_REVIEWER, "comment");
	report_free(r);
	form_free(f);
}

static void levels_approve_one_after_the_other(void **state)
{
	struct form *f = form_of(form_of_levels);
	struct report *r = report_of(f, filled);
	struct signoff s;
	size_t approved;

	(void)state;
	sign(r, SIGNOFF_SUBMIT, ROLE_CLERK);
	assert_string_equal(signoff_level_due(r, &approved), "主管部门");
	sign(r, SIGNOFF_APPROVE, ROLE_REVIEWER);
	assert_string_equal(report_status(r), "submitted");
	assert_string_equal(signoff_level_due(r, &approved), "财政局");
	assert_int_equal(approved, 1);
	assert_refused(r, SIGNOFF_PUBLISH, ROLE_REVIEWER, "not been approved");
	sign(r, SIGNOFF_RETURN, ROLE_REVIEWER);
	sign(r, SIGNOFF_SUBMIT, ROLE_CLERK);
	sign(r, SIGNOFF_APPROVE, ROLE_REVIEWER);
	assert_string_equal(report_status(r), "submitted");
	sign(r, SIGNOFF_APPROVE, ROLE_REVIEWER);
	assert_string_equal(report_status(r), "approved");
	assert_null(signoff_level_due(r, &approved));
	assert_true(signoff_read(r, 5, &s));
	assert_int_equal(s.action, SIGNOFF_APPROVE);
	assert_memory_equal(s.level.text, "财政局", s.level.len);
	report_free(r);
	form_free(f);
}

/* ---- rights ---- */

static void what_each_may_change_goes_by_role_and_status(void **state)
{
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, "form: f\ncarried: [s.budget]\ns:\n  a: 1\n  budget: 3\n  t:\n    - name: 甲\n");
	struct error e;
	row_id row;

	(void)state;
	report_act_as(r, ROLE_CLERK);
	assert_true(report_set(r, spot_at(r, "s.a"), "2", 1, false, &e));
	assert_false(report_set(r, spot_at(r, "s.score"), "2", 1, false, &e));
	assert_false(report_set(r, spot_at(r, "s.t[0].said"), "x", 1, false, &e));
	assert_false(report_set(r, spot_at(r, "s.budget"), "2", 1, false, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_false(report_insert(r, spot_at(r, "history").field, 0, &row, &e));
	sign(r, SIGNOFF_SUBMIT, ROLE_CLERK);
	assert_false(report_set(r, spot_at(r, "s.a"), "3", 1, false, &e));
	assert_non_null(strstr(e.text, "withdraw"));
	assert_false(report_insert(r, spot_at(r, "s.t").field, 0, &row, &e));
	assert_false(report_delete(r, spot_at(r, "s.t").field, 1, &e));
	assert_false(report_may(r, spot_at(r, "s.a"), &e));
	assert_true(comment_add(r, spot_at(r, "s.t[0]"), clerk, "说明", 6, &row, &e));
	report_act_as(r, ROLE_REVIEWER);
	assert_true(report_set(r, spot_at(r, "s.score"), "95", 2, false, &e));
	assert_true(report_set(r, spot_at(r, "s.t[0].said"), "x", 1, false, &e));
	assert_false(report_set(r, spot_at(r, "s.a"), "3", 1, false, &e));
	assert_false(report_insert(r, spot_at(r, "s.t").field, 0, &row, &e));
	assert_false(report_insert(r, spot_at(r, "reasons").field, 0, &row, &e));
	report_free(r);
	r = report_of(f, "form: f\ns:\n  budget: 3\n"); /* typed in, not brought over */
	report_act_as(r, ROLE_CLERK);
	assert_true(report_set(r, spot_at(r, "s.budget"), "2", 1, false, &e));
	report_free(r);
	form_free(f);
}

/* ---- at random ---- */

static uint32_t below(uint32_t *state, uint32_t n)
{
	*state = *state * 1664525u + 1013904223u;
	return n ? (*state >> 8) % n : 0;
}

/* any edit, anywhere; refused ones do nothing */
static bool random_edit(struct report *r, uint32_t *state)
{
	static const char *const tables[] = { "s.t", "s.p", "s.t", "s.p", "history", "reasons", "conflicts" };
	static const char *const texts[] = { "", "甲", "乙", "1", "2.50", "it's", "两\n行\n", "{}" };
	static const char *const scalars[] = { "s.a", "s.w", "s.score", "s.budget", "carried", "annexes" };
	const char *text = texts[below(state, ARRAY_SIZE(texts))];
	struct error e;
	row_id row = 0;

	if (below(state, 3) == 0)
		return report_set(r, spot_at(r, scalars[below(state, ARRAY_SIZE(scalars) - (report_role(r) == ROLE_PROGRAM ? 2 : 0))]), text, strlen(text), true, &e);

	const struct field *t = spot_at(r, tables[below(state, report_role(r) == ROLE_PROGRAM ? 4 : 7)]).field;
	uint32_t count = report_row_count(r, t), kind = below(state, 5);

	row = count ? report_row_at(r, t, below(state, count)) : 0;
	if (kind == 0 || !row)
		return report_insert(r, t, below(state, count + 1), &row, &e);
	if (kind == 1)
		return report_delete(r, t, row, &e);
	if (kind == 2)
		return report_move(r, t, row, below(state, count), &e);
	return report_set(r, (struct spot){ t->section, t->columns[below(state, (uint32_t)t->column_count)], row }, text, strlen(text), true, &e);
}

/* every entered value by its path, as one sorted text */
static int line_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

struct values {
	char *line[256];
	size_t count;
};

static void add_value(struct report *r, struct values *v, struct spot s)
{
	struct strbuf out;
	size_t len;
	const char *text = report_text(r, s, &len);

	if (!len || report_is_calculated(s.field))
		return;
	strbuf_init(&out, 0);
	report_key_path(r, s, &out);
	strbuf_putc(&out, '\x01');
	strbuf_add(&out, text, len);
	assert_true(v->count < ARRAY_SIZE(v->line));
	v->line[v->count++] = strdup(out.text);
	strbuf_release(&out);
}

static struct values values_of(struct report *r)
{
	const struct form *f = report_form(r);
	struct values v = { .count = 0 };

	for (size_t i = 0; i < f->slot_count; i++) {
		if (!f->slots[i]->section->builtin)
			add_value(r, &v, (struct spot){ f->slots[i]->section, f->slots[i], 0 });
	}
	for (size_t i = 0; i < f->table_count; i++) {
		const struct field *t = f->tables[i];

		for (uint32_t n = 0; !t->builtin && n < report_row_count(r, t); n++) {
			for (size_t c = 0; c < t->column_count; c++)
				add_value(r, &v, (struct spot){ t->section, t->columns[c], report_row_at(r, t, n) });
		}
	}
	if (v.count)
		qsort(v.line, v.count, sizeof(char *), line_order);
	return v;
}

static void values_free(struct values *v)
{
	for (size_t i = 0; i < v->count; i++)
		free(v->line[i]);
}

static const char *value_at(const struct values *v, const char *path, size_t len)
{
	for (size_t i = 0; i < v->count; i++) {
		if (strncmp(v->line[i], path, len) == 0 && v->line[i][len] == '\x01')
			return v->line[i] + len + 1;
	}
	return "";
}

/* what `changed` should say: every path whose value differs, found by comparing all with all */
static void assert_changed(struct report *r, const struct values *signed_values, const char *what)
{
	struct values now = values_of(r);
	struct strbuf changed, text;
	struct data key, value;
	struct data_walk w;
	struct error e;
	size_t expected = 0, told = 0;

	strbuf_init(&changed, 0);
	strbuf_init(&text, 0);
	assert_true(report_changed(r, &changed, &e));
	for (size_t i = 0; i < signed_values->count; i++) {
		size_t len = strcspn(signed_values->line[i], "\x01");

		expected += strcmp(value_at(&now, signed_values->line[i], len), signed_values->line[i] + len + 1) != 0;
	}
	for (size_t i = 0; i < now.count; i++)
		expected += *value_at(signed_values, now.line[i], strcspn(now.line[i], "\x01")) == '\0';
	w = data_walk((struct data){ changed.text, changed.len });
	for (; data_next(&w, &key, &value); told++) {
		strbuf_clear(&text);
		data_text(key, &text);
		if (!data_says(value, value_at(signed_values, text.text, text.len), strlen(value_at(signed_values, text.text, text.len))) && data_kind(value) != DATA_NULL)
			fail_msg("%s: %s was signed as '%s': %s", what, text.text, value_at(signed_values, text.text, text.len), changed.text);
		if (strcmp(value_at(signed_values, text.text, text.len), value_at(&now, text.text, text.len)) == 0)
			fail_msg("%s: %s does not differ: %s", what, text.text, changed.text);
	}
	if (told != expected)
		fail_msg("%s: %zu differ, and %zu are told: %s", what, expected, told, changed.text);
	strbuf_release(&changed);
	strbuf_release(&text);
	values_free(&now);
}

static void assert_tampered(struct report *r, bool expected, const char *what)
{
	struct error e;
	bool tampered;

	assert_true(report_tampered(r, &tampered, &e));
	if (tampered != expected)
		fail_msg("%s: %s", what, tampered ? "taken for another program's" : "not noticed");
}

static struct report *saved_and_opened(struct form *f, struct report *r)
{
	struct strbuf out = text_of(r);
	struct report *again = report_of_len(f, out.text, out.len);
	struct strbuf second = text_of(again);

	assert_same("written again", second.text, out.text);
	strbuf_release(&second);
	strbuf_release(&out);
	return again;
}

static void what_differs_is_what_a_comparison_of_all_values_finds(void **state)
{
	struct form *f = form_of(form_text);
	uint32_t seed = 3;

	(void)state;
	for (int round = 0; round < 250; round++) {
		struct report *r = report_of(f, filled);
		struct strbuf signed_text;
		struct values signed_values;
		size_t steps = 0;

		sign(r, SIGNOFF_SUBMIT, ROLE_PROGRAM);
		if (round % 2) {
			struct report *again = saved_and_opened(f, r);

			report_free(r);
			r = again;
		}
		signed_text = text_of(r);
		signed_values = values_of(r);
		for (int step = 0; step < 25; step++) {
			if (below(&seed, 5) == 0 && steps) {
				steps -= report_undo(r, &(struct spot){ NULL });
			} else {
				const size_t before = report_history_done(r);

				(void)random_edit(r, &seed);
				steps += report_history_done(r) != before;
			}
			assert_changed(r, &signed_values, "in memory");
			assert_tampered(r, false, "in memory");
			if (below(&seed, 6) == 0) {
				struct report *again = saved_and_opened(f, r);

				assert_changed(again, &signed_values, "opened again");
				assert_tampered(again, false, "opened again");
				if (below(&seed, 2)) {
					report_free(r);
					r = again;
					steps = 0;
					strbuf_release(&signed_text);
					signed_text = text_of(r);
				} else {
					report_free(again);
				}
			}
		}
		while (steps) {
			assert_true(report_undo(r, &(struct spot){ NULL }));
			steps--;
		}
		assert_writes(r, signed_text.text);
		strbuf_release(&signed_text);
		values_free(&signed_values);
		report_free(r);
	}
	form_free(f);
}

static void a_second_sign_off_freezes_what_the_first_one_told(void **state)
{
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, filled), *again;
	struct strbuf once, twice;

	(void)state;
	sign(r, SIGNOFF_SUBMIT, ROLE_CLERK);
	sign(r, SIGNOFF_WITHDRAW, ROLE_CLERK);
	set_to(r, "s.a", "7");
	once = text_of(r);
	assert_non_null(strstr(once.text, "action: withdraw\n"));
	assert_non_null(strstr(once.text, "    changed:\n      s.a: 1.50\n"));
	sign(r, SIGNOFF_SUBMIT, ROLE_CLERK);
	assert_tampered(r, false, "signed twice");
	again = saved_and_opened(f, r);
	assert_tampered(again, false, "signed twice, opened again");
	twice = text_of(again);
	assert_memory_equal(once.text, twice.text, once.len); /* what the former said stays, byte for byte */
	report_free(again);
	assert_true(report_undo(r, &(struct spot){ NULL }));
	assert_writes(r, once.text);
	assert_true(report_redo(r, &(struct spot){ NULL }));
	assert_writes(r, twice.text);
	strbuf_release(&once);
	strbuf_release(&twice);
	report_free(r);
	form_free(f);
}

static void another_programs_change_is_told_apart(void **state)
{
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, filled);
	struct strbuf text;
	struct error e;
	char *at;

	(void)state;
	sign(r, SIGNOFF_SUBMIT, ROLE_CLERK);
	report_act_as(r, ROLE_REVIEWER);
	assert_true(report_set(r, spot_at(r, "s.score"), "90", 2, true, &e));
	text = text_of(r);
	report_free(r);
	for (size_t i = 0; i < text.len && strncmp(text.text + i, "history:", 8) != 0; i++) {
		const char was = text.text[i];

		if (was < '0' || was > '9' || i > text.len)
			continue;
		text.text[i] = was == '9' ? '8' : (char)(was + 1);
		r = report_of_len(f, text.text, text.len);
		at = strstr(text.text, "score:");
		/* (a value that is told as changed may change further) */
		assert_tampered(r, !(at && text.text + i > at && text.text + i < at + 12), "a byte of a value");
		text.text[i] = was;
		report_free(r);
	}
	r = report_of_len(f, text.text, text.len);
	assert_tampered(r, false, "as it was");
	report_free(r);
	strbuf_release(&text);
	form_free(f);
}

/* ---- what each leaves on the disk ---- */

/* the text without the program's own part and without lines of what reviewers fill in */
static void put_clerks_lines(const char *text, struct strbuf *out)
{
	static const char *const own[] = { "history:", "review:" };
	bool skipping = false;

	for (const char *line = text; *line; line += strcspn(line, "\n") + (line[strcspn(line, "\n")] == '\n')) {
		if (*line != ' ' && *line != '-') {
			skipping = false;
			for (size_t i = 0; i < ARRAY_SIZE(own); i++)
				skipping |= strncmp(line, own[i], strlen(own[i])) == 0;
		}
		if (!skipping && strncmp(line + strspn(line, " -"), "score:", 6) != 0 && strncmp(line + strspn(line, " -"), "said:", 5) != 0)
			strbuf_add(out, line, strcspn(line, "\n") + 1);
	}
}

static void a_reviewer_changes_nothing_on_the_disk_but_what_is_his(void **state)
{
	struct form *f = form_of(form_text);
	uint32_t seed = 9;
	size_t taken = 0;

	(void)state;
	for (int round = 0; round < 100; round++) {
		struct report *r = report_of(f, "form: f\ns:\n  a: 1.50\n  score: 1\n  t:\n    - name: 甲\n      x: 1\n      said: 无\n    - name: 乙\n      said: 无\n  p:\n    - v: 一\nhistory: []\n");
		struct strbuf before, after, a, b;
		struct error e;
		row_id row;

		sign(r, SIGNOFF_SUBMIT, ROLE_CLERK);
		before = text_of(r);
		report_act_as(r, ROLE_REVIEWER);
		for (int step = 0; step < 30; step++) {
			taken += random_edit(r, &seed);
			if (below(&seed, 8) == 0)
				assert_true(comment_add(r, spot_at(r, "s.t[0].x"), reviewer, "问", 3, &row, &e));
		}
		after = text_of(r);
		strbuf_init(&a, 0);
		strbuf_init(&b, 0);
		put_clerks_lines(before.text, &a);
		put_clerks_lines(after.text, &b);
		assert_same("the clerk's lines", a.text, b.text);
		strbuf_release(&a);
		strbuf_release(&b);
		strbuf_release(&before);
		strbuf_release(&after);
		report_free(r);
	}
	assert_true(taken > 0); /* what is his could be changed */
	form_free(f);
}

static void a_clerk_changes_nothing_in_a_submitted_report(void **state)
{
	static const enum signoff_action last[] = { SIGNOFF_SUBMIT, SIGNOFF_APPROVE, SIGNOFF_PUBLISH };
	struct form *f = form_of(form_text);
	uint32_t seed = 4;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(last); i++) {
		struct report *r = report_of(f, filled);
		struct strbuf before;

		for (size_t n = 0; n <= i; n++)
			sign(r, last[n], ROLE_PROGRAM);
		before = text_of(r);
		report_act_as(r, ROLE_CLERK);
		for (int step = 0; step < 300; step++)
			(void)random_edit(r, &seed);
		assert_writes(r, before.text);
		strbuf_release(&before);
		report_free(r);
	}
	form_free(f);
}

static void times_have_a_zone(void **state)
{
	char at[WHO_TIME];

	(void)state;
	setenv("TZ", "Asia/Shanghai", 1);
	who_now(at);
	assert_int_equal(strlen(at), strlen("2022-03-02T10:15:00+08:00"));
	assert_true((at[19] == '+' || at[19] == '-') && at[22] == ':');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_are_those_of_the_standard),
		cmocka_unit_test(each_step_is_taken_by_whom_it_belongs_to_and_in_its_turn),
		cmocka_unit_test(a_report_with_errors_blanks_or_open_comments_is_not_submitted),
		cmocka_unit_test(levels_approve_one_after_the_other),
		cmocka_unit_test(what_each_may_change_goes_by_role_and_status),
		cmocka_unit_test(what_differs_is_what_a_comparison_of_all_values_finds),
		cmocka_unit_test(a_second_sign_off_freezes_what_the_first_one_told),
		cmocka_unit_test(another_programs_change_is_told_apart),
		cmocka_unit_test(a_reviewer_changes_nothing_on_the_disk_but_what_is_his),
		cmocka_unit_test(a_clerk_changes_nothing_in_a_submitted_report),
		cmocka_unit_test(times_have_a_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
