/* term.c on a pseudo-terminal, through term_probe.c. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/term_host.h"
#include "tests/term_picture.h"

#include "base/text.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *probe;

static int new_host(void **state)
{
	static struct host h;

	h = (struct host){ .master = -1 };
	*state = &h;
	return 0;
}

static int end_host(void **state)
{
	host_end(*state);
	return 0;
}

static void start_keys(struct host *h, const char *const *environment)
{
	host_start(h, 24, 80, environment, probe, "keys");
	host_wait(h, "ready 24x80");
}

static bool sent(const struct host *h, const char *bytes)
{
	return strstr(h->raw.text, bytes) != NULL;
}

/* what the program changed about the terminal is as it was */
static void assert_restored(struct host *h)
{
	struct termios now;

	assert_int_equal(tcgetattr(h->master, &now), 0);
	assert_int_equal(now.c_lflag, h->before.c_lflag);
	assert_int_equal(now.c_iflag, h->before.c_iflag);
	assert_int_equal(now.c_oflag, h->before.c_oflag);
	assert_false(h->alternate);
	assert_true(h->cursor);
	assert_true(sent(h, "\033[?2004l"));
}

/* ---- pictures ---- */

static void show_pictures(struct host *h, int rows, int columns, unsigned first, unsigned count)
{
	struct canvas c;

	host_start(h, rows, columns, NULL, probe, "frames");
	host_wait(h, "ready");
	assert_true(canvas_init(&c, rows, columns));
	canvas_frame(&c, (struct rect){ 0, 0, rows, columns }, STYLE_RULE);
	canvas_printf(&c, 0, 2, STYLE_TITLE, " ready %dx%d “1” ", rows, columns);
	host_wait_canvas(h, &c);
	for (unsigned seed = first; seed < first + count; seed++) {
		char number[16];

		(void)snprintf(number, sizeof(number), "%u", seed);
		term_picture(&c, seed);
		host_puts(h, number);
		host_wait_canvas(h, &c);
		if (seed % 20 == 19) { /* as if it were drawn for the first time */
			canvas_puts(&c, 0, 0, STYLE_NORMAL, "again ");
			host_puts(h, "\014");
			host_wait_canvas(h, &c);
		}
	}
	canvas_release(&c);
}

static void the_screen_is_the_canvas_at_80_columns(void **state)
{
	show_pictures(*state, 24, 80, 0, 300);
}

static void the_screen_is_the_canvas_at_40_columns(void **state)
{
	show_pictures(*state, 10, 40, 1000, 300);
}

static void the_screen_is_the_canvas_at_117_columns(void **state)
{
	show_pictures(*state, 31, 117, 2000, 200);
}

static void the_screen_is_the_canvas_at_200_columns(void **state)
{
	show_pictures(*state, 50, 200, 3000, 120);
}

/* ---- keys ---- */

static void keys_arrive_in_any_encoding(void **state)
{
	static const struct {
		const char *bytes, *name;
	} keys[] = {
		{ "\033[A", " Up " }, { "\033OB", " Down " }, { "\033[[C", " F3 " }, { "\033[19~", " F8 " }, { "\033OY", " F10 " }, { "\0331", " Alt-1 " },
		{ "\r", " Enter " }, { "\t", " Tab " }, { "\023", " ^S " }, { "\x7f", " Backspace " }, { "\003", " ^C " }, { "\032", " ^Z " },
		{ "中文", " \"中文\" " }, { "\033", " Esc " },
	};

	start_keys(*state, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		host_puts(*state, keys[i].bytes);
		host_wait(*state, keys[i].name);
	}
}

static void the_late_rest_of_a_sequence_is_never_typed(void **state)
{
	struct host *h = *state;

	start_keys(h, NULL);
	host_puts(h, "\033");
	host_wait(h, " Esc "); /* a tenth of a second has passed */
	host_puts(h, "[A");
	host_puts(h, "z");
	host_wait(h, "\"z\"");
	assert_false(host_has(h, "Up"));
	assert_false(host_has(h, "[A"));
}

static void a_marked_paste_is_one_key(void **state)
{
	struct host *h = *state;

	start_keys(h, NULL);
	assert_true(sent(h, "\033[?2004h"));
	host_puts(h, "\033[200~");
	for (int i = 0; i < 2000; i++)
		host_puts(h, "农");
	host_puts(h, "\033[201~");
	host_wait(h, "paste of 6000 bytes");
}

