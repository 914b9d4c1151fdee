/* Saving and leaving, and the questions that come with them. */
#include "tui/app_private.h"

#include "tui/paths.h"

#include <unistd.h>

unsigned app_stay(struct app *app)
{
	app_panel_close(app);
	return REACT_REDRAW;
}

void app_ask(struct app *app, enum question q, const char *text, const struct answer *answers, size_t count)
{
	app_panel_close(app);
	app->panel = PANEL_ASK;
	app->question = q;
	app->question_text = arena_strdup(&app->list.texts, text);
	app->answer_count = count < ANSWERS_MAX ? count : ANSWERS_MAX;
	app->answer_at = 0;
	for (size_t i = 0; i < app->answer_count; i++)
		app->answers[i] = answers[i];
}

/* ---- saving ---- */

/* what happened to the file besides; NULL: nothing */
static const char *saved_but(const struct session *s)
{
	if (s->made_anew)
		return _("saved '%s': it had been deleted, and was written anew");
	if (s->owner_lost)
		return _("saved '%s', but its owner, group or access list could not be kept");
	return NULL;
}

static void say_saved(struct app *app)
{
	const struct session *s = app->session;
	const char *but = saved_but(s), *trouble = journal_trouble(s->journal);

	if (but)
		app_say(app, STYLE_WARNING, but, s->path);
	else if (s->no_backup.kind)
		app_say(app, STYLE_WARNING, _("saved '%s', but the version before could not be kept: %s"), s->path, s->no_backup.text);
	else if (trouble)
		app_say(app, STYLE_WARNING, _("saved '%s', but what you type from here on is not safe until it is saved: %s"), s->path, trouble);
	else if (s->unguarded.kind)
		app_say(app, STYLE_WARNING, _("saved '%s'; %s"), s->path, s->unguarded.text);
	else
		app_say(app, STYLE_GOOD, _("saved '%s'"), s->path);
}

bool app_save(struct app *app, bool anyway)
{
	struct error error = { 0 };

	if (session_save(app->session, anyway, &error)) {
		say_saved(app);
		return true;
	}
	if (error.kind == ERR_CHANGED && !anyway)
		app_ask_theirs(app, error.text);
	else
		app_say(app, STYLE_ERROR, "%s", error.text);
	return false;
}

unsigned act_save(struct app *app)
{
	app_save(app, false);
	return REACT_REDRAW;
}

unsigned app_save_rest(struct app *app)
{
	struct error error = { 0 };
	struct strbuf refused;

	strbuf_init(&refused, 0);
	strbuf_add(&refused, app->message.text, app->message.len);
	if (session_save(app->session, false, &error)) {
		journal_typing(app->session->journal, app->report, app->edit_spot, app->edit->text.text, app->edit->text.len); /* the journal is a new one */
		app_say(app, STYLE_ERROR, _("saved, but without what is being typed, which does not fit: %s"), refused.text);
	} else {
		app_say(app, STYLE_ERROR, "%s", error.text);
	}
	strbuf_release(&refused);
	return REACT_REDRAW;
}

/* ---- leaving ---- */

unsigned app_save_and_quit(struct app *app)
{
	app_panel_close(app);
	return app_save(app, false) ? REACT_QUIT : REACT_REDRAW;
}

unsigned app_quit_unsaved(struct app *app)
{
	app_panel_close(app);
	return REACT_QUIT | REACT_DISCARD;
}

unsigned act_quit(struct app *app)
{
	static const struct answer answers[] = {
		{ N_("save and quit"), "", app_save_and_quit },
		{ N_("quit without saving"), "", app_quit_unsaved },
		{ N_("cancel"), "", app_stay },
	};

	app->to_start = false;
	if (!report_modified(app->report))
		return REACT_QUIT;
	app_ask(app, QUESTION_QUIT, _("the report has changes that are not saved"), answers, ARRAY_SIZE(answers));
	return REACT_REDRAW;
}

/* ---- what is asked at the start ---- */

static unsigned begin_anew(struct app *app, bool ok, struct error *error)
{
	if (ok)
		ok = app_begin(app, error);
	if (!ok)
		app_say(app, STYLE_ERROR, "%s", error->text);
	return REACT_REDRAW;
}

static unsigned recover(struct app *app)
{
	struct error error = { 0 };

	app_panel_close(app);
	if (begin_anew(app, session_recover(app->session, &error), &error) && !error.kind)
		app_say(app, STYLE_GOOD, "%s", _("the edits are back: save them with ^S"));
	return REACT_REDRAW;
}

static unsigned refuse_recovery(struct app *app)
{
	struct error error = { 0 };

	app_panel_close(app);
	if (!session_refuse(app->session, &error) || !app_begin(app, &error))
		app_say(app, STYLE_ERROR, "%s", error.text);
	else if (app->session->put_aside)
		app_say(app, STYLE_NOTE, "%s", _("the edits were put aside beside the report; they are not thrown away"));
	else
		app_say(app, STYLE_WARNING, "%s", _("nothing can be written beside the report: the edits stay there, and are offered again next time"));
	return REACT_REDRAW;
}

static unsigned take_over(struct app *app)
{
	struct error error = { 0 };

	app_panel_close(app);
	begin_anew(app, session_take_over(app->session, &error), &error);
	app_ask_first(app);
	return REACT_REDRAW;
}

