/*
 * What term.c (the screen, by curses) and term_input.c (the keyboard, without) share.
 */
#ifndef ZIPING_TUI_TERM_PRIVATE_H
#define ZIPING_TUI_TERM_PRIVATE_H

#include "tui/term.h"

#include <termios.h>
#include <time.h>

#define TERM_PROBE_ROW 2 /* where the width of “ is tried, counted from 1; not in the first row: see key_sequence.c */

struct term_screen; /* what curses needs; term.c's own */

struct term {
	struct term_screen *screen;
	struct termios before;
	int rows, columns;
	bool mouse, ascii, light;
	bool away;           /* between term_leave() and term_enter() */

	struct key_decoder *decoder;
	bool timed;          /* the decoder waits, since: */
	struct timespec since;
	long told_ms;        /* of the silence since then, what it was told */
	struct key pending;  /* read ahead by term_more(), KEYCODE_NONE: none */
	bool hung_up;
	bool probing;        /* the terminal was asked for a width and has not answered */
};

bool term_write(const char *bytes, size_t len);
bool term_measure(struct term *t);                 /* asks for the size; false: it is as before */

#endif
