#include "fault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/xattr.h>
#include <unistd.h>

static struct {
	pthread_t thread;
	bool armed, full;
	unsigned at, calls;
	int error;
	const char *failed;
} fault;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t freed = PTHREAD_COND_INITIALIZER;
static bool is_stuck, watches_syncs;
static unsigned syncs;

void fault_at(unsigned n, int error)
{
	fault.thread = pthread_self();
	fault.at = n;
	fault.error = error;
	fault.calls = 0;
	fault.failed = NULL;
	fault.full = false;
	fault.armed = true;
}

void fault_full(int error)
{
	fault_at(0, error);
	fault.full = true;
}

const char *fault_stop(void)
{
	fault.armed = false;
	return fault.failed;
}

unsigned fault_calls(void)
{
	return fault.calls;
}

void fault_stick(bool stuck)
{
	pthread_mutex_lock(&mutex);
	fault.thread = pthread_self();
	watches_syncs = true;
	is_stuck = stuck;
	pthread_cond_broadcast(&freed);
	pthread_mutex_unlock(&mutex);
}

unsigned fault_syncs(void)
{
	unsigned n;

	pthread_mutex_lock(&mutex);
	n = syncs;
	pthread_mutex_unlock(&mutex);
	return n;
}

static bool counts(void)
{
	return fault.armed && pthread_equal(fault.thread, pthread_self());
}

/* true when this call is to fail: errno is set */
static bool fails(const char *name, bool takes_room)
{
	if (!counts())
		return false;
	fault.calls++;
	if (fault.full ? !takes_room : fault.calls != fault.at)
		return false;
	if (fault.error == FAULT_KILL)
		kill(getpid(), SIGKILL);
	if (fault.error <= 0)
		return false; /* FAULT_SHORT is the business of write() */
	if (!fault.failed)
		fault.failed = name;
	errno = fault.error;
	return true;
}

/*
 * The system's own functions. Some libraries know only one of two names for files of any size: what is not there is not called.
 */
#define REAL(type, name, parameters) \
	extern type __real_##name parameters __attribute__((weak)); \
	type __wrap_##name parameters; \
	type __wrap_##name parameters

#define WRAP(type, failed, room, name, parameters, arguments) \
	REAL(type, name, parameters) \
	{ \
		return fails(#name, room) ? (failed) : __real_##name arguments; \
	}

REAL(int, open, (const char *path, int flags, ...));
REAL(int, open64, (const char *path, int flags, ...));
REAL(ssize_t, write, (int fd, const void *bytes, size_t len));
REAL(int, close, (int fd));
int __wrap_fdatasync(int fd);

static mode_t mode_of(int flags, va_list args)
{
	return flags & O_CREAT ? va_arg(args, mode_t) : 0;
}

int __wrap_open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	return fails("open", flags & O_CREAT) ? -1 : __real_open(path, flags, mode);
}

int __wrap_open64(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = mode_of(flags, args);
	va_end(args);
	return fails("open", flags & O_CREAT) ? -1 : __real_open64(path, flags, mode);
}

ssize_t __wrap_write(int fd, const void *bytes, size_t len)
{
	if (fails("write", true))
		return -1;
	if (counts() && fault.error == FAULT_SHORT && fault.calls == fault.at && len > 1) {
		fault.failed = "write";
		len /= 2;
	}
	return __real_write(fd, bytes, len);
}

/* a close that fails has closed all the same */
int __wrap_close(int fd)
{
	if (fails("close", false)) {
		int error = errno;

		__real_close(fd);
		errno = error;
		return -1;
	}
	return __real_close(fd);
}

int __wrap_fdatasync(int fd)
{
	(void)fd;
	if (!watches_syncs || pthread_equal(fault.thread, pthread_self()))
		return fails("fdatasync", true) ? -1 : 0;
	pthread_mutex_lock(&mutex);
	syncs++;
	while (is_stuck)
		pthread_cond_wait(&freed, &mutex);
	pthread_mutex_unlock(&mutex);
	return 0;
}

WRAP(ssize_t, -1, false, read, (int fd, void *bytes, size_t len), (fd, bytes, len))
/* nobody cuts the power here: what is written is there without waiting for the disk */
int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
	(void)fd;
	return fails("fsync", true) ? -1 : 0;
}

WRAP(int, -1, false, fchmod, (int fd, mode_t mode), (fd, mode))
WRAP(int, -1, false, fchown, (int fd, uid_t owner, gid_t group), (fd, owner, group))
WRAP(int, -1, true, rename, (const char *from, const char *to), (from, to))
WRAP(int, -1, true, link, (const char *from, const char *to), (from, to))
WRAP(int, -1, false, unlink, (const char *path), (path))
WRAP(int, -1, false, unlinkat, (int fd, const char *path, int flags), (fd, path, flags))
WRAP(int, -1, false, stat, (const char *path, struct stat *st), (path, st))
WRAP(int, -1, false, lstat, (const char *path, struct stat *st), (path, st))
WRAP(int, -1, false, fstat, (int fd, struct stat *st), (fd, st))
WRAP(int, -1, false, stat64, (const char *path, struct stat *st), (path, st))
WRAP(int, -1, false, lstat64, (const char *path, struct stat *st), (path, st))
WRAP(int, -1, false, fstat64, (int fd, struct stat *st), (fd, st))
WRAP(int, -1, false, faccessat, (int fd, const char *path, int mode, int flags), (fd, path, mode, flags))
WRAP(int, -1, false, access, (const char *path, int mode), (path, mode))
WRAP(ssize_t, -1, false, readlink, (const char *path, char *to, size_t size), (path, to, size))
WRAP(DIR *, NULL, false, opendir, (const char *path), (path))
WRAP(int, -1, false, utimensat, (int fd, const char *path, const struct timespec *when, int flags), (fd, path, when, flags))
WRAP(int, -1, false, flock, (int fd, int how), (fd, how))
WRAP(ssize_t, -1, false, getxattr, (const char *path, const char *name, void *value, size_t size), (path, name, value, size))
WRAP(ssize_t, -1, false, listxattr, (const char *path, char *names, size_t size), (path, names, size))
WRAP(int, -1, true, fsetxattr, (int fd, const char *name, const void *value, size_t size, int flags), (fd, name, value, size, flags))
WRAP(int, -1, false, fremovexattr, (int fd, const char *name), (fd, name))
