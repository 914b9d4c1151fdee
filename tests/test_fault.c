/* Each system call of whatever is written fails in turn, in each way that it can, and once it is the last thing that the process does. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "desk/fresh.h"
#include "desk_fixture.h"
#include "fault.h"
#include "publish/export.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sys/xattr.h>

#define CALLS_MAX 400

static const int errors[] = { EIO, ENOSPC, EINTR, FAULT_SHORT, EDQUOT, EROFS, EACCES };
#define KINDS 4 /* of them, where the rest take the same way through the code as in a save */
static struct scratch scratch, other;
static unsigned *step; /* shared with the child: how far it came */

/*
 * All calls, each failing in each way, take minutes: an ordinary run takes every STRIDE-th, beginning with another one each
 * time; ZIPING_KILLS leaves none out.
 */
#define STRIDE 11

static unsigned stride(void)
{
	return getenv("ZIPING_KILLS") ? 1 : STRIDE;
}

static unsigned first_call(void)
{
	static unsigned turn;

	return stride() == 1 ? 1 : 1 + ((unsigned)time(NULL) + turn++ * 3) % STRIDE;
}

static void begin(void)
{
	scratch_make(&scratch);
	desk_files(&scratch);
	scratch_path(&scratch, "r.yaml");
	/* so that there is something to keep */
	(void)!setxattr(scratch.path, "user.note", "checked", 7, 0);
	if (geteuid() == 0)
		assert_int_equal(chown(scratch.path, 12, 34), 0);
}

static char *with_name(const char *name)
{
	const char *at = strstr(desk_report, "甲单位");
	char *text = malloc(sizeof(desk_report) + 64);

	snprintf(text, sizeof(desk_report) + 64, "%.*s%s%s", (int)(at - desk_report), desk_report, name, at + strlen("甲单位"));
	return text;
}

static bool is_temporary(const char *name)
{
	size_t len = strlen(name);

	return strncmp(name, ".ziping-", 8) == 0 || (len > 4 && strcmp(name + len - 4, ".new") == 0);
}

static bool has_temporary(struct scratch *s)
{
	DIR *dir = opendir(s->folder);
	struct dirent *e;
	bool found = false;

	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL)
		found |= is_temporary(e->d_name);
	closedir(dir);
	return found;
}

static void copy_file(const char *name)
{
	size_t len;
	char *text = scratch_read(&scratch, name, &len);
	FILE *f = fopen(scratch_path(&other, name), "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	fclose(f);
	free(text);
}

/* as after a power cut: what the folder holds now, opened by somebody else; every edit must come back */
static void assert_recovers(const char *name_value)
{
	struct session *s;
	const char *text;
	size_t len;

	scratch_make(&other);
	copy_file("form.yaml");
	copy_file("r.yaml");
	if (scratch_has(&scratch, ".r.yaml.journal"))
		copy_file(".r.yaml.journal");
	s = desk_open(&other, SESSION_DESK);
	assert_non_null(s);
	assert_false(s->put_aside);
	text = report_text(s->report, desk_spot(s, "s.name"), &len);
	assert_int_equal(len, strlen(name_value));
	assert_memory_equal(text, name_value, len);
	session_free(s);
	scratch_remove(&other);
}

static void assert_says_what_to_do(const struct error *e, const char *call)
{
	if (!strstr(e->text, "r.yaml") || !strchr(e->text, ';'))
		fail_msg("%s: %s", call, e->text);
}

/* ---- saving ---- */

static void check_save(struct session *s, bool ok, const struct error *e, const char *call, int error)
{
	bool written = ok || e->kind == ERR_UNSURE;
	char *now = scratch_read(&scratch, "r.yaml", NULL), *new = with_name("乙单位");

	if (strcmp(now, written ? new : desk_report) != 0)
		fail_msg("%s failing with %d: %s", call, error, now);
	assert_true(report_modified(s->report) == !written);
	if (!ok)
		assert_says_what_to_do(e, call);
	if (error == EINTR && strcmp(call, "stat") != 0 && strcmp(call, "lstat") != 0 && strcmp(call, "faccessat") != 0 &&
	    strcmp(call, "fstat") != 0 && strncmp(call, "stat64", 6) != 0 && !strstr(call, "stat64"))
		assert_true(ok); /* tried again */
	if (error == FAULT_SHORT)
		assert_true(ok);
	/* what cannot be taken away now is at the next save */
	if (has_temporary(&scratch) && strncmp(call, "unlink", 6) != 0)
		fail_msg("%s failing with %d leaves a temporary file", call, error);
	assert_recovers("乙单位");
	free(now);
	free(new);
}

/* false when there is no n-th call */
static bool save_with_fault(unsigned n, int error)
{
	struct session *s;
	struct error e = { 0 };
	const char *call;
	char *new = with_name("乙单位");
	bool ok;

	begin();
	s = desk_open(&scratch, SESSION_DESK);
	assert_non_null(s);
	desk_set(s, "s.name", "乙单位");
	fault_at(n, error);
	ok = session_save(s, false, &e);
	call = fault_stop();
	if (call) {
		check_save(s, ok, &e, call, error);
		if (!session_save(s, false, &e))
			fail_msg("after %s failed with %d: %s", call, error, e.text);
		scratch_assert(&scratch, "r.yaml", new);
		assert_false(has_temporary(&scratch));
		scratch_assert(&scratch, "r.yaml~", desk_report);
	} else {
		assert_true(ok);
	}
	ok = fault_calls() >= n;
	session_free(s);
	scratch_remove(&scratch);
	free(new);
	return ok;
}

static void every_call_of_a_save_may_fail_and_nothing_is_lost(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		unsigned n = first_call();

		while (n < CALLS_MAX && save_with_fault(n, errors[i]))
			n += stride();
		assert_in_range(n, 20, CALLS_MAX - 1);
	}
}

