#include "tui/commands/command.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "base/text.h"

static enum status list(struct invocation *in)
{
	struct arena a = { 0 };
	struct form_entry *entries;
	struct strbuf lines;
	size_t count;
	struct error why = { 0 };

	if (!form_list(&a, &entries, &count, &why)) {
		command_error(&why);
		arena_release(&a);
		return STATUS_REFUSED;
	}
	strbuf_init(&lines, 0);
	for (size_t i = 0; i < count; i++)
		strbuf_printf(&lines, "%s@%s\t%s\t%s\n", entries[i].id, entries[i].version, entries[i].file,
			      in->options.english && entries[i].title_en ? entries[i].title_en : entries[i].title);
	command_print(lines.text, lines.len);
	strbuf_release(&lines);
	arena_release(&a);
	return STATUS_FINE;
}

/* ---- show ---- */

#define ID_COLUMNS 22
#define LABEL_COLUMNS 30

struct page {
	const struct form *form;
	struct strbuf line;
};

static void put_line(struct page *p)
{
	while (p->line.len > 0 && p->line.text[p->line.len - 1] == ' ')
		strbuf_truncate(&p->line, p->line.len - 1);
	strbuf_putc(&p->line, '\n');
	command_print(p->line.text, p->line.len);
	strbuf_clear(&p->line);
}

static void pad(struct page *p, const char *text, int columns)
{
	int width = text_columns(text, strlen(text));

	text_visible(&p->line, text, strlen(text));
	strbuf_repeat(&p->line, " ", width < columns ? (size_t)(columns - width) : 2);
}

static void show_text(struct page *p, unsigned indent, const char *name, const char *text)
{
	if (!text || !*text)
		return;
	strbuf_repeat(&p->line, " ", indent);
	if (name)
		strbuf_printf(&p->line, "%s: ", name);
	for (; *text; text += strcspn(text, "\n"), text += *text != '\0') {
		if (!p->line.len)
			strbuf_repeat(&p->line, " ", indent);
		text_visible(&p->line, text, strcspn(text, "\n"));
		put_line(p);
	}
}

static void show_formula(struct page *p, unsigned indent, const char *name, const struct formula *f)
{
	if (f)
		show_text(p, indent, name, f->text);
}

/* what sort of a field it is, in a few words: decimal, 万元, 2 decimals, required */
static void show_sort(struct page *p, const struct field *f)
{
	const struct {
		bool is;
		const char *words;
	} flags[] = {
		{ f->required_always, N_("required") }, { f->stated, N_("stated") },
		{ f->calculate && !f->stated, N_("calculated") }, { f->exact, N_("exact") },
		{ f->na, N_("may be 不适用") }, { f->reviewer, N_("for the reviewer") },
		{ f->locked, N_("locked once carried over") }, { f->personal, N_("left out of a public copy") },
	};

	strbuf_puts(&p->line, _(field_type_name(f->type)));
	if (f->unit)
		strbuf_printf(&p->line, ", %s", f->unit);
	if (f->type == TYPE_DECIMAL && f->decimals != DECIMALS_TYPED) {
		strbuf_puts(&p->line, ", ");
		strbuf_printf(&p->line, _("decimals: %d"), f->decimals);
	}
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		if (flags[i].is)
			strbuf_printf(&p->line, ", %s", _(flags[i].words));
	}
	put_line(p);
}

static void show_choices(struct page *p, unsigned indent, const struct field *f)
{
	for (size_t i = 0; i < f->choice_count; i++) {
		const char *label = form_words(p->form, f->choices[i].label);

		strbuf_repeat(&p->line, " ", indent);
		strbuf_printf(&p->line, "- %s", f->choices[i].value);
		if (strcmp(label, f->choices[i].value) != 0)
			strbuf_printf(&p->line, "  %s", label);
		put_line(p);
	}
}

/* a matrix's cell, where a formula belongs to it */
static void show_cell(struct page *p, const char *row, const char *column, const struct field *cell, unsigned indent)
{
	if (!cell || !cell->calculate)
		return;
	strbuf_repeat(&p->line, " ", indent);
	strbuf_printf(&p->line, "%s.%s  %s: %s", row, column, cell->stated ? _("stated") : _("calculated"), cell->calculate->text);
	put_line(p);
}

