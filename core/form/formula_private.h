/*
 * What the files of the formula share while one is compiled: the text with the token at hand, the rows that names may
 * speak of, and where to put the error. Nothing outside core/form/formula_*.c includes this.
 *
 * A formula is read once, left to right: a name is resolved and a type checked as soon as it has been read, so that the
 * first mistake in reading order is the one that is told.
 */
#ifndef ZIPING_FORM_FORMULA_PRIVATE_H
#define ZIPING_FORM_FORMULA_PRIVATE_H

#include "form/formula.h"

#define FORMULA_LENGTH_MAX 4096 /* characters: bounds the height of any tree, and with it every recursion over one */
#define FORMULA_DEPTH_MAX 100   /* parentheses, calls, signs and `not` within each other */
#define FORMULA_FRAMES_MAX 8    /* `where` within `where` */
#define PATH_PARTS_MAX 4        /* section.matrix.row.column */

enum token_kind {
	TOKEN_END,
	TOKEN_NUMBER,
	TOKEN_TEXT,
	TOKEN_NAME,
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_NOT,
	TOKEN_TRUE,
	TOKEN_FALSE,
	TOKEN_WHERE,
	TOKEN_THIS,
	TOKEN_ROW,
	TOKEN_LABEL,
	TOKEN_STATUS,
	TOKEN_RESERVED, /* each index end: words of document texts, no names here */
	TOKEN_PLUS,
	TOKEN_MINUS,
	TOKEN_TIMES,
	TOKEN_OVER,
	TOKEN_EQUAL,
	TOKEN_UNEQUAL,
	TOKEN_LESS,
	TOKEN_LESS_EQUAL,
	TOKEN_GREATER,
	TOKEN_GREATER_EQUAL,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_COMMA,
	TOKEN_DOT,
	TOKEN_BRACKET,
	TOKEN_BRACKET_END,
};

struct token {
	enum token_kind kind;
	size_t start, end;           /* bytes */
	unsigned column, column_end; /* characters */
};

struct parser {
	const struct formula_scope *scope;
	struct arena *arena;
	const char *text;
	size_t len;
	struct place at;
	bool one_line;      /* then a place within the text is a place in the file */
	struct token token; /* the one at hand */
	unsigned end;       /* where the one before it ended, in characters */
	unsigned depth;
	const struct field
	    *frames[FORMULA_FRAMES_MAX]; /* tables and matrices whose rows `where` speaks of, the innermost last */
	unsigned frame_count;
	struct error *reterr;
};

/* a path as it was written, before anybody knows what it names */
struct path_part {
	const char *text;
	size_t len;
	unsigned column;
};
struct path {
	struct path_part parts[PATH_PARTS_MAX];
	unsigned count;
	int row_part; /* the part behind which [row] stands, or -1 */
	const char *row_key;
	uint32_t row_index;
	bool outer; /* behind `this.` */
	unsigned column, end;
};

/* rows to aggregate: a table's or a matrix's, and one column of them (NULL: the rows as such) */
struct path_rows {
	const struct field *over;
	const struct field *column;
};

/* formula_lex.c */
bool formula_next(struct parser *p) MUST_CHECK; /* reads the next token; false with an error */
struct place formula_place(const struct parser *p, unsigned column);
bool formula_refuse(struct parser *p, unsigned column, const char *format, ...)
    PRINTF_LIKE(3, 4); /* ERR_FORM there; false */
const char *token_text(struct parser *p, const struct token *t,
                       size_t *ret_len); /* a quoted text's content; NULL: memory */

/* formula_path.c */
bool path_parse(struct parser *p, const struct token *first, struct path *ret) MUST_CHECK;

/* formula_resolve.c */
struct expr *path_resolve(struct parser *p, const struct path *path);       /* a single value; NULL with an error */
struct expr *path_resolve_whole(struct parser *p, const struct path *path); /* the same, or a table or matrix itself */
bool path_resolve_rows(const struct parser *p, const struct path *path,
                       struct path_rows *ret);                                            /* false, silently: no rows */
struct expr *formula_row_word(struct parser *p, bool label, bool outer, unsigned column); /* `row` and `label` */

/* formula_type.c */
enum expr_type field_expr_type(const struct field *f);
const char *expr_type_words(const struct expr *e);
bool expr_want(struct parser *p, const struct expr *e, enum expr_type want, const char *what) MUST_CHECK;
bool expr_check_comparison(struct parser *p, const struct expr *e, const char *sign) MUST_CHECK;
bool expr_check_call(struct parser *p, struct expr *e, const char *name) MUST_CHECK;
bool aggregate_check(struct parser *p, enum function function, const struct path_rows *rows, const char *name,
                     unsigned column) MUST_CHECK;

/* formula_parse.c */
struct expr *expr_node(struct parser *p, enum expr_op op, enum expr_type type,
                       unsigned column); /* NULL with an error */
struct expr *expr_binary(struct parser *p, enum expr_op op, enum expr_type type, struct expr *a,
                         struct expr *b);        /* b NULL: unary */
struct expr *formula_parse_or(struct parser *p); /* an expression of the loosest strength: any */
bool formula_expect(struct parser *p, enum token_kind kind, const char *sign) MUST_CHECK;
void expr_make_blank(struct expr *e, enum expr_type type); /* a value that is always blank: coalesce of nothing */

/* formula_literal.c */
struct expr *formula_parse_number(struct parser *p);
struct expr *formula_parse_text(struct parser *p);
struct expr *formula_parse_date(struct parser *p, unsigned column); /* behind `date (` */

/* formula_call.c */
struct expr *formula_parse_call(struct parser *p, const struct token *name); /* behind `name (` */

/* formula_visit.c */
bool expr_equal(const struct expr *a, const struct expr *b);
bool expr_reads_outer_row(const struct expr *e);

#endif
