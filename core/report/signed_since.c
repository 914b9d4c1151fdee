/*
 * What differs from the last sign-off: what the edits since then changed, put together with what the file said when it was read.
 */
#include "report/signed.h"

/* ---- what was edited since ---- */

int first_compare(const void *a, const void *b)
{
	const struct first *x = a, *y = b;

	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static int first_compare_at(const void *a, const void *b)
{
	const struct first *x = a, *y = b;
	int order = first_compare(a, b);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static bool is_builtin(const struct field *f)
{
	return f->builtin || (f->table && f->table->builtin);
}

/* the first edit of each value, and which tables have other rows, or rows of other keys */
static bool since_read(const struct report *r, size_t from, struct since *ret)
{
	const struct history *h = &r->history;
	size_t n = 0;

	*ret = (struct since){ .from = from };
	ret->first = memory_alloc(h->done - from + 1, sizeof(*ret->first));
	ret->rows = memory_alloc(r->form->table_count + 1, sizeof(*ret->rows));
	if (!ret->first || !ret->rows)
		return false;
	for (size_t i = from; i < h->done; i++) {
		const struct edit *e = &h->edit[i];
		const struct field *table = e->field->table ? e->field->table : e->field;

		if (is_builtin(e->field))
			continue;
		if (e->kind == EDIT_SET)
			ret->first[ret->count++] = (struct first){ e->field, e->row, e->before, i };
		if (e->kind != EDIT_SET || (e->field->table && table->key == (int)e->field->index))
			ret->rows[table->index] = true;
	}
	if (ret->count)
		qsort(ret->first, ret->count, sizeof(*ret->first), first_compare_at);
	for (size_t i = 0; i < ret->count; i++) {
		if (!n || first_compare(&ret->first[n - 1], &ret->first[i]) != 0)
			ret->first[n++] = ret->first[i];
	}
	ret->count = n;
	return true;
}

static void since_release(struct since *s)
{
	memory_free(s->first);
	memory_free(s->rows);
}

/* the rows that a table had, in their order: the edits taken back one after the other */
static struct order *order_then(const struct report *r, const struct since *since, const struct field *table)
{
	const struct table *t = table_of(r, table);
	struct order *o = order_new();
	uint32_t n = 0;
	bool ok = o && order_reserve(o, t->rows);

	for (row_id row = ok ? order_at(t->order, 0) : 0; row && ok; row = order_next(t->order, row))
		ok = order_insert(o, n++, row);
	for (size_t i = r->history.done; i > since->from && ok; i--) {
		const struct edit *e = &r->history.edit[i - 1];

		if (e->kind == EDIT_SET || e->field != table)
			continue;
		if (e->kind != EDIT_DELETE)
			order_remove(o, e->row);
		if (e->kind != EDIT_INSERT)
			ok = order_insert(o, e->before_at, e->row);
	}
	if (ok)
		return o;
	order_free(o);
	return NULL;
}

static bool edited_values(const struct report *r, const struct since *since, struct pairs_of *then, struct pairs_of *now)
{
	struct strbuf path;
	bool ok = true;

	strbuf_init(&path, 0);
	for (size_t i = 0; i < since->count && ok; i++) {
		const struct first *x = &since->first[i];
		size_t len;
		const char *text;

		if (x->field->table && since->rows[x->field->table->index])
			continue; /* all of its table is compared */
		strbuf_clear(&path);
		report_key_path(r, (struct spot){ x->field->section, x->field, x->row }, &path);
		text = text_get(r, x->field, x->before, &len);
		ok = pairs_add(then, &path, x->field, text, len);
		text = text_get(r, x->field, cell_look(r, x->field, x->row)->text, &len);
		ok = ok && pairs_add(now, &path, x->field, text, len);
	}
	strbuf_release(&path);
	return ok;
}

static bool edited_tables(const struct report *r, const struct since *since, struct pairs_of *then, struct pairs_of *now)
{
	bool ok = true;

	for (size_t i = 0; i < r->form->table_count && ok; i++) {
		struct order *o;

		if (!since->rows[i])
			continue;
		o = order_then(r, since, r->form->tables[i]);
		ok = o && pairs_of_table(r, since, r->form->tables[i], o, then) && pairs_of_table(r, NULL, r->form->tables[i], NULL, now);
		order_free(o);
	}
	return ok;
}

/* ---- what the file says of the signed values ---- */

static bool tell(struct data d, row_id row, struct pairs_of *list)
{
	struct data key, value;
	struct data_walk walk;
	struct strbuf path;
	bool ok = true;

	if (data_kind(d) != DATA_MAP)
		return true;
	walk = data_walk(d);
	while (ok && data_next(&walk, &key, &value)) {
		strbuf_init(&path, 0);
		data_text(key, &path);
		ok = pairs_add(list, &path, NULL, value.text, value.len);
		strbuf_release(&path);
	}
	for (size_t i = list->ranked; i < list->count; i++)
		list->items[i].rank = row;
	list->ranked = list->count;
	return ok;
}

static struct data said_by(const struct report *r, const struct signed_row *last, text_id id)
{
	struct data d = { NULL, 0 };

	d.text = text_get(r, last->changed, id, &d.len);
	return text_is_collection(r, id) ? (struct data){ NULL, 0 } : d;
}

/*
 * A sign-off that lost its successors in this sitting: what they said comes after what it says itself. One that was merged in
 * says what differed when it came.
 */
static bool told_before(struct report *r, const struct signed_row *last, struct pairs_of *list)
{
	const struct table *t = table_of(r, last->table);
	bool ok = true;

	if (last->row > t->loaded)
		return tell(said_by(r, last, cell_look(r, last->changed, last->row)->text), last->row, list);
	for (row_id row = last->row; row <= t->loaded && ok; row++)
		ok = tell(said_by(r, last, text_original(r, last->changed, row)), row, list);
	return ok;
}

static int compare_told(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int order = pairs_compare(a, b);

	return order ? order : (x->rank > y->rank) - (x->rank < y->rank);
}

/* of two that tell of one path the earlier sign-off is right */
static void told_once(struct pairs_of *list)
{
	size_t n = 0;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), compare_told);
	for (size_t i = 0; i < list->count; i++) {
		if (!n || pairs_compare(&list->items[n - 1], &list->items[i]) != 0)
			list->items[n++] = list->items[i];
	}
	list->count = n;
}

