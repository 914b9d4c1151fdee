#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk/save.h"
#include "scratch.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sys/xattr.h>

static struct scratch scratch;

static int setup(void **state)
{
	(void)state;
	scratch_make(&scratch);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	scratch_remove(&scratch);
	return 0;
}

static bool save(const char *path, const char *text, size_t len, struct error *e)
{
	struct replace *p;
	struct sink to;
	bool lost;

	if (!replace_begin(path, &p, e))
		return false;
	to = replace_sink(p);
	if (!to.write(to.to, text, len)) {
		replace_trouble(p, e);
		replace_cancel(p);
		return false;
	}
	return replace_commit(p, &lost, e);
}

static void a_file_is_replaced_whole_and_nothing_else_is_left(void **state)
{
	struct error e;

	(void)state;
	scratch_write(&scratch, "a.yaml", "old\n");
	assert_true(save(scratch_path(&scratch, "a.yaml"), "new\n", 4, &e));
	scratch_assert(&scratch, "a.yaml", "new\n");
	assert_int_equal(scratch_count(&scratch), 1);
}

static void a_cancelled_save_leaves_the_old_file_and_no_other(void **state)
{
	struct replace *p;
	struct error e;

	(void)state;
	scratch_write(&scratch, "a.yaml", "old\n");
	assert_true(replace_begin(scratch_path(&scratch, "a.yaml"), &p, &e));
	assert_true(replace_sink(p).write(replace_sink(p).to, "new", 3));
	replace_cancel(p);
	replace_cancel(NULL);
	scratch_assert(&scratch, "a.yaml", "old\n");
	assert_int_equal(scratch_count(&scratch), 1);
}

