/* What goes in: values, rows, and what a match found; and what is said of the rest. */
#include "publish/import_private.h"

#include "base/i18n.h"
#include "base/text.h"
#include "report/edit.h"
#include "report/entry.h"

#include <string.h>

#define QUOTED 60             /* bytes of what stood there, in a remark and under `origins` */

bool import_failed(const struct importer *p)
{
	return p->error.kind != ERR_NONE;
}

void import_fail_memory(struct importer *p)
{
	if (!import_failed(p))
		error_memory(&p->error);
}

/* memory and the disk are failures; all else says that the value does not fit */
static bool is_failure(const struct error *why)
{
	return why->kind == ERR_MEMORY || why->kind == ERR_IO;
}

void import_keep_remark(struct importer *p, struct import_remarks *to, unsigned line, const char *text)
{
	struct import_remark *grown = memory_grow(to->items, &to->capacity, to->count + 1, sizeof(*grown));
	const char *kept = grown ? arena_strdup(&p->result->arena, text) : NULL;

	if (grown)
		to->items = grown;
	if (!kept) {
		import_fail_memory(p);
		return;
	}
	grown[to->count] = (struct import_remark){ line, to->count, kept };
	to->count++;
}

void import_remark(struct importer *p, unsigned line, const char *format, ...)
{
	struct strbuf text;
	va_list args;

	strbuf_init(&text, 0);
	va_start(args, format);
	strbuf_vprintf(&text, format, args);
	va_end(args);
	if (strbuf_ok(&text))
		import_keep_remark(p, &p->result->remarks, line, text.text);
	else
		import_fail_memory(p);
	strbuf_release(&text);
}

/* ---- values ---- */

static char *keep(struct importer *p, const char *text, size_t len)
{
	char *kept = arena_strndup(&p->result->arena, text, len);

	if (!kept)
		import_fail_memory(p);
	return kept;
}

/* the beginning of a text, up to a character's end */
static size_t quoted(const char *text, size_t len)
{
	size_t at = 0;
	int ignored;

	while (at < len && at < QUOTED && text[at] != '\n')
		at += text_cluster(text + at, len - at, &ignored);
	return at;
}

static void add_origin(struct importer *p, struct spot s, unsigned line, const char *text)
{
	struct origin *grown = memory_grow(p->origins, &p->origin_capacity, p->origin_count + 1, sizeof(*grown));

	if (!grown) {
		import_fail_memory(p);
		return;
	}
	p->origins = grown;
	grown[p->origin_count] = (struct origin){ s, line, p->origin_count, text };
	p->origin_count++;
}

void import_row_origin(struct importer *p, const struct field *table, row_id row, unsigned line)
{
	add_origin(p, (struct spot){ table->section, table, row }, line, NULL);
}

bool import_is_blank(struct importer *p, struct spot s)
{
	size_t len;

	report_text(p->report, s, &len);
	return len == 0;
}

bool import_is_open(struct importer *p, const struct field *f)
{
	return field_is_scalar(f) && !report_is_calculated(f) && import_is_blank(p, (struct spot){ f->section, f, 0 });
}

const char *import_label(const struct field *f)
{
	return f->label.zh ? f->label.zh : f->label.en ? f->label.en : "";
}

/* a figure that the form calculates: compared at the end, when all of its inputs are in */
static bool keep_figure(struct importer *p, struct spot s, const char *text, size_t len, unsigned line)
{
	struct figure_seen *grown = memory_grow(p->seen, &p->seen_capacity, p->seen_count + 1, sizeof(*grown));

	if (!grown) {
		import_fail_memory(p);
		return false;
	}
	p->seen = grown;
	grown[p->seen_count] = (struct figure_seen){ s, line, keep(p, text, len) };
	p->seen_count += !import_failed(p);
	return true;
}

void import_say_label(struct importer *p, struct spot s, struct strbuf *out)
{
	report_label(p->report, s, out);
	if (!strbuf_ok(out))
		import_fail_memory(p);
}

