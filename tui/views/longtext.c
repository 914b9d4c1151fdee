/* A long text in its box, with the count of its characters. */
#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

#define LINES_MAX 64
#define DIGITS_MOST 8 /* of a count of characters */

/* the first lines of a text; whether there are more */
static bool draw_lines(struct canvas *c, struct rect r, enum style style, const char *text, size_t len)
{
	size_t most = (size_t)(r.rows * r.columns * 4 + 4), count, rows = (size_t)(r.rows < LINES_MAX ? r.rows : LINES_MAX);
	struct text_line lines[LINES_MAX];
	bool more = len > most;

	if (more) /* what is far below need not be wrapped; no cluster is cut, as the last line is not drawn then */
		len = most;
	count = text_wrap(text, len, r.columns, lines, rows);
	for (size_t i = 0; i < count && i < rows; i++)
		canvas_text(c, r.row + (int)i, r.column, style, text + lines[i].start, lines[i].end - lines[i].start);
	return more || count > rows;
}

/* from..to of a text with values in it, these in their style; the column behind it */
static int draw_live_bytes(struct canvas *c, int row, int column, const struct live_text *l, size_t from, size_t to)
{
	for (size_t i = 0; i < l->count; i++) {
		size_t start = l->parts[i].start, end = l->parts[i].end;

		if (end <= from || start >= to)
			continue;
		if (start > from)
			column = canvas_text(c, row, column, STYLE_VALUE, l->text.text + from, start - from);
		from = start > from ? start : from;
		column = canvas_text(c, row, column, STYLE_CALCULATED, l->text.text + from, (end < to ? end : to) - from);
		from = end < to ? end : to;
	}
	return canvas_text(c, row, column, STYLE_VALUE, l->text.text + from, to - from);
}

/* where a place in the stored text is in what is shown; behind a value when it is inside of its path */
static size_t live_at(const struct live_text *l, size_t at)
{
	size_t shown = at;

	for (size_t i = 0; i < l->count && l->parts[i].from < at; i++)
		shown = at < l->parts[i].to ? l->parts[i].end : l->parts[i].end + (at - l->parts[i].to);
	return shown;
}

/* `caret`: where the text is in focus, its place in the stored text; SIZE_MAX: it is not. Whether there are more lines. */
static bool draw_live(struct canvas *c, struct rect r, const struct live_text *l, size_t caret)
{
	size_t count = text_wrap(l->text.text, l->text.len, r.columns, NULL, 0), at = 0, top, rows = r.rows > 0 ? (size_t)r.rows : 1;
	struct text_line *lines = memory_alloc(count, sizeof(*lines));

	if (!lines)
		return false;
	text_wrap(l->text.text, l->text.len, r.columns, lines, count);
	caret = caret == SIZE_MAX ? SIZE_MAX : live_at(l, caret);
	while (caret != SIZE_MAX && at + 1 < count && lines[at + 1].start <= caret)
		at++;
	top = at >= rows ? at - rows + 1 : 0;
	for (size_t i = top; i < count && i < top + rows; i++)
		draw_live_bytes(c, r.row + (int)(i - top), r.column, l, lines[i].start, lines[i].end);
	if (caret != SIZE_MAX) {
		int column = text_columns(l->text.text + lines[at].start, caret - lines[at].start);

		canvas_caret(c, r.row + (int)(at - top), r.column + (column < r.columns ? column : r.columns - 1));
	}
	memory_free(lines);
	return count > top + rows;
}

/* the number itself, which changes with every character typed, in the terminal's own colours: any other costs more than it */
void view_count_draw(const struct app *app, struct canvas *c, const struct rect *frame, const struct field *f, size_t count, bool more,
		     bool again)
{
	int row = frame->row + frame->rows - 1, columns, number;
	bool too_long = f->max_length && count > f->max_length;
	char line[160];
	size_t used = 0;

	if (more)
		used = (size_t)snprintf(line, sizeof(line), "%s", app->ascii ? " ..." : " …");
	if (f->max_length)
		snprintf(line + used, sizeof(line) - used, _(" %zu / %u characters "), count, (unsigned)f->max_length);
	else
		snprintf(line + used, sizeof(line) - used, _(" %zu characters "), count);
	columns = text_columns(line, strlen(line));
	columns = frame->column + frame->columns - columns - 2;
	if (again) /* it may have been longer */
		canvas_hline(c, row, columns - DIGITS_MOST, DIGITS_MOST, STYLE_KEY);
	canvas_text(c, row, columns, too_long ? STYLE_ERROR : STYLE_DIM, line, strlen(line));
	number = columns + text_columns(line, used + strcspn(line + used, "0123456789"));
	if (!too_long)
		canvas_restyle(c, (struct rect){ row, number, 1, (int)strspn(line + used + strcspn(line + used, "0123456789"), "0123456789") },
			       STYLE_STATUS);
}

