/* Words for what the program keeps as ids. */
#ifndef ZIPING_TUI_WORDS_H
#define ZIPING_TUI_WORDS_H

const char *status_word(const char *status); /* report_status(), translated */

#endif
