/* painter.c without a terminal: its bytes go straight to libvterm, whose screen is compared with the canvas. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/term_host.h"
#include "tests/term_picture.h"

#include "tui/painter.h"

#include <stdlib.h>

struct easel {
	struct host host;       /* its emulator only */
	struct term_info info;
	struct painter painter;
	struct canvas canvas;
};

static int set_cursor(VTermProp property, VTermValue *value, void *user)
{
	struct easel *e = user;

	if (property == VTERM_PROP_CURSORVISIBLE)
		e->host.cursor = value->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = set_cursor };

static void set_up(struct easel *e, int rows, int columns)
{
	*e = (struct easel){ .host = { .rows = rows, .columns = columns, .cursor = true } };
	e->host.vterm = vterm_new(rows, columns);
	vterm_set_utf8(e->host.vterm, 1);
	e->host.screen = vterm_obtain_screen(e->host.vterm);
	vterm_screen_set_callbacks(e->host.screen, &callbacks, e);
	vterm_screen_reset(e->host.screen, 1);
	assert_true(term_info_open("xterm-256color", &e->info));
	painter_init(&e->painter, &e->info);
	painter_theme(&e->painter, THEME_DARK);
	assert_true(painter_resize(&e->painter, rows, columns));
	assert_true(canvas_init(&e->canvas, rows, columns));
}

static void tear_down(struct easel *e)
{
	canvas_release(&e->canvas);
	painter_release(&e->painter);
	term_info_close();
	vterm_free(e->host.vterm);
}

/* returns the bytes that it took */
static size_t paint(struct easel *e)
{
	struct strbuf *out = &e->painter.out;
	size_t len;

	painter_show(&e->painter, &e->canvas);
	assert_true(strbuf_ok(out));
	len = out->len;
	(void)vterm_input_write(e->host.vterm, out->text, len);
	strbuf_clear(out);
	return len;
}

static void assert_shown(struct easel *e, unsigned seed)
{
	if (!host_shows(&e->host, &e->canvas)) {
		struct strbuf wanted;
		char *shown = host_text(&e->host);

		strbuf_init(&wanted, 0);
		canvas_dump(&e->canvas, false, &wanted);
		print_error("picture %u is\n%s\nshould be\n%s\n", seed, shown, wanted.text);
		strbuf_release(&wanted);
		free(shown);
		fail();
	}
}

enum terminal { WITH_ALL, WITHOUT_ERASING, WITHOUT_MOVES_BY_NUMBER, TERMINALS };

static void set_terminal(struct term_info *i, enum terminal terminal)
{
	if (terminal == WITHOUT_ERASING) {
		i->erases_some = false;
		i->erase_line[0] = '\0';
	}
	if (terminal == WITHOUT_MOVES_BY_NUMBER)
		i->relative = i->erases_some = false;
}

static void each_frame_is_the_canvas_whatever_was_there_before(void **state)
{
	static const int sizes[][2] = { { 10, 40 }, { 24, 80 }, { 31, 117 }, { 50, 200 } };

	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(sizes) * TERMINALS; i++) {
		struct easel e;

		set_up(&e, sizes[i / TERMINALS][0], sizes[i / TERMINALS][1]);
		set_terminal(&e.info, (enum terminal)(i % TERMINALS));
		for (unsigned seed = i * 1000; seed < i * 1000 + 150; seed++) {
			term_picture(&e.canvas, seed);
			if (seed % 50 == 49)
				painter_redraw(&e.painter);
			(void)paint(&e);
			assert_shown(&e, seed);
		}
		tear_down(&e);
	}
}

static void what_is_shown_already_is_not_sent_again(void **state)
{
	struct easel e;

	(void)state;
	set_up(&e, 24, 80);
	for (unsigned seed = 0; seed < 50; seed++) {
		term_picture(&e.canvas, seed);
		(void)paint(&e);
		assert_int_equal(paint(&e), 0);
	}
	tear_down(&e);
}

static void a_typed_character_takes_few_bytes(void **state)
{
	static const char *const characters[] = { "财", "政", "a", "1", "资", "金" };
	struct easel e;
	int column = 31;

	(void)state;
	set_up(&e, 30, 100);
	canvas_printf(&e.canvas, 13, 80, STYLE_STATUS, "%d", 99);
	canvas_caret(&e.canvas, 12, column);
	(void)paint(&e);
	for (size_t i = 0; i < 60; i++) {
		column = canvas_puts(&e.canvas, 12, column, STYLE_EDIT, characters[i % ARRAY_SIZE(characters)]);
		canvas_printf(&e.canvas, 13, 80, STYLE_STATUS, "%zu", 100 + i);
		canvas_caret(&e.canvas, 12, column);
		assert_in_range(paint(&e), 1, 24);
	}
	assert_shown(&e, 0);
	tear_down(&e);
}

/* an emoji that this terminal, older than it, gives one column */
static void a_character_of_an_unexpected_width_moves_nothing_else(void **state)
{
	struct easel e;
	VTermScreenCell cell;
	char *shown;

	(void)state;
	set_up(&e, 3, 40);
	canvas_puts(&e.canvas, 1, 0, STYLE_NORMAL, "甲😀乙😀丙");
	canvas_puts(&e.canvas, 1, 20, STYLE_NORMAL, "1,234.56");
	painter_show(&e.painter, &e.canvas);
	for (const char *s = e.painter.out.text; *s; s++) {
		if (!strncmp(s, "😀", 4)) {
			(void)vterm_input_write(e.host.vterm, "=", 1);
			s += 3;
		} else {
			(void)vterm_input_write(e.host.vterm, s, (unsigned char)*s >= 0xe0 ? 3 : 1);
			s += (unsigned char)*s >= 0xe0 ? 2 : 0;
		}
	}
	(void)vterm_screen_get_cell(e.host.screen, (VTermPos){ 1, 8 }, &cell);
	assert_int_equal(cell.chars[0], 0x4e19); /* 丙 in its own column */
	shown = host_text(&e.host);
	assert_non_null(strstr(shown, "甲= 乙= 丙          1,234.56"));
	free(shown);
	tear_down(&e);
}

static void the_last_place_is_left_alone_where_it_would_scroll(void **state)
{
	struct easel e;

	(void)state;
	set_up(&e, 5, 20);
	e.info.scrolls_at_end = true;
	canvas_frame(&e.canvas, (struct rect){ 0, 0, 5, 20 }, STYLE_RULE);
	painter_show(&e.painter, &e.canvas);
	assert_non_null(strstr(e.painter.out.text, "┐"));
	assert_null(strstr(e.painter.out.text, "┘"));
	tear_down(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_frame_is_the_canvas_whatever_was_there_before),
		cmocka_unit_test(what_is_shown_already_is_not_sent_again),
		cmocka_unit_test(a_typed_character_takes_few_bytes),
		cmocka_unit_test(a_character_of_an_unexpected_width_moves_nothing_else),
		cmocka_unit_test(the_last_place_is_left_alone_where_it_would_scroll),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
