/* The program on the screen: the start screen and one report after the other, on one terminal. */
#ifndef ZIPING_TUI_PROGRAM_H
#define ZIPING_TUI_PROGRAM_H

#include "base/error.h"

#include <stdbool.h>

/* `path`: a report, a folder, or NULL for the start screen. False: it could not be opened, and why. */
bool program_run(const char *path, bool english, struct error *reterr) MUST_CHECK;

#endif
