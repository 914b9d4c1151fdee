/* Titles: whose report it is, and for which year. */
#include "publish/import_private.h"

#include "base/text.h"

#include <string.h>

#define TITLE_LINES 8
#define NIAN 0x5E74 /* 年 */
#define DU 0x5EA6   /* 度 */

/* ---- a title in other words ---- */

/* where a year of four digits stands before 年, from *at on; its glyphs are four */
static bool find_year(const struct glyphs *g, size_t *at, unsigned *ret)
{
	for (size_t i = *at; i + 4 < g->count; i++) {
		unsigned year = 0;
		size_t n = 0;

		while (n < 4 && glyph_is_digit(g->items[i + n].c)) {
			year = year * 10 + (g->items[i + n].c - '0');
			n++;
		}
		if (n < 4 || g->items[i + 4].c != NIAN || (i > 0 && glyph_is_digit(g->items[i - 1].c)))
			continue;
		*at = i;
		*ret = year;
		return true;
	}
	return false;
}

static bool is_name(const struct manuscript_line *l)
{
	return l->len <= 120 && !strpbrk(l->text, "0123456789:") && !strstr(l->text, "。") && !strstr(l->text, "：");
}

/* the unit's name: before the year, or on the line above */
static void unit_of_title(struct importer *p, size_t line, const struct glyphs *g, size_t year)
{
	static const char about[] = "关于";
	const struct field *f = p->form->unit;
	const char *text = p->m->lines[line].text;
	size_t len = year > 0 ? g->items[year - 1].end : 0, at = line;

	if (len == 0 && line > 0 && import_is_free(p, line - 1) && is_name(&p->m->lines[line - 1])) {
		at = line - 1;
		text = p->m->lines[at].text;
		len = p->m->lines[at].len;
	}
	if (len >= strlen(about) && memcmp(text, about, strlen(about)) == 0) {
		text += strlen(about);
		len -= strlen(about);
	}
	if (f && len && field_is_scalar(f) && !report_is_calculated(f) && import_is_blank(p, (struct spot){ f->section, f, 0 }))
		import_at(p, f, text, len, at);
}

/* a year, and words like the form's title */
static bool loose_title(struct importer *p, size_t line)
{
	const struct field *f = p->form->year;
	const char *words = p->form->title.zh ? p->form->title.zh : "";
	struct glyphs g = { 0 }, title = { 0 };
	size_t at = 0, behind;
	unsigned year;
	bool found = false;

	if (p->m->lines[line].table || p->m->lines[line].len > 300)
		return false;
	glyphs_of_text(&g, p->m->lines[line].text, p->m->lines[line].len);
	glyphs_of_text(&title, words, strlen(words));
	if (g.failed || title.failed)
		import_fail_memory(p);
	if (find_year(&g, &at, &year)) {
		behind = at + 5 + (at + 5 < g.count && g.items[at + 5].c == DU);
		found = behind < g.count && glyph_likeness(&g, behind, &title) >= 50;
	}
	if (found && f && !report_is_calculated(f) && import_is_blank(p, (struct spot){ f->section, f, 0 }))
		import_at(p, f, p->m->lines[line].text + g.items[at].at, g.items[at + 3].end - g.items[at].at, line);
	if (found)
		unit_of_title(p, line, &g, at);
	glyphs_release(&g);
	glyphs_release(&title);
	return found;
}

/* ---- the year ---- */

/* 2021年度 wherever it stands, when it is the same everywhere */
static unsigned agreed_year(struct importer *p, unsigned *ret_line)
{
	unsigned agreed = 0;

	for (size_t i = 0; i < p->m->count; i++) {
		struct glyphs g = { 0 };
		unsigned year;

		if (!strstr(p->m->lines[i].text, "年度"))
			continue;
		glyphs_of_text(&g, p->m->lines[i].text, p->m->lines[i].len);
		if (g.failed)
			import_fail_memory(p);
		for (size_t at = 0; find_year(&g, &at, &year); at++) {
			if (at + 5 >= g.count || g.items[at + 5].c != DU)
				continue;
			if (agreed && agreed != year) {
				glyphs_release(&g);
				return 0;
			}
			*ret_line = agreed ? *ret_line : p->m->lines[i].number;
			agreed = year;
		}
		glyphs_release(&g);
	}
	return agreed;
}

