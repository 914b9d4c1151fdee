/* Layout: where the parts of the screen are, and a section as blocks of lines. */
#include "tui/views/layout.h"

#include "base/text.h"
#include "tui/views/views.h"

#define LONG_LINES_MIN 2
#define LONG_LINES_MAX 12
#define HELP_LINES_MAX 3
#define NUMBER_COLUMNS 10 /* at least, for a number and its editor */
#define BESIDE_COLUMNS 22 /* that long labels leave to signs, brackets and what a number is off by */

struct frame frame_of(int rows, int columns)
{
	struct frame f = { .too_small = rows < 10 || columns < 40 };

	if (columns >= 80)
		f.outline = columns >= 120 ? 34 : 22 + (columns - 80) * 3 / 10;
	f.title_row = 0;
	f.rule_row = 1;
	f.section_row = 2;
	f.lower_rule_row = rows - 4;
	f.strip_row = rows - 3;
	f.problem_row = rows - 2;
	f.keys_row = rows - 1;
	f.content.row = rows >= 20 ? 4 : 3;
	f.content.rows = f.lower_rule_row - f.content.row;
	f.content.column = f.outline ? f.outline + 2 : 1;
	f.content.columns = columns - f.content.column - 1;
	return f;
}

static struct block *add_block(struct layout *l, enum block_kind kind, const struct field *field, uint32_t height)
{
	struct block *grown = memory_grow(l->blocks, &l->capacity, l->count + 1, sizeof(*grown));

	if (!grown)
		return NULL;
	l->blocks = grown;
	l->blocks[l->count] = (struct block){ .kind = kind, .field = field, .top = l->height, .height = height };
	l->height += height;
	return &l->blocks[l->count++];
}

static const char *group_words(const struct form *form, const struct field *f)
{
	return form->english && f->group_en ? f->group_en : f->group;
}

static bool add_heading(struct layout *l, const char *text)
{
	const struct block *above = l->count > 0 ? &l->blocks[l->count - 1] : NULL;
	bool spaced = !above || (above->kind == BLOCK_TEXT && !above->text);
	struct block *b = add_block(l, BLOCK_HEADING, NULL, spaced ? 1 : 2);

	if (!b)
		return false;
	b->text = text;
	b->len = strlen(text);
	return true;
}

static bool add_help(struct layout *l, const char *text)
{
	struct text_line lines[HELP_LINES_MAX];
	size_t count = text_wrap(text, strlen(text), l->columns, lines, HELP_LINES_MAX);

	for (size_t i = 0; i < count && i < HELP_LINES_MAX; i++) {
		struct block *b = add_block(l, BLOCK_TEXT, NULL, 1);

		if (!b)
			return false;
		b->text = text + lines[i].start;
		b->len = lines[i].end - lines[i].start;
	}
	return count == 0 || add_block(l, BLOCK_TEXT, NULL, 1) != NULL;
}

uint32_t layout_edit_lines(const struct app *app, int columns)
{
	int room = app->editing ? frame_of(app->rows, app->columns).content.rows - 3 : LONG_LINES_MAX;
	size_t count, most = room > LONG_LINES_MIN ? (size_t)room : LONG_LINES_MIN;

	if (app->edit->text.len == 0 && !app->editing)
		return 0;
	count = app->editing ? 0 : view_live_lines(app, app->edit->text.text, app->edit->text.len, columns - 4, LONG_LINES_MAX);
	if (count > 0)
		return count < LONG_LINES_MIN ? LONG_LINES_MIN : (uint32_t)count;
	count = (size_t)lineedit_lines(app->edit, columns - 4);
	return count < LONG_LINES_MIN ? LONG_LINES_MIN : count > most ? (uint32_t)most : (uint32_t)count;
}

/* lines of a long text's box: of what is typed when its editor is open; a blank one has no box (0) until it is opened */
static uint32_t long_lines(const struct app *app, struct spot s, int columns)
{
	size_t len;
	const char *text = report_text(app->report, s, &len);
	size_t most = (size_t)(LONG_LINES_MAX * columns * 4);
	struct text_line lines[LONG_LINES_MAX];
	size_t count;

	if (view_same_spot(app->edit_spot, s))
		return layout_edit_lines(app, columns + 4);
	if (len == 0)
		return 0;
	count = view_live_lines(app, text, len, columns, LONG_LINES_MAX);
	if (count > 0)
		return count < LONG_LINES_MIN ? LONG_LINES_MIN : (uint32_t)count;
	if (len > most) /* enough to know that it fills the box; the rest need not be wrapped */
		len = most;
	count = text_wrap(text, len, columns, lines, LONG_LINES_MAX);
	if (count < LONG_LINES_MIN)
		return LONG_LINES_MIN;
	return count > LONG_LINES_MAX ? LONG_LINES_MAX : (uint32_t)count;
}

