/*
 * The decision how a text is written: plain where every reader agrees that it is this text, else in quotes, in a literal
 * block where it is long. The shapes that YAML 1.1 and 1.2 readers take for something else are in write_shape.c.
 */
#include "source/write.h"

#include "source/write_private.h"

#include <stdint.h>
#include <string.h>

/* decodes one character of a text that is expected to be valid; U+FFFD and one byte where it is not */
static size_t decode(const char *text, size_t len, uint32_t *ret)
{
	const unsigned char *p = (const unsigned char *)text;
	unsigned n = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
	uint32_t c;

	*ret = 0xfffd;
	if (n == 0 || n > len)
		return 1;
	c = n == 1 ? p[0] : p[0] & (0xffu >> (n + 1));
	for (unsigned i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 1;
		c = c << 6 | (p[i] & 0x3fu);
	}
	if ((n == 3 && c < 0x800) || (n == 4 && (c < 0x10000 || c > 0x10ffff)) || (c >= 0xd800 && c < 0xe000))
		return 1;
	*ret = c;
	return n;
}

/* characters that are not written as they are: readers refuse them, or take them for line ends */
static bool must_escape(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff || c == 0xfffe || c == 0xffff;
}

struct look {
	bool escapes;     /* something other than line ends and tabs must be escaped, or is broken */
	bool lines;       /* there is a line end */
	bool tabs;
};

static struct look look_at(const char *text, size_t len)
{
	struct look look = { false, false, false };

	for (size_t i = 0; i < len;) {
		uint32_t c;
		size_t n = decode(text + i, len - i, &c);

		if (c == '\n')
			look.lines = true;
		else if (c == '\t')
			look.tabs = true;
		else if (must_escape(c) || (c == 0xfffd && n == 1))
			look.escapes = true;
		i += n;
	}
	return look;
}

static void write_escape(struct strbuf *out, uint32_t c)
{
	if (c == '\n')
		strbuf_puts(out, "\\n");
	else if (c == '\t')
		strbuf_puts(out, "\\t");
	else if (c == '\r')
		strbuf_puts(out, "\\r");
	else if (c < 0x100)
		strbuf_printf(out, "\\x%02X", (unsigned)c);
	else
		strbuf_printf(out, "\\u%04X", (unsigned)c);
}

static void write_double(struct strbuf *out, const char *text, size_t len)
{
	strbuf_putc(out, '"');
	for (size_t i = 0; i < len;) {
		uint32_t c;
		size_t n = decode(text + i, len - i, &c);

		if (c == '"' || c == '\\') {
			strbuf_putc(out, '\\');
			strbuf_putc(out, (char)c);
		} else if (must_escape(c)) {
			write_escape(out, c);
		} else if (c == 0xfffd && n == 1) {
			strbuf_puts(out, "\xef\xbf\xbd");
		} else {
			strbuf_add(out, text + i, n);
		}
		i += n;
	}
	strbuf_putc(out, '"');
}

static void write_single(struct strbuf *out, const char *text, size_t len)
{
	strbuf_putc(out, '\'');
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\'')
			strbuf_putc(out, '\'');
		strbuf_putc(out, text[i]);
	}
	strbuf_putc(out, '\'');
}

static void write_quoted(struct strbuf *out, const char *text, size_t len, const struct look *look, bool prefer_double)
{
	bool has_single = len && memchr(text, '\'', len), has_double = len && memchr(text, '"', len);

	if (look->escapes || look->lines || look->tabs || prefer_double || (has_single && !has_double))
		write_double(out, text, len);
	else
		write_single(out, text, len);
}

/* the first line that holds more than blanks begins with a blank, or lines of blanks stand before it */
static bool begins_with_blank(const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && text[i] == '\n')
		i++;
	return i < len && text[i] == ' ';
}

/*
 * A literal block keeps the text unless it needs escapes, has a tab where indentation ends, or ends with line ends or
 * with a line of blanks: what follows in the file would then decide how many there are.
 */
static bool literal_fits(const char *text, size_t len, const struct look *look)
{
	size_t end = len;

	if (look->escapes || len == 0)
		return false;
	if (text[end - 1] == '\n')
		end--;
	if (end == 0 || text[end - 1] == '\n')
		return false;
	for (size_t i = end; i > 0 && text[i - 1] != '\n'; i--) {
		if (text[i - 1] != ' ' && text[i - 1] != '\t')
			break;
		if (i == 1 || text[i - 2] == '\n')
			return false;
	}
	for (size_t i = 0; look->tabs && i < len; i++)
		if (text[i] == '\t' && (i == 0 || text[i - 1] == '\n' || text[i - 1] == ' '))
			return false;
	return true;
}

static void write_literal(struct strbuf *out, const char *text, size_t len, const struct write_context *context)
{
	size_t at = 0;

	strbuf_putc(out, '|');
	if (begins_with_blank(text, len))
		strbuf_putc(out, '2');
	if (text[len - 1] == '\n')
		len--;
	else
		strbuf_putc(out, '-');
	while (at <= len) {
		const char *end = at < len ? memchr(text + at, '\n', len - at) : NULL;
		size_t next = end ? (size_t)(end - text) : len;

		strbuf_puts(out, context->newline);
		if (next > at) {
			strbuf_repeat(out, " ", (size_t)context->indent + 2);
			strbuf_add(out, text + at, next - at);
		}
		at = next + 1;
	}
}

static bool wants_literal(const char *text, size_t len, const struct look *look, const struct write_context *context)
{
	if (context->flow || context->one_line || !literal_fits(text, len, look))
		return false;
	if (context->was == STYLE_LITERAL || context->was == STYLE_FOLDED)
		return true;
	/* what stood in one line stays in one line as long as it can: one edited field is one changed line */
	return context->kind == WRITE_LONGTEXT && (look->lines || context->was == STYLE_EMPTY);
}

void write_scalar(struct strbuf *out, const char *text, size_t len, const struct write_context *context)
{
	struct look look = look_at(text, len);
	bool quotes = context->was == STYLE_SINGLE || context->was == STYLE_DOUBLE;

	if (wants_literal(text, len, &look, context))
		write_literal(out, text, len, context);
	else if (quotes && context->was == STYLE_SINGLE && !look.escapes && !look.lines && !look.tabs)
		write_single(out, text, len);
	else if (quotes)
		write_double(out, text, len);
	else if (context->kind == WRITE_VALUE && len && !look.escapes && !look.lines && !look.tabs)
		strbuf_add(out, text, len);
	else if (look.escapes || look.lines || look.tabs || !write_is_plain(text, len, context->flow))
		write_quoted(out, text, len, &look, len == 0);
	else
		strbuf_add(out, text, len);
}

void write_key(struct strbuf *out, const char *key, bool flow)
{
	size_t len = strlen(key);
	struct look look = look_at(key, len);

	if (look.escapes || look.lines || look.tabs || !write_is_plain(key, len, flow))
		write_quoted(out, key, len, &look, len == 0);
	else
		strbuf_add(out, key, len);
}
