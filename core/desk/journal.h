/*
 * Journal: the edits made since the last save, on disk beside the report as .NAME.journal.
 *
 * (1) An edit is in the file before it is on the screen, and synced within a second by a thread that no key waits for.
 * (2) Replaying the journal on the saved report gives the report as it was at the last complete line; a torn last
 *     line is dropped. Of one that is damaged before its end what stands before the damage comes back, and the whole is kept.
 * (3) The journal is removed only after the saved report has been synced.
 * (4) Its head names the file's size and digest and the form's id and version: it is replayed on nothing else.
 * (5) A journal that cannot be written never stops an edit: journal_trouble() says so. One that was deleted underneath is
 *     put back with the next edit, or a moment after the last key.
 *
 * Text, one record a line, each ending with its check sum; values escaped (\n \r \t \0 \\), rows by number: those of the file
 * from 1 in its order, then whatever `insert` names them:
 *     ziping journal 1 <size> <digest> <form>@<version> <time>
 *     set <path-with-#row> <text>      insert <table> <row> <index>     delete <table> <row>     move <table> <row> <to>
 *     group                            the edits from here to the next other record are one step
 *     undo, redo                       of the last of the edits above that stands, of the last that was undone
 *     typing <path> <text>             what stands in an open editor; typed <at> <removed> <text> changes it; untyped ends it
 *     saving <size> <digest>           a file of this size and digest is about to take the report's place
 * What is undone of before the last save is written as the edit backwards: a freshly read file knows no history.
 */
#ifndef ZIPING_DESK_JOURNAL_H
#define ZIPING_DESK_JOURNAL_H

#include "desk/save.h"
#include "report/edit.h"

struct journal;

/* the journal's file for a report's path; caller frees */
char *journal_path(const char *report_path);
bool journal_exists(const char *report_path);

/* what stands beside a report */
enum journal_state {
	JOURNAL_NONE,    /* no journal, or none with anything in it */
	JOURNAL_SAVED,   /* the save that it was kept for had finished */
	JOURNAL_OURS,    /* holds edits of just this file */
	JOURNAL_FOREIGN, /* holds edits of another state of the file, or of another form, or cannot be read */
	JOURNAL_UNKNOWN, /* there is not enough memory to tell */
};
enum journal_state journal_look(const char *report_path, const struct file_stamp *stamp, const struct form *form);
void journal_discard(const char *report_path);

/* starts lazily: the file is made at the first edit */
bool journal_new(const char *report_path, const struct file_stamp *stamp, const struct form *form, struct journal **ret, struct error *reterr) MUST_CHECK;
struct edit_watcher journal_watcher(struct journal *j);
void journal_typing(struct journal *j, const struct report *r, struct spot s, const char *text, size_t len); /* what stands in an open editor */
void journal_untyped(struct journal *j);
void journal_saving(struct journal *j, uint64_t size, uint64_t digest);    /* right before a save takes effect */
void journal_restart(struct journal *j, const struct report *r, const struct file_stamp *stamp); /* after a save: (3), then a fresh one for the new file */
bool journal_adopt(struct journal *j, const struct report *r);             /* after a replay on r: a new file with what r's history holds replaces the old one */
void journal_look_after(struct journal *j);                                /* now and then: whether its file is still there; else it is put back */
const char *journal_trouble(const struct journal *j); /* NULL, or why it cannot be written */
void journal_free(struct journal *j, bool keep_file); /* keep: the edits in it are not saved */

/* replays what is there on a freshly opened report; *ret_typing is what was being typed (path and text), freed with memory_free() */
struct journal_replay {
	size_t edits;
	bool torn;       /* not all of it could be replayed: the last line was incomplete, or it is ... */
	bool damaged;    /* ... damaged before its end: more was in it than came back */
	bool foreign;    /* belongs to another version of the file, or is none: nothing was replayed */
	size_t left_out; /* journal_replay_file(): lines */
	char *typing_path, *typing_text;
};
bool journal_replay(const char *report_path, const struct file_stamp *stamp, struct report *r, struct journal_replay *ret, struct error *reterr) MUST_CHECK;

/*
 * The same from any file (one put aside). When it belongs to another state of the report (`foreign`), only values outside of
 * tables are taken, as it cannot be known which row was meant: `left_out` counts the rest, and what is behind a damage.
 */
bool journal_replay_file(const char *journal_file, const struct file_stamp *stamp, struct report *r, struct journal_replay *ret, struct error *reterr) MUST_CHECK;
bool journal_set_aside(const char *report_path, struct error *reterr) MUST_CHECK;  /* → .NAME.journal.aside-DATE */
bool journal_keep_aside(const char *report_path, struct error *reterr) MUST_CHECK; /* the same, but it stays in its place too where it can */

#endif
