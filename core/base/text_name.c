/*
 * Text as names: hashes, and which known name somebody may have meant.
 */
#include "base/text.h"

__extension__ typedef unsigned __int128 uint128;

#define NAME_MOST 64

uint64_t text_hash_seed = 0x243F6A8885A308D3u;

/* the two halves of a 64 × 64 bit product folded: every bit of both goes into every bit of the result */
static inline uint64_t mix(uint64_t a, uint64_t b)
{
	uint128 product = (uint128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t load(const char *at, size_t len)
{
	uint64_t word = 0;

	memcpy(&word, at, len);
	return word;
}

uint64_t text_hash(const char *text, size_t len)
{
	const uint64_t odd1 = 0x9E3779B97F4A7C15u, odd2 = 0xD1B54A32D192ED03u;
	uint64_t state = mix(text_hash_seed ^ odd1, (uint64_t)len ^ odd2);

	for (; len > 16; text += 16, len -= 16)
		state = mix(load(text, 8) ^ odd1 ^ state, load(text + 8, 8) ^ odd2);
	if (len > 8) {
		state = mix(load(text, 8) ^ odd1 ^ state, load(text + 8, len - 8) ^ odd2);
	} else if (len) {
		state = mix(load(text, len) ^ odd1 ^ state, odd2);
	}
	return mix(state ^ odd1, odd2);
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* insertions, deletions, substitutions, and swaps of neighbours, each counts one */
unsigned text_distance(const char *a, const char *b)
{
	unsigned rows[3][NAME_MOST + 1];
	unsigned *before = rows[0], *above = rows[1], *row = rows[2];
	size_t a_len = strnlen(a, NAME_MOST), b_len = strnlen(b, NAME_MOST);

	for (size_t j = 0; j <= b_len; j++)
		above[j] = (unsigned)j;
	for (size_t i = 1; i <= a_len; i++) {
		unsigned *spare = before;

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b_len; j++) {
			row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = above;
		above = row;
		row = spare;
	}
	return above[b_len];
}

const char *text_nearest(const char *name, const char *const *names, size_t count)
{
	size_t len = strnlen(name, NAME_MOST);
	const char *nearest = NULL;
	unsigned best = (unsigned)(len < 3 ? 1 : (len + 1) / 3) + 1;

	for (size_t i = 0; i < count; i++) {
		unsigned distance = text_distance(name, names[i]);

		/* nothing in common is not near, however short the names */
		if (distance < best && distance < strnlen(names[i], NAME_MOST)) {
			best = distance;
			nearest = names[i];
		}
	}
	return nearest;
}
