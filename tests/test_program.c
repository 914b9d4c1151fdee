/* The program itself on a pseudo-terminal: what a clerk sees, and what comes of his keys. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/desk_host.h"

#include <signal.h>
#include <sys/wait.h>

#define ROWS 26
#define COLUMNS 100

static const char *program, *samples;

static int new_desk(void **state)
{
	static struct desk d;

	desk_init(&d, program);
	*state = &d;
	return 0;
}

static int end_desk(void **state)
{
	desk_release(*state);
	return 0;
}

static void open_desk(struct desk *d)
{
	desk_open(d, ROWS, COLUMNS, NULL);
	desk_wait(d, "F10 menu");
	desk_wait(d, "[街道办 ");
}

static void go_to_amount(struct desk *d)
{
	host_puts(&d->host, "\033[B");
	desk_wait(d, "[2021 ");
	host_puts(&d->host, "\033[B");
	desk_wait(d, "] 元");
	desk_wait_caret(d, "[");
}

static void go_to_table(struct desk *d)
{
	go_to_amount(d);
	host_puts(&d->host, "\033[B\033[B");
	desk_wait(d, "[甲 ");
}

static void go_to_note(struct desk *d)
{
	go_to_table(d);
	host_puts(&d->host, "\033[B\033[B\033[B");
	desk_wait_caret(d, "│ 原文");
}

/* ---- a first edit ---- */

static void an_amount_in_full_width_digits_changes_all_that_depends_on_it_and_one_line_of_the_file(void **state)
{
	struct desk *d = *state;
	struct host *h = &d->host;
	char *before, *after, *expected, *place;

	before = desk_copy(d, samples, "lusong-2021.yaml", "r.yaml");
	desk_open(d, 40, 120, NULL);
	desk_wait(d, "F10 menu");
	host_puts(h, "\006");
	desk_wait(d, "find:");
	host_puts(h, "数字化指挥中心");
	desk_wait(d, "数字化指挥中心");
	host_puts(h, "\r");
	desk_wait(d, "[数字化指挥中心");
	host_puts(h, "\033[C\033[C\033[C");
	desk_wait(d, "159.25]");
	host_puts(h, "３５０．５");
	desk_wait_caret(d, "．５"); /* wider than the cell, it has scrolled by half of it */
	host_puts(h, "\r");
	desk_wait(d, "2,054.96"); /* the total below the column */
	desk_wait(d, " 350.50 ");
	desk_wait(d, "errors 1"); /* the strip: a total no longer agrees */
	host_puts(h, "\023");
	desk_wait(d, "draft · saved");
	after = desk_read(d, "r.yaml");
	place = strstr(before, "159.25");
	assert_non_null(place);
	expected = malloc(strlen(before) + 8);
	assert_non_null(expected);
	(void)snprintf(expected, strlen(before) + 8, "%.*s350.5%s", (int)(place - before), before, place + 6);
	for (size_t i = 0; after[i] || expected[i]; i++) {
		if (after[i] != expected[i])
			fail_msg("the file goes on: %.60s; should be: %.60s", after + i, expected + i);
	}
	free(expected);
	free(before);
	free(after);
	desk_quit(d);
}

/* ---- the caret ---- */

static void the_cursor_is_at_the_caret_of_a_field(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	desk_wait_caret(d, "[");
	host_puts(&d->host, "\033[F");
	desk_wait_caret(d, "[街道办");
	host_puts(&d->host, "\033[D");
	desk_wait_caret(d, "[街道");
	host_puts(&d->host, "公");
	desk_wait_caret(d, "[街道公");
	host_puts(&d->host, "\033[H");
	desk_wait_caret(d, "[");
	host_puts(&d->host, "\033[F");
	desk_wait_caret(d, "[街道公办");
}

static void the_cursor_is_at_the_caret_of_a_cell(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	go_to_table(d);
	host_puts(&d->host, "农e\xcc\x81");
	desk_wait_caret(d, "[农e\xcc\x81");
	host_puts(&d->host, "\t12.5");
	desk_wait_caret(d, "12.5");
	host_puts(&d->host, "\r");
	desk_wait(d, "[乙 ");
	desk_wait_caret(d, "[");
}

