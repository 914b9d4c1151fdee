/*
 * What names mean (spec section 4). A bare name is this row's column, then this section's field, then a constant;
 * before a dot it may also be a section. In `where` it is first a column of the rows aggregated, then as outside.
 */
#include "form/formula_private.h"

#include "base/i18n.h"
#include "base/text.h"

#define NAMES_MAX 400 /* candidates for "did you mean": more are not looked at */

struct names {
	const char *name[NAMES_MAX];
	size_t count;
};

enum found_kind { FOUND_NOTHING, FOUND_FIELD, FOUND_ROW_FIELD, FOUND_ROWS };

struct found {
	enum found_kind kind;
	const struct field *field; /* a scalar or a column; of rows, the column or NULL */
	const struct field *over;  /* rows: of what */
};

static bool same(const char *id, const struct path_part *part)
{
	return strlen(id) == part->len && memcmp(id, part->text, part->len) == 0;
}

static const struct section *find_section(const struct form *f, const struct path_part *part)
{
	for (size_t i = 0; i < f->section_count; i++) {
		if (same(f->sections[i]->id, part))
			return f->sections[i];
	}
	return NULL;
}

static const struct field *find_field(const struct section *s, const struct path_part *part)
{
	for (size_t i = 0; s && i < s->field_count; i++) {
		if (same(s->fields[i]->id, part))
			return s->fields[i];
	}
	return NULL;
}

/* the number of a column of a table or matrix, or column_count */
static size_t find_column(const struct field *of, const struct path_part *part)
{
	size_t i = 0;

	while (i < of->column_count && !same(of->columns[i]->id, part))
		i++;
	return i;
}

static size_t find_matrix_row(const struct field *matrix, const struct path_part *part)
{
	size_t i = 0;

	while (i < matrix->row_count && !same(matrix->rows[i].id, part))
		i++;
	return i;
}

/* ---- suggestions ---- */

static void add_name(struct names *names, const char *name)
{
	if (names->count < NAMES_MAX)
		names->name[names->count++] = name;
}

static void add_columns(struct names *names, const struct field *of)
{
	for (size_t i = 0; of && i < of->column_count; i++)
		add_name(names, of->columns[i]->id);
}

static void add_fields(struct names *names, const struct section *s)
{
	for (size_t i = 0; s && i < s->field_count; i++)
		add_name(names, s->fields[i]->id);
}

static struct expr *unknown_name(struct parser *p, const struct path_part *part, const struct names *names)
{
	struct place at = formula_place(p, part->column);
	char name[64];
	const char *nearest;

	snprintf(name, sizeof(name), "%.*s", (int)part->len, part->text);
	nearest = text_nearest(name, names->name, names->count);
	if (formula_is_keyword(part->text, part->len))
		error_set(p->reterr, ERR_FORM, at, _("'%s' is a keyword and cannot be a name"), name);
	else if (nearest)
		error_set(p->reterr, ERR_FORM, at, _("unknown name '%s': did you mean '%s'?"), name, nearest);
	else
		error_set(p->reterr, ERR_FORM, at, _("unknown name '%s'"), name);
	return NULL;
}

static struct expr *unknown_bare(struct parser *p, const struct path_part *part, bool before_dot)
{
	const struct formula_scope *scope = p->scope;
	struct names names = {.count = 0};

	for (unsigned i = p->frame_count; i > 0 && !before_dot; i--)
		add_columns(&names, p->frames[i - 1]);
	if (!before_dot) {
		add_columns(&names, scope->table ? scope->table : scope->matrix);
		for (size_t i = 0; i < scope->constant_count; i++)
			add_name(&names, scope->constants[i].name);
	}
	add_fields(&names, scope->section);
	for (size_t i = 0; i < scope->form->section_count && before_dot; i++)
		add_name(&names, scope->form->sections[i]->id);
	return unknown_name(p, part, &names);
}

/* ---- nodes ---- */

static struct expr *field_node(struct parser *p, const struct path *path, enum expr_op op, const struct field *f,
                               unsigned level)
{
	struct expr *e;

	if (level > 1) {
		formula_refuse(
		    p, path->column,
		    _("'%s' belongs to a row two levels outside this 'where': only the next row outside can be read"),
		    f->id);
		return NULL;
	}
	e = expr_node(p, op, field_expr_type(f), path->column);
	if (e) {
		e->field = f;
		e->level = level;
		e->end = path->end;
	}
	return e;
}

