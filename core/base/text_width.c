/*
 * Text on a terminal: grapheme clusters and the columns that they take.
 *
 * Most text is ASCII and Han. Such a "simple" character takes one or two columns whatever stands beside it, and between two
 * of them there is always a border of clusters, so that nothing else needs to be asked.
 */
#include "base/text_private.h"

#include <limits.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uniwidth.h>

#define MARKS_MOST 4 /* combining marks drawn on one base character */

int text_ambiguous_width = 1;

/* class A of UAX #11, Unicode 14, without combining marks and private use */
static const struct range {
	uint32_t first, last;
} ambiguous[] = {
	{ 0x00A1, 0x00A1 }, { 0x00A4, 0x00A4 }, { 0x00A7, 0x00A8 }, { 0x00AA, 0x00AA }, { 0x00AE, 0x00AE },
	{ 0x00B0, 0x00B4 }, { 0x00B6, 0x00BA }, { 0x00BC, 0x00BF }, { 0x00C6, 0x00C6 }, { 0x00D0, 0x00D0 },
	{ 0x00D7, 0x00D8 }, { 0x00DE, 0x00E1 }, { 0x00E6, 0x00E6 }, { 0x00E8, 0x00EA }, { 0x00EC, 0x00ED },
	{ 0x00F0, 0x00F0 }, { 0x00F2, 0x00F3 }, { 0x00F7, 0x00FA }, { 0x00FC, 0x00FC }, { 0x00FE, 0x00FE },
	{ 0x0101, 0x0101 }, { 0x0111, 0x0111 }, { 0x0113, 0x0113 }, { 0x011B, 0x011B }, { 0x0126, 0x0127 },
	{ 0x012B, 0x012B }, { 0x0131, 0x0133 }, { 0x0138, 0x0138 }, { 0x013F, 0x0142 }, { 0x0144, 0x0144 },
	{ 0x0148, 0x014B }, { 0x014D, 0x014D }, { 0x0152, 0x0153 }, { 0x0166, 0x0167 }, { 0x016B, 0x016B },
	{ 0x01CE, 0x01CE }, { 0x01D0, 0x01D0 }, { 0x01D2, 0x01D2 }, { 0x01D4, 0x01D4 }, { 0x01D6, 0x01D6 },
	{ 0x01D8, 0x01D8 }, { 0x01DA, 0x01DA }, { 0x01DC, 0x01DC }, { 0x0251, 0x0251 }, { 0x0261, 0x0261 },
	{ 0x02C4, 0x02C4 }, { 0x02C7, 0x02C7 }, { 0x02C9, 0x02CB }, { 0x02CD, 0x02CD }, { 0x02D0, 0x02D0 },
	{ 0x02D8, 0x02DB }, { 0x02DD, 0x02DD }, { 0x02DF, 0x02DF }, { 0x0391, 0x03A1 }, { 0x03A3, 0x03A9 },
	{ 0x03B1, 0x03C1 }, { 0x03C3, 0x03C9 }, { 0x0401, 0x0401 }, { 0x0410, 0x044F }, { 0x0451, 0x0451 },
	{ 0x2010, 0x2010 }, { 0x2013, 0x2016 }, { 0x2018, 0x2019 }, { 0x201C, 0x201D }, { 0x2020, 0x2022 },
	{ 0x2024, 0x2027 }, { 0x2030, 0x2030 }, { 0x2032, 0x2033 }, { 0x2035, 0x2035 }, { 0x203B, 0x203B },
	{ 0x203E, 0x203E }, { 0x2074, 0x2074 }, { 0x207F, 0x207F }, { 0x2081, 0x2084 }, { 0x20AC, 0x20AC },
	{ 0x2103, 0x2103 }, { 0x2105, 0x2105 }, { 0x2109, 0x2109 }, { 0x2113, 0x2113 }, { 0x2116, 0x2116 },
	{ 0x2121, 0x2122 }, { 0x2126, 0x2126 }, { 0x212B, 0x212B }, { 0x2153, 0x2154 }, { 0x215B, 0x215E },
	{ 0x2160, 0x216B }, { 0x2170, 0x2179 }, { 0x2189, 0x2189 }, { 0x2190, 0x2199 }, { 0x21B8, 0x21B9 },
	{ 0x21D2, 0x21D2 }, { 0x21D4, 0x21D4 }, { 0x21E7, 0x21E7 }, { 0x2200, 0x2200 }, { 0x2202, 0x2203 },
	{ 0x2207, 0x2208 }, { 0x220B, 0x220B }, { 0x220F, 0x220F }, { 0x2211, 0x2211 }, { 0x2215, 0x2215 },
	{ 0x221A, 0x221A }, { 0x221D, 0x2220 }, { 0x2223, 0x2223 }, { 0x2225, 0x2225 }, { 0x2227, 0x222C },
	{ 0x222E, 0x222E }, { 0x2234, 0x2237 }, { 0x223C, 0x223D }, { 0x2248, 0x2248 }, { 0x224C, 0x224C },
	{ 0x2252, 0x2252 }, { 0x2260, 0x2261 }, { 0x2264, 0x2267 }, { 0x226A, 0x226B }, { 0x226E, 0x226F },
	{ 0x2282, 0x2283 }, { 0x2286, 0x2287 }, { 0x2295, 0x2295 }, { 0x2299, 0x2299 }, { 0x22A5, 0x22A5 },
	{ 0x22BF, 0x22BF }, { 0x2312, 0x2312 }, { 0x2460, 0x24E9 }, { 0x24EB, 0x254B }, { 0x2550, 0x2573 },
	{ 0x2580, 0x258F }, { 0x2592, 0x2595 }, { 0x25A0, 0x25A1 }, { 0x25A3, 0x25A9 }, { 0x25B2, 0x25B3 },
	{ 0x25B6, 0x25B7 }, { 0x25BC, 0x25BD }, { 0x25C0, 0x25C1 }, { 0x25C6, 0x25C8 }, { 0x25CB, 0x25CB },
	{ 0x25CE, 0x25D1 }, { 0x25E2, 0x25E5 }, { 0x25EF, 0x25EF }, { 0x2605, 0x2606 }, { 0x2609, 0x2609 },
	{ 0x260E, 0x260F }, { 0x261C, 0x261C }, { 0x261E, 0x261E }, { 0x2640, 0x2640 }, { 0x2642, 0x2642 },
	{ 0x2660, 0x2661 }, { 0x2663, 0x2665 }, { 0x2667, 0x266A }, { 0x266C, 0x266D }, { 0x266F, 0x266F },
	{ 0x269E, 0x269F }, { 0x26BF, 0x26BF }, { 0x26C6, 0x26CD }, { 0x26CF, 0x26D3 }, { 0x26D5, 0x26E1 },
	{ 0x26E3, 0x26E3 }, { 0x26E8, 0x26E9 }, { 0x26EB, 0x26F1 }, { 0x26F4, 0x26F4 }, { 0x26F6, 0x26F9 },
	{ 0x26FB, 0x26FC }, { 0x26FE, 0x26FF }, { 0x273D, 0x273D }, { 0x2776, 0x277F }, { 0x2B56, 0x2B59 },
	{ 0x3248, 0x324F }, { 0xFFFD, 0xFFFD }, { 0x1F100, 0x1F10A }, { 0x1F110, 0x1F12D }, { 0x1F130, 0x1F169 },
	{ 0x1F170, 0x1F18D }, { 0x1F18F, 0x1F190 }, { 0x1F19B, 0x1F1AC },
};

