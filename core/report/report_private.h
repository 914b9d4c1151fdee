/*
 * The inside of a report. Only the files of core/report see it.
 */
#ifndef ZIPING_REPORT_PRIVATE_H
#define ZIPING_REPORT_PRIVATE_H

#include "base/order.h"
#include "report/check.h"
#include "report/edit.h"
#include "report/entry.h"
#include "report/graph.h"
#include "report/keyindex.h"
#include "report/report.h"
#include "report/tournament.h"

/*
 * The text of a cell, as a number: 0 when nothing stands there (no key, or made blank before there was one); below
 * TEXT_OWN a node of the source; from TEXT_OWN on a text of the report's own (report->texts).
 */
typedef uint32_t text_id;
#define TEXT_OWN 0x80000000u

struct text {
	const char *text;
	uint32_t len;
	node_id node;      /* read from this node (a list of choices), or NODE_NONE: typed */
};

enum cell_flag {
	CELL_WIDE = 1,     /* the number does not fit `units`: read from the text */
	CELL_TOUCHED = 2,  /* has an entry in report->touched */
	CELL_RENAMED = 4,  /* stands in the file under an old name */
	CELL_STORED = 8,   /* a calculated value that the file has */
};

struct cell {
	int64_t units;     /* the number's digits; date: day number; boolean, choice: as entry.h says */
	text_id text;
	uint8_t places;
	uint8_t fit;       /* enum fit */
	uint8_t flags;
	uint8_t has_number;
};

/* what a calculated or conditional scalar shows; entered ones are read from their cell */
struct scalar {
	struct cell cell;
	struct value value;       /* effective: what formulas see */
	bool relevant;
	bool pending;
};

struct tally {
	uint8_t errors, warnings, notes, blank, filled, required;
	uint16_t generation; /* rows: right when it is the table's */
};

struct table {
	const struct field *field;
	node_id node;             /* the sequence, or whatever stands in its place; NODE_NONE when the key is absent */
	bool misfit;              /* what stands there is no sequence */
	bool renamed;
	bool reordered;           /* rows were inserted, deleted or moved in this session */
	struct {
		uint16_t column, len;
	} expected[16];           /* while loading: the columns of the row before, in its order */
	uint32_t loaded;          /* rows 1 … loaded came from the file */
	uint32_t rows;            /* ids given out */
	uint32_t capacity;
	struct cell *cells;       /* rows × columns: [(row - 1) * columns + column] */
	node_id *row_node;        /* by row - 1; NODE_NONE for new rows */
	struct tally *tally;      /* by row - 1 */
	struct order *order;
	struct keyindex *keys;    /* NULL: the table has no key */
	uint32_t keys_done;       /* rows up to this id are in the index */
	struct memo *memo;        /* calculated columns of one row, by column */
	struct tally own;         /* the table's own problems */
	uint16_t generation;      /* of the rows' tallies; never 0 */
	uint32_t sweep;           /* rows with numbers from this on may have a tally of an older generation */
};

/* the value of a calculated column in the row that was looked at last */
struct memo {
	uint64_t epoch;
	row_id row;
	struct value value;
	bool pending;
};

/* the running total of an aggregate over a table */
struct total {
	const struct aggregate *aggregate;
	uint32_t count;           /* rows that contribute */
	uint32_t anything;        /* … with an unbounded interval */
	int128 sum, lo, hi;       /* × 10^12, × 10^13 */
	struct tournament *tournament; /* min and max */
	struct value before;      /* what it was when an edit began */
	bool pending;             /* waits to be rebuilt: rows up to `next` are in it */
	row_id next;
};

struct touched {
	const struct field *field;
	row_id row;
	text_id original;
};

struct history {
	struct edit *edit;
	size_t count, done, capacity;
	size_t saved;             /* SIZE_MAX: unreachable */
	uint32_t group, depth;
	size_t group_start;
};

/* a key of the file that the form does not know, or a part of it that is not what it should be */
struct stray {
	node_id node;
	const struct field *field;     /* known place with a wrong kind of node, or NULL */
	const struct section *section;
	row_id row;
	bool kind;                     /* known, but a mapping, sequence or scalar was expected */
};

struct report {
	struct form *form;
	struct source *source;
	struct arena arena;

	struct text *texts;
	size_t text_count, text_capacity;
	struct scalar *scalars;        /* by slot */
	struct table *tables;          /* by table number */
	struct total *totals;          /* by aggregate */
	node_id *section_node;         /* by section */
	struct stray *strays;          /* those in rows last, by table and row */
	size_t stray_count, stray_capacity;
	size_t stray_kinds;            /* how many are known places of the wrong kind */
	size_t stray_rows;             /* where those in rows begin */
	struct touched *touched;
	size_t touched_count, touched_capacity;
	size_t touched_sorted;         /* how many there were when they were last sorted */