static struct expr *constant_node(struct parser *p, const struct path *path, const struct constant *constant)
{
	struct expr *e = expr_node(p, constant->value->op, constant->value->type, path->column);

	if (e) {
		*e = *constant->value;
		e->column = path->column;
		e->end = path->end;
	}
	return e;
}

/* ---- bare names ---- */

/* the column of a matrix in the row that `where` looks at: which cell that is, is known only then */
static struct expr *matrix_column_node(struct parser *p, const struct path *path, const struct field *matrix,
                                       size_t column, unsigned level)
{
	struct expr *e = field_node(p, path, EXPR_MATRIX_FIELD, matrix->columns[column], level);

	if (e) {
		e->field = matrix;
		e->matrix_column = (uint16_t)column;
	}
	return e;
}

/* a column of the row of a matrix that the formula stands in; an absent cell is blank, as the formula may be its
 * column's */
static struct expr *matrix_cell_node(struct parser *p, const struct path *path, const struct field *matrix,
                                     size_t column)
{
	const struct field *cell = matrix->cells[(size_t)p->scope->matrix_row * matrix->column_count + column];
	struct expr *e;

	if (cell)
		return field_node(p, path, EXPR_FIELD, cell, 0);
	e = expr_node(p, EXPR_CALL, EXPR_TYPE_ANY, path->column);
	if (e) {
		expr_make_blank(e, field_expr_type(matrix->columns[column]));
		e->end = path->end;
	}
	return e;
}

/* true when it is settled, even by an error (*ret is NULL then) */
static bool resolve_row_column(struct parser *p, const struct path *path, struct expr **ret)
{
	const struct formula_scope *scope = p->scope;
	const struct path_part *part = &path->parts[0];
	const struct field *of;
	size_t column;
	unsigned level = 0;

	for (unsigned i = p->frame_count; i > 0; i--, level++) {
		of = p->frames[i - 1];
		column = find_column(of, part);
		if (column == of->column_count || (path->outer && level == 0))
			continue;
		*ret = of->type == TYPE_MATRIX ? matrix_column_node(p, path, of, column, level)
		                               : field_node(p, path, EXPR_FIELD, of->columns[column], level);
		return true;
	}
	of = scope->table ? scope->table : scope->matrix;
	if (!of)
		return false;
	column = find_column(of, part);
	if (column == of->column_count)
		return false;
	*ret = scope->table ? field_node(p, path, EXPR_FIELD, of->columns[column], level)
	                    : matrix_cell_node(p, path, of, column);
	return true;
}

static struct expr *rows_as_value(struct parser *p, const struct path *path, const struct field *over)
{
	struct place at = formula_place(p, path->column);

	if (over->type == TYPE_MATRIX)
		error_set(p->reterr, ERR_FORM, at,
		          _("'%s' has many rows: name one (%s.row.column), or put %s.column alone into sum, count, "
		            "min, max or avg"),
		          over->id, over->id, over->id);
	else
		error_set(p->reterr, ERR_FORM, at,
		          _("'%s' has many rows: name one (%s[0].column), or put %s.column alone into sum, count, min, "
		            "max or avg"),
		          over->id, over->id, over->id);
	return NULL;
}

static struct expr *resolve_bare(struct parser *p, const struct path *path, bool whole)
{
	const struct formula_scope *scope = p->scope;
	const struct field *f;
	struct expr *e;

	if (resolve_row_column(p, path, &e))
		return e;
	f = find_field(scope->section, &path->parts[0]);
	if (f && (whole || field_expr_type(f) != EXPR_TYPE_ANY || f->type == TYPE_CHOICES))
		return field_node(p, path, EXPR_FIELD, f, 0);
	if (f)
		return rows_as_value(p, path, f);
	for (size_t i = 0; i < scope->constant_count; i++) {
		if (same(scope->constants[i].name, &path->parts[0]))
			return constant_node(p, path, &scope->constants[i]);
	}
	return unknown_bare(p, &path->parts[0], false);
}

/* ---- paths ---- */

/* what the parts of a path from `used` on mean behind the field `f`, the part before them */
static struct found match_rest(const struct field *f, const struct path *path, unsigned used)
{
	const struct path_part *part = &path->parts[used];
	unsigned left = path->count - used;
	bool row_here = path->row_part == (int)used - 1;
	size_t column, row;

