/* Review on the screen: what a reviewer can change and what not, comments and sign-offs from the keys. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "stage_assert.h"

#include "review/signoff.h"

#include <unistd.h>

static const struct app_options reviewer = { .review = true, .as = "李四" }, clerk = { .as = "王五" };

static void open_for(struct stage *s, const struct app_options *options)
{
	assert_true(stage_open_with(s, "review.yaml", options, 24, 80));
}

static void type(struct stage *s, const char *text)
{
	char name[300];

	(void)snprintf(name, sizeof(name), "\"%s\"", text);
	assert_true(stage_key(s, name));
}

/* a command as the menu does it */
static void command(struct stage *s, const char *name)
{
	stage_keys(s, "F10");
	type(s, name);
	stage_keys(s, "Enter");
}

static void focus(struct stage *s, const char *path)
{
	s->app.focus = stage_spot(s, path);
	assert_true(stage_key(s, "size 24x80"));
}

static uint32_t comments_at(struct stage *s, const char *path)
{
	struct comment_count n;
	struct spot spot = { NULL };
	struct error e;

	if (path[0])
		assert_true(report_find(s->app.report, path, &spot, &e));
	n = comment_count(s->app.report, spot);
	return n.open + n.answered + n.resolved;
}

/* ---- comments ---- */

static void a_comment_is_kept_on_enter_and_dropped_on_escape(void **state)
{
	struct stage s;

	(void)state;
	open_for(&s, &reviewer);
	focus(&s, "budget.total");
	stage_keys(&s, "F7");
	type(&s, "about this");
	stage_keys(&s, "Esc");
	assert_int_equal(comments_at(&s, "budget.total"), 0);
	assert_false(report_modified(s.app.report));
	stage_keys(&s, "F7");
	type(&s, "about this");
	stage_keys(&s, "Enter");
	assert_int_equal(comments_at(&s, "budget.total"), 1);
	stage_keys(&s, "Up Down");
	focus(&s, "budget.total");
	assert_true(shows(&s, "※ 李四: about this"));
	stage_keys(&s, "^Z");
	assert_int_equal(comments_at(&s, "budget.total"), 0);
	assert_false(report_modified(s.app.report));
	stage_close(&s);
}

static void a_row_a_section_and_the_report_have_comments_of_their_own(void **state)
{
	struct stage s;

	(void)state;
	open_for(&s, &clerk);
	focus(&s, "budget.projects[0].name");
	command(&s, "comment on the row");
	type(&s, "row");
	stage_keys(&s, "Enter");
	assert_int_equal(comments_at(&s, "budget.projects[0]"), 1);
	assert_int_equal(comments_at(&s, "budget.projects[0].name"), 0);
	command(&s, "comment on the section");
	type(&s, "section");
	stage_keys(&s, "Enter");
	command(&s, "comment on the report");
	type(&s, "report");
	stage_keys(&s, "Enter");
	assert_int_equal(comments_at(&s, ""), 7);
	stage_keys(&s, "Alt-c");
	assert_true(shows(&s, "the whole report"));
	stage_close(&s);
}

static void a_clerk_answers_and_a_reviewer_resolves(void **state)
{
	struct stage s;

	(void)state;
	open_for(&s, &clerk);
	stage_keys(&s, "Alt-n F7 Enter");
	type(&s, "see the contract");
	stage_keys(&s, "Enter");
	assert_true(shows(&s, "see the contract"));
	assert_true(shows(&s, "answered"));
	s.app.options = reviewer;
	report_act_as(s.app.report, ROLE_REVIEWER);
	stage_keys(&s, "Esc F7 Enter");
	assert_true(shows(&s, "resolved"));
	stage_keys(&s, "Esc Esc");
	assert_int_equal(s.app.reviewing.count, 2); /* of three */
	stage_close(&s);
}

