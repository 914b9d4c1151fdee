/* The least and the greatest of many figures, against looking at all of them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "report/tournament.h"

#define PLACES 300

static int128 better(bool greatest, int128 a, int128 b)
{
	return (a > b) == greatest ? a : b;
}

static void the_winner_is_the_best_of_those_that_are_there(void **state)
{
	(void)state;
	for (unsigned greatest = 0; greatest < 2; greatest++) {
		struct tournament *t = tournament_new(greatest);
		struct figure figures[PLACES], best = { 0, 0, 0 }, winner;
		bool there[PLACES] = { false };
		uint64_t random = 7 + greatest;

		assert_non_null(t);
		assert_false(tournament_winner(t, &winner));
		for (unsigned step = 0; step < 4000; step++) {
			uint32_t place, places = step < 500 ? 10 : PLACES;
			bool any = false;

			random = random * 6364136223846793005u + 1442695040888963407u;
			place = (uint32_t)(random >> 33) % places;
			assert_true(tournament_reserve(t, places));
			there[place] = (random >> 20) % 3 != 0;
			figures[place] = figure_rounded((int128)(random >> 50) - 8000, (int)(random >> 12) % 5);
			tournament_set(t, place, there[place] ? &figures[place] : NULL);
			for (uint32_t i = 0; i < PLACES; i++) {
				if (!there[i])
					continue;
				best.value = any ? better(greatest, best.value, figures[i].value) : figures[i].value;
				best.lo = any ? better(greatest, best.lo, figures[i].lo) : figures[i].lo;
				best.hi = any ? better(greatest, best.hi, figures[i].hi) : figures[i].hi;
				any = true;
			}
			assert_int_equal(tournament_winner(t, &winner), any);
			if (any)
				assert_true(winner.value == best.value && winner.lo == best.lo && winner.hi == best.hi);
		}
		tournament_clear(t);
		assert_false(tournament_winner(t, &winner));
		memory_fail_after = 0;
		assert_false(tournament_reserve(t, 100000));
		memory_fail_after = -1;
		tournament_free(t);
	}
	tournament_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_winner_is_the_best_of_those_that_are_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
