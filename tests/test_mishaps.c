/* What befalls the program itself while a report is open: signals at any moment, files and folders that vanish. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/desk_host.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define ROWS 26
#define COLUMNS 100

static const char *program;

static int new_desk(void **state)
{
	static struct desk d;

	desk_init(&d, program);
	*state = &d;
	return 0;
}

static int end_desk(void **state)
{
	desk_release(*state);
	return 0;
}

static const char *path_of(struct desk *d, const char *name)
{
	static char path[600];

	snprintf(path, sizeof(path), "%s/%s", d->folder, name);
	return path;
}

static void open_desk(struct desk *d)
{
	desk_open(d, ROWS, COLUMNS, NULL);
	desk_wait(d, "F10 menu");
	desk_wait(d, "[街道办 ");
	host_puts(&d->host, "\033[B");
	desk_wait(d, "[2021 ");
	host_puts(&d->host, "\033[B");
	desk_wait(d, " 10.00]");
}

/* ---- moments ---- */

static void idle(struct desk *d)
{
	open_desk(d);
	host_puts(&d->host, "33\033[B");
	desk_wait(d, " 33.00");
	desk_settle(d);
}

static void typing(struct desk *d)
{
	open_desk(d);
	host_puts(&d->host, "３３");
	desk_wait_caret(d, "３３");
}

static void asked(struct desk *d)
{
	idle(d);
	host_puts(&d->host, "\021");
	desk_wait(d, "quit without saving");
}

static void saving(struct desk *d)
{
	idle(d);
	host_puts(&d->host, "\023");
}

static const struct moment {
	const char *name;
	void (*come)(struct desk *d);
} moments[] = { { "idle", idle }, { "typing", typing }, { "asked", asked }, { "saving", saving } };

/* ---- signals ---- */

static void assert_terminal_is_back(struct host *h)
{
	struct termios now;

	assert_int_equal(tcgetattr(h->master, &now), 0);
	assert_int_equal(now.c_lflag, h->before.c_lflag);
	assert_int_equal(now.c_iflag, h->before.c_iflag);
	assert_int_equal(now.c_oflag, h->before.c_oflag);
	assert_false(h->alternate);
	assert_true(h->cursor);
}

/* all that was drawn is there at the next opening: saved, or offered */
static void assert_nothing_lost(struct desk *d, bool may_be_saved)
{
	desk_open(d, ROWS, COLUMNS, NULL);
	desk_wait(d, "街道办");
	desk_settle(d);
	if (host_has(&d->host, "recover them")) {
		desk_wait(d, "10 → 33");
		host_puts(&d->host, "\r");
		desk_wait(d, "the edits are back");
		desk_wait(d, " 33.00");
		desk_quit_without_saving(d);
	} else {
		assert_true(may_be_saved);
		desk_wait(d, " 33.00");
		desk_quit(d);
	}
	assert_false(desk_has(d, ".r.yaml.journal"));
}

static void ends_it(struct desk *d, const struct moment *m, int number)
{
	int status;

	desk_write(d, "r.yaml", desk_report);
	m->come(d);
	assert_int_equal(kill(d->host.child, number), 0);
	status = host_wait_exit(&d->host);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		fail_msg("%s, signal %d: it ended with %d", m->name, number, status);
	assert_terminal_is_back(&d->host);
	assert_false(desk_has(d, ".r.yaml.lock"));
	desk_close(d);
	assert_nothing_lost(d, m->come == saving);
}

static void ends_it_at_any_moment(struct desk *d, int number)
{
	for (size_t i = 0; i < ARRAY_SIZE(moments); i++)
		ends_it(d, &moments[i], number);
}

static void a_hangup_at_any_moment_ends_it_and_nothing_drawn_is_lost(void **state)
{
	ends_it_at_any_moment(*state, SIGHUP);
}

static void a_request_to_end_at_any_moment_is_obeyed_and_nothing_drawn_is_lost(void **state)
{
	ends_it_at_any_moment(*state, SIGTERM);
}

static void an_interrupt_at_any_moment_ends_it_and_nothing_drawn_is_lost(void **state)
{
	ends_it_at_any_moment(*state, SIGINT);
}

