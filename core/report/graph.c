#include "report/graph.h"

#include "base/arena.h"

#include <string.h>

struct link {
	uint32_t from, to;
	bool same_row;
};

struct builder {
	const struct form *form;
	struct graph *g;
	struct link *links;
	size_t count, capacity;
	bool failed;
	/* the node whose inputs are being collected, and the table whose row it stands in */
	uint32_t target;
	const struct field *table;
	const struct field *inner; /* inside the `where` of an aggregate that is not kept: the table aggregated */
};

bool graph_keeps(const struct aggregate *a)
{
	return a->over->type == TYPE_TABLE && !a->correlated;
}

uint32_t graph_of(const struct graph *g, const struct field *f)
{
	return f->table ? g->column[g->column_base[f->table->index] + f->index] : g->slot[f->index];
}

static void link_add(struct builder *b, uint32_t from, bool same_row)
{
	struct link *links;

	if (b->failed)
		return;
	links = memory_grow(b->links, &b->capacity, b->count + 1, sizeof(*links));
	if (!links) {
		b->failed = true;
		return;
	}
	b->links = links;
	links[b->count++] = (struct link){ from, b->target, same_row };
}

static void read_expr(struct builder *b, const struct expr *e);

static void read_matrix_column(struct builder *b, const struct field *m, size_t column)
{
	for (size_t row = 0; row < m->row_count; row++) {
		const struct field *cell = m->cells[row * m->column_count + column];

		if (cell)
			link_add(b, graph_of(b->g, cell), false);
	}
}

static void read_field(void *to, const struct expr *e)
{
	struct builder *b = to;
	const struct field *f = e->field;

	if (e->op == EXPR_MATRIX_FIELD) {
		read_matrix_column(b, f, e->matrix_column);
	} else if (e->op == EXPR_ROW_FIELD) {
		link_add(b, graph_of(b->g, f), false);
		link_add(b, b->g->structure[f->table->index], false);
		if (f->table->key >= 0)
			link_add(b, graph_of(b->g, f->table->columns[f->table->key]), false);
	} else if (f->table) {
		/* inside `where`, level 1 is the reader's own row, and level 0 any row */
		bool own = f->table == b->table && e->level == (b->inner ? 1u : 0u);

		link_add(b, graph_of(b->g, f), own);
	} else if (f->type != TYPE_MATRIX) {
		link_add(b, graph_of(b->g, f), false);
	}
}

static void read_relevance(struct builder *b, const struct field *f)
{
	if (f && f->relevant)
		read_expr(b, f->relevant->expr);
}

/* an aggregate that is computed whenever it is read: its inputs are its reader's */
static void read_unkept(struct builder *b, const struct aggregate *a)
{
	const struct field *outer = b->inner;

	if (a->over->type == TYPE_MATRIX) {
		if (a->column)
			read_matrix_column(b, a->over, a->column->column);
	} else {
		link_add(b, b->g->structure[a->over->index], false);
		if (a->column)
			link_add(b, graph_of(b->g, a->column), false);
	}
	read_relevance(b, a->over);
	b->inner = a->over;
	if (a->where)
		read_expr(b, a->where);
	b->inner = outer;
}

static void read_aggregate(void *to, const struct aggregate *a)
{
	struct builder *b = to;

	if (graph_keeps(a))
		link_add(b, b->g->total[a->index], false);
	else
		read_unkept(b, a);
}

static void read_expr(struct builder *b, const struct expr *e)
{
	const struct expr_visitor v = { .field = read_field, .aggregate = read_aggregate, .to = b };

	if (e)
		expr_visit(e, &v);
}

static void read_formula(struct builder *b, const struct formula *f)
{
	if (f)
		read_expr(b, f->expr);
}

static void at(struct builder *b, uint32_t target, const struct field *table)
{
	b->target = target;
	b->table = table;
	b->inner = NULL;
}

static void read_value(struct builder *b, const struct field *f)
{
	at(b, graph_of(b->g, f), f->table);
	read_relevance(b, f);
	read_relevance(b, f->table);
	read_relevance(b, f->matrix);
	if (f->calculate && !f->stated)
		read_formula(b, f->calculate);
}

static void read_limits(struct builder *b, const struct field *f)
{
	link_add(b, graph_of(b->g, f), f->table != NULL);
	read_formula(b, f->required);
	read_formula(b, f->min);
	read_formula(b, f->max);
	if (f->stated)
		read_formula(b, f->calculate);
}

static void read_total(struct builder *b, const struct aggregate *a)
{
	if (!graph_keeps(a))
		return;
	at(b, b->g->total[a->index], a->over);
	read_relevance(b, a->over);
	if (a->column)
		link_add(b, graph_of(b->g, a->column), true);
	if (a->where)
		read_expr(b, a->where);
}

