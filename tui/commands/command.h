/*
 * Commands: what the program does without its screen. One table names them; each is one small file.
 *
 * Results go to standard output, everything else to standard error. A command returns the exit status: 0 fine, 1 errors in
 * the report (or differences, conflicts), 2 usage, unreadable, refused; over many files the worst.
 */
#ifndef ZIPING_TUI_COMMANDS_COMMAND_H
#define ZIPING_TUI_COMMANDS_COMMAND_H

#include "base/error.h"
#include "base/strbuf.h"
#include "desk/session.h"

#include <stdbool.h>
#include <stdio.h>

enum status { STATUS_FINE = 0, STATUS_FOUND = 1, STATUS_REFUSED = 2 };

/* options, as they were given; each command says which it takes */
struct options {
	const char *last, *columns, *each, *format, *form, *from, *to, *output, *files_from, *as, *beside;
	bool strict, raw, draft, public_copy, review, opinions, english;
	const char **sets;      /* --set PATH=VALUE, in order */
	size_t set_count;
};

struct invocation {
	const struct command *command;
	struct options options;
	char **arguments;       /* without options; with what --files-from lists */
	size_t count;
	struct form_shelf *shelf; /* over many files: their forms; else NULL */
};

struct command {
	const char *name;
	const char *usage;      /* msgid: what stands behind the name */
	const char *help;       /* msgid: what it does, in sentences */
	const char *example;
	const char *takes;      /* names of its options, blank-separated */
	size_t least, most;     /* how many arguments; most 0: any number */
	bool files;             /* its arguments are files: --files-from adds to them, folders stand for the reports in them */
	enum status (*run)(struct invocation *in);
};

extern const struct command commands[];
extern const size_t command_count;

const struct command *command_find(const char *name);
enum status command_run(const struct command *c, int argc, char **argv, bool english); /* argv behind the command's name */
void command_help(const struct command *c);
void command_list(FILE *out);

/* ---- for the commands ---- */

/* "ziping: FILE:LINE:COL: TEXT" on standard error */
void command_error(const struct error *e);
void command_complain(const char *format, ...) PRINTF_LIKE(1, 2);

/* says on standard error when a session's report is not all there is: open elsewhere, unsaved edits, another version of the form */
void command_notice(const struct session *s);

/* opens a report for reading and says on standard error when there is more than the saved file; NULL: said why */
struct session *command_open(struct invocation *in, const char *path);

/* whether all that was read of a report is whole, since memory_refused() said `refused`; says so when it is not */
bool command_is_whole(const struct report *r, const char *path, unsigned long refused);

/* what is printed from now on is collected there (many.h); NULL, NULL: printed again */
void command_capture(FILE *out, FILE *err);

/*
 * To standard output; false when it cannot be written. command_print() is for what people read: nothing but text, tabs and line
 * ends. command_out() is for data, byte for byte, unless a terminal is to show it.
 */
bool command_print(const char *text, size_t len);
bool command_json(const char *text, size_t len); /* the same for JSON: what is not harmless stands as \u202e */
bool command_out(const char *text, size_t len);
struct sink command_sink(void); /* the same, for what is written piece by piece */
bool command_flush(void);

enum status check_command(struct invocation *in);
enum status show_command(struct invocation *in);
enum status get_command(struct invocation *in);
enum status set_command(struct invocation *in);
enum status review_command(struct invocation *in);
enum status new_command(struct invocation *in);
enum status export_command(struct invocation *in);
enum status table_command(struct invocation *in);
enum status forms_command(struct invocation *in);
enum status diff_command(struct invocation *in);
enum status merge_command(struct invocation *in);
enum status import_command(struct invocation *in);
enum status doctor_command(struct invocation *in);

/* sets PATH=VALUE, PATH=, TABLE+=, TABLE+={…}, TABLE[i]-=, reasons.CHECK@PATH=… (set and new --set) */
bool assign(struct report *r, const char *assignment, struct error *reterr) MUST_CHECK;

#endif
