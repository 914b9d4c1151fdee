/*
 * Memory that ends in the middle of anything that core does with a report, a form, a text: see ordeal.h. Every allocation
 * fails in turn, those of the libraries included.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "form/wording.h"
#include "ordeal.h"
#include "publish/chart.h"
#include "publish/document.h"
#include "publish/export.h"
#include "publish/json.h"
#include "publish/typeset.h"
#include "report_fixture.h"
#include "report_form.h"
#include "scratch.h"

struct bench {
	struct form *form;
	struct report *report;
	struct source *source;
	struct strbuf out;
	const char *text; /* of the report, or the form */
};

/* ---- what there is to tell ---- */

static void tell_report(void *world, struct strbuf *out)
{
	struct bench *b = world;
	struct strbuf part;

	if (b->report) {
		part = text_of(b->report);
		strbuf_printf(out, "%s\nhistory %zu%s%s\n", part.text, report_history_done(b->report), report_can_redo(b->report) ? " redo" : "",
			      report_modified(b->report) ? " modified" : "");
		strbuf_release(&part);
		part = dump(b->report, true);
		strbuf_add(out, part.text, part.len);
		strbuf_release(&part);
	}
	strbuf_add(out, b->out.text, b->out.len);
}

static void open_report(void *world)
{
	struct bench *b = world;

	strbuf_init(&b->out, 0);
	b->report = report_of(b->form, b->text);
	report_finish(b->report);
}

static void close_report(void *world)
{
	struct bench *b = world;

	strbuf_release(&b->out);
	report_free(b->report);
	b->report = NULL;
}

static void undergo_with_report(const struct ordeal *ordeals, size_t count)
{
	struct bench b = { .form = rich(), .text = rich_reports[2][1] };

	for (size_t i = 0; i < count; i++)
		ordeal_undergo(&ordeals[i], &b);
	form_free(b.form);
}

/* ---- edits ---- */

static struct report *report_in(void *world)
{
	return ((struct bench *)world)->report;
}

static bool set(void *world, const char *path, const char *text, struct error *reterr)
{
	struct spot s;

	return report_find(report_in(world), path, &s, reterr) && report_set(report_in(world), s, text, strlen(text), true, reterr);
}

static const struct field *table(void *world, const char *path)
{
	return spot_at(report_in(world), path).field;
}

static row_id row(void *world, const char *path, uint32_t index)
{
	return report_row_at(report_in(world), table(world, path), index);
}

static bool set_number(void *world, struct error *reterr)
{
	return set(world, "main.a", "88.5", reterr);
}

static bool set_long_text(void *world, struct error *reterr)
{
	static char text[9000];

	memset(text, 'x', sizeof(text) - 1);
	return set(world, "last.note", text, reterr);
}

static bool set_choice(void *world, struct error *reterr)
{
	return set(world, "main.k", "运转", reterr);
}

static bool set_choices(void *world, struct error *reterr)
{
	return set(world, "main.ks", "运转\n其他", reterr);
}

static bool set_blank(void *world, struct error *reterr)
{
	return set(world, "main.b", "", reterr);
}

static bool set_cell_of_row(void *world, struct error *reterr)
{
	return set(world, "main.items[1].x", "99.75", reterr);
}

static bool set_key_of_row(void *world, struct error *reterr)
{
	return set(world, "main.items['甲'].name", "乙", reterr);
}

static bool set_filter_of_row(void *world, struct error *reterr)
{
	return set(world, "main.items[2].kind", "专项", reterr);
}

static bool set_cell_of_matrix(void *world, struct error *reterr)
{
	return set(world, "grid_part.grid.r2.p", "5", reterr);
}

static bool set_what_does_not_fit(void *world, struct error *reterr)
{
	return set(world, "main.items[0].x", "很多", reterr);
}

static bool insert_row(void *world, struct error *reterr)
{
	row_id made;

	return report_insert(report_in(world), table(world, "main.items"), 1, &made, reterr);
}

static bool append_row(void *world, struct error *reterr)
{
	row_id made;

	return report_insert(report_in(world), table(world, "grid_part.plain"), 3, &made, reterr);
}

static bool delete_row(void *world, struct error *reterr)
{
	return report_delete(report_in(world), table(world, "main.items"), row(world, "main.items", 0), reterr);
}

