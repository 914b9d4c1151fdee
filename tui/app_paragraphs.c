/* Numbered paragraphs (1. 2、 （一） 一、 ①) pasted into a table of title and text: a row for each. */
#include "tui/app_private.h"

#include "tui/views/views.h"

#define TITLE_MOST 40 /* characters: a first sentence longer than this is no title */
#define ASK_FROM 10   /* this many new rows are asked about first */

/* ---- numbers in front of a line ---- */

enum numbering { NUMBERED_NOT, NUMBERED_HAN, NUMBERED_HAN_BRACKET, NUMBERED_DIGIT, NUMBERED_DIGIT_BRACKET, NUMBERED_CIRCLE, NUMBERED_WORD };

struct reader {
	const char *text;
	size_t len, at;
};

static uint32_t peek(const struct reader *r, size_t *ret_step)
{
	uint32_t c = 0;

	*ret_step = text_decode(r->text + r->at, r->len - r->at, &c);
	return *ret_step ? c : 0;
}

static bool is_in(uint32_t c, const char *set)
{
	size_t len = strlen(set), at = 0, step;
	uint32_t one;

	while (c && (step = text_decode(set + at, len - at, &one)) > 0) {
		if (one == c)
			return true;
		at += step;
	}
	return false;
}

static size_t skip(struct reader *r, const char *set, size_t most)
{
	size_t count = 0, step;

	while (count < most && is_in(peek(r, &step), set)) {
		r->at += step;
		count++;
	}
	return count;
}

#define HAN "一二三四五六七八九十百"
#define DIGITS "0123456789０１２３４５６７８９"

/* what the line is numbered by; *ret_behind: where its words begin */
static enum numbering numbering_of(const char *text, size_t len, size_t *ret_behind)
{
	struct reader r = { text, len, 0 };
	enum numbering kind = NUMBERED_NOT;
	bool bracket = skip(&r, "（(", 1) > 0;

