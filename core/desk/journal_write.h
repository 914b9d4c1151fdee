/*
 * A journal that is being written (private to journal_write.c, journal_record.c, journal_file.c and journal_typing.c): records are
 * added to `pending`, and journal_flush() brings them into the file.
 */
#ifndef ZIPING_DESK_JOURNAL_WRITE_H
#define ZIPING_DESK_JOURNAL_WRITE_H

#include "desk/journal_private.h"

#define JOURNAL_PENDING_MAX (64u << 20)
#define JOURNAL_OPEN (O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_APPEND)

/* names for rows, once a save has made them differ from the file's numbers */
struct row_names {
	uint32_t *name;   /* by row_id; 0: none yet */
	size_t capacity;
	uint32_t next;
};

struct undone {
	struct edit edit;
	bool written;     /* as `undo`: may come back as `redo` */
};

struct journal {
	char *report_path, *path;
	struct file_stamp stamp;
	const struct form *form;
	int fd;
	struct strbuf pending;     /* not in the file yet */
	struct strbuf typed;       /* the text of the open editor, as the file has it */
	char *typed_path;
	struct spot typed_spot;    /* where that is, while the report's revision stays */
	uint64_t typed_revision;
	char trouble[256];
	bool old_there;            /* the journal that was recovered from could not be replaced: it still holds its edits */

	struct row_names *names;   /* by table number; NULL: rows go by their own numbers */
	int64_t depth;
	int64_t *standing;
	size_t standing_count, standing_capacity;
	struct undone *undone;
	size_t undone_count, undone_capacity;
	uint32_t group;            /* of the last edit written */
	bool grouped, backwards;   /* grouped: the last record was an edit */

	struct journal_sync *sync;
};

/* journal_file.c: the file. What cannot be written stays pending, and journal_trouble() says why. */
void journal_to(struct journal *j, int fd);  /* writes there from now on; -1: nowhere yet. The file before is closed. */
void journal_put_head(struct journal *j, struct strbuf *out);
void journal_flush(struct journal *j);       /* brings the pending lines into the file; what cannot be written stays pending */
void journal_flush_typed(struct journal *j); /* the same, but it looks whether the file is still there once a sync only */

/* journal_record.c: the text of the records. Without memory `pending` has failed. */
void journal_name_rows(struct journal *j, const struct report *r); /* from now on rows are called as a fresh reading of the saved file numbers them */
void journal_free_names(struct row_names *names, size_t count);
/* section.field, section.table[#row].column; a table itself: section.table */
void journal_put_path(struct journal *j, const struct report *r, const struct field *f, row_id row, struct strbuf *out);
void journal_put_word(struct journal *j, const char *word);
/* the edit as it takes effect now; returns how many records it took. `again`: a row that was there before comes back */
size_t journal_put_edit(struct journal *j, const struct report *r, const struct edit *e, bool backwards, bool again);

#endif