bool import_is_same(const struct field *f, const char *a, size_t a_len, const char *b, size_t b_len)
{
	struct decimal x, y;

	if (a_len == b_len && memcmp(a, b, a_len) == 0)
		return true;
	return field_is_number(f) && decimal_parse(a, a_len, &x) == NUMBER_OK && decimal_parse(b, b_len, &y) == NUMBER_OK &&
	       decimal_value(x) == decimal_value(y);
}

static bool set(struct importer *p, struct spot s, const char *text, size_t len, unsigned line, struct understanding *u)
{
	struct error why = { 0 };
	struct strbuf label;
	size_t before_len;
	const char *before = report_text(p->report, s, &before_len);
	bool ok;

	strbuf_init(&label, 0);
	import_say_label(p, s, &label);
	if (!entry_understand(p->form, s.field, text, len, u, &why)) {
		ok = false;
	} else if (before_len && !import_is_same(s.field, before, before_len, u->stored.text, u->stored.len)) {
		import_remark(p, line, _("'%s' stands here once more, as %.*s; what came first was taken: %.*s"), label.text,
			      (int)quoted(text, len), text, (int)quoted(before, before_len), before);
		strbuf_release(&label);
		return false;
	} else {
		ok = before_len > 0 || report_set(p->report, s, u->stored.text, u->stored.len, false, &why);
	}
	if (!ok && is_failure(&why))
		p->error = why;
	else if (!ok)
		import_remark(p, line, _("'%s' was not taken: %s"), label.text, why.text);
	else if (!before_len) {
		p->result->values++;
		if (!s.row) {
			const bool same = import_is_same(s.field, u->stored.text, u->stored.len, text, len);

			add_origin(p, s, line, same ? NULL : keep(p, text, quoted(text, len)));
		}
	}
	strbuf_release(&label);
	return ok;
}

bool import_value(struct importer *p, struct spot s, const char *text, size_t len, unsigned line)
{
	struct understanding u = { .changed = false };
	const char *inner = text;
	size_t inner_len = len;
	bool ok;

	text_trim(&inner, &inner_len);
	if (!inner_len || import_failed(p))
		return false;
	if (report_is_calculated(s.field))
		return keep_figure(p, s, inner, inner_len, line);
	if (inner_len > SOURCE_MAX_SCALAR / 2) {
		import_remark(p, line, "%s", _("this text is too long for a field"));
		return false;
	}
	strbuf_init(&u.stored, 0);
	ok = set(p, s, inner, inner_len, line, &u);
	strbuf_release(&u.stored);
	return ok;
}

bool import_is_free(const struct importer *p, size_t line)
{
	return !p->taken[line] && !p->refused[line] && !p->reason[line] && !p->m->lines[line].table;
}

static bool value_of_line(struct importer *p, struct spot s, const char *text, size_t len, size_t line)
{
	const size_t said = p->result->remarks.count;
	bool ok = import_value(p, s, text, len, p->m->lines[line].number);

	p->taken[line] |= ok && !p->m->lines[line].table;
	p->refused[line] |= !ok && p->result->remarks.count > said;
	return ok;
}

bool import_at(struct importer *p, const struct field *f, const char *text, size_t len, size_t line)
{
	return value_of_line(p, (struct spot){ f->section, f, 0 }, text, len, line);
}

/* ---- rows ---- */

row_id import_row(struct importer *p, const struct field *table, const char *key, size_t key_len, uint32_t ordinal, uint32_t before)
{
	uint32_t count = report_row_count(p->report, table);
	struct error why = { 0 };
	row_id row = 0;

	if (import_failed(p))
		return 0;
	/* said once more: the same row by its key, or by its place */
	if (before && table->key >= 0 && key_len)
		row = report_row_by_key(p->report, table, key, key_len);
	else if (before)
		row = report_row_at(p->report, table, ordinal - 1);
	if (row)
		return row;
	if (!report_insert(p->report, table, count, &row, &why)) {
		p->error = why;
		return 0;
	}
	return row;
}

