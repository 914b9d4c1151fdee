/*
 * Numbers as people type and paste them: separators, full-width digits, ¥ before, a unit behind.
 */
#include "base/i18n.h"
#include "base/text.h"
#include "report/entry_private.h"

#define YEN "\u00A5"

struct money {
	const char *unit;
	int exponent;
};

/* the power of ten of a unit of money, in 元; -1 when it is none. `short_too`: 万 and 亿 will do */
static int money_exponent(const char *unit, size_t len, bool short_too)
{
	static const struct money units[] = {
		{ "元", 0 }, { "千元", 3 }, { "万元", 4 }, { "百万元", 6 }, { "千万元", 7 }, { "亿元", 8 },
		{ "万", 4 }, { "亿", 8 },
	};
	size_t count = ARRAY_SIZE(units) - (short_too ? 0 : 2);

	for (size_t i = 0; i < count; i++) {
		if (len == strlen(units[i].unit) && !memcmp(unit, units[i].unit, len))
			return units[i].exponent;
	}
	return -1;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* digits of run without its commas and points, but for the last of them as a point when `point` */
static void reading_of(const char *run, size_t len, bool point, char out[ENTRY_DIGITS])
{
	size_t last = len, used = 0;

	for (size_t i = 0; i < len; i++) {
		if (!is_digit(run[i]))
			last = i;
	}
	for (size_t i = 0; i < len; i++) {
		if (is_digit(run[i])) {
			if (used == 1 && out[0] == '0' && (!point || i < last))
				used = 0;
			out[used++] = run[i];
		} else if (point && i == last) {
			out[used++] = '.';
		}
	}
	out[used] = '\0';
}

/* whether the commas of run[0 … whole) part groups of three, counted from the right, and the first group is no bare 0 */
static bool grouped(const char *run, size_t whole)
{
	for (size_t i = 0; i < whole; i++) {
		if ((run[i] == ',') != ((whole - i) % 4 == 0))
			return false;
	}
	return whole < 4 || run[0] != '0';
}

/* digits with at most one point, put plain: no zeros before, a digit on either side of the point */
static void plain_of(const char *run, size_t len, size_t whole, char out[ENTRY_DIGITS])
{
	size_t used = 0, i = 0;

	for (; i < whole; i++) {
		if (run[i] == ',')
			continue;
		if (used == 1 && out[0] == '0')
			used = 0;
		out[used++] = run[i];
	}
	if (!used)
		out[used++] = '0';
	if (len > whole + 1) {
		memcpy(out + used, run + whole, len - whole);
		used += len - whole;
	}
	out[used] = '\0';
}

enum entry_figure entry_figure(const char **at, const char *end, char plain[ENTRY_DIGITS], char other[ENTRY_DIGITS])
{
	const char *run = *at;
	size_t len = 0, whole, digits = 0, commas = 0, points = 0;
	bool comma_behind = false;

	while (run + len < end && (is_digit(run[len]) || run[len] == ',' || run[len] == '.')) {
		digits += is_digit(run[len]);
		commas += run[len] == ',';
		points += run[len] == '.';
		comma_behind = comma_behind || (points && run[len] == ',');
		len++;
	}
	*at = run + len;
	if (!digits || len > ENTRY_DIGITS - 4 || (commas && (run[0] == ',' || run[len - 1] == ',')))
		return ENTRY_FIGURE_NONE;
	whole = 0;
	while (whole < len && run[whole] != '.')
		whole++;
	if (points <= 1 && !comma_behind && (!commas || grouped(run, whole))) {
		plain_of(run, len, whole, plain);
		return ENTRY_FIGURE_GOOD;
	}
	reading_of(run, len, true, plain);
	reading_of(run, len, false, other);
	return run[0] == '.' || run[len - 1] == '.' ? ENTRY_FIGURE_NONE : ENTRY_FIGURE_TWO_WAYS;
}

/* plain × 10^shift, by moving the point. Places that only the move made are taken off again: 10000元 are 1万元, not 1.0000. */
static void add_shifted(struct strbuf *out, const char *plain, int shift)
{
	const char *point = strchr(plain, '.');
	size_t whole = point ? (size_t)(point - plain) : strlen(plain), count = 0, first = 0, zeros = 0, places;
	char digits[2 * ENTRY_DIGITS];

	if (!shift) {
		strbuf_puts(out, plain);
		return;
	}
	for (; zeros < 8; zeros++)
		digits[count++] = '0';
	for (const char *c = plain; *c; c++) {
		if (*c != '.')
			digits[count++] = *c;
	}
	places = count - 8 - whole;
	for (int i = 0; i < shift; i++) {
		if (places)
			places--;
		else
			digits[count++] = '0';
	}
	for (int i = 0; i > shift; i--)
		places++;
	if (shift < 0) {
		for (; places && digits[count - 1] == '0'; places--)
			count--;
	}
	while (first + places + 1 < count && digits[first] == '0')
		first++;
	strbuf_add(out, digits + first, count - places - first);
	if (places) {
		strbuf_putc(out, '.');
		strbuf_add(out, digits + count - places, places);
	}
}

/* ---- units ---- */

struct unit_text {
	const char *text;
	size_t len;
};

/*
 * How many places the point moves for a number with `unit` behind it (or ¥ before it) to be in the field's unit.
 * A ¥ says that it is money and not in which unit: the field's is meant.
 */
static bool unit_shift(const struct field *f, struct unit_text unit, bool yen, const char *quoted, int *ret, struct error *reterr)
{
	const char *own = f->unit ? f->unit : "";
	struct strbuf folded;
	int own_exponent = money_exponent(own, strlen(own), false), exponent;
	char other[ENTRY_QUOTED];
	bool same;

	*ret = 0;
	strbuf_init(&folded, 4096);
	entry_fold(&folded, own, strlen(own));
	same = !unit.len || (unit.len == folded.len && !memcmp(unit.text, folded.text, unit.len));
	strbuf_release(&folded);
	if (same && (!yen || !*own || own_exponent >= 0))
		return true;
	exponent = money_exponent(unit.text, unit.len, own_exponent >= 0);
	if (exponent >= 0 && own_exponent >= 0) {
		*ret = exponent - own_exponent;
		return true;
	}
	if (!unit.len)
		unit = (struct unit_text){ YEN, strlen(YEN) };
	if (exponent < 0 && strncmp(unit.text, YEN, 2) != 0 && unit.len > 24)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' is not a number; type one such as 2255.22"), quoted);
	entry_quote((struct typed){ unit.text, unit.len }, other);
	if (!*own)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' has '%s' with it, but this field has no unit; type the number alone"),
				 quoted, other);
	return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' has '%s' with it, but this field is in '%s'; type the number in that unit"),
			 quoted, other, own);
}

