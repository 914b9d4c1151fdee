#include "review/diff_private.h"

#include "base/i18n.h"
#include "review/align.h"
#include "review/place.h"

#include <string.h>

void diff_add(struct diff *d, struct changes *to, struct change c)
{
	struct change *list = memory_grow(to->list, &to->capacity, to->count + 1, sizeof(*list));

	if (!list) {
		d->failed = true;
		return;
	}
	to->list = list;
	list[to->count++] = c;
}

static struct spot spot_of(const struct field *f, row_id row)
{
	return (struct spot){ f->section, f, row };
}

/* ---- values ---- */

/* 74.0 and 74.00 */
static bool only_digits(const struct field *f, const char *x, size_t x_len, const char *y, size_t y_len)
{
	struct decimal a, b;

	return field_is_number(f) && decimal_parse(x, x_len, &a) == NUMBER_OK && decimal_parse(y, y_len, &b) == NUMBER_OK &&
	       decimal_value(a) == decimal_value(b);
}

static void compare_value(struct diff *d, const struct field *f, row_id before, row_id after)
{
	struct change c = { .kind = CHANGE_CHANGED, .before = spot_of(f, before), .after = spot_of(f, after) };
	size_t x_len, y_len;
	const char *x = report_text(d->before, c.before, &x_len), *y = report_text(d->after, c.after, &y_len);

	if (x_len == y_len && memcmp(x, y, x_len) == 0)
		return;
	if (f->table && f->table->key == (int)f->index)
		c.kind = CHANGE_RENAMED;
	else if (!x_len)
		c.kind = CHANGE_ADDED;
	else if (!y_len)
		c.kind = CHANGE_REMOVED;
	else
		c.digits = only_digits(f, x, x_len, y, y_len);
	diff_add(d, &d->changes, c);
}

static bool same_shown(struct diff *d, const struct change *c)
{
	void (*const show)(struct report *, struct spot, bool, struct strbuf *) = c->stated ? report_show_calculated : report_show;
	struct strbuf x, y;
	bool same;

	strbuf_init(&x, 0);
	strbuf_init(&y, 0);
	show(d->before, c->before, true, &x);
	show(d->after, c->after, true, &y);
	d->failed |= !strbuf_ok(&x) || !strbuf_ok(&y);
	same = x.len == y.len && memcmp(x.text, y.text, x.len) == 0;
	strbuf_release(&x);
	strbuf_release(&y);
	return same;
}

static void compare_calculated(struct diff *d, const struct field *f, row_id before, row_id after)
{
	const struct change c = { .kind = CHANGE_CALCULATED, .before = spot_of(f, before), .after = spot_of(f, after), .stated = f->stated };

	if (!same_shown(d, &c))
		diff_add(d, &d->calculated, c);
}

static void compare_field(struct diff *d, const struct field *f, row_id before, row_id after)
{
	if (!report_is_calculated(f))
		compare_value(d, f, before, after);
	if (f->calculate)
		compare_calculated(d, f, before, after);
}

/* ---- rows ---- */

/* what the program works out by itself is no news */
static bool is_noise(const struct field *column)
{
	return column->builtin && (strcmp(column->id, "digest") == 0 || strcmp(column->id, "changed") == 0);
}

static void compare_row(struct diff *d, const struct pairs *p, const struct field *table, uint32_t i)
{
	const uint32_t j = p->to_b[i];
	const row_id before = p->rows_a[i], after = p->rows_b[j];

	if (p->moved[i])
		diff_add(d, &d->changes,
			 (struct change){ .kind = CHANGE_MOVED, .before = spot_of(table, before), .after = spot_of(table, after), .from = i, .to = j });
	for (size_t c = 0; c < table->column_count; c++) {
		if (!is_noise(table->columns[c]))
			compare_field(d, table->columns[c], before, after);
	}
}

