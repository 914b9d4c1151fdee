/*
 * Saving, see save.h. The steps of replace_commit() are in the order that makes (1) true: whatever is read after a power cut
 * under the report's name is the whole old file or the whole new one, because the new bytes are on the disk before their
 * name changes.
 */
#include "desk/save_private.h"

#include "base/arena.h"
#include "base/i18n.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_SIZE 65536
#define HOST_MAX 64

struct replace {
	char *path;        /* as the user named it */
	char *target;      /* where its links lead */
	char *temp;        /* beside the target; NULL once it is gone */
	int fd;
	bool exists;       /* there is an old file */
	struct stat old;
	char *buffer;
	size_t used;
	int trouble;       /* errno of the first write that failed */
	struct digest digest;
};

static bool flush(struct replace *p)
{
	if (!p->trouble && p->used && !write_fully(p->fd, p->buffer, p->used))
		p->trouble = errno;
	p->used = 0;
	return !p->trouble;
}

static bool sink_write(void *to, const char *text, size_t len)
{
	struct replace *p = to;

	digest_add(&p->digest, text, len);
	if (p->used + len > BUFFER_SIZE && !flush(p))
		return false;
	if (len >= BUFFER_SIZE) {
		if (!p->trouble && !write_fully(p->fd, text, len))
			p->trouble = errno;
		return !p->trouble;
	}
	memcpy(p->buffer + p->used, text, len);
	p->used += len;
	return !p->trouble;
}

struct sink replace_sink(struct replace *p)
{
	return (struct sink){ .write = sink_write, .to = p };
}

bool replace_trouble(const struct replace *p, struct error *reterr)
{
	return p->trouble ? write_failed(reterr, p->path, p->trouble) : true;
}

void replace_written(const struct replace *p, uint64_t *ret_size, uint64_t *ret_digest)
{
	*ret_size = p->digest.total;
	*ret_digest = digest_end(&p->digest);
}

static void replace_free(struct replace *p)
{
	if (p->fd >= 0)
		close(p->fd);
	if (p->temp)
		unlink(p->temp);
	memory_free(p->buffer);
	memory_free(p->temp);
	memory_free(p->target);
	memory_free(p->path);
	memory_free(p);
}

void replace_cancel(struct replace *p)
{
	if (p)
		replace_free(p);
}

/*
 * The temporary file's name: short whatever the report's name is, the same for the same report, host and process, so
 * that what a killed process left is known for what it is and swept up at the next save.
 */
static void temp_stem(const char *target, char *out, size_t size)
{
	const char *name = path_name(target);
	char host[HOST_MAX] = "";

	if (gethostname(host, sizeof(host)) != 0)
		host[0] = '\0';
	host[sizeof(host) - 1] = '\0';
	for (char *c = host; *c; c++) {
		if (*c == '/')
			*c = '_';
	}
	snprintf(out, size, ".ziping-%016" PRIx64 "-%s-", file_digest(name, strlen(name)), host);
}

static void sweep(const char *folder, const char *stem)
{
	DIR *dir = opendir(folder);
	size_t len = strlen(stem);
	struct dirent *entry;

	if (!dir)
		return;
	while ((entry = readdir(dir)) != NULL) {
		char *end;
		long pid;

		if (strncmp(entry->d_name, stem, len) != 0)
			continue;
		errno = 0;
		pid = strtol(entry->d_name + len, &end, 10);
		if (*end || end == entry->d_name + len || errno || pid <= 0)
			continue;
		if (pid == (long)getpid() || (kill((pid_t)pid, 0) != 0 && errno == ESRCH))
			unlinkat(dirfd(dir), entry->d_name, 0);
	}
	closedir(dir);
}

char *temp_path(const char *target)
{
	char stem[160], *folder = path_folder(target), *path = NULL;
	size_t size;

	if (folder) {
		temp_stem(target, stem, sizeof(stem));
		sweep(folder, stem);
		size = strlen(folder) + strlen(stem) + 32;
		path = memory_alloc(size, 1);
		if (path)
			snprintf(path, size, "%s/%s%ld", folder, stem, (long)getpid());
	}
	memory_free(folder);
	if (!path)
		errno = ENOMEM;
	return path;
}

/* opens the temporary file beside the target; false with errno */
static bool open_temp(struct replace *p)
{
	p->temp = temp_path(p->target);
	if (p->temp) {
		AGAIN(p->fd, open(p->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, p->exists ? 0600 : 0666));
	}
	if (p->fd < 0) {
		int cause = errno;

		memory_free(p->temp);
		p->temp = NULL;
		errno = cause;
	}
	return p->fd >= 0;
}

/* looks at what is there now; false with a message */
static bool look_at_old(struct replace *p, struct error *reterr)
{
	if (stat(p->target, &p->old) != 0) {
		if (errno != ENOENT)
			return write_failed(reterr, p->path, errno);
		return true;
	}
	p->exists = true;
	if (!S_ISREG(p->old.st_mode))
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' is no regular file; choose another name"), p->path);
	if (faccessat(AT_FDCWD, p->target, W_OK, AT_EACCESS) == 0 || errno == ENOSYS)
		return true;
	/* the folder would let us replace it, but whoever write-protected it did not want that */
	if (errno == EACCES || errno == EPERM)
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("'%s' is write-protected; take the protection away, or save under another name"),
				 p->path);
	return write_failed(reterr, p->path, errno);
}