/* the program's own table of reasons: giving one passes a check */
static void read_reasons(struct builder *b)
{
	const struct form *f = b->form;

	for (size_t i = 0; i < f->table_count; i++) {
		const struct field *t = f->tables[i];

		if (!t->builtin || strcmp(t->id, "reasons") != 0)
			continue;
		link_add(b, b->g->structure[t->index], false);
		for (size_t c = 0; c < t->column_count; c++)
			link_add(b, graph_of(b->g, t->columns[c]), false);
	}
}

static void read_check(struct builder *b, const struct check *c)
{
	read_formula(b, c->rule);
	if (c->explain)
		read_reasons(b);
	if (c->explain && c->each) /* a reason may name its row by index */
		link_add(b, b->g->structure[c->each->index], false);
	if (c->at) {
		read_relevance(b, c->at);
		read_relevance(b, c->at->table);
		read_relevance(b, c->at->matrix);
	}
}

static void read_table(struct builder *b, const struct field *t)
{
	for (size_t c = 0; c < t->column_count; c++)
		read_value(b, t->columns[c]);
	at(b, b->g->watch_rows[t->index], t);
	for (size_t c = 0; c < t->column_count; c++)
		read_limits(b, t->columns[c]);
	read_relevance(b, t);
	for (size_t i = 0; i < b->form->check_count; i++) {
		if (b->form->checks[i]->each == t)
			read_check(b, b->form->checks[i]);
	}
	at(b, b->g->watch_table[t->index], t);
	link_add(b, b->g->structure[t->index], false);
	read_formula(b, t->required);
	read_relevance(b, t);
}

static void collect(struct builder *b)
{
	const struct form *f = b->form;

	for (size_t i = 0; i < f->slot_count; i++) {
		read_value(b, f->slots[i]);
		at(b, b->g->watch_slot[i], NULL);
		read_limits(b, f->slots[i]);
	}
	for (size_t i = 0; i < f->table_count; i++)
		read_table(b, f->tables[i]);
	for (size_t i = 0; i < f->aggregate_count; i++)
		read_total(b, f->aggregates[i]);
	for (size_t i = 0; i < f->check_count; i++) {
		if (f->checks[i]->each)
			continue;
		at(b, b->g->check_watch[i], NULL);
		read_check(b, f->checks[i]);
	}
}

static uint32_t node_add(struct graph *g, enum graph_kind kind, uint32_t index, const struct field *f)
{
	g->nodes[g->count] = (struct graph_node){ .kind = kind, .index = index, .field = f };
	return g->count++;
}

static bool nodes_new(struct graph *g, const struct form *f)
{
	size_t columns = 0, count;

	for (size_t i = 0; i < f->table_count; i++)
		columns += f->tables[i]->column_count;
	count = 2 * f->slot_count + columns + 3 * f->table_count + f->aggregate_count + f->check_count;
	g->nodes = memory_alloc(count + 1, sizeof(*g->nodes));
	g->slot = memory_alloc(f->slot_count + 1, sizeof(uint32_t));
	g->watch_slot = memory_alloc(f->slot_count + 1, sizeof(uint32_t));
	g->structure = memory_alloc(f->table_count + 1, sizeof(uint32_t));
	g->watch_rows = memory_alloc(f->table_count + 1, sizeof(uint32_t));
	g->watch_table = memory_alloc(f->table_count + 1, sizeof(uint32_t));
	g->column_base = memory_alloc(f->table_count + 1, sizeof(uint32_t));
	g->column = memory_alloc(columns + 1, sizeof(uint32_t));
	g->total = memory_alloc(f->aggregate_count + 1, sizeof(uint32_t));
	g->check_watch = memory_alloc(f->check_count + 1, sizeof(uint32_t));
	if (!g->nodes || !g->slot || !g->watch_slot || !g->structure || !g->watch_rows || !g->watch_table || !g->column_base ||
	    !g->column || !g->total || !g->check_watch)
		return false;
	columns = 0;
	for (uint32_t i = 0; i < f->slot_count; i++)
		g->slot[i] = node_add(g, GRAPH_SLOT, i, f->slots[i]);
	for (uint32_t i = 0; i < f->table_count; i++) {
		const struct field *t = f->tables[i];

		g->structure[i] = node_add(g, GRAPH_STRUCTURE, i, t);
		g->column_base[i] = (uint32_t)columns;
		for (uint32_t c = 0; c < t->column_count; c++)
			g->column[columns++] = node_add(g, GRAPH_COLUMN, i, t->columns[c]);
	}
	for (uint32_t i = 0; i < f->aggregate_count; i++)
		g->total[i] = graph_keeps(f->aggregates[i]) ? node_add(g, GRAPH_TOTAL, i, f->aggregates[i]->over) : UINT32_MAX;
	for (uint32_t i = 0; i < f->slot_count; i++)
		g->watch_slot[i] = node_add(g, GRAPH_WATCH_SLOT, i, f->slots[i]);
	for (uint32_t i = 0; i < f->table_count; i++) {
		g->watch_rows[i] = node_add(g, GRAPH_WATCH_ROWS, i, f->tables[i]);
		g->watch_table[i] = node_add(g, GRAPH_WATCH_TABLE, i, f->tables[i]);
	}
	for (uint32_t i = 0; i < f->check_count; i++)
		g->check_watch[i] = node_add(g, GRAPH_WATCH_CHECK, i, NULL);
	return true;
}

