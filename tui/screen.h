/*
 * Screen: one report on the terminal, from the first frame to the last key.
 *
 * Keys that are waiting are all handled before anything is drawn, so that a pasted or held-down key costs one frame. Between
 * keys the rest of a recalculation is done, in pieces so short that no key waits for it.
 */
#ifndef ZIPING_TUI_SCREEN_H
#define ZIPING_TUI_SCREEN_H

#include "tui/app.h"
#include "tui/term.h"

struct screen_options {
	struct app_options app;
	struct term_options term;
};

/* runs until the user leaves, and ends the session (frees it). Returns false with an error when it could not start. */
bool screen_run(struct session *session, const struct screen_options *o, struct error *reterr) MUST_CHECK;

#endif
