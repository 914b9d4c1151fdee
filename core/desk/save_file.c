/* Small things about files that saving, locks and journals share. */
#include "desk/save_private.h"

#include "base/arena.h"
#include "base/i18n.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define LINKS_MAX 40
#define DIGEST_LEN 17 /* a tilde and sixteen digits */

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *path_beside(const char *path, const char *before, const char *after)
{
	size_t folder = (size_t)(path_name(path) - path);
	size_t size = strlen(path) + strlen(before) + strlen(after) + 1;
	char *out = memory_alloc(size, 1);

	if (out)
		snprintf(out, size, "%.*s%s%s%s", (int)folder, path, before, path + folder, after);
	return out;
}

char *path_folder(const char *path)
{
	size_t len = (size_t)(path_name(path) - path);
	char *out = memory_alloc(len + 2, 1);

	if (!out)
		return NULL;
	if (!len)
		out[0] = '.';
	else
		memcpy(out, path, len > 1 ? len - 1 : len);
	return out;
}

char *path_companion(const char *path, const char *suffix, size_t room)
{
	char *target = path_followed(path), *out = NULL;
	const char *name = target ? path_name(target) : "";
	size_t len = strlen(name), folder = target ? (size_t)(name - target) : 0, kept = len, size;
	char digest[24] = "";

	if (!target)
		return NULL;
	if (1 + len + room > NAME_MAX) {
		kept = NAME_MAX - 1 - room - DIGEST_LEN;
		while (kept > 0 && ((unsigned char)name[kept] & 0xC0) == 0x80)
			kept--; /* no character is cut in two */
		snprintf(digest, sizeof(digest), "~%016" PRIx64, file_digest(name, len));
	}
	size = folder + kept + strlen(digest) + strlen(suffix) + 2;
	out = memory_alloc(size, 1);
	if (out)
		snprintf(out, size, "%.*s.%.*s%s%s", (int)folder, target, (int)kept, name, digest, suffix);
	else
		errno = ENOMEM;
	memory_free(target);
	return out;
}

char *path_followed(const char *path)
{
	char *at = path_beside(path, "", "");
	char link[PATH_MAX];

	for (int i = 0; at && i < LINKS_MAX; i++) {
		ssize_t len = readlink(at, link, sizeof(link) - 1);
		size_t folder = (size_t)(path_name(at) - at);
		char *next;

		if (len < 0)
			return at; /* no link, or nothing there */
		link[len] = '\0';
		if (link[0] == '/')
			folder = 0;
		next = memory_alloc(folder + (size_t)len + 1, 1);
		if (next) {
			memcpy(next, at, folder);
			memcpy(next + folder, link, (size_t)len + 1);
		}
		memory_free(at);
		at = next;
	}
	errno = at ? ELOOP : ENOMEM;
	memory_free(at);
	return NULL;
}

/* ---- digests ---- */

