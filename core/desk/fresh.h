/* A report made anew from a form: in memory, and as a file that was not there before. */
#ifndef ZIPING_DESK_FRESH_H
#define ZIPING_DESK_FRESH_H

#include "report/report.h"

/* blank, without its defaults; `name` is what stands behind form: */
bool fresh_report(struct form *form, const char *name, const char *path, struct report **ret, struct error *reterr) MUST_CHECK;

/* the form is found by id or id@version; never overwrites */
bool fresh_file(const char *form, bool english, const char *path, struct error *reterr) MUST_CHECK;

#endif
