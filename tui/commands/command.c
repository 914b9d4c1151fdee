#include "tui/commands/command.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/text.h"
#include "desk/folder.h"

#include <errno.h>
#include <unistd.h>

/* ---- options: one table for all commands ---- */

struct option {
	const char *name;
	char letter;
	size_t offset;
	enum { FLAG, TEXT, LIST } kind;
};

#define OPTION(name, letter, member, kind) { name, letter, offsetof(struct options, member), kind }
static const struct option option_table[] = {
	OPTION("columns", 0, columns, TEXT), OPTION("each", 0, each, TEXT),
	OPTION("format", 0, format, TEXT),   OPTION("form", 0, form, TEXT),
	OPTION("from", 0, from, TEXT),       OPTION("to", 0, to, TEXT),
	OPTION("output", 'o', output, TEXT), OPTION("files-from", 0, files_from, TEXT),
	OPTION("as", 0, as, TEXT),           OPTION("strict", 0, strict, FLAG),
	OPTION("raw", 0, raw, FLAG),         OPTION("draft", 0, draft, FLAG),
	OPTION("public", 0, public_copy, FLAG), OPTION("beside", 0, beside, TEXT),
	OPTION("last", 0, last, TEXT),       OPTION("review", 0, review, FLAG),
	OPTION("opinions", 0, opinions, FLAG), OPTION("set", 0, sets, LIST),
};

static bool takes(const struct command *c, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = c->takes; (at = strstr(at, name)) != NULL; at += len) {
		if ((at == c->takes || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
			return true;
	}
	return false;
}

static const struct option *option_find(const struct command *c, const char *name, size_t len, char letter)
{
	for (size_t i = 0; i < ARRAY_SIZE(option_table); i++) {
		const struct option *o = &option_table[i];
		bool same = letter ? o->letter == letter : strlen(o->name) == len && memcmp(o->name, name, len) == 0;

		if (same && takes(c, o->name))
			return o;
	}
	return NULL;
}

static bool option_set(struct options *options, const struct option *o, const char *value)
{
	void *at = (char *)options + o->offset;

	if (o->kind == FLAG)
		*(bool *)at = true;
	else if (o->kind == TEXT)
		*(const char **)at = value;
	else
		options->sets[options->set_count++] = value;
	return true;
}

static bool usage(const struct command *c, const char *format, const char *what)
{
	command_complain(format, c->name, what);
	fprintf(stderr, _("usage: ziping %s %s\n"), c->name, _(c->usage));
	return false;
}

/* one option; *ret_used: how many of argv it took */
static bool option_read(struct invocation *in, int argc, char **argv, int *ret_used)
{
	const char *name = argv[0] + 2, *equals = strchr(argv[0], '=');
	bool letter = argv[0][1] != '-';
	const struct option *o = letter ? option_find(in->command, NULL, 0, argv[0][1])
					: option_find(in->command, name, equals ? (size_t)(equals - name) : strlen(name), 0);
	const char *value = letter ? (argv[0][2] ? argv[0] + 2 : NULL) : equals ? equals + 1 : NULL;

	*ret_used = 1;
	if (!o)
		return usage(in->command, _("%s has no option '%s'"), argv[0]);
	if (o->kind == FLAG) {
		if (value)
			return usage(in->command, _("%s: the option '%s' takes no value"), argv[0]);
		return option_set(&in->options, o, NULL);
	}
	if (!value) {
		if (argc < 2)
			return usage(in->command, _("%s: the option '%s' needs a value"), argv[0]);
		value = argv[1];
		*ret_used = 2;
	}
	return option_set(&in->options, o, value);
}

static bool arguments_read(struct invocation *in, int argc, char **argv)
{
	bool only_files = false;

	for (int i = 0, used; i < argc; i += used) {
		used = 1;
		if (!only_files && strcmp(argv[i], "--") == 0)
			only_files = true;
		else if (!only_files && argv[i][0] == '-' && argv[i][1] != '\0') {
			if (!option_read(in, argc - i, argv + i, &used))
				return false;
		} else
			in->arguments[in->count++] = argv[i];
	}
	return true;
}

/* ---- --files-from ---- */

static bool files_read(struct invocation *in, struct arena *a, size_t *capacity)
{
	const char *list = in->options.files_from;
	FILE *f = strcmp(list, "-") == 0 ? stdin : fopen(list, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	bool ok = true;

	if (!f) {
		command_complain(_("cannot read the list '%s': %s"), list, error_cause(errno));
		return false;
	}
	while (ok && (len = getline(&line, &size, f)) >= 0) {
		char **more;

		while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
			len--;
		if (len == 0)
			continue;
		more = memory_grow(in->arguments, capacity, in->count + 1, sizeof(*more));
		if (more)
			in->arguments = more;
		ok = more && (in->arguments[in->count] = arena_strndup(a, line, (size_t)len)) != NULL;
		in->count += ok;
	}
	if (ferror(f)) {
		command_complain(_("cannot read the list '%s': %s"), list, error_cause(errno));
		ok = false;
	}
	free(line);
	if (f != stdin)
		fclose(f);
	return ok;
}

/* ---- folders among the files: the reports in and below them, in their place ---- */

static bool folder_expand(const char *folder, char ***list, size_t *count, size_t *capacity, struct arena *a)
{
	struct folder_list l = { 0 };
	struct error why = { 0 };
	bool ok = folder_list(&l, folder, &why);

	if (!ok)
		command_error(&why);
	else if (l.others)
		command_complain(_("%s: passed over %zu YAML files that are no reports, or folders that cannot be read"), folder, l.others);
	for (size_t i = 0; ok && i < l.count; i++) {
		char **more = memory_grow(*list, capacity, *count + 1, sizeof(*more));

		if (more)
			*list = more;
		ok = more && ((*list)[*count] = arena_strdup(a, l.paths[i])) != NULL;
		*count += ok;
	}
	folder_list_release(&l);
	return ok;
}

static bool folders_expand(struct invocation *in, struct arena *a, size_t *capacity)
{
	char **list = NULL;
	size_t count = 0, room = 0;
	bool any = false, ok = true;

	for (size_t i = 0; i < in->count && !any; i++)
		any = folder_is(in->arguments[i]);
	if (!any)
		return true;
	for (size_t i = 0; ok && i < in->count; i++) {
		char **more;

		if (folder_is(in->arguments[i])) {
			ok = folder_expand(in->arguments[i], &list, &count, &room, a);
			continue;
		}
		more = memory_grow(list, &room, count + 1, sizeof(*more));
		ok = more != NULL;
		if (ok) {
			list = more;
			list[count++] = in->arguments[i];
		}
	}
	if (!ok) {
		memory_free(list);
		return false;
	}
	memory_free(in->arguments);
	in->arguments = list;
	in->count = count;
	*capacity = room;
	return true;
}

/* ---- running ---- */

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < command_count; i++) {
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	}
	return NULL;
}

