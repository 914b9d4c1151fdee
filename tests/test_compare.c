/* Two reports side by side, on the screen; conflicts decided; copies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "review/merge.h"
#include "stage.h"

#include <string.h>

static void draws(struct stage *s, const char *text, bool there)
{
	struct strbuf out;

	strbuf_init(&out, 0);
	stage_draw(s, false, &out);
	if ((strstr(out.text, text) != NULL) != there)
		fail_msg("'%s' is %s:\n%s", text, there ? "not there" : "there", out.text);
	strbuf_release(&out);
}

static void write_file(const struct stage *s, const char *name, const char *text)
{
	char path[600];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", s->folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* the report's own file with one part of it replaced, under another name */
static void write_changed(struct stage *s, const char *name, const char *part, const char *with)
{
	char *text = stage_file(s), *at = strstr(text, part);
	struct strbuf out;

	assert_non_null(at);
	strbuf_init(&out, 0);
	strbuf_add(&out, text, (size_t)(at - text));
	strbuf_puts(&out, with);
	strbuf_puts(&out, at + strlen(part));
	write_file(s, name, out.text);
	strbuf_release(&out);
	free(text);
}

static void compare_with(struct stage *s, const char *name)
{
	char key[700];

	assert_true(stage_key(s, "F9"));
	assert_int_equal(s->app.panel, PANEL_OTHER);
	snprintf(key, sizeof(key), "\"%s/%s\"", s->folder, name);
	assert_true(stage_key(s, key));
	assert_true(stage_key(s, "Enter"));
	if (s->app.panel != PANEL_COMPARE)
		fail_msg("%s", s->app.message.text);
}

static void the_comparison_stands_beside_and_follows_what_is_edited(void **state)
{
	struct stage s;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	write_changed(&s, "last.yaml", "basic: 50.20", "basic: 40.20");
	compare_with(&s, "last.yaml");
	draws(&s, "+10.00  +24.9%", true);
	draws(&s, "last", true);
	stage_keys(&s, "Enter"); /* to the field */
	assert_int_equal(s.app.panel, PANEL_NONE);
	assert_string_equal(s.app.focus.field->id, "basic");
	stage_keys(&s, "\"41.20\" Tab F9");
	draws(&s, "+1.00  +2.5%", true);
	stage_keys(&s, "Alt-t");
	draws(&s, "+1.00", false);
	stage_keys(&s, "^Z");
	draws(&s, "+1.00", true);
	stage_keys(&s, "Esc");
	assert_int_equal(s.app.panel, PANEL_NONE);
	stage_close(&s);
}

static void jumps_go_through_all_sections_and_a_key_lists_everything(void **state)
{
	struct stage s;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	write_changed(&s, "last.yaml", "actual: 21", "actual: 19");
	compare_with(&s, "last.yaml");
	draws(&s, "在职人数", false);
	draws(&s, "基础数据表", true);
	stage_keys(&s, "Tab PgUp PgUp");
	draws(&s, "在职人数", true);
	stage_keys(&s, "Alt-Down Enter");
	assert_string_equal(s.app.focus.field->id, "actual");
	stage_close(&s);
}

static void the_whole_width_is_used_at_every_size(void **state)
{
	static const char *const sizes[] = { "size 24x80", "size 43x132", "size 10x40", "size 12x60", "size 8x30", "size 30x100" };
	struct stage s;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	write_changed(&s, "last.yaml", "  plan: 加强管理", "  plan: |-\n    甲\n    乙\n    丙");
	compare_with(&s, "last.yaml");
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		assert_true(stage_key(&s, sizes[i]));
		stage_keys(&s, "Up Down Right Left PgDn Alt-Up Tab Tab");
		if (i != 4)
			draws(&s, "last", true);
	}
	stage_close(&s);
}

static void what_is_no_report_of_this_form_is_told(void **state)
{
	struct stage s;
	char key[700];

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	write_file(&s, "other.yaml", "form: overall-report\nprofile:\n  unit: x\n");
	snprintf(key, sizeof(key), "\"%s/other.yaml\"", s.folder);
	stage_keys(&s, "F9");
	assert_true(stage_key(&s, key));
	stage_keys(&s, "Enter");
	assert_int_equal(s.app.panel, PANEL_OTHER);
	assert_true(s.app.message.len > 0);
	stage_keys(&s, "Esc");
	stage_close(&s);
}

/* ---- merge and conflicts ---- */

static void merge_copy(struct stage *s, const char *theirs)
{
	char key[700];

	stage_keys(s, "F10 \"merge\" Enter");
	assert_int_equal(s->app.panel, PANEL_OTHER);
	snprintf(key, sizeof(key), "\"%s/%s\"", s->folder, theirs);
	assert_true(stage_key(s, key));
	stage_keys(s, "Enter"); /* the version that both began from stands first */
	assert_int_equal(s->app.panel, PANEL_OTHER);
	stage_keys(s, "Enter");
	assert_int_equal(s->app.panel, PANEL_NONE);
}

