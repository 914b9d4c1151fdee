/* A section's wording as steps through a text; of a section without one, what its document is printed as. */
#include "publish/import_private.h"

#include "base/text.h"

#include <string.h>

struct step *program_step(struct program *p, enum step_kind kind)
{
	struct step *grown = memory_grow(p->steps, &p->capacity, p->count + 1, sizeof(*grown));

	if (!grown) {
		p->failed = true;
		return NULL;
	}
	p->steps = grown;
	p->start = kind == STEP_LINE_END || (p->start && (kind == STEP_SPLIT || kind == STEP_EACH || kind == STEP_ROW));
	grown[p->count] = (struct step){ .kind = kind };
	return &grown[p->count++];
}

void program_release(struct program *p)
{
	memory_free(p->steps);
	*p = (struct program){ 0 };
}

static size_t split(struct program *p)
{
	program_step(p, STEP_SPLIT);
	return p->count - 1;
}

/* what was split there goes on here, when it led nowhere */
static void otherwise(struct program *p, size_t split_at)
{
	if (!p->failed)
		p->steps[split_at].to = p->count;
}

static void jump(struct program *p, size_t to)
{
	struct step *s = program_step(p, STEP_JUMP);

	if (s)
		s->to = to;
}

/* ---- words ---- */

static void add_chars(struct program *p, const struct glyph *from, size_t count, bool optional)
{
	struct glyph *kept = count ? arena_alloc(p->arena, count * sizeof(*kept)) : NULL;
	struct step *s;

	if (!count)
		return;
	s = kept ? program_step(p, STEP_CHARS) : NULL;
	if (!s) {
		p->failed = true;
		return;
	}
	memcpy(kept, from, count * sizeof(*kept));
	s->chars = kept;
	s->count = count;
	s->optional = optional;
}

static bool is_mark(uint32_t c)
{
	return glyph_is_stop(c) || c == '(' || c == ')' || c == '.' || c == '"';
}

/* loosely: marks may be missing, and in rows words too */
static void add_words(struct program *p, const char *text, size_t len)
{
	struct glyphs g = { 0 };
	size_t from = 0;

	glyphs_of_text(&g, text, len);
	p->failed |= g.failed;
	if (!p->loose) {
		add_chars(p, g.items, g.count, false);
		glyphs_release(&g);
		return;
	}
	if (p->start && g.count > 0 && !p->each)
		program_step(p, STEP_SKIP);
	for (size_t i = 0; g.count && i <= g.count; i++) {
		if (i < g.count && !is_mark(g.items[i].c))
			continue;
		add_chars(p, g.items + from, i - from, p->each != NULL);
		p->words |= i > from;
		if (i < g.count)
			add_chars(p, g.items + i, 1, true);
		from = i + 1;
	}
	glyphs_release(&g);
}

void program_words(struct program *p, const char *text)
{
	add_words(p, text, strlen(text));
}

static void add_text(struct program *p, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t size = (size_t)((stop ? stop : end) - text), number = p->start && !p->each ? wording_heading(text, size) : 0;

		if (number && p->titles) {
			program_step(p, STEP_TITLE);
		} else {
			if (number)
				program_step(p, STEP_HEADING);
			add_words(p, text + number, size - number);
		}
		if (!stop)
			return;
		program_step(p, STEP_LINE_END);
		text = stop + 1;
	}
}

/* ---- values ---- */

static void add_value(struct program *p, const struct field *f)
{
	struct step *s = program_step(p, STEP_VALUE);

	p->values = true;
	if (s)
		s->field = f;
}

/* a value whose place a text can tell; a column of another table's row has none that stays */
static const struct field *place_of(const struct program *p, const struct wording *n)
{
	if (n->expr->op != EXPR_FIELD || !n->field || (n->field->table && n->field->table != p->each))
		return NULL;
	return n->field;
}

/* ---- tables ---- */

/* 项目：甲；金额（万元）：5 as a row where a table did not fit the page */
static void add_record(struct program *p, const struct field *grid, bool chinese)
{
	bool first = true;

	for (size_t i = 0; i < grid->column_count; i++) {
		const struct field *c = grid->columns[i];
		const char *label = c->label.zh ? c->label.zh : c->label.en;
		size_t absent = split(p), same;

		if (!first) { /* the ones before it may all be blank */
			same = split(p);
			program_words(p, "；");
			otherwise(p, same);
		}
		program_words(p, label ? label : "");
		if (c->unit) {
			program_words(p, "（");
			program_words(p, c->unit);
			program_words(p, "）");
		}
		program_words(p, chinese ? "：" : ":");
		add_value(p, c);
		otherwise(p, absent);
		first = false;
	}
	program_step(p, STEP_LINE_END);
}

static void add_records(struct program *p, const struct field *grid)
{
	struct step *each = program_step(p, STEP_EACH);
	size_t row = p->count, more;

	if (each)
		each->field = grid;
	p->each = grid;
	program_step(p, STEP_ROW);
	add_record(p, grid, true);
	more = split(p);
	jump(p, row);
	otherwise(p, more);
	p->each = NULL;
}

