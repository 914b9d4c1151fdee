/*
 * Any bytes from a terminal into the screen, with a report open: no crash; after every read
 * (1) what was drawn piece by piece is what is drawn from nothing,
 * (2) nothing raw is on the canvas: no control character, no bidirectional one, no half of a wide character;
 * and in the end
 * (3) the journal replayed on the file gives the report as it is; after a save in value, as the file's new quotes stay,
 * (4) undoing everything gives the first bytes.
 *
 * The first three bytes of an input choose the report and the size; then 0xFF and a byte stand for what is no byte of the
 * terminal's: R (and two bytes) another size, I and E silence, T a tick, S back from the shell, H a hangup; any other
 * ends a read. On the page that asks for a file name only names in the scratch folder are let through.
 */
#include "base/arena.h"
#include "base/text.h"
#include "desk/settings.h"
#include "folder.h"
#include "tui/app.h"

#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REPORT "report.yaml"
#define COMMAND 0xff

struct stage {
	struct session *session;
	struct app app;
	struct canvas canvas;
	struct key_decoder *decoder;
	struct settings settings;
	unsigned reaction;
	const char *form;
	bool elsewhere;  /* saved under another name */
};

/* ---- files ---- */

static const char *const sources[][2] = {
	{ "form.yaml", "report.yaml" },
	{ "comfort-form.yaml", "comfort.yaml" },
};

static void put_copy(const char *from, const char *to)
{
	static char text[1 << 16];
	char path[1024];
	FILE *f;
	size_t len;

	snprintf(path, sizeof(path), "%s/%s", SESSIONS_FOLDER, from);
	f = fopen(path, "rb");
	check(f != NULL);
	len = fread(text, 1, sizeof(text), f);
	fclose(f);
	folder_put(to, text, len);
}

static void prepare(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	check(chdir(folder_path()) == 0 && setenv("HOME", folder_path(), 1) == 0 && setenv("XDG_CONFIG_HOME", folder_path(), 1) == 0 &&
	      setenv("XDG_DATA_HOME", folder_path(), 1) == 0 && setenv("XDG_STATE_HOME", folder_path(), 1) == 0);
}

/* ---- what must hold of a canvas ---- */

static void check_glyph(const struct glyph *g, bool half_before)
{
	int columns = 0;
	uint32_t c;

	check((g->columns == 0) == half_before);
	if (half_before) {
		check(g->text[0] == '\0');
		return;
	}
	check(g->text[0] != '\0' && strnlen(g->text, sizeof(g->text)) < sizeof(g->text));
	for (size_t at = 0, n, len = strlen(g->text); at < len; at += n) {
		n = text_decode(g->text + at, len - at, &c);
		check(text_is_harmless(c) && text_char_columns(c) >= 0);
		columns += text_char_columns(c);
	}
	check(columns == g->columns);
}

static void check_canvas(const struct canvas *c)
{
	for (int row = 0; row < c->rows; row++) {
		for (int column = 0; column < c->columns; column++) {
			const struct glyph *g = &c->glyphs[(size_t)row * (size_t)c->columns + (size_t)column];

			check_glyph(g, column > 0 && g[-1].columns == 2);
			check(g->columns < 2 || column + 1 < c->columns);
		}
	}
	check(c->caret_row < c->rows && c->caret_column < c->columns);
}

static void draw(struct stage *s)
{
	struct canvas fresh;

	while (report_step(s->app.report, 100000))
		;
	app_refresh(&s->app);
	app_draw(&s->app, &s->canvas);
	check_canvas(&s->canvas);
	check(canvas_init(&fresh, s->app.rows, s->app.columns));
	fresh.ascii = s->app.ascii;
	app_draw(&s->app, &fresh);
	check(canvas_equal(&s->canvas, &fresh));
	canvas_release(&fresh);
}

/* ---- keys ---- */

/* only beside the report is anything written */
static void keep_in_folder(struct app *app)
{
	const char *typed = app->query->text.text, *folder = folder_path();
	size_t len = strlen(folder);

	if (app->panel != PANEL_PATH && !(app->panel == PANEL_ASK && app->question == QUESTION_FILE))
		return;
	while (*typed == ' ')
		typed++;
	if (strncmp(typed, folder, len) == 0 && typed[len] == '/')
		typed += len + 1;
	if (*typed == '~' || strpbrk(typed, "/\t\n\v\f\r") || strlen(typed) > 60 || (unsigned char)*typed >= 0x80)
		lineedit_set(app->query, "x", 1);
}

static void handle(struct stage *s, const struct key *k)
{
	const char *path = s->session->path;

	keep_in_folder(&s->app);
	s->reaction = app_handle(&s->app, k);
	s->elsewhere |= strcmp(path == s->session->path ? path : "", s->session->path) != 0;
	if (s->reaction & REACT_EDITOR)
		app_editor_take(&s->app, "外\n面\x1b[2J", strlen("外\n面\x1b[2J"));
}

static void resize(struct stage *s, unsigned rows, unsigned columns)
{
	struct key k = { .code = KEYCODE_RESIZE, .row = (int)(rows % 50), .column = (int)(columns % 160) };

	canvas_release(&s->canvas);
	check(canvas_init(&s->canvas, k.row, k.column));
	s->canvas.ascii = s->app.ascii;
	handle(s, &k);
}

static void take_keys(struct stage *s)
{
	struct key k;

	while (!(s->reaction & REACT_QUIT) && key_decoder_next(s->decoder, &k))
		handle(s, &k);
	if (!(s->reaction & REACT_QUIT))
		draw(s);
}

