/*
 * Formulas as they are read: names, types, mistakes and where they are told, shared aggregates, what a formula reads,
 * and circles among them.
 */
#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "form_fixture.h"

#define LINE 7 /* where fixture_compile() says that formulas stand */
#define COLUMN 11

static int setup(void **state)
{
	*state = fixture_new();
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	fixture_free(*state);
	return 0;
}

static const struct expr *compile(struct fixture *fx, const char *text)
{
	const struct formula *f = NULL;
	struct error e = {.kind = ERR_NONE};

	if (!fixture_compile(fx, text, &f, &e))
		fail_msg("%s: %u: %s", text, e.column, e.text);
	return f->expr;
}

/* the mistake is told `offset` characters into the formula, in words that hold `words` */
static void refuse(struct fixture *fx, const char *text, unsigned offset, const char *words)
{
	const struct formula *f = NULL;
	struct error e = {.kind = ERR_NONE};

	if (fixture_compile(fx, text, &f, &e))
		fail_msg("%s should be refused (%s)", text, words);
	if (!strstr(e.text, words))
		fail_msg("%s: %s (expected: %s)", text, e.text, words);
	if (e.line != LINE || e.column != COLUMN + offset)
		fail_msg("%s: told at %u:%u, expected %u:%u (%s)", text, e.line, e.column, LINE, COLUMN + offset,
		         e.text);
	assert_string_equal(e.file, "form.yaml");
	assert_int_equal(e.kind, ERR_FORM);
}

/* ---- reading ---- */

static void a_mistake_in_writing_is_told_where_it_is(void **state)
{
	struct fixture *fx = *state;

	refuse(fx, "", 0, "empty");
	refuse(fx, "  ", 0, "empty");
	refuse(fx, "a +", 3, "ends where a value is expected");
	refuse(fx, "a + * b", 4, "'*' stands where a value is expected");
	refuse(fx, "(a + b", 6, "ends where ')' is expected");
	refuse(fx, "a b", 2, "should end before 'b'");
	refuse(fx, "sum(a, )", 7, "value is missing");
	refuse(fx, "sum(a b)", 6, "'b' stands where ')' is expected");
	refuse(fx, "t = 'abc", 4, "no closing '");
	refuse(fx, "a < b < c", 6, "cannot be chained");
	refuse(fx, "a = b = c", 6, "cannot be chained");
	refuse(fx, "a == b", 2, "'==' has no meaning in a formula: write =");
	refuse(fx, "a <> b", 2, "write !=");
	refuse(fx, "f = not g", 4, "parentheses");
	refuse(fx, "1 + not f", 4, "parentheses");
	refuse(fx, "+1", 0, "'+' stands where a value is expected");
	refuse(fx, "a where b", 2, "should end before 'where'");
	refuse(fx, "items[0.5].x", 6, "a row is its number");
	refuse(fx, "items[x].x", 6, "a row is its number");
	refuse(fx, "items[0.x", 7, "no ']'");
	refuse(fx, "items[0][1].x", 8, "one row at most");
	refuse(fx, "main.", 5, "a name must follow");
	refuse(fx, "main.grid.r1.p.x", 15, "one name too many");
}

static void characters_of_other_tools_are_named_with_the_right_ones(void **state)
{
	struct fixture *fx = *state;

	refuse(fx, "a ＋ b", 2, "full-width character: write the half-width '+'");
	refuse(fx, "（a)", 0, "'('");
	refuse(fx, "sum(a，b)", 5, "','");
	refuse(fx, "a ≥ b", 2, ">=");
	refuse(fx, "a × b", 2, "write *");
	refuse(fx, "t = \"x\"", 4, "write '");
	refuse(fx, "f && g", 2, "write and");
	refuse(fx, "a % b", 2, "'%' has no meaning");
	refuse(fx, "甲 + 1", 0, "'甲' has no meaning");
	refuse(fx, "t = '甲乙' and 甲", 13, "'甲'");
}

