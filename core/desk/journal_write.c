/*
 * Writing the journal, see journal.h.
 *
 * A line is written by the thread that edits, which costs a copy into the system's memory; bringing it to the disk may take
 * long and is done by a thread of the journal's own. Lines that could not be written stay in `pending` and are tried again
 * with the next one, so that a disk that was full for a while leaves no gap.
 *
 * Whoever replays begins with a freshly read file and an empty history. `standing` says what its history will hold: for
 * each edit that stands, how deep in our own history it was made. An edit can be written as `undo` when it is the one on
 * top of both; otherwise (it was made before the last save) it is written backwards, as an edit of its own.
 */
#include "desk/journal_private.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define PENDING_MAX (64u << 20)
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

#define MADE_BACKWARDS INT64_MIN

/* ---- the file ---- */

static void set_fd(struct journal *j, int fd)
{
	journal_sync_to(j->sync, fd);
	if (j->fd >= 0)
		close(j->fd);
	j->fd = fd;
}

static void put_head(struct journal *j, struct strbuf *out)
{
	size_t from = out->len;

	journal_head(out, &j->stamp, j->form);
	strbuf_printf(out, "%lld", (long long)time(NULL));
	journal_line_end(out, from);
}

/* an empty file in the journal's place, if that is free */
static int make_file(const struct journal *j)
{
	struct stat st;
	mode_t mode = stat(j->report_path, &st) == 0 ? st.st_mode & 0666 : 0600;
	int fd;

	AGAIN(fd, open(j->path, JOURNAL_OPEN, mode));
	return fd;
}

static bool copy_bytes(int from, int to)
{
	char block[16384];
	off_t at = 0;
	ssize_t got;

	while ((got = pread(from, block, sizeof(block), at)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || !write_fully(to, block, (size_t)got))
			return false;
		at += got;
	}
	return true;
}

/* whether nobody would find the journal any more */
static bool is_gone(const struct journal *j)
{
	struct stat st;

	return (fstat(j->fd, &st) == 0 && st.st_nlink == 0) || (lstat(j->path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR));
}

/* under its name again, with all that was in it; false with errno (what took its place may be somebody's who took over) */
static bool put_back(struct journal *j)
{
	int fd = make_file(j), cause;

	if (fd < 0)
		return false;
	if (!copy_bytes(j->fd, fd)) {
		cause = errno;
		unlink(j->path);
		close(fd);
		errno = cause;
		return false;
	}
	set_fd(j, fd);
	folder_sync(j->path);
	return true;
}

static bool open_file(struct journal *j)
{
	struct error ignored;
	struct strbuf all;
	int fd = make_file(j);

	if (fd < 0 && errno == EEXIST && journal_set_aside(j->report_path, &ignored))
		fd = make_file(j);
	if (fd < 0)
		return false;
	strbuf_init(&all, PENDING_MAX + 4096);
	put_head(j, &all);
	strbuf_add(&all, j->pending.text, j->pending.len);
	if (!strbuf_ok(&all)) { /* records without a head would be nobody's */
		strbuf_release(&all);
		unlink(j->path);
		close(fd);
		errno = ENOMEM;
		return false;
	}
	set_fd(j, fd);
	j->old_there = false;
	folder_sync(j->path);
	all.limit = PENDING_MAX;
	strbuf_release(&j->pending);
	j->pending = all;
	return true;
}

/* brings the pending lines into the file; what cannot be written stays pending */
static void flush(struct journal *j)
{
	if (!strbuf_ok(&j->pending)) { /* too much for too long: given up until the next save */
		if (!j->trouble[0])
			snprintf(j->trouble, sizeof(j->trouble), "%s", error_cause(ENOMEM));
		return;
	}
	if (!j->pending.len)
		return;
	if (j->fd < 0 && !open_file(j)) {
		snprintf(j->trouble, sizeof(j->trouble), "%s", error_cause(errno));
		return;
	}
	if (is_gone(j) && !put_back(j)) {
		snprintf(j->trouble, sizeof(j->trouble), "%s", error_cause(errno));
		return;
	}
	while (j->pending.len) {
		ssize_t put = write(j->fd, j->pending.text, j->pending.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0) {
			snprintf(j->trouble, sizeof(j->trouble), "%s", error_cause(put ? errno : EIO));
			return;
		}
		if ((size_t)put == j->pending.len)
			strbuf_clear(&j->pending);
		else
			strbuf_remove(&j->pending, 0, (size_t)put);
	}
	j->trouble[0] = '\0';
	journal_sync_soon(j->sync);
}

const char *journal_trouble(const struct journal *j)
{
	int cause;

	if (!j || j->trouble[0])
		return j ? j->trouble : NULL;
	cause = journal_sync_trouble(j->sync);
	return cause ? error_cause(cause) : NULL;
}

/* ---- names ---- */

