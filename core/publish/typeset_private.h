/* What the two files of typesetting share. */
#ifndef ZIPING_PUBLISH_TYPESET_PRIVATE_H
#define ZIPING_PUBLISH_TYPESET_PRIVATE_H

#include "publish/typeset.h"

struct typesetter {
	struct typeset *to;
	const struct typeset_style *style;
	const struct passage *passage;
	bool chinese;
};

void set_line(struct typesetter *t, enum typeset_part part, const char *text, size_t len);
void set_gap(struct typesetter *t);                  /* a blank line, unless there is one */
void set_wrapped(struct typesetter *t, const char *text, size_t len);
void set_table(struct typesetter *t, const struct document_table *table); /* typeset_table.c */

#endif