static void keys_go_from_one_open_comment_to_the_next_and_back(void **state)
{
	struct spot cell, section;
	struct stage s;
	struct error e;

	(void)state;
	open_for(&s, &clerk);
	assert_true(report_find(s.app.report, "budget.projects[1].amount", &cell, &e));
	assert_true(report_find(s.app.report, "prose", &section, &e));
	stage_keys(&s, "Alt-n");
	assert_ptr_equal(s.app.focus.field, cell.field);
	assert_int_equal(s.app.focus.row, cell.row);
	stage_keys(&s, "Alt-n");
	assert_ptr_equal(s.app.focus.section, section.section);
	stage_keys(&s, "Esc Alt-b");
	assert_ptr_equal(s.app.focus.field, cell.field);
	stage_keys(&s, "Alt-b Esc"); /* round the end */
	assert_ptr_equal(s.app.focus.section, section.section);
	stage_close(&s);
}

/* each comment is at its row, or, when that is gone, listed with the place that it had */
static void assert_all_comments(struct stage *s)
{
	size_t count;
	row_id *rows;
	struct error e;

	assert_true(comment_list(s->app.report, COMMENTS_ALL, &rows, &count, &e));
	assert_int_equal(count, 4);
	for (size_t i = 0; i < count; i++) {
		struct comment c;

		assert_true(comment_read(s->app.report, rows[i], &c));
		assert_true(!c.gone || c.label.len > 0);
		assert_true(c.text.len > 0);
	}
	memory_free(rows);
}

static void comments_survive_whatever_happens_to_rows(void **state)
{
	static const char *const keys[] = { "^N", "^K", "^O", "Alt-Up", "Alt-Down", "Up", "Down", "Left", "Right", "^Z", "^Y", "^D", "Delete",
					    "\"市政维护\"", "\"x\"", "Enter", "Tab", "Esc", "paste \"甲\\t1\\n乙\\t2\\n\"" };
	uint32_t random = 7;
	struct stage s;

	(void)state;
	open_for(&s, &clerk);
	focus(&s, "budget.projects[1].name");
	for (int i = 0; i < 3000; i++) {
		random = random * 1103515245u + 12345u;
		assert_true(stage_key(&s, keys[(random >> 16) % ARRAY_SIZE(keys)]));
		if (s.app.focus.section != s.app.form->sections[1] || !s.app.focus.field || !s.app.focus.field->table)
			focus(&s, "budget.projects");
		assert_all_comments(&s);
	}
	stage_close(&s);
}

/* ---- sign-offs ---- */

static void what_forbids_a_sign_off_is_said_and_gone_to(void **state)
{
	struct stage s;

	(void)state;
	open_for(&s, &clerk);
	command(&s, "submit");
	assert_true(shows(&s, "comments are open"));
	assert_string_equal(s.app.focus.field->id, "amount"); /* the first of them */
	focus(&s, "basics.name");
	stage_keys(&s, "Delete");
	focus(&s, "prose.plan");
	command(&s, "submit");
	assert_true(shows(&s, "1 required value is blank"));
	assert_string_equal(s.app.focus.field->id, "name");
	assert_string_equal(report_status(s.app.report), "returned");
	stage_close(&s);
}

static void answer_all(struct stage *s)
{
	size_t count;
	row_id *rows;
	struct error e;

	assert_true(comment_list(s->app.report, COMMENTS_ALL, &rows, &count, &e));
	for (size_t i = 0; i < count; i++)
		assert_true(comment_resolve(s->app.report, rows[i], &e));
	memory_free(rows);
	assert_true(stage_key(s, "size 24x80"));
}

