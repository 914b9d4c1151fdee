/*
 * Values with a shape of their own, as a person would write them: lists and mappings in blocks, in braces where braces stand
 * around them. Of a list that stands in the file as a block, the items that stay keep their bytes.
 */
#include "report/render.h"

#include "base/data.h"

static bool has_items(struct data d)
{
	return (data_kind(d) == DATA_LIST || data_kind(d) == DATA_MAP) && d.len > 2;
}

static void put_scalar(struct writer *w, struct data d, unsigned indent, bool flow, struct strbuf *out)
{
	struct write_context context = { .kind = WRITE_TEXT, .indent = indent, .flow = flow, .one_line = w->one_line, .newline = w->newline };
	struct strbuf text;

	if (data_kind(d) != DATA_STRING) { /* a number, true, false, null, [] and {} read in YAML as they stand */
		strbuf_add(out, d.text, d.len);
		return;
	}
	strbuf_init(&text, 0);
	data_text(d, &text);
	/* a line end behind a block's text would take in the blank lines that follow it */
	if (text.len && text.text[text.len - 1] != '\n' && memchr(text.text, '\n', text.len))
		context.kind = WRITE_LONGTEXT;
	write_scalar(out, text.text, text.len, &context);
	w->failed |= !strbuf_ok(&text);
	strbuf_release(&text);
}

static void put_key(struct writer *w, struct data key, bool flow, struct strbuf *out)
{
	struct strbuf text;

	strbuf_init(&text, 0);
	data_text(key, &text);
	write_key(out, text.text, flow); /* (a NUL in a key ends it; no reader of ours takes one) */
	w->failed |= !strbuf_ok(&text);
	strbuf_release(&text);
}

static void put_flow(struct writer *w, struct data d, struct strbuf *out)
{
	struct data_walk walk = data_walk(d);
	struct data key, value;
	bool any = false;

	if (!has_items(d)) {
		put_scalar(w, d, 0, true, out);
		return;
	}
	strbuf_putc(out, walk.map ? '{' : '[');
	for (; data_next(&walk, &key, &value); any = true) {
		strbuf_puts(out, any ? ", " : "");
		if (walk.map) {
			put_key(w, key, true, out);
			strbuf_puts(out, ": ");
		}
		put_flow(w, value, out);
	}
	strbuf_putc(out, walk.map ? '}' : ']');
}

static void put_block(struct writer *w, struct data d, unsigned column, struct strbuf *out);

static void put_item(struct writer *w, struct data key, struct data value, unsigned column, struct strbuf *out)
{
	if (data_kind(key) == DATA_NONE) {
		strbuf_puts(out, "- ");
		if (has_items(value))
			put_block(w, value, column + 2, out);
		else
			put_scalar(w, value, column, false, out);
		return;
	}
	put_key(w, key, false, out);
	if (has_items(value)) {
		strbuf_putc(out, ':');
		render_new_line(w, out, column + 2);
		put_block(w, value, column + 2, out);
	} else {
		strbuf_puts(out, ": ");
		put_scalar(w, value, column, false, out);
	}
}

/* what has items, its first line without the blanks before it */
static void put_block(struct writer *w, struct data d, unsigned column, struct strbuf *out)
{
	struct data_walk walk = data_walk(d);
	struct data key, value;

	for (bool any = false; data_next(&walk, &key, &value); any = true) {
		if (any)
			render_new_line(w, out, column);
		put_item(w, key, value, column, out);
	}
}

static struct data wanted(struct writer *w, const struct field *f, row_id row)
{
	size_t len;
	const char *text = render_wanted(w, f, row, &len);
	struct data d = { text, len };

	if (f->type == TYPE_DATA || !len)
		return d;
	strbuf_clear(&w->value); /* a list of texts, with LF between */
	strbuf_putc(&w->value, '[');
	for (const char *end = text + len; text; text = d.text) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		data_comma(&w->value);
		data_string(&w->value, text, (size_t)((stop ? stop : end) - text));
		d.text = stop ? stop + 1 : NULL;
	}
	strbuf_putc(&w->value, ']');
	w->failed |= !strbuf_ok(&w->value);
	return (struct data){ w->value.text, w->value.len };
}

bool render_is_shaped(const struct field *f)
{
	return f->type == TYPE_DATA || (f->type == TYPE_CHOICES && f->builtin);
}

void render_data_entry(struct writer *w, const struct field *f, row_id row, unsigned indent, bool flow, struct strbuf *out)
{
	struct data d = wanted(w, f, row);

	write_key(out, f->id, flow);
	strbuf_putc(out, ':');
	if (flow || !has_items(d)) {
		strbuf_putc(out, ' ');
		put_flow(w, d, out);
	} else {
		render_new_line(w, out, indent + 2);
		put_block(w, d, indent + 2, out);
	}
	w->line_end = false;
}

/* ---- in place of what stands in the file ---- */

static bool same_item(struct writer *w, node_id item, struct data d)
{
	struct strbuf text;
	bool same;

	strbuf_init(&text, REPORT_MAX_DATA);
	same = data_put_node(w->r->source, item, &text) && text.len == d.len && memcmp(text.text, d.text, d.len) == 0;
	w->failed |= !strbuf_ok(&text);
	strbuf_release(&text);
	return same;
}

static void add(struct writer *w, uint32_t start, uint32_t end, const struct strbuf *text)
{
	if (!w->failed && (!strbuf_ok(text) || !splices_add(w->splices, start, end, text->text, text->len)))
		w->failed = true;
}

