/* The journal's lines: written by journal_record.c, read by journal_replay.c. */
#ifndef ZIPING_DESK_JOURNAL_PRIVATE_H
#define ZIPING_DESK_JOURNAL_PRIVATE_H

#include "base/strbuf.h"
#include "desk/journal.h"
#include "desk/save_private.h"

#define JOURNAL_MAX (1u << 30)
#define JOURNAL_NEW ".journal.new" /* while a recovery writes it */
#define ASIDE_ROOM 40 /* bytes that ".journal.aside-DATE" may take behind a report's name */

/* ends the record that begins at `from` in `out`: a tab, the check sum, a line end */
void journal_line_end(struct strbuf *out, size_t from);
void journal_escape(struct strbuf *out, const char *text, size_t len);
bool journal_unescape(struct strbuf *out, const char *text, size_t len); /* false: no escaped text */

/* the head up to and with the blank before the time */
void journal_head(struct strbuf *out, const struct file_stamp *stamp, const struct form *form);

/* brings a file to the disk, in a thread of its own, a moment after it was told to */
struct journal_sync;
struct journal_sync *journal_sync_new(void) MUST_CHECK;
void journal_sync_to(struct journal_sync *s, int fd); /* the file from now on; -1: none */
void journal_sync_soon(struct journal_sync *s);
bool journal_sync_waits(struct journal_sync *s);  /* something is still to be brought there */
int journal_sync_trouble(struct journal_sync *s); /* errno of the last attempt, 0 when the disk took it */
void journal_sync_free(struct journal_sync *s);

/* a journal in memory, line by line */
struct journal_text {
	char *text;
	size_t len, at;
	bool torn;        /* what follows is no complete line */
};
bool journal_text_load(const char *path, struct journal_text *ret); /* false with errno: cannot be read, or too large */
void journal_text_release(struct journal_text *t);
bool journal_text_next(struct journal_text *t, const char **ret_line, size_t *ret_len); /* without the check sum */
bool journal_text_damaged(const struct journal_text *t); /* torn, and not at its end: whole lines are behind that can no longer be trusted */
size_t journal_text_skip(struct journal_text *t, size_t lines); /* goes on behind so many of them; how many there were */
bool journal_is(const char *line, size_t len, const char *word);    /* begins with the word and a blank, or is just the word */

#endif
