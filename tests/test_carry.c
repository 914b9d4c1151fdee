/*
 * Carry-over: what a new report takes from last year's, and how it is confirmed. The numbers are the invariants of review/carry.h
 * and report/carried.h.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/data.h"
#include "report/blank.h"
#include "report/carried.h"
#include "report/outside.h"
#include "report_fixture.h"
#include "review/carry.h"

static const char form_text[] =
	"form: f\nversion: 1\ntitle: F\nunit: s.unit\nyear: s.year\nsections:\n"
	"  - id: s\n    title: S\n    fields:\n"
	"      - {id: unit, label: 单位, type: text, max_length: 6, carry: same}\n"
	"      - {id: year, label: 年度, type: year}\n"
	"      - {id: posts, label: 编制, type: integer, carry: same}\n"
	"      - {id: staff, label: 在编, type: integer}\n"
	"      - {id: level, label: 级别, type: choice, choices: [甲级, 乙级], carry: same}\n"
	"      - {id: goal, label: 目标, type: longtext, carry: same, locked: true}\n"
	"      - {id: weight, label: 分值, type: decimal, default: 10, carry: same}\n"
	"      - {id: total, label: 支出, type: decimal, unit: 万元, decimals: 2, stated: true, calculate: a + b}\n"
	"      - {id: a, label: 甲, type: decimal, unit: 万元, decimals: 2}\n"
	"      - {id: b, label: 乙, type: decimal, unit: 万元, decimals: 2}\n"
	"      - {id: rate, label: 率, type: decimal, decimals: 2, calculate: a / b * 100}\n"
	"      - {id: before, label: 上年支出, type: decimal, unit: 万元, decimals: 2, carry: s.total}\n"
	"      - {id: rate_before, label: 上年率, type: decimal, decimals: 2, carry: s.rate}\n"
	"      - {id: first, label: 首项, type: text, carry: 's.items[''甲''].unit'}\n"
	"      - id: items\n        label: 项目\n        type: table\n        key: name\n        max_rows: 4\n        carry: same\n        columns:\n"
	"          - {id: name, label: 名称, type: text, carry: same}\n"
	"          - {id: unit, label: 单位, type: text, carry: same}\n"
	"          - {id: target, label: 目标值, type: decimal, locked: true, carry: same}\n"
	"          - {id: actual, label: 完成值, type: decimal}\n"
	"          - {id: last, label: 上年完成, type: decimal, carry: s.items.actual}\n"
	"          - {id: score, label: 得分, type: decimal, default: 5}\n"
	"      - id: whole\n        label: 全表\n        type: table\n        carry: same\n        columns:\n"
	"          - {id: x, label: X, type: text}\n          - {id: y, label: Y, type: decimal}\n"
	"      - id: part\n        label: 部分\n        type: table\n        columns:\n"
	"          - {id: x, label: X, type: text, carry: same}\n          - {id: y, label: Y, type: decimal}\n"
	"      - id: none\n        label: 不带\n        type: table\n        columns:\n          - {id: x, label: X, type: text}\n"
	"      - id: m\n        label: 表\n        type: matrix\n        columns:\n"
	"          - {id: prev, label: 上年, type: decimal, carry: s.m.final}\n"
	"          - {id: final, label: 本年, type: decimal}\n"
	"        rows:\n          - {id: r1, label: 一}\n          - {id: r2, label: 二, stated: true, cells: {prev: {calculate: s.m.r1.prev}, final: {calculate: s.m.r1.final * 2}}}\n"
	"  - id: z\n    title: Z\n    fields:\n      - {id: note, label: 备注, type: text, carry: same}\n";

static const char last_text[] =
	"form: f@1\ns:\n  unit: 民政局\n  year: 2021\n  posts: 12\n  staff: 11\n  level: 乙级\n  goal: |-\n    一\n    二\n  weight:\n"
	"  total:\n  a: 100.10\n  b: 50\n  items:\n"
	"    - {name: 甲, unit: 台, target: 10, actual: 9.5}\n    - {name: 乙, unit: 座, target: 3}\n    - {actual: 1.0, score: 2}\n    -\n"
	"  whole:\n    - {x: 一, y: 1.50}\n  part:\n    - {x: 一, y: 1}\n    - {y: 2}\n  none:\n    - {x: 一}\n"
	"  m:\n    r1: {prev: 1, final: 2.0}\n    r2: {final: 4}\nz:\n  note: 备注\n"
	"carried: [s.unit]\nreview:\n  - {id: c1, path: s.unit, by: 李, text: 看}\nreasons:\n  - {check: c, path: s.a, text: 因}\nannexes: [x.yaml]\n";

/* a report begun from `last`; the text of what would be written is checked by the caller */
static struct report *carried_into(struct form *form, struct report *last, struct carried_over *over)
{
	struct strbuf blank;
	struct error e = { 0 };
	struct report *r;

