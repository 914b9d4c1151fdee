/*
 * Formulas of fields, once every name of the form is known: relevant, required, min, max, default, calculate; and the
 * constants that they may name.
 */
#include "form/form_private.h"

#include "base/i18n.h"

/* ---- values written in the form ---- */

/* 2021-12-31 */
static bool read_date(const char *text, size_t len, int32_t *ret)
{
	int part[3] = {0};
	unsigned n = 0;

	if (len != 10)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (i == 4 || i == 7) {
			if (text[i] != '-')
				return false;
			n++;
		} else if (text[i] >= '0' && text[i] <= '9') {
			part[n] = part[n] * 10 + (text[i] - '0');
		} else {
			return false;
		}
	}
	*ret = date_days(part[0], part[1], part[2]);
	return *ret != INT32_MIN;
}

static struct expr *literal(struct loader *l, const struct tree *t, enum expr_op op, enum expr_type type)
{
	struct expr *e = load_alloc(l, 1, sizeof(*e));

	if (!e)
		return NULL;
	*e = (struct expr){
	    .op = op,
	    .type = type,
	    .text = t->text,
	    .len = t->len,
	    .end = (unsigned)text_characters(t->text, t->len),
	};
	return e;
}

/* a formula that is nothing but the text itself */
static const struct formula *text_formula(struct loader *l, const struct tree *t, const char *text)
{
	struct formula *f = load_alloc(l, 1, sizeof(*f));
	struct expr *e = literal(l, t, EXPR_TEXT, EXPR_TYPE_TEXT);

	if (!f || !e)
		return NULL;
	e->text = text;
	e->len = strlen(text);
	*f = (struct formula){.text = text, .expr = e, .at = t->text_at};
	return f;
}

/* ---- constants ---- */

static struct expr *constant_value(struct loader *l, const struct tree *t)
{
	struct decimal d;
	int32_t days;
	struct expr *e;

	if (!t->plain)
		return literal(l, t, EXPR_TEXT, EXPR_TYPE_TEXT);
	if (strcmp(t->text, "true") == 0 || strcmp(t->text, "false") == 0) {
		e = literal(l, t, EXPR_BOOLEAN, EXPR_TYPE_BOOLEAN);
		if (e)
			e->truth = t->text[0] == 't';
		return e;
	}
	if (read_date(t->text, t->len, &days)) {
		e = literal(l, t, EXPR_DATE, EXPR_TYPE_DATE);
		if (e)
			e->number = days;
		return e;
	}
	switch (decimal_parse(t->text, t->len, &d)) {
	case NUMBER_OK:
		e = literal(l, t, EXPR_NUMBER, EXPR_TYPE_NUMBER);
		if (e)
			e->number = decimal_value(d);
		return e;
	case NUMBER_TOO_LONG:
		mistake(l, t->at, _("'%s' has more than 15 digits before the point or 12 after it"), t->text);
		return NULL;
	case NUMBER_NOT:
		break;
	}
	return literal(l, t, EXPR_TEXT, EXPR_TYPE_TEXT);
}

static bool constant_name(struct loader *l, const struct tree *t)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

	if (!*t->key || t->key[strspn(t->key, letters)] != '\0' || (t->key[0] >= '0' && t->key[0] <= '9')) {
		mistake(l, t->key_at,
		        _("the name '%s' is not of the letters a-z, digits and _, with no digit first; write it so"),
		        t->key);
		return false;
	}
	if (word_is_keyword(t->key)) {
		mistake(l, t->key_at, _("the name '%s' is a word of formulas; choose another"), t->key);
		return false;
	}
	return true;
}

void read_constants(struct loader *l)
{
	const struct tree *map = tree_find(l->root, "constants");

	if (!map || map->kind == TREE_BLANK)
		return;
	if (map->kind != TREE_MAP) {
		mistake(l, map->at, _("'constants' must be a mapping, as 'constants: {name: value}'"));
		return;
	}
	l->constants = load_alloc(l, map->count ? map->count : 1, sizeof(*l->constants));
	for (const struct tree *t = map->first; l->constants && t && !l->stop; t = t->next) {
		const struct expr *value;

		if (!constant_name(l, t))
			continue;
		if (t->kind != TREE_SCALAR) {
			mistake(l, t->at, _("the constant '%s' must be a number, a text, a date, true or false"),
			        t->key);
			continue;
		}
		value = constant_value(l, t);
		if (value)
			l->constants[l->constant_count++] = (struct constant){.name = t->key, .value = value};
	}
}

