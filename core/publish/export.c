#include "publish/export.h"

#include "base/i18n.h"
#include "desk/save.h"
#include "publish/json.h"
#include "publish/writers.h"
#include "review/signoff.h"

#include <string.h>

static bool failed(bool memory, struct error *reterr)
{
	return memory ? error_memory(reterr) : error_set(reterr, ERR_IO, NOWHERE, _("cannot write"));
}

/* a sink in front of another that remembers whether it was that one which refused */
struct outlet {
	struct sink to;
	bool refused;
};

static bool into_outlet(void *to, const char *text, size_t len)
{
	struct outlet *o = to;

	o->refused |= !o->to.write(o->to.to, text, len);
	return !o->refused;
}

static bool put(struct sink to, const char *text, size_t len)
{
	return to.write(to.to, text, len);
}

static bool export_yaml(struct report *r, const struct form *form, const struct export_options *o, struct sink to, struct error *reterr)
{
	static const char mark[] = "# DRAFT / 草稿\n";

	(void)form;
	if (o->opinions)
		return error_set(reterr, ERR_REFUSED, NOWHERE, _("opinions are not written as YAML; choose json, md or txt"));
	/* a comment before the first line: a draft says so, and is read as the same report */
	if (o->draft && !put(to, mark, sizeof(mark) - 1))
		return failed(false, reterr);
	return report_write_finished(r, (o->public_copy ? FINISHED_PUBLIC : 0) | (o->review ? FINISHED_REVIEW : 0), to, reterr);
}

static void member(struct strbuf *out, const char *name, const char *text)
{
	strbuf_printf(out, "\"%s\":", name);
	if (text)
		json_string(out, text, strlen(text));
	else
		strbuf_puts(out, "null");
}

/* ---- comments and sign-offs ---- */

static void member_of(struct strbuf *out, const char *name, struct words_of text, bool first)
{
	strbuf_printf(out, first ? "{\"%s\":" : ",\"%s\":", name);
	json_string(out, text.text, text.len);
}

static struct words_of words(const struct strbuf *text)
{
	return (struct words_of){ text->len ? text->text : "", text->len };
}

static void json_replies(struct strbuf *out, const struct comment *c)
{
	struct strbuf by, at, text;

	strbuf_init(&by, 0);
	strbuf_init(&at, 0);
	strbuf_init(&text, 0);
	strbuf_puts(out, ",\"replies\":[");
	for (size_t n = 0; comment_reply(c, n, &by, &at, &text); n++) {
		strbuf_puts(out, n ? "," : "");
		member_of(out, "by", words(&by), true);
		member_of(out, "at", words(&at), false);
		member_of(out, "text", words(&text), false);
		strbuf_putc(out, '}');
		strbuf_clear(&by);
		strbuf_clear(&at);
		strbuf_clear(&text);
	}
	strbuf_puts(out, "]}");
	strbuf_release(&by);
	strbuf_release(&at);
	strbuf_release(&text);
}

static bool json_comments(struct strbuf *out, struct report *r, bool public_copy, struct error *reterr)
{
	static const char *const states[] = { "open", "answered", "resolved" };
	struct strbuf label;
	struct comment c;
	bool any = false;
	row_id *rows;
	size_t count;

	if (!comment_list(r, COMMENTS_ALL, &rows, &count, reterr))
		return false;
	strbuf_init(&label, 0);
	strbuf_puts(out, ",\"review\":[");
	for (size_t i = 0; i < count; i++) {
		if (!comment_read(r, rows[i], &c) || (public_copy && c.spot.field && c.spot.field->personal))
			continue;
		strbuf_clear(&label);
		if (!c.whole)
			comment_place(r, &c, &label);
		strbuf_puts(out, any ? "," : "");
		any = true;
		member_of(out, "id", c.id, true);
		member_of(out, "path", c.path, false);
		member_of(out, "label", words(&label), false);
		member_of(out, "by", c.by, false);
		member_of(out, "at", c.at, false);
		member_of(out, "text", c.text, false);
		member_of(out, "state", (struct words_of){ states[c.state], strlen(states[c.state]) }, false);
		json_replies(out, &c);
	}
	strbuf_putc(out, ']');
	strbuf_release(&label);
	memory_free(rows);
	return true;
}

static void json_signoffs(struct strbuf *out, struct report *r)
{
	const struct field *action = table_column(section_field(report_form(r)->reserved, "history", 7), "action", 6);
	struct signoff s;

	strbuf_puts(out, ",\"history\":[");
	for (uint32_t n = 0; signoff_read(r, n, &s); n++) {
		struct words_of word;

		word.text = report_text(r, (struct spot){ action->section, action, s.row }, &word.len);
		strbuf_puts(out, n ? "," : "");
		member_of(out, "at", s.at, true);
		member_of(out, "by", s.by, false);
		member_of(out, "action", word, false);
		if (s.level.len)
			member_of(out, "level", s.level, false);
		member_of(out, "note", s.note, false);
		strbuf_putc(out, '}');
	}
	strbuf_putc(out, ']');
}

