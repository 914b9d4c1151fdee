/*
 * Duplicate keys. Which mappings are compared how is source_parse.c's business.
 */
#include "source/source_private.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/text.h"

bool source_refuse_duplicate(const struct source *s, node_id first, node_id second, struct error *reterr)
{
	size_t len;
	const char *key = source_key(s, second, &len);

	return error_set(reterr, ERR_SYNTAX, source_place(s, source_at(s, second)->key),
			 _("duplicate key '%.*s', the first one is in line %u: take one of them out"), (int)(len > 200 ? 200 : len),
			 key, source_place(s, source_at(s, first)->key).line);
}

bool source_same_key(const struct source *s, node_id a, node_id b)
{
	size_t len_a, len_b;
	const char *key_a = source_key(s, a, &len_a), *key_b = source_key(s, b, &len_b);

	return len_a == len_b && !memcmp(key_a, key_b, len_a);
}

/* from the length, the first and the last bytes: enough to tell almost all keys of a mapping apart */
uint32_t source_mark_key(const char *text, size_t len)
{
	uint32_t first = 0, last = 0;

	if (len >= sizeof(first)) {
		memcpy(&first, text, sizeof(first));
		memcpy(&last, text + len - sizeof(last), sizeof(last));
	} else if (len) {
		first = (unsigned char)text[0];
		last = (uint32_t)(unsigned char)text[len - 1] << 8 | (unsigned char)text[len / 2];
	}
	return (first * 0x9e3779b1u) ^ (last * 0x85ebca6bu) ^ (uint32_t)len;
}

struct hashed_key {
	uint64_t hash;
	const char *text;
	uint32_t len;
	node_id node;
};

static int compare_keys(const void *a, const void *b)
{
	const struct hashed_key *x = a, *y = b;
	int order;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	order = memcmp(x->text, y->text, x->len);
	return order ? order : (x->node > y->node) - (x->node < y->node);
}

/* a mapping with many keys: sorted once at its end, so that no choice of keys makes it slow */
bool source_check_keys(const struct source *s, node_id mapping, uint32_t children, struct error *reterr)
{
	struct hashed_key *keys = memory_alloc(children, sizeof(*keys));
	node_id first = NODE_NONE, second = NODE_NONE;
	size_t count = 0;

	if (!keys)
		return error_memory(reterr);
	for (node_id n = source_at(s, mapping)->child; n; n = source_at(s, n)->next) {
		size_t len;
		const char *text = source_key(s, n, &len);

		keys[count++] = (struct hashed_key){ text_hash(text, len), text, (uint32_t)len, n };
	}
	qsort(keys, count, sizeof(*keys), compare_keys);
	for (size_t i = 1; i < count; i++) {
		struct hashed_key *x = &keys[i - 1], *y = &keys[i];

		if (x->hash == y->hash && x->len == y->len && !memcmp(x->text, y->text, x->len) &&
		    (!second || y->node < second)) {
			first = x->node;
			second = y->node;
		}
	}
	memory_free(keys);
	return !second || source_refuse_duplicate(s, first, second, reterr);
}
