/* The menu and the help: every command by its name, every key by what it does. */
#include "tui/app_private.h"

#include "tui/views/views.h"

static void add_heading(struct list *l, const char *text)
{
	struct list_item *item = list_add(l, NULL, text, NULL);

	if (item)
		item->heading = true;
}

/* a key that people press without being told: no command to look for in the menu */
static bool is_plain_key(const struct action_info *a)
{
	struct key k;

	return action_key(a, 0, &k) && k.code >= KEYCODE_ENTER && k.code <= KEYCODE_PAGE_DOWN && !k.alt &&
	       k.code != KEYCODE_DELETE;
}

/* commands whose name holds what was typed, in the language shown or in English, or its pinyin; or their help does */
static bool menu_matches(const struct app *app, const struct action_info *a)
{
	struct strbuf query;
	bool found;

	if (app->query->text.len == 0)
		return !is_plain_key(a) && a != &action_table[ACTION_MENU];
	strbuf_init(&query, 0);
	app_fold_query(app->query->text.text, app->query->text.len, &query);
	found = query.len == 0 || app_label_rank(_(a->name), &query) > 0 || app_label_rank(a->name, &query) > 0 ||
		strstr(_(a->help), query.text);
	strbuf_release(&query);
	return found;
}

/* how well a command's name matches what was typed */
static unsigned menu_rank(const struct app *app, const struct action_info *a)
{
	struct strbuf query;
	unsigned rank;

	if (app->query->text.len == 0)
		return 0;
	strbuf_init(&query, 0);
	app_fold_query(app->query->text.text, app->query->text.len, &query);
	rank = app_label_rank(_(a->name), &query);
	strbuf_release(&query);
	return rank;
}

/* in their groups; the one whose name matches best is chosen */
void app_list_menu(struct app *app)
{
	struct strbuf keys;
	unsigned best = 0;

	strbuf_init(&keys, 0);
	for (unsigned group = 0; group < GROUP_LISTS; group++) {
		bool headed = false;

		for (unsigned i = 0; i < ACTION_COUNT; i++) {
			const struct action_info *a = &action_table[i];
			struct list_item *item;

			if (a->group != group || !menu_matches(app, a) || !app_command_shown(app, i))
				continue;
			if (!headed)
				add_heading(&app->list, action_group_name((enum action_group)group));
			headed = true;
			strbuf_clear(&keys);
			action_key_names(a, &keys);
			item = list_add(&app->list, keys.text, _(a->name), _(a->help));
			if (!item)
				break;
			item->number = i;
			item->style = STYLE_KEY;
			if (menu_rank(app, a) > best) {
				best = menu_rank(app, a);
				app->list.at = app->list.count - 1;
			}
		}
	}
	strbuf_release(&keys);
}

/* a text over as many lines as it takes, the tag beside the first */
static void add_wrapped(struct app *app, const char *tag, const char *text)
{
	int columns = frame_of(app->rows, app->columns).content.columns - HELP_KEYS_COLUMNS - 2;
	struct text_line lines[12];
	size_t count = text_wrap(text, strlen(text), columns > 8 ? columns : 8, lines, ARRAY_SIZE(lines));
	struct strbuf line;

	strbuf_init(&line, 0);
	for (size_t i = 0; i < count && i < ARRAY_SIZE(lines); i++) {
		struct list_item *item;

		size_t end = lines[i].end;

		while (end > lines[i].start && text[end - 1] == ' ')
			end--;
		strbuf_clear(&line);
		strbuf_add(&line, text + lines[i].start, end - lines[i].start);
		item = list_add(&app->list, i == 0 ? tag : "", line.text, NULL);
		if (item)
			item->style = STYLE_KEY;
	}
	strbuf_release(&line);
}

void app_list_help(struct app *app)
{
	const struct field *f = app->focus.field;
	struct strbuf keys;

	if (f && form_words(app->form, f->help)[0]) {
		add_heading(&app->list, field_label(app->form, f));
		add_wrapped(app, "", form_words(app->form, f->help));
	}
	strbuf_init(&keys, 0);
	for (unsigned group = 0; group < GROUP_COUNT; group++) {
		add_heading(&app->list, action_group_name((enum action_group)group));
		for (unsigned i = 0; i < ACTION_COUNT; i++) {
			const struct action_info *a = &action_table[i];

			if (a->group != group || !a->keys[0])
				continue;
			strbuf_clear(&keys);
			action_key_names(a, &keys);
			add_wrapped(app, keys.text, _(a->help));
		}
	}
	strbuf_release(&keys);
}

unsigned app_take_menu(struct app *app, unsigned number)
{
	const struct action_info *a = &action_table[number];

	app_panel_close(app);
	app_filter_for(app, number);
	if (a->modes & app_mode(app))
		return a->act(app) | REACT_REDRAW;
	app_say(app, STYLE_WARNING, _("'%s' cannot be done here"), _(a->name));
	return REACT_REDRAW;
}
