/* The inside of a merge, for the files of core/review that make one. */
#ifndef ZIPING_REVIEW_MERGE_PRIVATE_H
#define ZIPING_REVIEW_MERGE_PRIVATE_H

#include "base/arena.h"
#include "review/merge.h"
#include "review/pair.h"

/* one that waits to be written: paths are told when all rows and keys stand as they will */
struct waiting {
	struct spot spot;              /* in ours; field NULL: `path` */
	const char *path;
	const char *side[3];           /* by enum side: one line of JSON */
};

struct merge {
	struct report *base, *ours, *theirs;
	const struct form *form;
	struct merged result;
	struct waiting *waiting;
	size_t waiting_count, waiting_capacity;
	row_id **to_ours;              /* by table, then by row of theirs - 1: its row in ours, or 0 */
	uint32_t *to_ours_count;       /* how many rows of theirs that knows */
	struct diff *outside[2];       /* base to ours, base to theirs: for what the form does not know; NULL when there is nothing such */
	row_id signoff;                /* the last one of theirs that was put into ours; 0: none was */
	struct arena arena;
};

/* a place in the three; rows 0 where there is none */
struct place3 {
	const struct field *field;
	row_id base, ours, theirs;
};

/* ---- merge.c: values ---- */
bool merge_value(struct merge *m, struct place3 p, struct error *reterr) MUST_CHECK;
/* puts a text of theirs into ours; what ours cannot take is a conflict (`base` is its row there, for the conflict) */
bool merge_take(struct merge *m, struct place3 p, const char *text, size_t len, struct error *reterr) MUST_CHECK;
const char *merge_text(const struct report *r, const struct field *f, row_id row, size_t *ret_len);
bool merge_same(const struct merge *m, const struct report *a, const struct report *b, const struct field *f, row_id x, row_id y);

/* ---- merge_rows.c ---- */
struct rows3 {
	const struct field *table;
	struct pairs ours, theirs, both; /* base and ours, base and theirs, what both added */
	uint8_t *alone;                  /* by ours' index when the merge began: added by ours alone */
	row_id highest;                  /* of ours then */
	uint8_t *alone_row;              /* the same by row */
};
bool merge_table(struct merge *m, const struct field *table, struct error *reterr) MUST_CHECK;
row_id merge_row_in_ours(const struct merge *m, const struct field *table, row_id theirs);

/* ---- merge_reserved.c: the program's own part ---- */
bool merge_reserved_field(struct merge *m, const struct field *f, struct error *reterr) MUST_CHECK;
bool merge_reserved_cell(struct merge *m, struct place3 p, bool *ret_done, struct error *reterr) MUST_CHECK; /* cells that are united, or not merged at all */
bool merge_reserved_new(struct merge *m, const struct field *table, row_id theirs, row_id ours, struct error *reterr) MUST_CHECK; /* a row of theirs was put in */
bool merge_signed(struct merge *m, struct error *reterr) MUST_CHECK; /* at the end: what differs from a sign-off of theirs, if that is the last one now */
uint32_t merge_reserved_at(const struct merge *m, const struct field *table, row_id theirs, uint32_t at); /* where it goes */

/* ---- merge_conflict.c ---- */
bool merge_conflict_value(struct merge *m, struct place3 p, struct error *reterr) MUST_CHECK;
bool merge_conflict_row(struct merge *m, struct place3 p, struct error *reterr) MUST_CHECK;   /* field: the table */
bool merge_conflict_moved(struct merge *m, struct place3 p, uint32_t base, uint32_t ours, uint32_t theirs, struct error *reterr) MUST_CHECK;
bool merge_conflict_outside(struct merge *m, struct error *reterr) MUST_CHECK;
bool merge_conflict_write(struct merge *m, struct error *reterr) MUST_CHECK;
bool merge_outside_touched(const struct merge *m, enum side side, const struct field *table, row_id row); /* something in this row that the form does not know */

#endif
