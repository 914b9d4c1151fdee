#include "report/carried.h"

#include "report/report_private.h"

#include <string.h>

struct item {
	const struct section *section; /* NULL: it leads nowhere */
	const struct field *field;
	row_id row;
	size_t at, len;                /* in the list's text */
	bool locked;
};

/* the list as it was read last: for a text of it, and, as far as rows go, until rows or their keys change */
struct carried {
	struct item *items;            /* by field and row once `found`, else in the text's order */
	size_t count, capacity;
	uint32_t *waiting;             /* by section, the whole report last */
	text_id text;
	bool read, found;
};

/* ---- paths ---- */

static size_t word(const char *at, const char *end)
{
	const char *p = at;

	while (p < end && *p != '.' && *p != '[')
		p++;
	return (size_t)(p - at);
}

/* behind [3] or ['it''s'] */
static const char *skip_row(const char *at, const char *end)
{
	bool quoted = false;

	for (; at < end && (quoted || *at != ']'); at++)
		quoted ^= *at == '\'';
	return at < end ? at + 1 : end;
}

static const struct field *find_cell(const struct field *m, const char *at, const char *end)
{
	const size_t n = word(at, end);
	const struct field *column = at + n < end ? table_column(m, at + n + 1, (size_t)(end - at) - n - 1) : NULL;

	for (size_t row = 0; column && row < m->row_count; row++) {
		if (strlen(m->rows[row].id) == n && memcmp(m->rows[row].id, at, n) == 0)
			return m->cells[row * m->column_count + column->column];
	}
	return NULL;
}

const struct field *path_field(const struct form *form, const char *path, size_t len, const struct section **ret_section)
{
	const char *at = path, *end = path + len;
	size_t n = word(at, end);
	const struct section *s = form_section(form, at, n);
	const struct field *f;

	*ret_section = at + n == end ? s : NULL;
	if (!s || at + n == end)
		return NULL;
	at += n + 1;
	n = word(at, end);
	f = section_field(s, at, n);
	at += n;
	if (f && f->type == TYPE_TABLE && at < end && *at == '[')
		at = skip_row(at, end);
	if (f && at < end)
		f = *at != '.' ? NULL : f->type == TYPE_TABLE  ? table_column(f, at + 1, (size_t)(end - at) - 1)
				       : f->type == TYPE_MATRIX ? find_cell(f, at + 1, end) : NULL;
	*ret_section = f ? s : NULL;
	return f;
}

/* ---- reading the list ---- */

static const struct field *list_of(const struct report *r)
{
	return section_field(r->form->reserved, "carried", 7);
}

static const char *list_text(const struct report *r, size_t *ret_len)
{
	return text_get(r, list_of(r), cell_look(r, list_of(r), 0)->text, ret_len);
}

void carried_free(struct report *r)
{
	if (!r->carried)
		return;
	memory_free(r->carried->items);
	memory_free(r->carried->waiting);
	memory_free(r->carried);
}

void carried_forget_rows(struct report *r)
{
	if (r->carried)
		r->carried->found = false;
}

static bool add_item(struct report *r, struct carried *c, const char *text, size_t at, size_t len)
{
	struct item *items = memory_grow(c->items, &c->capacity, c->count + 1, sizeof(*items));
	struct item *item;

	if (!items)
		return false;
	c->items = items;
	item = &items[c->count++];
	*item = (struct item){ .at = at, .len = len };
	item->field = path_field(r->form, text + at, len, &item->section);
	item->locked = item->field && item->field->locked;
	if (item->section && !item->locked) {
		c->waiting[item->section->index]++;
		c->waiting[r->form->section_count]++;
	}
	return true;
}

static bool read_list(struct report *r, struct carried *c)
{
	const text_id now = cell_look(r, list_of(r), 0)->text;
	size_t len;
	const char *text = list_text(r, &len);

	if (c->read && c->text == now)
		return true;
	c->read = c->found = false;
	c->count = 0;
	if (!c->waiting)
		c->waiting = memory_alloc(r->form->section_count + 1, sizeof(*c->waiting));
	if (!c->waiting)
		return false;
	memset(c->waiting, 0, (r->form->section_count + 1) * sizeof(*c->waiting));
	for (size_t at = 0; at < len && cell_look(r, list_of(r), 0)->fit == FIT_GOOD;) {
		const char *stop = memchr(text + at, '\n', len - at);
		const size_t n = stop ? (size_t)(stop - text) - at : len - at;

		if (!add_item(r, c, text, at, n))
			return false;
		at += n + 1;
	}
	c->text = now;
	return c->read = true;
}

