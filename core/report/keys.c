/*
 * Keys of rows: which rows have which key text. The index is filled when it is first needed, then follows every edit.
 */
#include "report/report_private.h"

/* rows that had or have the same key: whether they repeat another has changed */
static void tally_group(struct report *r, struct table *t, row_id row)
{
	uint32_t left = 16; /* of a large group only the first few change what they say */

	for (row_id other = keyindex_first(t->keys, row); other && left > 0; other = keyindex_next(t->keys, other), left--)
		tally_row(r, t, other);
}

static void key_add(struct report *r, struct table *t, row_id row)
{
	const struct field *key = t->field->columns[t->field->key];
	size_t len;
	const char *text = text_get(r, key, cell_look(r, key, row)->text, &len);

	if (len)
		keyindex_add(t->keys, row, text, len);
}

void keys_forget(struct report *r, struct table *t, row_id row)
{
	row_id first, next;

	if (!t->keys || row > t->keys_done)
		return;
	first = keyindex_first(t->keys, row);
	next = keyindex_next(t->keys, row);
	keyindex_remove(t->keys, row);
	if (first && first != row)
		tally_row(r, t, first);
	else if (next)
		tally_group(r, t, next);
}

void keys_learn(struct report *r, struct table *t, row_id row)
{
	if (!t->keys || row > t->keys_done)
		return;
	key_add(r, t, row);
	tally_group(r, t, row);
}

bool keys_complete(struct report *r, struct table *t)
{
	if (!t->keys || t->keys_done >= t->rows)
		return true;
	if (!keyindex_reserve(t->keys, t->rows))
		return false;
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
