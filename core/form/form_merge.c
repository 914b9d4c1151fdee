/*
 * Merging a form with the one that it extends (spec section 3).
 *
 * Mappings are merged key by key; a null takes a key away. Lists whose entries have an id are merged by id: an entry
 * that the base has changes it, `drop: true` removes it (with the overrides of its cells), a new one comes last or
 * behind the one that `after:` names. Any other list, and any scalar, replaces the base's. Every node keeps the place
 * where it was written, so that a mistake that only shows after merging is told where its text stands.
 */
#include "form/form_private.h"

#include "base/i18n.h"

#include <strings.h>

static void merge_map(struct loader *l, struct tree *base, struct tree *over);

/* ---- `column: absent`, and `column:` (null), which takes it away again ---- */

static void row_absences(struct loader *l, struct tree *row)
{
	struct tree *next, *cells = tree_find(row, "cells");

	for (struct tree *t = row->first; t; t = next) {
		next = t->next;
		if ((!tree_is_word(t, "absent") && t->kind != TREE_BLANK) || word_find(t->key, WHERE_ROW, NULL) ||
		    strcmp(t->key, "drop") == 0 || strcmp(t->key, "after") == 0)
			continue;
		if (!cells) {
			cells = tree_new(l, TREE_MAP, "cells", t);
			if (!cells)
				return;
			tree_append(row, cells);
		}
		if (cells->kind == TREE_MAP && !tree_find(cells, t->key)) {
			tree_remove(row, t);
			tree_append(cells, t);
		}
	}
}

void tree_absences(struct loader *l, struct tree *root)
{
	const struct tree *sections = tree_find(root, "sections");

	for (struct tree *s = sections ? sections->first : NULL; s; s = s->next) {
		const struct tree *fields = tree_find(s, "fields");

		for (struct tree *f = fields ? fields->first : NULL; f; f = f->next) {
			const struct tree *rows = tree_find(f, "rows");

			for (struct tree *r = rows ? rows->first : NULL; r; r = r->next) {
				if (r->kind == TREE_MAP)
					row_absences(l, r);
			}
		}
	}
}

/* ---- lists of entries with ids ---- */

static const char *id_of(const struct tree *entry)
{
	const struct tree *id = tree_find(entry, "id");

	return id && id->kind == TREE_SCALAR ? id->text : NULL;
}

static bool has_ids(const struct tree *list)
{
	for (const struct tree *t = list->first; t; t = t->next) {
		if (id_of(t))
			return true;
	}
	return false;
}

static struct tree *entry_find(const struct tree *list, const char *id)
{
	for (struct tree *t = list->first; t; t = t->next) {
		const char *its = id_of(t);

		if (its && strcmp(its, id) == 0)
			return t;
	}
	return NULL;
}

/* the nearest id of a list, for a mend; NULL when there is none */
static const char *entry_nearest(const struct tree *list, const char *id)
{
	const char *names[256];
	size_t count = 0;

	for (const struct tree *t = list->first; t && count < ARRAY_SIZE(names); t = t->next) {
		const char *its = id_of(t);

		if (its && !t->dropped)
			names[count++] = its;
	}
	return text_nearest(id, names, count);
}

static void unknown_entry(struct loader *l, const struct tree *list, struct place at, const char *id, bool drop)
{
	const char *near = entry_nearest(list, id);

	if (near && drop)
		mistake(l, at, _("there is no '%s' to drop, did you mean '%s'?"), id, near);
	else if (near)
		mistake(l, at, _("there is no '%s' to come after, did you mean '%s'?"), id, near);
	else if (drop)
		mistake(l, at, _("there is no '%s' to drop; the form that is extended does not have it"), id);
	else
		mistake(l, at, _("there is no '%s' to come after; name an entry of the same list"), id);
}

/* takes `drop:` out of an entry; true when it says so */
static bool take_drop(struct loader *l, struct tree *entry)
{
	struct tree *t = tree_find(entry, "drop");
	bool drop = false;

	if (!t)
		return false;
	if (t->kind != TREE_BLANK)
		read_flag(l, t, &drop);
	tree_remove(entry, t);
	return drop;
}

static struct tree *take_after(struct loader *l, struct tree *entry)
{
	struct tree *t = tree_find(entry, "after");

	if (!t)
		return NULL;
	tree_remove(entry, t);
	if (t->kind == TREE_BLANK)
		return NULL;
	if (t->kind != TREE_SCALAR) {
		mistake(l, t->at, _("'after' must be the id of an entry"));
		return NULL;
	}
	return t;
}

/* behind the one named; several that name the same keep the order in which they are written */
static void place_entry(struct loader *l, struct tree *base, struct tree *entry, const struct tree *after)
{
	struct tree *target = after ? entry_find(base, after->text) : NULL;

	if (after && !target)
		unknown_entry(l, base, after->text_at, after->text, false);
	if (!target) {
		tree_append(base, entry);
		return;
	}
	entry->anchor = target;
	while (target->next && target->next->anchor == entry->anchor)
		target = target->next;
	tree_insert(base, target, entry);
}

