/* Reading what a form's mappings say: values of each kind, known and unknown words, ids. */
#include "form/form_private.h"

#include "base/i18n.h"

#include <strings.h>

/* what a value belongs to, for messages: its key, or "-" in a list */
static const char *name_of(const struct tree *t)
{
	return t->key ? t->key : "-";
}

bool read_flag(struct loader *l, const struct tree *t, bool *ret)
{
	if (t->kind == TREE_SCALAR && strcasecmp(t->text, "true") == 0) {
		*ret = true;
		return true;
	}
	if (t->kind == TREE_SCALAR && strcasecmp(t->text, "false") == 0) {
		*ret = false;
		return true;
	}
	mistake(l, t->at, _("'%s' must be true or false"), name_of(t));
	return false;
}

bool read_count(struct loader *l, const struct tree *t, long lowest, long highest, long *ret)
{
	struct decimal d;

	if (t->kind == TREE_SCALAR && decimal_parse(t->text, t->len, &d) == NUMBER_OK && d.places == 0 &&
	    d.units >= lowest && d.units <= highest) {
		*ret = (long)d.units;
		return true;
	}
	mistake(l, t->at, _("'%s' must be a whole number from %ld to %ld"), name_of(t), lowest, highest);
	return false;
}

bool read_text(struct loader *l, const struct tree *t, const char **ret)
{
	if (t->kind == TREE_BLANK)
		return true;
	if (t->kind != TREE_SCALAR) {
		mistake(l, t->at, _("'%s' must be a text"), name_of(t));
		return false;
	}
	if (memchr(t->text, '\0', t->len)) {
		mistake(l, t->at, _("'%s' contains a NUL character; remove it"), name_of(t));
		return false;
	}
	*ret = t->text;
	return true;
}

bool read_line(struct loader *l, const struct tree *t, const char **ret)
{
	const char *text = NULL;
	size_t len;

	if (!read_text(l, t, &text))
		return false;
	if (!text)
		return true;
	len = strlen(text);
	while (len && text[len - 1] == '\n') /* a block scalar ends with one */
		len--;
	if (memchr(text, '\n', len)) {
		mistake(l, t->at, _("'%s' must be one line"), name_of(t));
		return false;
	}
	*ret = text[len] ? load_strndup(l, text, len) : text;
	return *ret != NULL;
}

/* ---- ids ---- */

/* the characters of an id; numbers may begin the id of a row (a year) and of a form, which are no names in formulas */
static bool id_is_sound(const char *id, enum where where)
{
	const char *letters = "abcdefghijklmnopqrstuvwxyz0123456789_";

	if (where == WHERE_FORM)
		letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
	if (where == WHERE_CHECK)
		letters = "abcdefghijklmnopqrstuvwxyz0123456789_-";
	if (id[strspn(id, letters)] != '\0')
		return false;
	return where == WHERE_FORM || where == WHERE_ROW || where == WHERE_CHECK || id[0] < '0' || id[0] > '9';
}

static void refuse_letters(struct loader *l, const struct tree *t, enum where where)
{
	if (where == WHERE_FORM)
		mistake(l, t->text_at, _("the id '%s' is not of the letters a-z, digits and - alone; write it so"),
		        t->text);
	else if (where == WHERE_CHECK)
		mistake(l, t->text_at, _("the id '%s' is not of the letters a-z, digits, _ and - alone; write it so"),
		        t->text);
	else if (where == WHERE_ROW)
		mistake(l, t->text_at, _("the id '%s' is not of the letters a-z, digits and _ alone; write it so"),
		        t->text);
	else
		mistake(l, t->text_at,
		        _("the id '%s' is not of the letters a-z, digits and _, with no digit first; write it so"),
		        t->text);
}

bool read_id(struct loader *l, const struct tree *map, const char *word, enum where where, const char **ret)
{
	const struct tree *t = tree_find(map, word);

	if (!t || t->kind == TREE_BLANK) {
		if (read_is_misspelt(map, word, where))
			read_keys(l, map, where);
		else
			mistake(l, map->at, _("%s has no '%s'; give it one"), where_name(where), word);
		return false;
	}
	if (t->kind != TREE_SCALAR) {
		mistake(l, t->at, _("'%s' must be a text"), word);
		return false;
	}
	if (strlen(t->text) != t->len || !id_is_sound(t->text, where)) {
		refuse_letters(l, t, where);
		return false;
	}
	if (where != WHERE_CHECK && where != WHERE_FORM && word_is_keyword(t->text)) {
		mistake(l, t->text_at, _("the id '%s' is a word of formulas; choose another"), t->text);
		return false;
	}
	if (where == WHERE_SECTION && word_is_reserved(t->text)) {
		mistake(l, t->text_at, _("the id '%s' is kept for the program; choose another"), t->text);
		return false;
	}
	*ret = t->text;
	return true;
}

/* ---- mappings ---- */

bool read_is_map(struct loader *l, const struct tree *t, enum where where)
{
	if (t->kind == TREE_MAP)
		return true;
	mistake(l, t->at, _("%s must be a mapping of attributes, as 'id: …'"), where_name(where));
	return false;
}

bool read_is_list(struct loader *l, const struct tree *t)
{
	if (t->kind != TREE_LIST) {
		mistake(l, t->at, _("'%s' must be a list"), name_of(t));
		return false;
	}
	if (t->count > LIST_MAX) {
		mistake(l, t->at, _("the list '%s' has more than %d entries; divide it"), name_of(t), LIST_MAX);
		return false;
	}
	return true;
}