static void a_copy_is_merged_and_its_conflicts_are_decided_with_one_key_each(void **state)
{
	struct stage s;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	write_changed(&s, "report.lee.base.yaml", "staff: 22", "staff: 22");
	write_changed(&s, "report.lee.yaml", "staff: 22", "staff: 24");
	stage_keys(&s, "Down Down \"23\" Tab");
	merge_copy(&s, "report.lee.yaml");
	assert_int_equal(merge_conflict_count(s.app.report), 1);
	stage_keys(&s, "Shift-Tab");
	draws(&s, "Alt-d", true);
	stage_keys(&s, "Alt-d");
	assert_int_equal(s.app.panel, PANEL_CONFLICTS);
	draws(&s, "24", true);
	stage_keys(&s, "Alt-t");
	assert_int_equal(merge_conflict_count(s.app.report), 0);
	draws(&s, "24", true);
	stage_keys(&s, "^Z");
	assert_int_equal(merge_conflict_count(s.app.report), 1);
	stage_keys(&s, "F8 Alt-d");
	assert_int_equal(s.app.panel, PANEL_CONFLICTS);
	stage_keys(&s, "Alt-b");
	assert_int_equal(merge_conflict_count(s.app.report), 0);
	draws(&s, "22", true);
	stage_keys(&s, "^Z ^Z");
	assert_int_equal(merge_conflict_count(s.app.report), 0); /* the merge is one step, too */
	draws(&s, "23", true);
	stage_close(&s);
}

static void charts_show_this_year_beside_the_last(void **state)
{
	struct stage s;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	write_changed(&s, "last.yaml", "amount: 30.1", "amount: 25.5");
	compare_with(&s, "last.yaml");
	stage_keys(&s, "F6");
	draws(&s, "last", true);
	draws(&s, "25.50", true);
	draws(&s, "30.10", true);
	stage_close(&s);
}

static void who_comes_second_works_on_a_copy_with_what_it_began_from(void **state)
{
	struct stage s;
	struct session *second;
	struct app app;
	struct error e = { 0 };
	struct key enter = { .code = KEYCODE_ENTER }, down = { .code = KEYCODE_DOWN };
	char path[600], *was, *copy;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	snprintf(path, sizeof(path), "%s/report.yaml", s.folder);
	assert_true(session_open(path, SESSION_DESK, false, &second, &e));
	assert_true(app_init(&app, second, &(struct app_options){ .as = "lee" }, 24, 80, &e));
	assert_int_equal(app.panel, PANEL_ASK);
	app_handle(&app, &down);
	app_handle(&app, &enter);
	assert_non_null(strstr(second->path, "report.lee.yaml"));
	assert_false(second->open_elsewhere);
	was = stage_file(&s);
	for (int i = 0; i < 2; i++) {
		FILE *f;

		snprintf(path, sizeof(path), "%s/report.lee%s.yaml", s.folder, i ? ".base" : "");
		f = fopen(path, "r");
		copy = calloc(1, 1u << 16);
		assert_non_null(f);
		assert_non_null(copy);
		assert_true(fread(copy, 1, (1u << 16) - 1, f) > 0);
		fclose(f);
		assert_string_equal(copy, was);
		free(copy);
	}
	free(was);
	app_release(&app);
	session_free(second);
	stage_close(&s);
}

static void what_another_program_wrote_meanwhile_is_brought_together_and_saved(void **state)
{
	struct stage s;
	char *text;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	stage_keys(&s, "Down Down \"23\" Tab");
	write_changed(&s, "report.yaml", "plan: 加强管理", "plan: 增加人手");
	stage_keys(&s, "^S");
	assert_int_equal(s.app.panel, PANEL_ASK);
	stage_keys(&s, "Down Enter");
	assert_false(report_modified(s.app.report));
	text = stage_file(&s);
	assert_non_null(strstr(text, "staff: 23\n"));
	assert_non_null(strstr(text, "plan: 增加人手\n"));
	free(text);
	stage_close(&s);
}

/* its journal is of the file that was there before: so the session must not take itself for one of the new file */
static void a_merge_that_cannot_be_saved_leaves_the_session_as_it_was(void **state)
{
	struct report *theirs;
	struct file_stamp before;
	struct stage s;
	struct error e;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	stage_keys(&s, "Down Down \"23\" Tab");
	before = s.session->stamp;
	write_changed(&s, "report.yaml", "plan: 加强管理", "plan: 增加人手");
	assert_true(session_theirs(s.session, &theirs, &e));
	write_changed(&s, "report.yaml", "plan: 增加人手", "plan: 又改了一次"); /* before it could be written */
	assert_false(session_save_merged(s.session, &e));
	assert_int_equal(e.kind, ERR_CHANGED);
	assert_true(s.session->stamp.digest == before.digest && s.session->stamp.size == before.size);
	report_free(theirs);
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_comparison_stands_beside_and_follows_what_is_edited),
		cmocka_unit_test(jumps_go_through_all_sections_and_a_key_lists_everything),
		cmocka_unit_test(the_whole_width_is_used_at_every_size),
		cmocka_unit_test(what_is_no_report_of_this_form_is_told),
		cmocka_unit_test(a_copy_is_merged_and_its_conflicts_are_decided_with_one_key_each),
		cmocka_unit_test(charts_show_this_year_beside_the_last),
		cmocka_unit_test(who_comes_second_works_on_a_copy_with_what_it_began_from),
		cmocka_unit_test(what_another_program_wrote_meanwhile_is_brought_together_and_saved),
		cmocka_unit_test(a_merge_that_cannot_be_saved_leaves_the_session_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