static int link_compare(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	return (int)x->same_row - (int)y->same_row; /* the one that reaches every row first: it covers the other */
}

static void links_unique(struct builder *b)
{
	size_t kept = 0;

	qsort(b->links, b->count, sizeof(*b->links), link_compare);
	for (size_t i = 0; i < b->count; i++) {
		if (kept > 0 && b->links[kept - 1].from == b->links[i].from && b->links[kept - 1].to == b->links[i].to)
			continue;
		b->links[kept++] = b->links[i];
	}
	b->count = kept;
}

/* Kahn's ordering; what a circle would leave over (a form with one does not load) comes last */
static void order_nodes(const struct builder *b, uint32_t *position)
{
	const struct graph *g = b->g;
	uint32_t next = 0;
	bool moved = true;

	memset(position, 0xff, g->count * sizeof(*position));
	for (uint32_t *waits = position + g->count, round = 0; moved || round == 0; round++) {
		moved = false;
		memset(waits, 0, g->count * sizeof(*waits));
		for (size_t i = 0; i < b->count; i++) {
			if (position[b->links[i].from] == UINT32_MAX && b->links[i].from != b->links[i].to)
				waits[b->links[i].to]++;
		}
		for (uint32_t n = 0; n < g->count; n++) {
			if (position[n] == UINT32_MAX && waits[n] == 0) {
				position[n] = next++;
				moved = true;
			}
		}
	}
	for (uint32_t n = 0; n < g->count; n++) {
		if (position[n] == UINT32_MAX)
			position[n] = next++;
	}
}

static void renumber(uint32_t *numbers, size_t count, const uint32_t *position)
{
	for (size_t i = 0; i < count; i++) {
		if (numbers[i] != UINT32_MAX)
			numbers[i] = position[numbers[i]];
	}
}

static bool arrange(struct builder *b)
{
	struct graph *g = b->g;
	const struct form *f = b->form;
	size_t columns = 0;
	uint32_t *position = memory_alloc(2 * (size_t)g->count + 1, sizeof(*position));
	struct graph_node *nodes = memory_alloc(g->count + 1, sizeof(*nodes));

	g->edges = memory_alloc(b->count + 1, sizeof(*g->edges));
	if (!position || !nodes || !g->edges) {
		memory_free(position);
		memory_free(nodes);
		return false;
	}
	for (size_t i = 0; i < f->table_count; i++)
		columns += f->tables[i]->column_count;
	links_unique(b);
	order_nodes(b, position);
	for (uint32_t n = 0; n < g->count; n++)
		nodes[position[n]] = g->nodes[n];
	for (size_t i = 0; i < b->count; i++) {
		struct graph_node *from = &nodes[position[b->links[i].from]];

		g->edges[i] = (struct graph_edge){ position[b->links[i].to], b->links[i].same_row };
		if (from->edge_count++ == 0)
			from->edges = &g->edges[i];
	}
	memory_free(g->nodes);
	g->nodes = nodes;
	renumber(g->slot, f->slot_count, position);
	renumber(g->watch_slot, f->slot_count, position);
	renumber(g->structure, f->table_count, position);
	renumber(g->watch_rows, f->table_count, position);
	renumber(g->watch_table, f->table_count, position);
	renumber(g->column, columns, position);
	renumber(g->total, f->aggregate_count, position);
	renumber(g->check_watch, f->check_count, position);
	memory_free(position);
	return true;
}

bool graph_new(const struct form *f, struct graph **ret)
{
	struct graph *g = memory_alloc(1, sizeof(*g));
	struct builder b = { .form = f, .g = g };
	bool ok = g && nodes_new(g, f);

	if (ok) {
		collect(&b);
		ok = !b.failed && arrange(&b);
	}
	memory_free(b.links);
	if (!ok) {
		graph_free(g);
		return false;
	}
	*ret = g;
	return true;
}

void graph_free(struct graph *g)
{
	if (!g)
		return;
	memory_free(g->nodes);
	memory_free(g->edges);
	memory_free(g->slot);
	memory_free(g->structure);
	memory_free(g->total);
	memory_free(g->check_watch);
	memory_free(g->watch_slot);
	memory_free(g->watch_rows);
	memory_free(g->watch_table);
	memory_free(g->column_base);
	memory_free(g->column);
	memory_free(g);
}