static uint32_t grid_height(const struct app *app, const struct field *grid)
{
	uint32_t rows = grid_rows(app, grid);

	if (rows == 0)
		return grid_heading(app, grid) + 1;
	return grid_line_of(app, grid, rows - 1) + 1 + (grid_has_totals(app, grid) ? 1 : 0);
}

static bool add_field(const struct app *app, struct layout *l, const struct field *f)
{
	struct spot s = { .section = f->section, .field = f };

	if (!field_is_scalar(f)) {
		if (l->count > 0 && l->blocks[l->count - 1].kind != BLOCK_HEADING && !add_block(l, BLOCK_TEXT, NULL, 1))
			return false;
		return add_block(l, BLOCK_GRID, f, grid_height(app, f)) && add_block(l, BLOCK_TEXT, NULL, 1);
	}
	if (f->type == TYPE_LONGTEXT) {
		uint32_t lines = long_lines(app, s, l->columns - 4);

		return add_block(l, BLOCK_LONG, f, lines ? 3 + lines : 1) != NULL;
	}
	return add_block(l, BLOCK_FIELD, f, 1) != NULL;
}

/* widths that all fields of a section share, so that their values stand in one column */
static void measure(const struct app *app, struct layout *l)
{
	struct strbuf shown;
	int columns, most;

	strbuf_init(&shown, 0);
	l->label_columns = 10;
	l->value_columns = NUMBER_COLUMNS;
	l->unit_columns = 0;
	for (size_t i = 0; i < l->count; i++) {
		const struct field *f = l->blocks[i].field;

		if (l->blocks[i].kind != BLOCK_FIELD)
			continue;
		const char *label = field_label(app->form, f);

		columns = 2 + 2 * f->indent + text_columns(label, strlen(label)) + 1;
		if (columns > l->label_columns)
			l->label_columns = columns;
		if (f->unit && (columns = text_columns(f->unit, strlen(f->unit))) > l->unit_columns)
			l->unit_columns = columns;
		if (!view_number_column(f))
			continue;
		strbuf_clear(&shown);
		view_value(app, (struct spot){ .section = f->section, .field = f }, &shown);
		columns = text_columns(shown.text, shown.len);
		if (columns > l->value_columns)
			l->value_columns = columns;
	}
	if (l->value_columns > l->columns / 3)
		l->value_columns = l->columns / 3;
	if (l->unit_columns > 8)
		l->unit_columns = 8;
	most = l->columns - l->value_columns - l->unit_columns - BESIDE_COLUMNS;
	if (most < l->columns * 2 / 5)
		most = l->columns * 2 / 5;
	if (l->label_columns > most)
		l->label_columns = most;
	strbuf_release(&shown);
}

bool section_layout(const struct app *app, const struct section *s, int columns, struct layout *ret)
{
	const char *group = NULL;

	ret->count = 0;
	ret->height = 0;
	ret->columns = columns;
	if (s->help.zh && form_words(app->form, s->help)[0] && !add_help(ret, form_words(app->form, s->help)))
		return false;
	for (size_t i = 0; i < s->field_count; i++) {
		const struct field *f = s->fields[i];

		if (!report_relevant(app->report, (struct spot){ .section = s, .field = f }))
			continue;
		if (f->group && (!group || strcmp(group, f->group) != 0)) {
			group = f->group;
			if (!add_heading(ret, group_words(app->form, f)))
				return false;
		}
		if (!add_field(app, ret, f))
			return false;
	}
	while (ret->count > 0 && ret->blocks[ret->count - 1].kind == BLOCK_TEXT && !ret->blocks[ret->count - 1].text)
		ret->height -= ret->blocks[--ret->count].height; /* no blank lines at the end */
	measure(app, ret);
	return true;
}

void layout_release(struct layout *l)
{
	memory_free(l->blocks);
	*l = (struct layout){ 0 };
}

const struct block *layout_block(const struct layout *l, const struct field *f)
{
	const struct field *grid = f ? grid_of(f) : NULL;

	if (grid)
		f = grid;
	for (size_t i = 0; f && i < l->count; i++) {
		if (l->blocks[i].field == f)
			return &l->blocks[i];
	}
	return NULL;
}
