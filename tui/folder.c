/* The reports of a folder: what is known of them, and keys. */
#include "tui/folder.h"

#include "base/i18n.h"
#include "base/text.h"
#include "desk/folder.h"
#include "desk/session.h"
#include "tui/app_private.h"
#include "tui/words.h"

#define FILES_MAX 50000 /* more than can be listed while somebody waits: a whole disk, by mistake */

static const char *const life[] = { "draft", "returned", "submitted", "approved", "published" };

void folder_init(struct folder_table *t, bool english)
{
	*t = (struct folder_table){ .english = english, .column = FOLDER_UNIT, .sorted = FOLDER_COLUMNS };
	lineedit_init(&t->filter, false);
}

static void forget(struct folder_table *t)
{
	memory_free(t->lines);
	memory_free(t->order);
	arena_release(&t->texts);
	form_shelf_free(t->shelf);
	t->lines = NULL;
	t->order = NULL;
	t->shelf = NULL;
	t->count = t->capacity = t->looked = t->order_count = t->order_capacity = t->figure_count = 0;
}

void folder_release(struct folder_table *t)
{
	forget(t);
	lineedit_release(&t->filter);
}

bool folder_filtered(const struct folder_table *t)
{
	return t->filter.text.len > 0;
}

/* ---- which lines are shown, and in which order ---- */

static bool passes(const struct folder_table *t, const struct folder_line *l, const struct strbuf *query)
{
	const char *status = l->status ? status_word(life[l->status - 1]) : NULL;

	(void)t;
	return query->len == 0 || app_label_rank(l->unit, query) > 0 || app_label_rank(l->name, query) > 0 ||
	       app_label_rank(l->year, query) > 0 || app_label_rank(status, query) > 0;
}

static int compare_numbers(int128 x, int128 y)
{
	return (x > y) - (x < y);
}

static int compare_texts(const char *x, const char *y)
{
	return strcmp(x ? x : "", y ? y : "");
}

static int compare_figures(const struct folder_line *x, const struct folder_line *y, size_t figure)
{
	bool one = x->figures[figure].number, other = y->figures[figure].number;

	if (one != other)
		return (int)one - (int)other;
	return one ? compare_numbers(x->figures[figure].value, y->figures[figure].value)
		   : compare_texts(x->figures[figure].shown, y->figures[figure].shown);
}

static int compare(const struct folder_line *x, const struct folder_line *y, size_t column)
{
	switch (column) {
	case FOLDER_STATUS:
		return (int)x->status - (int)y->status;
	case FOLDER_UNIT:
		return compare_texts(x->unit, y->unit);
	case FOLDER_YEAR:
		return compare_texts(x->year, y->year);
	case FOLDER_BLANK:
		return compare_numbers(x->counts.blank, y->counts.blank);
	case FOLDER_ERRORS:
		return compare_numbers(x->counts.errors, y->counts.errors);
	case FOLDER_WARNINGS:
		return compare_numbers(x->counts.warnings, y->counts.warnings);
	case FOLDER_FILE:
		return compare_texts(x->name, y->name);
	default:
		return compare_figures(x, y, column - FOLDER_FIGURE);
	}
}

static bool comes_before(const struct folder_table *t, size_t a, size_t b)
{
	int order = compare(&t->lines[a], &t->lines[b], t->sorted);

	return order != 0 ? (t->descending ? order > 0 : order < 0) : a < b;
}

/* a merge sort from the bottom up: equal ones stay in the order of the files */
static void sort(struct folder_table *t)
{
	size_t n = t->order_count, *from = t->order, *to;
	size_t *room = t->sorted < FOLDER_COLUMNS && n > 1 ? memory_alloc(n, sizeof(*room)) : NULL;

	if (!room)
		return;
	to = room;
	for (size_t width = 1; width < n; width *= 2) {
		for (size_t start = 0; start < n; start += 2 * width) {
			size_t middle = start + width < n ? start + width : n, end = start + 2 * width < n ? start + 2 * width : n;

			for (size_t x = start, y = middle, out = start; out < end; out++)
				to[out] = x < middle && (y >= end || !comes_before(t, from[y], from[x])) ? from[x++] : from[y++];
		}
		size_t *swap = from;

		from = to;
		to = swap;
	}
	if (from != t->order)
		memcpy(t->order, from, n * sizeof(*from));
	memory_free(room);
}

