/* One line asked for in the problem line: what to replace, and by what; the reason for a problem. */
#include "tui/app_private.h"

#include "report/check.h"
#include "tui/views/views.h"

void app_prompt_open(struct app *app, enum prompt_for what, const char *text, size_t len)
{
	app_panel_open(app, PANEL_PROMPT);
	app->prompt.what = what;
	lineedit_set(app->query, text, len);
}

static const char *comment_words(struct spot s)
{
	if (!s.section)
		return _("comment on the report (Enter keeps, Esc drops):");
	if (!s.field)
		return _("comment on this section (Enter keeps, Esc drops):");
	if (s.field->type == TYPE_TABLE)
		return s.row ? _("comment on this row (Enter keeps, Esc drops):") : _("comment on this table (Enter keeps, Esc drops):");
	return _("comment (Enter keeps, Esc drops):");
}

static const char *opinion_words(const struct app *app)
{
	if (app->reviewing.missed)
		return _("say what is to be changed (Esc drops):");
	return app->reviewing.action == SIGNOFF_RETURN ? _("returned because (Enter goes on, Esc drops):") :
							 _("opinion, or nothing (Enter goes on, Esc drops):");
}

const char *app_prompt_words(const struct app *app)
{
	switch (app->prompt.what) {
	case PROMPT_REPLACE:
		return _("find (what is to be replaced):");
	case PROMPT_REPLACE_WITH:
		return _("replace with (Enter lists the places):");
	case PROMPT_COMMENT:
		return comment_words(app->prompt.spot);
	case PROMPT_REPLY:
		return app->options.review ? _("add (Enter keeps, Esc drops):") : _("answer (Enter keeps, Esc drops):");
	case PROMPT_OPINION:
		return opinion_words(app);
	default:
		return _("reason (Enter keeps, Esc drops):");
	}
}

/* ---- the reason for a problem ---- */

struct explainable {
	const struct check *check;
	struct spot spot;
};

static bool keep_explainable(void *to, const struct problem *p)
{
	struct explainable *e = to;

	if (!p->check || !p->check->explain)
		return true;
	e->check = p->check;
	e->spot = p->spot;
	return false;
}

/* the first problem here that a reason passes; a row's or a table's own ones count for its cells too */
static struct explainable explainable_at(struct app *app, struct spot s)
{
	struct explainable e = { .check = NULL };
	const struct field *grid = s.field ? grid_of(s.field) : NULL;

	if (s.field)
		report_problems_at(app->report, s, (struct problem_sink){ .tell = keep_explainable, .to = &e });
	if (!e.check && grid && s.row)
		report_problems_at(app->report, (struct spot){ s.section, grid, s.row },
				   (struct problem_sink){ .tell = keep_explainable, .to = &e });
	/* one that a reason passes already: the reason can be changed */
	for (size_t i = 0; !e.check && s.field && i < app->form->check_count; i++) {
		const struct check *c = app->form->checks[i];
		const struct spot row = { s.section, grid, s.row };

		if (c->explain && report_reason(app->report, c, s))
			e = (struct explainable){ c, s };
		else if (c->explain && grid && s.row && report_reason(app->report, c, row))
			e = (struct explainable){ c, row };
	}
	return e;
}

static void ask_reason(struct app *app, const struct check *check, struct spot s, bool from_list)
{
	const char *before = report_reason(app->report, check, s);

	app_prompt_open(app, PROMPT_REASON, before ? before : "", before ? strlen(before) : 0);
	app->prompt.spot = s;
	app->prompt.check = check;
	app->prompt.from_list = from_list;
}

unsigned act_reason(struct app *app)
{
	const struct list_item *item = app->panel == PANEL_PROBLEMS && app->list.count > 0 ? &app->list.items[app->list.at] : NULL;
	struct explainable e = { .check = NULL };

	if (item && item->number > 0 && item->number <= app->form->check_count) {
		e.check = app->form->checks[item->number - 1];
		e.spot = item->spot;
	} else if (app->panel == PANEL_NONE) {
		e = explainable_at(app, app->focus);
	}
	if (app_read_only(app))
		app_can_change(app, app->focus);
	else if (!e.check)
		app_say(app, STYLE_NOTE, "%s", _("no problem here is passed by a reason: only those whose check asks for one are"));
	else
		ask_reason(app, e.check, e.spot, item != NULL);
	return REACT_REDRAW;
}

static unsigned take_reason(struct app *app)
{
	const struct prompt p = app->prompt;
	struct error error = { 0 };
	struct strbuf text;
	bool ok;

	strbuf_init(&text, 0);
	strbuf_add(&text, app->query->text.text, app->query->text.len);
	app_panel_close(app);
	ok = report_explain(app->report, p.check, p.spot, text.text, text.len, &error);
	if (p.from_list)
		app_panel_open(app, PANEL_PROBLEMS);
	if (!ok)
		app_say(app, STYLE_ERROR, "%s", error.text);
	else if (text.len > 0)
		app_say(app, STYLE_GOOD, "%s", _("the reason is kept; it must be confirmed when the figures change"));
	else
		app_say(app, STYLE_NOTE, "%s", _("there is no reason now"));
	strbuf_release(&text);
	return REACT_REDRAW;
}

unsigned app_prompt_take(struct app *app)
{
	if (app->prompt.what == PROMPT_REASON)
		return take_reason(app);
	if (app->prompt.what == PROMPT_COMMENT || app->prompt.what == PROMPT_REPLY)
		return app_comment_typed(app);
	if (app->prompt.what == PROMPT_OPINION)
		return app_opinion_typed(app);
	return app_replace_asked(app);
}

unsigned app_prompt_leave(struct app *app)
{
	bool back = app->prompt.what == PROMPT_REASON && app->prompt.from_list;

	if (app->prompt.what == PROMPT_COMMENT || app->prompt.what == PROMPT_REPLY)
		return app_comment_dropped(app);
	app_panel_close(app);
	if (back)
		app_panel_open(app, PANEL_PROBLEMS);
	return REACT_REDRAW;
}
