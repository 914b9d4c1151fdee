/*
 * Outside: what of a report's file has no place in its form, or stands in a place of another kind. It stays in the file and is not
 * edited; who compares or merges reports must see it all the same.
 */
#ifndef ZIPING_REPORT_OUTSIDE_H
#define ZIPING_REPORT_OUTSIDE_H

#include "report/report.h"

struct outside {
	node_id node;
	const struct field *table; /* what stands in a row of a table: that table and the row, and `node` is one of its keys … */
	row_id row;
	bool kind;                 /* … or, of another kind than it should be, the row itself */
};

size_t report_outside_count(const struct report *r);
bool report_outside(const struct report *r, size_t n, struct outside *ret);           /* false: its row was deleted */
void report_outside_path(const struct report *r, const struct outside *o, struct strbuf *out); /* as the file has it; of what is in a row only the key behind the row */
void report_outside_value(const struct report *r, const struct outside *o, struct strbuf *out); /* as one line of JSON */

/* a list or mapping where a single value should be: report_text() is its YAML */
bool report_holds_structure(const struct report *r, struct spot s);

#endif
