#include "report/report_private.h"

#include "base/i18n.h"
#include "base/text.h"
#include "form/pattern.h"

/* ---- telling ---- */

static struct spot spot_of(const struct field *f, row_id row)
{
	return (struct spot){ f->section, f, f->table || f->type == TYPE_TABLE ? row : 0 };
}

static void tell(struct teller *t, struct problem *p)
{
	if (t->stopped)
		return;
	if (!t->counting) {
		if (!p->place.line)
			p->place = report_place(t->r, p->spot);
		p->message = t->message.text;
	}
	if (!t->sink.tell(t->sink.to, p))
		t->stopped = true;
}

#define TELL(t, p, ...)                                                                                                \
	do {                                                                                                           \
		if (!(t)->counting) {                                                                                  \
			strbuf_clear(&(t)->message);                                                                   \
			strbuf_printf(&(t)->message, __VA_ARGS__);                                                     \
		}                                                                                                      \
		tell((t), (p));                                                                                        \
	} while (0)

static const char *label(const struct teller *t, const struct field *f)
{
	return field_label(t->r->form, f);
}

static int clip(size_t len)
{
	return len > 120 ? 120 : (int)len;
}

/* ---- what was entered ---- */

static void tell_required(struct teller *t, const struct field *f, row_id row)
{
	struct problem p = { .severity = SEVERITY_ERROR, .code = "required", .spot = spot_of(f, row), .blank_required = true };

	if (f->message.zh)
		TELL(t, &p, "%s", form_words(t->r->form, f->message));
	else
		TELL(t, &p, _("'%s' is required and is blank; fill it in"), label(t, f));
}

static void list_choices(const struct form *form, const struct field *f, struct strbuf *out)
{
	for (size_t i = 0; i < f->choice_count && i < 12; i++) {
		if (i)
			strbuf_puts(out, form->english ? ", " : "、");
		strbuf_puts(out, f->choices[i].value);
	}
	if (f->choice_count > 12)
		strbuf_puts(out, " …");
}

static void tell_misfit(struct teller *t, const struct field *f, row_id row, enum fit fit)
{
	struct problem p = { .severity = SEVERITY_ERROR, .code = "type", .spot = spot_of(f, row) };
	struct strbuf choices;
	size_t len;
	const char *text = text_get(t->r, f, cell_look(t->r, f, row)->text, &len);

	if (fit == FIT_OVERFLOW) {
		p.code = "overflow";
		TELL(t, &p, _("'%s' holds '%.*s': a number has at most 15 digits before the point and 12 after it"), label(t, f),
		     clip(len), text);
	} else if (fit == FIT_CHOICE) {
		strbuf_init(&choices, 4096);
		list_choices(t->r->form, f, &choices);
		p.code = "choice";
		TELL(t, &p, _("'%s' holds '%.*s', which is not among its choices: %s"), label(t, f), clip(len), text, choices.text);
		strbuf_release(&choices);
	} else {
		TELL(t, &p, _("'%s' holds '%.*s', but takes %s; it is kept as it stands until you change it"), label(t, f), clip(len),
		     text, _(field_type_name(f->type)));
	}
}

static void print_limit(const struct form *form, const struct field *f, const struct value *v, struct strbuf *out)
{
	int year, month, day;

	(void)form;
	if (v->kind == VALUE_DATE) {
		date_from_days((int32_t)v->figure.value, &year, &month, &day);
		strbuf_printf(out, "%04d-%02d-%02d", year, month, day);
	} else {
		number_print(out, v->figure.value, NUMBER_PLACES, -1, f->type != TYPE_YEAR);
	}
}

static void tell_limit(struct teller *t, const struct field *f, row_id row, const struct value *v, const struct value *limit, bool least)
{
	struct problem p = { .severity = SEVERITY_ERROR, .code = "range", .spot = spot_of(f, row) };
	struct strbuf a, b;

	strbuf_init(&a, 256);
	strbuf_init(&b, 256);
	if (!t->counting) {
		print_limit(t->r->form, f, v, &a);
		print_limit(t->r->form, f, limit, &b);
	}
	if (f->message.zh)
		TELL(t, &p, "%s", form_words(t->r->form, f->message));
	else if (least)
		TELL(t, &p, _("'%s' is %s, less than the least allowed, %s"), label(t, f), a.text, b.text);
	else
		TELL(t, &p, _("'%s' is %s, more than the most allowed, %s"), label(t, f), a.text, b.text);
	strbuf_release(&a);
	strbuf_release(&b);
}

