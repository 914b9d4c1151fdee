/* Find and replace over the whole report: what would change is listed first, and any place can be left out. */
#include "tui/app_private.h"

#include "report/entry.h"
#include "tui/views/views.h"

#define LISTED_MOST 5000
#define AROUND 6     /* characters shown before and after what is replaced */

unsigned act_replace(struct app *app)
{
	if (app_read_only(app) || app->options.review) {
		app_can_change(app, app->focus);
		return REACT_REDRAW;
	}
	app_prompt_open(app, PROMPT_REPLACE, app->found.text, app->found.len);
	lineedit_select_all(app->query);
	return REACT_REDRAW;
}

static const char *find(const char *text, size_t len, const struct strbuf *what)
{
	const char *end = text + len;

	while (what->len > 0 && (size_t)(end - text) >= what->len) {
		text = memchr(text, what->text[0], (size_t)(end - text) - what->len + 1);
		if (!text || memcmp(text, what->text, what->len) == 0)
			return text;
		text++;
	}
	return NULL;
}

static void replaced(const struct app *app, const char *text, size_t len, struct strbuf *out)
{
	const char *end = text + len, *at;

	while ((at = find(text, (size_t)(end - text), &app->replacing.from)) != NULL) {
		strbuf_add(out, text, (size_t)(at - text));
		strbuf_add(out, app->replacing.to.text, app->replacing.to.len);
		text = at + app->replacing.from.len;
	}
	strbuf_add(out, text, (size_t)(end - text));
}

static bool is_words(const struct field *f)
{
	return f->type == TYPE_TEXT || f->type == TYPE_LONGTEXT;
}

/* whether a place that holds it may have it replaced; words may become anything, others must still fit */
static bool may_replace(struct app *app, struct spot s, const struct strbuf *fresh)
{
	struct reading reading;

	if (!spot_may_change(app, s) || s.field->type == TYPE_CHOICE || s.field->type == TYPE_CHOICES ||
	    s.field->type == TYPE_BOOLEAN)
		return false;
	if (is_words(s.field))
		return true;
	entry_read(s.field, fresh->text, fresh->len, &reading);
	return reading.fit == FIT_GOOD || reading.fit == FIT_NA || reading.fit == FIT_BLANK;
}

/* up to AROUND characters before `at`, on its own line */
static const char *some_before(const char *text, const char *at)
{
	for (int i = 0; i < AROUND && at > text && at[-1] != '\n'; i++)
		at = text + text_cluster_before(text, (size_t)(at - text));
	return at;
}

static const char *some_after(const char *at, const char *end)
{
	for (int i = 0; i < AROUND && at < end && *at != '\n'; i++)
		at += text_cluster(at, (size_t)(end - at), &(int){ 0 });
	return at;
}

/* …农村「环境→生态」专项… (×2) */
static void describe(const struct app *app, const char *text, size_t len, struct strbuf *out)
{
	const char *at = find(text, len, &app->replacing.from), *behind = at + app->replacing.from.len, *end = text + len;
	const char *start = some_before(text, at), *stop = some_after(behind, end), *next = behind;
	const char *more = app->ascii ? "..." : "…";
	unsigned times = 1;

	while ((next = find(next, (size_t)(end - next), &app->replacing.from)) != NULL) {
		next += app->replacing.from.len;
		times++;
	}
	strbuf_puts(out, start > text ? more : "");
	strbuf_add(out, start, (size_t)(at - start));
	strbuf_printf(out, "[%s %s %s]", app->replacing.from.text, app->ascii ? "->" : "→", app->replacing.to.text);
	strbuf_add(out, behind, (size_t)(stop - behind));
	strbuf_puts(out, stop < end ? more : "");
	if (times > 1)
		strbuf_printf(out, " (%s%u)", app->ascii ? "x" : "×", times);
}

static void set_tick(struct app *app, struct list_item *item, bool on)
{
	item->number = on;
	item->tag = on ? (app->ascii ? "[x]" : "✓") : app->ascii ? "[ ]" : "·";
	item->style = on ? STYLE_GOOD : STYLE_DIM;
}

static bool look_at(struct app *app, struct spot s)
{
	struct strbuf fresh, label, words;
	struct list_item *item = NULL;
	size_t len;
	const char *text = report_text(app->report, s, &len);

	if (!find(text, len, &app->replacing.from) || !report_relevant(app->report, s))
		return true;
	if (app->list.count >= LISTED_MOST) {
		app->list.more = true;
		return false;
	}
	strbuf_init(&fresh, 0);
	strbuf_init(&label, 0);
	strbuf_init(&words, 0);
	replaced(app, text, len, &fresh);
	if (may_replace(app, s, &fresh)) {
		report_label(app->report, s, &label);
		describe(app, text, len, &words);
		item = list_add(&app->list, "", label.text, words.text);
	} else {
		app->replacing.skipped++;
	}
	if (item) {
		item->spot = s;
		set_tick(app, item, true);
	}
	strbuf_release(&fresh);
	strbuf_release(&label);
	strbuf_release(&words);
	return true;
}

