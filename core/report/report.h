/*
 * Report: one filled-in form.
 *
 * What a person entered is kept as text with its meaning beside it; what formulas give is computed from that and never stored
 * in its place. Every change is an edit and goes through report_edit() (edit.h): undo, redo, the journal, recalculation and
 * problems follow from it. Reading functions never change anything that a caller can see.
 *
 * (1) Undoing every edit gives the bytes of the file back; an unedited report is written byte for byte as it was read.
 * (2) What calc shows after any run of edits is what a fresh calculation of the same report shows.
 * (3) An edit happens wholly or not at all.
 * (4) A value that does not fit its field is kept as it stands.
 *
 * The report owns its source, not its form. Texts that come out live until the report is freed, unless said otherwise.
 */
#ifndef ZIPING_REPORT_REPORT_H
#define ZIPING_REPORT_REPORT_H

#include "base/strbuf.h"
#include "form/form.h"
#include "form/formula.h"
#include "source/source.h"
#include "source/splice.h"

struct report;

/*
 * A place for a value: a scalar field or a matrix's cell (row 0), or a column of a table in one row. A table itself (row 0),
 * or a row as a whole (field the table, row set), are spots too where a function says so. A section: field NULL.
 */
struct spot {
	const struct section *section;
	const struct field *field;
	row_id row;
};

/* ---- opening ---- */

/* takes over the source in any case; `other_version`: the form that was found is not of the version that the report names */
bool report_new(struct form *form, struct source *source, struct report **ret, struct error *reterr) MUST_CHECK;
void report_free(struct report *r);
const struct form *report_form(const struct report *r);
const struct source *report_source(const struct report *r);

/* the name of the form in a report's source: the value of `form:`; NULL when there is none */
const char *report_form_name(const struct source *s);

/* ---- places ---- */

/*
 * Finds a path: section.field, section.table[3].column, section.table['key text'].column, section.table[3], section.table,
 * section.matrix.row.column, section. ERR_PATH with the nearest known name.
 */
bool report_find(const struct report *r, const char *path, struct spot *ret, struct error *reterr) MUST_CHECK;
struct spot report_spot(struct report *r, const struct expr *path); /* what a path of the form's names (headline); its row is 0 when there is no such row */
void report_path(const struct report *r, struct spot s, struct strbuf *out);   /* the reverse; rows by index */
void report_key_path(const struct report *r, struct spot s, struct strbuf *out); /* rows by their key where no other row has it, else by index: for what is kept */
void report_kept_label(const struct report *r, struct spot s, struct strbuf *out);    /* what is kept beside a path by index: always in the form's own language */
/* a kept path; for a row by index its label (kept beside it) tells whether it still is the one that was meant; false: it is gone */
bool report_find_kept(struct report *r, const char *path, size_t len, const char *label, size_t label_len, struct spot *ret);
void report_label(const struct report *r, struct spot s, struct strbuf *out);  /* 项目支出明细 3（市政维护）· 金额 */
struct place report_place(const struct report *r, struct spot s);              /* in the file as it was read; else its key's, its section's, 1:1 */

/* ---- rows ---- */
uint32_t report_row_count(const struct report *r, const struct field *table);
row_id report_row_at(const struct report *r, const struct field *table, uint32_t index); /* 0 beyond the end */
uint32_t report_row_index(const struct report *r, const struct field *table, row_id row); /* UINT32_MAX when it is gone */
row_id report_row_by_key(struct report *r, const struct field *table, const char *key, size_t len); /* 0: none, or no key column */
bool report_row_is_empty(const struct report *r, const struct field *table, row_id row);

/* ---- values ---- */

/* what was entered, as stored: "" when blank; a list of choices has LF between */
const char *report_text(const struct report *r, struct spot s, size_t *ret_len);

enum state {
	STATE_BLANK,
	STATE_VALUE,
	STATE_NA,         /* 不适用 */
	STATE_MISFIT,     /* kept as it stands; report_text() has it */
	STATE_OVERFLOW,   /* calculated, and does not fit */
	STATE_PENDING,    /* calculated, and waits for the rest (report_step) */
};

