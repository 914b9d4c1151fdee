#include "tui/commands/many.h"

#include "base/arena.h"
#include "base/i18n.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORKERS_MAX 64
#define GIVEN_AHEAD 2 /* files a worker knows of: the one it is at, and the next, so that it never waits for us */
#define AHEAD 64 /* results a worker may be ahead of the one that is printed next */

/* what a worker sends back for a file; the two texts follow */
struct answer {
	size_t index;
	enum status status;
	unsigned long counts[MANY_COUNTS];
	size_t out, err;
};

struct result {
	bool there;
	struct answer answer;
	char *text;
};

struct worker {
	pid_t pid;      /* 0: none */
	int fd;
	size_t given[GIVEN_AHEAD]; /* the file it is at first */
	size_t waiting;            /* of them */
};

struct run {
	const struct many *many;
	struct worker workers[WORKERS_MAX];
	size_t worker_count;
	struct result *results; /* a ring */
	size_t ring;
	size_t next, printed;   /* files given out; files whose result was printed */
	unsigned long *counts;
	enum status worst;
	bool stopped;           /* nobody reads what we print */
	bool tells;             /* how far it is */
	struct timespec told;   /* when the progress was shown last */
};

/* the cores that this process may use: an engine that runs several of us gives each its own */
static size_t cores(void)
{
	long count = 0;
#ifdef SYS_sched_getaffinity
	unsigned long mask[64] = { 0 };

	if (syscall(SYS_sched_getaffinity, 0, sizeof(mask), mask) > 0) {
		for (size_t i = 0; i < ARRAY_SIZE(mask); i++) {
			for (unsigned long m = mask[i]; m; m &= m - 1)
				count++;
		}
	}
#endif
	if (count < 1)
		count = sysconf(_SC_NPROCESSORS_ONLN);
	return count < 1 ? 1 : (size_t)count;
}

/* ---- the pipe between them ---- */

