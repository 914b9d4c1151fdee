#include "tui/commands/command.h"

#include "base/i18n.h"
#include "base/text.h"
#include "desk/settings.h"
#include "tui/locale.h"
#include "tui/key.h"
#include "tui/term_ask.h"
#include "tui/term_info.h"

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
	command_print(line.text, line.len);
	strbuf_release(&line);
}

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value ? value : "";
}

/* ---- terminal ---- */

/* returns false when no screen can be shown */
static bool look_at_terminal(struct term_info *about)
{
	const char *name = environment("TERM");
	bool tty = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	char text[160];

	tell("TERM", name[0] ? name : _("not set"));
	if (!name[0]) {
		advise(_("set TERM to the kind of terminal, for example: export TERM=xterm-256color"));
		return false;
	}
	if (!term_info_open(name, about)) {
		advise(_("this machine does not know such a terminal; try: export TERM=xterm-256color"));
		return false;
	}
	if (about->taken_for) {
		snprintf(text, sizeof(text), _("this machine does not know such a terminal: it is taken for %s"), about->taken_for);
		advise(text);
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

static void look_at_colours(const struct term_info *about)
{
	struct settings settings;
	char text[64];

	settings_load(&settings, NULL);
	if (environment("NO_COLOR")[0]) {
		tell(_("colours"), _("none, as NO_COLOR asks; signs and weights tell the same"));
	} else if (about->colours < 8) {
		tell(_("colours"), _("none in this terminal; signs and weights tell the same"));
	} else {
		if (settings.themed)
			snprintf(text, sizeof(text), _("%d; theme for a %s background"), about->colours, settings.light ? _("light") : _("dark"));
		else
			snprintf(text, sizeof(text), _("%d; theme as the background is"), about->colours);
		tell(_("colours"), text);
	}
}

/* ---- text ---- */

/* what the terminal answered within half a second of its last word */
struct found {
	struct term_answers widths;
	bool asked, has_background;
	unsigned bright;
};

static void take_answers(struct key_decoder *d, struct found *f)
{
	struct pollfd wait = { .fd = STDIN_FILENO, .events = POLLIN };
	char bytes[1024];
	struct key k;

	while (!f->widths.over && poll(&wait, 1, ANSWER_MS) > 0) {
		ssize_t got = read(STDIN_FILENO, bytes, sizeof(bytes));

		if (got <= 0 || !key_decoder_feed(d, bytes, (size_t)got))
			return;
		while (key_decoder_next(d, &k)) {
			if (k.code == KEYCODE_PLACE)
				(void)term_answers_take(&f->widths, &k);
			if (k.code == KEYCODE_BACKGROUND) {
				f->has_background = true;
				f->bright = k.number;
			}
		}
	}
}

/* on the line that the cursor is in, which is blank */
static void ask_terminal(struct found *f)
{
	struct key_decoder *decoder;
	struct termios before, raw;
	struct strbuf out;

	*f = (struct found){ .asked = false };
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &before) != 0)
		return;
	decoder = key_decoder_new();
	if (!decoder)
		return;
	strbuf_init(&out, 0);
	if (term_answers_background())
		term_ask_background(&out);
	term_ask_widths(&out);
	command_flush();
	raw = before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = 0;
	raw.c_cc[VTIME] = 0;
	if (strbuf_ok(&out) && tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0) {
		f->asked = write(STDOUT_FILENO, out.text, out.len) == (ssize_t)out.len;
		if (f->asked)
			take_answers(decoder, f);
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &before);
	}
	key_decoder_free(decoder);
	strbuf_release(&out);
}

static void tell_background(const struct found *f)
{
	if (f->has_background)
		tell(_("background"), f->bright > 127 ? _("light") : _("dark"));
	else
		tell(_("background"), _("not known here; 'theme: light' or 'theme: dark' in the settings says which"));
}

/* the classes that take so many columns here and not elsewhere */
static void tell_widths(int columns, const char *found)
{
	struct strbuf list;
	char example[64];

	strbuf_init(&list, 0);
	for (enum text_class class = 0; class < TEXT_CLASS_COUNT; class++) {
		if (text_class_columns(class) != columns || text_class_usual_columns(class) == columns)
			continue;
		strbuf_puts(&list, list.len ? "  " : "");
		strbuf_puts(&list, term_ask_example(class, example, sizeof(example)));
	}
	if (list.len) {
		tell(found, list.text);
	}
	strbuf_release(&list);
}

static void look_at_widths(const struct found *f)
{
	unsigned before = text_class_changes();

	if (!f->asked || !f->widths.whole) {
		tell(_("widths"), _("not known here; the screen asks the terminal, and goes by the usual ones without an answer"));
	} else if (!term_answers_settle(&f->widths)) {
		tell(_("widths"), _("中 does not take 2 columns: the terminal is not set to UTF-8"));
		advise(_("set the terminal to UTF-8 (PuTTY: Window, Translation); until then frames are in ASCII"));
	} else if (before == text_class_changes()) {
		tell(_("widths"), _("the usual ones: “ ① ± ─ 1 column, 中 😀 2 columns"));
	} else {
		tell(_("widths"), _("the screen is laid out for what this terminal does otherwise than most:"));
		tell_widths(2, _("  2 columns"));
		tell_widths(1, _("  1 column"));
		tell_widths(0, _("  0 columns"));
		tell_widths(TEXT_UNSURE, _("  not the same"));
	}
}

static void look_at_text(void)
{
	const char *names[] = { environment("LC_ALL"), environment("LC_CTYPE"), environment("LANG") };
	const char *locale = names[0][0] ? names[0] : names[1][0] ? names[1] : names[2];
	bool utf8 = locale_environment_is_utf8();

	tell(_("locale"), locale[0] ? locale : _("not set"));
	if (utf8) {
		tell("UTF-8", _("yes"));
	} else {
		tell("UTF-8", _("not in the locale; ziping takes C.UTF-8 by itself"));
		advise(_("if Chinese is garbled, set the terminal to UTF-8 (PuTTY: Window, Translation) and: export LANG=C.UTF-8"));
	}
}

/* utf8: as far as the terminal can be asked */
static void look_at_lines(bool utf8)
{
	const char *name = environment("TERM");
	bool old = !strncmp(name, "vt", 2) || !strncmp(name, "ansi", 4) || !strncmp(name, "cons25", 6);
	bool narrow = text_class_columns(TEXT_LINES) == 1 && text_class_columns(TEXT_BLOCKS) == 1 && utf8;

	tell(_("frames"), (old && !locale_environment_is_utf8()) || !narrow ? _("in ASCII: + - |") : _("lines: ─ │ ┌ ┐"));
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

static void look_at_keys(const struct term_info *about)
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
	struct term_info about = { 0 };
	struct found found;
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
	ask_terminal(&found);
	if (usable)
		tell_background(&found);
	look_at_widths(&found);
	look_at_lines(!found.widths.whole || found.widths.columns[0] == 2);
	look_at_font();
	if (usable)
		look_at_keys(&about);
	look_at_mouse();
	look_at_clipboard();
	look_at_settings();
	term_info_close();
	return usable ? STATUS_FINE : STATUS_REFUSED;
}