static void a_disk_that_stays_full_loses_nothing_and_the_save_succeeds_when_there_is_room(void **state)
{
	static const int full[] = { ENOSPC, EDQUOT, EROFS };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(full); i++) {
		struct session *s;
		struct error e = { 0 };
		char *new = with_name("丁单位");
		bool ok;

		begin();
		s = desk_open(&scratch, SESSION_DESK);
		desk_set(s, "s.name", "乙单位");
		fault_full(full[i]);
		desk_set(s, "s.name", "丙单位");
		assert_non_null(journal_trouble(s->journal));
		ok = session_save(s, false, &e);
		desk_set(s, "s.name", "丁单位");
		fault_stop();
		assert_false(ok);
		assert_says_what_to_do(&e, "all");
		scratch_assert(&scratch, "r.yaml", desk_report);
		assert_false(has_temporary(&scratch));
		desk_set(s, "s.a", "3");
		assert_null(journal_trouble(s->journal));
		assert_recovers("丁单位"); /* what could not be written then is in the journal now */
		desk_set(s, "s.a", "1.50");
		assert_true(session_save(s, false, &e));
		scratch_assert(&scratch, "r.yaml", new);
		session_free(s);
		scratch_remove(&scratch);
		free(new);
	}
}

/* ---- new files ---- */

typedef bool making(const char *path, struct session *s, struct error *reterr);

static bool make_new(const char *path, struct session *s, struct error *reterr)
{
	(void)s;
	return fresh_file("overall-report", true, path, reterr);
}

static bool make_save_as(const char *path, struct session *s, struct error *reterr)
{
	return session_save_as(s, path, reterr);
}

static bool make_export(const char *path, struct session *s, struct error *reterr)
{
	const struct export_options draft = { .draft = true };

	return export_file(&export_formats[0], s->report, s->form, &draft, path, reterr);
}

/* the file is not there, or it is what it is when nothing fails; *whole: that, once it is known */
static bool make_with_fault(making *make, unsigned n, int error, char **whole)
{
	char path[600], *text;
	struct session *s;
	struct error e = { 0 };
	const char *call;
	bool ok, more;

	begin();
	snprintf(path, sizeof(path), "%s", scratch_path(&scratch, "new-r.yaml"));
	s = desk_open(&scratch, SESSION_DESK);
	assert_non_null(s);
	desk_set(s, "s.name", "乙单位");
	fault_at(n, error);
	ok = make(path, s, &e);
	call = fault_stop();
	more = fault_calls() >= n;
	text = scratch_read(&scratch, "new-r.yaml", NULL);
	if (!*whole) {
		if (!ok)
			fail_msg("without any fault: %s", e.text);
		*whole = strdup(text);
	} else if (call) {
		bool there = ok || e.kind == ERR_UNSURE;

		if (strcmp(text, there ? *whole : "") != 0 || (!there && scratch_has(&scratch, "new-r.yaml")))
			fail_msg("%s failing with %d left '%s'", call, error, text);
		if (!there && strstr(e.text, "new-r.yaml"))
			assert_says_what_to_do(&e, call);
		if (has_temporary(&scratch) && strncmp(call, "unlink", 6) != 0)
			fail_msg("%s failing with %d leaves a temporary file", call, error);
		if (!there && !make(path, s, &e))
			fail_msg("after %s failed with %d: %s", call, error, e.text);
	}
	session_free(s);
	scratch_remove(&scratch);
	free(text);
	return more;
}

