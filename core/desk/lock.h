/*
 * Lock: who has a report open, as .NAME.lock beside it: name, host, process, since when.
 *
 * The file is six lines of text. It is made whole under a name of its own and then linked to its place, so that nobody ever
 * reads half of one and of two who come at once one wins. A report that is reached through a symbolic link is locked where it
 * lies.
 *
 * A lock of a dead process of this host is void (a process counts by its number and start, so that a number given out again
 * after a restart is not taken for it; a host counts by its name and a digest of what tells two of one name apart). From another
 * host it lives by a heartbeat (its modification time) each minute; after three silent minutes it may be taken over. Only times
 * that the folder's own file server gave out are compared, so that wrong clocks of the hosts do not matter; lock_look(), which
 * must not write, cannot do so and never calls a lock silent.
 *
 * How far it holds: on local disks and on NFS link() is atomic, and one who takes a void lock away holds it by flock() meanwhile.
 * Where there are no hard links (SMB, FAT) the lock is made in place with O_EXCL, which servers keep atomic too; somebody who
 * looks in just that instant sees an empty one, and takes it for held. Where there is no flock() for a file that may only be read
 * (NFS, another user's void lock), two who find one void lock in the same instant can both come to hold it; saving then still
 * notices the other's file and asks. A client that caches attributes for more than three minutes sees a living lock as silent.
 */
#ifndef ZIPING_DESK_LOCK_H
#define ZIPING_DESK_LOCK_H

#include "base/error.h"

#include <time.h>

struct lock_owner {
	char name[128], host[128];
	long pid;
	time_t since;
	bool silent; /* another host's, without a heartbeat for three minutes */
};

struct lock;
enum lock_result { LOCK_TAKEN, LOCK_HELD, LOCK_IMPOSSIBLE }; /* impossible: nothing can be written there, errno says why; go on without */
enum lock_result lock_take(const char *report_path, bool take_over, struct lock **ret, struct lock_owner *ret_owner);
/* looks only: true when the report is open in a living process, or, from another host, may be */
bool lock_look(const char *report_path, struct lock_owner *ret);
void lock_beat(struct lock *l);  /* call about once a minute; NULL is allowed */
void lock_free(struct lock *l);  /* removes it when it is still ours; NULL is allowed */

#endif
