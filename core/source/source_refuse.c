/*
 * libyaml's complaints in words that help: the place where the mistake was made rather than where it was noticed, the
 * cause, and the mend where there is a likely one.
 */
#include "source/source_private.h"

#include "base/i18n.h"

#include <limits.h>

#define WIDE_COLON "\xef\xbc\x9a"  /* ： */
#define LONGEST_KEY 60u            /* bytes before a full-width colon that may be a key */

static bool say(const struct source *s, uint32_t at, const char *text, struct error *reterr)
{
	return error_set(reterr, ERR_SYNTAX, source_place(s, at), "%s", text);
}

static bool is_id(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!((p[i] >= 'a' && p[i] <= 'z') || p[i] == '_' || (i && p[i] >= '0' && p[i] <= '9')))
			return false;
	return len > 0;
}

bool source_wide_colon(const struct source *s, uint32_t line_start, bool only_ids, uint32_t *ret_at)
{
	uint32_t end = source_line_end(s, line_start), at = line_start, from;

	while (at < end && (s->text[at] == ' ' || ((s->text[at] == '-' || s->text[at] == '?') && at + 1 < end && s->text[at + 1] == ' ')))
		at++;
	for (from = at; at + 3 <= end && at - from <= LONGEST_KEY; at++) {
		if (!memcmp(s->text + at, WIDE_COLON, 3)) {
			*ret_at = at;
			return at > from && (!only_ids || is_id(s->text + from, at - from));
		}
		/* a colon of its own, a quote or a comment comes first: then this one is part of a text */
		if (strchr(":#\"'{[", s->text[at]) && s->text[at])
			return false;
	}
	return false;
}

bool source_refuse_wide_colon(const struct source *s, uint32_t at, struct error *reterr)
{
	return say(s, at, _("a full-width colon '：' after a key: put ': ' (an ASCII colon and a blank) in its place"), reterr);
}

static uint32_t first_of_line(const struct source *s, uint32_t at)
{
	uint32_t i = source_line_start(s, at);

	while (i < s->size && s->text[i] == ' ')
		i++;
	return i;
}

/* the line above the one of `at` that is neither blank nor a comment; false when there is none */
static bool line_above(const struct source *s, uint32_t at, uint32_t *ret_start)
{
	uint32_t start = source_line_start(s, at);

	while (start > s->begin) {
		uint32_t i;

		start = source_line_start(s, start - 1);
		i = first_of_line(s, start);
		if (i < source_line_end(s, i) && s->text[i] != '#') {
			*ret_start = start;
			return true;
		}
	}
	return false;
}

/* a full-width colon where the complaint is, where the text that it is about began, or in the line above */
static bool meant_colon(const struct source *s, const struct complaint *c, uint32_t *ret_at)
{
	uint32_t above;

	return source_wide_colon(s, source_line_start(s, c->context_at), false, ret_at) ||
	       source_wide_colon(s, source_line_start(s, c->at), false, ret_at) ||
	       (line_above(s, c->at, &above) && source_wide_colon(s, above, false, ret_at));
}

/* a tab among the blanks before the first character of the line */
static bool tab_indents(const struct source *s, uint32_t at, uint32_t *ret_at)
{
	uint32_t i = first_of_line(s, at);

	*ret_at = i;
	return i < s->size && s->text[i] == '\t';
}

static bool refuse_tab(const struct source *s, uint32_t at, struct error *reterr)
{
	return say(s, at, _("a tab as indentation is not allowed: put blanks in its place"), reterr);
}

/* `key:value`: the colon without a blank behind it */
static bool tight_colon(const struct source *s, uint32_t line, uint32_t *ret_at)
{
	uint32_t end = source_line_end(s, line), i = first_of_line(s, line);

	for (uint32_t from = i; i + 1 < end; i++) {
		if (strchr(" #\"'{[", s->text[i]) && s->text[i] && i > from)
			return false;
		if (s->text[i] == ':' && i > from && s->text[i + 1] != '/') {
			*ret_at = i;
			return s->text[i + 1] != ' ';
		}
	}
	return false;
}

static bool refuse_no_colon(const struct source *s, const struct complaint *c, struct error *reterr)
{
	uint32_t at;

	if (meant_colon(s, c, &at))
		return source_refuse_wide_colon(s, at, reterr);
	if (tab_indents(s, c->context_at, &at))
		return refuse_tab(s, at, reterr);
	if (tight_colon(s, source_line_start(s, c->context_at), &at))
		return say(s, at, _("a colon without a blank behind it: write 'key: value'"), reterr);
	return say(s, c->context_at, _("a line that is no 'key: value': put a colon and a blank after its key, or indent it below its key"), reterr);
}

