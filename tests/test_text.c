#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/text.h"

#include <unigbrk.h>

static int usual(void **state)
{
	(void)state;
	text_class_set_ambiguous(1);
	memory_fail_after = -1;
	return 0;
}

static uint64_t random_state = 1;

static uint32_t random_below(uint32_t limit)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((random_state >> 33) % limit);
}

/* ---- characters ---- */

static void broken_utf8_is_found_where_it_breaks(void **state)
{
	static const struct {
		const char *text;
		size_t bad;
	} cases[] = {
		{ "ab\x80", 2 }, { "\xC0\xAF", 0 }, { "a\xE4\xB8", 1 }, { "\xED\xA0\x80", 0 }, { "\xF4\x90\x80\x80", 0 },
		{ "\xE4\xB8\xAD\xFF", 3 }, { "\xE0\x80\x80", 0 }, { "\xF0\x80\x80\x80", 0 }, { "\xC3", 0 },
	};
	size_t bad = 99;

	(void)state;
	assert_true(text_valid("中文 é 😀", strlen("中文 é 😀"), &bad));
	assert_true(text_valid("", 0, &bad));
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_false(text_valid(cases[i].text, strlen(cases[i].text), &bad));
		assert_int_equal(bad, cases[i].bad);
	}
}

static void every_character_survives_encoding(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 61) {
		char bytes[4];
		uint32_t back;
		size_t n = text_encode(c, bytes);

		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		assert_int_equal(text_decode(bytes, n, &back), n);
		assert_int_equal(back, c);
	}
	assert_int_equal(text_characters("a中😀\xFF", 9), 4);
}

static void harmful_characters_are_shown_as_marks(void **state)
{
	const char *text = "a\x1B[31m\n\t\x7F\u202Eb\xC2\x85\u2066中\u200F\uFEFF";
	struct strbuf sb;

	(void)state;
	strbuf_init(&sb, 0);
	text_visible(&sb, text, strlen(text));
	assert_string_equal(sb.text, "a␛[31m␊␉␡‹202E›b‹0085›‹2066›中‹200F›‹FEFF›");
	strbuf_clear(&sb);
	text_visible(&sb, "\U000E0001\U000E0041\u200D", 11);
	assert_string_equal(sb.text, "‹E0001›‹E0041›\u200D");
	strbuf_clear(&sb);
	text_visible_lines(&sb, "a\tb\r\nc\rd\n\x1b", 10);
	assert_string_equal(sb.text, "a\tb\r\nc␍d\n␛");
	strbuf_clear(&sb);
	text_visible(&sb, "x\xFFy", 3);
	assert_string_equal(sb.text, "x\uFFFDy");
	strbuf_release(&sb);
	assert_true(text_is_harmless(0x4E2D));
	assert_false(text_is_harmless(0x9B));
}

static void full_width_is_folded_to_ascii(void **state)
{
	const char *text = "２，２５５．２２　ＡＢ（中）。";
	struct strbuf sb;

	(void)state;
	strbuf_init(&sb, 0);
	text_fold_width(&sb, text, strlen(text));
	assert_string_equal(sb.text, "2,255.22 AB(中)。");
	strbuf_release(&sb);
}

static void blanks_of_all_kinds_are_trimmed(void **state)
{
	const char *text = " \u3000\u00A0\n中 文\t\r\n\u3000";
	size_t len = strlen(text);

	(void)state;
	text_trim(&text, &len);
	assert_int_equal(len, strlen("中 文"));
	assert_memory_equal(text, "中 文", len);
	text = "\u3000 \u3000";
	len = strlen(text);
	text_trim(&text, &len);
	assert_int_equal(len, 0);
}

/* ---- columns and clusters ---- */

static void assert_columns(const char *text, int want)
{
	assert_int_equal(text_columns(text, strlen(text)), want);
}

static void columns_are_those_of_a_terminal(void **state)
{
	(void)state;
	assert_columns("", 0);
	assert_columns("abc", 3);
	assert_columns("中文abc", 7);
	assert_columns("e\u0301", 1);
	assert_columns("ｱ", 1);
	assert_columns("①±“…", 4);
	assert_columns("𠮷", 2);
	assert_columns("😀", 2);
	assert_columns("👨‍👩‍👧", 6);
	assert_columns("👍🏽", 2);
	assert_columns("🇨🇳", 2);
	assert_columns("❤\uFE0F", 1);
	assert_columns("\x1B", 1);
	assert_columns("\u202E", 6);
	text_class_set_ambiguous(2);
	assert_columns("①±“…", 8);
	assert_columns("中é文", 6);
	assert_columns("ñ", 1);
	assert_int_equal(text_char_columns(0x1B), -1);
	assert_int_equal(text_char_columns(0x301), 0);
}

