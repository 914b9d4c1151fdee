/*
 * Attributes and small macros that every module may use. Nothing here has behaviour of its own.
 */
#ifndef ZIPING_BASE_COMPILER_H
#define ZIPING_BASE_COMPILER_H

#include <stddef.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#if defined(__GNUC__) || defined(__clang__)
#define PRINTF_LIKE(text, first) __attribute__((__format__(__printf__, text, first)))
#define MUST_CHECK __attribute__((warn_unused_result))
#else
#define PRINTF_LIKE(text, first)
#define MUST_CHECK
#endif

#endif
