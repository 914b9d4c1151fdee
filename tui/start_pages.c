/* Start: what its pages list. */
#include "tui/start.h"

#include "base/text.h"
#include "tui/app_private.h"
#include "tui/paths.h"
#include "tui/words.h"

#include <time.h>

bool start_page_types(enum start_page page)
{
	return page == START_NAME || start_page_picks(page);
}

bool start_page_picks(enum start_page page)
{
	return page == START_OPEN || page == START_LAST || page == START_DOCUMENT;
}

enum path_sort start_sort(const struct start *s)
{
	return s->page == START_NAME ? PATHS_ALL : s->page == START_DOCUMENT ? PATHS_DOCUMENTS : PATHS_REPORTS;
}

const char *start_item_path(const struct start *s, const struct list_item *item)
{
	return !item->heading && item->number < s->path_count ? s->paths[item->number] : NULL;
}

/* an item that stands for a file, or a form */
static struct list_item *add_path(struct start *s, const char *path, const char *tag, const char *label, const char *text)
{
	const char **grown = memory_grow(s->paths, &s->path_capacity, s->path_count + 1, sizeof(*grown));
	struct list_item *item = grown ? list_add(&s->list, tag, label, text) : NULL;

	if (grown)
		s->paths = grown;
	if (!item)
		return NULL;
	s->paths[s->path_count] = arena_strdup(&s->list.texts, path);
	if (!s->paths[s->path_count]) {
		s->list.count--;
		return NULL;
	}
	item->number = (unsigned)s->path_count++;
	return item;
}

static void add_heading(struct start *s, const char *text)
{
	struct list_item *item = list_add(&s->list, NULL, text, NULL);

	if (item)
		item->heading = true;
}

static void add_line(struct start *s, const char *text)
{
	struct list_item *item = list_add(&s->list, NULL, text, "");

	if (item)
		item->heading = true;
}

/* ---- home ---- */

/* the path as people write it: ~ for the home folder */
/* the file's name before its folder: where there is not room for both, the name is read */
static void show_path(const char *path, struct strbuf *out)
{
	const char *home = getenv("HOME"), *slash = strrchr(path, '/');
	size_t len = home ? strlen(home) : 0;

	if (slash && slash[1])
		strbuf_printf(out, "%s  ", slash + 1);
	if (len > 1 && strncmp(path, home, len) == 0 && path[len] == '/')
		strbuf_printf(out, "~%s", path + len);
	else
		strbuf_puts(out, path);
}

static void show_time(int64_t when, struct strbuf *out)
{
	time_t seconds = (time_t)when;
	struct tm parts;
	char text[32];

	if (localtime_r(&seconds, &parts) && strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &parts) > 0)
		strbuf_printf(out, "%s  ", text);
}

static void list_recent(struct start *s, bool to_open)
{
	struct recent recent[RECENT_MAX];
	struct arena a = { 0 };
	size_t count = recent_load(&a, recent);
	struct strbuf text;

	if (count && to_open)
		add_heading(s, _("Recent reports"));
	strbuf_init(&text, 0);
	for (size_t i = 0; i < count; i++) {
		const char *name = strrchr(recent[i].path, '/');
		struct list_item *item;

		if (recent[i].missing && !to_open)
			continue;
		strbuf_clear(&text);
		show_time(recent[i].when, &text);
		show_path(recent[i].path, &text);
		item = add_path(s, recent[i].path, recent[i].missing ? _("gone") : status_word(recent[i].status),
				recent[i].label[0] ? recent[i].label : name ? name + 1 : recent[i].path, text.text);
		if (item)
			item->style = recent[i].missing ? STYLE_DIM : STYLE_NORMAL;
	}
	if (count && to_open)
		add_line(s, "");
	strbuf_release(&text);
	arena_release(&a);
}

static void list_home(struct start *s)
{
	static const struct {
		enum start_command command;
		const char *name, *help;
	} commands[] = {
		{ START_DO_NEW, N_("new report"), N_("a blank one, from a form") },
		{ START_DO_LAST, N_("new report from last year's"), N_("unit, projects, indicators and targets come over, to be confirmed") },
		{ START_DO_DOCUMENT, N_("new report from a Word file or text"), N_("the values of a report that is written already are read from it") },
		{ START_DO_PASTE, N_("new report from pasted text"), N_("the same, with what was copied in Word or on a web page") },
		{ START_DO_OPEN, N_("open a report"), N_("by its file name; Tab completes it") },
		{ START_DO_FOLDER, N_("reports of this folder"), N_("with unit, year, status and problems") },
		{ START_DO_SAMPLES, N_("samples"), N_("a copy of a filled-in report, to try things on") },
		{ START_DO_HELP, N_("help"), N_("what the program does, and its keys") },
		{ START_DO_QUIT, N_("quit"), NULL },
	};
	size_t first = s->list.count;

	list_recent(s, true);
	add_heading(s, _("What would you like to do?"));
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		struct list_item *item = list_add(&s->list, NULL, _(commands[i].name), commands[i].help ? _(commands[i].help) : NULL);

		if (item)
			item->number = START_IS_COMMAND + (unsigned)commands[i].command;
	}
	s->list.at = first;
}