static void assert_drawn(const char *cluster, const char *want)
{
	char out[TEXT_DRAWN_MAX];
	int columns;
	size_t n = text_drawn(cluster, strlen(cluster), out, &columns);

	assert_int_equal(n, strlen(want));
	assert_memory_equal(out, want, n);
	assert_int_equal(columns, text_columns(cluster, strlen(cluster)));
}

static void clusters_are_drawn_so_that_terminals_agree(void **state)
{
	(void)state;
	assert_drawn("中", "中");
	assert_drawn("e\u0301\u0302\u0303\u0304\u0305\u0306", "e\u0301\u0302\u0303\u0304");
	assert_drawn("👨‍👩‍👧", "👨👩👧");
	assert_drawn("👍🏽", "👍");
	assert_drawn("🇨🇳", "CN");
	assert_drawn("❤\uFE0F", "❤");
	assert_drawn("\u0301", "◌\u0301");
	assert_drawn("\x1B", "␛");
	assert_drawn("\u202E", "‹202E›");
	assert_drawn("\uE000", "\uFFFD");
	assert_drawn("\U000E0FFE", "");
	assert_drawn("\n", "␊");
}

static void a_monstrous_cluster_is_cut_short(void **state)
{
	char text[4000], out[TEXT_DRAWN_MAX];
	size_t len = 0;
	int columns, same;

	(void)state;
	while (len + 7 < sizeof(text)) {
		memcpy(text + len, "👨‍", 7);
		len += 7;
	}
	assert_true(text_drawn(text, len, out, &columns) <= TEXT_DRAWN_MAX);
	assert_int_equal(text_cluster(text, len, &same), len);
	assert_int_equal(columns, same);
}

/* borders as libunistring finds them, in random runs of everything that takes part in the rules */
static void clusters_agree_with_uax_29(void **state)
{
	static const uint32_t some[] = { 'a', ' ', 0x4E2D, 0x3002, 0xFF0C, 0x301, 0x200D, 0x1F468, 0x1F469, 0x1F3FD, 0xFE0F, 0x1F1E8,
					 0x1F1F3, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, 0x600, 0x903, '\n', '\r', 0x2764, 0x302A };

	(void)state;
	for (int run = 0; run < 3000; run++) {
		uint8_t text[80];
		char breaks[80];
		size_t len = 0, at = 0;

		for (uint32_t i = random_below(16) + 1; i > 0; i--)
			len += text_encode(some[random_below(ARRAY_SIZE(some))], (char *)text + len);
		u8_grapheme_breaks(text, len, breaks);
		while (at < len) {
			int columns;
			size_t n = text_cluster((const char *)text + at, len - at, &columns);

			assert_true(n > 0);
			assert_true(breaks[at]);
			for (size_t i = 1; i < n; i++)
				assert_false(breaks[at + i]);
			assert_int_equal(text_cluster_before((const char *)text, at + n), at);
			at += n;
		}
		assert_int_equal(at, len);
	}
}

static void random_bytes_never_break_it(void **state)
{
	(void)state;
	for (int run = 0; run < 3000; run++) {
		size_t len = random_below(24);
		char *text = malloc(len ? len : 1); /* to the byte, for the sanitizer */
		struct text_line lines[64];
		size_t at = 0, n, count;
		int columns;

		for (size_t i = 0; i < len; i++)
			text[i] = (char)(random_below(3) ? 0x80 + random_below(128) : random_below(128));
		while ((n = text_cluster(text + at, len - at, &columns)) != 0) {
			assert_int_equal(text_cluster_before(text, at + n), at);
			at += n;
		}
		assert_int_equal(at, len);
		count = text_wrap(text, len, 4, lines, ARRAY_SIZE(lines));
		assert_true(count >= 1 && count <= 25);
		assert_int_equal(lines[count - 1].end, len);
		free(text);
	}
}

