/* The start screen: keys in, canvases out, files made in a folder of the test's own. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk_fixture.h"
#include "tui/start.h"

struct screen {
	struct scratch folder;
	char samples[300], before[600];
	struct start start;
	struct canvas canvas;
	struct strbuf shown;
	enum start_result result;
};

static void open_start(struct screen *s, const char *folder)
{
	assert_true(start_init(&s->start, folder, s->samples, true, 24, 80));
	assert_true(canvas_init(&s->canvas, 24, 80));
	strbuf_init(&s->shown, 0);
}

static int set_up(void **state)
{
	static struct screen s;

	s = (struct screen){ .result = START_GO_ON };
	scratch_make(&s.folder);
	setenv("XDG_STATE_HOME", s.folder.folder, 1);
	setenv("HOME", "/nowhere", 1);
	unsetenv("XDG_DATA_HOME");
	assert_non_null(getcwd(s.before, sizeof(s.before)));
	assert_int_equal(chdir(s.folder.folder), 0);
	snprintf(s.samples, sizeof(s.samples), "%s/samples", s.folder.folder);
	assert_int_equal(mkdir(s.samples, 0700), 0);
	scratch_write(&s.folder, "samples/sample.yaml", desk_report);
	*state = &s;
	return 0;
}

static int tear_down(void **state)
{
	struct screen *s = *state;

	start_release(&s->start);
	canvas_release(&s->canvas);
	strbuf_release(&s->shown);
	unlink(scratch_path(&s->folder, "samples/sample.yaml"));
	rmdir(s->samples);
	unlink(scratch_path(&s->folder, "ziping/recent"));
	rmdir(scratch_path(&s->folder, "ziping"));
	assert_int_equal(chdir(s->before), 0);
	scratch_remove(&s->folder);
	return 0;
}

static void press(struct screen *s, const char *name)
{
	struct key k;

	assert_true(key_parse(name, &k));
	s->result = start_handle(&s->start, &k);
}

static const char *show(struct screen *s)
{
	strbuf_clear(&s->shown);
	while (start_step(&s->start))
		;
	start_draw(&s->start, &s->canvas);
	canvas_dump(&s->canvas, true, &s->shown);
	return s->shown.text;
}

/* goes to the item whose line holds the words, and takes it */
static void take(struct screen *s, const char *words)
{
	for (unsigned i = 0; i < 40; i++) {
		const struct list_item *item = &s->start.list.items[s->start.list.at];

		if (strstr(item->label, words)) {
			press(s, "Enter");
			return;
		}
		press(s, "Down");
	}
	fail_msg("there is no '%s' in:\n%s", words, show(s));
}

static void retype(struct screen *s, const char *text)
{
	lineedit_set(&s->start.entry, "", 0);
	press(s, text);
}

static void everything_a_clerk_needs_is_named(void **state)
{
	struct screen *s = *state;
	const char *text;

	open_start(s, NULL);
	text = show(s);
	assert_non_null(strstr(text, "new report"));
	assert_non_null(strstr(text, "open a report"));
	assert_non_null(strstr(text, "samples"));
	assert_non_null(strstr(text, "help"));
	assert_null(strstr(text, "Recent reports"));
}

static void escape_and_quit_leave(void **state)
{
	struct screen *s = *state;

	open_start(s, NULL);
	press(s, "Esc");
	assert_int_equal(s->result, START_LEAVE);
	press(s, "^Q");
	assert_int_equal(s->result, START_LEAVE);
	take(s, "quit");
	assert_int_equal(s->result, START_LEAVE);
}

static void a_new_report_is_made_under_a_free_name(void **state)
{
	struct screen *s = *state;
	char *text;

	open_start(s, NULL);
	take(s, "new report");
	if (s->start.page == START_FORMS)
		take(s, "verall");
	assert_int_equal(s->start.page, START_NAME);
	assert_string_equal(s->start.entry.text.text, "overall-report.yaml");
	press(s, "Enter");
	assert_int_equal(s->result, START_REPORT);
	assert_string_equal(s->start.open.text, "overall-report.yaml");
	text = scratch_read(&s->folder, "overall-report.yaml", NULL);
	assert_int_equal(strncmp(text, "form: overall-report@", 21), 0);
	free(text);
	start_again(&s->start);
	take(s, "new report");
	if (s->start.page == START_FORMS)
		take(s, "verall");
	assert_string_equal(s->start.entry.text.text, "overall-report-2.yaml");
}

