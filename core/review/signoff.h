/*
 * Sign-offs: submit, withdraw, return, approve, publish, reopen. They stand under `history`, the last one decides the status
 * (spec section 9).
 *
 * (1) A sign-off is one step for undo. It freezes what its predecessor's `changed` says, and has a digest of all entered values.
 * (2) What differs from the last sign-off is worked out when the report is written, and stands there as its `changed`: each
 *     path with the value that was signed (null: blank, or not there). Nothing differs: no trace, byte for byte.
 * (3) Values with `changed` put back have the digest, unless another program wrote the file (report_tampered()).
 * (4) Where the form has levels, each approves in turn; the report is approved when the last has.
 *
 * Who may do what goes by the role that the report is edited in (report_act_as(), edit.h): the clerk submits, withdraws and
 * publishes, the reviewer returns, approves, publishes and reopens.
 */
#ifndef ZIPING_REVIEW_SIGNOFF_H
#define ZIPING_REVIEW_SIGNOFF_H

#include "review/comment.h"

enum signoff_action { SIGNOFF_SUBMIT, SIGNOFF_WITHDRAW, SIGNOFF_RETURN, SIGNOFF_APPROVE, SIGNOFF_PUBLISH, SIGNOFF_REOPEN, SIGNOFF_COUNT };

const char *signoff_action_label(const struct form *f, enum signoff_action a); /* 送审 */

/*
 * Whether it can be done now, in this role; else ERR_REFUSED with a sentence that says why and what to do. Counts problems, so
 * it may take a while in a large report (report_finish()).
 */
bool signoff_may(struct report *r, enum signoff_action a, struct error *reterr) MUST_CHECK;

/* only whether it is this role's turn, which costs nothing: what is still wrong with the report is not looked at */
bool signoff_in_turn(const struct report *r, enum signoff_action a, struct error *reterr) MUST_CHECK;

/* whether the last step that can be undone is a sign-off */
bool signoff_is_last_step(const struct report *r);

/* does it; a return must have a note. The report is to be saved afterwards: that is the caller's. */
bool signoff(struct report *r, enum signoff_action a, struct who who, const char *note, size_t len, struct error *reterr) MUST_CHECK;

/* the level whose approval is due (NULL: the form has none, or all have approved), and how many have approved since it was submitted */
const char *signoff_level_due(const struct report *r, size_t *ret_approved);

/* ---- since the last sign-off ---- */

/* report_changed() (report/report.h) gives all that differs; for many places ask that once, and look there with data_get() */

/* a signed value: whether this value or cell differs, and what it was (nothing appended: blank) */
bool signoff_was(struct report *r, struct spot s, struct strbuf *out);

/* 签后有程序外改动: report_tampered() (report/report.h); `check` warns of it with the code `changed` */

/* ---- the sign-offs, oldest first ---- */

struct signoff {
	row_id row;
	struct words_of at, by, note, level;
	int action;              /* enum signoff_action, or -1 when the file says something else */
};
uint32_t signoff_count(const struct report *r);
bool signoff_read(const struct report *r, uint32_t n, struct signoff *ret);

#endif
