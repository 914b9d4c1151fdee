/*
 * Signals of a program that holds a terminal: those that it acts on arrive as bytes in a pipe, to be waited for together
 * with the keyboard; those that kill it give the terminal back first. Private to term.c; one terminal at a time.
 */
#ifndef ZIPING_TUI_TERM_SIGNAL_H
#define ZIPING_TUI_TERM_SIGNAL_H

#include "base/compiler.h"

#include <stdbool.h>
#include <termios.h>

bool term_signal_open(void) MUST_CHECK; /* before the terminal is changed */
/* and once it is about to be: what puts the terminal right, with the modes that it had before; both are copied */
void term_signal_restore(const char *restore, const struct termios *before);
void term_signal_close(void);
void term_signal_held(bool held); /* false while the terminal is someone else's: nothing to restore, and no ^C for us */
int term_signal_fd(void);         /* readable when a signal came */
bool term_signal_came(void);      /* one may be there; asks nobody */
int term_signal_next(void);       /* its number, 0: none */
void term_signal_drop(int number); /* forgets those that came */

#endif
