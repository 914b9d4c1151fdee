/*
 * What formulas write out: numbers, texts, days.
 */
#include "form/formula_private.h"

#include "base/i18n.h"

struct expr *formula_parse_number(struct parser *p)
{
	struct token t = p->token;
	const char *text = p->text + t.start;
	size_t len = t.end - t.start;
	struct place at = formula_place(p, t.column);
	struct decimal d;
	struct expr *e;

	switch (decimal_parse(text, len, &d)) {
	case NUMBER_OK:
		break;
	case NUMBER_TOO_LONG:
		error_set(p->reterr, ERR_FORM, at, _("'%.*s' has more than %d digits before the point or %d after it"),
		          (int)len, text, NUMBER_WHOLE, NUMBER_PLACES);
		return NULL;
	case NUMBER_NOT:
		error_set(p->reterr, ERR_FORM, at, _("'%.*s' is not a number: write it without leading zeros"),
		          (int)len, text);
		return NULL;
	}
	if (!formula_next(p))
		return NULL;
	e = expr_node(p, EXPR_NUMBER, EXPR_TYPE_NUMBER, t.column);
	if (e)
		e->number = decimal_value(d);
	return e;
}

struct expr *formula_parse_text(struct parser *p)
{
	struct token t = p->token;
	size_t len;
	const char *text = token_text(p, &t, &len);
	struct expr *e;

	if (!text || !formula_next(p))
		return NULL;
	e = expr_node(p, EXPR_TEXT, EXPR_TYPE_TEXT, t.column);
	if (e) {
		e->text = text;
		e->len = len;
	}
	return e;
}

/* YYYY-MM-DD */
static bool parse_day(const char *text, size_t len, int32_t *ret)
{
	int part[3] = {0, 0, 0};
	unsigned which = 0;

	if (len != 10 || text[4] != '-' || text[7] != '-')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (i == 4 || i == 7) {
			which++;
			continue;
		}
		if (text[i] < '0' || text[i] > '9')
			return false;
		part[which] = part[which] * 10 + (text[i] - '0');
	}
	*ret = date_days(part[0], part[1], part[2]);
	return *ret != INT32_MIN;
}

/* behind `date (` */
struct expr *formula_parse_date(struct parser *p, unsigned column)
{
	struct token t = p->token;
	struct expr *e;
	int32_t days;
	const char *text;
	size_t len;

	if (t.kind != TOKEN_TEXT) {
		formula_refuse(p, t.column, _("'date' takes a day in quotes: date('2021-12-31')"));
		return NULL;
	}
	text = token_text(p, &t, &len);
	if (!text)
		return NULL;
	if (!parse_day(text, len, &days)) {
		formula_refuse(p, t.column, _("'%s' is not a day: write it as 2021-12-31"), text);
		return NULL;
	}
	if (!formula_next(p) || !formula_expect(p, TOKEN_CLOSE, ")"))
		return NULL;
	e = expr_node(p, EXPR_DATE, EXPR_TYPE_DATE, column);
	if (e)
		e->number = days;
	return e;
}
