#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk/journal_private.h"
#include "desk_fixture.h"

#include <stdlib.h>
#include <time.h>

static struct scratch scratch;

static int setup(void **state)
{
	(void)state;
	scratch_make(&scratch);
	desk_files(&scratch);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	scratch_remove(&scratch);
	return 0;
}

/* (1) */
static void invariant_1_an_edit_is_in_the_file_when_it_has_taken_effect(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	char *text;

	(void)state;
	assert_non_null(s);
	assert_false(scratch_has(&scratch, ".r.yaml.journal"));
	desk_set(s, "s.name", "乙单位");
	text = scratch_read(&scratch, ".r.yaml.journal", NULL);
	assert_non_null(strstr(text, "set s.name 乙单位\t"));
	free(text);
	desk_set(s, "s.rows[1].k", "二之二");
	text = scratch_read(&scratch, ".r.yaml.journal", NULL);
	assert_non_null(strstr(text, "set s.rows[#2].k 二之二\t"));
	free(text);
	session_free(s);
	assert_false(scratch_has(&scratch, ".r.yaml.journal"));
}

/* (2) */
static void invariant_2_what_was_edited_comes_back(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	char *bytes, *again;
	struct error e;

	(void)state;
	desk_set(s, "s.name", "乙\\n单位\t一");
	desk_set(s, "s.long", "第一段\n\n第二段\n");
	assert_true(report_delete(s->report, desk_spot(s, "s.rows").field, 2, &e));
	bytes = desk_bytes(s);
	session_leave(s, true);

	s = desk_open(&scratch, SESSION_DESK);
	assert_non_null(s->recovery);
	assert_int_equal(s->recovery->differences, 3);
	assert_non_null(strstr(s->recovery->summary.text, "甲单位 → 乙"));
	again = desk_bytes(s);
	assert_string_equal(again, bytes);
	assert_true(session_recover(s, &e));
	assert_true(report_modified(s->report));
	free(again);
	free(bytes);
	session_free(s);
}

/* (2), and that a recovered report goes on as if nothing had happened */
static void invariant_2_random_edits_come_back_to_the_byte(void **state)
{
	unsigned recovered = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct desk_random random = { seed * 7919 };
		struct session *s;

		desk_files(&scratch);
		s = desk_open(&scratch, SESSION_DESK);
		for (int sitting = 0; sitting < 3; sitting++) {
			char *bytes, *values;

			for (uint32_t i = desk_below(&random, 30); i; i--)
				desk_random_step(s, &random);
			bytes = desk_bytes(s);
			values = desk_values(s);
			assert_null(journal_trouble(s->journal));
			session_leave(s, true);
			recovered += desk_recover_and_compare(&scratch, bytes, values, &s);
			free(bytes);
			free(values);
		}
		session_free(s);
	}
	assert_true(recovered > 80);
}

/* what is undone of before the save is undone in the journal too */
static void random_edits_and_saves_come_back_in_value(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 30; seed++) {
		struct desk_random random = { seed * 104729 };
		struct session *s;
		struct error e;
		char *values;

		desk_files(&scratch);
		s = desk_open(&scratch, SESSION_DESK);
		for (uint32_t i = 60; i; i--) {
			desk_random_step(s, &random);
			if (desk_below(&random, 8) == 0)
				assert_true(session_save(s, false, &e));
		}
		values = desk_values(s);
		session_leave(s, true);
		desk_recover_and_compare(&scratch, NULL, values, &s);
		free(values);
		session_free(s);
	}
}

/* leaves, and finds all of it again: nothing left out, nothing damaged */
static void leave_and_find_all(struct session *s)
{
	char *values = desk_values(s);
	struct journal_replay replayed;
	struct error e;

	session_leave(s, true);
	assert_true(session_open(scratch_path(&scratch, "r.yaml"), SESSION_READ, false, &s, &e));
	assert_true(journal_replay(s->path, &s->stamp, s->report, &replayed, &e));
	assert_false(replayed.torn);
	assert_false(replayed.damaged);
	session_free(s);
	assert_true(desk_recover_and_compare(&scratch, NULL, values, &s));
	session_free(s);
	free(values);
}

/* a row comes back whose values the saved file has not; what is calculated in it is nobody's edit */
static void a_new_row_with_a_calculated_column_undone_saved_and_redone_comes_back(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct spot where;
	struct error e;
	row_id row;

	(void)state;
	assert_true(report_insert(s->report, desk_spot(s, "s.rows").field, 1, &row, &e));
	assert_true(report_undo(s->report, &where));
	assert_true(session_save(s, true, &e));
	assert_true(report_redo(s->report, &where));
	desk_set(s, "s.rows[1].k", "又一行");
	leave_and_find_all(s);
}

