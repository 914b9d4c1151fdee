/*
 * The language of the program and the encoding of its texts, from the environment and --lang. LC_CTYPE and LC_MESSAGES only:
 * numbers never depend on the locale.
 */
#ifndef ZIPING_TUI_LOCALE_H
#define ZIPING_TUI_LOCALE_H

#include "base/compiler.h"

#include <stdbool.h>

/*
 * Takes the locale of the environment, C.UTF-8 where that has no UTF-8; chooses the language (`lang`: "zh", "en", or NULL
 * for LC_ALL, LC_MESSAGES, LANG: en… is English, all else Chinese); opens the catalogue. False: `lang` is neither.
 */
bool locale_open(const char *lang, bool *ret_english) MUST_CHECK;

/* whether the environment says that the terminal speaks UTF-8 */
bool locale_environment_is_utf8(void);

#endif