static bool move_row(void *world, struct error *reterr)
{
	return report_move(report_in(world), table(world, "main.items"), row(world, "main.items", 2), 0, reterr);
}

static bool edit_group(void *world, struct error *reterr)
{
	struct report *r = report_in(world);
	bool ok;

	report_group_begin(r);
	ok = set_number(world, reterr) && insert_row(world, reterr) && set(world, "main.items[1].x", "7", reterr) && delete_row(world, reterr) &&
	     set_cell_of_matrix(world, reterr) && move_row(world, reterr);
	if (ok)
		report_group_end(r);
	else
		report_group_cancel(r);
	return ok;
}

static bool undo(void *world, struct error *reterr)
{
	struct spot where;

	return report_undo(report_in(world), &where) || error_memory(reterr);
}

static bool redo(void *world, struct error *reterr)
{
	struct spot where;

	return report_redo(report_in(world), &where) || error_memory(reterr);
}

static void open_edited(void *world)
{
	struct error e;

	open_report(world);
	assert_true(edit_group(world, &e));
	report_finish(report_in(world));
}

static void open_undone(void *world)
{
	struct error e;

	open_edited(world);
	assert_true(undo(world, &e));
}

static const struct check *check_of(void *world, const char *id)
{
	const struct form *f = report_form(report_in(world));

	for (size_t i = 0; i < f->check_count; i++) {
		if (strcmp(f->checks[i]->id, id) == 0)
			return f->checks[i];
	}
	fail_msg("no check %s", id);
	return NULL;
}

static bool explain_section(void *world, struct error *reterr)
{
	return report_explain(report_in(world), check_of(world, "over"), spot_at(report_in(world), "main.total"), "经费调整", 12, reterr);
}

static bool explain_row(void *world, struct error *reterr)
{
	return report_explain(report_in(world), check_of(world, "row"), spot_at(report_in(world), "main.items[1].x"), "另有文", 9, reterr);
}

static void open_explained(void *world)
{
	struct error e;

	open_report(world);
	assert_true(explain_section(world, &e) && set_number(world, &e));
}

static bool take_reason_away(void *world, struct error *reterr)
{
	return report_explain(report_in(world), check_of(world, "over"), spot_at(report_in(world), "main.total"), "", 0, reterr);
}

#define EDIT(f) { #f, open_report, f, tell_report, close_report, false }

static void an_edit_happens_wholly_or_not_at_all(void **state)
{
	static const struct ordeal edits[] = {
		EDIT(set_number), EDIT(set_long_text), EDIT(set_choice), EDIT(set_choices), EDIT(set_blank), EDIT(set_cell_of_row),
		EDIT(set_key_of_row), EDIT(set_filter_of_row), EDIT(set_cell_of_matrix), EDIT(set_what_does_not_fit), EDIT(insert_row),
		EDIT(append_row), EDIT(delete_row), EDIT(move_row), EDIT(edit_group),
		{ "undo", open_edited, undo, tell_report, close_report, false },
		{ "redo", open_undone, redo, tell_report, close_report, false },
		{ "edit_over_redo", open_undone, set_number, tell_report, close_report, false },
	};

	(void)state;
	undergo_with_report(edits, ARRAY_SIZE(edits));
}

static void a_reason_is_given_wholly_or_not_at_all(void **state)
{
	static const struct ordeal edits[] = {
		EDIT(explain_section), EDIT(explain_row),
		{ "explain_again", open_explained, explain_section, tell_report, close_report, false },
		{ "take_reason_away", open_explained, take_reason_away, tell_report, close_report, false },
	};

	(void)state;
	undergo_with_report(edits, ARRAY_SIZE(edits));
}

/* ---- reading ---- */

static const char base_form[] =
	"form: base\nversion: 1\ntitle: 底\nconstants: {rate: 0.1}\nrenamed: {s.old: s.a}\nsections:\n"
	"  - id: s\n    number: 一\n    title: 甲\n    fields:\n"
	"      - {id: a, label: 甲数, type: decimal, decimals: 2, pattern: '[0-9.]+'}\n"
	"      - {id: b, label: 乙数, type: decimal, calculate: a * rate}\n"
	"      - id: rows\n        label: 行\n        type: table\n        key: name\n        columns:\n"
	"          - {id: name, label: 名, type: text, default: '''x'''}\n          - {id: n, label: 数, type: integer}\n"
	"      - id: grid\n        label: 表\n        type: matrix\n        columns:\n          - {id: p, label: 预算, type: decimal}\n"
	"          - {id: q, label: 决算, type: decimal, calculate: a * 2}\n        rows:\n          - {id: r1, label: 一}\n"
	"          - {id: r2, label: 二, cells: {q: absent}}\n"
	"    checks:\n      - {id: c, rule: a < 10, severity: error, message: '{a} 太大'}\n"
	"    text: |\n      甲 {a}[，乙 {b}]{each rows sep=；}{index}、{name}{end}\n      {table grid}\n";