static enum status run(struct invocation *in, int argc, char **argv)
{
	const struct command *c = in->command;
	struct arena files = { 0 };
	size_t capacity = (size_t)argc + 1;
	enum status status = STATUS_REFUSED;

	if (!arguments_read(in, argc, argv))
		goto out;
	if (in->options.files_from && !files_read(in, &files, &capacity))
		goto out;
	if (in->count < c->least && !(in->options.files_from && c->files)) {
		command_complain(_("%s: an argument is missing"), c->name);
		fprintf(stderr, _("usage: ziping %s %s\n"), c->name, _(c->usage));
		goto out;
	}
	if (c->most && in->count > c->most) {
		usage(c, _("%s: '%s' is too much"), in->arguments[c->most]);
		goto out;
	}
	if (c->files && !folders_expand(in, &files, &capacity))
		goto out;
	in->shelf = c->files && in->count > 1 ? form_shelf_new() : NULL;
	status = c->run(in);
	form_shelf_free(in->shelf);
	if (!command_flush() && status != STATUS_REFUSED)
		status = STATUS_REFUSED;
out:
	arena_release(&files);
	return status;
}

static bool asks_for_help(int argc, char **argv)
{
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
	}
	return false;
}

enum status command_run(const struct command *c, int argc, char **argv, bool english)
{
	struct invocation in = { .command = c, .options = { .english = english } };
	enum status status;

	if (asks_for_help(argc, argv)) {
		command_help(c);
		return command_flush() ? STATUS_FINE : STATUS_REFUSED;
	}
	in.arguments = memory_alloc((size_t)argc + 1, sizeof(char *));
	in.options.sets = memory_alloc((size_t)argc + 1, sizeof(char *));
	if (!in.arguments || !in.options.sets) {
		command_complain("%s", _("out of memory"));
		status = STATUS_REFUSED;
	} else {
		status = run(&in, argc, argv);
	}
	memory_free(in.arguments);
	memory_free(in.options.sets);
	return status;
}

/* ---- help ---- */

/* folded at 76 columns, as a terminal's reader likes it */
static void print_folded(FILE *out, const char *text)
{
	struct text_line lines[64];
	size_t n = text_wrap(text, strlen(text), 76, lines, ARRAY_SIZE(lines));

	for (size_t i = 0; i < n && i < ARRAY_SIZE(lines); i++) {
		size_t end = lines[i].end;

		while (end > lines[i].start && text[end - 1] == ' ')
			end--;
		fprintf(out, "%.*s\n", (int)(end - lines[i].start), text + lines[i].start);
	}
}

void command_help(const struct command *c)
{
	printf(_("usage: ziping %s %s\n"), c->name, _(c->usage));
	putchar('\n');
	print_folded(stdout, _(c->help));
	printf(_("\nexample:\n  %s\n"), c->example);
	printf("%s", _("\nevery command: --lang zh|en, --help, --version; '-' is standard input or output\n"));
}

