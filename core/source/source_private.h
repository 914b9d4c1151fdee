/*
 * What the files of this module share. Nobody else includes it.
 *
 * A decoded text is kept aside only where it differs from the bytes in place: most texts of a report are plain, and
 * cost nothing but their node.
 */
#ifndef ZIPING_SOURCE_PRIVATE_H
#define ZIPING_SOURCE_PRIVATE_H

#include "source/source.h"

/* node.flags: where the texts of the node and of its key are, when they are not the bytes from start to end */
enum {
	TEXT_INNER = 1, /* between the quotes */
	TEXT_ASIDE = 2, /* at node.child in source.aside (piece and offset): a 32-bit length, then the bytes */
	KEY_INNER = 4,
	KEY_ASIDE = 8,  /* source.keys tells where */
};

struct key_aside {
	node_id node;
	uint32_t at;
};

struct source {
	char *name;
	char *text;
	uint32_t size;
	uint32_t begin;           /* 3 after a byte order mark, else 0 */
	bool crlf;
	bool frozen;              /* text, nodes and aside are not its own (frozen.h) */
	bool tab_indents;         /* somewhere a tab stands among the blanks that begin a line */
	struct node **nodes;      /* in pieces of NODE_PIECE, so that growing copies nothing and wastes nothing */
	size_t node_capacity;
	uint32_t node_pieces;
	uint32_t count;
	char **aside;             /* in pieces of at most ASIDE_PIECE bytes */
	size_t aside_capacity;
	uint32_t aside_pieces;
	uint32_t aside_used;      /* of the last piece */
	struct key_aside *keys;   /* by node */
	size_t key_capacity;
	uint32_t key_count;
	uint32_t *lines;          /* how many line ends stand before each block of LINE_BLOCK bytes */
	uint32_t line_blocks;     /* blocks counted so far */
};

#define LINE_BLOCK 4096u
#define NODE_PIECE 2048u
#define ASIDE_PIECE (2u << 20) /* room for the longest scalar */

static inline struct node *source_at(const struct source *s, node_id n)
{
	return &s->nodes[n / NODE_PIECE][n % NODE_PIECE];
}

/* source_check.c: encoding and characters, before anything else looks at the text */
bool source_check_text(struct source *s, struct error *reterr) MUST_CHECK;
/* how many bytes of `text` the first `characters` take, at most `size`; the text is valid */
size_t source_characters_bytes(const char *text, size_t size, size_t characters);

/* source_parse.c */
bool source_parse_nodes(struct source *s, struct error *reterr) MUST_CHECK;

/* source_keys.c */
uint32_t source_mark_key(const char *key, size_t len);
bool source_same_key(const struct source *s, node_id a, node_id b);
bool source_check_keys(const struct source *s, node_id mapping, uint32_t children, struct error *reterr) MUST_CHECK;
bool source_refuse_duplicate(const struct source *s, node_id first, node_id second, struct error *reterr);

/*
 * source_refuse.c: libyaml's complaints in words that help. Its marks come as offsets; `before` is the last scalar that
 * was read (0 when there is none), `ended` that a document has been ended by `...`.
 */
struct complaint {
	const char *problem;
	const char *context;
	uint32_t at;
	uint32_t context_at;
	node_id before;
	bool ended;
};
bool source_refuse(const struct source *s, const struct complaint *c, struct error *reterr);
/* the full-width colon of a line `名称：值` that was meant as `名称: 值`; false when the line is not of that kind */
bool source_wide_colon(const struct source *s, uint32_t line_start, bool only_ids, uint32_t *ret_at);
bool source_refuse_wide_colon(const struct source *s, uint32_t at, struct error *reterr);

/* source_place.c */
uint32_t source_line_start(const struct source *s, uint32_t offset);
uint32_t source_line_end(const struct source *s, uint32_t offset); /* where its line end starts, CR included */
uint32_t source_skip(const struct source *s, uint32_t at);         /* behind blanks, line ends and comments */
uint32_t source_block_end(const struct source *s, uint32_t start, uint32_t end, const char *value, size_t len);

/* splice.c */
struct splices;
const struct source *splices_source(const struct splices *p);

#endif