static void press(struct stage *s, enum key_code code)
{
	handle(s, &(struct key){ .code = code });
}

/* what stands behind COMMAND; returns how many bytes it took */
static size_t command(struct stage *s, const uint8_t *data, size_t size)
{
	switch (size ? data[0] : 0) {
	case 'R':
		if (size < 3)
			return size;
		resize(s, data[1], data[2]);
		take_keys(s);
		return 3;
	case 'I':
		key_decoder_idle(s->decoder, 1500);
		break;
	case 'E':
		key_decoder_idle(s->decoder, 150);
		break;
	case 'T':
		press(s, KEYCODE_TICK);
		break;
	case 'S':
		press(s, KEYCODE_SUSPENDED);
		break;
	case 'H':
		press(s, KEYCODE_HANGUP);
		break;
	default:
		break;
	}
	take_keys(s);
	return size ? 1 : 0;
}

static void play(struct stage *s, const uint8_t *data, size_t size)
{
	draw(s);
	for (size_t at = 0; at < size && !(s->reaction & REACT_QUIT);) {
		const uint8_t *end = memchr(data + at, COMMAND, size - at);
		size_t n = end ? (size_t)(end - data) - at : size - at;

		check(key_decoder_feed(s->decoder, (const char *)data + at, n));
		take_keys(s);
		at += n;
		if (end && !(s->reaction & REACT_QUIT))
			at += 1 + command(s, data + at + 1, size - at - 1);
	}
}

/* ---- in the end ---- */

static bool put_bytes(void *to, const char *text, size_t len)
{
	strbuf_add(to, text, len);
	return true;
}

static void bytes_of(struct report *r, struct strbuf *out)
{
	struct error why;

	strbuf_clear(out);
	check(report_write(r, (struct sink){ put_bytes, out }, &why));
}

static void add_value(struct report *r, const struct field *f, row_id row, struct strbuf *out)
{
	size_t len;
	const char *text = report_text(r, (struct spot){ f->section, f, row }, &len);

	strbuf_add(out, (const char *)&len, sizeof(len));
	strbuf_add(out, text, len);
}

static void values_of(struct report *r, struct strbuf *out)
{
	const struct form *form = report_form(r);

	strbuf_clear(out);
	for (size_t i = 0; i < form->slot_count; i++)
		add_value(r, form->slots[i], 0, out);
	for (size_t i = 0; i < form->table_count; i++) {
		for (uint32_t n = 0; n < report_row_count(r, form->tables[i]); n++) {
			for (size_t c = 0; c < form->tables[i]->column_count; c++)
				add_value(r, form->tables[i]->columns[c], report_row_at(r, form->tables[i], n), out);
		}
	}
}

/* (3); what is still being typed is in the journal as that, and not looked at */
static void check_journal(const struct stage *s)
{
	void (*look)(struct report *, struct strbuf *) = s->session->backed_up ? values_of : bytes_of;
	struct form *form = NULL;
	struct source *source = NULL;
	struct report *r = NULL;
	struct journal_replay replayed;
	struct strbuf now, again;
	struct error why;
	bool other;

	if (!s->session->journal || s->session->recovery || journal_trouble(s->session->journal) || !s->session->stamp.exists)
		return;
	strbuf_init(&now, 0);
	strbuf_init(&again, 0);
	check(source_load(s->session->path, &source, &why));
	check(form_load(&(struct form_query){ .name = s->form, .relative_to = s->session->path }, &form, &other, &why));
	check(report_new(form, source, &r, &why));
	check(journal_replay(s->session->path, &s->session->stamp, r, &replayed, &why));
	check(!replayed.torn && !replayed.foreign);
	look(s->app.report, &now);
	look(r, &again);
	check(again.len == now.len && memcmp(again.text, now.text, now.len) == 0);
	memory_free(replayed.typing_path);
	memory_free(replayed.typing_text);
	strbuf_release(&now);
	strbuf_release(&again);
	report_free(r);
	form_free(form);
}

static void check_undone(struct stage *s, struct strbuf *out)
{
	struct spot where;
	const char *first;
	size_t len;

	while (report_undo(s->app.report, &where))
		;
	bytes_of(s->app.report, out);
	first = source_bytes(report_source(s->app.report), &len);
	check(out->len == len && memcmp(out->text, first, len) == 0);
}

static bool open_stage(struct stage *s, unsigned which, unsigned rows, unsigned columns)
{
	const struct app_options options = { .settings = &s->settings };
	struct error why;
	bool english = which & 2;

	s->form = sources[which % 2][0];
	put_copy(s->form, s->form);
	put_copy(sources[which % 2][1], REPORT);
	check(session_open(folder_file(REPORT), SESSION_DESK, english, &s->session, &why));
	check(app_init(&s->app, s->session, which & 4 ? NULL : &options, (int)(rows % 50), (int)(columns % 160), &why));
	s->app.ascii = which & 8;
	check(canvas_init(&s->canvas, s->app.rows, s->app.columns));
	s->canvas.ascii = s->app.ascii;
	s->decoder = key_decoder_new();
	return s->decoder != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stage s = { .reaction = REACT_NONE };
	struct strbuf now;

	if (size < 3)
		return 0;
	prepare();
	folder_clear(NULL);
	check(open_stage(&s, data[0], data[1], data[2]));
	play(&s, data + 3, size - 3);
	strbuf_init(&now, 0);
	check_journal(&s);
	check_undone(&s, &now);
	strbuf_release(&now);
	key_decoder_free(s.decoder);
	app_release(&s.app);
	canvas_release(&s.canvas);
	session_leave(s.session, true);
	return 0;
}
