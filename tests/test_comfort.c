/* What makes filling in easier: choices, sums, replacing, paragraphs, filters, reasons, hidden values. One sentence a test. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "stage_assert.h"

static int setup(void **state)
{
	struct stage *s = malloc(sizeof(*s));

	*state = s;
	return s && stage_open(s, "comfort.yaml", 30, 100) ? 0 : -1;
}

static int teardown(void **state)
{
	stage_close(*state);
	free(*state);
	return 0;
}

static void blank(struct stage *s)
{
	assert_true(stage_key(s, "\" \""));
}

static void paste(struct stage *s, const char *text)
{
	struct key k = { .code = KEYCODE_PASTE, .text = text, .len = strlen(text) };

	s->reaction = app_handle(&s->app, &k);
}

static void mouse(struct stage *s, enum key_code code, int row, int column)
{
	struct key k = { .code = code, .row = row, .column = column };

	s->reaction = app_handle(&s->app, &k);
}

static void choose_in_menu(struct stage *s, const char *name)
{
	char quoted[64];

	snprintf(quoted, sizeof(quoted), "\"%s\"", name);
	stage_keys(s, "F10");
	assert_true(stage_key(s, quoted));
	stage_keys(s, "Enter");
}

/* ---- choices ---- */

static void enter_on_a_blank_choice_opens_its_list_and_takes_what_the_arrows_choose(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.level");
	stage_keys(s, "Enter");
	assert_true(shows(s, "│ 乡级"));
	stage_keys(s, "Down Down Down Enter");
	assert_value(s, "first.level", "县级");
	assert_focus(s, "first.funds");
	assert_false(shows(s, "│ 乡级"));
}

static void enter_on_a_filled_choice_goes_on_and_a_blank_opens_its_list(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.level");
	stage_keys(s, "\"市级\" Enter Up Enter");
	assert_focus(s, "first.funds");
	stage_keys(s, "Up");
	blank(s);
	stage_keys(s, "Down Enter");
	assert_value(s, "first.level", "县级");
}

static void typing_narrows_by_text_and_by_pinyin_initials(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.level");
	stage_keys(s, "\"x\" \"j\"");
	assert_true(shows(s, "│ 县级"));
	assert_true(shows(s, "│ 乡级"));
	assert_false(shows(s, "│ 市级"));
	stage_keys(s, "Down Enter");
	assert_value(s, "first.level", "乡级");
	stage_keys(s, "Up \"市\" Tab");
	assert_value(s, "first.level", "市级");
}

static void a_choice_is_found_by_whole_syllables(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.level");
	assert_true(stage_key(s, "\"xianji\""));
	assert_true(shows(s, "│ 县级"));
	assert_false(shows(s, "│ 乡级"));
	stage_keys(s, "Enter Up \"xiang\" Enter");
	assert_value(s, "first.level", "乡级");
	go_to(s, "first.audited");
	stage_keys(s, "\"fou\" Enter");
	assert_value(s, "first.audited", "false");
}

static void enter_again_and_again_fills_nothing_in(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.level");
	stage_keys(s, "Enter Enter Enter Enter");
	assert_focus(s, "first.audited");
	assert_false(report_modified(s->app.report));
}

static void a_list_that_was_only_looked_at_leaves_a_choice_blank(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.level");
	stage_keys(s, "Enter Esc");
	assert_focus(s, "first.level");
	stage_keys(s, "Enter Tab Shift-Tab");
	blank(s);
	stage_keys(s, "PgDn");
	assert_value(s, "first.level", "");
	assert_false(report_modified(s->app.report));
}

static void going_through_what_is_ticked_changes_nothing(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.funds");
	stage_keys(s, "\"事业收入、其他收入\" Enter Up");
	assert_value(s, "first.funds", "事业收入\n其他收入");
	blank(s);
	stage_keys(s, "Up Enter");
	assert_value(s, "first.funds", "事业收入\n其他收入");
}

static void esc_leaves_a_choice_as_it_was(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.level");
	stage_keys(s, "Enter Down Down Esc");
	assert_value(s, "first.level", "");
	assert_false(report_modified(s->app.report));
	stage_keys(s, "Enter Tab");
	assert_value(s, "first.level", "");
}

