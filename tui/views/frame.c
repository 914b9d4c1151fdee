/* The frame: title line, rules, live strip, problem line, keys line, and what stands inside of it. */
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

/* ---- problem line ---- */

struct worst {
	enum severity severity;
	bool blank;
	bool explain; /* a reason passes it */
	struct strbuf text;
};

static bool keep_worst(void *to, const struct problem *p)
{
	struct worst *w = to;

	if (p->severity <= w->severity)
		return true;
	w->severity = p->severity;
	w->blank = p->blank_required;
	w->explain = p->check && p->check->explain;
	strbuf_clear(&w->text);
	strbuf_puts(&w->text, p->message);
	return true;
}

/* the choices of a field, as its help where it has none */
static void add_choices(const struct app *app, const struct field *f, struct strbuf *out)
{
	for (size_t i = 0; i < f->choice_count && out->len < 400; i++) {
		if (i > 0)
			strbuf_puts(out, " / ");
		strbuf_puts(out, form_words(app->form, f->choices[i].label));
	}
}

static void add_reason_hint(struct strbuf *out)
{
	struct strbuf key;

	strbuf_init(&key, 0);
	action_key_name(&action_table[ACTION_REASON], &key);
	strbuf_printf(out, _(" (%s: give a reason)"), key.text);
	strbuf_release(&key);
}

static enum style field_line(const struct app *app, struct strbuf *out)
{
	const struct field *f = app->focus.field;
	struct worst worst = { .severity = SEVERITY_NONE };
	enum style style = STYLE_DIM;

	if (!f || app_sum(app, out))
		return f ? STYLE_CALCULATED : style;
	if (app->choosing.open && app->editing) {
		strbuf_puts(out, f->type == TYPE_CHOICES ?
			    _("type to narrow it down; Space ticks, Enter takes, Esc leaves it") :
			    _("type to narrow it down; arrows choose, Enter takes, Esc leaves it"));
		return style;
	}
	strbuf_printf(out, "%s ", view_sign(app, SEVERITY_ERROR, &style));
	if (app_conflict_at(app, app->focus, out))
		return style;
	strbuf_clear(out);
	style = STYLE_DIM;
	strbuf_init(&worst.text, 0);
	report_problems_at(app->report, app->focus, (struct problem_sink){ .tell = keep_worst, .to = &worst });
	if (worst.severity != SEVERITY_NONE && !(worst.blank && form_words(app->form, f->help)[0])) {
		const char *sign = view_sign(app, worst.severity, &style);

		if (worst.blank) {
			sign = app->ascii ? "o" : "○";
			style = STYLE_WARNING;
		}
		strbuf_printf(out, "%s ", sign);
		strbuf_add(out, worst.text.text, worst.text.len);
		if (worst.explain)
			add_reason_hint(out);
	} else if (form_words(app->form, f->help)[0]) {
		strbuf_printf(out, _("%s: %s"), field_label(app->form, f), form_words(app->form, f->help));
	} else if (f->choice_count > 0) {
		add_choices(app, f, out);
	}
	strbuf_release(&worst.text);
	return style;
}

/* comments and what changed since it was signed off, then what else there is to say of the place in focus */
static enum style place_line(const struct app *app, struct strbuf *out)
{
	struct strbuf rest;
	enum style style;

	strbuf_init(&rest, 0);
	style = field_line(app, &rest);
	if (app->editing)
		strbuf_add(out, rest.text, rest.len);
	else
		style = view_review_line(app, &rest, style, out);
	strbuf_release(&rest);
	return style;
}

/* what is said about the item chosen in a list, where the list itself may have no room for it */
static enum style item_line(const struct app *app, struct strbuf *out)
{
	const struct list *l = &app->list;

	if (l->count > 0 && (((app->panel == PANEL_PROBLEMS || app->panel == PANEL_COMMENTS) && !app_list_detail(app)) || app->panel == PANEL_MENU || app->panel == PANEL_REPLACE) && !l->items[l->at].heading &&
	    l->items[l->at].text)
		strbuf_puts(out, l->items[l->at].text);
	if (l->count > 0 && app->panel == PANEL_PROBLEMS && l->items[l->at].number > 0)
		add_reason_hint(out);
	if (out->len > 0 && out->text[0] == ' ') /* the hint stands alone */
		strbuf_remove(out, 0, 1);
	return app->panel == PANEL_PROBLEMS && l->count > 0 ? l->items[l->at].style : STYLE_DIM;
}

static void draw_problem_line(const struct app *app, struct canvas *c, const struct frame *f)
{
	enum style style = app->message_style;
	struct strbuf text;

	if (app->panel == PANEL_PROMPT) {
		view_prompt_draw(app, c);
		return;
	}
	if (app->panel == PANEL_FIND) {
		view_find_draw(app, c);
		if (app->message.len == 0)
			return;
	}
	strbuf_init(&text, 0);
	if (app->message.len > 0)
		strbuf_add(&text, app->message.text, app->message.len);
	else if (app->panel == PANEL_NONE)
		style = place_line(app, &text);
	else
		style = item_line(app, &text);
	if (app->panel == PANEL_FIND)
		canvas_cell(c, f->problem_row, app->columns / 2, app->columns - app->columns / 2 - 1, style, text.text, text.len, true);
	else
		canvas_cell(c, f->problem_row, 1, app->columns - 2, style, text.text, text.len, false);
	strbuf_release(&text);
}

/* ---- keys line ---- */

#define RANK_KEPT 90

static const struct action_info *next_by_rank(unsigned mode, unsigned after)
{
	const struct action_info *best = NULL;

	for (unsigned i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *a = &action_table[i];

		if ((a->modes & mode) && a->rank > after && (!best || a->rank < best->rank))
			best = a;
	}
	return best;
}

