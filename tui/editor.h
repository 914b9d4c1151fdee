/*
 * Editor: a text through the user's own editor ($VISUAL, else $EDITOR, else vi), in a file that nobody else can read.
 * The caller has given the terminal back before, and takes it again afterwards.
 */
#ifndef ZIPING_TUI_EDITOR_H
#define ZIPING_TUI_EDITOR_H

#include "base/error.h"
#include "base/strbuf.h"

#define EDITOR_TEXT_MAX (1u << 20) /* bytes: what a value of a report may have */

/*
 * False: nothing came of it, and *reterr says why; where the file holds something that was written, it is kept and named.
 * *ret_changed false: the text is as it was. A line end at the end that editors add is not taken for a change.
 */
bool editor_run(const char *text, size_t len, struct strbuf *ret, bool *ret_changed, struct error *reterr) MUST_CHECK;

#endif