static void a_new_report_begins_from_last_years(void **state)
{
	struct screen *s = *state;
	char *text;

	desk_files(&s->folder);
	scratch_write(&s->folder, "report-2021.yaml", desk_report);
	open_start(s, NULL);
	take(s, "from last year");
	assert_int_equal(s->start.page, START_LAST);
	assert_non_null(strstr(show(s), "report-2021.yaml"));
	press(s, "\"rep\"");
	press(s, "Tab");
	press(s, "Enter");
	if (s->start.page == START_FORMS)
		take(s, "the form of last year's");
	assert_int_equal(s->start.page, START_NAME);
	assert_string_equal(s->start.entry.text.text, "report-2022.yaml");
	press(s, "Enter");
	assert_int_equal(s->result, START_REPORT);
	assert_string_equal(s->start.open.text, "report-2022.yaml");
	text = scratch_read(&s->folder, "report-2022.yaml", NULL);
	assert_int_equal(strncmp(text, desk_report, strcspn(desk_report, "\n") + 1), 0); /* of the same form */
	free(text);
	scratch_assert(&s->folder, "report-2021.yaml", desk_report);
	start_again(&s->start);
	take(s, "new report"); /* a blank one again */
	assert_int_equal(s->start.last.len, 0);
}

#define DOCUMENT "一、部门（单位）基本情况\\n某局为全额预算管理的正科级单位，年末在编人数22人。\\n二、一般公共预算支出情况\\n财政拨款收入5万元。\\n这一段没有去处"

static void a_new_report_is_read_from_a_document(void **state)
{
	struct screen *s = *state;
	char *text;

	scratch_write(&s->folder, "last.txt", "政府性基金预算支出：12万元\n另有一段话。\n");
	scratch_write(&s->folder, "other.pdf", "%PDF");
	open_start(s, NULL);
	take(s, "Word file");
	assert_int_equal(s->start.page, START_DOCUMENT);
	assert_non_null(strstr(show(s), "last.txt"));
	assert_null(strstr(show(s), "other.pdf"));
	press(s, "\"other.pdf\"");
	press(s, "Enter");
	assert_int_equal(s->start.page, START_DOCUMENT);
	assert_non_null(strstr(show(s), "is a PDF"));
	retype(s, "\"la\"");
	press(s, "Tab");
	press(s, "Enter");
	if (s->start.page == START_FORMS)
		take(s, "verall");
	assert_int_equal(s->start.page, START_NAME);
	press(s, "Enter");
	assert_int_equal(s->result, START_REPORT);
	assert_string_equal(s->start.told.text, "1 value was read from the document; 1 paragraph or row found no place: 'values without a place' in the menu lists it");
	text = scratch_read(&s->folder, s->start.open.text, NULL);
	assert_non_null(strstr(text, "expenditure: 12 "));
	assert_non_null(strstr(text, "另有一段话。"));
	free(text);
	start_again(&s->start);
	take(s, "new report"); /* a blank one again */
	assert_int_equal(s->start.document.count, 0);
}

static void a_new_report_is_read_from_pasted_text(void **state)
{
	struct screen *s = *state;
	char *text;

	open_start(s, NULL);
	take(s, "pasted");
	assert_int_equal(s->start.page, START_PASTE);
	press(s, "Tab");
	assert_int_equal(s->start.page, START_PASTE);
	assert_non_null(strstr(show(s), "there is no text"));
	press(s, "paste \"" DOCUMENT "\"");
	press(s, "\"。\"");
	assert_non_null(strstr(show(s), "这一段没有去处。"));
	press(s, "Tab");
	if (s->start.page == START_FORMS)
		take(s, "verall");
	press(s, "Enter");
	assert_int_equal(s->result, START_REPORT);
	assert_int_equal(strncmp(s->start.told.text, "5 values were read", 18), 0);
	text = scratch_read(&s->folder, s->start.open.text, NULL);
	assert_non_null(strstr(text, "unit: 某局 "));
	assert_non_null(strstr(text, "revenue: 5 "));
	free(text);
	start_again(&s->start);
	take(s, "pasted");
	assert_int_equal(s->start.pasted.text.len, 0);
	press(s, "Esc");
	assert_int_equal(s->start.page, START_HOME);
}

static void a_new_report_never_overwrites(void **state)
{
	struct screen *s = *state;

	scratch_write(&s->folder, "mine.yaml", "mine\n");
	open_start(s, NULL);
	take(s, "samples");
	take(s, "sample");
	assert_string_equal(s->start.entry.text.text, "sample.yaml");
	retype(s, "\"mine\"");
	press(s, "Enter");
	assert_int_equal(s->result, START_GO_ON);
	assert_non_null(strstr(show(s), "exists already"));
	scratch_assert(&s->folder, "mine.yaml", "mine\n");
	retype(s, "\"other\"");
	press(s, "Enter");
	assert_int_equal(s->result, START_REPORT);
	scratch_assert(&s->folder, "other.yaml", desk_report);
}

