/*
 * What a whole `ziping check REPORT` costs, as a multiple of what libyaml alone takes to read the report and its form: the CPU
 * time of processes, each started anew. Build with libyaml, run as
 *
 *	bench_check ZIPING REPORT FORM
 *
 * It prints both times and their ratio, which should be at most 2 for a report of the usual size.
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <yaml.h>

#define RUNS 100

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

static long long children_microseconds(void)
{
	struct rusage u;

	getrusage(RUSAGE_CHILDREN, &u);
	return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000LL + u.ru_utime.tv_usec + u.ru_stime.tv_usec;
}

/* the CPU time of one run on an average, in microseconds; what it prints goes nowhere; -1: it cannot be run */
static long long cost(char **command)
{
	posix_spawn_file_actions_t quiet;
	long long before = children_microseconds();

	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", 1, 0);
	posix_spawn_file_actions_adddup2(&quiet, 1, 2);
	for (int i = 0; i < RUNS; i++) {
		pid_t child;
		int status;

		if (posix_spawn(&child, command[0], &quiet, NULL, command, environ) != 0 || waitpid(child, &status, 0) != child ||
		    !WIFEXITED(status) || WEXITSTATUS(status) > 1)
			return -1;
	}
	posix_spawn_file_actions_destroy(&quiet);
	return (children_microseconds() - before) / RUNS;
}

int main(int argc, char **argv)
{
	char events[] = "--events", check[] = "check";
	long long floor_cost, check_cost;

	if (argc > 2 && strcmp(argv[1], events) == 0)
		return read_events(argv + 2);
	if (argc != 4) {
		fprintf(stderr, "usage: bench_check ZIPING REPORT FORM\n");
		return 2;
	}
	floor_cost = cost((char *[]){ argv[0], events, argv[2], argv[3], NULL });
	check_cost = cost((char *[]){ argv[1], check, argv[2], NULL });
	if (floor_cost <= 0 || check_cost < 0) {
		fprintf(stderr, "bench_check: a run failed\n");
		return 2;
	}
	printf("libyaml alone %lld us, ziping check %lld us: %lld.%02lld times\n", floor_cost, check_cost, check_cost / floor_cost,
	       check_cost * 100 / floor_cost % 100);
	return 0;
}
