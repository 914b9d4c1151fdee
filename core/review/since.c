#include "review/since.h"

#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

/* what a sign-off says of one path */
struct said {
	struct words_of path, was;
	uint32_t n;
};

struct saying {
	struct said *items;
	size_t count, capacity;
};

void since_release(struct since *s)
{
	memory_free(s->changes);
	arena_release(&s->texts);
	*s = (struct since){ 0 };
}

static bool keep(struct since *s, const struct strbuf *text, struct words_of *ret)
{
	ret->len = text->len;
	ret->text = strbuf_ok(text) ? arena_strndup(&s->texts, text->text ? text->text : "", text->len) : NULL;
	return ret->text != NULL;
}

static bool say_one(struct since *s, struct saying *said, uint32_t n, struct data path, struct data was)
{
	struct said *grown = memory_grow(said->items, &said->capacity, said->count + 1, sizeof(*grown));
	struct strbuf text;
	bool ok;

	if (!grown)
		return false;
	said->items = grown;
	grown[said->count].n = n;
	strbuf_init(&text, 0);
	data_text(path, &text);
	ok = keep(s, &text, &grown[said->count].path);
	strbuf_clear(&text);
	data_text(was, &text);
	ok = ok && keep(s, &text, &grown[said->count].was);
	strbuf_release(&text);
	said->count += ok;
	return ok;
}

/* what the n-th sign-off says has changed after it: as it stands in the report, or, for the last, as it is now */
static bool say(struct report *r, struct since *s, struct saying *said, uint32_t n, struct error *reterr)
{
	const struct field *table = section_field(report_form(r)->reserved, "history", 7);
	const struct field *changed = table_column(table, "changed", 7);
	struct data path, was, map = { "", 0 };
	struct strbuf now;
	bool ok = true;

	strbuf_init(&now, 0);
	if (n + 1 == signoff_count(r)) {
		ok = report_changed(r, &now, reterr);
		map = (struct data){ now.text ? now.text : "", now.len };
	} else {
		map.text = report_text(r, (struct spot){ table->section, changed, report_row_at(r, table, n) }, &map.len);
	}
	if (ok && data_kind(map) == DATA_MAP) {
		for (struct data_walk w = data_walk(map); ok && data_next(&w, &path, &was);)
			ok = say_one(s, said, n, path, was) || error_memory(reterr);
	}
	strbuf_release(&now);
	return ok;
}

static int compare_words(struct words_of a, struct words_of b)
{
	int order = memcmp(a.text, b.text, a.len < b.len ? a.len : b.len);

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_said(const void *a, const void *b)
{
	const struct said *x = a, *y = b;
	int order = compare_words(x->path, y->path);

	return order ? order : (x->n > y->n) - (x->n < y->n);
}

/* ---- in the form's order ---- */

static size_t place_of(const struct section *s, const struct field *f)
{
	size_t i = 0;

	while (i < s->field_count && s->fields[i] != f)
		i++;
	return i;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* a table's rows stay in the order of their keys, which is the paths' */
static int compare_changes(const void *a, const void *b)
{
	const struct since_change *x = a, *y = b;
	const struct field *f = x->spot.field, *g = y->spot.field;
	int order = compare_numbers(x->gone, y->gone);

	if (order || x->gone)
		return order ? order : compare_words(x->path, y->path);
	order = compare_numbers(x->spot.section->index, y->spot.section->index);
	if (order == 0 && f && g) {
		f = f->table ? f->table : f->matrix ? f->matrix : f;
		g = g->table ? g->table : g->matrix ? g->matrix : g;
		order = compare_numbers(place_of(x->spot.section, f), place_of(y->spot.section, g));
	}
	return order ? order : compare_words(x->path, y->path);
}

/* ---- from one sign-off on ---- */

static bool find(struct report *r, struct since_change *c)
{
	c->gone = !report_find_kept(r, c->path.text, c->path.len, "", 0, &c->spot) || !c->spot.field || !field_is_scalar(c->spot.field);
	if (c->gone)
		c->spot = (struct spot){ NULL };
	return !c->gone;
}

/* said[0] is the oldest that is said of its path, of `same` in all */
static bool add_change(struct report *r, struct since *s, const struct said *said, size_t same, bool until_now)
{
	struct since_change c = { .path = said->path, .was = said->was, .is = { "", 0 } }, *grown;

	find(r, &c);
	if (!until_now && same > 1)
		c.is = said[1].was;
	else if (!c.gone)
		c.is.text = report_text(r, c.spot, &c.is.len);
	if (compare_words(c.was, c.is) == 0)
		return true;
	grown = memory_grow(s->changes, &s->capacity, s->count + 1, sizeof(*grown));
	if (!grown)
		return false;
	s->changes = grown;
	grown[s->count++] = c;
	return true;
}

bool since_signoff(struct report *r, uint32_t n, bool until_now, struct since *ret, struct error *reterr)
{
	const uint32_t count = signoff_count(r);
	struct saying said = { 0 };
	bool ok = true;

	*ret = (struct since){ 0 };
	for (uint32_t i = n; ok && i < count; i++)
		ok = say(r, ret, &said, i, reterr);
	if (ok && said.count)
		qsort(said.items, said.count, sizeof(*said.items), compare_said);
	for (size_t i = 0, same; ok && i < said.count; i += same) {
		for (same = 1; i + same < said.count && compare_words(said.items[i].path, said.items[i + same].path) == 0;)
			same++;
		if (until_now || said.items[i].n == n)
			ok = add_change(r, ret, &said.items[i], same, until_now) || error_memory(reterr);
	}
	if (ok && ret->count)
		qsort(ret->changes, ret->count, sizeof(*ret->changes), compare_changes);
	memory_free(said.items);
	return ok;
}

bool since_reviewed(const struct report *r, uint32_t *ret_n)
{
	const uint32_t count = signoff_count(r);
	struct signoff s;

	if (!count)
		return false;
	for (uint32_t n = count; n > 0; n--) {
		if (signoff_read(r, n - 1, &s) && (s.action == SIGNOFF_RETURN || s.action >= SIGNOFF_APPROVE)) {
			*ret_n = n - 1;
			return true;
		}
	}
	*ret_n = count - 1;
	return true;
}