static void check_limits(struct teller *t, const struct field *f, row_id row, const struct value *v)
{
	struct value limit;

	if (v->kind != VALUE_NUMBER && v->kind != VALUE_DATE)
		return;
	if (f->min) {
		calc_formula(t->r, f->min, row, false, &limit);
		if (limit.kind == v->kind && v->figure.value < limit.figure.value)
			tell_limit(t, f, row, v, &limit, true);
	}
	if (f->max) {
		calc_formula(t->r, f->max, row, false, &limit);
		if (limit.kind == v->kind && v->figure.value > limit.figure.value)
			tell_limit(t, f, row, v, &limit, false);
	}
}

static void check_pattern(struct teller *t, const struct field *f, row_id row)
{
	struct problem p = { .severity = SEVERITY_ERROR, .code = "pattern", .spot = spot_of(f, row) };
	bool limit = false;
	size_t len;
	const char *text;

	if (!f->pattern)
		return;
	text = text_get(t->r, f, cell_look(t->r, f, row)->text, &len);
	if (pattern_matches(f->pattern, text, len, &limit))
		return;
	if (limit)
		TELL(t, &p, _("'%s' could not be compared with its pattern within the limits: '%s'"), label(t, f), f->pattern_text);
	else if (f->message.zh)
		TELL(t, &p, "%s", form_words(t->r->form, f->message));
	else
		TELL(t, &p, _("'%s' holds '%.*s', which does not have the form that is asked for: '%s'"), label(t, f), clip(len), text,
		     f->pattern_text);
}

static void check_length(struct teller *t, const struct field *f, row_id row)
{
	struct problem p = { .severity = SEVERITY_ERROR, .code = "length", .spot = spot_of(f, row) };
	size_t len, characters;
	const char *text;

	if (!f->max_length)
		return;
	text = text_get(t->r, f, cell_look(t->r, f, row)->text, &len);
	if (len <= f->max_length || (characters = text_clusters(text, len)) <= f->max_length)
		return;
	TELL(t, &p, _("'%s' has %zu characters; at most %u are allowed"), label(t, f), characters, f->max_length);
}

static void check_places(struct teller *t, const struct field *f, row_id row)
{
	const struct cell *c = cell_look(t->r, f, row);
	struct problem p = { .severity = SEVERITY_NOTE, .code = "range", .spot = spot_of(f, row) };

	if (f->type != TYPE_DECIMAL || f->decimals == DECIMALS_TYPED || f->exact || c->places <= f->decimals)
		return;
	TELL(t, &p, _("'%s' has %u places after the point, and the form asks for %d; its own last place counts"), label(t, f),
	     (unsigned)c->places, f->decimals);
}

/* {path} in a long text stands for a value: a path that names nothing is told */
static void check_references(struct teller *t, const struct field *f, row_id row)
{
	struct problem p = { .severity = SEVERITY_ERROR, .code = "reference", .spot = spot_of(f, row) };
	size_t len;
	const char *text, *at, *end;

	if (f->type != TYPE_LONGTEXT || f->builtin)
		return;
	text = text_get(t->r, f, cell_look(t->r, f, row)->text, &len);
	for (at = memchr(text, '{', len); at; at = memchr(end, '{', len - (size_t)(end - text))) {
		size_t size, dot;
		char path[200];
		struct spot s;
		struct error why;

		end = ++at;
		size = strcspn(at, "{}\n");
		dot = strcspn(at, ".{}\n");
		if (at[size] != '}' || dot >= size || size >= sizeof(path) || !form_section(t->r->form, at, dot))
			continue;
		end = at + size;
		memcpy(path, at, size);
		path[size] = '\0';
		if (!report_find(t->r, path, &s, &why))
			TELL(t, &p, _("'%s' speaks of {%s}, which is no place in this report: %s"), label(t, f), path, why.text);
	}
}

