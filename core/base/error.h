/*
 * Errors: what went wrong, where, in the user's language.
 *
 * A function that can fail returns bool, writes its results only on success, and takes `struct error *reterr` last (never
 * NULL). error_set() always returns false, so that `return error_set(...)` is the way to fail. The text names the problem
 * first, then what to do; its subject stands in quotes. An error owns its text: it outlives whatever it speaks of.
 */
#ifndef ZIPING_BASE_ERROR_H
#define ZIPING_BASE_ERROR_H

#include "base/compiler.h"

#include <stdbool.h>

enum error_kind {
	ERR_NONE,
	ERR_MEMORY,
	ERR_IO,      /* the system refused: errno's text is in the message */
	ERR_SYNTAX,  /* the file is not the YAML that we read */
	ERR_FORM,    /* the form is wrong, or cannot be found */
	ERR_PATH,    /* no such place in the report */
	ERR_VALUE,   /* the value does not fit its field */
	ERR_REFUSED, /* not allowed: calculated, locked, read-only */
	ERR_CHANGED, /* the file was changed by someone else */
	ERR_UNSURE,  /* the new file is in its place, but the disk did not confirm that it will stay */
	ERR_LIMIT,   /* too large, too deep, too many */
};

/* line and column count from 1, in characters; line 0 means that there is no place */
struct place {
	const char *file;
	unsigned line;
	unsigned column;
};

struct error {
	enum error_kind kind;
	unsigned line;
	unsigned column;
	char file[512];
	char text[1024];
};

#define NOWHERE ((struct place){ .file = NULL })

/* fills *reterr (texts are cut at a character's end when too long) and returns false */
bool error_set(struct error *reterr, enum error_kind kind, struct place at, const char *format, ...) PRINTF_LIKE(4, 5);

/* the same for a failed allocation, with a fixed text */
bool error_memory(struct error *reterr);

/* what an errno means, in the user's language: the system's own text is in it only where it has a catalogue for that */
const char *error_cause(int cause);

#endif
