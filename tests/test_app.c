/* Keys in, screens and reports out: what the screen promises, one sentence a test. The report is tests/sessions/report.yaml. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "stage_assert.h"

#include <unistd.h>

static int setup(void **state)
{
	struct stage *s = malloc(sizeof(*s));

	*state = s;
	return s && stage_open(s, "report.yaml", 24, 80) ? 0 : -1;
}

static int teardown(void **state)
{
	stage_close(*state);
	free(*state);
	return 0;
}

static void key(struct stage *s, const char *name)
{
	if (!stage_key(s, name))
		fail_msg("there is no key '%s'", name);
}

/* typed and taken away again: the editor is open, and empty */
static bool app_type_nothing(struct stage *s)
{
	return stage_key(s, "\"7\"") && stage_key(s, "Backspace") && s->app.editing && s->app.edit->text.len == 0;
}

/* ---- moving ---- */

static void opening_puts_the_focus_on_the_first_field(void **state)
{
	assert_focus(*state, "basics.name");
}

static void pgdn_goes_to_the_next_sections_first_field_or_cell(void **state)
{
	stage_keys(*state, "PgDn");
	assert_focus(*state, "budget.total");
	stage_keys(*state, "PgDn PgDn");
	assert_focus(*state, "data.people.office.posts");
	stage_keys(*state, "PgDn");
	assert_focus(*state, "data.people.office.posts");
	stage_keys(*state, "PgUp");
	assert_focus(*state, "prose.problems");
}

static void tab_passes_what_is_calculated_and_goes_into_the_next_section(void **state)
{
	stage_keys(*state, "PgDn Tab Tab Tab");
	assert_focus(*state, "budget.projects[0].name");
	stage_keys(*state, "Tab");
	assert_focus(*state, "budget.projects[0].amount");
	stage_keys(*state, "Tab Tab Tab");
	assert_focus(*state, "prose.problems");
	stage_keys(*state, "Shift-Tab");
	assert_focus(*state, "budget.projects[1].amount");
}

static void arrows_reach_calculated_fields_too(void **state)
{
	stage_keys(*state, "PgDn Down Down Down");
	assert_focus(*state, "budget.share");
	stage_keys(*state, "Down Right");
	assert_focus(*state, "budget.projects[0].share");
	stage_keys(*state, "Up");
	assert_focus(*state, "budget.share");
}

static void the_caret_is_always_at_the_focus(void **state)
{
	struct stage *s = *state;
	static const char *const way[] = { "Down", "PgDn", "Tab", "Tab", "Tab", "Right", "PgDn", "PgDn", "F8", "Esc", "F1", "Esc", "^G" };
	struct strbuf out;

	for (size_t i = 0; i < ARRAY_SIZE(way); i++) {
		key(s, way[i]);
		strbuf_init(&out, 0);
		stage_draw(s, false, &out);
		strbuf_release(&out);
		assert_in_range(s->canvas.caret_row, 0, 23);
		assert_in_range(s->canvas.caret_column, 0, 79);
	}
}

/* ---- editing ---- */

static void typing_replaces_and_enter_goes_on(void **state)
{
	stage_keys(*state, "PgDn \"99.5\" Enter");
	assert_value(*state, "budget.total", "99.5");
	assert_focus(*state, "budget.basic");
}

static void home_end_left_and_backspace_edit_what_is_there(void **state)
{
	stage_keys(*state, "PgDn Home \"9\" Tab");
	assert_value(*state, "budget.total", "9120.40");
	stage_keys(*state, "Backspace \"5\" Down");
	assert_value(*state, "budget.basic", "50.25");
	stage_keys(*state, "Left \"7\" Up");
	assert_value(*state, "budget.project", "70.270");
	stage_keys(*state, "End \"1\" Enter");
	assert_value(*state, "budget.basic", "50.251");
}

static void in_a_grid_the_arrows_move(void **state)
{
	go_to(*state, "budget.projects[1].name");
	stage_keys(*state, "Right");
	assert_focus(*state, "budget.projects[1].share");
	stage_keys(*state, "Left Left");
	assert_focus(*state, "budget.projects[1].name");
	stage_keys(*state, "Backspace Enter");
	assert_value(*state, "budget.projects[1].name", "市政维");
}