void import_delete_row(struct importer *p, const struct field *table, row_id row)
{
	struct error why = { 0 };
	size_t kept = 0;

	if (!row || import_failed(p))
		return;
	for (size_t c = 0; c < table->column_count; c++) {
		const struct spot s = { table->section, table->columns[c], row };

		p->result->values -= !report_is_calculated(s.field) && !import_is_blank(p, s);
	}
	if (!report_delete(p->report, table, row, &why))
		p->error = why;
	for (size_t i = 0; i < p->origin_count; i++) {
		if (p->origins[i].spot.field != table || p->origins[i].spot.row != row)
			p->origins[kept++] = p->origins[i];
	}
	p->origin_count = kept;
}

/* a row in which nothing went */
void import_drop_row(struct importer *p, const struct field *table, row_id row)
{
	if (row && !import_failed(p) && report_row_is_empty(p->report, table, row))
		import_delete_row(p, table, row);
}

/* ---- what a match found ---- */

void capture_text(const struct match *m, const struct capture *c, struct strbuf *out)
{
	size_t from = c->from;

	strbuf_clear(out);
	while (from < c->to) {
		const struct manuscript_line *line = &m->m->lines[m->text[from].line];
		size_t to = from;

		while (to < c->to && m->text[to].line == m->text[from].line && m->text[to].c != GLYPH_LINE_END)
			to++;
		if (to > from)
			strbuf_add(out, line->text + m->text[from].at, m->text[to - 1].end - m->text[from].at);
		from = to;
		if (from < c->to) {
			strbuf_putc(out, '\n');
			from++;
		}
	}
}

static size_t line_of(const struct match *m, const struct capture *c)
{
	return m->text[c->from].line;
}

/* the row of the report that a row of the text stands for */
struct rows_found {
	const struct field *table;
	uint32_t before;       /* rows that it had */
	uint32_t ordinal;
	row_id row;
};

static row_id row_of(struct importer *p, const struct match *m, size_t n, struct rows_found *rows)
{
	const struct capture *c = &m->captures[n];
	const struct field *table = c->field->table;
	struct strbuf key;

	if (rows->table != table) {
		*rows = (struct rows_found){ .table = table, .before = report_row_count(p->report, table) };
	} else if (rows->ordinal == c->row) {
		return rows->row;
	}
	strbuf_init(&key, 0);
	for (size_t i = n; i < m->capture_count && m->captures[i].field->table == table && m->captures[i].row == c->row; i++) {
		if (table->key >= 0 && m->captures[i].field == table->columns[table->key])
			capture_text(m, &m->captures[i], &key);
	}
	rows->ordinal = c->row;
	rows->row = import_row(p, table, key.text, key.len, c->row, rows->before);
	if (rows->row && !rows->before)
		import_row_origin(p, table, rows->row, m->m->lines[line_of(m, c)].number);
	strbuf_release(&key);
	return rows->row;
}

static void mark_taken(struct importer *p, const struct match *m, const struct capture *c)
{
	for (size_t i = c->from; i < c->to; i++)
		p->taken[m->text[i].line] = true;
}

bool import_captures(struct importer *p, const struct match *m)
{
	struct rows_found rows = { 0 };
	struct strbuf text;
	bool any = false;

	strbuf_init(&text, 0);
	for (size_t i = 0; i < m->capture_count && !import_failed(p); i++) {
		const struct capture *c = &m->captures[i];
		bool ok;

		if (!field_is_scalar(c->field)) {
			ok = import_table(p, &m->m->lines[m->text[c->from].line], c->field);
		} else {
			struct spot s = { c->field->section, c->field, c->field->table ? row_of(p, m, i, &rows) : 0 };

			capture_text(m, c, &text);
			if (m->program->loose && c->field->type == TYPE_TEXT && text.len > 3 && strcmp(text.text + text.len - 3, "。") == 0)
				strbuf_truncate(&text, text.len - 3); /* the sentence's, and not the name's */
			if (!strbuf_ok(&text))
				import_fail_memory(p);
			ok = !import_failed(p) && value_of_line(p, s, text.text, text.len, line_of(m, c));
		}
		if (ok)
			mark_taken(p, m, c);
		any |= ok;
	}
	strbuf_release(&text);
	return any;
}
