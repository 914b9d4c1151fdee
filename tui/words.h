/* Words for what the program keeps as ids. */
#ifndef ZIPING_TUI_WORDS_H
#define ZIPING_TUI_WORDS_H

#include "tui/key.h"

const char *status_word(const char *status); /* report_status(), translated */
void key_word(const struct key *k, struct strbuf *out); /* key_print(), in the names that people have for keys */

/* a name, keyword or sign of the formula language, as a clerk reads it; NULL: as it stands */
const char *formula_word(const char *text, size_t len, bool ascii);

#endif
