/*
 * Where values go that have no place in the source: into the mapping that lacks them, behind what comes before them
 * in the form.
 */
#include "report/render.h"

/* something that a mapping lacks, and the child that it follows there (NODE_NONE: none is there) */
struct addition {
	void (*render)(struct writer *w, const struct addition *a, unsigned indent, bool flow, struct strbuf *out);
	const struct field *field;
	const struct section *section;
	row_id row;
	node_id after;
};

struct additions {
	struct addition *items;
	size_t count, capacity;
	bool in_row;       /* of a table: they go where the row goes */
};

static void addition_field(struct writer *w, const struct addition *a, unsigned indent, bool flow, struct strbuf *out)
{
	if (field_is_scalar(a->field))
		render_entry(w, a->field, a->row, indent, flow, out);
	else
		render_field(w, a->field, indent, flow, out);
}

static void addition_section(struct writer *w, const struct addition *a, unsigned indent, bool flow, struct strbuf *out)
{
	render_section(w, a->section, indent, flow, out);
}

static void addition_matrix_row(struct writer *w, const struct addition *a, unsigned indent, bool flow, struct strbuf *out)
{
	render_matrix_row(w, a->field, a->row, indent, flow, out);
}

static void additions_add(struct writer *w, struct additions *list, struct addition a)
{
	struct addition *items = memory_grow(list->items, &list->capacity, list->count + 1, sizeof(*items));

	if (!items) {
		w->failed = true;
		return;
	}
	list->items = items;
	items[list->count++] = a;
}

static void render_all(struct writer *w, const struct additions *list, unsigned indent, bool flow, struct strbuf *out)
{
	for (size_t i = 0; i < list->count; i++) {
		if (i && flow)
			strbuf_puts(out, ", ");
		else if (i)
			render_new_line(w, out, indent);
		list->items[i].render(w, &list->items[i], indent, flow, out);
	}
}

/* lines of their own behind the line that ends at `at` (behind all that its rows bring along when they move), or where a line starts */
static void put_lines(struct writer *w, const struct addition *a, unsigned indent, uint32_t at)
{
	size_t size, newline = strlen(w->newline);
	const char *text = source_bytes(w->r->source, &size);
	struct strbuf *out = &w->block;

	if (at < size && (text[at] == '\r' || text[at] == '\n'))
		at += text[at] == '\r' ? 2 : 1;
	if (at >= size)
		out = &w->tail;
	else
		strbuf_clear(out);
	if (out == &w->tail && out->len)
		strbuf_add(out, w->newline, newline);
	strbuf_repeat(out, " ", indent);
	a->render(w, a, indent, false, out);
	if (out == &w->tail)
		return;
	strbuf_add(out, w->newline, newline);
	render_splice_block(w, at, at);
}

static void put_in_block(struct writer *w, node_id mapping, const struct additions *list)
{
	const struct source *s = w->r->source;
	const struct node *m = source_node(s, mapping);
	unsigned indent = source_column(s, m->start); /* (its first key stands further right in `? key`) */
	node_id last = m->child;

	while (source_node(s, last)->next)
		last = source_node(s, last)->next;
	for (size_t i = 0; i < list->count; i++) {
		uint32_t at = render_line_end(s, list->items[i].after ? list->items[i].after : last), ignored;

		if (!list->in_row) {
			/* nothing that comes before it in the form is there: first, above the comments of the one that was */
			if (!list->items[i].after && mapping != NODE_ROOT)
				(void)source_lines(s, m->child, &at, &ignored);
			put_lines(w, &list->items[i], indent, at);
			continue;
		}
		strbuf_clear(&w->block);
		render_new_line(w, &w->block, indent);
		list->items[i].render(w, &list->items[i], indent, false, &w->block);
		render_splice_block(w, at, at);
	}
}

/* a pair without braces in a list, `[name: a]`: it gets them, as it would be two items otherwise */
static void put_in_pair(struct writer *w, const struct node *m, const struct additions *list)
{
	const char *text = source_bytes(w->r->source, &(size_t){ 0 });

	render_splice(w, m->start, m->start, "{", 1);
	strbuf_clear(&w->block);
	strbuf_puts(&w->block, text[m->end - 1] == ':' ? " , " : ", "); /* (not every reader takes `a:,`) */
	render_all(w, list, 0, true, &w->block);
	strbuf_putc(&w->block, '}');
	render_splice_block(w, m->end, m->end);
}

