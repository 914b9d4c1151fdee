/*
 * The screen's side of the terminal, by curses.
 *
 * (1) What curses has in its window is what `shown` holds, so that only glyphs that changed are given to curses, and curses
 *     sends only what changed on the screen.
 * (2) Curses asks wcwidth() how far a character moves the cursor. The one below answers with our own table, from which the
 *     canvas was laid out: the three (canvas, curses, terminal) agree, as text_drawn() leaves out what terminals differ about.
 * (3) Curses never reads: bytes are read and decoded in term_input.c.
 */
#define NCURSES_NOMACROS 1
#define NCURSES_WIDECHAR 1
#include <curses.h>

/* <term.h> has it, with macros named columns and lines */
int setupterm(const char *name, int fd, int *error);

#include "tui/term_private.h"
#include "tui/term_signal.h"
#include "tui/theme.h"
#include "tui/locale.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/text.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

int wcwidth(wchar_t c)
{
	return c < 0 ? -1 : c == 0 ? 0 : text_char_columns((uint32_t)c);
}

struct term_screen {
	SCREEN *curses;
	attr_t attributes[STYLE_COUNT];
	short pairs[STYLE_COUNT];
	struct glyph *shown; /* rows × columns of the term */
	cchar_t *run;        /* columns */
	bool caret;          /* the cursor is visible */
	const struct glyph *last; /* the canvas that was shown last, and what it showed */
	uint64_t last_shows;
};

#define MODES_ON "\033[?2004h"
#define MODES_OFF "\033[?2004l"
#define MOUSE_ON "\033[?1002h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1002l"

