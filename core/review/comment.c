#include "review/comment.h"

#include "base/i18n.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const states[] = { "open", "answered", "resolved" };

static const struct field *comments(const struct report *r)
{
	return section_field(report_form(r)->reserved, "review", 6);
}

static const struct field *column(const struct report *r, const char *id)
{
	return table_column(comments(r), id, strlen(id));
}

static struct words_of text_in(const struct report *r, row_id row, const char *id)
{
	const struct field *f = column(r, id);
	struct words_of w;

	w.text = report_text(r, (struct spot){ f->section, f, row }, &w.len);
	return w;
}

static bool says(struct words_of w, const char *text)
{
	return w.len == strlen(text) && memcmp(w.text, text, w.len) == 0;
}

/* ---- reading ---- */

bool comment_read(struct report *r, row_id row, struct comment *ret)
{
	struct words_of state, replies;

	if (!row || report_row_index(r, comments(r), row) == UINT32_MAX)
		return false;
	*ret = (struct comment){
		.row = row,
		.id = text_in(r, row, "id"),
		.path = text_in(r, row, "path"),
		.label = text_in(r, row, "label"),
		.by = text_in(r, row, "by"),
		.at = text_in(r, row, "at"),
		.text = text_in(r, row, "text"),
	};
	state = text_in(r, row, "state");
	for (size_t i = 0; i < ARRAY_SIZE(states); i++) {
		if (says(state, states[i]))
			ret->state = (enum comment_state)i;
	}
	replies = text_in(r, row, "replies");
	ret->replies = (struct data){ replies.text, replies.len };
	ret->whole = ret->path.len == 0;
	ret->gone = !ret->whole && !report_find_kept(r, ret->path.text, ret->path.len, ret->label.text, ret->label.len, &ret->spot);
	return true;
}

const char *comment_state_label(const struct form *f, enum comment_state state)
{
	const struct field *column = table_column(section_field(f->reserved, "review", 6), "state", 5);

	for (size_t i = 0; i < column->choice_count; i++) {
		if (strcmp(column->choices[i].value, states[state]) == 0)
			return form_words(f, column->choices[i].label);
	}
	return states[state];
}

void comment_place(struct report *r, const struct comment *c, struct strbuf *out)
{
	if (c->whole)
		strbuf_puts(out, _("the whole report"));
	else if (!c->gone)
		report_label(r, c->spot, out);
	else if (c->label.len)
		strbuf_add(out, c->label.text, c->label.len);
	else
		strbuf_add(out, c->path.text, c->path.len);
}

/* a reply that a person wrote as mere words is one too */
bool comment_reply(const struct comment *c, size_t n, struct strbuf *by, struct strbuf *at, struct strbuf *text)
{
	struct data_walk w = data_walk(c->replies);
	struct data key, item = c->replies;

	if (data_kind(c->replies) == DATA_LIST) {
		do {
			if (!data_next(&w, &key, &item))
				return false;
		} while (n-- > 0);
	} else if (n > 0 || data_kind(item) == DATA_NONE || data_kind(item) == DATA_NULL) {
		return false;
	}
	if (data_kind(item) != DATA_MAP) {
		data_text(item, text);
		return true;
	}
	if (by)
		data_text(data_get(item, "by"), by);
	if (at)
		data_text(data_get(item, "at"), at);
	data_text(data_get(item, "text"), text);
	return true;
}

/* ---- of a place ---- */

static const struct field *outer(const struct field *f)
{
	return !f ? NULL : f->table ? f->table : f->matrix ? f->matrix : f;
}

/* whether what belongs to `c` is at or in `s` */
static bool is_in(const struct comment *c, struct spot s)
{
	if (!s.section && !s.field)
		return true;
	if (c->whole || c->gone || c->spot.section != (s.section ? s.section : s.field->section))
		return false;
	if (!s.field)
		return true;
	if (outer(c->spot.field) != outer(s.field))
		return false;
	if (s.row && c->spot.row != s.row)
		return false;
	return c->spot.field == s.field || outer(s.field) == s.field;
}

row_id comment_next(struct report *r, struct spot s, row_id after)
{
	const struct field *table = comments(r);
	uint32_t i = after ? report_row_index(r, table, after) + 1 : 0;
	struct comment c;

	for (; i < report_row_count(r, table); i++) {
		if (comment_read(r, report_row_at(r, table, i), &c) && is_in(&c, s))
			return c.row;
	}
	return 0;
}

struct comment_count comment_count(struct report *r, struct spot s)
{
	struct comment_count n = { 0 };
	struct comment c;