static void esc_takes_back_what_was_typed(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "\"改\" Esc");
	assert_value(s, "basics.name", "芦淞区城管局");
	assert_false(report_modified(s->app.report));
	assert_int_equal(app_mode(&s->app), MODE_FIELD);
}

static void what_depends_on_an_edit_changes_in_the_same_frame(void **state)
{
	stage_keys(*state, "PgDn Down \"60.20\" Down");
	assert_true(shows(*state, "-10.00"));
	assert_true(shows(*state, "errors 1"));
}

static void a_refused_value_keeps_the_editor_open_and_says_why(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "PgDn \"约一百\" Enter");
	assert_int_equal(app_mode(&s->app), MODE_EDIT);
	assert_true(s->app.message.len > 0);
	assert_focus(s, "budget.total");
	stage_keys(s, "Esc");
	assert_value(s, "budget.total", "120.40");
}

static void what_was_understood_is_said_once_with_the_original(void **state)
{
	stage_keys(*state, "Down Down \"５８\" Enter");
	assert_value(*state, "basics.staff", "58");
	assert_true(shows(*state, "taken as 58 (typed: ５８)"));
	stage_keys(*state, "Down");
	assert_false(((struct stage *)*state)->app.message.len > 0);
}

static void what_is_wrong_with_a_value_is_said_before_what_it_was_taken_as(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "PgDn \"２２５５．２２\" Enter");
	assert_value(s, "budget.total", "2255.22");
	assert_true(shows(s, "stated 2,255.22, calculated 120.40"));
	assert_int_equal(s->app.message_style, STYLE_ERROR);
	assert_non_null(strstr(s->app.message.text, "(taken as 2255.22)"));
}

/* in a field in focus, and where it is opened and empty */
static void assert_caret_stays(struct stage *s)
{
	struct strbuf out;
	int row, column;

	strbuf_init(&out, 0);
	stage_draw(s, false, &out);
	row = s->canvas.caret_row;
	column = s->canvas.caret_column;
	assert_true(row > 0);
	assert_true(app_type_nothing(s));
	stage_draw(s, false, &out);
	assert_int_equal(s->canvas.caret_row, row);
	assert_int_equal(s->canvas.caret_column, column);
	stage_keys(s, "Esc");
	strbuf_release(&out);
}

static void the_caret_of_a_field_in_focus_is_where_typing_will_begin(void **state)
{
	static const char *const paths[] = { "basics.name", "basics.staff", "budget.total", "budget.basic", "budget.projects[0].name",
					     "budget.projects[1].amount", "prose.plan", "data.people.office.posts" };

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		go_to(*state, paths[i]);
		assert_caret_stays(*state);
	}
}

static void a_calculated_field_cannot_be_typed_into(void **state)
{
	struct stage *s = *state;

	go_to(s, "budget.share");
	stage_keys(s, "\"5\"");
	assert_int_equal(app_mode(&s->app), MODE_FIELD);
	assert_true(shows(s, "calculated and cannot be typed into"));
}

static void a_field_that_becomes_relevant_appears_and_its_going_moves_the_focus(void **state)
{
	struct stage *s = *state;

	go_to(s, "basics.audited");
	stage_keys(s, "\"是\" Enter");
	assert_focus(s, "basics.auditor");
	stage_keys(s, "Up \"否\" Enter");
	assert_true(s->app.focus.field && strcmp(s->app.focus.field->id, "auditor") != 0);
}

static void delete_makes_blank_in_one_step(void **state)
{
	stage_keys(*state, "Down Down Delete");
	assert_value(*state, "basics.staff", "");
	stage_keys(*state, "^Z");
	assert_value(*state, "basics.staff", "22");
}

static void undo_goes_where_the_change_was_and_back_to_saved(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "PgDn \"1\" Enter PgUp ^Z");
	assert_focus(s, "budget.total");
	assert_false(report_modified(s->app.report));
	assert_true(shows(s, "· saved"));
	stage_keys(s, "^Y");
	assert_value(s, "budget.total", "1");
}

/* ---- grids ---- */

