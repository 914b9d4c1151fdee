#include "tui/commands/many.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "publish/export.h"

#include <sys/stat.h>

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
	const struct export_options o = {
		.draft = in->options.draft,
		.public_copy = in->options.public_copy,
		.review = in->options.review,
		.opinions = in->options.opinions,
	};
	struct strbuf name;
	bool ok = false;

	if (!in->options.output || strcmp(in->options.output, "-") == 0)
		return f->write(s->report, s->form, &o, command_sink(), reterr);
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
	if ((c.errors || c.blank) && !in->options.draft && !in->options.opinions) {
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

/* ---- two reports of one name from different folders would be written to one file ---- */

struct exporting {
	struct invocation *in;
	const struct export_format *format;
	const size_t *first; /* by argument: the first one of its name; NULL: it does not matter */
};

struct named {
	const char *base;
	size_t len, index;
};

static int by_base_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = memcmp(x->base, y->base, x->len < y->len ? x->len : y->len);

	if (order == 0 && x->len != y->len)
		order = x->len < y->len ? -1 : 1;
	return order != 0 ? order : x->index < y->index ? -1 : 1;
}

/* NULL: no memory */
static size_t *first_of_name(const struct invocation *in)
{
	struct named *names = memory_alloc(in->count, sizeof(*names));
	size_t *first = memory_alloc(in->count, sizeof(*first));

	for (size_t i = 0; names && i < in->count; i++) {
		names[i].base = base_name(in->arguments[i], &names[i].len);
		names[i].index = i;
	}
	if (names && first) {
		qsort(names, in->count, sizeof(*names), by_base_name);
		for (size_t i = 0; i < in->count; i++) {
			const struct named *n = &names[i], *before = i > 0 ? n - 1 : NULL;
			bool same = before && before->len == n->len && memcmp(before->base, n->base, n->len) == 0;

			first[n->index] = same ? first[before->index] : n->index;
		}
	}
	memory_free(names);
	if (!names) {
		memory_free(first);
		return NULL;
	}
	return first;
}

static enum status export_at(void *to, size_t index, unsigned long *counts)
{
	const struct exporting *e = to;
	const struct invocation *in = e->in;

	(void)counts;
	if (e->first && e->first[index] != index) {
		command_complain(_("%s: not exported, as '%s' goes to a file of the same name; export it to another folder"),
				 in->arguments[index], in->arguments[e->first[index]]);
		return STATUS_REFUSED;
	}
	return export_one(e->in, e->format, in->arguments[index]);
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
	unsigned long counts[MANY_COUNTS] = { 0 };
	enum status worst;
	size_t *first = NULL;

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
	if (in->options.output && in->count > 1) {
		first = first_of_name(in);
		if (!first) {
			command_complain("%s", _("out of memory"));
			return STATUS_REFUSED;
		}
	}
	worst = many_run(&(struct many){ export_at, &(struct exporting){ in, f, first }, (const char *const *)in->arguments, in->count }, counts);
	memory_free(first);
	return worst;
}
