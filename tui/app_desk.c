/* The report under another name, finished in another format, left for another one; edits set aside; what is remembered. */
#include "tui/app_private.h"

#include "desk/settings.h"
#include "publish/document.h"
#include "publish/export.h"
#include "tui/paths.h"

#include <sys/stat.h>

/* ---- save as, export ---- */

unsigned act_save_as(struct app *app)
{
	app->exporting = NULL;
	app->next_year = false;
	app_panel_open(app, PANEL_PATH);
	return REACT_REDRAW;
}

unsigned act_export(struct app *app)
{
	app_panel_open(app, PANEL_EXPORT);
	return REACT_REDRAW;
}

void app_list_formats(struct app *app)
{
	for (size_t i = 0; i < export_format_count; i++) {
		struct list_item *item = list_add(&app->list, export_formats[i].name, _(export_formats[i].title), NULL);

		if (!item)
			return;
		item->number = (unsigned)i;
		item->style = STYLE_KEY;
	}
	if (!app->options.review && !document_has_opinions(app->report))
		return; /* for the clerk there is nothing to read yet */
	for (size_t i = 0; i < export_format_count; i++) { /* numbered behind the formats */
		struct list_item *item;

		if (!export_formats[i].opinions || !(item = list_add(&app->list, export_formats[i].name, _("the reviewers' opinions, as a document of their own"), NULL)))
			continue;
		item->number = (unsigned)(export_format_count + i);
		item->style = STYLE_KEY;
	}
}

/* beside the report, a name that is free, or for an export the one that it had last time */
void app_path_propose(struct app *app)
{
	const struct export_format *f = app->exporting;
	struct strbuf stem, name;

	strbuf_init(&stem, 0);
	strbuf_init(&name, 0);
	path_stem(app->session->path ? app->session->path : app->form->id, true, &stem);
	if (app->next_year)
		path_next_year(&stem);
	if (!f) {
		path_free_name(stem.text, ".yaml", &name);
	} else {
		if (app->opinions)
			strbuf_puts(&stem, _("-opinions"));
		else if (strcmp(f->suffix, ".yaml") == 0)
			strbuf_puts(&stem, _("-finished"));
		strbuf_printf(&name, "%s%s", stem.text, f->suffix);
	}
	lineedit_set(app->query, name.text, name.len);
	lineedit_select_all(app->query); /* another name takes its place */
	strbuf_release(&stem);
	strbuf_release(&name);
}

static unsigned export_draft(struct app *app)
{
	app->draft = true;
	app_panel_open(app, PANEL_PATH);
	return REACT_REDRAW;
}

unsigned app_take_format(struct app *app, unsigned number)
{
	static const struct answer answers[] = {
		{ N_("go back without writing"), "", app_stay },
		{ N_("export it as a draft"), "", export_draft },
	};
	struct counts n;
	struct strbuf text;

	app->next_year = false;
	app->exporting = &export_formats[number % export_format_count];
	app->opinions = number >= export_format_count;
	app->draft = false;
	report_finish(app->report);
	n = report_counts(app->report, NULL);
	if (app->opinions || (!n.errors && !n.blank)) {
		app_panel_open(app, PANEL_PATH);
		return REACT_REDRAW;
	}
	strbuf_init(&text, 0);
	strbuf_printf(&text, _("the report has errors (%u) and required fields left blank (%u); F8 lists them"), n.errors, n.blank);
	app_ask(app, QUESTION_FILE, text.text, answers, ARRAY_SIZE(answers));
	strbuf_release(&text);
	return REACT_REDRAW;
}

static bool is_report(const struct app *app, const char *path)
{
	struct stat a, b;

	return app->session->path && stat(path, &a) == 0 && stat(app->session->path, &b) == 0 && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}

static void save_under(struct app *app, const char *path)
{
	struct error error = { 0 };

	if (!session_save_as(app->session, path, &error)) {
		app_say(app, STYLE_ERROR, "%s", error.text);
		return;
	}
	app_panel_close(app);
	app_say(app, STYLE_GOOD, _("saved '%s'; from here on this is the report"), path);
}

static void export_to(struct app *app, const char *path)
{
	const struct export_options o = { .draft = app->draft, .opinions = app->opinions };
	struct error error = { 0 };

	report_finish(app->report);
	if (!export_file(app->exporting, app->report, app->form, &o, path, &error)) {
		app_say(app, STYLE_ERROR, "%s", error.text);
		return;
	}
	app_panel_close(app);
	app_say(app, STYLE_GOOD, app->draft ? _("wrote '%s', a draft") : _("wrote '%s'"), path);
}

static void typed_path(struct app *app, struct strbuf *out)
{
	strbuf_init(out, 0);
	path_meant(app->query->text.text, app->query->text.len, out);
}

static unsigned name_again(struct app *app)
{
	app_panel_close(app);
	app->panel = PANEL_PATH; /* what was typed is still there */
	return REACT_REDRAW;
}

static unsigned export_over(struct app *app)
{
	struct strbuf path;

	app_panel_close(app);
	typed_path(app, &path);
	export_to(app, path.text);
	strbuf_release(&path);
	return REACT_REDRAW;
}

