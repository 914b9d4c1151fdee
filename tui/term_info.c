#define NCURSES_NOMACROS 1
#include <curses.h>
#include <term.h>
#undef columns
#undef lines

#include "tui/term_info.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* TERM names what the other machine knows; nearly all of them do what xterm does */
static const char *const stand_ins[] = { "xterm-256color", "xterm", "vt100" };

/* what colours must not be mixed with, as `ncv` has it */
enum {
	NO_UNDERLINE = 1 << 1,
	NO_REVERSE = 1 << 2,
	NO_DIM = 1 << 4,
	NO_BOLD = 1 << 5,
};

static const char *capability(const char *name)
{
	const char *s = tigetstr(name);

	return s == (const char *)-1 ? NULL : s;
}

/* adds a sequence without its padding; false, and as before: it does not fit */
static bool add(char out[TERM_BYTES], const char *sequence)
{
	size_t len = strlen(out), before = len;

	while (sequence && *sequence) {
		const char *end = sequence[0] == '$' && sequence[1] == '<' ? strchr(sequence, '>') : NULL;

		if (end) {
			sequence = end + 1;
			continue;
		}
		if (len + 1 == TERM_BYTES) {
			out[before] = '\0';
			return false;
		}
		out[len++] = *sequence++;
	}
	out[len] = '\0';
	return true;
}

static void place_at(int row, int column, char out[TERM_BYTES])
{
	out[0] = '\0';
	(void)add(out, tparm(capability("cup"), (long)row, (long)column, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
}

static bool is_standard(const char *name, const char *sequence)
{
	const char *s = capability(name);

	return s && !strcmp(s, sequence);
}

/* sgr0 may choose the character set too, which is never changed here */
static void without_character_set(char *sequence)
{
	static const char *const sets[] = { "\033(B", "\017" };

	for (size_t i = 0; i < ARRAY_SIZE(sets); i++) {
		char *found = strstr(sequence, sets[i]);

		if (found && strlen(sequence) > strlen(sets[i]))
			memmove(found, found + strlen(sets[i]), strlen(found + strlen(sets[i])) + 1);
	}
}

static void read_moves(struct term_info *i)
{
	char place[TERM_BYTES];

	i->moves = capability("cup") != NULL;
	if (!i->moves)
		return;
	place_at(1, 11, place);
	i->relative = !strcmp(place, "\033[2;12H");
	i->erases_some = i->relative && is_standard("ech", "\033[%p1%dX");
}

static void read_info(struct term_info *i)
{
	i->rows = tigetnum("lines") > 0 ? tigetnum("lines") : 24;
	i->columns = tigetnum("cols") > 0 ? tigetnum("cols") : 80;
	if (capability("setaf") && capability("setab") && tigetnum("colors") >= 8)
		i->colours = tigetnum("colors");
	i->function_keys = capability("kf10") != NULL;
	i->scrolls_at_end = tigetflag("am") > 0 && tigetflag("xenl") <= 0;
	(void)add(i->enter, capability("smcup"));
	(void)add(i->leave, capability("rmcup"));
	(void)add(i->first, capability("sgr0"));
	(void)add(i->first, capability("rmir"));
	(void)add(i->first, capability("op"));
	(void)add(i->clear, capability("clear"));
	(void)add(i->erase_line, capability("el"));
	(void)add(i->plain, capability("sgr0"));
	without_character_set(i->plain);
	(void)add(i->hide, capability("civis"));
	(void)add(i->show, capability("cnorm"));
	read_moves(i);
}

bool term_info_open(const char *name, struct term_info *ret)
{
	int error;

	*ret = (struct term_info){ 0 };
	if (setupterm(name, STDOUT_FILENO, &error) == ERR) {
		size_t i = 0;

		while (i < ARRAY_SIZE(stand_ins) && setupterm(stand_ins[i], STDOUT_FILENO, &error) == ERR)
			i++;
		if (i == ARRAY_SIZE(stand_ins))
			return false;
		ret->taken_for = stand_ins[i];
	}
	read_info(ret);
	return true;
}

void term_info_close(void)
{
	if (cur_term)
		(void)del_curterm(cur_term);
}

void term_info_move(const struct term_info *i, int row, int column, struct strbuf *out)
{
	char place[TERM_BYTES];

	if (i->relative) {
		strbuf_printf(out, "\033[%d;%dH", row + 1, column + 1);
	} else {
		place_at(row, column, place);
		strbuf_puts(out, place);
	}
}

static void add_colour(const struct term_info *i, const char *name, int colour, char out[TERM_BYTES])
{
	if (colour == COLOUR_DEFAULT || !i->colours)
		return;
	if (colour >= COLOUR_BRIGHT && i->colours <= COLOUR_BRIGHT)
		colour -= COLOUR_BRIGHT;
	(void)add(out, tparm(capability(name), (long)colour, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
}

void term_info_look(const struct term_info *i, const struct theme_look *look, char ret[TERM_BYTES])
{
	bool coloured = i->colours && (look->fg != COLOUR_DEFAULT || look->bg != COLOUR_DEFAULT);
	int unmixable = coloured && tigetnum("ncv") > 0 ? tigetnum("ncv") : 0;

	ret[0] = '\0';
	if (look->bold && !(unmixable & NO_BOLD))
		(void)add(ret, capability("bold"));
	if (look->dim && !(unmixable & NO_DIM))
		(void)add(ret, capability("dim"));
	if (look->underline && !(unmixable & NO_UNDERLINE))
		(void)add(ret, capability("smul"));
	if (look->reverse && !(unmixable & NO_REVERSE))
		(void)add(ret, capability("rev"));
	add_colour(i, "setaf", look->fg, ret);
	add_colour(i, "setab", look->bg, ret);
}
