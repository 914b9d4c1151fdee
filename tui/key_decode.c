/*
 * Bytes to keys: what stands at the front of the buffer, decided as soon as it can be.
 *
 * (1) A byte is in one key only, and bytes leave in the order in which they came.
 * (2) Whatever begins with ESC is a key that is known, or is swallowed to its end; it never becomes text.
 * (3) The decoder has no clock. It is told when nothing came for a while, and then a lone ESC is the Escape key, and what is
 *     incomplete for a second is dropped. The rest of a sequence whose ESC was taken for Escape is swallowed for a second.
 * The sequences are in key_sequence.c.
 */
#include "tui/key_sequence.h"

#include "base/arena.h"
#include "base/text.h"

#define ESC 0x1b
#define ESCAPE_MS 100
#define REST_MS 1000
#define PASTE_CHARACTERS 3 /* more than these with a line end among them, at once, were pasted */

static const char paste_end[] = "\x1b[201~";

struct key_decoder {
	char *bytes;
	size_t start, end, capacity;
	bool pasting;        /* between the marks of a bracketed paste */
	bool paste_is_over;  /* its end mark did not come in time */
	bool escape_is_over; /* the ESC in front is the Escape key */
	bool late;           /* Escape was given out less than a second ago: the rest of a sequence may still come */
	struct strbuf text;  /* of the key given out last */
	struct strbuf other; /* of the one before, whose reader may not be done with it */
};

struct key_decoder *key_decoder_new(void)
{
	struct key_decoder *d = memory_alloc(1, sizeof(*d));

	if (d) {
		strbuf_init(&d->text, 0);
		strbuf_init(&d->other, 0);
	}
	return d;
}

void key_decoder_free(struct key_decoder *d)
{
	if (!d)
		return;
	strbuf_release(&d->text);
	strbuf_release(&d->other);
	memory_free(d->bytes);
	memory_free(d);
}

bool key_decoder_feed(struct key_decoder *d, const char *bytes, size_t len)
{
	if (d->start) {
		memmove(d->bytes, d->bytes + d->start, d->end - d->start);
		d->end -= d->start;
		d->start = 0;
	}
	if (d->end + len > d->capacity) {
		char *grown = memory_grow(d->bytes, &d->capacity, d->end + len, 1);

		if (!grown)
			return false;
		d->bytes = grown;
	}
	if (len)
		memcpy(d->bytes + d->end, bytes, len);
	d->end += len;
	return true;
}

bool key_decoder_waiting(const struct key_decoder *d)
{
	return d->pasting || d->start < d->end;
}

static const unsigned char *front(const struct key_decoder *d)
{
	return (const unsigned char *)d->bytes + d->start;
}

void key_decoder_idle(struct key_decoder *d, unsigned milliseconds)
{
	size_t len = d->end - d->start;

	if (d->pasting) {
		d->paste_is_over = d->paste_is_over || milliseconds >= REST_MS;
		return;
	}
	if (len && front(d)[0] == ESC && milliseconds >= ESCAPE_MS && (len == 1 || (len == 2 && front(d)[1] == ESC))) {
		d->escape_is_over = true;
		return;
	}
	if (milliseconds < REST_MS)
		return;
	if (!d->late)
		d->start = d->end; /* the rest did not come; but after Escape, a [ that nothing followed was typed */
	d->late = false;
}

/* ---- pastes ---- */

/* bytes of the sequence (colours of a copied screen, a focus mark, another mark of a paste) that begins at s; 0: none does */
static size_t pasted_sequence(const char *s, size_t len)
{
	size_t at = 2;

	if (len < 3 || s[0] != ESC || s[1] != '[')
		return 0;
	while (at < len && s[at] >= 0x20 && s[at] <= 0x3f)
		at++;
	return at < len && s[at] >= 0x40 && s[at] <= 0x7e ? at + 1 : 0;
}

