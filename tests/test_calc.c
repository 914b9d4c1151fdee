/* Recalculation: chains, filters, references, what waits, large tables. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report_fixture.h"
#include "report_form.h"

static struct report *three_rows(struct form *f)
{
	return report_of(f, "form: rich\nmain:\n  a: 2\n  items:\n  - {name: 甲, x: 1, kind: 专项}\n  - {name: 乙, x: 3, kind: 运转}\n  - {name: 丙, x: 6.00, kind: 专项}\n"
			    "  groups:\n  - kind: 专项\n  - kind: 运转\n");
}

static void a_sum_follows_values_rows_and_filters(void **state)
{
	struct form *f = rich();
	struct report *r = three_rows(f);
	struct spot where;

	(void)state;
	assert_string_equal(shown(r, "main.special"), "6.00");
	assert_string_equal(shown(r, "main.groups[0].sum"), "7.00");
	assert_string_equal(shown(r, "main.groups[1].sum"), "3.00");
	assert_string_equal(shown(r, "main.groupsum"), "10.00");
	assert_string_equal(shown(r, "main.mean"), "3.333333333333");
	assert_string_equal(shown(r, "main.shares"), "100.00");
	set_to(r, "main.a", "0.5"); /* the filter reads it */
	assert_string_equal(shown(r, "main.special"), "7.00");
	set_to(r, "main.items[1].kind", "专项");
	assert_string_equal(shown(r, "main.special"), "10.00");
	assert_string_equal(shown(r, "main.groups[1].sum"), "");
	assert_string_equal(shown(r, "main.large"), "6");
	row_out(r, "main.items", 2);
	assert_string_equal(shown(r, "main.large"), "3");
	assert_string_equal(shown(r, "main.small"), "1");
	assert_string_equal(shown(r, "main.rows"), "2");
	row_into(r, "main.items", 0);
	assert_string_equal(shown(r, "main.rows"), "3");
	assert_string_equal(shown(r, "main.filled"), "2");
	assert_string_equal(shown(r, "main.first"), "-1.00");
	while (report_undo(r, &where))
		;
	assert_string_equal(shown(r, "main.special"), "6.00");
	assert_string_equal(shown(r, "main.groupsum"), "10.00");
	report_free(r);
	form_free(f);
}

static void a_reference_follows_its_key_and_its_index(void **state)
{
	struct form *f = rich();
	struct report *r = three_rows(f);

	(void)state;
	assert_string_equal(shown(r, "main.first"), "1.00");
	assert_string_equal(shown(r, "main.second"), "乙");
	assert_string_equal(shown(r, "main.named"), "7.00"); /* 1 + 3 * 2 */
	row_to(r, "main.items", 2, 0);
	assert_string_equal(shown(r, "main.first"), "6.00");
	assert_string_equal(shown(r, "main.second"), "甲");
	assert_string_equal(shown(r, "main.named"), "7.00");
	set_to(r, "main.items[1].name", "丁");
	assert_string_equal(shown(r, "main.named"), "6.00");
	set_to(r, "main.items[0].name", "甲");
	assert_string_equal(shown(r, "main.named"), "12.00");
	set_to(r, "main.items[1].name", "甲"); /* the first with the key counts */
	assert_string_equal(shown(r, "main.named"), "12.00");
	row_to(r, "main.items", 1, 0);
	assert_string_equal(shown(r, "main.named"), "7.00");
	report_free(r);
	form_free(f);
}

static void what_is_not_relevant_is_blank_to_formulas_and_keeps_its_value(void **state)
{
	struct form *f = rich();
	struct report *r = three_rows(f);
	struct value v;

	(void)state;
	set_to(r, "main.f", "false");
	assert_false(report_relevant(r, spot_at(r, "main.groups[0].kind")));
	assert_string_equal(shown(r, "main.groupsum"), "");
	calc_effective(r, spot_at(r, "main.groups[0].kind").field, 1, &v);
	assert_int_equal(v.kind, VALUE_BLANK);
	assert_string_equal(shown(r, "main.groups[0].kind"), "专项");
	set_to(r, "main.f", "");
	assert_string_equal(shown(r, "main.groupsum"), "10.00");
	report_free(r);
	form_free(f);
}

