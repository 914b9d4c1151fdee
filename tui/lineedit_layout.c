#include "tui/lineedit_private.h"

#include "base/arena.h"

#define BATCH 64    /* lines wrapped at once */
#define AGAIN 2     /* lines at the end of what was looked at, which what follows may alter */
#define NEAR 64     /* bytes before a change that are looked at again with it, and the line before it: a word may move up */
#define WINDOW 1024 /* bytes looked at */
#define HAN_BYTES 3

void lineedit_layout_free(struct lineedit_layout *l)
{
	if (!l)
		return;
	strbuf_release(&l->text);
	memory_free(l->lines);
	memory_free(l->spare);
	memory_free(l);
}

struct change {
	size_t start;          /* the texts are equal before this … */
	size_t old_end;        /* … and behind these */
	size_t new_end;
};

static struct change find_change(const struct strbuf *old, const struct strbuf *new)
{
	size_t least = old->len < new->len ? old->len : new->len, start = 0, tail = 0;

	while (start + 64 <= least && !memcmp(old->text + start, new->text + start, 64))
		start += 64;
	while (start < least && old->text[start] == new->text[start])
		start++;
	while (tail + 64 <= least - start && !memcmp(old->text + old->len - tail - 64, new->text + new->len - tail - 64, 64))
		tail += 64;
	while (tail < least - start && old->text[old->len - tail - 1] == new->text[new->len - tail - 1])
		tail++;
	return (struct change){ .start = start, .old_end = old->len - tail, .new_end = new->len - tail };
}

struct wrapping {
	struct lineedit_layout *layout;
	const struct strbuf *text;
	struct change change;
	size_t count;    /* lines in layout->spare so far */
	size_t old_line; /* of the old lines, the first that may fall in */
	bool fell_in;
	size_t rest;     /* of the old lines, the one that did */
};

static bool put_line(struct wrapping *w, struct text_line line)
{
	struct lineedit_layout *l = w->layout;

	if (w->count == l->spare_capacity) {
		struct text_line *grown = memory_grow(l->spare, &l->spare_capacity, w->count + 1, sizeof(*grown));

		if (!grown)
			return false;
		l->spare = grown;
	}
	l->spare[w->count++] = line;
	return true;
}

/* whether a line that starts here starts there in the old text as well, behind the change: then the rest is as it was */
static bool falls_in(struct wrapping *w, size_t start)
{
	const struct lineedit_layout *l = w->layout;
	size_t old_start;

	if (!l->count || start <= w->change.new_end)
		return false;
	old_start = start - w->change.new_end + w->change.old_end;
	while (w->old_line < l->count && l->lines[w->old_line].start < old_start)
		w->old_line++;
	return w->old_line < l->count && l->lines[w->old_line].start == old_start;
}

static bool put_rest(struct wrapping *w)
{
	const struct lineedit_layout *l = w->layout;

	w->fell_in = true;
	w->rest = w->old_line;
	for (; w->old_line < l->count; w->old_line++) {
		struct text_line line = l->lines[w->old_line];

		line.start = line.start - w->change.old_end + w->change.new_end;
		line.end = line.end - w->change.old_end + w->change.new_end;
		if (!put_line(w, line))
			return false;
	}
	return true;
}

/* lines from `start` to the end of the text, or until they fall in with the old ones */
static bool wrap_from(struct wrapping *w, size_t start, int columns)
{
	size_t window = WINDOW;

	for (;;) {
		struct text_line lines[BATCH];
		size_t rest = w->text->len - start, count, usable;

		if (window > rest)
			window = rest;
		while (window < rest && ((unsigned char)w->text->text[start + window] & 0xc0) == 0x80)
			window++; /* what is looked at ends with a whole character */
		count = text_wrap(w->text->text + start, window, columns, lines, BATCH);
		usable = window == rest ? count : count > AGAIN ? count - AGAIN : 0;
		if (usable > BATCH)
			usable = BATCH;
		if (!usable) {
			window *= 2;
			continue;
		}
		for (size_t i = 0; i < usable; i++) {
			struct text_line line = { start + lines[i].start, start + lines[i].end, lines[i].hard };

			if (falls_in(w, line.start))
				return put_rest(w);
			if (!put_line(w, line))
				return false;
		}
		if (window == rest && usable == count)
			return true;
		start = w->layout->spare[w->count - 1].end + w->layout->spare[w->count - 1].hard;
		window = WINDOW;
	}
}

/* clusters of the lines that were wrapped anew instead of those that stood there: lines begin and end with clusters */
static void recount(const struct wrapping *w, size_t keep)
{
	struct lineedit_layout *l = w->layout;
	size_t from, border, old_end = l->text.len, new_end = w->text->len;

	if (!l->count) {
		l->clusters = text_clusters(w->text->text, w->text->len);
		return;
	}
	from = keep < l->count ? l->lines[keep].start : 0;
	border = text_cluster_before(l->text.text, w->change.start);
	if (border > from) /* what stands before it is the same in both texts, so that it is one in both */
		from = border;
	if (w->fell_in) {
		old_end = l->lines[w->rest].start;
		new_end = old_end - w->change.old_end + w->change.new_end;
	}
	l->clusters -= text_clusters(l->text.text + from, old_end - from);
	l->clusters += text_clusters(w->text->text + from, new_end - from);
}

