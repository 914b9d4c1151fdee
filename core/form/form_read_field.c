/* Building fields and columns: everything about them but their formulas, which wait until all names are known. */
#include "form/form_private.h"

#include "base/i18n.h"

/* ---- attributes that need more than the table of words ---- */

/* an attribute that means something for the field's type; NULL when there is none */
const struct tree *attribute(const struct layers *layers, const struct field *f, const char *word, int *ret_layer)
{
	const struct tree *t = layers_find(layers, word, ret_layer);
	const struct word_rule *rule = t ? word_find(word, WHERE_FIELD, NULL) : NULL;

	if (t && !rule)
		rule = word_find(word, WHERE_COLUMN, NULL);
	return rule && rule->types && !(rule->types & (1u << f->type)) ? NULL : t;
}

/* `type:`; a field of an unknown type is taken for a decimal, so that the formulas that read it are still checked */
static void read_type(struct loader *l, struct field *f, const struct layers *layers, enum where where, int *ret_layer)
{
	const struct tree *t = layers_find(layers, "type", ret_layer);
	const struct tree *own = layers->map[0] ? layers->map[0] : layers->map[1];
	const char *near;

	f->type = TYPE_DECIMAL;
	if (!t) {
		if (where != WHERE_CELL && !read_is_misspelt(own, "type", where))
			mistake(l, own->at, _("'%s' has no type; give it one, as 'type: decimal'"), f->id);
		return;
	}
	if (t->kind != TREE_SCALAR) {
		mistake(l, t->at, _("'type' must be a text"));
		return;
	}
	if (!field_type_find(t->text, &f->type)) {
		near = field_type_nearest(t->text);
		if (near)
			mistake(l, t->text_at, _("unknown type '%s', did you mean '%s'?"), t->text, near);
		else
			mistake(l, t->text_at,
			        _("unknown type '%s'; there are text, longtext, integer, decimal, date, year, choice, "
			          "choices, boolean, measure, table and matrix"),
			        t->text);
		return;
	}
	if (where != WHERE_FIELD && !field_is_scalar(f)) {
		mistake(l, t->text_at, _("a column cannot be a %s; give it a type with a single value"), t->text);
		f->type = TYPE_DECIMAL;
	}
}

/* a form that changes a field's type need not take away each attribute of the base's that means nothing any more */
static bool is_left_over(const struct loader *l, const struct tree *t, const struct tree *type)
{
	return type && strcmp(t->at.file, type->at.file) != 0 && strcmp(t->at.file, l->name) != 0;
}

/*
 * Attributes that mean nothing for the type are refused where they are said at least as near to the field as its type.
 * A row hands its attributes to all its cells, so that there (layer 1) it does not matter which of them can use it.
 */
static void refuse_senseless(struct loader *l, const struct field *f, const struct layers *layers, enum where where,
                             int type_layer)
{
	for (size_t i = 0; i < form_words_count && !l->stop; i++) {
		const struct word_rule *rule = &form_word_rules[i];
		const char *word = form_words_table[i].word;
		const struct tree *t;
		int layer;

		if (!rule->types || rule->types & (1u << f->type) || !(rule->where & (1u << where)))
			continue;
		t = layers_find(layers, word, &layer);
		if (t && layer <= type_layer && layer != 1 && !is_left_over(l, t, layers_find(layers, "type", NULL)))
			mistake(l, t->key_at, _("'%s' means nothing for a field of type %s; it belongs to %s"), word,
			        field_type_name(f->type), _(form_words_table[i].where));
	}
}

static void read_decimals(struct loader *l, struct field *f, const struct layers *layers)
{
	const struct tree *t = attribute(layers, f, "decimals", NULL);
	long places;

	f->decimals = f->type == TYPE_DECIMAL || f->type == TYPE_MEASURE ? DECIMALS_TYPED : 0;
	if (!t || (f->type != TYPE_INTEGER && tree_is_word(t, "typed")))
		return;
	if (t->kind != TREE_SCALAR || !read_count(l, t, 0, NUMBER_PLACES, &places))
		return;
	if (f->type == TYPE_INTEGER && places != 0)
		mistake(l, t->at, _("an integer has no decimals; make it a decimal, or leave 'decimals' out"));
	else
		f->decimals = (int)places;
}