static void check_entered(struct teller *t, const struct field *f, row_id row)
{
	enum fit fit = (enum fit)cell_look(t->r, f, row)->fit;
	struct value v;

	if (fit == FIT_BLANK) {
		if ((f->required_always || f->required) && report_required(t->r, spot_of(f, row)))
			tell_required(t, f, row);
		return;
	}
	if (fit == FIT_NA)
		return;
	if (fit != FIT_GOOD) {
		tell_misfit(t, f, row, fit);
		return;
	}
	if (f->min || f->max) {
		calc_entered(t->r, f, row, &v);
		check_limits(t, f, row, &v);
	}
	check_places(t, f, row);
	check_pattern(t, f, row);
	check_length(t, f, row);
	check_references(t, f, row);
}

/* ---- what is calculated ---- */

static void tell_overflow(struct teller *t, const struct field *f, row_id row)
{
	struct problem p = { .severity = SEVERITY_ERROR, .code = "overflow", .spot = spot_of(f, row) };

	TELL(t, &p, _("what '%s' is calculated as has more than 15 digits before the point and cannot be shown"), label(t, f));
}

static void check_calculated(struct teller *t, const struct field *f, row_id row)
{
	const struct cell *c = cell_look(t->r, f, row);
	const struct stored *stored = c->flags & CELL_STORED ? stored_find(t->r, f, row) : NULL;
	struct value v;
	enum state state;

	state = report_calculated(t->r, spot_of(f, row), true, &v);
	if (state == STATE_OVERFLOW)
		tell_overflow(t, f, row);
	else if (state == STATE_VALUE && (f->min || f->max))
		check_limits(t, f, row, &v);
	if (stored && stored->stale && state != STATE_PENDING && stored_untouched(stored, &v)) {
		struct problem p = { .severity = SEVERITY_NOTE, .code = "stale", .spot = spot_of(f, row) };
		struct strbuf now;
		size_t len;
		const char *text = text_get(t->r, f, c->text, &len);

		strbuf_init(&now, SOURCE_MAX_SCALAR);
		if (!t->counting)
			report_show_value(t->r, f, &v, true, &now);
		TELL(t, &p, _("the file has '%.*s' for '%s', which is calculated as '%s'"), clip(len), text, label(t, f), now.text);
		strbuf_release(&now);
	}
}

static bool blank_input(struct report *r, const struct field *f, row_id row)
{
	struct value v;

	calc_effective(r, f, row, &v);
	return v.kind == VALUE_BLANK && !v.na;
}

struct blanks {
	struct teller *t;
	row_id row;
	struct strbuf names;
	unsigned count;
};

static void blank_name(struct blanks *b, const char *name)
{
	if (b->count++)
		strbuf_puts(&b->names, b->t->r->form->english ? ", " : "、");
	strbuf_puts(&b->names, name);
}

static void blank_field(void *to, const struct expr *e)
{
	struct blanks *b = to;

	if (e->op != EXPR_FIELD || !field_is_scalar(e->field) || (e->field->table && !b->row))
		return;
	if (blank_input(b->t->r, e->field, b->row))
		blank_name(b, label(b->t, e->field));
}

/* whether a row (of a matrix: its number and one) counts in an aggregate, and gives it nothing */
static bool blank_part(const struct blanks *b, const struct aggregate *a, row_id row)
{
	struct report *r = b->t->r;
	const struct field *m = a->over->type == TYPE_MATRIX ? a->over : NULL;
	const struct field *cell = m ? m->cells[(row - 1) * m->column_count + a->column->column] : a->column;
	struct value passes;

	if (!cell || (m && m->rows[row - 1].total) || !blank_input(r, cell, m ? 0 : row))
		return false;
	return !a->where || (formula_evaluate(a->where, r->machine, &r->reader, (struct formula_rows){ row, b->row }, false, &passes) &&
			     passes.kind == VALUE_BOOLEAN && passes.truth);
}

static void blank_column(void *to, const struct aggregate *a)
{
	struct blanks *b = to;
	struct report *r = b->t->r;
	const bool matrix = a->over->type == TYPE_MATRIX;
	const uint32_t count = matrix ? (uint32_t)a->over->row_count : report_row_count(r, a->over);
	unsigned blank = 0;

	if (!a->column || a->function == FN_COUNT || count > 10000)
		return;
	for (uint32_t i = 0; i < count; i++)
		blank += blank_part(b, a, matrix ? i + 1 : report_row_at(r, a->over, i));
	if (blank) {
		struct strbuf name;

		strbuf_init(&name, 1024);
		strbuf_printf(&name, ngettext("%s (in %u row)", "%s (in %u rows)", blank), label(b->t, a->column), blank);
		blank_name(b, name.text);
		strbuf_release(&name);
	}
}

