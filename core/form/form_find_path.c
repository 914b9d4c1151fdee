/*
 * Forms that are named by a path.
 *
 * A path in a report or a form file may lead to a regular file in or below that file's folder or the one above it, or
 * in a forms folder, and nowhere else: what somebody sent must not make the program read what it likes. What the user
 * names himself may lie anywhere.
 */
#include "form/form_private.h"

#include "base/i18n.h"

#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

/* the folder of a file; "" for the one at hand */
static char *folder_of(struct arena *a, const char *file)
{
	const char *slash = file ? strrchr(file, '/') : NULL;

	return slash ? arena_strndup(a, file, (size_t)(slash - file) + 1) : arena_strdup(a, "");
}

static bool is_below(const char *real, const char *folder)
{
	size_t len = strlen(folder);

	if (strcmp(folder, "/") == 0)
		return true;
	return strncmp(real, folder, len) == 0 && real[len] == '/';
}

/* in or below the folder, or the one above it, or a forms folder */
static bool is_allowed(struct arena *a, const char *real, const char *folder)
{
	char above[PATH_MAX];
	const char *forms[FIND_FOLDERS];
	char *slash;

	if (realpath(*folder ? folder : ".", above)) {
		slash = strrchr(above, '/');
		if (slash)
			slash[slash == above ? 1 : 0] = '\0';
		if (is_below(real, above))
			return true;
	}
	if (!find_folders(a, forms))
		return false;
	for (unsigned i = 0; i < FIND_FOLDERS; i++) {
		if (forms[i] && realpath(forms[i], above) && is_below(real, above))
			return true;
	}
	return false;
}

static bool locate_builtin_file(struct arena *a, const char *name, struct found *ret)
{
	const char *slash = strrchr(name, '/');

	name = slash ? slash + 1 : name;
	for (size_t i = 0; i < builtin_form_count; i++) {
		if (strcmp(builtin_forms[i].file, name) != 0)
			continue;
		*ret = (struct found){.file = find_join(a, BUILTIN_FOLDER, name), .builtin = &builtin_forms[i]};
		ret->identity = ret->file;
		return ret->file != NULL;
	}
	return false;
}

/* a bare file name may lie in a forms folder instead of beside the file */
static const char *in_forms_folder(struct arena *a, const char *name)
{
	const char *forms[FIND_FOLDERS];
	struct stat st;

	if (strchr(name, '/') || !find_folders(a, forms))
		return NULL;
	for (unsigned i = 0; i < FIND_FOLDERS; i++) {
		const char *path = forms[i] ? find_join(a, forms[i], name) : NULL;

		if (path && stat(path, &st) == 0 && S_ISREG(st.st_mode))
			return path;
	}
	return NULL;
}

bool find_path(struct arena *a, const struct form_query *q, struct found *ret, struct error *reterr)
{
	const char *name = q->name;
	const char *folder = folder_of(a, q->relative_to);
	const char *path = !folder ? NULL : name[0] == '/' ? arena_strdup(a, name) : find_join(a, folder, name);
	char real[PATH_MAX];
	struct stat st;

	if (!path)
		return error_memory(reterr);
	if (strncmp(folder, BUILTIN_FOLDER, strlen(BUILTIN_FOLDER)) == 0 ||
	    strncmp(name, BUILTIN_FOLDER, strlen(BUILTIN_FOLDER)) == 0) {
		if (locate_builtin_file(a, name, ret))
			return true;
		return error_set(reterr, ERR_FORM, NOWHERE, _("there is no form file '%s' in the program"), name);
	}
	if (stat(path, &st) != 0) {
		const char *other = in_forms_folder(a, name);

		if (!other)
			return error_set(reterr, ERR_FORM, NOWHERE, _("cannot read the form file '%s': %s"), path,
			                 error_cause(errno));
		path = other;
		if (stat(path, &st) != 0)
			return error_set(reterr, ERR_FORM, NOWHERE, _("cannot read the form file '%s': %s"), path,
			                 error_cause(errno));
	}
	if (!S_ISREG(st.st_mode) && !(q->any_path && S_ISFIFO(st.st_mode)))
		return error_set(reterr, ERR_FORM, NOWHERE, _("'%s' is not a regular file, so it cannot be a form"),
		                 path);
	if (!q->any_path && (!realpath(path, real) || !is_allowed(a, real, folder)))
		return error_set(reterr, ERR_FORM, NOWHERE,
		                 _("the form file '%s' lies outside of the folders allowed; put it beside this file, "
		                   "or into a forms folder"),
		                 path);
	*ret = (struct found){.file = path, .identity = find_identity(a, path)};
	return ret->identity ? true : error_memory(reterr);
}