/* what the field shows: entered, or calculated for a calculated field that is not stated. Not blanked by relevance. */
enum state report_value(struct report *r, struct spot s, bool intervals, struct value *ret);

/* the formula's value beside an entered one (stated fields), or a calculated field's */
enum state report_calculated(struct report *r, struct spot s, bool intervals, struct value *ret);

enum mark { MARK_NONE, MARK_EQUAL, MARK_WITHIN, MARK_BEYOND }; /* = ≈ ≠ */
struct comparison {
	enum mark mark;
	struct value stated, calculated;
	int128 difference;  /* × 10^12, stated − calculated, rounded to the field's decimals */
	int128 tolerance;   /* × 10^13, half the width of both intervals together */
	bool numbers;       /* false: words, without difference and tolerance */
};
/* MARK_NONE when the field is not stated, or a side is blank */
enum mark report_mark(struct report *r, struct spot s, struct comparison *ret);

/*
 * As a person reads it: at the field's decimals, with separators (unless `bare`), 无 for zero where the form says so, 不适用, 是/否,
 * labels of choices. Blank: nothing. bare: without separators, zero as a number, choices as values: what `get` prints.
 */
void report_show(struct report *r, struct spot s, bool bare, struct strbuf *out);
void report_show_calculated(struct report *r, struct spot s, bool bare, struct strbuf *out); /* the formula's side of a stated field */
void report_show_value(const struct report *r, const struct field *f, const struct value *v, bool bare, struct strbuf *out);
int report_places(struct report *r, struct spot s);      /* places after the point that it is shown with; -1: as many as it takes */

bool report_relevant(struct report *r, struct spot s);   /* the field, its table or matrix, all are */
bool report_required(struct report *r, struct spot s);
bool report_is_calculated(const struct field *f);        /* nobody types it */
const char *report_status(const struct report *r);       /* draft submitted returned approved published */

/* ---- recalculation ---- */

/*
 * Does up to `budget` units (about a microsecond each) of what waits (sums of what every row depends on, problems of
 * rows); true while more waits. report_finish() does all: saving, checking and exporting call it.
 */
bool report_step(struct report *r, unsigned budget);
void report_finish(struct report *r);

/*
 * False: memory ran out while something was calculated, so that what was read since then may be blank where it should not be.
 * The next step calculates it anew. Whoever makes something to keep of what was read asks this at its end.
 */
bool report_reliable(const struct report *r);

/* ---- sign-offs: see review/signoff.h ---- */

bool report_digest(const struct report *r, struct strbuf *out, struct error *reterr) MUST_CHECK;  /* of all entered values: sha256:… */
bool report_changed(struct report *r, struct strbuf *out, struct error *reterr) MUST_CHECK;       /* what differs from the last sign-off, as data; nothing: nothing does */
bool report_changed_from(struct report *r, struct report *other, struct strbuf *out, struct error *reterr) MUST_CHECK; /* what differs in r from what was last signed in `other`, of the same form */
bool report_freeze(struct report *r, struct error *reterr) MUST_CHECK;                            /* puts that where it will stay, as an edit: before the next sign-off */
bool report_tampered(struct report *r, bool *ret, struct error *reterr) MUST_CHECK;               /* another program changed values after it */

/* ---- edits: see edit.h ---- */

/* ---- writing ---- */

/* the report's text as it now stands, piece by piece */
bool report_write(struct report *r, struct sink sink, struct error *reterr) MUST_CHECK;

/* the same with every calculated value put in (a finished export): personal fields blank in a public copy, comments only when asked for */
enum finished_with { FINISHED_PUBLIC = 1, FINISHED_REVIEW = 2 };
bool report_write_finished(struct report *r, unsigned with, struct sink sink, struct error *reterr) MUST_CHECK;

#endif
