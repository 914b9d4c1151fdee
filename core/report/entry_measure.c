/*
 * Measures: a figure with an optional sign before and unit behind, or words.
 *
 * ≥50个, 99.2%, 1,200.5万元 have a figure. Words that only begin with one do not: 2021年12月31日前完成, 3-5个, 50个左右. A wrong
 * figure in a formula would be worse than none.
 */
#include "base/text.h"
#include "report/entry_private.h"

#define MEASURE_MOST 200 /* bytes */
#define UNIT_MOST 10 /* characters; a longer rest is a sentence */

static const struct sign {
	const char *written, *meant;
} signs[] = {
	{ ">=", "≥" }, { "=>", "≥" }, { "<=", "≤" }, { "=<", "≤" }, { "≥", "≥" }, { "≧", "≥" }, { "⩾", "≥" }, { "≤", "≤" },
	{ "≦", "≤" }, { "⩽", "≤" }, { ">", ">" }, { "<", "<" }, { "==", "=" }, { "=", "=" },
};

static const char *take_sign(const char *at, const char *end, char ret[4])
{
	for (size_t i = 0; i < ARRAY_SIZE(signs); i++) {
		size_t len = strlen(signs[i].written);

		if ((size_t)(end - at) >= len && !memcmp(at, signs[i].written, len)) {
			memcpy(ret, signs[i].meant, strlen(signs[i].meant) + 1);
			return at + len;
		}
	}
	ret[0] = '\0';
	return at;
}

/* digits and signs behind a figure: 3-5个, 1:3, 2021年12月 */
static bool is_in_units(uint32_t c)
{
	if (c < 0x80)
		return !((c >= '0' && c <= '9') || (c && strchr(",.;:!?-+~=<>*", (int)c)));
	return !(c == 0x3001 || c == 0x3002 || c == 0xFF61 || (c >= 0x2010 && c <= 0x2027) || (c >= 0x2264 && c <= 0x2267));
}

/* whether what stands behind the figure only says what is counted, and does not change what the figure says */
static bool is_unit(const char *text, size_t len)
{
	/* before, after, until, within, about, more than, reach, finish */
	static const char *const spoilers[] = { "前", "后", "底", "内", "左右", "上下", "以", "余", "多", "达", "完", "之" };
	size_t at = 0, count = 0;

	for (; at < len; count++) {
		uint32_t c;

		for (size_t i = 0; i < ARRAY_SIZE(spoilers); i++) {
			size_t n = strlen(spoilers[i]);

			if (n <= len - at && !memcmp(text + at, spoilers[i], n))
				return false;
		}
		at += text_decode(text + at, len - at, &c);
		if (!is_in_units(c))
			return false;
	}
	return count <= UNIT_MOST;
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && *at == ' ')
		at++;
	return at;
}

static void read_folded(const char *at, const char *end, struct reading *ret)
{
	char plain[ENTRY_DIGITS], other[ENTRY_DIGITS], sign[4];
	const char *start;
	bool negative;

	at = skip_blanks(take_sign(at, end, sign), end);
	negative = at < end && *at == '-';
	at += negative;
	start = at;
	/* a point at either end is the end of a sentence or the like, and 007 is a code */
	if (entry_figure(&at, end, plain, other) != ENTRY_FIGURE_GOOD || *start == '.' || at[-1] == '.' ||
	    (*start == '0' && at - start > 1 && start[1] != '.'))
		return;
	at = skip_blanks(at, end);
	if (!is_unit(at, (size_t)(end - at)) || decimal_parse(plain, strlen(plain), &ret->number) != NUMBER_OK)
		return;
	if (negative)
		ret->number.units = -ret->number.units;
	ret->has_number = true;
	memcpy(ret->sign, sign, sizeof(sign));
}

/* like text_fold_width(), into room for as many bytes: what stands in a report is read without asking for memory */
static size_t fold(char *to, const char *text, size_t len)
{
	size_t at = 0, folded = 0;

	while (at < len) {
		uint32_t c;
		size_t n = text_decode(text + at, len - at, &c);

		if ((c >= 0xFF01 && c <= 0xFF5E) || c == 0x3000) {
			to[folded++] = c == 0x3000 ? ' ' : (char)(c - 0xFF01 + '!');
		} else {
			memcpy(to + folded, text + at, n);
			folded += n;
		}
		at += n;
	}
	to[folded] = '\0';
	return folded;
}

void entry_read_measure(const char *text, size_t len, struct reading *ret)
{
	char folded[MEASURE_MOST + 1];

	ret->fit = FIT_GOOD;
	if (len > MEASURE_MOST)
		return; /* words */
	text_trim(&text, &len);
	read_folded(folded, folded + fold(folded, text, len), ret);
}
