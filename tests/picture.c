/*
 * Pictures of the screen for the manual: picture [--light] FILE SECTION|problems > x.svg
 *
 * Opens a copy of the report, goes to a section by its number (二) or to the list of problems, and writes the canvas as SVG.
 * Every character stands on its cell, lines are drawn as lines: it looks the same with any font.
 */
#include "desk/session.h"
#include "tui/app.h"
#include "tui/locale.h"
#include "tui/theme.h"

#include <libintl.h>
#include <unistd.h>

#define ROWS 30
#define COLUMNS 100
#define CELL_WIDTH 9
#define CELL_HEIGHT 20
#define MARGIN 12
#define BASELINE 15

/* in a terminal's order */
static const char *const dark[] = { "#20242c", "#ff7b72", "#7ee787", "#e3b341", "#79a8ff", "#d2a8ff", "#6cc7d4", "#d6dae0" };
static const char *const light[] = { "#24292f", "#b62324", "#116329", "#7d4e00", "#0a53b8", "#8250df", "#1b7c83", "#ffffff" };
static const char *const *palette = dark;

static const char *colour_of(int colour, bool text)
{
	if (colour == COLOUR_DEFAULT)
		colour = text == (palette == light) ? COLOUR_BLACK : COLOUR_WHITE;
	return palette[colour % COLOUR_BRIGHT];
}

struct colours {
	const char *fg, *bg;
	bool dim;
};

static const struct theme_look *look_of(const struct glyph *g)
{
	return theme_look(palette == light ? THEME_LIGHT : THEME_DARK, (enum style)g->style);
}

static struct colours colours_of(const struct glyph *g)
{
	const struct theme_look *look = look_of(g);
	struct colours c = { colour_of(look->fg, true), colour_of(look->bg, false), look->dim };

	if (look->reverse)
		c = (struct colours){ c.bg, c.fg, false };
	return c;
}

static int left(int column)
{
	return MARGIN + column * CELL_WIDTH;
}

static int top(int row)
{
	return MARGIN + row * CELL_HEIGHT;
}

/* ---- lines ---- */

#define LINE_UP 1u
#define LINE_DOWN 2u
#define LINE_LEFT 4u
#define LINE_RIGHT 8u

static unsigned line_of(const struct glyph *g)
{
	static const struct {
		const char *text;
		unsigned arms;
	} lines[] = {
		{ "─", 12 }, { "│", 3 }, { "┌", 10 }, { "┐", 6 }, { "└", 9 }, { "┘", 5 }, { "├", 11 }, { "┤", 7 }, { "┬", 14 }, { "┴", 13 }, { "┼", 15 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		if (strcmp(lines[i].text, g->text) == 0)
			return lines[i].arms;
	}
	return 0;
}

static void put_line(int row, int column, unsigned arms, const struct colours *c)
{
	printf("<path stroke=\"%s\" opacity=\".45\" d=\"", c->fg);
	if (arms & (LINE_UP | LINE_DOWN))
		printf("M%d.5 %dV%d", left(column) + CELL_WIDTH / 2, top(row) + (arms & LINE_UP ? 0 : CELL_HEIGHT / 2),
		       top(row) + (arms & LINE_DOWN ? CELL_HEIGHT : CELL_HEIGHT / 2));
	if (arms & (LINE_LEFT | LINE_RIGHT))
		printf("M%d %d.5H%d", left(column) + (arms & LINE_LEFT ? 0 : CELL_WIDTH / 2), top(row) + CELL_HEIGHT / 2,
		       left(column) + (arms & LINE_RIGHT ? CELL_WIDTH : CELL_WIDTH / 2));
	puts("\"/>");
}

/* ---- text ---- */

static bool same_look(const struct glyph *a, const struct glyph *b)
{
	return a->style == b->style && a->columns == b->columns && !line_of(b);
}

static void put_escaped(const char *text)
{
	for (; *text; text++) {
		if (*text == '&' || *text == '<')
			fputs(*text == '&' ? "&amp;" : "&lt;", stdout);
		else
			putchar(*text);
	}
}

/* neighbours of one look and width, each in the middle of its cells */
static int put_run(const struct glyph *row_of, int row, int column)
{
	const struct glyph *first = &row_of[column];
	struct colours c = colours_of(first);
	const struct theme_look *look = look_of(first);
	int end = column;

	while (end < COLUMNS && row_of[end].columns && same_look(first, &row_of[end]))
		end += row_of[end].columns;
	printf("<g transform=\"translate(0 %d)\" fill=\"%s\"%s%s%s>", top(row) + BASELINE, c.fg, first->columns == 2 ? " font-size=\"17\"" : "",
	       look->bold ? " font-weight=\"700\"" : "",
	       c.dim ? " opacity=\".65\"" : "");
	for (int at = column; at < end; at += first->columns) {
		int middle = 2 * left(at) + first->columns * CELL_WIDTH; /* not every viewer knows several places in one text */

		if (strcmp(row_of[at].text, " ") == 0)
			continue;
		printf("<text x=\"%d%s\">", middle / 2, middle % 2 ? ".5" : "");
		put_escaped(row_of[at].text);
		fputs("</text>", stdout);
	}
	puts("</g>");
	return end;
}

static bool is_blank_run(const struct glyph *row_of, int column, int *ret_end)
{
	int end = column;

	while (end < COLUMNS && strcmp(row_of[end].text, " ") == 0)
		end++;
	*ret_end = end;
	return end > column;
}

static void put_row(const struct canvas *c, int row)
{
	const struct glyph *glyphs = &c->glyphs[(size_t)row * COLUMNS];
	int column = 0, end;

	for (int at = 0; at < COLUMNS; at = end) {
		struct colours now = colours_of(&glyphs[at]);

		for (end = at + 1; end < COLUMNS && strcmp(colours_of(&glyphs[end]).bg, now.bg) == 0;)
			end++;
		if (strcmp(now.bg, colour_of(COLOUR_DEFAULT, false)) != 0)
			printf("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", left(at), top(row),
			       (end - at) * CELL_WIDTH, CELL_HEIGHT, now.bg);
	}
	while (column < COLUMNS) {
		const struct glyph *g = &glyphs[column];
		unsigned arms = line_of(g);
		struct colours now = colours_of(g);

		if (arms) {
			put_line(row, column++, arms, &now);
		} else if (is_blank_run(glyphs, column, &end)) {
			column = end;
		} else if (g->columns) {
			column = put_run(glyphs, row, column);
		} else {
			column++;
		}
	}
}

static void put_picture(const struct canvas *c)
{
	int width = 2 * MARGIN + COLUMNS * CELL_WIDTH, height = 2 * MARGIN + ROWS * CELL_HEIGHT;

	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" text-anchor=\"middle\" "
	       "font-size=\"15\" font-family=\"'DejaVu Sans Mono','Noto Sans Mono CJK SC','Noto Sans CJK SC','Source Han Sans SC',"
	       "'PingFang SC','Microsoft YaHei',monospace\">\n",
	       width, height, width, height);
	printf("<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"%s\"/>\n", width, height, colour_of(COLOUR_DEFAULT, false));
	for (int row = 0; row < ROWS; row++)
		put_row(c, row);
	if (c->caret_row >= 0)
		printf("<rect x=\"%d\" y=\"%d\" width=\"2\" height=\"%d\" fill=\"%s\"/>\n", left(c->caret_column), top(c->caret_row) + 1,
		       CELL_HEIGHT - 2, palette[COLOUR_CYAN]);
	puts("</svg>");
}

