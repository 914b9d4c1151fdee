#include "publish/json.h"

#include "base/i18n.h"
#include "base/text.h"

/* one character, or, for a byte that is none (file names may hold such), U+FFFD; how many bytes it took */
static size_t put_character(struct strbuf *out, const char *text, size_t len)
{
	uint32_t c;
	char bytes[4];
	size_t size = text_decode(text, len, &c);

	if (text_is_harmless(c))
		strbuf_add(out, bytes, text_encode(c, bytes));
	else if (c < 0x10000)
		strbuf_printf(out, "\\u%04x", (unsigned)c);
	else
		strbuf_printf(out, "\\u%04x\\u%04x", 0xd800u + ((unsigned)(c - 0x10000) >> 10), 0xdc00u + ((unsigned)c & 0x3ffu));
	return size;
}

void json_string(struct strbuf *out, const char *text, size_t len)
{
	strbuf_putc(out, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '"' || c == '\\') {
			strbuf_putc(out, '\\');
			strbuf_putc(out, (char)c);
		} else if (c == '\n') {
			strbuf_puts(out, "\\n");
		} else if (c == '\t') {
			strbuf_puts(out, "\\t");
		} else if (c == '\r') {
			strbuf_puts(out, "\\r");
		} else if (c < 0x20 || c == 0x7f) {
			strbuf_printf(out, "\\u%04x", (unsigned)c);
		} else if (c < 0x80) {
			strbuf_putc(out, (char)c);
		} else {
			i += put_character(out, text + i, len - i) - 1;
		}
	}
	strbuf_putc(out, '"');
}

static void list(struct strbuf *out, const char *text, size_t len)
{
	const char *end = text + len;

	strbuf_putc(out, '[');
	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		json_string(out, text, (size_t)((stop ? stop : end) - text));
		text = stop ? stop + 1 : end;
		if (text < end)
			strbuf_putc(out, ',');
	}
	strbuf_putc(out, ']');
}

static void shown_value(struct strbuf *out, struct report *r, struct spot s)
{
	struct value v;
	struct strbuf text;

	strbuf_init(&text, 0);
	report_show(r, s, false, &text);
	if (!text.len && report_is_calculated(s.field) && report_value(r, s, false, &v) == STATE_BLANK)
		strbuf_puts(&text, "—");
	json_string(out, text.text, text.len);
	strbuf_fail_with(out, &text);
	strbuf_release(&text);
}

static void plain_value(struct strbuf *out, struct report *r, struct spot s, bool raw)
{
	struct value v;
	struct strbuf text;
	enum state state = report_value(r, s, false, &v);
	bool calculated = report_is_calculated(s.field);
	size_t len;
	const char *entered = report_text(r, s, &len);

	if (calculated ? v.kind == VALUE_BLANK && !v.na : len == 0) {
		strbuf_puts(out, "null");
		return;
	}
	if (s.field->type == TYPE_BOOLEAN && state == STATE_VALUE) {
		strbuf_puts(out, v.truth ? "true" : "false");
		return;
	}
	if (s.field->type == TYPE_CHOICES && state == STATE_VALUE) {
		list(out, entered, len);
		return;
	}
	strbuf_init(&text, 0);
	if (raw && calculated && v.kind == VALUE_NUMBER)
		number_print(&text, v.figure.value, NUMBER_PLACES, -1, false);
	else if (raw && !calculated)
		strbuf_add(&text, entered, len);
	else
		report_show(r, s, true, &text);
	json_string(out, text.text, text.len);
	strbuf_fail_with(out, &text);
	strbuf_release(&text);
}

static bool left_out(struct report *r, struct spot s, struct json_style style)
{
	return (style.public_copy && s.field->personal) || (style.finished && !report_relevant(r, s));
}

/* "name":value, with a comma before it unless it is the first */
static void put_member(struct strbuf *out, bool *first, const char *name, struct report *r, struct spot s, struct json_style style)
{
	if (left_out(r, s, style))
		return;
	if (!*first)
		strbuf_putc(out, ',');
	*first = false;
	json_string(out, name, strlen(name));
	strbuf_putc(out, ':');
	json_spot(out, r, s, style);
}

static void row(struct strbuf *out, struct report *r, const struct field *table, row_id id, struct json_style style)
{
	bool first = true;

	strbuf_putc(out, '{');
	for (size_t c = 0; c < table->column_count; c++)
		put_member(out, &first, table->columns[c]->id, r, (struct spot){ table->section, table->columns[c], id }, style);
	strbuf_putc(out, '}');
}

static void table(struct strbuf *out, struct report *r, const struct field *f, struct json_style style)
{
	uint32_t count = report_row_count(r, f);

	strbuf_putc(out, '[');
	for (uint32_t i = 0; i < count; i++) {
		if (i)
			strbuf_putc(out, ',');
		row(out, r, f, report_row_at(r, f, i), style);
	}
	strbuf_putc(out, ']');
}

