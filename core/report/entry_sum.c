/*
 * Small sums typed into a number's field: =12.5+3*4. Exact; rounded once, to 12 places.
 *
 *   sum     = product { (+|-) product }
 *   product = factor { (*|×|/|÷) factor }
 *   factor  = [-|+] factor | ( sum ) | figure
 */
#include "base/i18n.h"
#include "base/number.h"
#include "report/entry_private.h"

#define DEPTH_MOST 50
#define SUM_MOST 1000 /* bytes: bounds the size of the rationals too */

struct sum {
	const char *at, *end;
	const char *quoted;
	unsigned depth;
	struct error *reterr;
};

static bool sum_value(struct sum *s, mpq_t ret);

static bool not_a_sum(struct sum *s)
{
	return error_set(s->reterr, ERR_VALUE, NOWHERE,
			 _("'%s' is not a sum that can be worked out; use numbers, + - * / and brackets, as in =12.5+3*4"), s->quoted);
}

static void skip_blanks(struct sum *s)
{
	while (s->at < s->end && *s->at == ' ')
		s->at++;
}

/* takes one of the two signs when it is next; 0 otherwise. × and ÷ are two bytes */
static char take_sign(struct sum *s, const char *signs)
{
	skip_blanks(s);
	if (s->at < s->end && (*s->at == signs[0] || *s->at == signs[1]))
		return *s->at++;
	if (signs[0] == '*' && s->end - s->at >= 2 && (!memcmp(s->at, "\u00D7", 2) || !memcmp(s->at, "\u00F7", 2))) {
		char sign = s->at[1] == '\x97' ? '*' : '/';

		s->at += 2;
		return sign;
	}
	return 0;
}

static bool figure_value(struct sum *s, mpq_t ret)
{
	char plain[ENTRY_DIGITS], other[ENTRY_DIGITS];
	struct decimal d;

	switch (entry_figure(&s->at, s->end, plain, other)) {
	case ENTRY_FIGURE_NONE:
		return not_a_sum(s);
	case ENTRY_FIGURE_TWO_WAYS:
		return error_set(s->reterr, ERR_VALUE, NOWHERE, _("a number in '%s' could mean %s or %s; type the one that is meant"), s->quoted,
				 plain, other);
	case ENTRY_FIGURE_GOOD:
		break;
	}
	if (decimal_parse(plain, strlen(plain), &d) != NUMBER_OK)
		return error_set(s->reterr, ERR_VALUE, NOWHERE, _("'%s' has more than 15 digits before the point or 12 after it; type a shorter number"),
				 s->quoted);
	rational_from(ret, d.units, d.places);
	return true;
}

static bool factor_value(struct sum *s, mpq_t ret)
{
	bool good;
	char sign;

	if (++s->depth > DEPTH_MOST)
		return not_a_sum(s);
	sign = take_sign(s, "-+");
	if (sign) {
		good = factor_value(s, ret);
		if (good && sign == '-')
			mpq_neg(ret, ret);
	} else if (s->at < s->end && *s->at == '(') {
		s->at++;
		good = sum_value(s, ret);
		if (good && !take_sign(s, "))"))
			good = not_a_sum(s);
	} else {
		good = figure_value(s, ret);
	}
	s->depth--;
	return good;
}

static bool product_value(struct sum *s, mpq_t ret)
{
	bool good = factor_value(s, ret);
	mpq_t next;
	char sign;

	mpq_init(next);
	while (good && (sign = take_sign(s, "*/")) != 0) {
		good = factor_value(s, next);
		if (!good)
			break;
		if (sign == '*')
			mpq_mul(ret, ret, next);
		else if (mpq_sgn(next))
			mpq_div(ret, ret, next);
		else
			good = error_set(s->reterr, ERR_VALUE, NOWHERE, _("'%s' divides by zero; change the divisor"), s->quoted);
	}
	mpq_clear(next);
	return good;
}

static bool sum_value(struct sum *s, mpq_t ret)
{
	bool good = product_value(s, ret);
	mpq_t next;
	char sign;

	mpq_init(next);
	while (good && (sign = take_sign(s, "+-")) != 0) {
		good = product_value(s, next);
		if (!good)
			break;
		if (sign == '+')
			mpq_add(ret, ret, next);
		else
			mpq_sub(ret, ret, next);
	}
	mpq_clear(next);
	return good;
}

bool entry_sum(const char *folded, size_t len, const char *quoted, struct strbuf *out, struct error *reterr)
{
	struct sum s = { .at = folded, .end = folded + len, .quoted = quoted, .reterr = reterr };
	int128 value = 0;
	bool good;
	mpq_t q;

	if (len > SUM_MOST)
		return not_a_sum(&s);
	number_keep_reserve();
	mpq_init(q);
	good = sum_value(&s, q);
	skip_blanks(&s);
	if (good && s.at != s.end)
		good = not_a_sum(&s);
	if (good && !rational_to(q, NUMBER_PLACES, &value))
		good = error_set(reterr, ERR_VALUE, NOWHERE, _("the result of '%s' has more than 15 digits before the point; check the sum"), quoted);
	mpq_clear(q);
	if (number_was_short())
		return error_memory(reterr);
	if (good)
		number_print(out, value, NUMBER_PLACES, -1, false);
	return good;
}
