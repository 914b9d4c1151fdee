/*
 * The terminal: shows canvases and reads keys.
 */
#ifndef ZIPING_TUI_TERM_H
#define ZIPING_TUI_TERM_H

#include "base/error.h"
#include "tui/canvas.h"
#include "tui/key.h"

struct term;

struct term_options {
	bool mouse;
	bool themed;  /* `light` is wanted; else the terminal's background decides, as soon as it is known */
	bool light;   /* theme for a light background */
};

bool term_open(const struct term_options *o, struct term **ret, struct error *reterr) MUST_CHECK;
void term_close(struct term *t);                     /* gives the terminal back as it was; NULL is allowed */
void term_size(const struct term *t, int *ret_rows, int *ret_columns);
/*
 * No line drawing, no UTF-8. What the terminal answers about itself may change this, the columns of characters (text.h) and
 * the theme: a KEYCODE_RESIZE comes then, once, and everything has to be drawn again.
 */
bool term_ascii(const struct term *t);
const char *term_taken_for(const struct term *t);    /* the terminal that it is taken for, as TERM is not known here; NULL */
void term_show(struct term *t, const struct canvas *c); /* sends the difference, puts the cursor at the caret */
void term_redraw(struct term *t);                    /* the next show sends everything */
bool term_key(struct term *t, int wait_ms, struct key *ret); /* false: nothing within wait_ms (-1: waits for ever) */
bool term_more(struct term *t);                      /* more input is there already: draw later */
void term_mouse(struct term *t, bool on);
void term_light(struct term *t, bool light);         /* the theme from now on; the next show sends everything */
bool term_is_light(const struct term *t);
void term_copy(struct term *t, const char *text, size_t len); /* OSC 52 */
void term_leave(struct term *t);                     /* for $EDITOR and suspension; term_enter comes back */
bool term_enter(struct term *t);
void term_plain(struct term *t, const char *text, size_t len); /* on the terminal's own screen, to be selected there, until a key */
void term_suspend(struct term *t);                   /* to the shell, until it says to go on; draw everything then */

#endif
