/* The frame: title line, rules, live strip, and what stands inside of it; the two lines below are files of their own. */
#include "base/text.h"
#include "report/carried.h"
#include "tui/app_private.h"
#include "tui/views/views.h"
#include "tui/words.h"

static int columns_of(const char *text)
{
	return text_columns(text, strlen(text));
}

/* ---- title ---- */

static void add_shown(const struct app *app, const struct field *f, struct strbuf *out)
{
	if (f)
		report_show(app->report, (struct spot){ .section = f->section, .field = f }, true, out);
}

static void title_text(const struct app *app, struct strbuf *out)
{
	const char *title = form_words(app->form, app->form->title);
	struct strbuf unit, year;

	strbuf_init(&unit, 0);
	strbuf_init(&year, 0);
	add_shown(app, app->form->unit, &unit);
	add_shown(app, app->form->year, &year);
	if (unit.len == 0 && app->form->unit)
		strbuf_puts(&unit, _("(no name yet)"));
	if (unit.len > 0 && year.len > 0)
		strbuf_printf(out, _("%s · %s · %s"), unit.text, year.text, title);
	else if (unit.len > 0)
		strbuf_printf(out, "%s · %s", unit.text, title);
	else
		strbuf_puts(out, title);
	strbuf_release(&unit);
	strbuf_release(&year);
}

static void state_text(const struct app *app, struct strbuf *out)
{
	bool modified = report_modified(app->report) || app->burst || (app->editing && !spot_is_long(app->edit_spot));

	strbuf_puts(out, status_word(report_status(app->report)));
	strbuf_puts(out, " · ");
	if (app->session->open_elsewhere) {
		strbuf_printf(out, _("read only: open elsewhere (%s)"), app->session->owner.name);
		return;
	}
	if (app->options.review)
		strbuf_puts(out, _("read only: review"));
	else if (app_read_only(app))
		strbuf_puts(out, _("read only"));
	if (app->options.review || (app_read_only(app) && modified))
		strbuf_puts(out, " · ");
	if (modified)
		strbuf_printf(out, "%s %s", _("not saved"), app->ascii ? "*" : "●");
	else if (app->options.review || !app_read_only(app))
		strbuf_puts(out, _("saved"));
	if (app->troubled)
		strbuf_printf(out, " · %s", _("no journal"));
}

static void draw_title(const struct app *app, struct canvas *c, const struct frame *f)
{
	struct strbuf title, state;
	int state_columns;

	strbuf_init(&title, 0);
	strbuf_init(&state, 0);
	title_text(app, &title);
	state_text(app, &state);
	state_columns = text_columns(state.text, state.len);
	if (state_columns > app->columns * 3 / 5)
		state_columns = app->columns * 3 / 5;
	canvas_fill(c, (struct rect){ f->title_row, 0, 1, app->columns }, STYLE_TITLE);
	canvas_cell(c, f->title_row, 1, app->columns - state_columns - 4, STYLE_TITLE, title.text, title.len, false);
	canvas_cell(c, f->title_row, app->columns - state_columns - 1, state_columns, STYLE_TITLE, state.text, state.len, true);
	strbuf_release(&title);
	strbuf_release(&state);
}

/* ---- live strip ---- */

static int draw_count(struct canvas *c, int row, int column, enum style style, const char *format, unsigned n)
{
	char text[64];

	snprintf(text, sizeof(text), format, n);
	return canvas_puts(c, row, column, n ? style : STYLE_STATUS, text);
}

/* without words, where there is no room for them */
static void draw_signs(const struct app *app, struct canvas *c, int row, const struct counts *n)
{
	enum style style;

	int at = 1;

	if (app->reviewing.open) {
		at = canvas_puts(c, row, at, STYLE_WARNING, view_report_noted(app, &style));
		at = canvas_printf(c, row, at, STYLE_WARNING, " %u  ", app->reviewing.open);
	}
	if (report_carried_count(app->report, NULL))
		at = canvas_printf(c, row, at, STYLE_NOTE, "%s %u  ", view_carried_sign(app), report_carried_count(app->report, NULL));
	canvas_printf(c, row, at, STYLE_STATUS, "%s %u  %s %u  ! %u  %s %u", app->ascii ? "o" : "○", n->blank,
		      view_sign(app, SEVERITY_ERROR, &style), n->errors, n->warnings,
		      view_sign(app, SEVERITY_NOTE, &style), n->notes);
}

static int counts_columns(const struct app *app, const struct counts *n)
{
	const unsigned carried = report_carried_count(app->report, NULL);
	char text[160], open[64] = "", waiting[64] = "";

	if (app->reviewing.open)
		snprintf(open, sizeof(open), _("comments %u"), app->reviewing.open);
	if (carried)
		snprintf(waiting, sizeof(waiting), _("to confirm %u"), carried);
	snprintf(text, sizeof(text), _("blank %u · errors %u · warnings %u · notes %u"), n->blank, n->errors, n->warnings, n->notes);
	return columns_of(text) + (open[0] ? columns_of(open) + columns_of(" · ") : 0) +
	       (carried ? columns_of(waiting) + columns_of(" · ") : 0);
}

static void draw_counts(const struct app *app, struct canvas *c, int row, const struct counts *n, int columns)
{
	int at = app->columns - columns - 1;

	if (app->reviewing.open) {
		at = draw_count(c, row, at, STYLE_WARNING, _("comments %u"), app->reviewing.open);
		at = canvas_puts(c, row, at, STYLE_DIM, " · ");
	}
	if (report_carried_count(app->report, NULL)) {
		at = draw_count(c, row, at, STYLE_NOTE, _("to confirm %u"), report_carried_count(app->report, NULL));
		at = canvas_puts(c, row, at, STYLE_DIM, " · ");
	}
	at = draw_count(c, row, at, STYLE_WARNING, _("blank %u"), n->blank);
	at = canvas_puts(c, row, at, STYLE_DIM, " · ");
	at = draw_count(c, row, at, STYLE_ERROR, _("errors %u"), n->errors);
	at = canvas_puts(c, row, at, STYLE_DIM, " · ");
	at = draw_count(c, row, at, STYLE_WARNING, _("warnings %u"), n->warnings);
	at = canvas_puts(c, row, at, STYLE_DIM, " · ");
	draw_count(c, row, at, STYLE_STATUS, _("notes %u"), n->notes);
}