static void numbers_are_plain_decimals(void **state)
{
	struct fixture *fx = *state;

	assert_true(compile(fx, "0.5")->number == 500000000000);
	refuse(fx, "007", 0, "leading zeros");
	refuse(fx, "a + 1.", 5, "should end before '.'");
	refuse(fx, ".5", 0, "'.' stands");
	refuse(fx, "1e3", 0, "unknown name '1e3'");
	refuse(fx, "1.5e3", 0, "not a number");
	refuse(fx, "1234567890123456", 0, "more than 15 digits");
	refuse(fx, "0.1234567890123", 0, "12 after it");
}

static void a_date_is_checked_when_the_form_loads(void **state)
{
	struct fixture *fx = *state;

	assert_true(compile(fx, "date('1970-01-02')")->number == 1);
	refuse(fx, "date('2021-02-29')", 5, "is not a day");
	refuse(fx, "date('2021-2-9')", 5, "is not a day");
	refuse(fx, "day = date(t)", 11, "a day in quotes");
	refuse(fx, "day = date('2021-12-31', 1)", 23,
	       "',"
	       "' stands where ')' is expected");
}

static void keywords_are_no_names_but_functions_are(void **state)
{
	struct fixture *fx = *state;
	static const char *const keywords[] = {"and", "or",    "not",    "true", "false", "where", "this",
	                                       "row", "label", "status", "each", "index", "end"};

	for (size_t i = 0; i < ARRAY_SIZE(keywords); i++)
		assert_true(formula_is_keyword(keywords[i], strlen(keywords[i])));
	assert_false(formula_is_keyword("sum", 3));
	assert_false(formula_is_keyword("ands", 4));
	assert_int_equal(compile(fx, "sum + 1")->args[0]->op, EXPR_FIELD);
	assert_int_equal(compile(fx, "sum(sum, sum)")->op, EXPR_CALL);
	assert_int_equal(compile(fx, "sum (a)")->op, EXPR_CALL);
	refuse(fx, "each + 1", 0, "'each' is a keyword");
	refuse(fx, "1 + index", 4, "'index' is a keyword");
	refuse(fx, "main.where", 5, "'where' is a keyword");
	refuse(fx, "row", 0, "matrix");
}

static void names_are_found_from_the_inside_out(void **state)
{
	struct fixture *fx = *state;
	const struct field *x = fixture_field(fx, "main.items.x");

	assert_ptr_equal(compile(fx, "a")->field, fixture_field(fx, "main.a"));
	assert_ptr_equal(compile(fx, "other.a")->field, fixture_field(fx, "other.a"));
	assert_ptr_equal(compile(fx, "grid.r2.q")->field, fixture_field(fx, "main.grid.r2.q"));
	assert_ptr_equal(compile(fx, "main.grid.r2.q")->field, fixture_field(fx, "main.grid.r2.q"));
	assert_ptr_equal(compile(fx, "items[2].x")->field, x);
	assert_int_equal(compile(fx, "items[2].x")->row_index, 2);
	assert_string_equal(compile(fx, "main.items['a''b'].x")->row_key, "a'b");
	assert_int_equal(compile(fx, "rate")->op, EXPR_NUMBER);
	assert_ptr_equal(compile(fx, "n")->field, fixture_field(fx, "main.n"));
	fx->scope.table = fixture_field(fx, "main.items");
	assert_ptr_equal(compile(fx, "n")->field, fixture_field(fx, "main.items.n"));
	assert_ptr_equal(compile(fx, "this.n")->field, fixture_field(fx, "main.items.n"));
	assert_ptr_equal(compile(fx, "main.n")->field, fixture_field(fx, "main.n"));
	assert_ptr_equal(compile(fx, "sum(items.x where w = this.w)")->aggregate->where->args[1]->field,
	                 fixture_field(fx, "main.items.w"));
	assert_int_equal(compile(fx, "sum(items.x where w = this.w)")->aggregate->where->args[1]->level, 1);
	assert_int_equal(compile(fx, "sum(other.items.x where x = w)")->aggregate->where->args[1]->level, 1);
	fx->scope.table = NULL;
}