static void enter_in_the_last_cell_starts_a_row_and_in_the_empty_row_drops_it(void **state)
{
	struct stage *s = *state;

	go_to(s, "budget.projects[1].amount");
	stage_keys(s, "Enter");
	assert_focus(s, "budget.projects[2].name");
	stage_keys(s, "Enter");
	assert_focus(s, "prose.problems");
	assert_int_equal(report_row_count(s->app.report, s->app.form->tables[0]), 2);
	assert_false(report_modified(s->app.report));
}

static void enter_goes_right_past_calculated_cells_then_to_the_next_row(void **state)
{
	go_to(*state, "budget.projects[0].name");
	stage_keys(*state, "\"甲\" Enter");
	assert_focus(*state, "budget.projects[0].amount");
	stage_keys(*state, "\"5\" Enter");
	assert_focus(*state, "budget.projects[1].name");
}

static void rows_are_added_copied_moved_and_deleted(void **state)
{
	struct stage *s = *state;

	go_to(s, "budget.projects[0].name");
	stage_keys(s, "^N");
	assert_focus(s, "budget.projects[1].name");
	stage_keys(s, "\"新\" Alt-Up");
	assert_value(s, "budget.projects[0].name", "新");
	stage_keys(s, "^O");
	assert_value(s, "budget.projects[1].name", "新");
	stage_keys(s, "^K ^K");
	assert_int_equal(report_row_count(s->app.report, s->app.form->tables[0]), 2);
	stage_keys(s, "^Z ^Z ^Z ^Z ^Z ^Z");
	assert_false(report_modified(s->app.report));
}

static void a_selection_is_filled_from_its_first_cell(void **state)
{
	go_to(*state, "budget.projects[0].name");
	stage_keys(*state, "^N ^N Up Up Shift-Down Shift-Down ^D");
	assert_value(*state, "budget.projects[2].name", "垃圾分类");
	stage_keys(*state, "Down ^Z");
	assert_value(*state, "budget.projects[2].name", "");
}

static void a_pasted_block_fills_typed_columns_in_one_step(void **state)
{
	struct stage *s = *state;

	go_to(s, "budget.projects[1].name");
	key(s, "paste \"甲\\t1,000\\n乙\\t2万元\\n丙\\t约三\\n\"");
	assert_int_equal(report_row_count(s->app.report, s->app.form->tables[0]), 4);
	assert_value(s, "budget.projects[1].amount", "1000");
	assert_value(s, "budget.projects[2].amount", "2");
	assert_value(s, "budget.projects[3].amount", "约三");
	assert_true(shows(s, "1 of 6 pasted cells"));
	stage_keys(s, "^Z");
	assert_int_equal(report_row_count(s->app.report, s->app.form->tables[0]), 2);
	assert_false(report_modified(s->app.report));
}

static void a_block_with_the_calculated_column_in_it_is_taken_cell_by_cell(void **state)
{
	go_to(*state, "budget.projects[1].name");
	key(*state, "paste \"甲\\t99.9\\t1000\"");
	assert_value(*state, "budget.projects[1].amount", "1000");
}

static void figures_in_yuan_are_asked_about_before_they_fill_a_column_of_ten_thousands(void **state)
{
	struct stage *s = *state;

	go_to(s, "budget.projects[0].name");
	key(s, "paste \"项目\\t金额（元）\\n甲\\t3,613,200\\n乙\\t65100\\n\"");
	assert_int_equal(app_mode(&s->app), MODE_ASK);
	assert_value(s, "budget.projects[0].name", "垃圾分类");
	stage_keys(s, "Enter");
	assert_value(s, "budget.projects[0].name", "甲");
	assert_value(s, "budget.projects[0].amount", "361.32");
	assert_value(s, "budget.projects[1].amount", "6.51");
	stage_keys(s, "^Z");
	key(s, "paste \"甲\\t3613200\\n\"");
	stage_keys(s, "Down Enter");
	assert_value(s, "budget.projects[0].amount", "3613200");
}

static void copying_cells_gives_stored_values_apart_by_tabs(void **state)
{
	struct stage *s = *state;

	go_to(s, "budget.projects[0].name");
	stage_keys(s, "Shift-Right Shift-Right Shift-Down ^C");
	assert_true(s->reaction & REACT_COPY);
	assert_string_equal(s->app.copied.text, "垃圾分类\t42.88\t30.1\n市政维护\t57.12\t40.1\n");
}

