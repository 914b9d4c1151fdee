/* What stands in a journal's file: its lines, and whether they belong to the report beside it. */
#include "desk/journal_private.h"

#include "base/arena.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SUM_LEN 9 /* the tab and eight digits */

char *journal_path(const char *report_path)
{
	return path_companion(report_path, ".journal", strlen(".journal"));
}

bool journal_exists(const char *report_path)
{
	char *path = journal_path(report_path);
	struct stat st;
	bool exists = path && lstat(path, &st) == 0;

	memory_free(path);
	return exists;
}

void journal_discard(const char *report_path)
{
	char *path = journal_path(report_path), *temp = path_companion(report_path, JOURNAL_NEW, strlen(JOURNAL_NEW));

	if (path)
		unlink(path);
	if (temp)
		unlink(temp); /* of a recovery that was broken off */
	memory_free(temp);
	memory_free(path);
}

/* ---- lines ---- */

static unsigned sum_of(const char *line, size_t len)
{
	return (unsigned)(file_digest(line, len) & UINT32_MAX);
}

/* by hand, as it is done for each key */
void journal_line_end(struct strbuf *out, size_t from)
{
	unsigned sum = sum_of(out->text + from, out->len - from);
	char end[SUM_LEN + 1] = { '\t' };

	for (size_t i = SUM_LEN - 1; i > 0; i--, sum >>= 4)
		end[i] = "0123456789abcdef"[sum & 0xf];
	end[SUM_LEN] = '\n';
	strbuf_add(out, end, sizeof(end));
}

/* what stands behind the backslash, and what for: a NUL comes last, as the end of the string */
static const char escape_names[] = "\\nrt0";
static const char escaped[] = "\\\n\r\t";

void journal_escape(struct strbuf *out, const char *text, size_t len)
{
	size_t plain = 0;

	for (size_t i = 0; i < len; i++) {
		const char *found = strchr(escaped, text[i]); /* NUL is found at the end */

		if (!found)
			continue;
		strbuf_add(out, text + plain, i - plain);
		strbuf_putc(out, '\\');
		strbuf_putc(out, escape_names[found - escaped]);
		plain = i + 1;
	}
	strbuf_add(out, text + plain, len - plain);
}

bool journal_unescape(struct strbuf *out, const char *text, size_t len)
{
	size_t plain = 0;

	for (size_t i = 0; i < len; i++) {
		const char *found;

		if (text[i] != '\\')
			continue;
		found = i + 1 < len && text[i + 1] ? strchr(escape_names, text[i + 1]) : NULL;
		if (!found)
			return false;
		strbuf_add(out, text + plain, i - plain);
		strbuf_putc(out, escaped[found - escape_names]);
		plain = ++i + 1;
	}
	strbuf_add(out, text + plain, len - plain);
	return strbuf_ok(out);
}

void journal_head(struct strbuf *out, const struct file_stamp *stamp, const struct form *form)
{
	const char *id = form->id ? form->id : "", *version = form->version ? form->version : "";

	strbuf_printf(out, "ziping journal 1 %" PRIu64 " %016" PRIx64 " ", stamp->size, stamp->digest);
	journal_escape(out, id, strlen(id));
	strbuf_putc(out, '@');
	journal_escape(out, version, strlen(version));
	strbuf_putc(out, ' ');
}

bool journal_text_load(const char *path, struct journal_text *ret)
{
	struct stat st;
	size_t have = 0;
	char *text = NULL;
	int fd;

	*ret = (struct journal_text){ 0 };
	AGAIN(fd, open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
	if (fd < 0)
		return false;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > (off_t)JOURNAL_MAX) {
		close(fd);
		errno = EFBIG;
		return false;
	}
	text = memory_alloc((size_t)st.st_size + 1, 1);
	while (text && have < (size_t)st.st_size) {
		ssize_t got = read(fd, text + have, (size_t)st.st_size - have);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) { /* half a journal must not pass for a whole one */
			int cause = errno;

			memory_free(text);
			close(fd);
			errno = cause;
			return false;
		}
		if (got == 0)
			break;
		have += (size_t)got;
	}
	close(fd);
	if (!text) {
		errno = ENOMEM;
		return false;
	}
	*ret = (struct journal_text){ .text = text, .len = have };
	return true;
}

void journal_text_release(struct journal_text *t)
{
	memory_free(t->text);
	*t = (struct journal_text){ 0 };
}

bool journal_text_next(struct journal_text *t, const char **ret_line, size_t *ret_len)
{
	const char *line = t->text + t->at, *end;
	char sum[SUM_LEN + 1];
	size_t len;

	if (t->torn || t->at >= t->len)
		return false;
	t->torn = true;
	end = memchr(line, '\n', t->len - t->at);
	if (!end || end - line < SUM_LEN)
		return false;
	len = (size_t)(end - line) - SUM_LEN;
	snprintf(sum, sizeof(sum), "\t%08x", sum_of(line, len));
	if (memcmp(line + len, sum, SUM_LEN) != 0)
		return false;
	t->torn = false;
	t->at = (size_t)(end - t->text) + 1;
	*ret_line = line;
	*ret_len = len;
	return true;
}

