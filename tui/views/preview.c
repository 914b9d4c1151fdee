/* F5: the finished document, as it will read. */
#include "base/text.h"
#include "tui/app_looks.h"
#include "tui/views/views.h"

static enum style style_of(const struct typeset_line *line)
{
	if (!line->passage)
		return STYLE_NORMAL;
	switch (line->passage->kind) {
	case PASSAGE_DRAFT:
		return STYLE_WARNING;
	case PASSAGE_TITLE:
	case PASSAGE_ANNEX:
	case PASSAGE_ANNEX_TITLE:
	case PASSAGE_HEADING:
		return STYLE_HEADING;
	case PASSAGE_REASON:
		return STYLE_NOTE;
	case PASSAGE_TABLE:
		if (line->part == TYPESET_RULE)
			return STYLE_RULE;
		return line->part == TYPESET_HEAD || line->part == TYPESET_TOTAL ? STYLE_LABEL : STYLE_NORMAL;
	default:
		return STYLE_NORMAL;
	}
}

static void draw_title(const struct app *app, struct canvas *c, const struct frame *f)
{
	const struct looks *l = app->looks;
	const char *title = _("The finished document");
	size_t seen = l->top + (size_t)f->content.rows;
	char where[64];
	int columns;

	snprintf(where, sizeof(where), _("%zu-%zu of %zu lines"), l->lines.count ? l->top + 1 : 0,
		 seen < l->lines.count ? seen : l->lines.count, l->lines.count);
	columns = text_columns(where, strlen(where));
	canvas_cell(c, f->section_row, f->content.column, f->content.columns, STYLE_HEADING, title, strlen(title), false);
	if (columns + text_columns(title, strlen(title)) + 2 <= f->content.columns)
		canvas_puts(c, f->section_row, f->content.column + f->content.columns - columns, STYLE_DIM, where);
}

void view_preview_draw(const struct app *app, struct canvas *c)
{
	struct frame f = frame_of(app->rows, app->columns);
	const struct looks *l = app->looks;

	if (!l)
		return;
	draw_title(app, c, &f);
	canvas_clip(c, f.content);
	for (int row = 0; row < f.content.rows && l->top + (size_t)row < l->lines.count; row++) {
		const struct typeset_line *line = &l->lines.lines[l->top + (size_t)row];

		canvas_text(c, f.content.row + row, f.content.column, style_of(line), line->text, line->len);
	}
	canvas_unclip(c);
	canvas_caret(c, f.content.row, f.content.column);
}
