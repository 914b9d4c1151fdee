/*
 * Lock: who has a report open, as .NAME.lock beside it: name, host, process, since when.
 *
 * A lock of a dead process of this host is void. From another host it lives by a heartbeat (its modification time) each
 * minute; after three silent minutes it may be taken over.
 */
#ifndef ZIPING_DESK_LOCK_H
#define ZIPING_DESK_LOCK_H

#include "base/error.h"

#include <stdint.h>
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
void lock_beat(struct lock *l);  /* call about once a minute */
void lock_free(struct lock *l);  /* removes it when it is still ours */

#endif
