/* What is done to a whole column: sorting the rows by it, rounding its numbers. */
#include "tui/app_private.h"

#include "tui/views/views.h"

struct sort_row {
	row_id row;
	uint32_t index;
	bool blank, has_number;
	int128 number;
	const char *text; /* the report's: rows move, texts stay */
	size_t len;
};

/* numbers before words, blanks last, equal ones as they were */
static int compare_rows(const void *left, const void *right)
{
	const struct sort_row *a = left, *b = right;
	int order = 0;

	if (a->blank != b->blank)
		return a->blank ? 1 : -1;
	if (a->has_number != b->has_number)
		return a->has_number ? -1 : 1;
	if (a->has_number)
		order = (a->number > b->number) - (a->number < b->number);
	else
		order = memcmp(a->text, b->text, a->len < b->len ? a->len : b->len);
	if (order == 0 && !a->has_number)
		order = (a->len > b->len) - (a->len < b->len);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static void read_row(struct app *app, struct spot s, uint32_t index, struct sort_row *ret)
{
	struct value v;
	enum state state = report_value(app->report, s, false, &v);

	*ret = (struct sort_row){ .row = s.row, .index = index };
	ret->text = report_text(app->report, s, &ret->len);
	ret->has_number = state == STATE_VALUE && (v.kind == VALUE_NUMBER || v.kind == VALUE_DATE);
	ret->number = ret->has_number ? v.figure.value : 0;
	ret->blank = !ret->has_number && ret->len == 0;
}

static const struct field *column_in_focus(struct app *app)
{
	const struct field *f = app->focus.field;

	if (f && f->table && !app_read_only(app) && !app->options.review)
		return f;
	if (f && f->table)
		app_can_change(app, app->focus);
	else
		app_say(app, STYLE_WARNING, "%s", _("rows belong to a table: go to one of its cells first"));
	return NULL;
}

unsigned act_sort(struct app *app)
{
	const struct field *f = column_in_focus(app);
	struct error error = { 0 };
	struct sort_row *rows;
	uint32_t count;
	bool ok = true;

	if (!f)
		return REACT_REDRAW;
	report_finish(app->report);
	count = report_row_count(app->report, f->table);
	rows = memory_alloc(count + 1, sizeof(*rows));
	if (!rows) {
		error_memory(&error);
		app_say(app, STYLE_ERROR, "%s", error.text);
		return REACT_REDRAW;
	}
	for (uint32_t i = 0; i < count; i++)
		read_row(app, grid_spot(app, f->table, i, f->index), i, &rows[i]);
	qsort(rows, count, sizeof(*rows), compare_rows);
	report_group_begin(app->report);
	for (uint32_t i = 0; ok && i < count; i++) {
		if (report_row_at(app->report, f->table, i) != rows[i].row)
			ok = report_move(app->report, f->table, rows[i].row, i, &error);
	}
	report_group_end(app->report);
	memory_free(rows);
	if (ok)
		app_say(app, STYLE_NOTE, _("sorted by '%s'; ^Z puts the rows back"), field_label(app->form, f));
	else
		app_say(app, STYLE_ERROR, "%s", error.text);
	return REACT_REDRAW;
}

unsigned act_round(struct app *app)
{
	const struct field *f = column_in_focus(app);
	struct error error = { 0 };
	struct strbuf text;
	struct value v;
	size_t changed = 0;
	bool ok = true;

	if (!f)
		return REACT_REDRAW;
	if (f->decimals < 0 || !field_is_number(f) || report_is_calculated(f)) {
		app_say(app, STYLE_WARNING, _("'%s' has no decimals to round to"), field_label(app->form, f));
		return REACT_REDRAW;
	}
	strbuf_init(&text, 0);
	report_group_begin(app->report);
	for (uint32_t i = 0; ok && i < grid_rows(app, f->table); i++) {
		struct spot s = grid_spot(app, f->table, i, f->index);

		if (report_value(app->report, s, false, &v) != STATE_VALUE || v.kind != VALUE_NUMBER ||
		    number_places(v.figure.value) <= f->decimals)
			continue;
		strbuf_clear(&text);
		number_print(&text, v.figure.value, NUMBER_PLACES, f->decimals, false);
		ok = report_set(app->report, s, text.text, text.len, false, &error);
		changed++;
	}
	report_group_end(app->report);
	strbuf_release(&text);
	if (ok)
		app_say(app, STYLE_NOTE, _("%zu numbers rounded; ^Z puts them back"), changed);
	else
		app_say(app, STYLE_ERROR, "%s", error.text);
	return REACT_REDRAW;
}