	for (row_id row = comment_next(r, s, 0); row; row = comment_next(r, s, row)) {
		if (!comment_read(r, row, &c))
			continue;
		n.open += c.state == COMMENT_OPEN;
		n.answered += c.state == COMMENT_ANSWERED;
		n.resolved += c.state == COMMENT_RESOLVED;
	}
	return n;
}

/* ---- all, in the form's order ---- */

struct listed {
	row_id row;
	uint64_t place[4]; /* gone, section, field and its row or cell, column */
	uint32_t index;
};

static uint64_t number_of(const struct section *s, const struct field *f)
{
	for (size_t i = 0; i < s->field_count; i++) {
		if (s->fields[i] == f)
			return i + 1;
	}
	return 0;
}

static void place_number(const struct report *r, const struct comment *c, struct listed *to)
{
	const struct field *f = c->spot.field, *whole = outer(f);

	to->place[0] = c->gone;
	if (c->gone || c->whole)
		return;
	to->place[1] = (uint64_t)c->spot.section->index + 1;
	if (!f)
		return;
	to->place[2] = number_of(c->spot.section, whole) << 32;
	if (f->matrix)
		to->place[2] |= f->row + 1u;
	else if (c->spot.row)
		to->place[2] |= report_row_index(r, whole, c->spot.row) + 1u;
	to->place[3] = f->matrix ? f->column + 1u : f->table ? f->index + 1u : 0;
}

static int compare_listed(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;

	for (size_t i = 0; i < ARRAY_SIZE(x->place); i++) {
		if (x->place[i] != y->place[i])
			return x->place[i] < y->place[i] ? -1 : 1;
	}
	return (x->index > y->index) - (x->index < y->index);
}

bool comment_list(struct report *r, enum comment_filter filter, row_id **ret, size_t *ret_count, struct error *reterr)
{
	const uint32_t count = report_row_count(r, comments(r));
	struct listed *list = memory_alloc((size_t)count + 1, sizeof(*list));
	row_id *rows = memory_alloc((size_t)count + 1, sizeof(*rows));
	size_t n = 0;

	if (!list || !rows) {
		memory_free(list);
		memory_free(rows);
		return error_memory(reterr);
	}
	for (uint32_t i = 0; i < count; i++) {
		struct comment c;

		if (!comment_read(r, report_row_at(r, comments(r), i), &c) || (filter == COMMENTS_OPEN && c.state == COMMENT_RESOLVED))
			continue;
		list[n] = (struct listed){ .row = c.row, .index = i };
		place_number(r, &c, &list[n++]);
	}
	if (n)
		qsort(list, n, sizeof(*list), compare_listed);
	for (size_t i = 0; i < n; i++)
		rows[i] = list[i].row;
	memory_free(list);
	*ret = rows;
	*ret_count = n;
	return true;
}

/* ---- changing ---- */

void who_now(char ret[WHO_TIME])
{
	const time_t now = time(NULL);
	struct tm local;
	char zone[8] = "+0000";

	if (!localtime_r(&now, &local) || !strftime(ret, WHO_TIME, "%Y-%m-%dT%H:%M:%S", &local) || !strftime(zone, sizeof(zone), "%z", &local))
		snprintf(ret, WHO_TIME, "1970-01-01T00:00:00");
	snprintf(ret + strlen(ret), WHO_TIME - strlen(ret), "%.3s:%.2s", zone, zone + 3);
}

static bool put(struct report *r, row_id row, const char *id, const char *text, size_t len, struct error *reterr)
{
	const struct field *f = column(r, id);

	return report_set(r, (struct spot){ f->section, f, row }, text, len, true, reterr);
}

static bool puts_in(struct report *r, row_id row, const char *id, const char *text, struct error *reterr)
{
	return put(r, row, id, text, strlen(text), reterr);
}

/* c1, c2 …: one more than the highest that the file has */
static bool put_number(struct report *r, row_id row, struct error *reterr)
{
	const struct field *table = comments(r);
	unsigned long highest = 0;
	char id[32];

	for (uint32_t i = 0; i < report_row_count(r, table); i++) {
		struct words_of w = text_in(r, report_row_at(r, table, i), "id");
		unsigned long n = 0;
		size_t at = 1;

		for (; at < w.len && at < 10 && w.text[at] >= '0' && w.text[at] <= '9'; at++)
			n = n * 10 + (unsigned long)(w.text[at] - '0');
		if (w.len > 1 && *w.text == 'c' && at == w.len && n > highest)
			highest = n;
	}
	snprintf(id, sizeof(id), "c%lu", highest + 1);
	return puts_in(r, row, "id", id, reterr);
}