static void a_report_is_submitted_returned_submitted_again_and_approved_level_by_level(void **state)
{
	struct stage s;
	char *file;

	(void)state;
	open_for(&s, &clerk);
	answer_all(&s);
	command(&s, "submit");
	assert_true(shows(&s, "signed by 王五"));
	stage_keys(&s, "Enter");
	assert_string_equal(report_status(s.app.report), "submitted");
	type(&s, "x");
	assert_false(s.app.editing);
	assert_true(shows(&s, "withdraw it"));
	stage_keys(&s, "^Z"); /* not saved yet: a step like any other */
	assert_string_equal(report_status(s.app.report), "returned");
	stage_keys(&s, "^Y ^S ^Z");
	assert_string_equal(report_status(s.app.report), "submitted");
	assert_true(shows(&s, "has been saved"));
	s.app.options = reviewer;
	report_act_as(s.app.report, ROLE_REVIEWER);
	command(&s, "return");
	stage_keys(&s, "Enter");
	assert_int_equal(s.app.panel, PANEL_PROMPT); /* an opinion there must be */
	type(&s, "mend it");
	stage_keys(&s, "Enter Enter");
	assert_string_equal(report_status(s.app.report), "returned");
	s.app.options = clerk;
	report_act_as(s.app.report, ROLE_CLERK);
	command(&s, "submit");
	stage_keys(&s, "Enter");
	s.app.options = reviewer;
	report_act_as(s.app.report, ROLE_REVIEWER);
	command(&s, "approve");
	stage_keys(&s, "Enter");
	assert_true(shows(&s, "Level 1 of 2"));
	stage_keys(&s, "Enter");
	assert_string_equal(report_status(s.app.report), "submitted");
	command(&s, "approve");
	stage_keys(&s, "Enter Enter");
	assert_string_equal(report_status(s.app.report), "approved");
	command(&s, "sign-offs");
	assert_true(shows(&s, "mend it"));
	stage_keys(&s, "Esc ^S");
	file = stage_file(&s);
	assert_non_null(strstr(file, "mend it\n"));
	assert_non_null(strstr(file, "action: approve"));
	free(file);
	stage_close(&s);
}

static void the_menu_has_only_the_sign_offs_whose_turn_it_is(void **state)
{
	struct stage s;

	(void)state;
	open_for(&s, &reviewer);
	stage_keys(&s, "F10");
	type(&s, "approve");
	for (size_t i = 0; i < s.app.list.count; i++)
		assert_int_not_equal(s.app.list.items[i].number, ACTION_APPROVE); /* it was returned */
	stage_close(&s);
}

/* ---- what a reviewer can change ---- */

/* without the reviewer's own lines: his columns, and the parts of comments and sign-offs */
static void clerks_lines(const char *file, struct strbuf *out)
{
	bool skip = false;

	for (const char *line = file; *line;) {
		size_t len = strcspn(line, "\n") + 1;

		if (line[0] != ' ' && line[0] != '#')
			skip = strncmp(line, "review:", 7) == 0 || strncmp(line, "history:", 8) == 0;
		if (!skip && strncmp(line, "      score:", 12) != 0 && strncmp(line, "      why:", 10) != 0)
			strbuf_add(out, line, len);
		line += len;
	}
}

static void random_key(struct stage *s, uint32_t *random)
{
	static const char *const keys[] = {
		"Tab", "Shift-Tab", "Enter", "Up", "Down", "Left", "Right", "PgDn", "PgUp", "Home", "End", "Backspace", "Delete", "Esc", "F7", "Alt-n",
		"Alt-b", "Alt-c", "F2", "F4", "F8", "F3", "^N", "^K", "^O", "^D", "^Z", "^Y", "^X", "^C", "^V", "^R", "^F", "^G", "Alt-r", "Alt-Up", "Alt-Down",
		"Shift-Down", "Shift-Right", "\"7\"", "\"1,234.5\"", "\"意见\"", "\" \"", "paste \"1\\t2\\n3\\t4\\n\"", "paste \"一、甲\\n二、乙\\n三、丙\\n\"",
		"paste \"8.5\"", "Alt-y", "Alt-t", "Alt-d", "^S",
	};

	*random = *random * 1103515245u + 12345u;
	if ((*random >> 8) % 9 != 0) {
		assert_true(stage_key(s, keys[(*random >> 16) % ARRAY_SIZE(keys)]));
		return;
	}
	stage_keys(s, "Esc F10"); /* an action of the menu's, as Enter does it there */
	if (s->app.panel == PANEL_MENU && s->app.list.count > 0) {
		s->app.list.at = (*random >> 16) % s->app.list.count;
		stage_keys(s, "Enter");
	}
}

