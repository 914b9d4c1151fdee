/*
 * A journal found beside a report that is opened: offered, put aside, or gone; and processes that are killed.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "desk/save_private.h"
#include "desk_fixture.h"

#include <signal.h>
#include <stdlib.h>
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

static void a_journal_whose_save_had_finished_is_not_offered(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct error e;
	char *journal;

	(void)state;
	desk_set(s, "s.a", "77");
	journal = scratch_read(&scratch, ".r.yaml.journal", NULL);
	assert_true(session_save(s, false, &e));
	assert_false(scratch_has(&scratch, ".r.yaml.journal"));
	/* killed between the renaming and the removal: the journal still lies there, and says what was about to be saved */
	journal_saving(s->journal, 0, 0);
	desk_set(s, "s.a", "78");
	session_leave(s, true);
	scratch_write(&scratch, ".r.yaml.journal", journal);
	s = desk_open(&scratch, SESSION_DESK);
	assert_null(s->recovery);
	assert_true(s->put_aside); /* without that line it is edits of an older file: kept, not offered */
	session_free(s);
	free(journal);
}

static void die_before_removal(void)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	char *bytes;

	desk_set(s, "s.a", "77");
	bytes = desk_bytes(s);
	journal_saving(s->journal, strlen(bytes), file_digest(bytes, strlen(bytes)));
	scratch_write(&scratch, "r.yaml", bytes);
	raise(SIGKILL);
}

static void invariant_3_a_process_killed_right_after_the_renaming_leaves_nothing_to_ask(void **state)
{
	struct session *s;
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0)
		die_before_removal();
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	assert_true(scratch_has(&scratch, ".r.yaml.journal"));
	s = desk_open(&scratch, SESSION_DESK);
	assert_null(s->recovery);
	assert_false(s->put_aside);
	assert_false(scratch_has(&scratch, ".r.yaml.journal"));
	session_free(s);
}

static void invariant_4_a_journal_of_another_state_of_the_file_is_put_aside(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct dirent *entry;
	unsigned aside = 0;
	DIR *dir;

	(void)state;
	desk_set(s, "s.a", "77");
	session_leave(s, true);
	scratch_write(&scratch, "r.yaml", "form: form.yaml\ns:\n  a: 5\n");
	s = desk_open(&scratch, SESSION_DESK);
	assert_null(s->recovery);
	assert_true(s->put_aside);
	assert_false(report_modified(s->report));
	session_free(s);
	dir = opendir(scratch.folder);
	while ((entry = readdir(dir)) != NULL)
		aside += strncmp(entry->d_name, ".r.yaml.journal.aside-", 22) == 0;
	closedir(dir);
	assert_int_equal(aside, 1);
}

static void edits_that_came_to_nothing_are_not_offered(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct spot where;

	(void)state;
	desk_set(s, "s.a", "77");
	desk_set(s, "s.b", "77");
	assert_true(report_undo(s->report, &where));
	desk_set(s, "s.a", "1.50");
	session_leave(s, true);
	s = desk_open(&scratch, SESSION_DESK);
	assert_null(s->recovery);
	assert_false(report_modified(s->report));
	assert_false(scratch_has(&scratch, ".r.yaml.journal"));
	session_free(s);
}

static void text_being_typed_comes_back(void **state)
{
	static const char *const typed[] = { "一", "一段", "一段话", "一话", "新一话\n第二行" };
	struct session *s = desk_open(&scratch, SESSION_DESK);
	char *text;
	size_t len;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(typed); i++)
		journal_typing(s->journal, s->report, desk_spot(s, "s.long"), typed[i], strlen(typed[i]));
	session_leave(s, true);
	s = desk_open(&scratch, SESSION_DESK);
	assert_non_null(s->recovery);
	assert_string_equal(report_text(s->report, desk_spot(s, "s.long"), &len), "新一话\n第二行");
	session_leave(s, true);

	/* committed or given up, it is no longer text being typed */
	s = desk_open(&scratch, SESSION_DESK);
	assert_non_null(s->recovery);
	assert_true(session_refuse(s, &(struct error){ 0 }));
	journal_typing(s->journal, s->report, desk_spot(s, "s.name"), "丙", 3);
	journal_untyped(s->journal);
	text = scratch_read(&scratch, ".r.yaml.journal", NULL);
	assert_non_null(strstr(text, "untyped"));
	free(text);
	session_leave(s, true);
	s = desk_open(&scratch, SESSION_DESK);
	assert_null(s->recovery);
	session_free(s);
}

