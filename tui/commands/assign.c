/*
 * PATH=VALUE and its relatives, as `set` and `new --set` take them.
 */
#include "tui/commands/command.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "publish/json.h"
#include "report/entry.h"

/* the first = outside of ['…'] */
static const char *find_equals(const char *text)
{
	char quote = '\0';

	for (; *text; text++) {
		if (quote) {
			if (*text == quote)
				quote = '\0';
		} else if ((*text == '\'' || *text == '"') && text[-1] == '[') {
			quote = *text;
		} else if (*text == '=') {
			return text;
		}
	}
	return NULL;
}

static bool set_typed(struct report *r, struct spot s, const char *text, size_t len, const char *path, struct error *reterr)
{
	struct understanding u;
	struct error why = { 0 };
	bool ok;

	strbuf_init(&u.stored, SOURCE_MAX_SCALAR + 1);
	ok = s.field && field_is_scalar(s.field) && !report_is_calculated(s.field)
		     ? entry_understand(report_form(r), s.field, text, len, &u, &why) && strbuf_ok(&u.stored) &&
			       report_set(r, s, u.stored.text, u.stored.len, false, &why)
		     : report_set(r, s, text, len, false, &why);
	strbuf_release(&u.stored);
	return ok || error_set(reterr, why.kind ? why.kind : ERR_VALUE, NOWHERE, "%s: %s", path, why.text);
}

struct filling {
	struct report *r;
	const struct field *table;
	row_id row;
	const char *path;
	bool *given;    /* by column */
};

static bool fill(void *to, const char *name, const char *value, size_t len, struct error *reterr)
{
	struct filling *f = to;
	const struct field *column = table_column(f->table, name, strlen(name));

	if (!column)
		return error_set(reterr, ERR_PATH, NOWHERE, _("%s: there is no column '%s'"), f->path, name);
	if (f->given[column->index])
		return error_set(reterr, ERR_VALUE, NOWHERE, _("%s: the column '%s' is given twice; take one out"), f->path, name);
	f->given[column->index] = true;
	return set_typed(f->r, (struct spot){ f->table->section, column, f->row }, value, len, f->path, reterr);
}

static bool add_row(struct report *r, const char *path, const char *values, struct error *reterr)
{
	struct spot s;
	struct filling f = { .r = r, .path = path };
	bool filled;

	if (!report_find(r, path, &s, reterr))
		return false;
	if (!s.field || s.field->type != TYPE_TABLE || s.row)
		return error_set(reterr, ERR_PATH, NOWHERE, _("'%s' is no table: rows are added to tables only"), path);
	f.table = s.field;
	if (!report_insert(r, s.field, report_row_count(r, s.field), &f.row, reterr))
		return false;
	if (!values[0])
		return true;
	f.given = memory_alloc(s.field->column_count + 1, sizeof(*f.given));
	if (!f.given)
		return error_memory(reterr);
	filled = json_flat(values, fill, &f, reterr);
	memory_free(f.given);
	return filled;
}

static bool remove_row(struct report *r, const char *path, const char *value, struct error *reterr)
{
	struct spot s;

	if (value[0])
		return error_set(reterr, ERR_VALUE, NOWHERE, _("'%s-=' takes nothing behind it"), path);
	if (!report_find(r, path, &s, reterr))
		return false;
	if (!s.field || s.field->type != TYPE_TABLE || !s.row)
		return error_set(reterr, ERR_PATH, NOWHERE, _("'%s' is no row: write TABLE[0]-="), path);
	return report_delete(r, s.field, s.row, reterr);
}

/* reasons.CHECK@PATH=… */
static bool explain(struct report *r, const char *path, const char *text, struct error *reterr)
{
	const char *name = path + strlen("reasons."), *at = strchr(name, '@');
	size_t len = at ? (size_t)(at - name) : 0;
	const struct form *form = report_form(r);
	bool known = false;
	struct spot s;

	if (!report_find(r, at + 1, &s, reterr))
		return false;
	for (size_t i = 0; i < form->check_count; i++) {
		const struct check *c = form->checks[i];

		if (strlen(c->id) != len || memcmp(c->id, name, len) != 0 || c->section != s.section)
			continue;
		known = true;
		if (s.field && c->at != s.field && c->each != s.field && !(c->each && s.field->table == c->each))
			continue;
		return report_explain(r, c, s, text, strlen(text), reterr);
	}
	if (known)
		return error_set(reterr, ERR_PATH, NOWHERE, _("the check '%.*s' does not speak of '%s'"), (int)len, name, at + 1);
	return error_set(reterr, ERR_PATH, NOWHERE, _("there is no check '%.*s' in this section"), (int)len, name);
}

static bool assign_path(struct report *r, const char *path, char operation, const char *value, struct error *reterr)
{
	struct spot s;

	if (operation == '+')
		return add_row(r, path, value, reterr);
	if (operation == '-')
		return remove_row(r, path, value, reterr);
	if (strncmp(path, "reasons.", 8) == 0 && strchr(path, '@'))
		return explain(r, path, value, reterr);
	if (!report_find(r, path, &s, reterr))
		return false;
	if (s.field && s.field->reviewer)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' is filled in by the reviewer only"), path);
	if (!s.section || s.section->builtin)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' is the program's own and is not set by hand"), path);
	return set_typed(r, s, value, strlen(value), path, reterr);
}

bool assign(struct report *r, const char *assignment, struct error *reterr)
{
	const char *equals = find_equals(assignment);
	struct strbuf path;
	char operation = '=';
	bool ok;

	if (!equals || equals == assignment)
		return error_set(reterr, ERR_PATH, NOWHERE, _("'%s' is no assignment: write PATH=VALUE"), assignment);
	strbuf_init(&path, 1 << 20);
	strbuf_add(&path, assignment, (size_t)(equals - assignment));
	if (path.len > 1 && (path.text[path.len - 1] == '+' || path.text[path.len - 1] == '-')) {
		operation = path.text[path.len - 1];
		strbuf_truncate(&path, path.len - 1);
	}
	ok = strbuf_ok(&path) ? assign_path(r, path.text, operation, equals + 1, reterr) : error_memory(reterr);
	strbuf_release(&path);
	return ok;
}
