/*
 * Key index: which rows of a table have the same key text. Rows with a blank key are not in it.
 *
 * Groups are found by hash; inside a group rows are linked in the order in which they stand in the table, so the first is
 * the one that the others repeat. A row that moves is removed before and added after.
 */
#ifndef ZIPING_REPORT_KEYINDEX_H
#define ZIPING_REPORT_KEYINDEX_H

#include "base/compiler.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct keyindex;

/* `before` tells whether one row stands before another; NULL: out of memory */
struct keyindex *keyindex_new(bool (*before)(const void *to, uint32_t a, uint32_t b), const void *to) MUST_CHECK;
void keyindex_free(struct keyindex *k);
bool keyindex_reserve(struct keyindex *k, uint32_t rows) MUST_CHECK; /* then adding rows up to this number cannot fail */
/* `text` must live as long as the row is in the index */
void keyindex_add(struct keyindex *k, uint32_t row, const char *text, size_t len);
void keyindex_remove(struct keyindex *k, uint32_t row);
uint32_t keyindex_find(const struct keyindex *k, const char *text, size_t len); /* the first row with it, or 0 */
uint32_t keyindex_first(const struct keyindex *k, uint32_t row);                /* the first of this row's group, or 0 */
uint32_t keyindex_next(const struct keyindex *k, uint32_t row);                 /* the next of its group, or 0 */

#endif