static void an_unknown_name_suggests_the_nearest(void **state)
{
	struct fixture *fx = *state;

	refuse(fx, "a + totle", 4, "unknown name 'totle': did you mean 'total'?");
	refuse(fx, "othr.only", 0, "did you mean 'other'?");
	refuse(fx, "other.onyl", 6, "did you mean 'only'?");
	refuse(fx, "sum(items.knd)", 10, "did you mean 'kind'?");
	refuse(fx, "items[0].nme", 9, "did you mean 'name'?");
	refuse(fx, "grid.r1.nota", 8, "did you mean 'note'?");
	refuse(fx, "sum(items.x where flagg)", 18, "did you mean 'flag'?");
	refuse(fx, "coalesse(a, b)", 0, "unknown function 'coalesse': did you mean 'coalesce'?");
	refuse(fx, "SUM(a)", 0, "did you mean 'sum'?");
	refuse(fx, "zzzzzz", 0, "unknown name 'zzzzzz'");
}

static void a_path_that_leads_nowhere_says_why(void **state)
{
	struct fixture *fx = *state;

	refuse(fx, "items.x", 0, "has many rows");
	refuse(fx, "items", 0, "has many rows");
	refuse(fx, "1 + grid.p", 4, "grid.row.column");
	refuse(fx, "sum(items.x + 1)", 4, "has many rows");
	refuse(fx, "grid.r1", 5, "a column must follow");
	refuse(fx, "grid.r3.q", 5, "no cell");
	refuse(fx, "grid[0].p", 8, "cells are grid.row.column");
	refuse(fx, "items[0]", 0, "a column must follow the row");
	refuse(fx, "a.b", 2, "nothing can follow");
	refuse(fx, "main[0].x", 0, "is a section");
	refuse(fx, "other.items['k'].x", 0, "has no key");
	refuse(fx, "this.main.a", 5, "one name alone");
	refuse(fx, "sum(items.x where count(other.items where sum(grid.p where w = 1) > 0) > 0)", 59, "two levels");
}

static void types_are_judged_where_the_mistake_stands(void **state)
{
	struct fixture *fx = *state;

	refuse(fx, "a + t", 4, "'+' takes a number, but this is a text");
	refuse(fx, "f * 2", 0, "'*' takes a number, but this is true or false");
	refuse(fx, "a and f", 0, "'and' takes true or false, but this is a number");
	refuse(fx, "not a", 4, "'not' takes");
	refuse(fx, "-day", 1, "this is a date");
	refuse(fx, "a = t", 0, "'=' cannot compare a number with a text");
	refuse(fx, "day = '2021-12-31'", 0, "a date with a text");
	refuse(fx, "f < g", 0, "no order");
	refuse(fx, "a < ''", 0, "cannot compare");
	refuse(fx, "if(a, 1, 2)", 3, "'if' takes true or false");
	refuse(fx, "if(f, 1, t)", 9, "would give a text here, but a number elsewhere");
	refuse(fx, "coalesce(a, t)", 12, "would give a text");
	refuse(fx, "sum(a, t)", 7, "'sum' takes a number");
	refuse(fx, "sum(items.name)", 4, "'sum' takes numbers, but the column 'name' holds a text");
	refuse(fx, "avg(grid.note)", 4, "'avg' takes numbers");
	refuse(fx, "sum(items)", 4, "'sum' takes one column of 'items'");
	refuse(fx, "count(grid)", 6, "'count' takes one column of 'grid'");
	refuse(fx, "sum(items.x, a)", 11, "not both");
	refuse(fx, "sum(a where f)", 6, "'where' filters the rows");
	refuse(fx, "sum(items.x where w)", 18, "'where' takes true or false");
	refuse(fx, "length(a)", 7, "'length' takes a text");
	refuse(fx, "year(y)", 5, "'year' takes a date");
	refuse(fx, "sign(a)", 5, "measure");
	refuse(fx, "agrees(a, t)", 10, "cannot compare");
	refuse(fx, "ks = '专项'", 0, "a list of choices cannot be compared");
	refuse(fx, "coalesce(ks)", 9, "cannot give a list of choices");
	refuse(fx, "round(a, 0.5)", 9, "must be whole");
	assert_int_equal(compile(fx, "count(items.name)")->type, EXPR_TYPE_NUMBER);
	assert_int_equal(compile(fx, "count(grid.note where row = 'r1')")->type, EXPR_TYPE_NUMBER);
	assert_int_equal(compile(fx, "blank(ks) or na(ks)")->type, EXPR_TYPE_BOOLEAN);
	assert_int_equal(compile(fx, "m * 2")->type, EXPR_TYPE_NUMBER);
	assert_int_equal(compile(fx, "a = ''")->type, EXPR_TYPE_BOOLEAN);
	assert_int_equal(compile(fx, "if(f, '', a)")->type, EXPR_TYPE_NUMBER);
}