static void a_column_is_sorted_in_one_step(void **state)
{
	go_to(*state, "budget.projects[0].amount");
	stage_keys(*state, "\"90\" Enter Shift-Tab F10 \"sort\" Enter");
	assert_value(*state, "budget.projects[1].name", "垃圾分类");
	stage_keys(*state, "^Z");
	assert_value(*state, "budget.projects[0].name", "垃圾分类");
}

static void a_matrix_has_no_rows_to_add(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "PgDn PgDn PgDn ^N");
	assert_true(shows(s, "fixed by the form"));
	stage_keys(s, "Right Right Down");
	assert_focus(s, "data.people.all.rate");
}

/* ---- long text ---- */

static void in_a_long_text_enter_is_a_new_line_and_esc_keeps(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "PgDn PgDn \"一\" Enter \"二\" Esc");
	assert_value(s, "prose.problems", "一\n二");
	assert_int_equal(app_mode(&s->app), MODE_TEXT);
	stage_keys(s, "^Z");
	assert_value(s, "prose.problems", "");
}

static void one_burst_in_a_long_text_is_one_step(void **state)
{
	stage_keys(*state, "PgDn PgDn \"一\" \"二\" tick \"三\" ^Z");
	assert_value(*state, "prose.problems", "一二");
	stage_keys(*state, "^Z");
	assert_value(*state, "prose.problems", "");
	stage_keys(*state, "^Y ^Y");
	assert_value(*state, "prose.problems", "一二三");
}

static void tab_goes_on_from_a_long_text(void **state)
{
	stage_keys(*state, "PgDn PgDn \"一\" Tab");
	assert_focus(*state, "prose.plan");
	assert_value(*state, "prose.problems", "一");
}

/* ---- panels ---- */

static void the_list_of_problems_jumps(void **state)
{
	stage_keys(*state, "F8 Enter");
	assert_focus(*state, "prose.problems");
}

static void go_to_that_finds_nothing_says_so_and_keeps_what_is_typed_from_the_field_behind(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "^G \"zzz\" Enter \"7\" Enter");
	assert_int_equal(s->app.panel, PANEL_GOTO);
	assert_false(report_modified(s->app.report));
	stage_keys(s, "Esc ^P \"zzz\" Enter");
	assert_int_equal(s->app.panel, PANEL_MENU);
	stage_keys(s, "Esc");
	assert_int_equal(s->app.panel, PANEL_NONE);
}

static void go_to_takes_labels_and_pinyin_initials(void **state)
{
	stage_keys(*state, "^G \"项目支出\" Enter");
	assert_focus(*state, "budget.project");
	stage_keys(*state, "^G \"gjcs\" Enter");
	assert_focus(*state, "prose.plan");
	stage_keys(*state, "^G \"项目支出明细\" Enter");
	assert_focus(*state, "budget.projects[0].name");
	stage_keys(*state, "^G \"项目支出占比\" Enter");
	assert_focus(*state, "budget.share");
}

static void go_to_takes_whole_syllables_too(void **state)
{
	stage_keys(*state, "^G \"xiangmuzhichuzhanbi\" Enter");
	assert_focus(*state, "budget.share");
	stage_keys(*state, "^G \"gaijincs\" Enter");
	assert_focus(*state, "prose.plan");
	stage_keys(*state, "^G \"gaijinx\"");
	assert_int_equal(((struct stage *)*state)->app.list.count, 0);
	stage_keys(*state, "Esc");
}

static void find_finds_numbers_however_they_are_written(void **state)
{
	stage_keys(*state, "PgDn \"4000\" Enter PgUp ^F \"4,000\" Enter");
	assert_focus(*state, "budget.total");
	stage_keys(*state, "^F \"４０００\" Enter");
	assert_focus(*state, "budget.total");
	stage_keys(*state, "^F \"维护\" Enter");
	assert_focus(*state, "budget.projects[1].name");
}

static void why_jumps_to_an_input_and_takes_the_calculated_value(void **state)
{
	stage_keys(*state, "PgDn \"100\" Enter Up F4 Enter");
	assert_value(*state, "budget.total", "120.40");
	stage_keys(*state, "F4 Down Down Enter");
	assert_focus(*state, "budget.project");
	stage_keys(*state, "^Z");
	assert_value(*state, "budget.total", "100");
}

