/*
 * Building matrices: rows and columns fixed by the form. Each cell that is present is a field of its own, whose
 * attributes are its column's, overridden by its row's, overridden by its own under `cells:`.
 */
#include "form/form_private.h"

#include "base/i18n.h"

#define CELLS_MAX 50000 /* far more than any annex has */

/* what is said of a cell: NULL when nothing is */
static const struct tree *cell_tree(const struct tree *row, const char *column)
{
	const struct tree *cells = tree_find(row, "cells");
	const struct tree *cell = cells ? tree_find(cells, column) : NULL;

	return cell && cell->kind != TREE_BLANK ? cell : NULL;
}

static void read_cells(struct loader *l, const struct field *m, const struct tree *cells)
{
	const char *names[64];
	size_t count = 0;

	if (cells->kind == TREE_BLANK)
		return;
	if (cells->kind != TREE_MAP) {
		mistake(l, cells->at, _("'cells' must be a mapping of columns, as 'cells: {column: {unit: 人}}'"));
		return;
	}
	for (; count < m->column_count && count < ARRAY_SIZE(names); count++)
		names[count] = m->columns[count]->id;
	for (const struct tree *t = cells->first; t && !l->stop; t = t->next) {
		const char *near;

		if (!table_column(m, t->key, strlen(t->key))) {
			near = text_nearest(t->key, names, count);
			if (near)
				mistake(l, t->key_at, _("'%s' is no column of '%s', did you mean '%s'?"), t->key, m->id,
				        near);
			else
				mistake(l, t->key_at, _("'%s' is no column of '%s'; name one of its columns"), t->key,
				        m->id);
		} else if (t->kind == TREE_MAP) {
			read_keys(l, t, WHERE_CELL);
		} else if (t->kind != TREE_BLANK && !tree_is_word(t, "absent")) {
			mistake(l, t->at, _("a cell must be a mapping of attributes, or absent"));
		}
	}
}

static bool row_is_twice(struct loader *l, const struct field *m, const struct tree *map, const char *id)
{
	for (size_t i = 0; i < m->row_count; i++) {
		if (strcmp(m->rows[i].id, id) == 0) {
			mistake(l, tree_find(map, "id")->text_at, _("duplicate id '%s'; a row above has it already"),
			        id);
			return true;
		}
	}
	return false;
}

static bool read_row(struct loader *l, struct field *m, const struct tree *map, struct matrix_row *row)
{
	const struct tree *cells;

	*row = (struct matrix_row){0};
	if (!read_is_map(l, map, WHERE_ROW) || !read_id(l, map, "id", WHERE_ROW, &row->id) ||
	    row_is_twice(l, m, map, row->id))
		return false;
	read_keys(l, map, WHERE_ROW);
	read_map_words(l, map, WHERE_ROW, row);
	if (!row->label.zh && !row->label.en) {
		mistake_label(l, map, row->id, WHERE_ROW);
		row->label.zh = row->id;
	}
	cells = tree_find(map, "cells");
	if (cells)
		read_cells(l, m, cells);
	return true;
}

/* 在职人员 · 编制数 */
static void label_cell(struct loader *l, struct field *cell, const struct matrix_row *row, const struct field *column)
{
	struct words r = row->label, c = column->label;

	if (cell->label.zh || cell->label.en)
		return; /* it has one of its own */
	cell->label.zh = load_printf(l, "%s · %s", r.zh ? r.zh : r.en, c.zh ? c.zh : c.en);
	if (r.en || c.en)
		cell->label.en = load_printf(l, "%s · %s", r.en ? r.en : r.zh, c.en ? c.en : c.zh);
}

