/*
 * Places: lines, columns, and the lines that an item owns.
 */
#include "source/source_private.h"

uint32_t source_line_start(const struct source *s, uint32_t offset)
{
	while (offset > s->begin && s->text[offset - 1] != '\n')
		offset--;
	return offset < s->begin ? s->begin : offset;
}

uint32_t source_line_end(const struct source *s, uint32_t offset)
{
	const char *end = offset < s->size ? memchr(s->text + offset, '\n', s->size - offset) : NULL;
	uint32_t at = end ? (uint32_t)(end - s->text) : s->size;

	return end && at > offset && s->text[at - 1] == '\r' ? at - 1 : at;
}

struct place source_place(const struct source *s, uint32_t offset)
{
	struct place at = { .file = s->name, .line = 1, .column = 1 };
	uint32_t i, start;

	if (offset > s->size)
		offset = s->size;
	i = offset / LINE_BLOCK * LINE_BLOCK;
	if (s->lines)
		at.line += s->lines[offset / LINE_BLOCK];
	for (; i < offset; i++)
		at.line += s->text[i] == '\n';
	start = source_line_start(s, offset);
	for (i = start; i < offset; i++)
		at.column += ((unsigned char)s->text[i] & 0xc0) != 0x80;
	return at;
}

unsigned source_column(const struct source *s, uint32_t offset)
{
	uint32_t start = source_line_start(s, offset);

	return offset > start ? offset - start : 0;
}

uint32_t source_skip(const struct source *s, uint32_t at)
{
	while (at < s->size) {
		char c = s->text[at];

		if (c == '#')
			at = source_line_end(s, at);
		else if (c == ' ' || c == '\n' || c == '\r' || c == '\t')
			at++;
		else
			break;
	}
	return at;
}

/* blanks (ASCII) at the start of a line, and whether nothing else is on it */
static uint32_t line_blanks(const struct source *s, uint32_t start, bool *ret_all)
{
	uint32_t at = start;

	while (at < s->size && s->text[at] == ' ')
		at++;
	*ret_all = at == source_line_end(s, at);
	return at - start;
}

/* the same for a line of a text */
static size_t value_blanks(const char *value, size_t len, size_t at, bool *ret_all)
{
	size_t i = at;

	while (i < len && value[i] == ' ')
		i++;
	*ret_all = i == len || value[i] == '\n';
	return i - at;
}

static uint32_t next_line(const struct source *s, uint32_t at)
{
	const char *end = at < s->size ? memchr(s->text + at, '\n', s->size - at) : NULL;

	return end ? (uint32_t)(end - s->text) + 1 : s->size;
}

/*
 * The indentation of a block scalar's lines: what stands before its first line that is not blank, less the blanks which
 * belong to the text. UINT32_MAX when all lines are blank.
 */
static uint32_t block_indent(const struct source *s, uint32_t first, uint32_t end, const char *value, size_t len)
{
	uint32_t outer = 0;
	size_t inner = 0, at = 0;
	bool all = true;

	while (first < end && (outer = line_blanks(s, first, &all), all))
		first = next_line(s, first);
	if (all)
		return UINT32_MAX;
	while (at < len && (inner = value_blanks(value, len, at, &all), all)) {
		const char *next = memchr(value + at, '\n', len - at);

		at = next ? (size_t)(next - value) + 1 : len;
	}
	return outer > inner ? outer - (uint32_t)inner : 0;
}

/*
 * Where a block scalar really ends: libyaml's mark lies behind all blank lines that follow it. [start, end) is libyaml's
 * span, value is the text.
 */
uint32_t source_block_end(const struct source *s, uint32_t start, uint32_t end, const char *value, size_t len)
{
	uint32_t header = start + 1, last, indent;
	bool keep = false, all;

	while (header < end && strchr("+-123456789", s->text[header]) && s->text[header]) {
		keep |= s->text[header] == '+';
		header++;
	}
	if (end > s->size)
		end = s->size;
	if (next_line(s, start) >= end || (len == 0 && !keep))
		return header;
	indent = block_indent(s, next_line(s, start), end, value, len);
	if (indent == UINT32_MAX && len && memchr(value, ' ', len))
		indent = 0;
	/* `last` is the start of the last line that belongs to the text */
	last = source_line_start(s, end > start && s->text[end - 1] == '\n' ? end - 1 : end);
	while (!keep && last > start) {
		uint32_t blanks = line_blanks(s, last, &all);

		if (!all || blanks > indent)
			break;
		last = source_line_start(s, last - 1);
	}
	return last > start ? source_line_end(s, last) : header;
}

/* whether only blanks stand before `at` on its line (or `? `, the mark of a key); *ret_column is where the item begins */
static bool stands_first(const struct source *s, uint32_t at, uint32_t *ret_line, uint32_t *ret_column)
{
	uint32_t start = source_line_start(s, at), i = start;

	while (i < at && s->text[i] == ' ')
		i++;
	*ret_line = start;
	*ret_column = i - start;
	if (i < at && s->text[i] == '?')
		for (i++; i < at && s->text[i] == ' '; i++)
			;
	return i == at;
}

bool source_lines(const struct source *s, node_id n, uint32_t *ret_begin, uint32_t *ret_end)
{
	const struct node *node = source_node(s, n), *parent;
	uint32_t begin, column, floor;

	if (n == NODE_ROOT || node->parent == NODE_NONE)
		return false;
	parent = source_node(s, node->parent);
	if (parent->style != STYLE_BLOCK || !stands_first(s, node->key, &begin, &column))
		return false;
	/* what stands before it in document order: nothing above its end is a comment of ours */
	floor = n - 1 == node->parent ? (n - 1 == NODE_ROOT ? s->begin : parent->key_end) : source_at(s, n - 1)->end;
	while (begin > s->begin) {
		uint32_t above = source_line_start(s, begin - 1), i = above;

		while (s->text[i] == ' ')
			i++;
		if (above < floor || s->text[i] != '#' || i - above != column)
			break;
		begin = above;
	}
	*ret_begin = begin;
	*ret_end = next_line(s, node->end);
	return true;
}
