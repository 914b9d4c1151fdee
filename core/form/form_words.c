/*
 * The words of a form file, in one table: the loader reads by it, an unknown word gets its nearest from it, and the
 * reference of the form language is printed from it.
 */
#include "form/form_private.h"

#include "base/i18n.h"

#include <stddef.h>

#define AT(place) (1u << WHERE_##place)
#define OF(type) (1u << TYPE_##type)

/* places in which a field's attributes stand */
#define IN_FIELD (AT(FIELD) | AT(COLUMN) | AT(ROW) | AT(CELL))
#define IN_COLUMN (AT(FIELD) | AT(COLUMN))

#define NUMBERS (OF(INTEGER) | OF(DECIMAL) | OF(YEAR) | OF(MEASURE))
#define TEXTS (OF(TEXT) | OF(LONGTEXT) | OF(MEASURE))
#define GRIDS (OF(TABLE) | OF(MATRIX))
#define SCALARS (~GRIDS)

/* places in people's words */
#define W_FORM N_("the form")
#define W_SECTION N_("a section")
#define W_FIELD N_("a field")
#define W_COLUMN N_("a column")
#define W_TABLE N_("a table")
#define W_MATRIX N_("a matrix")
#define W_GRID N_("a table or a matrix")
#define W_ROW N_("a row of a matrix")
#define W_CHECK N_("a check")
#define W_CHOICE N_("a choice")
#define W_HEADLINE N_("an entry of the headline")
#define W_NUMBER N_("a decimal or a measure")
#define W_RANGE N_("a number, a date or a measure")
#define W_TEXT N_("a text, a longtext or a measure")
#define W_SCALAR N_("a field with a value")
#define W_PICK N_("a choice or choices")
#define W_EXTENDS N_("an entry of a form that extends another")

/* kinds in people's words */
#define K_ID N_("id")
#define K_LINE N_("one line of text")
#define K_TEXT N_("text")
#define K_FLAG N_("true or false")
#define K_NUMBER N_("whole number")
#define K_FORMULA N_("formula")
#define K_LIST N_("list")
#define K_MAP N_("mapping")
#define K_PATH N_("path")
#define K_VALUE N_("value or formula")

#define M(type, member) offsetof(struct type, member)

/* clang-format off */

