/* Comments: asking for one, and those of a place with their replies. */
#include "tui/app_private.h"

#include "base/text.h"
#include "tui/views/views.h"

enum verb { VERB_NONE, VERB_REPLY, VERB_RESOLVE, VERB_REOPEN, VERB_ANOTHER };

/* ---- a place ---- */

/* about this value, its row, or its table as a whole; a section and the whole report are places of their own */
static bool is_about(const struct comment *c, struct spot s)
{
	const struct field *grid = s.field ? grid_of(s.field) : NULL;

	if (c->whole || c->gone)
		return c->whole && !s.section;
	if (spot_is_exactly(c->spot, s))
		return true;
	return grid && c->spot.field == grid && (c->spot.row == 0 || c->spot.row == s.row);
}

/* the comments to be shown: all of a place, or a single one */
static bool next_shown(struct app *app, row_id *row, struct comment *ret)
{
	const struct reviewing *v = &app->reviewing;

	while ((*row = comment_next(app->report, (struct spot){ NULL }, *row)) != 0) {
		if (!comment_read(app->report, *row, ret))
			continue;
		if (v->only ? *row == v->only : is_about(ret, v->place))
			return true;
	}
	return false;
}

void comment_summary(const struct comment *c, bool last_reply, struct strbuf *out)
{
	struct strbuf by, text, line;
	size_t n = 0;

	strbuf_init(&by, 0);
	strbuf_init(&text, 0);
	strbuf_init(&line, 0);
	strbuf_add(&line, c->by.text, c->by.len);
	if (line.len > 0)
		strbuf_puts(&line, _(": "));
	strbuf_add(&line, c->text.text, c->text.len);
	while (comment_reply(c, n, NULL, NULL, &text))
		n++;
	strbuf_clear(&text);
	if (last_reply && n > 0 && comment_reply(c, n - 1, &by, NULL, &text)) {
		strbuf_puts(&line, " → ");
		strbuf_add(&line, by.text, by.len);
		if (by.len > 0)
			strbuf_puts(&line, _(": "));
		strbuf_add(&line, text.text, text.len);
	}
	for (size_t i = 0; i < line.len; i++)
		strbuf_putc(out, line.text[i] == '\n' ? ' ' : line.text[i]);
	strbuf_release(&by);
	strbuf_release(&text);
	strbuf_release(&line);
}

/* ---- those of one place ---- */

static void add_lines(struct app *app, const char *text, bool strong, int indent)
{
	int columns = frame_of(app->rows, app->columns).content.columns - indent;
	struct text_line lines[64];
	size_t count = text_wrap(text, strlen(text), columns > 8 ? columns : 8, lines, ARRAY_SIZE(lines));
	struct strbuf line;

	strbuf_init(&line, 0);
	for (size_t i = 0; i < count && i < ARRAY_SIZE(lines); i++) {
		struct list_item *item;

		strbuf_clear(&line);
		strbuf_repeat(&line, " ", (size_t)indent);
		strbuf_add(&line, text + lines[i].start, lines[i].end - lines[i].start);
		item = list_add(&app->list, NULL, line.text, strong ? NULL : "");
		if (item)
			item->heading = true;
	}
	strbuf_release(&line);
}

static void add_verb(struct app *app, enum verb verb, const char *name, row_id comment)
{
	struct list_item *item = list_add(&app->list, NULL, name, NULL);

	if (!item)
		return;
	item->number = verb;
	item->spot.row = comment;
}

static void add_replies(struct app *app, const struct comment *c)
{
	struct strbuf by, at, text, line;

	strbuf_init(&by, 0);
	strbuf_init(&at, 0);
	strbuf_init(&text, 0);
	strbuf_init(&line, 0);
	for (size_t n = 0; comment_reply(c, n, &by, &at, &text); n++) {
		strbuf_printf(&line, "%s  ", by.text);
		app_when((struct words_of){ at.text, at.len }, &line);
		strbuf_printf(&line, "  %s", text.text);
		add_lines(app, line.text, false, 4);
		strbuf_clear(&by);
		strbuf_clear(&at);
		strbuf_clear(&text);
		strbuf_clear(&line);
	}
	strbuf_release(&by);
	strbuf_release(&at);
	strbuf_release(&text);
	strbuf_release(&line);
}

