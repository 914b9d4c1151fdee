/* Values that found no place when the report was made, from a document or last year's report: listed, read, and crossed off. */
#include "tui/app_private.h"

#include "base/data.h"
#include "base/text.h"

#define LISTED_MOST 2000

static const struct field *unplaced(const struct app *app)
{
	return section_field(app->form->reserved, "unplaced", 8);
}

static const char *column_text(const struct app *app, row_id row, const char *column, size_t *ret_len)
{
	const struct field *table = unplaced(app);

	return report_text(app->report, (struct spot){ table->section, table_column(table, column, strlen(column)), row }, ret_len);
}

/* the value as a person reads it: a text as it is, a list or mapping as it is kept */
static void show_value(const struct app *app, row_id row, struct strbuf *out)
{
	size_t len;
	const char *text = column_text(app, row, "value", &len);
	const struct data d = { text, len };

	if (data_kind(d) == DATA_STRING)
		data_text(d, out);
	else
		strbuf_add(out, text, len);
}

/* where it stood, as far as that is a place of the form's: the section, to be gone to */
static struct spot section_of(const struct app *app, row_id row)
{
	size_t len, first = 0;
	const char *path = column_text(app, row, "path", &len);
	const struct section *s;

	while (first < len && path[first] != '.')
		first++;
	s = form_section(app->form, path, first);
	return (struct spot){ .section = s };
}

unsigned act_unplaced(struct app *app)
{
	app_panel_open(app, PANEL_UNPLACED);
	if (app->list.count > 0)
		return REACT_REDRAW;
	app_panel_close(app);
	app_say(app, STYLE_GOOD, "%s", _("every value has its place"));
	return REACT_REDRAW;
}

void app_list_unplaced(struct app *app)
{
	const uint32_t count = report_row_count(app->report, unplaced(app));
	struct strbuf label, value;

	strbuf_init(&label, 0);
	strbuf_init(&value, 0);
	for (uint32_t i = 0; i < count; i++) {
		const row_id row = report_row_at(app->report, unplaced(app), i);
		const struct spot at = section_of(app, row);
		struct list_item *item;
		size_t path_len, label_len;
		const char *path = column_text(app, row, "path", &path_len), *text = column_text(app, row, "label", &label_len);

		if (app->list.count >= LISTED_MOST) {
			app->list.more = true;
			break;
		}
		strbuf_clear(&label);
		strbuf_clear(&value);
		strbuf_add(&label, label_len ? text : path, label_len ? label_len : path_len);
		show_value(app, row, &value);
		for (size_t c = 0; c < value.len; c++) /* a long text stays on its line */
			value.text[c] = value.text[c] == '\n' ? ' ' : value.text[c];
		item = list_add(&app->list, at.section && at.section->number ? at.section->number : "", label.text, value.text);
		if (!item)
			break;
		item->style = STYLE_DIM;
		item->number = row;
	}
	strbuf_release(&label);
	strbuf_release(&value);
}

/* ---- one of them ---- */

static unsigned back_to_list(struct app *app)
{
	app_panel_open(app, PANEL_UNPLACED);
	if (app->list.count == 0)
		app_panel_close(app);
	return REACT_REDRAW;
}

static unsigned go_to_section(struct app *app)
{
	const struct spot s = section_of(app, app->back.row);

	app_panel_close(app);
	if (s.section)
		app_focus_place(app, s);
	return REACT_REDRAW;
}

static unsigned cross_off(struct app *app)
{
	struct error error = { 0 };

	if (!report_delete(app->report, unplaced(app), app->back.row, &error))
		app_say(app, STYLE_ERROR, "%s", error.text);
	else
		app_say(app, STYLE_NOTE, "%s", _("crossed off; ^Z brings it back"));
	return back_to_list(app);
}

unsigned app_unplaced_take(struct app *app, const struct list_item *item)
{
	static const struct answer answers[] = {
		{ N_("back to the list"), "", back_to_list },
		{ N_("go to that section"), "", go_to_section },
		{ N_("cross it off"), "", cross_off },
	};
	const row_id row = item->number;
	struct strbuf text;

	strbuf_init(&text, 0);
	strbuf_printf(&text, _("this found no place (%s):"), item->label);
	strbuf_puts(&text, "\n\n");
	show_value(app, row, &text);
	app->back = (struct spot){ .row = row };
	app_ask(app, QUESTION_UNPLACED, text.text, answers, app_read_only(app) || app->options.review ? 2 : ARRAY_SIZE(answers));
	strbuf_release(&text);
	return REACT_REDRAW;
}
