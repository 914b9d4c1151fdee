/* A folder of its own for a fuzzer that works on files, in memory where the system has such a place. */
#ifndef ZIPING_TESTS_FUZZ_FOLDER_H
#define ZIPING_TESTS_FUZZ_FOLDER_H

#include "check.h"

const char *folder_path(void);                        /* made when it is first asked for, removed at the end */
const char *folder_file(const char *name);            /* a path in it; good until the next call but three */
void folder_put(const char *name, const char *bytes, size_t len);
char *folder_get(const char *name, size_t *ret_len);  /* malloc()ed; NULL when it is not there */
void folder_clear(const char *kept);                  /* removes every file in it but one */
size_t folder_count(const char *beginning);           /* files whose names begin so; *the last of them is folder_last() */
const char *folder_last(void);

#endif
