/* The program on the screen: the start screen and one report after the other, on one terminal. */
#ifndef ZIPING_TUI_PROGRAM_H
#define ZIPING_TUI_PROGRAM_H

#include "base/error.h"

#include <stdbool.h>

struct program_options {
	bool english;
	bool review;      /* only what reviewers fill in can change */
	const char *as;   /* who acts; NULL: as the settings say */
	const char *last; /* a report to be compared with; NULL: none */
};

/* `path`: a report, a folder, or NULL for the start screen. False: it could not be opened, and why. */
bool program_run(const char *path, const struct program_options *options, struct error *reterr) MUST_CHECK;

#endif