static void a_share_of_a_large_table_waits_and_then_is_right(void **state)
{
	struct form *f = rich();
	struct strbuf text;
	struct report *r;
	struct value v;

	(void)state;
	strbuf_init(&text, 0);
	strbuf_puts(&text, "form: rich\nmain:\n  a: 5\n  groups: [{kind: 专项}]\ngrid_part:\n  plain:\n");
	for (unsigned i = 0; i < 6000; i++)
		strbuf_printf(&text, "  - v: %u.%02u\n", i % 97, i % 89);
	strbuf_puts(&text, "main2: 1\n");
	r = report_of_len(f, text.text, text.len);
	assert_string_equal(shown(r, "grid_part.plainsum"), "290049.38");
	report_finish(r);
	assert_false(report_counts(r, NULL).waiting);
	set_to(r, "grid_part.plain[5999].v", "0");
	assert_string_equal(shown(r, "grid_part.plainsum"), "289967.02");
	assert_int_equal(report_value(r, spot_at(r, "grid_part.plainsum"), true, &v), STATE_VALUE);
	assert_true(v.figure.hi - v.figure.lo == (int128)6000 * number_power(INTERVAL_PLACES - 2));
	report_free(r);
	strbuf_release(&text);
	form_free(f);
}

/* totals that wait: steps of any size, edits in between */
static void what_waits_comes_in_steps_and_is_right_in_the_end(void **state)
{
	struct form *f = rich();
	struct report *r = three_rows(f);
	struct value v;
	unsigned steps = 0;

	(void)state;
	r->at_once = 0;
	calc_everything(r);
	assert_int_equal(report_value(r, spot_at(r, "main.shares"), true, &v), STATE_PENDING);
	assert_string_equal(shown(r, "main.shares"), "");
	assert_true(report_counts(r, NULL).waiting);
	set_to(r, "main.items[0].x", "2");
	while (report_step(r, 1))
		steps++;
	assert_true(steps > 3);
	assert_string_equal(shown(r, "main.shares"), "100.00");
	assert_string_equal(shown(r, "main.mean"), "3.666666666667");
	set_to(r, "main.items[0].x", "3"); /* one row's part of a sum never waits */
	assert_string_equal(shown(r, "main.mean"), "4");
	assert_int_equal(report_value(r, spot_at(r, "main.shares"), true, &v), STATE_PENDING);
	report_finish(r);
	assert_string_equal(shown(r, "main.shares"), "100.00");
	report_free(r);
	form_free(f);
}

static void a_quick_total_is_what_adding_row_by_row_gives(void **state)
{
	struct form *f = rich();
	struct report *r = report_of(f, "form: rich\ngrid_part:\n  plain:\n  - v: 1\n  - v: 2.5\n  - v: 3.141592653589\n  - v: 999999999999999\n  - v: 123456789012345.123456789012\n"
					"  - v: x\n  - v:\n  - v: -7.1\n  - w: a\n");
	struct value quick, slow;

	(void)state;
	report_value(r, spot_at(r, "grid_part.plainsum"), true, &quick);
	assert_string_equal(shown(r, "grid_part.plainsum"), ""); /* beyond fifteen digits */
	set_to(r, "grid_part.plain[3].v", "100");
	report_value(r, spot_at(r, "grid_part.plainsum"), true, &slow);
	calc_everything(r);
	report_value(r, spot_at(r, "grid_part.plainsum"), true, &quick);
	assert_true(slow.figure.value == quick.figure.value && slow.figure.lo == quick.figure.lo && slow.figure.hi == quick.figure.hi);
	assert_string_equal(shown(r, "grid_part.plainsum"), "123456789012444.67");
	report_free(r);
	form_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sum_follows_values_rows_and_filters),
		cmocka_unit_test(a_reference_follows_its_key_and_its_index),
		cmocka_unit_test(what_is_not_relevant_is_blank_to_formulas_and_keeps_its_value),
		cmocka_unit_test(a_share_of_a_large_table_waits_and_then_is_right),
		cmocka_unit_test(what_waits_comes_in_steps_and_is_right_in_the_end),
		cmocka_unit_test(a_quick_total_is_what_adding_row_by_row_gives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
