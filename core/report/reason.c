/*
 * Reasons: what was said about a problem of a check that may be explained. Kept in the report under reasons:, with the
 * figures that were explained; when those change, the reason must be confirmed (given again).
 */
#include "report/report_private.h"

#include "base/i18n.h"

struct columns {
	const struct field *table, *check, *path, *text, *figures;
};

static bool find_columns(const struct report *r, struct columns *c)
{
	c->table = section_field(r->form->reserved, "reasons", 7);
	if (!c->table)
		return false;
	c->check = table_column(c->table, "check", 5);
	c->path = table_column(c->table, "path", 4);
	c->text = table_column(c->table, "text", 4);
	c->figures = table_column(c->table, "figures", 7);
	return c->check && c->path && c->text && c->figures;
}

static bool is(const struct report *r, const struct field *f, row_id row, const char *text, size_t len)
{
	size_t n;
	const char *now = report_text(r, (struct spot){ f->section, f, row }, &n);

	return n == len && memcmp(now, text, len) == 0;
}

static struct spot spot_for(const struct check *c, row_id row)
{
	if (c->at)
		return (struct spot){ c->at->section, c->at, c->at->table ? row : 0 };
	return (struct spot){ c->section, c->each, c->each ? row : 0 };
}

struct figures {
	struct report *r;
	row_id row;
	struct strbuf *out;
};

static void figure(void *to, const struct expr *e)
{
	struct figures *f = to;
	struct spot s = { e->field->section, e->field, e->field->table ? f->row : 0 };

	if ((e->op != EXPR_FIELD && e->op != EXPR_ROW_FIELD) || !field_is_scalar(e->field))
		return;
	if (e->op == EXPR_ROW_FIELD)
		s.row = f->r->reader.find_row(f->r, e->field->table, e->row_key, e->row_index);
	if (e->field->table && !s.row)
		return;
	if (f->out->len)
		strbuf_puts(f->out, ", ");
	strbuf_printf(f->out, "%s ", e->field->id);
	report_show(f->r, s, true, f->out);
}

static void figure_of_rows(void *to, const struct aggregate *a)
{
	struct figures *f = to;
	struct value v;

	f->r->reader.aggregate(f->r, a, (struct formula_rows){ .row = f->row }, false, &v);
	if (f->out->len)
		strbuf_puts(f->out, ", ");
	strbuf_puts(f->out, a->over->id);
	if (a->column)
		strbuf_printf(f->out, ".%s", a->column->id);
	strbuf_putc(f->out, ' ');
	if (v.kind == VALUE_NUMBER)
		number_print(f->out, v.figure.value, NUMBER_PLACES, -1, false);
	else if (v.kind == VALUE_DATE)
		strbuf_printf(f->out, "%ld", (long)v.figure.value);
}

static void figures_now(struct report *r, const struct check *c, row_id row, struct strbuf *out)
{
	struct figures f = { r, row, out };
	const struct expr_visitor v = { .field = figure, .aggregate = figure_of_rows, .to = &f };

	expr_visit(c->rule->expr, &v);
}

static row_id find_reason(struct report *r, const struct columns *k, const struct check *c, struct spot s)
{
	uint32_t count = report_row_count(r, k->table);
	struct strbuf path, plain;
	row_id found = 0;

	if (!count)
		return 0;
	strbuf_init(&path, 0);
	strbuf_init(&plain, 0);
	report_key_path(r, s, &path);
	report_path(r, s, &plain);
	for (uint32_t i = 0; i < count && !found; i++) {
		row_id row = report_row_at(r, k->table, i);

		if (is(r, k->check, row, c->id, strlen(c->id)) &&
		    (is(r, k->path, row, path.text, path.len) || is(r, k->path, row, plain.text, plain.len)))
			found = row;
	}
	r->short_of_memory |= !strbuf_ok(&path) || !strbuf_ok(&plain);
	strbuf_release(&path);
	strbuf_release(&plain);
	return found;
}

static bool has_text(const struct report *r, const struct columns *k, row_id row)
{
	size_t len;

	report_text(r, (struct spot){ k->table->section, k->text, row }, &len);
	return len > 0;
}

bool reason_holds(struct report *r, const struct check *c, row_id row)
{
	struct columns k;
	struct strbuf now;
	row_id reason;
	bool holds;
	size_t len;

	if (!find_columns(r, &k))
		return false;
	reason = find_reason(r, &k, c, spot_for(c, row));
	if (!reason || !has_text(r, &k, reason))
		return false;
	/* a reason written by hand, without figures, holds as it stands */
	report_text(r, (struct spot){ k.table->section, k.figures, reason }, &len);
	if (!len)
		return true;
	strbuf_init(&now, 0);
	figures_now(r, c, row, &now);
	r->short_of_memory |= !strbuf_ok(&now);
	holds = is(r, k.figures, reason, now.text, now.len);
	strbuf_release(&now);
	return holds;
}

const char *report_reason(const struct report *r, const struct check *c, struct spot s)
{
	struct report *own = (struct report *)(uintptr_t)r;
	struct columns k;
	size_t len;
	const char *text;
	row_id row = find_columns(r, &k) ? find_reason(own, &k, c, s) : 0;

	if (!row)
		return NULL;
	text = report_text(r, (struct spot){ k.table->section, k.text, row }, &len);
	text = arena_strndup(&own->arena, text, len); /* what stands in the source has no NUL behind it */
	own->short_of_memory |= !text;
	return text;
}

static bool put(struct report *r, const struct field *f, row_id row, const char *text, size_t len, struct error *reterr)
{
	return report_set(r, (struct spot){ f->section, f, row }, text, len, true, reterr);
}

bool report_explain(struct report *r, const struct check *c, struct spot s, const char *text, size_t len, struct error *reterr)
{
	struct columns k;
	struct strbuf path, now;
	row_id row;
	bool ok = true;

	if (!c->explain)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("the check '%s' cannot be passed by a reason"), c->id);
	if (!find_columns(r, &k))
		return error_set(reterr, ERR_FORM, NOWHERE, _("this form keeps no reasons"));
	if (!calc_recover(r))
		return error_memory(reterr);
	strbuf_init(&path, 0);
	strbuf_init(&now, 0);
	report_key_path(r, s, &path);
	figures_now(r, c, s.row, &now);
	row = find_reason(r, &k, c, s);
	report_group_begin(r);
	if (r->short_of_memory || !strbuf_ok(&path) || !strbuf_ok(&now))
		ok = error_memory(reterr);
	if (ok && !row && len) {
		ok = report_insert(r, k.table, report_row_count(r, k.table), &row, reterr) &&
		     put(r, k.check, row, c->id, strlen(c->id), reterr) && put(r, k.path, row, path.text, path.len, reterr);
	}
	if (ok && row && len)
		ok = put(r, k.text, row, text, len, reterr) && put(r, k.figures, row, now.text, now.len, reterr);
	else if (ok && row)
		ok = report_delete(r, k.table, row, reterr);
	if (ok)
		report_group_end(r);
	else
		report_group_cancel(r);
	strbuf_release(&path);
	strbuf_release(&now);
	return ok;
}
