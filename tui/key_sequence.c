/*
 * What terminals send behind an ESC. One table for all of them: terminfo names one encoding of a key, people's terminals
 * send others (xterm, linux, rxvt, PuTTY in its modes, screen, those that report modified keys as CSI u).
 */
#include "tui/key_sequence.h"

#include "base/text.h"

#define PARAMETERS 4
#define LONGEST 64            /* a CSI sequence longer than this is none */
#define LONGEST_STRING 65536  /* an answer such as the clipboard's */

enum { MOD_SHIFT = 1, MOD_ALT = 2, MOD_CONTROL = 4, MOD_OTHERS = 8 | 16 | 32 /* super, hyper, meta */ };

struct key_row {
	unsigned sent;        /* the number before ~, or the final character */
	enum key_code code;
	uint8_t number;       /* of a function key */
	uint8_t modifiers;
};

/* CSI number ~ */
static const struct key_row tilde_keys[] = {
	{ 1, KEYCODE_HOME, 0, 0 },      { 2, KEYCODE_INSERT, 0, 0 },    { 3, KEYCODE_DELETE, 0, 0 },
	{ 4, KEYCODE_END, 0, 0 },       { 5, KEYCODE_PAGE_UP, 0, 0 },   { 6, KEYCODE_PAGE_DOWN, 0, 0 },
	{ 7, KEYCODE_HOME, 0, 0 },      { 8, KEYCODE_END, 0, 0 },       { 11, KEYCODE_FUNCTION, 1, 0 },
	{ 12, KEYCODE_FUNCTION, 2, 0 }, { 13, KEYCODE_FUNCTION, 3, 0 }, { 14, KEYCODE_FUNCTION, 4, 0 },
	{ 15, KEYCODE_FUNCTION, 5, 0 }, { 17, KEYCODE_FUNCTION, 6, 0 }, { 18, KEYCODE_FUNCTION, 7, 0 },
	{ 19, KEYCODE_FUNCTION, 8, 0 }, { 20, KEYCODE_FUNCTION, 9, 0 }, { 21, KEYCODE_FUNCTION, 10, 0 },
	{ 23, KEYCODE_FUNCTION, 11, 0 }, { 24, KEYCODE_FUNCTION, 12, 0 }, { 25, KEYCODE_FUNCTION, 13, 0 },
	{ 26, KEYCODE_FUNCTION, 14, 0 }, { 28, KEYCODE_FUNCTION, 15, 0 }, { 29, KEYCODE_FUNCTION, 16, 0 },
	{ 31, KEYCODE_FUNCTION, 17, 0 }, { 32, KEYCODE_FUNCTION, 18, 0 }, { 33, KEYCODE_FUNCTION, 19, 0 },
	{ 34, KEYCODE_FUNCTION, 20, 0 },
};

/* CSI letter, CSI 1 ; modifiers letter */
static const struct key_row csi_keys[] = {
	{ 'A', KEYCODE_UP, 0, 0 },           { 'B', KEYCODE_DOWN, 0, 0 },         { 'C', KEYCODE_RIGHT, 0, 0 },
	{ 'D', KEYCODE_LEFT, 0, 0 },         { 'F', KEYCODE_END, 0, 0 },          { 'H', KEYCODE_HOME, 0, 0 },
	{ 'P', KEYCODE_FUNCTION, 1, 0 },     { 'Q', KEYCODE_FUNCTION, 2, 0 },     { 'R', KEYCODE_FUNCTION, 3, 0 },
	{ 'S', KEYCODE_FUNCTION, 4, 0 },     { 'Z', KEYCODE_BACKTAB, 0, 0 },      { 'a', KEYCODE_UP, 0, MOD_SHIFT },
	{ 'b', KEYCODE_DOWN, 0, MOD_SHIFT }, { 'c', KEYCODE_RIGHT, 0, MOD_SHIFT }, { 'd', KEYCODE_LEFT, 0, MOD_SHIFT },
	{ 'I', KEYCODE_FOCUS_IN, 0, 0 },     { 'O', KEYCODE_FOCUS_OUT, 0, 0 },
};

