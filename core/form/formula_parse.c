/*
 * The grammar of formulas, from the loosest to the tightest:
 *
 *   or < and < not < comparison (one, not a chain) < + - < * / < unary minus < value
 *
 * A function's name may also be a field's id: it is a function only when '(' follows.
 */
#include "form/formula_private.h"

#include "base/i18n.h"
#include "base/text.h"

static struct expr *parse_unary(struct parser *p);

/* ---- nodes ---- */

struct expr *expr_node(struct parser *p, enum expr_op op, enum expr_type type, unsigned column)
{
	struct expr *e = arena_alloc(p->arena, sizeof(*e));

	if (!e) {
		error_memory(p->reterr);
		return NULL;
	}
	e->op = op;
	e->type = type;
	e->column = column;
	e->end = p->end;
	return e;
}

void expr_make_blank(struct expr *e, enum expr_type type)
{
	unsigned column = e->column, end = e->end;

	*e = (struct expr){.op = EXPR_CALL, .function = FN_COALESCE, .type = type, .column = column, .end = end};
}

struct expr *expr_binary(struct parser *p, enum expr_op op, enum expr_type type, struct expr *a, struct expr *b)
{
	struct expr *e = expr_node(p, op, type, a->column);

	if (!e)
		return NULL;
	e->arg_count = b ? 2 : 1;
	e->args = arena_alloc(p->arena, e->arg_count * sizeof(struct expr *));
	if (!e->args) {
		error_memory(p->reterr);
		return NULL;
	}
	e->args[0] = a;
	if (b)
		e->args[1] = b;
	e->end = b ? b->end : a->end;
	return e;
}

static bool deeper(struct parser *p)
{
	if (++p->depth > FORMULA_DEPTH_MAX)
		return error_set(p->reterr, ERR_LIMIT, formula_place(p, p->token.column),
		                 _("the formula is nested deeper than %d levels: split it into several fields"),
		                 FORMULA_DEPTH_MAX);
	return true;
}

bool formula_expect(struct parser *p, enum token_kind kind, const char *sign)
{
	if (p->token.kind == kind)
		return formula_next(p);
	if (p->token.kind == TOKEN_END)
		return formula_refuse(p, p->token.column, _("the formula ends where '%s' is expected"), sign);
	return formula_refuse(p, p->token.column, _("'%.*s' stands where '%s' is expected"),
	                      (int)(p->token.end - p->token.start), p->text + p->token.start, sign);
}

/* ---- values ---- */

static struct expr *parse_name(struct parser *p)
{
	struct token name = p->token;
	struct path path;
	struct expr *e;

	if (!formula_next(p))
		return NULL;
	if (p->token.kind == TOKEN_OPEN) {
		if (!deeper(p) || !formula_next(p))
			return NULL;
		e = formula_parse_call(p, &name);
		p->depth--;
		return e;
	}
	return path_parse(p, &name, &path) ? path_resolve(p, &path) : NULL;
}

static struct expr *parse_this(struct parser *p)
{
	unsigned column = p->token.column;
	struct path path;
	struct token name;
	enum token_kind word;
	struct expr *e;

	if (!formula_next(p) || !formula_expect(p, TOKEN_DOT, "."))
		return NULL;
	name = p->token;
	word = name.kind == TOKEN_NAME && formula_is_keyword(p->text + name.start, name.end - name.start) ? TOKEN_ROW
	                                                                                                  : TOKEN_NAME;
	if (name.kind == TOKEN_NAME && !formula_next(p))
		return NULL;
	if (word == TOKEN_ROW && (p->text[name.start] == 'r' || p->text[name.start] == 'l')) {
		e = formula_row_word(p, p->text[name.start] == 'l', true, column);
		return e;
	}
	if (!path_parse(p, &name, &path))
		return NULL;
	path.outer = true;
	return path_resolve(p, &path);
}

static struct expr *parse_word(struct parser *p)
{
	struct token t = p->token;
	struct expr *e;

	if (!formula_next(p))
		return NULL;
	if (t.kind == TOKEN_ROW || t.kind == TOKEN_LABEL)
		return formula_row_word(p, t.kind == TOKEN_LABEL, false, t.column);
	if (t.kind == TOKEN_STATUS)
		return expr_node(p, EXPR_STATUS, EXPR_TYPE_TEXT, t.column);
	e = expr_node(p, EXPR_BOOLEAN, EXPR_TYPE_BOOLEAN, t.column);
	if (e)
		e->truth = t.kind == TOKEN_TRUE;
	return e;
}

static struct expr *parse_parentheses(struct parser *p)
{
	struct expr *e;

	if (!deeper(p) || !formula_next(p))
		return NULL;
	e = formula_parse_or(p);
	p->depth--;
	return e && formula_expect(p, TOKEN_CLOSE, ")") ? e : NULL;
}

static struct expr *no_value(struct parser *p)
{
	struct place at = formula_place(p, p->token.column);
	int len = (int)(p->token.end - p->token.start);
	const char *text = p->text + p->token.start;

