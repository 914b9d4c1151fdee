/*
 * A journal from a stranger beside a report: opening never crashes, and what it offers is in the journal: no value that
 * neither the file nor the journal holds, no more rows than the journal inserts. Taken over, refused or brought back later,
 * nothing of it is lost, and undoing all gives the file's bytes. When the report cannot be opened its journal stays as it is.
 *
 * An input is a journal for a report of its own, or "REPORT%%\nJOURNAL". Its lines get their check sums here, and it begins
 * with the right head, unless it begins with "raw\n".
 */
#include "base/arena.h"
#include "desk/journal_private.h"
#include "desk/session.h"
#include "folder.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MARK "%%\n"
#define REPORT "r.yaml"
#define JOURNAL ".r.yaml.journal"

static const char sample_form[] =
	"form: journal-fuzz\n"
	"version: '1'\n"
	"title: 测试\n"
	"sections:\n"
	"  - id: s\n"
	"    title: 第一节\n"
	"    fields:\n"
	"      - {id: name, label: 名称, type: text}\n"
	"      - {id: a, label: 甲, type: decimal, decimals: 2}\n"
	"      - {id: c, label: 乙, type: choice, choices: [x, y]}\n"
	"      - {id: long, label: 说明, type: longtext}\n"
	"      - {id: total, label: 合计, type: decimal, decimals: 2, calculate: a + sum(rows.n)}\n"
	"      - id: rows\n"
	"        label: 明细\n"
	"        type: table\n"
	"        key: k\n"
	"        columns:\n"
	"          - {id: k, label: 项目, type: text}\n"
	"          - {id: n, label: 金额, type: decimal, decimals: 2}\n"
	"          - {id: z, label: 数量, type: integer, default: 7}\n"
	"      - {id: others, label: 其他, type: table, columns: [{id: t, label: 文字, type: text}]}\n"
	"      - {id: m, label: 表, type: matrix, columns: [{id: p, label: 数, type: integer}], rows: [{id: r1, label: 一}]}\n";

static const char sample_text[] =
	"form: form.yaml\n"
	"s:\n"
	"  name: 甲 # 注\n"
	"  a: 1.50\n"
	"  rows:\n"
	"    # 第一行\n"
	"    - k: 一\n"
	"      n: 1.00\n"
	"    - {k: 二, n: 2.00}\n"
	"  unknown: 留着\n";

/* ---- the two files ---- */

static const char *find_mark(const char *text, size_t len)
{
	for (size_t i = 0; i + strlen(MARK) <= len; i++) {
		if (memcmp(text + i, MARK, strlen(MARK)) == 0)
			return text + i;
	}
	return NULL;
}

/* the lines with their check sums, behind the head that belongs to the file */
static void seal(const char *lines, size_t len, const char *file, size_t size, struct strbuf *out)
{
	const struct form named = { .id = "journal-fuzz", .version = "1" };
	const struct file_stamp stamp = { .size = size, .digest = file_digest(file, size) };

	journal_head(out, &stamp, &named);
	strbuf_puts(out, "1700000000");
	journal_line_end(out, 0);
	for (size_t at = 0; at < len;) {
		const char *end = memchr(lines + at, '\n', len - at);
		size_t from = out->len, n = end ? (size_t)(end - lines) - at : len - at;

		strbuf_add(out, lines + at, n);
		journal_line_end(out, from);
		at += n + 1;
	}
}

static void put_files(const char *text, size_t len, struct strbuf *file, struct strbuf *journal)
{
	const char *mark = find_mark(text, len), *lines = mark ? mark + strlen(MARK) : text;
	size_t rest = len - (size_t)(lines - text);

	if (mark)
		strbuf_add(file, text, (size_t)(mark - text));
	else
		strbuf_puts(file, sample_text);
	if (rest >= 4 && memcmp(lines, "raw\n", 4) == 0)
		strbuf_add(journal, lines + 4, rest - 4);
	else
		seal(lines, rest, file->text, file->len, journal);
	folder_put(REPORT, file->text, file->len);
	folder_put(JOURNAL, journal->text, journal->len);
}

/* ---- what a report holds ---- */

struct texts {
	struct strbuf all;     /* each text behind its length */
	size_t rows;
};

static void add_text(struct texts *t, const char *text, size_t len)
{
	strbuf_add(&t->all, (const char *)&len, sizeof(len));
	strbuf_add(&t->all, text, len);
}

/* the text that begins at *at, which is moved behind it */
static const char *next_text(const struct texts *t, size_t *at, size_t *ret_len)
{
	const char *text = t->all.text + *at + sizeof(size_t);

	memcpy(ret_len, t->all.text + *at, sizeof(size_t));
	*at += sizeof(size_t) + *ret_len;
	return text;
}

static void add_value(struct texts *t, struct report *r, const struct field *f, row_id row)
{
	size_t len;
	const char *text = report_text(r, (struct spot){ f->section, f, row }, &len);

	add_text(t, text, len);
}

static void add_report(struct texts *t, struct report *r)
{
	const struct form *form = report_form(r);

	for (size_t i = 0; i < form->slot_count; i++)
		add_value(t, r, form->slots[i], 0);
	for (size_t i = 0; i < form->table_count; i++) {
		uint32_t rows = report_row_count(r, form->tables[i]);

		t->rows += rows;
		for (uint32_t n = 0; n < rows; n++) {
			for (size_t c = 0; c < form->tables[i]->column_count; c++)
				add_value(t, r, form->tables[i]->columns[c], report_row_at(r, form->tables[i], n));
		}
	}
}

static bool has_text(const struct texts *t, const char *text, size_t len)
{
	for (size_t at = 0, n; at < t->all.len;) {
		const char *one = next_text(t, &at, &n);

		if (n == len && memcmp(one, text, len) == 0)
			return true;
	}
	return false;
}