/* FILE.NAME.yaml; characters that are no part of a file's name are left out */
static void copy_name(struct app *app, struct strbuf *stem, struct strbuf *out)
{
	char at[WHO_TIME];
	const char *name = app_who(app, at).name;

	path_stem(app->session->path, true, stem);
	strbuf_putc(stem, '.');
	for (; *name; name++) {
		if ((unsigned char)*name > ' ' && !strchr("/\\:~", *name))
			strbuf_putc(stem, *name);
	}
	path_free_name(stem->text, ".yaml", out);
}

static bool write_copy(void *from, struct sink to)
{
	struct app *app = from;
	struct error ignored;

	return report_write(app->report, to, &ignored);
}

/* the copy, and beside it what it began from: with that both are brought together later, field by field */
static unsigned work_on_copy(struct app *app)
{
	struct error error = { 0 };
	struct strbuf stem, name, base;

	app_panel_close(app);
	strbuf_init(&stem, 0);
	strbuf_init(&name, 0);
	strbuf_init(&base, 0);
	copy_name(app, &stem, &name);
	path_stem(name.text, true, &base);
	strbuf_puts(&base, ".base.yaml");
	if (!create_new(base.text, write_copy, app, &error)) {
		app_say(app, STYLE_ERROR, "%s", error.text);
	} else if (!session_save_as(app->session, name.text, &error)) {
		unlink(base.text); /* it was made just now, for nothing */
		app_say(app, STYLE_ERROR, "%s", error.text);
	} else {
		app_say(app, STYLE_GOOD, _("this is your copy '%s': merge it into the report later, with the menu there"), name.text);
	}
	strbuf_release(&stem);
	strbuf_release(&name);
	strbuf_release(&base);
	return REACT_REDRAW;
}

void app_ask_first(struct app *app)
{
	static const struct answer recovering[] = { { N_("recover them"), "", recover }, { N_("put them aside"), "Esc", refuse_recovery } };
	static const struct answer silent[] = { { N_("only read"), "", app_stay },
						{ N_("take over"), "", take_over },
						{ N_("work on a copy, to be merged later"), "", work_on_copy } };
	static const struct answer elsewhere[] = { { N_("only read"), "", app_stay },
						   { N_("work on a copy, to be merged later"), "", work_on_copy } };
	const struct session *s = app->session;
	struct strbuf text;

	strbuf_init(&text, 0);
	if (s->recovery) {
		strbuf_puts(&text, _("there are edits that were not saved last time:"));
		if (s->recovery->damaged) {
			strbuf_puts(&text, "\n");
			strbuf_puts(&text, _("(their record is damaged: these came before the damage; the record itself is kept beside the report)"));
		}
		strbuf_puts(&text, "\n\n");
		strbuf_add(&text, s->recovery->summary.text, s->recovery->summary.len);
		while (text.len > 0 && text.text[text.len - 1] == '\n')
			strbuf_truncate(&text, text.len - 1);
		app_ask(app, QUESTION_RECOVER, text.text, recovering, ARRAY_SIZE(recovering));
	} else if (s->open_elsewhere && s->owner.silent) {
		strbuf_printf(&text, _("the report is open elsewhere (%s on %s), but nothing has been heard from there for minutes"),
			      s->owner.name, s->owner.host);
		app_ask(app, QUESTION_TAKE_OVER, text.text, silent, ARRAY_SIZE(silent));
	} else if (s->open_elsewhere) {
		strbuf_printf(&text, _("the report is open elsewhere (%s on %s): here it can only be read"), s->owner.name, s->owner.host);
		if (app->options.review)
			app_say(app, STYLE_WARNING, "%s", text.text);
		else
			app_ask(app, QUESTION_ELSEWHERE, text.text, elsewhere, ARRAY_SIZE(elsewhere));
	} else if (s->unguarded.kind) {
		app_say(app, STYLE_WARNING, "%s", s->unguarded.text);
	} else if (s->put_aside) {
		app_say(app, STYLE_WARNING, "%s",
			_("unsaved edits that do not fit the file any more, or are damaged, were put aside; the menu's 'edits set aside' brings back what it can"));
	} else if (app->options.told) {
		app_say(app, STYLE_NOTE, "%s", app->options.told);
	} else if (report_row_count(s->report, section_field(app->form->reserved, "unplaced", 8))) {
		app_say(app, STYLE_WARNING, _("values that found no place when the report was made: %u; the menu lists them"),
			report_row_count(s->report, section_field(app->form->reserved, "unplaced", 8)));
	} else if (s->other_version) {
		app_say(app, STYLE_WARNING, _("the report names another version of its form; it is shown by version %s"),
			app->form->version);
	} else {
		app_review_welcome(app);
	}
	strbuf_release(&text);
}

/* ---- answering ---- */

unsigned act_ask_before(struct app *app)
{
	if (app->answer_at > 0)
		app->answer_at--;
	return REACT_REDRAW;
}

unsigned act_ask_after(struct app *app)
{
	if (app->answer_at + 1 < app->answer_count)
		app->answer_at++;
	return REACT_REDRAW;
}

unsigned act_ask_take(struct app *app)
{
	return app->answers[app->answer_at].act(app);
}

unsigned act_ask_leave(struct app *app)
{
	return app->question == QUESTION_RECOVER ? refuse_recovery(app) : app_stay(app);
}
