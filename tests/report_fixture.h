/* Reports from texts, reports to texts, and everything that a report says as one text, for the tests of core/report. */
#ifndef ZIPING_TESTS_REPORT_FIXTURE_H
#define ZIPING_TESTS_REPORT_FIXTURE_H

#include "base/arena.h"
#include "report/check.h"
#include "report/edit.h"
#include "report/report_private.h"

#include <stdlib.h>

static inline struct form *form_of(const char *text)
{
	struct form *f = NULL;
	struct error e = { .kind = ERR_NONE };

	if (!form_parse("form.yaml", text, strlen(text), &f, &e))
		fail_msg("form.yaml:%u:%u: %s", e.line, e.column, e.text);
	return f;
}

static inline struct report *try_report(struct form *f, const char *text, size_t len, struct error *reterr)
{
	char *copy = malloc(len + 1);
	struct source *s = NULL;
	struct report *r = NULL;

	assert_non_null(copy);
	memcpy(copy, text, len);
	if (!source_parse("report.yaml", copy, len, &s, reterr) || !report_new(f, s, &r, reterr))
		return NULL;
	return r;
}

static inline struct report *report_of_len(struct form *f, const char *text, size_t len)
{
	struct error e = { .kind = ERR_NONE };
	struct report *r = try_report(f, text, len, &e);

	if (!r)
		fail_msg("report.yaml:%u:%u: %s\n%.*s", e.line, e.column, e.text, (int)len, text);
	return r;
}

static inline struct report *report_of(struct form *f, const char *text)
{
	return report_of_len(f, text, strlen(text));
}

static inline bool into_strbuf(void *to, const char *text, size_t len)
{
	strbuf_add(to, text, len);
	return true;
}

/* what saving writes; released by the caller */
static inline struct strbuf text_of(struct report *r)
{
	struct strbuf out;
	struct error e;

	strbuf_init(&out, 0);
	if (!report_write(r, (struct sink){ into_strbuf, &out }, &e))
		fail_msg("%s", e.text);
	return out;
}

static inline struct strbuf finished_text_of(struct report *r, bool public_copy)
{
	struct strbuf out;
	struct error e;

	strbuf_init(&out, 0);
	if (!report_write_finished(r, (public_copy ? FINISHED_PUBLIC : 0) | FINISHED_REVIEW, (struct sink){ into_strbuf, &out }, &e))
		fail_msg("%s", e.text);
	return out;
}

static inline void assert_writes(struct report *r, const char *expected)
{
	struct strbuf out = text_of(r);

	assert_string_equal(out.text, expected);
	strbuf_release(&out);
}

static inline struct spot spot_at(const struct report *r, const char *path)
{
	struct spot s = { NULL };
	struct error e;

	if (!report_find(r, path, &s, &e))
		fail_msg("%s", e.text);
	return s;
}

static inline void set_to(struct report *r, const char *path, const char *text)
{
	struct error e;

	if (!report_set(r, spot_at(r, path), text, strlen(text), true, &e))
		fail_msg("%s: %s", path, e.text);
}

static inline row_id row_into(struct report *r, const char *table, uint32_t index)
{
	struct error e;
	row_id row = 0;

	if (!report_insert(r, spot_at(r, table).field, index, &row, &e))
		fail_msg("%s: %s", table, e.text);
	return row;
}

static inline void row_out(struct report *r, const char *table, uint32_t index)
{
	const struct field *t = spot_at(r, table).field;
	struct error e;

	if (!report_delete(r, t, report_row_at(r, t, index), &e))
		fail_msg("%s: %s", table, e.text);
}

static inline void row_to(struct report *r, const char *table, uint32_t from, uint32_t to)
{
	const struct field *t = spot_at(r, table).field;
	struct error e;

	if (!report_move(r, t, report_row_at(r, t, from), to, &e))
		fail_msg("%s: %s", table, e.text);
}

/* as it is shown without separators; lives until the next call */
static inline const char *shown(struct report *r, const char *path)
{
	static char text[4096];
	struct strbuf out;

	strbuf_init(&out, 0);
	report_show(r, spot_at(r, path), true, &out);
	snprintf(text, sizeof(text), "%s", out.text);
	strbuf_release(&out);
	return text;
}

/* ---- everything that a report says ---- */

static inline void dump_value(struct strbuf *out, enum state state, const struct value *v)
{
	strbuf_printf(out, " %d:", (int)state);
	switch (v->kind) {
	case VALUE_NUMBER:
		number_print(out, v->figure.value, NUMBER_PLACES, -1, false);
		strbuf_putc(out, '[');
		if (v->anything) {
			strbuf_putc(out, '*');
		} else {
			number_print(out, v->figure.lo, INTERVAL_PLACES, -1, false);
			strbuf_putc(out, ',');
			number_print(out, v->figure.hi, INTERVAL_PLACES, -1, false);
		}
		strbuf_putc(out, ']');
		break;
	case VALUE_TEXT:
		strbuf_putc(out, '\'');
		strbuf_add(out, v->text, v->len);
		strbuf_putc(out, '\'');
		break;
	case VALUE_BOOLEAN:
		strbuf_puts(out, v->truth ? "true" : "false");
		break;
	case VALUE_DATE:
		strbuf_printf(out, "day %ld", (long)v->figure.value);
		break;
	case VALUE_BLANK:
		strbuf_puts(out, v->na ? "na" : v->overflow ? "overflow" : "-");
		break;
	}
}

