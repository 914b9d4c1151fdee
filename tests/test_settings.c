/* Settings and recent reports: what is read, what is written, and what stays as it is. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk_fixture.h"
#include "desk/recent.h"
#include "desk/settings.h"

struct home {
	struct scratch folder;
	char config[700];
};

static int set_up(void **state)
{
	static struct home h;

	scratch_make(&h.folder);
	setenv("XDG_CONFIG_HOME", h.folder.folder, 1);
	setenv("XDG_STATE_HOME", h.folder.folder, 1);
	snprintf(h.config, sizeof(h.config), "%s/ziping", h.folder.folder);
	assert_int_equal(mkdir(h.config, 0700), 0);
	*state = &h;
	return 0;
}

static int tear_down(void **state)
{
	struct home *h = *state;

	unlink(scratch_path(&h->folder, "ziping/config.yaml"));
	unlink(scratch_path(&h->folder, "ziping/recent"));
	rmdir(scratch_path(&h->folder, "ziping"));
	scratch_remove(&h->folder);
	return 0;
}

static void without_a_file_everything_is_at_its_default(void **state)
{
	struct settings s;
	struct strbuf notes;

	(void)state;
	strbuf_init(&notes, 0);
	settings_load(&s, &notes);
	assert_string_equal(notes.text, "");
	assert_string_equal(s.name, "");
	assert_false(s.light);
	assert_int_equal(s.mouse, SETTING_UNSET);
	strbuf_release(&notes);
}

static void settings_are_read(void **state)
{
	struct home *h = *state;
	struct settings s;
	struct strbuf notes;

	scratch_write(&h->folder, "ziping/config.yaml", "# mine\nname: 李四\ntheme: light\nmouse: off\nlang: en\n");
	strbuf_init(&notes, 0);
	settings_load(&s, &notes);
	assert_string_equal(notes.text, "");
	assert_string_equal(s.name, "李四");
	assert_true(s.light);
	assert_int_equal(s.mouse, SETTING_NO);
	assert_string_equal(s.lang, "en");
	strbuf_release(&notes);
}

static void what_is_not_known_is_said_and_ignored(void **state)
{
	struct home *h = *state;
	struct settings s;
	struct strbuf notes;

	scratch_write(&h->folder, "ziping/config.yaml", "colour: red\ntheme: purple\nmouse: on\n");
	strbuf_init(&notes, 0);
	settings_load(&s, &notes);
	assert_non_null(strstr(notes.text, ":1: there is no setting 'colour'"));
	assert_non_null(strstr(notes.text, ":2: 'theme' takes dark, light"));
	assert_false(s.light);
	assert_int_equal(s.mouse, SETTING_YES);
	strbuf_release(&notes);
}

static void a_file_that_cannot_be_read_is_said_and_never_overwritten(void **state)
{
	static const char broken[] = "theme: [dark\n";
	struct home *h = *state;
	struct settings s;
	struct strbuf notes;
	struct error why = { 0 };

	scratch_write(&h->folder, "ziping/config.yaml", broken);
	strbuf_init(&notes, 0);
	settings_load(&s, &notes);
	assert_non_null(strstr(notes.text, "cannot be read"));
	assert_false(settings_store("theme", "light", &why));
	assert_true(why.text[0] != '\0');
	scratch_assert(&h->folder, "ziping/config.yaml", broken);
	strbuf_release(&notes);
}

static void a_setting_is_changed_where_it_stands(void **state)
{
	struct home *h = *state;
	struct error why = { 0 };

	scratch_write(&h->folder, "ziping/config.yaml", "# mine\ntheme: dark   # at night\nother: 1\n");
	assert_true(settings_store("theme", "light", &why));
	assert_true(settings_store("mouse", "off", &why));
	scratch_assert(&h->folder, "ziping/config.yaml", "# mine\ntheme: light   # at night\nother: 1\nmouse: off\n");
}

static void a_setting_makes_the_file_and_its_folder(void **state)
{
	struct home *h = *state;
	struct error why = { 0 };

	rmdir(scratch_path(&h->folder, "ziping"));
	assert_true(settings_store("mouse", "on", &why));
	scratch_assert(&h->folder, "ziping/config.yaml", "mouse: on\n");
}

static void an_empty_file_takes_a_setting(void **state)
{
	struct home *h = *state;
	struct error why = { 0 };
	struct settings s;

	scratch_write(&h->folder, "ziping/config.yaml", "# nothing yet\n");
	assert_true(settings_store("theme", "light", &why));
	settings_load(&s, NULL);
	assert_true(s.light);
}

/* as somebody may have laid it there; or as one who keeps all settings elsewhere did himself */
static void a_link_in_the_place_of_the_settings_is_not_followed(void **state)
{
	struct home *h = *state;
	struct error why = { 0 };
	char victim[700];

	scratch_write(&h->folder, "victim", "theme: dark\n");
	snprintf(victim, sizeof(victim), "%s", scratch_path(&h->folder, "victim"));
	assert_int_equal(symlink(victim, scratch_path(&h->folder, "ziping/config.yaml")), 0);
	assert_false(settings_store("theme", "light", &why));
	assert_non_null(strstr(why.text, "symbolic link"));
	scratch_assert(&h->folder, "victim", "theme: dark\n");
}

