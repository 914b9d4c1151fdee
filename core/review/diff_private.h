/* The inside of a diff, for the files of core/review that make and write one. */
#ifndef ZIPING_REVIEW_DIFF_PRIVATE_H
#define ZIPING_REVIEW_DIFF_PRIVATE_H

#include "base/arena.h"
#include "report/outside.h"
#include "review/diff.h"
#include "review/pair.h"

struct changes {
	struct change *list;
	size_t count, capacity;
};

struct diff {
	struct report *before, *after;
	struct changes changes;     /* all of them, once made */
	struct changes outside;     /* while it is made: what the form does not know, what is calculated */
	struct changes calculated;
	struct arena arena;
	uint32_t *outside_row[2];   /* by row of the table that is being compared: the number of the first in it, from 1; [0]: the highest row */
	bool failed;                /* memory */
};

void diff_add(struct diff *d, struct changes *to, struct change c);
void diff_outside_top(struct diff *d);                                          /* diff_outside.c */
bool diff_outside_begin(struct diff *d, const struct field *table) MUST_CHECK;  /* false: the table has none */
void diff_outside_row(struct diff *d, const struct field *table, row_id before, row_id after);
void diff_outside_end(struct diff *d);

#endif
