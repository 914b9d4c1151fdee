/* F6: the numbers of a table as bars. */
#include "base/text.h"
#include "tui/app_looks.h"
#include "tui/views/views.h"

#define SHARE_COLUMNS 8

struct plot {
	const struct app *app;
	struct canvas *canvas;
	const struct chart *chart;
	struct rect rect;
	int label, bars, value;  /* columns */
};

static int columns_of(const char *text)
{
	return text_columns(text, strlen(text));
}

static const char *block(const struct plot *p, size_t series)
{
	if (p->app->ascii)
		return series ? "=" : "#";
	return series ? "░" : "█";
}

static void label_text(const struct chart_bar *b, struct strbuf *out)
{
	if (b->label)
		strbuf_puts(out, b->label);
	else
		strbuf_printf(out, _("%u others"), b->rows);
}

/* ---- title ---- */

static void column_text(const struct app *app, const struct chart *c, size_t i, struct strbuf *out)
{
	const struct field *f = c->series.grid->columns[c->series.columns[i]];

	if (c->series.there)
		strbuf_puts(out, i == 0 ? _("this report") : app->comparing.name.text);
	else
		strbuf_puts(out, field_label(app->form, f));
	if (f->unit && i + 1 == c->series.count)
		strbuf_printf(out, _(" (%s)"), f->unit);
}

static void draw_title(const struct plot *p)
{
	struct frame f = frame_of(p->app->rows, p->app->columns);
	const char *hint = p->app->ascii ? _("Left, Right: another column") : _("←→ another column  ↑↓ another table");
	struct strbuf title;
	int columns;

	strbuf_init(&title, 0);
	strbuf_puts(&title, field_label(p->app->form, p->chart->series.grid));
	strbuf_puts(&title, p->app->ascii ? " - " : " · ");
	if (p->chart->series.there)
		strbuf_printf(&title, "%s  ", field_label(p->app->form, p->chart->series.grid->columns[p->chart->series.columns[0]]));
	for (size_t i = 0; i < p->chart->series.count; i++) {
		if (i > 0)
			strbuf_puts(&title, "  ");
		if (p->chart->series.count > 1)
			strbuf_printf(&title, "%s ", block(p, i));
		column_text(p->app, p->chart, i, &title);
	}
	canvas_cell(p->canvas, f.section_row, p->rect.column, p->rect.columns, STYLE_HEADING, title.text, title.len, false);
	columns = columns_of(hint);
	if (text_columns(title.text, title.len) + 2 + columns > p->rect.columns) {
		hint = p->app->ascii ? "<- ->" : "←→ ↑↓";
		columns = columns_of(hint);
	}
	if (text_columns(title.text, title.len) + 2 + columns <= p->rect.columns)
		canvas_puts(p->canvas, f.section_row, p->rect.column + p->rect.columns - columns, STYLE_DIM, hint);
	strbuf_release(&title);
}

/* ---- bars ---- */

static void measure(struct plot *p)
{
	struct strbuf label;

	strbuf_init(&label, 0);
	p->value = 2;
	for (size_t i = 0; i < p->chart->count; i++) {
		strbuf_clear(&label);
		label_text(&p->chart->bars[i], &label);
		if (text_columns(label.text, label.len) > p->label)
			p->label = text_columns(label.text, label.len);
		for (size_t k = 0; k < p->chart->series.count; k++) {
			int own = columns_of(p->chart->bars[i].values[k].shown);

			p->value = own > p->value ? own : p->value;
		}
	}
	strbuf_release(&label);
	if (p->label > p->rect.columns / 3)
		p->label = p->rect.columns / 3;
	p->bars = p->rect.columns - p->label - 2 - p->value - 2 - (p->chart->shares ? SHARE_COLUMNS : 0);
	if (p->bars < 4)
		p->bars = p->rect.columns - p->label - 2 - p->value - 2; /* shares are the first to go */
}

static void draw_bar(const struct plot *p, const struct chart_bar *b, size_t series, int row)
{
	const struct chart_value *v = &b->values[series];
	int at = p->rect.column + p->label + 2, start, length;
	enum style style = v->value < 0 ? STYLE_ERROR : b->label ? STYLE_VALUE : STYLE_DIM;
	const char *shown = v->blank ? (p->app->ascii ? "--" : "—") : v->shown;
	char share[24];

	if (v->blank && !b->label)
		return; /* the rest of what cannot be added up */
	chart_extent(p->chart, v->value, p->bars > 0 ? p->bars : 0, &start, &length);
	for (int i = 0; i < length && !v->blank; i++)
		canvas_puts(p->canvas, row, at + start + i, style, block(p, series));
	at += (p->bars > 0 ? p->bars : 0) + 2;
	canvas_cell(p->canvas, row, at, p->value, v->blank ? STYLE_DIM : STYLE_VALUE, shown, strlen(shown), true);
	if (!p->chart->shares || v->share < 0 || at + p->value + SHARE_COLUMNS > p->rect.column + p->rect.columns)
		return;
	snprintf(share, sizeof(share), "%d.%d%%", v->share / 10, v->share % 10);
	canvas_cell(p->canvas, row, at + p->value, SHARE_COLUMNS, STYLE_DIM, share, strlen(share), true);
}

void view_chart_draw(const struct app *app, struct canvas *c)
{
	struct plot p = { .app = app, .canvas = c, .rect = frame_of(app->rows, app->columns).content };
	struct strbuf label;
	int row = p.rect.row;

	if (!app->looks)
		return;
	p.chart = &app->looks->chart;
	measure(&p);
	draw_title(&p);
	strbuf_init(&label, 0);
	canvas_clip(c, p.rect);
	for (size_t i = 0; i < p.chart->count; i++) {
		strbuf_clear(&label);
		label_text(&p.chart->bars[i], &label);
		canvas_cell(c, row, p.rect.column, p.label, p.chart->bars[i].label ? STYLE_LABEL : STYLE_DIM, label.text, label.len, false);
		for (size_t k = 0; k < p.chart->series.count; k++)
			draw_bar(&p, &p.chart->bars[i], k, row++);
	}
	canvas_unclip(c);
	strbuf_release(&label);
	canvas_caret(c, p.rect.row, p.rect.column);
}
