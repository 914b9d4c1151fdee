/*
 * Word files: a zip archive of XML parts. The libraries that read both are loaded when the first such file is read, so that
 * nothing else waits for them; they are known to manuscript_word.c alone.
 */
#ifndef ZIPING_PUBLISH_MANUSCRIPT_WORD_H
#define ZIPING_PUBLISH_MANUSCRIPT_WORD_H

#include "base/strbuf.h"
#include "publish/manuscript.h"

#define WORD_MOST_BYTES (64u << 20) /* of a part, unpacked */

/* an XML part, element by element */
struct word_xml;

enum word_node { WORD_END, WORD_OPEN, WORD_CLOSE, WORD_TEXT };

/* the next one; an element without content opens and closes. WORD_END: the end of the part, or something wrong in it */
enum word_node word_next(struct word_xml *x, const char **ret_name);
const char *word_attribute(struct word_xml *x, const char *name); /* of the element just opened; lives until the next call; NULL: none */
const char *word_text(struct word_xml *x);                        /* of WORD_TEXT */

/* ---- numbers that Word puts before paragraphs by itself, and which styles are headings ---- */

#define WORD_LEVELS 9

struct word_style {
	char id[48];
	uint8_t heading;   /* level, from 1; 0: none */
	int list;          /* number of a list; -1: none */
	unsigned level;    /* in it, from 0 */
};

struct word_level {
	char format[32];   /* decimal, chineseCounting … */
	char text[64];     /* （%1） */
	unsigned start, now;
	bool counted;
};

struct word_abstract {
	int id;
	struct word_level levels[WORD_LEVELS];
};

struct word_numbers {
	struct word_style *styles;
	size_t style_count, style_capacity;
	struct word_abstract *abstracts;
	size_t abstract_count, abstract_capacity;
	struct word_list {
		int id, abstract;
	} *lists;
	size_t list_count, list_capacity;
	bool failed;       /* memory */
};

void word_read_styles(struct word_numbers *n, struct word_xml *x);
void word_read_numbering(struct word_numbers *n, struct word_xml *x);
const struct word_style *word_style(const struct word_numbers *n, const char *id); /* NULL: none */
void word_count(struct word_numbers *n, int list, unsigned level, struct strbuf *out); /* the next number of a list, added to out */
void word_numbers_release(struct word_numbers *n);

/* ---- the text ---- */

void word_read_document(struct manuscript *m, struct word_numbers *n, struct word_xml *x);

#endif