static void the_mode_is_kept_and_a_new_file_follows_the_umask(void **state)
{
	mode_t before = umask(027);
	struct error e;
	struct stat st;

	(void)state;
	scratch_write(&scratch, "a.yaml", "old\n");
	assert_int_equal(chmod(scratch_path(&scratch, "a.yaml"), 0664), 0);
	assert_true(save(scratch_path(&scratch, "a.yaml"), "new\n", 4, &e));
	assert_int_equal(stat(scratch.path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0664);
	assert_true(save(scratch_path(&scratch, "b.yaml"), "new\n", 4, &e));
	assert_int_equal(stat(scratch.path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	umask(before);
}

static void owner_and_group_are_kept(void **state)
{
	struct error e;
	struct stat st;

	(void)state;
	if (geteuid() != 0)
		skip();
	scratch_write(&scratch, "a.yaml", "old\n");
	assert_int_equal(chown(scratch_path(&scratch, "a.yaml"), 12, 34), 0);
	assert_true(save(scratch_path(&scratch, "a.yaml"), "new\n", 4, &e));
	assert_int_equal(stat(scratch.path, &st), 0);
	assert_int_equal(st.st_uid, 12);
	assert_int_equal(st.st_gid, 34);
}

static void extended_attributes_are_kept(void **state)
{
	char value[16] = "";
	struct error e;

	(void)state;
	scratch_write(&scratch, "a.yaml", "old\n");
	if (setxattr(scratch_path(&scratch, "a.yaml"), "user.note", "checked", 7, 0) != 0)
		skip();
	assert_true(save(scratch_path(&scratch, "a.yaml"), "new\n", 4, &e));
	assert_int_equal(getxattr(scratch.path, "user.note", value, sizeof(value)), 7);
	assert_string_equal(value, "checked");
}

/* a list as the kernel keeps it: rw- for the owner and for user 99, r-- for the group, nothing for others */
static const unsigned char acl[] = {
	2, 0, 0, 0,
	1, 0, 6, 0, 255, 255, 255, 255,
	2, 0, 6, 0, 99, 0, 0, 0,
	4, 0, 4, 0, 255, 255, 255, 255,
	16, 0, 6, 0, 255, 255, 255, 255,
	32, 0, 0, 0, 255, 255, 255, 255,
};

static void an_access_list_is_kept(void **state)
{
	unsigned char value[64];
	struct error e;

	(void)state;
	scratch_write(&scratch, "a.yaml", "old\n");
	if (setxattr(scratch_path(&scratch, "a.yaml"), "system.posix_acl_access", acl, sizeof(acl), 0) != 0)
		skip();
	assert_true(save(scratch_path(&scratch, "a.yaml"), "new\n", 4, &e));
	assert_int_equal(getxattr(scratch.path, "system.posix_acl_access", value, sizeof(value)), sizeof(acl));
	assert_memory_equal(value, acl, sizeof(acl));
}

static void a_symbolic_link_stays_and_its_target_is_replaced(void **state)
{
	char link[700];
	struct error e;
	struct stat st;

	(void)state;
	scratch_write(&scratch, "real.yaml", "old\n");
	snprintf(link, sizeof(link), "%s", scratch_path(&scratch, "link.yaml"));
	assert_int_equal(symlink("real.yaml", link), 0);
	assert_true(save(link, "new\n", 4, &e));
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	scratch_assert(&scratch, "real.yaml", "new\n");
	assert_int_equal(scratch_count(&scratch), 2);
}

static void links_in_a_circle_are_refused(void **state)
{
	struct error e;

	(void)state;
	assert_int_equal(symlink("b", scratch_path(&scratch, "a")), 0);
	assert_int_equal(symlink("a", scratch_path(&scratch, "b")), 0);
	assert_false(save(scratch.path, "new\n", 4, &e));
	assert_int_equal(e.kind, ERR_IO);
	assert_int_equal(scratch_count(&scratch), 2);
}

/* a limit on the size of files stands for a full disk: a write fails in the same way */
static void a_disk_that_is_full_keeps_the_old_file(void **state)
{
	struct rlimit before, small;
	static char big[300000];
	struct error e;

	(void)state;
	memset(big, 'x', sizeof(big));
	scratch_write(&scratch, "a.yaml", "old\n");
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 100000;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_false(save(scratch_path(&scratch, "a.yaml"), big, sizeof(big), &e));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(e.kind, ERR_IO);
	assert_non_null(strstr(e.text, "a.yaml"));
	scratch_assert(&scratch, "a.yaml", "old\n");
	assert_int_equal(scratch_count(&scratch), 1);
}

/* runs in a process of its own, as somebody who may not do everything */
static int as_nobody(int (*run)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(99);
		_exit(run());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int save_is_refused(void)
{
	struct error e;

	if (save(scratch_path(&scratch, "a.yaml"), "new\n", 4, &e))
		return 1;
	return e.kind == ERR_IO && strstr(e.text, "a.yaml") ? 0 : 2;
}

static void a_folder_that_may_not_be_written_to_keeps_the_old_file(void **state)
{
	(void)state;
	scratch_write(&scratch, "a.yaml", "old\n");
	assert_int_equal(chmod(scratch_path(&scratch, "a.yaml"), 0666), 0);
	assert_int_equal(chmod(scratch.folder, 0555), 0);
	assert_int_equal(as_nobody(save_is_refused), 0);
	assert_int_equal(chmod(scratch.folder, 0755), 0);
	scratch_assert(&scratch, "a.yaml", "old\n");
	assert_int_equal(scratch_count(&scratch), 1);
}

static void a_write_protected_file_is_not_replaced(void **state)
{
	(void)state;
	scratch_write(&scratch, "a.yaml", "old\n");
	assert_int_equal(chmod(scratch_path(&scratch, "a.yaml"), 0444), 0);
	assert_int_equal(chmod(scratch.folder, 0777), 0);
	assert_int_equal(as_nobody(save_is_refused), 0);
	scratch_assert(&scratch, "a.yaml", "old\n");
	assert_int_equal(scratch_count(&scratch), 1);
}

static void a_vanished_folder_is_named(void **state)
{
	struct error e;

	(void)state;
	assert_false(save(scratch_path(&scratch, "gone/a.yaml"), "new\n", 4, &e));
	assert_int_equal(e.kind, ERR_IO);
	assert_non_null(strstr(e.text, "folder"));
}

static void what_is_no_regular_file_is_refused(void **state)
{
	struct error e;

	(void)state;
	assert_int_equal(mkfifo(scratch_path(&scratch, "pipe"), 0600), 0);
	assert_false(save(scratch.path, "new\n", 4, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_false(save(scratch.folder, "new\n", 4, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
}

static void the_backup_holds_the_old_bytes(void **state)
{
	char backup[700];
	struct replace *p;
	struct error e;
	bool lost;

	(void)state;
	snprintf(backup, sizeof(backup), "%s", scratch_path(&scratch, "a.yaml~"));
	scratch_write(&scratch, "a.yaml", "old\n");
	scratch_write(&scratch, "a.yaml~", "older\n");
	for (int round = 0; round < 2; round++) { /* the second finds a backup that is the file itself */
		assert_true(replace_begin(scratch_path(&scratch, "a.yaml"), &p, &e));
		assert_true(replace_backup(p, backup, &e));
		scratch_assert(&scratch, "a.yaml~", "old\n");
		if (round == 0)
			replace_cancel(p);
	}
	assert_true(replace_sink(p).write(replace_sink(p).to, "new\n", 4));
	assert_true(replace_commit(p, &lost, &e));
	scratch_assert(&scratch, "a.yaml~", "old\n");
	scratch_assert(&scratch, "a.yaml", "new\n");
	assert_int_equal(scratch_count(&scratch), 2);
}

static bool write_word(void *from, struct sink to)
{
	return to.write(to.to, from, strlen(from));
}

static bool write_and_give_up(void *from, struct sink to)
{
	return to.write(to.to, from, strlen(from)) && false;
}

static void a_new_file_never_takes_the_place_of_another(void **state)
{
	char word[] = "new\n";
	struct error e = { 0 };

	(void)state;
	assert_true(create_new(scratch_path(&scratch, "a.yaml"), write_word, word, &e));
	scratch_assert(&scratch, "a.yaml", "new\n");
	assert_false(create_new(scratch_path(&scratch, "a.yaml"), write_word, word, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_int_equal(symlink("nowhere", scratch_path(&scratch, "link")), 0);
	assert_false(create_new(scratch.path, write_word, word, &e));
	assert_false(create_new(scratch_path(&scratch, "b.yaml"), write_and_give_up, word, &e));
	assert_false(scratch_has(&scratch, "b.yaml"));
	assert_false(scratch_has(&scratch, "nowhere"));
}

static void equal_bytes_have_equal_digests_however_they_come(void **state)
{
	static char bytes[5000];
	struct replace *p;
	uint64_t size, digest, read_again;
	struct error e;
	bool lost;

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 31 + i / 7);
	assert_true(replace_begin(scratch_path(&scratch, "a"), &p, &e));
	for (size_t at = 0, step = 1; at < sizeof(bytes); at += step, step = step % 13 + 1) {
		if (step > sizeof(bytes) - at)
			step = sizeof(bytes) - at;
		assert_true(replace_sink(p).write(replace_sink(p).to, bytes + at, step));
	}
	replace_written(p, &size, &digest);
	assert_true(replace_commit(p, &lost, &e));
	assert_int_equal(size, sizeof(bytes));
	assert_true(digest == file_digest(bytes, sizeof(bytes)));
	assert_true(file_read_digest(scratch_path(&scratch, "a"), &read_again, &e));
	assert_true(read_again == digest);
	bytes[4999]++;
	assert_true(digest != file_digest(bytes, sizeof(bytes)));
	assert_true(file_digest("", 0) != file_digest("\0", 1));
}

/* saves without end, and says so after each step */
static void save_without_end(int progress)
{
	static char text[100000];
	struct error e;

	for (char c = 'a';; c = c == 'z' ? 'a' : (char)(c + 1)) {
		memset(text, c, sizeof(text));
		if (!save(scratch_path(&scratch, "a.yaml"), text, sizeof(text), &e) || write(progress, "x", 1) != 1)
			_exit(1);
	}
}

/* (1): whenever it ends, the file under the name is one whole version */
static void a_process_killed_while_saving_leaves_one_whole_version(void **state)
{
	unsigned random = 1;
	struct error e;

	(void)state;
	for (int round = 0; round < 25; round++) {
		int pipe_fd[2], status;
		pid_t pid;
		size_t len;
		char *text, c;

		assert_int_equal(pipe(pipe_fd), 0);
		pid = fork();
		if (pid == 0)
			save_without_end(pipe_fd[1]);
		random = random * 1103515245u + 12345u;
		for (unsigned i = 0; i <= random / 65536u % 5; i++)
			assert_int_equal(read(pipe_fd[0], &c, 1), 1);
		for (volatile unsigned spin = 0; spin < random / 16u % 400000u; spin++)
			;
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		close(pipe_fd[0]);
		close(pipe_fd[1]);
		text = scratch_read(&scratch, "a.yaml", &len);
		assert_int_equal(len, 100000);
		for (size_t i = 1; i < len; i++)
			assert_int_equal(text[i], text[0]);
		free(text);
	}
	/* the next save sweeps up what the killed ones left */
	assert_true(save(scratch_path(&scratch, "a.yaml"), "end\n", 4, &e));
	assert_int_equal(scratch_count(&scratch), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_file_is_replaced_whole_and_nothing_else_is_left, setup, teardown),
		cmocka_unit_test_setup_teardown(a_cancelled_save_leaves_the_old_file_and_no_other, setup, teardown),
		cmocka_unit_test_setup_teardown(the_mode_is_kept_and_a_new_file_follows_the_umask, setup, teardown),
		cmocka_unit_test_setup_teardown(owner_and_group_are_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(extended_attributes_are_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(an_access_list_is_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(a_symbolic_link_stays_and_its_target_is_replaced, setup, teardown),
		cmocka_unit_test_setup_teardown(links_in_a_circle_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_disk_that_is_full_keeps_the_old_file, setup, teardown),
		cmocka_unit_test_setup_teardown(a_folder_that_may_not_be_written_to_keeps_the_old_file, setup, teardown),
		cmocka_unit_test_setup_teardown(a_write_protected_file_is_not_replaced, setup, teardown),
		cmocka_unit_test_setup_teardown(a_vanished_folder_is_named, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_no_regular_file_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(the_backup_holds_the_old_bytes, setup, teardown),
		cmocka_unit_test_setup_teardown(a_new_file_never_takes_the_place_of_another, setup, teardown),
		cmocka_unit_test_setup_teardown(equal_bytes_have_equal_digests_however_they_come, setup, teardown),
		cmocka_unit_test_setup_teardown(a_process_killed_while_saving_leaves_one_whole_version, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
