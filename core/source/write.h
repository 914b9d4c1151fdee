/*
 * Writing YAML anew, as a person would: Chinese, rare characters and emoji as they are, never folded; long text as |- ;
 * quotes only where another YAML reader, 1.1 or 1.2, would misread (0012, 是否's yes/no/on/off, 12:30, null, dates, "a: b",
 * "a #b", leading - ? : , [ ] { } # & * ! | > ' " % @ `, blanks at an end …). What is written here is read back equal by
 * libyaml and by other readers; tests hold it to that.
 */
#ifndef ZIPING_SOURCE_WRITE_H
#define ZIPING_SOURCE_WRITE_H

#include "base/strbuf.h"
#include "source/source.h"

enum write_kind {
	WRITE_TEXT,     /* text: quoted when a reader would take it for something else */
	WRITE_VALUE,    /* a number, a date, true or false, known to be written as it is meant */
	WRITE_LONGTEXT, /* as a literal block wherever the context and the text allow it, else like WRITE_TEXT */
};

struct write_context {
	enum write_kind kind;
	enum node_style was;  /* what stood there: quotes are kept (STYLE_EMPTY for something new); a literal or folded block stays a literal block */
	unsigned indent;      /* column of the key or dash that the value belongs to; a block's lines go two further */
	bool flow;            /* inside a flow collection: no blocks */
	bool one_line;        /* no block here for another reason (splices_block_fits) */
	const char *newline;
};

/* the value as it stands behind "key: " or "- ", without a leading blank and without a final line end */
void write_scalar(struct strbuf *out, const char *text, size_t len, const struct write_context *context);

/* a key, quoted where needed */
void write_key(struct strbuf *out, const char *key, bool flow);

#endif
