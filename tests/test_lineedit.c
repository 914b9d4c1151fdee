#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tui/lineedit.h"

static int new_editor(void **state)
{
	static struct lineedit editor;

	lineedit_init(&editor, false);
	*state = &editor;
	return 0;
}

static int new_long_editor(void **state)
{
	(void)new_editor(state);
	lineedit_release(*state);
	lineedit_init(*state, true);
	return 0;
}

static int release_editor(void **state)
{
	lineedit_release(*state);
	return 0;
}

/* keys by name, separated by blanks; all are the editor's */
static void press(struct lineedit *e, const char *names)
{
	char name[64];
	int used;

	while (sscanf(names, " %63s%n", name, &used) == 1) {
		struct key k;

		assert_true(key_parse(name, &k));
		assert_true(lineedit_key(e, &k, 10, 4));
		names += used;
	}
}

static void assert_text(const struct lineedit *e, const char *text)
{
	assert_string_equal(e->text.text, text);
}

/* as drawn in rows × columns; the caret is ▏ */
static void assert_drawn(struct lineedit *e, int rows, int columns, bool right, const char *expected)
{
	struct canvas c;
	struct strbuf shown;

	assert_true(canvas_init(&c, rows, columns));
	lineedit_draw(e, &c, (struct rect){ 0, 0, rows, columns }, STYLE_EDIT, right);
	strbuf_init(&shown, 0);
	canvas_dump(&c, true, &shown);
	assert_string_equal(shown.text, expected);
	strbuf_release(&shown);
	canvas_release(&c);
}

static void characters_are_typed_at_the_caret(void **state)
{
	press(*state, "\"全局\" Left \"市\" End \"a\"");
	assert_text(*state, "全市局a");
}

static void a_cluster_is_removed_as_a_whole(void **state)
{
	struct lineedit *e = *state;

	lineedit_set(e, "a👨‍👩‍👧e\u0301", strlen("a👨‍👩‍👧e\u0301"));
	press(e, "Backspace");
	assert_text(e, "a👨‍👩‍👧");
	press(e, "Left Delete");
	assert_text(e, "a");
	press(e, "Home Delete Delete Backspace");
	assert_text(e, "");
}

static void a_mark_typed_after_its_base_joins_it(void **state)
{
	struct lineedit *e = *state;

	press(e, "\"ab\" Left");
	lineedit_insert(e, "\u0301", 2);
	assert_int_equal(e->caret, 3);
	press(e, "Backspace");
	assert_text(e, "b");
}

static void the_caret_never_stays_inside_a_cluster(void **state)
{
	struct lineedit *e = *state;

	lineedit_set(e, "👩👧", 8);
	press(e, "Left");
	lineedit_insert(e, "\u200d", 3); /* joins both */
	assert_int_equal(e->caret, 11);
}

static void shift_selects_and_typing_replaces(void **state)
{
	struct lineedit *e = *state;
	size_t start, end;

	press(e, "\"收入支出\" Shift-Left Shift-Left");
	assert_true(lineedit_selection(e, &start, &end));
	assert_int_equal(start, 6);
	assert_int_equal(end, 12);
	press(e, "\"额\"");
	assert_text(e, "收入额");
	assert_false(lineedit_selection(e, &start, &end));
	press(e, "Shift-Home Delete");
	assert_text(e, "");
}

static void an_arrow_leaves_the_selection_at_its_side(void **state)
{
	struct lineedit *e = *state;

	press(e, "\"abcd\" Shift-Left Shift-Left Left");
	assert_int_equal(e->caret, 2);
	press(e, "Shift-Left Right");
	assert_int_equal(e->caret, 2);
}

static void words_are_runs_of_one_kind(void **state)
{
	struct lineedit *e = *state;

	press(e, "\"2021年度，total\" Ctrl-Left");
	assert_int_equal(e->caret, 13);
	press(e, "Ctrl-Left Ctrl-Left");
	assert_int_equal(e->caret, 4);
	press(e, "Ctrl-Right");
	assert_int_equal(e->caret, 10);
	press(e, "Ctrl-Backspace");
	assert_text(e, "2021，total");
}

