/*
 * Theme: how each style looks. Knows no terminal library; term.c turns looks into attributes.
 */
#ifndef ZIPING_TUI_THEME_H
#define ZIPING_TUI_THEME_H

#include "tui/canvas.h"

enum theme {
	THEME_DARK,
	THEME_LIGHT,
	THEME_MONO, /* no colour at all: NO_COLOR, and terminals without */
};

enum colour {
	COLOUR_DEFAULT = -1,
	COLOUR_BLACK, COLOUR_RED, COLOUR_GREEN, COLOUR_YELLOW, COLOUR_BLUE, COLOUR_MAGENTA, COLOUR_CYAN, COLOUR_WHITE,
	COLOUR_BRIGHT = 8,     /* … added to one; where there are eight colours only, it is that one */
};

struct theme_look {
	int fg, bg; /* enum colour */
	bool bold, dim, reverse, underline;
};

const struct theme_look *theme_look(enum theme theme, enum style style);

#endif
