/* Values with a shape of their own: as texts, in a report's file, and what is said of the program's own part. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/data.h"
#include "report_fixture.h"

static const char form_text[] =
	"form: f\nversion: 1\ntitle: 表\nsections:\n  - id: s\n    title: 甲\n    fields:\n"
	"      - {id: a, label: 甲数, type: decimal, decimals: 2}\n"
	"      - {id: t, label: 明细, type: table, key: name, columns: [{id: name, label: 名, type: text}, {id: x, label: 额, type: decimal}]}\n";

/* ---- texts of data ---- */

static void json_is_made_compact_and_what_is_none_is_refused(void **state)
{
	static const char *const good[][2] = {
		{ " [ 1 , -2.50,true, null ] ", "[1,-2.50,true,null]" },
		{ "{ \"a\" : { } , \"b\" : [ ] }", "{\"a\":{},\"b\":[]}" },
		{ "\"\\u4e2d\\ud83d\\ude00\\/\\n\"", "\"中😀/\\n\"" },
		{ "74.0", "74.0" },
	};
	static const char *const bad[] = { "", "[", "[1,]", "{\"a\":1,}", "{\"a\":1,\"\\u0061\":2}", "{a:1}", "1e5", "01", "\"\\ud800\"", "\"a\nb\"",
					   "[1] 2", "'a'", "nul", "\"\\x41\"", "{\"a\"}", "\xff" };
	struct strbuf out;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		strbuf_init(&out, 0);
		assert_true(data_read(&out, good[i][0], strlen(good[i][0])));
		assert_string_equal(out.text, good[i][1]);
		strbuf_release(&out);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		strbuf_init(&out, 0);
		if (data_read(&out, bad[i], strlen(bad[i])))
			fail_msg("taken: %s", bad[i]);
		strbuf_release(&out);
	}
}

static void data_deeper_than_the_limit_is_refused(void **state)
{
	char text[2 * DATA_MAX_DEPTH + 3];
	struct strbuf out;

	(void)state;
	for (int depth = DATA_MAX_DEPTH; depth <= DATA_MAX_DEPTH + 1; depth++) {
		memset(text, '[', (size_t)depth);
		memset(text + depth, ']', (size_t)depth);
		strbuf_init(&out, 0);
		assert_int_equal(data_read(&out, text, 2 * (size_t)depth), depth == DATA_MAX_DEPTH);
		strbuf_release(&out);
	}
}

static void a_view_walks_over_items_and_finds_keys(void **state)
{
	static const char text[] = "[{\"by\":\"李\\\"四]\",\"n\":74.0},[],\"x\",null]";
	struct data d = { text, strlen(text) }, key, item;
	struct data_walk w = data_walk(d);
	struct strbuf out;

	(void)state;
	strbuf_init(&out, 0);
	assert_true(data_next(&w, &key, &item));
	assert_int_equal(data_kind(key), DATA_NONE);
	data_text(data_get(item, "by"), &out);
	assert_string_equal(out.text, "李\"四]");
	assert_true(data_says(data_get(item, "n"), "74.0", 4));
	assert_int_equal(data_kind(data_get(item, "m")), DATA_NONE);
	assert_true(data_next(&w, &key, &item));
	assert_int_equal(data_kind(item), DATA_LIST);
	assert_true(data_next(&w, &key, &item));
	assert_true(data_says(item, "x", 1));
	assert_true(data_next(&w, &key, &item));
	assert_int_equal(data_kind(item), DATA_NULL);
	assert_false(data_next(&w, &key, &item));
	strbuf_release(&out);
}

/* ---- in a report ---- */

static void assert_text(struct report *r, const char *path, const char *expected)
{
	size_t len;
	const char *text = report_text(r, spot_at(r, path), &len);

	if (len != strlen(expected) || memcmp(text, expected, len) != 0)
		fail_msg("%s: %.*s\nexpected %s", path, (int)len, text, expected);
}