static void functions_count_what_they_are_given(void **state)
{
	struct fixture *fx = *state;

	refuse(fx, "a + round(b)", 4, "'round' has the wrong number of values: 1 instead of 2");
	refuse(fx, "abs(a, b)", 0, "'abs' has the wrong number of values: 2 instead of 1");
	refuse(fx, "clamp(a, b)", 0, "2 instead of 3");
	refuse(fx, "if(f)", 0, "'if' has too few values: 1 instead of at least 2");
	refuse(fx, "sum()", 0, "0 instead of at least 1");
	refuse(fx, "agrees(a)", 0, "1 instead of 2");
}

static void the_type_wanted_of_a_formula_is_judged(void **state)
{
	struct fixture *fx = *state;
	const struct formula *f = NULL;
	struct error e;

	assert_true(formula_compile(&fx->scope, "a + 1", NOWHERE, EXPR_TYPE_NUMBER, &f, &e));
	assert_string_equal(f->text, "a + 1");
	assert_false(formula_compile(&fx->scope, "t", NOWHERE, EXPR_TYPE_NUMBER, &f, &e));
	assert_non_null(strstr(e.text, "a formula that gives a number is wanted, but this is a text"));
	assert_false(formula_compile(&fx->scope, "a", NOWHERE, EXPR_TYPE_BOOLEAN, &f, &e));
	assert_non_null(strstr(e.text, "a condition"));
	assert_int_equal(e.line, 0);
}

static void a_formula_over_lines_is_told_at_its_start(void **state)
{
	struct fixture *fx = *state;

	assert_int_equal(compile(fx, "a\n  + b")->op, EXPR_ADD);
	refuse(fx, "a\n  + zzzzzz", 0, "unknown name 'zzzzzz'");
}

static void what_is_too_long_or_too_deep_is_refused(void **state)
{
	struct fixture *fx = *state;
	const struct formula *f = NULL;
	struct strbuf text;
	struct error e;

	strbuf_init(&text, 0);
	strbuf_puts(&text, "1");
	strbuf_repeat(&text, "+1", 2047);
	assert_true(fixture_compile(fx, text.text, &f, &e));
	strbuf_puts(&text, "+1");
	assert_false(fixture_compile(fx, text.text, &f, &e));
	assert_int_equal(e.kind, ERR_LIMIT);
	strbuf_clear(&text);
	strbuf_repeat(&text, "(", 100);
	strbuf_puts(&text, "1");
	strbuf_repeat(&text, ")", 100);
	assert_true(fixture_compile(fx, text.text, &f, &e));
	strbuf_clear(&text);
	strbuf_repeat(&text, "abs(-", 51);
	strbuf_puts(&text, "1");
	strbuf_repeat(&text, ")", 51);
	assert_false(fixture_compile(fx, text.text, &f, &e));
	assert_int_equal(e.kind, ERR_LIMIT);
	strbuf_release(&text);
}