	strbuf_init(&blank, 0);
	blank_text(form, "f@1", &blank);
	r = report_of(form, blank.text);
	strbuf_release(&blank);
	if (!carry_over(last, r, over, &e) || !blank_defaults(r, &e))
		fail_msg("%s", e.text);
	return r;
}

static struct report *from_text(struct form *form, const char *text, struct carried_over *over)
{
	struct report *last = report_of(form, text), *r = carried_into(form, last, over);

	report_free(last);
	return r;
}

static const char *entered(struct report *r, const char *path)
{
	static char out[4096];
	size_t len;
	const char *text = report_text(r, spot_at(r, path), &len);

	snprintf(out, sizeof(out), "%.*s", (int)len, text);
	return out;
}

static void each_field_takes_what_its_carry_says_and_all_others_start_blank_or_at_their_default(void **state)
{
	static const struct {
		const char *path, *text;
	} expected[] = {
		{ "s.unit", "民政局" }, { "s.year", "2022" }, { "s.posts", "12" }, { "s.staff", "" }, { "s.level", "乙级" }, { "s.goal", "一\n二" },
		{ "s.weight", "10" }, { "s.total", "" }, { "s.a", "" }, { "s.before", "150.10" }, { "s.rate_before", "200.20" }, { "s.first", "台" },
		{ "s.items[0].name", "甲" }, { "s.items[0].target", "10" }, { "s.items[0].actual", "" }, { "s.items[0].last", "9.5" },
		{ "s.items[0].score", "5" }, { "s.items[1].name", "乙" }, { "s.items[1].last", "" }, { "s.items[2].name", "" },
		{ "s.items[2].last", "1.0" }, { "s.whole[0].x", "一" }, { "s.whole[0].y", "1.50" }, { "s.part[0].x", "一" }, { "s.part[0].y", "" },
		{ "s.m.r1.prev", "2.0" }, { "s.m.r2.prev", "4" }, { "s.m.r1.final", "" }, { "z.note", "备注" }, { "annexes", "" },
	};
	struct form *f = form_of(form_text);
	struct carried_over over;
	struct report *r = from_text(f, last_text, &over);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(expected); i++) {
		if (strcmp(entered(r, expected[i].path), expected[i].text) != 0)
			fail_msg("%s: '%s', not '%s'", expected[i].path, entered(r, expected[i].path), expected[i].text);
	}
	assert_int_equal(report_row_count(r, spot_at(r, "s.items").field), 3); /* the blank row brings nothing */
	assert_int_equal(report_row_count(r, spot_at(r, "s.part").field), 1);
	assert_int_equal(report_row_count(r, spot_at(r, "s.none").field), 0);
	assert_int_equal(report_row_count(r, spot_at(r, "review").field), 0);
	assert_int_equal(report_row_count(r, spot_at(r, "reasons").field), 0);
	assert_int_equal(over.unplaced, 0);
	report_free(r);
	form_free(f);
}

