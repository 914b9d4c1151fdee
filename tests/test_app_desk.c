/* What the menu does with files and settings: save as, export, another report, edits set aside, mouse and theme. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk/settings.h"
#include "stage.h"

#include <sys/stat.h>
#include <unistd.h>

struct desk {
	struct stage stage;
	struct strbuf shown;
	char path[700];
};

static int set_up(void **state)
{
	static struct desk d;

	assert_true(stage_open(&d.stage, "report.yaml", 24, 80));
	strbuf_init(&d.shown, 0);
	*state = &d;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *d = *state;

	strbuf_release(&d->shown);
	stage_close(&d->stage);
	return 0;
}

static void press(struct desk *d, const char *name)
{
	assert_true(stage_key(&d->stage, name));
}

static const char *show(struct desk *d)
{
	strbuf_clear(&d->shown);
	return stage_draw(&d->stage, true, &d->shown);
}

static const char *beside(struct desk *d, const char *name)
{
	snprintf(d->path, sizeof(d->path), "%s/%s", d->stage.folder, name);
	return d->path;
}

static bool is_there(struct desk *d, const char *name)
{
	return access(beside(d, name), F_OK) == 0;
}

/* a command of the menu by its name */
static void choose(struct desk *d, const char *name)
{
	char quoted[80];

	snprintf(quoted, sizeof(quoted), "\"%s\"", name);
	press(d, "^P");
	press(d, quoted);
	press(d, "Enter");
}

static void type_path(struct desk *d, const char *name)
{
	lineedit_set(d->stage.app.query, beside(d, name), strlen(beside(d, name)));
}

static void a_report_goes_on_under_another_name(void **state)
{
	struct desk *d = *state;

	choose(d, "save as");
	assert_non_null(strstr(show(d), "Save as"));
	type_path(d, "second");
	press(d, "Enter");
	assert_non_null(strstr(show(d), "from here on this is the report"));
	assert_true(is_there(d, "second.yaml"));
	assert_string_equal(d->stage.session->path, beside(d, "second.yaml"));
}

static void next_years_report_is_begun_from_the_saved_one(void **state)
{
	struct desk *d = *state;
	char *before = stage_file(&d->stage), *after;

	press(d, "\"新名\"");
	press(d, "Enter");
	choose(d, "next year's report");
	assert_non_null(strstr(show(d), "save this report first"));
	press(d, "^Z");
	choose(d, "next year's report");
	type_path(d, "report.yaml");
	press(d, "Enter");
	assert_non_null(strstr(show(d), "exists already"));
	type_path(d, "next");
	press(d, "Enter");
	assert_non_null(strstr(show(d), "next.yaml' with 1 values")); /* the form carries nothing but the year on */
	after = stage_file(&d->stage);
	assert_string_equal(before, after);
	free(before);
	free(after);
	choose(d, "save as"); /* asks for another name again, and not for next year's report */
	assert_non_null(strstr(show(d), "Save as"));
}

