/*
 * Tables in plain text: cells parted by tabs, as spreadsheets and Word copy them, or columns of blanks, as this program's own text
 * has them: headings, a rule, and rows whose cells begin or end where the heading of their column does. A cell that is too long
 * goes on in the lines below.
 */
#include "publish/manuscript.h"

#include "base/strbuf.h"
#include "base/text.h"

#include <string.h>

#define COLUMNS_MOST 64
#define HEAD_MOST 6       /* lines of headings */

struct token {
	const char *text;
	size_t len;
	int from, to;     /* in columns of a terminal */
};

struct column {
	int from, to;     /* of its heading */
	int widest;       /* of its cells */
};

/* a table is broken to this width at the most, and a column of text to this one: in a narrower one nothing goes on */
#define PAGE_WIDTH 118
#define CELL_WIDTH 36

struct grid {
	struct manuscript *m;
	bool full;              /* it takes all of the page */
	struct manuscript_table *table;
	struct column columns[COLUMNS_MOST];
	size_t count;
	int last[COLUMNS_MOST]; /* how wide the cell above is */
};

static bool is_blank(struct text_run line)
{
	text_trim(&line.text, &line.len);
	return line.len == 0;
}

/* a line of nothing but strokes */
static bool is_rule(struct text_run line)
{
	static const char *const strokes[] = { "-", "─", "━", "═", "=", " " };
	size_t at = 0, count = 0, i;

	for (; at < line.len; count++) {
		for (i = 0; i < ARRAY_SIZE(strokes); i++) {
			size_t n = strlen(strokes[i]);

			if (n <= line.len - at && memcmp(line.text + at, strokes[i], n) == 0) {
				at += n;
				break;
			}
		}
		if (i == ARRAY_SIZE(strokes))
			return false;
	}
	return count >= 4;
}

/* what stands between gaps of two blanks or more; COLUMNS_MOST at the most */
static size_t split(struct text_run line, struct token tokens[COLUMNS_MOST])
{
	size_t at = 0, count = 0;
	int column = 0;

	while (at < line.len && count < COLUMNS_MOST) {
		struct token *t = &tokens[count];
		size_t end;
		int width;

		while (at < line.len && line.text[at] == ' ') {
			at++;
			column++;
		}
		*t = (struct token){ line.text + at, 0, column, column };
		for (end = at; end < line.len && !(line.text[end] == ' ' && (end + 1 == line.len || line.text[end + 1] == ' '));) {
			end += text_cluster(line.text + end, line.len - end, &width);
			column += width;
		}
		t->len = end - at;
		t->to = column;
		at = end;
		count += t->len > 0;
	}
	return count;
}

static size_t column_of(const struct grid *g, const struct token *t)
{
	size_t best = 0;
	int most = -1000000;

	for (size_t i = 0; i < g->count; i++) {
		const struct column *c = &g->columns[i];
		int from = t->from > c->from ? t->from : c->from, to = t->to < c->to ? t->to : c->to, fit = to - from;

		if (t->from == c->from || t->to == c->to)
			return i;
		if (fit > most) {
			most = fit;
			best = i;
		}
	}
	return best;
}

/* what goes on in another line of the same cell; Chinese is broken anywhere, words between blanks */
static void append(struct grid *g, struct manuscript_row *row, size_t column, const struct token *t)
{
	const struct manuscript_cell *before = &row->cells[column];
	struct strbuf whole;

	if (!before->len) {
		manuscript_set_cell(g->m, row, column, t->text, t->len);
		return;
	}
	strbuf_init(&whole, 0);
	strbuf_add(&whole, before->text, before->len);
	if ((unsigned char)before->text[before->len - 1] < 0x80 && (unsigned char)t->text[0] < 0x80 && t->text[0] != '(')
		strbuf_putc(&whole, ' ');
	strbuf_add(&whole, t->text, t->len);
	g->m->failed |= !strbuf_ok(&whole);
	manuscript_set_cell(g->m, row, column, whole.text, whole.len);
	strbuf_release(&whole);
}

static void read_head(struct grid *g, const struct text_run *lines, size_t count)
{
	struct token tokens[COLUMNS_MOST];
	struct manuscript_row *row;

	g->count = split(lines[0], tokens);
	for (size_t i = 0; i < g->count; i++)
		g->columns[i] = (struct column){ tokens[i].from, tokens[i].to, 0 };
	row = manuscript_add_row(g->m, g->table, lines[0].number, g->count);
	for (size_t l = 0; row && l < count; l++) {
		size_t n = l ? split(lines[l], tokens) : g->count;

		for (size_t i = 0; i < n; i++)
			append(g, row, column_of(g, &tokens[i]), &tokens[i]);
	}
}

static bool is_indented(const struct token *t)
{
	return t->len > 3 && memcmp(t->text, "　", 3) == 0;
}