static void the_outline_goes_to_a_section(void **state)
{
	stage_keys(*state, "F2 Down Down Enter");
	assert_focus(*state, "prose.problems");
}

static void every_function_keys_twin_does_the_same(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "Alt-8");
	assert_int_equal(s->app.panel, PANEL_PROBLEMS);
	stage_keys(s, "Esc Alt-0");
	assert_int_equal(s->app.panel, PANEL_MENU);
	stage_keys(s, "Alt-0 Alt-1");
	assert_int_equal(s->app.panel, PANEL_HELP);
}

/* ---- file ---- */

static void saving_commits_what_is_being_typed_and_changes_one_line(void **state)
{
	struct stage *s = *state;
	char *file;

	stage_keys(s, "\"新名\" ^S");
	file = stage_file(s);
	assert_non_null(file);
	assert_non_null(strstr(file, "  name: 新名 # 单位\n  year: 2021\n"));
	free(file);
	assert_false(report_modified(s->app.report));
}

static void quitting_asks_only_when_there_is_something_to_save(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "\"新名\" ^Q");
	assert_int_equal(app_mode(&s->app), MODE_ASK);
	stage_keys(s, "Esc");
	assert_int_equal(app_mode(&s->app), MODE_FIELD);
	stage_keys(s, "^Q Down Enter");
	assert_true(s->reaction & REACT_QUIT);
	assert_true(s->reaction & REACT_DISCARD);
	stage_keys(s, "^Z ^Q");
	assert_true(s->reaction & REACT_QUIT);
}

static void a_file_changed_by_another_is_overwritten_only_by_the_named_key(void **state)
{
	struct stage *s = *state;
	char path[600], *file;
	FILE *f;

	snprintf(path, sizeof(path), "%s/report.yaml", s->folder);
	f = fopen(path, "ab");
	assert_non_null(f);
	fputs("# another\n", f);
	fclose(f);
	stage_keys(s, "\"新名\" ^S");
	assert_int_equal(app_mode(&s->app), MODE_ASK);
	stage_keys(s, "Esc");
	file = stage_file(s);
	assert_null(strstr(file, "新名"));
	free(file);
	assert_true(report_modified(s->app.report));
	stage_keys(s, "^S ^W");
	file = stage_file(s);
	assert_non_null(strstr(file, "新名"));
	free(file);
}

static void a_hangup_ends_and_keeps_the_journal(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "\"新\" hangup");
	assert_int_equal(s->reaction, REACT_QUIT);
}

/* ---- robustness ---- */

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static bool add_text(void *to, const char *text, size_t len)
{
	strbuf_add(to, text, len);
	return true;
}

/* whatever is pressed: nothing breaks, and undoing everything gives the first bytes back */
static void random_keys_break_nothing(void **state)
{
	static const char *const all[] = {
		"Up", "Down", "Left", "Right", "Tab", "Shift-Tab", "Enter", "Enter", "Esc", "Home", "End", "Backspace", "Delete", "PgDn",
		"PgUp", "^N", "^K", "^O", "^D", "^Z", "^Y", "^C", "^X", "^V", "Alt-Up", "Alt-Down", "Shift-Down", "Shift-Right", "F2",
		"F3", "F4", "F8", "F10", "^F", "^G", "F1", "\"12\"", "\"甲\"", "\"是\"", "Ctrl-Home", "Ctrl-End", "tick",
		"paste \"1\\t2\\n3\\t4\\n\"", "paste \"a\\nb\"", "size 9x30", "size 24x80", "size 12x50", "size 50x200", "press 8,40",
		"wheel-down 5,50",
	};
	struct stage *s = *state;
	char *first = stage_file(s);
	struct error error = { 0 };
	struct strbuf out;
	struct spot where;
	uint32_t seed = 20211231;

	for (int i = 0; i < 3000; i++) {
		key(s, all[next_random(&seed) % ARRAY_SIZE(all)]);
		if (i % 7 == 0) {
			strbuf_init(&out, 0);
			stage_draw(s, false, &out);
			strbuf_release(&out);
		}
	}
	while (report_undo(s->app.report, &where))
		;
	strbuf_init(&out, 0);
	assert_true(report_write(s->app.report, (struct sink){ .write = add_text, .to = &out }, &error));
	assert_string_equal(out.text, first);
	strbuf_release(&out);
	free(first);
}

