/* Reviewing: who it is, which places have comments, and what changed since the reviewer saw the report. */
#include "tui/app_private.h"

#include "desk/settings.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

/* ---- who ---- */

struct who app_who(const struct app *app, char at[WHO_TIME])
{
	const struct settings *settings = app->options.settings;
	const struct passwd *pw = getpwuid(geteuid());
	const char *name = pw && pw->pw_name ? pw->pw_name : getenv("LOGNAME");

	if (settings && settings->name[0])
		name = settings->name;
	if (app->options.as && app->options.as[0])
		name = app->options.as;
	who_now(at);
	return (struct who){ .name = name ? name : "", .at = at };
}

/* 2022-03-02T10:15:00+08:00 as 2022-03-02 10:15; what is written otherwise as it stands */
void app_when(struct words_of at, struct strbuf *out)
{
	size_t len = at.len;

	if (len >= 16 && at.text[10] == 'T' && at.text[13] == ':') {
		strbuf_add(out, at.text, 10);
		strbuf_putc(out, ' ');
		strbuf_add(out, at.text + 11, 5);
		return;
	}
	strbuf_add(out, at.text, len);
}

/* ---- what is kept of it ---- */

static bool note_one(struct app *app, row_id row)
{
	struct reviewing *v = &app->reviewing;
	struct noted *grown;
	struct comment c;

	if (!comment_read(app->report, row, &c) || c.state == COMMENT_RESOLVED)
		return true;
	v->open += c.state == COMMENT_OPEN;
	v->answered += c.state == COMMENT_ANSWERED;
	if (c.gone)
		return true;
	grown = memory_grow(v->notes, &v->capacity, v->count + 1, sizeof(*grown));
	if (!grown)
		return false;
	v->notes = grown;
	grown[v->count++] = (struct noted){ .spot = c.spot, .comment = row, .state = c.state };
	return true;
}

static void look_since(struct app *app)
{
	struct reviewing *v = &app->reviewing;
	struct error ignored;
	struct signoff s;
	uint32_t n;

	since_release(&v->since);
	v->since_action = -1;
	if (!app->options.review || !since_reviewed(app->report, &n) || !signoff_read(app->report, n, &s))
		return;
	v->since_action = s.action;
	if (!since_signoff(app->report, n, true, &v->since, &ignored))
		since_release(&v->since); /* nothing is marked then; the list of sign-offs says why */
	for (size_t i = v->since.count; i > 0; i--) { /* reviewers know what they filled in themselves */
		struct since_change *c = &v->since.changes[i - 1];

		if (c->spot.field && c->spot.field->reviewer)
			memmove(c, c + 1, (v->since.count-- - i) * sizeof(*c));
	}
}

void app_review_settle(struct app *app)
{
	struct reviewing *v = &app->reviewing;
	struct error ignored;
	row_id *rows;
	size_t count;

	if (!report_modified(app->report))
		v->saved_at = report_history_done(app->report);
	if (v->known && v->revision == report_revision(app->report))
		return;
	v->known = true;
	v->revision = report_revision(app->report);
	v->count = 0;
	v->open = v->answered = 0;
	if (comment_list(app->report, COMMENTS_OPEN, &rows, &count, &ignored)) {
		for (size_t i = 0; i < count && note_one(app, rows[i]); i++)
			;
		memory_free(rows);
	}
	look_since(app);
}

void app_review_forget(struct app *app)
{
	app->reviewing.known = false;
	app->reviewing.saved_at = 0;
}

void app_review_release(struct app *app)
{
	memory_free(app->reviewing.notes);
	since_release(&app->reviewing.since);
	strbuf_release(&app->reviewing.opinion);
}

/* ---- looking it up ---- */

bool spot_is_exactly(struct spot a, struct spot b)
{
	return a.section == b.section && a.field == b.field && a.row == b.row;
}

/* a row, or a section, with all that is in it */
static bool is_within(struct spot s, struct spot outer)
{
	if (!s.section || s.section != outer.section)
		return false;
	return !outer.field || (s.row == outer.row && (s.field == outer.field || (s.field && s.field->table == outer.field)));
}

const struct noted *app_noted(const struct app *app, struct spot s, bool within)
{
	const struct noted *best = NULL;

	for (size_t i = 0; i < app->reviewing.count; i++) {
		const struct noted *n = &app->reviewing.notes[i];

		if (!(within ? is_within(n->spot, s) : spot_is_exactly(n->spot, s)))
			continue;
		if (!best || n->state < best->state)
			best = n;
	}
	return best;
}

const struct since_change *app_changed(const struct app *app, struct spot s)
{
	for (size_t i = 0; i < app->reviewing.since.count; i++) {
		const struct since_change *c = &app->reviewing.since.changes[i];

		if (!c->gone && spot_is_exactly(c->spot, s))
			return c;
	}
	return NULL;
}
