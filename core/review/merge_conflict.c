/* Conflicts: kept while a merge goes on, written at its end, shown and resolved afterwards. */
#include "review/merge_private.h"

#include "base/data.h"
#include "base/i18n.h"
#include "base/text.h"
#include "report/outside.h"
#include "review/diff.h"
#include "review/place.h"

#include <inttypes.h>
#include <string.h>

static struct spot spot_of(const struct field *f, row_id row)
{
	return (struct spot){ f->section, f, row };
}

/* ---- while a merge goes on ---- */

static bool keep(struct merge *m, struct waiting w, struct error *reterr)
{
	struct waiting *list = memory_grow(m->waiting, &m->waiting_capacity, m->waiting_count + 1, sizeof(*list));

	if (!list)
		return error_memory(reterr);
	m->waiting = list;
	list[m->waiting_count++] = w;
	return true;
}

/* a side as it is kept; NULL: out of memory */
static const char *side_text(struct merge *m, struct report *r, const struct field *f, row_id row)
{
	struct strbuf text;
	const char *kept = NULL;

	strbuf_init(&text, 0);
	if ((f->table || f->type == TYPE_TABLE) && !row)
		strbuf_puts(&text, "null");
	else
		place_data(r, spot_of(f, row), true, &text);
	if (strbuf_ok(&text))
		kept = arena_strndup(&m->arena, text.text, text.len);
	strbuf_release(&text);
	return kept;
}

static bool keep_sides(struct merge *m, struct place3 p, struct waiting w, struct error *reterr)
{
	w.side[SIDE_BASE] = side_text(m, m->base, p.field, p.base);
	w.side[SIDE_OURS] = side_text(m, m->ours, p.field, p.ours);
	w.side[SIDE_THEIRS] = side_text(m, m->theirs, p.field, p.theirs);
	if (!w.side[SIDE_BASE] || !w.side[SIDE_OURS] || !w.side[SIDE_THEIRS])
		return error_memory(reterr);
	return keep(m, w, reterr);
}

static const char *path_in(struct merge *m, struct report *r, struct spot s)
{
	struct strbuf path;
	const char *kept = NULL;

	strbuf_init(&path, 0);
	place_path(r, s, &path);
	if (strbuf_ok(&path))
		kept = arena_strndup(&m->arena, path.text, path.len);
	strbuf_release(&path);
	return kept;
}

bool merge_conflict_value(struct merge *m, struct place3 p, struct error *reterr)
{
	return keep_sides(m, p, (struct waiting){ .spot = spot_of(p.field, p.ours) }, reterr);
}

bool merge_conflict_row(struct merge *m, struct place3 p, struct error *reterr)
{
	struct waiting w = { .spot = spot_of(p.field, p.ours) };

	if (!p.ours) { /* not in ours: named as the base, or the side that added it, names it */
		w.spot = (struct spot){ NULL };
		w.path = p.base ? path_in(m, m->base, spot_of(p.field, p.base)) : path_in(m, m->theirs, spot_of(p.field, p.theirs));
		if (!w.path)
			return error_memory(reterr);
	}
	return keep_sides(m, p, w, reterr);
}

bool merge_conflict_moved(struct merge *m, struct place3 p, uint32_t base, uint32_t ours, uint32_t theirs, struct error *reterr)
{
	struct waiting w = { .spot = spot_of(p.field, p.ours) };
	const uint32_t at[3] = { base, ours, theirs };

	for (int side = 0; side < 3; side++) {
		char text[16];

		snprintf(text, sizeof(text), "%" PRIu32, at[side]);
		w.side[side] = arena_strdup(&m->arena, text);
		if (!w.side[side])
			return error_memory(reterr);
	}
	return keep(m, w, reterr);
}

/* ---- what the form does not know ---- */

bool merge_outside_touched(const struct merge *m, enum side side, const struct field *table, row_id row)
{
	const struct diff *d = m->outside[side == SIDE_THEIRS];

	for (size_t i = 0; d && i < diff_count(d); i++) {
		const struct change *c = diff_change(d, i);

		if (c->path && c->after.field == table && c->after.row == row)
			return true;
	}
	return false;
}

