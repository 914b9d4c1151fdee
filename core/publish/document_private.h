/* What the files of the document's rendering share. */
#ifndef ZIPING_PUBLISH_DOCUMENT_PRIVATE_H
#define ZIPING_PUBLISH_DOCUMENT_PRIVATE_H

#include "publish/document.h"

#include "form/wording.h"

struct renderer {
	struct report *report;
	const struct form *form;
	const struct document_style *style;
	struct document *document;
	unsigned long refused;       /* memory_refused() when it began */
	const struct section *section;
	struct passage *open;        /* the paragraph being written; NULL: the next text begins one */
	struct run *last;            /* of it */
	bool said;                   /* it has words that are seen */
	bool no_memory;
	unsigned heading;            /* the last number given at level 2 */
	const struct field *each;    /* whose rows are at hand; NULL: none */
	row_id row;                  /* of a table; of a matrix: its number + 1 */
	uint32_t index;              /* as printed, from 1 */
};

/* document.c */
const char *own_words(struct words w);                 /* the form's own language; never NULL */
char *keep(struct renderer *w, const char *text, size_t *len); /* with what is not harmless made visible, *len long; "" when memory is out, which is noted */
struct passage *passage_add(struct renderer *w, enum passage_kind kind, uint8_t level);
void write_words(struct renderer *w, const char *text, size_t len); /* a line end ends the paragraph */
void write_run(struct renderer *w, const char *text, size_t len, struct spot s, bool value);
void write_end(struct renderer *w);                    /* ends the paragraph; one that says nothing goes */
void write_table(struct renderer *w, const struct field *grid); /* document_table.c */

void passage_words(struct renderer *w, struct passage *p, const char *text);
void write_title(struct renderer *w, const char *behind); /* unit; year, title and what stands behind it */
void render_begin(struct renderer *w, struct report *r, const struct document_style *style, struct document *d);
bool render_done(struct renderer *w, struct error *reterr);
void write_review(struct renderer *w);                 /* document_review.c: the comments, by place */

/* document_value.c */
bool is_left_out(struct renderer *w, struct spot s);   /* blank, not relevant, or nobody else's business */
void write_value(struct renderer *w, struct spot s);   /* with its unit */
void write_line(struct renderer *w, struct spot s, const char *text, size_t len); /* of a long text: {path} in it as the value */
void value_text(struct renderer *w, struct spot s, bool unit, struct strbuf *out);

/* document_wording.c */
void write_wording(struct renderer *w, const struct wording *first);
void write_fields(struct renderer *w, const struct section *s);   /* a section without wording */
void write_reasons(struct renderer *w, const struct section *s);
bool grid_is_blank(struct renderer *w, const struct field *grid);

#endif
