/*
 * Pair: which row of one report is which row of another version of it.
 *
 * A key that each side has once names its row. The others (keys that are repeated or blank, tables without a key) are
 * aligned: first rows that are equal, then rows that are equal but for a key that only one side knows (it was renamed), then, in what lies
 * between, rows that have at least half of their values in common. The program's own tables have keys of their own: a comment its
 * number, a sign-off its time, person and action, a reason its check and place.
 */
#ifndef ZIPING_REVIEW_PAIR_H
#define ZIPING_REVIEW_PAIR_H

#include "report/report.h"

struct pairs {
	row_id *rows_a, *rows_b;  /* in their order */
	uint32_t count_a, count_b;
	uint32_t *to_b, *to_a;    /* index to index; ALIGN_NONE: on one side only */
	uint8_t *moved;           /* by index in a: stands elsewhere among the paired rows */
};

struct pairs_query {
	const struct report *a, *b;
	const struct field *table;
	const uint8_t *only_a, *only_b; /* by index: which rows; NULL: all */
	bool united;                    /* comments are known by who said what when, not by their number */
	bool sure;                      /* the same key or wholly equal, nothing likely: between what two people added */
};
bool pairs_make(const struct pairs_query *q, struct pairs *ret, struct error *reterr) MUST_CHECK;
void pairs_release(struct pairs *p);

#endif
