/*
 * Who may read and write a file: mode, group, owner, access lists and other extended attributes, carried over to the file that
 * is going to replace it. Order matters: changing the owner clears bits of the mode, and a mode set after an access list would
 * change that list.
 */
#include "desk/save_private.h"

#include "base/arena.h"

#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#define ACL "system.posix_acl_access"

static bool disk_is_full(void)
{
	return errno == ENOSPC || errno == EDQUOT;
}

/* one attribute; false with errno when the disk is full */
static bool copy_attribute(int fd, const char *path, const char *name, bool *lost)
{
	ssize_t size = getxattr(path, name, NULL, 0);
	char *value;
	bool ok = true;

	if (size < 0) {
		*lost |= errno != ENODATA;
		return true;
	}
	value = memory_alloc((size_t)size + 1, 1);
	if (!value) {
		errno = ENOMEM;
		return false;
	}
	size = getxattr(path, name, value, (size_t)size);
	if (size < 0) {
		*lost = true;
	} else if (fsetxattr(fd, name, value, (size_t)size, 0) != 0) {
		if (disk_is_full())
			ok = false;
		else if (strncmp(name, "security.", 9) != 0) /* labels are given out by the system itself */
			*lost = true;
	}
	memory_free(value);
	return ok;
}

static bool copy_attributes(int fd, const char *path, bool *lost)
{
	ssize_t size = listxattr(path, NULL, 0);
	bool has_acl = false, ok = true;
	char *names;

	if (size < 0) {
		*lost |= errno != ENOTSUP && errno != ENOSYS; /* else the file system has none */
		return true;
	}
	names = memory_alloc((size_t)size + 1, 1);
	if (!names) {
		errno = ENOMEM;
		return false;
	}
	size = listxattr(path, names, (size_t)size);
	*lost |= size < 0;
	for (ssize_t at = 0; ok && at < size; at += (ssize_t)strlen(names + at) + 1) {
		has_acl |= strcmp(names + at, ACL) == 0;
		ok = copy_attribute(fd, path, names + at, lost);
	}
	memory_free(names);
	/* the folder may have given the new file a list that the old one did not have */
	if (ok && !has_acl && fremovexattr(fd, ACL) != 0 && errno != ENODATA && errno != ENOTSUP && errno != ENOSYS)
		*lost = true;
	return ok;
}

bool access_copy(int fd, const char *path, const struct stat *old, bool *ret_lost)
{
	mode_t mode = old->st_mode & 07777;
	struct stat made;
	int result = 0;

	*ret_lost = false;
	if (fstat(fd, &made) != 0)
		return false;
	if (made.st_gid != old->st_gid)
		AGAIN(result, fchown(fd, (uid_t)-1, old->st_gid));
	if (result != 0) {
		/* what the old group was allowed must not become another group's */
		mode = (mode & ~(mode_t)02070) | ((mode & 07) << 3);
		*ret_lost = true;
	}
	result = 0;
	if (made.st_uid != old->st_uid)
		AGAIN(result, fchown(fd, old->st_uid, (gid_t)-1));
	if (result != 0) {
		mode &= ~(mode_t)04000;
		*ret_lost = true;
	}
	AGAIN(result, fchmod(fd, mode));
	if (result != 0 && errno != EPERM && errno != ENOTSUP)
		return false;
	return copy_attributes(fd, path, ret_lost);
}
