/*
 * Memory that ends while reports are commented on, signed off, compared and merged. See ordeal.h.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "merge_form.h"
#include "ordeal.h"
#include "review/comment.h"
#include "review/diff.h"
#include "review/merge.h"
#include "review/signoff.h"

struct desk {
	struct form *form;
	struct report *base, *ours, *theirs;
	row_id comment;
	struct strbuf out;
};

static const struct who who = { "李审核", "2022-03-02T10:15:00+08:00" };

static void set_all(struct report *r, const char *const *pairs)
{
	struct error e;

	for (size_t i = 0; pairs[i]; i += 2)
		assert_true(report_set(r, spot_at(r, pairs[i]), pairs[i + 1], strlen(pairs[i + 1]), true, &e));
}

static void begin(void *world)
{
	struct desk *d = world;

	strbuf_init(&d->out, 0);
	d->ours = report_of(d->form, merge_base);
	report_finish(d->ours);
}

static void begin_three(void *world)
{
	struct desk *d = world;

	begin(world);
	d->base = report_of(d->form, merge_base);
	d->theirs = report_of(d->form, merge_base);
	set_all(d->ours, (const char *const[]){ "main.amount", "75.0", "main.items['甲'].x", "1.50", "main.story", "第一段。改了。\n第二段。\n第三段。", NULL });
	set_all(d->theirs, (const char *const[]){ "main.amount", "76.0", "main.items['乙'].note", "新", "main.tags", "甲类\n乙类",
						  "main.story", "第一段。第二句。\n第二段。\n第三段改。", NULL });
	(void)row_with(d->theirs, "main.items", 2, (const char *const[]){ "戊", "9.00", NULL });
	(void)row_with(d->ours, "main.lines", 1, (const char *const[]){ "零", "子", NULL });
	report_finish(d->ours);
	report_finish(d->theirs);
}

static void tell(void *world, struct strbuf *out)
{
	struct desk *d = world;
	struct strbuf text = text_of(d->ours);

	strbuf_printf(out, "%s\n%s\nhistory %zu%s\n%s", text.text, report_status(d->ours), report_history_done(d->ours),
		      report_can_redo(d->ours) ? " redo" : "", d->out.text);
	strbuf_release(&text);
	text = dump(d->ours, true);
	strbuf_add(out, text.text, text.len);
	strbuf_release(&text);
}

static void end(void *world)
{
	struct desk *d = world;

	report_free(d->base);
	report_free(d->ours);
	report_free(d->theirs);
	d->base = d->ours = d->theirs = NULL;
	strbuf_release(&d->out);
}

/* ---- comments ---- */

static bool comment_on(struct desk *d, const char *path, struct error *reterr)
{
	struct spot s;

	return report_find(d->ours, path, &s, reterr) &&
	       comment_add(d->ours, s, who, "请核实\n这个数", strlen("请核实\n这个数"), &d->comment, reterr);
}

static bool comment_on_value(void *world, struct error *reterr)
{
	return comment_on(world, "main.amount", reterr);
}

static bool comment_on_cell(void *world, struct error *reterr)
{
	return comment_on(world, "main.items['乙'].x", reterr);
}

static void begin_commented(void *world)
{
	struct error e;

	begin(world);
	assert_true(comment_on_cell(world, &e));
}

static bool reply(void *world, struct error *reterr)
{
	struct desk *d = world;

	return comment_reply_add(d->ours, d->comment, who, "已核实", strlen("已核实"), reterr);
}

static bool resolve(void *world, struct error *reterr)
{
	struct desk *d = world;

	return comment_resolve(d->ours, d->comment, reterr);
}

static bool rename_the_row(void *world, struct error *reterr)
{
	struct desk *d = world;
	struct spot s;

	return report_find(d->ours, "main.items['乙'].name", &s, reterr) && report_set(d->ours, s, "乙二", strlen("乙二"), true, reterr);
}

static bool list_comments(void *world, struct error *reterr)
{
	struct desk *d = world;
	row_id *rows;
	size_t count;

	if (!comment_list(d->ours, COMMENTS_ALL, &rows, &count, reterr))
		return false;
	strbuf_release(&d->out);
	strbuf_init(&d->out, 0);
	for (size_t i = 0; i < count; i++)
		strbuf_printf(&d->out, "%u\n", (unsigned)rows[i]);
	memory_free(rows);
	if (strbuf_ok(&d->out))
		return true;
	strbuf_release(&d->out);
	strbuf_init(&d->out, 0);
	return error_memory(reterr);
}

