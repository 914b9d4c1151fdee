/*
 * Lock: who has a report open, as .NAME.lock beside it: name, host, process, since when.
 *
 * The file is five lines of text. It is made whole under a name of its own and then linked to its place, so that nobody ever
 * reads half of one and of two who come at once one wins. A report that is reached through a symbolic link is locked where it
 * lies.
 *
 * A lock of a dead process of this host is void (a process counts by its number and start, so that a number given out again
 * after a restart is not taken for it). From another host it lives by a heartbeat (its modification time) each
 * minute; after three silent minutes it may be taken over.
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
enum lock_result { LOCK_TAKEN, LOCK_HELD, LOCK_IMPOSSIBLE }; /* impossible: the folder cannot be written; go on without */
enum lock_result lock_take(const char *report_path, bool take_over, struct lock **ret, struct lock_owner *ret_owner);
/* looks only: true when the report is open in a living process, or, from another host, may be (see `silent`) */
bool lock_look(const char *report_path, struct lock_owner *ret);
void lock_beat(struct lock *l);  /* call about once a minute; NULL is allowed */
void lock_free(struct lock *l);  /* removes it when it is still ours; NULL is allowed */

#endif
