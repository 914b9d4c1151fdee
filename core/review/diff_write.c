/* A diff as texts: its places and values, all of it for people, all of it for programs. */
#include "review/diff_private.h"

#include "base/arena.h"
#include "base/data.h"
#include "base/i18n.h"
#include "base/text.h"
#include "review/place.h"
#include "review/prose.h"

#include <inttypes.h>
#include <string.h>

/* of a row that was added or removed, so many columns of the screen a value */
#define SHORT 40
/* a calculated column that changed in more rows than this is told once */
#define MANY_ROWS 20

static bool english(const struct diff *d)
{
	return report_form(d->before)->english;
}

static bool is_there(const struct change *c, bool after)
{
	if (c->path)
		return after ? c->new_node : c->old_node;
	return after ? c->after.field != NULL : c->before.field != NULL;
}

static bool is_row(const struct change *c)
{
	const struct field *f = c->after.field ? c->after.field : c->before.field;

	return !c->path && f->type == TYPE_TABLE;
}

/* where it is told: in the report as it is now, unless it is gone */
static struct spot spot_of(const struct diff *d, const struct change *c, struct report **ret)
{
	const bool gone = c->path ? !c->new_node : !c->after.field;

	*ret = gone ? d->before : d->after;
	return gone ? c->before : c->after;
}

void diff_path(const struct diff *d, const struct change *c, struct strbuf *out)
{
	struct report *r;
	const struct spot s = spot_of(d, c, &r);

	if (!c->path || s.field)
		place_path(r, s, out);
	if (c->path && c->path[0])
		strbuf_printf(out, "%s%s", s.field ? "." : "", c->path);
}

void diff_label(const struct diff *d, const struct change *c, struct strbuf *out)
{
	struct report *r;
	const struct spot s = spot_of(d, c, &r);

	if (c->kind == CHANGE_RENAMED) { /* by the name that it was known by */
		report_label(d->before, c->before, out);
		return;
	}
	if (!c->path || s.field)
		report_label(r, s, out);
	if (c->path && c->path[0])
		strbuf_printf(out, "%s%s", s.field ? " · " : "", c->path);
}

static void put_outside(const struct diff *d, const struct change *c, bool after, struct strbuf *out)
{
	const struct outside o = { .node = after ? c->new_node : c->old_node };

	report_outside_value(after ? d->after : d->before, &o, out);
}

void diff_value(const struct diff *d, const struct change *c, bool after, struct strbuf *out)
{
	struct report *r = after ? d->after : d->before;
	const struct spot s = after ? c->after : c->before;
	size_t len;
	const char *text;

	if (!is_there(c, after))
		return;
	if (c->path) {
		put_outside(d, c, after, out);
	} else if (c->kind == CHANGE_CALCULATED) {
		(c->stated ? report_show_calculated : report_show)(r, s, true, out);
	} else if (is_row(c)) {
		place_data(r, s, false, out);
	} else {
		text = report_text(r, s, &len);
		strbuf_add(out, text, len);
	}
}

/* ---- structures for people ---- */

static void put_data(const struct diff *d, struct data v, struct strbuf *out)
{
	struct data_walk walk = data_walk(v);
	struct data key, item;
	bool any = false;

	if (data_kind(v) != DATA_LIST && data_kind(v) != DATA_MAP) {
		data_text(v, out);
		return;
	}
	while (data_next(&walk, &key, &item)) {
		if (any)
			strbuf_puts(out, english(d) ? ", " : "，");
		if (key.len) {
			data_text(key, out);
			strbuf_putc(out, ' ');
		}
		put_data(d, item, out);
		any = true;
	}
}

static bool has_item(struct data list, struct data wanted)
{
	struct data_walk walk = data_walk(list);
	struct data key, item;

	while (data_next(&walk, &key, &item)) {
		if (item.len == wanted.len && memcmp(item.text, wanted.text, item.len) == 0)
			return true;
	}
	return false;
}

