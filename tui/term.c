/*
 * The screen's side of the terminal: its modes, its size, and frames as the painter makes them (painter.h). Bytes are read and
 * decoded in term_input.c.
 */
#include "tui/term_private.h"
#include "tui/locale.h"
#include "tui/painter.h"
#include "tui/term_info.h"
#include "tui/term_signal.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/text.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct term_screen {
	struct term_info info;
	bool known;             /* the info is open */
	struct painter painter;
};

#define MODES_ON "\033[?2004h"
#define MODES_OFF "\033[?2004l"
#define MOUSE_ON "\033[?1002h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1002l"

/* a terminal that a shell's last program left without waiting is waited for */
static bool wait_for_room(void)
{
	struct pollfd room = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&room, 1, -1) >= 0 || errno == EINTR;
}

bool term_write(const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(STDOUT_FILENO, bytes, len);

		if (n < 0 && (errno == EINTR || (errno == EAGAIN && wait_for_room())))
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* what was gathered, at once; a strbuf that failed is nothing */
static void send(struct strbuf *out)
{
	if (strbuf_ok(out) && out->len)
		(void)term_write(out->text, out->len);
	strbuf_clear(out);
}

static enum theme theme_of(const struct term *t)
{
	const char *no_color = getenv("NO_COLOR");

	return !t->screen->info.colours || (no_color && *no_color) ? THEME_MONO : t->light ? THEME_LIGHT : THEME_DARK;
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

/* the terminal as it was, but for its modes */
static void add_leaving(const struct term *t, struct strbuf *out)
{
	const struct term_info *i = &t->screen->info;

	strbuf_puts(out, MOUSE_OFF MODES_OFF);
	strbuf_puts(out, i->plain);
	if (!i->leave[0]) { /* what was shown stays: the shell goes on below it */
		term_info_move(i, t->rows - 1, 0, out);
		strbuf_puts(out, i->erase_line);
	}
	strbuf_puts(out, i->show);
	strbuf_puts(out, i->leave);
}

static void add_entering(const struct term *t, struct strbuf *out)
{
	const struct term_info *i = &t->screen->info;

	strbuf_puts(out, i->enter);
	strbuf_puts(out, i->first);
	strbuf_puts(out, i->hide);
	strbuf_puts(out, i->clear);
	strbuf_puts(out, t->mouse ? MODES_ON MOUSE_ON : MODES_ON);
}

/* each key as it comes, and nothing done about it */
static void take_modes(const struct term *t)
{
	struct termios raw = t->before;

	raw.c_iflag &= ~(tcflag_t)(BRKINT | PARMRK | INPCK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
	raw.c_oflag &= ~(tcflag_t)ONLCR;
	raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
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

static bool make_room(struct term *t, int rows, int columns)
{
	if (!painter_resize(&t->screen->painter, rows, columns))
		return false;
	t->rows = rows;
	t->columns = columns;
	return true;
}

/*
 * On the screen that has just been cleared, and wiped at once: the answers come while the first frame is being looked at.
 * Not in the first row, where they would look like F3 (key_sequence.c).
 */
static void ask(const struct term *t, struct strbuf *out)
{
	if (!t->themed && theme_of(t) != THEME_MONO && term_answers_background())
		term_ask_background(out);
	if (t->ascii)
		return;
	strbuf_puts(out, "\033[2;1H");
	term_ask_widths(out);
	strbuf_puts(out, "\033[H");
}

static bool open_screen(struct term *t, struct error *reterr)
{
	struct term_screen *s = t->screen;
	const char *name = getenv("TERM");
	int rows, columns;

	s->known = term_info_open(NULL, &s->info);
	if (!s->known)
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("the terminal '%s' is not known on this machine, or cannot show a screen; set TERM to what it is, "
				   "for example 'xterm'"), name);
	t->taken_for = s->info.taken_for;
	if (!s->info.moves)
		return error_set(reterr, ERR_IO, NOWHERE,
				 _("the terminal '%s' cannot move its cursor; set TERM to what it is, for example 'xterm'"), name);
	painter_init(&s->painter, &s->info);
	painter_theme(&s->painter, theme_of(t));
	t->rows = s->info.rows;
	t->columns = s->info.columns;
	(void)read_size(t, &rows, &columns);
	return make_room(t, rows, columns) || error_memory(reterr);
}

/* so that a program that is killed gives the terminal back */
static void open_restore(const struct term *t)
{
	struct strbuf restore;

	strbuf_init(&restore, 0);
	add_leaving(t, &restore);
	if (strbuf_ok(&restore))
		term_signal_restore(restore.text, &t->before);
	strbuf_release(&restore);
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
	if (!open_screen(t, reterr)) {
		term_close(t);
		return false;
	}
	t->mouse = o->mouse;
	t->away = false;
	open_restore(t);
	take_modes(t);
	add_entering(t, &t->screen->painter.out);
	ask(t, &t->screen->painter.out);
	send(&t->screen->painter.out);
	*ret = t;
	return true;
}

void term_close(struct term *t)
{
	if (!t)
		return;
	if (t->screen && t->screen->known) {
		term_leave(t);
		term_info_close();
		painter_release(&t->screen->painter);
	}
	term_signal_close();
	memory_free(t->screen);
	key_decoder_free(t->decoder);
	memory_free(t);
}

void term_leave(struct term *t)
{
	struct strbuf *out = &t->screen->painter.out;

	if (t->away)
		return;
	t->away = true;
	add_leaving(t, out);
	send(out);
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &t->before);
	term_signal_held(false);
}

bool term_enter(struct term *t)
{
	struct strbuf *out = &t->screen->painter.out;

	if (!t->away)
		return true;
	t->away = false;
	term_signal_held(true);
	take_modes(t);
	add_entering(t, out);
	send(out);
	painter_redraw(&t->screen->painter);
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

	return read_size(t, &rows, &columns) && make_room(t, rows, columns);
}

void term_redraw(struct term *t)
{
	painter_redraw(&t->screen->painter);
}

void term_show(struct term *t, const struct canvas *c)
{
	if (t->away)
		return;
	painter_show(&t->screen->painter, c);
	send(&t->screen->painter.out);
}

/* ---- the rest ---- */

void term_mouse(struct term *t, bool on)
{
	struct strbuf *out = &t->screen->painter.out;

	if (on != t->mouse && !t->away) {
		strbuf_puts(out, on ? MOUSE_ON : MOUSE_OFF);
		send(out);
	}
	t->mouse = on;
}

static void turn_light(struct term *t, bool light)
{
	if (light == t->light)
		return;
	t->light = light;
	painter_theme(&t->screen->painter, theme_of(t));
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
