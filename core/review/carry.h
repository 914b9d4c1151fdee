/*
 * Carry-over: a new report begun from last year's, as the form's `carry` says (spec section 3).
 *
 * (1) A field without `carry` starts blank or at its default. One with `same` takes what was entered at its own path; one with a
 *     path takes last year's final figure there: what was stated, or, where nothing was, what is calculated.
 * (2) A table takes last year's rows when it, or a column of it, has `carry`; columns go by their own, and all of them
 *     by the table's where none has its own. Cells of a matrix likewise. For a column, and for the cell of a matrix, a path may leave the row out
 *     (section.table.column, section.matrix.column): it is then the same row.
 * (3) The form's year is last year's and one.
 * (4) Old names are found through the form's `renamed`. Amounts of money are converted to the new field's unit.
 * (5) Nothing is silently gone: a value is carried, or its place in the new form starts blank, or, where it fits no place, it is
 *     kept under `unplaced`.
 * (6) Every value that came over is on the list `carried`. In a table with many of them a column is one item.
 *
 * Comments, sign-offs, reasons and annexes belong to last year and stay there.
 */
#ifndef ZIPING_REVIEW_CARRY_H
#define ZIPING_REVIEW_CARRY_H

#include "report/report.h"

struct carried_over {
	size_t values;    /* that came over */
	size_t unplaced;  /* that found no place */
};

/* `into` is a fresh report, without its defaults; `last` is read with its own form. Either may be of another form or version. */
bool carry_over(struct report *last, struct report *into, struct carried_over *ret, struct error *reterr) MUST_CHECK;

/* what stands behind form: in a report at the path `report` that follows the form of last year's */
struct session;
bool carry_form_name(const struct session *last, const char *report, struct strbuf *out, struct error *reterr) MUST_CHECK;

/*
 * A new file from last year's: `form` an id or id@version, NULL for last year's own. Defaults are put in where nothing came over.
 * Never overwrites.
 */
bool carry_file(const char *last, const char *form, bool english, const char *path, struct carried_over *ret, struct error *reterr) MUST_CHECK;

#endif