static const char local_form[] =
	"form: local\nversion: 2\ntitle: 地\nextends: base.yaml\nconstants: {rate: 0.2}\nsections:\n"
	"  - id: s\n    title: 乙\n    fields:\n      - {id: a, max: 50, pattern: null}\n      - {id: c, label: 丙, type: text, after: a}\n"
	"      - id: rows\n        columns:\n          - {id: n, drop: true}\n          - {id: m, label: 目, type: choice, choices: [甲, {value: b, label: 乙}]}\n"
	"      - id: grid\n        rows:\n          - {id: r2, cells: {q: {calculate: a * 3}}}\n"
	"    checks:\n      - {id: c, severity: note}\n      - {id: d, rule: 'sum(grid.p) > 1', severity: warning, message: 少}\n"
	"  - id: t\n    number: 二\n    title: 丙\n    fields:\n      - {id: x, label: 数, type: integer, default: 5}\n";

static const char wrong_form[] =
	"form: wrong\ntitle: 错\nsections:\n  - id: s\n    title: 甲\n    feilds: []\n    fields:\n"
	"      - {id: a, label: 甲, type: decimal, calculate: b + }\n      - {id: a, label: 甲, type: number}\n";

static struct scratch scratch;

static void begin_nothing(void *world)
{
	strbuf_init(&((struct bench *)world)->out, 0);
}

static void tell_form(void *world, struct strbuf *out)
{
	struct bench *b = world;
	struct report *r;
	struct strbuf part;

	if (!b->form)
		return;
	r = report_of(b->form, "form: local\ns:\n  a: 60\n  rows: [{name: 甲}]\n");
	part = dump(r, true);
	strbuf_printf(out, "%s %s %zu %zu\n%s", b->form->id, b->form->version, b->form->check_count, b->form->aggregate_count, part.text);
	strbuf_release(&part);
	report_free(r);
}

static void end_form(void *world)
{
	struct bench *b = world;

	strbuf_release(&b->out);
	form_free(b->form);
	b->form = NULL;
}

static bool load_form(void *world, const char *name, struct error *reterr)
{
	struct form_query q = { .name = name, .any_path = true };
	bool other;

	return form_load(&q, &((struct bench *)world)->form, &other, reterr);
}

static bool load_form_that_extends(void *world, struct error *reterr)
{
	return load_form(world, scratch_path(&scratch, "local.yaml"), reterr);
}

static bool load_built_in_form(void *world, struct error *reterr)
{
	return load_form(world, "overall-report", reterr);
}

static bool parse_rich_form(void *world, struct error *reterr)
{
	struct bench *b = world;

	return form_parse("rich.yaml", b->text, strlen(b->text), &b->form, reterr);
}

static bool compile_formulas(void *world, struct error *reterr)
{
	struct bench *b = world;

	return form_parse("form.yaml", b->text, strlen(b->text), &b->form, reterr);
}

/* ---- results as text ---- */

/* starts anew: what an operation that failed has left in it is thrown away */
static struct strbuf *fresh_out(void *world)
{
	struct bench *b = world;

	strbuf_release(&b->out);
	strbuf_init(&b->out, 0);
	return &b->out;
}

static bool done(void *world, bool ok, struct error *reterr)
{
	struct bench *b = world;

	if (ok && strbuf_ok(&b->out))
		return true;
	if (!strbuf_ok(&b->out))
		(void)error_memory(reterr);
	fresh_out(world);
	return false;
}

struct mistakes {
	struct strbuf *out;
	bool memory;
};

static void keep_mistake(void *to, const struct error *e)
{
	struct mistakes *m = to;

	m->memory |= e->kind == ERR_MEMORY;
	strbuf_printf(m->out, "%u:%u: %s\n", e->line, e->column, e->text);
}

