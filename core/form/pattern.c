#include "form/pattern.h"

#include "base/arena.h"
#include "base/i18n.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define PATTERN_MOST 10000       /* bytes of a pattern */
#define MATCH_LIMIT 200000       /* steps: some milliseconds */
#define LATER_LIMIT 4000         /* for all texts after one that took too long: there may be a million of its kind */
#define DEPTH_LIMIT 20000        /* backtracking points kept */
#define HEAP_LIMIT (16 * 1024)   /* KiB */

struct pattern {
	pcre2_general_context *general;
	pcre2_code *code;
	pcre2_match_context *limits;
	pcre2_match_data *match;
};

static void *pattern_alloc(PCRE2_SIZE size, void *unused)
{
	(void)unused;
	return memory_alloc(1, size);
}

static void pattern_release(void *memory, void *unused)
{
	(void)unused;
	memory_free(memory);
}

void pattern_free(struct pattern *p)
{
	if (!p)
		return;
	pcre2_match_data_free(p->match);
	pcre2_match_context_free(p->limits);
	pcre2_code_free(p->code);
	pcre2_general_context_free(p->general);
	memory_free(p);
}

static bool compile(struct pattern *p, const char *text, struct place at, struct error *reterr)
{
	const uint32_t options = PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C;
	pcre2_compile_context *context = pcre2_compile_context_create(p->general);
	PCRE2_UCHAR message[256];
	PCRE2_SIZE offset = 0;
	int cause = 0;

	if (!context)
		return error_memory(reterr);
	(void)pcre2_set_max_pattern_length(context, PATTERN_MOST);
	p->code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, options, &cause, &offset, context);
	pcre2_compile_context_free(context);
	if (p->code)
		return true;
	if (cause == PCRE2_ERROR_HEAP_FAILED)
		return error_memory(reterr);
	(void)pcre2_get_error_message(cause, message, sizeof(message));
	return error_set(reterr, ERR_FORM, at, _("the pattern '%s' is no regular expression: %s (at byte %zu)"), text,
			 (const char *)message, (size_t)offset + 1);
}

bool pattern_compile(const char *text, struct place at, struct pattern **ret, struct error *reterr)
{
	struct pattern *p = memory_alloc(1, sizeof(*p));

	if (!p)
		return error_memory(reterr);
	p->general = pcre2_general_context_create(pattern_alloc, pattern_release, NULL);
	if (!p->general) {
		(void)error_memory(reterr);
		goto failed;
	}
	if (!compile(p, text, at, reterr))
		goto failed;
	p->limits = pcre2_match_context_create(p->general);
	p->match = pcre2_match_data_create(1, p->general);
	if (!p->limits || !p->match) {
		(void)error_memory(reterr);
		goto failed;
	}
	(void)pcre2_set_match_limit(p->limits, MATCH_LIMIT);
	(void)pcre2_set_depth_limit(p->limits, DEPTH_LIMIT);
	(void)pcre2_set_heap_limit(p->limits, HEAP_LIMIT);
	*ret = p;
	return true;
failed:
	pattern_free(p);
	return false;
}

bool pattern_matches(const struct pattern *p, const char *value, size_t len, enum pattern_given_up *ret_given_up)
{
	int result = pcre2_match(p->code, (PCRE2_SPTR)value, len, 0, 0, p->match, p->limits);

	*ret_given_up = PATTERN_ANSWERED;
	if (result == PCRE2_ERROR_NOMEMORY)
		*ret_given_up = PATTERN_MEMORY;
	else if (result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_DEPTHLIMIT || result == PCRE2_ERROR_HEAPLIMIT)
		*ret_given_up = PATTERN_LIMIT;
	if (*ret_given_up == PATTERN_LIMIT)
		(void)pcre2_set_match_limit(p->limits, LATER_LIMIT);
	return result >= 0;
}