static void every_call_may_fail(making *make)
{
	char *whole = NULL;

	make_with_fault(make, CALLS_MAX, EIO, &whole);
	for (size_t i = 0; i < KINDS; i++) {
		unsigned n = first_call();

		while (n < CALLS_MAX && make_with_fault(make, n, errors[i], &whole))
			n += stride();
		assert_in_range(n, 8, CALLS_MAX - 1);
	}
	free(whole);
}

static void every_call_of_new_may_fail_and_no_half_file_is_left(void **state)
{
	(void)state;
	every_call_may_fail(make_new);
}

static void every_call_of_save_as_may_fail_and_no_half_file_is_left(void **state)
{
	(void)state;
	every_call_may_fail(make_save_as);
}

static void every_call_of_an_export_may_fail_and_no_half_file_is_left(void **state)
{
	(void)state;
	every_call_may_fail(make_export);
}

/* ---- set ---- */

/* runs it in a process of its own; returns its exit status, -1 when it was killed */
static int run_with_fault(void (*day)(void), unsigned n, int error)
{
	pid_t pid;
	int status;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		fault_at(n, error);
		day();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (!WIFSIGNALED(status))
		return WEXITSTATUS(status);
	assert_int_equal(WTERMSIG(status), SIGKILL);
	return -1;
}

/* runs it until its n-th call kills it; false when it came to its end before */
static bool run_until(void (*day)(void), unsigned n)
{
	int status = run_with_fault(day, n, FAULT_KILL);

	assert_in_range(status + 1, 0, 1);
	return status < 0;
}

static void set_day(void)
{
	struct session *s = NULL;
	struct error e = { 0 };
	bool ok = session_open(scratch_path(&scratch, "r.yaml"), SESSION_WRITE, true, &s, &e);

	if (ok) {
		desk_set(s, "s.name", "乙单位");
		ok = session_save(s, false, &e);
		session_free(s);
	}
	*step = fault_calls();
	fault_stop();
	_exit(ok || e.kind == ERR_UNSURE ? 0 : 1);
}

static void every_call_of_set_may_fail_and_the_next_one_succeeds(void **state)
{
	char *new = with_name("乙单位");
	bool more = true;

	(void)state;
	for (size_t i = 0; i < KINDS; i++, more = true) {
		for (unsigned n = first_call(); more; n += stride()) {
			int status;

			begin();
			status = run_with_fault(set_day, n, errors[i]);
			more = *step >= n;
			scratch_assert(&scratch, "r.yaml", status == 0 ? new : desk_report);
			assert_false(scratch_has(&scratch, ".r.yaml.journal"));
			assert_int_equal(run_with_fault(set_day, 0, FAULT_NONE), 0);
			scratch_assert(&scratch, "r.yaml", new);
			assert_false(has_temporary(&scratch));
			assert_false(scratch_has(&scratch, ".r.yaml.lock"));
			scratch_remove(&scratch);
		}
	}
	free(new);
}

/* ---- the journal and the lock ---- */

static void every_call_of_the_journal_may_fail_and_no_edit_is_stopped_or_lost(void **state)
{
	bool more = true;

	(void)state;
	for (size_t i = 0; i < KINDS; i++, more = true) {
		for (unsigned n = first_call(); more; n += stride()) {
			struct session *s;

			begin();
			s = desk_open(&scratch, SESSION_DESK);
			fault_at(n, errors[i]);
			desk_set(s, "s.a", "7.00");
			journal_typing(s->journal, s->report, desk_spot(s, "s.name"), "乙", 3);
			journal_untyped(s->journal);
			desk_set(s, "s.name", "乙单位");
			fault_stop();
			more = fault_calls() >= n;
			desk_set(s, "s.b", "8.00");
			assert_null(journal_trouble(s->journal));
			assert_recovers("乙单位");
			session_free(s);
			assert_false(scratch_has(&scratch, ".r.yaml.journal"));
			scratch_remove(&scratch);
		}
	}
}

