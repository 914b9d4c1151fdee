/*
 * Locks, see lock.h. The clock of another host may be wrong, so "silent for three minutes" compares two times that the
 * same file system gave out: the lock's and that of a file made just now.
 */
#include "desk/lock.h"

#include "base/arena.h"
#include "desk/save_private.h"

#include <fcntl.h>
#include <inttypes.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define ATTEMPTS 50
#define ATTEMPT_NS 2000000L
#define SILENT_SECONDS 180
#define LOCK_SIZE 1024
#define LOCK_ROOM 5 /* bytes of .lock */

struct lock {
	char *path;
	char text[LOCK_SIZE]; /* what the file holds as long as it is ours */
};

struct held {
	char text[LOCK_SIZE];
	struct lock_owner owner;
	char started[96], machine[24];
	time_t beat;
};

static char *lock_path(const char *report_path)
{
	return path_companion(report_path, ".lock", LOCK_ROOM);
}

static void host_name(char *out, size_t size)
{
	if (gethostname(out, size) != 0 || !out[0])
		snprintf(out, size, "localhost");
	out[size - 1] = '\0';
}

/* the first line of a file of the kernel's, without its end; "" when it cannot be read */
static void read_line(const char *path, char *out, size_t size)
{
	ssize_t got = 0;
	int fd;

	AGAIN(fd, open(path, O_RDONLY | O_CLOEXEC));
	if (fd >= 0)
		AGAIN(got, read(fd, out, size - 1));

	if (fd >= 0)
		close(fd);
	out[got > 0 ? got : 0] = '\0';
	out[strcspn(out, "\n")] = '\0';
}

/* which run of the system and when in it a process began: "" where that cannot be known */
static void process_start(long pid, char *out, size_t size)
{
	char path[64], line[1024], boot[64];
	const char *at;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	read_line(path, line, sizeof(line));
	read_line("/proc/sys/kernel/random/boot_id", boot, sizeof(boot));
	out[0] = '\0';
	at = strrchr(line, ')'); /* the process's name stands in brackets and may hold anything */
	for (int field = 2; at && field < 22; field++) {
		at = strchr(at, ' ');
		if (at)
			at++;
	}
	if (at && boot[0])
		snprintf(out, size, "%s/%.*s", boot, (int)strcspn(at, " "), at);
}

/* a process that has ended and that its parent has not asked after yet still has its number */
static bool process_ended(long pid)
{
	char path[64], line[1024];
	const char *at;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	read_line(path, line, sizeof(line));
	at = strrchr(line, ')');
	return at && at[1] == ' ' && (at[2] == 'Z' || at[2] == 'X');
}

/*
 * Two machines may bear one name, and two containers on one machine see different processes under one number. What tells them
 * apart is nobody else's business: only its digest is shown.
 */
static void machine_digest(char *out, size_t size)
{
	char machine[64], processes[64];
	struct strbuf all;
	ssize_t got = readlink("/proc/self/ns/pid", processes, sizeof(processes));

	read_line("/etc/machine-id", machine, sizeof(machine));
	strbuf_init(&all, 0);
	strbuf_printf(&all, "%s %.*s", machine, got > 0 ? (int)got : 0, processes);
	snprintf(out, size, "%016" PRIx64, file_digest(all.text, all.len));
	strbuf_release(&all);
}

static void copy_text(char *out, size_t size, const char *text, size_t len)
{
	if (len >= size)
		len = size - 1;
	for (size_t i = 0; i < len; i++)
		out[i] = (unsigned char)text[i] < ' ' ? '?' : text[i];
	out[len] = '\0';
}

/* the value behind "word: " at the start of a line; "" when there is none */
static const char *value_of(const char *text, const char *word, size_t *ret_len)
{
	size_t len = strlen(word);

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, word, len) == 0 && strncmp(line + len, ": ", 2) == 0) {
			line += len + 2;
			*ret_len = strcspn(line, "\n");
			return line;
		}
	}
	*ret_len = 0;
	return "";
}