bool term_write(const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(STDOUT_FILENO, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

static void send(const char *sequence)
{
	(void)term_write(sequence, strlen(sequence));
}

/* ---- looks ---- */

static attr_t look_attributes(const struct theme_look *look)
{
	return (look->bold ? WA_BOLD : 0) | (look->dim ? WA_DIM : 0) | (look->reverse ? WA_REVERSE : 0) |
	       (look->underline ? WA_UNDERLINE : 0);
}

static enum theme theme_of(const struct term *t)
{
	const char *no_color = getenv("NO_COLOR");

	return !has_colors() || (no_color && *no_color) ? THEME_MONO : t->light ? THEME_LIGHT : THEME_DARK;
}

static void open_looks(const struct term *t)
{
	struct term_screen *s = t->screen;
	enum theme theme = theme_of(t);
	bool defaults = false;

	if (theme != THEME_MONO && start_color() == ERR)
		theme = THEME_MONO;
	if (theme != THEME_MONO)
		defaults = use_default_colors() == OK;
	for (int style = 0; style < STYLE_COUNT; style++) {
		const struct theme_look *look = theme_look(theme, (enum style)style);
		bool plain = look->fg == COLOUR_DEFAULT && look->bg == COLOUR_DEFAULT;
		int fg = look->fg == COLOUR_DEFAULT && !defaults ? COLOUR_WHITE : look->fg;
		int bg = look->bg == COLOUR_DEFAULT && !defaults ? COLOUR_BLACK : look->bg;

		if (fg >= COLOUR_BRIGHT && COLORS <= COLOUR_BRIGHT)
			fg -= COLOUR_BRIGHT;
		s->attributes[style] = look_attributes(look);
		s->pairs[style] = 0;
		if (!plain && init_pair((short)(style + 1), (short)fg, (short)bg) == OK)
			s->pairs[style] = (short)(style + 1);
	}
}

/* ---- opening ---- */

static bool check_terminal(struct error *reterr)
{
	const char *name = getenv("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("standard input and output are no terminal; use a command such as 'ziping show' or 'ziping set'"));
	if (!name || !*name)
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("the kind of terminal is unknown, as TERM is not set; set it, for example to 'xterm-256color'"));
	return true;
}

/* a capability without its padding, added to `out` */
static void add_capability(struct strbuf *out, const char *name)
{
	const char *s = tigetstr(name);

	if (!s || s == (char *)-1)
		return;
	while (*s) {
		const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;

		if (end)
			s = end + 1;
		else
			strbuf_putc(out, *s++);
	}
}

static void open_restore(const struct term *t)
{
	struct strbuf restore;

	strbuf_init(&restore, 0);
	strbuf_puts(&restore, MOUSE_OFF MODES_OFF);
	add_capability(&restore, "sgr0");
	add_capability(&restore, "cnorm");
	add_capability(&restore, "rmcup");
	if (strbuf_ok(&restore))
		term_signal_restore(restore.text, &t->before);
	strbuf_release(&restore);
}

static bool read_size(const struct term *t, int *ret_rows, int *ret_columns)
{
	struct winsize size = { .ws_row = 0 };

	*ret_rows = t->rows;
	*ret_columns = t->columns;
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_row && size.ws_col) {
		*ret_rows = size.ws_row;
		*ret_columns = size.ws_col;
	}
	return *ret_rows != t->rows || *ret_columns != t->columns;
}

/* room for as many glyphs as the screen has; the window of curses is blank then, and so is `shown` */
static bool make_room(struct term *t, int rows, int columns)
{
	size_t count = (size_t)rows * (size_t)columns;
	struct glyph *shown = memory_alloc(count, sizeof(*shown));
	cchar_t *run = memory_alloc((size_t)columns, sizeof(*run));

	if (!shown || !run) {
		memory_free(shown);
		memory_free(run);
		return false;
	}
	for (size_t i = 0; i < count; i++)
		shown[i] = (struct glyph){ .text = " ", .columns = 1, .style = STYLE_NORMAL };
	memory_free(t->screen->shown);
	memory_free(t->screen->run);
	t->screen->shown = shown;
	t->screen->last = NULL;
	t->screen->run = run;
	t->rows = rows;
	t->columns = columns;
	return true;
}

/*
 * On the screen that curses has just cleared, and wiped at once: the answers come while the first frame is being looked at.
 * Not in the first row, where they would look like F3 (key_sequence.c).
 */
static void ask(const struct term *t)
{
	struct strbuf out;

	strbuf_init(&out, 0);
	if (!t->themed && theme_of(t) != THEME_MONO && term_answers_background())
		term_ask_background(&out);
	if (!t->ascii) {
		strbuf_puts(&out, "\033[2;1H");
		term_ask_widths(&out);
		strbuf_puts(&out, "\033[H");
	}
	if (strbuf_ok(&out))
		(void)term_write(out.text, out.len);
	strbuf_release(&out);
}

/* TERM names what the other machine knows; nearly all of them do what xterm does */
static const char *const stand_ins[] = { "xterm-256color", "xterm", "vt100" };

static SCREEN *open_terminal(const char **ret_taken_for)
{
	SCREEN *screen = newterm(NULL, stdout, stdin);

	*ret_taken_for = NULL;
	for (size_t i = 0; !screen && i < ARRAY_SIZE(stand_ins); i++) {
		*ret_taken_for = stand_ins[i];
		screen = newterm(stand_ins[i], stdout, stdin);
	}
	return screen;
}

static bool open_curses(struct term *t, struct error *reterr)
{
	struct term_screen *s = t->screen;
	const char *cup;

	use_env(TRUE);
	use_tioctl(TRUE);
	s->curses = open_terminal(&t->taken_for);
	if (!s->curses)
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("the terminal '%s' is not known on this machine, or cannot show a screen; set TERM to what it is, "
				   "for example 'xterm'"),
				 getenv("TERM"));
	cup = tigetstr("cup");
	if (!cup || cup == (char *)-1)
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("the terminal '%s' cannot move its cursor; set TERM to what it is, for example 'xterm'"),
				 getenv("TERM"));
	if (!make_room(t, LINES > 0 ? LINES : 24, COLS > 0 ? COLS : 80))
		return error_memory(reterr);
	(void)raw();
	(void)noecho();
	(void)nonl();
	(void)typeahead(-1);
	(void)scrollok(stdscr, FALSE);
	open_looks(t);
	(void)curs_set(0);
	(void)wnoutrefresh(stdscr);
	(void)doupdate();
	return true;
}

/* rxvt, Konsole and others tell their colours, the background last; 7 and the bright ones but grey are light */
static bool hinted_light(void)
{
	const char *hint = getenv("COLORFGBG"), *last = hint ? strrchr(hint, ';') : NULL;
	long colour = last && last[1] >= '0' && last[1] <= '9' ? strtol(last + 1, NULL, 10) : 0;

	return colour == 7 || colour > 8;
}

