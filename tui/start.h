/*
 * Start: what is on the screen while no report is: recent reports, a new one, opening, samples, the list of a folder.
 *
 * Like the app it is a state, a plain function from a key to what must follow, and a drawing; nothing in it knows a terminal.
 */
#ifndef ZIPING_TUI_START_H
#define ZIPING_TUI_START_H

#include "desk/recent.h"
#include "publish/manuscript.h"
#include "tui/app.h"
#include "tui/folder.h"
#include "tui/paths.h"

enum start_page {
	START_HOME,
	START_FORMS,   /* which form a new report is to follow */
	START_NAME,    /* the file name of a new report, or of a sample's copy */
	START_OPEN,
	START_LAST,    /* last year's report, which a new one is begun from */
	START_DOCUMENT, /* the Word file or text that a new one is read from */
	START_PASTE,   /* or its text, pasted here */
	START_SAMPLES,
	START_FOLDER,  /* the reports of a folder */
	START_HELP,
};

enum start_result {
	START_GO_ON,
	START_LEAVE,
	START_REPORT, /* start->open is to be opened */
};

struct start {
	int rows, columns;
	bool ascii, english;
	enum start_page page;
	const char *folder;        /* whose list is shown first; NULL: none */
	const char *samples;       /* the folder of the samples; "" when there are none */

	struct folder_table reports; /* START_FOLDER */
	struct list list;
	const char **paths;        /* by an item's number; in the list's arena */
	size_t path_count, path_capacity;
	size_t looked;             /* items before this one were looked into */
	bool moved;                /* the arrows chose an item after the last character */

	struct lineedit entry;     /* a path being typed */
	struct strbuf form;        /* START_NAME: the form of the new report, or "" */
	struct strbuf sample;      /* or the file that is copied */
	struct strbuf last;        /* or last year's report; its form unless `form` names another */
	struct manuscript document; /* or what it is read from; without lines: none */
	struct lineedit pasted;    /* START_PASTE */
	struct strbuf open;
	struct strbuf told;        /* START_REPORT: what is to be said of the report that was just made; "" nothing */
	struct strbuf message;
	enum style message_style;
};

bool start_init(struct start *s, const char *folder, const char *samples, bool english, int rows, int columns) MUST_CHECK;
void start_release(struct start *s);
void start_again(struct start *s);                /* the first page anew: a report was left */
enum start_result start_handle(struct start *s, const struct key *k);
bool start_step(struct start *s);                 /* looks into one more report of the list; true while more wait */
void start_draw(struct start *s, struct canvas *c);
void start_say(struct start *s, enum style style, const char *format, ...) PRINTF_LIKE(3, 4);

/* ---- between start.c, start_pages.c and start_draw.c ---- */

enum start_command { START_DO_NEW, START_DO_LAST, START_DO_DOCUMENT, START_DO_PASTE, START_DO_OPEN, START_DO_FOLDER, START_DO_SAMPLES, START_DO_HELP, START_DO_QUIT, START_DO_COUNT };
#define START_IS_COMMAND 1000 /* an item's number from here on is a command */

void start_turn(struct start *s, enum start_page page);  /* fills the page */
void start_list_paths(struct start *s);                  /* START_OPEN, START_LAST, START_DOCUMENT: anew for what is typed */
bool start_page_types(enum start_page page);             /* has a line to type into */
bool start_page_picks(enum start_page page);             /* … the name of a file that is there */
enum path_sort start_sort(const struct start *s);        /* which files a page lists */
int start_list_row(const struct start *s);               /* where the list begins */
int start_list_rows(const struct start *s);
const char *start_item_path(const struct start *s, const struct list_item *item); /* NULL: it stands for no file */

#endif
