/*
 * Comments: what a reviewer asks about a place of a report, and what the clerk answers. They stand under `review` (spec section 9).
 *
 * (1) A comment belongs to a row by the key of its table, or, where the key is blank or repeated, by index and label. It stays
 *     with its row whatever happens to that: the door of edits (report/edit.h) rewrites its path in the same step.
 * (2) No edit of anything else drops a comment. When its row is deleted it is listed with the place and value that it had;
 *     undo, or a row with its key, brings it back.
 * (3) Each function that changes anything makes one step for undo, and works in every status of the report and for both roles.
 *
 * A comment is named by its row in the table `review` (row_id): valid until the report is freed. Texts that come out live as
 * long as the report, have a length and no NUL behind them.
 */
#ifndef ZIPING_REVIEW_COMMENT_H
#define ZIPING_REVIEW_COMMENT_H

#include "base/data.h"
#include "report/edit.h"

struct words_of {
	const char *text;
	size_t len;
};

enum comment_state { COMMENT_OPEN, COMMENT_ANSWERED, COMMENT_RESOLVED };

struct comment {
	row_id row;
	struct words_of id, path, label, by, at, text;
	enum comment_state state;   /* open when the file says something else */
	struct data replies;        /* walk over it with comment_reply() */
	struct spot spot;           /* where it belongs now; all NULL: the whole report, or (gone) nowhere */
	bool whole;                 /* it is about the whole report */
	bool gone;                  /* its place is not there any more: `label` tells what it was */
};

/* who acts, and when: who_now() gives the time */
struct who {
	const char *name;
	const char *at;             /* 2022-03-02T10:15:00+08:00 */
};
#define WHO_TIME 32
void who_now(char ret[WHO_TIME]);

/* ---- changing: each is one undo step ---- */

/* about a value, a cell, a row (field the table, row set), a table, a section (field NULL), or, all NULL, the whole report */
bool comment_add(struct report *r, struct spot s, struct who who, const char *text, size_t len, row_id *ret, struct error *reterr) MUST_CHECK;
bool comment_reply_add(struct report *r, row_id comment, struct who who, const char *text, size_t len, struct error *reterr) MUST_CHECK; /* an open one is answered then */
bool comment_resolve(struct report *r, row_id comment, struct error *reterr) MUST_CHECK;
bool comment_reopen(struct report *r, row_id comment, struct error *reterr) MUST_CHECK;

/* ---- reading ---- */

bool comment_read(struct report *r, row_id row, struct comment *ret); /* false: no such comment */

enum comment_filter { COMMENTS_ALL, COMMENTS_OPEN /* open and answered: not yet resolved */ };

/*
 * Rows of comments in the form's order of their places (the whole report first, a section before its fields, rows as they
 * stand; at one place in the file's order), then those whose place is gone. Freed by the caller with memory_free().
 */
bool comment_list(struct report *r, enum comment_filter filter, row_id **ret, size_t *ret_count, struct error *reterr) MUST_CHECK;

/*
 * How many there are at a spot: a value or cell; a row with its cells; a table or matrix with all in it; a section (field NULL)
 * with all in it; the whole report (all NULL). comment_next() walks over them in the file's order: `after` 0 begins, 0 ends.
 */
struct comment_count {
	uint32_t open, answered, resolved;
};
struct comment_count comment_count(struct report *r, struct spot s);
row_id comment_next(struct report *r, struct spot s, row_id after);

const char *comment_state_label(const struct form *f, enum comment_state state); /* 待处理 */

/* where it belongs, for people: the label of its place now, or what it was */
void comment_place(struct report *r, const struct comment *c, struct strbuf *out);

/* the n-th reply, from 0: decoded into the strbufs given (by and at may be NULL); false beyond the last */
bool comment_reply(const struct comment *c, size_t n, struct strbuf *by, struct strbuf *at, struct strbuf *text);

#endif