static void one_line_takes_no_line_ends(void **state)
{
	lineedit_insert(*state, "a\nb\n", 4);
	assert_text(*state, "a b");
}

static void one_line_leaves_enter_and_arrows_to_others(void **state)
{
	static const char *const names[] = { "Enter", "Up", "Down", "Tab", "Esc", "PgDn", "F4", "^S", "Alt-1" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct key k;

		assert_true(key_parse(names[i], &k));
		assert_false(lineedit_key(*state, &k, 10, 4));
	}
}

static void a_number_is_flush_right_before_its_caret(void **state)
{
	press(*state, "\"12.5\"");
	assert_drawn(*state, 1, 8, true, "   12.5▏\n");
	press(*state, "Home");
	assert_drawn(*state, 1, 8, true, "   ▏12.5\n");
}

static void one_line_scrolls_to_its_caret(void **state)
{
	press(*state, "\"abcdefghij\"");
	assert_drawn(*state, 1, 6, false, "fghij▏\n");
	press(*state, "Left Left Left Left Left");
	assert_drawn(*state, 1, 6, false, "▏fghij\n");
	press(*state, "Left");
	assert_drawn(*state, 1, 6, false, "▏efghij\n");
	press(*state, "Home");
	assert_drawn(*state, 1, 6, false, "▏abcdef\n");
	press(*state, "\"中\"");
	assert_drawn(*state, 1, 6, false, "中▏abcd\n");
}

static void a_wide_character_is_not_split_at_the_edge(void **state)
{
	press(*state, "\"一二三四\" Home");
	assert_drawn(*state, 1, 5, false, "▏一二\n");
	press(*state, "End");
	assert_drawn(*state, 1, 5, false, "三四▏\n");
}

static void selected_text_is_drawn_so(void **state)
{
	struct canvas c;

	press(*state, "\"abcd\" Shift-Left Shift-Left");
	assert_true(canvas_init(&c, 1, 8));
	lineedit_draw(*state, &c, (struct rect){ 0, 0, 1, 8 }, STYLE_EDIT, false);
	assert_int_equal(c.glyphs[1].style, STYLE_EDIT);
	assert_int_equal(c.glyphs[2].style, STYLE_SELECTED);
	assert_int_equal(c.glyphs[3].style, STYLE_SELECTED);
	assert_int_equal(c.glyphs[4].style, STYLE_EDIT);
	canvas_release(&c);
}

static void control_characters_are_drawn_as_marks(void **state)
{
	lineedit_set(*state, "a\033\tb", 4);
	assert_drawn(*state, 1, 8, false, "a␛␉b▏\n");
}

static void long_text_wraps_without_a_comma_at_the_start(void **state)
{
	press(*state, "\"一二三四五，六\"");
	assert_drawn(*state, 3, 10, false, "一二三四\n五，六▏\n\n");
}

static void behind_a_full_line_the_caret_is_on_the_next(void **state)
{
	press(*state, "\"一二三四五\"");
	assert_drawn(*state, 3, 10, false, "一二三四五\n▏\n\n");
	assert_int_equal(lineedit_lines(*state, 10), 2);
	press(*state, "\"六\"");
	assert_drawn(*state, 3, 10, false, "一二三四五\n六▏\n\n");
	press(*state, "Left");
	assert_drawn(*state, 3, 10, false, "一二三四五\n▏六\n\n");
	press(*state, "Delete Enter \"七\" Left Left");
	assert_drawn(*state, 3, 10, false, "一二三四五\n▏\n七\n");
	press(*state, "Left");
	assert_drawn(*state, 3, 10, false, "一二三四▏五\n七\n\n");
}

