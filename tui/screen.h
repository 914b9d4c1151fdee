/*
 * Screen: one report on the terminal, from the first frame to the last key.
 *
 * Keys that are waiting are all handled before anything is drawn, so that a pasted or held-down key costs one frame. Between
 * keys the rest of a recalculation is done, in pieces so short that no key waits for it.
 */
#ifndef ZIPING_TUI_SCREEN_H
#define ZIPING_TUI_SCREEN_H

#include "desk/settings.h"
#include "tui/app.h"
#include "tui/term.h"

enum screen_end {
	SCREEN_QUIT,
	SCREEN_TO_START, /* the report was left for another one */
	SCREEN_TO_DOCUMENT, /* … that is to be read from a document */
	SCREEN_HUNG_UP,
};

/* runs on an open terminal until the user leaves, and ends the session (frees it). Returns false with an error when it could not start. */
bool screen_run(struct term *term, struct session *session, const struct app_options *o, enum screen_end *ret_end,
		struct error *reterr) MUST_CHECK;

/* mouse and colours as the user prefers them */
void screen_settle(struct term *term, const struct settings *settings);

#endif