static void the_cursor_is_at_the_caret_of_a_long_text(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	go_to_note(d);
	host_puts(&d->host, "，第一");
	desk_wait_caret(d, "原文，第一");
	host_puts(&d->host, "\r二👍");
	desk_wait_caret(d, "│ 二👍");
	host_puts(&d->host, "e\xcc\x81x");
	desk_wait_caret(d, "│ 二👍e\xcc\x81x");
	host_puts(&d->host, "\033[D\033[D");
	desk_wait_caret(d, "│ 二👍");
	host_puts(&d->host, "\033[D");
	desk_wait_caret(d, "│ 二");
	host_puts(&d->host, "\033[A");
	desk_wait_caret(d, "原");
}

/* ---- pastes ---- */

static void pasted_into_unit(struct desk *d, const char *bytes, const char *shown)
{
	host_puts(&d->host, bytes);
	desk_wait_caret(d, shown);
	host_puts(&d->host, "\033");
	desk_wait_caret(d, "["); /* taken back */
	desk_wait(d, "[街道办 ");
}

static void a_marked_paste_types_what_was_meant_and_no_more(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	pasted_into_unit(d, "\033[200~甲乙\033[201~", "[甲乙");
	pasted_into_unit(d, "\033[200~甲乙\033[201~\033[201~丙", "[甲乙丙");
	pasted_into_unit(d, "\033[200~甲\033[I乙\033[O丙\033[201~", "[甲乙丙");
	pasted_into_unit(d, "\033[I\033[200~甲\033[201~\033[O乙", "[甲乙");
	pasted_into_unit(d, "\033[200~\033[200~甲\033[201~", "[甲");
	pasted_into_unit(d, "\033[200~\033[1;31m甲\033[0m\021乙\033[201~", "[甲乙");
}

static void a_paste_whose_end_mark_is_lost_comes_by_itself(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	host_puts(&d->host, "\033[200~甲乙");
	desk_wait_caret(d, "[甲乙");
	host_puts(&d->host, "丙\033[201~丁");
	desk_wait_caret(d, "[甲乙丙丁");
}

static void assert_rows_pasted(struct desk *d)
{
	desk_wait(d, "3 rows");
	desk_wait(d, "南 ");
	desk_wait(d, "16.50");
	desk_wait(d, "not saved");
	host_puts(&d->host, "\032");
	desk_wait(d, "2 rows");
	desk_wait(d, "甲 ");
	desk_wait(d, "draft · saved"); /* one step it was */
}

static void a_block_pasted_with_marks_fills_the_table_in_one_step(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	go_to_table(d);
	host_puts(&d->host, "\033[200~东\t1.5\r西\t2.5\r南\t12.5\r\033[201~");
	assert_rows_pasted(d);
}

static void a_block_pasted_without_marks_fills_the_table_in_one_step(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	go_to_table(d);
	host_puts(&d->host, "东\t1.5\r西\t2.5\r南\t12.5\r");
	assert_rows_pasted(d);
}

/* ---- sizes ---- */

static void after_many_sizes_the_screen_is_as_if_opened_at_the_last(void **state)
{
	static const struct {
		int rows, columns;
	} last[] = { { 24, 80 }, { 11, 43 }, { 50, 160 }, { 9, 39 } };
	struct desk *d = *state;
	uint32_t seed = 20211231;

	for (size_t i = 0; i < ARRAY_SIZE(last); i++) {
		char *expected;

		desk_open(d, last[i].rows, last[i].columns, NULL);
		desk_wait(d, last[i].rows < 10 ? "40" : "[街道办");
		desk_settle(d);
		expected = host_text(&d->host);
		desk_quit(d);
		open_desk(d);
		for (int n = 0; n < 50; n++) {
			seed = seed * 1664525 + 1013904223;
			host_resize(&d->host, 5 + (int)(seed >> 8) % 56, 20 + (int)(seed >> 16) % 181);
		}
		host_resize(&d->host, last[i].rows, last[i].columns);
		desk_wait_text(d, expected);
		free(expected);
		desk_quit(d);
	}
}

/* ---- the end ---- */

static void assert_recovers(struct desk *d, const char *summary, const char *shown)
{
	assert_true(desk_has(d, ".r.yaml.journal"));
	desk_open(d, ROWS, COLUMNS, NULL);
	desk_wait(d, "recover them");
	desk_wait(d, summary);
	host_puts(&d->host, "\r");
	desk_wait(d, "the edits are back");
	desk_wait(d, shown);
	desk_quit_without_saving(d);
	assert_false(desk_has(d, ".r.yaml.journal"));
}

