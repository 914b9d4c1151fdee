/* Writing: the bytes of what was edited change, and no others. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report_fixture.h"
#include "report_form.h"

static void an_unedited_report_is_written_byte_for_byte(void **state)
{
	struct form *f = rich();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rich_reports); i++) {
		struct report *r = report_of(f, rich_reports[i][1]);
		struct strbuf text = text_of(r);

		if (strcmp(text.text, rich_reports[i][1]) != 0)
			fail_msg("%s: is written as\n%s", rich_reports[i][0], text.text);
		strbuf_release(&text);
		report_free(r);
	}
	form_free(f);
}

static unsigned lines_changed(const char *a, const char *b)
{
	unsigned n = 0;

	while (*a && *b) {
		size_t la = strcspn(a, "\n"), lb = strcspn(b, "\n");

		n += la != lb || memcmp(a, b, la) != 0;
		a += la + (a[la] == '\n');
		b += lb + (b[lb] == '\n');
	}
	return n + (*a != *b);
}

static void one_edited_field_is_one_changed_line(void **state)
{
	struct form *f = rich();
	static const size_t plain[] = { 2, 3, 5, 8, 9, 10 }; /* one value a line */

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(plain); i++) {
		const char *before = rich_reports[plain[i]][1];
		struct report *r = report_of(f, before);
		struct strbuf text;

		set_to(r, "main.a", "6.66");
		text = text_of(r);
		assert_int_equal(lines_changed(before, text.text), 1);
		strbuf_release(&text);
		set_to(r, "main.items[0].x", "77");
		text = text_of(r);
		assert_int_equal(lines_changed(before, text.text), 2);
		strbuf_release(&text);
		report_free(r);
	}
	form_free(f);
}

struct step {
	const char *path;  /* a path, or table+INDEX, table-INDEX, table>FROM,TO */
	const char *value;
};

struct rendering {
	const char *name, *before;
	struct step steps[8];
	const char *after;
};

static void take(struct report *r, const struct step *s)
{
	char table[64];
	size_t len = strcspn(s->path, "+->");
	char *end;
	uint32_t index;

	if (!s->path[len]) {
		set_to(r, s->path, s->value);
		return;
	}
	snprintf(table, sizeof(table), "%.*s", (int)len, s->path);
	index = (uint32_t)strtoul(s->path + len + 1, &end, 10);
	if (s->path[len] == '+')
		row_into(r, table, index);
	else if (s->path[len] == '-')
		row_out(r, table, index);
	else
		row_to(r, table, index, (uint32_t)strtoul(end + 1, NULL, 10));
}

