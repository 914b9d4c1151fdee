/* What differs from the last sign-off (private to core/report): see signed.c. */
#ifndef ZIPING_REPORT_SIGNED_H
#define ZIPING_REPORT_SIGNED_H

#include "base/data.h"
#include "report/report_private.h"

/* a path and what stands there: a value's text, or (told by the file) data */
struct pair {
	const char *path;
	size_t path_len;
	const struct field *field;
	const char *text;
	size_t len;
	row_id rank;
};

struct pairs_of {
	struct arena arena; /* the paths */
	struct pair *items;
	size_t count, capacity;
	size_t ranked;
};

bool pairs_add(struct pairs_of *list, const struct strbuf *path, const struct field *f, const char *text, size_t len) MUST_CHECK;
void pairs_free(struct pairs_of *list);
int pairs_compare(const void *a, const void *b); /* by path */

/* the first edit of a value since it was signed */
struct first {
	const struct field *field;
	row_id row;
	text_id before;
	size_t at;
};

struct since {
	size_t from;      /* in the history */
	struct first *first;
	size_t count;
	bool *rows;       /* by table: its rows or their keys are others */
};
int first_compare(const void *a, const void *b);

/* all that is entered in a table: in the rows of `o` (NULL: as they are now), as it was before the edits since (NULL: now) */
bool pairs_of_table(const struct report *r, const struct since *since, const struct field *table, const struct order *o, struct pairs_of *list) MUST_CHECK;

bool pairs_of_all(const struct report *r, struct pairs_of *list) MUST_CHECK; /* all that is entered */

struct signed_row {
	const struct field *table, *changed, *digest;
	row_id row;
	size_t since;     /* edits from there on came after it */
};

/* the last sign-off, when it has a digest and a `changed` that is ours to write */
bool signed_last(const struct report *r, struct signed_row *ret);
bool signed_changed(struct report *r, const struct signed_row *last, struct strbuf *out, struct error *reterr) MUST_CHECK;

#endif
