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
		cmocka_unit_test_setup_teardown(save_as_never_overwrites, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_export_with_errors_is_a_draft_or_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_export_asks_before_it_overwrites_and_spares_the_report, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_report_is_opened_by_way_of_the_start_screen, set_up, tear_down),
		cmocka_unit_test_setup_teardown(edits_set_aside_come_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(mouse_and_theme_are_remembered, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_menu_is_calm_and_finds_by_name, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
