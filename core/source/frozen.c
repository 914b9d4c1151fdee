#include "source/frozen.h"

#include "base/arena.h"
#include "source/source_private.h"

static void print_bytes(const char *name, const char *kind, const char *bytes, size_t size, FILE *to)
{
	fprintf(to, "static const unsigned char %s_%s[] = {", name, kind);
	for (size_t i = 0; i < size; i++)
		fprintf(to, "%s%u,", i % 24 ? " " : "\n\t", (unsigned)(unsigned char)bytes[i]);
	fprintf(to, "%s\n};\n", size ? "" : "\n\t0,");
}

static void print_nodes(const struct source *s, const char *name, FILE *to)
{
	fprintf(to, "static const struct node %s_nodes[] = {\n\t{ 0 },\n", name);
	for (node_id n = 1; n <= s->count; n++) {
		const struct node *x = source_at(s, n);

		fprintf(to, "\t{ %u, %u, %u, %u, %u, %u, %u, %u, %u, %u, %u },\n", x->key, x->key_end, x->start, x->end, x->parent, x->next,
			x->child, (unsigned)x->kind, (unsigned)x->style, (unsigned)x->depth, (unsigned)x->flags);
	}
	fputs("};\n", to);
}

static void print_keys(const struct source *s, const char *name, FILE *to)
{
	fprintf(to, "static const uint32_t %s_keys[][2] = {\n", name);
	for (uint32_t i = 0; i < s->key_count; i++)
		fprintf(to, "\t{ %u, %u },\n", s->keys[i].node, s->keys[i].at);
	fputs("\t{ 0, 0 },\n};\n", to);
}

bool source_freeze(const struct source *s, const char *name, FILE *to)
{
	uint32_t aside = s->aside_pieces ? s->aside_used : 0, order;

	if (s->aside_pieces > 1)
		return false;
	memcpy(&order, "\1\2\3\4", sizeof(order));
	print_bytes(name, "text", s->text, s->size, to);
	print_bytes(name, "aside", aside ? s->aside[0] : NULL, aside, to);
	print_nodes(s, name, to);
	print_keys(s, name, to);
	fprintf(to,
		"static const struct frozen %s = { %s_text, %u, %s_nodes, %u, %s_aside, %u, %s_keys, %u, %uu };\n",
		name, name, s->size, name, s->count, name, aside, name, s->key_count, order);
	return !ferror(to);
}

/* a build for a machine of another byte order, made on this one: the text is parsed after all */
static bool parse_copy(const char *name, const struct frozen *f, struct source **ret, struct error *reterr)
{
	char *copy = memory_alloc(f->size + 1u, 1);

	if (!copy)
		return error_memory(reterr);
	memcpy(copy, f->text, f->size);
	return source_parse(name, copy, f->size, ret, reterr);
}

static bool thaw(struct source *s, const char *name, const struct frozen *f)
{
	size_t length = strlen(name);
	uint32_t pieces = f->count / NODE_PIECE + 1;

	s->frozen = true;
	s->name = memory_alloc(length + 1, 1);
	s->nodes = memory_alloc(pieces, sizeof(*s->nodes));
	s->aside = memory_alloc(1, sizeof(*s->aside));
	s->keys = memory_alloc(f->key_count + 1u, sizeof(*s->keys));
	if (!s->name || !s->nodes || !s->aside || !s->keys)
		return false;
	memcpy(s->name, name, length);
	s->text = (char *)(uintptr_t)f->text;
	s->size = f->size;
	for (uint32_t i = 0; i < pieces; i++)
		s->nodes[i] = (struct node *)(uintptr_t)(f->nodes + (size_t)i * NODE_PIECE);
	s->node_pieces = pieces;
	s->count = f->count;
	s->aside[0] = (char *)(uintptr_t)f->aside;
	s->aside_pieces = 1;
	s->aside_used = f->aside_size;
	for (uint32_t i = 0; i < f->key_count; i++)
		s->keys[i] = (struct key_aside){ f->keys[i][0], f->keys[i][1] };
	s->key_count = f->key_count;
	return true;
}

bool source_thaw(const char *name, const struct frozen *f, struct source **ret, struct error *reterr)
{
	struct source *s;
	uint32_t order;

	memcpy(&order, "\1\2\3\4", sizeof(order));
	if (order != f->byte_order)
		return parse_copy(name, f, ret, reterr);
	s = memory_alloc(1, sizeof(*s));
	if (!s || !thaw(s, name, f)) {
		source_free(s);
		return error_memory(reterr);
	}
	*ret = s;
	return true;
}
