#include "review/signoff.h"

#include "base/i18n.h"
#include "report/check.h"

#include <string.h>

/* clang-format off */
static const struct rule {
	const char *word;
	bool clerk, reviewer;        /* who does it */
	const char *from[2];         /* the statuses that it is done in */
} rules[SIGNOFF_COUNT] = {
	[SIGNOFF_SUBMIT]   = { "submit",   true,  false, { "draft", "returned" } },
	[SIGNOFF_WITHDRAW] = { "withdraw", true,  false, { "submitted", NULL } },
	[SIGNOFF_RETURN]   = { "return",   false, true,  { "submitted", NULL } },
	[SIGNOFF_APPROVE]  = { "approve",  false, true,  { "submitted", NULL } },
	[SIGNOFF_PUBLISH]  = { "publish",  true,  true,  { "approved", NULL } },
	[SIGNOFF_REOPEN]   = { "reopen",   false, true,  { "approved", "published" } },
};
/* clang-format on */

static const struct field *history(const struct report *r)
{
	return section_field(report_form(r)->reserved, "history", 7);
}

static const struct field *column(const struct report *r, const char *id)
{
	return table_column(history(r), id, strlen(id));
}

static bool is_status(const struct report *r, const char *status)
{
	return strcmp(report_status(r), status) == 0;
}

/* ---- words ---- */

const char *signoff_action_label(const struct form *f, enum signoff_action a)
{
	const struct field *action = table_column(section_field(f->reserved, "history", 7), "action", 6);

	for (size_t i = 0; i < action->choice_count; i++) {
		if (strcmp(action->choices[i].value, rules[a].word) == 0)
			return form_words(f, action->choices[i].label);
	}
	return rules[a].word;
}

/* ---- reading ---- */

uint32_t signoff_count(const struct report *r)
{
	return report_row_count(r, history(r));
}

static struct words_of text_in(const struct report *r, row_id row, const char *id)
{
	const struct field *f = column(r, id);
	struct words_of w;

	w.text = report_text(r, (struct spot){ f->section, f, row }, &w.len);
	return w;
}

bool signoff_read(const struct report *r, uint32_t n, struct signoff *ret)
{
	const row_id row = report_row_at(r, history(r), n);
	struct words_of action;

	if (!row)
		return false;
	*ret = (struct signoff){
		.row = row,
		.at = text_in(r, row, "at"),
		.by = text_in(r, row, "by"),
		.note = text_in(r, row, "note"),
		.level = text_in(r, row, "level"),
		.action = -1,
	};
	action = text_in(r, row, "action");
	for (int a = 0; a < SIGNOFF_COUNT; a++) {
		if (strlen(rules[a].word) == action.len && memcmp(rules[a].word, action.text, action.len) == 0)
			ret->action = a;
	}
	return true;
}

const char *signoff_level_due(const struct report *r, size_t *ret_approved)
{
	const struct form *f = report_form(r);
	size_t approved = 0;
	struct signoff s;

	for (uint32_t n = signoff_count(r); n > 0 && signoff_read(r, n - 1, &s) && s.action == SIGNOFF_APPROVE; n--)
		approved++;
	*ret_approved = approved;
	return approved < f->level_count ? f->levels[approved] : NULL;
}

/* ---- whether ---- */

static bool refuse_role(enum signoff_action a, struct error *reterr)
{
	if (rules[a].clerk)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("only the clerk submits or withdraws a report; return it instead"));
	return error_set(reterr, ERR_REFUSED, NOWHERE, _("only a reviewer does this; open the report for review"));
}

static bool refuse_status(const struct report *r, enum signoff_action a, struct error *reterr)
{
	const char *text;

	if (is_status(r, "draft") || is_status(r, "returned"))
		text = a == SIGNOFF_REOPEN ? N_("the report is open to changes already") : N_("the report has not been submitted; the clerk submits it first");
	else if (is_status(r, "submitted"))
		text = a == SIGNOFF_SUBMIT    ? N_("the report has been submitted already; withdraw it to change it")
		       : a == SIGNOFF_PUBLISH ? N_("the report has not been approved; the reviewer approves it first")
					      : N_("the report has not been approved; withdraw or return it instead");
	else if (is_status(r, "published") && a == SIGNOFF_PUBLISH)
		text = N_("the report has been published already");
	else
		text = N_("the report has been approved; the reviewer reopens it first");
	return error_set(reterr, ERR_REFUSED, NOWHERE, "%s", _(text));
}

struct standing {
	unsigned blank, errors, waiting;
};

static bool stands(void *to, const struct problem *p)
{
	struct standing *s = to;

	if (p->blank_required)
		s->blank++;
	else if (p->severity == SEVERITY_ERROR)
		s->errors++;
	else if (p->check && p->check->severity == SEVERITY_SUBMIT)
		s->waiting++;
	return true;
}