static void refuse_key(struct loader *l, const struct tree *t, enum where where)
{
	const char *near = word_nearest(t->key, where), *other = word_where(t->key);

	if (strcmp(t->key, "after") == 0 || strcmp(t->key, "drop") == 0)
		mistake(l, t->key_at, _("'%s' means something only in a form that extends another"), t->key);
	else if (other)
		mistake(l, t->key_at, _("'%s' is no attribute of %s; it belongs to %s"), t->key, where_name(where),
		        other);
	else if (near)
		mistake(l, t->key_at, _("unknown attribute '%s', did you mean '%s'?"), t->key, near);
	else
		mistake(l, t->key_at, _("unknown attribute '%s' of %s; remove it"), t->key, where_name(where));
}

/* whether a word that is missing is there, but misspelt: that is told already */
bool read_is_misspelt(const struct tree *map, const char *word, enum where where)
{
	for (const struct tree *t = map->first; t; t = t->next) {
		const char *near = word_find(t->key, where, NULL) ? NULL : word_nearest(t->key, where);

		if (near && strcmp(near, word) == 0)
			return true;
	}
	return false;
}

void mistake_label(struct loader *l, const struct tree *map, const char *id, enum where where)
{
	if (l->every && !tree_has(map, "label") && !read_is_misspelt(map, "label", where))
		mistake(l, map->at, _("'%s' has no label; give it one"), id);
}

/* every key must be a word that is allowed there */
void read_keys(struct loader *l, const struct tree *map, enum where where)
{
	for (const struct tree *t = map->first; t && !l->stop; t = t->next) {
		if (!word_find(t->key, where, NULL))
			refuse_key(l, t, where);
	}
}

const struct tree *layers_find(const struct layers *layers, const char *word, int *ret_layer)
{
	for (int i = 0; i < LAYERS; i++) {
		const struct tree *t = tree_find(layers->map[i], word);

		if (!t)
			continue;
		if (ret_layer)
			*ret_layer = i;
		return t->kind == TREE_BLANK ? NULL : t;
	}
	return NULL;
}

/* a block scalar ends with a line end, which belongs to YAML and not to the text */
static void trim(struct loader *l, const char **text)
{
	size_t len = strlen(*text), end = len;

	while (end && (*text)[end - 1] == '\n')
		end--;
	if (end < len) {
		const char *copy = load_strndup(l, *text, end);

		*text = copy ? copy : "";
	}
}

static void read_word(struct loader *l, const struct word_rule *rule, const struct tree *t, char *target)
{
	void *member = target + rule->offset;
	long number;

	switch (rule->kind) {
	case KIND_LINE:
		read_line(l, t, member);
		break;
	case KIND_TEXT:
		if (read_text(l, t, member))
			trim(l, member);
		break;
	case KIND_WORDING:
		read_text(l, t, member);
		break;
	case KIND_FLAG:
		read_flag(l, t, member);
		break;
	case KIND_BYTE:
		if (read_count(l, t, rule->lowest, rule->highest, &number))
			*(uint8_t *)member = (uint8_t)number;
		break;
	case KIND_SHORT:
		if (read_count(l, t, rule->lowest, rule->highest, &number))
			*(uint16_t *)member = (uint16_t)number;
		break;
	case KIND_NUMBER:
		if (read_count(l, t, rule->lowest, rule->highest, &number))
			*(uint32_t *)member = (uint32_t)number;
		break;
	case KIND_OWN:
		break;
	}
}

/* whether a layer before this one says it, be it as blank */
static bool is_said_before(const struct layers *layers, int layer, const char *word)
{
	for (int i = 0; i < layer; i++) {
		if (tree_find(layers->map[i], word))
			return true;
	}
	return false;
}

/*
 * Fills the members that the table of words names. For a cell (three layers), what a row or a column says about itself
 * (its label, its heading) is not the cell's. It goes through what is said, which is much less than what could be.
 */
void read_words(struct loader *l, const struct layers *layers, enum where where, unsigned type, void *target)
{
	for (int i = 0; i < LAYERS; i++) {
		const struct tree *map = layers->map[i];

		for (const struct tree *t = map && map->kind == TREE_MAP ? map->first : NULL; t; t = t->next) {
			const struct word_rule *rule = t->kind == TREE_BLANK ? NULL : word_find(t->key, where, NULL);

			if (!rule || rule->kind == KIND_OWN || (rule->types && type != 0 && !(rule->types & type)))
				continue;
			if (i == 0 || (rule->where & (1u << WHERE_ROW) && !is_said_before(layers, i, t->key)))
				read_word(l, rule, t, target);
		}
	}
}

/* a section, a row, a check, a choice, the form itself: not the words that a row hands down to its cells */
void read_map_words(struct loader *l, const struct tree *map, enum where where, void *target)
{
	for (const struct tree *t = map->kind == TREE_MAP ? map->first : NULL; t; t = t->next) {
		const struct word_rule *rule = t->kind == TREE_BLANK ? NULL : word_find(t->key, where, NULL);

		if (rule && rule->kind != KIND_OWN && rule->where == 1u << where)
			read_word(l, rule, t, target);
	}
}
