/* What tests of the screen ask of a stage (stage.h); to be included behind <cmocka.h>. */
#ifndef ZIPING_TESTS_STAGE_ASSERT_H
#define ZIPING_TESTS_STAGE_ASSERT_H

#include "stage.h"

static inline struct spot stage_spot(struct stage *s, const char *path)
{
	struct error error = { 0 };
	struct spot spot = { 0 };

	if (!report_find(s->app.report, path, &spot, &error))
		fail_msg("%s", error.text);
	return spot;
}

static inline void assert_focus(struct stage *s, const char *path)
{
	struct strbuf out;

	strbuf_init(&out, 0);
	report_path(s->app.report, s->app.focus, &out);
	assert_string_equal(out.text, path);
	strbuf_release(&out);
}

static inline void assert_value(struct stage *s, const char *path, const char *expected)
{
	const char *text;
	char value[512];
	size_t len;

	text = report_text(s->app.report, stage_spot(s, path), &len);
	assert_in_range(len, 0, sizeof(value) - 1);
	memcpy(value, text, len);
	value[len] = '\0';
	assert_string_equal(value, expected);
}

/* there by keys, as a clerk goes */
static inline void go_to(struct stage *s, const char *path)
{
	struct spot spot = stage_spot(s, path);

	while (s->app.focus.section != spot.section)
		stage_keys(s, s->app.focus.section->index < spot.section->index ? "PgDn" : "PgUp");
	for (int i = 0; i < 50 && (s->app.focus.field != spot.field || s->app.focus.row != spot.row); i++)
		stage_keys(s, spot.field->table && s->app.focus.field && s->app.focus.row == spot.row ? "Right" : "Down");
	assert_ptr_equal(s->app.focus.field, spot.field);
	assert_int_equal(s->app.focus.row, spot.row);
}

/* the screen goes to standard error when the text is not on it */
static inline bool shows(struct stage *s, const char *text)
{
	struct strbuf out;
	bool found;

	strbuf_init(&out, 0);
	found = strstr(stage_draw(s, false, &out), text) != NULL;
	if (!found)
		fprintf(stderr, "%s", out.text);
	strbuf_release(&out);
	return found;
}

#endif