static inline void dump_spot(struct report *r, struct spot s, struct strbuf *out)
{
	struct value v;
	struct comparison c;
	size_t len;

	if (s.field->builtin && strcmp(s.field->id, "changed") == 0)
		return; /* what differs from the last sign-off is worked out when the report is written */

	const char *text = report_is_calculated(s.field) ? "" : report_text(r, s, &len);
	enum mark mark = report_mark(r, s, &c);

	report_path(r, s, out);
	if (!report_is_calculated(s.field)) {
		strbuf_puts(out, " = \"");
		strbuf_add(out, text, len);
		strbuf_puts(out, "\"");
	}
	dump_value(out, report_value(r, s, true, &v), &v);
	if (s.field->calculate)
		dump_value(out, report_calculated(r, s, true, &v), &v);
	calc_effective(r, s.field, s.row, &v);
	dump_value(out, STATE_VALUE, &v);
	strbuf_printf(out, " %s%s mark %d", report_relevant(r, s) ? "relevant" : "", report_required(r, s) ? " required" : "", (int)mark);
	if (mark && c.numbers) {
		strbuf_putc(out, ' ');
		number_print(out, c.difference, NUMBER_PLACES, -1, false);
		strbuf_putc(out, ' ');
		number_print(out, c.tolerance, INTERVAL_PLACES, -1, false);
	}
	strbuf_printf(out, " worst %d\n", (int)report_worst_at(r, s));
}

struct lines {
	char **line;
	size_t count, capacity;
	bool places;
	struct report *r;
};

static inline bool keep_line(void *to, const struct problem *p)
{
	struct lines *l = to;
	struct strbuf out;
	char **grown = memory_grow(l->line, &l->capacity, l->count + 1, sizeof(*grown));

	assert_non_null(grown);
	l->line = grown;
	strbuf_init(&out, 0);
	if (l->places)
		strbuf_printf(&out, "%u:%u: ", p->place.line, p->place.column);
	strbuf_puts(&out, p->severity == SEVERITY_ERROR ? "error " : p->severity == SEVERITY_WARNING ? "warning " : "note ");
	strbuf_printf(&out, "[%s] ", p->code);
	if (p->path)
		strbuf_puts(&out, p->path);
	else
		report_path(l->r, p->spot, &out);
	strbuf_printf(&out, ": %s", p->message);
	l->line[l->count++] = strdup(out.text);
	strbuf_release(&out);
	return true;
}

static inline int line_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* places: in file order, with them; else sorted */
static inline void dump_problems(struct report *r, bool places, struct strbuf *out)
{
	struct lines l = { .places = places, .r = r };

	assert_true(report_problems(r, (struct problem_sink){ keep_line, &l }, &(struct error){ 0 }));
	if (!places && l.count)
		qsort(l.line, l.count, sizeof(char *), line_compare);
	for (size_t i = 0; i < l.count; i++) {
		strbuf_printf(out, "%s\n", l.line[i]);
		free(l.line[i]);
	}
	memory_free(l.line);
}

static inline void dump_counts(struct report *r, const struct section *s, struct strbuf *out)
{
	struct counts c = report_counts(r, s);

	strbuf_printf(out, "%s: %u blank, %u errors, %u warnings, %u notes, %u of %u%s\n", s ? s->id : "all", c.blank, c.errors, c.warnings,
		      c.notes, c.filled, c.required, c.waiting ? ", waiting" : "");
}

static inline void dump_rows(struct report *r, const struct field *table, struct strbuf *out)
{
	for (uint32_t i = 0; i < report_row_count(r, table); i++) {
		for (size_t c = 0; c < table->column_count; c++)
			dump_spot(r, (struct spot){ table->section, table->columns[c], report_row_at(r, table, i) }, out);
	}
}

static inline struct strbuf dump(struct report *r, bool places)
{
	const struct form *f = report_form(r);
	struct strbuf out;

	strbuf_init(&out, 0);
	report_finish(r);
	strbuf_printf(&out, "%s\n", report_status(r));
	for (size_t i = 0; i < f->slot_count; i++)
		dump_spot(r, (struct spot){ f->slots[i]->section, f->slots[i], 0 }, &out);
	for (size_t i = 0; i < f->table_count; i++)
		dump_rows(r, f->tables[i], &out);
	for (size_t i = 0; i < f->section_count; i++)
		dump_counts(r, f->sections[i], &out);
	dump_counts(r, NULL, &out);
	dump_problems(r, places, &out);
	return out;
}

/* the first line in which two texts differ, for a message */
static inline void assert_same(const char *what, const char *a, const char *b)
{
	size_t line = 0;

	if (strcmp(a, b) == 0)
		return;
	for (size_t i = 0; a[i] == b[i]; i++) {
		if (a[i] == '\n')
			line = i + 1;
	}
	fail_msg("%s:\n< %.*s\n> %.*s", what, (int)strcspn(a + line, "\n"), a + line, (int)strcspn(b + line, "\n"), b + line);
}

static inline void assert_problems(struct report *r, const char *expected)
{
	struct strbuf out;

	strbuf_init(&out, 0);
	dump_problems(r, true, &out);
	assert_same("problems", out.text, expected);
	strbuf_release(&out);
}

#endif
