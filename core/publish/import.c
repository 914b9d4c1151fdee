/* Import: from the document as a whole to the report. */
#include "publish/import_private.h"

#include "base/text.h"
#include "publish/document.h"
#include "report/edit.h"

#include <string.h>

#define STEPS_LEAST 1000000u  /* of matching a section */
#define STEPS_A_GLYPH 400u
#define STEPS_MOST 40000000u
#define STEPS_ALL 120000000u  /* of matching the whole document */

/* ---- a section at its word ---- */

static bool fields_stand(const struct program *p)
{
	return p->values && !p->failed;
}

/* the lines [first, end) as glyphs */
bool import_glyphs(struct importer *p, const struct stretch *s, struct glyphs *ret)
{
	*ret = (struct glyphs){ 0 };
	for (size_t i = s->first; i < s->end; i++) {
		if (!p->reason[i])
			glyphs_of_line(ret, p->m, i);
	}
	if (ret->failed)
		import_fail_memory(p);
	return !ret->failed;
}

size_t import_steps(struct importer *p, size_t glyphs)
{
	size_t steps = STEPS_LEAST + glyphs * STEPS_A_GLYPH;

	steps = steps > STEPS_MOST ? STEPS_MOST : steps;
	return steps > p->steps ? p->steps : steps;
}

void import_took(struct importer *p, size_t given, size_t left)
{
	p->steps -= given - left;
}

/* every section of the stretch, from its first line to its last: at its word, or as freely as `program` allows */
static bool import_whole(struct importer *p, const struct stretch *s, struct program program)
{
	struct arena arena = { 0 };
	struct glyphs text;
	struct match m = { .m = p->m, .form = p->form, .program = &program };
	bool found = false;
	size_t given;

	program.arena = &arena;
	if (!import_glyphs(p, s, &text)) {
		glyphs_release(&text);
		return false;
	}
	for (size_t i = 0; i < s->section_count; i++)
		program_section(&program, s->sections[i]);
	program_step(&program, STEP_END);
	if (program.failed)
		import_fail_memory(p);
	m.text = text.items;
	m.count = text.count;
	m.steps = given = import_steps(p, text.count);
	if (fields_stand(&program) && text.count)
		found = match_run(&m, 0);
	import_took(p, given, m.steps);
	if (m.failed)
		import_fail_memory(p);
	if (found) {
		import_captures(p, &m);
		for (size_t i = s->first; i < s->end; i++)
			p->taken[i] |= !p->m->lines[i].table && !p->reason[i]; /* the form's own words between */
	}
	match_release(&m);
	program_release(&program);
	glyphs_release(&text);
	arena_release(&arena);
	return found && !import_failed(p);
}

/* a section that says nothing but 无: what must be said and reads so for zero is zero */
static bool import_none(struct importer *p, const struct stretch *s)
{
	bool any = false;

	if (s->end != s->first + 1 || p->m->lines[s->first].table)
		return false;
	for (size_t i = 0; i < s->sections[0]->field_count; i++) {
		const struct field *f = s->sections[0]->fields[i];
		const struct manuscript_line *line = &p->m->lines[s->first];
		size_t len = f->none ? strlen(f->none) : 0;

		if (!len || !f->required || line->len < len || memcmp(line->text, f->none, len) != 0 ||
		    (line->len > len && strcmp(line->text + len, "。") != 0))
			continue;
		any |= import_at(p, f, f->none, len, s->first);
	}
	return any;
}

static void import_stretch(struct importer *p, const struct stretch *s)
{
	static const struct program ways[] = { { .loose = false }, { .titles = true }, { .misfits = true }, { .titles = true, .loose = true } };
	size_t way = 0;

	import_find_reasons(p, s);
	if (import_failed(p) || s->first >= s->end || import_none(p, s))
		return;
	if (!s->sections[0]->wording && import_shares_lines(p, s))
		way = ARRAY_SIZE(ways);
	while (way < ARRAY_SIZE(ways) && !import_whole(p, s, ways[way]))
		way++;
	if (way == ARRAY_SIZE(ways))
		import_loosely(p, s);
	import_tables(p, s);
	import_labels(p, s);
	import_prose(p, s);
}

/* ---- what is shown only when a box is ticked must have been ticked ---- */

static const struct field *box_of(const struct formula *relevant)
{
	const struct expr *e = relevant ? relevant->expr : NULL;

	if (e && e->op == EXPR_EQUAL && e->args[1]->op == EXPR_BOOLEAN && e->args[1]->truth)
		e = e->args[0];
	return e && e->op == EXPR_FIELD && e->field && e->field->type == TYPE_BOOLEAN && !e->field->table ? e->field : NULL;
}

