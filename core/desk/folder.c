/* The reports in a folder, see folder.h. */
#include "desk/folder.h"

#include "base/i18n.h"
#include "base/strbuf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD_MAX 65536
#define DEPTH_MAX 64

bool folder_is(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool ends_in(const char *name, const char *tail)
{
	size_t len = strlen(name), end = strlen(tail);

	return len > end && strcmp(name + len - end, tail) == 0;
}

static bool has_line(const char *text, const char *key)
{
	size_t len = strlen(key);

	while (text) {
		if (strncmp(text, key, len) == 0)
			return true;
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	return false;
}

/* what does not look like YAML in UTF-8 at all (UTF-16, a table's binary) is left for check to complain of only when named */
static bool begins_as_report(const char *path)
{
	char head[HEAD_MAX + 1];
	const char *text = head;
	ssize_t len;
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return true; /* let whoever reads it say why it cannot be read */
	len = read(fd, head, HEAD_MAX);
	close(fd);
	if (len < 0)
		return true;
	head[len] = '\0';
	if (len >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	return has_line(text, "form:") && !has_line(text, "sections:");
}

bool folder_has_report(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	struct stat st;

	return name[0] != '.' && (ends_in(name, ".yaml") || ends_in(name, ".yml")) && stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       begins_as_report(path);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_real_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool walk(struct folder_list *l, const char *folder, unsigned depth, struct error *reterr);

static bool take(struct folder_list *l, const char *path, unsigned depth, struct error *reterr)
{
	const char **grown;
	const char *name = strrchr(path, '/') + 1;
	struct error passed_over = { 0 };

	l->cut |= l->most && l->seen++ >= l->most;
	if (l->cut)
		return true;
	if (is_real_folder(path)) {
		if (depth < DEPTH_MAX && walk(l, path, depth + 1, &passed_over))
			return true;
		l->others++;
		return passed_over.kind != ERR_MEMORY || error_memory(reterr);
	}
	if (!folder_has_report(path)) {
		l->others += ends_in(name, ".yaml") || ends_in(name, ".yml");
		return true;
	}
	grown = memory_grow(l->paths, &l->capacity, l->count + 1, sizeof(*grown));
	if (!grown)
		return error_memory(reterr);
	l->paths = grown;
	l->paths[l->count] = arena_strdup(&l->texts, path);
	if (!l->paths[l->count])
		return error_memory(reterr);
	l->count++;
	return true;
}

/* the names in a folder, sorted, in the arena; hidden ones are left out */
static bool read_names(struct arena *a, const char *folder, const char ***ret, size_t *ret_count, struct error *reterr)
{
	const char **names = NULL, **grown;
	size_t count = 0, capacity = 0;
	struct dirent *entry;
	DIR *dir = opendir(folder);

	if (!dir)
		return error_set(reterr, ERR_IO, NOWHERE, _("cannot read the folder '%s': %s"), folder, error_cause(errno));
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		grown = memory_grow(names, &capacity, count + 1, sizeof(*grown));
		names = grown ? grown : names;
		if (!grown || !(names[count] = arena_strdup(a, entry->d_name))) {
			closedir(dir);
			memory_free(names);
			return error_memory(reterr);
		}
		count++;
	}
	closedir(dir);
	if (count)
		qsort(names, count, sizeof(*names), by_name);
	*ret = names;
	*ret_count = count;
	return true;
}

static bool walk(struct folder_list *l, const char *folder, unsigned depth, struct error *reterr)
{
	struct arena a = { 0 };
	const char **names = NULL;
	struct strbuf path;
	size_t count = 0;
	bool ok;

	if (!read_names(&a, folder, &names, &count, reterr)) {
		arena_release(&a);
		return false;
	}
	strbuf_init(&path, 1 << 20);
	ok = true;
	for (size_t i = 0; ok && !l->cut && i < count; i++) {
		strbuf_clear(&path);
		strbuf_puts(&path, folder);
		if (path.len == 0 || path.text[path.len - 1] != '/')
			strbuf_putc(&path, '/');
		strbuf_puts(&path, names[i]);
		ok = strbuf_ok(&path) ? take(l, path.text, depth, reterr) : error_memory(reterr);
	}
	strbuf_release(&path);
	memory_free(names);
	arena_release(&a);
	return ok;
}

bool folder_list(struct folder_list *l, const char *folder, struct error *reterr)
{
	return walk(l, folder, 0, reterr);
}

void folder_list_release(struct folder_list *l)
{
	memory_free(l->paths);
	arena_release(&l->texts);
	*l = (struct folder_list){ 0 };
}
