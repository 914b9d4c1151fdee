/*
 * Many: one thing done with each of many files, on all cores.
 *
 * Each file is done by one of a few worker processes: a file that brings its worker down costs that file alone. What they
 * print comes out in the order of the files; memory does not grow with their number, as only a bounded number of results
 * waits for its turn. With one file, or one core, no process is started.
 */
#ifndef ZIPING_TUI_COMMANDS_MANY_H
#define ZIPING_TUI_COMMANDS_MANY_H

#include "tui/commands/command.h"

#define MANY_COUNTS 4

struct many {
	enum status (*one)(void *to, size_t index, unsigned long *counts); /* prints through command_*; adds to counts */
	void *to;
	const char *const *files; /* what they are called, for a worker that died */
	size_t count;
};

/* the worst status of all; counts: the sums over all files */
enum status many_run(const struct many *m, unsigned long counts[MANY_COUNTS]);

#endif
