#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/text.h"
#include "tui/key.h"

/* the names of the keys that are ready, separated by blanks */
static void take_names(struct key_decoder *d, struct strbuf *names)
{
	struct key k;

	while (key_decoder_next(d, &k)) {
		if (names->len)
			strbuf_putc(names, ' ');
		key_print(&k, names);
	}
}

static void feed(struct key_decoder *d, const char *bytes, size_t len)
{
	assert_true(key_decoder_feed(d, bytes, len));
}

static void assert_next(struct key_decoder *d, const char *expected)
{
	struct strbuf names;

	strbuf_init(&names, 0);
	take_names(d, &names);
	assert_string_equal(names.text, expected);
	strbuf_release(&names);
}

/* fed at once, then silence */
static void assert_keys(const char *bytes, const char *expected)
{
	struct key_decoder *d = key_decoder_new();

	assert_non_null(d);
	feed(d, bytes, strlen(bytes));
	assert_next(d, expected);
	assert_false(key_decoder_waiting(d));
	key_decoder_free(d);
}

static int new_decoder(void **state)
{
	*state = key_decoder_new();
	return *state ? 0 : -1;
}

static int free_decoder(void **state)
{
	key_decoder_free(*state);
	return 0;
}

static const struct {
	const char *bytes, *name;
} encodings[] = {
	/* xterm, in both modes */
	{ "\033[A", "Up" }, { "\033[B", "Down" }, { "\033[C", "Right" }, { "\033[D", "Left" },
	{ "\033OA", "Up" }, { "\033OB", "Down" }, { "\033OC", "Right" }, { "\033OD", "Left" },
	{ "\033[H", "Home" }, { "\033[F", "End" }, { "\033OH", "Home" }, { "\033OF", "End" },
	{ "\033OP", "F1" }, { "\033OQ", "F2" }, { "\033OR", "F3" }, { "\033OS", "F4" }, { "\033[15~", "F5" },
	{ "\033[17~", "F6" }, { "\033[18~", "F7" }, { "\033[19~", "F8" }, { "\033[20~", "F9" }, { "\033[21~", "F10" },
	{ "\033[23~", "F11" }, { "\033[24~", "F12" },
	{ "\033[1;2P", "Shift-F1" }, { "\033[1;2R", "Shift-F3" }, { "\033[15;5~", "Ctrl-F5" }, { "\033[P", "F1" },
	{ "\033[1;2A", "Shift-Up" }, { "\033[1;5C", "Ctrl-Right" }, { "\033[1;6D", "Ctrl-Shift-Left" }, { "\033[1;3A", "Alt-Up" },
	{ "\033[Z", "Shift-Tab" }, { "\033[2~", "Insert" }, { "\033[3~", "Delete" }, { "\033[5~", "PgUp" }, { "\033[6~", "PgDn" },
	{ "\033[3;5~", "Ctrl-Delete" }, { "\033[1;2H", "Shift-Home" },
	/* linux, rxvt, PuTTY, screen */
	{ "\033[[A", "F1" }, { "\033[[E", "F5" }, { "\033[1~", "Home" }, { "\033[4~", "End" },
	{ "\033[7~", "Home" }, { "\033[8~", "End" }, { "\033[11~", "F1" }, { "\033[14~", "F4" }, { "\033[3$", "Shift-Delete" },
	{ "\033[7^", "Ctrl-Home" }, { "\033[6@", "Ctrl-Shift-PgDn" }, { "\033[a", "Shift-Up" }, { "\033Oc", "Ctrl-Right" },
	{ "\033\033[A", "Alt-Up" }, { "\033\033OB", "Alt-Down" }, { "\033OT", "F5" }, { "\033OY", "F10" }, { "\033O[", "F12" },
	{ "\033O5C", "Ctrl-Right" }, { "\033OM", "Enter" }, { "\033Op", "\"0\"" }, { "\033On", "\".\"" },
	/* modified keys as numbers */
	{ "\033[27;5;9~", "Ctrl-Tab" }, { "\033[13;2u", "Shift-Enter" }, { "\033[9;2u", "Shift-Tab" }, { "\033[115;5u", "^S" },
	{ "\033[49;3u", "Alt-1" }, { "\033[27u", "Esc" }, { "\033[97;2u", "\"A\"" }, { "\033[20013u", "\"中\"" }, { "\033[115;5:3u", "" },
	/* bytes */
	{ "\r", "Enter" }, { "\n", "Enter" }, { "\t", "Tab" }, { "\x7f", "Backspace" }, { "\b", "Backspace" }, { "\023", "^S" },
	{ "\001", "^A" }, { "\032", "^Z" }, { "\034", "" }, { "\0331", "Alt-1" }, { "\033x", "Alt-x" }, { "\033X", "Alt-Shift-x" },
	{ "\033\r", "Alt-Enter" }, { "\033\x7f", "Alt-Backspace" },
	/* focus, the mouse in its three ways (rows and columns count from 0) */
	{ "\033[I", "focus-in" }, { "\033[O", "focus-out" },
	{ "\033[<0;10;5M", "press 4,9" }, { "\033[<0;10;5m", "release 4,9" }, { "\033[<32;11;5M", "drag 4,10" },
	{ "\033[<64;1;1M", "wheel-up 0,0" }, { "\033[<65;1;1M", "wheel-down 0,0" }, { "\033[<35;1;1M", "" },
	{ "\033[M !!", "press 0,0" }, { "\033[32;10;5M", "press 4,9" },
};