/* frames in ASCII: where nothing speaks of UTF-8 and the terminal is older than it */
static bool is_ascii_terminal(void)
{
	const char *name = getenv("TERM");

	return !locale_environment_is_utf8() &&
	       (!strncmp(name, "vt", 2) || !strncmp(name, "ansi", 4) || !strncmp(name, "cons25", 6) || !strcmp(name, "sun") ||
		!strncmp(name, "pcansi", 6) || !strncmp(name, "rxvt-basic", 10));
}

bool term_open(const struct term_options *o, struct term **ret, struct error *reterr)
{
	struct term *t;

	if (!check_terminal(reterr))
		return false;
	t = memory_alloc(1, sizeof(*t));
	if (!t)
		return error_memory(reterr);
	(void)tcgetattr(STDIN_FILENO, &t->before);
	t->screen = memory_alloc(1, sizeof(*t->screen));
	t->decoder = key_decoder_new();
	t->ascii = is_ascii_terminal();
	t->themed = o->themed;
	t->light = o->themed ? o->light : hinted_light();
	t->away = true;
	if (!t->screen || !t->decoder) {
		term_close(t);
		return error_memory(reterr);
	}
	if (!term_signal_open()) {
		(void)error_set(reterr, ERR_IO, NOWHERE, _("the terminal cannot be opened: %s"), strerror(errno));
		term_close(t);
		return false;
	}
	if (!open_curses(t, reterr)) {
		term_close(t);
		return false;
	}
	open_restore(t);
	t->away = false;
	ask(t);
	send(MODES_ON);
	term_mouse(t, o->mouse);
	*ret = t;
	return true;
}

void term_close(struct term *t)
{
	if (!t)
		return;
	if (t->screen && t->screen->curses) {
		if (!t->away)
			term_leave(t);
		else
			(void)endwin();
		delscreen(t->screen->curses);
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &t->before);
	}
	term_signal_close();
	if (t->screen) {
		memory_free(t->screen->shown);
		memory_free(t->screen->run);
	}
	memory_free(t->screen);
	key_decoder_free(t->decoder);
	memory_free(t);
}

void term_leave(struct term *t)
{
	if (t->away)
		return;
	t->away = true;
	send(t->mouse ? MOUSE_OFF MODES_OFF : MODES_OFF);
	(void)curs_set(1);
	(void)endwin();
	term_signal_held(false);
}

bool term_enter(struct term *t)
{
	if (!t->away)
		return true;
	t->away = false;
	term_signal_held(true);
	(void)reset_prog_mode();
	(void)clearok(curscr, TRUE);
	(void)curs_set(t->screen->caret ? 1 : 0);
	(void)doupdate();
	send(t->mouse ? MODES_ON MOUSE_ON : MODES_ON);
	(void)term_measure(t);
	return !t->hung_up;
}

/* ---- showing ---- */

void term_size(const struct term *t, int *ret_rows, int *ret_columns)
{
	*ret_rows = t->rows;
	*ret_columns = t->columns;
}

bool term_ascii(const struct term *t)
{
	return t->ascii;
}

const char *term_taken_for(const struct term *t)
{
	return t->taken_for;
}

bool term_measure(struct term *t)
{
	int rows, columns;

	if (!read_size(t, &rows, &columns) || !make_room(t, rows, columns))
		return false;
	(void)resizeterm(rows, columns);
	(void)werase(stdscr);
	(void)clearok(curscr, TRUE);
	return true;
}

void term_redraw(struct term *t)
{
	(void)t;
	(void)clearok(curscr, TRUE);
}

/*
 * In the last column without its marks: behind a character there, the cursor waits at the edge, and some terminals set the
 * mark on the next row then.
 */
static void set_cell(const struct term_screen *s, const struct glyph *g, bool last, cchar_t *ret)
{
	wchar_t text[CCHARW_MAX + 1];
	size_t len = strlen(g->text), used = 0;
	uint32_t c;

	for (size_t at = 0, n; used < (last ? 1 : CCHARW_MAX) && (n = text_decode(g->text + at, len - at, &c)) != 0; at += n)
		text[used++] = (wchar_t)c;
	text[used] = L'\0';
	if (setcchar(ret, text, s->attributes[g->style], s->pairs[g->style], NULL) == ERR)
		(void)setcchar(ret, L" ", s->attributes[g->style], s->pairs[g->style], NULL);
}

#define PIECE 16 /* glyphs compared at once */

