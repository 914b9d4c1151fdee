#include "tui/canvas.h"

#include "base/arena.h"
#include "base/text.h"

#include <stdarg.h>

/* a blank with every byte of its text set, so that canvases can be compared byte by byte */
static const struct glyph blank_glyph = { .text = " ", .columns = 1, .style = STYLE_NORMAL };

static struct rect whole(const struct canvas *c)
{
	return (struct rect){ .row = 0, .column = 0, .rows = c->rows, .columns = c->columns };
}

static struct rect intersect(struct rect a, struct rect b)
{
	int top = a.row > b.row ? a.row : b.row;
	int left = a.column > b.column ? a.column : b.column;
	int bottom = a.row + a.rows < b.row + b.rows ? a.row + a.rows : b.row + b.rows;
	int right = a.column + a.columns < b.column + b.columns ? a.column + a.columns : b.column + b.columns;

	return (struct rect){
		.row = top,
		.column = left,
		.rows = bottom > top ? bottom - top : 0,
		.columns = right > left ? right - left : 0,
	};
}

bool canvas_init(struct canvas *c, int rows, int columns)
{
	memset(c, 0, sizeof(*c));
	c->rows = rows > 0 ? rows : 0;
	c->columns = columns > 0 ? columns : 0;
	c->caret_row = c->caret_column = -1;
	if (!c->rows || !c->columns) {
		c->rows = c->columns = 0;
		return true;
	}
	c->glyphs = memory_alloc((size_t)c->rows * (size_t)c->columns, sizeof(*c->glyphs));
	if (!c->glyphs) {
		c->rows = c->columns = 0;
		return false;
	}
	canvas_clear(c);
	return true;
}

void canvas_release(struct canvas *c)
{
	memory_free(c->glyphs);
	memset(c, 0, sizeof(*c));
	c->caret_row = c->caret_column = -1;
}

/* the same glyph many times, by copies that double */
static void repeat_glyph(struct glyph *g, const struct glyph *glyph, size_t count)
{
	size_t done = 1;

	if (!count)
		return;
	*g = *glyph;
	for (; done <= count - done; done *= 2)
		memcpy(g + done, g, done * sizeof(*g));
	memcpy(g + done, g, (count - done) * sizeof(*g));
}

void canvas_clear(struct canvas *c)
{
	repeat_glyph(c->glyphs, &blank_glyph, (size_t)c->rows * (size_t)c->columns);
	c->shows = 0;
	c->top = 0;
	c->bottom = c->rows;
	c->caret_row = c->caret_column = -1;
	c->clip = whole(c);
}

void canvas_clip(struct canvas *c, struct rect r)
{
	c->clip = intersect(r, whole(c));
}

void canvas_unclip(struct canvas *c)
{
	c->clip = whole(c);
}

static struct glyph *glyph_at(const struct canvas *c, int row, int column)
{
	return &c->glyphs[(size_t)row * (size_t)c->columns + (size_t)column];
}

static bool row_is_clipped(const struct canvas *c, int row)
{
	return row < c->clip.row || row >= c->clip.row + c->clip.rows || !c->clip.columns;
}

static bool is_clipped(const struct canvas *c, int row, int column)
{
	return row_is_clipped(c, row) || column < c->clip.column || column >= c->clip.column + c->clip.columns;
}

/* the cells from..to (not included) are about to be overwritten: no half of a wide character may remain beside them */
static void cut_halves(struct canvas *c, int row, int from, int to)
{
	if (from > 0 && glyph_at(c, row, from)->columns == 0) {
		struct glyph *left = glyph_at(c, row, from - 1);
		uint8_t style = left->style;

		*left = blank_glyph;
		left->style = style;
	}
	if (to < c->columns && glyph_at(c, row, to)->columns == 0) {
		struct glyph *right = glyph_at(c, row, to);
		uint8_t style = right->style;

		*right = blank_glyph;
		right->style = style;
	}
}

static void put_blank(struct canvas *c, int row, int column, enum style style)
{
	struct glyph *g;

	if (is_clipped(c, row, column))
		return;
	cut_halves(c, row, column, column + 1);
	g = glyph_at(c, row, column);
	*g = blank_glyph;
	g->style = (uint8_t)style;
}