	struct graph *graph;
	struct machine *machine;
	struct formula_reader reader;
	uint64_t epoch;                /* changes whenever a value may have changed */
	bool saw_pending;              /* an evaluation met something that waits */
	bool short_of_memory;          /* an evaluation gave up: all is calculated anew before it is relied on (calc_recover) */
	uint8_t *dirty;                /* by graph node: enum scope */
	struct tally *slot_tally;      /* by slot */
	struct tally *check_tally;     /* by check (those that are not judged row by row) */
	struct counts *counts;         /* by section, the whole report last */
	bool strays_counted;

	struct stored *stored;         /* calculated values that the file has */
	size_t stored_count, stored_capacity;
	size_t stored_judged;          /* how many of them */

	struct history history;
	struct edit_watcher watcher;
	enum role role;
	unsigned program_acts;         /* edits that are the program's own, not the person's: rights do not matter */
	uint64_t revision;
	char status[16];
	struct carried *carried;       /* the list of what was brought over, as it was read last (carried.c) */
	uint32_t at_once;              /* more rows than this wait for report_step(); the larger limits of total.c and tally.c hold too. Tests lower it. */
};

/* a calculated value that stands in the file: it follows the edits that it depends on */
struct stored {
	const struct field *field;
	row_id row;
	bool stale;                    /* was out of date on opening: then `opened` is what was calculated */
	struct value opened;
};

/* texts (report.c) */
const char *text_get(const struct report *r, const struct field *f, text_id t, size_t *ret_len);
bool text_is_collection(const struct report *r, text_id t);  /* a value that stands in the file as a list or mapping and was not understood */
node_id text_node(const struct report *r, text_id t);
text_id text_original(const struct report *r, const struct field *f, row_id row); /* what stood there when the file was read */
void touched_sort(struct report *r);                       /* their order means nothing to anyone */
bool text_add(struct report *r, const char *text, size_t len, node_id node, text_id *ret) MUST_CHECK;
void cell_read(const struct report *r, const struct field *f, struct cell *c);   /* meaning from text */
struct cell *cell_at(struct report *r, const struct field *f, row_id row);
const struct cell *cell_look(const struct report *r, const struct field *f, row_id row);
struct table *table_of(const struct report *r, const struct field *f);           /* of a table, or of a column */
bool table_grow(struct report *r, struct table *t, uint32_t rows) MUST_CHECK;

/* values with a shape of their own (report_data.c): the text of a node; it stays the node where it is deeper or longer than data may be */
#define REPORT_MAX_DATA (64u << 20)
bool data_of_node(struct report *r, node_id n, text_id *ret) MUST_CHECK;
bool data_put_node(const struct source *s, node_id n, struct strbuf *out) MUST_CHECK; /* false: too deep */

/* loading (report_load.c) */
bool report_bind(struct report *r, struct error *reterr) MUST_CHECK;

/* the door (edit.c, edit_undo.c, rights.c) */
void edit_put(struct report *r, const struct edit *e, bool backwards);             /* takes effect; cannot fail */
bool edit_take_back(struct report *r, size_t start);                               /* unmakes the edits from there on, never to be redone; always false */
bool rights_allow(const struct report *r, const struct edit *e, struct error *reterr) MUST_CHECK;

/* what was brought over from last year (carried.c) */
void carried_free(struct report *r);
void carried_forget_rows(struct report *r);                                        /* rows came, went, moved, or have another key */
bool carried_locked(const struct report *r, const struct field *f, row_id row);    /* a locked value that was brought over */
bool carried_edited(struct report *r, const struct edit *e, struct error *reterr) MUST_CHECK; /* who sets a value confirms it */

void kept_gone_label(struct report *r, struct spot s, struct strbuf *out);         /* report_kept_label(), with the value that is about to go */

/* single values (calc.c) */
void calc_reader(struct report *r);
#define CORRELATED_ROWS_MAX 5000 /* of a table whose rows are compared with its rows: more would take hours */
bool calc_too_many(const struct report *r, const struct aggregate *a); /* the aggregate is not worked out, and what is made of it overflows */
void calc_effective(struct report *r, const struct field *f, row_id row, struct value *ret); /* as formulas see a place */
void calc_entered(const struct report *r, const struct field *f, row_id row, struct value *ret); /* what was entered, as formulas see it */
void calc_column(struct report *r, const struct field *f, row_id row, bool intervals, struct value *ret, bool *ret_pending);
bool calc_relevant(struct report *r, const struct field *f, row_id row);
bool calc_true(struct report *r, const struct formula *f, row_id row);
void calc_formula(struct report *r, const struct formula *f, row_id row, bool intervals, struct value *ret);