	if (p->token.kind == TOKEN_END)
		error_set(p->reterr, ERR_FORM, at, _("the formula ends where a value is expected"));
	else if (p->token.kind == TOKEN_RESERVED)
		error_set(p->reterr, ERR_FORM, at, _("'%.*s' is a keyword and cannot be a name"), len, text);
	else if (p->token.kind == TOKEN_NOT)
		error_set(p->reterr, ERR_FORM, at,
		          _("'not' cannot stand here: put it and what it speaks of in parentheses"));
	else
		error_set(p->reterr, ERR_FORM, at, _("'%.*s' stands where a value is expected"), len, text);
	return NULL;
}

static struct expr *parse_value(struct parser *p)
{
	switch (p->token.kind) {
	case TOKEN_NUMBER:
		return formula_parse_number(p);
	case TOKEN_TEXT:
		return formula_parse_text(p);
	case TOKEN_NAME:
		return parse_name(p);
	case TOKEN_THIS:
		return parse_this(p);
	case TOKEN_ROW:
	case TOKEN_LABEL:
	case TOKEN_STATUS:
	case TOKEN_TRUE:
	case TOKEN_FALSE:
		return parse_word(p);
	case TOKEN_OPEN:
		return parse_parentheses(p);
	default:
		return no_value(p);
	}
}

/* ---- operators ---- */

static struct expr *parse_prefix(struct parser *p, struct expr *(*operand)(struct parser *), enum expr_op op,
                                 enum expr_type type, const char *sign)
{
	unsigned column = p->token.column;
	struct expr *arg, *e;

	if (!deeper(p) || !formula_next(p))
		return NULL;
	arg = operand(p);
	p->depth--;
	if (!arg || !expr_want(p, arg, type, sign))
		return NULL;
	e = expr_binary(p, op, type, arg, NULL);
	if (e)
		e->column = column;
	return e;
}

static struct expr *parse_unary(struct parser *p)
{
	if (p->token.kind == TOKEN_MINUS)
		return parse_prefix(p, parse_unary, EXPR_NEGATE, EXPR_TYPE_NUMBER, "-");
	return parse_value(p);
}

struct operator
{
	enum token_kind token;
	enum expr_op op;
	const char *sign;
};

/* a run of operators of one strength, taken from the left; `take` and `give` are the types of operands and result */
static struct expr *parse_run(struct parser *p, struct expr *(*operand)(struct parser *),
                              const struct operator* operators, size_t count, enum expr_type type)
{
	struct expr *left = operand(p);

	while (left) {
		const struct operator* found = NULL;
		struct expr *right;

		for (size_t i = 0; i < count; i++) {
			if (operators[i].token == p->token.kind)
				found = &operators[i];
		}
		if (!found)
			return left;
		if (!expr_want(p, left, type, found->sign) || !formula_next(p))
			return NULL;
		right = operand(p);
		if (!right || !expr_want(p, right, type, found->sign))
			return NULL;
		left = expr_binary(p, found->op, type, left, right);
	}
	return NULL;
}

static struct expr *parse_product(struct parser *p)
{
	static const struct operator operators[] = {{TOKEN_TIMES, EXPR_MULTIPLY, "*"}, {TOKEN_OVER, EXPR_DIVIDE, "/"}};

	return parse_run(p, parse_unary, operators, ARRAY_SIZE(operators), EXPR_TYPE_NUMBER);
}

static struct expr *parse_sum(struct parser *p)
{
	static const struct operator operators[] = {{TOKEN_PLUS, EXPR_ADD, "+"}, {TOKEN_MINUS, EXPR_SUBTRACT, "-"}};

	return parse_run(p, parse_product, operators, ARRAY_SIZE(operators), EXPR_TYPE_NUMBER);
}

static const struct operator* comparison_at(const struct parser *p)
{
	static const struct operator operators[] = {
	    {TOKEN_EQUAL, EXPR_EQUAL, "="},     {TOKEN_UNEQUAL, EXPR_UNEQUAL, "!="},
	    {TOKEN_LESS, EXPR_LESS, "<"},       {TOKEN_LESS_EQUAL, EXPR_LESS_EQUAL, "<="},
	    {TOKEN_GREATER, EXPR_GREATER, ">"}, {TOKEN_GREATER_EQUAL, EXPR_GREATER_EQUAL, ">="},
	};

	for (size_t i = 0; i < ARRAY_SIZE(operators); i++) {
		if (operators[i].token == p->token.kind)
			return &operators[i];
	}
	return NULL;
}

/* == and <> are other languages' = and != */
static bool check_doubled(struct parser *p, const struct operator* first)
{
	const struct operator* second = comparison_at(p);
	bool equal, unequal;

	if (!second || p->token.column != p->end)
		return true;
	equal = first->op == EXPR_EQUAL && second->op == EXPR_EQUAL;
	unequal = first->op == EXPR_LESS && second->op == EXPR_GREATER;
	if (!equal && !unequal)
		return true;
	return formula_refuse(p, p->token.column - 1, _("'%s%s' has no meaning in a formula: write %s"), first->sign,
	                      second->sign, equal ? "=" : "!=");
}

