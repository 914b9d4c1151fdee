/*
 * Writing the journal, see journal.h.
 *
 * A line is written by the thread that edits, which costs a copy into the system's memory; bringing it to the disk may take
 * long and is done by a thread of the journal's own.
 *
 * Whoever replays begins with a freshly read file and an empty history. `standing` says what its history will hold: for
 * each edit that stands, how deep in our own history it was made. An edit can be written as `undo` when it is the one on
 * top of both; otherwise (it was made before the last save) it is written backwards, as an edit of its own.
 */
#include "desk/journal_write.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define MADE_BACKWARDS INT64_MIN

/* ---- what stands, what was undone ---- */

static bool stand(struct journal *j, int64_t made)
{
	int64_t *grown = memory_grow(j->standing, &j->standing_capacity, j->standing_count + 1, sizeof(*grown));

	if (!grown)
		return false;
	j->standing = grown;
	j->standing[j->standing_count++] = made;
	return true;
}

static bool same_edit(const struct edit *a, const struct edit *b)
{
	return a->kind == b->kind && a->field == b->field && a->row == b->row && a->group == b->group &&
	       a->before_at == b->before_at && a->after_at == b->after_at && a->before == b->before &&
	       a->after == b->after;
}

static void write_step(struct journal *j, const struct report *r, const struct edit *e, bool backwards, bool again)
{
	size_t records;

	if (!j->grouped || e->group != j->group || j->backwards != backwards)
		journal_put_word(j, "group");
	j->grouped = true;
	j->group = e->group;
	j->backwards = backwards;
	records = journal_put_edit(j, r, e, backwards, again);
	for (size_t i = 0; i < j->undone_count; i++)
		j->undone[i].written = false; /* a new edit cuts off what could be redone */
	for (size_t i = 0; i < records; i++)
		j->pending.failed |= !stand(j, backwards || records > 1 ? MADE_BACKWARDS : j->depth);
}

static void write_forward(struct journal *j, const struct report *r, const struct edit *e)
{
	const struct undone *u = j->undone_count ? &j->undone[j->undone_count - 1] : NULL;
	bool again = u && same_edit(&u->edit, e);
	bool redo = again && u->written;

	j->depth++;
	if (again)
		j->undone_count--;
	else
		j->undone_count = 0;
	if (redo) {
		journal_put_word(j, "redo");
		j->grouped = false;
		j->pending.failed |= !stand(j, j->depth);
	} else {
		write_step(j, r, e, false, again);
	}
}

static void write_backward(struct journal *j, const struct report *r, const struct edit *e)
{
	bool undo = j->standing_count && j->standing[j->standing_count - 1] == j->depth;
	struct undone *grown;

	if (undo) {
		journal_put_word(j, "undo");
		j->grouped = false;
		j->standing_count--;
	} else {
		write_step(j, r, e, true, true);
	}
	j->depth--;
	grown = memory_grow(j->undone, &j->undone_capacity, j->undone_count + 1, sizeof(*grown));
	if (!grown) {
		j->pending.failed = true;
		return;
	}
	j->undone = grown;
	j->undone[j->undone_count++] = (struct undone){ .edit = *e, .written = undo };
}

static bool watch(void *to, const struct report *r, const struct edit *e, bool backwards, struct error *reterr)
{
	struct journal *j = to;

	(void)reterr;
	if (backwards)
		write_backward(j, r, e);
	else
		write_forward(j, r, e);
	journal_flush(j);
	return true; /* (5) */
}

struct edit_watcher journal_watcher(struct journal *j)
{
	return (struct edit_watcher){ .edit = watch, .to = j };
}

/* ---- life ---- */

bool journal_new(const char *report_path, const struct file_stamp *stamp, const struct form *form, struct journal **ret,
		 struct error *reterr)
{
	struct journal *j = memory_alloc(1, sizeof(*j));