/* ---- formulas ---- */

struct formula_scope scope_of(struct loader *l, struct section *s)
{
	return (struct formula_scope){
	    .form = l->form,
	    .section = s,
	    .constants = l->constants,
	    .constant_count = l->constant_count,
	};
}

const struct formula *read_formula(struct loader *l, const struct formula_scope *scope, const struct tree *t,
                                   enum expr_type want)
{
	const struct formula *f = NULL;
	const char *text = NULL;
	struct error e;

	if (t->kind != TREE_SCALAR) {
		mistake(l, t->at, _("'%s' must be a formula"), t->key ? t->key : "-");
		return NULL;
	}
	if (!read_text(l, t, &text) || !text)
		return NULL;
	if (formula_compile(scope, text, t->text_at, want, &f, &e))
		return f;
	mistake_error(l, &e);
	return NULL;
}

/* what a field's own value is to formulas */
static enum expr_type value_type(const struct field *f)
{
	switch (f->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_YEAR:
	case TYPE_MEASURE:
		return EXPR_TYPE_NUMBER;
	case TYPE_DATE:
		return EXPR_TYPE_DATE;
	case TYPE_BOOLEAN:
		return EXPR_TYPE_BOOLEAN;
	default:
		return EXPR_TYPE_TEXT;
	}
}

/* min, max and default of a date may be written as dates are: 2021-12-31 */
static const struct formula *date_formula(struct loader *l, const struct formula_scope *scope, const struct tree *t)
{
	const struct formula *f = NULL;
	struct error e;
	char *text;
	int32_t days;

	if (t->kind != TREE_SCALAR || !read_date(t->text, t->len, &days))
		return read_formula(l, scope, t, EXPR_TYPE_DATE);
	text = load_printf(l, "date('%s')", t->text);
	if (text && !formula_compile(scope, text, t->text_at, EXPR_TYPE_DATE, &f, &e))
		mistake_error(l, &e);
	return f;
}

static const struct formula *limit_formula(struct loader *l, const struct formula_scope *scope, const struct field *f,
                                           const struct tree *t)
{
	return f->type == TYPE_DATE ? date_formula(l, scope, t) : read_formula(l, scope, t, EXPR_TYPE_NUMBER);
}

/* ---- default ---- */

static bool is_choice(struct loader *l, const struct field *f, const struct tree *t)
{
	const char *values[64];
	size_t count = 0;
	const char *near;

	for (size_t i = 0; i < f->choice_count; i++) {
		if (strcmp(f->choices[i].value, t->text) == 0)
			return true;
		if (count < ARRAY_SIZE(values))
			values[count++] = f->choices[i].value;
	}
	if (!f->choice_count)
		return true; /* that is a mistake of its own */
	near = text_nearest(t->text, values, count);
	if (near)
		mistake(l, t->text_at, _("the default '%s' is none of the choices, did you mean '%s'?"), t->text, near);
	else
		mistake(l, t->text_at,
		        _("the default '%s' is none of the choices; list it among them, or choose another"), t->text);
	return false;
}

/* several choices: the values with LF between, as they are stored in memory */
static const struct formula *default_list(struct loader *l, const struct field *f, const struct tree *list)
{
	struct strbuf sb;
	const struct formula *made = NULL;
	char *text;

	strbuf_init(&sb, 0);
	for (const struct tree *t = list->first; t && !l->stop; t = t->next) {
		if (t->kind != TREE_SCALAR) {
			mistake(l, t->at, _("a choice must be a word"));
		} else if (is_choice(l, f, t)) {
			strbuf_puts(&sb, sb.len ? "\n" : "");
			strbuf_puts(&sb, t->text);
		}
	}
	text = load_strndup(l, sb.text, sb.len);
	if (text)
		made = text_formula(l, list, text);
	strbuf_release(&sb);
	return made;
}

static const struct formula *boolean_default(struct loader *l, const struct formula_scope *scope, const struct tree *t)
{
	const struct formula *f = NULL;
	struct error e;

	if (!tree_is_word(t, "是") && !tree_is_word(t, "否"))
		return read_formula(l, scope, t, EXPR_TYPE_BOOLEAN);
	if (!formula_compile(scope, tree_is_word(t, "是") ? "true" : "false", t->text_at, EXPR_TYPE_BOOLEAN, &f, &e))
		mistake_error(l, &e);
	return f;
}

