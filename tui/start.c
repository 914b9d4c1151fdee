/* Start: its beginning and end, and its keys. */
#include "tui/start.h"

#include "base/text.h"
#include "desk/fresh.h"
#include "desk/save.h"
#include "publish/import.h"
#include "review/carry.h"
#include "tui/app_private.h"
#include "tui/paths.h"

#include <unistd.h>

bool start_init(struct start *s, const char *folder, const char *samples, bool english, int rows, int columns)
{
	*s = (struct start){ .folder = folder, .samples = samples, .english = english, .rows = rows, .columns = columns };
	lineedit_init(&s->entry, false);
	lineedit_init(&s->pasted, true);
	folder_init(&s->reports, english);
	strbuf_init(&s->form, 0);
	strbuf_init(&s->sample, 0);
	strbuf_init(&s->last, 0);
	strbuf_init(&s->open, 0);
	strbuf_init(&s->told, 0);
	strbuf_init(&s->message, 0);
	start_again(s);
	return strbuf_ok(&s->message);
}

void start_release(struct start *s)
{
	list_release(&s->list);
	folder_release(&s->reports);
	memory_free(s->paths);
	lineedit_release(&s->entry);
	lineedit_release(&s->pasted);
	manuscript_release(&s->document);
	strbuf_release(&s->form);
	strbuf_release(&s->sample);
	strbuf_release(&s->last);
	strbuf_release(&s->open);
	strbuf_release(&s->told);
	strbuf_release(&s->message);
}

void start_again(struct start *s)
{
	start_turn(s, s->folder || s->page == START_FOLDER ? START_FOLDER : START_HOME);
}

void start_say(struct start *s, enum style style, const char *format, ...)
{
	va_list args;

	strbuf_clear(&s->message);
	va_start(args, format);
	strbuf_vprintf(&s->message, format, args);
	va_end(args);
	s->message_style = style;
}

/* ---- doing ---- */

static enum start_result open_path(struct start *s, const char *path)
{
	strbuf_clear(&s->told);
	strbuf_clear(&s->open);
	strbuf_puts(&s->open, path);
	return strbuf_ok(&s->open) ? START_REPORT : START_GO_ON;
}

static bool put_whole(void *from, struct sink to)
{
	const struct source *sample = from;
	size_t size;
	const char *text = source_bytes(sample, &size);

	return to.write(to.to, text, size);
}

static bool copy_sample(const struct start *s, const char *path, struct error *reterr)
{
	struct source *sample;
	bool ok;

	if (!source_load(s->sample.text, &sample, reterr))
		return false;
	ok = create_new(path, put_whole, sample, reterr);
	source_free(sample);
	return ok;
}

static bool make_from_document(struct start *s, const char *path, struct strbuf *told, struct error *reterr)
{
	struct imported result;

	if (!import_file(&s->document, s->form.text, s->english, path, &result, reterr))
		return false;
	strbuf_printf(told, ngettext("%zu value was read from the document", "%zu values were read from the document", result.values), result.values);
	if (result.unplaced.count) {
		strbuf_puts(told, _("; "));
		strbuf_printf(told, ngettext("%zu paragraph or row found no place: 'values without a place' in the menu lists it",
					     "%zu paragraphs or rows found no place: 'values without a place' in the menu lists them", result.unplaced.count),
			      result.unplaced.count);
	}
	imported_release(&result);
	manuscript_release(&s->document);
	return true;
}

/* makes the file that was named; a name without .yaml gets it */
static enum start_result make_file(struct start *s)
{
	struct error why = { 0 };
	struct strbuf path, told;
	enum start_result result = START_GO_ON;
	bool ok = true;

	strbuf_init(&path, 0);
	strbuf_init(&told, 0);
	path_meant(s->entry.text.text, s->entry.text.len, &path);
	if (path.len == 0 || path_is_folder(path.text)) {
		start_say(s, STYLE_WARNING, "%s", _("type a file name"));
	} else {
		if (!path_is_report(path.text))
			strbuf_puts(&path, ".yaml");
		if (s->document.count)
			ok = make_from_document(s, path.text, &told, &why);
		else if (s->last.len)
			ok = carry_file(s->last.text, s->form.len ? s->form.text : NULL, s->english, path.text, &(struct carried_over){ 0 }, &why);
		else
			ok = s->sample.len ? copy_sample(s, path.text, &why) : fresh_file(s->form.text, s->english, path.text, &why);
		if (ok)
			result = open_path(s, path.text);
		else
			start_say(s, STYLE_ERROR, "%s", why.text);
		strbuf_add(&s->told, told.text, told.len);
	}
	strbuf_release(&path);
	strbuf_release(&told);
	return result;
}

