#include "base/data.h"

#include "base/arena.h"
#include "base/number.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- making ---- */

static bool is_word(const char *text, size_t len, const char *word)
{
	return len == strlen(word) && memcmp(text, word, len) == 0;
}

static bool is_plain(const char *text, size_t len)
{
	struct decimal ignored;

	return is_word(text, len, "true") || is_word(text, len, "false") || decimal_parse(text, len, &ignored) != NUMBER_NOT;
}

void data_string(struct strbuf *out, const char *text, size_t len)
{
	strbuf_putc(out, '"');
	for (size_t at = 0; at < len;) {
		unsigned char c = (unsigned char)text[at];
		char bytes[4];
		uint32_t character;

		if (c >= 0x80) { /* a broken byte becomes U+FFFD */
			at += text_decode(text + at, len - at, &character);
			strbuf_add(out, bytes, text_encode(character, bytes));
			continue;
		}
		at++;
		if (c == '\n')
			strbuf_puts(out, "\\n");
		else if (c == '\t')
			strbuf_puts(out, "\\t");
		else if (c < 0x20 || c == 0x7f)
			strbuf_printf(out, "\\u%04x", (unsigned)c);
		else if (c == '"' || c == '\\')
			strbuf_printf(out, "\\%c", c);
		else
			strbuf_putc(out, (char)c);
	}
	strbuf_putc(out, '"');
}

void data_plain(struct strbuf *out, const char *text, size_t len)
{
	if (is_plain(text, len))
		strbuf_add(out, text, len);
	else
		data_string(out, text, len);
}

void data_comma(struct strbuf *out)
{
	if (out->len && !strchr("[{:,", out->text[out->len - 1]))
		strbuf_putc(out, ',');
}

void data_key(struct strbuf *out, const char *key, size_t len)
{
	data_comma(out);
	data_string(out, key, len);
	strbuf_putc(out, ':');
}

/* ---- reading what anybody wrote ---- */

struct reader {
	const char *at, *end;
	struct strbuf *out;
};

static void skip_blanks(struct reader *in)
{
	while (in->at < in->end && strchr(" \t\r\n", *in->at) && *in->at)
		in->at++;
}

static bool read_hex(struct reader *in, uint32_t *ret)
{
	*ret = 0;
	if (in->end - in->at < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdef", c = *in->at++;
		const char *digit = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;

		if (!digit)
			return false;
		*ret = *ret << 4 | (uint32_t)(digit - digits);
	}
	return true;
}

/* behind a backslash */
static bool read_escape(struct reader *in, struct strbuf *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char c = in->at < in->end ? *in->at++ : '\0';
	const char *known = c ? strchr(from, c) : NULL;
	uint32_t character, low;
	char bytes[4];

	if (known) {
		strbuf_putc(out, to[known - from]);
		return true;
	}
	if (c != 'u' || !read_hex(in, &character))
		return false;
	if (character >= 0xD800 && character < 0xDC00) {
		if (in->end - in->at < 6 || in->at[0] != '\\' || in->at[1] != 'u')
			return false;
		in->at += 2;
		if (!read_hex(in, &low) || low < 0xDC00 || low > 0xDFFF)
			return false;
		character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
	} else if (character >= 0xDC00 && character < 0xE000) {
		return false;
	}
	strbuf_add(out, bytes, text_encode(character, bytes));
	return true;
}

/* the text between quotes; `in` stands on the first of them */
static bool read_string(struct reader *in, struct strbuf *out)
{
	if (in->at == in->end || *in->at++ != '"')
		return false;
	while (in->at < in->end && *in->at != '"') {
		const char *run = in->at;

		while (in->at < in->end && *in->at != '"' && *in->at != '\\' && (unsigned char)*in->at >= 0x20)
			in->at++;
		strbuf_add(out, run, (size_t)(in->at - run));
		if (in->at < in->end && (unsigned char)*in->at < 0x20)
			return false;
		if (in->at < in->end && *in->at == '\\') {
			in->at++;
			if (!read_escape(in, out))
				return false;
		}
	}
	return in->at++ < in->end;
}

static bool copy_string(struct reader *in)
{
	struct strbuf text;
	bool ok;

	strbuf_init(&text, in->out->limit);
	ok = read_string(in, &text);
	in->out->failed |= !strbuf_ok(&text);
	data_string(in->out, text.text, text.len);
	strbuf_release(&text);
	return ok;
}

static bool copy_word(struct reader *in)
{
	const char *start = in->at;
	size_t len;

	while (in->at < in->end && !strchr(" \t\r\n,]}", *in->at))
		in->at++;
	len = (size_t)(in->at - start);
	strbuf_add(in->out, start, len);
	return is_word(start, len, "null") || is_plain(start, len);
}

static int compare_keys(const void *a, const void *b)
{
	const struct data *x = a, *y = b;
	int order = memcmp(x->text, y->text, x->len < y->len ? x->len : y->len);

	return order ? order : (x->len > y->len) - (x->len < y->len);
}