/* ---- what a formula reads ---- */

static void identical_aggregates_are_one(void **state)
{
	struct fixture *fx = *state;
	const struct aggregate *first = compile(fx, "sum(items.x where kind = '专项')")->aggregate;

	assert_int_equal(fx->form->aggregate_count, 1);
	assert_ptr_equal(compile(fx, "1 + sum( main.items.x where (kind='专项') )")->args[1]->aggregate, first);
	assert_int_equal(fx->form->aggregate_count, 1);
	assert_ptr_not_equal(compile(fx, "sum(items.x where kind = '其他')")->aggregate, first);
	assert_ptr_not_equal(compile(fx, "sum(items.w where kind = '专项')")->aggregate, first);
	assert_ptr_not_equal(compile(fx, "max(items.x where kind = '专项')")->aggregate, first);
	assert_ptr_not_equal(compile(fx, "sum(items.x)")->aggregate, first);
	assert_int_equal(fx->form->aggregate_count, 5);
	refuse(fx, "count(items) + zzzzzz", 15, "unknown");
	assert_int_equal(fx->form->aggregate_count, 5);
	for (size_t i = 0; i < fx->form->aggregate_count; i++)
		assert_int_equal(fx->form->aggregates[i]->index, i);
}

static void an_aggregate_that_reads_the_outer_row_is_correlated(void **state)
{
	struct fixture *fx = *state;

	assert_false(compile(fx, "sum(items.x where x > a)")->aggregate->correlated);
	fx->scope.table = fixture_field(fx, "main.items");
	assert_false(compile(fx, "sum(items.x where x > w)")->aggregate->correlated);
	assert_true(compile(fx, "sum(items.x where x > this.w)")->aggregate->correlated);
	assert_true(compile(fx, "count(other.items where x > w)")->aggregate->correlated);
	fx->scope.table = NULL;
}

struct reads {
	char text[256];
};

static void note(struct reads *r, const char *text)
{
	size_t len = strlen(r->text);

	snprintf(r->text + len, sizeof(r->text) - len, "%s ", text);
}

static void note_field(void *to, const struct expr *e)
{
	note(to, e->field->id);
}

static void note_aggregate(void *to, const struct aggregate *a)
{
	note(to, a->column ? a->column->id : "rows");
}

static void note_status(void *to)
{
	note(to, "status");
}

static void a_visit_meets_each_field_once_and_no_filter(void **state)
{
	struct fixture *fx = *state;
	struct reads r = {.text = ""};
	const struct expr_visitor v = {
	    .field = note_field, .aggregate = note_aggregate, .status = note_status, .to = &r};

	expr_visit(
	    compile(
	        fx,
	        "if(status = 'x' and a > 0, a + b * sum(items.x where w > c), count(items) + items[0].x + items[1].x)"),
	    &v);
	assert_string_equal(r.text, "status a b x rows x ");
}

static void a_single_path_is_a_field(void **state)
{
	struct fixture *fx = *state;
	const struct expr *e = NULL;
	struct error error;

	assert_true(formula_field(&fx->scope, "other.only", NOWHERE, &e, &error));
	assert_ptr_equal(e->field, fixture_field(fx, "other.only"));
	assert_true(formula_field(&fx->scope, "grid.r1.p", NOWHERE, &e, &error));
	assert_ptr_equal(e->field, fixture_field(fx, "main.grid.r1.p"));
	assert_true(formula_field(&fx->scope, "items", NOWHERE, &e, &error));
	assert_ptr_equal(e->field, fixture_field(fx, "main.items"));
	assert_true(formula_field(&fx->scope, "items[1].x", NOWHERE, &e, &error));
	assert_int_equal(e->op, EXPR_ROW_FIELD);
	assert_false(formula_field(&fx->scope, "items.x", NOWHERE, &e, &error));
	assert_false(formula_field(&fx->scope, "a + b", NOWHERE, &e, &error));
	assert_false(formula_field(&fx->scope, "rate", NOWHERE, &e, &error));
	assert_false(formula_field(&fx->scope, "5", NOWHERE, &e, &error));
	assert_false(formula_field(&fx->scope, "onyl", NOWHERE, &e, &error));
	fx->scope.table = fixture_field(fx, "main.items");
	assert_true(formula_field(&fx->scope, "items.x", NOWHERE, &e, &error));
	assert_true(formula_field(&fx->scope, "x", NOWHERE, &e, &error));
	assert_ptr_equal(e->field, fixture_field(fx, "main.items.x"));
	fx->scope.table = NULL;
}

