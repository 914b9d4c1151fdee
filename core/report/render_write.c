/*
 * The whole report, piece by piece: the source with its splices, and reordered tables row by row.
 */
#include "report/render.h"

#include "base/i18n.h"
#include "report/signed.h"

/* ---- reordered tables ---- */

struct region {
	uint32_t start, end;
	struct table *table;
	bool flow;
};

struct output {
	struct writer *w;
	struct sink sink;
	char last;     /* the last byte written */
};

static bool out(struct output *o, const char *text, size_t len)
{
	if (!len)
		return true;
	o->last = text[len - 1];
	return o->sink.write(o->sink.to, text, len);
}

static bool out_piece(void *to, const char *text, size_t len)
{
	return out(to, text, len);
}

static bool copy(struct output *o, uint32_t from, uint32_t to)
{
	return splices_write(o->w->splices, from, to, (struct sink){ out_piece, o });
}

/* nothing is written of what could not be put together whole */
static bool rendered(struct output *o, const struct strbuf *text)
{
	o->w->failed |= !strbuf_ok(text);
	return !o->w->failed;
}

/* what is put in right where a range ends and belongs to it nevertheless: in brackets no line end parts a row from its gap */
static bool copy_end(struct output *o, uint32_t at)
{
	return splices_write_inserted(o->w->splices, at, (struct sink){ out_piece, o });
}

/* bytes between rows stay in place: blank lines, and comments that no row owns */
static bool copy_plain(struct output *o, uint32_t from, uint32_t to)
{
	return from >= to || out(o, source_bytes(o->w->r->source, &(size_t){ 0 }) + from, to - from);
}

static void row_span(const struct output *o, const struct region *g, row_id row, uint32_t *start, uint32_t *end)
{
	const struct source *s = o->w->r->source;
	node_id n = g->table->row_node[row - 1];

	if (!g->flow && source_lines(s, n, start, end))
		return;
	*start = source_node(s, n)->start;
	*end = source_node(s, n)->end;
}

/* what lies between row `row` of the file and the next one */
static bool copy_gap(struct output *o, const struct region *g, row_id row)
{
	uint32_t start, end, next, ignored;

	if (row >= g->table->loaded)
		return true;
	row_span(o, g, row, &start, &end);
	row_span(o, g, row + 1, &next, &ignored);
	return copy_plain(o, end, next);
}

/* the gap behind a row of the file, and those behind the rows that were deleted after it */
static bool copy_gaps(struct output *o, const struct region *g, row_id row)
{
	if (!copy_gap(o, g, row))
		return false;
	while (++row <= g->table->loaded && !order_holds(g->table->order, row)) {
		if (!copy_gap(o, g, row))
			return false;
	}
	return true;
}

static bool at_line_start(struct output *o)
{
	return o->last == '\n' || out(o, o->w->newline, strlen(o->w->newline));
}

static bool write_new_row(struct output *o, const struct region *g, row_id row)
{
	const struct source *s = o->w->r->source;
	const struct node *first = source_node(s, source_node(s, g->table->node)->child);
	unsigned indent = source_column(s, first->key), gap = 2;

	/* (in a line of their own below the dash the keys may stand right behind its column) */
	if (first->kind == NODE_MAPPING && first->style == STYLE_BLOCK && source_column(s, first->start) > indent + 1)
		gap = source_column(s, first->start) - indent;
	strbuf_clear(&o->w->block);
	strbuf_repeat(&o->w->block, " ", indent);
	render_row(o->w, g->table->field, row, indent, gap, &o->w->block);
	strbuf_puts(&o->w->block, o->w->newline);
	return rendered(o, &o->w->block) && at_line_start(o) && out(o, o->w->block.text, o->w->block.len);
}

static bool write_block_rows(struct output *o, const struct region *g)
{
	const struct table *t = g->table;
	row_id owed = 0, before = 1; /* a row of the file whose gap is still to be written */
	uint32_t start, end;

	while (before <= t->loaded && !order_holds(t->order, before)) {
		if (!copy_gap(o, g, before++))
			return false;
	}
	for (row_id row = order_at(t->order, 0); row; row = order_next(t->order, row)) {
		if (row > t->loaded) {
			if (!write_new_row(o, g, row))
				return false;
			continue;
		}
		if (owed && !copy_gaps(o, g, owed))
			return false;
		row_span(o, g, row, &start, &end);
		if ((o->last && !at_line_start(o)) || !copy(o, start, end))
			return false;
		owed = row;
	}
	return !owed || copy_gaps(o, g, owed);
}

