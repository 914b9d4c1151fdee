/*
 * One fast pass over the bytes before libyaml sees them: its own errors about encoding and control characters name no
 * place. Counts line ends as well, so that places are found without reading the text again.
 */
#include "source/source_private.h"

#include "base/arena.h"
#include "base/i18n.h"

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u
#define SAMPLE 65536u /* bytes looked at to guess an encoding */

static bool is_continuation(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* bytes of the well-formed character at p, 0 when it is broken */
static unsigned character_bytes(const unsigned char *p, size_t left)
{
	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || left < 2 || !is_continuation(p[1]))
		return 0;
	if (p[0] < 0xe0)
		return 2;
	if (left < 3 || !is_continuation(p[2]))
		return 0;
	if (p[0] < 0xf0)
		return (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ? 0 : 3;
	if (left < 4 || !is_continuation(p[3]) || p[0] > 0xf4)
		return 0;
	return (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f) ? 0 : 4;
}

/* bytes of the GB 18030 character at p, 0 when there is none */
static unsigned gb_bytes(const unsigned char *p, size_t left)
{
	if (p[0] < 0x80)
		return 1;
	if (p[0] == 0x80 || p[0] == 0xff || left < 2)
		return 0;
	if (p[1] >= 0x40 && p[1] != 0x7f && p[1] != 0xff)
		return 2;
	if (left >= 4 && p[1] >= 0x30 && p[1] <= 0x39 && p[2] >= 0x81 && p[2] != 0xff && p[3] >= 0x30 && p[3] <= 0x39)
		return 4;
	return 0;
}

/*
 * Whether a text that is not UTF-8 is in GBK or GB 18030. UTF-8 with a damaged place often passes as GBK too, so what
 * counts is also how much of it is good UTF-8.
 */
static bool looks_like_gbk(const unsigned char *p, size_t size)
{
	size_t broken = 0, good = 0;
	bool cut = size > SAMPLE;

	if (cut)
		size = SAMPLE;
	for (size_t i = 0; i < size;) {
		unsigned n = gb_bytes(p + i, size - i);

		if (!n && !(cut && size - i < 4))
			return false;
		i += n ? n : 1;
	}
	for (size_t i = 0; i < size;) {
		unsigned n = character_bytes(p + i, size - i);

		broken += n == 0;
		good += n >= 3;
		i += n ? n : 1;
	}
	return broken > good;
}

/* UTF-16 without a byte order mark: NUL bytes, many, all at even or all at odd places */
static const char *looks_like_utf16(const unsigned char *p, size_t size)
{
	size_t nuls[2] = { 0, 0 };

	if (size > SAMPLE)
		size = SAMPLE;
	for (size_t i = 0; i < size; i++)
		nuls[i & 1] += p[i] == 0;
	if (size < 4 || (nuls[0] && nuls[1]) || nuls[0] + nuls[1] < 2 + size / 64)
		return NULL;
	return nuls[0] ? "UTF-16BE" : "UTF-16LE";
}

static bool refuse_encoding(struct source *s, uint32_t at, const char *encoding, struct error *reterr)
{
	return error_set(reterr, ERR_SYNTAX, source_place(s, at),
			 _("the file is in '%s', not in UTF-8: save it as UTF-8, for example with iconv -f %s -t UTF-8"), encoding,
			 encoding);
}

static bool refuse_broken(struct source *s, uint32_t at, struct error *reterr)
{
	const unsigned char *p = (const unsigned char *)s->text;

	if (looks_like_gbk(p, s->size))
		return error_set(reterr, ERR_SYNTAX, source_place(s, at),
				 _("the file is in 'GBK', not in UTF-8: save it as UTF-8, for example with iconv -f GB18030 -t UTF-8"));
	return error_set(reterr, ERR_SYNTAX, source_place(s, at),
			 _("broken UTF-8, byte '0x%02X': the file is damaged here or in another encoding, save it as UTF-8"), p[at]);
}

static bool refuse_ascii_control(struct source *s, uint32_t at, struct error *reterr)
{
	unsigned char c = (unsigned char)s->text[at];
	const char *utf16;

	if (c == 0) {
		utf16 = looks_like_utf16((const unsigned char *)s->text, s->size);
		if (utf16)
			return refuse_encoding(s, 0, utf16, reterr);
		return error_set(reterr, ERR_SYNTAX, source_place(s, at),
				 _("a 'NUL' byte is not allowed: the file is damaged here, take the byte out"));
	}
	if (c == '\r')
		return error_set(reterr, ERR_SYNTAX, source_place(s, at),
				 _("a carriage return 'CR' without a line feed is not allowed: save the file with line ends LF or CRLF"));
	return error_set(reterr, ERR_SYNTAX, source_place(s, at),
			 _("the control character 'U+%04X' is not allowed: take it out, or write it as \"\\x%02X\" in double quotes"), c, c);
}

static bool refuse_wide_control(struct source *s, uint32_t at, struct error *reterr)
{
	const unsigned char *p = (const unsigned char *)s->text + at;
	const char *name = NULL;
	unsigned c;

	c = p[0] < 0xe0 ? (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu) : (p[0] & 0xfu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	if (c == 0xfeff)
		return error_set(reterr, ERR_SYNTAX, source_place(s, at),
				 _("a byte order mark 'U+FEFF' inside of the file is not allowed: take it out (were two files joined?)"));
	if (c == 0x85)
		name = "NEL";
	else if (c == 0x2028)
		name = "LS";
	else if (c == 0x2029)
		name = "PS";
	if (name)
		return error_set(reterr, ERR_SYNTAX, source_place(s, at),
				 _("the line separator '%s' (U+%04X) is not allowed: put an ordinary line end in its place"), name, c);
	return error_set(reterr, ERR_SYNTAX, source_place(s, at),
			 _("the control character 'U+%04X' is not allowed: take it out, or write it as \"\\u%04X\" in double quotes"), c, c);
}

static void note_tab(struct source *s, uint32_t at)
{
	while (at > s->begin && s->text[at - 1] == ' ')
		at--;
	s->tab_indents |= at == s->begin || s->text[at - 1] == '\n';
}

/* one ASCII character that is no ordinary one: line ends and tabs are fine */
static bool check_ascii(struct source *s, uint32_t *at, struct error *reterr)
{
	char c = s->text[*at];

	if (c == '\t')
		note_tab(s, *at);
	if (c == '\r' && *at + 1 < s->size && s->text[*at + 1] == '\n') {
		*at += 2;
		return true;
	}
	if (((unsigned char)c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t') {
		*at += 1;
		return true;
	}
	return refuse_ascii_control(s, *at, reterr);
}

/* whether nothing stands before it in its line but blanks and the dashes of a list */
static bool begins_line(const struct source *s, uint32_t at)
{
	while (at > s->begin && (s->text[at - 1] == ' ' || s->text[at - 1] == '-'))
		at--;
	return at == s->begin || s->text[at - 1] == '\n';
}

static bool check_wide(struct source *s, uint32_t *at, struct error *reterr)
{
	const unsigned char *p = (const unsigned char *)s->text + *at;
	unsigned n = character_bytes(p, s->size - *at);

	if (!n)
		return refuse_broken(s, *at, reterr);
	if ((p[0] == 0xc2 && p[1] < 0xa0) || (p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9)) ||
	    (p[0] == 0xef && p[1] == 0xbf && p[2] >= 0xbe))
		return refuse_wide_control(s, *at, reterr);
	/* inside of a text it is an old "no break", and shown; where a key may begin nobody would see why it is not known */
	if (p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf && begins_line(s, *at))
		return refuse_wide_control(s, *at, reterr);
	*at += n;
	return true;
}

static uint64_t load(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof(word));
	return word;
}

/* the highest bit of each byte that is a line feed */
static uint64_t line_feeds(uint64_t word)
{
	uint64_t x = word ^ (ONES * '\n');

	return ~((((x & ~HIGHS) + ~HIGHS) | x) | ~HIGHS);
}

/* behind the characters that need no closer look: runs of ASCII from blank to ~, line feeds, most Chinese characters */
static uint32_t skip_ordinary(const struct source *s, uint32_t at)
{
	const unsigned char *p = (const unsigned char *)s->text;

	for (;;) {
		uint32_t from = at, stop;

		while (s->size - at >= 8) {
			uint64_t w = load(s->text + at);

			w |= line_feeds(w) >> 2; /* as ordinary as the * that they become */
			/* bytes below 0x20, or 0x7f, or above: exact enough, as a false alarm only costs a look */
			if (((w - ONES * 0x20) | (w + ONES) | w) & HIGHS)
				break;
			at += 8;
		}
		stop = s->size - at < 8 ? s->size : at + 8;
		while (at < stop && ((p[at] >= 0x20 && p[at] < 0x7f) || p[at] == '\n'))
			at++;
		while (s->size - at >= 3 && p[at] >= 0xe3 && p[at] <= 0xec && is_continuation(p[at + 1]) && is_continuation(p[at + 2]))
			at += 3;
		if (at == from)
			return at;
	}
}

static bool check_characters(struct source *s, struct error *reterr)
{
	uint32_t at = s->begin;

	while ((at = skip_ordinary(s, at)) < s->size)
		if (!((unsigned char)s->text[at] < 0x80 ? check_ascii(s, &at, reterr) : check_wide(s, &at, reterr)))
			return false;
	return true;
}

static unsigned count_line_ends(const char *p, size_t size)
{
	unsigned n = 0;
	size_t i = 0;

	for (; i + 8 <= size; i += 8)
		n += (unsigned)(((line_feeds(load(p + i)) >> 7) * ONES) >> 56);
	for (; i < size; i++)
		n += p[i] == '\n';
	return n;
}

static bool count_lines(struct source *s, struct error *reterr)
{
	uint32_t blocks = s->size / LINE_BLOCK + 1, n = 0;

	s->lines = memory_alloc(blocks, sizeof(*s->lines));
	if (!s->lines)
		return error_memory(reterr);
	for (uint32_t b = 0; b < blocks; b++) {
		uint32_t at = b * LINE_BLOCK;

		s->lines[b] = n;
		n += count_line_ends(s->text + at, s->size - at < LINE_BLOCK ? s->size - at : LINE_BLOCK);
	}
	s->line_blocks = blocks;
	return true;
}

bool source_check_text(struct source *s, struct error *reterr)
{
	const char *end;

	if (!count_lines(s, reterr))
		return false;
	if (s->size >= 2 && (!memcmp(s->text, "\xff\xfe", 2) || !memcmp(s->text, "\xfe\xff", 2)))
		return refuse_encoding(s, 0, (unsigned char)s->text[0] == 0xff ? "UTF-16LE" : "UTF-16BE", reterr);
	if (s->size >= 3 && !memcmp(s->text, "\xef\xbb\xbf", 3))
		s->begin = 3;
	end = s->size ? memchr(s->text, '\n', s->size) : NULL;
	s->crlf = end && end > s->text && end[-1] == '\r';
	return check_characters(s, reterr);
}

size_t source_characters_bytes(const char *text, size_t size, size_t characters)
{
	size_t at = 0;

	if (characters <= 8 && size >= 8 && !(load(text) & HIGHS))
		return characters;
	while (characters >= 8 && size - at >= 8) {
		uint64_t w = load(text + at);
		/* continuation bytes have their high bit set and the next one not */
		uint64_t x = (w & HIGHS) >> 7 & ~(w >> 6);

		at += 8;
		characters -= 8 - (size_t)((x & ONES) * ONES >> 56);
	}
	/* a word may have ended inside of a character: its first byte is counted already */
	while (at < size && is_continuation((unsigned char)text[at]))
		at++;
	while (characters && at < size) {
		unsigned char c = (unsigned char)text[at];

		at += c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
		characters--;
	}
	return at < size ? at : size;
}