static void append_blank_parts(struct teller *t, const struct field *f, row_id row)
{
	struct blanks b = { .t = t, .row = row };
	const struct expr_visitor v = { .field = blank_field, .aggregate = blank_column, .to = &b };

	strbuf_init(&b.names, 4096);
	expr_visit(f->calculate->expr, &v);
	if (b.count) {
		strbuf_puts(&t->message, t->r->form->english ? "; " : "；");
		strbuf_printf(&t->message, _("%s not filled in, taken as 0"), b.names.text);
	}
	strbuf_release(&b.names);
}

static void disagreement_text(struct teller *t, const struct field *f, const struct comparison *c)
{
	struct strbuf stated, calculated, difference, tolerance;
	struct report *r = t->r;

	strbuf_init(&stated, 8192);
	strbuf_init(&calculated, 8192);
	strbuf_init(&difference, 256);
	strbuf_init(&tolerance, 256);
	report_show_value(r, f, &c->stated, false, &stated);
	report_show_value(r, f, &c->calculated, false, &calculated);
	number_print(&difference, c->difference, NUMBER_PLACES, f->decimals, true);
	number_print(&tolerance, c->tolerance, INTERVAL_PLACES, -1, true);
	strbuf_clear(&t->message);
	if (!c->numbers)
		strbuf_printf(&t->message, _("'%s': stated '%s', but it is calculated as '%s'"), label(t, f), stated.text, calculated.text);
	else if (c->mark == MARK_WITHIN)
		strbuf_printf(&t->message, _("'%s': stated %s, calculated %s; the difference of %s is within rounding (±%s)"), label(t, f),
			      stated.text, calculated.text, difference.text, tolerance.text);
	else
		strbuf_printf(&t->message, _("'%s': stated %s, calculated %s; the difference of %s is beyond rounding (±%s)"),
			      label(t, f), stated.text, calculated.text, difference.text, tolerance.text);
	strbuf_release(&stated);
	strbuf_release(&calculated);
	strbuf_release(&difference);
	strbuf_release(&tolerance);
}

static void check_stated(struct teller *t, const struct field *f, row_id row)
{
	struct comparison c;
	struct problem p = { .code = "disagrees", .spot = spot_of(f, row), .comparison = &c };
	enum mark mark = report_mark(t->r, p.spot, &c);

	if (c.calculated.overflow)
		tell_overflow(t, f, row);
	if (mark != MARK_WITHIN && mark != MARK_BEYOND)
		return;
	p.severity = mark == MARK_WITHIN ? SEVERITY_NOTE : SEVERITY_ERROR;
	if (!t->counting) {
		disagreement_text(t, f, &c);
		append_blank_parts(t, f, row);
	}
	tell(t, &p);
}

static void check_value(struct teller *t, const struct field *f, row_id row)
{
	if (!report_relevant(t->r, spot_of(f, row)))
		return;
	if (report_is_calculated(f)) {
		check_calculated(t, f, row);
		return;
	}
	check_entered(t, f, row);
	if (f->stated)
		check_stated(t, f, row);
}

void check_tell_slot(struct teller *t, const struct field *f)
{
	check_value(t, f, 0);
}

/* ---- rows and tables ---- */

static void check_duplicate(struct teller *t, const struct table *table, row_id row)
{
	const struct field *key = table->field->columns[table->field->key];
	row_id first = keyindex_first(table->keys, row);
	struct problem p = { .severity = SEVERITY_ERROR, .code = "duplicate", .spot = spot_of(key, row) };
	size_t len;
	const char *text;

	if (!first || first == row)
		return;
	text = text_get(t->r, key, cell_look(t->r, key, row)->text, &len);
	TELL(t, &p, _("rows %u and %u of '%s' have the same %s, '%.*s'"), t->counting ? 0 : order_index(table->order, first) + 1,
	     t->counting ? 0 : order_index(table->order, row) + 1, label(t, table->field), label(t, key), clip(len), text);
}

