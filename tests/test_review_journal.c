/* Comments and sign-offs come back from the journal as they were. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk_fixture.h"

#include "review/signoff.h"

static struct scratch scratch;

static const struct who who = { "李四", "2022-03-02T10:15:00+08:00" };

static uint32_t below(uint32_t *state, uint32_t n)
{
	*state = *state * 1664525u + 1013904223u;
	return n ? (*state >> 8) % n : 0;
}

static const struct field *table(struct session *s, const char *path)
{
	return desk_spot(s, path).field;
}

static void random_step(struct session *s, uint32_t *seed)
{
	static const char *const keys[] = { "", "一", "二", "三", "四's" };
	struct report *r = s->report;
	const struct field *rows = table(s, "s.rows"), *review = table(s, "review");
	uint32_t count = report_row_count(r, rows), comments = report_row_count(r, review), kind = below(seed, 12);
	row_id row = count ? report_row_at(r, rows, below(seed, count)) : 0, new;
	const char *key = keys[below(seed, ARRAY_SIZE(keys))];
	struct spot ignored;
	struct error e;

	if (kind == 0)
		(void)report_undo(r, &ignored);
	else if (kind == 1)
		(void)report_redo(r, &ignored);
	else if (kind == 2)
		assert_true(signoff(r, (enum signoff_action)below(seed, SIGNOFF_COUNT), who, "意见", strlen("意见"), &e) || e.kind == ERR_REFUSED);
	else if (kind == 3 && row)
		assert_true(comment_add(r, (struct spot){ rows->section, rows->columns[below(seed, 3)], row }, who, "问\n二", strlen("问\n二"), &new, &e));
	else if (kind == 4 && comments)
		assert_true(comment_reply_add(r, report_row_at(r, review, below(seed, comments)), who, "答", strlen("答"), &e));
	else if (kind == 5 || !row)
		assert_true(report_insert(r, rows, below(seed, count + 1), &new, &e));
	else if (kind == 6)
		assert_true(report_delete(r, rows, row, &e));
	else if (kind == 7)
		assert_true(report_move(r, rows, row, below(seed, count), &e));
	else
		assert_true(report_set(r, (struct spot){ rows->section, rows->columns[kind == 8 ? 1 : 0], row }, kind == 8 ? "5" : key, kind == 8 ? 1 : strlen(key), true, &e));
}

/* all that the report says, without the manner in which the file says it */
static char *all_of(struct session *s)
{
	static const char *const tables[] = { "review", "history" };
	char *values = desk_values(s), *text;
	struct strbuf out;
	struct error e;

	strbuf_init(&out, 0);
	strbuf_printf(&out, "%s\n%s\n", report_status(s->report), values);
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		const struct field *f = table(s, tables[i]);
		const uint32_t count = report_row_count(s->report, f);

		for (uint32_t n = 0; n < count; n++) {
			strbuf_printf(&out, "\n%s ", tables[i]);
			for (size_t c = 0; c < f->column_count; c++) {
				if (n + 1 < count || strcmp(f->columns[c]->id, "changed") != 0)
					desk_add_value(s, f->columns[c], report_row_at(s->report, f, n), &out);
			}
		}
	}
	strbuf_puts(&out, "\nchanged ");
	assert_true(report_changed(s->report, &out, &e));
	text = strdup(out.text);
	strbuf_release(&out);
	free(values);
	return text;
}

static void replaying_gives_the_same_comments_sign_offs_and_differences(void **state)
{
	uint32_t seed = 2;

	(void)state;
	for (int round = 0; round < 60; round++) {
		struct session *s;
		struct error e;

		scratch_make(&scratch);
		desk_files(&scratch);
		s = desk_open(&scratch, SESSION_DESK);
		assert_non_null(s);
		for (int step = 0; step < 40; step++) {
			random_step(s, &seed);
			if (below(&seed, 15) == 0)
				assert_true(session_save(s, false, &e));
			if (below(&seed, 10) == 0) {
				char *bytes = all_of(s), *again;

				session_leave(s, true);
				s = desk_open(&scratch, SESSION_DESK);
				assert_non_null(s);
				again = all_of(s);
				if (strcmp(bytes, again) != 0)
					fail_msg("round %d, step %d:\n%s\n---- replayed:\n%s", round, step, bytes, again);
				if (s->recovery)
					assert_true(session_recover(s, &e));
				free(bytes);
				free(again);
			}
		}
		session_free(s);
		scratch_remove(&scratch);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replaying_gives_the_same_comments_sign_offs_and_differences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
