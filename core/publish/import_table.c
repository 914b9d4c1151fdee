/* The rows of a document's tables, into the form's. */
#include "publish/import_private.h"

#include "base/i18n.h"
#include "base/text.h"
#include "report/entry.h"

#include <string.h>

#define GRIDS_MOST 6  /* of the form in one table of a document */

/* ---- values ---- */

/* 单位：万元 above a table, for columns that say none */
static void unit_above(struct importer *p, const struct manuscript_line *line, struct strbuf *out)
{
	const struct manuscript_line *first = p->m->lines;

	for (const struct manuscript_line *l = line; l > first && line - l < 3;) {
		const char *at = (--l)->table ? NULL : strstr(l->text, "单位"), *end;

		if (!at || l->len > 120)
			continue;
		at += strlen("单位");
		at += strncmp(at, "：", 3) == 0 ? 3 : *at == ':' ? 1 : 0;
		while (*at == ' ')
			at++;
		end = strstr(at, "元");
		if (end && end - at <= 6) {
			strbuf_add(out, at, (size_t)(end - at) + strlen("元"));
			p->taken[l - first] = true;
			return;
		}
	}
}

/* a cell as it would be typed: with the unit that stands over it, where that is another one of money */
static void cell_text(const struct grid_map *map, const struct field *f, size_t column, const struct manuscript_cell *cell,
		      const struct strbuf *above, struct strbuf *out)
{
	const char *unit = map->units[column][0] ? map->units[column] : above->text;
	const char last = cell->text[cell->len - 1];

	strbuf_clear(out);
	strbuf_add(out, cell->text, cell->len);
	if (field_is_number(f) && f->unit && value_is_money(f->unit) && unit[0] && strcmp(unit, f->unit) != 0 && last >= '0' && last <= '9')
		strbuf_puts(out, unit);
}

/* whether any value went in; the row is taken when none was refused */
static bool put_cells(struct importer *p, const struct grid_map *map, struct manuscript_row *row, const struct manuscript_row *shown,
		      row_id id, size_t matrix_at, const struct strbuf *above)
{
	const struct field *grid = map->grid;
	const bool matrix = grid->type == TYPE_MATRIX;
	const size_t said = p->result->remarks.count;
	struct strbuf text;
	bool any = false;

	strbuf_init(&text, 0);
	for (size_t i = 0; i < map->count && !import_failed(p); i++) {
		const size_t c = map->columns[i];
		const struct manuscript_cell *cell = i < shown->count ? &shown->cells[i] : NULL;
		const struct field *f = c == GRID_NOTHING ? NULL : matrix ? grid->cells[matrix_at * grid->column_count + c] : grid->columns[c];

		if (!f || !cell || !cell->len || i == map->labels)
			continue;
		if (strcmp(cell->text, "—") == 0 && !f->na)
			continue; /* a stroke for what is blank */
		cell_text(map, f, i, cell, above, &text);
		if (!strbuf_ok(&text))
			import_fail_memory(p);
		else
			any |= import_value(p, (struct spot){ f->section, f, matrix ? 0 : id }, text.text, text.len, row->line);
	}
	strbuf_release(&text);
	row->taken |= any && p->result->remarks.count == said;
	row->read |= any || p->result->remarks.count > said;
	return any;
}

static size_t count_said(const struct manuscript_row *row)
{
	size_t said = 0;

	for (size_t i = 0; i < row->count; i++)
		said += row->cells[i].len > 0;
	return said;
}

static bool is_total(const struct manuscript_cell *cell)
{
	static const char *const words[] = { "合计", "总计", "小计", "合 计", "总 计" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strcmp(cell->text, words[i]) == 0)
			return true;
	}
	return false;
}

/* 总分 and the like, over several columns, where a row has no name of its own */
static bool is_sum(const struct manuscript_row *row)
{
	size_t i = 0;

	while (i < row->count && !row->cells[i].len)
		i++;
	return i < row->count && (is_total(&row->cells[i]) || strcmp(row->cells[i].text, "总分") == 0);
}

/* the sum of what a column holds; false: something in it is no number */
static bool sum_of(struct importer *p, const struct field *column, int128 *ret)
{
	const struct field *table = column->table;

	*ret = 0;
	for (uint32_t i = 0; i < report_row_count(p->report, table); i++) {
		struct decimal d;
		size_t len;
		const char *text = report_text(p->report, (struct spot){ table->section, column, report_row_at(p->report, table, i) }, &len);

		if (len && decimal_parse(text, len, &d) != NUMBER_OK)
			return false;
		*ret += len ? decimal_value(d) : 0;
	}
	return true;
}

