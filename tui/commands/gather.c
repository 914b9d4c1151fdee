/*
 * table: many reports gathered into one, a row a report or a row of one of its tables. In csv, what a spreadsheet would take
 * for a formula gets an apostrophe before it, and control characters are visible marks.
 */
#include "tui/commands/many.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/text.h"
#include "publish/json.h"

#define COLUMNS_MAX 256

struct gathering {
	struct invocation *in;
	const char *columns[COLUMNS_MAX];
	size_t count;
	bool json;
};

/* ---- the columns asked for ---- */

/* SECTION.FIELD,SECTION.TABLE['a, b'].COLUMN,…: a comma in quotes belongs to the key */
static bool columns_read(struct gathering *g, struct arena *a)
{
	const char *at = g->in->options.columns;
	bool quoted = false;
	size_t len;

	for (const char *start = at; at; start = at) {
		for (len = 0; start[len] && (quoted || start[len] != ','); len++)
			quoted ^= start[len] == '\'';
		if (len == 0 || g->count == COLUMNS_MAX) {
			command_complain(len ? _("table: there is room for %d columns") : _("table: --columns has an empty column; write PATH,PATH…"),
					 COLUMNS_MAX);
			return false;
		}
		g->columns[g->count] = arena_strndup(a, start, len);
		if (!g->columns[g->count])
			return false;
		g->count++;
		at = start[len] ? start + len + 1 : NULL;
	}
	return true;
}

/* ---- one cell ---- */

static bool is_plain_number(const char *text, size_t len)
{
	size_t at = len > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0, digits = strspn(text + at, "0123456789");

	if (digits == 0)
		return false;
	at += digits;
	if (at < len && text[at] == '.')
		at += 1 + strspn(text + at + 1, "0123456789");
	return at == len;
}

static bool is_formula(const char *text, size_t len)
{
	static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠" };

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		if (strncmp(text, starts[i], strlen(starts[i])) == 0)
			return !is_plain_number(text, len);
	}
	return false;
}

static void csv_cell(struct strbuf *out, const char *text, size_t len)
{
	struct strbuf cell;
	bool quotes;

	strbuf_init(&cell, 0);
	if (is_formula(text, len))
		strbuf_putc(&cell, '\'');
	for (size_t at = 0, n; at < len; at += n + 1) {
		const char *end = memchr(text + at, '\n', len - at);

		n = end ? (size_t)(end - text) - at : len - at;
		text_visible(&cell, text + at, n);
		if (end)
			strbuf_putc(&cell, '\n');
	}
	quotes = strpbrk(cell.text, ",\"\n") || (cell.len && (cell.text[0] == ' ' || cell.text[cell.len - 1] == ' '));
	if (quotes)
		strbuf_putc(out, '"');
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.text[i] == '"')
			strbuf_putc(out, '"');
		strbuf_putc(out, cell.text[i]);
	}
	if (quotes)
		strbuf_putc(out, '"');
	strbuf_release(&cell);
}

static void cell(const struct gathering *g, struct report *r, struct spot s, size_t column, struct strbuf *out)
{
	struct strbuf text;

	if (g->json) {
		strbuf_putc(out, ',');
		json_string(out, g->columns[column], strlen(g->columns[column]));
		strbuf_putc(out, ':');
		if (s.section)
			json_spot(out, r, s, (struct json_style){ .how = JSON_VALUE });
		else
			strbuf_puts(out, "null");
		return;
	}
	strbuf_putc(out, ',');
	if (!s.section)
		return;
	strbuf_init(&text, 0);
	if (s.field && field_is_scalar(s.field))
		report_show(r, s, true, &text);
	else
		json_spot(&text, r, s, (struct json_style){ .how = JSON_VALUE });
	csv_cell(out, text.text, text.len);
	strbuf_release(&text);
}

/* ---- one report ---- */

/* a column of the table that is gone through, by its path or by its own name alone */
static const struct field *own_column(const struct field *table, const char *each, const char *column)
{
	size_t len = strlen(each);

	if (strncmp(column, each, len) == 0 && column[len] == '.')
		column += len + 1;
	return table_column(table, column, strlen(column));
}

/* TABLE['key'].COLUMN of a form that has both, in a report without that row: a blank */
static bool is_row_that_is_not_there(struct report *r, const char *path)
{
	const char *bracket = strchr(path, '['), *close = strrchr(path, ']');
	struct error ignored;
	struct spot table = { 0 };
	struct strbuf prefix;
	bool found;

	if (!bracket || !close || close[1] != '.')
		return false;
	strbuf_init(&prefix, 0);
	strbuf_add(&prefix, path, (size_t)(bracket - path));
	found = report_find(r, prefix.text, &table, &ignored) && table.field && table.field->type == TYPE_TABLE &&
		table_column(table.field, close + 2, strlen(close + 2));
	strbuf_release(&prefix);
	return found;
}