static int by_place(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->field != y->field)
		return (uintptr_t)x->field < (uintptr_t)y->field ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static int by_text(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static void find_row(struct report *r, struct item *item, const char *text)
{
	struct spot s;

	item->row = 0;
	if (!item->field || !memchr(text + item->at, '[', item->len))
		return;
	if (report_find_kept(r, text + item->at, item->len, "", 0, &s))
		item->row = s.row;
	else
		item->row = UINT32_MAX; /* nowhere now; it may be back later */
}

/* NULL: no memory */
static struct carried *carried_of(struct report *r, bool rows)
{
	struct carried *c = r->carried;
	size_t len;
	const char *text;

	if (!c)
		c = r->carried = memory_alloc(1, sizeof(*c));
	if (!c || !read_list(r, c)) {
		r->short_of_memory = true;
		return NULL;
	}
	if (!rows || c->found)
		return c;
	text = list_text(r, &len);
	for (size_t i = 0; i < c->count; i++)
		find_row(r, &c->items[i], text);
	if (c->count)
		qsort(c->items, c->count, sizeof(*c->items), by_place);
	c->found = true;
	return c;
}

static bool has(const struct carried *c, const struct field *f, row_id row)
{
	const struct item key = { .field = f, .row = row };

	return f && c->count && bsearch(&key, c->items, c->count, sizeof(key), by_place);
}

static bool covers(const struct carried *c, const struct field *f, row_id row)
{
	return has(c, f, row) || (row && has(c, f, 0)) || has(c, f->table, row) || has(c, f->table, 0) || has(c, f->matrix, 0);
}

static bool is_empty(const struct report *r)
{
	return !list_of(r) || !cell_look(r, list_of(r), 0)->text;
}

bool carried_locked(const struct report *report, const struct field *f, row_id row)
{
	struct report *r = (struct report *)(uintptr_t)report; /* where rows are is looked up: nothing that a caller sees */
	struct carried *c;

	if (!f->locked || is_empty(r))
		return false;
	c = carried_of(r, true);
	return !c || covers(c, f, row);
}

bool report_carried(struct report *r, struct spot s)
{
	struct carried *c;

	if (!s.field || s.field->locked || s.field->builtin || !field_is_scalar(s.field) || is_empty(r))
		return false;
	c = carried_of(r, true);
	return c && covers(c, s.field, s.row);
}

uint32_t report_carried_count(struct report *r, const struct section *section)
{
	struct carried *c = is_empty(r) ? NULL : carried_of(r, false);

	return !c || (section && section->builtin) ? 0 : c->waiting[section ? section->index : r->form->section_count];
}

bool report_carried_first(struct report *r, const struct section *section, struct spot *ret)
{
	struct carried *c = is_empty(r) ? NULL : carried_of(r, true);
	const struct item *first = NULL;

	for (size_t i = 0; c && i < c->count; i++) {
		const struct item *item = &c->items[i];

		if (item->section == section && !item->locked && item->row != UINT32_MAX && (!first || item->at < first->at))
			first = item;
	}
	if (!first)
		return false;
	*ret = (struct spot){ section, first->field, first->row };
	return true;
}

/* ---- confirming ---- */

static bool put_list(struct report *r, const struct strbuf *text, struct error *reterr)
{
	const struct spot s = { r->form->reserved, list_of(r), 0 };
	bool ok;

	if (!strbuf_ok(text))
		return error_memory(reterr);
	report_program_begin(r);
	ok = report_set(r, s, text->text, text->len, true, reterr);
	report_program_end(r);
	return ok;
}

/* the list without what `drop` names; its items are in the text's order afterwards */
static bool take_off(struct report *r, struct carried *c, bool (*drop)(const struct item *item, const void *what), const void *what,
		     struct error *reterr)
{
	size_t len, dropped = 0;
	const char *text = list_text(r, &len);
	struct strbuf rest;
	bool ok;

	if (c->count)
		qsort(c->items, c->count, sizeof(*c->items), by_text);
	c->found = false;
	strbuf_init(&rest, 0);
	for (size_t i = 0; i < c->count; i++) {
		if (drop(&c->items[i], what)) {
			dropped++;
			continue;
		}
		if (i > dropped)
			strbuf_putc(&rest, '\n');
		strbuf_add(&rest, text + c->items[i].at, c->items[i].len);
	}
	ok = !dropped || put_list(r, &rest, reterr);
	strbuf_release(&rest);
	return ok;
}

static bool is_same(const struct item *item, const void *what)
{
	const struct spot *s = what;

	return item->field == s->field && item->row == s->row;
}

static bool is_asked(const struct item *item, const void *what)
{
	const struct spot *s = what;
	const struct field *f = s->field;

	if (item->locked || !item->section)
		return false;
	if (!f)
		return !s->section || item->section == s->section;
	return (item->field == f && (item->row == s->row || !item->row)) ||
	       (item->field && (item->field == f->table || item->field == f->matrix) && (item->row == s->row || !item->row));
}

bool report_confirm(struct report *r, struct spot s, struct error *reterr)
{
	struct carried *c;

	if (is_empty(r))
		return true;
	if (!report_may(r, (struct spot){ r->form->reserved, list_of(r), 0 }, reterr))
		return false;
	c = carried_of(r, true);
	return c ? take_off(r, c, is_asked, &s, reterr) : error_memory(reterr);
}

bool carried_edited(struct report *r, const struct edit *e, struct error *reterr)
{
	const struct spot s = { e->field->section, e->field, e->row };
	struct carried *c;

	if (e->kind != EDIT_SET || e->field->builtin || e->field->locked || r->role == ROLE_REPLAY || is_empty(r))
		return true;
	c = carried_of(r, true);
	if (!c)
		return error_memory(reterr);
	return !has(c, s.field, s.row) || take_off(r, c, is_same, &s, reterr);
}
