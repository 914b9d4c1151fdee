/* What a form says in paths: whose report it is, for which year, the headline, what was renamed, and what comes from last year. */
#include "form/form_private.h"

#include "base/i18n.h"

/* ---- unit, year ---- */

static const struct expr *read_path(struct loader *l, const struct tree *t)
{
	struct formula_scope scope = scope_of(l, NULL);
	const struct expr *e;
	struct error error;

	if (t->kind != TREE_SCALAR) {
		mistake(l, t->at, _("'%s' must be a path, as 'section.field'"), t->key ? t->key : "-");
		return NULL;
	}
	if (formula_field(&scope, t->text, t->text_at, &e, &error))
		return e;
	mistake_error(l, &error);
	return NULL;
}

static const struct field *read_field_path(struct loader *l, const char *word)
{
	const struct tree *t = tree_find(l->root, word);
	const struct expr *e = t && t->kind != TREE_BLANK ? read_path(l, t) : NULL;

	if (e && e->op != EXPR_FIELD) {
		mistake(l, t->text_at, _("'%s' must be one field of the form, as 'section.field'"), word);
		return NULL;
	}
	return e ? e->field : NULL;
}

/* ---- headline: the entries twice, with the form's labels and with English ones (see form_speak) ---- */

static bool read_headline_entry(struct loader *l, const struct tree *t, struct message_part *zh,
                                struct message_part *en)
{
	const char *label = NULL, *label_en = NULL;
	const struct tree *path = t, *words;
	const struct expr *e;

	if (t->kind == TREE_MAP) {
		read_keys(l, t, WHERE_HEADLINE);
		path = tree_find(t, "path");
		words = tree_find(t, "label");
		if (words)
			read_line(l, words, &label);
		words = tree_find(t, "label_en");
		if (words)
			read_line(l, words, &label_en);
		if (!path) {
			mistake(l, t->at, _("%s has no '%s'; give it one"), where_name(WHERE_HEADLINE), "path");
			return false;
		}
	}
	e = read_path(l, path);
	if (!e)
		return false;
	*zh = (struct message_part){.text = label ? label : label_en, .expr = e, .field = e->field};
	*en = (struct message_part){.text = label_en ? label_en : label, .expr = e, .field = e->field};
	return true;
}

static void read_headline(struct loader *l)
{
	const struct tree *list = tree_find(l->root, "headline");
	struct message_part *parts, *en;
	size_t count = 0;

	if (!list || list->kind == TREE_BLANK || !read_is_list(l, list) || !list->count)
		return;
	parts = load_alloc(l, list->count * 2, sizeof(*parts));
	en = load_alloc(l, list->count, sizeof(*en));
	if (!parts || !en)
		return;
	for (const struct tree *t = list->first; t && !l->stop; t = t->next) {
		if (read_headline_entry(l, t, &parts[count], &en[count]))
			count++;
	}
	memcpy(parts + count, en, count * sizeof(*en));
	l->form->headline = parts;
	l->form->headline_count = count;
}

/* ---- renamed ---- */

#define PARTS_MAX 4
#define RENAMES_MAX 16 /* of one thing, year after year */

/* section, section.field, section.table.column, section.matrix.row, section.matrix.row.column */
static bool path_is_known(const struct form *form, const char *path)
{
	const char *part[PARTS_MAX];
	size_t len[PARTS_MAX], count = 0, row = 0;
	const struct section *s;
	const struct field *f;

	for (const char *at = path;; at++) {
		if (count == PARTS_MAX)
			return false;
		part[count] = at;
		len[count] = strcspn(at, ".");
		at += len[count++];
		if (!*at)
			break;
	}
	s = form_section(form, part[0], len[0]);
	if (!s || count == 1)
		return s != NULL;
	f = section_field(s, part[1], len[1]);
	if (!f || count == 2)
		return f != NULL;
	if (f->type == TYPE_TABLE)
		return count == 3 && table_column(f, part[2], len[2]);
	if (f->type != TYPE_MATRIX)
		return false;
	while (row < f->row_count &&
	       (strncmp(f->rows[row].id, part[2], len[2]) != 0 || f->rows[row].id[len[2]] != '\0'))
		row++;
	return row < f->row_count && (count == 3 || table_column(f, part[3], len[3]));
}