static void up_and_down_keep_their_column(void **state)
{
	struct lineedit *e = *state;

	press(e, "\"abcdefgh\" Enter \"一\" Enter \"abcdefgh\" Up");
	assert_int_equal(e->caret, 12);
	press(e, "Up");
	assert_int_equal(e->caret, 8);
	press(e, "Home Right Right Right Down");
	assert_int_equal(e->caret, 12); /* not past the end */
	press(e, "Down");
	assert_int_equal(e->caret, 16);
	press(e, "PgUp");
	assert_int_equal(e->caret, 3);
}

static void home_and_end_go_to_the_visual_line(void **state)
{
	struct lineedit *e = *state;

	press(e, "\"一二三四五六七八\" Home");
	assert_int_equal(e->caret, 15);
	press(e, "Up End");
	assert_int_equal(e->caret, 12);
	press(e, "Ctrl-End");
	assert_int_equal(e->caret, 24);
	press(e, "Ctrl-Home");
	assert_int_equal(e->caret, 0);
}

static void long_text_scrolls_to_its_caret(void **state)
{
	press(*state, "\"a\" Enter \"b\" Enter \"c\"");
	assert_drawn(*state, 2, 10, false, "b\nc▏\n");
	press(*state, "Up Up");
	assert_drawn(*state, 2, 10, false, "a▏\nb\n");
	press(*state, "Ctrl-End Backspace Backspace");
	assert_drawn(*state, 2, 10, false, "a\nb▏\n");
}

static void a_selected_line_end_is_seen(void **state)
{
	struct canvas c;

	press(*state, "\"a\" Enter \"b\" Ctrl-Home Shift-Down");
	assert_true(canvas_init(&c, 2, 8));
	lineedit_draw(*state, &c, (struct rect){ 0, 0, 2, 8 }, STYLE_EDIT, false);
	assert_int_equal(c.glyphs[0].style, STYLE_SELECTED);
	assert_int_equal(c.glyphs[1].style, STYLE_SELECTED);
	assert_int_equal(c.glyphs[2].style, STYLE_EDIT);
	assert_int_equal(c.glyphs[8].style, STYLE_EDIT);
	canvas_release(&c);
}

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

/* ---- properties ---- */

/*
 * Every line is drawn where text_wrap() puts it, although only what changed is wrapped anew. (Flags are left out:
 * libunistring counts their halves over the whole paragraph.)
 */
static void assert_lines_are_those_of_text_wrap(struct lineedit *e, int columns)
{
	static struct text_line lines[4096];
	static struct canvas a, b;
	size_t count = text_wrap(e->text.text, e->text.len, columns, lines, ARRAY_SIZE(lines));
	size_t caret = e->caret;

	assert_in_range(count, 1, ARRAY_SIZE(lines));
	e->caret = e->anchor = 0; /* no line is added for the caret */
	e->top = 0;
	assert_int_equal(lineedit_lines(e, columns), count);
	assert_true(canvas_init(&a, (int)count, columns));
	assert_true(canvas_init(&b, (int)count, columns));
	lineedit_draw(e, &a, (struct rect){ 0, 0, (int)count, columns }, STYLE_NORMAL, false);
	for (size_t i = 0; i < count; i++)
		canvas_text(&b, (int)i, 0, STYLE_NORMAL, e->text.text + lines[i].start, lines[i].end - lines[i].start);
	canvas_caret(&b, 0, 0);
	assert_true(canvas_equal(&a, &b));
	canvas_release(&a);
	canvas_release(&b);
	e->caret = e->anchor = caret;
}

