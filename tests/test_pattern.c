#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "form/pattern.h"

static bool matches(const char *text, const char *value)
{
	struct error e;
	struct pattern *p;
	enum pattern_given_up limit;
	bool result;

	assert_true(pattern_compile(text, NOWHERE, &p, &e));
	result = pattern_matches(p, value, strlen(value), &limit);
	assert_int_equal(limit, PATTERN_ANSWERED);
	pattern_free(p);
	return result;
}

static void the_whole_value_must_match(void **state)
{
	(void)state;
	assert_true(matches("[0-9]{6}", "430481"));
	assert_false(matches("[0-9]{6}", "4304811"));
	assert_false(matches("[0-9]{6}", "x430481"));
	assert_false(matches("[0-9]{6}", "430481\n"));
	assert_true(matches("a|ab", "ab")); /* not only the first way that fits */
	assert_true(matches("", ""));
	assert_false(matches("", "a"));
}

static void characters_are_those_of_unicode(void **state)
{
	(void)state;
	assert_true(matches("...", "绩效😀"));
	assert_true(matches("[一-龥]+局", "财政局"));
	assert_false(matches(".", "绩效"));
	assert_false(matches("\\d", "５")); /* plain digits only */
}

static void a_value_that_is_not_utf8_does_not_match(void **state)
{
	(void)state;
	assert_false(matches(".*", "a\xFF"));
}

static void a_bad_pattern_is_refused_with_its_cause(void **state)
{
	struct error e = { 0 };
	struct pattern *p;
	struct place at = { .file = "f.yaml", .line = 3, .column = 9 };

	(void)state;
	assert_false(pattern_compile("(abc", at, &p, &e));
	assert_int_equal(e.kind, ERR_FORM);
	assert_int_equal(e.line, 3);
	assert_non_null(strstr(e.text, "(abc"));
	assert_non_null(strstr(e.text, "parenthesis"));
	assert_false(pattern_compile("a\\C", at, &p, &e));
	assert_false(pattern_compile("\xFF", at, &p, &e));
	assert_int_equal(e.kind, ERR_FORM);
}

static void a_slow_pattern_is_given_up(void **state)
{
	struct error e;
	struct pattern *p;
	const char *value = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac";
	enum pattern_given_up limit;

	(void)state;
	assert_true(pattern_compile("(a+)+[bd]", NOWHERE, &p, &e));
	assert_false(pattern_matches(p, value, strlen(value), &limit));
	assert_int_equal(limit, PATTERN_LIMIT);
	assert_true(pattern_matches(p, "aab", 3, &limit));
	assert_int_equal(limit, PATTERN_ANSWERED);
	pattern_free(p);
	pattern_free(NULL);
}

static void a_long_value_is_no_trouble(void **state)
{
	struct error e;
	struct pattern *p;
	char *value = memory_alloc(100001, 1);
	enum pattern_given_up limit;

	(void)state;
	assert_true(pattern_compile("(?:[^\\n]|\\n)*", NOWHERE, &p, &e));
	memset(value, 'x', 100000);
	/* either an answer or a limit, and soon */
	assert_true(pattern_matches(p, value, 100000, &limit) || limit == PATTERN_LIMIT);
	memory_free(value);
	pattern_free(p);
}

static void failed_memory_is_told(void **state)
{
	struct pattern *p;
	struct error e;
	bool done = false;
	long n;

	(void)state;
	for (n = 0; n < 20 && !done; n++) {
		memory_fail_after = n;
		done = pattern_compile("[a-z]+", NOWHERE, &p, &e);
		memory_fail_after = -1;
		if (!done)
			assert_int_equal(e.kind, ERR_MEMORY);
	}
	assert_true(done);
	assert_true(n > 3);
	pattern_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_whole_value_must_match),
		cmocka_unit_test(characters_are_those_of_unicode),
		cmocka_unit_test(a_value_that_is_not_utf8_does_not_match),
		cmocka_unit_test(a_bad_pattern_is_refused_with_its_cause),
		cmocka_unit_test(a_slow_pattern_is_given_up),
		cmocka_unit_test(a_long_value_is_no_trouble),
		cmocka_unit_test(failed_memory_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