bool replace_begin(const char *path, struct replace **ret, struct error *reterr)
{
	struct replace *p = memory_alloc(1, sizeof(*p));
	bool ok = false;

	if (!p)
		return error_memory(reterr);
	p->fd = -1;
	digest_init(&p->digest);
	p->path = path_beside(path, "", "");
	p->buffer = memory_alloc(BUFFER_SIZE, 1);
	if (!p->path || !p->buffer) {
		error_memory(reterr);
		goto out;
	}
	p->target = path_followed(path);
	if (!p->target) {
		write_failed(reterr, path, errno);
		goto out;
	}
	if (!look_at_old(p, reterr))
		goto out;
	if (!open_temp(p)) {
		write_failed(reterr, path, errno);
		goto out;
	}
	*ret = p;
	p = NULL;
	ok = true;
out:
	replace_cancel(p);
	return ok;
}

static bool copy_bytes(const char *from, struct replace *to)
{
	char *block = memory_alloc(BUFFER_SIZE, 1);
	ssize_t got = -1;
	int fd;

	AGAIN(fd, open(from, O_RDONLY | O_CLOEXEC));
	if (fd >= 0 && block) {
		while ((got = read(fd, block, BUFFER_SIZE)) != 0) {
			if (got < 0 && errno == EINTR)
				continue;
			if (got < 0 || !sink_write(to, block, (size_t)got))
				break;
		}
	}
	if (got != 0 && !to->trouble)
		to->trouble = block ? errno : ENOMEM;
	memory_free(block);
	if (fd >= 0)
		close(fd);
	return got == 0;
}

/* a second name for the old file costs nothing and keeps all there is to keep; not every file system can do it */
static bool backup_link(const struct replace *p, const char *backup_path)
{
	char *temp = path_beside(backup_path, ".", ".new");
	bool ok = false;

	if (!temp)
		return false;
	unlink(temp);
	if (link(p->target, temp) == 0) {
		ok = rename(temp, backup_path) == 0;
		unlink(temp); /* still there when both were names of one file */
	}
	memory_free(temp);
	return ok;
}

bool replace_backup(struct replace *p, const char *backup_path, struct error *reterr)
{
	struct replace *copy;
	struct stat there;
	bool lost;

	if (!p->exists || backup_link(p, backup_path))
		return true;
	if (lstat(backup_path, &there) == 0 && S_ISLNK(there.st_mode))
		unlink(backup_path); /* never through a link that someone laid there */
	if (!replace_begin(backup_path, &copy, reterr))
		return false;
	if (!copy_bytes(p->target, copy)) {
		replace_trouble(copy, reterr);
		replace_cancel(copy);
		return false;
	}
	copy->old = p->old;
	copy->exists = true;
	return replace_commit(copy, &lost, reterr);
}

/* all that must be on the disk before the name may change; false with errno */
static bool settle(struct replace *p, bool *ret_lost)
{
	bool ok = flush(p);
	int cause = p->trouble;

	if (ok && p->exists && !access_copy(p->fd, p->target, &p->old, ret_lost)) {
		cause = errno;
		ok = false;
	}
	if (ok && !file_sync(p->fd)) {
		cause = errno;
		ok = false;
	}
	if (close(p->fd) != 0 && ok && errno != EINTR) {
		cause = errno;
		ok = false;
	}
	p->fd = -1;
	errno = cause;
	return ok;
}

/* the name is the new file's: all that is left is to make that last */
static bool confirm(struct replace *p, struct error *reterr)
{
	if (folder_sync(p->target))
		return true;
	return error_set(reterr, ERR_UNSURE, NOWHERE,
			 _("'%s' was written, but the disk did not confirm that it will keep it (%s); save again, and elsewhere too"),
			 p->path, error_cause(errno));
}

bool replace_commit(struct replace *p, bool *ret_owner_lost, struct error *reterr)
{
	bool lost = false, ok = settle(p, &lost);
	int result = -1;

	if (ok)
		AGAIN(result, rename(p->temp, p->target));
	if (result != 0) {
		ok = write_failed(reterr, p->path, errno);
	} else {
		memory_free(p->temp);
		p->temp = NULL;
		ok = confirm(p, reterr);
		if (ret_owner_lost)
			*ret_owner_lost = lost;
	}
	replace_free(p);
	return ok;
}

/* gives the finished file its name, if that is free; false with errno */
static bool give_name(struct replace *p)
{
	int result, fd;

	AGAIN(result, link(p->temp, p->target));
	if (result == 0 || errno == EEXIST || errno == ENOENT || errno == ENOSPC || errno == EDQUOT || errno == EIO || errno == EROFS)
		return result == 0;
	/* no hard links here: an empty file holds the name until the whole one takes its place */
	AGAIN(fd, open(p->target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
	if (fd < 0)
		return false;
	close(fd);
	AGAIN(result, rename(p->temp, p->target));
	if (result != 0) {
		int cause = errno;

		unlink(p->target);
		errno = cause;
	}
	return result == 0;
}

bool create_new(const char *path, bool (*write)(void *from, struct sink to), void *from, struct error *reterr)
{
	struct replace *p = memory_alloc(1, sizeof(*p));
	struct stat there;
	bool ok = false, lost;

	if (!p)
		return error_memory(reterr);
	p->fd = -1;
	digest_init(&p->digest);
	p->path = path_beside(path, "", "");
	p->target = path_beside(path, "", "");
	p->buffer = memory_alloc(BUFFER_SIZE, 1);
	if (!p->path || !p->target || !p->buffer)
		error_memory(reterr);
	else if (lstat(path, &there) == 0)
		error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' exists already; choose another name"), path);
	else if (!open_temp(p))
		write_failed(reterr, path, errno);
	else if (!write(from, replace_sink(p)))
		replace_trouble(p, reterr);
	else if (settle(p, &lost) && give_name(p))
		ok = confirm(p, reterr);
	else if (errno == EEXIST)
		error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' exists already; choose another name"), path);
	else
		write_failed(reterr, path, errno);
	replace_free(p);
	return ok;
}
