/* The table of actions: nothing in it is without a key, a name or a help text, and no key means two things. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tui/action.h"

static bool is_menu_command(const struct action_info *a)
{
	return a->group != GROUP_LISTS;
}

static void every_action_has_a_name_and_a_help_text(void **state)
{
	(void)state;
	for (unsigned i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *a = &action_table[i];

		if (!a->name[0] || !a->help[0] || strcmp(a->name, a->help) == 0)
			fail_msg("'%s' has no name or no help text", a->id);
		if (strlen(a->help) > 0 && a->help[strlen(a->help) - 1] == '.')
			fail_msg("the help text of '%s' ends with a full stop", a->id);
		assert_non_null(a->act);
	}
}

static void every_action_is_bound_or_a_command_of_the_menu(void **state)
{
	struct key k;

	(void)state;
	for (unsigned i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *a = &action_table[i];

		if (!action_key(a, 0, &k) && !is_menu_command(a))
			fail_msg("nothing leads to '%s'", a->id);
		assert_int_not_equal(a->modes, 0);
	}
}

static void every_key_name_in_the_table_is_a_key(void **state)
{
	struct strbuf again, names;

	(void)state;
	for (unsigned i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *a = &action_table[i];

		strbuf_init(&again, 0);
		strbuf_init(&names, 0);
		strbuf_puts(&again, a->keys);
		if (a->twin[0])
			strbuf_printf(&again, " %s", a->twin);
		action_key_names(a, &names);
		assert_string_equal(names.text, again.text);
		strbuf_release(&again);
		strbuf_release(&names);
	}
}

static void no_key_is_bound_twice_in_a_mode(void **state)
{
	struct key k;

	(void)state;
	for (unsigned bit = 0; bit < MODE_BITS; bit++) {
		for (unsigned i = 0; i < ACTION_COUNT; i++) {
			const struct action_info *a = &action_table[i];

			for (size_t n = 0; (a->modes & (1u << bit)) && action_key(a, n, &k); n++) {
				enum action found = action_find(&k, 1u << bit);

				if (found != (enum action)i)
					fail_msg("a key of '%s' means '%s' in mode %u", a->id, action_table[found].id, bit);
			}
		}
	}
}

static void every_function_key_has_its_twin(void **state)
{
	struct key k, twin;

	(void)state;
	for (unsigned i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *a = &action_table[i];

		for (size_t n = 0; action_key(a, n, &k); n++) {
			if (k.code != KEYCODE_FUNCTION)
				continue;
			assert_true(key_parse(a->twin, &twin));
			assert_int_equal(twin.code, KEYCODE_ALT);
			assert_int_equal(twin.letter, k.number == 10 ? '0' : '0' + k.number);
		}
	}
}

static void no_bare_letter_is_a_command(void **state)
{
	struct key k;

	(void)state;
	for (unsigned i = 0; i < ACTION_COUNT; i++) {
		for (size_t n = 0; action_key(&action_table[i], n, &k); n++)
			assert_int_not_equal(k.code, KEYCODE_TEXT);
	}
}

static void ranks_in_the_keys_line_are_clear_in_each_mode(void **state)
{
	(void)state;
	for (unsigned i = 0; i < ACTION_COUNT; i++) {
		for (unsigned j = 0; j < i; j++) {
			if (action_table[i].rank && action_table[i].rank == action_table[j].rank &&
			    (action_table[i].modes & action_table[j].modes))
				fail_msg("'%s' and '%s' have one rank", action_table[i].id, action_table[j].id);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_action_has_a_name_and_a_help_text),
		cmocka_unit_test(every_action_is_bound_or_a_command_of_the_menu),
		cmocka_unit_test(every_key_name_in_the_table_is_a_key),
		cmocka_unit_test(no_key_is_bound_twice_in_a_mode),
		cmocka_unit_test(every_function_key_has_its_twin),
		cmocka_unit_test(no_bare_letter_is_a_command),
		cmocka_unit_test(ranks_in_the_keys_line_are_clear_in_each_mode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