/* what whoever is at the keys does first comes first */
static void add_verbs(struct app *app, const struct comment *c)
{
	if (app->session->open_elsewhere)
		return;
	if (c->state == COMMENT_RESOLVED) {
		add_verb(app, VERB_REOPEN, _("  reopen"), c->row);
		return;
	}
	if (!app->options.review || c->state == COMMENT_OPEN)
		add_verb(app, VERB_REPLY, app->options.review ? _("  add to it") : _("  answer"), c->row);
	add_verb(app, VERB_RESOLVE, _("  mark as resolved"), c->row);
	if (app->options.review && c->state == COMMENT_ANSWERED)
		add_verb(app, VERB_REPLY, _("  ask again"), c->row);
}

static void add_comment(struct app *app, const struct comment *c)
{
	struct strbuf line;

	strbuf_init(&line, 0);
	comment_place(app->report, c, &line);
	if (c->gone)
		strbuf_puts(&line, _(" (not there any more)"));
	add_lines(app, line.text, true, 0);
	strbuf_clear(&line);
	strbuf_add(&line, c->by.text, c->by.len);
	strbuf_puts(&line, "  ");
	app_when(c->at, &line);
	strbuf_printf(&line, "  [%s]  ", comment_state_label(app->form, c->state));
	strbuf_add(&line, c->text.text, c->text.len);
	add_lines(app, line.text, false, 2);
	strbuf_release(&line);
	add_replies(app, c);
	add_verbs(app, c);
	add_lines(app, "", false, 0);
}

void app_list_comment(struct app *app)
{
	struct comment c;
	row_id row = 0;

	while (next_shown(app, &row, &c))
		add_comment(app, &c);
	if (!app->reviewing.only && !app->session->open_elsewhere)
		add_verb(app, VERB_ANOTHER, _("another comment here"), 0);
}

static bool any_shown(struct app *app)
{
	struct comment c;

	return next_shown(app, &(row_id){ 0 }, &c);
}

void app_comment_show(struct app *app, struct spot place, row_id only, bool from_list)
{
	app->reviewing.place = place;
	app->reviewing.only = only;
	app->reviewing.from_list = from_list;
	app_panel_open(app, PANEL_COMMENT);
}

static void back_to_place(struct app *app)
{
	size_t at = app->list.at;

	app_panel_open(app, PANEL_COMMENT);
	app->list.at = at; /* settled afterwards */
}

/* ---- asking for words ---- */

static bool may_comment(struct app *app)
{
	if (!app->session->open_elsewhere)
		return true;
	app_say(app, STYLE_WARNING, _("the report is open elsewhere (%s on %s): here it can only be read"), app->session->owner.name,
		app->session->owner.host);
	return false;
}

static unsigned ask(struct app *app, struct spot place)
{
	if (!may_comment(app))
		return REACT_REDRAW;
	app_prompt_open(app, PROMPT_COMMENT, "", 0);
	app->prompt.spot = place;
	app->prompt.from_list = false;
	return REACT_REDRAW;
}

/* what stands there is shown; where nothing does, it is asked for */
static unsigned comment_on(struct app *app, struct spot place)
{
	app->reviewing.place = place;
	app->reviewing.only = 0;
	if (!any_shown(app))
		return ask(app, place);
	app_comment_show(app, place, 0, false);
	return REACT_REDRAW;
}

/* the words of a prompt, its panel closed; to be released */
static void take_words(struct app *app, struct strbuf *out)
{
	strbuf_init(out, 0);
	strbuf_add(out, app->query->text.text, app->query->text.len);
	app_panel_close(app);
}

static bool is_nothing(const struct strbuf *text)
{
	const char *at = text->text;
	size_t len = text->len;

	if (len > 0)
		text_trim(&at, &len);
	return len == 0;
}

/* a field or a cell, which F7 goes by; not a row, a section or the whole report */
static bool is_single(struct spot s)
{
	return s.field && !(s.row && !s.field->table);
}

static void take_comment(struct app *app, const struct strbuf *text)
{
	struct error error = { 0 };
	char at[WHO_TIME];
	row_id row;

	if (is_nothing(text))
		app_say(app, STYLE_NOTE, "%s", _("nothing was written: there is no comment"));
	else if (comment_add(app->report, app->prompt.spot, app_who(app, at), text->text, text->len, &row, &error))
		app_say(app, STYLE_GOOD, "%s", is_single(app->prompt.spot) ? _("the comment is kept; F7 shows it")
									  : _("the comment is kept; Alt-c lists all of them"));
	else
		app_say(app, STYLE_ERROR, "%s", error.text);
}

