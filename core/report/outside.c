#include "report/outside.h"

#include "base/data.h"
#include "report/report_private.h"

size_t report_outside_count(const struct report *r)
{
	return r->stray_count;
}

bool report_outside(const struct report *r, size_t n, struct outside *ret)
{
	const struct stray *s = &r->strays[n];
	const bool in_row = s->field && s->field->type == TYPE_TABLE && s->row;

	if (in_row && !order_holds(r->tables[s->field->index].order, s->row))
		return false;
	*ret = (struct outside){ .node = s->node, .table = in_row ? s->field : NULL, .row = in_row ? s->row : 0, .kind = s->kind };
	return true;
}

static void put_path(const struct report *r, node_id n, struct strbuf *out)
{
	const struct node *node = source_node(r->source, n);
	size_t len;
	const char *key;

	if (source_node(r->source, node->parent)->kind == NODE_SEQUENCE)
		return;
	if (node->parent != NODE_ROOT)
		put_path(r, node->parent, out);
	key = source_key(r->source, n, &len);
	if (out->len)
		strbuf_putc(out, '.');
	strbuf_add(out, key, len);
}

void report_outside_path(const struct report *r, const struct outside *o, struct strbuf *out)
{
	size_t len;
	const char *key;

	if (!o->table) {
		put_path(r, o->node, out);
	} else if (!o->kind) {
		key = source_key(r->source, o->node, &len);
		strbuf_add(out, key, len);
	}
}

void report_outside_value(const struct report *r, const struct outside *o, struct strbuf *out)
{
	const struct node *n = source_node(r->source, o->node);
	const size_t before = out->len;

	if (data_put_node(r->source, o->node, out))
		return;
	strbuf_truncate(out, before); /* deeper than data may be: its YAML */
	data_string(out, source_bytes(r->source, &(size_t){ 0 }) + n->start, n->end - n->start);
}

bool report_holds_structure(const struct report *r, struct spot s)
{
	return s.field && field_is_scalar(s.field) && (!s.field->table || s.row) &&
	       text_is_collection(r, cell_look(r, s.field, s.row)->text);
}