/* ---- the screen ---- */

static bool press(struct app *app, const char *name)
{
	struct key k;

	if (!key_parse(name, &k))
		return false;
	app_handle(app, &k);
	return true;
}

static bool go_to(struct app *app, const char *number)
{
	if (strcmp(number, "problems") == 0)
		return press(app, "F8");
	for (size_t i = 0; i < app->form->section_count; i++) {
		const struct section *s = app->form->sections[i];

		if (s->number && strcmp(s->number, number) == 0)
			return true;
		if (!press(app, "PgDn"))
			return false;
	}
	return false;
}

static bool draw(const char *path, int count, char **keys)
{
	struct session *session;
	struct error error = { 0 };
	struct canvas canvas;
	struct app app;
	bool ok;

	if (!session_open(path, SESSION_DESK, false, &session, &error) || !app_init(&app, session, NULL, ROWS, COLUMNS, &error)) {
		fprintf(stderr, "%s\n", error.text);
		return false;
	}
	report_finish(app.report);
	ok = canvas_init(&canvas, ROWS, COLUMNS) && go_to(&app, keys[0]);
	for (int i = 1; ok && i < count; i++)
		ok = press(&app, keys[i]);
	app_refresh(&app);
	app_draw(&app, &canvas);
	if (ok)
		put_picture(&canvas);
	canvas_release(&canvas);
	app_release(&app);
	session_free(session);
	return ok;
}

static bool copy_file(const char *from, const char *to)
{
	FILE *in = fopen(from, "rb"), *out = in ? fopen(to, "wb") : NULL;
	int c;

	while (out && (c = getc(in)) != EOF)
		putc(c, out);
	if (in)
		fclose(in);
	return out && fclose(out) == 0;
}

int main(int argc, char **argv)
{
	char folder[] = "/tmp/ziping-picture-XXXXXX", path[sizeof(folder) + 16];
	bool english, ok;

	if (argc > 1 && strcmp(argv[1], "--light") == 0) {
		palette = light;
		argc--;
		argv++;
	}
	if (argc < 3 || !locale_open("zh", &english) || !mkdtemp(folder)) {
		fprintf(stderr, "usage: picture [--light] FILE SECTION|problems [KEY]... > x.svg\n");
		return 2;
	}
	(void)bindtextdomain("ziping", CATALOGUES);
	snprintf(path, sizeof(path), "%s/report.yaml", folder);
	ok = copy_file(argv[1], path) && draw(path, argc - 2, argv + 2);
	unlink(path);
	rmdir(folder);
	return ok ? 0 : 1;
}
