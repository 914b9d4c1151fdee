/*
 * Writing a report (private to core/report): the source copied around what was edited. What is wanted is compared with what
 * stood in the file, so that an edit taken back leaves no trace. What had no place in the file is written anew, in the form's
 * order, after the nearest entry before it that is there. A table whose rows were inserted, deleted or moved is written
 * row by row, each row of the file with its own bytes.
 */
#ifndef ZIPING_REPORT_RENDER_H
#define ZIPING_REPORT_RENDER_H

#include "report/report_private.h"
#include "source/write.h"

struct writer {
	struct report *r;
	struct splices *splices;
	const char *newline;
	bool finished;            /* every calculated value too */
	bool public_copy;         /* personal fields blank */
	const struct field *omitted; /* a reserved table that is left out; NULL: none */
	bool one_line;            /* no block may stand where the value goes */
	bool failed;              /* memory */
	row_id row;               /* the row of the addition that is being written */
	const struct field *changed; /* what differs from the last sign-off is written there, from signed_text; NULL: nobody has signed */
	row_id signed_row;
	struct strbuf signed_text;
	struct strbuf value, block;
	bool line_end;            /* what was rendered last is a block whose text ends with a line end */
	struct strbuf tail;       /* what comes behind the last line of the file */
};

/* render.c: texts. New parts begin without a line end; their inner lines begin with one. */
const char *render_wanted(struct writer *w, const struct field *f, row_id row, size_t *ret_len); /* what should stand there; lives until the next call */
bool render_is_there(struct writer *w, const struct field *f, row_id row); /* would be written where nothing stands */
bool render_has(struct writer *w, const struct field *f);                  /* the same for a table or matrix too */
bool render_matrix_row_has(struct writer *w, const struct field *m, size_t row);
void render_new_line(struct writer *w, struct strbuf *out, unsigned indent);
void render_value(struct writer *w, const struct field *f, row_id row, unsigned indent, bool flow, enum node_style was, struct strbuf *out);
void render_entry(struct writer *w, const struct field *f, row_id row, unsigned indent, bool flow, struct strbuf *out);
void render_row(struct writer *w, const struct field *table, row_id row, unsigned indent, unsigned gap, struct strbuf *out);
void render_row_flow(struct writer *w, const struct field *table, row_id row, struct strbuf *out);
void render_rows(struct writer *w, const struct field *table, unsigned indent, bool flow, struct strbuf *out);
void render_matrix_row(struct writer *w, const struct field *m, size_t row, unsigned indent, bool flow, struct strbuf *out);
void render_field(struct writer *w, const struct field *f, unsigned indent, bool flow, struct strbuf *out);
void render_section(struct writer *w, const struct section *s, unsigned indent, bool flow, struct strbuf *out);

/* render_data.c: values with a shape of their own */
bool render_is_shaped(const struct field *f);
void render_data_entry(struct writer *w, const struct field *f, row_id row, unsigned indent, bool flow, struct strbuf *out);
void render_data_replace(struct writer *w, const struct field *f, row_id row, node_id n);

/* render_place.c: splices for what stands in the file */
bool render_in_flow(const struct source *s, node_id n);
uint32_t render_line_end(const struct source *s, node_id n); /* where a line that follows it is put in */
void render_splice(struct writer *w, uint32_t start, uint32_t end, const char *text, size_t len);
void render_splice_block(struct writer *w, uint32_t start, uint32_t end); /* what was rendered into w->block */
void render_remove_value(struct writer *w, node_id n);       /* its key and comment stay */
void render_rewrite_key(struct writer *w, node_id n, const char *id);
node_id render_home_of(const struct report *r, const struct section *s); /* the mapping that holds its fields */
void render_present(struct writer *w, const struct field *f, row_id row);

/* render_missing.c: splices for what is missing in it */
void render_missing(struct writer *w);
bool render_in_file_order(const struct table *t); /* no row was inserted, deleted or moved, or all that was undone */

#endif
