/* Start: what it looks like. */
#include "tui/start.h"

#include "base/text.h"
#include "tui/app_private.h"

#include <unistd.h>

#define ROW_TITLE 0
#define ROW_HEADING 2
#define ROW_ENTRY 4

int start_list_row(const struct start *s)
{
	return start_page_types(s->page) ? ROW_ENTRY + 2 : ROW_HEADING + 2;
}

int start_list_rows(const struct start *s)
{
	int rows = s->rows - start_list_row(s) - 3; /* a rule, a message, the keys */

	return rows > 1 ? rows : 1;
}

static const char *heading(const struct start *s)
{
	switch (s->page) {
	case START_FORMS:
		return _("New report: which form is it to follow?");
	case START_NAME:
		return s->sample.len ? _("A copy of the sample: under which name?") : _("New report: under which name?");
	case START_LAST:
		return _("New report: from which report of last year?");
	case START_DOCUMENT:
		return _("New report: from which Word file or text (.docx .txt .md)?");
	case START_PASTE:
		return _("New report: paste the text here with the terminal's own key, then Tab");
	case START_OPEN:
		return _("Open a report");
	case START_SAMPLES:
		return _("Samples: choose one, a copy of it is made");
	case START_FOLDER:
		return _("Reports of the folder");
	case START_HELP:
		return _("Help");
	case START_HOME:
		break;
	}
	return _("Performance self-evaluation reports");
}

/* commands and files each have columns of their own */
static bool is_command(const struct list_item *item)
{
	return item->number >= START_IS_COMMAND;
}

static int widest(const struct list *l, bool commands, bool tags, int most)
{
	int columns = 0;

	for (size_t i = 0; i < l->count; i++) {
		const char *text = tags ? l->items[i].tag : l->items[i].label;
		int own = text && !l->items[i].heading && is_command(&l->items[i]) == commands ? text_columns(text, strlen(text)) : 0;

		columns = own > columns ? own : columns;
	}
	return columns < most ? columns : most;
}

static void draw_part(struct canvas *c, int row, int *column, int columns, enum style style, const char *text)
{
	if (columns <= 0)
		return;
	canvas_cell(c, row, *column, columns, style, text ? text : "", text ? strlen(text) : 0, false);
	*column += columns + 2;
}

static void draw_item(const struct start *s, struct canvas *c, const struct list_item *item, int row, int tag, int label)
{
	int at = 4, end = s->columns - 2;

	if (item->heading) {
		canvas_cell(c, row, 2, end - 2, item->text ? STYLE_NORMAL : STYLE_HEADING, item->label, strlen(item->label), false);
		return;
	}
	if (!item->text)
		label = end - at - (tag ? tag + 2 : 0);
	draw_part(c, row, &at, tag, item->style, item->tag);
	draw_part(c, row, &at, label, item->style == STYLE_DIM ? STYLE_DIM : STYLE_NORMAL, item->label);
	if (item->text && end > at)
		draw_part(c, row, &at, end - at, STYLE_DIM, item->text);
}

static void draw_list(const struct start *s, struct canvas *c)
{
	const struct list *l = &s->list;
	int row = start_list_row(s), rows = start_list_rows(s);
	int tag = widest(l, false, true, s->columns / 5), label = widest(l, false, false, s->columns * 2 / 5);
	int command = widest(l, true, false, s->columns * 2 / 5);

	for (size_t i = l->top; i < l->count && (int)(i - l->top) < rows; i++) {
		int at = row + (int)(i - l->top);

		if (is_command(&l->items[i]))
			draw_item(s, c, &l->items[i], at, 0, command);
		else
			draw_item(s, c, &l->items[i], at, tag, label);
		if (i != l->at || l->items[i].heading || (start_page_types(s->page) && !s->moved))
			continue;
		canvas_puts(c, at, 2, STYLE_KEY, s->ascii ? ">" : "›");
		canvas_restyle(c, (struct rect){ at, 2, 1, s->columns - 4 }, STYLE_FOCUS);
		if (!start_page_types(s->page))
			canvas_caret(c, at, 2);
	}
}

