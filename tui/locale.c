#include "tui/locale.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <strings.h>
#include <unistd.h>

#define DOMAIN "ziping"

/* the first of the three that is set decides about a category, as POSIX says */
static const char *environment(const char *category)
{
	const char *const names[] = { "LC_ALL", category, "LANG" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return "";
}

bool locale_environment_is_utf8(void)
{
	const char *dot = strchr(environment("LC_CTYPE"), '.');

	return dot && (!strncasecmp(dot + 1, "UTF-8", 5) || !strncasecmp(dot + 1, "utf8", 4));
}

static bool is_language(const char *value, const char *language)
{
	size_t len = strlen(language);

	return !strncasecmp(value, language, len) && (!value[len] || value[len] == '_' || value[len] == '.' || value[len] == '-' ||
						      value[len] == '@');
}

/* gettext translates nothing in the locale "C"; any other does, as LANGUAGE says which language */
static void open_messages(void)
{
	static const char *const locales[] = { "C.UTF-8", "en_US.UTF-8", "zh_CN.UTF-8" };
	const char *now = setlocale(LC_MESSAGES, "");

	for (size_t i = 0; i < ARRAY_SIZE(locales) && (!now || !strcmp(now, "C") || !strcmp(now, "POSIX")); i++)
		now = setlocale(LC_MESSAGES, locales[i]);
}

static void open_characters(void)
{
	static const char *const locales[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8", "zh_CN.UTF-8" };
	bool found = setlocale(LC_CTYPE, "") && !strcmp(nl_langinfo(CODESET), "UTF-8");

	for (size_t i = 0; i < ARRAY_SIZE(locales) && !found; i++)
		found = setlocale(LC_CTYPE, locales[i]) != NULL;
}

/* the folder above the one that the program is in, when it is a build tree: …/build/tui/ziping → …/build/po */
static bool build_tree(char *path, size_t size)
{
	static const char program[] = "/tui/ziping", catalogues[] = "/po";
	ssize_t read = readlink("/proc/self/exe", path, size - 1);
	size_t len = read < 0 ? 0 : (size_t)read;

	if (len < sizeof(program) - 1 || len >= size - 1 || memcmp(path + len - sizeof(program) + 1, program, sizeof(program) - 1))
		return false;
	memcpy(path + len - sizeof(program) + 1, catalogues, sizeof(catalogues));
	return access(path, R_OK | X_OK) == 0;
}

bool locale_open(const char *lang, bool *ret_english)
{
	char path[4096];
	bool english;

	if (lang && strcmp(lang, "zh") && strcmp(lang, "en"))
		return false;
	english = is_language(lang ? lang : environment("LC_MESSAGES"), "en");
	open_characters();
	open_messages();
	if (setenv("LANGUAGE", english ? "en" : "zh_CN", 1))
		return false;
	(void)bindtextdomain(DOMAIN, build_tree(path, sizeof(path)) ? path : ZIPING_LOCALEDIR);
	(void)bind_textdomain_codeset(DOMAIN, "UTF-8");
	(void)textdomain(DOMAIN);
	*ret_english = english;
	return true;
}
