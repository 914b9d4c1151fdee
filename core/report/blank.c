#include "report/blank.h"

#include "report/edit.h"
#include "source/write.h"

/* a field's key, and behind it as a comment its label and unit: two blanks apart, so that a value moves it along */
static void entry(const struct form *form, const struct field *f, const char *key, unsigned indent, struct strbuf *out)
{
	strbuf_repeat(out, " ", indent);
	write_key(out, key, false);
	strbuf_printf(out, ":  # %s", field_label(form, f));
	if (f->unit)
		strbuf_printf(out, form->english ? " (%s)" : "（%s）", f->unit);
	strbuf_putc(out, '\n');
}

static void matrix(const struct form *form, const struct field *m, struct strbuf *out)
{
	for (size_t row = 0; row < m->row_count; row++) {
		bool any = false;

		for (size_t c = 0; c < m->column_count; c++) {
			const struct field *cell = m->cells[row * m->column_count + c];

			if (!cell || report_is_calculated(cell))
				continue;
			if (!any) {
				strbuf_puts(out, "    ");
				write_key(out, m->rows[row].id, false);
				strbuf_puts(out, ":\n");
			}
			any = true;
			entry(form, cell, m->columns[c]->id, 6, out);
		}
	}
}

static void section(const struct form *form, const struct section *s, struct strbuf *out)
{
	strbuf_printf(out, "\n# %s%s%s\n", s->number ? s->number : "", s->number ? (form->english ? ". " : "、") : "",
		      form_words(form, s->title));
	write_key(out, s->id, false);
	strbuf_puts(out, ":\n");
	for (size_t i = 0; i < s->field_count; i++) {
		const struct field *f = s->fields[i];

		if (report_is_calculated(f))
			continue;
		entry(form, f, f->id, 2, out);
		if (f->type == TYPE_MATRIX)
			matrix(form, f, out);
	}
}

void blank_text(const struct form *form, const char *form_name, struct strbuf *out)
{
	const struct write_context plain = { .kind = WRITE_TEXT, .newline = "\n" };

	strbuf_puts(out, "form: ");
	write_scalar(out, form_name, strlen(form_name), &plain);
	strbuf_putc(out, '\n');
	for (size_t i = 0; i < form->section_count; i++)
		section(form, form->sections[i], out);
}

bool blank_defaults(struct report *r, struct error *reterr)
{
	const struct form *form = report_form(r);

	for (size_t i = 0; i < form->slot_count; i++) {
		const struct field *f = form->slots[i];
		size_t len;

		report_text(r, (struct spot){ f->section, f, 0 }, &len);
		if (!len && !report_set_default(r, f, 0, reterr))
			return false;
	}
	for (size_t i = 0; i < form->table_count; i++) {
		const struct field *t = form->tables[i];
		row_id row;

		while (!t->builtin && report_row_count(r, t) < t->min_rows) {
			if (!report_insert(r, t, report_row_count(r, t), &row, reterr))
				return false;
		}
	}
	return true;
}