static void put_glyph(struct canvas *c, int row, int column, enum style style, const struct glyph *glyph)
{
	struct glyph *g;

	if (glyph->columns == 2 && (is_clipped(c, row, column) || is_clipped(c, row, column + 1))) {
		put_blank(c, row, column, style);
		put_blank(c, row, column + 1, style);
		return;
	}
	if (is_clipped(c, row, column))
		return;
	cut_halves(c, row, column, column + glyph->columns);
	g = glyph_at(c, row, column);
	*g = *glyph;
	g->style = (uint8_t)style;
	if (glyph->columns == 2) {
		g[1] = (struct glyph){ .text = "", .columns = 0, .style = (uint8_t)style };
	}
}

/*
 * Most of what is drawn are single ASCII characters, Han ideographs and their punctuation, whose neighbours cannot join them; these need no
 * search for clusters. Returns the bytes of such a character at the start of text, 0 when it has to be looked at properly.
 */
static size_t simple_bytes(const unsigned char *s, size_t len)
{
	if (len && s[0] >= 0x20 && s[0] < 0x7f)
		return 1;
	if (len >= 3 && s[0] >= 0xe4 && s[0] <= 0xe9 && (s[1] & 0xc0) == 0x80 && (s[2] & 0xc0) == 0x80 &&
	    (s[0] > 0xe4 || s[1] >= 0xb8))
		return 3; /* U+4E00 … U+9FFF */
	if (len >= 3 && s[0] == 0xe3 && s[1] == 0x80 && s[2] >= 0x80 && s[2] < 0xaa)
		return 3; /* U+3000 … U+3029 */
	if (len >= 3 && s[0] == 0xef && s[1] == 0xbc && s[2] > 0x80 && s[2] < 0xc0)
		return 3; /* U+FF01 … U+FF3F */
	return 0;
}

static size_t simple_cluster(const char *text, size_t len, struct glyph *ret)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t bytes = simple_bytes(s, len);

	if (!bytes || (bytes < len && !simple_bytes(s + bytes, len - bytes) && s[bytes] >= 0x20))
		return 0;
	*ret = (struct glyph){ .columns = bytes == 1 ? 1 : 2 };
	memcpy(ret->text, text, bytes);
	return bytes;
}

/* draws what text_drawn() made of a cluster: one glyph for each character that takes room, marks joined to the one before */
static int put_drawn(struct canvas *c, int row, int column, enum style style, const char *text, size_t len)
{
	struct glyph g = { .columns = 0 };
	size_t used = 0;
	uint32_t ch;
	size_t bytes;

	for (size_t at = 0; at < len && (bytes = text_decode(text + at, len - at, &ch)); at += bytes) {
		int columns = text_char_columns(ch);

		if (columns > 0) {
			if (g.columns)
				put_glyph(c, row, column, style, &g);
			column += g.columns;
			g = (struct glyph){ .columns = (uint8_t)columns };
			used = 0;
		}
		if (columns < 0 || (!columns && !g.columns) || used + bytes >= sizeof(g.text))
			continue;
		memcpy(g.text + used, text + at, bytes);
		used += bytes;
	}
	if (g.columns)
		put_glyph(c, row, column, style, &g);
	return column + g.columns;
}

int canvas_text(struct canvas *c, int row, int column, enum style style, const char *text, size_t len)
{
	bool hidden = row_is_clipped(c, row);
	char drawn[TEXT_DRAWN_MAX];

	for (size_t at = 0; at < len;) {
		struct glyph g;
		int columns;
		size_t bytes = simple_cluster(text + at, len - at, &g);

		if (bytes) {
			if (!hidden)
				put_glyph(c, row, column, style, &g);
			column += g.columns;
			at += bytes;
			continue;
		}
		bytes = text_cluster(text + at, len - at, &columns);
		if (!bytes)
			break;
		if (hidden || column >= c->clip.column + c->clip.columns) {
			column += columns;
		} else {
			size_t drawn_len = text_drawn(text + at, bytes, drawn, &columns);

			column = put_drawn(c, row, column, style, drawn, drawn_len);
		}
		at += bytes;
	}
	return column;
}

int canvas_puts(struct canvas *c, int row, int column, enum style style, const char *text)
{
	return canvas_text(c, row, column, style, text, strlen(text));
}

