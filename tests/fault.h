/*
 * Faults: system calls about files that fail on purpose. A test is linked with --wrap for each of them, so that the
 * program's own code runs as it is. Only calls of the thread that began to count are counted and fail.
 */
#ifndef ZIPING_TESTS_FAULT_H
#define ZIPING_TESTS_FAULT_H

#include <stdbool.h>

enum {
	FAULT_NONE = 0,    /* only counts */
	FAULT_SHORT = -1,  /* a write takes half of what it is given */
	FAULT_KILL = -2,   /* the process is killed in place of the call */
};

/* the n-th call from here on (from 1) fails with this errno, or as above */
void fault_at(unsigned n, int error);
/* every call from here on that needs room on the disk fails with it */
void fault_full(int error);
/* back to normal; the name of the call that failed first, NULL when none did */
const char *fault_stop(void);
unsigned fault_calls(void);    /* how many were counted */

/* fdatasync() of other threads does not come back while it is stuck */
void fault_stick(bool stuck);
unsigned fault_syncs(void);    /* how often other threads began one */

#endif
