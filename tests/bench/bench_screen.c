/*
 * bench_screen SMALLEST REPORT...: what a key costs the screen without a terminal, CPU time of keys through app_handle() and app_draw().
 *
 *   typed     a character typed into a long text, against drawing the whole screen, and what it allocates (one that starts a
 *             line makes the box grow, and all is drawn anew: hence medians)
 *   commit    a figure typed and kept in a report's longest table, against the same in the smallest report's, in turn; on a
 *             screen that both fill, as a row more to draw costs something whatever the report
 *   move      the focus moved down a row of it, likewise
 *
 * All are reports of the same form (gen_report.py). Prints a line for each and 1 when one of them misses its mark.
 */
#include "report/edit.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

#include <time.h>

#define KEYS 400
#define COMMITS 301
#define REPORTS_MOST 8

/* linked with --wrap: what our own code allocates is counted */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
static unsigned long allocated;

void *__wrap_malloc(size_t size)
{
	allocated++;
	return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	allocated++;
	return __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	allocated++;
	return __real_realloc(old, size);
}

struct bench {
	struct session *session;
	struct app app;
	struct canvas canvas;
};

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
	qsort(values, count, sizeof(values[0]), compare);
	return values[count / 2];
}

static bool open_bench(struct bench *b, const char *file)
{
	struct error error = { 0 };

	if (!session_open(file, SESSION_DESK, false, &b->session, &error) ||
	    !app_init(&b->app, b->session, NULL, 30, 100, &error)) {
		fprintf(stderr, "bench_screen: %s\n", error.text);
		return false;
	}
	report_finish(b->app.report);
	return canvas_init(&b->canvas, 30, 100);
}

static void close_bench(struct bench *b)
{
	app_release(&b->app);
	canvas_release(&b->canvas);
	session_leave(b->session, false);
}

static void press(struct bench *b, const struct key *k)
{
	app_handle(&b->app, k);
	app_draw(&b->app, &b->canvas);
}

static void type(struct bench *b, const char *text)
{
	const struct key k = { .code = KEYCODE_TEXT, .text = text, .len = strlen(text) };

	press(b, &k);
}

/* the first field of a type that can be typed into; a table: the one with the most rows */
static const struct field *find_field(struct bench *b, enum field_type type)
{
	const struct field *best = NULL;

	for (size_t i = 0; i < b->app.form->section_count; i++) {
		const struct section *s = b->app.form->sections[i];

		for (size_t f = 0; f < s->field_count; f++) {
			const struct field *field = s->fields[f];

			if (field->type != type)
				continue;
			if (type == TYPE_TABLE && (!best || report_row_count(b->app.report, field) > report_row_count(b->app.report, best)))
				best = field;
			else if (type != TYPE_TABLE && !best && spot_can_type(&b->app, (struct spot){ .section = s, .field = field }))
				best = field;
		}
	}
	return best;
}

static bool bench_typing(struct bench *b)
{
	static double typed[KEYS], whole[KEYS], allocations[KEYS];
	const struct field *f = find_field(b, TYPE_LONGTEXT);
	double key, all, usual;

	if (!f || !app_focus(&b->app, (struct spot){ .section = f->section, .field = f }))
		return true;
	app_refresh(&b->app);
	for (size_t i = 0; i < KEYS; i++) {
		unsigned long before = allocated;
		double start = now_us();

		type(b, i % 9 == 8 ? "，" : i % 2 ? "村" : "a");
		typed[i] = now_us() - start;
		allocations[i] = (double)(allocated - before);
	}
	for (size_t i = 0; i < KEYS; i++) {
		double start = now_us();

		canvas_clear(&b->canvas);
		app_draw(&b->app, &b->canvas);
		whole[i] = now_us() - start;
	}
	key = median(typed, KEYS);
	all = median(whole, KEYS);
	usual = median(allocations, KEYS);
	printf("typed   %.1f us a key, the whole screen %.1f us: %.2f (at most 0.5); %.0f allocations a key (none)\n", key, all, key / all, usual);
	app_edit_commit(&b->app);
	return key <= 0.5 * all && usual < 1;
}

