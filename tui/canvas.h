/*
 * Canvas: a grid of drawn characters, and the caret. Views draw on it; term.c shows it; tests read it.
 *
 * A canvas knows neither a terminal nor the application. Text is drawn by clusters as text_drawn() gives them; a wide character that
 * does not fit wholly is replaced by a blank, and half a wide character never remains. Nothing outside of the clip is touched.
 */
#ifndef ZIPING_TUI_CANVAS_H
#define ZIPING_TUI_CANVAS_H

#include "base/compiler.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stdint.h>

/* what a piece of text is; theme.c says how it looks (colour, weight), and looks right without colour too */
enum style {
	STYLE_NORMAL,
	STYLE_TITLE,      /* title line */
	STYLE_RULE,       /* lines and frames */
	STYLE_HEADING,    /* a section's title, a group */
	STYLE_LABEL,
	STYLE_VALUE,
	STYLE_CALCULATED, /* nobody types it */
	STYLE_DIM,        /* units, hints, placeholders */
	STYLE_FOCUS,      /* the field in focus */
	STYLE_EDIT,       /* what is being typed */
	STYLE_SELECTED,   /* selected text or cells */
	STYLE_ERROR,
	STYLE_WARNING,
	STYLE_NOTE,
	STYLE_GOOD,
	STYLE_KEY,        /* a key's name in the keys line */
	STYLE_STATUS,     /* live strip */
	STYLE_COUNT,
};

struct glyph {
	char text[24];   /* one character with its combining marks, UTF-8, NUL-terminated; "" : the right half of the wide one before */
	uint8_t columns; /* 1 or 2; 0 for the right half */
	uint8_t style;
};

struct rect {
	int row, column, rows, columns;
};

struct canvas {
	int rows, columns;
	struct glyph *glyphs;             /* rows × columns */
	struct rect clip;
	int caret_row, caret_column;      /* -1: no caret */
	bool ascii;                       /* lines and signs in ASCII, for terminals that have no others */
	uint64_t shows;                   /* for whoever draws: what it drew last; 0 when cleared */
	int top, bottom;                  /* outside of these rows canvases that show the same are alike; top included, bottom not */
};

bool canvas_init(struct canvas *c, int rows, int columns) MUST_CHECK;
void canvas_release(struct canvas *c);
void canvas_clear(struct canvas *c);  /* blanks, no caret, clip the whole */
void canvas_clip(struct canvas *c, struct rect r); /* intersected with the whole */
void canvas_unclip(struct canvas *c);

/* draws at (row, column), which may lie outside; returns the column behind the text, whether or not it was visible */
int canvas_text(struct canvas *c, int row, int column, enum style style, const char *text, size_t len);
int canvas_puts(struct canvas *c, int row, int column, enum style style, const char *text);
int canvas_printf(struct canvas *c, int row, int column, enum style style, const char *format, ...) PRINTF_LIKE(5, 6);
/* exactly `columns` wide: cut with … when too long, padded with blanks; right: flush right */
void canvas_cell(struct canvas *c, int row, int column, int columns, enum style style, const char *text, size_t len, bool right);
void canvas_fill(struct canvas *c, struct rect r, enum style style);    /* blanks */
void canvas_restyle(struct canvas *c, struct rect r, enum style style); /* keeps the text */
void canvas_hline(struct canvas *c, int row, int column, int columns, enum style style);
void canvas_vline(struct canvas *c, int row, int column, int rows, enum style style); /* joins horizontal lines it meets */
void canvas_frame(struct canvas *c, struct rect r, enum style style);
void canvas_caret(struct canvas *c, int row, int column);

/* as text, a line a row, without trailing blanks; with the caret as ▏ when `caret` is set */
void canvas_dump(const struct canvas *c, bool caret, struct strbuf *out);
bool canvas_equal(const struct canvas *a, const struct canvas *b);

#endif