static void add_table(struct program *p, const struct field *grid)
{
	size_t absent = split(p), records = split(p), done;
	struct step *s = program_step(p, STEP_TABLE);

	p->values = true;
	if (s)
		s->field = grid;
	program_step(p, STEP_LINE_END);
	done = p->count;
	jump(p, 0);
	otherwise(p, records);
	if (grid->type == TYPE_TABLE && !p->loose)
		add_records(p, grid);
	if (!p->failed)
		p->steps[done].to = p->count;
	otherwise(p, absent);
	p->start = true;
}

/* ---- the wording ---- */

static void add_each(struct program *p, const struct wording *n)
{
	size_t absent, row, done;
	bool start = p->start;
	struct step *each;

	if (!n->field)
		return;
	absent = split(p);
	each = program_step(p, STEP_EACH);
	if (each)
		each->field = n->field;
	row = p->count;
	p->each = n->field;
	program_step(p, STEP_ROW);
	program_wording(p, n->first);
	done = split(p);
	if (p->loose && n->len && n->first && n->first->kind == WORDING_INDEX) {
		struct step *s = program_step(p, STEP_SKIP); /* whatever parts two rows */

		if (s)
			s->optional = true;
	} else {
		bool loose = p->loose;

		p->loose = false; /* names that only a mark parts: that mark */
		add_text(p, n->text ? n->text : "", n->len);
		p->loose = loose;
	}
	jump(p, row);
	p->each = NULL;
	otherwise(p, done);
	otherwise(p, absent);
	p->start = start && p->steps && p->count > 0;
}

/* a long text and no words with it: any text would do */
static bool is_any_text(const struct wording *n)
{
	while (n && n->kind == WORDING_OPTIONAL && n->first && !n->first->next)
		n = n->first;
	return n && n->kind == WORDING_VALUE && n->field && n->field->type == TYPE_LONGTEXT;
}

void program_one(struct program *p, const struct wording *n)
{
	size_t absent;
	struct step *s;
	bool start;

	switch (n->kind) {
	case WORDING_TEXT:
		add_text(p, n->text, n->len);
		break;
	case WORDING_VALUE:
		add_value(p, place_of(p, n));
		break;
	case WORDING_CELL:
		s = program_step(p, STEP_VALUE);
		p->values = true;
		if (s) {
			s->field = n->field;
			s->column = n->column;
		}
		break;
	case WORDING_LABEL:
		program_step(p, STEP_LABEL);
		break;
	case WORDING_INDEX:
		program_step(p, STEP_INDEX);
		p->words = true;
		break;
	case WORDING_OPTIONAL:
		start = p->start;
		absent = split(p);
		program_wording(p, n->first);
		otherwise(p, absent);
		p->start = start || p->start;
		break;
	case WORDING_EACH:
		add_each(p, n);
		break;
	case WORDING_TABLE:
		if (p->count && !p->start) /* a table ends the line before it */
			program_step(p, STEP_LINE_END);
		add_table(p, n->field);
		break;
	}
}

/* a line that any text would do for, if need be: rather what follows, if that takes all there is */
static void add_any_text(struct program *p, const struct wording *n)
{
	size_t absent = split(p), present = p->count;

	jump(p, 0);
	otherwise(p, absent);
	if (n->kind == WORDING_OPTIONAL)
		program_wording(p, n->first);
	else
		add_value(p, place_of(p, n));
	otherwise(p, present);
	p->start = true;
}

static bool is_line_of_text(const struct program *p, const struct wording *n)
{
	return p->start && !p->each && is_any_text(n) && (!n->next || (n->next->kind == WORDING_TEXT && n->next->text[0] == '\n'));
}

void program_wording(struct program *p, const struct wording *first)
{
	for (const struct wording *n = first; n && !p->failed; n = n->next) {
		if (is_line_of_text(p, n))
			add_any_text(p, n);
		else
			program_one(p, n);
	}
}

/* ---- without a wording: groups, fields as lines, tables behind their labels ---- */

static void add_field(struct program *p, const struct field *f)
{
	const char *label = f->label.zh ? f->label.zh : f->label.en ? f->label.en : "";
	size_t absent, blank, done;

	if (f->group) {
		size_t number = wording_heading(f->group, strlen(f->group));

		absent = split(p);
		program_step(p, STEP_HEADING);
		program_words(p, f->group + number);
		program_step(p, STEP_LINE_END);
		otherwise(p, absent);
	}
	p->start = true;
	absent = split(p);
	program_words(p, label);
	if (field_is_scalar(f)) {
		program_words(p, "：");
		add_value(p, f);
		program_step(p, STEP_LINE_END);
	} else {
		blank = split(p);
		program_step(p, STEP_LINE_END);
		add_table(p, f);
		done = p->count;
		jump(p, 0);
		otherwise(p, blank);
		program_words(p, "：");
		add_value(p, NULL); /* 无 */
		program_step(p, STEP_LINE_END);
		if (!p->failed)
			p->steps[done].to = p->count;
	}
	otherwise(p, absent);
	p->start = true;
}

void program_section(struct program *p, const struct section *s)
{
	p->start = true;
	if (s->wording)
		program_wording(p, s->wording);
	for (size_t i = 0; !s->wording && i < s->field_count && !p->failed; i++)
		add_field(p, s->fields[i]);
	program_step(p, STEP_LINE_END);
	p->start = true;
}
