/*
 * The small files around a report, from a stranger: settings, recent reports, a lock. No crash, nothing is waited for; what
 * is said about them is in lines; a setting that is stored is there afterwards, and the others are as they were.
 *
 * An input is "SETTINGS%%\nRECENT%%\nLOCK"; what is missing is empty.
 */
#include "desk/lock.h"
#include "desk/recent.h"
#include "desk/settings.h"
#include "folder.h"

#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MARK "%%\n"
#define REPORT "r.yaml"
#define LOCK ".r.yaml.lock"

struct part {
	const char *text;
	size_t len;
};

static struct part next_part(struct part *rest)
{
	struct part p = *rest;

	for (size_t i = 0; i + strlen(MARK) <= rest->len; i++) {
		if (memcmp(rest->text + i, MARK, strlen(MARK)) == 0) {
			p.len = i;
			rest->text += i + strlen(MARK);
			rest->len -= i + strlen(MARK);
			return p;
		}
	}
	rest->text += rest->len;
	rest->len = 0;
	return p;
}

static void check_same(const struct settings *a, const struct settings *b)
{
	check(strcmp(a->name, b->name) == 0 && a->mouse == b->mouse && strcmp(a->lang, b->lang) == 0);
}

static void check_settings(void)
{
	struct settings before, after;
	struct strbuf notes;
	struct error why = { 0 };

	strbuf_init(&notes, 0);
	settings_load(&before, &notes);
	check(strbuf_ok(&notes) && (!notes.len || notes.text[notes.len - 1] == '\n'));
	check(memchr(before.name, '\0', sizeof(before.name)) && strlen(before.lang) < sizeof(before.lang));
	(void)settings_mouse(&before);
	if (settings_store("theme", before.light ? "dark" : "light", &why)) {
		settings_load(&after, NULL);
		check(after.light != before.light);
		check_same(&before, &after);
		check(settings_store("theme", before.light ? "light" : "dark", &why));
		settings_load(&after, NULL);
		check(after.light == before.light);
		check_same(&before, &after);
	} else {
		check(why.kind != ERR_NONE && why.text[0]);
	}
	strbuf_release(&notes);
}

static void check_recent(void)
{
	struct recent list[RECENT_MAX];
	struct arena a = { 0 };
	size_t count = recent_load(&a, list);

	check(count <= RECENT_MAX);
	for (size_t i = 0; i < count; i++)
		check(list[i].path[0] == '/' && !strchr(list[i].path, '\n') && !strchr(list[i].label, '\n') && list[i].status);
	arena_release(&a);
}

static void check_owner(const struct lock_owner *o)
{
	check(memchr(o->name, '\0', sizeof(o->name)) && memchr(o->host, '\0', sizeof(o->host)));
	check(!strpbrk(o->name, "\n\x1b") && !strpbrk(o->host, "\n\x1b"));
}

static void check_lock(const struct part *given)
{
	struct lock_owner owner = { .pid = 0 };
	struct lock *l = NULL;
	size_t len;
	char *left;

	if (lock_look(folder_file(REPORT), &owner))
		check_owner(&owner);
	switch (lock_take(folder_file(REPORT), false, &l, &owner)) {
	case LOCK_TAKEN:
		lock_beat(l);
		lock_free(l);
		check(folder_count(LOCK) == 0);
		break;
	case LOCK_HELD: /* and not touched */
		check_owner(&owner);
		left = folder_get(LOCK, &len);
		check(left && len == given->len && memcmp(left, given->text, len) == 0);
		free(left);
		break;
	case LOCK_IMPOSSIBLE:
		check(false);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct part rest = { (const char *)data, size }, settings = next_part(&rest), recent = next_part(&rest);

	check(setenv("XDG_CONFIG_HOME", folder_path(), 1) == 0 && setenv("XDG_STATE_HOME", folder_path(), 1) == 0);
	(void)mkdir(folder_file("ziping"), 0700);
	folder_clear("ziping");
	folder_put("ziping/config.yaml", settings.text, settings.len);
	folder_put("ziping/recent", recent.text, recent.len);
	folder_put(REPORT, "", 0);
	if (rest.len)
		folder_put(LOCK, rest.text, rest.len);
	check_settings();
	check_recent();
	check_lock(&rest);
	return 0;
}
