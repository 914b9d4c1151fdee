/*
 * Merging the program's own part: comments, their replies, sign-offs and reasons of both sides are united; what is worked out from
 * the values (digests, what changed since, where a comment's row went) is left to those who work it out.
 */
#include "review/merge_private.h"

#include "base/data.h"
#include "review/place.h"

#include <stdlib.h>
#include <string.h>

static bool is_table(const struct field *table, const char *id)
{
	return table->builtin && strcmp(table->id, id) == 0;
}

static bool is_column(const struct field *f, const char *table, const char *id)
{
	return f->table && is_table(f->table, table) && strcmp(f->id, id) == 0;
}

static bool put_text(struct merge *m, const struct field *f, row_id row, const struct strbuf *text, struct error *reterr)
{
	if (!strbuf_ok(text))
		return error_memory(reterr);
	m->result.taken++;
	return report_set(m->ours, (struct spot){ f->section, f, row }, text->text, text->len, true, reterr);
}

/* ---- lists of texts: carried, annexes ---- */

static bool has_line(const char *text, size_t len, const char *line, size_t line_len)
{
	const char *end = text + len;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		stop = stop ? stop : end;
		if ((size_t)(stop - text) == line_len && memcmp(text, line, line_len) == 0)
			return true;
		text = stop + 1;
	}
	return false;
}

struct list {
	const char *text;
	size_t len;
};

/* the lines of `from` that neither side took out and that are not there yet */
static void put_lines(struct strbuf *out, struct list from, struct list base, struct list other)
{
	const char *end = from.text + from.len;

	for (const char *at = from.text; at < end;) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((stop ? stop : end) - at);
		const bool gone = has_line(base.text, base.len, at, len) && !has_line(other.text, other.len, at, len);

		if (!gone && !has_line(out->text, out->len, at, len)) {
			if (out->len)
				strbuf_putc(out, '\n');
			strbuf_add(out, at, len);
		}
		at += len + 1;
	}
}

/* what either side took out (confirmed) is out, what either put in is in */
static bool unite_lists(struct merge *m, const struct field *f, struct error *reterr)
{
	struct list base, ours, theirs;
	struct strbuf out;
	bool ok = true;

	base.text = merge_text(m->base, f, 0, &base.len);
	ours.text = merge_text(m->ours, f, 0, &ours.len);
	theirs.text = merge_text(m->theirs, f, 0, &theirs.len);
	if ((base.len == theirs.len && memcmp(base.text, theirs.text, base.len) == 0) ||
	    (ours.len == theirs.len && memcmp(ours.text, theirs.text, ours.len) == 0))
		return true;
	strbuf_init(&out, SOURCE_MAX_SCALAR);
	put_lines(&out, ours, base, theirs);
	put_lines(&out, theirs, base, ours);
	if (out.len != ours.len || memcmp(out.text, ours.text, out.len) != 0)
		ok = put_text(m, f, 0, &out, reterr);
	strbuf_release(&out);
	return ok;
}

bool merge_reserved_field(struct merge *m, const struct field *f, struct error *reterr)
{
	return f->type == TYPE_CHOICES ? unite_lists(m, f, reterr) : merge_value(m, (struct place3){ .field = f }, reterr);
}

/* ---- replies ---- */

static bool same_member(struct data a, struct data b, const char *key)
{
	const struct data x = data_get(a, key), y = data_get(b, key);

	return x.len == y.len && (!x.len || memcmp(x.text, y.text, x.len) == 0);
}

static bool has_reply(struct data list, struct data reply)
{
	struct data_walk walk = data_walk(list);
	struct data key, item;

	while (data_next(&walk, &key, &item)) {
		if (same_member(item, reply, "at") && same_member(item, reply, "by") && same_member(item, reply, "text"))
			return true;
	}
	return false;
}

struct replies {
	struct data *list;
	size_t count, capacity;
};

static bool add_replies(struct replies *to, struct data from, struct data base, struct data other, bool both)
{
	struct data_walk walk = data_walk(from);
	struct data key, item;

	while (data_next(&walk, &key, &item)) {
		struct data *list;

		/* taken out by the other side, or there already */
		if ((has_reply(base, item) && !has_reply(other, item)) || (!both && has_reply(other, item)))
			continue;
		list = memory_grow(to->list, &to->capacity, to->count + 1, sizeof(*list));
		if (!list)
			return false;
		to->list = list;
		list[to->count++] = item;
	}
	return true;
}