/* the lines of an item are taken out; where it is the first, it may share none with its key */
static bool can_patch(struct writer *w, node_id n, struct data d)
{
	const struct node *node = source_node(w->r->source, n);
	struct data_walk walk = data_walk(d);
	struct data key, value;
	uint32_t begin, end;
	bool stays = false, more;

	if (node->kind != NODE_SEQUENCE || node->style != STYLE_BLOCK || data_kind(d) != DATA_LIST)
		return false;
	more = data_next(&walk, &key, &value);
	for (node_id item = node->child; item; item = source_node(w->r->source, item)->next) {
		if (!source_lines(w->r->source, item, &begin, &end))
			return false;
		if (more && same_item(w, item, value)) {
			stays = true;
			more = data_next(&walk, &key, &value);
		}
	}
	return stays;
}

/* takes out the items that are gone and adds those that are new behind the last that stays: what stays keeps its bytes */
static void patch_list(struct writer *w, node_id n, struct data d)
{
	const struct source *s = w->r->source;
	struct data_walk walk = data_walk(d);
	struct data key, value;
	bool more = data_next(&walk, &key, &value);
	node_id last = NODE_NONE;
	uint32_t at, begin, end;

	strbuf_clear(&w->block);
	for (node_id item = source_node(s, n)->child; item; item = source_node(s, item)->next) {
		if (more && same_item(w, item, value)) {
			more = data_next(&walk, &key, &value);
			last = item;
		} else if (source_lines(s, item, &begin, &end)) {
			add(w, begin, end, &w->block);
		}
	}
	if (!more)
		return;
	at = render_line_end(s, last);
	do {
		unsigned column = source_column(s, source_node(s, last)->key);

		render_new_line(w, &w->block, column);
		put_item(w, (struct data){ "", 0 }, value, column, &w->block);
	} while (data_next(&walk, &key, &value));
	add(w, at, at, &w->block);
}

/* behind the colon of an entry's key */
static uint32_t colon_end(const struct source *s, const struct node *node)
{
	const char *text = source_bytes(s, &(size_t){ 0 });
	uint32_t at = node->key_end;

	while (at < node->start && text[at] != ':')
		at++;
	return at < node->start ? at + 1 : node->start;
}

static bool only_blanks(const struct source *s, uint32_t from, uint32_t to)
{
	const char *text = source_bytes(s, &(size_t){ 0 });

	while (from < to && memchr(" \t\r\n", text[from], 4))
		from++;
	return from == to;
}

/* where the line before ends, when nothing but blanks stands between */
static uint32_t line_before(const struct source *s, uint32_t start)
{
	const char *text = source_bytes(s, &(size_t){ 0 });
	uint32_t at = start;

	while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t'))
		at--;
	if (at == 0 || text[at - 1] != '\n')
		return start;
	return at - (at > 1 && text[at - 2] == '\r' ? 2u : 1u);
}

static void replace_block(struct writer *w, node_id n, struct data d)
{
	const struct source *s = w->r->source;
	const struct node *node = source_node(s, n);
	const unsigned indent = source_column(s, node->key);
	const uint32_t colon = colon_end(s, node);
	uint32_t start = node->start;

	if (node->style == STYLE_FLOW && has_items(d)) { /* what stood in brackets stays in them */
		put_flow(w, d, &w->block);
	} else if (has_items(d) && node->style == STYLE_BLOCK && source_column(s, start) > indent) {
		put_block(w, d, source_column(s, start), &w->block);
	} else if (only_blanks(s, colon, start)) {
		start = colon;
		if (has_items(d)) {
			render_new_line(w, &w->block, indent + 2);
			put_block(w, d, indent + 2, &w->block);
		} else if (d.len) {
			strbuf_putc(&w->block, ' ');
			put_flow(w, d, &w->block);
		}
	} else if (d.len) { /* a comment stands behind the key: it stays */
		strbuf_puts(&w->block, node->style == STYLE_BLOCK ? "  " : "");
		put_flow(w, d, &w->block);
	} else {
		start = line_before(s, start);
	}
	add(w, start, node->end, &w->block);
}

void render_data_replace(struct writer *w, const struct field *f, row_id row, node_id n)
{
	const struct source *s = w->r->source;
	const struct node *node = source_node(s, n);
	const struct data d = wanted(w, f, row);
	uint32_t at;

	strbuf_clear(&w->block);
	if (render_in_flow(s, node->parent)) {
		strbuf_puts(&w->block, node->start == node->end && d.len ? " " : "");
		if (d.len)
			put_flow(w, d, &w->block);
		add(w, node->start, node->end, &w->block);
	} else if (node->kind != NODE_SCALAR && can_patch(w, n, d)) {
		patch_list(w, n, d);
	} else if (node->kind != NODE_SCALAR) {
		replace_block(w, n, d);
	} else if (!has_items(d)) {
		if (d.len)
			put_flow(w, d, &w->block);
		if (!w->failed && !(d.len ? splices_value(w->splices, n, w->block.text, w->block.len) : splices_set_blank(w->splices, n)))
			w->failed = true;
	} else {
		if (node->start != node->end && !splices_set_blank(w->splices, n))
			w->failed = true;
		render_new_line(w, &w->block, source_column(s, node->key) + 2);
		put_block(w, d, source_column(s, node->key) + 2, &w->block);
		at = render_line_end(s, n);
		add(w, at, at, &w->block);
	}
}
