/*
 * Figures in prose, for tables of figures: 结案率99.20%, 栽植树木800余株. Where a rate stands behind the two counts that give it, and
 * the form calculates it so, they are its parts.
 */
#include "publish/import_private.h"

#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

#define NAME_LEAST 2
#define NAME_MOST 20
#define UNIT_MOST 4

/* the columns of a table that such a figure fills; it has a name, a rate, and may have a figure with its unit beside it */
struct prose_table {
	const struct field *table;
	const struct field *rate, *figure, *unit, *about;
	const struct field *part, *whole; /* the rate is part / whole * 100; NULL: the form says nothing of it */
};

struct clause {
	const struct manuscript_line *line;
	const struct glyph *g;
	size_t count;
};

/* the rows that the last two counts of the sentence made; 0: there are none */
struct counts_before {
	row_id row[2];
};

static const struct field *own_column(const struct prose_table *t, const struct expr *e)
{
	return e->op == EXPR_FIELD && e->field && e->field->table == t->table && !report_is_calculated(e->field) ? e->field : NULL;
}

/* a / b * 100 */
static void find_parts(struct prose_table *t)
{
	const struct expr *e = t->rate && t->rate->calculate ? t->rate->calculate->expr : NULL;

	if (!e || e->op != EXPR_MULTIPLY || e->args[0]->op != EXPR_DIVIDE || e->args[1]->op != EXPR_NUMBER ||
	    e->args[1]->number != 100 * number_power(NUMBER_PLACES))
		return;
	t->part = own_column(t, e->args[0]->args[0]);
	t->whole = own_column(t, e->args[0]->args[1]);
	if (!t->part || !t->whole)
		t->part = t->whole = NULL;
}

static bool prose_columns(const struct field *t, struct prose_table *ret)
{
	*ret = (struct prose_table){ .table = t };
	if (t->type != TYPE_TABLE || t->key < 0 || t->columns[t->key]->type != TYPE_TEXT)
		return false;
	for (size_t i = 0; i < t->column_count; i++) {
		const struct field *c = t->columns[i];
		bool figure = c->type == TYPE_DECIMAL && !report_is_calculated(c);

		if (figure && c->unit && strcmp(c->unit, "%") == 0 && !ret->rate)
			ret->rate = c;
		else if (figure && !c->unit && !ret->figure)
			ret->figure = c;
		else if (c->type == TYPE_TEXT && i != (size_t)t->key && !c->merge && !ret->unit)
			ret->unit = c;
		else if (c->type == TYPE_CHOICE && !ret->about)
			ret->about = c;
	}
	find_parts(ret);
	return ret->rate != NULL;
}

static const char *words_at(const struct clause *c, size_t from, size_t to, size_t *ret_len)
{
	*ret_len = to > from ? c->g[to - 1].end - c->g[from].at : 0;
	return c->line->text + (to > from ? c->g[from].at : 0);
}

/* 余, 多 behind a figure or its 万: where it stands; 0: it does not */
static size_t choice_at(const struct field *f, const struct clause *c, size_t from)
{
	for (size_t at = from; f && at < from + 2 && at < c->count; at++) {
		for (size_t i = 0; i < f->choice_count; i++) {
			size_t len = strlen(f->choices[i].value);

			if (len == c->g[at].end - c->g[at].at && memcmp(c->line->text + c->g[at].at, f->choices[i].value, len) == 0)
				return at;
		}
	}
	return 0;
}

static bool number_in(struct importer *p, const struct field *column, row_id row, struct decimal *ret)
{
	size_t len;
	const char *text = report_text(p->report, (struct spot){ column->section, column, row }, &len);

	return len > 0 && decimal_parse(text, len, ret) == NUMBER_OK;
}

/* whether part / whole * 100 rounds to the rate, at the places that it is written with */
static bool gives_rate(struct decimal part, struct decimal whole, struct decimal rate)
{
	const int128 most = number_power(15);
	int128 scaled;

	if (part.places || whole.places || part.units <= 0 || whole.units <= 0 || part.units > most || whole.units > most || rate.places > 6)
		return false;
	scaled = part.units * 100 * number_power(rate.places);
	return (2 * scaled + whole.units) / (2 * whole.units) == rate.units;
}

/* the two counts before a rate, where they are its parts: they go to its row */
static void take_parts(struct importer *p, const struct prose_table *t, row_id rate_row, const struct counts_before *before, unsigned line)
{
	const struct field *table = t->table;
	row_id part = before->row[1], whole = before->row[0];
	struct decimal a, b, rate;
	const struct field *const columns[] = { t->part, t->whole, t->unit };
	row_id from[3];

	if (!t->part || !part || !whole || !t->figure || !t->unit || !number_in(p, t->figure, part, &a) || !number_in(p, t->figure, whole, &b) ||
	    !number_in(p, t->rate, rate_row, &rate))
		return;
	if (!gives_rate(a, b, rate)) {
		part = before->row[0];
		whole = before->row[1];
		if (!gives_rate(b, a, rate))
			return;
	}
	from[0] = part;
	from[1] = whole;
	from[2] = whole;
	for (size_t i = 0; i < ARRAY_SIZE(from) && !import_failed(p); i++) {
		size_t len;
		const char *text = report_text(p->report, (struct spot){ table->section, i < 2 ? t->figure : t->unit, from[i] }, &len);

		import_value(p, (struct spot){ table->section, columns[i], rate_row }, text, len, line);
	}
	import_delete_row(p, table, part);
	import_delete_row(p, table, whole);
}

