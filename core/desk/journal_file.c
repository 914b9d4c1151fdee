/*
 * The file of a journal, see journal.h: made with the first record, put back when it is gone. Lines that could not be written
 * stay in `pending` and are tried again with the next one, so that a disk that was full for a while leaves no gap.
 */
#include "desk/journal_write.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

void journal_to(struct journal *j, int fd)
{
	journal_sync_to(j->sync, fd);
	if (j->fd >= 0)
		close(j->fd);
	j->fd = fd;
}

void journal_put_head(struct journal *j, struct strbuf *out)
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
	journal_to(j, fd);
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
	strbuf_init(&all, JOURNAL_PENDING_MAX + 4096);
	journal_put_head(j, &all);
	strbuf_add(&all, j->pending.text, j->pending.len);
	if (!strbuf_ok(&all)) { /* records without a head would be nobody's */
		strbuf_release(&all);
		unlink(j->path);
		close(fd);
		errno = ENOMEM;
		return false;
	}
	journal_to(j, fd);
	j->old_there = false;
	folder_sync(j->path);
	all.limit = JOURNAL_PENDING_MAX;
	strbuf_release(&j->pending);
	j->pending = all;
	return true;
}

static bool is_there(struct journal *j)
{
	if (!is_gone(j) || put_back(j))
		return true;
	snprintf(j->trouble, sizeof(j->trouble), "%s", error_cause(errno));
	return false;
}

void journal_look_after(struct journal *j)
{
	if (j && j->fd >= 0 && is_there(j) && !j->pending.len)
		j->trouble[0] = '\0';
}

/* `known`: nobody has to look whether the file is still there */
static void flush(struct journal *j, bool known)
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
	if (!known && !is_there(j))
		return;
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

void journal_flush(struct journal *j)
{
	flush(j, false);
}

void journal_flush_typed(struct journal *j)
{
	flush(j, journal_sync_waits(j->sync));
}

const char *journal_trouble(const struct journal *j)
{
	int cause;

	if (!j || j->trouble[0])
		return j ? j->trouble : NULL;
	cause = journal_sync_trouble(j->sync);
	return cause ? error_cause(cause) : NULL;
}
