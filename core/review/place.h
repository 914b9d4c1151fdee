/* Place: how diff and merge name a place of a report and keep what stands there. */
#ifndef ZIPING_REVIEW_PLACE_H
#define ZIPING_REVIEW_PLACE_H

#include "report/report.h"

/* as report_path(), rows by their key; by index where it is blank, or another row before it has it too */
void place_path(struct report *r, struct spot s, struct strbuf *out);

/*
 * A value or a whole row as one line of JSON (base/data.h): null for blank, choices as a list, a row as a mapping of what is
 * entered. plain: numbers and booleans as such, digit by digit; else as strings.
 */
void place_data(struct report *r, struct spot s, bool plain, struct strbuf *out);

/* as a person reads it: what was entered, or of a row `label value` for each; at most about `limit` columns of the screen */
void place_shown(struct report *r, struct spot s, int limit, struct strbuf *out);

#endif
