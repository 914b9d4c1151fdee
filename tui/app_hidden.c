/* Values kept under fields that do not apply: where they are, why they are hidden, and making them blank. */
#include "tui/app_private.h"

#include "tui/views/views.h"

#define LISTED_MOST 2000

unsigned act_hidden(struct app *app)
{
	app_filter_off(app);
	app_panel_open(app, PANEL_HIDDEN);
	if (app->list.count > 0)
		return REACT_REDRAW;
	app_panel_close(app);
	app_say(app, STYLE_GOOD, "%s", _("no value is hidden: every field that does not apply is blank"));
	return REACT_REDRAW;
}

static bool look_at(struct app *app, struct spot s)
{
	struct strbuf label, shown;
	struct list_item *item;
	size_t len;

	if (!s.field->relevant && (!grid_of(s.field) || !grid_of(s.field)->relevant))
		return true; /* it always applies */
	report_text(app->report, s, &len);
	if (len == 0 || report_is_calculated(s.field) || report_relevant(app->report, s))
		return true;
	if (app->list.count >= LISTED_MOST) {
		app->list.more = true;
		return false;
	}
	strbuf_init(&label, 0);
	strbuf_init(&shown, 0);
	report_label(app->report, s, &label);
	report_show(app->report, s, false, &shown);
	item = list_add(&app->list, s.section->number ? s.section->number : "", label.text, shown.text);
	if (item) {
		item->spot = s;
		item->style = STYLE_DIM;
	}
	strbuf_release(&label);
	strbuf_release(&shown);
	return item != NULL;
}

void app_list_hidden(struct app *app)
{
	for (size_t i = 0; i < app->form->section_count; i++) {
		const struct section *s = app->form->sections[i];

		for (size_t n = 0; n < s->field_count; n++) {
			const struct field *f = s->fields[n];

			if (field_is_scalar(f) && !look_at(app, (struct spot){ .section = s, .field = f }))
				return;
			for (uint32_t row = 0; !field_is_scalar(f) && row < grid_rows(app, f); row++) {
				for (size_t c = 0; c < f->column_count; c++) {
					struct spot cell = grid_spot(app, f, row, c);

					if (cell.field && !look_at(app, cell))
						return;
				}
			}
		}
	}
}

/* ---- one of them ---- */

static unsigned back_to_list(struct app *app)
{
	app_panel_open(app, PANEL_HIDDEN);
	if (app->list.count == 0)
		app_panel_close(app);
	return REACT_REDRAW;
}

static unsigned make_blank(struct app *app)
{
	struct error error = { 0 };
	struct strbuf label;

	strbuf_init(&label, 0);
	report_label(app->report, app->back, &label);
	if (!report_set(app->report, app->back, "", 0, false, &error))
		app_say(app, STYLE_ERROR, "%s", error.text);
	else
		app_say(app, STYLE_NOTE, _("'%s' is blank now; ^Z brings it back"), label.text);
	strbuf_release(&label);
	return back_to_list(app);
}

/* the condition that hides it: its own, or its table's */
static const struct formula *hidden_by(struct app *app, struct spot s)
{
	const struct field *grid = grid_of(s.field);

	if (grid && grid->relevant && !report_relevant(app->report, (struct spot){ .section = grid->section, .field = grid }))
		return grid->relevant;
	return s.field->relevant ? s.field->relevant : grid ? grid->relevant : NULL;
}

unsigned app_hidden_take(struct app *app, const struct list_item *item)
{
	static const struct answer answers[] = {
		{ N_("keep the value"), "", back_to_list },
		{ N_("make it blank"), "", make_blank },
	};
	const struct spot s = item->spot;
	const struct formula *why = hidden_by(app, s);
	struct strbuf text, label, words, shown;

	strbuf_init(&text, 0);
	strbuf_init(&label, 0);
	strbuf_init(&words, 0);
	strbuf_init(&shown, 0);
	report_label(app->report, s, &label);
	report_show(app->report, s, false, &shown);
	if (why)
		app_formula_words(app, why, s.row, &words);
	strbuf_printf(&text, _("'%s' is hidden, as it applies only where this holds:"), label.text);
	strbuf_printf(&text, "\n%s\n\n", words.text);
	strbuf_printf(&text, _("its value: %s"), shown.text);
	app->back = s;
	if (app_read_only(app) || (s.field->reviewer && !app->options.review))
		app_ask(app, QUESTION_HIDDEN, text.text, answers, 1);
	else
		app_ask(app, QUESTION_HIDDEN, text.text, answers, ARRAY_SIZE(answers));
	strbuf_release(&text);
	strbuf_release(&label);
	strbuf_release(&words);
	strbuf_release(&shown);
	return REACT_REDRAW;
}
