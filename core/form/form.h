/*
 * Form: what a report asks, as data.
 *
 * A form is read from YAML (spec section 3), merged with the forms that it extends, checked whole, and never changes
 * afterwards. It owns everything that its structs point to (one arena): pointers live as long as the form. No code knows
 * the name of any section or field; ids that are reserved for the program (review, history, reasons …) are tables of a built-in
 * part of every form (form->reserved), so that one kind of edit serves them too.
 *
 * Values live in slots. Each field of a section that is neither table nor matrix, and each present cell of a matrix, has one
 * scalar slot (0 … form->slots - 1, in form order). Each table has columns, which are fields too (field->table set).
 */
#ifndef ZIPING_FORM_FORM_H
#define ZIPING_FORM_FORM_H

#include "base/arena.h"
#include "base/error.h"
#include "base/number.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct expr;    /* form/formula.h */
struct pattern; /* form/pattern.h: a compiled regular expression */
struct aggregate;
struct wording; /* form/wording.h */

enum field_type {
	TYPE_TEXT,
	TYPE_LONGTEXT,
	TYPE_INTEGER,
	TYPE_DECIMAL,
	TYPE_DATE,
	TYPE_YEAR,
	TYPE_CHOICE,
	TYPE_CHOICES,
	TYPE_BOOLEAN,
	TYPE_MEASURE,
	TYPE_TABLE,
	TYPE_MATRIX,
	TYPE_DATA,   /* a value with a shape of its own (base/data.h): only the program's reserved part has such */
};

#define DECIMALS_TYPED (-1) /* as many places as it was typed with, or, calculated, as it takes */

enum severity { SEVERITY_NONE, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR, SEVERITY_SUBMIT };

/* a text in the form's own language and in English; en is NULL where the form gives none */
struct words {
	const char *zh;
	const char *en;
};

/* a formula where it stands in the form: its text as written, its tree, its place */
struct formula {
	const char *text;
	const struct expr *expr;
	struct place at;
};

struct choice {
	const char *value;
	struct words label; /* .zh is the value when the form gives no label */
};

struct field {
	const char *id;
	struct words label, help, message;
	enum field_type type;
	struct place at;                 /* where the form defines it */

	struct section *section;
	struct field *table;             /* the table that this is a column of, or NULL */
	struct field *matrix;            /* the matrix that this is a cell of, or NULL */
	uint32_t index;                  /* scalars: slot; columns: column number; tables: number of the table in the form; matrices: UINT32_MAX */
	uint16_t row, column;            /* matrix cells: which */

	const char *unit;                /* NULL when there is none */
	int decimals;                    /* DECIMALS_TYPED or 0 … 12; integers 0 */
	const struct choice *choices;
	size_t choice_count;
	const struct pattern *pattern;   /* NULL when any text will do */
	const char *pattern_text;
	uint32_t max_length;             /* 0: no limit; grapheme clusters */
	const struct formula *required;  /* NULL: never */
	const struct formula *relevant;  /* NULL: always */
	const struct formula *min, *max;
	const struct formula *initial;   /* `default:` */
	const struct formula *calculate;
	const char *none;                /* how zero reads, and what may be typed for it */
	const char *carry;
	const char *group, *group_en;    /* a heading above it */
	uint8_t indent;
	uint16_t width;                  /* 0: by type */
	bool stated, exact, na, reviewer, locked, personal, merge;
	bool required_always;            /* `required: true` */
	bool builtin;                    /* belongs to the program's reserved part */

	/* tables */
	struct field **columns;          /* tables: their columns. matrices: the columns' own definitions (no slots) */
	size_t column_count;
	int key;                         /* tables: number of the key column, or -1 */
	uint32_t min_rows, max_rows;     /* max_rows 0: the limit of every table */

	/* matrices */
	struct matrix_row *rows;
	size_t row_count;
	struct field **cells;            /* row_count × column_count, NULL where the cell is absent */
};

struct matrix_row {
	const char *id;
	struct words label;
	bool total;
	const char *group;
	uint8_t indent;
};

struct check {
	const char *id;
	const struct formula *rule;
	enum severity severity;
	struct words message;            /* with {name} for values: resolved in `parts` */
	struct message_part *parts, *parts_en;
	size_t part_count, part_en_count;
	const struct field *at;          /* field, cell or column that it points to, or NULL (the row or the section) */
	struct field *each;              /* the table whose rows it is judged for, or NULL */
	struct section *section;
	uint32_t index;                  /* number in the form */
	bool explain;
	struct place place;
};