static void tick_boxes(struct importer *p)
{
	const size_t count = p->origin_count;

	for (size_t i = 0; i < count && !import_failed(p); i++) {
		const struct field *f = p->origins[i].spot.field, *box;
		struct spot s;

		f = f->matrix && !f->relevant ? f->matrix : f;
		box = box_of(f->relevant);
		s = (struct spot){ box ? box->section : NULL, box, 0 };
		if (box && !report_is_calculated(box) && import_is_blank(p, s))
			import_value(p, s, "true", 4, p->origins[i].line);
	}
}
/* ---- all of it ---- */

/* sections without a heading of their own stand behind the one before them */
static bool is_headless(const struct section *s)
{
	return !s->number && !s->part;
}

/* a section, those without a heading behind it, up to the next heading; returns the section that goes on */
static size_t import_section(struct importer *p, size_t section, const size_t *first, const size_t *heading)
{
	const struct form *f = p->form;
	struct stretch s = { (const struct section *const *)f->sections + section, 1, first[section], p->m->count, true };
	size_t next = section + 1;

	while (next < f->section_count && first[next] == SIZE_MAX && is_headless(f->sections[next]))
		next++;
	s.section_count = next - section;
	for (size_t i = section + 1; i < f->section_count && s.end == p->m->count; i++)
		s.end = first[i] == SIZE_MAX ? s.end : heading[i];
	if (first[section] != SIZE_MAX)
		import_stretch(p, &s);
	return next;
}

static void import_by_sections(struct importer *p)
{
	const struct section *const *all = (const struct section *const *)p->form->sections;
	const size_t count = p->form->section_count;
	size_t *first = memory_alloc(2 * count + 1, sizeof(*first)), *heading = first + count, from = 0;

	if (!first) {
		import_fail_memory(p);
		return;
	}
	if (import_sections(p, first, heading)) {
		while (from < count && first[from] == SIZE_MAX)
			from++;
		import_title(p, heading[from]);
		import_labels(p, &(struct stretch){ all, count, 0, heading[from], false });
		while (from < count && !import_failed(p))
			from = import_section(p, from, first, heading);
	} else if (!import_failed(p)) {
		import_title(p, p->m->count);
		import_stretch(p, &(struct stretch){ all, count, 0, p->m->count, false });
	}
	memory_free(first);
}

static int by_remark_line(const void *a, const void *b)
{
	const struct import_remark *x = a, *y = b;

	return x->line != y->line ? (x->line < y->line ? -1 : 1) : x->number < y->number ? -1 : x->number > y->number;
}

static void import_all(struct importer *p)
{
	import_by_sections(p);
	/* what stands in another place than the form has it */
	import_labels(p, &(struct stretch){ (const struct section *const *)p->form->sections, p->form->section_count, 0, p->m->count, false });
	import_year(p);
	tick_boxes(p);
	import_reasons(p);
	import_compare(p);
	import_unplace(p);
	import_write_origins(p);
	if (p->result->remarks.count)
		qsort(p->result->remarks.items, p->result->remarks.count, sizeof(*p->result->remarks.items), by_remark_line);
}

bool import_manuscript(struct manuscript *m, struct report *into, struct imported *ret, struct error *reterr)
{
	const unsigned long refused = memory_refused();
	struct importer p = { .m = m, .report = into, .form = report_form(into), .result = ret };

	*ret = (struct imported){ 0 };
	p.steps = STEPS_ALL;
	p.chinese = document_is_chinese(p.form);
	p.taken = memory_alloc(m->count, sizeof(*p.taken));
	p.reason = memory_alloc(m->count, sizeof(*p.reason));
	p.refused = memory_alloc(m->count, sizeof(*p.refused));
	p.at = memory_alloc(m->count, sizeof(const struct section *));
	report_program_begin(into);
	report_group_begin(into);
	if (p.taken && p.refused && p.reason && p.at)
		import_all(&p);
	if (refused != memory_refused() || !report_reliable(into))
		import_fail_memory(&p);
	if (import_failed(&p)) {
		report_group_cancel(into);
		imported_release(ret);
		*reterr = p.error;
	} else {
		report_group_end(into);
	}
	report_program_end(into);
	memory_free(p.taken);
	memory_free(p.refused);
	memory_free(p.reason);
	memory_free(p.at);
	memory_free(p.origins);
	memory_free(p.seen);
	return !import_failed(&p);
}

void imported_release(struct imported *r)
{
	memory_free(r->remarks.items);
	memory_free(r->unplaced.items);
	arena_release(&r->arena);
	*r = (struct imported){ 0 };
}
