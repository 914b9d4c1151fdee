/* Numbers that Word puts before paragraphs by itself: they are in no text, but people read them there. */
#include "publish/manuscript_word.h"

#include "base/arena.h"

#include <string.h>

#define STYLES_MOST 5000
#define LISTS_MOST 5000

static void keep(char *to, size_t size, const char *text)
{
	snprintf(to, size, "%s", text ? text : "");
}

static int number_of(const char *text, int otherwise)
{
	char *end;
	long n = text ? strtol(text, &end, 10) : 0;

	return text && end != text && !*end && n >= 0 && n <= 1000000 ? (int)n : otherwise;
}

/* ---- styles ---- */

void word_read_styles(struct word_numbers *n, struct word_xml *x)
{
	struct word_style *style = NULL;
	enum word_node node;
	const char *name;

	while ((node = word_next(x, &name)) != WORD_END && n->style_count < STYLES_MOST) {
		if (node == WORD_CLOSE && strcmp(name, "style") == 0)
			style = NULL;
		if (node != WORD_OPEN)
			continue;
		if (strcmp(name, "style") == 0) {
			struct word_style *grown = memory_grow(n->styles, &n->style_capacity, n->style_count + 1, sizeof(*grown));

			if (!grown) {
				n->failed = true;
				return;
			}
			n->styles = grown;
			style = &grown[n->style_count++];
			*style = (struct word_style){ .list = -1 };
			keep(style->id, sizeof(style->id), word_attribute(x, "styleId"));
		} else if (style && strcmp(name, "name") == 0) {
			const char *value = word_attribute(x, "val");

			if (value && strncmp(value, "heading ", 8) == 0 && value[8] >= '1' && value[8] <= '9')
				style->heading = (uint8_t)(value[8] - '0');
		} else if (style && strcmp(name, "outlineLvl") == 0) {
			int level = number_of(word_attribute(x, "val"), 9);

			style->heading = level < 9 ? (uint8_t)(level + 1) : style->heading;
		} else if (style && strcmp(name, "numId") == 0) {
			style->list = number_of(word_attribute(x, "val"), -1);
		} else if (style && strcmp(name, "ilvl") == 0) {
			style->level = (unsigned)number_of(word_attribute(x, "val"), 0) % WORD_LEVELS;
		}
	}
}

const struct word_style *word_style(const struct word_numbers *n, const char *id)
{
	for (size_t i = 0; id && i < n->style_count; i++) {
		if (strcmp(n->styles[i].id, id) == 0)
			return &n->styles[i];
	}
	return NULL;
}

/* ---- lists ---- */

static struct word_abstract *abstract_new(struct word_numbers *n, int id)
{
	struct word_abstract *grown = memory_grow(n->abstracts, &n->abstract_capacity, n->abstract_count + 1, sizeof(*grown));

	if (!grown) {
		n->failed = true;
		return NULL;
	}
	n->abstracts = grown;
	grown[n->abstract_count] = (struct word_abstract){ .id = id };
	for (size_t i = 0; i < WORD_LEVELS; i++)
		grown[n->abstract_count].levels[i].start = 1;
	return &grown[n->abstract_count++];
}

static struct word_list *list_new(struct word_numbers *n, int id)
{
	struct word_list *grown = memory_grow(n->lists, &n->list_capacity, n->list_count + 1, sizeof(*grown));

	if (!grown) {
		n->failed = true;
		return NULL;
	}
	n->lists = grown;
	grown[n->list_count] = (struct word_list){ id, -1 };
	return &grown[n->list_count++];
}

void word_read_numbering(struct word_numbers *n, struct word_xml *x)
{
	struct word_abstract *abstract = NULL;
	struct word_level *level = NULL;
	struct word_list *list = NULL;
	enum word_node node;
	const char *name;

	while ((node = word_next(x, &name)) != WORD_END && !n->failed && n->abstract_count < LISTS_MOST && n->list_count < LISTS_MOST) {
		if (node == WORD_CLOSE && strcmp(name, "abstractNum") == 0)
			abstract = NULL;
		if (node == WORD_CLOSE && strcmp(name, "lvl") == 0)
			level = NULL;
		if (node == WORD_CLOSE && strcmp(name, "num") == 0)
			list = NULL;
		if (node != WORD_OPEN)
			continue;
		if (strcmp(name, "abstractNum") == 0)
			abstract = abstract_new(n, number_of(word_attribute(x, "abstractNumId"), -1));
		else if (strcmp(name, "num") == 0)
			list = list_new(n, number_of(word_attribute(x, "numId"), -1));
		else if (strcmp(name, "abstractNumId") == 0 && list)
			list->abstract = number_of(word_attribute(x, "val"), -1);
		else if (strcmp(name, "lvl") == 0 && abstract)
			level = &abstract->levels[(unsigned)number_of(word_attribute(x, "ilvl"), 0) % WORD_LEVELS];
		else if (strcmp(name, "start") == 0 && level)
			level->start = (unsigned)number_of(word_attribute(x, "val"), 1);
		else if (strcmp(name, "numFmt") == 0 && level)
			keep(level->format, sizeof(level->format), word_attribute(x, "val"));
		else if (strcmp(name, "lvlText") == 0 && level)
			keep(level->text, sizeof(level->text), word_attribute(x, "val"));
	}
}

void word_numbers_release(struct word_numbers *n)
{
	memory_free(n->styles);
	memory_free(n->abstracts);
	memory_free(n->lists);
	*n = (struct word_numbers){ 0 };
}

/* ---- counting ---- */

static void put_number(const struct word_level *level, struct strbuf *out)
{
	static const char *const digits[] = { "", "一", "二", "三", "四", "五", "六", "七", "八", "九" };
	const unsigned n = level->now;

	if (strncmp(level->format, "chinese", 7) != 0 && strncmp(level->format, "japanese", 8) != 0 && strncmp(level->format, "taiwanese", 9) != 0 &&
	    strncmp(level->format, "ideograph", 9) != 0) {
		strbuf_printf(out, "%u", n);
		return;
	}
	if (n >= 100) {
		strbuf_printf(out, "%u", n);
		return;
	}
	if (n >= 20)
		strbuf_puts(out, digits[n / 10]);
	strbuf_puts(out, n >= 10 ? "十" : "");
	strbuf_puts(out, digits[n % 10]);
}

static struct word_abstract *abstract_of(struct word_numbers *n, int list)
{
	for (size_t i = 0; i < n->list_count; i++) {
		for (size_t k = 0; n->lists[i].id == list && k < n->abstract_count; k++) {
			if (n->abstracts[k].id == n->lists[i].abstract)
				return &n->abstracts[k];
		}
	}
	return NULL;
}

void word_count(struct word_numbers *n, int list, unsigned at, struct strbuf *out)
{
	struct word_abstract *a = abstract_of(n, list);
	struct word_level *level = a ? &a->levels[at % WORD_LEVELS] : NULL;

	if (!a || strcmp(level->format, "bullet") == 0 || strcmp(level->format, "none") == 0)
		return;
	level->now = level->counted ? level->now + 1 : level->start;
	level->counted = true;
	for (size_t i = at % WORD_LEVELS + 1; i < WORD_LEVELS; i++)
		a->levels[i].counted = false;
	for (const char *c = level->text; *c; c++) {
		if (*c == '%' && c[1] >= '1' && c[1] <= '9') {
			struct word_level *other = &a->levels[c[1] - '1'];

			if (!other->counted)
				other->now = other->start;
			put_number(other, out);
			c++;
		} else {
			strbuf_putc(out, *c);
		}
	}
}