static bool find_columns(const struct gathering *g, struct report *r, const struct field *table, struct spot *spots, struct error *reterr)
{
	for (size_t i = 0; i < g->count; i++) {
		const struct field *own = table ? own_column(table, g->in->options.each, g->columns[i]) : NULL;

		spots[i] = own ? (struct spot){ own->section, own, 0 } : (struct spot){ 0 };
		if (!own && !report_find(r, g->columns[i], &spots[i], reterr) && !is_row_that_is_not_there(r, g->columns[i]))
			return false;
	}
	return true;
}

static void row(const struct gathering *g, struct report *r, const char *file, const struct spot *spots, row_id id, struct strbuf *out)
{
	if (g->json) {
		strbuf_puts(out, "{\"file\":");
		json_string(out, file, strlen(file));
	} else {
		csv_cell(out, file, strlen(file));
	}
	for (size_t i = 0; i < g->count; i++) {
		struct spot s = spots[i];

		if (id && s.field && s.field->table && s.row == 0)
			s.row = id;
		cell(g, r, s, i, out);
	}
	strbuf_puts(out, g->json ? "}\n" : "\n");
}

static bool rows(const struct gathering *g, struct report *r, const char *file, struct error *reterr)
{
	const unsigned long refused = memory_refused();
	struct spot spots[COLUMNS_MAX], each = { 0 };
	struct strbuf out;
	bool ok;

	if (g->in->options.each && !report_find(r, g->in->options.each, &each, reterr))
		return false;
	if (g->in->options.each && (!each.field || each.field->type != TYPE_TABLE || each.row))
		return error_set(reterr, ERR_PATH, NOWHERE, _("'%s' is no table; --each takes the path of one"), g->in->options.each);
	if (!find_columns(g, r, each.field, spots, reterr))
		return false;
	report_finish(r);
	strbuf_init(&out, 0);
	if (!each.field)
		row(g, r, file, spots, 0, &out);
	for (uint32_t i = 0; each.field && i < report_row_count(r, each.field); i++)
		row(g, r, file, spots, report_row_at(r, each.field, i), &out);
	ok = (strbuf_ok(&out) && refused == memory_refused() && report_reliable(r)) || error_memory(reterr);
	if (ok)
		command_out(out.text, out.len);
	strbuf_release(&out);
	return ok;
}

static enum status gather(void *to, size_t index, unsigned long *counts)
{
	const struct gathering *g = to;
	const char *file = g->in->arguments[index];
	struct session *s = command_open(g->in, file);
	struct error why = { 0 };
	bool ok;

	(void)counts;
	if (!s)
		return STATUS_REFUSED;
	ok = rows(g, s->report, file, &why);
	if (!ok)
		command_complain("%s: %s", file, why.text);
	session_free(s);
	return ok ? STATUS_FINE : STATUS_REFUSED;
}

static void head(const struct gathering *g)
{
	struct strbuf out;

	strbuf_init(&out, 0);
	strbuf_puts(&out, "file");
	for (size_t i = 0; i < g->count; i++) {
		strbuf_putc(&out, ',');
		csv_cell(&out, g->columns[i], strlen(g->columns[i]));
	}
	strbuf_putc(&out, '\n');
	command_out(out.text, out.len);
	strbuf_release(&out);
}

enum status table_command(struct invocation *in)
{
	struct gathering g = { .in = in, .json = in->options.to && strcmp(in->options.to, "json") == 0 };
	const struct many many = { gather, &g, (const char *const *)in->arguments, in->count };
	unsigned long counts[MANY_COUNTS] = { 0 };
	struct arena a = { 0 };
	enum status status = STATUS_REFUSED;

	if (in->options.to && !g.json && strcmp(in->options.to, "csv") != 0) {
		command_complain(_("'%s' is no format of a table; choose csv or json"), in->options.to);
		return STATUS_REFUSED;
	}
	if (!in->options.columns) {
		command_complain("%s", _("table: say which columns, with --columns PATH,PATH…"));
		return STATUS_REFUSED;
	}
	if (columns_read(&g, &a)) {
		if (!g.json)
			head(&g);
		status = many_run(&many, counts);
	}
	arena_release(&a);
	return status;
}
