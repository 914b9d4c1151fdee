#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "desk_fixture.h"

#include <errno.h>
#include <sys/wait.h>

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

static void assert_refused(const char *name, enum session_mode mode, enum error_kind kind, const char *says, struct error *e)
{
	struct session *s = NULL;

	assert_false(session_open(scratch_path(&scratch, name), mode, true, &s, e));
	assert_null(s);
	assert_int_equal(e->kind, kind);
	assert_non_null(strstr(e->text, says));
}

static void one_edited_field_is_one_changed_line(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_WRITE);
	struct error e;

	(void)state;
	desk_set(s, "s.a", "1.60");
	assert_true(session_save(s, false, &e));
	session_free(s);
	{
		char expected[sizeof(desk_report)];

		memcpy(expected, desk_report, sizeof(expected));
		memcpy(strstr(expected, "1.50"), "1.60", 4);
		scratch_assert(&scratch, "r.yaml", expected);
	}
	assert_int_equal(scratch_count(&scratch), 2); /* no lock, no journal, no backup is left */
}

static void a_report_that_was_not_edited_is_not_written(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct stat before, after;
	struct error e;

	(void)state;
	assert_int_equal(stat(scratch_path(&scratch, "r.yaml"), &before), 0);
	assert_true(session_save(s, false, &e));
	assert_int_equal(stat(scratch_path(&scratch, "r.yaml"), &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_false(scratch_has(&scratch, "r.yaml~"));
	session_free(s);
}

static void the_first_save_of_a_sitting_leaves_the_old_file(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct error e;

	(void)state;
	desk_set(s, "s.a", "1.60");
	assert_true(session_save(s, false, &e));
	assert_false(report_modified(s->report));
	scratch_assert(&scratch, "r.yaml~", desk_report);
	desk_set(s, "s.a", "1.70");
	assert_true(session_save(s, false, &e));
	scratch_assert(&scratch, "r.yaml~", desk_report);
	session_free(s);
	assert_int_equal(scratch_count(&scratch), 3);
}

static void a_file_that_another_program_changed_is_not_overwritten(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct error e;
	char *text;

	(void)state;
	desk_set(s, "s.a", "1.60");
	scratch_write(&scratch, "r.yaml", "form: form.yaml\ns: {a: 9}\n");
	assert_false(session_save(s, false, &e));
	assert_int_equal(e.kind, ERR_CHANGED);
	scratch_assert(&scratch, "r.yaml", "form: form.yaml\ns: {a: 9}\n");
	assert_true(report_modified(s->report));
	assert_true(session_save(s, true, &e));
	text = scratch_read(&scratch, "r.yaml", NULL);
	assert_non_null(strstr(text, "a: 1.60"));
	free(text);
	session_free(s);
}

static void a_change_of_the_same_size_in_the_same_instant_is_noticed(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_WRITE);
	char other[sizeof(desk_report)];
	struct timespec times[2];
	struct error e;
	struct stat st;

	(void)state;
	memcpy(other, desk_report, sizeof(other));
	memcpy(strstr(other, "1.50"), "8.50", 4);
	assert_int_equal(stat(scratch_path(&scratch, "r.yaml"), &st), 0);
	scratch_write(&scratch, "r.yaml", other);
	times[0] = st.st_atim;
	times[1] = st.st_mtim;
	assert_int_equal(utimensat(AT_FDCWD, scratch_path(&scratch, "r.yaml"), times, 0), 0);
	desk_set(s, "s.b", "3");
	assert_false(session_save(s, false, &e));
	assert_int_equal(e.kind, ERR_CHANGED);
	session_free(s);
}

static void a_file_that_was_only_touched_is_the_same(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_WRITE);
	struct error e;

	(void)state;
	scratch_write(&scratch, "r.yaml", desk_report);
	desk_set(s, "s.b", "3");
	assert_true(session_save(s, false, &e));
	session_free(s);
}

static void a_file_that_is_gone_is_written_anew(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct error e;

	(void)state;
	assert_int_equal(unlink(scratch_path(&scratch, "r.yaml")), 0);
	assert_true(session_save(s, false, &e));
	assert_true(s->made_anew);
	scratch_assert(&scratch, "r.yaml", desk_report);
	desk_set(s, "s.b", "3");
	assert_true(session_save(s, false, &e));
	assert_false(s->made_anew);
	session_free(s);
}

static void a_form_that_cannot_be_found_is_told_at_its_place(void **state)
{
	struct error e;

	(void)state;
	scratch_write(&scratch, "r.yaml", "# x\nform: overal-report\n");
	assert_refused("r.yaml", SESSION_READ, ERR_FORM, "'overall-report'", &e);
	assert_int_equal(e.line, 2);
	assert_int_equal(e.column, 7);
	scratch_write(&scratch, "r.yaml", "form: gone.yaml\n");
	assert_refused("r.yaml", SESSION_READ, ERR_FORM, "gone.yaml", &e);
	assert_int_equal(e.line, 1);
	scratch_write(&scratch, "r.yaml", "s: {a: 1}\n");
	assert_refused("r.yaml", SESSION_READ, ERR_FORM, "names no form", &e);
	assert_int_equal(e.line, 1);
}

