/* What reviewers found: comments at the end of the finished document, and their opinions as a document of its own. */
#include "publish/document_private.h"

#include "review/signoff.h"

#include <string.h>

static const char *in_words(const struct renderer *w, const char *chinese, const char *other)
{
	return w->document->chinese ? chinese : other;
}

/* a paragraph as it stands, never a heading; on one line */
static void paragraph(struct renderer *w, const struct strbuf *text)
{
	struct strbuf line;

	strbuf_init(&line, 0);
	for (size_t i = 0; i < text->len; i++)
		strbuf_putc(&line, text->text[i] == '\n' || text->text[i] == '\r' ? ' ' : text->text[i]);
	if (!strbuf_ok(&line) || !strbuf_ok(text))
		w->no_memory = true;
	else if (line.len > 0)
		passage_words(w, passage_add(w, PASSAGE_PARAGRAPH, 0), line.text);
	strbuf_release(&line);
}

static void heading(struct renderer *w, uint8_t level, const char *number, const char *text)
{
	struct passage *p = passage_add(w, PASSAGE_HEADING, level);
	size_t len = strlen(number);

	if (p)
		p->number = keep(w, number, &len);
	passage_words(w, p, text);
}

static void add_when(struct words_of at, struct strbuf *out)
{
	if (at.len < 16 || at.text[10] != 'T') {
		strbuf_add(out, at.text, at.len);
		return;
	}
	strbuf_add(out, at.text, 10);
	strbuf_putc(out, ' ');
	strbuf_add(out, at.text + 11, 5);
}

/* ---- comments ---- */

static const char *state_word(const struct renderer *w, enum comment_state state)
{
	static const char *const chinese[] = { "待处理", "已答复", "已解决" }, *const other[] = { "open", "answered", "resolved" };

	return in_words(w, chinese[state], other[state]);
}

static void add_source(struct renderer *w, struct words_of by, struct words_of at, const char *state, struct strbuf *out)
{
	strbuf_puts(out, in_words(w, "（", " ("));
	strbuf_add(out, by.text, by.len);
	strbuf_puts(out, by.len && at.len ? " " : "");
	add_when(at, out);
	if (state)
		strbuf_printf(out, "%s%s", by.len || at.len ? in_words(w, "，", ", ") : "", state);
	strbuf_puts(out, in_words(w, "）", ")"));
}

static void add_place(struct renderer *w, const struct comment *c, struct strbuf *out)
{
	if (c->whole)
		strbuf_puts(out, in_words(w, "整份报告", "The whole report"));
	else if (c->gone)
		strbuf_add(out, c->label.len ? c->label.text : c->path.text, c->label.len ? c->label.len : c->path.len);
	else if (!c->spot.field)
		strbuf_puts(out, own_words(c->spot.section->title));
	else
		report_kept_label(w->report, c->spot, out);
	if (c->gone)
		strbuf_puts(out, in_words(w, "（原位置已不在）", " (not there any more)"));
}

static void write_replies(struct renderer *w, const struct comment *c)
{
	struct strbuf by, at, text, line;

	strbuf_init(&by, 0);
	strbuf_init(&at, 0);
	strbuf_init(&text, 0);
	strbuf_init(&line, 0);
	for (size_t n = 0; comment_reply(c, n, &by, &at, &text); n++) {
		strbuf_printf(&line, "%s%s", in_words(w, "答复：", "Reply: "), text.text);
		add_source(w, (struct words_of){ by.text, by.len }, (struct words_of){ at.text, at.len }, NULL, &line);
		paragraph(w, &line);
		strbuf_clear(&by);
		strbuf_clear(&at);
		strbuf_clear(&text);
		strbuf_clear(&line);
	}
	strbuf_release(&by);
	strbuf_release(&at);
	strbuf_release(&text);
	strbuf_release(&line);
}

static void write_comment(struct renderer *w, const struct comment *c, unsigned number)
{
	struct strbuf line;

	strbuf_init(&line, 0);
	strbuf_printf(&line, "%u. ", number);
	add_place(w, c, &line);
	strbuf_puts(&line, in_words(w, "：", ": "));
	strbuf_add(&line, c->text.text, c->text.len);
	add_source(w, c->by, c->at, state_word(w, c->state), &line);
	paragraph(w, &line);
	strbuf_release(&line);
	write_replies(w, c);
}