static struct data data_at(const struct diff *d, const struct change *c, bool after)
{
	size_t len = 0;
	const char *text = is_there(c, after) ? report_text(after ? d->after : d->before, after ? c->after : c->before, &len) : "";

	return (struct data){ text, len };
}

void diff_shown(const struct diff *d, const struct change *c, bool after, struct strbuf *out)
{
	struct report *r = after ? d->after : d->before;
	const struct spot s = after ? c->after : c->before;

	if (!is_there(c, after))
		return;
	if (c->path || c->digits)
		diff_value(d, c, after, out);
	else if (c->kind == CHANGE_CALCULATED)
		(c->stated ? report_show_calculated : report_show)(r, s, false, out);
	else if (is_row(c))
		place_shown(r, s, SHORT, out);
	else if (s.field->type == TYPE_DATA)
		put_data(d, data_at(d, c, after), out);
	else
		report_show(r, s, false, out);
}

/* ---- for people ---- */

struct writing {
	const struct diff *d;
	struct strbuf *out;
	struct strbuf piece, safe;
	const struct section *section;
	bool begun, outside, calculated;
};

/* what a file holds never reaches the terminal raw; a line end stays one blank */
static void put_safe(struct writing *w, const char *text, size_t len)
{
	strbuf_clear(&w->safe);
	for (size_t i = 0; i < len; i++)
		strbuf_putc(&w->safe, text[i] == '\n' ? ' ' : text[i]);
	text_visible(w->out, w->safe.text, w->safe.len);
}

static void put_heading(struct writing *w, const char *number, const char *title)
{
	if (w->begun)
		strbuf_putc(w->out, '\n');
	w->begun = true;
	if (number)
		strbuf_printf(w->out, english(w->d) ? "%s. " : "%s、", number);
	strbuf_printf(w->out, "%s\n", title);
}

static void head(struct writing *w, const struct change *c)
{
	const struct field *f = c->after.field ? c->after.field : c->before.field;

	if (c->kind == CHANGE_CALCULATED) {
		if (!w->calculated)
			put_heading(w, NULL, _("changed because of it:"));
		w->calculated = true;
	} else if (c->path) {
		if (!w->outside)
			put_heading(w, NULL, _("what the form does not know:"));
		w->outside = true;
	} else if (f->section != w->section) {
		put_heading(w, f->section->number, form_words(report_form(w->d->before), f->section->title));
		w->section = f->section;
	}
}

static void put_label(struct writing *w, const struct change *c)
{
	strbuf_clear(&w->piece);
	diff_label(w->d, c, &w->piece);
	strbuf_puts(w->out, "  ");
	put_safe(w, w->piece.text, w->piece.len);
	if (c->kind == CHANGE_CALCULATED && c->stated)
		strbuf_printf(w->out, english(w->d) ? " (%s)" : "（%s）", _("as calculated"));
	strbuf_puts(w->out, english(w->d) ? ": " : "：");
}

static void put_value(struct writing *w, const struct change *c, bool after)
{
	strbuf_clear(&w->piece);
	diff_shown(w->d, c, after, &w->piece);
	if (w->piece.len)
		put_safe(w, w->piece.text, w->piece.len);
	else
		strbuf_puts(w->out, c->kind == CHANGE_CALCULATED ? "—" : _("(blank)"));
}

static void put_parts(struct writing *w, const struct prose *p, uint32_t from, uint32_t to, char sign)
{
	for (uint32_t i = from; i < to; i++) {
		size_t len = p->parts[i].len;

		while (len && p->parts[i].text[len - 1] == '\n')
			len--;
		if (!len)
			continue;
		strbuf_printf(w->out, "    %c ", sign);
		put_safe(w, p->parts[i].text, len);
		strbuf_putc(w->out, '\n');
	}
}

