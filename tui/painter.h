/*
 * Painter: the bytes that bring a terminal from what it shows to a canvas.
 *
 * (1) `shown` is what the terminal shows, so only glyphs that changed are sent; all of a frame is sent in one piece, and no
 *     half of it is ever seen.
 * (2) The cursor's place is known, or it is put anew: behind the last column, and behind what terminals may take for wider or
 *     narrower than it is, it is not known. So a character of an unexpected width never moves what follows it.
 * (3) Nothing here can fail: without the memory for a frame it is sent with the next one.
 *
 * Knows no terminal but its term_info; reads and writes nothing.
 */
#ifndef ZIPING_TUI_PAINTER_H
#define ZIPING_TUI_PAINTER_H

#include "base/strbuf.h"
#include "tui/canvas.h"
#include "tui/term_info.h"
#include "tui/theme.h"

struct painter {
	const struct term_info *info;
	int rows, columns;
	struct glyph *shown;            /* rows × columns */
	char looks[STYLE_COUNT][TERM_BYTES];
	uint8_t same[STYLE_COUNT];      /* the first style of the same look */
	bool stale;                     /* nothing is known of what the terminal shows */

	int row, column;                /* the cursor; column -1: unknown */
	uint8_t look;                   /* that is on, a style that is its own `same` */
	bool caret;                     /* the cursor is visible */

	const struct glyph *last;       /* the canvas that was shown last, and what it showed */
	uint64_t last_shows;
	struct strbuf out;
};

void painter_init(struct painter *p, const struct term_info *info); /* stale, no room, no caret */
void painter_release(struct painter *p);
bool painter_resize(struct painter *p, int rows, int columns) MUST_CHECK; /* stale then; false: as before */
void painter_theme(struct painter *p, enum theme theme);                  /* stale then */
void painter_redraw(struct painter *p);                                   /* stale from now on */

/* adds to `out`; what was sent is cleared by whoever sends it */
void painter_show(struct painter *p, const struct canvas *c);

#endif
