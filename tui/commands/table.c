#include "tui/commands/command.h"

#include "base/i18n.h"

const struct command commands[] = {
	{ "new", N_("[--form FORM] [--from LAST] [--set PATH=VALUE]… FILE"),
	  N_("Makes a report that lists every section and field, blank or at its default, so that it can be filled in on the "
	     "screen or by hand; --from brings over from last year's report what the form says. Never overwrites a file."),
	  "ziping new --from 2021.yaml 2022.yaml", "form from set", 1, 1, false, new_command },
	{ "review", N_("[--as NAME] [--last FILE] FILE|FOLDER"),
	  N_("Opens a report on the screen for reading: only comments, sign-offs and what reviewers fill in can change. PgDn turns the "
	     "pages, F7 comments, the menu returns or approves. --as says who signs, instead of 'name' in the settings or the login name; "
	     "--last puts another report, such as last year's, beside it (F9)."),
	  "ziping review --as 李四 --last last-year.yaml report.yaml", "as last", 1, 1, false, review_command },
	{ "check", N_("[--format text|json] [--strict] [--files-from LIST] FILE…"),
	  N_("Prints what is wrong with reports, one problem a line: FILE:LINE:COLUMN: error|warning|note: MESSAGE [CODE] PATH. "
	     "Exit status 1 when there are errors; with --strict, warnings too. A folder stands for the reports in and below it; many files are "
	     "checked on all cores, their problems printed in the order of the files."),
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
	{ "export", N_("--to yaml|json|md|txt [-o OUT|FOLDER/] [--draft] [--public] [--review] [--opinions] [--files-from LIST] FILE…"),
	  N_("Writes the finished report, every calculated value included. Refused while errors stand, unless --draft; --public "
	     "leaves personal fields out; --review adds the comments with their replies, by place. --opinions writes what the "
	     "reviewers found instead, as a document of its own: sign-offs, opinions, what they filled in, comments by section."),
	  "ziping export --to json -o out.json report.yaml", "to output draft public review opinions files-from", 1, 0, true, export_command },
	{ "import", N_("[--form F] [-o FILE] TEXT|DOCX"),
	  N_("Reads an existing report, text (plain, Markdown, tab-separated; UTF-8 or GB18030) or a Word file, into a new one: values are found by the "
	     "form's wording read backwards, by labels and by tables. Writes the report to standard output or FILE (which must be new), and says on "
	     "standard error how many values were entered, what was not taken and why, and what found no place; that is kept under 'unplaced', and "
	     "where each value came from under 'origins'. The form is an id or a file, 'overall-report' unless told. '-' reads standard input. "
	     "Exit status 0: read; 2: it cannot be read."),
	  "ziping import -o report-2021.yaml 2021年自评报告.docx", "form output", 1, 1, false, import_command },
	{ "table", N_("--columns PATH,… [--each TABLE] [--to csv|json] [--files-from LIST] FILE…"),
	  N_("Gathers many reports into one table: a row a report, or with --each a row of that table in each report. The first column is "
	     "the file. Values as 'get' prints them; in csv, text that a spreadsheet would take for a formula begins with an apostrophe. "
	     "A folder stands for the reports in and below it. JSON has one object a line."),
	  "ziping table --columns profile.unit,SECTION.FIELD reports/ > all.csv", "columns each to files-from", 1, 0, true, table_command },
	{ "diff", N_("[--format text|json] [--beside PATH] A B"),
	  N_("Says what changed from A to B, by label, rows matched by key, and the calculated values that came out differently "
	     "because of it. Exit status 0: nothing changed; 1: something did; 2: one cannot be read. JSON has one object a line: kind "
	     "(changed, added, removed, moved, renamed, calculated), path, label, old and new (null: not there; rows as objects), of "
	     "moved rows from and to (counted from 0) instead; digits_only where only the digits kept of a number differ; stated where a "
	     "calculated value stands beside a stated one. Both are read with B's form; --beside looks for a form that is named by a path as if "
	     "they lay at PATH (version control hands over files from elsewhere). An empty file is a report with nothing in it."),
	  "ziping diff last-week.yaml report.yaml", "format beside", 2, 2, false, diff_command },
	{ "merge", N_("[-o OUT] [--beside PATH] BASE OURS THEIRS"),
	  N_("Brings together what two people changed in copies of BASE: by field, long texts by paragraph, rows by key, comments and "
	     "sign-offs united. The result is OURS with what THEIRS changed, to standard output or OUT (comments of YAML beside rows that "
	     "THEIRS added are not brought over). Where both changed one place, ours stays there, and both sides are kept under 'conflicts': "
	     "'ziping check' lists them, and exporting waits until each is settled. Exit status 0: merged; 1: merged, with conflicts; 2: "
	     "refused, nothing written. As a merge driver of git: ziping merge --beside %P -o %A %O %A %B"),
	  "ziping merge -o report.yaml base.yaml report.yaml from-colleague.yaml", "output beside", 3, 3, false, merge_command },
	{ "forms", N_("[list | show FORM | check FORM]"),
	  N_("Lists the forms there are, with file and version; shows one in words; checks one (exit status 1 when it has mistakes)."),
	  "ziping forms show overall-report", "", 0, 2, false, forms_command },
	{ "doctor", N_("[--lang zh|en]"),
	  N_("Says what this terminal, its locale and settings can show, and what to change. Exit status 2 when the screen cannot be "
	     "shown at all."),
	  "ziping doctor", "", 0, 0, false, doctor_command },
};

const size_t command_count = ARRAY_SIZE(commands);