static void type_amount(struct desk *d)
{
	open_desk(d);
	go_to_amount(d);
	host_puts(&d->host, "７７");
	desk_wait_caret(d, "７７");
}

static void ended_by(struct desk *d, int number)
{
	int status;

	type_amount(d);
	assert_int_equal(kill(d->host.child, number), 0);
	status = host_wait_exit(&d->host);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_false(d->host.alternate);
	assert_false(desk_has(d, ".r.yaml.lock"));
	desk_close(d);
	assert_recovers(d, "10 → 77", "77.00");
}

static void a_hangup_ends_it_and_what_was_typed_is_offered(void **state)
{
	ended_by(*state, SIGHUP);
}

static void a_request_to_end_is_obeyed_and_what_was_typed_is_offered(void **state)
{
	ended_by(*state, SIGTERM);
}

static void a_closed_terminal_ends_it_and_what_was_typed_is_offered(void **state)
{
	struct desk *d = *state;
	int status;

	type_amount(d);
	(void)close(d->host.master);
	d->host.master = -1;
	d->host.gone = true;
	status = host_wait_exit(&d->host);
	assert_true(WIFEXITED(status));
	desk_close(d);
	assert_recovers(d, "10 → 77", "77.00");
}

static void killed_while_typing_what_was_drawn_is_offered(void **state)
{
	static const struct {
		const char *typed, *drawn, *shown;
	} rounds[] = { { "5", "７７5", "775.00" }, { "55", "７７55", "7,755.00" }, { "555", "７７555", "77,555.00" } };
	struct desk *d = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rounds); i++) {
		type_amount(d);
		host_puts(&d->host, rounds[i].typed);
		desk_wait_caret(d, rounds[i].drawn);
		assert_int_equal(kill(d->host.child, SIGKILL), 0);
		assert_true(WIFSIGNALED(host_wait_exit(&d->host)));
		desk_close(d);
		assert_recovers(d, "10 → 77", rounds[i].shown);
	}
}

/* ---- terminals ---- */

static bool is_known(const char *terminal)
{
	static const char *const folders[] = { "/lib/terminfo", "/usr/share/terminfo", "/etc/terminfo", "/usr/lib/terminfo" };
	char path[128];

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		(void)snprintf(path, sizeof(path), "%s/%c/%s", folders[i], terminal[0], terminal);
		if (access(path, F_OK) == 0)
			return true;
	}
	return false;
}

static void works_on_every_terminal(struct desk *d, const char *locale)
{
	static const char *const terminals[] = { "xterm-256color", "xterm", "screen", "tmux", "putty", "linux", "vt100" };
	char *expected;

	open_desk(d);
	go_to_amount(d);
	desk_settle(d);
	expected = desk_plain_text(d);
	desk_quit(d);
	for (size_t i = 0; i < ARRAY_SIZE(terminals); i++) {
		const char *const environment[] = { "TERM", terminals[i], "LC_ALL", locale, NULL };

		if (!is_known(terminals[i]))
			continue;
		desk_open(d, ROWS, COLUMNS, environment);
		desk_wait(d, "街道办");
		go_to_amount(d);
		desk_wait_plain_text(d, expected);
		desk_quit(d);
	}
	free(expected);
}

static void every_terminal_shows_the_same(void **state)
{
	works_on_every_terminal(*state, "C.UTF-8");
}

static void every_terminal_shows_the_same_without_a_locale(void **state)
{
	works_on_every_terminal(*state, "C");
}

static bool has_colour(const char *s)
{
	for (; (s = strstr(s, "\033[")) != NULL; s += 2) {
		size_t len = 2 + strspn(s + 2, "0123456789;");

		for (size_t i = 2; s[len] == 'm' && i < len; i += strcspn(s + i, ";m") + 1) {
			long n = strtol(s + i, NULL, 10);

			if ((n >= 30 && n <= 38) || (n >= 40 && n <= 48) || (n >= 90 && n <= 107))
				return true;
		}
	}
	return false;
}

static void no_colour_is_set_where_none_is_wanted(void **state)
{
	const char *const environment[] = { "NO_COLOR", "1", NULL };
	struct desk *d = *state;

	open_desk(d);
	host_puts(&d->host, "\0338");
	desk_wait(d, "Problems");
	assert_true(has_colour(d->host.raw.text));
	desk_quit(d);
	desk_open(d, ROWS, COLUMNS, environment);
	desk_wait(d, "F10 menu");
	host_puts(&d->host, "\0338");
	desk_wait(d, "Problems");
	assert_false(has_colour(d->host.raw.text));
	desk_quit(d);
}

