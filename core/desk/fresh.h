/* A report made anew from a form: in memory, and as a file that was not there before. */
#ifndef ZIPING_DESK_FRESH_H
#define ZIPING_DESK_FRESH_H

#include "report/report.h"

/* whether a form is named by its file, and not by its id */
bool fresh_is_file(const char *form);

/*
 * What stands behind form: — id@version for a form that is found by its id; for a form file (`given` is its path) the path from
 * the report's folder, which must not lead further up than one folder.
 */
bool fresh_form_name(const struct form *form, const char *given, const char *report, struct strbuf *out, struct error *reterr) MUST_CHECK;

/* blank, without its defaults; `name` is what stands behind form: */
bool fresh_report(struct form *form, const char *name, const char *path, struct report **ret, struct error *reterr) MUST_CHECK;

/* never overwrites */
bool fresh_save(struct report *r, const char *path, struct error *reterr) MUST_CHECK;

/* the form is found by id or id@version; never overwrites */
bool fresh_file(const char *form, bool english, const char *path, struct error *reterr) MUST_CHECK;

#endif
