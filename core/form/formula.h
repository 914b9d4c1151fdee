/*
 * Formulas: parsed and typed once, when the form loads; evaluated exactly (spec section 4).
 *
 * A formula sees a report through a formula_reader: it asks for the value of a field and for aggregates over tables. It
 * knows nothing of cells, edits or files. Inside one formula numbers are GMP rationals; its result is rounded once to 12
 * places. Intervals (what an entered decimal stands for) are carried along when asked for.
 */
#ifndef ZIPING_FORM_FORMULA_H
#define ZIPING_FORM_FORMULA_H

#include "base/number.h"
#include "form/form.h"

typedef uint32_t row_id; /* stable number of a row of a table, from 1; 0: no row */

enum value_kind {
	VALUE_BLANK,   /* also 不适用, a value that does not fit, an irrelevant field, a quotient by 0, an overflow */
	VALUE_NUMBER,
	VALUE_TEXT,
	VALUE_BOOLEAN,
	VALUE_DATE,
};

struct value {
	enum value_kind kind;
	bool na;               /* blank because it is 不适用 */
	bool anything;         /* its interval is unbounded: agrees with anything */
	bool overflow;         /* blank because it does not fit 15 and 12 digits */
	bool truth;
	int8_t tail;           /* a formula's exact result lies above (1) or below (-1) figure.value: it is rounded once, not twice */
	struct figure figure;  /* numbers; dates: .value is the day number */
	const char *text;      /* texts, and the sign of a measure: lives until the next edit or evaluation */
	size_t len;
};

enum expr_op {
	EXPR_NUMBER, EXPR_TEXT, EXPR_BOOLEAN, EXPR_DATE,
	EXPR_FIELD,        /* a scalar slot, or a column of the row at `level` */
	EXPR_MATRIX_FIELD, /* a column of a matrix, of the matrix row at `level` (inside `where` over a matrix) */
	EXPR_ROW_FIELD,    /* a column of the row of another table found by index or key text */
	EXPR_ROW_ID, EXPR_ROW_LABEL, /* of the matrix row */
	EXPR_STATUS,
	EXPR_AGGREGATE,    /* over the rows of a table or a matrix */
	EXPR_ADD, EXPR_SUBTRACT, EXPR_MULTIPLY, EXPR_DIVIDE, EXPR_NEGATE,
	EXPR_EQUAL, EXPR_UNEQUAL, EXPR_LESS, EXPR_LESS_EQUAL, EXPR_GREATER, EXPR_GREATER_EQUAL,
	EXPR_AND, EXPR_OR, EXPR_NOT,
	EXPR_CALL,         /* a function of values */
};

enum function {
	FN_SUM, FN_COUNT, FN_MIN, FN_MAX, FN_AVG, /* of several values */
	FN_ABS, FN_ROUND, FN_FLOOR, FN_CEIL, FN_IF, FN_BLANK, FN_NA, FN_COALESCE, FN_CLAMP, FN_LENGTH, FN_SIGN, FN_YEAR, FN_AGREES,
};

enum expr_type { EXPR_TYPE_ANY, EXPR_TYPE_NUMBER, EXPR_TYPE_TEXT, EXPR_TYPE_BOOLEAN, EXPR_TYPE_DATE };

struct expr {
	enum expr_op op;
	enum expr_type type;
	enum function function;         /* EXPR_CALL */
	unsigned column;                /* where it starts in the formula's text, in characters from 0 */
	unsigned end;                   /* and ends */
	struct expr **args;
	size_t arg_count;
	const struct field *field;      /* EXPR_FIELD; EXPR_ROW_FIELD: the column; EXPR_MATRIX_FIELD: the matrix */
	unsigned level;                 /* 0: the row at hand; 1: the row outside `where` */
	uint16_t matrix_column;
	const char *row_key;            /* EXPR_ROW_FIELD by key text … */
	uint32_t row_index;             /* … or by index, when row_key is NULL */
	const struct aggregate *aggregate;
	int128 number;                  /* EXPR_NUMBER, × 10^12; EXPR_DATE: day number */
	const char *text;               /* EXPR_TEXT; EXPR_ROW_ID and _LABEL outside `where`: the constant */
	size_t len;
	bool truth;
};

