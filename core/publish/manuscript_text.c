/* Manuscripts from text: what it is written in, its lines, what of Markdown stands for something else, tables. */
#include "publish/manuscript.h"

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/* ---- encodings ---- */

static bool convert(const char *from, const char *bytes, size_t len, struct strbuf *out)
{
	char room[4096], *in = (char *)(uintptr_t)bytes; /* iconv() does not write to it */
	iconv_t how = iconv_open("UTF-8", from);
	bool ok = how != (iconv_t)-1;

	while (ok && len > 0) {
		char *to = room;
		size_t left = sizeof(room);

		ok = iconv(how, &in, &len, &to, &left) != (size_t)-1 || errno == E2BIG;
		strbuf_add(out, room, sizeof(room) - left);
	}
	if (how != (iconv_t)-1)
		iconv_close(how);
	return ok;
}

/* the text in UTF-8, in *out where it had to be converted */
static bool decode(const char *name, const char **bytes, size_t *len, struct strbuf *out, struct error *reterr)
{
	const struct place at = { .file = name };
	const char *from = NULL;
	size_t bad, mark = 0;

	if (*len >= 2 && (memcmp(*bytes, "\xFF\xFE", 2) == 0 || memcmp(*bytes, "\xFE\xFF", 2) == 0)) {
		from = (*bytes)[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE";
		mark = 2;
	} else if (*len >= 3 && memcmp(*bytes, "\xEF\xBB\xBF", 3) == 0) {
		mark = 3;
	}
	*bytes += mark;
	*len -= mark;
	if (!from && memchr(*bytes, '\0', *len))
		return error_set(reterr, ERR_SYNTAX, at, _("'%s' is no text: it holds NUL bytes; a report is read from a text or a .docx file"), name);
	if (!from && text_valid(*bytes, *len, &bad))
		return true;
	if (*len > 2u * MANUSCRIPT_MOST)
		return error_set(reterr, ERR_LIMIT, at, _("'%s' is larger than a text that a report can be read from"), name);
	if (!convert(from ? from : "GB18030", *bytes, *len, out))
		return error_set(reterr, ERR_SYNTAX, at, _("'%s' is neither UTF-8 nor GB18030 text; save it as UTF-8"), name);
	if (!strbuf_ok(out))
		return error_memory(reterr);
	*bytes = out->text;
	*len = out->len;
	if (memchr(*bytes, '\0', *len))
		return error_set(reterr, ERR_SYNTAX, at, _("'%s' is no text: it holds NUL bytes; a report is read from a text or a .docx file"), name);
	return true;
}

/* ---- lines ---- */

static size_t line_end_at(const char *text, size_t len)
{
	if (text[0] == '\r')
		return len > 1 && text[1] == '\n' ? 2 : 1;
	if (text[0] == '\n' || text[0] == '\v' || text[0] == '\f')
		return 1;
	if (len >= 2 && memcmp(text, "\xC2\x85", 2) == 0)
		return 2;
	return len >= 3 && (memcmp(text, "\u2028", 3) == 0 || memcmp(text, "\u2029", 3) == 0) ? 3 : 0;
}

struct reader {
	struct manuscript *m;
	struct text_run *lines;
	size_t count, capacity;
	bool markdown;
	struct strbuf text;   /* of the line or cell at hand, without its marks */
};

static void split_lines(struct reader *r, const char *text, size_t len)
{
	size_t from = 0, at = 0;

	while (at <= len && !r->m->failed && r->count < MANUSCRIPT_MOST_LINES * 4) {
		size_t n = at < len ? line_end_at(text + at, len - at) : 1;
		struct text_run *grown;

		if (!n) {
			at++;
			continue;
		}
		grown = memory_grow(r->lines, &r->capacity, r->count + 1, sizeof(*grown));
		if (!grown) {
			r->m->failed = true;
			return;
		}
		r->lines = grown;
		r->lines[r->count] = (struct text_run){ text + from, at - from, (unsigned)r->count + 1 };
		r->count++;
		at += n;
		from = at;
	}
	r->m->too_large |= at <= len;
}

static struct text_run trimmed(struct text_run line)
{
	text_trim(&line.text, &line.len);
	return line;
}

/* ---- Markdown ---- */

static unsigned heading_level(struct text_run line)
{
	unsigned level = 0;

	while (level < line.len && line.text[level] == '#')
		level++;
	return level > 0 && level <= 6 && level < line.len && line.text[level] == ' ' ? level : 0;
}

/* whether it is Markdown: nobody else begins a line with "# " */
static bool is_markdown(const struct reader *r)
{
	for (size_t i = 0; i < r->count; i++) {
		if (heading_level(trimmed(r->lines[i])))
			return true;
	}
	return false;
}

static bool is_mark(char c)
{
	return c && strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c);
}

