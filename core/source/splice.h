/*
 * Splices: a text written as the source with some ranges replaced.
 *
 * A splice replaces [start, end) by its text; start == end inserts. Splices may touch but not overlap; insertions at one
 * offset keep the order in which they were added, and come before a replacement that starts there. Texts are copied.
 * splices_write() may be called for any range, so that a row that moved is written elsewhere with its own changes.
 */
#ifndef ZIPING_SOURCE_SPLICE_H
#define ZIPING_SOURCE_SPLICE_H

#include "base/arena.h"
#include "source/source.h"

/* receives text piece by piece; false stops (and is then the result of the writing) */
struct sink {
	bool (*write)(void *to, const char *text, size_t len);
	void *to;
};

struct splices;

struct splices *splices_new(const struct source *s) MUST_CHECK; /* NULL: out of memory */
void splices_free(struct splices *p);
bool splices_add(struct splices *p, uint32_t start, uint32_t end, const char *text, size_t len) MUST_CHECK;
size_t splices_count(const struct splices *p);
bool splices_sort(struct splices *p) MUST_CHECK; /* once, before writing; false when two overlap (a mistake of the caller's) */
bool splices_write(const struct splices *p, uint32_t from, uint32_t to, struct sink sink) MUST_CHECK;

#endif