static void what_is_no_choice_is_refused_and_stays_open(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.level");
	stage_keys(s, "\"国家级\" Enter");
	assert_int_equal(app_mode(&s->app), MODE_EDIT);
	assert_true(shows(s, "not among the choices"));
	stage_keys(s, "Esc");
	assert_value(s, "first.level", "");
}

static void after_a_refusal_typing_begins_anew_and_all_choices_are_offered(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.level");
	stage_keys(s, "\"国家级\" Enter");
	assert_true(shows(s, "│ 乡级"));
	stage_keys(s, "Enter"); /* nothing is taken unasked */
	assert_int_equal(app_mode(&s->app), MODE_EDIT);
	stage_keys(s, "\"县\" Enter");
	assert_value(s, "first.level", "县级");
	go_to(s, "first.amount");
	stage_keys(s, "\"三百\" Enter \"300\" Enter");
	assert_value(s, "first.amount", "300");
}

static void saving_commits_the_choice_being_made(void **state)
{
	struct stage *s = *state;
	char *file;

	go_to(s, "first.level");
	stage_keys(s, "\"县\" ^S");
	file = stage_file(s);
	assert_non_null(strstr(file, "level: 县级"));
	free(file);
}

static void what_does_not_apply_can_be_chosen_where_the_form_allows_it(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.level");
	stage_keys(s, "Enter Up");
	assert_true(shows(s, "│ 不适用"));
	stage_keys(s, "Enter");
	assert_value(s, "first.level", "不适用");
}

static void several_choices_are_ticked_with_a_blank_and_taken_with_enter(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.funds");
	stage_keys(s, "Enter");
	blank(s);
	stage_keys(s, "Down Down");
	blank(s);
	assert_true(shows(s, "✓ 其他收入"));
	stage_keys(s, "Enter");
	assert_value(s, "first.funds", "财政拨款\n其他收入");
	stage_keys(s, "Up");
	blank(s);
	blank(s);
	stage_keys(s, "Enter");
	assert_value(s, "first.funds", "其他收入");
	stage_keys(s, "^Z");
	assert_value(s, "first.funds", "财政拨款\n其他收入");
}

static void a_blank_turns_yes_into_no(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.audited");
	blank(s);
	assert_value(s, "first.audited", "false");
	blank(s);
	assert_value(s, "first.audited", "true");
	stage_keys(s, "\"n\" Enter");
	assert_value(s, "first.audited", "false");
	stage_keys(s, "Up \"是\" Enter");
	assert_value(s, "first.audited", "true");
}

static void choices_in_a_grid_have_their_list_and_enter_goes_on(void **state)
{
	struct stage *s = *state;

	go_to(s, "second.items[0].kind");
	stage_keys(s, "\"r\"");
	assert_true(shows(s, "│ 人员"));
	stage_keys(s, "Enter");
	assert_value(s, "second.items[0].kind", "人员");
	assert_focus(s, "second.items[0].score");
}

static void a_click_takes_a_choice(void **state)
{
	struct stage *s = *state;
	struct strbuf out;

	go_to(s, "first.level");
	stage_keys(s, "Enter");
	strbuf_init(&out, 0);
	stage_draw(s, false, &out);
	mouse(s, KEYCODE_MOUSE_PRESS, s->canvas.caret_row + 3, s->canvas.caret_column + 2);
	assert_value(s, "first.level", "市级");
	strbuf_release(&out);
}

/* ---- long texts and sums ---- */

/* ---- values in a long text ---- */

