/*
 * The way through: steps are taken along a text, and taken back where they lead nowhere. What is still to be tried stands on a
 * stack of its own, so that no text makes it deep; how many steps are taken has a limit, so that none makes it long. It is no
 * regular expression: rows are counted, figures end by their field's unit, and tables stand among the characters.
 */
#include "publish/import_private.h"

#include "base/text.h"

#include <string.h>

#define SKIP_MOST 16 /* glyphs of a few words before the form's own */
#define TITLE_MOST 60

struct standing {
	size_t step, at;
	size_t captures;
	size_t resume;     /* which way to try next, 0: the first */
	size_t row_at;     /* where the row at hand began */
	uint32_t row;      /* of a table, from 1; of a matrix: its number + 1 */
	uint32_t index;
};

struct walk {
	struct match *m;
	struct standing now;
	struct standing *others;
	size_t count, capacity;
};

/* to be tried when the way taken leads nowhere */
static bool keep_other(struct walk *w, size_t resume)
{
	struct standing *grown = memory_grow(w->others, &w->capacity, w->count + 1, sizeof(*grown));

	if (!grown) {
		w->m->failed = true;
		return false;
	}
	w->others = grown;
	grown[w->count] = w->now;
	grown[w->count++].resume = resume;
	return true;
}

static bool at_start(const struct match *m, size_t at)
{
	return at == 0 || m->text[at - 1].c == GLYPH_LINE_END;
}

static uint32_t glyph_at(const struct match *m, size_t at)
{
	return at < m->count ? m->text[at].c : 0;
}

static bool capture(struct walk *w, const struct field *f, size_t from, size_t to)
{
	struct match *m = w->m;
	struct capture *grown = memory_grow(m->captures, &m->capture_capacity, w->now.captures + 1, sizeof(*grown));

	if (!grown) {
		m->failed = true;
		return false;
	}
	m->captures = grown;
	grown[w->now.captures++] = (struct capture){ f, f->table ? w->now.row : 0, from, to };
	return true;
}

static bool same_chars(const struct match *m, size_t at, const struct glyph *chars, size_t count)
{
	if (count > m->count - at)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (m->text[at + i].c != chars[i].c)
			return false;
	}
	return true;
}

/* ---- the steps: each goes on from w->now, or is false ---- */

static bool step_chars(struct walk *w, const struct step *s)
{
	bool there = same_chars(w->m, w->now.at, s->chars, s->count);

	if (there && s->optional && s->count > 1 && w->now.resume == 0 && !keep_other(w, 1))
		return false;
	if (there && w->now.resume == 0)
		w->now.at += s->count;
	return there || s->optional;
}

static bool step_line_end(struct walk *w)
{
	if (at_start(w->m, w->now.at))
		return true;
	if (glyph_at(w->m, w->now.at) != GLYPH_LINE_END)
		return w->now.at == w->m->count;
	w->now.at++;
	return true;
}

static bool step_heading(struct walk *w)
{
	size_t len;
	unsigned number;

	if (!at_start(w->m, w->now.at) || !glyph_numbering(w->m->text + w->now.at, w->m->count - w->now.at, &len, &number))
		return false;
	w->now.at += len;
	return true;
}

static bool step_title(struct walk *w)
{
	size_t from = w->now.at;

	if (!step_heading(w))
		return false;
	while (w->now.at < w->m->count && w->now.at - from < TITLE_MOST && glyph_at(w->m, w->now.at) != GLYPH_LINE_END) {
		if (glyph_at(w->m, w->now.at) == 0x3002 || glyph_at(w->m, w->now.at) == ';')
			return false;
		w->now.at++;
	}
	return glyph_at(w->m, w->now.at) == GLYPH_LINE_END;
}

static bool is_gap(uint32_t c)
{
	return c == ',' || c == ';' || c == 0x3002 || c == 0x3001 || c == '.' || c == GLYPH_LINE_END;
}

static bool step_skip(struct walk *w, const struct step *s)
{
	if (s->optional) { /* between two rows */
		size_t from = w->now.at;

		while (is_gap(glyph_at(w->m, w->now.at)))
			w->now.at++;
		return w->now.at > from;
	}
	if (!at_start(w->m, w->now.at))
		return true;
	for (size_t i = 0; i < w->now.resume; i++) {
		uint32_t c = glyph_at(w->m, w->now.at + i);

		if (c == 0 || c == ',' || c == ';' || c == ':' || c == 0x3002 || c == GLYPH_LINE_END || c == GLYPH_TABLE)
			return false;
	}
	if (w->now.resume < SKIP_MOST && !keep_other(w, w->now.resume + 1))
		return false;
	w->now.at += w->now.resume;
	return true;
}

static const struct field *cell_at(const struct step *s, uint32_t row)
{
	return s->field->type == TYPE_MATRIX ? s->field->cells[(row - 1) * s->field->column_count + s->column] : s->field;
}

static bool step_value(struct walk *w, const struct step *s)
{
	const struct field *f = s->field ? cell_at(s, w->now.row) : NULL;
	const size_t from = w->now.at;
	size_t resume = w->now.resume, end;

	if (!value_end(w->m, f, from, s + 1, &resume, &end))
		return false;
	if (resume != SIZE_MAX && !keep_other(w, resume))
		return false;
	w->now.at = end;
	return !f || end == from || capture(w, f, from, end);
}