static void a_mistake_in_the_form_is_told_where_it_is(void **state)
{
	struct error e;

	(void)state;
	scratch_write(&scratch, "form.yaml", "form: x\nversion: '1'\ntitle: x\nsectoins: []\n");
	assert_refused("r.yaml", SESSION_READ, ERR_FORM, "sectoins", &e);
	assert_non_null(strstr(e.file, "form.yaml"));
	assert_int_equal(e.line, 4);
}

static void a_file_that_is_not_there_leaves_no_lock(void **state)
{
	struct session *s;
	struct error e;

	(void)state;
	assert_false(session_open(scratch_path(&scratch, "gone.yaml"), SESSION_WRITE, true, &s, &e));
	assert_int_equal(e.kind, ERR_IO);
	assert_int_equal(scratch_count(&scratch), 2);
}

static int read_from_standard_input(void)
{
	struct session *s = NULL;
	struct error e;
	int pipe_fd[2];

	if (pipe(pipe_fd) != 0 || write(pipe_fd[1], "form: overall-report\n", 21) != 21 || dup2(pipe_fd[0], 0) < 0)
		return 1;
	close(pipe_fd[1]);
	if (session_open("-", SESSION_WRITE, true, &s, &e) || e.kind != ERR_REFUSED)
		return 2;
	if (!session_open("-", SESSION_READ, true, &s, &e))
		return 3;
	if (s->path || session_save(s, false, &e))
		return 4;
	session_free(s);
	return 0;
}

