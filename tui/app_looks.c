/* Looks: the preview of the finished document, and charts: opening them and going through them. */
#include "tui/app_looks.h"

#include "tui/app_private.h"
#include "tui/views/views.h"

#define PREVIEW_ROWS 500  /* of a table; who wants to read more reads the table */
#define SERIES_MAX 64

/* ---- preview ---- */

static bool set_lines(struct app *app)
{
	struct looks *l = app->looks;
	const struct typeset_style style = {
		.columns = frame_of(app->rows, app->columns).content.columns, .ascii = app->ascii, .blank = app->ascii ? "____" : "＿＿",
	};
	struct typeset fresh;

	if (!typeset_document(&l->document, &style, &fresh))
		return false;
	typeset_release(&l->lines);
	l->lines = fresh;
	l->columns = style.columns;
	return true;
}

static size_t last_top(const struct app *app)
{
	size_t rows = app_list_rows(app);

	return app->looks->lines.count > rows ? app->looks->lines.count - rows : 0;
}

static size_t line_of_section(const struct looks *l, const struct section *s)
{
	for (size_t i = 0; i < l->lines.count; i++) {
		if (l->lines.lines[i].passage && l->lines.lines[i].passage->section == s)
			return i;
	}
	return l->lines.count;
}

static bool open_preview(struct app *app)
{
	struct looks *l = app->looks;
	const struct document_style style = { .most_rows = PREVIEW_ROWS };
	struct error e;

	if (!document_render(app->report, &style, &l->document, &e)) {
		app_say(app, STYLE_ERROR, "%s", e.text);
		return false;
	}
	if (!set_lines(app)) {
		error_memory(&e);
		app_say(app, STYLE_ERROR, "%s", e.text);
		return false;
	}
	if (app->focus.section != app->form->sections[0]) /* there it begins with its title */
		l->top = line_of_section(l, app->focus.section);
	if (l->top > last_top(app))
		l->top = last_top(app);
	return true;
}

static void go_preview(struct app *app, enum look look)
{
	struct looks *l = app->looks;
	size_t page = app_list_rows(app), last = last_top(app);

	if (look == LOOK_UP)
		l->top -= l->top > 0;
	else if (look == LOOK_DOWN)
		l->top++;
	else if (look == LOOK_PAGE_UP)
		l->top -= l->top > page ? page : l->top;
	else if (look == LOOK_PAGE_DOWN)
		l->top += page;
	else if (look == LOOK_FIRST)
		l->top = 0;
	else if (look == LOOK_LAST)
		l->top = last;
	if (l->top > last)
		l->top = last;
}

/* ---- charts ---- */

/* what there is to show of a grid: columns, first beside those of the other report that is compared, and pairs, that have numbers */
static size_t list_series(const struct app *app, const struct field *grid, struct chart_series ret[SERIES_MAX])
{
	struct chart_series all[SERIES_MAX];
	size_t found = chart_series(grid, all, SERIES_MAX), count = 0;
	struct report *there = chart_matches(grid) ? app->comparing.other : NULL;

	for (size_t i = 0; i < found && i < SERIES_MAX && count < SERIES_MAX; i++) {
		struct chart_series both = { grid, { all[i].columns[0], all[i].columns[0] }, 2, there };

		if (!chart_says(app->report, &all[i]))
			continue;
		if (there && all[i].count == 1 && count + 1 < SERIES_MAX && chart_says(app->report, &both))
			ret[count++] = both;
		ret[count++] = all[i];
	}
	return count;
}

static bool can_chart(struct app *app, const struct field *f)
{
	struct chart_series series[SERIES_MAX];

	return f && !field_is_scalar(f) && report_relevant(app->report, (struct spot){ f->section, f, 0 }) &&
	       list_series(app, f, series) > 0;
}

/* tables and matrices in form order: the next one that has something to show; NULL: no further */
static const struct field *next_grid(struct app *app, const struct field *from, bool forward)
{
	const struct field *before = NULL;
	bool behind = !from;

	for (size_t s = 0; s < app->form->section_count; s++) {
		const struct section *section = app->form->sections[s];

		for (size_t i = 0; i < section->field_count; i++) {
			const struct field *f = section->fields[i];

			if (f == from) {
				if (!forward)
					return before;
				behind = true;
			} else if (can_chart(app, f)) {
				if (behind)
					return f;
				before = f;
			}
		}
	}
	return NULL;
}

/* the grid in focus, the first of the section, the first of all */
static const struct field *first_grid(struct app *app)
{
	const struct field *grid = grid_of(app->focus.field);
	const struct section *s = app->focus.section;

	if (can_chart(app, grid))
		return grid;
	for (size_t i = 0; s && i < s->field_count; i++) {
		if (can_chart(app, s->fields[i]))
			return s->fields[i];
	}
	return next_grid(app, NULL, true);
}

static bool sums_up(const struct field *grid, size_t column)
{
	const struct field *f = grid->columns[column];

	if (grid->type == TYPE_TABLE)
		return column_sums(grid, column);
	return f->unit && !strchr(f->unit, '%') && !strchr(f->unit, '/');
}

static bool set_chart(struct app *app, const struct field *grid, size_t which)
{
	struct looks *l = app->looks;
	struct chart_series series[SERIES_MAX];
	size_t count = list_series(app, grid, series), rows = app_list_rows(app);
	struct chart fresh;
	bool sums = true;
	struct error e;

	if (count == 0)
		return false;
	which %= count;
	for (size_t i = 0; i < series[which].count; i++)
		sums = sums && sums_up(grid, series[which].columns[i]);
	rows = rows / series[which].count;
	if (!chart_make(app->report, &series[which], sums, rows > 2 ? rows - 1 : 1, &fresh, &e)) {
		app_say(app, STYLE_ERROR, "%s", e.text);
		return false;
	}
	chart_release(&l->chart);
	l->chart = fresh;
	l->series = which;
	l->rows = app->rows;
	return true;
}