/* all of it, written or read; false when the other side is gone */
static bool transfer(int fd, void *data, size_t len, bool out)
{
	char *at = data;

	while (len > 0) {
		ssize_t n = out ? write(fd, at, len) : read(fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

/* ---- the worker ---- */

/* head, output and errors in one call, as nearly always they are taken at once */
static bool send_answer(int fd, struct answer *a, char *out, char *err)
{
	struct iovec parts[] = { { a, sizeof(*a) }, { out, a->out }, { err, a->err } };
	ssize_t n = writev(fd, parts, ARRAY_SIZE(parts));
	size_t sent = n < 0 ? 0 : (size_t)n;

	if (n < 0 && errno != EINTR)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		size_t done = sent < parts[i].iov_len ? sent : parts[i].iov_len;

		if (!transfer(fd, (char *)parts[i].iov_base + done, parts[i].iov_len - done, true))
			return false;
		sent -= done;
	}
	return true;
}

static bool work_one(const struct many *m, size_t index, int fd)
{
	struct answer a = { .index = index, .status = STATUS_REFUSED };
	char *out = NULL, *err = NULL;
	FILE *out_file = open_memstream(&out, &a.out), *err_file = open_memstream(&err, &a.err);
	bool ok = false;

	if (out_file && err_file) {
		command_capture(out_file, err_file);
		a.status = m->one(m->to, index, a.counts);
		command_capture(NULL, NULL);
	}
	ok = out_file && fclose(out_file) == 0;
	ok &= err_file && fclose(err_file) == 0;
	ok = ok && send_answer(fd, &a, out, err);
	free(out);
	free(err);
	return ok;
}

static _Noreturn void work(const struct many *m, int fd)
{
	size_t index;

	while (transfer(fd, &index, sizeof(index), false) && work_one(m, index, fd))
		;
	_exit(0);
}

static bool worker_start(struct run *r, struct worker *w)
{
	int pair[2];

	*w = (struct worker){ .fd = -1 };
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
		return false;
	fflush(NULL);
	w->pid = fork();
	if (w->pid == 0) {
		for (size_t i = 0; i < r->worker_count; i++) {
			if (r->workers[i].pid && r->workers[i].fd >= 0)
				close(r->workers[i].fd); /* so that each sees when we are gone */
		}
		close(pair[0]);
		work(r->many, pair[1]);
	}
	close(pair[1]);
	if (w->pid < 0) {
		close(pair[0]);
		w->pid = 0;
		return false;
	}
	w->fd = pair[0];
	return true;
}

/* one that is gone is told from its silence: answers of its own may still be on their way */
static void hand(struct worker *w, size_t index)
{
	w->given[w->waiting++] = index;
	(void)transfer(w->fd, &index, sizeof(index), true);
}

static int worker_end(struct worker *w)
{
	int status = 0;

	if (!w->pid)
		return 0;
	close(w->fd);
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		;
	w->pid = 0;
	w->fd = -1;
	return status;
}

/* ---- progress, on a terminal that shows nothing else ---- */

static void tell_progress(struct run *r)
{
	size_t all = r->many->count, filled = 30 * r->printed / all;
	struct timespec now;

	if (!r->tells)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (r->printed == all) {
		fprintf(stderr, "\r%*s\r", 60, "");
	} else if ((now.tv_sec - r->told.tv_sec) * 1000 + (now.tv_nsec - r->told.tv_nsec) / 1000000 >= 100) {
		fprintf(stderr, "\r[%.*s%*s] %zu/%zu", (int)filled, "##############################", (int)(30 - filled), "",
			r->printed, all);
		r->told = now;
	}
	fflush(stderr);
}

/* ---- results ---- */

static void print_next(struct run *r)
{
	while (r->printed < r->next && r->results[r->printed % r->ring].there) {
		struct result *done = &r->results[r->printed % r->ring];

		if (!command_out(done->text, done->answer.out))
			r->stopped = true;
		if (done->answer.err) {
			fflush(stdout);
			fwrite(done->text + done->answer.out, 1, done->answer.err, stderr);
		}
		for (size_t i = 0; i < MANY_COUNTS; i++)
			r->counts[i] += done->answer.counts[i];
		r->worst = done->answer.status > r->worst ? done->answer.status : r->worst;
		free(done->text);
		*done = (struct result){ 0 };
		r->printed++;
		tell_progress(r);
	}
}

static struct result *result_of(struct run *r, size_t index)
{
	struct result *done = &r->results[index % r->ring];

	*done = (struct result){ .there = true, .answer = { .index = index, .status = STATUS_REFUSED } };
	return done;
}

/* what it means for a file that a worker ended at it */
static void lose(struct run *r, size_t index, int status)
{
	struct result *lost = result_of(r, index);
	char *err = NULL;
	FILE *f = open_memstream(&err, &lost->answer.err);

	if (!f)
		return;
	command_capture(NULL, f);
	if (WIFSIGNALED(status))
		command_complain(_("%s: could not be done: the process at it was ended by signal %d"), r->many->files[index], WTERMSIG(status));
	else
		command_complain(_("%s: could not be done: the process at it ended"), r->many->files[index]);
	command_capture(NULL, NULL);
	if (fclose(f) == 0)
		lost->text = err;
	else
		lost->answer.err = 0;
}

/* a worker that ended before it answered: that file is lost, the others go on */
static void worker_died(struct run *r, struct worker *w)
{
	struct worker before = *w;
	int status = worker_end(w);
	bool again = worker_start(r, w);

	lose(r, before.given[0], status);
	for (size_t i = 1; i < before.waiting; i++) {
		if (again)
			hand(w, before.given[i]);
		else
			lose(r, before.given[i], status);
	}
}

static void take_answer(struct run *r, struct worker *w)
{
	struct answer a;
	char *text = NULL;
	struct result *done;

	if (!transfer(w->fd, &a, sizeof(a), false) || a.index != w->given[0] || !(text = malloc(a.out + a.err + 1)) ||
	    !transfer(w->fd, text, a.out + a.err, false)) {
		free(text);
		worker_died(r, w);
		return;
	}
	done = result_of(r, a.index);
	done->answer = a;
	done->text = text;
	w->waiting--;
	memmove(w->given, w->given + 1, w->waiting * sizeof(w->given[0]));
}

/* ---- giving out ---- */

static void give(struct run *r, struct worker *w)
{
	while (w->pid && w->waiting < GIVEN_AHEAD && !r->stopped && r->next < r->many->count && r->next < r->printed + r->ring)
		hand(w, r->next++);
}

static bool wait_for_answers(struct run *r)
{
	struct pollfd polls[WORKERS_MAX];
	struct worker *who[WORKERS_MAX];
	nfds_t count = 0;

	for (size_t i = 0; i < r->worker_count; i++) {
		struct worker *w = &r->workers[i];

		if (!w->pid || !w->waiting)
			continue;
		who[count] = w;
		polls[count++] = (struct pollfd){ .fd = w->fd, .events = POLLIN };
	}
	if (count == 0)
		return false;
	if (poll(polls, count, -1) < 0)
		return errno == EINTR;
	for (nfds_t i = 0; i < count; i++) {
		if (polls[i].revents)
			take_answer(r, who[i]);
	}
	return true;
}

static void run_parallel(struct run *r)
{
	bool going = true;

	while (going) {
		for (size_t i = 0; i < r->worker_count; i++)
			give(r, &r->workers[i]);
		going = wait_for_answers(r);
		print_next(r);
	}
	for (size_t i = 0; i < r->worker_count; i++)
		worker_end(&r->workers[i]);
	for (size_t i = 0; i < r->ring; i++)
		free(r->results[i].text);
}

static void run_here(struct run *r)
{
	for (size_t i = r->next; i < r->many->count; i++) {
		enum status status = r->many->one(r->many->to, i, r->counts);

		r->worst = status > r->worst ? status : r->worst;
		r->printed = i + 1;
		tell_progress(r);
		if (ferror(stdout)) /* nobody reads it */
			return;
	}
}

enum status many_run(const struct many *m, unsigned long counts[MANY_COUNTS])
{
	struct run r = { .many = m, .counts = counts };
	size_t wanted = cores();

	if (wanted > m->count)
		wanted = m->count;
	if (wanted > WORKERS_MAX)
		wanted = WORKERS_MAX;
	r.tells = m->count > 1 && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
	r.ring = wanted * AHEAD;
	r.results = wanted > 1 ? memory_alloc(r.ring, sizeof(*r.results)) : NULL;
	while (r.results && r.worker_count < wanted && worker_start(&r, &r.workers[r.worker_count]))
		r.worker_count++;
	if (r.worker_count > 0)
		run_parallel(&r);
	if (!r.stopped)
		run_here(&r); /* what no worker could be had for */
	memory_free(r.results);
	return r.worst;
}
