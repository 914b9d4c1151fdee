/* A section: its title, and the blocks of its layout that are seen. Fields of one line are drawn here. */
#include "base/text.h"
#include "report/carried.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

/* ---- what the views share ---- */

bool view_same_spot(struct spot a, struct spot b)
{
	return a.field && a.field == b.field && a.row == b.row;
}

bool view_number_column(const struct field *f)
{
	return f->type == TYPE_INTEGER || f->type == TYPE_DECIMAL;
}

enum severity view_worst_at(const struct app *app, struct spot s)
{
	return app_in_conflict(app, s) ? SEVERITY_ERROR : report_worst_at(app->report, s);
}

const char *view_sign(const struct app *app, enum severity worst, enum style *ret_style)
{
	switch (worst) {
	case SEVERITY_ERROR:
	case SEVERITY_SUBMIT:
		*ret_style = STYLE_ERROR;
		return app->ascii ? "x" : "✗";
	case SEVERITY_WARNING:
		*ret_style = STYLE_WARNING;
		return "!";
	case SEVERITY_NOTE:
		*ret_style = STYLE_NOTE;
		return app->ascii ? "~" : "≈";
	default:
		*ret_style = STYLE_NORMAL;
		return "";
	}
}

const char *view_mark(const struct app *app, enum mark mark)
{
	switch (mark) {
	case MARK_EQUAL:
		return "=";
	case MARK_WITHIN:
		return app->ascii ? "~" : "≈";
	case MARK_BEYOND:
		return app->ascii ? "#" : "≠";
	default:
		return "";
	}
}

enum style view_value(const struct app *app, struct spot s, struct strbuf *out)
{
	bool calculated = report_is_calculated(s.field);
	struct value v;

	switch (report_value(app->report, s, false, &v)) {
	case STATE_BLANK:
		if (calculated)
			strbuf_puts(out, app->ascii ? "--" : "—");
		break;
	case STATE_OVERFLOW:
		strbuf_puts(out, _("too large"));
		return STYLE_ERROR;
	case STATE_PENDING:
		strbuf_puts(out, app->ascii ? ".." : "…");
		return STYLE_DIM;
	case STATE_MISFIT: {
		size_t len;
		const char *text = report_text(app->report, s, &len);

		strbuf_add(out, text, len);
		return STYLE_ERROR;
	}
	default: {
		size_t start = out->len;
		struct live_text live;

		report_show(app->report, s, false, out);
		if (s.field->type == TYPE_LONGTEXT && view_live_text(app, out->text + start, out->len - start, &live)) {
			strbuf_truncate(out, start);
			strbuf_add(out, live.text.text, live.text.len);
			strbuf_release(&live.text);
		}
	}
	}
	if (report_carried(app->report, s))
		return STYLE_NOTE;
	return calculated ? STYLE_CALCULATED : STYLE_VALUE;
}

/* ---- a field on a line ---- */

/*
 * Left of the label the sign of its worst problem, and whether it is required (a blank required field has the star alone);
 * left of the value, at `value`, that there is a comment, or something to be looked over.
 */
void view_signs_draw(const struct app *app, struct canvas *c, struct spot s, int row, int column, int value)
{
	size_t len;
	bool required = report_required(app->report, s), blank;
	enum style style;
	const char *sign;

	report_text(app->report, s, &len);
	blank = len == 0 && !report_is_calculated(s.field);
	if (!(blank && required)) {
		sign = view_sign(app, view_worst_at(app, s), &style);
		canvas_puts(c, row, column, style, sign);
	}
	if (required)
		canvas_puts(c, row, column + 1, blank ? STYLE_WARNING : STYLE_DIM, "*");
	sign = view_noted(app, s, false, &style);
	if (sign)
		canvas_puts(c, row, value, style, sign);
}

