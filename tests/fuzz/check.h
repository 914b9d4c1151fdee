/* What must hold, whatever the input is; else a fuzzer says where and ends the program. */
#ifndef ZIPING_TESTS_FUZZ_CHECK_H
#define ZIPING_TESTS_FUZZ_CHECK_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define check(holds) check_here((holds), __FILE__, __LINE__)

static inline void check_here(bool holds, const char *file, int line)
{
	if (holds)
		return;
	fprintf(stderr, "%s:%d: does not hold\n", file, line);
	abort();
}

#endif
