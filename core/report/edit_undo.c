/*
 * Backwards and forwards in the history: groups, undo, redo, and what the history says of itself.
 */
#include "report/report_private.h"

#include "base/i18n.h"

/* ---- backwards and forwards ---- */

/* a row that only goes, and one that comes back to where there is room, needs none */
static bool reserve_replay(struct report *r, const struct edit *e, bool backwards, struct error *reterr)
{
	struct table *t = e->kind == EDIT_SET ? NULL : table_of(r, e->field);
	uint32_t from = backwards ? e->after_at : e->before_at, to = backwards ? e->before_at : e->after_at;

	if (!t || (e->kind == EDIT_INSERT && backwards) || (e->kind == EDIT_DELETE && !backwards))
		return true;
	if (e->kind == EDIT_MOVE && from < to)
		to++; /* it leaves first */
	return order_reserve_at(t->order, e->row, to) || error_memory(reterr);
}

/* one edit backwards or forwards; `must`: the watcher is told, but cannot refuse what makes a report whole again */
static bool replay(struct report *r, struct edit *e, bool backwards, bool must)
{
	struct error ignored;

	if (!reserve_replay(r, e, backwards, &ignored))
		return false;
	if (r->watcher.edit && !r->watcher.edit(r->watcher.to, r, e, backwards, &ignored) && !must)
		return false;
	edit_put(r, e, backwards);
	return true;
}

/* makes the last edits unmade, never to be redone; always false, the result of what failed */
bool edit_take_back(struct report *r, size_t start)
{
	struct history *h = &r->history;

	while (h->done > start && replay(r, &h->edit[h->done - 1], true, true))
		h->done--;
	h->count = h->done;
	if (h->saved != SIZE_MAX && h->saved > h->done)
		h->saved = SIZE_MAX;
	return false;
}

void report_take_back(struct report *r, size_t done)
{
	(void)edit_take_back(r, done);
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

	edit_take_back(r, h->group_start);
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
		if (!e->field->builtin || !last.field) /* (what follows an edit is none of the person's) */
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
