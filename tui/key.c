/* Names of keys, both ways. */
#include "tui/key.h"

#include "base/text.h"

#include <strings.h>

static const struct named_key {
	const char *name;
	enum key_code code;
} named_keys[] = {
	/* the first name of a code is the one that is shown */
	{ "Enter", KEYCODE_ENTER },
	{ "Tab", KEYCODE_TAB },
	{ "Shift-Tab", KEYCODE_BACKTAB },
	{ "Esc", KEYCODE_ESCAPE },
	{ "Backspace", KEYCODE_BACKSPACE },
	{ "Delete", KEYCODE_DELETE },
	{ "Insert", KEYCODE_INSERT },
	{ "Up", KEYCODE_UP },
	{ "Down", KEYCODE_DOWN },
	{ "Left", KEYCODE_LEFT },
	{ "Right", KEYCODE_RIGHT },
	{ "Home", KEYCODE_HOME },
	{ "End", KEYCODE_END },
	{ "PgUp", KEYCODE_PAGE_UP },
	{ "PgDn", KEYCODE_PAGE_DOWN },
	{ "Escape", KEYCODE_ESCAPE },
	{ "Return", KEYCODE_ENTER },
	{ "Del", KEYCODE_DELETE },
	{ "Ins", KEYCODE_INSERT },
	{ "PageUp", KEYCODE_PAGE_UP },
	{ "PageDown", KEYCODE_PAGE_DOWN },
};

/* what is not a key: some have a place, written as row,column */
static const struct named_event {
	const char *name;
	enum key_code code;
	bool place;
} named_events[] = {
	{ "press", KEYCODE_MOUSE_PRESS, true },
	{ "double", KEYCODE_MOUSE_PRESS, true },
	{ "release", KEYCODE_MOUSE_RELEASE, true },
	{ "drag", KEYCODE_MOUSE_DRAG, true },
	{ "wheel-up", KEYCODE_WHEEL_UP, true },
	{ "wheel-down", KEYCODE_WHEEL_DOWN, true },
	{ "resize", KEYCODE_RESIZE, true },
	{ "focus-in", KEYCODE_FOCUS_IN, false },
	{ "focus-out", KEYCODE_FOCUS_OUT, false },
	{ "suspended", KEYCODE_SUSPENDED, false },
	{ "hangup", KEYCODE_HANGUP, false },
	{ "tick", KEYCODE_TICK, false },
	{ "place", KEYCODE_PLACE, true },
	{ "background", KEYCODE_BACKGROUND, false },
};

static void add_quoted(struct strbuf *out, const char *text, size_t len)
{
	strbuf_putc(out, '"');
	for (size_t i = 0; i < len; i++) {
		switch (text[i]) {
		case '\n': strbuf_puts(out, "\\n"); break;
		case '\t': strbuf_puts(out, "\\t"); break;
		case '"': strbuf_puts(out, "\\\""); break;
		case '\\': strbuf_puts(out, "\\\\"); break;
		default: strbuf_putc(out, text[i]);
		}
	}
	strbuf_putc(out, '"');
}

static void add_modifiers(struct strbuf *out, const struct key *k)
{
	if (k->control)
		strbuf_puts(out, "Ctrl-");
	if (k->alt)
		strbuf_puts(out, "Alt-");
	if (k->shift && k->code != KEYCODE_BACKTAB)
		strbuf_puts(out, "Shift-");
}

static void add_event(struct strbuf *out, const struct key *k)
{
	for (size_t i = 0; i < ARRAY_SIZE(named_events); i++) {
		if (named_events[i].code != k->code || (k->twice && !strcmp(named_events[i].name, "press")))
			continue;
		strbuf_puts(out, named_events[i].name);
		if (named_events[i].place)
			strbuf_printf(out, " %d,%d", k->row, k->column);
		return;
	}
}

void key_print(const struct key *k, struct strbuf *out)
{
	switch (k->code) {
	case KEYCODE_NONE:
		return;
	case KEYCODE_PASTE:
		strbuf_puts(out, "paste ");
		add_quoted(out, k->text, k->len);
		return;
	case KEYCODE_TEXT:
		add_quoted(out, k->text, k->len);
		return;
	case KEYCODE_CONTROL:
		strbuf_printf(out, "^%c", k->letter >= 'a' && k->letter <= 'z' ? k->letter - 'a' + 'A' : k->letter);
		return;
	case KEYCODE_ALT:
		strbuf_printf(out, "Alt-%s%c", k->shift ? "Shift-" : "", k->letter);
		return;
	case KEYCODE_FUNCTION:
		add_modifiers(out, k);
		strbuf_printf(out, "F%u", (unsigned)k->number);
		return;
	default:
		break;
	}
	for (size_t i = 0; i < ARRAY_SIZE(named_keys); i++) {
		if (named_keys[i].code == k->code) {
			add_modifiers(out, k);
			strbuf_puts(out, named_keys[i].name);
			return;
		}
	}
	add_event(out, k);
}