/* line ends become LF, sequences and other control characters go, broken UTF-8 is marked */
static void add_pasted(struct key_decoder *d, const char *s, size_t len)
{
	for (size_t at = 0; at < len;) {
		unsigned char c = (unsigned char)s[at];
		uint32_t ch;
		size_t bytes = pasted_sequence(s + at, len - at);
		char mark[4];

		if (bytes) {
			at += bytes;
			continue;
		}
		if (c == '\r' && at + 1 < len && s[at + 1] == '\n')
			at++;
		if (c == '\r' || c == '\n' || c == '\v' || c == '\f') {
			strbuf_putc(&d->text, '\n');
			at++;
			continue;
		}
		bytes = text_decode(s + at, len - at, &ch);
		if (ch == 0xfffd)
			strbuf_add(&d->text, mark, text_encode(ch, mark));
		else if (ch == '\t' || (ch >= 0x20 && (ch < 0x7f || ch > 0x9f)))
			strbuf_add(&d->text, s + at, bytes);
		at += bytes;
	}
}

static void begin_text(struct key_decoder *d)
{
	struct strbuf given = d->text;

	d->text = d->other;
	d->other = given;
	strbuf_clear(&d->text);
}

static bool give_text(struct key_decoder *d, enum key_code code, struct key *ret)
{
	if (!strbuf_ok(&d->text) || !d->text.len)
		return false;
	*ret = (struct key){ .code = code, .text = d->text.text, .len = d->text.len };
	return true;
}

static const char *find(const char *s, size_t len, const char *what, size_t what_len)
{
	const char *end = s + len, *found = s;

	while ((size_t)(end - found) >= what_len && (found = memchr(found, what[0], (size_t)(end - found))) != NULL) {
		if ((size_t)(end - found) >= what_len && !memcmp(found, what, what_len))
			return found;
		found++;
	}
	return NULL;
}

/* inside a bracketed paste; false: more is to come, or it was empty */
static bool next_pasted(struct key_decoder *d, struct key *ret)
{
	const char *s = d->bytes + d->start;
	size_t len = d->end - d->start;
	const char *end = len ? find(s, len, paste_end, sizeof(paste_end) - 1) : NULL;

	if (!end && !d->paste_is_over)
		return false;
	begin_text(d);
	add_pasted(d, s, end ? (size_t)(end - s) : len);
	d->start = end ? (size_t)(end - d->bytes) + sizeof(paste_end) - 1 : d->end;
	d->pasting = d->paste_is_over = false;
	return give_text(d, KEYCODE_PASTE, ret);
}

/* ---- what is typed ---- */

/* bytes of the printable character at s; 0 when it is none; -1 when its end has not come yet */
static int printable(const unsigned char *s, size_t len, bool *ret_broken)
{
	size_t need = s[0] < 0x80 ? 1 : s[0] >= 0xf0 && s[0] < 0xf5 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	uint32_t ch;
	size_t bytes;

	*ret_broken = false;
	if (s[0] < 0x20 || s[0] == 0x7f)
		return 0;
	bytes = text_decode((const char *)s, len, &ch);
	if (bytes == 1 && s[0] >= 0x80) {
		size_t got = 1;

		while (got < len && got < need && (s[got] & 0xc0) == 0x80)
			got++;
		if (s[0] >= 0xc2 && s[0] < 0xf5 && got == len && got < need)
			return -1;
		*ret_broken = true;
	}
	return ch >= 0x80 && ch < 0xa0 ? 0 : (int)bytes;
}

static bool is_line_end(unsigned char c)
{
	return c == '\r' || c == '\n';
}

/* how far characters, tabs and line ends go, when they look like a paste: characters behind a line end; else 0 */
static size_t burst(const unsigned char *s, size_t len)
{
	size_t at = 0, characters = 0;
	bool ended = false, more = false, broken;

	while (at < len) {
		int bytes = printable(s + at, len - at, &broken);

		if (bytes > 0) {
			more = more || ended;
			at += (size_t)bytes;
			characters++;
		} else if (is_line_end(s[at]) || s[at] == '\t') {
			ended = ended || is_line_end(s[at]);
			at++;
			characters++;
		} else {
			break;
		}
	}
	return more && characters > PASTE_CHARACTERS ? at : 0;
}

