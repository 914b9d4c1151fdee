/* Carry-over: from a place in the new form to the one that it has in last year's, and what has none any more. */
#include "review/carry_private.h"

#include "base/i18n.h"
#include "report/carried.h"
#include "report/outside.h"

#include <string.h>

static void put_path(const struct field *f, struct strbuf *out)
{
	const struct field *outer = f->table ? f->table : f->matrix ? f->matrix : f;

	strbuf_printf(out, "%s.%s", outer->section->id, outer->id);
	if (f->matrix)
		strbuf_printf(out, ".%s.%s", f->matrix->rows[f->row].id, f->matrix->columns[f->column]->id);
	else if (f->table)
		strbuf_printf(out, ".%s", f->id);
}

/* the n-th way to write a path: as it is, then with each old name that leads to it or to what holds it; false: no more */
static bool old_path(const struct carry *m, const char *path, size_t len, size_t *n, struct strbuf *out)
{
	strbuf_clear(out);
	if ((*n)++ == 0) {
		strbuf_add(out, path, len);
		return true;
	}
	for (; *n - 2 < m->form->rename_count; ++*n) {
		const struct rename *r = &m->form->renames[*n - 2];
		const size_t to = strlen(r->to);

		if (to > len || memcmp(r->to, path, to) != 0 || (to < len && path[to] != '.' && path[to] != '['))
			continue;
		strbuf_puts(out, r->from);
		strbuf_add(out, path + to, len - to);
		return true;
	}
	return false;
}

const struct field *carry_old(const struct carry *m, const char *path, size_t len)
{
	const struct field *found = NULL;
	const struct section *ignored;
	struct strbuf old;
	size_t n = 0;

	strbuf_init(&old, 0);
	while (!found && old_path(m, path, len, &n, &old))
		found = path_field(m->old, old.text, old.len, &ignored);
	strbuf_release(&old);
	return found;
}

const struct field *carry_old_same(const struct carry *m, const struct field *f)
{
	const struct field *found;
	struct strbuf path;

	strbuf_init(&path, 0);
	put_path(f, &path);
	found = carry_old(m, path.text, path.len);
	strbuf_release(&path);
	return found;
}

/* ---- where a value comes from ---- */

static bool find_value(const struct carry *m, const char *path, struct spot *ret)
{
	struct error ignored;

	return report_find(m->last, path, ret, &ignored) && ret->field && field_is_scalar(ret->field) && !ret->field->builtin;
}

/* for a cell: section.matrix, and section.matrix.column, mean the same cell, and the same row */
static bool find_cell(const struct carry *m, const struct field *cell, const struct strbuf *path, struct spot *ret)
{
	const char *row = cell->matrix->rows[cell->row].id, *dot = strrchr(path->text, '.');
	struct strbuf full;
	bool found;

	strbuf_init(&full, 0);
	strbuf_printf(&full, "%s.%s.%s", path->text, row, cell->matrix->columns[cell->column]->id);
	found = find_value(m, full.text, ret);
	if (!found && dot) {
		strbuf_clear(&full);
		strbuf_add(&full, path->text, (size_t)(dot - path->text));
		strbuf_printf(&full, ".%s%s", row, dot);
		found = find_value(m, full.text, ret);
	}
	strbuf_release(&full);
	return found;
}

bool carry_source(struct carry *m, const struct field *f, const char *how, struct spot *ret)
{
	struct strbuf path, old;
	bool found = false;
	size_t n = 0;

	strbuf_init(&path, 0);
	strbuf_init(&old, 0);
	if (strcmp(how, "same") == 0)
		put_path(f, &path);
	else
		strbuf_puts(&path, how);
	while (!found && old_path(m, path.text, path.len, &n, &old))
		found = find_value(m, old.text, ret) || (f->matrix && find_cell(m, f, &old, ret));
	strbuf_release(&path);
	strbuf_release(&old);
	if (found && !ret->row)
		carry_took(m, ret->field);
	return found;
}

/* ---- which places there are still ---- */

