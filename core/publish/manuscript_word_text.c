/* The text of a Word file: paragraphs with the numbers that stand before them, and tables. */
#include "publish/manuscript_word.h"

#include "base/arena.h"

#include <string.h>

#define BOXES_MOST 8 /* paragraphs in text boxes in paragraphs … */

struct cell {
	size_t from, len;  /* in the row's text */
	unsigned span;
	bool merged;       /* goes on from the row above */
};

struct paragraph {
	struct strbuf text;
	char style[48];
	int list;
	int level;         /* -1: the style's */
	uint8_t heading;
};

struct reader {
	struct manuscript *m;
	struct word_numbers *numbers;
	struct word_xml *xml;
	struct paragraph open[BOXES_MOST];
	size_t depth;                /* paragraphs open */
	unsigned properties;         /* inside of what describes a paragraph or a run */
	unsigned skipped;            /* inside of what is not read */
	unsigned number;             /* of paragraphs so far */
	unsigned tables;             /* open */
	struct manuscript_table *table;
	struct strbuf row;           /* the text of its cells */
	struct cell *cells;
	size_t cell_count, cell_capacity;
	unsigned row_number;
	bool in_cell;
};

static bool is(const char *name, const char *other)
{
	return strcmp(name, other) == 0;
}

static struct paragraph *top(struct reader *r)
{
	return r->depth ? &r->open[r->depth - 1] : NULL;
}

/* ---- paragraphs ---- */

static void begin_paragraph(struct reader *r)
{
	struct paragraph *p;

	r->number++;
	if (r->depth == BOXES_MOST) {
		r->m->too_large = true;
		return;
	}
	p = &r->open[r->depth++];
	strbuf_clear(&p->text);
	p->style[0] = '\0';
	p->list = -1;
	p->level = -1;
	p->heading = 0;
}

/* the number in front, and the style's heading */
static void number_paragraph(struct reader *r, struct paragraph *p, struct strbuf *whole)
{
	const struct word_style *style = word_style(r->numbers, p->style);
	int list = p->list >= 0 ? p->list : style ? style->list : -1;

	if (!p->heading && style)
		p->heading = style->heading;
	if (list > 0 && p->text.len)
		word_count(r->numbers, list, p->level >= 0 ? (unsigned)p->level : style ? style->level : 0, whole);
}

static void end_paragraph(struct reader *r)
{
	struct paragraph *p = top(r);
	struct strbuf whole;

	if (!p)
		return;
	strbuf_init(&whole, 0);
	number_paragraph(r, p, &whole);
	strbuf_add(&whole, p->text.text, p->text.len);
	r->m->failed |= !strbuf_ok(&whole) || !strbuf_ok(&p->text);
	r->depth--;
	if (r->in_cell) {
		struct cell *c = &r->cells[r->cell_count - 1];

		if (c->len && whole.len)
			strbuf_putc(&r->row, '\n');
		strbuf_add(&r->row, whole.text, whole.len);
		c->len = r->row.len - c->from;
	} else {
		const char *at = whole.text, *end = at + whole.len;

		while (at < end) { /* line breaks part what people read as paragraphs */
			const char *stop = memchr(at, '\n', (size_t)(end - at));

			manuscript_add(r->m, r->number, p->heading, at, (size_t)((stop ? stop : end) - at));
			at = stop ? stop + 1 : end;
		}
	}
	strbuf_release(&whole);
}

/* ---- tables: one in a cell of another is that cell's text ---- */

static void begin_cell(struct reader *r)
{
	struct cell *grown = memory_grow(r->cells, &r->cell_capacity, r->cell_count + 1, sizeof(*grown));

	if (!grown) {
		r->m->failed = true;
		return;
	}
	r->cells = grown;
	grown[r->cell_count++] = (struct cell){ .from = r->row.len, .span = 1 };
	r->in_cell = true;
}

static void end_row(struct reader *r)
{
	struct manuscript_row *row;
	size_t columns = 0, at = 0, above = r->table ? r->table->count : 0;

	for (size_t i = 0; i < r->cell_count; i++)
		columns += r->cells[i].span;
	r->m->failed |= !strbuf_ok(&r->row);
	row = r->table && !r->m->failed && columns > 0 ? manuscript_add_row(r->m, r->table, r->row_number, columns) : NULL;
	for (size_t i = 0; row && i < r->cell_count; i++) {
		const struct cell *c = &r->cells[i];
		const struct manuscript_row *up = above ? &r->table->rows[above - 1] : NULL;

		if (c->merged && up && at < up->count)
			manuscript_set_cell(r->m, row, at, up->cells[at].text, up->cells[at].len);
		else
			manuscript_set_cell(r->m, row, at, r->row.text + c->from, c->len);
		at += c->span;
	}
	r->cell_count = 0;
	strbuf_clear(&r->row);
}

