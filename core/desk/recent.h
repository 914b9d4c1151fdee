/*
 * Recent: the reports that were opened last, newest first, in ziping/recent below XDG_STATE_HOME (or ~/.local/state). A line
 * each: when (seconds), status, path, and what it is about, apart by tabs.
 */
#ifndef ZIPING_DESK_RECENT_H
#define ZIPING_DESK_RECENT_H

#include "base/arena.h"
#include "desk/session.h"

#define RECENT_MAX 20

struct recent {
	const char *path;   /* absolute */
	const char *label;  /* unit · year; "" when it has none */
	const char *status; /* as report_status() says it */
	int64_t when;       /* seconds since 1970 */
	bool missing;       /* there is no such file now */
};

/* *ret has RECENT_MAX places; never fails: what cannot be read is not listed */
size_t recent_load(struct arena *a, struct recent ret[RECENT_MAX]);

/* puts a session's report first; what cannot be written is not worth a word */
void recent_add(const struct session *s);

/* unit · year, as the form names them */
void report_headline(struct report *r, const struct form *form, struct strbuf *out);

#endif
