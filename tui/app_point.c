/* A place in a long text: pointed at with the mouse, or a sentence further. */
#include "tui/app_private.h"

#include "tui/lineedit_private.h"
#include "tui/views/views.h"

/* ---- the mouse ---- */

/* where the long text in focus stands on the screen; false: it has no box there */
static bool text_box(const struct app *app, struct rect *ret)
{
	const struct block *b = layout_block(&app->layout, app->focus.field);
	struct rect content = frame_of(app->rows, app->columns).content;

	if (!b || b->kind != BLOCK_LONG || b->height <= 3 || !view_same_spot(app->edit_spot, app->focus))
		return false;
	*ret = (struct rect){ content.row + (int)((int64_t)b->top - (int64_t)app->top) + 2, content.column + 2, (int)b->height - 3,
			      content.columns - 4 };
	return true;
}

static size_t offset_at(struct app *app, const struct rect *box, int row, int column)
{
	const struct lineedit_layout *l = lineedit_layout(app->edit, box->columns);
	int64_t wanted = (int64_t)app->edit->top + row - box->row;
	size_t line, start, end, at;
	int used;

	if (!l || l->count == 0)
		return app->edit->caret;
	line = wanted < 0 ? 0 : wanted >= (int64_t)l->count ? l->count - 1 : (size_t)wanted;
	start = l->lines[line].start;
	end = l->lines[line].end;
	at = start + text_fit(app->edit->text.text + start, end - start, column > box->column ? column - box->column : 0, &used);
	if (at == end && at > start && line + 1 < l->count && !l->lines[line].hard) /* the end of a soft line is the next one's start */
		at = text_cluster_before(app->edit->text.text, at);
	return at;
}

/* a press in the long text in focus puts the caret there; what is dragged from there is selected */
bool app_point_press(struct app *app, int row, int column)
{
	struct rect box;

	app->dragging = false;
	if (!spot_is_long(app->focus))
		return false;
	app_settle(app);
	if (!text_box(app, &box) || row < box.row || row >= box.row + box.rows)
		return false;
	app->edit->caret = app->edit->anchor = offset_at(app, &box, row, column);
	app->edit->wanted_column = -1;
	app->dragging = true;
	return true;
}

unsigned app_point_drag(struct app *app, int row, int column)
{
	struct rect box;
	size_t to, from = app->edit->anchor;

	if (!app->dragging || app->panel != PANEL_NONE || !text_box(app, &box))
		return REACT_NONE;
	to = offset_at(app, &box, row, column);
	if (to == app->edit->caret)
		return REACT_NONE;
	if (!app->editing && !app_edit_open(app, EDIT_REPLACE)) {
		app->dragging = false;
		return REACT_REDRAW;
	}
	app->edit->anchor = from;
	app->edit->caret = to;
	return REACT_REDRAW;
}

unsigned app_point_word(struct app *app)
{
	const struct key word[] = { { .code = KEYCODE_RIGHT, .control = true },
				    { .code = KEYCODE_LEFT, .control = true },
				    { .code = KEYCODE_RIGHT, .control = true, .shift = true } };
	size_t at = app->edit->caret;
	int rows, columns;

	if (!app->editing && !app_edit_open(app, EDIT_REPLACE))
		return REACT_REDRAW;
	app->edit->caret = app->edit->anchor = at;
	columns = app_edit_columns(app, &rows);
	for (size_t i = 0; i < ARRAY_SIZE(word); i++)
		(void)lineedit_key(app->edit, &word[i], columns, rows);
	return REACT_REDRAW;
}

/* ---- sentences ---- */

static bool ends_sentence(const char *text, size_t len)
{
	static const char *const ends[] = { "。", "！", "？", "；", "!", "?", ";", "\n" };

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		size_t own = strlen(ends[i]);

		if (own <= len && memcmp(text, ends[i], own) == 0)
			return true;
	}
	return false;
}

static size_t sentence_after(const char *text, size_t len, size_t at)
{
	bool ended = false;

	while (at < len && !ended) {
		ended = ends_sentence(text + at, len - at);
		at += text_cluster(text + at, len - at, &(int){ 0 });
	}
	while (at < len && (ends_sentence(text + at, len - at) || (len - at >= 3 && memcmp(text + at, "”", 3) == 0)))
		at += text_cluster(text + at, len - at, &(int){ 0 });
	return at;
}

/* the start of the sentence that `at` is in, or of the one before when it is at its start already */
static size_t sentence_before(const char *text, size_t len, size_t at)
{
	size_t start = 0, next = 0;

	while (next < at && next < len) {
		start = next;
		next = sentence_after(text, len, next);
	}
	return start;
}

static unsigned go_to(struct app *app, size_t at)
{
	app->edit->caret = app->edit->anchor = at;
	app->edit->wanted_column = -1;
	return REACT_REDRAW;
}

unsigned act_sentence_before(struct app *app)
{
	return go_to(app, sentence_before(app->edit->text.text, app->edit->text.len, app->edit->caret));
}

unsigned act_sentence_after(struct app *app)
{
	return go_to(app, sentence_after(app->edit->text.text, app->edit->text.len, app->edit->caret));
}
