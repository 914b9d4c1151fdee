/*
 * The columns of a grid across the screen. Three ways, the first that fits: everything as wide as it would like to be; all
 * columns with what they need; what there is room for, and the rest by scrolling sideways.
 */
#include "tui/views/layout.h"

#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

#define GAP 2           /* between columns: room for the brackets of the cell in focus */
#define HEADER_MOST 20  /* a longer header does not widen its column: it takes two lines */
#define NUMBER_MOST 24  /* a number wider than this is shown without its separators, or not at all */
#define WORDS_MOST 60
#define NAME_LEAST 16   /* of the column that tells rows apart */
#define SPREAD_MOST 24  /* what a column of words gets beyond its need when there is room */

static int columns_of(const char *text)
{
	return text_columns(text, strlen(text));
}

static int least_of(int a, int b)
{
	return a < b ? a : b;
}

static int most_of(int a, int b)
{
	return a > b ? a : b;
}

/* ---- headers ---- */

static void unit_text(const struct app *app, const struct field *f, struct strbuf *out)
{
	if (f->unit && f->unit[0])
		strbuf_printf(out, app->form->english ? " (%s)" : "（%s）", f->unit);
}

/* on one line, and the narrowest that two lines can be */
void grid_header_columns(const struct app *app, const struct field *f, int *ret_one, int *ret_two)
{
	const char *label = field_label(app->form, f);
	struct strbuf text;
	int apart, unit;

	strbuf_init(&text, 0);
	unit_text(app, f, &text);
	unit = text_columns(text.text, text.len) - (app->form->english && text.len > 0);
	apart = most_of(columns_of(label), unit);
	strbuf_clear(&text);
	strbuf_puts(&text, label);
	unit_text(app, f, &text);
	*ret_one = *ret_two = text_columns(text.text, text.len);
	if (columns_of(label) > 8) {
		for (int columns = *ret_one / 2; columns < *ret_two; columns++) {
			struct text_line lines[3];

			if (text_wrap(text.text, text.len, columns, lines, ARRAY_SIZE(lines)) <= 2)
				*ret_two = columns;
		}
	}
	if (unit > 0 && (apart < *ret_two || apart <= 10))
		*ret_two = apart;
	strbuf_release(&text);
}

static void add_line(struct header *h, size_t start, size_t end)
{
	while (end > start && h->text.text[end - 1] == ' ')
		end--;
	while (start < end && h->text.text[start] == ' ')
		start++;
	h->lines[h->count++] = (struct text_line){ .start = start, .end = end };
}

bool grid_header(const struct app *app, const struct field *f, int columns, bool tall, struct header *ret)
{
	const char *label = field_label(app->form, f);
	struct text_line lines[3];
	size_t label_len = strlen(label), len, count;

	ret->count = 0;
	strbuf_init(&ret->text, 0);
	strbuf_puts(&ret->text, label);
	unit_text(app, f, &ret->text);
	len = ret->text.len;
	if (text_columns(ret->text.text, len) <= columns) {
		add_line(ret, 0, len);
		return true;
	}
	if (tall && len > label_len && text_columns(label, label_len) <= columns) {
		add_line(ret, 0, label_len);
		if (text_columns(ret->text.text + label_len, len - label_len) <= columns + app->form->english)
			add_line(ret, label_len, len);
		return ret->count == 2;
	}
	count = tall ? text_wrap(ret->text.text, len, columns, lines, ARRAY_SIZE(lines)) : 1;
	if (count > 2) { /* rather the label without its unit than a part of both */
		len = label_len;
		count = text_wrap(ret->text.text, len, columns, lines, ARRAY_SIZE(lines));
	}
	if (count < 2) {
		add_line(ret, 0, label_len);
		return len == label_len;
	}
	add_line(ret, lines[0].start, lines[0].end);
	add_line(ret, lines[1].start, len);
	return len == ret->text.len;
}

/* ---- what a column needs ---- */

struct need {
	int least;  /* its values, its header on two lines */
	int seen;   /* words: what was seen of them, within reason */
	int all;    /* … without reason */
	int good;   /* as the form has it, its header on one line */
	bool number;
};

static int choices_columns(const struct form *form, const struct field *f)
{
	int most = 4;

	for (size_t i = 0; i < f->choice_count; i++)
		most = most_of(most, columns_of(form_words(form, f->choices[i].label)));
	return least_of(most, 16);
}

