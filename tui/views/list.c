/* A list in place of the fields: what problems, go to, why, help and the menu look like. */
#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

static int widest(const struct list *l, bool tags, int most)
{
	int columns = 0;

	for (size_t i = 0; i < l->count && i < 1000; i++) {
		const char *text = tags ? l->items[i].tag : l->items[i].label;
		int own = text && !l->items[i].heading ? text_columns(text, strlen(text)) : 0;

		if (own > columns)
			columns = own;
	}
	return columns < most ? columns : most;
}

static void draw_item(const struct app *app, struct canvas *c, const struct list_item *item, struct rect r, int tag, int label)
{
	const char *text = item->text ? item->text : "";
	int at = r.column, end = r.column + r.columns;

	(void)app;
	if (item->heading) {
		enum style style = item->text ? STYLE_NORMAL : STYLE_HEADING;

		canvas_cell(c, r.row, at, r.columns, style, item->label, strlen(item->label), false);
		return;
	}
	if (tag > 0) {
		canvas_cell(c, r.row, at, tag, item->style, item->tag ? item->tag : "", item->tag ? strlen(item->tag) : 0, false);
		at += tag + 2;
	}
	if (!text[0])
		label = end - at;
	canvas_cell(c, r.row, at, label, STYLE_NORMAL, item->label, strlen(item->label), false);
	at += label + 2;
	if (text[0] && end > at)
		canvas_cell(c, r.row, at, end - at, STYLE_DIM, text, strlen(text), false);
}

static void draw_query(const struct app *app, struct canvas *c, const struct rect *r)
{
	canvas_puts(c, r->row, r->column, STYLE_KEY, app->ascii ? ">" : "›");
	lineedit_draw(app->query, c, (struct rect){ r->row, r->column + 2, 1, r->columns - 2 }, STYLE_EDIT);
}

void view_list_draw(const struct app *app, struct canvas *c, const struct list_look *look)
{
	struct frame f = frame_of(app->rows, app->columns);
	const struct list *l = &app->list;
	struct rect r = f.content;
	int tag = look->tag_columns ? look->tag_columns : widest(l, true, r.columns / 4);
	int label = look->label_columns ? look->label_columns : widest(l, false, (r.columns - tag) * 2 / 5);

	canvas_cell(c, f.section_row, r.column, r.columns, STYLE_HEADING, look->title, strlen(look->title), false);
	if (look->query) {
		draw_query(app, c, &r);
		r.row += 2;
	}
	r.rows = (int)app_list_rows(app);
	for (size_t i = l->top; i < l->count && (int)(i - l->top) < r.rows; i++) {
		struct rect line = { r.row + (int)(i - l->top), r.column, 1, r.columns };

		draw_item(app, c, &l->items[i], line, tag, label);
		if (i != l->at || l->items[i].heading)
			continue;
		canvas_restyle(c, line, STYLE_FOCUS);
		if (!look->query)
			canvas_caret(c, line.row, line.column);
	}
	if (c->caret_row < 0)
		canvas_caret(c, r.row, r.column);
}
