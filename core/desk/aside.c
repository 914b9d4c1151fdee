/* Edits that were put aside, as .NAME.journal.aside-DATE beside the report: finding them, and bringing one back. */
#include "desk/session_private.h"

#include "base/i18n.h"
#include "desk/journal_private.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct names {
	const char **name;
	size_t count, capacity;
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool collect(DIR *dir, const char *folder, const char *stem, struct arena *a, struct names *out)
{
	size_t len = strlen(stem), size;
	struct dirent *entry;
	const char **grown;
	char *name;

	while ((entry = readdir(dir)) != NULL) {
		if (strncmp(entry->d_name, stem, len) != 0)
			continue;
		size = strlen(folder) + strlen(entry->d_name) + 2;
		name = arena_alloc(a, size);
		grown = memory_grow(out->name, &out->capacity, out->count + 1, sizeof(*grown));
		if (grown)
			out->name = grown;
		if (!name || !grown)
			return false;
		snprintf(name, size, "%s/%s", folder, entry->d_name);
		out->name[out->count++] = name;
	}
	return true;
}

bool session_asides(const struct session *s, struct arena *a, const char ***ret, size_t *ret_count, struct error *reterr)
{
	char *journal = s->path ? path_companion(s->path, ".journal.aside-", ASIDE_ROOM) : NULL, *folder = NULL, *stem = NULL;
	struct names found = { 0 };
	const char **list;
	DIR *dir = NULL;
	bool ok = false;

	if (s->path && journal) {
		folder = path_folder(journal);
		stem = path_beside(path_name(journal), "", "");
	}
	if (s->path && (!folder || !stem)) {
		error_memory(reterr);
		goto out;
	}
	dir = folder ? opendir(folder) : NULL;
	if (folder && !dir && errno == ENOMEM) {
		error_memory(reterr);
		goto out;
	}
	list = dir && !collect(dir, folder, stem, a, &found) ? NULL : arena_alloc(a, (found.count + 1) * sizeof(*list));
	if (!list) {
		error_memory(reterr);
		goto out;
	}
	if (found.count)
		memcpy(list, found.name, found.count * sizeof(*list));
	qsort(list, found.count, sizeof(*list), compare_names);
	*ret = list;
	*ret_count = found.count;
	ok = true;
out:
	if (dir)
		closedir(dir);
	memory_free(found.name);
	memory_free(stem);
	memory_free(folder);
	memory_free(journal);
	return ok;
}

bool session_bring_back(struct session *s, const char *aside, size_t *ret_left_out, struct error *reterr)
{
	struct file_stamp stamp = s->stamp;
	const size_t done = report_history_done(s->report);
	struct journal_replay replayed;
	bool ok;

	if (s->mode != SESSION_DESK || s->open_elsewhere)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("the report was opened for reading only"));
	if (done)
		stamp.digest = 0; /* rows may not be what they were: takes what is certain */
	ok = journal_replay_file(aside, &stamp, s->report, &replayed, reterr);
	if (ok && replayed.typing_path)
		ok = recovery_typing(s, &replayed, reterr);
	memory_free(replayed.typing_path);
	memory_free(replayed.typing_text);
	if (!ok) {
		report_take_back(s->report, done);
		return false;
	}
	*ret_left_out = replayed.left_out;
	if (!replayed.left_out && !replayed.torn && !journal_trouble(s->journal)) /* else it is nowhere else on the disk */
		unlink(aside);
	return true;
}