/* what stands between a row in [ ] and the comma before it goes along; mere blanks stay where they are */
static bool write_lead(struct output *o, const struct region *g, uint32_t lead, uint32_t start, bool any)
{
	const char *text = source_bytes(o->w->r->source, &(size_t){ 0 });
	uint32_t first = source_node(o->w->r->source, g->table->row_node[0])->start;
	bool blanks = lead <= start && !memchr(text + lead, '\n', start - lead);

	if (blanks && any && lead == start)
		return out(o, " ", 1);
	if (blanks && !any && !memchr(text + g->start + 1, '\n', first - g->start - 1))
		return copy_plain(o, g->start + 1, first);
	return copy_plain(o, lead, start);
}

static bool write_flow_rows(struct output *o, const struct region *g)
{
	const struct table *t = g->table;
	const char *text = source_bytes(o->w->r->source, &(size_t){ 0 });
	uint32_t start, end, lead, close, ignored;
	bool any = false;

	if (!out(o, "[", 1))
		return false;
	for (row_id row = order_at(t->order, 0); row; row = order_next(t->order, row), any = true) {
		if (any && !out(o, ",", 1))
			return false;
		if (row > t->loaded) {
			strbuf_clear(&o->w->block);
			strbuf_puts(&o->w->block, any ? " " : "");
			render_row_flow(o->w, t->field, row, &o->w->block);
			if (!rendered(o, &o->w->block) || !out(o, o->w->block.text, o->w->block.len))
				return false;
			continue;
		}
		row_span(o, g, row, &start, &end);
		lead = g->start + 1;
		if (row > 1) {
			row_span(o, g, row - 1, &ignored, &lead);
			while (lead < start && text[lead] != ',')
				lead++;
			lead++;
		}
		if (!write_lead(o, g, lead, start, any) || !copy(o, start, end) || !copy_end(o, end))
			return false;
	}
	row_span(o, g, t->loaded, &ignored, &close);
	while (!any && close < g->end && text[close] == ',')
		close++;
	return copy_plain(o, any ? close : g->end - 1, g->end);
}

static bool region_of(struct writer *w, struct table *t, struct region *g)
{
	const struct source *s = w->r->source;
	const struct node *n = t->node ? source_node(s, t->node) : NULL;
	uint32_t ignored;

	if (!n || t->field == w->omitted || n->kind != NODE_SEQUENCE || !n->child || render_in_file_order(t))
		return false;
	*g = (struct region){ .start = n->start, .end = n->end, .table = t, .flow = n->style == STYLE_FLOW };
	if (!g->flow) {
		source_lines(s, t->row_node[0], &g->start, &ignored);
		source_lines(s, t->row_node[t->loaded - 1], &ignored, &g->end);
	}
	return true;
}