/* a row of totals is calculated: where its figures are not the sums of the rows, that is told */
static void check_total(struct importer *p, const struct grid_map *map, struct manuscript_row *row, const struct strbuf *above)
{
	struct understanding u = { .changed = false };
	struct strbuf text, sum;

	strbuf_init(&u.stored, 0);
	strbuf_init(&text, 0);
	strbuf_init(&sum, 0);
	for (size_t i = 0; i < row->count && i < map->count && !import_failed(p); i++) {
		const struct field *f = map->columns[i] == GRID_NOTHING ? NULL : map->grid->columns[map->columns[i]];
		struct error why;
		struct decimal d;
		int128 own;

		if (!f || !row->cells[i].len || !field_is_number(f) || report_is_calculated(f) || !sum_of(p, f, &own))
			continue;
		cell_text(map, f, i, &row->cells[i], above, &text);
		if (!entry_understand(p->form, f, text.text, text.len, &u, &why) ||
		    decimal_parse(u.stored.text, u.stored.len, &d) != NUMBER_OK || decimal_value(d) == own)
			continue;
		strbuf_clear(&sum);
		number_print(&sum, own, NUMBER_PLACES, -1, false);
		import_remark(p, row->line, _("the total of '%s' is %s in the document, but its rows add up to %s"),
			      field_label(p->form, f), text.text, sum.text);
	}
	row->taken = true;
	if (!strbuf_ok(&text) || !strbuf_ok(&sum) || !strbuf_ok(&u.stored))
		import_fail_memory(p);
	strbuf_release(&u.stored);
	strbuf_release(&text);
	strbuf_release(&sum);
}

/* what is left blank because it is the same as above, in columns that are printed so */
static void fill_down(const struct grid_map *map, struct manuscript_row *shown, const struct manuscript_row *row, bool first)
{
	bool joined = !first && map->table->sparse;

	for (size_t i = 0; i < map->count && i < row->count; i++) {
		size_t c = map->columns[i];
		bool merged = c != GRID_NOTHING && map->grid->type == TYPE_TABLE && map->grid->columns[c]->merge;

		if (merged && joined && !row->cells[i].len)
			continue; /* `shown` has it from above */
		joined = joined && !merged;
		shown->cells[i] = row->cells[i];
	}
}

/* whether a row is but another paragraph of the long texts above it: of a plain text, where nothing parts the two */
static bool is_paragraph(const struct grid_map *map, const struct manuscript_row *row)
{
	bool said = false;

	for (size_t i = 0; i < row->count; i++) {
		const size_t c = i < map->count ? map->columns[i] : GRID_NOTHING;

		if (row->cells[i].len && (c == GRID_NOTHING || map->grid->columns[c]->type != TYPE_LONGTEXT))
			return false;
		said |= row->cells[i].len > 0;
	}
	return said;
}

static void join_paragraphs(struct importer *p, const struct grid_map *map)
{
	struct manuscript_row *above = NULL;
	struct strbuf text;

	if (!map->table->sparse || map->grid->key < 0 || map->grid->columns[map->grid->key]->type == TYPE_LONGTEXT)
		return;
	strbuf_init(&text, 0);
	for (size_t r = map->head + 1; r < map->table->count; r++) {
		struct manuscript_row *row = &map->table->rows[r];

		if (!above || !is_paragraph(map, row)) {
			above = row;
			continue;
		}
		for (size_t i = 0; i < row->count && i < above->count; i++) {
			if (!row->cells[i].len)
				continue;
			strbuf_clear(&text);
			strbuf_add(&text, above->cells[i].text, above->cells[i].len);
			strbuf_puts(&text, text.len ? "\n" : "");
			strbuf_add(&text, row->cells[i].text, row->cells[i].len);
			manuscript_set_cell(p->m, above, i, text.text, text.len);
			row->cells[i] = (struct manuscript_cell){ .text = "" };
		}
	}
	if (!strbuf_ok(&text) || p->m->failed)
		import_fail_memory(p);
	strbuf_release(&text);
}

static bool put_table_rows(struct importer *p, const struct grid_map *map, const struct strbuf *above)
{
	const struct field *grid = map->grid;
	const uint32_t before = report_row_count(p->report, grid);
	struct manuscript_row shown = { .cells = memory_alloc(map->count + 1, sizeof(struct manuscript_cell)), .count = map->count };
	uint32_t ordinal = 0;
	bool any = false;

	if (!shown.cells)
		import_fail_memory(p);
	join_paragraphs(p, map);
	for (size_t i = 0; shown.cells && i < map->count; i++)
		shown.cells[i].text = "";
	for (size_t r = map->head + 1; r < map->table->count && !import_failed(p); r++) {
		struct manuscript_row *row = &map->table->rows[r];
		const struct manuscript_cell *key = NULL;
		const size_t said = count_said(row);
		row_id id;

		for (size_t i = 0; i < row->count; i++) {
			if (i < map->count && grid->key >= 0 && map->columns[i] == (size_t)grid->key)
				key = &row->cells[i];
		}
		if (key && is_total(key)) {
			check_total(p, map, row, above);
			continue;
		}
		if (said == 0 || row->taken || row->read || (key && !key->len && is_sum(row)) || (said == 1 && map->named > 1 && !(key && key->len)))
			continue;
		fill_down(map, &shown, row, ordinal == 0);
		for (size_t i = row->count; i < map->count; i++)
			shown.cells[i] = (struct manuscript_cell){ .text = "" };
		id = import_row(p, grid, key ? key->text : "", key ? key->len : 0, ++ordinal, before);
		if (!id || !put_cells(p, map, row, &shown, id, 0, above)) {
			import_drop_row(p, grid, id);
			continue;
		}
		any = true;
		if (!before)
			import_row_origin(p, grid, id, row->line);
	}
	memory_free(shown.cells);
	return any;
}

