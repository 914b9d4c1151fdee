/*
 * Parts of a report as new YAML text: values, entries, rows, matrices, sections.
 */
#include "report/render.h"

#include "base/i18n.h"

/* ---- what should stand in the file ---- */

/* the text that a place should have; *ret_len 0: none. Uses w->value. */
const char *render_wanted(struct writer *w, const struct field *f, row_id row, size_t *ret_len)
{
	struct report *r = w->r;
	struct value v;

	*ret_len = 0;
	if (w->public_copy && f->personal)
		return "";
	if (f == w->changed && row == w->signed_row) {
		*ret_len = w->signed_text.len;
		return w->signed_text.text;
	}
	if (!report_is_calculated(f))
		return text_get(r, f, cell_look(r, f, row)->text, ret_len);
	if (report_calculated(r, (struct spot){ f->section, f, row }, true, &v) != STATE_VALUE)
		return "";
	strbuf_clear(&w->value);
	report_show_value(r, f, &v, true, &w->value);
	w->failed |= !strbuf_ok(&w->value);
	*ret_len = w->value.len;
	return w->value.text;
}

bool render_is_there(struct writer *w, const struct field *f, row_id row)
{
	size_t len;

	if (report_is_calculated(f) && (!w->finished || !report_relevant(w->r, (struct spot){ f->section, f, row })))
		return false;
	render_wanted(w, f, row, &len);
	return len > 0;
}

/* ---- values as YAML ---- */

static enum write_kind kind_of(const struct field *f, const char *text, size_t len)
{
	struct reading in;
	struct decimal d;

	if (f->type == TYPE_LONGTEXT)
		return WRITE_LONGTEXT;
	if (f->type == TYPE_TEXT || f->type == TYPE_CHOICE || f->type == TYPE_CHOICES)
		return WRITE_TEXT;
	if (f->type == TYPE_MEASURE)
		return decimal_parse(text, len, &d) == NUMBER_OK ? WRITE_VALUE : WRITE_TEXT;
	entry_read(f, text, len, &in);
	if (in.fit != FIT_GOOD)
		return WRITE_TEXT;
	/* 是 and 否 are read as booleans by us alone */
	return f->type == TYPE_BOOLEAN && len > 0 && (unsigned char)text[0] >= 0x80 ? WRITE_TEXT : WRITE_VALUE;
}

static void write_choices(struct strbuf *out, const char *text, size_t len, struct write_context context)
{
	const char *end = text + len;

	context.kind = WRITE_TEXT;
	context.flow = true;
	context.was = STYLE_EMPTY;
	strbuf_putc(out, '[');
	for (bool more = true; more;) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		write_scalar(out, text, (size_t)((stop ? stop : end) - text), &context);
		more = stop != NULL;
		if (more) {
			strbuf_puts(out, ", ");
			text = stop + 1;
		}
	}
	strbuf_putc(out, ']');
}

void render_value(struct writer *w, const struct field *f, row_id row, unsigned indent, bool flow, enum node_style was, struct strbuf *out)
{
	struct write_context context = { .was = was, .indent = indent, .flow = flow, .one_line = w->one_line, .newline = w->newline };
	size_t len;
	const char *text = render_wanted(w, f, row, &len);

	if (!len)
		return;
	context.kind = kind_of(f, text, len);
	if (f->type == TYPE_CHOICES)
		write_choices(out, text, len, context);
	else
		write_scalar(out, text, len, &context);
	w->line_end = text[len - 1] == '\n';
}

static void indentation(struct strbuf *out, unsigned columns)
{
	strbuf_repeat(out, " ", columns);
}

/* ---- whole parts that the file does not have, each line begun by a line end ---- */

void render_new_line(struct writer *w, struct strbuf *out, unsigned indent)
{
	strbuf_puts(out, w->newline);
	indentation(out, indent);
}

void render_entry(struct writer *w, const struct field *f, row_id row, unsigned indent, bool flow, struct strbuf *out)
{
	if (render_is_shaped(f)) {
		render_data_entry(w, f, row, indent, flow, out);
		return;
	}
	write_key(out, f->matrix ? f->matrix->columns[f->column]->id : f->id, flow);
	strbuf_puts(out, ": ");
	render_value(w, f, row, indent, flow, STYLE_EMPTY, out);
}

/* a row as block entries behind its dash; `indent` is the dash's column, `gap` how far the keys stand behind it */
void render_row(struct writer *w, const struct field *table, row_id row, unsigned indent, unsigned gap, struct strbuf *out)
{
	bool any = false;

	strbuf_putc(out, '-');
	for (size_t c = 0; c < table->column_count; c++) {
		const struct field *f = table->columns[c];

		if (!render_is_there(w, f, row))
			continue;
		if (any)
			render_new_line(w, out, indent + gap);
		else
			strbuf_repeat(out, " ", gap - 1);
		render_entry(w, f, row, indent + gap, false, out);
		any = true;
	}
	if (!any) {
		strbuf_repeat(out, " ", gap - 1);
		write_key(out, table->columns[0]->id, false);
		strbuf_putc(out, ':');
	}
}