/* ---- numbers ---- */

struct number_text {
	bool negative, yen;
	char plain[ENTRY_DIGITS];
	struct unit_text unit;
};

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && *at == ' ')
		at++;
	return at;
}

/* [-+]? ¥? [-+]? figure unit?, blanks between */
static bool split_number(const char *at, const char *end, const char *quoted, struct number_text *ret, struct error *reterr)
{
	char other[ENTRY_DIGITS];
	bool sign = false;

	*ret = (struct number_text){ .negative = false };
	for (;;) {
		at = skip_blanks(at, end);
		if (at < end && (*at == '-' || *at == '+') && !sign) {
			ret->negative = *at++ == '-';
			sign = true;
		} else if (end - at >= 2 && !memcmp(at, YEN, 2) && !ret->yen) {
			ret->yen = true;
			at += 2;
		} else {
			break;
		}
	}
	switch (entry_figure(&at, end, ret->plain, other)) {
	case ENTRY_FIGURE_NONE:
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' is not a number; type one such as 2255.22"), quoted);
	case ENTRY_FIGURE_TWO_WAYS:
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' could mean %s or %s; type the one that is meant"), quoted, ret->plain,
				 other);
	case ENTRY_FIGURE_GOOD:
		break;
	}
	at = skip_blanks(at, end);
	while (end > at && end[-1] == ' ')
		end--;
	ret->unit = (struct unit_text){ at, (size_t)(end - at) };
	return true;
}

static bool is_zero(const char *plain)
{
	return strspn(plain, "0.") == strlen(plain);
}

/* a unit that has digits or signs in it is no unit: 12e3, 3-5, 1/2 */
static bool is_unit(struct unit_text unit)
{
	for (size_t i = 0; i < unit.len; i++) {
		if (memchr("0123456789+-*=<>()", unit.text[i], 18))
			return false;
	}
	return true;
}

static bool plain_number(const struct field *f, const char *folded, size_t len, const char *quoted, struct strbuf *out,
			 struct error *reterr)
{
	struct number_text n;
	int shift;

	if (!split_number(folded, folded + len, quoted, &n, reterr))
		return false;
	if (!is_unit(n.unit))
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' is not a number; type one such as 2255.22"), quoted);
	if (!unit_shift(f, n.unit, n.yen, quoted, &shift, reterr))
		return false;
	if (n.negative && !is_zero(n.plain))
		strbuf_putc(out, '-');
	add_shifted(out, n.plain, shift);
	return true;
}

bool entry_number(const struct field *f, struct typed typed, struct strbuf *out, struct error *reterr)
{
	char quoted[ENTRY_QUOTED];
	struct decimal number;
	struct strbuf folded;
	bool good;

	entry_quote(typed, quoted);
	strbuf_init(&folded, 4096);
	entry_fold(&folded, typed.text, typed.len);
	if (!strbuf_ok(&folded))
		good = error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' is not a number; type one such as 2255.22"), quoted);
	else if (folded.text[0] == '=')
		good = entry_sum(folded.text + 1, folded.len - 1, quoted, out, reterr);
	else
		good = plain_number(f, folded.text, folded.len, quoted, out, reterr);
	strbuf_release(&folded);
	if (!good || !strbuf_ok(out))
		return good;
	if (decimal_parse(out->text, out->len, &number) != NUMBER_OK)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' has more than 15 digits before the point or 12 after it; type a shorter number"),
				 quoted);
	if (f->type == TYPE_INTEGER && number.places)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' is not a whole number, and this field counts; type it without a point"), quoted);
	return true;
}