static void a_path_in_a_long_text_is_its_value_until_the_text_is_edited(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.duties");
	assert_true(stage_key(s, "\"支出 {first.amount}，{nothing} 如上\""));
	assert_true(shows(s, "支出 {first.amount}，{nothing} 如上"));
	stage_keys(s, "Esc");
	assert_true(shows(s, "支出 12.50万元，{nothing} 如上"));
	assert_int_equal(s->canvas.caret_column, 32 + 30); /* behind it all, as in the editor */
	stage_keys(s, "Up");
	assert_true(shows(s, "支出 12.50万元，{nothing} 如上"));
	stage_keys(s, "Ctrl-Home");
	go_to(s, "first.amount");
	stage_keys(s, "\"8\" Enter");
	assert_true(shows(s, "支出 8.00万元，{nothing} 如上"));
	stage_keys(s, "Ctrl-Home");
	go_to(s, "first.amount");
	stage_keys(s, "Delete");
	assert_true(shows(s, "支出 —，{nothing} 如上"));
	go_to(s, "first.duties");
	stage_keys(s, "End"); /* opens it */
	assert_true(shows(s, "支出 {first.amount}，{nothing} 如上"));
	assert_value(s, "first.duties", "支出 {first.amount}，{nothing} 如上");
}

static void a_reference_is_chosen_by_its_label(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.duties");
	assert_true(stage_key(s, "\"共\""));
	choose_in_menu(s, "insert a reference");
	assert_true(shows(s, "Insert a reference"));
	stage_keys(s, "\"支出\" Enter \"。\" Esc");
	assert_value(s, "first.duties", "共{first.amount}。");
	assert_true(shows(s, "共12.50万元。"));
	stage_keys(s, "^Z");
	assert_true(shows(s, "共"));
	choose_in_menu(s, "insert a reference");
	stage_keys(s, "Esc"); /* and then go to goes, as ever */
	stage_keys(s, "^G \"支出\" Enter");
	assert_ptr_equal(s->app.focus.section, s->app.form->sections[0]);
	assert_value(s, "first.duties", "共");
}

static void a_reference_into_a_row_names_it_by_its_words_or_its_number(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.duties");
	choose_in_menu(s, "insert a reference");
	stage_keys(s, "\"得分\" Enter Esc");
	assert_value(s, "first.duties", "{second.items[0].score}");
	assert_true(shows(s, "80分"));
}

static void a_blank_long_text_is_one_line_until_it_is_opened(void **state)
{
	struct stage *s = *state;

	assert_false(shows(s, "100 characters"));
	go_to(s, "first.duties");
	stage_keys(s, "Enter");
	assert_true(shows(s, "0 / 100 characters"));
	stage_keys(s, "Esc");
	assert_false(shows(s, "100 characters"));
	assert_false(report_modified(s->app.report));
}

static void the_box_grows_with_its_text_up_to_the_room_there_is(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.duties");
	paste(s, "1行\n2行\n3行\n4行\n5行\n6行\n7行\n8行\n9行\n10行\n11行\n12行\n13行\n14行\n15行\n16行\n17行\n18行");
	assert_true(shows(s, "│ 1行"));
	assert_true(shows(s, "│ 18行"));
	stage_keys(s, "Esc");
	assert_false(shows(s, "│ 1行"));
}

static void the_users_own_editor_gets_a_long_text_and_its_answer_is_one_step(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "^E");
	assert_false(s->reaction & REACT_EDITOR);
	go_to(s, "first.duties");
	stage_keys(s, "^E");
	assert_true(s->reaction & REACT_EDITOR);
	app_editor_take(&s->app, "一\n二", strlen("一\n二"));
	assert_value(s, "first.duties", "一\n二");
	assert_true(shows(s, "│ 二"));
	stage_keys(s, "^Z");
	assert_false(report_modified(s->app.report));
	go_to(s, "second.items[0].cause");
	stage_keys(s, "\"头\" ^E");
	assert_true(s->reaction & REACT_EDITOR);
	assert_non_null(strstr(s->app.edit->text.text, "头"));
	app_editor_take(&s->app, "尾", strlen("尾"));
	assert_value(s, "second.items[0].cause", "尾");
}

static void a_sum_being_typed_shows_what_it_gives(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.amount");
	stage_keys(s, "\"=12.5+3*4\"");
	assert_true(shows(s, "= 24.5 万元"));
	stage_keys(s, "\"+1\"");
	assert_true(shows(s, "= 25.5 万元"));
	stage_keys(s, "Enter");
	assert_value(s, "first.amount", "25.5");
}

