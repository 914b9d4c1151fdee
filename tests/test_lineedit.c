#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tui/lineedit_private.h"

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
static void assert_drawn(struct lineedit *e, int rows, int columns, const char *expected)
{
	struct canvas c;
	struct strbuf shown;

	assert_true(canvas_init(&c, rows, columns));
	lineedit_draw(e, &c, (struct rect){ 0, 0, rows, columns }, STYLE_EDIT);
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

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

static void one_line_scrolls_by_pages_of_its_text(void **state)
{
	press(*state, "\"abcde\"");
	assert_drawn(*state, 1, 6, "abcde▏\n");
	press(*state, "\"f\"");
	assert_drawn(*state, 1, 6, "def▏\n");
	press(*state, "\"ghij\"");
	assert_drawn(*state, 1, 6, "ghij▏\n");
	press(*state, "Left Left");
	assert_drawn(*state, 1, 6, "defgh▏i\n");
	press(*state, "Home");
	assert_drawn(*state, 1, 6, "▏abcdef\n");
	press(*state, "\"中\"");
	assert_drawn(*state, 1, 6, "中▏abcd\n");
}

/* the first byte shown follows from the text and the caret, not from what was drawn on the way there */
static void one_line_is_drawn_alike_however_often_it_was_drawn(void **state)
{
	static const char *const moves[] = { "Left", "Right", "Home", "End", "Backspace", "\"专项\"", "\"word\"", "\"👩‍👩‍👧\"", "\"o\u0302\"", "\"x\"" };
	struct lineedit *e = *state, fresh;
	struct canvas often, once;
	unsigned seed = 3;

	assert_true(canvas_init(&often, 1, 30) && canvas_init(&once, 1, 30));
	for (unsigned i = 0; i < 2000; i++) {
		int columns = 4 + (int)(i / 100);

		press(e, moves[next_random(&seed) % ARRAY_SIZE(moves)]);
		canvas_clear(&often);
		canvas_clear(&once);
		lineedit_draw(e, &often, (struct rect){ 0, 0, 1, columns }, STYLE_EDIT);
		lineedit_init(&fresh, false);
		lineedit_set(&fresh, e->text.text, e->text.len);
		fresh.caret = fresh.anchor = e->caret;
		lineedit_draw(&fresh, &once, (struct rect){ 0, 0, 1, columns }, STYLE_EDIT);
		assert_true(canvas_equal(&often, &once));
		assert_in_range(often.caret_column, 0, columns - 1);
		strbuf_release(&fresh.text);
	}
	canvas_release(&often);
	canvas_release(&once);
}

/* a line that has scrolled does not with the next key; a wide one has room for a wide character */
static void a_line_that_scrolled_has_room_for_more(void **state)
{
	struct lineedit *e = *state;
	struct canvas c;

	assert_true(canvas_init(&c, 1, 60));
	for (int columns = 8; columns <= 60; columns++) {
		size_t top = 0;
		int typed = 0, least = columns < 24 ? columns / 2 - 1 : columns / 3 - 1;

		lineedit_set(e, "", 0);
		for (int i = 0; i < 200; i++) {
			press(e, i % 3 ? "\"a\"" : "\"中\"");
			typed += i % 3 ? 1 : 2;
			lineedit_draw(e, &c, (struct rect){ 0, 0, 1, columns }, STYLE_EDIT);
			assert_in_range(c.caret_column, 0, columns - (columns < 24 ? 1 : 2));
			if (e->top != top)
				assert_true(typed >= least);
			typed = e->top != top ? 0 : typed;
			top = e->top;
		}
	}
	canvas_release(&c);
}

static void a_huge_line_is_drawn_at_its_caret(void **state)
{
	struct lineedit *e = *state;
	struct strbuf text;

	strbuf_init(&text, 0);
	strbuf_repeat(&text, "中", 40000);
	lineedit_set(e, text.text, text.len);
	press(e, "\"ab\"");
	assert_drawn(e, 1, 8, "中中ab▏\n");
	press(e, "Left Left Left");
	assert_drawn(e, 1, 8, "中中中▏中\n");
	press(e, "Home");
	assert_drawn(e, 1, 8, "▏中中中中\n");
	strbuf_release(&text);
}

static void a_wide_character_is_not_split_at_the_edge(void **state)
{
	press(*state, "\"一二三四\" Home");
	assert_drawn(*state, 1, 5, "▏一二\n");
	press(*state, "End");
	assert_drawn(*state, 1, 5, "三四▏\n");
}

static void selected_text_is_drawn_so(void **state)
{
	struct canvas c;

	press(*state, "\"abcd\" Shift-Left Shift-Left");
	assert_true(canvas_init(&c, 1, 8));
	lineedit_draw(*state, &c, (struct rect){ 0, 0, 1, 8 }, STYLE_EDIT);
	assert_int_equal(c.glyphs[1].style, STYLE_EDIT);
	assert_int_equal(c.glyphs[2].style, STYLE_SELECTED);
	assert_int_equal(c.glyphs[3].style, STYLE_SELECTED);
	assert_int_equal(c.glyphs[4].style, STYLE_EDIT);
	canvas_release(&c);
}

static void control_characters_are_drawn_as_marks(void **state)
{
	lineedit_set(*state, "a\033\tb", 4);
	assert_drawn(*state, 1, 8, "a␛␉b▏\n");
}

static void long_text_wraps_without_a_comma_at_the_start(void **state)
{
	press(*state, "\"一二三四五，六\"");
	assert_drawn(*state, 3, 10, "一二三四\n五，六▏\n\n");
}

static void behind_a_full_line_the_caret_is_on_the_next(void **state)
{
	press(*state, "\"一二三四五\"");
	assert_drawn(*state, 3, 10, "一二三四五\n▏\n\n");
	assert_int_equal(lineedit_lines(*state, 10), 2);
	press(*state, "\"六\"");
	assert_drawn(*state, 3, 10, "一二三四五\n六▏\n\n");
	press(*state, "Left");
	assert_drawn(*state, 3, 10, "一二三四五\n▏六\n\n");
	press(*state, "Delete Enter \"七\" Left Left");
	assert_drawn(*state, 3, 10, "一二三四五\n▏\n七\n");
	press(*state, "Left");
	assert_drawn(*state, 3, 10, "一二三四▏五\n七\n\n");
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
	assert_drawn(*state, 2, 10, "b\nc▏\n");
	press(*state, "Up Up");
	assert_drawn(*state, 2, 10, "a▏\nb\n");
	press(*state, "Ctrl-End Backspace Backspace");
	assert_drawn(*state, 2, 10, "a\nb▏\n");
}

static void a_selected_line_end_is_seen(void **state)
{
	struct canvas c;

	press(*state, "\"a\" Enter \"b\" Ctrl-Home Shift-Down");
	assert_true(canvas_init(&c, 2, 8));
	lineedit_draw(*state, &c, (struct rect){ 0, 0, 2, 8 }, STYLE_EDIT);
	assert_int_equal(c.glyphs[0].style, STYLE_SELECTED);
	assert_int_equal(c.glyphs[1].style, STYLE_SELECTED);
	assert_int_equal(c.glyphs[2].style, STYLE_EDIT);
	assert_int_equal(c.glyphs[8].style, STYLE_EDIT);
	canvas_release(&c);
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
	lineedit_draw(e, &a, (struct rect){ 0, 0, (int)count, columns }, STYLE_NORMAL);
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

/*
 * The caret stands where the next character will appear: types one and looks for it there. Only a line that begins elsewhere
 * because of it moves it: it does not part from a bracket, it is wider than what is left of the line, or one line scrolled.
 */
static bool appears_at_the_caret(struct lineedit *e, struct canvas *c, const char *typed)
{
	const struct rect r = { 0, 0, e->multiline ? c->rows : 1, c->columns };
	char drawn[TEXT_DRAWN_MAX + 1];
	size_t top, start, at, line = 0, before = 0, line_after = 0, after = 0;
	int row, column, columns;
	uint32_t first;
	bool exact;

	(void)lineedit_selection(e, &start, &at);
	e->caret = e->anchor = start; /* it stands at the start of what is replaced */
	strbuf_remove(&e->text, start, at - start);
	e->changes++;
	lineedit_draw(e, c, r, STYLE_EDIT);
	top = e->top;
	row = c->caret_row;
	column = c->caret_column;
	assert_true(row >= 0 && column >= 0);
	if (e->multiline) {
		line = lineedit_line_at(e->layout, start);
		before = lineedit_is_past(e, e->layout, line) ? start : e->layout->lines[line].start;
		line += lineedit_is_past(e, e->layout, line);
	}
	lineedit_insert(e, typed, strlen(typed));
	lineedit_draw(e, c, r, STYLE_EDIT);
	if (e->multiline) {
		line_after = lineedit_line_at(e->layout, start);
		after = e->layout->lines[line_after].start;
	}
	exact = e->top == top && line_after == line && after == before;
	drawn[text_drawn(typed, strlen(typed), drawn, &columns)] = '\0';
	drawn[text_decode(drawn, strlen(drawn), &first)] = '\0';
	if (exact && e->caret == start + strlen(typed) && strncmp(c->glyphs[row * c->columns + column].text, drawn, strlen(drawn)) != 0)
		fail_msg("'%s' is not at %d,%d of %d columns in '%s'", typed, row, column, c->columns, e->text.text);
	return exact;
}

static void type_and_look(struct lineedit *e, unsigned *seed, unsigned *ret_exact, unsigned *ret_all)
{
	static const char *const pieces[] = { "一", "专项资金", "，", "。", "《", "》", "（", "a", "word ", "  ", " ", "12.5", "“", "—", "①", "→",
					      "👩‍👧", "👍🏽", "🇨🇳", "❤\uFE0F", "e\u0301", "\t", "\033", "\u202E", "　", "é", "한", "𠮷" };
	static const char *const moves[] = { "Left", "Right", "Home", "End", "Ctrl-Left", "Ctrl-Right", "Ctrl-Home", "Ctrl-End", "Backspace",
					     "Delete", "Shift-Left", "Shift-Right", "Shift-End" };
	static const char *const further[] = { "Up", "Down", "Shift-Up", "PgUp", "PgDn", "Enter" };
	static const char *const typed[] = { "国", "Q", "7", "“", "①", "👍🏽", "👩‍👧", "e\u0301", "é", "。" };
	int columns = 7 + (int)(next_random(seed) % 90); /* all clusters fit */
	struct canvas c;

	assert_true(canvas_init(&c, 300, columns));
	for (unsigned i = 0; i < 60; i++) {
		unsigned n = next_random(seed);

		if (n % 4)
			lineedit_insert(e, pieces[n / 4 % ARRAY_SIZE(pieces)], strlen(pieces[n / 4 % ARRAY_SIZE(pieces)]));
		else if (e->multiline && n % 8)
			press(e, further[n / 8 % ARRAY_SIZE(further)]);
		else
			press(e, moves[n / 8 % ARRAY_SIZE(moves)]);
		*ret_exact += appears_at_the_caret(e, &c, typed[next_random(seed) % ARRAY_SIZE(typed)]);
		++*ret_all;
		press(e, "Backspace");
	}
	lineedit_set(e, "", 0);
	canvas_release(&c);
}

static void what_is_typed_appears_at_the_caret(void **state)
{
	static const int widths[] = { 1, 2, TEXT_UNSURE };
	struct lineedit *e = *state;
	unsigned exact = 0, all = 0, seed = 42;

	for (size_t w = 0; w < ARRAY_SIZE(widths); w++) {
		text_class_set_ambiguous(widths[w]);
		for (unsigned i = 0; i < 120; i++)
			type_and_look(e, &seed, &exact, &all);
	}
	text_class_set_ambiguous(1);
	assert_true(exact * 10 > all * 9);
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
		ONE(one_line_scrolls_by_pages_of_its_text),
		ONE(one_line_is_drawn_alike_however_often_it_was_drawn),
		ONE(a_line_that_scrolled_has_room_for_more),
		ONE(a_huge_line_is_drawn_at_its_caret),
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
		ONE(what_is_typed_appears_at_the_caret),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
