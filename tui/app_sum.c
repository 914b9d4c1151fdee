/* What a small sum that is being typed (=12.5+3*4) gives so far. */
#include "tui/app_private.h"

#include "report/entry.h"

static bool is_sum(const char *text, size_t len)
{
	text_trim(&text, &len);
	return (len > 1 && text[0] == '=') || (len > 3 && memcmp(text, "＝", 3) == 0);
}

/* with out NULL: whether there is one to tell about */
bool app_sum(const struct app *app, struct strbuf *out)
{
	const struct field *f = app->edit_spot.field;
	struct understanding u = { .changed = false };
	struct error why = { 0 };

	if (!app->editing || !f || !field_is_number(f) || !is_sum(app->edit->text.text, app->edit->text.len))
		return false;
	if (!out)
		return true;
	strbuf_init(&u.stored, 0);
	if (entry_understand(app->form, f, app->edit->text.text, app->edit->text.len, &u, &why))
		strbuf_printf(out, "= %s %s", u.stored.text, f->unit ? f->unit : "");
	else
		strbuf_puts(out, "= …");
	strbuf_release(&u.stored);
	return true;
}
