/*
 * The words of a formula. A name is a run of letters, digits and _ that is no number; behind a dot any such run is a
 * name, so that a row may be called `1`.
 */
#include "form/formula_private.h"

#include "base/i18n.h"
#include "base/text.h"

#include <stdarg.h>

static const struct {
	const char *word;
	enum token_kind kind;
} keywords[] = {
    {"and", TOKEN_AND},      {"or", TOKEN_OR},         {"not", TOKEN_NOT},       {"true", TOKEN_TRUE},
    {"false", TOKEN_FALSE},  {"where", TOKEN_WHERE},   {"this", TOKEN_THIS},     {"row", TOKEN_ROW},
    {"label", TOKEN_LABEL},  {"status", TOKEN_STATUS}, {"each", TOKEN_RESERVED}, {"index", TOKEN_RESERVED},
    {"end", TOKEN_RESERVED},
};

/* what people type for a sign that formulas have; the longer first */
static const struct {
	const char *typed, *meant;
} slips[] = {
    {"≤", "<="},  {"≥", ">="}, {"≠", "!="},  {"×", "*"},  {"÷", "/"},  {"−", "-"},
    {"“", "'"},   {"”", "'"},  {"‘", "'"},   {"’", "'"},  {"、", ","}, {"\"", "'"},
    {"&", "and"}, {"|", "or"}, {"!", "not"}, {"。", "."}, {"【", "["}, {"】", "]"},
};

