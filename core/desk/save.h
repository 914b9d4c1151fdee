/*
 * Saving: write beside, flush to the disk, rename over. Used for reports and for every other file that is written.
 *
 * (1) Until replace_commit() has returned true the old file is whole and in its place; afterwards the new one is.
 * (2) A failure of any step leaves the old file as it was and no temporary file behind. One comes after the new file is in
 *     its place: the disk does not confirm that it will stay there (ERR_UNSURE).
 * (3) Mode, group, access lists and extended attributes are kept, ownership where the system allows (else *ret_owner_lost);
 *     a symbolic link stays a link and its target is replaced.
 * (4) Data is on the disk (fsync of file and folder) before commit returns.
 */
#ifndef ZIPING_DESK_SAVE_H
#define ZIPING_DESK_SAVE_H

#include "base/error.h"
#include "source/splice.h"

#include <stdint.h>

/* what a file looked like: to notice that somebody else changed it */
struct file_stamp {
	bool exists;
	uint64_t device, inode, size;
	int64_t mtime_ns;
	uint64_t digest; /* of its bytes, the same in every process; 0 when not computed */
};
bool file_stamp(const char *path, struct file_stamp *ret, struct error *reterr) MUST_CHECK; /* without the digest */
bool file_stamp_same(const struct file_stamp *a, const struct file_stamp *b); /* same size, inode and time */
uint64_t file_digest(const char *bytes, size_t len);
bool file_read_digest(const char *path, uint64_t *ret, struct error *reterr) MUST_CHECK;

struct replace;
bool replace_begin(const char *path, struct replace **ret, struct error *reterr) MUST_CHECK;
struct sink replace_sink(struct replace *p);      /* buffered writes */
bool replace_trouble(const struct replace *p, struct error *reterr); /* false, with the message, when a write has failed */
void replace_written(const struct replace *p, uint64_t *ret_size, uint64_t *ret_digest); /* what went into the sink so far */
bool replace_backup(struct replace *p, const char *backup_path, struct error *reterr) MUST_CHECK; /* the old bytes, as FILE~ */
bool replace_commit(struct replace *p, bool *ret_owner_lost, struct error *reterr) MUST_CHECK;    /* frees p in any case */
void replace_cancel(struct replace *p);           /* NULL is allowed */

/*
 * Makes a new file, whole from its first moment; ERR_REFUSED when there is one, be it a link. When write() returns false on its
 * own account, *reterr is its business; nothing is left behind.
 */
bool create_new(const char *path, bool (*write)(void *from, struct sink to), void *from, struct error *reterr) MUST_CHECK;

#endif
