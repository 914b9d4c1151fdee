/* A folder of its own for a test, and its files. */
#ifndef ZIPING_TESTS_SCRATCH_H
#define ZIPING_TESTS_SCRATCH_H

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct scratch {
	char folder[256];
	char path[600]; /* of the file last asked for */
};

static inline const char *scratch_path(struct scratch *s, const char *name)
{
	snprintf(s->path, sizeof(s->path), "%s/%s", s->folder, name);
	return s->path;
}

static inline void scratch_make(struct scratch *s)
{
	const char *base = getenv("TMPDIR");

	snprintf(s->folder, sizeof(s->folder), "%s/ziping-test-XXXXXX", base && *base ? base : "/tmp");
	assert_non_null(mkdtemp(s->folder));
}

static inline void scratch_write(struct scratch *s, const char *name, const char *text)
{
	FILE *f = fopen(scratch_path(s, name), "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* the whole text of a file, "" when there is none; freed by the caller */
static inline char *scratch_read(struct scratch *s, const char *name, size_t *ret_len)
{
	FILE *f = fopen(scratch_path(s, name), "r");
	size_t size = 1, len = 0;
	struct stat st;
	char *text;

	if (f && fstat(fileno(f), &st) == 0)
		size += (size_t)st.st_size;
	text = malloc(size);
	assert_non_null(text);
	if (f) {
		len = fread(text, 1, size - 1, f);
		fclose(f);
	}
	text[len] = '\0';
	if (ret_len)
		*ret_len = len;
	return text;
}

static inline void scratch_assert(struct scratch *s, const char *name, const char *expected)
{
	char *text = scratch_read(s, name, NULL);

	assert_string_equal(text, expected);
	free(text);
}

static inline bool scratch_has(struct scratch *s, const char *name)
{
	struct stat st;

	return lstat(scratch_path(s, name), &st) == 0;
}

static inline unsigned scratch_count(struct scratch *s)
{
	DIR *dir = opendir(s->folder);
	unsigned n = 0;
	struct dirent *e;

	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL)
		n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	closedir(dir);
	return n;
}

static inline void scratch_remove(struct scratch *s)
{
	DIR *dir = opendir(s->folder);
	struct dirent *e;

	while (dir && (e = readdir(dir)) != NULL) {
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			unlink(scratch_path(s, e->d_name));
	}
	if (dir)
		closedir(dir);
	rmdir(s->folder);
}

#endif
