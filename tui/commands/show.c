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
#define FIELD_INDENT 4

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
	command_print(s->line.text, s->line.len);
	strbuf_clear(&s->line);
}

/* what a place shows; a calculated blank and a blank divisor read —, a hidden cell nothing */
static void cell_text(struct show *s, struct spot spot)
{
	struct value v;
	enum state state;

	strbuf_clear(&s->cell);
	if (!report_relevant(s->r, spot))
		return;
	report_show(s->r, spot, false, &s->cell);
	if (s->cell.len || !report_is_calculated(spot.field))
		return;
	state = report_value(s->r, spot, false, &v);
	strbuf_puts(&s->cell, state == STATE_OVERFLOW ? _("too large") : "—");
}

static const char *const mark_signs[] = { " ", "=", "≈", "≠" };

static void put_mark(struct show *s, struct spot spot)
{
	struct comparison c;
	enum mark mark = report_mark(s->r, spot, &c);

	if (mark == MARK_NONE)
		return;
	strbuf_printf(&s->line, "  %s ∑ ", mark_signs[mark]);
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
		const char *end = memchr(s->cell.text + at, '\n', s->cell.len - at);
		size_t n = end ? (size_t)(end - s->cell.text) - at : s->cell.len - at;

		strbuf_repeat(&s->line, " ", FIELD_INDENT + 2);
		text_visible(&s->line, s->cell.text + at, n);
		put_line(s);
		at += n + 1;
	}
}

/* a value that is there and reads as a figure: behind 无 and 不适用 no unit stands */
static bool takes_unit(struct show *s, struct spot spot)
{
	struct value v;

	return spot.field->unit && s->cell.len && report_value(s->r, spot, false, &v) == STATE_VALUE &&
	       !(spot.field->none && strcmp(s->cell.text, spot.field->none) == 0);
}

