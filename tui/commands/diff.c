#include "tui/commands/command.h"
#include "tui/commands/versions.h"

#include "base/i18n.h"
#include "review/diff.h"

enum status diff_command(struct invocation *in)
{
	const bool json = in->options.format && strcmp(in->options.format, "json") == 0;
	struct versions v;
	struct diff *d = NULL;
	struct strbuf out;
	struct error why = { 0 };
	enum status status = STATUS_REFUSED;

	if (in->options.format && !json && strcmp(in->options.format, "text") != 0) {
		command_complain(_("there is no format '%s'; there are text and json"), in->options.format);
		return STATUS_REFUSED;
	}
	/* the newer one says what form both are read with */
	if (!versions_open(in, 2, 1, &v))
		return STATUS_REFUSED;
	strbuf_init(&out, 0);
	if (!diff_reports(v.report[0], v.report[1], &d, &why)) {
		command_error(&why);
	} else {
		if (json)
			diff_write_json(d, &out);
		else
			diff_write_text(d, &out);
		if (!strbuf_ok(&out))
			command_complain("%s", _("out of memory"));
		else if (json ? command_json(out.text, out.len) : command_print(out.text, out.len))
			status = diff_count(d) ? STATUS_FOUND : STATUS_FINE;
	}
	strbuf_release(&out);
	diff_free(d);
	versions_close(&v);
	return status;
}
