/*
 * Tournament: the least or greatest of many figures, each at a place of its own (a row's number), kept in a tree of
 * winners: a change costs the logarithm of the number of places. The ends of intervals have winners of their own.
 */
#ifndef ZIPING_REPORT_TOURNAMENT_H
#define ZIPING_REPORT_TOURNAMENT_H

#include "base/number.h"

struct tournament;

struct tournament *tournament_new(bool greatest) MUST_CHECK; /* NULL: out of memory */
void tournament_free(struct tournament *t);
bool tournament_reserve(struct tournament *t, uint32_t places) MUST_CHECK;
void tournament_set(struct tournament *t, uint32_t place, const struct figure *f); /* NULL: nothing stands there */
bool tournament_winner(const struct tournament *t, struct figure *ret);            /* false when there is none */
void tournament_clear(struct tournament *t);

#endif
