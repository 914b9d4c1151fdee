/*
 * Finding forms (spec section 3): a file path; else by id in the folder ZIPING_FORMS names, the user's forms folder,
 * the installed one, and among those built into the program, the version that is named before any other.
 */
#include "form/form_private.h"

#include "base/i18n.h"

#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>

#define VERSION_UNTOLD "1"

/* one form that can be found by its id */
struct candidate {
	const char *id, *version, *title, *title_en;
	const char *file, *identity;
	const struct builtin_form *builtin;
	unsigned folder; /* where: the order of looking */
};

struct candidates {
	struct arena *arena;
	struct candidate *list;
	size_t count, capacity;
	struct error why; /* of a file that has the name looked for, but cannot be read */
	bool failed;
};

/* ---- names ---- */

static bool ends(const char *text, const char *tail)
{
	size_t len = strlen(text), end = strlen(tail);

	return len >= end && strcmp(text + len - end, tail) == 0;
}

bool form_name_is_path(const char *name)
{
	return strchr(name, '/') || ends(name, ".yaml") || ends(name, ".yml");
}

char *find_join(struct arena *a, const char *folder, const char *name)
{
	size_t len = strlen(folder), more = strlen(name);
	char *path = arena_alloc(a, len + more + 2);

	if (!path)
		return NULL;
	memcpy(path, folder, len);
	if (len && folder[len - 1] != '/')
		path[len++] = '/';
	memcpy(path + len, name, more);
	return path;
}

/* 2021.2 before 2021.10 */
static int by_version(const char *a, const char *b)
{
	while (*a && *b) {
		if (*a >= '0' && *a <= '9' && *b >= '0' && *b <= '9') {
			size_t m, n;

			a += strspn(a, "0");
			b += strspn(b, "0");
			m = strspn(a, "0123456789");
			n = strspn(b, "0123456789");
			if (m != n)
				return m < n ? -1 : 1;
			if (strncmp(a, b, m) != 0)
				return strncmp(a, b, m);
			a += m;
			b += n;
		} else if (*a != *b) {
			return *a < *b ? -1 : 1;
		} else {
			a++;
			b++;
		}
	}
	return (*a != '\0') - (*b != '\0');
}

/* the folders that forms are looked up in; NULL where there is none */
bool find_folders(struct arena *a, const char *ret[FIND_FOLDERS])
{
	const char *named = getenv("ZIPING_FORMS"), *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

	ret[0] = named && *named ? named : NULL;
	ret[1] = NULL;
	ret[2] = ZIPING_DATADIR "/forms";
	if (data && data[0] == '/') { /* a relative one is void (XDG base directories) */
		ret[1] = find_join(a, data, "ziping/forms");
		return ret[1] != NULL;
	}
	if (home && *home) {
		ret[1] = find_join(a, home, ".local/share/ziping/forms");
		return ret[1] != NULL;
	}
	return true;
}

/* ---- what is in the folders ---- */

static const char *told(struct arena *a, const struct source *s, const char *key, const char *otherwise)
{
	node_id n = source_find(s, NODE_ROOT, key);
	size_t len;
	const char *text;

	if (!n || source_node(s, n)->kind != NODE_SCALAR || source_is_blank(s, n))
		return otherwise;
	text = source_text(s, n, &len);
	return arena_strndup(a, text, len);
}

static void add(struct candidates *c, const struct candidate *one)
{
	struct candidate *grown = memory_grow(c->list, &c->capacity, c->count + 1, sizeof(*grown));

	if (!grown) {
		c->failed = true;
		return;
	}
	c->list = grown;
	c->list[c->count++] = *one;
}

const char *find_identity(struct arena *a, const char *file)
{
	char real[PATH_MAX];

	return arena_strdup(a, realpath(file, real) ? real : file);
}

static void add_source(struct candidates *c, const struct source *s, struct candidate *one)
{
	one->id = told(c->arena, s, "form", NULL);
	if (!one->id)
		return; /* some other YAML file */
	one->version = told(c->arena, s, "version", VERSION_UNTOLD);
	one->title = told(c->arena, s, "title", one->id);
	one->title_en = told(c->arena, s, "title_en", NULL);
	if (!one->version || !one->title)
		c->failed = true;
	else
		add(c, one);
}