int canvas_printf(struct canvas *c, int row, int column, enum style style, const char *format, ...)
{
	struct strbuf text;
	char few[256];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(few, sizeof(few), format, args);
	va_end(args);
	if (len < 0)
		return column;
	if ((size_t)len < sizeof(few))
		return canvas_text(c, row, column, style, few, (size_t)len);
	strbuf_init(&text, 0);
	va_start(args, format);
	strbuf_vprintf(&text, format, args);
	va_end(args);
	column = canvas_text(c, row, column, style, text.text, text.len);
	strbuf_release(&text);
	return column;
}

void canvas_cell(struct canvas *c, int row, int column, int columns, enum style style, const char *text, size_t len, bool right)
{
	const char *more = c->ascii ? ".." : "…";
	struct rect before = c->clip;
	int used = 0, end = column;
	size_t fits;

	if (columns <= 0)
		return;
	fits = text_fit(text, len, columns, &used);
	c->clip = intersect(before, (struct rect){ .row = row, .column = column, .rows = 1, .columns = columns });
	if (fits == len) {
		int start = right ? column + columns - used : column;

		for (int i = column; i < start; i++)
			put_blank(c, row, i, style);
		end = canvas_text(c, row, start, style, text, len);
	} else {
		int more_columns = text_columns(more, strlen(more));

		fits = text_fit(text, len, columns > more_columns ? columns - more_columns : 0, &used);
		end = canvas_text(c, row, column, style, text, fits);
		end = canvas_puts(c, row, end, style, more);
	}
	for (; end < column + columns; end++)
		put_blank(c, row, end, style);
	c->clip = before;
}

void canvas_fill(struct canvas *c, struct rect r, enum style style)
{
	struct glyph blank = blank_glyph;

	r = intersect(r, c->clip);
	if (!r.rows || !r.columns)
		return;
	blank.style = (uint8_t)style;
	for (int row = r.row; row < r.row + r.rows; row++) {
		cut_halves(c, row, r.column, r.column + r.columns);
		if (row == r.row)
			repeat_glyph(glyph_at(c, row, r.column), &blank, (size_t)r.columns);
		else
			memcpy(glyph_at(c, row, r.column), glyph_at(c, r.row, r.column), (size_t)r.columns * sizeof(blank));
	}
}

/* a wide character is styled as a whole, and belongs to the rectangle in which its left half lies */
void canvas_restyle(struct canvas *c, struct rect r, enum style style)
{
	r = intersect(r, c->clip);
	for (int row = r.row; row < r.row + r.rows; row++) {
		for (int column = r.column; column < r.column + r.columns; column++) {
			struct glyph *g = glyph_at(c, row, column);

			if (!g->columns && column == r.column)
				continue;
			g->style = (uint8_t)style;
			if (g->columns == 2)
				g[1].style = (uint8_t)style;
		}
	}
}

void canvas_caret(struct canvas *c, int row, int column)
{
	bool inside = row >= 0 && row < c->rows && column >= 0 && column < c->columns;

	c->caret_row = inside ? row : -1;
	c->caret_column = inside ? column : -1;
}

static void dump_row(const struct canvas *c, int row, int caret, struct strbuf *out)
{
	int end = c->columns;

	while (end > 0 && end > caret && !strcmp(glyph_at(c, row, end - 1)->text, " "))
		end--;
	for (int column = 0; column < end; column++) {
		if (column == caret)
			strbuf_puts(out, "▏");
		strbuf_puts(out, glyph_at(c, row, column)->text);
	}
	if (caret >= end)
		strbuf_puts(out, "▏");
	strbuf_putc(out, '\n');
}

void canvas_dump(const struct canvas *c, bool caret, struct strbuf *out)
{
	for (int row = 0; row < c->rows; row++)
		dump_row(c, row, caret && row == c->caret_row ? c->caret_column : -1, out);
}

bool canvas_equal(const struct canvas *a, const struct canvas *b)
{
	size_t bytes = (size_t)a->rows * (size_t)a->columns * sizeof(*a->glyphs);

	return a->rows == b->rows && a->columns == b->columns && a->caret_row == b->caret_row &&
	       a->caret_column == b->caret_column && (!bytes || !memcmp(a->glyphs, b->glyphs, bytes));
}
