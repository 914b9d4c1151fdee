/*
 * Problems of what has no place: keys that the form does not know, and parts of a report that are not of the kind they should be.
 */
#include "report/report_private.h"

#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

static const char *nearest(const struct teller *t, const struct stray *s, const char *key)
{
	const char *names[512];
	size_t n = 0;

	if (s->field && s->field->type == TYPE_MATRIX && !s->row) {
		for (size_t i = 0; i < s->field->row_count && n < ARRAY_SIZE(names); i++)
			names[n++] = s->field->rows[i].id;
	} else if (s->field) {
		for (size_t i = 0; i < s->field->column_count && n < ARRAY_SIZE(names); i++)
			names[n++] = s->field->columns[i]->id;
	} else if (s->section) {
		for (size_t i = 0; i < s->section->field_count && n < ARRAY_SIZE(names); i++)
			names[n++] = s->section->fields[i]->id;
	} else {
		for (size_t i = 0; i < t->r->form->section_count && n < ARRAY_SIZE(names); i++)
			names[n++] = t->r->form->sections[i]->id;
	}
	return text_nearest(key, names, n);
}

static void stray_path(const struct report *r, node_id n, struct strbuf *out)
{
	const struct node *node = source_node(r->source, n);
	const struct node *parent = source_node(r->source, node->parent);
	size_t len;

	if (node->parent != NODE_ROOT && node->parent != NODE_NONE)
		stray_path(r, node->parent, out);
	if (parent->kind == NODE_SEQUENCE) {
		unsigned index = 0;

		for (node_id e = parent->child; e != n; e = source_node(r->source, e)->next)
			index++;
		strbuf_printf(out, "[%u]", index);
	} else {
		const char *key = source_key(r->source, n, &len);

		if (out->len)
			strbuf_putc(out, '.');
		text_visible(out, key, len); /* no path that leads anywhere */
	}
}

static const char *kind_wanted(const struct stray *s)
{
	if (s->field && s->field->type == TYPE_TABLE && !s->row)
		return _("a list of rows");
	return _("a mapping of names to values");
}

void check_tell_stray(struct teller *t, const struct stray *s)
{
	const struct node *n = source_node(t->r->source, s->node);
	struct problem p = { .severity = s->kind ? SEVERITY_ERROR : SEVERITY_WARNING,
			     .code = s->kind ? "type" : "unknown",
			     .spot = { s->section, s->field, s->row } };
	size_t len;
	const char *key, *near;
	char name[65];

	if (t->counting) {
		teller_tell(t, &p);
		return;
	}
	strbuf_clear(&t->path);
	if (s->field && s->field->type == TYPE_TABLE && s->row) { /* the row may have moved since */
		report_path(t->r, (struct spot){ s->section, s->field, s->row }, &t->path);
		if (!s->kind) {
			key = source_key(t->r->source, s->node, &len);
			strbuf_putc(&t->path, '.');
			text_visible(&t->path, key, len);
		}
	} else {
		stray_path(t->r, s->node, &t->path);
	}
	p.path = t->path.text;
	p.place = source_place(t->r->source, s->kind ? n->start : n->key);
	if (s->kind) {
		TELL(t, &p, _("'%s' should be %s"), t->path.text, kind_wanted(s));
		return;
	}
	key = source_key(t->r->source, s->node, &len);
	snprintf(name, sizeof(name), "%.*s", (int)(len > 64 ? 64 : len), key);
	near = nearest(t, s, name);
	if (near && strcmp(near, name) != 0) /* (a cell that the form has taken out of its row has a known name) */
		TELL(t, &p, _("the form does not know '%s'; did you mean '%s'? It is kept in the file"), t->path.text, near);
	else
		TELL(t, &p, _("the form does not know '%s'; it is kept in the file"), t->path.text);
}
