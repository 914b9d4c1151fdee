/*
 * Align: which items of two sequences are the same, order kept. Items are numbers (hashes) that are equal or not.
 *
 * Near-linear: equal ends go first, then items that are single on both sides cut what is between them into pieces; a
 * piece without any is aligned by the longest common subsequence where it is small, and left alone where it is large.
 */
#ifndef ZIPING_REVIEW_ALIGN_H
#define ZIPING_REVIEW_ALIGN_H

#include "base/compiler.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ALIGN_NONE UINT32_MAX

/* to_b[i]: the item of b that a's i-th is, or ALIGN_NONE; increasing. false: out of memory */
bool align_equal(const uint64_t *a, uint32_t n, const uint64_t *b, uint32_t m, uint32_t *to_b) MUST_CHECK;

/* marks a longest increasing run of `values` (all different; ALIGN_NONE is skipped) with 1 in `keep`, the others with 0 */
bool align_longest(const uint32_t *values, uint32_t n, uint8_t *keep) MUST_CHECK;

#endif
