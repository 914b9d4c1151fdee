/* Grids: tables and matrices, with a header and a first column that stay, and a row of totals. Only what is seen is looked at. */
#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

/* a grid being drawn: where it lies, and which of its columns are seen */
struct drawing {
	const struct app *app;
	struct canvas *c;
	const struct field *grid;
	struct rect r;      /* the content */
	int first_row;      /* canvas row of the block's first line; may lie far above the screen */
	struct grid_column seen[GRID_COLUMNS_MAX];
	size_t count;
	uint32_t heading;   /* lines above the first row */
	struct cells selection;
	bool selected;
	uint8_t worst[GRID_COLUMNS_MAX]; /* enum severity, of the columns of the row being drawn, in a table */
};

static int row_of(const struct drawing *d, uint32_t line)
{
	int64_t row = (int64_t)d->first_row + (int64_t)line;

	return row > 100000 ? 100000 : row < -100000 ? -100000 : (int)row;
}

/* the one unit of the columns seen (a rate's aside), where a header has no room for it: it is said above the grid, once */
static const char *unit_above(const struct drawing *d)
{
	const char *unit = NULL;
	bool hidden = false;

	for (size_t i = 1; i < d->count; i++) {
		const struct field *f = d->grid->columns[d->seen[i].column];
		struct header header;

		if (!f->unit || !f->unit[0] || strcmp(f->unit, "%") == 0)
			continue;
		if (unit && strcmp(unit, f->unit) != 0)
			return NULL;
		unit = f->unit;
		hidden |= !grid_header(d->app, f, d->seen[i].columns, d->heading > 3, &header);
		strbuf_release(&header.text);
	}
	return hidden ? unit : NULL;
}

bool view_takes_rows(const struct app *app, const struct field *table)
{
	struct error ignored;

	return !app->session->open_elsewhere && report_may(app->report, (struct spot){ .section = table->section, .field = table }, &ignored);
}

static void draw_heading(const struct drawing *d)
{
	const char *unit = unit_above(d);
	int row = row_of(d, 0), end;
	struct strbuf label, hint, key;

	strbuf_init(&label, 0);
	strbuf_puts(&label, field_label(d->app->form, d->grid));
	if (unit)
		strbuf_printf(&label, d->app->form->english ? " (in %s)" : "（单位：%s）", unit);
	strbuf_init(&hint, 0);
	strbuf_init(&key, 0);
	if (d->grid->type == TYPE_TABLE) {
		unsigned rows = grid_rows(d->app, d->grid);

		action_key_name(&action_table[ACTION_ROW_ADD], &key);
		if (d->grid == d->app->filter.table)
			strbuf_printf(&hint, _("only the %u of %u rows with problems"), rows, report_row_count(d->app->report, d->grid));
		else
			strbuf_printf(&hint, ngettext("%u row", "%u rows", rows), rows);
		if (view_takes_rows(d->app, d->grid))
			strbuf_printf(&hint, "   %s %s", key.text, _("add a row"));
	}
	end = d->r.column + d->r.columns - text_columns(hint.text, hint.len);
	if (text_columns(label.text, label.len) > end - d->r.column - 1)
		strbuf_truncate(&label, strlen(field_label(d->app->form, d->grid)));
	canvas_cell(d->c, row, d->r.column, end - d->r.column - 1, STYLE_HEADING, label.text, label.len, false);
	canvas_text(d->c, row, end, STYLE_DIM, hint.text, hint.len);
	strbuf_release(&label);
	strbuf_release(&hint);
	strbuf_release(&key);
}

/* what takes one line of two stands on the lower one */
static void draw_header_cell(const struct drawing *d, const struct grid_column *g, int row)
{
	const struct field *f = d->grid->columns[g->column];
	bool tall = d->heading > 3;
	struct header h;

	grid_header(d->app, f, g->columns, tall, &h);
	for (size_t i = 0; i < h.count; i++) {
		const struct text_line *line = &h.lines[i];
		int down = (int)i + (tall && h.count == 1);

		canvas_cell(d->c, row + down, d->r.column + g->at, g->columns, STYLE_LABEL, h.text.text + line->start,
			    line->end - line->start, view_number_column(f));
	}
	strbuf_release(&h.text);
}

static bool hides_left(const struct drawing *d)
{
	for (size_t i = 2; i < d->count; i++) { /* those that are fixed leave a gap behind them */
		if (d->seen[i].column > d->seen[i - 1].column + 1)
			return true;
	}
	return d->count > 1 && d->seen[1].column > 0;
}

