#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/text.h"
#include "tui/canvas.h"
#include "tui/theme.h"

static void assert_canvas(const struct canvas *c, const char *expected)
{
	struct strbuf shown;

	strbuf_init(&shown, 0);
	canvas_dump(c, true, &shown);
	assert_string_equal(shown.text, expected);
	strbuf_release(&shown);
}

/* no half of a wide character is alone, nothing is behind the terminator of a text, every style is one */
static void assert_sound(const struct canvas *c)
{
	for (int i = 0; i < c->rows * c->columns; i++) {
		const struct glyph *g = &c->glyphs[i];
		size_t len = strlen(g->text);

		for (size_t j = len; j < sizeof(g->text); j++)
			assert_int_equal(g->text[j], 0);
		assert_in_range(g->style, 0, STYLE_COUNT - 1);
		assert_in_range(g->columns, 0, 2);
		assert_int_equal(!len, !g->columns);
		if (!g->columns) {
			assert_int_not_equal(i % c->columns, 0);
			assert_int_equal(g[-1].columns, 2);
			assert_int_equal(g[-1].style, g->style);
		}
		if (g->columns == 2) {
			assert_int_not_equal(i % c->columns, c->columns - 1);
			assert_int_equal(g[1].columns, 0);
		}
	}
}

static int new_canvas(void **state)
{
	static struct canvas c;

	*state = &c;
	return canvas_init(&c, 4, 10) ? 0 : -1;
}

static int release_canvas(void **state)
{
	canvas_release(*state);
	return 0;
}

static void text_is_drawn_where_it_is_told_to(void **state)
{
	assert_int_equal(canvas_puts(*state, 1, 2, STYLE_NORMAL, "收入 ab"), 9);
	assert_canvas(*state, "\n  收入 ab\n\n\n");
}

static void text_outside_is_counted_but_not_drawn(void **state)
{
	assert_int_equal(canvas_puts(*state, -1, 0, STYLE_NORMAL, "收入"), 4);
	assert_int_equal(canvas_puts(*state, 0, -3, STYLE_NORMAL, "abcde"), 2);
	assert_int_equal(canvas_puts(*state, 3, 8, STYLE_NORMAL, "e\u0301收入"), 13);
	assert_canvas(*state, "de\n\n\n        e\u0301\n");
	assert_sound(*state);
}

static void half_a_wide_character_never_remains(void **state)
{
	canvas_puts(*state, 0, 0, STYLE_NORMAL, "一二三");
	canvas_puts(*state, 0, 1, STYLE_NORMAL, "x");
	canvas_puts(*state, 0, 4, STYLE_NORMAL, "y");
	canvas_puts(*state, 1, 9, STYLE_NORMAL, "一");
	canvas_puts(*state, 2, -1, STYLE_NORMAL, "一a");
	canvas_puts(*state, 3, 0, STYLE_NORMAL, "一二");
	canvas_puts(*state, 3, 1, STYLE_NORMAL, "三");
	assert_canvas(*state, " x二y\n\n a\n 三\n");
	assert_sound(*state);
}

static void a_cluster_is_drawn_by_its_parts(void **state)
{
	canvas_puts(*state, 0, 0, STYLE_NORMAL, "👩‍👧é");
	canvas_puts(*state, 1, 0, STYLE_NORMAL, "🇨🇳");
	canvas_puts(*state, 2, 0, STYLE_NORMAL, "\033[2J");
	canvas_puts(*state, 3, 0, STYLE_NORMAL, "a\u202eb");
	assert_canvas(*state, "👩👧é\nCN\n␛[2J\na‹202E›b\n");
	assert_sound(*state);
}

static void marks_stay_with_their_character(void **state)
{
	struct canvas *c = *state;

	canvas_puts(c, 0, 0, STYLE_NORMAL, "xe\u0301\u0302\u0303\u0304\u0305\u0306y");
	assert_string_equal(c->glyphs[1].text, "e\u0301\u0302\u0303\u0304");
	assert_string_equal(c->glyphs[2].text, "y");
	assert_sound(c);
}

static void nothing_is_drawn_outside_of_the_clip(void **state)
{
	struct canvas *c = *state;

	for (int row = 0; row < 4; row++)
		canvas_puts(c, row, 0, STYLE_NORMAL, "..........");
	canvas_clip(c, (struct rect){ 1, 2, 2, 5 });
	for (int row = 0; row < 4; row++)
		canvas_puts(c, row, 1, STYLE_NORMAL, "一二三四");
	canvas_unclip(c);
	assert_canvas(c, "..........\n.. 二三...\n.. 二三...\n..........\n");
	assert_sound(c);
}

