/*
 * Entry, its files among themselves. `typed` is what a person typed, without blanks at its ends and not empty; the text to
 * store is added to `out`. All fail with ERR_VALUE and a reason.
 */
#ifndef ZIPING_REPORT_ENTRY_PRIVATE_H
#define ZIPING_REPORT_ENTRY_PRIVATE_H

#include "base/error.h"
#include "base/strbuf.h"
#include "report/entry.h"

struct typed {
	const char *text;
	size_t len;
};

/* numbers: integer and decimal */
bool entry_number(const struct field *f, struct typed typed, struct strbuf *out, struct error *reterr);

/* a run of digits, points and separators, as a plain decimal; *at is moved behind it */
#define ENTRY_DIGITS 96
enum entry_figure {
	ENTRY_FIGURE_GOOD,
	ENTRY_FIGURE_NONE,      /* not a figure */
	ENTRY_FIGURE_TWO_WAYS,  /* `plain` and `other` are what it could mean */
};
enum entry_figure entry_figure(const char **at, const char *end, char plain[ENTRY_DIGITS], char other[ENTRY_DIGITS]);

/* =12.5+3*4, folded; gives the plain decimal */
bool entry_sum(const char *folded, size_t len, const char *quoted, struct strbuf *out, struct error *reterr);

/* dates and years */
bool entry_date(struct typed typed, struct strbuf *out, struct error *reterr);
bool entry_year(struct typed typed, struct strbuf *out, struct error *reterr);
bool entry_read_date(const char *text, size_t len, int32_t *ret_days);

/* words from a list */
bool entry_boolean(struct typed typed, struct strbuf *out, struct error *reterr);
bool entry_choice(const struct form *form, const struct field *f, struct typed typed, struct strbuf *out, struct error *reterr);
bool entry_choices(const struct form *form, const struct field *f, struct typed typed, struct strbuf *out, struct error *reterr);
bool entry_read_choice(const struct field *f, const char *text, size_t len, size_t *ret_index);

/* data: whether it is; made compact into `out`, which may be NULL */
bool entry_data(const char *text, size_t len, struct strbuf *out);

void entry_read_measure(const char *text, size_t len, struct reading *ret);

/* full-width to ASCII; 。 to a point; minus signs, yen signs and blanks of all kinds to one of each */
void entry_fold(struct strbuf *out, const char *text, size_t len);

/* what was typed, short and harmless, for a message */
#define ENTRY_QUOTED 256
void entry_quote(struct typed typed, char out[ENTRY_QUOTED]);

#endif
