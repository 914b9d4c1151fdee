#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk/lock.h"
#include "scratch.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

static struct scratch scratch;
static char report[700];

static int setup(void **state)
{
	(void)state;
	scratch_make(&scratch);
	scratch_write(&scratch, "a.yaml", "form: x\n");
	snprintf(report, sizeof(report), "%s", scratch_path(&scratch, "a.yaml"));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	scratch_remove(&scratch);
	return 0;
}

/* the lock of somebody on another host, last heard of so many seconds ago */
static void lock_from_elsewhere(time_t age)
{
	struct timespec times[2] = { { .tv_sec = time(NULL) - age }, { .tv_sec = time(NULL) - age } };

	scratch_write(&scratch, ".a.yaml.lock", "name: li\nhost: another-host\nprocess: 4711\nsince: 1700000000 (…)\n");
	assert_int_equal(utimensat(AT_FDCWD, scratch_path(&scratch, ".a.yaml.lock"), times, 0), 0);
}

static void a_lock_names_who_host_process_and_since_when(void **state)
{
	char expected[64], host[128], *text;
	struct lock_owner owner;
	struct lock *l;

	(void)state;
	assert_int_equal(lock_take(report, false, &l, &owner), LOCK_TAKEN);
	assert_int_equal(scratch_count(&scratch), 2);
	text = scratch_read(&scratch, ".a.yaml.lock", NULL);
	snprintf(expected, sizeof(expected), "process: %ld\n", (long)getpid());
	assert_non_null(strstr(text, expected));
	assert_int_equal(gethostname(host, sizeof(host)), 0);
	assert_non_null(strstr(text, host));
	assert_non_null(strstr(text, "name: "));
	assert_non_null(strstr(text, "since: "));
	free(text);
	lock_free(l);
	assert_false(scratch_has(&scratch, ".a.yaml.lock"));
}

static void the_second_to_come_is_told_who_was_first(void **state)
{
	struct lock_owner owner = { .pid = 0 };
	struct lock *first, *second = NULL;

	(void)state;
	assert_int_equal(lock_take(report, false, &first, &owner), LOCK_TAKEN);
	assert_int_equal(lock_take(report, false, &second, &owner), LOCK_HELD);
	assert_null(second);
	assert_int_equal(owner.pid, getpid());
	assert_true(owner.name[0] && owner.host[0] && owner.since);
	assert_false(owner.silent);
	assert_int_equal(scratch_count(&scratch), 2);
	lock_free(first);
	assert_int_equal(lock_take(report, false, &second, &owner), LOCK_TAKEN);
	lock_free(second);
}

static void a_link_to_the_report_meets_the_same_lock(void **state)
{
	struct lock_owner owner;
	struct lock *first, *second;

	(void)state;
	assert_int_equal(symlink("a.yaml", scratch_path(&scratch, "link.yaml")), 0);
	assert_int_equal(lock_take(report, false, &first, &owner), LOCK_TAKEN);
	assert_int_equal(lock_take(scratch_path(&scratch, "link.yaml"), false, &second, &owner), LOCK_HELD);
	lock_free(first);
}

static void a_dead_process_of_this_host_holds_nothing(void **state)
{
	struct lock_owner owner;
	struct lock *l;
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0)
		_exit(lock_take(report, false, &l, &owner) == LOCK_TAKEN ? 0 : 1); /* dies with the lock in place */
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	assert_true(scratch_has(&scratch, ".a.yaml.lock"));
	assert_false(lock_look(report, &owner));
	assert_int_equal(lock_take(report, false, &l, &owner), LOCK_TAKEN);
	lock_free(l);
	assert_int_equal(scratch_count(&scratch), 1);
}

static void a_dead_process_that_nobody_has_waited_for_holds_nothing(void **state)
{
	struct lock_owner owner;
	struct lock *l;
	siginfo_t ended;
	pid_t pid = fork();

	(void)state;
	if (access("/proc/self/stat", R_OK) != 0)
		skip();
	if (pid == 0)
		_exit(lock_take(report, false, &l, &owner) == LOCK_TAKEN ? 0 : 1);
	assert_int_equal(waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOWAIT), 0); /* it stays a zombie */
	assert_int_equal(lock_take(report, false, &l, &owner), LOCK_TAKEN);
	lock_free(l);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void a_process_number_given_out_again_is_not_taken_for_the_dead_one(void **state)
{
	char text[400], host[128];
	struct lock_owner owner;
	struct lock *l;

	(void)state;
	if (access("/proc/self/stat", R_OK) != 0)
		skip();
	assert_int_equal(gethostname(host, sizeof(host)), 0);
	snprintf(text, sizeof(text), "name: li\nhost: %s\nprocess: %ld\nsince: 1\nstarted: an-earlier-run/1\n", host,
		 (long)getpid());
	scratch_write(&scratch, ".a.yaml.lock", text);
	assert_int_equal(lock_take(report, false, &l, &owner), LOCK_TAKEN);
	lock_free(l);
}