static void read_pattern(struct loader *l, struct field *f, const struct layers *layers)
{
	const struct tree *t = attribute(layers, f, "pattern", NULL);
	struct pattern_use *use;
	struct error e;

	if (!t || !read_line(l, t, &f->pattern_text) || !f->pattern_text)
		return;
	for (use = l->whole->patterns; use; use = use->next) {
		if (use->from == t) {
			f->pattern = use->pattern;
			return;
		}
	}
	use = load_alloc(l, 1, sizeof(*use));
	if (!use)
		return;
	if (!pattern_compile(f->pattern_text, t->text_at, &use->pattern, &e)) {
		mistake_error(l, &e);
		return;
	}
	use->from = t;
	use->next = l->whole->patterns;
	l->whole->patterns = use;
	f->pattern = use->pattern;
}

static bool read_choice(struct loader *l, struct choice *c, const struct tree *t)
{
	const struct tree *value;

	if (t->kind == TREE_MAP) {
		read_keys(l, t, WHERE_CHOICE);
		read_map_words(l, t, WHERE_CHOICE, c);
		value = tree_find(t, "value");
		if (!value || value->kind == TREE_BLANK) {
			mistake(l, t->at, _("%s has no '%s'; give it one"), where_name(WHERE_CHOICE), "value");
			return false;
		}
		t = value;
	}
	if (t->kind != TREE_SCALAR) {
		mistake(l, t->at, _("a choice must be a word, or a mapping with a 'value'"));
		return false;
	}
	if (!read_line(l, t, &c->value))
		return false;
	if (!c->label.zh)
		c->label.zh = c->value;
	return true;
}

void read_choices(struct loader *l, struct field *f, const struct tree *list)
{
	struct choice *choices;

	if (!read_is_list(l, list))
		return;
	choices = load_alloc(l, list->count ? list->count : 1, sizeof(*choices));
	if (!choices)
		return;
	for (const struct tree *t = list->first; t && !l->stop; t = t->next) {
		struct choice *c = &choices[f->choice_count];
		size_t i = 0;

		if (!read_choice(l, c, t)) {
			*c = (struct choice){0};
			continue;
		}
		while (i < f->choice_count && strcmp(choices[i].value, c->value) != 0)
			i++;
		if (i < f->choice_count)
			mistake(l, t->at, _("the choice '%s' is there twice; remove one"), c->value);
		else
			f->choice_count++;
	}
	f->choices = choices;
}

static void read_own(struct loader *l, struct field *f, const struct layers *layers, enum where where)
{
	const struct tree *own = layers->map[0] ? layers->map[0] : layers->map[1];
	const struct tree *by = attribute(layers, f, "by", NULL), *t;
	int layer;

	read_decimals(l, f, layers);
	read_pattern(l, f, layers);
	if (by && tree_is_word(by, "reviewer"))
		f->reviewer = true;
	else if (by)
		mistake(l, by->at, _("'by' can only be reviewer; without it the clerk fills the field in"));

	t = attribute(layers, f, "choices", NULL);
	if (t)
		read_choices(l, f, t);
	if (!f->choice_count && (f->type == TYPE_CHOICE || f->type == TYPE_CHOICES) && (!t || !t->count))
		mistake(l, t ? t->at : own->at, _("'%s' has no choices; list them, as 'choices: [是, 否]'"), f->id);

	t = attribute(layers, f, "stated", &layer);
	if (!t || !read_flag(l, t, &f->stated) || !f->stated || attribute(layers, f, "calculate", NULL))
		return;
	f->stated = false; /* in a matrix only some cells may have a formula to compare with */
	if (where == WHERE_FIELD || (where == WHERE_COLUMN && f->table) || (where == WHERE_CELL && layer == 0))
		mistake(l, t->key_at, _("'%s' is stated but has no 'calculate' to compare with; give it a formula"),
		        f->id);
}

static void inherit(struct field *f, const struct field *parent)
{
	f->reviewer = f->reviewer || parent->reviewer;
	f->locked = f->locked || parent->locked;
	f->personal = f->personal || parent->personal;
}

void read_attributes(struct loader *l, struct field *f, const struct layers *layers, enum where where,
                     int *ret_type_layer)
{
	read_type(l, f, layers, where, ret_type_layer);
	refuse_senseless(l, f, layers, where, *ret_type_layer);
	read_words(l, layers, where, 1u << f->type, f);
	read_own(l, f, layers, where);
	if (f->table)
		inherit(f, f->table);
	if (f->matrix)
		inherit(f, f->matrix);
}

