/* Reasons: 关于“…”的说明：… behind a section, as the document prints why a problem may stand. They go to the problem that stands. */
#include "publish/import_private.h"

#include "base/text.h"
#include "publish/document.h"
#include "report/check.h"

#include <string.h>

struct marks {
	const char *before, *between, *behind;
};

static struct marks marks_of(const struct importer *p)
{
	return p->chinese ? (struct marks){ "关于“", "·", "”的说明：" } : (struct marks){ "Note on '", ", ", "': " };
}

/* what the line is a reason for; where its text begins; NULL: it is none */
static const char *reason_name(const struct importer *p, size_t line, size_t *ret_len, const char **ret_text)
{
	const struct marks marks = marks_of(p);
	const struct manuscript_line *l = &p->m->lines[line];
	const size_t before = strlen(marks.before);
	const char *behind;

	if (l->table || l->len < before || memcmp(l->text, marks.before, before) != 0 || !(behind = strstr(l->text, marks.behind)))
		return NULL;
	*ret_len = (size_t)(behind - l->text) - before;
	*ret_text = behind + strlen(marks.behind);
	return l->text + before;
}

/* they are no part of what the wording says; behind the last section of a stretch everything from the first one on is theirs */
void import_find_reasons(struct importer *p, const struct stretch *s)
{
	size_t len;
	const char *text;
	bool any = false;

	for (size_t i = s->first; i < s->end && s->headed; i++) {
		any = (any && s->section_count == 1) || reason_name(p, i, &len, &text);
		p->reason[i] |= any && !p->m->lines[i].table;
	}
}

/* a problem as the document names it */
static void problem_name(struct importer *p, const struct check *c, struct spot s, struct strbuf *out)
{
	const struct field *f = c->at ? c->at : c->each;
	const struct words label = f ? f->label : c->section->title;
	bool figure;

	strbuf_clear(out);
	if (c->each && c->each->key >= 0 && s.row) {
		document_value(p->report, (struct spot){ c->each->section, c->each->columns[c->each->key], s.row }, p->chinese, out, &figure);
		strbuf_puts(out, marks_of(p).between);
	}
	strbuf_puts(out, label.zh ? label.zh : label.en ? label.en : "");
}

struct standing {
	struct problem_found {
		const struct check *check;
		struct spot spot;
	} *items;
	size_t count, capacity;
	bool failed;
};

static bool keep_problem(void *to, const struct problem *problem)
{
	struct standing *s = to;
	struct problem_found *grown;

	if (!problem->check || !problem->check->explain)
		return true;
	grown = memory_grow(s->items, &s->capacity, s->count + 1, sizeof(*grown));
	if (!grown) {
		s->failed = true;
		return false;
	}
	s->items = grown;
	grown[s->count++] = (struct problem_found){ problem->check, problem->spot };
	return true;
}

static bool give_reason(struct importer *p, const struct standing *all, const char *name, size_t len, const struct strbuf *text)
{
	struct error why = { 0 };
	struct strbuf own;
	bool given = false;

	strbuf_init(&own, 0);
	for (size_t i = 0; i < all->count && !given && !import_failed(p); i++) {
		const struct problem_found *f = &all->items[i];

		problem_name(p, f->check, f->spot, &own);
		if (own.len != len || memcmp(own.text, name, len) != 0 || report_reason(p->report, f->check, f->spot))
			continue;
		given = report_explain(p->report, f->check, f->spot, text->text, text->len, &why);
		if (!given && why.kind == ERR_MEMORY)
			import_fail_memory(p);
	}
	if (!strbuf_ok(&own))
		import_fail_memory(p);
	strbuf_release(&own);
	return given;
}

void import_reasons(struct importer *p)
{
	struct standing all = { 0 };
	struct strbuf text;
	struct error why;
	bool any = false;

	for (size_t i = 0; i < p->m->count && !any; i++)
		any = p->reason[i];
	if (!any || import_failed(p))
		return;
	strbuf_init(&text, 0);
	if (!report_problems(p->report, (struct problem_sink){ keep_problem, &all }, &why) || all.failed)
		import_fail_memory(p);
	for (size_t i = 0, end, len = 0; i < p->m->count && !import_failed(p); i = end) {
		const char *begin = NULL, *name = p->reason[i] ? reason_name(p, i, &len, &begin) : NULL, *ignored;
		size_t other;

		end = i + 1;
		if (!name)
			continue;
		strbuf_clear(&text);
		strbuf_puts(&text, begin);
		for (; end < p->m->count && p->reason[end] && !reason_name(p, end, &other, &ignored); end++) {
			strbuf_putc(&text, '\n');
			strbuf_puts(&text, p->m->lines[end].text);
		}
		if (!strbuf_ok(&text))
			import_fail_memory(p);
		else if (give_reason(p, &all, name, len, &text))
			memset(p->taken + i, true, end - i);
	}
	memory_free(all.items);
	strbuf_release(&text);
}