/* F1 … F10 as terminals send them, with modifiers where they have them; NULL: it is not sent */
static const struct {
	const char *terminal, *modifier;
	const char *bytes[10];
} function_keys[] = {
	{ "PuTTY, ESC[n~ (its default)", "", { "\033[11~", "\033[12~", "\033[13~", "\033[14~", "\033[15~", "\033[17~", "\033[18~", "\033[19~", "\033[20~", "\033[21~" } },
	{ "PuTTY, Linux", "", { "\033[[A", "\033[[B", "\033[[C", "\033[[D", "\033[[E", "\033[17~", "\033[18~", "\033[19~", "\033[20~", "\033[21~" } },
	{ "PuTTY, Xterm R6", "", { "\033OP", "\033OQ", "\033OR", "\033OS", "\033[15~", "\033[17~", "\033[18~", "\033[19~", "\033[20~", "\033[21~" } },
	{ "PuTTY, VT400", "", { "\033OP", "\033OQ", "\033OR", "\033OS", NULL, "\033[17~", "\033[18~", "\033[19~", "\033[20~", "\033[21~" } },
	{ "PuTTY, VT100+", "", { "\033OP", "\033OQ", "\033OR", "\033OS", "\033OT", "\033OU", "\033OV", "\033OW", "\033OX", "\033OY" } },
	{ "PuTTY, Alt", "Alt-", { "\033\033[11~", "\033\033[12~", "\033\033[13~", "\033\033[14~", "\033\033[15~", "\033\033[17~", "\033\033[18~", "\033\033[19~", "\033\033[20~", "\033\033[21~" } },
	{ "xterm, VTE, Windows Terminal, tmux", "", { "\033OP", "\033OQ", "\033OR", "\033OS", "\033[15~", "\033[17~", "\033[18~", "\033[19~", "\033[20~", "\033[21~" } },
	{ "xterm, VTE, Windows Terminal, tmux", "Shift-", { "\033[1;2P", "\033[1;2Q", "\033[1;2R", "\033[1;2S", "\033[15;2~", "\033[17;2~", "\033[18;2~", "\033[19;2~", "\033[20;2~", "\033[21;2~" } },
	{ "xterm, VTE, Windows Terminal, tmux", "Ctrl-", { "\033[1;5P", "\033[1;5Q", "\033[1;5R", "\033[1;5S", "\033[15;5~", "\033[17;5~", "\033[18;5~", "\033[19;5~", "\033[20;5~", "\033[21;5~" } },
	{ "xterm, VTE, Windows Terminal, tmux", "Alt-", { "\033[1;3P", "\033[1;3Q", "\033[1;3R", "\033[1;3S", "\033[15;3~", "\033[17;3~", "\033[18;3~", "\033[19;3~", "\033[20;3~", "\033[21;3~" } },
	{ "VTE of old", "Shift-", { "\033O1;2P", "\033O1;2Q", "\033O1;2R", "\033O1;2S", NULL, NULL, NULL, NULL, NULL, NULL } },
	{ "Konsole of old", "Ctrl-", { "\033O5P", "\033O5Q", "\033O5R", "\033O5S", NULL, NULL, NULL, NULL, NULL, NULL } },
	{ "linux", "", { "\033[[A", "\033[[B", "\033[[C", "\033[[D", "\033[[E", "\033[17~", "\033[18~", "\033[19~", "\033[20~", "\033[21~" } },
	{ "rxvt", "", { "\033[11~", "\033[12~", "\033[13~", "\033[14~", "\033[15~", "\033[17~", "\033[18~", "\033[19~", "\033[20~", "\033[21~" } },
	{ "rxvt", "Ctrl-", { "\033[11^", "\033[12^", "\033[13^", "\033[14^", "\033[15^", "\033[17^", "\033[18^", "\033[19^", "\033[20^", "\033[21^" } },
	{ "rxvt", "Alt-", { "\033\033[11~", "\033\033[12~", "\033\033[13~", "\033\033[14~", "\033\033[15~", "\033\033[17~", "\033\033[18~", "\033\033[19~", "\033\033[20~", "\033\033[21~" } },
	{ "screen", "", { "\033OP", "\033OQ", "\033OR", "\033OS", "\033[15~", "\033[17~", "\033[18~", "\033[19~", "\033[20~", "\033[21~" } },
};

