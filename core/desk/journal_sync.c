/*
 * The journal's thread: what was written is on the disk within a second, however long the disk takes, and no key waits for
 * it. What comes within SYNC_DELAY_NS of the first unsynced byte is synced together.
 */
#include "desk/journal_private.h"

#include "base/arena.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#define SYNC_DELAY_NS 300000000L

struct journal_sync {
	pthread_t thread;
	bool has_thread;
	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t wake;
	int fd;
	bool dirty, stop;
	int trouble;           /* errno of the last attempt */
};

static void wait_a_moment(struct journal_sync *s)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += SYNC_DELAY_NS;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_nsec -= 1000000000L;
		until.tv_sec++;
	}
	while (!s->stop && pthread_cond_timedwait(&s->wake, &s->mutex, &until) == 0)
		;
}

/* 0 or errno; a file system that has no such thing does without */
static int bring(int fd)
{
	int result;

	AGAIN(result, fdatasync(fd));
	return result == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : errno;
}

static void *run(void *arg)
{
	struct journal_sync *s = arg;

	pthread_mutex_lock(&s->mutex);
	while (!s->stop) {
		int fd, cause;

		if (!s->dirty) {
			pthread_cond_wait(&s->wake, &s->mutex);
			continue;
		}
		wait_a_moment(s);
		s->dirty = false;
		/* a number of our own: the file may be closed while it is being synced */
		fd = s->fd >= 0 ? fcntl(s->fd, F_DUPFD_CLOEXEC, 0) : -1;
		pthread_mutex_unlock(&s->mutex);
		cause = fd >= 0 ? bring(fd) : 0;
		if (fd >= 0)
			close(fd);
		pthread_mutex_lock(&s->mutex);
		s->trouble = cause;
	}
	pthread_mutex_unlock(&s->mutex);
	return NULL;
}

struct journal_sync *journal_sync_new(void)
{
	struct journal_sync *s = memory_alloc(1, sizeof(*s));
	pthread_condattr_t steady;

	if (!s)
		return NULL;
	s->fd = -1;
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC); /* whatever happens to the time of day */
	pthread_mutex_init(&s->mutex, NULL);
	pthread_cond_init(&s->wake, &steady);
	pthread_condattr_destroy(&steady);
	return s;
}

void journal_sync_to(struct journal_sync *s, int fd)
{
	pthread_mutex_lock(&s->mutex);
	s->fd = fd;
	s->dirty = false;
	s->trouble = 0;
	pthread_mutex_unlock(&s->mutex);
}

/* signals are the main thread's business */
static void start(struct journal_sync *s)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	s->has_thread = pthread_create(&s->thread, NULL, run, s) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void journal_sync_soon(struct journal_sync *s)
{
	if (!s->has_thread)
		start(s);
	if (!s->has_thread) {
		s->trouble = bring(s->fd);
		return;
	}
	pthread_mutex_lock(&s->mutex);
	if (!s->dirty) {
		s->dirty = true;
		pthread_cond_signal(&s->wake);
	}
	pthread_mutex_unlock(&s->mutex);
}

bool journal_sync_waits(struct journal_sync *s)
{
	bool waits;

	pthread_mutex_lock(&s->mutex);
	waits = s->dirty;
	pthread_mutex_unlock(&s->mutex);
	return waits;
}

int journal_sync_trouble(struct journal_sync *s)
{
	int trouble;

	pthread_mutex_lock(&s->mutex);
	trouble = s->trouble;
	pthread_mutex_unlock(&s->mutex);
	return trouble;
}

void journal_sync_free(struct journal_sync *s)
{
	if (!s)
		return;
	if (s->has_thread) {
		pthread_mutex_lock(&s->mutex);
		s->stop = true;
		pthread_cond_signal(&s->wake);
		pthread_mutex_unlock(&s->mutex);
		pthread_join(s->thread, NULL);
	}
	pthread_mutex_destroy(&s->mutex);
	pthread_cond_destroy(&s->wake);
	memory_free(s);
}