/* `id`: what is looked for, so that a broken file of this name is spoken of */
static void add_file(struct candidates *c, unsigned folder, char *file, const char *name, const char *id)
{
	struct candidate one = {.file = file, .folder = folder};
	struct source *s;
	struct error e;
	struct stat st;

	if (stat(file, &st) != 0 || !S_ISREG(st.st_mode))
		return;
	if (!source_load(file, &s, &e)) {
		size_t len = id ? strlen(id) : 0;

		if (e.kind == ERR_MEMORY)
			c->failed = true;
		else if (id && strncmp(name, id, len) == 0 && strchr(".@-", name[len]))
			c->why = e;
		return;
	}
	one.identity = find_identity(c->arena, file);
	if (one.identity)
		add_source(c, s, &one);
	else
		c->failed = true;
	source_free(s);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_folder(struct candidates *c, unsigned number, const char *folder, const char *id)
{
	DIR *dir = opendir(folder);
	char **names = NULL;
	size_t count = 0, capacity = 0;
	const struct dirent *entry;

	if (!dir)
		return;
	while ((entry = readdir(dir)) && !c->failed) {
		char **grown;

		if (entry->d_name[0] == '.' || (!ends(entry->d_name, ".yaml") && !ends(entry->d_name, ".yml")))
			continue;
		grown = memory_grow(names, &capacity, count + 1, sizeof(*names));
		if (grown) {
			names = grown;
			names[count] = arena_strdup(c->arena, entry->d_name);
		}
		if (!grown || !names[count])
			c->failed = true;
		else
			count++;
	}
	closedir(dir);
	if (count > 1)
		qsort(names, count, sizeof(*names), by_name);
	for (size_t i = 0; i < count && !c->failed; i++) {
		char *file = find_join(c->arena, folder, names[i]);

		if (file)
			add_file(c, number, file, names[i], id);
		else
			c->failed = true;
	}
	memory_free(names);
}

static void add_builtin(struct candidates *c)
{
	for (size_t i = 0; i < builtin_form_count && !c->failed; i++) {
		const struct builtin_form *b = &builtin_forms[i];
		struct candidate one = {
		    .id = b->id,
		    .version = b->version,
		    .title = b->id,
		    .builtin = b,
		    .folder = FIND_FOLDERS,
		    .file = find_join(c->arena, BUILTIN_FOLDER, b->file),
		};

		one.identity = one.file;
		if (one.file)
			add(c, &one);
		else
			c->failed = true;
	}
}

/* everything that can be found by an id; the caller frees the list */
static bool gather(struct arena *a, const char *id, struct candidates *ret)
{
	const char *folders[FIND_FOLDERS];

	*ret = (struct candidates){.arena = a};
	if (!find_folders(a, folders))
		return false;
	for (unsigned i = 0; i < FIND_FOLDERS; i++) {
		if (folders[i])
			add_folder(ret, i, folders[i], id);
	}
	add_builtin(ret);
	return !ret->failed;
}

/* ---- by id ---- */

/* the first that has the version; else, in the first folder that has the form, its newest */
static const struct candidate *choose(const struct candidates *c, const char *id, const char *version,
                                      const char *except)
{
	const struct candidate *best = NULL;

	for (size_t i = 0; i < c->count; i++) {
		const struct candidate *one = &c->list[i];

		if (strcmp(one->id, id) != 0 || (except && strcmp(one->identity, except) == 0))
			continue;
		if (version && strcmp(one->version, version) == 0)
			return one;
		if (!best || (one->folder == best->folder && by_version(one->version, best->version) > 0))
			best = one;
	}
	return best;
}

static bool no_such_form(const struct candidates *c, const char *id, const char *except, struct error *reterr)
{
	const char *names[256];
	size_t count = 0;
	const char *near;

	if (c->why.kind != ERR_NONE) {
		*reterr = c->why;
		return false;
	}
	for (size_t i = 0; i < c->count && count < ARRAY_SIZE(names); i++) {
		if (except && strcmp(c->list[i].identity, except) == 0) {
			if (strcmp(c->list[i].id, id) == 0)
				return error_set(
				    reterr, ERR_FORM, NOWHERE,
				    _("the form '%s' extends itself; name another form, or another version of it"), id);
			continue;
		}
		names[count++] = c->list[i].id;
	}
	near = text_nearest(id, names, count);
	if (near)
		return error_set(reterr, ERR_FORM, NOWHERE, _("there is no form '%s', did you mean '%s'?"), id, near);
	return error_set(reterr, ERR_FORM, NOWHERE, _("there is no form '%s'; 'ziping forms' lists those there are"),
	                 id);
}

static bool locate_id(struct arena *a, const char *name, const char *except, struct found *ret, struct error *reterr)
{
	const char *sign = strrchr(name, '@');
	const char *version = sign ? sign + 1 : NULL;
	char *id = arena_strndup(a, name, sign ? (size_t)(sign - name) : strlen(name));
	struct candidates c;
	const struct candidate *one;
	bool ok = false;

	if (!id)
		return error_memory(reterr);
	if (!gather(a, id, &c)) {
		error_memory(reterr);
		goto out;
	}
	one = choose(&c, id, version, except);
	if (!one) {
		no_such_form(&c, id, except, reterr);
		goto out;
	}
	*ret = (struct found){
	    .file = one->file,
	    .identity = one->identity,
	    .builtin = one->builtin,
	    .other_version = version && strcmp(one->version, version) != 0,
	};
	ok = true;
out:
	memory_free(c.list);
	return ok;
}

/* ---- either ---- */

bool form_locate(struct arena *a, const struct form_query *q, const char *except, struct found *ret,
                 struct error *reterr)
{
	if (!q->name || !*q->name)
		return error_set(reterr, ERR_FORM, NOWHERE, _("no form is named"));
	if (q->any_path && strcmp(q->name, "-") == 0) {
		*ret = (struct found){.file = "-", .identity = "-"};
		return true;
	}
	if (form_name_is_path(q->name))
		return find_path(a, q, ret, reterr);
	return locate_id(a, q->name, except, ret, reterr);
}

bool found_open(const struct found *f, struct source **ret, struct error *reterr)
{
	struct stat st;

	if (!f->builtin && stat(f->file, &st) == 0 && st.st_size > (off_t)FORM_BYTES_MAX)
		return error_set(reterr, ERR_LIMIT, (struct place){ .file = f->file, .line = 1, .column = 1 },
				 _("the form is larger than %u MiB; divide it, or take out what is no form"), FORM_BYTES_MAX >> 20);
	if (!f->builtin)
		return source_load(f->file, ret, reterr);
	return source_thaw(f->file, f->builtin->source, ret, reterr);
}

/* ---- the list ---- */

static bool builtin_titles(struct arena *a, struct candidate *one, struct error *reterr)
{
	struct found found = {.file = one->file, .builtin = one->builtin};
	struct source *s;

	if (!found_open(&found, &s, reterr))
		return reterr->kind != ERR_MEMORY; /* a form with a mistake is listed by its id */
	one->title = told(a, s, "title", one->id);
	one->title_en = told(a, s, "title_en", NULL);
	source_free(s);
	return one->title ? true : error_memory(reterr);
}

/* one that is found before it has the same id and version, so that nobody can reach this one */
static bool is_hidden(const struct candidates *c, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (strcmp(c->list[i].id, c->list[index].id) == 0 &&
		    strcmp(c->list[i].version, c->list[index].version) == 0)
			return true;
	}
	return false;
}

bool form_list(struct arena *a, struct form_entry **ret, size_t *ret_count, struct error *reterr)
{
	struct candidates c;
	struct form_entry *list;
	size_t count = 0;
	bool ok = false;

	if (!gather(a, NULL, &c)) {
		error_memory(reterr);
		goto out;
	}
	list = arena_alloc(a, (c.count ? c.count : 1) * sizeof(*list));
	if (!list) {
		error_memory(reterr);
		goto out;
	}
	for (size_t i = 0; i < c.count; i++) {
		struct candidate *one = &c.list[i];

		if (is_hidden(&c, i))
			continue;
		if (one->builtin && !builtin_titles(a, one, reterr))
			goto out;
		list[count++] = (struct form_entry){
		    .id = one->id,
		    .version = one->version,
		    .title = one->title,
		    .title_en = one->title_en,
		    .file = one->file,
		};
	}
	*ret = list;
	*ret_count = count;
	ok = true;
out:
	memory_free(c.list);
	return ok;
}