/* a section's name above its first comment; what is about the whole report, or gone, has none */
static void section_above(struct renderer *w, const struct comment *c, const struct section **at)
{
	const struct section *s = c->whole || c->gone ? NULL : c->spot.section;
	struct strbuf title;

	if (s == *at)
		return;
	*at = s;
	strbuf_init(&title, 0);
	if (s && s->part)
		strbuf_printf(&title, "%s%s%s%s", s->part, in_words(w, "", " "), s->number ? s->number : "", in_words(w, "　", ". "));
	else if (s && s->number)
		strbuf_printf(&title, "%s%s", s->number, in_words(w, "、", ". "));
	strbuf_puts(&title, s ? own_words(s->title) : in_words(w, "其他", "Others"));
	heading(w, 2, "", title.len ? title.text : "");
	strbuf_release(&title);
}

static bool is_hidden(const struct renderer *w, const struct comment *c)
{
	return w->style->public_copy && !c->whole && !c->gone && c->spot.field && c->spot.field->personal;
}

enum which { UNRESOLVED, RESOLVED, ALL };

/* by place; how many there were */
static unsigned write_comments(struct renderer *w, enum which which)
{
	const struct section *section = NULL;
	struct error ignored;
	unsigned number = 0;
	struct comment c;
	row_id *rows;
	size_t count;

	if (!comment_list(w->report, COMMENTS_ALL, &rows, &count, &ignored)) {
		w->no_memory = true;
		return 0;
	}
	for (size_t i = 0; i < count && !w->no_memory; i++) {
		if (!comment_read(w->report, rows[i], &c) || is_hidden(w, &c) ||
		    (which != ALL && (c.state == COMMENT_RESOLVED) != (which == RESOLVED)))
			continue;
		section_above(w, &c, &section);
		write_comment(w, &c, ++number);
	}
	memory_free(rows);
	return number;
}

void write_review(struct renderer *w)
{
	struct comment_count n = comment_count(w->report, (struct spot){ NULL });

	if (n.open + n.answered + n.resolved == 0)
		return;
	w->section = NULL;
	heading(w, 1, "", in_words(w, "审核意见", "Comments"));
	(void)write_comments(w, ALL);
}

/* ---- opinions ---- */

static void write_signoff(struct renderer *w, const struct signoff *s)
{
	static const char *const chinese[] = { "送审", "撤回", "退回修改", "审核通过", "公开", "重新打开" };
	static const char *const other[] = { "submitted", "withdrawn", "returned", "approved", "published", "reopened" };
	struct strbuf line;

	strbuf_init(&line, 0);
	add_when(s->at, &line);
	strbuf_puts(&line, line.len ? "  " : "");
	strbuf_puts(&line, s->action >= 0 ? in_words(w, chinese[s->action], other[s->action]) : "?");
	if (s->level.len) {
		strbuf_puts(&line, in_words(w, "（", " ("));
		strbuf_add(&line, s->level.text, s->level.len);
		strbuf_puts(&line, in_words(w, "）", ")"));
	}
	strbuf_puts(&line, in_words(w, "，经办人：", ", by "));
	strbuf_add(&line, s->by.text, s->by.len);
	paragraph(w, &line);
	strbuf_release(&line);
}

static void write_signoffs(struct renderer *w)
{
	struct signoff s;

	for (uint32_t n = 0; signoff_read(w->report, n, &s); n++)
		write_signoff(w, &s);
	if (signoff_count(w->report) == 0)
		passage_words(w, passage_add(w, PASSAGE_PARAGRAPH, 0), in_words(w, "尚未送审。", "Not submitted yet."));
}

/* what reviewers wrote when they returned, approved or reopened it, the last first */
static void write_overall(struct renderer *w)
{
	struct signoff s;
	struct strbuf line;
	bool any = false;

	strbuf_init(&line, 0);
	for (uint32_t n = signoff_count(w->report); n > 0; n--) {
		if (!signoff_read(w->report, n - 1, &s) || s.note.len == 0)
			continue;
		strbuf_clear(&line);
		strbuf_add(&line, s.note.text, s.note.len);
		add_source(w, s.by, s.at, NULL, &line);
		paragraph(w, &line);
		any = true;
	}
	strbuf_release(&line);
	if (!any)
		passage_words(w, passage_add(w, PASSAGE_PARAGRAPH, 0), in_words(w, "无。", "None."));
}

