/*
 * What follows an edit of rows: kept paths (of comments, reasons, conflicts, values carried over) go on meaning the row that they
 * meant. A path that was the row's own before the edit is the row's own after it; another one is left alone as long as it
 * leads to its row. A comment whose row goes keeps its path and gets the place and the value as its label. All in the edit's own step.
 */
#include "report/follow.h"

#include "base/arena.h"

static const char *const followers[] = { "review", "reasons", "conflicts" };

static bool is_key(const struct field *f)
{
	return f->table && f->table->key == (int)f->index;
}

static const struct field *own_table(const struct report *r, size_t n)
{
	return section_field(r->form->reserved, followers[n], strlen(followers[n]));
}

static const char *text_in(const struct report *r, const struct field *f, row_id row, size_t *ret_len)
{
	*ret_len = 0;
	return f ? text_get(r, f, cell_look(r, f, row)->text, ret_len) : "";
}

static bool starts_with(const char *text, size_t len, const struct strbuf *prefix)
{
	return len > prefix->len && memcmp(text, prefix->text, prefix->len) == 0;
}

static bool is_own_path(struct report *r, struct spot s, const char *path, size_t len)
{
	struct strbuf own;
	bool same;

	strbuf_init(&own, 0);
	report_key_path(r, s, &own);
	r->short_of_memory |= !strbuf_ok(&own);
	same = own.len == len && memcmp(own.text, path, len) == 0;
	strbuf_release(&own);
	return same;
}

/* ---- before ---- */

static struct follower *add(struct follow *w)
{
	struct follower *items = memory_grow(w->items, &w->capacity, w->count + 1, sizeof(*items));

	if (!items)
		return NULL;
	w->items = items;
	items[w->count] = (struct follower){ .field = NULL };
	return &items[w->count++];
}

static bool remember(struct report *r, struct follow *w, struct follower f, const char *path, size_t len, const char *label, size_t label_len)
{
	struct follower *to;

	if (!report_find_kept(r, path, len, label, label_len, &f.at))
		return true; /* its place went before this edit */
	f.own = is_own_path(r, f.at, path, len);
	f.goes = w->deleted && f.at.row == w->deleted;
	if (f.goes && f.label) {
		f.text_at = w->texts.len;
		kept_gone_label(r, f.at, &w->texts);
		f.text_len = w->texts.len - f.text_at;
		f.path_at = w->texts.len;
		report_path(r, f.at, &w->texts);
		f.path_len = w->texts.len - f.path_at;
	}
	to = add(w);
	if (!to || !strbuf_ok(&w->texts))
		return false;
	*to = f;
	return true;
}

static bool remember_table(struct report *r, struct follow *w, const struct field *own, const struct strbuf *prefix)
{
	struct follower f = { .field = table_column(own, "path", 4), .label = table_column(own, "label", 5) };
	size_t len, label_len;

	for (row_id row = order_at(table_of(r, own)->order, 0); row; row = order_next(table_of(r, own)->order, row)) {
		const char *path = text_in(r, f.field, row, &len), *label = text_in(r, f.label, row, &label_len);

		f.row = row;
		if (starts_with(path, len, prefix) && !remember(r, w, f, path, len, label, label_len))
			return false;
	}
	return true;
}

/* the list of what was carried over, one item after the other; field NULL, row the number of the item */
static bool remember_list(struct report *r, struct follow *w, const struct strbuf *prefix)
{
	size_t len;
	const char *text = w->list ? text_get(r, w->list, cell_look(r, w->list, 0)->text, &len) : NULL, *end = text ? text + len : NULL;
	uint32_t item = 0;

	for (; text && text < end; item++) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		const size_t n = (size_t)((stop ? stop : end) - text);

		if (starts_with(text, n, prefix) && !remember(r, w, (struct follower){ .row = item }, text, n, "", 0))
			return false;
		text += n + 1;
	}
	return true;
}

