/* A small form and report in a scratch folder, random edits on it, and all that it holds as one text. */
#ifndef ZIPING_TESTS_DESK_FIXTURE_H
#define ZIPING_TESTS_DESK_FIXTURE_H

#include "desk/session.h"
#include "scratch.h"

static const char desk_form[] =
	"form: desk-test\n"
	"version: '1'\n"
	"title: 测试\n"
	"sections:\n"
	"  - id: s\n"
	"    number: 一\n"
	"    title: 第一节\n"
	"    fields:\n"
	"      - {id: name, label: 名称, type: text}\n"
	"      - {id: a, label: 甲, type: decimal, decimals: 2}\n"
	"      - {id: b, label: 乙, type: decimal, decimals: 2}\n"
	"      - {id: long, label: 说明, type: longtext}\n"
	"      - {id: total, label: 合计, type: decimal, decimals: 2, calculate: a + b + sum(rows.n)}\n"
	"      - id: rows\n"
	"        label: 明细\n"
	"        type: table\n"
	"        key: k\n"
	"        columns:\n"
	"          - {id: k, label: 项目, type: text}\n"
	"          - {id: n, label: 金额, type: decimal, decimals: 2}\n"
	"          - {id: z, label: 数量, type: integer, default: 7}\n"
	"          - {id: share, label: 占比, type: decimal, decimals: 2, calculate: n / sum(rows.n) * 100}\n"
	"      - id: others\n"
	"        label: 其他\n"
	"        type: table\n"
	"        columns:\n"
	"          - {id: t, label: 文字, type: text}\n";

static const char desk_report[] =
	"form: form.yaml\n"
	"# 头\n"
	"s:\n"
	"  name: 甲单位   # 注\n"
	"  a: 1.50\n"
	"  b: 2\n"
	"\n"
	"  rows:\n"
	"    # 第一行\n"
	"    - k: 一\n"
	"      n: 1.00\n"
	"    - {k: 二, n: 2.00}\n"
	"    # 第三行\n"
	"    - k: \"三\"\n"
	"      n: 3   # 尾\n"
	"  unknown: 留着\n";

static inline void desk_files(struct scratch *s)
{
	scratch_write(s, "form.yaml", desk_form);
	scratch_write(s, "r.yaml", desk_report);
}

static inline struct session *desk_open(struct scratch *s, enum session_mode mode)
{
	struct session *session = NULL;
	struct error e;

	if (!session_open(scratch_path(s, "r.yaml"), mode, true, &session, &e)) {
		print_error("%s:%u:%u: %s\n", e.file, e.line, e.column, e.text);
		return NULL;
	}
	return session;
}

static inline bool desk_add(void *to, const char *text, size_t len)
{
	strbuf_add(to, text, len);
	return true;
}

/* the report's text as it now stands */
static inline char *desk_bytes(struct session *s)
{
	struct strbuf out;
	struct error e;
	char *text;

	strbuf_init(&out, 0);
	assert_true(report_write(s->report, (struct sink){ .write = desk_add, .to = &out }, &e));
	text = strdup(out.text);
	strbuf_release(&out);
	return text;
}

static inline struct spot desk_spot(struct session *s, const char *path)
{
	struct spot spot;
	struct error e;

	assert_true(report_find(s->report, path, &spot, &e));
	return spot;
}

static inline void desk_set(struct session *s, const char *path, const char *text)
{
	struct error e;

	assert_true(report_set(s->report, desk_spot(s, path), text, strlen(text), true, &e));
}

static inline void desk_add_value(struct session *s, const struct field *f, row_id row, struct strbuf *out)
{
	size_t len;
	const char *text = report_text(s->report, (struct spot){ f->section, f, row }, &len);

	strbuf_printf(out, "%s=", f->id);
	strbuf_add(out, text, len);
	strbuf_putc(out, '|');
}

