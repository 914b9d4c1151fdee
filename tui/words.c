#include "tui/words.h"

#include "base/compiler.h"
#include "base/i18n.h"

#include <string.h>

const char *status_word(const char *status)
{
	static const struct {
		const char *status, *word;
	} words[] = {
		{ "draft", N_("draft") },         { "submitted", N_("submitted") }, { "returned", N_("returned") },
		{ "approved", N_("approved") },   { "published", N_("published") },
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strcmp(words[i].status, status) == 0)
			return _(words[i].word);
	}
	return status;
}

void key_word(const struct key *k, struct strbuf *out)
{
	static const char *const names[] = { N_("Enter"), N_("Backspace"), N_("Up"), N_("Down"), N_("Left"), N_("Right") };
	struct strbuf whole;
	const char *name;

	strbuf_init(&whole, 0);
	key_print(k, &whole);
	name = strrchr(whole.text, '-');
	name = name && name[1] ? name + 1 : whole.text;
	strbuf_add(out, whole.text, (size_t)(name - whole.text));
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcmp(names[i], name) == 0)
			name = _(names[i]);
	}
	strbuf_puts(out, name);
	strbuf_release(&whole);
}

/* ---- formulas ---- */

struct formula_name {
	const char *name, *word;
};

/* TRANSLATORS: names of functions and keywords in a formula that a person reads */
static const struct formula_name formula_names[] = {
	{ "sum", N_("sum") },           { "count", N_("count") },         { "min", N_("the least of") },  { "max", N_("the most of") },
	{ "avg", N_("average") },       { "abs", N_("absolute value") },  { "round", N_("rounded") },     { "floor", N_("rounded down") },
	{ "ceil", N_("rounded up") },   { "if", N_("if") },               { "blank", N_("is blank") },    { "na", N_("does not apply") },
	{ "length", N_("length of") },  { "coalesce", N_("the first given of") }, { "clamp", N_("kept within") },
	{ "sign", N_("sign of") },      { "year", N_("year of") },        { "date", N_("date") },         { "agrees", N_("agrees") },
	{ "and", N_("and") },           { "or", N_("or") },               { "not", N_("not") },           { "where", N_("where") },
	{ "true", N_("yes") },          { "false", N_("no") },            { "status", N_("the report's status") },
	{ "index", N_("the row's number") }, { "label", N_("the row's label") }, { "row", N_("the row's name") },
};

static const struct formula_name formula_signs[] = {
	{ "*", "×" }, { "/", "÷" }, { "!=", "≠" }, { "<=", "≤" }, { ">=", "≥" },
};

const char *formula_word(const char *text, size_t len, bool ascii)
{
	for (size_t i = 0; i < ARRAY_SIZE(formula_names); i++) {
		if (strlen(formula_names[i].name) == len && memcmp(formula_names[i].name, text, len) == 0)
			return _(formula_names[i].word);
	}
	for (size_t i = 0; !ascii && i < ARRAY_SIZE(formula_signs); i++) {
		if (strlen(formula_signs[i].name) == len && memcmp(formula_signs[i].name, text, len) == 0)
			return formula_signs[i].word;
	}
	return NULL;
}
