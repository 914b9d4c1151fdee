/* Chart: rows by size, what they are of the whole, and the lengths of their bars. */
#include "publish/chart.h"

#include <stdlib.h>
#include <string.h>

static bool is_number(const struct field *f)
{
	return f->type == TYPE_INTEGER || f->type == TYPE_DECIMAL;
}

static bool same_unit(const struct field *a, const struct field *b)
{
	return a->unit == b->unit || (a->unit && b->unit && strcmp(a->unit, b->unit) == 0);
}

static void add_series(struct chart_series *ret, size_t capacity, size_t *count, struct chart_series s)
{
	if (*count < capacity)
		ret[*count] = s;
	++*count;
}

size_t chart_series(const struct field *grid, struct chart_series *ret, size_t capacity)
{
	size_t count = 0;

	for (size_t i = 0; i < grid->column_count; i++) {
		if (is_number(grid->columns[i]))
			add_series(ret, capacity, &count, (struct chart_series){ grid, { i, 0 }, 1, NULL });
	}
	for (size_t i = 0; i < grid->column_count; i++) {
		for (size_t k = i + 1; k < grid->column_count; k++) {
			if (is_number(grid->columns[i]) && is_number(grid->columns[k]) && same_unit(grid->columns[i], grid->columns[k]))
				add_series(ret, capacity, &count, (struct chart_series){ grid, { i, k }, 2, NULL });
		}
	}
	return count;
}

/* ---- rows ---- */

struct item {
	row_id row;            /* of a matrix: its number + 1; 0: only in the other report */
	row_id there;          /* in the other report, when there is one */
	bool blank[CHART_SERIES];
	int128 value[CHART_SERIES];
	uint32_t order;
};

static struct spot spot_at(const struct field *grid, row_id row, size_t column)
{
	if (grid->type == TYPE_TABLE)
		return (struct spot){ grid->section, grid->columns[column], row };
	return (struct spot){ grid->section, grid->cells[(row - 1) * grid->column_count + column], 0 };
}

static bool value_at(struct report *r, struct spot s, int128 *ret)
{
	struct value v;

	*ret = 0;
	if (!s.field || !report_relevant(r, s) || report_value(r, s, false, &v) != STATE_VALUE || v.kind != VALUE_NUMBER)
		return false;
	*ret = v.figure.value;
	return true;
}

static bool column_says(struct report *r, const struct field *grid, size_t column)
{
	uint32_t rows = grid->type == TYPE_TABLE ? report_row_count(r, grid) : (uint32_t)grid->row_count;
	int128 value;

	for (uint32_t i = 0; i < rows; i++) {
		if (grid->type == TYPE_MATRIX && grid->rows[i].total)
			continue;
		if (value_at(r, spot_at(grid, grid->type == TYPE_TABLE ? report_row_at(r, grid, i) : i + 1, column), &value))
			return true;
	}
	return false;
}

bool chart_matches(const struct field *grid)
{
	return grid->type == TYPE_MATRIX || (grid->type == TYPE_TABLE && grid->key >= 0);
}

bool chart_says(struct report *r, const struct chart_series *series)
{
	for (size_t i = 0; i < series->count; i++) {
		if (!column_says(i > 0 && series->there ? series->there : r, series->grid, series->columns[i]))
			return false;
	}
	return true;
}

/* by the first column, then by the second; blanks last; as they stand where they are equal */
static int compare(const void *x, const void *y)
{
	const struct item *a = x, *b = y;

	for (size_t i = 0; i < CHART_SERIES; i++) {
		if (a->blank[i] != b->blank[i])
			return a->blank[i] ? 1 : -1;
		if (a->value[i] != b->value[i])
			return a->value[i] < b->value[i] ? 1 : -1;
	}
	return a->order < b->order ? -1 : a->order > b->order;
}

/* the row of one report that has the key of another one's; 0: there is none */
static row_id row_alike(struct report *in, const struct report *from, const struct field *grid, row_id row)
{
	const char *key;
	size_t len;

	if (grid->type == TYPE_MATRIX)
		return row;
	key = report_text(from, spot_at(grid, row, (size_t)grid->key), &len);
	return len ? report_row_by_key(in, grid, key, len) : 0;
}

