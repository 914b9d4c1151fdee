/*
 * Problems: what is wrong with a report, each with its path and place (spec section 5).
 *
 * Counts are kept up to date with every edit; the problems themselves are told on demand. What waits for recalculation
 * (report_step) is not counted yet: report_counts() tells so.
 */
#ifndef ZIPING_REPORT_CHECK_H
#define ZIPING_REPORT_CHECK_H

#include "report/report.h"

struct problem {
	enum severity severity;       /* NOTE, WARNING, ERROR; a `submit` check is a warning in a draft, an error afterwards */
	const char *code;             /* required, type, range, …, check:ID */
	struct spot spot;
	const struct check *check;    /* NULL for the others */
	struct place place;
	const char *message;          /* lives until the next problem is told */
	const struct comparison *comparison; /* `disagrees` only */
	const char *path;             /* for what has no spot (unknown keys): the path as written in the file; else NULL */
	bool blank_required;          /* in a draft it counts as 未填, not as an error */
};

struct counts {
	uint32_t blank;     /* required and blank (in a draft not counted among the errors) */
	uint32_t errors, warnings, notes;
	uint32_t filled, required; /* outline: required fields that are filled, and how many there are */
	bool waiting;       /* more may come */
};

struct counts report_counts(struct report *r, const struct section *section); /* NULL: the whole report */
enum severity counts_worst(const struct counts *c);

/*
 * Tells every problem in file order (those without a place last, in form order); finishes what waits first. tell() returning
 * false stops. False when memory is out: then none was told.
 */
struct problem_sink {
	bool (*tell)(void *to, const struct problem *p);
	void *to;
};
bool report_problems(struct report *r, struct problem_sink sink, struct error *reterr) MUST_CHECK;
void report_problems_at(struct report *r, struct spot s, struct problem_sink sink); /* of one spot: a value, a row, a table */
enum severity report_worst_at(struct report *r, struct spot s);

/* reasons (explain: true): the reason given for a check at a spot, or NULL */
const char *report_reason(const struct report *r, const struct check *c, struct spot s);
bool report_explain(struct report *r, const struct check *c, struct spot s, const char *text, size_t len, struct error *reterr) MUST_CHECK;

#endif
