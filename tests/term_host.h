/*
 * A terminal for tests: a program on a pseudo-terminal, whose screen is read by libvterm. Waits on what is on the screen, at most
 * ten seconds, never on time.
 */
#ifndef ZIPING_TESTS_TERM_HOST_H
#define ZIPING_TESTS_TERM_HOST_H

#include "base/strbuf.h"
#include "tui/canvas.h"

#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

struct host {
	pid_t child;
	int master;
	int rows, columns;
	VTerm *vterm;
	VTermScreen *screen;
	struct termios before;
	struct strbuf raw;       /* everything that was sent to the terminal */
	size_t shown;            /* so much of it is on the screen; the rest is the beginning of a character */
	bool cursor, alternate;  /* visible; the alternate screen is shown */
	const char *const *instead; /* pairs, ended by NULL: what it shows for what it is sent; so that it has widths of its own */
	bool silent;             /* what the terminal answers is kept back in `answers` */
	struct strbuf answers;
	bool gone;               /* the program closed its side */
};

/* environment: NAME=VALUE, ended by NULL; beyond TERM=xterm-256color and LC_ALL=C.UTF-8 */
void host_start(struct host *h, int rows, int columns, const char *const *environment, const char *program, const char *mode);
void host_end(struct host *h);
void host_send(struct host *h, const char *bytes, size_t len);
void host_puts(struct host *h, const char *text);
void host_resize(struct host *h, int rows, int columns);
void host_answer(struct host *h, size_t from, size_t len); /* gives a part of `answers` now */
bool host_read(struct host *h);                         /* waits for some output; false: it is gone */
void host_wait(struct host *h, const char *text);       /* until the screen has the text */
bool host_shows(struct host *h, const struct canvas *c); /* so far */
void host_wait_canvas(struct host *h, const struct canvas *c); /* until each cell and the cursor are as on the canvas */
int host_wait_exit(struct host *h);                     /* as waitpid() says */
void host_wait_stop(struct host *h);
bool host_has(struct host *h, const char *text);
char *host_text(struct host *h);                        /* the screen, a line a row; to be freed */

#endif
