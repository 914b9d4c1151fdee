/* Paths being typed: what they mean, what they may go on as, and Tab. */
#ifndef ZIPING_TUI_PATHS_H
#define ZIPING_TUI_PATHS_H

#include "base/arena.h"
#include "tui/lineedit.h"

enum path_sort {
	PATHS_REPORTS, /* folders and *.yaml, *.yml */
	PATHS_DOCUMENTS, /* folders and *.docx, *.txt, *.md */
	PATHS_ALL,
};

struct path_names {
	const char **names;  /* as they would be typed: the folder as typed, and a slash behind folders, which come last */
	size_t count, capacity;
	struct arena texts;
};

/* ~/… is the home folder; blanks around are taken away */
void path_meant(const char *typed, size_t len, struct strbuf *out);
bool path_is_folder(const char *path);
bool path_is_report(const char *path);  /* by its name */

/* the names that begin as what was typed; those of the folder when it ends in a slash or is empty */
bool path_names_find(struct path_names *p, const char *typed, size_t len, enum path_sort sort) MUST_CHECK; /* false: memory */
void path_names_release(struct path_names *p);

/* what all of them begin with, put into the editor; false when there is nothing to add */
bool path_complete(struct lineedit *e, enum path_sort sort);

/* STEM.SUFFIX, or STEM-2.SUFFIX … while there is a file of that name */
void path_free_name(const char *stem, const char *suffix, struct strbuf *out);
/* a name that ends in a year, as report-2021, gets the next one; another one gets "-2" and so on from path_free_name() */
void path_next_year(struct strbuf *stem);
/* the path without its folder (unless whole) and without its last .suffix */
void path_stem(const char *path, bool whole, struct strbuf *out);

#endif