/* the year that the document is about, so that 2020年决算数 is known as last year's; 0: who knows */
static void guess_year(struct importer *p)
{
	const struct field *f = p->form->year;
	unsigned line;
	size_t len = 0;
	const char *text = f && field_is_scalar(f) ? report_text(p->report, (struct spot){ f->section, f, 0 }, &len) : "";
	struct decimal d;

	if (len == 4 && decimal_parse(text, len, &d) == NUMBER_OK)
		p->year = (unsigned)d.units;
	else
		p->year = agreed_year(p, &line);
}

/* ---- the form's own title ---- */

static void program_title(struct program *t, const struct form *f, bool chinese)
{
	const char *title = f->title.zh ? f->title.zh : f->title.en ? f->title.en : "";
	struct step *s;

	t->start = true;
	if (f->unit && (s = program_step(t, STEP_VALUE)))
		s->field = f->unit;
	program_step(t, STEP_LINE_END);
	if (f->year) {
		const size_t without = t->count;

		program_step(t, STEP_SPLIT);
		if ((s = program_step(t, STEP_VALUE)))
			s->field = f->year;
		program_words(t, chinese ? "年度" : ":");
		if (!t->failed)
			t->steps[without].to = t->count;
	}
	program_words(t, title);
	program_step(t, STEP_END);
}

/* whether the text from its first glyph to the end of line `last` is the title */
static bool match_title(struct importer *p, struct match *m, const struct glyphs *text, size_t last)
{
	m->text = text->items;
	m->count = text->count;
	while (m->count > 0 && text->items[m->count - 1].line > last)
		m->count--;
	m->count -= m->count > 0; /* the last line's end */
	m->steps = 100000;
	if (m->count == 0 || !match_run(m, 0))
		return false;
	import_captures(p, m);
	for (size_t n = 0; n < m->count; n++)
		p->taken[m->text[n].line] = true;
	return true;
}

static bool is_draft_mark(const struct manuscript_line *l)
{
	static const char *const marks[] = { "草稿（未定稿）", "草稿", "Draft" };
	struct glyphs said = { 0 };
	bool is = false;

	glyphs_of_text(&said, l->text, l->len < 60 ? l->len : 0);
	for (size_t i = 0; i < ARRAY_SIZE(marks) && !is; i++) {
		struct glyphs mark = { 0 };

		glyphs_of_text(&mark, marks[i], strlen(marks[i]));
		is = glyphs_same(&said, &mark);
		glyphs_release(&mark);
	}
	glyphs_release(&said);
	return is;
}

/* the draft mark, the unit and the title, on a line each or on one */
void import_title(struct importer *p, size_t end)
{
	struct arena arena = { 0 };
	struct program program = { .arena = &arena };
	struct match m = { .m = p->m, .form = p->form, .program = &program };
	bool found = false;

	program_title(&program, p->form, p->chinese);
	if (program.failed)
		import_fail_memory(p);
	for (size_t i = 0; i < end && i < TITLE_LINES && !found && !import_failed(p); i++) {
		const struct stretch lines = { .first = i, .end = i + 2 < end ? i + 2 : end };
		struct glyphs text;

		p->taken[i] = is_draft_mark(&p->m->lines[i]);
		if (p->taken[i])
			continue;
		if (import_glyphs(p, &lines, &text))
			found = match_title(p, &m, &text, i + 1) || match_title(p, &m, &text, i);
		glyphs_release(&text);
	}
	if (m.failed)
		import_fail_memory(p);
	match_release(&m);
	program_release(&program);
	arena_release(&arena);
	for (size_t i = 0; i < end && i < TITLE_LINES && !found && !import_failed(p); i++)
		found = !p->taken[i] && loose_title(p, i);
	guess_year(p);
}

/* of a report whose title does not tell it */
void import_year(struct importer *p)
{
	const struct field *f = p->form->year;
	unsigned line = 0, year;
	char text[16];

	if (!f || report_is_calculated(f) || !import_is_blank(p, (struct spot){ f->section, f, 0 }))
		return;
	year = agreed_year(p, &line);
	snprintf(text, sizeof(text), "%u", year);
	if (year)
		import_value(p, (struct spot){ f->section, f, 0 }, text, strlen(text), line);
}
