/*
 * Pinyin: the first letter of a Chinese character's reading, so that a label is found by its initials (xmzc: 项目支出).
 */
#ifndef ZIPING_TUI_PINYIN_H
#define ZIPING_TUI_PINYIN_H

#include "base/compiler.h"

#include <stdint.h>

char pinyin_initial(uint32_t c); /* 'a' … 'z'; 0 when it is no such character */

#endif
