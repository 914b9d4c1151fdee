/* The mouse, as a terminal sends it (SGR): clicks, drags and the wheel on a report; and plain text to be selected with it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/text.h"
#include "stage.h"

struct cell {
	int row, column;
};

/* where a text stands on the screen: its first cell */
static struct cell find(struct stage *s, const char *text)
{
	struct strbuf out;

	strbuf_init(&out, 0);
	(void)stage_draw(s, false, &out);
	for (int row = 0; row < s->canvas.rows; row++) {
		struct strbuf line;
		const char *at;

		strbuf_init(&line, 0);
		for (int column = 0; column < s->canvas.columns; column++)
			strbuf_puts(&line, s->canvas.glyphs[row * s->canvas.columns + column].text);
		at = strstr(line.text, text);
		if (at) {
			struct cell p = { row, text_columns(line.text, (size_t)(at - line.text)) };

			strbuf_release(&line);
			strbuf_release(&out);
			return p;
		}
		strbuf_release(&line);
	}
	print_error("'%s' is not on the screen:\n%s", text, out.text);
	strbuf_release(&out);
	assert_true(false);
	return (struct cell){ 0 };
}

static void send(struct stage *s, const char *bytes)
{
	struct key_decoder *d = key_decoder_new();
	struct key k;

	assert_non_null(d);
	assert_true(key_decoder_feed(d, bytes, strlen(bytes)));
	while (key_decoder_next(d, &k))
		s->reaction = app_handle(&s->app, &k);
	key_decoder_free(d);
}

static void mouse(struct stage *s, int button, struct cell at, char final)
{
	char bytes[40];

	(void)snprintf(bytes, sizeof(bytes), "\033[<%d;%d;%d%c", button, at.column + 1, at.row + 1, final);
	send(s, bytes);
}

static void click(struct stage *s, const char *text)
{
	struct cell p = find(s, text);

	mouse(s, 0, p, 'M');
	mouse(s, 0, p, 'm');
}

static void assert_focus(struct stage *s, const char *field, uint32_t row)
{
	assert_string_equal(s->app.focus.field->id, field);
	if (row)
		assert_int_equal(report_row_index(s->app.report, s->app.focus.field->table, s->app.focus.row), row - 1);
}

static int open_stage(void **state)
{
	static struct stage s;

	*state = &s;
	return stage_open(&s, "report.yaml", 24, 80) ? 0 : -1;
}

static int close_stage(void **state)
{
	stage_close(*state);
	return 0;
}

static void a_click_goes_to_the_cell_the_section_and_the_key(void **state)
{
	struct stage *s = *state;

	click(s, "二 一般");
	assert_string_equal(s->app.focus.section->id, "budget");
	click(s, "市政维护");
	assert_focus(s, "name", 2);
	click(s, "基本支出");
	assert_focus(s, "basic", 0);
	click(s, "F1 ");
	assert_int_equal(s->app.panel, PANEL_HELP);
	click(s, "Esc ");
	assert_int_equal(s->app.panel, PANEL_NONE);
	click(s, "errors ");
	assert_int_equal(s->app.panel, PANEL_PROBLEMS);
}

static void a_click_on_heads_and_totals_stays_in_the_column(void **state)
{
	struct stage *s = *state;

	click(s, "二 一般");
	click(s, "市政维护");
	click(s, "金额");
	assert_focus(s, "amount", 2);
	click(s, "基本支出");
	click(s, "金额");
	assert_focus(s, "amount", 1);
	mouse(s, 0, (struct cell){ find(s, "total  ").row, find(s, "30.10").column }, 'M');
	assert_focus(s, "amount", 2);
}