static void show_field(struct page *p, const struct field *f, unsigned indent)
{
	strbuf_repeat(&p->line, " ", indent);
	pad(p, f->id, ID_COLUMNS);
	pad(p, field_label(p->form, f), LABEL_COLUMNS);
	show_sort(p, f);
	show_text(p, indent + 4, NULL, form_words(p->form, f->help));
	show_choices(p, indent + 4, f);
	show_formula(p, indent + 4, "calculate", f->calculate);
	show_formula(p, indent + 4, "required", f->required_always ? NULL : f->required);
	show_formula(p, indent + 4, "relevant", f->relevant);
	show_formula(p, indent + 4, "min", f->min);
	show_formula(p, indent + 4, "max", f->max);
	show_formula(p, indent + 4, "default", f->initial);
	show_text(p, indent + 4, "pattern", f->pattern_text);
	for (size_t i = 0; i < f->row_count; i++) {
		strbuf_repeat(&p->line, " ", indent + 4);
		pad(p, f->rows[i].id, ID_COLUMNS);
		pad(p, form_words(p->form, f->rows[i].label), LABEL_COLUMNS);
		strbuf_puts(&p->line, f->rows[i].total ? _("row, a total") : _("row"));
		put_line(p);
	}
	for (size_t i = 0; i < f->column_count; i++)
		show_field(p, f->columns[i], indent + 4);
	for (size_t i = 0; i < f->row_count * f->column_count; i++)
		show_cell(p, f->rows[i / f->column_count].id, f->columns[i % f->column_count]->id, f->cells[i], indent + 4);
}

static const char *severity_word(enum severity s)
{
	switch (s) {
	case SEVERITY_NOTE:
		return _("a note");
	case SEVERITY_WARNING:
		return _("a warning");
	case SEVERITY_SUBMIT:
		return _("stops submitting");
	default:
		return _("an error");
	}
}

static void show_check(struct page *p, const struct check *c)
{
	strbuf_puts(&p->line, "  ");
	pad(p, c->id, ID_COLUMNS);
	strbuf_printf(&p->line, c->explain ? _("check: %s, passed by giving a reason") : _("check: %s"), severity_word(c->severity));
	put_line(p);
	if (c->each)
		show_text(p, 6, "each", c->each->id);
	show_formula(p, 6, "rule", c->rule);
	show_text(p, 6, NULL, form_words(p->form, c->message));
}

static void show_section(struct page *p, const struct section *s)
{
	put_line(p);
	if (s->part)
		strbuf_printf(&p->line, "%s ", section_part(p->form, s));
	if (s->number)
		strbuf_printf(&p->line, p->form->english ? "%s. " : "%s、", s->number);
	strbuf_printf(&p->line, "%s  [%s]", form_words(p->form, s->title), s->id);
	put_line(p);
	for (size_t f = 0; f < s->field_count; f++)
		show_field(p, s->fields[f], 2);
	for (size_t c = 0; c < s->check_count; c++)
		show_check(p, s->checks[c]);
}

static void show_form(const struct form *form)
{
	struct page p = { .form = form };

	strbuf_init(&p.line, 1 << 22);
	strbuf_printf(&p.line, "%s@%s  %s", form->id, form->version, form_words(form, form->title));
	put_line(&p);
	show_text(&p, 0, NULL, form->file);
	show_text(&p, 0, NULL, form->source);
	for (size_t i = 0; i < form->section_count; i++)
		show_section(&p, form->sections[i]);
	strbuf_release(&p.line);
}

static enum status show(struct invocation *in, const char *name)
{
	const struct form_query q = { .name = name, .any_path = true };
	struct form *form;
	struct error why = { 0 };
	bool other = false;

	if (!form_load(&q, &form, &other, &why)) {
		command_error(&why);
		return STATUS_REFUSED;
	}
	form_speak(form, in->options.english);
	if (other)
		command_complain(_("there is no version '%s'; the form is '%s@%s'"), name, form->id, form->version);
	show_form(form);
	form_free(form);
	return STATUS_FINE;
}

/* ---- check ---- */

struct mistakes {
	const char *name;
	bool unreadable; /* there is no such form, or its file cannot be read */
};

static void tell_mistake(void *to, const struct error *e)
{
	struct mistakes *m = to;
	struct strbuf line, safe;

	strbuf_init(&line, 1 << 16);
	strbuf_init(&safe, 1 << 18);
	m->unreadable |= !e->line;
	strbuf_printf(&line, "%s:%u:%u: error: %s [form]", e->file[0] ? e->file : m->name, e->line ? e->line : 1, e->line ? e->column : 1,
		      e->text);
	text_visible(&safe, line.text, line.len);
	strbuf_putc(&safe, '\n');
	command_out(safe.text, safe.len);
	strbuf_release(&line);
	strbuf_release(&safe);
}

static enum status check(const char *name)
{
	const struct form_query q = { .name = name, .any_path = true };
	struct mistakes m = { .name = name };
	size_t mistakes = form_check(&q, tell_mistake, &m);

	fflush(stdout);
	fprintf(stderr, _("mistakes: %zu\n"), mistakes);
	return m.unreadable ? STATUS_REFUSED : mistakes ? STATUS_FOUND : STATUS_FINE;
}

enum status forms_command(struct invocation *in)
{
	const char *what = in->count ? in->arguments[0] : "list";

	if (strcmp(what, "list") == 0 && in->count < 2)
		return list(in);
	if (strcmp(what, "show") == 0 && in->count == 2)
		return show(in, in->arguments[1]);
	if (strcmp(what, "check") == 0 && in->count == 2)
		return check(in->arguments[1]);
	fprintf(stderr, _("usage: ziping %s %s\n"), in->command->name, _(in->command->usage));
	return STATUS_REFUSED;
}