/* calculated values show it, but nobody typed it there: counted as passed over */
static bool look_at_shown(struct app *app, struct spot s)
{
	struct strbuf shown;

	if (!report_is_calculated(s.field))
		return look_at(app, s);
	if (!report_relevant(app->report, s))
		return true;
	strbuf_init(&shown, 0);
	report_show(app->report, s, true, &shown);
	app->replacing.skipped += find(shown.text, shown.len, &app->replacing.from) != NULL;
	strbuf_release(&shown);
	return true;
}

static bool look_through(struct app *app, const struct field *f)
{
	if (field_is_scalar(f))
		return look_at_shown(app, (struct spot){ .section = f->section, .field = f });
	for (uint32_t row = 0; row < grid_rows(app, f); row++) {
		for (size_t c = 0; c < f->column_count; c++) {
			struct spot s = grid_spot(app, f, row, c);

			if (s.field && !look_at_shown(app, s))
				return false;
		}
	}
	return true;
}

static void add_skipped(struct app *app)
{
	struct list_item *item;
	char text[160];

	if (app->replacing.skipped == 0 || app->list.count == 0)
		return;
	snprintf(text, sizeof(text), _("%zu more cannot change: calculated, locked, chosen or the reviewer's"), app->replacing.skipped);
	item = list_add(&app->list, NULL, text, "");
	if (item)
		item->heading = true;
}

void app_list_replace(struct app *app)
{
	app_filter_off(app);
	app->replacing.skipped = 0;
	for (size_t i = 0; i < app->form->section_count; i++) {
		const struct section *s = app->form->sections[i];

		for (size_t f = 0; f < s->field_count; f++) {
			if (!look_through(app, s->fields[f])) {
				add_skipped(app);
				return;
			}
		}
	}
	add_skipped(app);
}

/* first what, then by what, then the list */
unsigned app_replace_asked(struct app *app)
{
	struct replacing *r = &app->replacing;
	bool first = app->prompt.what == PROMPT_REPLACE;
	struct strbuf *to = first ? &r->from : &r->to;

	strbuf_clear(to);
	strbuf_add(to, app->query->text.text, app->query->text.len);
	if (first && r->from.len == 0) {
		app_panel_close(app);
		return REACT_REDRAW;
	}
	if (first) {
		app_prompt_open(app, PROMPT_REPLACE_WITH, "", 0);
		return REACT_REDRAW;
	}
	app_panel_open(app, PANEL_REPLACE);
	if (app->list.count > 0)
		return REACT_REDRAW;
	app_panel_close(app);
	if (r->skipped > 0)
		app_say(app, STYLE_WARNING, _("'%s' stands only in %zu places that cannot change: calculated, locked, chosen or not yours"),
			r->from.text, r->skipped);
	else
		app_say(app, STYLE_WARNING, _("'%s' is found in no field"), r->from.text);
	return REACT_REDRAW;
}

void app_replace_toggle(struct app *app)
{
	struct list *l = &app->list;

	if (l->count == 0)
		return;
	set_tick(app, &l->items[l->at], !l->items[l->at].number);
	if (l->at + 1 < l->count && !l->items[l->at + 1].heading)
		l->at++;
}

static bool replace_at(struct app *app, struct spot s, struct error *reterr)
{
	struct strbuf fresh;
	size_t len;
	const char *text = report_text(app->report, s, &len);
	bool ok;

	strbuf_init(&fresh, 0);
	replaced(app, text, len, &fresh);
	ok = report_set(app->report, s, fresh.text, fresh.len, is_words(s.field), reterr); /* too long is kept, and reported */
	strbuf_release(&fresh);
	return ok;
}

unsigned app_replace_take(struct app *app)
{
	struct error error = { 0 };
	size_t done = 0, left = 0, skipped = app->replacing.skipped;
	bool ok = true;

	report_group_begin(app->report);
	for (size_t i = 0; ok && i < app->list.count; i++) {
		const struct list_item *item = &app->list.items[i];

		ok = !item->number || replace_at(app, item->spot, &error);
		done += item->number;
		left += !item->number && !item->heading;
	}
	if (ok)
		report_group_end(app->report);
	else
		report_group_cancel(app->report);
	app_panel_close(app);
	if (!ok)
		app_say(app, STYLE_ERROR, "%s", error.text);
	else
		app_say(app, STYLE_NOTE, _("replaced in %zu places; %zu left out, %zu cannot change; ^Z takes it all back"), done, left, skipped);
	return REACT_REDRAW;
}
