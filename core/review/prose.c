#include "review/prose.h"

#include "base/arena.h"
#include "base/text.h"
#include "review/align.h"

#include <string.h>

/* ---- parts ---- */

/* whether a sentence ends behind this character */
static bool ends_sentence(uint32_t c)
{
	return c == 0x3002 /* 。 */ || c == 0xFF01 /* ！ */ || c == 0xFF1F /* ？ */ || c == 0xFF1B /* ； */ || c == ';' || c == '!' || c == '?';
}

/* quotation marks and brackets that close belong to the sentence before them */
static bool closes(uint32_t c)
{
	return c == 0x201D || c == 0x2019 || c == 0x300D || c == 0x300F || c == 0x300B || c == 0xFF09 || c == ')' || c == '"';
}

static size_t part_end(const char *text, size_t len, bool sentences)
{
	bool over = false;
	size_t at = 0;

	while (at < len) {
		uint32_t c;
		size_t n = text_decode(text + at, len - at, &c);

		if (over && !closes(c) && c != '\n')
			break;
		at += n;
		if (c == '\n')
			break;
		over |= sentences && ends_sentence(c);
	}
	return at;
}

bool prose_split(const char *text, size_t len, bool sentences, struct prose *ret)
{
	struct part *parts = NULL, *more;
	size_t capacity = 0, count = 0;

	for (size_t at = 0, n; at < len; at += n) {
		n = part_end(text + at, len - at, sentences);
		more = memory_grow(parts, &capacity, count + 1, sizeof(*more));
		if (!more) {
			memory_free(parts);
			return false;
		}
		parts = more;
		parts[count++] = (struct part){ text + at, n };
	}
	*ret = (struct prose){ parts, (uint32_t)count };
	return true;
}

void prose_release(struct prose *p)
{
	memory_free(p->parts);
	*p = (struct prose){ NULL };
}

/* ---- differences ---- */

/* the last paragraph may lack its line end: that alone is no other paragraph */
static size_t bare(struct part p)
{
	return p.len && p.text[p.len - 1] == '\n' ? p.len - 1 : p.len;
}

static bool same_part(struct part a, struct part b)
{
	return bare(a) == bare(b) && memcmp(a.text, b.text, bare(a)) == 0;
}

static uint64_t *hashes(const struct prose *p)
{
	uint64_t *list = memory_alloc((size_t)p->count + 1, sizeof(*list));

	for (uint32_t i = 0; list && i < p->count; i++)
		list[i] = text_hash(p->parts[i].text, bare(p->parts[i]));
	return list;
}

static uint32_t hunks_of(const struct prose *a, const struct prose *b, const uint32_t *to_b, struct hunk *out)
{
	struct hunk h = { 0, 0, 0, 0 };
	uint32_t count = 0;

	for (uint32_t i = 0; i <= a->count; i++) {
		if (i < a->count && (to_b[i] == ALIGN_NONE || !same_part(a->parts[i], b->parts[to_b[i]])))
			continue;
		h.a_end = i;
		h.b_end = i < a->count ? to_b[i] : b->count;
		if (h.a_end > h.a || h.b_end > h.b)
			out[count++] = h;
		h = (struct hunk){ i + 1, 0, h.b_end + 1, 0 };
	}
	return count;
}

bool prose_hunks(const struct prose *a, const struct prose *b, struct hunk **ret, uint32_t *ret_count)
{
	uint64_t *x = hashes(a), *y = hashes(b);
	uint32_t *to_b = memory_alloc((size_t)a->count + 1, sizeof(*to_b));
	struct hunk *hunks = memory_alloc((size_t)a->count + 2, sizeof(*hunks));
	bool ok = x && y && to_b && hunks && align_equal(x, a->count, y, b->count, to_b);

	if (ok) {
		*ret_count = hunks_of(a, b, to_b, hunks);
		*ret = hunks;
		hunks = NULL;
	}
	memory_free(x);
	memory_free(y);
	memory_free(to_b);
	memory_free(hunks);
	return ok;
}

/* ---- three ways ---- */

