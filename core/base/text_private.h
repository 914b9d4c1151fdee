/*
 * What the files of text share: decoding, where it must not cost a call.
 */
#ifndef ZIPING_BASE_TEXT_PRIVATE_H
#define ZIPING_BASE_TEXT_PRIVATE_H

#include "base/text.h"

static inline bool char_continues(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

/* the bytes of the character at text, or 0 where it is broken; overlong forms, surrogates and beyond U+10FFFF are */
static inline size_t char_decode(const unsigned char *s, size_t len, uint32_t *ret)
{
	if (s[0] < 0x80) {
		*ret = s[0];
		return 1;
	}
	if (s[0] >= 0xC2 && s[0] < 0xE0 && len >= 2 && char_continues(s[1])) {
		*ret = (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
		return 2;
	}
	if ((s[0] & 0xF0) == 0xE0 && len >= 3 && char_continues(s[1]) && char_continues(s[2])) {
		*ret = (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
		return *ret >= 0x800 && (*ret < 0xD800 || *ret > 0xDFFF) ? 3 : 0;
	}
	if (s[0] >= 0xF0 && s[0] < 0xF5 && len >= 4 && char_continues(s[1]) && char_continues(s[2]) && char_continues(s[3])) {
		*ret = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 | (uint32_t)(s[2] & 0x3F) << 6 |
		       (s[3] & 0x3F);
		return *ret >= 0x10000 && *ret <= 0x10FFFF ? 4 : 0;
	}
	return 0;
}

/* text_decode() without the call; len must be above 0 */
static inline size_t char_next(const char *text, size_t len, uint32_t *ret)
{
	size_t n = char_decode((const unsigned char *)text, len, ret);

	if (n)
		return n;
	*ret = 0xFFFD;
	return 1;
}

/* ---- text_class.c ---- */

extern bool text_classes_usual;                       /* nothing of the rest needs to be asked */
int text_class_adjust(uint32_t c, int columns);       /* the columns of a character that has so many by our table */
bool text_class_stand_in(uint32_t c, char *ret);      /* what is drawn in its place, 0: nothing; false: it itself is */

#endif
