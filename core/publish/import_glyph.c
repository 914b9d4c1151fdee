/* Glyphs: text without what its writers do as they please: blanks, full-width forms, kinds of quotes and dashes, capitals. */
#include "publish/import_private.h"

#include "base/text.h"

#include <string.h>

#define UNIT_MOST 24 /* bytes of what stands in brackets behind a label */

uint32_t glyph_fold(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c = c - 0xFF01 + '!';
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 'a';
	if (c <= ' ' || c == 0x7F || c == 0xA0 || c == 0x3000 || c == 0xFEFF || (c >= 0x2000 && c <= 0x200F) || c == 0x2060 || c == 0x202F)
		return 0;
	switch (c) {
	case 0x201C: case 0x201D: case 0x300C: case 0x300D: case 0x300E: case 0x300F:
		return '"';
	case 0x2018: case 0x2019:
		return '\'';
	case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: case 0xFE63:
		return '-';
	case 0xFF61:
		return 0x3002;
	case 0xFF64:
		return 0x3001;
	case 0x2236:
		return ':';
	case 0x3014: case 0xFE59:
		return '(';
	case 0x3015: case 0xFE5A:
		return ')';
	default:
		return c;
	}
}

bool glyph_is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

bool glyph_is_stop(uint32_t c)
{
	return c == ',' || c == ';' || c == ':' || c == 0x3002 || c == 0x3001 || c == '!' || c == '?' || c == GLYPH_LINE_END || c == GLYPH_TABLE;
}

static void add(struct glyphs *g, struct glyph glyph)
{
	struct glyph *grown = memory_grow(g->items, &g->capacity, g->count + 1, sizeof(*grown));

	if (!grown) {
		g->failed = true;
		return;
	}
	g->items = grown;
	g->items[g->count++] = glyph;
}

static void add_text(struct glyphs *g, const char *text, size_t len, uint32_t line)
{
	uint32_t c;

	for (size_t at = 0, n; at < len && !g->failed; at += n) {
		n = text_decode(text + at, len - at, &c);
		c = c == '\n' ? 0 : glyph_fold(c);
		if (c)
			add(g, (struct glyph){ c, line, (uint32_t)at, (uint32_t)(at + n) });
	}
}

void glyphs_of_text(struct glyphs *g, const char *text, size_t len)
{
	add_text(g, text, len, 0);
}

void glyphs_of_line(struct glyphs *g, const struct manuscript *m, size_t line)
{
	const struct manuscript_line *l = &m->lines[line];

	if (l->table)
		add(g, (struct glyph){ GLYPH_TABLE, (uint32_t)line, 0, 0 });
	else
		add_text(g, l->text, l->len, (uint32_t)line);
	add(g, (struct glyph){ GLYPH_LINE_END, (uint32_t)line, (uint32_t)l->len, (uint32_t)l->len });
}

void glyphs_release(struct glyphs *g)
{
	memory_free(g->items);
	*g = (struct glyphs){ 0 };
}

/* ---- numbers of headings and items ---- */

static unsigned numeral(uint32_t c)
{
	static const uint32_t numerals[] = { 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341 }; /* 一 … 十 */

	for (unsigned i = 0; i < ARRAY_SIZE(numerals); i++) {
		if (c == numerals[i])
			return i + 1;
	}
	return 0;
}

#define NUMBER_MOST 6

/* digits, or 十二, 二十一: how many glyphs */
static size_t number_at(const struct glyph *g, size_t count, unsigned *ret, bool *ret_chinese)
{
	size_t i = 0;
	unsigned n = 0;

	*ret_chinese = count > 0 && numeral(g[0].c);
	for (; i < count && i < NUMBER_MOST; i++) {
		unsigned own = *ret_chinese ? numeral(g[i].c) : 0;

		if (!*ret_chinese && glyph_is_digit(g[i].c))
			n = n * 10 + (g[i].c - '0');
		else if (own == 10)
			n = n ? n * 10 : 10;
		else if (own)
			n += own;
		else
			break;
	}
	*ret = n;
	return i;
}

size_t glyph_number(const struct glyph *g, size_t count, unsigned *ret)
{
	bool ignored;

	return number_at(g, count, ret, &ignored);
}

static bool is_number_mark(uint32_t c)
{
	return c == 0x3001 || c == '.' || c == ')';
}

