#include "base/arena.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define BLOCK_FIRST ((size_t)4096)
#define BLOCK_MOST ((size_t)256 * 1024)

/* the newest block is the one that is given out from; large pieces get blocks of their own behind it */
struct arena_block {
	struct arena_block *before;
	size_t used, size;
	max_align_t data[];
};

long memory_fail_after = -1;
static atomic_ulong refused;

unsigned long memory_refused(void)
{
	return atomic_load(&refused);
}

static void *none(void)
{
	atomic_fetch_add(&refused, 1);
	return NULL;
}

static bool may_allocate(void)
{
	if (memory_fail_after < 0)
		return true;
	if (memory_fail_after == 0)
		return false;
	memory_fail_after--;
	return true;
}

void *memory_alloc(size_t count, size_t size)
{
	void *p = may_allocate() ? calloc(count ? count : 1, size ? size : 1) : NULL;

	return p ? p : none();
}

void *memory_grow(void *array, size_t *capacity, size_t need, size_t size)
{
	size_t room = *capacity;
	char *grown;

	if (need <= room && array)
		return array;
	if (!may_allocate())
		return none();
	if (need < 8)
		need = 8;
	room = room > SIZE_MAX / 2 / size || room * 2 < need ? need : room * 2;
	if (room > SIZE_MAX / 2 / size)
		return none();
	grown = realloc(array, room * size);
	if (!grown)
		return none();
	if (!array)
		*capacity = 0;
	memset(grown + *capacity * size, 0, (room - *capacity) * size);
	*capacity = room;
	return grown;
}

void memory_free(void *p)
{
	free(p);
}

static struct arena_block *add_block(struct arena *a, size_t size)
{
	struct arena_block *b;

	if (size > SIZE_MAX / 2)
		return NULL;
	b = memory_alloc(1, sizeof(*b) + size);
	if (!b)
		return NULL;
	b->size = size;
	a->total += sizeof(*b) + size;
	return b;
}

/* a piece of its own block, behind the block in use, which keeps its room */
static void *alloc_large(struct arena *a, size_t size)
{
	struct arena_block *b = add_block(a, size);

	if (!b)
		return NULL;
	b->used = size;
	if (a->last) {
		b->before = a->last->before;
		a->last->before = b;
	} else {
		a->last = b;
	}
	return b->data;
}

void *arena_alloc(struct arena *a, size_t size)
{
	const size_t step = sizeof(max_align_t);
	struct arena_block *b = a->last;
	size_t next;

	if (size > SIZE_MAX / 2)
		return NULL;
	size = size ? (size + step - 1) / step * step : step;
	if (!b || b->size - b->used < size) {
		next = b && b->size >= BLOCK_FIRST ? b->size * 2 : BLOCK_FIRST;
		if (next > BLOCK_MOST)
			next = BLOCK_MOST;
		if (size > next / 4)
			return alloc_large(a, size);
		b = add_block(a, next);
		if (!b)
			return NULL;
		b->before = a->last;
		a->last = b;
	}
	b->used += size;
	return (char *)b->data + (b->used - size);
}

char *arena_strndup(struct arena *a, const char *text, size_t len)
{
	char *copy = len < SIZE_MAX ? arena_alloc(a, len + 1) : NULL;

	if (copy && len)
		memcpy(copy, text, len);
	return copy;
}

char *arena_strdup(struct arena *a, const char *text)
{
	return arena_strndup(a, text, strlen(text));
}

void arena_release(struct arena *a)
{
	struct arena_block *b = a->last;

	while (b) {
		struct arena_block *before = b->before;

		memory_free(b);
		b = before;
	}
	*a = (struct arena){ 0 };
}
