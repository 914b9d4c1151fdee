/* F9: two reports side by side, and the whole of what is chosen; conflicts, with their three sides. */
#include "base/text.h"
#include "review/merge.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

#define GAP 2
#define LINES_SEEN 60

struct columns {
	int label, side, difference;
};

static struct columns columns_of(int all)
{
	struct columns c = { .difference = all >= 100 ? 24 : all >= 76 ? 20 : 0 };
	int rest = all - c.difference - (c.difference ? 3 : 2) * GAP;

	c.label = rest * 2 / 5;
	c.side = (rest - c.label) / 2;
	return c;
}

/* ---- lines ---- */

static void difference_text(const struct app *app, const struct sides_line *l, struct strbuf *out)
{
	const struct sides *s = app->comparing.sides;
	struct strbuf percent;

	if (l->kind == SIDES_ROW && l->moved)
		strbuf_printf(out, _("moved, %u there"), report_row_index(app->comparing.other, l->field, l->there) + 1);
	else if (!sides_has(l, true))
		strbuf_puts(out, _("only here"));
	else if (!sides_has(l, false))
		strbuf_puts(out, _("only there"));
	if (out->len > 0 || l->kind != SIDES_VALUE || !l->differs)
		return;
	strbuf_init(&percent, 0);
	if (!sides_difference(s, l, out, &percent))
		strbuf_puts(out, app->ascii ? "<>" : "≠");
	if (percent.len > 0)
		strbuf_printf(out, "  %s", percent.text);
	strbuf_release(&percent);
}

static void draw_side(const struct app *app, struct canvas *c, const struct sides_line *l, bool there, struct rect r)
{
	bool right = l->kind == SIDES_VALUE && view_number_column(l->field);
	enum style style = l->kind == SIDES_ROW || !l->differs ? STYLE_DIM : report_is_calculated(l->field) ? STYLE_CALCULATED : STYLE_VALUE;
	struct strbuf text;

	strbuf_init(&text, 0);
	sides_shown(app->comparing.sides, l, there, &text);
	if (text.len == 0 && l->kind == SIDES_VALUE)
		strbuf_puts(&text, app->ascii ? "--" : "—");
	for (size_t i = 0; i < text.len; i++) { /* a long text's first lines */
		if (text.text[i] == '\n')
			text.text[i] = ' ';
	}
	canvas_cell(c, r.row, r.column, r.columns, style, text.text, text.len, right);
	strbuf_release(&text);
}

static void draw_line(const struct app *app, struct canvas *c, const struct sides_line *l, struct rect r)
{
	struct columns w = columns_of(r.columns);
	bool in_row = l->kind == SIDES_VALUE && l->field->table, alone = l->kind == SIDES_ROW && l->differs && l->here && l->there;
	int at = r.column, indent = in_row ? 4 : l->kind == SIDES_SECTION ? 0 : 2;
	struct strbuf text;

	strbuf_init(&text, 0);
	sides_label(app->comparing.sides, l, false, &text);
	if (l->kind == SIDES_SECTION) {
		canvas_cell(c, r.row, at, r.columns, STYLE_HEADING, text.text, text.len, false);
		strbuf_release(&text);
		return;
	}
	canvas_cell(c, r.row, at + indent, (alone ? w.label + GAP + w.side : w.label) - indent, STYLE_LABEL, text.text, text.len, false);
	at += w.label + GAP;
	if (!alone) {
		draw_side(app, c, l, false, (struct rect){ r.row, at, 1, w.side });
		draw_side(app, c, l, true, (struct rect){ r.row, at + w.side + GAP, 1, w.side });
	}
	at += 2 * (w.side + GAP);
	strbuf_clear(&text);
	difference_text(app, l, &text);
	if (w.difference > 0)
		canvas_cell(c, r.row, at, w.difference, l->counts ? STYLE_WARNING : STYLE_DIM, text.text, text.len, true);
	strbuf_release(&text);
}

/* the names of the columns, and the section where the first line seen stands */
static void draw_header(const struct app *app, struct canvas *c, struct rect r)
{
	const struct comparing *g = &app->comparing;
	struct columns w = columns_of(r.columns);
	const char *difference = _("difference");
	int at = r.column + w.label + GAP;
	struct sides_line section = { .kind = SIDES_SECTION };
	struct strbuf text;

	strbuf_init(&text, 0);
	if (g->top < sides_count(g->sides, g->all)) {
		section.section = sides_line(g->sides, g->all, g->top)->section;
		if (sides_line(g->sides, g->all, g->top)->kind != SIDES_SECTION)
			sides_label(g->sides, &section, false, &text);
	}
	canvas_cell(c, r.row, r.column, w.label, STYLE_HEADING, text.text, text.len, false);
	canvas_cell(c, r.row, at, w.side, STYLE_DIM, _("this report"), strlen(_("this report")), false);
	canvas_cell(c, r.row, at + w.side + GAP, w.side, STYLE_DIM, g->name.text, g->name.len, false);
	if (w.difference > 0)
		canvas_cell(c, r.row, at + 2 * (w.side + GAP), w.difference, STYLE_DIM, difference, strlen(difference), true);
	strbuf_release(&text);
}

