/*
 * Calls in formulas: functions of values, and aggregates over the rows of a table or matrix. Identical aggregates are
 * one, so that a report keeps it up to date once.
 */
#include "form/formula_private.h"

#include "base/i18n.h"
#include "base/text.h"

static const struct function_info {
	const char *name;
	enum function function;
	size_t least, most; /* arguments; most 0: any number */
} functions[] = {
    {"sum", FN_SUM, 1, 0},     {"count", FN_COUNT, 1, 0},       {"min", FN_MIN, 1, 0},
    {"max", FN_MAX, 1, 0},     {"avg", FN_AVG, 1, 0},           {"abs", FN_ABS, 1, 1},
    {"round", FN_ROUND, 2, 2}, {"floor", FN_FLOOR, 1, 1},       {"ceil", FN_CEIL, 1, 1},
    {"if", FN_IF, 2, 0},       {"blank", FN_BLANK, 1, 1},       {"na", FN_NA, 1, 1},
    {"clamp", FN_CLAMP, 3, 3}, {"coalesce", FN_COALESCE, 1, 0}, {"sign", FN_SIGN, 1, 1},
    {"year", FN_YEAR, 1, 1},   {"length", FN_LENGTH, 1, 1},     {"agrees", FN_AGREES, 2, 2},
};

/* ---- aggregates over rows ---- */

static bool add_aggregate(struct parser *p, struct aggregate *a)
{
	struct form *f = p->scope->form;
	size_t n = f->aggregate_count;

	/* the list has room up to the next power of two */
	if ((n & (n - 1)) == 0) {
		struct aggregate **grown = arena_alloc(p->arena, (n ? 2 * n : 1) * sizeof(struct aggregate *));

		if (!grown)
			return error_memory(p->reterr);
		if (n > 0)
			memcpy(grown, f->aggregates, n * sizeof(struct aggregate *));
		f->aggregates = grown;
	}
	a->index = (uint32_t)n;
	f->aggregates[f->aggregate_count++] = a;
	return true;
}

/* the aggregate of the form that is the same as `wanted`, made when there is none */
static const struct aggregate *share_aggregate(struct parser *p, const struct aggregate *wanted)
{
	const struct form *f = p->scope->form;
	struct aggregate *a;

	for (size_t i = 0; i < f->aggregate_count; i++) {
		const struct aggregate *b = f->aggregates[i];

		if (b->function == wanted->function && b->over == wanted->over && b->column == wanted->column &&
		    expr_equal(b->where, wanted->where))
			return b;
	}
	a = arena_alloc(p->arena, sizeof(*a));
	if (!a) {
		error_memory(p->reterr);
		return NULL;
	}
	*a = *wanted;
	return add_aggregate(p, a) ? a : NULL;
}

static struct expr *parse_filter(struct parser *p, const struct field *over)
{
	struct expr *where;

	if (p->frame_count == FORMULA_FRAMES_MAX) {
		error_set(p->reterr, ERR_LIMIT, formula_place(p, p->token.column),
		          _("'where' stands within 'where' more than %d times"), FORMULA_FRAMES_MAX);
		return NULL;
	}
	if (!formula_next(p))
		return NULL;
	p->frames[p->frame_count++] = over;
	where = formula_parse_or(p);
	p->frame_count--;
	return where && expr_want(p, where, EXPR_TYPE_BOOLEAN, "where") ? where : NULL;
}

static struct expr *aggregate_node(struct parser *p, const struct aggregate *wanted, unsigned column)
{
	const struct aggregate *shared = share_aggregate(p, wanted);
	struct expr *e = shared ? expr_node(p, EXPR_AGGREGATE, EXPR_TYPE_NUMBER, column) : NULL;

	if (e)
		e->aggregate = shared;
	return e;
}

/* a sum by a count, so that it stays exact within the formula: what a reader gives is rounded to 12 places */
static struct expr *average_node(struct parser *p, struct aggregate wanted, unsigned column)
{
	struct expr *sum, *count;

	wanted.function = FN_SUM;
	sum = aggregate_node(p, &wanted, column);
	wanted.function = FN_COUNT;
	count = sum ? aggregate_node(p, &wanted, column) : NULL;
	return count ? expr_binary(p, EXPR_DIVIDE, EXPR_TYPE_NUMBER, sum, count) : NULL;
}

static struct expr *parse_rows(struct parser *p, const struct function_info *info, const struct path *path,
                               const struct path_rows *rows, unsigned column)
{
	struct aggregate wanted = {.function = info->function, .over = rows->over, .column = rows->column};

	if (!aggregate_check(p, info->function, rows, info->name, path->column))
		return NULL;
	if (p->token.kind == TOKEN_COMMA) {
		formula_refuse(p, p->token.column, _("'%s' takes one column of a table, or several values, not both"),
		               info->name);
		return NULL;
	}
	if (p->token.kind == TOKEN_WHERE) {
		wanted.where = parse_filter(p, rows->over);
		if (!wanted.where)
			return NULL;
		wanted.correlated = expr_reads_outer_row(wanted.where);
	}
	if (!formula_expect(p, TOKEN_CLOSE, ")"))
		return NULL;
	if (info->function == FN_AVG)
		return average_node(p, wanted, column);
	return aggregate_node(p, &wanted, column);
}

