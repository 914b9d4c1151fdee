/*
 * source_parse() on any bytes: no crash, and what it accepts keeps the header's promises.
 */
#include "base/arena.h"
#include "base/strbuf.h"
#include "source/source.h"
#include "source/splice.h"
#include "check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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

static bool collect(void *to, const char *text, size_t len)
{
	strbuf_add(to, text, len);
	return true;
}

static bool same(const struct source *a, const struct source *b, node_id n)
{
	size_t len_a, len_b;
	const char *text_a = source_text(a, n, &len_a), *text_b = source_text(b, n, &len_b);

	return len_a == len_b && !memcmp(text_a, text_b, len_a);
}

/* any scalar takes any text, and all else means what it meant */
static void check_set(const struct source *s, node_id n, const char *text, size_t size)
{
	struct splices *p = splices_new(s);
	struct strbuf out;
	struct source *after = NULL;
	struct error error = { 0 };
	const char *got;
	size_t len;

	strbuf_init(&out, 0);
	check(p && (text ? splices_set(p, n, text, strlen(text), WRITE_LONGTEXT) : splices_set_blank(p, n)) && splices_sort(p));
	check(splices_write(p, 0, (uint32_t)size, (struct sink){ collect, &out }) && strbuf_ok(&out));
	len = out.len;
	check(source_parse("fuzz", out.text, len, &after, &error));
	check(source_count(after) == source_count(s));
	for (node_id i = 1; i <= source_count(s); i++)
		check(i == n || same(s, after, i));
	got = source_text(after, n, &len);
	check(text ? len == strlen(text) && !memcmp(got, text, len) : source_is_blank(after, n));
	source_free(after);
	splices_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const texts[] = { "新", "一\n\n  二 # c", "  x\n", NULL };
	node_id n;
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
	for (n = 1; n <= source_count(s); n++)
		check_node(s, n, size);
	n = 1 + (node_id)size % source_count(s);
	for (size_t i = 0; source_node(s, n)->kind == NODE_SCALAR && i < ARRAY_SIZE(texts); i++)
		check_set(s, n, texts[i], size);
	source_free(s);
	return 0;
}
