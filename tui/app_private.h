/*
 * What the files of the app share: its steps, by purpose. Nobody else includes this.
 */
#ifndef ZIPING_TUI_APP_PRIVATE_H
#define ZIPING_TUI_APP_PRIVATE_H

#include "tui/app.h"

/* ---- focus: app_focus.c; keeping all in step with it: app_settle.c ---- */
bool spot_can_type(const struct app *app, struct spot s);           /* not calculated, there, relevant */
bool spot_may_change(const struct app *app, struct spot s);         /* … and whoever is at the keys may change it */
struct spot spot_first(const struct app *app, const struct section *s); /* its first field or cell */
struct spot spot_enter(const struct app *app, const struct field *f);   /* a field itself; a grid's first cell */
bool app_focus(struct app *app, struct spot s);                     /* goes there, wherever it is */
bool app_focus_place(struct app *app, struct spot s);               /* the same; s may be a whole row, or a row that is gone */
void app_settle(struct app *app);
uint64_t app_key(const struct app *app);                            /* of all that is shown but what the open editor holds; never 0 */
bool app_begin(struct app *app, struct error *reterr) MUST_CHECK;   /* the session's report, from its first field */
enum step { STEP_NEXT, STEP_PREVIOUS, STEP_UP, STEP_DOWN, STEP_LEFT, STEP_RIGHT };
bool app_step(struct app *app, enum step step, bool to_type);       /* within the section; false: there is no further */
void app_next_section(struct app *app, int by);
void app_go_on(struct app *app, enum step step);                    /* Tab's way: into the next section, too */

/* ---- editing: app_edit.c ---- */
bool app_can_change(struct app *app, struct spot s);                /* says why not */
bool app_read_only(const struct app *app);                          /* nothing of the clerk's can change */
void app_say_read_only(struct app *app);                            /* why */
enum edit_start { EDIT_REPLACE, EDIT_AT_END, EDIT_AT_START, EDIT_BEFORE_LAST };
bool app_edit_open(struct app *app, enum edit_start start);
bool app_edit_commit(struct app *app);                              /* false: refused, the editor stays open and says why */
bool app_edit_store(struct app *app);                               /* the same, but a long text's editor stays open */
void app_edit_cancel(struct app *app);
void app_edit_load(struct app *app);                                /* a long text in focus: its text into the closed editor */
bool app_edit_key(struct app *app, const struct key *k);            /* a key for the open editor */
void app_edit_typed(struct app *app);                               /* the editor's text changed: into the journal */
unsigned app_type(struct app *app, const struct key *k);            /* text or a paste, where nothing is open */
int app_edit_columns(const struct app *app, int *ret_rows);         /* of the editor on the screen */
bool spot_is_long(struct spot s);
bool app_set(struct app *app, struct spot s, const char *typed, size_t len); /* as typed: understood, stored, said */

/* ---- rows: app_rows.c ---- */
bool app_row_start(struct app *app, const struct field *table, uint32_t at); /* a new row; the focus in its first cell */
bool app_row_drop_fresh(struct app *app);                           /* the row in focus, when new and empty */
bool app_row_take_back(struct app *app); /* Esc in such a row */
unsigned app_enter_grid(struct app *app);
struct cells {
	const struct field *grid;
	uint32_t row, rows;
	size_t column, columns;
};
bool app_selection(const struct app *app, struct cells *ret);       /* the cell in focus, or the selection; false: no grid */

/* ---- totals: app_totals.c ---- */
void app_totals_settle(struct app *app);
bool app_totals_step(struct app *app);                              /* what waits; false: nothing did */
void app_totals_forget(struct app *app);

/* ---- what grids' columns need: app_measure.c ---- */
bool app_measure_settle(struct app *app);                           /* true: something needs more room than before */
void app_measure_forget(struct app *app);

/* ---- clipboard: app_paste.c ---- */
enum paste_unit { PASTE_ASK, PASTE_AS_IT_IS, PASTE_YUAN };          /* figures for columns in 万元 */
unsigned app_paste_block(struct app *app, const char *text, size_t len, enum paste_unit unit);
bool text_is_block(const char *text, size_t len);
unsigned app_paste_text(struct app *app, const char *text, size_t len);