static bool read_item(struct report *r, const struct chart_series *s, struct item *item)
{
	bool there = false;

	for (size_t k = 0; k < CHART_SERIES; k++) {
		const bool other = k > 0 && s->there;
		const row_id row = other ? item->there : item->row;
		struct spot at = k < s->count && row ? spot_at(s->grid, row, s->columns[k]) : (struct spot){ 0 };

		item->blank[k] = !value_at(other ? s->there : r, at, &item->value[k]);
		there |= at.field != NULL;
	}
	return there;
}

/* rows that only the other report has */
static size_t read_others(struct report *r, const struct chart_series *s, struct item *items, size_t count)
{
	uint32_t rows = s->there && s->grid->type == TYPE_TABLE ? report_row_count(s->there, s->grid) : 0;

	for (uint32_t i = 0; i < rows; i++) {
		const row_id row = report_row_at(s->there, s->grid, i);

		if (row_alike(r, s->there, s->grid, row))
			continue;
		items[count] = (struct item){ .there = row, .order = (uint32_t)count };
		count += read_item(r, s, &items[count]);
	}
	return count;
}

static size_t read_items(struct report *r, const struct chart_series *s, struct item *items)
{
	const struct field *grid = s->grid;
	uint32_t rows = grid->type == TYPE_TABLE ? report_row_count(r, grid) : (uint32_t)grid->row_count;
	size_t count = 0;

	for (uint32_t i = 0; i < rows; i++) {
		struct item *item = &items[count];

		*item = (struct item){ .row = grid->type == TYPE_TABLE ? report_row_at(r, grid, i) : i + 1, .order = i };
		if (grid->type == TYPE_MATRIX && grid->rows[i].total)
			continue;
		if (s->there)
			item->there = row_alike(s->there, r, grid, item->row);
		count += read_item(r, s, item);
	}
	return read_others(r, s, items, count);
}

/* ---- bars ---- */

static const char *keep(struct chart *c, const struct strbuf *text)
{
	return strbuf_ok(text) ? arena_strndup(&c->arena, text->text, text->len) : NULL;
}

/* a row is called by its key, else by the first column that is a text, else by its number */
static void row_label(struct report *r, const struct field *grid, row_id row, struct strbuf *out)
{
	size_t column = grid->column_count;

	if (grid->type == TYPE_MATRIX) {
		strbuf_puts(out, form_words(report_form(r), grid->rows[row - 1].label));
		return;
	}
	if (grid->key >= 0)
		column = (size_t)grid->key;
	for (size_t i = 0; column == grid->column_count && i < grid->column_count; i++)
		column = grid->columns[i]->type == TYPE_TEXT ? i : column;
	if (column < grid->column_count)
		report_show(r, spot_at(grid, row, column), false, out);
	if (out->len == 0)
		strbuf_printf(out, "%u", report_row_index(r, grid, row) + 1);
}

static bool fill_bar(struct chart *c, struct report *r, const struct item *item, struct chart_bar *bar)
{
	struct strbuf text;

	strbuf_init(&text, 0);
	row_label(item->row ? r : c->series.there, c->series.grid, item->row ? item->row : item->there, &text);
	*bar = (struct chart_bar){ .label = keep(c, &text), .rows = 1 };
	for (size_t k = 0; k < CHART_SERIES; k++) {
		struct chart_value *v = &bar->values[k];

		*v = (struct chart_value){ .blank = item->blank[k], .value = item->value[k], .shown = "", .share = -1 };
		if (v->blank)
			continue;
		strbuf_clear(&text);
		if (k > 0 && c->series.there)
			report_show(c->series.there, spot_at(c->series.grid, item->there, c->series.columns[k]), false, &text);
		else
			report_show(r, spot_at(c->series.grid, item->row, c->series.columns[k]), false, &text);
		v->shown = keep(c, &text);
		if (!v->shown)
			break;
	}
	strbuf_release(&text);
	return bar->label && bar->values[0].shown && bar->values[1].shown;
}

static bool fill_rest(struct chart *c, const struct item *items, size_t count, bool sums, struct chart_bar *bar)
{
	struct strbuf text;

	*bar = (struct chart_bar){ .rows = (uint32_t)count };
	strbuf_init(&text, 0);
	for (size_t k = 0; k < CHART_SERIES; k++) {
		struct chart_value *v = &bar->values[k];

		*v = (struct chart_value){ .blank = true, .shown = "", .share = -1 };
		for (size_t i = 0; i < count && sums; i++) {
			v->blank &= items[i].blank[k];
			v->value += items[i].value[k];
		}
		if (v->blank)
			continue;
		strbuf_clear(&text);
		number_print(&text, v->value, NUMBER_PLACES, c->series.grid->columns[c->series.columns[k]]->decimals, true);
		v->shown = keep(c, &text);
		if (!v->shown)
			break;
	}
	strbuf_release(&text);
	return bar->values[0].shown && bar->values[1].shown;
}