static void function_keys_are_known_from_every_terminal(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(function_keys); i++) {
		for (int number = 1; number <= 10; number++) {
			const char *bytes = function_keys[i].bytes[number - 1];
			char name[32];

			(void)snprintf(name, sizeof(name), "%sF%d", function_keys[i].modifier, number);
			if (bytes)
				assert_keys(bytes, name);
		}
	}
	/* with Shift the linux console and PuTTY count on, from F11 or F13: what they send is their F11 … F20 */
	assert_keys("\033[23~", "F11");
	assert_keys("\033[25~", "F13");
	assert_keys("\033[34~", "F20");
}

static void keys_are_known_in_all_their_encodings(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(encodings); i++)
		assert_keys(encodings[i].bytes, encodings[i].name);
}

/* whatever the network does to it, as long as it comes */
static void a_sequence_may_come_byte_by_byte(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(encodings); i++) {
		struct key_decoder *d = key_decoder_new();
		struct strbuf names;

		strbuf_init(&names, 0);
		for (const char *b = encodings[i].bytes; *b; b++) {
			feed(d, b, 1);
			take_names(d, &names);
			if (b != encodings[i].bytes && b[1]) /* late, but not a lone ESC, nor two */
				key_decoder_idle(d, encodings[i].bytes[1] == '\033' && b == encodings[i].bytes + 1 ? 50 : 900);
		}
		assert_string_equal(names.text, encodings[i].name);
		strbuf_release(&names);
		key_decoder_free(d);
	}
}

static void unknown_sequences_are_swallowed_whole(void **state)
{
	static const char *const unknown[] = {
		"\033[99~", "\033[1;2;3;4;5;6;7;8z", "\033[?1;2c", "\033[>0;276;0c", "\033[?2004;1$y", "\033[[Q", "\033OK",
		"\033]52;c;5Lit5paH\a", "\033P>|xterm(370)\033\\", "\033P1$r0m\033\\", "\033.",
		"\033[0n", "\033[8;24;80t",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(unknown); i++) {
		struct strbuf with_text;

		assert_keys(unknown[i], "");
		strbuf_init(&with_text, 0);
		strbuf_printf(&with_text, "a%sb", unknown[i]);
		assert_keys(with_text.text, "\"a\" \"b\"");
		strbuf_release(&with_text);
	}
}

static void a_broken_sequence_does_not_eat_the_next_key(void **state)
{
	(void)state;
	assert_keys("\033[1;\033[A", "Up");
	assert_keys("\033[1;\r", "Enter");
	assert_keys("\033[12中", "\"中\"");
	assert_keys("\033O\r", "Enter");
	assert_keys("\033中", "Esc \"中\"");
	assert_keys("\033\023", "Esc ^S");
}

static void a_lone_escape_waits_a_tenth_of_a_second(void **state)
{
	struct key_decoder *d = *state;

	feed(d, "\033", 1);
	assert_next(d, "");
	assert_true(key_decoder_waiting(d));
	key_decoder_idle(d, 99);
	assert_next(d, "");
	key_decoder_idle(d, 100);
	assert_next(d, "Esc");
	assert_false(key_decoder_waiting(d));
}

static void two_escapes_are_two(void **state)
{
	struct key_decoder *d = *state;

	feed(d, "\033\033", 2);
	assert_next(d, "");
	key_decoder_idle(d, 100);
	assert_next(d, "Esc Esc");
}