static uint8_t *place_of(const struct carry *m, const struct field *f)
{
	size_t at = m->old->slot_count;

	if (!f->table)
		return &m->placed[f->index];
	for (uint32_t i = 0; i < f->table->index; i++)
		at += m->old->tables[i]->column_count;
	return &m->placed[at + f->index];
}

void carry_took(struct carry *m, const struct field *from)
{
	*place_of(m, from) = 1;
}

static void mark(struct carry *m, const struct field *f)
{
	const struct field *old = carry_old_same(m, f);

	if (old && field_is_scalar(old) && !old->builtin && !f->table == !old->table)
		carry_took(m, old);
}

bool carry_places(struct carry *m, struct error *reterr)
{
	size_t count = m->old->slot_count + 1;

	for (size_t i = 0; i < m->old->table_count; i++)
		count += m->old->tables[i]->column_count;
	m->placed = memory_alloc(count, 1);
	if (!m->placed)
		return error_memory(reterr);
	for (size_t i = 0; i < m->form->slot_count; i++) {
		if (!m->form->slots[i]->builtin)
			mark(m, m->form->slots[i]);
	}
	for (size_t i = 0; i < m->form->table_count; i++) {
		for (size_t c = 0; !m->form->tables[i]->builtin && c < m->form->tables[i]->column_count; c++)
			mark(m, m->form->tables[i]->columns[c]);
	}
	return true;
}

/* ---- the others ---- */

static bool rest_value(struct carry *m, const struct field *f, row_id row, struct error *reterr)
{
	const struct spot s = { f->section, f, row };
	size_t len;

	if (report_is_calculated(f) || *place_of(m, f))
		return true;
	report_text(m->last, s, &len);
	return !len || carry_unplace_spot(m, s, NULL, reterr);
}

static bool rest_row(struct carry *m, const struct field *table, row_id row, bool whole, struct error *reterr)
{
	if (whole)
		return report_row_is_empty(m->last, table, row) ||
		       carry_unplace_spot(m, (struct spot){ table->section, table, row }, NULL, reterr);
	for (size_t c = 0; c < table->column_count; c++) {
		if (!rest_value(m, table->columns[c], row, reterr))
			return false;
	}
	return true;
}

static bool rest_table(struct carry *m, const struct field *table, struct error *reterr)
{
	bool whole = true;

	for (size_t c = 0; c < table->column_count; c++)
		whole &= !*place_of(m, table->columns[c]);
	for (uint32_t i = 0; i < report_row_count(m->last, table); i++) {
		if (!rest_row(m, table, report_row_at(m->last, table, i), whole, reterr))
			return false;
	}
	return true;
}

/* what last year's own form did not know */
static bool rest_outside(struct carry *m, size_t n, struct error *reterr)
{
	struct strbuf path, label, value;
	struct outside o;
	bool ok;

	if (!report_outside(m->last, n, &o))
		return true;
	strbuf_init(&path, 0);
	strbuf_init(&label, 0);
	strbuf_init(&value, 0);
	if (o.table) {
		report_key_path(m->last, (struct spot){ o.table->section, o.table, o.row }, &path);
		report_kept_label(m->last, (struct spot){ o.table->section, o.table, o.row }, &label);
		if (!o.kind)
			strbuf_putc(&path, '.');
	}
	report_outside_path(m->last, &o, &path);
	report_outside_value(m->last, &o, &value);
	ok = strcmp(value.text, "null") == 0 || carry_unplace(m, &path, &label, &value, reterr);
	strbuf_release(&path);
	strbuf_release(&label);
	strbuf_release(&value);
	return ok;
}

bool carry_rest(struct carry *m, struct error *reterr)
{
	for (size_t i = 0; i < m->old->slot_count; i++) {
		if (!m->old->slots[i]->builtin && !rest_value(m, m->old->slots[i], 0, reterr))
			return false;
	}
	for (size_t i = 0; i < m->old->table_count; i++) {
		if (!m->old->tables[i]->builtin && !rest_table(m, m->old->tables[i], reterr))
			return false;
	}
	for (size_t i = 0; i < report_outside_count(m->last); i++) {
		if (!rest_outside(m, i, reterr))
			return false;
	}
	return true;
}
