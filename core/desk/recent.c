#include "desk/recent.h"

#include "desk/save_private.h"
#include "desk/xdg.h"

#include <fcntl.h>
#include <limits.h>
#include <time.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX (256u << 10)

static void add_shown(struct report *r, const struct field *f, struct strbuf *out)
{
	size_t before = out->len;

	if (!f)
		return;
	if (before > 0)
		strbuf_puts(out, " · ");
	report_show(r, (struct spot){ .section = f->section, .field = f }, true, out);
	if (before > 0 && out->len == before + strlen(" · "))
		strbuf_truncate(out, before);
}

void report_headline(struct report *r, const struct form *form, struct strbuf *out)
{
	strbuf_clear(out);
	add_shown(r, form->unit, out);
	add_shown(r, form->year, out);
}

/* ---- reading ---- */

/* takes the text up to a tab (or the end) off the line */
static char *next_part(char **line)
{
	char *start = *line, *tab = strchr(start, '\t');

	*line = tab ? tab + 1 : start + strlen(start);
	if (tab)
		*tab = '\0';
	return start;
}

static bool read_line(char *line, struct recent *ret)
{
	char *when = next_part(&line), *end;
	struct stat st;

	ret->when = strtoll(when, &end, 10);
	ret->status = next_part(&line);
	ret->path = next_part(&line);
	ret->label = line;
	if (end == when || *end || ret->path[0] != '/')
		return false;
	ret->missing = stat(ret->path, &st) != 0 || !S_ISREG(st.st_mode);
	return true;
}

static char *read_whole(struct arena *a, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char *text = fd >= 0 ? arena_alloc(a, FILE_MAX + 1) : NULL;
	size_t len = 0;
	ssize_t got;

	while (text && len < FILE_MAX && (got = read(fd, text + len, FILE_MAX - len)) > 0)
		len += (size_t)got;
	if (fd >= 0)
		close(fd);
	return text;
}

size_t recent_load(struct arena *a, struct recent ret[RECENT_MAX])
{
	struct strbuf path;
	size_t count = 0;
	char *text = NULL, *next;

	strbuf_init(&path, 0);
	if (xdg_path("XDG_STATE_HOME", ".local/state", "recent", &path))
		text = read_whole(a, path.text);
	strbuf_release(&path);
	for (; text && *text && count < RECENT_MAX; text = next) {
		next = text + strcspn(text, "\n");
		if (*next)
			*next++ = '\0';
		if (read_line(text, &ret[count]))
			count++;
	}
	return count;
}

/* ---- writing ---- */

static bool put_line(struct sink to, int64_t when, const char *status, const char *path, const char *label)
{
	struct strbuf line;
	bool ok;

	strbuf_init(&line, 0);
	strbuf_printf(&line, "%lld\t%s\t%s\t%s", (long long)when, status, path, label);
	for (size_t i = 0; i < line.len; i++) {
		if (line.text[i] == '\n')
			line.text[i] = ' ';
	}
	strbuf_putc(&line, '\n');
	ok = strbuf_ok(&line) && to.write(to.to, line.text, line.len);
	strbuf_release(&line);
	return ok;
}

static bool write_list(const struct session *s, const char *path, const struct recent *old, size_t count, struct sink to)
{
	struct strbuf label;
	size_t written = 1;
	bool ok;

	strbuf_init(&label, 0);
	report_headline(s->report, s->form, &label);
	ok = put_line(to, (int64_t)time(NULL), report_status(s->report), path, label.text);
	strbuf_release(&label);
	for (size_t i = 0; ok && i < count && written < RECENT_MAX; i++) {
		if (strcmp(old[i].path, path) == 0 || old[i].missing)
			continue;
		ok = put_line(to, old[i].when, old[i].status, old[i].path, old[i].label);
		written++;
	}
	return ok;
}

void recent_add(const struct session *s)
{
	struct recent old[RECENT_MAX];
	struct arena a = { 0 };
	struct error ignored;
	struct replace *p;
	struct strbuf file;
	char path[PATH_MAX];
	struct stat st;
	size_t count;

	strbuf_init(&file, 0);
	/* a path with a tab or a line end in it would be read as something else */
	if (s->path && realpath(s->path, path) && !strpbrk(path, "\t\n") &&
	    xdg_path("XDG_STATE_HOME", ".local/state", "recent", &file) && xdg_make_folder(file.text, &ignored)) {
		count = recent_load(&a, old);
		if (lstat(file.text, &st) == 0 && S_ISLNK(st.st_mode))
			unlink(file.text); /* nothing is written through a link that was laid there */
		if (replace_begin(file.text, &p, &ignored)) {
			if (write_list(s, path, old, count, replace_sink(p)))
				(void)!replace_commit(p, NULL, &ignored);
			else
				replace_cancel(p);
		}
	}
	arena_release(&a);
	strbuf_release(&file);
}