/* one column, of this report or of both */
static bool is_of_one(const struct chart_series *s)
{
	return s->count == 1 || s->there;
}

/* the column in focus, else the first with amounts, else the first that may be added up, else the first */
static size_t first_series(const struct app *app, const struct field *grid)
{
	struct chart_series series[SERIES_MAX];
	size_t count = list_series(app, grid, series);
	bool focused = grid_of(app->focus.field) == grid && field_is_scalar(app->focus.field);

	for (size_t i = 0; i < count && focused; i++) {
		if (is_of_one(&series[i]) && series[i].columns[0] == grid_column_of(app->focus))
			return i;
	}
	for (unsigned amounts = 2; amounts-- > 0;) {
		for (size_t i = 0; i < count; i++) {
			const char *unit = grid->columns[series[i].columns[0]]->unit;

			if (is_of_one(&series[i]) && sums_up(grid, series[i].columns[0]) && !(amounts && unit && strchr(unit, '%')))
				return i;
		}
	}
	return 0;
}

static bool open_chart(struct app *app)
{
	const struct field *grid = first_grid(app);

	if (!grid) {
		app_say(app, STYLE_NOTE, "%s", _("there is no table with numbers to chart yet"));
		return false;
	}
	return set_chart(app, grid, first_series(app, grid));
}

static void go_chart(struct app *app, enum look look)
{
	struct looks *l = app->looks;
	const struct field *grid = l->chart.series.grid;
	struct chart_series series[SERIES_MAX];
	size_t count = list_series(app, grid, series);

	if (look == LOOK_LEFT || look == LOOK_RIGHT) {
		set_chart(app, grid, look == LOOK_RIGHT ? l->series + 1 : l->series + count - 1);
		return;
	}
	if (look == LOOK_FIRST || look == LOOK_LAST)
		return;
	grid = next_grid(app, grid, look == LOOK_DOWN || look == LOOK_PAGE_DOWN);
	if (grid)
		set_chart(app, grid, first_series(app, grid));
}

/* ---- both ---- */

void app_looks_close(struct app *app)
{
	struct looks *l = app->looks;

	if (!l)
		return;
	document_release(&l->document);
	typeset_release(&l->lines);
	chart_release(&l->chart);
	memory_free(l);
	app->looks = NULL;
}

void app_looks_open(struct app *app, enum panel panel)
{
	struct error e;
	bool ok;

	app_panel_open(app, panel);
	app->looks = memory_alloc(1, sizeof(*app->looks));
	if (app->looks) {
		ok = panel == PANEL_PREVIEW ? open_preview(app) : open_chart(app);
	} else {
		error_memory(&e);
		app_say(app, STYLE_ERROR, "%s", e.text);
		ok = false;
	}
	if (!ok)
		app_panel_close(app);
}

void app_looks_settle(struct app *app)
{
	struct looks *l = app->looks;

	app_compare_settle(app);
	if (!l)
		return;
	if (app->panel == PANEL_CHART && l->rows != app->rows) {
		set_chart(app, l->chart.series.grid, l->series);
	} else if (app->panel == PANEL_PREVIEW) {
		if (l->columns != frame_of(app->rows, app->columns).content.columns) {
			const struct passage *at = l->top < l->lines.count ? l->lines.lines[l->top].passage : NULL;

			if (set_lines(app)) {
				l->top = 0;
				while (at && l->top < l->lines.count && l->lines.lines[l->top].passage != at)
					l->top++;
			}
		}
		if (l->top > last_top(app))
			l->top = last_top(app);
	}
}

bool app_looks_go(struct app *app, enum look look)
{
	if (app_compare_go(app, (enum compare_step)look))
		return true;
	if ((look == LOOK_LEFT || look == LOOK_RIGHT) && app_conflict_scroll(app, look == LOOK_RIGHT))
		return true;
	if (!app->looks)
		return false;
	if (app->panel == PANEL_PREVIEW)
		go_preview(app, look);
	else
		go_chart(app, look);
	return true;
}

bool app_looks_take(struct app *app)
{
	struct looks *l = app->looks;
	struct spot to = { 0 };

	if (app_compare_take(app))
		return true;
	if (!l)
		return false;
	if (app->panel == PANEL_CHART)
		to = (struct spot){ l->chart.series.grid->section, l->chart.series.grid, 0 };
	for (size_t i = l->top; app->panel == PANEL_PREVIEW && i < l->lines.count && !to.section; i++) {
		if (l->lines.lines[i].passage)
			to.section = l->lines.lines[i].passage->section;
	}
	app_panel_close(app);
	if (to.section)
		app_focus(app, to.field ? spot_enter(app, to.field) : spot_first(app, to.section));
	return true;
}

/* ---- the actions ---- */

static unsigned toggle(struct app *app, enum panel panel)
{
	if (app->panel == panel)
		app_panel_close(app);
	else
		app_looks_open(app, panel);
	return REACT_REDRAW;
}

unsigned act_preview(struct app *app)
{
	return toggle(app, PANEL_PREVIEW);
}

unsigned act_chart(struct app *app)
{
	return toggle(app, PANEL_CHART);
}

unsigned act_look_left(struct app *app)
{
	return app_looks_go(app, LOOK_LEFT) ? REACT_REDRAW : REACT_NONE;
}

unsigned act_look_right(struct app *app)
{
	return app_looks_go(app, LOOK_RIGHT) ? REACT_REDRAW : REACT_NONE;
}
