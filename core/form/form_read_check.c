/* Building checks: rules, where their problems stand, and messages with values in them. */
#include "form/form_private.h"

#include "base/i18n.h"

/* ---- messages: literal text with {formula} in it; {{ is a brace ---- */

struct message {
	struct loader *l;
	const struct formula_scope *scope;
	const struct tree *tree;
	struct message_part *parts;
	size_t count;
};

/* where a byte of the message stands in the file; of a text on several lines, only its beginning is known */
static struct place message_place(const struct message *m, size_t offset)
{
	struct place at = m->tree->text_at;

	if (!memchr(m->tree->text, '\n', m->tree->len))
		at.column += (unsigned)text_characters(m->tree->text, offset);
	return at;
}

/* a problem is one line, however the form breaks its message */
static void add_literal(struct message *m, const char *text, size_t len)
{
	char *copy;

	if (!len)
		return;
	copy = load_strndup(m->l, text, len);
	if (!copy)
		return;
	for (char *c = copy; *c; c++)
		*c = *c == '\n' ? ' ' : *c;
	m->parts[m->count++].text = copy;
}

/* the brace that closes the one before `at`; a brace within a quoted text is none */
static size_t closing(const char *text, size_t at, size_t len)
{
	bool quoted = false;

	for (; at < len; at++) {
		if (text[at] == '\'')
			quoted = !quoted;
		else if (text[at] == '}' && !quoted)
			return at;
	}
	return len;
}

static void add_value(struct message *m, size_t start, size_t end)
{
	const char *text = load_strndup(m->l, m->tree->text + start, end - start);
	const struct formula *f = NULL;
	struct error e;

	if (!text)
		return;
	if (!formula_compile(m->scope, text, message_place(m, start), EXPR_TYPE_ANY, &f, &e)) {
		mistake_error(m->l, &e);
		return;
	}
	m->parts[m->count++] = (struct message_part){
	    .text = text,
	    .expr = f->expr,
	    .field = f->expr->op == EXPR_FIELD || f->expr->op == EXPR_ROW_FIELD ? f->expr->field : NULL,
	};
}

static struct message_part *read_message(struct loader *l, const struct formula_scope *scope, const struct tree *from,
                                         size_t *ret_count)
{
	struct tree trimmed = *from, *t = &trimmed; /* without the line end of a block scalar */
	struct message m = {.l = l, .scope = scope, .tree = t};
	size_t most = 1, start = 0;

	while (t->len && t->text[t->len - 1] == '\n')
		t->len--;
	for (size_t i = 0; i < t->len; i++)
		most += t->text[i] == '{' || t->text[i] == '}' ? 2 : 0;
	m.parts = load_alloc(l, most, sizeof(*m.parts));
	for (size_t i = 0; m.parts && i < t->len && !l->stop; i++) {
		char c = t->text[i];
		size_t end;

		if (c != '{' && c != '}')
			continue;
		if (i + 1 < t->len && t->text[i + 1] == c) { /* {{ or }} */
			add_literal(&m, t->text + start, i + 1 - start);
			start = ++i + 1;
			continue;
		}
		if (c == '}')
			continue;
		add_literal(&m, t->text + start, i - start);
		end = closing(t->text, i + 1, t->len);
		if (end == t->len) {
			mistake(l, message_place(&m, i), _("this '{' is never closed; write '{{' for a brace"));
			start = t->len;
			break;
		}
		add_value(&m, i + 1, end);
		start = end + 1;
		i = end;
	}
	if (m.parts && start < t->len)
		add_literal(&m, t->text + start, t->len - start);
	*ret_count = m.count;
	return m.parts;
}

/* ---- at, each ---- */

static struct section *section_of(struct loader *l, const char *id, size_t len)
{
	for (size_t i = 0; i < l->form->section_count; i++) {
		if (strncmp(l->form->sections[i]->id, id, len) == 0 && l->form->sections[i]->id[len] == '\0')
			return l->form->sections[i];
	}
	return NULL;
}

/* a table or matrix by its id in the section, or section.id; NULL when the text names none */
static struct field *grid_of(struct loader *l, struct section *s, const char *text)
{
	const char *dot = strchr(text, '.');

	if (dot) {
		s = section_of(l, text, (size_t)(dot - text));
		text = dot + 1;
	}
	for (size_t i = 0; s && i < s->field_count; i++) {
		if (!field_is_scalar(s->fields[i]) && strcmp(s->fields[i]->id, text) == 0)
			return s->fields[i];
	}
	return NULL;
}

static void read_each(struct loader *l, struct check *c, const struct tree *t)
{
	struct field *table = t->kind == TREE_SCALAR ? grid_of(l, c->section, t->text) : NULL;

	if (!table)
		mistake(l, t->at, _("'each' must name a table: its id in this section, or section.table"));
	else if (table->type != TYPE_TABLE)
		mistake(l, t->text_at, _("'%s' is a matrix; 'each' goes through the rows of a table"), t->text);
	else
		c->each = table;
}

