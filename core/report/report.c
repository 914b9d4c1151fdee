#include "report/report_private.h"

#include "base/i18n.h"

#include <inttypes.h>

/* ---- texts and cells ---- */

const char *text_get(const struct report *r, const struct field *f, text_id t, size_t *ret_len)
{
	const struct node *n;

	(void)f;
	*ret_len = 0;
	if (t == 0)
		return "";
	if (t >= TEXT_OWN) {
		const struct text *own = &r->texts[t - TEXT_OWN];

		*ret_len = own->len;
		return own->text;
	}
	n = source_node(r->source, t);
	if (n->kind == NODE_SCALAR) {
		const char *text = source_text(r->source, t, ret_len);

		/* null begins with one of these, and is rare */
		if (!*ret_len || (n->style == STYLE_PLAIN && (*text == '~' || *text == 'n' || *text == 'N') && source_is_blank(r->source, t))) {
			*ret_len = 0;
			return "";
		}
		return text;
	}
	/* a collection where a value should be: as it stands */
	*ret_len = n->end - n->start;
	return source_bytes(r->source, &(size_t){ 0 }) + n->start;
}

node_id text_node(const struct report *r, text_id t)
{
	return t >= TEXT_OWN ? r->texts[t - TEXT_OWN].node : t;
}

bool text_add(struct report *r, const char *text, size_t len, node_id node, text_id *ret)
{
	struct text *texts = memory_grow(r->texts, &r->text_capacity, r->text_count + 1, sizeof(*texts));
	char *copy;

	if (!texts)
		return false;
	r->texts = texts;
	copy = arena_strndup(&r->arena, text, len);
	if (!copy)
		return false;
	texts[r->text_count] = (struct text){ .text = copy, .len = (uint32_t)len, .node = node };
	*ret = TEXT_OWN + (text_id)r->text_count++;
	return true;
}

/* a collection is a value only where several choices are asked for; those were joined to a text when the file was bound */
bool text_is_collection(const struct report *r, text_id t)
{
	return t != 0 && t < TEXT_OWN && source_node(r->source, t)->kind != NODE_SCALAR;
}

void cell_read(const struct report *r, const struct field *f, struct cell *c)
{
	struct reading in = { .fit = FIT_BLANK };
	size_t len;
	const char *text;

	if (text_is_collection(r, c->text)) {
		in.fit = FIT_TYPE;
	} else {
		text = text_get(r, f, c->text, &len);
		entry_read(f, text, len, &in);
	}
	c->fit = (uint8_t)in.fit;
	c->has_number = in.has_number;
	c->places = in.number.places;
	c->flags &= (uint8_t)~CELL_WIDE;
	c->units = (int64_t)in.number.units;
	if ((int128)c->units != in.number.units)
		c->flags |= CELL_WIDE;
}

