#include "tui/painter.h"

#include "base/arena.h"

#include <string.h>

#define PIECE 16      /* glyphs compared at once */
#define MANY_BLANKS 8 /* are erased rather than written */

void painter_init(struct painter *p, const struct term_info *info)
{
	*p = (struct painter){ .info = info, .stale = true };
	strbuf_init(&p->out, 0);
}

void painter_release(struct painter *p)
{
	memory_free(p->shown);
	p->shown = NULL;
	strbuf_release(&p->out);
}

void painter_redraw(struct painter *p)
{
	p->stale = true;
}

bool painter_resize(struct painter *p, int rows, int columns)
{
	struct glyph *shown = memory_alloc((size_t)rows * (size_t)columns, sizeof(*shown));

	if (!shown)
		return false;
	memory_free(p->shown);
	p->shown = shown;
	p->rows = rows;
	p->columns = columns;
	p->stale = true;
	return true;
}

void painter_theme(struct painter *p, enum theme theme)
{
	for (int style = 0; style < STYLE_COUNT; style++) {
		uint8_t first = 0;

		term_info_look(p->info, theme_look(theme, (enum style)style), p->looks[style]);
		while (strcmp(p->looks[first], p->looks[style]) != 0)
			first++;
		p->same[style] = first;
	}
	p->stale = true;
}

/* ---- the cursor and the look ---- */

static void go(struct painter *p, int row, int column)
{
	int by = column - p->column;

	if (p->row == row && p->column == column)
		return;
	if (p->info->relative && p->column >= 0 && p->row == row && by > 0)
		strbuf_printf(&p->out, "\033[%dC", by);
	else if (p->info->relative && p->column >= 0 && p->row == row)
		strbuf_printf(&p->out, "\033[%dD", -by);
	else
		term_info_move(p->info, row, column, &p->out);
	p->row = row;
	p->column = column;
}

static void put_look(struct painter *p, uint8_t style)
{
	uint8_t look = p->same[style];

	if (look == p->look)
		return;
	if (p->looks[p->look][0])
		strbuf_puts(&p->out, p->info->plain);
	strbuf_puts(&p->out, p->looks[look]);
	p->look = look;
}

/* ---- glyphs ---- */

static bool is_blank(const struct painter *p, const struct glyph *g)
{
	return g->text[0] == ' ' && !g->text[1] && !p->looks[p->same[g->style]][0];
}

/* one character of the basic plane: what has marks or lies above may be of another width than was thought */
static bool is_simple(const char *text, size_t len)
{
	unsigned char c = (unsigned char)text[0];

	return len == (c < 0x80 ? 1U : c < 0xe0 ? 2U : 3U);
}

static size_t first_character(const char *text)
{
	size_t len = 1;

	while (((unsigned char)text[len] & 0xc0) == 0x80)
		len++;
	return len;
}

/*
 * In the last column without its marks: behind a character there, the cursor waits at the edge, and some terminals set the
 * mark on the next row then.
 */
static void put_glyph(struct painter *p, const struct glyph *g, int row, int column)
{
	bool last = column + g->columns == p->columns;
	size_t len = last && g->text[0] ? first_character(g->text) : strlen(g->text);

	go(p, row, column);
	put_look(p, g->style);
	if (len)
		strbuf_add(&p->out, g->text, len);
	else
		strbuf_putc(&p->out, ' ');
	p->column = last || !is_simple(g->text, len) ? -1 : column + g->columns;
}

static int blanks_from(const struct painter *p, const struct glyph *row, int column, int end)
{
	int count = 0;

	while (column + count < end && is_blank(p, &row[column + count]))
		count++;
	return count;
}

/* many blanks cost a few bytes; returns how many of them were erased, 0: they are to be written */
static int erase(struct painter *p, const struct glyph *new, int row, int column, int columns)
{
	int count = blanks_from(p, new, column, columns);

	if (count < MANY_BLANKS)
		return 0;
	if (column + count == p->columns && p->info->erase_line[0]) {
		go(p, row, column);
		put_look(p, STYLE_NORMAL);
		strbuf_puts(&p->out, p->info->erase_line);
		return count;
	}
	if (!p->info->erases_some)
		return 0;
	go(p, row, column);
	put_look(p, STYLE_NORMAL);
	strbuf_printf(&p->out, "\033[%dX", count);
	return count;
}

/* draws what changed from `column` on; returns the first column that did not */
static int paint_run(struct painter *p, const struct glyph *new, struct glyph *old, int row, int column, int columns)
{
	if (!new[column].columns && column) /* only a right half differs: its left half comes along */
		put_glyph(p, &new[column - 1], row, column - 1);
	while (column < columns && memcmp(&new[column], &old[column], sizeof(*new)) != 0) {
		int erased = is_blank(p, &new[column]) ? erase(p, new, row, column, columns) : 0;

		if (!erased && new[column].columns && !(p->info->scrolls_at_end && row == p->rows - 1 && column == p->columns - 1))
			put_glyph(p, &new[column], row, column);
		for (int end = column + (erased ? erased : 1); column < end; column++)
			old[column] = new[column];
	}
	return column;
}

static void paint_row(struct painter *p, const struct glyph *new, struct glyph *old, int row, int columns)
{
	int column = 0;

	if (!memcmp(new, old, (size_t)columns * sizeof(*new)))
		return;
	while (column < columns) {
		/* most of a row is as it was: one comparison for many cells */
		while (column + PIECE <= columns && !memcmp(&new[column], &old[column], PIECE * sizeof(*new)))
			column += PIECE;
		if (column == columns)
			break;
		if (memcmp(&new[column], &old[column], sizeof(*new)) != 0)
			column = paint_run(p, new, old, row, column, columns);
		else
			column++;
	}
}

/* a blank screen, the cursor at its top left and hidden */
static void paint_nothing(struct painter *p)
{
	size_t count = (size_t)p->rows * (size_t)p->columns;

	strbuf_puts(&p->out, p->info->plain);
	strbuf_puts(&p->out, p->info->hide);
	strbuf_puts(&p->out, p->info->clear);
	for (size_t i = 0; i < count; i++)
		p->shown[i] = (struct glyph){ .text = " ", .columns = 1, .style = STYLE_NORMAL };
	p->row = p->column = 0;
	p->look = p->same[STYLE_NORMAL];
	p->caret = false;
	p->last = NULL;
	p->stale = false;
}

static void place_caret(struct painter *p, const struct canvas *c)
{
	bool caret = c->caret_row >= 0 && c->caret_row < p->rows && c->caret_column >= 0 && c->caret_column < p->columns;

	if (caret)
		go(p, c->caret_row, c->caret_column);
	if (caret != p->caret)
		strbuf_puts(&p->out, caret ? p->info->show : p->info->hide);
	p->caret = caret;
}

void painter_show(struct painter *p, const struct canvas *c)
{
	int rows = c->rows < p->rows ? c->rows : p->rows, columns = c->columns < p->columns ? c->columns : p->columns;
	int top = 0, bottom = rows;

	if (p->stale)
		paint_nothing(p);
	if (c->shows && c->shows == p->last_shows && c->glyphs == p->last) {
		top = c->top;
		bottom = c->bottom < rows ? c->bottom : rows;
	}
	p->last = c->glyphs;
	p->last_shows = c->shows;
	for (int row = top; row < bottom; row++)
		paint_row(p, &c->glyphs[(size_t)row * (size_t)c->columns], &p->shown[(size_t)row * (size_t)p->columns], row, columns);
	place_caret(p, c);
	if (!strbuf_ok(&p->out))
		p->stale = true;
}
