#include "review/pair.h"

#include "base/arena.h"
#include "base/text.h"
#include "review/align.h"

#include <stdlib.h>
#include <string.h>

/* between two paired rows at most this many pairs of rows are looked at for likeness */
#define GAP_LIMIT 40000u

struct pairing {
	const struct report *a, *b;
	const struct field *table;
	const uint8_t *only_a, *only_b;
	const struct field *keys[4]; /* what names a row together */
	size_t key_count;
	struct pairs *p;
	uint64_t *whole_a, *whole_b; /* hashes of the rows */
	uint64_t *rest_a, *rest_b;   /* … without their keys; 0: nothing else is there */
	uint8_t *single_a, *single_b; /* named by a key that no other row of either side has */
};

/* the columns that name a row: its key; of the program's own tables what it is known by */
static void find_keys(struct pairing *g, bool united)
{
	static const char *const own[][4] = {
		{ "review", "id" },	  { "history", "at", "by", "action" }, { "reasons", "check", "path" },
		{ "unplaced", "path", "label" }, { "conflicts", "path" },
	};
	static const char *const comment[4] = { "review", "at", "by", "text" };

	if (g->table->key >= 0)
		g->keys[g->key_count++] = g->table->columns[g->table->key];
	for (size_t i = 0; g->table->builtin && i < ARRAY_SIZE(own); i++) {
		const char *const *names = united && i == 0 ? comment : own[i];

		for (size_t k = 1; strcmp(names[0], g->table->id) == 0 && k < 4 && names[k]; k++) {
			const struct field *column = table_column(g->table, names[k], strlen(names[k]));

			if (column)
				g->keys[g->key_count++] = column;
		}
	}
}

static const char *text_at(const struct report *r, const struct field *column, row_id row, size_t *ret_len)
{
	return report_text(r, (struct spot){ column->section, column, row }, ret_len);
}

static bool same_cell(const struct pairing *g, const struct field *column, row_id a, row_id b)
{
	size_t len, other;
	const char *x = text_at(g->a, column, a, &len), *y = text_at(g->b, column, b, &other);

	return len == other && memcmp(x, y, len) == 0;
}

static uint64_t mix(uint64_t hash, uint64_t more)
{
	hash ^= more + 0x9e3779b97f4a7c15u + (hash << 6) + (hash >> 2);
	return hash * 0xff51afd7ed558ccdu;
}

static bool is_key(const struct pairing *g, const struct field *column)
{
	for (size_t k = 0; k < g->key_count; k++) {
		if (g->keys[k] == column)
			return true;
	}
	return false;
}

static uint64_t row_hash(const struct pairing *g, const struct report *r, row_id row, bool with_key)
{
	uint64_t hash = 1;
	bool any = false;

	for (size_t c = 0; c < g->table->column_count; c++) {
		const struct field *column = g->table->columns[c];
		size_t len;
		const char *text;

		if (report_is_calculated(column) || (!with_key && is_key(g, column)))
			continue;
		text = text_at(r, column, row, &len);
		any |= len > 0;
		hash = mix(hash, len ? text_hash(text, len) : 0);
	}
	return any || with_key ? hash | 1 : 0;
}

static uint64_t key_hash(const struct pairing *g, const struct report *r, row_id row)
{
	uint64_t hash = 2;
	bool any = false;

	for (size_t k = 0; k < g->key_count; k++) {
		size_t len;
		const char *text = text_at(r, g->keys[k], row, &len);

		any |= len > 0;
		hash = mix(hash, len ? text_hash(text, len) : 0);
	}
	return any ? hash | 1 : 0;
}

/* ---- pairs by a hash ---- */

struct entry {
	uint64_t hash;
	uint32_t at;
	uint32_t side;
};

static int entry_compare(const void *x, const void *y)
{
	const struct entry *i = x, *j = y;

	if (i->hash != j->hash)
		return i->hash < j->hash ? -1 : 1;
	if (i->side != j->side)
		return i->side < j->side ? -1 : 1;
	return (i->at > j->at) - (i->at < j->at);
}

/* not paired yet, and among those that are asked for */
static bool left_a(const struct pairing *g, uint32_t i)
{
	return g->p->to_b[i] == ALIGN_NONE && (!g->only_a || g->only_a[i]);
}

static bool left_b(const struct pairing *g, uint32_t j)
{
	return g->p->to_a[j] == ALIGN_NONE && (!g->only_b || g->only_b[j]);
}

