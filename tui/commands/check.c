#include "tui/commands/many.h"

#include "base/i18n.h"
#include "base/text.h"
#include "publish/json.h"

struct tally {
	struct invocation *in;
	struct report *report;
	const char *file;
	unsigned long errors, warnings, notes;
	bool json;
};

static const char *const severity_names[] = {
	[SEVERITY_NOTE] = "note",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};

static void print_text(const char *file, unsigned line, unsigned column, enum severity s, const char *message,
		       const char *code, const char *path)
{
	struct strbuf out, safe;

	strbuf_init(&out, 1 << 22);
	strbuf_init(&safe, 1 << 24);
	strbuf_printf(&out, "%s:%u:%u: %s: %s [%s] %s", file, line, column, severity_names[s], message, code, path);
	while (out.len > 0 && out.text[out.len - 1] == ' ')
		strbuf_truncate(&out, out.len - 1);
	text_visible(&safe, out.text, out.len);
	strbuf_putc(&safe, '\n');
	command_out(safe.text, safe.len);
	strbuf_release(&out);
	strbuf_release(&safe);
}

static void member_number(struct strbuf *out, const char *name, int128 value, unsigned scale, int places)
{
	strbuf_printf(out, ",\"%s\":\"", name);
	number_print(out, value, scale, places, false);
	strbuf_putc(out, '"');
}

static void member_value(struct strbuf *out, struct report *r, const struct problem *p, const char *name, const struct value *v)
{
	struct strbuf shown;

	strbuf_init(&shown, 1 << 22);
	report_show_value(r, p->spot.field, v, true, &shown);
	strbuf_printf(out, ",\"%s\":", name);
	json_string(out, shown.text, shown.len);
	strbuf_release(&shown);
}

static void print_json(struct tally *t, const char *file, unsigned line, unsigned column, enum severity s, const char *message, const char *code,
		       const char *path, const struct problem *p)
{
	struct strbuf out;

	strbuf_init(&out, 1 << 24);
	strbuf_puts(&out, "{\"file\":");
	json_string(&out, file, strlen(file));
	strbuf_printf(&out, ",\"line\":%u,\"column\":%u,\"severity\":\"%s\",\"code\":", line, column, severity_names[s]);
	json_string(&out, code, strlen(code));
	strbuf_puts(&out, ",\"path\":");
	json_string(&out, path, strlen(path));
	strbuf_puts(&out, ",\"message\":");
	json_string(&out, message, strlen(message));
	if (p && p->comparison) {
		const struct comparison *c = p->comparison;

		member_value(&out, t->report, p, "stated", &c->stated);
		member_value(&out, t->report, p, "calculated", &c->calculated);
		if (c->numbers) {
			member_number(&out, "difference", c->difference, NUMBER_PLACES, p->spot.field->decimals);
			member_number(&out, "tolerance", c->tolerance, INTERVAL_PLACES, -1);
		}
	}
	strbuf_puts(&out, "}\n");
	command_out(out.text, out.len);
	strbuf_release(&out);
}

static bool tell(void *to, const struct problem *p)
{
	struct tally *t = to;
	struct strbuf path;
	unsigned line = p->place.line ? p->place.line : 1, column = p->place.line ? p->place.column : 1;

	strbuf_init(&path, 1 << 20);
	if (p->path)
		strbuf_puts(&path, p->path);
	else
		report_path(t->report, p->spot, &path);
	if (p->severity == SEVERITY_ERROR)
		t->errors++;
	else if (p->severity == SEVERITY_WARNING)
		t->warnings++;
	else
		t->notes++;
	if (t->json)
		print_json(t, t->file, line, column, p->severity, p->message, p->code, path.text, p);
	else
		print_text(t->file, line, column, p->severity, p->message, p->code, path.text);
	strbuf_release(&path);
	return true;
}

/* a file that cannot be read is a problem of its own, told in the same form */
static void tell_unreadable(struct tally *t, const struct error *e)
{
	const char *code = e->kind == ERR_FORM ? "form" : "syntax";
	const char *file = e->file[0] ? e->file : t->file;
	unsigned line = e->line ? e->line : 1, column = e->line ? e->column : 1;

	t->errors++;
	if (t->json)
		print_json(t, file, line, column, SEVERITY_ERROR, e->text, code, "", NULL);
	else
		print_text(file, line, column, SEVERITY_ERROR, e->text, code, "");
}

static enum status check_report(struct tally *t)
{
	struct session *s;
	struct error why = { 0 };

	if (!session_open_shelved(t->file, t->in->shelf, t->in->options.english, &s, &why)) {
		tell_unreadable(t, &why);
		return STATUS_REFUSED;
	}
	command_notice(s);
	t->report = s->report;
	if (!report_problems(s->report, (struct problem_sink){ tell, t }, &why)) {
		session_free(s);
		tell_unreadable(t, &why);
		return STATUS_REFUSED;
	}
	session_free(s);
	return t->errors > 0 || (t->in->options.strict && t->warnings > 0) ? STATUS_FOUND : STATUS_FINE;
}

enum { ERRORS, WARNINGS, NOTES };

static enum status check_file(void *to, size_t index, unsigned long *counts)
{
	struct invocation *in = to;
	struct tally t = { .in = in, .file = in->arguments[index], .json = in->options.format && strcmp(in->options.format, "json") == 0 };
	enum status status = check_report(&t);

	counts[ERRORS] += t.errors;
	counts[WARNINGS] += t.warnings;
	counts[NOTES] += t.notes;
	return status;
}

enum status check_command(struct invocation *in)
{
	const struct many many = { check_file, in, (const char *const *)in->arguments, in->count };
	unsigned long counts[MANY_COUNTS] = { 0 };
	enum status worst;

	if (in->options.format && strcmp(in->options.format, "json") != 0 && strcmp(in->options.format, "text") != 0) {
		command_complain(_("there is no format '%s'; there are text and json"), in->options.format);
		return STATUS_REFUSED;
	}
	worst = many_run(&many, counts);
	fflush(stdout);
	fprintf(stderr, _("errors: %lu, warnings: %lu, notes: %lu\n"), counts[ERRORS], counts[WARNINGS], counts[NOTES]);
	return worst;
}