static void matrix(struct strbuf *out, struct report *r, const struct field *m, struct json_style style)
{
	strbuf_putc(out, '{');
	for (size_t i = 0; i < m->row_count; i++) {
		bool first = true;

		if (i)
			strbuf_putc(out, ',');
		json_string(out, m->rows[i].id, strlen(m->rows[i].id));
		strbuf_puts(out, ":{");
		for (size_t c = 0; c < m->column_count; c++) {
			const struct field *cell = m->cells[i * m->column_count + c];

			if (cell)
				put_member(out, &first, m->columns[c]->id, r, (struct spot){ m->section, cell, 0 }, style);
		}
		strbuf_putc(out, '}');
	}
	strbuf_putc(out, '}');
}

static void section(struct strbuf *out, struct report *r, const struct section *s, struct json_style style)
{
	bool first = true;

	strbuf_putc(out, '{');
	for (size_t i = 0; i < s->field_count; i++)
		put_member(out, &first, s->fields[i]->id, r, (struct spot){ s, s->fields[i], 0 }, style);
	strbuf_putc(out, '}');
}

void json_spot(struct strbuf *out, struct report *r, struct spot s, struct json_style style)
{
	if (!s.field)
		section(out, r, s.section, style);
	else if (s.field->type == TYPE_TABLE && s.row)
		row(out, r, s.field, s.row, style);
	else if (s.field->type == TYPE_TABLE)
		table(out, r, s.field, style);
	else if (s.field->type == TYPE_MATRIX)
		matrix(out, r, s.field, style);
	else if (style.how == JSON_SHOWN)
		shown_value(out, r, s);
	else
		plain_value(out, r, s, style.how == JSON_RAW);
}

/* ---- reading a flat object ---- */

static void blanks(const char **at)
{
	while (**at == ' ' || **at == '\t' || **at == '\n' || **at == '\r')
		++*at;
}

static bool hex4(const char *at, uint32_t *ret)
{
	uint32_t value = 0;

	for (int i = 0; i < 4; i++) {
		char c = at[i];

		if (c >= '0' && c <= '9')
			value = value * 16 + (uint32_t)(c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			value = value * 16 + (uint32_t)((c | 32) - 'a' + 10);
		else
			return false;
	}
	*ret = value;
	return true;
}

static bool escape(const char **at, struct strbuf *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *found = **at ? strchr(from, **at) : NULL;
	uint32_t c, low;
	char bytes[4];

	if (found) {
		strbuf_putc(out, to[found - from]);
		++*at;
		return true;
	}
	if (**at != 'u' || !hex4(*at + 1, &c))
		return false;
	*at += 5;
	if (c >= 0xd800 && c < 0xdc00 && (*at)[0] == '\\' && (*at)[1] == 'u' && hex4(*at + 2, &low) && low >= 0xdc00 && low < 0xe000) {
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		*at += 6;
	}
	if (c >= 0xd800 && c < 0xe000)
		return false;
	strbuf_add(out, bytes, text_encode(c, bytes));
	return true;
}

static bool string(const char **at, struct strbuf *out)
{
	if (**at != '"')
		return false;
	for (++*at; **at != '"';) {
		if (**at == '\0')
			return false;
		if (**at == '\\') {
			++*at;
			if (!escape(at, out))
				return false;
		} else {
			strbuf_putc(out, *(*at)++);
		}
	}
	++*at;
	return strbuf_ok(out);
}

/* a string, a number as its digits, true, false; null as an empty text; a list of strings with LF between */
static bool scalar(const char **at, struct strbuf *out)
{
	size_t len;

	if (**at == '"')
		return string(at, out);
	if (**at == '[') {
		for (++*at, blanks(at); **at != ']'; blanks(at)) {
			if (out->len)
				strbuf_putc(out, '\n');
			if (!string(at, out))
				return false;
			blanks(at);
			if (**at == ',')
				++*at;
			else if (**at != ']')
				return false;
		}
		++*at;
		return true;
	}
	len = strspn(*at, "+-.0123456789abcdefghijklmnopqrstuvwxyzE");
	if (len == 0)
		return false;
	if (len != 4 || memcmp(*at, "null", 4) != 0)
		strbuf_add(out, *at, len);
	*at += len;
	return true;
}

bool json_flat(const char *text, bool (*member)(void *to, const char *name, const char *value, size_t len, struct error *reterr), void *to,
	       struct error *reterr)
{
	const char *at = text;
	struct strbuf name, value;
	bool ok = false, told = false;

	strbuf_init(&name, 4096);
	strbuf_init(&value, SOURCE_MAX_SCALAR);
	blanks(&at);
	if (*at++ != '{')
		goto out;
	for (blanks(&at); *at != '}';) {
		strbuf_clear(&name);
		strbuf_clear(&value);
		if (!string(&at, &name))
			goto out;
		blanks(&at);
		if (*at++ != ':')
			goto out;
		blanks(&at);
		if (!scalar(&at, &value))
			goto out;
		told = true;
		if (!member(to, name.text, value.text, value.len, reterr))
			goto out;
		told = false;
		blanks(&at);
		if (*at == ',')
			at++;
		else if (*at != '}')
			goto out;
		blanks(&at);
	}
	at++;
	blanks(&at);
	ok = *at == '\0';
out:
	strbuf_release(&name);
	strbuf_release(&value);
	if (!ok && !told)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' is not the values of a row: write them as {\"name\":\"value\"}"), text);
	return ok;
}
