#include "tui/commands/command.h"

#include "base/i18n.h"
#include "base/text.h"
#include "desk/settings.h"
#include "tui/locale.h"
#include "tui/term.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define ANSWER_MS 500

/* a line of the findings: what it is about, and what was found */
static void tell(const char *about, const char *found)
{
	struct strbuf line;
	int columns = text_columns(about, strlen(about));

	strbuf_init(&line, 0);
	strbuf_puts(&line, about);
	strbuf_repeat(&line, " ", columns < 18 ? (size_t)(18 - columns) : 1);
	text_visible(&line, found, strlen(found));
	strbuf_putc(&line, '\n');
	command_out(line.text, line.len);
	strbuf_release(&line);
}

/* what to do about it */
static void advise(const char *advice)
{
	struct strbuf line;

	strbuf_init(&line, 0);
	strbuf_printf(&line, "  -> %s\n", advice);
	command_out(line.text, line.len);
	strbuf_release(&line);
}

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value ? value : "";
}

/* ---- terminal ---- */

/* returns false when no screen can be shown */
static bool look_at_terminal(struct term_about *about)
{
	const char *name = environment("TERM");
	bool tty = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);

	tell("TERM", name[0] ? name : _("not set"));
	if (!name[0]) {
		advise(_("set TERM to the kind of terminal, for example: export TERM=xterm-256color"));
		return false;
	}
	if (!term_about(name, about)) {
		advise(_("this machine does not know such a terminal; try: export TERM=xterm-256color"));
		return false;
	}
	if (!about->moves) {
		advise(_("such a terminal cannot show a screen; try: export TERM=xterm-256color"));
		return false;
	}
	if (!tty)
		tell(_("input, output"), _("not a terminal here: the screen needs one, commands do not"));
	return true;
}

static void look_at_size(void)
{
	struct winsize size = { .ws_row = 0 };
	char text[64];

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_col)
		return;
	snprintf(text, sizeof(text), _("%u columns, %u lines"), (unsigned)size.ws_col, (unsigned)size.ws_row);
	tell(_("size"), text);
	if (size.ws_col < 80 || size.ws_row < 24)
		advise(_("80 columns by 24 lines show the outline beside the fields; below 40 by 10 there is only a request for more room"));
}

static void look_at_colours(const struct term_about *about)
{
	struct settings settings;
	char text[64];

	settings_load(&settings, NULL);
	if (environment("NO_COLOR")[0]) {
		tell(_("colours"), _("none, as NO_COLOR asks; signs and weights tell the same"));
	} else if (about->colours < 8) {
		tell(_("colours"), _("none in this terminal; signs and weights tell the same"));
	} else {
		snprintf(text, sizeof(text), _("%d; theme for a %s background"), about->colours, settings.light ? _("light") : _("dark"));
		tell(_("colours"), text);
	}
}

/* ---- text ---- */

/* the column that the terminal answers with after a “ at the start of a line; 0: no answer */
static int asked_column(int fd)
{
	char answer[64];
	size_t len = 0;
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	int column = 0;
	const char *at;

	while (len < sizeof(answer) - 1 && poll(&wait, 1, ANSWER_MS) > 0) {
		ssize_t got = read(fd, answer + len, sizeof(answer) - 1 - len);

		if (got <= 0)
			break;
		len += (size_t)got;
		answer[len] = '\0';
		at = strchr(answer, ';');
		if (at && strchr(at, 'R')) {
			column = (int)strtol(at + 1, NULL, 10);
			break;
		}
	}
	return column;
}

static int measure_ambiguous(void)
{
	static const char ask[] = "\r“\033[6n", wipe[] = "\r\033[K";
	struct termios before, raw;
	int column = 0;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &before) != 0)
		return 0;
	command_flush();
	raw = before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = 0;
	raw.c_cc[VTIME] = 0;
	if (tcsetattr(STDIN_FILENO, TCSANOW, &raw) != 0)
		return 0;
	if (write(STDOUT_FILENO, ask, sizeof(ask) - 1) > 0)
		column = asked_column(STDIN_FILENO);
	if (write(STDOUT_FILENO, wipe, sizeof(wipe) - 1) < 0)
		column = 0;
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &before);
	return column ? column - 1 : 0;
}

