/*
 * Frozen sources: a YAML text that was parsed when the program was built, so that the forms that come with it cost no
 * parsing when it starts. source_freeze() prints one as C; source_thaw() makes a source of it, which borrows its memory.
 */
#ifndef ZIPING_SOURCE_FROZEN_H
#define ZIPING_SOURCE_FROZEN_H

#include "source/source.h"

#include <stdio.h>

struct frozen {
	const unsigned char *text;
	uint32_t size;
	const struct node *nodes;        /* 0 … count */
	uint32_t count;
	const unsigned char *aside;      /* texts that differ from the bytes in place */
	uint32_t aside_size;
	const uint32_t (*keys)[2];       /* keys among them: node, offset */
	uint32_t key_count;
	uint32_t byte_order;             /* FROZEN_ORDER as the machine of the build had it: first byte 1 … */
};

/* prints the definition of `static const struct frozen NAME`, with the arrays that it points to; false when it does not fit */
bool source_freeze(const struct source *s, const char *name, FILE *to) MUST_CHECK;

/* like source_parse(); the frozen text lives longer than the source */
bool source_thaw(const char *name, const struct frozen *f, struct source **ret, struct error *reterr) MUST_CHECK;

#endif
