/*
 * What was signed, and what differs from it now.
 *
 * A report says of itself a set of pairs: the path of each entered value, rows by their own key as far as they have one, and its
 * text. A sign-off's digest is the sum of the hashes of these pairs, so neither their order nor that of keyed rows matters. What
 * differs since is never stored while one works: it is found when the report is written, from the history of edits
 * and from what the file said, so that an edit taken back leaves no trace.
 */
#include "report/signed.h"

#include "base/arena.h"
#include "base/sha256.h"

#include <inttypes.h>

/* ---- pairs ---- */

struct key_of_row {
	const char *text;
	size_t len;
	uint32_t index;
};

static int compare_texts(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int order = memcmp(a, b, a_len < b_len ? a_len : b_len);

	return order ? order : (a_len > b_len) - (a_len < b_len);
}

static int compare_keys(const void *a, const void *b)
{
	const struct key_of_row *x = a, *y = b;
	int order = compare_texts(x->text, x->len, y->text, y->len);

	return order ? order : (x->index > y->index) - (x->index < y->index);
}

int pairs_compare(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	return compare_texts(x->path, x->path_len, y->path, y->path_len);
}

bool pairs_add(struct pairs_of *list, const struct strbuf *path, const struct field *f, const char *text, size_t len)
{
	struct pair *items = memory_grow(list->items, &list->capacity, list->count + 1, sizeof(*items));
	char *copy = items ? arena_strndup(&list->arena, path->text, path->len) : NULL;

	if (items)
		list->items = items;
	if (!copy || !strbuf_ok(path))
		return false;
	items[list->count++] = (struct pair){ .path = copy, .path_len = path->len, .field = f, .text = text, .len = len };
	return true;
}

void pairs_free(struct pairs_of *list)
{
	memory_free(list->items);
	arena_release(&list->arena);
}

/* the text of a cell now, or when the edits from `since` on had not been made */
static const char *text_then(const struct report *r, const struct since *since, const struct field *f, row_id row, size_t *ret_len)
{
	const struct first key = { .field = f, .row = row };
	const struct first *found = since && since->count ? bsearch(&key, since->first, since->count, sizeof(key), first_compare) : NULL;

	return text_get(r, f, found ? found->before : cell_look(r, f, row)->text, ret_len);
}

/* which rows have a key of their own: keys[index].text is NULL for the others */
static bool own_keys(const struct report *r, const struct since *since, const struct field *table, const row_id *rows, uint32_t count,
		     struct key_of_row **ret)
{
	struct key_of_row *keys = memory_alloc((size_t)count + 1, sizeof(*keys)), *sorted = memory_alloc((size_t)count + 1, sizeof(*sorted));
	size_t n = 0;

	if (!keys || !sorted) {
		memory_free(keys);
		memory_free(sorted);
		return false;
	}
	for (uint32_t i = 0; table->key >= 0 && i < count; i++) {
		struct key_of_row k = { .index = i };

		k.text = text_then(r, since, table->columns[table->key], rows[i], &k.len);
		if (k.len)
			sorted[n++] = k;
	}
	if (n)
		qsort(sorted, n, sizeof(*sorted), compare_keys);
	for (size_t i = 0; i < n; i++) {
		const struct key_of_row *k = &sorted[i];
		const bool twice = (i && compare_texts(k->text, k->len, k[-1].text, k[-1].len) == 0) ||
				   (i + 1 < n && compare_texts(k->text, k->len, k[1].text, k[1].len) == 0);

		if (!twice)
			keys[k->index] = *k;
	}
	memory_free(sorted);
	*ret = keys;
	return true;
}

static bool table_pairs(const struct report *r, const struct since *since, const struct field *table, const row_id *rows, uint32_t count,
			struct pairs_of *list)
{
	struct key_of_row *keys;
	struct strbuf path;
	bool ok = own_keys(r, since, table, rows, count, &keys);

