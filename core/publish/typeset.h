/*
 * Typeset: a document as lines of a given width, for the preview and for plain text. Knows no screen.
 */
#ifndef ZIPING_PUBLISH_TYPESET_H
#define ZIPING_PUBLISH_TYPESET_H

#include "publish/document.h"

struct typeset_style {
	int columns;         /* of a line; 0: paragraphs are not broken, tables are as wide as they need (up to 120) */
	bool ascii;          /* rules of hyphens */
	const char *blank;   /* what stands for a value that is blank; "" for nothing */
};

struct typeset_line {
	const char *text;
	size_t len;
	const struct passage *passage; /* NULL: a blank line between two */
	uint8_t part;        /* of a table: enum typeset_part */
};

enum typeset_part { TYPESET_TEXT, TYPESET_HEAD, TYPESET_RULE, TYPESET_ROW, TYPESET_TOTAL };

struct typeset {
	struct arena arena;
	struct typeset_line *lines;
	size_t count, capacity;
	bool failed;         /* memory */
};

/* the lines point into themselves and at the document's passages */
bool typeset_document(const struct document *d, const struct typeset_style *style, struct typeset *ret) MUST_CHECK;
void typeset_release(struct typeset *t);

#endif