static void every_value_that_came_over_is_on_the_list_and_nothing_else(void **state)
{
	struct form *f = form_of(form_text);
	struct carried_over over;
	struct report *r = from_text(f, last_text, &over);

	(void)state;
	assert_string_equal(entered(r, "carried"),
			    "s.unit\ns.year\ns.posts\ns.level\ns.goal\ns.before\ns.rate_before\ns.first\n"
			    "s.items['甲'].name\ns.items['甲'].unit\ns.items['甲'].target\ns.items['甲'].last\n"
			    "s.items['乙'].name\ns.items['乙'].unit\ns.items['乙'].target\ns.items[2].last\n"
			    "s.whole[0].x\ns.whole[0].y\ns.part[0].x\ns.m.r1.prev\ns.m.r2.prev\nz.note");
	assert_int_equal(over.values, 22);
	report_free(r);
	form_free(f);
}

static void a_stated_total_comes_over_as_it_was_stated(void **state)
{
	struct form *f = form_of(form_text);
	struct carried_over over;
	struct report *r = from_text(f, "form: f\ns:\n  total: 151.0\n  a: 100\n  b: 50\n", &over);

	(void)state;
	assert_string_equal(entered(r, "s.before"), "151.0");
	report_free(r);
	form_free(f);
}

/* ---- another form ---- */

static void old_names_are_found_and_amounts_converted_and_what_does_not_fit_is_kept_aside(void **state)
{
	static const char later[] =
		"form: f\nversion: 2\ntitle: F\nyear: p.year\nrenamed: {s: p, s.posts: p.quota, s.items: p.things, s.items.name: p.things.title}\nsections:\n"
		"  - id: p\n    title: P\n    fields:\n"
		"      - {id: unit, label: 单位, type: text, max_length: 2, carry: same}\n"
		"      - {id: year, label: 年度, type: year}\n"
		"      - {id: quota, label: 编制, type: integer, carry: same}\n"
		"      - {id: level, label: 级别, type: choice, choices: [甲级], carry: same}\n"
		"      - {id: a, label: 甲, type: decimal, unit: 元, decimals: 2, carry: same}\n"
		"      - {id: b, label: 乙, type: decimal, unit: '%', decimals: 2, carry: same}\n"
		"      - id: things\n        label: 事项\n        type: table\n        max_rows: 1\n        key: title\n        columns:\n"
		"          - {id: title, label: 标题, type: text, carry: same}\n"
		"          - {id: actual, label: 完成, type: integer, carry: same}\n";
	struct form *old = form_of(form_text), *f = form_of(later);
	struct report *last = report_of(old, "form: f@1\ns:\n  unit: 民政局\n  year: 2021\n  posts: 12\n  level: 乙级\n  a: 100.10\n  b: 5\n  staff: 3\n  odd: 1\n"
					     "  items:\n    - {name: 甲, unit: 台, actual: 1.5, odd: {k: v}}\n    - {name: 乙}\n  none:\n    - {x: 一}\nz: {note: 注}\n");
	struct carried_over over;
	struct report *r = carried_into(f, last, &over);
	struct strbuf out;

	(void)state;
	assert_string_equal(entered(r, "p.year"), "2022");
	assert_string_equal(entered(r, "p.quota"), "12");
	assert_string_equal(entered(r, "p.a"), "1001000");
	assert_string_equal(entered(r, "p.unit"), "");
	assert_string_equal(entered(r, "p.things[0].title"), "甲");
	assert_int_equal(report_row_count(r, spot_at(r, "p.things").field), 1);
	strbuf_init(&out, 0);
	for (uint32_t i = 0; i < report_row_count(r, spot_at(r, "unplaced").field); i++) {
		char path[32];

		snprintf(path, sizeof(path), "unplaced[%u].path", i);
		strbuf_printf(&out, "%s ", entered(r, path));
		snprintf(path, sizeof(path), "unplaced[%u].label", i);
		strbuf_printf(&out, "%s ", entered(r, path));
		snprintf(path, sizeof(path), "unplaced[%u].value", i);
		strbuf_printf(&out, "%s\n", entered(r, path));
	}
	assert_same("unplaced", out.text,
		    "s.unit 单位 \"民政局\"\n"
		    "s.level 级别 \"乙级\"\n"
		    "s.b 乙 5\n"
		    "s.items['甲'].actual 项目 1（甲） · 完成值 1.5\n"
		    "s.items['乙'] 项目 2（乙） {\"name\":\"乙\"}\n"
		    "s.staff 在编 3\n"
		    "z.note 备注 \"注\"\n"
		    "s.items['甲'].unit 项目 1（甲） · 单位 \"台\"\n"
		    "s.none[0] 不带 1 {\"x\":\"一\"}\n"
		    "s.odd  1\n"
		    "s.items['甲'].odd 项目 1（甲） {\"k\":\"v\"}\n");
	assert_int_equal(over.unplaced, 11);
	strbuf_release(&out);
	report_free(r);
	report_free(last);
	form_free(f);
	form_free(old);
}

