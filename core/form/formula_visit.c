/*
 * Walks over the trees of formulas: what one reads, and whether two are the same.
 */
#include "form/formula_private.h"

static bool is_read(const struct expr *e)
{
	return e->op == EXPR_FIELD || e->op == EXPR_MATRIX_FIELD || e->op == EXPR_ROW_FIELD;
}

/* the same field (of whatever other row), so that visiting one of them is enough */
static bool same_read(const struct expr *a, const struct expr *b)
{
	if (a->op != b->op)
		return false;
	if (is_read(a))
		return a->field == b->field && a->level == b->level && a->matrix_column == b->matrix_column;
	return a->op == EXPR_STATUS || (a->op == EXPR_AGGREGATE && a->aggregate == b->aggregate);
}

/* the first in reading order that reads the same as `wanted` */
static const struct expr *first_read(const struct expr *e, const struct expr *wanted)
{
	if (same_read(e, wanted))
		return e;
	for (size_t i = 0; i < e->arg_count; i++) {
		const struct expr *found = first_read(e->args[i], wanted);

		if (found)
			return found;
	}
	return NULL;
}

static void visit(const struct expr *root, const struct expr *e, const struct expr_visitor *v)
{
	bool reads = is_read(e) || e->op == EXPR_AGGREGATE || e->op == EXPR_STATUS;

	if (reads && first_read(root, e) == e) {
		if (is_read(e) && v->field)
			v->field(v->to, e);
		else if (e->op == EXPR_AGGREGATE && v->aggregate)
			v->aggregate(v->to, e->aggregate);
		else if (e->op == EXPR_STATUS && v->status)
			v->status(v->to);
	}
	for (size_t i = 0; i < e->arg_count; i++)
		visit(root, e->args[i], v);
}

void expr_visit(const struct expr *e, const struct expr_visitor *v)
{
	visit(e, e, v);
}

static bool same_text(const char *a, size_t a_len, const char *b, size_t b_len)
{
	if (!a || !b)
		return a == b;
	return a_len == b_len && memcmp(a, b, a_len) == 0;
}

static bool same_row(const struct expr *a, const struct expr *b)
{
	if (a->op != EXPR_ROW_FIELD)
		return true;
	if (!a->row_key || !b->row_key)
		return a->row_key == b->row_key && a->row_index == b->row_index;
	return strcmp(a->row_key, b->row_key) == 0;
}

bool expr_equal(const struct expr *a, const struct expr *b)
{
	if (!a || !b)
		return a == b;
	if (a->op != b->op || a->type != b->type || a->function != b->function || a->arg_count != b->arg_count ||
	    a->field != b->field || a->level != b->level || a->matrix_column != b->matrix_column ||
	    a->aggregate != b->aggregate || a->number != b->number || a->truth != b->truth)
		return false;
	if (!same_text(a->text, a->len, b->text, b->len) || !same_row(a, b))
		return false;
	for (size_t i = 0; i < a->arg_count; i++) {
		if (!expr_equal(a->args[i], b->args[i]))
			return false;
	}
	return true;
}

bool expr_reads_outer_row(const struct expr *e)
{
	if (e->level > 0)
		return true;
	for (size_t i = 0; i < e->arg_count; i++) {
		if (expr_reads_outer_row(e->args[i]))
			return true;
	}
	return false;
}
