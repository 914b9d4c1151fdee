/*
 * A section whose text is not the form's own: the lines of its wording are looked for one by one, then the words before each
 * value, then long texts by the headings that they stand under.
 */
#include "publish/import_private.h"

#include "base/text.h"

#include <string.h>

/* ---- the wording in lines ---- */

struct wording_line {
	struct wording *first, *last;
	const char *heading;          /* it is one: what it says behind its number */
	size_t heading_len;
	struct wording_line *next;
};

struct flat {
	struct arena arena;
	struct wording_line *first, *last;
	bool open, failed;
};

static bool has_line_end(const struct wording *first)
{
	for (const struct wording *n = first; n; n = n->next) {
		if (n->kind == WORDING_TEXT && memchr(n->text, '\n', n->len))
			return true;
		if (n->kind == WORDING_TABLE || (n->kind == WORDING_OPTIONAL && has_line_end(n->first)))
			return true;
	}
	return false;
}

static void flat_add(struct flat *f, const struct wording *n, const char *text, size_t len)
{
	struct wording *copy = arena_alloc(&f->arena, sizeof(*copy));
	struct wording_line *line = f->open ? f->last : arena_alloc(&f->arena, sizeof(*line));

	if (!copy || !line) {
		f->failed = true;
		return;
	}
	*copy = *n;
	copy->next = NULL;
	if (n->kind == WORDING_TEXT) {
		copy->text = text;
		copy->len = len;
	}
	if (!f->open) {
		size_t number = n->kind == WORDING_TEXT ? wording_heading(text, len) : 0;

		if (f->last)
			f->last->next = line;
		else
			f->first = line;
		f->last = line;
		f->open = true;
		if (number) {
			line->heading = text + number;
			line->heading_len = len - number;
		}
	}
	if (line->last)
		line->last->next = copy;
	else
		line->first = copy;
	line->last = copy;
}

static void flatten(struct flat *f, const struct wording *first)
{
	for (const struct wording *n = first; n && !f->failed; n = n->next) {
		const char *text = n->text ? n->text : "", *end = text + n->len;

		if (n->kind == WORDING_TABLE) {
			f->open = false;
		} else if (n->kind == WORDING_OPTIONAL && has_line_end(n->first)) {
			flatten(f, n->first);
		} else if (n->kind != WORDING_TEXT) {
			flat_add(f, n, NULL, 0);
		} else {
			while (text < end) {
				const char *stop = memchr(text, '\n', (size_t)(end - text));

				if (stop != text)
					flat_add(f, n, text, (size_t)((stop ? stop : end) - text));
				f->open &= !stop;
				text = stop ? stop + 1 : end;
			}
		}
	}
}

/* a long text and no words with it */
static const struct field *bare_text(const struct wording *n)
{
	while (n && n->kind == WORDING_OPTIONAL && !n->next)
		n = n->first;
	return n && !n->next && n->kind == WORDING_VALUE && n->field && n->field->type == TYPE_LONGTEXT && !n->field->table ? n->field : NULL;
}

/* ---- a line of the wording, wherever it stands ---- */

static bool is_long(const struct wording_line *line)
{
	for (const struct wording *n = line->first; n; n = n->next) {
		if (n->kind == WORDING_EACH && has_line_end(n->first))
			return true;
	}
	return false;
}

/* the text of a stretch, and where each of its lines begins in it */
struct lines {
	struct glyphs glyphs;
	size_t *starts;
};

static bool lines_of(struct importer *p, const struct stretch *s, struct lines *ret)
{
	*ret = (struct lines){ .starts = memory_alloc(s->end - s->first + 1, sizeof(size_t)) };
	if (!ret->starts)
		import_fail_memory(p);
	if (!ret->starts || !import_glyphs(p, s, &ret->glyphs))
		return false;
	for (size_t line = 0, at = 0; line <= s->end - s->first; line++) {
		while (at < ret->glyphs.count && ret->glyphs.items[at].line < s->first + line)
			at++;
		ret->starts[line] = at;
	}
	return true;
}

static void lines_release(struct lines *l)
{
	glyphs_release(&l->glyphs);
	memory_free(l->starts);
}

/* the first free line that it fits */
static void try_line(struct importer *p, const struct wording_line *line, const struct stretch *s, const struct lines *lines, size_t *steps)
{
	struct arena arena = { 0 };
	struct program program = { .arena = &arena, .loose = true, .start = true };
	struct match m = { .m = p->m, .form = p->form, .program = &program, .steps = *steps };
	const bool several = is_long(line);
	bool found = false;

	program_wording(&program, line->first);
	program_step(&program, STEP_LINE_END);
	program_step(&program, several ? STEP_END_BLOCK : STEP_END);
	if (program.failed)
		import_fail_memory(p);
	for (size_t at = s->first; at < s->end && program.values && program.words && !found && !import_failed(p); at++) {
		const size_t from = lines->starts[at - s->first], to = several ? lines->glyphs.count : lines->starts[at - s->first + 1];

		if (!import_is_free(p, at))
			continue;
		m.text = lines->glyphs.items + from;
		m.count = to - from;
		found = match_run(&m, 0) && m.capture_count > 0;
		if (m.failed)
			import_fail_memory(p);
		found = found && import_captures(p, &m);
	}
	*steps = m.steps;
	match_release(&m);
	program_release(&program);
	arena_release(&arena);
}

