/*
 * Splices: a text written as the source with some ranges replaced.
 *
 * A splice replaces [start, end) by its text; start == end inserts. Splices may touch but not overlap; insertions at one
 * offset keep the order in which they were added, and come before a replacement that starts there. Texts are copied.
 * splices_write() may be called for any range, so that a row that moved is written elsewhere with its own changes; what is
 * inserted where a range ends belongs to the range that begins there (at the end of the text, to the last one).
 */
#ifndef ZIPING_SOURCE_SPLICE_H
#define ZIPING_SOURCE_SPLICE_H

#include "base/arena.h"
#include "source/source.h"
#include "source/write.h"

/* receives text piece by piece; false stops (and is then the result of the writing) */
struct sink {
	bool (*write)(void *to, const char *text, size_t len);
	void *to;
};

struct splices;

struct splices *splices_new(const struct source *s) MUST_CHECK; /* NULL: out of memory */
void splices_free(struct splices *p);
bool splices_add(struct splices *p, uint32_t start, uint32_t end, const char *text, size_t len) MUST_CHECK;

/*
 * The splice that gives a scalar a new value, as write_scalar() wrote it for its place: with the blank before it that an
 * empty value lacks, and with the comment of its line moved behind a block's sign (`key: |-  # comment`), where it would
 * otherwise become text. splices_set() writes it as well; splices_set_blank() leaves only the key and the comment.
 */
bool splices_value(struct splices *p, node_id n, const char *written, size_t len) MUST_CHECK;
bool splices_set(struct splices *p, node_id n, const char *text, size_t len, enum write_kind kind) MUST_CHECK;
bool splices_set_blank(struct splices *p, node_id n) MUST_CHECK;

/*
 * Whether the text may stand as a block in place of the scalar n; else write_context.one_line is to be set: what follows (a
 * comment or blanks indented like the block's lines, or the file's end without a line end) would change it.
 */
bool splices_block_fits(const struct source *s, node_id n, const char *text, size_t len);

size_t splices_count(const struct splices *p);
bool splices_sort(struct splices *p) MUST_CHECK; /* once, before writing; false when two overlap (a mistake of the caller's) */
bool splices_write(const struct splices *p, uint32_t from, uint32_t to, struct sink sink) MUST_CHECK;
bool splices_write_inserted(const struct splices *p, uint32_t at, struct sink sink) MUST_CHECK; /* what is inserted there alone */

#endif
