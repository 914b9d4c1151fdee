/* A section by its wording; one without a wording by its groups, fields and tables; and the reasons given in it. */
#include "publish/document_private.h"

#include "base/text.h"
#include "report/check.h"

#include <string.h>

/* ---- rows ---- */

static uint32_t row_count(struct renderer *w, const struct field *grid)
{
	return grid->type == TYPE_TABLE ? report_row_count(w->report, grid) : (uint32_t)grid->row_count;
}

static row_id row_at(struct renderer *w, const struct field *grid, uint32_t index)
{
	return grid->type == TYPE_TABLE ? report_row_at(w->report, grid, index) : index + 1;
}

static struct spot cell_spot(const struct field *grid, row_id row, size_t column)
{
	if (grid->type == TYPE_TABLE)
		return (struct spot){ grid->section, grid->columns[column], row };
	return (struct spot){ grid->section, grid->cells[(row - 1) * grid->column_count + column], 0 };
}

static bool row_is_blank(struct renderer *w, const struct field *grid, row_id row)
{
	for (size_t i = 0; i < grid->column_count; i++) {
		struct spot s = cell_spot(grid, row, i);

		if (s.field && !report_is_calculated(s.field) && !is_left_out(w, s))
			return false;
	}
	return true;
}

bool grid_is_blank(struct renderer *w, const struct field *grid)
{
	uint32_t count = row_count(w, grid);

	if ((w->style->public_copy && grid->personal) || !report_relevant(w->report, (struct spot){ grid->section, grid, 0 }))
		return true;
	for (uint32_t i = 0; i < count; i++) {
		if (!row_is_blank(w, grid, row_at(w, grid, i)))
			return false;
	}
	return true;
}

/* ---- the wording ---- */

static struct spot spot_of(struct renderer *w, const struct wording *n)
{
	if (n->kind == WORDING_CELL)
		return cell_spot(n->field, w->row, n->column);
	if (w->each && n->expr->op == EXPR_FIELD && n->field->table == w->each)
		return (struct spot){ n->field->section, n->field, w->row };
	return report_spot(w->report, n->expr);
}

/* whether every field in it is blank; rows count as one */
static bool all_blank(struct renderer *w, const struct wording *first)
{
	for (const struct wording *n = first; n; n = n->next) {
		switch (n->kind) {
		case WORDING_VALUE:
		case WORDING_CELL:
			if (!is_left_out(w, spot_of(w, n)))
				return false;
			break;
		case WORDING_EACH:
		case WORDING_TABLE:
			if (n->field && !grid_is_blank(w, n->field))
				return false;
			break;
		case WORDING_OPTIONAL:
			if (!all_blank(w, n->first))
				return false;
			break;
		default:
			break;
		}
	}
	return true;
}

static void write_rows(struct renderer *w, const struct wording *n)
{
	uint32_t count = row_count(w, n->field), printed = 0;

	if (grid_is_blank(w, n->field))
		return;
	w->each = n->field;
	for (uint32_t i = 0; i < count && !w->no_memory; i++) {
		w->row = row_at(w, n->field, i);
		if (row_is_blank(w, n->field, w->row))
			continue;
		if (w->style->most_rows && printed == w->style->most_rows) {
			write_words(w, "……", strlen("……"));
			break;
		}
		if (printed++ > 0 && n->len)
			write_words(w, n->text, n->len);
		w->index = printed;
		write_wording(w, n->first);
	}
	w->each = NULL;
}

void write_wording(struct renderer *w, const struct wording *first)
{
	char number[16];

	for (const struct wording *n = first; n && !w->no_memory; n = n->next) {
		switch (n->kind) {
		case WORDING_TEXT:
			write_words(w, n->text, n->len);
			break;
		case WORDING_VALUE:
		case WORDING_CELL:
			write_value(w, spot_of(w, n));
			break;
		case WORDING_LABEL:
			write_words(w, own_words(w->each->rows[w->row - 1].label), strlen(own_words(w->each->rows[w->row - 1].label)));
			break;
		case WORDING_INDEX:
			snprintf(number, sizeof(number), "%u", w->index);
			write_words(w, number, strlen(number));
			break;
		case WORDING_OPTIONAL:
			if (!all_blank(w, n->first))
				write_wording(w, n->first);
			break;
		case WORDING_EACH:
			if (n->field)
				write_rows(w, n);
			break;
		case WORDING_TABLE:
			write_table(w, n->field);
			break;
		}
	}
}