static void join(struct pairing *g, uint32_t a, uint32_t b)
{
	g->p->to_b[a] = b;
	g->p->to_a[b] = a;
}

/* entries of rows that are not paired yet, sorted; hashes of 0 are left out */
static uint32_t collect(struct pairing *g, const uint64_t *a, const uint64_t *b, struct entry *list)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < g->p->count_a; i++) {
		if (left_a(g, i) && a[i])
			list[n++] = (struct entry){ a[i], i, 0 };
	}
	for (uint32_t j = 0; j < g->p->count_b; j++) {
		if (left_b(g, j) && b[j])
			list[n++] = (struct entry){ b[j], j, 1 };
	}
	if (n)
		qsort(list, n, sizeof(*list), entry_compare);
	return n;
}

typedef void match_group(struct pairing *g, const struct entry *group, uint32_t in_a, uint32_t in_b);

/* calls match() for every group of equal hashes with rows of both sides (or, for keys, of one) */
static bool by_hash(struct pairing *g, const uint64_t *a, const uint64_t *b, match_group *match)
{
	struct entry *list = memory_alloc((size_t)g->p->count_a + g->p->count_b + 1, sizeof(*list));
	uint32_t n;

	if (!list)
		return false;
	n = collect(g, a, b, list);
	for (uint32_t i = 0, end; i < n; i = end) {
		uint32_t in_a = 0;

		for (end = i; end < n && list[end].hash == list[i].hash; end++)
			in_a += list[end].side == 0;
		match(g, &list[i], in_a, end - i - in_a);
	}
	memory_free(list);
	return true;
}

static void match_keys(struct pairing *g, const struct entry *group, uint32_t in_a, uint32_t in_b)
{
	bool same = in_a == 1 && in_b == 1;

	if (in_a == 1 && !in_b)
		g->single_a[group[0].at] = 1;
	if (in_b == 1 && !in_a)
		g->single_b[group[0].at] = 1;
	for (size_t k = 0; k < g->key_count && same; k++)
		same = same_cell(g, g->keys[k], g->p->rows_a[group[0].at], g->p->rows_b[group[1].at]);
	if (same)
		join(g, group[0].at, group[1].at);
}

/* equal rows that stand elsewhere: the n-th with the n-th */
static void match_equal(struct pairing *g, const struct entry *group, uint32_t in_a, uint32_t in_b)
{
	for (uint32_t i = 0; i < in_a && i < in_b; i++)
		join(g, group[i].at, group[in_a + i].at);
}

/* the key is new on one side and gone on the other, or was blank; a key that is repeated says nothing */
static void match_renamed(struct pairing *g, const struct entry *group, uint32_t in_a, uint32_t in_b)
{
	if (in_a == 1 && in_b == 1)
		join(g, group[0].at, group[1].at);
}

/* ---- equal rows in order ---- */

static bool pair_in_order(struct pairing *g)
{
	struct pairs *p = g->p;
	uint64_t *a = memory_alloc((size_t)p->count_a + 1, sizeof(*a)), *b = memory_alloc((size_t)p->count_b + 1, sizeof(*b));
	uint32_t *at_a = memory_alloc((size_t)p->count_a + 1, sizeof(*at_a)), *at_b = memory_alloc((size_t)p->count_b + 1, sizeof(*at_b));
	uint32_t *to_b = memory_alloc((size_t)p->count_a + 1, sizeof(*to_b)), n = 0, m = 0;
	bool ok = a && b && at_a && at_b && to_b;

	for (uint32_t i = 0; ok && i < p->count_a; i++) {
		if (left_a(g, i)) {
			a[n] = g->whole_a[i];
			at_a[n++] = i;
		}
	}
	for (uint32_t j = 0; ok && j < p->count_b; j++) {
		if (left_b(g, j)) {
			b[m] = g->whole_b[j];
			at_b[m++] = j;
		}
	}
	ok = ok && align_equal(a, n, b, m, to_b);
	for (uint32_t i = 0; ok && i < n; i++) {
		if (to_b[i] != ALIGN_NONE)
			join(g, at_a[i], at_b[to_b[i]]);
	}
	memory_free(a);
	memory_free(b);
	memory_free(at_a);
	memory_free(at_b);
	memory_free(to_b);
	return ok;
}

/* ---- likeness ---- */

