/* Values as a finished document says them. */
#include "publish/document_private.h"

#include "base/text.h"
#include "report/entry.h"

#include <string.h>

static bool is_personal(const struct field *f)
{
	return f->personal || (f->table && f->table->personal) || (f->matrix && f->matrix->personal);
}

static bool is_there(struct renderer *w, struct spot s)
{
	return s.field && !(s.field->table && !s.row) && !(w->style->public_copy && is_personal(s.field)) && report_relevant(w->report, s);
}

bool is_left_out(struct renderer *w, struct spot s)
{
	struct value v;

	if (!is_there(w, s))
		return true;
	switch (report_value(w->report, s, false, &v)) {
	case STATE_BLANK:
	case STATE_PENDING:
		return true;
	case STATE_VALUE:
		return v.kind == VALUE_BLANK && !v.na && report_is_calculated(s.field); /* a measure in words has no figure, but says something */
	default:
		return false;
	}
}

static void show_date(const struct value *v, bool chinese, struct strbuf *out)
{
	int year, month, day;

	date_from_days((int32_t)v->figure.value, &year, &month, &day);
	if (chinese)
		strbuf_printf(out, "%d年%d月%d日", year, month, day);
	else
		strbuf_printf(out, "%04d-%02d-%02d", year, month, day);
}

/* the label in the form's own language; several are joined */
static void show_choices(const struct field *f, const char *text, size_t len, bool chinese, struct strbuf *out)
{
	const char *end = text + len;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t size = (size_t)((stop ? stop : end) - text), i = 0;

		while (i < f->choice_count && (strlen(f->choices[i].value) != size || memcmp(f->choices[i].value, text, size) != 0))
			i++;
		if (i < f->choice_count && f->choices[i].label.zh)
			strbuf_puts(out, f->choices[i].label.zh);
		else
			strbuf_add(out, text, size);
		text += size + (stop ? 1 : 0);
		if (text < end)
			strbuf_puts(out, chinese ? "、" : ", ");
	}
}

bool document_value(struct report *r, struct spot s, bool chinese, struct strbuf *out, bool *ret_figure)
{
	const struct field *f = s.field;
	enum state state;
	struct value v;
	size_t len;
	const char *text;

	*ret_figure = false;
	state = report_value(r, s, false, &v);
	if (state == STATE_NA || (state == STATE_VALUE && v.kind == VALUE_BLANK && v.na)) {
		strbuf_puts(out, chinese ? ENTRY_NA : "n/a");
		return true;
	}
	if (state == STATE_MISFIT) {
		text = report_text(r, s, &len);
		strbuf_add(out, text, len);
		return true;
	}
	if (state != STATE_VALUE)
		return false;
	if (v.kind == VALUE_DATE) {
		show_date(&v, chinese, out);
	} else if (v.kind == VALUE_BOOLEAN) {
		strbuf_puts(out, chinese ? (v.truth ? "是" : "否") : v.truth ? "yes" : "no");
	} else if (v.kind == VALUE_NUMBER && v.figure.value == 0 && f->none) {
		strbuf_puts(out, f->none);
	} else if (f->type == TYPE_CHOICE || f->type == TYPE_CHOICES) {
		if (report_is_calculated(f))
			show_choices(f, v.text ? v.text : "", v.len, chinese, out);
		else if ((text = report_text(r, s, &len)))
			show_choices(f, text, len, chinese, out);
	} else {
		report_show(r, s, true, out);
		*ret_figure = v.kind == VALUE_NUMBER;
	}
	return v.kind != VALUE_BLANK || out->len > 0;
}

