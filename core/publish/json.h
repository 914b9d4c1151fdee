/* JSON, as far as it is written and read here: strings, and the flat objects that set takes for a row. */
#ifndef ZIPING_PUBLISH_JSON_H
#define ZIPING_PUBLISH_JSON_H

#include "base/error.h"
#include "base/strbuf.h"
#include "report/report.h"

/* a string with its quotes; control characters, DEL and U+2028/2029 escaped, everything else as it is */
void json_string(struct strbuf *out, const char *text, size_t len);

/*
 * How values are written. In the first two numbers are decimal strings (never a float) without separators, booleans are such,
 * a blank is null, choices are a list; as shown, everything is the string that a person reads, a calculated blank as —.
 */
enum json_how {
	JSON_VALUE,  /* numbers at their field's decimals */
	JSON_RAW,    /* as stored, calculated ones as other formulas see them */
	JSON_SHOWN,
};

struct json_style {
	enum json_how how;
	bool public_copy; /* personal fields are left out */
	bool finished;    /* fields that are not relevant are left out */
};

/* a section, table, row, matrix or value, whole */
void json_spot(struct strbuf *out, struct report *r, struct spot s, struct json_style style);

/* {"name":"x","amount":12.5,"flag":true,"note":null}: calls member() for each, values as text; false with the cause */
bool json_flat(const char *text, bool (*member)(void *to, const char *name, const char *value, size_t len, struct error *reterr), void *to,
	       struct error *reterr) MUST_CHECK;

#endif
