/*
 * Text: characters in and out of UTF-8, and copies of texts with some characters replaced.
 */
#include "base/text_private.h"

bool text_valid(const char *text, size_t len, size_t *ret_bad)
{
	size_t at = 0;

	while (at < len) {
		uint32_t c;
		size_t n;

		if ((unsigned char)text[at] < 0x80) {
			at++;
			continue;
		}
		n = char_decode((const unsigned char *)text + at, len - at, &c);
		if (!n) {
			if (ret_bad)
				*ret_bad = at;
			return false;
		}
		at += n;
	}
	return true;
}

size_t text_decode(const char *text, size_t len, uint32_t *ret_char)
{
	size_t n;

	if (!len)
		return 0;
	n = char_decode((const unsigned char *)text, len, ret_char);
	if (n)
		return n;
	*ret_char = 0xFFFD;
	return 1;
}

size_t text_encode(uint32_t c, char out[4])
{
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = 0xFFFD;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

size_t text_characters(const char *text, size_t len)
{
	size_t count = 0, at = 0;
	uint32_t c;

	for (; at < len; count++)
		at += (unsigned char)text[at] < 0x80 ? 1 : char_next(text + at, len - at, &c);
	return count;
}

bool text_is_harmless(uint32_t c)
{
	if (c < 0x300)
		return c >= 0x20 && !(c >= 0x7F && c < 0xA0);
	if (c == 0x061C || c == 0x200E || c == 0x200F)
		return false; /* directional marks */
	if (c >= 0x2028 && c <= 0x202E)
		return false; /* line and paragraph separators, embeddings and overrides */
	if (c >= 0x2066 && c <= 0x206F)
		return false; /* isolates, deprecated format controls */
	if (c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F))
		return false; /* a byte order mark; tags: text that nobody sees */
	return !(c >= 0xFFF9 && c <= 0xFFFB);
}

static void add_visible(struct strbuf *out, uint32_t c)
{
	char picture[4];

	if (c < 0x20 || c == 0x7F)
		strbuf_add(out, picture, text_encode(c == 0x7F ? 0x2421 : 0x2400 + c, picture));
	else
		strbuf_printf(out, "\u2039%04X\u203A", (unsigned)c);
}

void text_visible(struct strbuf *out, const char *text, size_t len)
{
	size_t at = 0, done = 0;

	while (at < len) {
		uint32_t c;
		size_t n = text_decode(text + at, len - at, &c);

		if (!text_is_harmless(c) || (n == 1 && c == 0xFFFD)) {
			strbuf_add(out, text + done, at - done);
			if (c == 0xFFFD)
				strbuf_puts(out, "\uFFFD");
			else
				add_visible(out, c);
			done = at + n;
		}
		at += n;
	}
	strbuf_add(out, text + done, len - done);
}

void text_visible_lines(struct strbuf *out, const char *text, size_t len)
{
	size_t done = 0;

	for (size_t at = 0; at < len; at++) {
		bool line_end = text[at] == '\n' || (text[at] == '\r' && at + 1 < len && text[at + 1] == '\n');

		if (!line_end && text[at] != '\t')
			continue;
		text_visible(out, text + done, at - done);
		strbuf_putc(out, text[at]);
		done = at + 1;
	}
	text_visible(out, text + done, len - done);
}

void text_fold_width(struct strbuf *out, const char *text, size_t len)
{
	size_t at = 0, done = 0;

	while (at < len) {
		uint32_t c;
		size_t n = text_decode(text + at, len - at, &c);

		if ((c >= 0xFF01 && c <= 0xFF5E) || c == 0x3000) {
			strbuf_add(out, text + done, at - done);
			strbuf_putc(out, c == 0x3000 ? ' ' : (char)(c - 0xFF01 + '!'));
			done = at + n;
		}
		at += n;
	}
	strbuf_add(out, text + done, len - done);
}

/* the bytes of the blank at text, or 0 when it is none */
static size_t blank_at(const char *text, size_t len)
{
	static const char *const others[] = { "\u00A0", "\xC2\x85", "\u3000", "\u2028", "\u2029", "\u200B", "\uFEFF" };

	if ((*text >= '\t' && *text <= '\r') || *text == ' ')
		return 1;
	if ((unsigned char)*text < 0x80)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		size_t n = strlen(others[i]);

		if (len >= n && !memcmp(text, others[i], n))
			return n;
	}
	return 0;
}

static size_t blank_before(const char *text, size_t at)
{
	for (size_t n = 1; n <= 3 && n <= at; n++) {
		if (blank_at(text + at - n, n) == n)
			return n;
	}
	return 0;
}

void text_trim(const char **text, size_t *len)
{
	size_t n;

	while (*len && (n = blank_at(*text, *len)) != 0) {
		*text += n;
		*len -= n;
	}
	while (*len && (n = blank_before(*text, *len)) != 0)
		*len -= n;
}
