/*
 * Problems of the program's own part of a report: what a comment or a reason speaks of and is not there, and conflicts that
 * a merge left. Nothing here but a conflict is an error: a slip in what goes along with a report does not keep it from being sent.
 */
#include "report/report_private.h"

#include "base/data.h"
#include "base/i18n.h"
#include "report/carried.h"
#include "report/signed.h"

static bool is_table(const struct field *table, const char *id)
{
	return table->builtin && strcmp(table->id, id) == 0;
}

/* whether places that come and go with rows are spoken of in this table */
static bool speaks_of_places(const struct field *table)
{
	return is_table(table, "review") || is_table(table, "reasons") || is_table(table, "conflicts");
}

static const char *path_in(const struct report *r, const struct field *table, row_id row, size_t *ret_len)
{
	const struct field *column = table_column(table, "path", 4);

	*ret_len = 0;
	return column ? text_get(r, column, cell_look(r, column, row)->text, ret_len) : "";
}

static bool find(struct teller *t, const char *path, size_t len, struct spot *ret)
{
	struct error why = { 0 };
	struct strbuf text;
	bool found;

	strbuf_init(&text, 0);
	strbuf_add(&text, path, len);
	found = report_find(t->r, text.text, ret, &why);
	t->r->short_of_memory |= !strbuf_ok(&text) || why.kind == ERR_MEMORY;
	strbuf_release(&text);
	return found;
}

static void tell_nowhere(struct teller *t, struct spot at, const struct field *f, const char *path, size_t len)
{
	struct problem p = { .severity = SEVERITY_NOTE, .code = "reference", .spot = at };

	TELL(t, &p, _("'%s' speaks of '%.*s', which is no place in this report; it is kept"), field_label(t->r->form, f), teller_clip(path, len), path);
}

/* what a side has: a value as it was entered, of a row its data, — where there is nothing */
static void put_side(const struct report *r, const struct field *column, row_id row, struct strbuf *out)
{
	size_t len;
	const char *text = text_get(r, column, cell_look(r, column, row)->text, &len);
	const struct data side = { text, len };
	const enum data_kind kind = data_kind(side);

	if (kind == DATA_NONE || kind == DATA_NULL)
		strbuf_puts(out, "—");
	else if (kind == DATA_LIST || kind == DATA_MAP)
		strbuf_add(out, text, len);
	else
		data_text(side, out);
}

static void tell_conflict(struct teller *t, struct spot at, const struct field *table, row_id row)
{
	struct problem p = { .severity = SEVERITY_ERROR, .code = "conflict", .spot = at };
	struct strbuf label, ours, theirs;

	strbuf_init(&label, 0);
	strbuf_init(&ours, 0);
	strbuf_init(&theirs, 0);
	if (!t->counting) {
		report_label(t->r, at, &label);
		put_side(t->r, table_column(table, "ours", 4), row, &ours);
		put_side(t->r, table_column(table, "theirs", 6), row, &theirs);
	}
	t->r->short_of_memory |= !strbuf_ok(&label) || !strbuf_ok(&ours) || !strbuf_ok(&theirs);
	TELL(t, &p, _("'%s' was changed on both sides of a merge: ours is %.*s, theirs %.*s; choose one of them"), label.text,
	     teller_clip(ours.text, ours.len), ours.text, teller_clip(theirs.text, theirs.len), theirs.text);
	strbuf_release(&label);
	strbuf_release(&ours);
	strbuf_release(&theirs);
}

void check_reserved_row(struct teller *t, const struct field *table, row_id row)
{
	struct spot at = { table->section, table, row }, found = at;
	size_t len;
	const char *path;
	bool there;

	if (!speaks_of_places(table))
		return;
	path = path_in(t->r, table, row, &len);
	there = len == 0 || find(t, path, len, &found);
	if (is_table(table, "conflicts"))
		tell_conflict(t, found, table, row);
	else if (!there)
		tell_nowhere(t, (struct spot){ table->section, table_column(table, "path", 4), row }, table, path, len);
}

/* what was brought over and waits to be confirmed: one note a section, at the first such value */
static void tell_carried(struct teller *t)
{
	for (size_t i = 0; i < t->r->form->section_count; i++) {
		const struct section *s = t->r->form->sections[i];
		const unsigned waiting = report_carried_count(t->r, s);
		struct problem p = { .severity = SEVERITY_NOTE, .code = "carried", .spot = { .section = s } };

		if (!waiting)
			continue;
		if (!t->counting)
			(void)report_carried_first(t->r, s, &p.spot);
		TELL(t, &p, ngettext("%u value of '%s' was brought over from last year; look it over and confirm it",
				     "%u values of '%s' were brought over from last year; look them over and confirm them", waiting),
		     waiting, form_words(t->r->form, s->title));
	}
}

/* carried: rows are not looked at, as they come and go */
void check_reserved_slot(struct teller *t, const struct field *f)
{
	size_t len;
	const char *text, *end;

	if (strcmp(f->id, "carried") != 0 || cell_look(t->r, f, 0)->fit != FIT_GOOD)
		return;
	text = text_get(t->r, f, cell_look(t->r, f, 0)->text, &len);
	for (end = text + len; text < end;) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		const struct section *section;

		stop = stop ? stop : end;
		if (!path_field(t->r->form, text, (size_t)(stop - text), &section) && !section)
			tell_nowhere(t, (struct spot){ f->section, f, 0 }, f, text, (size_t)(stop - text));
		text = stop + 1;
	}
	tell_carried(t);
}

/* not counted: it costs a walk over all values */
void check_tampered(struct teller *t)
{
	struct problem p = { .severity = SEVERITY_WARNING, .code = "changed" };
	struct signed_row last;
	struct error ignored;
	bool tampered;

	if (!signed_last(t->r, &last))
		return;
	p.spot = (struct spot){ last.table->section, last.table, last.row };
	if (!report_tampered(t->r, &tampered, &ignored))
		t->r->short_of_memory = true;
	else if (tampered)
		TELL(t, &p, _("values were changed outside this program after the last sign-off; compare them with what was signed"));
}

/* rows of a table came, went or changed their key: what speaks of them is judged anew */
void check_reserved_follow(struct report *r, const struct field *table)
{
	const struct section *own = r->form->reserved;
	struct strbuf prefix;

	strbuf_init(&prefix, 4096);
	strbuf_printf(&prefix, "%s.%s[", table->section->id, table->id);
	for (size_t i = 0; !table->builtin && i < own->field_count; i++) {
		const struct field *f = own->fields[i];
		struct table *t = f->type == TYPE_TABLE && speaks_of_places(f) ? table_of(r, f) : NULL;

		for (row_id row = t ? order_at(t->order, 0) : 0; row; row = order_next(t->order, row)) {
			size_t len;
			const char *path = path_in(r, f, row, &len);

			if (len > prefix.len && memcmp(path, prefix.text, prefix.len) == 0)
				tally_row(r, t, row);
		}
	}
	strbuf_release(&prefix);
}