static const struct {
	const char *sign;
	enum token_kind kind;
} signs[] = {
    {"!=", TOKEN_UNEQUAL}, {"<=", TOKEN_LESS_EQUAL}, {">=", TOKEN_GREATER_EQUAL}, {"+", TOKEN_PLUS},
    {"-", TOKEN_MINUS},    {"*", TOKEN_TIMES},       {"/", TOKEN_OVER},           {"=", TOKEN_EQUAL},
    {"<", TOKEN_LESS},     {">", TOKEN_GREATER},     {"(", TOKEN_OPEN},           {")", TOKEN_CLOSE},
    {",", TOKEN_COMMA},    {".", TOKEN_DOT},         {"[", TOKEN_BRACKET},        {"]", TOKEN_BRACKET_END},
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

static bool is_name(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static enum token_kind keyword_kind(const char *text, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(keywords); i++) {
		if (keywords[i].word[0] == text[0] && strncmp(keywords[i].word, text, len) == 0 && keywords[i].word[len] == '\0')
			return keywords[i].kind;
	}
	return TOKEN_NAME;
}

bool formula_is_keyword(const char *id, size_t len)
{
	return keyword_kind(id, len) != TOKEN_NAME;
}

struct place formula_place(const struct parser *p, unsigned column)
{
	struct place at = p->at;

	if (p->one_line && at.line > 0)
		at.column += column;
	return at;
}

bool formula_refuse(struct parser *p, unsigned column, const char *format, ...)
{
	char text[sizeof(p->reterr->text)];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return error_set(p->reterr, ERR_FORM, formula_place(p, column), "%s", text);
}

static bool bad_character(struct parser *p)
{
	const char *here = p->text + p->token.start;
	size_t left = p->len - p->token.start;
	struct place at = formula_place(p, p->token.column);
	uint32_t c;
	size_t size = text_decode(here, left, &c);
	struct strbuf meant;
	bool is_wide;

	for (size_t i = 0; i < ARRAY_SIZE(slips); i++) {
		size_t n = strlen(slips[i].typed);

		if (n <= left && memcmp(here, slips[i].typed, n) == 0)
			return error_set(p->reterr, ERR_FORM, at, _("'%s' has no meaning in a formula: write %s"),
			                 slips[i].typed, slips[i].meant);
	}
	strbuf_init(&meant, 16);
	text_fold_width(&meant, here, size);
	is_wide = size > 1 && meant.len == 1;
	if (is_wide)
		error_set(p->reterr, ERR_FORM, at, _("'%.*s' is a full-width character: write the half-width '%s'"),
		          (int)size, here, meant.text);
	else if (size > 1 || ((unsigned char)*here >= 0x20 && (unsigned char)*here < 0x7f))
		error_set(p->reterr, ERR_FORM, at, _("'%.*s' has no meaning in a formula"), (int)size, here);
	else
		error_set(p->reterr, ERR_FORM, at, _("a character that cannot be seen has no meaning in a formula"));
	strbuf_release(&meant);
	return false;
}

/* a run of digits, letters and _ is a number, a keyword or a name */
static bool lex_word(struct parser *p, bool name)
{
	struct token *t = &p->token;
	bool digits = true;

	while (t->end < p->len && is_name(p->text[t->end])) {
		digits = digits && is_digit(p->text[t->end]);
		t->end++;
	}
	t->kind = TOKEN_NAME;
	if (name)
		return true;
	if (!digits) {
		t->kind = keyword_kind(p->text + t->start, t->end - t->start);
		return true;
	}
	t->kind = TOKEN_NUMBER;
	if (t->end + 1 < p->len && p->text[t->end] == '.' && is_digit(p->text[t->end + 1])) {
		t->end++;
		while (t->end < p->len && is_digit(p->text[t->end]))
			t->end++;
		if (t->end < p->len && is_name(p->text[t->end]))
			return formula_refuse(
			    p, t->column, _("'%.*s…' is not a number: an exponent or a unit cannot stand behind it"),
			    (int)(t->end - t->start), p->text + t->start);
	}
	return true;
}

static bool lex_text(struct parser *p)
{
	struct token *t = &p->token;

	t->kind = TOKEN_TEXT;
	for (t->end++; t->end < p->len; t->end++) {
		if (p->text[t->end] != '\'')
			continue;
		if (t->end + 1 >= p->len || p->text[t->end + 1] != '\'') {
			t->end++;
			return true;
		}
		t->end++;
	}
	return formula_refuse(p, t->column, _("a text that begins here has no closing '"));
}

static bool lex_sign(struct parser *p)
{
	struct token *t = &p->token;
	const char *here = p->text + t->start;

	for (size_t i = 0; i < ARRAY_SIZE(signs); i++) {
		size_t n = signs[i].sign[1] ? 2 : 1;

		if (here[0] == signs[i].sign[0] && n <= p->len - t->start && (n == 1 || here[1] == signs[i].sign[1])) {
			t->kind = signs[i].kind;
			t->end = t->start + n;
			return true;
		}
	}
	return bad_character(p);
}

bool formula_next(struct parser *p)
{
	bool behind_dot = p->token.kind == TOKEN_DOT;
	struct token *t = &p->token;
	bool ok;

	p->end = t->column_end;
	t->start = t->end;
	t->column = t->column_end;
	while (t->start < p->len && is_blank(p->text[t->start])) {
		t->start++;
		t->column++;
	}
	t->end = t->start;
	t->kind = TOKEN_END;
	if (t->start == p->len)
		ok = true;
	else if (is_name(p->text[t->start]))
		ok = lex_word(p, behind_dot);
	else if (p->text[t->start] == '\'')
		ok = lex_text(p);
	else
		ok = lex_sign(p);
	t->column_end = t->column + (unsigned)text_characters(p->text + t->start, t->end - t->start);
	return ok;
}

const char *token_text(struct parser *p, const struct token *t, size_t *ret_len)
{
	char *copy = arena_strndup(p->arena, p->text + t->start + 1, t->end - t->start - 2);
	size_t len = 0;

	if (!copy) {
		error_memory(p->reterr);
		return NULL;
	}
	for (size_t i = t->start + 1; i < t->end - 1; i++) {
		copy[len++] = p->text[i];
		if (p->text[i] == '\'')
			i++;
	}
	copy[len] = '\0';
	*ret_len = len;
	return copy;
}