/* a reviewer who adds to a comment wants an answer: it is open again */
static void take_reply(struct app *app, const struct strbuf *text)
{
	struct error error = { 0 };
	char at[WHO_TIME];
	bool ok;

	if (is_nothing(text)) {
		app_say(app, STYLE_NOTE, "%s", _("nothing was written: the comment is as it was"));
		return;
	}
	report_group_begin(app->report);
	ok = comment_reply_add(app->report, app->prompt.comment, app_who(app, at), text->text, text->len, &error) &&
	     (!app->options.review || comment_reopen(app->report, app->prompt.comment, &error));
	if (ok)
		report_group_end(app->report);
	else
		report_group_cancel(app->report);
	if (ok)
		app_say(app, STYLE_GOOD, "%s", app->options.review ? _("it is added, and waits for an answer") : _("answered"));
	else
		app_say(app, STYLE_ERROR, "%s", error.text);
}

unsigned app_comment_typed(struct app *app)
{
	const bool reply = app->prompt.what == PROMPT_REPLY;
	struct strbuf text;

	take_words(app, &text);
	if (reply)
		take_reply(app, &text);
	else
		take_comment(app, &text);
	strbuf_release(&text);
	if (app->prompt.from_list)
		app_panel_open(app, PANEL_COMMENT);
	return REACT_REDRAW;
}

unsigned app_comment_dropped(struct app *app)
{
	app_panel_close(app);
	if (app->prompt.from_list)
		app_panel_open(app, PANEL_COMMENT);
	return REACT_REDRAW;
}

static unsigned reply_to(struct app *app, row_id comment)
{
	app_prompt_open(app, PROMPT_REPLY, "", 0);
	app->prompt.comment = comment;
	app->prompt.from_list = true;
	return REACT_REDRAW;
}

static unsigned change_state(struct app *app, row_id comment, bool resolve)
{
	struct error error = { 0 };
	bool ok = resolve ? comment_resolve(app->report, comment, &error) : comment_reopen(app->report, comment, &error);

	back_to_place(app);
	if (!ok)
		app_say(app, STYLE_ERROR, "%s", error.text);
	else
		app_say(app, STYLE_GOOD, "%s", resolve ? _("the comment is resolved") : _("the comment is open again"));
	return REACT_REDRAW;
}

unsigned app_comment_take(struct app *app, const struct list_item *item)
{
	switch ((enum verb)item->number) {
	case VERB_REPLY:
		return reply_to(app, item->spot.row);
	case VERB_RESOLVE:
	case VERB_REOPEN:
		return change_state(app, item->spot.row, item->number == VERB_RESOLVE);
	case VERB_ANOTHER:
		return ask(app, app->reviewing.place);
	default:
		return app_comment_leave(app);
	}
}

unsigned app_comment_leave(struct app *app)
{
	const bool from_list = app->reviewing.from_list;

	app_panel_close(app);
	if (from_list)
		app_panel_open(app, PANEL_COMMENTS);
	return REACT_REDRAW;
}

/* ---- the keys ---- */

unsigned act_comment(struct app *app)
{
	const struct list_item *item = app->list.count > 0 ? &app->list.items[app->list.at] : NULL;

	if (app->panel == PANEL_COMMENTS && item) {
		app_comment_show(app, (struct spot){ NULL }, item->spot.row, true);
		return REACT_REDRAW;
	}
	if (app->panel == PANEL_COMMENT)
		return app_comment_leave(app);
	if (app->panel == PANEL_OUTLINE && item)
		return comment_on(app, (struct spot){ .section = item->spot.section });
	if (app->panel != PANEL_NONE)
		app_panel_close(app);
	return comment_on(app, app->focus);
}

unsigned act_comment_row(struct app *app)
{
	const struct field *table = app->focus.field ? app->focus.field->table : NULL;

	if (table)
		return comment_on(app, (struct spot){ table->section, table, app->focus.row });
	app_say(app, STYLE_WARNING, "%s", _("there is no row here to comment on"));
	return REACT_REDRAW;
}

unsigned act_comment_section(struct app *app)
{
	return comment_on(app, (struct spot){ .section = app->focus.section });
}

unsigned act_comment_report(struct app *app)
{
	return comment_on(app, (struct spot){ NULL });
}
