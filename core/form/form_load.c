/* Loading a form: the file, those that it extends, and what all mistakes go through. */
#include "form/form_private.h"

#include "base/i18n.h"

#include <stdarg.h>

#define MISTAKES_MAX 1000 /* more than anybody reads */
#define NODES_MAX 100000  /* thirty times a long form; keeps a stranger's form from taking the day */

/* ---- mistakes and memory ---- */

void mistake_memory(struct loader *l)
{
	l->no_memory = true;
	l->stop = true;
}

/* a column's mistake is met again in each of its cells: it is told once */
static bool told(const struct loader *l, const struct error *e)
{
	for (size_t i = 0; i < l->mistake_count; i++) {
		const struct error *m = &l->mistakes[i];

		if (m->line == e->line && m->column == e->column && strcmp(m->text, e->text) == 0 &&
		    strcmp(m->file, e->file) == 0)
			return true;
	}
	return false;
}

void mistake_error(struct loader *l, const struct error *e)
{
	if (e->kind == ERR_MEMORY) {
		mistake_memory(l);
		return;
	}
	if (l->stop || told(l, e))
		return;

	struct error *grown = memory_grow(l->mistakes, &l->mistake_capacity, l->mistake_count + 1, sizeof(*grown));

	if (!grown) {
		mistake_memory(l);
		return;
	}
	l->mistakes = grown;
	l->mistakes[l->mistake_count++] = *e;
	if (!l->every || l->mistake_count == MISTAKES_MAX)
		l->stop = true;
}

void mistake(struct loader *l, struct place at, const char *format, ...)
{
	struct error e;
	char text[sizeof(e.text)];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	error_set(&e, ERR_FORM, at, "%s", text);
	mistake_error(l, &e);
}

void *load_alloc(struct loader *l, size_t count, size_t size)
{
	void *p = size && count > SIZE_MAX / size ? NULL : arena_alloc(&l->form->arena, count * size);

	if (!p)
		mistake_memory(l);
	return p;
}

char *load_strndup(struct loader *l, const char *text, size_t len)
{
	char *copy = arena_strndup(&l->form->arena, text, len);

	if (!copy)
		mistake_memory(l);
	return copy;
}

char *load_printf(struct loader *l, const char *format, ...)
{
	struct strbuf sb;
	va_list args;
	char *copy = NULL;

	strbuf_init(&sb, 0);
	va_start(args, format);
	strbuf_vprintf(&sb, format, args);
	va_end(args);
	if (strbuf_ok(&sb))
		copy = load_strndup(l, sb.text, sb.len);
	else
		mistake_memory(l);
	strbuf_release(&sb);
	return copy;
}

/* ---- the chain of extends ---- */

static struct tree *read_chain(struct loader *l, struct source *s, const struct chain *here);

/* a → b → a */
static void refuse_circle(struct loader *l, struct place at, const struct chain *from, const struct found *back)
{
	struct strbuf sb;
	const struct chain *chain[EXTENDS_MAX + 1];
	size_t count = 0;
	bool inside = false;

	for (const struct chain *c = from; c; c = c->up)
		chain[count++] = c;
	strbuf_init(&sb, 0);
	while (count--) {
		inside = inside || strcmp(chain[count]->identity, back->identity) == 0;
		if (inside)
			strbuf_printf(&sb, "%s → ", chain[count]->file);
	}
	strbuf_puts(&sb, back->file);
	mistake(l, at, _("the form extends itself: %s"), sb.text);
	strbuf_release(&sb);
}

static bool is_in(const struct chain *chain, const char *identity)
{
	for (; chain; chain = chain->up) {
		if (strcmp(chain->identity, identity) == 0)
			return true;
	}
	return false;
}

/* the tree of the form that `name` names, itself merged; NULL: a mistake */
static struct tree *read_base(struct loader *l, const struct tree *name, const struct chain *from)
{
	struct form_query q = {.name = name->text, .relative_to = from->file};
	struct found found;
	struct source *s;
	struct error e;

	if (!form_locate(&l->form->arena, &q, from->identity, &found, &e)) {
		if (e.kind != ERR_MEMORY)
			error_set(&e, ERR_FORM, name->text_at, "%s", e.text);
		mistake_error(l, &e);
		return NULL;
	}
	if (is_in(from, found.identity)) {
		refuse_circle(l, name->text_at, from, &found);
		return NULL;
	}
	if (from->depth == EXTENDS_MAX) {
		mistake(l, name->text_at,
		        _("forms extend each other more than %d deep; extend one nearer to the first"), EXTENDS_MAX);
		return NULL;
	}
	if (found.other_version) {
		mistake(l, name->text_at,
		        _("the form '%s' is there only in another version, in '%s'; name that version"), name->text,
		        found.file);
		return NULL;
	}
	if (!found_open(&found, &s, &e)) {
		mistake_error(l, &e);
		return NULL;
	}

	struct chain here = {.up = from, .identity = found.identity, .file = found.file, .depth = from->depth + 1};

	return read_chain(l, s, &here);
}

