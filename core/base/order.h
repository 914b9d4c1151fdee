/*
 * Order: a sequence of stable ids in which the n-th id, the index of an id, insertion, removal and moves cost about the
 * same for 14 ids and for a million (blocks of a few hundred ids, and for each id the block that it is in).
 *
 * Ids are small numbers from 1, given out by the caller; each is in the order at most once. Failure (false) means out
 * of memory; nothing has changed then. order_reserve() makes later insertions unable to fail.
 */
#ifndef ZIPING_BASE_ORDER_H
#define ZIPING_BASE_ORDER_H

#include "base/compiler.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ORDER_NONE UINT32_MAX

struct order;

struct order *order_new(void) MUST_CHECK;                        /* NULL: out of memory */
void order_free(struct order *o);
bool order_fill(struct order *o, uint32_t count) MUST_CHECK;     /* ids 1 … count in this order, replacing what was there */
bool order_reserve(struct order *o, uint32_t highest_id) MUST_CHECK; /* room for one more insertion and ids up to this one */
bool order_reserve_at(struct order *o, uint32_t highest_id, uint32_t index) MUST_CHECK; /* the same for an insertion right there: mostly nothing to do */
uint32_t order_count(const struct order *o);
uint32_t order_at(const struct order *o, uint32_t index);        /* 0 beyond the end */
bool order_holds(const struct order *o, uint32_t id);            /* cheaper than asking for its index */
uint32_t order_index(const struct order *o, uint32_t id);        /* ORDER_NONE when it is not in the order */
bool order_insert(struct order *o, uint32_t index, uint32_t id) MUST_CHECK; /* before the one at index; at count: last */
uint32_t order_remove(struct order *o, uint32_t id);             /* its index */
uint32_t order_next(const struct order *o, uint32_t id);         /* 0 after the last */

#endif
