/*
 * strbuf: a growing text with a limit from birth.
 *
 * Always NUL-terminated once something was added; may hold NUL bytes. Failures (memory, limit) are sticky: further
 * additions do nothing, and strbuf_ok() tells at the end, so that callers check once.
 */
#ifndef ZIPING_BASE_STRBUF_H
#define ZIPING_BASE_STRBUF_H

#include "base/compiler.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct strbuf {
	char *text;      /* never NULL: "" when empty */
	size_t len;
	size_t capacity;
	size_t limit;
	bool failed;
};

void strbuf_init(struct strbuf *sb, size_t limit); /* limit 0: 1 GiB */
void strbuf_release(struct strbuf *sb);
void strbuf_clear(struct strbuf *sb);              /* empty again, memory kept */
void strbuf_truncate(struct strbuf *sb, size_t len);
void strbuf_add(struct strbuf *sb, const char *text, size_t len);
void strbuf_puts(struct strbuf *sb, const char *text);
void strbuf_putc(struct strbuf *sb, char c);
void strbuf_repeat(struct strbuf *sb, const char *text, size_t times);
void strbuf_printf(struct strbuf *sb, const char *format, ...) PRINTF_LIKE(2, 3);
void strbuf_vprintf(struct strbuf *sb, const char *format, va_list args);
void strbuf_insert(struct strbuf *sb, size_t at, const char *text, size_t len);
void strbuf_remove(struct strbuf *sb, size_t at, size_t len);
bool strbuf_ok(const struct strbuf *sb);
void strbuf_fail_with(struct strbuf *sb, const struct strbuf *part); /* fails, too, when a part that goes into it has failed */

#endif