/* the header and its rule; there is more to the left or the right: so say arrows at the rule's ends */
static void draw_header(const struct drawing *d, int row)
{
	size_t last = d->seen[d->count - 1].column;
	int rule = row + (int)d->heading - 2;
	const char *number = _("no.");

	canvas_fill(d->c, (struct rect){ row, d->r.column, (int)d->heading - 1, d->r.columns }, STYLE_NORMAL);
	if (d->grid->type == TYPE_TABLE)
		canvas_cell(d->c, rule - 1, d->r.column + d->seen[0].at, d->seen[0].columns, STYLE_DIM, number, strlen(number), true);
	for (size_t i = 1; i < d->count; i++)
		draw_header_cell(d, &d->seen[i], row);
	canvas_hline(d->c, rule, d->r.column, d->r.columns, STYLE_RULE);
	if (hides_left(d))
		canvas_puts(d->c, rule, d->r.column, STYLE_KEY, d->app->ascii ? "<" : "‹");
	if (d->count > 1 && last + 1 < d->grid->column_count)
		canvas_puts(d->c, rule, d->r.column + d->r.columns - 1, STYLE_KEY, d->app->ascii ? ">" : "›");
}

/* ---- cells ---- */

static bool keep_worst(void *to, const struct problem *p)
{
	struct drawing *d = to;
	size_t column = p->spot.field && p->spot.field->table ? p->spot.field->index : GRID_COLUMNS_MAX;

	if (column < GRID_COLUMNS_MAX && p->severity > d->worst[column])
		d->worst[column] = (uint8_t)p->severity;
	return true;
}

/* those of this table, forgotten when the report has changed */
static struct signs *signs_of(const struct drawing *d)
{
	struct signs *s = d->app->signs;

	if (s && (s->table != d->grid || s->revision != report_revision(d->app->report) || s->refreshed != d->app->refreshed)) {
		*s = (struct signs){ .table = d->grid, .revision = report_revision(d->app->report) };
		s->refreshed = d->app->refreshed;
	}
	return s;
}

/* what is wrong in a row of a table is looked for once, not for each of its cells */
static void judge_row(struct drawing *d, uint32_t index)
{
	struct spot s = { .section = d->grid->section, .field = d->grid };
	struct signs *signs = signs_of(d);

	memset(d->worst, 0, sizeof(d->worst));
	if (d->grid->type != TYPE_TABLE)
		return;
	s.row = grid_spot(d->app, d->grid, index, 0).row;
	if (signs && signs->rows[s.row % SIGNS_ROWS].row == s.row) {
		memcpy(d->worst, signs->rows[s.row % SIGNS_ROWS].worst, sizeof(d->worst));
		return;
	}
	report_problems_at(d->app->report, s, (struct problem_sink){ .tell = keep_worst, .to = d });
	if (signs) {
		signs->rows[s.row % SIGNS_ROWS].row = s.row;
		memcpy(signs->rows[s.row % SIGNS_ROWS].worst, d->worst, sizeof(d->worst));
	}
}

static enum severity worst_at(const struct drawing *d, struct spot s)
{
	if (s.field->table && s.field->index < GRID_COLUMNS_MAX)
		return app_in_conflict(d->app, s) ? SEVERITY_ERROR : (enum severity)d->worst[s.field->index];
	return view_worst_at(d->app, s);
}

static void draw_cell_sign(const struct drawing *d, struct spot s, int row, int column)
{
	size_t len;
	enum style style;
	const char *sign;

	report_text(d->app->report, s, &len);
	sign = worst_at(d, s) < SEVERITY_WARNING || len == 0 ? view_noted(d->app, s, false, &style) : NULL;
	if (len == 0 && !report_is_calculated(s.field)) {
		if (report_required(d->app->report, s)) /* a comment's sign takes its place, and it the blank's */
			canvas_puts(d->c, row, sign ? column + 1 : column, STYLE_WARNING, "*");
		if (!sign)
			return;
	}
	if (!sign)
		sign = view_sign(d->app, worst_at(d, s), &style);
	canvas_puts(d->c, row, column, style, sign);
}

static bool is_selected(const struct drawing *d, uint32_t row, size_t column)
{
	const struct cells *s = &d->selection;

	return d->selected && row >= s->row && row < s->row + s->rows && column >= s->column && column < s->column + s->columns;
}

/* a number is never cut, which would make it another: its separators go, or it is not shown at all */
static void fit_number(struct strbuf *shown, int columns)
{
	size_t kept = 0;

	if (text_columns(shown->text, shown->len) <= columns)
		return;
	for (size_t i = 0; i < shown->len; i++) {
		if (shown->text[i] != ',')
			shown->text[kept++] = shown->text[i];
	}
	strbuf_truncate(shown, kept);
	if (text_columns(shown->text, shown->len) <= columns)
		return;
	strbuf_clear(shown);
	strbuf_repeat(shown, "#", (size_t)columns);
}