static void the_size_may_change_at_any_moment(void **state)
{
	struct host *h = *state;

	start_keys(h, NULL);
	host_resize(h, 30, 100);
	host_wait(h, "ready 30x100");
	host_wait(h, "resize 30,100");
	host_resize(h, 12, 41);
	host_wait(h, "ready 12x41");
	host_puts(h, "x");
	host_wait(h, "\"x\"");
}

static void the_mouse_is_on_when_it_is_asked_for(void **state)
{
	struct host *h = *state;

	start_keys(h, NULL);
	assert_false(sent(h, "\033[?1002h"));
	host_puts(h, "\022");
	host_wait(h, "^R");
	assert_true(sent(h, "\033[?1002h\033[?1006h"));
	host_puts(h, "\033[<0;10;5M");
	host_wait(h, "press 4,9");
}

static void copying_reaches_the_clipboard(void **state)
{
	struct host *h = *state;

	start_keys(h, NULL);
	host_puts(h, "\017");
	host_wait(h, "^O");
	assert_true(sent(h, "\033]52;c;5Yac5p2RCTE=\a"));
}

/* ---- giving the terminal back ---- */

static void ending_gives_the_terminal_back(void **state)
{
	struct host *h = *state;

	start_keys(h, NULL);
	assert_true(h->alternate);
	host_puts(h, "\021");
	assert_int_equal(host_wait_exit(h), 0);
	assert_true(host_has(h, "ended"));
	assert_restored(h);
}

static void terminating_gives_the_terminal_back(void **state)
{
	struct host *h = *state;

	start_keys(h, NULL);
	(void)kill(h->child, SIGTERM);
	assert_int_equal(host_wait_exit(h), 0);
	assert_true(host_has(h, "ended"));
	assert_restored(h);
}

static void crashing_gives_the_terminal_back(void **state)
{
	struct host *h = *state;
	int status;

	start_keys(h, NULL);
	host_puts(h, "\022"); /* the mouse as well */
	host_wait(h, "^R");
	host_puts(h, "\002");
	status = host_wait_exit(h);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	assert_restored(h);
	assert_true(sent(h, "\033[?1002l"));
}

static void a_terminal_that_goes_away_ends_the_program(void **state)
{
	struct host *h = *state;
	int status = -1;

	start_keys(h, NULL);
	(void)close(h->master);
	assert_int_equal(waitpid(h->child, &status, 0), h->child);
	assert_int_equal(status, 0);
	h->child = 0;
	h->master = -1;
}

static void suspending_gives_the_terminal_to_the_shell(void **state)
{
	struct host *h = *state;

	start_keys(h, NULL);
	host_puts(h, "\024");
	host_wait_stop(h);
	while (h->alternate)
		assert_true(host_read(h));
	assert_restored(h);
	(void)kill(h->child, SIGCONT);
	host_wait(h, "^T");
	assert_true(h->alternate);
	host_puts(h, "x");
	host_wait(h, "\"x\"");
	assert_false(host_has(h, "suspended")); /* it had asked for it itself */
	(void)kill(h->child, SIGTSTP);
	host_wait_stop(h);
	(void)kill(h->child, SIGCONT);
	host_wait(h, "suspended");
}

static void the_terminal_can_be_lent(void **state)
{
	struct host *h = *state;

	start_keys(h, NULL);
	host_puts(h, "\005");
	host_wait(h, "lent");
	assert_false(h->alternate);
	host_puts(h, "\n");
	host_wait(h, "^E");
	assert_true(h->alternate);
	host_wait(h, "ready 24x80");
	host_puts(h, "\003");
	host_wait(h, "^C");
}

/* ---- terminals ---- */

static void an_unknown_terminal_is_taken_for_xterm(void **state)
{
	static const char *const environment[] = { "TERM=no-such-thing", NULL };
	struct host *h = *state;

	start_keys(h, environment);
	host_wait(h, " as xterm-256color ");
	host_puts(h, "绩效\033[19~");
	host_wait(h, " F8 ");
	assert_true(host_has(h, "\"绩效\""));
}

static void a_dumb_terminal_is_refused(void **state)
{
	static const char *const environment[] = { "TERM=dumb", NULL };
	struct host *h = *state;
	int status;

	host_start(h, 24, 100, environment, probe, "keys");
	status = host_wait_exit(h);
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_true(host_has(h, "'dumb'"));
	assert_false(sent(h, "\033"));
}