/* (5) at random: each value of last year's is in its place, on its way out, or its place starts blank */
static void nothing_of_last_years_report_is_silently_gone(void **state)
{
	static const char *const texts[] = { "甲", "1", "2.50", "不适用", "乙级", "很长的一段文字", "[1, 2]", "", "~" };
	static const char *const keys[] = { "unit", "year", "posts", "staff", "level", "goal", "weight", "total", "a", "b", "before", "odd", "none" };
	static const char *const columns[] = { "name", "unit", "target", "actual", "last", "score", "odd" };
	struct form *f = form_of(form_text);
	uint32_t seed = 7;

	(void)state;
	for (unsigned round = 0; round < 300; round++) {
		struct strbuf text, all;
		struct carried_over over;
		struct report *last, *r, *again;

		strbuf_init(&text, 0);
		strbuf_puts(&text, "form: f@1\ns:\n");
		for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
			strbuf_printf(&text, "  %s: %s\n", keys[i], texts[(seed = seed * 1664525u + 1013904223u) % ARRAY_SIZE(texts)]);
		strbuf_puts(&text, "  items:\n");
		for (unsigned row = 0; row < round % 7; row++) {
			strbuf_puts(&text, "    - {");
			for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
				strbuf_printf(&text, "%s%s: %s", i ? ", " : "", columns[i], texts[(seed = seed * 1664525u + 1013904223u) % ARRAY_SIZE(texts)]);
			strbuf_puts(&text, "}\n");
		}
		last = report_of(f, text.text);
		r = carried_into(f, last, &over);
		assert_int_equal(report_row_count(r, spot_at(r, "unplaced").field), over.unplaced);
		for (size_t i = 0; i < f->slot_count; i++) {
			const struct field *slot = f->slots[i];
			const struct spot s = { slot->section, slot, 0 };
			size_t len, now;
			const char *was = report_text(last, s, &len), *is = report_text(r, s, &now);
			bool aside = false;

			if (!len || slot->builtin || report_is_calculated(slot) || slot == f->year || !slot->carry || strcmp(slot->carry, "same") != 0)
				continue;
			for (uint32_t u = 0; u < over.unplaced && !aside; u++) {
				struct strbuf path;
				char at[32];

				strbuf_init(&path, 0);
				report_path(last, s, &path);
				snprintf(at, sizeof(at), "unplaced[%u].path", u);
				aside = strcmp(entered(r, at), path.text) == 0;
				strbuf_release(&path);
			}
			if (!aside && (len != now || memcmp(was, is, len) != 0))
				fail_msg("%s is gone\n%s", slot->id, text.text);
		}
		/* what is written opens again, fits all its fields, and is written back as it is */
		all = text_of(r);
		again = report_of(f, all.text);
		assert_writes(again, all.text);
		strbuf_clear(&text);
		dump_problems(again, false, &text);
		if (strstr(text.text, "[type]") || strstr(text.text, "[unknown]"))
			fail_msg("%s\n%s", text.text, all.text);
		report_free(again);
		strbuf_release(&all);
		report_free(r);
		report_free(last);
		strbuf_release(&text);
	}
	form_free(f);
}

