/* A file begun from last year's. */
#include "desk/fresh.h"
#include "desk/session.h"
#include "report/blank.h"
#include "review/carry.h"

#include <string.h>

bool carry_form_name(const struct session *last, const char *report, struct strbuf *out, struct error *reterr)
{
	const struct source *s = report_source(last->report);
	struct strbuf named;
	size_t len;
	const char *text = source_text(s, source_find(s, NODE_ROOT, "form"), &len); /* no NUL stands behind it */
	bool ok;

	strbuf_init(&named, 0);
	strbuf_add(&named, text, len);
	ok = strbuf_ok(&named) ? fresh_form_name(last->form, fresh_is_file(named.text) ? last->form->file : last->form->id, report, out, reterr)
			       : error_memory(reterr);
	strbuf_release(&named);
	return ok;
}

static bool make(const struct session *last, struct form *other, const char *path, struct carried_over *ret, struct error *reterr)
{
	struct form *form = other ? other : last->form;
	struct report *r = NULL;
	struct strbuf name;
	bool ok;

	strbuf_init(&name, 0);
	ok = other ? fresh_form_name(other, other->id, path, &name, reterr) : carry_form_name(last, path, &name, reterr);
	ok = ok && fresh_report(form, name.text, path, &r, reterr) && carry_over(last->report, r, ret, reterr) &&
	     blank_defaults(r, reterr) && fresh_save(r, path, reterr);
	report_free(r);
	strbuf_release(&name);
	return ok;
}

bool carry_file(const char *last, const char *form, bool english, const char *path, struct carried_over *ret, struct error *reterr)
{
	const struct form_query query = { .name = form };
	struct session *session;
	struct form *other = NULL;
	bool ignored, ok;

	if (!session_open(last, SESSION_READ, english, &session, reterr))
		return false;
	ok = !form || form_load(&query, &other, &ignored, reterr);
	if (other)
		form_speak(other, english);
	ok = ok && make(session, other, path, ret, reterr);
	session_free(session);
	form_free(other);
	return ok;
}
