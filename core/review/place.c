#include "review/place.h"

#include "base/data.h"
#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

/* ---- paths ---- */

void place_path(struct report *r, struct spot s, struct strbuf *out)
{
	const struct field *f = s.field, *table = f ? f->table ? f->table : f->type == TYPE_TABLE ? f : NULL : NULL;
	const char *key = NULL;
	size_t len = 0;

	if (table && s.row && table->key >= 0)
		key = report_text(r, (struct spot){ table->section, table->columns[table->key], s.row }, &len);
	if (!len || memchr(key, '\n', len) || report_row_by_key(r, table, key, len) != s.row) {
		report_path(r, s, out);
		return;
	}
	report_path(r, (struct spot){ table->section, table, 0 }, out);
	strbuf_puts(out, "['");
	for (size_t i = 0; i < len; i++) {
		if (key[i] == '\'')
			strbuf_putc(out, '\'');
		strbuf_putc(out, key[i]);
	}
	strbuf_puts(out, "']");
	if (f->table)
		strbuf_printf(out, ".%s", f->id);
}

/* ---- values kept ---- */

static void put_list(const char *text, size_t len, struct strbuf *out)
{
	const char *end = text + len;

	strbuf_putc(out, '[');
	for (bool more = true; more;) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		data_comma(out);
		data_string(out, text, (size_t)((stop ? stop : end) - text));
		more = stop != NULL;
		text = more ? stop + 1 : end;
	}
	strbuf_putc(out, ']');
}

static void put_value(const struct report *r, struct spot s, bool plain, struct strbuf *out)
{
	size_t len;
	const char *text = report_text(r, s, &len);

	if (!len)
		strbuf_puts(out, "null");
	else if (s.field->type == TYPE_DATA)
		strbuf_add(out, text, len);
	else if (s.field->type == TYPE_CHOICES)
		put_list(text, len, out);
	else if (plain && (field_is_number(s.field) || s.field->type == TYPE_BOOLEAN))
		data_plain(out, text, len);
	else
		data_string(out, text, len);
}

void place_data(struct report *r, struct spot s, bool plain, struct strbuf *out)
{
	if (field_is_scalar(s.field)) {
		put_value(r, s, plain, out);
		return;
	}
	strbuf_putc(out, '{');
	for (size_t c = 0; c < s.field->column_count; c++) {
		const struct field *column = s.field->columns[c];
		const struct spot cell = { s.section, column, s.row };
		size_t len;

		report_text(r, cell, &len);
		if (!len || report_is_calculated(column))
			continue;
		data_key(out, column->id, strlen(column->id));
		put_value(r, cell, plain, out);
	}
	strbuf_putc(out, '}');
}

/* ---- for people ---- */

/* on one line, cut where it gets long */
static void put_short(const char *text, size_t len, int limit, struct strbuf *out)
{
	int columns;
	size_t fit;
	struct strbuf line;

	strbuf_init(&line, SOURCE_MAX_SCALAR * 4);
	for (size_t i = 0; i < len; i++)
		strbuf_putc(&line, text[i] == '\n' ? ' ' : text[i]);
	fit = text_fit(line.text, line.len, limit, &columns);
	strbuf_add(out, line.text, fit);
	if (fit < line.len)
		strbuf_puts(out, "…");
	strbuf_release(&line);
}

static void put_shown(struct report *r, struct spot s, int limit, struct strbuf *out)
{
	struct strbuf value;

	strbuf_init(&value, SOURCE_MAX_SCALAR * 4);
	report_show(r, s, false, &value);
	put_short(value.text, value.len, limit, out);
	strbuf_release(&value);
}

void place_shown(struct report *r, struct spot s, int limit, struct strbuf *out)
{
	bool any = false;

	if (field_is_scalar(s.field)) {
		put_shown(r, s, limit, out);
		return;
	}
	for (size_t c = 0; c < s.field->column_count; c++) {
		const struct field *column = s.field->columns[c];
		size_t len;

		report_text(r, (struct spot){ s.section, column, s.row }, &len);
		if (!len || report_is_calculated(column))
			continue;
		if (any)
			strbuf_puts(out, report_form(r)->english ? ", " : "，");
		strbuf_printf(out, "%s ", field_label(report_form(r), column));
		put_shown(r, (struct spot){ s.section, column, s.row }, limit, out);
		any = true;
	}
}
