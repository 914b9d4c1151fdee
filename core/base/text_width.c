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
	return text_classes_usual ? columns : text_class_adjust(c, columns);
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
	char stand_in;
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
	if (!text_classes_usual && text_class_stand_in(c, &stand_in)) {
		if (stand_in)
			draw_char(d, (unsigned char)stand_in, 1);
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