bool follow_before(struct report *r, const struct edit *e, struct follow *w)
{
	const struct field *table = e->field->table ? e->field->table : e->field;
	const unsigned long refused = memory_refused();
	struct strbuf prefix;
	bool ok = true;

	*w = (struct follow){ .list = NULL };
	strbuf_init(&w->texts, 0);
	if (table->type != TYPE_TABLE || table->builtin || r->role == ROLE_REPLAY || (e->kind == EDIT_SET && !is_key(e->field)))
		return true;
	w->list = section_field(r->form->reserved, "carried", 7);
	w->deleted = e->kind == EDIT_DELETE ? e->row : 0;
	strbuf_init(&prefix, 0);
	strbuf_printf(&prefix, "%s.%s[", table->section->id, table->id);
	for (size_t i = 0; i < ARRAY_SIZE(followers) && ok; i++)
		ok = remember_table(r, w, own_table(r, i), &prefix);
	/* a path whose place was not found for want of memory would be left behind */
	ok = ok && remember_list(r, w, &prefix) && refused == memory_refused() && !r->short_of_memory;
	strbuf_release(&prefix);
	return ok;
}

void follow_release(struct follow *w)
{
	strbuf_release(&w->texts);
	memory_free(w->items);
}

/* ---- after ---- */

static bool leads_there(struct report *r, const struct follower *f, const char *path, size_t len, const char *label, size_t label_len)
{
	struct spot now;

	return report_find_kept(r, path, len, label, label_len, &now) && now.field == f->at.field && now.row == f->at.row;
}

static bool put(struct report *r, const struct field *f, row_id row, const char *text, size_t len, struct error *reterr)
{
	return report_set(r, (struct spot){ f->section, f, row }, text, len, true, reterr);
}

static bool put_gone(struct report *r, const struct follow *w, const struct follower *f, struct error *reterr)
{
	const char *label = w->texts.text + f->text_at;
	struct spot other;
	size_t len;
	const char *path = text_in(r, f->field, f->row, &len);

	if (!f->label)
		return true;
	/* another row has the key too: the place that this one had is named by its number */
	if (report_find_kept(r, path, len, label, f->text_len, &other) &&
	    !put(r, f->field, f->row, w->texts.text + f->path_at, f->path_len, reterr))
		return false;
	return put(r, f->label, f->row, label, f->text_len, reterr);
}

static bool put_path(struct report *r, const struct follower *f, struct error *reterr)
{
	struct strbuf path, label;
	size_t len, label_len;
	const char *now = text_in(r, f->field, f->row, &len), *said = text_in(r, f->label, f->row, &label_len);
	bool by_index, ok = true;

	if (!f->own && leads_there(r, f, now, len, said, label_len))
		return true;
	strbuf_init(&path, 0);
	strbuf_init(&label, 0);
	report_key_path(r, f->at, &path);
	by_index = path.len && !strstr(path.text, "['");
	if (by_index)
		report_kept_label(r, f->at, &label);
	if (!strbuf_ok(&path) || !strbuf_ok(&label))
		ok = error_memory(reterr);
	if (ok && f->label && ((by_index && label_len) || path.len != len || memcmp(path.text, now, len) != 0))
		ok = put(r, f->label, f->row, label.text, label.len, reterr);
	ok = ok && put(r, f->field, f->row, path.text, path.len, reterr);
	strbuf_release(&path);
	strbuf_release(&label);
	return ok;
}

static bool put_list(struct report *r, const struct follow *w, size_t first, struct error *reterr)
{
	size_t len, n = first;
	const char *text = text_get(r, w->list, cell_look(r, w->list, 0)->text, &len), *end = text + len;
	struct strbuf out;
	bool ok;

	strbuf_init(&out, 0);
	for (uint32_t item = 0; text < end; item++) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		const size_t size = (size_t)((stop ? stop : end) - text);
		const struct follower *f = n < w->count && w->items[n].row == item ? &w->items[n++] : NULL;

		if (!f || !f->goes) {
			if (out.len)
				strbuf_putc(&out, '\n');
			if (!f || (!f->own && leads_there(r, f, text, size, "", 0)))
				strbuf_add(&out, text, size);
			else
				report_key_path(r, f->at, &out);
		}
		text += size + 1;
	}
	ok = strbuf_ok(&out) ? put(r, w->list, 0, out.text, out.len, reterr) : error_memory(reterr);
	strbuf_release(&out);
	return ok;
}

bool follow_after(struct report *r, const struct follow *w, struct error *reterr)
{
	const unsigned long refused = memory_refused();
	size_t i = 0;

	for (; i < w->count && w->items[i].field; i++) {
		if (w->items[i].goes ? !put_gone(r, w, &w->items[i], reterr) : !put_path(r, &w->items[i], reterr))
			return false;
	}
	if (i < w->count && !put_list(r, w, i, reterr))
		return false;
	return refused == memory_refused() || error_memory(reterr);
}
