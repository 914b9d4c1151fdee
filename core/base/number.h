/*
 * Exact numbers. No binary floating point, no locale.
 *
 * Three forms of a number:
 *   decimal    digits as typed: units and the number of places after the point (74.0 is {740, 1});
 *   figure     what formulas see: a value of at most 15 digits before and 12 after the point, scaled by 10^12, with the
 *              closed interval that it stands for, its ends scaled by 10^13 (half a unit of the 12th place is exact there);
 *   rational   inside one formula: GMP's mpq_t.
 * Rounding is half away from zero everywhere (四舍五入).
 */
#ifndef ZIPING_BASE_NUMBER_H
#define ZIPING_BASE_NUMBER_H

#include "base/compiler.h"
#include "base/strbuf.h"

#include <gmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef __int128 int128;

#define NUMBER_WHOLE 15    /* digits before the point */
#define NUMBER_PLACES 12   /* digits after it, in values */
#define INTERVAL_PLACES 13 /* digits after it, in the ends of intervals */
#define RATIONAL_BITS 32768 /* a few hundred quotients of the longest figures added up */

struct decimal {
	int128 units;
	uint8_t places; /* 0 … 12 */
};

struct figure {
	int128 value;    /* × 10^12 */
	int128 lo, hi;   /* × 10^13; equal when the figure stands for itself alone */
};

enum number_parse {
	NUMBER_OK,
	NUMBER_NOT,      /* not a plain decimal */
	NUMBER_TOO_LONG, /* a plain decimal with more than 15 + 12 digits */
};

/* plain decimals only: -?(0|[1-9][0-9]*)(\.[0-9]+)?   "-0" and "0.00" are fine, "+1", "1.", ".5", "007", "1e3" are not */
enum number_parse decimal_parse(const char *text, size_t len, struct decimal *ret);

int128 number_power(unsigned exponent);                   /* 10^exponent, exponent <= 38 */
int128 decimal_value(struct decimal d);                   /* × 10^12 */
struct figure figure_point(int128 value);                 /* a value that stands for itself alone */
struct figure figure_rounded(int128 value, int places);   /* … for half a unit of that place either side */

/* value × 10^12 rounded to `places` (0 … 12), still × 10^12 */
int128 number_round(int128 value, int places);
/* the same when the exact number lies a little beside `value`: above it (tail 1) or below (-1); a tie is then none */
int128 number_round_exact(int128 value, int tail, int places);
bool number_fits(int128 value);                           /* at most 15 digits before the point */
int number_places(int128 value);                          /* places it takes: 0 … 12 */

/*
 * Memory for rationals: what the heap refuses comes from a reserve, as GMP would end the program otherwise. Who calculates with
 * rationals keeps the reserve first; what number_was_short() says afterwards is that the result is not to be relied on.
 * Numbers that still stand in the reserve then are to be cleared. The reserve holds any few steps with rationals that are not
 * too large: between steps whoever calculates looks at number_short(), and goes no further with one that is.
 */
void number_keep_reserve(void);
bool number_short(void);
bool number_was_short(void); /* asks, and forgets it */

/* rationals; a result is false when it does not fit */
void rational_from(mpq_t ret, int128 scaled, unsigned places);
void rational_ratio(mpq_t ret, int128 num, int128 den);            /* den above 0 */
bool rational_to(const mpq_t q, unsigned places, int128 *ret);   /* rounded, × 10^places; false beyond 10^(15+places) */
int rational_tail(const mpq_t q, unsigned places, int128 value); /* whether q lies above (1) or below (-1) value / 10^places */
void rational_round(mpq_t q, long places);                       /* in place; places may be negative */
bool rational_is_too_large(const mpq_t q); /* over or under the line there are more than RATIONAL_BITS */
void rational_floor(mpq_t q);
void rational_ceil(mpq_t q);

/*
 * value × 10^`scale` printed with `places` digits after the point (rounded), or, with places -1, as many as it takes.
 * separators: 1,234,567.80. "-0.00" is printed as "0.00".
 */
void number_print(struct strbuf *out, int128 value, unsigned scale, int places, bool separators);

#endif