static void draw_reports(struct start *s, struct canvas *c)
{
	folder_draw(&s->reports, c, (struct rect){ start_list_row(s), 2, start_list_rows(s), s->columns - 4 }, s->ascii);
	canvas_puts(c, ROW_HEADING + 1, 2, STYLE_KEY, _("Only those with:"));
	lineedit_draw(&s->reports.filter, c, (struct rect){ ROW_HEADING + 1, 3 + text_columns(_("Only those with:"), strlen(_("Only those with:"))), 1, s->columns / 2 },
		      STYLE_EDIT);
}

static int draw_key(struct canvas *c, int row, int column, const char *key, const char *name)
{
	if (column + text_columns(key, strlen(key)) + 1 + text_columns(name, strlen(name)) > c->columns)
		return column; /* none is cut in the middle */
	column = canvas_puts(c, row, column, STYLE_KEY, key) + 1;
	return canvas_puts(c, row, column, STYLE_DIM, name) + 2;
}

static void draw_keys(const struct start *s, struct canvas *c)
{
	int row = s->rows - 1, at = 1;

	if (s->page == START_PASTE) {
		at = draw_key(c, row, at, "Tab", _("go on"));
		draw_key(c, row, at, "Esc", _("back"));
		return;
	}
	at = draw_key(c, row, at, s->ascii ? "Up Down" : "↑↓", _("choose"));
	if (s->page == START_FOLDER) {
		at = draw_key(c, row, at, s->ascii ? "Left Right" : "←→", _("column"));
		at = draw_key(c, row, at, "Tab", _("sort by it"));
	}
	if (start_page_types(s->page))
		at = draw_key(c, row, at, "Tab", _("complete the name"));
	at = draw_key(c, row, at, _("Enter"), s->page == START_FOLDER ? _("open it") : _("do it"));
	at = draw_key(c, row, at, "Esc", s->page == START_HOME || (s->page == START_FOLDER && s->folder) ? _("quit") : _("back"));
	at = draw_key(c, row, at, "F1", _("help"));
	if (s->page == START_FOLDER)
		draw_key(c, row, at, _("letters"), _("narrow down"));
}

/* where a name without a folder goes: who has never used a command line cannot know */
static void draw_place(const struct start *s, struct canvas *c)
{
	char folder[1024], line[1200];

	if (s->entry.text.len > 0 && strchr("/~", s->entry.text.text[0]))
		return;
	if (!getcwd(folder, sizeof(folder)))
		return;
	snprintf(line, sizeof(line), _("in the folder %s"), folder);
	canvas_cell(c, ROW_ENTRY + 2, 4, s->columns - 6, STYLE_DIM, line, strlen(line), false);
}

void start_draw(struct start *s, struct canvas *c)
{
	canvas_clear(c);
	canvas_fill(c, (struct rect){ ROW_TITLE, 0, 1, s->columns }, STYLE_TITLE);
	canvas_puts(c, ROW_TITLE, 1, STYLE_TITLE, "ziping " ZIPING_VERSION);
	canvas_cell(c, ROW_HEADING, 2, s->columns - 4, STYLE_HEADING, heading(s), strlen(heading(s)), false);
	if (s->page == START_FOLDER && s->folder) {
		char whole[1024];
		const char *folder = strcmp(s->folder, ".") == 0 && getcwd(whole, sizeof(whole)) ? whole : s->folder;

		canvas_cell(c, ROW_TITLE, s->columns / 2, s->columns - s->columns / 2 - 1, STYLE_TITLE, folder, strlen(folder), true);
	}
	if (s->page == START_FOLDER)
		draw_reports(s, c);
	else if (s->page == START_PASTE)
		lineedit_draw(&s->pasted, c, (struct rect){ start_list_row(s), 2, start_list_rows(s), s->columns - 4 }, STYLE_EDIT);
	else
		draw_list(s, c);
	if (start_page_types(s->page)) {
		canvas_puts(c, ROW_ENTRY, 2, STYLE_KEY, s->ascii ? ">" : "›");
		lineedit_draw(&s->entry, c, (struct rect){ ROW_ENTRY, 4, 1, s->columns - 6 }, STYLE_EDIT);
	}
	if (s->page == START_NAME)
		draw_place(s, c);
	canvas_hline(c, s->rows - 3, 0, s->columns, STYLE_RULE);
	canvas_cell(c, s->rows - 2, 1, s->columns - 2, s->message_style, s->message.text, s->message.len, false);
	draw_keys(s, c);
	if (c->caret_row < 0)
		canvas_caret(c, ROW_HEADING, 2);
}