struct merging {
	struct prose base, side[2];
	struct hunk *hunks[2];
	uint32_t count[2];
	struct strbuf *out;
};

static void put(struct strbuf *out, struct part p)
{
	if (out->len && out->text[out->len - 1] != '\n')
		strbuf_putc(out, '\n'); /* what was the last paragraph is so no more */
	strbuf_add(out, p.text, p.len);
}

static void put_hunk(struct merging *m, int side, const struct hunk *h)
{
	for (uint32_t i = h->b; i < h->b_end; i++)
		put(m->out, m->side[side].parts[i]);
}

static bool same_hunk(const struct merging *m, const struct hunk *x, const struct hunk *y)
{
	if (x->a != y->a || x->a_end != y->a_end || x->b_end - x->b != y->b_end - y->b)
		return false;
	for (uint32_t i = 0; i < x->b_end - x->b; i++) {
		if (!same_part(m->side[0].parts[x->b + i], m->side[1].parts[y->b + i]))
			return false;
	}
	return true;
}

/* both change the same paragraphs, or both put something in the same place */
static bool collide(const struct hunk *x, const struct hunk *y)
{
	if (x->a == x->a_end && y->a == y->a_end)
		return x->a == y->a;
	if (x->a == x->a_end)
		return y->a < x->a && x->a < y->a_end;
	if (y->a == y->a_end)
		return x->a < y->a && y->a < x->a_end;
	return x->a < y->a_end && y->a < x->a_end;
}

static bool comes_first(const struct hunk *x, const struct hunk *y)
{
	return x->a < y->a || (x->a == y->a && x->a_end <= y->a_end);
}

static bool merge_hunks(struct merging *m)
{
	uint32_t at = 0, next[2] = { 0, 0 };

	while (next[0] < m->count[0] || next[1] < m->count[1]) {
		const struct hunk *x = next[0] < m->count[0] ? &m->hunks[0][next[0]] : NULL;
		const struct hunk *y = next[1] < m->count[1] ? &m->hunks[1][next[1]] : NULL;
		const bool both = x && y && same_hunk(m, x, y);
		const int side = x && (!y || comes_first(x, y)) ? 0 : 1;
		const struct hunk *h = side ? y : x;

		if (x && y && !both && collide(x, y))
			return false;
		while (at < h->a)
			put(m->out, m->base.parts[at++]);
		put_hunk(m, side, h);
		at = h->a_end;
		next[side]++;
		next[!side] += both;
	}
	while (at < m->base.count)
		put(m->out, m->base.parts[at++]);
	return true;
}

static bool ends_with_line(struct part p)
{
	return p.len && p.text[p.len - 1] == '\n';
}

/* the line end at the very end is merged by itself */
static void finish(struct strbuf *out, struct part base, struct part ours, struct part theirs)
{
	const bool wanted = ends_with_line(ours) == ends_with_line(base) ? ends_with_line(theirs) : ends_with_line(ours);

	if (!out->len)
		return;
	if (wanted && out->text[out->len - 1] != '\n')
		strbuf_putc(out, '\n');
	else if (!wanted && out->text[out->len - 1] == '\n')
		strbuf_truncate(out, out->len - 1);
}

bool prose_merge(struct part base, struct part ours, struct part theirs, struct strbuf *out, bool *ret_clean)
{
	struct merging m = { .out = out };
	bool ok = prose_split(base.text, base.len, false, &m.base) && prose_split(ours.text, ours.len, false, &m.side[0]) &&
		  prose_split(theirs.text, theirs.len, false, &m.side[1]) &&
		  prose_hunks(&m.base, &m.side[0], &m.hunks[0], &m.count[0]) && prose_hunks(&m.base, &m.side[1], &m.hunks[1], &m.count[1]);

	if (ok) {
		*ret_clean = merge_hunks(&m);
		if (*ret_clean)
			finish(out, base, ours, theirs);
		else
			strbuf_clear(out);
	}
	prose_release(&m.base);
	for (int side = 0; side < 2; side++) {
		prose_release(&m.side[side]);
		memory_free(m.hunks[side]);
	}
	return ok;
}
