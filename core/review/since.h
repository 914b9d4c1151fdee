/*
 * Since: what the entered values were when a report was signed off, and what has become of them.
 *
 * Each sign-off keeps the old values of what changed until the next one (spec section 9); put together, they tell what differs
 * between any sign-off and the next, or between it and now.
 */
#ifndef ZIPING_REVIEW_SINCE_H
#define ZIPING_REVIEW_SINCE_H

#include "base/arena.h"
#include "review/signoff.h"

struct since_change {
	struct words_of path;    /* as it is kept: rows by key */
	struct spot spot;        /* where that is now; nothing when it is gone */
	bool gone;
	struct words_of was, is; /* as stored; empty: blank, or not there */
};

struct since {
	struct since_change *changes; /* in the form's order, those whose place is gone last */
	size_t count, capacity;
	struct arena texts;
};

/* from the n-th sign-off until the next one, or until now; a value that is as it was again is none. Released in any case by since_release(). */
bool since_signoff(struct report *r, uint32_t n, bool until_now, struct since *ret, struct error *reterr) MUST_CHECK;
void since_release(struct since *s);

/* the sign-off that a reviewer has seen: the last one of a reviewer's own, else the last of all; false: there is none */
bool since_reviewed(const struct report *r, uint32_t *ret_n);

#endif
