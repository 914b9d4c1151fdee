/* Clipboard: copying cells out as tab-separated text, and filling cells from such a text. */
#include "tui/app_private.h"

#include "report/entry.h"
#include "tui/views/views.h"

/* ---- out ---- */

/* a cell whose text would be taken for several is quoted, as spreadsheets do */
static void add_cell(struct strbuf *out, const char *text, size_t len)
{
	bool quote = len > 0 && (text[0] == '"' || memchr(text, '\n', len) || memchr(text, '\t', len));

	if (!quote) {
		strbuf_add(out, text, len);
		return;
	}
	strbuf_putc(out, '"');
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '"')
			strbuf_putc(out, '"');
		strbuf_putc(out, text[i]);
	}
	strbuf_putc(out, '"');
}

static void copy_spot(struct app *app, struct spot s, struct strbuf *out)
{
	size_t len;
	const char *text;
	struct strbuf shown;

	if (!s.field)
		return;
	if (!report_is_calculated(s.field)) {
		text = report_text(app->report, s, &len);
		add_cell(out, text, len);
		return;
	}
	strbuf_init(&shown, 0);
	report_show(app->report, s, true, &shown);
	add_cell(out, shown.text, shown.len);
	strbuf_release(&shown);
}

unsigned act_copy(struct app *app)
{
	struct cells cells;
	size_t start, end;

	strbuf_clear(&app->copied);
	if (app->editing) {
		if (!lineedit_selection(app->edit, &start, &end)) {
			start = 0;
			end = app->edit->multiline ? 0 : app->edit->text.len;
		}
		strbuf_add(&app->copied, app->edit->text.text + start, end - start);
	} else if (app_selection(app, &cells)) {
		for (uint32_t r = 0; r < cells.rows; r++) {
			for (size_t c = 0; c < cells.columns; c++) {
				if (c > 0)
					strbuf_putc(&app->copied, '\t');
				copy_spot(app, grid_spot(app, cells.grid, cells.row + r, cells.column + c), &app->copied);
			}
			if (cells.rows > 1)
				strbuf_putc(&app->copied, '\n');
		}
	} else if (app->focus.field && field_is_scalar(app->focus.field)) {
		size_t len;
		const char *text = report_text(app->report, app->focus, &len);

		if (report_is_calculated(app->focus.field))
			copy_spot(app, app->focus, &app->copied);
		else
			strbuf_add(&app->copied, text, len);
	}
	if (app->copied.len == 0)
		return REACT_NONE;
	app_say(app, STYLE_NOTE, "%s", _("copied"));
	return REACT_REDRAW | REACT_COPY;
}

unsigned act_cut(struct app *app)
{
	unsigned reaction = act_copy(app);
	size_t start, end;

	if (!(reaction & REACT_COPY))
		return reaction;
	if (!app->editing)
		return reaction | act_erase(app);
	if (!lineedit_selection(app->edit, &start, &end))
		lineedit_select_all(app->edit);
	lineedit_insert(app->edit, "", 0);
	app_edit_typed(app);
	app_say(app, STYLE_NOTE, "%s", _("cut; ^V puts it in"));
	return reaction;
}

/* ---- in ---- */

/* tabs, or line ends other than a final one: cells, not a text */
bool text_is_block(const char *text, size_t len)
{
	const char *end = memchr(text, '\n', len);

	return memchr(text, '\t', len) || (end && end + 1 < text + len) || (end && len > 1);
}

/* a quoted cell ends at its closing quote, if a cell can end there; else the quote is a character like others */
static size_t quoted_end(const char *text, size_t len)
{
	size_t i = 1;

	while (i < len) {
		if (text[i] == '"' && i + 1 < len && text[i + 1] == '"')
			i++;
		else if (text[i] == '"')
			return i + 1 == len || strchr("\t\r\n", text[i + 1]) ? i + 1 : 0;
		i++;
	}
	return 0;
}

