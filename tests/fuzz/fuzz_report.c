/*
 * A report from any bytes, under the form that is built in: read, calculated, checked, edited a little, undone and written.
 * No crash; what was not edited, or was undone, is written byte for byte.
 */
#include "base/arena.h"
#include "report/check.h"
#include "report/edit.h"
#include "check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool count(void *to, const struct problem *p)
{
	*(size_t *)to += p->message[0] != '\0';
	return true;
}

struct comparing {
	const uint8_t *data;
	size_t size, at;
};

static bool compare(void *to, const char *text, size_t len)
{
	struct comparing *c = to;

	if (len > c->size - c->at || memcmp(c->data + c->at, text, len) != 0)
		abort();
	c->at += len;
	return true;
}

static void written_is(struct report *r, const uint8_t *data, size_t size)
{
	struct comparing c = { data, size, 0 };
	struct error why;

	if (!report_write(r, (struct sink){ compare, &c }, &why) || c.at != size)
		abort();
}

static bool drop(void *to, const char *text, size_t len)
{
	(void)to;
	(void)text;
	(void)len;
	return true;
}

/* a value or a row somewhere, chosen by the input itself */
static void edit_a_little(struct report *r, const uint8_t *data, size_t size)
{
	const struct form *f = report_form(r);
	uint64_t choice = size * 31u + (size ? data[size / 2] : 0);
	const struct field *slot = f->slots[choice % f->slot_count], *table = f->tables[choice % f->table_count];
	size_t len = size < 40 ? size : 40;
	struct error why;
	row_id row;

	if (!report_set(r, (struct spot){ slot->section, slot, 0 }, (const char *)data, len, true, &why))
		why.kind = ERR_NONE;
	if (report_insert(r, table, (uint32_t)(choice % (report_row_count(r, table) + 1)), &row, &why) &&
	    !report_set(r, (struct spot){ table->section, table->columns[0], row }, "x", 1, true, &why))
		why.kind = ERR_NONE;
	row = report_row_at(r, table, 0);
	if (row && !report_delete(r, table, row, &why))
		why.kind = ERR_NONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct form_query query = { .name = "overall-report" };
	static struct form *form;
	struct source *source;
	struct report *r;
	struct error why;
	struct spot where;
	size_t problems = 0;
	bool other;
	char *text;

	if (!form && !form_load(&query, &form, &other, &why))
		abort();
	text = malloc(size + 1);
	if (!text)
		return 0;
	memcpy(text, data, size);
	if (!source_parse("fuzz.yaml", text, size, &source, &why) || !report_new(form, source, &r, &why))
		return 0;
	if (!report_problems(r, (struct problem_sink){ count, &problems }, &why))
		abort();
	written_is(r, data, size);
	edit_a_little(r, data, size);
	if (!report_write(r, (struct sink){ drop, NULL }, &why) || !report_write_finished(r, true, (struct sink){ drop, NULL }, &why))
		abort();
	while (report_undo(r, &where))
		;
	written_is(r, data, size);
	report_free(r);
	return 0;
}
