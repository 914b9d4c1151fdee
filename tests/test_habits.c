/* What hands do without thinking: the same key twice, undo, Home and End, a name typed over a proposed one. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "stage_assert.h"

static void begin(struct stage *s)
{
	assert_true(stage_open(s, "report.yaml", 24, 80));
}

static void paste(struct stage *s, const char *text)
{
	const struct key k = { .code = KEYCODE_PASTE, .text = text, .len = strlen(text) };

	s->reaction = app_handle(&s->app, &k);
}

static void undo_says_how_many_rows_and_places_it_took_back(void **state)
{
	struct stage s;

	(void)state;
	begin(&s);
	go_to(&s, "budget.projects[0].name");
	stage_keys(&s, "^N ^Z");
	assert_true(shows(&s, "undone: 1 row added to 项目支出明细"));
	stage_keys(&s, "^K ^Z");
	assert_true(shows(&s, "undone: 1 row deleted from 项目支出明细"));
	stage_keys(&s, "^Y");
	assert_true(shows(&s, "done again: 1 row deleted from 项目支出明细"));
	stage_keys(&s, "^Z");
	paste(&s, "绿化\t1\n亮化\t2\n");
	stage_keys(&s, "^Z");
	assert_true(shows(&s, "and 3 more places"));
	stage_keys(&s, "PgUp");
	go_to(&s, "budget.basic");
	stage_keys(&s, "\"1\" Tab ^Z");
	assert_true(shows(&s, "undone: 基本支出"));
	stage_close(&s);
}

static void an_error_that_a_value_makes_is_said_when_it_is_left(void **state)
{
	struct stage s;

	(void)state;
	begin(&s);
	go_to(&s, "budget.total");
	stage_keys(&s, "\"130\" Tab");
	assert_focus(&s, "budget.basic");
	assert_true(shows(&s, "'支出合计': stated 130.00, calculated 120.40"));
	stage_keys(&s, "Up \"120.4\" Tab");
	assert_string_equal(s.app.message.text, "");
	stage_close(&s);
}

static void the_find_key_once_more_looks_for_something_else(void **state)
{
	struct stage s;

	(void)state;
	begin(&s);
	stage_keys(&s, "^F \"nowhere\" Enter");
	assert_true(shows(&s, "'nowhere' is found in no field"));
	stage_keys(&s, "\"县\"");
	assert_string_equal(s.app.query->text.text, "县");
	stage_keys(&s, "^F \"加强\" Enter");
	assert_focus(&s, "prose.plan");
	stage_keys(&s, "^G \"zzz\" ^G \"zzrs\" Enter");
	assert_focus(&s, "basics.staff");
	assert_value(&s, "basics.staff", "22");
	stage_close(&s);
}

static void a_number_is_found_as_it_is_shown(void **state)
{
	struct stage s;

	(void)state;
	begin(&s);
	go_to(&s, "budget.basic");
	stage_keys(&s, "\"4000\" Tab PgUp ^F \"4,000.00\" Enter");
	assert_focus(&s, "budget.basic");
	stage_close(&s);
}

static void cutting_is_called_so(void **state)
{
	struct stage s;

	(void)state;
	begin(&s);
	go_to(&s, "prose.problems");
	stage_keys(&s, "\"资金不足\" Shift-Home ^X");
	assert_true(shows(&s, "cut; ^V puts it in"));
	assert_string_equal(s.app.edit->text.text, "");
	stage_keys(&s, "^V Tab");
	assert_value(&s, "prose.problems", "资金不足");
	stage_close(&s);
}

static void home_and_end_reach_both_ends_of_a_list(void **state)
{
	struct stage s;

	(void)state;
	begin(&s);
	go_to(&s, "basics.name");
	stage_keys(&s, "Delete ^S F8 End");
	assert_true(s.app.list.count > 1);
	assert_int_equal(s.app.list.at, s.app.list.count - 1);
	stage_keys(&s, "Home");
	assert_int_equal(s.app.list.at, 0);
	stage_keys(&s, "Esc F5");
	assert_true(shows(&s, "一、基本情况"));
	stage_keys(&s, "End");
	assert_true(shows(&s, "人员情况"));
	stage_keys(&s, "Home");
	assert_true(shows(&s, "一、基本情况"));
	stage_close(&s);
}

static void a_name_typed_takes_the_place_of_the_proposed_one(void **state)
{
	struct stage s;

	(void)state;
	begin(&s);
	stage_keys(&s, "^P \"saveas\" Enter");
	assert_true(s.app.query->text.len > 0);
	stage_keys(&s, "\"other.yaml\"");
	assert_string_equal(s.app.query->text.text, "other.yaml");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(undo_says_how_many_rows_and_places_it_took_back),
		cmocka_unit_test(an_error_that_a_value_makes_is_said_when_it_is_left),
		cmocka_unit_test(the_find_key_once_more_looks_for_something_else),
		cmocka_unit_test(a_number_is_found_as_it_is_shown),
		cmocka_unit_test(cutting_is_called_so),
		cmocka_unit_test(home_and_end_reach_both_ends_of_a_list),
		cmocka_unit_test(a_name_typed_takes_the_place_of_the_proposed_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
