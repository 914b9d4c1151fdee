/*
 * Graph: who reads whom among the values, totals and problems of a form. Built once for a report, never changed.
 *
 * Nodes are ordered so that a node comes after everything that it reads. An edge says whether it stays in one row (a
 * calculated column reads another column of its own row) or reaches every row.
 */
#ifndef ZIPING_REPORT_GRAPH_H
#define ZIPING_REPORT_GRAPH_H

#include "form/form.h"
#include "form/formula.h"

enum graph_kind {
	GRAPH_SLOT,        /* a scalar's value; index: slot */
	GRAPH_COLUMN,      /* a table's column; field */
	GRAPH_STRUCTURE,   /* which rows a table has, in which order; index: table */
	GRAPH_TOTAL,       /* an aggregate that is kept; index: aggregate */
	GRAPH_WATCH_SLOT,  /* problems of a scalar; index: slot */
	GRAPH_WATCH_ROWS,  /* problems of a table's rows; index: table */
	GRAPH_WATCH_TABLE, /* problems of a table; index: table */
	GRAPH_WATCH_CHECK, /* a check that is not judged row by row; index: check */
};

struct graph_edge {
	uint32_t to;
	bool same_row;
};

struct graph_node {
	enum graph_kind kind;
	uint32_t index;
	const struct field *field;
	const struct graph_edge *edges;
	uint32_t edge_count;
};

struct graph {
	struct graph_node *nodes;   /* in order */
	uint32_t count;
	struct graph_edge *edges;
	uint32_t *slot, *structure, *total, *check_watch; /* node numbers by index; total: UINT32_MAX when it is not kept */
	uint32_t *watch_slot, *watch_rows, *watch_table;
	uint32_t *column_base;      /* by table: where its columns' node numbers start in `column` */
	uint32_t *column;
};

bool graph_new(const struct form *f, struct graph **ret) MUST_CHECK; /* false: out of memory */
void graph_free(struct graph *g);
uint32_t graph_of(const struct graph *g, const struct field *f);  /* the node of a scalar or a column */

/* whether an aggregate's total is kept up to date (else it is computed whenever it is read) */
bool graph_keeps(const struct aggregate *a);

#endif
