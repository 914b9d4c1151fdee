/*
 * Memory that ends under the fingers: any keys, while allocations fail. The app goes on or says what it could not do; it never
 * ends, and what was edited is neither lost nor half done: the journal gives the report as it is, and all of it can be undone.
 *
 * Which keys, and when memory ends, comes from a number that moves with the days. A finding is printed with what repeats it,
 * key by key: ORDEAL='keys:NUMBER'. ORDEAL=all plays a few thousand.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "pressure.h"
#include "stage.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 24
#define ROUNDS_ALL 3000
#define KEYS 60

static const char *const keys[] = {
	"\"8\"", "\"88.5\"", "\"3，5\"", "\"专项\"", "\"x\"", "\"一二三四五六七八九十\"", "paste \"甲\\t1\\n乙\\t2.5\\n丙\\t3\\n\"", "paste \"一段\\n二段\"",
	"Enter", "Enter", "Enter", "Esc", "Esc", "Tab", "Shift-Tab", "Up", "Down", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDn",
	"PgDn", "Backspace", "Delete", "Shift-Down", "Shift-Right", "^S", "^Z", "^Z", "^Y", "^F", "^G", "^P", "^N", "^N", "^K", "^O", "^D",
	"^C", "^X", "^V", "Alt-Up", "Alt-Down", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "size 24x80", "size 50x160",
	"size 12x50",
};

struct random {
	uint64_t state;
};

static unsigned below(struct random *r, unsigned limit)
{
	r->state = r->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((r->state >> 33) % limit);
}

/* ---- what must hold ---- */

static int findings;

/* it is told, and the next number played: one finding does not hide another */
__attribute__((format(printf, 2, 3))) static void found(unsigned long number, const char *format, ...)
{
	char text[2000];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	findings++;
	print_error("ORDEAL='keys:%lu': %s\n", number, text);
}

static void add_value(struct report *r, const struct field *f, row_id row, struct strbuf *out)
{
	size_t len;
	const char *text = report_text(r, (struct spot){ f->section, f, row }, &len);

	strbuf_printf(out, "%s=", f->id);
	strbuf_add(out, text, len);
	strbuf_putc(out, '\n');
}

static void values_of(struct report *r, struct strbuf *out)
{
	const struct form *form = report_form(r);

	for (size_t i = 0; i < form->slot_count; i++)
		add_value(r, form->slots[i], 0, out);
	for (size_t i = 0; i < form->table_count; i++) {
		for (uint32_t n = 0; n < report_row_count(r, form->tables[i]); n++) {
			for (size_t c = 0; c < form->tables[i]->column_count; c++)
				add_value(r, form->tables[i]->columns[c], report_row_at(r, form->tables[i], n), out);
		}
	}
}

static struct strbuf text_of_values(struct report *r)
{
	struct strbuf out;

	strbuf_init(&out, 0);
	values_of(r, &out);
	return out;
}

static void assert_same(const struct strbuf *a, const struct strbuf *b, const char *what, unsigned long number)
{
	size_t line = 0;

	if (strcmp(a->text, b->text) == 0)
		return;
	for (size_t i = 0; a->text[i] == b->text[i]; i++)
		line = a->text[i] == '\n' ? i + 1 : line;
	found(number, "%s differs:\n< %.*s\n> %.*s", what, (int)strcspn(a->text + line, "\n"), a->text + line,
		 (int)strcspn(b->text + line, "\n"), b->text + line);
}

/* what a crash now would leave is the report as it is */
static void check_journal(const struct stage *s, unsigned long number)
{
	struct journal_replay replayed;
	struct session *fresh;
	struct strbuf here, there;
	struct error e;

	if (s->session->recovery || journal_trouble(s->session->journal))
		return;
	if (!session_open(s->session->path, SESSION_READ, false, &fresh, &e)) {
		found(number, "%s", e.text);
		return;
	}
	if (!journal_replay(s->session->path, &s->session->stamp, fresh->report, &replayed, &e) || replayed.foreign || replayed.damaged)
		found(number, "the journal cannot be read");
	here = text_of_values(s->app.report);
	there = text_of_values(fresh->report);
	assert_same(&here, &there, "what the journal gives", number);
	strbuf_release(&here);
	strbuf_release(&there);
	memory_free(replayed.typing_path);
	memory_free(replayed.typing_text);
	session_free(fresh);
}

/* edits that were half done could not be undone to what was there first */
static void check_undone(struct stage *s, const struct strbuf *first, unsigned long number)
{
	struct strbuf now;
	struct spot where;

	while (report_undo(s->app.report, &where))
		;
	now = text_of_values(s->app.report);
	assert_same(first, &now, "what is left when all is undone", number);
	strbuf_release(&now);
}

/* ---- playing ---- */