static void line_ends_are_not_counted(void **state)
{
	(void)state;
	assert_int_equal(text_clusters("中文\n👨‍👩‍👧e\u0301\r\n。", strlen("中文\n👨‍👩‍👧e\u0301\r\n。")), 5);
}

static void what_fits_is_whole_clusters(void **state)
{
	const char *text = "a中e\u0301文";
	int columns;

	(void)state;
	assert_int_equal(text_fit(text, strlen(text), 2, &columns), 1);
	assert_int_equal(columns, 1);
	assert_int_equal(text_fit(text, strlen(text), 4, &columns), 1 + 3 + 3);
	assert_int_equal(columns, 4);
	assert_int_equal(text_fit(text, strlen(text), 5, &columns), 7);
	assert_int_equal(text_fit(text, strlen(text), 6, &columns), strlen(text));
	assert_int_equal(text_fit(text, strlen(text), -1, &columns), 0);
}

/* ---- lines ---- */

static void assert_wrapped(const char *text, int columns, const char *want)
{
	struct text_line lines[64];
	size_t count = text_wrap(text, strlen(text), columns, lines, ARRAY_SIZE(lines));
	struct strbuf sb;

	strbuf_init(&sb, 0);
	assert_true(count <= ARRAY_SIZE(lines));
	for (size_t i = 0; i < count; i++) {
		strbuf_add(&sb, text + lines[i].start, lines[i].end - lines[i].start);
		if (i + 1 < count)
			strbuf_puts(&sb, lines[i].hard ? "$" : "|");
	}
	assert_string_equal(sb.text, want);
	strbuf_release(&sb);
}

static void lines_break_as_in_chinese_print(void **state)
{
	(void)state;
	assert_wrapped("", 10, "");
	assert_wrapped("一二三四五六", 6, "一二三|四五六");
	assert_wrapped("一二三，四五六", 6, "一二|三，四|五六");
	assert_wrapped("一二《三四》五", 6, "一二|《三|四》五");
	assert_wrapped("一二三》。四", 6, "一二|三》。|四");
	assert_wrapped("他说“你好”。好", 6, "他说|“你|好”。|好");
	assert_wrapped("“你好”他说", 6, "“你好”|他说");
	assert_wrapped("支出2255.22万元", 8, "支出|2255.22|万元");
	assert_wrapped("hello big world", 9, "hello big |world");
	assert_wrapped("ab    cd", 3, "ab    |cd");
	assert_wrapped("一\n\n二", 10, "一$$二");
	assert_wrapped("一\n", 10, "一$");
	assert_wrapped("一二三四", 1, "一|二|三|四");
	assert_wrapped("一二", -5, "一|二");
}

static void a_line_without_a_break_is_broken_between_clusters(void **state)
{
	(void)state;
	assert_wrapped("abcdefgh", 3, "abc|def|gh");
	assert_wrapped("e\u0301e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301|e\u0301e\u0301");
	assert_wrapped("《《《一》》》", 4, "《《|《一|》》|》");
	assert_wrapped("一》》", 4, "一》|》");
	assert_wrapped("（甲乙", 4, "（甲|乙");
}

static void no_line_starts_or_ends_wrongly(void **state)
{
	static const uint32_t some[] = { 0x4E2D, 0x6587, 0x652F, 0x51FA, 'a', 'b', '5', '.', 0xFF0C, 0x3002, 0x300B, 0x300A, 0xFF08,
					 0xFF09, 0x201C, 0x201D, ' ', 0x3001, 0xFF01 };

	(void)state;
	for (int run = 0; run < 2000; run++) {
		char text[400];
		struct text_line lines[128];
		size_t len = 0, count, at = 0;
		int columns = 20 + (int)random_below(20), closers = 0;

		/* runs of punctuation as long as a line leave no choice, so at most two in a row */
		for (uint32_t i = 0; i < 100; i++) {
			uint32_t c = some[random_below(ARRAY_SIZE(some))];

			closers = c > 0x2000 && !(c >= 0x4E00 && c < 0xA000) ? closers + 1 : 0;
			if (c == ' ')
				c = 0x8D22;
			len += text_encode(closers > 2 ? 0x4E2D : c, text + len);
			if (closers > 2)
				closers = 0;
		}
		count = text_wrap(text, len, columns, lines, ARRAY_SIZE(lines));
		for (size_t i = 0; i < count; i++) {
			uint32_t first, last;

			assert_int_equal(lines[i].start, at);
			at = lines[i].end;
			assert_true(text_columns(text + lines[i].start, at - lines[i].start) <= columns);
			(void)text_decode(text + lines[i].start, 4, &first);
			(void)text_decode(text + text_cluster_before(text, at), 4, &last);
			if (i)
				assert_true(first != 0xFF0C && first != 0x3002 && first != 0x300B && first != 0xFF09 && first != 0x3001);
			if (i + 1 < count)
				assert_true(last != 0x300A && last != 0xFF08);
		}
		assert_int_equal(at, len);
	}
}

