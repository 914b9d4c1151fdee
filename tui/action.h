/*
 * Actions: everything that a key can do, as one table.
 *
 * A row is an action: its function, its keys, the twin of a function key, the modes that it applies in, its rank in the
 * keys line, its group, its name and one sentence of help. The enum, the dispatch, the keys line, the help screen, the
 * menu and the manual page are expansions of this table; nothing else says what a key does. Keys are as key_parse() reads
 * them, several apart by blanks.
 *
 * Characters are no actions: they are typed into what is in focus. No bare letter is ever a command (input methods).
 */
#ifndef ZIPING_TUI_ACTION_H
#define ZIPING_TUI_ACTION_H

#include "base/i18n.h"
#include "tui/key.h"

#include <stdbool.h>
#include <stddef.h>

struct app;

/* what has the keys, as bits: the modes that an action applies in */
enum mode {
	MODE_FIELD = 1 << 0, /* a field on a line of its own is in focus */
	MODE_TEXT = 1 << 1,  /* a long text is in focus */
	MODE_GRID = 1 << 2,  /* a cell of a grid is in focus */
	MODE_EDIT = 1 << 3,  /* one line is being typed */
	MODE_LONG = 1 << 4,  /* a long text is being typed */
	MODE_LIST = 1 << 5,  /* outline, problems, why, help: a list to go through */
	MODE_PICK = 1 << 6,  /* find, go to, menu: typing narrows it down */
	MODE_ASK = 1 << 7,   /* a question waits for its answer */
};

#define MODE_BITS 8
#define MODE_REST (MODE_FIELD | MODE_TEXT | MODE_GRID) /* nothing is being typed */
#define MODE_TYPE (MODE_EDIT | MODE_LONG)
#define MODE_FORM (MODE_REST | MODE_TYPE)
#define MODE_LISTS (MODE_LIST | MODE_PICK)

enum action_group {
	GROUP_FILE,
	GROUP_MOVING,
	GROUP_EDITING,
	GROUP_ROWS,
	GROUP_LOOKING,
	GROUP_REVIEW,
	GROUP_LISTS, /* keys inside of lists and questions: no commands of the menu's */
	GROUP_COUNT,
};