void read_pending(struct loader *l, struct field *f, const struct layers *layers)
{
	struct pending *grown = memory_grow(l->pending, &l->pending_capacity, l->pending_count + 1, sizeof(*grown));

	if (!grown) {
		mistake_memory(l);
		return;
	}
	l->pending = grown;
	l->pending[l->pending_count++] = (struct pending){.field = f, .layers = *layers};
}

/* ---- tables ---- */

static void read_key(struct loader *l, struct field *f, const struct tree *t)
{
	const char *names[64];
	const char *near;
	size_t count = 0;

	if (t->kind != TREE_SCALAR) {
		mistake(l, t->at, _("'key' must be the id of a column"));
		return;
	}
	for (size_t i = 0; i < f->column_count; i++) {
		if (strcmp(f->columns[i]->id, t->text) == 0) {
			f->key = (int)i;
			return;
		}
		if (count < ARRAY_SIZE(names))
			names[count++] = f->columns[i]->id;
	}
	near = text_nearest(t->text, names, count);
	if (near)
		mistake(l, t->text_at, _("the key '%s' is no column of '%s', did you mean '%s'?"), t->text, f->id,
		        near);
	else
		mistake(l, t->text_at, _("the key '%s' is no column of '%s'; name one of its columns"), t->text, f->id);
}

static void read_table(struct loader *l, struct field *f, const struct tree *map)
{
	const struct tree *columns = tree_find(map, "columns"), *key = tree_find(map, "key");

	if (!columns || columns->kind == TREE_BLANK || (columns->kind == TREE_LIST && !columns->count))
		mistake(l, map->at, _("the table '%s' has no columns; list them under 'columns'"), f->id);
	else if (read_is_list(l, columns))
		read_fields(l, columns, f->section, f);
	if (key && key->kind != TREE_BLANK)
		read_key(l, f, key);
	if (f->max_rows && f->min_rows > f->max_rows)
		mistake(l, tree_find(map, "min_rows")->at, _("'min_rows' is greater than 'max_rows'"));
}

/* ---- lists of fields ---- */

static bool is_twice(struct loader *l, struct field *const *fields, size_t count, const struct tree *map,
                     const char *id)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(fields[i]->id, id) == 0) {
			mistake(l, tree_find(map, "id")->text_at, _("duplicate id '%s'; it is already used on line %u"),
			        id, fields[i]->at.line);
			return true;
		}
	}
	return false;
}

static void read_field(struct loader *l, struct field *f, const struct tree *map, enum where where)
{
	struct layers layers = {.map = {map}};
	int type_layer = 0;

	f->key = -1;
	f->index = UINT32_MAX;
	read_keys(l, map, where);
	read_attributes(l, f, &layers, where, &type_layer);
	if (!f->label.zh && !f->label.en) {
		mistake_label(l, map, f->id, where);
		f->label.zh = f->id;
	}
	if (!f->matrix) /* a matrix's column is compiled in each of its cells */
		read_pending(l, f, &layers);
	if (f->type == TYPE_TABLE)
		read_table(l, f, map);
	if (f->type == TYPE_MATRIX)
		read_matrix(l, f, map);
}

void read_fields(struct loader *l, const struct tree *list, struct section *s, struct field *parent)
{
	enum where where = parent ? WHERE_COLUMN : WHERE_FIELD;
	struct field **fields = load_alloc(l, list->count ? list->count : 1, sizeof(struct field *));
	size_t count = 0;

	if (!fields)
		return;
	/* in place at once: what is read below a field looks its neighbours up */
	if (parent)
		parent->columns = fields;
	else
		s->fields = fields;
	for (const struct tree *t = list->first; t && !l->stop; t = t->next) {
		const char *id;
		struct field *f;

		if (!read_is_map(l, t, where) || !read_id(l, t, "id", where, &id) || is_twice(l, fields, count, t, id))
			continue;
		f = load_alloc(l, 1, sizeof(*f));
		if (!f)
			return;
		*f = (struct field){.id = id, .at = t->at, .section = s, .column = (uint16_t)count};
		f->table = parent && parent->type == TYPE_TABLE ? parent : NULL;
		f->matrix = parent && parent->type == TYPE_MATRIX ? parent : NULL;
		read_field(l, f, t, where);
		if (f->table)
			f->index = (uint32_t)count;
		fields[count++] = f;
		if (parent)
			parent->column_count = count;
		else
			s->field_count = count;
	}
}