static void draw_cell(const struct drawing *d, const struct grid_column *g, uint32_t index, int row)
{
	struct spot s = grid_spot(d->app, d->grid, index, g->column);
	int at = d->r.column + g->at;
	bool focus, number, editing;
	struct strbuf shown;
	enum style style;

	if (!s.field) {
		canvas_puts(d->c, row, at + g->columns - 1, STYLE_DIM, d->app->ascii ? "-" : "—");
		return;
	}
	focus = view_same_spot(d->app->focus, s);
	editing = focus && d->app->editing && !spot_is_long(s);
	number = view_number_column(s.field);
	if (!report_relevant(d->app->report, s) && !focus)
		return;
	strbuf_init(&shown, 0);
	style = view_value(d->app, s, &shown);
	if (number && style != STYLE_ERROR)
		fit_number(&shown, g->columns);
	if (focus)
		style = STYLE_FOCUS;
	else if (is_selected(d, index, g->column))
		style = STYLE_SELECTED;
	if (editing) { /* flush left, and the caret has a column of its own */
		lineedit_draw(d->app->edit, d->c, (struct rect){ row, at, 1, g->columns + 1 }, STYLE_EDIT);
	} else {
		canvas_cell(d->c, row, at, g->columns, style, shown.text, shown.len, number);
		if (focus && !d->app->editing)
			canvas_caret(d->c, row, at);
	}
	if (focus) {
		canvas_puts(d->c, row, at - 1, STYLE_KEY, "[");
		canvas_puts(d->c, row, at + g->columns + editing, STYLE_KEY, "]");
	} else {
		draw_cell_sign(d, s, row, at - 1);
	}
	strbuf_release(&shown);
}

static void draw_row(struct drawing *d, uint32_t index, int row)
{
	bool here = d->app->focus.field && grid_of(d->app->focus.field) == d->grid && field_is_scalar(d->app->focus.field) &&
		    grid_row_of(d->app, d->app->focus) == index;
	const struct grid_column *g = &d->seen[0];
	int at = d->r.column + g->at;
	char number[16];

	if (d->grid->type == TYPE_TABLE) {
		snprintf(number, sizeof(number), "%u", report_row_index(d->app->report, d->grid, grid_spot(d->app, d->grid, index, 0).row) + 1);
		canvas_cell(d->c, row, at, g->columns, here ? STYLE_HEADING : STYLE_DIM, number, strlen(number), true);
	} else {
		const struct matrix_row *m = &d->grid->rows[index];
		const char *label = form_words(d->app->form, m->label);

		canvas_cell(d->c, row, at + 2 * m->indent, g->columns - 2 * m->indent,
			    here || m->total ? STYLE_HEADING : STYLE_LABEL, label, strlen(label), false);
	}
	if (d->grid->type == TYPE_TABLE) {
		enum style style;
		const char *sign = view_noted(d->app, (struct spot){ d->grid->section, d->grid, grid_spot(d->app, d->grid, index, 0).row }, true, &style);

		if (sign)
			canvas_puts(d->c, row, at + g->columns, style, sign);
	}
	judge_row(d, index);
	for (size_t i = 1; i < d->count; i++)
		draw_cell(d, &d->seen[i], index, row);
}

/* ---- totals ---- */

static const struct totals *totals_of(const struct drawing *d)
{
	for (size_t i = 0; i < d->app->totals_count; i++) {
		if (d->app->totals[i].table == d->grid)
			return &d->app->totals[i];
	}
	return NULL;
}

static void draw_totals(const struct drawing *d, int row)
{
	const struct totals *t = totals_of(d);
	const char *word = _("total");
	struct strbuf sum;

	canvas_fill(d->c, (struct rect){ row, d->r.column, 1, d->r.columns }, STYLE_NORMAL);
	canvas_cell(d->c, row, d->r.column + d->seen[0].at, d->seen[0].columns + (d->count > 1 ? 2 + d->seen[1].columns : 0),
		    STYLE_HEADING, word, strlen(word), false);
	strbuf_init(&sum, 0);
	for (size_t i = 1; t && i < d->count; i++) {
		const struct grid_column *g = &d->seen[i];
		const struct field *f = d->grid->columns[g->column];

		if (g->column >= GRID_COLUMNS_MAX || (!t->columns[g->column].known && !t->columns[g->column].waits))
			continue;
		strbuf_clear(&sum);
		if (t->columns[g->column].waits)
			strbuf_puts(&sum, d->app->ascii ? ".." : "…");
		else
			number_print(&sum, t->columns[g->column].sum, NUMBER_PLACES, f->decimals, true);
		/* wider than its column, it may reach to the left, where there is mostly room */
		canvas_text(d->c, row, d->r.column + g->at + g->columns - text_columns(sum.text, sum.len), STYLE_CALCULATED,
			    sum.text, sum.len);
	}
	strbuf_release(&sum);
}

/* ---- the whole of it ---- */

