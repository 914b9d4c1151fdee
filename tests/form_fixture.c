#include "form_fixture.h"

#define SCALE ((int128)1000000000000)

struct row {
	const char *id, *label;
	enum field_type type;
};

static const struct row main_fields[] = {
    {"a", "甲数", TYPE_DECIMAL},   {"b", "乙数", TYPE_DECIMAL},     {"c", "丙数", TYPE_DECIMAL},
    {"d", "丁数", TYPE_DECIMAL},   {"total", "合计", TYPE_DECIMAL}, {"sum", "总和", TYPE_DECIMAL},
    {"n", "人数", TYPE_INTEGER},   {"y", "年度", TYPE_YEAR},        {"t", "文字", TYPE_TEXT},
    {"u", "长文", TYPE_LONGTEXT},  {"k", "类别", TYPE_CHOICE},      {"ks", "多项", TYPE_CHOICES},
    {"f", "是否", TYPE_BOOLEAN},   {"g", "可否", TYPE_BOOLEAN},     {"day", "日期", TYPE_DATE},
    {"day2", "另日", TYPE_DATE},   {"m", "指标", TYPE_MEASURE},     {"items", "明细", TYPE_TABLE},
    {"grid", "附表", TYPE_MATRIX},
};
static const struct row other_fields[] = {
    {"a", "另甲", TYPE_DECIMAL},
    {"only", "独有", TYPE_DECIMAL},
    {"items", "另表", TYPE_TABLE},
};
static const struct row item_columns[] = {
    {"name", "名称", TYPE_TEXT}, {"kind", "类", TYPE_CHOICE}, {"x", "金额", TYPE_DECIMAL},
    {"w", "权重", TYPE_DECIMAL}, {"n", "个数", TYPE_INTEGER}, {"flag", "标记", TYPE_BOOLEAN},
    {"m", "值", TYPE_MEASURE},
};
static const struct row other_columns[] = {{"x", "金额", TYPE_DECIMAL}};
static const struct row grid_columns[] = {
    {"p", "计划", TYPE_DECIMAL},
    {"q", "实际", TYPE_DECIMAL},
    {"note", "说明", TYPE_TEXT},
};
static const struct row grid_rows[] = {
    {"r1", "一行", TYPE_TEXT},
    {"r2", "二行", TYPE_TEXT},
    {"r3", "三行", TYPE_TEXT},
    {"all", "合计行", TYPE_TEXT},
};

/* ---- building: every allocation is from the form's arena, and `failed` is looked at once ---- */

static bool failed;

static void *take(struct form *form, size_t size)
{
	static max_align_t spare[512];
	void *p = arena_alloc(&form->arena, size);

	failed = failed || !p;
	return p ? p : spare;
}

static struct field *new_field(struct form *form, struct section *s, const struct row *row)
{
	struct field *f = take(form, sizeof(*f));

	f->id = row->id;
	f->label.zh = row->label;
	f->type = row->type;
	f->section = s;
	f->key = -1;
	f->decimals = DECIMALS_TYPED;
	f->index = UINT32_MAX;
	return f;
}

static void add_slot(struct form *form, struct field *f)
{
	f->index = (uint32_t)form->slot_count;
	form->slots[form->slot_count++] = f;
}

static void add_columns(struct form *form, struct field *of, const struct row *columns, size_t count)
{
	of->columns = take(form, count * sizeof(struct field *));
	of->column_count = count;
	for (size_t i = 0; i < count; i++) {
		of->columns[i] = new_field(form, of->section, &columns[i]);
		of->columns[i]->index = (uint32_t)i;
		of->columns[i]->table = of->type == TYPE_TABLE ? of : NULL;
		of->columns[i]->matrix = of->type == TYPE_MATRIX ? of : NULL;
	}
}

static void build_matrix(struct form *form, struct field *m)
{
	add_columns(form, m, grid_columns, ARRAY_SIZE(grid_columns));
	m->row_count = ARRAY_SIZE(grid_rows);
	m->rows = take(form, m->row_count * sizeof(*m->rows));
	m->cells = take(form, m->row_count * m->column_count * sizeof(struct field *));
	for (size_t r = 0; r < m->row_count; r++) {
		m->rows[r].id = grid_rows[r].id;
		m->rows[r].label.zh = grid_rows[r].label;
		m->rows[r].total = r == 3;
		for (size_t c = 0; c < m->column_count; c++) {
			struct field *cell;

			if (r == 2 && c == 1)
				continue;
			cell = new_field(form, m->section, &grid_columns[c]);
			cell->matrix = m;
			cell->row = (uint16_t)r;
			cell->column = (uint16_t)c;
			add_slot(form, cell);
			m->cells[r * m->column_count + c] = cell;
		}
	}
}

