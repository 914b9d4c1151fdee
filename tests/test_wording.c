/* Wording: what the text of a section is read as, and where its mistakes are said to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "form/wording.h"

#include <stdlib.h>
#include <string.h>

static const char form_text[] =
	"form: t\ntitle: 报告\nsections:\n"
	"  - id: main\n    number: 一\n    title: 甲\n    fields:\n"
	"      - {id: a, label: 甲数, type: decimal, unit: 万元}\n"
	"      - {id: b, label: 乙数, type: decimal}\n"
	"      - id: items\n        label: 明细\n        type: table\n        key: name\n        columns:\n"
	"          - {id: name, label: 名称, type: text}\n"
	"          - {id: x, label: 金额, type: decimal}\n"
	"      - id: grid\n        label: 表\n        type: matrix\n        columns: [{id: p, label: 预算, type: decimal}]\n"
	"        rows: [{id: r1, label: 行一}, {id: r2, label: 行二}]\n"
	"  - id: other\n    title: 乙\n    fields: [{id: z, label: 丙数, type: decimal}]\n";

struct told {
	struct form *form;
	struct strbuf mistakes;      /* line:column: text, a line each */
	unsigned count;
	struct error last;
};

static void keep(void *to, const struct error *e)
{
	struct told *t = to;

	t->count++;
	t->last = *e;
	strbuf_printf(&t->mistakes, "%u:%u: %s\n", e->line, e->column, e->text);
}

static struct wording *parse(struct told *t, const char *text, size_t len)
{
	struct formula_scope scope = { .form = t->form, .section = t->form->sections[0] };
	struct wording *w = NULL;

	strbuf_clear(&t->mistakes);
	t->count = 0;
	assert_true(wording_parse(&scope, text, len, (struct place){ "form.yaml", 7, 5 }, (struct wording_teller){ keep, t }, &w));
	return w;
}

/* as a line of signs: what is there, in order */
static void print(const struct wording *w, struct strbuf *out)
{
	for (; w; w = w->next) {
		switch (w->kind) {
		case WORDING_TEXT:
			strbuf_putc(out, '\'');
			strbuf_add(out, w->text, w->len);
			strbuf_putc(out, '\'');
			break;
		case WORDING_VALUE:
			strbuf_printf(out, "<%s.%s>", w->field->section->id, w->field->matrix ? w->field->matrix->id : w->field->id);
			break;
		case WORDING_CELL:
			strbuf_printf(out, "<cell %zu>", w->column);
			break;
		case WORDING_LABEL:
			strbuf_puts(out, "<label>");
			break;
		case WORDING_INDEX:
			strbuf_puts(out, "<index>");
			break;
		case WORDING_OPTIONAL:
			strbuf_putc(out, '[');
			print(w->first, out);
			strbuf_putc(out, ']');
			break;
		case WORDING_EACH:
			strbuf_printf(out, "{%s/%.*s:", w->field ? w->field->id : "?", (int)w->len, w->text ? w->text : "");
			print(w->first, out);
			strbuf_putc(out, '}');
			break;
		case WORDING_TABLE:
			strbuf_printf(out, "{table %s}", w->field->id);
			break;
		}
	}
}

static void reads(struct told *t, const char *text, const char *expected)
{
	struct strbuf out;

	strbuf_init(&out, 0);
	print(parse(t, text, strlen(text)), &out);
	assert_string_equal(t->mistakes.text, "");
	assert_string_equal(out.text, expected);
	strbuf_release(&out);
}

static void refuses(struct told *t, const char *text, unsigned line, unsigned column, const char *words)
{
	parse(t, text, strlen(text));
	if (t->count != 1 || !strstr(t->mistakes.text, words) || t->last.line != line || t->last.column != column)
		fail_msg("%s: %s", text, t->mistakes.text);
}

