/*
 * Reviewing: what the screen knows of comments and sign-offs, kept while the report does not change.
 */
#ifndef ZIPING_TUI_APP_REVIEW_H
#define ZIPING_TUI_APP_REVIEW_H

#include "review/since.h"

/* a comment that is not resolved, at a place that is there */
struct noted {
	struct spot spot;      /* all NULL: the whole report */
	row_id comment;
	enum comment_state state;
};

struct reviewing {
	bool known;            /* what follows is of the report … */
	uint64_t revision;     /* … at this revision */
	struct noted *notes;
	size_t count, capacity;
	uint32_t open, answered; /* in all, those without a place too */
	struct since since;    /* what changed since the reviewer saw it; only where a reviewer looks */
	int since_action;      /* enum signoff_action; -1: nothing was signed off */
	size_t saved_at;       /* in the history: where it was when it was last as saved */

	/* the comments shown together */
	struct spot place;
	row_id only;           /* 0: all at that place */
	bool from_list;        /* Esc goes back there */
	row_id visited;        /* the one that was gone to last, … */
	struct spot visited_at; /* … and the focus there */

	/* the sign-off being made */
	enum signoff_action action;
	struct strbuf opinion;
	bool missed;           /* it must have an opinion, and was without one */
};

#endif
