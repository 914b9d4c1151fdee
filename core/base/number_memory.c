/*
 * Memory for GMP. It cannot be told that there is none: a function that returned NULL to it would end the program. So what
 * the heap refuses comes from a reserve, and whoever calculates asks number_short() and gives up in order.
 *
 * The reserve is a row of pieces, each behind its head; pages of it that nobody needs are never touched. The longest formula
 * could make a number of some 400,000 bits, for the sum of two thousand quotients without a common divisor. But no step is made
 * with numbers of more than RATIONAL_BITS: the largest, a product of two intervals, makes a dozen numbers of twice as many
 * bits, 8 KiB each, and what GMP needs on its way is a few times that. The reserve is far larger.
 */
#include "base/arena.h"
#include "base/number.h"

#include <gmp.h>

#define RESERVE ((size_t)1 << 20)

struct head {
	size_t size; /* of the piece behind it */
	bool used;
	max_align_t piece[];
};

static union {
	max_align_t align;
	unsigned char bytes[RESERVE];
} reserve;
static bool reserve_begun, is_short;

static struct head *head_at(size_t at)
{
	return (struct head *)(void *)(reserve.bytes + at);
}

static bool is_reserved(const void *piece)
{
	return (uintptr_t)piece >= (uintptr_t)reserve.bytes && (uintptr_t)piece < (uintptr_t)(reserve.bytes + RESERVE);
}

/* free pieces that follow it are part of it from now on */
static void join(size_t at)
{
	struct head *h = head_at(at);
	size_t next = at + sizeof(*h) + h->size;

	while (next < RESERVE && !head_at(next)->used) {
		h->size += sizeof(*h) + head_at(next)->size;
		next = at + sizeof(*h) + h->size;
	}
}

static void *reserve_take(size_t size)
{
	const size_t step = sizeof(max_align_t);

	is_short = true;
	if (!reserve_begun)
		head_at(0)->size = RESERVE - sizeof(struct head);
	reserve_begun = true;
	if (size > RESERVE)
		abort();
	size = (size + step - 1) / step * step;
	for (size_t at = 0; at < RESERVE; at += sizeof(struct head) + head_at(at)->size) {
		struct head *h = head_at(at);

		if (h->used)
			continue;
		join(at);
		if (h->size < size)
			continue;
		if (h->size - size > sizeof(*h)) {
			*head_at(at + sizeof(*h) + size) = (struct head){ .size = h->size - size - sizeof(*h) };
			h->size = size;
		}
		h->used = true;
		return h->piece;
	}
	abort(); /* no step comes this far */
}

static void *take(size_t size)
{
	void *piece = memory_alloc(1, size);

	return piece ? piece : reserve_take(size);
}

static void give_back(void *piece, size_t size)
{
	(void)size;
	if (is_reserved(piece))
		((struct head *)piece - 1)->used = false;
	else
		memory_free(piece);
}

static void *take_more(void *piece, size_t old, size_t size)
{
	void *more = take(size);

	memcpy(more, piece, old < size ? old : size);
	give_back(piece, old);
	return more;
}

void number_keep_reserve(void)
{
	mp_set_memory_functions(take, take_more, give_back);
}

bool number_short(void)
{
	return is_short;
}

bool number_was_short(void)
{
	bool was = is_short;

	is_short = false;
	return was;
}