static void read_at(struct loader *l, struct check *c, const struct formula_scope *scope, const struct tree *t)
{
	const struct expr *e;
	struct error error;

	if (t->kind != TREE_SCALAR) {
		mistake(l, t->at, _("'at' must be a path"));
		return;
	}
	c->at = c->each && table_column(c->each, t->text, t->len) ? NULL : grid_of(l, c->section, t->text);
	if (c->at)
		return;
	if (!formula_field(scope, t->text, t->text_at, &e, &error))
		mistake_error(l, &error);
	else if (e->op != EXPR_FIELD)
		mistake(l, t->text_at,
		        _("'at' must be one field of the form, not '%s'; a row of its own is named by 'each'"),
		        t->text);
	else
		c->at = e->field;
}

/* ---- one check ---- */

static void read_severity(struct loader *l, struct check *c, const struct tree *t)
{
	static const char *const names[] = {
	    [SEVERITY_NONE] = "",       [SEVERITY_NOTE] = "note",     [SEVERITY_WARNING] = "warning",
	    [SEVERITY_ERROR] = "error", [SEVERITY_SUBMIT] = "submit",
	};

	c->severity = SEVERITY_ERROR;
	if (!t || t->kind == TREE_BLANK)
		return;
	for (enum severity s = SEVERITY_NOTE; s <= SEVERITY_SUBMIT; s++) {
		if (tree_is_word(t, names[s])) {
			c->severity = s;
			return;
		}
	}
	mistake(l, t->at, _("'severity' must be error, warning, note or submit"));
}

static const struct tree *told(const struct tree *map, const char *word)
{
	const struct tree *t = tree_find(map, word);

	return t && t->kind != TREE_BLANK ? t : NULL;
}

static void read_check(struct loader *l, struct check *c, const struct tree *map)
{
	struct formula_scope scope = scope_of(l, c->section);
	const struct tree *t = told(map, "each");

	read_keys(l, map, WHERE_CHECK);
	read_map_words(l, map, WHERE_CHECK, c);
	read_severity(l, c, tree_find(map, "severity"));
	if (t)
		read_each(l, c, t);
	scope.table = c->each;
	t = told(map, "at");
	if (t)
		read_at(l, c, &scope, t);
	t = told(map, "rule");
	if (t)
		c->rule = read_formula(l, &scope, t, EXPR_TYPE_BOOLEAN);
	else
		mistake(l, map->at, _("the check '%s' has no rule; give it a formula"), c->id);
	t = told(map, "message");
	if (t && t->kind == TREE_SCALAR) {
		c->parts = read_message(l, &scope, t, &c->part_count);
	} else if (!t && c->rule) { /* better the rule itself than nothing */
		c->message.zh = c->rule->text;
		c->parts = load_alloc(l, 1, sizeof(*c->parts));
		if (c->parts)
			c->parts[c->part_count++].text = c->rule->text;
	}
	t = told(map, "message_en");
	if (t && t->kind == TREE_SCALAR)
		c->parts_en = read_message(l, &scope, t, &c->part_en_count);
}

static bool check_is_twice(struct loader *l, const struct section *s, const struct tree *map, const char *id)
{
	for (size_t i = 0; i < s->check_count; i++) {
		if (strcmp(s->checks[i]->id, id) == 0) {
			mistake(l, tree_find(map, "id")->text_at, _("duplicate id '%s'; it is already used on line %u"),
			        id, s->checks[i]->place.line);
			return true;
		}
	}
	return false;
}

static bool add_check(struct loader *l, struct check *c)
{
	struct form *f = l->form;

	if (f->check_count == l->check_capacity) { /* in the arena: what is outgrown stays there */
		size_t capacity = l->check_capacity ? l->check_capacity * 2 : 32;
		struct check **grown = load_alloc(l, capacity, sizeof(struct check *));

		if (!grown)
			return false;
		if (f->check_count)
			memcpy(grown, f->checks, f->check_count * sizeof(struct check *));
		f->checks = grown;
		l->check_capacity = capacity;
	}
	c->index = (uint32_t)f->check_count;
	f->checks[f->check_count++] = c;
	c->section->checks[c->section->check_count++] = c;
	return true;
}

void read_checks(struct loader *l, struct section *s, const struct tree *map)
{
	const struct tree *list = told(map, "checks");

	if (!list || !read_is_list(l, list))
		return;
	s->checks = load_alloc(l, list->count ? list->count : 1, sizeof(struct check *));
	for (const struct tree *t = list->first; s->checks && t && !l->stop; t = t->next) {
		const char *id;
		struct check *c;

		if (!read_is_map(l, t, WHERE_CHECK) || !read_id(l, t, "id", WHERE_CHECK, &id) ||
		    check_is_twice(l, s, t, id))
			continue;
		c = load_alloc(l, 1, sizeof(*c));
		if (!c)
			return;
		*c = (struct check){.id = id, .section = s, .place = t->at};
		read_check(l, c, t);
		if (!add_check(l, c))
			return;
	}
}
