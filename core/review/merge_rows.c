/* Merging the rows of a table: what both sides did to a row of the base, and what each added. */
#include "review/merge_private.h"

#include "report/outside.h"
#include "review/align.h"

#include <string.h>

static void rows_release(struct rows3 *t)
{
	pairs_release(&t->ours);
	pairs_release(&t->theirs);
	pairs_release(&t->both);
	memory_free(t->alone);
	memory_free(t->alone_row);
}

static row_id highest(const row_id *rows, uint32_t count)
{
	row_id most = 0;

	for (uint32_t i = 0; i < count; i++)
		most = rows[i] > most ? rows[i] : most;
	return most;
}

/* those of a side that the base does not have; freed by the caller */
static uint8_t *added(const struct pairs *p)
{
	uint8_t *list = memory_alloc((size_t)p->count_b + 1, 1);

	for (uint32_t j = 0; list && j < p->count_b; j++)
		list[j] = p->to_a[j] == ALIGN_NONE;
	return list;
}

static bool pair_added(struct merge *m, struct rows3 *t, struct error *reterr)
{
	uint8_t *theirs = added(&t->theirs);
	struct pairs_query q = { .a = m->ours, .b = m->theirs, .table = t->table, .only_b = theirs, .sure = true, .united = true };
	bool ok = false;

	t->alone = added(&t->ours);
	q.only_a = t->alone;
	if (!theirs || !t->alone)
		error_memory(reterr);
	else
		ok = pairs_make(&q, &t->both, reterr);
	memory_free(theirs);
	t->highest = highest(t->ours.rows_b, t->ours.count_b);
	t->alone_row = ok ? memory_alloc((size_t)t->highest + 1, 1) : NULL;
	if (ok && !t->alone_row)
		return error_memory(reterr);
	for (uint32_t j = 0; ok && j < t->ours.count_b; j++) {
		if (t->both.to_b[j] != ALIGN_NONE)
			t->alone[j] = 0;
		t->alone_row[t->ours.rows_b[j]] = t->alone[j];
	}
	return ok;
}

/* the row of ours that theirs' k-th is, or 0 */
static row_id row_of(const struct rows3 *t, uint32_t k)
{
	const uint32_t i = t->theirs.to_a[k], j = i == ALIGN_NONE ? t->both.to_a[k] : t->ours.to_b[i];

	return j == ALIGN_NONE ? 0 : t->ours.rows_b[j];
}

row_id merge_row_in_ours(const struct merge *m, const struct field *table, row_id theirs)
{
	return theirs && theirs <= m->to_ours_count[table->index] ? m->to_ours[table->index][theirs - 1] : 0;
}

static bool remember_rows(struct merge *m, const struct rows3 *t, struct error *reterr)
{
	const row_id most = highest(t->theirs.rows_b, t->theirs.count_b);

	m->to_ours[t->table->index] = memory_alloc((size_t)most + 1, sizeof(row_id));
	if (!m->to_ours[t->table->index])
		return error_memory(reterr);
	m->to_ours_count[t->table->index] = most;
	for (uint32_t k = 0; k < t->theirs.count_b; k++)
		m->to_ours[t->table->index][t->theirs.rows_b[k] - 1] = row_of(t, k);
	return true;
}

/* ---- rows of the base ---- */

static bool row_changed(struct merge *m, const struct field *table, enum side side, row_id base, row_id row)
{
	const struct report *r = side == SIDE_OURS ? m->ours : m->theirs;

	for (size_t c = 0; c < table->column_count; c++) {
		if (!report_is_calculated(table->columns[c]) && !merge_same(m, m->base, r, table->columns[c], base, row))
			return true;
	}
	return merge_outside_touched(m, side, table, row);
}

static bool merge_cells(struct merge *m, const struct field *table, row_id base, row_id ours, row_id theirs, struct error *reterr)
{
	for (size_t c = 0; c < table->column_count; c++) {
		if (!merge_value(m, (struct place3){ table->columns[c], base, ours, theirs }, reterr))
			return false;
	}
	return true;
}

static bool merge_base_row(struct merge *m, const struct rows3 *t, uint32_t i, struct error *reterr)
{
	const uint32_t j = t->ours.to_b[i], k = t->theirs.to_b[i];
	const row_id base = t->ours.rows_a[i], ours = j == ALIGN_NONE ? 0 : t->ours.rows_b[j];
	const row_id theirs = k == ALIGN_NONE ? 0 : t->theirs.rows_b[k];
	const struct place3 p = { t->table, base, ours, theirs };

	if (ours && theirs)
		return merge_cells(m, t->table, base, ours, theirs, reterr);
	if (theirs)
		return !row_changed(m, t->table, SIDE_THEIRS, base, theirs) || merge_conflict_row(m, p, reterr);
	if (!ours)
		return true;
	if (row_changed(m, t->table, SIDE_OURS, base, ours))
		return merge_conflict_row(m, p, reterr);
	m->result.taken++;
	return report_delete(m->ours, t->table, ours, reterr);
}

/* ---- order, and rows that theirs added ---- */