void render_row_flow(struct writer *w, const struct field *table, row_id row, struct strbuf *out)
{
	bool any = false;

	strbuf_putc(out, '{');
	for (size_t c = 0; c < table->column_count; c++) {
		if (!render_is_there(w, table->columns[c], row))
			continue;
		if (any)
			strbuf_puts(out, ", ");
		render_entry(w, table->columns[c], row, 0, true, out);
		any = true;
	}
	strbuf_putc(out, '}');
}

bool render_matrix_row_has(struct writer *w, const struct field *m, size_t row)
{
	for (size_t c = 0; c < m->column_count; c++) {
		const struct field *cell = m->cells[row * m->column_count + c];

		if (cell && render_is_there(w, cell, 0))
			return true;
	}
	return false;
}

void render_matrix_row(struct writer *w, const struct field *m, size_t row, unsigned indent, bool flow, struct strbuf *out)
{
	bool any = false;

	write_key(out, m->rows[row].id, flow);
	strbuf_puts(out, flow ? ": {" : ":");
	for (size_t c = 0; c < m->column_count; c++) {
		const struct field *cell = m->cells[row * m->column_count + c];

		if (!cell || !render_is_there(w, cell, 0))
			continue;
		if (!flow)
			render_new_line(w, out, indent + 2);
		else if (any)
			strbuf_puts(out, ", ");
		render_entry(w, cell, 0, indent + 2, flow, out);
		any = true;
	}
	if (flow)
		strbuf_putc(out, '}');
}

void render_rows(struct writer *w, const struct field *table, unsigned indent, bool flow, struct strbuf *out)
{
	const struct order *o = w->r->tables[table->index].order;
	bool any = false;

	if (flow)
		strbuf_putc(out, '[');
	for (row_id row = order_at(o, 0); row; row = order_next(o, row)) {
		if (!flow) {
			render_new_line(w, out, indent);
			render_row(w, table, row, indent, 2, out);
		} else {
			strbuf_puts(out, any ? ", " : "");
			render_row_flow(w, table, row, out);
		}
		any = true;
	}
	if (flow)
		strbuf_putc(out, ']');
}

bool render_has(struct writer *w, const struct field *f)
{
	if (f == w->omitted)
		return false;
	if (f->type == TYPE_TABLE)
		return order_count(w->r->tables[f->index].order) > 0;
	if (f->type != TYPE_MATRIX)
		return render_is_there(w, f, 0);
	for (size_t row = 0; row < f->row_count; row++) {
		if (render_matrix_row_has(w, f, row))
			return true;
	}
	return false;
}

static void render_matrix_rows(struct writer *w, const struct field *m, unsigned indent, bool flow, struct strbuf *out)
{
	bool any = false;

	for (size_t row = 0; row < m->row_count; row++) {
		if (!render_matrix_row_has(w, m, row))
			continue;
		if (!flow)
			render_new_line(w, out, indent);
		else if (any)
			strbuf_puts(out, ", ");
		render_matrix_row(w, m, row, indent, flow, out);
		any = true;
	}
}

/* "key: …" of a field, table or matrix at `indent` */
void render_field(struct writer *w, const struct field *f, unsigned indent, bool flow, struct strbuf *out)
{
	if (field_is_scalar(f)) {
		render_entry(w, f, 0, indent, flow, out);
		return;
	}
	write_key(out, f->id, flow);
	strbuf_puts(out, flow ? ": " : ":");
	if (f->type == TYPE_TABLE) {
		render_rows(w, f, indent + 2, flow, out);
		return;
	}
	strbuf_puts(out, flow ? "{" : "");
	render_matrix_rows(w, f, indent + 2, flow, out);
	strbuf_puts(out, flow ? "}" : "");
}

void render_section(struct writer *w, const struct section *s, unsigned indent, bool flow, struct strbuf *out)
{
	bool any = false;

	write_key(out, s->id, flow);
	strbuf_puts(out, flow ? ": {" : ":");
	for (size_t i = 0; i < s->field_count; i++) {
		if (!render_has(w, s->fields[i]))
			continue;
		if (!flow)
			render_new_line(w, out, indent + 2);
		else if (any)
			strbuf_puts(out, ", ");
		render_field(w, s->fields[i], indent + 2, flow, out);
		any = true;
	}
	if (flow)
		strbuf_putc(out, '}');
}
