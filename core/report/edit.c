#include "report/report_private.h"

#include "base/i18n.h"
#include "base/text.h"
#include "form/pattern.h"

/* ---- effects: none of these can fail ---- */

static bool is_key(const struct field *f)
{
	return f->table && f->table->key == (int)f->index;
}

static void put_text(struct report *r, const struct field *f, row_id row, text_id text)
{
	struct table *t = f->table ? table_of(r, f) : NULL;
	struct cell *c = cell_at(r, f, row);
	bool there = !t || order_holds(t->order, row);
	row_id left = 0;

	if (t && !there) { /* a row that is being made or has gone: no total knows it */
		c->text = text;
		cell_read(r, f, c);
		return;
	}
	calc_before(r, f, row);
	if (is_key(f))
		left = keys_forget(r, t, row);
	c->text = text;
	cell_read(r, f, c);
	if (is_key(f))
		keys_learn(r, t, row);
	calc_after(r, f, row);
	if (is_key(f))
		keys_tally(r, t, row, left);
}

static void put_row(struct report *r, struct table *t, row_id row, uint32_t index)
{
	calc_row_before(r, t, row);
	if (!order_insert(t->order, index, row))
		abort(); /* room was reserved */
	keys_learn(r, t, row);
	calc_row_after(r, t, row, true);
	keys_tally(r, t, row, 0);
	t->reordered = true;
}

static void take_row(struct report *r, struct table *t, row_id row)
{
	row_id left;

	calc_row_before(r, t, row);
	left = keys_forget(r, t, row);
	order_remove(t->order, row);
	calc_row_after(r, t, row, false);
	keys_tally(r, t, row, left);
	t->reordered = true;
}

static void shift_row(struct report *r, struct table *t, row_id row, uint32_t index)
{
	row_id left = keys_forget(r, t, row);

	order_remove(t->order, row);
	if (!order_insert(t->order, index, row))
		abort(); /* it was there a moment ago */
	keys_learn(r, t, row);
	calc_structure(r, t);
	keys_tally(r, t, row, left);
	t->reordered = true;
}

static void put(struct report *r, const struct edit *e, bool backwards)
{
	struct table *t = e->kind == EDIT_SET ? NULL : table_of(r, e->field);

	switch (e->kind) {
	case EDIT_SET:
		put_text(r, e->field, e->row, backwards ? e->before : e->after);
		break;
	case EDIT_INSERT:
	case EDIT_DELETE:
		if ((e->kind == EDIT_INSERT) != backwards)
			put_row(r, t, e->row, backwards ? e->before_at : e->after_at);
		else
			take_row(r, t, e->row);
		break;
	case EDIT_MOVE:
		shift_row(r, t, e->row, backwards ? e->before_at : e->after_at);
		break;
	}
	r->revision++;
	if (e->field->builtin || (e->field->table && e->field->table->builtin)) {
		char before[sizeof(r->status)];

		memcpy(before, r->status, sizeof(before));
		status_update(r);
		if (strcmp(before, r->status) != 0)
			calc_everything(r);
	}
}

/* ---- the door ---- */

static bool room(struct report *r, struct error *reterr)
{
	struct history *h = &r->history;
	struct edit *edits = memory_grow(h->edit, &h->capacity, h->done + 1, sizeof(*edits));
	struct touched *touched = memory_grow(r->touched, &r->touched_capacity, r->touched_count + 1, sizeof(*touched));

	if (edits)
		h->edit = edits;
	if (touched)
		r->touched = touched;
	if (!edits || !touched || !calc_recover(r))
		return error_memory(reterr);
	stored_judge(r);
	return !r->short_of_memory || error_memory(reterr);
}

static void touch(struct report *r, const struct edit *e)
{
	struct cell *c;

	if (e->kind != EDIT_SET)
		return;
	c = cell_at(r, e->field, e->row);
	if (c->flags & CELL_TOUCHED)
		return;
	c->flags |= CELL_TOUCHED;
	r->touched[r->touched_count++] = (struct touched){ e->field, e->row, c->text };
}