static void a_reviewers_keys_pastes_and_menu_change_nothing_of_the_clerks_on_the_disk(void **state)
{
	struct strbuf before, after;
	uint32_t random = 1;
	struct stage s;
	char *file;

	(void)state;
	open_for(&s, &reviewer);
	assert_int_equal(chdir(s.folder), 0);
	strbuf_init(&before, 0);
	strbuf_init(&after, 0);
	file = stage_file(&s);
	clerks_lines(file, &before);
	free(file);
	for (int i = 0; i < 5000; i++) {
		random_key(&s, &random);
		if (s.app.panel == PANEL_PATH || s.app.panel == PANEL_OTHER) /* no other files */
			stage_keys(&s, "Esc");
	}
	stage_keys(&s, "Esc Esc Esc ^S");
	assert_false(report_modified(s.app.report));
	file = stage_file(&s);
	clerks_lines(file, &after);
	assert_string_equal(before.text, after.text);
	assert_true(strlen(file) > before.len + 500); /* they did something */
	free(file);
	strbuf_release(&before);
	strbuf_release(&after);
	assert_int_equal(chdir("/"), 0);
	stage_close(&s);
}

static void a_reviewer_fills_in_his_own_columns_and_sees_what_changed_since(void **state)
{
	struct spot cell;
	struct stage s;
	struct error e;

	(void)state;
	open_for(&s, &clerk);
	answer_all(&s);
	command(&s, "submit");
	stage_keys(&s, "Enter");
	s.app.options = reviewer;
	report_act_as(s.app.report, ROLE_REVIEWER);
	focus(&s, "budget.projects[0].score");
	type(&s, "9.5");
	stage_keys(&s, "Enter");
	assert_true(report_find(s.app.report, "budget.projects[0].score", &cell, &e));
	assert_string_equal(report_text(s.app.report, cell, &(size_t){ 0 }), "9.5");
	focus(&s, "budget.projects[0].amount");
	type(&s, "3");
	assert_false(s.app.editing);
	assert_true(shows(&s, "put a comment at"));
	command(&s, "return");
	type(&s, "mend it");
	stage_keys(&s, "Enter Enter");
	s.app.options = clerk;
	report_act_as(s.app.report, ROLE_CLERK);
	type(&s, "31.5");
	stage_keys(&s, "Enter");
	s.app.options = reviewer;
	report_act_as(s.app.report, ROLE_REVIEWER);
	s.app.reviewing.known = false;
	focus(&s, "budget.projects[0].amount");
	assert_true(shows(&s, "△ was 30.1 when signed off"));
	stage_close(&s);
}

static bool in_menu(struct stage *s, const char *name)
{
	bool found;

	stage_keys(s, "F10");
	type(s, name);
	found = s->app.list.count > 0;
	stage_keys(s, "Esc");
	return found;
}

static void the_menu_offers_a_reviewer_what_changes_values_only_where_the_reviewer_fills_in(void **state)
{
	static const char *const rows[] = { "add a row", "delete the row", "sort by this column" };
	struct stage s;

	(void)state;
	open_for(&s, &clerk);
	focus(&s, "budget.projects[0].amount");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_true(in_menu(&s, rows[i]));
	assert_true(in_menu(&s, "make blank"));
	s.app.options = reviewer;
	report_act_as(s.app.report, ROLE_REVIEWER);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_false(in_menu(&s, rows[i]));
	assert_false(in_menu(&s, "make blank"));
	assert_false(in_menu(&s, "give a reason"));
	assert_true(in_menu(&s, "comment on the row"));
	focus(&s, "budget.projects[0].score");
	assert_true(in_menu(&s, "make blank"));
	assert_false(in_menu(&s, "add a row"));
	stage_close(&s);
}

