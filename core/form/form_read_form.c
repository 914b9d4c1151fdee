/* Building the form itself: what stands at its top, its sections, the numbers of everything in it. */
#include "form/form_private.h"

#include "base/i18n.h"

/* ---- the top ---- */

/* a version is a text: 2021.1 and 2021.10 are two */
static void read_version(struct loader *l)
{
	const struct tree *t = tree_find(l->root, "version");

	l->form->version = "1"; /* one that says none */
	if (!t || !read_line(l, t, &l->form->version))
		return;
	if (strpbrk(l->form->version, " \t/@"))
		mistake(l, t->text_at, _("the version '%s' has a blank, '/' or '@' in it; write it without"),
		        l->form->version);
}

static void read_levels(struct loader *l)
{
	const struct tree *list = tree_find(l->root, "levels");
	const char **levels;

	if (!list || list->kind == TREE_BLANK || !read_is_list(l, list))
		return;
	levels = load_alloc(l, list->count ? list->count : 1, sizeof(*levels));
	if (!levels)
		return;
	for (const struct tree *t = list->first; t && !l->stop; t = t->next) {
		if (t->kind == TREE_SCALAR && read_line(l, t, &levels[l->form->level_count]))
			l->form->level_count++;
		else if (t->kind != TREE_SCALAR)
			mistake(l, t->at, _("a level must be a text: who approves"));
	}
	l->form->levels = levels;
}

/* ---- sections ---- */

static bool section_is_twice(struct loader *l, const struct tree *map, const char *id)
{
	const struct section *s = form_section(l->form, id, strlen(id));

	if (!s)
		return false;
	mistake(l, tree_find(map, "id")->text_at, _("duplicate id '%s'; it is already used on line %u"), id,
	        s->at.line);
	return true;
}

static void read_section(struct loader *l, struct section *s, const struct tree *map)
{
	const struct tree *fields = tree_find(map, "fields");

	read_keys(l, map, WHERE_SECTION);
	read_map_words(l, map, WHERE_SECTION, s);
	if (!s->title.zh && !s->title.en)
		s->title.zh = s->id;
	if (fields && fields->kind != TREE_BLANK && read_is_list(l, fields))
		read_fields(l, fields, s, NULL);
}

static void read_sections(struct loader *l)
{
	const struct tree *list = tree_find(l->root, "sections");
	struct form *form = l->form;

	if (!list || list->kind == TREE_BLANK || (list->kind == TREE_LIST && !list->count)) {
		mistake(l, l->root->at, _("the form has no sections; list them under 'sections'"));
		return;
	}
	if (!read_is_list(l, list))
		return;
	form->sections = load_alloc(l, list->count, sizeof(struct section *));
	l->section_maps = load_alloc(l, list->count, sizeof(*l->section_maps));
	if (!form->sections || !l->section_maps)
		return;
	for (const struct tree *t = list->first; t && !l->stop; t = t->next) {
		const char *id;
		struct section *s;

		if (!read_is_map(l, t, WHERE_SECTION) || !read_id(l, t, "id", WHERE_SECTION, &id) ||
		    section_is_twice(l, t, id))
			continue;
		s = load_alloc(l, 1, sizeof(*s));
		if (!s)
			return;
		*s = (struct section){.id = id, .at = t->at, .index = (uint32_t)form->section_count};
		read_section(l, s, t);
		l->section_maps[form->section_count] = t;
		form->sections[form->section_count++] = s;
	}
}

/* ---- numbers ---- */

static void count_field(const struct field *f, size_t *slots, size_t *tables)
{
	if (f->type == TYPE_TABLE)
		++*tables;
	else if (f->type == TYPE_MATRIX)
		*slots += f->cells ? f->row_count * f->column_count : 0;
	else
		++*slots;
}

static void number_field(struct form *form, struct field *f)
{
	if (f->type == TYPE_TABLE) {
		f->index = (uint32_t)form->table_count;
		form->tables[form->table_count++] = f;
	} else if (f->type == TYPE_MATRIX) {
		for (size_t i = 0; f->cells && i < f->row_count * f->column_count; i++) {
			if (f->cells[i]) {
				f->cells[i]->index = (uint32_t)form->slot_count;
				form->slots[form->slot_count++] = f->cells[i];
			}
		}
	} else {
		f->index = (uint32_t)form->slot_count;
		form->slots[form->slot_count++] = f;
	}
}

/* slots and tables in form order, the reserved tables last */
static void number_all(struct loader *l)
{
	struct form *form = l->form;
	size_t slots = 0, tables = 0;

	for (size_t s = 0; s <= form->section_count; s++) {
		const struct section *section = s < form->section_count ? form->sections[s] : form->reserved;

		for (size_t i = 0; i < section->field_count; i++)
			count_field(section->fields[i], &slots, &tables);
	}
	form->slots = load_alloc(l, slots + 1, sizeof(struct field *));
	form->tables = load_alloc(l, tables + 1, sizeof(struct field *));
	if (!form->slots || !form->tables)
		return;
	for (size_t s = 0; s <= form->section_count; s++) {
		const struct section *section = s < form->section_count ? form->sections[s] : form->reserved;

		for (size_t i = 0; i < section->field_count; i++)
			number_field(form, section->fields[i]);
	}
}

void read_form(struct loader *l)
{
	struct form *form = l->form;

	form->id = "";
	read_keys(l, l->root, WHERE_FORM);
	read_id(l, l->root, "form", WHERE_FORM, &form->id);
	read_version(l);
	read_map_words(l, l->root, WHERE_FORM, form);
	if (!form->title.zh && !form->title.en)
		form->title.zh = form->id;
	read_levels(l);
	read_constants(l);
	if (!l->stop)
		read_sections(l);
	if (!l->stop)
		read_reserved(l);
	if (!l->stop)
		number_all(l);
	if (l->stop)
		return;
	read_formulas(l);
	for (size_t i = 0; i < form->section_count && !l->stop; i++)
		read_checks(l, form->sections[i], l->section_maps[i]);
	for (size_t i = 0; i < form->section_count && !l->stop; i++)
		read_wording(l, form->sections[i], l->section_maps[i]);
	if (!l->stop)
		read_paths(l);
}