static bool report_edit(struct report *r, struct edit e, struct error *reterr)
{
	struct history *h = &r->history;

	if (!room(r, reterr))
		return false;
	e.group = h->depth ? h->group : ++h->group;
	if (r->watcher.edit && !r->watcher.edit(r->watcher.to, r, &e, false, reterr))
		return false;
	if (h->saved != SIZE_MAX && h->saved > h->done)
		h->saved = SIZE_MAX;
	touch(r, &e);
	h->edit[h->done++] = e;
	h->count = h->done;
	put(r, &e, false);
	return true;
}

/* ---- what may be set ---- */

bool value_fits(const struct report *r, const struct field *f, const char *text, size_t len, struct error *reterr)
{
	struct reading in;
	bool limit = false;

	entry_read(f, text, len, &in);
	if (in.fit == FIT_BLANK || in.fit == FIT_NA)
		return true;
	if (in.fit == FIT_CHOICE)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%.*s' is not among the choices of '%s'"), teller_clip(text, len),
				 text, field_label(r->form, f));
	if (in.fit != FIT_GOOD)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%.*s' does not fit '%s', which takes %s"), teller_clip(text, len),
				 text, field_label(r->form, f), _(field_type_name(f->type)));
	if (f->pattern && !pattern_matches(f->pattern, text, len, &limit))
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%.*s' does not have the form that '%s' asks for"),
				 teller_clip(text, len), text, field_label(r->form, f));
	if (f->max_length && text_clusters(text, len) > f->max_length)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s' may have at most %u characters; this has %zu"),
				 field_label(r->form, f), f->max_length, text_clusters(text, len));
	return true;
}

/* what holds the value in the file is something else than it should be: an edit below it would lose it */
static bool blocked(const struct report *r, const struct field *f, row_id row)
{
	const struct field *outer = f->table ? f->table : f->matrix ? f->matrix : f;

	for (size_t i = 0; i < r->stray_count && r->stray_kinds; i++) {
		const struct stray *s = &r->strays[i];

		if (!s->kind || s->section != outer->section)
			continue;
		if (!s->field || (s->field == outer && (!s->row || s->row == (f->matrix ? f->row + 1u : row))))
			return true;
	}
	return false;
}

bool report_set(struct report *r, struct spot s, const char *text, size_t len, bool as_it_is, struct error *reterr)
{
	struct edit e = { .kind = EDIT_SET, .field = s.field, .row = s.row };
	const char *now;
	size_t now_len;
	text_id after = 0;

	if (!s.field || !field_is_scalar(s.field))
		return error_set(reterr, ERR_PATH, NOWHERE, _("only a single value can be set, not a whole section, table or row"));
	if (s.field->table && !order_holds(table_of(r, s.field)->order, s.row))
		return error_set(reterr, ERR_PATH, NOWHERE, _("'%s' has no such row"), field_label(r->form, s.field->table));
	if (report_is_calculated(s.field))
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' is calculated and cannot be typed in"), field_label(r->form, s.field));
	if (blocked(r, s.field, s.row))
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("what stands in the place of '%s' in the file is of another kind; mend it there first"),
				 field_label(r->form, s.field));
	if (len > SOURCE_MAX_SCALAR)
		return error_set(reterr, ERR_LIMIT, NOWHERE, _("a value has at most %u bytes; this has %zu"), SOURCE_MAX_SCALAR, len);
	if (!as_it_is && !value_fits(r, s.field, text, len, reterr))
		return false;
	now = report_text(r, s, &now_len);
	if (now_len == len && memcmp(now, text, len) == 0 && !text_is_collection(r, cell_look(r, s.field, s.row)->text))
		return true;
	e.before = cell_at(r, s.field, s.row)->text;
	if ((len || e.before) && !text_add(r, text, len, NODE_NONE, &after))
		return error_memory(reterr);
	e.after = after;
	return report_edit(r, e, reterr);
}

/* ---- backwards and forwards ---- */

static bool reserve_undo(struct report *r, const struct edit *e, struct error *reterr)
{
	struct table *t = e->kind == EDIT_SET ? NULL : table_of(r, e->field);

	if (t && !order_reserve(t->order, e->row))
		return error_memory(reterr);
	return true;
}

