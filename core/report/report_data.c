/*
 * Values with a shape of their own (TYPE_DATA): what stands in the file as a list or a mapping, whatever its style, becomes one
 * compact text of data (base/data.h). A value that nobody edits is never written from it: its bytes stay.
 */
#include "report/report_private.h"

#include "base/data.h"

static bool is_plain_word(const char *text, size_t len)
{
	struct decimal ignored;

	return (len == 4 && memcmp(text, "true", 4) == 0) || (len == 5 && memcmp(text, "false", 5) == 0) ||
	       decimal_parse(text, len, &ignored) != NUMBER_NOT;
}

static void put_scalar(const struct source *s, node_id n, struct strbuf *out)
{
	size_t len;
	const char *text = source_text(s, n, &len);
	const enum node_style style = (enum node_style)source_node(s, n)->style;

	if (style == STYLE_EMPTY || (style == STYLE_PLAIN && source_is_blank(s, n)))
		strbuf_puts(out, "null");
	else if (style == STYLE_PLAIN && is_plain_word(text, len))
		strbuf_add(out, text, len);
	else
		data_string(out, text, len);
}

/* false: deeper than data may be */
static bool put_node(const struct source *s, node_id n, unsigned depth, struct strbuf *out)
{
	const struct node *node = source_node(s, n);
	const bool map = node->kind == NODE_MAPPING;
	size_t len;

	if (depth == 0)
		return false;
	if (node->kind == NODE_SCALAR) {
		put_scalar(s, n, out);
		return true;
	}
	strbuf_putc(out, map ? '{' : '[');
	for (node_id e = node->child; e; e = source_node(s, e)->next) {
		if (map) {
			const char *key = source_key(s, e, &len);

			data_key(out, key, len);
		} else {
			data_comma(out);
		}
		if (!put_node(s, e, depth - 1, out))
			return false;
	}
	strbuf_putc(out, map ? '}' : ']');
	return true;
}

bool data_put_node(const struct source *s, node_id n, struct strbuf *out)
{
	return put_node(s, n, DATA_MAX_DEPTH, out);
}

bool data_of_node(struct report *r, node_id n, text_id *ret)
{
	struct strbuf out;
	bool ok;

	*ret = n;
	if (source_is_blank(r->source, n))
		return true;
	strbuf_init(&out, 0);
	ok = data_put_node(r->source, n, &out) && out.len <= REPORT_MAX_DATA; /* else it is kept as it stands */
	ok = strbuf_ok(&out) && (!ok || text_add(r, out.text, out.len, n, ret));
	strbuf_release(&out);
	return ok;
}
