/* The inside of an import, for the files that make one. */
#ifndef ZIPING_PUBLISH_IMPORT_PRIVATE_H
#define ZIPING_PUBLISH_IMPORT_PRIVATE_H

#include "publish/import.h"

#include "base/strbuf.h"
#include "form/wording.h"

/* ---- import_glyph.c: a text as its readers see it, whatever its widths, blanks and kinds of quotes ---- */

#define GLYPH_LINE_END '\n'
#define GLYPH_TABLE 0xFFFCu

struct glyph {
	uint32_t c;         /* folded */
	uint32_t line;      /* number in the manuscript's lines */
	uint32_t at, end;   /* its bytes there */
};

struct glyphs {
	struct glyph *items;
	size_t count, capacity;
	bool failed;
};

uint32_t glyph_fold(uint32_t c);  /* 0: nothing that is seen */
bool glyph_is_digit(uint32_t c);
bool glyph_is_stop(uint32_t c);   /* ends a clause */
void glyphs_of_line(struct glyphs *g, const struct manuscript *m, size_t line); /* with a line end behind it */
void glyphs_of_text(struct glyphs *g, const char *text, size_t len);
void glyphs_release(struct glyphs *g);

/* the number before a heading or an item: 一、 （一） 1. (1) 附件1 */
enum numbering { NUMBERING_NONE, NUMBERING_CHINESE, NUMBERING_ARABIC, NUMBERING_PAREN, NUMBERING_ANNEX };
size_t glyph_number(const struct glyph *g, size_t count, unsigned *ret); /* 12, 十二: how many glyphs it has */
enum numbering glyph_numbering(const struct glyph *g, size_t count, size_t *ret_len, unsigned *ret_number);

unsigned glyph_likeness(const struct glyphs *a, size_t from, const struct glyphs *b); /* in hundredths; 100: the same */
void glyphs_of_label(struct glyphs *g, const char *text, size_t len, struct strbuf *ret_unit); /* without number and unit (ret_unit may be NULL) */
bool glyphs_same(const struct glyphs *a, const struct glyphs *b);

/* ---- import_program.c: a wording as steps to be taken through a text ---- */

enum step_kind {
	STEP_CHARS,     /* these glyphs */
	STEP_LINE_END,  /* of a line that says something */
	STEP_HEADING,   /* the number of a heading */
	STEP_TITLE,     /* loosely: a whole line with the number of a heading, whatever it says */
	STEP_SKIP,      /* loosely: a few words at the beginning of a line */
	STEP_VALUE,
	STEP_LABEL,     /* of the matrix's row */
	STEP_INDEX,     /* of the row, and the mark behind it */
	STEP_SPLIT,     /* the next step, or, when that leads nowhere, `to` */
	STEP_JUMP,
	STEP_EACH,      /* before the first row */
	STEP_ROW,       /* the next row */
	STEP_TABLE,     /* a table that fits the field */
	STEP_END,       /* of the text */
	STEP_END_BLOCK, /* the same, or before the next heading */
};

struct step {
	enum step_kind kind;
	bool optional;              /* CHARS: may be missing */
	const struct glyph *chars;
	size_t count;
	const struct field *field;  /* VALUE, EACH, TABLE; VALUE in a matrix's rows: the matrix; NULL: read and forgotten */
	size_t column;
	size_t to;
};

struct program {
	struct arena *arena;
	struct step *steps;
	size_t count, capacity;
	const struct field *each;   /* being compiled: whose rows are at hand */
	bool titles;                /* headings may say anything */
	bool misfits;               /* where a figure or a word of the form should stand, something else may */
	bool loose;                 /* marks may be missing, a few words may stand before the form's own */
	bool start, failed;
	bool values;                /* there is something to be found */
	bool words;                 /* beside words that tell it from any other text */
};

void program_section(struct program *p, const struct section *s);       /* its wording, or what is printed where it has none */
void program_wording(struct program *p, const struct wording *first);
void program_one(struct program *p, const struct wording *n);           /* without what follows it */
void program_words(struct program *p, const char *text);
struct step *program_step(struct program *p, enum step_kind kind);      /* NULL: memory */
void program_release(struct program *p);

/* ---- import_match.c: the way through ---- */

struct capture {
	const struct field *field;
	uint32_t row;               /* of a table, from 1; 0: none */
	size_t from, to;            /* glyphs; a table: where it stands */
};

struct match {
	const struct manuscript *m;
	const struct form *form;
	const struct program *program;
	const struct glyph *text;
	size_t count;
	struct capture *captures;
	size_t capture_count, capture_capacity;
	size_t steps;               /* taken, all in all */
	size_t end;                 /* where it ended */
	bool failed;                /* memory */
};

/* from `start` on; its captures on success */
bool match_run(struct match *m, size_t start);
void match_release(struct match *m);

/* ---- import_value.c: how far a value may go ---- */

/*
 * The candidates for the end of a value of the field from `at` on, one after the other: *resume is 0 at first, and SIZE_MAX with
 * the last one, which is blank. `next`: the step behind it.
 */
bool value_end(const struct match *m, const struct field *f, size_t at, const struct step *next, size_t *resume, size_t *ret_end);
bool value_is_money(const char *unit);      /* 元, 万元 … */
size_t value_figure(const struct glyph *g, size_t count, const char *unit, bool *ret_unit); /* a figure with its unit: its length, or 0 */

/* ---- import_enter.c: into the report ---- */

