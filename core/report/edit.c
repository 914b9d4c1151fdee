#include "report/report_private.h"

#include "base/i18n.h"
#include "base/text.h"
#include "form/pattern.h"
#include "report/entry_private.h"
#include "report/follow.h"

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
	if (is_key(f)) {
		keys_tally(r, t, row, left);
		check_reserved_follow(r, f->table);
	}
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

void edit_put(struct report *r, const struct edit *e, bool backwards)
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
	if (t)
		check_reserved_follow(r, e->field);
	if (t || is_key(e->field))
		carried_forget_rows(r);
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

static bool commit(struct report *r, struct edit e, struct error *reterr)
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
	edit_put(r, &e, false);
	return true;
}

/* an edit, and what follows it, in one step */
static bool report_edit(struct report *r, struct edit e, struct error *reterr)
{
	const size_t start = r->history.done;
	struct follow follow;
	bool ok;

	if (!rights_allow(r, &e, reterr))
		return false;
	report_group_begin(r);
	report_program_begin(r);
	ok = follow_before(r, &e, &follow) ? commit(r, e, reterr) : error_memory(reterr);
	if (ok && (!follow_after(r, &follow, reterr) || !carried_edited(r, &e, reterr)))
		ok = edit_take_back(r, start);
	report_program_end(r);
	report_group_end(r);
	follow_release(&follow);
	return ok;
}

/* ---- what may be set ---- */

bool value_fits(const struct report *r, const struct field *f, const char *text, size_t len, struct error *reterr)
{
	struct reading in;
	enum pattern_given_up given_up;

	entry_read(f, text, len, &in);
	if (in.fit == FIT_BLANK || in.fit == FIT_NA)
		return true;
	if (in.fit == FIT_CHOICE)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%.*s' is not among the choices of '%s'"), teller_clip(text, len),
				 text, field_label(r->form, f));
	if (in.fit != FIT_GOOD)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%.*s' does not fit '%s', which takes %s"), teller_clip(text, len),
				 text, field_label(r->form, f), _(field_type_name(f->type)));
	if (f->pattern && !pattern_matches(f->pattern, text, len, &given_up)) {
		if (given_up == PATTERN_MEMORY)
			return error_memory(reterr);
		if (f->message.zh && given_up == PATTERN_ANSWERED)
			return error_set(reterr, ERR_VALUE, NOWHERE, _("'%.*s' does not fit '%s': %s"), teller_clip(text, len), text,
					 field_label(r->form, f), form_words(r->form, f->message));
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%.*s' does not have the form that '%s' asks for"),
				 teller_clip(text, len), text, field_label(r->form, f));
	}
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

static bool set_text(struct report *r, struct spot s, const char *text, size_t len, struct error *reterr)
{
	struct edit e = { .kind = EDIT_SET, .field = s.field, .row = s.row };
	const char *now;
	size_t now_len;
	text_id after = 0;

	now = report_text(r, s, &now_len);
	if (now_len == len && memcmp(now, text, len) == 0 && !text_is_collection(r, cell_look(r, s.field, s.row)->text))
		return true;
	e.before = cell_at(r, s.field, s.row)->text;
	if ((len || e.before) && !text_add(r, text, len, NODE_NONE, &after))
		return error_memory(reterr);
	e.after = after;
	return report_edit(r, e, reterr);
}

bool report_set(struct report *r, struct spot s, const char *text, size_t len, bool as_it_is, struct error *reterr)
{
	const unsigned most = s.field && s.field->type == TYPE_DATA ? REPORT_MAX_DATA : SOURCE_MAX_SCALAR;
	struct strbuf compact;
	bool ok;

	if (!s.field || !field_is_scalar(s.field))
		return error_set(reterr, ERR_PATH, NOWHERE, _("only a single value can be set, not a whole section, table or row"));
	if (s.field->table && !order_holds(table_of(r, s.field)->order, s.row))
		return error_set(reterr, ERR_PATH, NOWHERE, _("'%s' has no such row"), field_label(r->form, s.field->table));
	if (report_is_calculated(s.field))
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' is calculated and cannot be typed in"), field_label(r->form, s.field));
	if (blocked(r, s.field, s.row))
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("what stands in the place of '%s' in the file is of another kind; mend it there first"),
				 field_label(r->form, s.field));
	if (len > most)
		return error_set(reterr, ERR_LIMIT, NOWHERE, _("a value has at most %u bytes; this has %zu"), most, len);
	if ((!as_it_is || s.field->type == TYPE_DATA) && !value_fits(r, s.field, text, len, reterr))
		return false;
	if (s.field->type != TYPE_DATA)
		return set_text(r, s, text, len, reterr);
	strbuf_init(&compact, 0);
	if (len)
		(void)entry_data(text, len, &compact); /* it fits */
	ok = strbuf_ok(&compact) ? set_text(r, s, compact.text, compact.len, reterr) : error_memory(reterr);
	strbuf_release(&compact);
	return ok;
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
	const uint64_t revision = r->revision;
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
	if (!ok && r->revision == revision)
		t->rows--; /* nobody has seen the number */
	report_program_begin(r); /* whoever may add a row gets it with its defaults */
	if (ok && has_defaults(table) && !defaults(r, table, e.row, reterr))
		ok = edit_take_back(r, start);
	report_program_end(r);
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
