/* Carry-over of a table: last year's rows, with those columns that come over. */
#include "review/carry_private.h"

#include "report/edit.h"

#include <string.h>

static bool is_same(const char *how)
{
	return strcmp(how, "same") == 0;
}

static bool has_own(const struct field *table)
{
	for (size_t c = 0; c < table->column_count; c++) {
		if (table->columns[c]->carry)
			return true;
	}
	return false;
}

/* what a column does: its own, or, where none has its own, what the table does */
static const char *how_of(const struct field *column)
{
	return column->carry || !column->table->carry || has_own(column->table) ? column->carry : "same";
}

/* the table of last year's whose rows come over */
static const struct field *source_of(const struct carry *m, const struct field *table)
{
	const struct field *from = NULL;

	if (table->carry)
		from = is_same(table->carry) ? carry_old_same(m, table) : carry_old(m, table->carry, strlen(table->carry));
	for (size_t c = 0; !table->carry && !from && c < table->column_count; c++) {
		const struct field *column = table->columns[c];

		if (column->carry)
			from = is_same(column->carry) ? carry_old_same(m, column) : carry_old(m, column->carry, strlen(column->carry));
		from = from ? from->table : NULL;
	}
	return from && from->type == TYPE_TABLE && !from->builtin ? from : NULL;
}

static const struct field *column_of(const struct carry *m, const struct field *source, const struct field *column)
{
	const char *how = how_of(column);
	const struct field *old;

	if (!how || report_is_calculated(column))
		return NULL;
	old = is_same(how) ? carry_old_same(m, column) : carry_old(m, how, strlen(how));
	if (is_same(how) && (!old || old->table != source))
		old = table_column(source, column->id, strlen(column->id));
	return old && old->table == source ? old : NULL;
}

/* whether something of a row comes over */
static bool brings(const struct carry *m, const struct field *const *from, size_t count, row_id row)
{
	struct value v;
	size_t len;

	for (size_t c = 0; c < count; c++) {
		const struct spot s = { from[c] ? from[c]->section : NULL, from[c], row };

		if (!s.field)
			continue;
		report_text(m->last, s, &len);
		if (report_is_calculated(s.field) ? report_calculated(m->last, s, false, &v) == STATE_VALUE : len > 0)
			return true;
	}
	return false;
}

static bool carry_row(struct carry *m, const struct field *table, const struct field *const *from, row_id row, struct error *reterr)
{
	const struct field *source = NULL;
	struct error why = { 0 };
	row_id now;

	for (size_t c = 0; c < table->column_count; c++)
		source = from[c] ? from[c]->table : source;
	if (!report_insert(m->into, table, report_row_count(m->into, table), &now, &why)) {
		if (why.kind == ERR_MEMORY || why.kind == ERR_IO) {
			*reterr = why;
			return false;
		}
		return carry_unplace_spot(m, (struct spot){ source->section, source, row }, NULL, reterr);
	}
	for (size_t c = 0; c < table->column_count; c++) {
		const struct spot to = { table->section, table->columns[c], now };

		if (from[c] && !carry_value(m, (struct spot){ from[c]->section, from[c], row }, to, !is_same(how_of(to.field)), reterr))
			return false;
	}
	return true;
}

bool carry_table(struct carry *m, const struct field *table, struct error *reterr)
{
	const struct field *source = source_of(m, table), **from;
	bool any = false, ok = true;

	if (!source)
		return true;
	from = memory_alloc(table->column_count, sizeof(*from));
	if (!from)
		return error_memory(reterr);
	for (size_t c = 0; c < table->column_count; c++) {
		from[c] = column_of(m, source, table->columns[c]);
		any |= from[c] != NULL;
		if (from[c])
			carry_took(m, from[c]);
	}
	for (uint32_t i = 0; any && ok && i < report_row_count(m->last, source); i++) {
		const row_id row = report_row_at(m->last, source, i);

		if (brings(m, from, table->column_count, row))
			ok = carry_row(m, table, from, row, reterr);
	}
	memory_free(from);
	return ok;
}
