/* Why this number: the formula in labels, its inputs, and the calculated value beside a stated one. */
#include "tui/app_private.h"

#include "tui/views/views.h"
#include "tui/words.h"

#define TAKE_CALCULATED 1 /* list_item.number of the line that does it */

struct refs {
	struct app *app;
	const char *text;    /* of the formula */
	struct strbuf words; /* the formula in labels, up to `done` */
	size_t done;         /* bytes of text */
	row_id row;          /* of the spot that is explained */
	const struct field *over; /* inside `where`: the rows that are gone through */
};

/* expressions count characters, texts bytes */
static size_t byte_of(const char *text, unsigned characters)
{
	size_t len = strlen(text), at = 0;
	uint32_t c;

	while (characters-- > 0 && at < len)
		at += text_decode(text + at, len - at, &c);
	return at;
}

/* the formula's own words and signs as a clerk reads them; names that are not known stay */
static void copy_to(struct refs *w, size_t to)
{
	const bool ascii = w->app->ascii;

	while (w->done < to) {
		const char *at = w->text + w->done, *word;
		size_t len = 1;

		if (*at == '\'') {
			const char *end = strchr(at + 1, '\'');

			len = end ? (size_t)(end - at) + 1 : strlen(at);
			strbuf_printf(&w->words, ascii ? "\"%.*s\"" : "“%.*s”", len > 1 ? (int)len - 2 : 0, at + 1);
			w->done += len;
			continue;
		}
		while ((*at >= 'a' && *at <= 'z') && ((at[len] >= 'a' && at[len] <= 'z') || (at[len] >= '0' && at[len] <= '9') || at[len] == '_'))
			len++;
		if (strchr("!<>", *at) && at[1] == '=')
			len = 2;
		word = formula_word(at, len, ascii);
		if (word)
			strbuf_puts(&w->words, word);
		else
			strbuf_add(&w->words, at, len);
		w->done += len;
	}
}

static void replace(struct refs *w, const struct expr *e, const char *label)
{
	size_t start = byte_of(w->text, e->column), end = byte_of(w->text, e->end);

	if (start < w->done || end < start)
		return;
	copy_to(w, start);
	strbuf_puts(&w->words, label);
	w->done = end;
}

static void add_input(struct app *app, struct spot s, const char *label)
{
	struct strbuf shown;
	struct list_item *item;

	for (size_t i = 0; i < app->list.count; i++) { /* each once */
		if (!app->list.items[i].heading && view_same_spot(app->list.items[i].spot, s))
			return;
	}
	strbuf_init(&shown, 0);
	if (field_is_scalar(s.field))
		view_value(app, s, &shown);
	if (field_is_scalar(s.field) && shown.len > 0 && s.field->unit)
		strbuf_printf(&shown, " %s", s.field->unit);
	if (shown.len == 0)
		strbuf_puts(&shown, _("(blank)"));
	item = list_add(&app->list, "", label, field_is_scalar(s.field) ? shown.text : NULL);
	if (item)
		item->spot = s;
	strbuf_release(&shown);
}

static void see_field(struct refs *w, const struct expr *e)
{
	const struct field *f = e->field;
	struct spot s = { .section = f->section, .field = f };
	struct strbuf label;

	strbuf_init(&label, 0);
	if (e->op == EXPR_ROW_FIELD && f->table)
		s.row = e->row_key ? 0 : report_row_at(w->app->report, f->table, e->row_index);
	else if (f->table)
		s.row = w->row;
	if (f->matrix)
		strbuf_printf(&label, "%s · %s", form_words(w->app->form, f->matrix->rows[f->row].label),
			      field_label(w->app->form, f->matrix->columns[f->column]));
	else
		strbuf_puts(&label, field_label(w->app->form, f));
	replace(w, e, label.text);
	if (f->table ? s.row && f->table != w->over : true)
		add_input(w->app, s, label.text);
	strbuf_release(&label);
}