/* X(word, where people read, kind people read, kind, where, types, member, lowest, highest, help) */
#define WORDS(X) \
	X("form", W_FORM, K_ID, OWN, AT(FORM), 0, 0, 0, 0, N_("the form's id: a-z 0-9 -")) \
	X("version", W_FORM, K_LINE, OWN, AT(FORM), 0, 0, 0, 0, N_("its version; 2021.1 and 2021.10 are two")) \
	X("title", W_FORM, K_LINE, LINE, AT(FORM), 0, M(form, title.zh), 0, 0, N_("what it is called")) \
	X("title_en", W_FORM, K_LINE, LINE, AT(FORM), 0, M(form, title.en), 0, 0, N_("the same in English")) \
	X("source", W_FORM, K_TEXT, TEXT, AT(FORM), 0, M(form, source), 0, 0, N_("the rule that the form follows")) \
	X("unit", W_FORM, K_PATH, OWN, AT(FORM), 0, 0, 0, 0, N_("the field that says whose report it is")) \
	X("year", W_FORM, K_PATH, OWN, AT(FORM), 0, 0, 0, 0, N_("the field that says for which year")) \
	X("headline", W_FORM, K_LIST, OWN, AT(FORM), 0, 0, 0, 0, N_("paths of the values in the live strip")) \
	X("levels", W_FORM, K_LIST, OWN, AT(FORM), 0, 0, 0, 0, N_("who approves, one after the other")) \
	X("constants", W_FORM, K_MAP, OWN, AT(FORM), 0, 0, 0, 0, N_("names for values in formulas")) \
	X("extends", W_FORM, K_LINE, OWN, AT(FORM), 0, 0, 0, 0, N_("the form that this one changes: id, id@version or path")) \
	X("renamed", W_FORM, K_MAP, OWN, AT(FORM), 0, 0, 0, 0, N_("old paths and what they are called now")) \
	X("sections", W_FORM, K_LIST, OWN, AT(FORM), 0, 0, 0, 0, N_("the form's sections, in order")) \
	X("id", W_SECTION, K_ID, OWN, AT(SECTION), 0, 0, 0, 0, N_("its name in paths: a-z 0-9 _")) \
	X("number", W_SECTION, K_LINE, LINE, AT(SECTION), 0, M(section, number), 0, 0, N_("its official number")) \
	X("title", W_SECTION, K_LINE, LINE, AT(SECTION), 0, M(section, title.zh), 0, 0, N_("its heading")) \
	X("title_en", W_SECTION, K_LINE, LINE, AT(SECTION), 0, M(section, title.en), 0, 0, N_("the same in English")) \
	X("help", W_SECTION, K_TEXT, TEXT, AT(SECTION), 0, M(section, help.zh), 0, 0, N_("what to fill in here")) \
	X("help_en", W_SECTION, K_TEXT, TEXT, AT(SECTION), 0, M(section, help.en), 0, 0, N_("the same in English")) \
	X("part", W_SECTION, K_LINE, LINE, AT(SECTION), 0, M(section, part), 0, 0, N_("groups sections, as annexes")) \
	X("part_en", W_SECTION, K_LINE, LINE, AT(SECTION), 0, M(section, part_en), 0, 0, N_("the same in English")) \
	X("fields", W_SECTION, K_LIST, OWN, AT(SECTION), 0, 0, 0, 0, N_("its fields, in order")) \
	X("checks", W_SECTION, K_LIST, OWN, AT(SECTION), 0, 0, 0, 0, N_("rules that must hold in it")) \
	X("text", W_SECTION, K_TEXT, WORDING, AT(SECTION), 0, M(section, text), 0, 0, N_("its wording in the finished document")) \
	X("id", W_FIELD, K_ID, OWN, IN_COLUMN, 0, 0, 0, 0, N_("its name in paths: a-z 0-9 _")) \
	X("label", W_FIELD, K_LINE, LINE, IN_COLUMN | AT(CELL), 0, M(field, label.zh), 0, 0, N_("what it is called")) \
	X("label_en", W_FIELD, K_LINE, LINE, IN_COLUMN | AT(CELL), 0, M(field, label.en), 0, 0, N_("the same in English")) \
	X("help", W_FIELD, K_TEXT, TEXT, IN_FIELD, 0, M(field, help.zh), 0, 0, N_("what to fill in")) \
	X("help_en", W_FIELD, K_TEXT, TEXT, IN_FIELD, 0, M(field, help.en), 0, 0, N_("the same in English")) \
	X("message", W_FIELD, K_TEXT, TEXT, IN_FIELD, 0, M(field, message.zh), 0, 0, N_("said when the value does not fit")) \
	X("message_en", W_FIELD, K_TEXT, TEXT, IN_FIELD, 0, M(field, message.en), 0, 0, N_("the same in English")) \
	X("type", W_FIELD, K_LINE, OWN, IN_FIELD, 0, 0, 0, 0, \
	  N_("text longtext integer decimal date year choice choices boolean measure table matrix")) \
	X("unit", W_FIELD, K_LINE, LINE, IN_FIELD, 0, M(field, unit), 0, 0, N_("the unit of its figures")) \
	X("decimals", W_NUMBER, K_NUMBER, OWN, IN_FIELD, OF(DECIMAL) | OF(MEASURE) | OF(INTEGER), 0, 0, 12, \
	  N_("places after the point: 0 to 12, or typed: as many as were typed")) \
	X("required", W_FIELD, K_FORMULA, OWN, IN_FIELD, 0, 0, 0, 0, N_("whether it must be filled in: true or a formula")) \
	X("relevant", W_FIELD, K_FORMULA, OWN, IN_FIELD, 0, 0, 0, 0, N_("when it applies at all")) \
	X("min", W_RANGE, K_FORMULA, OWN, IN_FIELD, NUMBERS | OF(DATE), 0, 0, 0, N_("the smallest that may be entered")) \
	X("max", W_RANGE, K_FORMULA, OWN, IN_FIELD, NUMBERS | OF(DATE), 0, 0, 0, N_("the largest that may be entered")) \
	X("pattern", W_TEXT, K_LINE, OWN, IN_FIELD, TEXTS | NUMBERS | OF(DATE), 0, 0, 0, \
	  N_("a regular expression (PCRE2) for the whole value")) \
	X("max_length", W_TEXT, K_NUMBER, NUMBER, IN_FIELD, TEXTS, M(field, max_length), 1, 1000000, \
	  N_("how many characters it may have")) \
	X("choices", W_PICK, K_LIST, OWN, IN_FIELD, OF(CHOICE) | OF(CHOICES), 0, 0, 0, N_("words, or value, label and label_en")) \
	X("default", W_SCALAR, K_VALUE, OWN, IN_FIELD, SCALARS, 0, 0, 0, N_("put in by new and into new rows")) \
	X("calculate", W_SCALAR, K_FORMULA, OWN, IN_FIELD, SCALARS & ~OF(CHOICES), 0, 0, 0, N_("works its value out")) \
	X("stated", W_SCALAR, K_FLAG, OWN, IN_FIELD, SCALARS, 0, 0, 0, N_("entered although a formula gives it too")) \
	X("exact", W_NUMBER, K_FLAG, FLAG, IN_FIELD, NUMBERS, M(field, exact), 0, 0, N_("was not rounded, however many digits")) \
	X("na", W_SCALAR, K_FLAG, FLAG, IN_FIELD, SCALARS, M(field, na), 0, 0, N_("may be not applicable")) \
	X("none", W_NUMBER, K_LINE, LINE, IN_FIELD, NUMBERS, M(field, none), 0, 0, N_("how zero reads")) \
	X("by", W_FIELD, K_LINE, OWN, IN_FIELD, 0, 0, 0, 0, N_("reviewer: only a reviewer fills it in")) \
	X("locked", W_FIELD, K_FLAG, FLAG, IN_FIELD, 0, M(field, locked), 0, 0, N_("read-only once carried over")) \
	X("personal", W_FIELD, K_FLAG, FLAG, IN_FIELD, 0, M(field, personal), 0, 0, N_("left out of a public copy")) \
	X("carry", W_FIELD, K_LINE, LINE, IN_FIELD, 0, M(field, carry), 0, 0, N_("same, or a path in last year's report")) \
	X("group", W_FIELD, K_LINE, LINE, IN_COLUMN | AT(CELL), 0, M(field, group), 0, 0, N_("a heading above it")) \
	X("group_en", W_FIELD, K_LINE, LINE, IN_COLUMN | AT(CELL), 0, M(field, group_en), 0, 0, N_("the same in English")) \
	X("indent", W_FIELD, K_NUMBER, BYTE, IN_COLUMN | AT(CELL), 0, M(field, indent), 0, 20, N_("how far its label is indented")) \
	X("width", W_FIELD, K_NUMBER, SHORT, IN_FIELD, 0, M(field, width), 1, 1000, N_("columns on the screen")) \
	X("merge", W_COLUMN, K_FLAG, FLAG, AT(COLUMN) | AT(ROW) | AT(CELL), SCALARS, M(field, merge), 0, 0, \
	  N_("equal neighbours are printed as one cell")) \
	X("columns", W_GRID, K_LIST, OWN, AT(FIELD), GRIDS, 0, 0, 0, N_("its columns, in order")) \
	X("key", W_TABLE, K_LINE, OWN, AT(FIELD), OF(TABLE), 0, 0, 0, N_("the column that names a row")) \
	X("min_rows", W_TABLE, K_NUMBER, NUMBER, AT(FIELD), OF(TABLE), M(field, min_rows), 0, 1000000, N_("at least so many rows")) \
	X("max_rows", W_TABLE, K_NUMBER, NUMBER, AT(FIELD), OF(TABLE), M(field, max_rows), 1, 1000000, N_("at most so many rows")) \
	X("rows", W_MATRIX, K_LIST, OWN, AT(FIELD), OF(MATRIX), 0, 0, 0, N_("its rows, in order")) \
	X("id", W_ROW, K_ID, OWN, AT(ROW), 0, 0, 0, 0, N_("its name in paths: a-z 0-9 _")) \
	X("label", W_ROW, K_LINE, LINE, AT(ROW), 0, M(matrix_row, label.zh), 0, 0, N_("what it is called")) \
	X("label_en", W_ROW, K_LINE, LINE, AT(ROW), 0, M(matrix_row, label.en), 0, 0, N_("the same in English")) \
	X("total", W_ROW, K_FLAG, FLAG, AT(ROW), 0, M(matrix_row, total), 0, 0, N_("left out of sums and counts")) \
	X("group", W_ROW, K_LINE, LINE, AT(ROW), 0, M(matrix_row, group), 0, 0, N_("a heading above it")) \
	X("group_en", W_ROW, K_LINE, OWN, AT(ROW), 0, 0, 0, 0, N_("the same in English")) \
	X("indent", W_ROW, K_NUMBER, BYTE, AT(ROW), 0, M(matrix_row, indent), 0, 20, N_("how far its label is indented")) \
	X("cells", W_ROW, K_MAP, OWN, AT(ROW), 0, 0, 0, 0, N_("for a column: attributes of this cell, or absent")) \
	X("value", W_CHOICE, K_LINE, OWN, AT(CHOICE), 0, 0, 0, 0, N_("what is stored")) \
	X("label", W_CHOICE, K_LINE, LINE, AT(CHOICE), 0, M(choice, label.zh), 0, 0, N_("how it reads")) \
	X("label_en", W_CHOICE, K_LINE, LINE, AT(CHOICE), 0, M(choice, label.en), 0, 0, N_("the same in English")) \
	X("path", W_HEADLINE, K_PATH, OWN, AT(HEADLINE), 0, 0, 0, 0, N_("the value")) \
	X("label", W_HEADLINE, K_LINE, OWN, AT(HEADLINE), 0, 0, 0, 0, N_("what stands before it")) \
	X("label_en", W_HEADLINE, K_LINE, OWN, AT(HEADLINE), 0, 0, 0, 0, N_("the same in English")) \
	X("id", W_CHECK, K_ID, OWN, AT(CHECK), 0, 0, 0, 0, N_("its name: a-z 0-9 _ -")) \
	X("rule", W_CHECK, K_FORMULA, OWN, AT(CHECK), 0, 0, 0, 0, N_("what must hold")) \
	X("severity", W_CHECK, K_LINE, OWN, AT(CHECK), 0, 0, 0, 0, N_("error, warning, note or submit")) \
	X("message", W_CHECK, K_TEXT, TEXT, AT(CHECK), 0, M(check, message.zh), 0, 0, N_("what is wrong; {name} puts a value")) \
	X("message_en", W_CHECK, K_TEXT, TEXT, AT(CHECK), 0, M(check, message.en), 0, 0, N_("the same in English")) \
	X("at", W_CHECK, K_PATH, OWN, AT(CHECK), 0, 0, 0, 0, N_("where the problem is shown")) \
	X("each", W_CHECK, K_PATH, OWN, AT(CHECK), 0, 0, 0, 0, N_("the table for whose rows it is judged")) \
	X("explain", W_CHECK, K_FLAG, FLAG, AT(CHECK), 0, M(check, explain), 0, 0, N_("a reason may be given instead")) \
	X("after", W_EXTENDS, K_ID, OWN, 0, 0, 0, 0, 0, N_("the entry that a new one comes after")) \
	X("drop", W_EXTENDS, K_FLAG, OWN, 0, 0, 0, 0, 0, N_("removes the entry"))

