/*
 * Another report beside this one (F9), files chosen for that and for a merge, and conflicts that a merge left.
 *
 * The other report stays read until another one is chosen or this report is left, so that F9 comes back to where it was. It is
 * read with the form of this one. What stands side by side is made anew when this report has changed and it is looked at.
 */
#ifndef ZIPING_TUI_APP_COMPARE_H
#define ZIPING_TUI_APP_COMPARE_H

#include "review/sides.h"

/* PANEL_OTHER: what the file is for */
enum other_for {
	OTHER_COMPARE,
	OTHER_THEIRS, /* merged into this report … */
	OTHER_BASE,   /* … and what both began from */
};

struct comparing {
	enum other_for what;
	struct strbuf theirs;  /* the file to merge, while its base is chosen */
	struct strbuf name;    /* of the other report, to be shown */
	struct report *other;  /* NULL: none is compared */
	struct sides *sides;
	uint64_t revision;     /* of this report when they were made */
	bool all;              /* what is the same is listed, too */
	size_t at, top;        /* the line chosen, the first one seen */
	size_t detail_top;     /* the first line seen of what is said about the one chosen */
};

#endif
