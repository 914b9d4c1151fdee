/*
 * App: the state of the screen, and what a key does to it.
 *
 * The screen is a function of this state: app_draw() only reads it. app_handle() is a plain function from a key to what must
 * follow; a whole session is replayed in a test without a terminal. Nothing in here knows terminals, files' formats or any
 * field's name; every change of the report goes through report/edit.h.
 *
 * The state is settled after every key: the focus is on something that exists and is shown, the layout is that of the
 * section in focus, and the focus is inside of the part that is seen.
 */
#ifndef ZIPING_TUI_APP_H
#define ZIPING_TUI_APP_H

#include "desk/session.h"
#include "tui/action.h"
#include "tui/app_comfort.h"
#include "tui/app_compare.h"
#include "tui/app_review.h"
#include "tui/canvas.h"
#include "tui/lineedit.h"
#include "tui/views/layout.h"

struct looks;

enum reaction {
	REACT_NONE = 0,
	REACT_REDRAW = 1 << 0,
	REACT_QUIT = 1 << 1,    /* nothing is left to ask */
	REACT_DISCARD = 1 << 2, /* with QUIT: what was not saved is not wanted, nor its journal */
	REACT_COPY = 1 << 3,    /* app->copied is for the terminal's clipboard too */
	REACT_SUSPEND = 1 << 5, /* to the shell */
	REACT_SETTINGS = 1 << 6, /* options.settings changed: mouse, theme */
	REACT_PLAIN = 1 << 7,    /* app->plain is shown by itself until a key */
	REACT_EDITOR = 1 << 4,  /* the long text in focus goes to the user's own editor, then app_editor_take() */
};

enum panel {
	PANEL_NONE,
	PANEL_OUTLINE, /* its keys; where there is no room beside the fields it is shown instead of them */
	PANEL_PROBLEMS,
	PANEL_WHY,
	PANEL_HELP,
	PANEL_FIND,
	PANEL_GOTO,
	PANEL_MENU,
	PANEL_PROMPT,   /* one line, in the problem line */
	PANEL_REPLACE,  /* what a replacement would change */
	PANEL_HIDDEN,   /* values of fields that do not apply */
	PANEL_UNPLACED, /* values that found no place when the report was made */
	PANEL_EXPORT,   /* the formats to export to */
	PANEL_PATH,     /* a file name is typed */
	PANEL_ASIDES,   /* edits that were set aside */
	PANEL_PREVIEW,  /* the finished document: app_looks.h */
	PANEL_CHART,
	PANEL_COMPARE,   /* another report beside this one */
	PANEL_OTHER,     /* which one */
	PANEL_CONFLICTS, /* that a merge left */
	PANEL_COMMENTS, /* all of them */
	PANEL_COMMENT,  /* those of one place, with their replies */
	PANEL_HISTORY,  /* the sign-offs, and what changed since */
	PANEL_ASK,
};

/* one line of a panel's list */
struct list_item {
	const char *tag;   /* at the left: a severity, a key; may be NULL */
	const char *label; /* what it is about */
	const char *text;  /* what is said about it; may be NULL */
	enum style style;  /* of the tag */
	bool heading;      /* cannot be chosen */
	struct spot spot;
	unsigned number;   /* an action, a section: the panel's business */
};

struct list {
	struct list_item *items;
	size_t count, capacity;
	size_t at;          /* the one chosen */
	size_t top;         /* the first one shown */
	bool more;          /* there were too many to list */
	struct arena texts; /* what the items say */
};

enum question {
	QUESTION_QUIT,
	QUESTION_OVERWRITE,
	QUESTION_RECOVER,   /* what the journal held, at the start */
	QUESTION_UNIT,      /* of a pasted block */
	QUESTION_FILE,      /* of an export */
	QUESTION_HIDDEN,    /* a value of a field that does not apply */
	QUESTION_UNPLACED,  /* a value that found no place */
	QUESTION_SIGNOFF,   /* whether it is meant */
	QUESTION_TAKE_OVER, /* open elsewhere, but silent */
	QUESTION_ELSEWHERE, /* open elsewhere: only read, or a copy */
};

#define ANSWERS_MAX 4
struct answer {
	const char *text;             /* msgid */
	const char *key;              /* its own key, or "" */
	unsigned (*act)(struct app *app);
};

/* the totals row of a table, kept while the report does not change */
struct totals {
	const struct field *table;
	uint64_t revision;
	bool waiting;   /* some value was not calculated yet */
	bool filled;    /* once */
	size_t done;    /* edits in the history by then */
	int128 *parts;  /* what each row gives each column, by row_id: of those that are kept by difference */
	size_t parts_capacity;
	struct total {
		bool known, kept;
		bool waits;    /* for a pause between keys */
		uint32_t rows; /* that give something */
		int128 sum;
	} columns[GRID_COLUMNS_MAX];
};

struct settings;

/* what is wrong in the rows that were drawn last, kept while the report does not change; a row's place is its number's rest */
#define SIGNS_ROWS 64
struct signs {
	uint64_t revision, refreshed;
	const struct field *table;
	struct {
		row_id row; /* 0: none yet */
		uint8_t worst[GRID_COLUMNS_MAX]; /* enum severity */
	} rows[SIGNS_ROWS];
};