/* it goes on as if nothing had been, and what was there can be saved */
static void goes_on(struct desk *d, const struct moment *m, int number)
{
	char *file;

	desk_write(d, "r.yaml", desk_report);
	m->come(d);
	assert_int_equal(kill(d->host.child, number), 0);
	if (number == SIGTSTP) {
		host_wait_stop(&d->host);
		assert_int_equal(kill(d->host.child, SIGCONT), 0);
	}
	desk_settle(d);
	assert_true(d->host.alternate);
	if (m->come == asked) {
		desk_wait(d, "quit without saving");
		host_puts(&d->host, "\033");
		desk_wait_gone(d, "quit without saving");
	}
	if (m->come == typing)
		desk_wait_caret(d, "３３");
	host_puts(&d->host, "\023");
	desk_wait(d, "draft · saved");
	file = desk_read(d, "r.yaml");
	assert_non_null(strstr(file, "amount: 33\n"));
	free(file);
	desk_quit(d);
	assert_false(desk_has(d, ".r.yaml.journal"));
}

static void goes_on_at_any_moment(struct desk *d, int number)
{
	for (size_t i = 0; i < ARRAY_SIZE(moments); i++)
		goes_on(d, &moments[i], number);
}

static void suspended_at_any_moment_it_comes_back_as_it_was(void **state)
{
	goes_on_at_any_moment(*state, SIGTSTP);
}

static void a_broken_pipe_at_any_moment_changes_nothing(void **state)
{
	goes_on_at_any_moment(*state, SIGPIPE);
}

static void a_file_that_would_be_too_large_at_any_moment_changes_nothing(void **state)
{
	goes_on_at_any_moment(*state, SIGXFSZ);
}

/* ---- files and folders ---- */

static void a_file_deleted_while_it_is_open_is_written_anew_and_that_is_said(void **state)
{
	struct desk *d = *state;
	char *file;

	typing(d);
	assert_int_equal(unlink(path_of(d, "r.yaml")), 0);
	host_puts(&d->host, "\023");
	desk_wait(d, "had been deleted, and was written anew");
	file = desk_read(d, "r.yaml");
	assert_non_null(strstr(file, "amount: 33\n"));
	free(file);
	desk_quit(d);
}

static void a_folder_that_vanishes_is_said_while_typing_and_at_saving_and_nothing_typed_is_lost(void **state)
{
	struct desk *d = *state;
	char moved[300], *file;

	idle(d);
	(void)snprintf(moved, sizeof(moved), "%s-away", d->folder);
	assert_int_equal(rename(d->folder, moved), 0);
	host_puts(&d->host, "\033[A44");
	desk_wait(d, "what you type is not safe until it is saved: No such file or directory");
	host_puts(&d->host, "\023");
	desk_wait(d, "its folder is not there");
	assert_int_equal(rename(moved, d->folder), 0);
	host_puts(&d->host, "\023");
	desk_wait(d, "draft · saved");
	file = desk_read(d, "r.yaml");
	assert_non_null(strstr(file, "amount: 44\n"));
	free(file);
	desk_quit(d);
}

static void a_journal_deleted_while_typing_is_put_back(void **state)
{
	struct desk *d = *state;

	idle(d);
	assert_int_equal(unlink(path_of(d, ".r.yaml.journal")), 0);
	host_puts(&d->host, "\033[Ax");
	desk_wait_caret(d, "x");
	host_puts(&d->host, "\033");
	desk_wait(d, " 33.00]");
	assert_int_equal(kill(d->host.child, SIGKILL), 0);
	assert_true(WIFSIGNALED(host_wait_exit(&d->host)));
	desk_close(d);
	assert_nothing_lost(d, false);
}

int main(int argc, char **argv)
{
#define ON_DESK(test) cmocka_unit_test_setup_teardown(test, new_desk, end_desk)
	const struct CMUnitTest tests[] = {
		ON_DESK(a_hangup_at_any_moment_ends_it_and_nothing_drawn_is_lost),
		ON_DESK(a_request_to_end_at_any_moment_is_obeyed_and_nothing_drawn_is_lost),
		ON_DESK(an_interrupt_at_any_moment_ends_it_and_nothing_drawn_is_lost),
		ON_DESK(suspended_at_any_moment_it_comes_back_as_it_was),
		ON_DESK(a_broken_pipe_at_any_moment_changes_nothing),
		ON_DESK(a_file_that_would_be_too_large_at_any_moment_changes_nothing),
		ON_DESK(a_file_deleted_while_it_is_open_is_written_anew_and_that_is_said),
		ON_DESK(a_folder_that_vanishes_is_said_while_typing_and_at_saving_and_nothing_typed_is_lost),
		ON_DESK(a_journal_deleted_while_typing_is_put_back),
	};

	assert_true(argc > 1);
	program = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