/* whether the argument that begins here is rows: a path that names some, alone. Nothing is read when not. */
static bool looks_like_rows(struct parser *p, struct path *ret, struct path_rows *ret_rows)
{
	struct parser before = *p;
	struct error ignored;
	struct token first = p->token;
	bool rows;

	if (first.kind != TOKEN_NAME)
		return false;
	p->reterr = &ignored;
	rows = formula_next(p) && path_parse(p, &first, ret) &&
	       (p->token.kind == TOKEN_CLOSE || p->token.kind == TOKEN_WHERE || p->token.kind == TOKEN_COMMA) &&
	       path_resolve_rows(p, ret, ret_rows);
	p->reterr = before.reterr;
	if (!rows)
		*p = before;
	return rows;
}

/* ---- calls ---- */

static const struct function_info *find_function(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(functions); i++) {
		if (strlen(functions[i].name) == len && memcmp(functions[i].name, name, len) == 0)
			return &functions[i];
	}
	return NULL;
}

static void unknown_function(struct parser *p, const struct token *t)
{
	const char *names[ARRAY_SIZE(functions) + 1];
	char lower[32];
	size_t len = t->end - t->start < sizeof(lower) - 1 ? t->end - t->start : sizeof(lower) - 1;
	const char *nearest;

	for (size_t i = 0; i < ARRAY_SIZE(functions); i++)
		names[i] = functions[i].name;
	names[ARRAY_SIZE(functions)] = "date";
	for (size_t i = 0; i < len; i++) {
		char c = p->text[t->start + i];

		lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	lower[len] = '\0';
	nearest = text_nearest(lower, names, ARRAY_SIZE(names));
	if (nearest)
		formula_refuse(p, t->column, _("unknown function '%.*s': did you mean '%s'?"), (int)(t->end - t->start),
		               p->text + t->start, nearest);
	else
		formula_refuse(p, t->column, _("unknown function '%.*s'"), (int)(t->end - t->start),
		               p->text + t->start);
}

static bool add_arg(struct parser *p, struct expr *call, struct expr *arg)
{
	size_t n = call->arg_count;

	if (n == 0 || (n >= 4 && (n & (n - 1)) == 0)) {
		struct expr **grown = arena_alloc(p->arena, (n ? 2 * n : 4) * sizeof(struct expr *));

		if (!grown)
			return error_memory(p->reterr);
		if (n > 0)
			memcpy(grown, call->args, n * sizeof(struct expr *));
		call->args = grown;
	}
	call->args[call->arg_count++] = arg;
	return true;
}

static bool parse_args(struct parser *p, const struct function_info *info, struct expr *call)
{
	while (p->token.kind != TOKEN_CLOSE) {
		struct expr *arg = formula_parse_or(p);

		if (!arg || !add_arg(p, call, arg))
			return false;
		if (p->token.kind == TOKEN_WHERE)
			return formula_refuse(
			    p, p->token.column,
			    _("'where' filters the rows of a table or matrix: %s(table.column where …)"), info->name);
		if (p->token.kind != TOKEN_COMMA)
			break;
		if (!formula_next(p))
			return false;
		if (p->token.kind == TOKEN_CLOSE)
			return formula_refuse(p, p->token.column, _("a value is missing after the ','"));
	}
	return formula_expect(p, TOKEN_CLOSE, ")");
}

static bool check_count(struct parser *p, const struct function_info *info, const struct expr *call)
{
	struct place at = formula_place(p, call->column);

	if (call->arg_count >= info->least && (info->most == 0 || call->arg_count <= info->most))
		return true;
	if (info->least == info->most)
		return error_set(p->reterr, ERR_FORM, at, _("'%s' has the wrong number of values: %zu instead of %zu"),
		                 info->name, call->arg_count, info->least);
	return error_set(p->reterr, ERR_FORM, at, _("'%s' has too few values: %zu instead of at least %zu"), info->name,
	                 call->arg_count, info->least);
}

/* behind `name (` */
struct expr *formula_parse_call(struct parser *p, const struct token *name)
{
	const struct function_info *info = find_function(p->text + name->start, name->end - name->start);
	struct path_rows rows;
	struct path path;
	struct expr *e;

	if (!info && name->end - name->start == 4 && memcmp(p->text + name->start, "date", 4) == 0)
		return formula_parse_date(p, name->column);
	if (!info) {
		unknown_function(p, name);
		return NULL;
	}
	if (info->function <= FN_AVG && looks_like_rows(p, &path, &rows))
		return parse_rows(p, info, &path, &rows, name->column);
	e = expr_node(p, EXPR_CALL, EXPR_TYPE_ANY, name->column);
	if (!e)
		return NULL;
	e->function = info->function;
	if (!parse_args(p, info, e) || !check_count(p, info, e) || !expr_check_call(p, e, info->name))
		return NULL;
	e->end = p->end;
	return e;
}
