/* The inside of a carry-over, for the files of core/review that make one. */
#ifndef ZIPING_REVIEW_CARRY_PRIVATE_H
#define ZIPING_REVIEW_CARRY_PRIVATE_H

#include "review/carry.h"

struct carry {
	struct report *last, *into;
	const struct form *old, *form;
	struct carried_over result;
	struct spot *spots;            /* in `into`: what came over, in the form's order */
	size_t spot_count, spot_capacity;
	uint8_t *placed;               /* by old slot, then by column of the old tables: the new form has its place, or took its value */
};

/* ---- carry.c ---- */
bool carry_value(struct carry *m, struct spot from, struct spot to, bool final, struct error *reterr) MUST_CHECK;
bool carry_keep(struct carry *m, struct spot s, struct error *reterr) MUST_CHECK;
bool carry_unplace(struct carry *m, const struct strbuf *path, const struct strbuf *label, const struct strbuf *value, struct error *reterr) MUST_CHECK;
bool carry_unplace_spot(struct carry *m, struct spot s, const struct strbuf *text, struct error *reterr) MUST_CHECK;

/* ---- carry_table.c ---- */
bool carry_table(struct carry *m, const struct field *table, struct error *reterr) MUST_CHECK;

/* ---- carry_place.c: from a place in the new form to the one in last year's ---- */
bool carry_places(struct carry *m, struct error *reterr) MUST_CHECK;               /* which of last year's have a place now */
const struct field *carry_old(const struct carry *m, const char *path, size_t len); /* by its path, or an old name for it */
const struct field *carry_old_same(const struct carry *m, const struct field *f);  /* where a new field was last year */
bool carry_source(struct carry *m, const struct field *f, const char *how, struct spot *ret); /* false: last year's form has no such place */
void carry_took(struct carry *m, const struct field *from);
bool carry_rest(struct carry *m, struct error *reterr) MUST_CHECK;                 /* what has no place any more: unplaced */

#endif
