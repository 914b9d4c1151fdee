/*
 * What the terminal is asked at the start: how many columns it gives to the characters that terminals differ about, and the
 * colour of its background. One burst of questions; the answers come as keys (KEYCODE_PLACE, KEYCODE_BACKGROUND) among what
 * is typed, and are taken one by one. The screen and `doctor` both ask.
 */
#ifndef ZIPING_TUI_TERM_ASK_H
#define ZIPING_TUI_TERM_ASK_H

#include "base/text.h"
#include "tui/key.h"

#define TERM_QUESTIONS_MAX 48

struct term_answers {
	size_t count;                       /* places told so far */
	int columns[TERM_QUESTIONS_MAX];    /* of each question */
	bool whole;                         /* all came, and each one once: see term_answers_take() */
	bool over;                          /* the last one came */
};

/* each character is written at the start of the cursor's line and the cursor's place asked; the line is left blank */
void term_ask_widths(struct strbuf *out);
void term_ask_background(struct strbuf *out);
bool term_answers_background(void);         /* whether a terminal such as TERM says is known to answer that */

/* true: this was the last one. Where one was lost, or came twice, nothing can be said about any: they are not whole. */
bool term_answers_take(struct term_answers *a, const struct key *place);

/* the widths of text classes, as answered; false: the terminal does not take what it gets for UTF-8 (they stay as usual) */
bool term_answers_settle(const struct term_answers *a);

/* an example of each class, for people: "“ ”" */
const char *term_ask_example(enum text_class class, char *out, size_t size);

#endif
