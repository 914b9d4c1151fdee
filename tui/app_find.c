/* Finding: a text or a number in any field, and a field by its label. */
#include "tui/app_private.h"

#include "tui/pinyin.h"
#include "tui/views/views.h"

#define GOTO_LISTED 200

/* ---- all places, one after the other, round and round ---- */

struct walk {
	size_t section, field;
	uint32_t row;
	size_t column;
};

static const struct field *walk_field(const struct app *app, const struct walk *w)
{
	const struct section *s = app->form->sections[w->section];

	return w->field < s->field_count ? s->fields[w->field] : NULL;
}

static struct walk walk_at(const struct app *app, struct spot s)
{
	struct walk w = { .section = s.section->index };
	const struct field *top = grid_of(s.field) ? grid_of(s.field) : s.field;

	while (walk_field(app, &w) && walk_field(app, &w) != top)
		w.field++;
	if (top && top != s.field) {
		w.row = grid_row_of(app, s);
		w.column = grid_column_of(s);
	}
	return w;
}

static struct spot walk_spot(const struct app *app, const struct walk *w)
{
	const struct field *f = walk_field(app, w);

	if (!f)
		return (struct spot){ 0 };
	if (!field_is_scalar(f))
		return grid_spot(app, f, w->row, w->column);
	return (struct spot){ .section = f->section, .field = f };
}

static bool same_place(const struct walk *a, const struct walk *b)
{
	return a->section == b->section && a->field == b->field && a->row == b->row && a->column == b->column;
}

/* *ret_wrapped is set when the walk starts over */
static void walk_next(const struct app *app, struct walk *w, bool *ret_wrapped)
{
	const struct field *f = walk_field(app, w);

	if (f && !field_is_scalar(f) && report_relevant(app->report, (struct spot){ .section = f->section, .field = f })) {
		if (++w->column < f->column_count)
			return;
		w->column = 0;
		if (++w->row < grid_rows(app, f))
			return;
	}
	w->row = 0;
	w->column = 0;
	if (++w->field < app->form->sections[w->section]->field_count)
		return;
	w->field = 0;
	if (++w->section < app->form->section_count)
		return;
	w->section = 0;
	*ret_wrapped = true;
}

/* ---- matching ---- */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* where `needle` (lower case) starts in a text: its offset, or SIZE_MAX */
static size_t find_text(const char *text, size_t len, const char *needle, size_t needle_len)
{
	for (size_t i = 0; needle_len <= len && i <= len - needle_len; i++) {
		size_t n = 0;

		while (n < needle_len && lower(text[i + n]) == needle[n])
			n++;
		if (n == needle_len)
			return i;
	}
	return SIZE_MAX;
}

/* what was typed, folded: half-width, lower case, and a number without its separators */
void app_fold_query(const char *typed, size_t len, struct strbuf *out)
{
	struct strbuf folded;
	bool number = true;

	strbuf_init(&folded, 0);
	text_trim(&typed, &len);
	text_fold_width(&folded, typed, len);
	for (size_t i = 0; i < folded.len; i++)
		number = number && strchr("0123456789.,-", folded.text[i]);
	for (size_t i = 0; i < folded.len; i++) {
		if (!number || folded.text[i] != ',')
			strbuf_putc(out, lower(folded.text[i]));
	}
	strbuf_release(&folded);
}

static bool spot_matches(struct app *app, struct spot s, const struct strbuf *needle)
{
	struct strbuf shown;
	size_t len;
	const char *text;
	bool found, number = s.field->type == TYPE_INTEGER || s.field->type == TYPE_DECIMAL;
	bool show = number || report_is_calculated(s.field) || s.field->choice_count > 0 || s.field->type == TYPE_BOOLEAN;

	if (!report_relevant(app->report, s))
		return false;
	text = report_text(app->report, s, &len);
	if (find_text(text, len, needle->text, needle->len) != SIZE_MAX)
		return true;
	if (!s.field->table && !s.field->matrix) {
		const char *label = field_label(app->form, s.field);

		if (find_text(label, strlen(label), needle->text, needle->len) != SIZE_MAX)
			return true;
	}
	if (!show)
		return false;
	strbuf_init(&shown, 0);
	report_show(app->report, s, number || report_is_calculated(s.field), &shown);
	found = find_text(shown.text, shown.len, needle->text, needle->len) != SIZE_MAX;
	strbuf_release(&shown);
	return found;
}

