/*
 * Translation of messages, by gettext. Messages are written in English and translated in po/.
 * Initialisation (locale, catalogue) is the program's business: see tui/locale.h.
 */
#ifndef ZIPING_BASE_I18N_H
#define ZIPING_BASE_I18N_H

#include <libintl.h>

#define _(message) gettext(message)
#define N_(message) (message)

#endif
