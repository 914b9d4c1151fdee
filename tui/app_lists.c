/* Panels with a list: opening and leaving them, going through them, and what problems and outline list. */
#include "tui/app_looks.h"
#include "tui/app_private.h"

#include "tui/views/views.h"

#define PROBLEMS_LISTED 5000

void list_clear(struct list *l)
{
	arena_release(&l->texts);
	l->count = l->at = l->top = 0;
	l->more = false;
}

void list_release(struct list *l)
{
	list_clear(l);
	memory_free(l->items);
	*l = (struct list){ 0 };
}

struct list_item *list_add(struct list *l, const char *tag, const char *label, const char *text)
{
	struct list_item *grown = memory_grow(l->items, &l->capacity, l->count + 1, sizeof(*grown));
	struct list_item *item;

	if (!grown)
		return NULL;
	l->items = grown;
	item = &grown[l->count];
	*item = (struct list_item){ .style = STYLE_NORMAL };
	if ((tag && !(item->tag = arena_strdup(&l->texts, tag))) || !(item->label = arena_strdup(&l->texts, label ? label : "")) ||
	    (text && !(item->text = arena_strdup(&l->texts, text))))
		return NULL;
	l->count++;
	return item;
}

/* the one chosen can be chosen, and is seen */
void list_settle(struct list *l, size_t rows)
{
	if (l->at >= l->count)
		l->at = l->count ? l->count - 1 : 0;
	while (l->at + 1 < l->count && l->items[l->at].heading)
		l->at++;
	while (l->at > 0 && l->items[l->at].heading)
		l->at--;
	if (l->at < l->top)
		l->top = l->at;
	if (l->at >= l->top + rows)
		l->top = l->at + 1 - rows;
	if (l->top > 0 && l->top == l->at && l->items[l->top - 1].heading)
		l->top--;
}

static void list_go(struct list *l, bool down, size_t by)
{
	while (by > 0) {
		size_t to = l->at;

		do {
			if (down ? to + 1 >= l->count : to == 0)
				break;
			to += down ? 1 : (size_t)-1;
		} while (l->items[to].heading);
		if (to < l->count && l->items[to].heading) { /* nothing but headings that way: let them be seen */
			if (!down)
				l->top = to;
			return;
		}
		if (l->at == to)
			return;
		l->at = to;
		by--;
	}
}

/* under the problems, the whole of what is said about the one chosen: a rule, its label, its message */
int app_list_detail(const struct app *app)
{
	int rows = frame_of(app->rows, app->columns).content.rows;

	if (app->panel == PANEL_CONFLICTS)
		return rows < 8 ? 0 : rows / 2;
	return (app->panel != PANEL_PROBLEMS && app->panel != PANEL_COMMENTS && app->panel != PANEL_HISTORY) || rows < 10 ? 0 : rows < 20 ? 4 : 5;
}

size_t app_list_rows(const struct app *app)
{
	int rows = frame_of(app->rows, app->columns).content.rows - app_list_detail(app);

	if (app->panel == PANEL_MENU || app->panel == PANEL_GOTO || app->panel == PANEL_PATH || app->panel == PANEL_OTHER)
		rows -= 2;
	return rows > 1 ? (size_t)rows : 1;
}

/* ---- what is listed ---- */

/* a message without the label that it begins with: that stands beside it */
static const char *without_label(const struct app *app, const struct problem *p, struct strbuf *quoted)
{
	static const char *const apart[] = { "：", ":", " " };
	const char *message = p->message;

	if (!p->spot.field)
		return message;
	strbuf_printf(quoted, _("'%s'"), field_label(app->form, p->spot.field));
	if (!strbuf_ok(quoted) || strncmp(message, quoted->text, quoted->len) != 0)
		return message;
	if (p->blank_required && p->spot.field->type != TYPE_TABLE)
		return _("required, and still blank");
	message += quoted->len;
	for (size_t i = 0; i < ARRAY_SIZE(apart); i++)
		message += strncmp(message, apart[i], strlen(apart[i])) == 0 ? strlen(apart[i]) : 0;
	return message[0] ? message : p->message;
}

/* the section's number in a column of its own, however long the longest is */
static void add_number(const struct app *app, const struct section *s, struct strbuf *out)
{
	int most = 0, own = s->number ? text_columns(s->number, strlen(s->number)) : 0;

	for (size_t i = 0; i < app->form->section_count; i++) {
		const char *number = app->form->sections[i]->number;
		int columns = number ? text_columns(number, strlen(number)) : 0;

		most = columns > most && columns <= 6 ? columns : most;
	}
	if (most == 0)
		return;
	strbuf_puts(out, s->number ? s->number : "");
	strbuf_repeat(out, " ", (size_t)(most > own ? most - own : 0) + 2);
}