/* ---- lists: app_lists.c, app_menu.c, app_find.c, app_why.c ---- */
void list_clear(struct list *l);
void list_release(struct list *l);
struct list_item *list_add(struct list *l, const char *tag, const char *label, const char *text); /* copies; NULL: memory */
void list_settle(struct list *l, size_t rows);
void app_panel_open(struct app *app, enum panel p);
void app_panel_close(struct app *app);
void app_list_problems(struct app *app);
void app_list_outline(struct app *app);
void app_list_goto(struct app *app);
void app_list_menu(struct app *app);
void app_list_help(struct app *app);
unsigned app_take_menu(struct app *app, unsigned action);
void app_list_why(struct app *app);
unsigned app_take_why(struct app *app, const struct list_item *item);
bool app_takes_calculated(const struct app *app);                   /* the line chosen in why takes the calculated value */
bool app_find_from(struct app *app, bool here_too);
void app_query_changed(struct app *app);
unsigned app_take_reference(struct app *app, struct spot s);        /* {path} into the long text in focus */
size_t app_list_rows(const struct app *app);                        /* how many items of a panel are seen */
int app_list_detail(const struct app *app);                         /* lines under them, about the one chosen */

unsigned app_label_rank(const char *label, const struct strbuf *query);     /* 0: not at all; 7: exactly; letters or pinyin */
void app_fold_query(const char *typed, size_t len, struct strbuf *out);

/* ---- choices: app_choice.c ---- */
#define CHOICE_ROWS 8
bool spot_is_choice(struct spot s);
void app_choice_open(struct app *app);                              /* under the editor that was just opened */
void app_choice_close(struct app *app);
void app_choice_typed(struct app *app);
void app_choice_refused(struct app *app);
bool app_choice_store(struct app *app);                             /* false: refused, and said why */
bool app_choice_key(struct app *app, const struct key *k, unsigned mode);
bool app_choice_type(struct app *app, const struct key *k);
bool app_choice_click(struct app *app, int line);
bool app_sum(const struct app *app, struct strbuf *out);            /* what the small sum being typed gives so far */

/* ---- a prompt, replacing, reasons: app_prompt.c, app_replace.c ---- */
void app_prompt_open(struct app *app, enum prompt_for what, const char *text, size_t len);
const char *app_prompt_words(const struct app *app);
unsigned app_prompt_take(struct app *app);
unsigned app_prompt_leave(struct app *app);
void app_list_replace(struct app *app);
unsigned app_replace_asked(struct app *app);
void app_replace_toggle(struct app *app);
unsigned app_replace_take(struct app *app);

/* ---- comments, sign-offs: app_review.c, app_comment.c, app_signoff.c ---- */
struct who app_who(const struct app *app, char at[WHO_TIME]);
void app_when(struct words_of at, struct strbuf *out);              /* a time, for people */
void app_review_settle(struct app *app);
void app_review_forget(struct app *app);                            /* the report is another one */
void app_review_release(struct app *app);
bool spot_is_exactly(struct spot a, struct spot b);                 /* rows, tables and sections, too */
const struct noted *app_noted(const struct app *app, struct spot s, bool within); /* the one that matters most there, or within; NULL */
const struct since_change *app_changed(const struct app *app, struct spot s);     /* what a reviewer has not seen as it is; NULL */
void app_list_comments(struct app *app);
void app_list_comment(struct app *app);
void app_comment_show(struct app *app, struct spot place, row_id only, bool from_list); /* those of a place, or only that one; Esc goes back to the list */
void app_list_history(struct app *app);
unsigned app_comments_take(struct app *app, const struct list_item *item);
unsigned app_comment_take(struct app *app, const struct list_item *item);
unsigned app_comment_leave(struct app *app);
unsigned app_comment_typed(struct app *app);                        /* Enter in its prompt */
unsigned app_comment_dropped(struct app *app);                      /* Esc there */
unsigned app_opinion_typed(struct app *app);
unsigned app_history_take(struct app *app, const struct list_item *item);
bool app_command_shown(const struct app *app, unsigned action);     /* false: a sign-off whose turn it is not, what a reviewer cannot do */
void app_review_welcome(struct app *app);                           /* what there is to know when the report is opened */
void comment_summary(const struct comment *c, bool last_reply, struct strbuf *out); /* by: text → by: text */

