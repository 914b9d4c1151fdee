/* Ctrl-F: what is looked for, in the problem line. Ctrl-G: the fields whose labels answer to what is typed. */
#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

static void draw_prompt(const struct app *app, struct canvas *c)
{
	struct frame f = frame_of(app->rows, app->columns);
	int at = canvas_puts(c, f.problem_row, 1, STYLE_KEY, _("find:")) + 1;
	int columns = (app->message.len > 0 ? app->columns / 2 : app->columns) - at - 1;

	lineedit_draw(app->query, c, (struct rect){ f.problem_row, at, 1, columns > 4 ? columns : 4 }, STYLE_EDIT);
}

void view_find_draw(const struct app *app, struct canvas *c)
{
	struct frame f = frame_of(app->rows, app->columns);

	if (app->panel == PANEL_FIND) {
		draw_prompt(app, c);
		return;
	}
	view_list_draw(app, c, &(struct list_look){
		.title = app->referring ? _("Insert a reference: a few letters of a label; its value is shown in the text") :
					  _("Go to: a few letters of a label, or its pinyin"),
		.query = true });
	if (app->list.count == 0)
		canvas_puts(c, f.content.row + 2, f.content.column, STYLE_DIM, _("no label has this"));
}
