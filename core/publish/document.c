/* Document: its passages, the title, and the order of what is rendered. */
#include "publish/document_private.h"

#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

const char *own_words(struct words w)
{
	return w.zh ? w.zh : w.en ? w.en : "";
}

char *keep(struct renderer *w, const char *text, size_t *len)
{
	static char nothing[1];
	struct strbuf safe;
	char *copy = NULL;

	strbuf_init(&safe, 0);
	text_visible_lines(&safe, text, *len);
	if (strbuf_ok(&safe))
		copy = arena_strndup(&w->document->arena, safe.text, safe.len);
	*len = copy ? safe.len : 0;
	strbuf_release(&safe);
	if (copy)
		return copy;
	w->no_memory = true;
	return nothing;
}

struct passage *passage_add(struct renderer *w, enum passage_kind kind, uint8_t level)
{
	struct document *d = w->document;
	struct passage *p;

	write_end(w);
	p = arena_alloc(&d->arena, sizeof(*p));
	if (!p) {
		w->no_memory = true;
		return NULL;
	}
	*p = (struct passage){ .kind = kind, .level = level, .section = w->section, .number = "" };
	if (d->last)
		d->last->next = p;
	else
		d->first = p;
	d->last = p;
	d->count++;
	return p;
}

/* a paragraph is put into the document once it has an end */
static struct passage *paragraph(struct renderer *w)
{
	if (!w->open) {
		w->open = arena_alloc(&w->document->arena, sizeof(*w->open));
		if (!w->open) {
			w->no_memory = true;
			return NULL;
		}
		*w->open = (struct passage){ .kind = PASSAGE_PARAGRAPH, .section = w->section, .number = "" };
		w->last = NULL;
		w->said = false;
	}
	return w->open;
}

void write_run(struct renderer *w, const char *text, size_t len, struct spot s, bool value)
{
	struct passage *p = paragraph(w);
	struct run *run = p ? arena_alloc(&w->document->arena, sizeof(*run)) : NULL;

	if (!run) {
		w->no_memory = true;
		return;
	}
	*run = (struct run){ .text = keep(w, text, &len), .spot = s, .value = value };
	run->len = len;
	if (w->last)
		w->last->next = run;
	else
		p->runs = run;
	w->last = run;
	text = run->text;
	text_trim(&text, &len);
	w->said |= len > 0;
}

static void number_text(unsigned n, struct strbuf *out)
{
	static const char digits[][4] = { "", "一", "二", "三", "四", "五", "六", "七", "八", "九" };

	if (n >= 20)
		strbuf_puts(out, digits[n / 10 % 10]);
	if (n >= 10)
		strbuf_puts(out, "十");
	strbuf_puts(out, digits[n % 10]);
}

/* a line that begins with （一）: its number is the program's; one that says a value or a whole sentence is no heading */
static void number_heading(struct renderer *w, struct passage *p)
{
	struct run *first = p->runs;
	size_t size = first && !first->spot.field && !first->value ? wording_heading(first->text, first->len) : 0;
	struct strbuf number;
	bool heading = size > 0;

	if (!size)
		return;
	strbuf_init(&number, 64);
	strbuf_puts(&number, "（");
	number_text(++w->heading, &number);
	strbuf_puts(&number, "）");
	p->number = keep(w, number.text, &number.len);
	strbuf_release(&number);
	first->text += size;
	first->len -= size;
	for (const struct run *run = first; run; run = run->next)
		heading = heading && !run->value && !strstr(run->text, "。");
	p->level = 2;
	p->kind = heading ? PASSAGE_HEADING : PASSAGE_PARAGRAPH;
}

static void trim_ends(struct passage *p)
{
	struct run *last = p->runs;
	const char *text;

	for (struct run *run = p->runs; run; run = run->next)
		last = run->len ? run : last;
	text = last->text;
	text_trim(&text, &last->len);
	if (last != p->runs)
		last->len += (size_t)(text - last->text); /* blanks before it stay: something stands there */
	else
		last->text = text;
	last->text = last->len ? last->text : "";
}

void write_end(struct renderer *w)
{
	struct passage *p = w->open;
	struct document *d = w->document;

	w->open = NULL;
	if (!p || !w->said)
		return;
	trim_ends(p);
	number_heading(w, p);
	if (d->last)
		d->last->next = p;
	else
		d->first = p;
	d->last = p;
	d->count++;
}

void write_words(struct renderer *w, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		if (stop != text)
			write_run(w, text, (size_t)((stop ? stop : end) - text), (struct spot){ 0 }, false);
		if (!stop)
			return;
		write_end(w);
		text = stop + 1;
	}
}

/* ---- the document ---- */

void passage_words(struct renderer *w, struct passage *p, const char *text)
{
	struct run *run = p ? arena_alloc(&w->document->arena, sizeof(*run)) : NULL;
	size_t len = strlen(text);

	if (!run) {
		w->no_memory = true;
		return;
	}
	*run = (struct run){ .text = keep(w, text, &len) };
	run->len = len;
	p->runs = run;
}

