/*
 * Types of formulas, told where the mistake stands. A list of choices (EXPR_TYPE_ANY) can be asked only whether it is
 * blank or 不适用, and be counted. The empty text '' stands for blank wherever something else than a text is wanted of
 * a branch.
 */
#include "form/formula_private.h"

#include "base/i18n.h"

enum expr_type field_expr_type(const struct field *f)
{
	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_LONGTEXT:
	case TYPE_CHOICE:
		return EXPR_TYPE_TEXT;
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_YEAR:
	case TYPE_MEASURE:
		return EXPR_TYPE_NUMBER;
	case TYPE_DATE:
		return EXPR_TYPE_DATE;
	case TYPE_BOOLEAN:
		return EXPR_TYPE_BOOLEAN;
	case TYPE_CHOICES:
	case TYPE_TABLE:
	case TYPE_MATRIX:
	case TYPE_DATA:
		break;
	}
	return EXPR_TYPE_ANY;
}

static const char *type_words(enum expr_type type)
{
	switch (type) {
	case EXPR_TYPE_NUMBER:
		return _("a number");
	case EXPR_TYPE_TEXT:
		return _("a text");
	case EXPR_TYPE_BOOLEAN:
		return _("true or false");
	case EXPR_TYPE_DATE:
		return _("a date");
	case EXPR_TYPE_ANY:
		break;
	}
	return _("a list of choices");
}

const char *expr_type_words(const struct expr *e)
{
	return type_words(e->type);
}

static bool is_empty_text(const struct expr *e)
{
	return e->op == EXPR_TEXT && e->len == 0;
}

bool expr_want(struct parser *p, const struct expr *e, enum expr_type want, const char *what)
{
	if (e->type == want)
		return true;
	return formula_refuse(p, e->column, _("'%s' takes %s, but this is %s"), what, type_words(want),
	                      type_words(e->type));
}

bool expr_check_comparison(struct parser *p, const struct expr *e, const char *sign)
{
	const struct expr *a = e->args[0], *b = e->args[1];
	bool equality = e->op == EXPR_EQUAL || e->op == EXPR_UNEQUAL;

	for (size_t i = 0; i < 2; i++) {
		if (e->args[i]->type == EXPR_TYPE_ANY)
			return formula_refuse(
			    p, e->args[i]->column,
			    _("a list of choices cannot be compared: blank(…), na(…) and count(…) can be asked of it"));
	}
	if (equality && (is_empty_text(a) || is_empty_text(b)))
		return true;
	if (a->type != b->type)
		return formula_refuse(p, e->column, _("'%s' cannot compare %s with %s"), sign, type_words(a->type),
		                      type_words(b->type));
	if (!equality && a->type == EXPR_TYPE_BOOLEAN)
		return formula_refuse(p, e->column,
		                      _("'%s' cannot compare true and false, which have no order: use = or !="), sign);
	return true;
}

/* whether argument `i` of an `if` or a `coalesce` may become its value */
static bool is_branch(const struct expr *e, size_t i)
{
	return e->function != FN_IF || i % 2 == 1 || i == e->arg_count - 1;
}

/* the one type of all branches */
static bool unify(struct parser *p, struct expr *e, const char *name)
{
	const struct expr *first = NULL;

	for (size_t i = 0; i < e->arg_count; i++) {
		const struct expr *arg = e->args[i];

		if (!is_branch(e, i) || is_empty_text(arg))
			continue;
		if (arg->type == EXPR_TYPE_ANY)
			return formula_refuse(p, arg->column, _("'%s' cannot give a list of choices"), name);
		if (!first)
			first = arg;
		if (arg->type != first->type)
			return formula_refuse(p, arg->column, _("'%s' would give %s here, but %s elsewhere"), name,
			                      type_words(arg->type), type_words(first->type));
	}
	e->type = first ? first->type : EXPR_TYPE_TEXT;
	for (size_t i = 0; i < e->arg_count && e->type != EXPR_TYPE_TEXT; i++) {
		if (is_branch(e, i) && is_empty_text(e->args[i]))
			expr_make_blank(e->args[i], e->type);
	}
	return true;
}