	if (!ok)
		return false;
	strbuf_init(&path, 0);
	for (uint32_t i = 0; i < count && ok; i++) {
		size_t len, row;

		strbuf_clear(&path);
		strbuf_printf(&path, "%s.%s[", table->section->id, table->id);
		if (keys[i].text) {
			strbuf_putc(&path, '\'');
			for (size_t b = 0; b < keys[i].len; b++) {
				if (keys[i].text[b] == '\'')
					strbuf_putc(&path, '\'');
				strbuf_putc(&path, keys[i].text[b]);
			}
			strbuf_puts(&path, "'].");
		} else {
			strbuf_printf(&path, "%" PRIu32 "].", i);
		}
		row = path.len;
		for (size_t c = 0; c < table->column_count && ok; c++) {
			const char *text = text_then(r, since, table->columns[c], rows[i], &len);

			if (!len || report_is_calculated(table->columns[c]))
				continue;
			strbuf_truncate(&path, row);
			strbuf_puts(&path, table->columns[c]->id);
			ok = pairs_add(list, &path, table->columns[c], text, len);
		}
	}
	strbuf_release(&path);
	memory_free(keys);
	return ok;
}

/* the rows of a table in their order; `o` NULL: as it is now */
static bool rows_of(const struct report *r, const struct field *table, const struct order *o, row_id **ret, uint32_t *ret_count)
{
	row_id *rows;
	uint32_t n = 0;

	o = o ? o : table_of(r, table)->order;
	rows = memory_alloc((size_t)order_count(o) + 1, sizeof(*rows));
	if (!rows)
		return false;
	for (row_id row = order_at(o, 0); row; row = order_next(o, row))
		rows[n++] = row;
	*ret = rows;
	*ret_count = n;
	return true;
}

bool pairs_of_table(const struct report *r, const struct since *since, const struct field *table, const struct order *o, struct pairs_of *list)
{
	row_id *rows;
	uint32_t count;
	bool ok = rows_of(r, table, o, &rows, &count);

	if (ok) {
		ok = table_pairs(r, since, table, rows, count, list);
		memory_free(rows);
	}
	return ok;
}

static bool scalar_pairs(const struct report *r, struct pairs_of *list)
{
	const struct form *f = r->form;
	struct strbuf path;
	bool ok = true;

	strbuf_init(&path, 0);
	for (size_t i = 0; i < f->slot_count && ok; i++) {
		size_t len;
		const char *text = text_get(r, f->slots[i], r->scalars[i].cell.text, &len);

		if (f->slots[i]->section->builtin || report_is_calculated(f->slots[i]) || !len)
			continue;
		strbuf_clear(&path);
		report_path(r, (struct spot){ f->slots[i]->section, f->slots[i], 0 }, &path);
		ok = pairs_add(list, &path, f->slots[i], text, len);
	}
	strbuf_release(&path);
	return ok;
}

bool pairs_of_all(const struct report *r, struct pairs_of *list)
{
	bool ok = scalar_pairs(r, list);

	for (size_t i = 0; i < r->form->table_count && ok; i++)
		ok = r->form->tables[i]->builtin || pairs_of_table(r, NULL, r->form->tables[i], NULL, list);
	return ok;
}

/* ---- the digest ---- */

static void sum_add(unsigned char sum[SHA256_BYTES], const char *path, size_t path_len, const char *text, size_t len, bool minus)
{
	unsigned char hash[SHA256_BYTES];
	struct sha256 h;
	unsigned carry = minus ? 1 : 0;

	if (!len)
		return;
	sha256_init(&h);
	sha256_add(&h, path, path_len + 1); /* with the NUL behind it */
	sha256_add(&h, text, len);
	sha256_end(&h, hash);
	for (int i = SHA256_BYTES - 1; i >= 0; i--) {
		carry += (unsigned)sum[i] + (minus ? 255u - hash[i] : hash[i]);
		sum[i] = (unsigned char)carry;
		carry >>= 8;
	}
}

static bool sum_of(const struct report *r, unsigned char sum[SHA256_BYTES])
{
	const unsigned long refused = memory_refused();
	bool ok = true;

	memset(sum, 0, SHA256_BYTES);
	for (size_t i = 0; i <= r->form->table_count && ok; i++) {
		struct pairs_of list = { .count = 0 };

		ok = i == 0 ? scalar_pairs(r, &list) : r->form->tables[i - 1]->builtin || pairs_of_table(r, NULL, r->form->tables[i - 1], NULL, &list);
		for (size_t n = 0; ok && n < list.count; n++)
			sum_add(sum, list.items[n].path, list.items[n].path_len, list.items[n].text, list.items[n].len, false);
		pairs_free(&list);
	}
	return ok && refused == memory_refused();
}

