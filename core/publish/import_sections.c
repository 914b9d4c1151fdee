/*
 * Sections: which lines of a document are their headings. Numbers, words and order all count, as people change each of them: a
 * heading is the line that fits best, and the sections stand in the form's order.
 */
#include "publish/import_private.h"

#include "base/text.h"

#include <string.h>

#define HEADING_MOST 60   /* glyphs */
#define GOOD 75           /* what a heading must reach */
#define LIKE 25           /* and its words */

struct candidate {
	size_t line;
	enum numbering numbering;
	size_t from;              /* where its words begin */
	unsigned number;
	struct glyphs glyphs;
};

struct candidates {
	struct candidate *items;
	size_t count, capacity;
};

/* a short line without a sentence in it */
static bool is_candidate(const struct glyphs *g)
{
	if (g->count < 2 || g->count > HEADING_MOST)
		return false;
	for (size_t i = 0; i + 1 < g->count; i++) {
		if (g->items[i].c == 0x3002 || g->items[i].c == ',' || g->items[i].c == ';')
			return false;
	}
	return g->items[g->count - 1].c == GLYPH_LINE_END;
}

/* 2021年度 before a title */
static size_t year_length(const struct glyphs *g, size_t from)
{
	size_t n = 0;

	while (n < 4 && from + n < g->count && glyph_is_digit(g->items[from + n].c))
		n++;
	if (n < 4 || from + n >= g->count || g->items[from + n].c != 0x5E74) /* 年 */
		return 0;
	n++;
	return n + (from + n < g->count && g->items[from + n].c == 0x5EA6); /* 度 */
}

static void add_candidate(struct importer *p, struct candidates *c, size_t line)
{
	struct candidate *grown, one = { .line = line };

	if (p->m->lines[line].table || p->m->lines[line].len > (size_t)HEADING_MOST * 6)
		return;
	glyphs_of_line(&one.glyphs, p->m, line);
	if (one.glyphs.failed || !is_candidate(&one.glyphs)) {
		if (one.glyphs.failed)
			import_fail_memory(p);
		glyphs_release(&one.glyphs);
		return;
	}
	one.glyphs.count--; /* the line's end */
	one.numbering = glyph_numbering(one.glyphs.items, one.glyphs.count, &one.from, &one.number);
	one.from += year_length(&one.glyphs, one.from);
	grown = memory_grow(c->items, &c->capacity, c->count + 1, sizeof(*grown));
	if (!grown) {
		import_fail_memory(p);
		glyphs_release(&one.glyphs);
		return;
	}
	c->items = grown;
	grown[c->count++] = one;
}

static unsigned section_number(const struct section *s)
{
	struct glyphs g = { 0 };
	unsigned number = 0;

	if (s->number)
		glyphs_of_text(&g, s->number, strlen(s->number));
	if (!g.count || glyph_number(g.items, g.count, &number) != g.count)
		number = 0;
	glyphs_release(&g);
	return number;
}

/* how well a line is the heading of a section; 0: it is not */
static int fit(const struct candidate *c, const struct section *s, const struct glyphs *title, unsigned number, uint8_t level)
{
	static const int styles[] = {
		[NUMBERING_NONE] = 0, [NUMBERING_CHINESE] = 40, [NUMBERING_ARABIC] = 10, [NUMBERING_PAREN] = -30, [NUMBERING_ANNEX] = 20,
	};
	const int like = (int)glyph_likeness(&c->glyphs, c->from, title);
	int all = like + styles[c->numbering];

	if (level)
		all += level <= 2 ? 20 : -30;
	/* a title of an annex, or of the closing part, says just that */
	if (s->part || !s->number)
		return like == 100 ? all : 0;
	if (number && c->number == number && c->numbering != NUMBERING_NONE)
		all += 40;
	return like >= LIKE && all >= GOOD ? all : like == 100 && all >= 60 ? all : 0;
}

/* ---- the best way to give each section a line, in order ---- */

struct choice_made {
	int score;
	bool taken;     /* this line is this section's */
};

