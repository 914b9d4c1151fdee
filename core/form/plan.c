/*
 * The order of calculation exists: no calculated field reads itself through whatever chain.
 *
 * A graph with one node for each scalar slot, each column of a table (whatever the row) and each aggregate. A field
 * leads to what its formula reads (unless it is entered or stated) and to what decides its relevance; an aggregate to
 * its column and to what its filter reads. The walk keeps its own stack: forms are data and may be as deep as they
 * like.
 */
#include "form/formula.h"

#include "base/i18n.h"
#include "base/strbuf.h"

#define CIRCLE_TEXT_MAX 900 /* what fits into an error; beyond it the labels are left out */

struct edge {
	uint32_t to;
	const struct formula *why;
};

struct plan {
	const struct form *form;
	size_t *table_node;    /* by table number: the node of its first column */
	size_t aggregate_node; /* of the first aggregate */
	size_t node_count;
	const struct field **field; /* by node; NULL for aggregates */
	size_t *first_edge;         /* by node, and one more */
	struct edge *edges;
	size_t edge_count, edge_room;
	const struct formula *why; /* while edges are collected */
	bool failed;
};

/* ---- nodes ---- */

static size_t field_node(const struct plan *p, const struct field *f)
{
	return f->table ? p->table_node[f->table->index] + f->index : f->index;
}

static bool number_nodes(struct plan *p)
{
	const struct form *f = p->form;
	size_t n = f->slot_count;

	p->table_node = memory_alloc(f->table_count + 1, sizeof(size_t));
	if (!p->table_node)
		return false;
	for (size_t i = 0; i < f->table_count; i++) {
		p->table_node[i] = n;
		n += f->tables[i]->column_count;
	}
	p->aggregate_node = n;
	p->node_count = n + f->aggregate_count;
	p->field = memory_alloc(p->node_count + 1, sizeof(struct field *));
	p->first_edge = memory_alloc(p->node_count + 1, sizeof(size_t));
	if (!p->field || !p->first_edge)
		return false;
	for (size_t i = 0; i < f->slot_count; i++)
		p->field[i] = f->slots[i];
	for (size_t i = 0; i < f->table_count; i++) {
		for (size_t c = 0; c < f->tables[i]->column_count; c++)
			p->field[p->table_node[i] + c] = f->tables[i]->columns[c];
	}
	return true;
}

/* ---- edges ---- */

static void add_edge(struct plan *p, size_t to)
{
	struct edge *edges = memory_grow(p->edges, &p->edge_room, p->edge_count + 1, sizeof(*edges));

	if (!edges) {
		p->failed = true;
		return;
	}
	p->edges = edges;
	p->edges[p->edge_count++] = (struct edge){.to = (uint32_t)to, .why = p->why};
}

static void add_matrix_column(struct plan *p, const struct field *matrix, size_t column)
{
	for (size_t row = 0; row < matrix->row_count; row++) {
		const struct field *cell = matrix->cells[row * matrix->column_count + column];

		if (cell && !matrix->rows[row].total)
			add_edge(p, field_node(p, cell));
	}
}

static void add_read(void *to, const struct expr *e)
{
	struct plan *p = to;

	if (e->op == EXPR_MATRIX_FIELD)
		add_matrix_column(p, e->field, e->matrix_column);
	else
		add_edge(p, field_node(p, e->field));
}

static void add_aggregate(void *to, const struct aggregate *a)
{
	struct plan *p = to;

	add_edge(p, p->aggregate_node + a->index);
}

static void add_formula(struct plan *p, const struct formula *formula)
{
	const struct expr_visitor v = {.field = add_read, .aggregate = add_aggregate, .to = p};

	if (!formula || !formula->expr)
		return;
	p->why = formula;
	expr_visit(formula->expr, &v);
}

static void add_field_edges(struct plan *p, const struct field *f)
{
	const struct field *within = f->table ? f->table : f->matrix;

	if (!f->stated)
		add_formula(p, f->calculate);
	add_formula(p, f->relevant);
	if (within)
		add_formula(p, within->relevant);
}

static void add_aggregate_edges(struct plan *p, const struct aggregate *a)
{
	const struct expr_visitor v = {.field = add_read, .aggregate = add_aggregate, .to = p};
	size_t column = 0;

	p->why = NULL;
	if (a->column && a->over->type == TYPE_TABLE)
		add_edge(p, field_node(p, a->column));
	for (; a->column && a->over->type == TYPE_MATRIX && column < a->over->column_count; column++) {
		if (a->over->columns[column] == a->column)
			add_matrix_column(p, a->over, column);
	}
	if (a->where)
		expr_visit(a->where, &v);
	add_formula(p, a->over->relevant);
}

static bool collect_edges(struct plan *p)
{
	for (size_t i = 0; i < p->node_count; i++) {
		p->first_edge[i] = p->edge_count;
		if (p->field[i])
			add_field_edges(p, p->field[i]);
		else if (i >= p->aggregate_node)
			add_aggregate_edges(p, p->form->aggregates[i - p->aggregate_node]);
	}
	p->first_edge[p->node_count] = p->edge_count;
	return !p->failed;
}

/* ---- the circle ---- */

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

struct step {
	size_t node;
	size_t edge; /* the next to follow */
};