/* ---- the others ---- */

static void list_forms(struct start *s)
{
	struct arena a = { 0 };
	struct error why = { 0 };
	struct form_entry *entries;
	size_t count = 0;
	struct strbuf name;

	strbuf_init(&name, 0);
	if (s->last.len)
		add_path(s, "", NULL, _("the form of last year's report"), "");
	if (!form_list(&a, &entries, &count, &why))
		start_say(s, STYLE_ERROR, "%s", why.text);
	for (size_t i = 0; i < count; i++) {
		const struct form_entry *e = &entries[i];

		strbuf_clear(&name);
		strbuf_printf(&name, "%s@%s", e->id, e->version);
		add_path(s, name.text, NULL, s->english && e->title_en ? e->title_en : e->title, name.text);
	}
	strbuf_release(&name);
	arena_release(&a);
}

static void list_samples(struct start *s)
{
	struct path_names found;
	struct strbuf stem;

	strbuf_init(&stem, 0);
	strbuf_printf(&stem, "%s/", s->samples);
	if (path_names_find(&found, stem.text, stem.len, PATHS_REPORTS)) {
		for (size_t i = 0; i < found.count; i++) {
			if (found.names[i][strlen(found.names[i]) - 1] != '/')
				add_path(s, found.names[i], "", found.names[i] + stem.len, "");
		}
	}
	path_names_release(&found);
	strbuf_release(&stem);
	if (s->list.count == 0)
		start_say(s, STYLE_WARNING, "%s", _("there is no report here: no file that ends in .yaml"));
}

/* the one that was chosen stays it */
static void list_folder(struct start *s)
{
	const char *before = folder_chosen(&s->reports);
	struct strbuf chosen;
	struct error why = { 0 };

	strbuf_init(&chosen, 0);
	strbuf_puts(&chosen, before ? before : "");
	if (!folder_fill(&s->reports, s->folder ? s->folder : "", &why))
		start_say(s, STYLE_ERROR, "%s", why.text);
	else if (s->reports.count == 0)
		start_say(s, STYLE_WARNING, "%s", _("there is no report here: no file that ends in .yaml"));
	else if (s->reports.cut)
		start_say(s, STYLE_WARNING, "%s", _("there are too many files to list them all; open a folder further down"));
	else if (s->reports.others)
		start_say(s, STYLE_NOTE, _("passed over, as they are no reports: %zu YAML files"), s->reports.others);
	folder_choose(&s->reports, chosen.text);
	strbuf_release(&chosen);
}

void start_list_paths(struct start *s)
{
	struct path_names found;

	list_clear(&s->list);
	s->path_count = s->looked = 0;
	if (s->page == START_LAST && s->entry.text.len == 0)
		list_recent(s, false);
	if (path_names_find(&found, s->entry.text.text, s->entry.text.len, start_sort(s))) {
		for (size_t i = 0; i < found.count; i++)
			add_path(s, found.names[i], NULL, found.names[i], "");
	}
	path_names_release(&found);
}

/* over as many lines as it takes; no headings, so that the arrows go through them */
static void add_wrapped(struct start *s, const char *text)
{
	struct text_line lines[12];
	size_t count = text_wrap(text, strlen(text), s->columns > 16 ? s->columns - 8 : 8, lines, ARRAY_SIZE(lines));
	struct strbuf line;

	strbuf_init(&line, 0);
	for (size_t i = 0; i < count && i < ARRAY_SIZE(lines); i++) {
		strbuf_clear(&line);
		strbuf_add(&line, text + lines[i].start, lines[i].end - lines[i].start);
		list_add(&s->list, NULL, line.text, NULL);
	}
	strbuf_release(&line);
}

