/* Drawing an editor: what fits around the caret, the selection, and the caret itself. */
#include "tui/lineedit_private.h"

#define LINE_MOST 4096 /* bytes looked at before the caret, or twice as many */
#define WIDE 24        /* narrower lines keep no room for a wide character: what just fits is seen whole */

struct brush {
	struct canvas *canvas;
	const struct lineedit *editor;
	enum style style;
	size_t start, end; /* of the selection; equal: none */
};

/* the bytes from..to of the text, the selected ones in their style */
static int draw_bytes(const struct brush *b, int row, int column, size_t from, size_t to)
{
	const char *text = b->editor->text.text;
	size_t cuts[4] = { from, b->start, b->end, to };

	for (size_t i = 1; i <= 2; i++) {
		if (cuts[i] < from)
			cuts[i] = from;
		if (cuts[i] > to)
			cuts[i] = to;
	}
	for (size_t i = 0; i < 3; i++)
		column = canvas_text(b->canvas, row, column, i == 1 ? STYLE_SELECTED : b->style, text + cuts[i], cuts[i + 1] - cuts[i]);
	return column;
}

/* where looking for the first byte shown begins: at the text's start, but not farther back than needed in a huge line */
static size_t far_before(const struct lineedit *e)
{
	size_t at = e->caret < 2 * LINE_MOST ? 0 : (e->caret / LINE_MOST - 1) * LINE_MOST;

	while (at && ((unsigned char)e->text.text[at] & 0xC0) == 0x80)
		at--;
	return text_cluster_before(e->text.text, at);
}

/*
 * The first byte shown, by the text and the caret alone, so that it is the same however often it was drawn: the first page
 * that has room at the caret for what is typed next. A page begins a third of the line (half of a narrow one) after the one
 * before, as a line moved with each character would put none where the caret was. Returns the caret's column.
 */
static int scroll_line(struct lineedit *e, int columns)
{
	int step = columns < WIDE ? columns / 2 : columns / 3, room = columns < WIDE ? 1 : 2, caret, used, more;
	const char *text = e->text.text;
	size_t at = far_before(e), page;

	for (caret = text_columns(text + at, e->caret - at); at < e->caret && caret + room > columns; caret -= used) {
		page = text_fit(text + at, e->text.len - at, step, &used);
		if (used < step) {
			page += text_cluster(text + at + page, e->text.len - at - page, &more);
			used += more;
		}
		at += page;
	}
	e->top = at < e->caret ? at : e->caret;
	return at < e->caret ? caret : 0;
}

static void draw_one_line(struct lineedit *e, const struct brush *b, struct rect r)
{
	int caret = scroll_line(e, r.columns), total;
	size_t fits = text_fit(e->text.text + e->top, e->text.len - e->top, r.columns, &total);

	(void)draw_bytes(b, r.row, r.column, e->top, e->top + fits);
	canvas_caret(b->canvas, r.row, r.column + caret);
}

/* the caret's line into what is seen */
static void scroll_lines(struct lineedit *e, size_t caret_row, size_t rows, size_t total)
{
	if (e->top > caret_row)
		e->top = caret_row;
	if (e->top + rows <= caret_row)
		e->top = caret_row - rows + 1;
	if (e->top + rows > total)
		e->top = total > rows ? total - rows : 0;
}

/* `again`: lines that are as they were are on the canvas already */
static void draw_lines(struct lineedit *e, const struct brush *b, struct rect r, bool again)
{
	const struct lineedit_layout *l = lineedit_layout(e, r.columns);
	size_t line, caret_row, rows = (size_t)r.rows, total, first = 0;
	bool plain, past, below;
	int column;

	if (!l)
		return;
	line = lineedit_line_at(l, e->caret);
	past = lineedit_is_past(e, l, line);
	below = past && lineedit_is_below(l, line);
	caret_row = line + past;
	total = l->count + below;
	scroll_lines(e, caret_row, rows, total);
	plain = !below && b->start == b->end;
	if (again && plain && e->place.on == b->canvas->glyphs && e->place.plain && e->top == e->place.top && l->fresh > e->top)
		first = l->fresh - e->top < rows ? l->fresh - e->top : rows;
	canvas_fill(b->canvas, (struct rect){ r.row + (int)first, r.column, r.rows - (int)first, r.columns }, b->style);
	for (size_t i = first; i < rows && e->top + i < total; i++) {
		size_t at = e->top + i;
		const struct text_line *shown;

		if (below && at == caret_row)
			continue;
		shown = &l->lines[below && at > caret_row ? at - 1 : at];
		column = draw_bytes(b, r.row + (int)i, r.column, shown->start, shown->end);
		if (shown->hard && b->start <= shown->end && b->end > shown->end) /* its line end is selected */
			(void)canvas_text(b->canvas, r.row + (int)i, column, STYLE_SELECTED, " ", 1);
	}
	column = past ? 0 : lineedit_column(e, l, line, e->caret);
	canvas_caret(b->canvas, r.row + (int)(caret_row - e->top), r.column + column);
	e->place.plain = plain;
	e->place.top = e->top;
	e->place.on = b->canvas->glyphs;
	e->layout->fresh = SIZE_MAX;
}

static void draw(struct lineedit *e, struct canvas *c, struct rect r, enum style style, bool again)
{
	struct brush b = { .canvas = c, .editor = e, .style = style };
	struct rect before = c->clip;
	int top = r.row > before.row ? r.row : before.row;
	int left = r.column > before.column ? r.column : before.column;
	int bottom = r.row + r.rows < before.row + before.rows ? r.row + r.rows : before.row + before.rows;
	int edge = r.column + r.columns < before.column + before.columns ? r.column + r.columns : before.column + before.columns;

	if (r.rows < 1 || r.columns < 1)
		return;
	canvas_clip(c, (struct rect){ .row = top, .column = left, .rows = bottom - top, .columns = edge - left });
	(void)lineedit_selection(e, &b.start, &b.end);
	if (e->multiline) {
		draw_lines(e, &b, r, again);
	} else {
		canvas_fill(c, r, style);
		draw_one_line(e, &b, r);
	}
	c->clip = before;
}

void lineedit_draw(struct lineedit *e, struct canvas *c, struct rect r, enum style style)
{
	e->place = (struct lineedit_place){ .r = r, .clip = c->clip, .style = style };
	draw(e, c, r, style, false);
}

void lineedit_draw_again(struct lineedit *e, struct canvas *c)
{
	struct rect before = c->clip;

	canvas_clip(c, e->place.clip);
	draw(e, c, e->place.r, e->place.style, true);
	c->clip = before;
}