/* adding a row means something only where there are rows to add, a formula where there is one, taking back what is typed */
static bool is_useful(const struct app *app, const struct action_info *a)
{
	const struct field *f = app->focus.field, *grid = grid_of(f);

	if (a == &action_table[ACTION_ROW_ADD])
		return grid && grid->type == TYPE_TABLE && view_takes_rows(app, grid);
	if (a == &action_table[ACTION_WHY])
		return app->panel == PANEL_NONE && f && f->calculate;
	if (a == &action_table[ACTION_TAKE_OURS] || a == &action_table[ACTION_TAKE_BASE])
		return app->panel == PANEL_CONFLICTS;
	if (a == &action_table[ACTION_TAKE_THEIRS] || (a == &action_table[ACTION_UNDO] && app->panel != PANEL_NONE))
		return app->panel == PANEL_CONFLICTS || app->panel == PANEL_COMPARE;
	if (a == &action_table[ACTION_COMPARE_ALL] || a == &action_table[ACTION_DIFFERENCE_NEXT])
		return app->panel == PANEL_COMPARE;
	if (a == &action_table[ACTION_COMMENT])
		return (app->options.review && app->panel == PANEL_NONE) || app->panel == PANEL_COMMENTS ||
		       (app->panel == PANEL_NONE && f && app_noted(app, app->focus, false));
	if (a == &action_table[ACTION_LIST_TAKE]) /* in help it only leaves, as Esc does */
		return app->panel != PANEL_HELP;
	if (a == &action_table[ACTION_LIST_UP])
		return app->panel != PANEL_FIND && app->panel != PANEL_PROMPT && app->panel != PANEL_PATH;
	return a != &action_table[ACTION_TAKE_BACK] || app->editing;
}

/* a key that does another thing here than its name says: Enter in panels that go nowhere, Esc in a long text */
static const char *key_name(const struct app *app, const struct action_info *a)
{
	if (a == &action_table[ACTION_TAKE_BACK] && (app_mode(app) & MODE_LONG))
		return _("done");
	if (a == &action_table[ACTION_COMMENT] && (app->panel == PANEL_COMMENTS || (app->focus.field && app_noted(app, app->focus, false))))
		return _("read comment");
	if (a == &action_table[ACTION_LIST_UP])
		return app->panel == PANEL_HELP || app->panel == PANEL_PREVIEW ? _("scroll") : _("choose");
	if (a == &action_table[ACTION_LIST_TAKE]) {
		switch (app->panel) {
		case PANEL_MENU:
		case PANEL_EXPORT:
		case PANEL_PATH:
		case PANEL_ASIDES:
		case PANEL_OTHER:
			return _("do it");
		case PANEL_PROMPT:
			return _("keep");
		case PANEL_REPLACE:
			return _("replace");
		case PANEL_COMMENT:
			return _("do it");
		case PANEL_HIDDEN:
			return _("why hidden");
		case PANEL_FIND:
			return _("find");
		case PANEL_GOTO:
			if (app->referring)
				return _("insert");
			break;
		case PANEL_WHY:
			if (app_takes_calculated(app))
				return _("take the calculated value");
			break;
		default:
			break;
		}
	}
	return _(a->name);
}

static void key_sign(const struct app *app, const struct action_info *a, struct strbuf *out)
{
	if (a == &action_table[ACTION_ASK_LEFT] || a == &action_table[ACTION_LIST_UP])
		strbuf_puts(out, app->ascii ? "Up/Down" : "↑↓");
	else
		action_key_name(a, out);
}

static int key_columns(const struct app *app, const struct action_info *a)
{
	struct strbuf key;
	int columns;

	strbuf_init(&key, 0);
	key_sign(app, a, &key);
	columns = text_columns(key.text, key.len) + 1 + columns_of(key_name(app, a)) + 2;
	strbuf_release(&key);
	return columns;
}

static int draw_key(const struct app *app, struct canvas *c, int row, int column, const struct action_info *a)
{
	struct strbuf key;

	strbuf_init(&key, 0);
	key_sign(app, a, &key);
	column = canvas_text(c, row, column, STYLE_KEY, key.text, key.len) + 1;
	strbuf_release(&key);
	return canvas_puts(c, row, column, STYLE_DIM, key_name(app, a)) + 2;
}

/*
 * As many keys as there is room for, by rank; help and menu, which lead to all others, are always there. Drawn in a row of a
 * canvas; or, without one, the key that is at a column is looked for.
 */
static const struct action_info *walk_keys(const struct app *app, struct canvas *c, int row, int column)
{
	unsigned mode = app_mode(app);
	const struct action_info *a;
	int at = 1, kept = 0;

	for (a = next_by_rank(mode, RANK_KEPT - 1); a; a = next_by_rank(mode, a->rank))
		kept += key_columns(app, a);
	for (a = next_by_rank(mode, 0); a; a = next_by_rank(mode, a->rank)) {
		int columns = key_columns(app, a);

		if (a->rank < RANK_KEPT && (!is_useful(app, a) || at + columns - 2 + kept > app->columns))
			continue;
		if (c)
			(void)draw_key(app, c, row, at, a);
		else if (column >= at && column < at + columns - 2)
			return a;
		at += columns;
	}
	return NULL;
}

const struct action_info *view_key_at(const struct app *app, int column)
{
	return walk_keys(app, NULL, 0, column);
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
	draw_problem_line(app, c, &f);
	(void)walk_keys(app, c, f.keys_row, 0);
	if (app->panel == PANEL_ASK)
		view_dialog_draw(app, c);
}