static void a_cell_is_exactly_as_wide_as_told(void **state)
{
	canvas_puts(*state, 0, 0, STYLE_NORMAL, "..........");
	canvas_cell(*state, 0, 1, 8, STYLE_NORMAL, "项目", 6, false);
	canvas_cell(*state, 1, 1, 8, STYLE_NORMAL, "12.50", 5, true);
	canvas_cell(*state, 2, 1, 8, STYLE_NORMAL, "农村环境专项", 18, false);
	canvas_puts(*state, 2, 9, STYLE_NORMAL, "|");
	canvas_cell(*state, 3, 1, 8, STYLE_NORMAL, "一二三四", 12, true);
	assert_canvas(*state, ".项目    .\n    12.50\n 农村环… |\n 一二三四\n");
	assert_sound(*state);
}

static void ascii_has_other_signs(void **state)
{
	struct canvas *c = *state;

	c->ascii = true;
	canvas_cell(c, 0, 0, 6, STYLE_NORMAL, "abcdefgh", 8, false);
	canvas_frame(c, (struct rect){ 1, 0, 3, 5 }, STYLE_RULE);
	canvas_hline(c, 2, 0, 5, STYLE_RULE);
	assert_canvas(c, "abcd..\n+---+\n+---+\n+---+\n");
}

static void lines_that_meet_are_joined(void **state)
{
	canvas_hline(*state, 0, 0, 10, STYLE_RULE);
	canvas_hline(*state, 3, 0, 10, STYLE_RULE);
	canvas_vline(*state, 0, 2, 4, STYLE_RULE);
	canvas_vline(*state, 1, 5, 2, STYLE_RULE);
	canvas_hline(*state, 2, 2, 4, STYLE_RULE);
	assert_canvas(*state, "──┬──┬────\n  │  │\n  ├──┤\n──┴──┴────\n");
}

static void a_frame_stands_for_itself(void **state)
{
	canvas_frame(*state, (struct rect){ 0, 1, 3, 5 }, STYLE_RULE);
	canvas_frame(*state, (struct rect){ 3, 0, 1, 5 }, STYLE_RULE);
	assert_canvas(*state, " ┌───┐\n │   │\n └───┘\n\n");
}

static void where_lines_are_wide_they_are_ascii(void **state)
{
	text_class_set_ambiguous(2);
	canvas_hline(*state, 0, 0, 4, STYLE_RULE);
	canvas_cell(*state, 1, 0, 6, STYLE_NORMAL, "abcdefgh", 8, false);
	text_class_set_ambiguous(1);
	assert_canvas(*state, "----\nabcd…\n\n\n");
	assert_sound(*state);
}

static void filling_and_restyling_keep_to_their_rectangle(void **state)
{
	struct canvas *c = *state;

	canvas_puts(c, 0, 0, STYLE_NORMAL, "一二三四五");
	canvas_fill(c, (struct rect){ 0, 1, 1, 4 }, STYLE_EDIT);
	assert_canvas(c, "      四五\n\n\n\n");
	assert_int_equal(c->glyphs[0].style, STYLE_NORMAL);
	assert_int_equal(c->glyphs[1].style, STYLE_EDIT);
	assert_int_equal(c->glyphs[4].style, STYLE_EDIT);
	assert_int_equal(c->glyphs[5].style, STYLE_NORMAL);
	canvas_restyle(c, (struct rect){ 0, 7, 1, 2 }, STYLE_FOCUS);
	assert_int_equal(c->glyphs[6].style, STYLE_NORMAL);
	assert_int_equal(c->glyphs[8].style, STYLE_FOCUS);
	assert_sound(c);
}

static void the_caret_is_shown_even_behind_the_text(void **state)
{
	canvas_puts(*state, 0, 0, STYLE_NORMAL, "收");
	canvas_caret(*state, 0, 4);
	assert_canvas(*state, "收  ▏\n\n\n\n");
	canvas_caret(*state, 0, 10);
	assert_canvas(*state, "收\n\n\n\n");
}

static void printf_formats(void **state)
{
	assert_int_equal(canvas_printf(*state, 0, 1, STYLE_NORMAL, "%d/%d 项", 9, 20), 8);
	assert_canvas(*state, " 9/20 项\n\n\n\n");
}