static bool is_clean(struct report *r, struct error *reterr)
{
	struct standing s = { 0 };
	unsigned open;

	if (!report_problems(r, (struct problem_sink){ stands, &s }, reterr))
		return false;
	if (s.blank)
		return error_set(reterr, ERR_REFUSED, NOWHERE, ngettext("%u required value is blank; fill it in first", "%u required values are blank; fill them in first", s.blank), s.blank);
	if (s.errors)
		return error_set(reterr, ERR_REFUSED, NOWHERE, ngettext("the report has %u error; mend it first", "the report has %u errors; mend them first", s.errors), s.errors);
	if (s.waiting)
		return error_set(reterr, ERR_REFUSED, NOWHERE,
				 ngettext("%u check stops the report from being submitted; see the list of problems", "%u checks stop the report from being submitted; see the list of problems", s.waiting),
				 s.waiting);
	open = comment_count(r, (struct spot){ NULL }).open;
	if (open)
		return error_set(reterr, ERR_REFUSED, NOWHERE, ngettext("%u comment is open; answer or resolve it first", "%u comments are open; answer or resolve them first", open), open);
	return true;
}

bool signoff_in_turn(const struct report *r, enum signoff_action a, struct error *reterr)
{
	const struct rule *rule = &rules[a];
	const enum role role = report_role(r);
	bool now = false;

	if ((role == ROLE_CLERK && !rule->clerk) || (role == ROLE_REVIEWER && !rule->reviewer))
		return refuse_role(a, reterr);
	for (size_t i = 0; i < ARRAY_SIZE(rule->from); i++)
		now |= rule->from[i] && is_status(r, rule->from[i]);
	return now || refuse_status(r, a, reterr);
}

bool signoff_may(struct report *r, enum signoff_action a, struct error *reterr)
{
	return signoff_in_turn(r, a, reterr) && ((a != SIGNOFF_SUBMIT && a != SIGNOFF_APPROVE) || is_clean(r, reterr));
}

bool signoff_is_last_step(const struct report *r)
{
	const size_t done = report_history_done(r);
	const struct field *last = done ? report_history(r, done - 1)->field : NULL;

	return last && (last->table ? last->table : last) == history(r);
}

/* ---- doing it ---- */

static bool put(struct report *r, row_id row, const char *id, const char *text, size_t len, struct error *reterr)
{
	const struct field *f = column(r, id);

	return report_set(r, (struct spot){ f->section, f, row }, text, len, true, reterr);
}

static bool put_digest(struct report *r, row_id row, struct error *reterr)
{
	struct strbuf digest;
	bool ok;

	strbuf_init(&digest, 0);
	ok = report_digest(r, &digest, reterr) && put(r, row, "digest", digest.text, digest.len, reterr);
	strbuf_release(&digest);
	return ok;
}

static bool put_signoff(struct report *r, enum signoff_action a, struct who who, const char *note, size_t len, struct error *reterr)
{
	const struct field *table = history(r);
	size_t approved;
	const char *level = a == SIGNOFF_APPROVE ? signoff_level_due(r, &approved) : NULL;
	row_id row;

	return report_freeze(r, reterr) && report_insert(r, table, report_row_count(r, table), &row, reterr) &&
	       put(r, row, "at", who.at, strlen(who.at), reterr) && put(r, row, "by", who.name, strlen(who.name), reterr) &&
	       (!level || put(r, row, "level", level, strlen(level), reterr)) && put(r, row, "note", note, len, reterr) &&
	       put_digest(r, row, reterr) && put(r, row, "action", rules[a].word, strlen(rules[a].word), reterr);
}

bool signoff(struct report *r, enum signoff_action a, struct who who, const char *note, size_t len, struct error *reterr)
{
	bool ok;

	if (!signoff_may(r, a, reterr))
		return false;
	if (!who.name || !*who.name)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("say who you are: --as NAME, or 'name' in the settings"));
	while (len > 0 && memchr(" \t\r\n", note[len - 1], 4))
		len--;
	if (a == SIGNOFF_RETURN && !len)
		return error_set(reterr, ERR_VALUE, NOWHERE, _("a returned report needs a note; say what is to be changed"));
	report_program_begin(r);
	report_group_begin(r);
	ok = put_signoff(r, a, who, note, len, reterr);
	if (ok)
		report_group_end(r);
	else
		report_group_cancel(r);
	report_program_end(r);
	return ok;
}

/* ---- since then ---- */

bool signoff_was(struct report *r, struct spot s, struct strbuf *out)
{
	struct strbuf changed, path;
	struct error ignored;
	struct data was = { "", 0 };
	bool differs;

	strbuf_init(&changed, 0);
	strbuf_init(&path, 0);
	report_key_path(r, s, &path);
	if (report_changed(r, &changed, &ignored))
		was = data_get((struct data){ changed.text, changed.len }, path.text);
	differs = data_kind(was) != DATA_NONE;
	data_text(was, out);
	strbuf_release(&changed);
	strbuf_release(&path);
	return differs;
}