static void the_late_rest_of_a_sequence_is_swallowed(void **state)
{
	static const char *const rests[] = { "[A", "[1;5C", "OP", "[15~", "[<0;10;5M", "[[A" };

	for (size_t i = 0; i < ARRAY_SIZE(rests); i++) {
		struct key_decoder *d = *state;

		feed(d, "\033", 1);
		key_decoder_idle(d, 120);
		assert_next(d, "Esc");
		key_decoder_idle(d, 900);
		feed(d, rests[i], strlen(rests[i]));
		assert_next(d, "");
		feed(d, "a", 1);
		assert_next(d, "\"a\"");
	}
}

static void a_late_rest_may_come_in_pieces(void **state)
{
	struct key_decoder *d = *state;

	feed(d, "\033", 1);
	key_decoder_idle(d, 120);
	assert_next(d, "Esc");
	feed(d, "[", 1);
	assert_next(d, "");
	key_decoder_idle(d, 900);
	feed(d, "1", 1);
	assert_next(d, "");
	feed(d, "5~", 2);
	assert_next(d, "");
	feed(d, "x", 1);
	assert_next(d, "\"x\"");
}

static void what_is_typed_after_escape_is_not_lost(void **state)
{
	struct key_decoder *d = *state;

	feed(d, "\033", 1);
	key_decoder_idle(d, 120);
	assert_next(d, "Esc");
	feed(d, "OK", 2); /* no key ends so */
	assert_next(d, "\"OK\"");
	feed(d, "\033", 1);
	key_decoder_idle(d, 120);
	assert_next(d, "Esc");
	feed(d, "[", 1);
	assert_next(d, "");
	key_decoder_idle(d, 1000);
	assert_next(d, "\"[\"");
	feed(d, "\033", 1);
	key_decoder_idle(d, 120);
	assert_next(d, "Esc");
	key_decoder_idle(d, 1000);
	feed(d, "[A", 2);
	assert_next(d, "\"[A\"");
}

static void a_sequence_without_its_rest_is_dropped_after_a_second(void **state)
{
	struct key_decoder *d = *state;

	feed(d, "\033[1;", 4);
	assert_next(d, "");
	key_decoder_idle(d, 999);
	assert_next(d, "");
	assert_true(key_decoder_waiting(d));
	key_decoder_idle(d, 1000);
	assert_next(d, "");
	assert_false(key_decoder_waiting(d));
	feed(d, "a", 1);
	assert_next(d, "\"a\"");
}

static void a_character_may_come_in_pieces(void **state)
{
	struct key_decoder *d = *state;

	feed(d, "a\xe4\xb8", 3);
	assert_next(d, "\"a\"");
	assert_true(key_decoder_waiting(d));
	feed(d, "\xad\xf0\x9f", 3);
	assert_next(d, "\"中\"");
	feed(d, "\x91\xa9", 2);
	assert_next(d, "\"👩\"");
}

static void broken_utf8_is_marked(void **state)
{
	(void)state;
	assert_keys("a\xff" "b", "\"a\xef\xbf\xbd" "b\"");
	assert_keys("\xe4\xb8" "b", "\"\xef\xbf\xbd\xef\xbf\xbd" "b\"");
	assert_keys("\xc0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\"");
	assert_keys("a\xc2\x9b" "b", "\"a\" \"b\"");
}

static void a_burst_of_characters_is_one_key(void **state)
{
	(void)state;
	assert_keys("农村环境专项361.32", "\"农村环境专项361.32\"");
	assert_keys("361.32\r", "\"361.32\" Enter");
	assert_keys("a\rb", "\"a\" Enter \"b\"");
	assert_keys("a\tb", "\"a\" Tab \"b\"");
}

static void a_burst_with_line_ends_is_a_paste(void **state)
{
	(void)state;
	assert_keys("一\t2\r三\t4\r", "paste \"一\\t2\\n三\\t4\\n\"");
	assert_keys("ab\r\ncd", "paste \"ab\\ncd\"");
	assert_keys("ab\ncd\033[A", "paste \"ab\\ncd\" Up");
}

