#include "tui/term_signal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* what is acted on (between keys), and what ends the program at once */
static const int wanted[] = { SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGCONT };
static const int deadly[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT };

/* A handler has no argument of ours: what it needs can only be static. Read only while is_held says that it is whole. */
static int pipe_ends[2] = { -1, -1 };
static char restore_bytes[256];
static size_t restore_len;
static struct termios restore_modes;
static volatile sig_atomic_t is_held, has_come;
static struct sigaction wanted_before[ARRAY_SIZE(wanted)], deadly_before[ARRAY_SIZE(deadly)];

static void note(int number)
{
	int saved = errno;
	char byte = (char)number;

	has_come = 1;
	if (write(pipe_ends[1], &byte, 1) < 0) {
		/* full: what is in it will be acted on */
	}
	errno = saved;
}

static void die(int number)
{
	if (is_held) {
		is_held = 0;
		if (write(STDOUT_FILENO, restore_bytes, restore_len) < 0) {
			/* nothing can be done about it here */
		}
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &restore_modes);
	}
	/* as it would have ended without us */
	for (size_t i = 0; i < ARRAY_SIZE(deadly); i++) {
		if (deadly[i] == number)
			(void)sigaction(number, &deadly_before[i], NULL);
	}
	(void)raise(number);
}

static bool open_pipe(void)
{
	if (pipe(pipe_ends))
		return false;
	for (size_t i = 0; i < 2; i++) {
		(void)fcntl(pipe_ends[i], F_SETFD, FD_CLOEXEC);
		(void)fcntl(pipe_ends[i], F_SETFL, O_NONBLOCK);
	}
	return true;
}

bool term_signal_open(void)
{
	struct sigaction action = { .sa_handler = note };

	if (!open_pipe())
		return false;
	(void)sigemptyset(&action.sa_mask);
	action.sa_flags = SA_RESTART;
	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++)
		(void)sigaction(wanted[i], &action, &wanted_before[i]);
	action.sa_handler = die;
	for (size_t i = 0; i < ARRAY_SIZE(deadly); i++)
		(void)sigaction(deadly[i], &action, &deadly_before[i]);
	return true;
}

void term_signal_restore(const char *restore, const struct termios *before)
{
	restore_len = strlen(restore) < sizeof(restore_bytes) ? strlen(restore) : 0;
	memcpy(restore_bytes, restore, restore_len);
	restore_modes = *before;
	is_held = 1;
}

void term_signal_close(void)
{
	if (pipe_ends[0] < 0)
		return;
	is_held = 0;
	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++)
		(void)sigaction(wanted[i], &wanted_before[i], NULL);
	for (size_t i = 0; i < ARRAY_SIZE(deadly); i++)
		(void)sigaction(deadly[i], &deadly_before[i], NULL);
	for (size_t i = 0; i < 2; i++) {
		(void)close(pipe_ends[i]);
		pipe_ends[i] = -1;
	}
}

void term_signal_held(bool held)
{
	struct sigaction action = { .sa_handler = held ? note : SIG_IGN };

	(void)sigemptyset(&action.sa_mask);
	action.sa_flags = SA_RESTART;
	(void)sigaction(SIGINT, &action, NULL);
	action.sa_handler = held ? die : SIG_IGN;
	(void)sigaction(SIGQUIT, &action, NULL);
	is_held = held;
}

bool term_signal_came(void)
{
	return has_come;
}

int term_signal_fd(void)
{
	return pipe_ends[0];
}

int term_signal_next(void)
{
	char byte;

	has_come = 0; /* what comes from here on sets it again, and what is in the pipe is seen by poll() */
	return read(pipe_ends[0], &byte, 1) == 1 ? byte : 0;
}

void term_signal_drop(int number)
{
	int kept[16];
	size_t count = 0;
	int next;

	while ((next = term_signal_next()) != 0) {
		if (next != number && count < ARRAY_SIZE(kept))
			kept[count++] = next;
	}
	for (size_t i = 0; i < count; i++)
		note(kept[i]);
}