/* what a formula would call it: as within its section, or from anywhere */
static void add_path(struct strbuf *out, const struct field *f, bool whole)
{
	if (whole)
		strbuf_printf(out, "%s.", f->section->id);
	if (f->table)
		strbuf_printf(out, "%s.", f->table->id);
	if (f->matrix)
		strbuf_printf(out, "%s.%s.", f->matrix->id, f->matrix->rows[f->row].id);
	strbuf_puts(out, f->id);
}

static void add_name(struct strbuf *out, const struct form *form, const struct field *f, bool whole, bool labels)
{
	if (out->len > 0)
		strbuf_puts(out, " → ");
	add_path(out, f, whole);
	if (!labels)
		return;
	strbuf_puts(out, " (");
	if (f->matrix) {
		strbuf_puts(out, form_words(form, f->matrix->rows[f->row].label));
		strbuf_puts(out, "·");
	}
	strbuf_puts(out, field_label(form, f));
	strbuf_puts(out, ")");
}

static void print_circle(const struct plan *p, const struct step *steps, size_t count, bool labels, struct strbuf *out)
{
	const struct field *first = NULL;
	bool whole = false;

	for (size_t i = 0; i < count; i++) {
		const struct field *f = p->field[steps[i].node];

		if (f && !first)
			first = f;
		whole = whole || (f && f->section != first->section);
	}
	for (size_t i = 0; i < count; i++) {
		if (p->field[steps[i].node])
			add_name(out, p->form, p->field[steps[i].node], whole, labels);
	}
	if (first)
		add_name(out, p->form, first, whole, labels);
}

/* the formula by which the first field of the circle leads on */
static struct place circle_place(const struct plan *p, const struct step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct formula *why = p->edges[steps[i].edge - 1].why;

		if (p->field[steps[i].node] && why)
			return why->at;
	}
	return NOWHERE;
}

static bool refuse_circle(const struct plan *p, const struct step *steps, size_t count, struct error *reterr)
{
	struct strbuf text;

	strbuf_init(&text, 1 << 20);
	print_circle(p, steps, count, true, &text);
	if (text.len > CIRCLE_TEXT_MAX) {
		strbuf_clear(&text);
		print_circle(p, steps, count, false, &text);
	}
	error_set(reterr, ERR_FORM, circle_place(p, steps, count), _("circle in the formulas: %s"), text.text);
	strbuf_release(&text);
	return false;
}

/* follows everything from one node; the steps that stand open are the way here */
static bool walk(const struct plan *p, size_t from, unsigned char *marks, struct step *steps, struct error *reterr)
{
	size_t depth = 0;

	steps[depth++] = (struct step){.node = from, .edge = p->first_edge[from]};
	marks[from] = MARK_OPEN;
	while (depth > 0) {
		struct step *step = &steps[depth - 1];
		size_t to;

		if (step->edge == p->first_edge[step->node + 1]) {
			marks[step->node] = MARK_DONE;
			depth--;
			continue;
		}
		to = p->edges[step->edge++].to;
		if (marks[to] == MARK_OPEN) {
			size_t first = depth - 1;

			while (steps[first].node != to)
				first--;
			return refuse_circle(p, steps + first, depth - first, reterr);
		}
		if (marks[to] == MARK_NEW) {
			marks[to] = MARK_OPEN;
			steps[depth++] = (struct step){.node = to, .edge = p->first_edge[to]};
		}
	}
	return true;
}

static bool find_circle(const struct plan *p, struct error *reterr)
{
	unsigned char *marks = memory_alloc(p->node_count + 1, 1);
	struct step *steps = memory_alloc(p->node_count + 1, sizeof(*steps));
	bool ok = true;

	if (!marks || !steps)
		ok = error_memory(reterr);
	for (size_t i = 0; ok && i < p->node_count; i++) {
		if (marks[i] == MARK_NEW)
			ok = walk(p, i, marks, steps, reterr);
	}
	memory_free(marks);
	memory_free(steps);
	return ok;
}

/* ---- stated fields ---- */

struct self_read {
	const struct field *field;
	bool found;
};

static void note_self(void *to, const struct expr *e)
{
	struct self_read *self = to;

	if (e->op != EXPR_MATRIX_FIELD && e->field == self->field)
		self->found = true;
}

/* a stated field's formula would compare the field with itself */
static bool check_stated(const struct plan *p, struct error *reterr)
{
	for (size_t i = 0; i < p->aggregate_node; i++) {
		struct self_read self = {.field = p->field[i]};
		const struct expr_visitor v = {.field = note_self, .to = &self};
		struct strbuf text;

		if (!self.field || !self.field->stated || !self.field->calculate || !self.field->calculate->expr)
			continue;
		expr_visit(self.field->calculate->expr, &v);
		if (!self.found)
			continue;
		strbuf_init(&text, 4096);
		add_name(&text, p->form, self.field, false, true);
		add_name(&text, p->form, self.field, false, true);
		error_set(reterr, ERR_FORM, self.field->calculate->at, _("circle in the formulas: %s"), text.text);
		strbuf_release(&text);
		return false;
	}
	return true;
}

bool form_plan_check(const struct form *f, struct error *reterr)
{
	struct plan p = {.form = f};
	bool ok;

	if (!number_nodes(&p) || !collect_edges(&p))
		ok = error_memory(reterr);
	else
		ok = find_circle(&p, reterr) && check_stated(&p, reterr);
	memory_free(p.table_node);
	memory_free(p.field);
	memory_free(p.first_edge);
	memory_free(p.edges);
	return ok;
}