/* what a form says of itself alone */
static void forget(struct tree *base, const char *word)
{
	struct tree *t = tree_find(base, word);

	if (t)
		tree_remove(base, t);
}

/* takes the source over */
static struct tree *read_chain(struct loader *l, struct source *s, const struct chain *here)
{
	struct tree *root = NULL;

	if (source_count(s) > NODES_MAX)
		mistake(l, source_place(s, source_node(s, NODE_ROOT)->start),
		        _("the form has more than %d values; divide it, or take out what is no form"), NODES_MAX);
	else
		root = tree_read(l, s, here->file);
	source_free(s);
	if (!root)
		return NULL;
	tree_absences(l, root);

	struct tree *name = tree_find(root, "extends");

	if (!name)
		return root;
	tree_remove(root, name);
	if (name->kind == TREE_BLANK)
		return root;
	if (name->kind != TREE_SCALAR) {
		mistake(l, name->at,
		        _("'extends' must be one form: its id, id@version, or a path relative to this file"));
		return l->every ? root : NULL;
	}

	struct tree *base = read_base(l, name, here);

	if (!base)
		return NULL; /* what this form changes makes no sense alone */
	forget(base, "form");
	forget(base, "version");
	tree_merge(l, base, root);
	return base;
}

/* ---- the parts together ---- */

static bool loader_init(struct loader *l, bool every)
{
	struct arena a = {0};
	struct form_whole *whole = arena_alloc(&a, sizeof(*whole));

	*l = (struct loader){.every = every};
	if (!whole) {
		arena_release(&a);
		return false;
	}
	l->whole = whole;
	l->form = &whole->form;
	l->form->arena = a;
	return true;
}

static void loader_release(struct loader *l)
{
	memory_free(l->mistakes);
	memory_free(l->pending);
	arena_release(&l->nodes);
	form_free(l->form);
}

static void load_source(struct loader *l, struct source *s, const struct found *found)
{
	struct chain here = {.identity = found->identity, .file = found->file, .depth = 1};
	struct error e;

	l->name = l->form->file = found->file;
	l->root = read_chain(l, s, &here);
	if (!l->root || l->stop)
		return;
	read_form(l);
	if (!l->stop && !form_plan_check(l->form, &e))
		mistake_error(l, &e);
}

static void load_query(struct loader *l, const struct form_query *q, bool *ret_other)
{
	struct found found;
	struct source *s;
	struct error e;

	if (!form_locate(&l->form->arena, q, NULL, &found, &e) || !found_open(&found, &s, &e)) {
		mistake_error(l, &e);
		return;
	}
	*ret_other = found.other_version;
	load_source(l, s, &found);
}

static bool load_finish(struct loader *l, struct form **ret, struct error *reterr)
{
	bool ok = false;

	if (l->no_memory) {
		error_memory(reterr);
	} else if (l->mistake_count) {
		*reterr = l->mistakes[0];
	} else {
		*ret = l->form; /* handed over */
		l->form = NULL;
		ok = true;
	}
	loader_release(l);
	return ok;
}

bool form_load(const struct form_query *q, struct form **ret, bool *ret_other_version, struct error *reterr)
{
	struct loader l;
	bool other = false;

	if (!loader_init(&l, false))
		return error_memory(reterr);
	load_query(&l, q, &other);
	if (!load_finish(&l, ret, reterr))
		return false;
	if (ret_other_version)
		*ret_other_version = other;
	return true;
}

bool form_parse(const char *name, const char *text, size_t len, struct form **ret, struct error *reterr)
{
	struct loader l;
	struct source *s;
	char *copy = malloc(len + 1); /* the source takes it over, and frees it with free() */

	if (!copy)
		return error_memory(reterr);
	memcpy(copy, text, len);
	if (!source_parse(name, copy, len, &s, reterr))
		return false;
	if (!loader_init(&l, false)) {
		source_free(s);
		return error_memory(reterr);
	}

	struct found found = {.file = load_strndup(&l, name, strlen(name))};

	found.identity = found.file;
	if (found.file)
		load_source(&l, s, &found);
	else
		source_free(s);
	return load_finish(&l, ret, reterr);
}

static int by_place(const void *a, const void *b)
{
	const struct error *x = a, *y = b;
	int files = strcmp(x->file, y->file);

	if (files != 0)
		return files;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (x->column > y->column) - (x->column < y->column);
}

size_t form_check(const struct form_query *q, void (*report)(void *to, const struct error *e), void *to)
{
	struct loader l;
	struct error e;
	bool other = false;
	size_t count;

	if (!loader_init(&l, true)) {
		error_memory(&e);
		report(to, &e);
		return 1;
	}
	load_query(&l, q, &other);
	if (l.mistake_count > 1)
		qsort(l.mistakes, l.mistake_count, sizeof(*l.mistakes), by_place);
	count = l.mistake_count;
	for (size_t i = 0; i < count; i++)
		report(to, &l.mistakes[i]);
	if (l.no_memory) {
		error_memory(&e);
		report(to, &e);
		count++;
	}
	loader_release(&l);
	return count;
}
