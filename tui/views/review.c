/* Comments and sign-offs: their lists, their signs beside what they are about, and what the problem line says of them. */
#include "base/text.h"
#include "report/carried.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

#define HISTORY_TIME_COLUMNS 16 /* 2022-03-02 10:15 */

/* a sign has one column; where the terminal makes it wider, a plain one stands for it */
static const char *narrow(const struct app *app, const char *sign, const char *plain)
{
	return app->ascii || text_columns(sign, strlen(sign)) != 1 ? plain : sign;
}

static const char *comment_sign(const struct app *app, const struct noted *n, enum style *ret_style)
{
	*ret_style = n->state == COMMENT_OPEN ? STYLE_WARNING : STYLE_DIM;
	return narrow(app, "※", "\"");
}

const char *view_carried_sign(const struct app *app)
{
	return narrow(app, "↺", "<");
}

const char *view_noted(const struct app *app, struct spot s, bool within, enum style *ret_style)
{
	const struct noted *n = app->reviewing.count ? app_noted(app, s, within) : NULL;

	if (n)
		return comment_sign(app, n, ret_style);
	*ret_style = STYLE_NOTE;
	if (s.field ? report_carried(app->report, s) : s.section && report_carried_count(app->report, s.section) > 0)
		return view_carried_sign(app);
	return within || !app_changed(app, s) ? NULL : narrow(app, "△", "^");
}

const char *view_report_noted(const struct app *app, enum style *ret_style)
{
	const struct noted n = { .state = app->reviewing.open ? COMMENT_OPEN : COMMENT_ANSWERED };

	return comment_sign(app, &n, ret_style);
}

/* ---- the problem line ---- */

/* about the value, its row, its table, or, where nothing else is to be said, its section */
static const struct noted *noted_here(const struct app *app, bool section)
{
	const struct spot s = app->focus;
	const struct field *grid = s.field ? grid_of(s.field) : NULL;
	const struct noted *n = app_noted(app, s, false);

	if (!n && grid && s.row)
		n = app_noted(app, (struct spot){ s.section, grid, s.row }, false);
	if (!n && grid)
		n = app_noted(app, (struct spot){ s.section, grid, 0 }, false);
	return n || !section ? n : app_noted(app, (struct spot){ .section = s.section }, false);
}

static bool say_comment(const struct app *app, bool section, struct strbuf *out, enum style *ret_style)
{
	const struct noted *n = noted_here(app, section);
	struct comment c;

	if (!n || !comment_read(app->report, n->comment, &c))
		return false;
	strbuf_printf(out, "%s ", comment_sign(app, n, ret_style));
	comment_summary(&c, true, out);
	if (n->spot.field || n->spot.row)
		strbuf_puts(out, _(" (F7)"));
	return true;
}

static bool say_change(const struct app *app, struct strbuf *out)
{
	const struct since_change *c = app_changed(app, app->focus);
	const int action = app->reviewing.since_action;

	if (!c)
		return false;
	strbuf_printf(out, "%s ", narrow(app, "△", "^"));
	if (c->was.len > 0)
		strbuf_printf(out, _("was %.*s when signed off ('%s')"), (int)c->was.len, c->was.text,
			      action >= 0 ? signoff_action_label(app->form, (enum signoff_action)action) : "?");
	else
		strbuf_printf(out, _("was blank when signed off ('%s')"),
			      action >= 0 ? signoff_action_label(app->form, (enum signoff_action)action) : "?");
	return true;
}

/* before what else is said there (`rest`, which may be nothing) */
enum style view_review_line(const struct app *app, const struct strbuf *rest, enum style style, struct strbuf *out)
{
	bool said = app->focus.section && (say_comment(app, false, out, &style) || (rest->len == 0 && say_comment(app, true, out, &style)));

	if (app->focus.field && app_changed(app, app->focus)) {
		if (said)
			strbuf_puts(out, "  ");
		else
			style = STYLE_NOTE;
		said = say_change(app, out) || said;
	}
	if (report_carried(app->report, app->focus)) {
		if (said)
			strbuf_puts(out, "  ");
		else
			style = STYLE_NOTE;
		strbuf_printf(out, "%s ", view_carried_sign(app));
		strbuf_puts(out, _("from last year's report, please check: Enter confirms, typing replaces"));
		said = true;
	}
	if (said && rest->len > 0)
		strbuf_puts(out, "  ");
	strbuf_add(out, rest->text, rest->len);
	return style;
}

/* ---- the lists ---- */

void view_comments_draw(const struct app *app, struct canvas *c)
{
	char title[96];

	snprintf(title, sizeof(title), _("Comments: %u open, %u answered"), app->reviewing.open, app->reviewing.answered);
	view_list_draw(app, c, &(struct list_look){ .title = title });
	view_detail_draw(app, c);
}

void view_comment_draw(const struct app *app, struct canvas *c)
{
	view_list_draw(app, c, &(struct list_look){ .title = _("Comments here") });
}

void view_history_draw(const struct app *app, struct canvas *c)
{
	struct strbuf title;

	strbuf_init(&title, 0);
	strbuf_printf(&title, _("Sign-offs (%u), the last one first"), signoff_count(app->report));
	view_list_draw(app, c, &(struct list_look){ .title = title.text, .tag_columns = HISTORY_TIME_COLUMNS });
	strbuf_release(&title);
	view_detail_draw(app, c);
}