/* gives curses the glyphs of a row that are not as shown, a run of neighbours at a time */
static void show_row(struct term_screen *s, int row, const struct glyph *new, struct glyph *old, int columns, int width)
{
	int column = 0;

	while (column < columns) {
		int start, count = 0;

		/* most of a row is as it was: one comparison for many cells */
		while (column + PIECE <= columns && !memcmp(&new[column], &old[column], PIECE * sizeof(*new)))
			column += PIECE;
		if (column == columns)
			break;
		if (!memcmp(&new[column], &old[column], sizeof(*new))) {
			column++;
			continue;
		}
		if (!new[column].columns && column) /* only a right half differs: its left half comes along */
			column--;
		for (start = column; column < columns && memcmp(&new[column], &old[column], sizeof(*new)); column++) {
			if (new[column].columns)
				set_cell(s, &new[column], column + new[column].columns == width, &s->run[count++]);
			old[column] = new[column];
		}
		if (start < column)
			(void)mvwadd_wchnstr(stdscr, row, start, s->run, count);
		else
			old[column + 1] = new[column + 1];
	}
}

void term_show(struct term *t, const struct canvas *c)
{
	struct term_screen *s = t->screen;
	int rows = c->rows < t->rows ? c->rows : t->rows, columns = c->columns < t->columns ? c->columns : t->columns;
	bool caret = c->caret_row >= 0 && c->caret_row < rows && c->caret_column < columns;
	int top = 0, bottom = rows;

	if (t->away)
		return;
	if (c->shows && c->shows == s->last_shows && c->glyphs == s->last) {
		top = c->top;
		bottom = c->bottom < rows ? c->bottom : rows;
	}
	s->last = c->glyphs;
	s->last_shows = c->shows;
	for (int row = top; row < bottom; row++) {
		const struct glyph *new = &c->glyphs[(size_t)row * (size_t)c->columns];
		struct glyph *old = &s->shown[(size_t)row * (size_t)t->columns];

		if (memcmp(new, old, (size_t)columns * sizeof(*new)))
			show_row(s, row, new, old, columns, t->columns);
	}
	if (caret != s->caret)
		(void)curs_set(caret ? 1 : 0);
	s->caret = caret;
	(void)leaveok(stdscr, !caret);
	if (caret)
		(void)wmove(stdscr, c->caret_row, c->caret_column);
	(void)wnoutrefresh(stdscr);
	(void)doupdate();
}

/* ---- the rest ---- */

void term_mouse(struct term *t, bool on)
{
	if (on != t->mouse && !t->away)
		send(on ? MOUSE_ON : MOUSE_OFF);
	t->mouse = on;
}

static void turn_light(struct term *t, bool light)
{
	if (light == t->light)
		return;
	t->light = light;
	open_looks(t);
	(void)make_room(t, t->rows, t->columns);
	(void)werase(stdscr);
	(void)clearok(curscr, TRUE);
}

void term_light(struct term *t, bool light)
{
	t->themed = true;
	turn_light(t, light);
}

bool term_is_light(const struct term *t)
{
	return t->light;
}

bool term_answered(struct term *t, const struct key *answer)
{
	unsigned before = text_class_changes();
	bool ascii = t->ascii;

	if (answer->code == KEYCODE_BACKGROUND) {
		bool light = answer->number > 127;

		if (t->themed || light == t->light)
			return false;
		turn_light(t, light);
		return true;
	}
	if (!term_answers_take(&t->answers, answer))
		return false;
	if (!term_answers_settle(&t->answers) || text_class_columns(TEXT_LINES) != 1 || text_class_columns(TEXT_BLOCKS) != 1)
		t->ascii = true;
	if (before == text_class_changes() && ascii == t->ascii)
		return false;
	term_redraw(t);
	return true;
}

bool term_about(const char *name, struct term_about *ret)
{
	int error;

	*ret = (struct term_about){ 0 };
	if (setupterm(name, STDOUT_FILENO, &error) == ERR) {
		size_t i = 0;

		while (i < ARRAY_SIZE(stand_ins) && setupterm(stand_ins[i], STDOUT_FILENO, &error) == ERR)
			i++;
		if (i == ARRAY_SIZE(stand_ins))
			return false;
		ret->taken_for = stand_ins[i];
	}
	ret->colours = tigetnum("colors");
	ret->moves = tigetstr("cup") && tigetstr("cup") != (char *)-1;
	ret->alternate = tigetstr("smcup") && tigetstr("smcup") != (char *)-1;
	ret->function_keys = tigetstr("kf10") && tigetstr("kf10") != (char *)-1;
	return true;
}