/* ---- help ---- */

static void a_field_is_found_by_the_words_of_its_help(void **state)
{
	struct desk *d = *state;

	open_desk(d);
	host_puts(&d->host, "\007");
	desk_wait(d, "Go to:");
	host_puts(&d->host, "决算");
	desk_wait(d, "照决算填列");
	host_puts(&d->host, "\r");
	desk_wait_caret(d, "[");
}

/* ---- what must not reach the terminal ---- */

static void assert_harmless(const struct strbuf *raw)
{
	static const char *const harmful[] = {
		"\033]", "\033P", "\033_", "\033^", "\033X", "\033c", "\033[6n\033", "\a",
		"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f", "\u061c",
	};

	const char *own = strstr(raw->text, "\033]11;?\033\\"); /* which colour the background has, asked once */
	const char *rest = own ? own + strlen("\033]11;?\033\\") : raw->text;

	assert_int_equal(strlen(raw->text), raw->len); /* no NUL */
	for (size_t i = 0; i < ARRAY_SIZE(harmful); i++) {
		const char *found = strstr(raw->text, harmful[i]);

		if (found == own && found)
			found = strstr(rest, harmful[i]);
		if (found)
			fail_msg("harmful bytes no. %zu were sent", i);
	}
	for (size_t i = 0; i + 1 < raw->len; i++)
		assert_false(raw->text[i] == '\xc2' && (unsigned char)raw->text[i + 1] < 0xa0);
}

static void nothing_harmful_in_a_report_reaches_the_terminal(void **state)
{
	static const char report[] =
		"form: desk-form.yaml\n"
		"a:\n"
		"  unit: \"街道办\\e]0;owned\\a\\e[2J\\u202e倒\\x9b31m\\u2066\\u200f\"\n"
		"  year: \"20\\e[31m21\"\n"
		"  amount: \"\\e]52;c;b3duZWQ=\\a1\"\n"
		"  items:\n"
		"    - name: \"甲\\eP0q\\e\\\\\\u202e\"\n"
		"      sum: \"\\u202e1\\x85\"\n"
		"    - name: \"\\ec\\x07\\x00\"\n"
		"  note: \"一\\e]0;owned\\a\\n二\\u202e\\u2069\\x90\\x7f\"\n"
		"  \"un\\e]0;owned\\aknown\": \"x\\u202e\"\n";
	static const char *const panels[] = { "\0338", "\0335", "\0336", "\0331", "\0332", "\0330", "\0334", "\006owned\r", "\007owned" };
	struct desk *d = *state;

	desk_write(d, "r.yaml", report);
	desk_open(d, 40, 120, NULL);
	desk_wait(d, "␛]0;owned");
	desk_wait(d, "‹202E›倒");
	for (size_t i = 0; i < ARRAY_SIZE(panels); i++) {
		host_puts(&d->host, panels[i]);
		desk_settle(d);
		host_puts(&d->host, "\033");
		desk_wait(d, "Tab next");
	}
	host_puts(&d->host, "\033[200~x\033]0;owned\a\xe2\x80\xae\033[201~");
	desk_settle(d);
	assert_harmless(&d->host.raw);
	desk_quit_without_saving(d);
	assert_harmless(&d->host.raw);
}

static void a_file_name_is_shown_harmless(void **state)
{
	struct desk *d = *state;

	d->report = "a\033]0;owned\a\xe2\x80\xae.yaml";
	desk_write(d, d->report, desk_report);
	open_desk(d);
	host_puts(&d->host, "新");
	desk_wait_caret(d, "[新");
	host_puts(&d->host, "\023");
	desk_wait(d, "draft · saved");
	desk_settle(d);
	assert_harmless(&d->host.raw);
	desk_quit(d);
	desk_write(d, d->report, "form: [\n");
	desk_open(d, ROWS, COLUMNS, NULL);
	(void)host_wait_exit(&d->host);
	assert_harmless(&d->host.raw);
	desk_close(d);
}

/* ---- keys ---- */

