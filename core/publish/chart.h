/*
 * Chart: the numbers of a table's or a matrix's column, by size, as bars; two columns side by side, or the same column of two
 * reports (this year and last), rows matched by the table's key. Exact arithmetic, no screen: the lengths come out in whole
 * columns of whatever the caller draws with.
 */
#ifndef ZIPING_PUBLISH_CHART_H
#define ZIPING_PUBLISH_CHART_H

#include "base/arena.h"
#include "report/report.h"

#define CHART_SERIES 2

struct chart_series {
	const struct field *grid;
	size_t columns[CHART_SERIES];  /* of the grid */
	size_t count;                  /* 1 or 2 */
	struct report *there;          /* the second is read there, a report of the same form; NULL: both are of one report */
};

/* what can be charted of a grid: each column of numbers, then pairs with the same unit; how many, at most `capacity` written */
size_t chart_series(const struct field *grid, struct chart_series *ret, size_t capacity);

bool chart_says(struct report *r, const struct chart_series *series); /* each of its columns has a number in some row */
bool chart_matches(const struct field *grid); /* whether rows of two reports can be matched: a matrix, a table with a key */

struct chart_value {
	bool blank;
	int128 value;                  /* × 10^12 */
	const char *shown;             /* as the field shows it; "" when blank */
	int share;                     /* in tenths of a percent of the whole; -1: there is none */
};

struct chart_bar {
	const char *label;             /* of the row; NULL: the rest */
	uint32_t rows;                 /* 1; the rest: how many */
	struct chart_value values[CHART_SERIES];
};

struct chart {
	struct arena arena;
	struct chart_series series;
	struct chart_bar *bars;
	size_t count;
	int128 most, least;            /* of all bars, 0 among them */
	bool shares;                   /* parts of a whole: one column that may be added up, nothing below 0 */
};

/*
 * The largest first, blanks last, at most `most_bars` bars; the others are one bar more at the end when they can be added up
 * (`sums`), or only counted. Rows that are totals of others are left out.
 */
bool chart_make(struct report *r, const struct chart_series *series, bool sums, size_t most_bars, struct chart *ret,
		struct error *reterr) MUST_CHECK;
void chart_release(struct chart *c);

/* the bar of a value, in columns from the left of `columns`: where it starts and how long it is (at least 1 unless it is 0) */
void chart_extent(const struct chart *c, int128 value, int columns, int *ret_start, int *ret_length);

#endif