/* whether a line goes on with the cells of the row above: only with such as filled their column there */
static bool goes_on(const struct grid *g, const struct token *tokens, size_t count, const struct manuscript_row *above)
{
	if (!above || count == 0 || count >= g->count)
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t c = column_of(g, &tokens[i]);

		if (!g->full && g->columns[c].widest < CELL_WIDTH)
			return false;
		if (is_indented(&tokens[i]) || tokens[i].from != g->columns[c].from || !above->cells[c].len ||
		    g->last[c] < g->columns[c].widest - 3 || g->columns[c].widest < 4)
			return false;
	}
	return true;
}

static void read_row(struct grid *g, struct text_run line, bool wrapped)
{
	struct token tokens[COLUMNS_MOST];
	size_t count = split(line, tokens);
	struct manuscript_row *above = g->table->count > 1 ? &g->table->rows[g->table->count - 1] : NULL, *row;
	bool more = wrapped && goes_on(g, tokens, count, above);

	row = more ? above : manuscript_add_row(g->m, g->table, line.number, g->count);
	if (!row)
		return;
	for (size_t i = 0; i < g->count; i++)
		g->last[i] = 0;
	for (size_t i = 0; i < count; i++) {
		size_t c = column_of(g, &tokens[i]);

		append(g, row, c, &tokens[i]);
		g->last[c] = tokens[i].to - tokens[i].from;
	}
}

static void measure(struct grid *g, struct text_run line)
{
	struct token tokens[COLUMNS_MOST];
	size_t count = split(line, tokens);

	for (size_t i = 0; i < count; i++) {
		struct column *c = &g->columns[column_of(g, &tokens[i])];
		int width = tokens[i].to - tokens[i].from;

		c->widest = width > c->widest ? width : c->widest;
	}
}

/* headings, a rule, rows up to a blank line */
static size_t read_ruled(struct manuscript *m, const struct text_run *lines, size_t count)
{
	struct grid g = { .m = m };
	struct token tokens[COLUMNS_MOST];
	size_t head = 0, end;

	while (head < count && head < HEAD_MOST && !is_blank(lines[head]) && !is_rule(lines[head]))
		head++;
	if (head == 0 || head >= count || !is_rule(lines[head]) || split(lines[0], tokens) == 0)
		return 0;
	for (end = head + 1; end < count && !is_blank(lines[end]);)
		end++;
	if (end == head + 1)
		return 0;
	g.table = manuscript_add_table(m, lines[0].number);
	if (!g.table)
		return 0;
	g.table->sparse = true;
	g.full = text_columns(lines[head].text, lines[head].len) >= PAGE_WIDTH;
	read_head(&g, lines, head);
	for (size_t i = head + 1; i < end; i++)
		measure(&g, lines[i]);
	for (size_t i = head + 1; i < end && !m->failed && !m->too_large; i++) {
		if (!is_rule(lines[i]))
			read_row(&g, lines[i], true);
	}
	return end;
}

/* ---- tabs ---- */

static size_t cells_of(struct text_run line)
{
	size_t count = 1;

	if (is_blank(line))
		return 0;
	for (const char *at = line.text; (at = memchr(at, '\t', line.len - (size_t)(at - line.text))) != NULL; at++)
		count++;
	return count;
}

static size_t read_tabbed(struct manuscript *m, const struct text_run *lines, size_t count)
{
	struct manuscript_table *table;
	size_t end = 0;

	while (end < count && cells_of(lines[end]) > 1)
		end++;
	if (end < 2)
		return 0;
	table = manuscript_add_table(m, lines[0].number);
	for (size_t i = 0; table && i < end; i++) {
		const char *at = lines[i].text, *stop = at + lines[i].len;
		size_t cells = cells_of(lines[i]);
		struct manuscript_row *row = manuscript_add_row(m, table, lines[i].number, cells);

		for (size_t c = 0; row && c < cells; c++) {
			const char *tab = memchr(at, '\t', (size_t)(stop - at));

			manuscript_set_cell(m, row, c, at, (size_t)((tab ? tab : stop) - at));
			at = tab ? tab + 1 : stop;
		}
	}
	return end;
}

/* ---- blanks ---- */

static size_t read_spaced(struct manuscript *m, const struct text_run *lines, size_t count)
{
	struct grid g = { .m = m };
	struct token tokens[COLUMNS_MOST];
	size_t first = split(lines[0], tokens), end = 1;

	if (first < 2)
		return 0;
	while (end < count && !is_blank(lines[end]) && split(lines[end], tokens) > 1)
		end++;
	if (end < (first > 2 ? 2 : 3))
		return 0;
	g.table = manuscript_add_table(m, lines[0].number);
	if (!g.table)
		return 0;
	read_head(&g, lines, 1);
	for (size_t i = 1; i < end && !m->failed && !m->too_large; i++)
		read_row(&g, lines[i], false);
	return end;
}

size_t manuscript_columns(struct manuscript *m, const struct text_run *lines, size_t count)
{
	size_t taken;

	if (is_blank(lines[0]))
		return 0;
	taken = read_ruled(m, lines, count);
	if (!taken)
		taken = read_tabbed(m, lines, count);
	return taken ? taken : read_spaced(m, lines, count);
}
