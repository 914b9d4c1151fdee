/*
 * Arena: memory that is given out piece by piece and taken back all at once.
 *
 * The form owns one for everything read from its file, the report one for every text typed in the session. A pointer
 * from an arena lives exactly as long as the arena. Allocation returns NULL when memory is out (or when the test hook
 * says so); nothing is ever freed singly.
 */
#ifndef ZIPING_BASE_ARENA_H
#define ZIPING_BASE_ARENA_H

#include "base/compiler.h"

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *last; /* all zero is an empty arena */
	size_t total;             /* bytes taken from the system */
};

void *arena_alloc(struct arena *a, size_t size) MUST_CHECK;               /* aligned for any type, zeroed */
char *arena_strndup(struct arena *a, const char *text, size_t len) MUST_CHECK; /* NUL-terminated copy */
char *arena_strdup(struct arena *a, const char *text) MUST_CHECK;
void arena_release(struct arena *a);                                      /* leaves an empty arena */

/*
 * The heap, through one door, so that tests can fail the n-th allocation of core. memory_grow() makes an array hold
 * at least `need` items (doubling), returns the new array or NULL and leaves the old one valid.
 */
void *memory_alloc(size_t count, size_t size) MUST_CHECK; /* zeroed */
void *memory_grow(void *array, size_t *capacity, size_t need, size_t size) MUST_CHECK;
void memory_free(void *p);

/*
 * How many allocations have been refused so far, in all threads. Work that goes through many small steps, each of which may leave
 * something out when memory is short, compares this at its end with what it was at its beginning.
 */
unsigned long memory_refused(void);
extern long memory_fail_after; /* tests: fail every allocation after this many; below 0 (the default) never */

#endif
