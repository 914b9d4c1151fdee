/* A YAML source as a tree of small nodes, each with its place: what merging and building work on. */
#include "form/form_private.h"

struct tree *tree_new(struct loader *l, enum tree_kind kind, const char *key, const struct tree *like)
{
	struct tree *t = arena_alloc(&l->nodes, sizeof(*t));

	if (!t) {
		mistake_memory(l);
		return NULL;
	}
	t->kind = kind;
	t->key = key;
	t->text = "";
	if (like) {
		t->key_at = like->key_at;
		t->at = like->at;
		t->text_at = like->text_at;
	}
	return t;
}

/* a bit by the first two characters: the words of a form file are told apart by little more */
static uint64_t key_bit(const char *key)
{
	unsigned first = (unsigned char)key[0], second = first ? (unsigned char)key[1] : 0;

	return (uint64_t)1 << ((first * 7 + second) & 63);
}

struct tree *tree_find(const struct tree *map, const char *key)
{
	if (!map || map->kind != TREE_MAP || !(map->keys & key_bit(key)))
		return NULL;
	for (struct tree *t = map->first; t; t = t->next) {
		if (t->key[0] == key[0] && strcmp(t->key, key) == 0)
			return t;
	}
	return NULL;
}

bool tree_has(const struct tree *map, const char *key)
{
	const struct tree *t = tree_find(map, key);

	return t && t->kind != TREE_BLANK;
}

void tree_insert(struct tree *parent, struct tree *after, struct tree *child)
{
	struct tree **link = after ? &after->next : &parent->first;

	child->next = *link;
	*link = child;
	if (parent->last == after)
		parent->last = child;
	if (child->key)
		parent->keys |= key_bit(child->key);
	parent->count++;
}

void tree_append(struct tree *parent, struct tree *child)
{
	tree_insert(parent, parent->last, child);
}

void tree_remove(struct tree *parent, struct tree *child)
{
	struct tree *before = NULL;

	for (struct tree *t = parent->first; t && t != child; t = t->next)
		before = t;
	if (before)
		before->next = child->next;
	else
		parent->first = child->next;
	if (parent->last == child)
		parent->last = before;
	child->next = NULL;
	parent->count--;
}

bool tree_is_word(const struct tree *t, const char *word)
{
	return t && t->kind == TREE_SCALAR && strcmp(t->text, word) == 0;
}

/*
 * Nodes come in the order of the text, so that one cursor that only goes forward counts all their lines and columns.
 */
struct cursor {
	const struct source *source;
	const char *bytes;
	uint32_t at;
	struct place place;
};

static struct place place_of(struct cursor *c, uint32_t offset)
{
	const char *bytes = c->bytes;
	uint32_t at = c->at;
	unsigned line = c->place.line, column = c->place.column;

	if (offset < at) {
		struct place before = source_place(c->source, offset);

		before.file = c->place.file;
		return before;
	}
	/* only the last line's characters need be counted */
	for (const char *end; (end = memchr(bytes + at, '\n', offset - at)) != NULL; at = (uint32_t)(end - bytes) + 1) {
		line++;
		column = 1;
	}
	for (; at < offset; at++)
		column += ((unsigned char)bytes[at] & 0xC0) != 0x80;
	c->at = at;
	c->place.line = line;
	c->place.column = column;
	return c->place;
}

/* where the text itself begins: behind the quote, or on the first line below | */
static uint32_t text_offset(const char *bytes, const struct node *n)
{
	uint32_t at = n->start;

	if (n->style == STYLE_SINGLE || n->style == STYLE_DOUBLE)
		return at + 1;
	if (n->style != STYLE_LITERAL && n->style != STYLE_FOLDED)
		return at;
	while (at < n->end && bytes[at] != '\n')
		at++;
	while (at < n->end && strchr(" \r\n", bytes[at]))
		at++;
	return at < n->end ? at : n->start;
}

static struct tree *convert(struct loader *l, struct cursor *c, node_id id)
{
	const struct source *s = c->source;
	const struct node *n = source_node(s, id);
	struct tree *t = tree_new(l, TREE_SCALAR, NULL, NULL);
	const struct node *parent = n->parent ? source_node(s, n->parent) : NULL;

	if (!t)
		return NULL;
	t->key_at = place_of(c, n->key);
	t->at = n->style == STYLE_EMPTY ? t->key_at : place_of(c, n->start);
	t->text_at = t->at;
	if (parent && parent->kind == NODE_MAPPING) {
		size_t len;
		const char *key = source_key(s, id, &len);

		t->key = load_strndup(l, key, len);
		if (!t->key)
			return NULL;
	}
	if (n->kind == NODE_SCALAR) {
		const char *text = source_text(s, id, &t->len);

		t->plain = n->style == STYLE_PLAIN;
		t->kind = source_is_blank(s, id) ? TREE_BLANK : TREE_SCALAR;
		t->text_at = n->style == STYLE_EMPTY ? t->at : place_of(c, text_offset(c->bytes, n));
		t->text = load_strndup(l, text, t->len);
		return t->text ? t : NULL;
	}
	t->kind = n->kind == NODE_MAPPING ? TREE_MAP : TREE_LIST;
	for (node_id i = n->child; i; i = source_node(s, i)->next) {
		struct tree *child = convert(l, c, i);

		if (!child)
			return NULL;
		tree_append(t, child);
	}
	return t;
}

/* its depth is what the source allows: 64 */
struct tree *tree_read(struct loader *l, const struct source *s, const char *file)
{
	size_t size;
	struct cursor c = {
	    .source = s, .bytes = source_bytes(s, &size), .place = {.file = file, .line = 1, .column = 1}};

	if (size >= 3 && memcmp(c.bytes, "\xEF\xBB\xBF", 3) == 0)
		c.at = 3; /* a byte order mark is no character */
	return convert(l, &c, NODE_ROOT);
}