/* clang-format on */

#define AS_SHOWN(word, where, kind, k, w, types, member, lowest, highest, help) {word, where, kind, help},
const struct form_word form_words_table[] = {WORDS(AS_SHOWN)};
const size_t form_words_count = ARRAY_SIZE(form_words_table);

#define AS_RULE(word, where, kind, k, w, types, member, lowest, highest, help)                                         \
	{KIND_##k, w, types, member, lowest, highest},
const struct word_rule form_word_rules[] = {WORDS(AS_RULE)};

/* not names of fields: words of formulas and of the document's wording (spec section 3) */
static const char *const keywords[] = {
    "and", "or", "not", "true", "false", "where", "this", "row", "label", "status", "each", "index", "end",
};

/* keys at the top of a report that are no sections (spec section 2) */
static const char *const reserved[] = {
    "form", "review", "history", "reasons", "annexes", "conflicts", "carried", "origins", "unplaced",
};

static bool among(const char *id, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(list[i], id) == 0)
			return true;
	}
	return false;
}

bool word_is_keyword(const char *id)
{
	return among(id, keywords, ARRAY_SIZE(keywords));
}

bool word_is_reserved(const char *id)
{
	return among(id, reserved, ARRAY_SIZE(reserved));
}

/*
 * A byte of each word's first and last letters and its length, beside each other: looking for a word passes by nearly all
 * others at once. (Forms have thousands of words, and they are read whenever the program starts.)
 */