static void a_marked_paste_is_one_key(void **state)
{
	struct key_decoder *d = *state;

	assert_keys("x\033[200~a\tb\r\nc\rd\x07\x1b[31me\033[201~y", "\"x\" paste \"a\\tb\\nc\\nde\" \"y\"");
	assert_keys("\033[200~\033[201~", "");
	feed(d, "\033[200~ab\033[20", 12);
	assert_next(d, "");
	key_decoder_idle(d, 500);
	assert_next(d, "");
	feed(d, "1~", 2);
	assert_next(d, "paste \"ab\"");
}

static void a_paste_whose_end_is_lost_is_given_out(void **state)
{
	struct key_decoder *d = *state;

	feed(d, "\033[200~ab", 8);
	assert_next(d, "");
	key_decoder_idle(d, 1000);
	assert_next(d, "paste \"ab\"");
	feed(d, "c\033[201~", 7);
	assert_next(d, "\"c\"");
}

static void the_text_of_a_key_outlives_the_next(void **state)
{
	struct key_decoder *d = *state;
	struct key first, second;

	feed(d, "ab\033[Acd", 7);
	assert_true(key_decoder_next(d, &first));
	assert_true(key_decoder_next(d, &second));
	assert_true(key_decoder_next(d, &second));
	assert_memory_equal(first.text, "ab", 2);
	assert_memory_equal(second.text, "cd", 2);
}

static void answers_of_the_terminal_are_no_text_however_they_are_split(void **state)
{
	static const char answers[] = "\033[2;3R\033]11;rgb:ffff/ffff/ffff\033\\\033[?62;4c\033]11;rgb:00/00/00\a\033[3;9R";

	(void)state;
	for (size_t split = 0; split < sizeof(answers); split++) {
		struct key_decoder *d = key_decoder_new();
		struct strbuf names;
		struct key k;
		int bright[2] = { -1, -1 }, backgrounds = 0;

		strbuf_init(&names, 0);
		for (int part = 0; part < 2; part++) {
			feed(d, part ? answers + split : answers, part ? sizeof(answers) - 1 - split : split);
			while (key_decoder_next(d, &k)) {
				if (k.code == KEYCODE_BACKGROUND)
					bright[backgrounds++ % 2] = k.number;
				strbuf_putc(&names, ' ');
				key_print(&k, &names);
			}
			key_decoder_idle(d, part ? 0 : 50); /* not yet a tenth of a second */
		}
		assert_string_equal(names.text, " place 1,2 background background place 2,8");
		assert_int_equal(bright[0], 255);
		assert_int_equal(bright[1], 0);
		strbuf_release(&names);
		key_decoder_free(d);
	}
}

/* the rest comes most of a second late: Escape may have been given out, but nothing is typed */
static void a_late_answer_is_never_typed(void **state)
{
	static const char *const answers[] = { "\033[2;3R", "\033]11;rgb:1e1e/1e1e/1e1e\033\\", "\033]11;rgb:ffff/ffff/ffff\a", "\033[?1;2c" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		size_t len = strlen(answers[i]);

		for (size_t split = 1; split < len; split++) {
			struct key_decoder *d = key_decoder_new();
			struct key k;

			feed(d, answers[i], split);
			while (key_decoder_next(d, &k))
				assert_int_not_equal(k.code, KEYCODE_TEXT);
			key_decoder_idle(d, 900);
			while (key_decoder_next(d, &k))
				assert_int_equal(k.code, KEYCODE_ESCAPE);
			feed(d, answers[i] + split, len - split);
			while (key_decoder_next(d, &k))
				assert_true(k.code != KEYCODE_TEXT && k.code != KEYCODE_ALT && k.code != KEYCODE_ENTER);
			feed(d, "x", 1);
			assert_next(d, "\"x\"");
			key_decoder_free(d);
		}
	}
}

static void names_are_read_back(void **state)
{
	static const char *const names[] = {
		"^S", "Alt-1", "Alt-x", "Alt-Shift-x", "F8", "Shift-F3", "Shift-Tab", "Ctrl-Shift-Left", "Alt-Up", "Enter", "Esc", "Backspace",
		"Delete", "Insert", "Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDn", "Tab", "\"你好\"", "\"a \\\"b\\\\\"",
		"paste \"a\\tb\\n\"", "press 3,10", "release 0,0", "drag 1,2", "wheel-up 5,5", "wheel-down 5,5", "resize 24,80", "focus-in",
		"focus-out", "suspended", "hangup", "tick",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct strbuf name;
		struct key k;

		assert_true(key_parse(names[i], &k));
		strbuf_init(&name, 0);
		key_print(&k, &name);
		assert_string_equal(name.text, names[i]);
		strbuf_release(&name);
	}
}

