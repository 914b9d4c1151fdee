#include "tui/lineedit_private.h"

#include "base/arena.h"

void lineedit_init(struct lineedit *e, bool multiline)
{
	*e = (struct lineedit){ .multiline = multiline, .wanted_column = -1 };
	strbuf_init(&e->text, 0);
	if (multiline)
		e->layout = lineedit_layout_new(); /* without it all works, but slower */
}

void lineedit_release(struct lineedit *e)
{
	strbuf_release(&e->text);
	lineedit_layout_free(e->layout);
	*e = (struct lineedit){ .multiline = e->multiline, .wanted_column = -1, .text = e->text, .changes = e->changes + 1 };
}

void lineedit_set(struct lineedit *e, const char *text, size_t len)
{
	strbuf_clear(&e->text);
	strbuf_add(&e->text, text, len);
	e->caret = e->anchor = e->text.len;
	e->wanted_column = -1;
	e->top = 0;
	e->changes++;
}

bool lineedit_selection(const struct lineedit *e, size_t *ret_start, size_t *ret_end)
{
	*ret_start = e->caret < e->anchor ? e->caret : e->anchor;
	*ret_end = e->caret < e->anchor ? e->anchor : e->caret;
	return e->caret != e->anchor;
}

void lineedit_select_all(struct lineedit *e)
{
	e->anchor = 0;
	e->caret = e->text.len;
	e->wanted_column = -1;
}

/* what was typed or removed may have joined its neighbours: the caret goes behind the cluster that it would be in */
static void settle(struct lineedit *e)
{
	int columns;

	if (e->caret && e->caret < e->text.len) {
		size_t start = text_cluster_before(e->text.text, e->caret);
		size_t end = start + text_cluster(e->text.text + start, e->text.len - start, &columns);

		if (end > e->caret)
			e->caret = end;
	}
	e->anchor = e->caret;
	e->wanted_column = -1;
}

void lineedit_insert(struct lineedit *e, const char *text, size_t len)
{
	size_t start, end;

	while (!e->multiline && len && text[len - 1] == '\n')
		len--;
	(void)lineedit_selection(e, &start, &end);
	strbuf_insert(&e->text, end, text, len);
	if (!strbuf_ok(&e->text)) {
		e->text.failed = false; /* no room for this much: nothing is changed */
		return;
	}
	for (size_t i = end; !e->multiline && i < end + len; i++) {
		if (e->text.text[i] == '\n')
			e->text.text[i] = ' ';
	}
	strbuf_remove(&e->text, start, end - start);
	e->caret = start + len;
	e->changes += len > 0 || start < end;
	settle(e);
}

static void remove_range(struct lineedit *e, size_t start, size_t end)
{
	strbuf_remove(&e->text, start, end - start);
	e->caret = start;
	e->changes += start < end;
	settle(e);
}

/* ---- where to go ---- */

static size_t cluster_after(const struct lineedit *e, size_t at)
{
	int columns;

	return at + text_cluster(e->text.text + at, e->text.len - at, &columns);
}

static size_t cluster_before(const struct lineedit *e, size_t at)
{
	return at ? text_cluster_before(e->text.text, at) : 0;
}

enum kind { KIND_BLANK, KIND_END, KIND_WORD, KIND_HAN, KIND_MARK };

static enum kind char_kind(uint32_t c)
{
	if (c == '\n')
		return KIND_END;
	if (c == ' ' || c == '\t' || c == 0xa0 || c == 0x3000)
		return KIND_BLANK;
	if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_')
		return KIND_WORD;
	if (c < 0xc0 || (c >= 0x2000 && c <= 0x2bff) || (c >= 0x3001 && c <= 0x303f) || (c >= 0xfe30 && c <= 0xfe6f) ||
	    (c >= 0xff01 && c <= 0xff0f) || (c >= 0xff1a && c <= 0xff20) || (c >= 0xff3b && c <= 0xff40) ||
	    (c >= 0xff5b && c <= 0xff65))
		return KIND_MARK;
	return (c >= 0x2e80 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || c >= 0x20000 ? KIND_HAN : KIND_WORD;
}

static enum kind kind_at(const struct lineedit *e, size_t at)
{
	uint32_t c;

