#include "base/error.h"
#include "base/i18n.h"

#include <stdarg.h>

/* copies what fits, and never half a character */
static void copy_cut(char *to, size_t size, const char *from)
{
	size_t len = strlen(from);

	if (len >= size) {
		len = size - 1;
		while (len && ((unsigned char)from[len] & 0xC0) == 0x80)
			len--;
	}
	memcpy(to, from, len);
	to[len] = '\0';
}

bool error_set(struct error *reterr, enum error_kind kind, struct place at, const char *format, ...)
{
	/* one character more than the text holds, so that copy_cut() sees where to cut; apart, as the arguments may be in *reterr */
	char text[sizeof(reterr->text) + 4];
	char file[sizeof(reterr->file)];
	va_list args;

	va_start(args, format);
	if (vsnprintf(text, sizeof(text), format, args) < 0)
		text[0] = '\0';
	va_end(args);
	copy_cut(file, sizeof(file), at.file ? at.file : "");

	reterr->kind = kind;
	reterr->line = at.line;
	reterr->column = at.column;
	copy_cut(reterr->file, sizeof(reterr->file), file);
	copy_cut(reterr->text, sizeof(reterr->text), text);
	return false;
}

bool error_memory(struct error *reterr)
{
	return error_set(reterr, ERR_MEMORY, NOWHERE, "%s", _("there is not enough memory; close other programs and try again"));
}