/* sum count min max over rows. Identical ones are one aggregate, kept up to date by calc. */
struct aggregate {
	enum function function;         /* FN_SUM, FN_COUNT, FN_MIN, FN_MAX: an average is compiled to a sum by a count, which stays exact */
	const struct field *over;       /* the table or the matrix */
	const struct field *column;     /* the column of the table (the matrix's own definition for a matrix); NULL: count(table) */
	const struct expr *where;       /* NULL: every row. Level 0 in it is the row aggregated. */
	bool correlated;                /* `where` speaks of the outer row: cannot be kept, is evaluated each time */
	uint32_t index;                 /* in form->aggregates */
};

/*
 * Parses, resolves and types `text` as it stands at `at` in the form file. The scope says what names mean. The result
 * lives in the form's arena; aggregates are added to the form's list.
 */
struct formula_scope {
	struct form *form;
	struct section *section;       /* where it stands */
	struct field *table;           /* the row at hand is one of this table, or NULL */
	struct field *matrix;          /* the formula of a cell of this matrix, in row `matrix_row`, or NULL */
	uint16_t matrix_row;
	const struct constant *constants;
	size_t constant_count;
};

struct constant {
	const char *name;
	const struct expr *value;      /* a literal */
};

bool formula_compile(const struct formula_scope *scope, const char *text, struct place at, enum expr_type want,
		     const struct formula **ret, struct error *reterr) MUST_CHECK;

/* whether it is one of the keywords, which cannot be ids: and or not true false where this row label status each index end */
bool formula_is_keyword(const char *id, size_t len);

/*
 * A path as it stands in a formula: a single field reference, for `at:`, `unit:`, {…} in messages and texts: EXPR_FIELD or
 * EXPR_ROW_FIELD. Beyond what formulas take, it may be a table or matrix itself (type EXPR_TYPE_ANY), and table.column when the row
 * at hand is one of that table.
 */
bool formula_field(const struct formula_scope *scope, const char *text, struct place at, const struct expr **ret, struct error *reterr) MUST_CHECK;

/* calls visit() for each field that the expression reads (a table's column once, whatever the row) and each aggregate */
struct expr_visitor {
	void (*field)(void *to, const struct expr *e);           /* EXPR_FIELD, EXPR_MATRIX_FIELD, EXPR_ROW_FIELD */
	void (*aggregate)(void *to, const struct aggregate *a);  /* its column and filter are not entered */
	void (*status)(void *to);
	void *to;
};
void expr_visit(const struct expr *e, const struct expr_visitor *v);

/*
 * The circle among the formulas of a form, if there is one: a calculated (not stated) field reads, through whatever
 * chain (relevance too), itself. The message prints the whole circle as labels and ids.
 */
bool form_plan_check(const struct form *f, struct error *reterr) MUST_CHECK;

/* how a formula sees a report */
struct formula_rows {
	row_id row;                    /* the row of a table, or matrix row + 1 */
	row_id outer;
};
struct formula_reader {
	void *report;
	void (*field)(void *report, const struct field *f, row_id row, bool intervals, struct value *ret);
	/* for FN_AVG the figure is the sum (it may be beyond 15 digits) and ret->len how many values there are: the quotient is exact inside the formula */
	void (*aggregate)(void *report, const struct aggregate *a, struct formula_rows rows, bool intervals, struct value *ret);
	row_id (*find_row)(void *report, const struct field *table, const char *key, uint32_t index); /* 0: no such row */
	const char *(*status)(void *report);
};

/* working memory of evaluations; reused, so that after a while nothing is allocated */
struct machine;
struct machine *machine_new(void) MUST_CHECK;
void machine_free(struct machine *m);

/* false only when memory is out; what cannot be calculated is a blank */
bool formula_evaluate(const struct expr *e, struct machine *m, const struct formula_reader *reader, struct formula_rows rows,
		      bool intervals, struct value *ret) MUST_CHECK;

/* whether a rule holds: its value is true or blank */
bool formula_holds(const struct expr *e, struct machine *m, const struct formula_reader *reader, struct formula_rows rows);

/* whether two values agree within rounding: their intervals meet (words: are equal); a blank agrees with nothing */
bool values_agree(const struct value *a, const struct value *b);

int32_t date_days(int year, int month, int day);               /* days since 1970-01-01; INT32_MIN when there is no such day */
void date_from_days(int32_t days, int *year, int *month, int *day);

#endif