/* ---- circles ---- */

static void calculate(struct fixture *fx, const char *path, const char *text, struct place at)
{
	struct field *f = fixture_field(fx, path);
	struct error e;

	fx->scope.table = f->table;
	fx->scope.matrix = f->matrix;
	fx->scope.matrix_row = f->row;
	fx->scope.section = f->section;
	if (!formula_compile(&fx->scope, text, at, EXPR_TYPE_ANY, &f->calculate, &e))
		fail_msg("%s", e.text);
}

static void expect_circle(struct fixture *fx, const char *circle, unsigned line)
{
	struct error e = {.kind = ERR_NONE};

	if (form_plan_check(fx->form, &e))
		fail_msg("no circle was found: %s", circle);
	if (!strstr(e.text, circle))
		fail_msg("%s (expected: %s)", e.text, circle);
	assert_int_equal(e.line, line);
}

static void expect_no_circle(struct fixture *fx)
{
	struct error e;

	if (!form_plan_check(fx->form, &e))
		fail_msg("%s", e.text);
}

static void a_circle_is_printed_whole(void **state)
{
	struct fixture *fx = *state;

	calculate(fx, "main.a", "b + 1", (struct place){.file = "x", .line = 3, .column = 1});
	calculate(fx, "main.b", "c * 2", NOWHERE);
	expect_no_circle(fx);
	calculate(fx, "main.c", "a - d", NOWHERE);
	expect_circle(fx, "circle in the formulas: a (甲数) → b (乙数) → c (丙数) → a (甲数)", 3);
	fixture_field(fx, "main.b")->stated = true;
	expect_no_circle(fx);
}

static void a_circle_over_sections_names_them(void **state)
{
	struct fixture *fx = *state;

	calculate(fx, "main.a", "other.a", NOWHERE);
	calculate(fx, "other.a", "main.a", NOWHERE);
	expect_circle(fx, "main.a (甲数) → other.a (另甲) → main.a (甲数)", 0);
}

static void a_field_that_reads_itself_is_a_circle(void **state)
{
	struct fixture *fx = *state;

	calculate(fx, "main.a", "a + 1", (struct place){.line = 9});
	expect_circle(fx, "a (甲数) → a (甲数)", 9);
	fixture_field(fx, "main.a")->stated = true;
	expect_circle(fx, "a (甲数) → a (甲数)", 9);
}

static void circles_go_through_tables_filters_and_matrices(void **state)
{
	struct fixture *fx = *state;

	calculate(fx, "main.items.x", "total * w", NOWHERE);
	calculate(fx, "main.total", "sum(items.w)", NOWHERE);
	expect_no_circle(fx);
	calculate(fx, "main.total", "sum(items.x)", NOWHERE);
	expect_circle(fx, "total (合计) → items.x (金额) → total (合计)", 0);
	calculate(fx, "main.total", "sum(items.w where x > 0)", NOWHERE);
	expect_circle(fx, "items.x", 0);
	calculate(fx, "main.total", "count(items)", NOWHERE);
	expect_no_circle(fx);
	calculate(fx, "main.grid.all.p", "sum(grid.p)", NOWHERE);
	expect_no_circle(fx);
	calculate(fx, "main.grid.r1.p", "grid.all.p / 2", NOWHERE);
	expect_circle(fx, "grid.r1.p (一行·计划) → grid.all.p (合计行·计划) → grid.r1.p (一行·计划)", 0);
}

