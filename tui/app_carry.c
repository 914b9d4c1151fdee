/* What was brought over from last year: confirmed where it stands, or a section at a time; and next year's report from this one. */
#include "tui/app_private.h"

#include "report/carried.h"
#include "review/carry.h"
#include "tui/paths.h"

/* the value in focus stands as it should: true when it waited for somebody to say so */
bool app_confirm_here(struct app *app)
{
	struct error error = { 0 };

	if (app->options.review || app_read_only(app) || !report_carried(app->report, app->focus))
		return false;
	if (!report_confirm(app->report, app->focus, &error))
		app_say(app, STYLE_ERROR, "%s", error.text);
	return true;
}

unsigned act_confirm(struct app *app)
{
	const struct section *s = app->focus.section;
	const unsigned waiting = report_carried_count(app->report, s);
	struct error error = { 0 };

	if (app_read_only(app) || app->options.review)
		app_can_change(app, app->focus);
	else if (waiting == 0)
		app_say(app, STYLE_NOTE, "%s", _("no value of this section waits to be confirmed"));
	else if (!report_confirm(app->report, (struct spot){ .section = s }, &error))
		app_say(app, STYLE_ERROR, "%s", error.text);
	else
		app_say(app, STYLE_GOOD, ngettext("%u value from last year confirmed; ^Z takes it back", "%u values from last year confirmed; ^Z takes it back", waiting),
			waiting);
	return REACT_REDRAW;
}

/* ---- next year's ---- */

unsigned act_next_year(struct app *app)
{
	if (report_modified(app->report) || !app->session->path) {
		app_say(app, STYLE_WARNING, "%s", _("save this report first: the new one takes what is in its file"));
		return REACT_REDRAW;
	}
	app->exporting = NULL;
	app->next_year = true;
	app_panel_open(app, PANEL_PATH);
	return REACT_REDRAW;
}

void app_next_year_make(struct app *app, const char *path)
{
	struct carried_over over;
	struct error error = { 0 };

	if (!carry_file(app->session->path, NULL, app->form->english, path, &over, &error)) {
		app_say(app, STYLE_ERROR, "%s", error.text);
		return;
	}
	app_panel_close(app);
	if (over.unplaced)
		app_say(app, STYLE_WARNING, _("made '%s': %zu values brought over, %zu found no place and are kept under 'unplaced'"), path, over.values,
			over.unplaced);
	else
		app_say(app, STYLE_GOOD, _("made '%s' with %zu values of this report; open it from the menu"), path, over.values);
}