static bool check_form_with_mistakes(void *world, struct error *reterr)
{
	struct form_query q = { .name = scratch_path(&scratch, "wrong.yaml"), .any_path = true };
	struct mistakes m = { .out = fresh_out(world) };

	form_check(&q, keep_mistake, &m);
	return done(world, !m.memory || error_memory(reterr), reterr);
}

static bool list_forms(void *world, struct error *reterr)
{
	struct strbuf *out = fresh_out(world);
	struct arena a = { NULL };
	struct form_entry *entries;
	size_t count;
	bool ok = form_list(&a, &entries, &count, reterr);

	for (size_t i = 0; ok && i < count; i++)
		strbuf_printf(out, "%s@%s %s\n", entries[i].id, entries[i].version, entries[i].title);
	arena_release(&a);
	return done(world, ok, reterr);
}

static void tell_out(void *world, struct strbuf *out)
{
	struct bench *b = world;

	strbuf_add(out, b->out.text, b->out.len);
}

static void end_out(void *world)
{
	strbuf_release(&((struct bench *)world)->out);
}

static void a_form_is_read_whole_or_refused(void **state)
{
	static const struct ordeal ordeals[] = {
		{ "load_form_that_extends", begin_nothing, load_form_that_extends, tell_form, end_form, false },
		{ "load_built_in_form", begin_nothing, load_built_in_form, tell_form, end_form, false },
		{ "parse_rich_form", begin_nothing, parse_rich_form, tell_form, end_form, false },
		{ "check_form_with_mistakes", begin_nothing, check_form_with_mistakes, tell_out, end_out, false },
		{ "list_forms", begin_nothing, list_forms, tell_out, end_out, false },
	};
	struct strbuf text;
	struct bench b = { NULL };

	(void)state;
	scratch_make(&scratch);
	scratch_write(&scratch, "base.yaml", base_form);
	scratch_write(&scratch, "local.yaml", local_form);
	scratch_write(&scratch, "wrong.yaml", wrong_form);
	strbuf_init(&text, 0);
	for (size_t i = 0; i < ARRAY_SIZE(rich_form); i++)
		strbuf_puts(&text, rich_form[i]);
	b.text = text.text;
	for (size_t i = 0; i < ARRAY_SIZE(ordeals); i++)
		ordeal_undergo(&ordeals[i], &b);
	strbuf_release(&text);
	scratch_remove(&scratch);
}

static bool parse_source(void *world, struct error *reterr)
{
	struct bench *b = world;
	size_t len = strlen(b->text);
	char *copy = malloc(len);

	if (!copy)
		return error_memory(reterr);
	memcpy(copy, b->text, len);
	return source_parse("report.yaml", copy, len, &b->source, reterr);
}

static void tell_source(void *world, struct strbuf *out)
{
	struct bench *b = world;
	size_t len;
	const char *text;

	for (node_id n = 1; b->source && n <= source_count(b->source); n++) {
		text = source_key(b->source, n, &len);
		strbuf_add(out, text, len);
		strbuf_puts(out, ": ");
		if (source_node(b->source, n)->kind == NODE_SCALAR) {
			text = source_text(b->source, n, &len);
			strbuf_add(out, text, len);
		}
		strbuf_putc(out, '\n');
	}
}

static void end_source(void *world)
{
	struct bench *b = world;

	strbuf_release(&b->out);
	source_free(b->source);
	b->source = NULL;
}

static bool make_report(void *world, struct error *reterr)
{
	struct bench *b = world;
	struct source *s = b->source;

	if (!s && !parse_source(b, reterr))
		return false;
	s = b->source;
	b->source = NULL; /* it is taken over in any case */
	return report_new(b->form, s, &b->report, reterr);
}

static void begin_source(void *world)
{
	struct error e;

	begin_nothing(world);
	assert_true(parse_source(world, &e));
}

static void end_report(void *world)
{
	struct bench *b = world;

	end_source(world);
	report_free(b->report);
	b->report = NULL;
}

static void a_report_is_read_whole_or_refused(void **state)
{
	static const struct ordeal ordeals[] = {
		{ "parse_source", begin_nothing, parse_source, tell_source, end_source, false },
		{ "make_report", begin_source, make_report, tell_report, end_report, false },
	};
	struct bench b = { .form = rich() };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rich_reports); i++) {
		b.text = rich_reports[i][1];
		for (size_t n = 0; n < ARRAY_SIZE(ordeals); n++)
			ordeal_undergo(&ordeals[n], &b);
	}
	form_free(b.form);
}