/* how much two rows have in common, in halves of a value: 0 when they are not taken for the same */
static uint32_t likeness(const struct pairing *g, uint32_t i, uint32_t j)
{
	row_id a = g->p->rows_a[i], b = g->p->rows_b[j];
	uint32_t filled_a = 0, filled_b = 0, same = 0;
	bool same_key = false;

	for (size_t c = 0; c < g->table->column_count; c++) {
		const struct field *column = g->table->columns[c];
		size_t len_a, len_b;
		bool equal;

		if (report_is_calculated(column))
			continue;
		text_at(g->a, column, a, &len_a);
		text_at(g->b, column, b, &len_b);
		equal = same_cell(g, column, a, b);
		if (is_key(g, column) && len_a && len_b) {
			if (!equal)
				return 0;
			same_key = true;
		}
		filled_a += len_a > 0;
		filled_b += len_b > 0;
		same += equal && len_a;
	}
	if (same_key || (same && 2 * same >= (filled_a > filled_b ? filled_a : filled_b)))
		return 2 * same + 1;
	return 0;
}

/* rows of a gap: those that are not paired between two that are */
static bool pair_gap(struct pairing *g, const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m)
{
	const size_t wide = (size_t)m + 1;
	uint32_t *best;

	if (!n || !m)
		return true;
	if ((size_t)n * m > GAP_LIMIT) {
		for (uint32_t i = 0; i < n && i < m; i++) {
			if (likeness(g, a[i], b[i]))
				join(g, a[i], b[i]);
		}
		return true;
	}
	best = memory_alloc(((size_t)n + 1) * wide, sizeof(*best));
	if (!best)
		return false;
	for (size_t i = n; i-- > 0;) {
		for (size_t j = m; j-- > 0;) {
			uint32_t like = likeness(g, a[i], b[j]);
			uint32_t down = best[(i + 1) * wide + j], right = best[i * wide + j + 1];
			uint32_t both = like ? best[(i + 1) * wide + j + 1] + like : 0;

			best[i * wide + j] = both >= down && both >= right ? both : down > right ? down : right;
		}
	}
	for (size_t i = 0, j = 0; i < n && j < m;) {
		uint32_t like = likeness(g, a[i], b[j]);

		if (like && best[i * wide + j] == best[(i + 1) * wide + j + 1] + like)
			join(g, a[i++], b[j++]);
		else if (best[i * wide + j] == best[(i + 1) * wide + j])
			i++;
		else
			j++;
	}
	memory_free(best);
	return true;
}

static bool may_be_like(const struct pairing *g, bool single)
{
	return !g->key_count || !single;
}

static bool pair_like(struct pairing *g)
{
	struct pairs *p = g->p;
	uint8_t *keep = memory_alloc((size_t)p->count_a + 1, 1);
	uint32_t *a = memory_alloc((size_t)p->count_a + 1, sizeof(*a)), *b = memory_alloc((size_t)p->count_b + 1, sizeof(*b));
	uint32_t n = 0, m = 0, j = 0;
	bool ok = keep && a && b && align_longest(p->to_b, p->count_a, keep);

	for (uint32_t i = 0; ok && i <= p->count_a; i++) {
		const uint32_t stop = i == p->count_a ? p->count_b : p->to_b[i];

		if (i < p->count_a && !keep[i]) {
			if (left_a(g, i) && may_be_like(g, g->single_a[i]))
				a[n++] = i;
			continue;
		}
		for (; j < stop; j++) {
			if (left_b(g, j) && may_be_like(g, g->single_b[j]))
				b[m++] = j;
		}
		ok = pair_gap(g, a, n, b, m);
		n = m = 0;
		j = stop + 1;
	}
	memory_free(keep);
	memory_free(a);
	memory_free(b);
	return ok;
}

/* ---- all of it ---- */

static bool find_moved(struct pairs *p)
{
	if (!align_longest(p->to_b, p->count_a, p->moved))
		return false;
	for (uint32_t i = 0; i < p->count_a; i++)
		p->moved[i] = p->to_b[i] != ALIGN_NONE && !p->moved[i];
	return true;
}

