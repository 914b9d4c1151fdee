/* Forms kept for the next report of the same form, see form_shelf_new() in form.h. */
#include "form/form_private.h"

#define SHELF_MAX 16 /* forms in use at once; one more, and the shelf is cleared */

struct form_shelf {
	struct {
		char *identity;
		struct form *form;
	} kept[SHELF_MAX];
	size_t count;
};

struct form_shelf *form_shelf_new(void)
{
	return memory_alloc(1, sizeof(struct form_shelf));
}

static void shelf_clear(struct form_shelf *shelf)
{
	for (size_t i = 0; i < shelf->count; i++) {
		memory_free(shelf->kept[i].identity);
		form_free(shelf->kept[i].form);
	}
	shelf->count = 0;
}

void form_shelf_free(struct form_shelf *shelf)
{
	if (!shelf)
		return;
	shelf_clear(shelf);
	memory_free(shelf);
}

static struct form *shelf_find(const struct form_shelf *shelf, const char *identity)
{
	for (size_t i = 0; i < shelf->count; i++) {
		if (strcmp(shelf->kept[i].identity, identity) == 0)
			return shelf->kept[i].form;
	}
	return NULL;
}

/* without memory for it the form is not kept, that is all */
static void shelf_keep(struct form_shelf *shelf, const char *identity, struct form *form)
{
	size_t size = strlen(identity) + 1;
	char *copy;

	if (shelf->count == SHELF_MAX)
		shelf_clear(shelf);
	copy = memory_alloc(size, 1);
	if (!copy)
		return;
	memcpy(copy, identity, size);
	form->borrowers++;
	shelf->kept[shelf->count].identity = copy;
	shelf->kept[shelf->count++].form = form;
}

bool form_borrow(struct form_shelf *shelf, const struct form_query *q, struct form **ret, bool *ret_other_version,
		 struct error *reterr)
{
	struct arena a = { 0 };
	struct found found;
	struct form *form;
	bool ok = false;

	if (!form_locate(&a, q, NULL, &found, reterr))
		goto out;
	form = shelf_find(shelf, found.identity);
	if (form) {
		form->borrowers++;
		*ret = form;
		if (ret_other_version)
			*ret_other_version = found.other_version;
		ok = true;
		goto out;
	}
	ok = form_load(q, ret, ret_other_version, reterr);
	if (ok)
		shelf_keep(shelf, found.identity, *ret);
out:
	arena_release(&a);
	return ok;
}