/* ---- recent ---- */

static void a_link_in_the_place_of_the_recent_reports_is_not_followed(void **state)
{
	struct home *h = *state;
	struct recent list[RECENT_MAX];
	struct arena a = { 0 };
	struct session *s;
	char victim[700];

	desk_files(&h->folder);
	scratch_write(&h->folder, "victim", "untouched\n");
	snprintf(victim, sizeof(victim), "%s", scratch_path(&h->folder, "victim"));
	assert_int_equal(symlink(victim, scratch_path(&h->folder, "ziping/recent")), 0);
	s = desk_open(&h->folder, SESSION_READ);
	recent_add(s);
	session_free(s);
	assert_int_equal(recent_load(&a, list), 1);
	scratch_assert(&h->folder, "victim", "untouched\n");
	arena_release(&a);
}

static void a_report_that_was_opened_comes_first(void **state)
{
	struct home *h = *state;
	struct recent list[RECENT_MAX];
	struct arena a = { 0 };
	struct session *s;

	assert_int_equal(recent_load(&a, list), 0);
	desk_files(&h->folder);
	scratch_write(&h->folder, "ziping/recent", "5\tapproved\t/nowhere/old.yaml\t乙 · 2020\nnonsense\n");
	assert_int_equal(recent_load(&a, list), 1);
	assert_true(list[0].missing);
	s = desk_open(&h->folder, SESSION_READ);
	recent_add(s);
	recent_add(s);
	session_free(s);
	assert_int_equal(recent_load(&a, list), 1); /* once; what is gone is dropped */
	assert_non_null(strstr(list[0].path, "/r.yaml"));
	assert_string_equal(list[0].status, "draft");
	assert_false(list[0].missing);
	arena_release(&a);
}

static void at_most_twenty_are_kept(void **state)
{
	struct home *h = *state;
	struct recent list[RECENT_MAX];
	struct arena a = { 0 };
	struct session *s;
	struct strbuf text;

	desk_files(&h->folder);
	strbuf_init(&text, 0);
	for (unsigned i = 0; i < 30; i++)
		strbuf_printf(&text, "%u\tdraft\t%s/./%.*sform.yaml\tx\n", i + 1, h->folder.folder, (int)(2 * i), "./././././././././././././././././././././././././././././././.");
	scratch_write(&h->folder, "ziping/recent", text.text);
	s = desk_open(&h->folder, SESSION_READ);
	recent_add(s);
	session_free(s);
	assert_int_equal(recent_load(&a, list), RECENT_MAX);
	assert_non_null(strstr(list[0].path, "/r.yaml"));
	assert_int_equal(list[1].when, 1);
	strbuf_release(&text);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(without_a_file_everything_is_at_its_default, set_up, tear_down),
		cmocka_unit_test_setup_teardown(settings_are_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_not_known_is_said_and_ignored, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_that_cannot_be_read_is_said_and_never_overwritten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_setting_is_changed_where_it_stands, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_setting_makes_the_file_and_its_folder, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_empty_file_takes_a_setting, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_link_in_the_place_of_the_settings_is_not_followed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_link_in_the_place_of_the_recent_reports_is_not_followed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_report_that_was_opened_comes_first, set_up, tear_down),
		cmocka_unit_test_setup_teardown(at_most_twenty_are_kept, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
