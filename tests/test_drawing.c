/* While somebody types only what changes is drawn: the screen must be the one that is drawn from nothing. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/text.h"
#include "stage.h"

static const char *const keys[] = {
	"\"a\"", "\"1\"", "\"7.5\"", "\"农\"", "\"，\"", "\" \"", "\"村环境专项资金支出情况良好\"", "\"e\xCC\x81\"", "\"👍🏽\"", "\"\xE2\x80\x9C\"",
	"Enter", "Enter", "Backspace", "Backspace", "Delete", "Left", "Right", "Up", "Down", "Home", "End", "Shift-Left",
	"Shift-Right", "Shift-Up", "Shift-Down", "Tab", "Shift-Tab", "PgDn", "PgUp", "Ctrl-Home", "Ctrl-End", "Esc", "^Z", "^Y",
	"^N", "^K", "F2", "F8", "F1", "F4", "F10", "^F", "^G", "^C", "^V", "^X", "^D",
};

/* keys that mostly type, in a field or a cell or a long text, and now and then something else */
static const char *some_key(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	uint32_t n = *state >> 8;

	return keys[n % 4 ? n / 4 % 25 : n / 4 % (sizeof(keys) / sizeof(keys[0]))];
}

static void assert_as_from_nothing(struct stage *s, unsigned step, const char *key)
{
	struct strbuf shown, expected;
	struct canvas fresh;

	assert_true(canvas_init(&fresh, s->app.rows, s->app.columns));
	app_refresh(&s->app); /* settles what it held settled, too */
	app_draw(&s->app, &fresh);
	strbuf_init(&shown, 0);
	strbuf_init(&expected, 0);
	canvas_dump(&s->canvas, true, &shown);
	canvas_dump(&fresh, true, &expected);
	if (strcmp(shown.text, expected.text) != 0)
		print_message("after key %u, %s\n", step, key);
	assert_string_equal(shown.text, expected.text);
	assert_true(canvas_equal(&s->canvas, &fresh));
	strbuf_release(&shown);
	strbuf_release(&expected);
	canvas_release(&fresh);
}

/* compared after every `often` keys: what is drawn anew meanwhile is not drawn piece by piece */
static void type_at_random(int rows, int columns, uint32_t state, unsigned often)
{
	struct stage s;
	uint32_t where = state;

	assert_true(stage_open(&s, "report.yaml", rows, columns));
	for (unsigned i = 0; i < where % 7; i++)
		assert_true(stage_key(&s, "Tab"));
	for (unsigned i = 1; i <= 1500; i++) {
		const char *key = some_key(&state);

		assert_true(stage_key(&s, key));
		while (report_step(s.app.report, 100000))
			app_refresh(&s.app);
		app_draw(&s.app, &s.canvas);
		if (i % often == 0)
			assert_as_from_nothing(&s, i, key);
	}
	stage_close(&s);
}

static void a_screen_drawn_piece_by_piece_is_the_one_drawn_at_once(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 6; seed++) {
		type_at_random(24, 80, seed, 1 + seed % 3);
		type_at_random(30, 100, seed + 100, 2 + seed % 3);
		type_at_random(12, 60, seed + 200, 1 + seed % 2);
	}
}

static void a_typed_character_changes_nothing_but_its_line(void **state)
{
	struct stage s;
	uint64_t shows;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	assert_true(stage_key(&s, "\"甲\""));
	app_draw(&s.app, &s.canvas);
	shows = s.canvas.shows;
	assert_true(shows != 0);
	s.canvas.glyphs[0].text[0] = '#'; /* stays where nothing is drawn again */
	assert_true(stage_key(&s, "\"乙\""));
	app_draw(&s.app, &s.canvas);
	assert_true(s.canvas.shows == shows);
	assert_int_equal(s.canvas.glyphs[0].text[0], '#');
	assert_true(stage_key(&s, "Tab"));
	app_draw(&s.app, &s.canvas);
	assert_int_not_equal(s.canvas.glyphs[0].text[0], '#');
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_screen_drawn_piece_by_piece_is_the_one_drawn_at_once),
		cmocka_unit_test(a_typed_character_changes_nothing_but_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
