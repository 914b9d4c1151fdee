/* Which of the form's tables a table of a document is: by the words over its columns and, of a matrix, before its rows. */
#include "publish/import_private.h"

#include "base/text.h"

#include <string.h>

#define HEAD_MOST 200 /* rows among which the one with the columns' names is */
#define LABELS_MOST 1000 /* rows that are looked at for a matrix's labels */

/* 2021年决算数 as 本年决算数, 2020年 as 上年 */
static void name_year(struct glyphs *g, unsigned year)
{
	unsigned said = 0;
	size_t n = 0;

	while (n < 4 && n < g->count && glyph_is_digit(g->items[n].c))
		said = said * 10 + (g->items[n++].c - '0');
	if (n < 4 || n >= g->count || g->items[n].c != 0x5E74 || !year || (said != year && said + 1 != year))
		return;
	g->items[3].c = said == year ? 0x672C : 0x4E0A; /* 本, 上 */
	memmove(g->items, g->items + 3, (g->count - 3) * sizeof(*g->items));
	g->count -= 3;
}

/* 0: nothing alike … 100: the same */
static unsigned label_fit(const char *text, size_t len, const char *label, unsigned year, struct strbuf *unit)
{
	struct glyphs bare = { 0 }, own = { 0 }, whole = { 0 };
	unsigned fit = 0;

	strbuf_clear(unit);
	glyphs_of_label(&whole, text, len, NULL);
	name_year(&whole, year);
	glyphs_of_label(&own, label, strlen(label), NULL);
	if (glyphs_same(&whole, &own)) {
		fit = 100;
	} else {
		glyphs_of_label(&bare, text, len, unit);
		name_year(&bare, year);
		fit = glyphs_same(&bare, &own) ? 100 : glyph_likeness(&bare, 0, &own);
		if (fit < 60 && bare.count > own.count && own.count >= 2 && memcmp(&bare.items[0].c, &own.items[0].c, sizeof(uint32_t)) == 0) {
			size_t same = 0;

			while (same < own.count && bare.items[same].c == own.items[same].c)
				same++;
			fit = same == own.count ? 60 : fit; /* 项目名称 for 项目 */
		}
	}
	glyphs_release(&bare);
	glyphs_release(&own);
	glyphs_release(&whole);
	return fit;
}

bool grid_map_new(struct grid_map *map, const struct manuscript_table *t, const struct field *grid, unsigned year)
{
	size_t most = 0;

	*map = (struct grid_map){ .table = t, .grid = grid, .year = year, .labels = GRID_NOTHING };
	for (size_t i = 0; i < t->count && i < HEAD_MOST; i++)
		most = t->rows[i].count > most ? t->rows[i].count : most;
	map->count = most;
	map->columns = memory_alloc(most + 1, sizeof(*map->columns));
	map->units = memory_alloc(most + 1, sizeof(*map->units));
	return map->columns && map->units;
}

void grid_map_release(struct grid_map *map)
{
	memory_free(map->columns);
	memory_free(map->units);
}

/* names the columns by the row `head`: how many the form has */
static size_t map_head(struct grid_map *map, size_t head)
{
	const struct manuscript_row *row = &map->table->rows[head];
	struct strbuf unit;
	size_t named = 0;

	strbuf_init(&unit, 0);
	for (size_t i = 0; i < map->count; i++) {
		map->columns[i] = GRID_NOTHING;
		map->units[i][0] = '\0';
	}
	for (unsigned least = 100; least >= 60; least -= 40) { /* the very words first */
		for (size_t i = 0; i < row->count && i < map->count; i++) {
			for (size_t c = 0; c < map->grid->column_count && map->columns[i] == GRID_NOTHING && row->cells[i].len; c++) {
				const char *label = import_label(map->grid->columns[c]);
				bool used = false;

				for (size_t k = 0; k < map->count; k++)
					used |= map->columns[k] == c;
				if (used || label_fit(row->cells[i].text, row->cells[i].len, label, map->year, &unit) < least)
					continue;
				map->columns[i] = c;
				snprintf(map->units[i], sizeof(map->units[i]), "%s", unit.text);
				named++;
			}
		}
	}
	strbuf_release(&unit);
	return named;
}

/* the row of a matrix with that label, rather behind `after`; `by_name`: or, where it is the matrix's own, its total */
size_t grid_matrix_row(const struct field *m, const struct manuscript_cell *cell, size_t after, bool by_name)
{
	struct strbuf unit;
	size_t found = GRID_NOTHING;
	unsigned most = 74;

	if (!cell->len || cell->len > 200)
		return GRID_NOTHING;
	strbuf_init(&unit, 0);
	for (size_t i = 0; i < m->row_count && most < 100; i++) {
		size_t r = (after + i) % m->row_count;
		unsigned fit = label_fit(cell->text, cell->len, m->rows[r].label.zh ? m->rows[r].label.zh : m->rows[r].label.en, 0, &unit);

		if (fit > most) {
			most = fit;
			found = r;
		}
	}
	/* the matrix by its name: its total */
	by_name = by_name && found == GRID_NOTHING && label_fit(cell->text, cell->len, import_label(m), 0, &unit) == 100;
	for (size_t r = 0; by_name && r < m->row_count && found == GRID_NOTHING; r++)
		found = m->rows[r].total ? r : found;
	strbuf_release(&unit);
	return found;
}

/* which cell of a row has the labels: the one with most of them */
static size_t map_labels(struct grid_map *map)
{
	size_t most = 0;

	for (size_t c = 0; c < map->count && c < 3; c++) {
		size_t count = 0;

		for (size_t r = map->head + 1; r < map->table->count && r < LABELS_MOST; r++) {
			const struct manuscript_row *row = &map->table->rows[r];

			count += c < row->count && !row->taken && !row->read &&
				 grid_matrix_row(map->grid, &row->cells[c], 0, false) != GRID_NOTHING;
		}
		if (count > most) {
			most = count;
			map->labels = c;
		}
	}
	return most;
}

/* how well the table is the form's; 0: not at all */
unsigned grid_map_find(struct grid_map *map)
{
	size_t best = 0, head = 0, rows = 0;

	for (size_t i = 0; i < map->table->count && i < HEAD_MOST; i++) {
		size_t named = map_head(map, i);

		if (named > best) {
			best = named;
			head = i;
		}
	}
	if (best == 0)
		return 0;
	map->head = head;
	map->named = map_head(map, head);
	if (map->grid->type == TYPE_MATRIX) {
		rows = map_labels(map);
		return rows == 0 ? 0 : (unsigned)(best * 10 + rows * 10);
	}
	if (best * 2 < map->grid->column_count && best < 2)
		return 0;
	return map->table->count > head + 1 ? (unsigned)(best * 20) : 0;
}

bool table_fits(const struct manuscript_table *t, const struct field *grid)
{
	struct grid_map map;
	bool fits;

	fits = grid_map_new(&map, t, grid, 0) && grid_map_find(&map) > 0;
	grid_map_release(&map);
	return fits;
}
