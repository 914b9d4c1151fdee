/*
 * Prose: long texts compared and merged by their parts, paragraphs (lines) or sentences.
 */
#ifndef ZIPING_REVIEW_PROSE_H
#define ZIPING_REVIEW_PROSE_H

#include "base/strbuf.h"

#include <stdint.h>

struct part {
	const char *text;
	size_t len;       /* with its line end, where one follows */
};

struct prose {
	struct part *parts;
	uint32_t count;
};

/* parts of one text that stand in the place of parts of the other */
struct hunk {
	uint32_t a, a_end, b, b_end;
};

bool prose_split(const char *text, size_t len, bool sentences, struct prose *ret) MUST_CHECK; /* false: out of memory */
void prose_release(struct prose *p);

/* what differs, in order; the hunks are freed with memory_free() */
bool prose_hunks(const struct prose *a, const struct prose *b, struct hunk **ret, uint32_t *ret_count) MUST_CHECK;

/*
 * Three ways, by paragraph. *ret_clean: both sides' changes stand in `out` (where they touch different paragraphs, or are the
 * same); else `out` has nothing. False: out of memory.
 */
bool prose_merge(struct part base, struct part ours, struct part theirs, struct strbuf *out, bool *ret_clean) MUST_CHECK;

#endif