static void alt_and_arrows_go_by_sentences(void **state)
{
	struct stage *s = *state;

	go_to(s, "first.duties");
	stage_keys(s, "\"第一句。第二句！第三句\" Alt-Up Alt-Up \"甲\" Alt-Down \"乙\" Esc");
	assert_value(s, "first.duties", "第一句。甲第二句！乙第三句");
}

static void dragging_selects_in_a_long_text(void **state)
{
	struct stage *s = *state;
	struct strbuf out;
	int row, column;

	go_to(s, "first.duties");
	stage_keys(s, "\"一二三四五六\" Esc");
	strbuf_init(&out, 0);
	stage_draw(s, false, &out);
	row = s->canvas.caret_row;
	column = s->canvas.caret_column - 12;
	mouse(s, KEYCODE_MOUSE_PRESS, row, column + 2);
	mouse(s, KEYCODE_MOUSE_DRAG, row, column + 8);
	mouse(s, KEYCODE_MOUSE_RELEASE, row, column + 8);
	stage_keys(s, "\"换\" Esc");
	assert_value(s, "first.duties", "一换五六");
	strbuf_release(&out);
}

/* ---- replacing ---- */

static void replacing_lists_first_leaves_out_and_is_one_step(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "^R \"城管\" Enter \"综合执法\" Enter");
	assert_true(shows(s, "4 of 4 places"));
	assert_true(shows(s, "[城管 → 综合执法]"));
	assert_value(s, "first.name", "芦淞区城管局");
	assert_true(shows(s, "1 more cannot change"));
	stage_keys(s, "Down");
	blank(s);
	assert_true(shows(s, "3 of 4 places"));
	stage_keys(s, "Enter");
	assert_value(s, "first.name", "芦淞区综合执法局");
	assert_value(s, "first.auditor", "城管审计所");
	assert_value(s, "second.items[0].cause", "综合执法经费不足，综合执法人员少。");
	assert_true(shows(s, "replaced in 3 places; 1 left out, 1 cannot change"));
	assert_value(s, "first.code", "城管-01");
	stage_keys(s, "^Z");
	assert_false(report_modified(s->app.report));
}

static void a_number_is_replaced_only_when_it_stays_one(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "^R \"12.5\" Enter \"十二\" Enter");
	assert_int_equal(s->app.panel, PANEL_NONE);
	assert_true(shows(s, "cannot change"));
	stage_keys(s, "^R Delete \"12.5\" Enter \"13\" Enter Enter");
	assert_value(s, "first.amount", "13");
}

static void esc_replaces_nothing(void **state)
{
	struct stage *s = *state;

	stage_keys(s, "^R \"城管\" Enter \"综合执法\" Enter Esc");
	assert_false(report_modified(s->app.report));
}

/* ---- paragraphs ---- */

static void numbered_paragraphs_become_rows_in_one_step(void **state)
{
	struct stage *s = *state;

	go_to(s, "second.items[1].title");
	paste(s, "存在的问题\n一、预算不够精细。差距较大。\n（一）例如绿化\n\n二、意识有待加强：重支出\r\n三、1.5万元的设备闲置\n");
	assert_value(s, "second.items[1].title", "设备");
	assert_value(s, "second.items[2].title", "预算不够精细");
	assert_value(s, "second.items[2].cause", "差距较大。\n（一）例如绿化");
	assert_value(s, "second.items[3].title", "意识有待加强");
	assert_value(s, "second.items[3].cause", "重支出");
	assert_value(s, "second.items[4].title", "1.5万元的设备闲置");
	assert_value(s, "second.items[5].title", "车辆");
	stage_keys(s, "^Z");
	assert_false(report_modified(s->app.report));
}

static void many_paragraphs_are_asked_about_first(void **state)
{
	struct stage *s = *state;
	struct strbuf text;

	strbuf_init(&text, 0);
	for (int i = 1; i <= 12; i++)
		strbuf_printf(&text, "%d. 问题%d。原因\n", i, i);
	go_to(s, "second.items[0].title");
	paste(s, text.text);
	assert_int_equal(app_mode(&s->app), MODE_ASK);
	assert_true(shows(s, "12 numbered paragraphs"));
	assert_false(report_modified(s->app.report));
	stage_keys(s, "Enter");
	assert_value(s, "second.items[12].title", "问题12");
	strbuf_release(&text);
}

