/* The reports of a folder: what they look like. */
#include "tui/folder.h"

#include "base/i18n.h"
#include "base/text.h"
#include "tui/words.h"

#define GAP 2

static const char *const life[] = { "draft", "returned", "submitted", "approved", "published" };

const char *folder_column_name(const struct folder_table *t, size_t column)
{
	switch (column) {
	case FOLDER_STATUS:
		return _("Status");
	case FOLDER_UNIT:
		return _("Unit");
	case FOLDER_YEAR:
		return _("Year");
	case FOLDER_BLANK:
		return _("Blank");
	case FOLDER_ERRORS:
		return _("Errors");
	case FOLDER_WARNINGS:
		return _("Warnings");
	case FOLDER_FILE:
		return _("File");
	default:
		return t->figure_labels[column - FOLDER_FIGURE];
	}
}

static bool is_right(size_t column)
{
	return column >= FOLDER_BLANK && column < FOLDER_FILE;
}

/* what stands in a cell; into `room` where it has to be made */
static const char *cell_text(const struct folder_line *l, size_t column, char room[24])
{
	unsigned n;

	switch (column) {
	case FOLDER_STATUS:
		return l->why ? _("unreadable") : l->status ? status_word(life[l->status - 1]) : "";
	case FOLDER_UNIT:
		return l->why ? l->why : l->unit ? l->unit : l->looked ? _("(not named yet)") : "…";
	case FOLDER_YEAR:
		return l->year ? l->year : "";
	case FOLDER_FILE:
		return l->name;
	case FOLDER_BLANK:
	case FOLDER_ERRORS:
	case FOLDER_WARNINGS:
		if (!l->looked || l->why)
			return "";
		n = column == FOLDER_BLANK ? l->counts.blank : column == FOLDER_ERRORS ? l->counts.errors : l->counts.warnings;
		(void)snprintf(room, 24, "%u", n);
		return room;
	default:
		return l->figures[column - FOLDER_FIGURE].shown ? l->figures[column - FOLDER_FIGURE].shown : "";
	}
}

/* ---- totals of the lines shown ---- */

static void total_text(const struct folder_table *t, size_t column, struct strbuf *out)
{
	unsigned long counted = 0;
	int128 sum = 0;
	int places = 0;
	bool any = false;

	for (size_t i = 0; i < t->order_count; i++) {
		const struct folder_line *l = &t->lines[t->order[i]];

		if (column >= FOLDER_FIGURE) {
			const char *point = l->figures[column - FOLDER_FIGURE].shown ? strchr(l->figures[column - FOLDER_FIGURE].shown, '.') : NULL;
			int own = point ? (int)strspn(point + 1, "0123456789") : 0;

			if (!l->figures[column - FOLDER_FIGURE].number)
				continue;
			sum += l->figures[column - FOLDER_FIGURE].value;
			places = own > places ? own : places;
			any = true;
		} else {
			counted += column == FOLDER_BLANK ? l->counts.blank : column == FOLDER_ERRORS ? l->counts.errors : l->counts.warnings;
		}
	}
	if (column >= FOLDER_FIGURE && any)
		number_print(out, sum, NUMBER_PLACES, places, true);
	else if (column < FOLDER_FIGURE)
		strbuf_printf(out, "%lu", counted);
}

static bool is_totalled(const struct folder_table *t, size_t column)
{
	return (column >= FOLDER_BLANK && column < FOLDER_FIGURE) || (column >= FOLDER_FIGURE && column < FOLDER_FILE && t->summed[column - FOLDER_FIGURE]);
}

/* ---- columns ---- */

struct columns {
	int at[FOLDER_COLUMNS], width[FOLDER_COLUMNS]; /* width 0: there is no room for it */
};

static int columns_of(const char *text)
{
	return text_columns(text, strlen(text));
}

static int wanted(const struct folder_table *t, size_t column, size_t rows)
{
	int most = column == FOLDER_UNIT ? 60 : column == FOLDER_FILE ? 48 : 24, width = columns_of(folder_column_name(t, column)) + (column == t->sorted ? 2 : 0);
	struct strbuf total;
	char room[24];

	for (size_t i = t->top; i < t->order_count && i < t->top + rows; i++) {
		const struct folder_line *l = &t->lines[t->order[i]];
		int own = l->why && column == FOLDER_UNIT ? 0 : columns_of(cell_text(l, column, room));

		width = own > width ? own : width;
	}
	if (is_totalled(t, column)) {
		strbuf_init(&total, 128);
		total_text(t, column, &total);
		width = (int)total.len > width ? (int)total.len : width;
		strbuf_release(&total);
	}
	return width < most ? width : most;
}

