/* ziping review: the screen, opened for reading. */
#include "tui/commands/command.h"

#include "base/i18n.h"
#include "tui/program.h"

#include <unistd.h>

enum status review_command(struct invocation *in)
{
	const struct program_options options = {
		.english = in->options.english,
		.review = true,
		.as = in->options.as,
		.last = in->options.last,
	};
	struct error why = { 0 };

	if (access(in->arguments[0], F_OK) != 0) {
		command_complain(_("'%s' is not there"), in->arguments[0]);
		return STATUS_REFUSED;
	}
	if (program_run(in->arguments[0], &options, &why))
		return STATUS_FINE;
	command_error(&why);
	return STATUS_REFUSED;
}