static void a_path_is_completed_and_opened(void **state)
{
	struct screen *s = *state;

	desk_files(&s->folder);
	scratch_write(&s->folder, "report-one.yaml", desk_report);
	scratch_write(&s->folder, "report-two.yaml", desk_report);
	scratch_write(&s->folder, "letter.txt", "x");
	open_start(s, NULL);
	take(s, "open a report");
	assert_null(strstr(show(s), "letter.txt"));
	assert_non_null(strstr(show(s), "samples/"));
	press(s, "\"rep\"");
	press(s, "Tab");
	assert_string_equal(s->start.entry.text.text, "report-");
	press(s, "\"t\"");
	press(s, "Tab");
	assert_string_equal(s->start.entry.text.text, "report-two.yaml");
	press(s, "Enter");
	assert_int_equal(s->result, START_REPORT);
	assert_string_equal(s->start.open.text, "report-two.yaml");
	retype(s, "\"nothing\"");
	press(s, "Enter");
	assert_int_equal(s->result, START_GO_ON);
	assert_non_null(strstr(show(s), "there is no file 'nothing'"));
	press(s, "Esc");
	assert_int_equal(s->start.page, START_HOME);
}

static void a_folder_is_gone_into(void **state)
{
	struct screen *s = *state;

	open_start(s, NULL);
	take(s, "open a report");
	press(s, "\"sa\"");
	press(s, "Enter");
	assert_string_equal(s->start.entry.text.text, "samples/");
	press(s, "Down"); /* the first name, .. comes after the files */
	press(s, "Enter");
	assert_int_equal(s->result, START_REPORT);
	assert_string_equal(s->start.open.text, "samples/sample.yaml");
}

static void of_several_names_none_is_taken_unasked(void **state)
{
	struct screen *s = *state;

	scratch_write(&s->folder, "report-one.yaml", desk_report);
	scratch_write(&s->folder, "report-two.yaml", desk_report);
	open_start(s, NULL);
	take(s, "open a report");
	press(s, "\"rep\"");
	press(s, "Enter");
	assert_int_equal(s->result, START_GO_ON);
	assert_non_null(strstr(show(s), "several names begin like this"));
	press(s, "Down");
	press(s, "Down");
	press(s, "Enter");
	assert_int_equal(s->result, START_REPORT);
	assert_string_equal(s->start.open.text, "report-two.yaml");
}

static void the_list_of_a_folder_says_what_the_reports_are(void **state)
{
	struct screen *s = *state;
	const char *text;

	desk_files(&s->folder);
	open_start(s, s->folder.folder);
	text = show(s);
	assert_non_null(strstr(text, "r.yaml"));
	assert_non_null(strstr(text, "draft"));
	assert_null(strstr(text, "form.yaml")); /* is no report */
	assert_non_null(strstr(text, "no reports: 1"));
	press(s, "Enter");
	assert_int_equal(s->result, START_REPORT);
	assert_non_null(strstr(s->start.open.text, "/r.yaml"));
	press(s, "Esc");
	assert_int_equal(s->result, START_LEAVE);
}

static void recent_reports_come_first(void **state)
{
	struct screen *s = *state;
	struct session *session;

	desk_files(&s->folder);
	session = desk_open(&s->folder, SESSION_READ);
	recent_add(session);
	session_free(session);
	open_start(s, NULL);
	assert_non_null(strstr(show(s), "Recent reports"));
	assert_non_null(strstr(show(s), "  r.yaml  ")); /* the folder behind it: that may be cut */
	press(s, "Enter");
	assert_int_equal(s->result, START_REPORT);
	assert_non_null(strstr(s->start.open.text, "/r.yaml"));
}

/* any size, any key: nothing crashes, and what is drawn is inside */
static void no_size_is_too_small(void **state)
{
	static const char *const keys[] = { "Enter", "Down", "PgDn", "Esc", "Tab", "\"中文\"", "F1", "Up", "Backspace", "PgUp" };
	static const int sizes[][2] = { { 1, 1 }, { 2, 5 }, { 10, 40 }, { 5, 200 }, { 60, 3 } };
	struct screen *s = *state;
	unsigned seed = 7;

	desk_files(&s->folder);
	open_start(s, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct key k = { .code = KEYCODE_RESIZE, .row = sizes[i][0], .column = sizes[i][1] };

		canvas_release(&s->canvas);
		assert_true(canvas_init(&s->canvas, k.row, k.column));
		start_handle(&s->start, &k);
		for (unsigned n = 0; n < 200; n++) {
			seed = seed * 1103515245u + 12345u;
			if (s->start.page != START_NAME || (seed >> 16) % ARRAY_SIZE(keys) != 0) /* makes no files */
				press(s, keys[(seed >> 16) % ARRAY_SIZE(keys)]);
			show(s);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(everything_a_clerk_needs_is_named, set_up, tear_down),
		cmocka_unit_test_setup_teardown(escape_and_quit_leave, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_new_report_is_made_under_a_free_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_new_report_begins_from_last_years, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_new_report_is_read_from_a_document, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_new_report_is_read_from_pasted_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_new_report_never_overwrites, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_path_is_completed_and_opened, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_folder_is_gone_into, set_up, tear_down),
		cmocka_unit_test_setup_teardown(of_several_names_none_is_taken_unasked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_list_of_a_folder_says_what_the_reports_are, set_up, tear_down),
		cmocka_unit_test_setup_teardown(recent_reports_come_first, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_size_is_too_small, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
