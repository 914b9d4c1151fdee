#include "tui/commands/command.h"

#include "base/i18n.h"

const struct command commands[] = {
	{ "new", N_("[--form FORM] [--set PATH=VALUE]… FILE"),
	  N_("Makes a report that lists every section and field, blank or at its default, so that it can be filled in on the "
	     "screen or by hand. Never overwrites a file."),
	  "ziping new --form overall-report report.yaml", "form set", 1, 1, false, new_command },
	{ "check", N_("[--format text|json] [--strict] [--files-from LIST] FILE…"),
	  N_("Prints what is wrong with reports, one problem a line: FILE:LINE:COLUMN: error|warning|note: MESSAGE [CODE] PATH. "
	     "Exit status 1 when there are errors; with --strict, warnings too."),
	  "ziping check --format json report.yaml", "format strict files-from", 1, 0, true, check_command },
	{ "show", N_("FILE [SECTION]"),
	  N_("Prints the filled-in report with totals, ratios and the marks = ≈ ≠ of stated values."),
	  "ziping show report.yaml", "", 1, 2, false, show_command },
	{ "get", N_("[--raw] [--format text|json] FILE PATH…"),
	  N_("Prints values, calculated ones too, one a line, an empty line for a blank. Numbers stand at their field's decimals "
	     "without separators; --raw prints them as other formulas see them. JSON has one object a path, with path, value, "
	     "shown, calculated and mark; a whole table or section as well."),
	  "ziping get report.yaml SECTION.FIELD 'SECTION.TABLE[0].COLUMN'", "raw format", 2, 0, false, get_command },
	{ "set", N_("FILE PATH=VALUE…"),
	  N_("Changes values, left to right, all or none, understanding what the screen understands: 2,255.22 and 2255.22万元, "
	     "2021年12月31日. PATH= makes blank; TABLE+= adds a row, TABLE+={\"name\":\"x\"} with values, TABLE[i]-= removes "
	     "one; reasons.CHECK@PATH=TEXT explains a problem."),
	  "ziping set report.yaml SECTION.FIELD=2255.22万元 'SECTION.TABLE+={\"COLUMN\":\"x\"}'", "", 2, 0, false,
	  set_command },
	{ "export", N_("--to yaml|json [-o OUT|FOLDER/] [--draft] [--public] [--files-from LIST] FILE…"),
	  N_("Writes the finished report, every calculated value included. Refused while errors stand, unless --draft; --public "
	     "leaves personal fields out."),
	  "ziping export --to json -o out.json report.yaml", "to output draft public files-from", 1, 0, true, export_command },
	{ "forms", N_("[list | show FORM | check FORM]"),
	  N_("Lists the forms there are, with file and version; shows one in words; checks one (exit status 1 when it has mistakes)."),
	  "ziping forms show overall-report", "", 0, 2, false, forms_command },
	{ "doctor", N_("[--lang zh|en]"),
	  N_("Says what this terminal, its locale and settings can show, and what to change. Exit status 2 when the screen cannot be "
	     "shown at all."),
	  "ziping doctor", "", 0, 0, false, doctor_command },
};

const size_t command_count = ARRAY_SIZE(commands);