static void show_field(struct show *s, const struct field *f)
{
	struct spot spot = { f->section, f, 0 };
	const char *label = field_label(s->form, f);

	cell_text(s, spot);
	strbuf_repeat(&s->line, " ", FIELD_INDENT + 2u * f->indent);
	pad(&s->line, label, strlen(label), LABEL_COLUMNS - 2 * f->indent, false);
	if (f->type == TYPE_LONGTEXT && s->cell.len) {
		put_line(s);
		show_long(s);
		return;
	}
	strbuf_puts(&s->line, "  ");
	pad(&s->line, s->cell.text, s->cell.len, is_right(f) ? VALUE_COLUMNS : 0, is_right(f));
	if (takes_unit(s, spot))
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

/* in a grid a stated value has its mark alone behind it; what is behind the mark follows below */
static void put_sign(struct show *s, struct spot spot, bool last)
{
	struct comparison c;

	if (spot.field && spot.field->stated)
		strbuf_printf(&s->line, " %s", mark_signs[report_mark(s->r, spot, &c)]);
	else if (!last)
		strbuf_puts(&s->line, "  ");
}

/* a line below a grid for a stated value that is apart from its formula */
static void put_difference(struct show *s, struct spot spot)
{
	struct comparison c;
	enum mark mark = spot.field && spot.field->stated ? report_mark(s->r, spot, &c) : MARK_NONE;

	if (mark != MARK_WITHIN && mark != MARK_BEYOND)
		return;
	strbuf_repeat(&s->line, " ", FIELD_INDENT + 2);
	strbuf_clear(&s->cell);
	report_label(s->r, spot, &s->cell);
	text_visible(&s->line, s->cell.text, s->cell.len);
	strbuf_puts(&s->line, "  ");
	report_show(s->r, spot, false, &s->line);
	put_mark(s, spot);
	put_line(s);
}

static bool any_stated(const struct field *f)
{
	for (size_t c = 0; c < f->column_count; c++) {
		if (f->columns[c]->stated)
			return true;
	}
	return false;
}

static void show_head(struct show *s, const struct field *table, int *widths)
{
	strbuf_repeat(&s->line, " ", FIELD_INDENT + 4);
	for (size_t c = 0; c < table->column_count; c++) {
		const struct field *column = table->columns[c];

		widths[c] = column_width(s, table, column);
		heading(s, column);
		put_cell(s, widths[c], is_right(column), c + 1 == table->column_count);
		if (column->stated && c + 1 < table->column_count)
			strbuf_puts(&s->line, "  ");
	}
	put_line(s);
}

static void show_row(struct show *s, const struct field *table, const int *widths, uint32_t index)
{
	row_id row = report_row_at(s->r, table, index);

	strbuf_printf(&s->line, "%*s%4u", FIELD_INDENT, "", index + 1);
	for (size_t c = 0; c < table->column_count; c++) {
		struct spot spot = { table->section, table->columns[c], row };

		cell_text(s, spot);
		put_cell(s, widths[c], is_right(spot.field), c + 1 == table->column_count);
		if (spot.field->stated)
			put_sign(s, spot, c + 1 == table->column_count);
	}
	put_line(s);
}

static bool show_rows(struct show *s, const struct field *table)
{
	uint32_t rows = report_row_count(s->r, table);
	int *widths = memory_alloc(table->column_count + 1, sizeof(*widths));

	if (!widths)
		return false;
	show_head(s, table, widths);
	for (uint32_t i = 0; i < rows; i++)
		show_row(s, table, widths, i);
	memory_free(widths);
	for (uint32_t i = 0; any_stated(table) && i < rows; i++) {
		for (size_t c = 0; c < table->column_count; c++)
			put_difference(s, (struct spot){ table->section, table->columns[c], report_row_at(s->r, table, i) });
	}
	return true;
}

static bool show_table(struct show *s, const struct field *table)
{
	uint32_t rows = report_row_count(s->r, table);

	strbuf_printf(&s->line, "%*s%s  ", FIELD_INDENT, "", field_label(s->form, table));
	strbuf_printf(&s->line, _("(rows: %u)"), rows);
	put_line(s);
	return rows == 0 || show_rows(s, table);
}

static struct spot matrix_spot(const struct field *m, size_t row, size_t column)
{
	return (struct spot){ m->section, m->cells[row * m->column_count + column], 0 };
}

static void matrix_cell(struct show *s, struct spot spot)
{
	strbuf_clear(&s->cell);
	if (spot.field)
		cell_text(s, spot);
	else
		strbuf_puts(&s->cell, "—");
}

static int matrix_labels_width(struct show *s, const struct field *m)
{
	int width = 8;

	for (size_t r = 0; r < m->row_count; r++) {
		const char *label = form_words(s->form, m->rows[r].label);
		int columns = text_columns(label, strlen(label)) + 2 * m->rows[r].indent;

		width = columns > width ? columns : width;
	}
	return width;
}

static int matrix_column_width(struct show *s, const struct field *m, size_t c)
{
	int widest;

	heading(s, m->columns[c]);
	widest = text_columns(s->cell.text, s->cell.len);
	for (size_t r = 0; r < m->row_count; r++) {
		int width;

		matrix_cell(s, matrix_spot(m, r, c));
		width = text_columns(s->cell.text, strcspn(s->cell.text, "\n"));
		widest = width > widest ? width : widest;
	}
	return widest < CELL_COLUMNS_MAX ? widest : CELL_COLUMNS_MAX;
}

static void matrix_row(struct show *s, const struct field *m, size_t r, int labels, const int *widths)
{
	const char *label = form_words(s->form, m->rows[r].label);

	strbuf_repeat(&s->line, " ", FIELD_INDENT + 2u + 2u * m->rows[r].indent);
	pad(&s->line, label, strlen(label), labels - 2 * m->rows[r].indent, false);
	for (size_t c = 0; c < m->column_count; c++) {
		struct spot spot = matrix_spot(m, r, c);
		bool last = c + 1 == m->column_count;

		matrix_cell(s, spot);
		put_cell(s, widths[c], is_right(m->columns[c]), last);
		put_sign(s, spot, last);
	}
	put_line(s);
}

static bool show_matrix(struct show *s, const struct field *m)
{
	int labels = matrix_labels_width(s, m), *widths = memory_alloc(m->column_count + 1, sizeof(*widths));

	if (!widths)
		return false;
	strbuf_printf(&s->line, "%*s%s", FIELD_INDENT, "", field_label(s->form, m));
	put_line(s);
	strbuf_repeat(&s->line, " ", (size_t)labels + FIELD_INDENT + 2);
	for (size_t c = 0; c < m->column_count; c++) {
		widths[c] = matrix_column_width(s, m, c);
		heading(s, m->columns[c]);
		put_cell(s, widths[c], is_right(m->columns[c]), c + 1 == m->column_count);
		strbuf_puts(&s->line, "  ");
	}
	put_line(s);
	for (size_t r = 0; r < m->row_count; r++)
		matrix_row(s, m, r, labels, widths);
	memory_free(widths);
	for (size_t i = 0; i < m->row_count * m->column_count; i++)
		put_difference(s, matrix_spot(m, i / m->column_count, i % m->column_count));
	return true;
}

/* ---- sections ---- */

/* 二、一般公共预算支出情况; of an annex 附件 1　基础数据表 */
static void show_title(struct show *s, const struct section *section)
{
	const char *title = form_words(s->form, section->title);

	if (section->part)
		strbuf_printf(&s->line, "%s %s  %s", section_part(s->form, section), section->number ? section->number : "", title);
	else if (section->number)
		strbuf_printf(&s->line, s->form->english ? "%s. %s" : "%s、%s", section->number, title);
	else
		strbuf_puts(&s->line, title);
	put_line(s);
}

static bool show_section(struct show *s, const struct section *section)
{
	const char *group = NULL;

	show_title(s, section);
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
		if (f->type == TYPE_MATRIX && !show_matrix(s, f))
			return false;
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
		if (!show_section(s, section))
			return false; /* command_is_whole() says why */
	}
	if (!found)
		command_complain(_("there is no section '%s'"), only);
	return found;
}

enum status show_command(struct invocation *in)
{
	struct session *session = command_open(in, in->arguments[0]);
	const unsigned long refused = memory_refused();
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
	ok = command_is_whole(s.r, in->arguments[0], refused) && ok;
	strbuf_release(&s.line);
	strbuf_release(&s.cell);
	session_free(session);
	return ok ? STATUS_FINE : STATUS_REFUSED;
}