/* totals, and the walk from an edit to all that depends on it (total.c) */
bool calc_init(struct report *r) MUST_CHECK;
void calc_free(struct report *r);
void calc_everything(struct report *r);
void calc_finish_totals(struct report *r);
bool calc_recover(struct report *r) MUST_CHECK; /* false: still not enough memory to calculate */
void total_value(struct report *r, const struct total *t, struct value *ret);
void calc_before(struct report *r, const struct field *f, row_id row);  /* about to change: takes its part out of the totals */
void calc_after(struct report *r, const struct field *f, row_id row);   /* has changed */
void calc_row_before(struct report *r, struct table *t, row_id row);    /* a whole row is about to go */
void calc_row_after(struct report *r, struct table *t, row_id row, bool there); /* has come, or has gone */
void calc_structure(struct report *r, struct table *t);                 /* rows have moved */
bool calc_total_reserve(struct report *r, struct table *t, uint32_t rows) MUST_CHECK;

/* counting problems (tally.c) */
bool tally_init(struct report *r) MUST_CHECK;
void tally_free(struct report *r);
void tally_slot(struct report *r, uint32_t slot);
void tally_row(struct report *r, struct table *t, row_id row);
void tally_row_gone(struct report *r, struct table *t, row_id row);
void tally_rows(struct report *r, struct table *t);           /* all of them are out of date */
void tally_table(struct report *r, struct table *t);
void tally_check(struct report *r, const struct check *c);
bool tally_waits(const struct report *r);
void tally_step(struct report *r, unsigned *budget);

/* telling problems (check.c): of one unit, in no order; `counting` leaves the messages out */
struct teller {
	struct report *r;
	struct problem_sink sink;
	bool counting;
	bool stopped;
	struct strbuf message, path, code;
};
void teller_tell(struct teller *t, struct problem *p);  /* gives it its place, and the message that was composed */
#define TELL(t, p, ...)                                                                                                \
	do {                                                                                                           \
		if (!(t)->counting) {                                                                                  \
			strbuf_clear(&(t)->message);                                                                   \
			strbuf_printf(&(t)->message, __VA_ARGS__);                                                     \
		}                                                                                                      \
		teller_tell((t), (p));                                                                                 \
	} while (0)
struct spot teller_spot(const struct field *f, row_id row);
int teller_clip(const char *text, size_t len);          /* how much of a value a message shows: whole characters */
void check_calculated(struct teller *t, const struct field *f, row_id row);
void check_stated(struct teller *t, const struct field *f, row_id row);
void check_limits(struct teller *t, const struct field *f, row_id row, const struct value *v);
void check_tell_slot(struct teller *t, const struct field *f);
void check_tell_row(struct teller *t, const struct table *table, row_id row);
void check_tell_table(struct teller *t, const struct table *table);
void check_tell_rule(struct teller *t, const struct check *c, row_id row);
void check_reserved_row(struct teller *t, const struct field *table, row_id row);
void check_tampered(struct teller *t);
void check_reserved_slot(struct teller *t, const struct field *f);
void check_reserved_follow(struct report *r, const struct field *table); /* its rows have come, gone or changed their key */
void check_tell_stray(struct teller *t, const struct stray *s);

bool reason_holds(struct report *r, const struct check *c, row_id row); /* a reason was given for it, and its figures still are the same */

/* the index of keys (keys.c) */
bool keys_complete(struct report *r, struct table *t) MUST_CHECK;
row_id keys_forget(struct report *r, struct table *t, row_id row); /* before its key changes, or it goes; the row that leads its group from now on, or 0 */
void keys_learn(struct report *r, struct table *t, row_id row);
void keys_tally(struct report *r, struct table *t, row_id row, row_id left); /* at the end: who repeats whom has changed */

/* calculated values in the file (stored.c) */
void strays_sort(struct report *r);                /* after binding */
void stored_sort(struct report *r);               /* after binding */
const struct stored *stored_find(const struct report *r, const struct field *f, row_id row);
void stored_step(struct report *r, unsigned *budget); /* totals must be there */
bool stored_wait(const struct report *r);
void stored_judge(struct report *r);              /* which were out of date on opening: before the first edit */
bool stored_current(struct report *r, const struct field *f, row_id row, const struct value *calculated); /* the file has this */
bool stored_untouched(const struct stored *s, const struct value *now);
bool value_fits(const struct report *r, const struct field *f, const char *text, size_t len, struct error *reterr) MUST_CHECK;

void status_update(struct report *r);

#endif
