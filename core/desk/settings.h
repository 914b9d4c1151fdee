/*
 * Settings: what a user prefers, in ziping/config.yaml below XDG_CONFIG_HOME (or ~/.config). The file is read at the start
 * and changed only where a setting changes; comments and what the program does not know stay in it.
 */
#ifndef ZIPING_DESK_SETTINGS_H
#define ZIPING_DESK_SETTINGS_H

#include "base/error.h"
#include "base/strbuf.h"

enum choice_of_two { SETTING_UNSET, SETTING_YES, SETTING_NO };

#define SETTING_NAME_MAX 128

struct settings {
	char name[SETTING_NAME_MAX]; /* who: "" when not set */
	bool themed;                 /* the theme is set; else it follows the terminal's background */
	bool light;                  /* theme: light */
	enum choice_of_two mouse;    /* unset: on, but off over ssh */
	char lang[4];                /* "zh", "en", "" */
};

/*
 * Never fails: what cannot be read or is not understood is left at its default and said in `notes`, a line each (NULL: not
 * said).
 */
void settings_load(struct settings *ret, struct strbuf *notes);
bool settings_mouse(const struct settings *s); /* whether the program is to have the mouse */
bool settings_path(struct strbuf *out) MUST_CHECK;

/* writes one setting ("theme", "light"); a file that is not YAML is refused and stays as it is */
bool settings_store(const char *key, const char *value, struct error *reterr) MUST_CHECK;

#endif