static struct rect frame_at(const struct app *app, const struct block *b, int row)
{
	const struct rect r = frame_of(app->rows, app->columns).content;

	return (struct rect){ row + 1, r.column, (int)b->height - 1, r.columns };
}

void view_long_count(const struct app *app, struct canvas *c, const struct block *b, int row)
{
	struct rect frame = frame_at(app, b, row);

	view_count_draw(app, c, &frame, b->field, lineedit_clusters(app->edit), false, true);
}

static void draw_label(const struct app *app, struct canvas *c, struct spot s, int row, int column, int columns, bool focus)
{
	const char *label = field_label(app->form, s.field);
	int behind = 2 + text_columns(label, strlen(label)) + 1;

	canvas_cell(c, row, column + 2, columns - 2, focus ? STYLE_HEADING : STYLE_LABEL, label, strlen(label), false);
	view_signs_draw(app, c, s, row, column, column + (behind < columns ? behind : columns));
}

/* blank and closed: one quiet line */
static void draw_blank(const struct app *app, struct canvas *c, struct spot s, int row, const struct rect *r, bool focus)
{
	const bool open = !app_read_only(app) && report_may(app->report, s, &(struct error){ 0 });
	const char *label = field_label(app->form, s.field), *dash = app->ascii ? "--" : "—";
	const char *hint = _("(blank; Enter opens it)");
	int at = r->column + 2 + text_columns(label, strlen(label)) + 2;

	if (at < r->column + app->layout.label_columns + 1)
		at = r->column + app->layout.label_columns + 1;
	if (at > r->column + r->columns / 2)
		at = r->column + r->columns / 2;
	draw_label(app, c, s, row, r->column, at - r->column - 1, focus);
	if (focus && open && !report_is_calculated(s.field))
		canvas_cell(c, row, at, r->column + r->columns - at, STYLE_FOCUS, hint, strlen(hint), false);
	else
		canvas_puts(c, row, at, STYLE_DIM, dash);
	if (focus)
		canvas_caret(c, row, at);
}

void view_long_draw(const struct app *app, struct canvas *c, const struct block *b, int row)
{
	const struct rect r = frame_of(app->rows, app->columns).content;
	struct spot s = { .section = b->field->section, .field = b->field };
	struct rect frame = frame_at(app, b, row);
	struct rect inner = { row + 2, r.column + 2, (int)b->height - 3, r.columns - 4 };
	bool focus = view_same_spot(app->focus, s), more = false, held = focus && view_same_spot(app->edit_spot, s);
	struct live_text live;
	size_t len, count;
	const char *text = report_text(app->report, s, &len);

	if (b->height == 1) {
		draw_blank(app, c, s, row, &r, focus);
		return;
	}
	draw_label(app, c, s, row, r.column, r.columns, focus);
	canvas_frame(c, frame, focus ? STYLE_KEY : STYLE_RULE);
	if (held && app->editing ? false : view_live_text(app, text, len, &live)) {
		more = draw_live(c, inner, &live, held ? app->edit->caret : SIZE_MAX);
		count = text_clusters(text, len);
		strbuf_release(&live.text);
	} else if (held) {
		lineedit_draw(app->edit, c, inner, app->editing ? STYLE_EDIT : STYLE_VALUE);
		count = lineedit_clusters(app->edit);
	} else {
		more = draw_lines(c, inner, report_is_calculated(b->field) ? STYLE_CALCULATED : STYLE_VALUE, text, len);
		count = text_clusters(text, len);
	}
	view_count_draw(app, c, &frame, b->field, count, more, false);
}
