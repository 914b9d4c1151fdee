/* Screen: the main loop. */
#include "tui/screen.h"

#include "base/i18n.h"
#include "desk/recent.h"
#include "tui/editor.h"

#include <time.h>

#define STEP_BUDGET 3000    /* of app_work: about three milliseconds between looks for a key */
#define STEPS_A_FRAME 60    /* what has come meanwhile is shown that often */
#define IDLE_MS 1000        /* after this without a key a burst of typing is over */
#define HEARTBEAT_SECONDS 55

struct screen {
	struct term *term;
	struct app app;
	struct canvas canvas;
	time_t last_beat;
	unsigned steps;     /* since the last frame */
	bool worked;        /* the last step left more to do */
	uint64_t done_revision; /* of the report when it was last asked for more to do */
	bool stepped;       /* something was calculated since the last frame */
	bool behind;        /* the canvas does not show the state */
	bool hung_up;       /* the terminal is gone */
};

static time_t now_seconds(void)
{
	struct timespec t;

	return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? t.tv_sec : 0;
}

/* a canvas of the terminal's size; the old one stays when there is no memory for another */
static bool fit_canvas(struct screen *s)
{
	struct canvas fresh;
	int rows, columns;

	term_size(s->term, &rows, &columns);
	if (s->canvas.glyphs && s->canvas.rows == rows && s->canvas.columns == columns)
		return true;
	if (!canvas_init(&fresh, rows, columns))
		return false;
	canvas_release(&s->canvas);
	s->canvas = fresh;
	return true;
}

static void draw(struct screen *s)
{
	if (!fit_canvas(s))
		return;
	if (s->app.rows != s->canvas.rows || s->app.columns != s->canvas.columns || s->stepped) {
		s->app.rows = s->canvas.rows; /* the terminal may know its size before the key that tells it comes */
		s->app.columns = s->canvas.columns;
		app_refresh(&s->app);
	}
	s->stepped = false;
	s->app.ascii = s->canvas.ascii = term_ascii(s->term); /* what the terminal answered may have come */
	app_draw(&s->app, &s->canvas);
	term_show(s->term, &s->canvas);
	s->behind = false;
	s->steps = 0;
}

static void beat(struct screen *s)
{
	time_t now = now_seconds();

	if (now - s->last_beat < HEARTBEAT_SECONDS)
		return;
	lock_beat(s->app.session->lock);
	s->last_beat = now;
}

void screen_settle(struct term *term, const struct settings *settings)
{
	term_mouse(term, settings_mouse(settings));
	if (settings->themed)
		term_light(term, settings->light);
}

/* the long text in focus through the user's own editor; whatever comes of it is said */
static void edit_outside(struct screen *s)
{
	const struct strbuf *now = &s->app.edit->text;
	struct error error = { 0 };
	struct strbuf text;
	bool changed, ok;

	strbuf_init(&text, 2 * EDITOR_TEXT_MAX);
	term_leave(s->term);
	ok = editor_run(now->text, now->len, &text, &changed, &error);
	(void)term_enter(s->term);
	term_redraw(s->term);
	if (!ok)
		app_say(&s->app, STYLE_ERROR, "%s", error.text);
	else if (changed)
		app_editor_take(&s->app, text.text, text.len);
	else
		app_say(&s->app, STYLE_NOTE, "%s", _("the editor changed nothing"));
	strbuf_release(&text);
}

/* acts on one key; what must follow for the terminal follows here */
static unsigned handle(struct screen *s, const struct key *k)
{
	struct settings *settings = s->app.options.settings;
	unsigned reaction;

	if (settings && !settings->themed)
		settings->light = term_is_light(s->term); /* what there is to be turned round */
	reaction = app_handle(&s->app, k);
	if (k->code == KEYCODE_SUSPENDED)
		term_redraw(s->term);
	if (reaction & REACT_SETTINGS)
		screen_settle(s->term, s->app.options.settings);
	if (reaction & REACT_SUSPEND)
		term_suspend(s->term);
	if (reaction & REACT_EDITOR)
		edit_outside(s);
	if (reaction & REACT_PLAIN) {
		term_plain(s->term, s->app.plain.text, s->app.plain.len);
		term_redraw(s->term);
	}
	if (reaction & REACT_COPY)
		term_copy(s->term, s->app.copied.text, s->app.copied.len);
	s->behind |= (reaction & REACT_REDRAW) != 0;
	return reaction;
}

/*
 * Waits for a key, doing what is left to do meanwhile. While something is left no time is spent waiting; then a frame is due
 * now and then, and one when all is done. Without anything left, a second without a key is a tick.
 */
static void next_key(struct screen *s, struct key *ret)
{
	/* where the last step left nothing, an edit must have come before there can be more */
	bool working = s->worked || s->stepped || s->app.totals_wait || s->done_revision != report_revision(s->app.report);

	for (;;) {
		if (s->behind && !term_more(s->term))
			draw(s);
		if (term_key(s->term, working ? 0 : IDLE_MS, ret))
			return;
		beat(s);
		if (!working) {
			*ret = (struct key){ .code = KEYCODE_TICK };
			return;
		}
		working = app_work(&s->app, STEP_BUDGET);
		s->steps++;
		s->stepped |= working || s->worked;
		if (working || s->worked) /* what it changed is shown now and then, and at its end */
			s->behind |= !working || s->steps >= STEPS_A_FRAME;
		s->worked = working;
		s->done_revision = report_revision(s->app.report);
	}
}

static unsigned loop(struct screen *s)
{
	unsigned reaction = REACT_NONE;
	struct key k;

	s->behind = s->stepped = true;
	while (!(reaction & REACT_QUIT)) {
		next_key(s, &k);
		reaction = handle(s, &k);
		s->hung_up = k.code == KEYCODE_HANGUP;
		if (s->hung_up)
			return REACT_QUIT; /* whatever was asked */
	}
	/* only what was answered (saved, or not wanted) lets go of the journal */
	if (!report_modified(s->app.report))
		reaction |= REACT_DISCARD;
	return reaction;
}

/* how the user left, from the last key's reaction */
static enum screen_end end_of(const struct screen *s, bool hung_up)
{
	if (hung_up)
		return SCREEN_HUNG_UP;
	return !s->app.to_start ? SCREEN_QUIT : s->app.to_document ? SCREEN_TO_DOCUMENT : SCREEN_TO_START;
}

bool screen_run(struct term *term, struct session *session, const struct app_options *o, enum screen_end *ret_end,
		struct error *reterr)
{
	struct screen s = { .term = term, .last_beat = now_seconds() };
	unsigned reaction = REACT_NONE;
	int rows, columns;
	bool ok = false;

	term_size(s.term, &rows, &columns);
	if (app_init(&s.app, session, o, rows, columns, reterr)) {
		if (term_taken_for(s.term) && app_mode(&s.app) != MODE_ASK)
			app_say(&s.app, STYLE_WARNING, _("this machine does not know the terminal '%s': it is taken for %s"), getenv("TERM"),
				term_taken_for(s.term));
		reaction = loop(&s);
		*ret_end = end_of(&s, s.hung_up);
		recent_add(session);
		app_release(&s.app);
		ok = true;
	}
	canvas_release(&s.canvas);
	session_leave(session, !(reaction & REACT_DISCARD));
	return ok;
}
