#include "base/error.h"
#include "base/i18n.h"

#include <errno.h>
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

static const struct {
	int cause;
	const char *text;
} causes[] = {
	{ ENOENT, N_("No such file or directory") },
	{ EEXIST, N_("File exists") },
	{ ENOTDIR, N_("Not a directory") },
	{ EISDIR, N_("Is a directory") },
	{ EACCES, N_("Permission denied") },
	{ EPERM, N_("Operation not permitted") },
	{ EROFS, N_("Read-only file system") },
	{ ENOSPC, N_("No space left on device") },
	{ EDQUOT, N_("Disk quota exceeded") },
	{ EFBIG, N_("File too large") },
	{ EIO, N_("Input/output error") },
	{ ENOMEM, N_("Cannot allocate memory") },
	{ ELOOP, N_("Too many levels of symbolic links") },
	{ ENAMETOOLONG, N_("File name too long") },
	{ EMFILE, N_("Too many open files") },
	{ ESTALE, N_("Stale file handle") },
};

const char *error_cause(int cause)
{
	for (size_t i = 0; i < ARRAY_SIZE(causes); i++) {
		if (causes[i].cause == cause)
			return _(causes[i].text);
	}
	return strerror(cause);
}
