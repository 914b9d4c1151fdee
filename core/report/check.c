#include "report/report_private.h"

#include "base/i18n.h"
#include "base/text.h"
#include "form/pattern.h"

/* ---- telling ---- */

struct spot teller_spot(const struct field *f, row_id row)
{
	return (struct spot){ f->section, f, f->table || f->type == TYPE_TABLE ? row : 0 };
}

void teller_tell(struct teller *t, struct problem *p)
{
	if (t->stopped)
		return;
	/* what is wrong in the program's own part blocks nothing, but for a merge that nobody has finished */
	if (p->severity == SEVERITY_ERROR && p->spot.section && p->spot.section->builtin && strcmp(p->code, "conflict") != 0)
		p->severity = SEVERITY_WARNING;
	if (!t->counting) {
		if (!p->place.line)
			p->place = report_place(t->r, p->spot);
		p->message = t->message.text;
		if (!strbuf_ok(&t->message)) {
			t->r->short_of_memory = true;
			return;
		}
	}
	if (!t->sink.tell(t->sink.to, p))
		t->stopped = true;
}

/* how much of a value a message shows: whole characters */
int teller_clip(const char *text, size_t len)
{
	if (len <= 120)
		return (int)len;
	for (len = 120; len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80; len--)
		;
	return (int)len;
}

/* ---- what was entered ---- */

