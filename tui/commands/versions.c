#include "tui/commands/versions.h"

#include "base/i18n.h"
#include "review/read.h"

/* says when another has it open: the saved file is taken */
static void notice(const char *path)
{
	struct session s = { .path = (char *)(uintptr_t)path };

	if (strcmp(path, "-") != 0 && lock_look(path, &s.owner)) {
		s.open_elsewhere = true;
		command_notice(&s);
	}
}

static struct session *open_main(struct invocation *in, const char *path)
{
	struct session *s;
	struct error why = { 0 };

	if (!session_open_beside(path, in->options.beside, in->options.english, &s, &why)) {
		command_error(&why);
		return NULL;
	}
	command_notice(s);
	return s;
}

bool versions_open(struct invocation *in, size_t count, size_t first, struct versions *ret)
{
	struct versions v = { .main = NULL };
	struct error why = { 0 };
	size_t main = first, inputs = 0;

	for (size_t i = 0; i < count; i++) {
		inputs += strcmp(in->arguments[i], "-") == 0;
		if (review_is_nothing(in->arguments[main]))
			main = i;
	}
	if (inputs > 1) {
		command_complain("%s", _("standard input can be only one of them"));
		return false;
	}
	v.main = open_main(in, in->arguments[main]);
	if (!v.main)
		return false;
	v.report[main] = v.main->report;
	for (size_t i = 0; i < count; i++) {
		if (i == main)
			continue;
		if (!review_read(in->arguments[i], in->options.beside, v.main->form, &v.report[i], &why)) {
			command_error(&why);
			versions_close(&v);
			return false;
		}
		notice(in->arguments[i]);
	}
	*ret = v;
	return true;
}

void versions_close(struct versions *v)
{
	for (size_t i = 0; i < VERSIONS_MOST; i++) {
		if (v->report[i] != v->main->report)
			report_free(v->report[i]);
	}
	session_free(v->main);
}