/* ---- telling and writing: what comes out is whole, or there is an error ---- */

static bool into_out(void *to, const char *text, size_t len)
{
	strbuf_add(to, text, len);
	return strbuf_ok(to);
}

static struct sink sink_of(void *world)
{
	return (struct sink){ into_strbuf, fresh_out(world) };
}

static bool write_it(void *world, struct error *reterr)
{
	return done(world, report_write(report_in(world), sink_of(world), reterr), reterr);
}

static bool write_finished(void *world, struct error *reterr)
{
	return done(world, report_write_finished(report_in(world), false, sink_of(world), reterr), reterr);
}

static bool write_public(void *world, struct error *reterr)
{
	return done(world, report_write_finished(report_in(world), true, sink_of(world), reterr), reterr);
}

static bool export_by(void *world, const char *name, struct error *reterr)
{
	const struct export_options o = { .draft = true };
	struct bench *b = world;

	for (size_t i = 0; i < export_format_count; i++) {
		if (strcmp(export_formats[i].name, name) == 0)
			return done(world, export_formats[i].write(b->report, b->form, &o, (struct sink){ into_out, fresh_out(world) }, reterr), reterr);
	}
	return error_set(reterr, ERR_PATH, NOWHERE, "no format %s", name);
}

static bool export_yaml(void *world, struct error *reterr)
{
	return export_by(world, "yaml", reterr);
}

static bool export_json(void *world, struct error *reterr)
{
	return export_by(world, "json", reterr);
}

static bool export_markdown(void *world, struct error *reterr)
{
	return export_by(world, "md", reterr);
}

static bool export_plain(void *world, struct error *reterr)
{
	return export_by(world, "txt", reterr);
}

static bool typeset(void *world, struct error *reterr)
{
	struct strbuf *out = fresh_out(world);
	const struct document_style style = { .draft = true };
	struct document d;
	struct typeset lines;
	bool ok;

	if (!document_render(report_in(world), &style, &d, reterr))
		return false;
	ok = typeset_document(&d, &(struct typeset_style){ .columns = 60, .blank = "—" }, &lines) || error_memory(reterr);
	for (size_t i = 0; ok && i < lines.count; i++) {
		strbuf_add(out, lines.lines[i].text, lines.lines[i].len);
		strbuf_putc(out, '\n');
	}
	if (ok)
		typeset_release(&lines);
	document_release(&d);
	return done(world, ok, reterr);
}

static bool draw_chart(void *world, struct error *reterr)
{
	struct strbuf *out = fresh_out(world);
	struct chart_series series[8];
	size_t count = chart_series(table(world, "main.items"), series, ARRAY_SIZE(series));
	struct chart c;

	for (size_t i = 0; i < count && i < ARRAY_SIZE(series); i++) {
		if (!chart_make(report_in(world), &series[i], true, 2, &c, reterr))
			return done(world, false, reterr);
		for (size_t n = 0; n < c.count; n++)
			strbuf_printf(out, "%s %s %d\n", c.bars[n].label ? c.bars[n].label : "…", c.bars[n].values[0].shown, c.bars[n].values[0].share);
		chart_release(&c);
	}
	return done(world, true, reterr);
}

static bool keep_problem(void *to, const struct problem *p)
{
	strbuf_printf(to, "%u:%u [%s] %s\n", p->place.line, p->place.column, p->code, p->message);
	return true;
}

static bool list_problems(void *world, struct error *reterr)
{
	return done(world, report_problems(report_in(world), (struct problem_sink){ keep_problem, fresh_out(world) }, reterr), reterr);
}