/* the sentences that changed, each on a line of its own */
static bool put_prose(struct writing *w, const struct change *c)
{
	struct prose before = { NULL }, after = { NULL };
	struct hunk *hunks = NULL;
	uint32_t count = 0;
	size_t x_len, y_len;
	const char *x = report_text(w->d->before, c->before, &x_len), *y = report_text(w->d->after, c->after, &y_len);
	const bool ok = prose_split(x, x_len, true, &before) && prose_split(y, y_len, true, &after) &&
			prose_hunks(&before, &after, &hunks, &count);

	strbuf_putc(w->out, '\n');
	for (uint32_t i = 0; ok && i < count; i++) {
		put_parts(w, &before, hunks[i].a, hunks[i].a_end, '-');
		put_parts(w, &after, hunks[i].b, hunks[i].b_end, '+');
	}
	if (ok && !count) /* the line ends at its end, or where paragraphs begin */
		strbuf_printf(w->out, "    %s\n", _("only line ends differ"));
	memory_free(hunks);
	prose_release(&before);
	prose_release(&after);
	return ok;
}

/* the items of a list that only one side has: replies */
static void put_items(struct writing *w, struct data list, struct data other, char sign)
{
	struct data_walk walk = data_walk(list);
	struct data key, item;

	while (data_next(&walk, &key, &item)) {
		if (has_item(other, item))
			continue;
		strbuf_clear(&w->piece);
		put_data(w->d, item, &w->piece);
		strbuf_printf(w->out, "    %c ", sign);
		put_safe(w, w->piece.text, w->piece.len);
		strbuf_putc(w->out, '\n');
	}
}

static bool is_list(const struct diff *d, const struct change *c)
{
	return !c->path && c->before.field && c->before.field->type == TYPE_DATA &&
	       (data_kind(data_at(d, c, false)) == DATA_LIST || data_kind(data_at(d, c, true)) == DATA_LIST);
}

static void put_change(struct writing *w, const struct change *c)
{
	put_label(w, c);
	if (c->kind == CHANGE_MOVED) {
		strbuf_printf(w->out, _("moved from row %" PRIu32 " to row %" PRIu32), c->from + 1, c->to + 1);
	} else if (is_row(c)) {
		const bool added = c->kind == CHANGE_ADDED;

		strbuf_puts(w->out, added ? _("row added") : _("row removed"));
		strbuf_puts(w->out, english(w->d) ? " (" : "（");
		put_value(w, c, added);
		strbuf_puts(w->out, english(w->d) ? ")" : "）");
	} else if (is_list(w->d, c)) {
		strbuf_putc(w->out, '\n');
		put_items(w, data_at(w->d, c, false), data_at(w->d, c, true), '-');
		put_items(w, data_at(w->d, c, true), data_at(w->d, c, false), '+');
		return;
	} else if (c->kind == CHANGE_CHANGED && !c->path && c->before.field->type == TYPE_LONGTEXT) {
		if (!put_prose(w, c))
			w->out->failed = true;
		return;
	} else {
		put_value(w, c, false);
		strbuf_puts(w->out, " → ");
		put_value(w, c, true);
		if (c->digits)
			strbuf_puts(w->out, _(" (the same number, with other digits kept)"));
	}
	strbuf_putc(w->out, '\n');
}

/* ---- calculated columns ---- */

struct column_count {
	const struct field *column;
	uint32_t rows;
	bool told;
};

/* how often each calculated column is among the changes; the caller frees it */
static struct column_count *count_columns(const struct diff *d, size_t *ret_count)
{
	const struct form *form = report_form(d->before);
	struct column_count *list;
	size_t most = 0, count = 0;

	for (size_t i = 0; i < form->table_count; i++)
		most += form->tables[i]->column_count;
	list = memory_alloc(most + 1, sizeof(*list));
	for (size_t i = 0; list && i < d->changes.count; i++) {
		const struct change *c = &d->changes.list[i];
		size_t at = 0;

		if (c->kind != CHANGE_CALCULATED || !c->after.field->table)
			continue;
		while (at < count && list[at].column != c->after.field)
			at++;
		if (at == count)
			list[count++].column = c->after.field;
		list[at].rows++;
	}
	*ret_count = count;
	return list;
}

