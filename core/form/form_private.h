/*
 * What the files of the form loader share, and nobody else sees.
 *
 * A form is loaded in steps: found (form_find.c), read into a tree that remembers every place (form_tree.c), merged with
 * what it extends (form_merge.c), built into structs (form_read.c, form_read_field.c, form_read_matrix.c), and, once every
 * name is known, completed with formulas, checks and messages (form_read_formula.c, form_read_check.c).
 *
 * Mistakes do not stop the steps: mistake() notes one and everything goes on, so that form_check() finds all of them.
 * form_load() keeps the first (loader->stop is then set, and loops end early).
 */
#ifndef ZIPING_FORM_FORM_PRIVATE_H
#define ZIPING_FORM_FORM_PRIVATE_H

#include "base/text.h"
#include "form/builtin.h"
#include "form/form.h"
#include "form/formula.h"
#include "form/pattern.h"
#include "source/source.h"

#include <string.h>

/* ---- form.c ---- */

/* a form, with what only the loader and form_free() need to know; the form is its first member */
struct form_whole {
	struct form form;
	struct pattern_use *patterns;
};

struct pattern_use {
	struct pattern_use *next;
	struct pattern *pattern;
	const struct tree *from; /* the cells of a matrix share their column's */
};

bool field_type_find(const char *name, enum field_type *ret);
const char *field_type_nearest(const char *name); /* NULL when none is near */

/*
 * A list longer than this is refused. No form comes near it; it keeps a stranger's form from taking the day, as entries
 * are looked up by walking along the list.
 */
#define LIST_MAX 5000

/* ---- form_tree.c: a YAML text as it was written ---- */

enum tree_kind { TREE_BLANK, TREE_SCALAR, TREE_LIST, TREE_MAP };

struct tree {
	enum tree_kind kind;
	bool plain;             /* a scalar without quotes, which may be a number or true or false */
	const char *key;        /* in a mapping */
	const char *text;       /* scalars; "" for the others */
	size_t len;
	struct place key_at;    /* the key, or the dash */
	struct place at;        /* the value; where there is none, the key */
	struct place text_at;   /* the first character of a scalar's text: behind a quote, below a | */
	struct tree *first, *last, *next;
	size_t count;
	uint64_t keys;          /* of a mapping: a bit for each beginning that a key of it has, so that most that are missing are so at a glance */
	struct tree *anchor;    /* while merging: what this new entry was put after */
	bool dropped;           /* while merging */
};

struct loader;

struct tree *tree_read(struct loader *l, const struct source *s, const char *file); /* NULL: out of memory */
struct tree *tree_new(struct loader *l, enum tree_kind kind, const char *key, const struct tree *like);
struct tree *tree_find(const struct tree *map, const char *key);                     /* NULL: no such key */
bool tree_has(const struct tree *map, const char *key);                              /* and it is not blank */
void tree_append(struct tree *parent, struct tree *child);
void tree_insert(struct tree *parent, struct tree *after, struct tree *child);       /* after NULL: first */
void tree_remove(struct tree *parent, struct tree *child);
bool tree_is_word(const struct tree *t, const char *word);                           /* a scalar with this text */

/* ---- form_words.c: the words that a form file may use ---- */

enum where { WHERE_FORM, WHERE_SECTION, WHERE_FIELD, WHERE_COLUMN, WHERE_ROW, WHERE_CELL, WHERE_CHECK, WHERE_CHOICE, WHERE_HEADLINE, WHERE_COUNT };

enum word_kind {
	KIND_OWN,     /* read by a function of its own */
	KIND_LINE,    /* one line */
	KIND_TEXT,    /* without the line end of a block scalar */
	KIND_WORDING, /* as it stands */
	KIND_FLAG,
	KIND_BYTE, KIND_SHORT, KIND_NUMBER, /* a whole number in 8, 16 or 32 bits */
};

struct word_rule {
	enum word_kind kind;
	unsigned where;         /* bits of enum where */
	unsigned types;         /* bits of enum field_type: where it means something; 0: for all */
	size_t offset;          /* the member that it fills */
	long lowest, highest;   /* of whole numbers */
};

extern const struct word_rule form_word_rules[]; /* in step with form_words_table */

const struct word_rule *word_find(const char *word, enum where where, size_t *ret_index); /* NULL: not a word there */
const char *word_nearest(const char *word, enum where where);
const char *word_where(const char *word);                 /* where a word is allowed, for people; NULL: nowhere */
const char *where_name(enum where where);                 /* "a section" */
bool word_is_keyword(const char *id);
bool word_is_reserved(const char *id);

/* ---- form_load.c: the state of one loading ---- */

/* where an attribute of a field is looked for, the innermost first: cell, row, column; or only the field's own mapping */
#define LAYERS 3
struct layers {
	const struct tree *map[LAYERS]; /* NULL: none */
};

/* a field whose formulas are compiled once all names are known */
struct pending {
	struct field *field;
	struct layers layers;
};