static bool pairs_init(struct pairing *g)
{
	struct pairs *p = g->p;
	const size_t n = p->count_a = report_row_count(g->a, g->table), m = p->count_b = report_row_count(g->b, g->table);

	p->rows_a = memory_alloc(n + 1, sizeof(*p->rows_a));
	p->rows_b = memory_alloc(m + 1, sizeof(*p->rows_b));
	p->to_b = memory_alloc(n + 1, sizeof(*p->to_b));
	p->to_a = memory_alloc(m + 1, sizeof(*p->to_a));
	p->moved = memory_alloc(n + 1, 1);
	g->whole_a = memory_alloc(n + 1, sizeof(uint64_t));
	g->whole_b = memory_alloc(m + 1, sizeof(uint64_t));
	g->rest_a = memory_alloc(n + 1, sizeof(uint64_t));
	g->rest_b = memory_alloc(m + 1, sizeof(uint64_t));
	g->single_a = memory_alloc(n + 1, 1);
	g->single_b = memory_alloc(m + 1, 1);
	if (!p->rows_a || !p->rows_b || !p->to_b || !p->to_a || !p->moved || !g->whole_a || !g->whole_b || !g->rest_a || !g->rest_b ||
	    !g->single_a || !g->single_b)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		p->rows_a[i] = report_row_at(g->a, g->table, i);
		p->to_b[i] = ALIGN_NONE;
	}
	for (uint32_t j = 0; j < m; j++) {
		p->rows_b[j] = report_row_at(g->b, g->table, j);
		p->to_a[j] = ALIGN_NONE;
	}
	return true;
}

static bool pair_by_key(struct pairing *g)
{
	/* (the hashes of the rests are not needed yet) */
	for (uint32_t i = 0; i < g->p->count_a; i++)
		g->rest_a[i] = key_hash(g, g->a, g->p->rows_a[i]);
	for (uint32_t j = 0; j < g->p->count_b; j++)
		g->rest_b[j] = key_hash(g, g->b, g->p->rows_b[j]);
	return by_hash(g, g->rest_a, g->rest_b, match_keys);
}

static bool is_left(const struct pairing *g)
{
	bool a = false, b = false;

	for (uint32_t i = 0; i < g->p->count_a && !a; i++)
		a = left_a(g, i);
	for (uint32_t j = 0; j < g->p->count_b && !b; j++)
		b = left_b(g, j);
	return a && b;
}

/* a row may have been renamed unless its key is repeated on its side */
static bool pair_renamed(struct pairing *g)
{
	if (!g->key_count || g->table->builtin)
		return true;
	for (uint32_t i = 0; i < g->p->count_a; i++)
		g->rest_a[i] = row_hash(g, g->a, g->p->rows_a[i], false);
	for (uint32_t j = 0; j < g->p->count_b; j++)
		g->rest_b[j] = row_hash(g, g->b, g->p->rows_b[j], false);
	return by_hash(g, g->rest_a, g->rest_b, match_renamed);
}

static bool pair_rest(struct pairing *g, bool sure)
{
	if (!is_left(g))
		return true;
	for (uint32_t i = 0; i < g->p->count_a; i++)
		g->whole_a[i] = row_hash(g, g->a, g->p->rows_a[i], true);
	for (uint32_t j = 0; j < g->p->count_b; j++)
		g->whole_b[j] = row_hash(g, g->b, g->p->rows_b[j], true);
	if (!pair_in_order(g) || !by_hash(g, g->whole_a, g->whole_b, match_equal))
		return false;
	return sure || (pair_renamed(g) && pair_like(g));
}

bool pairs_make(const struct pairs_query *q, struct pairs *ret, struct error *reterr)
{
	struct pairs p = { NULL };
	struct pairing g = { .a = q->a, .b = q->b, .table = q->table, .only_a = q->only_a, .only_b = q->only_b, .p = &p };
	bool ok;

	find_keys(&g, q->united);
	ok = pairs_init(&g) && (!g.key_count || pair_by_key(&g)) && pair_rest(&g, q->sure) && find_moved(&p);
	memory_free(g.whole_a);
	memory_free(g.whole_b);
	memory_free(g.rest_a);
	memory_free(g.rest_b);
	memory_free(g.single_a);
	memory_free(g.single_b);
	if (ok)
		*ret = p;
	else
		pairs_release(&p);
	return ok || error_memory(reterr);
}

void pairs_release(struct pairs *p)
{
	memory_free(p->rows_a);
	memory_free(p->rows_b);
	memory_free(p->to_b);
	memory_free(p->to_a);
	memory_free(p->moved);
	*p = (struct pairs){ NULL };
}
