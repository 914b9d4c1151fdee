/*
 * A new report: every section and field of a form, blank, as a person would lay it out, to be filled in on the screen or
 * by hand; and its defaults, put in as edits.
 */
#ifndef ZIPING_REPORT_BLANK_H
#define ZIPING_REPORT_BLANK_H

#include "report/report.h"

/* the text of it; `form_name` is what stands behind form: */
void blank_text(const struct form *form, const char *form_name, struct strbuf *out);

/* defaults of fields that are blank, and the rows that tables must have, as edits of a fresh report */
bool blank_defaults(struct report *r, struct error *reterr) MUST_CHECK;

#endif