static bool put_matrix_rows(struct importer *p, const struct grid_map *map, const struct strbuf *above)
{
	size_t after = 0, last = map->head;
	bool any = false;

	for (size_t r = map->head + 1; r < map->table->count && !import_failed(p); r++) {
		struct manuscript_row *row = &map->table->rows[r];
		const bool open = !row->taken && !row->read && map->labels < row->count;
		const size_t at = open ? grid_matrix_row(map->grid, &row->cells[map->labels], after, true) : GRID_NOTHING;
		const size_t said = count_said(row);

		if (at == GRID_NOTHING)
			continue;
		after = at + 1;
		last = r;
		row->taken = said <= 1; /* a row without values */
		any |= put_cells(p, map, row, row, 0, at, above);
	}
	for (size_t r = map->head + 1; r < last && any; r++) /* headings over rows */
		map->table->rows[r].taken |= count_said(&map->table->rows[r]) <= 1;
	return any;
}

static bool is_row_of_values(const struct manuscript_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		for (size_t c = 0; c < row->cells[i].len; c++) {
			if (row->cells[i].text[c] >= '0' && row->cells[i].text[c] <= '9' && row->cells[i].len < 20)
				return true;
		}
	}
	return row->taken;
}

bool import_table(struct importer *p, const struct manuscript_line *line, const struct field *grid)
{
	struct grid_map map;
	struct strbuf above;
	size_t head;
	bool any = false;

	strbuf_init(&above, 0);
	if (!grid_map_new(&map, line->table, grid, p->year)) {
		import_fail_memory(p);
	} else if (grid_map_find(&map)) {
		unit_above(p, line, &above);
		head = map.head;
		any = grid->type == TYPE_MATRIX ? put_matrix_rows(p, &map, &above) : put_table_rows(p, &map, &above);
		line->table->rows[head].taken |= any;
		while (any && head-- > 0 && !is_row_of_values(&line->table->rows[head])) /* names over several columns */
			line->table->rows[head].taken = true;
	}
	grid_map_release(&map);
	strbuf_release(&above);
	return any && !import_failed(p);
}

/* ---- tables that no wording asked for ---- */

static const struct field *best_grid(struct importer *p, const struct stretch *s, const struct manuscript_table *t, const struct field *const *tried,
				     size_t tried_count)
{
	const struct field *best = NULL;
	unsigned most = 0;

	for (size_t i = 0; i < s->section_count; i++) {
		for (size_t f = 0; f < s->sections[i]->field_count && !import_failed(p); f++) {
			const struct field *grid = s->sections[i]->fields[f];
			struct grid_map map;
			unsigned fit;

			bool again = field_is_scalar(grid);

			for (size_t n = 0; n < tried_count; n++)
				again |= tried[n] == grid;
			if (again)
				continue;
			if (!grid_map_new(&map, t, grid, p->year))
				import_fail_memory(p);
			fit = import_failed(p) ? 0 : grid_map_find(&map);
			if (fit > most) {
				most = fit;
				best = grid;
			}
			grid_map_release(&map);
		}
	}
	return best;
}

/* a table of the document may hold several of the form's, one below the other */
static bool import_grids(struct importer *p, const struct stretch *s, const struct manuscript_line *line)
{
	const struct stretch anywhere = { (const struct section *const *)p->form->sections, p->form->section_count, 0, 0, false };
	const struct field *tried[GRIDS_MOST];
	bool any = false;

	for (size_t n = 0; n < GRIDS_MOST && !import_failed(p); n++) {
		const struct field *grid = best_grid(p, s, line->table, tried, n);

		if (!grid) /* it may stand in another place than the form has it */
			grid = best_grid(p, &anywhere, line->table, tried, n);
		if (!grid)
			break;
		any |= import_table(p, line, grid);
		tried[n] = grid;
	}
	return any;
}

static bool has_more(const struct manuscript_table *t)
{
	for (size_t r = 0; r < t->count; r++) {
		if (!t->rows[r].taken && !t->rows[r].read && count_said(&t->rows[r]) > 1)
			return true;
	}
	return false;
}

void import_tables(struct importer *p, const struct stretch *s)
{
	for (size_t i = s->first; i < s->end && !import_failed(p); i++) {
		if (p->m->lines[i].table && has_more(p->m->lines[i].table))
			p->taken[i] |= import_grids(p, s, &p->m->lines[i]);
	}
}
