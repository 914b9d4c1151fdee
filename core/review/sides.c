#include "review/sides_private.h"

#include "base/i18n.h"
#include "review/align.h"
#include "review/pair.h"

#include <string.h>

/* ---- lines ---- */

static size_t add(struct sides *s, struct sides_line l)
{
	struct sides_line *lines = memory_grow(s->lines, &s->capacity, s->count + 1, sizeof(*lines));

	if (!lines) {
		s->failed = true;
		return 0;
	}
	s->lines = lines;
	lines[s->count] = l;
	return s->count++;
}

static struct spot spot_of(const struct field *f, row_id row)
{
	return (struct spot){ f->section, f, row };
}

static bool same_entered(const struct sides *s, const struct field *f, row_id here, row_id there)
{
	size_t len, other;
	const char *x = report_text(s->here, spot_of(f, here), &len), *y = report_text(s->there, spot_of(f, there), &other);

	return len == other && memcmp(x, y, len) == 0;
}

/* as they are shown: what lies beyond the last place is no difference to anybody */
static bool same_calculated(struct sides *s, const struct field *f, row_id here, row_id there)
{
	struct strbuf x, y;
	bool same;

	strbuf_init(&x, 0);
	strbuf_init(&y, 0);
	report_show(s->here, spot_of(f, here), true, &x);
	report_show(s->there, spot_of(f, there), true, &y);
	s->failed |= !strbuf_ok(&x) || !strbuf_ok(&y);
	same = x.len == y.len && memcmp(x.text, y.text, x.len) == 0;
	strbuf_release(&x);
	strbuf_release(&y);
	return same;
}

static bool same(struct sides *s, const struct field *f, row_id here, row_id there)
{
	return report_is_calculated(f) ? same_calculated(s, f, here, there) : same_entered(s, f, here, there);
}

static void add_value(struct sides *s, const struct field *f, row_id here, row_id there)
{
	struct sides_line l = { f->section, f, here, there, SIDES_VALUE, false, false, false };

	if (!report_relevant(s->here, spot_of(f, here)) && !report_relevant(s->there, spot_of(f, there)))
		return;
	l.differs = !same(s, f, here, there);
	l.counts = l.differs && !(f->table && report_is_calculated(f));
	(void)add(s, l);
}

/* ---- tables ---- */

static void add_lone_row(struct sides *s, const struct field *table, row_id here, row_id there)
{
	(void)add(s, (struct sides_line){ table->section, table, here, there, SIDES_ROW, true, false, true });
}

static void add_pair(struct sides *s, const struct field *table, row_id here, row_id there, bool moved)
{
	bool differs = false;

	for (size_t c = 0; c < table->column_count && !differs; c++)
		differs = !report_is_calculated(table->columns[c]) && !same_entered(s, table->columns[c], here, there);
	(void)add(s, (struct sides_line){ table->section, table, here, there, SIDES_ROW, differs || moved, moved, moved });
	for (size_t c = 0; c < table->column_count && differs; c++)
		add_value(s, table->columns[c], here, there);
}

/* in the order of here; what is there only, before the row that it stands before */
static void add_rows(struct sides *s, const struct field *table, const struct pairs *p)
{
	uint32_t j = 0;

	for (uint32_t i = 0; i < p->count_a && !s->failed; i++) {
		const uint32_t to = p->to_b[i];

		if (to == ALIGN_NONE) {
			add_lone_row(s, table, p->rows_a[i], 0);
			continue;
		}
		for (; j < to; j++) {
			if (p->to_a[j] == ALIGN_NONE)
				add_lone_row(s, table, 0, p->rows_b[j]);
		}
		add_pair(s, table, p->rows_a[i], p->rows_b[to], p->moved[i]);
	}
	for (; j < p->count_b && !s->failed; j++) {
		if (p->to_a[j] == ALIGN_NONE)
			add_lone_row(s, table, 0, p->rows_b[j]);
	}
}

