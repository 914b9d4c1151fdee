/*
 * The program at a clerk's desk: a folder of its own with a small report, its form and the user's settings, and the program
 * opened on it at a terminal (term_host.h).
 */
#ifndef ZIPING_TESTS_DESK_HOST_H
#define ZIPING_TESTS_DESK_HOST_H

#include "tests/term_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct desk {
	struct host host;
	const char *program;
	const char *report;  /* the file's name in the folder */
	char folder[256];
	bool open;
};

extern const char desk_report[];

void desk_init(struct desk *d, const char *program);
void desk_release(struct desk *d);
/* environment: names and values by turns, ended by NULL; or NULL */
void desk_open(struct desk *d, int rows, int columns, const char *const *environment);
void desk_close(struct desk *d);                  /* the program has ended */
void desk_quit(struct desk *d);                   /* with Ctrl-Q; nothing is left to save */
void desk_quit_without_saving(struct desk *d);

void desk_write(struct desk *d, const char *name, const char *text);
char *desk_read(struct desk *d, const char *name); /* to be freed */
bool desk_has(struct desk *d, const char *name);
char *desk_copy(struct desk *d, const char *folder, const char *from, const char *to); /* gives the text, to be freed */

void desk_settle(struct desk *d);                  /* until every key sent so far was acted on and shown */
void desk_wait(struct desk *d, const char *text);
void desk_wait_gone(struct desk *d, const char *text);
void desk_wait_text(struct desk *d, const char *screen);
void desk_wait_caret(struct desk *d, const char *before); /* until the visible cursor is right behind this text */
char *desk_plain_text(struct desk *d);             /* the screen with all lines and frames left out; to be freed */
void desk_wait_plain_text(struct desk *d, const char *screen);

#endif
