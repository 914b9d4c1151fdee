/* A long text and the user's own editor. The terminal is not ours to give away: whoever runs the app does it. */
#include "tui/app_private.h"

#include "tui/views/views.h"

unsigned act_editor(struct app *app)
{
	if (!spot_is_long(app->focus)) {
		app_say(app, STYLE_NOTE, "%s", _("only long texts go to an editor of your own"));
		return REACT_REDRAW;
	}
	if (!app_can_change(app, app->focus))
		return REACT_REDRAW;
	app_edit_load(app);
	return REACT_REDRAW | REACT_EDITOR;
}

void app_editor_take(struct app *app, const char *text, size_t len)
{
	if (!spot_is_long(app->focus) || !app_set(app, app->focus, text, len))
		return;
	app->burst = false;
	app_settle(app);
	app_say(app, STYLE_GOOD, "%s", _("taken over from the editor; ^Z takes it back"));
}
