/* F8: the list of problems, and the whole of what is said about the one chosen. */
#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

#define LINES_MOST 4

void view_detail_draw(const struct app *app, struct canvas *c)
{
	const struct frame f = frame_of(app->rows, app->columns);
	const struct rect *content = &f.content;
	const struct list_item *item = app->list.count > 0 ? &app->list.items[app->list.at] : NULL;
	int rows = app_list_detail(app), row = content->row + content->rows - rows;
	struct text_line lines[LINES_MOST];
	size_t count;

	if (rows == 0 || !item || !item->text)
		return;
	canvas_hline(c, row, content->column, content->columns, STYLE_RULE);
	canvas_cell(c, row + 1, content->column, content->columns, STYLE_HEADING, item->label, strlen(item->label), false);
	count = text_wrap(item->text, strlen(item->text), content->columns, lines, ARRAY_SIZE(lines));
	for (size_t i = 0; i < count && i < ARRAY_SIZE(lines) && (int)i < rows - 2; i++) {
		size_t end = (int)i == rows - 3 ? strlen(item->text) : lines[i].end; /* the last line is cut, and says so */

		canvas_cell(c, row + 2 + (int)i, content->column, content->columns, item->style, item->text + lines[i].start,
			    end - lines[i].start, false);
	}
}

void view_problems_draw(const struct app *app, struct canvas *c)
{
	struct frame f = frame_of(app->rows, app->columns);
	char title[96];

	if (app->list.more)
		snprintf(title, sizeof(title), _("Problems (the first %zu)"), app->list.count);
	else
		snprintf(title, sizeof(title), _("Problems (%zu)"), app->list.count);
	view_list_draw(app, c, &(struct list_look){ .title = title });
	view_detail_draw(app, c);
	if (app->list.count == 0)
		canvas_puts(c, f.content.row, f.content.column, STYLE_GOOD, _("there are none"));
}