static bool add_table(struct sides *s, const struct field *table, struct error *reterr)
{
	const struct pairs_query query = { .a = s->here, .b = s->there, .table = table };
	struct pairs p;

	if (!report_relevant(s->here, spot_of(table, 0)) && !report_relevant(s->there, spot_of(table, 0)))
		return true;
	if (!report_row_count(s->here, table) && !report_row_count(s->there, table))
		return true;
	if (!pairs_make(&query, &p, reterr))
		return false;
	add_rows(s, table, &p);
	pairs_release(&p);
	return true;
}

/* ---- all of it ---- */

static bool add_section(struct sides *s, const struct section *section, struct error *reterr)
{
	const size_t heading = add(s, (struct sides_line){ .section = section, .kind = SIDES_SECTION });

	for (size_t i = 0; i < section->field_count && !s->failed; i++) {
		const struct field *f = section->fields[i];

		if (f->type == TYPE_TABLE && !add_table(s, f, reterr))
			return false;
		for (size_t c = 0; f->type == TYPE_MATRIX && c < f->row_count * f->column_count; c++) {
			if (f->cells[c])
				add_value(s, f->cells[c], 0, 0);
		}
		if (field_is_scalar(f))
			add_value(s, f, 0, 0);
	}
	if (s->failed)
		return error_memory(reterr);
	if (s->count == heading + 1)
		s->count = heading; /* nothing is in it */
	for (size_t i = heading + 1; i < s->count; i++)
		s->lines[heading].differs |= s->lines[i].differs;
	return true;
}

/* which lines differ, to go through them alone */
static bool pick(struct sides *s, struct error *reterr)
{
	s->only = memory_alloc(s->count + 1, sizeof(*s->only));
	if (!s->only)
		return error_memory(reterr);
	for (size_t i = 0; i < s->count; i++) {
		if (s->lines[i].differs)
			s->only[s->only_count++] = (uint32_t)i;
		s->differences += s->lines[i].counts;
	}
	return true;
}

bool sides_make(struct report *here, struct report *there, struct sides **ret, struct error *reterr)
{
	const struct form *form = report_form(here);
	struct sides *s;
	bool ok = true;

	if (report_form(there) != form)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("the two reports were read with different forms and cannot be compared"));
	s = memory_alloc(1, sizeof(*s));
	if (!s)
		return error_memory(reterr);
	s->here = here;
	s->there = there;
	report_finish(here);
	report_finish(there);
	for (size_t i = 0; ok && i < form->section_count; i++)
		ok = add_section(s, form->sections[i], reterr);
	ok = ok && pick(s, reterr);
	if (ok && !(report_reliable(here) && report_reliable(there)))
		ok = error_memory(reterr);
	if (ok)
		*ret = s;
	else
		sides_free(s);
	return ok;
}

void sides_free(struct sides *s)
{
	if (!s)
		return;
	memory_free(s->lines);
	memory_free(s->only);
	memory_free(s);
}

/* ---- going through them ---- */

size_t sides_count(const struct sides *s, bool all)
{
	return all ? s->count : s->only_count;
}

const struct sides_line *sides_line(const struct sides *s, bool all, size_t n)
{
	return &s->lines[all ? n : s->only[n]];
}

size_t sides_differences(const struct sides *s)
{
	return s->differences;
}

size_t sides_find(const struct sides *s, bool all, struct spot here)
{
	const size_t count = sides_count(s, all);
	const struct field *table = here.field ? here.field->table : NULL;
	size_t best = count;

	for (size_t i = 0; i < count; i++) {
		const struct sides_line *l = sides_line(s, all, i);

		if (l->section->index < here.section->index)
			continue;
		if (best == count)
			best = i;
		if (l->section != here.section || !here.field)
			break;
		if (l->kind == SIDES_SECTION)
			continue;
		if (l->field == here.field && l->here == here.row)
			return i;
		if (l->kind == SIDES_ROW && l->field == table && l->here == here.row)
			best = i;
	}
	return best < count ? best : count ? count - 1 : 0;
}

size_t sides_next(const struct sides *s, bool all, size_t from, bool forward)
{
	const size_t count = sides_count(s, all);

	for (size_t i = forward ? from + 1 : from - 1; i < count; i = forward ? i + 1 : i - 1) {
		if (sides_line(s, all, i)->counts)
			return i;
	}
	return from;
}
