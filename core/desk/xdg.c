#include "desk/xdg.h"

#include "base/i18n.h"

#include <errno.h>
#include <sys/stat.h>

bool xdg_path(const char *variable, const char *fallback, const char *name, struct strbuf *out)
{
	const char *named = getenv(variable), *home = getenv("HOME");

	strbuf_clear(out);
	if (named && named[0] == '/') /* a relative one is void (XDG base directories) */
		strbuf_printf(out, "%s/ziping/%s", named, name);
	else if (home && home[0] == '/')
		strbuf_printf(out, "%s/%s/ziping/%s", home, fallback, name);
	return out->len > 0 && strbuf_ok(out);
}

bool xdg_make_folder(const char *path, struct error *reterr)
{
	struct strbuf folder;
	bool ok = true;

	strbuf_init(&folder, 0);
	strbuf_puts(&folder, path);
	for (size_t at = 1; ok && at < folder.len; at++) {
		if (folder.text[at] != '/')
			continue;
		folder.text[at] = '\0';
		if (mkdir(folder.text, 0700) != 0 && errno != EEXIST)
			ok = error_set(reterr, ERR_IO, NOWHERE, _("the folder '%s' cannot be made: %s"), folder.text, error_cause(errno));
		folder.text[at] = '/';
	}
	if (ok && !strbuf_ok(&folder))
		ok = error_memory(reterr);
	strbuf_release(&folder);
	return ok;
}
