/*
 * Sequences of keys: what may stand behind an ESC. Private to key_decode.c.
 */
#ifndef ZIPING_TUI_KEY_SEQUENCE_H
#define ZIPING_TUI_KEY_SEQUENCE_H

#include "tui/key.h"

enum sequence_kind {
	SEQUENCE_NONE,  /* the ESC stood for itself */
	SEQUENCE_PART,  /* more is to come */
	SEQUENCE_WHOLE, /* a key, or something to swallow */
};

struct sequence {
	size_t bytes;   /* how many belong to it, without the ESC */
	struct key key; /* KEYCODE_NONE: swallow; its text is here: */
	char text[4];
	size_t text_len;
	bool paste;     /* a bracketed paste begins behind it */
};

/* late: its ESC was taken for Escape before; only what is surely the rest of a known kind counts then */
enum sequence_kind key_sequence(const unsigned char *s, size_t len, bool late, struct sequence *ret);

bool key_from_byte(unsigned char c, struct key *ret); /* a control character; false: not a key */

#endif
