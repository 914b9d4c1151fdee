/*
 * Texts that a YAML reader would take for something else when they stand without quotes. The shapes are those of the YAML
 * 1.1 types (yaml.org/type: int, float, bool, null, timestamp, merge, value) and of the 1.2 core schema, together; as wide
 * as the widest reader, since quotes too many do no harm to a reader, and one too few makes 0012 a 10.
 */
#include "source/write_private.h"

#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* how many of the characters from `at` are in `set` */
static size_t run(const char *text, size_t len, size_t at, const char *set)
{
	size_t from = at;

	while (at < len && text[at] && strchr(set, text[at]))
		at++;
	return at - from;
}

static bool is_word(const char *text, size_t len)
{
	static const char *const words[] = {
		"~", "null", "Null", "NULL", "y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "true", "True", "TRUE", "false",
		"False", "FALSE", "on", "On", "ON", "off", "Off", "OFF", "=", "<<", ".nan", ".NaN", ".NAN",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == len && !memcmp(words[i], text, len))
			return true;
	return false;
}

/* 12 -1.5 1_000 1,000 .5 1e3 1.2.3 0x1F 0b1 0o7 .inf */
static bool is_number(const char *text, size_t len, size_t at)
{
	size_t from = at, digits;

	if (len - at == 4 && text[at] == '.' && (!memcmp(text + at + 1, "inf", 3) || !memcmp(text + at + 1, "Inf", 3) || !memcmp(text + at + 1, "INF", 3)))
		return true;
	if (len - at > 2 && text[at] == '0' && strchr("xXbBoO", text[at + 1]))
		return at + 2 + run(text, len, at + 2, "0123456789abcdefABCDEF_") == len;
	at += run(text, len, at, "0123456789_,.");
	digits = 0;
	for (size_t i = from; i < at; i++)
		digits += is_digit(text[i]);
	if (!digits || !(is_digit(text[from]) || text[from] == '.'))
		return false;
	if (at < len && (text[at] == 'e' || text[at] == 'E')) {
		at++;
		at += at < len && (text[at] == '+' || text[at] == '-');
		if (at == len)
			return false;
		at += run(text, len, at, "0123456789_");
	}
	return at == len;
}

/* 12:30 1:02:03.5, numbers to base 60 in YAML 1.1 */
static bool is_sexagesimal(const char *text, size_t len, size_t at)
{
	size_t parts = 0, n = run(text, len, at, "0123456789_");

	if (!n)
		return false;
	at += n;
	while (at < len && text[at] == ':') {
		n = run(text, len, at + 1, "0123456789");
		if (n < 1 || n > 2)
			return false;
		at += 1 + n;
		parts++;
	}
	if (parts && at < len && text[at] == '.')
		at += 1 + run(text, len, at + 1, "0123456789_");
	return parts && at == len;
}

/* 2021-12-31, with or without a time behind */
static bool is_timestamp(const char *text, size_t len)
{
	size_t at = run(text, len, 0, "0123456789"), n;

	if (at != 4 || at >= len || text[at] != '-')
		return false;
	n = run(text, len, at + 1, "0123456789");
	at += 1 + n;
	if (n < 1 || n > 2 || at >= len || text[at] != '-')
		return false;
	n = run(text, len, at + 1, "0123456789");
	at += 1 + n;
	if (n < 1 || n > 2)
		return false;
	if (at == len)
		return true;
	n = run(text, len, at, "Tt ");
	return n && at + n < len && is_digit(text[at + n]);
}

static bool is_other_type(const char *text, size_t len)
{
	size_t sign = text[0] == '-' || text[0] == '+';

	return is_word(text, len) || (sign < len && (is_number(text, len, sign) || is_sexagesimal(text, len, sign))) ||
	       is_timestamp(text, len);
}

static bool starts_plain(const char *text, size_t len)
{
	if (strchr("?:,[]{}#&*!|>'\"%@` ", text[0]))
		return false;
	if (len >= 3 && (!memcmp(text, "---", 3) || !memcmp(text, "...", 3)))
		return false;
	return text[0] != '-' || (len > 1 && text[1] != ' ');
}

bool write_is_plain(const char *text, size_t len, bool flow)
{
	if (len == 0 || !starts_plain(text, len) || text[len - 1] == ' ' || text[len - 1] == ':' || is_other_type(text, len))
		return false;
	for (size_t i = 0; i < len; i++) {
		/* older readers end a plain text in flow style at any colon or question mark */
		if (flow && strchr(",[]{}:?", text[i]) && text[i])
			return false;
		if (text[i] == ':' && i + 1 < len && text[i + 1] == ' ')
			return false;
		if (text[i] == '#' && text[i - 1] == ' ')
			return false;
	}
	return true;
}
