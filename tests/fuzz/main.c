/* Runs a fuzzer over its corpus: each argument is an input, or a folder of them. With libFuzzer its own main() takes this one's place. */
#include "base/arena.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#define PIECE 65536

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* the input stands in memory of just its size, so that a read past its end is seen */
static bool run_bytes(const char *text, size_t size)
{
	char *data = memory_alloc(size, 1);

	if (!data)
		return false;
	if (size)
		memcpy(data, text, size);
	LLVMFuzzerTestOneInput((const uint8_t *)data, size);
	memory_free(data);
	return true;
}

static bool run_file(const char *path)
{
	FILE *in = fopen(path, "rb");
	size_t capacity = 0, size = 0, got = in != NULL;
	char *text = NULL, *grown;
	bool ok = in != NULL;

	while (ok && got) {
		grown = memory_grow(text, &capacity, size + PIECE, 1);
		ok = grown != NULL;
		if (!ok)
			break;
		text = grown;
		got = fread(text + size, 1, PIECE, in);
		size += got;
	}
	ok = ok && !ferror(in) && run_bytes(text, size);
	if (!ok)
		perror(path);
	if (in)
		fclose(in);
	memory_free(text);
	return ok;
}

static bool run_folder(const char *path, size_t *ret_count)
{
	struct dirent **names;
	int count = scandir(path, &names, NULL, alphasort);
	bool ok = count >= 0;

	for (int i = 0; i < count; i++) {
		char file[4096];

		snprintf(file, sizeof(file), "%s/%s", path, names[i]->d_name);
		if (names[i]->d_name[0] != '.') {
			ok = ok && run_file(file);
			++*ret_count;
		}
		free(names[i]);
	}
	if (count >= 0)
		free(names);
	return ok;
}

int main(int argc, char **argv)
{
	size_t count = 0;
	struct stat st;

	for (int i = 1; i < argc; i++) {
		if (stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode) ? !run_folder(argv[i], &count) : !run_file(argv[i]))
			return 2;
		count += !(stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode));
	}
	printf("%zu inputs\n", count);
	return count ? 0 : 2;
}