#define TAG(word, len) (unsigned char)(31u * (unsigned char)(word)[0] + 7u * (unsigned char)(word)[(len) - 1] + (len))
#define AS_TAG(word, where, kind, k, w, types, member, lowest, highest, help) TAG(word, sizeof(word) - 1),
static const unsigned char tags[] = {WORDS(AS_TAG)};

const struct word_rule *word_find(const char *word, enum where where, size_t *ret_index)
{
	const size_t len = strlen(word), count = ARRAY_SIZE(tags);
	const unsigned char *at = len ? tags : NULL;

	for (; at && (at = memchr(at, TAG(word, len), (size_t)(tags + count - at))) != NULL; at++) {
		size_t i = (size_t)(at - tags);

		if (form_word_rules[i].where & (1u << where) && strcmp(form_words_table[i].word, word) == 0) {
			if (ret_index)
				*ret_index = i;
			return &form_word_rules[i];
		}
	}
	return NULL;
}

const char *word_nearest(const char *word, enum where where)
{
	const char *names[ARRAY_SIZE(form_words_table)];
	size_t count = 0;

	for (size_t i = 0; i < form_words_count; i++) {
		if (form_word_rules[i].where & (1u << where))
			names[count++] = form_words_table[i].word;
	}
	return text_nearest(word, names, count);
}

const char *word_where(const char *word)
{
	for (size_t i = 0; i < form_words_count; i++) {
		if (strcmp(form_words_table[i].word, word) == 0)
			return _(form_words_table[i].where);
	}
	return NULL;
}

const char *where_name(enum where where)
{
	static const char *const names[WHERE_COUNT] = {
	    [WHERE_FORM] = W_FORM,     [WHERE_SECTION] = W_SECTION, [WHERE_FIELD] = W_FIELD,
	    [WHERE_COLUMN] = W_COLUMN, [WHERE_ROW] = W_ROW,         [WHERE_CELL] = N_("a cell"),
	    [WHERE_CHECK] = W_CHECK,   [WHERE_CHOICE] = W_CHOICE,   [WHERE_HEADLINE] = W_HEADLINE,
	};

	return _(names[where]);
}
