/*
 * Data: a value with a shape of its own (a list, a mapping, or one scalar) as one compact JSON text.
 *
 * A report keeps such values in cells of the type TYPE_DATA: the replies to a comment, the old values under a sign-off. Whoever
 * reads one walks over it in place; whoever makes one appends its pieces to a strbuf. Numbers are plain decimals, digit by
 * digit as they were written (74.0 stays 74.0); dates and all else are strings; "" is no value, which is not null.
 *
 * struct data is a view of a text that data_read() let pass, and lives as long as that text. A view of "" is DATA_NONE, and
 * walking over what has no items gives none.
 */
#ifndef ZIPING_BASE_DATA_H
#define ZIPING_BASE_DATA_H

#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

#define DATA_MAX_DEPTH 32

enum data_kind { DATA_NONE, DATA_NULL, DATA_PLAIN /* a number, true or false */, DATA_STRING, DATA_LIST, DATA_MAP };

struct data {
	const char *text;
	size_t len;
};

/* JSON made compact; false when it is none, holds a key twice, or is deeper than DATA_MAX_DEPTH. Memory: strbuf_ok(out) */
bool data_read(struct strbuf *out, const char *text, size_t len) MUST_CHECK;

enum data_kind data_kind(struct data d);
struct data data_get(struct data map, const char *key);          /* DATA_NONE when it has no such key */
void data_text(struct data d, struct strbuf *out);               /* what a scalar says; nothing for null, lists and mappings */
bool data_says(struct data d, const char *text, size_t len);     /* the same, compared */

/* the items of a list (ret_key is then DATA_NONE) or a mapping, one after the other */
struct data_walk {
	const char *at, *end;
	bool map;
};
struct data_walk data_walk(struct data d);
bool data_next(struct data_walk *w, struct data *ret_key, struct data *ret_value);

/* making: a text as a string; a text as a number, true or false where it is one, else as a string */
void data_string(struct strbuf *out, const char *text, size_t len);
void data_plain(struct strbuf *out, const char *text, size_t len);
/* a key with its colon, after a comma unless it is the first in its mapping (the text then ends with an opening brace) */
void data_key(struct strbuf *out, const char *key, size_t len);
/* the comma before an item of a list, unless it is the first */
void data_comma(struct strbuf *out);

#endif