static bool is_ambiguous(uint32_t c)
{
	size_t low = 0, high = ARRAY_SIZE(ambiguous);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c > ambiguous[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < ARRAY_SIZE(ambiguous) && c >= ambiguous[low].first;
}

/* the columns of a simple character, or 0 for any other */
static inline int simple_columns(uint32_t c)
{
	if (c < 0x7F)
		return c >= 0x20;
	if (c < 0x3000)
		return 0;
	if (c >= 0x4E00 && c <= 0x9FFF)
		return 2;
	if (c <= 0x3029 || (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A0 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x4DBF))
		return 2;
	return c >= 0xFF01 && c <= 0xFF60 ? 2 : 0;
}

/* whether a cluster never goes on with this character when it began with a simple one (or is at its end) */
static inline bool stands_alone(uint32_t c)
{
	return simple_columns(c) || c == '\n' || (c >= 0xA0 && c < 0x300) || (c >= 0x2010 && c <= 0x205E) ||
	       (c >= 0x2100 && c <= 0x2BFF);
}

int text_char_columns(uint32_t c)
{
	int columns = simple_columns(c);

	if (columns)
		return columns;
	if (!text_is_harmless(c))
		return -1;
	columns = uc_width(c, "UTF-8");
	if (columns < 0)
		return -1;
	if (columns == 1 && text_ambiguous_width == 2 && is_ambiguous(c))
		return 2;
	return columns;
}

/* ---- borders between clusters (UAX #29) ---- */

struct border_state {
	int before;          /* class of the character before */
	bool emoji;          /* a pictograph, then nothing but marks */
	bool joined;         /* … and then a joiner */
	unsigned flags;      /* regional indicators in a row */
};

static bool pairs_join(int before, int after)
{
	if (before == GBP_CR)
		return after == GBP_LF;
	if (before == GBP_LF || before == GBP_CONTROL || after == GBP_CR || after == GBP_LF || after == GBP_CONTROL)
		return false;
	if (after == GBP_EXTEND || after == GBP_ZWJ || after == GBP_SPACINGMARK || before == GBP_PREPEND)
		return true;
	if (before == GBP_L)
		return after == GBP_L || after == GBP_V || after == GBP_LV || after == GBP_LVT;
	if (before == GBP_LV || before == GBP_V)
		return after == GBP_V || after == GBP_T;
	return (before == GBP_LVT || before == GBP_T) && after == GBP_T;
}

static void border_pass(struct border_state *s, uint32_t c, int class)
{
	bool pictograph = class == GBP_OTHER && c >= 0xA9 && uc_is_property_extended_pictographic(c);

	s->joined = s->emoji && class == GBP_ZWJ;
	s->emoji = pictograph || (s->emoji && class == GBP_EXTEND);
	s->flags = class == GBP_RI ? s->flags + 1 : 0;
	s->before = class;
}

/* whether the character belongs to the cluster so far */
static bool border_joins(const struct border_state *s, uint32_t c, int class)
{
	if (pairs_join(s->before, class))
		return true;
	if (class == GBP_RI)
		return s->flags % 2 == 1;
	return s->joined && class == GBP_OTHER && uc_is_property_extended_pictographic(c);
}

static size_t cluster_length(const char *text, size_t len)
{
	struct border_state s = { 0 };
	uint32_t c;
	size_t at = text_decode(text, len, &c), n;

	border_pass(&s, c, uc_graphemeclusterbreak_property(c));
	while ((n = text_decode(text + at, len - at, &c)) != 0) {
		int class = uc_graphemeclusterbreak_property(c);

		if (!border_joins(&s, c, class))
			break;
		border_pass(&s, c, class);
		at += n;
	}
	return at;
}

/* ---- drawing ---- */

struct drawing {
	char *out;
	size_t used;
	int columns;
	int marks;
	bool base;
};

static void draw_bytes(struct drawing *d, const char *text, size_t len, int columns)
{
	if (len > TEXT_DRAWN_MAX - d->used)
		return;
	memcpy(d->out + d->used, text, len);
	d->used += len;
	d->columns += columns;
}

static void draw_char(struct drawing *d, uint32_t c, int columns)
{
	char bytes[4];

	draw_bytes(d, bytes, text_encode(c, bytes), columns);
	if (columns > 0) {
		d->base = true;
		d->marks = 0;
	}
}

static void draw_harmful(struct drawing *d, uint32_t c)
{
	static const char hex[] = "0123456789ABCDEF";
	char text[16] = "\u2039";
	size_t len = 3;

	if (c < 0x20 || c == 0x7F) {
		draw_char(d, c == 0x7F ? 0x2421 : 0x2400 + c, 1);
		return;
	}
	for (int shift = 12; shift >= 0; shift -= 4)
		text[len++] = hex[c >> shift & 15];
	memcpy(text + len, "\u203A", 3);
	draw_bytes(d, text, len + 3, 6);
	d->base = true;
}

/* joiners, selectors, tags and fillers: terminals do not agree about them, and nothing is seen of them */
static bool is_left_out(uint32_t c)
{
	return c == 0xAD || c == 0x034F || c == 0x180E || (c >= 0x180B && c <= 0x180F) || (c >= 0x200B && c <= 0x200D) ||
	       (c >= 0x2060 && c <= 0x2064) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE0FFF);
}