static void every_usual_terminal_shows_the_same(void **state)
{
	static const char *const terminals[] = { "TERM=screen", "TERM=tmux-256color", "TERM=linux", "TERM=vt100", "TERM=xterm", "TERM=rxvt-unicode" };

	for (size_t i = 0; i < ARRAY_SIZE(terminals); i++) {
		const char *const environment[] = { terminals[i], NULL };
		struct canvas c;

		if (i)
			host_end(*state);
		start_keys(*state, environment);
		assert_true(canvas_init(&c, 24, 80));
		canvas_frame(&c, (struct rect){ 0, 0, 24, 80 }, STYLE_RULE);
		canvas_puts(&c, 0, 2, STYLE_TITLE, " ready 24x80 “1” ");
		canvas_puts(&c, 1, 2, STYLE_VALUE, "\"绩效\"");
		canvas_caret(&c, 1, 8);
		host_puts(*state, "绩效");
		host_wait_canvas(*state, &c);
		canvas_release(&c);
	}
}

static void frames_are_ascii_where_nothing_speaks_of_utf8(void **state)
{
	static const char *const environment[] = { "TERM=vt100", "LC_ALL=C", NULL };
	struct host *h = *state;

	start_keys(h, environment);
	host_wait(h, "+- ready 24x80");
	assert_false(host_has(h, "─"));
}

static void without_a_utf8_locale_chinese_is_still_shown(void **state)
{
	static const char *const environment[] = { "LC_ALL=C", NULL };

	start_keys(*state, environment);
	host_puts(*state, "绩效");
	host_wait(*state, "\"绩效\"");
	host_wait(*state, "┌─ ready");
}

/* whether a colour was set: SGR 30 … 37, 40 … 47 */
static bool has_colour(const struct host *h)
{
	for (const char *s = h->raw.text; (s = strstr(s, "\033[")) != NULL; s++) {
		const char *end = s + 2 + strspn(s + 2, "0123456789;");

		if (*end != 'm')
			continue;
		for (const char *p = s + 2; p < end; p += strcspn(p, ";") + 1) {
			long number = strtol(p, NULL, 10);

			if ((number >= 30 && number <= 37) || (number >= 40 && number <= 47))
				return true;
		}
	}
	return false;
}

static void no_color_is_obeyed(void **state)
{
	static const char *const environment[] = { "NO_COLOR=1", NULL };
	struct host *h = *state;

	host_start(h, 24, 80, NULL, probe, "frames");
	host_wait(h, "ready");
	host_puts(h, "3");
	while (!has_colour(h))
		assert_true(host_read(h));
	host_end(h);
	host_start(h, 24, 80, environment, probe, "frames");
	host_wait(h, "ready");
	host_puts(h, "3");
	host_wait(h, "#3");
	host_puts(h, "4");
	host_wait(h, "#4"); /* now all of the picture before is here */
	assert_false(has_colour(h));
}

/* ---- what the terminal is asked ---- */

static const char *const wide_ambiguous[] = {
	"🪑", "😀", "“", "【", "”", "】", "‘", "【", "—", "一", "…", "丶", "※", "米", "·", "・", "×", "乂", "±", "士", "é", "ｅ\b\b全", "α", "阿", "я", "牙",
	"℃", "度", "Ⅰ", "一", "→", "右", "↑", "上", "≈", "约", "≠", "不", "∑", "和", "①", "一", "⑩", "十", "─", "一", "│", "丨", "┌", "厂", "█", "口", "▌", "口",
	"○", "〇", "●", "点", NULL
};

static void assert_quotes(struct host *h, const char *const *instead, int columns, bool ascii)
{
	struct canvas c;

	host_start(h, 24, 80, NULL, probe, "keys");
	h->instead = instead;
	assert_true(canvas_init(&c, 24, 80));
	c.ascii = ascii;
	canvas_frame(&c, (struct rect){ 0, 0, 24, 80 }, STYLE_RULE);
	canvas_printf(&c, 0, 2, STYLE_TITLE, " ready 24x80 %s%d%s ", columns == 2 ? "【" : "\"", columns, columns == 2 ? "】" : "\"");
	canvas_puts(&c, 1, 2, STYLE_VALUE, "resize 24,80");
	canvas_caret(&c, 1, 14);
	host_wait_canvas(h, &c);
	canvas_puts(&c, 2, 2, STYLE_VALUE, columns == 2 ? "\"a【b】c\"" : "\"a\"b\"c\"");
	canvas_caret(&c, 2, columns == 2 ? 11 : 9);
	host_puts(h, "a“b”c");
	host_wait_canvas(h, &c);
	host_puts(h, "\014");
	canvas_puts(&c, 3, 2, STYLE_VALUE, "^L");
	canvas_caret(&c, 3, 4);
	host_wait_canvas(h, &c);
	canvas_release(&c);
}