static void a_drag_selects_cells_as_the_keys_do(void **state)
{
	struct stage *s = *state;
	struct cell from, to;

	click(s, "二 一般");
	from = find(s, "垃圾分类");
	to = find(s, "40.10");
	mouse(s, 0, from, 'M');
	mouse(s, 32, to, 'M');
	mouse(s, 0, to, 'm');
	assert_focus(s, "amount", 2);
	assert_string_equal(s->app.mark.field->id, "name");
	stage_keys(s, "^C");
	assert_string_equal(s->app.copied.text, "垃圾分类\t42.88\t30.1\n市政维护\t57.12\t40.1\n");
	mouse(s, 32, from, 'M'); /* back to the first: nothing but it */
	assert_null(s->app.mark.field);
	mouse(s, 0, to, 'M');
	mouse(s, 32, (struct cell){ 2, 30 }, 'M'); /* beyond the table: no other field is taken along */
	assert_true(s->app.focus.field->table != NULL);
}

static void a_click_in_a_long_text_sets_the_caret_and_two_select_a_word(void **state)
{
	struct stage *s = *state;
	struct key k;
	struct cell p;

	click(s, "三 存在");
	stage_keys(s, "\"经费不足，制度不全\" Esc");
	p = find(s, "不全");
	mouse(s, 0, p, 'M');
	assert_int_equal(s->app.edit->caret, strlen("经费不足，制度"));
	stage_keys(s, "\"很\"");
	assert_non_null(strstr(s->app.edit->text.text, "制度很不全"));
	p = find(s, "费不足");
	k = (struct key){ .code = KEYCODE_MOUSE_PRESS, .number = 1, .row = p.row, .column = p.column, .twice = true };
	(void)app_handle(&s->app, &k);
	stage_keys(s, "^C");
	assert_string_equal(s->app.copied.text, "经费不足");
}

static void the_wheel_moves_the_focus_lists_and_the_caret(void **state)
{
	struct stage *s = *state;
	struct cell middle = { 8, 40 };

	mouse(s, 65, middle, 'M');
	assert_focus(s, "level", 0);
	mouse(s, 64, middle, 'M');
	assert_focus(s, "name", 0);
	stage_keys(s, "F8");
	mouse(s, 65, middle, 'M');
	assert_int_equal(s->app.panel, PANEL_PROBLEMS);
	stage_keys(s, "Esc");
	click(s, "三 存在");
	stage_keys(s, "\"一\" Enter \"二\" Enter \"三\" Enter \"四\"");
	mouse(s, 64, middle, 'M');
	stage_keys(s, "\"零\"");
	assert_int_equal(strncmp(s->app.edit->text.text, "一零\n", strlen("一零\n")), 0);
}

static void plain_text_is_what_is_in_focus_without_frames(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "Alt-p");
	assert_true(s->reaction & REACT_PLAIN);
	assert_non_null(strstr(s->app.plain.text, "单位名称  芦淞区城管局\n"));
	assert_non_null(strstr(s->app.plain.text, "在职人数  22 人\n"));
	click(s, "二 一般");
	click(s, "市政维护");
	stage_keys(s, "Alt-p");
	assert_string_equal(s->app.plain.text, "项目支出明细\n"
					       "项目      占比（%）  金额（万元）\n"
					       "垃圾分类      42.88         30.10\n"
					       "市政维护      57.12         40.10\n"
					       "\n(select with the mouse and copy; any key goes back)\n");
	click(s, "三 存在");
	stage_keys(s, "\"很长的一段\" Enter \"另一段\033[31m\" Esc Alt-p");
	assert_string_equal(s->app.plain.text, "很长的一段\n另一段␛[31m\n\n(select with the mouse and copy; any key goes back)\n");
}

int main(void)
{
#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, open_stage, close_stage)
	const struct CMUnitTest tests[] = {
		ON_STAGE(a_click_goes_to_the_cell_the_section_and_the_key),
		ON_STAGE(a_click_on_heads_and_totals_stays_in_the_column),
		ON_STAGE(a_drag_selects_cells_as_the_keys_do),
		ON_STAGE(a_click_in_a_long_text_sets_the_caret_and_two_select_a_word),
		ON_STAGE(the_wheel_moves_the_focus_lists_and_the_caret),
		ON_STAGE(plain_text_is_what_is_in_focus_without_frames),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