/* a column that changed in very many rows is one line; false: tell this change by itself */
static bool told_together(struct writing *w, const struct change *c, struct column_count *columns, size_t count)
{
	size_t at = 0;

	while (at < count && (c->kind != CHANGE_CALCULATED || columns[at].column != c->after.field))
		at++;
	if (at == count || columns[at].rows <= MANY_ROWS)
		return false;
	if (!columns[at].told) {
		head(w, c);
		strbuf_printf(w->out, english(w->d) ? "  %s · %s: " : "  %s · %s：", field_label(report_form(w->d->before), c->after.field->table),
			      field_label(report_form(w->d->before), c->after.field));
		strbuf_printf(w->out, _("in %" PRIu32 " rows\n"), columns[at].rows);
	}
	columns[at].told = true;
	return true;
}

void diff_write_text(const struct diff *d, struct strbuf *out)
{
	const unsigned long refused = memory_refused();
	struct writing w = { .d = d, .out = out };
	size_t count;
	struct column_count *columns = count_columns(d, &count);

	out->failed |= !columns;
	strbuf_init(&w.piece, 0);
	strbuf_init(&w.safe, 0);
	for (size_t i = 0; columns && i < d->changes.count; i++) {
		const struct change *c = &d->changes.list[i];

		if (told_together(&w, c, columns, count))
			continue;
		head(&w, c);
		put_change(&w, c);
	}
	out->failed |= refused != memory_refused(); /* wherever a piece was left out */
	strbuf_release(&w.piece);
	strbuf_release(&w.safe);
	memory_free(columns);
}

/* ---- for programs ---- */

static void put_json_value(const struct diff *d, const struct change *c, bool after, struct strbuf *out)
{
	struct report *r = after ? d->after : d->before;
	const struct spot s = after ? c->after : c->before;
	struct strbuf text;

	data_key(out, after ? "new" : "old", 3);
	if (!is_there(c, after)) {
		strbuf_puts(out, "null");
	} else if (c->path) {
		put_outside(d, c, after, out);
	} else if (c->kind != CHANGE_CALCULATED) {
		place_data(r, s, false, out);
	} else {
		strbuf_init(&text, 0);
		diff_value(d, c, after, &text);
		if (text.len)
			data_string(out, text.text, text.len);
		else
			strbuf_puts(out, "null");
		out->failed |= !strbuf_ok(&text);
		strbuf_release(&text);
	}
}

static void put_json(const struct diff *d, const struct change *c, struct strbuf *out, struct strbuf *text)
{
	static const char *const kinds[] = {
		[CHANGE_CHANGED] = "changed", [CHANGE_ADDED] = "added",     [CHANGE_REMOVED] = "removed",
		[CHANGE_MOVED] = "moved",     [CHANGE_RENAMED] = "renamed", [CHANGE_CALCULATED] = "calculated",
	};

	strbuf_printf(out, "{\"kind\":\"%s\"", kinds[c->kind]);
	strbuf_clear(text);
	diff_path(d, c, text);
	data_key(out, "path", 4);
	data_string(out, text->text, text->len);
	strbuf_clear(text);
	diff_label(d, c, text);
	data_key(out, "label", 5);
	data_string(out, text->text, text->len);
	if (c->kind == CHANGE_MOVED) {
		strbuf_printf(out, ",\"from\":%" PRIu32 ",\"to\":%" PRIu32, c->from, c->to);
	} else {
		put_json_value(d, c, false, out);
		put_json_value(d, c, true, out);
	}
	if (c->digits)
		strbuf_puts(out, ",\"digits_only\":true");
	if (c->kind == CHANGE_CALCULATED && c->stated)
		strbuf_puts(out, ",\"stated\":true");
	strbuf_puts(out, "}\n");
}

void diff_write_json(const struct diff *d, struct strbuf *out)
{
	const unsigned long refused = memory_refused();
	struct strbuf text;

	strbuf_init(&text, 0);
	for (size_t i = 0; i < d->changes.count; i++)
		put_json(d, &d->changes.list[i], out, &text);
	out->failed |= refused != memory_refused();
	strbuf_release(&text);
}