/* right behind that row (0: at the beginning), and behind what ours put there by itself */
static uint32_t place_behind(const struct merge *m, const struct rows3 *t, row_id before)
{
	uint32_t at = before ? report_row_index(m->ours, t->table, before) + 1 : 0;

	for (row_id next = report_row_at(m->ours, t->table, at); next && next <= t->highest && t->alone_row[next];
	     next = report_row_at(m->ours, t->table, at))
		at++;
	return at;
}

static bool put_cells(struct merge *m, const struct field *table, row_id ours, row_id theirs, struct error *reterr)
{
	for (size_t c = 0; c < table->column_count; c++) {
		const struct place3 p = { table->columns[c], 0, ours, theirs };
		size_t len;
		const char *text = merge_text(m->theirs, p.field, theirs, &len);

		if (!report_is_calculated(p.field) && !merge_take(m, p, text, len, reterr))
			return false;
	}
	return !table->builtin || merge_reserved_new(m, table, theirs, ours, reterr);
}

static bool put_row(struct merge *m, const struct rows3 *t, row_id theirs, row_id before, row_id *ret, struct error *reterr)
{
	uint32_t at = place_behind(m, t, before);
	struct error why = { 0 };

	if (t->table->builtin)
		at = merge_reserved_at(m, t->table, theirs, at);
	if (!report_insert(m->ours, t->table, at, ret, &why)) {
		*ret = 0;
		if (why.kind != ERR_MEMORY && why.kind != ERR_IO) /* no room for it, or nothing that rows could stand in */
			return merge_conflict_row(m, (struct place3){ t->table, 0, 0, theirs }, reterr);
		*reterr = why;
		return false;
	}
	m->to_ours[t->table->index][theirs - 1] = *ret;
	return put_cells(m, t->table, *ret, theirs, reterr);
}

static bool move_row(struct merge *m, const struct rows3 *t, row_id row, row_id before, struct error *reterr)
{
	const uint32_t now = report_row_index(m->ours, t->table, row);
	uint32_t to = place_behind(m, t, before);

	if (to > now)
		to--;
	if (to == now)
		return true;
	m->result.taken++;
	return report_move(m->ours, t->table, row, to, reterr);
}

/* moved on both sides: it may be to the same place */
static bool moved_twice(struct merge *m, const struct rows3 *t, uint32_t i, row_id row, row_id before, struct error *reterr)
{
	uint32_t at = report_row_index(m->ours, t->table, row);
	row_id stands_behind;

	do { /* what ours put there by itself is no difference */
		stands_behind = at ? report_row_at(m->ours, t->table, --at) : 0;
	} while (stands_behind && stands_behind <= t->highest && t->alone_row[stands_behind]);
	if (stands_behind == before)
		return true;
	return merge_conflict_moved(m, (struct place3){ t->table, t->ours.rows_a[i], row, t->theirs.rows_b[t->theirs.to_b[i]] }, i,
				    t->ours.to_b[i], t->theirs.to_b[i], reterr);
}

static bool follow_theirs(struct merge *m, const struct rows3 *t, struct error *reterr)
{
	row_id before = 0;

	for (uint32_t k = 0; k < t->theirs.count_b; k++) {
		const uint32_t i = t->theirs.to_a[k];
		const bool new = i == ALIGN_NONE && t->both.to_a[k] == ALIGN_NONE;
		row_id row = row_of(t, k);

		if (new && !put_row(m, t, t->theirs.rows_b[k], before, &row, reterr))
			return false;
		if (row && i != ALIGN_NONE && t->theirs.moved[i] &&
		    !(t->ours.moved[i] ? moved_twice(m, t, i, row, before, reterr) : move_row(m, t, row, before, reterr)))
			return false;
		before = row ? row : before;
	}
	return true;
}

/* ---- a table ---- */

static bool merge_rows(struct merge *m, const struct rows3 *t, struct error *reterr)
{
	for (uint32_t i = 0; i < t->ours.count_a; i++) {
		if (!merge_base_row(m, t, i, reterr))
			return false;
	}
	for (uint32_t k = 0; k < t->theirs.count_b; k++) {
		const uint32_t j = t->both.to_a[k];

		if (t->theirs.to_a[k] == ALIGN_NONE && j != ALIGN_NONE &&
		    !merge_cells(m, t->table, 0, t->ours.rows_b[j], t->theirs.rows_b[k], reterr))
			return false;
	}
	return follow_theirs(m, t, reterr);
}

bool merge_table(struct merge *m, const struct field *table, struct error *reterr)
{
	struct rows3 t = { .table = table };
	const struct pairs_query ours = { .a = m->base, .b = m->ours, .table = table };
	const struct pairs_query theirs = { .a = m->base, .b = m->theirs, .table = table };
	const bool ok = pairs_make(&ours, &t.ours, reterr) && pairs_make(&theirs, &t.theirs, reterr) && pair_added(m, &t, reterr) &&
			remember_rows(m, &t, reterr) && merge_rows(m, &t, reterr);

	rows_release(&t);
	return ok;
}