/* takes one cell off the front; *ret_end: its row ends behind it */
static size_t take_cell(const char *text, size_t len, struct strbuf *cell, bool *ret_end)
{
	size_t end = len > 0 && text[0] == '"' ? quoted_end(text, len) : 0;

	strbuf_clear(cell);
	if (end > 0) {
		for (size_t i = 1; i + 1 < end; i++) {
			strbuf_putc(cell, text[i]);
			if (text[i] == '"')
				i++;
		}
	} else {
		while (end < len && text[end] != '\t' && text[end] != '\n' && text[end] != '\r')
			end++;
		strbuf_add(cell, text, end);
	}
	*ret_end = end >= len || text[end] != '\t';
	if (end < len && text[end] == '\r')
		end++;
	if (end < len && (text[end] == '\n' || text[end] == '\t'))
		end++;
	return end;
}

#define YUAN "元"
#define TEN_THOUSAND_YUAN "万元"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool in_ten_thousands(const struct field *f)
{
	return f->type == TYPE_DECIMAL && f->unit && strcmp(f->unit, TEN_THOUSAND_YUAN) == 0;
}

struct filling {
	struct app *app;
	const struct field *grid;
	uint32_t row;
	size_t column;
	bool typed_only; /* calculated columns are passed over: the block has no cells for them */
	bool in_yuan;    /* figures for columns in 万元 are in 元 */
	size_t cells, bad, beyond, added;
	struct error error;
};

static size_t block_width(const char *text, size_t len, struct strbuf *cell)
{
	size_t width = 0, most = 0;

	for (size_t at = 0; at < len;) {
		bool end;

		at += take_cell(text + at, len - at, cell, &end);
		if (++width > most)
			most = width;
		if (end)
			width = 0;
	}
	return most;
}

static bool fill_cell(struct filling *f, size_t column, struct strbuf *cell)
{
	struct app *app = f->app;
	struct spot s = column < f->grid->column_count ? grid_spot(app, f->grid, f->row, column) : (struct spot){ 0 };
	struct understanding u = { .changed = false };
	struct error why = { 0 };
	bool understood, ok;

	if (!s.field) {
		f->beyond += cell->len > 0;
		return true;
	}
	if (!spot_may_change(app, s))
		return true;
	if (f->in_yuan && in_ten_thousands(s.field) && cell->len > 0 && is_digit(cell->text[cell->len - 1]))
		strbuf_puts(cell, YUAN); /* understood as any amount with its unit: converted exactly */
	strbuf_init(&u.stored, 0);
	understood = entry_understand(app->form, s.field, cell->text, cell->len, &u, &why);
	f->cells++;
	if (understood && !report_set(app->report, s, u.stored.text, u.stored.len, false, &why)) {
		f->bad++;
		ok = report_set(app->report, s, u.stored.text, u.stored.len, true, &f->error);
	} else if (!understood) {
		f->bad++;
		ok = report_set(app->report, s, cell->text, cell->len, true, &f->error);
	} else {
		ok = true;
	}
	strbuf_release(&u.stored);
	return ok;
}

/* a row for the next line of the block; false when there is none and none can be made (*ret_ok: that is no failure) */
static bool fill_row(struct filling *f, bool *ret_ok)
{
	const struct spot table = { .section = f->grid->section, .field = f->grid };
	struct error ignored;
	row_id row;

	*ret_ok = true;
	if (f->row < grid_rows(f->app, f->grid))
		return true;
	if (f->grid->type == TYPE_MATRIX || (f->grid->max_rows && f->row >= f->grid->max_rows) || !report_may(f->app->report, table, &ignored))
		return false;
	*ret_ok = report_insert(f->app->report, f->grid, f->row, &row, &f->error);
	f->added += *ret_ok;
	return *ret_ok;
}

static bool fill_block(struct filling *f, const char *text, size_t len, struct strbuf *cell)
{
	size_t column = f->column;
	bool end = true, ok = true, room = true;

	for (size_t at = 0; ok && at < len;) {
		if (end) {
			room = fill_row(f, &ok);
			column = f->column;
		}
		at += take_cell(text + at, len - at, cell, &end);
		if (!ok)
			break;
		if (room) {
			while (f->typed_only && column < f->grid->column_count && report_is_calculated(f->grid->columns[column]))
				column++;
			ok = fill_cell(f, column++, cell);
		} else {
			f->beyond += cell->len > 0;
		}
		if (end)
			f->row++;
	}
	return ok;
}

/* ---- 元 or 万元 ---- */

/* what a block says about the unit of its figures */
struct hints {
	bool heading;      /* its first line names the columns */
	bool yuan;         /* and names 元 over a column of 万元 */
	size_t figures, large;
};