static void arrange(struct folder_table *t)
{
	size_t chosen = t->at < t->order_count ? t->order[t->at] : SIZE_MAX, *grown;
	struct strbuf query;

	grown = memory_grow(t->order, &t->order_capacity, t->count + 1, sizeof(*grown));
	if (!grown)
		return;
	t->order = grown;
	strbuf_init(&query, 0);
	app_fold_query(t->filter.text.text, t->filter.text.len, &query);
	t->order_count = 0;
	for (size_t i = 0; i < t->count; i++) {
		if (passes(t, &t->lines[i], &query))
			t->order[t->order_count++] = i;
	}
	strbuf_release(&query);
	sort(t);
	for (size_t i = 0; i < t->order_count; i++) {
		if (t->order[i] == chosen)
			t->at = i;
	}
	if (t->at >= t->order_count)
		t->at = t->order_count ? t->order_count - 1 : 0;
}

void folder_unfilter(struct folder_table *t)
{
	lineedit_set(&t->filter, "", 0);
	arrange(t);
}

/* ---- filling ---- */

bool folder_fill(struct folder_table *t, const char *folder, struct error *reterr)
{
	struct folder_list l = { .most = FILES_MAX };
	size_t len = strlen(folder);
	bool ok;

	forget(t);
	t->shelf = form_shelf_new();
	ok = folder_list(&l, len ? folder : ".", reterr);
	for (size_t i = 0; ok && i < l.count; i++) {
		struct folder_line *grown = memory_grow(t->lines, &t->capacity, t->count + 1, sizeof(*grown));

		if (grown)
			t->lines = grown;
		ok = grown != NULL;
		if (!ok)
			break;
		grown[t->count] = (struct folder_line){ .path = arena_strdup(&t->texts, l.paths[i]) };
		ok = grown[t->count].path != NULL;
		if (ok) {
			const char *below = grown[t->count].path + (len ? len : 1);

			grown[t->count].name = below + (*below == '/');
			t->count++;
		}
	}
	if (!ok && reterr->kind == ERR_NONE)
		error_memory(reterr);
	t->others = l.others;
	t->cut = l.cut;
	folder_list_release(&l);
	arrange(t);
	return ok;
}

static const char *text_of(struct folder_table *t, struct report *r, const struct field *f)
{
	struct strbuf text;
	const char *copy = NULL;

	if (!f)
		return NULL;
	strbuf_init(&text, 1 << 20);
	report_show(r, (struct spot){ f->section, f, 0 }, false, &text);
	if (text.len)
		copy = arena_strndup(&t->texts, text.text, text.len);
	strbuf_release(&text);
	return copy;
}

/* the column of a headline figure, by its label: a new one as long as there is room; FOLDER_FIGURES: none */
static size_t figure_column(struct folder_table *t, const char *label, bool summed)
{
	size_t i;

	for (i = 0; i < t->figure_count; i++) {
		if (strcmp(t->figure_labels[i], label) == 0)
			return i;
	}
	if (i == FOLDER_FIGURES)
		return i;
	t->figure_labels[i] = arena_strdup(&t->texts, label);
	if (!t->figure_labels[i])
		return FOLDER_FIGURES;
	t->summed[i] = summed;
	t->figure_count++;
	return i;
}

static void look_at_figures(struct folder_table *t, struct folder_line *l, struct report *r, const struct form *form)
{
	struct strbuf shown;

	strbuf_init(&shown, 1 << 20);
	for (size_t i = 0; i < form->headline_count; i++) {
		const struct message_part *h = &form->headline[i];
		const char *label = h->text ? h->text : h->field ? field_label(form, h->field) : "";
		bool share = h->field && h->field->unit && strcmp(h->field->unit, "%") == 0;
		size_t column = h->field ? figure_column(t, label, field_is_number(h->field) && !share) : FOLDER_FIGURES;
		struct spot s;
		struct value v;

		if (column == FOLDER_FIGURES)
			continue;
		s = report_spot(r, h->expr);
		if (s.field->table && !s.row)
			continue;
		strbuf_clear(&shown);
		report_show(r, s, false, &shown);
		if (share && shown.len)
			strbuf_putc(&shown, '%');
		l->figures[column].there = shown.len > 0;
		l->figures[column].shown = arena_strndup(&t->texts, shown.text, shown.len);
		if (report_value(r, s, false, &v) == STATE_VALUE && v.kind == VALUE_NUMBER) {
			l->figures[column].number = true;
			l->figures[column].value = v.figure.value;
		}
	}
	strbuf_release(&shown);
}