static int type_columns(const struct form *form, const struct field *f)
{
	switch (f->type) {
	case TYPE_INTEGER:
		return 9;
	case TYPE_DECIMAL:
		return f->unit && strchr(f->unit, '%') ? 8 : 12;
	case TYPE_YEAR:
	case TYPE_BOOLEAN:
		return 4;
	case TYPE_DATE:
		return 10;
	case TYPE_MEASURE:
		return 12;
	case TYPE_CHOICE:
		return choices_columns(form, f);
	case TYPE_LONGTEXT:
		return 28;
	default:
		return 16;
	}
}

/* room to type a usual value, whatever was seen */
static int floor_columns(const struct form *form, const struct field *f)
{
	switch (f->type) {
	case TYPE_INTEGER:
		return 6;
	case TYPE_DECIMAL:
		return f->unit && strchr(f->unit, '%') ? 6 : 8;
	case TYPE_YEAR:
	case TYPE_BOOLEAN:
		return 4;
	case TYPE_DATE:
		return 10;
	case TYPE_CHOICE:
		return least_of(choices_columns(form, f), 6);
	case TYPE_MEASURE:
	case TYPE_LONGTEXT:
		return 8;
	default:
		return 6;
	}
}

/* the column that tells rows apart */
static bool is_name(const struct field *grid, size_t column)
{
	return grid->type == TYPE_TABLE && column == (grid->key >= 0 ? (size_t)grid->key : 0);
}

static struct need need_of(const struct app *app, const struct field *grid, size_t column)
{
	const struct measure *m = grid_measure(app, grid);
	const struct field *f = grid->columns[column];
	int seen = m && column < GRID_COLUMNS_MAX ? m->widest[column] : 0, floor = floor_columns(app->form, f), one, two;
	struct need n = { .number = view_number_column(f) };

	if (m && column < GRID_COLUMNS_MAX) {
		one = m->header[column];
		two = m->header_two[column];
	} else {
		grid_header_columns(app, f, &one, &two);
	}
	n.all = most_of(seen, floor);
	seen = least_of(n.all, n.number ? NUMBER_MOST : WORDS_MOST);
	n.least = n.number ? seen : least_of(seen, is_name(grid, column) ? NAME_LEAST : most_of(floor, 10));
	n.least = most_of(n.least, two);
	n.seen = most_of(n.least, seen);
	n.good = most_of(most_of(n.number ? n.seen : n.least, f->width ? f->width : type_columns(app->form, f)),
			 least_of(one, HEADER_MOST));
	return n;
}

/* numbers of rows, or their labels */
static int frozen_columns(const struct app *app, const struct field *grid)
{
	int most = 4;

	if (grid->type == TYPE_TABLE) {
		for (uint32_t rows = grid_rows(app, grid); rows > 9999; rows /= 10)
			most++;
		return most;
	}
	for (size_t i = 0; i < grid->row_count; i++)
		most = most_of(most, columns_of(form_words(app->form, grid->rows[i].label)) + 2 * grid->rows[i].indent);
	return least_of(most, WORDS_MOST);
}

static int frozen_least(const struct field *grid, int frozen, int columns)
{
	return grid->type == TYPE_TABLE ? frozen : least_of(frozen, most_of(NAME_LEAST, columns * 3 / 10));
}

/* ---- the three ways ---- */

enum way { WAY_GOOD, WAY_LEAST, WAY_SCROLLED };

static enum way way_of(const struct app *app, const struct field *grid, int columns)
{
	int frozen = frozen_columns(app, grid), good = 2 + frozen, least = 2 + frozen_least(grid, frozen, columns);

	for (size_t i = 0; i < grid->column_count; i++) {
		struct need n = need_of(app, grid, i);

		good += GAP + n.good;
		least += GAP + n.least;
	}
	if (grid->column_count >= GRID_COLUMNS_MAX)
		return WAY_SCROLLED;
	return good <= columns ? WAY_GOOD : least <= columns ? WAY_LEAST : WAY_SCROLLED;
}

/* ---- room that is left ---- */

enum share { TO_NAME, TO_WORDS, TO_NUMBERS, TO_FORM, TO_LONG, TO_ANY };

static int wanted(const struct app *app, const struct field *grid, size_t column, enum share share, int now)
{
	struct need n = need_of(app, grid, column);

	switch (share) {
	case TO_NAME:
		return is_name(grid, column) ? n.seen : now;
	case TO_WORDS:
		return n.number ? now : n.seen;
	case TO_NUMBERS:
		return n.number ? n.good : now;
	case TO_FORM:
		return n.good;
	case TO_LONG:
		return n.number ? now : n.all;
	default:
		return n.number ? now : now + SPREAD_MOST;
	}
}

