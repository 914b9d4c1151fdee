/* `ziping review` on a pseudo-terminal: a reviewer comments and fills nothing else in; the file has the comment, and nothing else is new. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/desk_host.h"

static const char *program;

/* the program with more words than a file's name */
static void open_for_review(struct desk *d)
{
	char script[700];

	desk_init(d, "/bin/sh");
	(void)snprintf(script, sizeof(script), "exec '%s' review --as 李四 '%s/r.yaml'\n", program, d->folder);
	desk_write(d, "review.sh", script);
	d->report = "review.sh";
	desk_open(d, 26, 100, NULL);
	desk_wait(d, "read only: review");
}

static void a_reviewer_comments_and_what_is_typed_into_a_field_is_refused(void **state)
{
	struct desk d;
	char *file;

	(void)state;
	open_for_review(&d);
	host_puts(&d.host, "x");
	desk_wait(&d, "a reviewer does not change the report");
	host_puts(&d.host, "\033[18~"); /* F7 */
	desk_wait(&d, "comment (Enter keeps");
	host_puts(&d.host, "请核对单位名称\r");
	desk_wait(&d, "the comment is kept");
	host_puts(&d.host, "\023");
	desk_wait(&d, "review · saved");
	file = desk_read(&d, "r.yaml");
	assert_memory_equal(file, desk_report, strlen(desk_report));
	assert_non_null(strstr(file, "review:\n  - id: c1\n    path: a.unit\n    by: 李四\n"));
	assert_non_null(strstr(file, "请核对单位名称\n"));
	assert_non_null(strstr(file, "    state: open\n"));
	free(file);
	desk_quit(&d);
	desk_release(&d);
}

static void a_file_that_is_not_there_is_refused(void **state)
{
	char command[700];

	(void)state;
	(void)snprintf(command, sizeof(command), "'%s' review /nonexistent/r.yaml 2>/dev/null", program);
	assert_int_equal(WEXITSTATUS(system(command)), 2);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reviewer_comments_and_what_is_typed_into_a_field_is_refused),
		cmocka_unit_test(a_file_that_is_not_there_is_refused),
	};

	if (argc < 2)
		return 2;
	program = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
