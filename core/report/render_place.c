/*
 * Where edited values go in the source; where new ones do is render_missing.c's.
 */
#include "report/render.h"

bool render_in_flow(const struct source *s, node_id n)
{
	for (; n != NODE_NONE; n = source_node(s, n)->parent) {
		if (source_node(s, n)->style == STYLE_FLOW)
			return true;
	}
	return false;
}

void render_splice(struct writer *w, uint32_t start, uint32_t end, const char *text, size_t len)
{
	if (!w->failed && !splices_add(w->splices, start, end, text, len))
		w->failed = true;
}

void render_splice_block(struct writer *w, uint32_t start, uint32_t end)
{
	size_t size;

	source_bytes(w->r->source, &size);
	if (end >= size && w->line_end && w->block.len)
		strbuf_puts(&w->block, w->newline);
	if (!strbuf_ok(&w->block))
		w->failed = true;
	render_splice(w, start, end, w->block.text, w->block.len);
}

/* the end of the line on which a node ends, before its line end: where a line that follows it is put in */
uint32_t render_line_end(const struct source *s, node_id n)
{
	size_t size;
	const char *text = source_bytes(s, &size);
	uint32_t begin, end;

	if (source_lines(s, n, &begin, &end)) {
		if (end > 0 && text[end - 1] == '\n')
			end -= end > 1 && text[end - 2] == '\r' ? 2 : 1;
		return end;
	}
	for (end = source_node(s, n)->end; end < size && text[end] != '\n'; end++)
		;
	return end > 0 && end < size && text[end - 1] == '\r' ? end - 1 : end;
}

/* takes a value away; its key and comment stay */
void render_remove_value(struct writer *w, node_id n)
{
	const struct node *node = source_node(w->r->source, n);
	const char *text = source_bytes(w->r->source, &(size_t){ 0 });
	uint32_t start = node->start;

	if (node->start == node->end)
		return;
	if (node->kind == NODE_SCALAR) {
		if (!w->failed && !splices_set_blank(w->splices, n))
			w->failed = true;
		return;
	}
	/* in a flow collection the blank stays: `{a: , b: 1}` */
	if (!render_in_flow(w->r->source, node->parent)) {
		while (start > 0 && (text[start - 1] == ' ' || text[start - 1] == '\t'))
			start--;
	}
	render_splice(w, start, node->end, "", 0);
}

node_id render_home_of(const struct report *r, const struct section *s)
{
	return s->builtin ? NODE_ROOT : r->section_node[s->index];
}

void render_rewrite_key(struct writer *w, node_id n, const char *id)
{
	const struct node *node = source_node(w->r->source, n);

	strbuf_clear(&w->block);
	write_key(&w->block, id, render_in_flow(w->r->source, node->parent));
	render_splice_block(w, node->key, node->key_end);
}

static void replace_value(struct writer *w, const struct field *f, row_id row, node_id n)
{
	const struct source *s = w->r->source;
	const struct node *node = source_node(s, n);
	size_t len;
	const char *text;

	if ((cell_look(w->r, f, row)->flags & CELL_RENAMED) &&
	    (f->table || node->parent == render_home_of(w->r, f->section)))
		render_rewrite_key(w, n, f->id);
	if (render_is_shaped(f)) {
		render_data_replace(w, f, row, n);
		return;
	}
	text = render_wanted(w, f, row, &len);
	if (!len) {
		render_remove_value(w, n);
		return;
	}
	strbuf_clear(&w->block);
	w->one_line = node->kind == NODE_SCALAR && !splices_block_fits(s, n, text, len);
	render_value(w, f, row, source_column(s, node->key), render_in_flow(s, node->parent), (enum node_style)node->style, &w->block);
	w->one_line = false;
	if (node->kind != NODE_SCALAR)
		render_splice_block(w, node->start, node->end);
	else if (!strbuf_ok(&w->block) || (!w->failed && !splices_value(w->splices, n, w->block.text, w->block.len)))
		w->failed = true;
}

static bool unchanged(struct writer *w, const struct field *f, row_id row, node_id n)
{
	const char *text, *now;
	size_t len, now_len;

	if (f == w->changed && row == w->signed_row) {
		text = text_get(w->r, f, text_original(w->r, f, row), &len);
		return len == w->signed_text.len && memcmp(text, w->signed_text.text, len) == 0;
	}
	if (!report_is_calculated(f) && !(w->public_copy && f->personal)) {
		text_id was = text_original(w->r, f, row), is = cell_look(w->r, f, row)->text;

		if (was == is || text_is_collection(w->r, was) || text_is_collection(w->r, is))
			return was == is;
		/* typed anew, and the same: its quotes and lines stay as they are */
		text = text_get(w->r, f, was, &len);
		now = text_get(w->r, f, is, &now_len);
		return len == now_len && memcmp(text, now, len) == 0;
	}
	if (source_node(w->r->source, n)->kind != NODE_SCALAR)
		return false;
	now = render_wanted(w, f, row, &now_len);
	if (source_is_blank(w->r->source, n))
		return now_len == 0;
	text = source_text(w->r->source, n, &len);
	return len == now_len && memcmp(text, now, len) == 0;
}

void render_present(struct writer *w, const struct field *f, row_id row)
{
	node_id n = text_node(w->r, text_original(w->r, f, row));

	if (n && !unchanged(w, f, row, n))
		replace_value(w, f, row, n);
}
