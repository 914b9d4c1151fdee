/*
 * Wording: how a section reads in the finished document, parsed once when the form loads (spec section 8).
 *
 *   {field}                          a value with its unit: a field of the section, section.field, section.matrix.row.column
 *   […]                              left out when every field in it is blank; may hold others
 *   {each table sep=；}…{end}         its rows one after the other; in it {column} and {index}; for a matrix {label} too
 *   {table projects}                 the table or matrix as a grid
 *   {{ }} {[} {]}                    a brace, a bracket
 *
 * A line that begins with （一） is a heading; the document numbers it anew. The tree lives in the form's arena and knows
 * no report: publish/ reads it forwards to write a document, and backwards to find the values in one.
 */
#ifndef ZIPING_FORM_WORDING_H
#define ZIPING_FORM_WORDING_H

#include "form/formula.h"

enum wording_kind {
	WORDING_TEXT,     /* as it stands, line ends too */
	WORDING_VALUE,    /* expr: a field, a cell, a column of the row at hand */
	WORDING_CELL,     /* in the rows of a matrix: the cell in `column` of the row at hand */
	WORDING_LABEL,    /* in the rows of a matrix: the row's label */
	WORDING_INDEX,    /* number of the row at hand, from 1 */
	WORDING_OPTIONAL, /* […] */
	WORDING_EACH,     /* {each field sep=text}…{end} */
	WORDING_TABLE,    /* {table field} */
};

struct wording {
	enum wording_kind kind;
	const char *text;          /* TEXT; EACH: what stands between two rows */
	size_t len;
	const struct expr *expr;   /* VALUE */
	const struct field *field; /* VALUE: the field that expr names; CELL: the matrix; EACH, TABLE: the table or matrix */
	size_t column;             /* CELL */
	struct wording *first;     /* OPTIONAL, EACH: what is inside */
	struct wording *next;
	struct place at;
};

#define WORDING_DEPTH 32 /* brackets in brackets */

/*
 * Parses `text` as it stands at `at` in the form file (the lines after the first begin at the same column). Every mistake is
 * told with its place; the tree holds what could be read. False when memory is out (told too).
 */
struct wording_teller {
	void (*mistake)(void *to, const struct error *e);
	void *to;
};
bool wording_parse(const struct formula_scope *scope, const char *text, size_t len, struct place at, struct wording_teller teller,
		   struct wording **ret) MUST_CHECK;

/* whether a text begins with a number as headings have it, （一） or (一): its bytes, or 0 */
size_t wording_heading(const char *text, size_t len);

#endif