static void where_all_that_is_ambiguous_is_wide_frames_are_ascii(void **state)
{
	assert_quotes(*state, wide_ambiguous, 2, true);
}

static void quotes_may_be_wide_where_lines_are_not(void **state)
{
	static const char *const instead[] = { "🪑", "😀", "“", "【", "”", "】", "‘", "【", NULL };

	assert_quotes(*state, instead, 2, false);
}

static void quotes_that_differ_among_themselves_are_plain_ones(void **state)
{
	static const char *const instead[] = { "🪑", "😀", "“", "【", NULL };

	assert_quotes(*state, instead, TEXT_UNSURE, false);
}

static void a_terminal_that_takes_no_utf8_gets_frames_of_ascii(void **state)
{
	static const char *const instead[] = { "中", "ae-", NULL };
	struct host *h = *state;

	host_start(h, 24, 80, NULL, probe, "keys");
	h->instead = instead;
	host_wait(h, "+- ready 24x80");
	assert_false(host_has(h, "─"));
}

/* the bytes between the first question and the first frame put nothing on the screen that stays */
static void nothing_of_the_questions_stays_on_the_screen(void **state)
{
	struct host *h = *state;
	struct canvas c;

	host_start(h, 24, 80, NULL, probe, "frames");
	h->silent = true;
	host_wait(h, "ready");
	assert_true(canvas_init(&c, 24, 80));
	canvas_frame(&c, (struct rect){ 0, 0, 24, 80 }, STYLE_RULE);
	canvas_printf(&c, 0, 2, STYLE_TITLE, " ready %dx%d “1” ", 24, 80);
	host_wait_canvas(h, &c); /* the first frame waits for no answer */
	host_puts(h, "3");
	term_picture(&c, 3);
	host_wait_canvas(h, &c);
	canvas_release(&c);
}

/* what is typed between the answers is typed, and the answers count none the less */
static void late_answers_among_typed_keys_are_taken(void **state)
{
	static const char *const instead[] = { "🪑", "😀", "“", "【", "”", "】", "‘", "【", NULL };
	struct host *h = *state;
	size_t half;

	host_start(h, 24, 80, NULL, probe, "keys");
	h->silent = true;
	h->instead = instead;
	host_wait(h, "ready");
	host_puts(h, "早");
	host_wait(h, "\"早\"");
	half = 18 * strlen("\033[2;3R");
	host_answer(h, 0, half);
	host_puts(h, "\033");
	host_wait(h, " Esc ");
	host_answer(h, half, SIZE_MAX / 2);
	host_puts(h, "晚");
	host_wait(h, "\"晚\"");
	host_wait(h, "resize 24,80");
	host_puts(h, "a“b");
	host_wait(h, "\"a【b\"");
	host_answer(h, 0, SIZE_MAX / 2); /* once more, as nobody asked */
	host_puts(h, "\014");
	host_wait(h, " ^L ");
	assert_false(host_has(h, ";"));
	assert_false(host_has(h, "R"));
}

static void where_an_answer_was_lost_nothing_is_concluded(void **state)
{
	static const char *const instead[] = { "🪑", "😀", "“", "【", "”", "】", "‘", "【", NULL };
	struct host *h = *state;

	host_start(h, 24, 80, NULL, probe, "keys");
	h->silent = true;
	h->instead = instead;
	host_wait(h, "ready");
	while (h->answers.len < 36 * 6 + 6)
		assert_true(host_read(h));
	host_answer(h, 6, SIZE_MAX / 2); /* the first is \033[2;3R */
	host_puts(h, "x");
	host_wait(h, "\"x\"");
	assert_false(host_has(h, "resize"));
}