/* the formula's side of a stated value; shorter where there is less room */
static void draw_mark(const struct app *app, struct canvas *c, struct spot s, int row, int column, int end)
{
	struct strbuf calculated, difference, line;
	struct comparison cmp;
	enum mark mark = report_mark(app->report, s, &cmp);
	enum style style = mark == MARK_BEYOND ? STYLE_ERROR : mark == MARK_EQUAL ? STYLE_GOOD : STYLE_NOTE;
	const char *sum = app->ascii ? "S" : "∑";
	int room = end - column;

	strbuf_init(&calculated, 0);
	strbuf_init(&difference, 0);
	strbuf_init(&line, 0);
	report_show_calculated(app->report, s, false, &calculated);
	if (mark != MARK_NONE && mark != MARK_EQUAL && cmp.numbers)
		number_print(&difference, cmp.difference, NUMBER_PLACES, report_places(app->report, s), true);
	if (mark == MARK_NONE && calculated.len > 0)
		strbuf_printf(&line, "%s %s", sum, calculated.text);
	else if (mark == MARK_EQUAL || (mark != MARK_NONE && difference.len == 0))
		strbuf_puts(&line, view_mark(app, mark));
	else if (mark != MARK_NONE) {
		strbuf_printf(&line, _("%s %s %s  off by %s"), view_mark(app, mark), sum, calculated.text, difference.text);
		if (text_columns(line.text, line.len) > room) {
			strbuf_clear(&line);
			strbuf_printf(&line, _("%s off by %s"), view_mark(app, mark), difference.text);
		}
	}
	if (room > 0)
		canvas_cell(c, row, column, room, style, line.text, line.len, false);
	strbuf_release(&calculated);
	strbuf_release(&difference);
	strbuf_release(&line);
}

static void draw_brackets(struct canvas *c, int row, int left, int right)
{
	canvas_puts(c, row, left, STYLE_KEY, "[");
	canvas_puts(c, row, right, STYLE_KEY, "]");
}

int view_field_columns(const struct app *app, const struct field *f)
{
	const char *unit = f->unit ? f->unit : "";
	int unit_columns = unit[0] ? text_columns(unit, strlen(unit)) + 1 : 0;

	if (view_number_column(f))
		return app->layout.value_columns;
	return frame_of(app->rows, app->columns).content.columns - app->layout.label_columns - 2 - unit_columns;
}

void view_field_draw(const struct app *app, struct canvas *c, const struct block *b, int row)
{
	const struct rect r = frame_of(app->rows, app->columns).content;
	const struct field *f = b->field;
	struct spot s = { .section = f->section, .field = f };
	bool focus = view_same_spot(app->focus, s), number = view_number_column(f);
	bool editing = focus && app->editing, calculated = report_is_calculated(f);
	const char *label = field_label(app->form, f), *unit = f->unit ? f->unit : "";
	int label_at = r.column + 2 + 2 * f->indent, at = r.column + app->layout.label_columns;
	int end = r.column + r.columns, width = view_field_columns(app, f);
	struct strbuf shown;
	enum style style;

	strbuf_init(&shown, 0);
	style = view_value(app, s, &shown);
	view_signs_draw(app, c, s, row, r.column, at - 1);
	canvas_cell(c, row, label_at, at - label_at - 1, focus ? STYLE_HEADING : STYLE_LABEL, label, strlen(label), false);
	if (editing) { /* a number is typed flush left, and its caret has a column of its own */
		lineedit_draw(app->edit, c, (struct rect){ row, at + 1, 1, width + number }, STYLE_EDIT);
	} else {
		canvas_cell(c, row, at + 1, width, focus ? STYLE_FOCUS : style, shown.text, shown.len, number);
		if (focus)
			canvas_caret(c, row, at + 1);
		if (focus && spot_is_choice(s)) /* there is a list: a blank opens it */
			canvas_puts(c, row, at + width, STYLE_FOCUS, app->ascii ? "v" : "▾");
	}
	if (focus)
		draw_brackets(c, row, at, at + 1 + width + (editing && number));
	at += 2 + width;
	if (unit[0])
		canvas_puts(c, row, at + (number ? 1 : 0), STYLE_DIM, unit);
	if (number)
		at += 1 + (app->layout.unit_columns ? app->layout.unit_columns + 1 : 0);
	if (number && f->stated)
		draw_mark(app, c, s, row, at, end);
	else if (number && calculated && end - at >= 10)
		canvas_cell(c, row, at, end - at, STYLE_DIM, _("calculated"), strlen(_("calculated")), false);
	strbuf_release(&shown);
}

