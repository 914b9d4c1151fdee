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

#define MANY_ROWS 100 /* so many that a total over them waits for a pause between keys */

/* rows of 1.5 each behind the report's own two */
static void add_rows(struct stage *s, const struct field *table, const struct field *amount)
{
	struct error error = { 0 };
	row_id row;

	report_group_begin(s->app.report);
	for (unsigned i = 0; i < MANY_ROWS; i++) {
		assert_true(report_insert(s->app.report, table, report_row_count(s->app.report, table), &row, &error));
		assert_true(report_set(s->app.report, (struct spot){ table->section, amount, row }, "1.5", 3, false, &error));
	}
	report_group_end(s->app.report);
}

static void work_to_the_end(struct stage *s)
{
	while (app_work(&s->app, 3000))
		;
	app_refresh(&s->app);
}

/* as the screen stands, without any more work */
static void assert_totals(struct stage *s, const char *share, const char *amount)
{
	struct strbuf text;
	char *line, *end;

	strbuf_init(&text, 0);
	app_draw(&s->app, &s->canvas);
	canvas_dump(&s->canvas, false, &text);
	line = strstr(text.text, "  total ");
	assert_non_null(line);
	end = strchr(line, '\n');
	assert_non_null(end);
	*end = '\0';
	if (!strstr(line, share) || !strstr(line, amount))
		fail_msg("not %s and %s, but:%s (%s, row %u: %s)", share, amount, line, s->app.focus.field->id, (unsigned)s->app.focus.row, s->app.message.text);
	strbuf_release(&text);
}

static void a_total_that_waits_after_an_edit_is_right_when_the_work_is_done(void **state)
{
	const struct section *budget;
	const struct field *table;
	struct stage s;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 30, 100));
	budget = s.app.form->sections[1];
	table = budget->fields[budget->field_count - 1];
	assert_int_equal(table->type, TYPE_TABLE);
	add_rows(&s, table, table->columns[2]);
	stage_keys(&s, "PgDn Down Down Down Down Right Right");
	work_to_the_end(&s);
	assert_totals(&s, "100.00", "220.20");
	for (unsigned i = 0; i < 3; i++) {
		static const char *const figures[] = { "\"31.1\"", "\"2\"", "\"30.1\"" }, *const sums[] = { "221.20", "192.10", "220.20" };

		stage_keys(&s, figures[i]);
		stage_keys(&s, "Enter");
		assert_totals(&s, "…", sums[i]); /* nothing has been added up for it yet */
		work_to_the_end(&s);
		assert_totals(&s, "100.00", sums[i]);
		stage_keys(&s, "Up Right Right");
	}
	stage_close(&s);
}

static void a_comparison_is_drawn_from_its_state_alone(void **state)
{
	static const char *const inside[] = {
		"Down", "Up", "PgDn", "PgUp", "Tab", "Alt-Down", "Alt-Up", "Left", "Right", "Alt-t", "^Z", "^Y", "size 24x80", "size 12x60", "size 43x132",
		"Esc", "Enter", "\"7.5\"", "F9", "F9", "F6", "F8", "Alt-d",
	};
	uint32_t random = 7;
	struct stage s;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	stage_keys(&s, "PgDn Down \"60.20\" Tab PgDn \"进度慢。\" Enter \"人手少。\" ^S F9 Down Enter");
	assert_int_equal(s.app.panel, PANEL_COMPARE);
	for (unsigned i = 0; i < 600; i++) {
		const char *key;

		random = random * 1664525u + 1013904223u;
		key = inside[(random >> 8) % (sizeof(inside) / sizeof(inside[0]))];
		assert_true(stage_key(&s, key));
		while (report_step(s.app.report, 100000))
			app_refresh(&s.app);
		app_draw(&s.app, &s.canvas);
		assert_as_from_nothing(&s, i, key);
	}
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_total_that_waits_after_an_edit_is_right_when_the_work_is_done),
		cmocka_unit_test(a_screen_drawn_piece_by_piece_is_the_one_drawn_at_once),
		cmocka_unit_test(a_typed_character_changes_nothing_but_its_line),
		cmocka_unit_test(a_comparison_is_drawn_from_its_state_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
