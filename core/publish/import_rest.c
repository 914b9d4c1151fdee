/* What is left: figures that the form calculates, what found no place, and where the rest came from. */
#include "publish/import_private.h"

#include "base/data.h"
#include "base/i18n.h"
#include "report/edit.h"
#include "report/entry.h"

#include <string.h>

/* ---- figures that the form calculates ---- */

void import_compare(struct importer *p)
{
	report_finish(p->report);
	for (size_t i = 0; i < p->seen_count && !import_failed(p); i++) {
		const struct figure_seen *f = &p->seen[i];
		struct understanding u = { .changed = false };
		struct strbuf label, own;
		struct error why;

		strbuf_init(&u.stored, 0);
		strbuf_init(&label, 0);
		strbuf_init(&own, 0);
		report_show(p->report, f->spot, true, &own);
		import_say_label(p, f->spot, &label);
		if (entry_understand(p->form, f->spot.field, f->text, strlen(f->text), &u, &why) && own.len &&
		    !import_is_same(f->spot.field, own.text, own.len, u.stored.text, u.stored.len))
			import_remark(p, f->line, _("'%s' is %s in the document, but %s by calculation"), label.text, f->text, own.text);
		strbuf_release(&u.stored);
		strbuf_release(&label);
		strbuf_release(&own);
	}
}

/* ---- what found no place, and where the rest came from ---- */

static bool put(struct importer *p, const struct field *table, row_id row, const char *id, const struct strbuf *text)
{
	const struct spot s = { table->section, table_column(table, id, strlen(id)), row };

	if (!strbuf_ok(text))
		import_fail_memory(p);
	return !import_failed(p) && report_set(p->report, s, text->text, text->len, true, &p->error);
}

static void unplace(struct importer *p, const struct section *s, unsigned line, const struct strbuf *text)
{
	const struct field *table = section_field(p->form->reserved, "unplaced", 8);
	struct strbuf path, label, value;
	row_id row;

	strbuf_init(&path, 0);
	strbuf_init(&label, 0);
	strbuf_init(&value, 0);
	strbuf_puts(&path, s ? s->id : "");
	strbuf_printf(&label, !p->chinese ? (p->m->paragraphs ? "paragraph %u" : "line %u") : p->m->paragraphs ? "第%u段" : "第%u行", line);
	data_string(&value, text->text, text->len);
	import_keep_remark(p, &p->result->unplaced, line, text->text);
	if (!import_failed(p) && report_insert(p->report, table, report_row_count(p->report, table), &row, &p->error) &&
	    put(p, table, row, "path", &path) && put(p, table, row, "label", &label))
		put(p, table, row, "value", &value);
	strbuf_release(&path);
	strbuf_release(&label);
	strbuf_release(&value);
}

static void unplace_rows(struct importer *p, const struct section *s, const struct manuscript_table *t)
{
	struct strbuf text;

	strbuf_init(&text, 0);
	for (size_t r = 0; r < t->count && !import_failed(p); r++) {
		const struct manuscript_row *row = &t->rows[r];
		bool said = false;

		strbuf_clear(&text);
		for (size_t c = 0; c < row->count && !row->taken; c++) {
			if (c)
				strbuf_puts(&text, " | ");
			strbuf_add(&text, row->cells[c].text, row->cells[c].len);
			said |= row->cells[c].len > 0;
		}
		if (said)
			unplace(p, s, row->line, &text);
	}
	strbuf_release(&text);
}

void import_unplace(struct importer *p)
{
	struct strbuf text;

	strbuf_init(&text, 0);
	for (size_t i = 0; i < p->m->count && !import_failed(p); i++) {
		const struct manuscript_line *line = &p->m->lines[i];

		if (line->table) {
			unplace_rows(p, p->at[i], line->table);
		} else if (!p->taken[i] || p->refused[i]) {
			strbuf_clear(&text);
			strbuf_add(&text, line->text, line->len);
			unplace(p, p->at[i], line->number, &text);
		}
	}
	strbuf_release(&text);
}

static int by_origin_line(const void *a, const void *b)
{
	const struct origin *x = a, *y = b;

	return x->line != y->line ? (x->line < y->line ? -1 : 1) : x->number < y->number ? -1 : x->number > y->number;
}

void import_write_origins(struct importer *p)
{
	const struct spot s = { p->form->reserved, section_field(p->form->reserved, "origins", 7), 0 };
	struct strbuf map, path;

	if (p->origin_count == 0)
		return;
	strbuf_init(&map, 0);
	strbuf_init(&path, 0);
	qsort(p->origins, p->origin_count, sizeof(*p->origins), by_origin_line);
	strbuf_putc(&map, '{');
	for (size_t i = 0; i < p->origin_count; i++) {
		const struct origin *o = &p->origins[i];
		char number[16];

		strbuf_clear(&path);
		report_key_path(p->report, o->spot, &path);
		data_key(&map, path.text, path.len);
		snprintf(number, sizeof(number), "%u", o->line);
		strbuf_puts(&map, "{");
		data_key(&map, "line", 4);
		strbuf_puts(&map, number);
		if (o->text) {
			data_key(&map, "text", 4);
			data_string(&map, o->text, strlen(o->text));
		}
		strbuf_putc(&map, '}');
	}
	strbuf_putc(&map, '}');
	if (!strbuf_ok(&map) || !strbuf_ok(&path))
		import_fail_memory(p);
	else if (!import_failed(p) && !report_set(p->report, s, map.text, map.len, true, &p->error) && !import_failed(p))
		import_fail_memory(p);
	strbuf_release(&map);
	strbuf_release(&path);
}
