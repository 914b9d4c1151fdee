/* The index of keys, against a plain list. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "report/keyindex.h"

#include <stdio.h>
#include <string.h>

#define ROWS 200

/* rows stand in the order of these numbers */
struct model {
	uint32_t position[ROWS + 1];
	const char *key[ROWS + 1];
};

static bool before(const void *to, uint32_t a, uint32_t b)
{
	const struct model *m = to;

	return m->position[a] < m->position[b];
}

static uint32_t first_of(const struct model *m, const char *key, uint32_t after)
{
	uint32_t best = 0;

	for (uint32_t row = 1; row <= ROWS; row++) {
		if (m->key[row] && strcmp(m->key[row], key) == 0 && (!after || m->position[row] > m->position[after]) &&
		    (!best || m->position[row] < m->position[best]))
			best = row;
	}
	return best;
}

static void groups_stand_in_the_order_of_their_rows(void **state)
{
	static const char *const keys[] = { "甲", "乙", "丙", "a", "b", "c", "d" };
	struct model m = { { 0 }, { NULL } };
	struct keyindex *k = keyindex_new(before, &m);
	uint64_t random = 42;

	(void)state;
	assert_non_null(k);
	assert_int_equal(keyindex_find(k, "a", 1), 0);
	for (unsigned step = 0; step < 5000; step++) {
		uint32_t row, n = 0;
		const char *key;

		random = random * 6364136223846793005u + 1442695040888963407u;
		row = 1 + (uint32_t)(random >> 33) % (step < 200 ? 20 : ROWS);
		key = keys[(random >> 20) % 7];
		if (m.key[row]) {
			keyindex_remove(k, row);
			m.key[row] = NULL;
		} else {
			assert_true(keyindex_reserve(k, row));
			m.key[row] = key;
			m.position[row] = (uint32_t)(random >> 40);
			keyindex_add(k, row, key, strlen(key));
		}
		assert_int_equal(keyindex_find(k, key, strlen(key)), first_of(&m, key, 0));
		if (!m.key[row]) {
			assert_int_equal(keyindex_first(k, row), 0);
			continue;
		}
		assert_int_equal(keyindex_first(k, row), first_of(&m, key, 0));
		for (uint32_t at = first_of(&m, key, 0); at && n <= ROWS; at = keyindex_next(k, at), n++) {
			assert_int_equal(keyindex_next(k, at), first_of(&m, key, at));
			assert_int_equal(keyindex_first(k, at), first_of(&m, key, 0));
		}
	}
	keyindex_free(k);
}

static void running_out_of_memory_leaves_it_as_it_was(void **state)
{
	struct model m = { { 0 }, { NULL } };
	struct keyindex *k = keyindex_new(before, &m);

	(void)state;
	assert_true(keyindex_reserve(k, 10));
	keyindex_add(k, 3, "x", 1);
	memory_fail_after = 0;
	assert_false(keyindex_reserve(k, 1000));
	memory_fail_after = 1;
	assert_false(keyindex_reserve(k, 1000));
	memory_fail_after = 0;
	assert_null(keyindex_new(before, &m));
	memory_fail_after = -1;
	assert_int_equal(keyindex_find(k, "x", 1), 3);
	keyindex_remove(k, 5000);
	keyindex_free(k);
	keyindex_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_stand_in_the_order_of_their_rows),
		cmocka_unit_test(running_out_of_memory_leaves_it_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
