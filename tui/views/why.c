/* F4: why this number. */
#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

void view_why_draw(const struct app *app, struct canvas *c)
{
	struct strbuf title, shown;

	if (!app->back.field)
		return;
	strbuf_init(&title, 0);
	strbuf_init(&shown, 0);
	view_value(app, app->back, &shown);
	report_label(app->report, app->back, &title);
	strbuf_printf(&title, " = %s", shown.len ? shown.text : _("(blank)"));
	if (shown.len && app->back.field->unit)
		strbuf_printf(&title, " %s", app->back.field->unit);
	view_list_draw(app, c, &(struct list_look){ .title = title.text });
	strbuf_release(&title);
	strbuf_release(&shown);
}
