/*
 * A scalar's new text in the place of the old one, with the comment of its line.
 */
#include "source/source_private.h"
#include "source/splice.h"

/* a block with lines; one without any is a sign like a plain text, with its comment behind it */
static bool is_block(const struct source *s, const struct node *node)
{
	return (node->style == STYLE_LITERAL || node->style == STYLE_FOLDED) &&
	       memchr(s->text + node->start, '\n', node->end - node->start);
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

/* the column of the keys or dashes that the value stands among: in `? key` that is the column of the sign */
static unsigned indent_of(const struct source *s, const struct node *node)
{
	return node->parent ? source_column(s, source_at(s, node->parent)->start) : 0;
}

/*
 * The comment behind the value in its line, or behind the sign of a block; [*ret_begin, *ret_end) begins with the blanks before
 * it and holds nothing else when there is none.
 */
static void find_comment(const struct source *s, const struct node *node, uint32_t *ret_begin, uint32_t *ret_end)
{
	uint32_t at = node->end, from;

	if (is_block(s, node))
		for (at = node->start + 1; at < node->end && strchr("+-0123456789", s->text[at]); at++)
			;
	from = at;
	while (at < s->size && (s->text[at] == ' ' || s->text[at] == '\t'))
		at++;
	*ret_begin = from;
	*ret_end = at > from && at < s->size && s->text[at] == '#' ? source_line_end(s, at) : at;
}

/* whether a block of that indentation would take in what follows it: a comment as deep as its lines, or a line of blanks */
static bool block_runs_on(const struct source *s, uint32_t at, uint32_t indent)
{
	for (at = source_line_end(s, at); at < s->size; at = source_line_end(s, at)) {
		uint32_t from;

		at += s->text[at] == '\r' ? 2 : 1;
		from = at;
		while (at < s->size && s->text[at] == ' ')
			at++;
		if (at < s->size && s->text[at] == '\t')
			return true;
		if (at == source_line_end(s, at) ? at - from > indent : s->text[at] == '#' && at - from >= indent)
			return true;
		if (at != source_line_end(s, at))
			return false;
	}
	return false;
}

bool splices_block_fits(const struct source *s, node_id n, const char *text, size_t len)
{
	const struct node *node = source_at(s, n);

	/* a block that ends with a line end needs one behind it in the file */
	if (len && text[len - 1] == '\n' && source_line_end(s, node->end) == s->size)
		return false;
	return !block_runs_on(s, node->end, indent_of(s, node) + 2);
}

bool splices_value(struct splices *p, node_id n, const char *written, size_t len)
{
	const struct source *s = splices_source(p);
	const struct node *node = source_at(s, n);
	const char *line = len ? memchr(written, '\n', len) : NULL; /* only a block has lines */
	uint32_t begin, end, last = node->end;
	struct strbuf out;
	size_t header = len;
	bool ok;

	if (line)
		header = line > written && line[-1] == '\r' ? (size_t)(line - written) - 1 : (size_t)(line - written);
	strbuf_init(&out, 0);
	if (node->style == STYLE_EMPTY)
		strbuf_putc(&out, ' ');
	strbuf_add(&out, written, header);
	find_comment(s, node, &begin, &end);
	if (end > begin && (line || is_block(s, node))) {
		/* blanks alone are left out: behind a block they would be text */
		if (memchr(s->text + begin, '#', end - begin))
			strbuf_add(&out, s->text + begin, end - begin);
		if (!is_block(s, node))
			last = end;
	}
	strbuf_add(&out, written + header, len - header);
	ok = strbuf_ok(&out) && splices_add(p, node->start, last, out.text, out.len);
	strbuf_release(&out);
	return ok;
}

bool splices_set(struct splices *p, node_id n, const char *text, size_t len, enum write_kind kind)
{
	const struct source *s = splices_source(p);
	const struct node *node = source_at(s, n);
	struct write_context context = {
		.kind = kind,
		.was = node->style,
		.indent = indent_of(s, node),
		.flow = in_flow(s, node),
		.one_line = !splices_block_fits(s, n, text, len),
		.newline = source_newline(s),
	};
	struct strbuf out;
	bool ok;

	strbuf_init(&out, 0);
	write_scalar(&out, text, len, &context);
	ok = strbuf_ok(&out) && splices_value(p, n, out.text, out.len);
	strbuf_release(&out);
	return ok;
}

bool splices_set_blank(struct splices *p, node_id n)
{
	const struct source *s = splices_source(p);
	const struct node *node = source_at(s, n);
	uint32_t begin, end, start = node->start, last;
	const char *sign;

	if (node->style == STYLE_EMPTY)
		return splices_add(p, start, start, "", 0);
	if (node->parent && source_at(s, node->parent)->style == STYLE_FLOW && source_at(s, node->parent)->kind == NODE_SEQUENCE)
		return splices_add(p, start, node->end, "~", 1); /* an item cannot be left out: [1, , 2] is no YAML */
	find_comment(s, node, &begin, &end);
	last = is_block(s, node) ? node->end : end;
	sign = memchr(s->text + begin, '#', end - begin);
	if (sign) {
		/* the blank before the value goes with it, as it comes with the next one; the comment stays where it is */
		if (s->text[start - 1] == ' ' && s->text[begin] == ' ' && !memchr(s->text + begin, '\t', (size_t)(sign - s->text) - begin))
			return splices_add(p, start - 1, last, s->text + begin, end - begin);
		/* behind a colon or dash, or first in a line, a tab is not read everywhere */
		if (s->text[start - 1] == ' ')
			begin = (uint32_t)(sign - s->text);
		return splices_add(p, start, last, s->text + begin, end - begin);
	}
	/* the blanks before the value go with it, unless something follows in the line */
	if (source_line_end(s, last) != last)
		last = node->end;
	else
		while (start > s->begin && (s->text[start - 1] == ' ' || s->text[start - 1] == '\t'))
			start--;
	return splices_add(p, start, last, "", 0);
}