static void a_long_table_is_confirmed_column_by_column(void **state)
{
	struct form *f = form_of("form: f\nversion: 1\ntitle: F\nsections:\n  - id: s\n    title: S\n    fields:\n      - id: t\n        label: T\n        type: table\n"
				 "        key: k\n        columns:\n          - {id: k, label: K, type: text, carry: same}\n          - {id: v, label: V, type: decimal}\n"
				 "          - {id: l, label: L, type: decimal, carry: same, locked: true}\n");
	struct strbuf text;
	struct carried_over over;
	struct report *r;
	struct error e;

	(void)state;
	strbuf_init(&text, 0);
	strbuf_puts(&text, "form: f\ns:\n  t:\n");
	for (unsigned i = 0; i < 1500; i++)
		strbuf_printf(&text, "    - {k: 第%u, v: 1, l: 2}\n", i);
	r = from_text(f, text.text, &over);
	assert_string_equal(entered(r, "carried"), "s.t.k\ns.t.l");
	assert_int_equal(over.values, 3000);
	assert_true(report_carried(r, spot_at(r, "s.t[7].k")));
	assert_false(report_carried(r, spot_at(r, "s.t[7].v")));
	assert_int_equal(report_carried_count(r, NULL), 1);
	set_to(r, "s.t[7].k", "别的");
	assert_true(report_carried(r, spot_at(r, "s.t[8].k")));
	report_act_as(r, ROLE_CLERK);
	assert_false(report_set(r, spot_at(r, "s.t[7].l"), "3", 1, false, &e));
	assert_true(report_confirm(r, spot_at(r, "s.t[7].k"), &e));
	assert_string_equal(entered(r, "carried"), "s.t.l");
	assert_false(report_carried(r, spot_at(r, "s.t[8].k")));
	assert_false(report_set(r, spot_at(r, "s.t[7].l"), "3", 1, false, &e));
	strbuf_release(&text);
	report_free(r);
	form_free(f);
}

/* ---- confirming ---- */

static const char waiting[] = "form: f\ns:\n  unit: 民政局\n  posts: 12\n  goal: 目标\n  items:\n    - {name: 甲, unit: 台, target: 1}\n    - {name: 乙}\nz:\n  note: 注\n"
			      "carried:\n  - s.unit\n  - s.posts  # 去年\n  - s.goal\n  - s.items['甲'].name\n  - s.items['甲'].unit\n  - s.items['甲'].target\n"
			      "  - s.items['乙'].name\n  - z.note\n";

static void setting_a_value_confirms_it_and_undo_takes_that_back(void **state)
{
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, waiting);
	struct spot ignored;

	(void)state;
	assert_true(report_carried(r, spot_at(r, "s.unit")));
	assert_false(report_carried(r, spot_at(r, "s.staff")));
	assert_int_equal(report_carried_count(r, NULL), 6);
	assert_int_equal(report_carried_count(r, spot_at(r, "s").section), 5);
	set_to(r, "s.unit", "教育局");
	assert_false(report_carried(r, spot_at(r, "s.unit")));
	set_to(r, "s.items[0].name", "丙"); /* its row's other values go on waiting, under the new key */
	assert_false(report_carried(r, spot_at(r, "s.items[0].name")));
	assert_true(report_carried(r, spot_at(r, "s.items[0].unit")));
	assert_true(report_carried(r, spot_at(r, "s.items[1].name")));
	row_to(r, "s.items", 0, 1);
	assert_true(report_carried(r, spot_at(r, "s.items[1].unit")));
	row_out(r, "s.items", 0);
	set_to(r, "s.staff", "3");
	assert_string_equal(entered(r, "carried"), "s.posts\ns.goal\ns.items['丙'].unit\ns.items['丙'].target\nz.note");
	assert_int_equal(report_carried_count(r, NULL), 3);
	while (report_undo(r, &ignored))
		;
	assert_true(report_carried(r, spot_at(r, "s.items[0].name")));
	assert_int_equal(report_carried_count(r, NULL), 6);
	assert_writes(r, waiting);
	report_free(r);
	form_free(f);
}