/* what only reviewers fill in: grids that have such columns whole, so that the clerk's own stand beside them */
static void json_findings(struct strbuf *out, struct report *r, struct json_style style)
{
	const struct form *f = report_form(r);
	struct strbuf path;
	bool any = false;

	strbuf_init(&path, 0);
	strbuf_puts(out, ",\"findings\":{");
	for (size_t i = 0; i < f->section_count; i++) {
		for (size_t n = 0; n < f->sections[i]->field_count; n++) {
			const struct field *field = f->sections[i]->fields[n];
			bool by_reviewer = field->reviewer;

			for (size_t c = 0; c < field->column_count; c++)
				by_reviewer |= field->columns[c]->reviewer;
			if (!by_reviewer || (style.public_copy && field->personal))
				continue;
			strbuf_clear(&path);
			report_path(r, (struct spot){ field->section, field, 0 }, &path);
			strbuf_puts(out, any ? "," : "");
			any = true;
			json_string(out, path.text, path.len);
			strbuf_putc(out, ':');
			json_spot(out, r, (struct spot){ field->section, field, 0 }, style);
		}
	}
	strbuf_putc(out, '}');
	strbuf_release(&path);
}

static bool export_json(struct report *r, const struct form *form, const struct export_options *o, struct sink to, struct error *reterr)
{
	const struct json_style style = { .how = JSON_VALUE, .public_copy = o->public_copy, .finished = true };
	unsigned long refused = memory_refused();
	struct strbuf out;
	bool whole, listed, ok;

	report_finish(r);
	strbuf_init(&out, 0);
	strbuf_putc(&out, '{');
	member(&out, "form", form->id);
	strbuf_putc(&out, ',');
	member(&out, "version", form->version);
	strbuf_putc(&out, ',');
	member(&out, "status", report_status(r));
	if (o->draft)
		strbuf_puts(&out, ",\"draft\":true");
	if (o->opinions) {
		json_signoffs(&out, r);
		json_findings(&out, r, style);
	}
	for (size_t i = 0; i < form->section_count && !o->opinions; i++) {
		strbuf_putc(&out, ',');
		json_string(&out, form->sections[i]->id, strlen(form->sections[i]->id));
		strbuf_putc(&out, ':');
		json_spot(&out, r, (struct spot){ form->sections[i], NULL, 0 }, style);
	}
	listed = !(o->review || o->opinions) || json_comments(&out, r, o->public_copy, reterr);
	strbuf_puts(&out, "}\n");
	whole = strbuf_ok(&out) && refused == memory_refused() && report_reliable(r);
	ok = whole && listed && put(to, out.text, out.len);
	strbuf_release(&out);
	return ok || (listed && failed(!whole, reterr));
}

static bool export_document(struct report *r, const struct export_options *o, bool (*write)(const struct document *d, struct sink to),
			    struct sink to, struct error *reterr)
{
	const struct document_style style = { .public_copy = o->public_copy, .draft = o->draft, .review = o->review };
	struct outlet outlet = { .to = to };
	struct document d;
	bool ok;

	if (!(o->opinions ? document_render_opinions : document_render)(r, &style, &d, reterr))
		return false;
	ok = write(&d, (struct sink){ into_outlet, &outlet });
	document_release(&d);
	return ok || failed(!outlet.refused, reterr);
}

static bool export_markdown(struct report *r, const struct form *form, const struct export_options *o, struct sink to, struct error *reterr)
{
	(void)form;
	return export_document(r, o, write_markdown, to, reterr);
}

static bool export_plain(struct report *r, const struct form *form, const struct export_options *o, struct sink to, struct error *reterr)
{
	(void)form;
	return export_document(r, o, write_plain, to, reterr);
}

const struct export_format export_formats[] = {
	{ "yaml", ".yaml", N_("YAML, every calculated value included"), false, export_yaml },
	{ "json", ".json", N_("JSON, for other programs"), true, export_json },
	{ "md", ".md", N_("Markdown, the document as text with headings"), true, export_markdown },
	{ "txt", ".txt", N_("plain text"), true, export_plain },
};

const size_t export_format_count = ARRAY_SIZE(export_formats);

bool export_file(const struct export_format *f, struct report *r, const struct form *form, const struct export_options *o,
		 const char *path, struct error *reterr)
{
	struct replace *p;

	if (!replace_begin(path, &p, reterr))
		return false;
	if (!f->write(r, form, o, replace_sink(p), reterr)) {
		replace_trouble(p, reterr);
		replace_cancel(p);
		return false;
	}
	return replace_commit(p, NULL, reterr);
}