static bool list_problem(void *to, const struct problem *p)
{
	struct app *app = to;
	struct strbuf label, quoted;
	struct list_item *item;
	const char *tag = p->blank_required ? _("blank") : p->severity == SEVERITY_ERROR ? _("error") :
			  p->severity != SEVERITY_WARNING ? _("note") :
			  p->check && p->check->severity == SEVERITY_SUBMIT ? _("submit") : _("warning"); /* it stops a submission */

	if (app->list.count >= PROBLEMS_LISTED) {
		app->list.more = true;
		return false;
	}
	strbuf_init(&label, 0);
	strbuf_init(&quoted, 0);
	if (p->spot.section && !p->spot.section->builtin)
		add_number(app, p->spot.section, &label);
	if (p->path)
		strbuf_puts(&label, p->path);
	else if (p->spot.field)
		report_label(app->report, p->spot, &label);
	else if (p->spot.section)
		strbuf_puts(&label, form_words(app->form, p->spot.section->title));
	item = list_add(&app->list, tag, label.text, without_label(app, p, &quoted));
	strbuf_release(&label);
	strbuf_release(&quoted);
	if (!item)
		return false;
	item->spot = p->spot;
	item->number = p->check && p->check->explain ? p->check->index + 1 : 0; /* a reason may be given */
	item->style = p->blank_required || p->severity == SEVERITY_WARNING ? STYLE_WARNING :
		      p->severity == SEVERITY_ERROR ? STYLE_ERROR : STYLE_NOTE;
	return true;
}

void app_list_problems(struct app *app)
{
	struct error e;

	if (!report_problems(app->report, (struct problem_sink){ .tell = list_problem, .to = app }, &e))
		app_say(app, STYLE_WARNING, "%s", e.text);
}

void app_list_outline(struct app *app)
{
	for (size_t i = 0; i < app->form->section_count; i++) {
		struct list_item *item = list_add(&app->list, NULL, form_words(app->form, app->form->sections[i]->title), NULL);

		if (!item)
			return;
		item->spot.section = app->form->sections[i];
		item->number = (unsigned)i;
		if (app->form->sections[i] == app->focus.section)
			app->list.at = app->list.count - 1;
	}
}

/* ---- opening and leaving ---- */

void app_panel_open(struct app *app, enum panel p)
{
	static void (*const fill[])(struct app *app) = {
		[PANEL_OUTLINE] = app_list_outline, [PANEL_PROBLEMS] = app_list_problems, [PANEL_WHY] = app_list_why,
		[PANEL_HELP] = app_list_help, [PANEL_GOTO] = app_list_goto, [PANEL_MENU] = app_list_menu,
		[PANEL_REPLACE] = app_list_replace, [PANEL_HIDDEN] = app_list_hidden, [PANEL_UNPLACED] = app_list_unplaced,
		[PANEL_COMMENTS] = app_list_comments, [PANEL_COMMENT] = app_list_comment, [PANEL_HISTORY] = app_list_history,
		[PANEL_EXPORT] = app_list_formats, [PANEL_ASIDES] = app_list_asides, [PANEL_PATH] = app_path_propose,
		[PANEL_OTHER] = app_list_other, [PANEL_CONFLICTS] = app_list_conflicts,
	};

	app_looks_close(app);
	list_clear(&app->list);
	lineedit_set(app->query, "", 0);
	app->referring &= p == PANEL_GOTO;
	app->panel = p;
	if (p < ARRAY_SIZE(fill) && fill[p])
		fill[p](app);
}

void app_panel_close(struct app *app)
{
	app_looks_close(app);
	list_clear(&app->list);
	app->panel = PANEL_NONE;
	app->referring = false;
}

/* a panel's own key closes it again */
static unsigned toggle(struct app *app, enum panel p)
{
	if (app->panel == p)
		app_panel_close(app);
	else
		app_panel_open(app, p);
	return REACT_REDRAW;
}

unsigned act_outline(struct app *app)
{
	return toggle(app, PANEL_OUTLINE);
}

unsigned act_problems(struct app *app)
{
	return toggle(app, PANEL_PROBLEMS);
}

unsigned act_help(struct app *app)
{
	return toggle(app, PANEL_HELP);
}

unsigned act_menu(struct app *app)
{
	return toggle(app, PANEL_MENU);
}

/* the same key once more: something else is looked for, in place of what stands there */
static unsigned look_for(struct app *app, enum panel p)
{
	if (app->panel == p)
		lineedit_select_all(app->query);
	else
		app_panel_open(app, p);
	return REACT_REDRAW;
}

