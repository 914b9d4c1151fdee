#include "base/strbuf.h"
#include "base/arena.h"

#include <stdint.h>

/* what an empty strbuf points to; never written to */
static char empty_text[1];

void strbuf_init(struct strbuf *sb, size_t limit)
{
	*sb = (struct strbuf){ .text = empty_text, .limit = limit ? limit : (size_t)1 << 30 };
}

void strbuf_release(struct strbuf *sb)
{
	if (sb->capacity)
		memory_free(sb->text);
	strbuf_init(sb, sb->limit);
}

void strbuf_clear(struct strbuf *sb)
{
	sb->failed = false;
	strbuf_truncate(sb, 0);
}

void strbuf_truncate(struct strbuf *sb, size_t len)
{
	if (len >= sb->len && len)
		return;
	sb->len = len;
	if (sb->capacity)
		sb->text[len] = '\0';
}

/* room for `more` bytes and a terminator behind the text; false when there is none, which sticks */
static bool make_room(struct strbuf *sb, size_t more)
{
	char *grown;

	if (sb->failed)
		return false;
	if (more > sb->limit || sb->len > sb->limit - more) {
		sb->failed = true;
		return false;
	}
	if (sb->len + more < sb->capacity)
		return true;
	grown = memory_grow(sb->capacity ? sb->text : NULL, &sb->capacity, sb->len + more + 1, 1);
	if (!grown) {
		sb->failed = true;
		return false;
	}
	sb->text = grown;
	return true;
}

void strbuf_add(struct strbuf *sb, const char *text, size_t len)
{
	if (!make_room(sb, len))
		return;
	if (len)
		memcpy(sb->text + sb->len, text, len);
	sb->len += len;
	sb->text[sb->len] = '\0';
}

void strbuf_puts(struct strbuf *sb, const char *text)
{
	strbuf_add(sb, text, strlen(text));
}

void strbuf_putc(struct strbuf *sb, char c)
{
	strbuf_add(sb, &c, 1);
}

void strbuf_repeat(struct strbuf *sb, const char *text, size_t times)
{
	size_t len = strlen(text);

	if (len && times > sb->limit / len) {
		sb->failed = true;
		return;
	}
	if (!make_room(sb, len * times))
		return;
	while (times--)
		strbuf_add(sb, text, len);
}

void strbuf_printf(struct strbuf *sb, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	strbuf_vprintf(sb, format, args);
	va_end(args);
}

void strbuf_vprintf(struct strbuf *sb, const char *format, va_list args)
{
	va_list again;
	size_t need;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0) {
		sb->failed = true;
		return;
	}
	need = (size_t)len;
	if (!make_room(sb, need))
		return;
	(void)vsnprintf(sb->text + sb->len, need + 1, format, args);
	sb->len += need;
}

void strbuf_insert(struct strbuf *sb, size_t at, const char *text, size_t len)
{
	if (!make_room(sb, len))
		return;
	if (at > sb->len)
		at = sb->len;
	memmove(sb->text + at + len, sb->text + at, sb->len - at);
	if (len)
		memcpy(sb->text + at, text, len);
	sb->len += len;
	sb->text[sb->len] = '\0';
}

void strbuf_remove(struct strbuf *sb, size_t at, size_t len)
{
	if (sb->failed || at >= sb->len || !len)
		return;
	if (len > sb->len - at)
		len = sb->len - at;
	memmove(sb->text + at, sb->text + at + len, sb->len - at - len);
	sb->len -= len;
	sb->text[sb->len] = '\0';
}

void strbuf_fail_with(struct strbuf *sb, const struct strbuf *part)
{
	sb->failed |= part->failed;
}

bool strbuf_ok(const struct strbuf *sb)
{
	return !sb->failed;
}
