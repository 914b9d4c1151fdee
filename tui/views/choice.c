/* The list under the editor of a choice. */
#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

static int widest_label(const struct list *l)
{
	int most = 12;

	for (size_t i = 0; i < l->count && i < 200; i++) {
		int columns = text_columns(l->items[i].label, strlen(l->items[i].label));

		if (columns > most)
			most = columns;
	}
	return most;
}

/* under the editor, or above it where there is no room below */
struct rect view_choice_box(const struct app *app)
{
	const struct list *l = &app->list;
	struct rect content = frame_of(app->rows, app->columns).content, at = app->edit->place.r, box;
	int wanted = (int)(l->count < CHOICE_ROWS ? l->count : CHOICE_ROWS), below = content.row + content.rows - at.row - 1;
	int above = at.row - content.row, most;

	box.rows = (wanted > 0 ? wanted : 1) + 2;
	most = below >= box.rows || below >= above ? below : above;
	if (box.rows > most)
		box.rows = most;
	box.row = most == below ? at.row + 1 : at.row - box.rows;
	box.columns = widest_label(l) + (app->choosing.on.len > 0 && app->edit_spot.field->type == TYPE_CHOICES ? 7 : 4);
	if (box.columns > content.columns)
		box.columns = content.columns;
	box.column = at.column - 1;
	if (box.column + box.columns > content.column + content.columns)
		box.column = content.column + content.columns - box.columns;
	return box;
}

static void draw_item(const struct app *app, struct canvas *c, const struct list_item *item, struct rect line, bool chosen)
{
	int at = line.column + 1, columns = line.columns - 1;

	(void)app;
	canvas_fill(c, line, STYLE_NORMAL);
	if (item->tag) {
		canvas_puts(c, line.row, at, STYLE_GOOD, item->tag);
		at += 2;
		columns -= 2;
	}
	canvas_cell(c, line.row, at, columns, STYLE_NORMAL, item->label, strlen(item->label), false);
	if (chosen)
		canvas_restyle(c, line, STYLE_FOCUS);
}

void view_choice_draw(const struct app *app, struct canvas *c)
{
	const struct list *l = &app->list;
	struct rect box = view_choice_box(app);
	int row = c->caret_row, column = c->caret_column, rows = box.rows - 2;
	const char *none = _("no choice has this");
	size_t top = l->top;

	if (rows < 1)
		return;
	if (l->at >= top + (size_t)rows)
		top = l->at + 1 - (size_t)rows;
	canvas_fill(c, box, STYLE_NORMAL);
	canvas_frame(c, box, STYLE_RULE);
	for (int i = 0; i < rows && top + (size_t)i < l->count; i++) {
		size_t at = top + (size_t)i;

		draw_item(app, c, &l->items[at], (struct rect){ box.row + 1 + i, box.column + 1, 1, box.columns - 2 }, at == l->at && !app->choosing.none);
	}
	if (l->count > (size_t)rows) /* there are more */
		canvas_printf(c, box.row + box.rows - 1, box.column + 2, STYLE_DIM, " %zu/%zu ", l->at + 1, l->count);
	if (l->count == 0)
		canvas_cell(c, box.row + 1, box.column + 1, box.columns - 2, STYLE_WARNING, none, strlen(none), false);
	canvas_caret(c, row, column);
}