static void put_sum(const unsigned char sum[SHA256_BYTES], struct strbuf *out)
{
	strbuf_puts(out, "sha256:");
	for (size_t i = 0; i < SHA256_BYTES; i++)
		strbuf_printf(out, "%02x", sum[i]);
}

bool report_digest(const struct report *r, struct strbuf *out, struct error *reterr)
{
	unsigned char sum[SHA256_BYTES];

	if (!sum_of(r, sum))
		return error_memory(reterr);
	put_sum(sum, out);
	return strbuf_ok(out) || error_memory(reterr);
}

/* ---- the last sign-off ---- */

bool signed_last(const struct report *r, struct signed_row *ret)
{
	const struct field *t = section_field(r->form->reserved, "history", 7);
	uint32_t n = report_row_count(r, t);
	size_t len;

	if (!n)
		return false;
	*ret = (struct signed_row){ t, table_column(t, "changed", 7), table_column(t, "digest", 6), report_row_at(r, t, n - 1), 0 };
	text_get(r, ret->digest, cell_look(r, ret->digest, ret->row)->text, &len);
	if (!len)
		return false;
	if (ret->row <= table_of(r, t)->loaded) {
		const char *text = text_get(r, ret->changed, text_original(r, ret->changed, ret->row), &len);

		/* something else stands there: it is not ours to change */
		return !len || (!text_is_collection(r, text_original(r, ret->changed, ret->row)) && *text == '{');
	}
	for (ret->since = r->history.done; ret->since > 0; ret->since--) {
		const struct edit *e = &r->history.edit[ret->since - 1];

		if (e->kind == EDIT_INSERT && e->field == t && e->row == ret->row)
			break;
	}
	return true;
}

/* ---- made by other programs ---- */

/* what stands at a path now, when that is the path which this place goes by */
static const char *text_at_path(struct report *r, const struct strbuf *path, size_t *ret_len)
{
	struct strbuf own;
	struct spot s;
	struct error ignored;
	bool same;

	*ret_len = 0;
	if (!report_find(r, path->text, &s, &ignored) || !s.field || !field_is_scalar(s.field) || report_is_calculated(s.field))
		return "";
	strbuf_init(&own, 0);
	report_key_path(r, s, &own);
	same = own.len == path->len && memcmp(own.text, path->text, own.len) == 0;
	r->short_of_memory |= !strbuf_ok(&own);
	strbuf_release(&own);
	return same ? report_text(r, s, ret_len) : "";
}

static void put_back(struct report *r, struct data key, struct data value, unsigned char sum[SHA256_BYTES])
{
	struct strbuf path, was;
	size_t len;
	const char *now;

	strbuf_init(&path, 0);
	strbuf_init(&was, 0);
	data_text(key, &path);
	data_text(value, &was);
	now = text_at_path(r, &path, &len);
	sum_add(sum, path.text, path.len, now, len, true);
	sum_add(sum, path.text, path.len, was.text, was.len, false);
	r->short_of_memory |= !strbuf_ok(&path) || !strbuf_ok(&was);
	strbuf_release(&path);
	strbuf_release(&was);
}

bool report_tampered(struct report *r, bool *ret, struct error *reterr)
{
	const unsigned long refused = memory_refused();
	unsigned char sum[SHA256_BYTES];
	struct signed_row last;
	struct strbuf changed, digest;
	struct data key, value;
	struct data_walk walk;
	size_t len;
	const char *text;
	bool ok;

	*ret = false;
	if (!signed_last(r, &last))
		return true;
	strbuf_init(&changed, 0);
	strbuf_init(&digest, 0);
	ok = signed_changed(r, &last, &changed, reterr);
	if (ok && !sum_of(r, sum))
		ok = error_memory(reterr);
	if (ok) {
		walk = data_walk((struct data){ changed.text, changed.len });
		while (data_next(&walk, &key, &value))
			put_back(r, key, value, sum);
		put_sum(sum, &digest);
		text = text_get(r, last.digest, cell_look(r, last.digest, last.row)->text, &len);
		*ret = len != digest.len || memcmp(text, digest.text, len) != 0;
	}
	strbuf_release(&changed);
	strbuf_release(&digest);
	if (ok && refused != memory_refused())
		ok = error_memory(reterr);
	return ok;
}
