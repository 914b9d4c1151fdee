/*
 * Edits: the one door for change.
 *
 * An edit sets one value, or inserts, deletes or moves one row. Everything that can fail is done first (room in the history,
 * the line in the journal); then it is committed, which cannot fail. Edits of one group are undone and redone together.
 *
 * (1) Whatever changes a report is a struct edit that went through report_edit(), report_undo() or report_redo().
 * (2) Each of them is told to the watcher (the journal) before it takes effect; when the watcher refuses, nothing happens
 *     (of a whole group when one is undone or redone; what puts such a group back is told, and not asked about).
 * (3) Undo puts back what was there before, to the byte; redo what came after.
 * (4) The report is modified when the position in its history is not the saved one. Cutting off redo below the
 *     saved position makes that position unreachable: modified until saved again.
 */
#ifndef ZIPING_REPORT_EDIT_H
#define ZIPING_REPORT_EDIT_H

#include "report/report.h"

enum edit_kind { EDIT_SET, EDIT_INSERT, EDIT_DELETE, EDIT_MOVE };

struct edit {
	enum edit_kind kind;
	const struct field *field; /* SET: the field or column; otherwise the table */
	row_id row;
	uint32_t before_at;        /* DELETE, MOVE: index before; */
	uint32_t after_at;         /* INSERT, MOVE: index after */
	uint32_t before, after;    /* SET: private numbers of the cell's texts; edit_text() reads them */
	uint32_t group;
};

const char *edit_text(const struct report *r, const struct edit *e, bool after, size_t *ret_len); /* SET */

/*
 * Sets what a spot stores (a text as entry_understand() gives it, or, `as_it_is`, one that need not fit: pastes, imports).
 * Setting what is there already is no edit. Refused (ERR_REFUSED) for calculated fields; ERR_VALUE when it does not fit
 * the type, the choices, the pattern or the length and as_it_is is false.
 */
bool report_set(struct report *r, struct spot s, const char *text, size_t len, bool as_it_is, struct error *reterr) MUST_CHECK;

/* a new row before the one at `index` (at the count: last), with the defaults of its columns */
bool report_insert(struct report *r, const struct field *table, uint32_t index, row_id *ret, struct error *reterr) MUST_CHECK;
bool report_set_default(struct report *r, const struct field *f, row_id row, struct error *reterr) MUST_CHECK; /* its `default:`, if it has one */
bool report_delete(struct report *r, const struct field *table, row_id row, struct error *reterr) MUST_CHECK;
bool report_move(struct report *r, const struct field *table, row_id row, uint32_t to, struct error *reterr) MUST_CHECK;

/*
 * Who edits. The door refuses (ERR_REFUSED, with what to do) what a role may not: the clerk nothing but comments while the
 * report is submitted, approved or published, nothing that only a reviewer fills in, nothing locked that was brought over from last
 * year; the reviewer nothing but comments and what only a reviewer fills in; sign-offs neither but by review/signoff.h.
 * Undo and redo are always allowed: they go over what was.
 *
 * Kept paths (comments, reasons, conflicts, values carried over) follow when rows come, go, move or change their key, as edits of
 * the same step: nobody has to care. In the role ROLE_REPLAY they do not, as the journal has those edits too.
 */
enum role { ROLE_PROGRAM, ROLE_CLERK, ROLE_REVIEWER, ROLE_REPLAY };
void report_act_as(struct report *r, enum role role);      /* a fresh report is edited by the program */
enum role report_role(const struct report *r);
bool report_may(const struct report *r, struct spot s, struct error *reterr) MUST_CHECK; /* set this value; with a table and a row, delete it; with a table, insert */

/* between begin and end edits are the program's own, whatever the role (a sign-off, what follows from an edit); nests */
void report_program_begin(struct report *r);
void report_program_end(struct report *r);

/* edits between begin and end are one step for undo; nests. report_group_cancel() takes back what the open group did. */
void report_group_begin(struct report *r);
void report_group_end(struct report *r);
void report_group_cancel(struct report *r);

bool report_undo(struct report *r, struct spot *ret_where); /* false: nothing to undo; where: what changed last, for the focus */
bool report_redo(struct report *r, struct spot *ret_where);
bool report_can_undo(const struct report *r);
bool report_can_redo(const struct report *r);
bool report_modified(const struct report *r);
void report_saved(struct report *r);                        /* the present position is on disk */
uint64_t report_revision(const struct report *r);           /* changes with every edit, undo and redo */

/* told before each edit takes effect (undone ones too, as the edit backwards); false refuses it */
struct edit_watcher {
	bool (*edit)(void *to, const struct report *r, const struct edit *e, bool backwards, struct error *reterr);
	void *to;
};
void report_watch(struct report *r, struct edit_watcher w);

/* ---- the history as data, for the journal ---- */
size_t report_history_done(const struct report *r);
void report_take_back(struct report *r, size_t done); /* what came after that was never made, and cannot be redone; needs no memory */
const struct edit *report_history(const struct report *r, size_t n); /* n < done */

#endif