static void draw_one(struct drawing *d, uint32_t c)
{
	int columns;

	if (c >= 0x1F3FB && c <= 0x1F3FF && d->base)
		return;
	if (!text_is_harmless(c)) {
		draw_harmful(d, c);
		return;
	}
	if (is_left_out(c))
		return;
	if (c >= 0x1F1E6 && c <= 0x1F1FF) {
		draw_char(d, c - 0x1F1E6 + 'A', 1);
		return;
	}
	columns = text_char_columns(c);
	if (columns < 0 || uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Co)) {
		c = 0xFFFD;
		columns = text_char_columns(c);
	}
	if (columns == 0) {
		if (!d->base)
			draw_char(d, 0x25CC, 1); /* a mark needs something to stand on */
		if (d->marks++ >= MARKS_MOST)
			return;
	}
	draw_char(d, c, columns);
}

size_t text_drawn(const char *cluster, size_t len, char out[TEXT_DRAWN_MAX], int *ret_columns)
{
	struct drawing d = { .out = out };
	size_t at = 0;
	uint32_t c;

	while (at < len && d.used < TEXT_DRAWN_MAX) {
		at += text_decode(cluster + at, len - at, &c);
		draw_one(&d, c);
	}
	*ret_columns = d.columns;
	return d.used;
}