/* ---- what grids' columns need ---- */

static void a_pasted_block_done_again_has_its_first_cell_in_focus(void **state)
{
	struct stage *s = *state;

	go_to(s, "budget.projects[0].name");
	key(s, "paste \"甲\\t\\t1\\n乙\\t\\t2\\n丙\\t\\t3\\n\"");
	assert_value(s, "budget.projects[2].name", "丙");
	stage_keys(s, "^Z PgUp ^Y");
	assert_value(s, "budget.projects[2].name", "丙");
	assert_focus(s, "budget.projects[0].name");
}

static void a_long_number_widens_its_column_and_is_never_cut(void **state)
{
	struct stage *s = *state;

	go_to(s, "budget.projects[1].amount");
	stage_keys(s, "\"123456789012345.67\" Up");
	assert_true(shows(s, "123,456,789,012,345.67"));
	assert_true(stage_key(s, "size 24x50"));
	assert_true(shows(s, "123,456,789,012,345.67"));
}

static int column_of(struct stage *s, const char *text)
{
	struct strbuf out;
	const char *at, *line;
	int column;

	strbuf_init(&out, 0);
	stage_draw(s, false, &out);
	at = strstr(out.text, text);
	assert_non_null(at);
	for (line = at; line > out.text && line[-1] != '\n'; line--)
		;
	column = text_columns(line, (size_t)(at - line));
	strbuf_release(&out);
	return column;
}

static void columns_stay_where_they_are_while_rows_are_scrolled_past(void **state)
{
	struct stage *s = *state;
	int at;

	go_to(s, "budget.projects[1].name");
	for (unsigned i = 0; i < 60; i++)
		stage_keys(s, i % 7 ? "^N \"甲\" Enter \"1.5\" Up Down" : "^N \"名称很长的一个项目\" Enter \"1234.5\" Up Down");
	stage_keys(s, "Ctrl-Home");
	at = column_of(s, "金额");
	for (unsigned i = 0; i < 61; i++) {
		stage_keys(s, "Down");
		assert_int_equal(column_of(s, "金额"), at);
	}
}

