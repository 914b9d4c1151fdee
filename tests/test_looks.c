/* The preview and charts on the screen: terminals without lines, other sizes, nothing to show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stage.h"
#include "tui/app_looks.h"

#include <string.h>

static void keys(struct stage *s, const char *const *names)
{
	for (; *names; names++)
		assert_true(stage_key(s, *names));
}
#define KEYS(s, ...) keys(s, (const char *const[]){ __VA_ARGS__, NULL })

static void draws(struct stage *s, const char *text, bool there)
{
	struct strbuf out;

	strbuf_init(&out, 0);
	stage_draw(s, false, &out);
	if ((strstr(out.text, text) != NULL) != there)
		fail_msg("'%s' is %s:\n%s", text, there ? "not there" : "there", out.text);
	strbuf_release(&out);
}

static void bars_and_rules_are_ascii_where_lines_cannot_be_drawn(void **state)
{
	struct stage s;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	s.app.ascii = s.canvas.ascii = true;
	KEYS(&s, "F6", "Down", "Right", "Right", "Right");
	draws(&s, "####", true);
	draws(&s, "====", true);
	draws(&s, "█", false);
	KEYS(&s, "F5");
	draws(&s, "____", true);
	draws(&s, "─", false);
	stage_close(&s);
}

static void the_preview_begins_with_the_title_and_keeps_its_place_in_another_size(void **state)
{
	const struct passage *at;
	struct stage s;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	KEYS(&s, "F5");
	draws(&s, "2021年度部门整体支出绩效自评报告", true);
	KEYS(&s, "PgDn", "PgDn", "PgDn", "PgDn");
	draws(&s, "事业", true); /* the end of it */
	at = s.app.looks->lines.lines[s.app.looks->top].passage;
	KEYS(&s, "size 12x50");
	assert_ptr_equal(s.app.looks->lines.lines[s.app.looks->top].passage, at);
	KEYS(&s, "size 40x120");
	draws(&s, "事业", true);
	KEYS(&s, "size 8x30", "Up", "Down", "PgUp", "size 24x80", "Esc");
	assert_null(s.app.looks);
	assert_int_equal(s.app.panel, PANEL_NONE);
	stage_close(&s);
}

static void looking_changes_neither_the_report_nor_the_focus(void **state)
{
	struct stage s;
	struct spot before;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	KEYS(&s, "PgDn", "Down", "Down");
	before = s.app.focus;
	KEYS(&s, "F5", "PgDn", "Up", "F6", "Right", "Down", "Left", "F6", "F5", "Esc");
	assert_ptr_equal(s.app.focus.field, before.field);
	assert_int_equal(s.app.focus.row, before.row);
	assert_false(report_modified(s.app.report));
	stage_close(&s);
}

static void a_report_without_numbers_says_that_there_is_nothing_to_chart(void **state)
{
	struct stage s;

	(void)state;
	assert_true(stage_open(&s, "report.yaml", 24, 80));
	for (unsigned i = 0; i < 2; i++) {
		struct error e;
		const struct field *t = s.app.form->tables[0];

		assert_true(report_delete(s.app.report, t, report_row_at(s.app.report, t, 0), &e));
	}
	for (size_t i = 0; i < s.app.form->slot_count; i++) {
		const struct field *f = s.app.form->slots[i];
		struct error e;

		if (f->matrix && !f->calculate)
			assert_true(report_set(s.app.report, (struct spot){ f->section, f, 0 }, "", 0, true, &e));
	}
	KEYS(&s, "F6");
	assert_null(s.app.looks);
	draws(&s, "no table with numbers", true);
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bars_and_rules_are_ascii_where_lines_cannot_be_drawn),
		cmocka_unit_test(the_preview_begins_with_the_title_and_keeps_its_place_in_another_size),
		cmocka_unit_test(looking_changes_neither_the_report_nor_the_focus),
		cmocka_unit_test(a_report_without_numbers_says_that_there_is_nothing_to_chart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