static void list_help(struct start *s)
{
	static const char *const lines[] = {
		N_("ziping fills in and checks performance self-evaluation reports; a report is one file."),
		N_("Totals and ratios are worked out at every change, and stated totals compared with them."),
		N_("Typing fills in the field in focus, Enter goes on; ^S saves, ^Z takes back, without limit."),
		N_("F10 is the menu with everything there is; F1 explains the field and lists the keys."),
		N_("Where a terminal keeps function keys for itself, Alt-1 … Alt-0 do the same as F1 … F10."),
		N_("What was typed is safe when a connection breaks: the next opening offers it again."),
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		add_wrapped(s, _(lines[i]));
}

/* only one form: no need to ask which */
static void skip_forms(struct start *s)
{
	strbuf_clear(&s->form);
	strbuf_clear(&s->sample);
	if (s->path_count != (s->last.len ? 2 : 1))
		return;
	if (!s->last.len)
		strbuf_puts(&s->form, s->paths[0]);
	start_turn(s, START_NAME);
}

/* a name that is still free, after the form's title or the sample's name */
static void propose(struct start *s)
{
	struct strbuf stem, name;

	strbuf_init(&stem, 0);
	strbuf_init(&name, 0);
	if (s->last.len) {
		path_stem(s->last.text, true, &stem);
		path_next_year(&stem);
	} else if (s->sample.len) {
		path_stem(s->sample.text, false, &stem);
	} else {
		strbuf_add(&stem, s->form.text, strcspn(s->form.text, "@"));
		for (size_t i = 0; i < s->list.count && !s->english; i++) {
			const char *id = start_item_path(s, &s->list.items[i]);

			if (!id || strcmp(id, s->form.text) != 0 || strpbrk(s->list.items[i].label, "/\\"))
				continue;
			strbuf_clear(&stem);
			strbuf_puts(&stem, s->list.items[i].label);
		}
	}
	path_free_name(stem.text, ".yaml", &name);
	lineedit_set(&s->entry, name.text, name.len);
	lineedit_select_all(&s->entry); /* another name takes its place */
	strbuf_release(&stem);
	strbuf_release(&name);
}

void start_turn(struct start *s, enum start_page page)
{
	strbuf_clear(&s->message);
	if (page == START_NAME)
		propose(s); /* from the list that is still there */
	else
		lineedit_set(&s->entry, "", 0);
	list_clear(&s->list);
	s->path_count = s->looked = 0;
	s->moved = false;
	s->page = page;
	switch (page) {
	case START_HOME:
		list_home(s);
		break;
	case START_FORMS:
		list_forms(s);
		skip_forms(s);
		break;
	case START_OPEN:
	case START_LAST:
	case START_DOCUMENT:
		start_list_paths(s);
		break;
	case START_SAMPLES:
		list_samples(s);
		break;
	case START_FOLDER:
		list_folder(s);
		break;
	case START_HELP:
		list_help(s);
		break;
	case START_NAME:
	case START_PASTE:
		break;
	}
	list_settle(&s->list, (size_t)start_list_rows(s));
}

/* ---- looking into reports ---- */

static bool is_form(const char *path)
{
	struct source *file;
	struct error ignored;
	bool is = source_load(path, &file, &ignored);

	if (!is)
		return false;
	is = source_find(file, NODE_ROOT, "sections") != NODE_NONE;
	source_free(file);
	return is;
}

/* puts what a report is about into its line; a file that is no report says so */
static void describe(struct start *s, struct list_item *item, const char *path)
{
	struct session *session;
	struct error why = { 0 };
	struct strbuf label, text;
	struct counts n;

	if (!session_open(path, SESSION_READ, s->english, &session, &why)) {
		item->text = is_form(path) ? _("a form, not a report") : arena_strdup(&s->list.texts, why.text);
		item->style = STYLE_DIM;
		return;
	}
	strbuf_init(&label, 0);
	strbuf_init(&text, 0);
	report_finish(session->report);
	n = report_counts(session->report, NULL);
	report_headline(session->report, session->form, &label);
	strbuf_printf(&text, _("blank %u · errors %u · warnings %u"), n.blank, n.errors, n.warnings);
	strbuf_printf(&text, "  %s", item->label);
	item->tag = arena_strdup(&s->list.texts, status_word(report_status(session->report)));
	item->text = arena_strdup(&s->list.texts, text.text);
	item->label = label.len ? arena_strdup(&s->list.texts, label.text) : item->label;
	item->label = item->label ? item->label : "";
	item->style = n.errors ? STYLE_ERROR : n.warnings ? STYLE_WARNING : STYLE_GOOD;
	strbuf_release(&label);
	strbuf_release(&text);
	session_free(session);
}

bool start_step(struct start *s)
{
	if (s->page == START_FOLDER)
		return folder_step(&s->reports);
	if (s->page != START_SAMPLES)
		return false;
	for (; s->looked < s->list.count; s->looked++) {
		struct list_item *item = &s->list.items[s->looked];
		const char *path = start_item_path(s, item);

		if (!path)
			continue;
		describe(s, item, path);
		s->looked++;
		return true;
	}
	return false;
}