static void a_machine_of_the_same_name_is_another_one(void **state)
{
	char host[128] = "", text[300];
	struct lock_owner owner;
	struct lock *lock = NULL;

	(void)state;
	gethostname(host, sizeof(host) - 1);
	/* a number that no process here has; the digest is no machine's */
	snprintf(text, sizeof(text), "name: 李四\nhost: %s\nprocess: 999999999\nsince: 1700000000\nmachine: 0123456789abcdef\n", host);
	scratch_write(&scratch, ".r.yaml.lock", text);
	assert_int_equal(lock_take(scratch_path(&scratch, "r.yaml"), false, &lock, &owner), LOCK_HELD);
	assert_false(owner.silent);
	assert_true(scratch_has(&scratch, ".r.yaml.lock"));
}

static void a_name_as_long_as_names_may_be_is_locked_too(void **state)
{
	char name[256];
	struct lock_owner owner;
	struct lock *first = NULL, *second = NULL;
	unsigned before = scratch_count(&scratch);

	(void)state;
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(lock_take(scratch_path(&scratch, name), false, &first, &owner), LOCK_TAKEN);
	assert_int_equal(lock_take(scratch_path(&scratch, name), false, &second, &owner), LOCK_HELD);
	lock_free(first);
	assert_int_equal(scratch_count(&scratch), before);
}

static void another_host_lives_by_its_heartbeat(void **state)
{
	struct lock_owner owner;
	struct lock *l;

	(void)state;
	lock_from_elsewhere(100);
	assert_int_equal(lock_take(report, false, &l, &owner), LOCK_HELD);
	assert_false(owner.silent);
	assert_string_equal(owner.name, "li");
	assert_string_equal(owner.host, "another-host");
	assert_int_equal(owner.pid, 4711);
	assert_int_equal(owner.since, 1700000000);
	assert_int_equal(lock_take(report, true, &l, &owner), LOCK_HELD);

	lock_from_elsewhere(200);
	assert_int_equal(lock_take(report, false, &l, &owner), LOCK_HELD);
	assert_true(owner.silent);
	assert_int_equal(lock_take(report, true, &l, &owner), LOCK_TAKEN);
	lock_free(l);
	assert_int_equal(scratch_count(&scratch), 1);
}

/* the lock of a report that is open here, as text, with one line of it changed; the report is closed again */
static void lock_changed(const char *word, const char *value, time_t age)
{
	struct timespec times[2] = { { .tv_sec = time(NULL) - age }, { .tv_sec = time(NULL) - age } };
	char *text, *line, changed[1200];
	struct lock_owner owner;
	struct lock *l;

	assert_int_equal(lock_take(report, false, &l, &owner), LOCK_TAKEN);
	text = scratch_read(&scratch, ".a.yaml.lock", NULL);
	lock_free(l);
	line = strstr(text, word);
	assert_non_null(line);
	snprintf(changed, sizeof(changed), "%.*s%s%s%s", (int)(line - text), text, word, value, strchr(line, '\n'));
	scratch_write(&scratch, ".a.yaml.lock", changed);
	assert_int_equal(utimensat(AT_FDCWD, scratch_path(&scratch, ".a.yaml.lock"), times, 0), 0);
	free(text);
}

/* all else is as it was before: host, machine, and a process of the same number is running again */
static void a_lock_from_before_a_restart_of_the_machine_holds_nothing(void **state)
{
	struct lock_owner owner;
	struct lock *l;

	(void)state;
	lock_changed("started: ", "00000000-1111-2222-3333-444444444444/17", 5);
	assert_int_equal(lock_take(report, false, &l, &owner), LOCK_TAKEN);
	lock_free(l);
	assert_int_equal(scratch_count(&scratch), 1);
}

static void two_machines_of_one_shared_folder_hand_a_report_over_after_three_silent_minutes(void **state)
{
	struct lock_owner owner;
	struct lock *l;

	(void)state;
	lock_changed("machine: ", "0123456789abcdef", 170);
	assert_int_equal(lock_take(report, false, &l, &owner), LOCK_HELD);
	assert_false(owner.silent);
	assert_int_equal(lock_take(report, true, &l, &owner), LOCK_HELD);
	for (time_t age = 190; age >= -190; age -= 380) { /* a beat that lies ahead was given by a clock that was wrong */
		assert_int_equal(unlink(scratch_path(&scratch, ".a.yaml.lock")), 0);
		lock_changed("machine: ", "0123456789abcdef", age);
		assert_int_equal(lock_take(report, false, &l, &owner), LOCK_HELD);
		assert_true(owner.silent);
		assert_int_equal(lock_take(report, true, &l, &owner), LOCK_TAKEN);
		lock_free(l);
		lock_from_elsewhere(0);
	}
}

/* `since` is the other's clock; the beat is the file server's */
static void a_clock_that_is_wrong_on_the_other_machine_changes_nothing(void **state)
{
	static const char *const times[] = { "1", "99999999999", "-5", "no number" };
	struct lock_owner owner;
	struct lock *l;
	char text[200];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(times); i++) {
		snprintf(text, sizeof(text), "name: li\nhost: another-host\nprocess: 4711\nsince: %s\n", times[i]);
		scratch_write(&scratch, ".a.yaml.lock", text);
		assert_int_equal(lock_take(report, true, &l, &owner), LOCK_HELD);
		assert_false(owner.silent);
	}
}

