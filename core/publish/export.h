/* The finished report in the formats that there are, as one table: what the command and the screen write. */
#ifndef ZIPING_PUBLISH_EXPORT_H
#define ZIPING_PUBLISH_EXPORT_H

#include "report/report.h"

struct export_options {
	bool draft, public_copy;
	bool review;   /* the comments, too */
	bool opinions; /* instead of the report what the reviewers found; not in YAML */
};

struct export_format {
	const char *name, *suffix;
	const char *title; /* msgid */
	bool opinions;     /* they can be written so */
	bool (*write)(struct report *r, const struct form *form, const struct export_options *o, struct sink to, struct error *reterr);
};

extern const struct export_format export_formats[];
extern const size_t export_format_count;

/* replaces the file of that name; what is recalculated must be finished */
bool export_file(const struct export_format *f, struct report *r, const struct form *form, const struct export_options *o,
		 const char *path, struct error *reterr) MUST_CHECK;

#endif