static void relevance_can_close_a_circle(void **state)
{
	struct fixture *fx = *state;
	struct error e;

	calculate(fx, "main.total", "sum(items.x)", NOWHERE);
	fx->scope.table = NULL;
	assert_true(formula_compile(&fx->scope, "total > 0", (struct place){.line = 4}, EXPR_TYPE_BOOLEAN,
	                            &fixture_field(fx, "main.items")->relevant, &e));
	expect_circle(fx, "total (合计) → items.x (金额) → total (合计)", 0);
	calculate(fx, "main.total", "1", NOWHERE);
	expect_no_circle(fx);
	assert_true(formula_compile(&fx->scope, "a > 0", (struct place){.line = 5}, EXPR_TYPE_BOOLEAN,
	                            &fixture_field(fx, "main.a")->relevant, &e));
	expect_circle(fx, "a (甲数) → a (甲数)", 5);
}

static void compiling_without_memory_is_an_error(void **state)
{
	struct fixture *fx = *state;
	const struct formula *f = NULL;
	struct error e = {.kind = ERR_NONE};
	bool ok = false;

	for (long after = 0; !ok; after++) {
		struct fixture *fresh = fixture_new();

		assert_non_null(fresh);
		calculate(fresh, "main.a", "sum(items.x where kind = '专项') + items['k'].x", NOWHERE);
		memory_fail_after = after;
		ok = fixture_compile(fresh, "avg(items.w where flag) + coalesce(a, b, 1, 2, 3)", &f, &e) &&
		     form_plan_check(fresh->form, &e);
		memory_fail_after = -1;
		if (!ok)
			assert_int_equal(e.kind, ERR_MEMORY);
		fixture_free(fresh);
		assert_true(after < 200);
	}
	assert_non_null(fx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_mistake_in_writing_is_told_where_it_is, setup, teardown),
	    cmocka_unit_test_setup_teardown(characters_of_other_tools_are_named_with_the_right_ones, setup, teardown),
	    cmocka_unit_test_setup_teardown(numbers_are_plain_decimals, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_date_is_checked_when_the_form_loads, setup, teardown),
	    cmocka_unit_test_setup_teardown(keywords_are_no_names_but_functions_are, setup, teardown),
	    cmocka_unit_test_setup_teardown(names_are_found_from_the_inside_out, setup, teardown),
	    cmocka_unit_test_setup_teardown(an_unknown_name_suggests_the_nearest, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_path_that_leads_nowhere_says_why, setup, teardown),
	    cmocka_unit_test_setup_teardown(types_are_judged_where_the_mistake_stands, setup, teardown),
	    cmocka_unit_test_setup_teardown(functions_count_what_they_are_given, setup, teardown),
	    cmocka_unit_test_setup_teardown(the_type_wanted_of_a_formula_is_judged, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_formula_over_lines_is_told_at_its_start, setup, teardown),
	    cmocka_unit_test_setup_teardown(what_is_too_long_or_too_deep_is_refused, setup, teardown),
	    cmocka_unit_test_setup_teardown(identical_aggregates_are_one, setup, teardown),
	    cmocka_unit_test_setup_teardown(an_aggregate_that_reads_the_outer_row_is_correlated, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_visit_meets_each_field_once_and_no_filter, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_single_path_is_a_field, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_circle_is_printed_whole, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_circle_over_sections_names_them, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_field_that_reads_itself_is_a_circle, setup, teardown),
	    cmocka_unit_test_setup_teardown(circles_go_through_tables_filters_and_matrices, setup, teardown),
	    cmocka_unit_test_setup_teardown(relevance_can_close_a_circle, setup, teardown),
	    cmocka_unit_test_setup_teardown(compiling_without_memory_is_an_error, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