static const struct rendering renderings[] = {
	{ "a value made blank leaves its key and comment",
	  "main:\n  a: 5 # c\n  l: |-\n    x\n  b: 2\n", { { "main.a", "" }, { "main.l", "" } }, "main:\n  a: # c\n  l:\n  b: 2\n" },
	{ "typed again, a value keeps its quotes", "main:\n  t: '0012'\n  b: \"5\"\n", { { "main.t", "X" }, { "main.t", "0012" }, { "main.b", "6" } },
	  "main:\n  t: '0012'\n  b: \"6\"\n" },
	{ "null and what is blank", "main:\n  a: ~ # c\n  b: null\n  n:\n", { { "main.a", "1" }, { "main.b", "2" }, { "main.n", "3" } },
	  "main:\n  a: 1 # c\n  b: 2\n  n: 3\n" },
	{ "text that another reader would misread is quoted", "main:\n  t:\n  only:\n", { { "main.t", "0012" }, { "main.only", "a: b # c" } },
	  "main:\n  t: '0012'\n  only: 'a: b # c'\n" },
	{ "long text is a literal block, rare characters as they are", "main:\n  a: 1\n", { { "main.l", "𠮷野家\n😀 一" } },
	  "main:\n  a: 1\n  l: |-\n    𠮷野家\n    😀 一\n" },
	{ "in flow style it is quoted", "main: {a: 1}\n", { { "main.l", "一\n二" }, { "main.b", "2" } }, "main: {a: 1, b: 2, l: \"一\\n二\"}\n" },
	{ "what is new goes to its place in the form's order", "main:\n  d: 2021-01-01\n  b: 2 # c\n\n  # free\n", { { "main.a", "1" }, { "main.n", "3" } },
	  "main:\n  a: 1\n  d: 2021-01-01\n  b: 2 # c\n  'n': 3\n\n  # free\n" },
	{ "an absent section", "form: rich\nlast:\n  flag: true", { { "main.a", "1" } }, "form: rich\nmain:\n  a: 1\nlast:\n  flag: true" },
	{ "the program's own keys come last", "form: rich\nlast:\n  flag: true", { { "history+0", NULL }, { "history[0].by", "x" } },
	  "form: rich\nlast:\n  flag: true\nhistory:\n  - by: x\n" },
	{ "a blank section with a comment", "main: # c\nlast:\n", { { "main.a", "1" }, { "last.note", "x y" } },
	  "main: # c\n  a: 1\nlast:\n  note: |-\n    x y\n" },
	{ "a section of braces", "main: {} # c\n", { { "main.a", "1" }, { "grid_part.after", "x" } }, "main: {a: 1} # c\ngrid_part:\n  after: x\n" },
	{ "no rows yet", "main:\n  items:\n  groups: [] # c\n  a: 1\n", { { "main.items+0", NULL }, { "main.items[0].x", "5" }, { "main.groups+0", NULL }, { "main.groups[0].kind", "k" } },
	  "main:\n  items:\n    - kind: 运转\n      x: 5\n  groups: # c\n    - kind: k\n  a: 1\n" },
	{ "no rows yet, null with a comment", "main:\n  items: null # c\n  a: 1\n", { { "main.items+0", NULL } },
	  "main:\n  items: # c\n    - kind: 运转\n  a: 1\n" },
	{ "a table that is absent", "main:\n  a: 1\n# end\n", { { "main.items+0", NULL } }, "main:\n  a: 1\n  items:\n    - kind: 运转\n# end\n" },
	{ "a row goes behind the last line of the one before it", "main:\n  items:\n    - name: a\n      # in a\n\n    # of b\n    - name: b\n    # behind\n  a: 1\n",
	  { { "main.items+1", NULL }, { "main.items[1].name", "new" }, { "main.items+3", NULL } },
	  "main:\n  items:\n    - name: a\n    - name: new\n      kind: 运转\n      # in a\n\n    # of b\n    - name: b\n    - kind: 运转\n    # behind\n  a: 1\n" },
	{ "a row takes the comments above it along", "main:\n  items:\n  # of a\n  # too\n  - name: a\n    x: 1 # one\n  # of b\n  - name: b\n  - name: c\n", { { "main.items>0,2", NULL } },
	  "main:\n  items:\n  # of b\n  - name: b\n  - name: c\n  # of a\n  # too\n  - name: a\n    x: 1 # one\n" },
	{ "a row that goes takes them too", "main:\n  items:\n  # of a\n  - name: a\n  # of b\n  - name: b\n", { { "main.items-1", NULL } }, "main:\n  items:\n  # of a\n  - name: a\n" },
	{ "all rows gone", "main:\n  items: # c\n  - name: a\n  - name: b\n  a: 1\n", { { "main.items-1", NULL }, { "main.items-0", NULL } }, "main:\n  items: # c\n  a: 1\n" },
	{ "the last row moved up in a file without a final line end", "main:\n  items:\n  - name: a\n  - name: b", { { "main.items>1,0", NULL } },
	  "main:\n  items:\n  - name: b\n  - name: a\n" },
	{ "an edit in a row that moves goes with it", "main:\n  items:\n  - name: a\n    x: 1\n  - name: b\n    x: 2\n",
	  { { "main.items[1].x", "3" }, { "main.items[1].kind", "专项" }, { "main.items>1,0", NULL }, { "main.a", "7" } },
	  "main:\n  a: 7\n  items:\n  - name: b\n    kind: 专项\n    x: 3\n  - name: a\n    x: 1\n" },
	{ "rows in brackets", "main:\n  items: [{name: a}, {name: b}]\n", { { "main.items+1", NULL }, { "main.items[1].x", "1" }, { "main.items>0,2", NULL } },
	  "main:\n  items: [{kind: 运转, x: 1}, {name: b}, {name: a}]\n" },
	{ "a pair without braces gets them with its second value", "main:\n  items: [name: a , {name: b}, kind: ]\n  groups: [kind: a]\n",
	  { { "main.items[0].x", "1" }, { "main.items[2].x", "2" }, { "main.groups[0].kind", "k" } },
	  "main:\n  items: [{name: a, x: 1} , {name: b}, {kind: , x: 2} ]\n  groups: [kind: k]\n" },
	{ "and takes them along", "main:\n  items: [name: a, name: b]\n", { { "main.items[1].name", "c" }, { "main.items[1].x", "2" }, { "main.items>1,0", NULL } },
	  "main:\n  items: [{name: c, x: 2}, name: a]\n" },
	{ "what is new stands under the signs of keys that have them", "main:\n  ? a\n  : 1\n", { { "main.b", "2" } }, "main:\n  ? a\n  : 1\n  b: 2\n" },
	{ "a new row after one whose keys stand below its dash", "main:\n  items:\n    -\n     name: a\n", { { "main.items+1", NULL }, { "main.items[1].x", "2" } },
	  "main:\n  items:\n    -\n     name: a\n    - kind: 运转\n      x: 2\n" },
	{ "the cells and rows of a matrix", "grid_part:\n  grid:\n    r1: {p: 1}\n    r3: # c\n", { { "grid_part.grid.r1.q", "2" }, { "grid_part.grid.r2.p", "3" }, { "grid_part.grid.r3.p", "4" } },
	  "grid_part:\n  grid:\n    r1: {p: 1, q: 2}\n    r2:\n      p: 3\n    r3: # c\n      p: 4\n" },
	{ "an old name stays until its value is edited", "main:\n  old_a: 1 # c\n  old_items:\n  - old_x: 5\n    name: a\n", { { "main.items[0].name", "b" } },
	  "main:\n  old_a: 1 # c\n  old_items:\n  - old_x: 5\n    name: b\n" },
	{ "and is written anew then", "main:\n  old_a: 1 # c\n  old_items:\n  - old_x: 5\n", { { "main.a", "2" }, { "main.items[0].x", "6" }, { "main.items+1", NULL } },
	  "main:\n  a: 2 # c\n  items:\n  - x: 6\n  - kind: 运转\n" },
	{ "stored calculated values follow", "main:\n  a: 1\n  b: 2\n  sum1: 3.00 # c\n  rows: 7\n", { { "main.a", "5" } },
	  "main:\n  a: 5\n  b: 2\n  sum1: 7.00 # c\n  rows: 7\n" },
	{ "carriage returns", "main:\r\n  a: 1\r\n  l: x\r\n", { { "main.b", "2" }, { "main.l", "x\ny" } }, "main:\r\n  a: 1\r\n  b: 2\r\n  l: |-\r\n    x\r\n    y\r\n" },
	{ "several choices", "main:\n  ks: 专项\n  k: [专项]\n", { { "main.ks", "专项\n其他" }, { "main.k", "其他" } }, "main:\n  ks: [专项, 其他]\n  k: 其他\n" },
	{ "a value that does not fit is kept", "main:\n  a: abc\n  n: [1, 2] # c\n", { { "main.b", "x y" }, { "main.n", "3" } }, "main:\n  a: abc\n  b: x y\n  n: 3 # c\n" },
};

