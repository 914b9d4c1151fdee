/*
 * Binding: the nodes of a source to the places of a form. What has no place is remembered (strays) and stays in the file.
 */
#include "report/report_private.h"

#include "base/i18n.h"

static bool stray_add(struct report *r, struct stray s)
{
	struct stray *strays = memory_grow(r->strays, &r->stray_capacity, r->stray_count + 1, sizeof(*strays));

	if (!strays)
		return false;
	r->strays = strays;
	strays[r->stray_count++] = s;
	r->stray_kinds += s.kind;
	return true;
}

static bool in_a_row(const struct stray *s)
{
	return s->field && s->field->type == TYPE_TABLE && s->row;
}

static int stray_compare(const void *a, const void *b)
{
	const struct stray *x = a, *y = b;

	if (in_a_row(x) != in_a_row(y))
		return in_a_row(x) ? 1 : -1;
	if (in_a_row(x) && x->field != y->field)
		return x->field < y->field ? -1 : 1;
	if (in_a_row(x) && x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return (x->node > y->node) - (x->node < y->node);
}

/* those in rows come and go with their rows: they are told and counted there */
void strays_sort(struct report *r)
{
	if (r->stray_count)
		qsort(r->strays, r->stray_count, sizeof(*r->strays), stray_compare);
	while (r->stray_rows < r->stray_count && !in_a_row(&r->strays[r->stray_rows]))
		r->stray_rows++;
}

static bool stored_add(struct report *r, const struct field *f, row_id row)
{
	struct stored *stored = memory_grow(r->stored, &r->stored_capacity, r->stored_count + 1, sizeof(*stored));

	if (!stored)
		return false;
	r->stored = stored;
	stored[r->stored_count++] = (struct stored){ .field = f, .row = row };
	cell_at(r, f, row)->flags |= CELL_STORED;
	return true;
}

/* several choices: the items of the sequence, joined to one text */
static bool join_choices(struct report *r, node_id n, text_id *ret)
{
	struct strbuf joined;
	const char *text;
	size_t len;
	bool ok = true;

	strbuf_init(&joined, 0);
	for (node_id item = source_node(r->source, n)->child; item && ok; item = source_node(r->source, item)->next) {
		ok = source_node(r->source, item)->kind == NODE_SCALAR;
		if (!ok)
			break;
		text = source_text(r->source, item, &len);
		if (item != source_node(r->source, n)->child)
			strbuf_putc(&joined, '\n');
		strbuf_add(&joined, text, len);
	}
	if (!ok || joined.len > SOURCE_MAX_SCALAR) {
		*ret = n; /* kept as it stands */
		ok = strbuf_ok(&joined);
	} else {
		ok = strbuf_ok(&joined) && text_add(r, joined.text, joined.len, n, ret);
	}
	strbuf_release(&joined);
	return ok;
}

static bool bind_cell(struct report *r, const struct field *f, row_id row, struct cell *c, node_id n)
{
	c->text = n;
	if (f->type == TYPE_CHOICES && source_node(r->source, n)->kind == NODE_SEQUENCE && !join_choices(r, n, &c->text))
		return false;
	if (f->type == TYPE_DATA && !data_of_node(r, n, &c->text))
		return false;
	cell_read(r, f, c);
	if (f->calculate && !f->stated && c->fit != FIT_BLANK)
		return stored_add(r, f, row);
	return true;
}

static const struct field *renamed_field(const struct report *r, const char *path)
{
	for (size_t i = 0; i < r->form->rename_count; i++) {
		const struct rename *n = &r->form->renames[i];
		struct spot s;
		struct error ignored;

		if (strcmp(n->from, path) == 0 && report_find(r, n->to, &s, &ignored))
			return s.field;
	}
	return NULL;
}

/* a key that the row's table does not know: perhaps an old name */
static bool bind_row_stray(struct report *r, struct table *t, row_id row, node_id n)
{
	const struct field *old = NULL;
	size_t len;
	const char *key = source_key(r->source, n, &len);

	if (r->form->rename_count) {
		for (size_t i = 0; i < r->form->rename_count && !old; i++) {
			const char *from = strrchr(r->form->renames[i].from, '.');
			const char *to = strrchr(r->form->renames[i].to, '.');

			if (from && to && strlen(from + 1) == len && memcmp(from + 1, key, len) == 0)
				old = table_column(t->field, to + 1, strlen(to + 1));
		}
	}
	if (old && !cell_at(r, old, row)->text) {
		struct cell *c = cell_at(r, old, row);

		c->flags |= CELL_RENAMED;
		return bind_cell(r, old, row, c, n);
	}
	return stray_add(r, (struct stray){ .node = n, .field = t->field, .section = t->field->section, .row = row });
}

/* the column of a row's `at`-th key, or the number of columns: rows mostly list the same keys as the one before */
static size_t column_of(const struct report *r, struct table *t, node_id e, size_t at)
{
	const struct field *table = t->field;
	size_t len, c = at < ARRAY_SIZE(t->expected) ? t->expected[at].column : table->column_count;
	const char *key = source_key(r->source, e, &len);

	if (c < table->column_count && t->expected[at].len == len && memcmp(table->columns[c]->id, key, len) == 0)
		return c;
	for (c = 0; c < table->column_count; c++) {
		if (strlen(table->columns[c]->id) == len && memcmp(table->columns[c]->id, key, len) == 0)
			break;
	}
	if (at < ARRAY_SIZE(t->expected)) {
		t->expected[at].column = (uint16_t)c;
		t->expected[at].len = (uint16_t)len;
	}
	return c;
}

static bool bind_row(struct report *r, struct table *t, row_id row, node_id n)
{
	const struct field *table = t->field;
	struct cell *cells = &t->cells[(size_t)(row - 1) * table->column_count];
	size_t at = 0;

	t->row_node[row - 1] = n;
	if (source_node(r->source, n)->kind != NODE_MAPPING) {
		if (source_is_blank(r->source, n))
			return true;
		return stray_add(r, (struct stray){ .node = n, .field = table, .section = table->section, .row = row, .kind = true });
	}
	for (node_id e = source_node(r->source, n)->child; e; e = source_node(r->source, e)->next, at++) {
		size_t c = column_of(r, t, e, at);

		if (c < table->column_count ? !bind_cell(r, table->columns[c], row, &cells[c], e) : !bind_row_stray(r, t, row, e))
			return false;
	}
	return true;
}

static bool bind_table(struct report *r, const struct field *f, node_id n, struct error *reterr)
{
	struct table *t = &r->tables[f->index];
	const struct node *node = source_node(r->source, n);
	uint32_t rows = 0;

	t->node = n;
	if (node->kind != NODE_SEQUENCE) {
		if (source_is_blank(r->source, n))
			return true;
		t->misfit = true;
		return stray_add(r, (struct stray){ .node = n, .field = f, .section = f->section, .kind = true }) || error_memory(reterr);
	}
	for (node_id e = node->child; e; e = source_node(r->source, e)->next)
		rows++;
	if (rows > 1000000)
		return error_set(reterr, ERR_LIMIT, source_place(r->source, node->start),
				 _("'%s' has %u rows; a table holds at most 1,000,000"), f->id, rows);
	if (!table_grow(r, t, rows) || !order_fill(t->order, rows))
		return error_memory(reterr);
	t->rows = t->loaded = rows;
	rows = 0;
	for (node_id e = node->child; e; e = source_node(r->source, e)->next) {
		if (!bind_row(r, t, ++rows, e))
			return error_memory(reterr);
	}
	return true;
}

static bool bind_matrix_row(struct report *r, const struct field *m, size_t row, node_id n)
{
	for (node_id e = source_node(r->source, n)->child; e; e = source_node(r->source, e)->next) {
		const struct field *cell = NULL;

		for (size_t c = 0; c < m->column_count && !cell; c++) {
			if (source_key_is(r->source, e, m->columns[c]->id))
				cell = m->cells[row * m->column_count + c];
		}
		if (!cell) {
			if (!stray_add(r, (struct stray){ .node = e, .field = m, .section = m->section, .row = (row_id)row + 1 }))
				return false;
		} else if (!bind_cell(r, cell, 0, &r->scalars[cell->index].cell, e)) {
			return false;
		}
	}
	return true;
}

static bool bind_matrix(struct report *r, const struct field *m, node_id n)
{
	const struct stray misfit = { .node = n, .field = m, .section = m->section, .kind = true };

	if (source_node(r->source, n)->kind != NODE_MAPPING)
		return source_is_blank(r->source, n) || stray_add(r, misfit);
	for (node_id e = source_node(r->source, n)->child; e; e = source_node(r->source, e)->next) {
		size_t row = 0;

		while (row < m->row_count && !source_key_is(r->source, e, m->rows[row].id))
			row++;
		if (row == m->row_count) {
			if (!stray_add(r, (struct stray){ .node = e, .field = m, .section = m->section }))
				return false;
		} else if (source_node(r->source, e)->kind == NODE_MAPPING) {
			if (!bind_matrix_row(r, m, row, e))
				return false;
		} else if (!source_is_blank(r->source, e) &&
			   !stray_add(r, (struct stray){ .node = e, .field = m, .section = m->section, .row = (row_id)row + 1, .kind = true })) {
			return false;
		}
	}
	return true;
}

static bool bind_field(struct report *r, const struct field *f, node_id n, struct error *reterr)
{
	if (f->type == TYPE_TABLE)
		return bind_table(r, f, n, reterr);
	if (f->type == TYPE_MATRIX)
		return bind_matrix(r, f, n) || error_memory(reterr);
	return bind_cell(r, f, 0, &r->scalars[f->index].cell, n) || error_memory(reterr);
}

/* whether a place has a node already (its own key comes before an old name) */
static bool is_bound(const struct report *r, const struct field *f)
{
	return f->type == TYPE_TABLE ? r->tables[f->index].node != NODE_NONE
				     : f->type == TYPE_MATRIX || r->scalars[f->index].cell.text != 0;
}

static bool bind_old_name(struct report *r, const struct section *s, node_id n, struct error *reterr)
{
	struct strbuf path;
	const struct field *f;
	size_t len;
	const char *key = source_key(r->source, n, &len);

	strbuf_init(&path, 4096);
	strbuf_puts(&path, s->id);
	strbuf_putc(&path, '.');
	strbuf_add(&path, key, len);
	f = strbuf_ok(&path) ? renamed_field(r, path.text) : NULL;
	strbuf_release(&path);
	if (!f || is_bound(r, f))
		return stray_add(r, (struct stray){ .node = n, .section = s }) || error_memory(reterr);
	if (f->type == TYPE_TABLE)
		r->tables[f->index].renamed = true;
	else if (f->type != TYPE_MATRIX)
		r->scalars[f->index].cell.flags |= CELL_RENAMED;
	return bind_field(r, f, n, reterr);
}

static bool bind_section(struct report *r, const struct section *s, node_id n, struct error *reterr)
{
	r->section_node[s->index] = n;
	if (source_node(r->source, n)->kind != NODE_MAPPING) {
		if (source_is_blank(r->source, n))
			return true;
		return stray_add(r, (struct stray){ .node = n, .section = s, .kind = true }) || error_memory(reterr);
	}
	for (int pass = 0; pass < 2; pass++) { /* own names first, so that an old name never hides one */
		for (node_id e = source_node(r->source, n)->child; e; e = source_node(r->source, e)->next) {
			size_t len;
			const char *key = source_key(r->source, e, &len);
			const struct field *f = section_field(s, key, len);

			if (f && pass == 0 && !bind_field(r, f, e, reterr))
				return false;
			if (!f && pass == 1 && !bind_old_name(r, s, e, reterr))
				return false;
		}
	}
	return true;
}

/* a section that was renamed as a whole, or whose fields moved elsewhere: section.field → to */
static bool bind_old_section(struct report *r, node_id n, struct error *reterr)
{
	size_t len;
	const char *key = source_key(r->source, n, &len);
	bool known = false;

	for (size_t i = 0; i < r->form->rename_count; i++) {
		const char *from = r->form->renames[i].from;

		known |= strncmp(from, key, len) == 0 && (from[len] == '.' || from[len] == '\0');
		if (strlen(from) == len && memcmp(from, key, len) == 0) {
			const struct section *s = form_section(r->form, r->form->renames[i].to, strlen(r->form->renames[i].to));

			if (s && !r->section_node[s->index])
				return bind_section(r, s, n, reterr);
		}
	}
	if (known && source_node(r->source, n)->kind == NODE_MAPPING) {
		char *id = arena_strndup(&r->arena, key, len);
		struct section old = { .id = id, .title = { id, id } };

		if (!id)
			return error_memory(reterr);
		for (node_id e = source_node(r->source, n)->child; e; e = source_node(r->source, e)->next) {
			struct stray *last;
			size_t before = r->stray_count;

			if (!bind_old_name(r, &old, e, reterr))
				return false;
			last = r->stray_count > before ? &r->strays[before] : NULL;
			if (last)
				last->section = NULL; /* `old` does not outlive this call */
		}
		return true;
	}
	return stray_add(r, (struct stray){ .node = n }) || error_memory(reterr);
}

bool report_bind(struct report *r, struct error *reterr)
{
	for (int pass = 0; pass < 2; pass++) {
		for (node_id e = source_node(r->source, NODE_ROOT)->child; e; e = source_node(r->source, e)->next) {
			size_t len;
			const char *key = source_key(r->source, e, &len);
			const struct section *s = form_section(r->form, key, len);
			const struct field *own = section_field(r->form->reserved, key, len);

			if (s && pass == 0) {
				if (!bind_section(r, s, e, reterr))
					return false;
			} else if (own && pass == 0) {
				if (!bind_field(r, own, e, reterr))
					return false;
			} else if (!s && !own && pass == 1 && !source_key_is(r->source, e, "form")) {
				if (!bind_old_section(r, e, reterr))
					return false;
			}
		}
	}
	stored_sort(r);
	strays_sort(r);
	return true;
}