/* is it come by within a round of all comments? */
static bool comes_by(struct stage *s, struct spot cell)
{
	bool found = false;

	focus(s, "basics.name");
	for (int i = 0; i < 6; i++) {
		stage_keys(s, "Alt-n");
		found |= s->app.focus.field == cell.field && s->app.focus.row == cell.row;
	}
	stage_keys(s, "Esc");
	return found;
}

static void keys_take_a_reviewer_to_the_comments_that_were_answered(void **state)
{
	struct spot cell;
	struct stage s;
	struct error e;

	(void)state;
	open_for(&s, &clerk);
	assert_true(report_find(s.app.report, "budget.projects[1].amount", &cell, &e));
	assert_true(comes_by(&s, cell));
	focus(&s, "budget.projects[1].amount");
	stage_keys(&s, "F7 Enter");
	type(&s, "see the contract");
	stage_keys(&s, "Enter Esc");
	assert_false(comes_by(&s, cell));
	s.app.options = reviewer;
	report_act_as(s.app.report, ROLE_REVIEWER);
	assert_true(comes_by(&s, cell));
	stage_close(&s);
}

static void a_comment_on_more_than_a_cell_is_said_to_be_in_the_list(void **state)
{
	struct stage s;

	(void)state;
	open_for(&s, &reviewer);
	stage_keys(&s, "F7");
	type(&s, "field");
	stage_keys(&s, "Enter");
	assert_true(shows(&s, "F7 shows it"));
	command(&s, "comment on the section");
	type(&s, "section");
	stage_keys(&s, "Enter");
	assert_true(shows(&s, "Alt-c lists all of them"));
	stage_close(&s);
}

static void opinions_are_exported_from_the_menu_as_a_document_of_their_own(void **state)
{
	char path[400], text[4000];
	struct stage s;
	size_t at = 0;
	FILE *f;

	(void)state;
	open_for(&s, &reviewer);
	command(&s, "export");
	while (at < s.app.list.count && !strstr(s.app.list.items[at].label, "opinions"))
		at++;
	assert_true(at + 1 < s.app.list.count);
	s.app.list.at = at + 1; /* behind JSON: Markdown */
	stage_keys(&s, "Enter Enter");
	assert_true(shows(&s, "wrote '"));
	(void)snprintf(path, sizeof(path), "%s/report-opinions.md", s.folder);
	f = fopen(path, "r");
	assert_non_null(f);
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	assert_non_null(strstr(text, "审核意见"));
	assert_non_null(strstr(text, "请逐条整改后再送审（李四 2022-03-02 11:00）"));
	assert_non_null(strstr(text, "答复：按决算填列（王五 2022-03-03 09:00）"));
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_comment_is_kept_on_enter_and_dropped_on_escape),
		cmocka_unit_test(a_row_a_section_and_the_report_have_comments_of_their_own),
		cmocka_unit_test(a_clerk_answers_and_a_reviewer_resolves),
		cmocka_unit_test(keys_go_from_one_open_comment_to_the_next_and_back),
		cmocka_unit_test(comments_survive_whatever_happens_to_rows),
		cmocka_unit_test(what_forbids_a_sign_off_is_said_and_gone_to),
		cmocka_unit_test(a_report_is_submitted_returned_submitted_again_and_approved_level_by_level),
		cmocka_unit_test(the_menu_has_only_the_sign_offs_whose_turn_it_is),
		cmocka_unit_test(a_reviewers_keys_pastes_and_menu_change_nothing_of_the_clerks_on_the_disk),
		cmocka_unit_test(the_menu_offers_a_reviewer_what_changes_values_only_where_the_reviewer_fills_in),
		cmocka_unit_test(keys_take_a_reviewer_to_the_comments_that_were_answered),
		cmocka_unit_test(a_comment_on_more_than_a_cell_is_said_to_be_in_the_list),
		cmocka_unit_test(opinions_are_exported_from_the_menu_as_a_document_of_their_own),
		cmocka_unit_test(a_reviewer_fills_in_his_own_columns_and_sees_what_changed_since),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