static void draw_empty(const struct drawing *d, int row)
{
	bool focus = d->app->focus.field == d->grid;
	const char *text = _("no rows yet: type, or press Enter, to start one");

	canvas_cell(d->c, row, d->r.column + 1, d->r.columns - 2, focus ? STYLE_FOCUS : STYLE_DIM, text, strlen(text), false);
	if (focus)
		canvas_caret(d->c, row, d->r.column + 1);
}

static void draw_rows(struct drawing *d, const struct block *b)
{
	uint32_t top = d->app->top, line = top > b->top ? top - b->top : 0, end = top + (uint32_t)d->r.rows - b->top;
	const char *group;
	uint32_t row;

	if (line < d->heading)
		line = d->heading;
	for (; line < end && line < b->height; line++) {
		if (grid_row_at(d->app, d->grid, line, &row, &group))
			draw_row(d, row, row_of(d, line));
		else if (group)
			canvas_puts(d->c, row_of(d, line), d->r.column + 1, STYLE_HEADING, group);
	}
}

/* the canvas row of the cell in focus, which nothing covers */
static int focus_row(const struct drawing *d)
{
	const struct field *f = d->app->focus.field;

	return row_of(d, field_is_scalar(f) ? grid_line_of(d->app, d->grid, grid_row_of(d->app, d->app->focus)) : d->heading);
}

void view_grid_draw(const struct app *app, struct canvas *c, const struct block *b)
{
	struct drawing d = { .app = app, .c = c, .grid = b->field, .r = frame_of(app->rows, app->columns).content };
	bool here = app->focus.field && grid_of(app->focus.field) == b->field;
	int64_t first = (int64_t)d.r.row + (int64_t)b->top - (int64_t)app->top;
	int bottom = d.r.row + d.r.rows - 1;

	d.first_row = first < INT32_MIN / 2 ? INT32_MIN / 2 : (int)first;
	d.heading = grid_heading(app, b->field);
	d.count = grid_columns(app, b->field, d.r.columns, here ? app->left : 0, d.seen);
	d.selected = here && app->mark.field && app_selection(app, &d.selection);
	draw_heading(&d);
	draw_rows(&d, b);
	if (grid_rows(app, b->field) == 0)
		draw_empty(&d, row_of(&d, d.heading));
	/* the header stays at the top while its rows are seen, the totals at the bottom while the focus is among them */
	draw_header(&d, row_of(&d, 1) < d.r.row && row_of(&d, b->height - 1) >= d.r.row + (int)d.heading - 1 ? d.r.row : row_of(&d, 1));
	if (grid_has_totals(app, b->field)) {
		int row = row_of(&d, b->height - 1), focus = here ? focus_row(&d) : bottom;

		draw_totals(&d, row > bottom && focus < bottom ? bottom : row);
	}
}

/* a long text in a cell is typed in a box of its own; false: none is */
static bool find_box(const struct app *app, struct rect *ret)
{
	const struct rect r = frame_of(app->rows, app->columns).content;
	int rows;

	if (!app->editing || !spot_is_long(app->edit_spot) || !grid_of(app->edit_spot.field))
		return false;
	(void)app_edit_columns(app, &rows);
	*ret = (struct rect){ r.row + r.rows - rows - 2, r.column, rows + 2, r.columns };
	if (ret->row < r.row) {
		ret->rows -= r.row - ret->row;
		ret->row = r.row;
	}
	return true;
}

void view_grid_box_draw(const struct app *app, struct canvas *c)
{
	const char *label;
	struct rect box;
	int rows, columns = app_edit_columns(app, &rows);

	if (!find_box(app, &box))
		return;
	label = field_label(app->form, app->edit_spot.field);
	canvas_fill(c, box, STYLE_NORMAL);
	canvas_frame(c, box, STYLE_KEY);
	canvas_puts(c, box.row, box.column + 2, STYLE_HEADING, label);
	lineedit_draw(app->edit, c, (struct rect){ box.row + 1, box.column + 2, box.rows - 2, columns }, STYLE_EDIT);
	view_count_draw(app, c, &box, app->edit_spot.field, lineedit_clusters(app->edit), false, false);
}

void view_grid_box_count(const struct app *app, struct canvas *c)
{
	struct rect box;

	if (find_box(app, &box))
		view_count_draw(app, c, &box, app->edit_spot.field, lineedit_clusters(app->edit), false, true);
}

int view_cell_columns(const struct app *app, struct spot s)
{
	const struct field *grid = grid_of(s.field);
	struct grid_column seen[GRID_COLUMNS_MAX];
	size_t count = grid_columns(app, grid, frame_of(app->rows, app->columns).content.columns, app->left, seen);

	for (size_t i = 1; i < count; i++) {
		if (seen[i].column == grid_column_of(s))
			return seen[i].columns;
	}
	return 0;
}