	if (!bracket && skip(&r, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", 1)) {
		kind = NUMBERED_CIRCLE;
	} else if (!bracket && skip(&r, "第", 1)) {
		kind = skip(&r, HAN, 3) && skip(&r, "，、：,", 1) ? NUMBERED_WORD : NUMBERED_NOT;
	} else if (skip(&r, HAN, 3)) {
		if (bracket)
			kind = skip(&r, "）)", 1) ? NUMBERED_HAN_BRACKET : NUMBERED_NOT;
		else
			kind = skip(&r, "、.．", 1) ? NUMBERED_HAN : skip(&r, "是", 1) ? NUMBERED_WORD : NUMBERED_NOT;
	} else if (skip(&r, DIGITS, 3)) {
		if (skip(&r, "）)", 1))
			kind = NUMBERED_DIGIT_BRACKET;
		else if (!bracket && skip(&r, "、.．", 1) && !skip(&r, DIGITS, 1)) /* 1.5万元 is no number of a paragraph */
			kind = NUMBERED_DIGIT;
	}
	skip(&r, " \t　、.．", 4);
	*ret_behind = r.at;
	return kind;
}

/* ---- paragraphs ---- */

/* the next line that is not blank, without the blanks around it; false: there is none */
static bool next_line(const char **text, size_t *len, const char **ret, size_t *ret_len)
{
	while (*len > 0) {
		const char *end = memchr(*text, '\n', *len);
		size_t line = end ? (size_t)(end - *text) : *len, taken = end ? line + 1 : line;

		*ret = *text;
		*ret_len = line;
		while (*ret_len > 0 && (*ret)[*ret_len - 1] == '\r')
			--*ret_len;
		text_trim(ret, ret_len);
		*text += taken;
		*len -= taken;
		if (*ret_len > 0)
			return true;
	}
	return false;
}

struct paragraphs {
	struct app *app;
	const struct field *table, *title, *words;
	enum numbering kind;   /* of the first: others are parts of a paragraph */
	struct strbuf head, body;
	bool open;             /* a paragraph has begun */
	uint32_t at;           /* where the next row goes */
	bool reuse;            /* the row there is empty: it is filled */
	size_t rows;
	struct error error;
};

/* the columns for title and text */
static bool find_columns(struct paragraphs *p)
{
	for (size_t i = 0; i < p->table->column_count; i++) {
		const struct field *f = p->table->columns[i];

		if (report_is_calculated(f) || f->reviewer)
			continue;
		if (!p->title && f->type == TYPE_TEXT)
			p->title = f;
		else if (p->title && !p->words && f->type == TYPE_LONGTEXT)
			p->words = f;
	}
	return p->title && p->words;
}

/* the title: a first sentence that is short enough, or a line alone; the rest is text */
static void begin(struct paragraphs *p, const char *text, size_t len)
{
	struct reader r = { text, len, 0 };
	size_t most = p->title->max_length && p->title->max_length < TITLE_MOST ? p->title->max_length : TITLE_MOST, step;

	strbuf_clear(&p->head);
	strbuf_clear(&p->body);
	p->open = true;
	while (r.at < len && !is_in(peek(&r, &step), "。：:；;"))
		r.at += step;
	if (text_clusters(text, r.at) > most) {
		strbuf_add(&p->body, text, len);
		return;
	}
	strbuf_add(&p->head, text, r.at);
	skip(&r, "。：:；; 　", 3);
	strbuf_add(&p->body, text + r.at, len - r.at);
}

static bool put(struct paragraphs *p, const struct field *f, row_id row, const struct strbuf *text)
{
	return text->len == 0 || report_set(p->app->report, (struct spot){ p->table->section, f, row }, text->text, text->len, true, &p->error);
}

static bool end(struct paragraphs *p)
{
	row_id row = p->reuse ? report_row_at(p->app->report, p->table, p->at) : 0;

	if (!p->open)
		return true;
	p->open = false;
	if (!row && !report_insert(p->app->report, p->table, p->at, &row, &p->error))
		return false;
	p->reuse = false;
	p->at++;
	p->rows++;
	return put(p, p->title, row, &p->head) && put(p, p->words, row, &p->body);
}

/* what stands before the first number is a heading, and no paragraph, when it is a short line without a sentence's end */
static bool is_heading(const char *line, size_t len)
{
	return text_clusters(line, len) <= TITLE_MOST && !(len >= 3 && memcmp(line + len - 3, "。", 3) == 0);
}

static bool split(struct paragraphs *p, const char *text, size_t len)
{
	const char *line;
	size_t line_len, behind;

	while (next_line(&text, &len, &line, &line_len)) {
		if (numbering_of(line, line_len, &behind) == p->kind) {
			if (!end(p))
				return false;
			begin(p, line + behind, line_len - behind);
			continue;
		}
		if (!p->open && is_heading(line, line_len))
			continue;
		if (!p->open)
			begin(p, "", 0);
		if (p->body.len > 0)
			strbuf_putc(&p->body, '\n');
		strbuf_add(&p->body, line, line_len);
	}
	return end(p) && strbuf_ok(&p->head) && strbuf_ok(&p->body);
}

/* how many paragraphs there are, numbered as the first one is */
static size_t count_paragraphs(const char *text, size_t len, enum numbering *ret_kind)
{
	size_t count = 0, line_len, behind;
	const char *line;

	*ret_kind = NUMBERED_NOT;
	while (next_line(&text, &len, &line, &line_len)) {
		enum numbering kind = numbering_of(line, line_len, &behind);

		if (*ret_kind == NUMBERED_NOT)
			*ret_kind = kind;
		count += kind != NUMBERED_NOT && kind == *ret_kind;
	}
	return count;
}

/* ---- pasting them ---- */

static unsigned paste_rows(struct app *app, const char *text, size_t len)
{
	struct paragraphs p = { .app = app, .table = grid_of(app->focus.field) };
	struct spot back = app->focus;
	bool ok;

	if (!find_columns(&p))
		return REACT_REDRAW;
	app_filter_off(app);
	app_edit_cancel(app);
	count_paragraphs(text, len, &p.kind);
	if (field_is_scalar(back.field)) {
		p.at = grid_row_of(app, back);
		p.reuse = report_row_is_empty(app->report, p.table, back.row);
		p.at += !p.reuse;
	}
	strbuf_init(&p.head, 0);
	strbuf_init(&p.body, 0);
	report_group_begin(app->report);
	ok = split(&p, text, len);
	if (ok)
		report_group_end(app->report);
	else
		report_group_cancel(app->report);
	strbuf_release(&p.head);
	strbuf_release(&p.body);
	app_focus(app, back);
	if (!ok)
		app_say(app, STYLE_ERROR, "%s", p.error.text);
	else
		app_say(app, STYLE_NOTE, _("%zu numbered paragraphs became rows; ^Z takes them back"), p.rows);
	return REACT_REDRAW;
}

static unsigned paste_them(struct app *app)
{
	app_panel_close(app);
	return paste_rows(app, app->pasted.text, app->pasted.len);
}

static unsigned paste_nothing(struct app *app)
{
	app_panel_close(app);
	return REACT_REDRAW;
}

/* false: it is another kind of text, or no table for one */
bool app_paste_paragraphs(struct app *app, const char *text, size_t len, unsigned *ret)
{
	static const struct answer answers[] = {
		{ N_("add the rows"), "", paste_them },
		{ N_("paste nothing"), "", paste_nothing },
	};
	struct paragraphs p = { .app = app, .table = grid_of(app->focus.field) };
	enum numbering kind;
	char question[300];
	size_t count;

	if (!p.table || p.table->type != TYPE_TABLE || memchr(text, '\t', len) || !find_columns(&p))
		return false;
	count = count_paragraphs(text, len, &kind);
	if (count < 2)
		return false;
	*ret = REACT_REDRAW;
	if (app_read_only(app) || app->options.review) {
		app_can_change(app, app->focus);
		return true;
	}
	if (count < ASK_FROM) {
		*ret = paste_rows(app, text, len);
		return true;
	}
	strbuf_clear(&app->pasted);
	strbuf_add(&app->pasted, text, len);
	snprintf(question, sizeof(question), _("the pasted text has %zu numbered paragraphs: as many rows will be added to '%s'"), count,
		 field_label(app->form, p.table));
	app_ask(app, QUESTION_UNIT, question, answers, ARRAY_SIZE(answers));
	return true;
}
