/*
 * Edits: random runs of them, undone and redone, against a fresh calculation; the promises of edit.h and report.h.
 * SEED=5 or SEED=20-400 in the environment tries other runs than the usual ones; a failure names its seed.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report_fixture.h"
#include "report_form.h"

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static uint32_t below(uint64_t *state, uint32_t n)
{
	return (uint32_t)((next_random(state) >> 16) % n);
}

static const char *const texts[] = {
	"", "0", "1", "2.5", "10", "74.0", "10.555", "-3", "100.00", "20", "58.00", "5", "3.1415", "999999999999999", "123456789012345678",
	"abc", "不适用", "专项", "运转", "其他", "没有", "专项\n其他", "甲", "乙", "丙", "甲", "true", "false", "是", "no", "2021-12-31",
	"2022-02-30", "2021", "≥50个", "<3", "效果明显", "0012", "null", "~", "a: b", "a #b", "- x", "'quoted'", "\"q\"", "😀 𠮷 é", " lead", "trail ",
	"第一行\n第二行", "line\n", "\nline", "a\n\n\nb\n\n", "tab\there", "x\ty\nz", "《书》，“引”。", "{a: 1}", "[x]", "12:30", "yes", "1e5", "0x1F", "|", ">5",
	"{main.a} 万元", "{main.none} x", "ABC123", "ABCDEFGHIJKL", "  two\n    four", "\\n", "%", "@x", "`x`", "!t", "&a", "*a", "\x1b[0m",
	"第一行\n  缩进\n\n尾", "\xc2\xa0nb", "1.", "+1", "无",
};

static struct spot random_spot(struct report *r, uint64_t *state)
{
	const struct form *f = report_form(r);

	for (;;) {
		uint32_t n = below(state, (uint32_t)(f->slot_count + 60));
		const struct field *t, *c;

		if (n < f->slot_count) {
			if (!report_is_calculated(f->slots[n]))
				return (struct spot){ f->slots[n]->section, f->slots[n], 0 };
			continue;
		}
		t = f->tables[below(state, (uint32_t)f->table_count)];
		if (!report_row_count(r, t))
			continue;
		c = t->columns[below(state, (uint32_t)t->column_count)];
		if (!report_is_calculated(c))
			return (struct spot){ t->section, c, report_row_at(r, t, below(state, report_row_count(r, t))) };
	}
}

static void random_rows(struct report *r, uint64_t *state)
{
	const struct form *f = report_form(r);
	const struct field *t = f->tables[below(state, 10) < 7 ? 0 : below(state, (uint32_t)f->table_count)];
	uint32_t count = report_row_count(r, t);
	struct error e;
	row_id row;

	switch (below(state, count ? 4 : 1)) {
	case 0:
	case 1:
		(void)!report_insert(r, t, below(state, count + 1), &row, &e);
		break;
	case 2:
		if (!report_delete(r, t, report_row_at(r, t, below(state, count)), &e))
			fail_msg("%s", e.text);
		break;
	default:
		if (!report_move(r, t, report_row_at(r, t, below(state, count)), below(state, count), &e))
			fail_msg("%s", e.text);
		break;
	}
}

static void random_reason(struct report *r, uint64_t *state)
{
	const struct form *f = report_form(r);
	const struct check *c = f->checks[below(state, (uint32_t)f->check_count)];
	struct spot s = { c->section, c->at, 0 };
	struct error e;

	if (c->each) {
		if (!report_row_count(r, c->each))
			return;
		s.row = report_row_at(r, c->each, below(state, report_row_count(r, c->each)));
	}
	(void)!report_explain(r, c, s, "因为", below(state, 3) ? strlen("因为") : 0, &e);
}

static void random_edit(struct report *r, uint64_t *state)
{
	const char *text = texts[below(state, ARRAY_SIZE(texts))];
	struct spot where;
	struct error e;

	switch (below(state, 16)) {
	case 0:
		report_undo(r, &where);
		break;
	case 1:
		report_redo(r, &where);
		break;
	case 2:
	case 3:
	case 4:
		random_rows(r, state);
		break;
	case 5:
		random_reason(r, state);
		break;
	case 6:
		report_step(r, 1 + below(state, 40));
		break;
	default:
		(void)!report_set(r, random_spot(r, state), text, strlen(text), below(state, 4) != 0, &e);
		break;
	}
}

static void some_edits(struct report *r, uint64_t *state)
{
	unsigned n = below(state, 3);

	if (below(state, 5)) {
		random_edit(r, state);
		return;
	}
	report_group_begin(r);
	for (; n; n--) {
		const char *text = texts[below(state, ARRAY_SIZE(texts))];
		struct error e;

		(void)!report_set(r, random_spot(r, state), text, strlen(text), true, &e);
		random_rows(r, state);
	}
	if (below(state, 4))
		report_group_end(r);
	else
		report_group_cancel(r);
}

/* a finished export says the same when it is opened, with nothing out of date in it, and is finished already */
static void check_finished(struct form *f, struct report *r, const char *what)
{
	struct strbuf now = dump(r, false), text = finished_text_of(r, false), finished_dump, again;
	struct report *finished = report_of_len(f, text.text, text.len);

	finished_dump = dump(finished, false);
	assert_null(strstr(finished_dump.text, "[stale]"));
	if (!strstr(now.text, "[stale]"))
		assert_same(what, now.text, finished_dump.text);
	again = finished_text_of(finished, false);
	assert_same(what, again.text, text.text);
	strbuf_release(&again);
	again = text_of(finished);
	assert_same(what, again.text, text.text);
	report_free(finished);
	strbuf_release(&now);
	strbuf_release(&text);
	strbuf_release(&finished_dump);
	strbuf_release(&again);
}

