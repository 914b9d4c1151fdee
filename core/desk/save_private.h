/* What the modules of the desk share: names of files beside a report, writing with a buffer, keeping a file's access. */
#ifndef ZIPING_DESK_SAVE_PRIVATE_H
#define ZIPING_DESK_SAVE_PRIVATE_H

#include "desk/save.h"

#include <errno.h>
#include <sys/stat.h>

/* a system call that a signal broke off is made again */
#define AGAIN(result, call) \
	do { \
		(result) = (call); \
	} while ((result) < 0 && errno == EINTR)

/* folder/BEFOREnameAFTER for folder/name; NULL: out of memory. Freed with memory_free(). */
char *path_beside(const char *path, const char *before, const char *after) MUST_CHECK;
char *path_folder(const char *path) MUST_CHECK;   /* "." when there is none */
char *path_followed(const char *path) MUST_CHECK; /* where its last link leads; NULL with errno */
const char *path_name(const char *path);          /* what follows the last slash */

/*
 * .NAMEsuffix beside the file that `path` leads to. Where that name would be too long with `room` bytes behind NAME, NAME is cut
 * short and a digest of it added: the same for everybody. NULL with errno.
 */
char *path_companion(const char *path, const char *suffix, size_t room) MUST_CHECK;

/* a streaming digest: equal bytes give equal digests, however they come */
struct digest {
	uint64_t state, word;
	uint64_t total;
};
void digest_init(struct digest *d);
void digest_add(struct digest *d, const char *bytes, size_t len);
uint64_t digest_end(const struct digest *d); /* never 0 */

/* a name for a temporary file of ours beside `target`; what dead processes left under such names is removed. NULL with errno */
char *temp_path(const char *target) MUST_CHECK;

bool write_fully(int fd, const char *bytes, size_t len); /* false with errno */
bool file_sync(int fd);                                  /* fsync(); false with errno */
bool folder_sync(const char *path);                      /* the folder that `path` lies in; false with errno */

/* gives the open file the mode, group, owner and access lists of `path`; false with errno when the disk is full */
bool access_copy(int fd, const char *path, const struct stat *old, bool *ret_lost);

/* a message for errno about writing `path`; returns false */
bool write_failed(struct error *reterr, const char *path, int cause);

#endif