struct importer {
	struct manuscript *m;
	struct report *report;
	const struct form *form;
	bool chinese;
	unsigned year;                     /* that the document is about; 0: not known */
	struct imported *result;
	bool *taken;                       /* by line of the manuscript: it gave a value, or is a heading */
	bool *refused;                     /* by line: something in it did not go in, and was told: it is kept, and not tried again */
	bool *reason;                      /* by line: it gives a reason for a problem, and is no part of a section's text */
	const struct section **at;         /* by line: the section it stands in; NULL: before the first */
	struct origin *origins;
	size_t origin_count, origin_capacity;
	struct figure_seen *seen;          /* figures of the document that the form calculates */
	size_t seen_count, seen_capacity;
	size_t steps;                      /* of matching that are left for the whole document */
	struct error error;                /* kind: a failure that ends it all */
};

struct origin {
	struct spot spot;      /* a row as a whole: its table and the row */
	unsigned line;
	size_t number;         /* in the order in which they were found */
	const char *text;      /* NULL: what is stored */
};

struct figure_seen {
	struct spot spot;
	unsigned line;
	const char *text;
};

bool import_failed(const struct importer *p);
void import_fail_memory(struct importer *p);
void import_keep_remark(struct importer *p, struct import_remarks *to, unsigned line, const char *text);
void import_say_label(struct importer *p, struct spot s, struct strbuf *out);
bool import_is_same(const struct field *f, const char *a, size_t a_len, const char *b, size_t b_len); /* stored values */
void import_remark(struct importer *p, unsigned line, const char *format, ...) PRINTF_LIKE(3, 4);

/* a value as the document says it; false: it did not go in (which was told, unless it is blank) */
bool import_value(struct importer *p, struct spot s, const char *text, size_t len, unsigned line);
bool import_at(struct importer *p, const struct field *f, const char *text, size_t len, size_t line); /* the same, and what became of the line */
bool import_is_free(const struct importer *p, size_t line); /* a paragraph that gave nothing yet */
bool import_is_blank(struct importer *p, struct spot s);
bool import_is_open(struct importer *p, const struct field *f);   /* a value of a section's that may still come */
const char *import_label(const struct field *f);                  /* in the document's language */
row_id import_row(struct importer *p, const struct field *table, const char *key, size_t key_len, uint32_t ordinal, uint32_t before);
void import_delete_row(struct importer *p, const struct field *table, row_id row);
void import_drop_row(struct importer *p, const struct field *table, row_id row); /* when nothing went into it */
void import_row_origin(struct importer *p, const struct field *table, row_id row, unsigned line);
bool import_captures(struct importer *p, const struct match *m); /* whether any went in */
void capture_text(const struct match *m, const struct capture *c, struct strbuf *out);

/* ---- import_title.c ---- */
void import_title(struct importer *p, size_t end); /* before the first section; and p->year */
void import_year(struct importer *p);

/* ---- import_rest.c ---- */
void import_compare(struct importer *p);       /* figures that the form calculates with the document's */
void import_unplace(struct importer *p);       /* what gave nothing, into `unplaced` */
void import_write_origins(struct importer *p);

/* import_sections.c: which lines are the headings of sections; fills p->at, marks headings as taken */
/* by section: the line behind its heading (SIZE_MAX: it is not there), and where the heading begins; false: there is none */
bool import_sections(struct importer *p, size_t *first_of, size_t *heading_of);

/* import_loose.c: a section whose text is not the form's own: lines [first, end) */
struct stretch {
	const struct section *const *sections; /* whose fields may stand here */
	size_t section_count;
	size_t first, end;
	bool headed;       /* they stand under their heading; else anything may stand here */
};
bool import_glyphs(struct importer *p, const struct stretch *s, struct glyphs *ret);
size_t import_steps(struct importer *p, size_t glyphs); /* that a match may take … */
void import_took(struct importer *p, size_t given, size_t left); /* … and what it left of them */
void import_find_reasons(struct importer *p, const struct stretch *s); /* import_reason.c */
void import_reasons(struct importer *p);                              /* when all values are in */
void import_loosely(struct importer *p, const struct stretch *s);
void import_labels(struct importer *p, const struct stretch *s);
bool import_shares_lines(struct importer *p, const struct stretch *s); /* several labels with their values stand in one line */
void import_prose(struct importer *p, const struct stretch *s);

/* ---- import_grid.c ---- */
#define GRID_NOTHING SIZE_MAX

struct grid_map {
	const struct manuscript_table *table;
	const struct field *grid;
	size_t head;                 /* the row that names the columns */
	size_t *columns;             /* by cell of it: the form's column, or GRID_NOTHING */
	char (*units)[24];           /* what it says behind a name, in brackets */
	size_t count, named;
	unsigned year;               /* of the report; 0: not known */
	size_t labels;               /* of a matrix: the cell with the labels of its rows */
};

bool grid_map_new(struct grid_map *map, const struct manuscript_table *t, const struct field *grid, unsigned year); /* released even when false: memory */
void grid_map_release(struct grid_map *map);
unsigned grid_map_find(struct grid_map *map);    /* how well the table is the form's; 0: not at all */
/* the row of a matrix with that label, rather behind `after`; `by_name`: or, where it is the matrix's own, its total */
size_t grid_matrix_row(const struct field *m, const struct manuscript_cell *cell, size_t after, bool by_name);
bool table_fits(const struct manuscript_table *t, const struct field *grid);
/* import_table.c */
bool import_table(struct importer *p, const struct manuscript_line *line, const struct field *grid); /* whether any value went in */
void import_tables(struct importer *p, const struct stretch *s);

#endif
