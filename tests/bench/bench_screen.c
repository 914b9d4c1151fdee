/*
 * bench_screen BIG SMALL: what a key costs the screen without a terminal, CPU time of keys through app_handle() and app_draw().
 *
 *   typed     a character typed into a long text, against drawing the whole screen, and what it allocates
 *   commit    a figure typed and kept in BIG's longest table, against the same in SMALL's
 *   move      the focus moved down a row of it, likewise
 *
 * BIG and SMALL: reports of the same form (gen_report.py). Prints a line for each and 1 when one of them misses its mark.
 */
#include "report/edit.h"
#include "tui/app_private.h"
#include "tui/views/views.h"

#include <time.h>

#define KEYS 400
#define COMMITS 400

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
	static double typed[KEYS], whole[KEYS];
	const struct field *f = find_field(b, TYPE_LONGTEXT);
	unsigned long before = 0;
	double key, all;

	if (!f || !app_focus(&b->app, (struct spot){ .section = f->section, .field = f }))
		return true;
	app_refresh(&b->app);
	for (size_t i = 0; i < KEYS; i++) {
		double start = now_us();

		if (i == KEYS / 2) /* what grows with the text has grown */
			before = allocated;
		type(b, i % 9 == 8 ? "，" : i % 2 ? "村" : "a");
		typed[i] = now_us() - start;
	}
	before = allocated - before;
	for (size_t i = 0; i < KEYS; i++) {
		double start = now_us();

		canvas_clear(&b->canvas);
		app_draw(&b->app, &b->canvas);
		whole[i] = now_us() - start;
	}
	key = median(typed, KEYS);
	all = median(whole, KEYS);
	printf("typed   %.1f us a key, the whole screen %.1f us: %.2f (at most 0.5); %.2f allocations a key (at most 2)\n", key, all, key / all,
	       (double)before / (KEYS / 2));
	app_edit_commit(&b->app);
	return key <= 0.5 * all && before <= KEYS;
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

/* a figure and Enter, in the cell in focus */
static double bench_commit(struct bench *b)
{
	static const char *const figures[] = { "12.5", "803.41", "7" };
	static double times[COMMITS];
	const struct key enter = { .code = KEYCODE_ENTER };
	const struct spot cell = b->app.focus;

	for (size_t i = 0; i < COMMITS; i++) {
		double start;

		type(b, figures[i % 3]);
		start = now_us();
		press(b, &enter);
		times[i] = now_us() - start;
		if (!app_focus(&b->app, cell))
			return 0;
		app_refresh(&b->app);
		app_draw(&b->app, &b->canvas);
	}
	return median(times, COMMITS);
}

static double bench_move(struct bench *b)
{
	static double times[COMMITS];
	const struct key up = { .code = KEYCODE_UP }, down = { .code = KEYCODE_DOWN };

	for (size_t i = 0; i < COMMITS; i++) {
		double start = now_us();

		press(b, i % 2 ? &up : &down);
		times[i] = now_us() - start;
	}
	return median(times, COMMITS);
}

int main(int argc, char **argv)
{
	struct bench big = { .session = NULL }, small = { .session = NULL };
	double big_commit, small_commit, big_move, small_move;
	bool ok;

	if (argc != 3) {
		fputs("usage: bench_screen BIG SMALL\n", stderr);
		return 2;
	}
	if (!open_bench(&big, argv[1]) || !open_bench(&small, argv[2]))
		return 2;
	ok = bench_typing(&small);
	if (!to_table(&big) || !to_table(&small)) {
		fputs("bench_screen: there is no table with a number to type\n", stderr);
		return 2;
	}
	small_commit = bench_commit(&small);
	big_commit = bench_commit(&big);
	small_move = bench_move(&small);
	big_move = bench_move(&big);
	printf("commit  %.1f us and %.1f us: %.2f (at most 1.2, and 300 us)\n", big_commit, small_commit, big_commit / small_commit);
	printf("move    %.1f us and %.1f us: %.2f (at most 1.2)\n", big_move, small_move, big_move / small_move);
	ok &= big_commit <= 1.2 * small_commit && big_commit <= 300 && big_move <= 1.2 * small_move;
	close_bench(&big);
	close_bench(&small);
	return ok ? 0 : 1;
}
