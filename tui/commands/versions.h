/* Several versions of one report, for the commands that compare and merge them. */
#ifndef ZIPING_TUI_COMMANDS_VERSIONS_H
#define ZIPING_TUI_COMMANDS_VERSIONS_H

#include "tui/commands/command.h"

#define VERSIONS_MOST 3

struct versions {
	struct session *main;                 /* whose form all are read with */
	struct report *report[VERSIONS_MOST]; /* by argument; the main one's is the session's */
};

/*
 * Opens the first `count` arguments for reading, the main one as `first` says, unless it is empty;
 * a file with nothing in it is a report without any value. False: said why.
 */
bool versions_open(struct invocation *in, size_t count, size_t first, struct versions *ret) MUST_CHECK;
void versions_close(struct versions *v);

#endif
