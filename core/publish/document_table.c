/* A table or a matrix as a grid of a document. */
#include "publish/document_private.h"

#include "base/text.h"

#include <string.h>

#define LABELS SIZE_MAX /* the column of a matrix's row labels */

struct grid {
	const struct field *field;
	size_t *columns;        /* which ones are printed */
	size_t count;
	struct document_table *table;
};

static struct spot spot_at(const struct grid *g, row_id row, size_t column)
{
	const struct field *f = g->field;

	if (f->type == TYPE_TABLE)
		return (struct spot){ f->section, f->columns[column], row };
	return (struct spot){ f->section, f->cells[(row - 1) * f->column_count + column], 0 };
}

static uint32_t rows_of(struct renderer *w, const struct field *f)
{
	return f->type == TYPE_TABLE ? report_row_count(w->report, f) : (uint32_t)f->row_count;
}

static row_id row_at(struct renderer *w, const struct field *f, uint32_t index)
{
	return f->type == TYPE_TABLE ? report_row_at(w->report, f, index) : index + 1;
}

static bool column_is_blank(struct renderer *w, const struct grid *g, size_t column)
{
	uint32_t count = rows_of(w, g->field);

	for (uint32_t i = 0; i < count; i++) {
		struct spot s = spot_at(g, row_at(w, g->field, i), column);

		if (s.field && !is_left_out(w, s))
			return false;
	}
	return true;
}

/* all but what is nobody's business; what only a reviewer fills in, when he did */
static bool choose_columns(struct renderer *w, struct grid *g)
{
	const struct field *f = g->field;

	g->columns = arena_alloc(&w->document->arena, (f->column_count + 1) * sizeof(*g->columns));
	if (!g->columns)
		return false;
	if (f->type == TYPE_MATRIX)
		g->columns[g->count++] = LABELS;
	for (size_t i = 0; i < f->column_count; i++) {
		const struct field *c = f->columns[i];

		if ((w->style->public_copy && c->personal) || (c->reviewer && column_is_blank(w, g, i)))
			continue;
		g->columns[g->count++] = i;
	}
	return g->count > 0;
}

static void head(struct renderer *w, struct grid *g)
{
	struct strbuf label;

	strbuf_init(&label, 0);
	for (size_t i = 0; i < g->count; i++) {
		const struct field *c = g->columns[i] == LABELS ? NULL : g->field->columns[g->columns[i]];
		struct document_column *to = &g->table->columns[i];

		strbuf_clear(&label);
		strbuf_puts(&label, c ? own_words(c->label) : w->document->chinese ? "项目" : "Item");
		if (c && c->unit)
			strbuf_printf(&label, w->document->chinese ? "（%s）" : " (%s)", c->unit);
		to->label = keep(w, label.text, &label.len);
		to->right = c && field_is_number(c);
		to->width = c ? c->width : 0;
	}
	strbuf_release(&label);
}

static void cell_text(struct renderer *w, struct spot s, struct strbuf *out)
{
	struct passage *open = w->open;
	struct run *last = w->last;
	bool said = w->said;
	struct strbuf text;

	if (s.field->type != TYPE_LONGTEXT) {
		value_text(w, s, false, out);
		return;
	}
	strbuf_init(&text, 0);
	value_text(w, s, false, &text);
	w->open = NULL;
	write_line(w, s, text.text, text.len); /* with what stands for a value in it */
	if (w->open)
		passage_text(w->open, "", out);
	w->open = open;
	w->last = last;
	w->said = said;
	strbuf_release(&text);
}