/* one edit backwards or forwards; `must`: the watcher is told, but cannot refuse what makes a report whole again */
static bool replay(struct report *r, struct edit *e, bool backwards, bool must)
{
	struct error ignored;

	if (!reserve_undo(r, e, &ignored))
		return false;
	if (r->watcher.edit && !r->watcher.edit(r->watcher.to, r, e, backwards, &ignored) && !must)
		return false;
	put(r, e, backwards);
	return true;
}

/* makes the last edits unmade, never to be redone; always false, the result of what failed */
static bool take_back(struct report *r, size_t start)
{
	struct history *h = &r->history;

	while (h->done > start && replay(r, &h->edit[h->done - 1], true, true))
		h->done--;
	h->count = h->done;
	if (h->saved != SIZE_MAX && h->saved > h->done)
		h->saved = SIZE_MAX;
	return false;
}

/* ---- rows ---- */

bool report_set_default(struct report *r, const struct field *f, row_id row, struct error *reterr)
{
	struct strbuf text;
	struct value v;
	bool ok;

	if (!f->initial || report_is_calculated(f))
		return true;
	calc_formula(r, f->initial, row, false, &v);
	if (v.kind == VALUE_BLANK)
		return true;
	strbuf_init(&text, SOURCE_MAX_SCALAR);
	report_show_value(r, f, &v, true, &text);
	ok = strbuf_ok(&text) ? report_set(r, (struct spot){ f->section, f, row }, text.text, text.len, true, reterr)
			      : error_memory(reterr);
	strbuf_release(&text);
	return ok;
}

static bool defaults(struct report *r, const struct field *table, row_id row, struct error *reterr)
{
	for (size_t c = 0; c < table->column_count; c++) {
		if (!report_set_default(r, table->columns[c], row, reterr))
			return false;
	}
	return true;
}

static bool has_defaults(const struct field *table)
{
	for (size_t c = 0; c < table->column_count; c++) {
		if (table->columns[c]->initial)
			return true;
	}
	return false;
}

bool report_insert(struct report *r, const struct field *table, uint32_t index, row_id *ret, struct error *reterr)
{
	struct table *t = table_of(r, table);
	uint32_t count = report_row_count(r, table), most = table->max_rows ? table->max_rows : 1000000;
	struct edit e = { .kind = EDIT_INSERT, .field = table, .row = t->rows + 1, .after_at = index };
	size_t start;
	bool ok;

	if (t->misfit || blocked(r, table, 0))
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' holds something that is no list of rows; mend the file first"),
				 field_label(r->form, table));
	if (index > count)
		return error_set(reterr, ERR_PATH, NOWHERE, _("'%s' has only %u rows"), field_label(r->form, table), count);
	if (count >= most)
		return error_set(reterr, ERR_LIMIT, NOWHERE, _("'%s' has %u rows already, and may not have more"),
				 field_label(r->form, table), count);
	if (!table_grow(r, t, t->rows + 1) || !order_reserve(t->order, t->rows + 1) || !calc_total_reserve(r, t, t->rows + 1) ||
	    (t->keys && !keyindex_reserve(t->keys, t->rows + 1)))
		return error_memory(reterr);
	t->rows++;
	if (t->keys_done == t->rows - 1)
		t->keys_done = t->rows;
	report_group_begin(r);
	start = r->history.done;
	ok = report_edit(r, e, reterr);
	if (!ok)
		t->rows--; /* nobody has seen the number */
	else if (has_defaults(table) && !defaults(r, table, e.row, reterr))
		ok = take_back(r, start);
	report_group_end(r);
	if (ok)
		*ret = e.row;
	return ok;
}

static bool row_there(const struct report *r, const struct field *table, row_id row, struct error *reterr)
{
	if (row && order_holds(r->tables[table->index].order, row))
		return true;
	return error_set(reterr, ERR_PATH, NOWHERE, _("'%s' has no such row"), field_label(r->form, table));
}

