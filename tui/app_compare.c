/* F9: another report beside this one: opening it, going through what differs, taking what stands there. */
#include "tui/app_private.h"

#include "review/merge.h"
#include "review/read.h"
#include "tui/paths.h"
#include "tui/views/views.h"

/* ---- the other report ---- */

static void forget_sides(struct comparing *c)
{
	sides_free(c->sides);
	c->sides = NULL;
}

void app_compare_forget(struct app *app)
{
	struct comparing *c = &app->comparing;

	forget_sides(c);
	report_free(c->other);
	c->other = NULL;
	c->at = c->top = c->detail_top = 0;
	strbuf_clear(&c->name);
	strbuf_clear(&c->theirs);
}

static bool make_sides(struct app *app, struct error *reterr)
{
	struct comparing *c = &app->comparing;

	forget_sides(c);
	c->revision = report_revision(app->report);
	return sides_make(app->report, c->other, &c->sides, reterr);
}

bool app_compare_read(struct app *app, const char *path, struct error *reterr)
{
	struct report *other;

	if (!review_read(path, NULL, app->session->form, &other, reterr))
		return false;
	app_compare_forget(app);
	app->comparing.other = other;
	path_stem(path, false, &app->comparing.name);
	if (path[0] && path[strlen(path) - 1] == '~')
		strbuf_puts(&app->comparing.name, "~");
	return true;
}

/* the place in focus, or the first that differs from there on */
static void choose_first(struct app *app)
{
	struct comparing *c = &app->comparing;

	c->at = sides_find(c->sides, c->all, app->focus);
	if (c->at < sides_count(c->sides, c->all) && !sides_line(c->sides, c->all, c->at)->counts)
		c->at = sides_next(c->sides, c->all, c->at, true);
	c->top = c->at > 1 ? c->at - 1 : 0;
	c->detail_top = 0;
}

void app_compare_show(struct app *app)
{
	struct comparing *c = &app->comparing;
	struct error error = { 0 };
	bool fresh = !c->sides || c->revision != report_revision(app->report);

	if (fresh && !make_sides(app, &error)) {
		app_panel_close(app);
		app_say(app, STYLE_ERROR, "%s", error.text);
		return;
	}
	app_panel_open(app, PANEL_COMPARE);
	choose_first(app);
}

unsigned act_compare(struct app *app)
{
	if (app->panel == PANEL_COMPARE)
		app_panel_close(app);
	else if (app->comparing.other)
		app_compare_show(app);
	else
		return act_compare_with(app);
	return REACT_REDRAW;
}

unsigned act_compare_with(struct app *app)
{
	app->comparing.what = OTHER_COMPARE;
	app_panel_open(app, PANEL_OTHER);
	return REACT_REDRAW;
}

/* ---- what is seen ---- */

struct rect app_compare_rect(const struct app *app)
{
	struct rect r = frame_of(app->rows, app->columns).content;

	r.columns = app->columns - 2; /* the outline makes room */
	r.column = 1;
	return r;
}

int app_compare_detail(const struct app *app)
{
	int rows = app_compare_rect(app).rows;

	return rows < 8 ? 0 : rows < 14 ? 3 : rows / 3;
}

size_t app_compare_rows(const struct app *app)
{
	int rows = app_compare_rect(app).rows - 1 - app_compare_detail(app);

	return rows > 1 ? (size_t)rows : 1;
}

static void put_side(const struct app *app, const struct sides_line *l, bool there, const char *title, struct strbuf *out)
{
	size_t before;

	if (out->len > 0)
		strbuf_putc(out, '\n');
	strbuf_puts(out, title);
	before = out->len;
	sides_shown(app->comparing.sides, l, there, out);
	if (out->len == before)
		strbuf_puts(out, !sides_has(l, there) ? _("(not there)") : _("(blank)"));
}

void app_compare_said(const struct app *app, struct strbuf *out)
{
	const struct comparing *c = &app->comparing;
	const struct sides_line *l;

	if (!c->sides || c->at >= sides_count(c->sides, c->all))
		return;
	l = sides_line(c->sides, c->all, c->at);
	if (l->kind == SIDES_SECTION || sides_paragraphs(c->sides, l, _("this report: "), _("the other: "), out))
		return;
	if (l->kind == SIDES_ROW && l->here && l->there && l->differs)
		return; /* its values follow */
	put_side(app, l, false, _("this report: "), out);
	put_side(app, l, true, _("the other: "), out);
}

/* how far the text about the chosen one can be scrolled */
static size_t last_detail(const struct app *app)
{
	int columns = app_compare_rect(app).columns, rows = app_compare_detail(app) - 2;
	struct text_line one;
	struct strbuf text;
	size_t count;

	strbuf_init(&text, 0);
	app_compare_said(app, &text);
	count = text.len && columns > 2 ? text_wrap(text.text, text.len, columns, &one, 1) : 0;
	strbuf_release(&text);
	return rows > 0 && count > (size_t)rows ? count - (size_t)rows : 0;
}

/* ---- going through it ---- */

static void settle_lines(struct app *app)
{
	struct comparing *c = &app->comparing;
	size_t count = sides_count(c->sides, c->all), rows = app_compare_rows(app);

	if (c->at >= count)
		c->at = count ? count - 1 : 0;
	if (c->at < c->top)
		c->top = c->at;
	if (c->at >= c->top + rows)
		c->top = c->at + 1 - rows;
	if (c->top > 0 && c->top == c->at && sides_line(c->sides, c->all, c->at - 1)->kind == SIDES_SECTION)
		c->top--;
}

