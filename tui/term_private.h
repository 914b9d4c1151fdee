/*
 * What term.c (the screen) and term_input.c (the keyboard) share.
 */
#ifndef ZIPING_TUI_TERM_PRIVATE_H
#define ZIPING_TUI_TERM_PRIVATE_H

#include "tui/term.h"
#include "tui/term_ask.h"

#include <termios.h>
#include <time.h>

struct term_screen; /* term.c's own */

struct term {
	struct term_screen *screen;
	struct termios before;
	int rows, columns;
	bool mouse, ascii, light;
	bool themed;         /* light or dark was asked for */
	const char *taken_for;
	bool away;           /* between term_leave() and term_enter() */

	struct key_decoder *decoder;
	bool timed;          /* the decoder waits, since: */
	struct timespec since;
	long told_ms;        /* of the silence since then, what it was told */
	struct key pending;  /* read ahead by term_more(), KEYCODE_NONE: none */
	bool hung_up;
	struct key clicked;  /* the last press, and when */
	struct timespec clicked_at;
	struct term_answers answers;
};

bool term_write(const char *bytes, size_t len);
bool term_measure(struct term *t);                 /* asks for the size; false: it is as before */
bool term_answered(struct term *t, const struct key *answer); /* true: everything has to be drawn again */

#endif