static uint64_t mix(uint64_t state, uint64_t word)
{
	state = (state ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return state ^ (state >> 29);
}

void digest_init(struct digest *d)
{
	*d = (struct digest){ .state = UINT64_C(0x6a09e667f3bcc908) };
}

void digest_add(struct digest *d, const char *bytes, size_t len)
{
	size_t i = 0;

	while (i < len) {
		if (d->total % 8 == 0 && len - i >= 8) {
			uint64_t word = 0;

			for (unsigned b = 0; b < 8; b++)
				word |= (uint64_t)(unsigned char)bytes[i + b] << (8 * b);
			d->state = mix(d->state, word);
			d->total += 8;
			i += 8;
			continue;
		}
		d->word |= (uint64_t)(unsigned char)bytes[i++] << (8 * (d->total % 8));
		if (++d->total % 8 == 0) {
			d->state = mix(d->state, d->word);
			d->word = 0;
		}
	}
}

uint64_t digest_end(const struct digest *d)
{
	uint64_t end = mix(mix(d->state, d->word), d->total);

	end = mix(end, end >> 32);
	return end ? end : 1;
}

uint64_t file_digest(const char *bytes, size_t len)
{
	struct digest d;

	digest_init(&d);
	digest_add(&d, bytes, len);
	return digest_end(&d);
}

static bool read_failed(struct error *reterr, const char *path)
{
	return error_set(reterr, ERR_IO, NOWHERE,
			 _("'%s' was not written: what stands there now cannot be read (%s); save it under another name"), path,
			 error_cause(errno));
}

bool file_read_digest(const char *path, uint64_t *ret, struct error *reterr)
{
	char block[16384];
	struct digest d;
	ssize_t got;
	int fd;

	AGAIN(fd, open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
	if (fd < 0)
		return read_failed(reterr, path);
	digest_init(&d);
	while ((got = read(fd, block, sizeof(block))) != 0) {
		if (got > 0) {
			digest_add(&d, block, (size_t)got);
		} else if (errno != EINTR) {
			read_failed(reterr, path);
			close(fd);
			return false;
		}
	}
	close(fd);
	*ret = digest_end(&d);
	return true;
}

bool file_stamp(const char *path, struct file_stamp *ret, struct error *reterr)
{
	struct stat st;

	if (stat(path, &st) != 0) {
		if (errno != ENOENT && errno != ENOTDIR)
			return read_failed(reterr, path);
		*ret = (struct file_stamp){ 0 };
		return true;
	}
	*ret = (struct file_stamp){
		.exists = true,
		.device = (uint64_t)st.st_dev,
		.inode = (uint64_t)st.st_ino,
		.size = (uint64_t)st.st_size,
		.mtime_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec,
	};
	return true;
}

bool file_stamp_same(const struct file_stamp *a, const struct file_stamp *b)
{
	if (a->exists != b->exists)
		return false;
	return !a->exists || (a->device == b->device && a->inode == b->inode && a->size == b->size &&
			      a->mtime_ns == b->mtime_ns);
}

/* ---- writing ---- */

bool write_fully(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t put = write(fd, bytes, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put == 0)
			errno = EIO; /* nothing taken and no reason given: not for ever */
		if (put <= 0)
			return false;
		bytes += put;
		len -= (size_t)put;
	}
	return true;
}

bool file_sync(int fd)
{
	int result;

	AGAIN(result, fsync(fd));
	return result == 0;
}

bool folder_sync(const char *path)
{
	/* not from the heap: the file is in its place already, and that memory is out says nothing against the disk */
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	int fd, cause = 0;

	snprintf(folder, sizeof(folder), "%.*s", slash == path ? 1 : slash ? (int)(slash - path) : 1, slash ? path : ".");
	AGAIN(fd, open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	/* a folder that may be entered but not read, or a file system that cannot sync folders: no more can be done */
	if (fd < 0)
		return errno != EIO;
	if (!file_sync(fd) && errno != EINVAL && errno != ENOTSUP && errno != EBADF)
		cause = errno;
	close(fd);
	errno = cause;
	return cause == 0;
}

bool write_failed(struct error *reterr, const char *path, int cause)
{
	switch (cause) {
	case ENOMEM:
		return error_memory(reterr);
	case ENOSPC:
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("'%s' was not written: the disk is full; make room, then save again"), path);
	case EDQUOT:
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("'%s' was not written: your share of the disk is used up; delete what is not needed, then save again"), path);
	case EIO:
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("'%s' was not written: the disk reports a fault; save it on another disk"), path);
	case EFBIG:
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("'%s' was not written: it would be larger than is allowed here; save it elsewhere"), path);
	case EROFS:
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("'%s' was not written: the disk is read-only; save it elsewhere"), path);
	case EACCES:
	case EPERM:
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("'%s' was not written: its folder may not be written to; save it elsewhere"), path);
	case ENOENT:
	case ENOTDIR:
	case ESTALE:
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("'%s' was not written: its folder is not there; save it elsewhere"), path);
	case ELOOP:
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("'%s' was not written: its links lead in a circle; choose another name"), path);
	case ENAMETOOLONG:
		return error_set(reterr, ERR_IO, NOWHERE, _("'%s' was not written: the name is too long"), path);
	default:
		return error_set(reterr, ERR_IO, NOWHERE, _("'%s' was not written: %s; save it elsewhere"), path,
				 error_cause(cause));
	}
}
