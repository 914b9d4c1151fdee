/* Wording: the parser. A mistake does not stop it, so that a form's author sees all of them. */
#include "form/wording.h"

#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

struct reader {
	const struct formula_scope *scope;
	struct formula_scope row;      /* inside of {each}: its rows are at hand */
	const struct field *each;      /* NULL: outside */
	const char *text;
	size_t len, at;
	struct place start, here;      /* here: of the byte `seen`, so that places cost a walk once */
	size_t seen;
	struct wording_teller teller;
	bool no_memory;
};

/* where a chain of nodes ends */
struct chain {
	struct wording *first, *last;
	unsigned values;               /* that can be blank: a bracket needs one */
};

static struct place place_of(struct reader *r, size_t offset)
{
	if (offset < r->seen) {
		r->seen = 0;
		r->here = r->start;
	}
	for (; r->seen < offset; r->seen++) {
		unsigned char c = (unsigned char)r->text[r->seen];

		if (c == '\n') {
			r->here.line++;
			r->here.column = r->start.column;
		} else if ((c & 0xc0) != 0x80) {
			r->here.column++;
		}
	}
	return r->here;
}

static void PRINTF_LIKE(3, 4) tell(struct reader *r, struct place at, const char *format, ...)
{
	struct strbuf text;
	struct error e;
	va_list args;

	strbuf_init(&text, 4096);
	va_start(args, format);
	strbuf_vprintf(&text, format, args);
	va_end(args);
	error_set(&e, ERR_FORM, at, "%s", text.text);
	strbuf_release(&text);
	r->teller.mistake(r->teller.to, &e);
}

static void out_of_memory(struct reader *r)
{
	struct error e;

	if (r->no_memory)
		return;
	r->no_memory = true;
	error_memory(&e);
	r->teller.mistake(r->teller.to, &e);
}

static struct wording *add(struct reader *r, struct chain *c, enum wording_kind kind, struct place at)
{
	struct wording *w = arena_alloc(&r->scope->form->arena, sizeof(*w));

	if (!w) {
		out_of_memory(r);
		return NULL;
	}
	*w = (struct wording){ .kind = kind, .at = at };
	if (c->last)
		c->last->next = w;
	else
		c->first = w;
	c->last = w;
	return w;
}

static void add_text(struct reader *r, struct chain *c, size_t from, size_t to)
{
	struct wording *w;

	if (from >= to || !(w = add(r, c, WORDING_TEXT, place_of(r, from))))
		return;
	w->text = arena_strndup(&r->scope->form->arena, r->text + from, to - from);
	w->len = to - from;
	if (!w->text) {
		*w = (struct wording){ .kind = WORDING_TEXT, .text = "", .at = w->at };
		out_of_memory(r);
	}
}

/* ---- what stands between braces ---- */

struct word {
	size_t from, to;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct word trimmed(const struct reader *r, size_t from, size_t to)
{
	while (from < to && is_blank(r->text[from]))
		from++;
	while (to > from && is_blank(r->text[to - 1]))
		to--;
	return (struct word){ from, to };
}

static bool is(const struct reader *r, struct word w, const char *word)
{
	return w.to - w.from == strlen(word) && memcmp(r->text + w.from, word, w.to - w.from) == 0;
}

/* the first word, and in *ret_rest what is behind it */
static struct word first_word(const struct reader *r, struct word w, struct word *ret_rest)
{
	size_t end = w.from;