/* every value, row by row */
static inline char *desk_values(struct session *s)
{
	const struct section *section = s->form->sections[0];
	struct strbuf out;
	char *text;

	strbuf_init(&out, 0);
	for (size_t i = 0; i < section->field_count; i++) {
		const struct field *f = section->fields[i];

		if (field_is_scalar(f)) {
			desk_add_value(s, f, 0, &out);
			continue;
		}
		for (uint32_t n = 0; n < report_row_count(s->report, f); n++) {
			strbuf_puts(&out, "\n- ");
			for (size_t c = 0; c < f->column_count; c++)
				desk_add_value(s, f->columns[c], report_row_at(s->report, f, n), &out);
		}
		strbuf_putc(&out, '\n');
	}
	text = strdup(out.text);
	strbuf_release(&out);
	return text;
}

/* compares with what the session held when it was left; false when there was nothing to recover */
static inline bool desk_recover_and_compare(struct scratch *scratch, const char *bytes, const char *values, struct session **ret)
{
	struct session *s = desk_open(scratch, SESSION_DESK);
	char *now_values = desk_values(s), *now_bytes = desk_bytes(s);
	bool recovered = s->recovery != NULL;
	struct error e;

	assert_string_equal(now_values, values);
	if (recovered && bytes)
		assert_string_equal(now_bytes, bytes);
	free(now_values);
	free(now_bytes);
	assert_true(session_recover(s, &e));
	*ret = s;
	return recovered;
}

struct desk_random {
	uint64_t state;
};

static inline uint32_t desk_below(struct desk_random *r, uint32_t limit)
{
	r->state = r->state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((r->state >> 33) % limit);
}

static inline void desk_random_set(struct session *s, struct desk_random *r)
{
	static const char *const texts[] = { "", "0", "12.50", "-3", "99999.99", "abc", "一二三", "a: b # c", "不适用",
					     "两\n行\n", " 空 ", "\t\\n", "𠮷", "0012" };
	static const char *const scalars[] = { "name", "a", "b", "long" };
	const struct section *section = s->form->sections[0];
	const char *text = texts[desk_below(r, ARRAY_SIZE(texts))];
	const struct field *f;
	struct spot spot = { .section = section };
	struct error e;

	if (desk_below(r, 2)) {
		const char *id = scalars[desk_below(r, ARRAY_SIZE(scalars))];

		spot.field = section_field(section, id, strlen(id));
	} else {
		f = desk_below(r, 4) ? section_field(section, "rows", 4) : section_field(section, "others", 6);
		if (!report_row_count(s->report, f))
			return;
		spot.field = f->columns[desk_below(r, (uint32_t)f->column_count)];
		if (report_is_calculated(spot.field))
			return;
		spot.row = report_row_at(s->report, f, desk_below(r, report_row_count(s->report, f)));
	}
	assert_true(report_set(s->report, spot, text, strlen(text), true, &e));
}

static inline void desk_random_row(struct session *s, struct desk_random *r)
{
	const struct section *section = s->form->sections[0];
	const struct field *table = desk_below(r, 4) ? section_field(section, "rows", 4) : section_field(section, "others", 6);
	uint32_t count = report_row_count(s->report, table);
	struct error e;
	row_id row;

	switch (count ? desk_below(r, 3) : 0) {
	case 0:
		assert_true(report_insert(s->report, table, desk_below(r, count + 1), &row, &e));
		break;
	case 1:
		assert_true(report_delete(s->report, table, report_row_at(s->report, table, desk_below(r, count)), &e));
		break;
	default:
		assert_true(report_move(s->report, table, report_row_at(s->report, table, desk_below(r, count)),
					desk_below(r, count), &e));
		break;
	}
}

/* one step of what a person does: an edit, a run of edits, one given up in the middle, undo, redo */
static inline void desk_random_step(struct session *s, struct desk_random *r)
{
	struct spot where;
	uint32_t what = desk_below(r, 12);

	if (what < 4) {
		desk_random_set(s, r);
	} else if (what < 6) {
		desk_random_row(s, r);
	} else if (what < 8) {
		report_group_begin(s->report);
		for (uint32_t i = desk_below(r, 5); i; i--) {
			desk_random_set(s, r);
			desk_random_row(s, r);
		}
		if (desk_below(r, 4))
			report_group_end(s->report);
		else
			report_group_cancel(s->report);
	} else if (what < 10) {
		report_undo(s->report, &where);
	} else {
		report_redo(s->report, &where);
	}
}

#endif
