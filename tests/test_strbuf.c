#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/strbuf.h"

static int quiet_down(void **state)
{
	(void)state;
	memory_fail_after = -1;
	return 0;
}

static void it_is_empty_text_from_birth(void **state)
{
	struct strbuf sb;

	(void)state;
	strbuf_init(&sb, 0);
	assert_string_equal(sb.text, "");
	strbuf_truncate(&sb, 0);
	strbuf_clear(&sb);
	strbuf_remove(&sb, 0, 5);
	assert_string_equal(sb.text, "");
	assert_true(strbuf_ok(&sb));
	strbuf_release(&sb);
	assert_string_equal(sb.text, "");
}

static void everything_added_is_there_in_order(void **state)
{
	struct strbuf sb;

	(void)state;
	strbuf_init(&sb, 0);
	strbuf_puts(&sb, "ab");
	strbuf_putc(&sb, 'c');
	strbuf_add(&sb, "defg", 2);
	strbuf_repeat(&sb, "xy", 3);
	strbuf_printf(&sb, "<%d>", 7);
	assert_string_equal(sb.text, "abcdexyxyxy<7>");
	assert_int_equal(sb.len, strlen(sb.text));
	strbuf_insert(&sb, 2, "--", 2);
	strbuf_insert(&sb, 0, "^", 1);
	strbuf_insert(&sb, sb.len, "$", 1);
	assert_string_equal(sb.text, "^ab--cdexyxyxy<7>$");
	strbuf_remove(&sb, 3, 2);
	strbuf_remove(&sb, 8, 1000);
	assert_string_equal(sb.text, "^abcdexy");
	strbuf_truncate(&sb, 3);
	assert_string_equal(sb.text, "^ab");
	strbuf_release(&sb);
}

static void a_long_printf_grows_it(void **state)
{
	struct strbuf sb;
	char digits[4001];

	(void)state;
	memset(digits, '5', 4000);
	digits[4000] = '\0';
	strbuf_init(&sb, 0);
	strbuf_printf(&sb, "%s|%s", digits, digits);
	assert_int_equal(sb.len, 8001);
	assert_int_equal(sb.text[4000], '|');
	strbuf_release(&sb);
}

static void the_limit_is_exact_and_sticks(void **state)
{
	struct strbuf sb;

	(void)state;
	strbuf_init(&sb, 5);
	strbuf_puts(&sb, "12345");
	assert_true(strbuf_ok(&sb));
	strbuf_putc(&sb, '6');
	assert_false(strbuf_ok(&sb));
	strbuf_truncate(&sb, 0);
	strbuf_puts(&sb, "1");
	assert_false(strbuf_ok(&sb));
	assert_int_equal(sb.len, 0);
	strbuf_clear(&sb);
	strbuf_puts(&sb, "1");
	assert_true(strbuf_ok(&sb));
	strbuf_repeat(&sb, "ab", (size_t)-1 / 2);
	assert_false(strbuf_ok(&sb));
	strbuf_release(&sb);
}

static void failed_memory_keeps_what_was_there(void **state)
{
	struct strbuf sb;

	(void)state;
	strbuf_init(&sb, 0);
	strbuf_puts(&sb, "kept");
	memory_fail_after = 0;
	strbuf_repeat(&sb, "0123456789", 100);
	assert_false(strbuf_ok(&sb));
	assert_string_equal(sb.text, "kept");
	strbuf_release(&sb);
}

static void it_may_hold_nul_bytes(void **state)
{
	struct strbuf sb;

	(void)state;
	strbuf_init(&sb, 0);
	strbuf_add(&sb, "a\0b", 3);
	assert_int_equal(sb.len, 3);
	assert_memory_equal(sb.text, "a\0b", 4);
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_empty_text_from_birth),
		cmocka_unit_test(everything_added_is_there_in_order),
		cmocka_unit_test(a_long_printf_grows_it),
		cmocka_unit_test(the_limit_is_exact_and_sticks),
		cmocka_unit_test_teardown(failed_memory_keeps_what_was_there, quiet_down),
		cmocka_unit_test(it_may_hold_nul_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
