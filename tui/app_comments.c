/* The list of all comments, and the way from one to the next. */
#include "tui/app_private.h"

#include "tui/views/views.h"

/* it can be gone to: a value, a cell or a row */
static bool has_place(const struct comment *c)
{
	return !c->gone && !c->whole && c->spot.field;
}

static bool list_one(struct app *app, row_id row, enum comment_state state)
{
	struct strbuf label, text;
	struct list_item *item;
	struct comment c;

	if (!comment_read(app->report, row, &c) || c.state != state)
		return true;
	strbuf_init(&label, 0);
	strbuf_init(&text, 0);
	if (c.gone)
		strbuf_puts(&label, _("gone: "));
	else if (!c.whole && c.spot.section->number)
		strbuf_printf(&label, "%s  ", c.spot.section->number);
	comment_place(app->report, &c, &label);
	comment_summary(&c, true, &text);
	item = list_add(&app->list, comment_state_label(app->form, state), label.text, text.text);
	if (item) {
		item->style = state == COMMENT_OPEN ? STYLE_WARNING : state == COMMENT_ANSWERED ? STYLE_NOTE : STYLE_GOOD;
		item->spot.row = row;
	}
	strbuf_release(&label);
	strbuf_release(&text);
	return item != NULL;
}

/* what waits for an answer first, then what waits to be looked at again */
void app_list_comments(struct app *app)
{
	struct error error = { 0 };
	bool ok = true;
	size_t count;
	row_id *rows;

	if (!comment_list(app->report, COMMENTS_ALL, &rows, &count, &error)) {
		app_say(app, STYLE_ERROR, "%s", error.text);
		return;
	}
	for (int state = COMMENT_OPEN; ok && state <= COMMENT_RESOLVED; state++) {
		for (size_t i = 0; ok && i < count; i++)
			ok = list_one(app, rows[i], (enum comment_state)state);
	}
	memory_free(rows);
}

/* to its field, cell or row; what is about more than that, or about what is gone, is shown by itself */
static unsigned go_to_comment(struct app *app, row_id row)
{
	const bool from_list = app->panel == PANEL_COMMENTS;
	struct comment c;

	if (!comment_read(app->report, row, &c))
		return REACT_REDRAW;
	app_panel_close(app);
	app_filter_off(app);
	if (!c.gone && !c.whole)
		app_focus_place(app, c.spot);
	app->reviewing.visited = row;
	app->reviewing.visited_at = app->focus;
	if (!has_place(&c))
		app_comment_show(app, c.spot, row, from_list);
	return REACT_REDRAW;
}

unsigned app_comments_take(struct app *app, const struct list_item *item)
{
	return go_to_comment(app, item->spot.row);
}

unsigned act_comments(struct app *app)
{
	if (app->panel == PANEL_COMMENTS) {
		app_panel_close(app);
		return REACT_REDRAW;
	}
	app_panel_open(app, PANEL_COMMENTS);
	if (app->list.count == 0) {
		app_panel_close(app);
		app_say(app, STYLE_NOTE, "%s", _("there are no comments"));
	}
	return REACT_REDRAW;
}

/* ---- from one to the next ---- */

/* where a spot stands in the form: section, field, row or cell */
static uint64_t standing(const struct app *app, struct spot s)
{
	const struct field *grid = s.field ? grid_of(s.field) : NULL, *f = grid ? grid : s.field;
	uint64_t place = s.section ? (uint64_t)(s.section->index + 1) << 48 : 0;
	size_t i = 0;
	uint32_t row;

	if (!s.section || !f)
		return place;
	while (i < s.section->field_count && s.section->fields[i] != f)
		i++;
	place |= (uint64_t)(i + 1) << 36;
	if (!grid || s.field == grid)
		return grid && s.row ? place | (uint64_t)(report_row_index(app->report, grid, s.row) + 1) << 8 : place;
	row = grid_row_of(app, s);
	return place | (uint64_t)((row & 0xfffff) + 1) << 8 | (grid_column_of(s) + 1);
}

/* the comment that was gone to, while the focus is still there: it may be about more than the cell in focus */
static struct spot from_where(const struct app *app)
{
	const struct reviewing *v = &app->reviewing;

	for (size_t i = 0; i < v->count && spot_is_exactly(v->visited_at, app->focus); i++) {
		if (v->notes[i].comment == v->visited)
			return v->notes[i].spot;
	}
	return app->focus;
}

/* open ones in the form's order, round and round; for a reviewer those that were answered wait too */
static unsigned travel(struct app *app, bool forward)
{
	const uint64_t here = standing(app, from_where(app));
	const struct noted *best = NULL, *end = NULL;
	uint64_t best_place = 0, end_place = 0;

	for (size_t i = 0; i < app->reviewing.count; i++) {
		const struct noted *n = &app->reviewing.notes[i];
		uint64_t place = standing(app, n->spot);

		if (n->state == COMMENT_RESOLVED || (n->state != COMMENT_OPEN && !app->options.review))
			continue;
		if (!end || (forward ? place < end_place : place > end_place)) {
			end = n;
			end_place = place;
		}
		if ((forward ? place > here : place < here) && (!best || (forward ? place < best_place : place > best_place))) {
			best = n;
			best_place = place;
		}
	}
	if (!best && !end) {
		app_say(app, STYLE_NOTE, "%s", app->reviewing.open ? _("the places of the open comments are gone; the list shows them")
								   : _("no comment is open"));
		return REACT_REDRAW;
	}
	go_to_comment(app, (best ? best : end)->comment);
	if (!best && app->panel == PANEL_NONE && (end_place != here || app->reviewing.open + app->reviewing.answered > 1))
		app_say(app, STYLE_NOTE, "%s", forward ? _("from the first open comment again") : _("from the last open comment again"));
	return REACT_REDRAW;
}

unsigned act_comment_next(struct app *app)
{
	return travel(app, true);
}

unsigned act_comment_previous(struct app *app)
{
	return travel(app, false);
}