/* the file that was chosen: opened, or the one that a new report is begun from */
static enum start_result use_path(struct start *s, const char *path)
{
	struct error why = { 0 };

	if (s->page == START_DOCUMENT) {
		if (manuscript_load(path, &s->document, &why))
			start_turn(s, START_FORMS);
		else
			start_say(s, STYLE_ERROR, "%s", why.text);
		return START_GO_ON;
	}
	if (s->page != START_LAST)
		return open_path(s, path);
	strbuf_clear(&s->last);
	strbuf_puts(&s->last, path);
	start_turn(s, START_FORMS);
	return START_GO_ON;
}

static enum start_result take_path(struct start *s)
{
	const struct list_item *item = s->list.count > 0 ? &s->list.items[s->list.at] : NULL;
	const char *chosen = item && (s->moved || s->list.count == 1) ? start_item_path(s, item) : NULL;
	enum start_result result = START_GO_ON;
	struct strbuf path;

	strbuf_init(&path, 0);
	path_meant(s->entry.text.text, s->entry.text.len, &path);
	if (!s->moved && path.len > 0 && access(path.text, F_OK) == 0 && !path_is_folder(path.text)) {
		result = use_path(s, path.text);
	} else if (chosen && chosen[strlen(chosen) - 1] == '/') {
		lineedit_set(&s->entry, chosen, strlen(chosen));
		start_list_paths(s);
	} else if (chosen) {
		path_meant(chosen, strlen(chosen), &path);
		result = use_path(s, path.text);
	} else if (item) {
		start_say(s, STYLE_WARNING, "%s", _("several names begin like this; choose one with the arrows, or type on"));
	} else {
		start_say(s, STYLE_WARNING, _("there is no file '%s'"), path.text);
	}
	strbuf_release(&path);
	return result;
}

static enum start_result do_command(struct start *s, unsigned command)
{
	static const enum start_page pages[START_DO_COUNT] = {
		[START_DO_NEW] = START_FORMS,       [START_DO_LAST] = START_LAST, [START_DO_OPEN] = START_OPEN, [START_DO_FOLDER] = START_FOLDER,
		[START_DO_SAMPLES] = START_SAMPLES, [START_DO_HELP] = START_HELP, [START_DO_DOCUMENT] = START_DOCUMENT, [START_DO_PASTE] = START_PASTE,
	};

	if (command == START_DO_QUIT)
		return START_LEAVE;
	strbuf_clear(&s->last);
	manuscript_release(&s->document);
	lineedit_set(&s->pasted, "", 0);
	if (command < START_DO_COUNT)
		start_turn(s, pages[command]);
	return START_GO_ON;
}

static enum start_result take(struct start *s)
{
	const struct list_item *item = s->list.count > 0 ? &s->list.items[s->list.at] : NULL;
	const char *path = item ? start_item_path(s, item) : NULL;

	if (s->page == START_NAME)
		return make_file(s);
	if (start_page_picks(s->page))
		return take_path(s);
	if (s->page == START_FOLDER)
		return folder_chosen(&s->reports) ? open_path(s, folder_chosen(&s->reports)) : START_GO_ON;
	if (s->page == START_HELP || !item || item->heading) {
		start_turn(s, START_HOME);
		return START_GO_ON;
	}
	if (item->number >= START_IS_COMMAND)
		return do_command(s, item->number - START_IS_COMMAND);
	if (!path)
		return START_GO_ON;
	strbuf_clear(s->page == START_FORMS ? &s->sample : &s->form);
	if (s->page == START_FORMS || s->page == START_SAMPLES) {
		struct strbuf *to = s->page == START_FORMS ? &s->form : &s->sample;

		strbuf_clear(to);
		strbuf_puts(to, path);
		start_turn(s, START_NAME);
		return START_GO_ON;
	}
	return open_path(s, path);
}

static enum start_result back(struct start *s)
{
	if (s->page == START_FOLDER && folder_filtered(&s->reports)) {
		folder_unfilter(&s->reports);
		return START_GO_ON;
	}
	if (s->page == START_HOME || (s->page == START_FOLDER && s->folder))
		return START_LEAVE;
	start_turn(s, s->folder ? START_FOLDER : START_HOME);
	return START_GO_ON;
}

/* ---- keys ---- */

static void go(struct start *s, bool down, size_t by)
{
	struct list *l = &s->list;

	if (start_page_types(s->page) && !s->moved) /* from the line that is typed to the first name */
		by = 0;
	for (; by > 0; by--) {
		size_t to = l->at;

		do {
			if (down ? to + 1 >= l->count : to == 0)
				break;
			to += down ? 1 : (size_t)-1;
		} while (l->items[to].heading);
		if (to >= l->count || l->items[to].heading) {
			if (!down) /* the heading above the first one */
				l->top = 0;
			break;
		}
		l->at = to;
	}
	s->moved = true;
}