static void standard_input_can_be_read_and_not_saved(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0)
		_exit(read_from_standard_input());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void a_report_that_is_open_is_refused_to_others(void **state)
{
	struct session *first = desk_open(&scratch, SESSION_DESK), *second;
	struct strbuf notice;
	struct error e;

	(void)state;
	assert_refused("r.yaml", SESSION_WRITE, ERR_REFUSED, "open elsewhere", &e);
	desk_set(first, "s.a", "5");
	strbuf_init(&notice, 0);
	second = desk_open(&scratch, SESSION_READ);
	assert_true(session_notice(second, &notice));
	assert_non_null(strstr(notice.text, "last saved"));
	session_free(second);
	assert_true(scratch_has(&scratch, ".r.yaml.journal"));

	second = desk_open(&scratch, SESSION_DESK);
	assert_true(second->open_elsewhere);
	assert_int_equal(second->owner.pid, getpid());
	assert_null(second->recovery);
	desk_set(second, "s.a", "6");
	assert_false(session_save(second, false, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_false(session_take_over(second, &e));
	session_free(second);
	assert_true(scratch_has(&scratch, ".r.yaml.journal"));
	assert_true(scratch_has(&scratch, ".r.yaml.lock"));
	session_free(first);
	second = desk_open(&scratch, SESSION_READ);
	assert_false(session_notice(second, &notice));
	session_free(second);
	strbuf_release(&notice);
}

static void unsaved_edits_are_recovered_before_a_command_may_write(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct strbuf notice;
	struct error e;

	(void)state;
	desk_set(s, "s.a", "5");
	session_leave(s, true);
	assert_refused("r.yaml", SESSION_WRITE, ERR_REFUSED, "unsaved edits", &e);
	s = desk_open(&scratch, SESSION_READ);
	strbuf_init(&notice, 0);
	assert_true(session_notice(s, &notice));
	strbuf_release(&notice);
	session_free(s);
	s = desk_open(&scratch, SESSION_DESK);
	assert_true(session_recover(s, &e));
	assert_true(session_save(s, false, &e));
	session_free(s);
	s = desk_open(&scratch, SESSION_WRITE);
	assert_non_null(s);
	session_free(s);
}

static void a_silent_lock_can_be_taken_over_with_what_it_left(void **state)
{
	struct timespec old[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct error e;
	size_t len;

	(void)state;
	desk_set(s, "s.a", "5");
	session_leave(s, true);
	scratch_write(&scratch, ".r.yaml.lock", "name: li\nhost: another-host\nprocess: 1\nsince: 1\n");
	assert_int_equal(utimensat(AT_FDCWD, scratch_path(&scratch, ".r.yaml.lock"), old, 0), 0);
	s = desk_open(&scratch, SESSION_DESK);
	assert_true(s->open_elsewhere);
	assert_true(s->owner.silent);
	assert_true(session_take_over(s, &e));
	assert_non_null(s->recovery);
	assert_string_equal(report_text(s->report, desk_spot(s, "s.a"), &len), "5");
	assert_true(session_recover(s, &e));
	assert_true(session_save(s, false, &e));
	session_free(s);
	assert_int_equal(scratch_count(&scratch), 3);
}

static void saved_under_another_name_the_session_goes_on_there(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct error e;
	char *text;

	(void)state;
	desk_set(s, "s.a", "1.60");
	assert_false(session_save_as(s, scratch_path(&scratch, "form.yaml"), &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_true(session_save_as(s, scratch_path(&scratch, "other.yaml"), &e));
	assert_false(report_modified(s->report));
	scratch_assert(&scratch, "r.yaml", desk_report);
	assert_false(scratch_has(&scratch, ".r.yaml.lock"));
	assert_false(scratch_has(&scratch, ".r.yaml.journal"));
	assert_true(scratch_has(&scratch, ".other.yaml.lock"));
	desk_set(s, "s.a", "1.70");
	assert_true(scratch_has(&scratch, ".other.yaml.journal"));
	assert_true(session_save(s, false, &e));
	text = scratch_read(&scratch, "other.yaml", NULL);
	assert_non_null(strstr(text, "a: 1.70"));
	free(text);
	session_free(s);
	assert_int_equal(scratch_count(&scratch), 3);
}

/* opens, edits, saves; false when memory ran out on the way */
static bool a_sitting(void)
{
	struct session *s;
	struct error e;
	struct spot spot;
	row_id row;
	bool ok;

	if (!session_open(scratch_path(&scratch, "r.yaml"), SESSION_DESK, true, &s, &e))
		return false;
	ok = report_find(s->report, "s.a", &spot, &e) && report_set(s->report, spot, "1.60", 4, true, &e) &&
	     report_find(s->report, "s.rows", &spot, &e) && report_insert(s->report, spot.field, 0, &row, &e) &&
	     session_save(s, false, &e) && report_delete(s->report, spot.field, row, &e) && session_save(s, false, &e);
	session_leave(s, false);
	return ok;
}

static void memory_that_runs_out_loses_nothing(void **state)
{
	bool done = false;

	(void)state;
	for (long n = 0; !done; n += n < 300 ? 1 : 13) {
		struct session *s;

		assert_true(n < 20000);
		desk_files(&scratch);
		memory_fail_after = n;
		done = a_sitting();
		memory_fail_after = -1;
		if (scratch_has(&scratch, ".r.yaml.lock"))
			unlink(scratch.path); /* there was no memory to look whose it is */
		s = desk_open(&scratch, SESSION_DESK);
		assert_non_null(s);
		assert_true(session_refuse(s, &(struct error){ 0 }));
		session_free(s);
	}
	assert_int_equal(scratch_count(&scratch) > 2, true);
}

static void what_is_saved_is_what_is_read_again(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 25; seed++) {
		struct desk_random random = { seed * 104729 };
		struct session *s;
		struct error e;

		desk_files(&scratch);
		s = desk_open(&scratch, SESSION_WRITE);
		for (int i = 0; i < 20; i++) {
			char *values, *again;
			struct session *read;

			desk_random_step(s, &random);
			assert_true(session_save(s, false, &e));
			read = desk_open(&scratch, SESSION_READ);
			assert_non_null(read);
			values = desk_values(s);
			again = desk_values(read);
			assert_string_equal(again, values);
			session_free(read);
			free(values);
			free(again);
		}
		session_free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_edited_field_is_one_changed_line, setup, teardown),
		cmocka_unit_test_setup_teardown(a_report_that_was_not_edited_is_not_written, setup, teardown),
		cmocka_unit_test_setup_teardown(the_first_save_of_a_sitting_leaves_the_old_file, setup, teardown),
		cmocka_unit_test_setup_teardown(a_file_that_another_program_changed_is_not_overwritten, setup, teardown),
		cmocka_unit_test_setup_teardown(a_change_of_the_same_size_in_the_same_instant_is_noticed, setup, teardown),
		cmocka_unit_test_setup_teardown(a_file_that_was_only_touched_is_the_same, setup, teardown),
		cmocka_unit_test_setup_teardown(a_file_that_is_gone_is_written_anew, setup, teardown),
		cmocka_unit_test_setup_teardown(a_form_that_cannot_be_found_is_told_at_its_place, setup, teardown),
		cmocka_unit_test_setup_teardown(a_mistake_in_the_form_is_told_where_it_is, setup, teardown),
		cmocka_unit_test_setup_teardown(a_file_that_is_not_there_leaves_no_lock, setup, teardown),
		cmocka_unit_test_setup_teardown(standard_input_can_be_read_and_not_saved, setup, teardown),
		cmocka_unit_test_setup_teardown(a_report_that_is_open_is_refused_to_others, setup, teardown),
		cmocka_unit_test_setup_teardown(unsaved_edits_are_recovered_before_a_command_may_write, setup, teardown),
		cmocka_unit_test_setup_teardown(a_silent_lock_can_be_taken_over_with_what_it_left, setup, teardown),
		cmocka_unit_test_setup_teardown(saved_under_another_name_the_session_goes_on_there, setup, teardown),
		cmocka_unit_test_setup_teardown(memory_that_runs_out_loses_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_saved_is_what_is_read_again, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