#define STEP(first, f) { #f, first, f, tell, end, .few = 0 }

static void undergo(const struct ordeal *ordeals, size_t count)
{
	struct desk d = { .form = form_of(merge_form) };

	for (size_t i = 0; i < count; i++)
		ordeal_undergo(&ordeals[i], &d);
	form_free(d.form);
}

static void a_comment_is_made_wholly_or_not_at_all(void **state)
{
	static const struct ordeal ordeals[] = {
		STEP(begin, comment_on_value), STEP(begin, comment_on_cell), STEP(begin_commented, reply), STEP(begin_commented, resolve),
		STEP(begin_commented, rename_the_row), STEP(begin_commented, list_comments),
	};

	(void)state;
	undergo(ordeals, ARRAY_SIZE(ordeals));
}

/* ---- sign-offs ---- */

static bool submit(void *world, struct error *reterr)
{
	return signoff(((struct desk *)world)->ours, SIGNOFF_SUBMIT, who, "", 0, reterr);
}

static void begin_submitted(void *world)
{
	struct desk *d = world;
	struct error e;

	begin(world);
	assert_true(submit(world, &e));
	report_finish(d->ours);
}

static bool send_back(void *world, struct error *reterr)
{
	return signoff(((struct desk *)world)->ours, SIGNOFF_RETURN, who, "金额有误", strlen("金额有误"), reterr);
}

static bool approve(void *world, struct error *reterr)
{
	return signoff(((struct desk *)world)->ours, SIGNOFF_APPROVE, who, "", 0, reterr);
}

static void begin_returned(void *world)
{
	struct desk *d = world;
	struct error e;

	begin_submitted(world);
	assert_true(send_back(world, &e));
	set_all(d->ours, (const char *const[]){ "main.amount", "80", "main.items['甲'].x", "1.25", "main.stated", "10.25", NULL });
	report_finish(d->ours);
}

static bool submit_again(void *world, struct error *reterr)
{
	return submit(world, reterr);
}

static void a_signature_is_given_wholly_or_not_at_all(void **state)
{
	static const struct ordeal ordeals[] = {
		STEP(begin, submit), STEP(begin_submitted, send_back), STEP(begin_submitted, approve), STEP(begin_returned, submit_again),
	};

	(void)state;
	undergo(ordeals, ARRAY_SIZE(ordeals));
}

/* ---- comparing and merging ---- */

static bool compare_as(struct desk *d, void (*write)(const struct diff *d, struct strbuf *out), struct error *reterr)
{
	struct diff *diff;
	bool ok;

	strbuf_release(&d->out);
	strbuf_init(&d->out, 0);
	if (!diff_reports(d->base, d->theirs, &diff, reterr))
		return false;
	write(diff, &d->out);
	diff_free(diff);
	ok = strbuf_ok(&d->out);
	if (ok)
		return true;
	strbuf_release(&d->out);
	strbuf_init(&d->out, 0);
	return error_memory(reterr);
}

static bool compare_in_words(void *world, struct error *reterr)
{
	return compare_as(world, diff_write_text, reterr);
}

static bool compare_as_data(void *world, struct error *reterr)
{
	return compare_as(world, diff_write_json, reterr);
}

static bool merge(void *world, struct error *reterr)
{
	struct desk *d = world;
	struct merged m;

	return merge_reports(d->base, d->ours, d->theirs, &m, reterr);
}

static void begin_merged(void *world)
{
	struct desk *d = world;
	struct error e;

	begin_three(world);
	assert_true(merge(world, &e));
	report_finish(d->ours);
	assert_in_range(merge_conflict_count(d->ours), 1, 99);
}

static bool take_theirs(void *world, struct error *reterr)
{
	return merge_resolve(((struct desk *)world)->ours, 0, SIDE_THEIRS, reterr);
}

static void two_reports_are_compared_and_merged_whole_or_not_at_all(void **state)
{
	static const struct ordeal ordeals[] = {
		STEP(begin_three, compare_in_words), STEP(begin_three, compare_as_data), STEP(begin_three, merge), STEP(begin_merged, take_theirs),
	};

	(void)state;
	undergo(ordeals, ARRAY_SIZE(ordeals));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_comment_is_made_wholly_or_not_at_all),
		cmocka_unit_test(a_signature_is_given_wholly_or_not_at_all),
		cmocka_unit_test(two_reports_are_compared_and_merged_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
