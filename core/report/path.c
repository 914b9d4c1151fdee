/*
 * Paths: section.field, section.table[3].column, section.table['key text'].column, section.matrix.row.column; and places
 * in the file and for people.
 */
#include "report/report_private.h"

#include "base/i18n.h"
#include "base/text.h"

#include <inttypes.h>

struct reader {
	const struct report *r;
	const char *path, *at;
	struct error *reterr;
};

static bool unknown(struct reader *in, const char *name, size_t len, const char *const *names, size_t count)
{
	char word[65];
	const char *near;

	snprintf(word, sizeof(word), "%.*s", (int)(len > 64 ? 64 : len), name);
	near = text_nearest(word, names, count);
	if (near)
		return error_set(in->reterr, ERR_PATH, NOWHERE, _("'%s': there is no '%s' here; did you mean '%s'?"), in->path, word, near);
	return error_set(in->reterr, ERR_PATH, NOWHERE, _("'%s': there is no '%s' here"), in->path, word);
}

static size_t word(const char *at)
{
	return strcspn(at, ".[");
}

static bool unknown_column(struct reader *in, const char *name, size_t len, struct field *const *columns, size_t count)
{
	const char *names[512];
	size_t n = 0;

	for (; n < count && n < ARRAY_SIZE(names); n++)
		names[n] = columns[n]->id;
	return unknown(in, name, len, names, n);
}

static bool after_name(struct reader *in, char wanted)
{
	if (*in->at == wanted) {
		in->at++;
		return true;
	}
	return false;
}

static bool ends(struct reader *in)
{
	if (*in->at == '\0')
		return true;
	return error_set(in->reterr, ERR_PATH, NOWHERE, _("'%s': '%s' is too much"), in->path, in->at);
}

/* [3] or ['key text'] */
static bool find_row(struct reader *in, const struct field *table, row_id *ret)
{
	const char *start = in->at;
	char *end;

	if (*start == '\'' || *start == '"') {
		struct strbuf key;
		const char *p = start + 1;
		bool known;

		strbuf_init(&key, 0);
		for (; *p && (*p != *start || p[1] == *start); p++) {
			strbuf_putc(&key, *p);
			p += *p == *start;
		}
		/* finding a row fills the index of keys: nothing that a caller can see */
		known = strbuf_ok(&key) && keys_complete((struct report *)(uintptr_t)in->r, table_of(in->r, table));
		*ret = *p && known ? report_row_by_key((struct report *)(uintptr_t)in->r, table, key.text, key.len) : 0;
		in->at = *p ? p + 1 : p;
		strbuf_release(&key);
		if (!known)
			return error_memory(in->reterr);
		if (!*ret)
			return error_set(in->reterr, ERR_PATH, NOWHERE, _("'%s': no row of '%s' has this %s"), in->path,
					 field_label(in->r->form, table),
					 table->key < 0 ? _("key") : field_label(in->r->form, table->columns[table->key]));
	} else {
		unsigned long n = strtoul(start, &end, 10);

		if (end == start || *start < '0' || *start > '9' || n >= report_row_count(in->r, table))
			return error_set(in->reterr, ERR_PATH, NOWHERE, _("'%s': '%s' has %u rows, counted from 0"), in->path,
					 field_label(in->r->form, table), report_row_count(in->r, table));
		in->at = end;
		*ret = report_row_at(in->r, table, (uint32_t)n);
	}
	if (!after_name(in, ']'))
		return error_set(in->reterr, ERR_PATH, NOWHERE, _("'%s': a ']' is missing"), in->path);
	return true;
}

static bool find_in_table(struct reader *in, struct spot *s)
{
	const struct field *table = s->field, *column;
	size_t len;

	if (!after_name(in, '['))
		return ends(in);
	if (!find_row(in, table, &s->row))
		return false;
	if (!after_name(in, '.'))
		return ends(in);
	len = word(in->at);
	column = table_column(table, in->at, len);
	if (!column)
		return unknown_column(in, in->at, len, table->columns, table->column_count);
	in->at += len;
	s->field = column;
	return ends(in);
}

static bool find_in_matrix(struct reader *in, struct spot *s)
{
	const struct field *m = s->field;
	const char *names[512];
	size_t len, row = 0, column = 0;

	if (!after_name(in, '.'))
		return ends(in);
	len = word(in->at);
	while (row < m->row_count && (strlen(m->rows[row].id) != len || memcmp(m->rows[row].id, in->at, len) != 0))
		row++;
	if (row == m->row_count) {
		for (row = 0; row < m->row_count && row < ARRAY_SIZE(names); row++)
			names[row] = m->rows[row].id;
		return unknown(in, in->at, len, names, row);
	}
	in->at += len;
	if (!after_name(in, '.'))
		return error_set(in->reterr, ERR_PATH, NOWHERE, _("'%s': name a column too"), in->path);
	len = word(in->at);
	while (column < m->column_count && (strlen(m->columns[column]->id) != len || memcmp(m->columns[column]->id, in->at, len) != 0))
		column++;
	if (column < m->column_count && !m->cells[row * m->column_count + column])
		return error_set(in->reterr, ERR_PATH, NOWHERE, _("'%s': there is no '%s' in this row"), in->path,
				 m->columns[column]->id);
	if (column == m->column_count)
		return unknown_column(in, in->at, len, m->columns, m->column_count);
	in->at += len;
	s->field = m->cells[row * m->column_count + column];
	return ends(in);
}

