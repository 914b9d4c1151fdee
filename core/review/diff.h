/*
 * Diff: what two versions of one report say differently, by meaning.
 *
 * Both reports are read with one form (review_read() in read.h reads the other file with the form of the first), so that a spot
 * of the one names the same place in the other; what another version of the form called otherwise has been renamed by
 * then, and what has no place any more is compared as a key that the form does not know.
 *
 * Rows are paired as pair.h says. Entered values are compared as they are stored: 74.0 and 74.00 differ, quietly (`digits`).
 * Calculated values are no changes of their own: those that came out differently follow behind all changes (CHANGE_CALCULATED).
 * Of the program's own part, digests and what is derived from them are left out.
 *
 * A diff holds both reports by reference: it is to be freed before them, and lives until either is edited.
 */
#ifndef ZIPING_REVIEW_DIFF_H
#define ZIPING_REVIEW_DIFF_H

#include "report/report.h"

enum change_kind {
	CHANGE_CHANGED,    /* a value */
	CHANGE_ADDED,      /* a value where there was none, or a whole row */
	CHANGE_REMOVED,    /* a value made blank, or a whole row */
	CHANGE_MOVED,      /* a row stands elsewhere among its neighbours */
	CHANGE_RENAMED,    /* the key of a row that is known by all the rest of it, or that had none */
	CHANGE_CALCULATED, /* a calculated value that came out differently because of the others */
};

struct change {
	enum change_kind kind;
	struct spot before, after; /* in the first and the second report; a whole row: its table and the row; row 0 or field NULL: not there */
	uint32_t from, to;         /* MOVED: its index before and after */
	bool digits;               /* the same number, typed with other places after the point */
	bool stated;               /* CALCULATED: the formula's side of a stated value */
	const char *path;          /* what the form does not know: its path; else NULL */
	node_id old_node, new_node; /* … and its nodes in the sources; NODE_NONE: not there */
};

struct diff;

/* finishes the recalculation of both; ERR_REFUSED when they are not read with one form */
bool diff_reports(struct report *before, struct report *after, struct diff **ret, struct error *reterr) MUST_CHECK;
void diff_free(struct diff *d);

/* in the form's order, the program's own part behind it, then what the form does not know, then what is calculated */
size_t diff_count(const struct diff *d);
const struct change *diff_change(const struct diff *d, size_t n);

/* path (rows by key), label, and the values: as stored (rows and structures as one line of JSON), or as a person reads them */
void diff_path(const struct diff *d, const struct change *c, struct strbuf *out);
void diff_label(const struct diff *d, const struct change *c, struct strbuf *out);
void diff_value(const struct diff *d, const struct change *c, bool after, struct strbuf *out);
void diff_shown(const struct diff *d, const struct change *c, bool after, struct strbuf *out);

/*
 * All of it: as text by section and label, old → new, of long texts the sentences that changed; or one JSON object a line with
 * kind, path, label, old, new (null: not there), for rows moved from and to (counted from 0), and digits_only, stated where true.
 */
void diff_write_text(const struct diff *d, struct strbuf *out);
void diff_write_json(const struct diff *d, struct strbuf *out);

#endif