/* narrow ones as they want; the unit and the file share the rest; what does not fit is left out from the right, the file last */
static void lay_out(const struct folder_table *t, int width, size_t rows, struct columns *ret)
{
	int need[FOLDER_COLUMNS], sum = 0, at = 0;

	*ret = (struct columns){ 0 };
	for (size_t i = 0; i < FOLDER_COLUMNS; i++) {
		need[i] = folder_has_column(t, i) ? wanted(t, i, rows) : 0;
		sum += need[i] ? need[i] + GAP : 0;
	}
	for (size_t i = FOLDER_UNIT; sum > width && i <= FOLDER_FILE; i += FOLDER_FILE - FOLDER_UNIT) {
		int least = i == FOLDER_UNIT ? 16 : 12, cut = need[i] - least > 0 ? need[i] - least : 0;

		cut = cut < sum - width ? cut : sum - width;
		need[i] -= cut;
		sum -= cut;
	}
	for (size_t i = FOLDER_FILE; sum > width && i > FOLDER_UNIT; i--) {
		size_t drop = i == FOLDER_FILE ? FOLDER_FILE : i;

		if (!need[drop] || drop == t->column)
			continue;
		sum -= need[drop] + GAP;
		need[drop] = 0;
	}
	if (sum < width)
		need[FOLDER_UNIT] += width - sum < 24 ? width - sum : 24;
	for (size_t i = 0; i < FOLDER_COLUMNS; i++) {
		ret->at[i] = at;
		ret->width[i] = need[i];
		at += need[i] ? need[i] + GAP : 0;
	}
}

/* ---- drawing ---- */

static void draw_head(const struct folder_table *t, struct canvas *c, struct rect r, const struct columns *k, bool ascii)
{
	struct strbuf name;

	strbuf_init(&name, 0);
	for (size_t i = 0; i < FOLDER_COLUMNS; i++) {
		if (!k->width[i])
			continue;
		strbuf_clear(&name);
		strbuf_puts(&name, folder_column_name(t, i));
		if (i == t->sorted)
			strbuf_puts(&name, t->descending ? (ascii ? " v" : " ▼") : (ascii ? " ^" : " ▲"));
		canvas_cell(c, r.row, r.column + k->at[i], k->width[i], i == t->column ? STYLE_SELECTED : STYLE_HEADING, name.text, name.len, is_right(i));
	}
	canvas_hline(c, r.row + 1, r.column, r.columns, STYLE_RULE);
	strbuf_release(&name);
}

static enum style cell_style(const struct folder_line *l, size_t column)
{
	if (l->why)
		return STYLE_DIM;
	if (column == FOLDER_ERRORS && l->counts.errors)
		return STYLE_ERROR;
	if (column == FOLDER_WARNINGS && l->counts.warnings)
		return STYLE_WARNING;
	return column == FOLDER_FILE || column == FOLDER_STATUS ? STYLE_DIM : STYLE_VALUE;
}

static void draw_line(const struct folder_table *t, struct canvas *c, struct rect r, int row, size_t at, const struct columns *k)
{
	const struct folder_line *l = &t->lines[t->order[at]];
	char room[24];

	for (size_t i = 0; i < FOLDER_COLUMNS; i++) {
		const char *text = cell_text(l, i, room);
		int width = k->width[i];

		if (!width || (l->why && i > FOLDER_UNIT && i < FOLDER_FILE))
			continue;
		if (l->why && i == FOLDER_UNIT) /* it has the rest of the line, but for the file's name */
			width = (k->width[FOLDER_FILE] ? k->at[FOLDER_FILE] - GAP : r.columns) - k->at[i];
		canvas_cell(c, row, r.column + k->at[i], width, cell_style(l, i), text, strlen(text), is_right(i));
	}
	if (at == t->at) {
		canvas_restyle(c, (struct rect){ row, r.column, 1, r.columns }, STYLE_FOCUS);
		canvas_caret(c, row, r.column);
	}
}

static void draw_totals(const struct folder_table *t, struct canvas *c, struct rect r, const struct columns *k)
{
	int row = r.row + r.rows - 1;
	struct strbuf text;

	canvas_hline(c, row - 1, r.column, r.columns, STYLE_RULE);
	strbuf_init(&text, 0);
	if (t->order_count < t->count)
		strbuf_printf(&text, _("%zu of %zu reports"), t->order_count, t->count);
	else
		strbuf_printf(&text, _("%zu reports"), t->count);
	canvas_cell(c, row, r.column, k->at[FOLDER_BLANK] > GAP ? k->at[FOLDER_BLANK] - GAP : r.columns, STYLE_STATUS, text.text, text.len, false);
	for (size_t i = FOLDER_BLANK; i < FOLDER_FILE; i++) {
		if (!k->width[i] || !is_totalled(t, i))
			continue;
		strbuf_clear(&text);
		total_text(t, i, &text);
		canvas_cell(c, row, r.column + k->at[i], k->width[i], STYLE_STATUS, text.text, text.len, true);
	}
	strbuf_release(&text);
}

void folder_draw(struct folder_table *t, struct canvas *c, struct rect r, bool ascii)
{
	int rows = r.rows - FOLDER_HEAD - FOLDER_FOOT;
	struct columns k;

	if (rows < 1)
		return;
	if (t->at < t->top)
		t->top = t->at;
	else if (t->at >= t->top + (size_t)rows)
		t->top = t->at - (size_t)rows + 1;
	lay_out(t, r.columns, (size_t)rows, &k);
	draw_head(t, c, r, &k, ascii);
	for (size_t i = 0; i < (size_t)rows && t->top + i < t->order_count; i++)
		draw_line(t, c, r, r.row + FOLDER_HEAD + (int)i, t->top + i, &k);
	draw_totals(t, c, r, &k);
}