static bool step_label(struct walk *w, const struct field *matrix)
{
	struct glyphs label = { 0 };
	const char *text;
	bool same;

	if (!matrix || matrix->type != TYPE_MATRIX)
		return false;
	text = matrix->rows[w->now.row - 1].label.zh ? matrix->rows[w->now.row - 1].label.zh : "";
	glyphs_of_text(&label, text, strlen(text));
	w->m->failed |= label.failed;
	same = same_chars(w->m, w->now.at, label.items, label.count);
	w->now.at += same ? label.count : 0;
	glyphs_release(&label);
	return same && !w->m->failed;
}

static bool step_index(struct walk *w)
{
	unsigned number;
	size_t n = glyph_number(w->m->text + w->now.at, w->m->count - w->now.at, &number);

	w->now.at += n;
	return n > 0 && number == w->now.index;
}

/* behind an index any mark will do: 1、 1. 1) */
static bool is_index_mark(const struct match *m, const struct step *s, size_t at)
{
	const uint32_t c = glyph_at(m, at), own = s->count ? s->chars[0].c : 0;

	return (c == 0x3001 || c == '.' || c == ')') && (own == 0x3001 || own == '.' || own == ')') &&
	       same_chars(m, at + 1, s->chars + 1, s->count - 1);
}

static bool step_row(struct walk *w, const struct field *each)
{
	if (w->now.index > 0 && w->now.at == w->now.row_at)
		return false; /* a row of nothing would have no end */
	if (each->type == TYPE_MATRIX) {
		size_t row = w->now.row + w->now.resume + 1;

		if (row > each->row_count)
			return false;
		if (row < each->row_count && !keep_other(w, w->now.resume + 1))
			return false;
		w->now.row = (uint32_t)row;
	} else {
		w->now.row++;
	}
	w->now.index++;
	w->now.row_at = w->now.at;
	return true;
}

static bool step_table(struct walk *w, const struct step *s)
{
	const struct match *m = w->m;

	if (glyph_at(m, w->now.at) != GLYPH_TABLE || !table_fits(m->m->lines[m->text[w->now.at].line].table, s->field))
		return false;
	w->now.at++;
	return capture(w, s->field, w->now.at - 1, w->now.at);
}

static bool at_end(const struct walk *w, bool block)
{
	size_t len;
	unsigned number;

	if (w->now.at >= w->m->count)
		return true;
	return block && at_start(w->m, w->now.at) &&
	       glyph_numbering(w->m->text + w->now.at, w->m->count - w->now.at, &len, &number) != NUMBERING_NONE;
}

static bool take(struct walk *w, const struct step *s, const struct field **each)
{
	switch (s->kind) {
	case STEP_CHARS:
		if (s > w->m->program->steps && s[-1].kind == STEP_INDEX && is_index_mark(w->m, s, w->now.at)) {
			w->now.at += s->count;
			return true;
		}
		return step_chars(w, s);
	case STEP_LINE_END:
		return step_line_end(w);
	case STEP_HEADING:
		return step_heading(w);
	case STEP_TITLE:
		return step_title(w);
	case STEP_SKIP:
		return step_skip(w, s);
	case STEP_VALUE:
		return step_value(w, s);
	case STEP_LABEL:
		return step_label(w, *each);
	case STEP_INDEX:
		return step_index(w);
	case STEP_SPLIT:
		if (w->now.resume == 0)
			return keep_other(w, 1);
		w->now.step = s->to - 1;
		return true;
	case STEP_JUMP:
		w->now.step = s->to - 1;
		return true;
	case STEP_EACH:
		w->now.row = w->now.index = 0;
		return true;
	case STEP_ROW:
		return step_row(w, *each);
	case STEP_TABLE:
		return step_table(w, s);
	case STEP_END:
		return at_end(w, false);
	case STEP_END_BLOCK:
		return at_end(w, true);
	}
	return false;
}

/* whose rows are at hand at a step: those of the last {each} before it */
static const struct field *each_at(const struct program *p, size_t step)
{
	while (step > 0 && p->steps[step].kind != STEP_EACH)
		step--;
	return p->steps[step].kind == STEP_EACH ? p->steps[step].field : NULL;
}

bool match_run(struct match *m, size_t start)
{
	struct walk w = { .m = m, .now = { .at = start } };
	bool found = false;

	while (!m->failed && m->steps > 0) {
		const struct step *s = &m->program->steps[w.now.step];
		const struct field *each = s->kind == STEP_ROW || s->kind == STEP_LABEL ? each_at(m->program, w.now.step) : NULL;

		m->steps--;
		if (!take(&w, s, &each)) {
			if (m->failed || w.count == 0)
				break;
			w.now = w.others[--w.count];
			continue;
		}
		if (s->kind == STEP_END || s->kind == STEP_END_BLOCK) {
			found = true;
			break;
		}
		w.now.step++;
		w.now.resume = 0;
	}
	m->capture_count = found ? w.now.captures : 0;
	m->end = w.now.at;
	memory_free(w.others);
	return found && !m->failed;
}

void match_release(struct match *m)
{
	memory_free(m->captures);
	m->captures = NULL;
	m->capture_count = m->capture_capacity = 0;
}
