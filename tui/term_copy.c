/* The clipboard of the terminal, by OSC 52. */
#include "tui/term_private.h"

#include "base/strbuf.h"

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