static bool has_reviewers_column(struct renderer *w, const struct field *grid)
{
	for (size_t c = 0; c < grid->column_count; c++) {
		const uint32_t rows = grid->type == TYPE_TABLE ? report_row_count(w->report, grid) : (uint32_t)grid->row_count;

		for (uint32_t i = 0; grid->columns[c]->reviewer && i < rows; i++) {
			const struct field *cell = grid->type == TYPE_TABLE ? grid->columns[c] : grid->cells[i * grid->column_count + c];
			const row_id row = grid->type == TYPE_TABLE ? report_row_at(w->report, grid, i) : 0;

			if (cell && !is_left_out(w, (struct spot){ grid->section, cell, row }))
				return true;
		}
	}
	return false;
}

/* a grid stands there whole, so that the clerk's own columns are beside the reviewer's */
static bool write_filled(struct renderer *w, const struct field *f)
{
	const struct spot s = { f->section, f, 0 };

	if (field_is_scalar(f)) {
		if (!f->reviewer || is_left_out(w, s))
			return false;
		write_words(w, own_words(f->label), strlen(own_words(f->label)));
		write_words(w, in_words(w, "：", ": "), strlen(in_words(w, "：", ": ")));
		write_value(w, s);
		write_end(w);
		return true;
	}
	if (!report_relevant(w->report, s) || !has_reviewers_column(w, f))
		return false;
	passage_words(w, passage_add(w, PASSAGE_PARAGRAPH, 0), own_words(f->label));
	write_table(w, f);
	return true;
}

static void write_findings(struct renderer *w)
{
	bool any = false;

	for (size_t i = 0; i < w->form->section_count && !w->no_memory; i++) {
		const struct section *s = w->form->sections[i];

		for (size_t n = 0; n < s->field_count && !w->no_memory; n++)
			any = write_filled(w, s->fields[n]) || any;
	}
	write_end(w);
	if (!any)
		passage_words(w, passage_add(w, PASSAGE_PARAGRAPH, 0), in_words(w, "无。", "None."));
}

static bool has_findings(struct renderer *w)
{
	for (size_t i = 0; i < w->form->section_count; i++) {
		const struct section *s = w->form->sections[i];

		for (size_t n = 0; n < s->field_count; n++) {
			const struct field *f = s->fields[n];

			if (field_is_scalar(f) ? f->reviewer && !report_is_calculated(f) && !is_left_out(w, (struct spot){ s, f, 0 }) :
						 has_reviewers_column(w, f))
				return true;
		}
	}
	return false;
}

bool document_has_opinions(struct report *r)
{
	static const struct document_style style = { .draft = false };
	struct comment_count n = comment_count(r, (struct spot){ NULL });
	struct document document;
	struct renderer w;
	struct signoff s;
	bool any = n.open + n.answered + n.resolved > 0;

	for (uint32_t i = 0; !any && signoff_read(r, i, &s); i++)
		any = s.note.len > 0 || s.action == SIGNOFF_RETURN || s.action == SIGNOFF_APPROVE || s.action == SIGNOFF_REOPEN;
	render_begin(&w, r, &style, &document);
	any = any || has_findings(&w);
	document_release(&document);
	return any;
}

static void comments_part(struct renderer *w, enum which which)
{
	if (write_comments(w, which) == 0)
		passage_words(w, passage_add(w, PASSAGE_PARAGRAPH, 0), in_words(w, "无。", "None."));
}

bool document_render_opinions(struct report *r, const struct document_style *style, struct document *ret, struct error *reterr)
{
	struct renderer w;

	render_begin(&w, r, style, ret);
	write_title(&w, in_words(&w, "审核意见", ": opinion of the reviewers"));
	heading(&w, 1, in_words(&w, "一、", "1. "), in_words(&w, "办理情况", "Sign-offs"));
	write_signoffs(&w);
	heading(&w, 1, in_words(&w, "二、", "2. "), in_words(&w, "总体意见", "Opinion"));
	write_overall(&w);
	heading(&w, 1, in_words(&w, "三、", "3. "), in_words(&w, "审核评分及理由", "Scores and reasons"));
	write_findings(&w);
	heading(&w, 1, in_words(&w, "四、", "4. "), in_words(&w, "待整改的意见", "Comments not yet resolved"));
	comments_part(&w, UNRESOLVED);
	heading(&w, 1, in_words(&w, "五、", "5. "), in_words(&w, "已解决的意见", "Resolved comments"));
	comments_part(&w, RESOLVED);
	return render_done(&w, reterr);
}
