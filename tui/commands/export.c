#include "tui/commands/command.h"

#include "base/i18n.h"
#include "publish/export.h"

#include <sys/stat.h>

static bool write_out(void *to, const char *text, size_t len)
{
	(void)to;
	return command_out(text, len);
}

static bool is_folder(const char *path)
{
	struct stat st;
	size_t len = strlen(path);

	return (len > 0 && path[len - 1] == '/') || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

static const char *base_name(const char *path, size_t *ret_len)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path, *dot = strrchr(base, '.');

	*ret_len = dot && dot > base ? (size_t)(dot - base) : strlen(base);
	return base;
}

/* the file to write for a report: OUT, or in a folder the report's own name with the format's suffix */
static void output_name(const struct invocation *in, const struct export_format *f, const char *report, struct strbuf *out)
{
	size_t len;
	const char *base = base_name(report, &len);

	strbuf_puts(out, in->options.output);
	if (!is_folder(in->options.output))
		return;
	if (out->text[out->len - 1] != '/')
		strbuf_putc(out, '/');
	strbuf_add(out, base, len);
	strbuf_puts(out, f->suffix);
}

static bool same_file(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool write_to(struct invocation *in, const struct export_format *f, struct session *s, const char *report, struct error *reterr)
{
	const struct export_options o = { .draft = in->options.draft, .public_copy = in->options.public_copy };
	struct strbuf name;
	bool ok = false;

	if (!in->options.output || strcmp(in->options.output, "-") == 0)
		return f->write(s->report, s->form, &o, (struct sink){ write_out, NULL }, reterr);
	strbuf_init(&name, 1 << 16);
	output_name(in, f, report, &name);
	if (same_file(name.text, report))
		error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' is the report itself; name another file"), name.text);
	else
		ok = export_file(f, s->report, s->form, &o, name.text, reterr);
	strbuf_release(&name);
	return ok;
}

static enum status export_one(struct invocation *in, const struct export_format *f, const char *report)
{
	struct session *s = command_open(in, report);
	struct error why = { 0 };
	struct counts c;
	bool ok;

	if (!s)
		return STATUS_REFUSED;
	report_finish(s->report);
	c = report_counts(s->report, NULL);
	if ((c.errors || c.blank) && !in->options.draft) {
		command_complain(_("%s: not exported, as it has errors (%u) and required fields left blank (%u); mend them ('ziping check' lists "
				   "them), or export a draft with --draft"),
				 report, c.errors, c.blank);
		session_free(s);
		return STATUS_REFUSED;
	}
	ok = write_to(in, f, s, report, &why);
	if (!ok)
		command_error(&why);
	session_free(s);
	return ok ? STATUS_FINE : STATUS_REFUSED;
}

/* two reports of one name from different folders would be written to one file */
static bool meets_another(const struct invocation *in, size_t index)
{
	size_t len, other_len;
	const char *name = base_name(in->arguments[index], &len);

	for (size_t i = 0; in->options.output && in->count > 1 && i < index; i++) {
		const char *other = base_name(in->arguments[i], &other_len);

		if (len != other_len || memcmp(name, other, len) != 0)
			continue;
		command_complain(_("%s: not exported, as '%s' goes to a file of the same name; export it to another folder"),
				 in->arguments[index], in->arguments[i]);
		return true;
	}
	return false;
}

static void complain_of_format(const char *asked)
{
	struct strbuf names;

	strbuf_init(&names, 1 << 10);
	for (size_t i = 0; i < export_format_count; i++)
		strbuf_printf(&names, "%s%s", i ? " | " : "", export_formats[i].name);
	if (asked)
		command_complain(_("'%s' is no format to export to; choose from: %s"), asked, names.text);
	else
		command_complain(_("say what to export to, with --to and one of: %s"), names.text);
	strbuf_release(&names);
}

enum status export_command(struct invocation *in)
{
	const struct export_format *f = NULL;
	enum status worst = STATUS_FINE;

	for (size_t i = 0; in->options.to && i < export_format_count; i++) {
		if (strcmp(export_formats[i].name, in->options.to) == 0)
			f = &export_formats[i];
	}
	if (!f) {
		complain_of_format(in->options.to);
		return STATUS_REFUSED;
	}
	if (in->count > 1 && in->options.output && !is_folder(in->options.output)) {
		command_complain("%s", _("several reports go to a folder: write -o FOLDER/"));
		return STATUS_REFUSED;
	}
	for (size_t i = 0; i < in->count; i++) {
		enum status status;

		command_progress(i, in->count);
		status = meets_another(in, i) ? STATUS_REFUSED : export_one(in, f, in->arguments[i]);
		worst = status > worst ? status : worst;
	}
	command_progress(in->count, in->count);
	return worst;
}