static bool read_lock(const char *path, struct held *ret)
{
	const char *value;
	struct stat st;
	ssize_t got;
	size_t len;
	int fd;

	memset(ret, 0, sizeof(*ret));
	AGAIN(fd, open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
	if (fd < 0) { /* there, but not for us to read: held by somebody */
		if (lstat(path, &st) != 0)
			return errno != ENOENT && errno != ENOTDIR;
		ret->beat = st.st_mtim.tv_sec;
		return true;
	}
	AGAIN(got, read(fd, ret->text, sizeof(ret->text) - 1));
	ret->text[got > 0 ? got : 0] = '\0';
	if (fstat(fd, &st) == 0)
		ret->beat = st.st_mtim.tv_sec;
	close(fd);
	value = value_of(ret->text, "name", &len);
	copy_text(ret->owner.name, sizeof(ret->owner.name), value, len);
	value = value_of(ret->text, "host", &len);
	copy_text(ret->owner.host, sizeof(ret->owner.host), value, len);
	value = value_of(ret->text, "started", &len);
	copy_text(ret->started, sizeof(ret->started), value, len);
	value = value_of(ret->text, "machine", &len);
	copy_text(ret->machine, sizeof(ret->machine), value, len);
	ret->owner.pid = strtol(value_of(ret->text, "process", &len), NULL, 10);
	ret->owner.since = (time_t)strtoll(value_of(ret->text, "since", &len), NULL, 10);
	return true;
}

/* whether the one who held it is known to be gone; `now` is the file system's time */
static bool is_void(struct held *h, time_t now)
{
	char host[sizeof(h->owner.host)], started[sizeof(h->started)], machine[sizeof(h->machine)];

	/* a living one's beat is never far ahead either: the clock was wrong when it was set, and is right again */
	h->owner.silent = now && (now - h->beat > SILENT_SECONDS || h->beat - now > SILENT_SECONDS);
	host_name(host, sizeof(host));
	machine_digest(machine, sizeof(machine));
	if (strcmp(h->owner.host, host) != 0 || h->owner.pid <= 0 || (h->machine[0] && strcmp(h->machine, machine) != 0))
		return false;
	h->owner.silent = false;
	if ((kill((pid_t)h->owner.pid, 0) != 0 && errno == ESRCH) || process_ended(h->owner.pid))
		return true;
	process_start(h->owner.pid, started, sizeof(started));
	return h->started[0] && started[0] && strcmp(h->started, started) != 0;
}

static void describe(char *out, size_t size)
{
	const struct passwd *pw = getpwuid(geteuid());
	char host[128], started[96], machine[24], name[128], when[64] = "";
	const char *login = pw && pw->pw_name ? pw->pw_name : getenv("LOGNAME");
	time_t now = time(NULL);
	struct tm tm;

	if (!login)
		login = "?";
	copy_text(name, sizeof(name), login, strlen(login));
	host_name(host, sizeof(host));
	process_start((long)getpid(), started, sizeof(started));
	machine_digest(machine, sizeof(machine));
	if (localtime_r(&now, &tm))
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S %z", &tm);
	snprintf(out, size, "name: %s\nhost: %s\nprocess: %ld\nsince: %lld (%s)\nstarted: %s\nmachine: %s\n", name, host,
		 (long)getpid(), (long long)now, when, started, machine);
}

/* our lock's text in a file of its own beside the lock; the path, or NULL with errno. *ret_now is the file system's time */
static char *write_own(const struct lock *l, time_t *ret_now)
{
	char *path = temp_path(l->path);
	struct stat st;
	int fd, cause;

	if (!path)
		return NULL;
	AGAIN(fd, open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
	if (fd >= 0 && write_fully(fd, l->text, strlen(l->text)) && fstat(fd, &st) == 0) {
		*ret_now = st.st_mtim.tv_sec;
		close(fd);
		return path;
	}
	cause = errno;
	if (fd >= 0) {
		close(fd);
		unlink(path);
	}
	memory_free(path);
	errno = cause;
	return NULL;
}

/* puts our lock in its place, if that is free; on file systems without hard links not quite at once */
static bool place(const struct lock *l, const char *own)
{
	int fd;
	bool ok;

	if (link(own, l->path) == 0)
		return true;
	if (errno == EEXIST)
		return false;
	AGAIN(fd, open(l->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
	if (fd < 0)
		return false;
	ok = write_fully(fd, l->text, strlen(l->text));
	close(fd);
	if (!ok)
		unlink(l->path);
	return ok;
}

/*
 * Takes away the lock that was judged void. Whoever does so holds it meanwhile, and looks again whether the name still means
 * it: else one would take away the lock that another has just put in its place. (Nothing to hold where flock() is not for
 * files that may only be read.)
 */
static void take_away(const struct lock *l, const struct held *judged)
{
	struct stat held, named;
	struct held now;
	int fd;

	AGAIN(fd, open(l->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
	if (fd < 0) {
		if (errno == EACCES || errno == ELOOP)
			unlink(l->path);
		return;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
		close(fd);
		return;
	}
	if (fstat(fd, &held) == 0 && lstat(l->path, &named) == 0 && held.st_dev == named.st_dev && held.st_ino == named.st_ino &&
	    read_lock(l->path, &now) && strcmp(now.text, judged->text) == 0)
		unlink(l->path);
	close(fd);
}

static enum lock_result try_lock(const struct lock *l, const char *own, time_t now, bool take_over,
				 struct lock_owner *ret_owner)
{
	struct held held;

	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		if (attempt > 1) /* somebody else is at it */
			nanosleep(&(struct timespec){ .tv_nsec = ATTEMPT_NS }, NULL);
		if (place(l, own))
			return LOCK_TAKEN;
		if (!read_lock(l->path, &held)) {
			if (errno == ENOENT && access(own, F_OK) == 0)
				continue; /* it has just gone */
			return LOCK_IMPOSSIBLE;
		}
		if (!is_void(&held, now) && !(take_over && held.owner.silent))
			break;
		take_away(l, &held);
	}
	*ret_owner = held.owner;
	return LOCK_HELD;
}

enum lock_result lock_take(const char *report_path, bool take_over, struct lock **ret, struct lock_owner *ret_owner)
{
	struct lock *l = memory_alloc(1, sizeof(*l));
	enum lock_result result = LOCK_IMPOSSIBLE;
	char *own = NULL;
	time_t now = 0;
	int cause = ENOMEM;

	if (!l) {
		errno = ENOMEM;
		return LOCK_IMPOSSIBLE;
	}
	l->path = lock_path(report_path);
	if (!l->path)
		goto out;
	describe(l->text, sizeof(l->text));
	own = write_own(l, &now);
	cause = errno;
	if (own) {
		result = try_lock(l, own, now, take_over, ret_owner);
		cause = errno;
		unlink(own);
	} else if (cause != ENOMEM && lock_look(report_path, ret_owner)) {
		result = LOCK_HELD;
	}
	if (result == LOCK_TAKEN) {
		*ret = l;
		l = NULL;
	}
out:
	memory_free(own);
	if (l) {
		memory_free(l->path);
		memory_free(l);
	}
	errno = cause;
	return result;
}

bool lock_look(const char *report_path, struct lock_owner *ret)
{
	char *path = lock_path(report_path);
	struct held held;
	bool is_held = path && read_lock(path, &held) && !is_void(&held, 0);

	memory_free(path);
	if (is_held)
		*ret = held.owner;
	return is_held;
}

static bool is_ours(const struct lock *l)
{
	struct held held;

	return read_lock(l->path, &held) && strcmp(held.text, l->text) == 0;
}

void lock_beat(struct lock *l)
{
	time_t now;
	char *own;

	if (!l)
		return;
	if (is_ours(l)) {
		utimensat(AT_FDCWD, l->path, NULL, AT_SYMLINK_NOFOLLOW);
	} else if (access(l->path, F_OK) != 0 && errno == ENOENT) {
		own = write_own(l, &now); /* somebody tidied it up: we are still here */
		if (own) {
			(void)!place(l, own);
			unlink(own);
		}
		memory_free(own);
	}
}

void lock_free(struct lock *l)
{
	if (!l)
		return;
	if (is_ours(l))
		unlink(l->path);
	memory_free(l->path);
	memory_free(l);
}
