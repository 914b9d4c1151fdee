#include "folder.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[512], last[512];

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return remove(path);
}

static void remove_folder(void)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *folder_path(void)
{
	const char *base = getenv("TMPDIR");

	if (folder[0])
		return folder;
	if (!base || !*base)
		base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	snprintf(folder, sizeof(folder), "%s/ziping-fuzz-XXXXXX", base);
	check(mkdtemp(folder) != NULL);
	atexit(remove_folder);
	return folder;
}

const char *folder_file(const char *name)
{
	static char paths[4][1200];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", folder_path(), name);
	return path;
}

void folder_put(const char *name, const char *bytes, size_t len)
{
	FILE *f = fopen(folder_file(name), "wb");

	check(f != NULL && fwrite(bytes, 1, len, f) == len && fclose(f) == 0);
}

char *folder_get(const char *name, size_t *ret_len)
{
	FILE *f = fopen(folder_file(name), "rb");
	struct stat st;
	char *text;

	if (!f)
		return NULL;
	check(fstat(fileno(f), &st) == 0);
	text = malloc((size_t)st.st_size + 1);
	check(text && fread(text, 1, (size_t)st.st_size, f) == (size_t)st.st_size);
	fclose(f);
	text[st.st_size] = '\0';
	*ret_len = (size_t)st.st_size;
	return text;
}

static size_t each(const char *beginning, const char *kept, bool removing)
{
	DIR *dir = opendir(folder_path());
	struct dirent *e;
	size_t count = 0;

	check(dir != NULL);
	while ((e = readdir(dir)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || (kept && strcmp(e->d_name, kept) == 0) ||
		    strncmp(e->d_name, beginning, strlen(beginning)) != 0)
			continue;
		count++;
		snprintf(last, sizeof(last), "%s", e->d_name);
		if (removing)
			unlink(folder_file(e->d_name));
	}
	closedir(dir);
	return count;
}

void folder_clear(const char *kept)
{
	each("", kept, true);
}

size_t folder_count(const char *beginning)
{
	return each(beginning, NULL, false);
}

const char *folder_last(void)
{
	return last;
}