static void a_row_with_a_calculated_column_deleted_saved_and_undone_comes_back(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct spot where;
	struct error e;

	(void)state;
	assert_true(report_delete(s->report, desk_spot(s, "s.rows").field, 2, &e));
	assert_true(session_save(s, false, &e));
	assert_true(report_undo(s->report, &where));
	desk_set(s, "s.rows[1].n", "8.00");
	leave_and_find_all(s);
}

static void truncate_journal(const char *whole, size_t len)
{
	FILE *f = fopen(scratch_path(&scratch, ".r.yaml.journal"), "w");

	assert_non_null(f);
	assert_int_equal(fwrite(whole, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

/* (2): cut anywhere, the report is as it was at the last complete line */
static void invariant_2_a_journal_cut_off_anywhere_gives_what_was_there_then(void **state)
{
	struct desk_random random = { 42 };
	struct session *s = desk_open(&scratch, SESSION_DESK);
	enum { STEPS = 25 };
	size_t sizes[STEPS], len;
	char *values[STEPS], *whole;

	(void)state;
	for (int i = 0; i < STEPS; i++) {
		desk_random_step(s, &random);
		free(scratch_read(&scratch, ".r.yaml.journal", &sizes[i]));
		values[i] = desk_values(s);
	}
	whole = scratch_read(&scratch, ".r.yaml.journal", &len);
	session_free(s);
	for (size_t cut = 0; cut <= len; cut += 7) {
		truncate_journal(whole, cut);
		s = desk_open(&scratch, SESSION_DESK);
		assert_non_null(s);
		session_free(s);
	}
	for (int i = 0; i < STEPS; i++) {
		truncate_journal(whole, sizes[i]);
		desk_recover_and_compare(&scratch, NULL, values[i], &s);
		session_free(s);
		truncate_journal(whole, sizes[i] + (sizes[i] < len ? 5 : 0));
		desk_recover_and_compare(&scratch, NULL, values[i], &s);
		session_free(s);
		free(values[i]);
	}
	free(whole);
}

/* what the first bytes of a journal say, without leaving a trace */
static char *values_up_to(const char *whole, size_t len)
{
	struct session *s;
	char *values;

	truncate_journal(whole, len);
	s = desk_open(&scratch, SESSION_DESK);
	assert_non_null(s);
	values = desk_values(s);
	session_free(s);
	journal_discard(scratch_path(&scratch, "r.yaml"));
	return values;
}

/* true when one of the edits put aside is just this file; all of them are removed */
static bool is_kept_aside(struct session *s, const char *bytes, size_t len)
{
	struct arena a = { 0 };
	const char **names;
	bool found = false;
	struct error e;
	size_t count;

	assert_true(session_asides(s, &a, &names, &count, &e));
	for (size_t i = 0; i < count; i++) {
		size_t size;
		char *text = scratch_read(&scratch, strrchr(names[i], '/') + 1, &size);

		found |= size == len && memcmp(text, bytes, len) == 0;
		free(text);
		assert_int_equal(unlink(names[i]), 0);
	}
	arena_release(&a);
	return found;
}

/* one bit of the journal turned: what is before its line comes back and nothing else, and the whole is still there */
static void check_damage(char *whole, size_t len, size_t at, unsigned bit, const char *expected)
{
	struct session *s;
	struct error e;
	char *values;
	bool told;

	whole[at] = (char)(whole[at] ^ (1 << bit));
	truncate_journal(whole, len);
	s = desk_open(&scratch, SESSION_DESK);
	assert_non_null(s);
	values = desk_values(s);
	if (strcmp(values, expected) != 0)
		fail_msg("bit %u of byte %zu turned: %s instead of %s", bit, at, values, expected);
	told = s->put_aside || (s->recovery && s->recovery->damaged);
	assert_true(session_recover(s, &e));
	assert_null(journal_trouble(s->journal));
	if (at + 1 < len && !(told && is_kept_aside(s, whole, len))) /* without its last byte it is only torn */
		fail_msg("bit %u of byte %zu turned: it is %s", bit, at, told ? "not kept" : "not told");
	session_free(s);
	free(values);
	whole[at] = (char)(whole[at] ^ (1 << bit));
}

/* (2): ZIPING_KILLS: every bit; else some, others each time */
static void invariant_2_of_a_damaged_journal_the_beginning_comes_back_and_the_whole_is_kept(void **state)
{
	struct desk_random random = { 7 };
	struct session *s = desk_open(&scratch, SESSION_DESK);
	size_t len, line = 0, stride = getenv("ZIPING_KILLS") ? 1 : 61;
	char *whole, *expected;

	(void)state;
	for (int i = 0; i < 25; i++)
		desk_random_step(s, &random);
	journal_typing(s->journal, s->report, desk_spot(s, "s.name"), "正在填", strlen("正在填"));
	journal_typing(s->journal, s->report, desk_spot(s, "s.name"), "正在填写", strlen("正在填写"));
	whole = scratch_read(&scratch, ".r.yaml.journal", &len);
	session_free(s);
	expected = values_up_to(whole, 0);
	for (size_t at = (size_t)time(NULL) % stride, done = 0; at / 8 < len; at += stride) {
		for (; done < at / 8; done++) {
			if (whole[done] != '\n')
				continue;
			free(expected);
			expected = values_up_to(whole, line = done + 1);
		}
		assert_true(line <= at / 8);
		check_damage(whole, len, at / 8, at % 8, expected);
	}
	free(expected);
	free(whole);
}

/* a damaged one that was put aside gives what can be read of it, and stays */
static void a_damaged_journal_that_was_put_aside_gives_what_can_be_read_of_it(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	size_t len, count, left_out, shown;
	struct arena a = { 0 };
	const char **names;
	struct error e;
	char *whole;

	(void)state;
	desk_set(s, "s.a", "77");
	desk_set(s, "s.rows[0].n", "78");
	desk_set(s, "s.b", "79");
	session_leave(s, true);
	whole = scratch_read(&scratch, ".r.yaml.journal", &len);
	whole[3] = 'X'; /* whose it is cannot be read */
	truncate_journal(whole, len);
	free(whole);
	s = desk_open(&scratch, SESSION_DESK);
	assert_true(s->put_aside);
	assert_null(s->recovery);
	assert_true(session_asides(s, &a, &names, &count, &e));
	assert_int_equal(count, 1);
	assert_true(session_bring_back(s, names[0], &left_out, &e));
	assert_int_equal(left_out, 1); /* the row's: nobody knows which row it was */
	assert_memory_equal(report_text(s->report, desk_spot(s, "s.a"), &shown), "77", 2);
	assert_memory_equal(report_text(s->report, desk_spot(s, "s.b"), &shown), "79", 2);
	assert_int_equal(access(names[0], F_OK), 0);
	arena_release(&a);
	session_free(s);
}

/* (3), (4) */
/* a step of many edits whose last one is undone and redone by turns: nothing is to be made and unmade each time */
static void a_journal_of_undo_and_redo_by_turns_takes_no_longer_than_it_is(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	clock_t start;
	struct strbuf lines;
	FILE *f;

	(void)state;
	report_group_begin(s->report);
	for (unsigned i = 0; i < 20000; i++)
		desk_set(s, "s.name", i % 2 ? "乙" : "丙");
	report_group_end(s->report);
	session_leave(s, true);
	strbuf_init(&lines, 0);
	for (unsigned i = 0; i < 20000; i++) {
		size_t from = lines.len;

		strbuf_puts(&lines, i % 2 ? "redo" : "undo");
		journal_line_end(&lines, from);
	}
	f = fopen(scratch_path(&scratch, ".r.yaml.journal"), "a");
	assert_non_null(f);
	assert_true(fputs(lines.text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	start = clock();
	s = desk_open(&scratch, SESSION_DESK);
	assert_true(clock() - start < 20 * CLOCKS_PER_SEC);
	assert_non_null(s->recovery);
	assert_non_null(strstr(s->recovery->summary.text, "→ 乙"));
	strbuf_release(&lines);
	session_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(invariant_1_an_edit_is_in_the_file_when_it_has_taken_effect, setup, teardown),
		cmocka_unit_test_setup_teardown(invariant_2_what_was_edited_comes_back, setup, teardown),
		cmocka_unit_test_setup_teardown(invariant_2_random_edits_come_back_to_the_byte, setup, teardown),
		cmocka_unit_test_setup_teardown(random_edits_and_saves_come_back_in_value, setup, teardown),
		cmocka_unit_test_setup_teardown(a_new_row_with_a_calculated_column_undone_saved_and_redone_comes_back, setup, teardown),
		cmocka_unit_test_setup_teardown(a_row_with_a_calculated_column_deleted_saved_and_undone_comes_back, setup, teardown),
		cmocka_unit_test_setup_teardown(invariant_2_a_journal_cut_off_anywhere_gives_what_was_there_then, setup, teardown),
		cmocka_unit_test_setup_teardown(invariant_2_of_a_damaged_journal_the_beginning_comes_back_and_the_whole_is_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(a_damaged_journal_that_was_put_aside_gives_what_can_be_read_of_it, setup, teardown),
		cmocka_unit_test_setup_teardown(a_journal_of_undo_and_redo_by_turns_takes_no_longer_than_it_is, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
