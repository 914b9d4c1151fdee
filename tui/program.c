#include "tui/program.h"

#include "base/i18n.h"
#include "tui/paths.h"
#include "tui/screen.h"
#include "tui/start.h"

#include <limits.h>
#include <unistd.h>

#define IDLE_MS 1000

struct program {
	struct settings settings;
	struct strbuf notes;       /* about the settings, said once */
	struct term *term;
	struct start start;
	struct canvas canvas;
	struct program_options options;
};

/* the samples beside the program in a build tree (…/tui/ziping → …/samples), else where they are installed */
static void find_samples(char *path, size_t size)
{
	ssize_t got = readlink("/proc/self/exe", path, size - 1);
	char *slash;

	path[got < 0 ? 0 : got] = '\0';
	for (int up = 0; up < 2; up++) {
		slash = strrchr(path, '/');
		if (slash)
			*slash = '\0';
	}
	if (snprintf(path + strlen(path), size - strlen(path), "/samples") > 0 && path_is_folder(path))
		return;
	(void)snprintf(path, size, "%s", path_is_folder(ZIPING_DATADIR "/samples") ? ZIPING_DATADIR "/samples" : "");
}

/* ---- the start screen ---- */

static void draw(struct program *p)
{
	struct canvas fresh;
	int rows, columns;

	term_size(p->term, &rows, &columns);
	if (!p->canvas.glyphs || p->canvas.rows != rows || p->canvas.columns != columns) {
		if (!canvas_init(&fresh, rows, columns))
			return;
		canvas_release(&p->canvas);
		p->canvas = fresh;
	}
	p->canvas.ascii = p->start.ascii = term_ascii(p->term);
	p->start.rows = rows;
	p->start.columns = columns;
	start_draw(&p->start, &p->canvas);
	term_show(p->term, &p->canvas);
}

/* until a report is to be opened (true) or the user leaves; reports of a list are looked into between keys */
static bool choose(struct program *p)
{
	enum start_result result = START_GO_ON;
	bool working = true;
	struct key k;

	draw(p);
	while (result == START_GO_ON) {
		if (!term_key(p->term, working ? 0 : IDLE_MS, &k)) {
			working = working && start_step(&p->start);
			if (working)
				draw(p);
			continue;
		}
		if (k.code == KEYCODE_CONTROL && k.letter == 't')
			term_suspend(p->term);
		result = start_handle(&p->start, &k);
		working = true;
		if (k.code == KEYCODE_SUSPENDED)
			term_redraw(p->term);
		if (!term_more(p->term))
			draw(p);
	}
	return result == START_REPORT;
}

/* ---- a report ---- */

static void say_notes(struct program *p)
{
	if (p->notes.len == 0)
		return;
	start_say(&p->start, STYLE_WARNING, "%.*s", (int)strcspn(p->notes.text, "\n"), p->notes.text);
	strbuf_clear(&p->notes);
}

static bool edit(struct program *p, struct session *session, enum screen_end *ret, struct error *reterr)
{
	const struct app_options options = {
		.settings = &p->settings,
		.review = p->options.review,
		.as = p->options.as,
		.last = p->options.last,
		.told = p->start.told.len ? p->start.told.text : NULL,
	};

	return screen_run(p->term, session, &options, ret, reterr);
}

/* one report after the other; with the list of a folder, leaving a report leads back to it */
static void go_on(struct program *p, enum screen_end last)
{
	struct session *session;
	struct error why;

	for (;;) {
		if (last == SCREEN_HUNG_UP || (last == SCREEN_QUIT && !p->start.folder))
			return;
		start_again(&p->start);
		if (last == SCREEN_TO_DOCUMENT)
			start_turn(&p->start, START_DOCUMENT);
		say_notes(p);
		why = (struct error){ 0 };
		for (;;) {
			if (!choose(p))
				return;
			if (session_open(p->start.open.text, SESSION_DESK, p->options.english, &session, &why) && edit(p, session, &last, &why))
				break;
			start_say(&p->start, STYLE_ERROR, "%s", why.text);
		}
	}
}

static bool open_terminal(struct program *p, struct error *reterr)
{
	const struct term_options options = { .themed = p->settings.themed, .light = p->settings.light };

	if (!term_open(&options, &p->term, reterr))
		return false;
	screen_settle(p->term, &p->settings);
	return true;
}

bool program_run(const char *path, const struct program_options *options, struct error *reterr)
{
	bool folder = path && path_is_folder(path), ok = false;
	struct program p = { .options = *options };
	enum screen_end end = SCREEN_TO_START;
	struct session *session = NULL;
	char samples[PATH_MAX];
	int rows, columns;

	strbuf_init(&p.notes, 0);
	settings_load(&p.settings, &p.notes);
	find_samples(samples, sizeof(samples));
	if (path && !folder && !session_open(path, SESSION_DESK, options->english, &session, reterr))
		goto out;
	if (!open_terminal(&p, reterr)) {
		if (session)
			session_leave(session, true);
		goto out;
	}
	ok = !session || edit(&p, session, &end, reterr); /* the first frame waits for nothing else */
	if (ok && (folder || end == SCREEN_TO_START || end == SCREEN_TO_DOCUMENT)) {
		term_size(p.term, &rows, &columns);
		ok = start_init(&p.start, folder ? path : NULL, samples, options->english, rows, columns) || error_memory(reterr);
		if (ok)
			go_on(&p, end);
		start_release(&p.start);
	}
	canvas_release(&p.canvas);
	term_close(p.term);
out:
	strbuf_release(&p.notes);
	return ok;
}
