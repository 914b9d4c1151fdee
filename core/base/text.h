/*
 * Text as people see it: UTF-8, grapheme clusters, columns, lines. Stands on libunistring.
 *
 * All functions take bytes and a length, never need a terminator, and never read past the end. "Columns" are terminal
 * cells as our own tables say (term.c makes curses agree).
 */
#ifndef ZIPING_BASE_TEXT_H
#define ZIPING_BASE_TEXT_H

#include "base/compiler.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* whether it is valid UTF-8; else *ret_bad is the offset of the first byte that is not */
bool text_valid(const char *text, size_t len, size_t *ret_bad);

/* decodes one character (U+FFFD and 1 byte where the text is broken); returns its bytes, 0 at the end */
int text_char_columns(uint32_t c);                        /* 0, 1 or 2; -1 for what is not harmless */
size_t text_decode(const char *text, size_t len, uint32_t *ret_char);
size_t text_encode(uint32_t c, char out[4]);              /* returns the number of bytes */
size_t text_characters(const char *text, size_t len);     /* code points */

/*
 * Characters about whose width terminals differ. Those up to TEXT_SHAPES are of class A in UAX #11: 1 column, or 2 where
 * the terminal is set up for it. TEXT_UNSURE: the terminal disagrees with itself, and something of ASCII is drawn for them.
 */
enum text_class {
	TEXT_QUOTES,        /* “ ” */
	TEXT_DASHES,        /* — */
	TEXT_DOTS,          /* … */
	TEXT_PUNCTUATION,   /* ※ ‰ */
	TEXT_SIGNS,         /* · × ± ° */
	TEXT_LATIN,         /* é */
	TEXT_GREEK,         /* α */
	TEXT_CYRILLIC,      /* я */
	TEXT_LETTERLIKE,    /* ℃ № */
	TEXT_ROMAN,         /* Ⅰ */
	TEXT_ARROWS,        /* → */
	TEXT_MATHS,         /* ≈ ∑ */
	TEXT_NUMBERED,      /* ① */
	TEXT_LINES,         /* ─ */
	TEXT_BLOCKS,        /* █ */
	TEXT_SHAPES,        /* ○ */
	TEXT_DINGBATS,      /* ✓ ▾: never wide by UAX #11, but in some fonts */
	TEXT_EMOJI,         /* 😀: 2 columns, but 1 in a terminal older than they are */
	TEXT_EMOJI_LATER,   /* 🤝: those of 2016 and after */
	TEXT_EMOJI_NEW,     /* 🪑: those of 2019 and after */
	TEXT_MARKS,         /* accents: 0 columns, else left out */
	TEXT_SPACING_MARKS, /* vowels of Indic scripts: 1 column, or 0 where clusters are one */
	TEXT_CLASS_COUNT,
	TEXT_CLASS_NONE = TEXT_CLASS_COUNT,
};
#define TEXT_UNSURE 9

int text_class_columns(enum text_class class);        /* on this terminal, or TEXT_UNSURE */
int text_class_usual_columns(enum text_class class);
void text_class_set(enum text_class class, int columns); /* what it cannot be is TEXT_UNSURE */
void text_class_set_ambiguous(int columns);           /* all of class A */
unsigned text_class_changes(void);                    /* grows with each change: what was laid out before is not valid */

/*
 * How a cluster is drawn so that every terminal gives it the same columns: a base character with at most four combining
 * marks is drawn as it is; joined emoji (ZWJ) as their parts side by side; variation selectors, skin tones and joiners
 * are left out; a flag as its two letters; a character that is not harmless as text_visible() shows it; an unassigned or
 * private one as U+FFFD. `out` gets UTF-8 whose characters each have a width of 0, 1 or 2 in every terminal (but for the classes above). Returns its
 * bytes. text_cluster() and text_columns() count exactly these columns.
 */
#define TEXT_DRAWN_MAX 96
size_t text_drawn(const char *cluster, size_t len, char out[TEXT_DRAWN_MAX], int *ret_columns);

/* the grapheme cluster at the start of text: its bytes, and its columns (usually 1 or 2). Returns the bytes, 0 at the end. */
size_t text_cluster(const char *text, size_t len, int *ret_columns);
size_t text_cluster_before(const char *text, size_t at);  /* where the cluster that ends at `at` begins */
size_t text_clusters(const char *text, size_t len);       /* how many; line ends are not counted (字数) */
int text_columns(const char *text, size_t len);           /* sum over clusters */
size_t text_fit(const char *text, size_t len, int columns, int *ret_columns); /* longest run of clusters that fits */

/*
 * Soft wrapping by UAX #14 (no line starts with ，。》 or ends with 《（). Calls line() for each visual line with its byte
 * range; `hard` tells that a line end (LF) follows, which is in no range. An empty text gives one empty line. A line
 * without any place to break is broken between clusters.
 */
struct text_line {
	size_t start, end;
	bool hard;
};
size_t text_wrap(const char *text, size_t len, int columns, struct text_line *lines, size_t capacity); /* returns how many there are in all; at most `capacity` are written */

/* what stands for a character that must not reach a terminal: ␛ for ESC, ‹202E› for bidirectional controls and C1 … */
bool text_is_harmless(uint32_t c);
void text_visible(struct strbuf *out, const char *text, size_t len); /* copy with all such replaced; LF and tab too (␊ ␉) */
void text_visible_lines(struct strbuf *out, const char *text, size_t len); /* the same, but tabs and line ends (LF, CR LF) stay */

/* full-width ASCII and 　 folded to ASCII; everything else as it was */
void text_fold_width(struct strbuf *out, const char *text, size_t len);
void text_trim(const char **text, size_t *len); /* takes blanks (ASCII, U+3000, NBSP, line ends, what has no width) from both ends */

/* edit distance between two short names (at most 64 bytes looked at); candidates nearer than about a third are "meant" */
unsigned text_distance(const char *a, const char *b);
const char *text_nearest(const char *name, const char *const *names, size_t count); /* NULL when none is near */

uint64_t text_hash(const char *text, size_t len); /* not for strangers' keys in unbounded tables: seed it with text_hash_seed */
extern uint64_t text_hash_seed;

#endif