/* ---- clusters ---- */

size_t text_cluster(const char *text, size_t len, int *ret_columns)
{
	char drawn[TEXT_DRAWN_MAX];
	uint32_t c, next;
	size_t n;
	int columns;

	if (!len) {
		*ret_columns = 0;
		return 0;
	}
	n = char_next(text, len, &c);
	columns = simple_columns(c);
	if (columns && (n == len || (char_next(text + n, len - n, &next) && stands_alone(next)))) {
		*ret_columns = columns;
		return n;
	}
	n = cluster_length(text, len);
	(void)text_drawn(text, n, drawn, ret_columns);
	return n;
}

/* where the character that ends at `at` (above 0) begins */
static size_t char_before(const char *text, size_t at)
{
	uint32_t c;

	for (size_t n = 1; n <= 4 && n <= at; n++) {
		if (((unsigned char)text[at - n] & 0xC0) != 0x80)
			return text_decode(text + at - n, n, &c) == n ? at - n : at - 1;
	}
	return at - 1;
}

/* whether a cluster surely begins at `at`, judged by the two characters beside it */
static bool surely_border(const char *text, size_t at, size_t len)
{
	uint32_t before, after;
	int before_class, after_class;
	size_t start;

	if (!at)
		return true;
	start = char_before(text, at);
	(void)text_decode(text + start, at - start, &before);
	(void)text_decode(text + at, len - at, &after);
	if (simple_columns(before) && simple_columns(after))
		return true;
	before_class = uc_graphemeclusterbreak_property(before);
	after_class = uc_graphemeclusterbreak_property(after);
	return !pairs_join(before_class, after_class) && before_class != GBP_ZWJ && after_class != GBP_RI;
}

size_t text_cluster_before(const char *text, size_t at)
{
	size_t start = at, next;
	int columns;

	if (!at)
		return 0;
	do {
		start = char_before(text, start);
	} while (!surely_border(text, start, at));
	while ((next = start + text_cluster(text + start, at - start, &columns)) < at)
		start = next;
	return start;
}

size_t text_clusters(const char *text, size_t len)
{
	size_t count = 0, at = 0;
	int columns;

	while (at < len) {
		count += text[at] != '\n' && text[at] != '\r';
		at += text_cluster(text + at, len - at, &columns);
	}
	return count;
}

int text_columns(const char *text, size_t len)
{
	int total;

	(void)text_fit(text, len, INT_MAX, &total);
	return total;
}

/* a run of simple characters costs one decoding each; the last one before anything else is left to text_cluster() */
size_t text_fit(const char *text, size_t len, int columns, int *ret_columns)
{
	size_t at = 0, n, next_n;
	uint32_t c, next = 0;
	int total = 0, more;

	while (at < len) {
		n = char_next(text + at, len - at, &c);
		while ((more = simple_columns(c)) != 0 && more <= columns - total && at + n < len) {
			next_n = char_next(text + at + n, len - at - n, &next);
			if (!stands_alone(next))
				break;
			total += more;
			at += n;
			n = next_n;
			c = next;
		}
		n = text_cluster(text + at, len - at, &more);
		if (more > columns - total)
			break;
		total += more;
		at += n;
	}
	*ret_columns = total;
	return at;
}
