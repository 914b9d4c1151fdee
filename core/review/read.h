/* Reading another version of a report, with the form of the one that it is compared to or merged with. */
#ifndef ZIPING_REVIEW_READ_H
#define ZIPING_REVIEW_READ_H

#include "report/report.h"

/* whether there is nothing in it: an empty file or the null device, which git passes for what was not there */
bool review_is_nothing(const char *path);

/*
 * The file is read with `form`, which must outlive the report; ERR_FORM when it names another form. What it names as a path is looked
 * for from `beside` (a file, or NULL for the file itself). Nothing is read as a report without any value.
 */
bool review_read(const char *path, const char *beside, struct form *form, struct report **ret, struct error *reterr) MUST_CHECK;

#endif