static void put_in_flow(struct writer *w, node_id mapping, const struct additions *list)
{
	const struct node *m = source_node(w->r->source, mapping);
	const char *text = source_bytes(w->r->source, &(size_t){ 0 });
	uint32_t at = m->end - 1;

	if (text[m->start] != '{') {
		put_in_pair(w, m, list);
		return;
	}
	while (at > m->start + 1 && strchr(" \n\r\t", text[at - 1]))
		at--;
	strbuf_clear(&w->block);
	if (m->child)
		strbuf_puts(&w->block, text[at - 1] == ',' ? " " : ", ");
	render_all(w, list, 0, true, &w->block);
	render_splice_block(w, at, at);
}

/* whether something follows on the line: a comment */
static bool line_goes_on(const struct source *s, uint32_t at)
{
	size_t size;
	const char *text = source_bytes(s, &size);

	while (at < size && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r'))
		at++;
	return at < size && text[at] != '\n';
}

/* into a mapping that is blank in the file: `profile:` or `-` */
static void put_in_blank(struct writer *w, node_id n, const struct additions *list)
{
	const struct source *s = w->r->source;
	const struct node *node = source_node(s, n);
	bool dash = source_node(s, node->parent)->kind == NODE_SEQUENCE;
	unsigned indent = source_column(s, node->key) + 2;
	uint32_t at;

	strbuf_clear(&w->block);
	if (render_in_flow(s, node->parent)) {
		strbuf_puts(&w->block, node->start == node->end ? " {" : "{");
		render_all(w, list, 0, true, &w->block);
		strbuf_putc(&w->block, '}');
		render_splice_block(w, node->start, node->end);
		return;
	}
	if (dash && !line_goes_on(s, node->end)) {
		strbuf_puts(&w->block, node->start == node->end ? " " : "");
		render_all(w, list, indent, false, &w->block);
		render_splice_block(w, node->start, node->end);
		return;
	}
	render_remove_value(w, n);
	render_new_line(w, &w->block, indent);
	render_all(w, list, indent, false, &w->block);
	at = render_line_end(s, n);
	render_splice_block(w, at, at);
}

/* what stands in the place of a mapping and is something else is left alone: nothing can be edited below it */
static void additions_put(struct writer *w, struct additions *list, node_id mapping)
{
	const struct node *m = source_node(w->r->source, mapping);

	if (list->count && m->kind == NODE_MAPPING && m->style == STYLE_FLOW)
		put_in_flow(w, mapping, list);
	else if (list->count && m->kind == NODE_MAPPING && m->child)
		put_in_block(w, mapping, list);
	else if (list->count && m->kind == NODE_SCALAR && source_is_blank(w->r->source, mapping))
		put_in_blank(w, mapping, list);
	memory_free(list->items);
}

/* ---- what is missing in the file ---- */

static node_id node_of(struct report *r, const struct field *f)
{
	node_id home;

	if (f->type == TYPE_TABLE)
		return r->tables[f->index].node;
	if (field_is_scalar(f))
		return text_node(r, text_original(r, f, 0));
	home = render_home_of(r, f->section);
	if (!home || source_node(r->source, home)->kind != NODE_MAPPING)
		return NODE_NONE;
	return source_find(r->source, home, f->id);
}

/* the columns of one row (of a table: `cells` are its columns, of a matrix: one row of its cells) */
static void cells_missing(struct writer *w, struct field *const *cells, size_t count, row_id row, node_id mapping)
{
	struct additions list = { .in_row = row != 0 };
	node_id after = NODE_NONE;

	for (size_t c = 0; c < count; c++) {
		node_id there = cells[c] ? text_node(w->r, text_original(w->r, cells[c], row)) : NODE_NONE;

		if (there)
			after = there;
		else if (cells[c] && render_is_there(w, cells[c], row))
			additions_add(w, &list, (struct addition){ .render = addition_field, .field = cells[c], .row = row, .after = after });
	}
	additions_put(w, &list, mapping);
}

static void matrix_missing(struct writer *w, const struct field *m, node_id n)
{
	struct additions list = { 0 };
	node_id after = NODE_NONE;

	for (size_t row = 0; row < m->row_count; row++) {
		node_id at = source_node(w->r->source, n)->kind == NODE_MAPPING ? source_find(w->r->source, n, m->rows[row].id) : NODE_NONE;

		if (at) {
			after = at;
			cells_missing(w, &m->cells[row * m->column_count], m->column_count, 0, at);
		} else if (render_matrix_row_has(w, m, row)) {
			additions_add(w, &list, (struct addition){ .render = addition_matrix_row, .field = m, .row = (row_id)row, .after = after });
		}
	}
	additions_put(w, &list, n);
}

/* the first rows of a table that stands in the file without any: `projects:`, `projects: []` */
static void first_rows(struct writer *w, const struct table *t)
{
	const struct source *s = w->r->source;
	const struct node *n = source_node(s, t->node);
	uint32_t at;

	strbuf_clear(&w->block);
	if (render_in_flow(s, n->parent)) {
		if (n->start == n->end)
			strbuf_putc(&w->block, ' ');
		render_rows(w, t->field, 0, true, &w->block);
		render_splice_block(w, n->start, n->end);
		return;
	}
	render_remove_value(w, t->node);
	render_rows(w, t->field, source_column(s, n->key) + 2, false, &w->block);
	at = render_line_end(s, t->node);
	render_splice_block(w, at, at);
}

static int by_number(const void *a, const void *b)
{
	row_id x = *(const row_id *)a, y = *(const row_id *)b;

	return (x > y) - (x < y);
}

/* rows of the file are looked at when they were touched, all of them for a finished report */
static void rows_missing(struct writer *w, const struct table *t)
{
	size_t count = 0, most = w->finished ? t->loaded : w->r->touched_count;
	row_id *rows = memory_alloc(most + 2, sizeof(*rows));

	if (!rows) {
		w->failed = true;
		return;
	}
	for (size_t i = 0; i < most; i++) {
		const struct touched *x = w->finished ? NULL : &w->r->touched[i];

		if (!x)
			rows[count++] = (row_id)i + 1;
		else if (x->field->table == t->field && x->row <= t->loaded)
			rows[count++] = x->row;
	}
	if (w->changed && w->changed->table == t->field && w->signed_row <= t->loaded)
		rows[count++] = w->signed_row;
	qsort(rows, count, sizeof(*rows), by_number);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || rows[i] != rows[i - 1])
			cells_missing(w, t->field->columns, t->field->column_count, rows[i], t->row_node[rows[i] - 1]);
	}
	memory_free(rows);
}