static uint32_t row_name(struct journal *j, const struct field *table, row_id row)
{
	struct row_names *n;
	uint32_t *grown;

	if (!j->names)
		return row;
	n = &j->names[table->index];
	if (row >= n->capacity) {
		grown = memory_grow(n->name, &n->capacity, (size_t)row + 1, sizeof(*n->name));
		if (!grown)
			return 0;
		n->name = grown;
	}
	if (!n->name[row])
		n->name[row] = n->next++;
	return n->name[row];
}

static void free_names(struct row_names *names, size_t count)
{
	for (size_t i = 0; names && i < count; i++)
		memory_free(names[i].name);
	memory_free(names);
}

/* from now on the rows are called as a fresh reading of the saved file numbers them */
static void name_rows(struct journal *j, const struct report *r)
{
	size_t count = j->form->table_count;
	struct row_names *names = memory_alloc(count + 1, sizeof(*names));

	free_names(j->names, count);
	j->names = names;
	for (size_t t = 0; j->names && t < count; t++) {
		const struct field *table = j->form->tables[t];
		uint32_t rows = report_row_count(r, table);

		for (uint32_t i = 0; i < rows && j->names; i++) {
			names[t].next = i + 1;
			if (!row_name(j, table, report_row_at(r, table, i))) {
				free_names(names, count);
				j->names = NULL;
			}
		}
		if (j->names)
			names[t].next = rows + 1;
	}
}

/* the name that a record in `out` needs; without memory for it the record must not stand */
static uint32_t put_name(struct journal *j, const struct field *table, row_id row, struct strbuf *out)
{
	const uint32_t name = row_name(j, table, row);

	out->failed |= !name;
	return name;
}

/* section.field, section.table[#row].column; a table itself: section.table */
static void put_path(struct journal *j, const struct report *r, const struct field *f, row_id row, struct strbuf *out)
{
	const struct field *table = f->table;
	struct spot s = { .section = f->section, .field = table ? table : f };

	report_path(r, s, out);
	if (table)
		strbuf_printf(out, "[#%u].%s", (unsigned)put_name(j, table, row, out), f->id);
}

/* ---- lines ---- */

static void put_word(struct journal *j, const char *word)
{
	size_t from = j->pending.len;

	strbuf_puts(&j->pending, word);
	journal_line_end(&j->pending, from);
}

static void put_set(struct journal *j, const struct report *r, const struct field *f, row_id row, const char *text,
		    size_t len)
{
	size_t from = j->pending.len;

	strbuf_puts(&j->pending, "set ");
	put_path(j, r, f, row, &j->pending);
	strbuf_putc(&j->pending, ' ');
	journal_escape(&j->pending, text, len);
	journal_line_end(&j->pending, from);
}

/* a record about a row as a whole; `at` UINT32_MAX: without an index */
static void put_row(struct journal *j, const struct report *r, const char *word, const struct edit *e, uint32_t at)
{
	size_t from = j->pending.len;

	strbuf_printf(&j->pending, "%s ", word);
	put_path(j, r, e->field, 0, &j->pending);
	strbuf_printf(&j->pending, " %u", (unsigned)put_name(j, e->field, e->row, &j->pending));
	if (at != UINT32_MAX)
		strbuf_printf(&j->pending, " %u", (unsigned)at);
	journal_line_end(&j->pending, from);
}

/* a row that was there before comes back with all that it held */
static size_t put_row_again(struct journal *j, const struct report *r, const struct edit *e, uint32_t at)
{
	put_row(j, r, "insert", e, at);
	for (size_t c = 0; c < e->field->column_count; c++) {
		const struct field *column = e->field->columns[c];
		struct spot s = { .section = column->section, .field = column, .row = e->row };
		size_t len;
		const char *text = report_text(r, s, &len);

		put_set(j, r, column, e->row, text, len);
	}
	return e->field->column_count + 1;
}

/* the edit as it takes effect now; returns how many records it took */
static size_t put_edit(struct journal *j, const struct report *r, const struct edit *e, bool backwards, bool again)
{
	const char *text;
	size_t len;

	switch (e->kind) {
	case EDIT_SET:
		text = edit_text(r, e, !backwards, &len);
		put_set(j, r, e->field, e->row, text, len);
		return 1;
	case EDIT_MOVE:
		put_row(j, r, "move", e, backwards ? e->before_at : e->after_at);
		return 1;
	case EDIT_INSERT:
	case EDIT_DELETE:
		if ((e->kind == EDIT_INSERT) == backwards)
			put_row(j, r, "delete", e, UINT32_MAX);
		else if (backwards || again)
			return put_row_again(j, r, e, backwards ? e->before_at : e->after_at);
		else
			put_row(j, r, "insert", e, e->after_at);
		return 1;
	}
	return 0;
}

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
		put_word(j, "group");
	j->grouped = true;
	j->group = e->group;
	j->backwards = backwards;
	records = put_edit(j, r, e, backwards, again);
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
		put_word(j, "redo");
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
		put_word(j, "undo");
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
	flush(j);
	return true; /* (5) */
}

