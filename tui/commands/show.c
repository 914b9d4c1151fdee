/*
 * The filled-in report as text: labels, values, units, the marks of stated values; tables as lined-up columns.
 */
#include "tui/commands/command.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/text.h"

#define LABEL_COLUMNS 30
#define VALUE_COLUMNS 16
#define CELL_COLUMNS_MAX 44

struct show {
	struct report *r;
	const struct form *form;
	struct strbuf line, cell;
};

static void pad(struct strbuf *out, const char *text, size_t len, int columns, bool right)
{
	int width = text_columns(text, len), rest = columns > width ? columns - width : 0;

	if (right)
		strbuf_repeat(out, " ", (size_t)rest);
	text_visible(out, text, len);
	if (!right)
		strbuf_repeat(out, " ", (size_t)rest);
}

static void put_line(struct show *s)
{
	while (s->line.len > 0 && s->line.text[s->line.len - 1] == ' ')
		strbuf_truncate(&s->line, s->line.len - 1);
	strbuf_putc(&s->line, '\n');
	command_out(s->line.text, s->line.len);
	strbuf_clear(&s->line);
}

/* what a place shows; a calculated blank and a blank divisor read — */
static void cell_text(struct show *s, struct spot spot)
{
	struct value v;
	enum state state;

	strbuf_clear(&s->cell);
	report_show(s->r, spot, false, &s->cell);
	if (s->cell.len || !report_is_calculated(spot.field))
		return;
	state = report_value(s->r, spot, false, &v);
	strbuf_puts(&s->cell, state == STATE_OVERFLOW ? _("too large") : "—");
}

static void put_mark(struct show *s, struct spot spot)
{
	static const char *const signs[] = { "", "=", "≈", "≠" };
	struct comparison c;
	enum mark mark = report_mark(s->r, spot, &c);

	if (mark == MARK_NONE)
		return;
	strbuf_printf(&s->line, "  %s ∑ ", signs[mark]);
	report_show_value(s->r, spot.field, &c.calculated, false, &s->line);
	if (mark == MARK_EQUAL || !c.numbers)
		return;
	strbuf_printf(&s->line, "  %s ", _("difference"));
	number_print(&s->line, c.difference, NUMBER_PLACES, spot.field->decimals, true);
	strbuf_puts(&s->line, " (±");
	number_print(&s->line, c.tolerance, INTERVAL_PLACES, -1, true);
	strbuf_putc(&s->line, ')');
}

static bool is_right(const struct field *f)
{
	return field_is_number(f) && f->type != TYPE_YEAR;
}

static void show_long(struct show *s)
{
	for (size_t at = 0; at < s->cell.len;) {
		size_t n = strcspn(s->cell.text + at, "\n");

		strbuf_puts(&s->line, "    ");
		text_visible(&s->line, s->cell.text + at, n);
		put_line(s);
		at += n + 1;
	}
}

static void show_field(struct show *s, const struct field *f)
{
	struct spot spot = { f->section, f, 0 };
	const char *label = field_label(s->form, f);

	cell_text(s, spot);
	strbuf_repeat(&s->line, " ", 2 + 2u * f->indent);
	pad(&s->line, label, strlen(label), LABEL_COLUMNS - 2 * f->indent, false);
	if (f->type == TYPE_LONGTEXT && s->cell.len) {
		put_line(s);
		show_long(s);
		return;
	}
	strbuf_puts(&s->line, "  ");
	pad(&s->line, s->cell.text, s->cell.len, is_right(f) ? VALUE_COLUMNS : 0, is_right(f));
	if (f->unit && s->cell.len)
		strbuf_printf(&s->line, " %s", f->unit);
	put_mark(s, spot);
	put_line(s);
}

/* ---- tables ---- */

static void heading(struct show *s, const struct field *f)
{
	strbuf_clear(&s->cell);
	strbuf_puts(&s->cell, field_label(s->form, f));
	if (f->unit)
		strbuf_printf(&s->cell, s->form->english ? " (%s)" : "（%s）", f->unit);
}

static void put_cell(struct show *s, int columns, bool right, bool last)
{
	int fits;
	size_t len = text_fit(s->cell.text, strcspn(s->cell.text, "\n"), columns, &fits);

	if (len < s->cell.len) {
		len = text_fit(s->cell.text, strcspn(s->cell.text, "\n"), columns - 1, &fits);
		strbuf_truncate(&s->cell, len);
		strbuf_puts(&s->cell, "…");
	}
	strbuf_puts(&s->line, "  ");
	pad(&s->line, s->cell.text, s->cell.len, last && !right ? 0 : columns, right);
}

static int column_width(struct show *s, const struct field *table, const struct field *column)
{
	uint32_t rows = report_row_count(s->r, table);
	int widest;

	heading(s, column);
	widest = text_columns(s->cell.text, s->cell.len);
	for (uint32_t i = 0; i < rows; i++) {
		int width;

		cell_text(s, (struct spot){ table->section, column, report_row_at(s->r, table, i) });
		width = text_columns(s->cell.text, strcspn(s->cell.text, "\n"));
		widest = width > widest ? width : widest;
	}
	return widest < CELL_COLUMNS_MAX ? widest : CELL_COLUMNS_MAX;
}