static void assert_theme(struct host *h, const char *const *environment, const char *answer, bool light)
{
	host_start(h, 24, 80, environment, probe, "keys");
	host_wait(h, "ready");
	if (answer)
		host_puts(h, answer);
	host_puts(h, "\033[15~");
	host_wait(h, " F5 ");
	host_puts(h, "\001"); /* ^A: what the theme is */
	host_wait(h, light ? " light " : " dark ");
	host_end(h);
}

static void the_theme_follows_the_background(void **state)
{
	static const char *const hint[] = { "COLORFGBG=0;15", NULL };
	static const char *const linux_console[] = { "TERM=linux", NULL };
	struct host *h = *state;

	assert_theme(h, NULL, NULL, false);
	assert_theme(h, NULL, "\033]11;rgb:ffff/ffff/ffff\033\\", true);
	assert_theme(h, NULL, "\033]11;rgb:1e1e/1e1e/1e1e\a", false);
	assert_theme(h, hint, NULL, true);
	assert_theme(h, hint, "\033]11;rgb:00/00/00\a", false);
	host_start(h, 24, 80, linux_console, probe, "keys");
	host_wait(h, "ready");
	assert_false(sent(h, "]11;"));
}

static void plain_text_stands_alone_until_a_key(void **state)
{
	struct host *h = *state;

	start_keys(h, NULL);
	host_puts(h, "\022"); /* the mouse is the terminal's meanwhile */
	host_wait(h, "^R");
	host_puts(h, "\020");
	host_wait(h, "plain 农村");
	assert_false(h->alternate);
	assert_false(host_has(h, "─"));
	assert_true(sent(h, "\033[?1006l\033[?1002l"));
	host_puts(h, "q");
	host_wait(h, " ^P ");
	assert_true(h->alternate);
	assert_false(host_has(h, "\"q\"")); /* it only came back */
	host_puts(h, "x");
	host_wait(h, "\"x\"");
}

int main(int argc, char **argv)
{
#define WITH_HOST(test) cmocka_unit_test_setup_teardown(test, new_host, end_host)
	const struct CMUnitTest tests[] = {
		WITH_HOST(the_screen_is_the_canvas_at_80_columns),
		WITH_HOST(the_screen_is_the_canvas_at_40_columns),
		WITH_HOST(the_screen_is_the_canvas_at_117_columns),
		WITH_HOST(the_screen_is_the_canvas_at_200_columns),
		WITH_HOST(keys_arrive_in_any_encoding),
		WITH_HOST(the_late_rest_of_a_sequence_is_never_typed),
		WITH_HOST(a_marked_paste_is_one_key),
		WITH_HOST(the_size_may_change_at_any_moment),
		WITH_HOST(the_mouse_is_on_when_it_is_asked_for),
		WITH_HOST(copying_reaches_the_clipboard),
		WITH_HOST(ending_gives_the_terminal_back),
		WITH_HOST(terminating_gives_the_terminal_back),
		WITH_HOST(crashing_gives_the_terminal_back),
		WITH_HOST(a_terminal_that_goes_away_ends_the_program),
		WITH_HOST(suspending_gives_the_terminal_to_the_shell),
		WITH_HOST(the_terminal_can_be_lent),
		WITH_HOST(an_unknown_terminal_is_taken_for_xterm),
		WITH_HOST(a_dumb_terminal_is_refused),
		WITH_HOST(every_usual_terminal_shows_the_same),
		WITH_HOST(frames_are_ascii_where_nothing_speaks_of_utf8),
		WITH_HOST(without_a_utf8_locale_chinese_is_still_shown),
		WITH_HOST(no_color_is_obeyed),
		WITH_HOST(where_all_that_is_ambiguous_is_wide_frames_are_ascii),
		WITH_HOST(quotes_may_be_wide_where_lines_are_not),
		WITH_HOST(quotes_that_differ_among_themselves_are_plain_ones),
		WITH_HOST(a_terminal_that_takes_no_utf8_gets_frames_of_ascii),
		WITH_HOST(nothing_of_the_questions_stays_on_the_screen),
		WITH_HOST(late_answers_among_typed_keys_are_taken),
		WITH_HOST(where_an_answer_was_lost_nothing_is_concluded),
		WITH_HOST(the_theme_follows_the_background),
		WITH_HOST(plain_text_stands_alone_until_a_key),
	};

	if (argc < 2) {
		fprintf(stderr, "usage: test_term TERM_PROBE\n");
		return 2;
	}
	probe = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
