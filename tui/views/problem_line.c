/* The problem line: what is wrong with the place in focus, or its help; a message; a prompt. */
#include "base/text.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

#define WHOLE_BESIDE 12 /* columns that a value given in full leaves to what says so */

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

/* a stated figure left blank though a formula gives it: what the document will lack, and how to have it; false: it is not so */
static bool add_left_out(const struct app *app, struct strbuf *out)
{
	const struct spot s = app->focus;
	struct strbuf shown, key;
	struct value v;
	size_t len;

	if (!s.field->stated)
		return false;
	report_text(app->report, s, &len);
	if (len > 0 || report_calculated(app->report, s, false, &v) != STATE_VALUE)
		return false;
	strbuf_init(&shown, 0);
	strbuf_init(&key, 0);
	report_show_calculated(app->report, s, false, &shown);
	action_key_name(&action_table[ACTION_WHY], &key);
	strbuf_printf(out, "%s ", app->ascii ? "o" : "○");
	if (spot_may_change(app, s))
		strbuf_printf(out, _("left blank, and left out of the document; %s takes the calculated %s"), key.text, shown.text);
	else
		strbuf_printf(out, _("left blank, and left out of the document (calculated: %s)"), shown.text);
	strbuf_release(&shown);
	strbuf_release(&key);
	return true;
}

static bool is_cut_short(const struct app *app, struct spot s, const struct strbuf *shown)
{
	int columns;

	if (spot_is_long(s) && !grid_of(s.field))
		return false; /* a box of its own, which says so itself */
	columns = grid_of(s.field) ? view_cell_columns(app, s) : view_field_columns(app, s.field);
	return text_columns(shown->text, shown->len) > columns || memchr(shown->text, '\n', shown->len);
}

/* the key that shows a long text whole: the editor, or where nothing may be typed the preview */
static void add_whole_text(const struct app *app, struct spot s, struct strbuf *out)
{
	bool opens = spot_may_change(app, s) && !app_read_only(app);
	struct strbuf key;
	size_t len, count;
	const char *text = report_text(app->report, s, &len);

	count = text_clusters(text, len);
	strbuf_init(&key, 0);
	action_key_name(&action_table[opens ? ACTION_EDIT_HOME : ACTION_PREVIEW], &key);
	if (s.field->max_length)
		strbuf_printf(out, _("%s shows the whole text (%zu / %u characters)"), key.text, count, (unsigned)s.field->max_length);
	else
		strbuf_printf(out, _("%s shows the whole text (%zu characters)"), key.text, count);
	strbuf_release(&key);
}

/* a value that its box cuts short: all of it, where there is room for it here, or the key that shows it */
static void add_cut_short(const struct app *app, struct strbuf *out)
{
	const struct spot s = app->focus;
	struct strbuf shown, key;

	if (!field_is_scalar(s.field)) /* a table without rows */
		return;
	strbuf_init(&shown, 0);
	strbuf_init(&key, 0);
	(void)view_value(app, s, &shown);
	action_key_name(&action_table[ACTION_PLAIN], &key);
	if (is_cut_short(app, s, &shown)) {
		if (out->len > 0)
			strbuf_puts(out, "  ");
		if (spot_is_long(s))
			add_whole_text(app, s, out);
		else if (text_columns(shown.text, shown.len) > app->columns - WHOLE_BESIDE)
			strbuf_printf(out, _("%s shows all that stands here"), key.text);
		else
			strbuf_printf(out, _("in full: %s"), shown.text);
	}
	strbuf_release(&shown);
	strbuf_release(&key);
}

/* what is wrong there; false: nothing is but that it may be blank, and its help is worth more */
static bool add_problem(const struct app *app, struct strbuf *out, enum style *ret_style)
{
	struct worst worst = { .severity = SEVERITY_NONE };
	bool wrong, helped = form_words(app->form, app->focus.field->help)[0];
	const char *sign;

	strbuf_init(&worst.text, 0);
	report_problems_at(app->report, app->focus, (struct problem_sink){ .tell = keep_worst, .to = &worst });
	wrong = worst.severity != SEVERITY_NONE && !worst.blank;
	if (wrong) {
		sign = view_sign(app, worst.severity, ret_style);
		strbuf_printf(out, "%s %s", sign, worst.text.text);
		if (worst.explain)
			add_reason_hint(out);
	} else if (!app->editing && add_left_out(app, out)) {
		*ret_style = STYLE_WARNING;
	} else if (worst.blank && !helped) {
		strbuf_printf(out, "%s %s", app->ascii ? "o" : "○", worst.text.text);
		*ret_style = STYLE_WARNING;
		wrong = true;
	}
	strbuf_release(&worst.text);
	return wrong;
}

/* why nothing can be typed there */
static void add_calculated(const struct app *app, const struct field *f, struct strbuf *out)
{
	struct strbuf key;

	strbuf_init(&key, 0);
	action_key_name(&action_table[ACTION_WHY], &key);
	strbuf_printf(out, _("%s: calculated; %s shows how"), field_label(app->form, f), key.text);
	strbuf_release(&key);
}

static void add_help(const struct app *app, struct strbuf *out)
{
	const struct field *f = app->focus.field;

	if (out->len > 0 && form_words(app->form, f->help)[0])
		strbuf_puts(out, "  ");
	if (form_words(app->form, f->help)[0])
		strbuf_printf(out, _("%s: %s"), field_label(app->form, f), form_words(app->form, f->help));
	else if (out->len == 0 && report_is_calculated(f))
		add_calculated(app, f, out);
	else if (out->len == 0)
		add_choices(app, f, out);
}

static enum style field_line(const struct app *app, struct strbuf *out)
{
	const struct field *f = app->focus.field;
	enum style style = STYLE_DIM;
	bool wrong;

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
	wrong = add_problem(app, out, &style);
	if (!app->editing)
		add_cut_short(app, out);
	if (!wrong)
		add_help(app, out);
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

void view_problem_line_draw(const struct app *app, struct canvas *c, const struct frame *f)
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