	if (!j)
		return error_memory(reterr);
	j->fd = -1;
	j->stamp = *stamp;
	j->form = form;
	strbuf_init(&j->pending, JOURNAL_PENDING_MAX);
	strbuf_init(&j->typed, SOURCE_MAX_BYTES);
	j->sync = journal_sync_new();
	j->report_path = path_beside(report_path, "", "");
	j->path = journal_path(report_path);
	if (!j->sync || !j->report_path || !j->path) {
		journal_free(j, false);
		return error_memory(reterr);
	}
	*ret = j;
	return true;
}

void journal_saving(struct journal *j, uint64_t size, uint64_t digest)
{
	size_t from;

	if (!j || (j->fd < 0 && !j->pending.len))
		return;
	from = j->pending.len;
	strbuf_printf(&j->pending, "saving %" PRIu64 " %016" PRIx64, size, digest);
	journal_line_end(&j->pending, from);
	j->grouped = false;
	journal_flush(j);
	if (j->fd >= 0)
		file_sync(j->fd);
}

/* forgets all that was written; the file is left to the caller */
static void start_over(struct journal *j)
{
	journal_to(j, -1);
	strbuf_release(&j->pending);
	strbuf_init(&j->pending, JOURNAL_PENDING_MAX);
	strbuf_clear(&j->typed);
	memory_free(j->typed_path);
	j->typed_path = NULL;
	j->trouble[0] = '\0';
	j->standing_count = 0;
	for (size_t i = 0; i < j->undone_count; i++)
		j->undone[i].written = false;
	j->grouped = false;
}

void journal_restart(struct journal *j, const struct report *r, const struct file_stamp *stamp)
{
	bool there = j->fd >= 0 || j->old_there;

	start_over(j);
	if (there)
		unlink(j->path);
	j->old_there = false;
	j->stamp = *stamp;
	journal_name_rows(j, r);
	if (!j->names)
		j->pending.failed = true;
}

bool journal_adopt(struct journal *j, const struct report *r)
{
	char *temp = path_companion(j->report_path, JOURNAL_NEW, strlen(JOURNAL_NEW));
	struct strbuf head;
	struct stat st;
	mode_t mode = stat(j->report_path, &st) == 0 ? st.st_mode & 0666 : 0600;
	bool ok = false;
	int fd = -1;

	if (!temp) {
		snprintf(j->trouble, sizeof(j->trouble), "%s", error_cause(ENOMEM));
		j->old_there = true;
		return false;
	}
	start_over(j);
	strbuf_init(&head, 0);
	journal_put_head(j, &head);
	for (size_t i = 0; i < report_history_done(r); i++)
		write_forward(j, r, report_history(r, i));
	if (strbuf_ok(&j->pending) && strbuf_ok(&head)) {
		unlink(temp);
		AGAIN(fd, open(temp, JOURNAL_OPEN, mode));
	}
	if (fd >= 0 && write_fully(fd, head.text, head.len) && write_fully(fd, j->pending.text, j->pending.len) &&
	    file_sync(fd) && rename(temp, j->path) == 0) {
		strbuf_clear(&j->pending);
		journal_to(j, fd);
		folder_sync(j->path);
		ok = true;
	} else {
		snprintf(j->trouble, sizeof(j->trouble), "%s", error_cause(strbuf_ok(&j->pending) && strbuf_ok(&head) ? errno : ENOMEM));
		j->old_there = true;
		if (fd >= 0) {
			close(fd);
			unlink(temp);
		}
	}
	strbuf_release(&head);
	memory_free(temp);
	return ok;
}

void journal_free(struct journal *j, bool keep_file)
{
	if (!j)
		return;
	journal_sync_free(j->sync);
	if (!keep_file && (j->fd >= 0 || j->old_there))
		unlink(j->path);
	if (j->fd >= 0) {
		if (keep_file)
			file_sync(j->fd);
		close(j->fd);
	}
	strbuf_release(&j->pending);
	strbuf_release(&j->typed);
	memory_free(j->typed_path);
	journal_free_names(j->names, j->form->table_count);
	memory_free(j->standing);
	memory_free(j->undone);
	memory_free(j->report_path);
	memory_free(j->path);
	memory_free(j);
}