/* keys of a row that the form does not know */
static void tell_strays(struct teller *t, const struct field *table, row_id row)
{
	const struct report *r = t->r;
	size_t low = r->stray_rows, high = r->stray_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct stray *s = &r->strays[middle];

		if (s->field < table || (s->field == table && s->row < row))
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < r->stray_count && r->strays[low].field == table && r->strays[low].row == row; low++)
		check_tell_stray(t, &r->strays[low]);
}

void check_tell_row(struct teller *t, const struct table *table, row_id row)
{
	const struct field *f = table->field;

	tell_strays(t, f, row);

	if (f->relevant && !calc_true(t->r, f->relevant, 0))
		return;
	for (size_t c = 0; c < f->column_count; c++)
		check_value(t, f->columns[c], row);
	if (table->keys)
		check_duplicate(t, table, row);
	for (size_t i = 0; i < t->r->form->check_count; i++) {
		if (t->r->form->checks[i]->each == f)
			check_tell_rule(t, t->r->form->checks[i], row);
	}
}

void check_tell_table(struct teller *t, const struct table *table)
{
	const struct field *f = table->field;
	uint32_t rows = order_count(table->order), least = f->min_rows;
	struct problem p = { .severity = SEVERITY_ERROR, .code = "required", .spot = spot_of(f, 0) };

	if (table->misfit || !report_relevant(t->r, p.spot))
		return;
	if (least == 0 && report_required(t->r, p.spot))
		least = 1;
	if (rows < least) {
		p.blank_required = true;
		TELL(t, &p, ngettext("'%s' needs at least %u row and has %u", "'%s' needs at least %u rows and has %u", least), label(t, f),
		     least, rows);
	}
	if (f->max_rows && rows > f->max_rows) {
		p.code = "range";
		p.blank_required = false;
		TELL(t, &p, _("'%s' may have at most %u rows and has %u"), label(t, f), f->max_rows, rows);
	}
}

/* ---- checks of the form ---- */

static enum severity severity_now(const struct report *r, const struct check *c)
{
	if (c->severity != SEVERITY_SUBMIT)
		return c->severity;
	return strcmp(r->status, "draft") == 0 || strcmp(r->status, "returned") == 0 ? SEVERITY_WARNING : SEVERITY_ERROR;
}

static void print_part(struct report *r, const struct message_part *part, row_id row, struct strbuf *out)
{
	struct value v;

	if (!part->expr) {
		strbuf_puts(out, part->text);
		return;
	}
	if (part->field && field_is_scalar(part->field) && part->expr->op == EXPR_FIELD) {
		size_t before = out->len;

		report_show(r, spot_of(part->field, row), false, out);
		if (out->len == before)
			strbuf_puts(out, "—");
		return;
	}
	if (!formula_evaluate(part->expr, r->machine, &r->reader, (struct formula_rows){ .row = row }, false, &v) ||
	    v.kind == VALUE_BLANK)
		strbuf_puts(out, "—");
	else if (v.kind == VALUE_NUMBER)
		number_print(out, v.figure.value, NUMBER_PLACES, number_places(v.figure.value) > 4 ? 4 : -1, true);
	else if (v.kind == VALUE_TEXT)
		strbuf_add(out, v.text, v.len);
	else if (v.kind == VALUE_DATE)
		print_limit(r->form, NULL, &v, out);
	else
		strbuf_puts(out, v.truth ? _("yes") : _("no"));
}

static struct spot check_spot(const struct check *c, row_id row)
{
	if (c->at)
		return (struct spot){ c->at->section, c->at, c->at->table ? row : 0 };
	if (c->each)
		return (struct spot){ c->section, c->each, row };
	return (struct spot){ c->section, NULL, 0 };
}

