/* Where files of the user's own lie: the XDG base directories, and making the folders that are not there yet. */
#ifndef ZIPING_DESK_XDG_H
#define ZIPING_DESK_XDG_H

#include "base/error.h"
#include "base/strbuf.h"

/* the path of ziping/NAME below the folder that `variable` names, or below HOME/fallback; false when there is neither */
bool xdg_path(const char *variable, const char *fallback, const char *name, struct strbuf *out) MUST_CHECK;
bool xdg_make_folder(const char *path, struct error *reterr) MUST_CHECK; /* the folder that `path` lies in, with those above it */

#endif