static void save_as_never_overwrites(void **state)
{
	struct desk *d = *state;
	char *before = stage_file(&d->stage), *after;

	press(d, "\"新名\"");
	press(d, "Enter");
	choose(d, "save as");
	type_path(d, "report.yaml");
	press(d, "Enter");
	assert_non_null(strstr(show(d), "exists already"));
	after = stage_file(&d->stage);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void an_export_with_errors_is_a_draft_or_nothing(void **state)
{
	struct desk *d = *state;

	choose(d, "export");
	press(d, "Down");
	press(d, "Enter"); /* JSON */
	assert_non_null(strstr(show(d), "export it as a draft"));
	press(d, "Enter");
	assert_false(is_there(d, "report.json"));
	choose(d, "export");
	press(d, "Down");
	press(d, "Enter");
	press(d, "Down");
	press(d, "Enter");
	assert_non_null(strstr(d->stage.app.query->text.text, "report.json"));
	press(d, "Enter");
	assert_non_null(strstr(show(d), "a draft"));
	assert_true(is_there(d, "report.json"));
}

static void an_export_asks_before_it_overwrites_and_spares_the_report(void **state)
{
	struct desk *d = *state;
	char *before = stage_file(&d->stage), *after;

	for (unsigned i = 0; i < 2; i++) {
		choose(d, "export");
		press(d, "Enter"); /* YAML */
		press(d, "Down");
		press(d, "Enter");
		assert_non_null(strstr(d->stage.app.query->text.text, "report-finished.yaml"));
		press(d, "Enter");
	}
	assert_non_null(strstr(show(d), "already"));
	press(d, "^W");
	assert_non_null(strstr(show(d), "wrote '"));
	choose(d, "export");
	press(d, "Enter");
	press(d, "Down");
	press(d, "Enter");
	type_path(d, "report.yaml");
	press(d, "Enter");
	assert_non_null(strstr(show(d), "is the report itself"));
	press(d, "Esc");
	after = stage_file(&d->stage);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void another_report_is_opened_by_way_of_the_start_screen(void **state)
{
	struct desk *d = *state;

	choose(d, "open another report");
	assert_true(d->stage.reaction & REACT_QUIT);
	assert_true(d->stage.app.to_start);
	press(d, "\"新名\"");
	press(d, "Enter");
	choose(d, "open another report");
	assert_false(d->stage.reaction & REACT_QUIT);
	press(d, "Esc");
	assert_int_equal(d->stage.app.panel, PANEL_NONE);
	press(d, "^Q");
	assert_false(d->stage.app.to_start);
	press(d, "Esc");
}

static char *read_beside(struct desk *d, const char *name)
{
	FILE *f = fopen(beside(d, name), "r");
	char *text = calloc(1, 1 << 16);

	assert_non_null(f);
	assert_non_null(text);
	assert_true(fread(text, 1, (1 << 16) - 1, f) > 0);
	fclose(f);
	return text;
}

static void edits_set_aside_come_back(void **state)
{
	struct desk *d = *state;
	struct error why = { 0 };

	choose(d, "edits set aside");
	assert_non_null(strstr(show(d), "no edits of this report were set aside"));
	press(d, "\"新名\"");
	press(d, "Enter");
	app_release(&d->stage.app);
	session_leave(d->stage.session, true);
	assert_true(session_open(beside(d, "report.yaml"), SESSION_DESK, false, &d->stage.session, &why));
	assert_true(app_init(&d->stage.app, d->stage.session, NULL, 24, 80, &why));
	press(d, "Esc"); /* not wanted now */
	assert_null(strstr(show(d), "新名"));
	choose(d, "edits set aside");
	assert_non_null(strstr(show(d), "Enter brings them back"));
	press(d, "Enter");
	assert_non_null(strstr(show(d), "新名"));
}

/* (1) of journal.h */
static void invariant_1_text_being_typed_is_in_the_journal_before_it_is_drawn(void **state)
{
	static const char *const keys[] = { "\"新\"", "\"单\"", "Backspace", "\"位\"", "Tab", "\"7\"", "\"8\"" };
	static const char *const lines[] = { "basics.name 新\t", "3 0 单\t", "3 3 \t", "3 0 位\t", "set basics.name 新位\t", " 7\t", "1 0 8\t" };
	struct desk *d = *state;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		char *journal;

		press(d, keys[i]); /* not drawn yet */
		journal = read_beside(d, ".report.yaml.journal");
		if (!strstr(journal, lines[i]))
			fail_msg("%s: %s", keys[i], journal);
		free(journal);
	}
}

/* what does not fit cannot be saved; all the rest is, and nothing that is on the screen is lost */
static void saving_with_a_value_that_does_not_fit_in_the_editor_saves_the_rest_and_says_both(void **state)
{
	struct desk *d = *state;
	char *file, *journal;

	press(d, "\"新名\"");
	press(d, "Enter");
	for (int i = 0; i < 9 && !(d->stage.app.focus.field && d->stage.app.focus.field->type == TYPE_INTEGER); i++)
		press(d, "Down");
	press(d, "\"二十几\"");
	press(d, "^S");
	assert_non_null(strstr(show(d), "saved, but without"));
	assert_true(d->stage.app.editing);
	assert_string_equal(d->stage.app.edit->text.text, "二十几");
	file = stage_file(&d->stage);
	assert_non_null(strstr(file, "新名"));
	assert_null(strstr(file, "二十几"));
	free(file);
	journal = read_beside(d, ".report.yaml.journal"); /* what stands in the editor is drawn: a lost connection must not lose it */
	assert_non_null(strstr(journal, "二十几\t"));
	free(journal);
	press(d, "\"23\"");
	press(d, "^S");
	assert_null(strstr(show(d), "without"));
	file = stage_file(&d->stage);
	assert_non_null(strstr(file, "staff: 23"));
	free(file);
}

static void a_damaged_record_says_so_and_its_beginning_comes_back(void **state)
{
	struct desk *d = *state;
	struct error why = { 0 };
	char *journal;
	FILE *f;

	press(d, "\"新名\"");
	press(d, "Enter");
	press(d, "\"2019\"");
	press(d, "Enter");
	journal = read_beside(d, ".report.yaml.journal");
	*strstr(journal, "2019") = '3';
	app_release(&d->stage.app);
	session_leave(d->stage.session, true);
	f = fopen(beside(d, ".report.yaml.journal"), "w");
	assert_non_null(f);
	assert_true(fputs(journal, f) >= 0);
	fclose(f);
	free(journal);
	assert_true(session_open(beside(d, "report.yaml"), SESSION_DESK, false, &d->stage.session, &why));
	assert_true(app_init(&d->stage.app, d->stage.session, NULL, 24, 80, &why));
	assert_non_null(strstr(show(d), "damaged"));
	press(d, "Enter");
	assert_non_null(strstr(show(d), "新名"));
	choose(d, "edits set aside");
	assert_non_null(strstr(show(d), "Enter brings them back"));
}

/* ---- changed by another program while it was open ---- */

/* the same file with one text in place of another */
static void change_on_disk(struct desk *d, const char *from, const char *to)
{
	char *file = stage_file(&d->stage), *at = strstr(file, from);
	FILE *f = fopen(beside(d, "report.yaml"), "w");

	assert_non_null(at);
	assert_non_null(f);
	fprintf(f, "%.*s%s%s", (int)(at - file), file, to, at + strlen(from));
	fclose(f);
	free(file);
}

/* mine is the name, theirs the number of staff; ends at the question */
static void both_change(struct desk *d, const char *from, const char *to)
{
	press(d, "\"新名\"");
	press(d, "Enter");
	change_on_disk(d, from, to);
	press(d, "^S");
	assert_non_null(strstr(show(d), "go back without writing"));
}

static void what_another_program_changed_is_told_by_label_before_anything_is_written(void **state)
{
	struct desk *d = *state;
	char *file;

	both_change(d, "staff: 22", "staff: 23");
	assert_non_null(strstr(show(d), "在职人数: 22"));
	press(d, "Esc");
	file = stage_file(&d->stage);
	assert_null(strstr(file, "新名"));
	assert_non_null(strstr(file, "staff: 23"));
	free(file);
	assert_true(report_modified(d->stage.app.report));
}

static void overwriting_what_another_program_wrote_keeps_theirs_beside_it(void **state)
{
	struct desk *d = *state;
	char *file, *backup;

	press(d, "\"一\"");
	press(d, "^S"); /* the backup of this sitting is made already */
	both_change(d, "staff: 22", "staff: 23");
	press(d, "^W");
	file = stage_file(&d->stage);
	backup = read_beside(d, "report.yaml~");
	assert_non_null(strstr(file, "staff: 22"));
	assert_non_null(strstr(backup, "staff: 23"));
	free(file);
	free(backup);
}

static void theirs_can_be_taken_and_mine_is_put_aside(void **state)
{
	struct desk *d = *state;

	both_change(d, "staff: 22", "staff: 23");
	press(d, "Down");
	press(d, "Down");
	press(d, "Down");
	press(d, "Enter");
	assert_non_null(strstr(show(d), "this is their version"));
	assert_null(strstr(show(d), "新名"));
	assert_non_null(strstr(show(d), "23"));
	assert_false(report_modified(d->stage.app.report));
	choose(d, "edits set aside");
	press(d, "Enter");
	assert_non_null(strstr(show(d), "新名"));
	press(d, "^S");
	assert_non_null(strstr(show(d), "saved"));
}

static void both_can_be_brought_together(void **state)
{
	struct desk *d = *state;
	char *file, *backup;

	both_change(d, "staff: 22", "staff: 23 # counted again");
	press(d, "Down");
	press(d, "Enter");
	assert_non_null(strstr(show(d), "both are together and saved"));
	file = stage_file(&d->stage);
	backup = read_beside(d, "report.yaml~");
	assert_non_null(strstr(file, "新名"));
	assert_non_null(strstr(file, "staff: 23"));
	assert_non_null(strstr(backup, "counted again")); /* what is no value is kept there */
	free(file);
	free(backup);
	press(d, "^S");
	assert_non_null(strstr(show(d), "saved"));
}

static void what_was_saved_here_before_is_no_change_of_theirs(void **state)
{
	struct desk *d = *state;
	char *file;

	press(d, "\"一\"");
	press(d, "^S");
	both_change(d, "name: 一", "name: 他们的");
	press(d, "Down");
	press(d, "Enter");
	assert_non_null(strstr(show(d), "1 place that both changed"));
	file = stage_file(&d->stage);
	assert_non_null(strstr(file, "他们的")); /* nothing of either side is dropped */
	assert_non_null(strstr(file, "新名"));
	free(file);
}

static void what_is_no_report_any_more_can_only_be_left_or_overwritten(void **state)
{
	struct desk *d = *state;

	both_change(d, "basics:", "basics: [");
	assert_non_null(strstr(show(d), "can no longer be read as this report"));
	assert_null(strstr(show(d), "take theirs"));
	press(d, "^W");
	assert_non_null(strstr(show(d), "saved"));
}

static void mouse_and_theme_are_remembered(void **state)
{
	struct desk *d = *state;
	struct settings settings = { .mouse = SETTING_YES }, stored;

	setenv("XDG_CONFIG_HOME", d->stage.folder, 1);
	d->stage.app.options.settings = &settings;
	press(d, "Alt-m");
	assert_true(d->stage.reaction & REACT_SETTINGS);
	choose(d, "light or dark");
	settings_load(&stored, NULL);
	assert_int_equal(stored.mouse, SETTING_NO);
	assert_true(stored.light);
	unlink(beside(d, "ziping/config.yaml"));
	rmdir(beside(d, "ziping"));
}

static void the_menu_is_calm_and_finds_by_name(void **state)
{
	struct desk *d = *state;

	press(d, "F10");
	assert_null(strstr(show(d), "caret"));
	press(d, "\"to the sh\"");
	assert_non_null(strstr(show(d), "to the shell"));
	press(d, "Enter");
	assert_true(d->stage.reaction & REACT_SUSPEND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_report_goes_on_under_another_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(next_years_report_is_begun_from_the_saved_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(save_as_never_overwrites, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_export_with_errors_is_a_draft_or_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_export_asks_before_it_overwrites_and_spares_the_report, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_report_is_opened_by_way_of_the_start_screen, set_up, tear_down),
		cmocka_unit_test_setup_teardown(edits_set_aside_come_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(invariant_1_text_being_typed_is_in_the_journal_before_it_is_drawn, set_up, tear_down),
		cmocka_unit_test_setup_teardown(saving_with_a_value_that_does_not_fit_in_the_editor_saves_the_rest_and_says_both, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_damaged_record_says_so_and_its_beginning_comes_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_another_program_changed_is_told_by_label_before_anything_is_written, set_up, tear_down),
		cmocka_unit_test_setup_teardown(overwriting_what_another_program_wrote_keeps_theirs_beside_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(theirs_can_be_taken_and_mine_is_put_aside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(both_can_be_brought_together, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_was_saved_here_before_is_no_change_of_theirs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_report_any_more_can_only_be_left_or_overwritten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(mouse_and_theme_are_remembered, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_menu_is_calm_and_finds_by_name, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