/* a constant of the form's is its value */
static void see_constant(struct refs *w, const struct expr *e)
{
	const char *name = w->text + byte_of(w->text, e->column);
	struct strbuf value;

	if (!(*name >= 'a' && *name <= 'z'))
		return;
	strbuf_init(&value, 0);
	if (e->op == EXPR_NUMBER)
		number_print(&value, e->number, NUMBER_PLACES, -1, true);
	else
		strbuf_printf(&value, w->app->ascii ? "\"%s\"" : "“%s”", e->text);
	replace(w, e, value.text);
	strbuf_release(&value);
}

static void see(struct refs *w, const struct expr *e);

static void see_aggregate(struct refs *w, const struct expr *e)
{
	static const char *const names[] = { [FN_SUM] = "sum", [FN_COUNT] = "count", [FN_MIN] = "min", [FN_MAX] = "max", [FN_AVG] = "avg" };
	const struct aggregate *a = e->aggregate;
	size_t start = byte_of(w->text, e->column), end = byte_of(w->text, e->end);
	const char *where = a->where ? strstr(w->text + start, " where ") : NULL;
	const char *name = names[a->function];
	struct strbuf label;

	strbuf_init(&label, 0);
	strbuf_printf(&label, "%s(%s", formula_word(name, strlen(name), false), field_label(w->app->form, a->over));
	if (a->column)
		strbuf_printf(&label, " · %s", field_label(w->app->form, a->column));
	copy_to(w, start);
	strbuf_puts(&w->words, label.text);
	if (where && where < w->text + end) {
		w->done = (size_t)(where - w->text);
		w->over = a->over;
		see(w, a->where);
		w->over = NULL;
	} else {
		strbuf_putc(&w->words, ')');
		w->done = end;
	}
	strbuf_putc(&label, ')');
	add_input(w->app, (struct spot){ .section = a->over->section, .field = a->over }, label.text);
	strbuf_release(&label);
}

static void see(struct refs *w, const struct expr *e)
{
	if (!e)
		return;
	if ((e->op == EXPR_FIELD || e->op == EXPR_ROW_FIELD) && e->field)
		see_field(w, e);
	else if (e->op == EXPR_AGGREGATE)
		see_aggregate(w, e);
	else if (e->op == EXPR_NUMBER || e->op == EXPR_TEXT)
		see_constant(w, e);
	for (size_t i = 0; i < e->arg_count; i++)
		see(w, e->args[i]);
}

static void add_heading(struct app *app, const char *text)
{
	struct list_item *item = list_add(&app->list, NULL, text, NULL);

	if (item)
		item->heading = true;
}

static void add_line(struct app *app, const char *text, size_t len)
{
	struct strbuf line;
	struct list_item *item;

	strbuf_init(&line, 0);
	strbuf_puts(&line, "  ");
	strbuf_add(&line, text, len);
	item = list_add(&app->list, NULL, line.text, NULL);
	if (item) {
		item->heading = true;
		item->style = STYLE_NORMAL;
		item->text = "";
	}
	strbuf_release(&line);
}

static void add_wrapped(struct app *app, const char *text, size_t len)
{
	struct text_line lines[8];
	size_t count = text_wrap(text, len, frame_of(app->rows, app->columns).content.columns - 4, lines, ARRAY_SIZE(lines));

	for (size_t i = 0; i < count && i < ARRAY_SIZE(lines); i++)
		add_line(app, text + lines[i].start, lines[i].end - lines[i].start);
}

