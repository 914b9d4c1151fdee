/*
 * Places that are kept in a report: under comments, reasons, sign-offs. A row goes by its key where it is the only one with
 * it; else by its index, and a label tells whether the row at that index still is the one that was meant. Such a label is always
 * in the form's own language, so that it means the same to whoever opens the report.
 */
#include "report/report_private.h"

#include <inttypes.h>

static const struct field *table_in(struct spot s)
{
	return !s.field ? NULL : s.field->table ? s.field->table : s.field->type == TYPE_TABLE ? s.field : NULL;
}

/* the row's key, when no other has it */
static const char *own_key(struct report *r, const struct field *table, row_id row, size_t *ret_len)
{
	struct table *t = table_of(r, table);
	const struct field *key;

	if (table->key < 0 || !keys_complete(r, t) || keyindex_first(t->keys, row) != row || keyindex_next(t->keys, row))
		return NULL;
	key = table->columns[table->key];
	return text_get(r, key, cell_look(r, key, row)->text, ret_len);
}

void report_key_path(const struct report *report, struct spot s, struct strbuf *out)
{
	struct report *r = (struct report *)(uintptr_t)report; /* the index of keys may have to be filled: nothing that a caller sees */
	const struct field *table = table_in(s);
	size_t len;
	const char *key = table && s.row ? own_key(r, table, s.row, &len) : NULL;

	if (!key) {
		report_path(r, s, out);
		return;
	}
	if (!table->section->builtin)
		strbuf_printf(out, "%s.", table->section->id);
	strbuf_printf(out, "%s['", table->id);
	for (size_t i = 0; i < len; i++) {
		if (key[i] == '\'')
			strbuf_putc(out, '\'');
		strbuf_putc(out, key[i]);
	}
	strbuf_puts(out, "']");
	if (s.field->table)
		strbuf_printf(out, ".%s", s.field->id);
}

static const char *words(struct words w, const char *id)
{
	return w.zh ? w.zh : w.en ? w.en : id;
}

void report_kept_label(const struct report *r, struct spot s, struct strbuf *out)
{
	const struct field *f = s.field, *table = table_in(s);
	size_t len = 0;
	const char *key = "";

	if (!f) {
		strbuf_puts(out, s.section ? words(s.section->title, s.section->id) : "");
		return;
	}
	if (!table || !s.row) {
		strbuf_puts(out, words(f->label, f->id));
		return;
	}
	strbuf_printf(out, "%s %" PRIu32, words(table->label, table->id), report_row_index(r, table, s.row) + 1);
	if (table->key >= 0)
		key = text_get(r, table->columns[table->key], cell_look(r, table->columns[table->key], s.row)->text, &len);
	if (len) {
		strbuf_puts(out, "（");
		strbuf_add(out, key, len);
		strbuf_puts(out, "）");
	}
	if (f->table)
		strbuf_printf(out, " · %s", words(f->label, f->id));
}

/* the place that is about to go, and what stands there: no label of a place that is there reads so */
void kept_gone_label(struct report *r, struct spot s, struct strbuf *out)
{
	const struct field *table = table_in(s);
	size_t before;

	report_kept_label(r, s, out);
	strbuf_puts(out, "：");
	before = out->len;
	if (s.field && field_is_scalar(s.field)) {
		report_show(r, s, false, out);
	} else if (table && s.row) { /* a whole row: what was entered */
		for (size_t c = 0; c < table->column_count; c++) {
			struct spot cell = { s.section, table->columns[c], s.row };
			size_t len;

			if (report_is_calculated(cell.field) || (int)c == table->key || !*report_text(r, cell, &len) || !len)
				continue;
			strbuf_printf(out, "%s%s ", out->len > before ? "，" : "", words(cell.field->label, cell.field->id));
			report_show(r, cell, false, out);
		}
	}
	if (out->len == before)
		strbuf_puts(out, "—");
	for (size_t i = before; i < out->len; i++) { /* a label is one line */
		if (out->text[i] == '\n')
			out->text[i] = ' ';
	}
}