static void what_stands_as_it_should_is_confirmed_one_by_one_by_section_or_all_at_once(void **state)
{
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, waiting);
	struct spot ignored, none = { NULL };
	struct error e;

	(void)state;
	report_act_as(r, ROLE_CLERK);
	assert_true(report_confirm(r, spot_at(r, "s.posts"), &e));
	assert_false(report_carried(r, spot_at(r, "s.posts")));
	assert_true(report_confirm(r, spot_at(r, "s.posts"), &e)); /* once is enough */
	assert_true(report_confirm(r, spot_at(r, "s"), &e));
	assert_string_equal(entered(r, "carried"), "s.goal\ns.items['甲'].target\nz.note"); /* what is locked nobody has to confirm */
	assert_true(report_undo(r, &ignored));
	assert_int_equal(report_carried_count(r, NULL), 5);
	assert_true(report_confirm(r, none, &e));
	assert_int_equal(report_carried_count(r, NULL), 0);
	assert_string_equal(entered(r, "s.unit"), "民政局");
	set_to(r, "s.staff", "3");
	report_act_as(r, ROLE_REVIEWER);
	assert_true(report_undo(r, &ignored) && report_undo(r, &ignored));
	assert_false(report_confirm(r, none, &e)); /* no reviewer's business */
	assert_int_equal(report_carried_count(r, NULL), 5);
	report_free(r);
	form_free(f);
}

static void what_is_locked_cannot_change_once_it_was_brought_over_even_when_all_is_confirmed(void **state)
{
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, waiting);
	struct error e;
	row_id row;

	(void)state;
	report_act_as(r, ROLE_CLERK);
	assert_true(report_confirm(r, (struct spot){ NULL }, &e));
	assert_false(report_set(r, spot_at(r, "s.goal"), "x", 1, false, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_false(report_set(r, spot_at(r, "s.items[0].target"), "2", 1, false, &e));
	assert_true(report_set(r, spot_at(r, "s.items[1].target"), "2", 1, false, &e)); /* was blank last year */
	assert_true(report_set(r, spot_at(r, "s.items[1].target"), "3", 1, false, &e));
	assert_true(report_insert(r, spot_at(r, "s.items").field, 2, &row, &e));
	assert_true(report_set(r, spot_at(r, "s.items[2].target"), "2", 1, false, &e));
	report_free(r);
	form_free(f);
}

static void values_that_wait_are_a_note_at_the_first_of_each_section(void **state)
{
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, waiting);
	struct error e;

	(void)state;
	assert_int_equal(report_counts(r, NULL).notes, 2);
	assert_problems(r, "3:9: note [carried] s.unit: 5 values of 'S' were brought over from last year; look them over and confirm them\n"
			   "10:9: note [carried] z.note: 1 value of 'Z' was brought over from last year; look it over and confirm it\n");
	assert_true(report_confirm(r, spot_at(r, "s"), &e));
	assert_int_equal(report_counts(r, NULL).notes, 1);
	assert_true(report_confirm(r, spot_at(r, "z.note"), &e));
	assert_problems(r, "");
	report_free(r);
	form_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_field_takes_what_its_carry_says_and_all_others_start_blank_or_at_their_default),
		cmocka_unit_test(every_value_that_came_over_is_on_the_list_and_nothing_else),
		cmocka_unit_test(a_stated_total_comes_over_as_it_was_stated),
		cmocka_unit_test(old_names_are_found_and_amounts_converted_and_what_does_not_fit_is_kept_aside),
		cmocka_unit_test(nothing_of_last_years_report_is_silently_gone),
		cmocka_unit_test(a_long_table_is_confirmed_column_by_column),
		cmocka_unit_test(setting_a_value_confirms_it_and_undo_takes_that_back),
		cmocka_unit_test(what_stands_as_it_should_is_confirmed_one_by_one_by_section_or_all_at_once),
		cmocka_unit_test(what_is_locked_cannot_change_once_it_was_brought_over_even_when_all_is_confirmed),
		cmocka_unit_test(values_that_wait_are_a_note_at_the_first_of_each_section),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
