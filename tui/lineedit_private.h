/*
 * The visual lines of a text in an editor. Private to lineedit*.c.
 *
 * Lines are those of text_wrap(). They are kept with the text that they belong to; when that has changed, the lines around
 * the change are wrapped anew until they fall in with the old ones, so that a key costs the same in a short and a long text.
 */
#ifndef ZIPING_TUI_LINEEDIT_PRIVATE_H
#define ZIPING_TUI_LINEEDIT_PRIVATE_H

#include "tui/lineedit.h"

struct lineedit_layout {
	struct strbuf text; /* what was laid out … */
	int columns;        /* … this wide; 0: nothing yet */
	struct text_line *lines, *spare;
	size_t count, capacity, spare_capacity;
	size_t clusters;    /* of the whole text */
	size_t fresh;       /* the first line that is not as it was when it was drawn */
	unsigned widths;    /* text_class_changes() then */
	uint64_t changes;   /* the editor's when it was laid out: nothing needs to be compared while they are the same */
};

struct lineedit_layout *lineedit_layout_new(void); /* NULL: out of memory */
const struct lineedit_layout *lineedit_layout(struct lineedit *e, int columns); /* NULL: out of memory */
void lineedit_layout_free(struct lineedit_layout *l);

size_t lineedit_line_at(const struct lineedit_layout *l, size_t at); /* the line on which what is typed at `at` appears */
int lineedit_column(const struct lineedit *e, const struct lineedit_layout *l, size_t line, size_t at);
/* the line is full, or the caret is in blanks that hang over its edge: what is typed appears at the start of the next line … */
bool lineedit_is_past(const struct lineedit *e, const struct lineedit_layout *l, size_t line);
bool lineedit_is_below(const struct lineedit_layout *l, size_t line); /* … which, at the end of a paragraph, is not there yet */

#endif