static void look(struct folder_table *t, struct folder_line *l)
{
	struct session *session;
	struct error why = { 0 };

	l->looked = true;
	if (!session_open_shelved(l->path, t->shelf, t->english, &session, &why)) {
		l->why = arena_strdup(&t->texts, why.text);
		return;
	}
	report_finish(session->report);
	l->counts = report_counts(session->report, NULL);
	l->unit = text_of(t, session->report, session->form->unit);
	l->year = text_of(t, session->report, session->form->year);
	for (size_t i = 0; i < ARRAY_SIZE(life); i++) {
		if (strcmp(life[i], report_status(session->report)) == 0)
			l->status = (unsigned)i + 1;
	}
	look_at_figures(t, l, session->report, session->form);
	session_free(session);
}

bool folder_step(struct folder_table *t)
{
	if (t->looked >= t->count)
		return false;
	look(t, &t->lines[t->looked++]);
	/* what sorts or narrows the list may have changed; now and then will do while there are many */
	if (t->looked == t->count || t->looked % 64 == 0 || t->count < 200)
		arrange(t);
	return true;
}

/* ---- keys ---- */

bool folder_has_column(const struct folder_table *t, size_t column)
{
	return column < FOLDER_FIGURE + t->figure_count || column == FOLDER_FILE;
}

static void go_column(struct folder_table *t, bool right)
{
	size_t to = t->column;

	do {
		if (right ? to + 1 >= FOLDER_COLUMNS : to == 0)
			return;
		to += right ? 1 : (size_t)-1;
	} while (!folder_has_column(t, to));
	t->column = to;
}

static void sort_by(struct folder_table *t)
{
	if (t->sorted != t->column) {
		t->sorted = t->column;
		/* the most first for what is counted, the first letter first for what is read */
		t->descending = t->column >= FOLDER_BLANK && t->column < FOLDER_FILE;
	} else if (t->descending == (t->column >= FOLDER_BLANK && t->column < FOLDER_FILE)) {
		t->descending = !t->descending;
	} else {
		t->sorted = FOLDER_COLUMNS;
	}
	arrange(t);
}

bool folder_key(struct folder_table *t, const struct key *k, int rows)
{
	size_t page = rows > 1 ? (size_t)rows : 1, last = t->order_count ? t->order_count - 1 : 0;
	uint64_t before = t->filter.changes;

	if (k->control || k->alt)
		return false;
	switch (k->code) {
	case KEYCODE_UP:
		t->at -= t->at > 0;
		return true;
	case KEYCODE_DOWN:
		t->at += t->at < last;
		return true;
	case KEYCODE_PAGE_UP:
		t->at = t->at > page ? t->at - page : 0;
		return true;
	case KEYCODE_PAGE_DOWN:
		t->at = t->at + page < last ? t->at + page : last;
		return true;
	case KEYCODE_HOME:
		t->at = 0;
		return true;
	case KEYCODE_END:
		t->at = last;
		return true;
	case KEYCODE_LEFT:
	case KEYCODE_RIGHT:
		go_column(t, k->code == KEYCODE_RIGHT);
		return true;
	case KEYCODE_TAB:
		sort_by(t);
		return true;
	case KEYCODE_TEXT:
	case KEYCODE_PASTE:
	case KEYCODE_BACKSPACE:
		lineedit_key(&t->filter, k, 80, 1);
		if (t->filter.changes != before) {
			t->at = t->top = 0;
			arrange(t);
		}
		return true;
	default:
		return false;
	}
}

bool folder_press(struct folder_table *t, int line)
{
	size_t at = t->top + (size_t)line;

	if (line < 0 || at >= t->order_count)
		return false;
	t->at = at;
	return true;
}

void folder_choose(struct folder_table *t, const char *path)
{
	for (size_t i = 0; i < t->order_count; i++) {
		if (strcmp(t->lines[t->order[i]].path, path) == 0)
			t->at = i;
	}
}

const char *folder_chosen(const struct folder_table *t)
{
	return t->at < t->order_count ? t->lines[t->order[t->at]].path : NULL;
}