/* the two sides of a stated value, their difference and what rounding allows */
static void add_comparison(struct app *app, struct spot s)
{
	struct strbuf line, part;
	struct comparison c = { .mark = MARK_NONE };
	struct list_item *item;
	bool calculated;

	if (!s.field->stated)
		return;
	strbuf_init(&line, 0);
	strbuf_init(&part, 0);
	report_show(app->report, s, false, &part);
	strbuf_printf(&line, _("stated: %s"), part.len ? part.text : _("(blank)"));
	add_line(app, line.text, line.len);
	strbuf_clear(&part);
	strbuf_clear(&line);
	report_show_calculated(app->report, s, false, &part);
	calculated = part.len > 0;
	strbuf_printf(&line, _("calculated: %s"), calculated ? part.text : _("(blank)"));
	add_line(app, line.text, line.len);
	if (report_mark(app->report, s, &c) != MARK_NONE && c.numbers) {
		strbuf_clear(&line);
		strbuf_clear(&part);
		number_print(&part, c.difference, NUMBER_PLACES, report_places(app->report, s), true);
		strbuf_printf(&line, "%s ", view_mark(app, c.mark));
		strbuf_printf(&line, _("difference: %s"), part.text);
		if (c.tolerance != 0) { /* whole numbers are not rounded */
			strbuf_clear(&part);
			number_print(&part, c.tolerance, INTERVAL_PLACES, -1, true);
			strbuf_puts(&line, "  ");
			strbuf_printf(&line, _("rounding allows: ±%s"), part.text);
		}
		add_line(app, line.text, line.len);
	}
	item = calculated && c.mark != MARK_EQUAL ? list_add(&app->list, "", _("take the calculated value"), NULL) : NULL;
	if (item)
		item->number = TAKE_CALCULATED;
	strbuf_release(&line);
	strbuf_release(&part);
}

void app_formula_words(struct app *app, const struct formula *f, row_id row, struct strbuf *out)
{
	struct refs w = { .app = app, .row = row, .text = f->text };

	strbuf_init(&w.words, 0);
	see(&w, f->expr);
	copy_to(&w, strlen(f->text));
	strbuf_add(out, w.words.text, w.words.len);
	strbuf_release(&w.words);
}

void app_list_why(struct app *app)
{
	const struct field *f = app->back.field;
	struct refs w = { .app = app, .row = app->back.row };

	if (!f || !f->calculate)
		return;
	w.text = f->calculate->text;
	strbuf_init(&w.words, 0); /* a first time through for the formula's words alone; the inputs are listed after it */
	see(&w, f->calculate->expr);
	copy_to(&w, strlen(w.text));
	list_clear(&app->list);
	add_heading(app, _("Formula"));
	add_wrapped(app, w.words.text, w.words.len);
	add_comparison(app, app->back);
	add_heading(app, _("What goes into it"));
	strbuf_clear(&w.words);
	w.done = 0;
	see(&w, f->calculate->expr);
	strbuf_release(&w.words);
}

bool app_takes_calculated(const struct app *app)
{
	const struct list *l = &app->list;

	return app->panel == PANEL_WHY && l->count > 0 && !l->items[l->at].heading && l->items[l->at].number == TAKE_CALCULATED;
}

unsigned act_why(struct app *app)
{
	const struct field *f = app->focus.field;

	if (app->panel == PANEL_WHY) {
		app_panel_close(app);
		return REACT_REDRAW;
	}
	app_panel_close(app);
	if (!f || !f->calculate) {
		app_say(app, STYLE_NOTE, "%s", _("this value is typed in: no formula gives it"));
		return REACT_REDRAW;
	}
	app->back = app->focus;
	app_panel_open(app, PANEL_WHY);
	return REACT_REDRAW;
}

unsigned app_take_why(struct app *app, const struct list_item *item)
{
	struct spot to = item->spot, here = app->back;
	unsigned number = item->number;
	struct error error = { 0 };
	struct strbuf text;

	app_panel_close(app);
	if (number != TAKE_CALCULATED) {
		app_focus(app, to);
		return REACT_REDRAW;
	}
	if (!app_can_change(app, here))
		return REACT_REDRAW;
	strbuf_init(&text, 0);
	report_show_calculated(app->report, here, true, &text);
	if (!report_set(app->report, here, text.text, text.len, false, &error))
		app_say(app, STYLE_ERROR, "%s", error.text);
	strbuf_release(&text);
	return REACT_REDRAW;
}