static void choose(struct importer *p, const struct candidates *c, size_t *first_of, const int *fits)
{
	const size_t sections = p->form->section_count, width = sections + 1;
	struct choice_made *best = memory_alloc((c->count + 1) * width, sizeof(*best));

	if (!best) {
		import_fail_memory(p);
		return;
	}
	/* best[l][s]: of the lines from l on and the sections from s on */
	for (size_t l = c->count; l-- > 0;) {
		for (size_t s = sections; s-- > 0;) {
			struct choice_made *here = &best[l * width + s];
			int line_left = best[(l + 1) * width + s].score, section_left = best[l * width + s + 1].score, both = 0;

			if (fits[l * sections + s] > 0)
				both = fits[l * sections + s] + best[(l + 1) * width + s + 1].score;
			here->score = line_left > section_left ? line_left : section_left;
			if (both > 0 && both >= here->score)
				*here = (struct choice_made){ both, true };
		}
	}
	for (size_t l = 0, s = 0; l < c->count && s < sections;) {
		const struct choice_made *here = &best[l * width + s];

		if (here->taken) {
			first_of[s++] = c->items[l++].line + 1;
		} else if (best[(l + 1) * width + s].score == here->score) { /* of two that fit as well, the first section */
			l++;
		} else {
			s++;
		}
	}
	memory_free(best);
}

static void find_fits(struct importer *p, const struct candidates *c, int *fits)
{
	for (size_t s = 0; s < p->form->section_count; s++) {
		const struct section *section = p->form->sections[s];
		const char *title = section->title.zh ? section->title.zh : section->title.en ? section->title.en : "";
		const unsigned number = section_number(section);
		struct glyphs own = { 0 };

		glyphs_of_text(&own, title, strlen(title));
		if (own.failed)
			import_fail_memory(p);
		for (size_t l = 0; l < c->count && own.count; l++)
			fits[l * p->form->section_count + s] =
				fit(&c->items[l], section, &own, number, p->m->lines[c->items[l].line].level);
		glyphs_release(&own);
	}
}

/* 附件1 on the line above its title */
static bool is_annex_number(struct importer *p, size_t line)
{
	struct glyphs g = { 0 };
	unsigned number;
	size_t len;
	bool is;

	glyphs_of_line(&g, p->m, line);
	is = !g.failed && glyph_numbering(g.items, g.count, &len, &number) == NUMBERING_ANNEX && len + 1 == g.count;
	glyphs_release(&g);
	return is;
}

bool import_sections(struct importer *p, size_t *first_of, size_t *heading_of)
{
	struct candidates c = { 0 };
	const struct section *now = NULL;
	bool any = false;
	int *fits;

	for (size_t i = 0; i < p->form->section_count; i++)
		first_of[i] = SIZE_MAX;
	for (size_t i = 0; i < p->m->count && !import_failed(p); i++)
		add_candidate(p, &c, i);
	fits = memory_alloc((c.count + 1) * p->form->section_count, sizeof(*fits));
	if (!fits)
		import_fail_memory(p);
	if (!import_failed(p)) {
		find_fits(p, &c, fits);
		choose(p, &c, first_of, fits);
	}
	for (size_t s = 0; s < p->form->section_count; s++) {
		if (first_of[s] == SIZE_MAX)
			continue;
		any = true;
		heading_of[s] = first_of[s] - 1;
		if (p->form->sections[s]->part && heading_of[s] > 0 && is_annex_number(p, heading_of[s] - 1))
			heading_of[s]--;
		p->taken[heading_of[s]] = p->taken[first_of[s] - 1] = true;
	}
	for (size_t i = 0; i < p->m->count && any; i++) {
		for (size_t s = 0; s < p->form->section_count; s++) {
			if (first_of[s] != SIZE_MAX && heading_of[s] == i)
				now = p->form->sections[s];
		}
		p->at[i] = now;
	}
	for (size_t i = 0; i < c.count; i++)
		glyphs_release(&c.items[i].glyphs);
	memory_free(c.items);
	memory_free(fits);
	return any && !import_failed(p);
}
