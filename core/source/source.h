/*
 * Source: the text of a YAML file with the place of every node in it. The only module, with write.c beside it, that
 * knows libyaml.
 *
 * The text is kept as it was read and is never changed: a report that was edited is written by copying it around the
 * edited places (splice.h). So comments, blank lines, key order, quoting and line ends live.
 *
 * Nodes are numbers; 1 is the root, a mapping; 0 is "none". They stand in document order (a parent before its children,
 * a child before its next sibling). Offsets count bytes of the text, which may start with a byte order mark.
 *
 * What is refused, each with line, column, cause and, where there is a likely one, the mend: a syntax error, broken UTF-8
 * (a file in GBK is recognised), UTF-16, NUL, bare CR, NEL, LS, PS and other control characters outside of escapes,
 * a tab as indentation, anchors and aliases, tags, a second document, a root that is no mapping, a duplicate key, a key that
 * is not a scalar; beyond the limits: 256 MiB, 64 levels, 1 MiB a scalar. Supported: a UTF-8 byte order mark, CRLF, `---`, `...`, %YAML,
 * comments everywhere, both flow collections, every scalar style.
 */
#ifndef ZIPING_SOURCE_SOURCE_H
#define ZIPING_SOURCE_SOURCE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SOURCE_MAX_BYTES (256u << 20)
#define SOURCE_MAX_DEPTH 64
#define SOURCE_MAX_SCALAR (1u << 20)

typedef uint32_t node_id;

#define NODE_NONE 0
#define NODE_ROOT 1

enum node_kind { NODE_SCALAR, NODE_MAPPING, NODE_SEQUENCE };

enum node_style {
	STYLE_EMPTY,  /* a scalar without any text: `key:` or `-`; start == end, right after the colon or dash */
	STYLE_PLAIN,
	STYLE_SINGLE, /* quotes are inside [start, end) */
	STYLE_DOUBLE,
	STYLE_LITERAL, /* [start, end) begins at | or > and ends with the last line of the text, without its line end */
	STYLE_FOLDED,  /* (with chomping +, after the trailing blank lines that belong to the text) */
	STYLE_BLOCK,   /* collections: [start, end) from the first key or dash to the end of the last child */
	STYLE_FLOW,    /* [start, end) with the brackets */
};

struct node {
	uint32_t key;     /* in a mapping: where the key starts; in a block sequence: where the dash is; root: 0 */
	uint32_t key_end; /* in a mapping: where the key ends (before the colon); otherwise equal to key */
	uint32_t start;
	uint32_t end;
	node_id parent;
	node_id next;     /* the next child of the same parent */
	uint32_t child;   /* collections: the first child; scalars: private (where the decoded text is) */
	uint8_t kind;     /* enum node_kind */
	uint8_t style;    /* enum node_style */
	uint8_t depth;    /* the root is 0 */
	uint8_t flags;    /* private */
};

struct source;

/*
 * Reads `text` (size bytes, from malloc, not terminated; taken over in any case, freed on failure) as the file `name`.
 * Cost: at most a third above libyaml's bare event loop.
 */
bool source_parse(const char *name, char *text, size_t size, struct source **ret, struct error *reterr) MUST_CHECK;

/* reads a whole file (refusing what is not a regular file or a pipe, and what is too large) and parses it; "-" is standard input */
bool source_load(const char *path, struct source **ret, struct error *reterr) MUST_CHECK;
void source_free(struct source *s);

/* the bytes of a file that need not be YAML, with the same care (memory_free() is the caller's): devices are refused, a pipe ends at 64 MiB */
bool source_read(const char *path, char **ret_bytes, size_t *ret_size, struct error *reterr) MUST_CHECK;

const char *source_name(const struct source *s);
const char *source_bytes(const struct source *s, size_t *ret_size);
const char *source_newline(const struct source *s);       /* "\n", or "\r\n" when the first line ends so */
uint32_t source_count(const struct source *s);            /* nodes are 1 … count */
const struct node *source_node(const struct source *s, node_id n);

/* a scalar's text as YAML means it (unquoted, unfolded), a key's text; both live as long as the source */
const char *source_text(const struct source *s, node_id n, size_t *ret_len);
const char *source_key(const struct source *s, node_id n, size_t *ret_len);
bool source_key_is(const struct source *s, node_id n, const char *key); /* fast: for keys without escapes compares in place */

/* null as every YAML reader means it: STYLE_EMPTY, or plain ~ null Null NULL, or a scalar with an empty text */
bool source_is_blank(const struct source *s, node_id n);
node_id source_find(const struct source *s, node_id mapping, const char *key); /* NODE_NONE when there is none */

/* line and column of an offset, from 1, in characters (a byte order mark is not counted) */
struct place source_place(const struct source *s, uint32_t offset);

/*
 * The lines of an item of a block sequence or an entry of a block mapping, for whole rows that are removed or moved:
 * [*ret_begin, *ret_end) starts at the first of the comment lines directly above it at its own indentation (or at the start of the
 * line of its dash or key) and ends after the line end of its last line. False when it does not stand on lines of its own
 * (flow style, or `- - a`).
 */
bool source_lines(const struct source *s, node_id n, uint32_t *ret_begin, uint32_t *ret_end);
unsigned source_column(const struct source *s, uint32_t offset); /* bytes from the start of its line: the indentation of a dash or key */

#endif