/* what the journal can bring: the values of its records, and how many rows; *ret_typing: a text put together of pieces as well */
static void add_journal(struct texts *t, const struct strbuf *journal, bool *ret_typing)
{
	struct journal_text lines = { .text = journal->text, .len = journal->len };
	struct strbuf value;
	const char *line, *at;
	size_t len;

	strbuf_init(&value, 0);
	while (journal_text_next(&lines, &line, &len)) {
		*ret_typing |= journal_is(line, len, "typing");
		t->rows += journal_is(line, len, "insert");
		at = journal_is(line, len, "set") && len > 4 ? memchr(line + 4, ' ', len - 4) : NULL;
		strbuf_clear(&value);
		if (at && journal_unescape(&value, at + 1, len - (size_t)(at + 1 - line)))
			add_text(t, value.text, value.len);
	}
	strbuf_release(&value);
}

/* ---- what must hold ---- */

static bool put_bytes(void *to, const char *text, size_t len)
{
	strbuf_add(to, text, len);
	return true;
}

static void bytes_of(struct report *r, struct strbuf *out)
{
	struct error why;

	strbuf_clear(out);
	check(report_write(r, (struct sink){ put_bytes, out }, &why));
}

static void check_bytes(struct report *r, const struct strbuf *expected)
{
	struct strbuf out;

	strbuf_init(&out, 0);
	bytes_of(r, &out);
	check(out.len == expected->len && memcmp(out.text, expected->text, out.len) == 0);
	strbuf_release(&out);
}

static void check_texts(const struct texts *a, const struct texts *b)
{
	check(a->rows == b->rows && a->all.len == b->all.len && memcmp(a->all.text, b->all.text, a->all.len) == 0);
}

static void check_undone(struct report *r, const struct strbuf *file)
{
	struct spot where;

	while (report_undo(r, &where))
		;
	check_bytes(r, file);
}

static void check_kept(const char *name, const struct strbuf *expected)
{
	size_t len;
	char *bytes = folder_get(name, &len);

	check(bytes && len == expected->len && memcmp(bytes, expected->text, len) == 0);
	free(bytes);
}

static struct session *open_report(void)
{
	struct session *s = NULL;
	struct error why;

	return session_open(folder_file(REPORT), SESSION_DESK, true, &s, &why) ? s : NULL;
}

/* everything that was recovered stands in the file or in the journal, but for one text that was being typed */
static void check_origin(const struct texts *now, const struct texts *can, bool typing)
{
	unsigned strangers = 0;

	check(now->rows <= can->rows);
	for (size_t at = 0, len; at < now->all.len;) {
		const char *text = next_text(now, &at, &len);

		strangers += !has_text(can, text, len);
	}
	check(strangers <= (typing ? 1 : 0));
}

/* taken over it is in the journal anew: opened once more it is the same, and can be undone */
static void recover(struct session *s, const struct strbuf *file, const struct texts *now)
{
	struct texts again = { .rows = 0 };
	struct error why;

	strbuf_init(&again.all, 0);
	check(session_recover(s, &why));
	check(journal_trouble(s->journal) == NULL);
	session_leave(s, true);
	s = open_report();
	check(s && s->recovery);
	add_report(&again, s->report);
	check_texts(&again, now);
	check_undone(s->report, file);
	session_leave(s, true);
	strbuf_release(&again.all);
}

/* refused it is beside the report, and comes back when asked for */
static void refuse(struct session *s, const struct strbuf *file, const struct strbuf *journal, const struct texts *now)
{
	struct texts again = { .rows = 0 };
	bool damaged = s->recovery->damaged;
	struct error why;
	size_t left_out;

	strbuf_init(&again.all, 0);
	check(session_refuse(s, &why));
	check_bytes(s->report, file);
	check(folder_count(JOURNAL ".aside-") == 1);
	check_kept(folder_last(), journal);
	check(session_bring_back(s, folder_file(folder_last()), &left_out, &why) && (left_out > 0) == damaged);
	add_report(&again, s->report);
	check_texts(&again, now);
	check_undone(s->report, file);
	session_leave(s, true);
	strbuf_release(&again.all);
}

static void look(struct session *s, const struct strbuf *file, const struct strbuf *journal)
{
	struct texts now = { .rows = 0 }, can = { .rows = 0 };
	struct session *plain;
	struct error why;
	bool typing = false;

	strbuf_init(&now.all, 0);
	strbuf_init(&can.all, 0);
	check(session_open(folder_file(REPORT), SESSION_READ, true, &plain, &why));
	add_report(&can, plain->report);
	session_free(plain);
	add_journal(&can, journal, &typing);
	add_text(&can, "7", 1); /* a column's default */
	add_text(&can, "", 0);
	add_report(&now, s->report);
	check_origin(&now, &can, typing);
	if (journal->len % 2)
		recover(s, file, &now);
	else
		refuse(s, file, journal, &now);
	strbuf_release(&now.all);
	strbuf_release(&can.all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf file, journal;
	struct session *s;

	strbuf_init(&file, 0);
	strbuf_init(&journal, 0);
	folder_clear("");
	folder_put("form.yaml", sample_form, strlen(sample_form));
	put_files((const char *)data, size, &file, &journal);
	s = open_report();
	if (!s) {
		check_kept(JOURNAL, &journal);
	} else if (s->recovery) {
		look(s, &file, &journal);
	} else {
		check_bytes(s->report, &file);
		check(!report_modified(s->report));
		if (s->put_aside)
			check(folder_count(JOURNAL ".aside-") == 1);
		session_leave(s, true);
	}
	strbuf_release(&file);
	strbuf_release(&journal);
	return 0;
}