static void cells_apart_by_tabs_are_no_paragraphs(void **state)
{
	struct stage *s = *state;

	go_to(s, "second.items[0].title");
	paste(s, "1. 甲\t原因甲\n2. 乙\t原因乙\n");
	assert_value(s, "second.items[0].title", "1. 甲");
	assert_value(s, "second.items[1].cause", "原因乙");
}

/* ---- filter, reasons, hidden values ---- */

static void a_filter_shows_only_rows_with_problems_under_their_own_numbers(void **state)
{
	struct stage *s = *state;

	go_to(s, "second.items[0].title");
	choose_in_menu(s, "only rows");
	assert_true(shows(s, "only the 2 of 3 rows with problems"));
	assert_false(shows(s, "城管经费"));
	assert_focus(s, "second.items[1].title");
	stage_keys(s, "Down \"卡车\" Enter");
	assert_value(s, "second.items[2].title", "卡车");
	choose_in_menu(s, "only rows");
	assert_true(shows(s, "城管经费"));
}

static void adding_a_row_takes_the_filter_off(void **state)
{
	struct stage *s = *state;

	go_to(s, "second.items[0].title");
	choose_in_menu(s, "only rows");
	stage_keys(s, "^N");
	assert_true(shows(s, "城管经费"));
	assert_focus(s, "second.items[2].title");
	stage_keys(s, "^Z");
	choose_in_menu(s, "only rows");
	stage_keys(s, "^K ^Z ^F \"城管经费\" Enter");
	assert_focus(s, "second.items[0].title");
}

static void a_reason_is_given_at_the_field_and_from_the_list(void **state)
{
	struct stage *s = *state;
	char *file;

	go_to(s, "second.items[1].score");
	assert_true(shows(s, "Alt-r: give a reason"));
	stage_keys(s, "Alt-r \"设备老旧\" Esc");
	assert_false(report_modified(s->app.report));
	stage_keys(s, "Alt-r \"设备老旧\" Enter");
	assert_true(shows(s, "the reason is kept"));
	assert_true(report_modified(s->app.report));
	stage_keys(s, "F8 Alt-r \"车辆报废\" Enter");
	assert_int_equal(s->app.panel, PANEL_PROBLEMS);
	assert_int_equal(report_counts(s->app.report, NULL).warnings, 0);
	stage_keys(s, "Esc Alt-r \"，待更新\" Enter"); /* what was given can be changed */
	stage_keys(s, "Esc ^S");
	file = stage_file(s);
	assert_non_null(strstr(file, "设备老旧，待更新"));
	assert_non_null(strstr(file, "车辆报废"));
	free(file);
}

static void hidden_values_are_listed_explained_and_made_blank(void **state)
{
	struct stage *s = *state;

	choose_in_menu(s, "hidden values");
	assert_int_equal(s->app.panel, PANEL_NONE);
	go_to(s, "first.audited");
	blank(s);
	choose_in_menu(s, "hidden values");
	assert_true(shows(s, "城管审计所"));
	stage_keys(s, "Enter");
	assert_true(shows(s, "是否审计 = yes"));
	stage_keys(s, "Down Enter");
	assert_value(s, "first.auditor", "");
	stage_keys(s, "^Z");
	assert_value(s, "first.auditor", "城管审计所");
}

/* ---- all of it together ---- */

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

/* what was drawn piece by piece is what a fresh canvas shows */
static void assert_drawn_as_anew(struct stage *s)
{
	struct canvas fresh;

	app_refresh(&s->app);
	assert_true(canvas_init(&fresh, s->canvas.rows, s->canvas.columns));
	app_draw(&s->app, &fresh);
	assert_true(canvas_equal(&s->canvas, &fresh));
	canvas_release(&fresh);
}

