/*
 * One accent; problems in red and yellow; what nobody types is quiet. Nothing is told by colour alone, so that MONO has the
 * same weights without them. What changes with each typed character (values being edited, the strip) keeps the terminal's
 * own colours: every attribute costs more bytes than the character, which is felt on a slow line.
 */
#include "tui/theme.h"

#define PLAIN .fg = COLOUR_DEFAULT, .bg = COLOUR_DEFAULT

static const struct theme_look dark[STYLE_COUNT] = {
	[STYLE_NORMAL] = { PLAIN },
	[STYLE_TITLE] = { PLAIN, .reverse = true },
	[STYLE_RULE] = { PLAIN, .dim = true },
	[STYLE_HEADING] = { .fg = COLOUR_CYAN, .bg = COLOUR_DEFAULT, .bold = true },
	[STYLE_LABEL] = { PLAIN },
	[STYLE_VALUE] = { PLAIN, .bold = true },
	[STYLE_CALCULATED] = { .fg = COLOUR_CYAN, .bg = COLOUR_DEFAULT },
	[STYLE_DIM] = { PLAIN, .dim = true },
	[STYLE_FOCUS] = { PLAIN, .reverse = true },
	[STYLE_EDIT] = { PLAIN },
	[STYLE_SELECTED] = { .fg = COLOUR_BLACK, .bg = COLOUR_CYAN },
	[STYLE_ERROR] = { .fg = COLOUR_RED + COLOUR_BRIGHT, .bg = COLOUR_DEFAULT, .bold = true }, /* red is too dark on black */
	[STYLE_WARNING] = { .fg = COLOUR_YELLOW, .bg = COLOUR_DEFAULT },
	[STYLE_NOTE] = { PLAIN, .dim = true },
	[STYLE_GOOD] = { .fg = COLOUR_GREEN, .bg = COLOUR_DEFAULT },
	[STYLE_KEY] = { .fg = COLOUR_CYAN, .bg = COLOUR_DEFAULT },
	[STYLE_STATUS] = { PLAIN },
};

static const struct theme_look light[STYLE_COUNT] = {
	[STYLE_NORMAL] = { PLAIN },
	[STYLE_TITLE] = { PLAIN, .reverse = true },
	[STYLE_RULE] = { PLAIN, .dim = true },
	[STYLE_HEADING] = { .fg = COLOUR_BLUE, .bg = COLOUR_DEFAULT, .bold = true },
	[STYLE_LABEL] = { PLAIN },
	[STYLE_VALUE] = { PLAIN, .bold = true },
	[STYLE_CALCULATED] = { .fg = COLOUR_BLUE, .bg = COLOUR_DEFAULT },
	[STYLE_DIM] = { PLAIN, .dim = true },
	[STYLE_FOCUS] = { PLAIN, .reverse = true },
	[STYLE_EDIT] = { PLAIN },
	[STYLE_SELECTED] = { .fg = COLOUR_WHITE, .bg = COLOUR_BLUE },
	[STYLE_ERROR] = { .fg = COLOUR_RED, .bg = COLOUR_DEFAULT }, /* not bold, which many make a brighter colour */
	[STYLE_WARNING] = { .fg = COLOUR_MAGENTA, .bg = COLOUR_DEFAULT }, /* yellow cannot be read on white … */
	[STYLE_NOTE] = { PLAIN, .dim = true },
	[STYLE_GOOD] = { PLAIN },                                         /* … nor green */
	[STYLE_KEY] = { .fg = COLOUR_BLUE, .bg = COLOUR_DEFAULT },
	[STYLE_STATUS] = { PLAIN },
};

static const struct theme_look mono[STYLE_COUNT] = {
	[STYLE_NORMAL] = { PLAIN },
	[STYLE_TITLE] = { PLAIN, .reverse = true },
	[STYLE_RULE] = { PLAIN },
	[STYLE_HEADING] = { PLAIN, .bold = true },
	[STYLE_LABEL] = { PLAIN },
	[STYLE_VALUE] = { PLAIN, .bold = true },
	[STYLE_CALCULATED] = { PLAIN },
	[STYLE_DIM] = { PLAIN, .dim = true },
	[STYLE_FOCUS] = { PLAIN, .reverse = true },
	[STYLE_EDIT] = { PLAIN },
	[STYLE_SELECTED] = { PLAIN, .reverse = true },
	[STYLE_ERROR] = { PLAIN, .bold = true, .underline = true },
	[STYLE_WARNING] = { PLAIN, .underline = true },
	[STYLE_NOTE] = { PLAIN, .dim = true },
	[STYLE_GOOD] = { PLAIN },
	[STYLE_KEY] = { PLAIN, .bold = true },
	[STYLE_STATUS] = { PLAIN },
};

const struct theme_look *theme_look(enum theme theme, enum style style)
{
	const struct theme_look *looks = theme == THEME_LIGHT ? light : theme == THEME_MONO ? mono : dark;

	return &looks[(unsigned)style < STYLE_COUNT ? style : STYLE_NORMAL];
}
