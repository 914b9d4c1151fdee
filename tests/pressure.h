/*
 * Pressure: the heap of the whole process, libraries included, with a hand on it. Every block is counted, and the n-th
 * allocation of the thread that asks for it fails: from there on, or just that one.
 *
 * It stands in for malloc() and its kin, in front of the system's (or the sanitizer's) own; tests only.
 */
#ifndef ZIPING_TESTS_PRESSURE_H
#define ZIPING_TESTS_PRESSURE_H

#include <stdbool.h>

bool pressure_possible(void);             /* false: this system's allocator cannot be stood in for */
void pressure_on(long after, bool once);  /* the next `after` allocations succeed, the one behind them fails */
long pressure_off(void);                  /* memory is back; how many allocations were refused */
long pressure_asked(void);                /* how many this thread asked for since pressure_on() */
long pressure_live(void);                 /* blocks that were given out and not given back */
void pressure_tell(bool tell);            /* prints where an allocation is refused, where the build can tell */

#endif
