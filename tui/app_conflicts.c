/* Conflicts that a merge left: a list of them, the three sides of the one chosen, and one key for each side. */
#include "tui/app_private.h"

#include "base/text.h"
#include "review/merge.h"
#include "tui/views/views.h"

void app_list_conflicts(struct app *app)
{
	const uint32_t count = merge_conflict_count(app->report);
	struct strbuf label;
	struct conflict c;

	strbuf_init(&label, 0);
	for (uint32_t n = 0; n < count && merge_conflict(app->report, n, &c); n++) {
		struct list_item *item;

		strbuf_clear(&label);
		if (c.found)
			report_label(app->report, c.spot, &label);
		else
			strbuf_add(&label, c.path.text, c.path.len);
		item = list_add(&app->list, NULL, label.text, NULL);
		if (!item)
			break;
		item->spot = c.spot;
		item->number = n;
	}
	strbuf_release(&label);
}

/* in the panel of problems, of a comparison: of what is chosen there; else of what is in focus */
static struct spot place_meant(const struct app *app)
{
	const struct comparing *c = &app->comparing;

	if (app->panel == PANEL_PROBLEMS && app->list.count > 0)
		return app->list.items[app->list.at].spot;
	if (app->panel == PANEL_COMPARE && c->sides && c->at < sides_count(c->sides, c->all))
		return sides_spot(sides_line(c->sides, c->all, c->at), false);
	return app->focus;
}

unsigned act_conflicts(struct app *app)
{
	const struct spot meant = place_meant(app);

	if (app->panel == PANEL_CONFLICTS) {
		app_panel_close(app);
		return REACT_REDRAW;
	}
	if (!merge_conflict_count(app->report)) {
		app_say(app, STYLE_NOTE, "%s", _("there is no conflict: conflicts are what a merge leaves to decide"));
		return REACT_REDRAW;
	}
	app_panel_open(app, PANEL_CONFLICTS);
	for (size_t i = 0; i < app->list.count; i++) {
		if (view_same_spot(app->list.items[i].spot, meant)) {
			app->list.at = i;
			break;
		}
	}
	app->comparing.detail_top = 0;
	return REACT_REDRAW;
}

/* ---- the three sides ---- */

#define LOOKED_AT 500 /* for the problem line; the list has them all */
#define SHOWN_COLUMNS 20

static void put_short(const struct app *app, uint32_t n, enum side side, struct strbuf *out)
{
	struct strbuf text;
	size_t fits;

	strbuf_init(&text, 0);
	merge_conflict_shown(app->report, n, side, &text);
	fits = text_fit(text.text, text.len, SHOWN_COLUMNS, &(int){ 0 });
	text_visible(out, text.text, fits);
	if (fits < text.len)
		strbuf_puts(out, app->ascii ? ".." : "…");
	strbuf_release(&text);
}

static bool find_at(const struct app *app, struct spot s, uint32_t *ret_n)
{
	const uint32_t all = merge_conflict_count(app->report), count = all < LOOKED_AT ? all : LOOKED_AT;
	struct conflict c;

	for (*ret_n = 0; *ret_n < count && merge_conflict(app->report, *ret_n, &c); ++*ret_n) {
		if (c.found && (view_same_spot(c.spot, s) || (s.field && s.row && c.spot.field == s.field->table && c.spot.row == s.row)))
			return true;
	}
	return false;
}

bool app_in_conflict(const struct app *app, struct spot s)
{
	return find_at(app, s, &(uint32_t){ 0 });
}

bool app_conflict_at(const struct app *app, struct spot s, struct strbuf *out)
{
	struct strbuf ours, theirs;
	uint32_t n;

	if (!find_at(app, s, &n))
		return false;
	strbuf_init(&ours, 0);
	strbuf_init(&theirs, 0);
	put_short(app, n, SIDE_OURS, &ours);
	put_short(app, n, SIDE_THEIRS, &theirs);
	strbuf_printf(out, _("changed on both sides of a merge: ours %s, theirs %s (Alt-d: decide)"), ours.text, theirs.text);
	strbuf_release(&ours);
	strbuf_release(&theirs);
	return true;
}

static void put_side(const struct app *app, unsigned n, enum side side, const char *title, struct strbuf *out)
{
	if (out->len > 0)
		strbuf_putc(out, '\n');
	strbuf_puts(out, title);
	merge_conflict_shown(app->report, n, side, out);
}

void app_conflict_said(const struct app *app, struct strbuf *out)
{
	if (app->list.count == 0)
		return;
	put_side(app, app->list.items[app->list.at].number, SIDE_OURS, _("ours (Alt-o): "), out);
	put_side(app, app->list.items[app->list.at].number, SIDE_THEIRS, _("theirs (Alt-t): "), out);
	put_side(app, app->list.items[app->list.at].number, SIDE_BASE, _("before both (Alt-b): "), out);
}

bool app_conflict_scroll(struct app *app, bool on)
{
	size_t rows = (size_t)app_list_detail(app), count;
	struct text_line one;
	struct strbuf text;

	if (app->panel != PANEL_CONFLICTS)
		return false;
	strbuf_init(&text, 0);
	app_conflict_said(app, &text);
	count = text.len ? text_wrap(text.text, text.len, frame_of(app->rows, app->columns).content.columns, &one, 1) : 0;
	strbuf_release(&text);
	if (!on)
		app->comparing.detail_top -= app->comparing.detail_top > 0;
	else if (rows > 2 && app->comparing.detail_top + rows - 2 < count)
		app->comparing.detail_top++;
	return true;
}

/* ---- deciding ---- */

/* the list as it is now, the next one chosen */
void app_conflicts_again(struct app *app)
{
	const size_t at = app->list.at;

	list_clear(&app->list);
	app_list_conflicts(app);
	app->list.at = at;
	app->comparing.detail_top = 0;
}

static unsigned decide(struct app *app, enum side side, const char *said)
{
	struct error error = { 0 };
	uint32_t left;

	if (app->panel != PANEL_CONFLICTS || app->list.count == 0)
		return REACT_NONE;
	if (app_read_only(app)) {
		app_can_change(app, app->focus);
		return REACT_REDRAW;
	}
	if (!merge_resolve(app->report, app->list.items[app->list.at].number, side, &error)) {
		app_say(app, STYLE_ERROR, "%s", error.text);
		return REACT_REDRAW;
	}
	app_conflicts_again(app);
	left = merge_conflict_count(app->report);
	if (!left)
		app_panel_close(app);
	if (left)
		app_say(app, STYLE_GOOD, ngettext("%s; %u conflict is left", "%s; %u conflicts are left", left), said, left);
	else
		app_say(app, STYLE_GOOD, _("%s; all conflicts are decided"), said);
	return REACT_REDRAW;
}

unsigned act_take_ours(struct app *app)
{
	return decide(app, SIDE_OURS, _("ours stays"));
}

unsigned act_take_theirs(struct app *app)
{
	if (app->panel != PANEL_COMPARE)
		return decide(app, SIDE_THEIRS, _("theirs is taken"));
	app_compare_take_theirs(app);
	return REACT_REDRAW;
}

unsigned act_take_base(struct app *app)
{
	return decide(app, SIDE_BASE, _("what was before both is back"));
}