/* a piece of a check's message: literal text, or a value */
struct message_part {
	const char *text;                /* literal when expr is NULL */
	const struct expr *expr;
	const struct field *field;       /* when the expression is a single field: shown as that field is */
};

struct section {
	const char *id, *number;
	struct words title, help;
	const char *part, *part_en;      /* NULL: the report itself; sections of the same part are annexes of one kind */
	struct field **fields;
	size_t field_count;
	struct check **checks;
	size_t check_count;
	const char *text;                /* wording of the document */
	const struct wording *wording;   /* the same, parsed (form/wording.h); NULL: its groups, fields and tables */
	uint32_t index;
	bool builtin;                    /* the reserved part */
	struct place at;
};

struct rename {
	const char *from, *to;           /* paths without rows: section.field, section.table.column, section.matrix.row.column */
};

struct form {
	const char *id, *version, *source;
	struct words title;
	const char *file;                /* where it came from; "<built-in>/overall-report.yaml" for those in the program */
	const char **levels;
	size_t level_count;
	const struct field *unit, *year; /* NULL when the form names none */
	const struct message_part *headline; /* expr and field set; text is the label to show (NULL: the field's) */
	size_t headline_count;
	struct section **sections;       /* in form order; the reserved part is not among them */
	size_t section_count;
	struct section *reserved;        /* its tables and fields stand at the top level of a report: reasons, history, carried … */
	struct field **slots;            /* scalar fields by slot */
	size_t slot_count;
	struct field **tables;           /* by table number, the reserved ones last */
	size_t table_count;
	struct check **checks;
	size_t check_count;
	struct aggregate **aggregates;   /* every aggregate over rows in any formula, each once */
	size_t aggregate_count;
	const struct rename *renames;
	size_t rename_count;
	bool english;                    /* which words are shown: set by form_speak() */
	unsigned borrowers;              /* beside the first owner: form_free() by the last one frees it */
	struct arena arena;
};

/*
 * Loads and checks a form. `name` is an id, id@version, or (with `relative_to`, a file, not NULL) a path relative to that
 * file's folder. Found as spec section 3 says: file path, user's forms folder, installed folder, built in. When the version
 * named is not there but another is, that one is loaded and *ret_other_version set.
 */
struct form_query {
	const char *name;
	const char *relative_to;
	bool any_path;                   /* a command-line argument: any file path will do; else only in or below the folder of relative_to or its parent */
};
bool form_load(const struct form_query *q, struct form **ret, bool *ret_other_version, struct error *reterr) MUST_CHECK;

/* a form from a text in memory; `extends` is looked up as from `name`'s folder */
bool form_parse(const char *name, const char *text, size_t len, struct form **ret, struct error *reterr) MUST_CHECK;
void form_free(struct form *f);

/*
 * A run over many reports loads each of their forms once: form_borrow() is form_load() with a shelf that keeps forms for the
 * next report. What is on the shelf is taken as it was read first. Whoever borrowed a form gives it back with form_free().
 */
struct form_shelf;
struct form_shelf *form_shelf_new(void) MUST_CHECK; /* NULL: no memory */
void form_shelf_free(struct form_shelf *shelf);
bool form_borrow(struct form_shelf *shelf, const struct form_query *q, struct form **ret, bool *ret_other_version, struct error *reterr) MUST_CHECK;

/* every mistake, not only the first: calls report() for each (struct error with place); returns how many */
size_t form_check(const struct form_query *q, void (*report)(void *to, const struct error *e), void *to);

/* the forms that can be found: id, version, title, file */
struct form_entry {
	const char *id, *version, *title, *title_en, *file;
};
bool form_list(struct arena *a, struct form_entry **ret, size_t *ret_count, struct error *reterr) MUST_CHECK;

void form_speak(struct form *f, bool english);
const char *form_words(const struct form *f, struct words w);    /* never NULL */
const char *field_label(const struct form *f, const struct field *field);
const char *section_part(const struct form *f, const struct section *s); /* 附件, Annex; NULL: it is in no part */
const struct section *form_section(const struct form *f, const char *id, size_t len);
const struct field *section_field(const struct section *s, const char *id, size_t len);
const struct field *table_column(const struct field *table, const char *id, size_t len);
bool field_is_scalar(const struct field *f); /* has a value of its own: neither table nor matrix */
bool field_is_number(const struct field *f); /* integer, decimal, year (measure has a figure, but is no number) */
const char *field_type_name(enum field_type t);

/* the words that a form file may use, as a table: loads it, documents it, suggests the nearest */
struct form_word {
	const char *word, *where, *kind, *help;
};
extern const struct form_word form_words_table[];
extern const size_t form_words_count;

#endif
