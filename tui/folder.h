/*
 * The reports of a folder as a table: a line a report, with its status, problems and headline figures; sorted by any column,
 * narrowed down by typing, totals at the bottom. A page of the start screen (start.h); knows no terminal.
 */
#ifndef ZIPING_TUI_FOLDER_H
#define ZIPING_TUI_FOLDER_H

#include "base/number.h"
#include "tui/canvas.h"
#include "tui/key.h"
#include "tui/lineedit.h"
#include "report/check.h"

#define FOLDER_FIGURES 6

/* the columns; the headline figures follow */
enum folder_column { FOLDER_STATUS, FOLDER_UNIT, FOLDER_YEAR, FOLDER_BLANK, FOLDER_ERRORS, FOLDER_WARNINGS, FOLDER_FIGURE, FOLDER_FILE = FOLDER_FIGURE + FOLDER_FIGURES, FOLDER_COLUMNS };

struct folder_line {
	const char *path, *name;  /* name: below the folder */
	bool looked;
	const char *why;          /* looked into, and no report: why not */
	const char *unit, *year;
	unsigned status;          /* by the order of its life; 0: none */
	struct counts counts;
	struct {
		bool there, number;
		int128 value;     /* × 10^12 */
		const char *shown;
	} figures[FOLDER_FIGURES];
};

struct folder_table {
	struct folder_line *lines;
	size_t count, capacity;
	size_t looked;            /* lines before this one were looked into */
	size_t others;            /* files there that are no reports */
	bool cut;                 /* there were too many files to look at them all */
	const char *figure_labels[FOLDER_FIGURES]; /* of the first report's headline; the same label elsewhere is the same column */
	bool summed[FOLDER_FIGURES];               /* amounts; shares are not added up */
	size_t figure_count;
	struct form_shelf *shelf;
	bool english;

	size_t *order;            /* the lines shown, in their order */
	size_t order_count, order_capacity;
	size_t column;            /* the one in focus */
	size_t sorted;            /* FOLDER_COLUMNS: in the order of the files */
	bool descending;
	struct lineedit filter;
	size_t at, top;
	struct arena texts;
};

void folder_init(struct folder_table *t, bool english);
void folder_release(struct folder_table *t);
bool folder_fill(struct folder_table *t, const char *folder, struct error *reterr) MUST_CHECK; /* lists the files */
bool folder_step(struct folder_table *t);                  /* looks into one more; true while more wait */
bool folder_key(struct folder_table *t, const struct key *k, int rows); /* false: not one of its keys */
bool folder_press(struct folder_table *t, int line);       /* a click on a line of the list; false: none is there */
const char *folder_chosen(const struct folder_table *t);   /* the path of the line in focus; NULL: none */
void folder_choose(struct folder_table *t, const char *path); /* if it is there */
bool folder_filtered(const struct folder_table *t);
void folder_unfilter(struct folder_table *t);

/* into rows of the canvas; lines begin two rows below its top and end two above its bottom */
#define FOLDER_HEAD 2
#define FOLDER_FOOT 2
void folder_draw(struct folder_table *t, struct canvas *c, struct rect r, bool ascii);
const char *folder_column_name(const struct folder_table *t, size_t column);
bool folder_has_column(const struct folder_table *t, size_t column);

#endif