static bool understand_everything(void *world, struct error *reterr)
{
	static const char *const typed[] = { "２，２５５．２２万元", "=12.5+3*4/7", "=1/3*99999999999.999999999999", "2021年12月31日", "≥50个", "专项、其他",
					     "是", "不适用", "甲 乙\t丙", "99.2％", "¥1,234.5" };
	struct bench *b = world;
	struct strbuf *out = fresh_out(world);
	struct understanding u;

	for (size_t i = 0; i < b->form->slot_count; i++) {
		for (size_t n = 0; n < ARRAY_SIZE(typed); n++) {
			struct error why = { 0 };

			strbuf_init(&u.stored, 0);
			if (entry_understand(b->form, b->form->slots[i], typed[n], strlen(typed[n]), &u, &why))
				strbuf_printf(out, "%s\n", u.stored.text);
			else
				strbuf_printf(out, "%s\n", why.text);
			strbuf_release(&u.stored);
			if (why.kind == ERR_MEMORY) {
				*reterr = why;
				return done(world, false, reterr);
			}
		}
	}
	return done(world, true, reterr);
}

#define TOLD(f) { #f, open_edited, f, tell_report, close_report, false }

static void what_is_told_and_written_is_whole(void **state)
{
	static const struct ordeal ordeals[] = {
		TOLD(write_it), TOLD(write_finished), TOLD(write_public), TOLD(export_yaml), TOLD(export_json), TOLD(export_markdown),
		TOLD(export_plain), TOLD(typeset), TOLD(draw_chart), TOLD(list_problems), TOLD(understand_everything),
	};

	(void)state;
	undergo_with_report(ordeals, ARRAY_SIZE(ordeals));
}

static bool edit_flow(void *world, struct error *reterr)
{
	return insert_row(world, reterr) && set(world, "main.items[1].name", "丁", reterr) && delete_row(world, reterr) &&
	       set(world, "last.note", "一\n二", reterr) && set(world, "main.total", "9.50", reterr);
}

static void open_edited_flow(void *world)
{
	struct error e;

	open_report(world);
	assert_true(edit_flow(world, &e));
}

static void no_half_of_a_row_is_written(void **state)
{
	static const struct ordeal ordeals[] = {
		{ "write_flow", open_edited_flow, write_it, tell_report, close_report, false },
		{ "write_flow_finished", open_edited_flow, write_finished, tell_report, close_report, false },
	};
	struct bench b = { .form = rich() };

	(void)state;
	for (size_t i = 3; i < 6; i++) {
		b.text = rich_reports[i][1];
		for (size_t n = 0; n < ARRAY_SIZE(ordeals); n++)
			ordeal_undergo(&ordeals[n], &b);
	}
	form_free(b.form);
}

/* ---- GMP's numbers from the reserve ---- */

/* both grow until the formula is given up: products of intervals on both sides of 0, sums without a common divisor */
static void long_form(struct strbuf *form)
{
	strbuf_puts(form, "form: long\ntitle: 长\nsections:\n  - id: s\n    title: 甲\n    fields:\n"
			  "      - {id: a, label: 甲, type: decimal}\n      - {id: b, label: 乙, type: decimal, stated: true, calculate: 'a");
	for (int i = 0; i < 1000; i++)
		strbuf_puts(form, "*a");
	strbuf_puts(form, "'}\n      - {id: c, label: 丙, type: decimal, stated: true, calculate: '0");
	for (int i = 0; i < 340; i++)
		strbuf_printf(form, "+a/(3+a*%d)", i);
	strbuf_puts(form, "'}\n");
}

static void a_long_formula_is_given_up_in_order(void **state)
{
	static const struct ordeal parse = { "compile_long_formula", begin_nothing, compile_formulas, tell_form, end_form, .few = 5 };
	static const struct ordeal evaluate = { "long_formula", begin_source, make_report, tell_report, end_report, .few = 6 };
	struct bench b = { .form = NULL };
	struct strbuf form;

	(void)state;
	strbuf_init(&form, 0);
	long_form(&form);
	b.text = form.text;
	ordeal_undergo(&parse, &b);
	b.form = form_of(form.text);
	b.text = "form: long\ns:\n  a: -999999999999997.999999999997\n  b: 1\n  c: 2\n";
	ordeal_undergo(&evaluate, &b);
	form_free(b.form);
	strbuf_release(&form);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_edit_happens_wholly_or_not_at_all),
		cmocka_unit_test(a_reason_is_given_wholly_or_not_at_all),
		cmocka_unit_test(a_form_is_read_whole_or_refused),
		cmocka_unit_test(a_report_is_read_whole_or_refused),
		cmocka_unit_test(what_is_told_and_written_is_whole),
		cmocka_unit_test(no_half_of_a_row_is_written),
		cmocka_unit_test(a_long_formula_is_given_up_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