void write_title(struct renderer *w, const char *behind)
{
	const struct form *f = w->form;
	bool chinese = w->document->chinese;
	struct strbuf unit, line, whole;

	strbuf_init(&unit, 0);
	strbuf_init(&line, 0);
	strbuf_init(&whole, 0);
	if (f->unit)
		value_text(w, (struct spot){ f->unit->section, f->unit, 0 }, false, &unit);
	if (f->year)
		value_text(w, (struct spot){ f->year->section, f->year, 0 }, false, &line);
	if (line.len)
		strbuf_puts(&line, chinese ? "年度" : ": ");
	strbuf_puts(&line, own_words(f->title));
	strbuf_puts(&line, behind);
	if (unit.len)
		passage_words(w, passage_add(w, PASSAGE_TITLE, 0), unit.text);
	passage_words(w, passage_add(w, PASSAGE_TITLE, 1), line.text);
	strbuf_printf(&whole, "%s%s%s", unit.text, unit.len && !chinese ? ", " : "", line.text);
	w->document->title = keep(w, whole.text, &whole.len);
	strbuf_release(&unit);
	strbuf_release(&line);
	strbuf_release(&whole);
}

static void section_heading(struct renderer *w, const struct section *s)
{
	bool chinese = w->document->chinese;
	struct passage *p;
	struct strbuf number;

	if (!s->number && !s->part)
		return; /* the closing part: names and a date, without a heading */
	strbuf_init(&number, 0);
	if (s->part) {
		p = passage_add(w, PASSAGE_ANNEX, 0);
		strbuf_printf(&number, chinese ? "%s%s" : "%s %s", s->part, s->number ? s->number : "");
		passage_words(w, p, number.text);
		if (p)
			p->new_page = true;
		p = passage_add(w, PASSAGE_ANNEX_TITLE, 0);
	} else {
		p = passage_add(w, PASSAGE_HEADING, 1);
		strbuf_printf(&number, chinese ? "%s、" : "%s. ", s->number);
		if (p)
			p->number = keep(w, number.text, &number.len);
	}
	passage_words(w, p, own_words(s->title));
	strbuf_release(&number);
}

/* an annex that is not used is not there: everything in it is hidden */
static bool has_relevant(struct renderer *w, const struct section *s)
{
	for (size_t i = 0; i < s->field_count; i++) {
		if (report_relevant(w->report, (struct spot){ s, s->fields[i], 0 }))
			return true;
	}
	return s->field_count == 0;
}

/* an annex is printed when something in it was filled in; a part of the report always has its place */
static bool is_printed(struct renderer *w, const struct section *s)
{
	if (!has_relevant(w, s))
		return false;
	for (size_t i = 0; s->part && i < s->field_count; i++) {
		const struct field *f = s->fields[i];

		if (field_is_scalar(f) ? !is_left_out(w, (struct spot){ s, f, 0 }) && f->type != TYPE_BOOLEAN : !grid_is_blank(w, f))
			return true;
	}
	return !s->part;
}

static void section(struct renderer *w, const struct section *s)
{
	w->section = s;
	w->heading = 0;
	section_heading(w, s);
	if (s->wording)
		write_wording(w, s->wording);
	else
		write_fields(w, s);
	write_end(w);
	write_reasons(w, s);
	write_end(w);
	w->section = NULL;
}

bool document_is_chinese(const struct form *f)
{
	for (const char *c = own_words(f->title); *c; c++) {
		if ((unsigned char)*c >= 0x80)
			return true;
	}
	return false;
}

void render_begin(struct renderer *w, struct report *r, const struct document_style *style, struct document *d)
{
	report_finish(r);
	*d = (struct document){ .chinese = document_is_chinese(report_form(r)), .title = "" };
	*w = (struct renderer){ .report = r, .form = report_form(r), .style = style, .document = d, .refused = memory_refused() };
}

bool render_done(struct renderer *w, struct error *reterr)
{
	if (!w->no_memory && w->refused == memory_refused() && report_reliable(w->report))
		return true;
	document_release(w->document);
	return error_memory(reterr);
}

bool document_render(struct report *r, const struct document_style *style, struct document *ret, struct error *reterr)
{
	struct renderer w;

	render_begin(&w, r, style, ret);
	if (style->draft)
		passage_words(&w, passage_add(&w, PASSAGE_DRAFT, 0), ret->chinese ? "草稿（未定稿）" : "Draft");
	write_title(&w, "");
	for (size_t i = 0; i < w.form->section_count && !w.no_memory; i++) {
		if (is_printed(&w, w.form->sections[i]))
			section(&w, w.form->sections[i]);
	}
	if (style->review)
		write_review(&w);
	return render_done(&w, reterr);
}

bool document_render_section(struct report *r, const struct section *s, const struct document_style *style, struct document *ret,
			     struct error *reterr)
{
	struct renderer w;

	render_begin(&w, r, style, ret);
	section(&w, s);
	return render_done(&w, reterr);
}

void document_release(struct document *d)
{
	arena_release(&d->arena);
	*d = (struct document){ .title = "" };
}

void passage_text(const struct passage *p, const char *blank, struct strbuf *out)
{
	strbuf_puts(out, p->number);
	for (const struct run *run = p->runs; run; run = run->next) {
		if (run->value && !run->len)
			strbuf_puts(out, blank);
		else
			strbuf_add(out, run->text, run->len);
	}
}
