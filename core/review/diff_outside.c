/* Comparing what the form does not know. */
#include "review/diff_private.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static struct report *side(const struct diff *d, int which)
{
	return which ? d->after : d->before;
}

static bool same_value(struct diff *d, const struct outside *x, const struct outside *y)
{
	struct strbuf a, b;
	bool same;

	strbuf_init(&a, 0);
	strbuf_init(&b, 0);
	report_outside_value(d->before, x, &a);
	report_outside_value(d->after, y, &b);
	d->failed |= !strbuf_ok(&a) || !strbuf_ok(&b);
	same = a.len == b.len && memcmp(a.text, b.text, a.len) == 0;
	strbuf_release(&a);
	strbuf_release(&b);
	return same;
}

/* either may be NULL: not there */
static void tell(struct diff *d, const struct outside *x, const struct outside *y)
{
	const struct outside *there = y ? y : x;
	struct change c = { .kind = !x ? CHANGE_ADDED : !y ? CHANGE_REMOVED : CHANGE_CHANGED };
	struct strbuf path;

	if (x && y && same_value(d, x, y))
		return;
	strbuf_init(&path, 1 << 20);
	report_outside_path(side(d, y != NULL), there, &path);
	c.path = strbuf_ok(&path) ? arena_strndup(&d->arena, path.text, path.len) : NULL;
	strbuf_release(&path);
	d->failed |= !c.path;
	if (x) {
		c.old_node = x->node;
		c.before = (struct spot){ x->table ? x->table->section : NULL, x->table, x->row };
	}
	if (y) {
		c.new_node = y->node;
		c.after = (struct spot){ y->table ? y->table->section : NULL, y->table, y->row };
	}
	diff_add(d, &d->outside, c);
}

/* ---- in rows ---- */

/* in the table's rows they stand one after the other */
static bool index_rows(struct diff *d, int which, const struct field *table)
{
	struct report *r = side(d, which);
	struct outside o;
	row_id highest = 0;

	for (size_t n = 0; n < report_outside_count(r); n++) {
		if (report_outside(r, n, &o) && o.table == table && o.row > highest)
			highest = o.row;
	}
	d->outside_row[which] = memory_alloc((size_t)highest + 1, sizeof(uint32_t));
	if (!d->outside_row[which])
		return false;
	d->outside_row[which][0] = highest;
	for (size_t n = report_outside_count(r); n-- > 0;) {
		if (report_outside(r, n, &o) && o.table == table)
			d->outside_row[which][o.row] = (uint32_t)n + 1;
	}
	return true;
}

bool diff_outside_begin(struct diff *d, const struct field *table)
{
	d->outside_row[0] = d->outside_row[1] = NULL;
	if (!report_outside_count(d->before) && !report_outside_count(d->after))
		return true;
	return index_rows(d, 0, table) && index_rows(d, 1, table);
}

void diff_outside_end(struct diff *d)
{
	memory_free(d->outside_row[0]);
	memory_free(d->outside_row[1]);
}

/* the n-th of a row; false when it has no more */
static bool of_row(const struct diff *d, int which, const struct field *table, row_id row, size_t n, struct outside *ret)
{
	const uint32_t *index = d->outside_row[which];
	const size_t at = index && row && row <= index[0] && index[row] ? index[row] - 1 + n : SIZE_MAX;

	return at < report_outside_count(side(d, which)) && report_outside(side(d, which), at, ret) && ret->table == table && ret->row == row;
}

static bool same_key(const struct diff *d, const struct outside *x, const struct outside *y)
{
	size_t a_len, b_len;
	const char *a, *b;

	if (x->kind || y->kind)
		return x->kind == y->kind;
	a = source_key(report_source(d->before), x->node, &a_len);
	b = source_key(report_source(d->after), y->node, &b_len);
	return a_len == b_len && memcmp(a, b, a_len) == 0;
}

void diff_outside_row(struct diff *d, const struct field *table, row_id before, row_id after)
{
	struct outside x, y;

	for (size_t i = 0; of_row(d, 0, table, before, i, &x); i++) {
		bool found = false;

		for (size_t j = 0; !found && of_row(d, 1, table, after, j, &y); j++)
			found = same_key(d, &x, &y);
		tell(d, &x, found ? &y : NULL);
	}
	for (size_t j = 0; of_row(d, 1, table, after, j, &y); j++) {
		bool found = false;

		for (size_t i = 0; !found && of_row(d, 0, table, before, i, &x); i++)
			found = same_key(d, &x, &y);
		if (!found)
			tell(d, NULL, &y);
	}
}

/* ---- anywhere else ---- */

struct named {
	const char *path;
	struct outside outside;
	int side;
};

static int named_compare(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	return order ? order : x->side - y->side;
}

static size_t collect(struct diff *d, int which, struct named *list, size_t count)
{
	struct report *r = side(d, which);

	for (size_t n = 0; n < report_outside_count(r); n++) {
		struct named *one = &list[count];
		struct strbuf path;

		if (!report_outside(r, n, &one->outside) || one->outside.table)
			continue;
		strbuf_init(&path, 1 << 20);
		report_outside_path(r, &one->outside, &path);
		one->path = strbuf_ok(&path) ? arena_strndup(&d->arena, path.text, path.len) : NULL;
		one->side = which;
		strbuf_release(&path);
		if (!one->path) {
			d->failed = true;
			return count;
		}
		count++;
	}
	return count;
}

void diff_outside_top(struct diff *d)
{
	const size_t most = report_outside_count(d->before) + report_outside_count(d->after);
	struct named *list = memory_alloc(most + 1, sizeof(*list));
	size_t count = 0;

	d->failed |= !list;
	if (!list)
		return;
	count = collect(d, 0, list, count);
	count = collect(d, 1, list, count);
	if (count)
		qsort(list, count, sizeof(*list), named_compare);
	for (size_t i = 0; i < count && !d->failed; i++) {
		if (i + 1 < count && !list[i].side && list[i + 1].side && strcmp(list[i].path, list[i + 1].path) == 0) {
			tell(d, &list[i].outside, &list[i + 1].outside);
			i++;
		} else if (list[i].side) {
			tell(d, NULL, &list[i].outside);
		} else {
			tell(d, &list[i].outside, NULL);
		}
	}
	memory_free(list);
}
