#include "review/carry.h"

#include "base/data.h"
#include "report/carried.h"
#include "report/edit.h"
#include "report/entry.h"
#include "report/outside.h"
#include "review/carry_private.h"
#include "review/place.h"

#include <string.h>

#define ITEMS_MOST 2000              /* of one table, to be confirmed one by one */
#define LIST_MOST (SOURCE_MAX_SCALAR / 2)

/* ---- what came over ---- */

bool carry_keep(struct carry *m, struct spot s, struct error *reterr)
{
	struct spot *spots = memory_grow(m->spots, &m->spot_capacity, m->spot_count + 1, sizeof(*spots));

	if (!spots)
		return error_memory(reterr);
	m->spots = spots;
	spots[m->spot_count++] = s;
	m->result.values++;
	return true;
}

static bool put(struct carry *m, const struct field *table, row_id row, const char *id, const struct strbuf *text, struct error *reterr)
{
	const struct spot s = { table->section, table_column(table, id, strlen(id)), row };

	return strbuf_ok(text) ? report_set(m->into, s, text->text, text->len, true, reterr) : error_memory(reterr);
}

bool carry_unplace(struct carry *m, const struct strbuf *path, const struct strbuf *label, const struct strbuf *value, struct error *reterr)
{
	const struct field *table = section_field(m->form->reserved, "unplaced", 8);
	row_id row;

	m->result.unplaced++;
	return report_insert(m->into, table, report_row_count(m->into, table), &row, reterr) && put(m, table, row, "path", path, reterr) &&
	       put(m, table, row, "label", label, reterr) && put(m, table, row, "value", value, reterr);
}

/* a value of last year's, or (a table and a row) a whole row; `text`: the value, where it is not what was entered */
bool carry_unplace_spot(struct carry *m, struct spot s, const struct strbuf *text, struct error *reterr)
{
	struct strbuf path, label, value;
	bool ok;

	strbuf_init(&path, 0);
	strbuf_init(&label, 0);
	strbuf_init(&value, 0);
	report_key_path(m->last, s, &path);
	report_kept_label(m->last, s, &label);
	if (text)
		data_plain(&value, text->text, text->len);
	else
		place_data(m->last, s, true, &value);
	ok = carry_unplace(m, &path, &label, &value, reterr);
	strbuf_release(&path);
	strbuf_release(&label);
	strbuf_release(&value);
	return ok;
}

/* ---- one value ---- */

static const char *unit_of(const struct field *f)
{
	return field_is_number(f) && f->unit ? f->unit : "";
}

/* what last year's report has there: `final` gives what is calculated where nothing was entered */
static void text_of(struct carry *m, struct spot from, bool final, struct strbuf *out)
{
	size_t len;
	const char *text;
	struct value v;

	if (!report_is_calculated(from.field)) {
		text = report_text(m->last, from, &len);
		strbuf_add(out, text, len);
	}
	if (!out->len && from.field->calculate && (final || report_is_calculated(from.field)) &&
	    report_calculated(m->last, from, false, &v) == STATE_VALUE)
		report_show_calculated(m->last, from, true, out);
}

static bool set(struct carry *m, struct spot from, struct spot to, const struct strbuf *text, struct error *reterr)
{
	struct understanding u = { .changed = false };
	const bool converts = strcmp(unit_of(from.field), unit_of(to.field)) != 0 && unit_of(from.field)[0];
	struct strbuf typed;
	bool ok;

	if (!converts)
		return report_set(m->into, to, text->text, text->len, false, reterr);
	strbuf_init(&typed, 0);
	strbuf_init(&u.stored, 0);
	strbuf_printf(&typed, "%s%s", text->text, unit_of(from.field));
	ok = strbuf_ok(&typed) ? entry_understand(m->form, to.field, typed.text, typed.len, &u, reterr) &&
					 report_set(m->into, to, u.stored.text, u.stored.len, false, reterr)
			       : error_memory(reterr);
	strbuf_release(&typed);
	strbuf_release(&u.stored);
	return ok;
}

/* memory and the disk are failures; all else says that the value does not fit */
static bool is_failure(const struct error *why)
{
	return why->kind == ERR_MEMORY || why->kind == ERR_IO;
}

bool carry_value(struct carry *m, struct spot from, struct spot to, bool final, struct error *reterr)
{
	struct error why = { 0 };
	struct strbuf text;
	bool ok = true;

	strbuf_init(&text, 0);
	text_of(m, from, final, &text);
	if (!strbuf_ok(&text))
		ok = error_memory(reterr);
	else if (text.len && (report_holds_structure(m->last, from) || !set(m, from, to, &text, &why))) {
		if (is_failure(&why))
			*reterr = why;
		ok = !is_failure(&why) && carry_unplace_spot(m, from, report_is_calculated(from.field) ? &text : NULL, reterr);
	} else if (text.len)
		ok = carry_keep(m, to, reterr);
	strbuf_release(&text);
	return ok;
}

