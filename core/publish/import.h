/*
 * Import: an existing report's text, read back into a new report (spec section 8).
 *
 * The wording that writes a section's document is read backwards to find the values in one that somebody else wrote. First the
 * whole section is taken at its word; what does not fit is then looked for more freely, line by line, label by label, table by
 * table.
 *
 * (1) A value goes in only when its field takes it as it would take it typed: units are converted exactly, what could mean two
 *     things is left out and told.
 * (2) Nothing is silently gone: what has content and gave no value, or not all of it, is kept under `unplaced`: `path` is its
 *     section, `label` its line, `value` its text.
 * (3) Where a value came from is kept under `origins`, a mapping of paths to {line, text}: the line (of a Word file the paragraph),
 *     and what stood there when that is not what is stored. The rows of a table are one path each.
 * (4) What the form calculates is not entered; where the document says otherwise, that is told.
 * (5) A document that the program wrote gives the values back that it shows.
 */
#ifndef ZIPING_PUBLISH_IMPORT_H
#define ZIPING_PUBLISH_IMPORT_H

#include "publish/manuscript.h"
#include "report/report.h"

struct import_remark {
	unsigned line;
	size_t number;          /* in the order in which they came up */
	const char *text;
};

struct import_remarks {
	struct import_remark *items;
	size_t count, capacity;
};

struct imported {
	size_t values;                  /* that were entered */
	struct import_remarks unplaced; /* paragraphs and rows that found no place: their text */
	struct import_remarks remarks;  /* what else is to be said, in the user's language, by line */
	struct arena arena;
};

/* `into` is a fresh report; rows of the manuscript are marked; one undo takes all of it back. *ret is released by imported_release() */
bool import_manuscript(struct manuscript *m, struct report *into, struct imported *ret, struct error *reterr) MUST_CHECK;
/* a new file from a document: `form` an id or id@version; never overwrites */
bool import_file(struct manuscript *m, const char *form, bool english, const char *path, struct imported *ret, struct error *reterr) MUST_CHECK;
void imported_release(struct imported *r);

#endif
