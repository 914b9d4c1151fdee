/*
 * Paths as they are written: names joined by dots, one of which may carry a row in brackets.
 */
#include "form/formula_private.h"

#include "base/i18n.h"

static bool add_part(struct parser *p, const struct token *t, struct path *path)
{
	if (t->kind != TOKEN_NAME)
		return formula_refuse(p, t->column, _("a name must follow the '.'"));
	if (path->count == PATH_PARTS_MAX)
		return formula_refuse(
		    p, t->column, _("'%.*s' is one name too many: a path has at most section, matrix, row and column"),
		    (int)(t->end - t->start), p->text + t->start);
	path->parts[path->count++] = (struct path_part){
	    .text = p->text + t->start,
	    .len = t->end - t->start,
	    .column = t->column,
	};
	return true;
}

/* [3], counted from 0, or ['key text'] */
static bool parse_row(struct parser *p, struct path *path)
{
	unsigned column = p->token.column;
	struct token t;
	size_t len;

	if (path->row_part >= 0)
		return formula_refuse(p, column, _("a path names one row at most"));
	path->row_part = (int)path->count - 1;
	if (!formula_next(p))
		return false;
	t = p->token;
	if (t.kind == TOKEN_TEXT) {
		path->row_key = token_text(p, &t, &len);
		if (!path->row_key)
			return false;
	} else if (t.kind == TOKEN_NUMBER && t.end - t.start <= 6 && !memchr(p->text + t.start, '.', t.end - t.start)) {
		path->row_index = (uint32_t)strtoul(p->text + t.start, NULL, 10);
	} else {
		return formula_refuse(p, t.column,
		                      _("a row is its number, from 0, or its key in quotes: [3] or ['key']"));
	}
	if (!formula_next(p))
		return false;
	if (p->token.kind != TOKEN_BRACKET_END)
		return formula_refuse(p, p->token.column, _("the '[' has no ']' behind its row"));
	return formula_next(p);
}

bool path_parse(struct parser *p, const struct token *first, struct path *ret)
{
	struct path path = {.row_part = -1, .column = first->column};

	if (!add_part(p, first, &path))
		return false;
	while (p->token.kind == TOKEN_DOT || p->token.kind == TOKEN_BRACKET) {
		if (p->token.kind == TOKEN_BRACKET) {
			if (!parse_row(p, &path))
				return false;
			continue;
		}
		if (!formula_next(p))
			return false;
		if (!add_part(p, &p->token, &path))
			return false;
		if (!formula_next(p))
			return false;
	}
	path.end = p->end;
	*ret = path;
	return true;
}