/* where a renamed thing ended up: its new name may have been renamed again */
static const char *rename_target(const struct loader *l, const struct tree *map, const struct tree *t)
{
	const char *to = t->text;

	for (int i = 0; i < RENAMES_MAX && !path_is_known(l->form, to); i++) {
		const struct tree *again = tree_find(map, to);

		if (!again || again->kind != TREE_SCALAR)
			break;
		to = again->text;
	}
	return path_is_known(l->form, to) ? to : NULL;
}

static void read_renamed(struct loader *l)
{
	const struct tree *map = tree_find(l->root, "renamed");
	struct rename *renames;

	if (!map || map->kind == TREE_BLANK)
		return;
	if (map->kind != TREE_MAP) {
		mistake(l, map->at, _("'renamed' must be a mapping of old paths to new ones"));
		return;
	}
	renames = load_alloc(l, map->count ? map->count : 1, sizeof(*renames));
	if (!renames)
		return;
	for (const struct tree *t = map->first; t && !l->stop; t = t->next) {
		const char *to;

		if (t->kind != TREE_SCALAR) {
			mistake(l, t->at, _("'%s' must be renamed to a path, as 'section.field'"), t->key);
			continue;
		}
		to = rename_target(l, map, t);
		if (to)
			renames[l->form->rename_count++] = (struct rename){.from = t->key, .to = to};
		else if (strcmp(t->at.file, l->name) == 0) /* a base may name what this form has dropped */
			mistake(l, t->text_at, _("'%s' is renamed to '%s', which the form does not have"), t->key,
			        t->text);
	}
	l->form->renames = renames;
}

/* ---- carry: a place in last year's report, whose form is this one or one that `renamed` knows of ---- */

static void put_without_rows(struct strbuf *out, const char *path)
{
	while (*path) {
		size_t len = strcspn(path, "[");

		strbuf_add(out, path, len);
		path += len;
		if (*path)
			path += strcspn(path, "]");
		if (*path)
			path++;
	}
}

static bool was_renamed(const struct tree *map, const char *path)
{
	for (const struct tree *t = map ? map->first : NULL; t; t = t->next) {
		size_t len = t->key ? strlen(t->key) : 0;

		if (len > 0 && strncmp(path, t->key, len) == 0 && (path[len] == '\0' || path[len] == '.'))
			return true;
	}
	return false;
}

/* for a cell a matrix and its column will do: the row is the cell's own */
static bool leads_to_column(const struct form *form, const char *path)
{
	const char *dot = strrchr(path, '.'), *name = strchr(path, '.');
	const struct section *s = name ? form_section(form, path, (size_t)(name - path)) : NULL;
	const struct field *f = s && dot > name ? section_field(s, name + 1, (size_t)(dot - name) - 1) : NULL;

	return f && f->type == TYPE_MATRIX && table_column(f, dot + 1, strlen(dot + 1));
}

static void check_carry(struct loader *l, const struct pending *p)
{
	const struct tree *t = attribute(&p->layers, p->field, "carry", NULL);
	struct strbuf path;

	if (!t || !p->field->carry || strcmp(p->field->carry, "same") == 0 || strcmp(t->at.file, l->name) != 0)
		return;
	strbuf_init(&path, 0);
	put_without_rows(&path, p->field->carry);
	if (!strbuf_ok(&path))
		mistake_memory(l);
	else if (!strchr(path.text, '.') || (!path_is_known(l->form, path.text) && !(p->field->matrix && leads_to_column(l->form, path.text)) &&
					     !was_renamed(tree_find(l->root, "renamed"), path.text)))
		mistake(l, t->text_at, _("'carry' leads to '%s', which is neither in the form nor an old name under 'renamed'"),
			p->field->carry);
	strbuf_release(&path);
}

void read_paths(struct loader *l)
{
	l->form->unit = read_field_path(l, "unit");
	l->form->year = read_field_path(l, "year");
	read_headline(l);
	read_renamed(l);
	for (size_t i = 0; l->every && i < l->pending_count && !l->stop; i++) /* last year's form may have had it: no report is refused for it */
		check_carry(l, &l->pending[i]);
}