/* ESC O letter; T … [ are PuTTY's F5 … F12 in its VT100+ mode */
static const struct key_row ss3_keys[] = {
	{ 'A', KEYCODE_UP, 0, 0 },            { 'B', KEYCODE_DOWN, 0, 0 },          { 'C', KEYCODE_RIGHT, 0, 0 },
	{ 'D', KEYCODE_LEFT, 0, 0 },          { 'F', KEYCODE_END, 0, 0 },           { 'H', KEYCODE_HOME, 0, 0 },
	{ 'P', KEYCODE_FUNCTION, 1, 0 },      { 'Q', KEYCODE_FUNCTION, 2, 0 },      { 'R', KEYCODE_FUNCTION, 3, 0 },
	{ 'S', KEYCODE_FUNCTION, 4, 0 },      { 'T', KEYCODE_FUNCTION, 5, 0 },      { 'U', KEYCODE_FUNCTION, 6, 0 },
	{ 'V', KEYCODE_FUNCTION, 7, 0 },      { 'W', KEYCODE_FUNCTION, 8, 0 },      { 'X', KEYCODE_FUNCTION, 9, 0 },
	{ 'Y', KEYCODE_FUNCTION, 10, 0 },     { 'Z', KEYCODE_FUNCTION, 11, 0 },     { '[', KEYCODE_FUNCTION, 12, 0 },
	{ 'a', KEYCODE_UP, 0, MOD_CONTROL },  { 'b', KEYCODE_DOWN, 0, MOD_CONTROL }, { 'c', KEYCODE_RIGHT, 0, MOD_CONTROL },
	{ 'd', KEYCODE_LEFT, 0, MOD_CONTROL }, { 'M', KEYCODE_ENTER, 0, 0 },        { 'I', KEYCODE_TAB, 0, 0 },
};

static const struct key_row *find_row(const struct key_row *rows, size_t count, unsigned sent)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].sent == sent)
			return &rows[i];
	}
	return NULL;
}

static void modify(struct key *k, unsigned modifiers)
{
	if (k->code < KEYCODE_ENTER || k->code > KEYCODE_FUNCTION)
		return;
	k->shift = k->shift || (modifiers & MOD_SHIFT);
	k->alt = k->alt || (modifiers & MOD_ALT);
	k->control = k->control || (modifiers & MOD_CONTROL);
	if (k->code == KEYCODE_TAB && k->shift)
		k->code = KEYCODE_BACKTAB;
	if (k->code == KEYCODE_BACKTAB)
		k->shift = false;
}

static void set_row(struct sequence *ret, const struct key_row *row, unsigned modifiers)
{
	if (!row)
		return;
	ret->key.code = row->code;
	ret->key.number = row->number;
	modify(&ret->key, modifiers | row->modifiers);
}

bool key_from_byte(unsigned char c, struct key *ret)
{
	*ret = (struct key){ .code = KEYCODE_NONE };
	if (c == '\r' || c == '\n')
		ret->code = KEYCODE_ENTER;
	else if (c == '\t')
		ret->code = KEYCODE_TAB;
	else if (c == 0x7f || c == '\b')
		ret->code = KEYCODE_BACKSPACE;
	else if (c >= 1 && c <= 26)
		*ret = (struct key){ .code = KEYCODE_CONTROL, .letter = (char)('a' + c - 1) };
	return ret->code != KEYCODE_NONE;
}