static void a_tick_is_only_where_something_was_asked_or_written(void **state)
{
	struct stage *s = *state;

	assert_true(shows(s, "✓ 一 基础数据表"));
	go_to(s, "data.people.office.posts");
	stage_keys(s, "Delete Right Delete Down Delete Left Delete");
	assert_true(shows(s, "  一 基础数据表"));
	stage_keys(s, "\"1\" Enter");
	assert_true(shows(s, "✓ 一 基础数据表"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(opening_puts_the_focus_on_the_first_field, setup, teardown),
		cmocka_unit_test_setup_teardown(pgdn_goes_to_the_next_sections_first_field_or_cell, setup, teardown),
		cmocka_unit_test_setup_teardown(tab_passes_what_is_calculated_and_goes_into_the_next_section, setup, teardown),
		cmocka_unit_test_setup_teardown(arrows_reach_calculated_fields_too, setup, teardown),
		cmocka_unit_test_setup_teardown(the_caret_is_always_at_the_focus, setup, teardown),
		cmocka_unit_test_setup_teardown(typing_replaces_and_enter_goes_on, setup, teardown),
		cmocka_unit_test_setup_teardown(home_end_left_and_backspace_edit_what_is_there, setup, teardown),
		cmocka_unit_test_setup_teardown(in_a_grid_the_arrows_move, setup, teardown),
		cmocka_unit_test_setup_teardown(esc_takes_back_what_was_typed, setup, teardown),
		cmocka_unit_test_setup_teardown(what_depends_on_an_edit_changes_in_the_same_frame, setup, teardown),
		cmocka_unit_test_setup_teardown(a_refused_value_keeps_the_editor_open_and_says_why, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_understood_is_said_once_with_the_original, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_wrong_with_a_value_is_said_before_what_it_was_taken_as, setup, teardown),
		cmocka_unit_test_setup_teardown(the_caret_of_a_field_in_focus_is_where_typing_will_begin, setup, teardown),
		cmocka_unit_test_setup_teardown(a_pasted_block_done_again_has_its_first_cell_in_focus, setup, teardown),
		cmocka_unit_test_setup_teardown(a_long_number_widens_its_column_and_is_never_cut, setup, teardown),
		cmocka_unit_test_setup_teardown(columns_stay_where_they_are_while_rows_are_scrolled_past, setup, teardown),
		cmocka_unit_test_setup_teardown(a_tick_is_only_where_something_was_asked_or_written, setup, teardown),
		cmocka_unit_test_setup_teardown(a_calculated_field_cannot_be_typed_into, setup, teardown),
		cmocka_unit_test_setup_teardown(a_field_that_becomes_relevant_appears_and_its_going_moves_the_focus, setup, teardown),
		cmocka_unit_test_setup_teardown(delete_makes_blank_in_one_step, setup, teardown),
		cmocka_unit_test_setup_teardown(undo_goes_where_the_change_was_and_back_to_saved, setup, teardown),
		cmocka_unit_test_setup_teardown(enter_in_the_last_cell_starts_a_row_and_in_the_empty_row_drops_it, setup, teardown),
		cmocka_unit_test_setup_teardown(enter_goes_right_past_calculated_cells_then_to_the_next_row, setup, teardown),
		cmocka_unit_test_setup_teardown(rows_are_added_copied_moved_and_deleted, setup, teardown),
		cmocka_unit_test_setup_teardown(a_selection_is_filled_from_its_first_cell, setup, teardown),
		cmocka_unit_test_setup_teardown(a_pasted_block_fills_typed_columns_in_one_step, setup, teardown),
		cmocka_unit_test_setup_teardown(a_block_with_the_calculated_column_in_it_is_taken_cell_by_cell, setup, teardown),
		cmocka_unit_test_setup_teardown(figures_in_yuan_are_asked_about_before_they_fill_a_column_of_ten_thousands, setup, teardown),
		cmocka_unit_test_setup_teardown(copying_cells_gives_stored_values_apart_by_tabs, setup, teardown),
		cmocka_unit_test_setup_teardown(a_column_is_sorted_in_one_step, setup, teardown),
		cmocka_unit_test_setup_teardown(a_matrix_has_no_rows_to_add, setup, teardown),
		cmocka_unit_test_setup_teardown(in_a_long_text_enter_is_a_new_line_and_esc_keeps, setup, teardown),
		cmocka_unit_test_setup_teardown(one_burst_in_a_long_text_is_one_step, setup, teardown),
		cmocka_unit_test_setup_teardown(tab_goes_on_from_a_long_text, setup, teardown),
		cmocka_unit_test_setup_teardown(the_list_of_problems_jumps, setup, teardown),
		cmocka_unit_test_setup_teardown(go_to_takes_labels_and_pinyin_initials, setup, teardown),
		cmocka_unit_test_setup_teardown(go_to_takes_whole_syllables_too, setup, teardown),
		cmocka_unit_test_setup_teardown(find_finds_numbers_however_they_are_written, setup, teardown),
		cmocka_unit_test_setup_teardown(why_jumps_to_an_input_and_takes_the_calculated_value, setup, teardown),
		cmocka_unit_test_setup_teardown(the_outline_goes_to_a_section, setup, teardown),
		cmocka_unit_test_setup_teardown(every_function_keys_twin_does_the_same, setup, teardown),
		cmocka_unit_test_setup_teardown(saving_commits_what_is_being_typed_and_changes_one_line, setup, teardown),
		cmocka_unit_test_setup_teardown(quitting_asks_only_when_there_is_something_to_save, setup, teardown),
		cmocka_unit_test_setup_teardown(a_file_changed_by_another_is_overwritten_only_by_the_named_key, setup, teardown),
		cmocka_unit_test_setup_teardown(go_to_that_finds_nothing_says_so_and_keeps_what_is_typed_from_the_field_behind, setup, teardown),
		cmocka_unit_test_setup_teardown(a_hangup_ends_and_keeps_the_journal, setup, teardown),
		cmocka_unit_test_setup_teardown(random_keys_break_nothing, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