bool report_delete(struct report *r, const struct field *table, row_id row, struct error *reterr)
{
	struct edit e = { .kind = EDIT_DELETE, .field = table, .row = row };

	if (!row_there(r, table, row, reterr))
		return false;
	e.before_at = report_row_index(r, table, row);
	if (!order_reserve(r->tables[table->index].order, row))
		return error_memory(reterr);
	return report_edit(r, e, reterr);
}

bool report_move(struct report *r, const struct field *table, row_id row, uint32_t to, struct error *reterr)
{
	struct edit e = { .kind = EDIT_MOVE, .field = table, .row = row, .after_at = to };

	if (!row_there(r, table, row, reterr))
		return false;
	e.before_at = report_row_index(r, table, row);
	if (to >= report_row_count(r, table))
		return error_set(reterr, ERR_PATH, NOWHERE, _("'%s' has only %u rows"), field_label(r->form, table),
				 report_row_count(r, table));
	if (to == e.before_at)
		return true;
	if (!order_reserve(r->tables[table->index].order, row))
		return error_memory(reterr);
	return report_edit(r, e, reterr);
}

/* ---- groups, undo, redo ---- */

void report_group_begin(struct report *r)
{
	if (r->history.depth++ == 0) {
		r->history.group++;
		r->history.group_start = r->history.done;
	}
}

void report_group_end(struct report *r)
{
	if (r->history.depth > 0)
		r->history.depth--;
}

void report_group_cancel(struct report *r)
{
	struct history *h = &r->history;

	take_back(r, h->group_start);
	report_group_end(r);
}

static struct spot where(const struct edit *e)
{
	return (struct spot){ e->field->section, e->field, e->row };
}

/* the edit that undo or redo would put next in this group, or NULL */
static struct edit *next_of_group(struct history *h, uint32_t group, bool backwards)
{
	struct edit *e = NULL;

	if (backwards && h->done > 0)
		e = &h->edit[h->done - 1];
	else if (!backwards && h->done < h->count)
		e = &h->edit[h->done];
	return e && (!group || e->group == group) ? e : NULL;
}

static bool replay_one(struct report *r, struct edit *e, bool backwards, bool must)
{
	if (!replay(r, e, backwards, must))
		return false;
	r->history.done += backwards ? (size_t)-1 : 1;
	return true;
}

/* a whole group or nothing: when one of its edits is refused, those before it are put back */
static bool replay_group(struct report *r, bool backwards, struct spot *ret_where)
{
	struct history *h = &r->history;
	const size_t start = h->done;
	struct edit *e = next_of_group(h, 0, backwards);
	const uint32_t group = e ? e->group : 0;
	struct spot last = { NULL };

	if (!e)
		return false;
	for (; e; e = next_of_group(h, group, backwards)) {
		if (!replay_one(r, e, backwards, false))
			break;
		last = where(e);
	}
	if (!e) {
		*ret_where = last;
		return true;
	}
	while (h->done != start && replay_one(r, next_of_group(h, group, !backwards), !backwards, true))
		;
	return false;
}

bool report_undo(struct report *r, struct spot *ret_where)
{
	return replay_group(r, true, ret_where);
}

bool report_redo(struct report *r, struct spot *ret_where)
{
	return replay_group(r, false, ret_where);
}

bool report_can_undo(const struct report *r)
{
	return r->history.done > 0;
}

bool report_can_redo(const struct report *r)
{
	return r->history.done < r->history.count;
}

bool report_modified(const struct report *r)
{
	return r->history.done != r->history.saved;
}

void report_saved(struct report *r)
{
	r->history.saved = r->history.done;
}

void report_watch(struct report *r, struct edit_watcher w)
{
	r->watcher = w;
}

size_t report_history_done(const struct report *r)
{
	return r->history.done;
}

const struct edit *report_history(const struct report *r, size_t n)
{
	return &r->history.edit[n];
}

const char *edit_text(const struct report *r, const struct edit *e, bool after, size_t *ret_len)
{
	return text_get(r, e->field, after ? e->after : e->before, ret_len);
}
