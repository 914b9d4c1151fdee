/*
 * A scalar's new text in the place of the old one, with the comment of its line.
 */
#include "source/source_private.h"
#include "source/splice.h"

static bool is_block(const struct node *node)
{
	return node->style == STYLE_LITERAL || node->style == STYLE_FOLDED;
}

static bool in_flow(const struct source *s, const struct node *node)
{
	while (node->parent) {
		node = source_at(s, node->parent);
		if (node->style == STYLE_FLOW)
			return true;
	}
	return false;
}

/*
 * The comment behind the value in its line, or behind the sign of a block; [*ret_begin, *ret_end) begins with the blanks before
 * it and is empty when there is none.
 */
static void find_comment(const struct source *s, const struct node *node, uint32_t *ret_begin, uint32_t *ret_end)
{
	uint32_t at = node->end, from;

	if (is_block(node))
		for (at = node->start + 1; at < node->end && strchr("+-0123456789", s->text[at]); at++)
			;
	from = at;
	while (at < s->size && (s->text[at] == ' ' || s->text[at] == '\t'))
		at++;
	*ret_begin = from;
	*ret_end = at > from && at < s->size && s->text[at] == '#' ? source_line_end(s, at) : from;
}

bool splices_set(struct splices *p, node_id n, const char *text, size_t len, enum write_kind kind)
{
	const struct source *s = splices_source(p);
	const struct node *node = source_at(s, n);
	struct write_context context = {
		.kind = kind, .was = node->style, .indent = source_column(s, node->key), .newline = source_newline(s)
	};
	uint32_t begin, end, last = node->end;
	struct strbuf out;
	const char *line;
	bool ok;

	find_comment(s, node, &begin, &end);
	/* a block that ends with a line end needs one behind it in the file */
	context.flow = in_flow(s, node) || (len && text[len - 1] == '\n' && source_line_end(s, node->end) == s->size);
	strbuf_init(&out, 0);
	if (node->style == STYLE_EMPTY)
		strbuf_putc(&out, ' ');
	write_scalar(&out, text, len, &context);
	line = memchr(out.text, '\n', out.len); /* only a block has lines */
	if (end > begin && (line || is_block(node))) {
		size_t header = !line ? out.len : line > out.text && line[-1] == '\r' ? (size_t)(line - out.text) - 1 : (size_t)(line - out.text);

		strbuf_insert(&out, header, s->text + begin, end - begin);
		if (!is_block(node))
			last = end;
	}
	ok = strbuf_ok(&out) && splices_add(p, node->start, last, out.text, out.len);
	strbuf_release(&out);
	return ok;
}

bool splices_set_blank(struct splices *p, node_id n)
{
	const struct source *s = splices_source(p);
	const struct node *node = source_at(s, n);
	uint32_t begin, end, start = node->start;

	if (!is_block(node)) {
		begin = end = node->end;
	} else {
		find_comment(s, node, &begin, &end);
	}
	/* the blank between the colon and the value goes with it, unless something follows in the line */
	if (source_line_end(s, node->end) == node->end && begin == end)
		while (start > s->begin && s->text[start - 1] == ' ')
			start--;
	/* in flow style `{a: , …}` keeps its blank */
	if (end > begin)
		while (begin < end && start > s->begin && s->text[start - 1] == ' ' && s->text[begin] == ' ')
			begin++;
	return splices_add(p, start, node->end, s->text + begin, end - begin);
}