static void build_table(struct form *form, struct field *t)
{
	t->index = (uint32_t)form->table_count;
	form->tables[form->table_count++] = t;
	if (t->index == 0) {
		add_columns(form, t, item_columns, ARRAY_SIZE(item_columns));
		t->key = 0;
	} else {
		add_columns(form, t, other_columns, ARRAY_SIZE(other_columns));
	}
}

static void build_section(struct form *form, const char *id, const char *title, const struct row *fields, size_t count)
{
	struct section *s = take(form, sizeof(*s));

	s->id = id;
	s->title.zh = title;
	s->index = (uint32_t)form->section_count;
	s->fields = take(form, count * sizeof(struct field *));
	s->field_count = count;
	for (size_t i = 0; i < count; i++) {
		struct field *f = new_field(form, s, &fields[i]);

		s->fields[i] = f;
		if (f->type == TYPE_TABLE)
			build_table(form, f);
		else if (f->type == TYPE_MATRIX)
			build_matrix(form, f);
		else
			add_slot(form, f);
	}
	form->sections[form->section_count++] = s;
}

static const struct constant *build_constants(struct form *form)
{
	struct constant *constants = take(form, 2 * sizeof(*constants));
	struct expr *rate = take(form, sizeof(*rate)), *word = take(form, sizeof(*word));

	*rate = (struct expr){.op = EXPR_NUMBER, .type = EXPR_TYPE_NUMBER, .number = SCALE / 20};
	*word = (struct expr){.op = EXPR_TEXT, .type = EXPR_TYPE_TEXT, .text = "x", .len = 1};
	constants[0] = (struct constant){.name = "rate", .value = rate};
	constants[1] = (struct constant){.name = "word", .value = word};
	return constants;
}

static struct form *build_form(void)
{
	struct form *form = memory_alloc(1, sizeof(*form));

	if (!form)
		return NULL;
	form->id = "fixture";
	form->slots = take(form, FIXTURE_SLOTS * sizeof(struct field *));
	form->tables = take(form, FIXTURE_TABLES * sizeof(struct field *));
	form->sections = take(form, 2 * sizeof(struct section *));
	build_section(form, "main", "甲", main_fields, ARRAY_SIZE(main_fields));
	build_section(form, "other", "乙", other_fields, ARRAY_SIZE(other_fields));
	return form;
}

/* ---- finding ---- */

static struct field *among(struct field **fields, size_t count, const char *id, size_t len)
{
	for (size_t i = 0; i < count; i++) {
		if (strlen(fields[i]->id) == len && memcmp(fields[i]->id, id, len) == 0)
			return fields[i];
	}
	return NULL;
}

static struct field *matrix_cell(const struct field *m, const char *row, size_t len, const char *column)
{
	for (size_t r = 0; r < m->row_count; r++) {
		for (size_t c = 0; c < m->column_count; c++) {
			if (strlen(m->rows[r].id) == len && memcmp(m->rows[r].id, row, len) == 0 &&
			    strcmp(m->columns[c]->id, column) == 0)
				return m->cells[r * m->column_count + c];
		}
	}
	return NULL;
}

struct field *fixture_field(const struct fixture *fx, const char *path)
{
	const char *id = strchr(path, '.') + 1;
	const struct section *s = fx->form->sections[memcmp(path, "other", 5) == 0];
	size_t len = strcspn(id, ".");
	struct field *f = among(s->fields, s->field_count, id, len);

	if (!f || id[len] == '\0')
		return f;
	id += len + 1;
	len = strcspn(id, ".");
	if (f->type == TYPE_MATRIX)
		return id[len] ? matrix_cell(f, id, len, id + len + 1) : NULL;
	return among(f->columns, f->column_count, id, len);
}

/* ---- reading ---- */

static const struct value *value_of(struct fixture *fx, const struct field *f, row_id row)
{
	if (!f->table)
		return &fx->slot[f->index];
	return row >= 1 && row <= fx->rows[f->table->index] ? &fx->cell[f->table->index][row - 1][f->index] : NULL;
}

static void read_field(void *report, const struct field *f, row_id row, bool intervals, struct value *ret)
{
	const struct value *v = value_of(report, f, row);

	if (!v)
		return;
	*ret = *v;
	if (v->kind == VALUE_NUMBER && !intervals)
		ret->figure = figure_point(v->figure.value);
}