/*
 * For numbers, dates and booleans a formula (a plain value is one too). For texts, choices and measures the value as it
 * stands, unless it begins with `=`: then a formula follows.
 */
static const struct formula *default_formula(struct loader *l, const struct formula_scope *scope, const struct field *f,
                                             const struct tree *t)
{
	const char *text = NULL;

	switch (f->type) {
	case TYPE_INTEGER:
	case TYPE_DECIMAL:
	case TYPE_YEAR:
		return read_formula(l, scope, t, EXPR_TYPE_NUMBER);
	case TYPE_DATE:
		return date_formula(l, scope, t);
	case TYPE_BOOLEAN:
		return boolean_default(l, scope, t);
	default:
		break;
	}
	if (f->type == TYPE_CHOICES && t->kind == TREE_LIST)
		return default_list(l, f, t);
	if (!read_text(l, t, &text) || !text)
		return NULL;
	if (text[0] == '=') {
		struct tree rest = *t;

		rest.text++;
		rest.len--;
		rest.text_at.column++;
		return read_formula(l, scope, &rest, f->type == TYPE_MEASURE ? EXPR_TYPE_ANY : EXPR_TYPE_TEXT);
	}
	if ((f->type == TYPE_CHOICE || f->type == TYPE_CHOICES) && !is_choice(l, f, t))
		return NULL;
	return text_formula(l, t, text);
}

/* ---- a field's formulas ---- */

static void read_required(struct loader *l, struct field *f, const struct formula_scope *scope,
                          const struct layers *layers)
{
	int layer = -1;
	const struct tree *t = layers_find(layers, "required", &layer);

	if (!t) {
		if (layer < 0 && f->matrix) { /* nothing is said nearer than the matrix */
			f->required = f->matrix->required;
			f->required_always = f->matrix->required_always;
		}
		return;
	}
	if (tree_is_word(t, "false"))
		return;
	f->required_always = tree_is_word(t, "true");
	f->required = read_formula(l, scope, t, EXPR_TYPE_BOOLEAN);
	if (f->required_always && f->type == TYPE_TABLE && !f->min_rows)
		f->min_rows = 1;
}

/* a plain number as a limit, for comparing two of them */
static bool plain_limit(const struct formula *f, int128 *ret)
{
	const struct expr *e = f ? f->expr : NULL;
	bool minus = e && e->op == EXPR_NEGATE && e->arg_count == 1;

	if (minus)
		e = e->args[0];
	if (!e || (e->op != EXPR_NUMBER && e->op != EXPR_DATE))
		return false;
	*ret = minus ? -e->number : e->number;
	return true;
}

static void read_limits(struct loader *l, struct field *f, const struct formula_scope *scope,
                        const struct layers *layers)
{
	const struct tree *min = attribute(layers, f, "min", NULL), *max = attribute(layers, f, "max", NULL);
	int128 low, high;

	if (min)
		f->min = limit_formula(l, scope, f, min);
	if (max)
		f->max = limit_formula(l, scope, f, max);
	if (plain_limit(f->min, &low) && plain_limit(f->max, &high) && low > high)
		mistake(l, min->at, _("'min' is greater than 'max', so that no value fits"));
}

static void read_field_formulas(struct loader *l, const struct pending *p)
{
	struct field *f = p->field;
	struct formula_scope scope = scope_of(l, f->section);
	const struct tree *t;
	int128 number;

	scope.table = f->table;
	scope.matrix = f->matrix;
	scope.matrix_row = f->row;

	read_required(l, f, &scope, &p->layers);
	t = attribute(&p->layers, f, "relevant", NULL);
	if (t)
		f->relevant = read_formula(l, &scope, t, EXPR_TYPE_BOOLEAN);
	read_limits(l, f, &scope, &p->layers);
	t = attribute(&p->layers, f, "default", NULL);
	if (t)
		f->initial = default_formula(l, &scope, f, t);
	if ((f->type == TYPE_INTEGER || f->type == TYPE_YEAR) && plain_limit(f->initial, &number) &&
	    number_places(number) > 0)
		mistake(l, t->at, _("the default '%s' is no whole number"), t->text);
	t = attribute(&p->layers, f, "calculate", NULL);
	if (t)
		f->calculate = read_formula(l, &scope, t, value_type(f));
}

void read_formulas(struct loader *l)
{
	for (size_t i = 0; i < l->pending_count && !l->stop; i++)
		read_field_formulas(l, &l->pending[i]);
}