static bool put_place(struct report *r, row_id row, struct spot s, struct error *reterr)
{
	struct strbuf path, label;
	bool ok = true;

	strbuf_init(&path, 0);
	strbuf_init(&label, 0);
	report_key_path(r, s, &path);
	if (s.row && !strstr(path.text, "['"))
		report_kept_label(r, s, &label);
	if (!strbuf_ok(&path) || !strbuf_ok(&label))
		ok = error_memory(reterr);
	ok = ok && put(r, row, "path", path.text, path.len, reterr) && put(r, row, "label", label.text, label.len, reterr);
	strbuf_release(&path);
	strbuf_release(&label);
	return ok;
}

static bool is_blank(const char *text, size_t len)
{
	while (len > 0 && memchr(" \t\r\n", text[len - 1], 4))
		len--;
	return len == 0;
}

static bool begin(struct report *r, struct who who, const char *text, size_t len, struct error *reterr)
{
	if (is_blank(text, len))
		return error_set(reterr, ERR_VALUE, NOWHERE, _("a comment needs some words"));
	if (!who.name || !*who.name)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("say who you are: --as NAME, or 'name' in the settings"));
	report_group_begin(r);
	return true;
}

static bool end(struct report *r, bool ok)
{
	if (ok)
		report_group_end(r);
	else
		report_group_cancel(r);
	return ok;
}

bool comment_add(struct report *r, struct spot s, struct who who, const char *text, size_t len, row_id *ret, struct error *reterr)
{
	const struct field *table = comments(r);
	row_id row = 0;
	bool ok;

	if (s.section && s.section->builtin)
		return error_set(reterr, ERR_PATH, NOWHERE, _("a comment is about a place of the report itself"));
	if (!begin(r, who, text, len, reterr))
		return false;
	ok = report_insert(r, table, report_row_count(r, table), &row, reterr) && put_number(r, row, reterr) && put_place(r, row, s, reterr) &&
	     puts_in(r, row, "by", who.name, reterr) && puts_in(r, row, "at", who.at, reterr) && put(r, row, "text", text, len, reterr) &&
	     puts_in(r, row, "state", "open", reterr);
	if (ok)
		*ret = row;
	return end(r, ok);
}

static bool find_comment(struct report *r, row_id row, struct comment *ret, struct error *reterr)
{
	return comment_read(r, row, ret) || error_set(reterr, ERR_PATH, NOWHERE, _("there is no such comment"));
}

/* the replies that there are, and one more; what is no list becomes the first item of one */
static void add_reply(const struct comment *c, struct who who, const char *text, size_t len, struct strbuf *out)
{
	if (data_kind(c->replies) == DATA_LIST) {
		strbuf_add(out, c->replies.text, c->replies.len - 1);
	} else {
		strbuf_putc(out, '[');
		strbuf_add(out, c->replies.text, c->replies.len);
	}
	data_comma(out);
	strbuf_putc(out, '{');
	data_key(out, "by", 2);
	data_string(out, who.name, strlen(who.name));
	data_key(out, "at", 2);
	data_string(out, who.at, strlen(who.at));
	data_key(out, "text", 4);
	data_string(out, text, len);
	strbuf_puts(out, "}]");
}

bool comment_reply_add(struct report *r, row_id row, struct who who, const char *text, size_t len, struct error *reterr)
{
	struct strbuf replies;
	struct comment c;
	bool ok;

	if (!find_comment(r, row, &c, reterr) || !begin(r, who, text, len, reterr))
		return false;
	strbuf_init(&replies, 0);
	add_reply(&c, who, text, len, &replies);
	ok = strbuf_ok(&replies) ? put(r, row, "replies", replies.text, replies.len, reterr) : error_memory(reterr);
	if (ok && c.state == COMMENT_OPEN)
		ok = puts_in(r, row, "state", "answered", reterr);
	strbuf_release(&replies);
	return end(r, ok);
}

static bool put_state(struct report *r, row_id row, enum comment_state state, struct error *reterr)
{
	struct comment c;

	return find_comment(r, row, &c, reterr) && puts_in(r, row, "state", states[state], reterr);
}

bool comment_resolve(struct report *r, row_id row, struct error *reterr)
{
	return put_state(r, row, COMMENT_RESOLVED, reterr);
}

bool comment_reopen(struct report *r, row_id row, struct error *reterr)
{
	return put_state(r, row, COMMENT_OPEN, reterr);
}
