/* Typeset: tables, in columns where they fit, else a paragraph a row. */
#include "publish/typeset_private.h"

#include "base/text.h"

#include <string.h>

#define GAP 2
#define WIDEST 120        /* of a table in text that is not broken into lines */
#define CELL_WIDEST 40    /* of a column there */
#define NARROWEST 6

static int columns_of(const char *text, size_t len)
{
	const char *end = text + len;
	int most = 0;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		int own = text_columns(text, (size_t)((stop ? stop : end) - text));

		most = own > most ? own : most;
		if (!stop)
			break;
		text = stop + 1;
	}
	return most;
}

static int total_of(const int *widths, size_t count)
{
	int total = 0;

	for (size_t i = 0; i < count; i++)
		total += widths[i] + (i ? GAP : 0);
	return total;
}

/* what a column can do with: numbers are not broken, the heading over them is */
static int least_of(const struct document_table *table, size_t column)
{
	int least = NARROWEST;

	for (size_t r = 0; r < table->row_count && table->columns[column].right; r++) {
		const struct document_cell *c = &table->rows[r].cells[column];
		int own = table->rows[r].group ? 0 : columns_of(c->text, c->len);

		least = own > least ? own : least;
	}
	return least;
}

/* a heading on two lines, its unit on the second */
static int two_lines_of(const char *label)
{
	int all = columns_of(label, strlen(label)), half = (all + 1) / 2 + (all + 1) / 2 % 2;
	const char *unit = strstr(label, "（");
	int before = unit ? columns_of(label, (size_t)(unit - label)) : 0, behind = unit ? columns_of(unit, strlen(unit)) : 0;

	if (before > behind)
		behind = before;
	return behind > 0 && behind < all ? behind : half < all ? half : all;
}

/* the same before words are broken: a heading over numbers takes two lines */
static int gentle_of(const struct document_table *table, size_t column, int width, int least)
{
	int two = two_lines_of(table->columns[column].label);

	if (!table->columns[column].right)
		return width;
	return two > least ? two : least;
}

/* takes from the widest until all fit, two at a time where wide characters stand. False: they do not fit. */
static bool fit(const struct document_table *table, int *widths, const int *least, int room)
{
	while (total_of(widths, table->column_count) > room) {
		size_t widest = SIZE_MAX;

		for (size_t i = 0; i < table->column_count; i++) {
			if (widths[i] > least[i] && (widest == SIZE_MAX || widths[i] > widths[widest]))
				widest = i;
		}
		if (widest == SIZE_MAX)
			return false;
		widths[widest] -= !table->columns[widest].right && widths[widest] % 2 == 0 && widths[widest] - 2 >= least[widest] ? 2 : 1;
	}
	return true;
}

static void measure(const struct document_table *table, int *widths)
{
	for (size_t i = 0; i < table->column_count; i++)
		widths[i] = columns_of(table->columns[i].label, strlen(table->columns[i].label));
	for (size_t r = 0; r < table->row_count; r++) {
		for (size_t i = 0; i < table->column_count && !table->rows[r].group; i++) {
			int own = columns_of(table->rows[r].cells[i].text, table->rows[r].cells[i].len);

			widths[i] = own > widths[i] ? own : widths[i];
		}
	}
	for (size_t i = 0; i < table->column_count; i++) {
		if (!table->columns[i].right && widths[i] > CELL_WIDEST)
			widths[i] = CELL_WIDEST;
		else if (widths[i] < 2)
			widths[i] = 2; /* a wide character has room */
	}
}

struct band {
	struct text_line *lines;
	size_t count;
	const char *text;
};

static bool break_cell(const char *text, size_t len, int columns, struct band *ret)
{
	ret->text = text;
	ret->count = text_wrap(text, len, columns > 1 ? columns : 2, NULL, 0);
	ret->lines = memory_alloc(ret->count, sizeof(*ret->lines));
	if (!ret->lines)
		return false;
	text_wrap(text, len, columns > 1 ? columns : 2, ret->lines, ret->count);
	return true;
}

/* one cell of one line, padded to its column */
static void put_cell(const struct band *b, size_t line, int columns, bool right, bool last, struct strbuf *out)
{
	const char *text = line < b->count ? b->text + b->lines[line].start : "";
	size_t len = line < b->count ? b->lines[line].end - b->lines[line].start : 0;
	int own;

	while (len > 0 && text[len - 1] == ' ')
		len--;
	own = text_columns(text, len);
	if (right && own < columns)
		strbuf_repeat(out, " ", (size_t)(columns - own));
	strbuf_add(out, text, len);
	if (!right && own < columns && !last)
		strbuf_repeat(out, " ", (size_t)(columns - own));
	if (!last)
		strbuf_repeat(out, " ", GAP);
}

