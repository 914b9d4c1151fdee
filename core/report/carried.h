/*
 * Carried: what was brought over from last year's report and waits for somebody to look at it. The list `carried` names its paths.
 *
 * (1) Setting another value, or a blank one, confirms it: the door of edits takes its path off the list in the same step, and
 *     undo puts it back.
 * (2) A locked value cannot be changed, so there is nothing to confirm: it stays on the list, which is what it is locked by,
 *     and is counted nowhere.
 * (3) An item that names a table, or a column as a whole (section.table.column), stands for each value in it.
 */
#ifndef ZIPING_REPORT_CARRIED_H
#define ZIPING_REPORT_CARRIED_H

#include "report/report.h"

bool report_carried(struct report *r, struct spot s);                          /* a value that waits to be confirmed */
uint32_t report_carried_count(struct report *r, const struct section *section); /* how many items wait; NULL: in the whole report */
bool report_carried_first(struct report *r, const struct section *section, struct spot *ret); /* false: none, or it cannot be found */

/* a value (with its column, where that is one item), all of a section (field NULL), or of the report (all NULL): one step */
bool report_confirm(struct report *r, struct spot s, struct error *reterr) MUST_CHECK;

/* the field, cell or column that a path leads to, whichever its row; NULL: none, or *ret_section as a whole (else NULL) */
const struct field *path_field(const struct form *form, const char *path, size_t len, const struct section **ret_section);

#endif
