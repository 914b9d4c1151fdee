/*
 * Sides: two reports of one form side by side, value by value, in the form's order: "here" the one that is worked on,
 * "there" the other.
 *
 * (1) Each line is a section's heading, a row of a table, or a value. A row that is on one side only, or whose entered values are
 *     all the same, is one line; one that differs is followed by its values.
 * (2) Rows are paired as pair.h says. What a row's formulas give is no difference of the row (a share of the total differs in
 *     every row when one amount does); it is listed beside the values that are.
 * (3) Fields that apply on neither side are left out, and so are the program's own part and what the form does not know: those are
 *     told by diff.h.
 * (4) Making it is near-linear in the number of values; texts are made for the lines that are asked for.
 *
 * Both reports are held by reference. When either was edited it is to be made anew.
 */
#ifndef ZIPING_REVIEW_SIDES_H
#define ZIPING_REVIEW_SIDES_H

#include "report/edit.h"

enum sides_kind { SIDES_SECTION, SIDES_ROW, SIDES_VALUE };

struct sides_line {
	const struct section *section;
	const struct field *field; /* ROW: the table */
	row_id here, there;        /* ROW, or a cell of one: 0 on the side where it is not */
	uint8_t kind;              /* enum sides_kind */
	bool differs;              /* a heading, a row: something in it does */
	bool moved;                /* ROW: stands elsewhere among its neighbours */
	bool counts;               /* is a difference by itself */
};

struct sides;

/* finishes the recalculation of both; ERR_REFUSED when they are not read with one form */
bool sides_make(struct report *here, struct report *there, struct sides **ret, struct error *reterr) MUST_CHECK;
void sides_free(struct sides *s);

/* all lines, or those that differ (with the headings and rows that they belong to) */
size_t sides_count(const struct sides *s, bool all);
const struct sides_line *sides_line(const struct sides *s, bool all, size_t n);
size_t sides_differences(const struct sides *s);

/* the first line of a section or later, of a place or nearest before it in its section */
size_t sides_find(const struct sides *s, bool all, struct spot here);
/* the next line that is a difference by itself; `from` when there is none */
size_t sides_next(const struct sides *s, bool all, size_t from, bool forward);

struct spot sides_spot(const struct sides_line *l, bool there); /* field NULL: it is not on that side */
bool sides_has(const struct sides_line *l, bool there);         /* a row that is on that side, a value wherever it may stand */
void sides_label(const struct sides *s, const struct sides_line *l, bool whole, struct strbuf *out); /* whole: with its row */
void sides_shown(const struct sides *s, const struct sides_line *l, bool there, struct strbuf *out);

/*
 * here − there, with sign and separators, and what that is of the other, in percent with one place (nothing where the other is 0, or
 * where the unit is % already). False: not two numbers.
 */
bool sides_difference(const struct sides *s, const struct sides_line *l, struct strbuf *difference, struct strbuf *percent);

/*
 * A long text: the paragraphs that differ, those of the other and those of this, each behind its title. False: there is
 * nothing of the kind to tell.
 */
bool sides_paragraphs(const struct sides *s, const struct sides_line *l, const char *here, const char *there, struct strbuf *out);

/*
 * What stands there is put in here, as one step for undo, in the role that the report is edited in: a value, a row that is
 * there only, the place of a row that moved; a row that is here only is deleted. ERR_REFUSED for what is calculated.
 */
bool sides_take(const struct sides *s, const struct sides_line *l, struct error *reterr) MUST_CHECK;

#endif
