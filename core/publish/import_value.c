/* How far a value may go: figures by their digits and unit, choices by their words, text as far as it must. */
#include "publish/import_private.h"

#include "report/entry.h"

#include <string.h>

static uint32_t glyph_at(const struct match *m, size_t at)
{
	return at < m->count ? m->text[at].c : 0;
}

/* ---- figures ---- */

static size_t unit_at(const struct glyph *g, size_t count, const char *unit)
{
	struct glyphs own = { 0 };
	size_t len = 0;

	glyphs_of_text(&own, unit, strlen(unit));
	if (own.count > 0 && own.count <= count && !own.failed) {
		while (len < own.count && g[len].c == own.items[len].c)
			len++;
		len = len == own.count ? len : 0;
	}
	glyphs_release(&own);
	return len;
}

bool value_is_money(const char *unit)
{
	static const char *const units[] = { "元", "千元", "万元", "百万元", "千万元", "亿元" };

	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		if (strcmp(unit, units[i]) == 0)
			return true;
	}
	return false;
}

/* the field's own unit, or another of money where it is money: the longest that is there */
static size_t any_unit_at(const struct glyph *g, size_t count, const char *unit)
{
	static const char *const money[] = { "元", "千元", "万元", "百万元", "千万元", "亿元", "万", "亿" };
	size_t most = unit ? unit_at(g, count, unit) : 0;

	for (size_t i = 0; unit && value_is_money(unit) && i < ARRAY_SIZE(money); i++) {
		size_t n = unit_at(g, count, money[i]);

		most = n > most ? n : most;
	}
	return most;
}

size_t value_figure(const struct glyph *g, size_t count, const char *unit, bool *ret_unit)
{
	size_t at = 0, digits, own;

	if (at < count && (g[at].c == '-' || g[at].c == '+'))
		at++;
	if (at < count && g[at].c == 0xA5)
		at++;
	digits = at;
	while (at < count && (glyph_is_digit(g[at].c) || (at > digits && at + 1 < count && (g[at].c == '.' || g[at].c == ',') &&
							  glyph_is_digit(g[at + 1].c))))
		at++;
	*ret_unit = false;
	if (at == digits)
		return 0;
	own = any_unit_at(g + at, count - at, unit);
	*ret_unit = own > 0;
	return at + own;
}

/* a word that stands for a figure: 无, 不适用, / */
static size_t word_for_figure(const struct match *m, const struct field *f, size_t at)
{
	size_t n = f->none ? unit_at(m->text + at, m->count - at, f->none) : 0;

	if (!n && f->na)
		n = unit_at(m->text + at, m->count - at, ENTRY_NA);
	if (!n && f->na && (glyph_at(m, at) == '/' || glyph_at(m, at) == '-')) {
		while (glyph_at(m, at + n) == glyph_at(m, at))
			n++;
	}
	return n;
}

/* the ways in which a figure can stand there, one after the other */
static bool figure_end(const struct match *m, const struct field *f, size_t at, size_t *way, size_t *ret_end)
{
	bool unit;
	size_t n;

	for (; *way < 3; ++*way) {
		if (*way == 0) {
			n = value_figure(m->text + at, m->count - at, f->unit, &unit);
		} else if (*way == 1) {
			n = f->unit ? value_figure(m->text + at, m->count - at, NULL, &unit) : 0;
		} else {
			n = word_for_figure(m, f, at);
		}
		if (n) {
			*ret_end = at + n;
			++*way;
			return true;
		}
	}
	return false;
}

/* ---- dates, years, yes and no ---- */

static size_t digits_at(const struct match *m, size_t at, size_t most)
{
	size_t n = 0;

	while (n < most && glyph_is_digit(glyph_at(m, at + n)))
		n++;
	return n;
}

static size_t date_at(const struct match *m, size_t at)
{
	const size_t from = at;

	for (int part = 0; part < 3; part++) {
		size_t n = digits_at(m, at, part ? 2 : 4);
		uint32_t c = glyph_at(m, at + n);

		if (n == 0 || (part == 0 && n < 4))
			return 0;
		at += n;
		if (c == 0x5E74 || c == 0x6708 || c == 0x65E5 || (part < 2 && (c == '-' || c == '/' || c == '.'))) /* 年月日 */
			at++;
		else if (part < 2)
			return 0;
	}
	return at - from;
}