static void an_edit_changes_no_other_bytes(void **state)
{
	struct form *f = rich();
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(renderings); i++) {
		const struct rendering *x = &renderings[i];
		struct report *r = report_of(f, x->before);
		struct strbuf text;
		struct spot where;

		for (size_t n = 0; n < ARRAY_SIZE(x->steps) && x->steps[n].path; n++)
			take(r, &x->steps[n]);
		text = text_of(r);
		if (strcmp(text.text, x->after) != 0) {
			wrong++;
			print_error("%s: is written as\n%s-- and should be\n%s\n", x->name, text.text, x->after);
		}
		strbuf_release(&text);
		while (report_undo(r, &where))
			;
		assert_writes(r, x->before);
		assert_false(report_modified(r) && !report_can_redo(r));
		report_free(r);
	}
	form_free(f);
	assert_int_equal(wrong, 0);
}

static const char public_form[] = "form: p\nversion: 1\ntitle: 公\nsections:\n  - id: s\n    number: 一\n    title: 甲\n    fields:\n"
				  "      - {id: name, label: 姓名, type: text, personal: true}\n      - {id: n, label: 数, type: integer}\n"
				  "      - {id: twice, label: 倍, type: integer, calculate: n * 2}\n"
				  "      - id: t\n        label: 表\n        type: table\n        columns:\n          - {id: who, label: 谁, type: text, personal: true}\n"
				  "          - {id: v, label: 值, type: decimal, decimals: 1}\n          - {id: w, label: 倍, type: decimal, decimals: 1, calculate: v * 2}\n";

