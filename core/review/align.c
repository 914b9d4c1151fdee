#include "review/align.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

/* a piece of this many pairs is aligned exactly; a larger one without single items is left alone */
#define SMALL_PIECE 250000u
#define MAX_DEPTH 48

struct align {
	const uint64_t *a, *b;
	uint32_t *to_b;
};

struct item {
	uint64_t value;
	uint32_t at;
	uint32_t side; /* 0: a, 1: b */
};

static int item_compare(const void *x, const void *y)
{
	const struct item *i = x, *j = y;

	if (i->value != j->value)
		return i->value < j->value ? -1 : 1;
	if (i->side != j->side)
		return i->side < j->side ? -1 : 1;
	return (i->at > j->at) - (i->at < j->at);
}

/* ---- longest increasing run ---- */

bool align_longest(const uint32_t *values, uint32_t n, uint8_t *keep)
{
	uint32_t *tail = memory_alloc((size_t)n + 1, sizeof(*tail)), *before = memory_alloc((size_t)n + 1, sizeof(*before));
	uint32_t length = 0;

	if (!tail || !before) {
		memory_free(tail);
		memory_free(before);
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t low = 0, high = length;

		keep[i] = 0;
		if (values[i] == ALIGN_NONE)
			continue;
		while (low < high) {
			uint32_t middle = (low + high) / 2;

			if (values[tail[middle]] < values[i])
				low = middle + 1;
			else
				high = middle;
		}
		before[i] = low ? tail[low - 1] : ALIGN_NONE;
		tail[low] = i;
		if (low == length)
			length++;
	}
	for (uint32_t i = length ? tail[length - 1] : ALIGN_NONE; i != ALIGN_NONE; i = before[i])
		keep[i] = 1;
	memory_free(tail);
	memory_free(before);
	return true;
}

/* ---- a small piece: the longest common subsequence ---- */

static bool align_small(struct align *al, uint32_t a, uint32_t a_end, uint32_t b, uint32_t b_end)
{
	const size_t n = a_end - a, m = b_end - b, wide = m + 1;
	uint32_t *length = memory_alloc((n + 1) * wide, sizeof(*length));

	if (!length)
		return false;
	for (size_t i = n; i-- > 0;) {
		for (size_t j = m; j-- > 0;) {
			uint32_t down = length[(i + 1) * wide + j], right = length[i * wide + j + 1];

			length[i * wide + j] = al->a[a + i] == al->b[b + j] ? length[(i + 1) * wide + j + 1] + 1 : down > right ? down : right;
		}
	}
	for (size_t i = 0, j = 0; i < n && j < m;) {
		if (al->a[a + i] == al->b[b + j]) {
			al->to_b[a + i] = b + (uint32_t)j;
			i++;
			j++;
		} else if (length[(i + 1) * wide + j] >= length[i * wide + j + 1]) {
			i++;
		} else {
			j++;
		}
	}
	memory_free(length);
	return true;
}

/* ---- any piece ---- */

static bool align_piece(struct align *al, uint32_t a, uint32_t a_end, uint32_t b, uint32_t b_end, int depth);

/* items that are single on both sides: at[i] of a goes with value[i] of b; returns how many, in a's order */
static uint32_t singles(struct align *al, uint32_t a, uint32_t a_end, uint32_t b, uint32_t b_end, struct item *items, uint32_t *partner)
{
	uint32_t n = 0, found = 0;

	for (uint32_t i = a; i < a_end; i++)
		items[n++] = (struct item){ al->a[i], i, 0 };
	for (uint32_t j = b; j < b_end; j++)
		items[n++] = (struct item){ al->b[j], j, 1 };
	qsort(items, n, sizeof(*items), item_compare);
	for (uint32_t i = 0; i < a_end - a; i++)
		partner[i] = ALIGN_NONE;
	for (uint32_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && items[end].value == items[i].value; end++)
			;
		if (end - i == 2 && items[i].side == 0 && items[i + 1].side == 1) {
			partner[items[i].at - a] = items[i + 1].at;
			found++;
		}
	}
	return found;
}

static bool align_between(struct align *al, uint32_t a, uint32_t a_end, uint32_t b, uint32_t b_end, int depth)
{
	const size_t n = a_end - a, m = b_end - b;
	struct item *items = memory_alloc(n + m, sizeof(*items));
	uint32_t *partner = memory_alloc(n, sizeof(*partner));
	uint8_t *keep = memory_alloc(n, 1);
	bool ok = items && partner && keep;

	if (ok && singles(al, a, a_end, b, b_end, items, partner)) {
		uint32_t from_a = a, from_b = b;

		memory_free(items);
		items = NULL;
		ok = align_longest(partner, (uint32_t)n, keep);
		for (uint32_t i = 0; ok && i < n; i++) {
			if (!keep[i])
				continue;
			al->to_b[a + i] = partner[i];
			ok = align_piece(al, from_a, a + i, from_b, partner[i], depth + 1);
			from_a = a + i + 1;
			from_b = partner[i] + 1;
		}
		ok = ok && align_piece(al, from_a, a_end, from_b, b_end, depth + 1);
	} else if (ok && n * m <= SMALL_PIECE) {
		ok = align_small(al, a, a_end, b, b_end);
	}
	memory_free(items);
	memory_free(partner);
	memory_free(keep);
	return ok;
}

static bool align_piece(struct align *al, uint32_t a, uint32_t a_end, uint32_t b, uint32_t b_end, int depth)
{
	while (a < a_end && b < b_end && al->a[a] == al->b[b])
		al->to_b[a++] = b++;
	while (a < a_end && b < b_end && al->a[a_end - 1] == al->b[b_end - 1])
		al->to_b[--a_end] = --b_end;
	if (a == a_end || b == b_end || depth > MAX_DEPTH)
		return true;
	if ((size_t)(a_end - a) * (b_end - b) <= 4096)
		return align_small(al, a, a_end, b, b_end);
	return align_between(al, a, a_end, b, b_end, depth);
}

bool align_equal(const uint64_t *a, uint32_t n, const uint64_t *b, uint32_t m, uint32_t *to_b)
{
	struct align al = { a, b, to_b };

	for (uint32_t i = 0; i < n; i++)
		to_b[i] = ALIGN_NONE;
	return align_piece(&al, 0, n, 0, m, 0);
}