static int compare_texts(struct data a, struct data b)
{
	const size_t len = a.len < b.len ? a.len : b.len;
	const int order = len ? memcmp(a.text, b.text, len) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* by their time; few, and mostly in order */
static void sort_replies(struct replies *r)
{
	for (size_t i = 1; i < r->count; i++) {
		const struct data one = r->list[i];
		size_t at = i;

		for (; at > 0 && compare_texts(data_get(r->list[at - 1], "at"), data_get(one, "at")) > 0; at--)
			r->list[at] = r->list[at - 1];
		r->list[at] = one;
	}
}

static struct data data_at(const struct report *r, const struct field *f, row_id row)
{
	size_t len;
	const char *text = merge_text(r, f, row, &len);

	return (struct data){ text, len };
}

static bool unite_replies(struct merge *m, struct place3 p, struct error *reterr)
{
	const struct data base = data_at(m->base, p.field, p.base), ours = data_at(m->ours, p.field, p.ours);
	const struct data theirs = data_at(m->theirs, p.field, p.theirs);
	struct replies all = { NULL };
	struct strbuf out;
	bool ok;

	if (compare_texts(base, theirs) == 0 || compare_texts(ours, theirs) == 0)
		return true;
	if (!add_replies(&all, ours, base, theirs, true) || !add_replies(&all, theirs, base, ours, false)) {
		memory_free(all.list);
		return error_memory(reterr);
	}
	sort_replies(&all);
	strbuf_init(&out, 0);
	strbuf_puts(&out, all.count ? "[" : "");
	for (size_t i = 0; i < all.count; i++) {
		data_comma(&out);
		strbuf_add(&out, all.list[i].text, all.list[i].len);
	}
	strbuf_puts(&out, all.count ? "]" : "");
	ok = put_text(m, p.field, p.ours, &out, reterr);
	strbuf_release(&out);
	memory_free(all.list);
	return ok;
}

/* ---- single cells ---- */

/* of an answered comment and a resolved one the one that got further */
static bool further_state(struct merge *m, struct place3 p, bool *ret_done, struct error *reterr)
{
	static const char *const states[] = { "open", "answered", "resolved" };
	size_t at[3] = { 0, 0, 0 };
	const struct data is[3] = { data_at(m->base, p.field, p.base), data_at(m->ours, p.field, p.ours), data_at(m->theirs, p.field, p.theirs) };

	for (size_t side = 0; side < 3; side++) {
		while (at[side] < ARRAY_SIZE(states) &&
		       (strlen(states[at[side]]) != is[side].len || memcmp(states[at[side]], is[side].text, is[side].len) != 0))
			at[side]++;
	}
	*ret_done = at[0] == 0 && at[1] != 0 && at[2] != 0 && at[1] < 3 && at[2] < 3;
	if (!*ret_done || at[2] <= at[1])
		return true;
	return merge_take(m, p, is[2].text, is[2].len, reterr);
}

bool merge_reserved_cell(struct merge *m, struct place3 p, bool *ret_done, struct error *reterr)
{
	*ret_done = true;
	if (is_column(p.field, "review", "replies"))
		return unite_replies(m, p, reterr);
	if (is_column(p.field, "review", "state"))
		return further_state(m, p, ret_done, reterr);
	/* worked out by the door of edits and by writing; the number of a comment that both sides have stays ours */
	*ret_done = is_column(p.field, "review", "path") || is_column(p.field, "review", "label") || is_column(p.field, "review", "id") ||
		    is_column(p.field, "history", "digest") || is_column(p.field, "history", "changed");
	return true;
}

/* ---- rows that theirs added ---- */

/* the path that speaks of a row of theirs, for the same row in ours; false when it is to stay as it is */
static bool translate(struct merge *m, const struct strbuf *path, struct strbuf *out, struct spot *ret)
{
	struct error ignored = { 0 };
	const struct field *table;

	if (!path->len || !report_find(m->theirs, path->text, ret, &ignored) || !ret->field || !ret->row)
		return false;
	table = ret->field->table ? ret->field->table : ret->field;
	if (table->builtin)
		return false;
	ret->row = merge_row_in_ours(m, table, ret->row);
	if (!ret->row)
		return false;
	place_path(m->ours, *ret, out);
	return true;
}

static bool follow_row(struct merge *m, const struct field *table, row_id ours, struct error *reterr)
{
	const struct field *column = table_column(table, "path", 4), *label = table_column(table, "label", 5);
	struct strbuf path, now, name;
	struct spot spot;
	size_t len;
	const char *text;
	bool ok = true;

	if (!column)
		return true;
	strbuf_init(&path, 0);
	strbuf_init(&now, 0);
	strbuf_init(&name, 0);
	text = merge_text(m->ours, column, ours, &len);
	strbuf_add(&path, text, len);
	if (translate(m, &path, &now, &spot) && (now.len != path.len || memcmp(now.text, path.text, now.len) != 0)) {
		ok = put_text(m, column, ours, &now, reterr);
		merge_text(m->ours, label ? label : column, ours, &len);
		if (ok && label && len) {
			report_label(m->ours, spot, &name);
			ok = put_text(m, label, ours, &name, reterr);
		}
	}
	strbuf_release(&path);
	strbuf_release(&now);
	strbuf_release(&name);
	return ok;
}

static unsigned long number_of(const char *id, size_t len)
{
	unsigned long n = 0;

	if (len < 2 || len > 10 || id[0] != 'c')
		return 0;
	for (size_t i = 1; i < len; i++) {
		if (id[i] < '0' || id[i] > '9')
			return 0;
		n = 10 * n + (unsigned long)(id[i] - '0');
	}
	return n;
}

/* a comment's number that another one of ours has already is given anew */
static bool number_comment(struct merge *m, const struct field *table, row_id ours, struct error *reterr)
{
	const struct field *id = table_column(table, "id", 2);
	const struct report *const reports[] = { m->ours, m->theirs };
	unsigned long most = 0;
	bool taken = false, ok = true;
	size_t len, other;
	const char *mine = merge_text(m->ours, id, ours, &len);
	struct strbuf text;

	for (size_t r = 0; r < ARRAY_SIZE(reports); r++) {
		for (uint32_t i = 0; i < report_row_count(reports[r], table); i++) {
			const row_id row = report_row_at(reports[r], table, i);
			const char *its = merge_text(reports[r], id, row, &other);
			const unsigned long n = number_of(its, other);

			most = n > most ? n : most;
			taken |= r == 0 && row != ours && other == len && memcmp(its, mine, len) == 0;
		}
	}
	if (!taken)
		return true;
	strbuf_init(&text, 32);
	strbuf_printf(&text, "c%lu", most + 1);
	ok = put_text(m, id, ours, &text, reterr);
	strbuf_release(&text);
	return ok;
}

bool merge_reserved_new(struct merge *m, const struct field *table, row_id theirs, row_id ours, struct error *reterr)
{
	(void)theirs;
	if (is_table(table, "history"))
		m->signoff = ours;
	if (is_table(table, "review") && !number_comment(m, table, ours, reterr))
		return false;
	return (!is_table(table, "review") && !is_table(table, "reasons") && !is_table(table, "conflicts")) ||
	       follow_row(m, table, ours, reterr);
}

/*
 * A sign-off of theirs that is the last one now signed values of theirs, not of ours: what differs is neither in the history of
 * edits nor anybody's doing outside of the program.
 */
bool merge_signed(struct merge *m, struct error *reterr)
{
	const struct field *table = section_field(m->form->reserved, "history", 7), *changed = table_column(table, "changed", 7);
	const uint32_t count = report_row_count(m->ours, table);
	struct strbuf text;
	bool ok;

	if (!m->signoff || report_row_at(m->ours, table, count - 1) != m->signoff)
		return true;
	strbuf_init(&text, 0);
	ok = report_changed_from(m->ours, m->theirs, &text, reterr) &&
	     report_set(m->ours, (struct spot){ changed->section, changed, m->signoff }, text.text, text.len, true, reterr);
	strbuf_release(&text);
	return ok;
}

/* sign-offs stand by their time: the last one decides the status */
uint32_t merge_reserved_at(const struct merge *m, const struct field *table, row_id theirs, uint32_t at)
{
	const struct field *time = table_column(table, "at", 2);
	struct data when;

	if (!is_table(table, "history") || !time)
		return at;
	when = data_at(m->theirs, time, theirs);
	for (at = report_row_count(m->ours, table); at > 0; at--) {
		if (compare_texts(data_at(m->ours, time, report_row_at(m->ours, table, at - 1)), when) <= 0)
			break;
	}
	return at;
}
