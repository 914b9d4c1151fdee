#include "publish/export.h"

#include "base/i18n.h"
#include "desk/save.h"
#include "publish/json.h"
#include "publish/writers.h"

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
	/* a comment before the first line: a draft says so, and is read as the same report */
	if (o->draft && !put(to, mark, sizeof(mark) - 1))
		return failed(false, reterr);
	return report_write_finished(r, o->public_copy, to, reterr);
}

static void member(struct strbuf *out, const char *name, const char *text)
{
	strbuf_printf(out, "\"%s\":", name);
	if (text)
		json_string(out, text, strlen(text));
	else
		strbuf_puts(out, "null");
}

static bool export_json(struct report *r, const struct form *form, const struct export_options *o, struct sink to, struct error *reterr)
{
	const struct json_style style = { .how = JSON_VALUE, .public_copy = o->public_copy, .finished = true };
	unsigned long refused = memory_refused();
	struct strbuf out;
	bool whole, ok;

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
	for (size_t i = 0; i < form->section_count; i++) {
		strbuf_putc(&out, ',');
		json_string(&out, form->sections[i]->id, strlen(form->sections[i]->id));
		strbuf_putc(&out, ':');
		json_spot(&out, r, (struct spot){ form->sections[i], NULL, 0 }, style);
	}
	strbuf_puts(&out, "}\n");
	whole = strbuf_ok(&out) && refused == memory_refused() && report_reliable(r);
	ok = whole && put(to, out.text, out.len);
	strbuf_release(&out);
	return ok || failed(!whole, reterr);
}

static bool export_document(struct report *r, const struct export_options *o, bool (*write)(const struct document *d, struct sink to),
			    struct sink to, struct error *reterr)
{
	const struct document_style style = { .public_copy = o->public_copy, .draft = o->draft };
	struct outlet outlet = { .to = to };
	struct document d;
	bool ok;

	if (!document_render(r, &style, &d, reterr))
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
	{ "yaml", ".yaml", N_("YAML, every calculated value included"), export_yaml },
	{ "json", ".json", N_("JSON, for other programs"), export_json },
	{ "md", ".md", N_("Markdown, the document as text with headings"), export_markdown },
	{ "txt", ".txt", N_("plain text"), export_plain },
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