static void look_at_cell(const struct filling *f, size_t column, const struct strbuf *cell, bool first_line, struct hints *ret)
{
	const struct field *field = column < f->grid->column_count ? f->grid->columns[column] : NULL;
	struct understanding u = { .changed = false };
	struct error why = { 0 };

	if (!field || !in_ten_thousands(field) || report_is_calculated(field) || cell->len == 0)
		return;
	strbuf_init(&u.stored, 0);
	if (!entry_understand(f->app->form, field, cell->text, cell->len, &u, &why)) {
		bool named = strstr(cell->text, YUAN) || strstr(cell->text, field_label(f->app->form, field));

		ret->heading |= first_line && named;
		ret->yuan |= first_line && strstr(cell->text, YUAN) && !strstr(cell->text, TEN_THOUSAND_YUAN);
	} else if (is_digit(cell->text[cell->len - 1]) && strcmp(u.stored.text, "0") != 0) {
		ret->figures++;
		ret->large += strcspn(u.stored.text, ".") >= 5;
	}
	strbuf_release(&u.stored);
}

/* whether a cell is what its column is called, with a unit behind it or without; in Chinese also where the screen speaks English */
static bool is_label(const struct filling *f, size_t column, const struct strbuf *cell)
{
	const struct field *field = column < f->grid->column_count ? f->grid->columns[column] : NULL;
	const char *names[] = { field ? field_label(f->app->form, field) : NULL, field ? field->label.zh : NULL };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (names[i] && names[i][0] && strncmp(cell->text, names[i], strlen(names[i])) == 0)
			return true;
	}
	return false;
}

static struct hints look_at_block(const struct filling *f, const char *text, size_t len, struct strbuf *cell)
{
	struct hints hints = { .heading = false };
	size_t column = f->column, cells = 0, labels = 0;
	bool first = true, end;

	for (size_t at = 0; at < len;) {
		at += take_cell(text + at, len - at, cell, &end);
		while (f->typed_only && column < f->grid->column_count && report_is_calculated(f->grid->columns[column]))
			column++;
		cells += first && cell->len > 0;
		labels += first && is_label(f, column, cell);
		look_at_cell(f, column++, cell, first, &hints);
		if (end) {
			column = f->column;
			first = false;
		}
	}
	hints.heading |= labels > 1 && labels == cells; /* one alone could be a value */
	return hints;
}

static size_t first_line(const char *text, size_t len, struct strbuf *cell)
{
	size_t at = 0;
	bool end = false;

	while (at < len && !end)
		at += take_cell(text + at, len - at, cell, &end);
	return at;
}

static unsigned fill_in_yuan(struct app *app)
{
	app_panel_close(app);
	return app_paste_block(app, app->pasted.text, app->pasted.len, PASTE_YUAN);
}

static unsigned fill_as_they_are(struct app *app)
{
	app_panel_close(app);
	return app_paste_block(app, app->pasted.text, app->pasted.len, PASTE_AS_IT_IS);
}

static unsigned fill_nothing(struct app *app)
{
	app_panel_close(app);
	return REACT_REDRAW;
}

static unsigned ask_unit(struct app *app, const char *text, size_t len)
{
	static const struct answer answers[] = {
		{ N_("they are in 元: convert them to 万元"), "", fill_in_yuan },
		{ N_("they are in 万元 already"), "", fill_as_they_are },
		{ N_("paste nothing"), "", fill_nothing },
	};

	strbuf_clear(&app->pasted);
	strbuf_add(&app->pasted, text, len);
	app_ask(app, QUESTION_UNIT, _("the pasted figures look like 元, but the column is in 万元: which unit are they in"), answers,
		ARRAY_SIZE(answers));
	return REACT_REDRAW;
}

static void say_filled(struct app *app, const struct filling *f, bool ok)
{
	if (!ok)
		app_say(app, STYLE_ERROR, "%s", f->error.text);
	else if (f->bad > 0)
		app_say(app, STYLE_WARNING, _("%zu of %zu pasted cells do not fit and are kept as they stand: F8 lists them"),
			f->bad, f->cells);
	else if (f->beyond > 0)
		app_say(app, STYLE_WARNING, _("%zu cells found no row or column to go to; %zu were pasted"), f->beyond, f->cells);
	else if (f->added > 0)
		app_say(app, STYLE_NOTE, _("%zu cells pasted, %zu rows added"), f->cells, f->added);
	else
		app_say(app, STYLE_NOTE, _("%zu cells pasted"), f->cells);
}