/* U+5000 to U+9FFF: between two of them a line may always break, whatever follows */
static bool is_han(const char *text)
{
	return (unsigned char)text[0] >= 0xe5 && (unsigned char)text[0] <= 0xe9;
}

/*
 * The first line to be wrapped anew for a change that starts here. What stands before a line end does not follow it; nor
 * does what stands before a line whose first two characters are Han and stay: it was the first of them for which the line
 * before had no room, and no longer word begins there. (In most Chinese text this saves half of the wrapping.)
 */
static size_t first_touched(const struct lineedit_layout *l, size_t start)
{
	size_t line = lineedit_line_at(l, start), least = line > 0 ? line - 1 : 0, begin = l->lines[line].start;

	if (start >= begin + 2 * HAN_BYTES + HAN_BYTES && is_han(l->text.text + begin) && is_han(l->text.text + begin + HAN_BYTES))
		return line;
	while (line > 0 && !l->lines[line - 1].hard && (line > least || l->lines[line].start + NEAR > start))
		line--;
	return line;
}

/* the first line of those wrapped anew that is another one, or holds what changed */
static size_t first_changed(const struct wrapping *w, size_t line)
{
	const struct lineedit_layout *l = w->layout;

	while (line < l->count && line < w->count && l->spare[line].start == l->lines[line].start &&
	       l->spare[line].end == l->lines[line].end && l->spare[line].end < w->change.start)
		line++;
	return line;
}

static bool lay_out(struct lineedit_layout *l, const struct strbuf *text, int columns)
{
	struct wrapping w = { .layout = l, .text = text };
	struct text_line *lines;
	size_t capacity, keep = 0;

	if (l->columns != columns)
		l->count = 0;
	else
		w.change = find_change(&l->text, text);
	if (l->count) {
		keep = first_touched(l, w.change.start);
		for (size_t i = 0; i < keep; i++) {
			if (!put_line(&w, l->lines[i]))
				return false;
		}
		w.old_line = keep;
	}
	if (!wrap_from(&w, keep ? l->lines[keep].start : 0, columns))
		return false;
	recount(&w, keep);
	keep = first_changed(&w, keep);
	l->fresh = l->fresh < keep ? l->fresh : keep;
	strbuf_clear(&l->text);
	strbuf_add(&l->text, text->text, text->len);
	if (!strbuf_ok(&l->text))
		return false;
	lines = l->lines;
	capacity = l->capacity;
	l->lines = l->spare;
	l->capacity = l->spare_capacity;
	l->count = w.count;
	l->spare = lines;
	l->spare_capacity = capacity;
	l->columns = columns;
	return true;
}

static bool update(struct lineedit_layout *l, const struct strbuf *text, int columns)
{
	if (l->columns == columns && l->text.len == text->len && !memcmp(l->text.text, text->text, text->len))
		return true;
	if (lay_out(l, text, columns))
		return true;
	l->fresh = 0;
	l->columns = 0;
	l->count = 0;
	return false;
}

struct lineedit_layout *lineedit_layout_new(void)
{
	struct lineedit_layout *l = memory_alloc(1, sizeof(*l));

	if (l)
		strbuf_init(&l->text, 0);
	return l;
}

static bool bring_up(const struct lineedit *e, int columns)
{
	struct lineedit_layout *l = e->layout;

	if (l->widths != text_class_changes())
		l->columns = 0;
	l->widths = text_class_changes();
	if (l->columns == columns && l->count && l->changes == e->changes)
		return true;
	if (!update(l, &e->text, columns))
		return false;
	l->changes = e->changes;
	return true;
}

const struct lineedit_layout *lineedit_layout(struct lineedit *e, int columns)
{
	if (!e->layout)
		e->layout = lineedit_layout_new();
	return e->layout && bring_up(e, columns > 0 ? columns : 1) ? e->layout : NULL;
}

size_t lineedit_line_at(const struct lineedit_layout *l, size_t at)
{
	size_t low = 0, high = l->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (l->lines[middle].start <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

int lineedit_column(const struct lineedit *e, const struct lineedit_layout *l, size_t line, size_t at)
{
	size_t start = l->lines[line].start;

	return at > start ? text_columns(e->text.text + start, at - start) : 0;
}

bool lineedit_is_past(const struct lineedit *e, const struct lineedit_layout *l, size_t line)
{
	return lineedit_column(e, l, line, e->caret) >= l->columns;
}

bool lineedit_is_below(const struct lineedit_layout *l, size_t line)
{
	return l->lines[line].hard || line + 1 == l->count;
}

int lineedit_lines(const struct lineedit *e, int columns)
{
	const struct lineedit_layout *l = e->layout;
	struct text_line first;
	size_t line;

	if (columns < 1)
		columns = 1;
	if (l && bring_up(e, columns)) {
		line = lineedit_line_at(l, e->caret);
		return (int)l->count + (lineedit_is_past(e, l, line) && lineedit_is_below(l, line));
	}
	return (int)text_wrap(e->text.text, e->text.len, columns, &first, 1);
}

size_t lineedit_clusters(struct lineedit *e)
{
	const struct lineedit_layout *l = e->layout && e->layout->columns > 0 ? lineedit_layout(e, e->layout->columns) : NULL;

	return l ? l->clusters : text_clusters(e->text.text, e->text.len);
}
