/* tests/vectors/reports: random forms and reports with what report_model.py, written from the specification alone, says of them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report_fixture.h"

#ifndef VECTORS
#define VECTORS "tests/vectors/reports"
#endif

static char *read_whole(unsigned number, const char *ending, size_t *ret_len)
{
	char path[600];
	size_t capacity = 0, len = 0;
	char *text = NULL;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%03u.%s", VECTORS, number, ending);
	f = fopen(path, "rb");
	if (!f)
		return NULL;
	do {
		text = memory_grow(text, &capacity, len + 4096, 1);
		assert_non_null(text);
		len += fread(text + len, 1, 4095, f);
		text[len] = '\0';
	} while (!feof(f) && !ferror(f));
	fclose(f);
	*ret_len = len;
	return text;
}

struct vector {
	unsigned number, wrong, values, problems;
	struct report *r;
	char **told;
	size_t told_count, told_capacity;
};

static void differs(struct vector *v, const char *path, const char *what, const char *is, const char *should)
{
	v->wrong++;
	print_error("%03u %s: %s is '%s' and should be '%s'\n", v->number, path, what, is, should);
}

static void compare(struct vector *v, const char *path, const char *what, const char *is, const char *should)
{
	if (strcmp(should, "?") != 0 && strcmp(is, should) != 0)
		differs(v, path, what, is, should);
}

static void raw(struct report *r, struct spot s, struct strbuf *out)
{
	struct value v;
	size_t len;
	const char *text;

	if (!report_is_calculated(s.field)) {
		text = report_text(r, s, &len);
		strbuf_add(out, text, len);
		return;
	}
	report_calculated(r, s, false, &v);
	if (v.kind == VALUE_NUMBER)
		number_print(out, v.figure.value, NUMBER_PLACES, -1, false);
	else
		report_show_value(r, s.field, &v, true, out);
}

/* rounded to ten places, without trailing zeros */
static void tolerance(const struct comparison *c, struct strbuf *out)
{
	number_print(out, c->tolerance, INTERVAL_PLACES, 10, false);
	while (out->len && out->text[out->len - 1] == '0')
		strbuf_truncate(out, out->len - 1);
	if (out->len && out->text[out->len - 1] == '.')
		strbuf_truncate(out, out->len - 1);
}

static void check_value(struct vector *v, char *const *column)
{
	static const char *const marks[] = { "", "=", "≈", "≠" };
	struct comparison c;
	struct strbuf out;
	struct spot s = { NULL };
	struct error e;
	enum mark mark;

	v->values++;
	if (!report_find(v->r, column[0], &s, &e)) {
		differs(v, column[0], "the path", e.text, "there");
		return;
	}
	strbuf_init(&out, 0);
	report_show(v->r, s, true, &out);
	compare(v, column[0], "what is shown", out.text, column[1]);
	strbuf_clear(&out);
	raw(v->r, s, &out);
	compare(v, column[0], "the raw value", out.text, column[2]);
	mark = report_mark(v->r, s, &c);
	compare(v, column[0], "the mark", marks[mark], column[3]);
	strbuf_clear(&out);
	if (mark && c.numbers)
		number_print(&out, c.difference, NUMBER_PLACES, s.field->decimals, false);
	compare(v, column[0], "the difference", out.text, column[4]);
	strbuf_clear(&out);
	if (mark && c.numbers)
		tolerance(&c, &out);
	compare(v, column[0], "the tolerance", out.text, column[5]);
	strbuf_release(&out);
}

static bool tell(void *to, const struct problem *p)
{
	static const char *const severity[] = { "none", "note", "warning", "error" };
	struct vector *v = to;
	struct strbuf out;
	char **grown = memory_grow(v->told, &v->told_capacity, v->told_count + 1, sizeof(*grown));

	assert_non_null(grown);
	v->told = grown;
	strbuf_init(&out, 0);
	if (p->path)
		strbuf_puts(&out, p->path);
	else
		report_path(v->r, p->spot, &out);
	strbuf_printf(&out, "\t%s\t%s", severity[p->severity], p->code);
	v->told[v->told_count++] = strdup(out.text);
	strbuf_release(&out);
	return true;
}

static void check_problem(struct vector *v, const char *line)
{
	v->problems++;
	for (size_t i = 0; i < v->told_count; i++) {
		if (v->told[i] && strcmp(v->told[i], line) == 0) {
			free(v->told[i]);
			v->told[i] = NULL;
			return;
		}
	}
	v->wrong++;
	print_error("%03u: the problem '%s' is not told\n", v->number, line);
}

static void check_lines(struct vector *v, char *text)
{
	char *next;

	for (char *line = text; *line; line = next) {
		char *column[6] = { line };

		next = strchr(line, '\n');
		assert_non_null(next);
		*next++ = '\0';
		if (*line == '!') {
			check_problem(v, line + 1);
			continue;
		}
		for (unsigned n = 1; n < 6; n++) {
			column[n] = strchr(column[n - 1], '\t');
			if (!column[n])
				break;
			*column[n]++ = '\0';
		}
		if (!column[5])
			fail_msg("%03u: a line of the expectations has too few columns: %s", v->number, line);
		check_value(v, column);
	}
	for (size_t i = 0; i < v->told_count; i++) {
		if (v->told[i]) {
			v->wrong++;
			print_error("%03u: the problem '%s' is told, and should not be\n", v->number, v->told[i]);
			free(v->told[i]);
		}
	}
}

static bool one_vector(unsigned number, unsigned *wrong)
{
	struct vector v = { .number = number };
	size_t form_len, len, ignored;
	char *form_text = read_whole(number, "form.yaml", &form_len), *text = read_whole(number, "report.yaml", &len);
	char *expected = read_whole(number, "expected.tsv", &ignored);
	struct form *f;

	if (!form_text || !text || !expected) {
		assert_true(!form_text && !text && !expected);
		return false;
	}
	f = form_of(form_text);
	v.r = report_of_len(f, text, len);
	assert_true(report_problems(v.r, (struct problem_sink){ tell, &v }, &(struct error){ 0 }));
	check_lines(&v, expected);
	*wrong += v.wrong;
	report_free(v.r);
	form_free(f);
	memory_free(v.told);
	memory_free(form_text);
	memory_free(text);
	memory_free(expected);
	return true;
}

static void what_the_model_expects_is_what_is_shown(void **state)
{
	unsigned number = 1, wrong = 0;

	(void)state;
	while (one_vector(number, &wrong))
		number++;
	assert_true(number > 10);
	if (wrong)
		fail_msg("%u of the expectations do not hold", wrong);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_model_expects_is_what_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