static void tell_removed(struct diff *d, const struct field *table, row_id row)
{
	diff_add(d, &d->changes, (struct change){ .kind = CHANGE_REMOVED, .before = spot_of(table, row) });
	diff_outside_row(d, table, row, 0);
}

static void tell_rows(struct diff *d, const struct field *table, const struct pairs *p)
{
	uint32_t i = 0;

	for (uint32_t j = 0; j < p->count_b && !d->failed; j++) {
		const uint32_t from = p->to_a[j];

		if (from == ALIGN_NONE) {
			diff_add(d, &d->changes, (struct change){ .kind = CHANGE_ADDED, .after = spot_of(table, p->rows_b[j]) });
			diff_outside_row(d, table, 0, p->rows_b[j]);
			continue;
		}
		for (; i < from; i++) { /* those that stood before it */
			if (p->to_b[i] == ALIGN_NONE)
				tell_removed(d, table, p->rows_a[i]);
		}
		compare_row(d, p, table, from);
		diff_outside_row(d, table, p->rows_a[from], p->rows_b[j]);
	}
	for (; i < p->count_a; i++) {
		if (p->to_b[i] == ALIGN_NONE)
			tell_removed(d, table, p->rows_a[i]);
	}
}

static bool compare_table(struct diff *d, const struct field *table, struct error *reterr)
{
	const struct pairs_query query = { .a = d->before, .b = d->after, .table = table };
	struct pairs p;

	if (!report_row_count(d->before, table) && !report_row_count(d->after, table))
		return true;
	if (!pairs_make(&query, &p, reterr))
		return false;
	if (!diff_outside_begin(d, table))
		d->failed = true;
	else
		tell_rows(d, table, &p);
	diff_outside_end(d);
	pairs_release(&p);
	return true;
}

/* ---- all of it ---- */

static bool compare_section(struct diff *d, const struct section *s, struct error *reterr)
{
	for (size_t i = 0; i < s->field_count; i++) {
		const struct field *f = s->fields[i];

		if (f->type == TYPE_TABLE && !compare_table(d, f, reterr))
			return false;
		for (size_t c = 0; f->type == TYPE_MATRIX && c < f->row_count * f->column_count; c++) {
			if (f->cells[c])
				compare_field(d, f->cells[c], 0, 0);
		}
		if (field_is_scalar(f))
			compare_field(d, f, 0, 0);
	}
	return true;
}

static bool compare_all(struct diff *d, struct error *reterr)
{
	const struct form *form = report_form(d->before);

	for (size_t i = 0; i < form->section_count; i++) {
		if (!compare_section(d, form->sections[i], reterr))
			return false;
	}
	if (!compare_section(d, form->reserved, reterr))
		return false;
	diff_outside_top(d);
	for (size_t i = 0; i < d->outside.count; i++)
		diff_add(d, &d->changes, d->outside.list[i]);
	for (size_t i = 0; i < d->calculated.count; i++)
		diff_add(d, &d->changes, d->calculated.list[i]);
	return !d->failed || error_memory(reterr);
}

bool diff_reports(struct report *before, struct report *after, struct diff **ret, struct error *reterr)
{
	struct diff *d;

	if (report_form(before) != report_form(after))
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("the two reports were read with different forms and cannot be compared"));
	d = memory_alloc(1, sizeof(*d));
	if (!d)
		return error_memory(reterr);
	d->before = before;
	d->after = after;
	report_finish(before);
	report_finish(after);
	if (!compare_all(d, reterr)) {
		diff_free(d);
		return false;
	}
	*ret = d;
	return true;
}

void diff_free(struct diff *d)
{
	if (!d)
		return;
	memory_free(d->changes.list);
	memory_free(d->outside.list);
	memory_free(d->calculated.list);
	arena_release(&d->arena);
	memory_free(d);
}

size_t diff_count(const struct diff *d)
{
	return d->changes.count;
}

const struct change *diff_change(const struct diff *d, size_t n)
{
	return &d->changes.list[n];
}