static void random_edits_are_laid_out_like_the_whole(void **state)
{
	static const char *const pieces[] = { "一", "二三四", "，", "。", "《", "》", "（", "）", "a", "word ", " ", "\n", "12.5", "%",
					      "“", "”", "👩‍👧", "e\u0301", "长长长长长长长长长长长长长长长长长长长长长长", "——" };
	static const char *const moves[] = { "Left", "Right", "Up", "Down", "Ctrl-Left", "Ctrl-Right", "Home", "End", "Ctrl-Home",
					     "Ctrl-End", "PgUp", "PgDn", "Backspace", "Delete", "Shift-Up", "Ctrl-Backspace" };
	struct lineedit *e = *state;
	unsigned seed = 4711;

	for (int i = 0; i < 6000; i++) {
		const char *piece = pieces[next_random(&seed) % ARRAY_SIZE(pieces)];
		int columns = 2 + (int)(next_random(&seed) % 3) * 19;
		size_t before, at;

		if (e->text.len > 4000)
			lineedit_set(e, "", 0);
		if (next_random(&seed) % 3)
			lineedit_insert(e, piece, strlen(piece));
		else
			press(e, moves[next_random(&seed) % ARRAY_SIZE(moves)]);
		if (i % 4 == 0)
			assert_lines_are_those_of_text_wrap(e, i < 3000 ? 21 : columns);
		assert_true(e->caret <= e->text.len);
		before = e->caret ? text_cluster_before(e->text.text, e->caret) : 0;
		if (e->caret && e->caret < e->text.len) {
			int used;

			at = before + text_cluster(e->text.text + before, e->text.len - before, &used);
			assert_int_equal(at, e->caret);
		}
	}
}

/* the caret stands where the next character will be: checked for a character that never moves its neighbours */
static void what_is_typed_appears_at_the_caret(void **state)
{
	struct lineedit *e = *state;
	unsigned seed = 99;

	for (int i = 0; i < 2000; i++) {
		struct canvas c;
		int row, column;
		size_t length = next_random(&seed) % 40;

		lineedit_set(e, "", 0);
		for (size_t j = 0; j < length; j++)
			press(e, next_random(&seed) % 8 ? "\"一\"" : "Enter");
		assert_true(canvas_init(&c, 60, 10));
		lineedit_draw(e, &c, (struct rect){ 0, 0, 60, 10 }, STYLE_EDIT, false);
		row = c.caret_row;
		column = c.caret_column;
		lineedit_insert(e, "字", 3);
		lineedit_draw(e, &c, (struct rect){ 0, 0, 60, 10 }, STYLE_EDIT, false);
		assert_string_equal(c.glyphs[row * 10 + column].text, "字");
		canvas_release(&c);
	}
}

int main(void)
{
#define ONE(test) cmocka_unit_test_setup_teardown(test, new_editor, release_editor)
#define LONG(test) cmocka_unit_test_setup_teardown(test, new_long_editor, release_editor)
	const struct CMUnitTest tests[] = {
		ONE(characters_are_typed_at_the_caret),
		ONE(a_cluster_is_removed_as_a_whole),
		ONE(a_mark_typed_after_its_base_joins_it),
		ONE(the_caret_never_stays_inside_a_cluster),
		ONE(shift_selects_and_typing_replaces),
		ONE(an_arrow_leaves_the_selection_at_its_side),
		ONE(words_are_runs_of_one_kind),
		ONE(one_line_takes_no_line_ends),
		ONE(one_line_leaves_enter_and_arrows_to_others),
		ONE(a_number_is_flush_right_before_its_caret),
		ONE(one_line_scrolls_to_its_caret),
		ONE(a_wide_character_is_not_split_at_the_edge),
		ONE(selected_text_is_drawn_so),
		ONE(control_characters_are_drawn_as_marks),
		LONG(long_text_wraps_without_a_comma_at_the_start),
		LONG(behind_a_full_line_the_caret_is_on_the_next),
		LONG(up_and_down_keep_their_column),
		LONG(home_and_end_go_to_the_visual_line),
		LONG(long_text_scrolls_to_its_caret),
		LONG(a_selected_line_end_is_seen),
		LONG(random_edits_are_laid_out_like_the_whole),
		LONG(what_is_typed_appears_at_the_caret),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
