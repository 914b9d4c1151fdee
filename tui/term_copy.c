/* Copying out: the clipboard of the terminal, by OSC 52; and its own selection, of plain text. */
#include "tui/term_private.h"

#include "base/strbuf.h"
#include "tui/term_signal.h"

#include <unistd.h>

static void add_base64(struct strbuf *out, const unsigned char *s, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < len; i += 3) {
		unsigned long bits = (unsigned long)s[i] << 16;

		if (i + 1 < len)
			bits |= (unsigned long)s[i + 1] << 8;
		if (i + 2 < len)
			bits |= s[i + 2];
		strbuf_putc(out, digits[bits >> 18 & 63]);
		strbuf_putc(out, digits[bits >> 12 & 63]);
		strbuf_putc(out, i + 1 < len ? digits[bits >> 6 & 63] : '=');
		strbuf_putc(out, i + 2 < len ? digits[bits & 63] : '=');
	}
}

/* the clipboard, for terminals that know it; GNU screen passes on what is wrapped */
void term_copy(struct term *t, const char *text, size_t len)
{
	const char *name = getenv("TERM");
	bool wrapped = name && !strncmp(name, "screen", 6) && !getenv("TMUX");
	struct strbuf out;

	if (t->away || t->ascii || !name || !strncmp(name, "linux", 5) || !strncmp(name, "vt", 2))
		return;
	strbuf_init(&out, 0);
	strbuf_puts(&out, wrapped ? "\033P\033]52;c;" : "\033]52;c;");
	add_base64(&out, (const unsigned char *)text, len);
	strbuf_puts(&out, wrapped ? "\a\033\\" : "\a");
	if (strbuf_ok(&out))
		(void)term_write(out.text, out.len);
	strbuf_release(&out);
}

/*
 * What the program shows has frames, and a selection across the screen takes the outline along. Here the text stands alone,
 * on the terminal's own screen: what does not fit can be scrolled back to, and a long line stays one line when it is copied.
 */
void term_plain(struct term *t, const char *text, size_t len)
{
	struct termios modes = t->before;
	struct strbuf out;
	struct key k;

	strbuf_init(&out, 0);
	strbuf_repeat(&out, "\n", (size_t)t->rows); /* what the shell has shown stays above */
	strbuf_puts(&out, "\033[H");
	strbuf_add(&out, text, len);
	if (!strbuf_ok(&out)) {
		strbuf_release(&out);
		return;
	}
	term_leave(t);
	term_signal_held(true);
	modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	modes.c_iflag &= ~(tcflag_t)(IXON | ICRNL);
	modes.c_cc[VMIN] = 1;
	modes.c_cc[VTIME] = 0;
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
	(void)term_write(out.text, out.len);
	strbuf_release(&out);
	do {
		if (!term_key(t, -1, &k))
			break;
	} while (k.code == KEYCODE_RESIZE || k.code == KEYCODE_FOCUS_IN || k.code == KEYCODE_FOCUS_OUT);
	(void)term_enter(t);
}