/* ---- the difference ---- */

static void put_value(const struct field *f, const char *text, size_t len, struct strbuf *out)
{
	if (!len)
		strbuf_puts(out, "null");
	else if (field_is_number(f) || f->type == TYPE_BOOLEAN)
		data_plain(out, text, len);
	else
		data_string(out, text, len);
}

static bool told_is(const struct pair *told, const char *text, size_t len)
{
	const struct data d = { told->text, told->len };

	return data_kind(d) == DATA_NULL ? len == 0 : data_says(d, text, len);
}

struct three {
	const struct pair *then, *now, *told;
};

static const struct pair *lowest(const struct pair *a, const struct pair *b)
{
	return !a ? b : !b ? a : pairs_compare(a, b) <= 0 ? a : b;
}

static const struct pair *take(const struct pairs_of *list, size_t *at, const struct pair *path)
{
	if (*at < list->count && pairs_compare(&list->items[*at], path) == 0)
		return &list->items[(*at)++];
	return NULL;
}

static void put_difference(const struct three *t, const struct pair *path, struct strbuf *out, bool *ret_same)
{
	const char *then = t->then ? t->then->text : "", *now = t->now ? t->now->text : "";
	const size_t then_len = t->then ? t->then->len : 0, now_len = t->now ? t->now->len : 0;
	const bool edited = then_len != now_len || memcmp(then, now, now_len) != 0;

	if (edited ? t->told ? told_is(t->told, now, now_len) : false : !t->told) {
		*ret_same &= !t->told; /* it is as it was signed again */
		return;
	}
	*ret_same &= t->told != NULL;
	data_key(out, path->path, path->path_len);
	if (t->told)
		strbuf_add(out, t->told->text, t->told->len);
	else
		put_value(t->then ? t->then->field : t->now->field, then, then_len, out);
}

