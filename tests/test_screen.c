/*
 * The screen's main loop on a terminal, key by key beside the same app without one: after every key, paste and resize the
 * terminal shows what is drawn from nothing of the same state, and what is typed appears where the cursor was.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/text.h"
#include "stage.h"
#include "term_host.h"
#include "tui/app_private.h"
#include "tui/lineedit_private.h"

#include <poll.h>

static const char *probe;

/* Escape as CSI u, as a lone ESC would have to be waited for */
#define ESCAPE "\033[27u"

struct pair {
	struct stage stage; /* the app without a terminal */
	struct host host;   /* … and with one, on a copy */
	struct stage copy;
	struct key_decoder *decoder;
	const char *last;   /* what was sent last */
	unsigned count;
};

/* a copy of the report that nobody has open */
static void copy_open(struct stage *copy)
{
	assert_true(stage_open(copy, "report.yaml", 24, 80));
	app_release(&copy->app);
	session_free(copy->session);
	copy->session = NULL;
}

static void copy_close(struct stage *copy)
{
	char path[600];

	(void)snprintf(path, sizeof(path), "rm -rf '%s'", copy->folder);
	assert_int_equal(system(path), 0);
	canvas_release(&copy->canvas);
}

static void pair_open(struct pair *p, int rows, int columns)
{
	char path[600], config[600], data[600], state[600];
	const char *const environment[] = { config, data, state, NULL };

	p->last = "";
	p->count = 0;
	assert_true(stage_open(&p->stage, "report.yaml", rows, columns));
	copy_open(&p->copy);
	(void)snprintf(path, sizeof(path), "%s/report.yaml", p->copy.folder);
	(void)snprintf(config, sizeof(config), "XDG_CONFIG_HOME=%s", p->copy.folder);
	(void)snprintf(data, sizeof(data), "XDG_DATA_HOME=%s", p->copy.folder);
	(void)snprintf(state, sizeof(state), "XDG_STATE_HOME=%s", p->copy.folder);
	host_start(&p->host, rows, columns, environment, probe, path);
	p->decoder = key_decoder_new();
	assert_non_null(p->decoder);
}

static void pair_close(struct pair *p)
{
	host_end(&p->host);
	stage_close(&p->stage);
	copy_close(&p->copy);
	key_decoder_free(p->decoder);
}

/* from nothing */
static void draw(struct pair *p)
{
	while (app_work(&p->stage.app, 100000))
		;
	app_refresh(&p->stage.app);
	canvas_clear(&p->stage.canvas);
	app_draw(&p->stage.app, &p->stage.canvas);
}

static void tell_difference(struct pair *p)
{
	char *shown = host_text(&p->host);
	struct strbuf expected;

	strbuf_init(&expected, 0);
	canvas_dump(&p->stage.canvas, true, &expected);
	fprintf(stderr, "after key %u, '%s', the terminal has\n%s\nand from nothing it is\n%s\n", p->count, p->last, shown, expected.text);
	strbuf_release(&expected);
	free(shown);
}

/*
 * The program has a clock: a second after the last key it stores what was typed into a long text. Where it did and the app
 * here did not yet, the app is told that a second has passed.
 */
static void assert_same(struct pair *p)
{
	const struct key tick = { .code = KEYCODE_TICK };

	draw(p);
	while (!host_shows(&p->host, &p->stage.canvas)) {
		struct pollfd f = { .fd = p->host.master, .events = POLLIN };

		if (poll(&f, 1, 1500) == 1) {
			assert_true(host_read(&p->host));
			continue;
		}
		(void)app_handle(&p->stage.app, &tick);
		draw(p);
		if (!host_shows(&p->host, &p->stage.canvas))
			tell_difference(p);
		host_wait_canvas(&p->host, &p->stage.canvas);
		break;
	}
}

static void send(struct pair *p, const char *bytes)
{
	struct key k;

	if (p->stage.app.panel == PANEL_MENU && bytes[0] == '\r')
		bytes = ESCAPE; /* what it would do tells the folder, or leaves */

	p->last = bytes;
	p->count++;
	host_puts(&p->host, bytes);
	host_puts(&p->host, "\033[I"); /* keys that come together stay apart */
	assert_true(key_decoder_feed(p->decoder, bytes, strlen(bytes)));
	while (key_decoder_next(p->decoder, &k))
		p->stage.reaction = app_handle(&p->stage.app, &k);
	assert_same(p);
}

static void resize(struct pair *p, int rows, int columns)
{
	struct key k = { .code = KEYCODE_RESIZE, .row = rows, .column = columns };

	p->last = "a resize";
	p->count++;
	canvas_release(&p->stage.canvas);
	assert_true(canvas_init(&p->stage.canvas, rows, columns));
	(void)app_handle(&p->stage.app, &k);
	host_resize(&p->host, rows, columns);
	assert_same(p);
}

