/*
 * Pattern: a regular expression that a whole value must match (PCRE2, UTF-8).
 *
 * Forms come from strangers, so that matching has limits: a pattern that takes too long on a value is told from one that
 * does not match, and never hangs.
 */
#ifndef ZIPING_FORM_PATTERN_H
#define ZIPING_FORM_PATTERN_H

#include "base/compiler.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct pattern;

/* `at`: where the pattern stands in its form; a bad one is ERR_FORM */
bool pattern_compile(const char *text, struct place at, struct pattern **ret, struct error *reterr) MUST_CHECK;
void pattern_free(struct pattern *p); /* NULL is allowed */

/* whether the whole value matches; when matching was given up, *ret_given_up says why, and false means nothing then */
enum pattern_given_up { PATTERN_ANSWERED, PATTERN_LIMIT, PATTERN_MEMORY };
bool pattern_matches(const struct pattern *p, const char *value, size_t len, enum pattern_given_up *ret_given_up);

#endif
