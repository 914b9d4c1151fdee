/*
 * Entry: what a text means for a field.
 *
 * Two ways in. entry_read() takes a text as it is *stored* (plain decimals, true/false, 2021-12-31) and is strict: what
 * does not fit is kept by the caller as it stands. entry_understand() takes what a person *types or pastes* (full-width
 * digits, separators, ¥, 万元, 2021年12月31日, a small sum after =) and gives the text to store; what could mean two things (3，5)
 * is refused, never guessed. Neither knows a report: required, min, max, pattern and length are judged by check.
 *
 * A list of choices is one text with LF between the values.
 */
#ifndef ZIPING_REPORT_ENTRY_H
#define ZIPING_REPORT_ENTRY_H

#include "base/strbuf.h"
#include "form/form.h"

enum fit {
	FIT_BLANK,
	FIT_GOOD,
	FIT_NA,         /* 不适用 */
	FIT_TYPE,       /* does not fit the type */
	FIT_CHOICE,     /* not among the choices */
	FIT_OVERFLOW,   /* a number of more than 15 and 12 digits */
};

struct reading {
	enum fit fit;
	struct decimal number;  /* integer, decimal, year; date: day number; boolean: 0 or 1; choice: index; measure: its figure */
	bool has_number;        /* measures: whether there is a figure */
	char sign[4];           /* measures: ≥ ≤ > < = in UTF-8, or "" */
};

#define ENTRY_NA "不适用"

void entry_read(const struct field *f, const char *text, size_t len, struct reading *ret);

struct understanding {
	struct strbuf stored;   /* initialised and released by the caller */
	bool changed;           /* what is stored differs from what was typed in more than blanks: shown once */
};

/*
 * False with a reason (ERR_VALUE) that says what would be understood. An empty or blank text is understood as blank
 * (stored ""). Lengths and ranges are not judged. `column_unit_typed` values such as 2255.22元 are converted exactly to the
 * field's unit.
 */
bool entry_understand(const struct form *form, const struct field *f, const char *typed, size_t len,
		      struct understanding *ret, struct error *reterr) MUST_CHECK;

#endif