	while (end < w.to && !is_blank(r->text[end]))
		end++;
	*ret_rest = trimmed(r, end, w.to);
	return (struct word){ w.from, end };
}

static const struct expr *find(struct reader *r, struct word w)
{
	char *name = arena_strndup(&r->scope->form->arena, r->text + w.from, w.to - w.from);
	const struct expr *e;
	struct error error;

	if (!name) {
		out_of_memory(r);
		return NULL;
	}
	if (formula_field(r->each ? &r->row : r->scope, name, place_of(r, w.from), &e, &error))
		return e;
	r->teller.mistake(r->teller.to, &error);
	return NULL;
}

/* a table or matrix; NULL was told */
static const struct field *find_grid(struct reader *r, struct word w, const char *example)
{
	const struct expr *e;

	if (w.from == w.to) {
		tell(r, place_of(r, w.from), _("a table's name is missing; write '%s'"), example);
		return NULL;
	}
	e = find(r, w);
	if (e && field_is_scalar(e->field)) {
		tell(r, place_of(r, w.from), _("'%s' is no table and no matrix"), e->field->id);
		return NULL;
	}
	return e ? e->field : NULL;
}

/* in the rows of a matrix a bare name is a column's */
static bool add_cell(struct reader *r, struct chain *c, struct word w, struct place at)
{
	struct wording *node;

	if (!r->each || r->each->type != TYPE_MATRIX)
		return false;
	if (is(r, w, "label")) {
		add(r, c, WORDING_LABEL, at);
		return true;
	}
	for (size_t i = 0; i < r->each->column_count; i++) {
		if (!is(r, w, r->each->columns[i]->id))
			continue;
		node = add(r, c, WORDING_CELL, at);
		if (node) {
			node->field = r->each;
			node->column = i;
		}
		c->values++;
		return true;
	}
	return false;
}

static void add_value(struct reader *r, struct chain *c, struct word w, struct place at)
{
	const struct expr *e;
	struct wording *node;

	if (r->each && is(r, w, "index")) {
		add(r, c, WORDING_INDEX, at);
		return;
	}
	c->values++; /* one that was told stands for a value, so that it is not told twice */
	if (w.from == w.to) {
		tell(r, at, _("there is nothing between '{' and '}'; name a field, or write '{{' for a brace"));
		return;
	}
	if (is(r, w, "index")) {
		tell(r, at, _("'{index}' means something between '{each …}' and '{end}' only"));
		return;
	}
	if (add_cell(r, c, w, at)) {
		c->values--;
		return;
	}
	e = find(r, w);
	if (!e)
		return;
	if (!field_is_scalar(e->field)) {
		tell(r, place_of(r, w.from), _("'%s' has no value of its own; write '{table …}' or '{each …}' before its name"), e->field->id);
		return;
	}
	node = add(r, c, WORDING_VALUE, at);
	if (node) {
		node->expr = e;
		node->field = e->field;
	}
}

/* ---- the text ---- */

enum ending { ENDING_TEXT, ENDING_BRACKET, ENDING_EACH };

static void read_chain(struct reader *r, struct chain *c, enum ending ending, struct place opened, unsigned depth);

static void read_bracket(struct reader *r, struct chain *c, unsigned depth)
{
	struct place opened = place_of(r, r->at);
	struct chain inside = { 0 };
	struct wording *node;

	r->at++;
	if (depth >= WORDING_DEPTH) {
		tell(r, opened, _("brackets are nested too deep here; take some apart"));
		r->at = r->len;
		return;
	}
	node = add(r, c, WORDING_OPTIONAL, opened);
	read_chain(r, &inside, ENDING_BRACKET, opened, depth + 1);
	if (inside.values == 0 && r->at <= r->len && r->text[r->at - 1] == ']')
		tell(r, opened, _("no field stands between '[' and ']', so nothing tells when to leave it out; write '{[}' and '{]}' for brackets"));
	c->values += inside.values;
	if (node)
		node->first = inside.first;
}

static void read_each(struct reader *r, struct chain *c, struct word rest, struct place opened, unsigned depth)
{
	struct word separator, name = first_word(r, rest, &separator);
	struct chain inside = { 0 };
	struct wording *node;
	const struct field *grid = NULL;

	if (r->each)
		tell(r, opened, _("'{each …}' stands inside of another one; end that with '{end}' first"));
	else
		grid = find_grid(r, name, "{each projects}");
	node = add(r, c, WORDING_EACH, opened);
	c->values++;
	if (separator.from < separator.to) {
		/* a blank in it is part of it, up to the brace */
		if (separator.to - separator.from < 4 || memcmp(r->text + separator.from, "sep=", 4) != 0)
			tell(r, place_of(r, separator.from), _("only 'sep=' and what stands between two rows may follow the name"));
		else if (node) {
			size_t end = r->at - 1;

			node->len = end - (separator.from + 4);
			node->text = arena_strndup(&r->scope->form->arena, r->text + separator.from + 4, node->len);
			if (!node->text) {
				node->len = 0;
				out_of_memory(r);
			}
		}
	}
	if (depth >= WORDING_DEPTH) {
		tell(r, opened, _("brackets are nested too deep here; take some apart"));
		r->at = r->len;
		return;
	}
	if (grid) {
		r->each = grid;
		r->row = *r->scope;
		if (grid->type == TYPE_TABLE) /* the parser of paths does not write to it */
			r->row.table = (struct field *)(uintptr_t)grid;
	}
	read_chain(r, &inside, ENDING_EACH, opened, depth + 1);
	if (grid)
		r->each = NULL;
	if (node) {
		node->field = grid;
		node->first = inside.first;
	}
}

static void read_table(struct reader *r, struct chain *c, struct word rest, struct place opened)
{
	const struct field *grid = find_grid(r, rest, "{table projects}");
	struct wording *node;

	c->values++;
	if (!grid)
		return;
	node = add(r, c, WORDING_TABLE, opened);
	if (node)
		node->field = grid;
}

/* at a '{' that is no escape; true at {end} */
static bool read_braces(struct reader *r, struct chain *c, size_t start, unsigned depth)
{
	struct place opened = place_of(r, start);
	struct word w, rest, first;
	bool quoted = false;

	for (r->at = start + 1; r->at < r->len && r->text[r->at] != '\n' && (quoted || r->text[r->at] != '}'); r->at++)
		quoted ^= r->text[r->at] == '\'';
	if (r->at == r->len || r->text[r->at] != '}') {
		tell(r, opened, _("this '{' is never closed; write '{{' for a brace"));
		c->values++;
		return false;
	}
	r->at++;
	w = trimmed(r, start + 1, r->at - 1);
	first = first_word(r, w, &rest);
	if (is(r, w, "end"))
		return true;
	if (is(r, first, "each"))
		read_each(r, c, rest, opened, depth);
	else if (is(r, first, "table") && rest.from < rest.to)
		read_table(r, c, rest, opened);
	else
		add_value(r, c, w, opened);
	return false;
}

/* {{ }} {[} {]}: the bytes it takes and, in *ret_at, where the character stands; 0: no escape */
static size_t escape(const struct reader *r, size_t at, size_t *ret_at)
{
	const char *t = r->text + at;
	size_t left = r->len - at;

	if (left >= 2 && (t[0] == '{' || t[0] == '}') && t[1] == t[0]) {
		*ret_at = at;
		return 2;
	}
	if (left >= 3 && t[0] == '{' && (t[1] == '[' || t[1] == ']') && t[2] == '}') {
		*ret_at = at + 1;
		return 3;
	}
	return 0;
}

static void read_chain(struct reader *r, struct chain *c, enum ending ending, struct place opened, unsigned depth)
{
	size_t from = r->at, size, character;

	while (r->at < r->len && !r->no_memory) {
		size_t at = r->at;
		char here = r->text[at];

		if (!strchr("{}[]", here) || !here) {
			r->at++;
			continue;
		}
		add_text(r, c, from, at);
		size = escape(r, at, &character);
		if (size) {
			add_text(r, c, character, character + 1);
			r->at += size;
		} else if (here == '[') {
			read_bracket(r, c, depth);
		} else if (here == '{') {
			if (read_braces(r, c, at, depth)) {
				if (ending == ENDING_EACH)
					return;
				tell(r, place_of(r, at), _("there is no '{each …}' for this '{end}'"));
			}
		} else if (here == ']' && ending == ENDING_BRACKET) {
			r->at++;
			return;
		} else {
			if (here == ']')
				tell(r, place_of(r, at), _("there is no '[' for this ']'; write '{]}' for a bracket"));
			else
				tell(r, place_of(r, at), _("there is no '{' for this '}'; write '}}' for a brace"));
			r->at++;
		}
		from = r->at;
	}
	if (r->no_memory)
		return;
	add_text(r, c, from, r->len);
	if (ending == ENDING_BRACKET)
		tell(r, opened, _("this '[' is never closed; write '{[}' for a bracket"));
	else if (ending == ENDING_EACH)
		tell(r, opened, _("this '{each …}' has no '{end}'"));
	if (ending != ENDING_TEXT) /* said: nothing more is to be said of what it holds */
		c->values++;
}

bool wording_parse(const struct formula_scope *scope, const char *text, size_t len, struct place at, struct wording_teller teller,
		   struct wording **ret)
{
	struct reader r = { .scope = scope, .text = text, .len = len, .start = at, .here = at, .teller = teller };
	struct chain c = { 0 };

	while (r.len > 0 && text[r.len - 1] == '\n')
		r.len--;
	read_chain(&r, &c, ENDING_TEXT, at, 0);
	if (r.no_memory)
		return false;
	*ret = c.first;
	return true;
}

size_t wording_heading(const char *text, size_t len)
{
	static const char numerals[][4] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" };
	size_t open, at, digits = 0;

	if (len >= 3 && memcmp(text, "（", 3) == 0)
		open = 3;
	else if (len >= 1 && text[0] == '(')
		open = 1;
	else
		return 0;
	for (at = open; at + 3 <= len; at += 3, digits++) {
		size_t i = 0;

		while (i < ARRAY_SIZE(numerals) && memcmp(text + at, numerals[i], 3) != 0)
			i++;
		if (i == ARRAY_SIZE(numerals))
			break;
	}
	if (digits == 0 || digits > 3)
		return 0;
	if (at + 3 <= len && memcmp(text + at, "）", 3) == 0)
		return at + 3;
	return at < len && text[at] == ')' ? at + 1 : 0;
}