static void function_keys_are_known_in_every_encoding(void **state)
{
	static const struct {
		const char *sent[7], *shown;
		bool panel;
	} keys[] = {
		{ { "\033OP", "\033[11~", "\033[[A", "\033[1P", "\0331" }, "Help", true },
		{ { "\033OQ", "\033[12~", "\033[[B", "\0332" }, "Enter go there", true },
		{ { "\033OR", "\033[13~", "\033[[C", "\0333" }, "find:", true },
		{ { "\033OS", "\033[14~", "\033[[D", "\0334" }, "this value is typed in", false },
		{ { "\033[15~", "\033[[E", "\033OT", "\0335" }, "The finished document", true },
		{ { "\033[17~", "\033OU", "\0336" }, "another column", true },
		{ { "\033[19~", "\033OW", "\0338" }, "Problems (", true },
		{ { "\033[21~", "\033OY", "\0330" }, "Menu: type", true },
	};
	struct desk *d = *state;

	open_desk(d);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		for (size_t n = 0; n < ARRAY_SIZE(keys[i].sent) && keys[i].sent[n]; n++) {
			host_puts(&d->host, keys[i].sent[n]);
			desk_wait(d, keys[i].shown);
			if (keys[i].panel) {
				host_puts(&d->host, "\033");
				desk_wait_gone(d, keys[i].shown);
			}
			host_puts(&d->host, "\033[B"); /* says something else below, and back */
			desk_wait(d, "[2021 ");
			host_puts(&d->host, "\033[A");
			desk_wait(d, "[街道办 ");
		}
	}
	desk_wait(d, "draft · saved"); /* nothing was typed */
	desk_quit(d);
}

static void an_unknown_sequence_types_nothing(void **state)
{
	static const char *const sequences[] = {
		"\033[99~", "\033[1;2;3;4x", "\033[?1;2c", "\033[>0;276;0c", "\033]11;rgb:0000/0000/0000\a", "\033P1$r0m\033\\", "\033O!",
		"\033[[Q", "\033[27;9;9999~", "\033[?2026;2$y", "\033_Gi=1;OK\033\\",
	};
	struct desk *d = *state;

	open_desk(d);
	for (size_t i = 0; i < ARRAY_SIZE(sequences); i++) {
		host_puts(&d->host, sequences[i]);
		desk_settle(d);
		if (!host_has(&d->host, "draft · saved"))
			fail_msg("sequence no. %zu typed something", i);
	}
	host_puts(&d->host, "公");
	desk_wait_caret(d, "[公");
}

int main(int argc, char **argv)
{
#define ON_DESK(test) cmocka_unit_test_setup_teardown(test, new_desk, end_desk)
	const struct CMUnitTest tests[] = {
		ON_DESK(an_amount_in_full_width_digits_changes_all_that_depends_on_it_and_one_line_of_the_file),
		ON_DESK(the_cursor_is_at_the_caret_of_a_field),
		ON_DESK(the_cursor_is_at_the_caret_of_a_cell),
		ON_DESK(the_cursor_is_at_the_caret_of_a_long_text),
		ON_DESK(a_marked_paste_types_what_was_meant_and_no_more),
		ON_DESK(a_paste_whose_end_mark_is_lost_comes_by_itself),
		ON_DESK(a_block_pasted_with_marks_fills_the_table_in_one_step),
		ON_DESK(a_block_pasted_without_marks_fills_the_table_in_one_step),
		ON_DESK(after_many_sizes_the_screen_is_as_if_opened_at_the_last),
		ON_DESK(a_hangup_ends_it_and_what_was_typed_is_offered),
		ON_DESK(a_request_to_end_is_obeyed_and_what_was_typed_is_offered),
		ON_DESK(a_closed_terminal_ends_it_and_what_was_typed_is_offered),
		ON_DESK(killed_while_typing_what_was_drawn_is_offered),
		ON_DESK(every_terminal_shows_the_same),
		ON_DESK(every_terminal_shows_the_same_without_a_locale),
		ON_DESK(no_colour_is_set_where_none_is_wanted),
		ON_DESK(a_field_is_found_by_the_words_of_its_help),
		ON_DESK(nothing_harmful_in_a_report_reaches_the_terminal),
		ON_DESK(a_file_name_is_shown_harmless),
		ON_DESK(function_keys_are_known_in_every_encoding),
		ON_DESK(an_unknown_sequence_types_nothing),
	};

	assert_true(argc > 2);
	program = argv[1];
	samples = argv[2];
	if (argc > 3)
		cmocka_set_test_filter(argv[3]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