static bool is_letter(unsigned c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(unsigned c)
{
	return c >= '0' && c <= '9';
}

static void set_alt(struct sequence *ret, unsigned c)
{
	bool upper = c >= 'A' && c <= 'Z';

	ret->key = (struct key){ .code = KEYCODE_ALT, .letter = (char)(upper ? c - 'A' + 'a' : c), .shift = upper };
}

static void set_text(struct sequence *ret, uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return;
	ret->key.code = KEYCODE_TEXT;
	ret->text_len = text_encode(c, ret->text);
}

/* a character with its modifiers, as CSI c ; m u or CSI 27 ; m ; c ~ */
static void set_char(struct sequence *ret, unsigned c, unsigned modifiers)
{
	if (c == 27)
		ret->key.code = KEYCODE_ESCAPE;
	else if ((c < 0x20 && c != 0) || c == 0x7f)
		(void)key_from_byte((unsigned char)c, &ret->key);
	else if (c >= 57399 && c <= 57408) /* the digits of the keypad */
		set_text(ret, '0' + (c - 57399));
	else if (c == 57414)
		ret->key.code = KEYCODE_ENTER;
	else if (c >= 57344 && c <= 63743)
		return;
	else if ((modifiers & MOD_CONTROL) && is_letter(c))
		ret->key = (struct key){ .code = KEYCODE_CONTROL, .letter = (char)(c | 0x20) };
	else if ((modifiers & MOD_ALT) && (is_letter(c) || is_digit(c)))
		set_alt(ret, c);
	else if (!(modifiers & (MOD_CONTROL | MOD_ALT | MOD_OTHERS)))
		set_text(ret, (modifiers & MOD_SHIFT) && c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	modify(&ret->key, modifiers);
}

/* ---- CSI ---- */

struct csi {
	unsigned parameter[PARAMETERS];
	unsigned event;     /* of key reports: 3 is a release */
	size_t count;
	unsigned char mark; /* < = > ? before the parameters, or 0 */
	unsigned char final;
};

static void read_parameters(const unsigned char *s, size_t len, struct csi *c)
{
	unsigned sub = 0, skipped = 0;

	c->count = 1;
	for (size_t i = 0; i < len; i++) {
		unsigned *p = c->count > PARAMETERS ? &skipped : sub == 0 ? &c->parameter[c->count - 1] : &skipped;

		if (sub == 1 && c->count == 2)
			p = &c->event;
		if (s[i] == ';') {
			c->count++;
			sub = 0;
		} else if (s[i] == ':') {
			sub++;
		} else if (is_digit(s[i]) && *p < 100000) {
			*p = *p * 10 + (s[i] - '0');
		}
	}
	if (c->count > PARAMETERS)
		c->count = PARAMETERS;
}

static void set_mouse(struct sequence *ret, unsigned button, unsigned column, unsigned row, bool release)
{
	struct key *k = &ret->key;

	if (!column || !row)
		return;
	*k = (struct key){ .row = (int)row - 1, .column = (int)column - 1 };
	if (button & 64)
		k->code = (button & 3) == 0 ? KEYCODE_WHEEL_UP : (button & 3) == 1 ? KEYCODE_WHEEL_DOWN : KEYCODE_NONE;
	else if (release)
		k->code = KEYCODE_MOUSE_RELEASE;
	else if ((button & 3) == 3)
		k->code = button & 32 ? KEYCODE_NONE : KEYCODE_MOUSE_RELEASE;
	else
		k->code = button & 32 ? KEYCODE_MOUSE_DRAG : KEYCODE_MOUSE_PRESS;
	k->number = (uint8_t)((button & 3) == 3 ? 0 : (button & 3) + 1);
	k->shift = button & 4;
	k->alt = button & 8;
	k->control = button & 16;
}

static void set_tilde(struct sequence *ret, const struct csi *c, unsigned modifiers)
{
	if (c->parameter[0] == 200)
		ret->paste = true;
	else if (c->parameter[0] == 27 && c->count >= 3)
		set_char(ret, c->parameter[2], modifiers);
	else
		set_row(ret, find_row(tilde_keys, ARRAY_SIZE(tilde_keys), c->parameter[0]), modifiers);
}

static void set_csi(struct sequence *ret, const struct csi *c)
{
	unsigned modifiers = c->count >= 2 && c->parameter[1] ? c->parameter[1] - 1 : 0;

	if (c->mark == '<' && (c->final == 'M' || c->final == 'm') && c->count >= 3)
		set_mouse(ret, c->parameter[0], c->parameter[1], c->parameter[2], c->final == 'm');
	if (c->mark || c->event == 3)
		return;
	switch (c->final) {
	case '~': set_tilde(ret, c, modifiers); return;
	case '$': set_tilde(ret, c, MOD_SHIFT); return;
	case '^': set_tilde(ret, c, MOD_CONTROL); return;
	case '@': set_tilde(ret, c, MOD_CONTROL | MOD_SHIFT); return;
	case 'u': set_char(ret, c->parameter[0], modifiers); return;
	case 'M':
		if (c->count >= 3 && c->parameter[0] >= 32)
			set_mouse(ret, c->parameter[0] - 32, c->parameter[1], c->parameter[2], false);
		return;
	case 'R':
		if (c->count == 2 && c->parameter[0] > 1) { /* in the first row it would look like F3 */
			ret->key = (struct key){ .code = KEYCODE_PLACE, .row = (int)c->parameter[0] - 1, .column = (int)c->parameter[1] - 1 };
			return;
		}
		break;
	default: break;
	}
	set_row(ret, find_row(csi_keys, ARRAY_SIZE(csi_keys), c->final), modifiers);
}

/* CSI M and three bytes: the mouse as it was in 1988; CSI [ letter: function keys of the linux console */
static enum sequence_kind odd_csi(const unsigned char *s, size_t len, struct sequence *ret)
{
	if (s[0] == 'M') {
		if (len < 4)
			return SEQUENCE_PART;
		if (s[1] >= 32 && s[2] > 32 && s[3] > 32)
			set_mouse(ret, s[1] - 32u, s[2] - 32u, s[3] - 32u, false);
		ret->bytes += 4;
		return SEQUENCE_WHOLE;
	}
	if (len < 2)
		return SEQUENCE_PART;
	if (s[1] >= 'A' && s[1] <= 'E')
		ret->key = (struct key){ .code = KEYCODE_FUNCTION, .number = (uint8_t)(s[1] - 'A' + 1) };
	ret->bytes += 2;
	return SEQUENCE_WHOLE;
}

/* s is behind the [ */
static enum sequence_kind csi(const unsigned char *s, size_t len, bool late, struct sequence *ret)
{
	struct csi c = { .mark = 0 };
	size_t at = 0, first, last;

	if (len && (s[0] == 'M' || s[0] == '['))
		return odd_csi(s, len, ret);
	if (len && s[0] >= '<' && s[0] <= '?')
		c.mark = s[at++];
	first = at;
	while (at < len && at < LONGEST && s[at] >= 0x30 && s[at] <= 0x3f)
		at++;
	last = at;
	while (at < len && at < LONGEST && s[at] >= 0x20 && s[at] <= 0x2f && (s[at] != '$' || c.mark))
		at++;
	if (at == len && at < LONGEST)
		return SEQUENCE_PART;
	if ((s[at] < 0x40 && s[at] != '$') || s[at] > 0x7e || at == LONGEST) {
		ret->bytes += at; /* broken off: what follows is looked at anew */
		return late ? SEQUENCE_NONE : SEQUENCE_WHOLE;
	}
	c.final = s[at++];
	ret->bytes += at;
	read_parameters(s + first, last - first, &c);
	if (at - 1 == last)
		set_csi(ret, &c);
	return SEQUENCE_WHOLE;
}

/* ---- ESC O, strings, Alt ---- */

/* s is behind the O; digits are modifiers, or the keypad's keys are j … y */
static enum sequence_kind ss3(const unsigned char *s, size_t len, bool late, struct sequence *ret)
{
	static const char keypad[] = "*+,-./0123456789"; /* j … y */
	unsigned modifiers = 0;
	size_t at = 0;

	while (at < len && at < 3 && (is_digit(s[at]) || s[at] == ';')) {
		modifiers = is_digit(s[at]) ? (unsigned)(s[at] - '0') : 0;
		at++;
	}
	if (at == len)
		return SEQUENCE_PART;
	ret->bytes += at + 1;
	if (s[at] >= 'j' && s[at] <= 'y')
		set_text(ret, (unsigned char)keypad[s[at] - 'j']);
	else
		set_row(ret, find_row(ss3_keys, ARRAY_SIZE(ss3_keys), s[at]), modifiers ? modifiers - 1 : 0);
	if (ret->key.code == KEYCODE_NONE && (late || s[at] < 0x20 || s[at] > 0x7e)) {
		ret->bytes--; /* as with a CSI that is broken off */
		return late ? SEQUENCE_NONE : SEQUENCE_WHOLE;
	}
	return SEQUENCE_WHOLE;
}

static unsigned hex_digit(unsigned char c)
{
	return is_digit(c) ? c - (unsigned)'0' : (c | 0x20u) >= 'a' && (c | 0x20u) <= 'f' ? (c | 0x20u) - 'a' + 10 : 16;
}

/* the answer about the background, 11;rgb:hhhh/hhhh/hhhh with one to four digits each: how bright it is */
static void set_background(struct sequence *ret, const unsigned char *s, size_t len)
{
	static const unsigned weights[] = { 2126, 7152, 722 }; /* of the eye, for red, green and blue */
	size_t at = 3, part = 0;
	unsigned bright = 0;

	if (len < 8 || memcmp(s, "11;rgb", 6) != 0)
		return;
	while (at < len && s[at] != ':')
		at++;
	for (; part < 3 && at < len && (part ? s[at] == '/' : s[at] == ':'); part++) {
		unsigned value = 0, most = 0;

		for (at++; at < len && most < 0xffff && hex_digit(s[at]) < 16; at++) {
			value = value * 16 + hex_digit(s[at]);
			most = most * 16 + 15;
		}
		if (!most)
			return;
		bright += weights[part] * (value * 255 / most);
	}
	if (part == 3)
		ret->key = (struct key){ .code = KEYCODE_BACKGROUND, .number = (uint8_t)(bright / 10000) };
}

/* the terminal answers with a string: swallowed up to its end (BEL or ESC \); s is behind its first character */
static enum sequence_kind string(const unsigned char *s, size_t len, struct sequence *ret)
{
	for (size_t at = 0; at < len; at++) {
		if (s[at] == 0x1b && at + 1 == len)
			return SEQUENCE_PART;
		if (s[at] < 0x20 || at >= LONGEST_STRING) {
			bool belongs = s[at] == 7 || (s[at] == 0x1b && s[at + 1] == '\\');

			set_background(ret, s, at);
			ret->bytes += at + (belongs ? (s[at] == 7 ? 1u : 2u) : 0u);
			return SEQUENCE_WHOLE;
		}
	}
	return SEQUENCE_PART;
}

/* these begin a string only when what follows looks like one: they are Alt with a key as well */
static bool begins_string(const unsigned char *s, size_t len)
{
	if (len < 2)
		return false;
	if (s[0] == ']')
		return is_digit(s[1]);
	if (s[0] == '_')
		return s[1] == 'G'; /* of a terminal with pictures */
	return s[0] == 'P' && (is_digit(s[1]) || s[1] == '>' || s[1] == '!' || s[1] == '+' || s[1] == '$');
}

static enum sequence_kind alt(const unsigned char *s, struct sequence *ret)
{
	if (is_letter(s[0]) || is_digit(s[0])) {
		set_alt(ret, s[0]);
	} else if (s[0] == '\r' || s[0] == '\n' || s[0] == '\t' || s[0] == 0x7f || s[0] == '\b') {
		(void)key_from_byte(s[0], &ret->key);
		ret->key.alt = true;
	} else if (s[0] < 0x20 || s[0] > 0x7e) {
		return SEQUENCE_NONE;
	}
	ret->bytes = 1;
	return SEQUENCE_WHOLE;
}

enum sequence_kind key_sequence(const unsigned char *s, size_t len, bool late, struct sequence *ret)
{
	enum sequence_kind kind;

	*ret = (struct sequence){ .bytes = 0 };
	if (!len)
		return SEQUENCE_PART;
	if (s[0] == 0x1b) { /* rxvt and PuTTY: Alt is another ESC before the sequence */
		if (len == 1)
			return SEQUENCE_PART;
		if (s[1] != '[' && s[1] != 'O')
			return SEQUENCE_NONE;
		kind = key_sequence(s + 1, len - 1, late, ret);
		ret->bytes++;
		modify(&ret->key, MOD_ALT);
		return kind;
	}
	if (s[0] == '[' || s[0] == 'O') {
		ret->bytes = 1;
		return s[0] == '[' ? csi(s + 1, len - 1, late, ret) : ss3(s + 1, len - 1, late, ret);
	}
	if (len == 1 && (s[0] == ']' || s[0] == '_')) /* no keys of ours */
		return SEQUENCE_PART;
	if (late && memcmp(s, "]11;rgb", len < 7 ? len : 7) != 0) /* of strings, nothing but what was asked for */
		return SEQUENCE_NONE;
	if (begins_string(s, len)) {
		ret->bytes = 1;
		return string(s + 1, len - 1, ret);
	}
	return alt(s, ret);
}
