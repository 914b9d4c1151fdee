/* A question in a box over the rest, with its answers. */
#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

#define LINES_MAX 40

static void draw_answer(const struct app *app, struct canvas *c, size_t i, int row, int column, int columns)
{
	const struct answer *a = &app->answers[i];
	bool chosen = i == app->answer_at;
	struct strbuf text;

	strbuf_init(&text, 0);
	strbuf_printf(&text, " %s %s", chosen ? (app->ascii ? ">" : "›") : " ", _(a->text));
	if (a->key[0])
		strbuf_printf(&text, "  (%s)", a->key);
	canvas_cell(c, row, column, columns, chosen ? STYLE_FOCUS : STYLE_NORMAL, text.text, text.len, false);
	if (chosen)
		canvas_caret(c, row, column + 1);
	strbuf_release(&text);
}

void view_dialog_draw(const struct app *app, struct canvas *c)
{
	const char *text = app->question_text ? app->question_text : "";
	int columns = app->columns - 4 < 64 ? app->columns - 4 : 64, answers = (int)app->answer_count;
	int most = app->rows - answers - 5;
	struct text_line lines[LINES_MAX];
	int count = (int)text_wrap(text, strlen(text), columns - 4, lines, LINES_MAX), shown;
	struct rect box;

	if (most > LINES_MAX)
		most = LINES_MAX;
	shown = count > most ? most : count;
	box = (struct rect){ 0, (app->columns - columns) / 2, shown + answers + 3, columns };
	box.row = (app->rows - box.rows) / 2;
	canvas_fill(c, box, STYLE_NORMAL);
	canvas_frame(c, box, STYLE_KEY);
	for (int i = 0; i < shown; i++) {
		bool cut = i + 1 == shown && count > shown;

		canvas_text(c, box.row + 1 + i, box.column + 2, i == 0 ? STYLE_HEADING : STYLE_NORMAL,
			    cut ? (app->ascii ? "..." : "…") : text + lines[i].start, cut ? 3 : lines[i].end - lines[i].start);
	}
	for (int i = 0; i < answers; i++)
		draw_answer(app, c, (size_t)i, box.row + 2 + shown + i, box.column + 1, columns - 2);
}
