/* Another file for a comparison or a merge: which there are, choosing one, and merging it into this report. */
#include "tui/app_private.h"

#include "desk/recent.h"
#include "review/merge.h"
#include "review/read.h"
#include "tui/paths.h"

#include <sys/stat.h>

#define OTHERS_MAX 60

/* ---- which there are ---- */

static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool same_file(const char *a, const char *b)
{
	struct stat x, y;

	return a && b && stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool is_listed(const struct app *app, const char *path)
{
	for (size_t i = 0; i < app->list.count; i++) {
		if (same_file(app->list.items[i].label, path))
			return true;
	}
	return false;
}

/* typing narrows the list down to the names that have it */
static bool answers(const struct app *app, const char *path)
{
	const struct strbuf *typed = &app->query->text;

	return typed->len == 0 || strstr(path, typed->text);
}

static void offer(struct app *app, const char *tag, const char *path, const char *said)
{
	struct list_item *item;

	if (app->comparing.what == OTHER_BASE && same_file(app->comparing.theirs.text, path))
		return;
	if (app->list.count >= OTHERS_MAX || !is_file(path) || is_listed(app, path) || !answers(app, path))
		return;
	item = list_add(&app->list, tag, path, said);
	if (item)
		item->style = STYLE_KEY;
}

/* a version of a file that stands beside it: FILE~, FILE without its .yaml and with another end */
static void offer_beside(struct app *app, const char *tag, const char *path, const char *end, bool stem)
{
	struct strbuf name;

	if (!path)
		return;
	strbuf_init(&name, 0);
	if (stem)
		path_stem(path, true, &name);
	else
		strbuf_puts(&name, path);
	strbuf_puts(&name, end);
	offer(app, tag, name.text, NULL);
	strbuf_release(&name);
}

static void offer_recent(struct app *app)
{
	struct arena a = { 0 };
	struct recent recent[RECENT_MAX];
	size_t count = recent_load(&a, recent);

	for (size_t i = 0; i < count; i++) {
		if (!recent[i].missing && !same_file(recent[i].path, app->session->path))
			offer(app, _("recent"), recent[i].path, recent[i].label);
	}
	arena_release(&a);
}

/* what lies in the report's folder: last year's report, often */
static void offer_folder(struct app *app)
{
	const char *path = app->session->path, *slash = path ? strrchr(path, '/') : NULL;
	struct path_names names;

	if (!path || !path_names_find(&names, path, slash ? (size_t)(slash - path) + 1 : 0, PATHS_REPORTS))
		return;
	for (size_t i = 0; i < names.count; i++) {
		if (path_is_report(names.names[i]) && !same_file(names.names[i], path))
			offer(app, _("beside it"), names.names[i], NULL);
	}
	path_names_release(&names);
}

/* nothing in common is known: then everything that differs is left to decide */
static void offer_nothing(struct app *app)
{
	struct list_item *item;

	if (app->query->text.len > 0)
		return;
	item = list_add(&app->list, _("unknown"), _("none: decide every difference myself"), NULL);
	if (!item)
		return;
	item->style = STYLE_KEY;
	item->number = 1;
}

void app_list_other(struct app *app)
{
	const struct comparing *c = &app->comparing;
	const char *own = app->session->path;

	if (c->what == OTHER_BASE) {
		offer_beside(app, _("when copied"), c->theirs.text, ".base.yaml", true);
		offer_nothing(app);
		offer_beside(app, _("before"), own, "~", false);
		offer_beside(app, _("before"), c->theirs.text, "~", false);
	} else if (own) {
		if (c->what == OTHER_COMPARE)
			offer(app, _("saved"), own, NULL);
		offer_beside(app, _("before"), own, "~", false);
	}
	offer_recent(app);
	offer_folder(app);
}

/* ---- merging ---- */

static void say_merged(struct app *app, const struct merged *m)
{
	if (m->conflicts)
		app_say(app, STYLE_WARNING,
			ngettext("merged: %zu changes taken, %zu place changed differently on both sides is left to decide: Alt-d",
				 "merged: %zu changes taken, %zu places changed differently on both sides are left to decide: Alt-d", m->conflicts),
			m->taken, m->conflicts);
	else if (m->taken)
		app_say(app, STYLE_GOOD, ngettext("merged: %zu change taken; ^Z undoes it", "merged: %zu changes taken; ^Z undoes it", m->taken), m->taken);
	else
		app_say(app, STYLE_NOTE, "%s", _("the other report changed nothing that is not here already"));
}

static void merge_with(struct app *app, const char *base_path)
{
	struct report *base = NULL, *theirs = NULL;
	struct error error = { 0 };
	struct merged merged;
	bool ok;

	ok = review_read(base_path ? base_path : "/dev/null", NULL, app->session->form, &base, &error) &&
	     review_read(app->comparing.theirs.text, NULL, app->session->form, &theirs, &error) &&
	     merge_reports(base, app->report, theirs, &merged, &error);
	report_free(base);
	report_free(theirs);
	if (!ok) {
		app_say(app, STYLE_ERROR, "%s", error.text);
		return;
	}
	app_panel_close(app);
	say_merged(app, &merged);
}

unsigned act_merge(struct app *app)
{
	if (app_read_only(app)) {
		app_can_change(app, app->focus);
		return REACT_REDRAW;
	}
	if (app->options.review) {
		app_say(app, STYLE_WARNING, "%s", _("a reviewer does not change the report; this is the clerk's"));
		return REACT_REDRAW;
	}
	app->comparing.what = OTHER_THEIRS;
	app_panel_open(app, PANEL_OTHER);
	return REACT_REDRAW;
}

/* ---- choosing ---- */

const char *app_other_title(const struct app *app)
{
	switch (app->comparing.what) {
	case OTHER_THEIRS:
		return _("Merge: whose copy is to be brought into this report?");
	case OTHER_BASE:
		return _("Merge: which version did both begin from?");
	default:
		return _("Compare: with which report?");
	}
}

static void take_file(struct app *app, const char *path)
{
	struct comparing *c = &app->comparing;
	struct error error = { 0 };

	if (c->what == OTHER_BASE) {
		merge_with(app, path);
	} else if (c->what == OTHER_THEIRS) {
		strbuf_clear(&c->theirs);
		strbuf_puts(&c->theirs, path);
		c->what = OTHER_BASE;
		app_panel_open(app, PANEL_OTHER);
	} else if (app_compare_read(app, path, &error)) {
		app_compare_show(app);
	} else {
		app_say(app, STYLE_ERROR, "%s", error.text);
	}
}

/* a name that was typed whole goes before what the list still has */
unsigned app_take_other(struct app *app)
{
	const struct list_item *item = app->list.count > 0 ? &app->list.items[app->list.at] : NULL;
	struct strbuf path;

	strbuf_init(&path, 0);
	path_meant(app->query->text.text, app->query->text.len, &path);
	if (path.len > 0 && is_file(path.text)) {
		take_file(app, path.text);
	} else if (item && item->number) {
		merge_with(app, NULL);
	} else if (item) {
		strbuf_clear(&path);
		strbuf_puts(&path, item->label); /* the list goes */
		take_file(app, path.text);
	} else if (path.len > 0) {
		app_say(app, STYLE_WARNING, _("there is no file '%s'"), path.text);
	} else {
		app_say(app, STYLE_WARNING, "%s", _("type a file name"));
	}
	strbuf_release(&path);
	return REACT_REDRAW;
}