static void every_call_of_a_lock_may_fail_and_it_blocks_nobody(void **state)
{
	struct lock_owner owner;
	bool more = true;

	(void)state;
	for (size_t i = 0; i < KINDS; i++, more = true) {
		for (unsigned n = first_call(); more; n += stride()) {
			struct lock *lock = NULL, *again = NULL;
			enum lock_result result;
			const char *call;

			begin();
			scratch_path(&scratch, "r.yaml");
			fault_at(n, errors[i]);
			result = lock_take(scratch.path, false, &lock, &owner);
			lock_beat(lock);
			call = fault_stop();
			more = fault_calls() >= n;
			assert_int_not_equal(result, LOCK_HELD);
			assert_true((result == LOCK_TAKEN) == (lock != NULL));
			lock_free(lock);
			if (lock_take(scratch.path, false, &again, &owner) != LOCK_TAKEN)
				fail_msg("%s failing with %d blocks the next one", call, errors[i]);
			lock_free(again);
			assert_false(scratch_has(&scratch, ".r.yaml.lock"));
			assert_false(has_temporary(&scratch));
			scratch_remove(&scratch);
		}
	}
}

/* ---- a disk that hangs ---- */

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* (1) of journal.h */
static void invariant_1_an_edit_is_brought_to_the_disk_within_a_second_and_a_disk_that_hangs_stops_no_key(void **state)
{
	struct session *s;
	unsigned before;
	int64_t began, longest = 0;

	(void)state;
	begin();
	s = desk_open(&scratch, SESSION_DESK);
	fault_stick(true);
	before = fault_syncs();
	desk_set(s, "s.name", "乙单位");
	began = now_ms();
	while (fault_syncs() == before && now_ms() - began < 5000)
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	assert_int_equal(fault_syncs(), before + 1);
	assert_in_range(now_ms() - began, 0, 1000);
	/* it hangs: many keys more, none of which waits, all of which are in the file */
	for (int i = 0; i < 1000; i++) {
		char text[16];
		int64_t key = now_ms();

		snprintf(text, sizeof(text), "%d.00", i);
		desk_set(s, "s.a", text);
		if (now_ms() - key > longest)
			longest = now_ms() - key;
	}
	assert_in_range(longest, 0, 250);
	assert_int_equal(fault_syncs(), before + 1);
	assert_recovers("乙单位");
	fault_stick(false);
	session_free(s);
	scratch_remove(&scratch);
}

/* ---- killed at each call ---- */

static void desk_day(void)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct error e;

	if (!s || !session_recover(s, &e))
		_exit(1);
	desk_set(s, "s.name", "乙单位");
	*step = 1;
	if (!session_save(s, false, &e))
		_exit(2);
	*step = 2;
	desk_set(s, "s.name", "丙单位");
	*step = 3;
	journal_typing(s->journal, s->report, desk_spot(s, "s.name"), "丁单位", strlen("丁单位"));
	*step = 4;
	session_leave(s, true);
}

static void recovery_day(void)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	struct error e;

	if (!s || !session_recover(s, &e))
		_exit(1);
	session_leave(s, true);
}

static char *recovered_name(void)
{
	struct session *s = desk_open(&scratch, SESSION_DESK);
	const char *text;
	char *copy;
	size_t len;

	assert_non_null(s);
	assert_false(s->open_elsewhere); /* a dead process locks nobody out */
	assert_false(s->put_aside);
	text = report_text(s->report, desk_spot(s, "s.name"), &len);
	copy = strndup(text, len);
	session_leave(s, true);
	return copy;
}

static void assert_whole(void)
{
	char *now = scratch_read(&scratch, "r.yaml", NULL), *new = with_name("乙单位");

	if (strcmp(now, desk_report) != 0 && strcmp(now, new) != 0)
		fail_msg("the file is neither the old nor the new one: %s", now);
	free(now);
	free(new);
}

