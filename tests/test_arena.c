#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/error.h"

static int quiet_down(void **state)
{
	(void)state;
	memory_fail_after = -1;
	return 0;
}

static void pieces_are_zeroed_and_aligned(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (size_t size = 0; size < 300; size++) {
		unsigned char *p = arena_alloc(&a, size);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % sizeof(void *), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xAA, size); /* the next one must not see this */
	}
	arena_release(&a);
	assert_int_equal(a.total, 0);
	assert_null(a.last);
}

static void large_pieces_leave_the_block_in_use(void **state)
{
	struct arena a = { 0 };
	char *first = arena_strdup(&a, "first");
	char *large = arena_alloc(&a, 1000000);
	char *second = arena_strdup(&a, "second");

	(void)state;
	assert_non_null(large);
	memset(large, 1, 1000000);
	assert_string_equal(first, "first");
	assert_string_equal(second, "second");
	assert_true(second > first && second - first < 4096);
	arena_release(&a);
}

static void a_copy_ends_where_it_is_told(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_string_equal(arena_strndup(&a, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(&a, NULL, 0), "");
	arena_release(&a);
}

static void impossible_sizes_are_refused(void **state)
{
	struct arena a = { 0 };
	size_t capacity = 0;

	(void)state;
	assert_null(arena_alloc(&a, SIZE_MAX - 8));
	assert_null(arena_strndup(&a, "", SIZE_MAX));
	assert_null(memory_grow(NULL, &capacity, SIZE_MAX / 4, 16));
	arena_release(&a);
}

static void the_nth_allocation_can_be_failed(void **state)
{
	void *p;

	(void)state;
	memory_fail_after = 1;
	p = memory_alloc(4, 4);
	assert_non_null(p);
	assert_null(memory_alloc(4, 4));
	assert_null(memory_alloc(4, 4));
	memory_free(p);
}

static void a_failed_growth_leaves_the_old_array(void **state)
{
	size_t capacity = 0;
	int *array = memory_grow(NULL, &capacity, 1, sizeof(int)), *same;

	(void)state;
	assert_true(capacity >= 1);
	array[0] = 42;
	memory_fail_after = 0;
	assert_null(memory_grow(array, &capacity, capacity + 1, sizeof(int)));
	same = memory_grow(array, &capacity, capacity, sizeof(int));
	assert_ptr_equal(same, array);
	assert_int_equal(array[0], 42);
	memory_fail_after = -1;
	array = memory_grow(array, &capacity, 1000, sizeof(int));
	assert_int_equal(array[0], 42);
	assert_int_equal(array[999], 0);
	memory_free(array);
}

static void an_error_says_what_and_where(void **state)
{
	struct error e;
	struct place at = { .file = "a.yaml", .line = 3, .column = 7 };

	(void)state;
	assert_false(error_set(&e, ERR_SYNTAX, at, "no '%s' here", "x"));
	assert_int_equal(e.kind, ERR_SYNTAX);
	assert_int_equal(e.line, 3);
	assert_int_equal(e.column, 7);
	assert_string_equal(e.file, "a.yaml");
	assert_string_equal(e.text, "no 'x' here");
	assert_false(error_set(&e, ERR_IO, (struct place){ .file = e.file }, "again: %s", e.text));
	assert_string_equal(e.text, "again: no 'x' here");
	assert_string_equal(e.file, "a.yaml");
	assert_false(error_memory(&e));
	assert_int_equal(e.kind, ERR_MEMORY);
	assert_string_equal(e.file, "");
}

static void a_long_error_is_cut_between_characters(void **state)
{
	struct error e;
	char text[2001];

	(void)state;
	for (size_t i = 0; i + 3 <= 2000; i += 3)
		memcpy(text + i, "\u5E74", 3);
	text[1998] = '\0';
	(void)error_set(&e, ERR_VALUE, NOWHERE, "%s", text);
	assert_int_equal(strlen(e.text), 1023 / 3 * 3);
	(void)error_set(&e, ERR_VALUE, (struct place){ .file = text }, "a%s", text);
	assert_int_equal(strlen(e.text), 1 + 1022 / 3 * 3);
	assert_int_equal(strlen(e.file), 511 / 3 * 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_zeroed_and_aligned),
		cmocka_unit_test(large_pieces_leave_the_block_in_use),
		cmocka_unit_test(a_copy_ends_where_it_is_told),
		cmocka_unit_test(impossible_sizes_are_refused),
		cmocka_unit_test_teardown(the_nth_allocation_can_be_failed, quiet_down),
		cmocka_unit_test_teardown(a_failed_growth_leaves_the_old_array, quiet_down),
		cmocka_unit_test(an_error_says_what_and_where),
		cmocka_unit_test(a_long_error_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