static void draw_strip(const struct app *app, struct canvas *c, const struct frame *f)
{
	struct counts n = report_counts(app->report, NULL);
	int columns = counts_columns(app, &n), end = app->columns - columns - 3, at = 1;
	struct strbuf shown;

	if (columns + 2 > app->columns) {
		draw_signs(app, c, f->strip_row, &n);
		return;
	}
	strbuf_init(&shown, 0);
	for (size_t i = 0; i < app->form->headline_count; i++) {
		const struct message_part *h = &app->form->headline[i];
		const char *label = h->text ? h->text : h->field ? field_label(app->form, h->field) : "";

		strbuf_clear(&shown);
		if (h->field)
			view_value(app, report_spot(app->report, h->expr), &shown);
		if (h->field && h->field->unit && strcmp(h->field->unit, "%") == 0 && shown.len > 0 &&
		    shown.text[shown.len - 1] >= '0' && shown.text[shown.len - 1] <= '9')
			strbuf_putc(&shown, '%');
		if (shown.len == 0)
			strbuf_puts(&shown, app->ascii ? "--" : "—");
		if (at + columns_of(label) + 1 + text_columns(shown.text, shown.len) > end)
			break;
		at = canvas_puts(c, f->strip_row, at, STYLE_DIM, label) + 1;
		at = canvas_text(c, f->strip_row, at, STYLE_STATUS, shown.text, shown.len) + 2;
	}
	strbuf_release(&shown);
	draw_counts(app, c, f->strip_row, &n, columns);
}

/* ---- all of it ---- */

static void draw_too_small(const struct app *app, struct canvas *c)
{
	const char *text = _("more room is needed: make the window at least 40 columns by 10 lines");
	struct text_line lines[10];
	size_t count = text_wrap(text, strlen(text), app->columns > 2 ? app->columns : 2, lines, ARRAY_SIZE(lines));

	for (size_t i = 0; i < count && i < ARRAY_SIZE(lines); i++)
		canvas_text(c, (int)i, 0, STYLE_WARNING, text + lines[i].start, lines[i].end - lines[i].start);
	canvas_caret(c, 0, 0);
}

static void draw_content(const struct app *app, struct canvas *c, const struct frame *f)
{
	switch (app->panel) {
	case PANEL_OUTLINE:
		if (f->outline)
			view_section_draw(app, c);
		else
			view_outline_draw(app, c, (struct rect){ f->section_row, 0, f->lower_rule_row - f->section_row, app->columns });
		break;
	case PANEL_PROBLEMS:
		view_problems_draw(app, c);
		break;
	case PANEL_WHY:
		view_why_draw(app, c);
		break;
	case PANEL_HELP:
		view_help_draw(app, c);
		break;
	case PANEL_PREVIEW:
		view_preview_draw(app, c);
		break;
	case PANEL_CHART:
		view_chart_draw(app, c);
		break;
	case PANEL_COMPARE:
		view_compare_draw(app, c);
		break;
	case PANEL_CONFLICTS:
		view_conflicts_draw(app, c);
		break;
	case PANEL_GOTO:
		view_find_draw(app, c);
		break;
	case PANEL_MENU:
		view_menu_draw(app, c);
		break;
	case PANEL_REPLACE:
		view_replace_draw(app, c);
		break;
	case PANEL_COMMENTS:
		view_comments_draw(app, c);
		break;
	case PANEL_COMMENT:
		view_comment_draw(app, c);
		break;
	case PANEL_HISTORY:
		view_history_draw(app, c);
		break;
	case PANEL_UNPLACED:
		view_list_draw(app, c, &(struct list_look){ .title = _("Values without a place: Enter shows one") });
		break;
	case PANEL_HIDDEN:
		view_list_draw(app, c, &(struct list_look){ .title = _("Hidden values: Enter says why") });
		break;
	case PANEL_EXPORT:
	case PANEL_PATH:
	case PANEL_ASIDES:
	case PANEL_OTHER:
		view_files_draw(app, c);
		break;
	default:
		view_section_draw(app, c);
	}
}

void view_frame_draw(const struct app *app, struct canvas *c)
{
	struct frame f = frame_of(app->rows, app->columns);

	if (f.too_small) {
		draw_too_small(app, c);
		return;
	}
	canvas_hline(c, f.rule_row, 0, app->columns, STYLE_RULE);
	canvas_hline(c, f.lower_rule_row, 0, app->columns, STYLE_RULE);
	if (f.outline && app->panel != PANEL_COMPARE) {
		canvas_vline(c, f.rule_row, f.outline, f.lower_rule_row - f.rule_row + 1, STYLE_RULE);
		view_outline_draw(app, c, (struct rect){ f.section_row, 0, f.lower_rule_row - f.section_row, f.outline });
	}
	draw_title(app, c, &f);
	draw_content(app, c, &f);
	if (app->choosing.open && app->editing && app->panel == PANEL_NONE)
		view_choice_draw(app, c);
	draw_strip(app, c, &f);
	view_problem_line_draw(app, c, &f);
	view_keys_line_draw(app, c, &f);
	if (app->panel == PANEL_ASK)
		view_dialog_draw(app, c);
}