static void tell_required(struct teller *t, const struct field *f, row_id row)
{
	struct problem p = { .severity = SEVERITY_ERROR, .code = "required", .spot = teller_spot(f, row), .blank_required = true };

	if (f->message.zh)
		TELL(t, &p, "%s", form_words(t->r->form, f->message));
	else
		TELL(t, &p, _("'%s' is required and is blank; fill it in"), field_label(t->r->form, f));
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
	struct problem p = { .severity = SEVERITY_ERROR, .code = "type", .spot = teller_spot(f, row) };
	struct strbuf choices, chosen;
	size_t len;
	const char *text = text_get(t->r, f, cell_look(t->r, f, row)->text, &len);

	if (fit == FIT_OVERFLOW) {
		p.code = "overflow";
		TELL(t, &p, _("'%s' holds '%.*s': a number has at most 15 digits before the point and 12 after it"), field_label(t->r->form, f),
		     teller_clip(text, len), text);
	} else if (fit == FIT_CHOICE) {
		strbuf_init(&choices, 4096);
		strbuf_init(&chosen, SOURCE_MAX_SCALAR);
		list_choices(t->r->form, f, &choices);
		for (size_t i = 0; i < len; i++)
			strbuf_add(&chosen, text[i] == '\n' ? "、" : text + i, text[i] == '\n' ? strlen("、") : 1);
		p.code = "choice";
		TELL(t, &p, _("'%s' holds '%.*s', which is not among its choices: %s"), field_label(t->r->form, f), teller_clip(chosen.text, chosen.len),
		     chosen.text, choices.text);
		strbuf_release(&choices);
		strbuf_release(&chosen);
	} else {
		TELL(t, &p, _("'%s' holds '%.*s', but takes %s; it is kept as it stands until you change it"), field_label(t->r->form, f), teller_clip(text, len),
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
	struct problem p = { .severity = SEVERITY_ERROR, .code = "range", .spot = teller_spot(f, row) };
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
		TELL(t, &p, _("'%s' is %s, less than the least allowed, %s"), field_label(t->r->form, f), a.text, b.text);
	else
		TELL(t, &p, _("'%s' is %s, more than the most allowed, %s"), field_label(t->r->form, f), a.text, b.text);
	strbuf_release(&a);
	strbuf_release(&b);
}

void check_limits(struct teller *t, const struct field *f, row_id row, const struct value *v)
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
	struct problem p = { .severity = SEVERITY_ERROR, .code = "pattern", .spot = teller_spot(f, row) };
	enum pattern_given_up given_up;
	size_t len;
	const char *text;

	if (!f->pattern)
		return;
	text = text_get(t->r, f, cell_look(t->r, f, row)->text, &len);
	if (pattern_matches(f->pattern, text, len, &given_up))
		return;
	if (given_up == PATTERN_MEMORY)
		t->r->short_of_memory = true;
	else if (given_up == PATTERN_LIMIT)
		TELL(t, &p, _("'%s' could not be compared with its pattern within the limits: '%s'"), field_label(t->r->form, f), f->pattern_text);
	else if (f->message.zh)
		TELL(t, &p, "%s", form_words(t->r->form, f->message));
	else
		TELL(t, &p, _("'%s' holds '%.*s', which does not have the form that is asked for: '%s'"), field_label(t->r->form, f), teller_clip(text, len), text,
		     f->pattern_text);
}

static void check_length(struct teller *t, const struct field *f, row_id row)
{
	struct problem p = { .severity = SEVERITY_ERROR, .code = "length", .spot = teller_spot(f, row) };
	size_t len, characters;
	const char *text;

	if (!f->max_length)
		return;
	text = text_get(t->r, f, cell_look(t->r, f, row)->text, &len);
	if (len <= f->max_length || (characters = text_clusters(text, len)) <= f->max_length)
		return;
	TELL(t, &p, _("'%s' has %zu characters; at most %u are allowed"), field_label(t->r->form, f), characters, f->max_length);
}

static void check_places(struct teller *t, const struct field *f, row_id row)
{
	const struct cell *c = cell_look(t->r, f, row);
	struct problem p = { .severity = SEVERITY_NOTE, .code = "range", .spot = teller_spot(f, row) };

	if (f->type != TYPE_DECIMAL || f->decimals == DECIMALS_TYPED || f->exact || c->places <= f->decimals)
		return;
	TELL(t, &p, _("'%s' has %u places after the point, and the form asks for %d; its own last place counts"), field_label(t->r->form, f),
	     (unsigned)c->places, f->decimals);
}

/* {path} in a long text stands for a value: a path that names nothing is told */
static void check_references(struct teller *t, const struct field *f, row_id row)
{
	struct problem p = { .severity = SEVERITY_ERROR, .code = "reference", .spot = teller_spot(f, row) };
	size_t len;
	const char *text, *at, *end;

	if (f->type != TYPE_LONGTEXT || f->builtin)
		return;
	text = text_get(t->r, f, cell_look(t->r, f, row)->text, &len);
	for (at = memchr(text, '{', len); at; at = memchr(end, '{', len - (size_t)(end - text))) {
		size_t size = 0, dot = SIZE_MAX, left = len - (size_t)(++at - text); /* no NUL stands behind it */
		char path[200];
		struct spot s;
		struct error why;

		end = at;
		for (; size < left && !memchr("{}\n", at[size], 3); size++)
			dot = at[size] == '.' && dot == SIZE_MAX ? size : dot;
		if (size == left || at[size] != '}' || dot >= size || size >= sizeof(path) || !form_section(t->r->form, at, dot))
			continue;
		end = at + size;
		memcpy(path, at, size);
		path[size] = '\0';
		if (!report_find(t->r, path, &s, &why))
			TELL(t, &p, _("'%s' speaks of {%s}, which is no place in this report: %s"), field_label(t->r->form, f), path, why.text);
	}
}

static void check_entered(struct teller *t, const struct field *f, row_id row)
{
	enum fit fit = (enum fit)cell_look(t->r, f, row)->fit;
	struct value v;

	if (fit == FIT_BLANK) {
		if ((f->required_always || f->required) && report_required(t->r, teller_spot(f, row)))
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

/* ---- all of a value ---- */

static void check_value(struct teller *t, const struct field *f, row_id row)
{
	if (!report_relevant(t->r, teller_spot(f, row)))
		return;
	if (report_is_calculated(f)) {
		check_calculated(t, f, row);
		return;
	}
	check_entered(t, f, row);
	if (f->stated)
		check_stated(t, f, row);
	if (f->builtin && !f->table)
		check_reserved_slot(t, f);
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
	struct problem p = { .severity = SEVERITY_ERROR, .code = "duplicate", .spot = teller_spot(key, row) };
	size_t len;
	const char *text;

	if (!first || first == row)
		return;
	text = text_get(t->r, key, cell_look(t->r, key, row)->text, &len);
	TELL(t, &p, _("rows %u and %u of '%s' have the same %s, '%.*s'"), t->counting ? 0 : order_index(table->order, first) + 1,
	     t->counting ? 0 : order_index(table->order, row) + 1, field_label(t->r->form, table->field), field_label(t->r->form, key), teller_clip(text, len), text);
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
	if (f->builtin)
		check_reserved_row(t, f, row);
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
	struct problem p = { .severity = SEVERITY_ERROR, .code = "required", .spot = teller_spot(f, 0) };

	if (table->misfit || !report_relevant(t->r, p.spot))
		return;
	if (least == 0 && report_required(t->r, p.spot))
		least = 1;
	if (rows < least) {
		p.blank_required = true;
		TELL(t, &p, ngettext("'%s' needs at least %u row and has %u", "'%s' needs at least %u rows and has %u", least), field_label(t->r->form, f),
		     least, rows);
	}
	if (f->max_rows && rows > f->max_rows) {
		p.code = "range";
		p.blank_required = false;
		TELL(t, &p, _("'%s' may have at most %u rows and has %u"), field_label(t->r->form, f), f->max_rows, rows);
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

		report_show(r, teller_spot(part->field, row), false, out);
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
	teller_tell(t, &p);
}