/* the change of ours at the same place, or NULL */
static const struct change *same_place(const struct merge *m, const struct change *theirs)
{
	const struct diff *d = m->outside[0];
	row_id row = theirs->after.row ? merge_row_in_ours(m, theirs->after.field, theirs->after.row) : 0;

	for (size_t i = 0; i < diff_count(d); i++) {
		const struct change *c = diff_change(d, i);

		if (!c->path || strcmp(c->path, theirs->path) != 0)
			continue;
		if (theirs->before.row ? c->before.field == theirs->before.field && c->before.row == theirs->before.row
				       : c->after.field == theirs->after.field && c->after.row == row)
			return c;
	}
	return NULL;
}

static const char *outside_text(struct merge *m, int which, const struct change *c, bool after)
{
	struct strbuf text;
	const char *kept = NULL;

	strbuf_init(&text, 0);
	diff_value(m->outside[which], c, after, &text);
	if (!text.len)
		strbuf_puts(&text, "null");
	if (strbuf_ok(&text))
		kept = arena_strndup(&m->arena, text.text, text.len);
	strbuf_release(&text);
	return kept;
}

static bool keep_outside(struct merge *m, const struct change *c, struct error *reterr)
{
	const struct change *ours = same_place(m, c);
	struct waiting w = { .path = NULL };
	struct strbuf path;

	w.side[SIDE_BASE] = outside_text(m, 1, c, false);
	w.side[SIDE_THEIRS] = outside_text(m, 1, c, true);
	w.side[SIDE_OURS] = ours ? outside_text(m, 0, ours, true) : w.side[SIDE_BASE];
	strbuf_init(&path, 0);
	diff_path(m->outside[1], c, &path);
	w.path = strbuf_ok(&path) ? arena_strndup(&m->arena, path.text, path.len) : NULL;
	strbuf_release(&path);
	if (!w.path || !w.side[SIDE_BASE] || !w.side[SIDE_OURS] || !w.side[SIDE_THEIRS])
		return error_memory(reterr);
	return strcmp(w.side[SIDE_OURS], w.side[SIDE_THEIRS]) == 0 || keep(m, w, reterr);
}

/* which form the file names */
static bool keep_form(struct merge *m, struct error *reterr)
{
	struct report *const reports[3] = { m->base, m->ours, m->theirs };
	struct waiting w = { .path = "form" };

	for (int side = 0; side < 3; side++) {
		const struct source *s = report_source(reports[side]);
		const node_id n = source_find(s, NODE_ROOT, w.path);
		struct strbuf text;
		size_t len = 0;
		const char *name = n ? source_text(s, n, &len) : "";

		strbuf_init(&text, 0);
		data_string(&text, name, len);
		w.side[side] = strbuf_ok(&text) ? arena_strndup(&m->arena, text.text, text.len) : NULL;
		strbuf_release(&text);
		if (!w.side[side])
			return error_memory(reterr);
	}
	return strcmp(w.side[SIDE_THEIRS], w.side[SIDE_BASE]) == 0 || strcmp(w.side[SIDE_THEIRS], w.side[SIDE_OURS]) == 0 || keep(m, w, reterr);
}

/* it cannot be edited: what theirs did there and ours did not is told */
bool merge_conflict_outside(struct merge *m, struct error *reterr)
{
	if (!keep_form(m, reterr))
		return false;
	for (size_t i = 0; m->outside[1] && i < diff_count(m->outside[1]); i++) {
		const struct change *c = diff_change(m->outside[1], i);
		const bool with_its_row = c->before.row && !c->after.row; /* that is told as the row's */

		if (c->path && !with_its_row && !keep_outside(m, c, reterr))
			return false;
	}
	return true;
}

/* ---- written ---- */

static const struct field *conflicts_of(const struct report *r)
{
	return section_field(report_form(r)->reserved, "conflicts", 9);
}

static const struct field *side_column(const struct field *table, enum side side)
{
	static const char *const names[] = { [SIDE_BASE] = "base", [SIDE_OURS] = "ours", [SIDE_THEIRS] = "theirs" };

	return table_column(table, names[side], strlen(names[side]));
}

/* a row that is not in ours must not be named as another one that is: then its table is named */
static const char *path_of_missing(struct merge *m, const char *path)
{
	const char *bracket = strchr(path, '[');
	const size_t len = strlen(path);
	struct error ignored = { 0 };
	struct spot s;

	if (!bracket || path[len - 1] != ']' || (bracket[1] == '\'' && !report_find(m->ours, path, &s, &ignored)))
		return path;
	return arena_strndup(&m->arena, path, (size_t)(bracket - path));
}

