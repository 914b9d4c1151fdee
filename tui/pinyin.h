/*
 * Pinyin: what Latin letters typed for a Chinese label mean. A character may be typed as its whole syllable or as the letter
 * that it begins with (xmzc, xiangmuzhichu, xiangmzc: 项目支出), in any of its readings, or as itself; the last one may be begun.
 */
#ifndef ZIPING_TUI_PINYIN_H
#define ZIPING_TUI_PINYIN_H

#include "base/compiler.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pinyin_syllable {
	const char *letters;    /* ü is v; where people write u for it too, there is a row for either */
	const char *characters; /* in code order */
	size_t len;             /* of these */
};
extern const struct pinyin_syllable pinyin_syllables[]; /* sorted by their letters */
extern const size_t pinyin_syllable_count;

enum pinyin_match {
	PINYIN_NONE,
	PINYIN_WITHIN, /* begins at some character of the text */
	PINYIN_START,  /* at the first one */
	PINYIN_WHOLE,  /* and takes all of the text */
};

/* `typed` in lower case; blanks and apostrophes in it set syllables apart, and what has no reading in the text is passed over */
enum pinyin_match pinyin_match(const char *text, size_t len, const char *typed, size_t typed_len);

#endif