static size_t boolean_at(const struct match *m, size_t at)
{
	static const char *const words[] = { "是", "否", "yes", "no", "true", "false", "√", "×" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		size_t n = unit_at(m->text + at, m->count - at, words[i]);

		if (n)
			return n;
	}
	return 0;
}

/* ---- text ---- */

static bool can_end(const struct match *m, const struct step *next, size_t end)
{
	uint32_t c = glyph_at(m, end);

	switch (next->kind) {
	case STEP_CHARS:
		return next->optional || c == next->chars[0].c;
	case STEP_LINE_END:
	case STEP_END:
	case STEP_END_BLOCK:
		return c == 0 || c == GLYPH_LINE_END || (end > 0 && m->text[end - 1].c == GLYPH_LINE_END);
	default:
		return true;
	}
}

/* the shortest first; *resume: the last one that was tried */
static bool text_end(const struct match *m, bool lines, size_t at, const struct step *next, size_t *resume, size_t *ret_end)
{
	size_t end = *resume ? *resume : at;

	while (end < m->count && glyph_at(m, end) != GLYPH_TABLE && (lines || glyph_at(m, end) != GLYPH_LINE_END)) {
		end++;
		if (glyph_at(m, end - 1) == GLYPH_LINE_END || (lines && end < m->count && glyph_at(m, end) == GLYPH_TABLE))
			continue; /* a value ends with its words */
		if (can_end(m, next, end)) {
			*resume = *ret_end = end;
			return true;
		}
	}
	return false;
}

#define WORDS_NEXT 0x10000u /* from here on whatever words stand there: what does not fit is told, and the rest goes on */

static bool choice_end(const struct match *m, const struct field *f, size_t at, size_t *resume, size_t *ret_end)
{
	for (; *resume < 2 * f->choice_count; ++*resume) {
		const struct choice *c = &f->choices[*resume / 2];
		const char *word = *resume % 2 ? c->label.zh : c->value;
		size_t n = word ? unit_at(m->text + at, m->count - at, word) : 0;

		if (n) {
			*ret_end = at + n;
			++*resume;
			return true;
		}
	}
	return false;
}

/* what a value of this type looks like, one way after the other */
static bool typed_end(const struct match *m, const struct field *f, size_t at, size_t *resume, size_t *ret_end)
{
	size_t n;

	switch (f->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
		return figure_end(m, f, at, resume, ret_end);
	case TYPE_CHOICE:
		return choice_end(m, f, at, resume, ret_end);
	case TYPE_YEAR:
		n = digits_at(m, at, 4) == 4 ? 4 : 0;
		break;
	case TYPE_DATE:
		n = date_at(m, at);
		break;
	default:
		n = boolean_at(m, at);
	}
	if (*resume || n == 0)
		return false;
	*ret_end = at + n;
	*resume = 1;
	return true;
}

static bool is_words(const struct field *f)
{
	return !f || f->type == TYPE_TEXT || f->type == TYPE_LONGTEXT || f->type == TYPE_MEASURE || f->type == TYPE_CHOICES;
}

static bool next_end(const struct match *m, const struct field *f, size_t at, const struct step *next, size_t *resume, size_t *ret_end)
{
	size_t last;

	if (glyph_at(m, at) == GLYPH_LINE_END || (!(f && f->type == TYPE_LONGTEXT) && glyph_is_stop(glyph_at(m, at))))
		return false; /* nothing stands there: names begin with no mark */
	if (is_words(f))
		return text_end(m, f && f->type == TYPE_LONGTEXT, at, next, resume, ret_end);
	if (*resume < WORDS_NEXT && typed_end(m, f, at, resume, ret_end))
		return true;
	if (!m->program->misfits && !(m->program->loose && f->type == TYPE_CHOICE))
		return false;
	last = *resume > WORDS_NEXT ? *resume - WORDS_NEXT : 0;
	if (!text_end(m, false, at, next, &last, ret_end) || glyph_is_stop(glyph_at(m, *ret_end - 1)))
		return false;
	*resume = WORDS_NEXT + last;
	return true;
}

bool value_end(const struct match *m, const struct field *f, size_t at, const struct step *next, size_t *resume, size_t *ret_end)
{
	if (at < m->count && next_end(m, f, at, next, resume, ret_end))
		return true;
	*resume = SIZE_MAX; /* last of all: blank; words that are not the form's own are too little to tell so */
	*ret_end = at;
	return !m->program->loose;
}
