#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/order.h"

#define MOST 3000

/* the same sequence as a plain array, to compare with */
struct model {
	uint32_t ids[MOST];
	uint32_t count;
};

static uint64_t random_state = 1;

static uint32_t random_below(uint32_t limit)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((random_state >> 33) % limit);
}

static void model_insert(struct model *m, uint32_t at, uint32_t id)
{
	memmove(m->ids + at + 1, m->ids + at, (m->count - at) * sizeof(m->ids[0]));
	m->ids[at] = id;
	m->count++;
}

static uint32_t model_remove(struct model *m, uint32_t at)
{
	uint32_t id = m->ids[at];

	m->count--;
	memmove(m->ids + at, m->ids + at + 1, (m->count - at) * sizeof(m->ids[0]));
	return id;
}

static void assert_same(const struct order *o, const struct model *m)
{
	uint32_t walked = 0, id = order_at(o, 0);

	assert_int_equal(order_count(o), m->count);
	for (uint32_t i = 0; i < m->count; i++) {
		assert_int_equal(order_at(o, i), m->ids[i]);
		assert_int_equal(order_index(o, m->ids[i]), i);
	}
	for (; id; id = order_next(o, id))
		assert_int_equal(m->ids[walked++], id);
	assert_int_equal(walked, m->count);
	assert_int_equal(order_at(o, m->count), 0);
}

static void random_edits_agree_with_a_plain_array(void **state)
{
	(void)state;
	for (uint32_t run = 0; run < 6; run++) {
		struct order *o = order_new();
		struct model m = { .count = 0 };
		uint32_t free_ids[MOST], free_count = 0;

		random_state = run + 1;
		for (uint32_t id = MOST; id > 0; id--)
			free_ids[free_count++] = id;
		for (int step = 0; step < 12000; step++) {
			/* growing, then shrinking, then about even; at the front, the end and anywhere */
			uint32_t grow = step < 4000 ? 9 : step < 8000 ? 2 : 5;
			bool insert = m.count == 0 || (free_count && random_below(10) < grow);

			if (insert) {
				uint32_t at = run == 0 ? m.count : run == 1 ? 0 : random_below(m.count + 1);
				uint32_t id = free_ids[--free_count];

				assert_true(order_insert(o, at, id));
				model_insert(&m, at, id);
			} else {
				uint32_t at = random_below(m.count);
				uint32_t id = model_remove(&m, at);

				assert_int_equal(order_remove(o, id), at);
				assert_int_equal(order_index(o, id), ORDER_NONE);
				free_ids[free_count++] = id;
			}
			if (step % 500 == 0)
				assert_same(o, &m);
		}
		assert_same(o, &m);
		order_free(o);
	}
}

static void an_empty_order_answers(void **state)
{
	struct order *o = order_new();

	(void)state;
	assert_int_equal(order_count(o), 0);
	assert_int_equal(order_at(o, 0), 0);
	assert_int_equal(order_index(o, 1), ORDER_NONE);
	assert_int_equal(order_remove(o, 1), ORDER_NONE);
	assert_int_equal(order_next(o, 1), 0);
	assert_true(order_fill(o, 0));
	assert_int_equal(order_count(o), 0);
	assert_true(order_insert(o, 0, 7));
	assert_int_equal(order_remove(o, 7), 0);
	assert_int_equal(order_count(o), 0);
	order_free(o);
	order_free(NULL);
}

static void a_million_rows_stay_quick(void **state)
{
	const uint32_t many = 1000000;
	struct order *o = order_new();
	uint32_t id, walked = 0;

	(void)state;
	assert_true(order_fill(o, many));
	for (uint32_t i = 0; i < many; i += 997) {
		assert_int_equal(order_at(o, i), i + 1);
		assert_int_equal(order_index(o, i + 1), i);
	}
	for (id = order_at(o, 0); id; id = order_next(o, id))
		walked++;
	assert_int_equal(walked, many);
	for (uint32_t i = 1; i <= 20000; i++)
		assert_true(order_insert(o, 3, many + i));
	assert_int_equal(order_index(o, many), many + 20000 - 1);
	for (uint32_t i = 1; i <= 20000; i++)
		assert_int_not_equal(order_remove(o, many + i), ORDER_NONE);
	assert_int_equal(order_index(o, many), many - 1);
	assert_true(order_fill(o, 5));
	assert_int_equal(order_count(o), 5);
	assert_int_equal(order_index(o, 6), ORDER_NONE);
	order_free(o);
}

static void reserved_insertions_cannot_fail(void **state)
{
	struct order *o = order_new();

	(void)state;
	assert_true(order_fill(o, 1000));
	for (uint32_t id = 1001; id < 3000; id++) {
		assert_true(order_reserve(o, id));
		memory_fail_after = 0;
		assert_true(order_insert(o, id % 7, id));
		memory_fail_after = -1;
	}
	order_free(o);
}

static void failed_memory_changes_nothing(void **state)
{
	(void)state;
	for (long n = 0; n < 8; n++) {
		struct order *o = order_new();

		assert_true(order_fill(o, 3));
		memory_fail_after = n;
		if (!order_fill(o, 1000)) {
			memory_fail_after = -1;
			assert_int_equal(order_count(o), 3);
			assert_int_equal(order_at(o, 2), 3);
		}
		memory_fail_after = n;
		if (!order_insert(o, 1, 100000)) {
			memory_fail_after = -1;
			assert_int_equal(order_at(o, 1), 2);
			assert_int_equal(order_index(o, 100000), ORDER_NONE);
		}
		memory_fail_after = -1;
		order_free(o);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_edits_agree_with_a_plain_array),
		cmocka_unit_test(an_empty_order_answers),
		cmocka_unit_test(a_million_rows_stay_quick),
		cmocka_unit_test(reserved_insertions_cannot_fail),
		cmocka_unit_test(failed_memory_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
