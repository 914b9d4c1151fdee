/* A document as Markdown: headings, paragraphs and tables, whatever the values hold standing for itself. */
#include "publish/writers.h"

#include <string.h>

/* what would be markup; more than must be, so that no place makes a difference */
static void escape(struct strbuf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n') {
			strbuf_puts(out, "<br>");
			continue;
		}
		if (text[i] == '&' || text[i] == '<') {
			strbuf_puts(out, text[i] == '&' ? "&amp;" : "&lt;");
			continue;
		}
		if (memchr("\\`*_[]|~$", text[i], 9))
			strbuf_putc(out, '\\');
		strbuf_putc(out, text[i]);
	}
}

/* a list, a heading, a quotation or a rule where a line begins: "1." "-" "+" "#" ">" "=" */
static void escape_line(struct strbuf *out, const char *text, size_t len)
{
	size_t digits = 0;

	while (len > 0 && (*text == ' ' || *text == '\t')) { /* four of them would be code */
		text++;
		len--;
	}
	while (digits < len && text[digits] >= '0' && text[digits] <= '9')
		digits++;
	if (digits > 0 && digits < len && (text[digits] == '.' || text[digits] == ')')) {
		strbuf_add(out, text, digits);
		strbuf_putc(out, '\\');
		strbuf_putc(out, text[digits]);
		text += digits + 1;
		len -= digits + 1;
	} else if (len > 0 && memchr("-+#>=", *text, 5)) {
		strbuf_putc(out, '\\');
		strbuf_putc(out, *text++);
		len--;
	}
	escape(out, text, len);
}

static void table(const struct document_table *t, struct strbuf *out)
{
	for (size_t i = 0; i < t->column_count; i++) {
		strbuf_puts(out, "| ");
		escape(out, t->columns[i].label, strlen(t->columns[i].label));
		strbuf_putc(out, ' ');
	}
	strbuf_puts(out, "|\n");
	for (size_t i = 0; i < t->column_count; i++)
		strbuf_puts(out, t->columns[i].right ? "| ---: " : "| --- ");
	strbuf_puts(out, "|\n");
	for (size_t r = 0; r < t->row_count; r++) {
		for (size_t i = 0; i < t->column_count; i++) {
			const struct document_cell *c = &t->rows[r].cells[i];

			strbuf_puts(out, "| ");
			escape(out, c->text, c->len);
			strbuf_puts(out, c->len ? " " : "");
		}
		strbuf_puts(out, "|\n");
	}
	if (t->left_out)
		strbuf_puts(out, "\n……\n");
}

static void passage(const struct passage *p, struct strbuf *out)
{
	static const struct {
		const char *before, *after;
	} marks[] = {
		[PASSAGE_DRAFT] = { "> **", "**" },  [PASSAGE_TITLE] = { "# ", "" },  [PASSAGE_ANNEX] = { "## ", "" },
		[PASSAGE_ANNEX_TITLE] = { "### ", "" }, [PASSAGE_HEADING] = { "## ", "" }, [PASSAGE_PARAGRAPH] = { "", "" },
		[PASSAGE_REASON] = { "", "" },
	};
	struct strbuf text;

	if (p->kind == PASSAGE_TABLE) {
		table(p->table, out);
		return;
	}
	strbuf_init(&text, 0);
	passage_text(p, "", &text);
	strbuf_puts(out, p->kind == PASSAGE_HEADING && p->level == 2 ? "### " : marks[p->kind].before);
	escape_line(out, text.text, text.len);
	strbuf_puts(out, marks[p->kind].after);
	strbuf_putc(out, '\n');
	if (!strbuf_ok(&text))
		out->failed = true;
	strbuf_release(&text);
}

/* the title of a document is one heading, however many lines it has */
static const struct passage *title(const struct passage *p, struct strbuf *out)
{
	struct strbuf text;

	strbuf_init(&text, 0);
	strbuf_puts(out, "# ");
	for (bool first = true; p && p->kind == PASSAGE_TITLE; p = p->next, first = false) {
		if (!first)
			strbuf_puts(out, "<br>");
		strbuf_clear(&text);
		passage_text(p, "", &text);
		escape_line(out, text.text, text.len);
	}
	strbuf_putc(out, '\n');
	strbuf_release(&text);
	return p;
}

bool write_markdown(const struct document *d, struct sink to)
{
	const unsigned long refused = memory_refused();
	struct strbuf out;
	bool ok = true;

	strbuf_init(&out, 0);
	for (const struct passage *p = d->first; p && ok;) {
		strbuf_clear(&out);
		if (p != d->first)
			strbuf_putc(&out, '\n');
		if (p->kind == PASSAGE_TITLE) {
			p = title(p, &out);
		} else {
			passage(p, &out);
			p = p->next;
		}
		ok = strbuf_ok(&out) && refused == memory_refused() && to.write(to.to, out.text, out.len);
	}
	strbuf_release(&out);
	return ok;
}