	return text_decode(e->text.text + at, e->text.len - at, &c) ? char_kind(c) : KIND_END;
}

/* behind the run of one kind that begins here, and the blanks that follow it */
static size_t word_after(const struct lineedit *e, size_t at)
{
	enum kind kind;

	if (at >= e->text.len)
		return at;
	kind = kind_at(e, at);
	at = cluster_after(e, at);
	while (at < e->text.len && kind != KIND_END && kind_at(e, at) == kind)
		at = cluster_after(e, at);
	while (at < e->text.len && kind != KIND_END && kind_at(e, at) == KIND_BLANK)
		at = cluster_after(e, at);
	return at;
}

static size_t word_before(const struct lineedit *e, size_t at)
{
	enum kind kind;
	size_t before;

	while (at && kind_at(e, cluster_before(e, at)) == KIND_BLANK)
		at = cluster_before(e, at);
	if (!at)
		return 0;
	at = cluster_before(e, at);
	kind = kind_at(e, at);
	while (at && kind != KIND_END && kind_at(e, before = cluster_before(e, at)) == kind)
		at = before;
	return at;
}

/* on a visual line, the last place at which what is typed appears on it: behind it is the next line, unless it ends hard */
static size_t line_last(const struct lineedit *e, const struct lineedit_layout *l, size_t line)
{
	size_t end = l->lines[line].end;

	if (l->lines[line].hard || line + 1 == l->count)
		return end;
	return end > l->lines[line].start ? cluster_before(e, end) : end;
}

static size_t line_edge(struct lineedit *e, int columns, bool end)
{
	const struct lineedit_layout *l = e->multiline ? lineedit_layout(e, columns) : NULL;
	size_t line;

	if (!l)
		return end ? e->text.len : 0;
	line = lineedit_line_at(l, e->caret);
	return end ? line_last(e, l, line) : l->lines[line].start;
}

static size_t line_away(struct lineedit *e, int columns, int lines)
{
	const struct lineedit_layout *l = lineedit_layout(e, columns);
	size_t line, target, at, last;
	int used;

	if (!l)
		return e->caret;
	line = lineedit_line_at(l, e->caret);
	if (e->wanted_column < 0)
		e->wanted_column = lineedit_column(e, l, line, e->caret);
	if (lines < 0)
		target = line > (size_t)-lines ? line - (size_t)-lines : 0;
	else
		target = l->count - 1 - line > (size_t)lines ? line + (size_t)lines : l->count - 1;
	at = l->lines[target].start;
	at += text_fit(e->text.text + at, l->lines[target].end - at, e->wanted_column, &used);
	last = line_last(e, l, target);
	return at < last ? at : last;
}

/* ---- keys ---- */

static void go(struct lineedit *e, size_t to, bool select, bool vertical)
{
	e->caret = to;
	if (!select)
		e->anchor = to;
	if (!vertical)
		e->wanted_column = -1;
}

static bool key_moves(struct lineedit *e, const struct key *k, int columns, int rows)
{
	size_t start, end;
	bool selected = lineedit_selection(e, &start, &end) && !k->shift;
	int page = rows > 1 ? rows - 1 : 1;

	switch (k->code) {
	case KEYCODE_LEFT:
		go(e, k->control ? word_before(e, e->caret) : selected ? start : cluster_before(e, e->caret), k->shift, false);
		return true;
	case KEYCODE_RIGHT:
		go(e, k->control ? word_after(e, e->caret) : selected ? end : cluster_after(e, e->caret), k->shift, false);
		return true;
	case KEYCODE_HOME:
		go(e, k->control ? 0 : line_edge(e, columns, false), k->shift, false);
		return true;
	case KEYCODE_END:
		go(e, k->control ? e->text.len : line_edge(e, columns, true), k->shift, false);
		return true;
	case KEYCODE_UP:
	case KEYCODE_DOWN:
		if (!e->multiline || k->control)
			return false;
		go(e, line_away(e, columns, k->code == KEYCODE_UP ? -1 : 1), k->shift, true);
		return true;
	case KEYCODE_PAGE_UP:
	case KEYCODE_PAGE_DOWN:
		if (!e->multiline || k->control)
			return false;
		go(e, line_away(e, columns, k->code == KEYCODE_PAGE_UP ? -page : page), k->shift, true);
		return true;
	default:
		return false;
	}
}

static void key_removes(struct lineedit *e, bool forward, bool word)
{
	size_t start, end;

	if (!lineedit_selection(e, &start, &end)) {
		start = forward ? e->caret : word ? word_before(e, e->caret) : cluster_before(e, e->caret);
		end = !forward ? e->caret : word ? word_after(e, e->caret) : cluster_after(e, e->caret);
	}
	remove_range(e, start, end);
}

bool lineedit_key(struct lineedit *e, const struct key *k, int columns, int rows)
{
	if (k->alt)
		return false;
	switch (k->code) {
	case KEYCODE_TEXT:
	case KEYCODE_PASTE:
		lineedit_insert(e, k->text, k->len);
		return true;
	case KEYCODE_ENTER:
		if (!e->multiline || k->control)
			return false;
		lineedit_insert(e, "\n", 1);
		return true;
	case KEYCODE_BACKSPACE:
	case KEYCODE_DELETE:
		key_removes(e, k->code == KEYCODE_DELETE, k->control);
		return true;
	default:
		return key_moves(e, k, columns, rows);
	}
}