/* text in quotes; what has no backslash is used where it stands, the rest in a buffer that lives until the next call */
static bool parse_quoted(const char *s, struct key *ret)
{
	static char unescaped[4096];
	const char *end = strrchr(s + 1, '"');
	size_t used = 0;

	if (!end || end[1])
		return false;
	ret->text = s + 1;
	ret->len = (size_t)(end - s - 1);
	if (!memchr(ret->text, '\\', ret->len))
		return true;
	for (const char *c = s + 1; c < end; c++) {
		if (used == sizeof(unescaped))
			return false;
		if (*c == '\\' && c + 1 < end) {
			c++;
			unescaped[used++] = (char)(*c == 'n' ? '\n' : *c == 't' ? '\t' : *c);
		} else {
			unescaped[used++] = *c;
		}
	}
	ret->text = unescaped;
	ret->len = used;
	return true;
}

static bool parse_event(const char *name, struct key *ret)
{
	for (size_t i = 0; i < ARRAY_SIZE(named_events); i++) {
		const struct named_event *e = &named_events[i];
		size_t len = strlen(e->name);
		char rest;

		if (strncasecmp(name, e->name, len))
			continue;
		if (!e->place && name[len])
			continue;
		if (e->place && sscanf(name + len, " %d,%d%c", &ret->row, &ret->column, &rest) != 2)
			continue;
		ret->code = e->code;
		ret->twice = !strcmp(e->name, "double");
		ret->number = e->code == KEYCODE_MOUSE_PRESS || e->code == KEYCODE_MOUSE_DRAG;
		return true;
	}
	return false;
}

static bool parse_function(const char *name, struct key *ret)
{
	char *end;
	long number;

	if ((name[0] != 'F' && name[0] != 'f') || name[1] < '1' || name[1] > '9')
		return false;
	number = strtol(name + 1, &end, 10);
	if (*end || number > 24)
		return false;
	ret->code = KEYCODE_FUNCTION;
	ret->number = (uint8_t)number;
	return true;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* what stands behind the modifiers */
static bool parse_plain(const char *name, struct key *ret)
{
	for (size_t i = 0; i < ARRAY_SIZE(named_keys); i++) {
		if (!strcasecmp(name, named_keys[i].name)) {
			ret->code = named_keys[i].code;
			return true;
		}
	}
	if (parse_function(name, ret))
		return true;
	if (!name[0] || name[1] || (!ret->alt && !ret->control))
		return false;
	if (ret->control && !ret->alt && is_letter(name[0])) {
		ret->code = KEYCODE_CONTROL;
		ret->control = false;
	} else if (ret->alt && !ret->control && (is_letter(name[0]) || (name[0] >= '0' && name[0] <= '9'))) {
		ret->code = KEYCODE_ALT;
		ret->alt = false;
	} else {
		return false;
	}
	ret->letter = lower(name[0]);
	return true;
}

static bool parse_key(const char *name, struct key *ret)
{
	static const struct {
		const char *prefix;
		size_t offset;
	} modifiers[] = {
		{ "Shift-", offsetof(struct key, shift) },
		{ "Alt-", offsetof(struct key, alt) },
		{ "Ctrl-", offsetof(struct key, control) },
	};

	for (size_t i = 0; i < ARRAY_SIZE(modifiers);) {
		size_t len = strlen(modifiers[i].prefix);

		if (strncasecmp(name, modifiers[i].prefix, len)) {
			i++;
			continue;
		}
		*(bool *)((char *)ret + modifiers[i].offset) = true;
		name += len;
		i = 0;
	}
	if (!parse_plain(name, ret))
		return false;
	if (ret->code == KEYCODE_TAB && ret->shift)
		ret->code = KEYCODE_BACKTAB;
	if (ret->code == KEYCODE_BACKTAB)
		ret->shift = false;
	return true;
}

static bool parse_text(const char *name, struct key *ret)
{
	size_t len = strlen(name);
	uint32_t c;

	if (name[0] == '"') {
		ret->code = KEYCODE_TEXT;
		return parse_quoted(name, ret);
	}
	if (!strncasecmp(name, "paste \"", 7)) {
		ret->code = KEYCODE_PASTE;
		return parse_quoted(name + 6, ret);
	}
	/* without quotes: one character, or anything that begins beyond ASCII */
	if (!len || (text_decode(name, len, &c) != len && c < 0x80) || c < 0x20)
		return false;
	ret->code = KEYCODE_TEXT;
	ret->text = name;
	ret->len = len;
	return true;
}

bool key_parse(const char *name, struct key *ret)
{
	struct key k = { .code = KEYCODE_NONE };

	if (name[0] == '^' && is_letter(name[1]) && !name[2]) {
		*ret = (struct key){ .code = KEYCODE_CONTROL, .letter = lower(name[1]) };
		return true;
	}
	if (!parse_key(name, &k)) {
		k = (struct key){ .code = KEYCODE_NONE };
		if (!parse_event(name, &k)) {
			k = (struct key){ .code = KEYCODE_NONE };
			if (!parse_text(name, &k))
				return false;
		}
	}
	*ret = k;
	return true;
}
