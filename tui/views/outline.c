/* The outline: the sections, each with its state, how many of its required fields are filled, and the one in focus. */
#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

/* ---- its lines: a section each, and a heading with a blank line above it where a new part starts ---- */

static const char *new_part(const struct form *form, size_t i)
{
	const char *part = form->sections[i]->part, *before = i > 0 ? form->sections[i - 1]->part : NULL;

	return part && (!before || strcmp(part, before) != 0) ? section_part(form, form->sections[i]) : NULL;
}

static int line_of(const struct form *form, size_t section)
{
	int line = -1;

	for (size_t i = 0; i <= section && i < form->section_count; i++)
		line += new_part(form, i) ? (i > 0 ? 3 : 2) : 1;
	return line;
}

/* the section that is chosen, or in focus */
static size_t section_at(const struct app *app)
{
	if (app->panel == PANEL_OUTLINE && app->list.count > 0)
		return app->list.items[app->list.at].number;
	return app->focus.section->index;
}

static int first_line(const struct app *app, int rows)
{
	int line = line_of(app->form, section_at(app)), all = line_of(app->form, app->form->section_count - 1) + 1;
	int top = line - rows / 2;

	if (top > all - rows)
		top = all - rows;
	return top > 0 ? top : 0;
}

const struct section *view_outline_at(const struct app *app, int line, int rows)
{
	line += first_line(app, rows);
	for (size_t i = 0; i < app->form->section_count; i++) {
		if (line_of(app->form, i) == line)
			return app->form->sections[i];
	}
	return NULL;
}

/* ---- drawing ---- */

static bool is_filled(const struct app *app, const struct field *f)
{
	struct spot s = { .section = f->section, .field = f };
	size_t len = 0;

	if (!report_relevant(app->report, s))
		return false;
	if (f->type == TYPE_TABLE)
		return report_row_count(app->report, f) > 0;
	if (f->type != TYPE_MATRIX) {
		report_text(app->report, s, &len);
		return len > 0;
	}
	for (size_t i = 0; len == 0 && i < f->row_count * f->column_count; i++) {
		if (f->cells[i])
			report_text(app->report, (struct spot){ .section = f->section, .field = f->cells[i] }, &len);
	}
	return len > 0;
}

/* whether anything stands in a section; only one that requires nothing is looked through */
static bool is_begun(const struct app *app, const struct section *s)
{
	for (size_t i = 0; i < s->field_count; i++) {
		if (is_filled(app, s->fields[i]))
			return true;
	}
	return false;
}

/* a tick says that all that was asked is answered; where nothing is asked and nothing was written, there is no sign */
static const char *section_sign(const struct app *app, const struct section *s, const struct counts *n, enum style *ret_style)
{
	enum severity worst = counts_worst(n);

	if (worst >= SEVERITY_WARNING)
		return view_sign(app, worst, ret_style);
	if (n->blank > 0) {
		*ret_style = STYLE_WARNING;
		return app->ascii ? "o" : "○";
	}
	if (worst == SEVERITY_NOTE)
		return view_sign(app, worst, ret_style);
	*ret_style = STYLE_GOOD;
	if (n->required == 0 && !is_begun(app, s))
		return "";
	return app->ascii ? "v" : "✓";
}

static void count_text(const struct counts *n, char *out, size_t size)
{
	out[0] = '\0';
	if (n->required == 0)
		return;
	if (n->required <= 999)
		snprintf(out, size, "%u/%u", n->filled, n->required);
	else /* rounded down: 100% is all of them */
		snprintf(out, size, "%u%%", (unsigned)((uint64_t)n->filled * 100 / n->required));
}

static int number_columns(const struct app *app)
{
	int most = 0;

	for (size_t i = 0; i < app->form->section_count; i++) {
		const char *number = app->form->sections[i]->number;
		int columns = number ? text_columns(number, strlen(number)) : 0;

		if (columns > most)
			most = columns;
	}
	return most > 6 ? 6 : most;
}

/* whether another section of the part would read the same, cut to so many columns */
static bool reads_alike(const struct app *app, const struct section *s, const char *title, int columns)
{
	int fitted;
	size_t seen = text_fit(title, strlen(title), columns - 1, &fitted);

	for (size_t i = 0; i < app->form->section_count; i++) {
		const struct section *other = app->form->sections[i];
		bool together = s->part && other->part ? strcmp(s->part, other->part) == 0 : s->part == other->part;

		if (other != s && together && strncmp(form_words(app->form, other->title), title, seen) == 0)
			return true;
	}
	return false;
}

/* a title that is cut shows its start; its end where the start is another's, too */
static void draw_title(const struct app *app, struct canvas *c, int row, int column, int columns, const struct section *s)
{
	enum style style = s == app->focus.section ? STYLE_HEADING : STYLE_NORMAL;
	const char *title = form_words(app->form, s->title);
	size_t len = strlen(title), from = len;

	if (text_columns(title, len) > columns && columns > 4 && reads_alike(app, s, title, columns)) {
		for (size_t at = len; at > 0 && text_columns(title + at, len - at) <= columns - 1; at = text_cluster_before(title, at))
			from = at;
		column = canvas_puts(c, row, column, style, app->ascii ? "~" : "…");
		columns--;
		title += from;
	}
	canvas_cell(c, row, column, columns, style, title, strlen(title), false);
}

/* a title has the room that its own count leaves: another section's count does not move it, and one without any has all */
static void draw_section(const struct app *app, struct canvas *c, struct rect r, int row, const struct section *s, int number)
{
	struct counts n = report_counts(app->report, s);
	bool chosen = app->panel == PANEL_OUTLINE && section_at(app) == s->index;
	bool here = s == app->focus.section;
	enum style style = STYLE_NORMAL;
	const char *sign = section_sign(app, s, &n, &style);
	int column = r.column + 3, end = r.column + r.columns - 1;
	char count[32];
	int counted;

	count_text(&n, count, sizeof(count));
	counted = (int)strlen(count);
	if (here)
		canvas_puts(c, row, r.column, STYLE_KEY, app->ascii ? ">" : "▌");
	canvas_puts(c, row, r.column + 1, style, sign);
	sign = view_noted(app, (struct spot){ .section = s }, true, &style);
	if (sign)
		canvas_puts(c, row, r.column + 2, style, sign);
	if (number > 0 && s->number)
		canvas_cell(c, row, column, number, STYLE_DIM, s->number, strlen(s->number), false);
	if (number > 0)
		column += number + 1;
	draw_title(app, c, row, column, end - column - counted - (counted > 0), s);
	canvas_puts(c, row, end - counted, STYLE_DIM, count);
	if (chosen) {
		canvas_restyle(c, (struct rect){ row, r.column, 1, r.columns }, STYLE_FOCUS);
		canvas_caret(c, row, r.column);
	}
}

void view_outline_draw(const struct app *app, struct canvas *c, struct rect r)
{
	int number = number_columns(app);
	int top = first_line(app, r.rows);

	canvas_clip(c, r);
	for (size_t i = 0; i < app->form->section_count; i++) {
		int line = line_of(app->form, i);
		const char *part = new_part(app->form, i);

		if (line >= top && line < top + r.rows)
			draw_section(app, c, r, r.row + line - top, app->form->sections[i], number);
		if (part && line - 1 >= top && line - 1 < top + r.rows)
			canvas_puts(c, r.row + line - 1 - top, r.column + 1, STYLE_HEADING, part);
	}
	canvas_unclip(c);
}