unsigned act_find(struct app *app)
{
	return look_for(app, PANEL_FIND);
}

unsigned act_goto(struct app *app)
{
	return look_for(app, PANEL_GOTO);
}

void app_query_changed(struct app *app)
{
	list_clear(&app->list);
	if (app->panel == PANEL_MENU)
		app_list_menu(app);
	else if (app->panel == PANEL_GOTO)
		app_list_goto(app);
	else if (app->panel == PANEL_OTHER)
		app_list_other(app);
}

/* ---- going through them ---- */

unsigned act_list_up(struct app *app)
{
	if (!app_looks_go(app, LOOK_UP))
		list_go(&app->list, false, 1);
	return REACT_REDRAW;
}

unsigned act_list_down(struct app *app)
{
	if (!app_looks_go(app, LOOK_DOWN))
		list_go(&app->list, true, 1);
	return REACT_REDRAW;
}

unsigned act_list_first(struct app *app)
{
	if (!app_looks_go(app, LOOK_FIRST))
		list_go(&app->list, false, app->list.count);
	return REACT_REDRAW;
}

unsigned act_list_last(struct app *app)
{
	if (!app_looks_go(app, LOOK_LAST))
		list_go(&app->list, true, app->list.count);
	return REACT_REDRAW;
}

unsigned act_list_page_up(struct app *app)
{
	if (!app_looks_go(app, LOOK_PAGE_UP))
		list_go(&app->list, false, app_list_rows(app));
	return REACT_REDRAW;
}

unsigned act_list_page_down(struct app *app)
{
	if (!app_looks_go(app, LOOK_PAGE_DOWN))
		list_go(&app->list, true, app_list_rows(app));
	return REACT_REDRAW;
}

unsigned act_list_leave(struct app *app)
{
	if (app->panel == PANEL_PROMPT)
		return app_prompt_leave(app);
	if (app->panel == PANEL_COMMENT)
		return app_comment_leave(app);
	app_panel_close(app);
	return REACT_REDRAW;
}

unsigned act_list_take(struct app *app)
{
	const struct list_item *item = app->list.count > 0 ? &app->list.items[app->list.at] : NULL;
	struct spot s;

	if (app_looks_take(app))
		return REACT_REDRAW;
	if (app->panel == PANEL_PROMPT)
		return app_prompt_take(app);
	if (app->panel == PANEL_REPLACE)
		return app_replace_take(app);
	if (app->panel == PANEL_FIND) {
		app_filter_off(app);
		if (app->query->text.len == 0) {
			app_panel_close(app);
			return REACT_REDRAW;
		}
		strbuf_clear(&app->found);
		strbuf_add(&app->found, app->query->text.text, app->query->text.len);
		if (app_find_from(app, true))
			app_panel_close(app);
		else
			lineedit_select_all(app->query);
		return REACT_REDRAW;
	}
	if (app->panel == PANEL_PATH)
		return app_take_path(app);
	if (app->panel == PANEL_OTHER)
		return app_take_other(app);
	if (!item && app->query->text.len > 0 && (app->panel == PANEL_GOTO || app->panel == PANEL_MENU)) {
		/* it stays: what is typed next was not meant for the field behind it */
		if (app->panel == PANEL_GOTO)
			app_say(app, STYLE_WARNING, _("'%s' is found in no field"), app->query->text.text);
		return REACT_REDRAW;
	}
	if (!item || item->heading || app->panel == PANEL_HELP) {
		app_panel_close(app);
		return REACT_REDRAW;
	}
	if (app->panel == PANEL_MENU)
		return app_take_menu(app, item->number);
	if (app->panel == PANEL_EXPORT)
		return app_take_format(app, item->number);
	if (app->panel == PANEL_ASIDES)
		return app_take_aside(app, item->text);
	if (app->panel == PANEL_HIDDEN)
		return app_hidden_take(app, item);
	if (app->panel == PANEL_UNPLACED)
		return app_unplaced_take(app, item);
	if (app->panel == PANEL_COMMENTS)
		return app_comments_take(app, item);
	if (app->panel == PANEL_COMMENT)
		return app_comment_take(app, item);
	if (app->panel == PANEL_HISTORY)
		return app_history_take(app, item);
	if (app->panel == PANEL_WHY)
		return app_take_why(app, item);
	s = item->spot;
	if (app->referring)
		return app_take_reference(app, s);
	app_panel_close(app);
	if (s.section && !s.section->builtin)
		app_focus_place(app, s);
	else
		app_say(app, STYLE_NOTE, "%s", _("this has no place in the form: it stands only in the file"));
	return REACT_REDRAW;
}
