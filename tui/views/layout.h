/*
 * Layout: a section as lines. Views draw from it, app.c scrolls by it; neither counts lines by itself.
 *
 * A section is a column of blocks, each with its first line and its height. A grid is one block however many rows it
 * has; its rows are found by arithmetic, so that 200,000 rows cost what 14 do.
 */
#ifndef ZIPING_TUI_VIEWS_LAYOUT_H
#define ZIPING_TUI_VIEWS_LAYOUT_H

#include "base/text.h"
#include "report/report.h"
#include "tui/canvas.h"

struct app;

enum block_kind {
	BLOCK_HEADING, /* a group's heading, with a blank line above it unless it is the first */
	BLOCK_TEXT,    /* the section's help, one line of it */
	BLOCK_FIELD,   /* one line */
	BLOCK_LONG,    /* label, frame, lines, frame; or the label alone */
	BLOCK_GRID,    /* heading, header, rule, rows, totals */
};

struct block {
	enum block_kind kind;
	const struct field *field; /* FIELD, LONG, GRID */
	const char *text;          /* HEADING; TEXT: start … */
	size_t len;                /* … and length */
	uint32_t top, height;
};

struct layout {
	struct block *blocks;
	size_t count, capacity;
	uint32_t height;
	int columns;         /* width that it was made for */
	int label_columns;   /* of the fields' labels, with their marks */
	int value_columns;   /* of numbers */
	int unit_columns;
};

/* makes the layout of a section for `columns`; false when memory is out (the layout is then empty) */
bool section_layout(const struct app *app, const struct section *s, int columns, struct layout *ret) MUST_CHECK;
uint32_t layout_edit_lines(const struct app *app, int columns); /* of a long text's box while its text is in the editor */
void layout_release(struct layout *l);
const struct block *layout_block(const struct layout *l, const struct field *f); /* the block of a field, table or matrix; NULL */

/* where the parts of the screen are */
struct frame {
	bool too_small;
	int outline;        /* columns of the outline; 0: folded away */
	struct rect content; /* the fields, without the section's title */
	int title_row, rule_row, section_row, lower_rule_row, strip_row, problem_row, keys_row;
};
struct frame frame_of(int rows, int columns);

/* ---- grids: a table or a matrix, alike ---- */

const struct field *grid_of(const struct field *f);       /* the table or matrix of a column or cell (or itself); NULL */
uint32_t grid_rows(const struct app *app, const struct field *grid);
uint32_t grid_heading(const struct app *app, const struct field *grid); /* lines above the first row: label, header (two lines when tall), rule */
/* the spot at a row and column; field NULL where the matrix has no such cell */
struct spot grid_spot(const struct app *app, const struct field *grid, uint32_t row, size_t column);
uint32_t grid_row_of(const struct app *app, struct spot s);  /* UINT32_MAX: no such row */
size_t grid_column_of(struct spot s);
bool grid_has_totals(const struct app *app, const struct field *grid);
uint32_t grid_line_of(const struct app *app, const struct field *grid, uint32_t row);  /* line of a row, from the block's top */
/* the row at a line from the block's top; false for headings and the like (*ret_group: the heading's text, or NULL) */
bool grid_row_at(const struct app *app, const struct field *grid, uint32_t line, uint32_t *ret_row, const char **ret_group);

/*
 * The columns of a grid across the screen, each as wide as its header and its values need. What the values need is measured
 * on the first rows and on those that have been on the screen since (struct measure), so that nothing moves while rows are
 * scrolled past, and a key costs the same however many rows there are. A number is never cut; where there is not room for
 * all, headers take two lines first, then columns of words give way, and only then the grid is scrolled sideways.
 */
struct grid_column {
	size_t column;      /* of the grid; GRID_FROZEN: row numbers or row labels */
	int at, columns;    /* from the left of the content; width */
};
#define GRID_FROZEN SIZE_MAX
#define GRID_COLUMNS_MAX 64

struct measure {
	const struct field *grid;
	bool tall;                         /* the header takes two lines */
	uint32_t measured;                 /* first rows that were looked at */
	uint32_t from, to;                 /* rows that were on the screen at `revision` */
	uint64_t revision, refreshed;
	uint8_t widest[GRID_COLUMNS_MAX];  /* of the values seen so far, by column */
	uint8_t header[GRID_COLUMNS_MAX], header_two[GRID_COLUMNS_MAX]; /* of the headers on one line, and on two */
};
const struct measure *grid_measure(const struct app *app, const struct field *grid); /* NULL: not measured yet */
void grid_header_columns(const struct app *app, const struct field *f, int *ret_one, int *ret_two);
bool grid_is_tall(const struct app *app, const struct field *grid, int columns); /* whether its header needs two lines */

size_t grid_columns(const struct app *app, const struct field *grid, int columns, size_t left, struct grid_column *ret); /* how many are seen */
size_t grid_left(const struct app *app, const struct field *grid, int columns, size_t left, size_t wanted); /* `left` so that `wanted` is seen */

/* a header in so many columns: one line, or two; false when its unit found no room */
struct header {
	struct strbuf text;
	struct text_line lines[2];
	size_t count;
};
bool grid_header(const struct app *app, const struct field *f, int columns, bool tall, struct header *ret); /* to be released: ret->text */
bool column_sums(const struct field *grid, size_t column); /* whether a total of it makes sense */

#endif