/* the characters that stand for others, and the marks of bold type; "<br>" is a line end */
static void unmark(const char *text, size_t len, struct strbuf *out)
{
	static const struct {
		const char *mark, *meant;
	} marks[] = {
		{ "<br>", "\n" }, { "<br/>", "\n" }, { "<br />", "\n" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&amp;", "&" }, { "&nbsp;", " " }, { "**", "" },
	};

	for (size_t at = 0, i; at < len;) {
		if (text[at] == '\\' && at + 1 < len && is_mark(text[at + 1])) {
			strbuf_putc(out, text[at + 1]);
			at += 2;
			continue;
		}
		for (i = 0; i < ARRAY_SIZE(marks); i++) {
			size_t n = strlen(marks[i].mark);

			if (n <= len - at && memcmp(text + at, marks[i].mark, n) == 0)
				break;
		}
		if (i < ARRAY_SIZE(marks)) {
			strbuf_puts(out, marks[i].meant);
			at += strlen(marks[i].mark);
		} else {
			strbuf_putc(out, text[at++]);
		}
	}
}

static void add_marked(struct reader *r, struct text_run line)
{
	unsigned level = heading_level(line);
	const char *at, *end;

	if (level || line.text[0] == '>') {
		line.text += level ? level : 1;
		line.len -= level ? level : 1;
	} else if (line.len > 2 && (line.text[0] == '-' || line.text[0] == '*') && line.text[1] == ' ') {
		line.text += 2;
		line.len -= 2;
	}
	strbuf_clear(&r->text);
	unmark(line.text, line.len, &r->text);
	r->m->failed |= !strbuf_ok(&r->text);
	for (at = r->text.text, end = at + r->text.len; at < end;) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		manuscript_add(r->m, line.number, (uint8_t)level, at, (size_t)((stop ? stop : end) - at));
		at = stop ? stop + 1 : end;
	}
}

/* ---- tables with bars ---- */

static bool is_barred(struct text_run line)
{
	return line.len > 1 && line.text[0] == '|' && memchr(line.text + 1, '|', line.len - 1);
}

static bool is_rule(struct text_run line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (!strchr("|-: \t+=", line.text[i]))
			return false;
	}
	return memchr(line.text, '-', line.len) != NULL;
}

/* the next cell from *at on, which is behind a bar; false at the line's end */
static bool next_cell(struct text_run line, size_t *at, struct text_run *ret)
{
	size_t from = *at, i = from;

	if (from >= line.len)
		return false;
	for (; i < line.len && line.text[i] != '|'; i++)
		i += line.text[i] == '\\' && i + 1 < line.len;
	*ret = (struct text_run){ line.text + from, i - from, line.number };
	*at = i + 1;
	return true;
}

static size_t read_barred(struct reader *r, size_t first)
{
	struct manuscript_table *table = manuscript_add_table(r->m, r->lines[first].number);
	size_t i = first;

	for (; table && i < r->count && is_barred(trimmed(r->lines[i])); i++) {
		struct text_run line = trimmed(r->lines[i]), cell;
		struct manuscript_row *row;
		size_t at = 1, count = 0;

		if (is_rule(line))
			continue;
		while (next_cell(line, &at, &cell))
			count++;
		row = manuscript_add_row(r->m, table, line.number, count);
		if (!row)
			break;
		at = 1;
		for (size_t c = 0; next_cell(line, &at, &cell); c++) {
			strbuf_clear(&r->text);
			unmark(cell.text, cell.len, &r->text);
			manuscript_set_cell(r->m, row, c, r->text.text, r->text.len);
		}
	}
	return i > first ? i - first : 1;
}

/* ---- all of it ---- */

static void read_lines(struct reader *r)
{
	size_t i = 0, taken;

	r->markdown = is_markdown(r);
	while (i < r->count && !r->m->failed && !r->m->too_large) {
		struct text_run line = trimmed(r->lines[i]);

		if (is_barred(line)) {
			i += read_barred(r, i);
			continue;
		}
		taken = r->markdown ? 0 : manuscript_columns(r->m, r->lines + i, r->count - i);
		if (taken) {
			i += taken;
			continue;
		}
		if (line.len && r->markdown)
			add_marked(r, line);
		else
			manuscript_add(r->m, line.number, 0, line.text, line.len);
		i++;
	}
}

bool manuscript_read_text(const char *name, const char *bytes, size_t len, struct manuscript *m, struct error *reterr)
{
	struct reader r = { .m = m };
	struct strbuf converted;
	bool ok;

	strbuf_init(&converted, 4u * MANUSCRIPT_MOST);
	strbuf_init(&r.text, 0);
	ok = decode(name, &bytes, &len, &converted, reterr);
	if (ok && len > MANUSCRIPT_MOST)
		m->too_large = true;
	if (ok && !m->too_large) {
		split_lines(&r, bytes, len);
		read_lines(&r);
	}
	m->failed |= !strbuf_ok(&r.text);
	memory_free(r.lines);
	strbuf_release(&r.text);
	strbuf_release(&converted);
	return ok;
}
