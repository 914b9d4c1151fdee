/*
 * bench_report BIG SMALL [ROUNDS]: what a report costs, against what it cannot cost less than, measured in one run.
 *
 *   open   source_parse() and report_new() of BIG against libyaml's bare event loop, and memory beyond the text
 *   edit   one committed figure in BIG's longest table against the same in SMALL's
 *   write  BIG after one edit, into memory, against libyaml's emitter
 *   rest   all that report_step() does after opening
 *
 * Prints a line for each and 1 when one of them misses its mark.
 */
#include "base/arena.h"
#include "report/check.h"
#include "report/edit.h"

#include <sys/resource.h>
#include <time.h>
#include <yaml.h>

#define MOST_ROUNDS 101
#define EDITS 2000

static long long cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long max_rss(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

struct file {
	const char *name;
	char *text;
	size_t size;
};

static bool read_file(const char *name, struct file *ret)
{
	size_t capacity = 0;
	FILE *in = fopen(name, "rb");

	*ret = (struct file){ .name = name };
	if (!in)
		return false;
	do {
		char *grown = memory_grow(ret->text, &capacity, ret->size + (1u << 20), 1);

		if (!grown)
			break;
		ret->text = grown;
		ret->size += fread(ret->text + ret->size, 1, 1u << 20, in);
	} while (!feof(in) && !ferror(in));
	fclose(in);
	return ret->text != NULL;
}

struct copy {
	char *to;
	size_t len, room;
};

/* every byte is looked at and put elsewhere, as the system does with what is written to a file */
static bool take(void *to, const char *text, size_t len)
{
	struct copy *c = to;

	if (len > c->room - c->len)
		return false;
	memcpy(c->to + c->len, text, len);
	c->len += len;
	return true;
}

static int emitted(void *to, unsigned char *text, size_t len)
{
	(void)text;
	*(size_t *)to += len;
	return 1;
}

/* events, and, with an emitter, the time that emitting them takes */
static long long yaml_loop(const struct file *f, bool emit)
{
	yaml_parser_t parser;
	yaml_emitter_t emitter;
	yaml_event_t event;
	size_t written = 0;
	long long start = cpu_ns();
	bool more = true;

	if (!yaml_parser_initialize(&parser) || !yaml_emitter_initialize(&emitter))
		return -1;
	yaml_emitter_set_output(&emitter, emitted, &written);
	yaml_emitter_set_unicode(&emitter, 1);
	yaml_parser_set_input_string(&parser, (const unsigned char *)f->text, f->size);
	while (more && yaml_parser_parse(&parser, &event)) {
		more = event.type != YAML_STREAM_END_EVENT;
		if (!emit)
			yaml_event_delete(&event);
		else if (!yaml_emitter_emit(&emitter, &event))
			break;
	}
	yaml_emitter_delete(&emitter);
	yaml_parser_delete(&parser);
	return more ? -1 : cpu_ns() - start;
}

static int compare(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return (x > y) - (x < y);
}

static long long median(long long *times, long rounds)
{
	qsort(times, (size_t)rounds, sizeof(*times), compare);
	return times[rounds / 2];
}

static struct report *open_report(struct form *form, const struct file *f, long long *ret_ns)
{
	char *copy = malloc(f->size + 1);
	struct source *s;
	struct report *r;
	struct error e;
	long long start;

	if (!copy)
		return NULL;
	memcpy(copy, f->text, f->size);
	start = cpu_ns();
	if (!source_parse(f->name, copy, f->size, &s, &e) || !report_new(form, s, &r, &e)) {
		fprintf(stderr, "%s:%u: %s\n", f->name, e.line, e.text);
		return NULL;
	}
	*ret_ns = cpu_ns() - start;
	return r;
}

static const struct field *longest_table(const struct report *r)
{
	const struct form *f = report_form(r);
	const struct field *best = f->tables[0];

	for (size_t i = 0; i < f->table_count; i++) {
		if (report_row_count(r, f->tables[i]) > report_row_count(r, best))
			best = f->tables[i];
	}
	return best;
}

/* the last column of figures that somebody types */
static const struct field *figures_of(const struct field *table)
{
	const struct field *best = NULL;

	for (size_t c = 0; c < table->column_count; c++) {
		if (table->columns[c]->type == TYPE_DECIMAL && !report_is_calculated(table->columns[c]))
			best = table->columns[c];
	}
	return best;
}

static long long edit_ns(struct report *r, long rounds)
{
	static long long times[MOST_ROUNDS];
	const struct field *table = longest_table(r), *column = figures_of(table);
	uint32_t count = report_row_count(r, table);
	struct error e;

	if (!column || rounds > MOST_ROUNDS)
		return -1;
	for (long i = 0; i < rounds; i++) {
		long long start = cpu_ns();

		for (unsigned n = 0; n < EDITS; n++) {
			row_id row = report_row_at(r, table, (n * 7919u + (unsigned)i) % count);
			char text[32];
			int len = snprintf(text, sizeof(text), "%u.%02u", n + 1, (n + (unsigned)i) % 100);

			if (!report_set(r, (struct spot){ table->section, column, row }, text, (size_t)len, false, &e)) {
				fprintf(stderr, "%s\n", e.text);
				return -1;
			}
		}
		times[i] = (cpu_ns() - start) / EDITS;
	}
	return median(times, rounds);
}

/* a figure in the middle of the report, as the only edit there is */
static bool edit_once(struct report *r)
{
	const struct field *table = longest_table(r), *column = figures_of(table);
	struct error e;

	if (!column ||
	    !report_set(r, (struct spot){ table->section, column, report_row_at(r, table, report_row_count(r, table) / 2) }, "8.25", 4, false, &e))
		return false;
	return report_history_done(r) == 1;
}

static void print_ratio(const char *what, long long a, const char *against, long long b)
{
	printf("%s %lld.%03lld ms, %s %lld.%03lld ms, ratio %lld.%03lld\n", what, a / 1000000, a / 1000 % 1000, against, b / 1000000,
	       b / 1000 % 1000, a / b, a * 1000 / b % 1000);
}

static int measure(struct form *form, const struct file *big, const struct file *small, long rounds)
{
	static long long bare[MOST_ROUNDS], open[MOST_ROUNDS], emit[MOST_ROUNDS], write[MOST_ROUNDS], rest[MOST_ROUNDS];
	struct report *r = NULL, *little;
	long long a, b, ignored;
	struct copy out = { .room = big->size + (1u << 20) };
	long memory = 0;
	int missed = 0;
	struct error e;

	out.to = malloc(out.room);
	if (!out.to)
		return 2;
	memset(out.to, 0, out.room); /* so that the system need not find the memory while the time is taken */

	for (long i = 0; i < rounds; i++) {
		long before;

		bare[i] = yaml_loop(big, false);
		emit[i] = yaml_loop(big, true) - bare[i];
		report_free(r);
		before = max_rss();
		r = open_report(form, big, &open[i]);
		if (!r)
			return 2;
		if (i == 0)
			memory = max_rss() - before;
		rest[i] = cpu_ns();
		report_finish(r);
		rest[i] = cpu_ns() - rest[i];
		if (!edit_once(r))
			return 2;
		report_finish(r);
		out.len = 0;
		write[i] = cpu_ns();
		if (!report_write(r, (struct sink){ take, &out }, &e))
			return 2;
		write[i] = cpu_ns() - write[i];
	}
	a = median(open, rounds);
	b = median(bare, rounds);
	print_ratio("open", a, "bare loop", b);
	missed |= a * 10 > b * 14;
	printf("memory %ld KiB for a text of %zu KiB: %ld.%02ld bytes a byte\n", memory, big->size / 1024,
	       memory * 1024 / (long)big->size, memory * 102400 / (long)big->size % 100);
	missed |= memory * 1024 > 5 * (long)big->size;
	a = median(write, rounds);
	b = median(emit, rounds);
	print_ratio("write", a, "emit", b);
	missed |= a * 5 > b;
	printf("rest %lld ms\n", median(rest, rounds) / 1000000);
	little = open_report(form, small, &ignored);
	if (!little)
		return 2;
	report_finish(little);
	report_finish(r);
	a = edit_ns(r, rounds);
	b = edit_ns(little, rounds);
	print_ratio("edit", a, "in a small report", b);
	missed |= a * 10 > b * 12 || a > 300000;
	report_free(little);
	report_free(r);
	free(out.to);
	return missed;
}

int main(int argc, char **argv)
{
	long rounds = argc > 3 ? strtol(argv[3], NULL, 10) : 5;
	const struct form_query query = { .name = "overall-report" };
	struct file big, small;
	struct form *form;
	struct error e;
	bool other;
	int status;

	if (argc < 3 || rounds < 1 || rounds > MOST_ROUNDS) {
		fprintf(stderr, "usage: bench_report BIG SMALL [ROUNDS]\n");
		return 2;
	}
	if (!read_file(argv[1], &big) || !read_file(argv[2], &small)) {
		perror(argv[1]);
		return 2;
	}
	if (!form_load(&query, &form, &other, &e)) {
		fprintf(stderr, "%s:%u: %s\n", e.file, e.line, e.text);
		return 2;
	}
	status = measure(form, &big, &small, rounds);
	form_free(form);
	memory_free(big.text);
	memory_free(small.text);
	return status;
}
