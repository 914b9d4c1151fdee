/* F1: the help of the field in focus, and the keys. */
#include "tui/app_private.h"
#include "tui/views/views.h"

void view_help_draw(const struct app *app, struct canvas *c)
{
	view_list_draw(app, c, &(struct list_look){ .title = _("Help"), .tag_columns = HELP_KEYS_COLUMNS });
}