bool app_find_from(struct app *app, bool here_too)
{
	struct walk start = walk_at(app, app->focus), w = start;
	struct strbuf needle;
	bool wrapped = false, found = false;

	strbuf_init(&needle, 0);
	app_fold_query(app->found.text, app->found.len, &needle);
	if (here_too && needle.len > 0 && app->focus.field && field_is_scalar(app->focus.field) &&
	    spot_matches(app, app->focus, &needle)) {
		strbuf_release(&needle);
		return true;
	}
	while (needle.len > 0) {
		struct spot s;

		walk_next(app, &w, &wrapped);
		s = walk_spot(app, &w);
		found = s.field && spot_matches(app, s, &needle);
		if (found)
			app_focus(app, s);
		if (found || same_place(&w, &start))
			break;
		if (wrapped && (w.section > start.section || (w.section == start.section && w.field > start.field)))
			break; /* the start is no place of its own: a table without rows */
	}
	strbuf_release(&needle);
	if (!found)
		app_say(app, STYLE_WARNING, _("'%s' is found in no field"), app->found.text);
	else if (wrapped)
		app_say(app, STYLE_NOTE, "%s", _("from the start again"));
	return found;
}

unsigned act_find_next(struct app *app)
{
	if (app->found.len == 0)
		return act_find(app);
	app_find_from(app, false);
	return REACT_REDRAW;
}

/* ---- going to a field by its label ---- */

struct goal {
	struct spot spot;
	unsigned rank;
};

/* how well a label answers to what was typed: 0 not at all; an exact label wins */
unsigned app_label_rank(const char *label, const struct strbuf *query)
{
	static const unsigned ranks[] = { [PINYIN_NONE] = 0, [PINYIN_WITHIN] = 2, [PINYIN_START] = 3, [PINYIN_WHOLE] = 6 };
	size_t len, at;

	if (!label)
		return 0;
	len = strlen(label);
	at = find_text(label, len, query->text, query->len);
	if (at != SIZE_MAX)
		return at == 0 && len == query->len ? 7 : at == 0 ? 5 : 4;
	return ranks[pinyin_match(label, len, query->text, query->len)];
}

static unsigned words_rank(struct words w, const struct strbuf *query)
{
	unsigned zh = app_label_rank(w.zh, query), en = app_label_rank(w.en, query);

	return query->len == 0 ? 1 : zh > en ? zh : en;
}

/* whether a help text speaks of it; a letter or two are in every text */
static bool help_speaks_of(const char *help, const struct strbuf *query)
{
	return help && query->len >= 3 && find_text(help, strlen(help), query->text, query->len) != SIZE_MAX;
}

/* a value that a long text may speak of */
static bool can_be_referred(const struct app *app, struct spot s)
{
	return field_is_scalar(s.field) && !spot_is_long(s) && !view_same_spot(s, app->focus);
}

static void add_goal(struct app *app, struct spot s, unsigned rank, const char *label, const char *where)
{
	struct list_item *item;

	if (rank == 0 || !s.field || (app->referring && !can_be_referred(app, s)))
		return;
	item = list_add(&app->list, s.section->number ? s.section->number : "", label, where);
	if (!item)
		return;
	item->spot = s;
	item->style = STYLE_DIM;
	item->number = rank;
}

static void add_matrix_goals(struct app *app, const struct field *f, const struct strbuf *query)
{
	struct strbuf label;

	strbuf_init(&label, 0);
	for (uint32_t row = 0; row < f->row_count; row++) {
		const char *row_label = form_words(app->form, f->rows[row].label);
		unsigned rank = words_rank(f->rows[row].label, query);
		bool first = true;

		for (size_t c = 0; c < f->column_count; c++) {
			struct spot s = grid_spot(app, f, row, c);

			if (!s.field)
				continue;
			if (first)
				add_goal(app, s, rank, row_label, field_label(app->form, f));
			first = false;
			strbuf_clear(&label);
			strbuf_printf(&label, "%s · %s", row_label, field_label(app->form, f->columns[c]));
			add_goal(app, s, query->len ? app_label_rank(label.text, query) : 0, label.text, field_label(app->form, f));
		}
	}
	strbuf_release(&label);
}