static void random_keys_break_nothing_and_undo_gives_the_file_back(void **state)
{
	static const char *const all[] = {
		"Up", "Down", "Down", "Left", "Right", "Tab", "Shift-Tab", "Enter", "Enter", "Esc", "Home", "End", "Backspace", "Delete",
		"PgDn", "PgUp", "^N", "^K", "^D", "^Z", "^Y", "^C", "^V", "Alt-Up", "Alt-Down", "Shift-Down", "F4", "F8", "F10", "^F", "^G",
		"^R", "^R", "Alt-r", "Alt-r", "\" \"", "\" \"", "\" \"", "\"1\"", "\"=\"", "\"城管\"", "\"是\"", "\"x\"", "\"only\"",
		"\"hidden\"", "tick", "paste \"1、甲。乙\\n2、丙\"", "size 9x30", "size 24x80", "size 12x50", "size 30x100", "press 8,40",
		"press 9,40", "press 10,50", "drag 9,45", "drag 12,60", "wheel-down 5,50",
	};
	struct stage *s = *state;
	char *first = stage_file(s);
	struct error error = { 0 };
	struct strbuf out;
	struct spot where;
	uint32_t seed = 20221231;

	for (int i = 0; i < 4000; i++) {
		const char *name = all[next_random(&seed) % ARRAY_SIZE(all)];

		if (!stage_key(s, name))
			fail_msg("there is no key '%s'", name);
		while (report_step(s->app.report, 100000))
			app_refresh(&s->app);
		app_draw(&s->app, &s->canvas);
		if (i % 5 == 0)
			assert_drawn_as_anew(s);
	}
	while (report_undo(s->app.report, &where))
		;
	strbuf_init(&out, 0);
	assert_true(report_write(s->app.report, (struct sink){ .write = add_text, .to = &out }, &error));
	assert_string_equal(out.text, first);
	strbuf_release(&out);
	free(first);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(enter_on_a_blank_choice_opens_its_list_and_takes_what_the_arrows_choose),
		TEST(enter_on_a_filled_choice_goes_on_and_a_blank_opens_its_list),
		TEST(typing_narrows_by_text_and_by_pinyin_initials),
		TEST(a_choice_is_found_by_whole_syllables),
		TEST(enter_again_and_again_fills_nothing_in),
		TEST(a_list_that_was_only_looked_at_leaves_a_choice_blank),
		TEST(going_through_what_is_ticked_changes_nothing),
		TEST(esc_leaves_a_choice_as_it_was),
		TEST(what_is_no_choice_is_refused_and_stays_open),
		TEST(after_a_refusal_typing_begins_anew_and_all_choices_are_offered),
		TEST(saving_commits_the_choice_being_made),
		TEST(what_does_not_apply_can_be_chosen_where_the_form_allows_it),
		TEST(several_choices_are_ticked_with_a_blank_and_taken_with_enter),
		TEST(a_blank_turns_yes_into_no),
		TEST(choices_in_a_grid_have_their_list_and_enter_goes_on),
		TEST(a_click_takes_a_choice),
		TEST(a_path_in_a_long_text_is_its_value_until_the_text_is_edited),
		TEST(a_reference_is_chosen_by_its_label),
		TEST(a_reference_into_a_row_names_it_by_its_words_or_its_number),
		TEST(a_blank_long_text_is_one_line_until_it_is_opened),
		TEST(the_box_grows_with_its_text_up_to_the_room_there_is),
		TEST(the_users_own_editor_gets_a_long_text_and_its_answer_is_one_step),
		TEST(a_sum_being_typed_shows_what_it_gives),
		TEST(alt_and_arrows_go_by_sentences),
		TEST(dragging_selects_in_a_long_text),
		TEST(replacing_lists_first_leaves_out_and_is_one_step),
		TEST(a_number_is_replaced_only_when_it_stays_one),
		TEST(esc_replaces_nothing),
		TEST(numbered_paragraphs_become_rows_in_one_step),
		TEST(many_paragraphs_are_asked_about_first),
		TEST(cells_apart_by_tabs_are_no_paragraphs),
		TEST(a_filter_shows_only_rows_with_problems_under_their_own_numbers),
		TEST(adding_a_row_takes_the_filter_off),
		TEST(a_reason_is_given_at_the_field_and_from_the_list),
		TEST(hidden_values_are_listed_explained_and_made_blank),
		TEST(random_keys_break_nothing_and_undo_gives_the_file_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
