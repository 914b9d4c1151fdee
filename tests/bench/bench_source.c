/*
 * bench_source FILE [ROUNDS]: source_parse() against libyaml's bare event loop, both from memory, in turns.
 * Prints both medians, their ratio (the contract is at most 1.3) and the memory of the nodes.
 */
#include "base/arena.h"
#include "source/source.h"

#include <sys/resource.h>
#include <time.h>
#include <yaml.h>

#define MOST_ROUNDS 101

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

static long bare_loop(const char *text, size_t size)
{
	yaml_parser_t parser;
	yaml_event_t event;
	long events = 0;
	bool more = true;

	if (!yaml_parser_initialize(&parser))
		return -1;
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, size);
	while (more) {
		if (!yaml_parser_parse(&parser, &event)) {
			events = -1;
			break;
		}
		events++;
		more = event.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return events;
}

/* nanoseconds of source_parse() alone: the copy that it takes over is made before; -1 when it fails */
static long long ours(const char *name, const char *text, size_t size, long *ret_nodes, long *ret_memory)
{
	char *copy = memory_alloc(size + 1, 1);
	struct source *s;
	struct error error;
	long long start;
	long rss;

	if (!copy)
		return -1;
	memcpy(copy, text, size);
	rss = max_rss();
	start = cpu_ns();
	if (!source_parse(name, copy, size, &s, &error)) {
		fprintf(stderr, "%s:%u:%u: %s\n", name, error.line, error.column, error.text);
		return -1;
	}
	start = cpu_ns() - start;
	*ret_memory = max_rss() - rss;
	*ret_nodes = (long)source_count(s);
	source_free(s);
	return start;
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

static int run(const char *name, const char *text, size_t size, long rounds)
{
	static long long bare[MOST_ROUNDS], full[MOST_ROUNDS];
	long nodes = 0, events = 0, memory = 0, first = 0;
	long long a, b;

	for (long i = 0; i < rounds; i++) {
		long long start = cpu_ns();

		events = bare_loop(text, size);
		bare[i] = cpu_ns() - start;
		full[i] = ours(name, text, size, &nodes, &memory);
		if (events < 0 || full[i] < 0)
			return 2;
		if (i == 0)
			first = memory;
	}
	a = median(bare, rounds);
	b = median(full, rounds);
	printf("bare loop %lld.%03lld ms, source_parse %lld.%03lld ms, ratio %lld.%03lld\n", a / 1000000, a / 1000 % 1000, b / 1000000,
	       b / 1000 % 1000, b / a, b * 1000 / a % 1000);
	printf("%zu bytes, %ld events, %ld nodes, %ld KiB more than the text: %ld bytes a node\n", size, events, nodes, first,
	       first * 1024 / nodes);
	return b * 10 > a * 13;
}

int main(int argc, char **argv)
{
	long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 9;
	size_t size = 0, capacity = 0;
	char *text = NULL;
	FILE *in;
	int status;

	if (argc < 2 || rounds < 1 || rounds > MOST_ROUNDS) {
		fprintf(stderr, "usage: bench_source FILE [ROUNDS]\n");
		return 2;
	}
	in = fopen(argv[1], "rb");
	if (!in) {
		perror(argv[1]);
		return 2;
	}
	do {
		char *grown = memory_grow(text, &capacity, size + (1u << 20), 1);

		if (!grown)
			return 2;
		text = grown;
		size += fread(text + size, 1, 1u << 20, in);
	} while (!feof(in) && !ferror(in));
	fclose(in);
	status = run(argv[1], text, size, rounds);
	memory_free(text);
	return status;
}
