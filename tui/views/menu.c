/* F10, Ctrl-P: every command. */
#include "tui/app_private.h"
#include "tui/views/views.h"

void view_menu_draw(const struct app *app, struct canvas *c)
{
	struct frame f = frame_of(app->rows, app->columns);

	view_list_draw(app, c, &(struct list_look){ .title = _("Menu: type to narrow it down, Enter does it"), .query = true });
	if (app->list.count == 0)
		canvas_puts(c, f.content.row + 2, f.content.column, STYLE_DIM, _("no command has this in its name"));
}
