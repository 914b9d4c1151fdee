/*
 * Order: the ids stand in blocks of at most BLOCK_MOST, the blocks in an array, and beside it the index at which each block
 * starts. An insertion moves the ids of one block and adds one to the starts behind it: a plain loop over a few
 * thousand numbers even for a million ids.
 *
 * (1) Every block in the array holds at least one id; block->at is its place in the array.
 * (2) starts[n] is the sum of the counts of the blocks before n; starts[block_count] is the count of all.
 * (3) where[id] is the block that holds id, or NULL.
 */
#include "base/order.h"
#include "base/arena.h"

#define BLOCK_MOST 256u
#define BLOCK_FILLED 192u /* room for a few insertions after order_fill() */

struct block {
	uint32_t at, count;
	uint32_t ids[BLOCK_MOST];
};

struct order {
	struct block **blocks;
	uint32_t *starts;
	struct block **where;
	struct block *spare;
	size_t block_room, start_room, where_room;
	uint32_t block_count;
};

struct order *order_new(void)
{
	return memory_alloc(1, sizeof(struct order));
}

static void release(struct order *o)
{
	for (uint32_t i = 0; i < o->block_count; i++)
		memory_free(o->blocks[i]);
	memory_free(o->blocks);
	memory_free(o->starts);
	memory_free(o->where);
	memory_free(o->spare);
}

void order_free(struct order *o)
{
	if (!o)
		return;
	release(o);
	memory_free(o);
}

static bool reserve(struct order *o, uint32_t highest_id, size_t blocks)
{
	struct block **list = memory_grow(o->blocks, &o->block_room, blocks, sizeof(*list));
	struct block **where;
	uint32_t *starts;

	if (!list)
		return false;
	o->blocks = list;
	starts = memory_grow(o->starts, &o->start_room, blocks + 1, sizeof(*starts));
	if (!starts)
		return false;
	o->starts = starts;
	where = memory_grow(o->where, &o->where_room, (size_t)highest_id + 1, sizeof(*where));
	if (!where)
		return false;
	o->where = where;
	return true;
}

bool order_reserve(struct order *o, uint32_t highest_id)
{
	if (!reserve(o, highest_id, (size_t)o->block_count + 1))
		return false;
	if (!o->spare)
		o->spare = memory_alloc(1, sizeof(*o->spare));
	return o->spare;
}

bool order_fill(struct order *o, uint32_t count)
{
	uint32_t blocks = count / BLOCK_FILLED + (count % BLOCK_FILLED != 0), id = 1;
	struct order fresh = { 0 };

	if (!reserve(&fresh, count, (size_t)blocks + 1)) {
		release(&fresh);
		return false;
	}
	for (uint32_t n = 0; n < blocks; n++) {
		struct block *b = memory_alloc(1, sizeof(*b));

		if (!b) {
			release(&fresh);
			return false;
		}
		b->at = n;
		fresh.starts[n] = id - 1;
		while (id <= count && b->count < BLOCK_FILLED) {
			fresh.where[id] = b;
			b->ids[b->count++] = id++;
		}
		fresh.blocks[n] = b;
		fresh.block_count = n + 1;
	}
	fresh.starts[blocks] = count;
	release(o);
	*o = fresh;
	return true;
}

uint32_t order_count(const struct order *o)
{
	return o->block_count ? o->starts[o->block_count] : 0;
}

/* the block that holds the id at index, which is below the count */
static uint32_t block_at(const struct order *o, uint32_t index)
{
	uint32_t low = 0, high = o->block_count;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (o->starts[middle] <= index)
			low = middle;
		else
			high = middle;
	}
	return low;
}

uint32_t order_at(const struct order *o, uint32_t index)
{
	uint32_t n;

	if (index >= order_count(o))
		return 0;
	n = block_at(o, index);
	return o->blocks[n]->ids[index - o->starts[n]];
}

static struct block *block_of(const struct order *o, uint32_t id)
{
	return id && id < o->where_room ? o->where[id] : NULL;
}

static uint32_t index_in_block(const struct block *b, uint32_t id)
{
	uint32_t i = 0;

	while (b->ids[i] != id)
		i++;
	return i;
}

bool order_holds(const struct order *o, uint32_t id)
{
	return block_of(o, id) != NULL;
}

uint32_t order_index(const struct order *o, uint32_t id)
{
	const struct block *b = block_of(o, id);

	return b ? o->starts[b->at] + index_in_block(b, id) : ORDER_NONE;
}

uint32_t order_next(const struct order *o, uint32_t id)
{
	const struct block *b = block_of(o, id);
	uint32_t i;

	if (!b)
		return 0;
	i = index_in_block(b, id) + 1;
	if (i < b->count)
		return b->ids[i];
	return b->at + 1 < o->block_count ? o->blocks[b->at + 1]->ids[0] : 0;
}