static bool find_field(struct reader *in, const struct section *s, struct spot *found)
{
	size_t len = word(in->at);
	const struct field *f = section_field(s, in->at, len);

	if (!f)
		return unknown_column(in, in->at, len, s->fields, s->field_count);
	in->at += len;
	found->field = f;
	if (f->type == TYPE_TABLE)
		return find_in_table(in, found);
	if (f->type == TYPE_MATRIX)
		return find_in_matrix(in, found);
	return ends(in);
}

bool report_find(const struct report *r, const char *path, struct spot *ret, struct error *reterr)
{
	struct reader in = { r, path, path, reterr };
	size_t len = word(path);
	struct spot found = { .section = form_section(r->form, path, len) };
	const char *names[512];
	size_t n = 0;

	if (!found.section && section_field(r->form->reserved, path, len)) {
		found.section = r->form->reserved;
		if (!find_field(&in, found.section, &found))
			return false;
	} else if (!found.section) {
		for (; n < r->form->section_count && n < ARRAY_SIZE(names); n++)
			names[n] = r->form->sections[n]->id;
		return unknown(&in, path, len, names, n);
	} else {
		in.at += len;
		if (after_name(&in, '.') ? !find_field(&in, found.section, &found) : !ends(&in))
			return false;
	}
	*ret = found;
	return true;
}

struct spot report_spot(struct report *r, const struct expr *e)
{
	const struct field *f = e->field;
	struct spot s = { .section = f ? f->section : NULL, .field = f };

	if (!f || e->op == EXPR_FIELD)
		return s;
	if (e->op == EXPR_ROW_FIELD)
		s.row = e->row_key ? report_row_by_key(r, f->table, e->row_key, strlen(e->row_key))
				   : report_row_at(r, f->table, e->row_index);
	return s;
}

void report_path(const struct report *r, struct spot s, struct strbuf *out)
{
	const struct field *f = s.field, *outer;

	if (!s.section && f)
		s.section = f->section;
	if (s.section && !s.section->builtin)
		strbuf_puts(out, s.section->id);
	if (!f)
		return;
	if (!s.section->builtin)
		strbuf_putc(out, '.');
	outer = f->table ? f->table : f->matrix ? f->matrix : f;
	strbuf_puts(out, outer->id);
	if (f->matrix)
		strbuf_printf(out, ".%s.%s", f->matrix->rows[f->row].id, f->matrix->columns[f->column]->id);
	if (outer->type == TYPE_TABLE && s.row)
		strbuf_printf(out, "[%" PRIu32 "]", report_row_index(r, outer, s.row));
	if (f->table)
		strbuf_printf(out, ".%s", f->id);
}

static void row_label(const struct report *r, const struct field *table, row_id row, struct strbuf *out)
{
	size_t len;
	const char *text;

	strbuf_printf(out, "%s %" PRIu32, field_label(r->form, table), report_row_index(r, table, row) + 1);
	if (table->key < 0)
		return;
	text = report_text(r, (struct spot){ table->section, table->columns[table->key], row }, &len);
	if (!len)
		return;
	strbuf_puts(out, r->form->english ? " (" : "（");
	strbuf_add(out, text, text_fit(text, len, 24, &(int){ 0 }));
	strbuf_puts(out, r->form->english ? ")" : "）");
}

void report_label(const struct report *r, struct spot s, struct strbuf *out)
{
	const struct field *f = s.field;

	if (!f) {
		if (s.section)
			strbuf_puts(out, form_words(r->form, s.section->title));
		return;
	}
	if (f->table && s.row) {
		row_label(r, f->table, s.row, out);
		strbuf_puts(out, " · ");
	} else if (f->type == TYPE_TABLE && s.row) {
		row_label(r, f, s.row, out);
		return;
	}
	strbuf_puts(out, field_label(r->form, f));
}

/* ---- places in the file ---- */

static bool text_place(const struct report *r, text_id t, struct place *ret)
{
	node_id n = text_node(r, t);
	const struct node *node;

	if (!n)
		return false;
	node = source_node(r->source, n);
	*ret = source_place(r->source, source_is_blank(r->source, n) ? node->key : node->start);
	return true;
}

static node_id find_node(const struct report *r, const struct section *s, const struct field *f)
{
	node_id section = s && !s->builtin ? r->section_node[s->index] : s ? NODE_ROOT : NODE_NONE;

	if (!section || source_node(r->source, section)->kind != NODE_MAPPING)
		return f ? NODE_NONE : section;
	return f ? source_find(r->source, section, f->id) : section;
}

struct place report_place(const struct report *r, struct spot s)
{
	const struct field *f = s.field;
	struct place at = { .file = source_name(r->source), .line = 1, .column = 1 };
	node_id n = NODE_NONE;

	if (f && field_is_scalar(f) && (!f->table || s.row) && text_place(r, text_original(r, f, s.row), &at))
		return at;
	if (f && f->table && s.row && s.row <= table_of(r, f)->loaded)
		n = table_of(r, f)->row_node[s.row - 1];
	else if (f && f->type == TYPE_TABLE && s.row && s.row <= table_of(r, f)->loaded)
		n = table_of(r, f)->row_node[s.row - 1];
	if (n)
		return source_place(r->source, source_node(r->source, n)->start);
	if (f && (f->table || f->type == TYPE_TABLE))
		n = table_of(r, f)->node;
	else if (f)
		n = find_node(r, f->section, f->matrix ? f->matrix : f);
	if (n && f && f->matrix && source_node(r->source, n)->kind == NODE_MAPPING) {
		node_id row = source_find(r->source, n, f->matrix->rows[f->row].id);

		n = row ? row : n;
	}
	if (!n)
		n = find_node(r, s.section ? s.section : f ? f->section : NULL, NULL);
	return n && n != NODE_ROOT ? source_place(r->source, source_node(r->source, n)->key) : at;
}
