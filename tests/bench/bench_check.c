/*
 * What a whole `ziping check REPORT` costs, as a multiple of what libyaml alone takes to read the report and its form: the CPU
 * time of processes, each started anew. The other program is this one, linked to the same libraries. Run as
 *
 *	bench_check ZIPING REPORT FORM
 *
 * It prints the medians of runs in turn, and their ratio, which should be at most 2 for a report of the usual size.
 */
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <yaml.h>

#define RUNS 101

extern char **environ;

/* reads files by libyaml's events and does nothing with them */
static int read_events(char **files)
{
	for (; *files; files++) {
		FILE *f = fopen(*files, "rb");
		yaml_parser_t parser;
		yaml_event_t event;
		int done = 0;

		if (!f || !yaml_parser_initialize(&parser))
			return 1;
		yaml_parser_set_input_file(&parser, f);
		while (!done) {
			if (!yaml_parser_parse(&parser, &event))
				return 1;
			done = event.type == YAML_STREAM_END_EVENT;
			yaml_event_delete(&event);
		}
		yaml_parser_delete(&parser);
		fclose(f);
	}
	return 0;
}

/* the CPU time of one run in microseconds; what it prints goes nowhere; -1: it cannot be run */
static long long cost(char **command)
{
	posix_spawn_file_actions_t quiet;
	struct rusage u;
	pid_t child;
	int status;
	bool ran;

	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", 1, 0);
	posix_spawn_file_actions_adddup2(&quiet, 1, 2);
	ran = posix_spawn(&child, command[0], &quiet, NULL, command, environ) == 0 && wait4(child, &status, 0, &u) == child &&
	      WIFEXITED(status) && WEXITSTATUS(status) <= 1;
	posix_spawn_file_actions_destroy(&quiet);
	if (!ran)
		return -1;
	return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000LL + u.ru_utime.tv_usec + u.ru_stime.tv_usec;
}

static int compare(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return (x > y) - (x < y);
}

static long long median(long long *values)
{
	qsort(values, RUNS, sizeof(*values), compare);
	return values[RUNS / 2];
}

int main(int argc, char **argv)
{
	char events[] = "--events", check[] = "check";
	static long long floors[RUNS], checks[RUNS];
	long long floor_cost, check_cost;

	if (argc > 2 && strcmp(argv[1], events) == 0)
		return read_events(argv + 2);
	if (argc != 4) {
		fprintf(stderr, "usage: bench_check ZIPING REPORT FORM\n");
		return 2;
	}
	for (int i = 0; i < RUNS; i++) {
		floors[i] = cost((char *[]){ argv[0], events, argv[2], argv[3], NULL });
		checks[i] = cost((char *[]){ argv[1], check, argv[2], NULL });
		if (floors[i] <= 0 || checks[i] < 0) {
			fprintf(stderr, "bench_check: a run failed\n");
			return 2;
		}
	}
	floor_cost = median(floors);
	check_cost = median(checks);
	printf("check   %lld us, libyaml alone %lld us: %lld.%02lld (at most 2)\n", check_cost, floor_cost, check_cost / floor_cost,
	       check_cost * 100 / floor_cost % 100);
	return check_cost > 2 * floor_cost;
}