static void merge_entry(struct loader *l, struct tree *base, struct tree *entry)
{
	const char *id = id_of(entry);

	if (!id) {
		mistake(l, entry->at,
		        _("this entry has no 'id', so it cannot be merged with the form that is extended"));
		return;
	}

	bool drop = take_drop(l, entry);
	const struct tree *after = take_after(l, entry);
	struct tree *known = entry_find(base, id);

	if (drop) {
		if (known)
			known->dropped = true;
		else
			unknown_entry(l, base, entry->at, id, true);
		return;
	}
	if (known && known->dropped) {
		mistake(l, entry->at, _("'%s' is dropped and changed in one list; do one of them"), id);
		return;
	}
	if (known) {
		merge_map(l, known, entry);
		if (after && strcmp(after->text, id) != 0) {
			tree_remove(base, known);
			place_entry(l, base, known, after);
		}
		return;
	}

	struct tree *fresh = tree_new(l, TREE_MAP, NULL, entry);

	if (!fresh)
		return;
	merge_map(l, fresh, entry); /* lists inside may use `after` too */
	place_entry(l, base, fresh, after);
}

/* an id that a list names twice: the second is left out */
static void refuse_twice(struct loader *l, struct tree *list)
{
	for (struct tree *t = list->first; t && !l->stop; t = t->next) {
		const char *id = id_of(t);
		const struct tree *first = id ? entry_find(list, id) : t;

		if (first != t) {
			mistake(l, t->at, _("duplicate id '%s'; it is already changed on line %u"), id, first->at.line);
			t->dropped = true;
		}
	}
}

static void merge_list(struct loader *l, struct tree *base, struct tree *over)
{
	struct tree *next;

	if (base->count > LIST_MAX || !read_is_list(l, over))
		return; /* refused, here or when it is built */
	for (struct tree *t = base->first; t; t = t->next)
		t->anchor = NULL;
	refuse_twice(l, over);
	for (struct tree *t = over->first; t && !l->stop; t = next) {
		next = t->next;
		if (!t->dropped)
			merge_entry(l, base, t);
	}
	for (struct tree *t = base->first; t; t = next) {
		next = t->next;
		if (t->dropped)
			tree_remove(base, t);
	}
}

/* ---- mappings ---- */

static bool says_drop(const struct tree *entry)
{
	const struct tree *drop = tree_find(entry, "drop");

	return drop && drop->kind == TREE_SCALAR && strcasecmp(drop->text, "true") == 0;
}

/* a column that is dropped takes the overrides of its cells with it */
static void drop_cells(const struct tree *base, const struct tree *over)
{
	const struct tree *columns = tree_find(over, "columns"), *rows = tree_find(base, "rows");

	if (!columns || columns->kind != TREE_LIST || !rows || rows->kind != TREE_LIST)
		return;
	for (const struct tree *c = columns->first; c; c = c->next) {
		const char *id = id_of(c);

		if (!id || !says_drop(c))
			continue;
		for (const struct tree *r = rows->first; r; r = r->next) {
			struct tree *cells = tree_find(r, "cells"), *cell = cells ? tree_find(cells, id) : NULL;

			if (cell)
				tree_remove(cells, cell);
		}
	}
}

/* a list or mapping that the base has not: put in as if the base had an empty one */
static void merge_new(struct loader *l, struct tree *base, struct tree *after, struct tree *value)
{
	struct tree *fresh = value;

	if (value->kind == TREE_MAP || (value->kind == TREE_LIST && has_ids(value))) {
		fresh = tree_new(l, value->kind, value->key, value);
		if (!fresh)
			return;
		if (value->kind == TREE_MAP)
			merge_map(l, fresh, value);
		else
			merge_list(l, fresh, value);
	}
	tree_insert(base, after, fresh);
}

static struct tree *before_of(const struct tree *parent, const struct tree *child)
{
	struct tree *before = NULL;

	for (struct tree *t = parent->first; t != child; t = t->next)
		before = t;
	return before;
}

static void merge_value(struct loader *l, struct tree *base, struct tree *value)
{
	struct tree *known = tree_find(base, value->key);

	if (!known) {
		merge_new(l, base, base->last, value); /* a null too: it may take away what a column says */
	} else if (value->kind == TREE_BLANK) {
		tree_remove(base, known);
	} else if (known->kind == TREE_MAP && value->kind == TREE_MAP) {
		merge_map(l, known, value);
	} else if (known->kind == TREE_LIST && value->kind == TREE_LIST && has_ids(value) &&
	           (has_ids(known) || !known->count)) {
		merge_list(l, known, value);
	} else {
		struct tree *before = before_of(base, known);

		tree_remove(base, known);
		merge_new(l, base, before, value);
	}
}

static void merge_map(struct loader *l, struct tree *base, struct tree *over)
{
	struct tree *next;

	drop_cells(base, over);
	for (struct tree *t = over->first; t && !l->stop; t = next) {
		next = t->next;
		t->next = NULL;
		merge_value(l, base, t);
	}
}

void tree_merge(struct loader *l, struct tree *base, struct tree *over)
{
	merge_map(l, base, over);
}