static void a_public_copy_leaves_personal_values_out(void **state)
{
	struct form *f = form_of(public_form);
	struct report *r = report_of(f, "form: p\ns:\n  name: 张三 # c\n  n: 2\n  t:\n  - {who: 李四, v: 1.5}\n  - who: 王五\n");
	struct strbuf text;

	(void)state;
	set_to(r, "s.t[1].who", "赵六");
	row_into(r, "s.t", 2);
	set_to(r, "s.t[2].who", "孙七");
	set_to(r, "s.t[2].v", "3");
	text = finished_text_of(r, true);
	assert_string_equal(text.text, "form: p\ns:\n  name: # c\n  n: 2\n  twice: 4\n  t:\n  - {who: , v: 1.5, w: 3.0}\n  - who:\n  - v: 3\n    w: 6.0\n");
	strbuf_release(&text);
	report_free(r);
	form_free(f);
}

static void a_finished_report_has_no_hidden_calculated_values(void **state)
{
	static const char hiding[] = "form: h\nversion: 1\ntitle: 隐\nsections:\n  - id: s\n    title: 甲\n    fields:\n"
				     "      - {id: on, label: 开, type: boolean}\n      - {id: a, label: 甲, type: integer}\n"
				     "      - {id: b, label: 乙, type: integer, calculate: a * 2, relevant: on}\n"
				     "      - {id: c, label: 丙, type: integer, calculate: a * 3, relevant: on}\n";
	struct form *f = form_of(hiding);
	struct report *r = report_of(f, "form: h\ns:\n  a: 1\n  b:\n");
	struct strbuf text;

	(void)state;
	text = finished_text_of(r, false);
	assert_string_equal(text.text, "form: h\ns:\n  a: 1\n  b:\n");
	set_to(r, "s.on", "true");
	strbuf_release(&text);
	text = finished_text_of(r, false);
	assert_string_equal(text.text, "form: h\ns:\n  'on': true\n  a: 1\n  b: 2\n  c: 3\n");
	strbuf_release(&text);
	report_free(r);
	form_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unedited_report_is_written_byte_for_byte),
		cmocka_unit_test(one_edited_field_is_one_changed_line),
		cmocka_unit_test(an_edit_changes_no_other_bytes),
		cmocka_unit_test(a_public_copy_leaves_personal_values_out),
		cmocka_unit_test(a_finished_report_has_no_hidden_calculated_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
