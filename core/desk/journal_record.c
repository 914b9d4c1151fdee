/*
 * The text of a journal's records, see journal.h, and the names that rows have in it.
 */
#include "desk/journal_write.h"

#include "base/arena.h"

/* ---- names ---- */

static uint32_t row_name(struct journal *j, const struct field *table, row_id row)
{
	struct row_names *n;
	uint32_t *grown;

	if (!j->names)
		return row;
	n = &j->names[table->index];
	if (row >= n->capacity) {
		grown = memory_grow(n->name, &n->capacity, (size_t)row + 1, sizeof(*n->name));
		if (!grown)
			return 0;
		n->name = grown;
	}
	if (!n->name[row])
		n->name[row] = n->next++;
	return n->name[row];
}

void journal_free_names(struct row_names *names, size_t count)
{
	for (size_t i = 0; names && i < count; i++)
		memory_free(names[i].name);
	memory_free(names);
}

/* from now on the rows are called as a fresh reading of the saved file numbers them */
void journal_name_rows(struct journal *j, const struct report *r)
{
	size_t count = j->form->table_count;
	struct row_names *names = memory_alloc(count + 1, sizeof(*names));

	journal_free_names(j->names, count);
	j->names = names;
	for (size_t t = 0; j->names && t < count; t++) {
		const struct field *table = j->form->tables[t];
		uint32_t rows = report_row_count(r, table);

		for (uint32_t i = 0; i < rows && j->names; i++) {
			names[t].next = i + 1;
			if (!row_name(j, table, report_row_at(r, table, i))) {
				journal_free_names(names, count);
				j->names = NULL;
			}
		}
		if (j->names)
			names[t].next = rows + 1;
	}
}

/* the name that a record in `out` needs; without memory for it the record must not stand */
static uint32_t put_name(struct journal *j, const struct field *table, row_id row, struct strbuf *out)
{
	const uint32_t name = row_name(j, table, row);

	out->failed |= !name;
	return name;
}

/* section.field, section.table[#row].column; a table itself: section.table */
void journal_put_path(struct journal *j, const struct report *r, const struct field *f, row_id row, struct strbuf *out)
{
	const struct field *table = f->table;
	struct spot s = { .section = f->section, .field = table ? table : f };

	report_path(r, s, out);
	if (table)
		strbuf_printf(out, "[#%u].%s", (unsigned)put_name(j, table, row, out), f->id);
}

/* ---- records ---- */

void journal_put_word(struct journal *j, const char *word)
{
	size_t from = j->pending.len;

	strbuf_puts(&j->pending, word);
	journal_line_end(&j->pending, from);
}

static void put_set(struct journal *j, const struct report *r, const struct field *f, row_id row, const char *text,
		    size_t len)
{
	size_t from = j->pending.len;

	strbuf_puts(&j->pending, "set ");
	journal_put_path(j, r, f, row, &j->pending);
	strbuf_putc(&j->pending, ' ');
	journal_escape(&j->pending, text, len);
	journal_line_end(&j->pending, from);
}

/* a record about a row as a whole; `at` UINT32_MAX: without an index */
static void put_row(struct journal *j, const struct report *r, const char *word, const struct edit *e, uint32_t at)
{
	size_t from = j->pending.len;

	strbuf_printf(&j->pending, "%s ", word);
	journal_put_path(j, r, e->field, 0, &j->pending);
	strbuf_printf(&j->pending, " %u", (unsigned)put_name(j, e->field, e->row, &j->pending));
	if (at != UINT32_MAX)
		strbuf_printf(&j->pending, " %u", (unsigned)at);
	journal_line_end(&j->pending, from);
}

/* a row that was there before comes back with all that was entered in it */
static size_t put_row_again(struct journal *j, const struct report *r, const struct edit *e, uint32_t at)
{
	size_t records = 1;

	put_row(j, r, "insert", e, at);
	for (size_t c = 0; c < e->field->column_count; c++) {
		const struct field *column = e->field->columns[c];
		struct spot s = { .section = column->section, .field = column, .row = e->row };
		size_t len;
		const char *text;

		if (report_is_calculated(column)) /* the door would refuse it to whoever replays */
			continue;
		text = report_text(r, s, &len);
		put_set(j, r, column, e->row, text, len);
		records++;
	}
	return records;
}

/* the edit as it takes effect now; returns how many records it took */
size_t journal_put_edit(struct journal *j, const struct report *r, const struct edit *e, bool backwards, bool again)
{
	const char *text;
	size_t len;

	switch (e->kind) {
	case EDIT_SET:
		text = edit_text(r, e, !backwards, &len);
		put_set(j, r, e->field, e->row, text, len);
		return 1;
	case EDIT_MOVE:
		put_row(j, r, "move", e, backwards ? e->before_at : e->after_at);
		return 1;
	case EDIT_INSERT:
	case EDIT_DELETE:
		if ((e->kind == EDIT_INSERT) == backwards)
			put_row(j, r, "delete", e, UINT32_MAX);
		else if (backwards || again)
			return put_row_again(j, r, e, backwards ? e->before_at : e->after_at);
		else
			put_row(j, r, "insert", e, e->after_at);
		return 1;
	}
	return 0;
}
