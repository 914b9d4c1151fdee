#include "tui/commands/command.h"

#include "base/arena.h"
#include "base/i18n.h"

static enum status list(struct invocation *in)
{
	struct arena a = { 0 };
	struct form_entry *entries;
	size_t count;
	struct error why = { 0 };

	if (!form_list(&a, &entries, &count, &why)) {
		command_error(&why);
		arena_release(&a);
		return STATUS_REFUSED;
	}
	for (size_t i = 0; i < count; i++)
		printf("%s@%s\t%s\t%s\n", entries[i].id, entries[i].version, entries[i].file,
		       in->options.english && entries[i].title_en ? entries[i].title_en : entries[i].title);
	arena_release(&a);
	return STATUS_FINE;
}

/* ---- show ---- */

static void show_formula(const char *what, const struct formula *f, unsigned indent)
{
	if (f)
		printf("%*s%s: %s\n", (int)indent, "", what, f->text);
}

static void show_field(const struct form *form, const struct field *f, unsigned indent)
{
	printf("%*s%s  %s  %s", (int)indent, "", f->id, field_label(form, f), _(field_type_name(f->type)));
	if (f->unit)
		printf("  %s", f->unit);
	if (f->required_always)
		printf("  %s", _("required"));
	if (f->stated)
		printf("  %s", _("stated"));
	else if (f->calculate)
		printf("  %s", _("calculated"));
	putchar('\n');
	for (size_t i = 0; i < f->choice_count; i++)
		printf("%*s- %s  %s\n", (int)indent + 4, "", f->choices[i].value, form_words(form, f->choices[i].label));
	show_formula("calculate", f->calculate, indent + 4);
	show_formula("required", f->required_always ? NULL : f->required, indent + 4);
	show_formula("relevant", f->relevant, indent + 4);
	show_formula("min", f->min, indent + 4);
	show_formula("max", f->max, indent + 4);
	if (f->help.zh)
		printf("%*s%s\n", (int)indent + 4, "", form_words(form, f->help));
	for (size_t i = 0; i < f->row_count; i++)
		printf("%*s%s  %s\n", (int)indent + 4, "", f->rows[i].id, form_words(form, f->rows[i].label));
	for (size_t i = 0; i < f->column_count; i++)
		show_field(form, f->columns[i], indent + 4);
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
	printf("%s@%s  %s\n%s\n", form->id, form->version, form_words(form, form->title), form->file);
	if (form->source)
		printf("%s\n", form->source);
	for (size_t i = 0; i < form->section_count; i++) {
		const struct section *s = form->sections[i];

		printf("\n%s%s%s  [%s]\n", s->number ? s->number : "", s->number ? (in->options.english ? ". " : "、") : "",
		       form_words(form, s->title), s->id);
		for (size_t f = 0; f < s->field_count; f++)
			show_field(form, s->fields[f], 2);
		for (size_t c = 0; c < s->check_count; c++)
			printf("  %s  %s: %s\n", _("check"), s->checks[c]->id, s->checks[c]->rule->text);
	}
	form_free(form);
	return STATUS_FINE;
}

/* ---- check ---- */

static void report_mistake(void *to, const struct error *e)
{
	(void)to;
	if (e->line)
		printf("%s:%u:%u: error: %s [form]\n", e->file, e->line, e->column, e->text);
	else
		printf("%s: error: %s [form]\n", e->file[0] ? e->file : (const char *)to, e->text);
}

static enum status check(const char *name)
{
	const struct form_query q = { .name = name, .any_path = true };
	struct strbuf copy;
	size_t mistakes;

	strbuf_init(&copy, 1 << 16);
	strbuf_puts(&copy, name);
	mistakes = form_check(&q, report_mistake, copy.text);
	strbuf_release(&copy);
	fflush(stdout);
	fprintf(stderr, _("mistakes: %zu\n"), mistakes);
	return mistakes ? STATUS_FOUND : STATUS_FINE;
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
