/*
 * Keys: what the terminal sent, as data. term.c makes them from bytes; app.c acts on them; tests write them as text.
 */
#ifndef ZIPING_TUI_KEY_H
#define ZIPING_TUI_KEY_H

#include "base/compiler.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

enum key_code {
	KEYCODE_NONE,
	KEYCODE_TEXT,    /* one or more characters typed in one read, in text[] (valid UTF-8, no control characters) */
	KEYCODE_PASTE,   /* a whole bracketed paste (or an unbracketed burst with line ends) in text[]: may hold LF and tabs */
	KEYCODE_CONTROL, /* control with letter `letter` ('a' … 'z'); Enter, Tab, Esc, Backspace are their own */
	KEYCODE_ALT,     /* Alt with `letter` (a digit or a letter) */
	KEYCODE_ENTER, KEYCODE_TAB, KEYCODE_BACKTAB, KEYCODE_ESCAPE, KEYCODE_BACKSPACE, KEYCODE_DELETE, KEYCODE_INSERT,
	KEYCODE_UP, KEYCODE_DOWN, KEYCODE_LEFT, KEYCODE_RIGHT, KEYCODE_HOME, KEYCODE_END, KEYCODE_PAGE_UP, KEYCODE_PAGE_DOWN,
	KEYCODE_FUNCTION, /* F`number` */
	KEYCODE_MOUSE_PRESS, KEYCODE_MOUSE_RELEASE, KEYCODE_MOUSE_DRAG, KEYCODE_WHEEL_UP, KEYCODE_WHEEL_DOWN,
	KEYCODE_RESIZE, KEYCODE_FOCUS_IN, KEYCODE_FOCUS_OUT,
	KEYCODE_SUSPENDED, /* came back from suspension: draw everything */
	KEYCODE_HANGUP,    /* the terminal is gone, or SIGTERM: end, keeping the journal */
	KEYCODE_TICK,      /* nothing came for a while: idle work may go on */
	KEYCODE_PLACE,      /* answers of the terminal, for term_input.c alone: the cursor is at row, column (from 0) … */
	KEYCODE_BACKGROUND, /* … the background is `number` bright, from 0 (black) to 255 */
};

struct key {
	enum key_code code;
	char letter;
	uint8_t number;
	bool shift, alt, control;   /* for the keys from KEYCODE_ENTER to KEYCODE_FUNCTION */
	int row, column;            /* mouse, and the new size */
	bool twice;                 /* a press of the same button at the same place, soon after the one before */
	const char *text;           /* lives until the next key is read */
	size_t len;
};

/* "^S", "Alt-1", "F8", "Shift-Tab", "Enter", "中文" … and back; used by help, the keys line, and test sessions */
void key_print(const struct key *k, struct strbuf *out);
bool key_parse(const char *name, struct key *ret); /* text in quotes: "\"你好\"", paste: "paste \"a\\tb\\n\"" */

/*
 * Bytes to keys: all usual encodings of function and cursor keys (xterm, linux, rxvt, PuTTY, screen), whatever terminfo says; SGR mouse,
 * bracketed paste, focus marks. A lone ESC becomes Escape when `idle` is told (0.1 s without a byte); an unknown sequence, or
 * one whose rest comes late, is swallowed whole.
 */
struct key_decoder;
struct key_decoder *key_decoder_new(void) MUST_CHECK;
void key_decoder_free(struct key_decoder *d);
bool key_decoder_feed(struct key_decoder *d, const char *bytes, size_t len) MUST_CHECK; /* false: out of memory */
void key_decoder_idle(struct key_decoder *d, unsigned milliseconds); /* that long since the last byte; told before feeding, too, when it does not wait */
bool key_decoder_next(struct key_decoder *d, struct key *ret);       /* false: nothing whole yet */
bool key_decoder_waiting(const struct key_decoder *d);               /* part of a sequence is there */

#endif