/* 第八部分, 第三章 */
static size_t part_length(const struct glyph *g, size_t count, unsigned *ret_number)
{
	size_t at = 1, n;

	if (count < 3 || g[0].c != 0x7B2C)
		return 0;
	n = glyph_number(g + at, count - at, ret_number);
	at += n;
	if (!n || at >= count || *ret_number > 99)
		return 0;
	if (g[at].c == 0x7AE0)
		at++;
	else if (at + 1 < count && g[at].c == 0x90E8 && g[at + 1].c == 0x5206)
		at += 2;
	else
		return 0;
	return at + (at < count && (g[at].c == ':' || is_number_mark(g[at].c)));
}

/* 附件1 */
static size_t annex_length(const struct glyph *g, size_t count, unsigned *ret_number)
{
	size_t n = count > 2 && g[0].c == 0x9644 && g[1].c == 0x4EF6 ? glyph_number(g + 2, count - 2, ret_number) : 0;

	return n ? 2 + n + (2 + n < count && (g[2 + n].c == ':' || is_number_mark(g[2 + n].c))) : 0;
}

enum numbering glyph_numbering(const struct glyph *g, size_t count, size_t *ret_len, unsigned *ret_number)
{
	const bool paren = count > 0 && g[0].c == '(';
	size_t at = paren, n;
	bool chinese;

	if ((*ret_len = part_length(g, count, ret_number)) > 0)
		return NUMBERING_CHINESE;
	if ((*ret_len = annex_length(g, count, ret_number)) > 0)
		return NUMBERING_ANNEX;
	n = number_at(g + at, count - at, ret_number, &chinese);
	at += n;
	if (!n || at >= count || (paren ? g[at].c != ')' : !is_number_mark(g[at].c)))
		return NUMBERING_NONE;
	at++;
	if (!paren && !chinese && g[at - 1].c == '.' && at < count && glyph_is_digit(g[at].c))
		return NUMBERING_NONE; /* 2255.22 */
	*ret_len = at + (paren && at < count && g[at].c == 0x3001);
	return paren ? NUMBERING_PAREN : chinese ? NUMBERING_CHINESE : NUMBERING_ARABIC;
}

/* ---- likeness ---- */

bool glyphs_same(const struct glyphs *a, const struct glyphs *b)
{
	if (a->count != b->count || a->count == 0)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (a->items[i].c != b->items[i].c)
			return false;
	}
	return true;
}

/* how many pairs of neighbours both have, of all that they have; names are short */
unsigned glyph_likeness(const struct glyphs *a, size_t from, const struct glyphs *b)
{
	const struct glyphs rest = { .items = a->items + from, .count = a->count - from };
	bool used[64] = { false };
	size_t common = 0;

	if (glyphs_same(&rest, b))
		return 100;
	if (rest.count < 2 || b->count < 2 || b->count > ARRAY_SIZE(used))
		return 0;
	for (size_t i = 0; i + 1 < rest.count; i++) {
		for (size_t k = 0; k + 1 < b->count; k++) {
			if (used[k] || rest.items[i].c != b->items[k].c || rest.items[i + 1].c != b->items[k + 1].c)
				continue;
			used[k] = true;
			common++;
			break;
		}
	}
	return (unsigned)(common * 200 / (rest.count + b->count - 2)) * 99 / 100;
}

/* ---- labels ---- */

/* 其中： */
static size_t of_which(const struct glyphs *g, size_t at)
{
	if (g->count > at + 2 && g->items[at].c == 0x5176 && g->items[at + 1].c == 0x4E2D)
		at += g->items[at + 2].c == ':' ? 3 : 2;
	return at;
}

void glyphs_of_label(struct glyphs *g, const char *text, size_t len, struct strbuf *ret_unit)
{
	size_t number = 0, kept = 0, open;
	unsigned ignored;

	glyphs_of_text(g, text, len);
	if (g->failed)
		return;
	while (g->count > 0 && (g->items[g->count - 1].c == ':' || g->items[g->count - 1].c == '*'))
		g->count--;
	open = g->count;
	if (g->count > 2 && g->items[g->count - 1].c == ')') {
		while (open > 0 && g->items[open - 1].c != '(')
			open--;
	}
	if (open > 1 && open < g->count && g->items[g->count - 1].at - g->items[open].at <= UNIT_MOST && ret_unit) {
		strbuf_clear(ret_unit);
		strbuf_add(ret_unit, text + g->items[open].at, g->items[g->count - 1].at - g->items[open].at);
		g->failed |= !strbuf_ok(ret_unit);
		g->count = open - 1;
	}
	glyph_numbering(g->items, g->count, &number, &ignored);
	number = of_which(g, number);
	for (size_t i = number; i < g->count; i++) { /* quotes say nothing */
		if (g->items[i].c != '"' && g->items[i].c != '\'')
			g->items[kept++] = g->items[i];
	}
	g->count = kept;
}
