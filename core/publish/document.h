/*
 * Document: the finished report as paragraphs, headings and tables, before it is anybody's format.
 *
 * It is rendered from the wording of the form (form/wording.h) and the values of a report; md, txt, html, docx and the
 * preview write it out. It is in the form's language, whatever the screen speaks. Numbers stand at their decimals without
 * separators, as such reports are printed (2255.22万元), with their unit directly behind; dates as 2021年12月31日.
 * It owns its texts; runs and cells point back at the report by spot, and live no longer than the report's form.
 */
#ifndef ZIPING_PUBLISH_DOCUMENT_H
#define ZIPING_PUBLISH_DOCUMENT_H

#include "base/arena.h"
#include "report/report.h"

struct document_style {
	bool public_copy;      /* personal fields are left out */
	bool draft;            /* it says so at its top */
	bool review;           /* the comments stand at its end, by place */
	uint32_t most_rows;    /* of a table; 0: all. What is left out is said. */
};

enum passage_kind {
	PASSAGE_DRAFT,         /* the draft mark */
	PASSAGE_TITLE,         /* of the document, a line each: unit; year and title */
	PASSAGE_ANNEX,         /* 附件1: at the top of a new page, its title follows as ANNEX_TITLE */
	PASSAGE_ANNEX_TITLE,
	PASSAGE_HEADING,       /* level 1: 一、  level 2: （一） */
	PASSAGE_PARAGRAPH,
	PASSAGE_TABLE,         /* its caption, when it has one, is the paragraph before */
	PASSAGE_REASON,        /* why a problem may stand, at the end of its section */
};

struct run {
	const char *text;      /* UTF-8, without line ends; "" with `value`: a value that is blank */
	size_t len;
	struct spot spot;      /* whose value it is; field NULL: words of the form */
	bool value;
	struct run *next;
};

struct document_cell {
	const char *text;      /* may have line ends */
	size_t len;
	struct spot spot;
	uint32_t down;         /* rows that it covers; 0: covered by the one above (`merge`) */
};

struct document_column {
	const char *label;     /* with its unit: 金额（万元） */
	bool right;            /* numbers */
	uint16_t width;        /* as the form has it; 0: none */
};

struct document_row {
	struct document_cell *cells; /* one a column */
	bool total;
	bool group;            /* a heading over the rows below: only its first cell says something */
};

struct document_table {
	const struct field *field;
	struct document_column *columns;
	size_t column_count;
	struct document_row *rows;
	size_t row_count;
	uint32_t left_out;     /* rows beyond most_rows */
};

struct passage {
	enum passage_kind kind;
	uint8_t level;
	bool new_page;
	const struct section *section; /* NULL: the document's own */
	const char *number;            /* of a heading, with its mark: "一、" "（一）"; "" when it has none */
	struct run *runs;
	struct document_table *table;
	struct passage *next;
};

struct document {
	struct arena arena;
	bool chinese;                  /* the form's language */
	const char *title;             /* in one line */
	struct passage *first, *last;
	size_t count;
};

/* finishes what waits for calculation first; *ret is released by document_release() */
bool document_render(struct report *r, const struct document_style *style, struct document *ret, struct error *reterr) MUST_CHECK;
bool document_render_section(struct report *r, const struct section *s, const struct document_style *style, struct document *ret,
			     struct error *reterr) MUST_CHECK;
/* what reviewers found (审核意见), as a document of its own: sign-offs, opinions, what they filled in, comments by section */
bool document_has_opinions(struct report *r); /* whether any was given yet: who submitted it and when is none */
bool document_render_opinions(struct report *r, const struct document_style *style, struct document *ret, struct error *reterr) MUST_CHECK;
void document_release(struct document *d);

bool document_is_chinese(const struct form *f); /* what its documents are written in */

/* the words of a passage, number included, added to out; a blank value as `blank` (may be "") */
void passage_text(const struct passage *p, const char *blank, struct strbuf *out);

/* a value as a document says it, without its unit; false when it is blank */
bool document_value(struct report *r, struct spot s, bool chinese, struct strbuf *out, bool *ret_figure);

/* the next {path} in a long text, from *start on, that stands for a value: where it is, and whose; the value, with its unit */
bool document_reference(const struct report *r, const char *text, size_t len, size_t *start, size_t *ret_end, struct spot *ret);
void document_reference_value(struct report *r, struct spot s, bool chinese, struct strbuf *out);

#endif