/* the last quoted text ended in this line although it began in an earlier one: the quote that was forgotten is there */
static bool quote_ran_on(const struct source *s, const struct complaint *c, const struct node **ret_node)
{
	const struct node *n;

	if (!c->before)
		return false;
	n = source_at(s, c->before);
	*ret_node = n;
	return (n->style == STYLE_DOUBLE || n->style == STYLE_SINGLE) && n->end <= c->at &&
	       source_line_start(s, n->end) == source_line_start(s, c->at) && n->start < source_line_start(s, n->end);
}

static bool refuse_mapping_value(const struct source *s, const struct complaint *c, struct error *reterr)
{
	uint32_t line = source_line_start(s, c->at), at;
	const struct node *quoted;

	if (quote_ran_on(s, c, &quoted))
		return error_set(reterr, ERR_SYNTAX, source_place(s, quoted->start),
				 _("the quote '%c' opened here is not closed in its line: put the closing quote"), s->text[quoted->start]);
	if (meant_colon(s, c, &at))
		return source_refuse_wide_colon(s, at, reterr);
	for (at = line; at + 1 < c->at; at++)
		if (s->text[at] == ':' && s->text[at + 1] == ' ')
			return say(s, c->at, _("a second ': ' in one line: put the value in quotes"), reterr);
	return say(s, first_of_line(s, c->at),
		   _("wrong indentation: the line is further right than the keys it belongs to, and the line above has a value already"), reterr);
}

static bool refuse_key(const struct source *s, const struct complaint *c, struct error *reterr)
{
	const struct node *quoted;
	uint32_t at;

	if (quote_ran_on(s, c, &quoted))
		return error_set(reterr, ERR_SYNTAX, source_place(s, quoted->start),
				 _("the quote '%c' opened here is not closed in its line: put the closing quote"), s->text[quoted->start]);
	if (c->at < s->size && (s->text[c->at] == ',' || s->text[c->at] == ']' || s->text[c->at] == '}'))
		return error_set(reterr, ERR_SYNTAX, source_place(s, c->at), _("'%c' belongs to no bracket: take it out, or put the text in quotes"),
				 s->text[c->at]);
	if (first_of_line(s, c->at) < c->at)
		return say(s, c->at, _("more text after the end of a value: put the whole value in quotes"), reterr);
	if (c->at < s->size && s->text[c->at] == ':')
		return say(s, c->at, _("a colon without a key: put the key before it, or the text in quotes"), reterr);
	if (meant_colon(s, c, &at))
		return source_refuse_wide_colon(s, at, reterr);
	return error_set(reterr, ERR_SYNTAX, source_place(s, c->at),
			 _("wrong indentation: the line stands under none of the keys above, which begin at column %u (line %u)"),
			 source_place(s, c->context_at).column, source_place(s, c->context_at).line);
}

static bool refuse_document(const struct source *s, const struct complaint *c, struct error *reterr)
{
	uint32_t at;

	if (c->ended)
		return say(s, c->at, _("more text after the end of the document '...': a file holds one document"), reterr);
	if (!s->count || first_of_line(s, c->at) < c->at) {
		if (meant_colon(s, c, &at))
			return source_refuse_wide_colon(s, at, reterr);
		return say(s, c->at, _("more text after the end of a value: put the whole value in quotes"), reterr);
	}
	return error_set(reterr, ERR_SYNTAX, source_place(s, c->at),
			 _("wrong indentation: the line stands further left than the first key, which begins at column %u (line %u)"),
			 source_place(s, source_at(s, NODE_ROOT)->start).column, source_place(s, source_at(s, NODE_ROOT)->start).line);
}

static bool refuse_start(const struct source *s, const struct complaint *c, struct error *reterr)
{
	unsigned char character = c->at < s->size ? (unsigned char)s->text[c->at] : 0;
	uint32_t at;

	if (tab_indents(s, c->at, &at) || character == '\t')
		return refuse_tab(s, character == '\t' ? c->at : at, reterr);
	return error_set(reterr, ERR_SYNTAX, source_place(s, c->at), _("a text cannot begin with '%c': put it in quotes"), character);
}

static bool refuse_block(const struct source *s, const struct complaint *c, struct error *reterr)
{
	uint32_t end = source_line_end(s, c->context_at);

	if (end - c->context_at > 40) {
		end = c->context_at + 40;
		while (end > c->context_at && ((unsigned char)s->text[end] & 0xc0) == 0x80)
			end--;
	}
	return error_set(reterr, ERR_SYNTAX, source_place(s, c->context_at),
			 _("'%.*s' starts a block of text: where the words themselves are meant, put them in quotes"),
			 (int)(end - c->context_at), s->text + c->context_at);
}

static bool refuse_bracket(const struct source *s, const struct complaint *c, struct error *reterr)
{
	char open = c->context_at < s->size ? s->text[c->context_at] : '[';

	return error_set(reterr, ERR_SYNTAX, source_place(s, c->context_at),
			 _("the bracket '%c' opened here is not closed, or a comma is missing in line %u: put ',' between the values and '%c' at the end"),
			 open, source_place(s, c->at).line, open == '{' ? '}' : ']');
}

