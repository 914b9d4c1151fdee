/* Formats to export to, a file name that is typed, edits that were set aside. */
#include "tui/app_private.h"
#include "tui/views/views.h"

void view_files_draw(const struct app *app, struct canvas *c)
{
	struct frame f = frame_of(app->rows, app->columns);

	switch (app->panel) {
	case PANEL_EXPORT:
		view_list_draw(app, c, &(struct list_look){ .title = _("Export: to which format?") });
		break;
	case PANEL_ASIDES:
		view_list_draw(app, c, &(struct list_look){ .title = _("Edits set aside: Enter brings them back") });
		break;
	case PANEL_OTHER:
		view_list_draw(app, c, &(struct list_look){ .title = app_other_title(app), .query = true });
		break;
	default:
		view_list_draw(app, c, &(struct list_look){
			.title = app->exporting ? _("Export: under which name?") : app->next_year ? _("Next year's report from this one: under which name?") :
				 _("Save as: under which name?"), .query = true });
		canvas_puts(c, f.content.row + 2, f.content.column, STYLE_DIM, _("Tab completes the name of a folder or a file"));
	}
}
