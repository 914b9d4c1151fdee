/*
 * A small form made by hand, without YAML, with a report's worth of values in arrays: what the tests of formulas stand
 * on.
 *
 * Section `main` 甲: decimals a b c d total sum, integer n, year y, texts t u, choice k, choices ks, booleans f g,
 * dates day day2, measure m; table `items` (key name): name kind x w n flag m; matrix `grid`: rows r1 r2 r3 all (total)
 * × columns p q note, without the cell r3.q. Section `other` 乙: a only, table `items` (no key): x. Constants: rate
 * 0.05, word 'x'.
 */
#ifndef ZIPING_TESTS_FORM_FIXTURE_H
#define ZIPING_TESTS_FORM_FIXTURE_H

#include "form/formula.h"

#define FIXTURE_SLOTS 64
#define FIXTURE_TABLES 2
#define FIXTURE_ROWS 16
#define FIXTURE_COLUMNS 8

struct fixture {
	struct form *form;
	struct formula_scope scope; /* in section main, at no row */
	struct formula_reader reader;
	struct machine *machine;
	struct value slot[FIXTURE_SLOTS];
	struct value cell[FIXTURE_TABLES][FIXTURE_ROWS][FIXTURE_COLUMNS];
	uint32_t rows[FIXTURE_TABLES];
	const char *status;
};

struct fixture *fixture_new(void); /* NULL: out of memory */
void fixture_free(struct fixture *fx);

/* fields by path: section.field, section.table.column, section.matrix.row.column; NULL when there is none */
struct field *fixture_field(const struct fixture *fx, const char *path);

/*
 * A value as it would be typed; "" is blank, "不适用" is not applicable, "!1.50" an exact decimal, "≥50" a measure with
 * its sign. Decimals stand for half a unit of their last place. row: from 1, in tables. False when it does not fit.
 */
bool fixture_set(struct fixture *fx, const struct field *f, row_id row, const char *text);
void fixture_clear(struct fixture *fx); /* no values, no rows */

/* compiles in the fixture's scope (or another), evaluates, prints: 1.5, 'text', true, 2021-12-31, blank, na, overflow
 */
bool fixture_compile(struct fixture *fx, const char *text, const struct formula **ret, struct error *reterr);
bool fixture_evaluate(struct fixture *fx, const struct formula *f, struct formula_rows rows, bool intervals,
                      struct value *ret);
void fixture_print(const struct value *v, struct strbuf *out);
void fixture_print_ends(const struct value *v, struct strbuf *out); /* lo hi, or * */

#endif
