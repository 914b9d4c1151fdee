/*
 * Sessions: tests/sessions/NAME.keys, replayed, must show what NAME.screen holds.
 *
 * A line of .keys is a key by name, text in quotes, a paste, "size ROWSxCOLUMNS", "show" (the screen as it is then, with the
 * caret as ▏), "report FILE" before all others, and "review" after it for a reviewer's screen, or a comment after #. With ZIPING_SESSIONS=write in the environment the screens are
 * written instead: look at them before they are believed.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "stage.h"

#include <dirent.h>

#define FOLDER SESSIONS_FOLDER

static char *read_text(const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t size = 1u << 20, len = 0;
	char *text = malloc(size);

	assert_non_null(text);
	if (f) {
		len = fread(text, 1, size - 1, f);
		fclose(f);
	}
	text[len] = '\0';
	return text;
}

static void play_line(struct stage *s, const char *name, char *line, struct strbuf *out, unsigned *shown)
{
	if (line[0] == '\0' || line[0] == '#')
		return;
	if (strcmp(line, "show") == 0) {
		strbuf_printf(out, "---- %u ----\n", ++*shown);
		stage_draw(s, true, out);
		return;
	}
	if (!stage_key(s, line))
		fail_msg("%s: there is no key '%s'", name, line);
	if (s->reaction & REACT_QUIT)
		strbuf_printf(out, "---- quit%s ----\n", s->reaction & REACT_DISCARD ? ", unsaved edits not wanted" : "");
}

static void play(const char *name, struct strbuf *out)
{
	char path[600], *keys, *line, *next, report[64] = "report.yaml";
	struct app_options options = { .review = false };
	struct stage s;
	unsigned shown = 0;

	snprintf(path, sizeof(path), FOLDER "/%s.keys", name);
	keys = read_text(path);
	line = keys;
	if (sscanf(keys, "report %63s", report) == 1)
		line += strcspn(line, "\n") + 1;
	options.review = strncmp(line, "review\n", 7) == 0;
	line += options.review ? 7 : 0;
	options.as = options.review ? "李四" : "王五";
	assert_true(stage_open_with(&s, report, &options, 24, 80));
	for (; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		play_line(&s, name, line, out, &shown);
	}
	stage_close(&s);
	free(keys);
}

/* the file's path is different every time */
static void hide_folder(struct strbuf *out)
{
	char *at;

	while ((at = strstr(out->text, "/ziping-stage-")) != NULL) {
		char *start = at, *end = at + strlen("/ziping-stage-XXXXXX");

		while (start > out->text && start[-1] != '\'')
			start--;
		strbuf_remove(out, (size_t)(start - out->text), (size_t)(end + 1 - start));
	}
}

static void check(const char *name)
{
	const char *mode = getenv("ZIPING_SESSIONS");
	char path[600], *expected;
	struct strbuf out;
	FILE *f;

	strbuf_init(&out, 0);
	play(name, &out);
	hide_folder(&out);
	snprintf(path, sizeof(path), FOLDER "/%s.screen", name);
	if (mode && strcmp(mode, "write") == 0) {
		f = fopen(path, "wb");
		assert_non_null(f);
		assert_true(fputs(out.text, f) >= 0);
		assert_int_equal(fclose(f), 0);
	}
	expected = read_text(path);
	if (strcmp(out.text, expected) != 0)
		fprintf(stderr, "%s shows:\n%s\n", name, out.text);
	assert_string_equal(out.text, expected);
	free(expected);
	strbuf_release(&out);
}

static void every_session_shows_what_it_should(void **state)
{
	struct dirent *e;
	DIR *dir = opendir(FOLDER);
	unsigned count = 0;

	(void)state;
	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		size_t len = strlen(e->d_name);
		char name[128];

		if (len < 6 || len > 100 || strcmp(e->d_name + len - 5, ".keys") != 0)
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)len - 5, e->d_name);
		check(name);
		count++;
	}
	closedir(dir);
	assert_true(count >= 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_session_shows_what_it_should),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