bool render_in_file_order(const struct table *t)
{
	uint32_t expected = 0;

	if (!t->reordered)
		return true;
	if (order_count(t->order) != t->loaded)
		return false;
	for (row_id row = order_at(t->order, 0); row; row = order_next(t->order, row)) {
		if (row != ++expected)
			return false;
	}
	return true;
}

static void table_missing(struct writer *w, const struct table *t)
{
	const struct node *n = source_node(w->r->source, t->node);

	if (t->renamed && !render_in_file_order(t) && n->parent == render_home_of(w->r, t->field->section))
		render_rewrite_key(w, t->node, t->field->id);
	if (t->misfit)
		return;
	if (n->kind == NODE_SEQUENCE && n->child)
		rows_missing(w, t);
	else if (order_count(t->order))
		first_rows(w, t);
}

static void section_missing(struct writer *w, const struct section *s, node_id n)
{
	struct additions list = { 0 };
	node_id after = NODE_NONE;

	for (size_t i = 0; i < s->field_count; i++) {
		const struct field *f = s->fields[i];
		node_id at = node_of(w->r, f);

		if (at && source_node(w->r->source, at)->parent == n)
			after = at;
		if (at && f->type == TYPE_TABLE)
			table_missing(w, &w->r->tables[f->index]);
		else if (at && f->type == TYPE_MATRIX)
			matrix_missing(w, f, at);
		else if (!at && render_has(w, f))
			additions_add(w, &list, (struct addition){ .render = addition_field, .field = f, .after = after });
	}
	additions_put(w, &list, n);
}

void render_missing(struct writer *w)
{
	const struct form *f = w->r->form;
	struct additions list = { 0 };
	node_id after = source_find(w->r->source, NODE_ROOT, "form");

	for (size_t i = 0; i < f->section_count; i++) {
		const struct section *s = f->sections[i];
		node_id n = w->r->section_node[i];
		bool any = false;

		if (n) {
			after = n;
			section_missing(w, s, n);
			continue;
		}
		for (size_t k = 0; k < s->field_count && !any; k++)
			any = !node_of(w->r, s->fields[k]) && render_has(w, s->fields[k]);
		if (any)
			additions_add(w, &list, (struct addition){ .render = addition_section, .section = s, .after = after });
	}
	additions_put(w, &list, NODE_ROOT);
	section_missing(w, f->reserved, NODE_ROOT);
}