static void fill_cell(struct renderer *w, struct grid *g, row_id row, size_t column, struct document_cell *ret)
{
	const struct matrix_row *r = g->field->type == TYPE_MATRIX ? &g->field->rows[row - 1] : NULL;
	struct strbuf text;

	strbuf_init(&text, 0);
	*ret = (struct document_cell){ .down = 1 };
	if (column == LABELS) {
		strbuf_repeat(&text, "　", r->indent);
		strbuf_puts(&text, own_words(r->label));
	} else {
		ret->spot = spot_at(g, row, column);
		if (ret->spot.field)
			cell_text(w, ret->spot, &text);
		else
			strbuf_puts(&text, "—"); /* there is no such cell */
	}
	w->no_memory |= !strbuf_ok(&text);
	ret->text = keep(w, text.text, &text.len);
	ret->len = text.len;
	strbuf_release(&text);
}

static bool same_text(const struct document_cell *a, const struct document_cell *b)
{
	return a->len > 0 && a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

/* equal neighbours are one cell, within what the merged columns before it hold together */
static void merge(struct grid *g)
{
	struct document_table *t = g->table;

	for (size_t i = 1; i < t->row_count; i++) {
		bool joined = true;

		for (size_t c = 0; c < g->count; c++) {
			size_t top = i;

			if (g->columns[c] == LABELS || !g->field->columns[g->columns[c]]->merge)
				continue;
			joined = joined && same_text(&t->rows[i].cells[c], &t->rows[i - 1].cells[c]);
			if (!joined)
				continue;
			t->rows[i].cells[c].down = 0;
			while (top > 0 && t->rows[top].cells[c].down == 0)
				top--;
			t->rows[top].cells[c].down++;
		}
	}
}

static struct document_row *row_new(struct renderer *w, struct grid *g)
{
	struct document_row *row = &g->table->rows[g->table->row_count];

	row->cells = arena_alloc(&w->document->arena, g->count * sizeof(*row->cells));
	if (!row->cells) {
		w->no_memory = true;
		return NULL;
	}
	g->table->row_count++;
	for (size_t i = 0; i < g->count; i++)
		row->cells[i] = (struct document_cell){ .text = "", .down = 1 };
	return row;
}

static void fill_rows(struct renderer *w, struct grid *g)
{
	uint32_t count = rows_of(w, g->field);

	for (uint32_t i = 0; i < count && !w->no_memory; i++) {
		row_id id = row_at(w, g->field, i);
		const struct matrix_row *r = g->field->type == TYPE_MATRIX ? &g->field->rows[id - 1] : NULL;
		struct document_row *row;

		if (w->style->most_rows && i == w->style->most_rows) {
			g->table->left_out = count - i;
			break;
		}
		if (r && r->group && (row = row_new(w, g))) {
			row->group = true;
			row->cells[0].len = strlen(r->group);
			row->cells[0].text = keep(w, r->group, &row->cells[0].len);
		}
		row = row_new(w, g);
		if (!row)
			return;
		row->total = r && r->total;
		for (size_t c = 0; c < g->count; c++)
			fill_cell(w, g, id, g->columns[c], &row->cells[c]);
	}
}

void write_table(struct renderer *w, const struct field *grid)
{
	struct grid g = { .field = grid };
	struct passage *p;
	uint32_t count;

	write_end(w);
	if (grid_is_blank(w, grid))
		return;
	if (!choose_columns(w, &g)) {
		w->no_memory |= !g.columns;
		return;
	}
	p = passage_add(w, PASSAGE_TABLE, 0);
	g.table = arena_alloc(&w->document->arena, sizeof(*g.table));
	if (!p || !g.table) {
		w->no_memory = true;
		return;
	}
	count = rows_of(w, grid);
	if (w->style->most_rows && count > w->style->most_rows)
		count = w->style->most_rows;
	*g.table = (struct document_table){ .field = grid, .column_count = g.count };
	g.table->columns = arena_alloc(&w->document->arena, g.count * sizeof(*g.table->columns));
	g.table->rows = arena_alloc(&w->document->arena, (2 * (size_t)count + 1) * sizeof(*g.table->rows)); /* groups too */
	if (!g.table->columns || !g.table->rows) {
		w->no_memory = true;
		return;
	}
	p->table = g.table;
	head(w, &g);
	fill_rows(w, &g);
	merge(&g);
}