static void set_band(struct typesetter *t, const struct document_table *table, const int *widths, struct band *bands, enum typeset_part part)
{
	struct strbuf line;
	size_t most = 1;

	for (size_t i = 0; i < table->column_count; i++)
		most = bands[i].count > most ? bands[i].count : most;
	strbuf_init(&line, 0);
	for (size_t n = 0; n < most && !t->to->failed; n++) {
		strbuf_clear(&line);
		for (size_t i = 0; i < table->column_count; i++)
			put_cell(&bands[i], n, widths[i], table->columns[i].right, i + 1 == table->column_count, &line);
		t->to->failed |= !strbuf_ok(&line);
		set_line(t, part, line.text, line.len);
	}
	strbuf_release(&line);
}

/* row NULL: the headings */
static void set_row(struct typesetter *t, const struct document_table *table, const struct document_row *row, const int *widths)
{
	struct band *bands = memory_alloc(table->column_count, sizeof(*bands));

	if (!bands) {
		t->to->failed = true;
		return;
	}
	for (size_t i = 0; i < table->column_count && !t->to->failed; i++) {
		const char *text = row ? row->cells[i].text : table->columns[i].label;
		size_t len = row ? row->cells[i].len : strlen(text);

		if (row && !row->cells[i].down)
			len = 0;
		t->to->failed |= !break_cell(text, len, widths[i], &bands[i]);
	}
	if (!t->to->failed)
		set_band(t, table, widths, bands, !row ? TYPESET_HEAD : row->total ? TYPESET_TOTAL : TYPESET_ROW);
	for (size_t i = 0; i < table->column_count; i++)
		memory_free(bands[i].lines);
	memory_free(bands);
}

static void set_rule(struct typesetter *t, int columns)
{
	struct strbuf line;

	strbuf_init(&line, 0);
	strbuf_repeat(&line, t->style->ascii ? "-" : "─", (size_t)columns);
	t->to->failed |= !strbuf_ok(&line);
	set_line(t, TYPESET_RULE, line.text, line.len);
	strbuf_release(&line);
}

/* label：value；label：value */
static void set_record(struct typesetter *t, const struct document_table *table, const struct document_row *row)
{
	struct strbuf line;
	bool first = true;

	strbuf_init(&line, 0);
	for (size_t i = 0; i < table->column_count; i++) {
		const struct document_cell *c = &row->cells[i];

		if (!c->len)
			continue;
		if (!first)
			strbuf_puts(&line, t->chinese ? "；" : "; ");
		first = false;
		if (!row->group)
			strbuf_printf(&line, t->chinese ? "%s：" : "%s: ", table->columns[i].label);
		for (size_t n = 0; n < c->len; n++)
			strbuf_putc(&line, c->text[n] == '\n' ? ' ' : c->text[n]);
	}
	t->to->failed |= !strbuf_ok(&line);
	set_wrapped(t, line.text, line.len);
	strbuf_release(&line);
}

void set_table(struct typesetter *t, const struct document_table *table)
{
	int room = t->style->columns > 0 ? t->style->columns : WIDEST;
	int *widths = memory_alloc(3 * table->column_count, sizeof(*widths)), *least, *gentle;
	bool fits;

	if (!widths) {
		t->to->failed = true;
		return;
	}
	least = widths + table->column_count;
	gentle = least + table->column_count;
	measure(table, widths);
	for (size_t i = 0; i < table->column_count; i++) {
		least[i] = least_of(table, i);
		gentle[i] = gentle_of(table, i, widths[i], least[i]);
	}
	fits = fit(table, widths, gentle, room) || fit(table, widths, least, room);
	if (fits) {
		set_row(t, table, NULL, widths);
		set_rule(t, total_of(widths, table->column_count));
	}
	for (size_t i = 0; i < table->row_count && !t->to->failed; i++) {
		if (!fits)
			set_record(t, table, &table->rows[i]);
		else if (table->rows[i].group)
			set_line(t, TYPESET_HEAD, table->rows[i].cells[0].text, table->rows[i].cells[0].len);
		else
			set_row(t, table, &table->rows[i], widths);
	}
	if (table->left_out)
		set_line(t, TYPESET_TEXT, "……", strlen("……"));
	memory_free(widths);
}
