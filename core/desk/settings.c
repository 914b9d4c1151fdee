#include "desk/settings.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "desk/save.h"
#include "desk/xdg.h"

#include <sys/stat.h>

bool settings_path(struct strbuf *out)
{
	return xdg_path("XDG_CONFIG_HOME", ".config", "config.yaml", out);
}

/* ---- reading ---- */

static bool is_one_of(const char *value, size_t len, const char *one, const char *other)
{
	return (len == strlen(one) && memcmp(value, one, len) == 0) || (other && len == strlen(other) && memcmp(value, other, len) == 0);
}

static bool take_name(struct settings *s, const char *value, size_t len)
{
	if (len >= sizeof(s->name) || memchr(value, '\n', len))
		return false;
	memcpy(s->name, value, len);
	s->name[len] = '\0';
	return true;
}

static bool take_theme(struct settings *s, const char *value, size_t len)
{
	s->light = is_one_of(value, len, "light", NULL);
	s->themed = s->light || is_one_of(value, len, "dark", NULL);
	return s->themed;
}

static bool take_mouse(struct settings *s, const char *value, size_t len)
{
	if (is_one_of(value, len, "on", "true"))
		s->mouse = SETTING_YES;
	else if (is_one_of(value, len, "off", "false"))
		s->mouse = SETTING_NO;
	else
		return false;
	return true;
}

static bool take_lang(struct settings *s, const char *value, size_t len)
{
	if (!is_one_of(value, len, "zh", "en"))
		return false;
	memcpy(s->lang, value, len);
	s->lang[len] = '\0';
	return true;
}

static const struct {
	const char *key, *values;
	bool (*take)(struct settings *s, const char *value, size_t len);
} known[] = {
	{ "name", N_("one line of text"), take_name },
	{ "theme", "dark, light", take_theme },
	{ "mouse", "on, off", take_mouse },
	{ "lang", "zh, en", take_lang },
};

static void take(struct settings *s, const struct source *file, node_id n, struct strbuf *notes)
{
	unsigned line = source_place(file, source_node(file, n)->key).line;
	const char *value;
	size_t len;

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		if (!source_key_is(file, n, known[i].key))
			continue;
		if (source_is_blank(file, n))
			return;
		value = source_node(file, n)->kind == NODE_SCALAR ? source_text(file, n, &len) : NULL;
		if ((!value || !known[i].take(s, value, len)) && notes)
			strbuf_printf(notes, _("%s:%u: '%s' takes %s; it is left at its default\n"), source_name(file), line, known[i].key,
				      _(known[i].values));
		return;
	}
	if (notes) {
		value = source_key(file, n, &len);
		strbuf_printf(notes, _("%s:%u: there is no setting '%.*s'; it is ignored\n"), source_name(file), line,
			      (int)(len < 80 ? len : 80), value);
	}
}

/* anything else (a pipe) is not waited for */
static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* a file without any setting, which YAML would have for no mapping: its text, to be kept */
static bool has_only_comments(const char *path, struct strbuf *text)
{
	FILE *f = fopen(path, "r");
	bool none = f != NULL, start = true;
	int c;

	while (none && (c = getc(f)) != EOF) {
		if (start && c == '#') {
			do
				strbuf_putc(text, (char)c);
			while ((c = getc(f)) != EOF && c != '\n');
			if (c == EOF)
				break;
		}
		none = c == ' ' || c == '\n' || c == '\r';
		start = c == '\n' || (start && c == ' ');
		strbuf_putc(text, (char)c);
	}
	if (f)
		(void)fclose(f);
	if (none && text->len > 0 && text->text[text->len - 1] != '\n')
		strbuf_putc(text, '\n');
	return none;
}

void settings_load(struct settings *ret, struct strbuf *notes)
{
	struct error why = { 0 };
	struct source *file;
	struct strbuf path, text;

	*ret = (struct settings){ .mouse = SETTING_UNSET };
	strbuf_init(&path, 0);
	strbuf_init(&text, 1 << 20);
	if (settings_path(&path) && is_file(path.text) && !has_only_comments(path.text, &text)) {
		if (source_load(path.text, &file, &why)) {
			for (node_id n = source_node(file, NODE_ROOT)->child; n; n = source_node(file, n)->next)
				take(ret, file, n, notes);
			source_free(file);
		} else if (notes) {
			strbuf_printf(notes, _("the settings in '%s' cannot be read (line %u: %s); they are ignored\n"), path.text, why.line,
				      why.text);
		}
	}
	strbuf_release(&path);
	strbuf_release(&text);
}