static void typed(struct start *s, const struct key *k)
{
	uint64_t before = s->entry.changes;

	if (k->code == KEYCODE_TAB) {
		if (!path_complete(&s->entry, start_sort(s)))
			return;
	} else if (!lineedit_key(&s->entry, k, s->columns, 1) || s->entry.changes == before) {
		return;
	}
	s->moved = false;
	if (start_page_picks(s->page))
		start_list_paths(s);
}

/* the text of a document is pasted, or typed: Enter is a new line, Tab goes on */
static void type_document(struct start *s, const struct key *k)
{
	struct error why = { 0 };

	if (k->code != KEYCODE_TAB) {
		lineedit_key(&s->pasted, k, s->columns - 4, start_list_rows(s));
		return;
	}
	manuscript_release(&s->document);
	if (manuscript_read(_("the pasted text"), s->pasted.text.text, s->pasted.text.len, &s->document, &why))
		start_turn(s, START_FORMS);
	else
		start_say(s, STYLE_ERROR, "%s", why.text);
}

static enum start_result press(struct start *s, const struct key *k)
{
	size_t line = (size_t)(k->row - start_list_row(s)) + s->list.top;

	if (k->row < start_list_row(s) || k->row >= start_list_row(s) + start_list_rows(s) || line >= s->list.count ||
	    s->list.items[line].heading)
		return START_GO_ON;
	s->list.at = line;
	s->moved = true;
	return take(s);
}

static int report_rows(const struct start *s)
{
	return start_list_rows(s) - FOLDER_HEAD - FOLDER_FOOT;
}

static enum start_result press_report(struct start *s, const struct key *k)
{
	int line = k->row - start_list_row(s) - FOLDER_HEAD;

	return line < report_rows(s) && folder_press(&s->reports, line) ? take(s) : START_GO_ON;
}

static enum start_result act(struct start *s, const struct key *k)
{
	size_t page = (size_t)start_list_rows(s);

	if (s->page == START_FOLDER && folder_key(&s->reports, k, report_rows(s)))
		return START_GO_ON;
	if (s->page == START_PASTE && k->code != KEYCODE_ESCAPE) {
		type_document(s, k);
		return START_GO_ON;
	}
	switch (action_find(k, start_page_types(s->page) ? MODE_PICK : MODE_LIST)) {
	case ACTION_LIST_UP:
	case ACTION_LIST_DOWN:
		go(s, k->code == KEYCODE_DOWN, 1);
		break;
	case ACTION_LIST_PAGE_UP:
	case ACTION_LIST_PAGE_DOWN:
		go(s, k->code == KEYCODE_PAGE_DOWN, page);
		break;
	case ACTION_LIST_TAKE:
		return take(s);
	case ACTION_LIST_LEAVE:
		return back(s);
	case ACTION_QUIT:
		return START_LEAVE;
	case ACTION_HELP:
		start_turn(s, s->page == START_HELP ? START_HOME : START_HELP);
		break;
	default:
		if (start_page_types(s->page))
			typed(s, k);
	}
	return START_GO_ON;
}

enum start_result start_handle(struct start *s, const struct key *k)
{
	enum start_result result = START_GO_ON;

	switch (k->code) {
	case KEYCODE_HANGUP:
		return START_LEAVE;
	case KEYCODE_RESIZE:
		s->rows = k->row;
		s->columns = k->column;
		break;
	case KEYCODE_WHEEL_UP:
	case KEYCODE_WHEEL_DOWN:
		if (s->page == START_FOLDER)
			folder_key(&s->reports, &(struct key){ .code = k->code == KEYCODE_WHEEL_DOWN ? KEYCODE_DOWN : KEYCODE_UP }, 1);
		else
			go(s, k->code == KEYCODE_WHEEL_DOWN, 3);
		break;
	case KEYCODE_MOUSE_PRESS:
		strbuf_clear(&s->message);
		result = s->page == START_FOLDER ? press_report(s, k) : press(s, k);
		break;
	case KEYCODE_NONE:
	case KEYCODE_TICK:
	case KEYCODE_FOCUS_IN:
	case KEYCODE_FOCUS_OUT:
	case KEYCODE_MOUSE_RELEASE:
	case KEYCODE_MOUSE_DRAG:
	case KEYCODE_SUSPENDED:
		return START_GO_ON;
	default:
		strbuf_clear(&s->message);
		result = act(s, k);
	}
	list_settle(&s->list, (size_t)start_list_rows(s));
	return result;
}
