#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "ordeal.h"
#include "pressure.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ENOUGH 25 /* allocations that fail, of each ordeal and in each way, when not all do */

struct trial {
	const struct ordeal *o;
	void *world;
	struct strbuf before, after; /* what an undisturbed run finds and leaves */
	long asked, live;
};

static void tell(struct trial *t, struct strbuf *out)
{
	strbuf_init(out, 0);
	t->o->tell(t->world, out);
	assert_true(strbuf_ok(out));
}

/* the first line in which two texts differ */
static void compare(struct trial *t, const char *when, long n, bool once, const struct strbuf *expected, const struct strbuf *now)
{
	const char *a = expected->text, *b = now->text;
	size_t line = 0;

	if (strcmp(a, b) == 0)
		return;
	for (size_t i = 0; a[i] == b[i]; i++) {
		if (a[i] == '\n')
			line = i + 1;
	}
	fail_msg("ORDEAL='%s:%ld%s' (of %ld): %s it is not the same:\n< %.*s\n> %.*s", t->o->name, n, once ? " once" : "", t->asked, when,
		 (int)strcspn(a + line, "\n"), a + line, (int)strcspn(b + line, "\n"), b + line);
}

static void undisturbed(struct trial *t)
{
	struct error e = { 0 };

	t->live = pressure_live();
	t->o->begin(t->world);
	tell(t, &t->before);
	pressure_on(LONG_MAX, false);
	if (!t->o->run(t->world, &e))
		fail_msg("%s: %s", t->o->name, e.text);
	t->asked = pressure_asked();
	pressure_off();
	tell(t, &t->after);
	t->o->end(t->world);
}

static void fail_one(struct trial *t, long n, bool once)
{
	struct error e = { 0 };
	struct strbuf now;
	long refused;
	bool ok;

	t->o->begin(t->world);
	pressure_on(n, once);
	ok = t->o->run(t->world, &e);
	refused = pressure_off();
	tell(t, &now);
	if (!ok && !refused)
		fail_msg("ORDEAL='%s:%ld%s': %s", t->o->name, n, once ? " once" : "", e.text);
	if (!ok && e.kind != ERR_MEMORY)
		fail_msg("ORDEAL='%s:%ld%s' (of %ld): not an error of memory: %s", t->o->name, n, once ? " once" : "", t->asked, e.text);
	if (ok && !(t->o->makes_do && refused))
		compare(t, "done", n, once, &t->after, &now);
	if (!ok) {
		compare(t, "refused", n, once, &t->before, &now);
		strbuf_release(&now);
		if (!t->o->run(t->world, &e))
			fail_msg("ORDEAL='%s:%ld%s' (of %ld): with memory back: %s", t->o->name, n, once ? " once" : "", t->asked, e.text);
		tell(t, &now);
		compare(t, "done with memory back", n, once, &t->after, &now);
	}
	strbuf_release(&now);
	t->o->end(t->world);
}

static void check_leaks(struct trial *t, long live, long n, bool once)
{
	if (pressure_live() != live)
		fail_msg("ORDEAL='%s:%ld%s' (of %ld): %ld blocks are left behind", t->o->name, n, once ? " once" : "", t->asked, pressure_live() - live);
}

static void fail_many(struct trial *t, bool once)
{
	const char *wanted = getenv("ORDEAL");
	const bool all = wanted && strcmp(wanted, "all") == 0;
	const long enough = t->o->few ? t->o->few : ENOUGH, step = all || t->asked <= enough ? 1 : t->asked / enough;

	for (long n = step > 1 ? getpid() % step : 0; n < t->asked; n += step) {
		long live = pressure_live();

		fail_one(t, n, once);
		if (pressure_live() == live)
			continue;
		/* what a library makes once and keeps is made now; what leaks does so again */
		live = pressure_live();
		fail_one(t, n, once);
		check_leaks(t, live, n, once);
	}
}

/* true when the environment asks for one failure only */
static bool repeat(struct trial *t)
{
	const char *wanted = getenv("ORDEAL"), *n = wanted ? strchr(wanted, ':') : NULL;
	const long live = pressure_live();
	bool once;

	if (!n)
		return false;
	if (strlen(t->o->name) != (size_t)(n - wanted) || memcmp(t->o->name, wanted, (size_t)(n - wanted)) != 0)
		return true;
	once = strstr(n, "once") != NULL;
	pressure_tell(true);
	fail_one(t, strtol(n + 1, NULL, 10), once);
	pressure_tell(false);
	check_leaks(t, live, strtol(n + 1, NULL, 10), once);
	return true;
}

void ordeal_undergo(const struct ordeal *o, void *world)
{
	struct trial t = { .o = o, .world = world };

	if (!pressure_possible()) {
		print_message("%s: this system's allocator cannot be stood in for\n", o->name);
		skip();
	}
	print_message("%s\n", o->name);
	undisturbed(&t); /* what is made once and kept is made now */
	strbuf_release(&t.before);
	strbuf_release(&t.after);
	undisturbed(&t);
	if (!repeat(&t)) {
		fail_many(&t, false);
		fail_many(&t, true);
	}
	strbuf_release(&t.before);
	strbuf_release(&t.after);
}
