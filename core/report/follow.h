/* What follows an edit of rows (private to core/report): see follow.c. */
#ifndef ZIPING_REPORT_FOLLOW_H
#define ZIPING_REPORT_FOLLOW_H

#include "report/report_private.h"

struct follower {
	const struct field *field, *label; /* its columns for path and label (NULL: it has none); field NULL: an item of the list */
	row_id row;                        /* in its own table; the item's number */
	struct spot at;                    /* what it speaks of */
	bool own;                          /* its path is the one that report_key_path() gives */
	bool goes;                         /* with the row that is deleted: then label and path by index are in texts */
	size_t text_at, text_len, path_at, path_len;
};

struct follow {
	struct follower *items;
	size_t count, capacity;
	const struct field *list;
	row_id deleted;
	struct strbuf texts;
};

/* who speaks of the rows that an edit is about to change; false: out of memory. To be released in any case. */
bool follow_before(struct report *r, const struct edit *e, struct follow *w) MUST_CHECK;
bool follow_after(struct report *r, const struct follow *w, struct error *reterr) MUST_CHECK; /* makes edits */
void follow_release(struct follow *w);

#endif