/* a mapping that was copied to out from `start` on has each key once */
static bool keys_differ(struct strbuf *out, size_t start)
{
	struct data_walk w = data_walk((struct data){ out->text + start, out->len - start });
	struct data *keys = NULL, key, value;
	size_t count = 0, capacity = 0;
	bool differ = true;

	while (strbuf_ok(out) && data_next(&w, &key, &value)) {
		struct data *grown = memory_grow(keys, &capacity, count + 1, sizeof(*keys));

		if (!grown) {
			out->failed = true;
			break;
		}
		keys = grown;
		keys[count++] = key;
	}
	if (count)
		qsort(keys, count, sizeof(*keys), compare_keys);
	for (size_t i = 1; i < count && differ; i++)
		differ = compare_keys(&keys[i - 1], &keys[i]) != 0;
	memory_free(keys);
	return differ;
}

static bool copy_value(struct reader *in, unsigned depth);

static bool copy_items(struct reader *in, unsigned depth)
{
	const bool map = *in->at == '{';
	const size_t start = in->out->len;
	bool more;

	strbuf_putc(in->out, *in->at++);
	skip_blanks(in);
	more = in->at < in->end && *in->at != (map ? '}' : ']');
	while (more) {
		skip_blanks(in);
		if (map) {
			if (!copy_string(in))
				return false;
			skip_blanks(in);
			if (in->at == in->end || *in->at++ != ':')
				return false;
			strbuf_putc(in->out, ':');
		}
		if (!copy_value(in, depth))
			return false;
		skip_blanks(in);
		more = in->at < in->end && *in->at == ',';
		if (more)
			strbuf_putc(in->out, *in->at++);
	}
	if (in->at == in->end || *in->at != (map ? '}' : ']'))
		return false;
	strbuf_putc(in->out, *in->at++);
	return !map || keys_differ(in->out, start);
}

static bool copy_value(struct reader *in, unsigned depth)
{
	skip_blanks(in);
	if (in->at == in->end || depth == 0)
		return false;
	if (*in->at == '"')
		return copy_string(in);
	return *in->at == '{' || *in->at == '[' ? copy_items(in, depth - 1) : copy_word(in);
}

bool data_read(struct strbuf *out, const char *text, size_t len)
{
	struct reader in = { text, text + len, out };
	size_t bad;

	if (!text_valid(text, len, &bad) || !copy_value(&in, DATA_MAX_DEPTH))
		return false;
	skip_blanks(&in);
	return in.at == in.end;
}

/* ---- views ---- */

enum data_kind data_kind(struct data d)
{
	if (!d.len)
		return DATA_NONE;
	switch (d.text[0]) {
	case '"':
		return DATA_STRING;
	case '[':
		return DATA_LIST;
	case '{':
		return DATA_MAP;
	default:
		return d.text[0] == 'n' ? DATA_NULL : DATA_PLAIN;
	}
}

struct data_walk data_walk(struct data d)
{
	enum data_kind kind = data_kind(d);
	struct data_walk w = { d.text, d.text, kind == DATA_MAP };

	if (kind == DATA_MAP || kind == DATA_LIST)
		w = (struct data_walk){ d.text + 1, d.text + d.len - 1, w.map };
	return w;
}

/* the end of the value at `at`, in a text that is known to be good */
static const char *behind(const char *at, const char *end)
{
	unsigned depth = 0;

	while (at < end) {
		const char c = *at++;

		if (c == '"') {
			while (*at != '"')
				at += *at == '\\' ? 2 : 1;
			at++;
		}
		depth += c == '[' || c == '{' ? 1u : 0u;
		depth -= c == ']' || c == '}' ? 1u : 0u;
		if (depth == 0 && (at == end || strchr(",:]}", *at)))
			break;
	}
	return at;
}

bool data_next(struct data_walk *w, struct data *ret_key, struct data *ret_value)
{
	const char *start;

	*ret_key = *ret_value = (struct data){ "", 0 };
	if (w->at >= w->end)
		return false;
	if (w->map) {
		start = w->at;
		w->at = behind(start, w->end);
		*ret_key = (struct data){ start, (size_t)(w->at - start) };
		w->at++;
	}
	start = w->at;
	w->at = behind(start, w->end);
	*ret_value = (struct data){ start, (size_t)(w->at - start) };
	w->at++;
	return true;
}

void data_text(struct data d, struct strbuf *out)
{
	struct reader in = { d.text, d.text + d.len, out };

	if (data_kind(d) == DATA_PLAIN)
		strbuf_add(out, d.text, d.len);
	else if (data_kind(d) == DATA_STRING && !read_string(&in, out))
		out->failed = true;
}

bool data_says(struct data d, const char *text, size_t len)
{
	struct strbuf own;
	bool same;

	if (data_kind(d) != DATA_PLAIN && data_kind(d) != DATA_STRING)
		return false;
	strbuf_init(&own, 0);
	data_text(d, &own);
	same = strbuf_ok(&own) && own.len == len && memcmp(own.text, text, len) == 0;
	strbuf_release(&own);
	return same;
}

struct data data_get(struct data map, const char *key)
{
	struct data_walk w = data_walk(map);
	struct data name, value;

	while (w.map && data_next(&w, &name, &value)) {
		if (data_says(name, key, strlen(key)))
			return value;
	}
	return (struct data){ "", 0 };
}