static bool show_rows(struct show *s, const struct field *table)
{
	uint32_t rows = report_row_count(s->r, table);
	int *widths = memory_alloc(table->column_count + 1, sizeof(*widths));

	if (!widths)
		return false;
	strbuf_repeat(&s->line, " ", 6);
	for (size_t c = 0; c < table->column_count; c++) {
		widths[c] = column_width(s, table, table->columns[c]);
		heading(s, table->columns[c]);
		put_cell(s, widths[c], is_right(table->columns[c]), c + 1 == table->column_count);
	}
	put_line(s);
	for (uint32_t i = 0; i < rows; i++) {
		row_id row = report_row_at(s->r, table, i);

		strbuf_printf(&s->line, "  %4u", i + 1);
		for (size_t c = 0; c < table->column_count; c++) {
			struct spot spot = { table->section, table->columns[c], row };

			cell_text(s, spot);
			put_cell(s, widths[c], is_right(table->columns[c]), c + 1 == table->column_count);
			put_mark(s, spot);
		}
		put_line(s);
	}
	memory_free(widths);
	return true;
}

static bool show_table(struct show *s, const struct field *table)
{
	uint32_t rows = report_row_count(s->r, table);

	strbuf_printf(&s->line, "  %s  ", field_label(s->form, table));
	strbuf_printf(&s->line, _("rows: %u"), rows);
	put_line(s);
	return rows == 0 || show_rows(s, table);
}

static void show_matrix(struct show *s, const struct field *m)
{
	int width = 8;

	strbuf_printf(&s->line, "  %s", field_label(s->form, m));
	put_line(s);
	for (size_t r = 0; r < m->row_count; r++) {
		const char *label = form_words(s->form, m->rows[r].label);
		int columns = text_columns(label, strlen(label)) + 2 * m->rows[r].indent;

		width = columns > width ? columns : width;
	}
	strbuf_repeat(&s->line, " ", (size_t)width + 4);
	for (size_t c = 0; c < m->column_count; c++) {
		heading(s, m->columns[c]);
		strbuf_puts(&s->line, "  ");
		pad(&s->line, s->cell.text, s->cell.len, VALUE_COLUMNS, true);
	}
	put_line(s);
	for (size_t r = 0; r < m->row_count; r++) {
		const char *label = form_words(s->form, m->rows[r].label);

		strbuf_repeat(&s->line, " ", 4 + 2u * m->rows[r].indent);
		pad(&s->line, label, strlen(label), width - 2 * m->rows[r].indent, false);
		for (size_t c = 0; c < m->column_count; c++) {
			const struct field *cell = m->cells[r * m->column_count + c];

			strbuf_clear(&s->cell);
			if (cell)
				cell_text(s, (struct spot){ m->section, cell, 0 });
			else
				strbuf_puts(&s->cell, "—");
			strbuf_puts(&s->line, "  ");
			pad(&s->line, s->cell.text, s->cell.len, VALUE_COLUMNS, true);
			if (cell)
				put_mark(s, (struct spot){ m->section, cell, 0 });
		}
		put_line(s);
	}
}

/* ---- sections ---- */

static bool show_section(struct show *s, const struct section *section)
{
	const char *group = NULL;

	strbuf_printf(&s->line, "%s%s%s", section->number ? section->number : "",
		      section->number ? (s->form->english ? ". " : "、") : "", form_words(s->form, section->title));
	put_line(s);
	for (size_t i = 0; i < section->field_count; i++) {
		const struct field *f = section->fields[i];
		const char *name = s->form->english && f->group_en ? f->group_en : f->group;

		if (!report_relevant(s->r, (struct spot){ section, f, 0 }))
			continue;
		if (name && (!group || strcmp(group, name) != 0)) {
			strbuf_printf(&s->line, "  %s", name);
			put_line(s);
		}
		group = name ? name : group;
		if (f->type == TYPE_TABLE && !show_table(s, f))
			return false;
		if (f->type == TYPE_MATRIX)
			show_matrix(s, f);
		if (field_is_scalar(f))
			show_field(s, f);
	}
	put_line(s);
	return true;
}

static bool show_sections(struct show *s, const char *only)
{
	bool found = false;

	for (size_t i = 0; i < s->form->section_count; i++) {
		const struct section *section = s->form->sections[i];

		if (only && strcmp(only, section->id) != 0 && (!section->number || strcmp(only, section->number) != 0))
			continue;
		found = true;
		if (!show_section(s, section)) {
			command_complain("%s", _("out of memory"));
			return false;
		}
	}
	if (!found)
		command_complain(_("there is no section '%s'"), only);
	return found;
}

enum status show_command(struct invocation *in)
{
	struct session *session = command_open(in, in->arguments[0]);
	struct show s;
	struct counts c;
	bool ok;

	if (!session)
		return STATUS_REFUSED;
	report_finish(session->report);
	s = (struct show){ .r = session->report, .form = session->form };
	strbuf_init(&s.line, 0);
	strbuf_init(&s.cell, 0);
	if (in->count == 1) {
		strbuf_puts(&s.line, form_words(s.form, s.form->title));
		put_line(&s);
		put_line(&s);
	}
	ok = show_sections(&s, in->count > 1 ? in->arguments[1] : NULL);
	c = report_counts(s.r, NULL);
	if (ok && in->count == 1) {
		strbuf_printf(&s.line, _("blank %u · errors %u · warnings %u · notes %u"), c.blank, c.errors, c.warnings, c.notes);
		put_line(&s);
	}
	strbuf_release(&s.line);
	strbuf_release(&s.cell);
	session_free(session);
	return ok ? STATUS_FINE : STATUS_REFUSED;
}
