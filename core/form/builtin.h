/*
 * The forms that are built into the program: the files of forms/, parsed by forms/embed.c when the program is built. Their id
 * and version stand beside them.
 */
#ifndef ZIPING_FORM_BUILTIN_H
#define ZIPING_FORM_BUILTIN_H

#include "source/frozen.h"

struct builtin_form {
	const char *id, *version;
	const char *file; /* its name in forms/, without a folder */
	const struct frozen *source;
};

extern const struct builtin_form builtin_forms[];
extern const size_t builtin_form_count;

/* what stands before `file` in messages and in form->file */
#define BUILTIN_FOLDER "<built-in>/"

#endif