static void any_style_of_yaml_is_read_as_one_text_and_kept_as_it_stands(void **state)
{
	static const char text[] =
		"form: f\ncarried: [s.a, s.t]\nannexes:\n- a.yaml\n- 'b.yaml'\nhistory:\n  - changed: {s.a: 74.0, s.b: '74.0', s.c: ~, s.d: , s.e: true, s.f: 2021-12-31}\n"
		"  - changed: 已改\n  - changed:\nreview:\n  - id: c1\n    replies:   # 答\n    - by: 李四   # 某\n      text: |\n        两\n        行\n    -   {by: 王, text: \"好\"}\n"
		"unplaced:\n  - path: s.z\n    value: [1, [2, {}]]\norigins: {s.a: 3}\n";
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, text);

	(void)state;
	assert_text(r, "carried", "s.a\ns.t");
	assert_text(r, "annexes", "a.yaml\nb.yaml");
	assert_text(r, "history[0].changed", "{\"s.a\":74.0,\"s.b\":\"74.0\",\"s.c\":null,\"s.d\":null,\"s.e\":true,\"s.f\":\"2021-12-31\"}");
	assert_text(r, "history[1].changed", "\"已改\"");
	assert_text(r, "history[2].changed", "");
	assert_text(r, "review[0].replies", "[{\"by\":\"李四\",\"text\":\"两\\n行\\n\"},{\"by\":\"王\",\"text\":\"好\"}]");
	assert_text(r, "unplaced[0].value", "[1,[2,{}]]");
	assert_text(r, "origins", "{\"s.a\":3}");
	assert_writes(r, text);
	report_free(r);
	form_free(f);
}

/* before, path, what is set ("+" inserts a row first), after */
static const char *const writes[][5] = {
	{ "new list", "form: f\n", "carried", "s.a\ns.t['甲 乙'].x", "form: f\ncarried:\n  - s.a\n  - s.t['甲 乙'].x\n" },
	{ "blank list", "form: f\ncarried:  # 上年\nannexes: [a]\n", "carried", "s.a", "form: f\ncarried:  # 上年\n  - s.a\nannexes: [a]\n" },
	{ "list in brackets", "form: f\ncarried: [s.a, s.b]\n", "carried", "s.b", "form: f\ncarried: [s.b]\n" },
	{ "one item taken out", "form: f\ncarried:\n- s.a   # 一\n# 二\n- s.b\n- 's.c'\n", "carried", "s.a\ns.c", "form: f\ncarried:\n- s.a   # 一\n- 's.c'\n" },
	{ "first out, one more", "form: f\ncarried:\n- s.a\n- \"s.b\" # b", "carried", "s.b\ns.d", "form: f\ncarried:\n- \"s.b\" # b\n- s.d" },
	{ "all other", "form: f\ncarried:\n- s.a\n- s.b\nannexes:\n", "carried", "s.d", "form: f\ncarried:\n  - s.d\nannexes:\n" },
	{ "made blank", "form: f\ncarried:\n  - s.a\n  - s.b\nannexes:\n", "carried", "", "form: f\ncarried:\nannexes:\n" },
	{ "made blank, comment", "form: f\ncarried: # 一\n  - s.a\nannexes:\n", "carried", "", "form: f\ncarried: # 一\nannexes:\n" },
	{ "mapping in a new row", "form: f\n", "history+", "{\"s.a\":1.50,\"s.t['甲'].x\":null,\"s.l\":\"两\\n行\"}",
	  "form: f\nhistory:\n  - changed:\n      s.a: 1.50\n      s.t['甲'].x: null\n      s.l: |-\n        两\n        行\n" },
	{ "mapping in flow", "form: f\nhistory: [{by: 甲}]\n", "history[0].changed", "{\"s.a\":\"0012\"}", "form: f\nhistory: [{by: 甲, changed: {s.a: '0012'}}]\n" },
	{ "reply added", "form: f\nreview:\n  - id: c1\n    replies:\n      - by:  甲   # 某\n        text: '好'\n  - id: c2\n", "review[0].replies",
	  "[{\"by\":\"甲\",\"text\":\"好\"},{\"by\":\"乙\",\"text\":\"已改: 是\"}]",
	  "form: f\nreview:\n  - id: c1\n    replies:\n      - by:  甲   # 某\n        text: '好'\n      - by: 乙\n        text: '已改: 是'\n  - id: c2\n" },
	{ "reply added in brackets", "form: f\nreview:\n  - id: c1\n    replies: [{by: 甲}]\n", "review[0].replies", "[{\"by\":\"甲\"},{\"by\":\"乙\"}]",
	  "form: f\nreview:\n  - id: c1\n    replies: [{by: 甲}, {by: 乙}]\n" },
	{ "first reply behind a blank key", "form: f\nreview:\n  - id: c1\n    replies:\n    state: open\n", "review[0].replies", "[{\"by\":\"乙\"}]",
	  "form: f\nreview:\n  - id: c1\n    replies:\n      - by: 乙\n    state: open\n" },
	{ "words replaced by a list", "form: f\nreview:\n  - replies: |-\n      两\n      行\n    id: c1\n", "review[0].replies", "[[\"a\",[]],{}]",
	  "form: f\nreview:\n  - replies:\n      - - a\n        - []\n      - {}\n    id: c1\n" },
	{ "a list replaced by a word", "form: f\nunplaced:\n  - value:\n    - 1\n    - 2\n    label: x\n", "unplaced[0].value", "\"话\"",
	  "form: f\nunplaced:\n  - value: 话\n    label: x\n" },
	{ "a mapping replaced", "form: f\nhistory:\n  - changed:\n       s.a: 1\n       s.b: 2\n    by: x\n", "history[0].changed", "{\"s.a\":1,\"s.c\":3}",
	  "form: f\nhistory:\n  - changed:\n       s.a: 1\n       s.c: 3\n    by: x\n" },
	{ "text that is no data", "form: f\nunplaced:\n  - label: x", "unplaced[0].value", "true", "form: f\nunplaced:\n  - label: x\n    value: true" },
};

