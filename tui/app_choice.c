/* Choices: the list under the editor of a choice, narrowed down by what is typed, as it is written or by pinyin. */
#include "tui/app_private.h"

#include "report/entry.h"
#include "tui/views/views.h"

static bool is_several(struct spot s)
{
	return s.field && s.field->type == TYPE_CHOICES;
}

bool spot_is_choice(struct spot s)
{
	return s.field && (s.field->type == TYPE_CHOICE || s.field->type == TYPE_CHOICES || s.field->type == TYPE_BOOLEAN);
}

static size_t own_count(const struct field *f)
{
	return f->type == TYPE_BOOLEAN ? 2 : f->choice_count;
}

/* that it does not apply is one more, last, where the form allows it */
static size_t choice_count(const struct field *f)
{
	return own_count(f) + (f->na && f->type != TYPE_CHOICES);
}

static const char *choice_value(const struct field *f, size_t i)
{
	if (i == own_count(f))
		return ENTRY_NA;
	return f->type == TYPE_BOOLEAN ? (i == 0 ? "true" : "false") : f->choices[i].value;
}

static const char *choice_label(const struct app *app, const struct field *f, size_t i)
{
	if (i == own_count(f))
		return ENTRY_NA;
	if (f->type == TYPE_BOOLEAN)
		return i == 0 ? _("yes") : _("no");
	return form_words(app->form, f->choices[i].label);
}

/* how well a choice answers to what was typed; 0: not at all */
static unsigned choice_rank(const struct app *app, const struct field *f, size_t i, const struct strbuf *query)
{
	unsigned rank = app_label_rank(choice_label(app, f, i), query), other = 0;

	if (i == own_count(f))
		return rank;
	if (f->type == TYPE_BOOLEAN)
		other = app_label_rank(i == 0 ? "是" : "否", query);
	else if (f->choices[i].label.zh)
		other = app_label_rank(f->choices[i].label.zh, query);
	return other > rank ? other : rank;
}

static bool is_on(const struct app *app, size_t choice)
{
	return choice < app->choosing.on.len && app->choosing.on.text[choice] == '1';
}

static void fill_list(struct app *app)
{
	const struct field *f = app->edit_spot.field;
	unsigned best = 0;
	struct strbuf query;

	strbuf_init(&query, 0);
	if (app->choosing.typed && !app->choosing.none)
		app_fold_query(app->edit->text.text, app->edit->text.len, &query);
	list_clear(&app->list);
	for (size_t i = 0; i < choice_count(f); i++) {
		unsigned rank = query.len > 0 ? choice_rank(app, f, i, &query) : 1;
		const char *tick = !is_several(app->edit_spot) ? NULL : is_on(app, i) ? (app->ascii ? "x" : "✓") : " ";
		struct list_item *item = rank > 0 ? list_add(&app->list, tick, choice_label(app, f, i), NULL) : NULL;

		if (!item)
			continue;
		item->number = (unsigned)i;
		if (rank > best) {
			best = rank;
			app->list.at = app->list.count - 1;
		}
	}
	strbuf_release(&query);
	list_settle(&app->list, CHOICE_ROWS);
}

/* what is there now: ticked, and the one that the list begins at; returns its length */
static size_t look_at_value(struct app *app, size_t *ret_at)
{
	const struct field *f = app->edit_spot.field;
	size_t len, value_len;
	const char *text = report_text(app->report, app->edit_spot, &len);
	bool found = false;

	*ret_at = 0;
	strbuf_clear(&app->choosing.on);
	for (size_t i = 0; i < choice_count(f); i++) {
		bool on = false;

		value_len = strlen(choice_value(f, i));
		for (size_t at = 0; at < len && !on;) {
			const char *end = memchr(text + at, '\n', len - at);
			size_t line = end ? (size_t)(end - text) - at : len - at;

			on = line == value_len && memcmp(text + at, choice_value(f, i), line) == 0;
			at += line + 1;
		}
		strbuf_putc(&app->choosing.on, on ? '1' : '0');
		if (on && !found)
			*ret_at = i;
		found |= on;
	}
	return len;
}

void app_choice_open(struct app *app)
{
	size_t at;

	if (!spot_is_choice(app->edit_spot))
		return;
	app->choosing.open = true;
	app->choosing.typed = app->choosing.moved = app->choosing.toggled = false;
	app->choosing.none = look_at_value(app, &at) == 0;
	fill_list(app);
	app->list.at = at;
	list_settle(&app->list, CHOICE_ROWS);
}

void app_choice_refused(struct app *app)
{
	if (!app->choosing.open || app->choosing.toggled)
		return;
	app->choosing.none = true; /* all of them to choose from, and none taken unasked */
	fill_list(app);
}

void app_choice_close(struct app *app)
{
	if (!app->choosing.open)
		return;
	app->choosing.open = false;
	list_clear(&app->list);
}

void app_choice_typed(struct app *app)
{
	if (!app->choosing.open)
		return;
	app->choosing.typed = true;
	app->choosing.moved = app->choosing.none = false;
	fill_list(app);
}

/* ---- what was chosen, into the report ---- */

static bool store_text(struct app *app, const char *text, size_t len)
{
	struct error error = { 0 };

	if (report_set(app->report, app->edit_spot, text, len, false, &error))
		return true;
	app_say(app, STYLE_ERROR, "%s", error.text);
	return false;
}

static bool store_ticked(struct app *app)
{
	const struct field *f = app->edit_spot.field;
	struct strbuf text;
	bool ok;

	strbuf_init(&text, 0);
	for (size_t i = 0; i < f->choice_count; i++) {
		if (!is_on(app, i))
			continue;
		if (text.len > 0)
			strbuf_putc(&text, '\n');
		strbuf_puts(&text, f->choices[i].value);
	}
	ok = store_text(app, text.text, text.len);
	strbuf_release(&text);
	return ok;
}