/* by its label; else by its help, which is shown then: behind all that go by their labels */
static void add_labelled(struct app *app, struct spot s, const struct field *f, const char *where, const struct strbuf *query)
{
	unsigned rank = words_rank(f->label, query);

	if (rank == 0 && (help_speaks_of(f->help.zh, query) || help_speaks_of(f->help.en, query))) {
		rank = 1;
		where = form_words(app->form, f->help);
	}
	add_goal(app, s, rank, field_label(app->form, f), where);
}

static void add_field_goals(struct app *app, const struct field *f, const struct strbuf *query)
{
	struct spot s = { .section = f->section, .field = f };
	const char *where = form_words(app->form, f->section->title);

	if (!report_relevant(app->report, s))
		return;
	add_labelled(app, s, f, where, query);
	if (f->type == TYPE_MATRIX)
		add_matrix_goals(app, f, query);
	for (size_t c = 0; f->type == TYPE_TABLE && c < f->column_count; c++) {
		struct spot cell = grid_rows(app, f) ? grid_spot(app, f, 0, c) : s;

		add_labelled(app, cell, f->columns[c], field_label(app->form, f), query);
	}
}

/* best first, otherwise as the form has them (the list is short enough for an insertion sort by rank) */
static void sort_goals(struct list *l)
{
	size_t kept = 0;

	for (unsigned rank = 7; rank > 0; rank--) {
		for (size_t i = kept; i < l->count; i++) {
			struct list_item item = l->items[i];

			if (item.number != rank)
				continue;
			memmove(&l->items[kept + 1], &l->items[kept], (i - kept) * sizeof(item));
			l->items[kept++] = item;
		}
	}
	if (l->count > GOTO_LISTED) {
		l->count = GOTO_LISTED;
		l->more = true;
	}
}

void app_list_goto(struct app *app)
{
	struct strbuf query;

	strbuf_init(&query, 0);
	app_fold_query(app->query->text.text, app->query->text.len, &query);
	for (size_t i = 0; i < app->form->section_count; i++) {
		const struct section *s = app->form->sections[i];
		unsigned rank = words_rank(s->title, &query);

		if (!app->referring)
			add_goal(app, spot_first(app, s), rank > 1 ? rank - 1 : rank, form_words(app->form, s->title), NULL);
		for (size_t f = 0; f < s->field_count; f++)
			add_field_goals(app, s->fields[f], &query);
	}
	strbuf_release(&query);
	sort_goals(&app->list);
}

/* ---- a reference, chosen the same way ---- */

unsigned act_reference(struct app *app)
{
	if (!spot_is_long(app->focus) || !app_can_change(app, app->focus))
		return REACT_REDRAW;
	app->referring = true;
	app_panel_open(app, PANEL_GOTO);
	return REACT_REDRAW;
}

/* rows by their key, so that it means the same row when others come before it */
static void reference_path(const struct app *app, struct spot s, struct strbuf *out)
{
	const struct field *table = s.field->table;
	size_t len = 0;
	const char *key = "";

	if (table && table->key >= 0)
		key = report_text(app->report, (struct spot){ s.section, table->columns[table->key], s.row }, &len);
	if (len == 0 || memchr(key, '\'', len) || memchr(key, '}', len) || memchr(key, '\n', len)) {
		report_path(app->report, s, out);
		return;
	}
	strbuf_printf(out, "%s.%s['%.*s'].%s", s.section->id, table->id, (int)len, key, s.field->id);
}

unsigned app_take_reference(struct app *app, struct spot s)
{
	struct strbuf path;

	strbuf_init(&path, 0);
	strbuf_putc(&path, '{');
	reference_path(app, s, &path);
	strbuf_putc(&path, '}');
	app_panel_close(app);
	if (app->editing || app_edit_open(app, EDIT_REPLACE)) {
		lineedit_insert(app->edit, path.text, path.len);
		app_edit_typed(app);
	}
	strbuf_release(&path);
	return REACT_REDRAW;
}