struct edit_watcher journal_watcher(struct journal *j)
{
	return (struct edit_watcher){ .edit = watch, .to = j };
}

/* ---- typing ---- */

static void put_typing(struct journal *j, const char *path, const char *text, size_t len)
{
	size_t from = j->pending.len;

	strbuf_printf(&j->pending, "typing %s ", path);
	journal_escape(&j->pending, text, len);
	journal_line_end(&j->pending, from);
}

/* by hand, as it is done for each key */
static void put_size(struct strbuf *out, size_t n)
{
	char digits[24];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	strbuf_add(out, digits + at, sizeof(digits) - at);
	strbuf_putc(out, ' ');
}

/* only what changed: a long text would otherwise be written anew with every key */
static void put_typed(struct journal *j, const char *text, size_t len)
{
	const struct strbuf *old = &j->typed;
	size_t from = j->pending.len, head = 0, tail = 0;

	/* most of a long text by the piece */
	while (head + 64 <= len && head + 64 <= old->len && !memcmp(text + head, old->text + head, 64))
		head += 64;
	while (head < len && head < old->len && text[head] == old->text[head])
		head++;
	while (tail + 64 <= len - head && tail + 64 <= old->len - head &&
	       !memcmp(text + len - tail - 64, old->text + old->len - tail - 64, 64))
		tail += 64;
	while (tail < len - head && tail < old->len - head && text[len - 1 - tail] == old->text[old->len - 1 - tail])
		tail++;
	strbuf_puts(&j->pending, "typed ");
	put_size(&j->pending, head);
	put_size(&j->pending, old->len - head - tail);
	journal_escape(&j->pending, text + head, len - head - tail);
	journal_line_end(&j->pending, from);
}

/* the path is worked out anew only when it may be another one: nothing is allocated for a key */
static bool typed_there(const struct journal *j, const struct report *r, struct spot s)
{
	return j->typed_path && j->typed_spot.field == s.field && j->typed_spot.row == s.row &&
	       j->typed_revision == report_revision(r);
}

/* true when typing goes on where it was */
static bool typing_goes_on(struct journal *j, const struct report *r, struct spot s, const char *text, size_t len)
{
	struct strbuf path;
	bool same;

	if (typed_there(j, r, s))
		return true;
	strbuf_init(&path, 4096);
	put_path(j, r, s.field, s.row, &path);
	same = j->typed_path && strcmp(j->typed_path, path.text) == 0;
	if (!same) {
		memory_free(j->typed_path);
		j->typed_path = strbuf_ok(&path) ? path_beside(path.text, "", "") : NULL;
		j->pending.failed |= !j->typed_path;
		put_typing(j, path.text, text, len);
	}
	j->typed_spot = s;
	j->typed_revision = report_revision(r);
	strbuf_release(&path);
	return same;
}

void journal_typing(struct journal *j, const struct report *r, struct spot s, const char *text, size_t len)
{
	if (!j || !s.field)
		return;
	if (typing_goes_on(j, r, s, text, len) && (j->typed.len != len || memcmp(j->typed.text, text, len) != 0))
		put_typed(j, text, len);
	strbuf_clear(&j->typed);
	strbuf_add(&j->typed, text, len);
	j->pending.failed |= !strbuf_ok(&j->typed); /* what follows would be told against it */
	flush(j);
}

void journal_untyped(struct journal *j)
{
	if (!j || !j->typed_path)
		return;
	memory_free(j->typed_path);
	j->typed_path = NULL;
	strbuf_clear(&j->typed);
	put_word(j, "untyped");
	flush(j);
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
	strbuf_init(&j->pending, PENDING_MAX);
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
	flush(j);
	if (j->fd >= 0)
		file_sync(j->fd);
}

/* forgets all that was written; the file is left to the caller */
static void start_over(struct journal *j)
{
	set_fd(j, -1);
	strbuf_release(&j->pending);
	strbuf_init(&j->pending, PENDING_MAX);
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
	name_rows(j, r);
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
	put_head(j, &head);
	for (size_t i = 0; i < report_history_done(r); i++)
		write_forward(j, r, report_history(r, i));
	if (strbuf_ok(&j->pending) && strbuf_ok(&head)) {
		unlink(temp);
		AGAIN(fd, open(temp, JOURNAL_OPEN, mode));
	}
	if (fd >= 0 && write_fully(fd, head.text, head.len) && write_fully(fd, j->pending.text, j->pending.len) &&
	    file_sync(fd) && rename(temp, j->path) == 0) {
		strbuf_clear(&j->pending);
		set_fd(j, fd);
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
	free_names(j->names, j->form->table_count);
	memory_free(j->standing);
	memory_free(j->undone);
	memory_free(j->report_path);
	memory_free(j->path);
	memory_free(j);
}