/* what was typed, if it says it by itself: a whole label, 不适用, several of them with signs between */
static bool is_understood(struct app *app)
{
	struct understanding u = { .changed = false };
	struct error why = { 0 };
	bool understood;

	strbuf_init(&u.stored, 0);
	understood = entry_understand(app->form, app->edit_spot.field, app->edit->text.text, app->edit->text.len, &u, &why);
	strbuf_release(&u.stored);
	return understood;
}

bool app_choice_store(struct app *app)
{
	const struct choosing *c = &app->choosing;
	const struct list *l = &app->list;
	size_t len;

	if (c->toggled)
		return store_ticked(app);
	report_text(app->report, app->edit_spot, &len);
	if (!c->typed && (!c->moved || (is_several(app->edit_spot) && len > 0))) /* going through what is ticked changes nothing */
		return true;
	if (!c->none && (c->moved || !is_understood(app)) && l->count > 0) {
		const char *value = choice_value(app->edit_spot.field, l->items[l->at].number);

		return store_text(app, value, strlen(value));
	}
	return app_set(app, app->edit_spot, app->edit->text.text, app->edit->text.len);
}

/* ---- keys ---- */

static void toggle(struct app *app)
{
	const struct list *l = &app->list;
	size_t at, choice;

	if (l->count == 0)
		return;
	choice = l->items[l->at].number;
	if (choice >= app->choosing.on.len)
		return;
	if (app->choosing.typed && !app->choosing.toggled) { /* typing replaces: what was ticked before is not meant */
		for (size_t i = 0; i < app->choosing.on.len; i++)
			app->choosing.on.text[i] = '0';
	}
	app->choosing.on.text[choice] = app->choosing.on.text[choice] == '1' ? '0' : '1';
	app->choosing.toggled = true;
	app->choosing.typed = app->choosing.none = false;
	lineedit_set(app->edit, "", 0);
	fill_list(app);
	for (at = 0; at < l->count && l->items[at].number != choice; at++)
		;
	app->list.at = at;
	list_settle(&app->list, CHOICE_ROWS);
}

static void move(struct app *app, bool down, size_t by)
{
	struct list *l = &app->list;
	size_t last = l->count - 1;

	if (app->choosing.none) /* the first step only comes to the list */
		l->at = down ? 0 : last;
	else if (down)
		l->at = l->at + by < last ? l->at + by : last;
	else
		l->at = l->at > by ? l->at - by : 0;
	app->choosing.moved = true;
	app->choosing.none = false;
	list_settle(l, CHOICE_ROWS);
}

/* the list's own keys; all others are the editor's */
static bool list_key(struct app *app, const struct key *k)
{
	bool only = app->choosing.typed && app->list.count <= 1; /* nothing to choose among: the keys do what they do elsewhere */

	switch (k->code) {
	case KEYCODE_UP:
	case KEYCODE_DOWN:
	case KEYCODE_PAGE_UP:
	case KEYCODE_PAGE_DOWN:
		if (k->alt || k->control || k->shift || only || app->list.count == 0)
			return false;
		move(app, k->code == KEYCODE_DOWN || k->code == KEYCODE_PAGE_DOWN,
		     k->code == KEYCODE_UP || k->code == KEYCODE_DOWN ? 1 : CHOICE_ROWS);
		return true;
	case KEYCODE_TEXT:
		if (k->len != 1 || k->text[0] != ' ' || app->edit_spot.field->type == TYPE_CHOICE)
			return false;
		if (is_several(app->edit_spot))
			toggle(app);
		else if (app->list.count > 1)
			move(app, app->choosing.none || app->list.at == 0, 1);
		return true;
	case KEYCODE_ENTER:
		return false; /* it keeps what is chosen and goes on, as everywhere */
	default:
		return false;
	}
}

bool app_choice_key(struct app *app, const struct key *k, unsigned mode)
{
	size_t len;

	if (mode == MODE_EDIT && app->choosing.open)
		return list_key(app, k);
	if (mode != MODE_FIELD || k->code != KEYCODE_ENTER || k->alt || k->control || k->shift || !spot_is_choice(app->focus))
		return false;
	report_text(app->report, app->focus, &len);
	if (len > 0 || !spot_can_type(app, app->focus) || app_read_only(app))
		return false;
	return app_edit_open(app, EDIT_AT_END); /* once more goes on: nobody who presses it again and again fills anything in */
}

/* a blank typed into it: yes and no change places; a list opens with what is there */
bool app_choice_type(struct app *app, const struct key *k)
{
	size_t len;
	const char *text;

	if (k->len != 1 || k->text[0] != ' ' || !spot_is_choice(app->focus))
		return false;
	if (!app_can_change(app, app->focus))
		return true;
	if (app->focus.field->type != TYPE_BOOLEAN) {
		if (app_edit_open(app, EDIT_AT_END))
			lineedit_select_all(app->edit); /* typing replaces it, as ever */
		return true;
	}
	text = report_text(app->report, app->focus, &len);
	text = len == 4 && memcmp(text, "true", 4) == 0 ? "否" : "是";
	app_set(app, app->focus, text, strlen(text));
	strbuf_clear(&app->message); /* a toggle needs no explanation */
	return true;
}

/* a click on a line of the list; false: it was not there */
bool app_choice_click(struct app *app, int line)
{
	size_t at = app->list.top + (size_t)line;

	if (line < 0 || at >= app->list.count)
		return false;
	app->list.at = at;
	if (is_several(app->edit_spot)) {
		toggle(app);
		return true;
	}
	app->choosing.moved = true;
	app->choosing.none = false;
	app_edit_commit(app);
	return true;
}