static void killed_at_any_call_the_file_is_whole_and_all_that_was_drawn_comes_back(void **state)
{
	static const char *const names[] = { "甲单位", "乙单位", "乙单位", "丙单位", "丁单位" };
	unsigned n = first_call();

	(void)state;
	for (bool more = true; more && n < CALLS_MAX; n += stride()) {
		char *name;
		bool known;

		begin();
		*step = 0;
		more = run_until(desk_day, n);
		assert_whole();
		name = recovered_name();
		/* what came last may be there already */
		known = strcmp(name, names[*step]) == 0 || (*step < 4 && strcmp(name, names[*step + 1]) == 0);
		if (!known)
			fail_msg("killed at call %u after step %u: %s", n, *step, name);
		free(name);
		scratch_remove(&scratch);
	}
	assert_in_range(n, 40, CALLS_MAX - 1);
}

static void killed_at_any_call_of_a_recovery_the_next_one_gives_the_same(void **state)
{
	unsigned n = first_call();

	(void)state;
	for (bool more = true; more && n < CALLS_MAX; n += stride()) {
		char *name;

		begin();
		run_until(desk_day, CALLS_MAX * 10); /* to its end: a journal with text being typed is left */
		more = run_until(recovery_day, n);
		for (unsigned again = 0; again < 3; again++)
			run_until(recovery_day, n + again);
		name = recovered_name();
		assert_string_equal(name, "丁单位");
		free(name);
		run_until(recovery_day, CALLS_MAX * 10);
		assert_false(has_temporary(&scratch));
		scratch_remove(&scratch);
	}
	assert_in_range(n, 20, CALLS_MAX - 1);
}

static void new_day(void)
{
	struct error e;

	if (!fresh_file("overall-report", true, scratch_path(&scratch, "new-r.yaml"), &e))
		_exit(1);
}

static void killed_at_any_call_of_set_the_next_one_goes_through(void **state)
{
	unsigned n = first_call();

	(void)state;
	for (bool more = true; more && n < CALLS_MAX; n += stride()) {
		begin();
		more = run_until(set_day, n);
		assert_whole();
		assert_false(run_until(set_day, CALLS_MAX * 10));
		assert_false(has_temporary(&scratch));
		scratch_remove(&scratch);
	}
	assert_in_range(n, 30, CALLS_MAX - 1);
}

static void killed_at_any_call_of_new_there_is_a_whole_file_or_none(void **state)
{
	char *whole = NULL, *text;
	unsigned n = first_call();

	(void)state;
	begin();
	run_until(new_day, CALLS_MAX * 10);
	whole = scratch_read(&scratch, "new-r.yaml", NULL);
	scratch_remove(&scratch);
	for (bool more = true; more && n < CALLS_MAX; n += stride()) {
		begin();
		more = run_until(new_day, n);
		text = scratch_read(&scratch, "new-r.yaml", NULL);
		assert_string_equal(text, scratch_has(&scratch, "new-r.yaml") ? whole : "");
		free(text);
		scratch_remove(&scratch);
	}
	assert_in_range(n, 8, CALLS_MAX - 1);
	free(whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_call_of_a_save_may_fail_and_nothing_is_lost),
		cmocka_unit_test(a_disk_that_stays_full_loses_nothing_and_the_save_succeeds_when_there_is_room),
		cmocka_unit_test(every_call_of_new_may_fail_and_no_half_file_is_left),
		cmocka_unit_test(every_call_of_save_as_may_fail_and_no_half_file_is_left),
		cmocka_unit_test(every_call_of_an_export_may_fail_and_no_half_file_is_left),
		cmocka_unit_test(every_call_of_set_may_fail_and_the_next_one_succeeds),
		cmocka_unit_test(every_call_of_the_journal_may_fail_and_no_edit_is_stopped_or_lost),
		cmocka_unit_test(every_call_of_a_lock_may_fail_and_it_blocks_nobody),
		cmocka_unit_test(invariant_1_an_edit_is_brought_to_the_disk_within_a_second_and_a_disk_that_hangs_stops_no_key),
		cmocka_unit_test(killed_at_any_call_the_file_is_whole_and_all_that_was_drawn_comes_back),
		cmocka_unit_test(killed_at_any_call_of_a_recovery_the_next_one_gives_the_same),
		cmocka_unit_test(killed_at_any_call_of_set_the_next_one_goes_through),
		cmocka_unit_test(killed_at_any_call_of_new_there_is_a_whole_file_or_none),
	};

	step = mmap(NULL, sizeof(*step), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (step == MAP_FAILED)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
