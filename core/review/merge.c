#include "review/merge_private.h"

#include "base/i18n.h"
#include "report/outside.h"
#include "review/diff.h"
#include "review/prose.h"

#include <string.h>

static struct spot spot_of(const struct field *f, row_id row)
{
	return (struct spot){ f->section, f, row };
}

/* ---- values ---- */

/* what stands there; a row that is not there is blank */
const char *merge_text(const struct report *r, const struct field *f, row_id row, size_t *ret_len)
{
	*ret_len = 0;
	return f->table && !row ? "" : report_text(r, spot_of(f, row), ret_len);
}

bool merge_same(const struct merge *m, const struct report *a, const struct report *b, const struct field *f, row_id x, row_id y)
{
	size_t len, other;
	const char *text = merge_text(a, f, x, &len), *with = merge_text(b, f, y, &other);

	(void)m;
	return len == other && memcmp(text, with, len) == 0;
}

bool merge_take(struct merge *m, struct place3 p, const char *text, size_t len, struct error *reterr)
{
	struct error why = { 0 };

	/* (a list where a single value should be cannot be written as a value) */
	if (!report_holds_structure(m->theirs, spot_of(p.field, p.theirs))) {
		if (report_set(m->ours, spot_of(p.field, p.ours), text, len, true, &why)) {
			m->result.taken++;
			return true;
		}
		if (why.kind == ERR_MEMORY || why.kind == ERR_IO) {
			*reterr = why;
			return false;
		}
	}
	return merge_conflict_value(m, p, reterr);
}

static struct part part_of(const struct report *r, const struct field *f, row_id row)
{
	struct part p;

	p.text = merge_text(r, f, row, &p.len);
	return p;
}

static bool merge_prose(struct merge *m, struct place3 p, struct error *reterr)
{
	struct strbuf out;
	bool clean, ok;

	strbuf_init(&out, SOURCE_MAX_SCALAR);
	ok = prose_merge(part_of(m->base, p.field, p.base), part_of(m->ours, p.field, p.ours), part_of(m->theirs, p.field, p.theirs), &out,
			 &clean);
	if (!ok)
		error_memory(reterr);
	else if (clean && strbuf_ok(&out))
		ok = merge_take(m, p, out.text, out.len, reterr);
	else
		ok = merge_conflict_value(m, p, reterr);
	strbuf_release(&out);
	return ok;
}

bool merge_value(struct merge *m, struct place3 p, struct error *reterr)
{
	size_t len;
	const char *text;
	bool done = false;

	if (report_is_calculated(p.field))
		return true;
	if (p.field->builtin && !merge_reserved_cell(m, p, &done, reterr))
		return false;
	if (done)
		return true;
	if (merge_same(m, m->ours, m->theirs, p.field, p.ours, p.theirs) || merge_same(m, m->base, m->theirs, p.field, p.base, p.theirs))
		return true;
	if (merge_same(m, m->base, m->ours, p.field, p.base, p.ours)) {
		text = merge_text(m->theirs, p.field, p.theirs, &len);
		return merge_take(m, p, text, len, reterr);
	}
	return p.field->type == TYPE_LONGTEXT ? merge_prose(m, p, reterr) : merge_conflict_value(m, p, reterr);
}

/* ---- all of it ---- */

static bool merge_section(struct merge *m, const struct section *s, struct error *reterr)
{
	for (size_t i = 0; i < s->field_count; i++) {
		const struct field *f = s->fields[i];

		if (f->type == TYPE_TABLE && !merge_table(m, f, reterr))
			return false;
		for (size_t c = 0; f->type == TYPE_MATRIX && c < f->row_count * f->column_count; c++) {
			if (f->cells[c] && !merge_value(m, (struct place3){ .field = f->cells[c] }, reterr))
				return false;
		}
		if (field_is_scalar(f) && !(s->builtin ? merge_reserved_field(m, f, reterr) : merge_value(m, (struct place3){ .field = f }, reterr)))
			return false;
	}
	return true;
}

/* the program's own part comes last: what it speaks of stands where it will */
static bool merge_all(struct merge *m, struct error *reterr)
{
	bool tampered;

	if (!report_tampered(m->ours, &tampered, reterr)) /* a sign-off of theirs must not make it look right */
		return false;
	for (size_t i = 0; i < m->form->section_count; i++) {
		if (!merge_section(m, m->form->sections[i], reterr))
			return false;
	}
	return merge_section(m, m->form->reserved, reterr) && merge_conflict_outside(m, reterr) && merge_conflict_write(m, reterr) &&
	       (tampered || merge_signed(m, reterr));
}

static bool merge_init(struct merge *m, struct error *reterr)
{
	m->to_ours = memory_alloc(m->form->table_count + 1, sizeof(*m->to_ours));
	m->to_ours_count = memory_alloc(m->form->table_count + 1, sizeof(*m->to_ours_count));
	if (!m->to_ours || !m->to_ours_count)
		return error_memory(reterr);
	if (!report_outside_count(m->base) && !report_outside_count(m->ours) && !report_outside_count(m->theirs))
		return true;
	return diff_reports(m->base, m->ours, &m->outside[0], reterr) && diff_reports(m->base, m->theirs, &m->outside[1], reterr);
}

static void merge_release(struct merge *m)
{
	for (size_t i = 0; m->to_ours && i < m->form->table_count; i++)
		memory_free(m->to_ours[i]);
	memory_free(m->to_ours);
	memory_free(m->to_ours_count);
	memory_free(m->waiting);
	diff_free(m->outside[0]);
	diff_free(m->outside[1]);
	arena_release(&m->arena);
}

bool merge_reports(struct report *base, struct report *ours, struct report *theirs, struct merged *ret, struct error *reterr)
{
	const unsigned long refused = memory_refused();
	struct merge m = { .base = base, .ours = ours, .theirs = theirs, .form = report_form(ours) };
	bool ok;

	if (report_form(base) != m.form || report_form(theirs) != m.form)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("the reports were read with different forms and cannot be merged"));
	report_program_begin(ours); /* what theirs were allowed to change is ours to take */
	report_group_begin(ours);
	ok = merge_init(&m, reterr) && merge_all(&m, reterr);
	if (refused != memory_refused()) /* a text that was not read to its end would pass for one without a change */
		ok = error_memory(reterr);
	if (ok) {
		report_group_end(ours);
		*ret = m.result;
	} else {
		report_group_cancel(ours);
	}
	report_program_end(ours);
	merge_release(&m);
	return ok;
}