static void a_heartbeat_renews_the_lock(void **state)
{
	struct timespec old[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };
	struct lock_owner owner;
	struct stat st;
	struct lock *l;

	(void)state;
	assert_int_equal(lock_take(report, false, &l, &owner), LOCK_TAKEN);
	assert_int_equal(utimensat(AT_FDCWD, scratch_path(&scratch, ".a.yaml.lock"), old, 0), 0);
	lock_beat(l);
	assert_int_equal(stat(scratch.path, &st), 0);
	assert_true(time(NULL) - st.st_mtime < 60);
	assert_int_equal(unlink(scratch.path), 0);
	lock_beat(l);
	assert_true(scratch_has(&scratch, ".a.yaml.lock"));
	lock_beat(NULL);
	lock_free(l);
	assert_int_equal(scratch_count(&scratch), 1);
}

static void a_lock_that_was_taken_over_is_left_alone(void **state)
{
	struct lock_owner owner;
	struct lock *l;

	(void)state;
	assert_int_equal(lock_take(report, false, &l, &owner), LOCK_TAKEN);
	lock_from_elsewhere(10);
	lock_beat(l);
	lock_free(l);
	assert_true(lock_look(report, &owner));
	assert_string_equal(owner.name, "li");
}

static void a_folder_that_is_not_there_cannot_be_locked(void **state)
{
	struct lock_owner owner;
	struct lock *l;

	(void)state;
	assert_int_equal(lock_take(scratch_path(&scratch, "gone/a.yaml"), false, &l, &owner), LOCK_IMPOSSIBLE);
}

static void garbage_in_a_lock_is_somebody_unknown(void **state)
{
	struct lock_owner owner;
	struct lock *l;

	(void)state;
	scratch_write(&scratch, ".a.yaml.lock", "\xff\x01 process: -3\nprocess: 99999999999999999999999\nhost: \x1b[2J\n");
	assert_int_equal(lock_take(report, false, &l, &owner), LOCK_HELD);
	assert_null(strchr(owner.host, '\x1b'));
}

/* of many who come at once, one wins */
static void of_many_at_once_one_wins(void **state)
{
	struct lock_owner owner;
	struct lock *l;
	int go[2], result[2], won = 0;
	pid_t pids[8];
	char c;

	(void)state;
	lock_from_elsewhere(1000);
	assert_int_equal(pipe(go), 0);
	assert_int_equal(pipe(result), 0);
	for (int i = 0; i < 8; i++) {
		pids[i] = fork();
		if (pids[i] != 0)
			continue;
		close(go[1]);
		(void)!read(go[0], &c, 1); /* all start when the pipe closes */
		c = lock_take(report, true, &l, &owner) == LOCK_TAKEN ? '1' : '0';
		(void)!write(result[1], &c, 1);
		close(result[1]);
		pause(); /* alive until all have tried */
		_exit(0);
	}
	close(go[0]);
	close(go[1]);
	for (int i = 0; i < 8; i++) {
		assert_int_equal(read(result[0], &c, 1), 1);
		won += c == '1';
	}
	close(result[0]);
	close(result[1]);
	for (int i = 0; i < 8; i++) {
		kill(pids[i], SIGKILL);
		assert_int_equal(waitpid(pids[i], NULL, 0), pids[i]);
	}
	assert_int_equal(won, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_lock_names_who_host_process_and_since_when, setup, teardown),
		cmocka_unit_test_setup_teardown(the_second_to_come_is_told_who_was_first, setup, teardown),
		cmocka_unit_test_setup_teardown(a_link_to_the_report_meets_the_same_lock, setup, teardown),
		cmocka_unit_test_setup_teardown(a_dead_process_of_this_host_holds_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(a_dead_process_that_nobody_has_waited_for_holds_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(a_process_number_given_out_again_is_not_taken_for_the_dead_one, setup, teardown),
		cmocka_unit_test_setup_teardown(a_machine_of_the_same_name_is_another_one, setup, teardown),
		cmocka_unit_test_setup_teardown(a_name_as_long_as_names_may_be_is_locked_too, setup, teardown),
		cmocka_unit_test_setup_teardown(another_host_lives_by_its_heartbeat, setup, teardown),
		cmocka_unit_test_setup_teardown(a_lock_from_before_a_restart_of_the_machine_holds_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(two_machines_of_one_shared_folder_hand_a_report_over_after_three_silent_minutes, setup, teardown),
		cmocka_unit_test_setup_teardown(a_clock_that_is_wrong_on_the_other_machine_changes_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(a_heartbeat_renews_the_lock, setup, teardown),
		cmocka_unit_test_setup_teardown(a_lock_that_was_taken_over_is_left_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(a_folder_that_is_not_there_cannot_be_locked, setup, teardown),
		cmocka_unit_test_setup_teardown(garbage_in_a_lock_is_somebody_unknown, setup, teardown),
		cmocka_unit_test_setup_teardown(of_many_at_once_one_wins, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