/* another size, or an edit: the same place is looked for in what is there now */
void app_compare_settle(struct app *app)
{
	struct comparing *c = &app->comparing;
	struct spot here = app->focus;
	struct error error = { 0 };
	size_t at = c->at;

	if (app->panel != PANEL_COMPARE || !c->other)
		return;
	if (c->revision != report_revision(app->report) || !c->sides) {
		if (c->sides && c->at < sides_count(c->sides, c->all))
			here = sides_spot(sides_line(c->sides, c->all, c->at), false);
		if (!make_sides(app, &error)) {
			app_panel_close(app);
			app_say(app, STYLE_ERROR, "%s", error.text);
			return;
		}
		c->at = here.field ? sides_find(c->sides, c->all, here) : at;
		c->detail_top = 0;
	}
	settle_lines(app);
}

bool app_compare_go(struct app *app, enum compare_step step)
{
	struct comparing *c = &app->comparing;
	size_t page = app_compare_rows(app), before = c->at, most;

	if (app->panel != PANEL_COMPARE || !c->sides)
		return false;
	switch (step) {
	case COMPARE_UP:
		c->at -= c->at > 0;
		break;
	case COMPARE_DOWN:
		c->at++;
		break;
	case COMPARE_PAGE_UP:
		c->at -= c->at > page ? page : c->at;
		break;
	case COMPARE_PAGE_DOWN:
		c->at += page;
		break;
	case COMPARE_FIRST:
		c->at = 0;
		break;
	case COMPARE_LAST:
		c->at = SIZE_MAX;
		break;
	case COMPARE_BACK:
		c->detail_top -= c->detail_top > 0;
		return true;
	case COMPARE_ON:
		most = last_detail(app);
		c->detail_top += c->detail_top < most;
		return true;
	}
	settle_lines(app);
	if (c->at != before)
		c->detail_top = 0;
	return true;
}

bool app_compare_take(struct app *app)
{
	struct comparing *c = &app->comparing;
	const struct sides_line *l;
	struct spot to;

	if (app->panel != PANEL_COMPARE)
		return false;
	if (!c->sides || c->at >= sides_count(c->sides, c->all)) {
		app_panel_close(app);
		return true;
	}
	l = sides_line(c->sides, c->all, c->at);
	to = sides_spot(l, false);
	if (!to.field && l->field)
		to = (struct spot){ l->section, l->field->table ? l->field->table : l->field, 0 };
	app_panel_close(app);
	if (to.field)
		app_focus_place(app, to);
	else
		app_focus(app, spot_first(app, l->section));
	return true;
}

void app_compare_click(struct app *app, int row)
{
	struct comparing *c = &app->comparing;
	size_t line = c->top + (size_t)(row - 1);

	if (row < 1 || (size_t)row > app_compare_rows(app) || !c->sides || line >= sides_count(c->sides, c->all))
		return;
	if (c->at != line) {
		c->at = line;
		c->detail_top = 0;
	} else {
		(void)app_compare_take(app);
	}
}

static unsigned jump(struct app *app, bool forward)
{
	struct comparing *c = &app->comparing;
	size_t to;

	if (app->panel == PANEL_CONFLICTS)
		return forward ? act_list_down(app) : act_list_up(app);
	if (app->panel != PANEL_COMPARE || !c->sides || !sides_count(c->sides, c->all))
		return REACT_NONE;
	to = sides_next(c->sides, c->all, c->at, forward);
	if (to == c->at)
		app_say(app, STYLE_NOTE, "%s", forward ? _("there is no further difference") : _("there is no difference before this one"));
	else
		c->detail_top = 0;
	c->at = to;
	return REACT_REDRAW;
}

unsigned act_difference_next(struct app *app)
{
	return jump(app, true);
}

unsigned act_difference_previous(struct app *app)
{
	return jump(app, false);
}

unsigned act_compare_all(struct app *app)
{
	struct comparing *c = &app->comparing;
	struct spot here = app->focus;

	if (app->panel != PANEL_COMPARE || !c->sides)
		return REACT_NONE;
	if (c->at < sides_count(c->sides, c->all))
		here = sides_spot(sides_line(c->sides, c->all, c->at), false);
	c->all = !c->all;
	c->at = sides_find(c->sides, c->all, here);
	c->detail_top = 0;
	app_say(app, STYLE_NOTE, "%s", c->all ? _("everything is listed") : _("only differences are listed"));
	return REACT_REDRAW;
}

/* ---- taking what stands there ---- */

void app_compare_take_theirs(struct app *app)
{
	struct comparing *c = &app->comparing;
	struct error error = { 0 };
	struct strbuf label;
	const struct sides_line *l;
	struct spot to;

	if (!c->sides || c->at >= sides_count(c->sides, c->all))
		return;
	l = sides_line(c->sides, c->all, c->at);
	to = sides_spot(l, false);
	if (app_read_only(app) || (l->kind == SIDES_VALUE && to.field)) {
		if (!app_can_change(app, to.field ? to : app->focus))
			return;
	}
	if (!l->counts && !l->differs) {
		app_say(app, STYLE_NOTE, "%s", _("both are the same here"));
		return;
	}
	strbuf_init(&label, 0);
	sides_label(c->sides, l, true, &label);
	if (!sides_take(c->sides, l, &error))
		app_say(app, STYLE_ERROR, "%s", error.text);
	else
		app_say(app, STYLE_GOOD, _("'%s' is now as in the other report; ^Z undoes it"), label.text);
	strbuf_release(&label);
}