/* X(ID, function, keys, twin, modes, rank in the keys line (0: not there), group, name, help) */
#define ACTIONS(X) \
	X(SAVE, save, "^S", "", MODE_FORM | MODE_LISTS, 30, FILE, N_("save"), \
	  N_("save the report, with what is being typed")) \
	X(SAVE_AS, save_as, "", "", MODE_FORM, 0, FILE, N_("save as"), \
	  N_("save the report under another name, and go on there; never overwrites a file")) \
	X(EXPORT, export, "", "", MODE_FORM, 0, FILE, N_("export"), \
	  N_("write the finished report, every calculated value included, as another file")) \
	X(NEXT_YEAR, next_year, "", "", MODE_FORM, 0, FILE, N_("next year's report"), \
	  N_("make a new report for the next year from this one: unit, projects, indicators and targets come over, to be confirmed")) \
	X(IMPORT, import, "", "", MODE_FORM, 0, FILE, N_("new report from a document"), \
	  N_("leave this report, and read a new one from a Word file or a text")) \
	X(OPEN, open, "", "", MODE_FORM, 0, FILE, N_("open another report"), \
	  N_("leave this report for the start screen: recent reports, new, open, samples")) \
	X(MERGE, merge, "", "", MODE_FORM, 0, FILE, N_("merge"), \
	  N_("bring what somebody else changed in a copy into this report, field by field; what both changed is left to decide")) \
	X(ASIDES, asides, "", "", MODE_FORM, 0, FILE, N_("edits set aside"), \
	  N_("bring back unsaved edits of an earlier sitting that were refused or did not fit the file")) \
	X(SUSPEND, suspend, "^T", "", MODE_FORM | MODE_LISTS, 0, FILE, N_("to the shell"), \
	  N_("suspend the program; the shell's command fg comes back")) \
	X(QUIT, quit, "^Q", "", MODE_FORM | MODE_LISTS, 0, FILE, N_("quit"), \
	  N_("leave the program; asks when there is something to save")) \
	X(NEXT, next, "Tab", "", MODE_FORM, 10, MOVING, N_("next"), \
	  N_("keep what was typed and go to the next field or cell to fill in")) \
	X(PREVIOUS, previous, "Shift-Tab", "", MODE_FORM, 0, MOVING, N_("previous"), \
	  N_("keep what was typed and go to the field or cell before")) \
	X(ENTER, enter, "Enter", "", MODE_REST | MODE_EDIT, 0, MOVING, N_("keep and go on"), \
	  N_("keep what was typed and go on: right past calculated cells, then to the next row; a long text is opened")) \
	X(UP, up, "Up", "", MODE_REST | MODE_EDIT, 0, MOVING, N_("up"), N_("keep what was typed and go up")) \
	X(DOWN, down, "Down", "", MODE_REST | MODE_EDIT, 0, MOVING, N_("down"), N_("keep what was typed and go down")) \
	X(LEFT, left, "Left", "", MODE_GRID, 0, MOVING, N_("left"), N_("go to the cell at the left")) \
	X(RIGHT, right, "Right", "", MODE_GRID, 0, MOVING, N_("right"), N_("go to the cell at the right")) \
	X(SECTION_NEXT, section_next, "PgDn", "", MODE_FORM, 20, MOVING, N_("next section"), \
	  N_("go to the first field of the next section")) \
	X(SECTION_PREVIOUS, section_previous, "PgUp", "", MODE_FORM, 0, MOVING, N_("previous section"), \
	  N_("go to the first field of the section before")) \
	X(FIRST, first, "Ctrl-Home", "", MODE_REST, 0, MOVING, N_("first"), \
	  N_("go to the first row of the table, or the first field of the section")) \
	X(LAST, last, "Ctrl-End", "", MODE_REST, 0, MOVING, N_("last"), \
	  N_("go to the last row of the table, or the last field of the section")) \
	X(OUTLINE, outline, "F2", "Alt-2", MODE_FORM | MODE_LISTS, 0, MOVING, N_("outline"), \
	  N_("choose a section in the outline")) \
	X(FIND, find, "^F", "", MODE_FORM | MODE_LISTS, 50, MOVING, N_("find"), \
	  N_("find a text or a number in all fields")) \
	X(FIND_NEXT, find_next, "F3", "Alt-3", MODE_FORM, 0, MOVING, N_("next match"), \
	  N_("go to the next place where the text is found")) \
	X(GOTO, goto, "^G", "", MODE_FORM | MODE_LISTS, 60, MOVING, N_("go to"), \
	  N_("go to a field by a few letters of its label")) \
	X(EDIT_LEFT, edit_left, "Left", "", MODE_FIELD | MODE_TEXT, 0, EDITING, N_("edit, caret left"), \
	  N_("edit what is there, the caret before its last character")) \
	X(EDIT_HOME, edit_home, "Home", "", MODE_REST, 0, EDITING, N_("edit at the start"), \
	  N_("edit what is there, from its start")) \
	X(EDIT_END, edit_end, "End", "", MODE_REST, 0, EDITING, N_("edit at the end"), \
	  N_("edit what is there, from its end")) \
	X(EDIT_BACK, edit_back, "Backspace", "", MODE_REST, 0, EDITING, N_("edit, last character gone"), \
	  N_("edit what is there, its last character taken away")) \
	X(ERASE, erase, "Delete", "", MODE_FIELD | MODE_GRID, 0, EDITING, N_("make blank"), \
	  N_("make the field, or the selected cells, blank")) \
	X(TAKE_BACK, take_back, "Esc", "", MODE_FORM, 15, EDITING, N_("take back"), \
	  N_("take back what is being typed; a long text is left with what was typed")) \
	X(UNDO, undo, "^Z", "", MODE_FORM | MODE_LIST, 40, EDITING, N_("undo"), N_("undo the last change, without limit")) \
	X(REDO, redo, "^Y", "", MODE_FORM | MODE_LIST, 0, EDITING, N_("redo"), N_("do again what was undone")) \
	X(CONFIRM, confirm, "Alt-y", "", MODE_REST, 0, EDITING, N_("confirm last year's values"), \
	  N_("say that all values of this section that were brought over from last year have been looked over; Enter confirms a single one")) \
	X(REPLACE, replace, "^R", "", MODE_FORM | MODE_LISTS, 0, EDITING, N_("replace"), \
	  N_("replace a text in the whole report; what would change is listed first, and any place can be left out")) \
	X(REFERENCE, reference, "", "", MODE_TEXT | MODE_LONG, 0, EDITING, N_("insert a reference"), \
	  N_("put the value of another field into the long text: chosen by its label, it follows that field from then on")) \
	X(EDITOR, editor, "^E", "", MODE_TEXT | MODE_LONG | MODE_GRID, 0, EDITING, N_("your own editor"), \
	  N_("take the long text into the editor of $VISUAL or $EDITOR, and back")) \
	X(SENTENCE_BEFORE, sentence_before, "Alt-Up", "", MODE_LONG, 0, EDITING, N_("a sentence back"), \
	  N_("in a long text, go to the start of the sentence, or of the one before")) \
	X(SENTENCE_AFTER, sentence_after, "Alt-Down", "", MODE_LONG, 0, EDITING, N_("a sentence on"), \
	  N_("in a long text, go behind the end of the sentence")) \
	X(COPY, copy, "^C", "", MODE_FORM, 0, EDITING, N_("copy"), \
	  N_("copy the value, the selected cells or the selected text")) \
	X(CUT, cut, "^X", "", MODE_FORM, 0, EDITING, N_("cut"), \
	  N_("copy and make blank")) \
	X(PASTE, paste, "^V", "", MODE_FORM, 0, EDITING, N_("paste"), \
	  N_("paste what was copied here; what was copied elsewhere is pasted by the terminal's own key")) \
	X(ROW_ADD, row_add, "^N", "", MODE_FORM, 25, ROWS, N_("add a row"), \
	  N_("add a row below the one in focus")) \
	X(ROW_DELETE, row_delete, "^K", "", MODE_FORM, 0, ROWS, N_("delete the row"), \
	  N_("delete the row in focus, or the selected ones")) \
	X(ROW_DOUBLE, row_double, "^O", "", MODE_FORM, 0, ROWS, N_("duplicate the row"), \
	  N_("put a copy of the row in focus below it")) \
	X(ROW_UP, row_up, "Alt-Up", "", MODE_GRID | MODE_EDIT, 0, ROWS, N_("move the row up"), \
	  N_("move the row in focus up")) \
	X(ROW_DOWN, row_down, "Alt-Down", "", MODE_GRID | MODE_EDIT, 0, ROWS, N_("move the row down"), \
	  N_("move the row in focus down")) \
	X(FILL, fill, "^D", "", MODE_GRID | MODE_EDIT, 0, ROWS, N_("fill down"), \
	  N_("copy the cell above into this one, or the first selected cell into the others")) \
	X(SELECT_UP, select_up, "Shift-Up", "", MODE_GRID, 0, ROWS, N_("select upwards"), N_("select cells, upwards")) \
	X(SELECT_DOWN, select_down, "Shift-Down", "", MODE_GRID, 0, ROWS, N_("select downwards"), \
	  N_("select cells, downwards")) \
	X(SELECT_LEFT, select_left, "Shift-Left", "", MODE_GRID, 0, ROWS, N_("select to the left"), \
	  N_("select cells, to the left")) \
	X(SELECT_RIGHT, select_right, "Shift-Right", "", MODE_GRID, 0, ROWS, N_("select to the right"), \
	  N_("select cells, to the right")) \
	X(SORT, sort, "", "", MODE_GRID, 0, ROWS, N_("sort by this column"), \
	  N_("sort the rows of the table by the column in focus")) \
	X(ROUND, round, "", "", MODE_GRID, 0, ROWS, N_("round this column"), \
	  N_("round the numbers of the column in focus to its decimals")) \
	X(FILTER, filter, "", "", MODE_GRID, 0, ROWS, N_("only rows with problems"), \
	  N_("show only those rows of the table that have problems; once more shows all of them")) \
	X(WHY, why, "F4", "Alt-4", MODE_FORM | MODE_LISTS, 70, LOOKING, N_("why this number"), \
	  N_("show the formula with its inputs; on a stated total, take the calculated value")) \
	X(PREVIEW, preview, "F5", "Alt-5", MODE_FORM | MODE_LISTS, 0, LOOKING, N_("preview"), \
	  N_("read the finished document; Enter goes to the section that is seen")) \
	X(CHART, chart, "F6", "Alt-6", MODE_FORM | MODE_LISTS, 0, LOOKING, N_("chart"), \
	  N_("draw the numbers of a table as bars; left and right take another column, up and down another table")) \
	X(PROBLEMS, problems, "F8", "Alt-8", MODE_FORM | MODE_LISTS, 80, LOOKING, N_("problems"), \
	  N_("list the problems of the report; Enter goes to one")) \
	X(COMPARE, compare, "F9", "Alt-9", MODE_FORM | MODE_LISTS, 0, LOOKING, N_("compare"), \
	  N_("show another report beside this one: last year's, or an earlier version; Enter goes to the field")) \
	X(COMPARE_WITH, compare_with, "Alt-f", "", MODE_FORM | MODE_LIST, 0, LOOKING, N_("compare with another file"), \
	  N_("choose the report that is shown beside this one")) \
	X(CONFLICTS, conflicts, "Alt-d", "", MODE_FORM | MODE_LIST, 0, LOOKING, N_("decide conflicts"), \
	  N_("show both sides of what a merge left to decide, here or in the list of problems, and choose one")) \
	X(REASON, reason, "Alt-r", "", MODE_FORM | MODE_LIST, 0, LOOKING, N_("give a reason"), \
	  N_("give the reason for a problem whose check takes one, here or in the list of problems")) \
	X(HIDDEN, hidden, "", "", MODE_FORM, 0, LOOKING, N_("hidden values"), \
	  N_("list values that are kept under fields that do not apply; Enter says why, and can make them blank")) \
	X(UNPLACED, unplaced, "", "", MODE_FORM, 0, LOOKING, N_("values without a place"), \
	  N_("list what found no place when the report was made, from last year's or from a document; Enter shows one, and crosses it off")) \
	X(HELP, help, "F1", "Alt-1", MODE_FORM | MODE_LISTS, 90, LOOKING, N_("help"), \
	  N_("show the keys, and the help of the field in focus")) \
	X(MENU, menu, "F10 ^P", "Alt-0", MODE_FORM | MODE_LISTS, 91, LOOKING, N_("menu"), \
	  N_("list every command; typing narrows the list down")) \
	X(PLAIN, plain, "Alt-p", "", MODE_FORM, 0, LOOKING, N_("plain text"), \
	  N_("show the table, the long text or the section as plain text, for the terminal's own selection")) \
	X(MOUSE, mouse, "Alt-m", "", MODE_FORM | MODE_LISTS, 0, LOOKING, N_("mouse on or off"), \
	  N_("let the program have the mouse, or leave it to the terminal; remembered")) \
	X(THEME, theme, "", "", MODE_FORM, 0, LOOKING, N_("light or dark"), \
	  N_("colours for a light background, or for a dark one; remembered")) \
	X(COMMENT, comment, "F7", "Alt-7", MODE_FORM | MODE_LIST, 27, REVIEW, N_("comment"), \
	  N_("comment on the field or cell in focus, or on the section chosen in the outline; where comments stand, read and answer them")) \
	X(COMMENT_ROW, comment_row, "", "", MODE_GRID, 0, REVIEW, N_("comment on the row"), \
	  N_("comment on the row in focus as a whole")) \
	X(COMMENT_SECTION, comment_section, "", "", MODE_FORM, 0, REVIEW, N_("comment on the section"), \
	  N_("comment on the section in focus as a whole")) \
	X(COMMENT_REPORT, comment_report, "", "", MODE_FORM, 0, REVIEW, N_("comment on the report"), \
	  N_("comment on the report as a whole")) \
	X(COMMENTS, comments, "Alt-c", "", MODE_FORM | MODE_LISTS, 0, REVIEW, N_("comments"), \
	  N_("list the comments, open ones first; Enter goes to the place of one, F7 shows it with its replies")) \
	X(COMMENT_NEXT, comment_next, "Alt-n", "", MODE_FORM | MODE_LIST, 0, REVIEW, N_("next open comment"), \
	  N_("go to the next place with an open comment")) \
	X(COMMENT_PREVIOUS, comment_previous, "Alt-b", "", MODE_FORM, 0, REVIEW, N_("open comment before"), \
	  N_("go back to the place before with an open comment")) \
	X(SUBMIT, submit, "", "", MODE_FORM, 0, REVIEW, N_("submit"), \
	  N_("submit the report for review; from then on it can only be read")) \
	X(WITHDRAW, withdraw, "", "", MODE_FORM, 0, REVIEW, N_("withdraw"), \
	  N_("take a submitted report back to change it")) \
	X(RETURN, return, "", "", MODE_FORM, 0, REVIEW, N_("return"), \
	  N_("return the report to the clerk, with an opinion that says what is to be changed")) \
	X(APPROVE, approve, "", "", MODE_FORM, 0, REVIEW, N_("approve"), \
	  N_("approve the report, at the level whose turn it is")) \
	X(PUBLISH, publish, "", "", MODE_FORM, 0, REVIEW, N_("publish"), \
	  N_("mark the approved report as published")) \
	X(REOPEN, reopen, "", "", MODE_FORM, 0, REVIEW, N_("reopen"), \
	  N_("open an approved or published report to changes again")) \
	X(HISTORY, history, "", "", MODE_FORM, 0, REVIEW, N_("sign-offs"), \
	  N_("list who submitted, returned and approved the report, when, with which opinion, and what changed after it")) \
	X(LIST_UP, list_up, "Up", "", MODE_LISTS, 3, LISTS, N_("up"), N_("go up in the list")) \
	X(LIST_DOWN, list_down, "Down", "", MODE_LISTS, 0, LISTS, N_("down"), N_("go down in the list")) \
	X(LIST_PAGE_UP, list_page_up, "PgUp", "", MODE_LISTS, 0, LISTS, N_("page up"), N_("go a page up in the list")) \
	X(LIST_PAGE_DOWN, list_page_down, "PgDn", "", MODE_LISTS, 0, LISTS, N_("page down"), \
	  N_("go a page down in the list")) \
	X(LIST_FIRST, list_first, "Home", "", MODE_LIST, 0, LISTS, N_("to the top"), N_("go to the top of the list")) \
	X(LIST_LAST, list_last, "End", "", MODE_LIST, 0, LISTS, N_("to the end"), N_("go to the end of the list")) \
	X(LOOK_LEFT, look_left, "Left", "", MODE_LIST, 0, LISTS, N_("column before"), N_("in a chart, the column before")) \
	X(LOOK_RIGHT, look_right, "Right", "", MODE_LIST, 0, LISTS, N_("next column"), N_("in a chart, the next column")) \
	X(COMPARE_ALL, compare_all, "Tab", "", MODE_LIST, 8, LISTS, N_("all or differences"), \
	  N_("beside another report: list all values, or only those that differ")) \
	X(DIFFERENCE_NEXT, difference_next, "Alt-Down F3", "Alt-3", MODE_LIST, 4, LISTS, N_("next difference"), \
	  N_("beside another report: go to the next difference, in whatever section")) \
	X(DIFFERENCE_PREVIOUS, difference_previous, "Alt-Up", "", MODE_LIST, 0, LISTS, N_("difference before"), \
	  N_("beside another report: go to the difference before")) \
	X(TAKE_OURS, take_ours, "Alt-o", "", MODE_LIST, 5, LISTS, N_("ours"), \
	  N_("of a conflict: keep what stands here")) \
	X(TAKE_THEIRS, take_theirs, "Alt-t", "", MODE_LIST, 6, LISTS, N_("theirs"), \
	  N_("of a conflict, or beside another report: take what stands there")) \
	X(TAKE_BASE, take_base, "Alt-b", "", MODE_LIST, 7, LISTS, N_("before both"), \
	  N_("of a conflict: put back what stood there before both changes")) \
	X(LIST_TAKE, list_take, "Enter", "", MODE_LISTS, 1, LISTS, N_("go there"), \
	  N_("go to what is chosen in the list, or do it")) \
	X(LIST_LEAVE, list_leave, "Esc", "", MODE_LISTS, 2, LISTS, N_("back"), N_("leave the list")) \
	X(ASK_LEFT, ask_before, "Up Left Shift-Tab", "", MODE_ASK, 1, LISTS, N_("choose"), N_("choose the answer before")) \
	X(ASK_RIGHT, ask_after, "Down Right Tab", "", MODE_ASK, 0, LISTS, N_("choose"), N_("choose the answer after")) \
	X(ASK_TAKE, ask_take, "Enter", "", MODE_ASK, 2, LISTS, N_("do it"), N_("do what was chosen")) \
	X(ASK_LEAVE, ask_leave, "Esc", "", MODE_ASK, 3, LISTS, N_("stay"), N_("leave things as they are"))

#define ACTION_AS_ENUM(id, function, keys, twin, modes, rank, group, name, help) ACTION_##id,
enum action {
	ACTIONS(ACTION_AS_ENUM)
	ACTION_COUNT,
	ACTION_NONE = ACTION_COUNT,
};
#undef ACTION_AS_ENUM

struct action_info {
	const char *id;
	const char *keys, *twin;
	unsigned modes;
	unsigned rank;
	enum action_group group;
	const char *name, *help; /* msgids */
	unsigned (*act)(struct app *app); /* enum reaction */
};

extern const struct action_info action_table[ACTION_COUNT];

/* the action of a key in a mode; ACTION_NONE when it has none there */
enum action action_find(const struct key *k, unsigned mode);

/* the n-th key of an action (its twin last); false beyond the last */
bool action_key(const struct action_info *a, size_t n, struct key *ret);

/* its first key as people write it: "^S", "F8"; "" when it has none */
void action_key_name(const struct action_info *a, struct strbuf *out);
/* all of them, apart by blanks, the twin in brackets */
void action_key_names(const struct action_info *a, struct strbuf *out);

const char *action_group_name(enum action_group group); /* translated */

#endif