bool settings_mouse(const struct settings *s)
{
	return s->mouse == SETTING_UNSET ? !getenv("SSH_CONNECTION") : s->mouse == SETTING_YES;
}

/* ---- writing ---- */

static bool put(void *to, const char *text, size_t len)
{
	strbuf_add(to, text, len);
	return true;
}

/* the file with the setting changed, or added as its last line */
static bool change(const struct source *file, const char *key, const char *value, struct strbuf *out)
{
	node_id n = source_find(file, NODE_ROOT, key);
	struct splices *p;
	const char *text;
	size_t size;
	bool ok;

	text = source_bytes(file, &size);
	if (!n) {
		strbuf_add(out, text, size);
		if (size > 0 && text[size - 1] != '\n')
			strbuf_putc(out, '\n');
		strbuf_repeat(out, " ", source_place(file, source_node(file, source_node(file, NODE_ROOT)->child)->key).column - 1);
		strbuf_printf(out, "%s: %s\n", key, value);
		return true;
	}
	p = splices_new(file);
	ok = p && splices_value(p, n, value, strlen(value)) && splices_sort(p) &&
	     splices_write(p, 0, (uint32_t)size, (struct sink){ .write = put, .to = out });
	splices_free(p);
	return ok;
}

/* the file as it is to be */
static bool changed_text(const char *path, const char *key, const char *value, struct strbuf *out, struct error *reterr)
{
	struct source *file;
	bool ok;

	if (!is_file(path) || has_only_comments(path, out)) {
		strbuf_printf(out, "%s: %s\n", key, value);
		return true;
	}
	strbuf_clear(out);
	if (!source_load(path, &file, reterr))
		return false;
	if (source_node(file, NODE_ROOT)->style == STYLE_FLOW)
		ok = error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' has its settings in brackets; write one a line"), path);
	else
		ok = change(file, key, value, out) || error_memory(reterr);
	source_free(file);
	return ok;
}

/* it can be read again, whatever stood in the file before */
static bool check_text(const char *path, const struct strbuf *text, struct error *reterr)
{
	struct source *file = NULL;
	char *copy = strbuf_ok(text) ? memory_alloc(text->len, 1) : NULL;
	bool ok;

	if (copy)
		memcpy(copy, text->text, text->len);
	ok = copy ? source_parse(path, copy, text->len, &file, reterr) : error_memory(reterr);
	source_free(file);
	return ok;
}

/* nothing is written through a link: it may have been laid there, and whose file it leads to is not known */
static bool is_no_link(const char *path, struct error *reterr)
{
	struct stat st;

	if (lstat(path, &st) != 0 || !S_ISLNK(st.st_mode))
		return true;
	return error_set(reterr, ERR_REFUSED, NOWHERE, _("'%s' is a symbolic link, which is not followed; change the file that it leads to"), path);
}

static bool write_settings(const char *path, const char *key, const char *value, struct error *reterr)
{
	struct replace *p;
	struct strbuf text;
	struct sink to;
	bool ok;

	strbuf_init(&text, 1 << 20);
	ok = is_no_link(path, reterr) && changed_text(path, key, value, &text, reterr) && check_text(path, &text, reterr) && replace_begin(path, &p, reterr);
	if (ok) {
		to = replace_sink(p);
		ok = to.write(to.to, text.text, text.len);
		if (ok) {
			ok = replace_commit(p, NULL, reterr);
		} else {
			if (replace_trouble(p, reterr))
				error_memory(reterr);
			replace_cancel(p);
		}
	}
	strbuf_release(&text);
	return ok;
}

bool settings_store(const char *key, const char *value, struct error *reterr)
{
	struct strbuf path;
	bool ok;

	strbuf_init(&path, 0);
	if (settings_path(&path))
		ok = xdg_make_folder(path.text, reterr) && write_settings(path.text, key, value, reterr);
	else if (!strbuf_ok(&path))
		ok = error_memory(reterr);
	else
		ok = error_set(reterr, ERR_IO, NOWHERE, _("there is no home folder to keep settings in; set HOME"));
	strbuf_release(&path);
	return ok;
}
