/*
 * Any text as a formula, in the scope of the tests' fixture: no crash, an error that stands in the formula, and values
 * that keep formula.h's promises, the same with and without intervals.
 */
#include "../form_fixture.h"
#include "check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void set(struct fixture *fx, const char *path, row_id row, const char *text)
{
	check(fixture_set(fx, fixture_field(fx, path), row, text));
}

static void fill(struct fixture *fx)
{
	static const struct {
		const char *path, *text;
		row_id row;
	} values[] = {
	    {"main.a", "2.50", 0},
	    {"main.b", "-999999999999999", 0},
	    {"main.c", "0.000000000001", 0},
	    {"main.d", "不适用", 0},
	    {"main.n", "3", 0},
	    {"main.t", "it's", 0},
	    {"main.f", "true", 0},
	    {"main.day", "2021-12-31", 0},
	    {"main.m", "≥50.0", 0},
	    {"main.grid.r1.p", "1.0", 0},
	    {"main.grid.r1.q", "2", 0},
	    {"main.grid.all.p", "7", 0},
	    {"main.items.name", "k0", 1},
	    {"main.items.x", "5.5", 1},
	    {"main.items.kind", "专项", 1},
	    {"main.items.name", "k1", 2},
	    {"main.items.x", "-1", 2},
	    {"main.items.w", "0.0", 2},
	    {"main.items.flag", "true", 2},
	    {"other.items.x", "9", 1},
	};

	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		set(fx, values[i].path, values[i].row, values[i].text);
}

static void check_value(const struct value *v)
{
	check(!v->na && (!v->overflow || v->kind == VALUE_BLANK));
	if (v->kind == VALUE_NUMBER)
		check(number_fits(v->figure.value) && v->figure.lo <= v->figure.hi);
	if (v->kind == VALUE_TEXT)
		check(v->text != NULL && strlen(v->text) == v->len);
}

static void check_type(enum expr_type type, const struct value *v)
{
	static const enum value_kind kinds[] = {
	    [EXPR_TYPE_NUMBER] = VALUE_NUMBER,
	    [EXPR_TYPE_TEXT] = VALUE_TEXT,
	    [EXPR_TYPE_BOOLEAN] = VALUE_BOOLEAN,
	    [EXPR_TYPE_DATE] = VALUE_DATE,
	};

	check(v->kind == VALUE_BLANK || type == EXPR_TYPE_ANY || v->kind == kinds[type]);
}

static void check_formula(struct fixture *fx, const struct formula *f, row_id row)
{
	struct value plain, spread;

	check(fixture_evaluate(fx, f, (struct formula_rows){.row = row}, false, &plain));
	check(fixture_evaluate(fx, f, (struct formula_rows){.row = row}, true, &spread));
	check_value(&plain);
	check_value(&spread);
	check_type(f->expr->type, &plain);
	check(plain.kind == spread.kind && plain.overflow == spread.overflow && plain.truth == spread.truth);
	check(plain.kind != VALUE_NUMBER || plain.figure.value == spread.figure.value);
}

static void note_field(void *to, const struct expr *e)
{
	(void)to;
	check(e->field != NULL && e->level <= 1);
}

static void check_text(struct fixture *fx, const char *text, row_id row)
{
	const struct expr_visitor v = {.field = note_field};
	const struct formula *f = NULL;
	const struct expr *e = NULL;
	struct error error = {.kind = ERR_NONE};

	if (fixture_compile(fx, text, &f, &error)) {
		expr_visit(f->expr, &v);
		check_formula(fx, f, row);
	} else {
		check((error.kind == ERR_FORM || error.kind == ERR_LIMIT) && error.text[0] && error.line == 7);
		check(error.column >= 11 && error.column <= 11 + strlen(text));
	}
	if (formula_field(&fx->scope, text, NOWHERE, &e, &error))
		check(e->op == EXPR_FIELD || e->op == EXPR_ROW_FIELD);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fixture *fx = fixture_new();
	char *text = memory_alloc(size + 1, 1);

	check(fx != NULL && text != NULL);
	if (size)
		memcpy(text, data, size);
	fill(fx);
	check_text(fx, text, 0);
	fx->scope.table = fixture_field(fx, "main.items");
	check_text(fx, text, 2);
	fx->scope.table = NULL;
	fx->scope.matrix = fixture_field(fx, "main.grid");
	fx->scope.matrix_row = 2;
	check_text(fx, text, 0);
	fixture_free(fx);
	memory_free(text);
	return 0;
}
