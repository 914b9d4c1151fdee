/* Typeset: titles, headings and paragraphs. */
#include "publish/typeset_private.h"

#include "base/text.h"

#include <string.h>

static struct typeset_line *line_new(struct typesetter *t)
{
	struct typeset *to = t->to;
	struct typeset_line *grown = memory_grow(to->lines, &to->capacity, to->count + 1, sizeof(*grown));

	if (!grown) {
		to->failed = true;
		return NULL;
	}
	to->lines = grown;
	return &grown[to->count++];
}

void set_line(struct typesetter *t, enum typeset_part part, const char *text, size_t len)
{
	char *copy;
	struct typeset_line *line;

	while (len > 0 && text[len - 1] == ' ')
		len--;
	copy = arena_strndup(&t->to->arena, text, len);
	line = copy ? line_new(t) : NULL;
	if (!line) {
		t->to->failed = true;
		return;
	}
	*line = (struct typeset_line){ .text = copy, .len = len, .passage = t->passage, .part = (uint8_t)part };
}

void set_gap(struct typesetter *t)
{
	struct typeset_line *line;

	if (t->to->count == 0 || t->to->lines[t->to->count - 1].len == 0)
		return;
	line = line_new(t);
	if (line)
		*line = (struct typeset_line){ .text = "" };
}

void set_wrapped(struct typesetter *t, const char *text, size_t len)
{
	struct text_line *lines;
	size_t count;

	if (t->style->columns <= 0) {
		set_line(t, TYPESET_TEXT, text, len);
		return;
	}
	count = text_wrap(text, len, t->style->columns, NULL, 0);
	lines = memory_alloc(count, sizeof(*lines));
	if (!lines) {
		t->to->failed = true;
		return;
	}
	text_wrap(text, len, t->style->columns, lines, count);
	for (size_t i = 0; i < count; i++)
		set_line(t, TYPESET_TEXT, text + lines[i].start, lines[i].end - lines[i].start);
	memory_free(lines);
}

static void set_centred(struct typesetter *t, const char *text, size_t len)
{
	int columns = text_columns(text, len);
	struct strbuf line;

	if (t->style->columns <= 0 || columns > t->style->columns) {
		set_wrapped(t, text, len);
		return;
	}
	strbuf_init(&line, 0);
	strbuf_repeat(&line, " ", (size_t)(t->style->columns - columns) / 2);
	strbuf_add(&line, text, len);
	t->to->failed |= !strbuf_ok(&line);
	set_line(t, TYPESET_TEXT, line.text, line.len);
	strbuf_release(&line);
}

static void set_passage(struct typesetter *t, const struct passage *p)
{
	struct strbuf text;

	strbuf_init(&text, 0);
	if (p->number[0] == '\0' && t->chinese && (p->kind == PASSAGE_PARAGRAPH || p->kind == PASSAGE_REASON))
		strbuf_puts(&text, "　　"); /* two characters in, as prose is printed */
	else if (p->number[0] && t->chinese && (p->level == 2 || p->kind == PASSAGE_HEADING))
		strbuf_puts(&text, "　　");
	passage_text(p, t->style->blank, &text);
	t->to->failed |= !strbuf_ok(&text);
	switch (p->kind) {
	case PASSAGE_TITLE:
	case PASSAGE_ANNEX_TITLE:
	case PASSAGE_DRAFT:
		set_centred(t, text.text, text.len);
		break;
	default:
		set_wrapped(t, text.text, text.len);
	}
	strbuf_release(&text);
}

static bool wants_gap(const struct passage *before, const struct passage *p)
{
	if (!before)
		return false;
	if (before->section != p->section)
		return true;
	return p->kind == PASSAGE_TABLE || before->kind == PASSAGE_TABLE || before->kind == PASSAGE_ANNEX_TITLE ||
	       before->kind == PASSAGE_DRAFT;
}

bool typeset_document(const struct document *d, const struct typeset_style *style, struct typeset *ret)
{
	struct typesetter t = { .to = ret, .style = style, .chinese = d->chinese };
	const struct passage *before = NULL;
	const unsigned long refused = memory_refused();

	*ret = (struct typeset){ 0 };
	for (const struct passage *p = d->first; p && !ret->failed; p = p->next) {
		t.passage = NULL;
		if (wants_gap(before, p))
			set_gap(&t);
		t.passage = p;
		if (p->kind == PASSAGE_TABLE)
			set_table(&t, p->table);
		else
			set_passage(&t, p);
		before = p;
	}
	if (!ret->failed && refused == memory_refused())
		return true;
	typeset_release(ret);
	return false;
}

void typeset_release(struct typeset *t)
{
	memory_free(t->lines);
	arena_release(&t->arena);
	*t = (struct typeset){ 0 };
}
