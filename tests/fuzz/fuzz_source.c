/*
 * source_parse() on any bytes: no crash, and what it accepts keeps the header's promises. Built for libFuzzer with
 * -DFUZZ; otherwise a program that runs the files given as its arguments.
 */
#include "base/arena.h"
#include "source/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_node(const struct source *s, node_id n, size_t size)
{
	const struct node *node = source_node(s, n), *parent;
	uint32_t begin, end;
	size_t len;

	check(node->start <= node->end && node->end <= size && node->key <= node->key_end);
	check(node->next == NODE_NONE || (node->next > n && node->next <= source_count(s)));
	check(source_text(s, n, &len) != NULL && len <= SOURCE_MAX_SCALAR);
	check(source_place(s, node->start).line >= 1);
	if (node->style == STYLE_EMPTY)
		check(node->start == node->end);
	if (n == NODE_ROOT)
		return;
	parent = source_node(s, node->parent);
	check(node->parent < n && node->depth == parent->depth + 1);
	check(node->key_end <= node->start || parent->kind == NODE_SEQUENCE);
	check(parent->start <= node->key && node->end <= parent->end);
	if (node->next)
		check(node->end <= source_node(s, node->next)->key);
	if (parent->kind == NODE_MAPPING)
		check(source_key(s, n, &len) != NULL);
	else if (parent->style == STYLE_BLOCK)
		check(source_bytes(s, &len)[node->key] == '-');
	if (node->style == STYLE_EMPTY)
		check(strchr(":-", source_bytes(s, &len)[node->start - 1]) != NULL);
	if (source_lines(s, n, &begin, &end))
		check(begin <= node->key && end >= node->end && end <= size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = memory_alloc(size, 1);
	struct source *s;
	struct error error = { 0 };

	if (!text)
		return 0;
	if (size)
		memcpy(text, data, size);
	if (!source_parse("fuzz", text, size, &s, &error)) {
		check(error.kind != ERR_NONE && error.text[0] && (error.line > 0 || error.kind == ERR_MEMORY));
		return 0;
	}
	for (node_id n = 1; n <= source_count(s); n++)
		check_node(s, n, size);
	source_free(s);
	return 0;
}

#ifndef FUZZ
static bool run_file(const char *path)
{
	FILE *in = fopen(path, "rb");
	size_t capacity = 0, size = 0;
	char *text = NULL;

	if (!in)
		return false;
	do {
		char *grown = memory_grow(text, &capacity, size + 65536, 1);

		if (!grown)
			break;
		text = grown;
		size += fread(text + size, 1, 65536, in);
	} while (!feof(in) && !ferror(in));
	fclose(in);
	LLVMFuzzerTestOneInput((const uint8_t *)text, size);
	memory_free(text);
	return true;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!run_file(argv[i])) {
			perror(argv[i]);
			return 2;
		}
	return 0;
}
#endif
