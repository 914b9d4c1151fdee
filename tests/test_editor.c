/* The user's own editor on a long text: what comes back, and what does not. The editors are shell commands. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tui/editor.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

static struct strbuf out;
static struct error error;
static bool changed;
static char folder[200];

static int setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "%s/ziping-editor-XXXXXX", getenv("TMPDIR") && *getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(folder))
		return -1;
	setenv("XDG_RUNTIME_DIR", folder, 1);
	unsetenv("VISUAL");
	strbuf_init(&out, 0);
	error = (struct error){ 0 };
	return 0;
}

/* how many files are left; they are removed */
static unsigned left_over(void)
{
	DIR *dir = opendir(folder);
	struct dirent *e;
	unsigned count = 0;
	char path[600];

	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		unlink(path);
		count++;
	}
	closedir(dir);
	return count;
}

static int teardown(void **state)
{
	(void)state;
	left_over();
	rmdir(folder);
	strbuf_release(&out);
	return 0;
}

static bool edit(const char *command, const char *text)
{
	setenv("EDITOR", command, 1);
	return editor_run(text, strlen(text), &out, &changed, &error);
}

static void what_the_editor_writes_comes_back(void **state)
{
	(void)state;
	assert_true(edit("printf '甲\\r\\n乙\\n' >", "旧"));
	assert_true(changed);
	assert_string_equal(out.text, "甲\n乙");
	assert_int_equal(left_over(), 0);
}

static void an_unchanged_file_is_no_edit(void **state)
{
	(void)state;
	assert_true(edit("true", "旧\n新"));
	assert_false(changed);
	assert_true(edit("echo >>", "旧")); /* a line end at the end, as editors add */
	assert_false(changed);
	assert_int_equal(left_over(), 0);
}

static void visual_comes_before_editor(void **state)
{
	(void)state;
	setenv("VISUAL", "printf 'V' >", 1);
	assert_true(edit("printf 'E' >", ""));
	assert_string_equal(out.text, "V");
}

static void only_the_user_can_read_the_file(void **state)
{
	(void)state;
	assert_true(edit("sh -c 'stat -c %a \"$0\" > \"$0.mode\"; cat \"$0.mode\" > \"$0\"; rm \"$0.mode\"'", ""));
	assert_string_equal(out.text, "600");
}

static void an_editor_that_fails_changes_nothing_and_loses_nothing(void **state)
{
	(void)state;
	assert_false(edit("false", "旧"));
	assert_non_null(strstr(error.text, "failed"));
	assert_int_equal(left_over(), 0);
	assert_false(edit("sh -c 'echo neu > \"$0\"; kill -9 $$'", "旧"));
	assert_non_null(strstr(error.text, folder));
	assert_int_equal(left_over(), 1);
	assert_false(edit("no-such-editor-anywhere 2>/dev/null", "旧"));
}

static void what_can_be_no_value_is_refused_and_kept(void **state)
{
	(void)state;
	assert_false(edit("printf 'a\\000b' >", "旧"));
	assert_non_null(strstr(error.text, "NUL"));
	assert_int_equal(left_over(), 1);
	assert_false(edit("printf '\\377' >", "旧"));
	assert_non_null(strstr(error.text, "UTF-8"));
	assert_int_equal(left_over(), 1);
	assert_false(edit("head -c 1100000 /dev/zero | tr '\\000' a >", "旧"));
	assert_non_null(strstr(error.text, "longer"));
	assert_int_equal(left_over(), 1);
}

static void a_file_taken_away_is_said(void **state)
{
	(void)state;
	assert_false(edit("rm", "旧"));
	assert_non_null(strstr(error.text, "cannot be read"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_the_editor_writes_comes_back),
		TEST(an_unchanged_file_is_no_edit),
		TEST(visual_comes_before_editor),
		TEST(only_the_user_can_read_the_file),
		TEST(an_editor_that_fails_changes_nothing_and_loses_nothing),
		TEST(what_can_be_no_value_is_refused_and_kept),
		TEST(a_file_taken_away_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
