#include "report/tournament.h"

#include "base/arena.h"

struct node {
	bool there;
	struct figure figure;
};

struct tournament {
	bool greatest;
	uint32_t leaves;    /* a power of two, or 0 */
	struct node *nodes; /* 1 is the root; leaves stand at leaves … 2 * leaves - 1 */
};

struct tournament *tournament_new(bool greatest)
{
	struct tournament *t = memory_alloc(1, sizeof(*t));

	if (t)
		t->greatest = greatest;
	return t;
}

void tournament_free(struct tournament *t)
{
	if (!t)
		return;
	memory_free(t->nodes);
	memory_free(t);
}

static int128 better(const struct tournament *t, int128 a, int128 b)
{
	return (a > b) == t->greatest ? a : b;
}

static void play(struct tournament *t, uint32_t n)
{
	const struct node *a = &t->nodes[2 * n], *b = &t->nodes[2 * n + 1];
	struct node *winner = &t->nodes[n];

	if (!a->there || !b->there) {
		*winner = a->there ? *a : *b;
		return;
	}
	winner->there = true;
	winner->figure.value = better(t, a->figure.value, b->figure.value);
	winner->figure.lo = better(t, a->figure.lo, b->figure.lo);
	winner->figure.hi = better(t, a->figure.hi, b->figure.hi);
}

bool tournament_reserve(struct tournament *t, uint32_t places)
{
	uint32_t leaves = t->leaves ? t->leaves : 16;
	struct node *nodes;

	while (leaves < places)
		leaves *= 2;
	if (leaves == t->leaves)
		return true;
	nodes = memory_alloc(2 * (size_t)leaves, sizeof(*nodes));
	if (!nodes)
		return false;
	if (t->leaves)
		memcpy(nodes + leaves, t->nodes + t->leaves, t->leaves * sizeof(*nodes));
	memory_free(t->nodes);
	t->nodes = nodes;
	t->leaves = leaves;
	for (uint32_t n = leaves - 1; n > 0; n--)
		play(t, n);
	return true;
}

void tournament_set(struct tournament *t, uint32_t place, const struct figure *f)
{
	uint32_t n = t->leaves + place;

	if (place >= t->leaves)
		return;
	t->nodes[n].there = f != NULL;
	if (f)
		t->nodes[n].figure = *f;
	for (n /= 2; n > 0; n /= 2)
		play(t, n);
}

bool tournament_winner(const struct tournament *t, struct figure *ret)
{
	if (!t->leaves || !t->nodes[1].there)
		return false;
	*ret = t->nodes[1].figure;
	return true;
}

void tournament_clear(struct tournament *t)
{
	if (t->leaves)
		memset(t->nodes, 0, 2 * (size_t)t->leaves * sizeof(*t->nodes));
}
