/* Looking things up in a form, and saying its words in the language chosen. */
#include "form/form_private.h"

#include "base/i18n.h"

#include <string.h>

static const char *const type_names[] = {
    [TYPE_TEXT] = N_("text"), [TYPE_LONGTEXT] = N_("longtext"), [TYPE_INTEGER] = N_("integer"),
    [TYPE_DECIMAL] = N_("decimal"), [TYPE_DATE] = N_("date"), [TYPE_YEAR] = N_("year"),
    [TYPE_CHOICE] = N_("choice"), [TYPE_CHOICES] = N_("choices"), [TYPE_BOOLEAN] = N_("boolean"),
    [TYPE_MEASURE] = N_("measure"), [TYPE_TABLE] = N_("table"), [TYPE_MATRIX] = N_("matrix"),
    [TYPE_DATA] = N_("structured data"),
};

const char *field_type_name(enum field_type t)
{
	return type_names[t];
}

bool field_type_find(const char *name, enum field_type *ret)
{
	for (size_t i = 0; i < TYPE_DATA; i++) { /* which no form file may ask for */
		if (strcmp(type_names[i], name) == 0) {
			*ret = (enum field_type)i;
			return true;
		}
	}
	return false;
}

const char *field_type_nearest(const char *name)
{
	return text_nearest(name, type_names, TYPE_DATA);
}

bool field_is_scalar(const struct field *f)
{
	return f->type != TYPE_TABLE && f->type != TYPE_MATRIX;
}

bool field_is_number(const struct field *f)
{
	return f->type == TYPE_INTEGER || f->type == TYPE_DECIMAL || f->type == TYPE_YEAR;
}

/* the headline is kept twice, one after the other: with the labels of the form's language, and with English ones */
void form_speak(struct form *f, bool english)
{
	if (f->english == english)
		return;
	f->english = english;
	if (f->headline_count)
		f->headline = english ? f->headline + f->headline_count : f->headline - f->headline_count;
}

const char *form_words(const struct form *f, struct words w)
{
	if (f->english && w.en)
		return w.en;
	if (w.zh)
		return w.zh;
	return w.en ? w.en : "";
}

const char *section_part(const struct form *f, const struct section *s)
{
	return f->english && s->part && s->part_en ? s->part_en : s->part;
}

const char *field_label(const struct form *f, const struct field *field)
{
	const char *label = form_words(f, field->label);

	return *label ? label : field->id;
}

static bool is(const char *id, const char *text, size_t len)
{
	return strlen(id) == len && memcmp(id, text, len) == 0; /* a text may hold a NUL */
}

const struct section *form_section(const struct form *f, const char *id, size_t len)
{
	for (size_t i = 0; i < f->section_count; i++) {
		if (is(f->sections[i]->id, id, len))
			return f->sections[i];
	}
	return NULL;
}

const struct field *section_field(const struct section *s, const char *id, size_t len)
{
	for (size_t i = 0; i < s->field_count; i++) {
		if (is(s->fields[i]->id, id, len))
			return s->fields[i];
	}
	return NULL;
}

const struct field *table_column(const struct field *table, const char *id, size_t len)
{
	for (size_t i = 0; i < table->column_count; i++) {
		if (is(table->columns[i]->id, id, len))
			return table->columns[i];
	}
	return NULL;
}

void form_free(struct form *f)
{
	if (!f)
		return;
	if (f->borrowers > 0) {
		f->borrowers--;
		return;
	}

	struct form_whole *whole = (struct form_whole *)(void *)f;
	struct arena arena = f->arena; /* the form lives inside its own arena */

	for (struct pattern_use *p = whole->patterns; p; p = p->next)
		pattern_free(p->pattern);
	arena_release(&arena);
}