static int touched_compare(const void *a, const void *b)
{
	const struct touched *x = a, *y = b;

	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

void touched_sort(struct report *r)
{
	if (r->touched_count)
		qsort(r->touched, r->touched_count, sizeof(*r->touched), touched_compare);
	r->touched_sorted = r->touched_count;
}

text_id text_original(const struct report *r, const struct field *f, row_id row)
{
	const struct cell *c = cell_look(r, f, row);
	const struct touched key = { .field = f, .row = row };
	const struct touched *found;

	if (!(c->flags & CELL_TOUCHED))
		return c->text;
	if (r->touched_sorted != r->touched_count)
		touched_sort((struct report *)(uintptr_t)r);
	found = bsearch(&key, r->touched, r->touched_count, sizeof(*r->touched), touched_compare);
	return found ? found->original : 0;
}

struct table *table_of(const struct report *r, const struct field *f)
{
	return &r->tables[f->table ? f->table->index : f->index];
}

struct cell *cell_at(struct report *r, const struct field *f, row_id row)
{
	struct table *t;

	if (!f->table)
		return &r->scalars[f->index].cell;
	t = &r->tables[f->table->index];
	return &t->cells[(size_t)(row - 1) * t->field->column_count + f->index];
}

const struct cell *cell_look(const struct report *r, const struct field *f, row_id row)
{
	const struct table *t;

	if (!f->table)
		return &r->scalars[f->index].cell;
	t = &r->tables[f->table->index];
	return &t->cells[(size_t)(row - 1) * t->field->column_count + f->index];
}

static void *grown(void *array, size_t old, size_t new, size_t size)
{
	char *bigger = memory_alloc(new, size);

	if (bigger && array)
		memcpy(bigger, array, old * size);
	return bigger;
}

bool table_grow(struct report *r, struct table *t, uint32_t rows)
{
	size_t capacity = (size_t)rows + rows / 16 + 8, columns = t->field->column_count;
	struct cell *cells;
	node_id *nodes;
	struct tally *tally;

	(void)r;
	if (rows <= t->capacity)
		return true;
	cells = grown(t->cells, t->rows * columns, capacity * columns, sizeof(*cells));
	nodes = grown(t->row_node, t->rows, capacity, sizeof(*nodes));
	tally = grown(t->tally, t->rows, capacity, sizeof(*tally));
	if (!cells || !nodes || !tally) {
		memory_free(cells);
		memory_free(nodes);
		memory_free(tally);
		return false;
	}
	memory_free(t->cells);
	memory_free(t->row_node);
	memory_free(t->tally);
	t->cells = cells;
	t->row_node = nodes;
	t->tally = tally;
	t->capacity = (uint32_t)capacity;
	return true;
}

/* ---- life ---- */

static bool stands_before(const void *to, uint32_t a, uint32_t b)
{
	const struct table *t = to;

	return order_index(t->order, a) < order_index(t->order, b);
}

static bool table_init(struct table *t, const struct field *f)
{
	t->field = f;
	t->order = order_new();
	t->memo = memory_alloc(f->column_count + 1, sizeof(*t->memo));
	if (f->key >= 0)
		t->keys = keyindex_new(stands_before, t);
	return t->order && t->memo && (f->key < 0 || t->keys);
}

static void table_release(struct table *t)
{
	order_free(t->order);
	keyindex_free(t->keys);
	memory_free(t->memo);
	memory_free(t->cells);
	memory_free(t->row_node);
	memory_free(t->tally);
}

static bool allocate(struct report *r)
{
	const struct form *f = r->form;

	r->scalars = memory_alloc(f->slot_count + 1, sizeof(*r->scalars));
	r->tables = memory_alloc(f->table_count + 1, sizeof(*r->tables));
	r->section_node = memory_alloc(f->section_count + 1, sizeof(*r->section_node));
	if (!r->scalars || !r->tables || !r->section_node)
		return false;
	for (size_t i = 0; i < f->table_count; i++) {
		if (!table_init(&r->tables[i], f->tables[i]))
			return false;
	}
	return true;
}

bool report_new(struct form *form, struct source *source, struct report **ret, struct error *reterr)
{
	const unsigned long refused = memory_refused();
	struct report *r = memory_alloc(1, sizeof(*r));

	if (!r) {
		source_free(source);
		return error_memory(reterr);
	}
	r->form = form;
	r->source = source;
	r->epoch = 1;
	r->at_once = UINT32_MAX;
	r->history.group = 1;
	if (!allocate(r)) {
		report_free(r);
		return error_memory(reterr);
	}
	if (!report_bind(r, reterr)) {
		report_free(r);
		return false;
	}
	status_update(r);
	if (!calc_init(r) || refused != memory_refused()) {
		report_free(r);
		return error_memory(reterr);
	}
	*ret = r;
	return true;
}

void report_free(struct report *r)
{
	if (!r)
		return;
	calc_free(r);
	for (size_t i = 0; r->tables && i < r->form->table_count; i++)
		table_release(&r->tables[i]);
	carried_free(r);
	memory_free(r->scalars);
	memory_free(r->tables);
	memory_free(r->section_node);
	memory_free(r->texts);
	memory_free(r->strays);
	memory_free(r->touched);
	memory_free(r->stored);
	memory_free(r->history.edit);
	arena_release(&r->arena);
	source_free(r->source);
	memory_free(r);
}

const struct form *report_form(const struct report *r)
{
	return r->form;
}

const struct source *report_source(const struct report *r)
{
	return r->source;
}

const char *report_form_name(const struct source *s)
{
	node_id n = source_find(s, NODE_ROOT, "form");
	size_t len;

	if (!n || source_node(s, n)->kind != NODE_SCALAR || source_is_blank(s, n))
		return NULL;
	return source_text(s, n, &len);
}

/* ---- rows ---- */

uint32_t report_row_count(const struct report *r, const struct field *table)
{
	return order_count(r->tables[table->index].order);
}

row_id report_row_at(const struct report *r, const struct field *table, uint32_t index)
{
	return order_at(r->tables[table->index].order, index);
}

uint32_t report_row_index(const struct report *r, const struct field *table, row_id row)
{
	return order_index(r->tables[table->index].order, row);
}

bool report_row_is_empty(const struct report *r, const struct field *table, row_id row)
{
	for (size_t c = 0; c < table->column_count; c++) {
		if (!report_is_calculated(table->columns[c]) && cell_look(r, table->columns[c], row)->fit != FIT_BLANK)
			return false;
	}
	return true;
}

/* ---- values ---- */

const char *report_text(const struct report *r, struct spot s, size_t *ret_len)
{
	*ret_len = 0;
	if (!s.field || !field_is_scalar(s.field) || (s.field->table && !s.row))
		return "";
	return text_get(r, s.field, cell_look(r, s.field, s.row)->text, ret_len);
}

bool report_is_calculated(const struct field *f)
{
	return f->calculate && !f->stated;
}

const char *report_status(const struct report *r)
{
	return r->status;
}

uint64_t report_revision(const struct report *r)
{
	return r->revision;
}

static const char *action_of(const struct report *r, const struct field *history, uint32_t n, size_t *ret_len)
{
	const struct field *action = table_column(history, "action", 6);

	return report_text(r, (struct spot){ history->section, action, report_row_at(r, history, n) }, ret_len);
}

/* the last sign-off decides; while levels are left to approve it is still submitted */
void status_update(struct report *r)
{
	static const char *const map[][2] = {
		{ "submit", "submitted" }, { "withdraw", "draft" },    { "return", "returned" },
		{ "approve", "approved" }, { "publish", "published" }, { "reopen", "draft" },
	};
	const struct field *history = section_field(r->form->reserved, "history", 7);
	const char *status = NULL;
	size_t approved = 0;

	for (uint32_t n = report_row_count(r, history); n > 0 && !status; n--) {
		size_t len;
		const char *action = action_of(r, history, n - 1, &len);
		const bool approve = len == 7 && memcmp(action, "approve", 7) == 0;

		approved += approve;
		for (size_t m = 0; m < ARRAY_SIZE(map) && (!approve || approved >= r->form->level_count); m++) {
			if (strlen(map[m][0]) == len && memcmp(map[m][0], action, len) == 0)
				status = map[m][1];
		}
	}
	snprintf(r->status, sizeof(r->status), "%s", status ? status : "draft");
}