/* `first`: of those seen, so that what is fixed keeps its width while the others move */
static int give(const struct app *app, const struct field *grid, struct grid_column *seen, size_t count, size_t first, int spare,
		enum share share)
{
	for (size_t i = first; i < count && spare > 0; i++) {
		int more = least_of(wanted(app, grid, seen[i].column, share, seen[i].columns) - seen[i].columns, spare);

		if (more > 0) {
			seen[i].columns += more;
			spare -= more;
		}
	}
	return spare;
}

/* what never scrolls away: the first column, and the one that tells rows apart where there is room for both */
static bool is_fixed(const struct app *app, const struct field *grid, size_t column, int columns)
{
	if (grid->type != TYPE_TABLE)
		return false;
	if (column == 0 || !is_name(grid, column))
		return column == 0;
	return 1 + frozen_columns(app, grid) + 2 * GAP + need_of(app, grid, 0).least + need_of(app, grid, column).least <= columns * 7 / 10;
}

static void share_out(const struct app *app, const struct field *grid, struct grid_column *seen, size_t count, int spare, enum way way,
		      int columns)
{
	size_t first = 1;

	if (grid->type == TYPE_MATRIX && spare > 0 && way != WAY_SCROLLED) {
		int more = least_of(frozen_columns(app, grid) - seen[0].columns, spare);

		seen[0].columns += most_of(more, 0);
		spare -= most_of(more, 0);
	}
	while (way == WAY_SCROLLED && first < count && is_fixed(app, grid, seen[first].column, columns))
		first++;
	for (int share = TO_NAME; share <= TO_ANY; share++)
		spare = give(app, grid, seen, count, first, spare, (enum share)share);
}

static void place(struct grid_column *seen, size_t count)
{
	int at = 1;

	for (size_t i = 0; i < count; i++) {
		seen[i].at = at;
		at += seen[i].columns + GAP;
	}
}

static int first_width(const struct app *app, const struct field *grid, size_t column, int columns, enum way way)
{
	struct need n = need_of(app, grid, column);

	if (way == WAY_GOOD)
		return n.good;
	if (way == WAY_SCROLLED && is_name(grid, column))
		return most_of(n.least, least_of(n.seen, columns * 3 / 10));
	return n.least;
}

size_t grid_columns(const struct app *app, const struct field *grid, int columns, size_t left, struct grid_column *ret)
{
	enum way way = way_of(app, grid, columns);
	int frozen = frozen_columns(app, grid), at;
	size_t count = 1;

	if (way != WAY_GOOD)
		frozen = frozen_least(grid, frozen, columns);
	ret[0] = (struct grid_column){ .column = GRID_FROZEN, .columns = frozen };
	at = 1 + frozen + GAP;
	for (size_t i = 0; i < grid->column_count && count < GRID_COLUMNS_MAX; i++) {
		int width = first_width(app, grid, i, columns, way), room = columns - 1 - at;
		bool fixed = way != WAY_SCROLLED || is_fixed(app, grid, i, columns);

		if (!fixed && i < left)
			continue;
		if (width > room) {
			if (!fixed && i > left) /* it comes when the grid is scrolled */
				break;
			width = room;
		}
		if (width < 2)
			break;
		ret[count++] = (struct grid_column){ .column = i, .columns = width };
		at += width + GAP;
	}
	share_out(app, grid, ret, count, columns - 1 - (at - GAP), way, columns);
	place(ret, count);
	return count;
}

/* the columns that are scrolled to have what they need, and no more */
static int shown_width(const struct app *app, const struct field *grid, size_t column, const struct grid_column *seen, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (seen[i].column == column)
			return seen[i].columns;
	}
	return need_of(app, grid, column).least;
}

bool grid_is_tall(const struct app *app, const struct field *grid, int columns)
{
	struct grid_column seen[GRID_COLUMNS_MAX];
	size_t count = grid_columns(app, grid, columns, 0, seen);

	for (size_t i = 0; i < grid->column_count; i++) {
		int one, two;

		grid_header_columns(app, grid->columns[i], &one, &two);
		if (two < one && one > shown_width(app, grid, i, seen, count))
			return true;
	}
	return false;
}

size_t grid_left(const struct app *app, const struct field *grid, int columns, size_t left, size_t wanted_column)
{
	struct grid_column seen[GRID_COLUMNS_MAX];

	if (way_of(app, grid, columns) != WAY_SCROLLED)
		return 0;
	if (is_fixed(app, grid, wanted_column, columns))
		return left;
	if (wanted_column < left)
		return wanted_column;
	for (; left < wanted_column; left++) {
		size_t count = grid_columns(app, grid, columns, left, seen);

		for (size_t i = 0; i < count; i++) {
			if (seen[i].column == wanted_column)
				return left;
		}
	}
	return left;
}