static struct field *read_cell(struct loader *l, struct field *m, size_t row, size_t column, const struct tree *row_map,
                               const struct tree *column_map)
{
	const struct field *definition = m->columns[column];
	const struct tree *own = cell_tree(row_map, definition->id);
	struct layers layers = {.map = {own && own->kind == TREE_MAP ? own : NULL, row_map, column_map}};
	struct field *f;
	int type_layer = 2;

	if (own && tree_is_word(own, "absent"))
		return NULL;
	f = load_alloc(l, 1, sizeof(*f));
	if (!f)
		return NULL;
	*f = (struct field){
	    .id = definition->id,
	    .at = layers.map[0] ? own->at : row_map->at,
	    .section = m->section,
	    .matrix = m,
	    .row = (uint16_t)row,
	    .column = (uint16_t)column,
	    .key = -1,
	};
	read_attributes(l, f, &layers, WHERE_CELL, &type_layer);
	label_cell(l, f, &m->rows[row], definition);
	read_pending(l, f, &layers);
	return f;
}

/* an attribute of a row that none of its cells can use is a mistake, though each alone may ignore it */
static void refuse_useless(struct loader *l, const struct field *m, size_t row, const struct tree *map)
{
	unsigned types = 0;

	for (size_t c = 0; c < m->column_count; c++) {
		const struct field *cell = m->cells[row * m->column_count + c];

		types |= cell ? 1u << cell->type : 0;
	}
	for (const struct tree *t = map->first; t && !l->stop; t = t->next) {
		size_t i;
		const struct word_rule *rule = word_find(t->key, WHERE_ROW, &i);

		if (rule && rule->types && types && !(rule->types & types) && t->kind != TREE_BLANK)
			mistake(l, t->key_at, _("'%s' means nothing for any cell of this row; it belongs to %s"),
			        t->key, _(form_words_table[i].where));
	}
}

/* the mapping that each column was read from, in step with m->columns */
static const struct tree **column_maps(struct loader *l, const struct field *m, const struct tree *columns)
{
	const struct tree **maps = load_alloc(l, m->column_count, sizeof(*maps));
	const struct tree *t = columns->first;

	for (size_t c = 0; maps && c < m->column_count; c++, t = t->next) {
		while (t->at.line != m->columns[c]->at.line || t->at.column != m->columns[c]->at.column ||
		       !tree_is_word(tree_find(t, "id"), m->columns[c]->id))
			t = t->next; /* one that was refused */
		maps[c] = t;
	}
	return maps;
}

static void read_grid(struct loader *l, struct field *m, const struct tree *const *rows, const struct tree *columns)
{
	const struct tree **maps;

	if (m->row_count * m->column_count > CELLS_MAX) {
		mistake(l, m->at, _("the matrix '%s' has more than %d cells; divide it"), m->id, CELLS_MAX);
		m->row_count = m->column_count = 0;
		return;
	}
	maps = column_maps(l, m, columns);
	m->cells = load_alloc(l, m->row_count * m->column_count, sizeof(struct field *));
	for (size_t r = 0; maps && m->cells && r < m->row_count && !l->stop; r++) {
		for (size_t c = 0; c < m->column_count && !l->stop; c++)
			m->cells[r * m->column_count + c] = read_cell(l, m, r, c, rows[r], maps[c]);
		refuse_useless(l, m, r, rows[r]);
	}
}

void read_matrix(struct loader *l, struct field *m, const struct tree *map)
{
	const struct tree *columns = tree_find(map, "columns"), *list = tree_find(map, "rows");
	const struct tree **rows;

	if (!columns || columns->kind == TREE_BLANK || (columns->kind == TREE_LIST && !columns->count))
		mistake(l, map->at, _("the matrix '%s' has no columns; list them under 'columns'"), m->id);
	else if (read_is_list(l, columns))
		read_fields(l, columns, m->section, m);
	if (!list || list->kind == TREE_BLANK || (list->kind == TREE_LIST && !list->count)) {
		mistake(l, map->at, _("the matrix '%s' has no rows; list them under 'rows'"), m->id);
		return;
	}
	if (!read_is_list(l, list))
		return;
	rows = load_alloc(l, list->count, sizeof(*rows));
	m->rows = load_alloc(l, list->count, sizeof(*m->rows));
	if (!rows || !m->rows)
		return;
	for (const struct tree *t = list->first; t && !l->stop; t = t->next) {
		if (read_row(l, m, t, &m->rows[m->row_count]))
			rows[m->row_count++] = t;
	}
	if (m->row_count && m->column_count)
		read_grid(l, m, rows, columns);
}
