/* A new file from a document. */
#include "desk/fresh.h"
#include "publish/import.h"

bool import_file(struct manuscript *m, const char *form_name, bool english, const char *path, struct imported *ret, struct error *reterr)
{
	const struct form_query query = { .name = form_name };
	struct form *form = NULL;
	struct report *r = NULL;
	struct strbuf name;
	bool other, ok = false;

	strbuf_init(&name, 0);
	if (form_load(&query, &form, &other, reterr)) {
		form_speak(form, english);
		ok = fresh_form_name(form, form->id, path, &name, reterr) && fresh_report(form, name.text, path, &r, reterr) &&
		     import_manuscript(m, r, ret, reterr);
		if (ok && !fresh_save(r, path, reterr)) {
			imported_release(ret);
			ok = false;
		}
	}
	report_free(r);
	form_free(form);
	strbuf_release(&name);
	return ok;
}
