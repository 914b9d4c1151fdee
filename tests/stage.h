/*
 * A stage: a report of tests/sessions opened in a folder of its own, its app, and a canvas to look at. Keys come as names
 * (key_parse), the way tests and session files write them.
 */
#ifndef ZIPING_TESTS_STAGE_H
#define ZIPING_TESTS_STAGE_H

#include "tui/app.h"

struct stage {
	char folder[256];
	struct session *session;
	struct app app;
	struct canvas canvas;
	unsigned reaction;         /* to the last key */
};

/* copies the forms of tests/sessions and a report there; `report`: a file's name in tests/sessions */
bool stage_open(struct stage *s, const char *report, int rows, int columns) MUST_CHECK;
/* the same for a reviewer, or under a name: the options are copied */
bool stage_open_with(struct stage *s, const char *report, const struct app_options *options, int rows, int columns) MUST_CHECK;
void stage_close(struct stage *s);

/* one key by name; "size 24x80" resizes. False: there is no such key */
bool stage_key(struct stage *s, const char *name) MUST_CHECK;
void stage_keys(struct stage *s, const char *names); /* keys apart by blanks (a text in quotes holds none); ends the program at an unknown one */
const char *stage_draw(struct stage *s, bool caret, struct strbuf *out); /* the screen as text, added to out */
char *stage_file(struct stage *s); /* the report's bytes on the disk; freed by the caller */

#endif