static bool write_one(struct merge *m, const struct field *table, const struct waiting *w, struct error *reterr)
{
	const struct field *column = table_column(table, "path", 4);
	const char *path = w->spot.field ? path_in(m, m->ours, w->spot) : path_of_missing(m, w->path);
	row_id row;

	if (!path)
		return error_memory(reterr);
	if (!report_insert(m->ours, table, report_row_count(m->ours, table), &row, reterr) ||
	    !report_set(m->ours, spot_of(column, row), path, strlen(path), true, reterr))
		return false;
	for (int side = 0; side < 3; side++) {
		if (!report_set(m->ours, spot_of(side_column(table, (enum side)side), row), w->side[side], strlen(w->side[side]), true, reterr))
			return false;
	}
	m->result.conflicts++;
	return true;
}

bool merge_conflict_write(struct merge *m, struct error *reterr)
{
	for (size_t i = 0; i < m->waiting_count; i++) {
		if (!write_one(m, conflicts_of(m->ours), &m->waiting[i], reterr))
			return false;
	}
	return true;
}

/* ---- those that stand in a report ---- */

uint32_t merge_conflict_count(const struct report *r)
{
	return report_row_count(r, conflicts_of(r));
}

bool merge_conflict(struct report *r, uint32_t n, struct conflict *ret)
{
	const struct field *table = conflicts_of(r);
	struct error ignored = { 0 };
	struct conflict c = { .row = report_row_at(r, table, n) };
	size_t len;
	const char *text;
	struct strbuf path;

	if (!c.row)
		return false;
	text = report_text(r, spot_of(table_column(table, "path", 4), c.row), &len);
	c.path = (struct text_of){ text, len };
	strbuf_init(&path, 0);
	strbuf_add(&path, text, len);
	c.found = len && strbuf_ok(&path) && report_find(r, path.text, &c.spot, &ignored);
	strbuf_release(&path);
	*ret = c;
	return true;
}

static struct data side_of(const struct report *r, row_id row, enum side side)
{
	size_t len;
	const char *text = report_text(r, spot_of(side_column(conflicts_of(r), side), row), &len);

	return (struct data){ text, len };
}

static void show_data(const struct report *r, const struct field *table, struct data v, struct strbuf *out)
{
	struct data_walk walk = data_walk(v);
	struct data key, item;
	struct strbuf name;
	bool any = false;

	if (data_kind(v) != DATA_LIST && data_kind(v) != DATA_MAP) {
		data_text(v, out);
		return;
	}
	while (data_next(&walk, &key, &item)) {
		strbuf_puts(out, !any ? "" : report_form(r)->english ? ", " : "，");
		if (key.len) {
			const struct field *column;

			strbuf_init(&name, 0);
			data_text(key, &name);
			column = table ? table_column(table, name.text, name.len) : NULL;
			strbuf_printf(out, "%s ", column ? field_label(report_form(r), column) : name.text);
			strbuf_release(&name);
		}
		show_data(r, NULL, item, out);
		any = true;
	}
}

static const struct field *table_of_missing(const struct report *r, const struct conflict *c);

void merge_conflict_shown(struct report *r, uint32_t n, enum side side, struct strbuf *out)
{
	struct conflict c;
	struct data v;

	if (!merge_conflict(r, n, &c))
		return;
	v = side_of(r, c.row, side);
	if (data_kind(v) == DATA_NONE || data_kind(v) == DATA_NULL)
		strbuf_puts(out, "—");
	else
		show_data(r, c.found && c.spot.field && c.spot.field->type == TYPE_TABLE ? c.spot.field : table_of_missing(r, &c), v, out);
}

/* ---- resolved ---- */

/* what is stored for a kept value */
static void stored_text(const struct field *f, struct data v, struct strbuf *out)
{
	struct data_walk walk = data_walk(v);
	struct data key, item;
	bool any = false;

	if (f->type == TYPE_DATA) {
		strbuf_add(out, v.text, data_kind(v) == DATA_NULL ? 0 : v.len);
	} else if (data_kind(v) == DATA_LIST) {
		while (data_next(&walk, &key, &item)) {
			strbuf_puts(out, any ? "\n" : "");
			data_text(item, out);
			any = true;
		}
	} else {
		data_text(v, out);
	}
}