bool journal_text_damaged(const struct journal_text *t)
{
	return t->torn && memchr(t->text + t->at, '\n', t->len - t->at) != NULL;
}

size_t journal_text_skip(struct journal_text *t, size_t lines)
{
	size_t skipped = 0;

	t->torn = false;
	for (const char *end; skipped < lines && (end = memchr(t->text + t->at, '\n', t->len - t->at)) != NULL; skipped++)
		t->at = (size_t)(end - t->text) + 1;
	return skipped;
}

bool journal_is(const char *line, size_t len, const char *word)
{
	size_t size = strlen(word);

	return len >= size && memcmp(line, word, size) == 0 && (len == size || line[size] == ' ');
}

/* ---- what it is ---- */

static bool is_edit(const char *line, size_t len)
{
	static const char *const words[] = { "set", "insert", "delete", "move", "undo", "redo", "typing" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (journal_is(line, len, words[i]))
			return true;
	}
	return false;
}

enum journal_state journal_look(const char *report_path, const struct file_stamp *stamp, const struct form *form)
{
	char *path = journal_path(report_path);
	enum journal_state state = JOURNAL_NONE;
	struct strbuf head, saving;
	struct journal_text t;
	const char *line;
	size_t len;
	bool ours, damaged, saved = false, any = false;

	if (!path)
		return JOURNAL_UNKNOWN;
	if (!journal_text_load(path, &t)) {
		state = errno == ENOENT || errno == ENOTDIR ? JOURNAL_NONE : errno == ENOMEM ? JOURNAL_UNKNOWN : JOURNAL_FOREIGN;
		memory_free(path);
		return state;
	}
	strbuf_init(&head, 0);
	strbuf_init(&saving, 0);
	journal_head(&head, stamp, form);
	strbuf_printf(&saving, "saving %" PRIu64 " %016" PRIx64, stamp->size, stamp->digest);
	ours = journal_text_next(&t, &line, &len) && len >= head.len && memcmp(line, head.text, head.len) == 0;
	while (journal_text_next(&t, &line, &len)) {
		if (is_edit(line, len)) {
			any = true;
			saved = false; /* the save was given up, or the edit came after it */
		} else if (journal_is(line, len, "untyped")) {
			;
		} else if (len == saving.len && memcmp(line, saving.text, len) == 0) {
			saved = true;
		}
	}
	damaged = journal_text_damaged(&t); /* what cannot be read is not to be thrown away unread */
	if (any || damaged)
		state = saved && !damaged ? JOURNAL_SAVED : ours && any ? JOURNAL_OURS : JOURNAL_FOREIGN;
	if (!strbuf_ok(&head) || !strbuf_ok(&saving))
		state = JOURNAL_UNKNOWN;
	strbuf_release(&saving);
	strbuf_release(&head);
	journal_text_release(&t);
	memory_free(path);
	return state;
}

/* `keep`: under both names, where the file system knows such a thing */
static bool rename_aside(const char *path, const char *aside, bool keep)
{
	return (keep && link(path, aside) == 0) || rename(path, aside) == 0;
}

static bool put_aside(const char *report_path, bool keep, struct error *reterr)
{
	char *path = journal_path(report_path), *aside = NULL, when[32] = "", suffix[80];
	time_t now = time(NULL);
	struct tm tm;
	bool ok = false;

	if (!path)
		return error_memory(reterr);
	if (localtime_r(&now, &tm))
		strftime(when, sizeof(when), "%Y%m%d-%H%M%S", &tm);
	for (int n = 0; n < 100; n++) {
		struct stat st;

		snprintf(suffix, sizeof(suffix), n ? ".journal.aside-%s-%d" : ".journal.aside-%s", when, n);
		memory_free(aside);
		aside = path_companion(report_path, suffix, ASIDE_ROOM);
		if (!aside)
			break;
		errno = EEXIST;
		if (lstat(aside, &st) == 0)
			continue;
		ok = rename_aside(path, aside, keep);
		break;
	}
	if (!aside)
		error_memory(reterr);
	else if (!ok && errno == ENOENT && !keep)
		ok = true; /* there are none */
	else if (!ok)
		error_set(reterr, ERR_IO, NOWHERE, _("the unsaved edits in '%s' cannot be put aside: %s"), path,
			  error_cause(errno));
	memory_free(aside);
	memory_free(path);
	return ok;
}

bool journal_set_aside(const char *report_path, struct error *reterr)
{
	return put_aside(report_path, false, reterr);
}

bool journal_keep_aside(const char *report_path, struct error *reterr)
{
	return put_aside(report_path, true, reterr);
}
