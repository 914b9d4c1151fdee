#include "tui/paths.h"

#include "base/text.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_MAX 2000

void path_meant(const char *typed, size_t len, struct strbuf *out)
{
	const char *home = getenv("HOME");

	text_trim(&typed, &len);
	strbuf_clear(out);
	if (len > 0 && typed[0] == '~' && (len == 1 || typed[1] == '/') && home && home[0] == '/') {
		strbuf_puts(out, home);
		typed++;
		len--;
	}
	strbuf_add(out, typed, len);
}

bool path_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool ends(const char *text, size_t len, const char *tail)
{
	size_t end = strlen(tail);

	return len > end && memcmp(text + len - end, tail, end) == 0;
}

bool path_is_report(const char *path)
{
	size_t len = strlen(path);

	return ends(path, len, ".yaml") || ends(path, len, ".yml");
}

static bool is_document(const char *path)
{
	size_t len = strlen(path);

	return ends(path, len, ".docx") || ends(path, len, ".txt") || ends(path, len, ".md");
}

static int by_name(const void *a, const void *b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	size_t lx = strlen(x), ly = strlen(y);
	bool fx = lx > 0 && x[lx - 1] == '/', fy = ly > 0 && y[ly - 1] == '/';

	return fx != fy ? (int)fx - (int)fy : strcmp(x, y);
}

static bool add(struct path_names *p, const char *typed, size_t before, const char *name, bool folder)
{
	const char **grown = memory_grow(p->names, &p->capacity, p->count + 1, sizeof(*grown));
	size_t len = strlen(name);
	char *text = arena_alloc(&p->texts, before + len + 2);

	if (grown)
		p->names = grown;
	if (!grown || !text)
		return false;
	memcpy(text, typed, before);
	memcpy(text + before, name, len);
	if (folder)
		text[before + len] = '/';
	p->names[p->count++] = text;
	return true;
}

/* one entry of the folder; `before` bytes of what was typed are the folder, the rest is how the name begins */
static bool consider(struct path_names *p, const char *folder, const char *name, const char *typed, size_t len, size_t before,
		     enum path_sort sort)
{
	struct strbuf path;
	bool is_folder;

	if (strncmp(name, typed + before, len - before) != 0 || strcmp(name, ".") == 0 ||
	    (name[0] == '.' && strcmp(name, "..") != 0 && (len == before || typed[before] != '.')))
		return true;
	strbuf_init(&path, 0);
	strbuf_printf(&path, "%s/%s", folder, name);
	is_folder = path_is_folder(path.text);
	strbuf_release(&path);
	if (!is_folder && ((sort == PATHS_REPORTS && !path_is_report(name)) || (sort == PATHS_DOCUMENTS && !is_document(name))))
		return true;
	return add(p, typed, before, name, is_folder);
}

bool path_names_find(struct path_names *p, const char *typed, size_t len, enum path_sort sort)
{
	size_t before = len;
	struct dirent *entry;
	struct strbuf folder;
	bool ok = true;
	DIR *dir;

	*p = (struct path_names){ 0 };
	while (before > 0 && typed[before - 1] != '/')
		before--;
	strbuf_init(&folder, 0);
	path_meant(typed, before, &folder);
	dir = opendir(folder.len ? folder.text : ".");
	while (ok && dir && p->count < NAMES_MAX && (entry = readdir(dir)) != NULL)
		ok = consider(p, folder.len ? folder.text : ".", entry->d_name, typed, len, before, sort);
	if (dir)
		closedir(dir);
	strbuf_release(&folder);
	if (p->count)
		qsort(p->names, p->count, sizeof(*p->names), by_name);
	if (!ok)
		path_names_release(p);
	return ok;
}

void path_names_release(struct path_names *p)
{
	arena_release(&p->texts);
	memory_free(p->names);
	*p = (struct path_names){ 0 };
}

bool path_complete(struct lineedit *e, enum path_sort sort)
{
	struct path_names p;
	size_t shared = 0, at;
	bool found = false;

	if (path_names_find(&p, e->text.text, e->text.len, sort) && p.count > 0) {
		shared = strlen(p.names[0]);
		for (size_t i = 1; i < p.count; i++) {
			if (e->text.len == 0 && strcmp(p.names[i], "../") == 0)
				continue;
			for (at = 0; at < shared && p.names[i][at] == p.names[0][at];)
				at++;
			shared = at;
		}
		while (shared > 0 && ((unsigned char)p.names[0][shared] & 0xc0) == 0x80) /* not inside of a character */
			shared--;
		found = shared > e->text.len;
		if (found)
			lineedit_set(e, p.names[0], shared);
	}
	path_names_release(&p);
	return found;
}

void path_stem(const char *path, bool whole, struct strbuf *out)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
	size_t len = dot && dot > name ? (size_t)(dot - name) : strlen(name);

	strbuf_clear(out);
	if (whole)
		strbuf_add(out, path, (size_t)(name - path));
	strbuf_add(out, name, len);
}

void path_free_name(const char *stem, const char *suffix, struct strbuf *out)
{
	struct stat st;

	strbuf_clear(out);
	strbuf_printf(out, "%s%s", stem, suffix);
	for (unsigned n = 2; n < 1000 && lstat(out->text, &st) == 0; n++) {
		strbuf_clear(out);
		strbuf_printf(out, "%s-%u%s", stem, n, suffix);
	}
}

void path_next_year(struct strbuf *stem)
{
	char *year = stem->len >= 4 ? stem->text + stem->len - 4 : NULL, next[8];
	unsigned long n;

	if (!year || strspn(year, "0123456789") != 4 || (stem->len > 4 && year[-1] >= '0' && year[-1] <= '9'))
		return;
	n = strtoul(year, NULL, 10);
	if (n < 1990 || n > 2998)
		return;
	snprintf(next, sizeof(next), "%lu", n + 1);
	memcpy(year, next, 4);
}
