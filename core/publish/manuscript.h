/*
 * Manuscript: a document that somebody wrote, as lines and tables, before anything is looked for in it.
 *
 * It comes from a text (plain, tab-separated or Markdown; UTF-8, UTF-16 with its mark, or GB18030) or from a Word file. It knows
 * no form. Every line keeps the number that its writer finds it by: of the line in a text, of the paragraph in a Word file.
 * It owns its texts.
 */
#ifndef ZIPING_PUBLISH_MANUSCRIPT_H
#define ZIPING_PUBLISH_MANUSCRIPT_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MANUSCRIPT_MOST (16u << 20)      /* bytes of text */
#define MANUSCRIPT_MOST_LINES 200000
#define MANUSCRIPT_LONGEST (256u << 10)  /* bytes of a line: it must find room in a report */
#define MANUSCRIPT_MOST_CELLS 1000       /* of a row */

struct manuscript_cell {
	const char *text; /* may have line ends */
	size_t len;
};

struct manuscript_row {
	struct manuscript_cell *cells;
	size_t count;
	unsigned line;
	bool taken;       /* by an import: it gave a value, or names the columns */
	bool labelled;    /* it holds a label or a value that was taken by its label */
	bool read;        /* or it was read, and something in it was refused */
};

struct manuscript_table {
	struct manuscript_row *rows;
	size_t count, capacity;
	bool sparse;      /* a cell like the one above it is left blank */
};

struct manuscript_line {
	const char *text;  /* without blanks at its ends; "" for a table */
	size_t len;
	unsigned number;
	uint8_t level;     /* of a heading, from 1, where the document marks them; 0: not marked */
	struct manuscript_table *table; /* NULL: a paragraph */
};

struct manuscript {
	struct arena arena;
	struct manuscript_line *lines; /* none of them blank */
	size_t count, capacity;
	size_t bytes;
	bool paragraphs;   /* numbers count paragraphs, not lines */
	bool failed;       /* memory */
	bool too_large;
};

/* the file's kind is told by its bytes; "-" is standard input */
bool manuscript_load(const char *path, struct manuscript *ret, struct error *reterr) MUST_CHECK;
bool manuscript_read(const char *name, const char *bytes, size_t len, struct manuscript *ret, struct error *reterr) MUST_CHECK;
void manuscript_release(struct manuscript *m);

/* ---- for the readers of a kind of file ---- */

bool manuscript_read_text(const char *name, const char *bytes, size_t len, struct manuscript *m, struct error *reterr) MUST_CHECK;
bool manuscript_read_word(const char *name, const char *bytes, size_t len, struct manuscript *m, struct error *reterr) MUST_CHECK;

/* a paragraph (blank ones are passed over), a table, a row of it, its cells */
void manuscript_add(struct manuscript *m, unsigned number, uint8_t level, const char *text, size_t len);
struct manuscript_table *manuscript_add_table(struct manuscript *m, unsigned number);
struct manuscript_row *manuscript_add_row(struct manuscript *m, struct manuscript_table *t, unsigned number, size_t cells);
void manuscript_set_cell(struct manuscript *m, struct manuscript_row *row, size_t cell, const char *text, size_t len);

/* a run of lines of a plain text that stands in columns (manuscript_columns.c); false: it is no table */
struct text_run {
	const char *text;
	size_t len;
	unsigned number;
};
size_t manuscript_columns(struct manuscript *m, const struct text_run *lines, size_t count); /* how many lines it took */

#endif
