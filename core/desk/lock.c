/*
 * Locks, see lock.h. The clock of another host may be wrong, so "silent for three minutes" compares two times that the
 * same file system gave out: the lock's and that of a file made just now.
 */
#include "desk/lock.h"

#include "base/arena.h"
#include "desk/save_private.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SILENT_SECONDS 180
#define LOCK_SIZE 1024

struct lock {
	char *path;
	char text[LOCK_SIZE]; /* what the file holds as long as it is ours */
};

struct held {
	char text[LOCK_SIZE];
	struct lock_owner owner;
	char started[96];
	time_t beat;
};

static char *lock_path(const char *report_path)
{
	char *target = path_followed(report_path);
	char *path = target ? path_beside(target, ".", ".lock") : NULL;

	memory_free(target);
	return path;
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
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? 0 : read(fd, out, size - 1);

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
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	const char *value;
	struct stat st;
	ssize_t got;
	size_t len;

	memset(ret, 0, sizeof(*ret));
	if (fd < 0)
		return errno != ENOENT && errno != ENOTDIR; /* there, but not for us to read: held by somebody */
	got = read(fd, ret->text, sizeof(ret->text) - 1);
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
	ret->owner.pid = strtol(value_of(ret->text, "process", &len), NULL, 10);
	ret->owner.since = (time_t)strtoll(value_of(ret->text, "since", &len), NULL, 10);
	return true;
}

/* whether the one who held it is known to be gone; `now` is the file system's time */
static bool is_void(struct held *h, time_t now)
{
	char host[sizeof(h->owner.host)], started[sizeof(h->started)];

	h->owner.silent = now - h->beat > SILENT_SECONDS;
	host_name(host, sizeof(host));
	if (strcmp(h->owner.host, host) != 0 || h->owner.pid <= 0)
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
	char host[128], started[96], name[128], when[64] = "";
	const char *login = pw && pw->pw_name ? pw->pw_name : getenv("LOGNAME");
	time_t now = time(NULL);
	struct tm tm;

	if (!login)
		login = "?";
	copy_text(name, sizeof(name), login, strlen(login));
	host_name(host, sizeof(host));
	process_start((long)getpid(), started, sizeof(started));
	if (localtime_r(&now, &tm))
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S %z", &tm);
	snprintf(out, size, "name: %s\nhost: %s\nprocess: %ld\nsince: %lld (%s)\nstarted: %s\n", name, host, (long)getpid(),
		 (long long)now, when, started);
}

/* our lock's text in a file of its own beside the lock; the path, or NULL. *ret_now is the file system's time */
static char *write_own(const struct lock *l, time_t *ret_now)
{
	char suffix[48], *path;
	struct stat st;
	int fd;

	snprintf(suffix, sizeof(suffix), ".%ld", (long)getpid());
	path = path_beside(l->path, "", suffix);
	if (!path)
		return NULL;
	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd >= 0 && write_fully(fd, l->text, strlen(l->text)) && fstat(fd, &st) == 0) {
		*ret_now = st.st_mtim.tv_sec;
		close(fd);
		return path;
	}
	if (fd >= 0) {
		close(fd);
		unlink(path);
	}
	memory_free(path);
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
	fd = open(l->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd < 0)
		return false;
	ok = write_fully(fd, l->text, strlen(l->text));
	close(fd);
	if (!ok)
		unlink(l->path);
	return ok;
}

/* takes away the lock that was judged void, unless somebody else was quicker and it is another one by now */
static void take_away(const struct lock *l, const struct held *judged)
{
	char suffix[48], *aside;
	struct held now;

	snprintf(suffix, sizeof(suffix), ".void.%ld", (long)getpid());
	aside = path_beside(l->path, "", suffix);
	if (aside && rename(l->path, aside) == 0) {
		if (read_lock(aside, &now) && strcmp(now.text, judged->text) != 0)
			(void)!link(aside, l->path);
		unlink(aside);
	}
	memory_free(aside);
}

static enum lock_result try_lock(const struct lock *l, const char *own, time_t now, bool take_over,
				 struct lock_owner *ret_owner)
{
	struct held held;

	for (int attempt = 0; attempt < 3; attempt++) {
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

	if (!l)
		return LOCK_IMPOSSIBLE;
	l->path = lock_path(report_path);
	if (!l->path)
		goto out;
	describe(l->text, sizeof(l->text));
	own = write_own(l, &now);
	if (own) {
		result = try_lock(l, own, now, take_over, ret_owner);
		unlink(own);
	} else if (lock_look(report_path, ret_owner)) {
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
	return result;
}

bool lock_look(const char *report_path, struct lock_owner *ret)
{
	char *path = lock_path(report_path);
	struct held held;
	bool is_held = path && read_lock(path, &held) && !is_void(&held, time(NULL));

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