static void put_prose(struct importer *p, const struct prose_table *t, const struct clause *c, size_t name, size_t figure, bool rate,
		      struct counts_before *before)
{
	const struct field *table = t->table;
	const size_t about = rate ? 0 : choice_at(t->about, c, figure);
	struct strbuf unit;
	size_t len, value_len;
	const char *text = words_at(c, 0, name, &len), *value = words_at(c, name, figure, &value_len);
	const row_id there = report_row_by_key(p->report, table, text, len);
	row_id row;

	if (there) {
		import_remark(p, c->line->number, _("'%.*s' stands here once more, as %.*s; what came first was taken"), (int)len, text,
			      (int)value_len, value);
		return;
	}
	row = import_row(p, table, text, len, 0, 0);
	if (!row)
		return;
	import_row_origin(p, table, row, c->line->number);
	import_value(p, (struct spot){ table->section, table->columns[table->key], row }, text, len, c->line->number);
	import_value(p, (struct spot){ table->section, rate ? t->rate : t->figure, row }, value, value_len, c->line->number);
	if (about) {
		text = words_at(c, about, about + 1, &len);
		import_value(p, (struct spot){ table->section, t->about, row }, text, len, c->line->number);
	}
	strbuf_init(&unit, 0);
	for (size_t i = figure; i < c->count && !rate; i++) {
		if (about == 0 || i != about)
			strbuf_add(&unit, c->line->text + c->g[i].at, c->g[i].end - c->g[i].at);
	}
	if (!strbuf_ok(&unit))
		import_fail_memory(p);
	else if (unit.len)
		import_value(p, (struct spot){ table->section, t->unit, row }, unit.text, unit.len, c->line->number);
	strbuf_release(&unit);
	import_drop_row(p, table, row);
	if (rate)
		take_parts(p, t, row, before, c->line->number);
	*before = (struct counts_before){ { rate ? 0 : before->row[1], rate ? 0 : row } };
}

/* 年 月 日 时: a date counts nothing */
static bool is_of_date(uint32_t c)
{
	return c == 0x5E74 || c == 0x6708 || c == 0x65E5 || c == 0x65F6;
}

/* a comma between digits parts thousands */
static bool parts_thousands(const struct glyphs *g, size_t at)
{
	return g->items[at].c == ',' && at > 0 && at + 1 < g->count && glyph_is_digit(g->items[at - 1].c) && glyph_is_digit(g->items[at + 1].c);
}

/* a name, a figure and what it counts, and nothing else */
static void read_clause(struct importer *p, const struct prose_table *t, const struct clause *c, struct counts_before *before)
{
	size_t name = 0, figure, rest;
	bool ignored;

	while (name < c->count && !glyph_is_digit(c->g[name].c) && c->g[name].c != '(' && c->g[name].c != ')')
		name++;
	figure = name + value_figure(c->g + name, c->count - name, NULL, &ignored);
	if (name < NAME_LEAST || name > NAME_MOST || figure == name || figure >= c->count)
		return;
	rest = c->count - figure;
	if (rest == 1 && c->g[figure].c == '%') {
		put_prose(p, t, c, name, figure, true, before);
		return;
	}
	if (!t->figure || !t->unit)
		return;
	rest -= choice_at(t->about, c, figure) > 0;
	if (rest == 0 || rest > UNIT_MOST || is_of_date(c->g[figure].c))
		return;
	for (size_t i = figure; i < c->count; i++) {
		if (glyph_is_digit(c->g[i].c) || c->g[i].c < 0x80)
			return;
	}
	put_prose(p, t, c, name, figure, false, before);
}

static void read_prose(struct importer *p, const struct prose_table *t, size_t line)
{
	struct counts_before before = { { 0 } };
	struct glyphs g = { 0 };
	size_t from = 0;

	glyphs_of_line(&g, p->m, line);
	if (g.failed)
		import_fail_memory(p);
	for (size_t i = 0; i < g.count && !import_failed(p); i++) {
		if (!glyph_is_stop(g.items[i].c) || parts_thousands(&g, i))
			continue;
		read_clause(p, t, &(struct clause){ &p->m->lines[line], g.items + from, i - from }, &before);
		if (g.items[i].c == 0x3002) /* 。 */
			before = (struct counts_before){ { 0 } };
		from = i + 1;
	}
	glyphs_release(&g);
}

void import_prose(struct importer *p, const struct stretch *s)
{
	for (size_t i = 0; i < s->section_count; i++) {
		for (size_t k = 0; k < s->sections[i]->field_count; k++) {
			struct prose_table t;

			if (!prose_columns(s->sections[i]->fields[k], &t) || report_row_count(p->report, t.table) > 0)
				continue;
			for (size_t line = s->first; line < s->end && !import_failed(p); line++) {
				if (!p->m->lines[line].table)
					read_prose(p, &t, line);
			}
		}
	}
}
