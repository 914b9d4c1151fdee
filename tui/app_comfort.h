/*
 * The smaller states of the app: a list under a choice, a prompt, what a replacement would do, a table's filter.
 */
#ifndef ZIPING_TUI_APP_COMFORT_H
#define ZIPING_TUI_APP_COMFORT_H

#include "report/check.h"
#include "report/report.h"

/* the list under the editor of a choice, of several, or of yes and no; its items are in app->list */
struct choosing {
	bool open;
	bool none;         /* nothing is there, and nothing was chosen yet: Enter takes nothing */
	bool typed;        /* what was typed narrows the list down */
	bool moved;        /* one was chosen with the arrows, or by Enter */
	bool toggled;      /* several: what is ticked is the answer */
	struct strbuf on;  /* several: a byte for each choice, '1' when it is ticked */
};

/* one line asked for in the problem line */
enum prompt_for { PROMPT_REPLACE, PROMPT_REPLACE_WITH, PROMPT_REASON, PROMPT_COMMENT, PROMPT_REPLY, PROMPT_OPINION };
struct prompt {
	enum prompt_for what;
	struct spot spot;          /* a reason, a comment: where … */
	const struct check *check; /* … and for what */
	row_id comment;            /* a reply: to which */
	bool from_list;            /* the problems, or the comments, are shown again afterwards */
};

struct replacing {
	struct strbuf from, to;
	size_t skipped;            /* places that hold it and cannot change */
};

/* only these rows of a table are shown; in the table's order */
struct filter {
	const struct field *table; /* NULL: there is none */
	row_id *rows;
	size_t count, capacity;
	uint64_t revision;         /* of the report when they were last looked through */
};

#endif
