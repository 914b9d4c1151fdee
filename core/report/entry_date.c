/*
 * Dates and years. A date is stored as 2021-12-31; years have four digits, so that 21/12/31 is not guessed at.
 */
#include "base/i18n.h"
#include "base/text.h"
#include "form/formula.h"
#include "report/entry_private.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* `count` digits at text, which the caller knows to be there or not to matter; -1 when they are no digits */
static int digits_value(const char *text, size_t count)
{
	int value = 0;

	for (size_t i = 0; i < count; i++) {
		if (!is_digit(text[i]))
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

bool entry_read_date(const char *text, size_t len, int32_t *ret_days)
{
	int year, month, day;
	int32_t days;

	if (len != 10 || text[4] != '-' || text[7] != '-')
		return false;
	year = digits_value(text, 4);
	month = digits_value(text + 5, 2);
	day = digits_value(text + 8, 2);
	if (year < 1000 || month < 1 || day < 1)
		return false;
	days = date_days(year, month, day);
	if (days == INT32_MIN)
		return false;
	*ret_days = days;
	return true;
}

/* ---- typed ---- */

struct cursor {
	const char *at, *end;
};

static void skip_blanks(struct cursor *c)
{
	while (c->at < c->end && *c->at == ' ')
		c->at++;
}

/* from `least` to `most` digits and no more of them behind; -1 when there are others */
static int take_number(struct cursor *c, size_t least, size_t most)
{
	size_t count = 0;
	int value;

	skip_blanks(c);
	while (c->at + count < c->end && is_digit(c->at[count]))
		count++;
	if (count < least || count > most)
		return -1;
	value = digits_value(c->at, count);
	c->at += count;
	return value;
}

static bool take_word(struct cursor *c, const char *word)
{
	size_t len = strlen(word);

	skip_blanks(c);
	if ((size_t)(c->end - c->at) < len || memcmp(c->at, word, len) != 0)
		return false;
	c->at += len;
	return true;
}

/* 2021年12月31日 2021/12/31 2021.12.31 2021-12-31 */
static bool split_date(struct cursor c, int part[3])
{
	static const char *const separators[][3] = {
		{ "年", "月", "日" }, { "年", "月", "号" }, { "-", "-", "" }, { "/", "/", "" }, { ".", ".", "" },
	};
	struct cursor start = c;

	for (size_t i = 0; i < ARRAY_SIZE(separators); i++) {
		c = start;
		part[0] = take_number(&c, 4, 4);
		if (part[0] < 0 || !take_word(&c, separators[i][0]))
			continue;
		part[1] = take_number(&c, 1, 2);
		if (part[1] < 0 || !take_word(&c, separators[i][1]))
			continue;
		part[2] = take_number(&c, 1, 2);
		if (part[2] < 0 || !take_word(&c, separators[i][2]))
			continue;
		skip_blanks(&c);
		if (c.at == c.end)
			return true;
	}
	return false;
}

static bool split_digits(struct cursor c, int part[3])
{
	if (c.end - c.at != 8)
		return false;
	part[0] = digits_value(c.at, 4);
	part[1] = digits_value(c.at + 4, 2);
	part[2] = digits_value(c.at + 6, 2);
	return part[0] >= 0 && part[1] >= 0 && part[2] >= 0;
}

bool entry_date(struct typed typed, struct strbuf *out, struct error *reterr)
{
	char quoted[ENTRY_QUOTED];
	struct strbuf folded;
	int part[3];
	bool good;

	entry_quote(typed, quoted);
	strbuf_init(&folded, 256);
	entry_fold(&folded, typed.text, typed.len);
	good = strbuf_ok(&folded);
	if (good) {
		struct cursor c = { folded.text, folded.text + folded.len };

		good = split_date(c, part) || split_digits(c, part);
	}
	strbuf_release(&folded);
	if (!good)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' is not a date; type year, month and day, such as 2021-12-31"), quoted);
	if (part[0] < 1000 || part[1] < 1 || part[2] < 1 || date_days(part[0], part[1], part[2]) == INT32_MIN)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("there is no such day as '%s'; check the month and the day"), quoted);
	strbuf_printf(out, "%04d-%02d-%02d", part[0], part[1], part[2]);
	return true;
}

bool entry_year(struct typed typed, struct strbuf *out, struct error *reterr)
{
	char quoted[ENTRY_QUOTED];
	struct strbuf folded;
	int year = -1;

	strbuf_init(&folded, 256);
	entry_fold(&folded, typed.text, typed.len);
	if (strbuf_ok(&folded)) {
		struct cursor c = { folded.text, folded.text + folded.len };

		year = take_number(&c, 4, 4);
		(void)(take_word(&c, "年度") || take_word(&c, "年"));
		skip_blanks(&c);
		if (c.at != c.end)
			year = -1;
	}
	strbuf_release(&folded);
	if (year < 1000) {
		entry_quote(typed, quoted);
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' is not a year; type four digits such as 2021"), quoted);
	}
	strbuf_printf(out, "%d", year);
	return true;
}