static void values_brackets_rows_and_tables_are_read(void **state)
{
	struct told *t = *state;

	reads(t, "收入{a}。\n", "'收入'<main.a>'。'");
	reads(t, "[甲{ a }][，乙{main.b}]", "['甲'<main.a>]['，乙'<main.b>]");
	reads(t, "[[{a}]、{b}]", "[[<main.a>]'、'<main.b>]");
	reads(t, "{each items sep=；}{index}、{name}{x}{end}。", "{items/；:<index>'、'<main.name><main.x>}'。'");
	reads(t, "{each items sep= / }{a}{end}", "{items/ / :<main.a>}");
	reads(t, "{each items}{name}\n{end}", "{items/:<main.name>'\n'}");
	reads(t, "{each grid sep=，}{label}{p}{end}", "{grid/，:<label><cell 0>}");
	reads(t, "[{table items}]{table grid}", "[{table items}]{table grid}");
	reads(t, "{grid.r1.p}{other.z}", "<main.grid><other.z>");
	reads(t, "{{a}} {[}注{]}", "'{''a''}'' ''[''注'']'");
	reads(t, "（一）情况\n{a}", "'（一）情况\n'<main.a>");
	reads(t, "", "");
	reads(t, "\n\n", "");
}

static void a_mistake_is_told_with_its_place(void **state)
{
	struct told *t = *state;

	refuses(t, "甲乙{c}", 7, 8, "'c'");
	refuses(t, "甲\n乙丙{c", 8, 7, "never closed");
	refuses(t, "甲{c\n乙", 7, 6, "never closed");
	refuses(t, "[甲", 7, 5, "never closed");
	refuses(t, "甲\n[{a}", 8, 5, "never closed");
	refuses(t, "甲]", 7, 6, "no '['");
	refuses(t, "甲}", 7, 6, "no '{'");
	refuses(t, "甲{end}", 7, 6, "no '{each");
	refuses(t, "{each items}{name}", 7, 5, "has no '{end}'");
	refuses(t, "{each a}{end}", 7, 11, "no table");
	refuses(t, "{each}{end}", 7, 10, "name is missing");
	refuses(t, "{each items with=；}{end}", 7, 17, "'sep='");
	refuses(t, "{each items}{each grid}{end}{end}", 7, 17, "inside of another");
	refuses(t, "{items}", 7, 6, "{table");
	refuses(t, "{table a}", 7, 12, "no table");
	refuses(t, "{}", 7, 5, "nothing between");
	refuses(t, "[甲]", 7, 5, "no field");
	refuses(t, "{name}", 7, 6, "'name'");
}

static void each_mistake_is_told(void **state)
{
	struct told *t = *state;
	const char *text = "{c}[甲]\n}{d}";

	parse(t, text, strlen(text));
	assert_int_equal(t->count, 4);
	assert_int_equal(strncmp(t->mistakes.text, "7:6: ", 5), 0);
}

static void brackets_are_nested_only_so_deep(void **state)
{
	struct told *t = *state;
	char text[400];

	memset(text, '[', WORDING_DEPTH);
	memcpy(text + WORDING_DEPTH, "{a}", 3);
	memset(text + WORDING_DEPTH + 3, ']', WORDING_DEPTH);
	parse(t, text, 2 * WORDING_DEPTH + 3);
	assert_int_equal(t->count, 0);
	memset(text, '[', 200);
	parse(t, text, 200);
	assert_true(t->count > 0);
	assert_non_null(strstr(t->mistakes.text, "too deep"));
}

static bool sound(const struct wording *w, unsigned depth)
{
	for (; w; w = w->next) {
		if (w->kind == WORDING_VALUE && (!w->expr || !field_is_scalar(w->field)))
			return false;
		if (w->kind == WORDING_TABLE && (!w->field || field_is_scalar(w->field)))
			return false;
		if (depth > WORDING_DEPTH || !sound(w->first, depth + 1))
			return false;
	}
	return true;
}