/* ---- the words before a value ---- */

#define LINKS_MOST 4

/* 为 是 达 共 计 约 数 额 合: between a name and its figure */
static bool is_link(uint32_t c)
{
	static const uint32_t links[] = { ':', 0x4E3A, 0x662F, 0x8FBE, 0x5171, 0x8BA1, 0x7EA6, 0x6570, 0x989D, 0x5408, 0x5230 };

	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		if (c == links[i])
			return true;
	}
	return false;
}

/* a figure behind a name: where it begins and ends; 0: there is none that the field's could be */
static size_t figure_behind(const struct glyphs *g, size_t at, const struct field *f, size_t *ret_from)
{
	bool unit;
	size_t n, end;

	for (size_t links = 0; links < LINKS_MOST && at < g->count && is_link(g->items[at].c); links++)
		at++;
	n = at < g->count ? value_figure(g->items + at, g->count - at, f->unit, &unit) : 0;
	end = at + n;
	*ret_from = at;
	if (!n || (!unit && end < g->count && !glyph_is_stop(g->items[end].c) && g->items[end].c != '(' && g->items[end].c != ')'))
		return 0;
	return n;
}

static bool stands_apart(const struct glyphs *g, size_t at)
{
	const struct glyph *before = at ? &g->items[at - 1] : NULL;

	return !before || glyph_is_stop(before->c) || before->c == ')' || before->c == '.' || glyph_is_digit(before->c) ||
	       before->line != g->items[at].line || before->end < g->items[at].at;
}

static bool find_figure(struct importer *p, const struct glyphs *g, const struct glyphs *name, const struct field *f, bool apart)
{
	for (size_t at = 0; at + name->count < g->count && !import_failed(p); at++) {
		size_t i = 0, from, n;

		while (i < name->count && g->items[at + i].c == name->items[i].c)
			i++;
		if (i < name->count || (apart && !stands_apart(g, at)))
			continue;
		n = figure_behind(g, at + i, f, &from);
		if (n && !p->refused[g->items[from].line]) {
			const struct manuscript_line *line = &p->m->lines[g->items[from].line];
			size_t first = g->items[from].at, last = g->items[from + n - 1].end;

			return import_at(p, f, line->text + first, last - first, g->items[from].line);
		}
	}
	return false;
}

static bool is_figure(const struct field *f)
{
	return f->type == TYPE_DECIMAL || f->type == TYPE_INTEGER;
}

/* by the words that the wording has before it, then by its label */
static void find_value(struct importer *p, const struct glyphs *g, const struct field *f, const char *words, size_t len)
{
	struct glyphs before = { 0 }, label = { 0 };
	size_t from;

	if (!is_figure(f) || !import_is_open(p, f))
		return;
	glyphs_of_text(&before, words, len);
	for (from = before.count; from > 0 && !glyph_is_stop(before.items[from - 1].c) && before.items[from - 1].c != '(';)
		from--;
	if (f->label.zh)
		glyphs_of_label(&label, f->label.zh, strlen(f->label.zh), NULL);
	if (before.failed || label.failed)
		import_fail_memory(p);
	for (int apart = 1; apart >= 0; apart--) {
		struct glyphs name = { .items = from ? before.items + from : before.items, .count = before.count - from };

		if (name.count >= 2 && find_figure(p, g, &name, f, apart))
			break;
		if (label.count >= 2 && find_figure(p, g, &label, f, apart))
			break;
	}
	glyphs_release(&before);
	glyphs_release(&label);
}

static void find_values(struct importer *p, const struct glyphs *g, const struct wording *first, const struct wording *before)
{
	for (const struct wording *n = first; n && !import_failed(p); before = n, n = n->next) {
		const bool words = before && before->kind == WORDING_TEXT;

		if (n->kind == WORDING_OPTIONAL)
			find_values(p, g, n->first, before);
		else if (n->kind == WORDING_VALUE && n->field && !n->field->table && n->expr->op == EXPR_FIELD)
			find_value(p, g, n->field, words ? before->text : "", words ? before->len : 0);
	}
}

/* ---- long texts by their headings ---- */