static bool put_value(struct report *r, struct spot s, struct data v, struct error *reterr)
{
	struct strbuf text;
	bool ok;

	strbuf_init(&text, 0);
	stored_text(s.field, v, &text);
	ok = strbuf_ok(&text) ? report_set(r, s, text.text, text.len, true, reterr) : error_memory(reterr);
	strbuf_release(&text);
	return ok;
}

static bool put_row(struct report *r, const struct field *table, row_id row, struct data v, struct error *reterr)
{
	for (size_t c = 0; c < table->column_count; c++) {
		const struct field *column = table->columns[c];

		if (!report_is_calculated(column) && !put_value(r, spot_of(column, row), data_get(v, column->id), reterr))
			return false;
	}
	return true;
}

/* the table of a row that is not there, or NULL */
static const struct field *table_of_missing(const struct report *r, const struct conflict *c)
{
	const struct text_of path = c->path;
	const char *bracket = path.len ? memchr(path.text, '[', path.len) : NULL;
	struct error ignored = { 0 };
	struct spot s = { NULL };
	struct strbuf name;
	bool found;

	if (c->found)
		return c->spot.field && c->spot.field->type == TYPE_TABLE && !c->spot.row ? c->spot.field : NULL;
	if (!bracket || path.text[path.len - 1] != ']')
		return NULL;
	strbuf_init(&name, 0);
	strbuf_add(&name, path.text, (size_t)(bracket - path.text));
	found = strbuf_ok(&name) && report_find(r, name.text, &s, &ignored);
	strbuf_release(&name);
	return found && s.field && s.field->type == TYPE_TABLE ? s.field : NULL;
}

static bool move_to(struct report *r, struct spot s, struct data v, struct error *reterr)
{
	const uint32_t count = report_row_count(r, s.field);
	struct strbuf text;
	unsigned long at;

	strbuf_init(&text, 64);
	data_text(v, &text);
	at = strtoul(text.text, NULL, 10);
	strbuf_release(&text);
	return report_move(r, s.field, s.row, at < count ? (uint32_t)at : count - 1, reterr);
}

static bool put_side(struct report *r, const struct conflict *c, enum side side, struct error *reterr)
{
	const struct data v = side_of(r, c->row, side);
	const enum data_kind kind = data_kind(v);
	const struct field *table = table_of_missing(r, c);
	row_id row;

	if (c->found && c->spot.field && field_is_scalar(c->spot.field) && (!c->spot.field->table || c->spot.row)) {
		if (report_holds_structure(r, c->spot) && side == SIDE_OURS)
			return true;
		return put_value(r, c->spot, v, reterr);
	}
	if (c->found && c->spot.field && c->spot.row) {
		if (kind == DATA_MAP)
			return put_row(r, c->spot.field, c->spot.row, v, reterr);
		return kind == DATA_PLAIN ? move_to(r, c->spot, v, reterr) : report_delete(r, c->spot.field, c->spot.row, reterr);
	}
	if (table && kind != DATA_MAP)
		return true; /* removed it was, and removed it stays */
	if (table)
		return report_insert(r, table, report_row_count(r, table), &row, reterr) && put_row(r, table, row, v, reterr);
	if (side == SIDE_OURS)
		return true; /* it stands in the file as it is */
	return error_set(reterr, ERR_REFUSED, NOWHERE,
			 _("the form does not know '%.*s', so it cannot be put in here; write it into the file by hand, or keep ours"),
			 (int)(c->path.len < 200 ? c->path.len : 200), c->path.text);
}

bool merge_resolve(struct report *r, uint32_t n, enum side side, struct error *reterr)
{
	const unsigned long refused = memory_refused();
	struct conflict c;
	bool ok;

	if (!merge_conflict(r, n, &c))
		return error_set(reterr, ERR_PATH, NOWHERE, _("there is no such conflict"));
	report_group_begin(r);
	ok = put_side(r, &c, side, reterr);
	report_program_begin(r);
	ok = ok && report_delete(r, conflicts_of(r), c.row, reterr);
	report_program_end(r);
	if (refused != memory_refused()) /* a place that was not found, or half of a value */
		ok = error_memory(reterr);
	if (ok)
		report_group_end(r);
	else
		report_group_cancel(r);
	return ok;
}
