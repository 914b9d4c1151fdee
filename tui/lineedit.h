/*
 * Line editor: a text, a caret, a selection. Serves one-line fields and long text alike; knows no screen.
 * Offsets are bytes, always at a cluster's border. Control characters are kept as they are (drawing shows marks).
 */
#ifndef ZIPING_TUI_LINEEDIT_H
#define ZIPING_TUI_LINEEDIT_H

#include "base/strbuf.h"
#include "base/text.h"
#include "tui/canvas.h"
#include "tui/key.h"

struct lineedit {
	struct strbuf text;
	size_t caret;
	size_t anchor;      /* the other end of the selection; equal to caret: none */
	bool multiline;
	int wanted_column;  /* for moving up and down; -1: as the caret is */
	size_t top;         /* multiline: first visual line shown; single: first byte shown */
	struct lineedit_layout *layout; /* private: the visual lines as last asked for */
	uint64_t changes;   /* counts what was done to the text */
	struct lineedit_place { /* where it was drawn last, so that it can be drawn again after a key */
		struct rect r, clip;
		enum style style;
		bool plain;         /* without a selection, and the caret on a line that is there */
		size_t top;
		const struct glyph *on; /* the canvas */
	} place;
};

void lineedit_init(struct lineedit *e, bool multiline);
void lineedit_release(struct lineedit *e);
void lineedit_set(struct lineedit *e, const char *text, size_t len); /* caret at the end */
void lineedit_insert(struct lineedit *e, const char *text, size_t len); /* replaces the selection; one line: LF becomes a blank */
bool lineedit_selection(const struct lineedit *e, size_t *ret_start, size_t *ret_end);
void lineedit_select_all(struct lineedit *e);

/*
 * Acts on a key: characters, pastes, arrows (with Shift: selection, with Control: words), Home, End, Backspace, Delete,
 * and in long text Up, Down, PgUp, PgDn by the visual lines of `columns`. False: not a key of the editor's.
 */
bool lineedit_key(struct lineedit *e, const struct key *k, int columns, int rows);

/*
 * Draws into the rectangle, scrolls so that the caret is seen, and puts the canvas's caret there: where the next character
 * will appear, unless that character makes lines break elsewhere, or one line scroll. Numbers are typed flush left, too.
 */
void lineedit_draw(struct lineedit *e, struct canvas *c, struct rect r, enum style style);
void lineedit_draw_again(struct lineedit *e, struct canvas *c); /* where it was drawn last */
int lineedit_lines(const struct lineedit *e, int columns);  /* visual lines, with one that only the caret is on */
size_t lineedit_clusters(struct lineedit *e);               /* text_clusters() of its text */

#endif
