/* F8: the list of problems. */
#include "tui/app_private.h"
#include "tui/views/views.h"

void view_problems_draw(const struct app *app, struct canvas *c)
{
	struct frame f = frame_of(app->rows, app->columns);
	char title[96];

	if (app->list.more)
		snprintf(title, sizeof(title), _("Problems (the first %zu)"), app->list.count);
	else
		snprintf(title, sizeof(title), _("Problems (%zu)"), app->list.count);
	view_list_draw(app, c, &(struct list_look){ .title = title });
	if (app->list.count == 0)
		canvas_puts(c, f.content.row, f.content.column, STYLE_GOOD, _("there are none"));
}