static bool refuse_quote(const struct source *s, const struct complaint *c, struct error *reterr)
{
	char quote = c->context_at < s->size ? s->text[c->context_at] : '"';

	return error_set(reterr, ERR_SYNTAX, source_place(s, c->context_at),
			 _("the quote '%c' opened here is not closed: put the closing quote"), quote);
}

static bool refuse_alias(const struct source *s, const struct complaint *c, struct error *reterr)
{
	return error_set(reterr, ERR_SYNTAX, source_place(s, c->context_at), _("a text cannot begin with '%c': put it in quotes"),
			 c->context_at < s->size ? s->text[c->context_at] : '*');
}

static bool refuse_dash(const struct source *s, const struct complaint *c, struct error *reterr)
{
	uint32_t at;

	if (meant_colon(s, c, &at))
		return source_refuse_wide_colon(s, at, reterr);
	return error_set(reterr, ERR_SYNTAX, source_place(s, c->at),
			 _("wrong indentation: a list item '- ' is expected at column %u, as in line %u"),
			 source_place(s, c->context_at).column, source_place(s, c->context_at).line);
}

typedef bool (*refusal)(const struct source *s, const struct complaint *c, struct error *reterr);

/* by the beginnings of libyaml's own words; NULL: any. A plain text is said at the place of the problem. */
static const struct {
	const char *problem;
	const char *context;
	refusal refuse;
	const char *text;
} refusals[] = {
	{ "could not find expected ':'", NULL, refuse_no_colon, NULL },
	{ "mapping values are not allowed", NULL, refuse_mapping_value, NULL },
	{ "did not find expected key", NULL, refuse_key, NULL },
	{ "did not find expected '-' indicator", NULL, refuse_dash, NULL },
	{ "did not find expected ',' or", NULL, refuse_bracket, NULL },
	{ "did not find expected <document start>", NULL, refuse_document, NULL },
	{ "found unexpected end of stream", "while scanning a quoted", refuse_quote, NULL },
	{ "found unexpected document indicator", "while scanning a quoted", refuse_quote, NULL },
	{ "found character that cannot start", NULL, refuse_start, NULL },
	{ "found a tab character", NULL, NULL, N_("a tab as indentation is not allowed: put blanks in its place") },
	{ NULL, "while scanning a block scalar", refuse_block, NULL },
	{ NULL, "while scanning an alias", refuse_alias, NULL },
	{ NULL, "while scanning an anchor", refuse_alias, NULL },
	{ NULL, "while scanning a tag", refuse_alias, NULL },
	{ NULL, "while parsing a tag", refuse_alias, NULL },
	{ "found undefined tag handle", NULL, refuse_alias, NULL },
	{ "found unknown escape character", NULL, NULL,
	  N_("an unknown escape after '\\' in double quotes: write '\\\\' for a backslash, or use single quotes") },
	{ "did not find expected hexdecimal", NULL, NULL,
	  N_("a broken escape after '\\' in double quotes: write '\\\\' for a backslash, or use single quotes") },
	{ "found invalid Unicode", NULL, NULL,
	  N_("a broken escape after '\\' in double quotes: write '\\\\' for a backslash, or use single quotes") },
	{ "found incompatible YAML document", NULL, NULL, N_("an unknown YAML version: take the line '%YAML' out") },
	/* xgettext:no-c-format */
	{ NULL, "while scanning a directive", NULL, N_("a line that begins with '%' is not allowed: put the text in quotes") },
	{ NULL, "while scanning a %", NULL, N_("a line that begins with '%' is not allowed: put the text in quotes") },
	{ "found duplicate %", NULL, NULL, N_("a line that begins with '%' is not allowed: put the text in quotes") },
	{ "block sequence entries are not allowed", NULL, NULL,
	  N_("a list item '- ' is not allowed here: begin it in a line of its own, or put the text in quotes") },
	{ "mapping keys are not allowed", NULL, NULL, N_("a text cannot begin with '? ' here: put it in quotes") },
	{ "did not find expected node content", NULL, NULL, N_("a value is missing here") },
};

static bool begins(const char *text, const char *with)
{
	return !with || !strncmp(text, with, strlen(with));
}

bool source_refuse(const struct source *s, const struct complaint *c, struct error *reterr)
{
	for (size_t i = 0; i < ARRAY_SIZE(refusals); i++) {
		if (!begins(c->problem, refusals[i].problem) || !begins(c->context, refusals[i].context))
			continue;
		if (refusals[i].refuse)
			return refusals[i].refuse(s, c, reterr);
		return say(s, c->at, _(refusals[i].text), reterr);
	}
	return error_set(reterr, ERR_SYNTAX, source_place(s, c->at), _("not YAML here: %s"), c->problem);
}
