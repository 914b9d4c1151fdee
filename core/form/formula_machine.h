/*
 * The machine that evaluates formulas: a stack of operands, and arithmetic on them. Private to core/form/formula_*.c.
 *
 * A number starts narrow: a figure, as reports hold it. What keeps within 128 bits there (sums, differences,
 * comparisons) stays narrow; what keeps within 128 bits over and under a line is a ratio; anything else makes it wide: three
 * rationals. Each form is exact. Intervals are kept
 * only while machine->intervals is set; elsewhere the ends hold nothing of meaning.
 *
 * Operands are made once and used again, so that after a while evaluating allocates nothing. They do not move: an
 * evaluation may start another one on the same machine (a reader that works out an aggregate row by row).
 */
#ifndef ZIPING_FORM_FORMULA_MACHINE_H
#define ZIPING_FORM_FORMULA_MACHINE_H

#include "form/formula.h"

#define NUMBER_ONE ((int128)1000000000000) /* 10^NUMBER_PLACES */

struct operand {
	enum value_kind kind;
	bool na;
	bool anything; /* its interval has no ends */
	bool truth;
	bool wide, ratio;
	struct figure figure; /* narrow numbers; a date's day is .value; ratios: over the line */
	struct figure below;  /* ratios: under the line, above 0 */
	mpq_t value, lo, hi;  /* wide numbers */
	const char *text;
	size_t len;
};

struct machine {
	struct operand **stack;
	size_t capacity, made, used; /* room, operands that exist, operands in use */
	bool intervals;
	bool too_large;                /* a number on the way has grown beyond what is worked with: the result is an overflow */
	mpq_t corner[4];
};

struct operand *machine_push(struct machine *m) MUST_CHECK; /* blank; NULL: out of memory */
void machine_pop(struct machine *m);
void machine_let_go(struct machine *m); /* makes the numbers that are not in use anew */

void operand_load(struct operand *o, const struct value *v);
void operand_finish(struct machine *m, struct operand *o, struct value *ret);
void operand_blank(struct operand *o);
void operand_text(struct operand *o, const char *text, size_t len);
void operand_boolean(struct operand *o, bool truth);
void operand_point(struct operand *o, int128 value); /* × 10^12, at most 15 digits before the point */
bool operand_is_empty(const struct operand *o);      /* blank, or the empty text */

/* all of these take numbers, and leave the result in the first; a quotient may become blank */
void operand_add(struct machine *m, struct operand *a, struct operand *b);
void operand_subtract(struct machine *m, struct operand *a, struct operand *b);
void operand_multiply(struct machine *m, struct operand *a, struct operand *b);
void operand_divide(struct machine *m, struct operand *a, struct operand *b);
void operand_negate(struct machine *m, struct operand *a);
void operand_absolute(struct machine *m, struct operand *a);
void operand_least(struct machine *m, struct operand *a, struct operand *b);
void operand_greatest(struct machine *m, struct operand *a, struct operand *b);
void operand_round(struct machine *m, struct operand *a, struct operand *places);
void operand_floor(struct machine *m, struct operand *a);
void operand_ceil(struct machine *m, struct operand *a);
int operand_compare(struct operand *a, struct operand *b);

/* formula_ratio.c: false when it does not fit, and nothing has changed */
bool ratio_multiply(const struct machine *m, struct operand *a, const struct operand *b) MUST_CHECK;
bool ratio_divide(const struct machine *m, struct operand *a, const struct operand *b) MUST_CHECK;
bool ratio_finish(const struct machine *m, const struct operand *o, struct value *ret) MUST_CHECK;
void operand_widen(const struct machine *m, struct operand *o);

/* two values of one kind, not blank: true when they agree, with ends rounded as results have them */
void operand_agree(struct machine *m, struct operand *a, struct operand *b);

/* one formula being evaluated */
struct evaluation {
	struct machine *m;
	const struct formula_reader *reader;
	struct formula_rows rows;
};

/* formula_eval.c, formula_function.c; false when memory is out, or a number is too large */
bool formula_eval(struct evaluation *ev, const struct expr *e, struct operand *out) MUST_CHECK;
bool formula_eval_as(struct evaluation *ev, const struct expr *e, enum value_kind kind,
                     struct operand *out) MUST_CHECK; /* other kinds are blank */
bool formula_eval_call(struct evaluation *ev, const struct expr *e, struct operand *out) MUST_CHECK;

#endif