static void other_names_are_understood_or_refused(void **state)
{
	struct key k;

	(void)state;
	assert_true(key_parse("中文", &k));
	assert_int_equal(k.code, KEYCODE_TEXT);
	assert_int_equal(k.len, 6);
	assert_true(key_parse("escape", &k));
	assert_int_equal(k.code, KEYCODE_ESCAPE);
	assert_true(key_parse("Ctrl-s", &k));
	assert_int_equal(k.code, KEYCODE_CONTROL);
	assert_true(key_parse("x", &k));
	assert_int_equal(k.code, KEYCODE_TEXT);
	assert_false(key_parse("", &k));
	assert_false(key_parse("Entre", &k));
	assert_false(key_parse("F99", &k));
	assert_false(key_parse("\"open", &k));
	assert_false(key_parse("press 3", &k));
}

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

/* anything may come: texts are valid, without control characters, and silence always ends the waiting */
static void random_bytes_give_sound_keys(void **state)
{
	static const char likely[] = "\033\033[[O1;2~<M\r\n\t abAZ\xe4\xb8\xad\xf0\x9f\x91\xa9\xc2\x9b$?P]\a\\";
	struct key_decoder *d = *state;
	unsigned seed = 1;

	for (int i = 0; i < 200000; i++) {
		char bytes[12];
		size_t len = next_random(&seed) % sizeof(bytes);
		struct key k;

		for (size_t j = 0; j < len; j++)
			bytes[j] = next_random(&seed) % 8 ? likely[next_random(&seed) % (sizeof(likely) - 1)] : (char)next_random(&seed);
		feed(d, bytes, len);
		while (key_decoder_next(d, &k)) {
			assert_int_not_equal(k.code, KEYCODE_NONE);
			if (k.code != KEYCODE_TEXT && k.code != KEYCODE_PASTE)
				continue;
			assert_true(k.len > 0);
			assert_true(text_valid(k.text, k.len, NULL));
			for (size_t j = 0; j < k.len; j++)
				assert_true((unsigned char)k.text[j] >= 0x20 ||
					    (k.code == KEYCODE_PASTE && (k.text[j] == '\n' || k.text[j] == '\t')));
		}
		if (i % 16)
			continue;
		key_decoder_idle(d, 100);
		while (key_decoder_next(d, &k))
			;
		key_decoder_idle(d, 1000);
		while (key_decoder_next(d, &k))
			;
		assert_false(key_decoder_waiting(d));
	}
}

int main(void)
{
#define WITH_DECODER(test) cmocka_unit_test_setup_teardown(test, new_decoder, free_decoder)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_known_in_all_their_encodings),
		cmocka_unit_test(function_keys_are_known_from_every_terminal),
		cmocka_unit_test(a_sequence_may_come_byte_by_byte),
		cmocka_unit_test(unknown_sequences_are_swallowed_whole),
		cmocka_unit_test(a_broken_sequence_does_not_eat_the_next_key),
		WITH_DECODER(a_lone_escape_waits_a_tenth_of_a_second),
		WITH_DECODER(two_escapes_are_two),
		WITH_DECODER(the_late_rest_of_a_sequence_is_swallowed),
		WITH_DECODER(a_late_rest_may_come_in_pieces),
		WITH_DECODER(what_is_typed_after_escape_is_not_lost),
		WITH_DECODER(a_sequence_without_its_rest_is_dropped_after_a_second),
		WITH_DECODER(a_character_may_come_in_pieces),
		cmocka_unit_test(broken_utf8_is_marked),
		cmocka_unit_test(a_burst_of_characters_is_one_key),
		cmocka_unit_test(a_burst_with_line_ends_is_a_paste),
		WITH_DECODER(a_marked_paste_is_one_key),
		WITH_DECODER(a_paste_whose_end_is_lost_is_given_out),
		WITH_DECODER(the_text_of_a_key_outlives_the_next),
		cmocka_unit_test(answers_of_the_terminal_are_no_text_however_they_are_split),
		cmocka_unit_test(a_late_answer_is_never_typed),
		cmocka_unit_test(names_are_read_back),
		cmocka_unit_test(other_names_are_understood_or_refused),
		WITH_DECODER(random_bytes_give_sound_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
