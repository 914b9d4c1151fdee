/* What the screen says unasked: in the line below the fields, by signs beside them, in the title. One sentence a test. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "stage_assert.h"

#include <sys/stat.h>
#include <unistd.h>

static void begin(struct stage *s, const char *report, bool review)
{
	const struct app_options options = { .review = review, .as = review ? "李四" : "王五" };

	assert_true(stage_open_with(s, report, &options, 24, 80));
}

/* ---- left blank ---- */

static void a_stated_figure_left_blank_is_said_to_be_missing_in_the_document(void **state)
{
	struct stage s;

	(void)state;
	begin(&s, "report.yaml", false);
	go_to(&s, "budget.project");
	assert_false(shows(&s, "left out of the document"));
	stage_keys(&s, "Delete");
	assert_true(shows(&s, "○ left blank, and left out of the document; F4 takes the calculated 70.20"));
	stage_keys(&s, "F4 Enter");
	assert_value(&s, "budget.project", "70.20");
	assert_false(shows(&s, "left out of the document"));
	stage_close(&s);
}

static void who_only_reads_is_told_the_figure_and_no_key(void **state)
{
	struct stage s;

	(void)state;
	begin(&s, "report.yaml", false);
	go_to(&s, "budget.project");
	stage_keys(&s, "Delete ^S");
	s.app.options.review = true;
	report_act_as(s.app.report, ROLE_REVIEWER);
	stage_keys(&s, "Up Down");
	assert_true(shows(&s, "left blank, and left out of the document (calculated: 70.20)"));
	stage_close(&s);
}

/* ---- cut short ---- */

static void a_value_cut_short_is_given_whole_below(void **state)
{
	struct stage s;

	(void)state;
	begin(&s, "report.yaml", false);
	go_to(&s, "budget.projects[0].name");
	assert_false(shows(&s, "in full:"));
	assert_true(stage_key(&s, "\"城区生活垃圾分类收集转运和无害化处理\""));
	stage_keys(&s, "Tab Shift-Tab");
	assert_true(shows(&s, "in full: 城区生活垃圾分类收集转运和无害化处理"));
	for (int i = 0; i < 4; i++)
		stage_keys(&s, "End \"城区生活垃圾分类收集转运和无害化处理\" Tab Shift-Tab");
	assert_true(shows(&s, "Alt-p shows all that stands here"));
	stage_close(&s);
}

static void a_long_text_cut_short_in_a_cell_says_which_key_shows_it_and_counts_its_characters(void **state)
{
	struct stage s;

	(void)state;
	begin(&s, "cell-text.yaml", false);
	go_to(&s, "first.items[0].text");
	assert_true(shows(&s, "Home shows the whole text (38 / 200 characters)"));
	stage_keys(&s, "End");
	assert_true(shows(&s, " 38 / 200 characters "));
	assert_true(stage_key(&s, "\"增两字\""));
	assert_true(shows(&s, " 41 / 200 characters "));
	stage_keys(&s, "Esc Delete");
	assert_false(shows(&s, "the whole text"));
	stage_close(&s);
}

static void the_count_in_a_cells_box_follows_each_key(void **state)
{
	struct strbuf anew, after;
	struct stage s;

	(void)state;
	begin(&s, "cell-text.yaml", false);
	go_to(&s, "first.items[0].text");
	stage_keys(&s, "End");
	strbuf_init(&after, 0);
	strbuf_init(&anew, 0);
	for (int i = 0; i < 30; i++) {
		stage_keys(&s, "Backspace");
		app_draw(&s.app, &s.canvas); /* only the editor is drawn */
	}
	canvas_dump(&s.canvas, true, &after);
	assert_non_null(strstr(after.text, " 8 / 200 characters "));
	s.canvas.shows = 0;
	app_draw(&s.app, &s.canvas);
	canvas_dump(&s.canvas, true, &anew);
	assert_string_equal(after.text, anew.text);
	strbuf_release(&after);
	strbuf_release(&anew);
	stage_close(&s);
}

/* ---- signs ---- */

static void a_comment_on_a_required_field_leaves_its_star(void **state)
{
	struct stage s;

	(void)state;
	begin(&s, "review.yaml", true);
	go_to(&s, "budget.basic");
	assert_true(shows(&s, "*  基本支出  ※"));
	stage_close(&s);
}

static void a_blank_required_cell_with_a_comment_shows_both(void **state)
{
	struct stage s;

	(void)state;
	begin(&s, "review.yaml", true);
	go_to(&s, "budget.projects[0].name");
	stage_keys(&s, "F7 \"是哪个项目\" Enter");
	s.app.options.review = false;
	report_act_as(s.app.report, ROLE_CLERK);
	stage_keys(&s, "Delete Right");
	assert_true(shows(&s, "1※※*")); /* the row has the first */
	stage_close(&s);
}

/* ---- the journal ---- */