static row_id find_row(void *report, const struct field *table, const char *key, uint32_t index)
{
	struct fixture *fx = report;

	if (!key)
		return index < fx->rows[table->index] ? index + 1 : 0;
	for (row_id row = 1; row <= fx->rows[table->index]; row++) {
		const struct value *v = &fx->cell[table->index][row - 1][table->key];

		if (v->kind == VALUE_TEXT && strcmp(v->text, key) == 0)
			return row;
	}
	return 0;
}

static const char *read_status(void *report)
{
	const struct fixture *fx = report;

	return fx->status;
}

static void fold(const struct aggregate *a, const struct value *v, unsigned count, struct value *ret)
{
	struct figure *sum = &ret->figure;

	if (a->function == FN_SUM && count > 0) {
		sum->value += v->figure.value;
		sum->lo += v->figure.lo;
		sum->hi += v->figure.hi;
	} else if (count == 0) {
		*sum = v->figure;
	} else if (a->function == FN_MIN) {
		sum->value = v->figure.value < sum->value ? v->figure.value : sum->value;
		sum->lo = v->figure.lo < sum->lo ? v->figure.lo : sum->lo;
		sum->hi = v->figure.hi < sum->hi ? v->figure.hi : sum->hi;
	} else {
		sum->value = v->figure.value > sum->value ? v->figure.value : sum->value;
		sum->lo = v->figure.lo > sum->lo ? v->figure.lo : sum->lo;
		sum->hi = v->figure.hi > sum->hi ? v->figure.hi : sum->hi;
	}
}

/* false: the row does not count */
static bool row_value(struct fixture *fx, const struct aggregate *a, struct formula_rows rows, bool intervals,
                      struct value *v)
{
	const struct field *f = a->column;
	struct value passes;

	*v = (struct value){.kind = VALUE_BLANK};
	if (a->over->type == TYPE_MATRIX && a->over->rows[rows.row - 1].total)
		return false;
	if (a->where && (!formula_evaluate(a->where, fx->machine, &fx->reader, rows, false, &passes) ||
	                 passes.kind != VALUE_BOOLEAN || !passes.truth))
		return false;
	if (!f)
		return true;
	for (size_t c = 0; a->over->type == TYPE_MATRIX && c < a->over->column_count; c++) {
		if (a->over->columns[c] == a->column)
			f = a->over->cells[(rows.row - 1) * a->over->column_count + c];
	}
	if (f)
		read_field(fx, f, rows.row, intervals, v);
	return v->kind != VALUE_BLANK;
}

static void read_aggregate(void *report, const struct aggregate *a, struct formula_rows rows, bool intervals,
                           struct value *ret)
{
	struct fixture *fx = report;
	size_t row_count = a->over->type == TYPE_MATRIX ? a->over->row_count : fx->rows[a->over->index];
	struct value sum = {.kind = VALUE_NUMBER};
	unsigned count = 0;

	for (row_id row = 1; row <= row_count; row++) {
		struct value v;

		if (!row_value(fx, a, (struct formula_rows){.row = row, .outer = rows.row}, intervals, &v))
			continue;
		if (a->function != FN_COUNT)
			fold(a, &v, count, &sum);
		count++;
	}
	if (a->function == FN_COUNT)
		sum.figure = figure_point((int128)count * SCALE);
	else if (count == 0)
		sum.kind = VALUE_BLANK;
	*ret = sum;
}

/* ---- doors ---- */

struct fixture *fixture_new(void)
{
	struct fixture *fx = memory_alloc(1, sizeof(*fx));

	if (!fx)
		return NULL;
	failed = false;
	fx->form = build_form();
	fx->machine = machine_new();
	if (!fx->form || !fx->machine) {
		fixture_free(fx);
		return NULL;
	}
	fx->scope = (struct formula_scope){
	    .form = fx->form,
	    .section = fx->form->sections[0],
	    .constants = build_constants(fx->form),
	    .constant_count = 2,
	};
	fx->reader = (struct formula_reader){
	    .report = fx,
	    .field = read_field,
	    .aggregate = read_aggregate,
	    .find_row = find_row,
	    .status = read_status,
	};
	fx->status = "draft";
	if (failed) {
		fixture_free(fx);
		return NULL;
	}
	return fx;
}

void fixture_free(struct fixture *fx)
{
	if (!fx)
		return;
	machine_free(fx->machine);
	if (fx->form)
		arena_release(&fx->form->arena);
	memory_free(fx->form);
	memory_free(fx);
}