static void look_at_text(void)
{
	const char *names[] = { environment("LC_ALL"), environment("LC_CTYPE"), environment("LANG") };
	const char *locale = names[0][0] ? names[0] : names[1][0] ? names[1] : names[2];
	bool utf8 = locale_environment_is_utf8();
	int width;

	tell(_("locale"), locale[0] ? locale : _("not set"));
	if (utf8) {
		tell("UTF-8", _("yes"));
	} else {
		tell("UTF-8", _("not in the locale; ziping takes C.UTF-8 by itself"));
		advise(_("if Chinese is garbled, set the terminal to UTF-8 (PuTTY: Window, Translation) and: export LANG=C.UTF-8"));
	}
	width = utf8 ? measure_ambiguous() : 0;
	if (width == 1)
		tell(_("width of “ ① ±"), _("1 column, the usual one"));
	else if (width == 2)
		tell(_("width of “ ① ±"), _("2 columns; the screen is laid out for that"));
	else
		tell(_("width of “ ① ±"), _("not known here; the screen asks the terminal and takes 1 column without an answer"));
}

static void look_at_lines(void)
{
	const char *name = environment("TERM");
	bool old = !strncmp(name, "vt", 2) || !strncmp(name, "ansi", 4) || !strncmp(name, "cons25", 6);

	tell(_("frames"), old && !locale_environment_is_utf8() ? _("in ASCII: + - |") : _("lines: ─ │ ┌ ┐"));
	if (strcmp(name, "linux") == 0)
		advise(_("the console of Linux has no Chinese characters; work over ssh from a terminal that has them, or use fbterm"));
}

/* what only the eyes of the user can tell */
static void look_at_font(void)
{
	static const char ruler[] = "     abcdefgh|\n     中文对齐|\n     ─│┌┐✓≈≠∑|\n";

	tell(_("font"), _("the three lines end at one column in a font that fits:"));
	command_out(ruler, sizeof(ruler) - 1);
	advise(_("where they do not, choose a font of one width with Chinese characters, such as Noto Sans Mono CJK SC or 新宋体"));
}

/* ---- keys and mouse ---- */

static void look_at_keys(const struct term_about *about)
{
	tell(_("function keys"), about->function_keys ? _("F1 … F12, in all usual encodings; Alt-1 … Alt-0 do the same as F1 … F10") :
							_("perhaps not all; Alt-1 … Alt-0 do the same as F1 … F10"));
}

static void look_at_mouse(void)
{
	struct settings settings;
	bool ssh = environment("SSH_CONNECTION")[0];

	settings_load(&settings, NULL);
	if (settings.mouse == SETTING_UNSET)
		tell(_("mouse"), ssh ? _("off, as this is over ssh; Alt-M turns it on") : _("on; Alt-M turns it off"));
	else
		tell(_("mouse"), settings.mouse == SETTING_YES ? _("on, as set; Alt-M turns it off") : _("off, as set; Alt-M turns it on"));
}

static void look_at_clipboard(void)
{
	const char *name = environment("TERM");

	if (!strncmp(name, "linux", 5) || !strncmp(name, "vt", 2)) {
		tell(_("clipboard"), _("this terminal has none; what is copied can be pasted inside of the program"));
		return;
	}
	tell(_("clipboard"), _("by OSC 52, where the terminal allows it"));
	if (environment("TMUX")[0])
		advise(_("tmux passes it on after: tmux set -g set-clipboard on"));
	else if (environment("SSH_CONNECTION")[0])
		advise(_("PuTTY and GNOME Terminal do not take it: select with the mouse there (with Shift when the program has the mouse)"));
}

static void look_at_settings(void)
{
	struct settings settings;
	struct strbuf path, notes;

	strbuf_init(&path, 0);
	strbuf_init(&notes, 0);
	settings_load(&settings, &notes);
	if (settings_path(&path))
		tell(_("settings"), path.text);
	else
		tell(_("settings"), _("nowhere, as HOME is not set"));
	for (char *line = notes.text, *next; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		advise(line);
	}
	strbuf_release(&path);
	strbuf_release(&notes);
}

enum status doctor_command(struct invocation *in)
{
	struct term_about about = { 0 };
	bool usable;

	if (in->count > 0) {
		command_complain(_("%s: '%s' is too much"), in->command->name, in->arguments[0]);
		return STATUS_REFUSED;
	}
	usable = look_at_terminal(&about);
	look_at_size();
	if (usable)
		look_at_colours(&about);
	look_at_text();
	look_at_lines();
	look_at_font();
	if (usable)
		look_at_keys(&about);
	look_at_mouse();
	look_at_clipboard();
	look_at_settings();
	return usable ? STATUS_FINE : STATUS_REFUSED;
}