static void check_against_fresh(struct form *f, struct report *r, const char *what)
{
	struct strbuf now = dump(r, false), with_places = dump(r, true), text = text_of(r), again, fresh_text, fresh_dump;
	struct report *fresh;
	struct error e;

	calc_everything(r);
	again = dump(r, true);
	assert_same(what, with_places.text, again.text);
	fresh = try_report(f, text.text, text.len, &e);
	if (!fresh)
		fail_msg("%s: %u:%u: %s\n%s", what, e.line, e.column, e.text, text.text);
	fresh_dump = dump(fresh, false);
	if (strcmp(now.text, fresh_dump.text) != 0)
		print_message("%s\n", text.text);
	assert_same(what, now.text, fresh_dump.text);
	fresh_text = text_of(fresh);
	assert_same(what, fresh_text.text, text.text);
	report_free(fresh);
	strbuf_release(&now);
	strbuf_release(&with_places);
	strbuf_release(&again);
	strbuf_release(&text);
	strbuf_release(&fresh_dump);
	strbuf_release(&fresh_text);
}

static void undo_all_then_redo_all(struct report *r, const char *first, const char *what)
{
	struct strbuf last, last_dump, text;
	struct spot where;

	while (report_can_redo(r))
		assert_true(report_redo(r, &where));
	last = text_of(r);
	last_dump = dump(r, true);
	while (report_can_undo(r))
		assert_true(report_undo(r, &where));
	text = text_of(r);
	assert_same(what, text.text, first);
	strbuf_release(&text);
	while (report_can_redo(r))
		assert_true(report_redo(r, &where));
	text = text_of(r);
	assert_same(what, text.text, last.text);
	strbuf_release(&text);
	text = dump(r, true);
	assert_same(what, text.text, last_dump.text);
	strbuf_release(&text);
	strbuf_release(&last);
	strbuf_release(&last_dump);
}

static void run_of_edits(struct form *f, const char *name, const char *first, uint64_t seed, bool waiting)
{
	struct report *r = report_of(f, first);
	uint64_t state = seed * 0x9E3779B97F4A7C15u + 1;
	char what[128];

	if (waiting)
		r->at_once = 0;
	for (unsigned i = 0; i < 40; i++) {
		some_edits(r, &state);
		snprintf(what, sizeof(what), "%s, seed %u, step %u%s", name, (unsigned)seed, i, waiting ? ", waiting" : "");
		if (below(&state, 12) == 0)
			check_against_fresh(f, r, what);
	}
	check_against_fresh(f, r, what);
	check_finished(f, r, what);
	undo_all_then_redo_all(r, first, what);
	report_free(r);
}

static void any_run_of_edits_shows_what_a_fresh_calculation_shows(void **state)
{
	struct form *f = rich();
	const char *from = getenv("SEED");
	uint64_t first = from ? strtoul(from, NULL, 10) : 1, last = from && strchr(from, '-') ? strtoul(strchr(from, '-') + 1, NULL, 10) : from ? first : 6;

	(void)state;
	for (uint64_t seed = first; seed <= last; seed++) {
		for (size_t i = 0; i < ARRAY_SIZE(rich_reports); i++) {
			run_of_edits(f, rich_reports[i][0], rich_reports[i][1], seed, false);
			run_of_edits(f, rich_reports[i][0], rich_reports[i][1], seed, true);
		}
	}
	form_free(f);
}