void fixture_clear(struct fixture *fx)
{
	memset(fx->slot, 0, sizeof(fx->slot));
	memset(fx->cell, 0, sizeof(fx->cell));
	memset(fx->rows, 0, sizeof(fx->rows));
	fx->status = "draft";
}

static bool set_number(const struct field *f, const char *text, struct value *v)
{
	static const char *const signs[] = {"≥", "≤", ">", "<"};
	bool exact = *text == '!' || f->type == TYPE_INTEGER || f->type == TYPE_YEAR;
	struct decimal d;

	for (size_t i = 0; f->type == TYPE_MEASURE && i < ARRAY_SIZE(signs); i++) {
		if (strncmp(text, signs[i], strlen(signs[i])) == 0) {
			v->text = signs[i];
			v->len = strlen(signs[i]);
			text += v->len;
		}
	}
	text += *text == '!';
	if (decimal_parse(text, strlen(text), &d) != NUMBER_OK)
		return false;
	v->kind = VALUE_NUMBER;
	v->figure = exact ? figure_point(decimal_value(d)) : figure_rounded(decimal_value(d), d.places);
	return true;
}

static bool set_date(const char *text, struct value *v)
{
	int32_t days =
	    date_days((int)strtol(text, NULL, 10), (int)strtol(text + 5, NULL, 10), (int)strtol(text + 8, NULL, 10));

	v->kind = VALUE_DATE;
	v->figure.value = days;
	return days != INT32_MIN;
}

bool fixture_set(struct fixture *fx, const struct field *f, row_id row, const char *text)
{
	struct value v = {.kind = VALUE_BLANK};
	bool ok = true;

	if (f->table && (row == 0 || row > FIXTURE_ROWS))
		return false;
	if (strcmp(text, "不适用") == 0) {
		v.na = true;
	} else if (*text && (field_is_number(f) || f->type == TYPE_MEASURE)) {
		ok = set_number(f, text, &v);
	} else if (*text && f->type == TYPE_DATE) {
		ok = set_date(text, &v);
	} else if (*text && f->type == TYPE_BOOLEAN) {
		v.kind = VALUE_BOOLEAN;
		v.truth = strcmp(text, "true") == 0;
	} else if (*text) {
		v.kind = VALUE_TEXT;
		v.text = arena_strdup(&fx->form->arena, text);
		v.len = strlen(text);
		ok = v.text != NULL;
	}
	if (!ok)
		return false;
	if (f->table && fx->rows[f->table->index] < row)
		fx->rows[f->table->index] = row;
	if (f->table)
		fx->cell[f->table->index][row - 1][f->index] = v;
	else
		fx->slot[f->index] = v;
	return true;
}

bool fixture_compile(struct fixture *fx, const char *text, const struct formula **ret, struct error *reterr)
{
	return formula_compile(&fx->scope, text, (struct place){.file = "form.yaml", .line = 7, .column = 11},
	                       EXPR_TYPE_ANY, ret, reterr);
}

bool fixture_evaluate(struct fixture *fx, const struct formula *f, struct formula_rows rows, bool intervals,
                      struct value *ret)
{
	return formula_evaluate(f->expr, fx->machine, &fx->reader, rows, intervals, ret);
}

void fixture_print(const struct value *v, struct strbuf *out)
{
	int year, month, day;

	switch (v->kind) {
	case VALUE_BLANK:
		strbuf_puts(out, v->overflow ? "overflow" : v->na ? "na" : "blank");
		break;
	case VALUE_NUMBER:
		number_print(out, v->figure.value, NUMBER_PLACES, -1, false);
		break;
	case VALUE_TEXT:
		strbuf_printf(out, "'%.*s'", (int)v->len, v->text);
		break;
	case VALUE_BOOLEAN:
		strbuf_puts(out, v->truth ? "true" : "false");
		break;
	case VALUE_DATE:
		date_from_days((int32_t)v->figure.value, &year, &month, &day);
		strbuf_printf(out, "%04d-%02d-%02d", year, month, day);
		break;
	}
}

void fixture_print_ends(const struct value *v, struct strbuf *out)
{
	if (v->anything) {
		strbuf_puts(out, "*");
		return;
	}
	number_print(out, v->figure.lo, INTERVAL_PLACES, -1, false);
	strbuf_putc(out, ' ');
	number_print(out, v->figure.hi, INTERVAL_PLACES, -1, false);
}