/* last year and one; false in *ret_done: there is no year to count on from */
static bool carry_year(struct carry *m, bool *ret_done, struct error *reterr)
{
	const struct field *from = m->old->year, *to = m->form->year;
	const struct spot then = { from ? from->section : NULL, from, 0 }, now = { to ? to->section : NULL, to, 0 };
	struct strbuf text;
	struct value v;
	bool ok;

	*ret_done = from && to && !report_is_calculated(to) && (to->type == TYPE_YEAR || to->type == TYPE_INTEGER) &&
		    report_value(m->last, then, false, &v) == STATE_VALUE && v.kind == VALUE_NUMBER;
	if (!*ret_done)
		return true;
	strbuf_init(&text, 64);
	number_print(&text, v.figure.value + number_power(NUMBER_PLACES), NUMBER_PLACES, -1, false);
	ok = report_set(m->into, now, text.text, text.len, true, reterr) && carry_keep(m, now, reterr);
	strbuf_release(&text);
	return ok;
}

/* ---- fields ---- */

/* of a cell: its own, or, where no cell of the matrix has one, the matrix's */
static const char *carry_of(const struct field *f)
{
	const struct field *matrix = f->matrix;

	if (f->carry || !matrix || !matrix->carry)
		return f->carry;
	for (size_t i = 0; i < matrix->row_count * matrix->column_count; i++) {
		if (matrix->cells[i] && matrix->cells[i]->carry)
			return NULL;
	}
	return matrix->carry;
}

static bool carry_scalar(struct carry *m, const struct field *f, struct error *reterr)
{
	const char *how = carry_of(f);
	const struct spot to = { f->section, f, 0 };
	struct spot from;
	bool done = false;

	if (f == m->form->year && !carry_year(m, &done, reterr))
		return false;
	if (done || !how || report_is_calculated(f) || !carry_source(m, f, how, &from))
		return true;
	return carry_value(m, from, to, strcmp(how, "same") != 0, reterr);
}

static bool carry_field(struct carry *m, const struct field *f, struct error *reterr)
{
	if (f->type == TYPE_TABLE)
		return carry_table(m, f, reterr);
	if (field_is_scalar(f))
		return carry_scalar(m, f, reterr);
	for (size_t i = 0; i < f->row_count * f->column_count; i++) {
		if (f->cells[i] && !carry_scalar(m, f->cells[i], reterr))
			return false;
	}
	return true;
}

/* ---- the list of what came over ---- */

static void add_item(struct strbuf *list, const struct strbuf *item)
{
	if (list->len)
		strbuf_putc(list, '\n');
	strbuf_add(list, item->text, item->len);
}

/* column by column */
static void list_columns(const struct carry *m, const struct field *table, size_t from, size_t to, struct strbuf *list)
{
	struct strbuf path;

	strbuf_init(&path, 0);
	for (size_t c = 0; c < table->column_count; c++) {
		size_t i = from;

		while (i < to && m->spots[i].field != table->columns[c])
			i++;
		strbuf_clear(&path);
		strbuf_printf(&path, "%s.%s.%s", table->section->id, table->id, table->columns[c]->id);
		if (i < to)
			add_item(list, &path);
	}
	strbuf_release(&path);
}

/* value by value; false: they are too many */
static bool list_values(const struct carry *m, size_t from, size_t to, struct strbuf *list)
{
	const size_t before = list->len;
	struct strbuf path;

	strbuf_init(&path, 0);
	for (size_t i = from; i < to && list->len <= LIST_MOST; i++) {
		strbuf_clear(&path);
		report_key_path(m->into, m->spots[i], &path);
		if (memchr(path.text, '\n', path.len)) { /* no item of a list: by its number */
			strbuf_clear(&path);
			report_path(m->into, m->spots[i], &path);
		}
		add_item(list, &path);
	}
	strbuf_release(&path);
	if (list->len <= LIST_MOST)
		return true;
	strbuf_truncate(list, before);
	return false;
}

static bool write_list(struct carry *m, struct error *reterr)
{
	const struct spot s = { m->form->reserved, section_field(m->form->reserved, "carried", 7), 0 };
	struct strbuf list;
	bool ok;

	strbuf_init(&list, 0);
	for (size_t i = 0, end; i < m->spot_count; i = end) {
		const struct field *table = m->spots[i].field->table;

		end = i + 1;
		while (table && end < m->spot_count && m->spots[end].field->table == table)
			end++;
		if (end - i > ITEMS_MOST || !list_values(m, i, end, &list))
			list_columns(m, table, i, end, &list);
	}
	ok = strbuf_ok(&list) ? report_set(m->into, s, list.text, list.len, true, reterr) : error_memory(reterr);
	strbuf_release(&list);
	return ok;
}

/* ---- all of it ---- */

static bool carry_all(struct carry *m, struct error *reterr)
{
	for (size_t i = 0; i < m->form->section_count; i++) {
		const struct section *s = m->form->sections[i];

		for (size_t f = 0; f < s->field_count; f++) {
			if (!carry_field(m, s->fields[f], reterr))
				return false;
		}
	}
	return carry_rest(m, reterr) && write_list(m, reterr);
}

bool carry_over(struct report *last, struct report *into, struct carried_over *ret, struct error *reterr)
{
	struct carry m = { .last = last, .into = into, .old = report_form(last), .form = report_form(into) };
	bool ok;

	report_finish(last);
	ok = carry_places(&m, reterr);
	report_program_begin(into);
	report_group_begin(into);
	ok = ok && carry_all(&m, reterr);
	if (ok && !report_reliable(last))
		ok = error_memory(reterr);
	if (ok) {
		report_group_end(into);
		*ret = m.result;
	} else {
		report_group_cancel(into);
	}
	report_program_end(into);
	memory_free(m.spots);
	memory_free(m.placed);
	return ok;
}