static unsigned next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static const char *const texts[] = {
	"农", "村环境", "专项资金支出情况良好", "a", "word ", "7.5", "，", "。", "《", "》", "“", "”", "e\xCC\x81", "o\xCC\x82\xCC\xA3", "👍🏽", "👩‍👩‍👧",
	"🇨🇳", "❤️", "①", "…", "—", "　", " ", "ｱﾞ", "한", "𠮷", "±", "→",
};

static const char *const others[] = {
	"\r", "\x7f", "\x7f", "\033[3~", "\033[D", "\033[C", "\033[A", "\033[B", "\033[H", "\033[F", "\033[1;2D", "\033[1;2C", "\033[1;2A",
	"\033[1;2B", "\033[1;5D", "\033[1;5C", "\t", "\033[Z", "\033[6~", "\033[5~", ESCAPE, "\016", "\013", "\033OQ", "\033[19~", "\033[11~", "\033OS",
	"\033[21~", "\006", "\007", "\003", "\026", "\030", "\004", "\033[200~一\t二\n三\t4\n\033[201~", "\033[200~甲，乙\033[201~", "\033[15~", "\033[17~",
};

static void random_key(struct pair *p, uint32_t *state)
{
	static const int sizes[][2] = { { 24, 80 }, { 30, 100 }, { 12, 50 }, { 10, 40 }, { 50, 200 }, { 16, 61 } };
	unsigned n = next_random(state);

	if (n % 40 == 0)
		resize(p, sizes[n / 40 % 6][0], sizes[n / 40 % 6][1]);
	else if (n % 5 < 3)
		send(p, texts[n / 40 % ARRAY_SIZE(texts)]);
	else
		send(p, others[n / 40 % ARRAY_SIZE(others)]);
}

static void the_terminal_shows_what_is_drawn_from_nothing(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 4; seed++) {
		uint32_t random = seed;
		struct pair p;

		pair_open(&p, 24, 80);
		assert_same(&p);
		for (unsigned i = 0; i < 250; i++)
			random_key(&p, &random);
		pair_close(&p);
	}
}

static void a_resized_screen_is_the_one_opened_at_that_size(void **state)
{
	static const int sizes[][2] = { { 24, 80 }, { 40, 120 }, { 10, 40 }, { 9, 39 }, { 50, 200 }, { 24, 79 }, { 13, 64 } };
	struct pair p;

	(void)state;
	pair_open(&p, 24, 80);
	assert_same(&p);
	for (size_t i = 0; i < 3 * ARRAY_SIZE(sizes); i++) {
		const int *size = sizes[i * 4 % ARRAY_SIZE(sizes)];
		struct stage opened;

		resize(&p, size[0], size[1]);
		assert_true(stage_open(&opened, "report.yaml", size[0], size[1]));
		while (app_work(&opened.app, 100000))
			;
		app_refresh(&opened.app);
		app_draw(&opened.app, &opened.canvas);
		host_wait_canvas(&p.host, &opened.canvas);
		stage_close(&opened);
	}
	pair_close(&p);
}

/* ---- the caret ---- */

/* what the terminal shows in a cell, without marks */
static void cell_at(struct host *h, VTermPos at, char *out)
{
	VTermScreenCell cell;

	(void)vterm_screen_get_cell(h->screen, at, &cell);
	out[cell.chars[0] && cell.chars[0] != (uint32_t)-1 ? text_encode(cell.chars[0], out) : 0] = '\0';
}

static struct lineedit *editor_of(struct pair *p)
{
	return app_mode(&p->stage.app) & MODE_PICK ? p->stage.app.query : p->stage.app.edit;
}

/* the line on which a character stands, or is to stand, and where it begins; of one line, the first byte shown; what is seen */
struct stand {
	size_t line, start, top;
};

static struct stand stand_of(struct pair *p, size_t at, bool to_come)
{
	struct lineedit *e = editor_of(p);
	struct stand place = { .start = e->top, .top = p->stage.app.top };
	const struct lineedit_layout *l = e->layout;

	if (!e->multiline || !l)
		return place;
	place.line = lineedit_line_at(l, at);
	place.start = l->lines[place.line].start;
	if (to_come && lineedit_is_past(e, l, place.line)) {
		place.line++;
		place.start = at;
	}
	return place;
}

struct looks {
	unsigned exact, moved;
};

