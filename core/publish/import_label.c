/* Values behind their labels: 单位名称：某局, a cell beside its label's. */
#include "publish/import_private.h"

#include "base/text.h"

#include <string.h>

/* of several sections a label that two fields have says nothing */
static bool is_only_one(const struct stretch *s, const struct field *f)
{
	for (size_t i = 0; i < s->section_count && s->section_count > 1; i++) {
		for (size_t k = 0; k < s->sections[i]->field_count; k++) {
			const struct field *other = s->sections[i]->fields[k];

			if (other != f && strcmp(import_label(other), import_label(f)) == 0)
				return false;
		}
	}
	return true;
}

/* ---- label：value in a line ---- */

#define FOUND_MOST 16 /* labels in a line */

struct labelled {
	const struct field *field;
	size_t at, value;         /* glyphs */
	char unit[24];            /* in brackets behind the label */
};

static bool begins_there(const struct glyphs *g, size_t at, size_t number)
{
	const struct glyph *before = at ? &g->items[at - 1] : NULL;

	return !before || at == number || glyph_is_stop(before->c) || before->end < g->items[at].at;
}

/* behind the label: a unit in brackets, a colon; false: it is none */
static bool behind_label(const struct manuscript_line *line, const struct glyphs *g, size_t at, struct labelled *ret)
{
	ret->unit[0] = '\0';
	if (at < g->count && g->items[at].c == '(') {
		size_t open = at;

		while (at < g->count && g->items[at].c != ')')
			at++;
		if (at == g->count || g->items[at].at - g->items[open].end >= sizeof(ret->unit))
			return false;
		snprintf(ret->unit, sizeof(ret->unit), "%.*s", (int)(g->items[at].at - g->items[open].end), line->text + g->items[open].end);
		at++;
	}
	if (at >= g->count || g->items[at].c != ':')
		return false;
	ret->value = at + 1;
	return true;
}

/* whether the label behind the others is that of one of them, which two fields have: it is the first's that is still blank */
static bool is_known(struct importer *p, struct labelled *found, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (found[i].at != found[count].at)
			continue;
		if (!import_is_open(p, found[i].field))
			found[i].field = found[count].field;
		return true;
	}
	return false;
}

static void find_labels(struct importer *p, const struct stretch *s, const struct manuscript_line *line, const struct glyphs *g,
			struct labelled found[FOUND_MOST], size_t *ret_count)
{
	unsigned number;
	size_t from;

	glyph_numbering(g->items, g->count, &from, &number);
	*ret_count = 0;
	for (size_t i = 0; i < s->section_count; i++) {
		for (size_t k = 0; k < s->sections[i]->field_count; k++) {
			const struct field *f = s->sections[i]->fields[k];
			struct glyphs label = { 0 };

			if (!field_is_scalar(f))
				continue;
			glyphs_of_label(&label, import_label(f), strlen(import_label(f)), NULL);
			if (label.failed)
				import_fail_memory(p);
			for (size_t at = 0; label.count > 1 && at + label.count < g->count && *ret_count < FOUND_MOST; at++) {
				struct labelled *l = &found[*ret_count];
				size_t n = 0;

				while (n < label.count && g->items[at + n].c == label.items[n].c)
					n++;
				if (n < label.count || !begins_there(g, at, from) || !behind_label(line, g, at + n, l) || !is_only_one(s, f))
					continue;
				l->field = f;
				l->at = at;
				*ret_count += !is_known(p, found, *ret_count);
				break;
			}
			glyphs_release(&label);
		}
	}
}

/* up to the next label, or the end of the line; without the mark at its end */
static size_t value_until(const struct glyphs *g, const struct labelled *found, size_t count, const struct labelled *l)
{
	size_t end = g->count;

	for (size_t i = 0; i < count; i++) {
		if (found[i].at > l->at && found[i].at < end)
			end = found[i].at;
	}
	while (end > l->value && (g->items[end - 1].c == GLYPH_LINE_END || (l->field->type != TYPE_LONGTEXT && glyph_is_stop(g->items[end - 1].c))))
		end--;
	return end;
}

static void import_line(struct importer *p, const struct stretch *s, size_t at)
{
	const struct manuscript_line *line = &p->m->lines[at];
	struct labelled found[FOUND_MOST];
	struct glyphs g = { 0 };
	struct strbuf text;
	size_t count = 0;

	strbuf_init(&text, 0);
	if (memchr(line->text, ':', line->len) || strstr(line->text, "：")) {
		glyphs_of_line(&g, p->m, at);
		find_labels(p, s, line, &g, found, &count);
	}
	for (size_t i = 0; i < count && !import_failed(p); i++) {
		size_t end = value_until(&g, found, count, &found[i]);
		const struct field *f = found[i].field;

		if (end <= found[i].value || !import_is_open(p, f))
			continue;
		strbuf_clear(&text);
		strbuf_add(&text, line->text + g.items[found[i].value].at, g.items[end - 1].end - g.items[found[i].value].at);
		if (field_is_number(f) && found[i].unit[0] && glyph_is_digit(g.items[end - 1].c))
			strbuf_puts(&text, found[i].unit);
		if (strbuf_ok(&text))
			import_at(p, f, text.text, text.len, at);
	}
	if (g.failed || !strbuf_ok(&text))
		import_fail_memory(p);
	glyphs_release(&g);
	strbuf_release(&text);
}