static bool next_typed(struct key_decoder *d, struct key *ret)
{
	const unsigned char *s = front(d);
	size_t len = d->end - d->start, at = burst(s, len);
	int bytes = 0;
	bool broken;

	begin_text(d);
	if (at) {
		add_pasted(d, (const char *)s, at);
		d->start += at;
		return give_text(d, KEYCODE_PASTE, ret);
	}
	while (at < len && (bytes = printable(s + at, len - at, &broken)) > 0) {
		if (broken)
			strbuf_puts(&d->text, "\xef\xbf\xbd");
		else
			strbuf_add(&d->text, (const char *)s + at, (size_t)bytes);
		at += (size_t)bytes;
	}
	if (!at && !bytes) /* a C1 control: not a key */
		at = s[0] == 0xc2 ? 2 : 1;
	d->start += at;
	return give_text(d, KEYCODE_TEXT, ret);
}

/* ---- everything ---- */

static bool next_control(struct key_decoder *d, struct key *ret)
{
	unsigned char c = front(d)[0];

	d->start++;
	return key_from_byte(c, ret);
}

/* an Escape was given out, and this begins as the rest of its sequence would; true: *ret_wait tells whether to wait for more */
static bool swallow_late(struct key_decoder *d, bool *ret_wait)
{
	struct sequence q;

	*ret_wait = false;
	if (front(d)[0] != '[' && front(d)[0] != 'O' && front(d)[0] != ']')
		return false;
	switch (key_sequence(front(d), d->end - d->start, true, &q)) {
	case SEQUENCE_PART:
		*ret_wait = true;
		return true;
	case SEQUENCE_WHOLE:
		d->pasting = q.paste;
		d->late = false;
		d->start += q.bytes;
		return true;
	default:
		return false;
	}
}

/* at an ESC; false: nothing came of it (yet), *ret_wait tells which */
static bool next_sequence(struct key_decoder *d, struct key *ret, bool *ret_wait)
{
	struct sequence q;

	*ret_wait = false;
	if (d->escape_is_over) {
		d->escape_is_over = d->end - d->start > 1; /* two of them: the second is over as well */
		d->start++;
		d->late = true;
		*ret = (struct key){ .code = KEYCODE_ESCAPE };
		return true;
	}
	switch (key_sequence(front(d) + 1, d->end - d->start - 1, false, &q)) {
	case SEQUENCE_PART:
		*ret_wait = true;
		return false;
	case SEQUENCE_NONE: /* ESC, and then something of its own */
		d->start++;
		*ret = (struct key){ .code = KEYCODE_ESCAPE };
		return true;
	default:
		break;
	}
	d->start += 1 + q.bytes;
	d->pasting = q.paste;
	if (q.key.code == KEYCODE_TEXT) {
		begin_text(d);
		strbuf_add(&d->text, q.text, q.text_len);
		return give_text(d, KEYCODE_TEXT, ret);
	}
	*ret = q.key;
	return q.key.code != KEYCODE_NONE;
}

bool key_decoder_next(struct key_decoder *d, struct key *ret)
{
	while (d->pasting || d->start < d->end) {
		unsigned char c;
		bool wait = false;
		size_t before = d->start;

		if (d->pasting) {
			if (next_pasted(d, ret))
				return true;
			if (d->pasting)
				return false;
			continue;
		}
		c = front(d)[0];
		if (c != ESC)
			d->escape_is_over = false;
		if (c == ESC) {
			d->late = false;
			if (next_sequence(d, ret, &wait))
				return true;
			if (wait)
				return false;
			continue;
		}
		if (d->late && swallow_late(d, &wait)) {
			if (wait)
				return false;
			continue;
		}
		d->late = false;
		if (c < 0x20 || c == 0x7f ? next_control(d, ret) : next_typed(d, ret))
			return true;
		if (d->start == before)
			return false;
	}
	return false;
}