void check_tell_rule(struct teller *t, const struct check *c, row_id row)
{
	struct problem p = { .severity = severity_now(t->r, c), .code = "check", .check = c, .spot = check_spot(c, row) };
	struct report *r = t->r;
	bool english = r->form->english && c->part_en_count > 0;
	const struct message_part *parts = english ? c->parts_en : c->parts;
	size_t count = english ? c->part_en_count : c->part_count;
	bool seen = r->saw_pending, holds;
	struct value rule;

	if (c->at && !report_relevant(r, p.spot))
		return;
	r->saw_pending = false;
	calc_formula(r, c->rule, row, false, &rule);
	holds = rule.kind != VALUE_BOOLEAN || rule.truth || r->saw_pending;
	r->saw_pending = seen;
	if (holds || (c->explain && reason_holds(r, c, row)))
		return;
	if (!t->counting) {
		strbuf_clear(&t->code);
		strbuf_printf(&t->code, "check:%s", c->id);
		p.code = t->code.text;
		strbuf_clear(&t->message);
		for (size_t i = 0; i < count; i++)
			print_part(r, &parts[i], row, &t->message);
		if (!count)
			strbuf_printf(&t->message, _("the rule '%s' does not hold: %s"), c->id, c->rule->text);
	}
	tell(t, &p);
}

/* ---- what has no place ---- */

static const char *nearest(const struct teller *t, const struct stray *s, const char *key)
{
	const char *names[512];
	size_t n = 0;

	if (s->field && s->field->type == TYPE_MATRIX && !s->row) {
		for (size_t i = 0; i < s->field->row_count && n < ARRAY_SIZE(names); i++)
			names[n++] = s->field->rows[i].id;
	} else if (s->field) {
		for (size_t i = 0; i < s->field->column_count && n < ARRAY_SIZE(names); i++)
			names[n++] = s->field->columns[i]->id;
	} else if (s->section) {
		for (size_t i = 0; i < s->section->field_count && n < ARRAY_SIZE(names); i++)
			names[n++] = s->section->fields[i]->id;
	} else {
		for (size_t i = 0; i < t->r->form->section_count && n < ARRAY_SIZE(names); i++)
			names[n++] = t->r->form->sections[i]->id;
	}
	return text_nearest(key, names, n);
}

static void stray_path(const struct report *r, node_id n, struct strbuf *out)
{
	const struct node *node = source_node(r->source, n);
	const struct node *parent = source_node(r->source, node->parent);
	size_t len;

	if (node->parent != NODE_ROOT && node->parent != NODE_NONE)
		stray_path(r, node->parent, out);
	if (parent->kind == NODE_SEQUENCE) {
		unsigned index = 0;

		for (node_id e = parent->child; e != n; e = source_node(r->source, e)->next)
			index++;
		strbuf_printf(out, "[%u]", index);
	} else {
		const char *key = source_key(r->source, n, &len);

		if (out->len)
			strbuf_putc(out, '.');
		strbuf_add(out, key, len);
	}
}

static const char *kind_wanted(const struct stray *s)
{
	if (s->field && s->field->type == TYPE_TABLE && !s->row)
		return _("a list of rows");
	return _("a mapping of names to values");
}

void check_tell_stray(struct teller *t, const struct stray *s)
{
	const struct node *n = source_node(t->r->source, s->node);
	struct problem p = { .severity = s->kind ? SEVERITY_ERROR : SEVERITY_WARNING,
			     .code = s->kind ? "type" : "unknown",
			     .spot = { s->section, s->field, s->row } };
	size_t len;
	const char *key, *near;
	char name[65];

	if (t->counting) {
		tell(t, &p);
		return;
	}
	strbuf_clear(&t->path);
	if (s->field && s->field->type == TYPE_TABLE && s->row) { /* the row may have moved since */
		report_path(t->r, (struct spot){ s->section, s->field, s->row }, &t->path);
		if (!s->kind) {
			key = source_key(t->r->source, s->node, &len);
			strbuf_putc(&t->path, '.');
			strbuf_add(&t->path, key, len);
		}
	} else {
		stray_path(t->r, s->node, &t->path);
	}
	p.path = t->path.text;
	p.place = source_place(t->r->source, s->kind ? n->start : n->key);
	if (s->kind) {
		TELL(t, &p, _("'%s' should be %s"), t->path.text, kind_wanted(s));
		return;
	}
	key = source_key(t->r->source, s->node, &len);
	snprintf(name, sizeof(name), "%.*s", (int)(len > 64 ? 64 : len), key);
	near = nearest(t, s, name);
	if (near)
		TELL(t, &p, _("the form does not know '%s'; did you mean '%s'? It is kept in the file"), t->path.text, near);
	else
		TELL(t, &p, _("the form does not know '%s'; it is kept in the file"), t->path.text);
}