/*
 * Types a character and looks whether it is where the cursor was. Only this moves it: lines break elsewhere because of it (it
 * does not part from a bracket, is too wide for what is left of the line), one line scrolls, or the screen does.
 */
static void type_and_look(struct pair *p, const char *typed, struct looks *looks)
{
	size_t start, end;
	struct stand before, after;
	VTermPos cursor;
	char shown[8];

	if (lineedit_selection(editor_of(p), &start, &end))
		send(p, "\x7f"); /* what it would replace */
	start = editor_of(p)->caret;
	before = stand_of(p, start, true);
	assert_true(p->host.cursor);
	vterm_state_get_cursorpos(vterm_obtain_state(p->host.vterm), &cursor);
	send(p, typed);
	if (editor_of(p)->caret != start + strlen(typed))
		return; /* it joined what stands beside it, or chose something */
	after = stand_of(p, start, false);
	if (before.line == after.line && before.start == after.start && before.top == after.top) {
		cell_at(&p->host, cursor, shown);
		if (strcmp(shown, typed) != 0)
			tell_difference(p);
		assert_string_equal(shown, typed);
		looks->exact++;
	} else {
		looks->moved++;
	}
	send(p, "\x7f");
}

/* in focus, but not yet being typed into: it begins where the cursor is, and takes the old value's place */
static void begin_and_look(struct pair *p, const char *typed, struct looks *looks)
{
	struct spot focus = p->stage.app.focus;
	VTermPos cursor;
	char shown[8];

	if (!focus.field || spot_is_long(focus) || !field_is_scalar(focus.field))
		return;
	vterm_state_get_cursorpos(vterm_obtain_state(p->host.vterm), &cursor);
	send(p, typed);
	if (!p->stage.app.editing)
		return; /* it is calculated */
	cell_at(&p->host, cursor, shown);
	if (strcmp(shown, typed) != 0)
		tell_difference(p);
	assert_string_equal(shown, typed);
	looks->exact++;
	if (focus.field->index % 2)
		send(p, ESCAPE);
}

/* fields, cells, long texts; and the prompts: find, go to, the menu's, replace, and by what */
static void some_keys(struct pair *p, unsigned n)
{
	static const char *const openings[][3] = { { "" }, { "\r" }, { "\006" }, { "\007" }, { "\033[21~" }, { "\022" }, { "\022", "一", "\r" } };
	const char *const *opening = openings[n / 16 % ARRAY_SIZE(openings)];

	if (n % 16 == 0) {
		for (size_t i = 0; i < 3 && opening[i]; i++)
			send(p, opening[i]);
	} else if (n % 16 == 1) {
		send(p, n & 0x800 ? "\t" : "\033[6~");
	} else if (n % 16 == 2) {
		send(p, n & 0x800 ? ESCAPE : "\032"); /* undo */
	} else if (n % 16 < 6) {
		send(p, others[n / 16 % 16]);
	} else {
		send(p, texts[n / 16 % ARRAY_SIZE(texts)]);
	}
}

static void what_is_typed_appears_where_the_cursor_was(void **state)
{
	static const char *const typed[] = { "国", "Q", "7", "，" };
	struct looks looks = { 0, 0 };

	(void)state;
	for (uint32_t seed = 0; seed < 12; seed++) {
		uint32_t random = seed * 77 + 11;
		struct pair p;

		pair_open(&p, 10 + (int)(next_random(&random) % 40), 40 + (int)(next_random(&random) % 161));
		assert_same(&p);
		for (unsigned i = 0; i < seed % 4; i++)
			send(&p, "\033[6~"); /* each from another section */
		for (unsigned i = 0; i < 120; i++) {
			unsigned mode, n = next_random(&random);

			if (n % 60 == 59)
				resize(&p, 10 + (int)(n / 60 % 40), 40 + (int)(n / 2400 % 161));
			some_keys(&p, next_random(&random));
			mode = app_mode(&p.stage.app);
			if (mode & (MODE_TYPE | MODE_PICK))
				type_and_look(&p, typed[n % ARRAY_SIZE(typed)], &looks);
			else if (mode & (MODE_FIELD | MODE_GRID))
				begin_and_look(&p, n % 2 ? "7" : "国", &looks);
		}
		pair_close(&p);
	}
	assert_true(looks.exact > 500);
	assert_true(looks.exact > 9 * looks.moved);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_terminal_shows_what_is_drawn_from_nothing),
		cmocka_unit_test(a_resized_screen_is_the_one_opened_at_that_size),
		cmocka_unit_test(what_is_typed_appears_where_the_cursor_was),
	};

	if (argc < 2) {
		fprintf(stderr, "usage: test_screen SCREEN_PROBE\n");
		return 2;
	}
	probe = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