/* puts the spare block into the array at `at`, empty, for the caller to fill */
static struct block *open_block(struct order *o, uint32_t at)
{
	struct block *b = o->spare;

	o->spare = NULL;
	b->count = 0;
	for (uint32_t n = o->block_count; n > at; n--) {
		o->blocks[n] = o->blocks[n - 1];
		o->blocks[n]->at = n;
		o->starts[n + 1] = o->starts[n];
	}
	o->blocks[at] = b;
	b->at = at;
	o->block_count++;
	if (o->block_count == 1)
		o->starts[0] = o->starts[1] = 0;
	o->starts[at + 1] = o->starts[at];
	return b;
}

static void close_block(struct order *o, struct block *b)
{
	o->block_count--;
	for (uint32_t n = b->at; n < o->block_count; n++) {
		o->blocks[n] = o->blocks[n + 1];
		o->blocks[n]->at = n;
		o->starts[n + 1] = o->starts[n + 2];
	}
	if (o->spare)
		memory_free(b);
	else
		o->spare = b;
}

/* moves the ids from `keep` on into a new block behind */
static void split_block(struct order *o, struct block *b, uint32_t keep)
{
	uint32_t end = o->starts[b->at] + b->count;
	struct block *rest = open_block(o, b->at + 1);

	rest->count = b->count - keep;
	memcpy(rest->ids, b->ids + keep, rest->count * sizeof(rest->ids[0]));
	b->count = keep;
	for (uint32_t i = 0; i < rest->count; i++)
		o->where[rest->ids[i]] = rest;
	o->starts[rest->at] = o->starts[b->at] + keep;
	o->starts[rest->at + 1] = end;
}

/* a block and the one behind it become one when they fill no more than half of it */
static void join_blocks(struct order *o, uint32_t at)
{
	struct block *b, *next;

	if (at + 1 >= o->block_count)
		return;
	b = o->blocks[at];
	next = o->blocks[at + 1];
	if (b->count + next->count > BLOCK_MOST / 2)
		return;
	memcpy(b->ids + b->count, next->ids, next->count * sizeof(b->ids[0]));
	for (uint32_t i = 0; i < next->count; i++)
		o->where[next->ids[i]] = b;
	b->count += next->count;
	o->starts[at + 1] = o->starts[at] + b->count;
	close_block(o, next);
}

static void shift_starts(struct order *o, uint32_t from, uint32_t by)
{
	for (uint32_t n = from; n <= o->block_count; n++)
		o->starts[n] += by; /* unsigned: by may be -1 */
}

/* the block that an id will stand in that is put before the one at index; between two blocks, the first with room */
static struct block *block_for(const struct order *o, uint32_t index)
{
	struct block *b;

	if (index >= order_count(o))
		return o->blocks[o->block_count - 1];
	b = o->blocks[block_at(o, index)];
	if (b->count == BLOCK_MOST && b->at > 0 && index == o->starts[b->at] && o->blocks[b->at - 1]->count < BLOCK_MOST)
		return o->blocks[b->at - 1];
	return b;
}

bool order_reserve_at(struct order *o, uint32_t highest_id, uint32_t index)
{
	if (!o->block_count || block_for(o, index)->count == BLOCK_MOST)
		return order_reserve(o, highest_id);
	return reserve(o, highest_id, o->block_count);
}

bool order_insert(struct order *o, uint32_t index, uint32_t id)
{
	uint32_t count = order_count(o), at;
	struct block *b;

	if (!order_reserve_at(o, id, index))
		return false;
	if (index > count)
		index = count;
	if (!o->block_count)
		(void)open_block(o, 0);
	b = block_for(o, index);
	at = index - o->starts[b->at];
	if (b->count == BLOCK_MOST) {
		uint32_t keep = index == count ? BLOCK_FILLED : BLOCK_MOST / 2;

		split_block(o, b, keep);
		if (at > keep) {
			b = o->blocks[b->at + 1];
			at -= keep;
		}
	}
	memmove(b->ids + at + 1, b->ids + at, (b->count - at) * sizeof(b->ids[0]));
	b->ids[at] = id;
	b->count++;
	o->where[id] = b;
	shift_starts(o, b->at + 1, 1);
	return true;
}

uint32_t order_remove(struct order *o, uint32_t id)
{
	struct block *b = block_of(o, id);
	uint32_t at, index;

	if (!b)
		return ORDER_NONE;
	at = index_in_block(b, id);
	index = o->starts[b->at] + at;
	b->count--;
	memmove(b->ids + at, b->ids + at + 1, (b->count - at) * sizeof(b->ids[0]));
	o->where[id] = NULL;
	shift_starts(o, b->at + 1, (uint32_t)-1);
	if (!b->count) {
		close_block(o, b);
	} else {
		join_blocks(o, b->at);
		if (b->at)
			join_blocks(o, b->at - 1);
	}
	return index;
}