	if (path->row_part >= 0 && !row_here)
		return (struct found){.kind = FOUND_NOTHING};
	if (left == 0 && !row_here && (f->type == TYPE_TABLE || f->type == TYPE_MATRIX))
		return (struct found){.kind = FOUND_ROWS, .over = f};
	if (left == 0 && !row_here)
		return (struct found){.kind = FOUND_FIELD, .field = f};
	if (left == 1 && (f->type == TYPE_TABLE || (f->type == TYPE_MATRIX && !row_here))) {
		column = find_column(f, part);
		if (column < f->column_count)
			return (struct found){
			    .kind = row_here ? FOUND_ROW_FIELD : FOUND_ROWS, .field = f->columns[column], .over = f};
	}
	if (left == 2 && f->type == TYPE_MATRIX && !row_here) {
		row = find_matrix_row(f, part);
		column = find_column(f, part + 1);
		if (row < f->row_count && column < f->column_count && f->cells[row * f->column_count + column])
			return (struct found){.kind = FOUND_FIELD, .field = f->cells[row * f->column_count + column]};
	}
	return (struct found){.kind = FOUND_NOTHING};
}

static struct found match(const struct parser *p, const struct path *path)
{
	struct found found = {.kind = FOUND_NOTHING};
	const struct field *f = find_field(p->scope->section, &path->parts[0]);

	if (f && (path->count > 1 || path->row_part >= 0 || f->type == TYPE_TABLE || f->type == TYPE_MATRIX))
		found = match_rest(f, path, 1);
	if (found.kind == FOUND_NOTHING && path->count > 1) {
		f = find_field(find_section(p->scope->form, &path->parts[0]), &path->parts[1]);
		if (f)
			found = match_rest(f, path, 2);
	}
	return found;
}

static struct expr *unknown_in_matrix(struct parser *p, const struct path *path, const struct field *f, unsigned used)
{
	const struct path_part *part = &path->parts[used];
	struct names names = {.count = 0};
	unsigned left = path->count - used;
	size_t row = find_matrix_row(f, part);

	if (row == f->row_count) {
		for (size_t i = 0; i < f->row_count; i++)
			add_name(&names, f->rows[i].id);
		if (left == 1)
			add_columns(&names, f);
		return unknown_name(p, part, &names);
	}
	if (left == 1) {
		formula_refuse(p, part->column, _("'%s' is a row of '%s': a column must follow it"), f->rows[row].id,
		               f->id);
		return NULL;
	}
	if (find_column(f, part + 1) == f->column_count) {
		add_columns(&names, f);
		return unknown_name(p, part + 1, &names);
	}
	formula_refuse(p, part->column, _("'%s' has no cell in row '%s' and this column"), f->id, f->rows[row].id);
	return NULL;
}

/* why a path whose parts before `used` lead to the field `f` leads no further */
static struct expr *unknown_rest(struct parser *p, const struct path *path, const struct field *f, unsigned used)
{
	struct names names = {.count = 0};
	struct place at;

	if (used < path->count && f->type == TYPE_TABLE && find_column(f, &path->parts[used]) == f->column_count) {
		add_columns(&names, f);
		return unknown_name(p, &path->parts[used], &names);
	}
	at = formula_place(p, path->parts[used < path->count ? used : used - 1].column);
	if (f->type == TYPE_TABLE && used == path->count)
		error_set(p->reterr, ERR_FORM, at, _("a column must follow the row of '%s'"), f->id);
	else if (f->type == TYPE_TABLE)
		error_set(p->reterr, ERR_FORM, at,
		          _("'%s' is a table: a row in brackets and a column are all that may follow it"), f->id);
	else if (f->type == TYPE_MATRIX && path->row_part < 0 && used + 2 >= path->count)
		return unknown_in_matrix(p, path, f, used);
	else if (f->type == TYPE_MATRIX)
		error_set(p->reterr, ERR_FORM, at, _("'%s' is a matrix: its cells are %s.row.column"), f->id, f->id);
	else
		error_set(p->reterr, ERR_FORM, at, _("'%s' is a single field: nothing can follow it"), f->id);
	return NULL;
}

static struct expr *unknown_path(struct parser *p, const struct path *path)
{
	const struct section *s = find_section(p->scope->form, &path->parts[0]);
	const struct field *f = find_field(p->scope->section, &path->parts[0]);
	struct names names = {.count = 0};