struct app_options {
	bool review;                          /* only what reviewers fill in can change */
	const char *as;                       /* who acts; NULL: as the settings say, or who is logged in */
	const char *last;                     /* a report that stands beside this one (F9) from the start; NULL: none */
	const char *told;                     /* said at first, of how the report was made; NULL: nothing */
	struct settings *settings;            /* what the user prefers; NULL: the defaults, and nothing is remembered */
};

struct app {
	struct session *session; /* not the app's; its report too */
	struct report *report;
	const struct form *form;
	struct app_options options;

	int rows, columns;       /* of the screen */
	bool ascii;

	struct spot focus;       /* field NULL: the section has nothing to focus */
	uint32_t focus_row;      /* index of its row, to stay near when the row goes */
	struct spot mark;        /* the other corner of a selection of cells; field NULL: none */
	struct layout layout;    /* of the section in focus */
	uint64_t laid_out;       /* what it was made from (app_layout_key); 0: to be made anew */
	uint64_t settled;        /* app_key() when the state was last settled; 0: it has to be */
	uint64_t refreshed;      /* how often what was waited for may have come */
	uint32_t top;            /* the first line of the layout that is seen */
	const struct field *seen; /* whose block was scrolled to last: coming to another one shows as much of it as there is room for */
	size_t left;             /* the first column shown after the frozen one, in the grid in focus */

	struct lineedit *edit;   /* the open editor; for a long text in focus it holds the text when closed, too */
	bool editing;
	bool burst;              /* a long text was typed into since it was last stored */
	struct spot edit_spot;   /* whose text the editor holds; field NULL: none */
	uint64_t edit_revision;  /* of the report when the editor was filled */
	uint32_t edit_lines;     /* of the box that a long text in the editor needs; 0: none is */

	enum panel panel;
	struct list list;
	bool referring;          /* what is chosen in go to is put into the long text in focus */
	struct lineedit *query;  /* what is typed in find, go to and the menu */
	struct strbuf found;     /* what was looked for last */
	struct spot back;        /* why: the spot that is explained */

	enum question question;
	struct answer answers[ANSWERS_MAX];
	size_t answer_count, answer_at;
	const char *question_text; /* translated; lives in `texts` of the list */

	bool troubled;           /* the journal cannot be written: said once, and shown in the title */
	struct strbuf message;   /* said once, in the problem line */
	enum style message_style;
	struct strbuf pasted;    /* a block that waits for an answer about its unit */
	struct strbuf plain;     /* for the terminal's own selection */
	struct strbuf copied;    /* tab-separated stored values, or text */

	struct looks *looks;     /* what PANEL_PREVIEW and PANEL_CHART show; NULL when neither is open */
	struct totals *totals;   /* of the tables in the layout */
	size_t totals_count, totals_capacity;
	bool totals_wait;        /* something of what is seen of them does */
	struct measure *measures; /* of the grids of the section in focus */
	size_t measure_count, measure_capacity;
	const struct section *measured_section;
	int measured_columns;
	uint64_t measured;       /* how often they have grown */
	struct signs *signs;     /* filled by views/grid.c; NULL: there is no memory for them */

	const struct export_format *exporting; /* PANEL_PATH: the format, or NULL: save as */
	bool next_year;          /* PANEL_PATH: a new report from this one, not this one under another name */
	bool draft;              /* what is exported is not finished */
	bool opinions;           /* not the report is exported, but what its reviewers found */
	bool to_start;           /* with QUIT: not the program is left, but the report for the start screen … */
	bool to_document;        /* … where a new report is read from a document */

	struct choosing choosing;
	struct prompt prompt;
	struct replacing replacing;
	struct filter filter;
	struct comparing comparing;
	struct reviewing reviewing;
	bool dragging;           /* the mouse selects in the long text in focus */
	struct spot pressed;     /* the cell where the button went down; field NULL: elsewhere */

	row_id fresh_row;        /* a row just started, still as it was inserted … */
	uint64_t fresh_revision; /* … if this is still the report's revision */
};

/* the session outlives the app; what it has to ask (edits to recover, a silent lock) is asked first */
bool app_init(struct app *app, struct session *session, const struct app_options *options, int rows, int columns,
	      struct error *reterr) MUST_CHECK;
void app_release(struct app *app);
unsigned app_handle(struct app *app, const struct key *k); /* enum reaction */
bool app_work(struct app *app, unsigned budget);           /* some of what waits, as report_step(); true while more does */
void app_refresh(struct app *app);                         /* after app_work(), or with a new size */
void app_draw(const struct app *app, struct canvas *c);    /* canvas of any size */
unsigned app_mode(const struct app *app);                  /* enum mode, one bit */

/* says something in the problem line until the next key */
void app_say(struct app *app, enum style style, const char *format, ...) PRINTF_LIKE(3, 4);

/* what the user's editor gave back for the long text in focus */
void app_editor_take(struct app *app, const char *text, size_t len);

#endif