static void sort(struct pairs_of *list)
{
	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), pairs_compare);
}

/* nothing, where nothing differs */
static void put_differences(struct pairs_of *then, struct pairs_of *now, struct pairs_of *told, struct strbuf *out, bool *ret_same)
{
	const size_t start = out->len;
	size_t a = 0, b = 0, c = 0;

	*ret_same = true;
	sort(then);
	sort(now);
	told_once(told);
	strbuf_putc(out, '{');
	for (;;) {
		const struct pair *path = lowest(a < then->count ? &then->items[a] : NULL, b < now->count ? &now->items[b] : NULL);
		struct three t;

		path = lowest(path, c < told->count ? &told->items[c] : NULL);
		if (!path)
			break;
		t.then = take(then, &a, path);
		t.now = take(now, &b, path);
		t.told = take(told, &c, path);
		put_difference(&t, path, out, ret_same);
	}
	strbuf_putc(out, '}');
	if (out->len == start + 2)
		strbuf_truncate(out, start);
}

bool signed_changed(struct report *r, const struct signed_row *last, struct strbuf *out, struct error *reterr)
{
	struct pairs_of then = { .count = 0 }, now = { .count = 0 }, told = { .count = 0 };
	struct since since;
	const size_t start = out->len;
	bool same = true, ok = since_read(r, last->since, &since) && told_before(r, last, &told) && edited_values(r, &since, &then, &now) &&
			       edited_tables(r, &since, &then, &now);

	if (ok)
		put_differences(&then, &now, &told, out, &same);
	if (ok && same && last->row == table_of(r, last->table)->loaded) { /* as the file has it, in its own order */
		size_t len;
		const char *text = text_get(r, last->changed, text_original(r, last->changed, last->row), &len);

		strbuf_truncate(out, start);
		strbuf_add(out, text, len);
	}
	since_release(&since);
	pairs_free(&then);
	pairs_free(&now);
	pairs_free(&told);
	return (ok && strbuf_ok(out)) || error_memory(reterr);
}

bool report_changed_from(struct report *r, struct report *other, struct strbuf *out, struct error *reterr)
{
	struct pairs_of then = { .count = 0 }, now = { .count = 0 }, told = { .count = 0 };
	struct strbuf changed;
	bool ok, same;

	strbuf_init(&changed, 0);
	ok = report_changed(other, &changed, reterr);
	if (ok && !(pairs_of_all(other, &then) && pairs_of_all(r, &now) && tell((struct data){ changed.text, changed.len }, 0, &told)))
		ok = error_memory(reterr);
	if (ok)
		put_differences(&then, &now, &told, out, &same);
	pairs_free(&then);
	pairs_free(&now);
	pairs_free(&told);
	strbuf_release(&changed);
	return ok && (strbuf_ok(out) || error_memory(reterr));
}

bool report_changed(struct report *r, struct strbuf *out, struct error *reterr)
{
	struct signed_row last;

	return !signed_last(r, &last) || signed_changed(r, &last, out, reterr);
}

bool report_freeze(struct report *r, struct error *reterr)
{
	struct signed_row last;
	struct strbuf changed;
	bool ok;

	if (!signed_last(r, &last))
		return true;
	strbuf_init(&changed, 0);
	ok = signed_changed(r, &last, &changed, reterr) &&
	     report_set(r, (struct spot){ last.table->section, last.changed, last.row }, changed.text, changed.len, true, reterr);
	strbuf_release(&changed);
	return ok;
}
