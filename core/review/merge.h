/*
 * Merge: what two people changed in copies of one report, brought together, three ways and by field.
 *
 * (1) Nothing of either side is dropped: each change stands in the result, or is kept whole under `conflicts`.
 * (2) Where both changed one place differently ours stays, and a row of `conflicts` holds its path and the three sides.
 * (3) What theirs changed goes into ours by edits, as one group: one undo takes the merge back, and what was not
 *     touched keeps its bytes, its comments and its order. (YAML comments of rows that theirs added are not brought over.)
 * (4) Merging the other way round gives the same values; conflicts have their sides swapped.
 *
 * Values are merged by field; long texts by paragraph; rows by key, as pair.h pairs them: a row added on both sides under
 * one key is merged field by field, one removed here and changed there is a conflict. Comments, replies and sign-offs
 * are united; a number of a comment that both gave is given anew to theirs. What either side confirmed of `carried` is confirmed.
 * What the form does not know cannot be edited: where theirs differs there, that is a conflict.
 *
 * All three reports are read with one form (review_read()).
 */
#ifndef ZIPING_REVIEW_MERGE_H
#define ZIPING_REVIEW_MERGE_H

#include "report/edit.h"

struct merged {
	size_t taken;      /* edits that brought something of theirs */
	size_t conflicts;  /* rows added to `conflicts` */
};

/* one undo group on `ours`; nothing happens when it fails */
bool merge_reports(struct report *base, struct report *ours, struct report *theirs, struct merged *ret, struct error *reterr) MUST_CHECK;

/* ---- conflicts that stand in a report ---- */

enum side { SIDE_BASE, SIDE_OURS, SIDE_THEIRS };

struct text_of {
	const char *text;         /* lives until the report is freed, and has no NUL behind it */
	size_t len;
};

struct conflict {
	row_id row;               /* in the program's table */
	struct text_of path;
	struct spot spot;         /* the place, when it is there: a value, or a row */
	bool found;
};

uint32_t merge_conflict_count(const struct report *r);
bool merge_conflict(struct report *r, uint32_t n, struct conflict *ret); /* false beyond the end */

/* a side as a person reads it: a value, a row as `label value，…`, — for blank or removed */
void merge_conflict_shown(struct report *r, uint32_t n, enum side side, struct strbuf *out);

/*
 * Puts that side in its place and takes the conflict away, as one group. Of a row that both moved the sides are numbers, counted from
 * 0. ERR_REFUSED for what the form does not know, unless ours stays.
 */
bool merge_resolve(struct report *r, uint32_t n, enum side side, struct error *reterr) MUST_CHECK;

#endif