	if (f && (f->type == TYPE_TABLE || f->type == TYPE_MATRIX || !s))
		return unknown_rest(p, path, f, 1);
	if (!s)
		return unknown_bare(p, &path->parts[0], true);
	if (path->count == 1 || path->row_part == 0) {
		formula_refuse(p, path->column, _("'%s' is a section: no row can follow it"), s->id);
		return NULL;
	}
	f = find_field(s, &path->parts[1]);
	if (f)
		return unknown_rest(p, path, f, 2);
	add_fields(&names, s);
	return unknown_name(p, &path->parts[1], &names);
}

static bool check_row_key(struct parser *p, const struct path *path, const struct field *table)
{
	if (!path->row_key || table->key >= 0)
		return true;
	return formula_refuse(p, path->column,
	                      _("'%s' has no key, so that a row cannot be named by its text: use its number, from 0"),
	                      table->id);
}

static struct expr *resolve_path(struct parser *p, const struct path *path, bool whole)
{
	struct found found = match(p, path);
	struct expr *e;

	switch (found.kind) {
	case FOUND_NOTHING:
		return unknown_path(p, path);
	case FOUND_FIELD:
		return field_node(p, path, EXPR_FIELD, found.field, 0);
	case FOUND_ROWS:
		if (whole && (!found.field || found.over == p->scope->table))
			return field_node(p, path, EXPR_FIELD, found.field ? found.field : found.over, 0);
		return rows_as_value(p, path, found.over);
	case FOUND_ROW_FIELD:
		break;
	}
	if (!check_row_key(p, path, found.over))
		return NULL;
	e = field_node(p, path, EXPR_ROW_FIELD, found.field, 0);
	if (e) {
		e->row_key = path->row_key;
		e->row_index = path->row_index;
	}
	return e;
}

static struct expr *resolve(struct parser *p, const struct path *path, bool whole)
{
	if (path->outer && (path->count > 1 || path->row_part >= 0)) {
		formula_refuse(p, path->column, _("one name alone may follow 'this.'"));
		return NULL;
	}
	if (path->count == 1 && path->row_part < 0)
		return resolve_bare(p, path, whole);
	return resolve_path(p, path, whole);
}

struct expr *path_resolve(struct parser *p, const struct path *path)
{
	return resolve(p, path, false);
}

struct expr *path_resolve_whole(struct parser *p, const struct path *path)
{
	return resolve(p, path, true);
}

/* a bare name that is a column of the row at hand is that value and not a table of the same name */
static bool is_row_column(const struct parser *p, const struct path_part *part)
{
	const struct field *of = p->scope->table ? p->scope->table : p->scope->matrix;

	for (unsigned i = 0; i < p->frame_count; i++) {
		if (find_column(p->frames[i], part) < p->frames[i]->column_count)
			return true;
	}
	return of && find_column(of, part) < of->column_count;
}

bool path_resolve_rows(const struct parser *p, const struct path *path, struct path_rows *ret)
{
	struct found found;

	if (path->count == 1 && is_row_column(p, &path->parts[0]))
		return false;
	found = match(p, path);
	if (found.kind != FOUND_ROWS)
		return false;
	*ret = (struct path_rows){.over = found.over, .column = found.field};
	return true;
}

/* ---- row and label ---- */

struct expr *formula_row_word(struct parser *p, bool label, bool outer, unsigned column)
{
	enum expr_op op = label ? EXPR_ROW_LABEL : EXPR_ROW_ID;
	const struct field *matrix = p->scope->matrix;
	struct expr *e;
	unsigned level = 0;

	for (unsigned i = p->frame_count; i > 0; i--, level++) {
		if (p->frames[i - 1]->type != TYPE_MATRIX || (outer && level == 0))
			continue;
		if (level > 1) {
			formula_refuse(p, column,
			               _("this row is two levels outside: only the next row outside can be read"));
			return NULL;
		}
		e = expr_node(p, op, EXPR_TYPE_TEXT, column);
		if (e) {
			e->field = p->frames[i - 1];
			e->level = level;
		}
		return e;
	}
	if (!matrix) {
		formula_refuse(p, column, _("'row' and 'label' are those of a matrix's row: there is none here"));
		return NULL;
	}
	e = expr_node(p, op, EXPR_TYPE_TEXT, column);
	if (e) {
		const struct matrix_row *row = &matrix->rows[p->scope->matrix_row];

		e->text = label ? row->label.zh : row->id;
		e->text = e->text ? e->text : "";
		e->len = strlen(e->text);
	}
	return e;
}