/* ---- hidden values: app_hidden.c ---- */
void app_list_hidden(struct app *app);
unsigned app_hidden_take(struct app *app, const struct list_item *item);
void app_list_unplaced(struct app *app);
unsigned app_unplaced_take(struct app *app, const struct list_item *item);
void app_formula_words(struct app *app, const struct formula *f, row_id row, struct strbuf *out); /* app_why.c: in labels; uses the list */

/* ---- a table's filter: app_filter.c ---- */
void app_filter_off(struct app *app);
void app_filter_settle(struct app *app);
uint32_t app_filter_index(const struct app *app, row_id row);
void app_filter_for(struct app *app, unsigned action);

/* ---- numbered paragraphs: app_paragraphs.c ---- */
bool app_paste_paragraphs(struct app *app, const char *text, size_t len, unsigned *ret);

/* ---- places in a long text: app_point.c ---- */
bool app_point_press(struct app *app, int row, int column);
unsigned app_point_drag(struct app *app, int row, int column);
unsigned app_point_word(struct app *app);                           /* selects the one at the caret */

/* ---- mouse: app_mouse.c ---- */
unsigned app_mouse(struct app *app, const struct key *k);
unsigned app_mouse_drag(struct app *app, const struct key *k);      /* selects cells, from where the button went down */

/* ---- what was brought over from last year: app_carry.c ---- */
bool app_confirm_here(struct app *app);                             /* false: the value in focus does not wait for it */
void app_next_year_make(struct app *app, const char *path);

/* ---- file: app_file.c ---- */
void app_ask_first(struct app *app);                                /* what the session waits for */
void app_ask_theirs(struct app *app, const char *why); /* the file was changed by another program: app_theirs.c */
bool app_save(struct app *app, bool anyway);
unsigned app_save_rest(struct app *app); /* all but what stands in the editor and was refused, as the message says */
unsigned app_save_and_quit(struct app *app);
unsigned app_quit_unsaved(struct app *app);
unsigned app_stay(struct app *app);                                 /* an answer: nothing happens */
void app_ask(struct app *app, enum question q, const char *text, const struct answer *answers, size_t count);

/* ---- another report beside this one: app_compare.c; which one, and merging: app_other.c; conflicts: app_conflicts.c ---- */
bool app_compare_read(struct app *app, const char *path, struct error *reterr) MUST_CHECK;
void app_compare_show(struct app *app);
void app_compare_forget(struct app *app);                           /* before the report's form goes */
void app_compare_settle(struct app *app);
enum compare_step { COMPARE_UP, COMPARE_DOWN, COMPARE_PAGE_UP, COMPARE_PAGE_DOWN, COMPARE_BACK, COMPARE_ON, COMPARE_FIRST, COMPARE_LAST };
bool app_compare_go(struct app *app, enum compare_step step);       /* false: it is not what is seen */
bool app_compare_take(struct app *app);                             /* Enter */
void app_compare_take_theirs(struct app *app);
void app_compare_click(struct app *app, int row);                   /* a line of its rectangle */
struct rect app_compare_rect(const struct app *app);
int app_compare_detail(const struct app *app);                      /* lines under the list, about what is chosen */
size_t app_compare_rows(const struct app *app);
void app_compare_said(const struct app *app, struct strbuf *out);
void app_list_other(struct app *app);
const char *app_other_title(const struct app *app);
unsigned app_take_other(struct app *app);
void app_list_conflicts(struct app *app);
void app_conflicts_again(struct app *app);
void app_conflict_said(const struct app *app, struct strbuf *out);
bool app_conflict_at(const struct app *app, struct spot s, struct strbuf *out); /* one left at a place, or in its row: what is said of it */
bool app_in_conflict(const struct app *app, struct spot s);
bool app_conflict_scroll(struct app *app, bool on);                 /* false: no conflicts are seen */

/* ---- other files, and the program around: app_desk.c ---- */
void app_list_formats(struct app *app);
void app_list_asides(struct app *app);
void app_path_propose(struct app *app);
unsigned app_take_format(struct app *app, unsigned number);
unsigned app_take_path(struct app *app);
unsigned app_take_aside(struct app *app, const char *name);

#define ACTION_AS_PROTOTYPE(id, function, keys, twin, modes, rank, group, name, help) unsigned act_##function(struct app *app);
ACTIONS(ACTION_AS_PROTOTYPE)
#undef ACTION_AS_PROTOTYPE

#endif