static void ask_over(struct app *app, const char *path)
{
	static const struct answer answers[] = {
		{ N_("choose another name"), "", name_again },
		{ N_("overwrite the file"), "^W", export_over },
	};
	struct strbuf text;

	strbuf_init(&text, 0);
	strbuf_printf(&text, _("there is a file '%s' already"), path);
	app_ask(app, QUESTION_FILE, text.text, answers, ARRAY_SIZE(answers));
	strbuf_release(&text);
}

unsigned app_take_path(struct app *app)
{
	struct strbuf path;
	struct stat st;

	typed_path(app, &path);
	if (path.len == 0 || path_is_folder(path.text)) {
		app_say(app, STYLE_WARNING, "%s", _("type a file name"));
	} else if (!app->exporting) {
		if (!path_is_report(path.text))
			strbuf_puts(&path, ".yaml");
		if (app->next_year)
			app_next_year_make(app, path.text);
		else
			save_under(app, path.text);
	} else if (is_report(app, path.text)) {
		app_say(app, STYLE_WARNING, _("'%s' is the report itself; name another file"), path.text);
	} else if (lstat(path.text, &st) == 0) {
		ask_over(app, path.text);
	} else {
		export_to(app, path.text);
	}
	strbuf_release(&path);
	return REACT_REDRAW;
}

/* ---- another report, the shell ---- */

unsigned act_open(struct app *app)
{
	static const struct answer answers[] = {
		{ N_("save, then open another one"), "", app_save_and_quit },
		{ N_("open another one without saving"), "", app_quit_unsaved },
		{ N_("cancel"), "", app_stay },
	};

	app->to_start = true;
	app->to_document = false;
	if (!report_modified(app->report))
		return REACT_QUIT;
	app_ask(app, QUESTION_QUIT, _("the report has changes that are not saved"), answers, ARRAY_SIZE(answers));
	return REACT_REDRAW;
}

unsigned act_import(struct app *app)
{
	const unsigned reaction = act_open(app);

	app->to_document = true;
	return reaction;
}

unsigned act_suspend(struct app *app)
{
	(void)app;
	return REACT_SUSPEND | REACT_REDRAW;
}

/* ---- edits set aside ---- */

unsigned act_asides(struct app *app)
{
	if (app->options.review) {
		app_say(app, STYLE_WARNING, "%s", _("a reviewer does not change the report; this is the clerk's"));
		return REACT_REDRAW;
	}
	app_panel_open(app, PANEL_ASIDES);
	if (app->list.count == 0) {
		app_panel_close(app);
		app_say(app, STYLE_NOTE, "%s", _("no edits of this report were set aside"));
	}
	return REACT_REDRAW;
}

/* the newest first; what stands behind "aside-" is when */
void app_list_asides(struct app *app)
{
	struct arena a = { 0 };
	struct error error = { 0 };
	const char **names;
	size_t count;

	if (!session_asides(app->session, &a, &names, &count, &error))
		app_say(app, STYLE_ERROR, "%s", error.text);
	else {
		for (size_t i = count; i > 0; i--) {
			const char *when = strstr(names[i - 1], ".aside-");

			list_add(&app->list, NULL, when ? when + strlen(".aside-") : names[i - 1], names[i - 1]);
		}
	}
	arena_release(&a);
}

unsigned app_take_aside(struct app *app, const char *name)
{
	struct error error = { 0 };
	struct strbuf path;
	size_t left_out = 0;

	strbuf_init(&path, 0);
	strbuf_puts(&path, name); /* the list goes */
	app_panel_close(app);
	if (!session_bring_back(app->session, path.text, &left_out, &error))
		app_say(app, STYLE_ERROR, "%s", error.text);
	else if (left_out > 0)
		app_say(app, STYLE_WARNING, _("the edits are back, without %zu that are damaged or in tables that are not as they were then; save with ^S"),
			left_out);
	else
		app_say(app, STYLE_GOOD, "%s", _("the edits are back: save them with ^S"));
	strbuf_release(&path);
	return REACT_REDRAW;
}

/* ---- what is remembered ---- */

/* a setting that cannot be kept holds for this sitting */
static void remember(struct app *app, const char *key, const char *value, const char *said)
{
	struct error error = { 0 };

	if (settings_store(key, value, &error))
		app_say(app, STYLE_NOTE, "%s", said);
	else
		app_say(app, STYLE_WARNING, _("this will not be remembered: %s"), error.text);
}

unsigned act_mouse(struct app *app)
{
	struct settings *s = app->options.settings;

	if (!s)
		return REACT_NONE;
	s->mouse = settings_mouse(s) ? SETTING_NO : SETTING_YES;
	if (s->mouse == SETTING_YES)
		remember(app, "mouse", "on", _("the program has the mouse; with Shift it is the terminal's"));
	else
		remember(app, "mouse", "off", _("the terminal has the mouse"));
	return REACT_SETTINGS | REACT_REDRAW;
}

unsigned act_theme(struct app *app)
{
	struct settings *s = app->options.settings;

	if (!s)
		return REACT_NONE;
	s->light = !s->light;
	s->themed = true;
	if (s->light)
		remember(app, "theme", "light", _("colours for a light background"));
	else
		remember(app, "theme", "dark", _("colours for a dark background"));
	return REACT_SETTINGS | REACT_REDRAW;
}