/* what each is of the whole, in tenths of a percent, half away from zero */
static void share(struct chart *c, const struct item *items, size_t count, bool sums)
{
	int128 whole = 0;

	c->shares = sums && c->series.count == 1;
	for (size_t i = 0; i < count; i++) {
		whole += items[i].value[0];
		c->shares = c->shares && items[i].value[0] >= 0;
	}
	c->shares = c->shares && whole > 0;
	for (size_t i = 0; i < c->count && c->shares; i++) {
		struct chart_value *v = &c->bars[i].values[0];

		if (!v->blank)
			v->share = (int)((2 * 1000 * v->value + whole) / (2 * whole));
	}
}

static void extremes(struct chart *c)
{
	for (size_t i = 0; i < c->count; i++) {
		for (size_t k = 0; k < c->series.count; k++) {
			int128 v = c->bars[i].values[k].value;

			c->most = v > c->most ? v : c->most;
			c->least = v < c->least ? v : c->least;
		}
	}
}

static bool make(struct chart *c, struct report *r, const struct item *items, size_t count, bool sums, size_t most_bars)
{
	size_t shown = count <= most_bars ? count : most_bars;

	c->bars = arena_alloc(&c->arena, (shown + 2) * sizeof(*c->bars));
	if (!c->bars)
		return false;
	for (size_t i = 0; i < shown; i++) {
		if (!fill_bar(c, r, &items[i], &c->bars[c->count++]))
			return false;
	}
	if (shown < count && !fill_rest(c, items + shown, count - shown, sums, &c->bars[c->count++]))
		return false;
	share(c, items, count, sums);
	extremes(c);
	return true;
}

bool chart_make(struct report *r, const struct chart_series *series, bool sums, size_t most_bars, struct chart *ret, struct error *reterr)
{
	size_t rows = series->grid->type == TYPE_TABLE ? report_row_count(r, series->grid) : series->grid->row_count;
	struct item *items;
	size_t count;
	unsigned long refused = memory_refused();
	bool ok;

	*ret = (struct chart){ .series = *series };
	if (series->there)
		rows += series->grid->type == TYPE_TABLE ? report_row_count(series->there, series->grid) : 0;
	items = memory_alloc(rows + 1, sizeof(*items));
	if (!items)
		return error_memory(reterr);
	report_finish(r);
	if (series->there)
		report_finish(series->there);
	count = read_items(r, series, items);
	qsort(items, count, sizeof(*items), compare);
	ok = make(ret, r, items, count, sums, most_bars ? most_bars : 1);
	memory_free(items);
	if (ok && refused == memory_refused() && report_reliable(r) && (!series->there || report_reliable(series->there)))
		return true;
	chart_release(ret);
	return error_memory(reterr);
}

void chart_release(struct chart *c)
{
	arena_release(&c->arena);
	*c = (struct chart){ 0 };
}

/* rounded, half away from zero */
static int scaled(int128 value, int128 span, int columns)
{
	return (int)((2 * value * columns + span) / (2 * span));
}

void chart_extent(const struct chart *c, int128 value, int columns, int *ret_start, int *ret_length)
{
	int128 span = c->most - c->least;
	int zero, end;

	*ret_start = *ret_length = 0;
	if (span == 0 || columns <= 0)
		return;
	zero = scaled(-c->least, span, columns);
	if (c->least < 0 && zero == 0)
		zero = 1;
	if (c->most > 0 && zero == columns)
		zero = columns - 1;
	*ret_start = zero;
	if (value == 0)
		return;
	end = scaled(value - c->least, span, columns);
	if (value > 0 && end <= zero)
		end = zero + 1;
	if (value < 0 && end >= zero)
		end = zero - 1;
	*ret_start = value > 0 ? zero : end;
	*ret_length = value > 0 ? end - zero : zero - end;
	if (*ret_start < 0) /* one column has room for one side only */
		*ret_start = 0;
}
