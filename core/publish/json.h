/* JSON, as far as it is written and read here: strings, and the flat objects that set takes for a row. */
#ifndef ZIPING_PUBLISH_JSON_H
#define ZIPING_PUBLISH_JSON_H

#include "base/error.h"
#include "base/strbuf.h"
#include "report/report.h"

/* a string with its quotes; control characters, DEL and U+2028/2029 escaped, everything else as it is */
void json_string(struct strbuf *out, const char *text, size_t len);

/* a value as stored: numbers as decimal strings (never a float), booleans as such, null for blank, choices as a list */
void json_value(struct strbuf *out, struct report *r, struct spot s, bool raw);

/* a section, table, row, matrix or value, whole */
void json_spot(struct strbuf *out, struct report *r, struct spot s, bool raw);

/* {"name":"x","amount":12.5,"flag":true,"note":null}: calls member() for each, values as text; false with the cause */
bool json_flat(const char *text, bool (*member)(void *to, const char *name, const char *value, size_t len, struct error *reterr), void *to,
	       struct error *reterr) MUST_CHECK;

#endif