static void what_is_written_reads_as_a_person_would_write_it_and_reads_back_equal(void **state)
{
	struct form *f = form_of(form_text);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(writes); i++) {
		struct report *r = report_of(f, writes[i][1]), *again;
		const bool row = strchr(writes[i][2], '+') != NULL;
		const char *path = row ? "history[0].changed" : writes[i][2];
		struct strbuf out;
		size_t len;
		const char *text;
		char *kept;

		if (row)
			row_into(r, "history", 0);
		set_to(r, path, writes[i][3]);
		out = text_of(r);
		assert_same(writes[i][0], out.text, writes[i][4]);
		text = report_text(r, spot_at(r, path), &len);
		kept = strndup(text, len);
		again = report_of_len(f, out.text, out.len);
		assert_text(again, path, kept);
		while (report_undo(r, &(struct spot){ NULL }))
			;
		assert_writes(r, writes[i][1]);
		free(kept);
		strbuf_release(&out);
		report_free(again);
		report_free(r);
	}
	form_free(f);
}

/* any data that is set comes back from the file, in every place and style */
static uint32_t below(uint32_t *state, uint32_t n)
{
	*state = *state * 1664525u + 1013904223u;
	return n ? (*state >> 8) % n : 0;
}

static void random_data(uint32_t *state, unsigned depth, struct strbuf *out)
{
	static const char *const words[] = { "", "甲", "a: b", "- x", "0012", "74.0", "true", "null", "~", "两\n行", "末\n", " 空 ", "#", "'", "\"", "[", "a\tb", "\x01", "{}", "是", "\n\n", "|", "2021-12-31" };
	uint32_t n = below(state, 3), kind = below(state, depth ? 6 : 4);
	const char *word = words[below(state, ARRAY_SIZE(words))];

	if (kind == 0)
		strbuf_puts(out, "null");
	else if (kind < 4)
		(below(state, 2) ? data_plain : data_string)(out, word, strlen(word));
	else
		strbuf_putc(out, kind == 4 ? '[' : '{');
	for (uint32_t i = 0; kind > 3 && i < n; i++) {
		char key[64];

		snprintf(key, sizeof(key), "%s%u", words[below(state, ARRAY_SIZE(words))], i);
		if (kind == 4)
			data_comma(out);
		else
			data_key(out, key, strlen(key));
		random_data(state, depth - 1, out);
	}
	if (kind > 3)
		strbuf_putc(out, kind == 4 ? ']' : '}');
}

