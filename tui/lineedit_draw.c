/* Drawing an editor: what fits around the caret, the selection, and the caret itself. */
#include "tui/lineedit_private.h"

#define LINE_MOST 4096 /* bytes looked at for whether there is room for them all */
#define WIDE 24        /* narrower lines move by characters: there is little to send */

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

/*
 * Moves the first byte shown so that the caret, which takes a column itself behind the text, is inside; returns its column.
 * Beyond the right edge a wide line moves by a third: moved with each character, all of it would be sent with each.
 */
static int scroll_line(struct lineedit *e, int columns)
{
	const char *text = e->text.text;
	size_t at = e->caret;
	int used = 0, more, most = columns - 1 - (columns < WIDE ? 0 : columns / 3);
	bool all = text_columns(text, e->text.len < LINE_MOST ? e->text.len : LINE_MOST) < columns && e->text.len < LINE_MOST;

	if (all)
		e->top = 0;
	if (e->top > e->caret || e->top > e->text.len)
		e->top = e->caret;
	/* backwards from the caret, as far as there is room or to the first byte shown */
	while (at > e->top) {
		size_t before = text_cluster_before(text, at);

		more = text_columns(text + before, at - before);
		if (used + more > columns - 1)
			break;
		used += more;
		at = before;
	}
	for (int first; at > e->top && used > most; used -= first) /* it does not reach back: a third further than it must */
		at += text_cluster(text + at, e->caret - at, &first);
	e->top = at;
	/* no blank tail when there is text to the left */
	if (text_columns(text + e->caret, e->text.len - e->caret < 4096 ? e->text.len - e->caret : 4096) + used < columns) {
		int tail = text_columns(text + e->caret, e->text.len - e->caret);

		while (e->top) {
			size_t before = text_cluster_before(text, e->top);

			more = text_columns(text + before, e->top - before);
			if (used + more + tail > most)
				break;
			used += more;
			e->top = before;
		}
	}
	return used;
}

static void draw_one_line(struct lineedit *e, const struct brush *b, struct rect r, bool right)
{
	int caret = scroll_line(e, r.columns), column = r.column, total;
	const char *text = e->text.text + e->top;
	size_t fits = text_fit(text, e->text.len - e->top, r.columns, &total);

	/* flush right, with a column for the caret behind the text */
	if (right && !e->top && fits == e->text.len && total < r.columns)
		column += r.columns - 1 - total;
	(void)draw_bytes(b, r.row, column, e->top, e->top + fits);
	canvas_caret(b->canvas, r.row, column + caret);
}

/* the caret's line into what is seen; `below`: on a line that is not there yet */
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
	bool plain;
	bool below;
	int column;

	if (!l)
		return;
	line = lineedit_line_at(l, e->caret);
	below = lineedit_is_below(e, l, line);
	caret_row = line + below;
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
	column = below ? 0 : lineedit_column(e, l, line, e->caret);
	if (column > r.columns - 1) /* in blanks that hang over the edge */
		column = r.columns - 1;
	canvas_caret(b->canvas, r.row + (int)(caret_row - e->top), r.column + column);
	e->place.plain = plain;
	e->place.top = e->top;
	e->place.on = b->canvas->glyphs;
	e->layout->fresh = SIZE_MAX;
}

static void draw(struct lineedit *e, struct canvas *c, struct rect r, enum style style, bool right, bool again)
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
		draw_one_line(e, &b, r, right);
	}
	c->clip = before;
}

void lineedit_draw(struct lineedit *e, struct canvas *c, struct rect r, enum style style, bool right)
{
	e->place = (struct lineedit_place){ .r = r, .clip = c->clip, .style = style, .right = right };
	draw(e, c, r, style, right, false);
}

void lineedit_draw_again(struct lineedit *e, struct canvas *c)
{
	struct rect before = c->clip;

	canvas_clip(c, e->place.clip);
	draw(e, c, e->place.r, e->place.style, e->place.right, true);
	c->clip = before;
}
