/*
 * Keys of rows: which rows have which key text. The index is filled when it is first needed, then follows every edit.
 */
#include "report/report_private.h"

static void key_add(struct report *r, struct table *t, row_id row)
{
	const struct field *key = t->field->columns[t->field->key];
	size_t len;
	const char *text = text_get(r, key, cell_look(r, key, row)->text, &len);

	if (len)
		keyindex_add(t->keys, row, text, len);
}

row_id keys_forget(struct report *r, struct table *t, row_id row)
{
	row_id first, next;

	(void)r;
	if (!t->keys || row > t->keys_done)
		return 0;
	first = keyindex_first(t->keys, row);
	next = keyindex_next(t->keys, row);
	keyindex_remove(t->keys, row);
	return first == row ? next : 0;
}

void keys_learn(struct report *r, struct table *t, row_id row)
{
	if (t->keys && row <= t->keys_done)
		key_add(r, t, row);
}

void keys_tally(struct report *r, struct table *t, row_id row, row_id left)
{
	if (!t->keys)
		return;
	if (left)
		tally_row(r, t, left);
	tally_row(r, t, row);
	/* the one that was the first of the group until now */
	if (keyindex_first(t->keys, row) == row && keyindex_next(t->keys, row))
		tally_row(r, t, keyindex_next(t->keys, row));
}

bool keys_complete(struct report *r, struct table *t)
{
	if (!t->keys || t->keys_done >= t->rows)
		return true;
	if (!keyindex_reserve(t->keys, t->rows)) {
		r->short_of_memory = true;
		return false;
	}
	while (t->keys_done < t->rows) {
		row_id row = ++t->keys_done;

		if (order_holds(t->order, row))
			key_add(r, t, row);
	}
	return true;
}

row_id report_row_by_key(struct report *r, const struct field *table, const char *key, size_t len)
{
	struct table *t = table_of(r, table);

	if (!t->keys || !keys_complete(r, t))
		return 0;
	return keyindex_find(t->keys, key, len);
}