/* a value with its unit, where it is a figure */
static void say_value(struct report *r, struct spot s, bool chinese, bool unit, struct strbuf *out)
{
	bool figure;
	size_t before = out->len;

	if (!document_value(r, s, chinese, out, &figure) || !unit || !s.field->unit)
		return;
	if (s.field->type == TYPE_MEASURE && out->len > before) /* it may have its unit already */
		figure = out->text[out->len - 1] >= '0' && out->text[out->len - 1] <= '9';
	if (figure) {
		bool apart = !chinese && (unsigned char)s.field->unit[0] < 0x80 && s.field->unit[0] != '%';

		if (apart)
			strbuf_putc(out, ' ');
		strbuf_puts(out, s.field->unit);
	}
}

void value_text(struct renderer *w, struct spot s, bool unit, struct strbuf *out)
{
	if (!is_left_out(w, s))
		say_value(w->report, s, w->document->chinese, unit, out);
}

/* ---- {path} inside of a long text ---- */

/* a path from the form's top, as problems know it; a place that has a value */
static bool find_live(const struct report *r, const char *name, size_t len, struct spot *ret)
{
	struct strbuf path;
	struct error e;
	bool found;

	strbuf_init(&path, 8192);
	strbuf_add(&path, name, len);
	found = strbuf_ok(&path) && memchr(name, '.', len) && report_find(r, path.text, ret, &e);
	strbuf_release(&path);
	return found && ret->field && field_is_scalar(ret->field) && !(ret->field->table && !ret->row);
}

/* a letter or a digit first: what people put between braces for other reasons is no path */
static bool looks_like_path(const char *text, size_t len)
{
	return len > 0 && len < 500 && ((text[0] >= 'a' && text[0] <= 'z') || text[0] == '_');
}

bool document_reference(const struct report *r, const char *text, size_t len, size_t *start, size_t *ret_end, struct spot *ret)
{
	const char *end = text + len;

	for (const char *c = text + *start; (c = memchr(c, '{', (size_t)(end - c))) != NULL; c++) {
		const char *close = memchr(c, '}', (size_t)(end - c)), *line = memchr(c, '\n', (size_t)(end - c));

		if (!close)
			return false;
		if ((line && line < close) || !looks_like_path(c + 1, (size_t)(close - c) - 1) ||
		    !find_live(r, c + 1, (size_t)(close - c) - 1, ret))
			continue;
		*start = (size_t)(c - text);
		*ret_end = (size_t)(close - text) + 1;
		return true;
	}
	return false;
}

void document_reference_value(struct report *r, struct spot s, bool chinese, struct strbuf *out)
{
	size_t before = out->len;

	if (report_relevant(r, s))
		say_value(r, s, chinese, true, out);
	for (size_t i = before; i < out->len; i++) /* a long text within another stays on its line */
		out->text[i] = out->text[i] == '\n' ? ' ' : out->text[i];
}

void write_line(struct renderer *w, struct spot s, const char *text, size_t len)
{
	size_t from = 0, start = 0, end;
	struct strbuf value;
	struct spot live;

	strbuf_init(&value, 0);
	while (document_reference(w->report, text, len, &start, &end, &live)) {
		if (start > from)
			write_run(w, text + from, start - from, s, true);
		strbuf_clear(&value);
		if (!is_left_out(w, live))
			document_reference_value(w->report, live, w->document->chinese, &value);
		write_run(w, value.text, value.len, live, true);
		from = start = end;
	}
	if (len > from)
		write_run(w, text + from, len - from, s, true);
	strbuf_release(&value);
}

void write_value(struct renderer *w, struct spot s)
{
	struct strbuf text;
	const char *at, *end;

	strbuf_init(&text, 0);
	value_text(w, s, true, &text);
	if (text.len == 0 && is_there(w, s))
		write_run(w, "", 0, s, true);
	for (at = text.text, end = text.text + text.len; at < end;) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((stop ? stop : end) - at);

		if (s.field->type == TYPE_LONGTEXT)
			write_line(w, s, at, len);
		else if (len)
			write_run(w, at, len, s, true);
		if (!stop)
			break;
		at = stop + 1;
		if (at < end)
			write_end(w);
	}
	w->no_memory |= !strbuf_ok(&text);
	strbuf_release(&text);
}