/* any run of pieces is a tree, or is refused with a place in the text */
static void every_nesting_parses_or_is_refused_with_a_place(void **state)
{
	static const char *const pieces[] = { "[", "]", "{", "}", "{a}", "{end}", "{each items}", "{each grid sep=；}", "{name}", "{p}", "{index}",
					      "{table items}", "{{", "}}", "{[}", "{]}", "字", "\n", "'", " ", "{each", "[{b}]" };
	struct told *t = *state;
	uint32_t seed = 20211231;

	for (unsigned run = 0; run < 20000; run++) {
		char text[256] = "";
		unsigned lines = 0;

		for (unsigned i = 0, n = (seed >> 5) % 12; i < n; i++) {
			seed = seed * 1664525u + 1013904223u;
			strncat(text, pieces[(seed >> 12) % ARRAY_SIZE(pieces)], sizeof(text) - strlen(text) - 1);
		}
		seed = seed * 1664525u + 1013904223u;
		for (const char *c = text; *c; c++)
			lines += *c == '\n';
		if (!sound(parse(t, text, strlen(text)), 0))
			fail_msg("%s", text);
		if (t->count && (t->last.line < 7 || t->last.line > 7 + lines || t->last.column < 5 || !t->last.text[0]))
			fail_msg("%s: %s", text, t->mistakes.text);
		if (!t->count && strchr(text, '[')) { /* what parsed is balanced */
			int depth = 0;

			for (const char *c = text; *c; c++) {
				if (strncmp(c, "{[}", 3) == 0 || strncmp(c, "{]}", 3) == 0)
					c += 2;
				else
					depth += *c == '[' ? 1 : *c == ']' ? -1 : 0;
			}
			if (depth != 0)
				fail_msg("%s", text);
		}
	}
}

static void a_form_with_a_bad_wording_is_refused_at_its_place(void **state)
{
	static const char text[] = "form: t\ntitle: t\nsections:\n  - id: s\n    title: s\n    fields: [{id: a, label: 甲, type: text}]\n"
				   "    text: |\n      甲{a}\n      乙[{b}]\n";
	struct form *f = NULL;
	struct error e;

	(void)state;
	assert_false(form_parse("f.yaml", text, strlen(text), &f, &e));
	assert_int_equal(e.line, 9);
	assert_int_equal(e.column, 10);
	assert_non_null(strstr(e.text, "'b'"));
}

static void the_number_of_a_heading_is_known(void **state)
{
	(void)state;
	assert_int_equal(wording_heading("（一）甲", strlen("（一）甲")), strlen("（一）"));
	assert_int_equal(wording_heading("（十二）甲", strlen("（十二）甲")), strlen("（十二）"));
	assert_int_equal(wording_heading("(三)甲", strlen("(三)甲")), strlen("(三)"));
	assert_int_equal(wording_heading("（1）甲", strlen("（1）甲")), 0);
	assert_int_equal(wording_heading("（一", strlen("（一")), 0);
	assert_int_equal(wording_heading("（）", strlen("（）")), 0);
	assert_int_equal(wording_heading("", 0), 0);
}

static void every_failed_allocation_is_told(void **state)
{
	struct told *t = *state;
	struct formula_scope scope = { .form = t->form, .section = t->form->sections[0] };
	const char *text = "[甲{a}]{each items sep=；}{name}{end}{table grid}";
	struct wording *w;
	bool ok = false;

	for (long n = 0; !ok && n < 400; n++) {
		w = NULL;
		strbuf_clear(&t->mistakes);
		memory_fail_after = n;
		ok = wording_parse(&scope, text, strlen(text), (struct place){ "f", 1, 1 }, (struct wording_teller){ keep, t }, &w);
		memory_fail_after = -1;
		assert_true(ok || t->last.kind == ERR_MEMORY);
	}
	assert_true(ok);
}

static int setup(void **state)
{
	static struct told t;
	struct error e;

	strbuf_init(&t.mistakes, 0);
	*state = &t;
	return form_parse("form.yaml", form_text, strlen(form_text), &t.form, &e) ? 0 : -1;
}

static int teardown(void **state)
{
	struct told *t = *state;

	strbuf_release(&t->mistakes);
	form_free(t->form);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_brackets_rows_and_tables_are_read),
		cmocka_unit_test(a_mistake_is_told_with_its_place),
		cmocka_unit_test(each_mistake_is_told),
		cmocka_unit_test(brackets_are_nested_only_so_deep),
		cmocka_unit_test(every_nesting_parses_or_is_refused_with_a_place),
		cmocka_unit_test(a_form_with_a_bad_wording_is_refused_at_its_place),
		cmocka_unit_test(the_number_of_a_heading_is_known),
		cmocka_unit_test(every_failed_allocation_is_told),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
