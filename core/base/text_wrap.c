/*
 * Text in lines: soft wrapping by UAX #14.
 *
 * Where a line may break is asked for a whole paragraph at once; then lines are filled greedily. Blanks at a line's end hang
 * over the edge, so that every byte of a paragraph is in one of its lines.
 */
#include "base/arena.h"
#include "base/text.h"

#include <unictype.h>
#include <unilbrk.h>
#include <unistr.h>
#include <uniwidth.h>

struct paragraph {
	const char *text;
	size_t len;
	const char *breaks; /* for each byte what libunistring says; NULL: anywhere between clusters */
	int columns;
};

static bool is_one_of(uint32_t c, const uint16_t *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i] == c)
			return true;
	}
	return false;
}

/* no line starts with one of these … */
static bool closes(uint32_t c)
{
	/* ! % , . : ; ? · — ‰ ′ ″ … ℃ 、 。 々 〜 ー ！ ％ ， ． ： ； ？ ～ */
	static const uint16_t marks[] = {
		'!', '%', ',', '.', ':', ';', '?', 0xB7, 0x2014, 0x2030, 0x2032, 0x2033, 0x2026, 0x2103, 0x3001, 0x3002,
		0x3005, 0x301C, 0x30FC, 0xFF01, 0xFF05, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF5E,
	};

	return is_one_of(c, marks, ARRAY_SIZE(marks)) ||
	       uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Pe | UC_CATEGORY_MASK_Pf);
}

/* … and none ends with one of these */
static bool opens(uint32_t c)
{
	return c == '$' || c == 0xA5 || c == 0xFFE5 ||
	       uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Ps | UC_CATEGORY_MASK_Pi);
}

static uint32_t char_at(const struct paragraph *p, size_t at)
{
	uint32_t c = 0;

	(void)text_decode(p->text + at, p->len - at, &c);
	return c;
}

/* the last character of the cluster before; good enough to see what kind of text it is */
static uint32_t char_before(const struct paragraph *p, size_t at)
{
	size_t start = at;

	while (start && at - start < 4 && ((unsigned char)p->text[--start] & 0xC0) == 0x80)
		;
	return char_at(p, start);
}

static bool is_wide(uint32_t c)
{
	return c >= 0x1100 && uc_width(c, "UTF-8") == 2;
}

/*
 * Curly quotes: UAX #14 never breaks beside them, as it cannot tell which way they look. Between East Asian characters they
 * look as in Chinese (its rule LB19a, from 15.1): a line may break before “ and after ”.
 */
static void loosen_quotes(const struct paragraph *p, char *breaks)
{
	const char *found;
	size_t at = 0;

	while (at + 3 < p->len && (found = memchr(p->text + at, 0xE2, p->len - 3 - at)) != NULL) {
		uint32_t c, before, after;

		at = (size_t)(found - p->text);
		c = char_at(p, at);
		if (at && (c == 0x2018 || c == 0x201C || c == 0x2019 || c == 0x201D)) {
			before = char_before(p, at);
			after = char_at(p, at + 3);
			if (is_wide(before) && is_wide(after)) {
				bool opening = c == 0x2018 || c == 0x201C;

				if (opening && !opens(before))
					breaks[at] = UC_BREAK_POSSIBLE;
				else if (!opening && !closes(after))
					breaks[at + 3] = UC_BREAK_POSSIBLE;
			}
		}
		at++;
	}
}

static bool may_break(const struct paragraph *p, size_t at)
{
	return p->breaks && (p->breaks[at] == UC_BREAK_POSSIBLE || p->breaks[at] == UC_BREAK_MANDATORY);
}

/* no place to break before `at`: between clusters then, and rather a little earlier than before ，or after （ */
static size_t force_break(const struct paragraph *p, size_t start, size_t at)
{
	size_t here = at;

	while (here > start) {
		if (!closes(char_at(p, here)) && !opens(char_before(p, here)))
			return here;
		here = start + text_cluster_before(p->text + start, here - start);
	}
	return at;
}

static size_t line_end(const struct paragraph *p, size_t start)
{
	size_t at = start, chance = start;
	int total = 0;

	while (at < p->len) {
		int more;
		size_t n = text_cluster(p->text + at, p->len - at, &more);

		if (at > start && may_break(p, at))
			chance = at;
		if (p->text[at] != ' ' && at > start && more > p->columns - total)
			return chance > start ? chance : force_break(p, start, at);
		if (total <= p->columns)
			total += more;
		at += n;
	}
	return at;
}

static void put_line(struct text_line *lines, size_t capacity, size_t *count, struct text_line line)
{
	if (*count < capacity)
		lines[*count] = line;
	(*count)++;
}

static void wrap_paragraph(const struct paragraph *p, size_t base, bool hard, struct text_line *lines, size_t capacity,
			   size_t *count)
{
	size_t start = 0, end;

	do {
		end = line_end(p, start);
		put_line(lines, capacity, count,
			 (struct text_line){ .start = base + start, .end = base + end, .hard = hard && end == p->len });
		start = end;
	} while (start < p->len);
}

size_t text_wrap(const char *text, size_t len, int columns, struct text_line *lines, size_t capacity)
{
	size_t at = 0, count = 0;
	char few[1024];

	for (;;) {
		const char *lf = len - at ? memchr(text + at, '\n', len - at) : NULL;
		struct paragraph p = { .text = text + at, .columns = columns < 1 ? 1 : columns };
		char *breaks = few;

		p.len = lf ? (size_t)(lf - text) - at : len - at;
		/* what surely fits in one line needs no question: no byte takes more than six columns (a control as ‹0000›) */
		if (p.len > (size_t)p.columns / 6) {
			if (p.len > sizeof(few))
				breaks = memory_alloc(p.len, 1);
			if (breaks && !u8_check((const uint8_t *)p.text, p.len)) {
				u8_possible_linebreaks((const uint8_t *)p.text, p.len, "UTF-8", breaks);
				loosen_quotes(&p, breaks);
				p.breaks = breaks;
			}
		}
		wrap_paragraph(&p, at, lf != NULL, lines, capacity, &count);
		if (breaks != few)
			memory_free(breaks);
		if (!lf)
			return count;
		at += p.len + 1;
	}
}