/* ---- the section ---- */

static void draw_section_title(const struct app *app, struct canvas *c, const struct frame *f)
{
	const struct section *s = app->focus.section;
	const char *title = form_words(app->form, s->title), *sign;
	struct strbuf text;
	enum style style;

	strbuf_init(&text, 0);
	if (s->number && !app->form->english)
		strbuf_printf(&text, "%s、%s", s->number, title);
	else if (s->number)
		strbuf_printf(&text, "%s · %s", s->number, title);
	else
		strbuf_puts(&text, title);
	canvas_cell(c, f->section_row, f->content.column, f->content.columns, STYLE_HEADING, text.text, text.len, false);
	sign = view_noted(app, (struct spot){ .section = s }, false, &style);
	if (sign && text_columns(text.text, text.len) + 2 < f->content.columns)
		canvas_puts(c, f->section_row, f->content.column + text_columns(text.text, text.len) + 1, style, sign);
	strbuf_release(&text);
}

static void draw_block(const struct app *app, struct canvas *c, const struct block *b, const struct rect *r)
{
	int row = r->row + (int)((int64_t)b->top - (int64_t)app->top);

	switch (b->kind) {
	case BLOCK_HEADING:
		canvas_text(c, row + (int)b->height - 1, r->column, STYLE_HEADING, b->text, b->len);
		break;
	case BLOCK_TEXT:
		if (b->text)
			canvas_text(c, row, r->column, STYLE_DIM, b->text, b->len);
		break;
	case BLOCK_FIELD:
		view_field_draw(app, c, b, row);
		break;
	case BLOCK_LONG:
		view_long_draw(app, c, b, row);
		break;
	case BLOCK_GRID:
		view_grid_draw(app, c, b);
		break;
	}
}

void view_editor_draw(const struct app *app, struct canvas *c)
{
	const struct block *b = layout_block(&app->layout, app->focus.field);
	struct rect content = frame_of(app->rows, app->columns).content;

	canvas_caret(c, -1, -1);
	lineedit_draw_again(app->edit, c);
	c->top = app->edit->place.r.row > 0 ? app->edit->place.r.row : 0;
	c->bottom = app->edit->place.r.row + app->edit->place.r.rows + 1; /* with the frame, which holds the count */
	canvas_clip(c, content);
	if (b && b->kind == BLOCK_LONG)
		view_long_count(app, c, b, content.row + (int)((int64_t)b->top - (int64_t)app->top));
	view_grid_box_count(app, c);
	canvas_unclip(c);
	if (c->caret_row < 0)
		canvas_caret(c, content.row, content.column);
}

void view_section_draw(const struct app *app, struct canvas *c)
{
	struct frame f = frame_of(app->rows, app->columns);
	uint32_t end = app->top + (uint32_t)(f.content.rows > 0 ? f.content.rows : 0);

	draw_section_title(app, c, &f);
	canvas_clip(c, f.content);
	for (size_t i = 0; i < app->layout.count; i++) {
		const struct block *b = &app->layout.blocks[i];

		if (b->top < end && b->top + b->height > app->top)
			draw_block(app, c, b, &f.content);
	}
	view_grid_box_draw(app, c);
	canvas_unclip(c);
	if (app->layout.count == 0)
		canvas_puts(c, f.content.row, f.content.column, STYLE_DIM, _("nothing has to be filled in here"));
	if (c->caret_row < 0)
		canvas_caret(c, f.content.row, f.content.column);
}