static void draw_title(const struct app *app, struct canvas *c, int row, struct rect r)
{
	const struct comparing *g = &app->comparing;
	size_t differences = sides_differences(g->sides);
	const char *shown = g->all ? _("everything listed") : _("differences only");
	struct strbuf text;

	strbuf_init(&text, 0);
	strbuf_printf(&text, _("Compared with %s: "), g->name.text);
	strbuf_printf(&text, ngettext("%zu difference", "%zu differences", differences), differences);
	canvas_cell(c, row, r.column, r.columns, STYLE_HEADING, text.text, text.len, false);
	if (text_columns(text.text, text.len) + 2 + text_columns(shown, strlen(shown)) <= r.columns)
		canvas_puts(c, row, r.column + r.columns - text_columns(shown, strlen(shown)), STYLE_DIM, shown);
	strbuf_release(&text);
}

/* ---- the whole of what is chosen ---- */

static void draw_said(const struct app *app, struct canvas *c, struct rect r, const struct strbuf *label, const struct strbuf *said)
{
	struct text_line *lines;
	size_t count, top = app->comparing.detail_top;
	int rows = r.rows - 2;

	if (r.rows < 3)
		return;
	canvas_hline(c, r.row, r.column, r.columns, STYLE_RULE);
	canvas_cell(c, r.row + 1, r.column, r.columns, STYLE_HEADING, label->text, label->len, false);
	lines = memory_alloc(top + LINES_SEEN, sizeof(*lines));
	count = lines && said->len ? text_wrap(said->text, said->len, r.columns, lines, top + LINES_SEEN) : 0;
	for (int i = 0; i < rows && i < LINES_SEEN && top + (size_t)i < count; i++) {
		const struct text_line *line = &lines[top + (size_t)i];

		canvas_text(c, r.row + 2 + i, r.column, STYLE_NORMAL, said->text + line->start, line->end - line->start);
	}
	if (count > (size_t)rows) {
		const char *hint = app->ascii ? "<- ->" : _("←→ scrolls the text");

		canvas_puts(c, r.row + 1, r.column + r.columns - text_columns(hint, strlen(hint)), STYLE_DIM, hint);
	}
	memory_free(lines);
}

static void draw_chosen(const struct app *app, struct canvas *c, struct rect r)
{
	const struct comparing *g = &app->comparing;
	struct strbuf label, said;

	if (g->at >= sides_count(g->sides, g->all))
		return;
	strbuf_init(&label, 0);
	strbuf_init(&said, 0);
	sides_label(g->sides, sides_line(g->sides, g->all, g->at), true, &label);
	app_compare_said(app, &said);
	draw_said(app, c, r, &label, &said);
	strbuf_release(&label);
	strbuf_release(&said);
}

void view_compare_draw(const struct app *app, struct canvas *c)
{
	const struct comparing *g = &app->comparing;
	struct rect r = app_compare_rect(app);
	size_t count, rows = app_compare_rows(app);
	int detail = app_compare_detail(app);

	if (!g->sides)
		return;
	count = sides_count(g->sides, g->all);
	draw_title(app, c, frame_of(app->rows, app->columns).section_row, r);
	canvas_clip(c, r);
	draw_header(app, c, r);
	for (size_t i = 0; i < rows && g->top + i < count; i++) {
		struct rect line = { r.row + 1 + (int)i, r.column, 1, r.columns };

		draw_line(app, c, sides_line(g->sides, g->all, g->top + i), line);
		if (g->top + i == g->at) {
			canvas_restyle(c, line, STYLE_FOCUS);
			canvas_caret(c, line.row, line.column);
		}
	}
	if (count == 0)
		canvas_puts(c, r.row + 1, r.column, STYLE_GOOD, _("the two reports say the same"));
	if (detail > 0)
		draw_chosen(app, c, (struct rect){ r.row + r.rows - detail, r.column, detail, r.columns });
	canvas_unclip(c);
	if (c->caret_row < 0)
		canvas_caret(c, r.row + 1, r.column);
}

/* ---- conflicts ---- */

void view_conflicts_draw(const struct app *app, struct canvas *c)
{
	struct rect r = frame_of(app->rows, app->columns).content;
	const struct list *l = &app->list;
	int detail = app_list_detail(app);
	struct strbuf label, said;
	char title[96];

	snprintf(title, sizeof(title), ngettext("Conflicts: %zu is left to decide", "Conflicts: %zu are left to decide", l->count), l->count);
	view_list_draw(app, c, &(struct list_look){ .title = title });
	if (l->count == 0 || detail == 0)
		return;
	strbuf_init(&label, 0);
	strbuf_init(&said, 0);
	strbuf_puts(&label, l->items[l->at].label);
	app_conflict_said(app, &said);
	draw_said(app, c, (struct rect){ r.row + r.rows - detail, r.column, detail, r.columns }, &label, &said);
	strbuf_release(&label);
	strbuf_release(&said);
}
