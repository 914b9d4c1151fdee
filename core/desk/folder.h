/*
 * Folders of reports: the report files in a folder and below it, in the order of their paths.
 *
 * A report file ends in .yaml or .yml, does not begin with a dot, and has a line `form:` near its beginning but no line
 * `sections:` (that is a form). Folders that are symbolic links are not gone into, so no circle can catch us.
 */
#ifndef ZIPING_DESK_FOLDER_H
#define ZIPING_DESK_FOLDER_H

#include "base/arena.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

bool folder_is(const char *path);          /* a folder, also through a symbolic link */
bool folder_has_report(const char *path);  /* the file looks like a report, by its name and its first lines */

struct folder_list {
	const char **paths;      /* FOLDER/… ; they live in the arena */
	size_t count, capacity;
	size_t others;           /* YAML files that are no reports */
	size_t most;             /* files and folders looked at before it gives up; 0: all */
	size_t seen;
	bool cut;                /* it gave up */
	struct arena texts;
};

/* adds the reports in and below `folder`; ERR_IO when it cannot be read (one below it that cannot is passed over, and counted in others) */
bool folder_list(struct folder_list *l, const char *folder, struct error *reterr) MUST_CHECK;
void folder_list_release(struct folder_list *l);

#endif