static void only_as_many_lines_are_written_as_there_is_room_for(void **state)
{
	struct text_line lines[2] = { { 9, 9, true }, { 9, 9, true } };

	(void)state;
	assert_int_equal(text_wrap("abcdef", 6, 2, lines, 1), 3);
	assert_int_equal(lines[0].end, 2);
	assert_int_equal(lines[1].end, 9);
	assert_int_equal(text_wrap("abcdef", 6, 2, NULL, 0), 3);
}

static void without_memory_it_still_wraps(void **state)
{
	char text[3001];
	size_t count;

	(void)state;
	memset(text, 'a', 3000);
	memory_fail_after = 0;
	count = text_wrap(text, 3000, 10, NULL, 0);
	memory_fail_after = -1;
	assert_int_equal(count, 300);
}

/* ---- names ---- */

static void the_nearest_name_is_suggested(void **state)
{
	static const char *const names[] = { "label", "help", "unit", "decimals", "id" };

	(void)state;
	assert_string_equal(text_nearest("lable", names, ARRAY_SIZE(names)), "label");
	assert_string_equal(text_nearest("decimal", names, ARRAY_SIZE(names)), "decimals");
	assert_string_equal(text_nearest("untis", names, ARRAY_SIZE(names)), "unit");
	assert_null(text_nearest("colour", names, ARRAY_SIZE(names)));
	assert_null(text_nearest("xy", names, ARRAY_SIZE(names)));
	assert_int_equal(text_distance("", "abc"), 3);
	assert_int_equal(text_distance("kitten", "sitting"), 3);
	assert_int_equal(text_distance("ab", "ba"), 1);
}

static void hashes_differ_by_text_length_and_seed(void **state)
{
	uint64_t seen[40], seed = text_hash_seed;
	char zeros[40] = { 0 };

	(void)state;
	for (size_t i = 0; i < 40; i++) {
		seen[i] = text_hash(zeros, i);
		for (size_t k = 0; k < i; k++)
			assert_true(seen[k] != seen[i]);
	}
	assert_true(text_hash("abc", 3) == text_hash("abcd", 3));
	assert_true(text_hash("abc", 3) != text_hash("abd", 3));
	text_hash_seed++;
	assert_true(text_hash(zeros, 5) != seen[5]);
	text_hash_seed = seed;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(broken_utf8_is_found_where_it_breaks),
		cmocka_unit_test(every_character_survives_encoding),
		cmocka_unit_test(harmful_characters_are_shown_as_marks),
		cmocka_unit_test(full_width_is_folded_to_ascii),
		cmocka_unit_test(blanks_of_all_kinds_are_trimmed),
		cmocka_unit_test_teardown(columns_are_those_of_a_terminal, usual),
		cmocka_unit_test(clusters_are_drawn_so_that_terminals_agree),
		cmocka_unit_test(a_monstrous_cluster_is_cut_short),
		cmocka_unit_test(clusters_agree_with_uax_29),
		cmocka_unit_test(random_bytes_never_break_it),
		cmocka_unit_test(line_ends_are_not_counted),
		cmocka_unit_test(what_fits_is_whole_clusters),
		cmocka_unit_test(lines_break_as_in_chinese_print),
		cmocka_unit_test(a_line_without_a_break_is_broken_between_clusters),
		cmocka_unit_test(no_line_starts_or_ends_wrongly),
		cmocka_unit_test(only_as_many_lines_are_written_as_there_is_room_for),
		cmocka_unit_test_teardown(without_memory_it_still_wraps, usual),
		cmocka_unit_test(the_nearest_name_is_suggested),
		cmocka_unit_test(hashes_differ_by_text_length_and_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
