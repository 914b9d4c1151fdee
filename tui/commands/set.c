#include "tui/commands/command.h"

#include "base/i18n.h"

enum status set_command(struct invocation *in)
{
	bool standard = strcmp(in->arguments[0], "-") == 0;
	struct session *s;
	struct error why = { 0 };
	bool ok = true;

	if (!session_open(in->arguments[0], standard ? SESSION_READ : SESSION_WRITE, in->options.english, &s, &why)) {
		command_error(&why);
		return STATUS_REFUSED;
	}
	command_notice(s);
	report_act_as(s->report, ROLE_CLERK);
	for (size_t i = 1; i < in->count && ok; i++)
		ok = assign(s->report, in->arguments[i], &why);
	if (ok && standard)
		ok = report_write(s->report, command_sink(), &why);
	else if (ok)
		ok = session_save(s, false, &why);
	if (!ok)
		command_error(&why);
	session_free(s);
	return ok ? STATUS_FINE : STATUS_REFUSED;
}