static void that_the_journal_cannot_be_written_stays_in_the_title_until_it_can(void **state)
{
	struct stage s;
	char moved[300];

	(void)state;
	begin(&s, "report.yaml", false);
	snprintf(moved, sizeof(moved), "%s-moved", s.folder);
	stage_keys(&s, "PgDn \"77\" Tab");
	assert_false(shows(&s, "no journal"));
	assert_int_equal(rename(s.folder, moved), 0);
	stage_keys(&s, "\"78\" Tab");
	assert_true(shows(&s, "what you type is not safe until it is saved"));
	stage_keys(&s, "Down Up");
	assert_false(shows(&s, "what you type is not safe until it is saved"));
	assert_true(shows(&s, "draft · not saved ● · no journal"));
	assert_int_equal(rename(moved, s.folder), 0);
	stage_keys(&s, "\"79\" Tab");
	assert_false(shows(&s, "no journal"));
	stage_close(&s);
}

/* ---- what Esc does to a question ---- */

static void esc_is_called_by_what_it_does_to_edits_that_were_not_saved(void **state)
{
	const struct app_options options = { .as = "王五" };
	struct error e = { 0 };
	struct stage s;
	char path[600];

	(void)state;
	begin(&s, "report.yaml", false);
	stage_keys(&s, "PgDn \"77\" Tab");
	app_release(&s.app);
	session_leave(s.session, true); /* as after a lost connection */
	snprintf(path, sizeof(path), "%s/report.yaml", s.folder);
	assert_true(session_open(path, SESSION_DESK, false, &s.session, &e));
	assert_true(app_init(&s.app, s.session, &options, 24, 80, &e));
	assert_true(shows(&s, "Esc put them aside"));
	assert_false(shows(&s, "Esc stay"));
	stage_keys(&s, "Enter ^Q");
	assert_true(shows(&s, "Esc stay"));
	stage_close(&s);
}

/* ---- exports ---- */

static void open_export(struct stage *s)
{
	stage_keys(s, "F10 \"export\" Enter");
}

static void opinions_are_offered_to_the_clerk_only_when_there_are_some(void **state)
{
	struct stage s;

	(void)state;
	begin(&s, "report.yaml", false);
	open_export(&s);
	assert_false(shows(&s, "opinions"));
	stage_close(&s);
	begin(&s, "report.yaml", true);
	open_export(&s);
	assert_true(shows(&s, "the reviewers' opinions"));
	stage_close(&s);
	begin(&s, "review.yaml", false);
	open_export(&s);
	assert_true(shows(&s, "the reviewers' opinions"));
	stage_close(&s);
}

/* ---- pasting ---- */

static void paste(struct stage *s, const char *text)
{
	struct key k = { .code = KEYCODE_PASTE, .text = text, .len = strlen(text) };

	s->reaction = app_handle(&s->app, &k);
}

static void the_final_line_end_of_a_pasted_text_adds_no_line(void **state)
{
	struct stage s;

	(void)state;
	begin(&s, "report.yaml", false);
	go_to(&s, "prose.problems");
	paste(&s, "一、资金不足。\n二、人员少。\r\n");
	assert_value(&s, "prose.problems", "一、资金不足。\n二、人员少。");
	paste(&s, "三、设备旧。\n\n");
	assert_value(&s, "prose.problems", "一、资金不足。\n二、人员少。三、设备旧。\n");
	stage_keys(&s, "Ctrl-Home");
	paste(&s, "总述。\n"); /* not at the end: what follows is meant to stand on a line of its own */
	assert_value(&s, "prose.problems", "总述。\n一、资金不足。\n二、人员少。三、设备旧。\n");
	stage_keys(&s, "Ctrl-End");
	paste(&s, "\n");
	assert_value(&s, "prose.problems", "总述。\n一、资金不足。\n二、人员少。三、设备旧。\n\n");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stated_figure_left_blank_is_said_to_be_missing_in_the_document),
		cmocka_unit_test(who_only_reads_is_told_the_figure_and_no_key),
		cmocka_unit_test(a_value_cut_short_is_given_whole_below),
		cmocka_unit_test(a_long_text_cut_short_in_a_cell_says_which_key_shows_it_and_counts_its_characters),
		cmocka_unit_test(the_count_in_a_cells_box_follows_each_key),
		cmocka_unit_test(a_comment_on_a_required_field_leaves_its_star),
		cmocka_unit_test(a_blank_required_cell_with_a_comment_shows_both),
		cmocka_unit_test(that_the_journal_cannot_be_written_stays_in_the_title_until_it_can),
		cmocka_unit_test(esc_is_called_by_what_it_does_to_edits_that_were_not_saved),
		cmocka_unit_test(opinions_are_offered_to_the_clerk_only_when_there_are_some),
		cmocka_unit_test(the_final_line_end_of_a_pasted_text_adds_no_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