unsigned app_paste_block(struct app *app, const char *text, size_t len, enum paste_unit unit)
{
	const struct field *grid = grid_of(app->focus.field);
	struct filling f = { .app = app, .grid = grid, .in_yuan = unit == PASTE_YUAN };
	struct hints hints;
	struct spot back = app->focus;
	struct strbuf cell;
	size_t typed = 0;
	bool ok;

	if ((app_read_only(app) || app->options.review) && !app_can_change(app, back))
		return REACT_REDRAW;
	app_filter_off(app);
	if (field_is_scalar(back.field)) {
		f.row = grid_row_of(app, back);
		f.column = grid_column_of(back);
	}
	app_edit_cancel(app);
	strbuf_init(&cell, 0);
	for (size_t c = f.column; c < grid->column_count; c++)
		typed += !report_is_calculated(grid->columns[c]);
	f.typed_only = grid->type == TYPE_TABLE && block_width(text, len, &cell) <= typed;
	hints = look_at_block(&f, text, len, &cell);
	if (unit == PASTE_ASK && (hints.yuan || (hints.figures > 0 && hints.large == hints.figures))) {
		strbuf_release(&cell);
		return ask_unit(app, text, len);
	}
	if (hints.heading) {
		size_t line = first_line(text, len, &cell);

		text += line;
		len -= line;
	}
	report_group_begin(app->report);
	ok = fill_block(&f, text, len, &cell);
	if (ok)
		report_group_end(app->report);
	else
		report_group_cancel(app->report);
	strbuf_release(&cell);
	app_focus(app, back);
	say_filled(app, &f, ok);
	return REACT_REDRAW;
}

/* nothing of the text stands behind what will be inserted */
static bool is_at_end(const struct lineedit *e)
{
	size_t start, end;

	return (lineedit_selection(e, &start, &end) ? end : e->caret) == e->text.len;
}

/* a final line end closes what was copied; it is no empty line more. Line ends alone are meant as they are. */
static size_t without_line_end(const char *text, size_t len)
{
	size_t end = len;

	end -= end > 0 && text[end - 1] == '\n';
	end -= end > 0 && text[end - 1] == '\r';
	return end > 0 ? end : len;
}

unsigned app_paste_text(struct app *app, const char *text, size_t len)
{
	struct key k = { .code = KEYCODE_PASTE, .text = text, .len = len };
	bool in_long = app->editing ? spot_is_long(app->edit_spot) : spot_is_long(app->focus);
	unsigned reaction;

	if (len == 0)
		return REACT_NONE;
	if (!(app->editing && in_long) && app_paste_paragraphs(app, text, len, &reaction))
		return reaction;
	if (grid_of(app->focus.field) && !(app->editing && in_long) && text_is_block(text, len))
		return app_paste_block(app, text, len, PASTE_ASK);
	if (!in_long && !grid_of(app->focus.field) && memchr(text, '\t', len)) {
		app_say(app, STYLE_WARNING, _("this is a single field: paste several cells at the first cell of a table"));
		return REACT_REDRAW;
	}
	if (in_long && !app_edit_store(app)) /* what was typed before is a step of its own */
		return REACT_REDRAW;
	while (!in_long && k.len > 0 && (text[k.len - 1] == '\n' || text[k.len - 1] == '\r'))
		k.len--;
	if (!app->editing && !app_edit_open(app, EDIT_REPLACE))
		return REACT_REDRAW;
	if (in_long && is_at_end(app->edit))
		k.len = without_line_end(text, len);
	app_edit_key(app, &k);
	if (in_long)
		app_edit_store(app);
	return REACT_REDRAW;
}

unsigned act_paste(struct app *app)
{
	struct strbuf text;
	unsigned reaction;

	strbuf_init(&text, 0); /* a copy: pasting may copy in its turn */
	strbuf_add(&text, app->copied.text, app->copied.len);
	reaction = app_paste_text(app, text.text, text.len);
	strbuf_release(&text);
	return reaction;
}