static int by_start(const void *a, const void *b)
{
	const struct region *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

static bool write_tail(struct output *o)
{
	const struct strbuf *tail = &o->w->tail;

	if (!rendered(o, tail))
		return false;
	return !tail->len || (at_line_start(o) && out(o, tail->text, tail->len) && at_line_start(o));
}

static bool write_pieces(struct output *o, struct region *regions, size_t count)
{
	size_t size;
	uint32_t from = 0;

	source_bytes(o->w->r->source, &size);
	qsort(regions, count, sizeof(*regions), by_start);
	for (size_t i = 0; i < count; i++) {
		if (!copy(o, from, regions[i].start))
			return false;
		if (regions[i].flow ? !write_flow_rows(o, &regions[i]) : !write_block_rows(o, &regions[i]))
			return false;
		from = regions[i].end;
	}
	/* (what was put in at the end of a region belongs behind it) */
	return copy(o, from, (uint32_t)size) && write_tail(o);
}

/* ---- the whole ---- */

static void present(struct writer *w)
{
	struct report *r = w->r;

	touched_sort(w->r); /* before the walk over them */
	for (size_t i = 0; i < r->touched_count; i++) {
		if (w->omitted && r->touched[i].field->table == w->omitted)
			continue;
		if (!report_is_calculated(r->touched[i].field) && !(r->touched[i].field == w->changed && r->touched[i].row == w->signed_row))
			render_present(w, r->touched[i].field, r->touched[i].row);
	}
	if (w->changed && w->signed_row <= table_of(r, w->changed)->loaded)
		render_present(w, w->changed, w->signed_row);
	for (size_t i = 0; i < r->stored_count; i++) {
		const struct stored *s = &r->stored[i];
		struct value now;

		report_calculated(w->r, (struct spot){ s->field->section, s->field, s->row }, true, &now);
		if (w->finished || (s->stale ? !stored_untouched(s, &now) : !stored_current(r, s->field, s->row, &now)))
			render_present(w, s->field, s->row);
	}
}

/* calculated places that stand in the file without a value (hidden ones stay so), and personal ones for a public copy */
static void present_finished(struct writer *w, const struct field *f, row_id row)
{
	bool untouched = !(cell_look(w->r, f, row)->flags & CELL_TOUCHED);

	if ((report_is_calculated(f) && !(cell_look(w->r, f, row)->flags & CELL_STORED) &&
	     report_relevant(w->r, (struct spot){ f->section, f, row })) ||
	    (w->public_copy && f->personal && untouched))
		render_present(w, f, row);
}

static void present_everywhere(struct writer *w)
{
	const struct form *f = w->r->form;

	for (size_t i = 0; i < f->slot_count; i++)
		present_finished(w, f->slots[i], 0);
	for (size_t i = 0; i < f->table_count; i++) {
		for (row_id row = 1; row <= w->r->tables[i].loaded; row++) {
			for (size_t c = 0; c < f->tables[i]->column_count; c++)
				present_finished(w, f->tables[i]->columns[c], row);
		}
	}
}

/* its lines go; where it does not stand on lines of its own, an empty list stays */
static void omit(struct writer *w)
{
	const struct source *s = w->r->source;
	node_id n = table_of(w->r, w->omitted)->node;
	uint32_t begin, end;

	if (!n)
		return;
	if (source_lines(s, n, &begin, &end))
		w->failed |= !splices_add(w->splices, begin, end, "", 0);
	else
		w->failed |= !splices_add(w->splices, source_node(s, n)->start, source_node(s, n)->end, "[]", 2);
}

static bool find_signed(struct writer *w)
{
	struct signed_row last;
	struct error ignored;

	if (!signed_last(w->r, &last))
		return true;
	w->changed = last.changed;
	w->signed_row = last.row;
	w->failed |= !signed_changed(w->r, &last, &w->signed_text, &ignored); /* only memory can be short */
	return !w->failed;
}

static bool compose(struct writer *w, struct region *regions, struct sink sink)
{
	struct output o = { .w = w, .sink = sink };
	size_t count = 0;

	if (!find_signed(w))
		return false;
	present(w);
	if (w->finished)
		present_everywhere(w);
	if (w->omitted)
		omit(w);
	render_missing(w);
	for (size_t i = 0; i < w->r->form->table_count; i++)
		count += region_of(w, &w->r->tables[i], &regions[count]);
	return !w->failed && splices_sort(w->splices) && write_pieces(&o, regions, count);
}

static bool write_all(struct report *r, bool finished, unsigned with, struct sink sink, struct error *reterr)
{
	struct writer w = { .r = r, .newline = source_newline(r->source), .finished = finished, .public_copy = with & FINISHED_PUBLIC };
	const unsigned long refused = memory_refused();
	struct region *regions = memory_alloc(r->form->table_count + 1, sizeof(*regions));
	bool ok = false;

	if (finished && !(with & FINISHED_REVIEW))
		w.omitted = section_field(r->form->reserved, "review", strlen("review"));
	if (!regions || !calc_recover(r)) {
		memory_free(regions);
		return error_memory(reterr);
	}
	stored_judge(r);
	calc_finish_totals(r); /* problems need not be counted for it */
	strbuf_init(&w.value, 0);
	strbuf_init(&w.block, 0);
	strbuf_init(&w.tail, 0);
	strbuf_init(&w.signed_text, 0);
	w.splices = splices_new(r->source);
	if (w.splices && !r->short_of_memory)
		ok = compose(&w, regions, sink);
	splices_free(w.splices);
	strbuf_release(&w.value);
	strbuf_release(&w.block);
	strbuf_release(&w.tail);
	strbuf_release(&w.signed_text);
	memory_free(regions);
	if (r->short_of_memory || !w.splices || w.failed || refused != memory_refused())
		return error_memory(reterr);
	return ok || error_set(reterr, ERR_IO, NOWHERE, _("the report could not be written out whole"));
}

bool report_write(struct report *r, struct sink sink, struct error *reterr)
{
	return write_all(r, false, 0, sink, reterr);
}

bool report_write_finished(struct report *r, unsigned with, struct sink sink, struct error *reterr)
{
	return write_all(r, true, with, sink, reterr);
}