static bool is_heading(const struct importer *p, size_t line)
{
	struct glyphs g = { 0 };
	unsigned number;
	size_t len;
	bool heading;

	if (p->m->lines[line].table || p->m->lines[line].len > 200)
		return false;
	glyphs_of_line(&g, p->m, line);
	heading = !g.failed && (p->m->lines[line].level > 0 || glyph_numbering(g.items, g.count, &len, &number) == NUMBERING_PAREN);
	for (size_t i = 0; i < g.count && heading; i++)
		heading = g.items[i].c != 0x3002 && g.items[i].c != ';';
	glyphs_release(&g);
	return heading;
}

/* the line of a heading that is like these words, or the n-th of them; SIZE_MAX: there is none */
static size_t find_heading(struct importer *p, const struct stretch *s, const char *words, size_t len, size_t nth)
{
	struct glyphs own = { 0 };
	size_t found = SIZE_MAX, by_number = SIZE_MAX, count = 0;
	unsigned most = 29;

	glyphs_of_text(&own, words, len);
	for (size_t i = s->first; i < s->end; i++) {
		struct glyphs g = { 0 };
		unsigned number, like;
		size_t from = 0;

		if (!is_heading(p, i))
			continue;
		glyphs_of_line(&g, p->m, i);
		g.count -= g.count > 0;
		glyph_numbering(g.items, g.count, &from, &number);
		like = glyph_likeness(&g, from, &own);
		if (++count == nth)
			by_number = i;
		if (like > most) {
			most = like;
			found = i;
		}
		if (g.failed || own.failed)
			import_fail_memory(p);
		glyphs_release(&g);
	}
	glyphs_release(&own);
	return found != SIZE_MAX ? found : by_number;
}

/* what stands free from a line on, up to the next heading */
static void take_text(struct importer *p, const struct stretch *s, size_t from, const struct field *f)
{
	struct strbuf text;
	size_t first = SIZE_MAX, end = from;

	strbuf_init(&text, SOURCE_MAX_SCALAR);
	for (; end < s->end && !is_heading(p, end); end++) {
		if (!import_is_free(p, end))
			continue;
		if (text.len)
			strbuf_putc(&text, '\n');
		strbuf_add(&text, p->m->lines[end].text, p->m->lines[end].len);
		first = first == SIZE_MAX ? end : first;
	}
	if (first != SIZE_MAX && strbuf_ok(&text) &&
	    import_at(p, f, text.text, text.len, first)) {
		for (size_t i = first; i < end; i++)
			p->taken[i] |= import_is_free(p, i);
		if (from > s->first && is_heading(p, from - 1))
			p->taken[from - 1] = true;
	}
	strbuf_release(&text);
}

static void take_texts(struct importer *p, const struct stretch *s, const struct flat *flat)
{
	const struct wording_line *heading = NULL;
	size_t nth = 0;

	for (const struct wording_line *line = flat->first; line && !import_failed(p); line = line->next) {
		const struct field *f = bare_text(line->first);
		size_t at = s->first;

		if (line->heading) {
			heading = line;
			nth++;
		}
		if (!f || !import_is_open(p, f) || (!heading && !s->headed))
			continue;
		if (heading) {
			at = find_heading(p, s, heading->heading, heading->heading_len, nth);
			if (at == SIZE_MAX)
				continue;
			at++;
		}
		take_text(p, s, at, f);
	}
}

/* headings of the form's own that nothing was taken under */
static void take_headings(struct importer *p, const struct stretch *s, const struct flat *flat)
{
	for (const struct wording_line *line = flat->first; line && !import_failed(p); line = line->next) {
		size_t at = line->heading ? find_heading(p, s, line->heading, line->heading_len, 0) : SIZE_MAX;

		if (at != SIZE_MAX)
			p->taken[at] = true;
	}
}

void import_loosely(struct importer *p, const struct stretch *s)
{
	struct lines lines;
	size_t steps, given;

	if (!lines_of(p, s, &lines)) {
		lines_release(&lines);
		return;
	}
	steps = given = import_steps(p, lines.glyphs.count);
	for (size_t i = 0; i < s->section_count && !import_failed(p); i++) {
		struct flat flat = { .open = false };

		flatten(&flat, s->sections[i]->wording);
		if (flat.failed)
			import_fail_memory(p);
		for (const struct wording_line *line = flat.first; line && !import_failed(p); line = line->next) {
			if (!line->heading && !bare_text(line->first))
				try_line(p, line, s, &lines, &steps);
		}
		find_values(p, &lines.glyphs, s->sections[i]->wording, NULL);
		for (size_t k = 0; k < s->sections[i]->field_count && !import_failed(p); k++)
			find_value(p, &lines.glyphs, s->sections[i]->fields[k], "", 0);
		import_tables(p, s);
		import_labels(p, s);
		take_texts(p, s, &flat);
		take_headings(p, s, &flat);
		arena_release(&flat.arena);
	}
	import_took(p, given, steps);
	lines_release(&lines);
}
