/* Matching by pinyin: all ways to read a text are followed at once, as the set of what of the letters is used up after each character. */
#include "tui/pinyin.h"

#include "base/text.h"

#include <string.h>

#define TYPED_MOST 63 /* letters; a bit each, and one for their end */

struct typed {
	const char *text;
	size_t len;
};

/* by bisection; every character of the table takes three bytes */
static bool reads_so(const struct pinyin_syllable *s, const char *character)
{
	size_t from = 0, to = s->len / 3;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = memcmp(s->characters + 3 * middle, character, 3);

		if (order == 0)
			return true;
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return false;
}

static size_t first_syllable(char letter)
{
	size_t from = 0, to = pinyin_syllable_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (pinyin_syllables[middle].letters[0] < letter)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* after so many letters; what sets syllables apart is used up with them */
static uint64_t after(const struct typed *t, size_t used)
{
	uint64_t set = UINT64_C(1) << used;

	for (; used < t->len && (t->text[used] == ' ' || t->text[used] == '\''); used++)
		set |= UINT64_C(2) << used;
	return set;
}

/* a character is typed by its first letter (zh, ch, sh may be taken for one) or whole: xian is no beginning of 乡 when more follows */
static bool may_stop(const char *letters, size_t len)
{
	return len == 1 || (len == 2 && letters[1] == 'h') || !letters[len];
}

/* how much may be used up behind a character when so many letters were before it */
static uint64_t read_on(const struct typed *t, size_t used, const char *character)
{
	uint64_t set = 0;

	for (size_t i = first_syllable(t->text[used]); i < pinyin_syllable_count; i++) {
		const struct pinyin_syllable *s = &pinyin_syllables[i];
		size_t same = 0;

		if (s->letters[0] != t->text[used])
			break;
		if (!reads_so(s, character))
			continue;
		while (used + same < t->len && s->letters[same] && s->letters[same] == t->text[used + same]) {
			same++;
			if (may_stop(s->letters, same) || used + same == t->len)
				set |= after(t, used + same);
		}
	}
	return set;
}

/* one character of the text after all that may be used up before it */
static uint64_t step(const struct typed *t, uint64_t before, const char *character, size_t len)
{
	char lower = character[0] >= 'A' && character[0] <= 'Z' ? (char)(character[0] - 'A' + 'a') : character[0];
	uint64_t set = 0;

	for (size_t used = 0; used < t->len; used++) {
		if (!(before >> used & 1))
			continue;
		if (len == 1 ? t->text[used] == lower : used + len <= t->len && memcmp(t->text + used, character, len) == 0)
			set |= after(t, used + len);
		else if (len == 3)
			set |= read_on(t, used, character);
	}
	return set;
}

/* blanks, and signs such as brackets */
static bool is_passed_over(uint32_t c)
{
	return c == ' ' || (c >= 0x80 && (c < 0x3400 || c > 0x9FFF));
}

enum pinyin_match pinyin_match(const char *text, size_t len, const char *typed, size_t typed_len)
{
	const struct typed t = { typed, typed_len };
	uint64_t end, start, within = 0;
	enum pinyin_match match = PINYIN_NONE;
	uint32_t c;
	size_t n;

	if (typed_len == 0 || typed_len > TYPED_MOST)
		return PINYIN_NONE;
	end = UINT64_C(1) << typed_len;
	start = after(&t, 0);
	for (size_t at = 0; at < len && (n = text_decode(text + at, len - at, &c)) > 0; at += n) {
		uint64_t from_start = step(&t, start, text + at, n), from_here = step(&t, within | after(&t, 0), text + at, n);

		if (!from_start && !from_here && is_passed_over(c))
			continue;
		match = from_start & end ? PINYIN_WHOLE : match == PINYIN_WHOLE ? PINYIN_START : match;
		if (match == PINYIN_NONE && from_here & end)
			match = PINYIN_WITHIN;
		start = from_start;
		within = from_here;
	}
	return match;
}
