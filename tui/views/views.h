/*
 * Views: each draws one part of the screen from the state, and changes nothing. What they share is at the end.
 */
#ifndef ZIPING_TUI_VIEWS_VIEWS_H
#define ZIPING_TUI_VIEWS_VIEWS_H

#include "tui/app.h"

void view_frame_draw(const struct app *app, struct canvas *c); /* all of it: title, rules, strip, problem, keys, and what is inside */
void view_outline_draw(const struct app *app, struct canvas *c, struct rect r);
const struct section *view_outline_at(const struct app *app, int line, int rows); /* the section on a line of the outline; NULL */
void view_problem_line_draw(const struct app *app, struct canvas *c, const struct frame *f);
void view_keys_line_draw(const struct app *app, struct canvas *c, const struct frame *f);
const struct action_info *view_key_at(const struct app *app, int column); /* the one in the keys line there; NULL */
void view_section_draw(const struct app *app, struct canvas *c);
void view_field_draw(const struct app *app, struct canvas *c, const struct block *b, int row);
void view_long_draw(const struct app *app, struct canvas *c, const struct block *b, int row);
void view_long_count(const struct app *app, struct canvas *c, const struct block *b, int row); /* in the frame, below its text */
/* the count of a long text's characters in its frame; `more`: not all of it is seen, `again`: over the one before */
void view_count_draw(const struct app *app, struct canvas *c, const struct rect *frame, const struct field *f, size_t count, bool more,
		     bool again);
void view_editor_draw(const struct app *app, struct canvas *c); /* again, and what goes along with what is typed */
void view_grid_draw(const struct app *app, struct canvas *c, const struct block *b);
void view_grid_box_draw(const struct app *app, struct canvas *c); /* a long text in a cell is typed in a box, over all else in the section */
void view_grid_box_count(const struct app *app, struct canvas *c); /* in its frame, again */
void view_problems_draw(const struct app *app, struct canvas *c);
void view_detail_draw(const struct app *app, struct canvas *c); /* below a list: the whole of what is said about the one chosen */
void view_find_draw(const struct app *app, struct canvas *c); /* find's prompt, go to */
void view_why_draw(const struct app *app, struct canvas *c);
void view_preview_draw(const struct app *app, struct canvas *c);
void view_chart_draw(const struct app *app, struct canvas *c);
void view_compare_draw(const struct app *app, struct canvas *c);
void view_conflicts_draw(const struct app *app, struct canvas *c);
void view_help_draw(const struct app *app, struct canvas *c);
void view_files_draw(const struct app *app, struct canvas *c); /* formats to export to, a file name, edits set aside */
void view_menu_draw(const struct app *app, struct canvas *c);
void view_choice_draw(const struct app *app, struct canvas *c); /* over the rest, when a choice is being made */
struct rect view_choice_box(const struct app *app);             /* with its frame */
void view_prompt_draw(const struct app *app, struct canvas *c);
void view_replace_draw(const struct app *app, struct canvas *c);
void view_dialog_draw(const struct app *app, struct canvas *c);

void view_comments_draw(const struct app *app, struct canvas *c);
void view_comment_draw(const struct app *app, struct canvas *c); /* those of a place, with replies */
void view_history_draw(const struct app *app, struct canvas *c);

/* one column beside what has a comment that is not resolved, or changed since a reviewer saw it; NULL: neither. within: in a row or section */
const char *view_carried_sign(const struct app *app); /* beside what was brought over from last year and waits to be confirmed */
const char *view_noted(const struct app *app, struct spot s, bool within, enum style *ret_style);
const char *view_report_noted(const struct app *app, enum style *ret_style); /* the sign itself */
enum style view_review_line(const struct app *app, const struct strbuf *rest, enum style style, struct strbuf *out);

#define HELP_KEYS_COLUMNS 14

/* a list in the content: a title, a hint at its right, the query when there is one, the items */
struct list_look {
	const char *title;
	bool query;
	int tag_columns, label_columns; /* 0: as many as are needed … of the whole width */
};
void view_list_draw(const struct app *app, struct canvas *c, const struct list_look *look);

/* a long text that is not being edited: {path} in it as the value it stands for */
#define LIVE_PARTS 64
struct live_text {
	struct strbuf text;
	struct live_part {
		size_t from, to;          /* in the text as it is stored */
		size_t start, end;        /* in the text as it is shown */
	} parts[LIVE_PARTS];
	size_t count;
};
bool view_live_text(const struct app *app, const char *text, size_t len, struct live_text *ret); /* false, and nothing to release: none is in it */
uint32_t view_live_lines(const struct app *app, const char *text, size_t len, int columns, uint32_t most); /* 0: none is in it */

/* a value as it is shown, in *out; how it is drawn */
enum style view_value(const struct app *app, struct spot s, struct strbuf *out);
const char *view_sign(const struct app *app, enum severity worst, enum style *ret_style); /* "" when there is nothing */
enum severity view_worst_at(const struct app *app, struct spot s);                         /* a conflict is an error too */
const char *view_mark(const struct app *app, enum mark mark);
void view_signs_draw(const struct app *app, struct canvas *c, struct spot s, int row, int column, int value); /* of a field not in a grid */
bool view_takes_rows(const struct app *app, const struct field *table); /* whoever is at the keys may add some */
bool view_number_column(const struct field *f); /* flush right */
int view_field_columns(const struct app *app, const struct field *f); /* what its value has on a line of its own … */
int view_cell_columns(const struct app *app, struct spot s);          /* … or in a cell of a grid; 0: it is not seen */
bool view_same_spot(struct spot a, struct spot b);

#endif
