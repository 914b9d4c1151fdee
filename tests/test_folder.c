/* The reports of a folder as a table: sorted, narrowed down, totalled; and which files of a folder are reports at all. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "desk/folder.h"
#include "scratch.h"
#include "tui/folder.h"

#include <sys/stat.h>

static const char form[] = "form: gather-test\n"
			   "version: '1'\n"
			   "title: 测试\n"
			   "unit: s.name\n"
			   "year: s.year\n"
			   "headline: [s.spent, s.rate]\n"
			   "sections:\n"
			   "  - id: s\n"
			   "    number: 一\n"
			   "    title: 第一节\n"
			   "    fields:\n"
			   "      - {id: name, label: 名称, type: text, required: true}\n"
			   "      - {id: year, label: 年度, type: year}\n"
			   "      - {id: budget, label: 预算, type: decimal, decimals: 2, min: 0}\n"
			   "      - {id: spent, label: 支出, type: decimal, decimals: 2}\n"
			   "      - {id: rate, label: 执行率, type: decimal, unit: '%', decimals: 2, calculate: spent / budget * 100}\n";

struct fixture {
	struct scratch folder;
	struct folder_table table;
	struct canvas canvas;
	struct strbuf shown;
};

static void report(struct fixture *f, const char *name, const char *unit, int year, const char *budget, const char *spent)
{
	struct strbuf text;

	strbuf_init(&text, 0);
	strbuf_printf(&text, "form: form.yaml\ns:\n  name: %s\n  year: %d\n  budget: %s\n  spent: %s\n", unit, year, budget, spent);
	scratch_write(&f->folder, name, text.text);
	strbuf_release(&text);
}

static int set_up(void **state)
{
	static struct fixture f;
	struct error why = { 0 };

	scratch_make(&f.folder);
	scratch_write(&f.folder, "form.yaml", form);
	report(&f, "a.yaml", "民政局", 2021, "100.00", "50.10");
	report(&f, "b.yaml", "财政局", 2022, "-1", "1000.05");
	report(&f, "c.yml", "城管局", 2020, "10", "7");
	scratch_write(&f.folder, "d.yaml", "form: form.yaml\ns:\n  name:\n");
	scratch_write(&f.folder, "e.yaml", "form: gone.yaml\n");
	scratch_write(&f.folder, "notes.yaml", "tea: 1\n");
	scratch_write(&f.folder, ".hidden.yaml", "form: form.yaml\n");
	folder_init(&f.table, true);
	assert_true(folder_fill(&f.table, f.folder.folder, &why));
	assert_true(canvas_init(&f.canvas, 12, 100));
	strbuf_init(&f.shown, 0);
	while (folder_step(&f.table))
		;
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	folder_release(&f->table);
	canvas_release(&f->canvas);
	strbuf_release(&f->shown);
	scratch_remove(&f->folder);
	return 0;
}

static void press(struct fixture *f, const char *name)
{
	struct key k;

	assert_true(key_parse(name, &k));
	assert_true(folder_key(&f->table, &k, 6));
}

/* the names of the files, in the order in which they are shown */
static const char *names(struct fixture *f)
{
	strbuf_clear(&f->shown);
	for (size_t i = 0; i < f->table.order_count; i++)
		strbuf_printf(&f->shown, "%s%s", i ? " " : "", f->table.lines[f->table.order[i]].name);
	return f->shown.text;
}

static void go_to_column(struct fixture *f, size_t column)
{
	while (f->table.column != column)
		press(f, f->table.column < column ? "Right" : "Left");
}

static const char *drawn(struct fixture *f)
{
	canvas_clear(&f->canvas);
	folder_draw(&f->table, &f->canvas, (struct rect){ 0, 0, 12, 100 }, false);
	strbuf_clear(&f->shown);
	canvas_dump(&f->canvas, false, &f->shown);
	return f->shown.text;
}

