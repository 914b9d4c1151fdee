/*
 * Who may change what. The door asks before every edit; the screen asks before a key is taken.
 */
#include "report/report_private.h"

#include "base/i18n.h"

void report_act_as(struct report *r, enum role role)
{
	r->role = role;
}

enum role report_role(const struct report *r)
{
	return r->role;
}

void report_program_begin(struct report *r)
{
	r->program_acts++;
}

void report_program_end(struct report *r)
{
	r->program_acts--;
}

static bool is_status(const struct report *r, const char *status)
{
	return strcmp(r->status, status) == 0;
}

static bool refuse_status(const struct report *r, struct error *reterr)
{
	if (is_status(r, "submitted"))
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("the report has been submitted and cannot be changed; withdraw it first"));
	if (is_status(r, "approved"))
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("the report has been approved and cannot be changed; ask the reviewer to reopen it"));
	return error_set(reterr, ERR_REFUSED, NOWHERE, _("the report has been published and cannot be changed; ask the reviewer to reopen it"));
}

static bool row_is_locked(const struct report *r, const struct field *table, row_id row)
{
	for (size_t c = 0; c < table->column_count; c++) {
		if (carried_locked(r, table->columns[c], row))
			return true;
	}
	return false;
}

static bool by_reviewer(const struct field *f)
{
	return f->reviewer || (f->table && f->table->reviewer) || (f->matrix && f->matrix->reviewer);
}

static bool may_clerk(const struct report *r, const struct field *f, row_id row, bool whole_row, struct error *reterr)
{
	if (!is_status(r, "draft") && !is_status(r, "returned"))
		return refuse_status(r, reterr);
	if (by_reviewer(f))
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' is filled in by the reviewer"), field_label(r->form, f));
	if (whole_row ? row_is_locked(r, f, row) : field_is_scalar(f) && carried_locked(r, f, row))
		return error_set(reterr, ERR_REFUSED, NOWHERE,
				 _("'%s' comes from the approved budget and was brought over from last year; it cannot be changed here"),
				 field_label(r->form, f));
	return true;
}

static bool may(const struct report *r, const struct field *f, row_id row, bool whole_row, struct error *reterr)
{
	const struct field *outer = f->table ? f->table : f;

	if (r->role == ROLE_PROGRAM || r->role == ROLE_REPLAY || r->program_acts)
		return true;
	if (outer->builtin && strcmp(outer->id, "history") == 0)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("sign-offs are not edited; submit, withdraw, return or approve the report instead"));
	if (outer->builtin && strcmp(outer->id, "review") == 0)
		return true;
	if (r->role == ROLE_CLERK)
		return may_clerk(r, f, row, whole_row, reterr);
	if (by_reviewer(f))
		return true;
	return error_set(reterr, ERR_REFUSED, NOWHERE, _("a reviewer does not change the report; put a comment at '%s' instead"), field_label(r->form, f));
}

bool report_may(const struct report *r, struct spot s, struct error *reterr)
{
	if (!s.field)
		return error_set(reterr, ERR_PATH, NOWHERE, _("only a single value can be set, not a whole section, table or row"));
	return may(r, s.field, s.row, s.field->type == TYPE_TABLE && s.row, reterr);
}

bool rights_allow(const struct report *r, const struct edit *e, struct error *reterr)
{
	return may(r, e->field, e->row, e->kind == EDIT_DELETE, reterr);
}
