/*
 * The program: a command by name, or the screen on a file.
 */
#include "base/i18n.h"
#include "desk/settings.h"
#include "base/text.h"
#include "tui/commands/command.h"
#include "tui/locale.h"
#include "tui/program.h"

#include <signal.h>
#include <unistd.h>

/* takes --lang X or --lang=X out of the arguments, wherever it stands before -- */
static bool take_language(int *argc, char **argv, const char **ret)
{
	int kept = 1;
	bool only_files = false;

	*ret = NULL;
	for (int i = 1; i < *argc; i++) {
		only_files |= strcmp(argv[i], "--") == 0;
		if (!only_files && strncmp(argv[i], "--lang=", 7) == 0) {
			*ret = argv[i] + 7;
		} else if (!only_files && strcmp(argv[i], "--lang") == 0) {
			if (i + 1 == *argc)
				return false;
			*ret = argv[++i];
		} else {
			argv[kept++] = argv[i];
		}
	}
	argv[kept] = NULL;
	*argc = kept;
	return true;
}

static bool has(int argc, char **argv, const char *option)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], option) == 0)
			return true;
	}
	return false;
}

/* a word that is no file was meant for a command */
static int complain_of_command(const char *word)
{
	const char *names[32], *near;
	size_t count = 0;

	for (; count < command_count && count < ARRAY_SIZE(names); count++)
		names[count] = commands[count].name;
	near = text_nearest(word, names, count);
	if (near)
		command_complain(_("there is no command '%s'; did you mean '%s'?"), word, near);
	else
		command_complain(_("'%s' is neither a command nor a file to open"), word);
	command_list(stderr);
	return STATUS_REFUSED;
}

static int open_screen(int argc, char **argv, bool english)
{
	struct program_options options = { .english = english };
	const char *file = NULL;
	struct error why = { 0 };

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0)
			continue;
		if (strncmp(argv[i], "--as=", 5) == 0 || (strcmp(argv[i], "--as") == 0 && i + 1 < argc)) {
			options.as = argv[i][4] ? argv[i] + 5 : argv[++i];
			continue;
		}
		if ((argv[i][0] == '-' && argv[i][1]) || (file && access(file, F_OK) == 0))
			return complain_of_command(argv[i]);
		if (file)
			break;
		file = argv[i];
	}
	if (file && strcmp(file, "-") != 0 && access(file, F_OK) != 0)
		return complain_of_command(file);
	if (!program_run(file, &options, &why)) {
		command_error(&why);
		return STATUS_REFUSED;
	}
	return STATUS_FINE;
}

int main(int argc, char **argv)
{
	const char *language;
	bool english, given = take_language(&argc, argv, &language);
	const struct command *c;
	struct settings settings;

	settings_load(&settings, NULL);
	if (!language && settings.lang[0])
		language = settings.lang;
	if (!locale_open(given ? language : NULL, &english) || !given) {
		command_complain("%s", _("--lang takes zh or en"));
		return STATUS_REFUSED;
	}
	/* a closed pipe and a file that may not grow are errors of writing like any other */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (has(argc, argv, "--version")) {
		printf("ziping %s\n", ZIPING_VERSION);
		return command_flush() ? STATUS_FINE : STATUS_REFUSED;
	}
	c = argc > 1 ? command_find(argv[1]) : NULL;
	if (c)
		return (int)command_run(c, argc - 2, argv + 2, english);
	if (has(argc, argv, "--help") || has(argc, argv, "-h")) {
		command_list(stdout);
		return command_flush() ? STATUS_FINE : STATUS_REFUSED;
	}
	return open_screen(argc, argv, english);
}