/* ---- and back ---- */

static bool find_renamed(struct report *r, const char *path, struct spot *ret)
{
	struct error ignored;

	for (size_t i = 0; i < r->form->rename_count; i++) {
		const char *from = r->form->renames[i].from;
		const size_t len = strlen(from);
		struct strbuf now;
		bool found;

		if (strncmp(path, from, len) != 0 || !strchr(".[", path[len])) /* (or its end) */
			continue;
		strbuf_init(&now, 0);
		strbuf_printf(&now, "%s%s", r->form->renames[i].to, path + len);
		found = strbuf_ok(&now) && report_find(r, now.text, ret, &ignored);
		strbuf_release(&now);
		if (found)
			return true;
	}
	return false;
}

static bool has_label(struct report *r, struct spot s, const char *label, size_t len)
{
	struct strbuf now;
	bool same;

	strbuf_init(&now, 0);
	report_kept_label(r, s, &now);
	r->short_of_memory |= !strbuf_ok(&now);
	same = now.len == len && memcmp(now.text, label, len) == 0;
	strbuf_release(&now);
	return same;
}

/* what a label says behind the row's number, from the bracket on; 0: no key */
static size_t key_in_label(const char *label, size_t len, size_t *ret_end)
{
	static const char open[] = "（", close[] = "）";
	const size_t n = sizeof(open) - 1;
	size_t start = 0;

	while (start + n < len && memcmp(label + start, open, n) != 0)
		start++;
	for (*ret_end = len; *ret_end > start + n; --*ret_end) {
		if (*ret_end >= n && memcmp(label + *ret_end - n, close, n) == 0) {
			*ret_end -= n;
			return start + n;
		}
	}
	return 0;
}

/* the row at that index is another one: perhaps it moved while another program had the file, and its key tells where to */
static bool find_moved(struct report *r, struct spot *s, const char *label, size_t len)
{
	const struct field *table = table_in(*s);
	size_t end, start = key_in_label(label, len, &end);
	struct strbuf now;
	size_t now_end, now_start;
	bool same;
	row_id row = start ? report_row_by_key(r, table, label + start, end - start) : 0;

	if (!row || keyindex_next(table_of(r, table)->keys, row))
		return false;
	s->row = row;
	strbuf_init(&now, 0);
	report_kept_label(r, *s, &now);
	now_start = key_in_label(now.text, now.len, &now_end);
	same = strbuf_ok(&now) && now_start && now.len - now_start == len - start &&
	       memcmp(now.text + now_start, label + start, len - start) == 0;
	strbuf_release(&now);
	return same;
}

bool report_find_kept(struct report *r, const char *path, size_t len, const char *label, size_t label_len, struct spot *ret)
{
	struct strbuf text;
	struct spot s = { NULL };
	struct error ignored;
	const char *bracket;
	bool found;

	strbuf_init(&text, 0);
	strbuf_add(&text, path, len);
	found = strbuf_ok(&text) && (report_find(r, text.text, &s, &ignored) || find_renamed(r, text.text, &s));
	bracket = memchr(text.text, '[', text.len);
	if (label_len && bracket && bracket[1] >= '0' && bracket[1] <= '9') {
		size_t at = (size_t)(bracket - text.text);
		const char *column = strchr(bracket, ']');
		struct spot table;

		if (found && has_label(r, s, label, label_len)) {
			strbuf_release(&text);
			*ret = s;
			return true;
		}
		column = column && column[1] == '.' ? column + 2 : NULL;
		text.text[at] = '\0';
		found = report_find(r, text.text, &table, &ignored) && table_in(table);
		s = table;
		if (found && column)
			s.field = table_column(table.field, column, strlen(column));
		found = found && s.field && find_moved(r, &s, label, label_len);
	}
	strbuf_release(&text);
	if (found)
		*ret = s;
	return found;
}