static void refused_edits_are_put_aside_and_not_offered_again(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct error e;
	char *bytes;

	(void)state;
	desk_set(s, "s.a", "77");
	session_leave(s, true);
	s = desk_open(&scratch, SESSION_DESK);
	assert_non_null(s->recovery);
	assert_true(session_refuse(s, &e));
	bytes = desk_bytes(s);
	assert_string_equal(bytes, desk_report);
	free(bytes);
	desk_set(s, "s.b", "5");
	session_free(s);
	s = desk_open(&scratch, SESSION_DESK);
	assert_null(s->recovery);
	session_free(s);
}

static void edits_that_were_put_aside_can_be_brought_back(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct arena a = { 0 };
	const char **asides;
	size_t count, left_out, len;
	char *bytes, *again;
	struct error e;

	(void)state;
	desk_set(s, "s.a", "77");
	desk_set(s, "s.rows[0].n", "78");
	bytes = desk_bytes(s);
	session_leave(s, true);
	s = desk_open(&scratch, SESSION_DESK);
	assert_true(session_refuse(s, &e));
	assert_true(session_asides(s, &a, &asides, &count, &e));
	assert_int_equal(count, 1);
	assert_true(session_bring_back(s, asides[0], &left_out, &e));
	assert_int_equal(left_out, 0);
	again = desk_bytes(s);
	assert_string_equal(again, bytes);
	assert_true(session_asides(s, &a, &asides, &count, &e));
	assert_int_equal(count, 0);
	session_leave(s, true);
	free(again);

	/* onto another state of the file only what cannot be mistaken */
	s = desk_open(&scratch, SESSION_DESK);
	assert_non_null(s->recovery);
	assert_true(session_refuse(s, &e));
	desk_set(s, "s.b", "5");
	assert_true(session_save(s, false, &e));
	assert_true(session_asides(s, &a, &asides, &count, &e));
	assert_true(session_bring_back(s, asides[0], &left_out, &e));
	assert_int_equal(left_out, 1);
	assert_string_equal(report_text(s->report, desk_spot(s, "s.a"), &len), "77");
	assert_memory_equal(report_text(s->report, desk_spot(s, "s.rows[0].n"), &len), "1.00", 4);
	session_free(s);
	arena_release(&a);
	free(bytes);
}

/* (5) */
static void invariant_5_a_journal_that_cannot_be_written_stops_no_edit(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	char *values, moved[300];

	(void)state;
	/* its folder has another name for a while: nothing can be written there, whoever we are */
	snprintf(moved, sizeof(moved), "%s-moved", scratch.folder);
	assert_int_equal(rename(scratch.folder, moved), 0);
	desk_set(s, "s.a", "77");
	assert_non_null(journal_trouble(s->journal));
	assert_int_equal(rename(moved, scratch.folder), 0);
	desk_set(s, "s.b", "78");
	assert_null(journal_trouble(s->journal));
	/* and once more when it is open already */
	assert_int_equal(rename(scratch.folder, moved), 0);
	desk_set(s, "s.b", "79");
	assert_non_null(journal_trouble(s->journal));
	assert_int_equal(rename(moved, scratch.folder), 0);
	desk_set(s, "s.name", "乙单位");
	assert_null(journal_trouble(s->journal));
	values = desk_values(s);
	session_leave(s, true);
	desk_recover_and_compare(&scratch, NULL, values, &s); /* what could not be written then is there too */
	free(values);
	session_free(s);
}

