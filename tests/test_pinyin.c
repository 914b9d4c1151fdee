/* Pinyin: what letters typed for a Chinese label find (tui/pinyin.h). */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tui/pinyin.h"

#include <string.h>

static enum pinyin_match match(const char *text, const char *typed)
{
	return pinyin_match(text, strlen(text), typed, strlen(typed));
}

static void initials_and_syllables_may_be_mixed(void **state)
{
	static const char *const typed[] = { "xmzc", "xiangmuzhichu", "xiangmzc", "xmuzhic", "xiangmuzchu", "项目zhichu", "xiang mu zhi chu" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(typed); i++)
		assert_int_equal(match("项目支出", typed[i]), PINYIN_WHOLE);
}

static void what_is_still_being_typed_is_found_already(void **state)
{
	const char *typed = "xiangmuzhichu";

	(void)state;
	for (size_t len = 1; len < strlen(typed); len++)
		assert_int_not_equal(pinyin_match("项目支出明细", strlen("项目支出明细"), typed, len), PINYIN_NONE);
}

static void where_a_match_begins_and_ends_is_told(void **state)
{
	(void)state;
	assert_int_equal(match("项目支出", "xm"), PINYIN_START);
	assert_int_equal(match("项目支出", "zhichu"), PINYIN_WITHIN);
	assert_int_equal(match("“项目”支出", "xiangmuzc"), PINYIN_WHOLE);
	assert_int_equal(match("项目 A类", "xiangmual"), PINYIN_WHOLE);
}

static void other_letters_do_not_match(void **state)
{
	(void)state;
	assert_int_equal(match("项目支出", "xz"), PINYIN_NONE);
	assert_int_equal(match("项目支出", "xiangmuzhichuu"), PINYIN_NONE);
	assert_int_equal(match("项目支出", "iangmu"), PINYIN_NONE);
	assert_int_equal(match("乡级", "xianji"), PINYIN_NONE);
	assert_int_equal(match("项目支出", ""), PINYIN_NONE);
	assert_int_equal(match("", "x"), PINYIN_NONE);
}

static void a_character_is_found_by_each_of_its_common_readings(void **state)
{
	(void)state;
	assert_int_equal(match("预算执行率", "yusuanzhixinglv"), PINYIN_WHOLE);
	assert_int_equal(match("银行存款", "yinhangcunkuan"), PINYIN_WHOLE);
	assert_int_equal(match("会计", "kuaiji"), PINYIN_WHOLE);
	assert_int_equal(match("会议费", "huiyifei"), PINYIN_WHOLE);
	assert_int_equal(match("重点项目", "zhongdian"), PINYIN_START);
	assert_int_equal(match("战略", "zhanlue"), PINYIN_WHOLE);
}

static void an_apostrophe_sets_syllables_apart(void **state)
{
	(void)state;
	assert_int_equal(match("西安市", "xi'an"), PINYIN_START);
	assert_int_equal(match("县", "xi'an"), PINYIN_NONE);
}

static void a_very_long_text_takes_no_longer_than_its_length_asks(void **state)
{
	static char text[3 * 20000 + 1], typed[64];

	(void)state;
	for (size_t i = 0; i < 20000; i++)
		memcpy(text + 3 * i, i % 2 ? "哈" : "阿", 3);
	for (size_t i = 0; i < 62; i++)
		typed[i] = i % 2 ? 'h' : 'a';
	typed[62] = 'q';
	assert_int_equal(match(text, typed), PINYIN_NONE);
	memset(typed, 'a', 63);
	assert_int_equal(match(text, typed), PINYIN_NONE);
}

/* the table is searched by bisection, so it has to be in order */
static void the_table_is_in_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < pinyin_syllable_count; i++) {
		const struct pinyin_syllable *s = &pinyin_syllables[i];

		assert_true(i == 0 || strcmp(pinyin_syllables[i - 1].letters, s->letters) < 0);
		assert_int_equal(s->len % 3, 0);
		for (size_t at = 3; at < s->len; at += 3)
			assert_true(memcmp(s->characters + at - 3, s->characters + at, 3) < 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(initials_and_syllables_may_be_mixed),
		cmocka_unit_test(what_is_still_being_typed_is_found_already),
		cmocka_unit_test(where_a_match_begins_and_ends_is_told),
		cmocka_unit_test(other_letters_do_not_match),
		cmocka_unit_test(a_character_is_found_by_each_of_its_common_readings),
		cmocka_unit_test(an_apostrophe_sets_syllables_apart),
		cmocka_unit_test(a_very_long_text_takes_no_longer_than_its_length_asks),
		cmocka_unit_test(the_table_is_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