void command_list(FILE *out)
{
	fprintf(out, "%s", _("usage: ziping [FILE|FOLDER]\n       ziping COMMAND …\n\n"));
	print_folded(out, _("Fills in and checks performance self-evaluation reports. With a FILE it opens the screen; the "
			    "commands are for scripts."));
	fputc('\n', out);
	for (size_t i = 0; i < command_count; i++)
		fprintf(out, "  ziping %s %s\n", commands[i].name, _(commands[i].usage));
	fprintf(out, "%s", _("\nziping COMMAND --help tells more; --lang zh|en chooses the language; --version\n"));
}

/* ---- for the commands ---- */

/* where a worker (many.h) collects what it prints; NULL: where the program prints */
static FILE *captured_output, *captured_errors;

void command_capture(FILE *out, FILE *err)
{
	captured_output = out;
	captured_errors = err;
}

static FILE *output(void)
{
	return captured_output ? captured_output : stdout;
}

static FILE *errors(void)
{
	return captured_errors ? captured_errors : stderr;
}

/* what a person wrote or a file holds never reaches the terminal raw; line ends do */
static void print_visible(const char *text, size_t len)
{
	struct strbuf safe;

	fflush(output());
	strbuf_init(&safe, 0);
	for (size_t at = 0, n; at < len; at += n + 1) {
		n = strcspn(text + at, "\n");
		text_visible(&safe, text + at, n);
		strbuf_putc(&safe, '\n');
	}
	fputs("ziping: ", errors());
	fwrite(safe.text, 1, safe.len, errors());
	strbuf_release(&safe);
}

void command_complain(const char *format, ...)
{
	struct strbuf text;
	va_list args;

	strbuf_init(&text, 0);
	va_start(args, format);
	strbuf_vprintf(&text, format, args);
	va_end(args);
	print_visible(text.text, text.len);
	strbuf_release(&text);
}

void command_error(const struct error *e)
{
	struct strbuf text;

	strbuf_init(&text, 0);
	if (e->line)
		strbuf_printf(&text, "%s:%u:%u: ", e->file, e->line, e->column);
	else if (e->file[0] && !strstr(e->text, e->file))
		strbuf_printf(&text, "%s: ", e->file);
	strbuf_puts(&text, e->text);
	print_visible(text.text, text.len);
	strbuf_release(&text);
}

void command_notice(const struct session *s)
{
	struct strbuf notice;

	strbuf_init(&notice, 1 << 16);
	if (session_notice(s, &notice))
		command_complain("%s", notice.text);
	strbuf_release(&notice);
	if (s->other_version)
		command_complain(_("%s: the version of the form that it was made with is not there; it is read with '%s@%s'"),
				 s->path ? s->path : "-", s->form->id, s->form->version);
}

struct session *command_open(struct invocation *in, const char *path)
{
	struct session *s;
	struct error why = { 0 };

	if (!session_open_shelved(path, in->shelf, in->options.english, &s, &why)) {
		command_error(&why);
		return NULL;
	}
	command_notice(s);
	return s;
}

bool command_print(const char *text, size_t len)
{
	struct strbuf safe;
	bool ok;

	strbuf_init(&safe, 0);
	text_visible_lines(&safe, text, len);
	ok = strbuf_ok(&safe) && fwrite(safe.text, 1, safe.len, output()) == safe.len;
	strbuf_release(&safe);
	return ok;
}

bool command_json(const char *text, size_t len)
{
	struct strbuf safe;
	size_t done = 0;
	uint32_t c;
	bool ok;

	strbuf_init(&safe, 0);
	for (size_t at = 0, n; at < len; at += n) {
		n = text_decode(text + at, len - at, &c);
		if (c < 0x80 || text_is_harmless(c))
			continue;
		strbuf_add(&safe, text + done, at - done);
		done = at + n;
		if (c < 0x10000)
			strbuf_printf(&safe, "\\u%04x", (unsigned)c);
		else
			strbuf_printf(&safe, "\\u%04x\\u%04x", 0xd800u + ((unsigned)(c - 0x10000) >> 10), 0xdc00u + ((unsigned)c & 0x3ffu));
	}
	strbuf_add(&safe, text + done, len - done);
	ok = strbuf_ok(&safe) && fwrite(safe.text, 1, safe.len, output()) == safe.len;
	strbuf_release(&safe);
	return ok;
}

static bool write_out(void *to, const char *text, size_t len)
{
	(void)to;
	return command_out(text, len);
}

struct sink command_sink(void)
{
	return (struct sink){ write_out, NULL };
}

bool command_out(const char *text, size_t len)
{
	if (!captured_output && isatty(STDOUT_FILENO))
		return command_print(text, len);
	return fwrite(text, 1, len, output()) == len;
}

bool command_is_whole(const struct report *r, const char *path, unsigned long refused)
{
	if (refused == memory_refused() && report_reliable(r))
		return true;
	command_complain("%s: %s", path, _("out of memory"));
	return false;
}

bool command_flush(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	fprintf(stderr, "ziping: ");
	fprintf(stderr, _("cannot write to standard output: %s\n"), error_cause(errno));
	return false;
}