/* a key with memory ending somewhere in it, as the screen's loop handles it */
static void press(struct stage *s, struct random *r, bool tell)
{
	const char *key = keys[below(r, ARRAY_SIZE(keys))];
	const bool short_of_memory = strncmp(key, "size", 4) != 0 && below(r, 3) != 0;
	const long after = (long)(below(r, 2) ? below(r, 6) : below(r, 300));
	const bool once = below(r, 2);

	if (tell)
		print_message("%s%s\n", key, short_of_memory ? once ? " (one allocation fails)" : " (memory ends)" : "");
	if (short_of_memory)
		pressure_on(after, once);
	if (!stage_key(s, key))
		s->reaction = REACT_NONE; /* (the key itself asks for memory) */
	if (!(s->reaction & REACT_QUIT)) {
		app_refresh(&s->app);
		(void)app_work(&s->app, 1000);
		app_draw(&s->app, &s->canvas);
	}
	pressure_off();
}

/* `slowly`: each key is printed, and what must hold is looked at behind each */
static void play(unsigned long number, int count, bool slowly)
{
	struct random r = { number };
	struct strbuf first;
	struct stage s;

	assert_true(stage_open(&s, "report.yaml", 24, 80));
	assert_int_equal(chdir(s.folder), 0);
	first = text_of_values(s.app.report);
	for (int i = 0; i < count && !(s.reaction & REACT_QUIT); i++) {
		press(&s, &r, slowly);
		if (slowly)
			check_journal(&s, number);
	}
	check_journal(&s, number);
	check_undone(&s, &first, number);
	strbuf_release(&first);
	assert_int_equal(chdir("/"), 0);
	stage_close(&s);
}

static void play_and_count(unsigned long number)
{
	long live = pressure_live();

	printf("keys:%lu\n", number);
	fflush(stdout);
	play(number, KEYS, false);
	if (pressure_live() == live)
		return;
	live = pressure_live(); /* what a library keeps is there now */
	play(number, KEYS, false);
	if (pressure_live() != live)
		found(number, "%ld blocks are left behind", pressure_live() - live);
}

static void any_keys_without_memory_lose_no_edit(void **state)
{
	const char *wanted = getenv("ORDEAL");
	const unsigned long day = (unsigned long)(time(NULL) / 86400);
	unsigned long count = wanted && strcmp(wanted, "all") == 0 ? ROUNDS_ALL : ROUNDS;

	(void)state;
	if (wanted && strncmp(wanted, "keys:", 5) == 0) {
		pressure_tell(true);
		play(strtoul(wanted + 5, NULL, 10), KEYS, true);
		count = 0;
		pressure_tell(false);
	}
	for (unsigned long i = 0; i < count; i++)
		play_and_count(day * ROUNDS + i);
	assert_int_equal(findings, 0);
}

/* Enter after a typed value: it is in the report, or still in the editor, and then there is a word about it */
static bool type_and_enter(long after, bool once)
{
	const char *typed, *stored;
	struct stage s;
	struct spot spot;
	struct error e;
	long refused;
	size_t len;

	assert_true(stage_open(&s, "report.yaml", 24, 80));
	stage_keys(&s, "PgDn Down \"88.5\"");
	assert_true(s.app.editing);
	spot = s.app.focus;
	pressure_on(after, once);
	s.reaction = app_handle(&s.app, &(struct key){ .code = KEYCODE_ENTER });
	refused = pressure_off();
	stored = report_text(s.app.report, spot, &len);
	if (len != 4 || memcmp(stored, "88.5", 4) != 0) {
		typed = s.app.edit->text.text;
		if (!s.app.editing || strcmp(typed, "88.5") != 0 || !s.app.message.len)
			fail_msg("with allocation %ld%s failing what was typed is gone, or nothing is said: '%s'", after, once ? " alone" : "",
				 s.app.editing ? typed : "");
		stage_keys(&s, "Enter");
		stored = report_text(s.app.report, spot, &len);
		assert_int_equal(len, 4);
		assert_memory_equal(stored, "88.5", 4);
	}
	assert_true(session_save(s.session, false, &e));
	stage_close(&s);
	return refused > 0;
}

static void what_was_typed_is_in_the_report_or_still_there_to_be_entered_again(void **state)
{
	(void)state;
	for (long after = 0; type_and_enter(after, false) && after < 2000; after++)
		(void)type_and_enter(after, true);
}

static int set_up(void **state)
{
	static char folder[] = "/tmp/ziping-home-XXXXXX";

	*state = folder;
	return mkdtemp(folder) && setenv("HOME", folder, 1) == 0 && setenv("XDG_CONFIG_HOME", folder, 1) == 0 &&
	       setenv("XDG_STATE_HOME", folder, 1) == 0 && setenv("XDG_DATA_HOME", folder, 1) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	return rmdir(*state) == 0 || access(*state, F_OK) == 0 ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_typed_is_in_the_report_or_still_there_to_be_entered_again),
		cmocka_unit_test(any_keys_without_memory_lose_no_edit),
	};

	if (!pressure_possible())
		return 77; /* skipped: this system's allocator cannot be stood in for */
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