struct loader {
	struct form *form;
	struct form_whole *whole;
	struct arena nodes;      /* the trees, gone after loading; their texts are the form's */
	const struct tree *root;
	const char *name;        /* the form file itself, as place.file has it */
	bool every;              /* form_check: go on after a mistake */
	bool stop;
	bool no_memory;
	struct error *mistakes;
	size_t mistake_count, mistake_capacity;
	struct pending *pending;
	size_t pending_count, pending_capacity;
	struct constant *constants;
	size_t constant_count;
	const struct tree **section_maps; /* in step with form->sections */
	size_t check_capacity;
};

void mistake(struct loader *l, struct place at, const char *format, ...) PRINTF_LIKE(3, 4);
void mistake_error(struct loader *l, const struct error *e);
/* a mistake that form_check() tells, but that does not keep a report from being opened: its id is what it is called */
void mistake_label(struct loader *l, const struct tree *map, const char *id, enum where where);
void mistake_memory(struct loader *l);
void *load_alloc(struct loader *l, size_t count, size_t size);   /* in the form's arena; NULL is noted */
char *load_strndup(struct loader *l, const char *text, size_t len);
char *load_printf(struct loader *l, const char *format, ...) PRINTF_LIKE(2, 3);

/* ---- form_find.c ---- */

/* the files that lead to the one being read, for circles in extends */
struct chain {
	const struct chain *up;
	const char *identity; /* the file's real path, or its built-in name */
	const char *file;
	unsigned depth;
};

struct found {
	const char *file;                    /* in the arena given */
	const char *identity;
	const struct builtin_form *builtin;  /* NULL: a file */
	bool other_version;
};

#define FORM_BYTES_MAX (16u << 20) /* of a form's file */
#define EXTENDS_MAX 8

bool form_locate(struct arena *a, const struct form_query *q, const char *except, struct found *ret, struct error *reterr) MUST_CHECK;
/* form_find_path.c, and what it shares with form_find.c */
#define FIND_FOLDERS 3
bool find_path(struct arena *a, const struct form_query *q, struct found *ret, struct error *reterr) MUST_CHECK;
bool find_folders(struct arena *a, const char *ret[FIND_FOLDERS]) MUST_CHECK; /* forms folders, in order; NULL: there is none */
char *find_join(struct arena *a, const char *folder, const char *name) MUST_CHECK;
const char *find_identity(struct arena *a, const char *file) MUST_CHECK;      /* its real path */
bool found_open(const struct found *f, struct source **ret, struct error *reterr) MUST_CHECK;
bool form_name_is_path(const char *name);

/* ---- form_merge.c ---- */

void tree_absences(struct loader *l, struct tree *root);   /* `column: absent` in a row becomes a cell of it */
void tree_merge(struct loader *l, struct tree *base, struct tree *over);

/* ---- form_read.c: values of one kind, and the mapping of a thing ---- */

bool read_flag(struct loader *l, const struct tree *t, bool *ret);
bool read_count(struct loader *l, const struct tree *t, long lowest, long highest, long *ret);
bool read_line(struct loader *l, const struct tree *t, const char **ret);
bool read_text(struct loader *l, const struct tree *t, const char **ret);
bool read_id(struct loader *l, const struct tree *map, const char *word, enum where where, const char **ret);
bool read_is_map(struct loader *l, const struct tree *t, enum where where);
bool read_is_list(struct loader *l, const struct tree *t); /* and not too long */
void read_keys(struct loader *l, const struct tree *map, enum where where);
bool read_is_misspelt(const struct tree *map, const char *word, enum where where);
const struct tree *layers_find(const struct layers *layers, const char *word, int *ret_layer);
void read_words(struct loader *l, const struct layers *layers, enum where where, unsigned type, void *target);
void read_map_words(struct loader *l, const struct tree *map, enum where where, void *target);

/* ---- form_read_form.c, form_reserved.c ---- */

void read_form(struct loader *l);
void read_reserved(struct loader *l);

/* ---- form_read_field.c, form_read_matrix.c ---- */

/* the fields of a section, or the columns of a table or matrix (`parent`) */
void read_fields(struct loader *l, const struct tree *list, struct section *s, struct field *parent);
void read_attributes(struct loader *l, struct field *f, const struct layers *layers, enum where where, int *ret_type_layer);
const struct tree *attribute(const struct layers *layers, const struct field *f, const char *word, int *ret_layer);
void read_pending(struct loader *l, struct field *f, const struct layers *layers);
void read_matrix(struct loader *l, struct field *f, const struct tree *map);
void read_choices(struct loader *l, struct field *f, const struct tree *list);

/* ---- form_read_formula.c, form_read_check.c, form_read_path.c: once all names are known ---- */

void read_constants(struct loader *l);
void read_formulas(struct loader *l);
const struct formula *read_formula(struct loader *l, const struct formula_scope *scope, const struct tree *t, enum expr_type want);
struct formula_scope scope_of(struct loader *l, struct section *s);
void read_checks(struct loader *l, struct section *s, const struct tree *map);
void read_paths(struct loader *l); /* unit, year, headline, renamed, and where carry leads */
void read_wording(struct loader *l, struct section *s, const struct tree *map); /* form_read_wording.c */

#endif
