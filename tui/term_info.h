/*
 * What terminfo knows of a terminal, as bytes to send. The only module that includes <curses.h> and <term.h>, whose macros
 * name half the world. Padding is left out: no terminal has needed it since they were made of glass.
 */
#ifndef ZIPING_TUI_TERM_INFO_H
#define ZIPING_TUI_TERM_INFO_H

#include "base/strbuf.h"
#include "tui/theme.h"

#define TERM_BYTES 64

struct term_info {
	const char *taken_for;    /* as TERM itself is not known here; NULL: it is */
	int colours;              /* 0: none */
	int rows, columns;        /* where the terminal itself does not say */
	bool function_keys;
	bool scrolls_at_end;      /* a character in the last place of all moves everything up */
	bool moves;               /* its cursor can be put anywhere */
	bool relative;            /* it moves by ECMA-48, as nearly all do */
	bool erases_some;         /* and erases a number of characters so */
	/* "" where it has none */
	char enter[TERM_BYTES], leave[TERM_BYTES];   /* the alternate screen */
	char first[TERM_BYTES];   /* before anything is drawn: whatever was left behind is put right */
	char clear[TERM_BYTES], erase_line[TERM_BYTES];
	char plain[TERM_BYTES];   /* no attributes, no colours */
	char hide[TERM_BYTES], show[TERM_BYTES];     /* the cursor */
};

/* TERM, or what a terminal of an unknown name most likely is; false: not even that is known. One at a time. */
bool term_info_open(const char *name, struct term_info *ret);
void term_info_close(void);

/* of the open one */
void term_info_move(const struct term_info *i, int row, int column, struct strbuf *out);
void term_info_look(const struct term_info *i, const struct theme_look *look, char ret[TERM_BYTES]); /* from plain on */

#endif