static void open_table(struct reader *r, const char *name)
{
	if (is(name, "tbl")) {
		if (r->tables++ == 0)
			r->table = manuscript_add_table(r->m, r->number + 1);
	} else if (r->tables == 1 && is(name, "tr")) {
		r->row_number = r->number + 1;
	} else if (r->tables == 1 && is(name, "tc")) {
		begin_cell(r);
	} else if (r->tables == 1 && r->in_cell && is(name, "gridSpan")) {
		const char *value = word_attribute(r->xml, "val");
		long n = value ? strtol(value, NULL, 10) : 1;

		r->cells[r->cell_count - 1].span = n >= 1 && n <= 64 ? (unsigned)n : 1;
	} else if (r->tables == 1 && r->in_cell && is(name, "vMerge")) {
		const char *value = word_attribute(r->xml, "val");

		r->cells[r->cell_count - 1].merged = !value || !is(value, "restart");
	}
}

static void close_table(struct reader *r, const char *name)
{
	if (r->tables == 1 && is(name, "tc"))
		r->in_cell = false;
	else if (r->tables == 1 && is(name, "tr"))
		end_row(r);
	else if (is(name, "tbl") && r->tables > 0 && --r->tables == 0)
		r->table = NULL;
}

/* ---- the elements ---- */

static bool is_properties(const char *name)
{
	return is(name, "pPr") || is(name, "rPr");
}

/* what was deleted or moved away, and what stands there for older programs */
static bool is_skipped(const char *name)
{
	return is(name, "del") || is(name, "moveFrom") || is(name, "Fallback") || is(name, "pPrChange") || is(name, "rPrChange") || is(name, "instrText");
}

static void open_property(struct reader *r, const char *name)
{
	struct paragraph *p = top(r);
	const char *value = p ? word_attribute(r->xml, "val") : NULL;

	if (!value)
		return;
	if (is(name, "pStyle"))
		snprintf(p->style, sizeof(p->style), "%s", value);
	else if (is(name, "numId"))
		p->list = (int)strtol(value, NULL, 10);
	else if (is(name, "ilvl"))
		p->level = (int)(strtol(value, NULL, 10) % WORD_LEVELS);
	else if (is(name, "outlineLvl") && value[0] >= '0' && value[0] <= '8' && !value[1])
		p->heading = (uint8_t)(value[0] - '0' + 1);
}

static void open_element(struct reader *r, const char *name)
{
	struct paragraph *p = top(r);

	if (r->skipped || is_skipped(name)) {
		r->skipped++;
	} else if (is_properties(name)) {
		r->properties++;
	} else if (r->properties) {
		open_property(r, name);
	} else if (is(name, "p")) {
		begin_paragraph(r);
	} else if (p && (is(name, "tab") || is(name, "ptab"))) {
		strbuf_putc(&p->text, '\t');
	} else if (p && (is(name, "br") || is(name, "cr"))) {
		strbuf_putc(&p->text, '\n');
	} else if (p && is(name, "noBreakHyphen")) {
		strbuf_putc(&p->text, '-');
	} else {
		open_table(r, name);
	}
}

static void close_element(struct reader *r, const char *name)
{
	if (r->skipped)
		r->skipped--;
	else if (is_properties(name))
		r->properties -= r->properties > 0;
	else if (r->properties)
		return;
	else if (is(name, "p"))
		end_paragraph(r);
	else
		close_table(r, name);
}

void word_read_document(struct manuscript *m, struct word_numbers *n, struct word_xml *x)
{
	struct reader r = { .m = m, .numbers = n, .xml = x };
	bool in_text = false;
	enum word_node node;
	const char *name;

	strbuf_init(&r.row, 2u * MANUSCRIPT_MOST);
	for (size_t i = 0; i < BOXES_MOST; i++)
		strbuf_init(&r.open[i].text, 2u * MANUSCRIPT_MOST);
	while (!m->failed && !m->too_large && (node = word_next(x, &name)) != WORD_END) {
		if (node == WORD_TEXT) {
			if (in_text && top(&r) && !r.skipped)
				strbuf_puts(&top(&r)->text, word_text(x));
			continue;
		}
		if (is(name, "t"))
			in_text = node == WORD_OPEN;
		if (node == WORD_OPEN)
			open_element(&r, name);
		else
			close_element(&r, name);
	}
	strbuf_release(&r.row);
	for (size_t i = 0; i < BOXES_MOST; i++)
		strbuf_release(&r.open[i].text);
	memory_free(r.cells);
}