bool import_shares_lines(struct importer *p, const struct stretch *s)
{
	struct labelled found[FOUND_MOST];
	size_t count = 0;

	for (size_t i = s->first; i < s->end && count < 2 && !import_failed(p); i++) {
		const struct manuscript_line *line = &p->m->lines[i];
		struct glyphs g = { 0 };

		if (line->table || !(memchr(line->text, ':', line->len) || strstr(line->text, "：")))
			continue;
		glyphs_of_line(&g, p->m, i);
		if (g.failed)
			import_fail_memory(p);
		else
			find_labels(p, s, line, &g, found, &count);
		glyphs_release(&g);
	}
	return count > 1;
}

/* ---- a cell beside its label's ---- */

static const struct field *field_of_label(struct importer *p, const struct stretch *s, const struct manuscript_cell *cell)
{
	struct glyphs said = { 0 };
	const struct field *found = NULL;

	if (!cell->len || cell->len > 200)
		return NULL;
	glyphs_of_label(&said, cell->text, cell->len, NULL);
	for (size_t i = 0; i < s->section_count && !found; i++) {
		for (size_t k = 0; k < s->sections[i]->field_count && !found; k++) {
			const struct field *f = s->sections[i]->fields[k];
			struct glyphs label = { 0 };

			glyphs_of_label(&label, import_label(f), strlen(import_label(f)), NULL);
			if (field_is_scalar(f) && glyphs_same(&said, &label) && is_only_one(s, f))
				found = f;
			if (label.failed || said.failed)
				import_fail_memory(p);
			glyphs_release(&label);
		}
	}
	glyphs_release(&said);
	return found;
}

/* a figure and nothing else */
static bool is_figure(const struct field *f, const struct manuscript_cell *cell)
{
	struct glyphs g = { 0 };
	bool unit, is;

	glyphs_of_text(&g, cell->text, cell->len);
	is = g.count > 0 && value_figure(g.items, g.count, f->unit, &unit) == g.count;
	glyphs_release(&g);
	return is;
}

/* the cell that a label is for: beside it or, of a figure, below it; NULL: none */
static const struct manuscript_cell *cell_of_label(struct importer *p, const struct stretch *s, const struct field *f,
						   const struct manuscript_table *t, size_t r, size_t c, size_t *ret_row)
{
	const struct manuscript_row *row = &t->rows[r], *below = r + 1 < t->count ? &t->rows[r + 1] : NULL;
	const struct manuscript_cell *beside = c + 1 < row->count && row->cells[c + 1].len ? &row->cells[c + 1] : NULL;

	*ret_row = r;
	if (beside && (field_is_number(f) ? is_figure(f, beside) || (f->none && strcmp(beside->text, f->none) == 0) : !field_of_label(p, s, beside)))
		return beside;
	*ret_row = r + 1;
	return field_is_number(f) && below && c < below->count && is_figure(f, &below->cells[c]) ? &below->cells[c] : NULL;
}

static void import_cells(struct importer *p, const struct stretch *s, struct manuscript_table *t)
{
	for (size_t r = 0; r < t->count; r++) {
		struct manuscript_row *row = &t->rows[r];

		for (size_t c = 0; c < row->count && !row->taken && !row->read && !import_failed(p); c++) {
			const struct field *f = field_of_label(p, s, &row->cells[c]);
			const size_t said = p->result->remarks.count;
			size_t at;
			const struct manuscript_cell *cell = f && import_is_open(p, f) ? cell_of_label(p, s, f, t, r, c, &at) : NULL;
			bool ok = cell && import_value(p, (struct spot){ f->section, f, 0 }, cell->text, cell->len, t->rows[at].line);

			if (cell)
				row->labelled = t->rows[at].labelled = true;
			if (cell && !ok && p->result->remarks.count > said)
				t->rows[at].read = true;
		}
	}
	for (size_t r = 0; r < t->count; r++)
		t->rows[r].taken |= t->rows[r].labelled && !t->rows[r].read;
}

void import_labels(struct importer *p, const struct stretch *s)
{
	for (size_t i = s->first; i < s->end && !import_failed(p); i++) {
		if (p->m->lines[i].table)
			import_cells(p, s, p->m->lines[i].table);
		else if (import_is_free(p, i))
			import_line(p, s, i);
	}
}