/* (5) */
static void invariant_5_a_journal_deleted_underneath_is_put_back_with_all_that_was_in_it(void **state)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	char *values, other[600];

	(void)state;
	desk_set(s, "s.a", "77");
	assert_int_equal(unlink(scratch_path(&scratch, ".r.yaml.journal")), 0);
	desk_set(s, "s.b", "78");
	assert_null(journal_trouble(s->journal));
	/* what took its place is somebody's who took over: that is said, and his is left alone */
	scratch_write(&scratch, "other", "theirs\n");
	snprintf(other, sizeof(other), "%s", scratch_path(&scratch, "other"));
	assert_int_equal(rename(other, scratch_path(&scratch, ".r.yaml.journal")), 0);
	desk_set(s, "s.name", "乙单位");
	assert_non_null(journal_trouble(s->journal));
	scratch_assert(&scratch, ".r.yaml.journal", "theirs\n");
	assert_int_equal(unlink(scratch_path(&scratch, ".r.yaml.journal")), 0);
	desk_set(s, "s.b", "79");
	assert_null(journal_trouble(s->journal));
	values = desk_values(s);
	session_leave(s, true);
	desk_recover_and_compare(&scratch, NULL, values, &s);
	free(values);
	session_free(s);
}

/* each file that we write, as a link that somebody laid there: it is never followed */
static void a_link_in_the_place_of_anything_we_write_is_not_followed(void **state)
{
	static const char *const names[] = { ".r.yaml.journal", ".r.yaml.journal.new", ".r.yaml.lock", "r.yaml~", ".r.yaml~.new" };
	char victim[600], temp[300];
	struct session *s;
	struct error e;

	(void)state;
	for (size_t i = 0; i <= ARRAY_SIZE(names); i++) {
		const char *name = i < ARRAY_SIZE(names) ? names[i] : temp;
		char *path;

		desk_files(&scratch);
		scratch_write(&scratch, "victim", "untouched\n");
		snprintf(victim, sizeof(victim), "%s", scratch_path(&scratch, "victim"));
		if (i == ARRAY_SIZE(names)) { /* the temporary file, by the name that it will have */
			path = temp_path(scratch_path(&scratch, "r.yaml"));
			snprintf(temp, sizeof(temp), "%s", strrchr(path, '/') + 1);
			memory_free(path);
		}
		assert_int_equal(symlink(victim, scratch_path(&scratch, name)), 0);
		s = desk_open(&scratch, SESSION_DESK);
		assert_non_null(s);
		if (s->open_elsewhere) { /* a lock that cannot be read is somebody's, until it has been silent for long enough */
			assert_string_equal(name, ".r.yaml.lock");
			session_free(s);
		} else {
			desk_set(s, "s.a", "77");
			session_leave(s, true);
			s = desk_open(&scratch, SESSION_DESK);
			assert_non_null(s->recovery);
			assert_true(session_recover(s, &e));
			if (!session_save(s, false, &e))
				print_message("%s: %s\n", name, e.text);
			session_free(s);
		}
		scratch_assert(&scratch, "victim", "untouched\n");
		scratch_remove(&scratch);
		scratch_make(&scratch);
	}
}

/* edits and saves without end; tells before and after each what the values are */
static void edit_without_end(uint64_t seed, int progress)
{
	struct desk_random random = { seed };
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct error e;

	if (!s || !session_recover(s, &e))
		_exit(1);
	for (;;) {
		desk_random_step(s, &random);
		if (desk_below(&random, 6) == 0 && !session_save(s, false, &e))
			_exit(1);
		if (write(progress, "x", 1) != 1)
			_exit(1);
	}
}

/* looks for values among those that the report goes through */
struct search {
	struct session *s;
	const char *values;
	bool found;
};

static void look(struct search *search)
{
	char *now = desk_values(search->s);

	search->found |= strcmp(now, search->values) == 0;
	free(now);
}

static bool look_before(void *to, const struct report *r, const struct edit *e, bool backwards, struct error *reterr)
{
	(void)r;
	(void)e;
	(void)backwards;
	(void)reterr;
	look(to);
	return true;
}

