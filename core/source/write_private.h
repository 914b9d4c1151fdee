/*
 * Between write.c and write_shape.c only.
 */
#ifndef ZIPING_SOURCE_WRITE_PRIVATE_H
#define ZIPING_SOURCE_WRITE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

/* whether every reader takes the text without quotes as this text; it has no line ends, tabs or control characters */
bool write_is_plain(const char *text, size_t len, bool flow);

#endif
