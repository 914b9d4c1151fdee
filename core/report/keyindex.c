#include "report/keyindex.h"

#include "base/arena.h"
#include "base/text.h"

#include <string.h>

struct entry {
	const char *text;
	size_t len;
	uint64_t hash;
	uint32_t first;    /* of its group; 0: not in the index */
	uint32_t next;     /* in its group */
	uint32_t last;     /* of its group; right at the first row only */
	uint32_t chain;    /* the first row of the next group in the same bucket; right at the first row only */
};

struct keyindex {
	struct entry *entries; /* by row */
	uint32_t *buckets;     /* first rows of groups */
	uint32_t rows, mask;
	bool (*before)(const void *to, uint32_t a, uint32_t b);
	const void *to;
};

struct keyindex *keyindex_new(bool (*before)(const void *to, uint32_t a, uint32_t b), const void *to)
{
	struct keyindex *k = memory_alloc(1, sizeof(*k));

	if (k) {
		k->before = before;
		k->to = to;
	}
	return k;
}

void keyindex_free(struct keyindex *k)
{
	if (!k)
		return;
	memory_free(k->entries);
	memory_free(k->buckets);
	memory_free(k);
}

static void rehash(struct keyindex *k, uint32_t *buckets, uint32_t mask)
{
	for (uint32_t row = 1; row < k->rows; row++) {
		struct entry *e = &k->entries[row];

		if (e->first != row)
			continue;
		e->chain = buckets[e->hash & mask];
		buckets[e->hash & mask] = row;
	}
}

bool keyindex_reserve(struct keyindex *k, uint32_t rows)
{
	uint32_t count = k->mask ? k->mask + 1 : 32;
	struct entry *entries;
	uint32_t *buckets;

	if (rows < k->rows)
		return true;
	while (count <= rows)
		count *= 2;
	entries = memory_alloc(count, sizeof(*entries));
	buckets = memory_alloc(count, sizeof(*buckets));
	if (!entries || !buckets) {
		memory_free(entries);
		memory_free(buckets);
		return false;
	}
	if (k->rows)
		memcpy(entries, k->entries, k->rows * sizeof(*entries));
	memory_free(k->entries);
	memory_free(k->buckets);
	k->entries = entries;
	rehash(k, buckets, count - 1);
	k->buckets = buckets;
	k->rows = count;
	k->mask = count - 1;
	return true;
}

static uint32_t find(const struct keyindex *k, uint64_t hash, const char *text, size_t len)
{
	uint32_t row = k->buckets ? k->buckets[hash & k->mask] : 0;

	for (; row; row = k->entries[row].chain) {
		const struct entry *e = &k->entries[row];

		if (e->hash == hash && e->len == len && memcmp(e->text, text, len) == 0)
			return row;
	}
	return 0;
}

static void unchain(struct keyindex *k, uint32_t first)
{
	uint32_t *at = &k->buckets[k->entries[first].hash & k->mask];

	while (*at != first)
		at = &k->entries[*at].chain;
	*at = k->entries[first].chain;
}

static void lead(struct keyindex *k, uint32_t first, uint32_t last)
{
	struct entry *e = &k->entries[first];

	for (uint32_t row = first; row; row = k->entries[row].next)
		k->entries[row].first = first;
	e->last = last;
	e->chain = k->buckets[e->hash & k->mask];
	k->buckets[e->hash & k->mask] = first;
}

void keyindex_add(struct keyindex *k, uint32_t row, const char *text, size_t len)
{
	uint64_t hash = text_hash(text, len);
	uint32_t first = find(k, hash, text, len);
	struct entry *e = &k->entries[row];

	*e = (struct entry){ .text = text, .len = len, .hash = hash, .first = row };
	if (!first) {
		lead(k, row, row);
	} else if (k->before(k->to, row, first)) {
		uint32_t last = k->entries[first].last;

		unchain(k, first);
		e->next = first;
		lead(k, row, last);
	} else {
		uint32_t left = k->entries[first].last;

		if (k->before(k->to, row, left)) {
			for (left = first; k->before(k->to, k->entries[left].next, row);)
				left = k->entries[left].next;
		} else {
			k->entries[first].last = row;
		}
		e->first = first;
		e->next = k->entries[left].next;
		k->entries[left].next = row;
	}
}

void keyindex_remove(struct keyindex *k, uint32_t row)
{
	struct entry *e = row < k->rows ? &k->entries[row] : NULL;

	if (!e || !e->first)
		return;
	if (e->first == row) {
		unchain(k, row);
		if (e->next)
			lead(k, e->next, e->last);
	} else {
		uint32_t before = e->first;

		while (k->entries[before].next != row)
			before = k->entries[before].next;
		k->entries[before].next = e->next;
		if (!e->next)
			k->entries[e->first].last = before;
	}
	*e = (struct entry){ 0 };
}

uint32_t keyindex_find(const struct keyindex *k, const char *text, size_t len)
{
	return find(k, text_hash(text, len), text, len);
}

uint32_t keyindex_first(const struct keyindex *k, uint32_t row)
{
	return row < k->rows ? k->entries[row].first : 0;
}

uint32_t keyindex_next(const struct keyindex *k, uint32_t row)
{
	return row < k->rows ? k->entries[row].next : 0;
}
