/*
 * The keyboard's side of the terminal: waits for bytes and signals, and makes keys of them.
 */
#include "tui/term_private.h"
#include "tui/term_signal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define READ_SIZE 16384
#define MUCH 1024       /* a read of so many bytes is a paste: the rest of it is waited for … */
#define MUCH_WAIT_MS 2  /* … this long */
#define MOST (1 << 20)  /* … up to so many bytes */
#define ESCAPE_MS 100
#define TWICE_MS 400    /* between the presses of a double click */
#define REST_MS 1000

static long elapsed_ms(const struct timespec *since)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - since->tv_sec) * 1000 + (now.tv_nsec - since->tv_nsec) / 1000000;
}

/* reads what is there; false: the terminal is gone */
static bool read_bytes(struct term *t)
{
	char bytes[READ_SIZE];
	size_t total = 0;
	struct pollfd more = { .fd = STDIN_FILENO, .events = POLLIN };

	if (t->timed && !key_decoder_waiting(t->decoder)) {
		long silence = elapsed_ms(&t->since);

		key_decoder_idle(t->decoder, silence > 0 ? (unsigned)silence : 0);
	}
	t->timed = false;
	do {
		ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));

		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			break;
		if (n <= 0)
			return total > 0;
		if (!key_decoder_feed(t->decoder, bytes, (size_t)n))
			break; /* no memory: these keys are lost, the next ones may fit */
		total += (size_t)n;
		if (n < MUCH || total > MOST)
			break;
	} while (poll(&more, 1, MUCH_WAIT_MS) > 0 && (more.revents & POLLIN));
	return true;
}

/* nothing came since the last byte: lets the decoder decide about what is incomplete */
static void tell_idle(struct term *t)
{
	if (!t->timed || !key_decoder_waiting(t->decoder))
		return;
	t->told_ms = elapsed_ms(&t->since);
	key_decoder_idle(t->decoder, (unsigned)t->told_ms);
}

/* what a signal means to the program; false: nothing */
static bool signal_key(struct term *t, int number, struct key *ret)
{
	*ret = (struct key){ .code = KEYCODE_NONE };
	switch (number) {
	case SIGWINCH:
		term_signal_drop(SIGWINCH);
		if (!term_measure(t))
			return false;
		ret->code = KEYCODE_RESIZE;
		break;
	case SIGTSTP:
		term_suspend(t);
		ret->code = KEYCODE_SUSPENDED;
		break;
	case SIGCONT: /* stopped by a signal that cannot be caught: the shell had the terminal meanwhile */
		term_leave(t);
		if (!term_enter(t))
			return false;
		ret->code = KEYCODE_SUSPENDED;
		break;
	case SIGHUP:
	case SIGTERM:
	case SIGINT:
		t->hung_up = true;
		return false;
	default:
		return false;
	}
	ret->row = t->rows;
	ret->column = t->columns;
	return true;
}

void term_suspend(struct term *t)
{
	term_leave(t);
	(void)raise(SIGSTOP);
	term_signal_drop(SIGCONT);
	(void)term_enter(t);
}

/* presses have no time of their own: whether two belong together is seen where they come in */
static void note_click(struct term *t, struct key *k)
{
	bool same = t->clicked.code == k->code && t->clicked.number == k->number && t->clicked.row == k->row && t->clicked.column == k->column;

	k->twice = same && !t->clicked.twice && elapsed_ms(&t->clicked_at) < TWICE_MS;
	t->clicked = *k;
	(void)clock_gettime(CLOCK_MONOTONIC, &t->clicked_at);
}

/* an answer of the terminal is no key; where it changes what things look like, everything is laid out anew */
static bool decoded_key(struct term *t, struct key *ret)
{
	while (key_decoder_next(t->decoder, ret)) {
		if (ret->code == KEYCODE_MOUSE_PRESS)
			note_click(t, ret);
		if (ret->code != KEYCODE_PLACE && ret->code != KEYCODE_BACKGROUND)
			return true;
		if (!term_answered(t, ret))
			continue;
		*ret = (struct key){ .code = KEYCODE_RESIZE, .row = t->rows, .column = t->columns };
		return true;
	}
	return false;
}

/* a key that is there without waiting */
static bool ready_key(struct term *t, struct key *ret)
{
	if (t->pending.code != KEYCODE_NONE) {
		*ret = t->pending;
		t->pending = (struct key){ .code = KEYCODE_NONE };
		return true;
	}
	if (decoded_key(t, ret))
		return true;
	if (t->hung_up) {
		*ret = (struct key){ .code = KEYCODE_HANGUP };
		return true;
	}
	return false;
}

/* how long to wait for a byte before something has to be decided, at most `left`; -1: for ever */
static int patience(struct term *t, long left)
{
	long until = -1;

	if (key_decoder_waiting(t->decoder) && !t->timed) {
		(void)clock_gettime(CLOCK_MONOTONIC, &t->since);
		t->timed = true;
		t->told_ms = 0;
	}
	if (key_decoder_waiting(t->decoder) && t->told_ms < REST_MS) {
		long silence = elapsed_ms(&t->since), next = t->told_ms < ESCAPE_MS ? ESCAPE_MS : REST_MS;

		until = silence < next ? next - silence : 0;
	}
	if (until < 0 || (left >= 0 && left < until))
		until = left;
	return (int)until;
}

/* waits once; true: something came, or it has to be looked at again; *ret is a key when its code is set */
static bool wait_once(struct term *t, int timeout, struct key *ret)
{
	struct pollfd fds[2] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = term_signal_fd(), .events = POLLIN },
	};
	int found = poll(fds, 2, timeout), number;

	*ret = (struct key){ .code = KEYCODE_NONE };
	if (found < 0)
		return errno == EINTR;
	if (!found)
		return false;
	if (fds[1].revents && (number = term_signal_next()) != 0) {
		(void)signal_key(t, number, ret);
		return true;
	}
	if (fds[0].revents & POLLIN)
		t->hung_up = !read_bytes(t) || t->hung_up;
	else if (fds[0].revents)
		t->hung_up = true;
	return true;
}

bool term_key(struct term *t, int wait_ms, struct key *ret)
{
	struct timespec start = { .tv_sec = 0 };
	long left = wait_ms;

	if (wait_ms > 0)
		(void)clock_gettime(CLOCK_MONOTONIC, &start);
	for (;;) {
		if (ready_key(t, ret))
			return true;
		if (wait_once(t, patience(t, left), ret)) {
			if (ret->code != KEYCODE_NONE)
				return true;
		} else {
			tell_idle(t);
			if (ready_key(t, ret))
				return true;
			if (!left)
				return false;
		}
		if (wait_ms > 0) {
			left = wait_ms - elapsed_ms(&start);
			if (left < 0)
				left = 0;
		}
	}
}

/* whether a poll would find something, for less: polling a terminal waits for the kernel's own buffers as well */
static bool something_came(void)
{
	int bytes = 0;

	return term_signal_came() || ioctl(STDIN_FILENO, FIONREAD, &bytes) < 0 || bytes > 0;
}

bool term_more(struct term *t)
{
	struct key k = { .code = KEYCODE_NONE };

	if (t->pending.code != KEYCODE_NONE || t->hung_up)
		return true;
	do {
		if (decoded_key(t, &t->pending))
			return true;
	} while (something_came() && wait_once(t, 0, &k) && k.code == KEYCODE_NONE && !t->hung_up);
	t->pending = k;
	return k.code != KEYCODE_NONE || t->hung_up;
}
