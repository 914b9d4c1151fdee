#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "ordeal.h"
#include "pressure.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ENOUGH 12       /* allocations that fail, of each ordeal and in each way, when not all do */
#define TOLD_MOST 20    /* findings of one ordeal that are printed */

struct trial {
	const struct ordeal *o;
	void *world;
	struct strbuf before, after; /* what an undisturbed run finds and leaves */
	long asked;
	long n;                      /* the allocation that fails now */
	bool once;                   /* just that one */
	int findings;
};

/* what went wrong is told with the words that repeat it; the ordeal goes on, so that one finding does not hide the next */
__attribute__((format(printf, 2, 3))) static void found(struct trial *t, const char *format, ...)
{
	char text[2000];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (t->findings++ < TOLD_MOST)
		print_error("ORDEAL='%s:%ld%s' (of %ld): %s\n", t->o->name, t->n, t->once ? " once" : "", t->asked, text);
}

static void tell(struct trial *t, struct strbuf *out)
{
	strbuf_init(out, 0);
	t->o->tell(t->world, out);
	assert_true(strbuf_ok(out));
}

/* the first line in which two texts differ */
static void compare(struct trial *t, const char *when, const struct strbuf *expected, const struct strbuf *now)
{
	const char *a = expected->text, *b = now->text;
	size_t line = 0;

	if (strcmp(a, b) == 0)
		return;
	for (size_t i = 0; a[i] == b[i]; i++) {
		if (a[i] == '\n')
			line = i + 1;
	}
	found(t, "%s it is not the same:\n< %.*s\n> %.*s", when, (int)strcspn(a + line, "\n"), a + line, (int)strcspn(b + line, "\n"),
	      b + line);
}

static void undisturbed(struct trial *t)
{
	struct error e = { 0 };

	strbuf_release(&t->before);
	strbuf_release(&t->after);
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

/* with memory back it is done as if nothing had been */
static void run_again(struct trial *t)
{
	struct error e = { 0 };
	struct strbuf now;

	if (!t->o->run(t->world, &e)) {
		found(t, "with memory back: %s", e.text);
		return;
	}
	tell(t, &now);
	compare(t, "done with memory back", &t->after, &now);
	strbuf_release(&now);
}

static void fail_one(struct trial *t)
{
	struct error e = { 0 };
	struct strbuf now;
	long refused;
	bool ok;

	t->o->begin(t->world);
	pressure_on(t->n, t->once);
	ok = t->o->run(t->world, &e);
	refused = pressure_off();
	tell(t, &now);
	if (!ok && (!refused || e.kind != ERR_MEMORY))
		found(t, "not an error of memory: %s", e.text);
	if (ok && !(t->o->makes_do && refused))
		compare(t, "done", &t->after, &now);
	if (!ok)
		compare(t, "refused", &t->before, &now);
	strbuf_release(&now);
	if (!ok)
		run_again(t);
	t->o->end(t->world);
}

static void fail_one_and_count(struct trial *t)
{
	const int findings = t->findings;
	long live = pressure_live();

	fail_one(t);
	if (pressure_live() == live || t->findings > findings)
		return;
	/* what a library makes once and keeps is made now; what leaks does so again */
	live = pressure_live();
	fail_one(t);
	if (pressure_live() != live)
		found(t, "%ld blocks are left behind", pressure_live() - live);
}

/* which allocation fails first moves with the days, so that in time all of them have their turn */
static long first_of(long step)
{
	return step > 1 ? (long)(time(NULL) / 86400) % step : 0;
}

static void fail_many(struct trial *t, bool once)
{
	const char *wanted = getenv("ORDEAL");
	const bool all = wanted && strcmp(wanted, "all") == 0;
	const long enough = t->o->few ? t->o->few : ENOUGH, step = all || t->asked <= enough ? 1 : (t->asked + enough - 1) / enough;

	t->once = once;
	for (t->n = first_of(step); t->n < t->asked; t->n += step)
		fail_one_and_count(t);
}

/* true when the environment asks for one failure only */
static bool repeat(struct trial *t)
{
	const char *wanted = getenv("ORDEAL"), *n = wanted ? strchr(wanted, ':') : NULL;

	if (!n)
		return false;
	if (strlen(t->o->name) != (size_t)(n - wanted) || memcmp(t->o->name, wanted, (size_t)(n - wanted)) != 0)
		return true;
	t->n = strtol(n + 1, NULL, 10);
	t->once = strstr(n, "once") != NULL;
	pressure_tell(true);
	fail_one_and_count(t);
	pressure_tell(false);
	return true;
}

void ordeal_undergo(const struct ordeal *o, void *world)
{
	struct trial t = { .o = o, .world = world };

	if (!pressure_possible()) {
		print_message("%s: this system's allocator cannot be stood in for\n", o->name);
		skip();
	}
	strbuf_init(&t.before, 0);
	strbuf_init(&t.after, 0);
	undisturbed(&t); /* what is made once and kept is made now */
	undisturbed(&t);
	print_message("%s: %ld allocations\n", o->name, t.asked);
	if (!repeat(&t)) {
		fail_many(&t, false);
		fail_many(&t, true);
	}
	strbuf_release(&t.before);
	strbuf_release(&t.after);
	if (t.findings)
		fail_msg("%s: %d findings", o->name, t.findings);
}