static void whatever_is_set_over_whatever_stands_there_reads_back_equal(void **state)
{
	static const char *const frames[] = {
		"form: f\nunplaced:\n  - value: # 注\n    label: x\n  - {label: y, value: }\n  # 尾\n",
		"form: f\nunplaced:\n- label: x\n  value:\n- {label: y}\n",
		"form: f\nunplaced: [{label: x}, {value: 3}]\n",
	};
	struct form *f = form_of(form_text);
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 400; round++) {
		struct report *r = report_of(f, frames[round % 3]), *again;
		struct strbuf first, second, data[2];

		for (int pass = 0; pass < 3; pass++) {
			for (uint32_t row = 0; row < 2; row++) {
				char path[32];

				snprintf(path, sizeof(path), "unplaced[%u].value", (unsigned)row);
				strbuf_init(&data[row], 0);
				random_data(&seed, 3, &data[row]);
				if (below(&seed, 6) == 0)
					strbuf_clear(&data[row]);
				set_to(r, path, data[row].text);
			}
			first = text_of(r);
			again = report_of_len(f, first.text, first.len);
			for (uint32_t row = 0; row < 2; row++) {
				char path[32];
				const bool null = strcmp(data[row].text, "null") == 0 || strcmp(data[row].text, "\"\"") == 0;

				snprintf(path, sizeof(path), "unplaced[%u].value", (unsigned)row);
				assert_text(again, path, null ? "" : data[row].text);
				strbuf_release(&data[row]);
			}
			second = text_of(again);
			assert_string_equal(first.text, second.text);
			strbuf_release(&first);
			strbuf_release(&second);
			report_free(r);
			r = again;
		}
		report_free(r);
	}
	form_free(f);
}

static void data_that_is_none_is_refused_and_nothing_is_edited(void **state)
{
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, "form: f\nunplaced: [{value: 3}]\n");
	struct error e;

	(void)state;
	assert_false(report_set(r, spot_at(r, "unplaced[0].value"), "{a", 2, true, &e));
	assert_int_equal(e.kind, ERR_VALUE);
	assert_false(report_modified(r));
	report_free(r);
	form_free(f);
}

static void a_form_cannot_ask_for_data(void **state)
{
	enum field_type type;

	(void)state;
	for (enum field_type t = TYPE_TEXT; t < TYPE_DATA; t++)
		assert_non_null(field_type_name(t));
	{
		static const char text[] = "form: f\nversion: 1\ntitle: t\nsections: [{id: s, title: t, fields: [{id: a, label: a, type: structured data}]}]\n";
		struct form *f = NULL;
		struct error e;

		assert_false(form_parse("f", text, strlen(text), &f, &e));
	}
	(void)type;
}

/* ---- what check says of the program's own part ---- */

static void what_is_wrong_there_never_blocks_and_is_kept(void **state)
{
	static const char text[] = "form: f\ns:\n  a: 1\nreview:\n  - id: c1\n    path: s.zz\n    state: done\n    stat: x\n  - path: s.a\n  - 3\n"
				   "history: 无\ncarried:\n  a: 1\n  b: 2\n";
	struct form *f = form_of(form_text);
	struct report *r = report_of(f, text);
	struct counts c;

	(void)state;
	report_finish(r);
	c = report_counts(r, NULL);
	assert_int_equal(c.errors, 0);
	assert_true(c.warnings >= 3);
	assert_writes(r, text);
	report_free(r);
	form_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_is_made_compact_and_what_is_none_is_refused),
		cmocka_unit_test(data_deeper_than_the_limit_is_refused),
		cmocka_unit_test(a_view_walks_over_items_and_finds_keys),
		cmocka_unit_test(any_style_of_yaml_is_read_as_one_text_and_kept_as_it_stands),
		cmocka_unit_test(what_is_written_reads_as_a_person_would_write_it_and_reads_back_equal),
		cmocka_unit_test(whatever_is_set_over_whatever_stands_there_reads_back_equal),
		cmocka_unit_test(data_that_is_none_is_refused_and_nothing_is_edited),
		cmocka_unit_test(a_form_cannot_ask_for_data),
		cmocka_unit_test(what_is_wrong_there_never_blocks_and_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