/* ---- without a wording ---- */

static void write_group(struct renderer *w, const struct field *f)
{
	size_t size = wording_heading(f->group, strlen(f->group));

	/* the number that it may have is given anew */
	write_end(w);
	write_words(w, "（一）", strlen("（一）"));
	write_words(w, f->group + size, strlen(f->group) - size);
	write_end(w);
}

static void write_field(struct renderer *w, const struct section *s, const struct field *f)
{
	struct spot at = { s, f, 0 };
	bool chinese = w->document->chinese;

	if (!report_relevant(w->report, at) || (w->style->public_copy && f->personal))
		return;
	if (field_is_scalar(f)) {
		write_words(w, own_words(f->label), strlen(own_words(f->label)));
		write_words(w, chinese ? "：" : ": ", strlen(chinese ? "：" : ": "));
		write_value(w, at);
		write_end(w);
		return;
	}
	write_words(w, own_words(f->label), strlen(own_words(f->label)));
	if (grid_is_blank(w, f)) {
		write_words(w, chinese ? "：无" : ": none", strlen(chinese ? "：无" : ": none"));
		write_end(w);
		return;
	}
	write_end(w);
	write_table(w, f);
}

void write_fields(struct renderer *w, const struct section *s)
{
	const char *group = NULL;

	for (size_t i = 0; i < s->field_count && !w->no_memory; i++) {
		const struct field *f = s->fields[i];

		/* one group of several fields is said at the first, or at each */
		if (f->group && !(group && strcmp(group, f->group) == 0))
			write_group(w, f);
		group = f->group ? f->group : group;
		write_field(w, s, f);
	}
}

/* ---- reasons ---- */

/* in the form's language; other NULL: the same */
static void say(struct renderer *w, const char *chinese, const char *other)
{
	const char *text = other && !w->document->chinese ? other : chinese;

	write_words(w, text, strlen(text));
}

static void write_reason(struct renderer *w, const struct check *c, struct spot s)
{
	const char *text = report_reason(w->report, c, s);
	const struct field *f = c->at ? c->at : c->each;
	struct passage *before;

	if (!text || !text[0] || (f && w->style->public_copy && f->personal))
		return;
	write_end(w);
	before = w->document->last;
	say(w, "关于“", "Note on '");
	if (c->each && c->each->key >= 0 && s.row) {
		write_value(w, (struct spot){ c->each->section, c->each->columns[c->each->key], s.row });
		say(w, "·", ", ");
	}
	say(w, own_words(f ? f->label : c->section->title), NULL);
	say(w, "”的说明：", "': ");
	write_words(w, text, strlen(text));
	write_end(w);
	for (struct passage *p = before ? before->next : w->document->first; p; p = p->next)
		p->kind = PASSAGE_REASON;
}

/* a report keeps few reasons, and a form few checks that may be explained */
void write_reasons(struct renderer *w, const struct section *s)
{
	const struct field *kept = section_field(w->form->reserved, "reasons", strlen("reasons"));

	if (!kept || report_row_count(w->report, kept) == 0)
		return;
	for (size_t i = 0; i < s->check_count; i++) {
		const struct check *c = s->checks[i];

		if (!c->explain)
			continue;
		if (!c->each) {
			write_reason(w, c, c->at ? (struct spot){ c->at->section, c->at, 0 } : (struct spot){ c->section, NULL, 0 });
			continue;
		}
		for (uint32_t row = 0; row < report_row_count(w->report, c->each); row++) {
			row_id id = report_row_at(w->report, c->each, row);

			write_reason(w, c, c->at ? (struct spot){ c->at->section, c->at, c->at->table ? id : 0 } :
						   (struct spot){ c->section, c->each, id });
		}
	}
}