static void equal_pictures_are_equal(void **state)
{
	struct canvas *c = *state, other;

	assert_true(canvas_init(&other, 4, 10));
	canvas_puts(c, 0, 0, STYLE_NORMAL, "一二三");
	canvas_puts(c, 0, 0, STYLE_NORMAL, "abc   ");
	canvas_puts(&other, 0, 0, STYLE_NORMAL, "abc");
	assert_true(canvas_equal(c, &other));
	canvas_puts(&other, 0, 0, STYLE_VALUE, "a");
	assert_false(canvas_equal(c, &other));
	canvas_puts(&other, 0, 0, STYLE_NORMAL, "a");
	canvas_caret(&other, 0, 0);
	assert_false(canvas_equal(c, &other));
	canvas_release(&other);
}

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

static void random_drawing_leaves_a_sound_canvas(void **state)
{
	static const char *const pieces[] = { "一二三", "，（", "abc", "e\u0301\u0302", "👩‍👧", "🇨🇳🇨", "\u0301", "\033\x07", "①“”…", "\xff\xe4\xb8",
					      "ｱﾞ", "한국어", "\u200b", "中\ufe0f", "👍🏽" };
	struct canvas *c = *state;
	unsigned seed = 7;

	for (int i = 0; i < 20000; i++) {
		const char *piece = pieces[next_random(&seed) % ARRAY_SIZE(pieces)];
		int row = (int)(next_random(&seed) % 6) - 1, column = (int)(next_random(&seed) % 14) - 3;
		int columns = (int)(next_random(&seed) % 9);
		struct rect r = { row, column, (int)(next_random(&seed) % 4), columns };
		enum style style = (enum style)(next_random(&seed) % STYLE_COUNT);

		switch (next_random(&seed) % 8) {
		case 0: canvas_fill(c, r, style); break;
		case 1: canvas_restyle(c, r, style); break;
		case 2: canvas_clip(c, r); break;
		case 3: canvas_unclip(c); break;
		case 4: canvas_frame(c, r, style); break;
		case 5: canvas_cell(c, row, column, columns, style, piece, strlen(piece), columns & 1); break;
		default:
			assert_int_equal(canvas_puts(c, row, column, style, piece), column + text_columns(piece, strlen(piece)));
		}
		assert_sound(c);
	}
}

static void every_style_has_a_look_and_mono_has_no_colour(void **state)
{
	(void)state;
	for (int style = 0; style < STYLE_COUNT; style++) {
		const struct theme_look *look = theme_look(THEME_MONO, (enum style)style);

		assert_int_equal(look->fg, COLOUR_DEFAULT);
		assert_int_equal(look->bg, COLOUR_DEFAULT);
		/* what colour tells apart from plain text, a weight or a sign does as well */
		if (style == STYLE_ERROR || style == STYLE_WARNING || style == STYLE_FOCUS || style == STYLE_SELECTED)
			assert_true(look->bold || look->underline || look->reverse);
	}
}

int main(void)
{
#define WITH_CANVAS(test) cmocka_unit_test_setup_teardown(test, new_canvas, release_canvas)
	const struct CMUnitTest tests[] = {
		WITH_CANVAS(text_is_drawn_where_it_is_told_to),
		WITH_CANVAS(text_outside_is_counted_but_not_drawn),
		WITH_CANVAS(half_a_wide_character_never_remains),
		WITH_CANVAS(a_cluster_is_drawn_by_its_parts),
		WITH_CANVAS(marks_stay_with_their_character),
		WITH_CANVAS(nothing_is_drawn_outside_of_the_clip),
		WITH_CANVAS(a_cell_is_exactly_as_wide_as_told),
		WITH_CANVAS(ascii_has_other_signs),
		WITH_CANVAS(lines_that_meet_are_joined),
		WITH_CANVAS(a_frame_stands_for_itself),
		WITH_CANVAS(where_lines_are_wide_they_are_ascii),
		WITH_CANVAS(filling_and_restyling_keep_to_their_rectangle),
		WITH_CANVAS(the_caret_is_shown_even_behind_the_text),
		WITH_CANVAS(printf_formats),
		WITH_CANVAS(equal_pictures_are_equal),
		WITH_CANVAS(random_drawing_leaves_a_sound_canvas),
		cmocka_unit_test(every_style_has_a_look_and_mono_has_no_colour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
