#include "base/number.h"

__extension__ typedef unsigned __int128 uint128;

static uint128 magnitude(int128 value)
{
	return value < 0 ? (uint128)0 - (uint128)value : (uint128)value;
}

int128 number_power(unsigned exponent)
{
	static const uint64_t power[] = {
		1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u,
		10000000000u, 100000000000u, 1000000000000u, 10000000000000u, 100000000000000u, 1000000000000000u,
		10000000000000000u, 100000000000000000u, 1000000000000000000u, 10000000000000000000u,
	};

	if (exponent < ARRAY_SIZE(power))
		return (int128)power[exponent];
	return (int128)power[19] * (int128)power[exponent - 19];
}

static inline bool is_digit(char c)
{
	return (unsigned char)(c - '0') <= 9;
}

/* digits from text[*at] on: counts them, moves *at behind them */
static size_t count_digits(const char *text, size_t len, size_t *at)
{
	size_t first = *at;

	while (*at < len && is_digit(text[*at]))
		(*at)++;
	return *at - first;
}

/* the value of at most 27 digits; the first 18 in a machine word, which is all that most numbers have */
static int128 read_digits(const char *whole, size_t whole_len, const char *part, size_t part_len)
{
	uint64_t head = 0;
	int128 units;
	size_t i, room = 18;

	for (i = 0; i < whole_len; i++)
		head = head * 10 + (uint64_t)(whole[i] - '0');
	room -= whole_len;
	for (i = 0; i < part_len && i < room; i++)
		head = head * 10 + (uint64_t)(part[i] - '0');
	units = (int128)head;
	for (; i < part_len; i++)
		units = units * 10 + (part[i] - '0');
	return units;
}

enum number_parse decimal_parse(const char *text, size_t len, struct decimal *ret)
{
	bool negative = len && text[0] == '-';
	size_t whole = negative, at = whole, part, whole_len, part_len = 0;
	int128 units;

	whole_len = count_digits(text, len, &at);
	if (!whole_len || (whole_len > 1 && text[whole] == '0'))
		return NUMBER_NOT;
	part = at + 1;
	if (at < len) {
		if (text[at++] != '.')
			return NUMBER_NOT;
		part_len = count_digits(text, len, &at);
		if (!part_len || at < len)
			return NUMBER_NOT;
	}
	if (whole_len > NUMBER_WHOLE || part_len > NUMBER_PLACES)
		return NUMBER_TOO_LONG;
	units = read_digits(text + whole, whole_len, text + (part_len ? part : 0), part_len);
	ret->units = negative ? -units : units;
	ret->places = (uint8_t)part_len;
	return NUMBER_OK;
}

int128 decimal_value(struct decimal d)
{
	return d.units * number_power(d.places < NUMBER_PLACES ? (unsigned)(NUMBER_PLACES - d.places) : 0u);
}

struct figure figure_point(int128 value)
{
	return (struct figure){ .value = value, .lo = value * 10, .hi = value * 10 };
}

struct figure figure_rounded(int128 value, int places)
{
	int128 half = 5 * number_power((unsigned)(NUMBER_PLACES - places));

	return (struct figure){ .value = value, .lo = value * 10 - half, .hi = value * 10 + half };
}

/* m rounded to a multiple of unit, half upwards (m is a magnitude: away from zero) */
static uint128 round_to(uint128 m, uint128 unit)
{
	uint128 rest = m % unit;

	return m - rest + (rest >= unit - rest ? unit : 0);
}

int128 number_round(int128 value, int places)
{
	uint128 m;

	if (places >= NUMBER_PLACES)
		return value;
	m = round_to(magnitude(value), (uint128)number_power((unsigned)(NUMBER_PLACES - places)));
	return value < 0 ? -(int128)m : (int128)m;
}

int128 number_round_exact(int128 value, int tail, int places)
{
	int128 rounded = number_round(value, places), unit;

	if (!tail || places >= NUMBER_PLACES)
		return rounded;
	unit = number_power((unsigned)(NUMBER_PLACES - places));
	if (2 * (rounded > value ? rounded - value : value - rounded) != unit)
		return rounded;
	/* rounded away from zero as a tie; the exact number lies nearer to zero */
	if (value > 0 && tail < 0)
		return rounded - unit;
	return value < 0 && tail > 0 ? rounded + unit : rounded;
}

bool number_fits(int128 value)
{
	return magnitude(value) < (uint128)number_power(NUMBER_WHOLE + NUMBER_PLACES);
}

int number_places(int128 value)
{
	int places = NUMBER_PLACES;

	while (places && value % 10 == 0) {
		value /= 10;
		places--;
	}
	return places;
}

/* the digits of m, at least `least` of them, most significant first; returns how many */
static size_t put_digits(uint128 m, size_t least, char *digits)
{
	char reversed[64];
	size_t n = 0, i;

	while (m > UINT64_MAX) {
		reversed[n++] = (char)('0' + (int)(m % 10));
		m /= 10;
	}
	for (uint64_t small = (uint64_t)m; small || n < least; small /= 10)
		reversed[n++] = (char)('0' + (int)(small % 10));
	for (i = 0; i < n; i++)
		digits[i] = reversed[n - 1 - i];
	return n;
}

static void print_whole(struct strbuf *out, const char *digits, size_t count, bool separators)
{
	if (!separators) {
		strbuf_add(out, digits, count);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (i && (count - i) % 3 == 0)
			strbuf_putc(out, ',');
		strbuf_putc(out, digits[i]);
	}
}

void number_print(struct strbuf *out, int128 value, unsigned scale, int places, bool separators)
{
	uint128 m = magnitude(value);
	size_t count, part = scale;
	char digits[64];

	if (places < 0) {
		while (part && m % 10 == 0) {
			m /= 10;
			part--;
		}
	} else if ((unsigned)places < scale) {
		uint128 unit = (uint128)number_power(scale - (unsigned)places);

		m = round_to(m, unit) / unit;
		part = (size_t)places;
	}
	count = put_digits(m, part + 1, digits);
	if (value < 0 && m)
		strbuf_putc(out, '-');
	print_whole(out, digits, count - part, separators);
	if (places > 0 || (places < 0 && part))
		strbuf_putc(out, '.');
	strbuf_add(out, digits + count - part, part);
	if (places > 0 && (size_t)places > part)
		strbuf_repeat(out, "0", (size_t)places - part);
}
