#include "tui/term_ask.h"

#include <stdlib.h>

#define LAST_COLUMN 8 /* where the last question is asked: no character reaches that far */

/* two or three of a class where one that goes by its font may differ; TEXT_CLASS_NONE: whether it is UTF-8 at all */
static const struct {
	enum text_class class;
	const char *text;
} questions[] = {
	{ TEXT_CLASS_NONE, "中" },     { TEXT_QUOTES, "“" },      { TEXT_QUOTES, "”" },       { TEXT_QUOTES, "‘" },
	{ TEXT_DASHES, "—" },         { TEXT_DOTS, "…" },        { TEXT_PUNCTUATION, "※" },  { TEXT_SIGNS, "·" },
	{ TEXT_SIGNS, "×" },          { TEXT_SIGNS, "±" },       { TEXT_LATIN, "é" },        { TEXT_GREEK, "α" },
	{ TEXT_CYRILLIC, "я" },       { TEXT_LETTERLIKE, "℃" },  { TEXT_ROMAN, "Ⅰ" },        { TEXT_ARROWS, "→" },
	{ TEXT_ARROWS, "↑" },         { TEXT_MATHS, "≈" },       { TEXT_MATHS, "≠" },        { TEXT_MATHS, "∑" },
	{ TEXT_NUMBERED, "①" },       { TEXT_NUMBERED, "⑩" },    { TEXT_LINES, "─" },        { TEXT_LINES, "│" },
	{ TEXT_LINES, "┌" },          { TEXT_BLOCKS, "█" },      { TEXT_BLOCKS, "▌" },       { TEXT_SHAPES, "○" },
	{ TEXT_SHAPES, "●" },         { TEXT_DINGBATS, "✓" },    { TEXT_DINGBATS, "▾" },     { TEXT_EMOJI, "😀" },
	{ TEXT_EMOJI_LATER, "🤝" },   { TEXT_EMOJI_NEW, "🪑" },  { TEXT_MARKS, "e\u0301" },  { TEXT_SPACING_MARKS, "का" },
};
_Static_assert(ARRAY_SIZE(questions) <= TERM_QUESTIONS_MAX, "every answer has its place");

void term_ask_widths(struct strbuf *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(questions); i++)
		strbuf_printf(out, "\r%s\033[6n", questions[i].text);
	strbuf_printf(out, "\r\033[%dC\033[6n\r\033[K", LAST_COLUMN);
}

void term_ask_background(struct strbuf *out)
{
	strbuf_puts(out, "\033]11;?\033\\");
}

/* others show what they do not know, or are silent; GNU screen keeps it to itself */
bool term_answers_background(void)
{
	static const char *const known[] = { "xterm", "tmux", "rxvt", "vte", "gnome", "konsole", "foot", "alacritty", "kitty", "wezterm",
					     "mintty", "ghostty", "contour", "st-" };
	const char *name = getenv("TERM");

	for (size_t i = 0; name && i < ARRAY_SIZE(known); i++) {
		if (!strncmp(name, known[i], strlen(known[i])))
			return true;
	}
	return name && !strncmp(name, "screen", 6) && getenv("TMUX");
}

bool term_answers_take(struct term_answers *a, const struct key *place)
{
	if (a->over)
		return false;
	if (place->column < LAST_COLUMN) {
		if (a->count < ARRAY_SIZE(questions))
			a->columns[a->count] = place->column;
		a->count++;
		return false;
	}
	a->over = true;
	a->whole = a->count == ARRAY_SIZE(questions);
	return true;
}

bool term_answers_settle(const struct term_answers *a)
{
	int found[TEXT_CLASS_COUNT];

	if (!a->whole)
		return true;
	if (a->columns[0] != 2)
		return false;
	for (size_t i = 0; i < TEXT_CLASS_COUNT; i++)
		found[i] = -1;
	for (size_t i = 1; i < ARRAY_SIZE(questions); i++) {
		enum text_class class = questions[i].class;
		int columns = a->columns[i] - (class == TEXT_MARKS || class == TEXT_SPACING_MARKS); /* they stand on a letter */

		found[class] = found[class] < 0 || found[class] == columns ? columns : TEXT_UNSURE;
	}
	for (enum text_class class = 0; class < TEXT_CLASS_COUNT; class++)
		text_class_set(class, found[class]);
	return true;
}

const char *term_ask_example(enum text_class class, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(questions); i++) {
		if (questions[i].class == class && used + strlen(questions[i].text) + 2 < size)
			used += (size_t)snprintf(out + used, size - used, "%s%s", used ? " " : "", questions[i].text);
	}
	return out;
}