static bool is_measure(const struct expr *e)
{
	if (e->op == EXPR_FIELD || e->op == EXPR_ROW_FIELD)
		return e->field->type == TYPE_MEASURE;
	if (e->op == EXPR_MATRIX_FIELD)
		return e->field->columns[e->matrix_column]->type == TYPE_MEASURE;
	return e->op == EXPR_CALL && e->function == FN_COALESCE && e->arg_count == 0;
}

static bool check_round(struct parser *p, const struct expr *e)
{
	const struct expr *n = e->args[1];

	if (n->op == EXPR_NUMBER && n->number % number_power(NUMBER_PLACES) != 0)
		return formula_refuse(p, n->column, _("the number of places must be whole"));
	return true;
}

static bool want_all(struct parser *p, struct expr *e, enum expr_type want, const char *name)
{
	for (size_t i = 0; i < e->arg_count; i++) {
		if (!expr_want(p, e->args[i], want, name))
			return false;
	}
	return true;
}

bool expr_check_call(struct parser *p, struct expr *e, const char *name)
{
	e->type = EXPR_TYPE_NUMBER;
	switch (e->function) {
	case FN_SUM:
	case FN_MIN:
	case FN_MAX:
	case FN_AVG:
	case FN_ABS:
	case FN_FLOOR:
	case FN_CEIL:
	case FN_CLAMP:
		return want_all(p, e, EXPR_TYPE_NUMBER, name);
	case FN_ROUND:
		return want_all(p, e, EXPR_TYPE_NUMBER, name) && check_round(p, e);
	case FN_COUNT:
		return true;
	case FN_IF:
		for (size_t i = 0; i < e->arg_count; i++) {
			if (!is_branch(e, i) && !expr_want(p, e->args[i], EXPR_TYPE_BOOLEAN, name))
				return false;
		}
		return unify(p, e, name);
	case FN_COALESCE:
		return unify(p, e, name);
	case FN_BLANK:
	case FN_NA:
		e->type = EXPR_TYPE_BOOLEAN;
		return true;
	case FN_LENGTH:
		return expr_want(p, e->args[0], EXPR_TYPE_TEXT, name);
	case FN_YEAR:
		return expr_want(p, e->args[0], EXPR_TYPE_DATE, name);
	case FN_SIGN:
		e->type = EXPR_TYPE_TEXT;
		return is_measure(e->args[0]) ||
		       formula_refuse(p, e->args[0]->column, _("'%s' takes a field of type measure alone"), name);
	case FN_AGREES:
		for (size_t i = 0; i < 2; i++) {
			if (e->args[i]->type == EXPR_TYPE_ANY || e->args[i]->type != e->args[0]->type)
				return formula_refuse(p, e->args[i]->column, _("'%s' cannot compare %s with %s"), name,
				                      type_words(e->args[0]->type), type_words(e->args[1]->type));
		}
		e->type = EXPR_TYPE_BOOLEAN;
		return true;
	}
	return true;
}

/* a matrix's column counts as what it is in any row that is aggregated */
static bool column_is_number(const struct path_rows *rows)
{
	const struct field *over = rows->over;
	size_t column = 0;

	if (field_expr_type(rows->column) == EXPR_TYPE_NUMBER)
		return true;
	if (over->type != TYPE_MATRIX)
		return false;
	while (over->columns[column] != rows->column)
		column++;
	for (size_t row = 0; row < over->row_count; row++) {
		const struct field *cell = over->cells[row * over->column_count + column];

		if (cell && !over->rows[row].total && field_expr_type(cell) == EXPR_TYPE_NUMBER)
			return true;
	}
	return false;
}

bool aggregate_check(struct parser *p, enum function function, const struct path_rows *rows, const char *name,
                     unsigned column)
{
	struct place at = formula_place(p, column);

	if (!rows->column && (function != FN_COUNT || rows->over->type != TYPE_TABLE))
		return error_set(p->reterr, ERR_FORM, at, _("'%s' takes one column of '%s': write %s.column"), name,
		                 rows->over->id, rows->over->id);
	if (function != FN_COUNT && !column_is_number(rows))
		return error_set(p->reterr, ERR_FORM, at, _("'%s' takes numbers, but the column '%s' holds %s"), name,
		                 rows->column->id, type_words(field_expr_type(rows->column)));
	return true;
}
