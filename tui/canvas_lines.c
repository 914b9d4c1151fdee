/* Lines and frames on a canvas: cells that meet become the fitting junction. */
#include "tui/canvas.h"

#include "base/text.h"

enum { ARM_UP = 1, ARM_DOWN = 2, ARM_LEFT = 4, ARM_RIGHT = 8 };

#define LINE_BYTES 4 /* of each of these, with the NUL */

static const char *const line_glyphs[16] = {
	[ARM_UP] = "│", [ARM_DOWN] = "│", [ARM_UP | ARM_DOWN] = "│",
	[ARM_LEFT] = "─", [ARM_RIGHT] = "─", [ARM_LEFT | ARM_RIGHT] = "─",
	[ARM_DOWN | ARM_RIGHT] = "┌", [ARM_DOWN | ARM_LEFT] = "┐", [ARM_UP | ARM_RIGHT] = "└", [ARM_UP | ARM_LEFT] = "┘",
	[ARM_UP | ARM_DOWN | ARM_RIGHT] = "├", [ARM_UP | ARM_DOWN | ARM_LEFT] = "┤",
	[ARM_DOWN | ARM_LEFT | ARM_RIGHT] = "┬", [ARM_UP | ARM_LEFT | ARM_RIGHT] = "┴",
	[ARM_UP | ARM_DOWN | ARM_LEFT | ARM_RIGHT] = "┼",
};

static bool is_inside(const struct canvas *c, int row, int column)
{
	return row >= c->clip.row && row < c->clip.row + c->clip.rows && column >= c->clip.column &&
	       column < c->clip.column + c->clip.columns;
}

/* where lines would be wide, or are not sure to be lines at all */
static bool lines_are_ascii(const struct canvas *c)
{
	return c->ascii || text_class_columns(TEXT_LINES) != 1;
}

/* the arms of the line in a cell, 0 when there is none; an ASCII line is one only if it was drawn as a rule */
static unsigned arms_at(const struct canvas *c, int row, int column, enum style style)
{
	const struct glyph *g;

	if (!is_inside(c, row, column))
		return 0;
	g = &c->glyphs[(size_t)row * (size_t)c->columns + (size_t)column];
	if (lines_are_ascii(c)) {
		if (g->style != style || !g->text[0] || g->text[1])
			return 0;
		return g->text[0] == '-'   ? ARM_LEFT | ARM_RIGHT
		       : g->text[0] == '|' ? ARM_UP | ARM_DOWN
		       : g->text[0] == '+' ? ARM_UP | ARM_DOWN | ARM_LEFT | ARM_RIGHT
					   : 0;
	}
	if ((unsigned char)g->text[0] != 0xe2)
		return 0;
	for (unsigned arms = 15; arms; arms--) {
		if (line_glyphs[arms] && !memcmp(line_glyphs[arms], g->text, LINE_BYTES)) /* no call, as its size is known */
			return arms;
	}
	return 0;
}

static void put_arms(struct canvas *c, int row, int column, enum style style, unsigned arms)
{
	const char *text = line_glyphs[arms];
	struct glyph *g;

	if (!is_inside(c, row, column))
		return;
	if (lines_are_ascii(c)) {
		bool across = arms & (ARM_LEFT | ARM_RIGHT), along = arms & (ARM_UP | ARM_DOWN);

		text = across && along ? "+" : across ? "-" : "|";
	}
	g = &c->glyphs[(size_t)row * (size_t)c->columns + (size_t)column];
	if (g->columns != 1) { /* half of a wide character, whose other half must go as well */
		canvas_puts(c, row, column, style, text);
		return;
	}
	*g = (struct glyph){ .columns = 1, .style = (uint8_t)style };
	memcpy(g->text, text, strlen(text));
}

void canvas_hline(struct canvas *c, int row, int column, int columns, enum style style)
{
	for (int i = 0; i < columns; i++) {
		unsigned there = arms_at(c, row, column + i, style);
		unsigned arms = ARM_LEFT | ARM_RIGHT;

		if (there & (ARM_UP | ARM_DOWN)) /* an end that meets a line stops there */
			arms = (i ? ARM_LEFT : 0u) | (i < columns - 1 ? ARM_RIGHT : 0u);
		if (there | arms)
			put_arms(c, row, column + i, style, there | arms);
	}
}

/* a horizontal line just beyond an end of a vertical one gets an arm towards it */
static void meet(struct canvas *c, int row, int column, enum style style, unsigned arm)
{
	unsigned there = arms_at(c, row, column, style);

	if ((there & (ARM_LEFT | ARM_RIGHT)) && !(there & arm))
		put_arms(c, row, column, style, there | arm);
}

void canvas_vline(struct canvas *c, int row, int column, int rows, enum style style)
{
	for (int i = 0; i < rows; i++) {
		unsigned there = arms_at(c, row + i, column, style);
		unsigned arms = ARM_UP | ARM_DOWN;

		if (there & (ARM_LEFT | ARM_RIGHT))
			arms = (i ? ARM_UP : 0u) | (i < rows - 1 ? ARM_DOWN : 0u);
		if (there | arms)
			put_arms(c, row + i, column, style, there | arms);
	}
	if (rows > 0) {
		meet(c, row - 1, column, style, ARM_DOWN);
		meet(c, row + rows, column, style, ARM_UP);
	}
}

void canvas_frame(struct canvas *c, struct rect r, enum style style)
{
	int bottom = r.row + r.rows - 1, right = r.column + r.columns - 1;

	if (r.rows < 2 || r.columns < 2)
		return;
	for (int column = r.column + 1; column < right; column++) {
		put_arms(c, r.row, column, style, ARM_LEFT | ARM_RIGHT);
		put_arms(c, bottom, column, style, ARM_LEFT | ARM_RIGHT);
	}
	for (int row = r.row + 1; row < bottom; row++) {
		put_arms(c, row, r.column, style, ARM_UP | ARM_DOWN);
		put_arms(c, row, right, style, ARM_UP | ARM_DOWN);
	}
	put_arms(c, r.row, r.column, style, ARM_DOWN | ARM_RIGHT);
	put_arms(c, r.row, right, style, ARM_DOWN | ARM_LEFT);
	put_arms(c, bottom, r.column, style, ARM_UP | ARM_RIGHT);
	put_arms(c, bottom, right, style, ARM_UP | ARM_LEFT);
}