/* every comment that does not stand in a row that was deleted is still there, once */
static void comments_outlive_any_run_of_edits_without_deleting(void **state)
{
	struct form *f = rich();

	(void)state;
	for (unsigned seed = 1; seed <= 10; seed++) {
		for (size_t i = 0; i < ARRAY_SIZE(rich_reports); i++) {
			struct report *r = report_of(f, rich_reports[i][1]);
			uint64_t random = seed * 77777u + 5;
			struct strbuf text;

			for (unsigned n = 0; n < 30; n++) {
				const char *value = texts[below(&random, ARRAY_SIZE(texts))];
				const struct field *t = f->tables[below(&random, 3)];
				uint32_t count = report_row_count(r, t);
				struct error e;
				row_id row;

				(void)!report_set(r, random_spot(r, &random), value, strlen(value), true, &e);
				if (n % 5 == 0)
					(void)!report_insert(r, t, below(&random, count + 1), &row, &e);
				if (n % 5 == 1 && count)
					(void)!report_move(r, t, report_row_at(r, t, below(&random, count)), below(&random, count), &e);
			}
			text = text_of(r);
			for (unsigned c = 1; c < 20; c++) {
				char mark[16];
				const char *first;
				size_t len = (size_t)snprintf(mark, sizeof(mark), "# c%u", c);

				if (c == 15) /* two kinds of words stand around it */
					continue;
				first = strstr(rich_reports[i][1], mark);
				if (!first || (first[len] >= '0' && first[len] <= '9'))
					continue;
				first = strstr(text.text, mark);
				if (!first)
					fail_msg("%s, seed %u: the comment '%s' is lost in\n%s", rich_reports[i][0], seed, mark, text.text);
			}
			strbuf_release(&text);
			report_free(r);
		}
	}
	form_free(f);
}

static bool edits_under_pressure(struct report *r, struct error *reterr)
{
	const struct field *items = spot_at(r, "main.items").field;
	struct strbuf out;
	row_id row;
	bool ok;

	if (!report_set(r, spot_at(r, "main.a"), "88.5", 4, false, reterr) || !report_insert(r, items, 1, &row, reterr) ||
	    !report_set(r, (struct spot){ items->section, items->columns[0], row }, "甲", 3, false, reterr) ||
	    !report_move(r, items, row, 0, reterr) || !report_delete(r, items, report_row_at(r, items, 1), reterr) ||
	    !report_set(r, spot_at(r, "grid_part.grid.r2.p"), "5", 1, false, reterr))
		return false;
	report_finish(r);
	strbuf_init(&out, 0);
	ok = report_write(r, (struct sink){ into_strbuf, &out }, reterr);
	strbuf_release(&out);
	return ok;
}

/* where memory ends: opening fails cleanly, an edit happens wholly or not at all, and what was shown still is right */
static void running_out_of_memory_leaves_no_half_made_edit(void **state)
{
	struct form *f = rich();

	(void)state;
	for (size_t i = 2; i < 5; i++) {
		const char *text = rich_reports[i][1];
		struct error e;
		bool done = false;

		for (long n = 0; !done; n++) {
			char *copy = strdup(text);
			struct source *s;
			struct report *r;
			struct strbuf now, again;

			assert_true(source_parse("report.yaml", copy, strlen(text), &s, &e));
			memory_fail_after = n;
			if (!report_new(f, s, &r, &e)) {
				memory_fail_after = -1;
				assert_int_equal(e.kind, ERR_MEMORY);
				continue;
			}
			done = edits_under_pressure(r, &e);
			memory_fail_after = -1;
			if (!done && e.kind != ERR_MEMORY && e.kind != ERR_IO)
				fail_msg("after %ld allocations: %s", n, e.text);
			now = dump(r, true);
			calc_everything(r);
			again = dump(r, true);
			assert_same("after memory was out", now.text, again.text);
			strbuf_release(&now);
			strbuf_release(&again);
			check_against_fresh(f, r, "after memory was out");
			undo_all_then_redo_all(r, text, "after memory was out");
			report_free(r);
		}
	}
	form_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_run_of_edits_shows_what_a_fresh_calculation_shows),
		cmocka_unit_test(comments_outlive_any_run_of_edits_without_deleting),
		cmocka_unit_test(running_out_of_memory_leaves_no_half_made_edit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