static void what_is_no_report_is_counted_and_not_listed(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(names(f), "a.yaml b.yaml c.yml d.yaml e.yaml");
	assert_int_equal(f->table.others, 2);
}

static void tab_sorts_by_the_column_then_the_other_way_then_not_at_all(void **state)
{
	struct fixture *f = *state;

	go_to_column(f, FOLDER_FIGURE);
	press(f, "Tab");
	assert_string_equal(names(f), "b.yaml a.yaml c.yml d.yaml e.yaml");
	press(f, "Tab");
	assert_string_equal(names(f), "d.yaml e.yaml c.yml a.yaml b.yaml");
	press(f, "Tab");
	assert_string_equal(names(f), "a.yaml b.yaml c.yml d.yaml e.yaml");
	go_to_column(f, FOLDER_YEAR);
	press(f, "Tab");
	assert_string_equal(names(f), "d.yaml e.yaml c.yml a.yaml b.yaml");
}

static void the_report_in_focus_stays_it_when_the_order_changes(void **state)
{
	struct fixture *f = *state;

	press(f, "Down");
	assert_non_null(strstr(folder_chosen(&f->table), "/b.yaml"));
	go_to_column(f, FOLDER_YEAR);
	press(f, "Tab");
	press(f, "Tab");
	assert_non_null(strstr(folder_chosen(&f->table), "/b.yaml"));
}

static void typing_narrows_down_by_name_and_by_pinyin_and_totals_follow(void **state)
{
	struct fixture *f = *state;

	assert_non_null(strstr(drawn(f), "1,057.15"));
	press(f, "c");
	press(f, "z");
	assert_string_equal(names(f), "b.yaml");
	assert_non_null(strstr(drawn(f), "1 of 5 reports"));
	assert_null(strstr(drawn(f), "1,057.15"));
	folder_unfilter(&f->table);
	assert_string_equal(names(f), "a.yaml b.yaml c.yml d.yaml e.yaml");
}

static void shares_are_shown_and_not_added_up(void **state)
{
	struct fixture *f = *state;
	const char *text = drawn(f);

	assert_non_null(strstr(text, "50.10%"));
	assert_non_null(strstr(text, "70.00%"));
	assert_null(strstr(strstr(text, "5 reports"), "%"));
}

static void a_file_that_cannot_be_read_says_why_in_its_line(void **state)
{
	struct fixture *f = *state;

	assert_non_null(strstr(drawn(f), "unreadable"));
	assert_non_null(strstr(drawn(f), "gone.yaml"));
}

static void folders_below_are_gone_into_and_links_to_folders_are_not(void **state)
{
	struct fixture *f = *state;
	struct folder_list l = { 0 };
	struct error why = { 0 };

	assert_int_equal(mkdir(scratch_path(&f->folder, "below"), 0700), 0);
	scratch_write(&f->folder, "below/x.yaml", "form: ../form.yaml\n");
	assert_int_equal(symlink(".", scratch_path(&f->folder, "round")), 0);
	assert_true(folder_list(&l, f->folder.folder, &why));
	assert_int_equal(l.count, 6);
	assert_non_null(strstr(l.paths[2], "/below/x.yaml"));
	folder_list_release(&l);
	unlink(scratch_path(&f->folder, "round"));
	unlink(scratch_path(&f->folder, "below/x.yaml"));
	rmdir(scratch_path(&f->folder, "below"));
	assert_false(folder_list(&l, "/nowhere/at/all", &why));
	assert_int_equal(why.kind, ERR_IO);
	folder_list_release(&l);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_no_report_is_counted_and_not_listed),
		TEST(tab_sorts_by_the_column_then_the_other_way_then_not_at_all),
		TEST(the_report_in_focus_stays_it_when_the_order_changes),
		TEST(typing_narrows_down_by_name_and_by_pinyin_and_totals_follow),
		TEST(shares_are_shown_and_not_added_up),
		TEST(a_file_that_cannot_be_read_says_why_in_its_line),
		TEST(folders_below_are_gone_into_and_links_to_folders_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