/* whether the values are those after so many steps, or any on the way through the next one */
static bool is_after(uint64_t seed, unsigned steps, const char *values)
{
	struct desk_random random = { seed };
	struct search search = { .s = desk_open(&scratch, SESSION_READ), .values = values };

	for (unsigned i = 0; i < steps; i++) {
		desk_random_step(search.s, &random);
		desk_below(&random, 6);
	}
	look(&search);
	report_watch(search.s->report, (struct edit_watcher){ .edit = look_before, .to = &search });
	desk_random_step(search.s, &random);
	look(&search);
	session_free(search.s);
	return search.found;
}

/* kills it at some moment; returns how many steps it said it had finished */
static unsigned run_and_kill(uint64_t seed)
{
	unsigned steps = 0;
	char buffer[256];
	int pipe_fd[2];
	ssize_t got;
	pid_t pid;

	assert_int_equal(pipe(pipe_fd), 0);
	pid = fork();
	if (pid == 0)
		edit_without_end(seed, pipe_fd[1]);
	close(pipe_fd[1]);
	while (steps < seed % 9 * 3 + 1 && read(pipe_fd[0], buffer, 1) == 1)
		steps++;
	for (volatile unsigned spin = 0; spin < seed * 7919u % 300000u; spin++)
		;
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	while ((got = read(pipe_fd[0], buffer, sizeof(buffer))) > 0)
		steps += (unsigned)got;
	close(pipe_fd[0]);
	return steps;
}

/* opens it, and recovers, in a process that is killed at some moment */
static void recover_and_kill(uint64_t seed)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct session *s = desk_open(&scratch, SESSION_DESK);
		struct error e;

		if (!s || !session_recover(s, &e))
			_exit(1);
		for (;;)
			pause();
	}
	nanosleep(&(struct timespec){ .tv_nsec = (long)(seed * 7919u % 6000000u) }, NULL);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* (1), (2), (3): what was on the screen is in the file and its journal, whenever the end comes */
static void a_process_killed_at_any_moment_loses_no_finished_edit(void **state)
{
	const char *given = getenv("ZIPING_KILLS"); /* a long run: see CONTRIBUTING.md */
	uint64_t kills = given ? strtoull(given, NULL, 10) : 100;

	(void)state;
	for (uint64_t seed = 1; seed <= kills; seed++) {
		unsigned steps = run_and_kill(seed);
		struct session *s;
		char *values;

		for (uint64_t again = seed % 4; again; again--)
			recover_and_kill(seed + again);
		s = desk_open(&scratch, SESSION_DESK);
		assert_non_null(s);
		assert_false(s->open_elsewhere);
		assert_false(s->put_aside);
		values = desk_values(s);
		session_free(s);
		scratch_remove(&scratch);
		scratch_make(&scratch);
		desk_files(&scratch);
		assert_true(is_after(seed, steps, values));
		free(values);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_journal_whose_save_had_finished_is_not_offered, setup, teardown),
		cmocka_unit_test_setup_teardown(invariant_3_a_process_killed_right_after_the_renaming_leaves_nothing_to_ask, setup, teardown),
		cmocka_unit_test_setup_teardown(invariant_4_a_journal_of_another_state_of_the_file_is_put_aside, setup, teardown),
		cmocka_unit_test_setup_teardown(edits_that_came_to_nothing_are_not_offered, setup, teardown),
		cmocka_unit_test_setup_teardown(text_being_typed_comes_back, setup, teardown),
		cmocka_unit_test_setup_teardown(refused_edits_are_put_aside_and_not_offered_again, setup, teardown),
		cmocka_unit_test_setup_teardown(edits_that_were_put_aside_can_be_brought_back, setup, teardown),
		cmocka_unit_test_setup_teardown(invariant_5_a_journal_that_cannot_be_written_stops_no_edit, setup, teardown),
		cmocka_unit_test_setup_teardown(invariant_5_a_journal_deleted_underneath_is_put_back_with_all_that_was_in_it, setup, teardown),
		cmocka_unit_test_setup_teardown(a_link_in_the_place_of_anything_we_write_is_not_followed, setup, teardown),
		cmocka_unit_test_setup_teardown(a_process_killed_at_any_moment_loses_no_finished_edit, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
