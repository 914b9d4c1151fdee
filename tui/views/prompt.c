/* A line asked for, in the problem line; and the list of what a replacement would change. */
#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

void view_prompt_draw(const struct app *app, struct canvas *c)
{
	struct frame f = frame_of(app->rows, app->columns);
	int at = canvas_puts(c, f.problem_row, 1, STYLE_KEY, app_prompt_words(app)) + 1, columns;
	struct strbuf before;

	if (app->prompt.what == PROMPT_REPLACE_WITH) { /* what it is that is replaced */
		strbuf_init(&before, 0);
		text_visible(&before, app->replacing.from.text, app->replacing.from.len);
		canvas_cell(c, f.problem_row, at, app->columns / 3, STYLE_DIM, before.text, before.len, false);
		at += (text_columns(before.text, before.len) < app->columns / 3 ? text_columns(before.text, before.len) : app->columns / 3) + 1;
		at = canvas_puts(c, f.problem_row, at, STYLE_DIM, app->ascii ? "->" : "→") + 1;
		strbuf_release(&before);
	}
	columns = app->columns - at - 1;
	lineedit_draw(app->query, c, (struct rect){ f.problem_row, at, 1, columns > 4 ? columns : 4 }, STYLE_EDIT);
}

void view_replace_draw(const struct app *app, struct canvas *c)
{
	struct strbuf title;
	size_t on = 0, count = 0;

	strbuf_init(&title, 0);
	for (size_t i = 0; i < app->list.count; i++) {
		on += app->list.items[i].number;
		count += !app->list.items[i].heading;
	}
	strbuf_printf(&title, _("Replace in %zu of %zu places: Space leaves one out"), on, count);
	if (app->list.more)
		strbuf_printf(&title, " %s", _("(only the first ones are listed)"));
	view_list_draw(app, c, &(struct list_look){ .title = title.text });
	strbuf_release(&title);
}