static struct expr *parse_comparison(struct parser *p)
{
	struct expr *left = parse_sum(p), *right, *e;
	const struct operator* found = comparison_at(p);

	if (!left || !found)
		return left;
	if (!formula_next(p) || !check_doubled(p, found))
		return NULL;
	right = parse_sum(p);
	if (!right)
		return NULL;
	e = expr_binary(p, found->op, EXPR_TYPE_BOOLEAN, left, right);
	if (!e || !expr_check_comparison(p, e, found->sign))
		return NULL;
	if (comparison_at(p)) {
		formula_refuse(p, p->token.column, _("comparisons cannot be chained: write a < b and b < c"));
		return NULL;
	}
	return e;
}

static struct expr *parse_not(struct parser *p)
{
	if (p->token.kind == TOKEN_NOT)
		return parse_prefix(p, parse_not, EXPR_NOT, EXPR_TYPE_BOOLEAN, "not");
	return parse_comparison(p);
}

static struct expr *parse_and(struct parser *p)
{
	static const struct operator operators[] = {{TOKEN_AND, EXPR_AND, "and"}};

	return parse_run(p, parse_not, operators, ARRAY_SIZE(operators), EXPR_TYPE_BOOLEAN);
}

struct expr *formula_parse_or(struct parser *p)
{
	static const struct operator operators[] = {{TOKEN_OR, EXPR_OR, "or"}};

	return parse_run(p, parse_and, operators, ARRAY_SIZE(operators), EXPR_TYPE_BOOLEAN);
}

/* ---- doors ---- */

static bool start(struct parser *p, const struct formula_scope *scope, const char *text, struct place at,
                  struct error *reterr)
{
	*p = (struct parser){
	    .scope = scope,
	    .arena = &scope->form->arena,
	    .text = text,
	    .len = strlen(text),
	    .at = at,
	    .one_line = !strchr(text, '\n'),
	    .reterr = reterr,
	};
	if (text_characters(p->text, p->len) > FORMULA_LENGTH_MAX)
		return error_set(reterr, ERR_LIMIT, at,
		                 _("the formula is longer than %d characters: split it into several fields"),
		                 FORMULA_LENGTH_MAX);
	if (!formula_next(p))
		return false;
	if (p->token.kind == TOKEN_END)
		return error_set(reterr, ERR_FORM, at, _("the formula is empty"));
	return true;
}

static bool at_end(struct parser *p)
{
	if (p->token.kind == TOKEN_END)
		return true;
	return formula_refuse(p, p->token.column, _("the formula should end before '%.*s'"),
	                      (int)(p->token.end - p->token.start), p->text + p->token.start);
}

static bool check_want(struct parser *p, const struct expr *e, enum expr_type want)
{
	if (want == EXPR_TYPE_ANY || e->type == want)
		return true;
	if (want == EXPR_TYPE_NUMBER)
		return formula_refuse(p, e->column, _("a formula that gives a number is wanted, but this is %s"),
		                      expr_type_words(e));
	if (want == EXPR_TYPE_TEXT)
		return formula_refuse(p, e->column, _("a formula that gives a text is wanted, but this is %s"),
		                      expr_type_words(e));
	if (want == EXPR_TYPE_DATE)
		return formula_refuse(p, e->column, _("a formula that gives a date is wanted, but this is %s"),
		                      expr_type_words(e));
	return formula_refuse(p, e->column, _("a condition (true or false) is wanted, but this is %s"),
	                      expr_type_words(e));
}

bool formula_compile(const struct formula_scope *scope, const char *text, struct place at, enum expr_type want,
                     const struct formula **ret, struct error *reterr)
{
	size_t aggregates = scope->form->aggregate_count;
	struct formula *formula;
	struct parser p;
	struct expr *e = NULL;

	if (start(&p, scope, text, at, reterr))
		e = formula_parse_or(&p);
	if (!e || !at_end(&p) || !check_want(&p, e, want)) {
		scope->form->aggregate_count = aggregates;
		return false;
	}
	formula = arena_alloc(p.arena, sizeof(*formula));
	if (!formula)
		return error_memory(reterr);
	*formula = (struct formula){.text = arena_strdup(p.arena, text), .expr = e, .at = at};
	if (!formula->text)
		return error_memory(reterr);
	*ret = formula;
	return true;
}

bool formula_field(const struct formula_scope *scope, const char *text, struct place at, const struct expr **ret,
                   struct error *reterr)
{
	struct parser p;
	struct token name;
	struct path path;
	struct expr *e;

	if (!start(&p, scope, text, at, reterr))
		return false;
	name = p.token;
	if (name.kind != TOKEN_NAME)
		return error_set(reterr, ERR_FORM, at, _("'%s' is not the path of a field"), text);
	if (!formula_next(&p) || !path_parse(&p, &name, &path))
		return false;
	e = path_resolve_whole(&p, &path);
	if (!e || !at_end(&p))
		return false;
	if (e->op == EXPR_FIELD || e->op == EXPR_ROW_FIELD) {
		*ret = e;
		return true;
	}
	return error_set(reterr, ERR_FORM, at, _("'%s' is not the path of a field"), text);
}