static bool to_table(struct bench *b)
{
	const struct field *table = find_field(b, TYPE_TABLE);

	for (size_t c = 0; table && c < table->column_count; c++) {
		struct spot s = grid_spot(&b->app, table, report_row_count(b->app.report, table) / 2, c);

		if (s.field && s.field->type == TYPE_DECIMAL && spot_can_type(&b->app, s)) {
			bool there = app_focus(&b->app, s);

			app_refresh(&b->app);
			return there;
		}
	}
	return false;
}

static bool resize(struct bench *b, int rows, int columns)
{
	const struct key size = { .code = KEYCODE_RESIZE, .row = rows, .column = columns };

	canvas_release(&b->canvas);
	app_handle(&b->app, &size);
	return canvas_init(&b->canvas, rows, columns);
}

/* what the main loop does between keys */
static void pause(struct bench *b)
{
	while (app_work(&b->app, 3000))
		;
	app_refresh(&b->app);
	app_draw(&b->app, &b->canvas);
}

/* a figure and Enter, in the cell in focus */
static double commit_once(struct bench *b, size_t i)
{
	static const char *const figures[] = { "12.5", "803.41", "7" };
	const struct key enter = { .code = KEYCODE_ENTER };
	const struct spot cell = b->app.focus;
	double start;

	type(b, figures[i % 3]);
	start = now_us();
	press(b, &enter);
	start = now_us() - start;
	pause(b);
	if (!app_focus(&b->app, cell))
		return 1e9;
	app_refresh(&b->app);
	app_draw(&b->app, &b->canvas);
	return start;
}

static double move_once(struct bench *b, size_t i)
{
	const struct key up = { .code = KEYCODE_UP }, down = { .code = KEYCODE_DOWN };
	double start = now_us();

	press(b, i % 2 ? &up : &down);
	return now_us() - start;
}

/* the same in each report in turn, against the first */
static bool compare_all(const char *name, struct bench *b, size_t count, double (*once)(struct bench *b, size_t i), double most)
{
	static double times[REPORTS_MOST][COMMITS];
	double smallest = 0, all;
	bool ok = true;

	for (size_t i = 0; i < COMMITS; i++) {
		for (size_t r = 0; r < count; r++)
			times[r][i] = once(&b[r], i);
	}
	for (size_t r = 0; r < count; r++) {
		all = median(times[r], COMMITS);
		smallest = r ? smallest : all;
		printf("%-7s %.1f us with %u rows: %.2f (at most 1.2, and %.0f us)\n", name, all,
		       (unsigned)report_row_count(b[r].app.report, find_field(&b[r], TYPE_TABLE)), all / smallest, most);
		ok &= all <= 1.2 * smallest && all <= most;
	}
	return ok;
}

int main(int argc, char **argv)
{
	static struct bench b[REPORTS_MOST];
	size_t count = argc > 1 ? (size_t)argc - 1 : 0;
	bool ok;

	if (count < 2 || count > REPORTS_MOST) {
		fputs("usage: bench_screen SMALLEST REPORT...\n", stderr);
		return 2;
	}
	for (size_t i = 0; i < count; i++) {
		if (!open_bench(&b[i], argv[i + 1]))
			return 2;
	}
	ok = bench_typing(&b[0]);
	for (size_t i = 0; i < count; i++) {
		if (!resize(&b[i], 24, 80) || !to_table(&b[i])) {
			fputs("bench_screen: there is no table with a number to type\n", stderr);
			return 2;
		}
	}
	ok &= compare_all("commit", b, count, commit_once, 300);
	ok &= compare_all("move", b, count, move_once, 300);
	for (size_t i = 0; i < count; i++)
		close_bench(&b[i]);
	return ok ? 0 : 1;
}
