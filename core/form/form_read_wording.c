/* A section's wording: parsed once every field is known, so that its mistakes are the form's. */
#include "form/form_private.h"

#include "form/wording.h"

static void told(void *to, const struct error *e)
{
	mistake_error(to, e);
}

void read_wording(struct loader *l, struct section *s, const struct tree *map)
{
	const struct tree *t = tree_find(map, "text");
	struct formula_scope scope = scope_of(l, s);
	struct wording *w = NULL;

	if (!t || t->kind != TREE_SCALAR || !t->len)
		return;
	if (wording_parse(&scope, t->text, t->len, t->text_at, (struct wording_teller){ told, l }, &w))
		s->wording = w;
}
